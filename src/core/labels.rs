//! What the portal's controls are called, in 45 languages.
//!
//! A name means a term when the *whole* name equals one of the term's labels once both are folded: *Cancel* is a
//! prefix of *Unblock* in eight languages, and *Block* sits inside *Unblock* nearly everywhere. Languages are kept apart:
//! the page's own is asked first, English always as fallback, because the portal is only partly translated. The
//! data and where it comes from: `labels.json`, `labels-extra.json` and `labels.md` beside this file.

use crate::core::fold::{self, Habit, Platform};
use std::sync::LazyLock;

/// The table that `build.rs` makes; its shape is described there.
static TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/labels.txt"));

/// Its lines. Every snapshot asks for its language: looking for the line in the text each time cost more than all the
/// rest of recognition.
static LINES: LazyLock<Vec<&str>> = LazyLock::new(|| TABLE.lines().collect());

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
        (0u8..).zip(LINES.iter()).map(|(index, _)| Language(index))
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
        LINES.get(usize::from(self.0)).copied().unwrap_or_default().split('\t')
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
    /// Empty on an English page.
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

    /// What the term is called, in the page's language and in English, to be shown to people.
    pub fn called(&self, term: Term, platform: &dyn Platform) -> Vec<String> {
        let first = |labels: &[(&'static str, Match)]| {
            let (label, _) = labels.iter().find(|(_, found)| found.term == term)?;
            let (initial, rest) = label.split_at(label.chars().next()?.len_utf8());
            Some(platform.upper(initial) + rest)
        };
        let mut names: Vec<String> = first(&self.labels).into_iter().chain(first(&self.english)).collect();
        names.dedup();
        names
    }

    /// Everything the name means, in the page's language first; empty for nearly every name of a page, and one
    /// entry for nearly all others.
    pub fn read(&self, name: &str, platform: &dyn Platform) -> Vec<Match> {
        let folded = fold::label(name, self.language, platform);
        let mut all = found(&self.labels, &folded);
        let english = match self.language.habit() {
            Habit::Unspaced | Habit::Joiners => found(&self.english, &fold::label(name, Language::ENGLISH, platform)),
            // Every other habit leaves English text as it is.
            Habit::None | Habit::DottedI | Habit::LatinKappa | Habit::Cedilla => found(&self.english, &folded),
        };
        for fallback in english {
            if !all.iter().any(|own| own.term == fallback.term) {
                all.push(fallback);
            }
        }
        all
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

fn found(labels: &[(&'static str, Match)], folded: &str) -> Vec<Match> {
    labels.iter().filter(|(label, _)| *label == folded).map(|(_, found)| *found).collect()
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
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fold::Native;
    use std::collections::BTreeMap;
    use unicode_normalization::UnicodeNormalization;

    #[derive(serde::Deserialize)]
    struct Candidate {
        text: String,
        confidence: String,
        #[serde(default)]
        ambiguous: bool,
    }

    const NAMES: [&str; 18] = [
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

    /// Every candidate of both files: language, term, text.
    fn data() -> Vec<(Language, Term, Candidate)> {
        let mut all = Vec::new();
        for json in [include_str!("labels.json"), include_str!("labels-extra.json")] {
            let file: BTreeMap<String, BTreeMap<String, Vec<Candidate>>> = serde_json::from_str(json).unwrap();
            for (tag, terms) in file {
                let language = Language::from_tag(&tag).unwrap();
                assert_eq!(language.tag(), tag);
                for (name, candidates) in terms {
                    let term = Term::ALL[NAMES.iter().position(|known| *known == name).unwrap()];
                    all.extend(candidates.into_iter().map(|candidate| (language, term, candidate)));
                }
            }
        }
        all
    }

    fn language(tag: &str) -> Language {
        Language::from_tag(tag).unwrap()
    }

    fn terms(name: &str, tag: &str) -> Vec<Term> {
        Matcher::new(language(tag)).read(name, &Native).into_iter().map(|found| found.term).collect()
    }

    /// The one collision that the build accepts.
    fn may_share(a: Term, b: Term) -> bool {
        a == b || matches!((a, b), (Term::UnblockUser, Term::UnblockEntity) | (Term::UnblockEntity, Term::UnblockUser))
    }

    /// Reads `name` and demands `term` in `language` and nothing else.
    #[track_caller]
    fn means(name: &str, term: Term, language: Language) {
        let found = Matcher::new(language).read(name, &Native);
        assert!(
            found.iter().any(|one| one.term == term && one.language == language),
            "{language:?} {name:?} {found:?}"
        );
        assert!(found.iter().all(|one| may_share(one.term, term)), "{language:?} {name:?} {found:?}");
    }

    #[test]
    fn the_table_holds_the_data() {
        assert_eq!(Language::all().count(), 45);
        assert_eq!(Language::ENGLISH.tag(), "en-US");
        for (language, term, candidate) in data() {
            let found = matches(term, &candidate.text, language, &Native).unwrap();
            let confidence = match candidate.confidence.as_str() {
                "high" => Confidence::High,
                "medium" => Confidence::Medium,
                _ => Confidence::Low,
            };
            assert_eq!(found, Match { term, language, confidence, ambiguous: candidate.ambiguous });
            means(&candidate.text, term, language);
        }
    }

    #[test]
    fn terms_are_called_as_the_page_calls_them() {
        assert_eq!(Matcher::new(Language::ENGLISH).called(Term::Unblock, &Native), ["Unblock"]);
        assert_eq!(Matcher::new(language("nb")).called(Term::Unblock, &Native), ["Fjern blokkering", "Unblock"]);
        assert_eq!(Matcher::new(language("de")).called(Term::Submit, &Native).len(), 2);
    }

    #[test]
    fn rule_1_whole_labels_only() {
        for (tag, cancel) in [
            ("ar", "إلغاء"),
            ("zh-CN", "取消"),
            ("th", "ยกเลิก"),
            ("he", "ביטול"),
            ("et", "Tühista"),
            ("it", "Annulla"),
            ("id", "Batalkan"),
        ] {
            assert_eq!(terms(cancel, tag), [Term::Cancel], "{tag}");
        }
        for name in ["Block", "Block user", "Unblock rob@contoso.com?", "Unblocked", "Nothing", "Yes, unblock", "Noted"]
        {
            assert_eq!(terms(name, "en"), [], "{name}");
        }
        for (language, term, candidate) in data() {
            for longer in [format!("{} x", candidate.text), format!("x {}", candidate.text), candidate.text.repeat(2)] {
                let found = Matcher::new(language).read(&longer, &Native);
                assert!(found.iter().all(|one| one.term != term), "{language:?} {longer:?}");
            }
        }
    }

    #[test]
    fn rule_3_the_page_language_first_then_english_and_no_third() {
        let found = matches(Term::Yes, "Ja", language("nb"), &Native).unwrap();
        assert_eq!(found.language.tag(), "nb");
        let found = matches(Term::Yes, "Yes", language("nb"), &Native).unwrap();
        assert_eq!(found.language, Language::ENGLISH);
        assert_eq!(matches(Term::Yes, "Oui", language("nb"), &Native), None);
        assert_eq!(terms("Cerca", "es"), []);
        assert_eq!(terms("Cerca", "it"), [Term::Search]);
        assert_eq!(terms("Cerca", "ca"), [Term::Search]);
        assert_eq!(terms("Ne", "cs"), [Term::No]);
        assert_eq!(terms("Ne", "en"), []);
        for language in Language::all() {
            for english in data().into_iter().filter(|(of, ..)| *of == Language::ENGLISH) {
                let found = Matcher::new(language).read(&english.2.text.to_uppercase(), &Native);
                assert!(found.iter().any(|one| one.term == english.1), "{language:?} {}", english.2.text);
                assert!(found.iter().all(|one| may_share(one.term, english.1)), "{language:?} {found:?}");
            }
        }
    }

    #[test]
    fn rule_4_both_sides_are_normalised() {
        assert_eq!(terms(&"Hủy bỏ".nfd().collect::<String>(), "vi"), [Term::Cancel]);
        assert_eq!(terms("\u{200f}\u{202b}ביטול\u{202c}", "he"), [Term::Cancel]);
        assert_eq!(terms("إلـغـاء", "ar"), [Term::Cancel]);
        assert_eq!(terms("Can\u{ad}cel", "en"), [Term::Cancel]);
        assert_eq!(terms("차단해제", "ko"), [Term::Unblock]);
        assert_eq!(terms("차단\u{a0}해제", "ko"), [Term::Unblock]);
        assert_eq!(terms("取消 阻止", "zh-CN"), [Term::Unblock]);
        assert_eq!(terms("ผู้ใช้ที่ถูกจํากัด", "th"), [Term::RestrictedUsers]);
        assert_eq!(terms("Ім’я користувача", "uk"), [Term::UserName]);
        assert_eq!(terms("Ім\u{2bc}я користувача", "uk"), [Term::UserName]);
        assert_eq!(terms("Reset the user\u{2019}s password", "en"), [Term::ResetPassword]);
        assert_eq!(terms("Anulaţi", "ro"), [Term::Cancel]);
        assert_eq!(terms("Kλείσιμο", "el"), [Term::Close], "with a Latin K");
        assert_eq!(terms("Κλείσιμο", "el"), [Term::Close], "with a kappa");
        assert_eq!(terms("Unblock", "el"), [Term::Unblock]);
        assert_eq!(terms("Unblock user", "ja"), [Term::UnblockUser]);
    }

    #[test]
    fn rule_5_case_is_folded_in_full() {
        assert_eq!(terms("SCHLIESSEN", "de"), [Term::Close]);
        assert_eq!(terms("İPTAL", "tr"), [Term::Cancel]);
        assert_eq!(terms("IPTAL", "tr"), [Term::Cancel]);
        assert_eq!(terms("ENGELLEMEYİ KALDIR", "tr"), [Term::Unblock]);
        assert_eq!(terms("SUBMİT", "tr"), [Term::Submit], "English, in capitals by a Turkish style sheet");
        assert_eq!(terms("ΠΕΡΙΟΡΙΣΜΕΝΟΙ ΧΡΗΣΤΕΣ", "el"), [Term::RestrictedUsers], "Greek capitals have no accents");
    }

    #[test]
    fn rule_6_decoration_is_stripped() {
        assert_eq!(terms("\u{e721} Søk…", "nb"), [Term::Search]);
        assert_eq!(terms("はい(&Y)", "ja"), [Term::Yes]);
        assert_eq!(terms("はい（Y）", "ja"), [Term::Yes]);
        assert_eq!(terms("下一步(N) >", "zh-CN"), [Term::Next]);
        assert_eq!(terms("&Ja", "nb"), [Term::Yes]);
        assert_eq!(terms("Да (Ctrl+Y)", "ru"), [Term::Yes]);
        assert_eq!(terms("Unblock (2)", "en"), [], "a number counts something");
    }

    #[test]
    fn rule_9_tags_are_mapped() {
        for (tag, known) in [
            ("en", "en-US"),
            ("en-GB", "en-US"),
            ("nb-NO", "nb"),
            ("no", "nb"),
            ("no-NO", "nb"),
            ("NB_no", "nb"),
            ("nn-NO", "nn"),
            ("sr", "sr-Latn"),
            ("sr-Latn-RS", "sr-Latn"),
            ("sr-Cyrl-BA", "sr-Cyrl"),
            ("zh", "zh-CN"),
            ("zh-Hans", "zh-CN"),
            ("zh-Hans-SG", "zh-CN"),
            ("zh-Hant", "zh-TW"),
            ("zh-TW", "zh-TW"),
            ("zh-HK", "zh-TW"),
            ("zh-Hant-HK", "zh-TW"),
            ("iw", "he"),
            ("he-IL", "he"),
            ("in", "id"),
            ("in-ID", "id"),
            ("pt", "pt-BR"),
            ("pt-br", "pt-BR"),
            ("pt-PT", "pt-PT"),
            ("pt-AO", "pt-PT"),
            ("es-419", "es"),
            ("fr-CA", "fr"),
            ("ca-ES-valencia", "ca"),
            (" de-CH ", "de"),
        ] {
            assert_eq!(Language::from_tag(tag).map(Language::tag), Some(known), "{tag}");
        }
        for tag in ["", "x", "e", "tlh", "-", "english", "\u{0}", "æ-ø"] {
            assert_eq!(Language::from_tag(tag), None, "{tag}");
        }
        for language in Language::all() {
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
        let rtl: Vec<_> = Language::all().filter(|language| language.is_rtl()).map(Language::tag).collect();
        assert_eq!(rtl, ["ar", "he"]);
    }

    #[test]
    fn rule_10_the_nearest_label_is_no_label() {
        for name in ["Unblok", "Unblocl", "Yess", "Submitt", "Cance1", "Cаncel"] {
            assert_eq!(terms(name, "en"), [], "{name}");
        }
    }

    /// What happens to labels on their way to a page, for every label of every language.
    #[test]
    fn torture() {
        for (language, term, candidate) in data() {
            let text = candidate.text.as_str();
            let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
            let (before, after) = text.split_at(middle);
            let upper = match language.tag() {
                "tr" => text.replace('i', "İ").to_uppercase(),
                _ => text.to_uppercase(),
            };
            for name in [
                format!("\u{200f}{before}\u{200b}\u{ad}{after}\u{2060}"),
                format!("\u{feff}\u{202a}{text}\u{202c}\u{fe0f}"),
                text.nfd().collect(),
                text.nfkd().collect(),
                text.nfkc().collect(),
                format!("&{text}"),
                format!("{text} (&Y)"),
                format!("{text}（Y）"),
                format!("{text}(Y)..."),
                format!("{text} (Ctrl+Y)"),
                format!("\u{e8a1}{text}"),
                format!("{text}\u{f13e}"),
                format!(" \n {} \u{a0}", text.replace(' ', " \u{2009}\u{a0} ")),
                upper,
                format!("{text}…"),
                format!("{text} ..."),
                format!("{text}:"),
                format!("{text}："),
                format!("{text} >"),
                text.replace('\'', "’"),
                text.replace(['’', '\''], "ʼ"),
            ] {
                means(&name, term, language);
            }
        }
    }

    /// No label of a language is read as another term of the same language, in whatever dress.
    #[test]
    fn no_term_is_taken_for_another() {
        for language in Language::all() {
            let own: Vec<_> = data().into_iter().filter(|(of, ..)| *of == language).collect();
            let matcher = Matcher::new(language);
            for (_, term, candidate) in &own {
                for other in Term::ALL.into_iter().filter(|other| !may_share(*other, *term)) {
                    assert_eq!(
                        matcher.matches(other, &candidate.text, &Native),
                        None,
                        "{language:?} {}",
                        candidate.text
                    );
                }
            }
        }
    }

    #[test]
    fn low_and_ambiguous_labels_say_so() {
        let found = matches(Term::Unblock, "Zulassen", language("de"), &Native).unwrap();
        assert!(found.ambiguous);
        assert_eq!(found.confidence, Confidence::Low);
        assert!(Confidence::High > Confidence::Medium && Confidence::Medium > Confidence::Low);
    }

    #[test]
    fn connectors_have_their_words() {
        assert_eq!(terms("Unblock entity", "en"), [Term::UnblockUser, Term::UnblockEntity]);
        assert_eq!(terms("Entity", "de"), [Term::Entity]);
        assert_eq!(terms("Kobling", "nb"), [Term::Connector]);
    }

    /// An upper bound on the price in the Wasm file, before compression.
    #[test]
    fn the_table_stays_small() {
        assert!(TABLE.len() < 20_000, "{} bytes", TABLE.len());
    }
}
