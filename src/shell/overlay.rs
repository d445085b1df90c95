//! The overlay frame: between the page agent, the worker, the admin and the guide, which decides everything.
//!
//! Whoever sends the frame a port is a stranger until the worker has vouched for the token that came with it: the page
//! may embed the frame too. Nothing is said on a port, and nothing is shown, before that.

use crate::core::by_hand::Word;
use crate::core::dock;
use crate::core::guide::{Effect, Event, Guide};
use crate::core::hints::Kind;
use crate::core::panel::{Button, Input, Panel, State};
use crate::core::policy::{Settings, nearest};
use crate::core::recorder::{self, Environment, Recorder};
use crate::core::secure::{Answer, Item};
use crate::core::teach::Ask;
use crate::protocol::{Dock, FromAgent, Reply, ToAgent, ToWorker};
use crate::shell::dom::{self, El};
use crate::shell::draw::{self, Copied, Frame};
use crate::shell::file::File;
use crate::shell::inbox::{Inbox, Takes};
use crate::shell::log;
use crate::shell::platform::BROWSER;
use crate::shell::port::{self, AgentPort};
use crate::shell::storage::Rules;
use crate::shell::texts::Texts;
use crate::shell::time::Times;
use crate::shell::watch::{self, Listeners, Sizes};
use gloo::timers::callback::{Interval, Timeout};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, KeyboardEvent, MessageEvent, MessagePort, PointerEvent};

/// How often the recovery clock is drawn anew, in milliseconds.
const CLOCK_EVERY: u32 = 30_000;
/// How long "Copied" stays, in milliseconds.
const COPIED_FOR: u32 = 4_000;
/// A browser's timer counts to 2³¹; a clock that wakes later than this wakes more than once.
const LONGEST_SLEEP: f64 = 3_600_000.0;
/// By how much, in milliseconds, the clock must have moved against the time that has passed, before that counts.
const MOVED: f64 = 1_000.0;
/// So many strangers may wait for the worker's word; a page that sends more is not answered.
const STRANGERS: usize = 8;

thread_local! {
    /// The frame lives as long as its document does, and so does this.
    static INBOX: Inbox<Overlay> = Inbox::new();
}

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since this document began; nobody can move this clock.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn elapsed() -> f64;
}

/// Starts the overlay frame. `early` are the messages that came before there was anybody to hear them.
#[wasm_bindgen]
pub fn overlay(early: &js_sys::Array) {
    INBOX.with(|inbox| {
        inbox.open(Overlay::new(inbox.clone()));
        Texts::expect();
        for event in early.iter() {
            if let Some((token, port)) = offered(&event) {
                inbox.put(Message::Offered(token, port));
            }
        }
    });
}

/// Starts the side panel: the same checklist without a page. `document` names it to the worker.
#[wasm_bindgen]
pub fn sidepanel(document: String) {
    INBOX.with(|inbox| {
        let guide = Guide::by_hand(&BROWSER, document);
        let overlay = Overlay::new(inbox.clone());
        let frame = Frame { collapsed: false, is_side: true, ..overlay.frame };
        let mut _listeners = overlay._listeners;
        _listeners.follow_system();
        inbox.open(Overlay { guide, frame, _listeners, ..overlay });
        inbox.put(Message::Tick);
    });
}

/// Everything that can happen to the frame.
enum Message {
    /// Somebody in the page handed over a port.
    Offered(String, MessagePort),
    /// A stranger's port said something.
    Heard(u32, FromAgent),
    /// The worker answered the question about a stranger.
    Vouched(u32, Reply),
    /// The worker answered the guide.
    Answered(Reply),
    /// The texts of a language are there.
    Read(Texts),
    /// The admin did something that the guide decides about.
    Admin(Input),
    /// The panel was made small or large.
    Collapse(bool),
    /// The panel was put elsewhere.
    Dock(Dock),
    /// A pointer took the panel by its header, here in the frame.
    Take(i32, i32),
    /// It draws it, and is here in the frame now.
    Drag(i32, i32),
    /// Something is opened or closed in the panel.
    Fold(Fold),
    /// Commands of the checklist are copied.
    Copy(Copied),
    /// The keyboard goes back to the page.
    Leave,
    /// The content has another height.
    Resized,
    /// "Copied" has been there long enough.
    CopiedOver,
    /// Time has passed.
    Tick,
    /// The organisation has changed what it fixed.
    Governed,
}

