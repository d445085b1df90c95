//! What the portal's controls are called, in 45 languages.
//!
//! A name means a term when the *whole* name equals one of the term's labels once both are folded: *Cancel* is a
//! prefix of *Unblock* in eight languages, and *Block* sits inside *Unblock* nearly everywhere. Languages are kept apart:
//! the page's own is asked first, English always as fallback, because the portal is only partly translated. The
//! data and where it comes from: `labels.json`, `labels-extra.json` and `labels.md` beside this file.

use crate::core::fold::{self, Habit, Platform};

/// The table that `build.rs` makes; its shape is described there.
static TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/labels.txt"));

/// A control, or a word, that the guide looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Term {
    /// The action on a row or a selection.
    Unblock,
    /// The flyout's title, and its last button in two generations. Text alone does not tell which.
    UnblockUser,
    /// The search box, or the icon that opens it.
    Search,
    /// Confirms in the warning dialog.
    Yes,
    /// Declines in the warning dialog.
    No,
    /// Leaves a flyout.
    Cancel,
    /// Goes on in the flyout.
    Next,
    /// The flyout's last button.
    Submit,
    /// Closes a flyout or dialog.
    Close,
    /// The page's older title.
    RestrictedUsers,
    /// The page's newer title.
    RestrictedEntities,
    /// A link in the flyout; never a target.
    ResetPassword,
    /// What the older search box asks for.
    UserName,
    /// The flyout's title for a connector. Shares its text with [`Term::UnblockUser`].
    UnblockEntity,
    /// The column that tells mailboxes from connectors.
    Entity,
    /// What stands in that column for a connector.
    Connector,
    /// What stands in that column for a mailbox.
    Mailbox,
    /// The column that holds *Unblock* in one generation.
    Actions,
}

impl Term {
    /// Every term, in the order of the table.
    pub const ALL: [Term; 18] = [
        Term::Unblock,
        Term::UnblockUser,
        Term::Search,
        Term::Yes,
        Term::No,
        Term::Cancel,
        Term::Next,
        Term::Submit,
        Term::Close,
        Term::RestrictedUsers,
        Term::RestrictedEntities,
        Term::ResetPassword,
        Term::UserName,
        Term::UnblockEntity,
        Term::Entity,
        Term::Connector,
        Term::Mailbox,
        Term::Actions,
    ];
}

/// One of the languages of the label data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(u8);

impl Language {
    /// The fallback on every page.
    pub const ENGLISH: Language = Language(0);

    /// Every language, English first.
    pub fn all() -> impl Iterator<Item = Language> {
        (0u8..).zip(TABLE.lines()).map(|(index, _)| Language(index))
    }

    /// The language of a tag as it stands in `lang` attributes and browser settings: `nb-NO`, `no`, `zh-Hant`, `iw`.
    /// `None` when the label data does not have it.
    pub fn from_tag(tag: &str) -> Option<Language> {
        let tag = tag.trim().to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        let primary = parts.next()?;
        let has = |part: &str| tag.split(['-', '_']).skip(1).any(|other| other == part);
        let wanted = match primary {
            "en" => "en-US",
            "no" => "nb",
            "iw" => "he",
            "in" => "id",
            "mo" => "ro",
            "pt" if parts.next().is_none_or(|region| region == "br") => "pt-BR",
            "pt" => "pt-PT",
            "sr" if has("cyrl") => "sr-Cyrl",
            "sr" => "sr-Latn",
            "zh" if has("hant") || (!has("hans") && (has("tw") || has("hk") || has("mo"))) => "zh-TW",
            "zh" => "zh-CN",
            other => other,
        };
        Language::all().find(|language| language.tag() == wanted)
    }

