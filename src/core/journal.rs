//! What the worker keeps, and who may change it: the only writer.
//!
//! Frames send intents with the case and the revision they saw; a stale one is refused and nothing is written. One
//! document at a time holds a case's lease, so that no account is worked on in two tabs.

use crate::core::account::Account;
use crate::core::case::{Case, Closed, Ending, Recheck, SCHEMA};
use crate::core::clock::{self, Due};
use crate::core::fold::Platform;
use crate::core::hints::Shelf;
use crate::core::history::{self, Entry, What};
use crate::core::policy::{Options, Policy, Settings};
use crate::core::route::Route;
use crate::core::sorted::Texts;
use crate::core::stored::{self, Stored};
use crate::protocol::{Refusal, Reply, ToWorker};
use serde::{Deserialize, Serialize};

/// The version of the stored form of the journal. What says 0 was written before there was a record.
pub const JOURNAL: u32 = 1;
/// How many unused tokens are kept: an honest page needs one at a time.
const TOKENS: usize = 64;

/// Who sent a message, as the browser vouches for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// It is this extension itself.
    pub own: bool,
    /// The tab, where there is one.
    pub tab: Option<i32>,
    /// The frame within the tab.
    pub frame: Option<i32>,
    /// The address of the document that sent it.
    pub url: String,
    /// It came from a private window: nothing that follows from it may outlive the browser.
    pub private: bool,
}

/// What kind of place a message came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The page agent or the sentinel, in the top document of a portal page.
    Agent(i32),
    /// The overlay frame in a tab.
    Overlay(i32),
    /// The side panel, which belongs to no tab: a number below zero stands for its document. One that was opened in a tab has
    /// that tab's.
    Side(i32),
    /// A page of the extension: popup, options, history.
    Page,
    /// Anywhere else.
    Stranger,
}

impl Sender {
    /// Where the message came from; `document` is what it says about itself.
    pub fn place(&self, document: &str) -> Place {
        if !self.own {
            return Place::Stranger;
        }
        let own_page = self
            .url
            .split_once("-extension://")
            .filter(|(scheme, _)| matches!(*scheme, "chrome" | "moz"))
            .and_then(|(_, rest)| rest.split_once('/'))
            .map(|(_, path)| path.split(['?', '#']).next().unwrap_or_default());
        match (own_page, self.tab) {
            (Some("overlay.html"), Some(tab)) => Place::Overlay(tab),
            (Some("overlay.html"), None) => Place::Stranger,
            (Some("sidepanel.html"), tab) => Place::Side(tab.unwrap_or_else(|| seat(document))),
            (Some(_), _) => Place::Page,
            (None, Some(tab)) if self.frame == Some(0) && Route::of(&self.url).cloud().is_some() => Place::Agent(tab),
            (None, _) => Place::Stranger,
        }
    }
}

/// What stands for a tab where there is none.
fn seat(document: &str) -> i32 {
    let hash = document.bytes().fold(0_i32, |hash, byte| hash.wrapping_mul(31).wrapping_add(i32::from(byte)));
    hash | i32::MIN
}

/// The document that a message speaks for, where it says so.
fn speaker(message: &ToWorker) -> &str {
    match message {
        ToWorker::Resume { document }
        | ToWorker::Open { document, .. }
        | ToWorker::OpenAll { document, .. }
        | ToWorker::Next { document, .. }
        | ToWorker::Save { document, .. }
        | ToWorker::Release { document } => document,
        _ => "",
    }
}

/// What outlives the browser.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Journal {
    /// [`JOURNAL`].
    pub schema: u32,
    /// All cases; the one asked for last comes last.
    pub cases: Vec<Case>,
    /// What happened, in order. Only ever appended to; retention takes away from the front.
    pub entries: Vec<Entry>,
    /// What the admin chose.
    pub options: Options,
    /// How many pieces of what was stored are kept aside because they could not be read.
    #[serde(skip)]
    pub kept: u32,
    /// What was shown to the guide; stored by itself, so that neither spoils the other.
    #[serde(skip)]
    pub shelf: Shelf,
}

/// What outlives the worker, but not the browser.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Session {
    /// Which tab works on which case.
    pub leases: Vec<Lease>,
    /// Tokens of ports that agents vouched for and no frame has claimed yet.
    pub tokens: Vec<Token>,
    /// How the admin has left the panel, one a tab.
    pub folds: Vec<Fold>,
}

/// A tab works on a case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Lease {
    /// The case.
    pub case: String,
    /// The tab.
    pub tab: i32,
    /// The document in it; empty once it has been left. Then the case waits for this tab, and anybody may have it.
    pub document: String,
}

/// The admin has made a tab's panel small or large. It says nothing about another case: that one shows its panel by itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Fold {
    /// The tab.
    pub tab: i32,
    /// The case that the tab works on; none while there is none.
    pub case: Option<String>,
    /// Small.
    pub folded: bool,
}

/// A port that an agent vouched for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Token {
    /// Random.
    pub token: String,
    /// The agent's tab.
    pub tab: i32,
}

