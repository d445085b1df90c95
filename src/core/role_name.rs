//! Role, accessible name and states of the nodes of a snapshot, as assistive technology is told them.
//!
//! Sources: WAI-ARIA 1.2, HTML-AAM 1.0 (implicit roles), accname 1.2 (names), and Chromium where these leave a choice.
//! Everything is computed when asked for, and once. Containers are those of the flattened tree: `aria-owns` lends its
//! nodes to a name, but moves nothing into a dialog or row.

mod name;
mod role;
#[cfg(test)]
mod tests;

pub use role::Role;

use crate::core::snapshot::{Flags, Node, Snapshot};
use std::cell::{Cell, OnceCell};
use std::collections::HashSet;

/// Nodes that the names of one snapshot may visit together, 40 times what a portal page needs. A page that refers
/// everything to everything would otherwise cost the square of its size; beyond this its names stay empty.
const MAX_VISITS: u32 = 200_000;

/// What a control says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct States {
    /// Disabled natively, or by `aria-disabled` on it or around it.
    pub disabled: bool,
    /// Checked; `None` when the node does not say.
    pub checked: Option<Check>,
    /// Selected; `None` when the node does not say.
    pub selected: Option<bool>,
    /// Expanded or collapsed; `None` when the node does not say.
    pub expanded: Option<bool>,
    /// Pressed, for toggle buttons; `None` when the node does not say.
    pub pressed: Option<Check>,
    /// `aria-busy` on it.
    pub busy: bool,
    /// A modal dialog, natively or by `aria-modal`.
    pub modal: bool,
    /// Has the keyboard focus.
    pub focused: bool,
}

/// A state with three values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Not checked.
    No,
    /// Checked.
    Yes,
    /// Partly.
    Mixed,
}

/// Why nobody can be pointed at a node. When there are several reasons, the first of this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
    /// It or an ancestor is not rendered, or `visibility` hides it.
    Hidden,
    /// Its box is smaller than two pixels either way.
    Tiny,
    /// No scrolling can bring it into view.
    Outside,
    /// Nearly transparent.
    Transparent,
    /// `aria-hidden` on it or an ancestor: under an open Fluent panel, everything else.
    AriaHidden,
    /// `inert`, or outside an open modal `dialog`.
    Inert,
}

/// What holds for a node because it holds for the node or for something around it.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    hidden: bool,
    aria_hidden: bool,
    /// ARIA 1.2: it holds for all focusable descendants.
    aria_disabled: bool,
    inert: bool,
}

/// The positions of the nearest containers around a node.
#[derive(Debug, Clone, Copy, Default)]
struct Nearest {
    row: Option<u32>,
    grid: Option<u32>,
    dialog: Option<u32>,
}

/// What is kept for the parent of a node, in document order; what is nothing has nothing around it.
fn outer<T: Copy + Default>(node: Node<'_>, kept: &[T]) -> T {
    node.parent().and_then(|parent| kept.get(parent.index())).copied().unwrap_or_default()
}

/// Roles, names and states of one snapshot, computed when asked for and kept.
pub struct Tree<'s> {
    snapshot: &'s Snapshot,
    /// What each node is by itself or by something around it.
    around: Vec<Around>,
    nearest: OnceCell<Vec<Nearest>>,
    roles: Vec<OnceCell<Role>>,
    names: Vec<OnceCell<String>>,
    visits: Cell<u32>,
    modals: OnceCell<Vec<Node<'s>>>,
    /// Positions of controls and their labels, ordered.
    labels: OnceCell<Vec<(usize, usize)>>,
    owns: OnceCell<Owns>,
}

