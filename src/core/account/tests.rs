use super::*;
use crate::core::fold::Native;
use proptest::prelude::*;

fn account(text: &str) -> Account {
    Account::parse(text, &Native).unwrap()
}

fn rob(other: &str) -> Likeness {
    account("rob@contoso.com").compare(other, &Native)
}

#[track_caller]
fn reason(subject: &str, other: &str) -> Reason {
    match account(subject).compare(other, &Native) {
        Likeness::LookAlike(reason) => reason,
        likeness => panic!("{subject} {other:?}: {likeness:?}"),
    }
}

#[track_caller]
fn letter(subject: &str, other: &str) -> (String, String) {
    match reason(subject, other) {
        Reason::Letters(letter) => (letter.found, letter.twin),
        reason => panic!("{subject} {other:?}: {reason:?}"),
    }
}

#[test]
fn an_address_is_read_in_whatever_it_comes() {
    for text in [
        "rob@contoso.com",
        "  rob@contoso.com \t\r\n",
        "\u{feff}\u{202a}rob@contoso.com\u{202c}",
        "mailto:rob@contoso.com",
        "MAILTO:rob@contoso.com?subject=Hi%20Rob&cc=anna@contoso.com",
        "mailto:rob%40contoso.com",
        "SMTP:rob@contoso.com",
        "<rob@contoso.com>",
        "<mailto:rob@contoso.com>",
        "Rob <rob@contoso.com>",
        "Rob <rob@contoso.com>;",
        "\"Smith, Rob\" <rob@contoso.com>",
        "rob@contoso.com<mailto:rob@contoso.com>",
        "rob@contoso.com <rob@contoso.com>",
        "'rob@contoso.com'",
        "\"rob@contoso.com\"",
        "“rob@contoso.com”",
        "(rob@contoso.com).",
        "rob@contoso.com,",
        "rob@contoso.com.",
        "rob＠contoso.com",
    ] {
        let account = account(text);
        assert_eq!(
            (account.address(), account.local(), account.domain()),
            ("rob@contoso.com", "rob", "contoso.com"),
            "{text:?}"
        );
    }
    assert_eq!(account("ROB@Contoso.COM").address(), "ROB@Contoso.COM");
    assert_eq!(account("ROB@Contoso.COM").key(), "rob@contoso.com");
    assert_eq!(account("rob@bücher.example").key(), "rob@xn--bcher-kva.example");
    for text in [
        "o'neil+tag@contoso.com",
        "rob_gmail.com#EXT#@contoso.onmicrosoft.com",
        "a=b/c@sub.contoso.co.uk",
        "jürgen@müller.de",
    ] {
        assert_eq!(account(text).address(), text);
    }
}

#[test]
fn what_is_not_one_address_says_why() {
    let long = "x".repeat(10_000);
    let long_local = format!("{}@contoso.com", "x".repeat(400));
    for (text, error) in [
        ("", AccountError::Empty),
        (" \n\u{200b}\t ", AccountError::Empty),
        ("\"\"", AccountError::Empty),
        (&long, AccountError::TooLong { len: 10_000 }),
        (&long_local, AccountError::TooLong { len: 412 }),
        ("robert", AccountError::NoAt),
        ("Rob Smith", AccountError::NoAt),
        ("Rob <rob>", AccountError::NoAt),
        ("@x", AccountError::NoLocalPart),
        ("@contoso.com", AccountError::NoLocalPart),
        ("@", AccountError::NoLocalPart),
        ("rob@", AccountError::NoDomain),
        ("rob@.", AccountError::NoDomain),
        ("rob@contoso", AccountError::BadDomain),
        ("rob@contoso..com", AccountError::BadDomain),
        ("rob@-contoso.com", AccountError::BadDomain),
        ("rob@contoso-.com", AccountError::BadDomain),
        ("rob@con_toso.com", AccountError::BadDomain),
        ("rob@contoso.com/x", AccountError::BadDomain),
        ("rob@contoso.com:443", AccountError::BadDomain),
        ("rob@127.0.0.1", AccountError::BadDomain),
        ("rob@127.1", AccountError::BadDomain),
        ("rob@[127.0.0.1]", AccountError::BadDomain),
        ("rob@contoso.%63om", AccountError::BadDomain),
        ("rob@conto…", AccountError::BadDomain),
        ("rob@xn--.com", AccountError::BadDomain),
        ("ro…@contoso.com", AccountError::BadLocalPart('…')),
        ("r...b@contoso.com", AccountError::BadLocalPart('.')),
        ("a(b@contoso.com", AccountError::BadLocalPart('(')),
        ("\"a b\"@contoso.com", AccountError::Spaces),
        ("rob@contoso.com, anna@contoso.com", AccountError::TwoAddresses),
        ("rob@contoso.com;anna@contoso.com", AccountError::TwoAddresses),
        ("rob@@contoso.com", AccountError::TwoAddresses),
        ("boss@contoso.com <rob@contoso.com>", AccountError::TwoAddresses),
        ("rob@con\ntoso.com", AccountError::LineBreak),
        ("rob@contoso.com\nanna@contoso.com", AccountError::LineBreak),
        ("rob\u{2028}@contoso.com", AccountError::LineBreak),
        ("rob\t@contoso.com", AccountError::ControlCharacter('\t')),
        ("rob\0@contoso.com", AccountError::ControlCharacter('\0')),
        ("rob\u{200b}@contoso.com", AccountError::Invisible('\u{200b}')),
        ("rob@con\u{ad}toso.com", AccountError::Invisible('\u{ad}')),
        ("rob @contoso.com", AccountError::Spaces),
        ("unblock rob@contoso.com", AccountError::Spaces),
    ] {
        assert_eq!(Account::parse(text, &Native), Err(error), "{text:?}");
        assert!(error.key().starts_with("intake."));
    }
}

