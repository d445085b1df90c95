//! The accessible name of a node, as accname 1.2 computes it. The step numbers in the comments are the specification's.

use super::Tree;
use super::role::{Role, kind};
use crate::core::snapshot::{Flags, Node};

/// Deepest nesting of one computation: `aria-owns` can chain nodes far beyond the depth of the tree.
const MAX_DEPTH: usize = 300;

/// How the computation has come to a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// It is the node to be named.
    Start,
    /// `aria-labelledby` names it.
    Reference,
    /// It is the native label, legend or caption of the node to be named.
    Label,
    /// It is part of the content of another node.
    Content,
}

struct Naming<'t, 's> {
    tree: &'t Tree<'s>,
    out: String,
    /// The nodes being visited, outermost first: no node is content of itself.
    path: Vec<usize>,
    /// What `aria-labelledby` has led to: it has been said, and content does not say it again.
    told: Vec<usize>,
    /// Inside of `aria-labelledby`, which is followed once only.
    referenced: bool,
    /// Below a referenced node that is hidden itself: then hidden parts count too.
    dark: bool,
    /// The node to be named.
    start: usize,
}

/// The name, white space collapsed.
pub(super) fn of<'s>(tree: &Tree<'s>, node: Node<'s>) -> String {
    // A panel that hides the page from assistive technology does not make the glyphs of its icons count.
    let dark = tree.unrendered(node);
    let (path, told) = (Vec::new(), Vec::new());
    let mut naming = Naming { tree, out: String::new(), path, told, referenced: false, dark, start: node.index() };
    naming.visit(node, Way::Start);
    naming.out.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether assistive technology does not meet this node itself, whatever is around it.
fn hidden(node: Node<'_>) -> bool {
    node.is(Flags::HIDDEN) || node.is(Flags::INVISIBLE) || node.attr("aria-hidden") == Some("true")
}

