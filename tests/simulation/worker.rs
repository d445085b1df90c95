//! The extension's worker as its protocol describes it: the only writer, one lease per case.

use super::random::Random;
use guided_unblock::core::case::{Case, SCHEMA};
use guided_unblock::protocol::{Refusal, Reply, ToWorker};

#[derive(Default, Clone, Debug)]
pub struct Worker {
    pub cases: Vec<Case>,
    /// Id of a case, and the document that works on it.
    leases: Vec<(String, String)>,
    /// What the tab of the sequence was last working on.
    tab: Option<String>,
    /// The browser does not store the next change.
    pub full: bool,
}

impl Worker {
    pub fn find(&self, id: &str) -> Option<&Case> {
        self.cases.iter().find(|case| case.id == id)
    }

    fn holder(&self, id: &str) -> Option<&str> {
        self.leases.iter().find(|(case, _)| case == id).map(|(_, document)| document.as_str())
    }

    fn lease(&mut self, id: &str, document: &str) {
        self.leases.retain(|(case, _)| case != id);
        self.leases.push((id.to_owned(), document.to_owned()));
        self.tab = Some(id.to_owned());
    }

    /// Puts a case into the store, as an earlier visit would have left it.
    pub fn store(&mut self, case: Case) {
        self.tab = Some(case.id.clone());
        self.cases.push(case);
    }

    /// The tab has loaded another document: what it was working on comes along.
    pub fn confirm(&mut self, document: &str) -> Option<Case> {
        let id = self.tab.clone()?;
        let case = self.find(&id)?.clone();
        if case.closed.is_some() {
            return None;
        }
        self.lease(&id, document);
        Some(case)
    }

    /// Another window takes the case away.
    pub fn steal(&mut self) {
        for (_, document) in &mut self.leases {
            *document = "another tab".into();
        }
    }

    /// Another window writes.
    pub fn scribble(&mut self) {
        for case in &mut self.cases {
            case.revision += 1;
        }
    }

    pub fn ask(&mut self, message: ToWorker, now: f64, random: &mut Random) -> Reply {
        let refused = |why| Reply::Refused { why };
        match message {
            // Queues have a test of their own, beside the worker's code for them.
            ToWorker::OpenAll { .. } | ToWorker::Next { .. } | ToWorker::Queue { .. } | ToWorker::EndQueue { .. } => {
                refused(Refusal::Stranger)
            }
            ToWorker::Arrive | ToWorker::Vouch { .. } | ToWorker::Settle { .. } | ToWorker::Fold { .. } => Reply::Done,
            ToWorker::Confirm { document, .. } => Reply::Confirmed {
                case: self.confirm(&document),
                elsewhere: false,
                folded: None,
                settings: Box::default(),
            },
            ToWorker::Hints | ToWorker::Teach { .. } | ToWorker::Unteach => Reply::Hints { hints: Vec::new() },
            ToWorker::Cases => Reply::Cases { cases: self.cases.clone() },
            ToWorker::Open { subject, document } => {
                let key = subject.to_lowercase();
                let open = |case: &&Case| case.closed.is_none() && case.subject.to_lowercase() == key;
                let case = match self.cases.iter().find(open) {
                    Some(case) => case.clone(),
                    None => {
                        let id = format!("{now} {key}");
                        let case = Case { schema: SCHEMA, id, subject, opened_at: now, ..Case::default() };
                        self.cases.push(case.clone());
                        case
                    }
                };
                if self.holder(&case.id).is_some_and(|holder| holder != document && holder == "another tab") {
                    return refused(Refusal::Elsewhere);
                }
                self.lease(&case.id, &document);
                Reply::Case { case }
            }
            ToWorker::Save { case, document } => {
                if self.holder(&case.id) != Some(document.as_str()) {
                    return refused(Refusal::Elsewhere);
                }
                let Some(stored) = self.cases.iter_mut().find(|stored| stored.id == case.id) else {
                    return refused(Refusal::Stranger);
                };
                if stored.revision != case.revision {
                    return refused(Refusal::Stale);
                }
                if std::mem::take(&mut self.full) || random.below(300) == 0 {
                    return refused(Refusal::NotStored);
                }
                *stored = Case { revision: case.revision + 1, ..case };
                Reply::Case { case: stored.clone() }
            }
            ToWorker::Release { document } => {
                self.leases.retain(|(_, holder)| *holder != document);
                self.tab = None;
                Reply::Done
            }
            ToWorker::Resume { .. }
            | ToWorker::Settings
            | ToWorker::Choose { .. }
            | ToWorker::Record
            | ToWorker::Finish { .. }
            | ToWorker::Recheck { .. }
            | ToWorker::Erase => refused(Refusal::Stranger),
        }
    }
}