#[test]
fn the_same_account_is_the_same() {
    for text in [
        "rob@contoso.com",
        "ROB@CONTOSO.COM",
        "Rob@Contoso.Com",
        " rob@contoso.com\n",
        "\u{200e}rob@contoso.com\u{200f}",
        "<rob@contoso.com>",
        "'rob@contoso.com'",
        "rob@contoso.com?",
        "„rob@contoso.com“.",
    ] {
        assert_eq!(rob(text), Likeness::Same, "{text:?}");
    }
    let buecher = account("rené@bücher.example");
    for text in ["RENÉ@BÜCHER.example", "rené@xn--bcher-kva.example", "rene\u{301}@bu\u{308}cher.example"] {
        assert_eq!(buecher.compare(text, &Native), Likeness::Same, "{text:?}");
    }
    assert_eq!(account("rob@xn--bcher-kva.example").compare("rob@bücher.example", &Native), Likeness::Same);
}

#[test]
fn another_account_is_another() {
    for text in [
        "",
        "rob",
        "@contoso.com",
        "anna@contoso.com",
        "rob@fabrikam.com",
        "rob@contoso.com.au",
        "rob@contoso.co",
        "rob@sub.contoso.com",
        "'rob@contoso.com",
        "bob@contoso.com",
        "Rob Smith rob@contoso.com",
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "annа@contoso.com",
    ] {
        assert_eq!(rob(text), Likeness::Other, "{text:?}");
    }
    assert_eq!(rob(&"rob@contoso.com".repeat(1000)), Likeness::Other);
}

