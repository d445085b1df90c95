//! One run of the guide: takes in what happened, decides, and says what is to be done.
//!
//! `update` is total and returns every effect at once. It knows no browser, no clock, no randomness and no network:
//! the time is an argument, and effects are data.

use crate::core::account::Account;
use crate::core::by_hand;
use crate::core::case::{Case, Committed};
use crate::core::decide::{self, Act, Note, Plan, Situation};
use crate::core::dock;
use crate::core::fold::{self, Platform};
use crate::core::labels::{Language, Matcher};
use crate::core::locate::{Control, Target};
use crate::core::page::{Page, Typed};
use crate::core::panel::{AliasView, Input, Intake, State, Step, Text};
use crate::core::pointing::{Pointing, Preview};
use crate::core::policy::{Forbidden, Settings};
use crate::core::queue::{self};
use crate::core::recognise;
use crate::core::secure::{self, Answer, Item};
use crate::core::snapshot::{Rect, Snapshot};
use crate::core::teach::{Moment, Teach};
use crate::core::verdict::{Identity, Refused, Verdict};
use crate::core::view::View;
use crate::protocol::{Dock, FromAgent, Handle, Reply, ToAgent, ToWorker, Tone, VERSION};
use std::collections::VecDeque;

mod admin;
mod bearings;
mod show;
mod store;

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
    /// The clock was moved by so many milliseconds, or the machine slept for as long: nobody has waited for anything meanwhile.
    ClockMoved(f64),
    /// The organisation has changed what it fixed.
    Governed,
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