/// What can be opened and closed.
#[derive(Clone, Copy)]
enum Fold {
    Checks,
    Check(Item),
    Queue,
    Diagnostics,
}

/// A port that nobody has vouched for yet, and what it said meanwhile.
struct Stranger {
    number: u32,
    token: String,
    port: AgentPort,
    said: Vec<FromAgent>,
}

struct Overlay {
    inbox: Inbox<Overlay>,
    guide: Guide,
    recorder: Recorder,
    /// What it had to tell when that was opened; it stays as it is while somebody reads it.
    diagnostics: Option<String>,
    settings: Settings,
    agent: Option<(u32, AgentPort)>,
    strangers: Vec<Stranger>,
    count: u32,
    texts: Option<Texts>,
    asked_for: &'static str,
    frame: Frame<'static>,
    /// Where the admin put the panel; it stands elsewhere while it would cover what is needed.
    preferred: Dock,
    /// From which edge a pointer took it, and where in the window that was.
    taken: Option<(Dock, (i32, i32))>,
    told: Option<ToAgent>,
    state: State,
    /// The organisation requires an answer that is not there.
    required: bool,
    clock: Option<Interval>,
    /// When this document began, by the clock as it is now.
    began: f64,
    wake: Option<Timeout>,
    copied: Option<Timeout>,
    /// What is in the document, as long as nothing but the page's agent has been heard since: it can change no box of the panel.
    drawn: Option<El>,
    /// The layout report that is shown, and the same as a file.
    report: Option<(String, File)>,
    _listeners: Listeners,
    _sizes: Option<Sizes>,
    _rules: Rules,
}

impl Takes for Overlay {
    type Message = Message;

    fn take(&mut self, message: Message) {
        if !matches!(message, Message::Heard(..)) {
            self.drawn = None;
        }
        match message {
            Message::Offered(token, port) => self.offer(token, port),
            Message::Heard(number, said) => self.hear(number, said),
            Message::Vouched(number, reply) => self.vouch(number, reply),
            Message::Answered(reply) => {
                match &reply {
                    Reply::Settings { settings, .. } => self.settings = Settings::clone(settings),
                    Reply::Confirmed { settings, .. } if self.frame.is_side => {
                        self.settings = Settings::clone(settings);
                    }
                    _ => {}
                }
                self.update(Event::Worker(reply));
            }
            Message::Read(texts) => {
                watch::set_language(texts.language(), texts.direction());
                self.texts = Some(texts);
                self.render();
            }
            Message::Admin(input) => self.admin(input),
            Message::Collapse(collapsed) => self.fold(collapsed),
            Message::Dock(dock) => self.settle(dock),
            Message::Take(x, y) => self.taken = self.in_window(x, y).map(|at| (self.frame.dock, at)),
            Message::Drag(x, y) => {
                if let (Some((from, taken)), Some(at), Some(window)) =
                    (self.taken, self.in_window(x, y), self.guide.window())
                {
                    let dock = dock::dragged(from, taken, at, window);
                    if dock != self.frame.dock {
                        self.settle(dock);
                    }
                }
            }
            Message::Fold(fold) => {
                let frame = &mut self.frame;
                match fold {
                    Fold::Checks => frame.checks = !frame.checks,
                    Fold::Check(item) => frame.check = Some(item).filter(|item| frame.check != Some(*item)),
                    Fold::Queue => frame.queue = !frame.queue,
                    Fold::Diagnostics => self.diagnostics = self.diagnosis().filter(|_| self.diagnostics.is_none()),
                }
                self.render();
            }
            Message::Copy(what) => {
                self.copy(what);
                self.render();
            }
            Message::Leave => self.tell(&ToAgent::Yield),
            Message::Resized => self.size(),
            Message::CopiedOver => {
                self.copied = None;
                self.frame.copied = None;
                self.render();
            }
            Message::Tick => self.update(Event::Tick),
            Message::Governed => self.update(Event::Governed),
        }
    }
}

