//! A case: one account being unblocked, and all of it that must survive a reload, a restart and an update.
//!
//! What the page shows is never stored: it is looked at anew. Times are milliseconds since 1970.

use crate::core::by_hand::ByHand;
use crate::core::route::Cloud;
use crate::core::secure::Attested;
use serde::{Deserialize, Serialize};

/// The version of the stored form; a stored case of a later version is kept aside, never guessed at.
///
/// 2 added [`Case::secured`] and [`Case::queue`], 3 [`Case::by_hand`] and [`Case::cloud`]; an earlier case has none of them,
/// which is what their defaults say.
pub const SCHEMA: u32 = 3;

/// No account is longer than this, and no id of a case.
const LONGEST: usize = 1_000;

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
    /// The cloud in whose portal it was worked on, by its name.
    pub cloud: Option<String>,
    /// When the case was opened.
    pub opened_at: f64,
    /// What the admin said about securing the account.
    pub gate: Gate,
    /// What else the admin said about it, item by item; an item that is not in here is open.
    pub secured: Vec<Attested>,
    /// Its place among the users that were given together.
    pub queue: Option<Place>,
    /// What the admin said they did where no guide could look.
    pub by_hand: ByHand,
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
    /// After the proof: the admin wants to know whether the account is still gone. Empty again once that is known.
    pub recheck: Option<Recheck>,
    /// When a recheck last proved that the account is still gone.
    pub still_gone_at: Option<f64>,
    /// When a recheck showed that the account is back on the list.
    pub back_at: Option<f64>,
    /// The language of the page on which the account was found, as a tag; for the record alone.
    pub language: Option<String>,
    /// How that page lets a row be unblocked, which tells its generations apart; for the record alone.
    pub design: Option<String>,
    /// How and when the case ended.
    pub closed: Option<Closed>,
}

impl Case {
    /// A sound case as this version stores it.
    pub fn migrated(self) -> Case {
        Case { schema: SCHEMA, ..self }
    }

    /// Whether something is left to do in it: neither closed nor proven, or to be looked at again.
    pub fn is_unfinished(&self) -> bool {
        self.closed.is_none() && (self.proven_at.is_none() || self.recheck.is_some())
    }

    /// *Yes* is still to be pressed: for the first time, or once more.
    pub fn awaits_yes(&self) -> bool {
        self.committed.as_ref().is_none_or(|committed| committed.once_more)
    }

    /// The cloud that it is in, where a page of the portal has shown it.
    pub fn cloud(&self) -> Option<Cloud> {
        Cloud::named(self.cloud.as_deref()?)
    }

    /// Since when the account is unblocked: proven, or else according to the admin.
    pub fn free_since(&self) -> Option<f64> {
        self.proven_at.or(self.by_hand.unblocked_at)
    }

    /// Whether it is still to be worked on: not closed, not proven, and not set aside.
    pub fn is_waiting(&self) -> bool {
        self.closed.is_none()
            && self.proven_at.is_none()
            && self.queue.as_ref().is_none_or(|place| place.aside.is_none())
    }

    /// When something last happened in it, as far as the case itself tells.
    pub fn last_at(&self) -> f64 {
        let closed = self.closed.as_ref().map(|closed| closed.at);
        let times = [self.free_since(), self.by_hand.gone_at, self.still_gone_at, self.back_at, closed];
        times.into_iter().flatten().fold(self.opened_at, f64::max)
    }

