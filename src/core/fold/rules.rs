//! The rules themselves, free of everything else of the crate: `build.rs` compiles this very file, so that the
//! label table is folded by the same code that folds the names of the page.

/// What a browser gives for free and a Wasm file would pay for in tables.
///
/// In the extension it is `String.prototype` (`normalize`, `toLowerCase`, `toUpperCase`) and `URL`; elsewhere `Native`. It is
/// asked for text that is not ASCII only.
pub trait Platform {
    /// The text in Unicode normalisation form KC.
    fn nfkc(&self, text: &str) -> String;
    /// The domain in ASCII (`xn--…`), in lower case, by UTS 46 as browsers apply it; `None` when it is not a domain.
    fn domain_to_ascii(&self, domain: &str) -> Option<String>;
    /// The text in lower case, by Unicode and not by any language.
    fn lower(&self, text: &str) -> String;
    /// The text in upper case, by Unicode and not by any language.
    fn upper(&self, text: &str) -> String;
}

/// The text in lower case.
pub fn lower(text: &str, platform: &dyn Platform) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { platform.lower(text) }
}

/// The habit of a language that folding must know; most have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Nothing of its own.
    None,
    /// ZWNJ and ZWJ change what is read: Hindi.
    Joiners,
    /// Spaces carry no meaning, or come and go: Japanese, Chinese, Korean, Thai.
    Unspaced,
    /// İ, I, ı and i are one letter: Turkish.
    DottedI,
    /// A Latin K stands for a kappa, and capitals lose their accents: Greek.
    LatinKappa,
    /// ş and ţ with a cedilla stand for ș and ț with a comma: Romanian.
    Cedilla,
}

impl Habit {
    /// The habit of a language of the label data.
    pub fn of(tag: &str) -> Habit {
        match tag {
            "hi" => Habit::Joiners,
            "ja" | "ko" | "th" | "zh-CN" | "zh-TW" => Habit::Unspaced,
            "tr" => Habit::DottedI,
            "el" => Habit::LatinKappa,
            "ro" => Habit::Cedilla,
            _ => Habit::None,
        }
    }
}

/// A label, or the name of a control, in the one form in which it is compared.
///
/// Drops what is not read (format characters, icon glyphs, accelerators, a trailing ellipsis, colon or shortcut
/// hint), then folds compatibility forms, case and spaces. Folding twice changes nothing, unless there was a `&&`.
pub fn label(text: &str, habit: Habit, platform: &dyn Platform) -> String {
    let mut folded = fold(text, habit, true, platform);
    let kept = undecorated(&folded).len();
    folded.truncate(kept);
    match habit {
        Habit::Unspaced if folded.contains(' ') => {
            folded.retain(|c| c != ' ');
            if !folded.is_ascii() {
                folded = platform.nfkc(&folded);
            }
            // Dots with spaces between them are an ellipsis only now.
            let kept = undecorated(&folded).len();
            folded.truncate(kept);
        }
        Habit::LatinKappa if folded.chars().any(is_greek) => folded = folded.replace('k', "κ"),
        _ => {}
    }
    folded
}

/// The text of a row or of an address, for searching in it: compatibility forms, case and spaces folded, format
/// characters dropped. Look-alikes that differ only in what was dropped become equal here: whether two
/// accounts are the same is for [`crate::core::account`] to say, never for this.
pub fn plain(text: &str, platform: &dyn Platform) -> String {
    fold(text, Habit::None, false, platform)
}

