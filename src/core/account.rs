//! The subject: the account to be unblocked, and whether a text of the page names it.
//!
//! The rule is *the right account or nothing*: two texts are the same account only when nothing but case and the
//! spelling of the domain (`bücher.example`, `xn--bcher-kva.example`) differs. Everything that eyes could take for it is told
//! apart and named, see [`Reason`].

mod scan;
mod twins;

pub use scan::addresses_in;

use crate::core::fold::{Platform, is_invisible, is_space};
use scan::{Class, class, is_cut_off};
use twins::{ascii_twin, begins_with, ends_with, first_difference, fold_case, same_sight, skeleton};

/// More characters than any text around one address has.
const LONGEST_INPUT: usize = 1000;
/// An address: 64 characters, `@`, 255 characters (RFC 5321).
const LONGEST_ADDRESS: usize = 320;

/// An account, named by an address (UPN or SMTP): what the guide works for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Account {
    /// As it was given.
    address: String,
    /// Where its `@` is.
    at: usize,
    /// The local part with its case folded, `@`, the domain in ASCII.
    key: String,
}

/// Why a text is not one account. Each has a sentence in the texts, under [`AccountError::key`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// Nothing but spaces.
    #[error("no address was given")]
    Empty,
    /// More than an address can have.
    #[error("the text has {len} characters, more than an address can have")]
    TooLong {
        /// Characters of the text.
        len: usize,
    },
    /// No `@`.
    #[error("there is no @ in it")]
    NoAt,
    /// Nothing before the `@`.
    #[error("there is nothing before the @")]
    NoLocalPart,
    /// Nothing after the `@`.
    #[error("there is nothing after the @")]
    NoDomain,
    /// What follows the `@` is not a domain with a dot.
    #[error("what follows the @ is not a domain")]
    BadDomain,
    /// A character that the part before the `@` cannot have.
    #[error("the part before the @ cannot contain {0:?}")]
    BadLocalPart(char),
    /// More than one address.
    #[error("there is more than one address")]
    TwoAddresses,
    /// A line break inside.
    #[error("there is a line break in it")]
    LineBreak,
    /// A control character inside.
    #[error("there is the control character U+{:04X} in it", *.0 as u32)]
    ControlCharacter(char),
    /// A character inside that cannot be seen.
    #[error("there is the invisible character U+{:04X} in it", *.0 as u32)]
    Invisible(char),
    /// A space inside.
    #[error("there is a space in it")]
    Spaces,
}

impl AccountError {
    /// The key of its sentence in the texts.
    pub fn key(&self) -> &'static str {
        match self {
            AccountError::Empty => "intake.empty",
            AccountError::TooLong { .. } => "intake.too_long",
            AccountError::NoAt => "intake.no_at",
            AccountError::NoLocalPart => "intake.no_local",
            AccountError::NoDomain => "intake.no_domain",
            AccountError::BadDomain => "intake.bad_domain",
            AccountError::BadLocalPart(_) => "intake.bad_local",
            AccountError::TwoAddresses => "intake.several",
            AccountError::LineBreak => "intake.line_break",
            AccountError::ControlCharacter(_) => "intake.control",
            AccountError::Invisible(_) => "intake.invisible",
            AccountError::Spaces => "intake.spaces",
        }
    }
}

/// How a text of the page stands to the subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Likeness {
    /// The same account.
    Same,
    /// Not the same account, or not provably so, but easily taken for it.
    LookAlike(Reason),
    /// Another account, or no account.
    Other,
}

/// Why a text could be taken for the subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Letters that look like others.
    Letters(Letter),
    /// An invisible character inside.
    Invisible(char),
    /// A space where none belongs.
    Spaces,
    /// Cut off: an ellipsis stands for the rest.
    Truncated,
    /// Other dots before the `@`.
    Dots,
    /// A plus tag before the `@`.
    Plus,
    /// One begins with the other: `user4` and `user42`.
    Prefix,
}

