//! From what is known to the one thing to do now. Reads, never changes: [`decide`] is a function of the case, the
//! page and the time, and [`crate::core::guide`] carries its [`Plan`] out.

use crate::core::account::{Account, Likeness};
use crate::core::alias::{self, Candidate};
use crate::core::case::Case;
use crate::core::fold::Platform;
use crate::core::labels::Term;
use crate::core::locate::{Sighting, Target};
use crate::core::page::{Page, ladder};
use crate::core::panel::{Link, State, Step, Text, letter_name};
use crate::core::pointing::Pointing;
use crate::core::route::{Cloud, Route};
use crate::core::verdict::{Identity, Refused, Verdict};
use crate::core::view::{Row, Search, View};

/// How long the view must have stood still before something that *is* there is trusted.
const QUIET: f64 = 400.0;
/// How long it must have stood still before something is believed to be *absent*.
const QUIET_ABSENT: f64 = 1_500.0;
/// How long a list may take to obey a search when nothing in the page says that it is loading.
const SEARCH_PATIENCE: f64 = 5_000.0;
/// How long a control may take to appear before the guide says that it is lost.
const APPEAR_PATIENCE: f64 = 3_000.0;
/// How long an empty list must stand before it counts as one that loaded.
const EMPTY_PATIENCE: f64 = 10_000.0;
/// After this long a list that still says that it is loading gets a word said about it.
const SLOW: f64 = 15_000.0;
/// How long a page may take to act on the confirmation without any sign of work.
const COMMIT_PATIENCE: f64 = 6_000.0;
/// After this long an enabled *Yes* that still stands there was not taken by the page.
const YES_IGNORED: f64 = 20_000.0;
/// How long a reload may take to begin.
const RELOAD_PATIENCE: f64 = 10_000.0;
/// How often the list is loaded anew when the account is still on it: after 2, 4, 8 and 16 seconds.
const CHECKS: u32 = 4;
/// What is said to who has unblocked an account by hand that no page has shown listed.
const NOT_LISTED_BY_HAND: &str = "by_hand.not_listed";
/// How often the search box is filled anew when the page loses the text, or when nothing in the page moves and the hand refuses.
const FILLS: u32 = 3;
/// How often the hand may refuse in a page that keeps moving: it may be the text that moves it, and the page that changes the text.
const REFUSALS: u32 = 10;
/// How long a page that stands still may take until the hand says what became of the text.
const HAND_PATIENCE: f64 = 5_000.0;

/// What to do now, and what to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The current step.
    pub step: Step,
    /// What the panel is doing.
    pub state: State,
    /// The instruction.
    pub instruction: Text,
    /// Why, or what will happen.
    pub details: Vec<Text>,
    /// What does not match.
    pub refused: Option<Refused>,
    /// Links that help now.
    pub links: Vec<Link>,
    /// The admin is asked for another name of the account: rows that could be it.
    pub alias: Option<Vec<Candidate>>,
    /// Loading the page anew may help.
    pub reload: bool,
    /// The act.
    pub act: Act,
    /// Look at the time again then, should nothing happen before.
    pub wake_at: Option<f64>,
}

/// The one act of a plan.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Nothing: wait.
    Rest,
    /// Ring a control.
    Point(Pointing),
    /// Type into the list's search box and press Enter there.
    Type(Target, String),
    /// Load the document anew.
    Reload,
    /// Take note of something, then decide again.
    Note(Note),
}

/// What the guide takes note of before it decides again.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// This search did not show the account: try the next one.
    NextSearch {
        /// It showed few rows, and one of them could be the account under another name.
        few: bool,
    },
    /// None did: go back to this one, which showed few rows.
    BackTo(usize),
    /// The account's row was found by this search, under this identity.
    Found {
        /// The search.
        by: String,
        /// The address as the row shows it.
        listed: String,
    },
    /// The page did not take the click on *Yes*.
    NotCommitted,
    /// The page complained after the confirmation.
    Complaint(String),
    /// It was gone through once more, and the list does not show the account any more.
    Left,
    /// The reloaded list still shows the account.
    StillListed,
    /// The reloaded list, searched, does not show the account.
    Gone,
    /// It was searched for a shorter time than the list takes to answer: search again.
    TooSoon,
    /// And the list shows others (or is empty) without the search.
    Proven,
    /// The account was proven gone before, and is on the list again.
    Back,
}

/// What a decision rests on.
pub struct Situation<'a> {
    /// The case.
    pub case: &'a Case,
    /// What the admin said about securing the account counts, by the rules of the organisation.
    pub is_secured: bool,
    /// Its account.
    pub subject: &'a Account,
    /// The identity the portal lists it under, where that is another address.
    pub listed: Option<&'a Account>,
    /// Who comes next, in a queue.
    pub next: Option<&'a Account>,
    /// The page, while the frame is connected to one.
    pub page: Option<&'a Page>,
    /// What the browser gives for free.
    pub platform: &'a dyn Platform,
    /// Milliseconds since 1970.
    pub now: f64,
}

