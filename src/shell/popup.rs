//! The window under the toolbar button: takes an account, shows the open cases with their clocks, opens the page.

use crate::core::case::Case;
use crate::core::clock::Mark;
use crate::core::intake;
use crate::core::panel::{Intake, Text};
use crate::core::policy::Settings;
use crate::core::route::{Cloud, Route};
use crate::protocol::{Refusal, Reply, ToWorker};
use crate::shell::dom::{self, El, el};
use crate::shell::draw;
use crate::shell::inbox::{Inbox, Takes};
use crate::shell::log;
use crate::shell::platform::BROWSER;
use crate::shell::port;
use crate::shell::texts::Texts;
use crate::shell::time::{self, Times};
use crate::shell::watch::{self, Listeners};
use gloo::timers::callback::Interval;
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// How often the clocks are drawn anew, in milliseconds.
const CLOCK_EVERY: u32 = 30_000;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = create)]
    async fn create_tab(details: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = query)]
    async fn query_tabs(filter: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = sendMessage)]
    async fn tell_tab(tab: i32, message: &JsValue) -> Result<JsValue, JsValue>;
    // Not `async` either: a side panel opens for a press and for nothing else. The first is Chromium's, the second Firefox's.
    // Where there is no such thing there is no name for it either: a store's linter takes `chrome.sidePanel.open` for a slip.
    type SidePanel;
    #[wasm_bindgen(thread_local_v2, js_namespace = chrome, js_name = sidePanel)]
    static SIDE_PANEL: Option<SidePanel>;
    #[wasm_bindgen(catch, method)]
    fn open(this: &SidePanel, place: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "sidebarAction"], js_name = open)]
    fn open_sidebar() -> Result<Promise, JsValue>;
    // Not `async`: the browser asks the admin only while their press is still being handled.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = request)]
    fn request_permissions(wanted: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = remove)]
    fn remove_permissions(unwanted: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = contains)]
    fn has_permissions(asked: &JsValue) -> Result<Promise, JsValue>;
}

thread_local! {
    /// The window lives as long as its document does, and so does this.
    static INBOX: Inbox<Popup> = Inbox::new();
}

/// Starts the popup.
#[wasm_bindgen]
pub fn popup() {
    INBOX.with(|inbox| inbox.open(Popup::new(inbox.clone())));
}

/// Everything that can happen to the popup.
enum Message {
    /// The texts are there.
    Read(Texts),
    /// The worker answered, or could not be reached.
    Answered(Option<Reply>),
    /// Start with what is in the box.
    Start,
    /// This is the account that was meant.
    Choose(String),
    /// Go on with this account.
    Resume(String),
    /// The user of this proven case can send again.
    Finish(String),
    /// Look whether the account of this proven case is still gone.
    Recheck(String),
    /// Open the page; nothing in particular is to be done there.
    Visit(Cloud),
    /// Allow the guide on the hosts of a cloud, or withdraw that.
    Allow(Cloud, bool),
    /// Whether it is allowed there.
    Allowed(Cloud, bool),
    /// Open a page of the extension.
    Show(&'static str),
    /// The tab in front, and whether the guide can run in it.
    Beside(Option<i32>, bool),
    /// Open the side panel.
    ShowSide,
    /// Time has passed.
    Tick,
}

struct Popup {
    inbox: Inbox<Popup>,
    texts: Option<Texts>,
    settings: Settings,
    finishing: bool,
    cases: Vec<Case>,
    /// The sovereign clouds that the guide may run in.
    allowed: Vec<Cloud>,
    intake: Intake,
    /// The window that the popup belongs to, once that is known.
    window: Option<i32>,
    /// The guide cannot run in the tab that is in front.
    cannot_run: bool,
    /// What went wrong with the worker.
    failure: Option<Text>,
    _listeners: Listeners,
    _clock: Interval,
}

impl Takes for Popup {
    type Message = Message;

