//! What the admin has shown to the guide: which control is which, where the page calls it something that nobody knew.
//!
//! A hint says role, name and container of a control, and nothing about anybody: what names an account is not kept. It
//! is tried only where the guide would otherwise give up, never in front of a control that was recognised; and a
//! control known by a hint alone commits nothing as long as the page does not name the account
//! ([`crate::core::pointing::Pointing::commit`]).

use crate::core::account::{Account, addresses_in};
use crate::core::fold::{self, Platform};
use crate::core::labels::{Matcher, Term};
use crate::core::locate::Sighting;
use crate::core::recognise;
use crate::core::role_name::{Role, Tree};
use crate::core::snapshot::{Node, Snapshot};
use crate::core::sorted::sorted;
use crate::core::view::{Flyout, Row, Search, View};
use crate::protocol::Handle;
use serde::{Deserialize, Serialize};

/// The version of the stored form; a shelf of another version is set aside, never guessed at.
pub const SCHEMA: u32 = 1;
/// How many hints are kept; the oldest one goes first.
pub const MOST: usize = 50;
/// How many controls the admin is asked to choose from.
pub const CANDIDATES: usize = 12;
/// Longest name that is kept, in characters.
const LONGEST: usize = 80;
/// Containers that tell controls of the same name apart.
const CONTAINERS: [Role; 17] = [
    Role::Dialog,
    Role::AlertDialog,
    Role::Row,
    Role::Toolbar,
    Role::Menubar,
    Role::Menu,
    Role::Grid,
    Role::TreeGrid,
    Role::Table,
    Role::Search,
    Role::Form,
    Role::Region,
    Role::Main,
    Role::Banner,
    Role::Navigation,
    Role::Complementary,
    Role::ContentInfo,
];
/// Landmarks that belong to the portal and not to the list.
const ELSEWHERE: [Role; 3] = [Role::Banner, Role::Navigation, Role::ContentInfo];

/// The controls that the guide knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The list itself.
    List,
    /// Its search box, or the icon that opens it.
    Search,
    /// What selects a row.
    Selector,
    /// *Unblock*, in the row or in the command bar.
    Unblock,
    /// *Next* in the flyout.
    Next,
    /// *Submit* in the flyout.
    Submit,
    /// The final *Unblock user* of the flyout.
    Last,
    /// *Yes* in the warning.
    Yes,
}

impl Kind {
    /// Every kind, in the order of the job.
    pub const ALL: [Kind; 8] =
        [Kind::List, Kind::Search, Kind::Selector, Kind::Unblock, Kind::Next, Kind::Submit, Kind::Last, Kind::Yes];

    /// Its name in hooks and files.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::List => "list",
            Kind::Search => "search",
            Kind::Selector => "selector",
            Kind::Unblock => "unblock",
            Kind::Next => "next",
            Kind::Submit => "submit",
            Kind::Last => "last",
            Kind::Yes => "yes",
        }
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// What the panel calls it.
    pub fn key(self) -> &'static str {
        match self {
            Kind::List => "guide.list",
            Kind::Search => "guide.search",
            Kind::Selector => "guide.selector",
            Kind::Unblock => "guide.unblock",
            Kind::Next => "guide.next",
            Kind::Submit => "guide.submit",
            Kind::Last => "guide.last",
            Kind::Yes => "guide.yes",
        }
    }

    /// The kinds whose absence makes the guide say this.
    pub fn missed_by(key: &str) -> &'static [Kind] {
        match key {
            "lost.no_list" => &[Kind::List],
            "lost.no_search" | "lost.two_searches" => &[Kind::Search],
            "lost.no_unblock" => &[Kind::Unblock, Kind::Selector],
            "lost.two_unblocks" => &[Kind::Unblock],
            "lost.no_yes" => &[Kind::Yes],
            // A warning that is not known for one may stand in front of the flyout.
            "lost.no_next" | "lost.unknown_dialog" => &[Kind::Next, Kind::Submit, Kind::Last, Kind::Yes],
            _ => &[],
        }
    }
}

/// What the admin has shown, once, about one control.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Hint {
    /// Which control it is.
    pub kind: Kind,
    /// Its ARIA role.
    pub role: String,
    /// Its accessible name, folded; a list has none as a rule.
    pub name: String,
    /// The role of what it stands in; empty where that is nothing in particular.
    pub container: String,
    /// The accessible name of that, folded; empty where it has none, or one that is not kept.
    pub container_name: String,
}

impl Hint {
    /// Whether it may be kept: short enough, roles that exist, and nothing that looks like an address.
    pub fn is_valid(&self) -> bool {
        let known = |role: &str| Role::from_token(role).is_some();
        let fits =
            |text: &str| text.chars().count() <= LONGEST && !text.contains('@') && !text.contains(char::is_control);
        known(&self.role)
            && (self.container.is_empty() || known(&self.container))
            && fits(&self.name)
            && fits(&self.container_name)
            && (self.kind == Kind::List || !self.name.is_empty())
    }
}

