//! Several users, one after another: each has a case of its own, and a place in a queue. The worker keeps both.
//!
//! A queue is worked on in one tab. Nobody is lost: whoever was given stands in it until proven, or until the admin
//! says why not. Nobody is done twice: an account has at most one open case, and that has at most one lease.

use crate::core::account::Account;
use crate::core::case::{Case, Closed, Ending, Place};
use crate::core::fold::Platform;
use crate::core::journal::{self, Journal, Outcome, Session};
use crate::core::sorted::sorted;
use crate::protocol::{Refusal, Reply};
use serde::{Deserialize, Serialize};

/// How a user of a queue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Proven: the list no longer shows the account.
    Proven,
    /// Not on the list.
    NotListed,
    /// The entry is a connector.
    Connector,
    /// Stopped at a look-alike.
    LookAlike,
    /// The admin went on without this user.
    Skipped,
    /// *Yes* was pressed, and the list has not shown that the account has left it; or it has come back.
    NotProven,
    /// Still to be worked on, or being worked on.
    Waiting,
}

impl Standing {
    /// All, in the order in which a summary names them.
    pub const ALL: [Standing; 7] = [
        Standing::Proven,
        Standing::NotListed,
        Standing::Connector,
        Standing::LookAlike,
        Standing::Skipped,
        Standing::NotProven,
        Standing::Waiting,
    ];

    /// How the user of this case stands.
    pub fn of(case: &Case) -> Standing {
        match &case.closed {
            _ if case.back_at.is_some() => Standing::NotProven,
            _ if case.proven_at.is_some() => Standing::Proven,
            _ if case.by_hand.unblocked_at.is_some() => Standing::NotProven,
            _ if case.queue.as_ref().is_some_and(|place| place.aside.is_some()) => Standing::NotProven,
            None => Standing::Waiting,
            Some(Closed { how: Ending::NotListed, .. }) => Standing::NotListed,
            Some(Closed { how: Ending::Connector, .. }) => Standing::Connector,
            Some(Closed { how: Ending::LookAlike, .. }) => Standing::LookAlike,
            Some(Closed { how: Ending::Skipped | Ending::Dropped | Ending::MailWorks | Ending::Back, .. }) => {
                Standing::Skipped
            }
        }
    }
}

/// One user of a queue.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Line {
    /// The account.
    pub subject: String,
    /// How it stands.
    pub standing: Standing,
}

impl Journal {
    /// Makes a queue of these accounts. An account that has an open case brings it along.
    pub(super) fn open_all(
        &mut self,
        session: &mut Session,
        place: journal::Place,
        subjects: &[String],
        document: String,
        now: f64,
        platform: &dyn Platform,
    ) -> Outcome {
        let mut accounts: Vec<Account> = Vec::new();
        for subject in subjects {
            let Ok(account) = Account::parse(subject, platform) else { return Refusal::NotAnAddress.into() };
            if !accounts.iter().any(|known| known.key() == account.key()) {
                accounts.push(account);
            }
        }
        let Some(first) = accounts.first() else { return Refusal::NotAnAddress.into() };
        let tab = match place {
            journal::Place::Overlay(tab) | journal::Place::Side(tab) => Some(tab),
            _ => None,
        };
        let is_taken = accounts.iter().any(|account| {
            let known = self.open_case_of(account, platform).and_then(|at| self.cases.get(at));
            known.is_some_and(|case| match tab {
                Some(tab) => session.held_elsewhere(&case.id, tab),
                None => session.is_held(&case.id),
            })
        });
        if is_taken {
            return Refusal::QueueElsewhere.into();
        }
        let queue = format!("{now:.0}-{}", first.key());
        let total = u32::try_from(accounts.len()).unwrap_or(u32::MAX);
        for (number, account) in (1..).zip(&accounts) {
            let mut case = self.take_or_make(account, now, platform);
            case.queue = Some(Place { queue: queue.clone(), number, total, aside: None });
            // Whoever has seen the case without this place in it has seen an old one.
            case.revision += 1;
            self.cases.push(case);
        }
        match tab {
            Some(tab) => self.next(session, tab, Some(&queue), document),
            None => self.waiting(&queue).next().map_or(Reply::Done, |case| Reply::Case { case: case.clone() }).into(),
        }
    }