    /// What was stored can be believed: this version or an earlier one wrote it, and nobody edited it into something impossible.
    pub fn is_sound(&self) -> bool {
        let gate = [self.gate.reset_at, self.gate.blocked_at, self.gate.elsewhere.as_ref().map(|(_, at)| *at)];
        let times = [
            Some(self.opened_at),
            self.known_as.as_ref().map(|known_as| known_as.at),
            self.picked.as_ref().map(|picked| picked.at),
            self.committed.as_ref().map(|committed| committed.at),
            self.proven_at,
            self.by_hand.found_at,
            self.by_hand.unblocked_at,
            self.by_hand.gone_at,
            self.recheck.as_ref().map(|recheck| recheck.at),
            self.still_gone_at,
            self.back_at,
            self.closed.as_ref().map(|closed| closed.at),
        ];
        let times = times.into_iter().chain(gate).flatten().chain(self.secured.iter().map(|attested| attested.at));
        (1..=SCHEMA).contains(&self.schema)
            && !self.id.is_empty()
            && self.id.len() <= LONGEST
            && self.subject.contains('@')
            && self.subject.len() <= LONGEST
            && times.into_iter().all(|at| at.is_finite() && at >= 0.0)
    }
}

/// A place among the users that were given together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Place {
    /// Names the queue.
    pub queue: String,
    /// From 1.
    pub number: u32,
    /// How many users were given.
    pub total: u32,
    /// Why the queue went on without this user although *Yes* had been pressed: not proven, and still open.
    pub aside: Option<String>,
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
    /// The list showed the account still, and the admin goes through it once more.
    #[serde(default)]
    pub once_more: bool,
}

/// A recheck that was asked for.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
pub struct Recheck {
    /// When.
    pub at: f64,
    /// The document in which it was asked for, empty when that was outside of the portal: only another one can prove anything.
    pub document: String,
}

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Closed {
    /// When.
    pub at: f64,
    /// How.
    pub how: Ending,
    /// Why, where the admin or the guide said so: typed text, or the key of a sentence.
    #[serde(default)]
    pub reason: Option<String>,
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
    /// The entry is a connector.
    Connector,
    /// The list shows an account that only looks like this one, or the address itself is deceptive.
    LookAlike,
    /// The queue went on without this user.
    Skipped,
    /// The account came back to the list after the proof; what follows is another case.
    Back,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::by_hand::Word;

    /// As version 1 stored it, key by key.
    const FIRST: &str = r#"{"schema":1,"id":"1-rob@contoso.com","revision":7,"subject":"rob@contoso.com",
        "listed":"rob@contoso.com","tenant":null,"opened_at":1.0,"gate":{"reset_at":2.0,"blocked_at":null,
        "elsewhere":["the service desk",3.0]},"committed":{"at":4.0,"document":"d"},"found_by":"rob","checks":0,
        "complaint":null,"proven_at":5.0,"reminded":1,"closed":{"at":6.0,"how":"mail_works"}}"#;

    #[test]
    fn a_case_of_the_first_version_is_taken_along() {
        let case: Case = serde_json::from_str(FIRST).unwrap();
        assert!(case.is_sound());
        let case = case.migrated();
        assert_eq!((case.schema, case.revision, case.proven_at), (SCHEMA, 7, Some(5.0)));
        assert_eq!(case.gate.elsewhere, Some(("the service desk".into(), 3.0)));
        assert_eq!((case.secured.len(), &case.queue), (0, &None));
        assert_eq!(case.closed, Some(Closed { at: 6.0, how: Ending::MailWorks, reason: None }));
        let again: Case = serde_json::from_str(&serde_json::to_string(&case).unwrap()).unwrap();
        assert_eq!(again, case);
    }

    #[test]
    fn a_case_of_a_later_version_is_not_guessed_at() {
        let sound = Case { schema: SCHEMA, id: "1".into(), subject: "rob@contoso.com".into(), ..Case::default() };
        assert!(sound.is_sound());
        assert!(!Case { schema: SCHEMA + 1, ..sound.clone() }.is_sound());
        let recheck = Some(Recheck { at: f64::NAN, document: String::new() });
        assert!(!Case { recheck, ..sound.clone() }.is_sound());
        for at in [f64::NAN, f64::INFINITY, -1.0] {
            for word in Word::ALL {
                let mut said = sound.clone();
                said.by_hand.say(word, true, at);
                assert!(!said.is_sound(), "{word:?} at {at}");
            }
        }
    }
}