impl Reason {
    /// The key of its sentence in the texts.
    pub fn key(&self) -> &'static str {
        match self {
            Reason::Letters(_) => "lookalike.letters",
            Reason::Invisible(_) => "lookalike.invisible",
            Reason::Spaces => "lookalike.spaces",
            Reason::Truncated => "lookalike.truncated",
            Reason::Dots => "lookalike.dots",
            Reason::Plus => "lookalike.plus",
            Reason::Prefix => "lookalike.prefix",
        }
    }

    /// Whether eyes cannot be expected to tell them apart; the others are ordinary neighbours.
    pub fn is_deceptive(&self) -> bool {
        !matches!(self, Reason::Dots | Reason::Plus | Reason::Prefix)
    }
}

/// A letter that stands where another one is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What stands there: one character, or two that look like one (`rn`).
    pub found: String,
    /// What it looks like.
    pub twin: String,
}

impl Letter {
    /// Its code points: `U+043E`.
    pub fn code(&self) -> String {
        let codes: Vec<String> = self.found.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
        codes.join(" ")
    }

    /// The key of its script's name in the texts: `script.cyrillic`; `script.ascii` for `rn`, `0` and the like.
    pub fn script(&self) -> &'static str {
        match self.found.chars().find(|c| !c.is_ascii()) {
            None => "script.ascii",
            Some(
                '\u{c0}'..='\u{2af}' | '\u{1d00}'..='\u{1dbf}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}',
            ) => "script.latin",
            Some('\u{300}'..='\u{36f}') => "script.latin",
            Some('\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}') => "script.greek",
            Some('\u{400}'..='\u{52f}') => "script.cyrillic",
            Some('\u{530}'..='\u{58f}') => "script.armenian",
            Some('\u{590}'..='\u{5ff}') => "script.hebrew",
            Some('\u{ff01}'..='\u{ff5e}') => "script.fullwidth",
            Some('\u{1d400}'..='\u{1d7ff}') => "script.mathematical",
            Some(_) => "script.other",
        }
    }
}

/// Why the subject itself should be looked at twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspicion {
    /// The first letter out of place.
    pub letter: Letter,
    /// The address as it probably was meant.
    pub twin: String,
}

