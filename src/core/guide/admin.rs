//! What the admin does in the panel.

use super::{Effect, Guide, show::surprise};
use crate::core::account::Account;
use crate::core::alias::{self, Said};
use crate::core::case::{Case, Closed, Ending, KnownAs, Picked, Recheck};
use crate::core::decide::Plan;
use crate::core::intake;
use crate::core::panel::{AliasView, Button, Input, Intake, State, Text};
use crate::core::secure;
use crate::core::teach::{Ask, Wish};
use crate::protocol::{ToAgent, ToWorker};

impl Guide {
    pub(super) fn told(&mut self, input: Input, now: f64, effects: &mut Vec<Effect>) {
        // What another tab works on is there to be read.
        if self.by_hand.is_some() && self.is_elsewhere() && !matches!(input, Input::Start(_) | Input::Press(_)) {
            return;
        }
        match input {
            Input::ByHand(word, yes) => self.edit(|case| case.by_hand.say(word, yes, now)),
            Input::Start(text) => self.start(&text, now),
            Input::Check(item, answer) => self.edit(|case| secure::attest(&mut case.secured, item, answer, now)),
            Input::Skip(reason) => {
                let reason = reason.trim().to_owned();
                if !reason.is_empty() {
                    self.skip(Ending::Skipped, Some(reason), now);
                }
            }
            Input::Reset(yes) => self.edit(|case| case.gate.reset_at = yes.then_some(now)),
            Input::SignInBlocked(yes) => self.edit(|case| case.gate.blocked_at = yes.then_some(now)),
            Input::Elsewhere(_) if self.settings.no_skipping => {}
            Input::Elsewhere(reason) => {
                let reason = reason.trim().to_owned();
                self.edit(|case| case.gate.elsewhere = (!reason.is_empty()).then_some((reason, now)));
            }
            Input::Collapse(small) => {
                if !small && std::mem::take(&mut self.paused) {
                    self.reopen();
                }
            }
            Input::KnownAs(name) => self.known_as(name, now, effects),
            Input::Pick(listed, reason) => self.pick(listed, reason, now),
            Input::Press(button) => self.press(button, now, effects),
            Input::Teach(ask) => self.asked(ask),
        }
    }

    fn press(&mut self, button: Button, now: f64, effects: &mut Vec<Effect>) {
        match button {
            Button::CopyPowershell => {}
            Button::Reload => {
                if let Some(page) = &mut self.page {
                    page.reload_pressed = true;
                }
            }
            Button::Recheck => {
                let document = self.document();
                if self.case.as_ref().is_some_and(|case| case.proven_at.is_some() && case.recheck.is_none()) {
                    self.edit(|case| case.recheck = Some(Recheck { at: now, document }));
                }
            }
            Button::StartOver => {
                if let Some(case) = self.case.as_ref().filter(|case| case.back_at.is_some()) {
                    let value = case.subject.clone();
                    self.edit(|case| case.closed = Some(Closed { at: now, how: Ending::Back, reason: None }));
                    self.forget();
                    self.intake = Intake { value, ..Intake::default() };
                    return;
                }
                if self.case.as_ref().is_some_and(|case| case.committed.is_none()) {
                    self.edit(|case| case.closed = Some(Closed { at: now, how: Ending::Dropped, reason: None }));
                }
                self.forget();
            }
            Button::NextUser if self.by_hand.is_some() && self.queue.is_some() => {
                self.skip(Ending::Skipped, Some("history.unblocked_by_hand".to_owned()), now);
            }
            Button::NextUser => self.go_on(now),
            Button::MailWorks => {
                self.edit(|case| case.closed = Some(Closed { at: now, how: Ending::MailWorks, reason: None }));
                if self.queue.is_some() {
                    self.go_on(now);
                } else {
                    self.forget();
                    self.notice = Some((State::Idle, Text::new("verify.done")));
                }
            }
            Button::Skip => {
                if let Some((how, reason)) = self.plan.as_ref().and_then(surprise) {
                    self.skip(how, reason.map(str::to_owned), now);
                }
            }
            Button::EndQueue => {
                if let Some(id) = self.queue.as_ref().map(|queue| queue.id.clone()) {
                    self.let_go(ToWorker::EndQueue { queue: id });
                }
            }
            Button::CloseGuide => {
                self.paused = true;
                self.outbox.push_back(ToWorker::Release { document: self.document() });
            }
            // Another tab holds the case that was asked for: once more.
            Button::TryAgain if self.case.is_none() && self.is_elsewhere() && !self.intake.value.is_empty() => {
                self.start(&self.intake.value.clone(), now);
            }
            Button::OnceMore => {
                if self.plan.as_ref().is_some_and(Plan::offers_once_more) {
                    self.once_more(true);
                    if let Some(page) = &mut self.page {
                        page.begin_again(now);
                    }
                }
            }
            Button::TryAgain if self.by_hand.is_some() && !self.unsaved => self.resume(),
            Button::TryAgain => {
                if self.case.is_none() {
                    let queue = self.queue.as_ref().map(|queue| queue.id.clone());
                    (self.notice, self.left) = (None, None);
                    self.outbox.push_back(ToWorker::Next { queue, document: self.document() });
                    return;
                }
                match self.notice.take() {
                    Some(_) if self.unsaved => self.edit(|_| {}),
                    // Another tab held the case: what it wrote is what counts, if it lets go of it.
                    Some((State::Lost, _)) => self.reopen(),
                    _ => {}
                }
                if self.case.as_ref().is_some_and(|case| case.checks > 0) {
                    self.edit(|case| {
                        case.checks = 0;
                        case.complaint = None;
                    });
                }
                if let Some(page) = &mut self.page {
                    page.begin_again(now);
                    effects.push(Effect::Agent(ToAgent::Look));
                }
            }
        }
    }

