//! Everything that can be there instead of the subject's row: each a named state with a word for the admin.

use super::*;
use crate::core::case::{Committed, Gate};
use crate::core::fold::Native;
use crate::core::labels::Language;
use crate::core::locate::Control;
use crate::core::page::Typed;
use crate::core::view::{Confirm, Flyout, List};

const LIST: &str = "https://security.microsoft.com/restrictedentities?tid=contoso.example";
/// Long after everything has come to rest.
const LATER: f64 = 60_000.0;

fn control(handle: u32, role: &'static str, name: &str) -> Sighting {
    Sighting::of([Control { handle, role, name: name.into(), disabled: false, taught: false }])
}

fn row(handle: u32, text: &str) -> Row {
    let addresses = crate::core::account::addresses_in(text).into_iter().map(str::to_owned).collect();
    Row { handle, role: "row", text: text.into(), addresses, ..Row::default() }
}

fn ticked(row: Row) -> Row {
    Row { selected: true, selector: control(row.handle + 1, "checkbox", "Select row"), ..row }
}

/// The list with these rows, searched for `text`.
fn view(text: &str, rows: Vec<Row>) -> View {
    let search = control(5, "searchbox", "Search")
        .unique()
        .map_or(Search::Missing, |target| Search::Box(target.clone(), text.into()));
    View {
        epoch: 1,
        language: Language::ENGLISH,
        heading: true,
        title: "Restricted entities".into(),
        list: List { present: true, candidates: 1, handle: Some(1), rows, ..List::default() },
        search,
        unblock: Sighting::Missing,
        flyout: None,
        confirm: None,
        strange: None,
        partial: false,
        alerts: Vec::new(),
        places: Vec::new(),
        focus: None,
        window: (1280, 800),
    }
}

fn page(text: &str, view: View) -> Page {
    let mut page = Page::new("document".into(), LIST, true, 0.0);
    page.see(view, 0.0);
    page.typed = Some(typed(text));
    page
}

/// The hand has typed it, and said so.
fn typed(text: &str) -> Typed {
    let (text, before) = (text.into(), (300, None));
    Typed { text, at: 0.0, times: 1, refused: 0, answered: true, before, all_rows: None }
}

fn secured() -> Case {
    Case { gate: Gate { reset_at: Some(1.0), ..Gate::default() }, ..Case::default() }
}

/// *Yes* was pressed at this time, in another document; the page of [`page`] is there since 0.
fn confirmed(at: f64) -> Case {
    Case {
        committed: Some(Committed { at, document: "before".into(), once_more: false }),
        found_by: Some("rob".into()),
        ..secured()
    }
}

fn plan_of(case: &Case, page: &Page, now: f64) -> Plan {
    let subject = Account::parse("rob@contoso.com", &Native).unwrap();
    let is_secured = case.gate.is_open();
    decide(&Situation {
        case,
        is_secured,
        subject: &subject,
        listed: None,
        next: None,
        page: Some(page),
        platform: &Native,
        now,
    })
}

/// The plan for what a search for `rob` shows, once everything has come to rest.
fn shown(view: View) -> Plan {
    let case = Case { found_by: Some("rob".into()), listed: Some("rob@contoso.com".into()), ..secured() };
    plan_of(&case, &page("rob", view), LATER)
}

fn details(plan: &Plan) -> Vec<&str> {
    plan.details.iter().map(|text| text.key).collect()
}

fn said<'a>(text: &'a Text, name: &str) -> &'a str {
    text.args.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
}

#[test]
fn an_empty_list_says_that_nobody_is_restricted() {
    let mut page = page("rob@contoso.com", view("rob@contoso.com", Vec::new()));
    page.rung = 1;
    let plan = plan_of(&secured(), &page, LATER);
    assert_eq!((plan.state, plan.instruction.key), (State::Asking, "find.not_listed_empty"));
    page.list_seen = true;
    assert_eq!(plan_of(&secured(), &page, LATER).instruction.key, "find.not_listed");
}