/// What follows from a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The answer.
    pub reply: Reply,
    /// Inject the page agent into the top frame of this tab.
    pub inject: Option<i32>,
    /// Remove everything that is stored, and write nothing afterwards.
    pub erase: bool,
}

impl From<Reply> for Outcome {
    fn from(reply: Reply) -> Outcome {
        Outcome { reply, inject: None, erase: false }
    }
}

impl From<Refusal> for Outcome {
    fn from(why: Refusal) -> Outcome {
        Reply::Refused { why }.into()
    }
}

impl Journal {
    /// Reads what was stored. What cannot be read is handed back in pieces, as it was; the rest goes on.
    pub fn read<S: Stored>(value: Option<S>) -> (Journal, Vec<S>) {
        let mut aside = Vec::new();
        let empty = Journal { schema: JOURNAL, ..Journal::default() };
        let Some(value) = value else { return (empty, aside) };
        let schema = value.field("schema").and_then(|schema| schema.read::<u32>());
        if value.names().is_none() || schema.is_none_or(|schema| schema > JOURNAL) {
            aside.push(value);
            return (empty, aside);
        }
        // Two cases of one id would be written as one.
        let mut ids = Texts::default();
        let is_sound = |case: &Case| case.is_sound() && ids.insert(&case.id);
        let cases: Vec<Case> = stored::pieces(value.field("cases"), is_sound, &mut aside);
        let cases = cases.into_iter().map(Case::migrated).collect();
        let entries = stored::pieces(value.field("entries"), Entry::is_sound, &mut aside);
        let options = value.field("options").and_then(|options| options.read::<Options>()).unwrap_or_default().sound();
        (Journal { cases, entries, options, ..empty }, aside)
    }

    /// Reminds of what is due at the time `now`, writes that down, and drops what is older than the retention.
    pub fn wake(&mut self, now: f64, settings: &Settings) -> Vec<Due> {
        let due = clock::take_due(&mut self.cases, now, settings.marks);
        for group in &due {
            for id in &group.cases {
                let detail = group.mark.hours(settings.marks).to_string();
                self.note(id, What::Reminded, &detail, now);
            }
        }
        history::retain(&mut self.cases, &mut self.entries, settings.retention_days, now);
        due
    }

    fn expire(&mut self, now: f64, policy: &Policy) {
        let days = self.settings(policy).retention_days;
        history::retain(&mut self.cases, &mut self.entries, days, now);
    }

    /// When to wake next, in milliseconds since 1970: for a reminder, or for what is older than the retention by then.
    pub fn next_alarm(&self, now: f64, settings: &Settings) -> Option<f64> {
        let reminder = clock::next_alarm(&self.cases, now, settings.marks);
        let expiry = history::next_expiry(&self.cases, &self.entries, settings.retention_days);
        let expiry = expiry.map(|at| at.max(now + clock::LEAST_DELAY));
        reminder.into_iter().chain(expiry).min_by(f64::total_cmp)
    }

    /// Appends to the record; there is no other way to write in it.
    fn note(&mut self, id: &str, what: What, detail: &str, now: f64) {
        let Some(case) = self.cases.iter().find(|case| case.id == id) else { return };
        let number = self.entries.last().map_or(0, |last| last.number) + 1;
        self.entries.push(Entry { number, ..Entry::about(case, what, detail, now) });
    }

    /// What counts now.
    pub fn settings(&self, policy: &Policy) -> Settings {
        Settings { kept: self.kept, ..policy.settings(&self.options) }
    }

    /// Handles one message at the time `now` (milliseconds since 1970), and writes down what it has changed.
    pub fn handle(
        &mut self,
        session: &mut Session,
        sender: &Sender,
        message: ToWorker,
        now: f64,
        platform: &dyn Platform,
        policy: &Policy,
    ) -> Outcome {
        // What is past its time is shown to nobody, and goes at once when the admin shortens that time.
        if matches!(message, ToWorker::Record) {
            self.expire(now, policy);
        }
        let is_choice = matches!(message, ToWorker::Choose { .. });
        let before = self.cases.clone();
        let outcome = self.obey(session, sender, message, now, platform, policy);
        self.record(&before, now);
        if is_choice {
            self.expire(now, policy);
        }
        outcome
    }