#[test]
fn letters_that_look_alike_are_named() {
    for (subject, other, found, twin) in [
        ("rob@contoso.com", "rоb@contoso.com", "о", "o"),
        ("rob@contoso.com", "RОB@CONTOSO.COM", "О", "o"),
        ("rob@contoso.com", "rob@cоntoso.com", "о", "o"),
        ("rob@contoso.com", "rob@contoso.соm", "с", "c"),
        ("rob@contoso.com", "rob@contoѕo.com", "ѕ", "s"),
        ("rob@contoso.com", "rοb@contoso.com", "ο", "o"),
        ("rob@contoso.com", "r0b@contoso.com", "0", "o"),
        ("rob@contoso.com", "rób@contoso.com", "ó", "o"),
        ("rob@contoso.com", "ro\u{323}b@contoso.com", "o\u{323}", "o"),
        ("rob@contoso.com", "ｒob@contoso.com", "ｒ", "r"),
        ("rob@contoso.com", "rob@ｃontoso.com", "ｃ", "c"),
        ("rob@contoso.com", "rob@contoso。com", "。", "."),
        ("rob@contoso.com", "rob＠contoso.com", "＠", "@"),
        ("rob@contoso.com", "𝐫ob@contoso.com", "𝐫", "r"),
        ("rob@contoso.com", "rob@contoso.corn", "rn", "m"),
        ("bill@contoso.com", "bi1l@contoso.com", "1", "l"),
        ("bill@contoso.com", "BILI@contoso.com", "I", "l"),
        ("bill@contoso.com", "bıll@contoso.com", "ı", "i"),
        ("anna.maria@contoso.com", "anna.rnaria@contoso.com", "rn", "m"),
        ("wim@contoso.com", "vvim@contoso.com", "vv", "w"),
        ("mark@contoso.com", "mar\u{212a}@contoso.com", "\u{212a}", "k"),
        ("o'neil@contoso.com", "o’neil@contoso.com", "’", "'"),
        ("anna-lee@contoso.com", "anna‐lee@contoso.com", "‐", "-"),
        ("rоb@contoso.com", "rob@contoso.com", "o", "о"),
    ] {
        assert_eq!(letter(subject, other), (found.to_string(), twin.to_string()), "{other:?}");
        assert!(reason(subject, other).is_deceptive());
    }
    let Reason::Letters(letter) = reason("rob@contoso.com", "rоb@contoso.com") else { panic!() };
    assert_eq!((letter.code().as_str(), letter.script()), ("U+043E", "script.cyrillic"));
    for (found, script) in
        [("rn", "script.ascii"), ("ο", "script.greek"), ("ó", "script.latin"), ("ｒ", "script.fullwidth")]
    {
        assert_eq!(Letter { found: found.to_string(), twin: String::new() }.script(), script);
    }
    assert_eq!(Letter { found: "rn".to_string(), twin: String::new() }.code(), "U+0072 U+006E");
}

#[test]
fn what_cannot_be_seen_is_named() {
    for (text, hidden) in [
        ("ro\u{200b}b@contoso.com", '\u{200b}'),
        ("rob\u{200d}@contoso.com", '\u{200d}'),
        ("rob@con\u{ad}toso.com", '\u{ad}'),
        ("rob@\u{202e}contoso.com", '\u{202e}'),
        ("r\u{200b}оb@contoso.com", '\u{200b}'),
        ("rob\u{2060}+x@contoso.com", '\u{2060}'),
        ("rob\u{e0041}@contoso.com", '\u{e0041}'),
    ] {
        assert_eq!(reason("rob@contoso.com", text), Reason::Invisible(hidden), "{text:?}");
    }
    for text in [
        "rob @contoso.com",
        "rob@contoso .com",
        "rob@contoso.com\u{a0}",
        "\u{3000}rob@contoso.com",
        "rob\u{2009}@contoso.com",
    ] {
        assert_eq!(reason("rob@contoso.com", text), Reason::Spaces, "{text:?}");
    }
    assert!(Reason::Spaces.is_deceptive() && Reason::Invisible('\u{ad}').is_deceptive());
}

#[test]
fn a_cut_off_address_is_no_proof() {
    for text in [
        "rob@conto…",
        "rob@contoso...",
        "r…@contoso.com",
        "rob@…so.com",
        "…@contoso.com",
        "rob@contoso.com…",
        "ROB@C…",
        "rob…",
        "rоb@…",
    ] {
        assert_eq!(reason("rob@contoso.com", text), Reason::Truncated, "{text:?}");
        assert!(Reason::Truncated.is_deceptive());
    }
    for text in ["anna@conto…", "robert@conto…", "…", "...", "rob@contoso.com.a…", "rob…@fabrikam.com"] {
        assert_eq!(rob(text), Likeness::Other, "{text:?}");
    }
}

#[test]
fn neighbours_are_told_apart_without_alarm() {
    for (subject, other, expected) in [
        ("rob.b@contoso.com", "robb@contoso.com", Reason::Dots),
        ("rob@contoso.com", "r.o.b@contoso.com", Reason::Dots),
        ("rob@contoso.com", "rob+news@contoso.com", Reason::Plus),
        ("rob+a@contoso.com", "rob+b@contoso.com", Reason::Plus),
        ("rob@contoso.com", "r.ob+news@contoso.com", Reason::Plus),
        ("user4@contoso.com", "user42@contoso.com", Reason::Prefix),
        ("user42@contoso.com", "user421@contoso.com", Reason::Prefix),
        ("user42@contoso.com", "user4@contoso.com", Reason::Prefix),
        ("rob@contoso.com", "ROBERT@contoso.com", Reason::Prefix),
        ("rob@contoso.com", "rob.b@contoso.com", Reason::Prefix),
    ] {
        assert_eq!(reason(subject, other), expected, "{subject} {other}");
        assert!(!expected.is_deceptive());
    }
    // A neighbour only by a letter that is not what it seems.
    assert_eq!(letter("rob@contoso.com", "rоb+news@contoso.com"), ("о".to_string(), "o".to_string()));
}