#[test]
fn a_list_that_goes_on_loading_is_spoken_of() {
    let mut busy = view("", Vec::new());
    busy.list.busy = true;
    let page = page("", busy);
    let early = plan_of(&secured(), &page, 1_000.0);
    assert_eq!((early.instruction.key, early.wake_at), ("open.loading", Some(SLOW)));
    let late = plan_of(&secured(), &page, SLOW);
    assert_eq!((late.state, late.instruction.key, late.reload), (State::Waiting, "open.still_loading", true));
}

#[test]
fn a_role_that_may_only_look_has_no_unblock() {
    let case = Case { found_by: Some("rob".into()), listed: Some("rob@contoso.com".into()), ..secured() };
    for now in [row(10, "rob@contoso.com"), ticked(row(10, "rob@contoso.com"))] {
        let mut page = page("rob", view("rob", vec![row(10, "rob@contoso.com")]));
        page.see(view("rob", vec![now]), 1.0);
        let plan = plan_of(&case, &page, LATER);
        assert_eq!((plan.state, plan.instruction.key), (State::Lost, "lost.no_unblock"));
        assert_eq!(details(&plan), ["unblock.roles", "unblock.menu"]);
    }
}

#[test]
fn an_unblock_that_does_not_react_is_refused_with_the_roles_that_may() {
    let control = Control { handle: 12, role: "button", name: "Unblock".into(), disabled: true, taught: false };
    let row = Row { unblock: Sighting::of([control]), ..row(10, "rob@contoso.com") };
    let plan = shown(view("rob", vec![row]));
    assert_eq!(plan.refused, Some(Refused::UnblockDisabled));
    assert_eq!(details(&plan), ["unblock.roles"]);
}

#[test]
fn a_limit_is_what_the_page_says_and_who_can_help() {
    let said_by_page = "This account was unblocked too many times.";
    let case = Case {
        committed: Some(Committed { at: 1.0, document: "before".into(), once_more: false }),
        complaint: Some(said_by_page.into()),
        ..secured()
    };
    let mut page = page("rob", view("rob", vec![row(10, "rob@contoso.com")]));
    (page.since, page.still_listed_at) = (1.5, Some(2.0));
    let plan = plan_of(&case, &page, LATER);
    assert_eq!((plan.state, plan.instruction.key), (State::Lost, "verify.still_listed"));
    let all = ["verify.not_proven_why", "verify.complaint", "verify.complaint_why", "verify.once_more"];
    assert_eq!(details(&plan), all);
    assert_eq!(said(&plan.details[1], "message"), said_by_page);
}

#[test]
fn who_is_still_listed_after_yes_is_gone_through_once_more() {
    let mut case = confirmed(-1.0);
    (case.checks, case.listed) = (CHECKS + 1, Some("rob@contoso.com".into()));
    let row = || Row { unblock: control(12, "button", "Unblock"), ..row(10, "rob@contoso.com") };
    let mut page = page("rob", view("rob", vec![row()]));
    page.still_listed_at = Some(2.0);
    let plan = plan_of(&case, &page, LATER);
    assert!(plan.offers_once_more() && plan.act == Act::Rest, "{plan:?}");
    page.begin_again(0.0);
    page.typed = Some(typed("rob"));
    assert_eq!(plan_of(&case, &page, LATER).act, Act::Note(Note::StillListed), "not without the admin's word");
    if let Some(committed) = &mut case.committed {
        committed.once_more = true;
    }
    let plan = plan_of(&case, &page, LATER);
    assert!(matches!(plan.act, Act::Point(_)) && plan.step == Step::Unblock, "{plan:?}");
    // What was said about the account counts as before the first Yes.
    let open = Case { gate: Gate::default(), ..case.clone() };
    assert_eq!(plan_of(&open, &page, LATER).instruction.key, "secure.ask");
    // Should it have left meanwhile, that is to be proven; and nobody is taken for not listed who was.
    page.view = Some(view("rob", Vec::new()));
    assert_eq!(plan_of(&case, &page, LATER).act, Act::Note(Note::NextSearch { few: false }));
    page.rung = 1;
    page.typed = page.typed.map(|typed| Typed { text: "rob@contoso.com".into(), ..typed });
    page.view = Some(view("rob@contoso.com", Vec::new()));
    assert_eq!(plan_of(&case, &page, LATER).act, Act::Note(Note::Left));
}