fn fold(text: &str, habit: Habit, is_label: bool, platform: &dyn Platform) -> String {
    // The rules below come to this for what most pages say.
    if text.is_ascii() && habit != Habit::DottedI && !(is_label && text.contains('&')) {
        return collapsed(&text.to_ascii_lowercase());
    }
    let mut read = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{200c}' | '\u{200d}' if habit == Habit::Joiners => read.push(c),
            _ if is_invisible(c) || is_private(c) => {}
            _ if is_space(c) => read.push(' '),
            _ => read.push(c),
        }
    }
    if !read.is_ascii() {
        read = platform.nfkc(&read);
    }
    if is_label && read.contains('&') {
        read = without_accelerators(&read);
    }
    // In Turkish the four i's are one, before lower case would give the capital with a dot two characters.
    if habit == Habit::DottedI {
        read = read.replace(['I', 'İ', 'ı'], "i").replace("i\u{307}", "i");
    }
    let read = lower(&read, platform);
    let mut folded = String::with_capacity(read.len());
    for c in read.chars() {
        match c {
            'ß' => folded.push_str("ss"),
            'ς' => folded.push('σ'),
            'ş' if habit == Habit::Cedilla => folded.push('ș'),
            'ţ' if habit == Habit::Cedilla => folded.push('ț'),
            // The Arabic tatweel stretches a word; it is no letter.
            '\u{640}' if is_label => {}
            '\u{2018}' | '\u{2019}' | '\u{2bc}' if is_label => folded.push('\''),
            _ => folded.push(c),
        }
    }
    // Lower case can undo what was composed: capital iota with two accents has no single code point, the small one has.
    if !folded.is_ascii() {
        folded = platform.nfkc(&folded);
        if habit == Habit::LatinKappa {
            folded = folded.chars().map(unaccented_greek).collect();
        }
    }
    collapsed(&folded)
}

/// Without `&` before a letter; `&&` is one `&`.
fn without_accelerators(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some('&') if c == '&' => {
                chars.next();
                out.push('&');
            }
            Some(&next) if c == '&' && next.is_ascii_punctuation() => out.push('&'),
            Some(&next) if c == '&' && next != ' ' => {}
            _ => out.push(c),
        }
    }
    out
}

/// The folded text without a trailing ellipsis, colon, arrow, accelerator or shortcut hint.
fn undecorated(folded: &str) -> &str {
    let mut text = folded;
    loop {
        let mut shorter = text.trim_end_matches([' ', ':', '>']);
        if shorter.ends_with("...") {
            shorter = shorter.trim_end_matches('.');
        }
        if let Some(rest) = without_hint(shorter) {
            shorter = rest;
        }
        if shorter.len() == text.len() {
            return text;
        }
        text = shorter;
    }
}

/// The text before a last `(y)`, `(ctrl+y)` or `[f5]`; `None` when the brackets hold anything else, a number of
/// selected rows for one.
fn without_hint(text: &str) -> Option<&str> {
    let (rest, hint) = match text.strip_suffix(')') {
        Some(open) => open.rsplit_once('(')?,
        None => text.strip_suffix(']')?.rsplit_once('[')?,
    };
    let is_hint = is_key(hint)
        || hint.starts_with(['⌘', '⌥', '⌃', '⇧'])
        || hint.split_once('+').is_some_and(|(modifier, _)| {
            let modifier = modifier.trim();
            MODIFIERS.contains(&modifier) && hint.rsplit('+').next().is_some_and(|key| is_key(key.trim()))
        });
    is_hint.then_some(rest)
}

const MODIFIERS: [&str; 12] =
    ["ctrl", "control", "strg", "alt", "shift", "umschalt", "maj", "cmd", "command", "meta", "option", "win"];

fn is_key(text: &str) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => {
            c.is_ascii_lowercase() || matches!(c, '\u{df}'..='\u{52f}' | '\u{5d0}'..='\u{5ea}' | '\u{621}'..='\u{64a}')
        }
        (Some('f'), Some(_)) => text.len() < 4 && text.bytes().skip(1).all(|b| b.is_ascii_digit()),
        _ => matches!(text, "enter" | "return" | "esc" | "del" | "delete" | "tab" | "space"),
    }
}

fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// White space, and the Braille pattern that shows nothing.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{2800}'
}

/// The characters of Unicode that are not to be seen: general category *Format*, and what is to be ignored
/// where it is not supported (`Default_Ignorable_Code_Point`).
pub fn is_invisible(c: char) -> bool {
    // Nearly all there is to read is below the first of them.
    c >= '\u{ad}'
        && matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}'
        | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The private-use characters that icon fonts draw with.
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}')
}

fn unaccented_greek(c: char) -> char {
    match c {
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        _ => c,
    }
}
