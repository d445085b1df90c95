//! The history page: what happened in each case, with a picture of it; files to keep; and a way to erase all of it.
//!
//! Files are links that the admin follows, made beforehand: nothing here presses anything by itself.

use crate::core::history::{self, Basis, Chapter, Entry, Picture};
use crate::core::panel::Text;
use crate::core::policy::Settings;
use crate::core::report::{self, Words};
use crate::protocol::{Reply, ToWorker};
use crate::shell::dom::{self, El, el};
use crate::shell::draw;
use crate::shell::file::File;
use crate::shell::inbox::{Inbox, Takes};
use crate::shell::log;
use crate::shell::platform::BROWSER;
use crate::shell::port::{self, plain};
use crate::shell::storage;
use crate::shell::texts::Texts;
use crate::shell::time::{self, Times};
use crate::shell::watch::Listeners;
use js_sys::JSON;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Width and height of the picture of a case, in its own units; it is drawn as wide as there is room.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 28.0;
/// Room at both ends, so that no point is cut off.
const EDGE: f64 = 8.0;

thread_local! {
    /// The page lives as long as its document does, and so does this.
    static INBOX: Inbox<History> = Inbox::new();
}

/// Starts the history page.
#[wasm_bindgen]
pub fn history() {
    INBOX.with(|inbox| inbox.open(History::new(inbox.clone())));
}

/// Everything that can happen to the page.
enum Message {
    /// The texts are there.
    Read(Texts),
    /// The worker answered, or could not be reached.
    Answered(Option<Reply>),
    /// What could not be read, as it was.
    Kept(JsValue),
    /// Something else is looked for.
    Search(String),
    /// Print the page.
    Print,
    /// Whether to erase everything: ask, do it, or leave it.
    Erase(Option<bool>),
}

struct History {
    inbox: Inbox<History>,
    texts: Option<Texts>,
    settings: Settings,
    entries: Vec<Entry>,
    files: Vec<(String, File)>,
    kept: Option<File>,
    query: String,
    asking: bool,
    said: Option<&'static str>,
    _listeners: Listeners,
}

impl Takes for History {
    type Message = Message;

    fn take(&mut self, message: Message) {
        match message {
            Message::Read(texts) => {
                self.texts = Some(texts);
                self.make_files();
            }
            Message::Answered(Some(Reply::Settings { settings, .. })) => {
                self.settings = *settings;
                let put = self.inbox.clone();
                Texts::for_page(&self.settings, move |texts| put.put(Message::Read(texts)));
            }
            Message::Answered(Some(Reply::Record { entries })) => {
                self.entries = entries;
                self.make_files();
            }
            Message::Answered(Some(Reply::Done)) => {
                self.said = Some("history.erased");
                self.kept = None;
                self.settings.kept = 0;
                self.ask(ToWorker::Record);
            }
            Message::Answered(_) => self.said = Some("history.failed"),
            Message::Kept(kept) => {
                let text = JSON::stringify_with_replacer_and_space(&kept, &JsValue::NULL, &2.into());
                self.kept = text.and_then(|text| File::new(&String::from(text), "application/json")).ok();
            }
            Message::Search(query) => self.query = query,
            Message::Print => {
                if let Err(error) = gloo::utils::window().print() {
                    log::warn("the page was not printed:", &error);
                }
            }
            Message::Erase(None) => (self.asking, self.said) = (true, None),
            Message::Erase(Some(erase)) => {
                self.asking = false;
                if erase {
                    self.ask(ToWorker::Erase);
                }
            }
        }
        self.render();
    }
}

impl History {
    fn new(inbox: Inbox<History>) -> History {
        let mut listeners = Listeners::default();
        listeners.follow_system();
        for name in ["click", "input"] {
            let put = inbox.clone();
            listeners.on_document(name, move |event| {
                if let Some(message) = understood(event) {
                    put.put(message);
                }
            });
        }
        let page = History {
            inbox,
            texts: None,
            settings: Settings::default(),
            entries: Vec::new(),
            files: Vec::new(),
            kept: None,
            query: String::new(),
            asking: false,
            said: None,
            _listeners: listeners,
        };
        page.ask(ToWorker::Settings);
        page.ask(ToWorker::Record);
        let put = page.inbox.clone();
        spawn_local(async move {
            match storage::kept(port::is_private()).await {
                Ok(kept) => put.put(Message::Kept(kept)),
                Err(error) => log::error("what is kept aside could not be read:", &error),
            }
        });
        page
    }

    fn ask(&self, question: ToWorker) {
        let put = self.inbox.clone();
        port::ask_for(question, move |answer| put.put(Message::Answered(answer)));
    }