/// Decides.
pub fn decide(situation: &Situation) -> Plan {
    let Situation { case, page, .. } = *situation;
    if case.proven_at.is_some() && case.recheck.is_none() {
        return proven(situation);
    }
    if case.awaits_yes()
        && case.recheck.is_none()
        && let Some(suspicion) = situation.subject.suspicious(situation.platform)
    {
        // A single account is looked at before it becomes a case; in a list it has its turn, and that ends here.
        let letter = letter_name(&suspicion.letter);
        let subject = situation.subject.address().to_owned();
        return Plan::refuse(Step::Secure, Refused::SubjectLookAlike(subject, letter, suspicion.twin));
    }
    if case.awaits_yes() && !situation.is_secured {
        let cloud = page.and_then(|page| page.route.cloud()).or_else(|| case.cloud()).unwrap_or(Cloud::Worldwide);
        return Plan::new(Step::Secure, State::Asking, "secure.ask")
            .detail("secure.why")
            .link("secure.link", cloud.users_url().to_owned());
    }
    let said = case.committed.is_none() && case.by_hand.unblocked_at.is_some();
    let before_list = if case.awaits_yes() && case.recheck.is_none() && !said { Step::Open } else { Step::Verify };
    let Some(page) = page else { return Plan::new(before_list, State::Waiting, "open.loading") };
    if !page.route.is_list() {
        return Plan::new(before_list, State::Waiting, "open.go").link("open.link", list_url(Some(&page.route)));
    }
    let is_other = |tenant: &String| match page.route.tenant() {
        Some(other) => !tenant.eq_ignore_ascii_case(other),
        // An address without a tenant shows the admin's own, which proves nothing about the account's.
        None => before_list == Step::Verify,
    };
    if let Some(tenant) = case.tenant.as_ref().filter(|tenant| is_other(tenant)) {
        // Whoever is not on another tenant's list may well be on the account's own.
        let cloud = page.route.cloud().unwrap_or(Cloud::Worldwide);
        let plan = Plan::lost(before_list, "lost.other_tenant").fill("tenant", tenant);
        return plan.link("open.link", cloud.list_url(Some(tenant)));
    }
    let Some(view) = &page.view else { return Plan::new(before_list, State::Waiting, "open.loading") };
    let scene = Scene { situation, page, view };
    if view.partial {
        let step = if case.awaits_yes() { Step::Unblock } else { Step::Verify };
        let waiting = Plan::new(step, State::Waiting, "open.loading");
        return scene.lost_after(QUIET_ABSENT, waiting, "lost.what_now");
    }
    match &case.committed {
        None if case.recheck.is_none() && said => scene.unblocked_by_hand(),
        _ if case.recheck.is_none() && case.awaits_yes() => scene.unblock(),
        Some(committed) if case.recheck.is_none() && committed.document == page.document => {
            scene.after_yes(committed.at)
        }
        _ => scene.verify(),
    }
}

/// The search for who comes next types itself as soon as the last one is proven; once, and only to look.
fn search_ahead(situation: &Situation) -> Option<Act> {
    let (next, page) = (situation.next?, situation.page?);
    let view = page.view.as_ref().filter(|view| page.route.is_list() && !view.partial && !view.has_surface())?;
    let Search::Box(target, _) = &view.search else { return None };
    let is_typed = page.typed.as_ref().is_some_and(|typed| typed.text == next.local());
    (!is_typed && !view.list.busy && page.gone).then(|| Act::Type(target.clone(), next.local().to_owned()))
}

/// After the proof: the clock runs, unless a later look showed that the account is back.
fn proven(situation: &Situation) -> Plan {
    let case = situation.case;
    if case.back_at.is_some() {
        let alarm = Plan { instruction: Text::new("back.what_now"), ..Plan::refuse(Step::Verify, Refused::Back) };
        return alarm.detail("back.rule").detail("back.app").detail("back.relay").detail("back.limit");
    }
    let mut plan = Plan::new(Step::Verify, State::Done, "verify.proven").detail("verify.wait");
    if case.still_gone_at.is_some() {
        plan = plan.detail("verify.still_gone");
    }
    match search_ahead(situation) {
        Some(act) => Plan { act, ..plan },
        None => plan,
    }
}

/// A situation in which the list's page is in view.
struct Scene<'a> {
    situation: &'a Situation<'a>,
    page: &'a Page,
    view: &'a View,
}

/// A search that the list has obeyed.
struct Applied {
    /// How long ago it was typed, in milliseconds.
    since: f64,
    /// The list shows that it has obeyed: it has changed, or every row in it holds one of the needles.
    filtered: bool,
}