#[test]
fn a_text_that_never_came_into_the_box_is_typed_again_and_the_search_box_is_not_said_to_be_missing() {
    let mut page = page("rob", view("", vec![row(10, "rob@contoso.com")]));
    let asked = Typed { at: 1_000.0, answered: false, ..typed("rob") };
    let mut after = |typed: Typed, changed_at: f64, now: f64| {
        (page.typed, page.changed_at) = (Some(typed), changed_at);
        plan_of(&secured(), &page, now)
    };
    // A page that stands still has not said anything about its box.
    let plan = after(Typed { times: FILLS, ..asked.clone() }, 0.0, 5_900.0);
    assert_eq!((plan.act, plan.state, plan.wake_at), (Act::Rest, State::Waiting, Some(6_000.0)));
    let types = |plan: Plan| matches!(plan.act, Act::Type(..));
    assert!(types(after(asked, 0.0, 6_000.0)), "once more, should it have been forgotten");
    let refused = |count| {
        let mut page = Page::new("document".into(), LIST, true, 0.0);
        page.typed = Some(Typed { at: 1_000.0, times: 1, refused: count - 1, answered: false, ..typed("rob") });
        page.filled(false);
        page.typed.expect("it was typed")
    };
    assert_eq!((refused(1).times, refused(1).refused), (0, 1), "a refusal is no text that the page has lost");
    assert!(types(after(refused(REFUSALS - 1), 1_500.0, 2_100.0)), "the page is still moving");
    assert_eq!(after(refused(REFUSALS), 1_500.0, 2_100.0).instruction.key, "lost.no_search", "but not for ever");
    assert!(types(after(refused(FILLS - 1), -9_000.0, 2_100.0)));
    assert_eq!(after(refused(FILLS), -9_000.0, 2_100.0).instruction.key, "lost.no_search");
    assert_eq!(after(Typed { times: FILLS, ..typed("rob") }, 1_500.0, 2_100.0).instruction.key, "lost.no_search");
}

#[test]
fn a_list_that_is_refused_says_why_in_the_page_s_words() {
    let message = "You don't have permission to see this list.";
    let mut refused = view("", Vec::new());
    (refused.list, refused.alerts) = (List::default(), vec![message.into()]);
    // An alert may be there before the rows are, and about something else.
    let early = plan_of(&secured(), &page("rob", refused.clone()), QUIET_ABSENT - 1.0);
    assert_eq!((early.state, early.reload), (State::Waiting, false));
    let plan = shown(refused);
    assert_eq!((plan.state, plan.instruction.key, plan.reload), (State::Lost, "lost.list_failed", true));
    assert_eq!(said(&plan.instruction, "message"), message);
    assert_eq!(details(&plan), ["lost.list_failed_why"]);
}

#[test]
fn an_ended_session_is_a_dialog_in_its_own_words() {
    let mut ended = view("rob", vec![row(10, "rob@contoso.com")]);
    ended.strange = Some("Your session has ended Sign in again to go on. Sign in".into());
    let plan = shown(ended);
    assert_eq!((plan.state, plan.instruction.key), (State::Lost, "lost.unknown_dialog"));
    assert!(said(&plan.instruction, "name").starts_with("Your session has ended"));
    assert_eq!(details(&plan), ["lost.unknown_dialog_why"]);
}

