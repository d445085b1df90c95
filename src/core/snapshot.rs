//! The page as the agent reports it: a flat list of nodes in document order, in one string.
//!
//! One string, because one crossing into Wasm is several times cheaper than one per node, and because a fixture
//! is then a file that a person can read. The format, version 1:
//!
//! * records end with `U+001E`, fields are separated by `U+001F`, attributes by `U+001D`; the agent drops these
//!   three characters from everything it quotes; empty fields at the end of a record may be missing;
//! * the first record is the header: `1`, epoch, url, `lang` of the document, `dir`, title, viewport width,
//!   viewport height, rows left out, rows left out that are selected or checked, nodes left out over a limit, texts
//!   cut short;
//! * every other record is a node: depth, handle, tag, flags, rectangle, attributes, text.
//!
//! Fields of a node: *depth* is 0 for a root and at most one more than the depth of the record before it, so that the
//! parent of a node is the nearest record above it with a smaller depth (a record means the same wherever it stands,
//! which lets the agent keep records); *handle* is the agent's number, empty for text nodes and scopes; *tag* is in
//! lower case, `#` for a text node, `#shadow` for an open shadow root, `#frame` for the document of a same-origin
//! frame; *flags* is a decimal sum of [`Flags`]; *rectangle* is `x,y,width,height` in whole CSS pixels relative to the
//! viewport of the top document, empty for nodes nobody will point at; *attributes* are `name=value` pairs, among
//! them `::before` and `::after` with the computed `content` of these pseudo-elements and `value` with the live value
//! of buttons and search boxes; *text* is the text of a text node, or of an element whose only children are text.
//!
//! The tree is the flattened one, as people see it: the children of a shadow host are its `#shadow`, the children of
//! a slot are the nodes assigned to it (then it is [`Flags::SLOTTED`]), the child of a frame is its `#frame`. Ids
//! are looked up per scope: document, shadow root or frame.

use std::fmt::Write;
use thiserror::Error;

/// The version of the format that [`Snapshot::parse`] reads.
pub const VERSION: u32 = 1;
/// Longest text that is read, in bytes.
pub const MAX_BYTES: usize = 16 << 20;
/// Most nodes that are read; the agent's own limit is lower.
pub const MAX_NODES: usize = 1 << 16;
/// Deepest nesting that is read; the agent's own limit is lower.
pub const MAX_DEPTH: u32 = 512;

const RECORD: char = '\u{1e}';
const FIELD: char = '\u{1f}';
const PAIR: char = '\u{1d}';

/// Why a text is not a snapshot. Records are counted from 0, the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SnapshotError {
    /// More than [`MAX_BYTES`].
    #[error("the snapshot is longer than {MAX_BYTES} bytes")]
    TooLong,
    /// More than [`MAX_NODES`].
    #[error("the snapshot has more than {MAX_NODES} nodes")]
    TooMany,
    /// Record 0 does not start with [`VERSION`].
    #[error("the snapshot is not in format {VERSION}")]
    OtherVersion,
    /// A number is missing or is none.
    #[error("record {record} has no number in field {field}")]
    NotANumber {
        /// The record.
        record: usize,
        /// The field, from 0.
        field: usize,
    },
    /// A node is deeper than [`MAX_DEPTH`], or more than one level below the record before it.
    #[error("record {record} is nested too deep")]
    Nesting {
        /// The record.
        record: usize,
    },
}

/// What is true of a node besides its attributes: a set, printed as a decimal sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags(pub u32);

