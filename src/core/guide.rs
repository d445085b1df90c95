//! One run of the guide: takes in what happened, decides, and says what is to be done.
//!
//! `update` is total and returns every effect at once. It knows no browser, no clock, no randomness and no network:
//! the time is an argument, and effects are data.

use crate::core::account::{self, Account};
use crate::core::alias::{self, Said};
use crate::core::case::{Case, Closed, Committed, Ending, KnownAs, Picked, Recheck};
use crate::core::clock;
use crate::core::decide::{self, Act, Note, Plan, Situation};
use crate::core::dock;
use crate::core::fold::Platform;
use crate::core::intake;
use crate::core::labels::{Language, Matcher};
use crate::core::locate::{Control, Target};
use crate::core::page::{Page, Typed};
use crate::core::panel::{
    AliasView, Button, Check, Checks, ClockView, GateView, Input, Intake, Line, Link, Mark, Panel, QueueView, State,
    Step, Text,
};
use crate::core::pointing::{Pointing, Preview};
use crate::core::policy::{Forbidden, Settings};
use crate::core::queue::{self, Standing};
use crate::core::recognise;
use crate::core::route::Cloud;
use crate::core::secure::{self, Answer, Item};
use crate::core::snapshot::{Rect, Snapshot};
use crate::core::teach::{Ask, Moment, Teach, Wish};
use crate::core::verdict::{Identity, Refused, Verdict};
use crate::core::view::View;
use crate::protocol::{Dock, FromAgent, Handle, Refusal, Reply, ToAgent, ToWorker, Tone, VERSION};
use std::collections::VecDeque;

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The page agent said something.
    Agent(FromAgent),
    /// The worker answered the oldest open request.
    Worker(Reply),
    /// The admin did something in the panel.
    Admin(Input),
    /// Time has passed.
    Tick,
    /// The page agent is gone for good.
    Gone,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Tell the page agent.
    Agent(ToAgent),
    /// Ask the worker; its reply comes back as [`Event::Worker`], in order.
    Worker(ToWorker),
    /// Send an [`Event::Tick`] at this time (milliseconds since 1970), whatever else happens before; replaces an
    /// earlier wake-up.
    Wake(f64),
}

/// How many notes may follow from one event: a chain longer than the steps of the job would be a loop.
const NOTES: usize = 8;
/// How long to wait, in milliseconds, before asking for a new look at a control that could not be ringed.
const RETRY: f64 = 300.0;
/// For how long, in milliseconds, a control must have been out of reach before the panel mentions it.
const MENTION: f64 = 1_500.0;

/// A ring on the page.
#[derive(Debug, Clone, PartialEq)]
struct Ring {
    control: Control,
    tone: Tone,
    painted: bool,
}

/// What the guide knows of a queue.
#[derive(Debug, Clone, PartialEq)]
struct Queue {
    id: String,
    lines: Vec<queue::Line>,
    /// Nobody in it is left.
    finished: bool,
    next: Option<Account>,
}

/// One run of the guide, from a blocked user to a proven unblock.
pub struct Guide {
    platform: &'static dyn Platform,
    case: Option<Case>,
    subject: Option<Account>,
    listed: Option<Account>,
    page: Option<Page>,
    matcher: Matcher,
    plan: Option<Plan>,
    ring: Option<Ring>,
    /// A ring was asked for and not taken back, whatever the agent has said of one since: answers cross questions.
    ringed: bool,
    /// The browser did not store the newest state of the case.
    unsaved: bool,
    intake: Intake,
    /// What was said about another name of the account.
    alias: AliasView,
    /// The queue that the case belongs to, or the last one did.
    queue: Option<Queue>,
    /// The case that was let go of last: what the worker still says of it is no reason to take it up again.
    left: Option<String>,
    /// Said about the intake or a past case: a refused look-alike, a case held by another tab.
    notice: Option<(State, Text)>,
    paused: bool,
    settings: Settings,
    /// The organisation does not want the guide to work here.
    forbidden: Option<Refused>,
    needles: Vec<String>,
    /// The agent was told that other rows matter, and has not shown them yet.
    looking: bool,
    teach: Teach,
    outbox: VecDeque<ToWorker>,
    /// The worker has not answered yet.
    waiting: bool,
    /// What it has not answered, or answered last, was a save.
    saving: bool,
    wake_at: Option<f64>,
}