    fn obey(
        &mut self,
        session: &mut Session,
        sender: &Sender,
        message: ToWorker,
        now: f64,
        platform: &dyn Platform,
        policy: &Policy,
    ) -> Outcome {
        let place = sender.place(speaker(&message));
        match (message, place) {
            (_, Place::Stranger) => Refusal::Stranger.into(),
            (ToWorker::Arrive, Place::Agent(tab)) => Outcome { inject: Some(tab), ..Reply::Done.into() },
            (ToWorker::Vouch { token }, Place::Agent(tab)) => {
                session.tokens.push(Token { token, tab });
                let surplus = session.tokens.len().saturating_sub(TOKENS);
                session.tokens.drain(..surplus);
                Reply::Done.into()
            }
            (ToWorker::Confirm { token, document }, Place::Overlay(tab)) => {
                let known = session.tokens.iter().position(|known| known.token == token && known.tab == tab);
                let Some(known) = known else { return Refusal::Stranger.into() };
                session.tokens.remove(known);
                let case = self.running(session, tab, document);
                let elsewhere = case.is_none() && self.is_queue_elsewhere(session, tab);
                let folded = session.folded(tab);
                Reply::Confirmed { case, elsewhere, folded, settings: Box::new(self.settings(policy)) }.into()
            }
            (ToWorker::Resume { document }, Place::Side(tab)) => self.resume(session, tab, document, policy),
            (ToWorker::Cases, Place::Overlay(_) | Place::Page) => {
                let cases = self.cases.iter().rev().filter(|case| case.closed.is_none()).cloned().collect();
                Reply::Cases { cases }.into()
            }
            (ToWorker::Open { subject, document }, place @ (Place::Overlay(_) | Place::Side(_) | Place::Page)) => {
                self.open(session, place, &subject, document, now, platform)
            }
            (ToWorker::OpenAll { subjects, document }, place @ (Place::Overlay(_) | Place::Side(_) | Place::Page)) => {
                self.open_all(session, place, &subjects, document, now, platform)
            }
            (ToWorker::Next { queue, document }, Place::Overlay(tab) | Place::Side(tab)) => {
                self.next(session, tab, queue.as_deref(), document)
            }
            (ToWorker::Queue { queue }, Place::Overlay(_) | Place::Side(_) | Place::Page) => {
                self.standing(&queue).into()
            }
            (ToWorker::EndQueue { queue }, Place::Overlay(tab)) => self.end_queue(session, tab, &queue, now),
            (ToWorker::Save { case, document }, Place::Overlay(tab)) => self.save(session, tab, case, document),
            (ToWorker::Save { case, document }, Place::Side(tab)) => {
                let stored = self.cases.iter().find(|stored| stored.id == case.id);
                let case = stored.map_or(case.clone(), |stored| by_word(stored, case));
                self.save(session, tab, case, document)
            }
            (ToWorker::Hints, Place::Overlay(_)) => self.shelf(),
            (ToWorker::Teach { hint }, Place::Overlay(_)) => {
                if self.shelf.keep(hint) {
                    self.shelf()
                } else {
                    Refusal::NotStored.into()
                }
            }
            (ToWorker::Unteach, Place::Overlay(_)) => {
                self.shelf.hints.clear();
                self.shelf()
            }
            (ToWorker::Release { .. }, Place::Overlay(tab) | Place::Side(tab)) => {
                session.leases.retain(|lease| lease.tab != tab);
                Reply::Done.into()
            }
            (ToWorker::Settings, Place::Overlay(_) | Place::Side(_) | Place::Page) => self.tell_settings(policy),
            (ToWorker::Choose { options }, Place::Page) => {
                self.options = Options { dock: self.options.dock.take(), ..options.sound() };
                self.tell_settings(policy)
            }
            (ToWorker::Settle { dock }, Place::Overlay(_)) => {
                self.options = Options { dock: Some(dock), ..self.options.clone() }.sound();
                Reply::Done.into()
            }
            (ToWorker::Fold { folded }, Place::Overlay(tab)) => {
                session.fold(tab, folded);
                Reply::Done.into()
            }
            (ToWorker::Record, Place::Page) => Reply::Record { entries: self.entries.clone() }.into(),
            (ToWorker::Finish { case }, Place::Page) => self.change(&case, Case::free_since, |case| {
                case.closed = Some(Closed { at: now, how: Ending::MailWorks, reason: None });
            }),
            (ToWorker::Recheck { case }, Place::Page) => {
                // The tab that showed the proof has done its work: whichever opens the list next looks again.
                session.leases.retain(|lease| lease.case != case);
                self.change(
                    &case,
                    |case| case.proven_at,
                    |case| {
                        case.recheck = Some(Recheck { at: now, document: String::new() });
                    },
                )
            }
            (ToWorker::Erase, Place::Page) => {
                (*self, *session) = (Journal { schema: JOURNAL, ..Journal::default() }, Session::default());
                Outcome { erase: true, ..Reply::Done.into() }
            }
            _ => Refusal::Stranger.into(),
        }
    }

    fn tell_settings(&self, policy: &Policy) -> Outcome {
        Reply::Settings { settings: Box::new(self.settings(policy)), options: self.options.clone() }.into()
    }

    /// Changes a case that has come as far as `reached` asks, on the word of a page of the extension. It becomes the one asked
    /// for last.
    fn change(&mut self, id: &str, reached: fn(&Case) -> Option<f64>, change: impl FnOnce(&mut Case)) -> Outcome {
        let open = |case: &Case| case.id == id && reached(case).is_some() && case.closed.is_none();
        let Some(at) = self.cases.iter().position(open) else { return Refusal::Stale.into() };
        let mut case = self.cases.remove(at);
        change(&mut case);
        case.revision += 1;
        self.cases.push(case.clone());
        Reply::Case { case }.into()
    }