impl Flags {
    /// Nothing.
    pub const NONE: Flags = Flags(0);
    /// Not rendered: `display: none`, closed `details`, skipped content. Its children are not reported, except
    /// those that a label or `aria-labelledby` refers to.
    pub const HIDDEN: Flags = Flags(1);
    /// `visibility` is `hidden` or `collapse`.
    pub const INVISIBLE: Flags = Flags(1 << 1);
    /// The opacities of the node and its ancestors multiply to less than a tenth. The own opacity of check boxes
    /// and radio buttons does not count: libraries draw them elsewhere, or only under the pointer.
    pub const TRANSPARENT: Flags = Flags(1 << 2);
    /// The rectangle lies where no scrolling can bring it into view.
    pub const OUTSIDE: Flags = Flags(1 << 3);
    /// Matches `:disabled` (a disabled `fieldset` around it counts); `aria-disabled` is an attribute.
    pub const DISABLED: Flags = Flags(1 << 4);
    /// The live state of a check box, radio button or custom element, not the attribute.
    pub const CHECKED: Flags = Flags(1 << 5);
    /// The live mixed state of a check box.
    pub const INDETERMINATE: Flags = Flags(1 << 6);
    /// An `option` that is chosen, or a custom element whose state says so.
    pub const SELECTED: Flags = Flags(1 << 7);
    /// Has the keyboard focus, within its own document or shadow root.
    pub const FOCUSED: Flags = Flags(1 << 8);
    /// A `dialog` opened with `showModal()`: everything outside is inert.
    pub const MODAL: Flags = Flags(1 << 9);
    /// Carries the `inert` attribute itself.
    pub const INERT: Flags = Flags(1 << 10);
    /// `display` is not inline: its text stands apart from what is around it.
    pub const BLOCK: Flags = Flags(1 << 11);
    /// A slot whose children are assigned nodes, which belong to the scope of the host.
    pub const SLOTTED: Flags = Flags(1 << 12);

    /// Whether all of `other` is in the set.
    pub const fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    pub const fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

/// A rectangle in whole CSS pixels, relative to the viewport of the top document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rect {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

/// What the snapshot says about the document as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'s> {
    /// Grows by one with every snapshot of the document.
    pub epoch: u32,
    /// The address of the page.
    pub url: &'s str,
    /// `lang` of the document, may be empty.
    pub lang: &'s str,
    /// `dir` of the document: `ltr` or `rtl`.
    pub dir: &'s str,
    /// Title of the document.
    pub title: &'s str,
    /// Width of the viewport in CSS pixels.
    pub width: u32,
    /// Height of the viewport in CSS pixels.
    pub height: u32,
    /// Rows that contain none of the texts looked for and were only counted.
    pub rows_left_out: u32,
    /// How many of these are selected or checked. The agent reports such rows, so this is above 0 only when a limit
    /// kept it from doing so.
    pub rows_left_out_selected: u32,
    /// Subtrees that were not reported because a limit was reached. Above 0, "missing" proves nothing.
    pub nodes_left_out: u32,
    /// Texts and attributes that were cut short.
    pub texts_cut: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Span {
    start: u32,
    end: u32,
}

#[derive(Debug, Clone)]
struct Raw {
    parent: Option<u32>,
    /// First record after the subtree.
    end: u32,
    /// The `#shadow` or `#frame` whose ids this node shares; none for the document.
    scope: Option<u32>,
    handle: u32,
    flags: Flags,
    rect: Option<Rect>,
    tag: Span,
    attrs: Span,
    /// Which attributes it may have: the [`bit`] of each.
    named: u64,
    text: Span,
}

/// What stands where there is no node.
static NOTHING: Raw = Raw {
    parent: None,
    end: 0,
    scope: None,
    handle: 0,
    flags: Flags::NONE,
    rect: None,
    tag: Span { start: 0, end: 0 },
    attrs: Span { start: 0, end: 0 },
    named: 0,
    text: Span { start: 0, end: 0 },
};

/// A parsed snapshot: the text and where its parts are.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    text: String,
    strings: [Span; 4],
    numbers: [u32; 7],
    nodes: Vec<Raw>,
    /// Nodes with an id, ordered by scope, id and position.
    ids: Vec<(Option<u32>, Span, u32)>,
}

impl Snapshot {
    /// Reads the agent's text in one pass. Never panics; what is not in the format is an error.
    pub fn parse(text: String) -> Result<Snapshot, SnapshotError> {
        if text.len() > MAX_BYTES {
            return Err(SnapshotError::TooLong);
        }
        let mut snapshot = Snapshot { text, ..Snapshot::default() };
        // The text is lent out while the tables are filled, and put back afterwards.
        let text = std::mem::take(&mut snapshot.text);
        snapshot.read(&text)?;
        snapshot.text = text;
        let Snapshot { text, ids, .. } = &mut snapshot;
        ids.sort_unstable_by(|a, b| (a.0, slice(text, a.1), a.2).cmp(&(b.0, slice(text, b.1), b.2)));
        Ok(snapshot)
    }