impl Overlay {
    fn new(inbox: Inbox<Overlay>) -> Overlay {
        let mut listeners = Listeners::default();
        let put = inbox.clone();
        listeners.on_window("message", move |event| {
            if let Some((token, port)) = offered(event) {
                put.put(Message::Offered(token, port));
            }
        });
        for name in [
            "click",
            "change",
            "submit",
            "keydown",
            "mouseover",
            "mouseout",
            "focusin",
            "focusout",
            "pointerdown",
            "pointermove",
        ] {
            let put = inbox.clone();
            listeners.on_document(name, move |event| {
                let message = understood(event);
                // A form that is sent, and Enter in a box, mean something here that they do not mean to the browser.
                if event.type_() == "submit" || (event.type_() == "keydown" && message.is_some()) {
                    event.prevent_default();
                }
                if let Some(message) = message {
                    put.put(message);
                }
            });
        }
        let put = inbox.clone();
        let sizes = Sizes::watch("main", move || put.put(Message::Resized));
        let put = inbox.clone();
        let rules = Rules::watch(move || put.put(Message::Governed));
        watch::set_dark(watch::prefers_dark());
        Overlay {
            inbox,
            guide: Guide::new(&BROWSER),
            recorder: Recorder::default(),
            diagnostics: None,
            settings: Settings::default(),
            agent: None,
            strangers: Vec::new(),
            count: 0,
            texts: None,
            asked_for: "",
            frame: Frame {
                collapsed: true,
                is_side: false,
                dock: Dock::Right,
                copied: None,
                checks: false,
                check: None,
                queue: false,
                diagnostics: None,
                report: None,
            },
            preferred: Dock::Right,
            taken: None,
            told: None,
            state: State::Idle,
            required: false,
            clock: None,
            began: js_sys::Date::now() - elapsed(),
            wake: None,
            copied: None,
            drawn: None,
            report: None,
            _listeners: listeners,
            _sizes: sizes,
            _rules: rules,
        }
    }

    // ---- the agent -----------------------------------------------------------------------------------------

    fn offer(&mut self, token: String, port: MessagePort) {
        if self.strangers.len() >= STRANGERS {
            return;
        }
        self.count += 1;
        let (number, put) = (self.count, self.inbox.clone());
        let port = AgentPort::open(port, move |said| put.put(Message::Heard(number, said)));
        self.strangers.push(Stranger { number, token, port, said: Vec::new() });
    }

    fn hear(&mut self, number: u32, said: FromAgent) {
        if self.agent.as_ref().is_some_and(|(known, _)| *known == number) {
            return self.agent_said(said);
        }
        let Some(stranger) = self.strangers.iter_mut().find(|stranger| stranger.number == number) else { return };
        if let (FromAgent::Hello { document, .. }, true) = (&said, stranger.said.is_empty()) {
            let question = ToWorker::Confirm { token: stranger.token.clone(), document: document.clone() };
            let put = self.inbox.clone();
            spawn_local(async move {
                match port::ask(&question).await {
                    Ok(reply) => put.put(Message::Vouched(number, reply)),
                    Err(error) => log::warn("nobody vouches for the page agent:", &error),
                }
            });
        }
        stranger.said.push(said);
    }

    fn vouch(&mut self, number: u32, reply: Reply) {
        let Some(at) = self.strangers.iter().position(|stranger| stranger.number == number) else { return };
        let stranger = self.strangers.swap_remove(at);
        let Reply::Confirmed { settings, folded, .. } = &reply else { return };
        let folded = *folded;
        self.settings = Settings::clone(settings);
        self.preferred = self.settings.dock.as_deref().and_then(Dock::named).unwrap_or(self.preferred);
        self.frame.dock = self.preferred;
        self.agent = Some((stranger.number, stranger.port));
        self.told = None;
        self.update(Event::Worker(reply));
        for said in stranger.said {
            self.agent_said(said);
        }
        // The panel is as the admin has left it, but no stop sign is hidden. Otherwise it opens by itself with a case at hand, and
        // does not get in anybody's way without one.
        let folded = folded.filter(|_| self.state != State::Refused);
        self.frame.collapsed = folded.unwrap_or_else(|| self.panel().subject.is_none());
        self.render();
    }