    /// Its tag in the label data: `nb`, `en-US`, `sr-Latn`.
    pub fn tag(self) -> &'static str {
        self.fields().next().unwrap_or_default()
    }

    /// Whether it is written from right to left.
    pub fn is_rtl(self) -> bool {
        matches!(self.tag(), "ar" | "he")
    }

    pub(crate) fn habit(self) -> Habit {
        Habit::of(self.tag())
    }

    fn fields(self) -> std::str::Split<'static, char> {
        TABLE.lines().nth(usize::from(self.0)).unwrap_or_default().split('\t')
    }
}

/// How far a label can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    /// Nobody verified it.
    Low,
    /// Microsoft's documentation in that language, or another vendor's product.
    Medium,
    /// A real string of a Microsoft product.
    High,
}

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Match {
    /// The term.
    pub term: Term,
    /// The page's language, or English as fallback.
    pub language: Language,
    /// How far the label can be trusted.
    pub confidence: Confidence,
    /// The label also means something else there, *Allow* for one: never enough without structure.
    pub ambiguous: bool,
}

/// Reads names in one page language, with English as fallback. Make one per page, not per name.
#[derive(Debug, Clone)]
pub struct Matcher {
    language: Language,
    /// Sorted by text; the page's language before English.
    labels: Vec<(&'static str, Match)>,
    english: Vec<(&'static str, Match)>,
}

impl Matcher {
    /// Unpacks the labels of the language, and the English ones.
    pub fn new(language: Language) -> Matcher {
        let labels = if language == Language::ENGLISH { Vec::new() } else { unpacked(language) };
        Matcher { language, labels, english: unpacked(Language::ENGLISH) }
    }

    /// The page's language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Everything the name means, in the page's language first; empty for nearly every name of a page.
    pub fn read(&self, name: &str, platform: &dyn Platform) -> Vec<Match> {
        let habit = self.language.habit();
        let folded = fold::label(name, self.language, platform);
        let mut found = found(&self.labels, &folded);
        // Spaces mean something in English; every other habit leaves English text as it is.
        let again =
            if habit == Habit::Unspaced { found_in_english(self, name, platform) } else { found_plain(self, &folded) };
        for english in again {
            if !found.iter().any(|own| own.term == english.term) {
                found.push(english);
            }
        }
        found
    }

    /// What the name says about this term.
    pub fn matches(&self, term: Term, name: &str, platform: &dyn Platform) -> Option<Match> {
        self.read(name, platform).into_iter().find(|found| found.term == term)
    }
}

/// What the name says about this term on a page in this language. [`Matcher`] is faster for many names.
pub fn matches(term: Term, name: &str, page_language: Language, platform: &dyn Platform) -> Option<Match> {
    Matcher::new(page_language).matches(term, name, platform)
}

fn found_in_english(matcher: &Matcher, name: &str, platform: &dyn Platform) -> Vec<Match> {
    found(&matcher.english, &fold::label(name, Language::ENGLISH, platform))
}

fn found_plain(matcher: &Matcher, folded: &str) -> Vec<Match> {
    found(&matcher.english, folded)
}

fn found(labels: &[(&'static str, Match)], folded: &str) -> Vec<Match> {
    let start = labels.partition_point(|(label, _)| *label < folded);
    labels.iter().skip(start).take_while(|(label, _)| *label == folded).map(|(_, found)| *found).collect()
}

fn unpacked(language: Language) -> Vec<(&'static str, Match)> {
    let mut labels = Vec::new();
    for (term, field) in Term::ALL.into_iter().zip(language.fields().skip(1)) {
        for candidate in field.split('|') {
            let Some((digit, text)) = candidate.split_at_checked(1) else { continue };
            let digit = digit.parse().unwrap_or(2u8);
            let confidence = match digit % 3 {
                0 => Confidence::High,
                1 => Confidence::Medium,
                _ => Confidence::Low,
            };
            labels.push((text, Match { term, language, confidence, ambiguous: digit > 2 }));
        }
    }
    labels.sort_by_key(|(text, found)| (*text, found.term));
    labels
}
