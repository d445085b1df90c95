use super::*;
use crate::core::fold::Native;
use crate::core::labels::Language;
use crate::core::pointing::Pointing;
use crate::core::snapshot::SnapshotBuilder;
use crate::core::verdict::{Refused, Verdict};

/// The list with one row, with these buttons in its command bar, and these in a dialog named `dialog`.
fn page(bar: &[&str], dialog: Option<(&str, &[&str])>) -> Snapshot {
    let mut page = SnapshotBuilder::new("https://security.microsoft.com/restrictedentities");
    page.open("body", &[]).open("main", &[]).open("h1", &[]).text("Restricted entities").close();
    page.open("input", &[("type", "search"), ("placeholder", "Search")]).close();
    page.open("div", &[("role", "toolbar"), ("aria-label", "Actions")]);
    for name in bar {
        page.open("button", &[]).text(name).close();
    }
    page.close().open("div", &[("role", "grid")]).open("div", &[("role", "row")]);
    page.open("div", &[("role", "gridcell")]).open("div", &[("role", "checkbox"), ("aria-checked", "true")]).close();
    page.close().open("div", &[("role", "gridcell")]).text("rob@contoso.com").close();
    page.open("div", &[("role", "gridcell")]).text("Adele Vance").close();
    page.close().close().close();
    if let Some((name, buttons)) = dialog {
        page.open("div", &[("role", "dialog"), ("aria-modal", "true"), ("aria-label", name)]);
        for name in buttons {
            page.open("button", &[]).text(name).close();
        }
        page.close();
    }
    Snapshot::parse(page.finish()).unwrap()
}

fn hint(kind: Kind, name: &str, container: &str) -> Hint {
    let (role, name, container) = ("button".into(), name.into(), container.into());
    Hint { kind, role, name, container, container_name: String::new() }
}

fn view(page: &Snapshot, hints: &[Hint]) -> View {
    recognise(page, &Matcher::new(Language::ENGLISH), &Native, hints)
}

fn all_candidates(page: &Snapshot, kind: Kind, subject: Option<&Account>) -> Vec<Candidate> {
    candidates(page, kind, None, subject, &Matcher::new(Language::ENGLISH), &Native)
}

fn found(view: &View, kind: Kind) -> Found {
    recognised(view).into_iter().find(|(known, _)| *known == kind).unwrap().1
}

fn name(sighting: &Sighting) -> Option<&str> {
    sighting.unique().map(|target| target.control().name.as_str())
}

#[test]
fn what_was_shown_is_found_where_nothing_else_is() {
    let page = page(&["Export", "Restore sending"], None);
    assert_eq!(found(&view(&page, &[]), Kind::Unblock), Found::NotYet);
    let view = view(&page, &[hint(Kind::Unblock, "restore sending", "toolbar")]);
    assert_eq!(name(&view.unblock), Some("Restore sending"));
    assert_eq!(found(&view, Kind::Unblock), Found::Shown);
    assert_eq!(found(&view, Kind::Search), Found::Found);
}

#[test]
fn a_hint_never_stands_in_front_of_what_is_recognised() {
    let page = page(&["Unblock", "Export"], None);
    let view = view(&page, &[hint(Kind::Unblock, "export", "toolbar")]);
    assert_eq!(name(&view.unblock), Some("Unblock"));
    assert_eq!(found(&view, Kind::Unblock), Found::Found);
}

#[test]
fn two_that_answer_a_hint_are_nobody() {
    let page = page(&["Restore sending", "Restore sending"], None);
    let view = view(&page, &[hint(Kind::Unblock, "restore sending", "toolbar")]);
    assert_eq!(view.unblock.unique(), None);
}

#[test]
fn role_name_and_container_have_to_fit() {
    let page = page(&["Restore sending"], Some(("Question", &["Restore sending", "Close"])));
    for (role, text, container) in
        [("link", "restore sending", "toolbar"), ("button", "restore", "toolbar"), ("button", "restore sending", "row")]
    {
        let other = Hint { role: role.into(), ..hint(Kind::Unblock, text, container) };
        assert_eq!(view(&page, &[other]).unblock.unique(), None, "{role} {text} {container}");
    }
    let named = Hint { container_name: "other".into(), ..hint(Kind::Unblock, "restore sending", "toolbar") };
    assert_eq!(view(&page, &[named]).unblock.unique(), None);
}