impl<'s> Naming<'_, 's> {
    fn visit(&mut self, node: Node<'s>, way: Way) {
        let met = way == Way::Content || way == Way::Label;
        let known = met && (self.path.contains(&node.index()) || self.told.contains(&node.index()));
        if self.path.len() >= MAX_DEPTH || !self.tree.spend() || known {
            return;
        }
        self.path.push(node.index());
        self.node(node, way);
        self.path.pop();
    }

    fn node(&mut self, node: Node<'s>, way: Way) {
        match node.tag() {
            "#" => return self.out.push_str(node.text()), // 2G
            "#frame" => return,
            // A slot is where others stand: what its attributes say is said about nothing.
            "#shadow" => return self.children(node),
            "slot" => {
                self.out.push(' ');
                self.children(node);
                return self.out.push(' ');
            }
            "br" | "wbr" => return self.out.push(' '),
            // How a word is read aloud, and the brackets around that, are said instead of it, not with it.
            "rt" | "rp" if way == Way::Content => return,
            _ => {}
        }
        let apart = way == Way::Content && (node.is(Flags::BLOCK) || node.tag() == "iframe");
        if apart {
            self.out.push(' ');
        }
        // 2A: an invisible node may still have visible children.
        if !self.dark && hidden(node) {
            if node.is(Flags::INVISIBLE) && !node.is(Flags::HIDDEN) && node.attr("aria-hidden") != Some("true") {
                node.children().filter(|child| child.is_element()).for_each(|child| self.visit(child, Way::Content));
            }
            return;
        }
        let before = self.out.len();
        let role = self.tree.role(node);
        let itself = self.labelledby(node, before)
            || (self.embeds(node, way) && role.has_value() && self.value(node, role))
            || self.attribute(node, "aria-label", before)
            // What says that it means nothing is not named by what HTML would make of it.
            || (role != Role::None && self.native(node, way, before));
        let _ = itself
            || (!(way == Way::Content && says_nothing(node, role)) && self.content(node, way, role, before))
            || (!role.takes_no_title() && self.attribute(node, "title", before))
            || (way == Way::Start && self.placeholder(node, before));
        // What has a name of its own is a word of its own; accname leaves it open, Chromium does so.
        if itself && way == Way::Content {
            self.out.insert(before, ' ');
        }
        if apart || itself {
            self.out.push(' ');
        }
    }

    /// 2C: whether the node is a control inside of the name of another one.
    fn embeds(&self, node: Node<'s>, way: Way) -> bool {
        way == Way::Content || (way == Way::Reference && node.index() != self.start)
    }

    /// Whether anything but white space was written since `before`.
    fn spoke(&self, before: usize) -> bool {
        self.out.get(before..).is_some_and(|said| !said.trim_ascii().is_empty())
    }

    fn say(&mut self, text: &str, before: usize) -> bool {
        self.out.push_str(text);
        self.spoke(before)
    }

    fn attribute(&mut self, node: Node<'s>, name: &str, before: usize) -> bool {
        // 2D and 2I. An image with an empty `alt` says that it has nothing to say.
        let mute = name == "title" && node.attr("alt") == Some("");
        node.attr(name).filter(|_| !mute).is_some_and(|text| self.say(text, before))
    }

    /// 2B.
    fn labelledby(&mut self, node: Node<'s>, before: usize) -> bool {
        let Some(ids) = node.attr("aria-labelledby").filter(|_| !self.referenced) else { return false };
        let dark = self.dark;
        // What is referred to may contain the node itself, which then adds what it says.
        let path = std::mem::take(&mut self.path);
        self.referenced = true;
        for target in ids.split_ascii_whitespace().filter_map(|id| node.snapshot().by_id(node, id)) {
            self.dark = self.tree.concealed(target);
            self.out.push(' ');
            self.visit(target, Way::Reference);
            self.told.push(target.index());
        }
        (self.referenced, self.dark, self.path) = (false, dark, path);
        self.spoke(before)
    }

    /// 2C: a control inside a label says its value.
    fn value(&mut self, node: Node<'s>, role: Role) -> bool {
        let value = match role {
            Role::TextBox | Role::SearchBox => node.attr("value"),
            Role::Combobox | Role::Listbox => return self.choice(node),
            _ => node.attr("aria-valuetext").or(node.attr("aria-valuenow")).or(node.attr("value")),
        };
        match value {
            Some(value) => self.out.push_str(value),
            None if matches!(node.tag(), "input" | "textarea") => {}
            None => self.children(node),
        }
        true
    }

    fn choice(&mut self, node: Node<'s>) -> bool {
        if let Some(value) = node.attr("value") {
            self.out.push_str(value);
            return true;
        }
        let mut chosen = false;
        for option in node.descendants() {
            if option.is(Flags::SELECTED) || option.attr("aria-selected") == Some("true") {
                chosen = true;
                self.out.push(' ');
                self.visit(option, Way::Content);
            }
        }
        // A combo box without options of its own shows its choice as content; a `select` shows nothing.
        if !chosen && node.tag() != "select" && self.tree.role(node) == Role::Combobox {
            self.children(node);
        }
        true
    }

    /// 2E: what HTML itself offers.
    fn native(&mut self, node: Node<'s>, way: Way, before: usize) -> bool {
        let first = |tag: &str| node.children().find(|child| child.tag() == tag);
        match node.tag() {
            "img" | "area" => self.attribute(node, "alt", before),
            "input" => self.labels(node, way, before) || self.caption_of_button(node, before),
            "select" | "textarea" | "button" | "meter" | "output" | "progress" => self.labels(node, way, before),
            "fieldset" => self.part(first("legend"), before),
            "figure" => self.part(first("figcaption"), before),
            "table" => self.part(first("caption"), before),
            "svg" => self.part(first("title"), before),
            "optgroup" | "option" => self.attribute(node, "label", before),
            tag if tag.contains('-') => self.labels(node, way, before),
            _ => false,
        }
    }

    fn part(&mut self, part: Option<Node<'s>>, before: usize) -> bool {
        if let Some(part) = part {
            self.visit(part, Way::Label);
        }
        self.spoke(before)
    }

    fn labels(&mut self, node: Node<'s>, way: Way, before: usize) -> bool {
        // Inside another name, a control adds itself but not its label: that is often part of the same text.
        for label in self.tree.labels(node).filter(|_| way != Way::Content) {
            self.out.push(' ');
            let dark = std::mem::replace(&mut self.dark, self.tree.concealed(label));
            self.visit(label, Way::Label);
            self.dark = dark;
        }
        self.spoke(before)
    }

    fn caption_of_button(&mut self, node: Node<'s>, before: usize) -> bool {
        let own = match kind(node).as_str() {
            "image" => &["alt", "value", "title"][..],
            "button" | "reset" | "submit" => &["value"][..],
            _ => return false,
        };
        let default = match kind(node).as_str() {
            // An empty caption is a caption.
            "submit" | "reset" if node.attr("value").is_some() => "",
            "image" | "submit" if node.attr("title").is_none() => "Submit",
            "reset" if node.attr("title").is_none() => "Reset",
            _ => "",
        };
        own.iter().any(|name| self.attribute(node, name, before)) || self.say(default, before)
    }

    /// 2F and 2H.
    fn content(&mut self, node: Node<'s>, way: Way, role: Role, before: usize) -> bool {
        if way == Way::Start && !role.is_named_by_content() && node.tag() != "summary" {
            return false;
        }
        self.pseudo(node, "::before");
        self.children(node);
        self.pseudo(node, "::after");
        self.spoke(before)
    }

    fn children(&mut self, node: Node<'s>) {
        self.out.push_str(node.text());
        for child in node.children().filter(|&child| !self.tree.is_owned(child)) {
            // A branch of a tree is not called by its leaves.
            if self.tree.role(child) == Role::TreeItem && self.names_tree_item() {
                continue;
            }
            self.visit(child, Way::Content);
        }
        for (at, owned) in self.tree.owned(node).enumerate() {
            if at == 0 {
                self.out.push(' ');
            }
            self.visit(owned, Way::Content);
        }
    }

    fn names_tree_item(&self) -> bool {
        let start = self.path.first().and_then(|&at| self.tree.snapshot().node(at));
        start.is_some_and(|node| self.tree.role(node) == Role::TreeItem)
    }

    fn pseudo(&mut self, node: Node<'s>, which: &str) {
        let Some(content) = node.attr(which) else { return };
        // What stands apart on the screen, or says something else than it shows, is a word of its own.
        let apart = content.starts_with("block ") || content.contains('/');
        if apart {
            self.out.push(' ');
        }
        say_css(content, &mut self.out);
        if apart {
            self.out.push(' ');
        }
    }

    fn placeholder(&mut self, node: Node<'s>, before: usize) -> bool {
        matches!(node.tag(), "input" | "textarea")
            && (self.attribute(node, "placeholder", before) || self.attribute(node, "aria-placeholder", before))
    }
}

