use super::*;
use crate::core::fold::Native;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn shown(intake: &Intake) -> String {
    let all = |accounts: &[Account]| accounts.iter().map(Account::address).collect::<Vec<_>>().join(" ");
    let text = match intake {
        Intake::One(account) => format!("one {}", account.address()),
        Intake::Several(accounts, problems) => {
            let problems = problems.iter().map(|problem| format!(" !{}:{}", problem.error.key(), problem.text));
            format!("several {}{}", all(accounts), problems.collect::<String>())
        }
        Intake::Problem(error) => format!("problem {}", error.key()),
        Intake::Restricted(Who::Sender(account)) => format!("sender {}", account.address()),
        Intake::Restricted(Who::Unclear(candidates)) => format!("unclear {}", all(candidates)),
        Intake::Connector => "connector".to_string(),
        Intake::Quota { code } => format!("quota {code}"),
        Intake::TenantOrDomain { code } => format!("tenant {code}"),
        Intake::UnknownBounce { code } => format!("unknown {code}"),
    };
    text.trim_end().to_string()
}

fn verdict(text: &str) -> String {
    shown(&read(text, &Native))
}

#[test]
fn bounces_get_their_verdict() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/ndr");
    let verdicts = std::fs::read_to_string(format!("{folder}/verdicts.tsv")).unwrap();
    let mut wrong = Vec::new();
    let mut names = Vec::new();
    for line in verdicts.lines() {
        let (name, expected) = line.split_once('\t').unwrap();
        let found = verdict(&std::fs::read_to_string(format!("{folder}/{name}")).unwrap());
        if found != expected {
            wrong.push(format!("{name}: {found}, not {expected}"));
        }
        names.push(name.to_string());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(names.len() >= 30);
    for file in std::fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(name == "README.md" || name == "verdicts.tsv" || names.contains(&name), "{name} has no verdict");
    }
}

#[test]
fn lists_are_read() {
    for (text, expected) in [
        ("rob@contoso.com", "one rob@contoso.com"),
        (" Rob <rob@contoso.com> \n", "one rob@contoso.com"),
        ("rob@contoso.com\nROB@contoso.com\n", "one rob@contoso.com"),
        ("rob@contoso.com\r\nanna@contoso.com\r\n\r\n", "several rob@contoso.com anna@contoso.com"),
        ("rob@contoso.com; anna@contoso.com;", "several rob@contoso.com anna@contoso.com"),
        ("rob@contoso.com, anna@contoso.com", "several rob@contoso.com anna@contoso.com"),
        ("rob@contoso.com anna@contoso.com", "several rob@contoso.com anna@contoso.com"),
        ("rob@contoso.com，anna@contoso.com、x@y.org；", "several rob@contoso.com anna@contoso.com x@y.org"),
        ("Smith, Rob <rob@contoso.com>; Lee, Anna <anna@contoso.com>", "several rob@contoso.com anna@contoso.com"),
        ("\"Smith; Rob\" <rob@contoso.com>, \"Lee\" <anna@contoso.com>", "several rob@contoso.com anna@contoso.com"),
        ("\"rob@contoso.com, anna@contoso.com", "several rob@contoso.com anna@contoso.com"),
        ("Rob\trob@contoso.com\tSales\nAnna\tanna@contoso.com\tIT", "several rob@contoso.com anna@contoso.com"),
        (
            "Name;Mail\nRob;rob@contoso.com\nAnna;anna@contoso.com",
            "several rob@contoso.com anna@contoso.com !intake.no_at:Name !intake.no_at:Mail",
        ),
        ("Rob\trob@contoso.com\tSales", "one rob@contoso.com"),
        ("rob@contoso.com; anna", "several rob@contoso.com !intake.no_at:anna"),
        ("rob@contoso.com; anna\npia@contoso.com", "several rob@contoso.com pia@contoso.com !intake.no_at:anna"),
        ("rob@contoso.com\nanna", "several rob@contoso.com !intake.no_at:anna"),
        (
            "rob@contoso.com\nanna@\nb c@contoso.com",
            "several rob@contoso.com !intake.no_domain:anna@ !intake.spaces:b c@contoso.com",
        ),
        ("rob smith@contoso.com", "problem intake.spaces"),
        ("please unblock rob@contoso.com and anna@contoso.com", "problem intake.several"),
        ("rob@con\ntoso.com", "problem intake.line_break"),
        ("robert", "problem intake.no_at"),
        ("rob@", "problem intake.no_domain"),
        ("@x", "problem intake.no_local"),
        ("", "problem intake.empty"),
        (",;\t\n", "problem intake.empty"),
        ("rob@5.1.8.com", "one rob@5.1.8.com"),
        ("version 5.1.8", "problem intake.no_at"),
    ] {
        let found = verdict(text);
        // A bare known code is taken at its word.
        let expected = if text == "version 5.1.8" { "unclear" } else { expected };
        assert_eq!(found, expected, "{text:?}");
    }
    assert_eq!(verdict(&"x".repeat(10_000)), "problem intake.too_long");
}