    /// Takes `text` for a later look at the same page, where it says the same but for the number of the look; answers with that number.
    pub fn renew(&mut self, text: &str) -> Option<u32> {
        let (epoch, rest) = numbered(text)?;
        let (_, before) = numbered(&self.text)?;
        if rest != before {
            return None;
        }
        *self.numbers.first_mut()? = epoch;
        Some(epoch)
    }

    fn read(&mut self, text: &str) -> Result<(), SnapshotError> {
        // What grows leaves holes behind, and the browser never takes memory back from a Wasm module.
        let count = text.bytes().filter(|byte| *byte == RECORD as u8).count();
        self.nodes.reserve_exact(count.min(MAX_NODES));
        let mut records = text.split_terminator(RECORD).enumerate();
        let head = records.next().map_or("", |(_, head)| head);
        self.read_header(text, head)?;
        // The innermost open node of every depth.
        let mut open: Vec<u32> = Vec::new();
        for (record, line) in records {
            let at = self.nodes.len();
            if at >= MAX_NODES {
                return Err(SnapshotError::TooMany);
            }
            let mut fields = pieces(line, FIELD);
            let mut next = || fields.next().unwrap_or("");
            let (depth, handle, tag, flags, rect, attrs, words) =
                (next(), next(), next(), next(), next(), next(), next());
            let depth = number(depth, record, 0)? as usize;
            if depth > open.len() || depth >= MAX_DEPTH as usize {
                return Err(SnapshotError::Nesting { record });
            }
            for closed in open.drain(depth..) {
                if let Some(node) = self.nodes.get_mut(closed as usize) {
                    node.end = at as u32;
                }
            }
            let parent = open.last().copied();
            open.push(at as u32);
            let node = Raw {
                parent,
                end: 0,
                scope: self.scope_below(text, parent),
                handle: handle_of(tag, handle, record)?,
                flags: Flags(if flags.is_empty() { 0 } else { number(flags, record, 3)? }),
                rect: rectangle(rect, record)?,
                tag: span(text, tag),
                attrs: span(text, attrs),
                named: pairs(attrs).fold(0, |named, (name, _)| named | bit(name)),
                text: span(text, words),
            };
            if let Some(id) = pair(attrs, "id").filter(|id| !id.is_empty()) {
                self.ids.push((node.scope, span(text, id), at as u32));
            }
            self.nodes.push(node);
        }
        let end = self.nodes.len() as u32;
        for node in open {
            if let Some(node) = self.nodes.get_mut(node as usize) {
                node.end = end;
            }
        }
        Ok(())
    }

    fn read_header(&mut self, text: &str, head: &str) -> Result<(), SnapshotError> {
        let mut fields = pieces(head, FIELD);
        if fields.next() != Some("1") {
            return Err(SnapshotError::OtherVersion);
        }
        let mut strings = self.strings.iter_mut();
        let mut numbers = self.numbers.iter_mut();
        for field in 1..12 {
            let value = fields.next().unwrap_or("");
            if (2..6).contains(&field) {
                if let Some(slot) = strings.next() {
                    *slot = span(text, value);
                }
            } else if let Some(slot) = numbers.next() {
                *slot = number(value, 0, field)?;
            }
        }
        Ok(())
    }

    /// The scope of the children of `parent`.
    fn scope_below(&self, text: &str, parent: Option<u32>) -> Option<u32> {
        let at = parent?;
        let parent = self.raw(at);
        if matches!(slice(text, parent.tag), "#shadow" | "#frame") {
            return Some(at);
        }
        if !parent.flags.has(Flags::SLOTTED) {
            return parent.scope;
        }
        self.raw(self.raw(parent.scope?).parent?).scope
    }

    fn raw(&self, at: u32) -> &Raw {
        self.nodes.get(at as usize).unwrap_or(&NOTHING)
    }

