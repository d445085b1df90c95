//! The right account or nothing: whether what the page shows fits the subject, and the chain that stands in where
//! it shows nobody.
//!
//! Three verdicts. *Confirmed*: flyout or dialog names the subject. *Contradicted*: something speaks against it.
//! *Silent*: nobody is named; then only an unbroken chain counts: this document was watched since the route was
//! entered, nothing else is selected, and the last trusted click on any row was on the subject's own.

use crate::core::account::{Account, Likeness};
use crate::core::fold::Platform;
use crate::core::panel::Text;
use crate::core::view::{Row, View};
use crate::protocol::Handle;
use std::collections::BTreeSet;

/// Whom the case is about: the account as given, and the identity the portal lists it under.
pub struct Identity<'a> {
    /// The account as the admin gave it.
    pub subject: &'a Account,
    /// The listed identity, where the admin picked a row with another address.
    pub listed: Option<&'a Account>,
    /// What the browser gives for free.
    pub platform: &'a dyn Platform,
}

/// Whom a part of the page names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    /// Nobody.
    Nobody,
    /// The subject, and nobody else.
    Subject,
    /// Somebody else (perhaps beside the subject).
    Other(String),
    /// Somebody who looks like the subject and is not: the address, and how it differs.
    LookAlike(String, Text),
}

impl Identity<'_> {
    /// Compares one address of the page with the account. After an attested pick the listed identity *is* the
    /// subject; the address that was typed still names the same person.
    pub fn likeness(&self, address: &str) -> Likeness {
        match self.listed.map(|listed| listed.compare(address, self.platform)) {
            Some(Likeness::Same) => Likeness::Same,
            Some(other) => match self.subject.compare(address, self.platform) {
                Likeness::Same => Likeness::Same,
                _ => other,
            },
            None => self.subject.compare(address, self.platform),
        }
    }

    /// Whom these addresses name.
    pub fn naming(&self, addresses: &[String]) -> Naming {
        let mut naming = Naming::Nobody;
        for address in addresses {
            match self.likeness(address) {
                Likeness::Same => naming = Naming::Subject,
                Likeness::LookAlike(reason) if reason.is_deceptive() => {
                    return Naming::LookAlike(address.clone(), Text::from(&reason));
                }
                Likeness::LookAlike(_) | Likeness::Other => return Naming::Other(address.clone()),
            }
        }
        naming
    }

    /// Whether a row is the subject's: it names the subject and nobody else.
    pub fn owns(&self, row: &Row) -> bool {
        self.naming(&row.addresses) == Naming::Subject
    }
}

/// Why nothing will be pointed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The account that was typed mixes alphabets: letter, the account in plain letters.
    SubjectLookAlike(String, String, String),
    /// The list, flyout or dialog shows a look-alike of the subject: the address and the difference.
    LookAlike(String, Text),
    /// Another row is selected.
    OtherRow(String),
    /// The subject's row and others are selected.
    SeveralRows,
    /// A row that the page no longer shows was selected and may still be.
    HiddenSelection,
    /// Two rows show the subject.
    Duplicate,
    /// The flyout names somebody else.
    FlyoutOther(String),
    /// The warning names somebody else.
    DialogOther(String),
    /// The row or the flyout is a connector's.
    Connector,
    /// Nobody is named, and the chain from the subject's row is broken.
    BrokenChain,
    /// Nobody is named, and the page was used before the guide looked.
    SelectedBefore,
    /// *Unblock* is there but does not react.
    UnblockDisabled,
}

impl Refused {
    /// What the panel says; the key is stable.
    pub fn text(&self, subject: &str) -> Text {
        let text = match self {
            Refused::SubjectLookAlike(_, letter, twin) => {
                Text::new("refused.subject_lookalike").with("letter", letter).with("twin", twin)
            }
            Refused::LookAlike(listed, _) => Text::new("refused.lookalike").with("listed", listed),
            Refused::OtherRow(other) => Text::new("refused.other_row").with("other", other),
            Refused::SeveralRows => Text::new("refused.several_rows"),
            Refused::HiddenSelection => Text::new("refused.hidden_selection"),
            Refused::Duplicate => Text::new("refused.duplicate"),
            Refused::FlyoutOther(other) => Text::new("refused.flyout_other").with("other", other),
            Refused::DialogOther(other) => Text::new("refused.dialog_other").with("other", other),
            Refused::Connector => Text::new("refused.connector"),
            Refused::BrokenChain => Text::new("refused.broken_chain"),
            Refused::SelectedBefore => Text::new("refused.selected_before"),
            Refused::UnblockDisabled => Text::new("refused.unblock_disabled"),
        };
        let subject = match self {
            Refused::SubjectLookAlike(typed, ..) => typed,
            _ => subject,
        };
        text.with("subject", subject)
    }

