//! The options page: what the admin can choose, and what the organisation has chosen for them.

use crate::core::clock::Marks;
use crate::core::panel::Text;
use crate::core::policy::{Fixed, LANGUAGES, Options, Settings};
use crate::core::route::Cloud;
use crate::protocol::{Reply, ToWorker};
use crate::shell::dom::{self, El, el};
use crate::shell::draw;
use crate::shell::inbox::{Inbox, Takes};
use crate::shell::log;
use crate::shell::port;
use crate::shell::texts::Texts;
use crate::shell::watch::Listeners;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

/// The languages in their own words, in the order of [`LANGUAGES`].
const NAMES: [&str; LANGUAGES.len()] = [
    "English",
    "Norsk bokmål",
    "Svenska",
    "Dansk",
    "Deutsch",
    "Français",
    "Español",
    "Português (Brasil)",
    "Nederlands",
    "Italiano",
    "Polski",
    "日本語",
    "العربية",
];

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = contains)]
    async fn has_permission(wanted: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = request)]
    async fn request_permission(wanted: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = remove)]
    async fn remove_permission(wanted: &JsValue) -> Result<JsValue, JsValue>;
}

/// The clouds the guide works in only where the admin lets it.
const CLOUDS: [(Cloud, &str, &str); 2] =
    [(Cloud::GccHigh, "gcc-high", "options.cloud_gcc_high"), (Cloud::Dod, "dod", "options.cloud_dod")];

thread_local! {
    /// The page lives as long as its document does, and so does this.
    static INBOX: Inbox<Page> = Inbox::new();
}

/// Starts the options page.
#[wasm_bindgen]
pub fn options() {
    INBOX.with(|inbox| inbox.open(Page::new(inbox.clone())));
}

/// Everything that can happen to the page.
enum Message {
    /// The texts are there.
    Read(Texts),
    /// The worker answered, or could not be reached.
    Answered(Option<Reply>),
    /// Whether the guide works in a cloud.
    Cloud(usize, bool),
    /// Let it work there, or not.
    Ask(usize, bool),
    /// Store what is in the form.
    Save,
}

struct Page {
    inbox: Inbox<Page>,
    texts: Option<Texts>,
    settings: Settings,
    options: Options,
    clouds: [bool; CLOUDS.len()],
    saving: bool,
    said: Option<&'static str>,
    problem: Option<&'static str>,
    _listeners: Listeners,
}

impl Takes for Page {
    type Message = Message;

    fn take(&mut self, message: Message) {
        match message {
            Message::Read(texts) => self.texts = Some(texts),
            Message::Answered(Some(Reply::Settings { settings, options })) => {
                self.settings = *settings;
                self.options = options;
                self.said = std::mem::take(&mut self.saving).then_some("options.saved");
                let put = self.inbox.clone();
                Texts::for_page(&self.settings, move |texts| put.put(Message::Read(texts)));
            }
            Message::Answered(_) => self.problem = Some("options.failed"),
            Message::Cloud(at, is_on) => {
                if let Some(cloud) = self.clouds.get_mut(at) {
                    *cloud = is_on;
                }
            }
            Message::Ask(at, wanted) => self.ask_for_cloud(at, Some(wanted)),
            Message::Save => self.save(),
        }
        self.render();
    }
}

impl Page {
    fn new(inbox: Inbox<Page>) -> Page {
        let mut listeners = Listeners::default();
        listeners.follow_system();
        for name in ["click", "submit"] {
            let put = inbox.clone();
            listeners.on_document(name, move |event| {
                if event.type_() == "submit" {
                    event.prevent_default();
                }
                if let Some(message) = understood(event) {
                    put.put(message);
                }
            });
        }
        let page = Page {
            inbox,
            texts: None,
            settings: Settings::default(),
            options: Options::default(),
            clouds: [false; CLOUDS.len()],
            saving: false,
            said: None,
            problem: None,
            _listeners: listeners,
        };
        page.ask(ToWorker::Settings);
        for at in 0..CLOUDS.len() {
            page.ask_for_cloud(at, None);
        }
        page
    }

    fn ask(&self, question: ToWorker) {
        let put = self.inbox.clone();
        port::ask_for(question, move |answer| put.put(Message::Answered(answer)));
    }

