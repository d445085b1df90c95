//! Role, accessible name and states of the nodes of a snapshot, as assistive technology is told them.
//!
//! Sources: WAI-ARIA 1.2, HTML-AAM 1.0 (implicit roles), accname 1.2 (names; the step numbers in the comments are its
//! own), and Chromium where these leave a choice. Everything is computed when asked for, and once.

use crate::core::snapshot::{Node, Snapshot};
use std::cell::OnceCell;

macro_rules! roles {
    ($($name:ident $token:literal)*) => {
        /// A role: those of ARIA 1.2, and three for what has none.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Role {
            $(#[doc = concat!("`", $token, "`")] $name,)*
            /// `none` or `presentation`: the element itself means nothing.
            None,
            /// No role of its own: `div`, `span`, and elements this table does not know.
            Generic,
            /// A text node, or a scope.
            Text,
        }

        impl Role {
            /// The ARIA token; `generic`, `none`, or `text` for what has none.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Role::$name => $token,)*
                    Role::None => "none",
                    Role::Generic => "generic",
                    Role::Text => "text",
                }
            }

            /// The role of an ARIA token in lower case; `None` for abstract and unknown ones.
            pub fn from_token(token: &str) -> Option<Role> {
                match token {
                    $($token => Some(Role::$name),)*
                    "none" | "presentation" => Some(Role::None),
                    "generic" => Some(Role::Generic),
                    "image" => Some(Role::Img),
                    _ => None,
                }
            }
        }
    };
}

roles! {
    Alert "alert" AlertDialog "alertdialog" Application "application" Article "article" Banner "banner"
    Blockquote "blockquote" Button "button" Caption "caption" Cell "cell" Checkbox "checkbox" Code "code"
    ColumnHeader "columnheader" Combobox "combobox" Complementary "complementary" ContentInfo "contentinfo"
    Definition "definition" Deletion "deletion" Dialog "dialog" Directory "directory" Document "document"
    Emphasis "emphasis" Feed "feed" Figure "figure" Form "form" Grid "grid" GridCell "gridcell" Group "group"
    Heading "heading" Img "img" Insertion "insertion" Link "link" List "list" Listbox "listbox" ListItem "listitem"
    Log "log" Main "main" Mark "mark" Marquee "marquee" Math "math" Menu "menu" Menubar "menubar" MenuItem "menuitem"
    MenuItemCheckbox "menuitemcheckbox" MenuItemRadio "menuitemradio" Meter "meter" Navigation "navigation"
    Note "note" Option "option" Paragraph "paragraph" ProgressBar "progressbar" Radio "radio"
    RadioGroup "radiogroup" Region "region" Row "row" RowGroup "rowgroup" RowHeader "rowheader"
    ScrollBar "scrollbar" Search "search" SearchBox "searchbox" Separator "separator" Slider "slider"
    SpinButton "spinbutton" Status "status" Strong "strong" Subscript "subscript" Suggestion "suggestion"
    Superscript "superscript" Switch "switch" Tab "tab" Table "table" TabList "tablist" TabPanel "tabpanel"
    Term "term" TextBox "textbox" Time "time" Timer "timer" Toolbar "toolbar" Tooltip "tooltip" Tree "tree"
    TreeGrid "treegrid" TreeItem "treeitem"
}

/// What a control says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct States {
    /// Disabled natively, or by `aria-disabled` on it or a composite around it.
    pub disabled: bool,
    /// Checked, for roles that can be; `None` when the node does not say.
    pub checked: Option<Check>,
    /// Selected, for rows, cells, options, tabs.
    pub selected: Option<bool>,
    /// Expanded or collapsed.
    pub expanded: Option<bool>,
    /// Pressed, for toggle buttons.
    pub pressed: Option<Check>,
    /// `aria-busy` on it.
    pub busy: bool,
    /// A modal dialog.
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

/// Why nobody can be pointed at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
    /// It or an ancestor is not rendered, or `visibility` hides it.
    Hidden,
    /// Its box is smaller than two pixels either way.
    Tiny,
    /// Nearly transparent.
    Transparent,
    /// No scrolling can bring it into view.
    Outside,
    /// `aria-hidden` on it or an ancestor: under an open Fluent panel, everything else.
    AriaHidden,
    /// `inert`, or outside an open modal `dialog`.
    Inert,
}

/// Roles, names and states of one snapshot, computed when asked for and kept.
pub struct Tree<'s> {
    snapshot: &'s Snapshot,
    roles: Vec<OnceCell<Role>>,
    names: Vec<OnceCell<String>>,
}

impl<'s> Tree<'s> {
    /// Nothing is computed yet.
    pub fn new(snapshot: &'s Snapshot) -> Self {
        let cells = snapshot.len();
        Tree { snapshot, roles: vec![OnceCell::new(); cells], names: vec![OnceCell::new(); cells] }
    }

    /// The snapshot.
    pub fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// The role of a node.
    pub fn role(&self, node: Node<'s>) -> Role {
        let _ = &self.roles;
        node.attr("role").and_then(Role::from_token).unwrap_or(Role::Generic)
    }

    /// The accessible name, white space collapsed; empty when it has none. Hidden nodes have one too.
    pub fn name(&self, node: Node<'s>) -> &str {
        self.names.get(node.index()).map_or("", |cell| cell.get_or_init(|| node.text().to_owned()))
    }

    /// The text people see in the subtree: hidden, inert and `aria-hidden` parts left out, blocks set apart by
    /// spaces, white space collapsed.
    pub fn text(&self, node: Node<'s>) -> String {
        node.text().to_owned()
    }

    /// The states of a node.
    pub fn states(&self, _node: Node<'s>) -> States {
        States::default()
    }

    /// Why nobody can be pointed at this node; `None` when somebody can.
    pub fn unseen(&self, _node: Node<'s>) -> Option<Unseen> {
        None
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
        self.within(node, &[Role::Dialog, Role::AlertDialog])
    }

    /// The nearest row around a node.
    pub fn row(&self, node: Node<'s>) -> Option<Node<'s>> {
        self.within(node, &[Role::Row])
    }

    /// The nearest grid, tree grid or table around a node.
    pub fn grid(&self, node: Node<'s>) -> Option<Node<'s>> {
        self.within(node, &[Role::Grid, Role::TreeGrid, Role::Table])
    }
}