    /// The files that can be saved, of all that is recorded.
    fn make_files(&mut self) {
        let Some(texts) = &self.texts else { return };
        let csv = File::new(&report::csv(&self.entries, &time::machine), "text/csv");
        let export = report::export(&self.entries, js_sys::Date::now(), &time::machine);
        let json = plain(&export)
            .map_err(JsValue::from)
            .and_then(|export| JSON::stringify_with_replacer_and_space(&export, &JsValue::NULL, &2.into()))
            .and_then(|text| File::new(&String::from(text), "application/json"));
        let mut files = vec![("csv".to_owned(), csv), ("json".to_owned(), json)];
        let words = Said { texts, times: Times::new(texts.language()) };
        for chapter in history::chapters(&self.entries, "", &BROWSER) {
            let text = report::markdown(&chapter, &words);
            files.push((chapter.case.to_owned(), File::new(&text, "text/markdown")));
        }
        self.files = files.into_iter().filter_map(|(name, file)| Some((name, file.ok()?))).collect();
    }

    fn file(&self, name: &str) -> Option<&str> {
        self.files.iter().find(|(known, _)| known == name).map(|(_, file)| file.address())
    }

    fn render(&self) {
        let Some(texts) = &self.texts else { return };
        let words = Said { texts, times: Times::new(texts.language()) };
        let chapters = history::chapters(&self.entries, &self.query, &BROWSER);
        let count = Text::new("history.count").with("number", chapters.len().to_string());
        let count = match (self.entries.is_empty(), chapters.is_empty()) {
            (true, _) => texts.say("history.empty").to_owned(),
            (false, true) => texts.say("history.no_match").to_owned(),
            (false, false) => texts.sentence(&count),
        };
        let mut parts = draw::page_head(texts, "history.title", "history.lead");
        if port::is_private() {
            parts.push(el("p").key("private").class("note").text(texts.say("history.private")));
        }
        parts.push(self.tools(texts));
        parts.extend(self.kept_aside(texts));
        parts.push(el("p").key("count").class("count").with("role", "status").text(count));
        let articles = chapters.iter().map(|chapter| self.article(chapter, &words));
        parts.push(el("div").key("cases").class("chapters").children(articles));
        parts.push(self.erasing(texts));
        if let Err(error) = dom::patch(&gloo::utils::body(), &[el("main").children(parts)]) {
            log::error("the history could not be drawn:", &error);
        }
    }

    fn tools(&self, texts: &Texts) -> El {
        let save = |hook: &'static str, file: &str, name: &str, key: &str| {
            el("a")
                .class("button")
                .hook(hook)
                .with_some("href", self.file(file))
                .with("download", name)
                .text(texts.say(key))
        };
        let mut tools = vec![
            el("div").key("search").class("search").children([
                el("label").class("label").with("for", "search").text(texts.say("history.search")),
                el("input")
                    .class("box")
                    .hook("search")
                    .with("id", "search")
                    .with("type", "search")
                    .with("dir", "auto")
                    .with("autocomplete", "off")
                    .with("aria-describedby", "search-hint"),
                el("p").class("hint").with("id", "search-hint").text(texts.say("history.search_hint")),
            ]),
        ];
        if !self.entries.is_empty() {
            tools.push(el("div").key("files").class("files").children([
                save("save-csv", "csv", "guided-unblock.csv", "history.save_csv"),
                save("save-json", "json", "guided-unblock.json", "history.save_json"),
                el("button").class("button").hook("print").with("type", "button").text(texts.say("history.print")),
            ]));
        }
        el("div").key("tools").class("tools").children(tools)
    }

    fn kept_aside(&self, texts: &Texts) -> Option<El> {
        let file = self.kept.as_ref().filter(|_| self.settings.kept > 0)?;
        let kept = Text::new("history.kept").with("number", self.settings.kept.to_string());
        Some(
            el("div").key("kept").class("note").children([
                el("p").text(texts.sentence(&kept)),
                el("a")
                    .class("link")
                    .hook("save-kept")
                    .with("href", file.address())
                    .with("download", "guided-unblock-kept-aside.json")
                    .text(texts.say("history.save_kept")),
            ]),
        )
    }

    fn article(&self, chapter: &Chapter, words: &Said) -> El {
        let texts = words.texts;
        let last = chapter.entries.last();
        let listed = last.and_then(|entry| entry.listed.as_ref()).filter(|listed| *listed != chapter.subject);
        let listed = listed.map(|listed| Text::new("history.listed").with("listed", listed));
        let tenant = last.and_then(|entry| entry.tenant.as_ref());
        let tenant = tenant.map(|tenant| Text::new("history.in_tenant").with("tenant", tenant));
        let facts = listed.into_iter().chain(tenant).map(|fact| el("p").class("hint").text(texts.sentence(&fact)));
        let heads = ["report.time", "report.event", "report.basis", "report.detail"]
            .map(|key| el("th").with("scope", "col").text(texts.say(key)));
        let rows = chapter.entries.iter().map(|entry| row(entry, words));
        let report = el("a")
            .class("link")
            .hook("save-report")
            .with_some("href", self.file(chapter.case))
            .with("download", format!("guided-unblock {}.md", chapter.subject))
            .with("aria-label", format!("{}: {}", texts.say("history.save_report"), chapter.subject))
            .text(texts.say("history.save_report"));
        el("article").key(chapter.case).class("chapter").children(
            [el("div")
                .class("chapter-head")
                .children([el("h2").class("subject").children([el("bdi").text(chapter.subject)]), report])]
            .into_iter()
            .chain(facts)
            .chain([
                drawing(&history::picture(chapter, self.settings.marks), texts),
                el("table")
                    .with("aria-label", texts.say("history.details"))
                    .children([el("thead").children([el("tr").children(heads)]), el("tbody").children(rows)]),
            ]),
        )
    }

    fn erasing(&self, texts: &Texts) -> El {
        let button = |hook: &'static str, key: &str, class: &str| {
            el("button").key(hook).class(class).hook(hook).with("type", "button").text(texts.say(key))
        };
        let mut parts = Vec::new();
        if self.asking {
            parts.push(el("p").key("ask").class("label").text(texts.say("history.erase_ask")));
            parts.push(button("erase-yes", "history.erase_yes", "button danger"));
            parts.push(button("erase-no", "history.erase_no", "button"));
        } else {
            parts.push(button("erase", "history.erase", "button"));
        }
        let said = self.said.map(|key| el("span").text(texts.say(key)));
        parts.push(el("p").key("said").class("said").with("role", "status").children(said));
        el("div").key("erasing").class("erasing").children(parts)
    }
}

