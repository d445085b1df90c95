//! From a snapshot to a view: what the page shows, by role, accessible name and container.
//!
//! A control is sought where its step expects it: *Yes* only in an open dialog, *Next* and *Submit* only in a
//! flyout, *Unblock* in a row or outside of everything. Nothing here prefers one candidate to another.

use crate::core::account::{addresses_in, is_guid};
use crate::core::fold::{self, Platform};
use crate::core::hints::{Kind, Taught};
use crate::core::labels::{Language, Matcher, Term};
use crate::core::locate::{Control, Sighting, Target};
use crate::core::role_name::{Check, Role, Tree, Unseen};
use crate::core::snapshot::{Flags, Node, Snapshot};
use crate::core::view::{Confirm, Flyout, List, Place, Row, Search, View};

/// Controls that people press.
const PRESSED: [Role; 5] = [Role::Button, Role::Link, Role::MenuItem, Role::MenuItemCheckbox, Role::Option];
/// Landmarks whose search is the portal's own, not the list's.
const ELSEWHERE: [Role; 3] = [Role::Banner, Role::Navigation, Role::ContentInfo];
/// What a list is.
const LISTS: [Role; 3] = [Role::Grid, Role::TreeGrid, Role::Table];
/// So many characters of what a page says are repeated.
const QUOTED: usize = 200;
/// What a cell is.
const CELLS: [Role; 3] = [Role::GridCell, Role::Cell, Role::RowHeader];

/// Recognises what a page shows. `matcher` speaks the page's language.
pub fn recognise(snapshot: &Snapshot, matcher: &Matcher, platform: &dyn Platform) -> View {
    in_tree(&Tree::new(snapshot), matcher, platform, None)
}

/// The same in a tree that others look into as well. With a hint, it alone says which control is of its kind.
pub(super) fn in_tree(tree: &Tree, matcher: &Matcher, platform: &dyn Platform, taught: Option<Taught>) -> View {
    let snapshot = tree.snapshot();
    let eyes = Eyes { tree, matcher, platform, taught };
    let mut parts = Parts::default();
    for node in snapshot.nodes().filter(|node| node.is_element()) {
        eyes.sort(node, &mut parts);
    }
    let list_node = eyes.list_node(&parts);
    let heading = parts
        .headings
        .iter()
        .copied()
        .find(|&node| eyes.means(node, Term::RestrictedUsers) || eyes.means(node, Term::RestrictedEntities));
    let list = eyes.list(&parts, list_node.as_ref().ok().copied());
    let list = List { candidates: list_node.err().unwrap_or(usize::from(list.present)), ..list };
    let anchor = list.handle.and_then(|handle| snapshot.by_handle(handle)).or(heading);
    let search = eyes.search(&parts, anchor, heading);
    let closed_group = eyes.closed_group(&parts, list.handle.and_then(|handle| snapshot.by_handle(handle)));
    let list = List { closed_group, ..list };
    let (mut flyout, mut confirm, mut strange): (Option<Flyout>, Option<Confirm>, _) = (None, None, None);
    for &dialog in &parts.dialogs {
        // What stands in a row belongs to that row, in a dialog as well.
        let inside: Vec<Node> = parts
            .pressed
            .iter()
            .copied()
            .filter(|&node| tree.dialog(node) == Some(dialog) && tree.row(node).is_none())
            .collect();
        match eyes.surface(dialog, &inside) {
            Surface::Flyout(found) => flyout = Some(flyout.take().map_or(found.clone(), |other| other.and(found))),
            Surface::Confirm(found) => confirm = Some(confirm.take().map_or(found.clone(), |other| other.and(found))),
            Surface::Strange(name) => strange = Some(name),
            Surface::Nothing => {}
        }
    }
    if confirm.is_some() || flyout.as_ref().is_some_and(Flyout::has_control) {
        strange = None;
    }
    let unblock = Sighting::of(
        parts
            .pressed
            .iter()
            .copied()
            .filter(|&node| tree.dialog(node).is_none() && tree.row(node).is_none() && tree.visible(node))
            .filter(|&node| eyes.means(node, Term::Unblock))
            .map(|node| eyes.control(node)),
    );
    let alerts = parts.alerts.iter().map(|&node| quoted(&tree.text(node))).filter(|text| !text.is_empty()).collect();
    let places = parts.pressed.iter().chain(&parts.selectors).chain(&parts.boxes);
    let places = places.filter(|&&node| tree.visible(node)).filter_map(|&node| {
        let in_surface = tree.dialog(node).is_some();
        Some(Place { handle: node.handle(), rect: node.rect()?, in_surface })
    });
    // A frame or shadow host around it has the focus, too: the innermost comes last.
    let focus = snapshot.nodes().rev().filter(|node| node.is(Flags::FOCUSED)).find_map(Node::rect);
    let header = snapshot.header();
    View {
        places: places.collect(),
        focus,
        window: (size(header.width), size(header.height)),
        epoch: snapshot.header().epoch,
        language: matcher.language(),
        heading: heading.is_some(),
        title: heading.or(parts.headings.first().copied()).map_or_else(String::new, |node| quoted(&tree.text(node))),
        list,
        search,
        unblock,
        flyout,
        confirm,
        strange,
        partial: snapshot.header().nodes_left_out > 0,
        alerts,
    }
}

