//! What the admin has in hand: an address, several from a mail or a spreadsheet, or a pasted bounce message.
//!
//! Nothing is taken out of prose: of *rob smith@contoso.com* the second half would be somebody else's address. What is
//! no address is handed back with the reason, so that nobody is lost without a word.

mod bounce;

use crate::core::account::{Account, AccountError};
use crate::core::clock::HOUR;
use crate::core::fold::{Platform, is_space};
use crate::core::panel::{self, Text};
use crate::core::verdict::Refused;

/// More bytes than any bounce message or list that is pasted on purpose.
const LONGEST: usize = 2 << 20;
/// As many UTF-16 units the box takes: one with a megabyte in it holds a browser up for half a minute.
pub const BOX: usize = 60_000;
/// More accounts than anybody unblocks one by one.
const MOST_ACCOUNTS: usize = 1000;
/// As many pieces that are no address are handed back, and as many characters of each.
const MOST_PROBLEMS: usize = 50;
const LONGEST_PROBLEM: usize = 80;
/// As many of them are shown at once.
const SHOWN_PROBLEMS: usize = 5;
/// A sending quota ends after this many hours at the latest.
const QUOTA: f64 = 24.0;

/// What was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intake {
    /// One account.
    One(Account),
    /// Several accounts, each once and in their order, and the pieces that are none. Never without an account; with
    /// a single one only if there is a problem besides.
    Several(Vec<Account>, Vec<Problem>),
    /// Not an account.
    Problem(AccountError),
    /// A bounce message with 5.1.8: its sender is a restricted user.
    Restricted(Who),
    /// 5.7.711: a connector is restricted, not a user.
    Connector,
    /// 5.1.90 or 5.1.92: a sending quota was exceeded; nothing to unblock, it ends after 24 hours.
    Quota {
        /// The code.
        code: &'static str,
    },
    /// 5.7.705, 5.7.708 or 5.7.750: the tenant or a domain is restricted.
    TenantOrDomain {
        /// The code.
        code: &'static str,
    },
    /// Another bounce.
    UnknownBounce {
        /// Its enhanced status code, as `5.7.1`.
        code: String,
    },
}

/// Whose message bounced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// The message says so without contradiction.
    Sender(Account),
    /// It does not: everybody it could be, perhaps nobody. The admin has to say it.
    Unclear(Vec<Account>),
}

/// A piece of a list that is no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The piece, shortened.
    pub text: String,
    /// What is wrong with it.
    pub error: AccountError,
}

impl Intake {
    /// The key of the sentence that says what was recognised; none for plain addresses.
    pub fn key(&self) -> Option<&'static str> {
        match self {
            Intake::One(_) => None,
            Intake::Several(_, problems) => (!problems.is_empty()).then_some("intake.left_out"),
            Intake::Problem(error) => Some(error.key()),
            Intake::Restricted(Who::Sender(_)) => Some("intake.restricted"),
            Intake::Restricted(Who::Unclear(_)) => Some("intake.restricted_who"),
            Intake::Connector => Some("intake.connector"),
            Intake::Quota { .. } => Some("intake.quota"),
            Intake::TenantOrDomain { .. } => Some("intake.tenant"),
            Intake::UnknownBounce { .. } => Some("intake.bounce"),
        }
    }
}

/// Reads what was typed or pasted. Total, and linear in the length of the text.
pub fn read(text: &str, platform: &dyn Platform) -> Intake {
    let error = match Account::parse(text, platform) {
        Ok(account) => return Intake::One(account),
        Err(error) => error,
    };
    if text.len() > LONGEST {
        return Intake::Problem(error);
    }
    // What is near a code is counted in bytes, and another system's line breaks have more of them.
    match bounce::read(&text.replace('\r', ""), platform) {
        Some(verdict) => verdict,
        None => list(text, error, platform),
    }
}