impl Scene<'_> {
    fn identity(&self) -> Identity<'_> {
        Identity { subject: self.situation.subject, listed: self.situation.listed, platform: self.situation.platform }
    }

    fn quiet(&self) -> f64 {
        self.situation.now - self.page.changed_at
    }

    /// How long a search must have been on before its silence counts: longer than this list was seen to take.
    fn absent(&self) -> f64 {
        QUIET_ABSENT.max(1.5 * self.page.reaction + 500.0)
    }

    /// Waits until the view has stood still for `patience`, then says that it is lost.
    fn lost_after(&self, patience: f64, waiting: Plan, lost: &'static str) -> Plan {
        if self.quiet() >= patience {
            Plan { state: State::Lost, instruction: Text::new(lost), ..waiting }
        } else {
            waiting.wake(self.page.changed_at + patience)
        }
    }

    // ---- finding -------------------------------------------------------------------------------------------

    fn unblock(&self) -> Plan {
        let view = self.view;
        let question =
            view.confirm.as_ref().filter(|confirm| !self.page.continuity.is_warning(confirm, &self.identity()));
        if let Some(confirm) = view.confirm.as_ref().filter(|_| question.is_none()) {
            return self.confirm(&confirm.yes, confirm.busy);
        }
        if view.flyout.is_some() && question.is_none() {
            return self.flyout();
        }
        if question.is_some() || view.strange.is_some() {
            let name = view.surface();
            let plan = Plan::new(Step::Unblock, State::Waiting, "unblock.wait");
            return self.lost_after(QUIET_ABSENT, plan, "lost.unknown_dialog").fill("name", name).with_reason();
        }
        if let Some(refused) = self.page.continuity.selection(view, &self.identity()) {
            return Plan::refuse(Step::Unblock, refused);
        }
        if let Err(plan) = self.readable(Step::Open) {
            return plan;
        }
        let ladder = self.ladder();
        let query = self.page.query(&ladder);
        match self.search(Step::Find, query) {
            // Beside a list that can be read an alert is news, and no reason to stop.
            Ok(applied) => view.alerts.iter().fold(self.pick(&ladder, query, &applied), |plan, alert| {
                plan.more(Text::new("open.page_says").with("message", alert))
            }),
            Err(plan) => plan,
        }
    }

    /// The list can be read: loaded, no alert, exactly one.
    fn readable(&self, step: Step) -> Result<(), Plan> {
        let (view, list) = (self.view, &self.view.list);
        if let Some(alert) = view.alerts.first().filter(|_| step == Step::Verify || list.loaded() == 0) {
            let plan = Plan::new(step, State::Waiting, "open.loading");
            // News may come before the rows do: that there are none has to stand still longer than what the page says.
            let patience = if list.loaded() == 0 { QUIET_ABSENT } else { QUIET };
            let lost = self.lost_after(patience, plan, "lost.list_failed").fill("message", alert).with_reason();
            // Where there is no list it may come with a fresh page; beside one the page's words are to be read first.
            return Err(Plan { reload: lost.state == State::Lost && list.loaded() == 0, ..lost });
        }
        if list.busy {
            return Err(if self.quiet() < SLOW {
                Plan::new(step, State::Waiting, "open.loading").wake(self.page.changed_at + SLOW)
            } else {
                Plan { reload: true, ..Plan::new(step, State::Waiting, "open.still_loading") }
            });
        }
        if list.candidates > 1 {
            return Err(self.lost_after(
                APPEAR_PATIENCE,
                Plan::new(step, State::Waiting, "open.loading"),
                "lost.no_list",
            ));
        }
        let filtered_away = self.page.list_seen && self.page.typed.is_some();
        if list.present && list.loaded() > 0 || filtered_away {
            return Ok(());
        }
        // An empty list: believed once it has stood still for a while, so that one that loads late is not.
        let plan = Plan::new(step, State::Waiting, "open.loading");
        if self.quiet() < APPEAR_PATIENCE {
            return Err(plan.wake(self.page.changed_at + APPEAR_PATIENCE));
        }
        if list.present || view.heading && view.search != Search::Missing {
            return Ok(());
        }
        let plan = self.lost_after(2.0 * APPEAR_PATIENCE, plan, "lost.no_list");
        let is_named = plan.state == State::Lost && !view.title.is_empty() && !view.heading;
        Err(if is_named { plan.more(Text::new("lost.page_called").with("title", &view.title)) } else { plan })
    }

    /// The search box holds `query` and the list has obeyed it.
    fn search(&self, step: Step, query: &str) -> Result<Applied, Plan> {
        let now = self.situation.now;
        let waiting = |key| Plan::new(step, State::Waiting, key).fill("text", query);
        let (target, value) = match &self.view.search {
            Search::Box(target, value) => (target, value),
            Search::Icon(target) => {
                return Err(Plan::point(step, "find.icon", Pointing::at(target)));
            }
            Search::Missing => return Err(self.lost_after(APPEAR_PATIENCE, waiting("find.waiting"), "lost.no_search")),
            Search::Ambiguous(_) => {
                return Err(self.lost_after(QUIET_ABSENT, waiting("find.waiting"), "lost.two_searches"));
            }
        };
        let typed = self.page.typed.as_ref().filter(|typed| typed.text == query);
        if value.trim() != query || typed.is_none() {
            return Err(match typed {
                // The page is given a moment to show what was typed.
                Some(typed) if now - typed.at < 1_000.0 => waiting("find.typing").wake(typed.at + 1_000.0),
                Some(typed) if !typed.answered && now - typed.at < HAND_PATIENCE => {
                    waiting("find.typing").wake(typed.at + HAND_PATIENCE)
                }
                // The hand refuses what has changed since it was looked at: in a page that is still moving that says nothing.
                Some(typed)
                    if typed.times >= FILLS
                        || typed.refused >= REFUSALS
                        || typed.refused >= FILLS && self.quiet() >= APPEAR_PATIENCE =>
                {
                    Plan { state: State::Lost, ..waiting("lost.no_search") }
                }
                _ => Plan { act: Act::Type(target.clone(), query.to_owned()), ..waiting("find.typing") },
            });
        }
        let at = typed.map_or(now, |typed| typed.at);
        let (since, quiet) = (now - at, self.quiet());
        let list = &self.view.list;
        if list.busy {
            return Err(waiting("find.waiting"));
        }
        // A search may also match what the page does not show, a display name: so a list that has changed has obeyed.
        let changed = typed.is_some_and(|typed| typed.before != list.size());
        let filtered = query.is_empty() || self.fits_search() || changed;
        if quiet >= QUIET && since >= QUIET && (filtered || since >= SEARCH_PATIENCE) {
            return Ok(Applied { since, filtered });
        }
        let until = (self.page.changed_at + QUIET).max(at + if filtered { QUIET } else { SEARCH_PATIENCE });
        Err(waiting("find.waiting").wake(until))
    }

    fn ladder(&self) -> Vec<String> {
        let known_as = self.situation.case.known_as.as_ref().map(|known| known.name.as_str());
        ladder(self.situation.subject, self.situation.listed, known_as)
    }

    /// Every row in the page holds a name of the account, as those do that a search for it leaves.
    fn fits_search(&self) -> bool {
        let names = [Some(self.situation.subject.local()), self.situation.listed.map(Account::local)];
        let holds =
            |row: &Row| names.into_iter().flatten().any(|name| alias::holds(row, name, self.situation.platform));
        self.view.list.left_out == 0 && self.view.list.rows.iter().all(holds)
    }

    /// The subject's row among those the search shows, and the control in it or for it.
    fn pick(&self, ladder: &[String], query: &str, applied: &Applied) -> Plan {
        let identity = self.identity();
        let own: Vec<&Row> = self.view.list.rows.iter().filter(|row| identity.owns(row)).collect();
        match own[..] {
            [row] => {
                let by = self.shown_by(row, query);
                if self.situation.case.found_by.as_ref() != Some(&by) || self.situation.case.listed.is_none() {
                    return Plan::note(Step::Find, Note::Found { by, listed: row.title() });
                }
                let plan = self.row(row);
                match self.look_alike().filter(|_| plan.refused.is_none()) {
                    Some((address, difference)) => {
                        plan.more(Text::new("find.beside").with("listed", address)).more(difference)
                    }
                    None => plan,
                }
            }
            [] => self.nobody(ladder, query, applied),
            _ => Plan::refuse(Step::Find, Refused::Duplicate),
        }
    }

    /// Whoever is in a closed group is listed, and not in the page: nothing can be said of the list before all of them are
    /// open, and it is all the same which of them is opened first.
    fn open_groups(&self, step: Step) -> Option<Plan> {
        let group = self.view.list.closed_group.as_ref()?;
        Some(if self.quiet() < QUIET_ABSENT {
            Plan::new(step, State::Waiting, "find.waiting").wake(self.page.changed_at + QUIET_ABSENT)
        } else {
            Plan::point(step, "find.open_group", Pointing::at(group))
        })
    }

    /// The search that shows this row again, should it still be there: the one that is on, where the row holds it. A row that
    /// was there before the list obeyed, or that matched by a name which the page does not show, is searched by its address.
    fn shown_by(&self, row: &Row, query: &str) -> String {
        let own = || row.addresses.first().and_then(|address| Account::parse(address, self.situation.platform).ok());
        match own().filter(|_| !alias::holds(row, query, self.situation.platform)) {
            Some(own) => own.local().to_owned(),
            None => query.to_owned(),
        }
    }

    /// An address in the list that eyes would take for the account, and how it differs.
    fn look_alike(&self) -> Option<(String, Text)> {
        let identity = self.identity();
        self.view.list.rows.iter().flat_map(|row| &row.addresses).find_map(|address| match identity.likeness(address) {
            Likeness::LookAlike(reason) if reason.is_deceptive() => Some((address.clone(), Text::from(&reason))),
            _ => None,
        })
    }

    /// No row is the subject's: the next search, and after the last one the admin's word.
    fn nobody(&self, ladder: &[String], query: &str, applied: &Applied) -> Plan {
        let list = &self.view.list;
        let ready = (self.page.changed_at + QUIET_ABSENT).max(self.situation.now - applied.since + self.absent());
        if self.situation.now < ready {
            return Plan::new(Step::Find, State::Waiting, "find.waiting").fill("text", query).wake(ready);
        }
        if self.situation.case.committed.is_some() {
            // It has left after all: that is proven like after any other Yes.
            let note = if self.page.has_next_query(ladder) { Note::NextSearch { few: false } } else { Note::Left };
            return Plan::note(Step::Find, note);
        }
        if let Some(plan) = self.open_groups(Step::Find) {
            return plan;
        }
        // Only in a list that has come to rest: while it is drawn, the look-alike may stand there alone for a moment.
        if let Some((address, difference)) = self.look_alike() {
            return Plan::refuse(Step::Find, Refused::LookAlike(address, difference)).asking(Vec::new());
        }
        let is_whole = applied.filtered && list.is_complete();
        let candidates = if is_whole { alias::candidates(list, &self.identity()) } else { Vec::new() };
        if self.page.has_next_query(ladder) {
            return Plan::note(Step::Find, Note::NextSearch { few: !candidates.is_empty() });
        }
        if let Some(few) = self.page.few.filter(|few| *few != self.page.rung && candidates.is_empty()) {
            return Plan::note(Step::Find, Note::BackTo(few));
        }
        if !applied.filtered && !list.is_complete() {
            return Plan::lost(Step::Find, "lost.search_no_effect");
        }
        if candidates.is_empty() && self.situation.case.by_hand.unblocked_at.is_some() {
            // Not listed now. No page has ever shown it listed, and it may be so under another name: that is no proof.
            if self.is_older() {
                return self.reload("verify.reloading");
            }
            return Plan::new(Step::Verify, State::Asking, NOT_LISTED_BY_HAND)
                .detail("by_hand.not_listed_why")
                .detail("by_hand.wait")
                .asking(candidates);
        }
        let key = match (candidates.is_empty(), self.page.list_seen) {
            (false, _) => "find.not_listed_rows",
            (true, true) => "find.not_listed",
            (true, false) => "find.not_listed_empty",
        };
        Plan::new(Step::Find, State::Asking, key).detail("find.not_listed_why").asking(candidates)
    }

    // ---- unblocking ----------------------------------------------------------------------------------------

    fn row(&self, row: &Row) -> Plan {
        if row.connector {
            return Plan::refuse(Step::Unblock, Refused::Connector);
        }
        match &row.unblock {
            Sighting::Unique(target) => return self.usable(target, "unblock.unblock"),
            Sighting::Ambiguous(_) => return Plan::lost(Step::Unblock, "lost.two_unblocks"),
            Sighting::Missing => {}
        }
        if self.page.continuity.is_touched() {
            // What acts on the selection acts on rows, too, that were selected before and that the search hides.
            return Plan::refuse(Step::Unblock, Refused::SelectedBefore);
        }
        if !row.selected {
            return match (&row.selector, &row.itself) {
                (Sighting::Unique(target), _) | (Sighting::Missing, Sighting::Unique(target)) => {
                    Plan::point(Step::Unblock, "unblock.select_row", Pointing::at(target))
                }
                _ => {
                    let waiting = Plan::new(Step::Unblock, State::Waiting, "unblock.wait");
                    self.lost_after(APPEAR_PATIENCE, waiting, "lost.no_unblock").with_reason()
                }
            };
        }
        let waiting = Plan::new(Step::Unblock, State::Waiting, "unblock.wait");
        match &self.view.unblock {
            Sighting::Unique(target) => self.usable(target, "unblock.unblock"),
            Sighting::Missing => self.lost_after(APPEAR_PATIENCE, waiting, "lost.no_unblock").with_reason(),
            Sighting::Ambiguous(_) => self.lost_after(QUIET_ABSENT, waiting, "lost.two_unblocks"),
        }
    }

    /// Rings *Unblock*, or says that it does not react.
    fn usable(&self, target: &Target, key: &'static str) -> Plan {
        if !target.control().disabled {
            return Plan::point(Step::Unblock, key, Pointing::at(target));
        }
        if self.quiet() >= APPEAR_PATIENCE {
            return Plan::refuse(Step::Unblock, Refused::UnblockDisabled);
        }
        Plan::new(Step::Unblock, State::Waiting, "unblock.wait").wake(self.page.changed_at + APPEAR_PATIENCE)
    }

    fn flyout(&self) -> Plan {
        let Some(flyout) = &self.view.flyout else { return Plan::lost(Step::Unblock, "lost.no_next") };
        let verdict = self.page.continuity.verdict(self.view, &self.identity());
        if let Verdict::Contradicted(refused) = verdict {
            return Plan::refuse(Step::Unblock, refused);
        }
        let waiting = Plan::new(Step::Unblock, State::Waiting, "unblock.wait");
        if flyout.busy {
            return self.working();
        }
        let enabled = |sighting: &Sighting| sighting.unique().is_some_and(|target| !target.control().disabled);
        match (&flyout.next, &flyout.submit, &flyout.last) {
            // What an earlier page's Next was taught as may be the button that commits on this one.
            (Sighting::Unique(next), ..) if enabled(&flyout.next) && next.control().taught => {
                self.commit(next, verdict, "unblock.next")
            }
            (Sighting::Unique(next), ..) if enabled(&flyout.next) => {
                Plan::point(Step::Unblock, "unblock.next", Pointing::at(next))
            }
            (next, Sighting::Unique(submit), _) if next.unique().is_none() || enabled(&flyout.submit) => {
                self.commit(submit, verdict, "unblock.submit")
            }
            (Sighting::Missing, Sighting::Missing, Sighting::Unique(last)) => {
                // A flyout that never had a Next and ends in Unblock is a connector's: it has no Yes either.
                if !self.page.next_seen {
                    return if self.quiet() >= QUIET {
                        Plan::refuse(Step::Unblock, Refused::Connector)
                    } else {
                        waiting.wake(self.page.changed_at + QUIET)
                    };
                }
                self.commit(last, verdict, "unblock.final")
            }
            (Sighting::Unique(next), ..) => self.disabled(next),
            _ => self.lost_after(APPEAR_PATIENCE, waiting, "lost.no_next"),
        }
    }

    fn confirm(&self, yes: &Sighting, busy: bool) -> Plan {
        let verdict = self.page.continuity.verdict(self.view, &self.identity());
        let waiting = Plan::new(Step::Unblock, State::Waiting, "unblock.wait");
        match yes {
            _ if busy => self.working(),
            Sighting::Unique(yes) => self.commit(yes, verdict, "unblock.yes"),
            _ => self.lost_after(QUIET_ABSENT, waiting, "lost.no_yes"),
        }
    }

    fn commit(&self, target: &Target, verdict: Verdict, key: &'static str) -> Plan {
        let silent = verdict == Verdict::Silent;
        match Pointing::commit(target, verdict) {
            Err(refused) => Plan::refuse(Step::Unblock, refused),
            Ok(_) if target.control().disabled => self.disabled(target),
            Ok(pointing) => {
                let plan = Plan::point(Step::Unblock, key, pointing);
                if silent { plan.detail("unblock.compare") } else { plan }
            }
        }
    }

    /// The page works before anything was confirmed; when that takes too long, there is something to do about it.
    fn working(&self) -> Plan {
        if self.quiet() < SLOW {
            return Plan::new(Step::Unblock, State::Waiting, "unblock.wait").wake(self.page.changed_at + SLOW);
        }
        Plan { reload: true, ..Plan::new(Step::Unblock, State::Waiting, "unblock.still_busy") }
    }

    /// The control that comes next does not react yet: the page works, or wants something else first.
    fn disabled(&self, target: &Target) -> Plan {
        if self.quiet() < APPEAR_PATIENCE {
            return Plan::new(Step::Unblock, State::Waiting, "unblock.wait")
                .wake(self.page.changed_at + APPEAR_PATIENCE);
        }
        Plan::new(Step::Unblock, State::Waiting, "unblock.not_yet").fill("name", &target.control().name)
    }

    // ---- verifying -----------------------------------------------------------------------------------------

    /// In the document in which *Yes* was pressed: wait until it has done its work, then load it anew.
    fn after_yes(&self, at: f64) -> Plan {
        let now = self.situation.now;
        let since = now - at;
        let waiting = Plan::new(Step::Verify, State::Waiting, "unblock.wait");
        if let Some(confirm) = self.view.confirm.as_ref().filter(|it| self.page.pressed_in == Some(it.handle)) {
            let untouched = confirm.yes.unique().is_some_and(|yes| !yes.control().disabled) && !confirm.busy;
            if untouched && since >= YES_IGNORED && self.quiet() >= YES_IGNORED / 2.0 {
                return Plan::note(Step::Unblock, Note::NotCommitted);
            }
            if since < 4.0 * YES_IGNORED {
                return waiting.wake(now + 1_000.0);
            }
        }
        if self.situation.case.complaint.is_none()
            && let Some(alert) = self.view.alerts.first()
        {
            return Plan::note(Step::Verify, Note::Complaint(alert.clone()));
        }
        let identity = self.identity();
        let left = self.view.list.present
            && !self.view.list.busy
            && !self.view.list.rows.iter().any(|row| identity.shows(row));
        let ready =
            if left || self.situation.case.complaint.is_some() { at + QUIET_ABSENT } else { at + COMMIT_PATIENCE };
        let ready = ready.max(self.page.changed_at + QUIET);
        if now < ready {
            Plan::new(Step::Verify, State::Waiting, "verify.reloading").wake(ready)
        } else {
            self.reload("verify.reloading")
        }
    }

    fn reload(&self, key: &'static str) -> Plan {
        let now = self.situation.now;
        if self.page.reload_at.is_some_and(|asked| now - asked >= RELOAD_PATIENCE) {
            // The browser was asked to load the page anew, and has not.
            return Plan::lost(Step::Verify, "verify.reload_yourself");
        }
        let waiting = Plan::new(Step::Verify, State::Waiting, key);
        Plan { act: Act::Reload, ..waiting }.wake(now + RELOAD_PATIENCE)
    }

    /// The admin has unblocked the account by hand, as they say, and here is the list. One that shows the account is not done with
    /// it. One that does not proves as much as after a *Yes* that was seen, provided that a page has shown the account listed:
    /// then the search is known that would show it again.
    fn unblocked_by_hand(&self) -> Plan {
        let identity = self.identity();
        let is_shown = self.view.list.rows.iter().any(|row| identity.shows(row));
        let was_shown = self.page.still_listed_at.is_some();
        if is_shown && !was_shown {
            // From now on this document proves nothing.
            return Plan::note(Step::Verify, Note::StillListed);
        }
        if is_shown {
            return self.unblock().detail("verify.still_listed");
        }
        let works = self.view.has_surface() || self.page.continuity.is_touched() || self.page.answered;
        if works || self.situation.case.found_by.is_none() {
            return self.unblock();
        }
        if was_shown { self.reload("verify.reloading") } else { self.verify() }
    }

    /// The document may have been loaded before *Yes*, or before the admin asked to look again.
    fn is_older(&self) -> bool {
        let Situation { case, now, .. } = *self.situation;
        let (committed, recheck) = (case.committed.as_ref(), case.recheck.as_ref());
        let said = recheck.map(|it| it.at).or(committed.map(|it| it.at)).or(case.by_hand.unblocked_at);
        let asked = said.filter(|asked| *asked <= now);
        let documents = [committed.map(|it| &it.document), recheck.map(|it| &it.document)];
        documents.contains(&Some(&self.page.document)) || asked.is_some_and(|asked| self.page.since <= asked)
    }

    /// In a document loaded after *Yes*: the same search, then no search.
    fn verify(&self) -> Plan {
        let now = self.situation.now;
        if self.is_older() {
            return self.reload("verify.reloading");
        }
        if let Some(failed) = self.page.still_listed_at {
            let checks = self.situation.case.checks;
            if checks > CHECKS || self.situation.case.complaint.is_some() {
                let plan = Plan::lost(Step::Verify, "verify.still_listed").detail("verify.not_proven_why");
                let plan = match &self.situation.case.complaint {
                    Some(said) => {
                        plan.more(Text::new("verify.complaint").with("message", said)).detail("verify.complaint_why")
                    }
                    None => plan,
                };
                return plan.detail("verify.once_more");
            }
            let again = failed + 1_000.0 * f64::from(1_u32 << checks.min(10));
            return if now < again {
                Plan::new(Step::Verify, State::Waiting, "verify.leaving").wake(again)
            } else {
                self.reload("verify.leaving")
            };
        }
        if self.page.continuity.is_touched() || self.page.answered {
            // Somebody may have unblocked an account here: the next document proves it.
            return self.reload("verify.reloading");
        }
        if let Err(plan) = self.readable(Step::Verify) {
            return plan;
        }
        if self.view.has_surface() {
            let waiting = Plan::new(Step::Verify, State::Waiting, "unblock.wait");
            let lost = self.lost_after(QUIET_ABSENT, waiting, "lost.unknown_dialog");
            return lost.fill("name", self.view.surface()).with_reason();
        }
        let query = if self.page.gone {
            ""
        } else {
            // The search that showed the account; where none did, the name under which the portal lists it.
            let listed = self.situation.listed.unwrap_or(self.situation.subject);
            self.situation.case.found_by.as_deref().unwrap_or(listed.local())
        };
        let applied = match self.search(Step::Verify, query) {
            Ok(applied) => applied,
            Err(mut plan) => {
                plan.instruction = match plan.instruction.key {
                    "find.typing" if query.is_empty() => Text::new("verify.clearing"),
                    "find.typing" => Text::new("verify.typing").with("text", query),
                    "find.waiting" => Text::new("verify.checking"),
                    _ => plan.instruction,
                };
                return plan;
            }
        };
        let identity = self.identity();
        let list = &self.view.list;
        if list.rows.iter().any(|row| identity.shows(row)) {
            let again = self.situation.case.recheck.is_some();
            return Plan::note(Step::Verify, if again { Note::Back } else { Note::StillListed });
        }
        if let Some(plan) = self.open_groups(Step::Verify) {
            return plan;
        }
        let checking = Plan::new(Step::Verify, State::Waiting, "verify.checking");
        if !self.page.gone {
            if !applied.filtered || !list.is_complete() {
                return self.lost_after(SEARCH_PATIENCE, checking, "verify.not_proven");
            }
            let ready = (self.page.changed_at + QUIET_ABSENT).max(now - applied.since + self.absent());
            return if now < ready { checking.wake(ready) } else { Plan::note(Step::Verify, Note::Gone) };
        }
        if list.loaded() > 0 {
            // The list has just shown how long it takes: was the search given that long?
            let given = self.page.gone_after >= self.absent();
            return Plan::note(Step::Verify, if given { Note::Proven } else { Note::TooSoon });
        }
        if self.quiet() < EMPTY_PATIENCE {
            return checking.wake(self.page.changed_at + EMPTY_PATIENCE);
        }
        if list.present || self.view.heading {
            return Plan::note(Step::Verify, Note::Proven);
        }
        Plan::lost(Step::Verify, "verify.not_proven").detail("verify.not_proven_why")
    }
}

