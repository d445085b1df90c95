use super::*;
use crate::core::fold::Native;

/// A page on which a name, an address or a number stands in every place that a report has to watch.
fn page() -> Snapshot {
    let mut page = SnapshotBuilder::new("https://security.microsoft.com/restrictedentities?tid=secret");
    page.title("Jane Doe's portal").open("body", &[]);
    page.open("header", &[]).open("button", &[]).text("Account manager for Jane Doe").close().close();
    page.open("main", &[]).open("h1", &[]).text("Restricted entities").close();
    page.open("input", &[("type", "search"), ("placeholder", "Search"), ("value", "rob")]).close();
    page.open("button", &[]).text("Export 1234 rows").close();
    page.open("button", &[]).text("Restore sending").close();
    page.open("button", &[]).text("Mail Robert").close();
    page.open("div", &[("role", "grid"), ("aria-rowcount", "3")]).open("div", &[("role", "row")]);
    page.open("div", &[("role", "columnheader")]).text("Entity").close().close();
    for (address, name, entity) in [
        ("Rob@contoso.com", "Robert Smith", "Mailbox"),
        ("rob@contoso.com", "Robert Smith", "Connector"),
        ("eve@contoso.com", "Eve", "0a1b2c3d-0000-4000-8000-0123456789ab"),
    ] {
        page.open("div", &[("role", "row"), ("aria-selected", "true"), ("tabindex", "0")]);
        page.open("div", &[("role", "gridcell")]).open("div", &[("role", "checkbox"), ("aria-checked", "true")]);
        page.close().close();
        for text in [address, name, entity] {
            page.open("div", &[("role", "gridcell")]).text(text).close();
        }
        page.open("div", &[("role", "gridcell")]).open("button", &[]).text("Call Robert").close().close().close();
    }
    page.close().close();
    page.open("div", &[("role", "dialog"), ("aria-label", "Unblock Robert"), ("aria-modal", "true")]);
    page.open("h2", &[]).text("About Robert Smith").close().open("p", &[]).text("Unblock rob@contoso.com?").close();
    page.open("button", &[]).text("Yes").close().open("button", &[]).text("No").close().close();
    Snapshot::parse(page.close().finish()).unwrap()
}

fn made(page: &Snapshot) -> Report {
    let subject = Account::parse("rob@contoso.com", &Native).unwrap();
    let context = Context { said: "lost.no_unblock", subject: Some(&subject), hints: &[], platform: &Native };
    report(page, &Matcher::new(Language::ENGLISH), &context)
}

#[test]
fn a_report_names_nobody() {
    let report = made(&page());
    let json = serde_json::to_string(&report).unwrap();
    for word in ["contoso", "ob@", "Rob", "Smith", "Eve", "Jane", "secret", "1234", "0a1b2c3d", "Call"] {
        assert!(!json.contains(word), "{word} is in {json}");
    }
    for word in
        ["Restore sending", "Restricted entities", "Mailbox", "Connector", "user1@example.com", "Export 0000 rows"]
    {
        assert!(json.contains(word), "{word} is not in {json}");
    }
    assert_eq!(report.check(), Ok(()));
    assert_eq!(json.matches("user1@example.com").count(), 3, "the same address by the same number: {json}");
}

#[test]
fn a_report_can_be_read_again_and_recognised_like_the_page() {
    let report = made(&page());
    let again: Report = serde_json::from_str(&serde_json::to_string(&report).unwrap()).unwrap();
    assert_eq!(again, report);
    assert_eq!(again.recognise(&[], &Native).unwrap(), report.recognised);
    assert_eq!(report.recognised.get(&Kind::Yes), Some(&Found::Found));
    let view = hints::recognise(&again.page().unwrap(), &Matcher::new(Language::ENGLISH), &Native, &[]);
    let connectors: Vec<bool> = view.list.rows.iter().map(|row| row.connector).collect();
    assert_eq!(connectors, [false, true, false]);
    assert!(view.list.rows.iter().all(|row| row.selected && row.selector.unique().is_some()));
    assert_eq!(view.confirm.map(|confirm| confirm.addresses), Some(vec!["user1@example.com".to_owned()]));
}

#[test]
fn a_report_that_names_somebody_or_is_no_tree_is_refused() {
    let good = made(&page());
    let broken = |change: fn(&mut Report)| {
        let mut report = good.clone();
        change(&mut report);
        report.check()
    };
    assert!(broken(|report| report.schema += 1).is_err());
    assert!(broken(|report| report.nodes[3].name = "Restore rob@contoso.com".into()).is_err());
    assert!(broken(|report| report.nodes[3].role = "wizard".into()).is_err());
    assert!(broken(|report| report.nodes[0].depth = 2).is_err());
}