impl Account {
    /// The account that the text names: a bare address, `mailto:`, `<address>` or `Name <address>`, with spaces,
    /// quotes or sentence punctuation around it.
    ///
    /// # Errors
    /// Anything that is not exactly one address.
    pub fn parse(input: &str, platform: &dyn Platform) -> Result<Account, AccountError> {
        let text = input.trim_matches(|c| is_space(c) || is_invisible(c));
        if text.is_empty() {
            return Err(AccountError::Empty);
        }
        let len = text.chars().count();
        if len > LONGEST_INPUT {
            return Err(AccountError::TooLong { len });
        }
        for c in text.chars() {
            match c {
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    return Err(AccountError::LineBreak);
                }
                _ if c.is_control() => return Err(AccountError::ControlCharacter(c)),
                _ if is_invisible(c) => return Err(AccountError::Invisible(c)),
                _ => {}
            }
        }
        // Where people write Japanese or Chinese the keyboard gives a wide @.
        if !text.contains('@') && text.contains(['＠', '﹫']) {
            let narrow = platform.nfkc(text);
            return if narrow.contains('@') { Account::parse(&narrow, platform) } else { Err(AccountError::NoAt) };
        }
        let address = unwrapped(text)?;
        Account::from_bare(&address, platform)
    }

    fn from_bare(address: &str, platform: &dyn Platform) -> Result<Account, AccountError> {
        let Some((local, domain)) = address.split_once('@') else {
            return Err(if address.is_empty() { AccountError::Empty } else { AccountError::NoAt });
        };
        if domain.contains('@') {
            return Err(AccountError::TwoAddresses);
        }
        if address.contains(is_space) {
            return Err(AccountError::Spaces);
        }
        if local.is_empty() {
            return Err(AccountError::NoLocalPart);
        }
        if domain.is_empty() {
            return Err(AccountError::NoDomain);
        }
        let len = address.chars().count();
        if len > LONGEST_ADDRESS {
            return Err(AccountError::TooLong { len });
        }
        // Three dots would be an ellipsis; mail systems do not even allow two.
        if local.contains("...") {
            return Err(AccountError::BadLocalPart('.'));
        }
        let stranger = local.chars().find(|c| *c == '…' || matches!(class(*c), Class::Outside | Class::At));
        if let Some(c) = stranger {
            return Err(AccountError::BadLocalPart(c));
        }
        let ascii = ascii_domain(domain, platform).ok_or(AccountError::BadDomain)?;
        Ok(Account {
            address: address.to_string(),
            at: local.len(),
            key: format!("{}@{ascii}", fold_case(local, platform)),
        })
    }

    /// The address as it was given, without what surrounded it.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The part before the `@`, as it was given: what the search box gets first.
    pub fn local(&self) -> &str {
        self.address.get(..self.at).unwrap_or_default()
    }

    /// The part after the `@`, as it was given.
    pub fn domain(&self) -> &str {
        self.address.get(self.at + 1..).unwrap_or_default()
    }

    /// Equal for equal accounts: case folded, the domain in ASCII. Names cases; not for display.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// How a text that should be one address (a cell, one of [`addresses_in`]) stands to this account.
    ///
    /// Around the address ASCII white space, invisible characters, paired quotes and brackets, and the punctuation
    /// after it do not count. Inside, every invisible character and every space does, and so does any other space
    /// around it.
    pub fn compare(&self, other_text: &str, platform: &dyn Platform) -> Likeness {
        let other = bare(other_text);
        if other.is_empty() || other.len() > 4 * LONGEST_ADDRESS {
            return Likeness::Other;
        }
        if is_cut_off(other) {
            return if self.could_be(other, platform) {
                Likeness::LookAlike(Reason::Truncated)
            } else {
                Likeness::Other
            };
        }
        let visible: String = other.chars().filter(|c| !is_invisible(*c) && !is_space(*c)).collect();
        // What was taken out is the first thing to say about it, because it is the hardest to see.
        let hidden = match other.chars().find(|c| is_invisible(*c)) {
            Some(c) => Some(Reason::Invisible(c)),
            None => other.contains(is_space).then_some(Reason::Spaces),
        };
        if self.is_same(&visible, platform) {
            return hidden.map_or(Likeness::Same, Likeness::LookAlike);
        }
        match (self.looks_like(&visible, platform), hidden) {
            // Several words are no address, and so no neighbour's.
            (Some(reason), Some(Reason::Spaces)) if !reason.is_deceptive() => Likeness::Other,
            (Some(reason), hidden) => Likeness::LookAlike(hidden.unwrap_or(reason)),
            (None, _) => Likeness::Other,
        }
    }

    /// Whether the address mixes scripts within its local part or a domain label so that it can pass for another.
    pub fn suspicious(&self, platform: &dyn Platform) -> Option<Suspicion> {
        let parts: Vec<&str> = std::iter::once(self.local()).chain(self.domain().split('.')).collect();
        let is_latin = |part: &str| part.contains(|c: char| c.is_ascii_alphabetic());
        // The top-level domain is Latin for everybody.
        let latin_parts = parts.iter().rev().skip(1).filter(|part| is_latin(part)).count();
        let found = parts.iter().find_map(|part| {
            let can_pass = part.chars().all(|c| c.is_ascii() || ascii_twin(c, platform).is_some());
            let is_out_of_place = is_latin(part) || (can_pass && latin_parts > 0);
            part.chars().find(|c| is_out_of_place && !is_accented(*c) && ascii_twin(*c, platform).is_some())
        })?;
        let twin = |c: char| ascii_twin(c, platform).unwrap_or_else(|| c.to_string());
        Some(Suspicion {
            letter: Letter { found: found.to_string(), twin: twin(found) },
            twin: self.address.chars().map(twin).collect(),
        })
    }

    fn is_same(&self, visible: &str, platform: &dyn Platform) -> bool {
        visible.rsplit_once('@').is_some_and(|(local, domain)| {
            is_same_local(self.local(), local, platform) && self.has_domain(domain, platform)
        })
    }

    fn has_domain(&self, domain: &str, platform: &dyn Platform) -> bool {
        let own = self.domain();
        if own.eq_ignore_ascii_case(domain) || fold_case(own, platform) == fold_case(domain, platform) {
            return true;
        }
        // Plain domains that differ have no other spelling.
        let is_plain = |domain: &str| domain.is_ascii() && !domain.to_ascii_lowercase().contains("xn--");
        if is_plain(own) && is_plain(domain) {
            return false;
        }
        let ascii = self.key.rsplit('@').next();
        !is_masked(own, platform) && !is_masked(domain, platform) && ascii_domain(domain, platform).as_deref() == ascii
    }

    /// Whether a cut-off text could stand for this address.
    fn could_be(&self, cut_off: &str, platform: &dyn Platform) -> bool {
        let dots = |c| c == '…' || c == '.';
        let first = cut_off.find('…').into_iter().chain(cut_off.find("...")).min().unwrap_or(cut_off.len());
        let head = cut_off.get(..first).unwrap_or_default();
        let last = cut_off.rfind('…').into_iter().chain(cut_off.rfind("...")).max().unwrap_or_default();
        let tail = cut_off.get(last..).unwrap_or_default().trim_start_matches(dots);
        let (own, head, tail) = (skeleton(&self.address, platform), skeleton(head, platform), skeleton(tail, platform));
        let shown = head.len() + tail.len();
        shown > 0 && shown <= own.len() && begins_with(&own, &head) && ends_with(&own, &tail)
    }

    fn looks_like(&self, visible: &str, platform: &dyn Platform) -> Option<Reason> {
        let (own, other) = (skeleton(&self.address, platform), skeleton(visible, platform));
        if same_sight(&own, &other) {
            let whole = || Letter { found: visible.to_string(), twin: self.address.clone() };
            let letter = first_difference((&self.address, &own), (visible, &other), platform).unwrap_or_else(whole);
            return Some(Reason::Letters(letter));
        }
        let (local, domain) = visible.rsplit_once('@')?;
        let is_own_domain = self.has_domain(domain, platform);
        if !is_own_domain && !same_sight(&skeleton(self.domain(), platform), &skeleton(domain, platform)) {
            return None;
        }
        if let Some(reason) =
            neighbour(&fold_case(self.local(), platform), &fold_case(local, platform)).filter(|_| is_own_domain)
        {
            return Some(reason);
        }
        let seen = |text| skeleton(text, platform).into_iter().map(|(c, _)| c).collect::<String>();
        let reason = neighbour(&seen(self.local()), &seen(local))?;
        // A neighbour only by letters that are not what they seem.
        let letter =
            visible.chars().find_map(|c| Some(Letter { found: c.to_string(), twin: ascii_twin(c, platform)? }));
        Some(letter.map_or(reason, Reason::Letters))
    }
}