#[test]
fn codes_are_known_by_their_shape() {
    for (text, expected) in [
        ("5.7.711", "connector"),
        ("550-5.7.705", "tenant 5.7.705"),
        ("(5.1.90)", "quota 5.1.90"),
        ("550 5.7.1 x", "unknown 5.7.1"),
        ("Status: 5.0.0", "unknown 5.0.0"),
        ("smtp;554 5.4.14 x", "unknown 5.4.14"),
        ("status 5.0.0, then 550 5.1.8 Access denied", "unclear"),
        ("250 2.1.0 Sender OK", "problem intake.no_at"),
        ("10.5.1.8", "problem intake.no_at"),
        ("5.1.8.3", "problem intake.no_at"),
        ("15.1.8", "problem intake.no_at"),
        ("5.1.80", "problem intake.no_at"),
        ("5.1.8a", "problem intake.no_at"),
        ("v5.7.711", "problem intake.no_at"),
        ("5.7.7111", "problem intake.no_at"),
        ("5.", "problem intake.no_at"),
        ("5.1.", "problem intake.no_at"),
    ] {
        assert_eq!(verdict(text), expected, "{text:?}");
    }
}

#[test]
fn hostile_texts_give_an_answer() {
    let bounce = "From: rob@contoso.com\n550 5.1.8 bad outbound sender\n";
    let megabyte = "x@y.org ".repeat(1 << 17);
    assert_eq!(verdict(&format!("{bounce}{megabyte}")), "sender rob@contoso.com");
    assert_eq!(verdict(&format!("{megabyte}\n{bounce}")), "sender rob@contoso.com");
    for unit in [
        "<",
        "5.1.8",
        "550 5.1.8 ",
        "From: a@b.c\n",
        "\"",
        "a@b.c,",
        "\0\u{1}\u{fffd}",
        "5.",
        "<a",
        "From:\n",
        ":",
        "é5.1.8…",
    ] {
        let _ = verdict(&unit.repeat((1 << 20) / unit.len()));
    }
    assert_eq!(verdict(&"x".repeat(5 << 20)), "problem intake.too_long");
    assert_eq!(verdict(&format!("{}\n{bounce}", "\0\u{7f}".repeat(1000))), "sender rob@contoso.com");
    let many: String = (0..5000).map(|number| format!("user{number}@contoso.com\n")).collect();
    assert_eq!(verdict(&many), "problem intake.too_long");
    // Thousands of wrong pieces are not handed back.
    let Intake::Several(accounts, problems) = read(&format!("rob@contoso.com\n{}", "a@\n".repeat(5000)), &Native)
    else {
        panic!()
    };
    assert_eq!((accounts.len(), problems.len()), (1, MOST_PROBLEMS));
    assert!(problems.iter().all(|problem| problem.text.chars().count() <= LONGEST_PROBLEM));
}

#[test]
fn every_answer_has_its_sentence() {
    let keys: BTreeSet<_> = ["5.1.8", "From: a@b.c\n5.1.8", "5.7.711", "5.1.90", "5.7.705", "550 5.7.1", "", "a@b.c;x"]
        .into_iter()
        .map(|text| read(text, &Native).key().unwrap())
        .collect();
    assert_eq!(keys.len(), 8);
    assert!(keys.iter().all(|key| key.starts_with("intake.")));
    assert_eq!(read("a@b.c", &Native).key(), None);
}

