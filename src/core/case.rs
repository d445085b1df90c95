//! A case: one account being unblocked, and all of it that must survive a reload, a restart and an update.
//!
//! What the page shows is never stored: it is looked at anew. Times are milliseconds since 1970.

use serde::{Deserialize, Serialize};

/// The version of the stored form; a stored case of another version is kept aside, never guessed at.
pub const SCHEMA: u32 = 1;

/// One account being unblocked.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Case {
    /// [`SCHEMA`].
    pub schema: u32,
    /// Names the case for ever: the opening time and the folded subject.
    pub id: String,
    /// Grows by one with every write.
    pub revision: u32,
    /// The account as the admin gave it: `rob@contoso.com`.
    pub subject: String,
    /// The identity under which the portal lists the account, once one row was found (or picked).
    pub listed: Option<String>,
    /// Another name of the account, as the admin typed it: one more search.
    pub known_as: Option<KnownAs>,
    /// The row that the admin took for the account, and why.
    pub picked: Option<Picked>,
    /// The tenant in the page's address (`tid=`), if it said one.
    pub tenant: Option<String>,
    /// When the case was opened.
    pub opened_at: f64,
    /// What the admin said about securing the account.
    pub gate: Gate,
    /// When the trusted click on the last control (Yes) was seen, and in which document.
    pub committed: Option<Committed>,
    /// The search that showed the account in the list: only the same search can show that it has left.
    pub found_by: Option<String>,
    /// How often a reloaded list still showed the account after the confirmation.
    pub checks: u32,
    /// What the page said went wrong after the confirmation.
    pub complaint: Option<String>,
    /// When a reloaded list proved that the account is gone from it.
    pub proven_at: Option<f64>,
    /// How many marks of the recovery clock were reminded of; written by the worker alone.
    pub reminded: u32,
    /// How and when the case ended.
    pub closed: Option<Closed>,
}

/// What the admin attests about the account; shown as "you said so", never as proof.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Gate {
    /// "I have reset the password", since when.
    pub reset_at: Option<f64>,
    /// "Sign-in is blocked", since when.
    pub blocked_at: Option<f64>,
    /// "Done by someone else or not needed", the reason and since when.
    pub elsewhere: Option<(String, f64)>,
}

impl Gate {
    /// Whether one of the three was said.
    pub fn is_open(&self) -> bool {
        self.reset_at.is_some() || self.blocked_at.is_some() || self.elsewhere.is_some()
    }
}

/// Another name of the account, said by the admin: shown as "you said so", never as proof.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct KnownAs {
    /// A sign-in name, which is [`Case::listed`] then, or a display name.
    pub name: String,
    /// When it was said.
    pub at: f64,
}

/// A row of the list that the admin took for the account; from then on [`Case::listed`] is its address.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Picked {
    /// The address in the row, as it was shown.
    pub listed: String,
    /// Why it is the same person, in the admin's words; never empty.
    pub reason: String,
    /// When.
    pub at: f64,
}

/// The moment the admin confirmed.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
pub struct Committed {
    /// When.
    pub at: f64,
    /// The document in which it happened: only another one can prove that the portal kept it.
    pub document: String,
}

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Closed {
    /// When.
    pub at: f64,
    /// How.
    pub how: Ending,
}

/// The ways a case ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// "Mail works again".
    MailWorks,
    /// The admin started over with another account before anything was unblocked.
    Dropped,
    /// The account is not on the list.
    NotListed,
}