    /// A second sentence, where there is more to say.
    pub fn detail(&self) -> Option<Text> {
        match self {
            Refused::LookAlike(_, difference) => Some(difference.clone()),
            _ => None,
        }
    }
}

/// What the page says about whose account the open flyout or dialog is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It names the subject.
    Confirmed,
    /// It names nobody, and the chain is unbroken.
    Silent,
    /// It must not be driven.
    Contradicted(Refused),
}

/// What was seen of selection and clicks in one document, on one visit of the list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Continuity {
    /// The page was used, or something was selected, before the guide looked.
    touched: bool,
    looked: bool,
    /// Texts of rows that were seen selected and not seen unselected since.
    selected: BTreeSet<String>,
    /// Text of the row under the last trusted click on any row; empty when the row was not reported.
    last_row: Option<String>,
    /// The addresses of that row.
    last_addresses: Vec<String>,
}

impl Continuity {
    /// A new visit of the list.
    pub fn new(untouched: bool) -> Self {
        Continuity { touched: !untouched, ..Continuity::default() }
    }

    /// Takes note of what is selected.
    pub fn observe(&mut self, view: &View) {
        if !view.list.present {
            return;
        }
        for row in &view.list.rows {
            if row.selected {
                self.selected.insert(row.text.clone());
            } else {
                self.selected.remove(&row.text);
            }
        }
        if !self.looked {
            self.looked = true;
            self.touched |= view.list.rows.iter().any(|row| row.selected) || view.list.left_out_selected > 0;
        }
    }

    /// Takes note of a trusted click; `path` runs from the clicked node outwards, `view` is the moment before it.
    pub fn click(&mut self, path: &[Handle], view: &View) {
        if !view.list.present {
            return;
        }
        if let Some(row) = view.list.rows.iter().find(|row| path.contains(&row.handle)) {
            self.last_row = Some(row.text.clone());
            self.last_addresses = row.addresses.clone();
        } else if view.list.handle.is_some_and(|list| path.contains(&list)) {
            // A row that was left out of the snapshot, a header, "select all": nobody knows whose.
            self.last_row = Some(String::new());
            self.last_addresses.clear();
        }
    }

    /// What the selection says against the subject.
    pub fn selection(&self, view: &View, identity: &Identity) -> Option<Refused> {
        let is_own = |row: &&Row| identity.owns(row);
        let selected: Vec<&Row> = view.list.rows.iter().filter(|row| row.selected).collect();
        let others: Vec<&&Row> = selected.iter().filter(|row| !is_own(row)).collect();
        if selected.iter().filter(|row| is_own(row)).count() + others.len() > 1 {
            return Some(Refused::SeveralRows);
        }
        if let Some(other) = others.first() {
            return Some(match identity.naming(&other.addresses) {
                Naming::LookAlike(address, difference) => Refused::LookAlike(address, difference),
                _ if other.connector => Refused::Connector,
                _ => Refused::OtherRow(other.title()),
            });
        }
        let remembered_other = self
            .selected
            .iter()
            .any(|text| !view.list.rows.iter().any(|row| row.text == *text) && !names_subject(text, identity));
        (remembered_other || view.list.left_out_selected > 0).then_some(Refused::HiddenSelection)
    }

    /// The verdict on an open flyout or dialog whose texts hold these addresses.
    pub fn verdict(&self, view: &View, identity: &Identity) -> Verdict {
        if let Some(refused) = self.selection(view, identity) {
            return Verdict::Contradicted(refused);
        }
        let flyout = view.flyout.as_ref().map(|flyout| identity.naming(&flyout.addresses));
        let dialog = view.confirm.as_ref().map(|confirm| identity.naming(&confirm.addresses));
        for (naming, other) in [
            (&dialog, Refused::DialogOther as fn(String) -> Refused),
            (&flyout, Refused::FlyoutOther as fn(String) -> Refused),
        ] {
            match naming {
                Some(Naming::Other(address)) => return Verdict::Contradicted(other(address.clone())),
                Some(Naming::LookAlike(address, difference)) => {
                    return Verdict::Contradicted(Refused::LookAlike(address.clone(), difference.clone()));
                }
                _ => {}
            }
        }
        if flyout == Some(Naming::Subject) || dialog == Some(Naming::Subject) {
            return Verdict::Confirmed;
        }
        if self.touched {
            return Verdict::Contradicted(Refused::SelectedBefore);
        }
        match &self.last_row {
            Some(_) if identity.naming(&self.last_addresses) == Naming::Subject => Verdict::Silent,
            _ => Verdict::Contradicted(Refused::BrokenChain),
        }
    }
}

/// Whether a remembered row text is the subject's own row, which a filter or an open flyout may hide.
fn names_subject(text: &str, identity: &Identity) -> bool {
    let addresses: Vec<String> = crate::core::account::addresses_in(text).into_iter().map(str::to_owned).collect();
    identity.naming(&addresses) == Naming::Subject
}