    /// Looks whether the guide may work in a cloud, after asking the browser to let it, or not to.
    fn ask_for_cloud(&self, at: usize, wanted: Option<bool>) {
        let Some((cloud, ..)) = CLOUDS.get(at) else { return };
        let put = self.inbox.clone();
        let hosts: Array = cloud.hosts().map(|host| JsValue::from(format!("https://{host}/*"))).collect();
        let wish = Object::new();
        if let Err(error) = Reflect::set(&wish, &"origins".into(), &hosts) {
            log::error("the browser could not be asked:", &error);
            return;
        }
        spawn_local(async move {
            // The browser asks the admin; it does so only while their own click is being handled, so nothing comes before.
            let asked = match wanted {
                Some(true) => request_permission(&wish).await,
                Some(false) => remove_permission(&wish).await,
                None => Ok(JsValue::TRUE),
            };
            if let Err(error) = asked {
                log::error("the browser did not change it:", &error);
            }
            let is_on = has_permission(&wish).await.is_ok_and(|is_on| is_on.is_truthy());
            put.put(Message::Cloud(at, is_on));
        });
    }

    fn save(&mut self) {
        (self.problem, self.said) = (None, None);
        let language = LANGUAGES
            .into_iter()
            .find(|language| input(&format!("language-{language}")).is_some_and(|it| it.checked()));
        // Reading a number is the browser's: its tables alone would be ten kilobytes of the Wasm module.
        let number = |id: &str| {
            let typed = input(id)?.value().trim().replace(',', ".");
            let number = JsValue::from_str(&typed).unchecked_into_f64();
            (!typed.is_empty() && !number.is_nan()).then_some(number)
        };
        let mut options = Options { language: language.map(str::to_owned), ..self.options.clone() };
        if !self.settings.has_fixed(Fixed::Retention) {
            let days = number("retention").filter(|days| days.fract() == 0.0 && (1.0..=366.0).contains(days));
            let Some(days) = days else { return self.refuse("options.retention_bad", "retention") };
            options.retention_days = Some(days as u32);
        }
        if !self.settings.has_fixed(Fixed::Marks) {
            let marks = number("may-work").zip(number("expected")).zip(number("overdue"));
            let marks = marks.map(|((may_work, expected), overdue)| Marks { may_work, expected, overdue });
            let Some(marks) = marks.filter(Marks::are_sound) else {
                return self.refuse("options.marks_bad", "may-work");
            };
            options.marks = Some(marks);
        }
        self.saving = true;
        self.ask(ToWorker::Choose { options });
    }

    fn refuse(&mut self, problem: &'static str, id: &str) {
        self.problem = Some(problem);
        dom::focus(&format!("#{id}"));
    }

    fn render(&self) {
        let Some(texts) = &self.texts else { return };
        let mut parts = draw::page_head(texts, "options.title", "options.lead");
        let problem = self.problem.map(Text::new);
        let status = self.said.map(|key| el("span").text(texts.say(key)));
        parts.push(
            el("form").key("form").class("form").hook("form").with("novalidate", "").children([
                self.language(texts),
                self.retention(texts),
                self.marks(texts),
                draw::alert_region(texts, None, problem.as_ref()),
                el("div").class("saving").children([
                    el("button")
                        .class("button primary")
                        .hook("save")
                        .with("type", "submit")
                        .text(texts.say("options.save")),
                    el("p").class("said").with("role", "status").children(status),
                ]),
            ]),
        );
        parts.push(self.clouds(texts));
        parts.push(self.organisation(texts));
        if let Err(error) = dom::patch(&gloo::utils::body(), &[el("main").children(parts)]) {
            log::error("the options could not be drawn:", &error);
        }
    }

    /// A group of the form, and whether the organisation has set it.
    fn group(&self, texts: &Texts, key: &'static str, fixed: bool, parts: Vec<El>) -> El {
        let note = fixed.then(|| el("p").class("fixed").text(texts.say("options.fixed")));
        let legend = el("legend").class("label").text(texts.say(key));
        el("fieldset")
            .key(key)
            .class("group")
            .with_some("disabled", fixed.then_some(""))
            .children(std::iter::once(legend).chain(note).chain(parts))
    }

    fn language(&self, texts: &Texts) -> El {
        let choice = |id: String, name: El, chosen: bool| {
            let radio = el("input").with("type", "radio").with("name", "language").with("id", id).checked(chosen);
            el("label").class("check").children([radio, name])
        };
        let chosen = self.settings.language.as_deref();
        let languages = &self.settings.languages;
        let allowed = |language: &str| languages.is_empty() || languages.iter().any(|known| known == language);
        let auto = el("span").text(texts.say("options.language_auto"));
        let mut choices = vec![choice("language-auto".into(), auto, chosen.is_none())];
        for (language, name) in LANGUAGES.into_iter().zip(NAMES).filter(|(language, _)| allowed(language)) {
            let name = el("span").with("lang", language).with("dir", "auto").text(name);
            choices.push(choice(format!("language-{language}"), name, chosen == Some(language)));
        }
        self.group(texts, "options.language", languages.len() == 1, choices)
    }

