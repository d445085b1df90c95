//! The record for other people: CSV for a spreadsheet, JSON for a machine, Markdown for the ticket.

use crate::core::history::{Basis, Chapter, Entry, What};
use crate::core::secure::Item;
use serde::Serialize;

/// The version of the exported JSON; `docs/journal.schema.json` describes it.
pub const EXPORT: u32 = 1;

/// The whole export as JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Export<'a> {
    /// [`EXPORT`].
    pub schema: u32,
    /// `guided-unblock` and its version.
    pub written_by: String,
    /// When, as `2026-01-31T12:00:00.000Z`.
    pub written_at: String,
    /// What happened, in order.
    pub entries: Vec<Line<'a>>,
}

/// One entry, readable by a machine that knows nothing else of the extension.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line<'a> {
    /// Counts up; gaps come from retention.
    pub number: u32,
    /// When, as `2026-01-31T12:00:00.000Z`.
    pub time: String,
    /// The case.
    pub case: &'a str,
    /// The account as the admin gave it.
    pub account: &'a str,
    /// The account as the portal shows it.
    pub listed_as: Option<&'a str>,
    /// The tenant in the page's address.
    pub tenant: Option<&'a str>,
    /// What happened.
    pub event: What,
    /// What that rests on.
    pub basis: Basis,
    /// The reason, the search, the words of the page.
    pub detail: &'a str,
    /// The language of the page.
    pub language: Option<&'a str>,
    /// How the page lets a row be unblocked.
    pub page: Option<&'a str>,
    /// The version of the extension.
    pub version: &'a str,
}

/// The names of the columns, which are those of [`Line`].
const COLUMNS: [&str; 12] = [
    "number",
    "time",
    "case",
    "account",
    "listed_as",
    "tenant",
    "event",
    "basis",
    "detail",
    "language",
    "page",
    "version",
];

/// Makes the export. `time` writes a moment as ISO 8601.
pub fn export<'a>(entries: &'a [Entry], now: f64, time: &dyn Fn(f64) -> String) -> Export<'a> {
    Export {
        schema: EXPORT,
        written_by: format!("guided-unblock {}", crate::core::history::WRITER),
        written_at: time(now),
        entries: entries.iter().map(|entry| line(entry, time)).collect(),
    }
}

fn line<'a>(entry: &'a Entry, time: &dyn Fn(f64) -> String) -> Line<'a> {
    Line {
        number: entry.number,
        time: time(entry.at),
        case: &entry.case,
        account: &entry.subject,
        listed_as: entry.listed.as_deref(),
        tenant: entry.tenant.as_deref(),
        event: entry.what,
        basis: entry.what.basis(),
        detail: &entry.detail,
        language: entry.language.as_deref(),
        page: entry.page.as_deref(),
        version: &entry.version,
    }
}

/// The record as CSV (RFC 4180: CRLF, quotes doubled), with a byte order mark, without which Excel takes UTF-8 for something
/// else. What a spreadsheet would take for a formula gets an apostrophe in front.
pub fn csv(entries: &[Entry], time: &dyn Fn(f64) -> String) -> String {
    let mut out = String::from("\u{feff}");
    row(&mut out, COLUMNS.iter().map(|name| (*name).to_owned()));
    for entry in entries {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let cells = [
            entry.number.to_string(),
            time(entry.at),
            entry.case.clone(),
            entry.subject.clone(),
            optional(&entry.listed),
            optional(&entry.tenant),
            entry.what.name().to_owned(),
            entry.what.basis().name().to_owned(),
            entry.detail.clone(),
            optional(&entry.language),
            optional(&entry.page),
            entry.version.clone(),
        ];
        row(&mut out, cells.into_iter());
    }
    out
}

fn row(out: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push('"');
        out.push_str(&guarded(&cell).replace('"', "\"\""));
        out.push('"');
    }
    out.push_str("\r\n");
}

/// A cell in which nothing begins a formula, an apostrophe in front of what would. Quotes alone do not help: where the list
/// separator is a semicolon, a spreadsheet takes a line of ours for one text, reads the quotes inside of it as letters, and
/// begins a cell behind every semicolon, and a row behind every line break.
fn guarded(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len() + 1);
    if cell.starts_with(SEPARATORS) {
        out.push('\'');
    }
    for piece in cell.split_inclusive(SEPARATORS) {
        if begins_a_formula(piece) {
            out.push('\'');
        }
        out.push_str(piece);
    }
    out
}

const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

