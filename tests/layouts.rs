//! Pages that were reported, reduced to roles, names and states: what is recognised in each, with what was shown to the
//! guide and without. `cargo xtask fixture` writes them.

use guided_unblock::core::fold::Native;
use guided_unblock::core::hints::{Found, Kind};
use guided_unblock::core::layout::Report;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    report: Report,
    without_hints: BTreeMap<Kind, Found>,
    with_hints: BTreeMap<Kind, Found>,
}

#[test]
fn every_reported_layout_is_recognised_as_it_was() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/layouts");
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).expect("the folder of the layouts") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("a text");
        let fixture: Fixture =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let Fixture { report, without_hints, with_hints } = fixture;
        assert_eq!(report.check(), Ok(()), "{}", path.display());
        assert_eq!(report.recognise(&[], &Native).expect("a page"), without_hints, "{}", path.display());
        assert_eq!(report.recognise(&report.hints, &Native).expect("a page"), with_hints, "{}", path.display());
        // What was recognised on the page itself, by the version that reported it, is recognised still.
        for (kind, found) in &report.recognised {
            assert!(!found.is_found() || with_hints[kind].is_found(), "{}: {kind:?} is lost", path.display());
        }
        count += 1;
    }
    assert!(count >= 3, "{count} layouts");
}