impl Plan {
    /// A plan without an act.
    pub fn new(step: Step, state: State, key: &'static str) -> Plan {
        Plan {
            step,
            state,
            instruction: Text::new(key),
            details: Vec::new(),
            refused: None,
            links: Vec::new(),
            alias: None,
            reload: false,
            act: Act::Rest,
            wake_at: None,
        }
    }

    fn lost(step: Step, key: &'static str) -> Plan {
        Plan::new(step, State::Lost, key)
    }

    /// Nothing will be pointed at.
    pub fn refuse(step: Step, refused: Refused) -> Plan {
        // A page that is loaded anew has nothing selected, and the guide watches it from the beginning.
        let reload = matches!(refused, Refused::SelectedBefore | Refused::HiddenSelection);
        let plan =
            Plan { reload, refused: Some(refused.clone()), ..Plan::new(step, State::Refused, "refused.what_now") };
        match refused.detail() {
            Some(detail) => plan.more(detail),
            None => plan,
        }
    }

    fn point(step: Step, key: &'static str, pointing: Pointing) -> Plan {
        let name = pointing.target().control().name.clone();
        Plan { act: Act::Point(pointing), ..Plan::new(step, State::Waiting, key) }.fill("name", &name)
    }

    fn note(step: Step, note: Note) -> Plan {
        Plan { act: Act::Note(note), ..Plan::new(step, State::Waiting, "open.loading") }
    }

