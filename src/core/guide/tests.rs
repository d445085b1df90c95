use super::*;
use crate::core::case::SCHEMA;
use crate::core::clock;
use crate::core::fold::Native;
use crate::core::panel::Panel;
use crate::core::policy::Support;

const LIST: &str = "https://security.microsoft.com/restrictedentities?tid=11111111-2222-3333-4444-555555555555";

/// A guide on the list with a case, under an organisation's rules.
fn governed(settings: Settings, case: Case) -> Guide {
    let mut guide = Guide::new(&Native);
    let case = Case { schema: SCHEMA, id: "1".into(), subject: "rob@contoso.com".into(), opened_at: 1.0, ..case };
    guide.update(
        Event::Worker(Reply::Confirmed {
            case: Some(case),
            elsewhere: false,
            folded: None,
            settings: Box::new(settings),
        }),
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
fn what_the_organisation_changes_in_mid_case_counts_at_once() {
    let mut guide = governed(Settings::default(), Case::default());
    assert_eq!(told(&mut guide, Input::Reset(true)).step, Step::Open);
    // The worker answers one request after the other: the hints, and the case that was saved.
    guide.update(Event::Worker(Reply::Done), 3.0);
    guide.update(Event::Worker(Reply::Done), 3.0);
    let asks = |guide: &mut Guide| guide.update(Event::Governed, 3.0).contains(&Effect::Worker(ToWorker::Settings));
    let becomes = |guide: &mut Guide, settings: Settings| {
        let options = crate::core::policy::Options::default();
        guide.update(Event::Worker(Reply::Settings { settings: Box::new(settings), options }), 4.0);
        guide.panel(4.0)
    };
    assert!(asks(&mut guide));
    let required = Settings { required_checks: vec!["sessions".into()], ..Settings::default() };
    assert_eq!(becomes(&mut guide, required).instruction.key, "secure.required");
    assert!(asks(&mut guide));
    let elsewhere = Settings { hosts: vec!["protection.office.com".into()], ..Settings::default() };
    assert_eq!(becomes(&mut guide, elsewhere).state, State::Refused);
    assert!(asks(&mut guide));
    assert_eq!(becomes(&mut guide, Settings::default()).state, State::Waiting);
}

#[test]
fn a_clock_that_is_moved_back_by_days_does_not_make_the_guide_wait_for_days() {
    let mut guide = governed(Settings::default(), Case::default());
    guide.update(Event::Admin(Input::Reset(true)), 1.0e12);
    let mut page = crate::core::snapshot::SnapshotBuilder::new(LIST);
    page.open("body", &[]);
    let text = page.finish();
    guide.update(Event::Agent(FromAgent::Snapshot { epoch: 1, text, settled: true }), 1.0e12);
    let moved = -2.0 * 24.0 * clock::HOUR;
    let wakes = |effects: Vec<Effect>| {
        effects.into_iter().find_map(|effect| if let Effect::Wake(at) = effect { Some(at) } else { None })
    };
    let now = 1.0e12 + moved + 100.0;
    let at = wakes(guide.update(Event::ClockMoved(moved), now)).expect("it waits for the page");
    assert!(at - now < 10_000.0, "it waits for {} ms", at - now);
}

#[test]
fn nothing_is_said_in_a_language_before_the_page_has_told_its_own() {
    let mut guide = governed(Settings::default(), Case::default());
    assert_eq!(guide.panel(1.0).language, None);
    let mut page = crate::core::snapshot::SnapshotBuilder::new(LIST);
    page.lang("nb-NO", "ltr").open("body", &[]);
    let text = page.finish();
    guide.update(Event::Agent(FromAgent::Snapshot { epoch: 1, text, settled: false }), 2.0);
    assert_eq!(guide.panel(2.0).language.as_deref(), Some("nb"));

    // A page agent of another version tells nothing that is understood: that is said all the same.
    let mut guide = Guide::new(&Native);
    let (document, url) = ("d".to_owned(), LIST.to_owned());
    guide.update(Event::Agent(FromAgent::Hello { version: VERSION + 1, document, untouched: true, url }), 1.0);
    assert!(guide.panel(1.0).language.is_some());
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
