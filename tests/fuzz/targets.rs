//! What is run on each input, and what must hold whatever it is.

use guided_unblock::core::account::{Account, Likeness, powershell};
use guided_unblock::core::fold::{Native, label, plain};
use guided_unblock::core::guide::{Effect, Event, Guide};
use guided_unblock::core::hints;
use guided_unblock::core::intake::{self, Intake, Who};
use guided_unblock::core::journal::Journal;
use guided_unblock::core::labels::{Language, Matcher, Term};
use guided_unblock::core::layout::{self, Context, Report};
use guided_unblock::core::panel;
use guided_unblock::core::policy::{Options, Policy};
use guided_unblock::core::recognise::{language_of, recognise};
use guided_unblock::core::route::Route;
use guided_unblock::core::snapshot::Snapshot;
use guided_unblock::protocol::{FromAgent, Reply, ToAgent, ToWorker, VERSION};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Debug;

/// One parser.
pub struct Target {
    pub name: &'static str,
    /// Folders of `tests/fixtures` whose files are inputs, too.
    pub fixtures: &'static [&'static str],
    pub run: fn(&[u8]) -> Result<(), String>,
}

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "snapshot", fixtures: &[], run: snapshot },
    Target { name: "protocol", fixtures: &[], run: protocol },
    Target { name: "addresses", fixtures: &[], run: addresses },
    Target { name: "ndr", fixtures: &["ndr"], run: ndr },
    Target { name: "stored", fixtures: &[], run: stored },
    Target { name: "policy", fixtures: &[], run: policy },
    Target { name: "labels", fixtures: &[], run: labels },
    Target { name: "layout", fixtures: &["layouts"], run: layout },
];

/// Pieces that mean something to one of the parsers.
pub const WORDS: &[&str] = &[
    "\u{1e}",
    "\u{1f}",
    "\u{1d}",
    "@",
    "<",
    ">",
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    ";",
    "\r\n",
    "\n",
    "\0",
    "null",
    "true",
    "-1",
    "0",
    "4294967295",
    "1e999",
    "NaN",
    "schema",
    "99",
    "550 5.1.8",
    "5.7.711",
    "Final-Recipient: rfc822;",
    "From: ",
    "role=dialog",
    "role=row",
    "aria-hidden=true",
    "aria-rowcount=-1",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "ﬁ",
    "İ",
    "ß",
    "о",
    "😀",
    "\u{301}",
    "rob@contoso.com",
    "xn--",
    "https://security.microsoft.com/restrictedusers",
    "?tid=",
    "#/",
    "Unblock",
    "Fjern blokkering",
    "__proto__",
];

/// A promise, in words.
fn holds(promise: &str, kept: bool) -> Result<(), String> {
    if kept { Ok(()) } else { Err(promise.to_owned()) }
}

fn same<T: PartialEq + Debug>(promise: &str, one: &T, other: &T) -> Result<(), String> {
    if one == other { Ok(()) } else { Err(format!("{promise}: {one:?} is not {other:?}")) }
}

fn text(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}

/// A page: its tree is a tree, reading it again gives the same, and what is recognised in it is in it.
fn snapshot(input: &[u8]) -> Result<(), String> {
    let Ok(page) = Snapshot::parse(text(input)) else { return Ok(()) };
    let again = Snapshot::parse(page.as_str().to_owned()).map_err(|error| format!("not read again: {error}"))?;
    same("read again it has as many nodes", &again.len(), &page.len())?;
    holds("no more nodes than bytes", page.len() <= input.len())?;
    for node in page.nodes() {
        holds("a parent comes first", node.parent().is_none_or(|parent| parent.index() < node.index()))?;
        holds("a node ends within the page", node.index() < node.end() && node.end() <= page.len())?;
        holds("a node is inside its parent", node.parent().is_none_or(|parent| parent.contains(node)))?;
        // Text has no handle.
        holds("a node is found by its handle", node.handle() == 0 || page.by_handle(node.handle()).is_some())?;
    }
    let matcher = Matcher::new(language_of(&page));
    let view = recognise(&page, &matcher, &Native);
    same("recognised twice it shows the same", &recognise(&again, &matcher, &Native), &view)?;
    holds("a row is a node", view.list.rows.iter().all(|row| page.by_handle(row.handle).is_some()))?;
    holds("no more rows than nodes", view.list.rows.len() <= page.len())?;
    let targets = view.unblock.unique().into_iter().chain(&view.list.closed_group);
    holds("a target is a node", targets.into_iter().all(|target| page.by_handle(target.control().handle).is_some()))
}