/// The page's own words, as far as a sentence can hold them.
fn quoted(text: &str) -> String {
    let mut words: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = words.char_indices().nth(QUOTED) {
        words.truncate(cut);
        words.push('…');
    }
    words
}

/// A length that the page agent reports, as rectangles count.
fn size(length: u32) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX / 2)
}

/// The language of a page, by the `lang` of its document; English where it says none that is known.
pub fn language_of(snapshot: &Snapshot) -> Language {
    Language::from_tag(snapshot.header().lang).unwrap_or(Language::ENGLISH)
}

/// Nodes by what they could be, in document order.
#[derive(Default)]
struct Parts<'s> {
    grids: Vec<Node<'s>>,
    rows: Vec<Node<'s>>,
    pressed: Vec<Node<'s>>,
    boxes: Vec<Node<'s>>,
    dialogs: Vec<Node<'s>>,
    headings: Vec<Node<'s>>,
    alerts: Vec<Node<'s>>,
    working: Vec<Node<'s>>,
    selectors: Vec<Node<'s>>,
    headers: Vec<Node<'s>>,
    cells: Vec<Node<'s>>,
}

enum Surface {
    Flyout(Flyout),
    Confirm(Confirm),
    Strange(String),
    Nothing,
}

struct Eyes<'a, 's> {
    tree: &'a Tree<'s>,
    matcher: &'a Matcher,
    platform: &'a dyn Platform,
    taught: Option<Taught<'a>>,
}