    fn take(&mut self, message: Message) {
        match message {
            Message::Read(texts) => {
                self.texts = Some(texts);
                self.render();
                dom::focus("[data-gu=intake]");
                return;
            }
            Message::Answered(Some(Reply::Cases { cases })) => self.cases = cases,
            Message::Answered(Some(Reply::Settings { settings, .. })) => {
                self.settings = *settings;
                let put = self.inbox.clone();
                Texts::for_page(&self.settings, move |texts| put.put(Message::Read(texts)));
            }
            Message::Answered(Some(Reply::Case { .. })) if std::mem::take(&mut self.finishing) => {
                self.ask(ToWorker::Cases);
            }
            Message::Answered(Some(Reply::Case { case })) => {
                open(case.cloud().unwrap_or(Cloud::Worldwide).list_url(case.tenant.as_deref()));
            }
            Message::Visit(cloud) => open(cloud.list_url(None)),
            Message::Allow(cloud, wanted) => self.allow(cloud, wanted),
            Message::Allowed(cloud, is) => {
                self.allowed.retain(|known| *known != cloud);
                self.allowed.extend(is.then_some(cloud));
            }
            Message::Answered(Some(Reply::Refused { why: Refusal::QueueElsewhere })) => {
                self.failure = Some(Text::new("elsewhere.open_in_tab"));
            }
            Message::Answered(_) => self.failure = Some(Text::new("popup.failed")),
            Message::Start => {
                let intake = gloo::utils::document().get_element_by_id("intake");
                self.start(&intake.as_ref().and_then(dom::value_of).unwrap_or_default());
            }
            Message::Choose(subject) => self.start(&subject),
            Message::Resume(subject) => self.ask(ToWorker::Open { subject, document: String::new() }),
            Message::Finish(case) => {
                self.finishing = true;
                self.ask(ToWorker::Finish { case });
            }
            Message::Recheck(case) => self.ask(ToWorker::Recheck { case }),
            Message::Show(page) => open(page.to_owned()),
            Message::Beside(window, runs) => (self.window, self.cannot_run) = (window, !runs),
            Message::ShowSide => self.show_side(),
            Message::Tick => {}
        }
        self.render();
    }
}

impl Popup {
    fn new(inbox: Inbox<Popup>) -> Popup {
        let mut listeners = Listeners::default();
        listeners.follow_system();
        for name in ["click", "submit", "keydown"] {
            let put = inbox.clone();
            listeners.on_document(name, move |event| {
                let message = understood(event);
                if event.type_() == "submit" || (event.type_() == "keydown" && message.is_some()) {
                    event.prevent_default();
                }
                if let Some(message) = message {
                    put.put(message);
                }
            });
        }
        let put = inbox.clone();
        let popup = Popup {
            inbox,
            texts: None,
            settings: Settings::default(),
            finishing: false,
            cases: Vec::new(),
            allowed: Vec::new(),
            intake: Intake::default(),
            window: None,
            cannot_run: false,
            failure: None,
            _listeners: listeners,
            _clock: Interval::new(CLOCK_EVERY, move || put.put(Message::Tick)),
        };
        popup.ask(ToWorker::Settings);
        popup.ask(ToWorker::Cases);
        popup.look_beside();
        for cloud in Cloud::SOVEREIGN {
            popup.hear(cloud, has_permissions(&hosts_of(cloud)), true);
        }
        popup
    }

    /// Looks which tab is in front, and whether the guide can run in it.
    fn look_beside(&self) {
        let put = self.inbox.clone();
        spawn_local(async move {
            match tab_in_front().await {
                Ok((window, runs)) => put.put(Message::Beside(window, runs)),
                Err(error) => log::warn("no tab is in front:", &error),
            }
        });
    }

    fn show_side(&mut self) {
        let opened = SIDE_PANEL.with(|panel| match panel.as_ref().zip(self.window) {
            Some((panel, window)) => object("windowId", window.into()).and_then(|place| panel.open(&place)),
            None => Err(JsValue::UNDEFINED),
        });
        match opened.or_else(|_| open_sidebar()) {
            Ok(opening) => spawn_local(async move {
                match JsFuture::from(opening).await {
                    Ok(_) => close(),
                    Err(error) => log::error("the side panel did not open:", &error),
                }
            }),
            Err(error) => {
                log::error("the browser has no side panel:", &error);
                self.failure = Some(Text::new("popup.failed"));
            }
        }
    }