#[test]
fn every_reason_has_its_sentence() {
    let letters = Reason::Letters(Letter { found: "о".to_string(), twin: "o".to_string() });
    let others =
        [Reason::Invisible('x'), Reason::Spaces, Reason::Truncated, Reason::Dots, Reason::Plus, Reason::Prefix];
    let mut keys: Vec<_> = others.iter().chain([&letters]).map(Reason::key).collect();
    keys.dedup();
    assert_eq!(keys.len(), 7);
    assert!(keys.iter().all(|key| key.starts_with("lookalike.")));
}

#[test]
fn a_subject_of_mixed_scripts_is_suspicious() {
    let suspicion = |text: &str| account(text).suspicious(&Native);
    for text in [
        "rob@contoso.com",
        "jürgen@müller.de",
        "rené.o'neil@contoso.com",
        "иван@пример.рф",
        "rob@xn--bcher-kva.example",
        "イワン@例え.jp",
        "ıdil@contoso.com",
    ] {
        assert_eq!(suspicion(text), None, "{text}");
    }
    for (text, found, letter, script, twin) in [
        ("rоb@contoso.com", "о", "o", "script.cyrillic", "rob@contoso.com"),
        ("rob@cοntoso.com", "ο", "o", "script.greek", "rob@contoso.com"),
        ("ＲＯＢ@contoso.com", "Ｒ", "r", "script.fullwidth", "rob@contoso.com"),
        ("о@contoso.com", "о", "o", "script.cyrillic", "o@contoso.com"),
        ("o’neil@contoso.com", "’", "'", "script.other", "o'neil@contoso.com"),
    ] {
        let found_letter = Letter { found: found.to_string(), twin: letter.to_string() };
        assert_eq!(found_letter.script(), script);
        assert_eq!(suspicion(text), Some(Suspicion { letter: found_letter, twin: twin.to_string() }), "{text}");
    }
}

#[test]
fn addresses_are_found_in_texts() {
    let none: [&str; 0] = [];
    for (text, expected) in [
        ("", &none[..]),
        ("Rob Smith", &none),
        ("@rob rob@ @ rob@contoso user@@", &none),
        ("rob@contoso.com", &["rob@contoso.com"]),
        ("Unblock rob@contoso.com?", &["rob@contoso.com"]),
        ("Unblock 'rob@contoso.com'?", &["rob@contoso.com"]),
        ("“rob@contoso.com”", &["rob@contoso.com"]),
        ("‘rob@contoso.com’", &["rob@contoso.com"]),
        ("« rob@contoso.com »", &["rob@contoso.com"]),
        ("<rob@contoso.com>, (anna@contoso.com); [x@y.org]", &["rob@contoso.com", "anna@contoso.com", "x@y.org"]),
        ("Is it ROB@CONTOSO.COM.", &["ROB@CONTOSO.COM"]),
        ("o'neil+tag@contoso.com's mailbox", &["o'neil+tag@contoso.com"]),
        ("o’neil@contoso.com", &["o’neil@contoso.com"]),
        ("'rob@contoso.com", &["'rob@contoso.com"]),
        ("**rob@contoso.com** `a@b.de` |x@y.org|", &["rob@contoso.com", "a@b.de", "x@y.org"]),
        ("mailto:rob@contoso.com?subject=x", &["rob@contoso.com"]),
        ("rob@conto… is cut off", &["rob@conto…"]),
        ("ro…@contoso.com rob@contoso...", &["ro…@contoso.com", "rob@contoso..."]),
        ("…rob@contoso.com", &["…rob@contoso.com"]),
        ("rоb@contoso.com", &["rоb@contoso.com"]),
        ("ro\u{200b}b@contoso.com\u{200b}", &["ro\u{200b}b@contoso.com"]),
        ("\u{200f}rob@contoso.com\u{200f}", &["rob@contoso.com"]),
        ("jürgen@müller.de", &["jürgen@müller.de"]),
        ("rob@contoso.com을(를) 차단 해제하시겠습니까?", &["rob@contoso.com"]),
        ("用户rob@contoso.com已被阻止。", &["rob@contoso.com"]),
        ("rob@contoso.comのブロックを解除しますか", &["rob@contoso.com"]),
        ("להסיר חסימה ל-rob@contoso.com?", &["rob@contoso.com"]),
        ("ผู้ใช้rob@contoso.comถูกบล็อก", &["rob@contoso.com"]),
        ("A rob@contoso.com-ot feloldja", &["rob@contoso.com"]),
        ("rob@contoso.com:n esto", &["rob@contoso.com"]),
        ("rob@contoso.com'un", &["rob@contoso.com"]),
        ("—rob@contoso.com—", &["rob@contoso.com"]),
        ("イワン@例え.jp", &["イワン@例え.jp"]),
        ("rob@a.xn--p1ai", &["rob@a.xn--p1ai"]),
        ("a@b@c.com", &["a@b@c.com"]),
        ("rob＠contoso.com", &["rob＠contoso.com"]),
        ("a@x.com,b@y.com;c@z.com", &["a@x.com", "b@y.com", "c@z.com"]),
        ("x=rob@contoso.com", &["x=rob@contoso.com"]),
        ("anna‐lee@contoso.com", &["anna‐lee@contoso.com"]),
        ("\u{e77b}rob@contoso.com\u{e711}", &["rob@contoso.com"]),
        ("rob@contoso.com\u{a0}?", &["rob@contoso.com"]),
        ("rob_gmail.com#EXT#@contoso.onmicrosoft.com", &["rob_gmail.com#EXT#@contoso.onmicrosoft.com"]),
    ] {
        assert_eq!(addresses_in(text), expected, "{text:?}");
    }
}

