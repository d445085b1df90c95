//! The guide as the panel shows it.

use super::{Guide, MENTION};
use crate::core::account::{self, Account};
use crate::core::by_hand;
use crate::core::case::{Case, Ending};
use crate::core::clock;
use crate::core::decide::{self, Plan};
use crate::core::page::Page;
use crate::core::panel::{
    AliasView, Button, Check, Checks, ClockView, GateView, Line, Link, Mark, Panel, QueueView, State, Step, Text,
};
use crate::core::queue::Standing;
use crate::core::route::Cloud;
use crate::core::secure::{self, Item};
use crate::core::verdict::Refused;
use crate::protocol::Tone;

impl Guide {
    /// Everything the panel shows at the time `now`.
    pub fn panel(&self, now: f64) -> Panel {
        let language = self.is_language_known.then(|| self.matcher.language().tag().to_owned());
        let list =
            Link { text: Text::new("open.link"), url: decide::list_url(self.page.as_ref().map(|page| &page.route)) };
        let is_by_hand = self.by_hand.is_some();
        let Some((case, plan)) = self.case.as_ref().zip(self.plan.as_ref()) else {
            let panel = self.idle(language);
            return if is_by_hand { by_hand::show(panel, None, Vec::new(), false) } else { panel };
        };
        // What is said about the page is said of the name that the page shows.
        let other = self.other_name();
        let subject = other.unwrap_or(&case.subject).to_owned();
        let fill = |mut text: Text| {
            if !text.args.iter().any(|(name, _)| *name == "subject") {
                text.args.push(("subject", subject.clone()));
            }
            text
        };
        let ring = self.ring.as_ref().filter(|ring| ring.painted && ring.tone != Tone::Preview);
        let (state, refusal) = match (&self.notice, &plan.refused) {
            (Some((state, text)), _) => (*state, Some(fill(text.clone()))),
            (None, Some(refused)) => (plan.state, Some(refused.text(&subject))),
            (None, None) => (plan.state, None),
        };
        let lost = state == State::Lost;
        let is_said = is_by_hand || plan.is_unproven_by_hand();
        let since = if is_said { case.free_since() } else { case.proven_at };
        let overdue = since.is_some_and(|since| clock::Mark::ahead(since, now, self.settings.marks).is_none());
        let mut links = plan.links.clone();
        // A plan that has a way of its own has said where to go.
        let needs_way = lost && links.is_empty();
        let support = Some(&self.settings.support).filter(|_| lost || overdue || case.back_at.is_some());
        let contact = support.filter(|support| !support.contact.is_empty());
        let contact = contact.map(|support| Text::new("support.contact").with("contact", &support.contact));
        if let Some(support) = support.filter(|support| !support.link.is_empty()) {
            links.push(Link { text: Text::new("support.link"), url: support.link.clone() });
        }
        if needs_way {
            links.push(list);
        }
        let manual = || MANUAL.iter().map(|key| fill(Text::new(key).with("text", self.searched()))).collect();
        let panel = Panel {
            step: plan.step,
            state,
            target: ring.map(|ring| (ring.control.role.to_owned(), ring.control.name.clone())),
            compare: ring.is_some_and(|ring| ring.tone == Tone::Compare),
            subject: Some(case.subject.clone()),
            listed: other.map(str::to_owned),
            tenant: self.page.as_ref().and_then(|page| page.route.tenant()).map(str::to_owned),
            steps: steps(plan, case, self.page.as_ref().filter(|_| self.by_hand.is_none())),
            instruction: fill(plan.instruction.clone()),
            details: plan
                .details
                .iter()
                .cloned()
                .chain(self.sought(plan))
                .chain(self.covered(now))
                .chain(self.ahead(plan))
                .chain(contact)
                .map(fill)
                .collect(),
            refusal,
            manual: if lost { manual() } else { Vec::new() },
            intake: None,
            gate: (plan.step == Step::Secure).then(|| self.gate(case)),
            alias: plan.alias.as_ref().map(|rows| AliasView { rows: rows.clone(), ..self.alias.clone() }),
            words: Vec::new(),
            checks: Some(self.checks(case)),
            queue: self.queue_view(),
            links,
            clock: since.map(|since| {
                let first = if case.proven_at.is_some() { "clock.proven" } else { "clock.said" };
                clock(first, since, now, self.settings.marks)
            }),
            buttons: self.buttons(state, plan, case),
            aid: self.teach.aid(&self.moment()),
            powershell: account::powershell(case.listed.as_deref().unwrap_or(&case.subject)),
            language,
        };
        if is_by_hand { by_hand::show(panel, Some(case), manual(), self.is_elsewhere()) } else { panel }
    }

    /// What to search for by hand.
    pub(super) fn searched(&self) -> &str {
        let account = self.listed.as_ref().or(self.subject.as_ref());
        account.map_or("", Account::local)
    }

    /// The address under which the portal lists the account, where the admin said that it is another.
    fn other_name(&self) -> Option<&str> {
        let (listed, subject) = self.listed.as_ref().zip(self.subject.as_ref())?;
        (listed.key() != subject.key()).then(|| listed.address())
    }

