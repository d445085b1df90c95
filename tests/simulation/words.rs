//! What the synthetic portal calls things, in every language of the label data.

use super::random::Random;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

#[derive(Deserialize)]
struct Candidate {
    text: String,
    #[serde(default)]
    ambiguous: bool,
}

type Table = BTreeMap<String, BTreeMap<String, Vec<Candidate>>>;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let read = |json| serde_json::from_str::<Table>(json).expect("the label data is valid");
        let mut table = read(include_str!("../../src/core/labels.json"));
        for (language, terms) in read(include_str!("../../src/core/labels-extra.json")) {
            table.entry(language).or_default().extend(terms);
        }
        table
    })
}

pub fn languages() -> &'static [&'static str] {
    static LANGUAGES: OnceLock<Vec<&'static str>> = OnceLock::new();
    LANGUAGES.get_or_init(|| table().keys().map(String::as_str).collect())
}

/// The captions of one portal: one language, perhaps partly English.
#[derive(Clone)]
pub struct Words {
    pub language: &'static str,
    pub unblock: &'static str,
    pub unblock_user: &'static str,
    pub search: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub cancel: &'static str,
    pub next: &'static str,
    pub submit: &'static str,
    pub close: &'static str,
    pub title: &'static str,
    pub reset_password: &'static str,
    pub entity: &'static str,
    pub connector: &'static str,
    pub mailbox: &'static str,
    pub actions: &'static str,
}

impl Words {
    /// `english` of a hundred captions are not translated.
    pub fn choose(language: &'static str, english: usize, random: &mut Random) -> Words {
        let table = table();
        let title = *random.pick(&["restricted_users", "restricted_entities"]);
        let mut word = |term: &str, percent: usize| -> &'static str {
            let of =
                |language: &str| table.get(language).and_then(|terms| terms.get(term)).filter(|all| !all.is_empty());
            let candidates = match of(language) {
                Some(candidates) if !random.chance(percent) => candidates,
                _ => of("en-US").expect("English has every term"),
            };
            let clear: Vec<&'static Candidate> = candidates.iter().filter(|candidate| !candidate.ambiguous).collect();
            match clear.is_empty() {
                true => &candidates[0].text,
                false => &random.pick(&clear).text,
            }
        };
        Words {
            language,
            unblock: word("unblock", english),
            unblock_user: word("unblock_user", english),
            search: word("search", english),
            yes: word("yes", english),
            no: word("no", english),
            cancel: word("cancel", english),
            next: word("next", english),
            submit: word("submit", english),
            close: word("close", english),
            title: word(title, english),
            reset_password: word("reset_password", english),
            entity: word("entity", english),
            connector: word("connector", english),
            mailbox: word("mailbox", english),
            actions: word("actions", english),
        }
    }
}