impl<'s> Tree<'s> {
    /// Nothing is computed yet.
    pub fn new(snapshot: &'s Snapshot) -> Self {
        let mut around: Vec<Around> = Vec::with_capacity(snapshot.len());
        for node in snapshot.nodes() {
            let outer = outer(node, &around);
            around.push(Around {
                hidden: outer.hidden || node.is(Flags::HIDDEN),
                aria_hidden: outer.aria_hidden || node.attr("aria-hidden") == Some("true"),
                aria_disabled: outer.aria_disabled || node.attr("aria-disabled") == Some("true"),
                inert: outer.inert || node.is(Flags::INERT),
            });
        }
        Tree {
            snapshot,
            around,
            nearest: OnceCell::new(),
            roles: vec![OnceCell::new(); snapshot.len()],
            names: vec![OnceCell::new(); snapshot.len()],
            visits: Cell::new(0),
            modals: OnceCell::new(),
            labels: OnceCell::new(),
            owns: OnceCell::new(),
        }
    }

    /// The snapshot.
    pub fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// The role of a node.
    pub fn role(&self, node: Node<'s>) -> Role {
        self.roles.get(node.index()).map_or(Role::Generic, |cell| *cell.get_or_init(|| role::of(self, node)))
    }

    /// The accessible name, white space collapsed; empty when it has none. Hidden nodes have one too.
    pub fn name(&self, node: Node<'s>) -> &str {
        self.names.get(node.index()).map_or("", |cell| cell.get_or_init(|| name::of(self, node)))
    }