    /// After the proof: what is still open, and who comes next.
    fn ahead(&self, plan: &Plan) -> Vec<Text> {
        let Some(case) = self.case.as_ref().filter(|_| plan.state == State::Done) else { return Vec::new() };
        let open = Item::ALL.into_iter().filter(|item| secure::answered(&case.secured, *item).is_none()).count();
        let open = (open > 0).then(|| Text::new("check.still_open").with("count", open.to_string()));
        let next = self.queue.as_ref().and_then(|queue| queue.next.as_ref());
        let next = next.map(|next| Text::new("queue.next").with("next", next.address()));
        open.into_iter().chain(next).collect()
    }

    fn gate(&self, case: &Case) -> GateView {
        let (user, cloud) = self.user(case);
        let [powershell, graph] = secure::block_sign_in(user, cloud);
        GateView {
            reset: case.gate.reset_at.is_some(),
            blocked: case.gate.blocked_at.is_some(),
            powershell,
            graph,
            skippable: !self.settings.no_skipping,
            elsewhere: case.gate.elsewhere.as_ref().map(|(reason, _)| reason.clone()).unwrap_or_default(),
        }
    }

    /// How commands call the account, and where: Exchange and Graph know the sign-in name, and so does the list.
    fn user<'a>(&self, case: &'a Case) -> (&'a str, Cloud) {
        let cloud = self.page.as_ref().and_then(|page| page.route.cloud()).or_else(|| case.cloud());
        (case.listed.as_deref().unwrap_or(&case.subject), cloud.unwrap_or(Cloud::Worldwide))
    }

    fn checks(&self, case: &Case) -> Checks {
        let (user, cloud) = self.user(case);
        let items: Vec<Check> = Item::ALL
            .into_iter()
            .map(|item| Check {
                item,
                answer: secure::answered(&case.secured, item).cloned(),
                link: item.link(cloud),
                powershell: item.powershell(user, cloud),
                graph: item.graph(user, cloud),
            })
            .collect();
        let open = items.iter().filter(|check| check.answer.is_none()).count();
        Checks { items, open }
    }

    fn queue_view(&self) -> Option<QueueView> {
        let queue = self.queue.as_ref()?;
        let own = self.case.as_ref();
        let mut lines = queue.lines.clone();
        if let Some((line, case)) =
            own.and_then(|case| Some((lines.iter_mut().find(|it| it.subject == case.subject)?, case)))
        {
            line.standing = Standing::of(case);
        }
        let place = own.and_then(|case| case.queue.as_ref());
        let next = queue.next.as_ref().map(|next| next.address().to_owned());
        let finished = queue.finished && own.is_none();
        Some(QueueView { number: place.map(|place| place.number), lines, finished, next })
    }

    /// The guide stopped at something that another try may not settle: the queue can go on without this user.
    fn can_skip(&self) -> bool {
        self.queue.is_some() && self.notice.is_none() && self.plan.as_ref().and_then(surprise).is_some()
    }

    fn buttons(&self, state: State, plan: &Plan, case: &Case) -> Vec<Button> {
        let mut buttons = buttons(state, plan, case);
        let Some(queue) = &self.queue else { return buttons };
        if state == State::Done && queue.next.is_some() {
            // What is to be done next comes first.
            buttons.retain(|button| *button != Button::NextUser);
            buttons.insert(0, Button::NextUser);
        }
        if self.can_skip() {
            buttons.insert(0, Button::Skip);
        }
        // To start over with one user of several is to skip that user, and that needs a reason; not so with one who is back.
        buttons.retain(|button| *button != Button::StartOver || case.back_at.is_some());
        if queue.next.is_some() {
            buttons.push(Button::EndQueue);
        }
        buttons
    }

    fn idle_buttons(&self) -> Vec<Button> {
        let is_queue_elsewhere = self.notice.as_ref().is_some_and(|(_, text)| text.key == "queue.elsewhere");
        let is_elsewhere = is_queue_elsewhere || self.is_elsewhere();
        let is_left = self.queue.as_ref().is_some_and(|queue| !queue.finished);
        if is_elsewhere || is_left { vec![Button::TryAgain, Button::CloseGuide] } else { vec![Button::CloseGuide] }
    }

    /// What was looked for in vain, as the page would call it.
    fn sought(&self, plan: &Plan) -> Option<Text> {
        let (key, terms) = decide::sought(plan.instruction.key)?;
        let names: Vec<String> = terms.iter().flat_map(|term| self.matcher.called(*term, self.platform)).collect();
        Some(Text::new(key).with("name", names.join(" / ")))
    }

    /// What to say about a control that cannot be ringed for a while.
    fn covered(&self, now: f64) -> Option<Text> {
        let obstruction = self.page.as_ref()?.obstruction.as_ref()?;
        (now - obstruction.since >= MENTION).then(|| Text::new("unblock.covered"))
    }

    /// The panel without a case, or while the guide is closed.
    fn idle(&self, language: Option<String>) -> Panel {
        let (state, refusal) = match (&self.notice, &self.forbidden) {
            (_, Some(refused)) => (State::Refused, Some(refused.text(""))),
            (Some((State::Idle, _)) | None, None) => (State::Idle, None),
            (Some((state, text)), None) => (*state, Some(text.clone())),
        };
        let instruction = match (&self.notice, &self.intake.said) {
            (Some((State::Idle, text)), _) | (_, Some(text)) => text.clone(),
            _ => Text::new("intake.ask"),
        };
        Panel {
            step: Step::Secure,
            state,
            target: None,
            compare: false,
            subject: None,
            listed: None,
            tenant: None,
            steps: Step::ALL.iter().map(|&step| Line { step, mark: Mark::Todo }).collect(),
            instruction,
            details: self.intake.details.clone(),
            refusal,
            manual: Vec::new(),
            intake: Some(self.intake.clone()),
            gate: None,
            alias: None,
            words: Vec::new(),
            checks: None,
            queue: self.queue_view(),
            links: Vec::new(),
            clock: None,
            buttons: self.idle_buttons(),
            aid: self.teach.aid(&self.moment()),
            powershell: String::new(),
            language,
        }
    }
}

