//! Showing a control to the guide: the admin chooses it in the panel, from what the page has, and presses nothing in the page.
//!
//! While the list of candidates is open, the one that the admin looks at gets a grey ring, so that it is clear which it is.
//! That ring asks for nothing and is gone with the list.

use crate::core::account::Account;
use crate::core::fold::Platform;
use crate::core::hints::{self, Candidate, Found, Hint, Kind};
use crate::core::labels::Matcher;
use crate::core::layout::{self, Report};
use crate::core::panel::Text;
use crate::core::snapshot::Snapshot;
use crate::core::view::View;
use crate::protocol::Handle;
use serde::Serialize;

/// What the admin asks for in this part of the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Open or close "What the guide recognises".
    Unfold,
    /// "Show it to the guide", or no more of it.
    Show,
    /// It is this kind of control.
    About(Kind),
    /// The admin looks at this candidate, or at none any more.
    LookAt(Option<Handle>),
    /// It is this one.
    Choose(Handle),
    /// Forget everything that was shown.
    Forget,
    /// Open or close the layout report.
    Report,
}

/// What follows for the worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Keep a hint.
    Keep(Hint),
    /// Forget all.
    Forget,
}

/// What the panel shows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Aid {
    /// "What the guide recognises", when it is open.
    pub recognised: Option<Vec<(Kind, Found)>>,
    /// The admin can show something now.
    pub can_show: bool,
    /// What to choose from, while the admin does.
    pub choice: Option<Choice>,
    /// Something was shown before, and can be forgotten.
    pub can_forget: bool,
    /// A report can be made now.
    pub can_report: bool,
    /// The report, when it is open: exactly what is copied.
    pub report: Option<Report>,
}

/// What to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The kinds that are missing here.
    pub kinds: Vec<Kind>,
    /// The one that is asked for.
    pub kind: Kind,
    /// The controls that could be it: node, role, name.
    pub candidates: Vec<(Handle, &'static str, String)>,
    /// What is wrong with the last choice.
    pub problem: Option<Text>,
}

/// What is kept of it while the frame lives.
#[derive(Debug, Clone, Default)]
pub struct Teach {
    hints: Vec<Hint>,
    page: Option<Snapshot>,
    unfolded: bool,
    about: Option<Kind>,
    looked_at: Option<Handle>,
    problem: Option<Text>,
    report: Option<Report>,
}

/// What the guide knows at that moment.
pub struct Moment<'a> {
    /// What the page shows.
    pub view: Option<&'a View>,
    /// The key of what the panel says.
    pub said: &'a str,
    /// The guide is lost.
    pub lost: bool,
    /// The account.
    pub subject: Option<&'a Account>,
    /// The node of its row.
    pub row: Option<Handle>,
    /// The language of the page.
    pub matcher: &'a Matcher,
    /// What the browser gives for free.
    pub platform: &'a dyn Platform,
}

impl Moment<'_> {
    /// What is missing here and could be shown.
    fn missing(&self) -> Vec<Kind> {
        let Some(view) = self.view.filter(|_| self.lost) else { return Vec::new() };
        let found = hints::recognised(view);
        let missing = |kind: &Kind| found.iter().any(|(known, found)| known == kind && !found.is_found());
        Kind::missed_by(self.said).iter().copied().filter(missing).collect()
    }
}

impl Teach {
    /// Everything that was shown, the last one last.
    pub fn hints(&self) -> &[Hint] {
        &self.hints
    }

    /// Takes what the worker keeps.
    pub fn adopt(&mut self, hints: Vec<Hint>) {
        self.hints = hints;
        self.about = None;
        self.looked_at = None;
    }

    /// Recognises a page with what was shown, and keeps it to choose from.
    pub fn see(&mut self, page: Snapshot, matcher: &Matcher, platform: &dyn Platform) -> View {
        let view = hints::recognise(&page, matcher, platform, &self.hints);
        self.page = Some(page);
        view
    }