#[test]
fn scanning_is_linear() {
    // Quadratic work on any of these would take minutes.
    for text in [
        "@".repeat(1 << 20),
        "a".repeat(1 << 20) + "@",
        "a@".repeat(1 << 19),
        "a@b.c ".repeat(1 << 17),
        "'a@b.c'-".repeat(1 << 17),
        "한@한.".repeat(1 << 17),
    ] {
        let _ = addresses_in(&text);
        let _ = rob(&text);
        let _ = Account::parse(&text, &Native);
    }
}

#[test]
fn guids_are_known() {
    for text in ["3f2504e0-4f89-11d3-9a0c-0305e82c3301", " {3F2504E0-4F89-11D3-9A0C-0305E82C3301} "] {
        assert!(is_guid(text), "{text}");
    }
    for text in [
        "",
        "-",
        "----",
        "3f2504e0-4f89-11d3-9a0c-0305e82c330",
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301-",
        "gf2504e0-4f89-11d3-9a0c-0305e82c3301",
        "rob@contoso.com",
    ] {
        assert!(!is_guid(text), "{text}");
    }
}

#[test]
fn commands_are_quoted() {
    assert_eq!(
        powershell("o'neil@contoso.com"),
        "Get-BlockedSenderAddress -SenderAddress 'o''neil@contoso.com'\nRemove-BlockedSenderAddress -SenderAddress 'o''neil@contoso.com'"
    );
    assert!(powershell("a’; Remove-Item ‘x").contains("'a’’; Remove-Item ‘‘x'"));
    assert_eq!(powershell("a\nb\u{1b}[0m").lines().count(), 2);
}

/// Reads the first single-quoted string as PowerShell does, and returns it with what follows it.
fn unquoted(command: &str) -> Option<(String, String)> {
    let is_quote = |c: char| matches!(c, '\'' | '‘' | '’' | '‚' | '‛');
    let mut chars = command.chars().skip_while(|c| !is_quote(*c)).skip(1).peekable();
    let mut text = String::new();
    while let Some(c) = chars.next() {
        if is_quote(c) {
            match chars.peek() {
                Some(next) if is_quote(*next) => chars.next(),
                _ => return Some((text, chars.collect())),
            };
        }
        text.push(c);
    }
    None
}

fn address() -> impl Strategy<Value = String> {
    let shape =
        "[a-zA-Z0-9][a-z0-9.'+_-]{0,10}[a-z0-9]@[a-z][a-z0-9-]{0,8}[a-z0-9]\\.(com|de|co\\.uk|onmicrosoft\\.com)";
    shape.prop_filter("an ellipsis, or a domain in ASCII that is none", |text| {
        !text.contains("...") && !text.contains("@xn--")
    })
}