    fn asked(&mut self, ask: Ask) {
        let mut teach = std::mem::take(&mut self.teach);
        let wish = teach.ask(ask, &self.moment());
        self.teach = teach;
        match wish {
            Some(Wish::Keep(hint)) => self.outbox.push_back(ToWorker::Teach { hint }),
            Some(Wish::Forget) => self.outbox.push_back(ToWorker::Unteach),
            None => {}
        }
    }

    fn start(&mut self, text: &str, now: f64) {
        self.notice = None;
        if self.forbidden.is_some() {
            return;
        }
        match intake::take(text, &self.intake, now, self.platform) {
            Ok(subjects) => {
                self.intake = Intake { value: text.to_owned(), filled: self.intake.filled, ..Intake::default() };
                (self.queue, self.left) = (None, None);
                let document = self.document();
                self.outbox.push_back(match <[String; 1]>::try_from(subjects) {
                    Ok([subject]) => ToWorker::Open { subject, document },
                    Err(subjects) => ToWorker::OpenAll { subjects, document },
                });
            }
            Err(mut intake) => {
                if intake.refused {
                    self.notice = intake.problem.take().map(|text| (State::Refused, text));
                }
                self.intake = *intake;
            }
        }
    }

    /// The next user of the queue, or whoever the admin names next.
    fn go_on(&mut self, now: f64) {
        match &self.queue {
            Some(queue) => {
                let queue = Some(queue.id.clone());
                self.let_go(ToWorker::Next { queue, document: self.document() });
                if let Some(page) = &mut self.page {
                    page.begin_again(now);
                }
            }
            None => self.forget(),
        }
    }

    /// Goes on without the user at hand. What was confirmed is not closed: it is open until it is proven.
    fn skip(&mut self, how: Ending, reason: Option<String>, now: f64) {
        if self.queue.is_none() || !self.case.as_ref().is_some_and(Case::is_waiting) {
            return;
        }
        self.edit(|case| match &mut case.queue {
            Some(place) if case.committed.is_some() || case.by_hand.unblocked_at.is_some() => {
                place.aside = Some(reason.unwrap_or_default())
            }
            _ => case.closed = Some(Closed { at: now, how, reason }),
        });
        self.go_on(now);
    }

    /// Takes the admin's word for the name under which the portal lists the account, and searches for that.
    fn known_as(&mut self, name: String, now: f64, effects: &mut Vec<Effect>) {
        let Some(identity) = self.identity().filter(|_| self.asked_for_alias().is_some()) else { return };
        let said = alias::said(&name, &identity);
        self.alias = AliasView { name, ..AliasView::default() };
        let (name, listed) = match said {
            Ok(Said::SignIn(account)) => (account.address().to_owned(), Some(account)),
            Ok(Said::Display(name)) => (name, None),
            Err(problem) => return self.alias.problem = problem,
        };
        self.take_for(listed, |case| {
            case.picked = None;
            case.known_as = Some(KnownAs { name, at: now });
        });
        if let Some(page) = &mut self.page {
            page.begin_again(now);
            effects.push(Effect::Agent(ToAgent::Look));
        }
    }

    /// Takes the admin's word that a row of the list is the account.
    fn pick(&mut self, listed: String, reason: String, now: f64) {
        let Some((rows, identity)) = self.asked_for_alias().zip(self.identity()) else { return };
        let reason = reason.trim().to_owned();
        let taken = match rows.iter().any(|row| row.listed == listed) {
            false => Err(vec![Text::new("alias.no_row")]),
            true if reason.is_empty() => Err(vec![Text::new("alias.no_reason")]),
            true => alias::judged(&listed, &identity),
        };
        self.alias.reason.clone_from(&reason);
        match taken {
            Ok(account) => self.take_for(Some(account), |case| case.picked = Some(Picked { listed, reason, at: now })),
            Err(problem) => self.alias.problem = problem,
        }
    }

    /// From now on the account is the one that is listed under this address.
    fn take_for(&mut self, listed: Option<Account>, note: impl FnOnce(&mut Case)) {
        self.alias.problem.clear();
        let address = listed.as_ref().map(|account| account.address().to_owned());
        self.listed = listed;
        self.edit(|case| {
            case.listed = address;
            case.found_by = None;
            note(case);
        });
    }

    /// The rows among which the admin may choose, while they are asked for another name of the account.
    fn asked_for_alias(&self) -> Option<&[alias::Candidate]> {
        let is_open = self.case.as_ref().is_some_and(|case| case.committed.is_none());
        self.plan.as_ref().filter(|_| is_open)?.alias.as_deref()
    }
}
