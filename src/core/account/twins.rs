//! Letters that look alike, and the form of an address in which look-alikes are equal.
//!
//! A compact table of our own after the idea of Unicode's confusables (UTS 39): everything is reduced to the ASCII
//! letter it can be taken for. Fullwidth and mathematical letters and the like need no table, normalisation
//! form KC has them.

use crate::core::account::Letter;
use crate::core::fold::{Platform, is_invisible};

/// Letters and marks, each followed by the ASCII one it looks like. Small forms: case is folded before, and where only
/// the capitals look alike (В, Н, Т) that is what counts, because pages print addresses in capitals too.
const TWINS: &str = "аaбbвbгrеeѐeёeиuкkлnмmнhоoпnрpсcтtуyўyхxчyьbѕsіiїiјjғfүyұyһhӏlԁdԍgԛqԝwѡwѵvңhӊhқkҝkҡkҭtҫcҳxӓaӑaӧoөoӱyӯyєeґr\
αaάaβbγyεeέeζzηnήnιiίiϊiΐiκkμuνvοoόoρpσoςcτtυuύuϋuχxωwώwϲcϳjϸp\
աwգqեtզqհhյjոnսuցgօoւnքpձd\
ɑaɐaɡgɢgʀrɩiɪiʏyɴnʟlʜhʙbᴀaᴄcᴅdᴇeᴊjᴋkᴍmᴏoᴘpᴛtᴜuᴠvᴡwᴢzꜱsɗdɖdɛeɣyɦhɨiɫlɭlɱmɲnɳnɵoɼrɽrʂsʈtʉuʋuʐzⱡlⱥaⱦt\
הnסoוlןl٠.۰.٥o۵o\
’'‘'ʼ'ʹ'′'՚'‐-‑-‒-–-—-―-−-˗-․.。.｡.·.";

/// The small Latin letters from U+00DF on without what is above, below or across them; `-` where there is nothing to take off.
const LATIN: &str = "-aaaaaa-ceeeeiiiidnooooo-ouuuuypy-a-a-a-c-c-c-c-d-d-e-e-e-e-e-g-g-g-g-h-h-i-i-i-i-i---j-kk-l-l-l-l-l-n-n-nn-n-o-o-o---r-r-r-s-s-s-s-t-t-t-u-u-u-u-u-u-w-y--z-z-zfb-------c---------f------kl---n--o---p-----t-t--u---y-z-----------------------a-i-o-u-u-u-u-u--a-a-----g-k-o-o--j----g---n-a-----a-a-e-e-i-i-o-o-r-r-u-u-s-t---h-d---z-a-e-o-o-o-o-ylntj----c--sz------e-j---r-y";

/// The same for every other letter from U+1E01 on.
const LATIN_MORE: &str = "abbbcdddddeeeeefghhhhhiikkkllllmmmnnnnoooopprrrrsssssttttuuuuuvvwwwwwxxyzzztyffdaaaaaaaaaaaaeeeeeeeeiioooooooooooouuuuuuuyyyy---";

/// A text reduced to what eyes see of it: characters, each with the place in the text where what it stands for begins.
pub(super) type Skeleton = Vec<(char, usize)>;

/// Two texts have the same characters in their skeletons when eyes can take one for the other. Case, invisible
/// characters and spaces are gone; 1, i and l are one letter, 0 and o, m and rn, w and vv.
pub(super) fn skeleton(text: &str, platform: &dyn Platform) -> Skeleton {
    let mut out = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices().filter(|(_, c)| !is_invisible(*c) && !c.is_whitespace()) {
        each_twin(c, platform, &mut |twin| match twin {
            '0' => out.push(('o', at)),
            '1' | 'i' | '|' => out.push(('l', at)),
            'm' => out.extend([('r', at), ('n', at)]),
            'w' => out.extend([('v', at), ('v', at)]),
            _ => out.push((twin, at)),
        });
    }
    out
}

pub(super) fn same_sight(a: &[(char, usize)], b: &[(char, usize)]) -> bool {
    a.len() == b.len() && begins_with(a, b)
}

