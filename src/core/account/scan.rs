//! Finding addresses in the texts of a page.
//!
//! When in doubt a token takes more rather than less: an address that is cut short would be another account's,
//! perhaps the subject's, while one with something at its edge is nobody's. Letters that can pass for Latin ones
//! never end a token; the letters of other scripts do, because Korean, Japanese or Hebrew words stand next to an
//! address without a space.

use crate::core::fold::{is_invisible, is_private, is_space};

/// What a character can be to an address.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// An ASCII letter or digit, or a letter or mark that can pass for one.
    Letter,
    /// A letter of a script that cannot.
    Foreign,
    /// A sign that the part before the `@` may have.
    Sign,
    /// Not to be seen.
    Invisible,
    /// `@`, in any width.
    At,
    /// Never in an address: spaces, quotes, brackets, symbols, controls.
    Outside,
}

/// Everything in a text of the page that looks like an address, in its order: with a dot in the domain, or cut off
/// (`rob@conto…`). Quotes, brackets and punctuation around it are gone; what is inside is as it stands on the page,
/// invisible characters included. Linear in the length of the text.
pub fn addresses_in(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut done = 0;
    while let Some((at, sign)) = next_at(text, done) {
        let (start, is_after_foreign) = start_of_local(text, done, at);
        let reached = end_of_domain(text, at + sign.len_utf8());
        let domain = domain_of(text.get(at + sign.len_utf8()..reached).unwrap_or_default());
        let end = at + sign.len_utf8() + domain.len();
        let local =
            local_of(text.get(start..at).unwrap_or_default(), is_after_foreign, text.get(end..).unwrap_or_default());
        let is_address = domain.contains('.') || is_cut_off(domain) || is_cut_off(local);
        if is_address && !local.is_empty() && !domain.is_empty() {
            found.extend(text.get(at - local.len()..end));
        }
        done = reached;
    }
    found
}

/// Whether an ellipsis stands for a part of it.
pub(super) fn is_cut_off(text: &str) -> bool {
    text.contains('…') || text.contains("...")
}

fn next_at(text: &str, from: usize) -> Option<(usize, char)> {
    let rest = text.get(from..)?;
    rest.char_indices().find(|(_, c)| class(*c) == Class::At).map(|(at, sign)| (from + at, sign))
}

/// Where the part before the `@` begins, and whether it begins there because a word of another script ends there.
fn start_of_local(text: &str, done: usize, at: usize) -> (usize, bool) {
    let mut start = at;
    let mut has_letter = false;
    for (position, c) in text.get(done..at).unwrap_or_default().char_indices().rev() {
        match class(c) {
            Class::Letter => has_letter = true,
            Class::Foreign if has_letter => return (start, true),
            Class::Foreign | Class::Sign | Class::Invisible => {}
            Class::At | Class::Outside => break,
        }
        start = done + position;
    }
    (start, false)
}

fn end_of_domain(text: &str, from: usize) -> usize {
    let mut label_is_latin = false;
    for (position, c) in text.get(from..).unwrap_or_default().char_indices() {
        match class(c) {
            Class::Foreign if label_is_latin => return from + position,
            Class::Outside => return from + position,
            Class::Sign if !matches!(c, '.' | '-' | '_' | '…' | '\u{2010}' | '\u{2011}' | '\u{2212}') => {
                return from + position;
            }
            Class::At => label_is_latin = false,
            Class::Sign if c == '.' => label_is_latin = false,
            Class::Letter => label_is_latin = true,
            Class::Foreign | Class::Sign | Class::Invisible => {}
        }
    }
    text.len()
}

