//! Texts of the page in the one form in which they are compared.
//!
//! Two foldings: [`label`] for the names of controls, [`plain`] for rows and addresses. Both are total; neither
//! guesses. Normalisation itself is the [`Platform`]'s, because a browser has it and a Wasm file would have to carry it.

mod rules;

pub use rules::{Habit, Platform, is_invisible, is_private, is_space, plain};

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
}