/// A message in the form in which it crosses a boundary, read as `src/shell/port.rs` reads it: its kind stands beside its fields.
pub fn crossed<T: DeserializeOwned>(message: &Value) -> Option<T> {
    let fields = message.as_object()?;
    let kind = fields.get("kind")?.as_str()?.to_owned();
    let alone = fields.keys().all(|name| name == "kind" || name == "private");
    let message = if alone { kind.into() } else { Value::from_iter([(kind, message.clone())]) };
    serde_json::from_value(message).ok()
}

/// The same way back.
fn crossing<T: Serialize>(message: &T) -> Option<Value> {
    match serde_json::to_value(message).ok()? {
        Value::Object(named) => {
            let (kind, mut message) = named.into_iter().next()?;
            message.as_object_mut()?.insert("kind".to_owned(), kind.into());
            Some(message)
        }
        kind => Some(Value::from_iter([("kind".to_owned(), kind)])),
    }
}

fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(message: &Value) -> Result<Option<T>, String> {
    let Some(message) = crossed::<T>(message) else { return Ok(None) };
    let written = crossing(&message).ok_or("a message is not written")?;
    let read = crossed::<T>(&written).ok_or_else(|| format!("not read again: {written}"))?;
    same("a message goes there and back", &read, &message)?;
    Ok(Some(message))
}

/// A message: the same there and back; and a guide that has no case does nothing to the page for it.
fn protocol(input: &[u8]) -> Result<(), String> {
    let Ok(message) = serde_json::from_slice::<Value>(input) else { return Ok(()) };
    let _ = round_trip::<ToWorker>(&message)?;
    let _ = round_trip::<ToAgent>(&message)?;
    let reply = round_trip::<Reply>(&message)?;
    let said = round_trip::<FromAgent>(&message)?;
    let mut guide = Guide::new(&Native);
    let url = "https://security.microsoft.com/restrictedentities".to_owned();
    let hello = FromAgent::Hello { version: VERSION, document: "document".into(), untouched: true, url };
    guide.update(Event::Agent(hello), 1.0e12);
    for event in said.map(Event::Agent).into_iter().chain(reply.map(Event::Worker)) {
        for round in 0..3 {
            let effects = guide.update(event.clone(), 1.0e12 + f64::from(round) * 5_000.0);
            holds("few effects", effects.len() <= 12)?;
            let open = guide
                .case()
                .is_some_and(|case| case.gate.is_open() || case.committed.is_some() || case.proven_at.is_some());
            let touches = |effect: &Effect| {
                matches!(effect, Effect::Agent(ToAgent::Ring { .. } | ToAgent::Fill { .. } | ToAgent::Reload))
            };
            holds("without an open gate the page is left alone", open || !effects.iter().any(touches))?;
            holds("there is an instruction", !guide.panel(1.0e12).instruction.key.is_empty())?;
        }
    }
    Ok(())
}

/// One address: read again it is the same, it is itself, and no command can be broken out of.
fn address(typed: &str) -> Result<(), String> {
    let Ok(account) = Account::parse(typed, &Native) else { return Ok(()) };
    let again = Account::parse(account.address(), &Native).map_err(|error| format!("not read again: {error:?}"))?;
    same("an address is the same read again", &again.address(), &account.address())?;
    same("and so is its key", &again.key(), &account.key())?;
    holds("an account is itself", account.compare(account.address(), &Native) == Likeness::Same)?;
    holds("an address is short", account.address().len() <= 1_000)?;
    let quotes = powershell(account.address()).chars().filter(|c| matches!(c, '\'' | '‘' | '’' | '‚' | '‛')).count();
    holds("the quotes of a command come in pairs", quotes.is_multiple_of(2))
}

fn in_intake(read: &Intake) -> Vec<&Account> {
    match read {
        Intake::One(account) | Intake::Restricted(Who::Sender(account)) => vec![account],
        Intake::Several(accounts, _) | Intake::Restricted(Who::Unclear(accounts)) => accounts.iter().collect(),
        _ => Vec::new(),
    }
}

/// What was typed: every account in it is one, each once, and starting twice starts the same.
fn addresses(input: &[u8]) -> Result<(), String> {
    let typed = text(input);
    address(&typed)?;
    let _ = Route::of(&typed).is_list();
    let read = intake::read(&typed, &Native);
    let accounts = in_intake(&read);
    accounts.iter().try_for_each(|account| address(account.address()))?;
    let keys: std::collections::BTreeSet<_> = accounts.iter().map(|account| account.key()).collect();
    same("each account once", &keys.len(), &accounts.len())?;
    let before = panel::Intake::default();
    let take = || intake::take(&typed, &before, 1.0e12, &Native).map_err(|shown| *shown);
    same("taken twice it is the same", &format!("{:?}", take()), &format!("{:?}", take()))
}