/// All hints, as they are stored.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Shelf {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The one shown last comes last.
    pub hints: Vec<Hint>,
}

impl Default for Shelf {
    fn default() -> Self {
        Shelf { schema: SCHEMA, hints: Vec::new() }
    }
}

impl Shelf {
    /// What was read, if it can be used as it is; otherwise it is set aside.
    pub fn checked(self) -> Option<Shelf> {
        let sound = self.schema == SCHEMA && self.hints.len() <= MOST && self.hints.iter().all(Hint::is_valid);
        sound.then_some(self)
    }

    /// Keeps a hint, in place of one that says the same; `false` when it may not be kept.
    pub fn keep(&mut self, hint: Hint) -> bool {
        if !hint.is_valid() {
            return false;
        }
        self.hints.retain(|known| *known != hint);
        self.hints.push(hint);
        let surplus = self.hints.len().saturating_sub(MOST);
        self.hints.drain(..surplus);
        true
    }
}

/// One hint while a page is recognised: it alone says which control is of its kind.
#[derive(Clone, Copy)]
pub struct Taught<'h> {
    hint: &'h Hint,
    platform: &'h dyn Platform,
}

impl<'h> Taught<'h> {
    /// Whether it is about this kind of control.
    pub fn is_about(&self, kind: Kind) -> bool {
        self.hint.kind == kind
    }

    /// Whether it speaks for what the labels say otherwise.
    pub fn stands_for(&self, term: Term) -> bool {
        match self.hint.kind {
            Kind::Search => matches!(term, Term::Search | Term::UserName),
            Kind::Unblock | Kind::Last => matches!(term, Term::Unblock | Term::UnblockUser),
            Kind::Next => term == Term::Next,
            Kind::Submit => term == Term::Submit,
            Kind::Yes => term == Term::Yes,
            Kind::List | Kind::Selector => false,
        }
    }

    /// Whether this is the control that was shown.
    pub fn is<'s>(&self, tree: &Tree<'s>, node: Node<'s>) -> bool {
        tree.role(node).as_str() == self.hint.role && {
            let found = described(tree, node, self.platform);
            let container_name = &self.hint.container_name;
            found.name == self.hint.name
                && found.container == self.hint.container
                && (container_name.is_empty() || found.container_name == *container_name)
        }
    }
}

struct Described {
    name: String,
    container: String,
    container_name: String,
}

fn described<'s>(tree: &Tree<'s>, node: Node<'s>, platform: &dyn Platform) -> Described {
    let container = tree.within(node, &CONTAINERS);
    let folded = |text: &str| fold::plain(text, platform);
    Described {
        name: folded(tree.name(node)),
        container: container.map(|outer| tree.role(outer).as_str().to_owned()).unwrap_or_default(),
        container_name: container.map(|outer| folded(tree.name(outer))).unwrap_or_default(),
    }
}

/// Recognises a page, and tries the hints for what is missing or ambiguous, those shown last first. What is recognised
/// without a hint stays as it is.
pub fn recognise(snapshot: &Snapshot, matcher: &Matcher, platform: &dyn Platform, hints: &[Hint]) -> View {
    let tree = Tree::new(snapshot);
    let mut view = recognise::in_tree(&tree, matcher, platform, None);
    for hint in hints.iter().rev() {
        let wanted = recognised(&view).iter().any(|(kind, found)| *kind == hint.kind && !found.is_found());
        let taught = Taught { hint, platform };
        if wanted && snapshot.nodes().any(|node| node.is_element() && taught.is(&tree, node)) {
            let shown = recognise::in_tree(&tree, matcher, platform, Some(taught));
            take(&mut view, shown, hint.kind);
        }
    }
    view
}