/// The PowerShell commands that show and remove the block, one a line, quoted safely for any text.
pub fn powershell(subject: &str) -> String {
    let quoted = quoted(subject);
    format!("Get-BlockedSenderAddress -SenderAddress {quoted}\nRemove-BlockedSenderAddress -SenderAddress {quoted}")
}

/// Any text as one string of PowerShell, quotes included.
///
/// PowerShell takes the typographic quotes ‘ ’ ‚ ‛ for `'`, and a doubled one for one of them. Control characters are
/// left out: a terminal would obey them.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars().filter(|c| !c.is_control()) {
        quoted.push(c);
        if matches!(c, '\'' | '‘' | '’' | '‚' | '‛') {
            quoted.push(c);
        }
    }
    quoted.push('\'');
    quoted
}

/// Whether the text is a GUID, with or without braces: connectors can have one for a name.
pub fn is_guid(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    let mut lengths = [8, 4, 4, 4, 12].into_iter();
    text.split('-').all(|part| lengths.next() == Some(part.len()) && part.bytes().all(|b| b.is_ascii_hexdigit()))
        && lengths.next().is_none()
}

/// How one local part is an ordinary neighbour of another.
fn neighbour(own: &str, other: &str) -> Option<Reason> {
    let untagged = |text: &str| text.split('+').next().unwrap_or_default().to_string();
    let undotted = |text: &str| text.replace('.', "");
    if own.is_empty() || other.is_empty() || own == other {
        None
    } else if undotted(own) == undotted(other) {
        Some(Reason::Dots)
    } else if undotted(&untagged(own)) == undotted(&untagged(other)) && !untagged(own).is_empty() {
        Some(Reason::Plus)
    } else if own.starts_with(other) || other.starts_with(own) {
        Some(Reason::Prefix)
    } else {
        None
    }
}

