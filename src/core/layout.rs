//! A page as a report that can be sent to somebody: roles, names, states and containers, and nobody's name.
//!
//! The schema is in `docs/layout-report.md`. What names or may name somebody is replaced before it gets into a report:
//! an address by `user1@example.com` (the same address by the same number), an identifier by zeros, every digit by `0`,
//! and the text of rows, dialogs and of the portal's own frame by `text`, unless it is a label of the label data. A
//! report can be recognised like a page, so it serves as a test: `cargo xtask fixture`.

use crate::core::account::{Account, addresses_in, is_guid};
use crate::core::fold::{self, Platform};
use crate::core::hints::{self, Found, Hint, Kind};
use crate::core::labels::{Language, Matcher};
use crate::core::recognise;
use crate::core::role_name::{Check, Role, Tree, Unseen};
use crate::core::route::Route;
use crate::core::snapshot::{self, Flags, Node, Snapshot, SnapshotBuilder, SnapshotError};
use crate::core::sorted::Texts;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the schema.
pub const SCHEMA: u32 = 1;
/// Most nodes of one report; a portal page has about 200.
const MOST: usize = 3_000;
/// Longest text of a report, in characters.
const LONGEST: usize = 80;
/// What stands for a text that may be somebody's.
const PLACEHOLDER: &str = "text";

/// The report.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: u32,
    /// Version of the extension.
    pub guide: String,
    /// Version of the snapshot it was made from.
    pub snapshot: u32,
    /// `list`, `portal` or `elsewhere`.
    pub route: String,
    /// `lang` of the document.
    pub lang: String,
    /// `dir` of the document.
    pub dir: String,
    /// The key of what the panel said.
    pub said: String,
    /// Rows of the list that were only counted.
    pub rows_left_out: u32,
    /// Nodes left out of the report, or of the snapshot, over a limit.
    pub nodes_left_out: u32,
    /// Which controls were recognised when the report was made.
    pub recognised: BTreeMap<Kind, Found>,
    /// The hints that were at hand.
    pub hints: Vec<Hint>,
    /// The page, in document order.
    pub nodes: Vec<Part>,
}

/// A node of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Part {
    /// 0 for the outermost, one more for each level.
    pub depth: usize,
    /// ARIA role; `generic` for what only holds others together.
    pub role: String,
    /// Tag of the element.
    pub tag: String,
    /// Accessible name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Text of a cell, a dialog or an alert.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// `disabled`, `checked`, `unchecked`, `mixed`, `selected`, `unselected`, `expanded`, `collapsed`, `busy`, `modal`,
    /// `focusable`, `popup`, or why it cannot be seen: `hidden`, `tiny`, `outside`, `transparent`, `aria-hidden`, `inert`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<String>,
    /// `aria-rowcount` of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<i64>,
    /// Columns that a cell spans, where that is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<u32>,
}

/// What is known beside the page when a report is made.
pub struct Context<'a> {
    /// The key of what the panel says.
    pub said: &'a str,
    /// The account of the case.
    pub subject: Option<&'a Account>,
    /// The hints at hand.
    pub hints: &'a [Hint],
    /// What the browser gives for free.
    pub platform: &'a dyn Platform,
}

/// Makes a report of a page.
pub fn report(page: &Snapshot, matcher: &Matcher, context: &Context) -> Report {
    let tree = Tree::new(page);
    let header = page.header();
    let view = hints::recognise(page, matcher, context.platform, context.hints);
    let mut writer = Writer {
        tree: &tree,
        matcher,
        context,
        personal: personal(&tree, matcher, context),
        addresses: Vec::new(),
        parts: Vec::new(),
        left_out: 0,
    };
    for root in page.nodes().filter(|node| node.parent().is_none()) {
        writer.write(root, 0);
    }
    let route = match Route::of(header.url) {
        Route::List { .. } => "list",
        Route::Portal { .. } => "portal",
        Route::Elsewhere => "elsewhere",
    };
    Report {
        schema: SCHEMA,
        guide: env!("CARGO_PKG_VERSION").to_owned(),
        snapshot: snapshot::VERSION,
        route: route.to_owned(),
        lang: header.lang.chars().take(20).collect(),
        dir: header.dir.chars().take(3).collect(),
        said: context.said.to_owned(),
        rows_left_out: header.rows_left_out,
        nodes_left_out: header.nodes_left_out + writer.left_out,
        recognised: hints::recognised(&view).into_iter().collect(),
        hints: context.hints.to_vec(),
        nodes: writer.parts,
    }
}

