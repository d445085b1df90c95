//! The core by itself, natively: a snapshot parsed, recognised, and decided upon, with what is allocated on the way.
//! `cargo bench`; the numbers are in docs/performance.md.

use divan::{AllocProfiler, Bencher, black_box};
use guided_unblock::core::fold::Native;
use guided_unblock::core::guide::{Event, Guide};
use guided_unblock::core::labels::Matcher;
use guided_unblock::core::panel::Input;
use guided_unblock::core::policy::Settings;
use guided_unblock::core::recognise::{language_of, recognise};
use guided_unblock::core::snapshot::{Snapshot, SnapshotBuilder};
use guided_unblock::protocol::{FromAgent, Reply, VERSION};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

/// Rows in the page; with 40 a page has about as many elements as a screenful of the portal.
const ROWS: [usize; 3] = [10, 40, 800];
const ADDRESS: &str = "https://security.microsoft.com/restrictedentities";

fn main() {
    divan::main();
}

/// The list as the portal of today builds it; `note` is some text outside of it.
fn page(rows: usize, note: &str) -> String {
    let mut page = SnapshotBuilder::new(ADDRESS);
    page.lang("en", "ltr").title("Restricted entities");
    page.open("body", &[]).open("header", &[]);
    for name in ["App launcher", "Settings", "Help"] {
        page.open("button", &[("aria-label", name)]).rect(0, 0, 40, 40).close();
    }
    page.close().open("nav", &[]);
    for name in ["Home", "Incidents", "Reports", "Email", "Review", "Policies"] {
        page.open("a", &[("href", "")]).rect(0, 60, 200, 30).text(name).close();
    }
    page.close().open("main", &[]).open("h1", &[]).text("Restricted entities").close();
    page.open("p", &[]).text(note).close();
    page.open("div", &[("role", "menubar")]);
    page.open("button", &[("role", "menuitem")]).rect(250, 180, 90, 44).text("Unblock").close().close();
    page.open("input", &[("type", "search"), ("placeholder", "Search")]).rect(900, 180, 200, 32).close();
    page.open("div", &[("role", "grid")]);
    for at in 0..rows {
        let name = if at == 0 { "rob@contoso.com".to_owned() } else { format!("robin{at}@contoso.com") };
        page.open("div", &[("role", "row"), ("aria-selected", "false")]);
        page.open("div", &[("role", "gridcell")]);
        page.open("div", &[("role", "checkbox"), ("aria-label", "Select row"), ("aria-checked", "false")]);
        page.rect(250, 300, 48, 42).close().close();
        for text in [name.as_str(), "Mailbox", "Suspicious activity", "Nov 12, 2026, 6:52 AM"] {
            page.open("div", &[("role", "gridcell")]).open("span", &[]).text(text).close().close();
        }
        page.close();
    }
    page.close().close().close();
    page.finish()
}

/// A guide that looks for rob in this page.
fn guide(rows: usize) -> Guide {
    let mut guide = Guide::new(&Native);
    let hello =
        FromAgent::Hello { version: VERSION, document: "one".to_owned(), untouched: true, url: ADDRESS.to_owned() };
    let known =
        Reply::Confirmed { case: None, elsewhere: false, folded: None, settings: Box::new(Settings::default()) };
    let events = [
        Event::Agent(hello),
        Event::Worker(known),
        Event::Admin(Input::Start("rob@contoso.com".to_owned())),
        Event::Agent(seen(1, page(rows, "Nothing new"))),
    ];
    for (at, event) in (0_u32..).zip(events) {
        guide.update(event, f64::from(at));
    }
    guide
}

fn seen(epoch: u32, text: String) -> FromAgent {
    FromAgent::Snapshot { epoch, text, settled: true }
}

#[divan::bench(args = ROWS)]
fn parse(bencher: Bencher, rows: usize) {
    let text = page(rows, "Nothing new");
    bencher.with_inputs(|| text.clone()).bench_values(|text| Snapshot::parse(black_box(text)));
}

#[divan::bench(name = "recognise", args = ROWS)]
fn recognised(bencher: Bencher, rows: usize) {
    let snapshot = Snapshot::parse(page(rows, "Nothing new")).unwrap_or_else(|error| panic!("{error}"));
    let matcher = Matcher::new(language_of(&snapshot));
    bencher.bench(|| recognise(black_box(&snapshot), &matcher, &Native));
}

/// All of it for one change of the page: parsed, recognised, decided.
#[divan::bench(args = ROWS)]
fn update(bencher: Bencher, rows: usize) {
    let guide = guide(rows);
    let text = page(rows, "Something new");
    let input = || (guide.clone(), Event::Agent(seen(2, text.clone())));
    bencher.with_inputs(input).bench_local_values(|(mut guide, event)| {
        let effects = guide.update(event, 10.0);
        (guide, effects)
    });
}
