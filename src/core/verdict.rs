//! The right account or nothing: whether what the page shows fits the subject, and the chain that stands in where
//! it shows nobody.
//!
//! Three verdicts. *Confirmed*: flyout or dialog names the subject. *Contradicted*: something speaks against it.
//! *Silent*: nobody is named; then only an unbroken chain counts: this document was watched since the route was
//! entered, nothing else is selected, and the last trusted click on any row was on the subject's own.

use crate::core::account::{Account, Likeness};
use crate::core::fold::Platform;
use crate::core::locate::{Sighting, Target};
use crate::core::panel::Text;
use crate::core::view::{Confirm, Row, Saying, View};
use crate::protocol::Handle;
use std::collections::BTreeMap;

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

    /// Whom these addresses name. Where the list knows the account by another name, the address that was typed is the
    /// same person's as far as the admin says, and no name to know anybody by.
    pub fn naming(&self, addresses: &[String]) -> Naming {
        let mut naming = Naming::Nobody;
        for address in addresses {
            match self.likeness(address) {
                Likeness::Same if self.is_listed_as(address) => naming = Naming::Subject,
                Likeness::Same => {}
                Likeness::LookAlike(reason) if reason.is_deceptive() => {
                    return Naming::LookAlike(address.clone(), Text::from(&reason));
                }
                Likeness::LookAlike(_) | Likeness::Other => return Naming::Other(address.clone()),
            }
        }
        naming
    }

    fn is_listed_as(&self, address: &str) -> bool {
        self.listed.unwrap_or(self.subject).compare(address, self.platform) == Likeness::Same
    }

    /// Whether a row shows the subject under either name, perhaps among others.
    pub fn shows(&self, row: &Row) -> bool {
        row.addresses.iter().any(|address| self.likeness(address) == Likeness::Same)
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
    /// The account is on the list again after it was proven gone.
    Back,
    /// The organisation does not want the guide to work in this tenant.
    Tenant(String),
    /// The organisation does not want the guide to work on this host.
    Host(String),
    /// Nobody is named, and the button that commits is known only because the admin has shown it: its name.
    Taught(String),
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
            Refused::Back => Text::new("refused.back"),
            Refused::Tenant(tenant) => Text::new("refused.tenant").with("tenant", tenant),
            Refused::Host(host) => Text::new("refused.host").with("host", host),
            Refused::Taught(name) => Text::new("refused.taught").with("name", name),
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
            Refused::UnblockDisabled => Some(Text::new("unblock.roles")),
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

/// Controls that lead to the warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leads {
    /// *Unblock*, where there is no flyout.
    Unblock,
    /// The flyout's last button.
    Flyout,
}

/// What was seen of selection and clicks in one document, on one visit of the list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Continuity {
    /// The page was used, or something was selected, before the guide looked.
    touched: bool,
    looked: bool,
    /// Rows that were seen selected and not seen unselected since, and how many say the same.
    selected: BTreeMap<Saying, usize>,
    /// Every row was selected at once, those included that nobody sees.
    all: bool,
    /// Text of the row under the last trusted click on any row; empty when the row was not reported.
    last_row: Option<Saying>,
    /// The addresses of that row.
    last_addresses: Vec<String>,
    /// For whom *Unblock* was pressed, since the flyout or dialog before the present one; empty when nobody knows.
    asked: Vec<Vec<String>>,
    /// A flyout or dialog stands open.
    open: bool,
    /// One has stood open since the first of `asked`.
    answered: bool,
    /// The control that leads to the warning which was pressed last, while nothing has come of it yet.
    confirming: Option<Leads>,
    /// The dialog that came of it: any other dialog with a *Yes* asks something else.
    warning: Option<Handle>,
    /// The last such other dialog.
    question: Option<Handle>,
}

impl Continuity {
    /// A new visit of the list.
    pub fn new(untouched: bool) -> Self {
        Continuity { touched: !untouched, ..Continuity::default() }
    }

    /// The list again, in the same document: what was selected may still be.
    pub fn revisit(&mut self, untouched: bool) -> Self {
        Continuity { selected: std::mem::take(&mut self.selected), all: self.all, ..Continuity::new(untouched) }
    }

    /// Takes note of what is selected, and of what opens and closes.
    pub fn observe(&mut self, view: &View) {
        let opens = !self.open && (view.flyout.is_some() || view.confirm.is_some());
        self.open = view.flyout.is_some() || view.confirm.is_some();
        self.answered |= self.open;
        if opens && self.asked.is_empty() {
            // It came of the last press in the list, also where that was on a row that was not reported.
            self.asked.push(self.last_addresses.clone());
        }
        if view.flyout.is_some() && self.confirming == Some(Leads::Unblock) {
            self.confirming = None;
        }
        match &view.confirm {
            None => self.warning = None,
            Some(confirm) if self.confirming.is_some() && self.question != Some(confirm.handle) => {
                self.warning = Some(confirm.handle);
                self.confirming = None;
            }
            Some(confirm) if self.warning != Some(confirm.handle) => self.question = Some(confirm.handle),
            Some(_) => {}
        }
        if !view.list.present {
            return;
        }
        // How many rows say the same, and whether all of them are selected.
        let mut alike: BTreeMap<Saying, (usize, bool)> = BTreeMap::new();
        for row in &view.list.rows {
            let (count, all_selected) = alike.entry(row.saying()).or_insert((0, true));
            *count += 1;
            *all_selected &= row.selected;
        }
        for (saying, (count, all_selected)) in alike {
            if all_selected {
                let seen = self.selected.entry(saying).or_default();
                *seen = (*seen).max(count);
            } else {
                self.selected.remove(&saying);
            }
        }
        if !self.looked && view.list.loaded() > 0 {
            self.looked = true;
            self.touched |= view.list.rows.iter().any(|row| row.selected) || view.list.left_out_selected > 0;
        }
    }

