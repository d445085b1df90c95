//! Which role a node has: the author's, or the one HTML and Fluent's web components give it.

use super::Tree;
use crate::core::snapshot::Node;

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
    ScrollBar "scrollbar" Search "search" SearchBox "searchbox" SectionFooter "sectionfooter"
    SectionHeader "sectionheader" Separator "separator" Slider "slider"
    SpinButton "spinbutton" Status "status" Strong "strong" Subscript "subscript" Suggestion "suggestion"
    Superscript "superscript" Switch "switch" Tab "tab" Table "table" TabList "tablist" TabPanel "tabpanel"
    Term "term" TextBox "textbox" Time "time" Timer "timer" Toolbar "toolbar" Tooltip "tooltip" Tree "tree"
    TreeGrid "treegrid" TreeItem "treeitem"
}

impl Role {
    /// Whether the content of an element with this role can name it (ARIA 1.2, 5.2.8.4).
    pub fn is_named_by_content(self) -> bool {
        use Role::*;
        matches!(
            self,
            Button
                | Cell
                | Checkbox
                | ColumnHeader
                | GridCell
                | Heading
                | Link
                | MenuItem
                | MenuItemCheckbox
                | MenuItemRadio
                | Option
                | Radio
                | Row
                | RowHeader
                | Switch
                | Tab
                | Term
                | Tooltip
                | TreeItem
        )
    }

    /// Roles that no author names (ARIA 1.2, 5.2.8.6), and whose title is a description.
    pub(super) fn takes_no_title(self) -> bool {
        use Role::*;
        matches!(self, Code | Deletion | Emphasis | Insertion | Strong | Subscript | Superscript)
    }

    /// Whether it has a value rather than a content: inside a label it says its value (accname 1.2, 2C).
    pub(super) fn has_value(self) -> bool {
        use Role::*;
        matches!(self, TextBox | SearchBox | Combobox | Listbox | Slider | SpinButton | ScrollBar | Meter | ProgressBar)
    }
}

/// Attributes that give an element a meaning which `role="none"` cannot take away (ARIA 1.2, 9.3).
const GLOBAL: [&str; 14] = [
    "aria-atomic",
    "aria-busy",
    "aria-controls",
    "aria-current",
    "aria-describedby",
    "aria-details",
    "aria-flowto",
    "aria-keyshortcuts",
    "aria-label",
    "aria-labelledby",
    "aria-live",
    "aria-owns",
    "aria-relevant",
    "aria-roledescription",
];

/// The role of an element (anything else is [`Role::Text`]).
pub(super) fn of<'s>(tree: &Tree<'s>, node: Node<'s>) -> Role {
    if !node.is_element() {
        return Role::Text;
    }
    let Some(explicit) = explicit(node) else { return implicit(tree, node) };
    match explicit {
        // Conflict resolution: what can be focused, or says more about itself, keeps its meaning.
        Role::None if focusable(node) || GLOBAL.iter().any(|name| node.attr(name).is_some()) => implicit(tree, node),
        role => role,
    }
}

/// The first valid token; `form` and `region` count only when they are named.
fn explicit(node: Node<'_>) -> Option<Role> {
    let tokens = node.attr("role")?.split_ascii_whitespace();
    tokens
        .filter_map(|token| Role::from_token(token).or_else(|| Role::from_token(&token.to_ascii_lowercase())))
        .find(|role| !matches!(role, Role::Form | Role::Region) || labelled(node))
}

/// Whether the author has named it by an attribute.
fn labelled(node: Node<'_>) -> bool {
    ["aria-labelledby", "aria-label", "title"]
        .iter()
        .any(|name| node.attr(name).is_some_and(|value| !value.trim().is_empty()))
}

fn focusable(node: Node<'_>) -> bool {
    use crate::core::snapshot::Flags;
    if node.attr("tabindex").is_some_and(|index| index.trim().parse::<i32>().is_ok()) {
        return true;
    }
    match node.tag() {
        "a" | "area" => node.attr("href").is_some(),
        "input" => kind(node) != "hidden" && !node.is(Flags::DISABLED),
        "button" | "select" | "textarea" => !node.is(Flags::DISABLED),
        "iframe" | "summary" => true,
        _ => false,
    }
}