proptest! {
    #[test]
    fn nothing_panics(text in any::<String>(), near in "[45.18 @a:<>\n\"é]{0,60}") {
        let _ = (verdict(&text), verdict(&near));
    }

    /// Every address of a list comes back, whatever separates them.
    #[test]
    fn nobody_is_lost(names in prop::collection::vec("[a-z]{1,6}[0-9]", 2..30), separator in prop::sample::select(vec!["\n", "\r\n", ";", ", ", "\t", " ; ", ",\n"])) {
        let list: Vec<String> = names.iter().map(|name| format!("{name}@contoso.com")).collect();
        let wanted: BTreeSet<&str> = list.iter().map(String::as_str).collect();
        let found = read(&list.join(separator), &Native);
        let found: BTreeSet<String> = match &found {
            Intake::One(account) => BTreeSet::from([account.address().to_string()]),
            Intake::Several(accounts, problems) => {
                prop_assert!(problems.is_empty());
                accounts.iter().map(|account| account.address().to_string()).collect()
            }
            other => return Err(TestCaseError::fail(shown(other))),
        };
        prop_assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), wanted);
    }
}

fn taken(text: &str, before: &panel::Intake) -> Result<String, panel::Intake> {
    take(text, before, 1_000.0, &Native).map(|subjects| subjects.join(" ")).map_err(|shown| *shown)
}

#[test]
fn what_is_wrong_stays_in_the_box() {
    let before = panel::Intake { filled: 3, ..panel::Intake::default() };
    for text in [
        "robert",
        "rob@con\ntoso.com",
        "550 5.7.711",
        "550 5.1.90",
        "550 5.7.750",
        "550 5.7.1",
        "r\u{43e}b@contoso.com",
    ] {
        let shown = taken(text, &before).unwrap_err();
        assert_eq!((shown.value.as_str(), shown.filled), (text, 3), "{text}");
        assert!(shown.problem.is_some() && shown.said.is_none(), "{text}");
        assert_eq!(shown.refused, text.starts_with("r\u{43e}b"), "{text}");
        assert_eq!(shown.until, text.contains("5.1.90").then_some(1_000.0 + 24.0 * HOUR), "{text}");
    }
}

#[test]
fn the_sender_of_a_bounce_is_filled_in_and_started_by_the_admin() {
    let bounce = "From: rob@contoso.com\n550 5.1.8 bad outbound sender\n";
    let shown = taken(bounce, &panel::Intake::default()).unwrap_err();
    assert_eq!((shown.value.as_str(), shown.filled, &shown.problem), ("rob@contoso.com", 1, &None));
    assert_eq!(taken(&shown.value, &shown).as_deref(), Ok("rob@contoso.com"));
}

#[test]
fn what_is_left_out_of_a_list_has_to_be_seen_first() {
    let text = "rob@contoso.com\nanna\npia@contoso.com";
    let shown = taken(text, &panel::Intake::default()).unwrap_err();
    assert_eq!(shown.details, [Text::new("intake.left_out_piece").with("piece", "anna")]);
    assert!(taken("rob@contoso.com\nanna", &shown).is_err(), "another text is looked at anew");
    assert_eq!(taken(text, &shown).as_deref(), Ok("rob@contoso.com pia@contoso.com"));
    assert_eq!(taken("a@b.co; c@d.co", &panel::Intake::default()).as_deref(), Ok("a@b.co c@d.co"));
}

#[test]
fn a_list_that_the_box_may_have_cut_off_is_not_started() {
    let fits: String = (0..9).map(|number| format!("user{number}@contoso.com\n")).collect();
    assert!(taken(&fits, &panel::Intake::default()).is_ok());
    let full = fits.clone() + &" ".repeat(BOX - fits.len());
    let shown = taken(&full, &panel::Intake::default()).unwrap_err();
    assert_eq!(shown.problem.map(|text| text.key), Some("intake.too_long"));
}