    /// The number of this look, where it shows the page that is kept and nothing else: then what was recognised there stands.
    pub fn seen_again(&mut self, text: &str) -> Option<u32> {
        self.page.as_mut()?.renew(text)
    }

    /// Lets go of the page before the next one is read: the browser never takes back what two at once have needed.
    pub fn look_away(&mut self) {
        self.page = None;
    }

    /// The page again, after what was shown has changed.
    pub fn again(&self, matcher: &Matcher, platform: &dyn Platform) -> Option<View> {
        self.page.as_ref().map(|page| hints::recognise(page, matcher, platform, &self.hints))
    }

    /// The page is another one.
    pub fn leave(&mut self) {
        *self = Teach { hints: std::mem::take(&mut self.hints), unfolded: self.unfolded, ..Teach::default() };
    }

    /// Takes in what the admin does.
    pub fn ask(&mut self, ask: Ask, moment: &Moment) -> Option<Wish> {
        match ask {
            Ask::Unfold => self.unfolded = !self.unfolded,
            Ask::Show => {
                self.looked_at = None;
                self.problem = None;
                self.about = match self.about {
                    Some(_) => None,
                    None => moment.missing().first().copied(),
                };
            }
            Ask::About(kind) => {
                self.looked_at = None;
                self.problem = None;
                self.about = moment.missing().into_iter().find(|missing| *missing == kind).or(self.about);
            }
            Ask::LookAt(handle) => self.looked_at = handle.filter(|_| self.about.is_some()),
            Ask::Choose(handle) => {
                let chosen = self.candidates(moment).into_iter().find(|candidate| candidate.handle() == handle)?;
                match chosen.hint() {
                    Some(hint) => return Some(Wish::Keep(hint.clone())),
                    None => self.problem = Some(Text::new("guide.not_kept").with("name", chosen.name())),
                }
            }
            Ask::Forget => return Some(Wish::Forget),
            Ask::Report => {
                let page = self.page.as_ref().filter(|_| self.report.is_none());
                self.report = page.map(|page| {
                    let Moment { said, subject, platform, .. } = *moment;
                    layout::report(
                        page,
                        moment.matcher,
                        &layout::Context { said, subject, hints: &self.hints, platform },
                    )
                });
            }
        }
        None
    }

    /// What was asked for may be there by now: then there is nothing to choose, and nothing to report.
    pub fn settle(&mut self, moment: &Moment) {
        if self.about.is_some_and(|kind| !moment.missing().contains(&kind)) {
            self.about = None;
            self.looked_at = None;
        }
        if !moment.lost && !self.unfolded {
            self.report = None;
        }
    }

    /// The candidate that the admin looks at, if it is still one.
    pub fn looked_at(&self, moment: &Moment) -> Option<Candidate> {
        let handle = self.looked_at?;
        self.candidates(moment).into_iter().find(|candidate| candidate.handle() == handle)
    }

    fn candidates(&self, moment: &Moment) -> Vec<Candidate> {
        let Some((kind, page)) = self.about.zip(self.page.as_ref()) else { return Vec::new() };
        hints::candidates(page, kind, moment.row, moment.subject, moment.matcher, moment.platform)
    }

    /// What the panel shows.
    pub fn aid(&self, moment: &Moment) -> Option<Aid> {
        let view = moment.view?;
        let kinds = moment.missing();
        let candidates = || {
            let all = self.candidates(moment).into_iter();
            all.map(|it| (it.handle(), it.role(), it.name().to_owned())).collect()
        };
        Some(Aid {
            recognised: self.unfolded.then(|| hints::recognised(view).to_vec()),
            can_show: !kinds.is_empty(),
            choice: self.about.map(|kind| Choice {
                kinds,
                kind,
                candidates: candidates(),
                problem: self.problem.clone(),
            }),
            can_forget: !self.hints.is_empty(),
            can_report: moment.lost || self.unfolded,
            report: self.report.clone(),
        })
    }
}