/// `type` of an input, in lower case.
pub(super) fn kind(node: Node<'_>) -> String {
    node.attr("type").map_or_else(|| "text".to_owned(), str::to_ascii_lowercase)
}

/// HTML-AAM 1.0, and Fluent UI web components 3, whose roles are in their `ElementInternals`.
fn implicit<'s>(tree: &Tree<'s>, node: Node<'s>) -> Role {
    let named = || labelled(node);
    match node.tag() {
        "a" | "area" if node.attr("href").is_some() => Role::Link,
        "address" | "details" | "fieldset" | "optgroup" | "hgroup" => Role::Group,
        "article" => Role::Article,
        "aside" if named() || !sectioned(tree, node, false) => Role::Complementary,
        "blockquote" => Role::Blockquote,
        "button" => Role::Button,
        "caption" => part(tree, node, Role::Caption),
        "code" => Role::Code,
        "datalist" => Role::Listbox,
        "dd" => Role::Definition,
        "del" | "s" => Role::Deletion,
        "dfn" | "dt" => Role::Term,
        "dialog" => Role::Dialog,
        "em" => Role::Emphasis,
        "figure" => Role::Figure,
        "footer" if !sectioned(tree, node, true) => Role::ContentInfo,
        "footer" => Role::SectionFooter,
        "form" => Role::Form,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "header" if !sectioned(tree, node, true) => Role::Banner,
        "header" => Role::SectionHeader,
        "hr" => Role::Separator,
        "img" if node.attr("alt") == Some("") && !named() && !focusable(node) => Role::None,
        "img" => Role::Img,
        "input" => input(node),
        "ins" => Role::Insertion,
        "li" => list_item(tree, node),
        "main" => Role::Main,
        "mark" => Role::Mark,
        "math" => Role::Math,
        "menu" | "ol" | "ul" => Role::List,
        "meter" => Role::Meter,
        "nav" => Role::Navigation,
        "option" => Role::Option,
        "output" => Role::Status,
        "p" => Role::Paragraph,
        "progress" => Role::ProgressBar,
        "search" => Role::Search,
        "section" if named() => Role::Region,
        "select" => select(node),
        "strong" => Role::Strong,
        "sub" => Role::Subscript,
        "summary" if opens_details(node) => Role::Button,
        "sup" => Role::Superscript,
        "svg" => Role::Img,
        "table" => Role::Table,
        "tbody" | "tfoot" | "thead" => part(tree, node, Role::RowGroup),
        "td" => cell(tree, node),
        "textarea" => Role::TextBox,
        "th" => part(tree, node, header_cell(node)),
        "time" => Role::Time,
        "tr" => part(tree, node, Role::Row),
        tag => tag.strip_prefix("fluent-").map_or(Role::Generic, |name| fluent(node, name)),
    }
}

/// Fluent UI web components 3.1 (read in their sources). Those that keep a native control in their shadow root, such
/// as `fluent-text-input` and `fluent-dialog`, mean nothing themselves as long as the control is there to be seen.
fn fluent(node: Node<'_>, name: &str) -> Role {
    let open = node.children().any(|child| child.tag() == "#shadow");
    match name {
        "anchor-button" | "link" => Role::Link,
        "avatar" | "rating-display" => Role::Img,
        "button" | "compound-button" | "menu-button" | "toggle-button" => Role::Button,
        "checkbox" => Role::Checkbox,
        "dialog" | "drawer" if !open => Role::Dialog,
        "divider" => Role::Separator,
        "dropdown" if !open => Role::Combobox,
        "listbox" => Role::Listbox,
        "menu-item" => Role::MenuItem,
        "menu-list" => Role::Menu,
        "message-bar" => Role::Status,
        "option" => Role::Option,
        "progress-bar" | "spinner" => Role::ProgressBar,
        "radio" => Role::Radio,
        "radio-group" => Role::RadioGroup,
        "slider" => Role::Slider,
        "switch" => Role::Switch,
        "tab" => Role::Tab,
        "tablist" => Role::TabList,
        "text-input" if !open => {
            if kind(node) == "search" {
                Role::SearchBox
            } else {
                Role::TextBox
            }
        }
        "textarea" if !open => Role::TextBox,
        "tooltip" => Role::Tooltip,
        "tree" => Role::Tree,
        "tree-item" => Role::TreeItem,
        _ => Role::Generic,
    }
}

