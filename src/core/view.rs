//! What the portal shows, recognised: the list, its search, *Unblock*, the flyout and the warning.
//!
//! Everything rests on meaning (role, accessible name, container), nothing on a class or a position. What is not
//! recognised is simply not in the view; deciding what that means is not done here.

use crate::core::labels::Language;
use crate::core::locate::{Sighting, Target};
use crate::core::snapshot::Rect;
use crate::protocol::Handle;

/// What the page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The snapshot it was read from.
    pub epoch: u32,
    /// The language of the page.
    pub language: Language,
    /// A heading says that this is the list of restricted users or entities.
    pub heading: bool,
    /// The list of restricted users.
    pub list: List,
    /// The list's search.
    pub search: Search,
    /// *Unblock* outside rows, flyouts and dialogs: the command bar's.
    pub unblock: Sighting,
    /// The flyout with *Next*, *Submit* or a final *Unblock user*.
    pub flyout: Option<Flyout>,
    /// The warning with *Yes*.
    pub confirm: Option<Confirm>,
    /// The main heading of the page, or its first one: what a page that is not known calls itself.
    pub title: String,
    /// The name of an open dialog that is neither, or else what it says, cut short.
    pub strange: Option<String>,
    /// The agent had to leave out a part of the page: nothing is known to be missing, or to be the only one.
    pub partial: bool,
    /// What the page's alerts say (`role=alert`), outside dialogs.
    pub alerts: Vec<String>,
    /// Where its controls are in the window. Moves with every scroll, so it is no part of what the page *shows*.
    pub places: Vec<Place>,
    /// Where the page's own focus is.
    pub focus: Option<Rect>,
    /// The size of the window, in CSS pixels.
    pub window: (i32, i32),
}

/// Where a control is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The control.
    pub handle: Handle,
    /// Its box in the window.
    pub rect: Rect,
    /// It stands in an open flyout or dialog.
    pub in_surface: bool,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    /// There is exactly one list.
    pub present: bool,
    /// How many lists there are.
    pub candidates: usize,
    /// The node of the list.
    pub handle: Option<Handle>,
    /// It says that it is still loading, or shows rows without text.
    pub busy: bool,
    /// Check boxes of its header, which select every row at once.
    pub select_all: Vec<Handle>,
    /// The rows that were reported.
    pub rows: Vec<Row>,
    /// Rows that hold none of the needles and were only counted.
    pub left_out: u32,
    /// Those of them that are selected.
    pub left_out_selected: u32,
    /// The number of rows the list says it has, header not counted, when it says so.
    pub total: Option<u32>,
    /// What opens the first of its closed groups: whoever is in one of those is on the list and not in the page.
    pub closed_group: Option<Target>,
}

impl List {
    /// Rows in the page, reported or not.
    pub fn loaded(&self) -> u32 {
        self.left_out.saturating_add(self.rows.len() as u32)
    }

    /// Rows in the page, and rows in all as far as the list says: changes when the list obeys a search.
    pub fn size(&self) -> (u32, Option<u32>) {
        (self.loaded(), self.total)
    }

    /// Every row that the list has is in the page, as far as it says how many it has.
    pub fn is_complete(&self) -> bool {
        self.total.is_none_or(|total| total <= self.loaded())
    }
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The node of the row.
    pub handle: Handle,
    /// Role of that node, for rows that are picked by a click anywhere in them.
    pub role: &'static str,
    /// What the row says, folded.
    pub text: String,
    /// The addresses it shows, as shown.
    pub addresses: Vec<String>,
    /// It is selected.
    pub selected: bool,
    /// It is a connector, not a mailbox.
    pub connector: bool,
    /// The check box or radio button that selects it.
    pub selector: Sighting,
    /// *Unblock* within the row.
    pub unblock: Sighting,
    /// The row itself as something to click.
    pub itself: Sighting,
}

/// What a row says, to recognise it in the next view: its folded text, and its addresses to the letter. The text alone
/// would make one row of an address and the same one with a letter that nobody sees.
pub type Saying = (String, Vec<String>);