impl<'s> Eyes<'_, 's> {
    fn sort(&self, node: Node<'s>, parts: &mut Parts<'s>) {
        let role = self.tree.role(node);
        match role {
            Role::Row => parts.rows.push(node),
            Role::ColumnHeader => parts.headers.push(node),
            Role::SearchBox | Role::TextBox | Role::Combobox => parts.boxes.push(node),
            // The box of a dialog's own node may be empty, as in Fluent 8: what counts is what stands in it.
            Role::Dialog | Role::AlertDialog
                if self.on_screen(node) || self.tree.unseen(node) == Some(Unseen::Tiny) =>
            {
                parts.dialogs.push(node)
            }
            Role::Heading => parts.headings.push(node),
            Role::Alert if self.on_screen(node) => parts.alerts.push(node),
            Role::Checkbox | Role::Radio => parts.selectors.push(node),
            role if LISTS.contains(&role) => parts.grids.push(node),
            role if PRESSED.contains(&role) => parts.pressed.push(node),
            role if CELLS.contains(&role) => parts.cells.push(node),
            _ => {}
        }
        if self.works(node) {
            parts.working.push(node);
        }
    }

    /// It shows people that something is on its way. The spinner of Fluent 7 and 8 has no role, and is known by its class.
    fn works(&self, node: Node<'s>) -> bool {
        (self.tree.role(node) == Role::ProgressBar
            || node.attr("aria-busy") == Some("true")
            || node.attr("class").is_some_and(|class| class.starts_with("ms-Spinner")))
            && self.on_screen(node)
    }

    /// People see it, even where a dialog in front keeps assistive technology from it.
    fn on_screen(&self, node: Node<'s>) -> bool {
        matches!(self.tree.unseen(node), None | Some(Unseen::AriaHidden | Unseen::Inert))
    }

    fn means(&self, node: Node<'s>, term: Term) -> bool {
        if let Some(taught) = self.taught.filter(|taught| taught.stands_for(term)) {
            return taught.is(self.tree, node);
        }
        self.matcher.matches(term, self.tree.name(node), self.platform).is_some()
    }

    /// The hint about this kind of control that the page is looked at with.
    fn hint(&self, kind: Kind) -> Option<Taught<'_>> {
        self.taught.filter(|taught| taught.is_about(kind))
    }

    fn control(&self, node: Node<'s>) -> Control {
        Control {
            handle: node.handle(),
            role: self.tree.role(node).as_str(),
            name: self.tree.name(node).to_owned(),
            disabled: self.tree.states(node).disabled,
            taught: self.taught.is_some_and(|taught| taught.is(self.tree, node)),
        }
    }

    fn sighting(&self, nodes: impl IntoIterator<Item = Node<'s>>) -> Sighting {
        self.counted(&mut nodes.into_iter())
    }

    /// Compiled once, and not for every kind of nodes.
    fn counted(&self, nodes: &mut dyn Iterator<Item = Node<'s>>) -> Sighting {
        Sighting::of(nodes.filter(|&node| self.tree.visible(node)).map(|node| self.control(node)))
    }

    /// The first of nodes that all have to be pressed, in any order.
    fn first(&self, nodes: impl IntoIterator<Item = Node<'s>>) -> Option<Target> {
        nodes.into_iter().find(|&node| self.tree.visible(node)).map(|node| Target::any(self.control(node)))
    }

    // ---- the list ------------------------------------------------------------------------------------------

    /// The one list of the page, or how many there are.
    fn list_node(&self, parts: &Parts<'s>) -> Result<Node<'s>, usize> {
        let outside = |&node: &Node<'s>| self.tree.dialog(node).is_none() && self.on_screen(node);
        let holds = |grid: Node<'s>, nodes: &[Node<'s>]| nodes.iter().any(|&node| self.tree.grid(node) == Some(grid));
        let grids: Vec<Node> = parts
            .grids
            .iter()
            .copied()
            .filter(outside)
            .filter(|&grid| holds(grid, &parts.rows) || holds(grid, &parts.headers))
            .filter(|&grid| self.hint(Kind::List).is_none_or(|taught| taught.is(self.tree, grid)))
            .collect();
        match grids[..] {
            [only] => Ok(only),
            [] => Err(0),
            _ => {
                let with_headers: Vec<Node> =
                    grids.iter().copied().filter(|&grid| holds(grid, &parts.headers)).collect();
                match with_headers[..] {
                    [only] => Ok(only),
                    _ => Err(grids.len()),
                }
            }
        }
    }

    fn list(&self, parts: &Parts<'s>, node: Option<Node<'s>>) -> List {
        let header = self.tree.snapshot().header();
        let working = parts
            .working
            .iter()
            .any(|&node| self.tree.dialog(node).is_none() && self.tree.within(node, &ELSEWHERE).is_none());
        let Some(grid) = node else {
            return List {
                busy: working,
                left_out: header.rows_left_out,
                left_out_selected: header.rows_left_out_selected,
                ..List::default()
            };
        };
        let mut list = List {
            present: true,
            handle: Some(grid.handle()),
            busy: working,
            left_out: header.rows_left_out,
            left_out_selected: header.rows_left_out_selected,
            ..List::default()
        };
        let mut headers = 0;
        for &row in parts.rows.iter().filter(|&&row| self.tree.grid(row) == Some(grid) && self.on_screen(row)) {
            if self.is_header(parts, row) || self.is_open_group(parts, row) {
                headers += 1;
                let all = parts.selectors.iter().filter(|&&node| self.tree.row(node) == Some(row));
                list.select_all.extend(all.map(|node| node.handle()));
                continue;
            }
            let row = self.row(parts, row);
            // A row without text is a place holder for one that is still on its way.
            list.busy |= row.text.is_empty();
            list.rows.push(row);
        }
        list.total = grid
            .attr("aria-rowcount")
            .and_then(|count| count.trim().parse::<i64>().ok())
            .filter(|&count| count >= 0)
            .map(|count| u32::try_from(count - headers).unwrap_or(0));
        list
    }

    /// The row of the column headers. A row that names somebody is none, whatever stands in it: left out, it would hide
    /// that two rows show the same account.
    fn is_header(&self, parts: &Parts<'s>, row: Node<'s>) -> bool {
        self.has_headers(parts, row) && addresses_in(&self.tree.text(row)).is_empty()
    }

    fn has_headers(&self, parts: &Parts<'s>, row: Node<'s>) -> bool {
        parts.headers.iter().any(|&header| self.tree.row(header) == Some(row))
    }

    /// The title of a group whose rows are in the page. It is drawn as selected as soon as all of them are, so it says
    /// nothing that they do not say; a closed one speaks for rows that nobody sees, and stays a row.
    fn is_open_group(&self, parts: &Parts<'s>, row: Node<'s>) -> bool {
        let spans = |cell: &Node<'s>| {
            let columns = cell.attr("aria-colspan").or_else(|| cell.attr("colspan"));
            columns.and_then(|columns| columns.trim().parse::<u32>().ok()).is_some_and(|columns| columns > 1)
        };
        self.tree.states(row).expanded == Some(true)
            && parts.cells.iter().any(|cell| self.tree.row(*cell) == Some(row) && spans(cell))
            && addresses_in(&self.tree.text(row)).is_empty()
    }

    /// What opens the first group of the list that is closed: in a grid the button of a closed row; where closed groups
    /// leave no grid in the page, a closed section that follows the search.
    fn closed_group(&self, parts: &Parts<'s>, grid: Option<Node<'s>>) -> Option<Target> {
        let is_closed = |node: Node<'s>| self.tree.states(node).expanded == Some(false);
        let openers = parts.pressed.iter().copied().filter(|&node| {
            self.tree.role(node) == Role::Button && is_closed(node) && node.attr("aria-haspopup").is_none()
        });
        if let Some(grid) = grid {
            let of_closed_row = |&node: &Node<'s>| {
                self.tree.row(node).is_some_and(|row| is_closed(row) && self.tree.grid(row) == Some(grid))
            };
            return self.first(openers.filter(of_closed_row));
        }
        let is_section = |&node: &Node<'s>| {
            parts.boxes.iter().any(|search| search.index() < node.index() && self.of_list(*search))
                && self.of_list(node)
                && self.tree.toolbar(node).is_none()
                && !self.means(node, Term::Search)
        };
        self.first(openers.filter(is_section))
    }

    fn row(&self, parts: &Parts<'s>, row: Node<'s>) -> Row {
        let within = |nodes: &[Node<'s>]| -> Vec<Node<'s>> {
            // They are in the order of the document: what is in the row follows upon it.
            let begin = nodes.partition_point(|node| node.index() <= row.index());
            let inside = nodes.iter().skip(begin).take_while(|node| node.index() < row.end());
            inside.copied().filter(|&node| self.tree.row(node) == Some(row)).collect()
        };
        let text = self.tree.text(row);
        let addresses: Vec<String> = addresses_in(&text).into_iter().map(str::to_owned).collect();
        let mut selectors: Vec<Node> =
            within(&parts.selectors).into_iter().filter(|&node| self.can_be_ticked(node)).collect();
        if let Some(taught) = self.hint(Kind::Selector) {
            selectors.extend(within(&parts.pressed).into_iter().filter(|&node| self.tree.visible(node)));
            selectors.retain(|&node| taught.is(self.tree, node));
        }
        // What stands among column headers acts on the whole list, whoever is named beside it.
        let for_all = self.has_headers(parts, row);
        let ticked = selectors.iter().any(|&node| self.tree.states(node).checked == Some(Check::Yes));
        let states = self.tree.states(row);
        let unblock = within(&parts.pressed).into_iter().filter(|&node| self.unblocks(node, &addresses));
        let connector = within(&parts.cells).into_iter().any(|cell| {
            let text = self.tree.text(cell);
            self.matcher.matches(Term::Connector, &text, self.platform).is_some()
                || addresses.is_empty() && is_guid(text.trim())
        });
        let selectable = states.selected.is_some() || row.attr("tabindex").is_some();
        Row {
            handle: row.handle(),
            role: self.tree.role(row).as_str(),
            text: fold::plain(&text, self.platform),
            selected: states.selected == Some(true) || ticked,
            connector,
            selector: Sighting::of(selectors.into_iter().filter(|_| !for_all).map(|node| self.control(node))),
            unblock: self.sighting(unblock.filter(|_| !for_all)),
            itself: self.sighting((selectable && !for_all).then_some(row)),
            addresses,
        }
    }

    /// A check box or radio button that people can press. Fluent 9 lays a transparent native one over its picture.
    fn can_be_ticked(&self, node: Node<'s>) -> bool {
        match self.tree.unseen(node) {
            None => true,
            Some(Unseen::Transparent) if node.tag() == "input" => {
                node.parent().is_some_and(|parent| self.tree.visible(parent))
            }
            _ => false,
        }
    }

    /// *Unblock* in a row, perhaps followed by the address of that very row.
    fn unblocks(&self, node: Node<'s>, addresses: &[String]) -> bool {
        if let Some(taught) = self.hint(Kind::Unblock) {
            return taught.is(self.tree, node);
        }
        let name = self.tree.name(node);
        let is_unblock = |name: &str| {
            [Term::Unblock, Term::UnblockUser]
                .iter()
                .any(|&term| self.matcher.matches(term, name, self.platform).is_some())
        };
        is_unblock(name)
            || addresses_in(name).first().is_some_and(|&named| {
                addresses.iter().any(|address| address == named) && is_unblock(&name.replacen(named, "", 1))
            })
    }

    // ---- search --------------------------------------------------------------------------------------------

    /// It stands where the list's own controls are, and people can use it.
    fn of_list(&self, node: Node<'s>) -> bool {
        self.tree.dialog(node).is_none()
            && self.tree.row(node).is_none()
            && self.tree.within(node, &ELSEWHERE).is_none()
            && self.tree.visible(node)
    }

    fn search(&self, parts: &Parts<'s>, anchor: Option<Node<'s>>, heading: Option<Node<'s>>) -> Search {
        let of_list = |&node: &Node<'s>| self.of_list(node);
        let boxes: Vec<Node> = parts
            .boxes
            .iter()
            .copied()
            .filter(of_list)
            .filter(|&node| {
                (self.hint(Kind::Search).is_none() && self.tree.role(node) == Role::SearchBox)
                    || self.means(node, Term::Search)
                    || self.means(node, Term::UserName)
            })
            .collect();
        let icons: Vec<Node> = parts
            .pressed
            .iter()
            .copied()
            .filter(of_list)
            .filter(|&node| self.tree.role(node) != Role::Link && self.means(node, Term::Search))
            .collect();
        // What stands above the page's own title is the portal's, and a box far away is not the list's where an icon
        // stands near it.
        let title = heading.or_else(|| parts.headings.iter().copied().find(|&node| self.on_screen(node)));
        let of_page = |node: &Node<'s>| title.is_none_or(|title| node.index() > title.index());
        let candidates: Vec<Node> = boxes.iter().chain(&icons).copied().filter(of_page).collect();
        let near = if self.hint(Kind::Search).is_some() { candidates } else { nearest(&candidates, anchor) };
        let (boxes, icons): (Vec<Node>, Vec<Node>) = near.into_iter().partition(|node| boxes.contains(node));
        if let [only] = boxes[..] {
            let value = only.attr("value").unwrap_or_default().to_owned();
            return match self.sighting([only]) {
                Sighting::Unique(target) => Search::Box(target, value),
                _ => Search::Missing,
            };
        }
        if boxes.len() > 1 {
            return Search::Ambiguous(boxes.len());
        }
        match self.sighting(icons) {
            Sighting::Missing => Search::Missing,
            Sighting::Unique(target) => Search::Icon(target),
            Sighting::Ambiguous(count) => Search::Ambiguous(count),
        }
    }

    // ---- flyout and warning --------------------------------------------------------------------------------

    fn surface(&self, dialog: Node<'s>, inside: &[Node<'s>]) -> Surface {
        let named = |term: Term| inside.iter().copied().filter(move |&node| self.means(node, term));
        let rendered = |term: Term| named(term).any(|node| self.on_screen(node));
        let text = self.tree.text(dialog);
        let own = self.tree.name(dialog);
        let name = quoted(if own.is_empty() { &text } else { own });
        let addresses: Vec<String> = addresses_in(&text).into_iter().map(str::to_owned).collect();
        let busy = dialog.attr("aria-busy") == Some("true") || dialog.descendants().any(|node| self.works(node));
        let asks = self.hint(Kind::Yes).is_some() || rendered(Term::No) || rendered(Term::Cancel);
        if rendered(Term::Yes) && asks {
            let yes = self.sighting(named(Term::Yes));
            return Surface::Confirm(Confirm { handle: dialog.handle(), name, addresses, yes, busy });
        }
        let last = inside
            .iter()
            .copied()
            .filter(|&node| self.means(node, Term::Unblock) || self.means(node, Term::UnblockUser))
            .filter(|&node| self.tree.role(node) == Role::Button);
        if rendered(Term::Next) || rendered(Term::Submit) || last.clone().any(|node| self.on_screen(node)) {
            return Surface::Flyout(Flyout {
                handle: dialog.handle(),
                name,
                addresses,
                next: self.sighting(named(Term::Next)),
                submit: self.sighting(named(Term::Submit)),
                last: self.sighting(last),
                busy,
            });
        }
        let usable = inside.iter().any(|&node| self.tree.visible(node));
        if self.tree.states(dialog).modal && usable { Surface::Strange(name) } else { Surface::Nothing }
    }
}