/// Spreadsheets also look behind leading spaces and quotes, and take wide signs for narrow ones.
fn begins_a_formula(piece: &str) -> bool {
    piece
        .trim_start_matches(|c: char| c.is_whitespace() || c == '"')
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Words of a report, in the language of the admin.
pub trait Words {
    /// The sentence behind a key.
    fn say(&self, key: &str) -> String;
    /// A moment as people write it.
    fn moment(&self, at: f64) -> String;
}

/// What belongs to an entry, as people read it. What is stored are the names of items, statements and sentences, which the
/// files for machines keep as they are.
pub fn detail(entry: &Entry, words: &dyn Words) -> String {
    let known = |key: &str| Some(words.say(key)).filter(|said| said != key);
    let name = |id: &str| match Item::named(id) {
        Some(item) => words.say(item.title().key),
        None => known(&format!("history.{id}")).unwrap_or_else(|| id.to_owned()),
    };
    match entry.what {
        What::CheckDone | What::CheckNotNeeded | What::TakenBack => name(&entry.detail),
        What::CheckSkipped => match entry.detail.split_once(": ") {
            Some((id, reason)) => format!("{}: {reason}", name(id)),
            None => entry.detail.clone(),
        },
        // Typed by the admin, or the sentence at which the guide had stopped.
        What::Skipped | What::SetAside => match known(&entry.detail) {
            Some(sentence) => filled(&sentence, &entry.subject),
            None => entry.detail.clone(),
        },
        _ => entry.detail.clone(),
    }
}

/// A sentence about an account; what else it would name was not written down.
fn filled(sentence: &str, subject: &str) -> String {
    let mut pieces = sentence.split('{');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('}').unwrap_or((piece, ""));
        out.push_str(if name == "subject" { subject } else { "…" });
        out.push_str(rest);
    }
    out
}

/// One case as Markdown, for the ticket. Nothing that was typed or read on a page can become markup.
pub fn markdown(chapter: &Chapter, words: &dyn Words) -> String {
    let mut out = format!("# {}: {}\n\n", words.say("report.title"), plain(chapter.subject));
    let last = chapter.entries.last();
    let facts = [
        ("report.listed", last.and_then(|entry| entry.listed.as_deref())),
        ("report.tenant", last.and_then(|entry| entry.tenant.as_deref())),
        ("report.case", Some(chapter.case)),
        ("report.language", last.and_then(|entry| entry.language.as_deref())),
        ("report.page", last.and_then(|entry| entry.page.as_deref())),
        ("report.version", last.map(|entry| entry.version.as_str())),
    ];
    for (key, value) in facts {
        if let Some(value) = value {
            out.push_str(&format!("- {}: {}\n", words.say(key), plain(value)));
        }
    }
    let heads = ["report.time", "report.event", "report.basis", "report.detail"].map(|key| words.say(key));
    out.push_str(&format!("\n| {} |\n|---|---|---|---|\n", heads.join(" | ")));
    for entry in &chapter.entries {
        let what = words.say(entry.what.key());
        let basis = words.say(entry.what.basis().key());
        let more = plain(&detail(entry, words));
        out.push_str(&format!("| {} | {what} | {basis} | {more} |\n", words.moment(entry.at)));
    }
    out.push_str(&format!("\n{}\n", words.say("report.legend")));
    out
}