/// Takes over what a hint has shown, where it shows exactly one and there was not exactly one before.
fn take(view: &mut View, shown: View, kind: Kind) {
    let better = |into: &mut Sighting, from: Sighting| {
        if into.unique().is_none() && from.unique().is_some() {
            *into = from;
        }
    };
    match kind {
        Kind::List => {
            if !view.list.present && shown.list.present {
                view.list = shown.list;
                if matches!(view.search, Search::Missing | Search::Ambiguous(_)) {
                    view.search = shown.search;
                }
            }
        }
        Kind::Search => {
            if matches!(shown.search, Search::Box(..) | Search::Icon(_)) {
                view.search = shown.search;
            }
        }
        Kind::Unblock | Kind::Selector => {
            let rows = |row: &mut Row, from: Row| match kind {
                Kind::Unblock => better(&mut row.unblock, from.unblock),
                _ => better(&mut row.selector, from.selector),
            };
            view.list.rows.iter_mut().zip(shown.list.rows).for_each(|(row, from)| rows(row, from));
            if kind == Kind::Unblock {
                better(&mut view.unblock, shown.unblock);
            }
        }
        Kind::Next | Kind::Submit | Kind::Last => {
            let Some(from) = shown.flyout else { return };
            let flyout = view.flyout.get_or_insert_with(|| Flyout {
                next: Sighting::Missing,
                submit: Sighting::Missing,
                last: Sighting::Missing,
                ..from.clone()
            });
            if flyout.handle != from.handle {
                return;
            }
            match kind {
                Kind::Next => better(&mut flyout.next, from.next),
                Kind::Submit => better(&mut flyout.submit, from.submit),
                _ => better(&mut flyout.last, from.last),
            }
            view.strange = None;
        }
        Kind::Yes => {
            let Some(from) = shown.confirm.filter(|confirm| confirm.yes.unique().is_some()) else { return };
            match &mut view.confirm {
                Some(confirm) if confirm.handle == from.handle => better(&mut confirm.yes, from.yes),
                Some(_) => return,
                None => view.confirm = Some(from),
            }
            view.strange = None;
        }
    }
}

/// Whether a control is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Exactly one.
    Found,
    /// Exactly one, because the admin has shown it.
    Shown,
    /// None so far; most controls appear on the way.
    NotYet,
    /// More than one.
    Ambiguous,
}

impl Found {
    /// Exactly one.
    pub fn is_found(self) -> bool {
        matches!(self, Found::Found | Found::Shown)
    }

    fn of(sighting: &Sighting) -> Found {
        match sighting {
            Sighting::Missing => Found::NotYet,
            Sighting::Unique(target) if target.control().taught => Found::Shown,
            Sighting::Unique(_) => Found::Found,
            Sighting::Ambiguous(_) => Found::Ambiguous,
        }
    }

    /// What several places say together: one found is found.
    fn any(all: impl IntoIterator<Item = Found>) -> Found {
        let mut sum = Found::NotYet;
        for found in all {
            sum = match (sum, found) {
                (Found::Shown, _) | (_, Found::Shown) => Found::Shown,
                (Found::Found, _) | (_, Found::Found) => Found::Found,
                (Found::Ambiguous, _) | (_, Found::Ambiguous) => Found::Ambiguous,
                (Found::NotYet, Found::NotYet) => Found::NotYet,
            };
        }
        sum
    }
}

/// What of the job's controls is recognised, in the order of the job.
pub fn recognised(view: &View) -> [(Kind, Found); 8] {
    let rows = || view.list.rows.iter();
    let in_flyout = |sighting: fn(&Flyout) -> &Sighting| {
        view.flyout.as_ref().map_or(Found::NotYet, |flyout| Found::of(sighting(flyout)))
    };
    let list = match view.list.candidates {
        _ if view.list.present => Found::Found,
        0 => Found::NotYet,
        _ => Found::Ambiguous,
    };
    let search = match &view.search {
        Search::Missing => Found::NotYet,
        Search::Box(target, _) | Search::Icon(target) if target.control().taught => Found::Shown,
        Search::Box(..) | Search::Icon(_) => Found::Found,
        Search::Ambiguous(_) => Found::Ambiguous,
    };
    let selector = |row: &Row| Found::any([Found::of(&row.selector), Found::of(&row.itself)]);
    let unblock = Found::any(rows().map(|row| Found::of(&row.unblock)).chain([Found::of(&view.unblock)]));
    [
        (Kind::List, list),
        (Kind::Search, search),
        (Kind::Selector, Found::any(rows().map(selector))),
        (Kind::Unblock, unblock),
        (Kind::Next, in_flyout(|flyout| &flyout.next)),
        (Kind::Submit, in_flyout(|flyout| &flyout.submit)),
        (Kind::Last, in_flyout(|flyout| &flyout.last)),
        (Kind::Yes, view.confirm.as_ref().map_or(Found::NotYet, |confirm| Found::of(&confirm.yes))),
    ]
}

/// A control of the page that the admin may mean. Only [`candidates`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    handle: Handle,
    role: &'static str,
    name: String,
    hint: Option<Hint>,
}

impl Candidate {
    /// The agent's number for the node.
    pub fn handle(&self) -> Handle {
        self.handle
    }

    /// Its ARIA role.
    pub fn role(&self) -> &'static str {
        self.role
    }

    /// Its accessible name, as the page shows it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What would be kept; `None` where that would name somebody.
    pub fn hint(&self) -> Option<&Hint> {
        self.hint.as_ref()
    }
}