impl Guide {
    /// No case, no page.
    pub fn new(platform: &'static dyn Platform) -> Guide {
        Guide {
            platform,
            case: None,
            subject: None,
            listed: None,
            page: None,
            matcher: Matcher::new(Language::ENGLISH),
            plan: None,
            ring: None,
            ringed: false,
            unsaved: false,
            intake: Intake::default(),
            alias: AliasView::default(),
            queue: None,
            left: None,
            notice: None,
            paused: false,
            settings: Settings::default(),
            forbidden: None,
            needles: Vec::new(),
            looking: false,
            teach: Teach::default(),
            outbox: VecDeque::new(),
            waiting: false,
            saving: false,
            wake_at: None,
        }
    }

    /// The case at hand.
    pub fn case(&self) -> Option<&Case> {
        self.case.as_ref()
    }

    /// What the page shows, as last recognised.
    pub fn view(&self) -> Option<&View> {
        self.page.as_ref().and_then(|page| page.view.as_ref())
    }

    /// The plan behind the panel.
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// Takes in one event at the time `now` (milliseconds since 1970) and returns everything to be done.
    pub fn update(&mut self, event: Event, now: f64) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Agent(message) => self.hear(message, now, &mut effects),
            Event::Worker(reply) => self.answered(reply, now),
            Event::Admin(input) => self.told(input, now, &mut effects),
            Event::Tick => {}
            Event::Gone => {
                self.page = None;
                self.teach.leave();
                self.ring = None;
                self.ringed = false;
            }
        }
        self.settle(now, &mut effects);
        if !self.waiting
            && let Some(message) = self.outbox.pop_front()
        {
            self.waiting = true;
            self.saving = matches!(message, ToWorker::Save { .. });
            effects.push(Effect::Worker(message));
        }
        effects
    }

    /// Where a panel of this height (in CSS pixels) stands best: beside the control to be pressed, and beside all
    /// controls of an open flyout or dialog.
    pub fn dock(&self, standing: Dock, preferred: Dock, height: u32) -> Dock {
        let Some(view) = self.view() else { return preferred };
        let target = match self.plan.as_ref().map(|plan| &plan.act) {
            Some(Act::Point(pointing)) => Some(pointing.target().control().handle),
            _ => None,
        };
        let keep_clear: Vec<Rect> = view
            .places
            .iter()
            .filter(|place| place.in_surface || Some(place.handle) == target)
            .map(|place| place.rect)
            .collect();
        let height = i32::try_from(height).unwrap_or(i32::MAX / 2);
        dock::choose(standing, preferred, view.window, height, &keep_clear)
    }

    // ---- events --------------------------------------------------------------------------------------------

    fn hear(&mut self, message: FromAgent, now: f64, effects: &mut Vec<Effect>) {
        match message {
            FromAgent::Hello { version, document, untouched, url } => {
                if version != VERSION {
                    self.notice = Some((State::Lost, Text::new("error.version")));
                    return;
                }
                self.page = Some(Page::new(document, &url, untouched, now));
                self.teach.leave();
                self.visit(&url);
                self.ring = None;
                self.ringed = false;
                self.needles = vec![String::new()];
                self.looking = false;
                self.wake_at = None;
            }
            FromAgent::Snapshot { text, .. } => {
                self.looking = false;
                let Some(page) = &mut self.page else { return };
                let Ok(snapshot) = Snapshot::parse(text) else { return };
                let language = recognise::language_of(&snapshot);
                if self.matcher.language() != language {
                    self.matcher = Matcher::new(language);
                }
                page.see(self.teach.see(snapshot, &self.matcher, self.platform), now);
            }
            FromAgent::Click { path, .. } => {
                self.commit_seen(&path, now);
                if let Some(page) = &mut self.page {
                    page.click(&path);
                }
            }
            FromAgent::Painted { handle } => {
                if let Some(ring) = &mut self.ring
                    && ring.control.handle == handle
                {
                    ring.painted = true;
                    if let Some(page) = &mut self.page {
                        page.obstruction = None;
                    }
                }
            }
            FromAgent::NotPainted { handle, why } => {
                // A grey ring that cannot be seen is asked for again when the admin looks at something else.
                if self.ring.as_ref().is_some_and(|ring| ring.tone == Tone::Preview) {
                    return;
                }
                // The ring that another one has replaced is no longer asked for.
                if self.ring.as_ref().is_some_and(|ring| ring.control.handle == handle)
                    && let Some(page) = &mut self.page
                {
                    self.ring = None;
                    page.obstruct(handle, why, now);
                }
            }
            FromAgent::Filled { .. } => effects.push(Effect::Agent(ToAgent::Look)),
            FromAgent::Route { url, untouched } => {
                if let Some(page) = &mut self.page {
                    page.revisit(&url, untouched, now);
                    self.teach.leave();
                    self.visit(&url);
                }
            }
            FromAgent::Summon | FromAgent::Look { .. } => {}
        }
    }

    /// The page is at this address now: may the guide work there?
    fn visit(&mut self, url: &str) {
        self.forbidden = self.settings.allow(url).err().map(|forbidden| match forbidden {
            Forbidden::Tenant(tenant) => Refused::Tenant(tenant),
            Forbidden::Host(host) => Refused::Host(host),
        });
    }

    /// The trusted click on *Yes* of an account that is not contradicted.
    fn commit_seen(&mut self, path: &[Handle], now: f64) {
        let Some(page) = &mut self.page else { return };
        let pressed = |yes: &Target| path.contains(&yes.control().handle) && !yes.control().disabled;
        let Some(confirm) = page.view.as_ref().and_then(|view| view.confirm.as_ref()) else { return };
        if !confirm.yes.unique().is_some_and(pressed) {
            return;
        }
        page.answered = true;
        let Some((page, identity)) = self.page.as_ref().zip(self.identity()) else { return };
        let Some((view, confirm)) = page.view.as_ref().and_then(|view| Some((view, view.confirm.as_ref()?))) else {
            return;
        };
        let fits = page.continuity.is_warning(confirm, &identity)
            && !matches!(page.continuity.verdict(view, &identity), Verdict::Contradicted(_));
        let (document, handle) = (page.document.clone(), confirm.handle);
        let commits = match &self.case {
            Some(case) if case.proven_at.is_some() => false,
            // Once more, for whomever: what this document shows from now on proves nothing.
            Some(Case { committed: Some(_), .. }) => true,
            Some(case) => self.is_secured(case) && self.has_required(case) && fits,
            None => false,
        };
        if !commits {
            return;
        }
        if let Some(page) = &mut self.page {
            page.pressed_in = Some(handle);
        }
        self.edit(|case| {
            case.committed = Some(Committed { at: now, document });
            (case.checks, case.complaint) = (0, None);
        });
    }

    fn answered(&mut self, reply: Reply, now: f64) {
        self.waiting = false;
        if let Reply::Confirmed { .. } = reply {
            self.outbox.push_back(ToWorker::Hints);
        }
        match reply {
            // What a case that was let go of has become is no news; but its last change may still be on the way.
            Reply::Case { case } if self.saving && self.case.as_ref().is_none_or(|held| held.id != case.id) => {
                self.follow(&case);
            }
            Reply::Case { case } => self.adopt(case),
            Reply::Confirmed { case, elsewhere, settings } => {
                self.settings = *settings;
                match case {
                    Some(case) => self.adopt(case),
                    None if elsewhere => self.notice = Some((State::Idle, Text::new("queue.elsewhere"))),
                    None => {}
                }
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
                Refusal::Elsewhere => self.notice = Some((State::Lost, Text::new("elsewhere.open_in_tab"))),
                Refusal::NotAnAddress => self.intake.problem = Some(Text::new("intake.not_an_address")),
                Refusal::Stale => self.reopen(),
                Refusal::NotStored | Refusal::Stranger => {
                    self.unsaved = self.case.is_some();
                    self.notice = Some((State::Lost, Text::new("error.storage")));
                }
            },
            Reply::Done | Reply::Cases { .. } | Reply::Settings { .. } | Reply::Record { .. } => {}
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

    /// Asks how the users of the queue stand that the case at hand belongs to.
    fn join(&mut self, queue: Option<String>) {
        let Some(id) = queue else { return self.queue = None };
        if self.queue.as_ref().is_none_or(|queue| queue.id != id) {
            self.queue = Some(Queue { id: id.clone(), lines: Vec::new(), finished: false, next: None });
        }
        self.outbox.push_back(ToWorker::Queue { queue: id });
    }

    /// Takes the case as it is stored: somebody else wrote it, or the lease was given back.
    fn reopen(&mut self) {
        let Some(case) = self.case.take() else { return };
        self.outbox.clear();
        if case.proven_at.is_some() {
            // Nothing is left to do in it here: to open it anew would be another case of the same account.
            return self.forget();
        }
        self.outbox.push_back(ToWorker::Open { subject: case.subject, document: self.document() });
    }

    fn told(&mut self, input: Input, now: f64, effects: &mut Vec<Effect>) {
        match input {
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

    /// What teaching has to know.
    fn moment(&self) -> Moment<'_> {
        let plan = self.plan.as_ref().filter(|_| self.notice.is_none());
        let view = self.page.as_ref().filter(|page| page.route.is_list()).and_then(|page| page.view.as_ref());
        let own = |view: &View| {
            let identity = self.identity()?;
            view.list.rows.iter().find(|row| identity.owns(row)).map(|row| row.handle)
        };
        Moment {
            view,
            said: plan.map_or("intake.ask", |plan| plan.instruction.key),
            lost: plan.is_some_and(|plan| plan.state == State::Lost),
            subject: self.subject.as_ref(),
            row: view.and_then(own),
            matcher: &self.matcher,
            platform: self.platform,
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
            Some(place) if case.committed.is_some() => place.aside = Some(reason.unwrap_or_default()),
            _ => case.closed = Some(Closed { at: now, how, reason }),
        });
        self.go_on(now);
    }

    /// The gate is open as the organisation lets it count: where skipping is not allowed, a reason does not open it,
    /// whenever it was typed.
    fn is_secured(&self, case: &Case) -> bool {
        let gate = &case.gate;
        gate.reset_at.is_some() || gate.blocked_at.is_some() || gate.elsewhere.is_some() && !self.settings.no_skipping
    }

    /// What the organisation requires is answered; a skip is an answer only where skipping is allowed.
    fn has_required(&self, case: &Case) -> bool {
        self.settings.required_checks.iter().filter_map(|id| Item::named(id)).all(|item| {
            match secure::answered(&case.secured, item) {
                Some(Answer::Skipped(_)) => !self.settings.no_skipping,
                answer => answer.is_some(),
            }
        })
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

    /// Lets go of the case at hand; it stays stored.
    fn forget(&mut self) {
        self.let_go(ToWorker::Release { document: self.document() });
    }

    fn let_go(&mut self, then: ToWorker) {
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

    fn edit(&mut self, change: impl FnOnce(&mut Case)) {
        let document = self.document();
        let Some(case) = &mut self.case else { return };
        change(case);
        let case = case.clone();
        // A save that has not left yet is replaced: only the newest state matters.
        self.outbox.retain(|queued| !matches!(queued, ToWorker::Save { case: queued, .. } if queued.id == case.id));
        self.outbox.push_back(ToWorker::Save { case, document });
    }

    fn document(&self) -> String {
        self.page.as_ref().map(|page| page.document.clone()).unwrap_or_default()
    }

    fn identity(&self) -> Option<Identity<'_>> {
        Some(Identity { subject: self.subject.as_ref()?, listed: self.listed.as_ref(), platform: self.platform })
    }

    // ---- decisions -----------------------------------------------------------------------------------------

    /// Decides until there is nothing more to take note of, then brings ring and wake-up in line with the plan.
    fn settle(&mut self, now: f64, effects: &mut Vec<Effect>) {
        self.watch(effects);
        self.plan = None;
        for _ in 0..NOTES {
            let Some(mut plan) = self.decide(now) else { break };
            if let Some((state @ (State::Lost | State::Refused), _)) = self.notice {
                // What is stored and what is done must not drift apart: nothing happens until the admin has read it.
                plan =
                    Plan { state, act: Act::Rest, wake_at: None, instruction: Text::new("refused.what_now"), ..plan };
            }
            let Act::Note(note) = plan.act else {
                self.plan = Some(plan);
                break;
            };
            self.note(note, now);
            self.watch(effects);
        }
        let mut teach = std::mem::take(&mut self.teach);
        teach.settle(&self.moment());
        let preview = teach.looked_at(&self.moment()).map(Preview::of);
        self.teach = teach;
        match self.plan.as_ref().map(|plan| plan.act.clone()) {
            Some(Act::Point(pointing)) => self.point(&pointing, now, effects),
            // The hand refuses what rests on an older look than the newest.
            Some(Act::Type(..)) if self.looking => self.clear(effects),
            Some(Act::Type(target, text)) => {
                self.clear(effects);
                let Some(page) = &mut self.page else { return };
                let epoch = page.view.as_ref().map_or(0, |view| view.epoch);
                let times = page.typed.as_ref().filter(|typed| typed.text == text).map_or(0, |typed| typed.times);
                let before = page.view.as_ref().map_or((0, None), |view| view.list.size());
                // Looked at in the same way until the list has answered: two ways of looking may count differently, and
                // that is no answer.
                let all_rows = page.typed.as_ref().and_then(|typed| typed.all_rows).filter(|all_rows| *all_rows);
                page.typed = Some(Typed { text: text.clone(), at: now, times: times + 1, before, all_rows });
                let handle = target.control().handle;
                effects.push(Effect::Agent(ToAgent::Fill { epoch, handle, text, enter: true }));
                self.wake(now + 1_000.0, effects);
            }
            Some(Act::Reload) => self.clear(effects),
            Some(Act::Rest | Act::Note(_)) | None => {
                match preview {
                    Some(preview) => self.preview(&preview, effects),
                    None => self.clear(effects),
                }
                if let Some(page) = &mut self.page {
                    page.obstruction = None;
                }
            }
        }
        // The frame dies with the document: what is to survive must have been stored first.
        let stored = !self.waiting && self.outbox.is_empty() && !self.unsaved;
        let due = self.plan.as_ref().is_some_and(|plan| plan.act == Act::Reload);
        if let Some(page) = self.page.as_mut().filter(|page| stored && (due || page.reload_pressed))
            && page.reload_at.is_none()
        {
            page.reload_at = Some(now);
            effects.push(Effect::Agent(ToAgent::Reload));
        }
        let retry =
            self.page.as_ref().and_then(|page| page.obstruction.as_ref()).map(|obstruction| obstruction.retry_at);
        match self.plan.as_ref().and_then(|plan| plan.wake_at).or(retry) {
            Some(at) => self.wake(at.max(now + 20.0), effects),
            None => self.wake_at = None,
        }
    }

    fn decide(&self, now: f64) -> Option<Plan> {
        if self.paused {
            return None;
        }
        let case = self.case.as_ref()?;
        if let Some(refused) = &self.forbidden {
            return Some(Plan::refuse(Step::Open, refused.clone()));
        }
        if case.committed.is_none() && self.is_secured(case) && !self.has_required(case) {
            return Some(Plan::new(Step::Secure, State::Asking, "secure.required"));
        }
        let situation = Situation {
            case,
            is_secured: self.is_secured(case),
            subject: self.subject.as_ref()?,
            listed: self.listed.as_ref(),
            next: self.queue.as_ref().and_then(|queue| queue.next.as_ref()),
            page: self.page.as_ref(),
            platform: self.platform,
            now,
        };
        Some(decide::decide(&situation))
    }

    fn note(&mut self, note: Note, now: f64) {
        match note {
            Note::NextSearch { few } => {
                if let Some(page) = &mut self.page {
                    page.few = page.few.or(few.then_some(page.rung));
                    page.rung += 1;
                }
            }
            Note::BackTo(rung) => {
                if let Some(page) = &mut self.page {
                    (page.rung, page.exhausted) = (rung, true);
                }
            }
            Note::Found { by, listed } => {
                let tenant = self.page.as_ref().and_then(|page| page.route.tenant()).map(str::to_owned);
                let design = self.view().zip(self.identity()).and_then(|(view, identity)| {
                    view.list.rows.iter().find(|row| identity.owns(row)).map(|row| row.design().to_owned())
                });
                let language = Some(self.matcher.language().tag().to_owned());
                self.edit(|case| {
                    case.found_by = Some(by);
                    case.listed = Some(listed);
                    case.tenant = tenant.or(case.tenant.take());
                    case.language = language;
                    case.design = design;
                });
            }
            Note::NotCommitted => self.edit(|case| case.committed = None),
            Note::Complaint(said) => self.edit(|case| case.complaint = Some(said)),
            Note::StillListed => {
                if let Some(page) = &mut self.page {
                    page.still_listed_at = Some(now);
                }
                self.edit(|case| case.checks += 1);
            }
            Note::Gone => {
                if let Some(page) = &mut self.page {
                    page.gone = true;
                    page.gone_after = page.typed.take().map_or(0.0, |typed| now - typed.at);
                }
            }
            Note::TooSoon => {
                if let Some(page) = &mut self.page {
                    page.gone = false;
                    page.typed = None;
                }
            }
            Note::Proven if self.case.as_ref().is_some_and(|case| case.recheck.is_some()) => self.edit(|case| {
                case.recheck = None;
                case.still_gone_at = Some(now);
            }),
            Note::Back => self.edit(|case| {
                case.recheck = None;
                case.back_at = Some(now);
            }),
            Note::Proven => {
                self.edit(|case| case.proven_at = Some(now));
                // Who comes next is searched for at once: by now that may be somebody else than at the beginning.
                if let Some(id) = self.queue.as_ref().map(|queue| queue.id.clone()) {
                    self.outbox.push_back(ToWorker::Queue { queue: id });
                }
            }
        }
    }

    /// Tells the agent which rows matter, when that has changed.
    fn watch(&mut self, effects: &mut Vec<Effect>) {
        if self.page.is_none() {
            return;
        }
        let mut needles: Vec<String> = Vec::new();
        if let Some(subject) = &self.subject {
            needles.push(subject.local().to_lowercase());
            needles.extend(self.listed.as_ref().map(|listed| listed.local().to_lowercase()));
            // Who looks like the account, or is it under another name, holds none of these.
            let searches = self.case.as_ref().is_some_and(|case| case.committed.is_none());
            if searches && self.page.as_ref().is_some_and(Page::shows_few) {
                needles.push(String::new());
            }
        }
        if needles != self.needles {
            self.needles = needles.clone();
            self.looking = true;
            effects.push(Effect::Agent(ToAgent::Watch { needles }));
        }
    }

    fn point(&mut self, pointing: &Pointing, now: f64, effects: &mut Vec<Effect>) {
        let Some(page) = &mut self.page else { return };
        let control = pointing.target().control();
        let epoch = page.view.as_ref().map_or(0, |view| view.epoch);
        if let Some(obstruction) =
            page.obstruction.as_mut().filter(|it| it.handle == control.handle && it.epoch == epoch)
        {
            // The same picture gives the same answer: ask for a new one, but not in a tight loop.
            if now >= obstruction.retry_at {
                obstruction.retry_at = now + RETRY;
                effects.push(Effect::Agent(ToAgent::Look));
            }
            return;
        }
        if self.ring.as_ref().is_some_and(|ring| ring.control == *control && ring.tone == pointing.tone()) {
            return;
        }
        let tone = pointing.tone();
        self.ring = Some(Ring { control: control.clone(), tone, painted: false });
        self.ringed = true;
        effects.push(Effect::Agent(ToAgent::Ring { epoch, handle: control.handle, tone }));
    }

    fn preview(&mut self, preview: &Preview, effects: &mut Vec<Effect>) {
        let candidate = preview.candidate();
        let handle = candidate.handle();
        if self.ring.as_ref().is_some_and(|ring| ring.control.handle == handle && ring.tone == Tone::Preview) {
            return;
        }
        let (role, name) = (candidate.role(), candidate.name().to_owned());
        let control = Control { handle, role, name, disabled: false, taught: false };
        let epoch = self.view().map_or(0, |view| view.epoch);
        self.ring = Some(Ring { control, tone: Tone::Preview, painted: false });
        self.ringed = true;
        effects.push(Effect::Agent(ToAgent::Ring { epoch, handle, tone: Tone::Preview }));
    }

    fn clear(&mut self, effects: &mut Vec<Effect>) {
        self.ring = None;
        if std::mem::take(&mut self.ringed) {
            effects.push(Effect::Agent(ToAgent::Clear));
        }
    }

    fn wake(&mut self, at: f64, effects: &mut Vec<Effect>) {
        if self.wake_at != Some(at) {
            self.wake_at = Some(at);
            effects.push(Effect::Wake(at));
        }
    }

    // ---- the panel -----------------------------------------------------------------------------------------

    /// Everything the panel shows at the time `now`.
    pub fn panel(&self, now: f64) -> Panel {
        let language = self.matcher.language().tag().to_owned();
        let list =
            Link { text: Text::new("open.link"), url: decide::list_url(self.page.as_ref().map(|page| &page.route)) };
        let Some((case, plan)) = self.case.as_ref().zip(self.plan.as_ref()) else {
            return self.idle(language);
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
        let overdue =
            case.proven_at.is_some_and(|proven_at| clock::Mark::ahead(proven_at, now, self.settings.marks).is_none());
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
        Panel {
            step: plan.step,
            state,
            target: ring.map(|ring| (ring.control.role.to_owned(), ring.control.name.clone())),
            compare: ring.is_some_and(|ring| ring.tone == Tone::Compare),
            subject: Some(case.subject.clone()),
            listed: other.map(str::to_owned),
            tenant: self.page.as_ref().and_then(|page| page.route.tenant()).map(str::to_owned),
            steps: steps(plan, case),
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
            manual: if lost { MANUAL.iter().map(|key| fill(Text::new(key))).collect() } else { Vec::new() },
            intake: None,
            gate: (plan.step == Step::Secure).then(|| GateView {
                reset: case.gate.reset_at.is_some(),
                blocked: case.gate.blocked_at.is_some(),
                skippable: !self.settings.no_skipping,
                elsewhere: case.gate.elsewhere.as_ref().map(|(reason, _)| reason.clone()).unwrap_or_default(),
            }),
            alias: plan.alias.as_ref().map(|rows| AliasView { rows: rows.clone(), ..self.alias.clone() }),
            checks: Some(self.checks(case)),
            queue: self.queue_view(),
            links,
            clock: case.proven_at.map(|proven_at| clock(proven_at, now, self.settings.marks)),
            buttons: self.buttons(state, plan, case),
            aid: self.teach.aid(&self.moment()),
            powershell: account::powershell(case.listed.as_deref().unwrap_or(&case.subject)),
            language,
        }
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

    fn checks(&self, case: &Case) -> Checks {
        let cloud = self.page.as_ref().and_then(|page| page.route.cloud()).unwrap_or(Cloud::Worldwide);
        // Exchange and Graph know the sign-in name, and so does the list.
        let user = case.listed.as_deref().unwrap_or(&case.subject);
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
        let is_elsewhere = self.notice.as_ref().is_some_and(|(_, text)| text.key == "queue.elsewhere");
        let is_left = self.queue.as_ref().is_some_and(|queue| !queue.finished);
        if is_elsewhere || is_left { vec![Button::TryAgain, Button::CloseGuide] } else { vec![Button::CloseGuide] }
    }

    /// What was looked for in vain, as the page would call it.
    fn sought(&self, plan: &Plan) -> Option<Text> {
        let (key, terms) = decide::sought(plan.instruction.key)?;
        let names: Vec<String> = terms.iter().flat_map(|term| self.matcher.called(*term)).collect();
        Some(Text::new(key).with("name", names.join(" / ")))
    }

    /// What to say about a control that cannot be ringed for a while.
    fn covered(&self, now: f64) -> Option<Text> {
        let obstruction = self.page.as_ref()?.obstruction.as_ref()?;
        (now - obstruction.since >= MENTION).then(|| Text::new("unblock.covered"))
    }

    /// The panel without a case, or while the guide is closed.
    fn idle(&self, language: String) -> Panel {
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

fn steps(plan: &Plan, case: &Case) -> Vec<Line> {
    Step::ALL
        .iter()
        .map(|&step| {
            let mark = match step {
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
fn surprise(plan: &Plan) -> Option<(Ending, Option<&'static str>)> {
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
        State::Waiting | State::Refused if plan.reload => vec![Button::Reload, Button::CopyPowershell],
        State::Done => vec![Button::MailWorks, Button::NextUser, Button::Recheck],
        State::Refused if case.back_at.is_some() => vec![Button::Recheck, Button::CopyPowershell],
        State::Lost | State::Refused => vec![Button::TryAgain, Button::CopyPowershell],
        State::Asking if plan.step != Step::Secure => vec![Button::TryAgain, Button::CopyPowershell],
        _ => vec![Button::CopyPowershell],
    };
    if state != State::Done {
        buttons.push(Button::StartOver);
    }
    buttons.push(Button::CloseGuide);
    buttons
}

fn clock(proven_at: f64, now: f64, marks: clock::Marks) -> ClockView {
    let all = clock::Mark::ALL.into_iter().map(|mark| (Text::new(mark.key()), mark.at(proven_at, marks)));
    ClockView { proven_at, now, marks: all.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::case::SCHEMA;
    use crate::core::fold::Native;
    use crate::core::policy::Support;

    const LIST: &str = "https://security.microsoft.com/restrictedentities?tid=11111111-2222-3333-4444-555555555555";

    /// A guide on the list with a case, under an organisation's rules.
    fn governed(settings: Settings, case: Case) -> Guide {
        let mut guide = Guide::new(&Native);
        let case = Case { schema: SCHEMA, id: "1".into(), subject: "rob@contoso.com".into(), opened_at: 1.0, ..case };
        guide.update(
            Event::Worker(Reply::Confirmed { case: Some(case), elsewhere: false, settings: Box::new(settings) }),
            1.0,
        );
        let (document, url) = ("d".to_owned(), LIST.to_owned());
        guide.update(Event::Agent(FromAgent::Hello { version: VERSION, document, untouched: true, url }), 1.0);
        guide
    }

    fn told(guide: &mut Guide, input: Input) -> Panel {
        guide.update(Event::Admin(input), 2.0);
        guide.panel(2.0)
    }

    #[test]
    fn where_the_organisation_forbids_it_the_guide_refuses() {
        for settings in [
            Settings { hosts: vec!["protection.office.com".into()], ..Settings::default() },
            Settings { tenants: vec!["99999999-2222-3333-4444-555555555555".into()], ..Settings::default() },
        ] {
            let mut guide = governed(settings, Case::default());
            let panel = told(&mut guide, Input::Reset(true));
            assert_eq!((panel.step, panel.state), (Step::Open, State::Refused), "{:?}", panel.refusal);
        }
        let tenants = vec!["11111111-2222-3333-4444-555555555555".into()];
        let mut guide = governed(Settings { tenants, ..Settings::default() }, Case::default());
        assert_eq!(told(&mut guide, Input::Reset(true)).state, State::Waiting);
    }

    #[test]
    fn what_the_organisation_requires_is_asked_for_first() {
        let settings = Settings { required_checks: vec!["sessions".into()], no_skipping: true, ..Settings::default() };
        let mut guide = governed(settings, Case::default());
        let panel = told(&mut guide, Input::Elsewhere("the service desk".into()));
        assert_eq!(panel.gate.map(|gate| (gate.skippable, gate.elsewhere)), Some((false, String::new())));
        assert_eq!(told(&mut guide, Input::Reset(true)).instruction.key, "secure.required");
        let skipped = Some(Answer::Skipped("no time".into()));
        assert_eq!(told(&mut guide, Input::Check(Item::Sessions, skipped)).instruction.key, "secure.required");
        assert_eq!(told(&mut guide, Input::Check(Item::Sessions, Some(Answer::Done))).step, Step::Open);
    }

    #[test]
    fn the_support_of_the_organisation_is_named_when_mail_is_overdue() {
        let support = Support { contact: "5555".into(), link: "https://help.contoso.com/".into() };
        let settings = Settings { support, ..Settings::default() };
        let guide = governed(settings, Case { proven_at: Some(1.0), ..Case::default() });
        let names = |now: f64| guide.panel(now).details.iter().any(|text| text.key == "support.contact");
        assert!(!names(23.0 * clock::HOUR));
        assert!(names(25.0 * clock::HOUR));
        assert!(guide.panel(25.0 * clock::HOUR).links.iter().any(|link| link.url == "https://help.contoso.com/"));
    }
}