/// The manual way, line by line.
const MANUAL: [&str; 5] = ["manual.1", "manual.2", "manual.3", "manual.4", "manual.5"];

/// The list, with what is done of it. A step that comes before the one at hand is ticked only where it was seen: a stop sign may
/// stand on a page that nobody has searched yet.
fn steps(plan: &Plan, case: &Case, page: Option<&Page>) -> Vec<Line> {
    // Without a page that is looked at, all of it is the admin's word.
    let is_found = page.is_none() || case.found_by.is_some() || case.committed.is_some();
    let is_open = is_found || page.is_some_and(|page| page.list_seen) || plan.step == Step::Find;
    Step::ALL
        .iter()
        .map(|&step| {
            let mark = match step {
                Step::Open if step < plan.step && !is_open => Mark::Todo,
                Step::Find if step < plan.step && !is_found && case.by_hand.found_at.is_some() => Mark::SaidSo,
                Step::Find if step < plan.step && !is_found => Mark::Todo,
                // No page has shown the *Yes*.
                Step::Unblock if step < plan.step && case.committed.is_none() => Mark::SaidSo,
                Step::Verify if plan.state == State::Done => Mark::Seen,
                _ if step == plan.step => Mark::Now,
                // No page shows whether the account is secure: only the admin can say so.
                Step::Secure if case.gate.is_open() => Mark::SaidSo,
                Step::Secure => Mark::Todo,
                _ if step < plan.step => Mark::Seen,
                _ => Mark::Todo,
            };
            Line { step, mark }
        })
        .collect()
}

/// What a queue stopped at: how the case would end there, and the key of the sentence that says why.
pub(super) fn surprise(plan: &Plan) -> Option<(Ending, Option<&'static str>)> {
    match (&plan.refused, plan.state) {
        (Some(Refused::Connector), _) => Some((Ending::Connector, None)),
        (Some(Refused::LookAlike(..) | Refused::SubjectLookAlike(..)), _) => Some((Ending::LookAlike, None)),
        (Some(refused), _) => Some((Ending::Skipped, Some(refused.text("").key))),
        (None, State::Asking) if plan.instruction.key.starts_with("find.not_listed") => Some((Ending::NotListed, None)),
        (None, State::Lost) => Some((Ending::Skipped, Some(plan.instruction.key))),
        _ => None,
    }
}

fn buttons(state: State, plan: &Plan, case: &Case) -> Vec<Button> {
    let mut buttons = match state {
        State::Waiting | State::Refused | State::Lost if plan.reload => vec![Button::Reload, Button::CopyPowershell],
        State::Done => vec![Button::MailWorks, Button::NextUser, Button::Recheck],
        State::Refused if case.back_at.is_some() => vec![Button::Recheck, Button::CopyPowershell],
        State::Lost if plan.offers_once_more() => vec![Button::TryAgain, Button::OnceMore, Button::CopyPowershell],
        State::Lost | State::Refused => vec![Button::TryAgain, Button::CopyPowershell],
        State::Asking if plan.is_unproven_by_hand() => {
            vec![Button::MailWorks, Button::TryAgain, Button::CopyPowershell]
        }
        State::Asking if plan.step != Step::Secure => vec![Button::TryAgain, Button::CopyPowershell],
        _ => vec![Button::CopyPowershell],
    };
    if state != State::Done {
        buttons.push(Button::StartOver);
    }
    buttons.push(Button::CloseGuide);
    buttons
}

fn clock(first: &'static str, since: f64, now: f64, marks: clock::Marks) -> ClockView {
    let reached = |mark: clock::Mark| (Text::new(mark.key()), mark.begins(since, marks), mark.at(since, marks));
    let all = clock::Mark::ALL.into_iter().map(reached);
    ClockView { first: Text::new(first), since, now, marks: all.collect() }
}