    /// Asks the browser, which asks the admin, for the hosts of a cloud; or gives them back.
    fn allow(&self, cloud: Cloud, wanted: bool) {
        let hosts = hosts_of(cloud);
        let answer = if wanted { request_permissions(&hosts) } else { remove_permissions(&hosts) };
        self.hear(cloud, answer, wanted);
    }

    /// Waits for the browser's yes or no; `allowed` is what its yes means.
    fn hear(&self, cloud: Cloud, answer: Result<Promise, JsValue>, allowed: bool) {
        let put = self.inbox.clone();
        spawn_local(async move {
            let answer = match answer {
                Ok(promise) => JsFuture::from(promise).await,
                Err(error) => Err(error),
            };
            match answer {
                Ok(yes) => put.put(Message::Allowed(cloud, yes.is_truthy() == allowed)),
                Err(error) => log::error("the browser did not say what is allowed:", &error),
            }
        });
    }

    fn ask(&self, question: ToWorker) {
        let put = self.inbox.clone();
        port::ask_for(question, move |answer| put.put(Message::Answered(answer)));
    }

    fn start(&mut self, text: &str) {
        self.failure = None;
        match intake::take(text, &self.intake, js_sys::Date::now(), &BROWSER) {
            Ok(subjects) => {
                self.intake = Intake { value: text.to_owned(), filled: self.intake.filled, ..Intake::default() };
                let document = String::new();
                self.ask(match <[String; 1]>::try_from(subjects) {
                    Ok([subject]) => ToWorker::Open { subject, document },
                    Err(subjects) => ToWorker::OpenAll { subjects, document },
                });
            }
            Err(shown) => {
                self.intake = *shown;
                self.render();
                dom::focus("[data-gu=intake]");
            }
        }
    }

    fn render(&self) {
        let Some(texts) = &self.texts else { return };
        let details = self.intake.details.iter().map(|text| el("p").class("detail").children(draw::words(texts, text)));
        let details = details.chain(draw::beside(texts, &Times::new(texts.language()), &self.intake));
        let mut parts = vec![
            el("div").key("header").class("header").children([draw::logo(), draw::title()]),
            draw::intake(texts, &self.intake, Some(self.intake.said.as_ref().unwrap_or(&Text::new("intake.ask")))),
            draw::alert_region(texts, None, self.failure.as_ref().or(self.intake.problem.as_ref())),
            el("div").key("details").class("details").children(details),
            el("p").key("visit").children([link(Cloud::Worldwide, texts.say("popup.open"))]),
            el("p").key("way").class("hint").text(texts.say("popup.alert_way")),
            self.side(texts),
        ];
        if !self.cases.is_empty() {
            parts.push(self.cases(texts));
        }
        parts.push(self.clouds(texts));
        if self.settings.kept > 0 {
            let kept = Text::new("popup.kept").with("number", self.settings.kept.to_string());
            parts.push(el("p").key("kept").class("hint").text(texts.sentence(&kept)));
        }
        let to = |hook: &'static str, page: &str, key: &str| {
            el("a").class("link").hook(hook).with("href", page).text(texts.say(key))
        };
        parts.push(el("p").key("pages").class("pages").children([
            to("show-history", "history.html", "history.title"),
            to("show-options", "options.html", "options.title"),
        ]));
        if let Err(error) = dom::patch(&gloo::utils::body(), &[el("main").children(parts)]) {
            log::error("the popup could not be drawn:", &error);
        }
    }

    /// The way to the side panel, and when it is the only one.
    fn side(&self, texts: &Texts) -> El {
        let hint = if self.cannot_run { "popup.cannot_run" } else { "popup.side_hint" };
        let button = el("button").class("button").hook("show-side").with("type", "button");
        el("div")
            .key("side")
            .class("side")
            .with_some("data-only", self.cannot_run.then_some("true"))
            .children([el("p").class("hint").text(texts.say(hint)), button.text(texts.say("popup.side"))])
    }

    /// Of the users of a queue that nobody has begun with, only the first.
    fn is_shown(&self, case: &Case) -> bool {
        let untouched = |case: &Case| case.is_waiting() && !case.gate.is_open() && case.listed.is_none();
        let Some(place) = case.queue.as_ref().filter(|_| untouched(case)) else { return true };
        let is_before = |other: &Case| {
            other.is_waiting()
                && other.queue.as_ref().is_some_and(|it| it.queue == place.queue && it.number < place.number)
        };
        !self.cases.iter().any(is_before)
    }