/// Takes in what is in the box after Start was pressed: the accounts to work on, or the box as it is to be shown.
///
/// # Errors
/// There is nothing to start with, or the admin has to confirm what was made of it.
pub fn take(
    text: &str,
    before: &panel::Intake,
    now: f64,
    platform: &dyn Platform,
) -> Result<Vec<String>, Box<panel::Intake>> {
    let addresses =
        |accounts: &[Account]| accounts.iter().map(|account| account.address().to_owned()).collect::<Vec<_>>();
    let read = match read(text, platform) {
        // The box may have cut the list off: who stood at its end must not be lost.
        Intake::Several(..) if text.encode_utf16().count() >= BOX => {
            Intake::Problem(AccountError::TooLong { len: text.chars().count() })
        }
        read => read,
    };
    let mut shown = panel::Intake { value: text.to_owned(), filled: before.filled, ..panel::Intake::default() };
    let sentence = read.key().map(Text::new);
    match read {
        Intake::One(account) => match account.suspicious(platform) {
            None => return Ok(addresses(&[account])),
            Some(suspicion) => {
                let letter = panel::letter_name(&suspicion.letter);
                let refused = Refused::SubjectLookAlike(account.address().to_owned(), letter, suspicion.twin);
                (shown.problem, shown.refused) = (Some(refused.text(account.address())), true);
            }
        },
        Intake::Several(accounts, problems) => {
            if problems.is_empty() || (before.left_out && before.value == text) {
                return Ok(addresses(&accounts));
            }
            shown.left_out = true;
            shown.problem = sentence.map(|text| text.with("count", accounts.len().to_string()));
            let more = problems.len().saturating_sub(SHOWN_PROBLEMS);
            shown.details = problems
                .into_iter()
                .take(SHOWN_PROBLEMS)
                .map(|problem| Text::new("intake.left_out_piece").with("piece", problem.text))
                .collect();
            if more > 0 {
                shown.details.push(Text::new("intake.left_out_more").with("count", more.to_string()));
            }
        }
        Intake::Restricted(Who::Sender(account)) => {
            shown.said = sentence.map(|text| text.with("subject", account.address()));
            shown.value = account.address().to_owned();
            shown.filled += 1;
        }
        Intake::Restricted(Who::Unclear(accounts)) => {
            shown.problem = sentence;
            shown.choices = addresses(&accounts);
        }
        Intake::Connector => {
            shown.problem = sentence;
            shown.details = ["connector.check", "connector.open", "connector.release"].map(Text::new).into();
        }
        Intake::Quota { code } => {
            shown.problem = sentence.map(|text| text.with("code", code));
            shown.until = Some(now + QUOTA * HOUR);
        }
        Intake::TenantOrDomain { code } => {
            shown.problem = sentence.map(|text| text.with("code", code));
            shown.details = vec![Text::new(match code {
                "5.7.708" => "intake.tenant_708",
                "5.7.750" => "intake.tenant_750",
                _ => "intake.tenant_705",
            })];
        }
        Intake::UnknownBounce { code } => shown.problem = sentence.map(|text| text.with("code", code)),
        Intake::Problem(_) => shown.problem = sentence,
    }
    Err(Box::new(shown))
}

/// Reads a list; `error` is what was wrong with the text as one address.
fn list(text: &str, error: AccountError, platform: &dyn Platform) -> Intake {
    let mut accounts: Vec<Account> = Vec::new();
    let mut problems = Vec::new();
    let lines: Vec<Vec<&str>> = text.lines().filter(|line| !line.trim().is_empty()).map(pieces).collect();
    let width = lines.first().map(Vec::len);
    let is_table = text.contains('\t') || (lines.len() > 1 && lines.iter().all(|line| Some(line.len()) == width));
    for line in &lines {
        let read: Vec<_> = line.iter().map(|piece| (*piece, addresses(piece, platform))).collect();
        let has_account = read.iter().any(|(_, found)| found.is_ok());
        for (position, (piece, found)) in read.into_iter().enumerate() {
            let is_beside_an_account =
                has_account && (is_table || line.get(position + 1).is_some_and(|next| next.contains('<')));
            match found {
                Ok(found) => {
                    for account in found {
                        if !accounts.iter().any(|known| known.key() == account.key()) {
                            accounts.push(account);
                        }
                    }
                    if accounts.len() > MOST_ACCOUNTS {
                        return Intake::Problem(AccountError::TooLong { len: text.chars().count() });
                    }
                }
                // The other columns of a spreadsheet, and the halves of *Smith, Rob <rob@contoso.com>*.
                Err(AccountError::NoAt) if is_beside_an_account => {}
                Err(AccountError::Empty) => {}
                Err(error) if problems.len() < MOST_PROBLEMS => {
                    problems.push(Problem { text: piece.trim().chars().take(LONGEST_PROBLEM).collect(), error });
                }
                Err(_) => {}
            }
        }
    }
    match (accounts.len(), problems.is_empty()) {
        (0, _) => Intake::Problem(error),
        (1, true) => accounts.pop().map_or(Intake::Problem(error), Intake::One),
        _ => Intake::Several(accounts, problems),
    }
}

/// The pieces of a line, cut at semicolon, comma and tab, but not inside double quotes.
fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut is_quoted = false;
    for (at, c) in line.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            ';' | ',' | '\t' if !is_quoted => {
                pieces.extend(line.get(start..at));
                start = at + 1;
            }
            '；' | '，' | '、' if !is_quoted => {
                pieces.extend(line.get(start..at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    // A quote that is never closed quotes nothing.
    if is_quoted {
        return line.split([';', ',', '\t', '；', '，', '、']).collect();
    }
    pieces.extend(line.get(start..));
    pieces
}

/// The addresses of one piece: one, or several with nothing but spaces between them.
fn addresses(piece: &str, platform: &dyn Platform) -> Result<Vec<Account>, AccountError> {
    let error = match Account::parse(piece, platform) {
        Ok(account) => return Ok(vec![account]),
        Err(error) => error,
    };
    let words = piece.split(is_space).filter(|word| !word.is_empty());
    let all: Result<Vec<Account>, AccountError> = words.map(|word| Account::parse(word, platform)).collect();
    all.ok().filter(|all| all.len() > 1).ok_or(error)
}

#[cfg(test)]
mod tests;