/// Those candidates that share the innermost container with the anchor: the list's own search, not the portal's.
fn nearest<'s>(candidates: &[Node<'s>], anchor: Option<Node<'s>>) -> Vec<Node<'s>> {
    let Some(anchor) = anchor else { return candidates.to_vec() };
    anchor
        .ancestors()
        .map(|container| candidates.iter().copied().filter(|&node| container.contains(node)).collect::<Vec<_>>())
        .find(|inside| !inside.is_empty())
        .unwrap_or_else(|| candidates.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fold::Native;
    use crate::core::snapshot::SnapshotBuilder;

    /// The list of restricted users with a search box, and what `paint` puts below it.
    fn seen(paint: impl FnOnce(&mut SnapshotBuilder)) -> View {
        let mut page = SnapshotBuilder::new("https://security.microsoft.com/restrictedentities");
        page.open("body", &[]);
        page.open("nav", &[]).open("button", &[("aria-expanded", "false")]).text("Reports").close().close();
        page.open("main", &[]);
        page.open("div", &[("role", "toolbar")]);
        page.open("button", &[("aria-expanded", "false")]).text("Filter").close().close();
        page.open("input", &[("type", "search"), ("placeholder", "Search")]).close();
        paint(&mut page);
        let snapshot = Snapshot::parse(page.close().close().finish()).unwrap();
        recognise(&snapshot, &Matcher::new(language_of(&snapshot)), &Native)
    }

    fn group_row(page: &mut SnapshotBuilder, open: &str) {
        page.open("div", &[("role", "row"), ("aria-expanded", open), ("aria-selected", "true")]);
        page.open("div", &[("role", "gridcell")]);
        page.open("button", &[("role", "checkbox"), ("aria-checked", "true")]).close().close();
        page.open("div", &[("role", "gridcell")]);
        page.open("button", &[("aria-expanded", open), ("aria-label", "expand collapse group")]).close().close();
        page.open("div", &[("role", "gridcell"), ("aria-colspan", "4")]).text("Outbound spam (1)").close();
        page.close();
    }

    fn section(page: &mut SnapshotBuilder, attrs: &[(&str, &str)]) {
        page.open("button", attrs).text("Outbound spam (1)").close();
    }

    #[test]
    fn a_list_is_busy_while_a_spinner_turns_with_or_without_a_role() {
        let busy = |attrs: &[(&str, &str)]| {
            seen(|page| {
                page.open("div", attrs).text("Loading").close();
            })
            .list
            .busy
        };
        assert!(busy(&[("role", "progressbar")]));
        assert!(busy(&[("class", "ms-Spinner")]), "Fluent 7 and 8");
        assert!(!busy(&[]));
        // It stays around a list that has loaded.
        assert!(!busy(&[("class", "ms-Shimmer-container")]));
    }

    #[test]
    fn closed_groups_are_seen_and_not_chosen_from() {
        let grid = |states: &'static [&'static str]| {
            seen(|page| {
                page.open("div", &[("role", "grid")]);
                states.iter().for_each(|open| group_row(page, open));
                page.close();
            })
        };
        assert_eq!(grid(&["true"]).list.closed_group, None);
        let opens = |seen: View| seen.list.closed_group.map(|target| target.control().handle);
        let of_row = |states: &'static [&'static str]| opens(grid(states));
        assert!(of_row(&["true", "false"]).is_some());
        assert!(of_row(&["true", "false"]) > of_row(&["false", "true"]), "the one that is closed");
        assert_eq!(of_row(&["false", "false"]), of_row(&["false", "true"]), "the first of two");
    }

    #[test]
    fn the_title_of_an_open_group_is_no_row_and_that_of_a_closed_one_may_hide_some() {
        let list = |open, text: &'static str| {
            seen(|page| {
                page.open("div", &[("role", "grid"), ("aria-rowcount", "2")]);
                group_row(page, open);
                page.open("div", &[("role", "row"), ("aria-expanded", open), ("aria-selected", "true")]);
                page.open("div", &[("role", "gridcell")]).text(text).close().close().close();
            })
            .list
        };
        let open = list("true", "Fabrikam relay");
        assert_eq!(open.rows.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), ["fabrikam relay"]);
        assert_eq!((open.select_all.len(), open.is_complete()), (1, true));
        assert_eq!(list("false", "Fabrikam relay").rows.iter().filter(|row| row.selected).count(), 2);
    }

    #[test]
    fn sections_without_a_grid_are_groups_where_the_list_would_be() {
        let closed = [("aria-expanded", "false")];
        let one = seen(|page| section(page, &closed)).list.closed_group;
        assert_eq!(one.as_ref().map(|target| target.control().name.as_str()), Some("Outbound spam (1)"));
        let two = seen(|page| {
            section(page, &closed);
            section(page, &closed);
        });
        assert_eq!(two.list.closed_group, one, "the first of two");
        // A menu, an open section, and a section beside a list that stands open.
        assert_eq!(seen(|page| section(page, &[closed[0], ("aria-haspopup", "menu")])).list.closed_group, None);
        assert_eq!(seen(|page| section(page, &[("aria-expanded", "true")])).list.closed_group, None);
        let beside = seen(|page| {
            section(page, &closed);
            page.open("div", &[("role", "grid")]).open("div", &[("role", "row")]);
            page.open("div", &[("role", "gridcell")]).text("rob@contoso.com").close().close().close();
        });
        assert_eq!(beside.list.closed_group, None);
    }
}