    /// The text people see in the subtree: what is not rendered, invisible, transparent or `aria-hidden` (icon
    /// glyphs) left out, blocks set apart by spaces, white space collapsed. What hides `node` itself from outside,
    /// such as an open panel, does not matter.
    pub fn text(&self, node: Node<'s>) -> String {
        let mut said = String::new();
        // First position after what is left out, and after each open block.
        let mut skipped = 0;
        let mut blocks: Vec<usize> = Vec::new();
        for part in std::iter::once(node).chain(node.descendants()) {
            while blocks.pop_if(|end| *end <= part.index()).is_some() {
                said.push(' ');
            }
            if part.index() < skipped {
                continue;
            }
            if part.is(Flags::HIDDEN) || (part != node && part.attr("aria-hidden") == Some("true")) {
                skipped = part.end();
                continue;
            }
            if part.is(Flags::BLOCK) || part.tag() == "br" {
                said.push(' ');
                blocks.push(part.end());
            }
            // Text nodes have no flags of their own.
            let teller = if part.is_element() { Some(part) } else { part.parent() };
            if !teller.is_some_and(|node| node.is(Flags::INVISIBLE) || node.is(Flags::TRANSPARENT)) {
                said.push_str(part.text());
            }
        }
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The states of a node.
    pub fn states(&self, node: Node<'s>) -> States {
        let is_true = |node: Node<'s>, name| node.attr(name) == Some("true");
        let flag = |name| match node.attr(name) {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        };
        let check = |name| match node.attr(name) {
            Some("true") => Some(Check::Yes),
            Some("false") => Some(Check::No),
            Some("mixed") => Some(Check::Mixed),
            _ => None,
        };
        States {
            disabled: node.is(Flags::DISABLED) || self.around(node).aria_disabled,
            checked: self.native_check(node).or_else(|| check("aria-checked")),
            selected: self.native_selection(node).or_else(|| flag("aria-selected")),
            expanded: self.native_expansion(node).or_else(|| flag("aria-expanded")),
            pressed: check("aria-pressed"),
            busy: is_true(node, "aria-busy"),
            modal: node.is(Flags::MODAL) || is_true(node, "aria-modal"),
            focused: node.is(Flags::FOCUSED),
        }
    }

    fn native_check(&self, node: Node<'s>) -> Option<Check> {
        let input = node.tag() == "input" && matches!(role::kind(node).as_str(), "checkbox" | "radio");
        let fluent = matches!(node.tag(), "fluent-checkbox" | "fluent-radio" | "fluent-switch");
        if node.is(Flags::INDETERMINATE) && !matches!(self.role(node), Role::Radio) && (input || fluent) {
            return Some(Check::Mixed);
        }
        (input || fluent).then_some(if node.is(Flags::CHECKED) { Check::Yes } else { Check::No })
    }

    fn native_selection(&self, node: Node<'s>) -> Option<bool> {
        matches!(node.tag(), "option" | "fluent-option" | "fluent-tree-item").then(|| node.is(Flags::SELECTED))
    }

    fn native_expansion(&self, node: Node<'s>) -> Option<bool> {
        let details = node.parent().filter(|outer| node.tag() == "summary" && outer.tag() == "details")?;
        Some(details.attr("open").is_some())
    }

    /// Why nobody can be pointed at this node; `None` when somebody can.
    pub fn unseen(&self, node: Node<'s>) -> Option<Unseen> {
        let around = self.around(node);
        let tiny = node.rect().is_some_and(|rect| rect.width < 2 || rect.height < 2);
        if node.is(Flags::INVISIBLE) || around.hidden {
            Some(Unseen::Hidden)
        } else if tiny {
            Some(Unseen::Tiny)
        } else if node.is(Flags::OUTSIDE) {
            Some(Unseen::Outside)
        } else if node.is(Flags::TRANSPARENT) {
            Some(Unseen::Transparent)
        } else if around.aria_hidden {
            Some(Unseen::AriaHidden)
        } else if self.inert(node) {
            Some(Unseen::Inert)
        } else {
            None
        }
    }

    fn inert(&self, node: Node<'s>) -> bool {
        let modals = self.modals.get_or_init(|| self.snapshot.nodes().filter(|node| node.is(Flags::MODAL)).collect());
        (!modals.is_empty() && !modals.iter().any(|modal| modal.contains(node))) || self.around(node).inert
    }

    fn around(&self, node: Node<'s>) -> Around {
        self.around.get(node.index()).copied().unwrap_or_default()
    }

    /// Whether nobody sees this node; what lies outside the window, or is transparent, is seen.
    fn unrendered(&self, node: Node<'s>) -> bool {
        node.is(Flags::INVISIBLE) || self.around(node).hidden
    }

    /// Whether assistive technology does not meet this node.
    fn concealed(&self, node: Node<'s>) -> bool {
        self.unrendered(node) || self.around(node).aria_hidden
    }

    fn nearest(&self, node: Node<'s>) -> Nearest {
        let all = self.nearest.get_or_init(|| {
            let mut all: Vec<Nearest> = Vec::with_capacity(self.snapshot.len());
            for node in self.snapshot.nodes() {
                let mut nearest = outer(node, &all);
                if let Some(parent) = node.parent() {
                    let position = Some(parent.index() as u32);
                    match self.role(parent) {
                        Role::Row => nearest.row = position,
                        Role::Grid | Role::TreeGrid | Role::Table => nearest.grid = position,
                        Role::Dialog | Role::AlertDialog => nearest.dialog = position,
                        _ => {}
                    }
                }
                all.push(nearest);
            }
            all
        });
        all.get(node.index()).copied().unwrap_or_default()
    }

    fn at(&self, position: Option<u32>) -> Option<Node<'s>> {
        self.snapshot.node(position? as usize)
    }

    /// Whether somebody can be pointed at this node.
    pub fn visible(&self, node: Node<'s>) -> bool {
        self.unseen(node).is_none()
    }