/// A bounce: the kind of line break changes nothing, and neither does space around it.
fn ndr(input: &[u8]) -> Result<(), String> {
    addresses(input)?;
    let message = text(input).replace('\r', "");
    let read = |text: &str| match intake::read(text, &Native) {
        // What is wrong with it first may well be its length, which counts the line breaks.
        Intake::Problem(_) => "a problem".to_owned(),
        read => format!("{read:?}"),
    };
    same("line breaks of another system", &read(&message.replace('\n', "\r\n")), &read(&message))
}

/// What was stored: whatever can be read of it is read to the last piece once it was written by this version.
fn stored(input: &[u8]) -> Result<(), String> {
    let Ok(value) = serde_json::from_slice::<Value>(input) else { return Ok(()) };
    let (journal, aside) = Journal::read(Some(value.clone()));
    holds("no more pieces than there were", aside.len() + journal.cases.len() <= input.len())?;
    let written = serde_json::to_value(&journal).map_err(|error| error.to_string())?;
    let (again, aside) = Journal::read(Some(written));
    same("what this version writes it reads, all of it", &aside, &Vec::new())?;
    same("and it is the same", &again.cases, &journal.cases)?;
    same("the record, too", &again.entries, &journal.entries)
}

/// The organisation's rules: read twice the same, and what counts is possible.
fn policy(input: &[u8]) -> Result<(), String> {
    let Ok(value) = serde_json::from_slice::<Value>(input) else { return Ok(()) };
    let policy = Policy::read(&value);
    same("read twice it is the same", &Policy::read(&value), &policy)?;
    let options: Options = serde_json::from_slice(input).unwrap_or_default();
    let options = options.sound();
    same("sound options stay as they are", &options.clone().sound(), &options)?;
    let settings = policy.settings(&options);
    let names = value.as_object().map_or(0, serde_json::Map::len);
    holds("a problem is about a name", settings.problems.len() <= names + 3)?;
    holds("the marks are in their order", settings.marks.are_sound())?;
    holds("the record is kept for a while", (1..=36_500).contains(&settings.retention_days))?;
    let link = &settings.support.link;
    holds("a link is a web address", link.is_empty() || link.starts_with("https://"))
}

/// A name on the page: folded twice it is folded once, and it means few things.
fn labels(input: &[u8]) -> Result<(), String> {
    let name = text(input);
    for tag in ["en-US", "tr", "de", "ja", "ar", "th", "el", "vi", "ro", "hi"] {
        let Some(language) = Language::from_tag(tag) else { continue };
        let once = label(&name, language, &Native);
        // Two ampersands are a written one, which read again marks a key.
        let again = if once.contains('&') { once.clone() } else { label(&once, language, &Native) };
        same("a label folded twice", &again, &once)?;
        let matcher = Matcher::new(language);
        holds("a name means few things", matcher.read(&name, &Native).len() <= 8)?;
        holds("a name of two controls that do the opposite", {
            let means = |term| matcher.matches(term, &name, &Native).is_some_and(|found| !found.ambiguous);
            !(means(Term::Yes) && means(Term::No))
        })?;
    }
    let once = plain(&name, &Native);
    same("plain text folded twice", &plain(&once, &Native), &once)?;
    holds("a folded text is not much longer", once.len() <= 40 * name.len() + 8)
}

/// A layout report: of any page one that names nobody; and a page again.
fn layout(input: &[u8]) -> Result<(), String> {
    let of_page = |page: &Snapshot| {
        let matcher = Matcher::new(language_of(page));
        let context = Context { said: "lost.no_unblock", subject: None, hints: &[], platform: &Native };
        layout::report(page, &matcher, &context)
    };
    let checked = |report: &Report| -> Result<(), String> {
        report.check().map_err(|why| format!("a report of this version: {why}"))?;
        let page = report.page().map_err(|error| format!("a report is a page: {error}"))?;
        of_page(&page).check().map_err(|why| format!("a report of a report: {why}"))
    };
    if let Ok(page) = Snapshot::parse(text(input)) {
        checked(&of_page(&page))?;
        let view = hints::recognise(&page, &Matcher::new(language_of(&page)), &Native, &[]);
        holds("every kind of control has its line", hints::recognised(&view).len() == 8)?;
    }
    let Ok(value) = serde_json::from_slice::<Value>(input) else { return Ok(()) };
    let value = value.get("report").cloned().unwrap_or(value);
    let Ok(report) = serde_json::from_value::<Report>(value) else { return Ok(()) };
    let _ = report.check();
    let _ = report.recognise(&report.hints, &Native);
    Ok(())
}