/// The words of rows that are no labels, and those of the account: a name that has one of them may be somebody's.
fn personal(tree: &Tree, matcher: &Matcher, context: &Context) -> Texts {
    let cells = hints::cells(tree, matcher, context.platform);
    let texts = cells.map(|cell| tree.text(cell)).chain(context.subject.map(|subject| subject.local().to_owned()));
    let mut all = Texts::default();
    for word in texts.flat_map(|text| words(&text, context.platform)) {
        all.insert(&word);
    }
    all
}

fn words(text: &str, platform: &dyn Platform) -> Vec<String> {
    let folded = fold::plain(text, platform);
    let long = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    long.map(str::to_owned).collect()
}

/// Whether a node means something by itself.
fn matters<'s>(tree: &Tree<'s>, node: Node<'s>) -> bool {
    use Role::*;
    let plain = matches!(
        tree.role(node),
        Generic | None | Text | Paragraph | Strong | Emphasis | Code | Img | Mark | Time | Separator | Document
    );
    !plain || node.attr("aria-busy") == Some("true")
}

struct Writer<'a, 's> {
    tree: &'a Tree<'s>,
    matcher: &'a Matcher,
    context: &'a Context<'a>,
    personal: Texts,
    /// Folded, in the order of their numbers.
    addresses: Vec<String>,
    parts: Vec<Part>,
    left_out: u32,
}

