//! Other names of the account: the portal lists mailboxes by their sign-in name, which need not be their address.
//!
//! Nothing here guesses. A name comes from the admin, who types it, or picks the row and says why it is the same person.
//! What eyes would take for the account is never taken as another name of it.

use crate::core::account::{Account, Likeness};
use crate::core::fold::{self, Platform, is_invisible};
use crate::core::panel::{Text, letter_name};
use crate::core::verdict::{Identity, Refused};
use crate::core::view::{List, Row};
use serde::Serialize;

/// In a list of so many rows or fewer every row is looked at, whatever it says.
pub const FEW: u32 = 25;
/// So many rows at most are offered: among more of them nobody compares with care.
pub const OFFERED: usize = 10;
/// More characters than a display name has.
const LONGEST_NAME: usize = 256;

/// A row that could be the account under another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// The one address that the row shows, as it shows it.
    pub listed: String,
    /// All that the row says, folded.
    pub text: String,
}

/// The rows that may be offered: each shows exactly one address, is no connector, and does not look like the account.
/// None of them where the list shows too many.
pub fn candidates(list: &List, identity: &Identity) -> Vec<Candidate> {
    let offered: Vec<Candidate> = list.rows.iter().filter_map(|row| candidate(row, identity)).collect();
    if offered.len() > OFFERED || list.left_out > 0 { Vec::new() } else { offered }
}

fn candidate(row: &Row, identity: &Identity) -> Option<Candidate> {
    let [listed] = &row.addresses[..] else { return None };
    let is_free = !row.connector && judged(listed, identity).is_ok();
    is_free.then(|| Candidate { listed: listed.clone(), text: row.text.clone() })
}

/// The address as another name of the account.
///
/// # Errors
/// It is no address, or one that was made to be taken for the account, or for another.
pub fn judged(address: &str, identity: &Identity) -> Result<Account, Vec<Text>> {
    let account = Account::parse(address, identity.platform).map_err(|error| vec![Text::from(&error)])?;
    let subject = identity.subject;
    let refused = match subject.compare(address, identity.platform) {
        Likeness::LookAlike(reason) if reason.is_deceptive() => {
            Some(Refused::LookAlike(address.to_owned(), Text::from(&reason)))
        }
        _ => account.suspicious(identity.platform).map(|suspicion| {
            Refused::SubjectLookAlike(address.to_owned(), letter_name(&suspicion.letter), suspicion.twin)
        }),
    };
    match refused {
        Some(refused) => Err(std::iter::once(refused.text(subject.address())).chain(refused.detail()).collect()),
        None => Ok(account),
    }
}

/// What the admin typed as the name under which the portal lists the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A sign-in name: from now on the account *is* that one.
    SignIn(Account),
    /// A display name: good for a search, and never enough to know a row by.
    Display(String),
}

/// Reads what the admin typed.
///
/// # Errors
/// What is wrong with it.
pub fn said(text: &str, identity: &Identity) -> Result<Said, Vec<Text>> {
    let name = text.trim();
    if name.contains('@') {
        return judged(name, identity).map(Said::SignIn);
    }
    let is_name =
        (2..=LONGEST_NAME).contains(&name.chars().count()) && !name.chars().any(|c| c.is_control() || is_invisible(c));
    if is_name { Ok(Said::Display(name.to_owned())) } else { Err(vec![Text::new("alias.no_name")]) }
}

/// Whether a row holds what was searched for, so that it may owe its place to the search.
pub fn holds(row: &Row, name: &str, platform: &dyn Platform) -> bool {
    row.text.contains(&fold::plain(name, platform))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fold::Native;

    fn row(text: &str) -> Row {
        let addresses = crate::core::account::addresses_in(text).into_iter().map(str::to_owned).collect();
        Row { text: text.into(), addresses, ..Row::default() }
    }

    fn offered(rows: Vec<Row>) -> Vec<String> {
        let subject = Account::parse("rob@contoso.com", &Native).unwrap();
        let identity = Identity { subject: &subject, listed: None, platform: &Native };
        candidates(&List { rows, ..List::default() }, &identity).into_iter().map(|one| one.listed).collect()
    }

    #[test]
    fn only_rows_with_one_address_that_nobody_takes_for_the_account_are_offered() {
        let connector = Row { connector: true, ..row("relay@contoso.com") };
        let rows = vec![
            row("robert.smith@contoso.com outbound spam"),
            row("r\u{43e}b@contoso.com outbound spam"),
            row("rob@cont…"),
            row("one@contoso.com two@contoso.com"),
            row("fabrikam relay"),
            connector,
        ];
        assert_eq!(offered(rows), ["robert.smith@contoso.com"]);
    }

    #[test]
    fn nobody_is_asked_to_compare_too_many() {
        let rows = |count: usize| (0..count).map(|n| row(&format!("user{n}@contoso.com"))).collect();
        assert_eq!(offered(rows(OFFERED)).len(), OFFERED);
        assert_eq!(offered(rows(OFFERED + 1)), Vec::<String>::new());
    }

    #[test]
    fn a_name_is_an_address_that_deceives_nobody_or_a_display_name() {
        let subject = Account::parse("rob@contoso.com", &Native).unwrap();
        let identity = Identity { subject: &subject, listed: None, platform: &Native };
        let key = |text: &str| said(text, &identity).map_err(|problem| problem[0].key);
        let upn = Account::parse("Robert.Smith@contoso.com", &Native).unwrap();
        assert_eq!(key(" Robert.Smith@contoso.com "), Ok(Said::SignIn(upn)));
        assert_eq!(key(" Bob Smith "), Ok(Said::Display("Bob Smith".into())));
        for (text, problem) in [
            ("", "alias.no_name"),
            ("x", "alias.no_name"),
            ("Bob\nSmith", "alias.no_name"),
            ("robert@", "intake.no_domain"),
            ("r\u{43e}b@contoso.com", "refused.lookalike"),
            ("\u{430}dele@contoso.com", "refused.subject_lookalike"),
        ] {
            assert_eq!(key(text), Err(problem), "{text:?}");
        }
    }
}