impl Row {
    /// What it says.
    pub fn saying(&self) -> Saying {
        (self.text.clone(), self.addresses.clone())
    }

    /// How the page lets this row be unblocked, for the record: it tells the generations of the page apart.
    pub fn design(&self) -> &'static str {
        if !self.unblock.is_missing() {
            "unblock_in_row"
        } else if !self.selector.is_missing() {
            "select_row"
        } else {
            "open_row"
        }
    }

    /// How the row is called in a sentence.
    pub fn title(&self) -> String {
        self.addresses.first().cloned().unwrap_or_else(|| self.text.chars().take(60).collect())
    }
}

/// The list's search.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Search {
    /// Neither box nor icon.
    #[default]
    Missing,
    /// The box, and what it holds.
    Box(Target, String),
    /// Only a button that opens the box.
    Icon(Target),
    /// More than one box (or icon) fits.
    Ambiguous(usize),
}

/// The flyout.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flyout {
    /// Its node.
    pub handle: Handle,
    /// What the page calls it.
    pub name: String,
    /// Every address in it.
    pub addresses: Vec<String>,
    /// *Next*.
    pub next: Sighting,
    /// *Submit*.
    pub submit: Sighting,
    /// The final button *Unblock user* of some generations, or *Unblock* of a connector's flyout.
    pub last: Sighting,
    /// It says that it is working.
    pub busy: bool,
}

impl Flyout {
    /// Two flyouts at once: what both have is ambiguous, and whom either names is named.
    pub fn and(self, other: Flyout) -> Flyout {
        Flyout {
            handle: other.handle,
            name: other.name,
            addresses: [self.addresses, other.addresses].concat(),
            next: self.next.and(other.next),
            submit: self.submit.and(other.submit),
            last: self.last.and(other.last),
            busy: self.busy || other.busy,
        }
    }

    /// Whether there is a control in it that somebody could be pointed at.
    pub fn has_control(&self) -> bool {
        !(self.next.is_missing() && self.submit.is_missing() && self.last.is_missing())
    }
}

/// The warning.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Confirm {
    /// Its node.
    pub handle: Handle,
    /// What the page calls it.
    pub name: String,
    /// Every address in it.
    pub addresses: Vec<String>,
    /// *Yes*.
    pub yes: Sighting,
    /// It says that it is working.
    pub busy: bool,
}

impl Confirm {
    /// Two dialogs with a *Yes* at once: one of them is not the warning, and nobody is pointed at either.
    pub fn and(self, other: Confirm) -> Confirm {
        Confirm {
            handle: other.handle,
            name: other.name,
            addresses: [self.addresses, other.addresses].concat(),
            yes: Sighting::Ambiguous(2),
            busy: self.busy || other.busy,
        }
    }
}

impl View {
    /// Whether a flyout or dialog is open.
    pub fn has_surface(&self) -> bool {
        self.flyout.is_some() || self.confirm.is_some() || self.strange.is_some()
    }

    /// What the page calls the flyout or dialog that is open; of several the one that asks.
    pub fn surface(&self) -> &str {
        let asks = self.confirm.as_ref().map(|confirm| &confirm.name);
        let flyout = || self.flyout.as_ref().map(|flyout| &flyout.name);
        asks.or(self.strange.as_ref()).or_else(flyout).map_or("", String::as_str)
    }

    /// The same but for the snapshot it was read from.
    pub fn shows_the_same(&self, other: &View) -> bool {
        let View {
            epoch: _,
            language,
            heading,
            title,
            list,
            search,
            unblock,
            flyout,
            confirm,
            strange,
            partial,
            alerts,
            places: _,
            focus: _,
            window: _,
        } = self;
        *language == other.language
            && *heading == other.heading
            && *title == other.title
            && *list == other.list
            && *search == other.search
            && *unblock == other.unblock
            && *flyout == other.flyout
            && *confirm == other.confirm
            && *strange == other.strange
            && *partial == other.partial
            && *alerts == other.alerts
    }
}