proptest! {
    #[test]
    fn nothing_panics(a in any::<String>(), b in "[a-z@.… \u{200b}\u{43e}<>'+-]{0,30}", c in any::<String>()) {
        for text in [&a, &b, &c] {
            let _ = Account::parse(text, &Native);
            let _ = (addresses_in(text), is_guid(text), powershell(text));
            let _ = account("rob.o@contoso.com").compare(text, &Native);
        }
        if let Ok(account) = Account::parse(&b, &Native) {
            let _ = account.suspicious(&Native);
            let _ = (account.compare(&a, &Native), account.compare(&c, &Native));
        }
    }

    #[test]
    fn an_address_is_read_as_itself(address in address()) {
        let account = account(&address);
        prop_assert_eq!(account.address(), &address);
        prop_assert_eq!(account.compare(&address.to_uppercase(), &Native), Likeness::Same);
        prop_assert_eq!(account.suspicious(&Native), None);
        let again = Account::parse(&format!("X Y <{address}>"), &Native).unwrap();
        prop_assert_eq!(again, account);
    }

    #[test]
    fn comparing_works_both_ways(a in address(), b in address(), swap in 0usize..8) {
        let b = match swap {
            0 => a.replace('o', "о"),
            1 => a.replace('m', "rn"),
            2 => a.replace('@', "+x@"),
            3 => a.to_uppercase(),
            4 => a.replace('l', "1"),
            5 => a.replace('.', ""),
            6 => a.replacen('e', "é", 1),
            _ => b,
        };
        if let (Ok(a), Ok(b)) = (Account::parse(&a, &Native), Account::parse(&b, &Native)) {
            let (there, back) = (a.compare(b.address(), &Native), b.compare(a.address(), &Native));
            prop_assert_eq!(there == Likeness::Same, back == Likeness::Same);
            prop_assert_eq!(there == Likeness::Other, back == Likeness::Other);
            prop_assert_eq!(there == Likeness::Same, a.key() == b.key());
        }
    }

    #[test]
    fn no_disguise_passes_for_equal(a in address(), at in any::<prop::sample::Index>(), with in prop::sample::select(vec!['\u{200b}', '\u{ad}', '\u{202e}', ' ', '\u{a0}', '\u{301}', '…', 'о', '０'])) {
        // Inside only: an edge belongs to the text around.
        let at = 1 + at.index(a.len() - 1);
        let mut disguised = a.clone();
        disguised.insert(at, with);
        prop_assert_ne!(account(&a).compare(&disguised, &Native), Likeness::Same);
    }

    #[test]
    fn quoted_text_is_read_back(text in "[a-z'‘’‚‛\"$`;(){}|& \u{e9}\u{0}-\u{1f}]{0,30}") {
        let shown: String = text.chars().filter(|c| !c.is_control()).collect();
        let commands = powershell(&text);
        let (read, rest) = unquoted(&commands).unwrap();
        prop_assert_eq!(&read, &shown);
        let (read, rest) = unquoted(&rest).unwrap();
        prop_assert_eq!(&read, &shown);
        prop_assert_eq!(rest, "");
    }

    #[test]
    fn a_planted_address_is_found(before in "\\PC{0,20}", address in address(), after in "\\PC{0,20}") {
        let text = format!("{before} \"{address}\" {after}");
        prop_assert!(addresses_in(&text).contains(&address.as_str()), "{}", text);
    }

    /// Whatever stands directly around an address, it is never cut down to one that another account has.
    #[test]
    fn an_address_is_never_cut_short(before in "[a-z0-9._+=/!#%&о\u{200b}’'-]{0,6}", after in "[a-z0-9.о-]{0,6}") {
        let text = format!("{before}rob@contoso.com{after}");
        let without = before.trim_start_matches(['\u{200b}', '’']);
        let is_bare = without.is_empty() && after.trim_end_matches(['.', '-']).is_empty() && !after.contains("...");
        for found in addresses_in(&text) {
            if !is_bare && !after.starts_with('-') {
                prop_assert_ne!(rob(found), Likeness::Same, "{} in {}", found, text);
            }
        }
    }
}