/// Text in which nothing is markup: signs of Markdown and HTML are written so that they show as themselves.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '#' | '~' | '!' => out.extend(['\\', c]),
            // A line break would end the row of the table.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::case::Case;
    use crate::core::fold::Native;
    use crate::core::history::chapters;
    use proptest::prelude::*;

    fn time(at: f64) -> String {
        format!("T{at}")
    }

    fn case(subject: &str) -> Case {
        Case { id: "1".into(), subject: subject.into(), ..Case::default() }
    }

    /// Reads CSV as a spreadsheet does.
    fn cells(csv: &str) -> Vec<Vec<String>> {
        let mut rows = vec![vec![String::new()]];
        let mut quoted = false;
        let mut chars = csv.trim_start_matches('\u{feff}').chars().peekable();
        while let Some(c) = chars.next() {
            let row = rows.last_mut().expect("a row");
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => row.last_mut().expect("a cell").extend(chars.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(String::new()),
                '\r' if !quoted => {}
                '\n' if !quoted => rows.push(vec![String::new()]),
                c => row.last_mut().expect("a cell").push(c),
            }
        }
        rows.pop();
        rows
    }

    #[test]
    fn csv_can_be_read_again() {
        let detail = "said \"no\", then\r\nleft, åäö";
        let entries = [Entry::about(&case("rob@contoso.com"), What::SecuredElsewhere, detail, 1.0)];
        let rows = cells(&csv(&entries, &time));
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| row.len() == COLUMNS.len()), "{rows:?}");
        assert_eq!(rows[1][8], detail);
        assert_eq!(rows[1][1..4], ["T1", "1", "rob@contoso.com"]);
        assert_eq!(rows[1][6..8], ["secured_elsewhere", "said"]);
    }

    #[test]
    fn no_cell_is_a_formula() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "  =1", "＝1"] {
            let entries = [Entry::about(&case(evil), What::SecuredElsewhere, evil, 1.0)];
            let rows = cells(&csv(&entries, &time));
            for column in [3, 8] {
                assert!(rows[1][column].starts_with('\''), "{:?}", rows[1][column]);
                assert_eq!(rows[1][column].replace('\'', ""), evil);
            }
        }
        let rows = cells(&csv(&[Entry::about(&case("a-b=c@contoso.com"), What::Opened, "", 1.0)], &time));
        assert_eq!(rows[1][3], "a-b=c@contoso.com", "only in front");
    }

    /// As a spreadsheet reads it whose list separator is a semicolon: a line that begins with a quote is one text up to the next
    /// semicolon, and later quotes are letters.
    fn semicolon_cells(csv: &str) -> Vec<String> {
        let lines = csv.trim_start_matches('\u{feff}').split(['\r', '\n']);
        lines.flat_map(|line| line.split([';', '\t'])).map(|cell| cell.trim_matches([' ', '"']).to_owned()).collect()
    }

    proptest! {
        #[test]
        fn no_cell_is_a_formula_for_any_reader(
            evil in prop_oneof![any::<String>(), "[;\t\r\n =+@\"'a,-]{0,12}"],
            account in "[;=+\"a]{0,6}",
        ) {
            let entries = [Entry::about(&case(&account), What::SecuredElsewhere, &evil, 1.0)];
            let csv = csv(&entries, &time);
            let rows = cells(&csv);
            prop_assert_eq!(rows.len(), 2);
            prop_assert_eq!(rows[1].len(), COLUMNS.len());
            let all = rows.into_iter().flatten().chain(semicolon_cells(&csv));
            for cell in all {
                prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{:?}", cell);
            }
            prop_assert_eq!(cells(&csv)[1][8].replace('\'', ""), evil.replace('\'', ""), "nothing else is changed");
        }
    }

    struct Keys;

    impl Words for Keys {
        fn say(&self, key: &str) -> String {
            key.to_owned()
        }

        fn moment(&self, at: f64) -> String {
            time(at)
        }
    }

    #[test]
    fn the_report_has_a_row_for_every_entry_and_no_markup_from_outside() {
        let case = case("rob@contoso.com");
        let evil = "<img src=x>|[a](javascript:b)\n# head `x`";
        let entries =
            [Entry::about(&case, What::Opened, "", 1.0), Entry::about(&case, What::SecuredElsewhere, evil, 2.0)];
        let chapters = chapters(&entries, "", &Native);
        let report = markdown(chapters.first().expect("a case"), &Keys);
        assert!(report.starts_with("# report.title: rob@contoso.com\n"), "{report}");
        let rows: Vec<&str> = report.lines().filter(|line| line.starts_with("| T")).collect();
        assert_eq!(rows.len(), 2);
        let last = rows[1].replace("\\|", "");
        assert_eq!(last.matches('|').count(), 5, "{last}");
        assert!(!report.contains('<') && !report.contains("[a](") && !report.contains("\n# head"), "{report}");
    }

    #[test]
    fn the_report_names_the_page_that_was_worked_on() {
        let case = Case { language: Some("nb".into()), design: Some("select_row".into()), ..case("rob@contoso.com") };
        let entries = [Entry::about(&case, What::Opened, "", 1.0)];
        let chapters = chapters(&entries, "", &Native);
        let report = markdown(chapters.first().expect("a case"), &Keys);
        for line in ["- report.language: nb\n", "- report.page: select\\_row\n"] {
            assert!(report.contains(line), "{report}");
        }
    }

    /// A few sentences; what is none of them is said as it is, as the texts do it.
    struct Few;

    impl Words for Few {
        fn say(&self, key: &str) -> String {
            match key {
                "check.rules" => "Check the inbox rules",
                "history.password_reset" => "Password reset",
                "refused.other_row" => "{other} is selected, not {subject}.",
                key => key,
            }
            .to_owned()
        }

        fn moment(&self, at: f64) -> String {
            time(at)
        }
    }

    #[test]
    fn people_read_words_where_machines_read_names() {
        let case = case("rob@contoso.com");
        for (what, stored, said) in [
            (What::CheckDone, "rules", "Check the inbox rules"),
            (What::CheckSkipped, "rules: later: Monday", "Check the inbox rules: later: Monday"),
            (What::CheckSkipped, "edited by hand", "edited by hand"),
            (What::TakenBack, "password_reset", "Password reset"),
            (What::TakenBack, "rules", "Check the inbox rules"),
            (What::TakenBack, "edited by hand", "edited by hand"),
            (What::Skipped, "refused.other_row", "… is selected, not rob@contoso.com."),
            (What::Skipped, "Has {left} the company", "Has {left} the company"),
            (What::SecuredElsewhere, "check.rules", "check.rules"),
        ] {
            assert_eq!(detail(&Entry::about(&case, what, stored, 1.0), &Few), said, "{what:?}");
        }
    }

    /// The names in CSV are those of the JSON.
    #[test]
    fn both_exports_use_the_same_words() {
        for what in What::ALL {
            assert_eq!(serde_json::to_value(what).expect("JSON"), what.name());
            assert_eq!(serde_json::to_value(what.basis()).expect("JSON"), what.basis().name());
        }
        let entries = [Entry::about(&case("rob@contoso.com"), What::Opened, "", 1.0)];
        let json = serde_json::to_value(export(&entries, 1.0, &time)).expect("JSON");
        let line = json["entries"][0].as_object().expect("an object");
        let mut names: Vec<&str> = line.keys().map(String::as_str).collect();
        let mut columns = COLUMNS.to_vec();
        names.sort_unstable();
        columns.sort_unstable();
        assert_eq!(names, columns);
    }
}