    /// Writes down what is new in the cases, whichever message has changed them.
    fn record(&mut self, before: &[Case], now: f64) {
        let mut new = Vec::new();
        for after in &self.cases {
            let known = before.iter().find(|case| case.id == after.id);
            if known == Some(after) {
                continue;
            }
            let nothing = Case::default();
            new.extend(known.is_none().then(|| (after.id.clone(), What::Opened, String::new())));
            let changes = history::changes(known.unwrap_or(&nothing), after);
            new.extend(changes.into_iter().map(|(what, detail)| (after.id.clone(), what, detail)));
        }
        for (id, what, detail) in new {
            self.note(&id, what, &detail, now);
        }
    }

    /// The case that a page of the extension asked to look at again, and nobody does.
    fn recheck_asked(&self, session: &Session, tab: i32) -> Option<&Case> {
        let asked = |case: &&Case| case.closed.is_none() && case.recheck.is_some();
        self.cases.iter().rev().filter(asked).find(|case| !session.held_elsewhere(&case.id, tab))
    }

    /// A tab is gone, and with it its lease.
    pub fn tab_closed(session: &mut Session, tab: i32) {
        session.leases.retain(|lease| lease.tab != tab);
        session.tokens.retain(|token| token.tab != tab);
        session.folds.retain(|fold| fold.tab != tab);
    }

    /// The document in a tab was left: by a reload, or for another page. Without a tab it was the side panel's.
    pub fn document_left(session: &mut Session, tab: Option<i32>, document: &str) {
        let tab = tab.unwrap_or_else(|| seat(document));
        for lease in session.leases.iter_mut().filter(|lease| lease.tab == tab) {
            lease.document.clear();
        }
    }

    /// How many cases are open.
    pub fn open_cases(&self) -> usize {
        self.cases.iter().filter(|case| case.closed.is_none()).count()
    }

    /// The case this tab works on; otherwise the one asked for last that nobody works on and that
    /// is not proven yet, or is to be looked at again.
    fn running(&self, session: &mut Session, tab: i32, document: String) -> Option<Case> {
        let open = |case: &&Case| case.closed.is_none();
        let own = session.leases.iter().find(|lease| lease.tab == tab).map(|lease| lease.case.clone());
        let case = match own {
            Some(id) => self.cases.iter().filter(open).find(|case| case.id == id),
            None => self.recheck_asked(session, tab).or_else(|| self.first_free(session, tab)),
        }?;
        session.lease(&case.id, tab, document);
        Some(case.clone())
    }

    /// What the side panel goes on with: what is free, or else, to be read, what another tab works on.
    fn resume(&self, session: &mut Session, tab: i32, document: String, policy: &Policy) -> Outcome {
        let free = self.first_free(session, tab);
        if let Some(case) = free {
            session.lease(&case.id, tab, document);
        }
        let held = || self.cases.iter().rev().find(|case| case.is_waiting());
        let (case, elsewhere) = (free.or_else(held).cloned(), free.is_none());
        let settings = Box::new(self.settings(policy));
        // The browser alone opens and closes the side panel.
        Reply::Confirmed { elsewhere: elsewhere && case.is_some(), case, folded: None, settings }.into()
    }

    fn shelf(&self) -> Outcome {
        Reply::Hints { hints: self.shelf.hints.clone() }.into()
    }

    fn open(
        &mut self,
        session: &mut Session,
        place: Place,
        subject: &str,
        document: String,
        now: f64,
        platform: &dyn Platform,
    ) -> Outcome {
        let Ok(account) = Account::parse(subject, platform) else { return Refusal::NotAnAddress.into() };
        let mut case = self.take_or_make(&account, now, platform);
        if case.queue.as_mut().and_then(|place| place.aside.take()).is_some() {
            // Set aside by the queue, and asked for again.
            case.revision += 1;
        }
        self.cases.push(case.clone());
        if let Place::Overlay(tab) | Place::Side(tab) = place {
            if session.held_elsewhere(&case.id, tab) {
                return Refusal::Elsewhere.into();
            }
            session.lease(&case.id, tab, document);
        }
        Reply::Case { case }.into()
    }

    /// The open case of an account, taken out, or a new one. What was asked for last is what the next tab on the list
    /// goes on with, so the caller puts it back at the end.
    pub(super) fn take_or_make(&mut self, account: &Account, now: f64, platform: &dyn Platform) -> Case {
        // One that only has to be looked at again is done: whoever is given anew is blocked anew.
        match self.open_case_of(account, platform) {
            Some(at) => self.cases.remove(at),
            None => Case {
                schema: SCHEMA,
                id: format!("{now:.0}-{}", account.key()),
                subject: account.address().to_owned(),
                opened_at: now,
                ..Case::default()
            },
        }
    }

    /// Where the case of an account is that is neither closed nor proven.
    pub(super) fn open_case_of(&self, account: &Account, platform: &dyn Platform) -> Option<usize> {
        self.cases.iter().rposition(|case| {
            case.closed.is_none()
                && case.proven_at.is_none()
                && Account::parse(&case.subject, platform).is_ok_and(|known| known.key() == account.key())
        })
    }