fn input(node: Node<'_>) -> Role {
    match kind(node).as_str() {
        "button" | "image" | "reset" | "submit" | "file" | "color" => Role::Button,
        "checkbox" if node.attr("aria-pressed").is_some() => Role::Button,
        "checkbox" => Role::Checkbox,
        "hidden" => Role::None,
        "number" => Role::SpinButton,
        "radio" => Role::Radio,
        "range" => Role::Slider,
        "text" | "search" | "tel" | "url" | "email" if node.attr("list").is_some() => Role::Combobox,
        "search" => Role::SearchBox,
        _ => Role::TextBox,
    }
}

fn select(node: Node<'_>) -> Role {
    let rows = node.attr("size").and_then(|size| size.trim().parse::<u32>().ok()).unwrap_or(0);
    if node.attr("multiple").is_some() || rows > 1 { Role::Listbox } else { Role::Combobox }
}

/// Whether a header, footer or aside belongs to a part of the page and not to the page; `main` is a part for the first two.
fn sectioned<'s>(tree: &Tree<'s>, node: Node<'s>, main: bool) -> bool {
    use Role::*;
    node.ancestors().any(|outer| {
        matches!(outer.tag(), "article" | "aside" | "nav" | "section")
            || matches!(tree.role(outer), Article | Complementary | Navigation | Region)
            || (main && (outer.tag() == "main" || tree.role(outer) == Main))
    })
}

/// Whether it is the first summary of its details: the others are text.
fn opens_details(node: Node<'_>) -> bool {
    let details = node.parent().filter(|outer| outer.tag() == "details");
    details.and_then(|outer| outer.children().find(|child| child.tag() == "summary")) == Some(node)
}

/// The nearest ancestor that is not a wrapper without meaning.
fn owner<'s>(node: Node<'s>, tags: &[&str]) -> Option<Node<'s>> {
    node.ancestors().find(|outer| tags.contains(&outer.tag()))
}

/// A part of a table, which means nothing when the table does not.
fn part<'s>(tree: &Tree<'s>, node: Node<'s>, role: Role) -> Role {
    match owner(node, &["table"]) {
        Some(table) if tree.role(table) == Role::None => Role::None,
        Some(_) => role,
        None => Role::Generic,
    }
}

fn cell<'s>(tree: &Tree<'s>, node: Node<'s>) -> Role {
    let grid = owner(node, &["table"]).is_some_and(|table| matches!(tree.role(table), Role::Grid | Role::TreeGrid));
    part(tree, node, if grid { Role::GridCell } else { Role::Cell })
}

/// By its scope, else by where it stands: beside data cells it heads its row.
fn header_cell(node: Node<'_>) -> Role {
    match node.attr("scope").map(str::to_ascii_lowercase).as_deref() {
        Some("row" | "rowgroup") => Role::RowHeader,
        Some("col" | "colgroup") => Role::ColumnHeader,
        _ if node.parent().is_some_and(|row| row.children().any(|cell| cell.tag() == "td")) => Role::RowHeader,
        _ => Role::ColumnHeader,
    }
}

fn list_item<'s>(tree: &Tree<'s>, node: Node<'s>) -> Role {
    match owner(node, &["ul", "ol", "menu"]).map(|list| tree.role(list)) {
        Some(Role::None) => Role::None,
        Some(_) => Role::ListItem,
        None => Role::Generic,
    }
}
