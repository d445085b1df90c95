//! Checks the label data and folds it into one compact text that the library carries.
//!
//! A label table with a mistake in it would point at the wrong button, so a mistake stops the build and every one of
//! them is named. Shape of the result (`labels.txt`): a line per language, the English one first; fields separated
//! by tabs, the tag first, then one field per term of [`TERMS`], empty ones at the end left out; candidates of a
//! term separated by `|`, each a digit (confidence 0 high, 1 medium, 2 low; 3 more when ambiguous) and the folded text.

#[path = "src/core/fold/rules.rs"]
#[allow(dead_code, reason = "the build folds labels, and nothing else of the rules")]
mod rules;

use rules::{Habit, Platform};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

/// The terms, in the order of `labels::Term`.
const TERMS: [&str; 18] = [
    "unblock",
    "unblock_user",
    "search",
    "yes",
    "no",
    "cancel",
    "next",
    "submit",
    "close",
    "restricted_users",
    "restricted_entities",
    "reset_password",
    "user_name",
    "unblock_entity",
    "entity",
    "connector",
    "mailbox",
    "actions",
];

/// How many of them every language must have; the rest are ours and known in few languages.
const REQUIRED: usize = 13;

/// Languages for which no word for *user name* was found: nothing depends on it, the search box is known by its role.
const WITHOUT_USER_NAME: [&str; 8] = ["ca", "eu", "gl", "hi", "kk", "ms", "nn", "sr-Cyrl"];

/// Two terms that may share a text within a language, and why.
const ACCEPTED: [(&str, &str, &str); 1] = [(
    "unblock_user",
    "unblock_entity",
    "the portal's documentation heads the flyout of users and of connectors with these words; which it is, the flyout's shape must say",
)];

const ENGLISH: &str = "en-US";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Candidate {
    text: String,
    confidence: String,
    #[serde(default)]
    ambiguous: bool,
}

type Labels = BTreeMap<String, BTreeMap<String, Vec<Candidate>>>;
/// Of one language: per term, the folded texts with their digit.
type Folded = Vec<Vec<(u8, String)>>;

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["src/core/labels.json", "src/core/labels-extra.json", "src/core/fold/rules.rs", "build.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let mut labels: Labels = serde_json::from_str(&std::fs::read_to_string("src/core/labels.json")?)?;
    let extra: Labels = serde_json::from_str(&std::fs::read_to_string("src/core/labels-extra.json")?)?;

    let mut mistakes = Vec::new();
    for (language, terms) in &labels {
        for (position, term) in TERMS.iter().enumerate() {
            let may_lack =
                position >= REQUIRED || (*term == "user_name" && WITHOUT_USER_NAME.contains(&language.as_str()));
            if !may_lack && !terms.contains_key(*term) {
                mistakes.push(format!("{language}: the term {term} is missing"));
            }
        }
    }
    for (language, terms) in extra {
        match labels.get_mut(&language) {
            Some(known) => {
                for (term, candidates) in terms {
                    if TERMS.iter().take(REQUIRED).any(|required| *required == term) {
                        mistakes.push(format!("{language}: {term} belongs into labels.json"));
                    }
                    known.insert(term, candidates);
                }
            }
            None => mistakes.push(format!("{language}: only in labels-extra.json")),
        }
    }

    let mut table = BTreeMap::new();
    for (language, terms) in &labels {
        table.insert(language.as_str(), folded(language, terms, &mut mistakes));
    }
    let english = table.remove(ENGLISH).ok_or("labels.json has no en-US")?;
    for (language, terms) in &table {
        against_english(language, terms, &english, &mut mistakes);
    }
    if !mistakes.is_empty() {
        return Err(mistakes.join("\n").into());
    }

    let mut lines = line(ENGLISH, &english);
    for (language, terms) in &table {
        lines.push_str(&line(language, terms));
    }
    let out = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    std::fs::write(Path::new(&out).join("labels.txt"), lines)?;
    Ok(())
}

fn folded(language: &str, terms: &BTreeMap<String, Vec<Candidate>>, mistakes: &mut Vec<String>) -> Folded {
    for term in terms.keys().filter(|term| !TERMS.contains(&term.as_str())) {
        mistakes.push(format!("{language}: the term {term} is unknown"));
    }
    let mut all: Folded = Vec::new();
    for term in TERMS {
        let mut folded = Vec::new();
        for candidate in terms.get(term).map_or(&[][..], Vec::as_slice) {
            let text = rules::label(&candidate.text, Habit::of(language), &Build);
            let digit = match candidate.confidence.as_str() {
                "high" => 0,
                "medium" => 1,
                "low" => 2,
                other => {
                    mistakes.push(format!("{language}: {term}: the confidence {other} is unknown"));
                    2
                }
            };
            if text.is_empty() || text.contains(['\t', '|', '\n']) {
                mistakes.push(format!("{language}: {term}: {:?} is no text to compare with", candidate.text));
            }
            if folded.iter().any(|(_, other)| *other == text) {
                mistakes.push(format!("{language}: {term}: {:?} is there twice once folded", candidate.text));
            }
            for (other, texts) in TERMS.iter().zip(&all) {
                let accepted = ACCEPTED.iter().any(|(a, b, _)| a == other && *b == term);
                if !accepted && texts.iter().any(|(_, taken)| *taken == text) {
                    mistakes.push(format!("{language}: {:?} is both {other} and {term}", candidate.text));
                }
            }
            folded.push((digit + if candidate.ambiguous { 3 } else { 0 }, text));
        }
        all.push(folded);
    }
    all
}

/// English is the fallback on every page, so no text of another language may mean another thing in English.
fn against_english(language: &str, terms: &Folded, english: &Folded, mistakes: &mut Vec<String>) {
    for (term, texts) in TERMS.iter().zip(terms) {
        for (other, taken) in TERMS.iter().zip(english) {
            let accepted = term == other
                || ACCEPTED.iter().any(|(a, b, _)| (a == term && b == other) || (a == other && b == term));
            for (_, text) in texts.iter().filter(|(_, text)| !accepted && taken.iter().any(|(_, taken)| taken == text))
            {
                mistakes.push(format!("{language}: {text:?} is {term}, but {other} in English"));
            }
        }
    }
}

fn line(language: &str, terms: &Folded) -> String {
    let mut line = language.to_string();
    for texts in terms {
        line.push('\t');
        let texts: Vec<String> = texts.iter().map(|(digit, text)| format!("{digit}{text}")).collect();
        line.push_str(&texts.join("|"));
    }
    format!("{}\n", line.trim_end_matches('\t'))
}

/// Normalisation at build time; labels have no domains.
struct Build;

impl Platform for Build {
    fn nfkc(&self, text: &str) -> String {
        unicode_normalization::UnicodeNormalization::nfkc(text).collect()
    }

    fn domain_to_ascii(&self, _domain: &str) -> Option<String> {
        None
    }

    fn lower(&self, text: &str) -> String {
        text.to_lowercase()
    }

    fn upper(&self, text: &str) -> String {
        text.to_uppercase()
    }
}