/// The text without what a page or a sentence puts around an address.
fn bare(text: &str) -> &str {
    let mut bare = text;
    loop {
        let mut shorter = bare.trim_matches(|c: char| c.is_ascii_whitespace() || c == '"' || is_invisible(c));
        for (open, close) in AROUND {
            if let Some(inner) = shorter.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
                shorter = inner;
            }
        }
        if !shorter.ends_with("...") {
            shorter = shorter
                .trim_end_matches(['.', ',', ';', ':', '!', '?', '。', '、', '，', '；', '：', '！', '？', '،', '؟']);
        }
        if shorter.len() == bare.len() {
            return bare;
        }
        bare = shorter;
    }
}

const AROUND: [(char, char); 18] = [
    ('\'', '\''),
    ('‘', '’'),
    ('‚', '‘'),
    ('’', '’'),
    ('“', '”'),
    ('„', '“'),
    ('„', '”'),
    ('”', '”'),
    ('«', '»'),
    ('»', '«'),
    ('<', '>'),
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('「', '」'),
    ('『', '』'),
    ('（', '）'),
    ('`', '`'),
];

/// The address inside `mailto:`, `smtp:`, quotes and angle brackets.
fn unwrapped(text: &str) -> Result<String, AccountError> {
    let text = bare(text);
    if let Some((name, address)) = text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        let address = without_scheme(bare(address));
        // A display name that is another address is not a display name.
        let is_other = |named: &str| !named.eq_ignore_ascii_case(&address);
        return if addresses_in(name).into_iter().any(is_other) {
            Err(AccountError::TwoAddresses)
        } else {
            Ok(address)
        };
    }
    Ok(without_scheme(text))
}

fn without_scheme(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once(':') else { return text.to_string() };
    match scheme.trim().to_ascii_lowercase().as_str() {
        "mailto" => percent_decoded(rest.split('?').next().unwrap_or_default().trim()),
        "smtp" | "sip" => rest.trim().to_string(),
        _ => text.to_string(),
    }
}

/// Decodes `%2B` and the like; what would not be visible ASCII stays as it is.
fn percent_decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let code = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code.filter(u8::is_ascii_graphic) {
            Some(code) => {
                out.push(char::from(code));
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out + rest
}

/// The domain in ASCII and lower case; `None` when it is not one, or has no dot.
fn ascii_domain(domain: &str, platform: &dyn Platform) -> Option<String> {
    // A browser would also take ports, paths and escapes for part of a host: nothing of that gets there.
    if domain.len() > 4 * LONGEST_ADDRESS || domain.chars().any(|c| c.is_ascii() && !is_domain_char(c)) {
        return None;
    }
    let lower = domain.to_ascii_lowercase();
    let needs_platform = !lower.is_ascii() || lower.split('.').any(|label| label.starts_with("xn--"));
    let ascii = if needs_platform { platform.domain_to_ascii(&lower)? } else { lower };
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(is_domain_char)
    };
    let (_, top) = ascii.rsplit_once('.')?;
    let is_domain = ascii.len() <= 253 && ascii.split('.').all(is_label) && !top.bytes().all(|b| b.is_ascii_digit());
    is_domain.then_some(ascii)
}

fn is_domain_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '.'
}

fn is_same_local(own: &str, other: &str, platform: &dyn Platform) -> bool {
    if own.is_ascii() && other.is_ascii() {
        return own.eq_ignore_ascii_case(other);
    }
    let (own, other) = (fold_case(own, platform), fold_case(other, platform));
    own == other
        || (!own.is_ascii()
            && !other.is_ascii()
            && platform.nfkc(&own) == platform.nfkc(&other)
            && !is_masked(&own, platform)
            && !is_masked(&other, platform))
}

/// Whether it holds a character that only normalisation or the browser turns into what it looks like: wide, mathematical, round.
fn is_masked(text: &str, platform: &dyn Platform) -> bool {
    text.chars().any(|c| !c.is_ascii() && (c == '。' || platform.nfkc(c.encode_utf8(&mut [0; 4])).chars().ne([c])))
}

/// A Latin letter with an accent, as many names have.
fn is_accented(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}')
}

#[cfg(test)]
mod tests;
