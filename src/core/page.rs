//! What is remembered of the document at hand, on one visit of the list. None of it survives the document.

use crate::core::account::Account;
use crate::core::alias;
use crate::core::route::Route;
use crate::core::verdict::Continuity;
use crate::core::view::View;
use crate::protocol::{Handle, Unpaintable};

/// What changes later than this, in milliseconds, is no answer to a search any more.
const REACTION: f64 = 15_000.0;
/// A flyout that is away for less than this, in milliseconds, is drawn anew and no other one: nobody opens one as fast.
const INSTANT: f64 = 400.0;

/// One document on one visit of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The agent's random identity of the document.
    pub document: String,
    /// Since when it is known: it was loaded no later.
    pub since: f64,
    /// Where it is.
    pub route: Route,
    /// What it shows, once seen.
    pub view: Option<View>,
    /// When the view last changed.
    pub changed_at: f64,
    /// Rows have been seen in the list.
    pub list_seen: bool,
    /// Selection and clicks.
    pub continuity: Continuity,
    /// Which search of the ladder is on.
    pub rung: usize,
    /// The first search that showed few rows, and not the account.
    pub few: Option<usize>,
    /// The whole ladder was climbed.
    pub exhausted: bool,
    /// What was last typed.
    pub typed: Option<Typed>,
    /// The open flyout had a *Next*, now or on an earlier page of it.
    pub next_seen: bool,
    /// Since when that flyout is away.
    pub flyout_away_at: Option<f64>,
    /// The admin wants it loaded anew.
    pub reload_pressed: bool,
    /// When that was asked of the browser.
    pub reload_at: Option<f64>,
    /// Somebody said *Yes* to a question: what this document shows from then on proves nothing.
    pub answered: bool,
    /// The warning in which *Yes* was pressed.
    pub pressed_in: Option<Handle>,
    /// How long, in milliseconds, the list took at most to change after it was searched.
    pub reaction: f64,
    /// How long the search had been on when the account was believed to be gone.
    pub gone_after: f64,
    /// When this document, loaded after the confirmation, was seen to show the account still.
    pub still_listed_at: Option<f64>,
    /// The account was searched here after the confirmation and is gone.
    pub gone: bool,
    /// The ring could not be painted.
    pub obstruction: Option<Obstruction>,
}

/// A ring that could not be painted, or was taken away by the agent.
#[derive(Debug, Clone, PartialEq)]
pub struct Obstruction {
    /// The node.
    pub handle: Handle,
    /// The snapshot the ring rested on.
    pub epoch: u32,
    /// Why.
    pub why: Unpaintable,
    /// Since when, over all snapshots.
    pub since: f64,
    /// When to ask for a new look.
    pub retry_at: f64,
}

/// What was typed into the search box.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// The text.
    pub text: String,
    /// When.
    pub at: f64,
    /// How often, in this document; not counting what the hand refused.
    pub times: u32,
    /// How often the hand refused, in this document.
    pub refused: u32,
    /// Whether the hand has said what became of the last time.
    pub answered: bool,
    /// What the list held before: rows in the page, and rows in all as far as it said.
    pub before: (u32, Option<u32>),
    /// Whether every row of the answer is looked at: once the list shows few, until they turn out to be more. Never again
    /// for the same search, because the two ways of looking may count differently.
    pub all_rows: Option<bool>,
}

impl Page {
    /// A document that has just been connected, or has just come to another route.
    pub fn new(document: String, url: &str, untouched: bool, now: f64) -> Page {
        Page {
            document,
            since: now,
            route: Route::of(url),
            view: None,
            changed_at: now,
            list_seen: false,
            continuity: Continuity::new(untouched),
            rung: 0,
            few: None,
            exhausted: false,
            typed: None,
            next_seen: false,
            flyout_away_at: None,
            reload_pressed: false,
            reload_at: None,
            answered: false,
            pressed_in: None,
            reaction: 0.0,
            gone_after: 0.0,
            still_listed_at: None,
            gone: false,
            obstruction: None,
        }
    }

    /// The same document has come to another route, or back to the list.
    pub fn revisit(&mut self, url: &str, untouched: bool, now: f64) {
        *self = Page {
            since: self.since,
            reload_at: self.reload_at,
            answered: self.answered,
            continuity: self.continuity.revisit(untouched),
            ..Page::new(std::mem::take(&mut self.document), url, untouched, now)
        };
    }

    /// Takes in what the page shows now.
    pub fn see(&mut self, view: View, now: f64) {
        if let Some(typed) = self.typed.as_ref().filter(|typed| now - typed.at < REACTION)
            && self.view.as_ref().is_some_and(|before| before.list != view.list)
        {
            self.reaction = self.reaction.max(now - typed.at);
        }
        if self.view.as_ref().is_none_or(|before| !before.shows_the_same(&view)) {
            self.changed_at = now;
        }
        self.take_in(view, now);
    }