    /// The sovereign clouds: the guide runs there once the admin has allowed it.
    fn clouds(&self, texts: &Texts) -> El {
        let say = |key, cloud: Cloud| texts.sentence(&Text::new(key).with("cloud", cloud.name()));
        let press = |hook: &'static str, key, cloud: Cloud| {
            el("button")
                .key(format!("{hook} {}", cloud.name()))
                .class("button")
                .hook(hook)
                .with("type", "button")
                .with("data-cloud", cloud.name())
                .text(say(key, cloud))
        };
        let lines = Cloud::SOVEREIGN.into_iter().map(|cloud| {
            let line = el("li").key(cloud.name());
            if self.allowed.contains(&cloud) {
                line.children([link(cloud, &say("popup.open_in", cloud)), press("withdraw", "popup.withdraw", cloud)])
            } else {
                line.children([press("allow", "popup.allow", cloud)])
            }
        });
        el("section").key("clouds").class("cases").with("aria-labelledby", "clouds").children([
            el("h2").class("label").with("id", "clouds").text(texts.say("popup.clouds")),
            el("ul").with("role", "list").children(lines),
        ])
    }

    fn cases(&self, texts: &Texts) -> El {
        let (now, times) = (js_sys::Date::now(), Times::new(texts.language()));
        let lines = self
            .cases
            .iter()
            .filter(|case| self.is_shown(case))
            .map(|case| el("li").key(&case.id).children([line(case, texts, &times, now, &self.settings)]));
        el("section").key("cases").class("cases").with("aria-labelledby", "cases").children([
            el("h2").class("label").with("id", "cases").text(texts.say("popup.cases")),
            el("ul").with("role", "list").children(lines),
        ])
    }
}

/// The way to the list of a cloud.
fn link(cloud: Cloud, words: &str) -> El {
    el("a")
        .key("link")
        .class("link")
        .hook("visit")
        .with("href", cloud.list_url(None))
        .with("data-cloud", cloud.name())
        .text(words)
}

/// The hosts of a cloud, as the browser wants them named.
fn hosts_of(cloud: Cloud) -> JsValue {
    let origins: Array = cloud.origins().map(JsValue::from).collect();
    object("origins", origins.into()).unwrap_or_else(|error| {
        log::error("the hosts could not be named:", &error);
        JsValue::UNDEFINED
    })
}

/// An object with one entry.
fn object(name: &str, value: JsValue) -> Result<JsValue, JsValue> {
    let object = Object::new();
    Reflect::set(&object, &name.into(), &value)?;
    Ok(object.into())
}

/// The window of the tab in front, and whether the guide can run in that tab: the browser tells the address of the portal's
/// pages alone, and on the list's somebody listens.
async fn tab_in_front() -> Result<(Option<i32>, bool), JsValue> {
    let filter = object("active", true.into())?;
    Reflect::set(&filter, &"currentWindow".into(), &true.into())?;
    let tab = Array::from(&query_tabs(&filter).await?).get(0);
    let get = |name: &str| Reflect::get(&tab, &name.into());
    let number = |value: JsValue| value.as_f64().map(|number| number as i32);
    let window = number(get("windowId")?);
    let route = Route::of(&get("url")?.as_string().unwrap_or_default());
    let runs = match number(get("id")?) {
        // A page that is still loading has nobody who listens yet.
        Some(tab) if route.is_list() && get("status")? == "complete" => tell_tab(tab, &Object::new()).await.is_ok(),
        _ => route.cloud().is_some(),
    };
    Ok((window, runs))
}