pub(super) fn begins_with(text: &[(char, usize)], start: &[(char, usize)]) -> bool {
    text.len() >= start.len() && text.iter().zip(start).all(|(a, b)| a.0 == b.0)
}

pub(super) fn ends_with(text: &[(char, usize)], end: &[(char, usize)]) -> bool {
    text.len() >= end.len() && text.iter().rev().zip(end.iter().rev()).all(|(a, b)| a.0 == b.0)
}

/// The first letter of `other` that only looks like what stands at its place in `subject`. Both have the same skeleton.
pub(super) fn first_difference(
    subject: (&str, &Skeleton),
    other: (&str, &Skeleton),
    platform: &dyn Platform,
) -> Option<Letter> {
    let mut from = 0;
    while from < subject.1.len() {
        // A piece ends where both texts begin a new character.
        let mut to = from + 1;
        while is_inside(subject.1, to) || is_inside(other.1, to) {
            to += 1;
        }
        let twin = piece(subject, from, to);
        let found = piece(other, from, to);
        if fold_case(&twin, platform) != fold_case(&found, platform) {
            return Some(Letter { found, twin });
        }
        from = to;
    }
    None
}

/// The ASCII letters that a character looks like, when it is not ASCII itself.
pub(super) fn ascii_twin(c: char, platform: &dyn Platform) -> Option<String> {
    if c.is_ascii() {
        return None;
    }
    let mut twin = String::new();
    each_twin(c, platform, &mut |c| twin.push(c));
    (!twin.is_empty() && twin.is_ascii()).then_some(twin)
}

/// Lower case, but no letter that is not ASCII becomes one that is: the Kelvin sign is no k.
pub(super) fn fold_case(text: &str, platform: &dyn Platform) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let lower = lower(c, platform);
        if !c.is_ascii() && lower.contains(|lower: char| lower.is_ascii()) {
            out.push(c);
        } else {
            out.push_str(&lower);
        }
    }
    out
}

fn lower(c: char, platform: &dyn Platform) -> String {
    if c.is_ascii() { c.to_ascii_lowercase().to_string() } else { platform.lower(c.encode_utf8(&mut [0; 4])) }
}

fn is_inside(skeleton: &Skeleton, position: usize) -> bool {
    matches!((skeleton.get(position - 1), skeleton.get(position)), (Some(a), Some(b)) if a.1 == b.1)
}

fn piece((text, skeleton): (&str, &Skeleton), from: usize, to: usize) -> String {
    let start = skeleton.get(from).map_or(text.len(), |item| item.1);
    let end = skeleton.get(to).map_or(text.len(), |item| item.1);
    let piece = text.get(start..end).unwrap_or_default();
    piece.chars().filter(|c| !is_invisible(*c) && !c.is_whitespace()).collect()
}

fn each_twin(c: char, platform: &dyn Platform, out: &mut dyn FnMut(char)) {
    if c.is_ascii() {
        return out(c.to_ascii_lowercase());
    }
    for small in lower(c, platform).chars() {
        if small.is_ascii() {
            out(small);
        } else if let Some(twin) = twin_of(small) {
            out(twin);
        } else if !is_mark(small) {
            let normal = platform.lower(&platform.nfkc(small.encode_utf8(&mut [0; 4])));
            for normal in normal.chars().filter(|c| !is_mark(*c)) {
                out(twin_of(normal).unwrap_or(normal));
            }
        }
    }
}

fn twin_of(c: char) -> Option<char> {
    let code = u32::from(c);
    let latin = match code {
        0xdf..=0x24f => LATIN.as_bytes().get((code - 0xdf) as usize),
        0x1e01..=0x1eff if code % 2 == 1 => LATIN_MORE.as_bytes().get((code as usize - 0x1e01) / 2),
        _ => None,
    };
    if let Some(&letter) = latin.filter(|letter| **letter != b'-') {
        return Some(char::from(letter));
    }
    let mut pairs = TWINS.chars();
    while let (Some(letter), Some(twin)) = (pairs.next(), pairs.next()) {
        if letter == c {
            return Some(twin);
        }
    }
    None
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}