    fn save(&mut self, session: &mut Session, tab: i32, case: Case, document: String) -> Outcome {
        if session.held_elsewhere(&case.id, tab) {
            return Refusal::Elsewhere.into();
        }
        let Some(stored) = self.cases.iter_mut().find(|stored| stored.id == case.id) else {
            return Refusal::Stale.into();
        };
        let known = case.revision;
        // Reminders are the worker's own; no frame can take one back.
        let case = Case { revision: known + 1, reminded: stored.reminded, ..case };
        // The very save that was stored is asked for again by who has not heard the answer.
        if stored.revision != known && *stored != case {
            return Refusal::Stale.into();
        }
        *stored = case.clone();
        if case.closed.is_some() {
            session.leases.retain(|lease| lease.case != case.id);
        } else {
            session.lease(&case.id, tab, document);
        }
        Reply::Case { case }.into()
    }
}

/// What a page says that sees nothing of the portal: of a case it changes what rests on the admin's word, and no more.
fn by_word(stored: &Case, said: Case) -> Case {
    let can_say = |closed: &Closed| matches!(closed.how, Ending::MailWorks | Ending::Dropped | Ending::Skipped);
    Case {
        revision: said.revision,
        gate: said.gate,
        secured: said.secured,
        by_hand: said.by_hand,
        queue: said.queue,
        closed: said.closed.filter(can_say),
        ..stored.clone()
    }
}

impl Session {
    /// Whether a living document in another tab holds the case.
    pub(super) fn held_elsewhere(&self, case: &str, tab: i32) -> bool {
        self.leases.iter().any(|lease| lease.case == case && lease.tab != tab && !lease.document.is_empty())
    }

    /// The tab works on this case from now on, and on no other.
    pub(super) fn lease(&mut self, case: &str, tab: i32, document: String) {
        self.leases.retain(|lease| lease.tab != tab && lease.case != case);
        self.leases.push(Lease { case: case.to_owned(), tab, document });
    }

    /// The case that the tab works on.
    fn case_of(&self, tab: i32) -> Option<&str> {
        self.leases.iter().find(|lease| lease.tab == tab).map(|lease| lease.case.as_str())
    }

    fn fold(&mut self, tab: i32, folded: bool) {
        let case = self.case_of(tab).map(str::to_owned);
        self.folds.retain(|fold| fold.tab != tab);
        self.folds.push(Fold { tab, case, folded });
    }