    fn agent_said(&mut self, said: FromAgent) {
        match &said {
            FromAgent::Look { dark } => watch::set_dark(*dark),
            FromAgent::Summon => self.summon(),
            _ => {}
        }
        self.update(Event::Agent(said));
    }

    /// The keys lead into the panel; the agent itself knows when the same keys mean the way back.
    fn summon(&mut self) {
        if self.frame.collapsed {
            self.fold(false);
        }
        watch::take_focus();
        focus_first();
    }

    fn tell(&self, message: &ToAgent) {
        let Some((_, port)) = &self.agent else { return };
        if let Err(error) = port.tell(message) {
            log::error("the page agent was not told:", &error);
        }
    }

    // ---- the admin -----------------------------------------------------------------------------------------

    fn admin(&mut self, input: Input) {
        // Enter, and then leaving the box, say the same thing twice.
        if let (Input::Elsewhere(reason), Some(gate)) = (&input, self.panel().gate)
            && gate.elsewhere == reason.trim()
        {
            return;
        }
        let button = if let Input::Press(button) = input { Some(button) } else { None };
        let started = matches!(input, Input::Start(_));
        if button == Some(Button::CopyPowershell) {
            self.copy(Copied::Unblock);
        }
        self.update(Event::Admin(input));
        if button == Some(Button::CloseGuide) {
            self.collapse(true);
        }
        if started && self.panel().intake.is_some_and(|intake| intake.problem.is_some()) {
            dom::focus("[data-gu=intake]");
        }
    }

    fn copy(&mut self, what: Copied) {
        let panel = self.panel();
        let check = |item| panel.checks.as_ref()?.items.iter().find(|check| check.item == item);
        let gate = panel.gate.as_ref();
        let report = panel.aid.as_ref().and_then(|aid| aid.report.as_ref()).map(draw::json);
        let text = match what {
            Copied::Report => report.as_deref(),
            Copied::Diagnostics => self.diagnostics.as_deref(),
            Copied::Unblock => Some(panel.powershell.as_str()),
            Copied::Powershell(None) => gate.map(|gate| gate.powershell.as_str()),
            Copied::Graph(None) => gate.map(|gate| gate.graph.as_str()),
            Copied::Powershell(Some(item)) => check(item).map(|check| check.powershell.as_str()),
            Copied::Graph(Some(item)) => check(item).and_then(|check| check.graph.as_deref()),
        };
        let Some(text) = text else { return };
        match dom::copy(text) {
            Ok(true) => {
                let put = self.inbox.clone();
                self.frame.copied = Some(what);
                self.copied = Some(Timeout::new(COPIED_FOR, move || put.put(Message::CopiedOver)));
            }
            Ok(false) => log::warn("the browser did not copy", &JsValue::NULL),
            Err(error) => log::error("the browser did not copy:", &error),
        }
    }

    /// Puts the panel there, and has that remembered.
    fn settle(&mut self, dock: Dock) {
        self.preferred = dock;
        self.frame.dock = dock;
        self.render();
        port::ask_for(ToWorker::Settle { dock: dock.name().to_owned() }, |_| ());
    }

    /// A place in the frame as one in the window.
    fn in_window(&self, x: i32, y: i32) -> Option<(i32, i32)> {
        let height = i32::try_from(watch::height_of("main")).ok()?;
        let (left, top) = dock::corner(self.frame.dock, self.guide.window()?, height);
        Some((left + x, top + y))
    }

    /// Makes the panel small or large, and has that remembered.
    fn fold(&mut self, folded: bool) {
        port::ask_for(ToWorker::Fold { folded }, |_| ());
        self.collapse(folded);
    }

    fn collapse(&mut self, collapsed: bool) {
        let had_focus = watch::has_focus();
        self.frame.collapsed = collapsed;
        self.update(Event::Admin(Input::Collapse(collapsed)));
        if had_focus && collapsed {
            dom::focus("[data-gu=expand]");
        } else if had_focus {
            focus_first();
        }
    }

    // ---- the guide -----------------------------------------------------------------------------------------

    fn panel(&self) -> Panel {
        self.guide.panel(js_sys::Date::now())
    }