    /// What is said about the document.
    pub fn header(&self) -> Header<'_> {
        let [url, lang, dir, title] = self.strings.map(|part| slice(&self.text, part));
        let [epoch, width, height, rows_left_out, rows_left_out_selected, nodes_left_out, texts_cut] = self.numbers;
        Header {
            epoch,
            url,
            lang,
            dir,
            title,
            width,
            height,
            rows_left_out,
            rows_left_out_selected,
            nodes_left_out,
            texts_cut,
        }
    }

    /// The text this was read from.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node at all.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node at this position of the list.
    pub fn node(&self, index: usize) -> Option<Node<'_>> {
        (index < self.nodes.len()).then_some(Node { snapshot: self, at: index as u32 })
    }

    /// All nodes in document order.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = Node<'_>> + ExactSizeIterator {
        (0..self.nodes.len()).map(|at| Node { snapshot: self, at: at as u32 })
    }

    /// The node with this handle.
    pub fn by_handle(&self, handle: u32) -> Option<Node<'_>> {
        let at = self.nodes.iter().position(|node| handle != 0 && node.handle == handle)?;
        self.node(at)
    }

    /// The first node in document order with this id, in the scope (document, shadow root, frame) of `from`.
    pub fn by_id(&self, from: Node<'_>, id: &str) -> Option<Node<'_>> {
        let key = (self.raw(from.at).scope, id);
        let first = self.ids.partition_point(|entry| (entry.0, slice(&self.text, entry.1)) < key);
        let &(scope, found, at) = self.ids.get(first)?;
        ((scope, slice(&self.text, found)) == key).then_some(Node { snapshot: self, at })
    }
}

/// One node of a [`Snapshot`]: cheap to copy, equal when it is the same place in the same snapshot.
#[derive(Clone, Copy)]
pub struct Node<'s> {
    snapshot: &'s Snapshot,
    at: u32,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at && std::ptr::eq(self.snapshot, other.snapshot)
    }
}

impl Eq for Node<'_> {}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{} #{} {:?}>", self.tag(), self.handle(), self.text())
    }
}

impl<'s> Node<'s> {
    /// The snapshot it belongs to.
    pub fn snapshot(self) -> &'s Snapshot {
        self.snapshot
    }

    /// Position in the list, from 0.
    pub fn index(self) -> usize {
        self.at as usize
    }

    /// The agent's number; 0 for text nodes and scopes.
    pub fn handle(self) -> u32 {
        self.snapshot.raw(self.at).handle
    }

    /// The tag in lower case; `#`, `#shadow` or `#frame` for what is not an element.
    pub fn tag(self) -> &'s str {
        slice(&self.snapshot.text, self.snapshot.raw(self.at).tag)
    }

    /// Whether this is an element.
    pub fn is_element(self) -> bool {
        !self.tag().starts_with('#')
    }

    /// The flags.
    pub fn flags(self) -> Flags {
        self.snapshot.raw(self.at).flags
    }

    /// Whether all these flags are set.
    pub fn is(self, flags: Flags) -> bool {
        self.flags().has(flags)
    }

    /// Where it is, for nodes somebody may point at.
    pub fn rect(self) -> Option<Rect> {
        self.snapshot.raw(self.at).rect
    }

    /// The value of an attribute.
    pub fn attr(self, name: &str) -> Option<&'s str> {
        let raw = self.snapshot.raw(self.at);
        if raw.named & bit(name) == 0 { None } else { pair(slice(&self.snapshot.text, raw.attrs), name) }
    }

    /// All reported attributes.
    pub fn attrs(self) -> impl Iterator<Item = (&'s str, &'s str)> {
        pairs(slice(&self.snapshot.text, self.snapshot.raw(self.at).attrs))
    }

    /// Own text: of a text node, or of an element whose only children are text.
    pub fn text(self) -> &'s str {
        slice(&self.snapshot.text, self.snapshot.raw(self.at).text)
    }

    /// The parent in the flattened tree.
    pub fn parent(self) -> Option<Node<'s>> {
        let at = self.snapshot.raw(self.at).parent?;
        Some(Node { snapshot: self.snapshot, at })
    }

    /// The ancestors, innermost first.
    pub fn ancestors(self) -> impl Iterator<Item = Node<'s>> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// The children in order.
    pub fn children(self) -> impl Iterator<Item = Node<'s>> {
        let end = self.snapshot.raw(self.at).end;
        let below = move |at: u32| (at < end).then_some(Node { snapshot: self.snapshot, at });
        std::iter::successors(below(self.at.saturating_add(1)), move |node| below(node.snapshot.raw(node.at).end))
    }

    /// Everything below it in document order, without itself.
    pub fn descendants(self) -> impl Iterator<Item = Node<'s>> {
        let end = self.snapshot.raw(self.at).end;
        (self.at.saturating_add(1)..end).map(move |at| Node { snapshot: self.snapshot, at })
    }

    /// Position of the first node after its subtree.
    pub fn end(self) -> usize {
        self.snapshot.raw(self.at).end as usize
    }

    /// Whether `other` is this node or below it.
    pub fn contains(self, other: Node<'_>) -> bool {
        std::ptr::eq(self.snapshot, other.snapshot) && (self.at..self.snapshot.raw(self.at).end).contains(&other.at)
    }

    /// The `#shadow` or `#frame` whose ids it shares; none for the document.
    pub fn scope(self) -> Option<Node<'s>> {
        let at = self.snapshot.raw(self.at).scope?;
        Some(Node { snapshot: self.snapshot, at })
    }
}