/// The domain without the end of the sentence, but with the ellipsis of a cut-off one.
fn domain_of(reached: &str) -> &str {
    let mut domain = reached;
    loop {
        let mut shorter = domain.trim_end_matches(|c| is_invisible(c) || matches!(c, '-' | '_' | '\u{2010}'));
        if !shorter.ends_with("...") {
            shorter = shorter.trim_end_matches('.');
        }
        if shorter.len() == domain.len() {
            break;
        }
        domain = shorter;
    }
    // Hungarian and Finnish add endings with a hyphen, and no top-level domain has one.
    if let Some((rest, last)) = domain.rsplit_once('.')
        && let Some((name, ending)) = last.split_once('-')
        && name.len() > 1
        && name.bytes().all(|b| b.is_ascii_alphabetic())
        && !(name.eq_ignore_ascii_case("xn") && ending.starts_with('-'))
        && !is_cut_off(last)
    {
        return domain.get(..rest.len() + 1 + name.len()).unwrap_or(domain);
    }
    domain
}

/// The part before the `@` without quotes and dashes that belong to the sentence. An ASCII quote belongs to it only
/// when the same one stands behind the address too.
fn local_of<'a>(reached: &'a str, is_after_foreign: bool, behind: &str) -> &'a str {
    let mut local = reached;
    let mut closing = behind.chars();
    while let Some(first) = local.chars().next() {
        let is_around = match first {
            '’' | '–' | '—' | '―' => true,
            '-' => is_after_foreign,
            '\'' | '`' | '*' | '|' | '_' | '~' => closing.next() == Some(first),
            '{' => closing.next() == Some('}'),
            _ => is_invisible(first),
        };
        if !is_around {
            break;
        }
        local = local.get(first.len_utf8()..).unwrap_or_default();
    }
    local
}

/// What a character can be to an address. By ranges, because Unicode's own tables are too large to carry.
pub(super) fn class(c: char) -> Class {
    if c.is_ascii() {
        return match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Letter,
            '@' => Class::At,
            '.' | '!' | '#' | '$' | '%' | '&' | '\'' | '*' | '+' | '-' | '/' | '=' | '?' | '^' | '_' | '`' | '{'
            | '|' | '}' | '~' => Class::Sign,
            _ => Class::Outside,
        };
    }
    if is_invisible(c) {
        return Class::Invisible;
    }
    if is_space(c) || is_private(c) || c.is_control() {
        return Class::Outside;
    }
    match c {
        '＠' | '﹫' => Class::At,
        // Apostrophes, hyphens, dots and ellipses that can pass for the ASCII ones.
        '\u{2010}'..='\u{2015}' | '\u{2019}' | '\u{2024}' | '\u{2026}' | '\u{2032}' | '\u{2212}' | '\u{2bc}' => {
            Class::Sign
        }
        'ª' | 'µ' | 'º' => Class::Letter,
        '\u{80}'..='\u{bf}' | '×' | '÷' | '\u{37e}' | '\u{55a}'..='\u{55f}' | '\u{589}' => Class::Outside,
        '\u{c0}'..='\u{58f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1d00}'..='\u{1fff}' | '\u{20d0}'..='\u{218f}' => {
            Class::Letter
        }
        '\u{2c60}'..='\u{2c7f}' | '\u{2de0}'..='\u{2dff}' | '\u{a640}'..='\u{a69f}' | '\u{a720}'..='\u{a7ff}' => {
            Class::Letter
        }
        '\u{ab30}'..='\u{ab6f}' | '\u{fb00}'..='\u{fb17}' | '\u{1d400}'..='\u{1d7ff}' => Class::Letter,
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '．' | '＿' | '－' | '＋' => Class::Letter,
        '\u{5be}' | '\u{5c0}' | '\u{5c3}' | '\u{5c6}' | '\u{5f3}' | '\u{5f4}' => Class::Outside,
        '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}' | '\u{964}' | '\u{965}' => Class::Outside,
        '\u{2000}'..='\u{206f}' | '\u{2190}'..='\u{2bff}' | '\u{2e00}'..='\u{2e7f}' => Class::Outside,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{303d}' | '・' => Class::Outside,
        '\u{fd3e}' | '\u{fd3f}' | '\u{fe10}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffff}' => {
            Class::Outside
        }
        '\u{1f000}'..='\u{1faff}' => Class::Outside,
        _ => Class::Foreign,
    }
}