    /// What the recorder has to tell.
    fn diagnosis(&self) -> Option<String> {
        let environment = Environment {
            browser: recorder::browser(&watch::user_agent()),
            panel: self.texts.as_ref()?.language(),
            is_side: self.frame.is_side,
            is_private: port::is_private(),
        };
        Some(self.recorder.text(&self.guide, &environment, js_sys::Date::now()))
    }

    fn update(&mut self, event: Event) {
        let now = js_sys::Date::now();
        let moved = now - elapsed() - std::mem::replace(&mut self.began, now - elapsed());
        if moved.abs() > MOVED {
            self.decide(Event::ClockMoved(moved), now);
        }
        self.decide(event, now);
        self.render();
    }

    fn decide(&mut self, event: Event, now: f64) {
        for effect in self.recorder.update(&mut self.guide, event, now) {
            match effect {
                Effect::Agent(message) => self.tell(&message),
                Effect::Worker(message) => {
                    let put = self.inbox.clone();
                    spawn_local(async move { put.put(Message::Answered(answer(&message).await)) });
                }
                Effect::Wake(at) => {
                    let put = self.inbox.clone();
                    let away = (at - now).clamp(0.0, LONGEST_SLEEP);
                    self.wake = Some(Timeout::new(away.ceil() as u32, move || put.put(Message::Tick)));
                }
            }
        }
    }

    fn render(&mut self) {
        if self.agent.is_none() && !self.frame.is_side {
            return;
        }
        let panel = self.panel();
        // A stop sign is never hidden behind the small button.
        if panel.state == State::Refused && self.state != State::Refused {
            self.frame.collapsed = false;
        }
        self.state = panel.state;
        // Nor is what the organisation requires folded away.
        let required = panel.instruction.key == "secure.required";
        self.frame.checks |= required && !std::mem::replace(&mut self.required, required);
        self.keep_time(panel.clock.is_some());
        // Where there is no page, the browser's language is the one to follow.
        let beside = if self.frame.is_side { Some(watch::language()) } else { panel.language.clone() };
        // Nothing is said before it is known in which language; a language that was chosen needs no look at the page.
        if let Some(beside) = beside.or_else(|| self.settings.language.clone()) {
            let wanted = nearest(&self.settings.language_for(&beside));
            if wanted != self.asked_for {
                self.read(wanted);
            }
        }
        // While the focus is on its way from a box to a button that is being pressed, it is nowhere; it must not be caught.
        let had_focus = watch::has_focus() && !watch::nothing_focused();
        self.keep_report(&panel);
        self.draw(&panel);
        // What had the focus is gone: the keyboard stays in the panel, at what is to be done now.
        if had_focus && watch::nothing_focused() {
            focus_first();
        }
        self.size();
    }

    /// Makes a file of the layout report for as long as it is shown.
    fn keep_report(&mut self, panel: &Panel) {
        let shown = panel.aid.as_ref().and_then(|aid| aid.report.as_ref()).map(draw::json);
        if self.report.as_ref().map(|(text, _)| text) != shown.as_ref() {
            self.report = shown.and_then(|text| {
                let file = File::new(&text, "application/json").ok()?;
                Some((text, file))
            });
        }
    }

    fn draw(&mut self, panel: &Panel) {
        let Some(texts) = &self.texts else { return };
        let report = self.report.as_ref().map(|(_, file)| file.address());
        let frame = Frame { diagnostics: self.diagnostics.as_deref(), report, ..self.frame };
        let drawn = Some(draw::document(panel, frame, texts, &Times::new(texts.language())));
        // Most looks at a page are about something else in it, and to compare with the document costs more than to decide.
        if drawn == self.drawn {
            return;
        }
        match dom::patch(&gloo::utils::body(), drawn.as_slice()) {
            Ok(()) => self.drawn = drawn,
            Err(error) => {
                self.drawn = None;
                log::error("the panel could not be drawn:", &error);
            }
        }
    }

    fn read(&mut self, language: &'static str) {
        self.asked_for = language;
        let put = self.inbox.clone();
        Texts::read(language, Box::new(move |texts| put.put(Message::Read(texts))));
    }

