//! What the worker keeps, and who may change it: the only writer.
//!
//! Frames send intents with the case and the revision they saw; a stale one is refused and nothing is written. One
//! document at a time holds a case's lease, so that no account is worked on in two tabs.

use crate::core::account::Account;
use crate::core::case::{Case, SCHEMA};
use crate::core::fold::Platform;
use crate::core::route::Route;
use crate::protocol::{Refusal, Reply, ToWorker};
use serde::{Deserialize, Serialize};

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
}

/// What kind of place a message came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The page agent or the sentinel, in the top document of a portal page.
    Agent(i32),
    /// The overlay frame in a tab.
    Overlay(i32),
    /// A page of the extension: popup, options, history.
    Page,
    /// Anywhere else.
    Stranger,
}

impl Sender {
    /// Where the message came from.
    pub fn place(&self) -> Place {
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
            (Some(_), _) => Place::Page,
            (None, Some(tab)) if self.frame == Some(0) && Route::of(&self.url).cloud().is_some() => Place::Agent(tab),
            (None, _) => Place::Stranger,
        }
    }
}

/// What outlives the browser.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Journal {
    /// [`SCHEMA`].
    pub schema: u32,
    /// All cases; the one asked for last comes last.
    pub cases: Vec<Case>,
}

/// What outlives the worker, but not the browser.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Session {
    /// Which tab works on which case.
    pub leases: Vec<Lease>,
    /// Tokens of ports that agents vouched for and no frame has claimed yet.
    pub tokens: Vec<Token>,
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
}

impl From<Reply> for Outcome {
    fn from(reply: Reply) -> Outcome {
        Outcome { reply, inject: None }
    }
}

impl From<Refusal> for Outcome {
    fn from(why: Refusal) -> Outcome {
        Reply::Refused { why }.into()
    }
}

impl Journal {
    /// Handles one message at the time `now` (milliseconds since 1970).
    pub fn handle(
        &mut self,
        session: &mut Session,
        sender: &Sender,
        message: ToWorker,
        now: f64,
        platform: &dyn Platform,
    ) -> Outcome {
        match (message, sender.place()) {
            (_, Place::Stranger) => Refusal::Stranger.into(),
            (ToWorker::Arrive, Place::Agent(tab)) => Outcome { reply: Reply::Done, inject: Some(tab) },
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
                Reply::Confirmed { case, elsewhere }.into()
            }
            (ToWorker::Cases, Place::Overlay(_) | Place::Page) => {
                let cases = self.cases.iter().rev().filter(|case| case.closed.is_none()).cloned().collect();
                Reply::Cases { cases }.into()
            }
            (ToWorker::Open { subject, document }, place @ (Place::Overlay(_) | Place::Page)) => {
                self.open(session, place, &subject, document, now, platform)
            }
            (ToWorker::OpenAll { subjects, document }, place @ (Place::Overlay(_) | Place::Page)) => {
                self.open_all(session, place, &subjects, document, now, platform)
            }
            (ToWorker::Next { queue, document }, Place::Overlay(tab)) => {
                self.next(session, tab, queue.as_deref(), document)
            }
            (ToWorker::Queue { queue }, Place::Overlay(_) | Place::Page) => self.standing(&queue).into(),
            (ToWorker::EndQueue { queue }, Place::Overlay(tab)) => self.end_queue(session, tab, &queue, now),
            (ToWorker::Save { case, document }, Place::Overlay(tab)) => self.save(session, tab, case, document),
            (ToWorker::Release { .. }, Place::Overlay(tab)) => {
                session.leases.retain(|lease| lease.tab != tab);
                Reply::Done.into()
            }
            _ => Refusal::Stranger.into(),
        }
    }

    /// A tab is gone, and with it its lease.
    pub fn tab_closed(session: &mut Session, tab: i32) {
        session.leases.retain(|lease| lease.tab != tab);
        session.tokens.retain(|token| token.tab != tab);
    }

    /// The document in a tab was left: by a reload, or for another page.
    pub fn document_left(session: &mut Session, tab: i32) {
        for lease in session.leases.iter_mut().filter(|lease| lease.tab == tab) {
            lease.document.clear();
        }
    }

    /// How many cases are open.
    pub fn open_cases(&self) -> usize {
        self.cases.iter().filter(|case| case.closed.is_none()).count()
    }

    /// The case this tab works on; otherwise the one asked for last that nobody works on and that is not proven yet.
    fn running(&self, session: &mut Session, tab: i32, document: String) -> Option<Case> {
        let open = |case: &&Case| case.closed.is_none();
        let own = session.leases.iter().find(|lease| lease.tab == tab).map(|lease| lease.case.clone());
        let case = match own {
            Some(id) => self.cases.iter().filter(open).find(|case| case.id == id),
            None => self.first_free(session, tab),
        }?;
        session.lease(&case.id, tab, document);
        Some(case.clone())
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
        let case = self.take_or_make(&account, now, platform);
        self.cases.push(case.clone());
        if let Place::Overlay(tab) = place {
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
        if stored.revision != case.revision {
            return Refusal::Stale.into();
        }
        // Reminders are the worker's own; no frame can take one back.
        *stored = Case { revision: case.revision + 1, reminded: stored.reminded, ..case };
        let case = stored.clone();
        if case.closed.is_some() {
            session.leases.retain(|lease| lease.case != case.id);
        } else {
            session.lease(&case.id, tab, document);
        }
        Reply::Case { case }.into()
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fold::Native;

    fn agent(tab: i32) -> Sender {
        let url = "https://security.microsoft.com/restrictedentities".into();
        Sender { own: true, tab: Some(tab), frame: Some(0), url }
    }

    fn overlay(tab: i32) -> Sender {
        let url = "chrome-extension://abc/overlay.html".into();
        Sender { own: true, tab: Some(tab), frame: Some(7), url }
    }

    struct World(Journal, Session);

    impl World {
        fn new() -> World {
            World(Journal::default(), Session::default())
        }

        fn send(&mut self, sender: &Sender, message: ToWorker) -> Reply {
            self.0.handle(&mut self.1, sender, message, 1.0, &Native).reply
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
    fn only_the_tab_that_vouched_can_claim_a_port() {
        let mut world = World::new();
        let claim = || ToWorker::Confirm { token: "t".into(), document: "d".into() };
        world.send(&agent(1), ToWorker::Vouch { token: "t".into() });
        assert_eq!(world.send(&overlay(2), claim()), refused(Refusal::Stranger));
        assert_eq!(world.send(&overlay(1), claim()), Reply::Confirmed { case: None, elsewhere: false });
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
        Journal::document_left(&mut world.1, 1);
        assert_eq!(world.1.leases.len(), 1, "a reload finds its case again");
        assert!(matches!(world.open(2), Reply::Case { .. }));
        assert_eq!(world.open(1), refused(Refusal::Elsewhere));
    }

    #[test]
    fn the_next_tab_goes_on_with_the_case_that_was_asked_for_last() {
        let mut world = World::new();
        let popup = Sender { own: true, tab: None, frame: None, url: "chrome-extension://abc/popup.html".into() };
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
}