    fn retention(&self, texts: &Texts) -> El {
        let field = field("retention", &self.settings.retention_days.to_string(), "retention-hint")
            .with("aria-label", texts.say("options.retention"));
        let hint = el("p").class("hint").with("id", "retention-hint").text(texts.say("options.retention_hint"));
        self.group(texts, "options.retention", self.settings.has_fixed(Fixed::Retention), vec![field, hint])
    }

    fn marks(&self, texts: &Texts) -> El {
        let marks = self.settings.marks;
        let rows = [
            ("may-work", "options.may_work", marks.may_work),
            ("expected", "options.expected", marks.expected),
            ("overdue", "options.overdue", marks.overdue),
        ];
        let rows = rows.map(|(id, key, hours)| {
            el("div").class("pair").children([
                el("label").with("for", id).text(texts.say(key)),
                field(id, &hours.to_string(), "marks-hint"),
            ])
        });
        let hint = el("p").class("hint").with("id", "marks-hint").text(texts.say("options.marks_hint"));
        let parts = rows.into_iter().chain([hint]).collect();
        self.group(texts, "options.marks", self.settings.has_fixed(Fixed::Marks), parts)
    }

    fn clouds(&self, texts: &Texts) -> El {
        let mut parts = vec![
            el("h2").class("label").text(texts.say("options.clouds")),
            el("p").text(texts.say("options.clouds_worldwide")),
        ];
        for (at, (_, id, key)) in CLOUDS.iter().enumerate() {
            let is_on = self.clouds.get(at) == Some(&true);
            let (state, act) = if is_on {
                ("options.cloud_on", "options.cloud_deny")
            } else {
                ("options.cloud_off", "options.cloud_allow")
            };
            let name = texts.say(key);
            parts.push(
                el("div").key(*id).class("pair").children([
                    el("span").text(format!("{name}: {}", texts.say(state))),
                    el("button")
                        .class("button")
                        .hook("cloud")
                        .with("type", "button")
                        .with("data-cloud", at.to_string())
                        .with("data-on", if is_on { "true" } else { "false" })
                        .with("aria-label", format!("{name}: {}", texts.say(act)))
                        .text(texts.say(act)),
                ]),
            );
        }
        el("section").key("clouds").class("group").children(parts)
    }

    fn organisation(&self, texts: &Texts) -> El {
        let settings = &self.settings;
        let mut parts = vec![el("h2").class("label").text(texts.say("options.organisation"))];
        let mut say = |text: Text| parts.push(el("p").text(texts.sentence(&text)));
        for (list, key) in [
            (&settings.required_checks, "options.checks"),
            (&settings.tenants, "options.tenants"),
            (&settings.hosts, "options.hosts"),
        ] {
            if !list.is_empty() {
                say(Text::new(key).with("list", list.join(", ")));
            }
        }
        if settings.has_fixed(Fixed::Skipping) {
            say(Text::new(if settings.no_skipping { "options.skipping" } else { "options.skipping_allowed" }));
        }
        if !settings.support.contact.is_empty() {
            say(Text::new("support.contact").with("contact", &settings.support.contact));
        }
        if settings.fixed.is_empty() {
            say(Text::new("options.no_policy"));
        }
        if !settings.support.link.is_empty() {
            parts.push(
                el("p").children([el("a")
                    .class("link")
                    .with("href", settings.support.link.as_str())
                    .with("target", "_blank")
                    .with("rel", "noopener noreferrer")
                    .text(texts.say("support.link"))]),
            );
        }
        if !settings.problems.is_empty() {
            parts.push(el("p").class("problems").text(texts.say("options.problems")));
            let problems = settings.problems.iter().map(|problem| {
                el("li").text(texts.sentence(&Text::new(problem.why.key()).with("name", &problem.name)))
            });
            parts.push(el("ul").class("problems").children(problems));
        }
        el("section").key("organisation").class("group").children(parts)
    }
}

fn field(id: &'static str, value: &str, hint: &'static str) -> El {
    el("input")
        .class("box short")
        .with("id", id)
        .with("type", "text")
        .with("inputmode", "decimal")
        .with("autocomplete", "off")
        .with("aria-describedby", hint)
        .value(value)
}

fn input(id: &str) -> Option<HtmlInputElement> {
    gloo::utils::document().get_element_by_id(id)?.dyn_into().ok()
}

/// What the admin means.
fn understood(event: &web_sys::Event) -> Option<Message> {
    let (hook, element) = dom::hook_of(event)?;
    match (event.type_().as_str(), hook.as_str()) {
        ("submit", "form") => Some(Message::Save),
        ("click", "cloud") => {
            let at = element.get_attribute("data-cloud")?.parse().ok()?;
            Some(Message::Ask(at, element.get_attribute("data-on")? != "true"))
        }
        _ => None,
    }
}