    /// All nodes with this role, in document order, hidden ones too.
    pub fn all(&self, role: Role) -> impl Iterator<Item = Node<'s>> {
        self.snapshot.nodes().filter(move |&node| self.role(node) == role)
    }

    /// The nearest ancestor with one of these roles.
    pub fn within(&self, node: Node<'s>, roles: &[Role]) -> Option<Node<'s>> {
        node.ancestors().find(|&node| roles.contains(&self.role(node)))
    }

    /// The nearest dialog or alert dialog around a node.
    pub fn dialog(&self, node: Node<'s>) -> Option<Node<'s>> {
        self.at(self.nearest(node).dialog)
    }

    /// The nearest row around a node.
    pub fn row(&self, node: Node<'s>) -> Option<Node<'s>> {
        self.at(self.nearest(node).row)
    }

    /// The nearest grid, tree grid or table around a node.
    pub fn grid(&self, node: Node<'s>) -> Option<Node<'s>> {
        self.at(self.nearest(node).grid)
    }

    /// The nearest toolbar or menu bar around a node.
    pub fn toolbar(&self, node: Node<'s>) -> Option<Node<'s>> {
        self.within(node, &[Role::Toolbar, Role::Menubar])
    }

    /// The nearest landmark around a node.
    pub fn landmark(&self, node: Node<'s>) -> Option<Node<'s>> {
        use Role::*;
        self.within(node, &[Banner, Complementary, ContentInfo, Form, Main, Navigation, Region, Search])
    }

    /// Counts a visit of the name computation; `false` when there were too many.
    fn spend(&self) -> bool {
        self.visits.set(self.visits.get().saturating_add(1));
        self.visits.get() <= MAX_VISITS
    }

    fn owns(&self) -> &Owns {
        self.owns.get_or_init(|| {
            let mut owns = Owns::default();
            for owner in self.snapshot.nodes() {
                // What assistive technology does not meet owns nothing, and what nobody sees is owned by nobody.
                let Some(ids) = owner.attr("aria-owns").filter(|_| !self.concealed(owner)) else { continue };
                for node in ids.split_ascii_whitespace().filter_map(|id| self.snapshot.by_id(owner, id)) {
                    // Nobody can own what it stands in, and nothing has two owners: the first one counts.
                    if !node.contains(owner) && !self.unrendered(node) && owns.owned.insert(node.index()) {
                        owns.by_owner.push((owner.index(), node.index()));
                    }
                }
            }
            owns
        })
    }

    /// The nodes that `owner` owns by `aria-owns`, in the order of the attribute.
    fn owned(&self, owner: Node<'s>) -> impl Iterator<Item = Node<'s>> {
        paired(&self.owns().by_owner, owner.index()).filter_map(|node| self.snapshot.node(node))
    }

    /// Whether `aria-owns` has given the node another place.
    fn is_owned(&self, node: Node<'s>) -> bool {
        self.owns().owned.contains(&node.index())
    }

    /// The labels of a control in document order: those that are `for` it, and the one around it.
    fn labels(&self, control: Node<'s>) -> impl Iterator<Item = Node<'s>> {
        let labels = self.labels.get_or_init(|| {
            let all = self.snapshot.nodes().filter(|node| node.tag() == "label");
            let mut pairs: Vec<_> = all.filter_map(|node| Some((labelled_by(node)?.index(), node.index()))).collect();
            pairs.sort_unstable();
            pairs
        });
        paired(labels, control.index()).filter_map(|label| self.snapshot.node(label))
    }
}

/// What `aria-owns` says, by position in the snapshot.
#[derive(Default)]
struct Owns {
    /// Owner and owned, ordered by owner.
    by_owner: Vec<(usize, usize)>,
    owned: HashSet<usize>,
}

/// The partners of `first` in an ordered list of pairs.
fn paired(pairs: &[(usize, usize)], first: usize) -> impl Iterator<Item = usize> {
    let from = pairs.partition_point(|pair| pair.0 < first);
    pairs.iter().skip(from).take_while(move |pair| pair.0 == first).map(|pair| pair.1)
}

/// The control that a label labels.
fn labelled_by(label: Node<'_>) -> Option<Node<'_>> {
    match label.attr("for") {
        Some(id) => label.snapshot().by_id(label, id).filter(|&node| labelable(node)),
        None => label.descendants().find(|&node| node.scope() == label.scope() && labelable(node)),
    }
}

/// HTML, 4.10.2; custom elements can be form-associated, and Fluent's are.
fn labelable(node: Node<'_>) -> bool {
    match node.tag() {
        "input" => role::kind(node) != "hidden",
        "button" | "meter" | "output" | "progress" | "select" | "textarea" => true,
        tag => tag.contains('-'),
    }
}