    /// Takes in that a later look, which has this number, has seen the same.
    pub fn see_again(&mut self, epoch: u32, now: f64) {
        if let Some(view) = self.view.take() {
            self.take_in(View { epoch, ..view }, now);
        }
    }

    fn take_in(&mut self, view: View, now: f64) {
        self.list_seen |= view.list.loaded() > 0;
        let rows = view.list.loaded();
        if let Some(typed) = self.typed.as_mut().filter(|typed| !typed.text.is_empty()) {
            typed.all_rows = match typed.all_rows {
                None if (1..=alias::FEW).contains(&rows) => Some(true),
                Some(true) => Some(rows <= alias::FEW),
                before => before,
            };
        }
        self.next_seen &= self.flyout_away_at.is_none_or(|since| now - since < INSTANT);
        self.next_seen |= view.flyout.as_ref().is_some_and(|flyout| !flyout.next.is_missing());
        // The warning may stand alone while the flyout waits behind it.
        let is_away = self.next_seen && view.flyout.is_none() && view.confirm.is_none();
        self.flyout_away_at = is_away.then(|| self.flyout_away_at.unwrap_or(now));
        self.continuity.observe(&view);
        self.view = Some(view);
    }

    /// Takes in a trusted click that the page is about to handle.
    pub fn click(&mut self, path: &[Handle]) {
        if let Some(view) = &self.view {
            self.continuity.click(path, view);
        }
    }

    /// Takes in that the ring is not, or no longer, on this node.
    pub fn obstruct(&mut self, handle: Handle, why: Unpaintable, now: f64) {
        let epoch = self.view.as_ref().map_or(0, |view| view.epoch);
        let since =
            self.obstruction.as_ref().filter(|before| before.handle == handle).map_or(now, |before| before.since);
        self.obstruction = Some(Obstruction { handle, epoch, why, since, retry_at: now + 300.0 });
    }

    /// Takes in that the hand has typed, or that it refused: nothing was typed then, and nothing says that the page loses text.
    pub fn filled(&mut self, ok: bool) {
        let Some(typed) = &mut self.typed else { return };
        typed.answered = true;
        if !ok {
            (typed.times, typed.refused) = (typed.times.saturating_sub(1), typed.refused + 1);
        }
    }

    /// The clock was moved by `by` milliseconds: what was a moment ago still was.
    pub fn shift(&mut self, by: f64) {
        let Page { since, changed_at, typed, reload_at, still_listed_at, flyout_away_at, obstruction, .. } = self;
        let times = [Some(since), Some(changed_at), typed.as_mut().map(|typed| &mut typed.at)];
        let more = [reload_at.as_mut(), still_listed_at.as_mut(), flyout_away_at.as_mut()];
        times.into_iter().chain(more).flatten().for_each(|at| *at += by);
        if let Some(obstruction) = obstruction {
            obstruction.since += by;
            obstruction.retry_at += by;
        }
    }

    /// Starts over on this page: after "Try again", or for another account.
    pub fn begin_again(&mut self, now: f64) {
        self.rung = 0;
        self.few = None;
        self.exhausted = false;
        self.typed = None;
        self.obstruction = None;
        self.still_listed_at = None;
        self.gone = false;
        self.changed_at = now;
    }

    /// What is to be searched for now; `ladder` is never empty.
    pub fn query<'a>(&self, ladder: &'a [String]) -> &'a str {
        ladder.get(self.rung).or(ladder.last()).map_or("", String::as_str)
    }

    /// Whether there is another search to try.
    pub fn has_next_query(&self, ladder: &[String]) -> bool {
        !self.exhausted && self.rung + 1 < ladder.len()
    }

    /// The list is being searched and shows few rows: all of them are worth a look.
    pub fn shows_few(&self) -> bool {
        self.typed.as_ref().is_some_and(|typed| typed.all_rows == Some(true))
    }
}

/// The searches, in their order; never empty. The names under which the portal lists the account first, where somebody
/// knows them; then, as the job says, the user name, and the whole address.
pub fn ladder(subject: &Account, listed: Option<&Account>, known_as: Option<&str>) -> Vec<String> {
    let names = [listed.map(Account::address), known_as, Some(subject.local()), Some(subject.address())];
    let mut ladder: Vec<String> = Vec::new();
    for name in names.into_iter().flatten() {
        if !ladder.iter().any(|known| known == name) {
            ladder.push(name.to_owned());
        }
    }
    ladder
}