    /// The recovery clock is drawn anew while it is shown.
    fn keep_time(&mut self, shown: bool) {
        if !shown {
            self.clock = None;
        } else if self.clock.is_none() {
            let put = self.inbox.clone();
            self.clock = Some(Interval::new(CLOCK_EVERY, move || put.put(Message::Tick)));
        }
    }

    fn size(&mut self) {
        if self.texts.is_none() || self.frame.is_side {
            return;
        }
        let dock = self.guide.dock(self.frame.dock, self.preferred, watch::height_of("main"));
        if dock != self.frame.dock {
            self.frame.dock = dock;
            self.draw(&self.panel());
        }
        let message = ToAgent::Frame { collapsed: self.frame.collapsed, dock, height: watch::height_of("main") };
        if self.told.as_ref() != Some(&message) {
            self.tell(&message);
            self.told = Some(message);
        }
    }
}

/// What the worker says; one that cannot be reached has stored nothing.
async fn answer(message: &ToWorker) -> Reply {
    let mut answer = port::ask(message).await;
    // A worker that ends while it is asked takes the question with it, and is started anew for the next one. To save twice is to
    // save once: the worker knows the very save that it has stored.
    if answer.is_err() && matches!(message, ToWorker::Save { .. }) {
        answer = port::ask(message).await;
    }
    answer.unwrap_or_else(|error| {
        log::error("the worker did not answer:", &error);
        Reply::Refused { why: crate::protocol::Refusal::NotStored }
    })
}

/// A token and one port: anything else is not for this frame.
fn offered(event: &JsValue) -> Option<(String, MessagePort)> {
    let event = event.dyn_ref::<MessageEvent>()?;
    let token = js_sys::Reflect::get(&event.data(), &"token".into()).ok()?.as_string()?;
    let ports = event.ports();
    (ports.length() == 1).then(|| ports.get(0).dyn_into().ok().map(|port| (token, port)))?
}