    fn fill(mut self, name: &'static str, value: &str) -> Plan {
        self.instruction.args.push((name, value.to_owned()));
        self
    }

    fn detail(self, key: &'static str) -> Plan {
        self.more(Text::new(key))
    }

    fn more(mut self, text: Text) -> Plan {
        self.details.push(text);
        self
    }

    /// The admin has unblocked the account by hand, and no page has ever shown it listed.
    pub fn is_unproven_by_hand(&self) -> bool {
        self.state == State::Asking && self.instruction.key == NOT_LISTED_BY_HAND
    }

    /// *Yes* was pressed, and a page that was loaded since shows the account: it may not have been taken.
    pub fn offers_once_more(&self) -> bool {
        self.instruction.key == "verify.still_listed"
    }

    /// Where it is lost, what may be behind it.
    fn with_reason(self) -> Plan {
        match (self.state, self.instruction.key) {
            (State::Lost, "lost.no_unblock") => self.detail("unblock.roles").detail("unblock.menu"),
            (State::Lost, "lost.list_failed") => self.detail("lost.list_failed_why"),
            (State::Lost, "lost.unknown_dialog") => self.detail("lost.unknown_dialog_why"),
            _ => self,
        }
    }

    fn link(mut self, key: &'static str, url: String) -> Plan {
        self.links.push(Link { text: Text::new(key), url });
        self
    }

