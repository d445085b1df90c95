use super::*;
use crate::core::case::{Case, SCHEMA};
use crate::core::clock::Marks;
use crate::core::fold::Native;
use crate::core::panel::Button;
use crate::core::policy::{Fixed, Settings, Support};
use crate::core::secure::{Answer, Item};
use crate::core::snapshot::SnapshotBuilder;
use crate::protocol::{Tone, VERSION};
use proptest::prelude::*;

const TENANT: &str = "11111111-2222-3333-4444-555555555555";
const ENVIRONMENT: Environment =
    Environment { browser: ("Firefox", 153), panel: "nb", is_side: false, is_private: false };

/// A guide and what is recorded of it.
struct Flight {
    guide: Guide,
    recorder: Recorder,
    now: f64,
}

impl Flight {
    fn new() -> Flight {
        Flight { guide: Guide::new(&Native), recorder: Recorder::default(), now: 1.0e12 }
    }

    /// An event, 100 ms after the one before.
    fn then(&mut self, event: Event) -> &mut Flight {
        self.now += 100.0;
        self.recorder.update(&mut self.guide, event, self.now);
        self
    }

    fn hello(&mut self, url: &str) -> &mut Flight {
        let (document, url) = ("d".to_owned(), url.to_owned());
        self.then(Event::Agent(FromAgent::Hello { version: VERSION, document, untouched: true, url }))
    }

    fn confirmed(&mut self, subject: &str, settings: Settings) -> &mut Flight {
        let case = Case { schema: SCHEMA, id: "1".into(), subject: subject.into(), opened_at: 1.0, ..Case::default() };
        let settings = Box::new(settings);
        self.then(Event::Worker(Reply::Confirmed { case: Some(case), elsewhere: false, folded: None, settings }))
    }

    fn sees(&mut self, texts: &[&str]) -> &mut Flight {
        let mut page = SnapshotBuilder::new("https://security.microsoft.com/restrictedentities");
        page.title(texts[0]).open("main", &[]).open("h1", &[]).text("Restricted entities").close();
        page.open("input", &[("type", "search"), ("aria-label", "Search")]).close();
        page.open("div", &[("role", "grid")]);
        for text in texts {
            page.open("div", &[("role", "row")]).open("div", &[("role", "gridcell")]).text(text).close();
            page.open("button", &[("aria-label", text)]).close().close();
        }
        page.close().open("div", &[("role", "alert")]).text(texts[0]).close().close();
        let text = page.finish();
        self.then(Event::Agent(FromAgent::Snapshot { epoch: 1, text, settled: true }))
    }

    fn text(&self) -> String {
        self.recorder.text(&self.guide, &ENVIRONMENT, self.now)
    }
}

/// The first safeguard is the type: what is kept is copied bit by bit, and borrows from nothing that passes.
#[test]
fn what_is_kept_cannot_hold_a_text_of_the_page() {
    fn keeps<T: Copy + 'static>() {}
    keeps::<Entry>();
    keeps::<Bearings>();
    keeps::<Environment>();
}