    /// How the tab's panel was left, beside the case that it works on.
    fn folded(&self, tab: i32) -> Option<bool> {
        let case = self.case_of(tab);
        self.folds.iter().find(|fold| fold.tab == tab && fold.case.as_deref() == case).map(|fold| fold.folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fold::Native;

    fn agent(tab: i32) -> Sender {
        let url = "https://security.microsoft.com/restrictedentities".into();
        Sender { own: true, tab: Some(tab), frame: Some(0), url, private: false }
    }

    fn overlay(tab: i32) -> Sender {
        let url = "chrome-extension://abc/overlay.html".into();
        Sender { own: true, tab: Some(tab), frame: Some(7), url, private: false }
    }

    fn popup() -> Sender {
        let url = "chrome-extension://abc/popup.html".into();
        Sender { own: true, tab: None, frame: None, url, private: false }
    }

    struct World(Journal, Session);

    impl World {
        fn new() -> World {
            World(Journal::default(), Session::default())
        }

        fn send(&mut self, sender: &Sender, message: ToWorker) -> Reply {
            self.0.handle(&mut self.1, sender, message, 1.0, &Native, &Policy::default()).reply
        }

        fn open(&mut self, tab: i32) -> Reply {
            let (subject, document) = ("rob@contoso.com".into(), format!("d{tab}"));
            self.send(&overlay(tab), ToWorker::Open { subject, document })
        }
    }

    fn refused(why: Refusal) -> Reply {
        Reply::Refused { why }
    }

    #[test]
    fn the_panel_stands_where_the_admin_put_it_whatever_else_they_choose() {
        let mut world = World::new();
        let settle = |dock: &str| ToWorker::Settle { dock: dock.into() };
        assert_eq!(world.send(&agent(1), settle("left")), refused(Refusal::Stranger));
        world.send(&overlay(1), settle("left"));
        let options = Options { language: Some("nb".into()), ..Options::default() };
        let Reply::Settings { settings, .. } = world.send(&popup(), ToWorker::Choose { options }) else { panic!() };
        assert_eq!((settings.dock.as_deref(), settings.language.as_deref()), (Some("left"), Some("nb")));
        world.send(&overlay(1), settle("in the middle"));
        assert_eq!(world.0.options.dock, None, "what is no edge is not kept");
    }

    #[test]
    fn a_panel_is_found_as_it_was_left_beside_the_same_case_and_in_the_same_tab() {
        let mut world = World::new();
        let left = |world: &mut World, tab: i32| {
            world.send(&agent(tab), ToWorker::Vouch { token: "t".into() });
            let claim = ToWorker::Confirm { token: "t".into(), document: format!("d{tab}") };
            let Reply::Confirmed { case, folded, .. } = world.send(&overlay(tab), claim) else { panic!() };
            (case.is_some(), folded)
        };
        assert_eq!(world.send(&agent(1), ToWorker::Fold { folded: true }), refused(Refusal::Stranger));
        assert_eq!(left(&mut world, 1), (false, None));
        world.send(&overlay(1), ToWorker::Fold { folded: false });
        assert_eq!(left(&mut world, 1), (false, Some(false)));
        assert_eq!(left(&mut world, 2), (false, None), "another tab has a panel of its own");

        let Reply::Case { case } = world.open(1) else { panic!() };
        assert_eq!(left(&mut world, 1), (true, None), "a new case shows its panel by itself");
        world.send(&overlay(1), ToWorker::Fold { folded: true });
        assert_eq!(left(&mut world, 1), (true, Some(true)));
        world.send(&overlay(1), ToWorker::Fold { folded: false });
        assert_eq!(left(&mut world, 1), (true, Some(false)), "what was done last counts");

        let document = "d1".to_owned();
        let closed = Some(Closed { at: 2.0, how: Ending::Dropped, reason: None });
        world.send(&overlay(1), ToWorker::Save { case: Case { closed, ..case }, document });
        assert_eq!(left(&mut world, 1), (false, None));
        Journal::tab_closed(&mut world.1, 1);
        assert_eq!(world.1.folds, []);
    }

    #[test]
    fn only_the_tab_that_vouched_can_claim_a_port() {
        let mut world = World::new();
        let claim = || ToWorker::Confirm { token: "t".into(), document: "d".into() };
        world.send(&agent(1), ToWorker::Vouch { token: "t".into() });
        assert_eq!(world.send(&overlay(2), claim()), refused(Refusal::Stranger));
        assert!(matches!(world.send(&overlay(1), claim()), Reply::Confirmed { case: None, elsewhere: false, .. }));
        assert_eq!(world.send(&overlay(1), claim()), refused(Refusal::Stranger), "a token serves once");
    }

    #[test]
    fn strangers_are_refused() {
        let mut world = World::new();
        for stranger in [
            Sender { own: false, ..agent(1) },
            Sender { frame: Some(3), ..agent(1) },
            Sender { url: "https://evil.example/restrictedentities".into(), ..agent(1) },
            Sender { tab: None, ..overlay(1) },
        ] {
            assert_eq!(world.send(&stranger, ToWorker::Arrive), refused(Refusal::Stranger));
        }
        assert_eq!(world.send(&agent(1), ToWorker::Cases), refused(Refusal::Stranger), "the page agent reads no case");
        assert_eq!(world.send(&overlay(1), ToWorker::Arrive), refused(Refusal::Stranger));
    }

    #[test]
    fn one_case_is_worked_on_in_one_tab() {
        let mut world = World::new();
        assert!(matches!(world.open(1), Reply::Case { .. }));
        assert_eq!(world.open(2), refused(Refusal::Elsewhere));
        Journal::tab_closed(&mut world.1, 1);
        assert!(matches!(world.open(2), Reply::Case { .. }));
        assert_eq!(world.0.cases.len(), 1, "the same account is the same case");
    }

    #[test]
    fn a_case_whose_page_was_left_can_be_taken_over_but_waits_for_its_tab() {
        let mut world = World::new();
        world.open(1);
        Journal::document_left(&mut world.1, Some(1), "");
        assert_eq!(world.1.leases.len(), 1, "a reload finds its case again");
        assert!(matches!(world.open(2), Reply::Case { .. }));
        assert_eq!(world.open(1), refused(Refusal::Elsewhere));
    }

    #[test]
    fn the_next_tab_goes_on_with_the_case_that_was_asked_for_last() {
        let mut world = World::new();
        let popup = popup();
        for subject in ["rob@contoso.com", "anna@contoso.com", "rob@contoso.com"] {
            world.send(&popup, ToWorker::Open { subject: subject.into(), document: String::new() });
        }
        world.send(&agent(1), ToWorker::Vouch { token: "t".into() });
        let claim = ToWorker::Confirm { token: "t".into(), document: "d".into() };
        let Reply::Confirmed { case: Some(case), .. } = world.send(&overlay(1), claim) else { panic!("no case") };
        assert_eq!(case.subject, "rob@contoso.com");
        assert_eq!(world.0.cases.len(), 2);
    }

    #[test]
    fn a_save_whose_answer_got_lost_can_be_sent_again() {
        let mut world = World::new();
        let Reply::Case { case } = world.open(1) else { panic!("no case") };
        let save = |case: &Case| ToWorker::Save { case: case.clone(), document: "d1".into() };
        let proven = Case { proven_at: Some(7.0), ..case };
        let first = world.send(&overlay(1), save(&proven));
        assert!(matches!(&first, Reply::Case { case } if case.revision == 1 && case.proven_at == Some(7.0)));
        let entries = world.0.entries.clone();
        assert_eq!(world.send(&overlay(1), save(&proven)), first);
        assert_eq!(world.0.entries, entries, "nothing is written twice");
        assert_eq!(world.send(&overlay(1), save(&Case { proven_at: Some(8.0), ..proven })), refused(Refusal::Stale));
    }

    #[test]
    fn a_stale_write_changes_nothing() {
        let mut world = World::new();
        let Reply::Case { case } = world.open(1) else { panic!("no case") };
        let save = |case: &Case| ToWorker::Save { case: case.clone(), document: "d1".into() };
        assert!(matches!(world.send(&overlay(1), save(&case)), Reply::Case { case } if case.revision == 1));
        let mut late = case.clone();
        late.proven_at = Some(1.0);
        assert_eq!(world.send(&overlay(1), save(&late)), refused(Refusal::Stale));
        assert_eq!(world.0.cases.first().and_then(|case| case.proven_at), None);
    }

    #[test]
    fn a_reloaded_tab_finds_its_case_again() {
        let mut world = World::new();
        world.open(1);
        world.send(&agent(1), ToWorker::Vouch { token: "t".into() });
        let claim = ToWorker::Confirm { token: "t".into(), document: "new".into() };
        assert!(matches!(world.send(&overlay(1), claim), Reply::Confirmed { case: Some(_), .. }));
        assert_eq!(world.1.leases.first().map(|lease| lease.document.as_str()), Some("new"));
    }

    /// Opens a case for rob in tab 1 and saves it with its unblock proven.
    fn proven(world: &mut World) -> Case {
        let Reply::Case { case } = world.open(1) else { panic!("no case") };
        let case = Case { proven_at: Some(1.0), ..case };
        let Reply::Case { case } = world.send(&overlay(1), ToWorker::Save { case, document: "d1".into() }) else {
            panic!("not saved")
        };
        case
    }

    fn whats(world: &World) -> Vec<What> {
        world.0.entries.iter().map(|entry| entry.what).collect()
    }

    #[test]
    fn the_worker_writes_the_record_and_nobody_takes_anything_back() {
        let mut world = World::new();
        let Reply::Case { mut case } = world.open(1) else { panic!("no case") };
        case.gate.reset_at = Some(1.0);
        let Reply::Case { case } = world.send(&overlay(1), ToWorker::Save { case, document: "d1".into() }) else {
            panic!("not saved")
        };
        let emptied = Case { gate: Default::default(), ..case };
        world.send(&overlay(1), ToWorker::Save { case: emptied, document: "d1".into() });
        assert_eq!(whats(&world), [What::Opened, What::PasswordReset, What::TakenBack]);
        let numbers: Vec<u32> = world.0.entries.iter().map(|entry| entry.number).collect();
        assert_eq!(numbers, [1, 2, 3]);
        assert_eq!(world.send(&overlay(1), ToWorker::Record), refused(Refusal::Stranger), "a frame has no part in it");
        assert!(matches!(world.send(&popup(), ToWorker::Record), Reply::Record { entries } if entries.len() == 3));
    }

    #[test]
    fn a_page_of_the_extension_can_end_a_proven_case_and_no_other() {
        let mut world = World::new();
        let Reply::Case { case } = world.open(1) else { panic!("no case") };
        let finish = |case: &Case| ToWorker::Finish { case: case.id.clone() };
        assert_eq!(world.send(&popup(), finish(&case)), refused(Refusal::Stale));
        world.send(
            &overlay(1),
            ToWorker::Save { case: Case { proven_at: Some(1.0), ..case.clone() }, document: "d1".into() },
        );
        assert_eq!(world.send(&overlay(1), finish(&case)), refused(Refusal::Stranger));
        assert!(matches!(world.send(&popup(), finish(&case)), Reply::Case { case } if case.closed.is_some()));
        assert_eq!(world.0.open_cases(), 0);
        assert_eq!(whats(&world).last(), Some(&What::MailWorks));
    }

    #[test]
    fn a_case_to_be_looked_at_again_is_what_the_next_tab_gets() {
        let mut world = World::new();
        let case = proven(&mut world);
        let claim = |tab: i32, world: &mut World| {
            world.send(&agent(tab), ToWorker::Vouch { token: "t".into() });
            world.send(&overlay(tab), ToWorker::Confirm { token: "t".into(), document: format!("d{tab}") })
        };
        assert!(
            matches!(claim(2, &mut world), Reply::Confirmed { case: None, .. }),
            "proven, so nothing is left to do"
        );
        world.send(&popup(), ToWorker::Recheck { case: case.id.clone() });
        let Reply::Confirmed { case: Some(again), .. } = claim(3, &mut world) else { panic!("no case") };
        assert_eq!((again.id, again.recheck.is_some()), (case.id, true));
        assert_eq!(whats(&world).last(), Some(&What::RecheckAsked));
    }

    #[test]
    fn erasing_leaves_nothing() {
        let mut world = World::new();
        proven(&mut world);
        let policy = Policy::default();
        let outcome = world.0.handle(&mut world.1, &popup(), ToWorker::Erase, 1.0, &Native, &policy);
        assert!(outcome.erase);
        assert_eq!((world.0.cases.len(), world.0.entries.len(), world.1.leases.len()), (0, 0, 0));
        assert!(!world.0.handle(&mut world.1, &overlay(1), ToWorker::Erase, 1.0, &Native, &policy).erase);
    }

    #[test]
    fn reminders_are_written_down_and_old_cases_go() {
        let mut world = World::new();
        proven(&mut world);
        let settings = world.0.settings(&Policy::default());
        let due = world.0.wake(1.0 + clock::HOUR, &settings);
        assert_eq!(due.len(), 1);
        assert_eq!(
            world.0.entries.last().map(|entry| (entry.what, entry.detail.as_str())),
            Some((What::Reminded, "1"))
        );
        assert!(world.0.wake(2.0 + clock::HOUR, &settings).is_empty());
        world.0.wake(31.0 * 24.0 * clock::HOUR, &settings);
        assert_eq!((world.0.cases.len(), whats(&world)), (1, whats(&world)), "reminded just now");
        world.0.wake(62.0 * 24.0 * clock::HOUR, &settings);
        assert_eq!((world.0.cases.len(), world.0.entries.len()), (0, 0));
    }

    #[test]
    fn a_browser_that_stays_open_keeps_nothing_for_longer() {
        let day = 24.0 * clock::HOUR;
        let mut world = World::new();
        proven(&mut world);
        let settings = world.0.settings(&Policy::default());
        assert_eq!(world.0.next_alarm(2.0, &settings), Some(1.0 + clock::HOUR), "reminders come first");
        world.0.wake(1.0 + day, &settings);
        let last = world.0.entries.last().map(|entry| entry.at).expect("a reminder");
        let next = world.0.next_alarm(1.0 + day, &settings).expect("the retention");
        assert_eq!(next, last + 30.0 * day);
        world.0.wake(next + 1.0, &settings);
        assert_eq!((world.0.cases.len(), world.0.entries.len()), (0, 0));
        assert_eq!(world.0.next_alarm(next, &settings), None);
    }

    #[test]
    fn a_shorter_retention_counts_at_once() {
        let day = 24.0 * clock::HOUR;
        let mut world = World::new();
        proven(&mut world);
        let mut ask = |message, now| {
            let Reply::Record { entries } =
                world.0.handle(&mut world.1, &popup(), message, now, &Native, &Policy::default()).reply
            else {
                return Vec::new();
            };
            entries
        };
        assert!(!ask(ToWorker::Record, 20.0 * day).is_empty());
        let options = Options { retention_days: Some(7), ..Options::default() };
        ask(ToWorker::Choose { options }, 20.0 * day);
        assert_eq!((world.0.cases.len(), world.0.entries.len()), (0, 0));
        proven(&mut world);
        let record = world.0.handle(&mut world.1, &popup(), ToWorker::Record, 9.0 * day, &Native, &Policy::default());
        assert_eq!(record.reply, Reply::Record { entries: Vec::new() }, "what is past its time is not shown");
    }

    #[test]
    fn what_cannot_be_read_is_kept_aside_and_the_rest_goes_on() {
        let mut world = World::new();
        proven(&mut world);
        let good = serde_json::to_value(&world.0).expect("JSON");
        let (read, aside) = Journal::read(Some(good.clone()));
        assert_eq!((&read.cases, &read.entries, aside.len()), (&world.0.cases, &world.0.entries, 0));
        let edited = |change: &dyn Fn(&mut serde_json::Value)| {
            let mut value = good.clone();
            let more = value["cases"][0].clone();
            value["cases"].as_array_mut().expect("a list").push(more);
            change(&mut value["cases"][1]);
            Journal::read(Some(value))
        };
        type Change = dyn Fn(&mut serde_json::Value);
        let changes: [(&str, &Change); 7] = [
            ("the same id twice", &|_| {}),
            ("an older schema", &|case| case["schema"] = 0.into()),
            ("a newer schema", &|case| case["schema"] = 9.into()),
            ("not an account", &|case| case["subject"] = "rob".into()),
            ("huge", &|case| case["subject"] = format!("{}@contoso.com", "r".repeat(1 << 20)).into()),
            ("a time that is none", &|case| case["proven_at"] = "yesterday".into()),
            ("truncated", &|case| *case = serde_json::Value::Null),
        ];
        for (what, change) in changes {
            let (read, aside) = edited(change);
            assert_eq!((read.cases.len(), aside.len()), (1, 1), "{what}");
            assert_eq!(read.entries, world.0.entries, "{what}");
        }
        for whole in [serde_json::json!("cut off"), serde_json::json!([]), serde_json::json!({ "schema": 9 })] {
            let (read, aside) = Journal::read(Some(whole.clone()));
            assert_eq!((read.cases.len(), aside), (0, vec![whole]));
        }
        let before_the_record = serde_json::json!({ "schema": 0, "cases": [good["cases"][0]] });
        let (read, aside) = Journal::read(Some(before_the_record));
        assert_eq!((read.cases.len(), aside.len()), (1, 0));
    }
}
