//! What is stored of the case at hand: asking the worker, and taking in what it answers.

use super::{ELSEWHERE, Guide, Queue};
use crate::core::account::Account;
use crate::core::case::Case;
use crate::core::panel::{AliasView, Intake, State, Text};
use crate::core::queue::{self, Standing};
use crate::protocol::{Refusal, Reply, ToWorker};
use std::collections::VecDeque;

impl Guide {
    pub(super) fn answered(&mut self, reply: Reply, now: f64) {
        self.waiting = false;
        if let (Reply::Confirmed { .. }, None) = (&reply, &self.by_hand) {
            self.outbox.push_back(ToWorker::Hints);
        }
        match reply {
            // What a case that was let go of has become is no news; but its last change may still be on the way.
            Reply::Case { case } if self.saving && self.case.as_ref().is_none_or(|held| held.id != case.id) => {
                self.follow(&case);
            }
            Reply::Case { case } => self.adopt(case),
            Reply::Confirmed { case, elsewhere, settings, .. } => {
                self.settings = *settings;
                match case {
                    Some(case) => {
                        self.adopt(case);
                        self.notice = elsewhere.then(|| (State::Lost, Text::new(ELSEWHERE)));
                    }
                    None if elsewhere => self.notice = Some((State::Idle, Text::new("queue.elsewhere"))),
                    None => {}
                }
            }
            Reply::Settings { settings, .. } => {
                self.settings = *settings;
                self.govern();
            }
            Reply::Queue { lines, finished } => self.stand(lines, finished),
            Reply::Hints { hints } => {
                self.teach.adopt(hints);
                let view = self.teach.again(&self.matcher, self.platform);
                if let Some((page, view)) = self.page.as_mut().zip(view) {
                    page.see(view, now);
                }
            }
            Reply::Refused { why } => match why {
                Refusal::QueueElsewhere => self.notice = Some((State::Idle, Text::new("queue.elsewhere"))),
                Refusal::Elsewhere => self.notice = Some((State::Lost, Text::new(ELSEWHERE))),
                Refusal::NotAnAddress => self.intake.problem = Some(Text::new("intake.not_an_address")),
                Refusal::Stale => self.reopen(),
                Refusal::NotStored | Refusal::Stranger => {
                    self.unsaved = self.case.is_some();
                    self.notice = Some((State::Lost, Text::new("error.storage")));
                }
            },
            Reply::Done | Reply::Cases { .. } | Reply::Record { .. } => {}
        }
    }

    /// Takes note of how the users of the queue stand.
    fn stand(&mut self, lines: Vec<queue::Line>, finished: bool) {
        let own = self.case.as_ref().map(|case| case.subject.as_str());
        let Some(queue) = &mut self.queue else { return };
        let next = lines.iter().find(|line| line.standing == Standing::Waiting && Some(line.subject.as_str()) != own);
        queue.next = next.and_then(|line| Account::parse(&line.subject, self.platform).ok());
        (queue.lines, queue.finished) = (lines, finished);
        if finished && self.case.is_none() {
            let total = queue.lines.len().to_string();
            self.notice = Some((State::Idle, Text::new("queue.finished").with("total", total)));
        }
    }

    /// Takes the stored case; of the case at hand only the revision, because what is here is newer.
    fn adopt(&mut self, stored: Case) {
        match &mut self.case {
            Some(case) if case.id == stored.id => {
                case.revision = stored.revision;
                if std::mem::take(&mut self.unsaved) {
                    self.notice = None;
                }
            }
            Some(_) => return,
            None if stored.closed.is_some() || self.left.as_deref() == Some(stored.id.as_str()) => return,
            None => {
                let Ok(subject) = Account::parse(&stored.subject, self.platform) else { return };
                self.listed = stored.listed.as_ref().and_then(|listed| Account::parse(listed, self.platform).ok());
                self.subject = Some(subject);
                self.join(stored.queue.as_ref().map(|place| place.queue.clone()));
                self.case = Some(stored);
                self.notice = None;
            }
        }
        if let Some(case) = self.case.clone() {
            self.follow(&case);
        }
    }

    /// What is still to be saved of a case is the next change of the stored one.
    fn follow(&mut self, stored: &Case) {
        for message in &mut self.outbox {
            if let ToWorker::Save { case: queued, .. } = message
                && queued.id == stored.id
            {
                queued.revision = stored.revision;
            }
        }
    }

    /// Lets go of what is at hand, and asks what to go on with by hand.
    pub(super) fn resume(&mut self) {
        self.forget();
        self.left = None;
        self.outbox = VecDeque::from([ToWorker::Resume { document: self.document() }]);
    }

    /// Asks how the users of the queue stand that the case at hand belongs to.
    fn join(&mut self, queue: Option<String>) {
        let Some(id) = queue else { return self.queue = None };
        if self.queue.as_ref().is_none_or(|queue| queue.id != id) {
            self.queue = Some(Queue { id: id.clone(), lines: Vec::new(), finished: false, next: None });
        }
        self.outbox.push_back(ToWorker::Queue { queue: id });
    }

    /// Takes the case as it is stored: somebody else wrote it, or the lease was given back.
    pub(super) fn reopen(&mut self) {
        let Some(case) = self.case.take() else { return };
        self.outbox.clear();
        if case.proven_at.is_some() {
            // Nothing is left to do in it here: to open it anew would be another case of the same account.
            return self.forget();
        }
        // Should another tab hold it by now, the box says whom to try again.
        self.intake = Intake { value: case.subject.clone(), filled: self.intake.filled, ..Intake::default() };
        self.outbox.push_back(ToWorker::Open { subject: case.subject, document: self.document() });
    }

    /// Lets go of the case at hand; it stays stored.
    pub(super) fn forget(&mut self) {
        self.let_go(ToWorker::Release { document: self.document() });
    }

    pub(super) fn let_go(&mut self, then: ToWorker) {
        self.outbox.push_back(then);
        self.left = self.case.take().map(|case| case.id);
        self.subject = None;
        self.listed = None;
        self.alias = AliasView::default();
        self.intake = Intake { filled: self.intake.filled, ..Intake::default() };
        self.notice = None;
        if let Some(page) = &mut self.page {
            page.begin_again(page.changed_at);
        }
    }

    /// Whether the admin goes through it once more.
    pub(super) fn once_more(&mut self, once_more: bool) {
        self.edit(|case| {
            if let Some(committed) = &mut case.committed {
                committed.once_more = once_more;
            }
            (case.checks, case.complaint) = (0, None);
        });
    }

    pub(super) fn edit(&mut self, change: impl FnOnce(&mut Case)) {
        let document = self.document();
        let cloud = self.page.as_ref().and_then(|page| page.route.cloud());
        let Some(case) = &mut self.case else { return };
        change(case);
        case.cloud = cloud.map(|cloud| cloud.name().to_owned()).or(case.cloud.take());
        let case = case.clone();
        // A save that has not left yet is replaced: only the newest state matters.
        self.outbox.retain(|queued| !matches!(queued, ToWorker::Save { case: queued, .. } if queued.id == case.id));
        self.outbox.push_back(ToWorker::Save { case, document });
    }
}