    /// The admin may say under which name the portal lists the account.
    fn asking(mut self, candidates: Vec<Candidate>) -> Plan {
        self.alias = Some(candidates);
        self
    }

    fn wake(mut self, at: f64) -> Plan {
        self.wake_at = Some(at);
        self
    }
}

/// The address of the list in the cloud and for the tenant of this page, for the panel's link.
pub fn list_url(route: Option<&Route>) -> String {
    let tenant = route.and_then(Route::tenant);
    route.and_then(Route::cloud).unwrap_or(Cloud::Worldwide).list_url(tenant)
}

/// What was looked for where the guide is lost: the sentence, and the terms that it names.
pub fn sought(lost: &str) -> Option<(&'static str, &'static [Term])> {
    match lost {
        "lost.no_search" | "lost.two_searches" => Some(("lost.sought_box", &[Term::Search])),
        "lost.no_unblock" | "lost.two_unblocks" => Some(("lost.sought_button", &[Term::Unblock])),
        "lost.no_next" => Some(("lost.sought_button", &[Term::Next, Term::Submit])),
        "lost.no_yes" => Some(("lost.sought_button", &[Term::Yes])),
        "lost.no_list" => Some(("lost.sought_list", &[Term::RestrictedEntities, Term::RestrictedUsers])),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