    /// The next case of a queue for this tab, or how all of them stand when there is none.
    pub(super) fn next(&self, session: &mut Session, tab: i32, queue: Option<&str>, document: String) -> Outcome {
        let newest = || self.cases.iter().rev().filter(|case| case.is_waiting()).find_map(|case| case.queue.clone());
        let Some(queue) = queue.map(str::to_owned).or_else(|| newest().map(|place| place.queue)) else {
            return Reply::Done.into();
        };
        let mut waiting = self.waiting(&queue).peekable();
        if waiting.peek().is_none() {
            return self.standing(&queue).into();
        }
        match waiting.find(|case| !session.held_elsewhere(&case.id, tab)) {
            Some(case) => {
                session.lease(&case.id, tab, document);
                Reply::Case { case: case.clone() }.into()
            }
            None => Refusal::QueueElsewhere.into(),
        }
    }

    /// How the users of a queue stand.
    pub(super) fn standing(&self, queue: &str) -> Reply {
        let lines: Vec<Line> = self
            .queued(queue)
            .into_iter()
            .map(|case| Line { subject: case.subject.clone(), standing: Standing::of(case) })
            .collect();
        let finished = !lines.iter().any(|line| line.standing == Standing::Waiting);
        Reply::Queue { lines, finished }
    }

    /// Closes what has not been begun; what was confirmed stays open.
    pub(super) fn end_queue(&mut self, session: &mut Session, tab: i32, queue: &str, now: f64) -> Outcome {
        if self.waiting(queue).any(|case| session.held_elsewhere(&case.id, tab)) {
            return Refusal::QueueElsewhere.into();
        }
        let ended = |case: &&mut Case| {
            case.is_waiting() && case.committed.is_none() && case.queue.as_ref().is_some_and(|it| it.queue == queue)
        };
        for case in self.cases.iter_mut().filter(ended) {
            case.closed = Some(Closed { at: now, how: Ending::Dropped, reason: None });
            case.revision += 1;
        }
        session.leases.retain(|lease| lease.tab != tab);
        self.standing(queue).into()
    }

    /// The case that a tab without one goes on with: of what nobody works on, the one asked for last; of a queue that
    /// nobody works on, the next.
    pub(super) fn first_free<'a>(&'a self, session: &Session, tab: i32) -> Option<&'a Case> {
        let is_free = |case: &&Case| !session.held_elsewhere(&case.id, tab) && !self.is_worked_on(session, tab, case);
        let last = self.cases.iter().rev().filter(|case| case.is_waiting()).find(is_free)?;
        match &last.queue {
            Some(place) => self.waiting(&place.queue).find(is_free),
            None => Some(last),
        }
    }

    /// Whether a queue has somebody left in it, and another tab works on it.
    pub(super) fn is_queue_elsewhere(&self, session: &Session, tab: i32) -> bool {
        self.cases.iter().any(|case| case.is_waiting() && self.is_worked_on(session, tab, case))
    }

    /// Whether another tab holds a case of the same queue; one that is just loading its page anew holds it still.
    fn is_worked_on(&self, session: &Session, tab: i32, case: &Case) -> bool {
        let Some(place) = &case.queue else { return false };
        let in_queue = |id: &str| {
            self.cases.iter().any(|case| case.id == id && case.queue.as_ref().is_some_and(|it| it.queue == place.queue))
        };
        session.leases.iter().any(|lease| lease.tab != tab && in_queue(&lease.case))
    }

    fn queued(&self, queue: &str) -> Vec<&Case> {
        let number = |case: &&Case| case.queue.as_ref().filter(|place| place.queue == queue).map(|place| place.number);
        sorted(self.cases.iter().filter(|case| number(case).is_some()), |a, b| number(a).cmp(&number(b)))
    }

    fn waiting(&self, queue: &str) -> impl Iterator<Item = &Case> {
        self.queued(queue).into_iter().filter(|case| case.is_waiting())
    }
}

impl Session {
    /// Whether a living document holds the case.
    fn is_held(&self, case: &str) -> bool {
        self.leases.iter().any(|lease| lease.case == case && !lease.document.is_empty())
    }
}

#[cfg(test)]
mod tests;
