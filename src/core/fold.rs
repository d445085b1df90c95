//! Texts of the page in the one form in which they are compared.
//!
//! Two foldings: [`label`] for the names of controls, [`plain`] for rows and addresses. Both are total; neither
//! guesses. Normalisation itself is the [`Platform`]'s, because a browser has it and a Wasm file would have to carry it.

mod rules;

pub use rules::{Habit, Platform, is_invisible, is_private, is_space, lower, plain};

use crate::core::labels::Language;

/// A label, or the name of a control, as it is compared in `language`: see [`crate::core::labels`] for the rules.
pub fn label(text: &str, language: Language, platform: &dyn Platform) -> String {
    rules::label(text, language.habit(), platform)
}

/// The platform where there is no browser: tests, and the command line.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, Clone, Copy, Default)]
pub struct Native;

#[cfg(not(target_arch = "wasm32"))]
impl Platform for Native {
    fn nfkc(&self, text: &str) -> String {
        unicode_normalization::UnicodeNormalization::nfkc(text).collect()
    }

    fn domain_to_ascii(&self, domain: &str) -> Option<String> {
        idna::domain_to_ascii(domain).ok().filter(|ascii| !ascii.is_empty())
    }

    fn lower(&self, text: &str) -> String {
        text.to_lowercase()
    }

    fn upper(&self, text: &str) -> String {
        text.to_uppercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn english(text: &str) -> String {
        label(text, Language::ENGLISH, &Native)
    }

    fn folded(text: &str, tag: &str) -> String {
        label(text, Language::from_tag(tag).unwrap(), &Native)
    }

    #[test]
    fn labels_lose_what_is_not_read() {
        for decorated in [
            "Unblock",
            "  UNBLOCK\n",
            "\u{e711}Unblock",
            "Unblock \u{f0001}",
            "\u{200f}Un\u{ad}block\u{200b}",
            "&Unblock",
            "Un&block",
            "Unblock (&U)",
            "Unblock(U)",
            "Unblock（Ｕ）",
            "Unblock...",
            "Unblock…",
            "Unblock (U)…",
            "Unblock:",
            "Unblock：",
            "Unblock >",
            "Unblock (Ctrl+U)",
            "Unblock [Alt + Shift + N]",
            "Unblock (Strg+Umschalt+U)",
            "Unblock (⌘U)",
            "Unblock (F5)",
            "Unblock (Ctrl+Enter)",
            "Ｕｎｂｌｏｃｋ",
        ] {
            assert_eq!(english(decorated), "unblock", "{decorated:?}");
        }
    }

    #[test]
    fn labels_keep_what_means_something() {
        assert_eq!(english("Unblock (3)"), "unblock (3)");
        assert_eq!(english("Unblock (٣)"), "unblock (٣)");
        assert_eq!(english("Unblock (rob+x)"), "unblock (rob+x)");
        assert_eq!(english("Unblock (user)"), "unblock (user)");
        assert_eq!(english("Unblock."), "unblock.");
        assert_eq!(english("Reset & unblock"), "reset & unblock");
        assert_eq!(english("Reset && unblock"), "reset & unblock");
        assert_eq!(english("Unblock user"), "unblock user");
        assert_eq!(english(""), "");
        assert_eq!(english("…"), "");
        assert_eq!(english("(Y)"), "");
    }

    #[test]
    fn case_is_folded_in_full() {
        assert_eq!(folded("SCHLIESSEN", "de"), folded("Schließen", "de"));
        assert_eq!(folded("SCHLIEẞEN", "de"), folded("schließen", "de"));
        assert_eq!(folded("ΠΕΡΙΟΡΙΣΜΈΝΟΙ ΧΡΉΣΤΕΣ", "el"), folded("Περιορισμένοι χρήστες", "el"));
        assert_eq!(folded("ΑΝΑΖΗΤΗΣΗ", "el"), folded("Αναζήτηση", "el"));
        assert_eq!(folded("İPTAL", "tr"), folded("İptal", "tr"));
        assert_eq!(folded("KISITLI", "tr"), folded("Kısıtlı", "tr"));
        assert_eq!(folded("I\u{307}ptal", "tr"), folded("iptal", "tr"));
    }

    #[test]
    fn joiners_stay_in_hindi_only() {
        assert_ne!(folded("क्\u{200d}ष", "hi"), folded("क्ष", "hi"));
        assert_eq!(english("Un\u{200d}block"), "unblock");
    }

    #[test]
    fn plain_text_keeps_its_punctuation() {
        assert_eq!(plain("  ROB+Tag@Contoso.com:\u{200b} (3)\n\u{a0}x ", &Native), "rob+tag@contoso.com: (3) x");
        assert_eq!(plain("O’Neil & Co", &Native), "o’neil & co");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}", index in 0usize..45) {
            let language = Language::all().nth(index).unwrap();
            let text = text.replace('&', "");
            let once = label(&text, language, &Native);
            prop_assert_eq!(label(&once, language, &Native), once);
            let once = plain(&text, &Native);
            prop_assert_eq!(plain(&once, &Native), once);
        }

        #[test]
        fn folding_never_panics(text in any::<String>(), index in 0usize..45) {
            let language = Language::all().nth(index).unwrap();
            let _ = (label(&text, language, &Native), plain(&text, &Native));
        }
    }
}