/// One open case: while something is left to do a button, afterwards its clock.
fn line(case: &Case, texts: &Texts, times: &Times, now: f64, settings: &Settings) -> El {
    let subject = el("bdi").class("subject").text(&case.subject);
    let Some(free_since) = case.free_since() else {
        let how = match (&case.committed, case.gate.is_open()) {
            (Some(_), _) => "popup.confirmed",
            (None, true) => "popup.working",
            (None, false) => "popup.secure",
        };
        let name = texts.sentence(&Text::new("popup.resume").with("subject", &case.subject));
        let user = case.queue.as_ref().map(|place| {
            let text = Text::new("queue.position").with("number", place.number.to_string());
            format!(" · {}", texts.sentence(&text.with("total", place.total.to_string())))
        });
        let how = el("span").class("how").text(format!("{}{}", texts.say(how), user.unwrap_or_default()));
        return el("button")
            .class("case")
            .hook("resume")
            .with("type", "button")
            .with("title", name)
            .with("data-subject", case.subject.as_str())
            .children([subject, how]);
    };
    let is_proven = case.proven_at.is_some();
    let free = Text::new(if is_proven { "popup.proven" } else { "popup.by_hand" });
    let proven = free.with("time", times.moment(free_since, now));
    let mut said = vec![el("span").class(if is_proven { "how proven" } else { "how" }).text(texts.sentence(&proven))];
    if case.back_at.is_some() {
        said.push(el("span").class("how back").text(texts.say("popup.back")));
    } else if let Some(next) = Mark::ahead(free_since, now, settings.marks) {
        let at = next.at(free_since, settings.marks);
        let when = times.span(next.begins(free_since, settings.marks), at, now);
        let text = Text::new("popup.next").with("mark", texts.say(next.key())).with("time", when);
        said.push(el("time").class("how").with("datetime", time::machine(at)).text(texts.sentence(&text)));
    } else {
        said.push(el("span").class("how").text(texts.say("clock.overdue")));
        let contact = Some(&settings.support.contact).filter(|contact| !contact.is_empty());
        let contact = contact.map(|contact| Text::new("support.contact").with("contact", contact));
        said.extend(contact.map(|text| el("span").class("how").text(texts.sentence(&text))));
    }
    let act = |hook: &'static str, key: &str| {
        let label = texts.say(key);
        el("button")
            .class("button small")
            .hook(hook)
            .with("type", "button")
            .with("data-case", case.id.as_str())
            .with("data-subject", case.subject.as_str())
            .with("aria-label", format!("{label}: {}", case.subject))
            .text(label)
    };
    // What nobody has seen is not checked again: the list is opened, and the guide looks.
    let look = if is_proven { act("recheck", "button.recheck") } else { act("resume", "popup.open") };
    let acts = el("div").class("acts").children([act("finish", "button.mail_works"), look]);
    el("div").class("case still").children(std::iter::once(subject).chain(said).chain([acts]))
}

/// Opens a page in a new tab; the popup has done its work then.
fn open(page: String) {
    spawn_local(async move {
        let opened = match object("url", page.into()) {
            Ok(details) => create_tab(&details).await,
            Err(error) => Err(error),
        };
        if let Err(error) = opened {
            log::error("the page could not be opened:", &error);
            return;
        }
        close();
    });
}

fn close() {
    if let Err(error) = gloo::utils::window().close() {
        log::warn("the popup stays open:", &error);
    }
}

/// What the admin means.
fn understood(event: &web_sys::Event) -> Option<Message> {
    let (hook, element) = dom::hook_of(event)?;
    let cloud = || Cloud::named(&element.get_attribute("data-cloud")?);
    match (event.type_().as_str(), hook.as_str()) {
        ("submit", "intake-form") => Some(Message::Start),
        ("keydown", "intake") if watch::is_enter(event) => Some(Message::Start),
        ("click", "resume") => Some(Message::Resume(element.get_attribute("data-subject")?)),
        ("click", "choose") => Some(Message::Choose(element.get_attribute("data-subject")?)),
        ("click", "finish") => Some(Message::Finish(element.get_attribute("data-case")?)),
        ("click", "recheck") => Some(Message::Recheck(element.get_attribute("data-case")?)),
        ("click", "visit") => {
            event.prevent_default();
            Some(Message::Visit(cloud()?))
        }
        ("click", "show-history") => {
            event.prevent_default();
            Some(Message::Show("history.html"))
        }
        ("click", "show-options") => {
            event.prevent_default();
            Some(Message::Show("options.html"))
        }
        ("click", "show-side") => Some(Message::ShowSide),
        ("click", "allow") => Some(Message::Allow(cloud()?, true)),
        ("click", "withdraw") => Some(Message::Allow(cloud()?, false)),
        _ => None,
    }
}