/// Whether neither content nor value of a nameless node is part of another's name: pictures, formulas and groups.
fn says_nothing(node: Node<'_>, role: Role) -> bool {
    match role {
        Role::Img => node.tag() != "svg",
        Role::Math => true,
        Role::Group => node.attr("role").is_some(),
        _ => false,
    }
}

/// The text of a computed CSS `content`: its strings, or the strings after a `/`, which are its alternative text.
fn say_css(content: &str, out: &mut String) {
    let start = out.len();
    match content.trim_start_matches("block ") {
        "open-quote" => return out.push('“'),
        "close-quote" => return out.push('”'),
        _ => {}
    }
    let mut chars = content.chars();
    let mut inside = None;
    while let Some(c) = chars.next() {
        match (inside, c) {
            (None, '"' | '\'') => inside = Some(c),
            (None, '/') => out.truncate(start),
            // url(…), counter(…): only what is quoted outside of parentheses counts.
            (None, '(') => while chars.next().is_some_and(|c| c != ')') {},
            (Some(quote), c) if c == quote => inside = None,
            (Some(_), '\\') => match chars.next() {
                Some('a' | 'A') => out.push(' '),
                Some(escaped) => out.push(escaped),
                None => {}
            },
            (Some(_), c) => out.push(c),
            (None, _) => {}
        }
    }
}
