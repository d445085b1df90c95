//! The subject: the account to be unblocked, and whether a text of the page names it.

use crate::core::fold::Platform;

/// An account, named by an address (UPN or SMTP): what the guide works for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    address: String,
    at: usize,
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

    /// The key of its script's name in the texts: `script.cyrillic`.
    pub fn script(&self) -> &'static str {
        "script.other"
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
    /// The account that the text names: a bare address, `mailto:`, `<address>` or `Name <address>`.
    ///
    /// # Errors
    /// Anything that is not exactly one address.
    pub fn parse(input: &str, platform: &dyn Platform) -> Result<Account, AccountError> {
        let _ = (input, platform);
        Err(AccountError::Empty)
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

    /// How a text that should be an address (a cell, one of [`addresses_in`]) stands to this account.
    pub fn compare(&self, other_text: &str, platform: &dyn Platform) -> Likeness {
        let _ = (other_text, platform);
        Likeness::Other
    }

    /// Whether the address mixes scripts within its local part or a domain label so that it can pass for another.
    pub fn suspicious(&self, platform: &dyn Platform) -> Option<Suspicion> {
        let _ = platform;
        None
    }
}

/// Everything in a text of the page that looks like an address, cut-off ones (`rob@conto…`) included.
pub fn addresses_in(text: &str) -> Vec<&str> {
    let _ = text;
    Vec::new()
}

/// Whether the text is a GUID, with or without braces: connectors can have one for a name.
pub fn is_guid(text: &str) -> bool {
    let _ = text;
    false
}

/// The PowerShell commands that show and remove the block, one a line, quoted safely for any text.
pub fn powershell(subject: &str) -> String {
    subject.to_string()
}