/// What the admin means.
fn understood(event: &web_sys::Event) -> Option<Message> {
    if let Some(key) = event.dyn_ref::<KeyboardEvent>()
        && key.key() == "Escape"
        && !key.is_composing()
    {
        return Some(Message::Leave);
    }
    let (hook, element) = dom::hook_of(event)?;
    if let Some(pointer) = event.dyn_ref::<PointerEvent>().filter(|pointer| hook == "grip" && pointer.buttons() == 1) {
        let (x, y) = (pointer.client_x(), pointer.client_y());
        return match pointer.type_().as_str() {
            // The pointer stays the header's, wherever it goes; where the browser refuses, the buttons are left.
            "pointerdown" => element.set_pointer_capture(pointer.pointer_id()).ok().map(|()| Message::Take(x, y)),
            "pointermove" => Some(Message::Drag(x, y)),
            _ => None,
        };
    }
    let value = dom::value_of(&element).unwrap_or_default();
    let checked = element.dyn_ref::<HtmlInputElement>().is_some_and(HtmlInputElement::checked);
    let entered = watch::is_enter(event);
    match (event.type_().as_str(), hook.as_str()) {
        ("submit", "intake-form") => Some(Message::Admin(Input::Start(value_in("#intake")))),
        ("submit", "skip-form") => Some(Message::Admin(Input::Skip(value_in("#skip")))),
        ("click", "choose") => Some(Message::Admin(Input::Start(element.get_attribute("data-subject")?))),
        ("click", "fold-checks") => Some(Message::Fold(Fold::Checks)),
        ("click", "fold-queue") => Some(Message::Fold(Fold::Queue)),
        ("click", "fold-diagnostics") => Some(Message::Fold(Fold::Diagnostics)),
        ("click", "diagnostics-copy") => Some(Message::Copy(Copied::Diagnostics)),
        ("keydown", "intake") if entered => Some(Message::Admin(Input::Start(value))),
        ("keydown", "gate-elsewhere") if entered => Some(Message::Admin(Input::Elsewhere(value))),
        ("keydown", "known-as") if entered => Some(Message::Admin(Input::KnownAs(value))),
        ("click", "known-as-search") => Some(Message::Admin(Input::KnownAs(value_in("#known-as")))),
        ("keydown", "pick-reason") if entered => Some(picked()),
        ("click", "pick") => Some(picked()),
        ("change", "gate-elsewhere") => Some(Message::Admin(Input::Elsewhere(value))),
        ("change", "gate-reset") => Some(Message::Admin(Input::Reset(checked))),
        ("change", hook) if hook.starts_with("hand-") => {
            let word = Word::ALL.into_iter().find(|word| word.id() == hook)?;
            Some(Message::Admin(Input::ByHand(word, checked)))
        }
        ("change", "gate-blocked") => Some(Message::Admin(Input::SignInBlocked(checked))),
        ("click", "expand") => Some(Message::Collapse(false)),
        ("click", "collapse") => Some(Message::Collapse(true)),
        ("click", "dock-left") => Some(Message::Dock(Dock::Left)),
        ("click", "dock-right") => Some(Message::Dock(Dock::Right)),
        ("click", "dock-bottom") => Some(Message::Dock(Dock::Bottom)),
        ("click", "teach-copy") => Some(Message::Copy(Copied::Report)),
        (kind, hook) if hook.starts_with("teach") => Some(Message::Admin(Input::Teach(asked(kind, hook)?))),
        ("click", hook) if hook.starts_with("button-") => {
            Some(Message::Admin(Input::Press(Button::named(hook.strip_prefix("button-")?)?)))
        }
        ("click", hook) if hook.starts_with("copy-") => {
            let (item, what) = hook.strip_prefix("copy-")?.split_once('-')?;
            let item = if item == "sign_in" { None } else { Some(Item::named(item)?) };
            Some(Message::Copy(if what == "graph" { Copied::Graph(item) } else { Copied::Powershell(item) }))
        }
        (event, hook) => {
            let (item, what) = hook.strip_prefix("check-").map(|rest| rest.split_once('-').unwrap_or((rest, "")))?;
            let item = Item::named(item)?;
            let toggled = |answer| {
                let is_taken_back = element.get_attribute("aria-pressed").as_deref() == Some("true");
                Some(Message::Admin(Input::Check(item, Some(answer).filter(|_| !is_taken_back))))
            };
            match (event, what) {
                ("click", "") => Some(Message::Fold(Fold::Check(item))),
                ("click", "done") => toggled(Answer::Done),
                ("click", "not_needed") => toggled(Answer::NotNeeded),
                ("change", "skip") => {
                    Some(Message::Admin(Input::Check(item, Some(Answer::Skipped(value.trim().to_owned())))))
                }
                ("keydown", "skip") if entered => {
                    Some(Message::Admin(Input::Check(item, Some(Answer::Skipped(value.trim().to_owned())))))
                }
                _ => None,
            }
        }
    }
}

/// What stands in the box, or what the chosen button stands for; empty where there is none.
fn value_in(selector: &str) -> String {
    let found = gloo::utils::document().query_selector(selector).ok().flatten();
    found.as_ref().and_then(dom::value_of).unwrap_or_default()
}

fn picked() -> Message {
    Message::Admin(Input::Pick(value_in("[name=pick]:checked"), value_in("#pick-reason")))
}

/// What the admin asks for about what the guide recognises. Looking at a candidate, with the pointer or with the keyboard,
/// shows which one it is.
fn asked(kind: &str, hook: &str) -> Option<Ask> {
    let candidate = hook.strip_prefix("teach-candidate-").map(str::parse);
    match (kind, hook, candidate) {
        ("mouseover" | "focusin", _, Some(Ok(handle))) => Some(Ask::LookAt(Some(handle))),
        ("mouseout" | "focusout", _, Some(Ok(_))) => Some(Ask::LookAt(None)),
        ("click", _, Some(Ok(handle))) => Some(Ask::Choose(handle)),
        ("click", "teach-unfold", _) => Some(Ask::Unfold),
        ("click", "teach-show", _) => Some(Ask::Show),
        ("click", "teach-forget", _) => Some(Ask::Forget),
        ("click", "teach-report", _) => Some(Ask::Report),
        ("click", other, _) => Some(Ask::About(Kind::from_name(other.strip_prefix("teach-kind-")?)?)),
        _ => None,
    }
}

/// What needs the admin's hands, or else what is to be done.
fn focus_first() {
    if !dom::focus("[data-gu=intake]") && !dom::focus("[role=status]") {
        dom::focus("[data-gu=expand]");
    }
}
