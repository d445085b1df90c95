//! Every sentence of the panel exists in every language, and none is left over.

use super::{files, read, without_tests};
use guided_unblock::core::policy::LANGUAGES;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

type Table = BTreeMap<String, String>;

fn table(file: &str) -> Table {
    serde_json::from_str(&read(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The string literals of a source, escapes left as they are.
fn literals(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let bytes = source.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += source[at..].find('\n').unwrap_or(source.len() - at);
            }
            // A character: '"' is no beginning of a text, and a lifetime is no character.
            b'\'' if bytes.get(at + 1) == Some(&b'\\') => at += 4,
            b'\'' if bytes.get(at + 2) == Some(&b'\'') => at += 3,
            b'"' => {
                let start = at + 1;
                let mut end = start;
                while end < bytes.len() && bytes[end] != b'"' {
                    end += if bytes[end] == b'\\' { 2 } else { 1 };
                }
                found.push(source.get(start..end).unwrap_or_default());
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    found
}

/// `word.word`, with a first word that the texts know.
fn is_key(text: &str, prefixes: &BTreeSet<&str>) -> bool {
    let plain =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    match text.split_once('.') {
        Some((first, second)) => {
            prefixes.contains(first) && plain(second) && !matches!(second, "html" | "js" | "json" | "css")
        }
        None => false,
    }
}

fn used(prefixes: &BTreeSet<&str>) -> BTreeMap<String, String> {
    let mut used = BTreeMap::new();
    for file in files("src", &[".rs"]).into_iter().filter(|file| !file.ends_with("/tests.rs")) {
        for literal in literals(without_tests(&read(&file))) {
            if is_key(literal, prefixes) {
                used.insert(literal.to_owned(), file.clone());
            }
        }
    }
    used
}

const PREFIXES: [&str; 24] = [
    "alias",
    "intake",
    "secure",
    "open",
    "find",
    "unblock",
    "verify",
    "clock",
    "refused",
    "lost",
    "manual",
    "elsewhere",
    "error",
    "step",
    "mark",
    "button",
    "label",
    "gate",
    "lookalike",
    "script",
    "popup",
    "queue",
    "check",
    "connector",
];

#[test]
fn every_key_has_a_sentence_in_every_language() {
    for file in files("extension/texts", &[".json"]) {
        let table = table(&file);
        let own: BTreeSet<&str> = table.keys().filter_map(|key| key.split('.').next()).collect();
        let prefixes: BTreeSet<&str> = PREFIXES.into_iter().chain(own).collect();
        let missing: Vec<_> = used(&prefixes).into_iter().filter(|(key, _)| !table.contains_key(key)).collect();
        assert!(missing.is_empty(), "{file} lacks {missing:#?}");
        let empty: Vec<_> = table.iter().filter(|(_, text)| text.trim().is_empty()).collect();
        assert!(empty.is_empty(), "{file}: {empty:?}");
    }
}

#[test]
fn no_sentence_is_left_over() {
    let english = table("extension/texts/en.json");
    let prefixes: BTreeSet<&str> = english.keys().filter_map(|key| key.split('.').next()).collect();
    let used = used(&prefixes);
    let unused: Vec<&String> = english.keys().filter(|key| !used.contains_key(*key)).collect();
    assert!(unused.is_empty(), "nobody says {unused:#?}");
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_language_has_the_same_keys_and_placeholders() {
    let english = table("extension/texts/en.json");
    for file in files("extension/texts", &[".json"]) {
        let other = table(&file);
        let keys = |table: &Table| table.keys().cloned().collect::<BTreeSet<_>>();
        let difference: Vec<_> = keys(&english).symmetric_difference(&keys(&other)).cloned().collect();
        assert!(difference.is_empty(), "{file} and English differ in {difference:#?}");
        for (key, text) in &other {
            assert_eq!(placeholders(text), placeholders(&english[key]), "{file}: {key}");
        }
    }
}

/// What fills a placeholder is named in the sources, so that no `{braces}` are ever read out.
#[test]
fn every_placeholder_is_filled_somewhere() {
    let sources: String = files("src", &[".rs"]).iter().map(|file| read(file)).collect();
    let known: BTreeSet<&str> = literals(&sources).into_iter().collect();
    for (key, text) in table("extension/texts/en.json") {
        for name in placeholders(&text) {
            assert!(known.contains(name), "{key} has {{{name}}}, which nothing fills");
        }
    }
}

/// The browser's own strings: name, description, shortcut.
#[test]
fn the_browsers_strings_are_complete() {
    let manifests: String =
        ["base", "chromium", "firefox"].map(|name| read(&format!("extension/manifest.{name}.json"))).concat();
    let english: Value = serde_json::from_str(&read("extension/_locales/en/messages.json")).expect("JSON");
    let english: BTreeSet<&String> = english.as_object().expect("an object").keys().collect();
    for name in manifests.split("__MSG_").skip(1).filter_map(|rest| rest.split_once("__")).map(|(name, _)| name) {
        assert!(english.contains(&name.to_owned()), "the manifest names {name}");
    }
    for file in files("extension/_locales", &["messages.json"]) {
        let other: Value = serde_json::from_str(&read(&file)).expect("JSON");
        let keys: BTreeSet<&String> = other.as_object().expect("an object").keys().collect();
        assert_eq!(keys, english, "{file}");
    }
}

/// A language is there as a whole or not at all: sentences, the browser's strings, and what is said of it.
#[test]
fn every_language_is_whole() {
    let listed = |folder: &str, ending: &str| -> BTreeSet<String> {
        let strip = |file: String| file.strip_prefix(folder)?.strip_suffix(ending).map(str::to_owned);
        files(folder.trim_end_matches('/'), &[".json"]).into_iter().filter_map(strip).collect()
    };
    let languages: BTreeSet<String> = LANGUAGES.iter().map(|&language| language.to_owned()).collect();
    assert_eq!(listed("extension/texts/", ".json"), languages);
    let locales: BTreeSet<String> =
        listed("extension/_locales/", "/messages.json").iter().map(|name| name.replace('_', "-")).collect();
    assert_eq!(locales, languages);
    let document = read("docs/languages.md");
    for language in LANGUAGES {
        assert!(document.contains(&format!("`extension/texts/{language}.json`")), "docs/languages.md lacks {language}");
    }
}