fn slice(text: &str, part: Span) -> &str {
    text.get(part.start as usize..part.end as usize).unwrap_or("")
}

/// Where `part`, which was cut out of `text`, lies in it.
fn span(text: &str, part: &str) -> Span {
    let start = (part.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    if part.is_empty() || start > text.len() {
        return Span::default();
    }
    Span { start: start as u32, end: (start + part.len()) as u32 }
}

fn pair<'t>(attrs: &'t str, name: &str) -> Option<&'t str> {
    pieces(attrs, PAIR).find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

fn pairs(attrs: &str) -> impl Iterator<Item = (&str, &str)> {
    pieces(attrs, PAIR).filter_map(|pair| {
        let end = pair.bytes().position(|byte| byte == b'=')?;
        Some((pair.get(..end)?, pair.get(end + 1..)?))
    })
}

/// One of 64 bits for the name of an attribute, the same for few others. Most nodes are asked for attributes that they do not have,
/// and this tells so without a look at the text.
fn bit(name: &str) -> u64 {
    let name = name.as_bytes();
    let byte = |at: usize| name.get(at).copied().unwrap_or(0) as usize;
    // With these factors the fewest of the names that the agent reports share a bit.
    1 << ((21 * name.len() + 45 * byte(name.len() / 2) + byte(name.len().wrapping_sub(1))) % 64)
}

/// What stands between the separators, which are one byte each. Attributes are looked up thousands of times a look, and a search
/// for any character that there is takes twice as long.
fn pieces(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let whole = rest?;
        let end = whole.bytes().position(|byte| byte == separator as u8);
        rest = end.and_then(|end| whole.get(end + 1..));
        whole.get(..end.unwrap_or(whole.len()))
    })
}

/// The number of the look, which is the second field, and all that follows it; of this version only.
fn numbered(text: &str) -> Option<(u32, &str)> {
    let (epoch, rest) = text.strip_prefix("1\x1f")?.split_once(FIELD)?;
    Some((epoch.parse().ok()?, rest))
}

fn number(digits: &str, record: usize, field: usize) -> Result<u32, SnapshotError> {
    digits.parse().map_err(|_| SnapshotError::NotANumber { record, field })
}

/// An element has a number, which is never 0; text and scopes have none.
fn handle_of(tag: &str, field: &str, record: usize) -> Result<u32, SnapshotError> {
    let handle = if field.is_empty() { 0 } else { number(field, record, 1)? };
    if handle == 0 && !tag.starts_with('#') { Err(SnapshotError::NotANumber { record, field: 1 }) } else { Ok(handle) }
}

fn rectangle(field: &str, record: usize) -> Result<Option<Rect>, SnapshotError> {
    if field.is_empty() {
        return Ok(None);
    }
    let mut sides = field.split(',').map(|side| side.parse().ok());
    match (sides.next(), sides.next(), sides.next(), sides.next(), sides.next()) {
        (Some(Some(x)), Some(Some(y)), Some(Some(width)), Some(Some(height)), None) => {
            Ok(Some(Rect { x, y, width, height }))
        }
        _ => Err(SnapshotError::NotANumber { record, field: 4 }),
    }
}