/// The controls that could be of this kind, in the order of the page, at most [`CANDIDATES`]. `row` is the subject's.
pub fn candidates<'s>(
    snapshot: &'s Snapshot,
    kind: Kind,
    row: Option<Handle>,
    subject: Option<&Account>,
    matcher: &Matcher,
    platform: &dyn Platform,
) -> Vec<Candidate> {
    let tree = Tree::new(snapshot);
    // What a row says of somebody, a display name for one, may be said again in the name of a control.
    let told: Vec<String> =
        cells(&tree, matcher, platform).map(|cell| fold::plain(&tree.text(cell), platform)).collect();
    let is_personal = |text: &str| {
        is_personal(text, subject, platform)
            || told.iter().any(|told| told.chars().count() > 2 && text.contains(told.as_str()))
    };
    let pressed = |role| matches!(role, Role::Button | Role::Link | Role::MenuItem | Role::Option | Role::Tab);
    let fits = |&node: &Node<'s>| {
        let role = tree.role(node);
        let in_dialog = tree.dialog(node).is_some();
        let of_page = !in_dialog && tree.within(node, &ELSEWHERE).is_none();
        let own_row = tree.row(node).is_some_and(|outer| Some(outer.handle()) == row);
        let no_row = tree.row(node).is_none();
        match kind {
            Kind::List => of_page && matches!(role, Role::Grid | Role::TreeGrid | Role::Table),
            Kind::Search => {
                of_page && no_row && (matches!(role, Role::SearchBox | Role::TextBox | Role::Combobox | Role::Button))
            }
            Kind::Selector => {
                of_page && own_row && matches!(role, Role::Checkbox | Role::Radio | Role::Switch | Role::Button)
            }
            Kind::Unblock => of_page && (own_row || no_row) && pressed(role),
            Kind::Next | Kind::Submit | Kind::Last | Kind::Yes => in_dialog && no_row && pressed(role),
        }
    };
    let visible = |&node: &Node<'s>| kind == Kind::List || tree.visible(node);
    let named = |&node: &Node<'s>| kind == Kind::List || !tree.name(node).is_empty();
    let likely = |node: &Node<'s>| match kind {
        Kind::Search => tree.role(*node) != Role::Button,
        Kind::Unblock => tree.row(*node).is_some() || tree.toolbar(*node).is_some(),
        _ => true,
    };
    let nodes = snapshot.nodes().filter(|node| node.is_element()).filter(fits).filter(visible).filter(named);
    let (likely, others): (Vec<Node<'s>>, Vec<Node<'s>>) = nodes.partition(likely);
    let nodes = sorted(likely.into_iter().chain(others).take(CANDIDATES), |a, b| a.index().cmp(&b.index()));
    let candidate = |node: Node<'s>| {
        let role = tree.role(node);
        let Described { name: folded, container, container_name } = described(&tree, node, platform);
        let container_name = if is_personal(&container_name) { String::new() } else { container_name };
        let hint = Hint { kind, role: role.as_str().to_owned(), name: folded, container, container_name };
        let keeps = hint.is_valid() && !is_personal(&hint.name);
        let name = tree.name(node).to_owned();
        Candidate { handle: node.handle(), role: role.as_str(), name, hint: keeps.then_some(hint) }
    };
    nodes.into_iter().map(candidate).collect()
}

/// The cells of rows that say something of somebody: they hold no control, and are no label.
pub fn cells<'a, 's>(
    tree: &'a Tree<'s>,
    matcher: &'a Matcher,
    platform: &'a dyn Platform,
) -> impl Iterator<Item = Node<'s>> + use<'a, 's> {
    let is_pressed = |role| matches!(role, Role::Button | Role::Link | Role::MenuItem | Role::Checkbox | Role::Radio);
    let cells = tree.snapshot().nodes().filter(|&node| is_cell(tree.role(node)) && tree.row(node).is_some());
    let cells = cells.filter(move |cell| !cell.descendants().any(|it| is_pressed(tree.role(it))));
    cells.filter(move |&cell| !is_label(matcher, &tree.text(cell), platform))
}

/// Whether a text is one of the portal's own.
pub fn is_label(matcher: &Matcher, text: &str, platform: &dyn Platform) -> bool {
    Term::ALL.iter().any(|&term| matcher.matches(term, text, platform).is_some())
}

/// Whether a node of this role is a cell of a row.
pub fn is_cell(role: Role) -> bool {
    matches!(role, Role::GridCell | Role::Cell | Role::RowHeader)
}

/// Whether a text names an account, or a part of the subject's name.
pub fn is_personal(text: &str, subject: Option<&Account>, platform: &dyn Platform) -> bool {
    if text.contains('@') || !addresses_in(text).is_empty() {
        return true;
    }
    let said = fold::lower(text, platform);
    let words: Vec<&str> = said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    subject.is_some_and(|subject| {
        let local = fold::lower(subject.local(), platform);
        said.contains(&local)
            || local.split(|c: char| !c.is_alphanumeric()).any(|part| part.chars().count() > 2 && words.contains(&part))
    })
}

#[cfg(test)]
mod tests;