#[test]
fn of_two_unblocks_the_one_that_was_shown_counts() {
    let page = page(&["Unblock", "Unblock user", "Unblock"], None);
    assert_eq!(found(&view(&page, &[]), Kind::Unblock), Found::Ambiguous);
    let view = view(&page, &[hint(Kind::Unblock, "unblock user", "toolbar")]);
    assert_eq!(name(&view.unblock), Some("Unblock user"));
}

#[test]
fn a_flyout_and_a_warning_are_found_by_what_was_shown_of_them() {
    let flyout = page(&["Unblock"], Some(("Restore", &["Carry on", "Cancel"])));
    assert_eq!(view(&flyout, &[]).strange.as_deref(), Some("Restore"));
    let shown = view(&flyout, &[hint(Kind::Submit, "carry on", "dialog")]);
    assert_eq!(shown.strange, None);
    assert_eq!(shown.flyout.as_ref().and_then(|flyout| name(&flyout.submit)), Some("Carry on"));
    let warning = page(&["Unblock"], Some(("Sure?", &["Restore", "Keep"])));
    let shown = view(&warning, &[hint(Kind::Yes, "restore", "dialog")]);
    assert_eq!(shown.confirm.as_ref().and_then(|confirm| name(&confirm.yes)), Some("Restore"));
    assert_eq!(shown.flyout, None);
}

#[test]
fn what_commits_and_was_only_shown_needs_a_page_that_names_the_account() {
    let warning = page(&["Unblock"], Some(("Sure?", &["Restore", "Keep"])));
    let shown = view(&warning, &[hint(Kind::Yes, "restore", "dialog")]);
    let yes = shown.confirm.as_ref().and_then(|confirm| confirm.yes.unique()).unwrap();
    assert_eq!(Pointing::commit(yes, Verdict::Silent), Err(Refused::Taught("Restore".into())));
    assert!(Pointing::commit(yes, Verdict::Confirmed).is_ok());
}

#[test]
fn a_hint_names_nobody() {
    let subject = Account::parse("rob.smith@contoso.com", &Native).unwrap();
    for personal in ["Restore rob.smith@contoso.com", "Restore Smith", "restore rob.smith", "x@y.example"] {
        assert!(is_personal(personal, Some(&subject), &Native), "{personal}");
    }
    for plain in ["Restore sending", "Problem", "Unblock user"] {
        assert!(!is_personal(plain, Some(&subject), &Native), "{plain}");
    }
    let page = page(&["Restore Smith", "Restore Adele Vance", "Restore sending"], None);
    let all = all_candidates(&page, Kind::Unblock, Some(&subject));
    let kept: Vec<_> = all.iter().map(|it| (it.name(), it.hint().is_some())).collect();
    assert_eq!(kept, [("Restore Smith", false), ("Restore Adele Vance", false), ("Restore sending", true)]);
}

#[test]
fn there_is_never_too_much_to_choose_from() {
    let names: Vec<String> = (0..40).map(|number| format!("Button {number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(all_candidates(&page(&names, None), Kind::Unblock, None).len(), CANDIDATES);
    assert_eq!(all_candidates(&page(&names, None), Kind::Yes, None), []);
}

#[test]
fn a_shelf_is_checked_when_it_is_read_and_when_it_is_written() {
    let mut shelf = Shelf::default();
    for number in 0..MOST + 5 {
        assert!(shelf.keep(hint(Kind::Unblock, &format!("button {number}"), "toolbar")));
    }
    assert_eq!(shelf.hints.len(), MOST);
    assert_eq!(shelf.hints.first().map(|hint| hint.name.as_str()), Some("button 5"));
    assert!(shelf.keep(hint(Kind::Unblock, "button 7", "toolbar")));
    assert_eq!((shelf.hints.len(), shelf.hints.last().map(|hint| hint.name.as_str())), (MOST, Some("button 7")));
    assert!(shelf.clone().checked().is_some());
    let bad = [
        hint(Kind::Yes, "", "dialog"),
        hint(Kind::Yes, "rob@contoso.com", "dialog"),
        hint(Kind::Yes, &"y".repeat(LONGEST + 1), "dialog"),
        Hint { role: "wizard".into(), ..hint(Kind::Yes, "yes", "dialog") },
        hint(Kind::Yes, "yes", "wizard"),
    ];
    for hint in bad {
        assert!(!shelf.keep(hint.clone()), "{hint:?}");
        assert_eq!(Shelf { schema: SCHEMA, hints: vec![hint] }.checked(), None);
    }
    assert_eq!(Shelf { schema: SCHEMA + 1, hints: Vec::new() }.checked(), None);
}