    /// Takes note of a trusted click; `path` runs from the clicked node outwards, `view` is the moment before it.
    pub fn click(&mut self, path: &[Handle], view: &View) {
        let pressed = |target: &Target| path.contains(&target.control().handle) && !target.control().disabled;
        let on = |sighting: &Sighting| sighting.unique().is_some_and(pressed);
        if let Some(flyout) = view.flyout.as_ref().filter(|flyout| path.contains(&flyout.handle)) {
            self.confirming = (on(&flyout.submit) || on(&flyout.last)).then_some(Leads::Flyout);
        }
        let row = view.list.rows.iter().find(|row| path.contains(&row.handle));
        let in_list = row.is_some() || view.list.handle.is_some_and(|list| path.contains(&list));
        let of_bar = on(&view.unblock);
        if path.iter().any(|handle| view.list.select_all.contains(handle)) {
            self.all = true;
        }
        if in_list || of_bar {
            self.confirming = None;
            if self.answered && !self.open {
                self.asked.clear();
                self.answered = false;
            }
        }
        if of_bar {
            let selected: Vec<&Row> = view.list.rows.iter().filter(|row| row.selected).collect();
            self.asked.push(match selected[..] {
                [only] => only.addresses.clone(),
                _ => Vec::new(),
            });
            self.confirming = Some(Leads::Unblock);
        } else if let Some(row) = row.filter(|row| on(&row.unblock)) {
            self.asked.push(row.addresses.clone());
            self.confirming = Some(Leads::Unblock);
        } else if in_list && self.open && self.last_row != row.map(Row::saying) {
            // A flyout that does not block the list may follow what is pressed there.
            self.asked.push(Vec::new());
        }
        if let Some(row) = row {
            self.last_row = Some(row.saying());
            self.last_addresses = row.addresses.clone();
        } else if in_list {
            // A row that was left out of the snapshot, a header, "select all": nobody knows whose.
            self.last_row = Some(Saying::default());
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
        // The subject's own row may be hidden by a filter or a flyout, but not one more like it.
        let (mut own, mut others) = (selected.len(), 0);
        for (saying, seen) in &self.selected {
            let shown = view.list.rows.iter().filter(|row| row.selected && row.saying() == *saying).count();
            let is_own = identity.naming(&saying.1) == Naming::Subject;
            *if is_own { &mut own } else { &mut others } += seen.saturating_sub(shown);
        }
        let hidden = own > 1 || others > 0;
        (hidden || self.all || view.list.left_out_selected > 0).then_some(Refused::HiddenSelection)
    }

    /// Whether something may have been selected before the guide looked.
    pub fn is_touched(&self) -> bool {
        self.touched
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
        let mut whose = self.asked.iter().chain([&self.last_addresses]);
        if whose.all(|addresses| identity.naming(addresses) == Naming::Subject) {
            Verdict::Silent
        } else {
            Verdict::Contradicted(Refused::BrokenChain)
        }
    }

    /// Whether this dialog is the warning: it names somebody, or it came of the control that leads to it. Other
    /// dialogs have a *Yes* of their own.
    pub fn is_warning(&self, confirm: &Confirm, identity: &Identity) -> bool {
        self.warning == Some(confirm.handle) || identity.naming(&confirm.addresses) != Naming::Nobody
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fold::Native;
    use crate::core::labels::Language;
    use crate::core::locate::Control;
    use crate::core::view::{Flyout, List, Search};

    const BAR: Handle = 90;
    const ALL: Handle = 91;

    fn control(handle: Handle) -> Sighting {
        Sighting::of([Control { handle, role: "button", name: "Unblock".into(), disabled: false, taught: false }])
    }

    /// Row 10 is rob's, row 20 robert's; their *Unblock* is 11 and 21, their check box is not needed here.
    fn page() -> View {
        let row = |handle, address: &str| Row {
            handle,
            text: address.into(),
            addresses: vec![address.into()],
            unblock: control(handle + 1),
            ..Row::default()
        };
        let rows = vec![row(10, "rob@contoso.com"), row(20, "robert@contoso.com")];
        View {
            epoch: 1,
            language: Language::ENGLISH,
            heading: true,
            title: String::new(),
            list: List {
                present: true,
                candidates: 1,
                handle: Some(1),
                select_all: vec![ALL],
                rows,
                ..List::default()
            },
            search: Search::Missing,
            unblock: Sighting::Missing,
            flyout: None,
            confirm: None,
            strange: None,
            partial: false,
            alerts: Vec::new(),
            places: Vec::new(),
            focus: None,
            window: (1280, 800),
        }
    }

    fn flyout() -> View {
        let flyout = Flyout { handle: 50, submit: control(51), ..Flyout::default() };
        View { flyout: Some(flyout), ..page() }
    }

    fn dialog(handle: Handle) -> View {
        let confirm = Confirm { handle, yes: control(handle + 1), ..Confirm::default() };
        View { confirm: Some(confirm), ..flyout() }
    }

    /// What is said of `view` after these clicks, each on the page of the moment.
    fn after(clicks: &[(&View, &[Handle])], view: &View) -> (Continuity, Verdict) {
        let mut continuity = Continuity::new(true);
        for (page, path) in clicks {
            continuity.observe(page);
            continuity.click(path, page);
        }
        continuity.observe(view);
        let subject = Account::parse("rob@contoso.com", &Native).unwrap();
        let verdict = continuity.verdict(view, &Identity { subject: &subject, listed: None, platform: &Native });
        (continuity, verdict)
    }

    fn broken() -> Verdict {
        Verdict::Contradicted(Refused::BrokenChain)
    }

    fn is_warning(continuity: &Continuity, view: &View) -> bool {
        let subject = Account::parse("rob@contoso.com", &Native).unwrap();
        let identity = Identity { subject: &subject, listed: None, platform: &Native };
        continuity.is_warning(view.confirm.as_ref().unwrap(), &identity)
    }

    #[test]
    fn an_unbroken_chain_is_silent() {
        assert_eq!(after(&[(&page(), &[11, 10, 1])], &flyout()).1, Verdict::Silent);
        assert_eq!(after(&[(&page(), &[21, 20, 1])], &flyout()).1, broken());
        assert_eq!(after(&[], &flyout()).1, broken());
    }

    #[test]
    fn a_click_on_the_row_does_not_make_another_flyout_the_subjects() {
        assert_eq!(after(&[(&page(), &[21, 20, 1]), (&flyout(), &[10, 1])], &flyout()).1, broken());
        assert_eq!(after(&[(&page(), &[21, 20, 1]), (&page(), &[10, 1])], &flyout()).1, broken(), "it opens late");
        let closed = [(&page(), &[21, 20, 1][..]), (&flyout(), &[50][..]), (&page(), &[11, 10, 1][..])];
        assert_eq!(after(&closed, &flyout()).1, Verdict::Silent, "it was closed in between");
    }

    #[test]
    fn the_command_bar_asks_for_whom_is_selected_at_that_moment() {
        let selected = |index: usize| {
            let mut view = View { unblock: control(BAR), ..page() };
            view.list.rows[index].selected = true;
            view
        };
        let (robert, rob) = (selected(1), selected(0));
        let looked = page();
        let late = [(&looked, &[20, 1][..]), (&robert, &[BAR][..]), (&robert, &[10, 1][..])];
        assert_eq!(after(&late, &View { flyout: flyout().flyout, ..rob.clone() }).1, broken());
        let own = [(&looked, &[10, 1][..]), (&rob, &[BAR][..])];
        assert_eq!(after(&own, &View { flyout: flyout().flyout, ..rob.clone() }).1, Verdict::Silent);
    }

    #[test]
    fn select_all_leaves_a_doubt() {
        let (_, verdict) = after(&[(&page(), &[ALL, 1]), (&page(), &[11, 10, 1])], &flyout());
        assert_eq!(verdict, Verdict::Contradicted(Refused::HiddenSelection));
    }

    #[test]
    fn only_the_dialog_that_was_asked_for_is_the_warning() {
        let opened = [(&page(), &[11, 10, 1][..])];
        let survey = dialog(60);
        assert!(!is_warning(&after(&opened, &survey).0, &survey), "it came by itself");
        let submitted = [(&page(), &[11, 10, 1][..]), (&flyout(), &[51, 50][..])];
        let (mut continuity, _) = after(&submitted, &survey);
        assert!(is_warning(&continuity, &survey));
        continuity.observe(&dialog(70));
        assert!(!is_warning(&continuity, &dialog(70)), "another one came over it");
        let (continuity, _) = after(&[(&page(), &[11, 10, 1]), (&survey, &[51, 50])], &survey);
        assert!(!is_warning(&continuity, &survey), "it was there before");
    }

    #[test]
    fn a_selection_outlives_a_visit_to_another_page() {
        let mut selected = page();
        selected.list.rows[1].selected = true;
        let mut continuity = Continuity::new(true);
        continuity.observe(&selected);
        let mut continuity = continuity.revisit(true);
        let mut filtered = page();
        filtered.list.rows.truncate(1);
        continuity.observe(&filtered);
        let subject = Account::parse("rob@contoso.com", &Native).unwrap();
        let identity = Identity { subject: &subject, listed: None, platform: &Native };
        assert_eq!(continuity.selection(&filtered, &identity), Some(Refused::HiddenSelection));
    }
}