#[test]
fn an_alert_beside_a_list_that_can_be_read_is_news() {
    let mut news = view("rob", vec![Row { unblock: control(12, "button", "Unblock"), ..row(10, "rob@contoso.com") }]);
    news.alerts = vec!["A report is ready.".into()];
    let plan = shown(news.clone());
    assert!(matches!(plan.act, Act::Point(_)), "{plan:?}");
    assert_eq!(details(&plan), ["open.page_says"]);
    // After Yes it may be about the very thing that is to be proven.
    let plan = plan_of(&confirmed(-1.0), &page("rob", news), LATER);
    assert_eq!((plan.state, plan.instruction.key, plan.reload), (State::Lost, "lost.list_failed", false));
}

#[test]
fn an_unknown_page_is_called_as_it_calls_itself() {
    let mut unknown = view("", Vec::new());
    unknown.list = List::default();
    (unknown.heading, unknown.search, unknown.title) = (false, Search::Missing, "This page is not here".into());
    let plan = shown(unknown);
    assert_eq!((plan.state, plan.instruction.key), (State::Lost, "lost.no_list"));
    assert_eq!(details(&plan), ["lost.page_called"]);
    assert_eq!(said(&plan.details[0], "title"), "This page is not here");
}

#[test]
fn a_second_dialog_is_not_the_warning() {
    let mut asked = view("rob", vec![row(10, "rob@contoso.com")]);
    asked.flyout = Some(Flyout { handle: 50, submit: control(51, "button", "Submit"), ..Flyout::default() });
    asked.strange = None;
    let name = "Do you like the new look?".to_owned();
    let yes = control(61, "button", "Yes");
    asked.confirm = Some(crate::core::view::Confirm { handle: 60, name, yes, ..Default::default() });
    let plan = shown(asked);
    assert_eq!((plan.state, plan.instruction.key), (State::Lost, "lost.unknown_dialog"));
    assert_eq!(said(&plan.instruction, "name"), "Do you like the new look?", "it is quoted in its own words");
    assert_eq!(plan.act, Act::Rest);
}

#[test]
fn a_flyout_that_does_not_go_on_is_spoken_of() {
    let next = Control { handle: 51, role: "button", name: "Next".into(), disabled: true, taught: false };
    let addresses = vec!["rob@contoso.com".to_owned()];
    let stuck = Flyout { handle: 50, addresses, next: Sighting::of([next]), ..Flyout::default() };
    let mut flyout = view("rob", vec![ticked(row(10, "rob@contoso.com"))]);
    flyout.flyout = Some(stuck.clone());
    let plan = shown(flyout.clone());
    assert_eq!((plan.state, plan.instruction.key, plan.reload), (State::Waiting, "unblock.not_yet", false));
    assert_eq!(said(&plan.instruction, "name"), "Next");
    flyout.flyout = Some(Flyout { busy: true, ..stuck });
    let plan = shown(flyout);
    assert_eq!((plan.state, plan.instruction.key, plan.reload), (State::Waiting, "unblock.still_busy", true));
}

#[test]
fn another_tenant_s_list_decides_nothing() {
    let case = Case { tenant: Some("fabrikam.example".into()), ..secured() };
    let plan = plan_of(&case, &page("rob", view("rob", Vec::new())), LATER);
    assert_eq!((plan.state, plan.instruction.key), (State::Lost, "lost.other_tenant"));
    assert_eq!(plan.links[0].url, "https://security.microsoft.com/restrictedentities?tid=fabrikam.example");
    let own = Case { tenant: Some("Contoso.Example".into()), ..secured() };
    assert_ne!(plan_of(&own, &page("rob", view("rob", Vec::new())), LATER).instruction.key, "lost.other_tenant");
}