#[test]
fn it_says_what_happened_and_what_followed() {
    let mut flight = Flight::new();
    let settings = Settings {
        language: Some("nb".into()),
        marks: Marks { overdue: 48.0, ..Marks::default() },
        tenants: vec![TENANT.into()],
        fixed: vec![Fixed::Tenants],
        ..Settings::default()
    };
    flight.confirmed("rob@contoso.com", settings);
    flight.hello(&format!("https://security.microsoft.com/restrictedentities?tid={TENANT}"));
    flight.then(Event::Worker(Reply::Hints { hints: Vec::new() }));
    flight.then(Event::Admin(Input::Reset(true)));
    let row = "rob@contoso.com";
    flight.sees(&[row]).sees(&[row]);
    flight.then(Event::Agent(FromAgent::NotPainted { handle: 9, why: Unpaintable::Covered }));
    flight.then(Event::Worker(Reply::Refused { why: Refusal::NotStored }));
    let expected = format!(
        "Guided Unblock {}, diagnostics 1
browser: Firefox 153, private window false, side panel false
languages: panel nb, page en-US
portal: list, Worldwide, open_row
policy: fixed 1, not understood 0; storage: unreadable 0
chosen: language true, marks true, retention false, edge false
rows: shown 1, counted 0; cases 1, queue 0, hints 0, open checks 7
last events, in milliseconds before this | step, state, words | act, ring | page | list search selector unblock next submit last yes | effects
700 worker confirmed x1 | secure asking secure.ask | rest none | epoch 0 age 0 |  | hints
600 agent hello x1 | secure asking secure.ask | rest none | epoch 0 age 0 |  | watch
500 worker hints x1 | secure asking secure.ask | rest none | epoch 0 age 100 |  |
400 admin reset x1 | open waiting open.loading | rest none | epoch 0 age 200 |  | save
300 agent snapshot x1 | find waiting find.typing | type none | epoch 1 age 300 | ++------ | fill
200 agent snapshot x1 | find waiting find.typing | rest none | epoch 1 age 400 | ++------ | watch
100 agent not_painted_covered x1 | find waiting find.typing | rest none | epoch 1 age 500 | ++------ |
0 worker refused_not_stored x1 | find lost error.storage | rest none | epoch 1 age 600 | ++------ |",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(flight.text(), expected);
}

#[test]
fn it_keeps_the_last_events_alone() {
    let mut flight = Flight::new();
    for _ in 0..MOST * 2 {
        flight.then(Event::Governed).hello("https://security.microsoft.com/").then(Event::Gone);
    }
    assert_eq!(flight.recorder.entries.len(), MOST);
    assert_eq!(flight.text().lines().filter(|line| line.contains("| epoch ")).count(), MOST);
    assert!(flight.text().ends_with("\n0 agent gone x1 | secure idle intake.ask | none none | epoch 0 age 0 |  |"));
}

/// A page that is restless for hours, or the clock, leaves what led to it in the record.
#[test]
fn the_same_again_is_counted() {
    let mut flight = Flight::new();
    flight.hello("https://security.microsoft.com/restrictedentities");
    for _ in 0..1_000 {
        flight.then(Event::Tick);
    }
    let text = flight.text();
    assert!(text.contains("\n100000 agent hello x1 |"), "{text}");
    assert!(text.contains("\n0 clock tick x1000 |"), "{text}");
}

#[test]
fn a_clock_that_is_moved_does_not_move_what_has_happened() {
    let mut flight = Flight::new();
    flight.hello("https://security.microsoft.com/restrictedentities");
    flight.now += 3_600_000.0;
    flight.then(Event::ClockMoved(3_600_000.0));
    assert!(flight.text().contains("\n100 agent hello x1 |"), "{}", flight.text());
}

/// Events are called as in the messages.
#[test]
fn kinds_are_called_as_in_the_protocol() {
    let tag = |message: serde_json::Value| match message {
        serde_json::Value::String(name) => name,
        other => other.as_object().and_then(|fields| fields.keys().next().cloned()).expect("a name"),
    };
    for message in [
        FromAgent::Click { epoch: 1, path: vec![1] },
        FromAgent::Painted { handle: 1 },
        FromAgent::Filled { handle: 1, ok: true },
        FromAgent::Route { url: String::new(), untouched: true },
        FromAgent::Snapshot { epoch: 1, text: String::new(), settled: true },
        FromAgent::Summon,
        FromAgent::Look { dark: true },
    ] {
        let name = tag(serde_json::to_value(&message).expect("JSON"));
        assert_eq!(happened(&Event::Agent(message)), ("agent", name.as_str()));
    }
    for message in [
        ToAgent::Watch { needles: Vec::new() },
        ToAgent::Ring { epoch: 1, handle: 1, tone: Tone::Sure },
        ToAgent::Fill { epoch: 1, handle: 1, text: String::new(), enter: true },
        ToAgent::Reload,
    ] {
        let name = tag(serde_json::to_value(&message).expect("JSON"));
        let bit = effect(&Effect::Agent(message)).expect("it is named");
        assert_eq!(EFFECTS[bit as usize], name);
    }
    for message in [
        ToWorker::Hints,
        ToWorker::Settings,
        ToWorker::Queue { queue: String::new() },
        ToWorker::EndQueue { queue: String::new() },
        ToWorker::Next { queue: None, document: String::new() },
        ToWorker::Open { subject: String::new(), document: String::new() },
        ToWorker::OpenAll { subjects: Vec::new(), document: String::new() },
        ToWorker::Save { case: Case::default(), document: String::new() },
        ToWorker::Release { document: String::new() },
        ToWorker::Resume { document: String::new() },
    ] {
        let name = tag(serde_json::to_value(&message).expect("JSON"));
        let bit = effect(&Effect::Worker(message)).expect("it is named");
        assert_eq!(EFFECTS[bit as usize], name);
    }
    for why in [
        Refusal::Stranger,
        Refusal::Elsewhere,
        Refusal::QueueElsewhere,
        Refusal::Stale,
        Refusal::NotStored,
        Refusal::NotAnAddress,
    ] {
        let name = tag(serde_json::to_value(why).expect("JSON"));
        assert_eq!(answer(&Reply::Refused { why }), format!("refused_{name}"));
    }
}

#[test]
fn of_the_browser_name_and_version_are_kept() {
    let chrome =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
    assert_eq!(browser(chrome), ("Chromium", 156));
    assert_eq!(browser(&format!("{chrome} Edg/156.0.0.0")), ("Edge", 156));
    assert_eq!(browser("Mozilla/5.0 (X11; rv:153.0) Gecko/20100101 Firefox/153.0"), ("Firefox", 153));
    assert_eq!(browser("rob@contoso.com Firefox/x"), ("Firefox", 0));
    assert_eq!(browser("Chrome/99999999999"), ("Chromium", 9999));
    assert_eq!(browser("rob@contoso.com"), ("unknown", 0));
}

/// What no word of this program contains.
fn secret() -> impl Strategy<Value = String> {
    "[qxzQXZäß山]{4,9}"
}

proptest! {
    /// Whatever the account is called, the page says and the admin types: none of it is in what is copied.
    #[test]
    fn nothing_that_somebody_wrote_is_in_it(
        secrets in proptest::collection::vec(secret(), 8),
        tags in proptest::collection::vec(0_usize..14, 1..40),
    ) {
        let [local, domain, listed, page, title, typed, reason, host] = secrets.as_slice() else { unreachable!() };
        let subject = format!("{local}@{domain}.com");
        let settings = Settings {
            hosts: vec![format!("{host}.com")],
            support: Support { contact: reason.clone(), link: format!("https://{host}.com/") },
            ..Settings::default()
        };
        let mut flight = Flight::new();
        let mut texts = Vec::new();
        for tag in tags {
            match tag {
                0 => flight.confirmed(&subject, Settings::default()),
                1 => flight.confirmed(&subject, settings.clone()),
                2 => flight.hello(&format!("https://security.microsoft.com/restrictedentities?tid={TENANT}&u={typed}")),
                3 => flight.hello(&format!("https://{host}.com/{page}")),
                4 => flight.sees(&[title, &subject, page]),
                5 => flight.sees(&[page, &format!("{listed}@{domain}.com"), &format!("{title} {subject}")]),
                6 => flight.then(Event::Admin(Input::Reset(true))),
                7 => flight.then(Event::Admin(Input::Start(format!("{typed}@{domain}.com {typed}")))),
                8 => flight.then(Event::Admin(Input::KnownAs(typed.clone()))),
                9 => flight.then(Event::Admin(Input::Elsewhere(reason.clone()))),
                10 => flight.then(Event::Admin(Input::Check(Item::Sessions, Some(Answer::Skipped(reason.clone()))))),
                11 => flight.then(Event::Admin(Input::Pick(format!("{listed}@{domain}.com"), reason.clone()))),
                12 => flight.then(Event::Admin(Input::Press(Button::TryAgain))),
                _ => { flight.now += 20_000.0; flight.then(Event::Tick) }
            };
            texts.push(flight.text());
        }
        for text in texts {
            for secret in secrets.iter().map(String::as_str).chain([TENANT, "@"]) {
                prop_assert!(!text.to_lowercase().contains(&secret.to_lowercase()), "{secret} in {text}");
            }
            prop_assert!(text.is_ascii(), "{text}");
        }
    }
}
