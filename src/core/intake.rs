//! What the admin has in hand: an address, several, or a pasted bounce message.

use crate::core::account::{Account, AccountError};
use crate::core::fold::Platform;

/// What was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intake {
    /// One account.
    One(Account),
    /// Several accounts, each once, in their order, and the pieces that are none.
    Several(Vec<Account>, Vec<(String, AccountError)>),
    /// Not an account.
    Problem(AccountError),
    /// A bounce message with 550 5.1.8: the sender is a restricted user.
    Restricted {
        /// The sender, when the message leaves no doubt.
        subject: Option<Account>,
        /// Otherwise everybody it could be.
        candidates: Vec<Account>,
    },
    /// 5.7.711: a connector is restricted, not a user.
    Connector,
    /// 5.1.90 or 5.1.92: a sending quota was exceeded; nothing to unblock, it ends after 24 hours.
    Quota {
        /// The code.
        code: String,
    },
    /// 5.7.705, 5.7.708 or 5.7.750: the tenant or a domain is restricted.
    TenantOrDomain {
        /// The code.
        code: String,
    },
    /// Another bounce.
    UnknownBounce {
        /// Its enhanced status code.
        code: String,
    },
}

/// Reads what was typed or pasted. Total, and linear in the length of the text.
pub fn read(text: &str, platform: &dyn Platform) -> Intake {
    match Account::parse(text, platform) {
        Ok(account) => Intake::One(account),
        Err(error) => Intake::Problem(error),
    }
}