#[test]
fn a_page_that_was_there_before_yes_proves_nothing_and_neither_does_one_of_no_tenant() {
    let gone = page("rob", view("rob", Vec::new()));
    assert_eq!(plan_of(&confirmed(-1.0), &gone, LATER).act, Act::Note(Note::Gone));
    assert_eq!(plan_of(&confirmed(1.0), &gone, LATER).act, Act::Reload);
    // A clock that was put back must not load the page again and again.
    assert_eq!(plan_of(&confirmed(2.0 * LATER), &gone, LATER).act, Act::Note(Note::Gone));
    let own = Case { tenant: Some("contoso.example".into()), ..confirmed(-1.0) };
    assert_eq!(plan_of(&own, &gone, LATER).act, Act::Note(Note::Gone));
    let nobodys = Page { route: Route::of("https://security.microsoft.com/restrictedentities"), ..gone };
    assert_eq!(plan_of(&own, &nobodys, LATER).instruction.key, "lost.other_tenant");
}

#[test]
fn a_flyout_that_is_drawn_anew_is_the_one_that_had_a_next() {
    let flyout = |next| Some(Flyout { next, ..Flyout::default() });
    let with = |flyout| View { flyout, ..view("rob", vec![row(10, "rob@contoso.com")]) };
    let had_next = |away, warned: bool| {
        let mut page = page("rob", with(flyout(control(40, "button", "Next"))));
        page.see(View { confirm: warned.then(Confirm::default), ..with(None) }, 5_000.0);
        page.see(with(None), 5_000.0 + away / 2.0);
        page.see(with(flyout(Sighting::Missing)), 5_000.0 + away);
        page.next_seen
    };
    assert!(had_next(300.0, false));
    assert!(!had_next(1_000.0, false), "another one");
    assert!(had_next(700.0, true), "behind the warning it has not been away for as long");
}

#[test]
fn whoever_may_be_in_a_closed_group_is_neither_gone_nor_missing() {
    for case in [secured(), confirmed(-1.0)] {
        let mut closed = view("rob", Vec::new());
        closed.list.closed_group = control(30, "button", "Outbound spam (3)").unique().cloned();
        let plan = plan_of(&case, &page("rob", closed), LATER);
        assert!(matches!(plan.act, Act::Point(_)) && plan.instruction.key == "find.open_group", "{plan:?}");
    }
    let mut beside = view("rob", vec![row(20, "r\u{43e}b@contoso.com")]);
    beside.list.closed_group = control(30, "button", "Outbound spam (3)").unique().cloned();
    assert_eq!(shown(beside).instruction.key, "find.open_group", "the account may be in there, beside its look-alike");
}

#[test]
fn a_look_alike_beside_the_account_is_named_and_does_not_stop() {
    let own = Row { unblock: control(12, "button", "Unblock"), ..row(10, "rob@contoso.com") };
    let plan = shown(view("rob", vec![own, row(20, "r\u{43e}b@contoso.com")]));
    assert!(matches!(plan.act, Act::Point(_)), "{plan:?}");
    assert_eq!(details(&plan), ["find.beside", "lookalike.letters"]);
    assert_eq!(said(&plan.details[0], "listed"), "r\u{43e}b@contoso.com");
    let alone = shown(view("rob", vec![row(20, "r\u{43e}b@contoso.com")]));
    assert_eq!(alone.state, State::Refused);
    assert_eq!(alone.alias, Some(Vec::new()), "there may be another name, and no row is offered");
}

#[test]
fn the_search_that_showed_few_rows_is_gone_back_to() {
    let bob = || view("rob", vec![row(20, "robert.smith@contoso.com")]);
    let mut page = page("rob", bob());
    let plan = plan_of(&secured(), &page, LATER);
    assert_eq!(plan.act, Act::Note(Note::NextSearch { few: true }));
    (page.few, page.rung) = (Some(0), 1);
    page.typed = page.typed.map(|typed| Typed { text: "rob@contoso.com".into(), ..typed });
    page.view = Some(view("rob@contoso.com", Vec::new()));
    assert_eq!(plan_of(&secured(), &page, LATER).act, Act::Note(Note::BackTo(0)));
    (page.rung, page.exhausted) = (0, true);
    page.typed = page.typed.map(|typed| Typed { text: "rob".into(), ..typed });
    page.view = Some(bob());
    let plan = plan_of(&secured(), &page, LATER);
    assert_eq!((plan.state, plan.instruction.key), (State::Asking, "find.not_listed_rows"));
    assert_eq!(plan.alias.map(|rows| rows.len()), Some(1));
}