impl<'s> Writer<'_, 's> {
    /// Writes a subtree, and says whether anything of it was written.
    fn write(&mut self, node: Node<'s>, depth: usize) -> bool {
        if !node.is_element() {
            return self.below(node, depth);
        }
        if !matters(self.tree, node) {
            let at = self.parts.len();
            // What only holds one thing holds nothing together.
            self.parts.push(Part { depth, role: Role::Generic.as_str().to_owned(), tag: tag(node), ..Part::default() });
            self.below(node, depth + 1);
            let held = self.parts.iter().skip(at + 1).filter(|part| part.depth == depth + 1).count();
            if held < 2 {
                self.parts.remove(at);
                self.parts.iter_mut().skip(at).for_each(|part| part.depth -= 1);
            }
            return held > 0;
        }
        if self.parts.len() >= MOST {
            self.left_out += 1;
            return false;
        }
        let role = self.tree.role(node);
        let part = Part {
            depth,
            role: role.as_str().to_owned(),
            tag: tag(node),
            name: self.name(node, role),
            text: self.text(node, role),
            states: self.states(node),
            rows: node.attr("aria-rowcount").and_then(|count| count.trim().parse().ok()),
            columns: columns(node).filter(|columns| *columns > 1),
        };
        self.parts.push(part);
        self.below(node, depth + 1);
        true
    }

    fn below(&mut self, node: Node<'s>, depth: usize) -> bool {
        let mut any = false;
        for child in node.children() {
            any |= self.write(child, depth);
        }
        any
    }

    fn name(&mut self, node: Node<'s>, role: Role) -> String {
        let tree = self.tree;
        // What a row and its cells are called is what they say.
        if role == Role::Row || hints::is_cell(role) {
            return String::new();
        }
        let name = tree.name(node);
        if name.is_empty() || hints::is_label(self.matcher, name, self.context.platform) {
            return short(name);
        }
        let elsewhere = tree.within(node, &[Role::Banner, Role::Navigation, Role::ContentInfo]).is_some();
        let title = tree.dialog(node).is_some() && role == Role::Heading || is_dialog(role);
        if elsewhere || title {
            return self.placeholder(name);
        }
        let named = words(name, self.context.platform).iter().any(|word| self.personal.contains(word));
        if named || hints::is_personal(name, self.context.subject, self.context.platform) {
            return self.placeholder(name);
        }
        short(&name.chars().map(|c| if c.is_numeric() { '0' } else { c }).collect::<String>())
    }

    fn text(&mut self, node: Node<'s>, role: Role) -> String {
        let counts = hints::is_cell(role) || is_dialog(role) || matches!(role, Role::Alert | Role::ColumnHeader);
        let text = if counts { self.tree.text(node) } else { String::new() };
        if text.is_empty() || hints::is_label(self.matcher, &text, self.context.platform) {
            return short(&text);
        }
        let said = self.placeholder(&text);
        if is_dialog(role) && said == PLACEHOLDER { String::new() } else { said }
    }

    /// What may be said in place of a text: whom it names, by number.
    fn placeholder(&mut self, text: &str) -> String {
        let found: Vec<String> =
            addresses_in(text).into_iter().map(|it| fold::plain(it, self.context.platform)).collect();
        if is_guid(text.trim()) {
            return "00000000-0000-0000-0000-000000000000".to_owned();
        }
        if found.is_empty() {
            return PLACEHOLDER.to_owned();
        }
        let mut said: Vec<String> = Vec::new();
        for address in found.into_iter().take(8) {
            let known = self.addresses.iter().position(|known| *known == address);
            let number = known.unwrap_or_else(|| {
                self.addresses.push(address);
                self.addresses.len() - 1
            });
            said.push(format!("user{}@example.com", number + 1));
        }
        said.join(" ")
    }

    fn states(&self, node: Node<'s>) -> Vec<String> {
        let states = self.tree.states(node);
        let check = states.checked.map(|check| match check {
            Check::Yes => "checked",
            Check::No => "unchecked",
            Check::Mixed => "mixed",
        });
        let unseen = self.tree.unseen(node).map(|unseen| match unseen {
            Unseen::Hidden => "hidden",
            Unseen::Tiny => "tiny",
            Unseen::Outside => "outside",
            Unseen::Transparent => "transparent",
            Unseen::AriaHidden => "aria-hidden",
            Unseen::Inert => "inert",
        });
        let all = [
            states.disabled.then_some("disabled"),
            check,
            states.selected.map(|selected| if selected { "selected" } else { "unselected" }),
            states.expanded.map(|expanded| if expanded { "expanded" } else { "collapsed" }),
            states.busy.then_some("busy"),
            states.modal.then_some("modal"),
            node.attr("tabindex").map(|_| "focusable"),
            node.attr("aria-haspopup").map(|_| "popup"),
            unseen,
        ];
        all.into_iter().flatten().map(str::to_owned).collect()
    }
}

fn is_dialog(role: Role) -> bool {
    matches!(role, Role::Dialog | Role::AlertDialog)
}

fn tag(node: Node) -> String {
    node.tag().chars().take(40).collect()
}