/// What is said of a case that another tab works on.
const ELSEWHERE: &str = "elsewhere.open_in_tab";

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
#[derive(Clone)]
pub struct Guide {
    platform: &'static dyn Platform,
    case: Option<Case>,
    subject: Option<Account>,
    listed: Option<Account>,
    page: Option<Page>,
    matcher: Matcher,
    /// The matcher's language is the page's, or the page will never tell.
    is_language_known: bool,
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
    /// The page's address, by which the organisation allows it or not.
    address: String,
    /// The organisation does not want the guide to work here.
    forbidden: Option<Refused>,
    /// The document of the side panel, where there is no page to look at.
    by_hand: Option<String>,
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
            is_language_known: false,
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
            address: String::new(),
            forbidden: None,
            by_hand: None,
            needles: Vec::new(),
            looking: false,
            teach: Teach::default(),
            outbox: VecDeque::new(),
            waiting: false,
            saving: false,
            wake_at: None,
        }
    }

    /// A guide without a page, in the side panel's document: the same checklist, by hand.
    pub fn by_hand(platform: &'static dyn Platform, document: String) -> Guide {
        let mut guide = Guide { by_hand: Some(document), ..Guide::new(platform) };
        guide.resume();
        guide
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
            Event::ClockMoved(by) => self.shift(by),
            Event::Governed => self.outbox.push_back(ToWorker::Settings),
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

    /// Keeps the ages of everything on the page. What is stored was written by the clock as it was, and stays.
    fn shift(&mut self, by: f64) {
        let Some(page) = &mut self.page else { return };
        page.shift(by);
        self.wake_at = None;
        if let Some(committed) = self.case.as_mut().and_then(|case| case.committed.as_mut())
            && committed.document == page.document
        {
            committed.at += by;
        }
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
        dock::choose(standing, preferred, view.window, height, &keep_clear, view.focus)
    }

    /// The size of the page's window, in CSS pixels.
    pub fn window(&self) -> Option<(i32, i32)> {
        self.view().map(|view| view.window)
    }

    // ---- events --------------------------------------------------------------------------------------------

    fn hear(&mut self, message: FromAgent, now: f64, effects: &mut Vec<Effect>) {
        match message {
            FromAgent::Hello { version, document, untouched, url } => {
                if version != VERSION {
                    self.notice = Some((State::Lost, Text::new("error.version")));
                    self.is_language_known = true;
                    return;
                }
                self.page = Some(Page::new(document, &url, untouched, now));
                self.teach.leave();
                self.visit(url);
                self.ring = None;
                self.ringed = false;
                self.needles = vec![String::new()];
                self.looking = false;
                self.wake_at = None;
            }
            FromAgent::Snapshot { text, .. } => {
                self.looking = false;
                self.is_language_known = true;
                let Some(page) = &mut self.page else { return };
                // What has changed is looked at twice, the second time to know that the page rests.
                if page.view.is_some()
                    && let Some(epoch) = self.teach.seen_again(&text)
                {
                    page.see_again(epoch, now);
                    debug_assert_eq!(page.view, self.teach.again(&self.matcher, self.platform));
                    return;
                }
                self.teach.look_away();
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
            FromAgent::Filled { ok, .. } => {
                if let Some(page) = &mut self.page {
                    page.filled(ok);
                }
                effects.push(Effect::Agent(ToAgent::Look));
            }
            FromAgent::Route { url, untouched } => {
                if let Some(page) = &mut self.page {
                    page.revisit(&url, untouched, now);
                    self.teach.leave();
                    self.visit(url);
                }
            }
            FromAgent::Summon | FromAgent::Look { .. } => {}
        }
    }

    /// The page is at this address now: may the guide work there?
    fn visit(&mut self, url: String) {
        self.address = url;
        self.govern();
    }

    /// What the organisation allows, by the settings as they are now.
    fn govern(&mut self) {
        let judged = if self.address.is_empty() { Ok(()) } else { self.settings.allow(&self.address) };
        self.forbidden = judged.err().map(|forbidden| match forbidden {
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
            case.committed = Some(Committed { at: now, document, once_more: false });
            (case.checks, case.complaint) = (0, None);
        });
    }

    fn document(&self) -> String {
        let page = self.page.as_ref().map(|page| &page.document);
        page.or(self.by_hand.as_ref()).cloned().unwrap_or_default()
    }

    /// Another tab works on the case at hand.
    fn is_elsewhere(&self) -> bool {
        self.notice.as_ref().is_some_and(|(_, text)| text.key == ELSEWHERE)
    }

    fn identity(&self) -> Option<Identity<'_>> {
        Some(Identity { subject: self.subject.as_ref()?, listed: self.listed.as_ref(), platform: self.platform })
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
                let same = page.typed.as_ref().filter(|typed| typed.text == text);
                let (times, refused) = same.map_or((0, 0), |typed| (typed.times, typed.refused));
                let before = page.view.as_ref().map_or((0, None), |view| view.list.size());
                // Looked at in the same way until the list has answered: two ways of looking may count differently, and
                // that is no answer.
                let all_rows = page.typed.as_ref().and_then(|typed| typed.all_rows).filter(|all_rows| *all_rows);
                page.typed = Some(Typed {
                    text: text.clone(),
                    at: now,
                    times: times + 1,
                    refused,
                    answered: false,
                    before,
                    all_rows,
                });
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
        if case.awaits_yes() && self.is_secured(case) && !self.has_required(case) {
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
        let plan = decide::decide(&situation);
        Some(if self.by_hand.is_some() { by_hand::plan(plan, case, self.searched()) } else { plan })
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
            // It may have been taken all the same, by a page that stood still: *Yes* is asked for again, and not forgotten.
            Note::NotCommitted => self.once_more(true),
            Note::Left => self.once_more(false),
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
            needles.push(fold::lower(subject.local(), self.platform));
            needles.extend(self.listed.as_ref().map(|listed| fold::lower(listed.local(), self.platform)));
            // Who looks like the account, or is it under another name, holds none of these.
            let searches = self.case.as_ref().is_some_and(Case::awaits_yes);
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
}

/// Everything that decides what the guide does next, and nothing else: two guides that print the same do the same. Left out are
/// what follows from the page (its language, and what could be taught of it).
impl std::fmt::Debug for Guide {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Every field by its name: whoever adds one decides here whether it decides.
        let Guide {
            platform: _,
            matcher: _,
            is_language_known: _,
            teach: _,
            case,
            subject,
            listed,
            page,
            plan,
            ring,
            ringed,
            unsaved,
            intake,
            alias,
            queue,
            left,
            notice,
            paused,
            settings,
            address,
            forbidden,
            by_hand,
            needles,
            looking,
            outbox,
            waiting,
            saving,
            wake_at,
        } = self;
        let work = (case, subject, listed, page, plan, ring, ringed, unsaved);
        let said =
            (intake, alias, queue, left, notice, paused, settings, address, forbidden, by_hand, needles, looking);
        f.debug_tuple("Guide").field(&work).field(&said).field(&(outbox, waiting, saving, wake_at)).finish()
    }
}

#[cfg(test)]
mod tests;