fn row(entry: &Entry, words: &Said) -> El {
    let texts = words.texts;
    el("tr").key(entry.number.to_string()).children([
        el("td").children([el("time").with("datetime", time::machine(entry.at)).text(words.moment(entry.at))]),
        el("td").text(texts.say(entry.what.key())),
        el("td").class(basis_class(entry.what.basis())).text(texts.say(entry.what.basis().key())),
        el("td").class("detail").children([el("bdi").text(report::detail(entry, words))]),
    ])
}

/// The picture of a case. Everything in it stands in the table below it, too.
fn drawing(picture: &Picture, texts: &Texts) -> El {
    let at = |x: f64| EDGE + x * (WIDTH - 2.0 * EDGE);
    let middle = HEIGHT / 2.0;
    let line = |class: &str, from: (f64, f64), to: (f64, f64)| {
        el("line")
            .class(class)
            .with("x1", from.0.to_string())
            .with("y1", from.1.to_string())
            .with("x2", to.0.to_string())
            .with("y2", to.1.to_string())
    };
    let proven = picture.proven.unwrap_or(1.0);
    let mut parts = vec![line("work", (at(0.0), middle), (at(proven), middle))];
    if picture.proven.is_some() {
        parts.push(line("wait", (at(proven), middle), (at(1.0), middle)));
    }
    parts.extend(picture.ticks.iter().map(|tick| line("tick", (at(tick.x), middle - 7.0), (at(tick.x), middle + 7.0))));
    parts.extend(picture.points.iter().map(|point| {
        el("circle")
            .class(format!("dot {} {}", basis_class(point.what.basis()), point.what.name()))
            .with("cx", at(point.x).to_string())
            .with("cy", middle.to_string())
            .with("r", "5")
    }));
    el("svg")
        .class("picture")
        .with("viewBox", format!("0 0 {WIDTH} {HEIGHT}"))
        .with("role", "img")
        .with("aria-label", texts.say("history.picture"))
        .children(parts)
}

fn basis_class(basis: Basis) -> &'static str {
    basis.name()
}

/// Sentences and times of one language.
struct Said<'a> {
    texts: &'a Texts,
    times: Times,
}

impl Words for Said<'_> {
    fn say(&self, key: &str) -> String {
        self.texts.say(key).to_owned()
    }

    fn moment(&self, at: f64) -> String {
        self.times.date(at)
    }
}

/// What the admin means.
fn understood(event: &web_sys::Event) -> Option<Message> {
    let (hook, element) = dom::hook_of(event)?;
    match (event.type_().as_str(), hook.as_str()) {
        ("input", "search") => Some(Message::Search(dom::value_of(&element)?)),
        ("click", "print") => Some(Message::Print),
        ("click", "erase") => Some(Message::Erase(None)),
        ("click", "erase-yes") => Some(Message::Erase(Some(true))),
        ("click", "erase-no") => Some(Message::Erase(Some(false))),
        _ => None,
    }
}