/// The admin has unblocked the account in the side panel, and the page of [`page`] is there since 0.
fn unblocked_by_hand(at: f64, found_by: Option<&str>) -> Case {
    let by_hand = crate::core::by_hand::ByHand { found_at: Some(at), unblocked_at: Some(at), gone_at: None };
    Case { by_hand, found_by: found_by.map(str::to_owned), tenant: Some("contoso.example".into()), ..secured() }
}

#[test]
fn what_was_unblocked_by_hand_is_proven_by_the_search_that_had_shown_it() {
    let case = unblocked_by_hand(-1.0, Some("rob"));
    let mut searched = page("rob", view("rob", Vec::new()));
    searched.list_seen = true;
    assert_eq!(plan_of(&case, &searched, LATER).act, Act::Note(Note::Gone));
    let others = || view("", vec![row(10, "anna@contoso.com")]);
    let gone = Page { gone: true, gone_after: LATER, ..page("", others()) };
    assert_eq!(plan_of(&case, &gone, LATER).act, Act::Note(Note::Proven));
    // A document from before it was done shows what was.
    let case = unblocked_by_hand(1.0, Some("rob"));
    assert_eq!(plan_of(&case, &gone, LATER).act, Act::Reload);
    assert_eq!(plan_of(&case, &searched, LATER).act, Act::Reload);
}

#[test]
fn what_no_page_has_shown_listed_is_not_listed_now_and_never_proven() {
    let mut searched = page("rob", view("rob", Vec::new()));
    (searched.list_seen, searched.rung) = (true, 9);
    let mut plan = plan_of(&unblocked_by_hand(-1.0, None), &searched, LATER);
    for rung in 0..4 {
        // Up the ladder: every search is tried.
        if plan.instruction.key == "by_hand.not_listed" {
            break;
        }
        let subject = Account::parse("rob@contoso.com", &Native).unwrap();
        let text = crate::core::page::ladder(&subject, None, None).into_iter().nth(rung).unwrap_or_default();
        searched = Page { list_seen: true, rung, ..page(&text, view(&text, Vec::new())) };
        plan = plan_of(&unblocked_by_hand(-1.0, None), &searched, LATER);
    }
    assert_eq!((plan.step, plan.state, plan.instruction.key), (Step::Verify, State::Asking, "by_hand.not_listed"));
    assert_eq!(plan.alias, Some(Vec::new()), "it may be there under another name");
    assert_eq!(plan.act, Act::Rest);
    let plan = plan_of(&unblocked_by_hand(1.0, None), &searched, LATER);
    assert_eq!(plan.act, Act::Reload, "an older document shows what was");
    // Without anybody's word it is what it was.
    assert_eq!(plan_of(&secured(), &searched, LATER).instruction.key, "find.not_listed");
}

#[test]
fn whoever_is_still_listed_was_not_unblocked_whatever_was_said() {
    let case = unblocked_by_hand(-1.0, Some("rob"));
    let mut shows = page("rob", view("rob", vec![ticked(row(10, "rob@contoso.com"))]));
    assert_eq!(plan_of(&case, &shows, LATER).act, Act::Note(Note::StillListed));
    shows.still_listed_at = Some(1.0);
    let case = Case { listed: Some("rob@contoso.com".into()), ..case };
    let plan = plan_of(&case, &shows, LATER);
    assert_eq!(plan.step, Step::Unblock, "{plan:?}");
    assert!(details(&plan).contains(&"verify.still_listed"), "{plan:?}");
    // The row goes away by itself: this document proves nothing of it, the next one may.
    let mut left = page("rob", view("rob", Vec::new()));
    (left.still_listed_at, left.list_seen) = (Some(1.0), true);
    assert_eq!(plan_of(&case, &left, LATER).act, Act::Reload);
}