/// Writes snapshots without a browser: for tests, generators and fixtures. Handles count from 1 in the order
/// of [`open`](SnapshotBuilder::open).
///
/// ```
/// # use guided_unblock::core::snapshot::{Snapshot, SnapshotBuilder};
/// let mut page = SnapshotBuilder::new("https://security.microsoft.com/restrictedentities");
/// page.open("body", &[]);
/// page.open("button", &[("aria-label", "Unblock")]).text("Unblock").close();
/// let snapshot = Snapshot::parse(page.finish()).unwrap();
/// assert_eq!(snapshot.by_handle(2).unwrap().text(), "Unblock");
/// ```
#[derive(Debug, Clone)]
pub struct SnapshotBuilder {
    url: String,
    lang: String,
    dir: String,
    title: String,
    epoch: u32,
    viewport: (u32, u32),
    left_out: [u32; 4],
    handles: u32,
    records: Vec<Written>,
    open: Vec<usize>,
}

#[derive(Debug, Clone, Default)]
struct Written {
    depth: usize,
    handle: u32,
    tag: String,
    flags: Flags,
    rect: Option<Rect>,
    attrs: String,
    text: String,
}

/// Tags whose `display` is not inline in every browser's own style sheet.
const BLOCK_TAGS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "input",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

impl SnapshotBuilder {
    /// An empty page at this address, English, left to right, 1280 by 800, epoch 1.
    pub fn new(url: &str) -> Self {
        SnapshotBuilder {
            url: quoted(url),
            lang: "en".into(),
            dir: "ltr".into(),
            title: String::new(),
            epoch: 1,
            viewport: (1280, 800),
            left_out: [0; 4],
            handles: 0,
            records: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Sets the epoch.
    pub fn epoch(&mut self, epoch: u32) -> &mut Self {
        self.epoch = epoch;
        self
    }

    /// Sets `lang` and `dir` of the document.
    pub fn lang(&mut self, lang: &str, dir: &str) -> &mut Self {
        (self.lang, self.dir) = (quoted(lang), quoted(dir));
        self
    }

    /// Sets the title of the document.
    pub fn title(&mut self, title: &str) -> &mut Self {
        self.title = quoted(title);
        self
    }

    /// Counts rows that were left out, and how many of them are selected or checked.
    pub fn rows_left_out(&mut self, rows: u32, selected: u32) -> &mut Self {
        [self.left_out[0], self.left_out[1]] = [rows, selected];
        self
    }

    /// Counts subtrees left out over a limit.
    pub fn nodes_left_out(&mut self, nodes: u32) -> &mut Self {
        self.left_out[2] = nodes;
        self
    }

    /// Opens an element, or a scope with the tag `#shadow` or `#frame`. [`Flags::BLOCK`] follows from the tag.
    pub fn open(&mut self, tag: &str, attrs: &[(&str, &str)]) -> &mut Self {
        if let Some(last) = self.current() {
            // Text before the first child element: it becomes a node of its own.
            let text = std::mem::take(&mut last.text);
            if !text.is_empty() {
                self.push_text(text);
            }
        }
        let scope = tag.starts_with('#');
        if !scope {
            self.handles += 1;
        }
        let attrs: Vec<String> = attrs.iter().map(|(name, value)| format!("{name}={}", quoted(value))).collect();
        self.open.push(self.records.len());
        self.records.push(Written {
            depth: self.open.len() - 1,
            handle: if scope { 0 } else { self.handles },
            tag: quoted(tag),
            flags: if BLOCK_TAGS.contains(&tag) { Flags::BLOCK } else { Flags::NONE },
            attrs: attrs.join("\u{1d}"),
            ..Written::default()
        });
        self
    }

    /// Adds flags to the innermost open element.
    pub fn flags(&mut self, flags: Flags) -> &mut Self {
        if let Some(record) = self.open.last().and_then(|&at| self.records.get_mut(at)) {
            record.flags = record.flags.with(flags);
        }
        self
    }

    /// Places the innermost open element.
    pub fn rect(&mut self, x: i32, y: i32, width: i32, height: i32) -> &mut Self {
        if let Some(record) = self.open.last().and_then(|&at| self.records.get_mut(at)) {
            record.rect = Some(Rect { x, y, width, height });
        }
        self
    }

    /// Adds text to the innermost open element.
    pub fn text(&mut self, text: &str) -> &mut Self {
        match self.current() {
            Some(record) => record.text += &quoted(text),
            None => self.push_text(quoted(text)),
        }
        self
    }

    /// The handle of the element opened last.
    pub fn handle(&self) -> u32 {
        self.handles
    }

    /// Closes the innermost open element.
    pub fn close(&mut self) -> &mut Self {
        self.open.pop();
        self
    }

    /// The text; what is still open counts as closed.
    pub fn finish(&self) -> String {
        let SnapshotBuilder { url, lang, dir, title, epoch, viewport: (width, height), left_out, .. } = self;
        let [rows, selected, nodes, texts] = left_out;
        let mut out = format!(
            "{VERSION}\u{1f}{epoch}\u{1f}{url}\u{1f}{lang}\u{1f}{dir}\u{1f}{title}\u{1f}{width}\u{1f}{height}\u{1f}{rows}\u{1f}{selected}\u{1f}{nodes}\u{1f}{texts}\u{1e}"
        );
        for Written { depth, handle, tag, flags, rect, attrs, text } in &self.records {
            let handle = if *handle == 0 { String::new() } else { handle.to_string() };
            let rect = rect.map_or(String::new(), |r| format!("{},{},{},{}", r.x, r.y, r.width, r.height));
            // Writing to a String cannot fail.
            let _ = write!(
                out,
                "{depth}\u{1f}{handle}\u{1f}{tag}\u{1f}{}\u{1f}{rect}\u{1f}{attrs}\u{1f}{text}\u{1e}",
                flags.0
            );
        }
        out
    }

    /// The innermost open element while it has no child.
    fn current(&mut self) -> Option<&mut Written> {
        let &at = self.open.last()?;
        if at + 1 == self.records.len() { self.records.get_mut(at) } else { None }
    }

    fn push_text(&mut self, text: String) {
        self.records.push(Written { depth: self.open.len(), tag: "#".into(), text, ..Written::default() });
    }
}

/// `text` without the three separators.
fn quoted(text: &str) -> String {
    text.chars().filter(|c| !matches!(*c, PAIR | RECORD | FIELD)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page() -> SnapshotBuilder {
        SnapshotBuilder::new("https://security.microsoft.com/restrictedentities")
    }

    #[test]
    fn reads_what_the_builder_writes() {
        let mut page = page();
        page.epoch(7).lang("nb", "ltr").title("Begrensede enheter").rows_left_out(299, 0).nodes_left_out(2);
        page.open("body", &[]).text("before");
        page.open("button", &[("role", "menuitem"), ("id", "b"), ("aria-label", "a=b")])
            .flags(Flags::DISABLED)
            .rect(-4, 8, 15, 16)
            .text("Un\u{1f}block")
            .close();
        page.text("after").close();
        let snapshot = Snapshot::parse(page.finish()).unwrap();
        let header = snapshot.header();
        assert_eq!((header.epoch, header.lang, header.title), (7, "nb", "Begrensede enheter"));
        assert_eq!((header.width, header.height), (1280, 800));
        assert_eq!((header.rows_left_out, header.rows_left_out_selected, header.nodes_left_out), (299, 0, 2));
        let body = snapshot.node(0).unwrap();
        let children: Vec<_> = body.children().map(|node| (node.tag(), node.text())).collect();
        assert_eq!(children, [("#", "before"), ("button", "Unblock"), ("#", "after")]);
        let button = snapshot.by_id(body, "b").unwrap();
        assert_eq!(Some(button), snapshot.by_handle(2));
        assert_eq!(button.attr("aria-label"), Some("a=b"));
        assert_eq!(button.attr("aria"), None);
        assert_eq!(button.rect(), Some(Rect { x: -4, y: 8, width: 15, height: 16 }));
        assert!(button.is(Flags::DISABLED.with(Flags::BLOCK)) && !button.is(Flags::CHECKED));
        assert_eq!(button.parent(), Some(body));
        assert!(body.contains(button) && !button.contains(body));
    }

    #[test]
    fn the_same_page_seen_again_has_another_number_and_nothing_else() {
        let seen = |epoch: u32, text: &str| {
            let mut page = page();
            page.epoch(epoch).open("button", &[]).text(text).close();
            page.finish()
        };
        let mut snapshot = Snapshot::parse(seen(7, "Yes")).unwrap();
        for other in
            [seen(8, "No"), String::new(), seen(8, "Yes").replacen('1', "2", 1), seen(8, "Yes").replacen('8', "x", 1)]
        {
            assert_eq!((snapshot.renew(&other), snapshot.header().epoch), (None, 7), "{other:?}");
        }
        assert_eq!((snapshot.renew(&seen(8, "Yes")), snapshot.header().epoch), (Some(8), 8));
        assert_eq!(snapshot.renew(&seen(9, "Yes")), Some(9));
        assert_eq!(snapshot.node(0).map(|node| node.tag()), Some("button"));
    }

    #[test]
    fn ids_belong_to_their_scope() {
        let mut page = page();
        page.open("main", &[]);
        page.open("fluent-card", &[]).open("#shadow", &[]);
        page.open("p", &[("id", "x")]).text("inner").close();
        page.open("slot", &[]).flags(Flags::SLOTTED).open("b", &[]).text("assigned").close().close();
        page.close().close();
        page.open("p", &[("id", "x")]).text("outer").close();
        let snapshot = Snapshot::parse(page.finish()).unwrap();
        let find = |text| snapshot.nodes().find(|node| node.text() == text).unwrap();
        assert_eq!(snapshot.by_id(find("inner"), "x"), Some(find("inner")));
        assert_eq!(snapshot.by_id(find("assigned"), "x"), Some(find("outer")));
        assert_eq!(snapshot.by_id(find("outer"), "x"), Some(find("outer")));
        assert_eq!(snapshot.by_id(find("outer"), "y"), None);
    }

    #[test]
    fn says_what_is_wrong() {
        let parse = |text: &str| Snapshot::parse(text.replace('|', "\u{1f}").replace(';', "\u{1e}"));
        assert_eq!(parse("").err(), Some(SnapshotError::OtherVersion));
        assert_eq!(parse("2|1").err(), Some(SnapshotError::OtherVersion));
        assert_eq!(parse("1|x").err(), Some(SnapshotError::NotANumber { record: 0, field: 1 }));
        let head = "1|1|u|l|d|t|1|1|0|0|0|0;";
        assert!(parse(head).unwrap().is_empty());
        assert_eq!(parse(&format!("{head}1|1|a;")).err(), Some(SnapshotError::Nesting { record: 1 }));
        assert_eq!(parse(&format!("{head}0|1|a;2|2|b;")).err(), Some(SnapshotError::Nesting { record: 2 }));
        let rect = parse(&format!("{head}0|1|a|0|1,2,3;")).err();
        assert_eq!(rect, Some(SnapshotError::NotANumber { record: 1, field: 4 }));
        let deep: String = (0..=MAX_DEPTH).map(|depth| format!("{depth}|1|a;")).collect();
        assert_eq!(
            parse(&format!("{head}{deep}")).err(),
            Some(SnapshotError::Nesting { record: MAX_DEPTH as usize + 1 })
        );
    }

    proptest! {
        #[test]
        fn never_panics(text in r"1?([|;=,#a-c0-9é-]|sh){0,200}") {
            let head = "1\u{1f}1\u{1f}\u{1f}\u{1f}\u{1f}\u{1f}1\u{1f}1\u{1f}0\u{1f}0\u{1f}0\u{1f}0\u{1e}";
            let text = text.replace('|', "\u{1f}").replace(';', "\u{1e}").replace("sh", "#shadow");
            for text in [format!("{head}{text}"), text] {
                if let Ok(snapshot) = Snapshot::parse(text) {
                    for node in snapshot.nodes() {
                        let _ = (format!("{node:?}"), node.scope(), node.attrs().count(), node.rect());
                        prop_assert!(node.children().all(|child| child.parent() == Some(node)));
                        prop_assert_eq!(snapshot.node(node.index()), Some(node));
                    }
                }
            }
        }
    }
}