fn columns(node: Node) -> Option<u32> {
    node.attr("aria-colspan").or_else(|| node.attr("colspan"))?.trim().parse().ok()
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

impl Report {
    /// Whether it is one of this version, and holds nothing that a report leaves out.
    ///
    /// # Errors
    ///
    /// What is wrong with it, as a sentence.
    pub fn check(&self) -> Result<(), String> {
        if self.schema != SCHEMA {
            return Err(format!("it is of schema {}, and this is schema {SCHEMA}", self.schema));
        }
        if let Some(hint) = self.hints.iter().find(|hint| !hint.is_valid()) {
            return Err(format!("the hint about {} is not one that may be kept", hint.kind.as_str()));
        }
        let mut most = 0;
        for (at, part) in self.nodes.iter().enumerate() {
            if part.depth > most {
                return Err(format!("node {at} is nested too deep"));
            }
            most = part.depth + 1;
            if part.role != Role::Generic.as_str() && Role::from_token(&part.role).is_none() {
                return Err(format!("node {at} has the role {:?}, which does not exist", part.role));
            }
            for text in [&part.name, &part.text] {
                if let Some(address) = addresses_in(text).iter().find(|it| !it.ends_with("@example.com")) {
                    return Err(format!("node {at} names the account {address}"));
                }
            }
        }
        Ok(())
    }

    /// The page as the agent would have reported it.
    ///
    /// # Errors
    ///
    /// It is too large or nested too deep for a snapshot.
    pub fn page(&self) -> Result<Snapshot, SnapshotError> {
        let mut page = SnapshotBuilder::new(match self.route.as_str() {
            "list" => "https://security.microsoft.com/restrictedentities",
            "portal" => "https://security.microsoft.com/homepage",
            _ => "https://example.com/",
        });
        page.lang(&self.lang, &self.dir).rows_left_out(self.rows_left_out, 0).nodes_left_out(self.nodes_left_out);
        let mut open = 0;
        for part in &self.nodes {
            (part.depth..open).for_each(|_| {
                page.close();
            });
            // A depth that no parent has is the parent's, plus one: there is nothing to close in between.
            open = part.depth.min(open) + 1;
            part.paint(&mut page);
        }
        Snapshot::parse(page.finish())
    }

    /// Which controls are recognised in it.
    ///
    /// # Errors
    ///
    /// It is no page; see [`Report::page`].
    pub fn recognise(&self, hints: &[Hint], platform: &dyn Platform) -> Result<BTreeMap<Kind, Found>, SnapshotError> {
        let page = self.page()?;
        let matcher = Matcher::new(Language::from_tag(&self.lang).unwrap_or_else(|| recognise::language_of(&page)));
        Ok(hints::recognised(&hints::recognise(&page, &matcher, platform, hints)).into_iter().collect())
    }
}

impl Part {
    fn paint(&self, page: &mut SnapshotBuilder) {
        let is = |state: &str| self.states.iter().any(|known| known == state);
        let mut attrs: Vec<(&str, String)> = vec![("role", self.role.clone())];
        let pairs = [
            ("disabled", "aria-disabled", "true"),
            ("checked", "aria-checked", "true"),
            ("unchecked", "aria-checked", "false"),
            ("mixed", "aria-checked", "mixed"),
            ("selected", "aria-selected", "true"),
            ("unselected", "aria-selected", "false"),
            ("expanded", "aria-expanded", "true"),
            ("collapsed", "aria-expanded", "false"),
            ("busy", "aria-busy", "true"),
            ("modal", "aria-modal", "true"),
            ("focusable", "tabindex", "0"),
            ("popup", "aria-haspopup", "true"),
            ("aria-hidden", "aria-hidden", "true"),
        ];
        attrs.extend(pairs.iter().filter(|(state, ..)| is(state)).map(|(_, name, value)| (*name, (*value).to_owned())));
        attrs.extend((!self.name.is_empty()).then(|| ("aria-label", self.name.clone())));
        attrs.extend(self.rows.map(|rows| ("aria-rowcount", rows.to_string())));
        attrs.extend(self.columns.map(|columns| ("aria-colspan", columns.to_string())));
        let attrs: Vec<(&str, &str)> = attrs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        page.open(&self.tag, &attrs);
        let flags = [
            ("checked", Flags::CHECKED),
            ("mixed", Flags::INDETERMINATE),
            ("selected", Flags::SELECTED),
            ("disabled", Flags::DISABLED),
            ("hidden", Flags::HIDDEN),
            ("outside", Flags::OUTSIDE),
            ("transparent", Flags::TRANSPARENT),
            ("inert", Flags::INERT),
        ];
        flags.iter().filter(|(state, _)| is(state)).for_each(|(_, flag)| {
            page.flags(*flag);
        });
        let side = if is("tiny") { 1 } else { 40 };
        page.rect(0, 0, side, side);
        if !self.text.is_empty() {
            page.text(&self.text);
        }
    }
}

#[cfg(test)]
mod tests;
