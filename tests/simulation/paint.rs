//! Prints the world as the page agent would: snapshot text for the guide, and beside it the truth about every node.
//!
//! Not by `SnapshotBuilder`, although it writes the same format: the agent's handles stay the same as long as a
//! node lives, and rings, clicks and refused rings all rest on that.

use super::world::{ANYBODY, Chain, Generation, HERO, Id, Loading, Naming, Picks, Status, Thing, World};
use guided_unblock::core::snapshot::Flags;
use std::collections::HashMap;
use std::fmt::Write;

pub type Handle = u32;

/// What the world knows about the page of one snapshot.
#[derive(Clone, Default, Debug)]
pub struct Truth {
    /// What each node that could be pressed really is, and whether it can be reached just now.
    pub things: Vec<(Handle, Thing, bool)>,
    /// Nodes that print somebody's address: in the rows, in the flyout, in the warning.
    pub addresses: Vec<(Handle, Id)>,
    pub flyout: Option<Vec<Id>>,
    pub warning: Option<Vec<Id>>,
    /// Flyout or warning print somebody's address.
    pub named: bool,
    pub selected: Vec<Id>,
    pub chain: Chain,
    pub on_list: bool,
}

impl Truth {
    pub fn thing(&self, handle: Handle) -> Option<(Thing, bool)> {
        self.things.iter().find(|(known, ..)| *known == handle).map(|&(_, thing, reachable)| (thing, reachable))
    }

    /// How many such things can be reached.
    pub fn count(&self, fits: impl Fn(Thing) -> bool) -> usize {
        self.things.iter().filter(|(_, thing, reachable)| *reachable && fits(*thing)).count()
    }
}

/// A node of the page, whatever it looks like: place, serial number of what it stands in, and a number of its own.
type Key = (&'static str, u32, usize);

/// The agent's memory of nodes, for one document.
#[derive(Default, Clone)]
pub struct Handles {
    known: HashMap<Key, Handle>,
    /// The handle of the parent, by handle less `base`.
    parents: Vec<Handle>,
    /// Every handle is greater than this.
    base: Handle,
}

impl Handles {
    /// Handles that are greater than this.
    pub fn above(base: Handle) -> Handles {
        Handles { base, ..Handles::default() }
    }

    /// The same for another document.
    pub fn anew(&self) -> Handles {
        Handles::above(self.base)
    }

    /// Every node that was seen, with its handle.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, u32, usize, Handle)> {
        self.known.iter().map(|(&(place, serial, number), &handle)| (place, serial, number, handle))
    }

    fn of(&mut self, key: Key) -> Handle {
        let next = self.base + self.known.len() as Handle + 1;
        *self.known.entry(key).or_insert(next)
    }

    /// The node of this key, which stands in `parent`.
    fn within(&mut self, key: Key, parent: Handle) -> Handle {
        let handle = self.of(key);
        let at = (handle - self.base) as usize;
        if self.parents.len() <= at {
            self.parents.resize(at + 1, 0);
        }
        self.parents[at] = parent;
        handle
    }

    /// The node and its ancestors, innermost first.
    pub fn path(&self, handle: Handle) -> Vec<Handle> {
        let mut path = vec![handle];
        let mut at = handle;
        while let Some(&parent) = self.parents.get((at - self.base) as usize).filter(|parent| **parent != 0) {
            path.push(parent);
            at = parent;
        }
        path
    }
}

struct Sheet<'a> {
    out: String,
    open: Vec<Handle>,
    handles: &'a mut Handles,
    truth: Truth,
}

const BLOCK: Flags = Flags::BLOCK;
const NONE: Flags = Flags::NONE;

impl Sheet<'_> {
    fn node(&mut self, key: Key, tag: &str, flags: Flags, rect: bool, attrs: &[(&str, &str)], text: &str) -> Handle {
        let handle = self.handles.within(key, self.open.last().copied().unwrap_or(0));
        let rect = if rect { "40,40,120,24" } else { "" };
        let _ = write!(self.out, "{}\u{1f}{handle}\u{1f}{tag}\u{1f}{}\u{1f}{rect}\u{1f}", self.open.len(), flags.0);
        for (index, (name, value)) in attrs.iter().enumerate() {
            let _ = write!(self.out, "{}{name}={value}", if index == 0 { "" } else { "\u{1d}" });
        }
        let _ = write!(self.out, "\u{1f}{text}\u{1e}");
        handle
    }

    fn open(&mut self, key: Key, tag: &str, rect: bool, attrs: &[(&str, &str)]) -> Handle {
        let handle = self.node(key, tag, BLOCK, rect, attrs, "");
        self.open.push(handle);
        handle
    }

    fn close(&mut self) {
        self.open.pop();
    }

    /// A node that is in the page and not in the snapshot.
    fn silent(&mut self, key: Key, thing: Thing, reachable: bool) {
        let handle = self.handles.within(key, self.open.last().copied().unwrap_or(0));
        self.thing(handle, thing, reachable);
    }

    fn thing(&mut self, handle: Handle, thing: Thing, reachable: bool) {
        self.truth.things.push((handle, thing, reachable));
    }

    fn words(&mut self, key: Key, tag: &str, text: &str) -> Handle {
        self.node(key, tag, BLOCK, tag.starts_with('h'), &[], text)
    }

    /// Notes that a node prints the addresses of these accounts.
    fn names(&mut self, handle: Handle, accounts: &[Id], naming: Naming) {
        if naming == Naming::Address {
            self.truth.addresses.extend(accounts.iter().map(|&id| (handle, id)));
        }
    }

    fn button(&mut self, key: Key, name: &str, disabled: bool, thing: Thing, reachable: bool) {
        let flags = if disabled { BLOCK.with(Flags::DISABLED) } else { BLOCK };
        let handle = self.node(key, "button", flags, true, &[("type", "button")], name);
        self.thing(handle, thing, reachable);
    }

    /// Controls that nobody sees, with the same words.
    fn twins(&mut self, mount: u32, number: usize, name: &str) {
        let hidden = self.node(("twin", mount, number), "button", BLOCK.with(Flags::HIDDEN), false, &[], name);
        self.thing(hidden, Thing::Decoy, false);
        let silent = self.node(("twin", mount, number + 100), "button", BLOCK, true, &[("aria-hidden", "true")], name);
        self.thing(silent, Thing::Decoy, false);
        let clear = self.node(("twin", mount, number + 200), "button", BLOCK.with(Flags::TRANSPARENT), true, &[], name);
        self.thing(clear, Thing::Decoy, false);
    }
}

/// The address of the list.
pub fn url(world: &World) -> &'static str {
    match (world.on_list, world.plan.generation) {
        (false, _) => "https://security.microsoft.com/alerts",
        (true, Generation::Y2018 | Generation::Y2019) => "https://protection.office.com/#/restrictedusers",
        (true, Generation::Y2020 | Generation::Y2021) => "https://security.microsoft.com/restrictedusers",
        (true, Generation::Now) => "https://security.microsoft.com/restrictedentities?tid=11111111",
    }
}

/// Prints the page. Rows that hold none of `needles` and are neither selected nor focused are only counted.
pub fn paint(world: &mut World, handles: &mut Handles, epoch: u32, needles: &[String]) -> (String, Truth) {
    if !world.looked && world.on_list {
        world.looked = true;
        // On a later visit within the document the guide has seen how the selection came about.
        world.chain.touched |= world.visits == 1 && !world.selected.is_empty();
    }
    let world = &*world;
    let in_dom = in_dom(world);
    let reported: Vec<Id> = in_dom
        .iter()
        .copied()
        .filter(|&id| {
            let person = &world.people[id];
            let text = format!("{} {}", person.shown, person.name).to_lowercase();
            world.selected.contains(&id)
                || world.focused == Some(id)
                || needles.iter().any(|needle| text.contains(needle.as_str()))
        })
        .collect();
    // A virtual list has a window's worth of rows in the page, whoever they are.
    let anybody = if world.plan.below == 0 { world.anybody() } else { world.anybody().min(20) };
    let anybody_chosen = if world.selected.contains(&ANYBODY) { anybody.min(3) } else { 0 };
    let left_out = in_dom.len() as u32 - reported.len() as u32 + anybody - anybody_chosen;
    let tag = world.words.language;
    let dir = if matches!(tag, "ar" | "he") { "rtl" } else { "ltr" };
    let mut out = String::with_capacity(4096);
    let _ = write!(
        out,
        "1\u{1f}{epoch}\u{1f}{}\u{1f}{tag}\u{1f}{dir}\u{1f}{}\u{1f}1280\u{1f}800\u{1f}{left_out}\u{1f}0\u{1f}0\u{1f}0\u{1e}",
        url(world),
        world.words.title,
    );
    let truth = Truth {
        flyout: world.flyout.as_ref().map(|flyout| flyout.accounts.clone()),
        warning: world.warning.as_ref().map(|warning| warning.accounts.clone()),
        addresses: Vec::with_capacity(8),
        named: false,
        selected: world.selected.clone(),
        chain: world.chain,
        on_list: world.on_list,
        things: Vec::with_capacity(24),
    };
    let mut sheet = Sheet { out, open: Vec::new(), handles, truth };
    sheet.open(("body", 0, 0), "body", false, &[]);
    let layers = world.flyout.is_some()
        || world.warning.is_some()
        || world.survey.is_some()
        || world.unknown.is_some()
        || world.session_over;
    let covered = layers && world.plan.covers;
    let hidden: &[(&str, &str)] = if covered { &[("aria-hidden", "true")] } else { &[] };
    sheet.open(("app", 0, 0), "div", false, hidden);
    frame(world, &mut sheet, !covered);
    if world.on_list {
        main(world, &mut sheet, !covered, &reported, anybody_chosen, in_dom.len() as u32 + anybody);
    } else {
        sheet.open(("elsewhere", 0, 0), "div", false, &[("role", "main")]);
        sheet.words(("elsewhere", 0, 1), "h1", "Alerts");
        sheet.close();
    }
    sheet.close();
    surfaces(world, &mut sheet);
    (sheet.out, sheet.truth)
}

/// The named rows that are in the page.
pub fn in_dom(world: &World) -> Vec<Id> {
    let list = &world.list;
    let shows = match list.status {
        Status::Ready => true,
        Status::Loading => world.plan.loading == Loading::Stale,
        Status::Failed => false,
    };
    let beyond = |id: &Id| world.unfiltered() && world.plan.below >> (id % 32) & 1 == 1;
    if shows { list.items.iter().copied().filter(|id| !beyond(id)).collect() } else { Vec::new() }
}

fn frame(world: &World, sheet: &mut Sheet, reachable: bool) {
    sheet.open(("banner", 0, 0), "div", false, &[("role", "banner")]);
    sheet.words(("banner", 0, 1), "span", "Contoso");
    if world.plan.banner_search {
        let search = world.words.search;
        let attrs = [("role", "searchbox"), ("type", "text"), ("placeholder", search), ("value", "")];
        let handle = sheet.node(("banner", 0, 2), "input", BLOCK, true, &attrs, "");
        sheet.thing(handle, Thing::Decoy, reachable);
    }
    sheet.close();
    sheet.open(("nav", 0, 0), "div", false, &[("role", "navigation")]);
    for (number, name) in [(1, "Home"), (2, world.words.title)] {
        let handle = sheet.node(("nav", 0, number), "a", NONE, true, &[("href", "")], name);
        sheet.thing(handle, Thing::Elsewhere, reachable);
    }
    sheet.close();
    if world.toast {
        sheet.open(("toast", 0, 0), "div", false, &[("role", "status")]);
        sheet.button(("toast", 0, 1), world.words.close, false, Thing::DismissToast, reachable);
        sheet.close();
    }
}

fn main(world: &World, sheet: &mut Sheet, reachable: bool, rows: &[Id], anybody_chosen: u32, loaded: u32) {
    let (plan, words, mount) = (&world.plan, &world.words, world.mount);
    sheet.open(("main", mount, 0), "div", false, &[("role", "main")]);
    sheet.words(("main", mount, 1), "h1", words.title);
    if let Some((loud, text)) = world.message {
        let role = if loud { "alert" } else { "status" };
        sheet.node(("main", mount, 2), "div", BLOCK, false, &[("role", role)], text);
    }
    if world.toolbar {
        sheet.open(("bar", mount, 0), "div", false, &[("role", "menubar")]);
        let command = matches!(plan.generation, Generation::Y2021 | Generation::Now);
        if command && !plan.read_only && !world.selected.is_empty() {
            for number in 0..1 + usize::from(plan.two_unblocks) {
                let disabled = if plan.disabled { "true" } else { "false" };
                let attrs = [("role", "menuitem"), ("type", "button"), ("aria-disabled", disabled)];
                let handle = sheet.node(("unblock", mount, number), "button", BLOCK, true, &attrs, words.unblock);
                sheet.thing(handle, Thing::Unblock, reachable);
            }
            if plan.hidden_twins {
                sheet.twins(mount, 0, words.unblock);
            }
        }
        let attrs = [("role", "menuitem"), ("type", "button")];
        let handle = sheet.node(("refresh", mount, 0), "button", BLOCK, true, &attrs, "Refresh");
        sheet.thing(handle, Thing::Refresh, reachable);
        sheet.close();
        if world.search_open {
            let attrs =
                [("role", "searchbox"), ("type", "text"), ("placeholder", words.search), ("value", &world.search_text)];
            let handle = sheet.node(("search", mount, 0), "input", BLOCK, true, &attrs, "");
            sheet.thing(handle, Thing::SearchBox, reachable);
        } else {
            sheet.button(("icon", mount, 0), words.search, false, Thing::SearchIcon, reachable);
        }
    }
    let list = &world.list;
    let loading = list.status == Status::Loading;
    match (list.status, plan.loading) {
        (Status::Failed, _) => {
            sheet.node(
                ("failed", mount, 0),
                "div",
                BLOCK,
                false,
                &[("role", "alert")],
                "The list could not be loaded.",
            );
        }
        (Status::Loading, Loading::Spinner) => {
            let attrs = [("role", "progressbar"), ("aria-label", "Loading")];
            sheet.node(("spinner", mount, 0), "div", BLOCK, true, &attrs, "");
        }
        (Status::Ready, _) if loaded == 0 && !plan.empty_keeps_list => {
            sheet.words(("nothing", mount, 0), "h2", "Nothing to show");
        }
        _ => {
            if plan.two_lists {
                grid(world, sheet, reachable, "other", &[], 0, false, 0);
            }
            grid(world, sheet, reachable, "grid", rows, anybody_chosen, loading, loaded);
        }
    }
    sheet.close();
}

#[allow(clippy::too_many_arguments)]
fn grid(
    world: &World,
    sheet: &mut Sheet,
    reachable: bool,
    place: &'static str,
    rows: &[Id],
    anybody_chosen: u32,
    loading: bool,
    loaded: u32,
) {
    let (plan, words, mount) = (&world.plan, &world.words, world.mount);
    let total =
        if world.list.status == Status::Ready { world.list.items.len() as u32 + world.anybody() } else { loaded };
    let count = (total + 1).to_string();
    let mut attrs = vec![("role", "grid"), ("aria-label", "Entities")];
    if plan.says_count {
        attrs.push(("aria-rowcount", &count));
    }
    if loading && plan.loading == Loading::Busy {
        attrs.push(("aria-busy", "true"));
    }
    sheet.open((place, mount, 0), "div", false, &attrs);
    sheet.open((place, mount, 1), "div", true, &[("role", "row")]);
    if plan.picks == Picks::Check {
        sheet.open((place, mount, 2), "div", true, &[("role", "columnheader")]);
        let attrs = [("role", "checkbox"), ("aria-label", "Select all rows"), ("aria-checked", "false")];
        let handle = sheet.node((place, mount, 3), "div", BLOCK, true, &attrs, "");
        sheet.thing(handle, Thing::SelectAll, reachable);
        sheet.close();
    }
    sheet.node((place, mount, 4), "div", BLOCK, true, &[("role", "columnheader")], "Name");
    if plan.entity_column {
        sheet.node((place, mount, 5), "div", BLOCK, true, &[("role", "columnheader")], words.entity);
    }
    if plan.generation == Generation::Y2020 {
        sheet.node((place, mount, 6), "div", BLOCK, true, &[("role", "columnheader")], words.actions);
    }
    sheet.close();
    if loading && plan.loading == Loading::Shimmer {
        for number in 0..3 {
            sheet.open(("shimmer", mount, number), "div", true, &[("role", "row")]);
            sheet.node(("shimmer", mount, number + 10), "div", BLOCK, false, &[("role", "gridcell")], "");
            sheet.close();
        }
    }
    for &id in rows {
        row(world, sheet, reachable, id);
    }
    if place == "grid" {
        // Rows that the agent leaves out can be pressed all the same; the guide learns the number of the node only.
        for id in in_dom(world).into_iter().filter(|id| !rows.contains(id)) {
            let kinds = [("row", Thing::Row(id)), ("tick", Thing::Selector(id)), ("do", Thing::RowUnblock(id))];
            for (place, thing) in kinds {
                let exists = match thing {
                    Thing::Selector(_) => matches!(plan.picks, Picks::Check | Picks::Radio),
                    Thing::RowUnblock(_) => plan.picks == Picks::Nothing && !plan.read_only && !plan.disabled,
                    _ => true,
                };
                if exists {
                    sheet.silent((place, mount, id), thing, reachable);
                }
            }
        }
    }
    for number in 0..anybody_chosen as usize {
        let attrs = [("role", "row"), ("aria-selected", "true")];
        let handle = sheet.open(("anybody", mount, number), "div", true, &attrs);
        let text = format!("ordinary.person{number}@contoso.com");
        sheet.node(("anybody", mount, number + 100), "div", BLOCK, false, &[("role", "gridcell")], &text);
        sheet.thing(handle, Thing::Row(ANYBODY), reachable);
        sheet.close();
    }
    sheet.close();
}

fn row(world: &World, sheet: &mut Sheet, reachable: bool, id: Id) {
    let (plan, words, mount) = (&world.plan, &world.words, world.mount);
    let person = &world.people[id];
    let selected = if world.selected.contains(&id) { "true" } else { "false" };
    let mut attrs = vec![("role", "row")];
    if plan.picks != Picks::Nothing {
        attrs.extend([("aria-selected", selected), ("tabindex", "-1")]);
    }
    let handle = sheet.open(("row", mount, id), "div", true, &attrs);
    sheet.thing(handle, Thing::Row(id), reachable);
    if matches!(plan.picks, Picks::Check | Picks::Radio) {
        let role = if plan.picks == Picks::Check { "checkbox" } else { "radio" };
        sheet.open(("check", mount, id), "div", false, &[("role", "gridcell")]);
        let attrs = [("role", role), ("aria-label", "Select row"), ("aria-checked", selected)];
        let handle = sheet.node(("tick", mount, id), "div", BLOCK, true, &attrs, "");
        sheet.thing(handle, Thing::Selector(id), reachable);
        sheet.close();
    }
    let address = sheet.node(("address", mount, id), "div", BLOCK, true, &[("role", "rowheader")], &person.shown);
    sheet.truth.addresses.push((address, id));
    sheet.node(("name", mount, id), "div", BLOCK, false, &[("role", "gridcell")], &person.name);
    if plan.entity_column {
        let entity = if person.connector { words.connector } else { words.mailbox };
        sheet.node(("entity", mount, id), "div", BLOCK, false, &[("role", "gridcell")], entity);
    }
    if plan.picks == Picks::Nothing && !plan.read_only {
        sheet.open(("action", mount, id), "div", false, &[("role", "gridcell")]);
        let thing = Thing::RowUnblock(id);
        if plan.generation == Generation::Y2020 {
            let attrs = [("type", "button"), ("role", "link")];
            let flags = if plan.disabled { BLOCK.with(Flags::DISABLED) } else { BLOCK };
            let handle = sheet.node(("do", mount, id), "button", flags, true, &attrs, words.unblock);
            sheet.thing(handle, thing, reachable);
        } else {
            sheet.button(("do", mount, id), words.unblock, plan.disabled, thing, reachable);
        }
        if plan.two_unblocks && id == HERO {
            sheet.button(("do", mount, 1_000 + id), words.unblock, plan.disabled, thing, reachable);
        }
        sheet.close();
    }
    sheet.close();
}

/// How the page calls these accounts.
fn called(world: &World, accounts: &[Id], naming: Naming) -> Option<String> {
    let one = |id: &Id| match (world.people.get(*id), naming) {
        (Some(person), Naming::Address) => person.shown.clone(),
        (Some(person), _) => person.name.clone(),
        (None, Naming::Address) => "ordinary.person1@contoso.com".to_owned(),
        (None, _) => "Ordinary Person".to_owned(),
    };
    (naming != Naming::Nobody).then(|| accounts.iter().map(one).collect::<Vec<_>>().join(", "))
}

fn surfaces(world: &World, sheet: &mut Sheet) {
    let (plan, words) = (&world.plan, &world.words);
    let above = world.warning.is_some() || world.survey.is_some() || world.unknown.is_some() || world.session_over;
    if let Some(flyout) = &world.flyout {
        let (serial, covered) = (flyout.serial, above && plan.covers);
        let reachable = !covered;
        let hidden: &[(&str, &str)] = if covered { &[("aria-hidden", "true")] } else { &[] };
        sheet.open(("flyout", serial, 0), "div", false, hidden);
        let attrs = [("role", "dialog"), ("aria-modal", "true"), ("aria-labelledby", "flyout-title")];
        sheet.open(("flyout", serial, 1), "div", true, &attrs);
        sheet.node(("flyout", serial, 2), "h2", BLOCK, true, &[("id", "flyout-title")], words.unblock_user);
        if let Some(who) = called(world, &flyout.accounts, plan.flyout_names) {
            let handle = sheet.words(("flyout", serial, 3), "p", &who);
            sheet.names(handle, &flyout.accounts, plan.flyout_names);
            sheet.truth.named |= plan.flyout_names == Naming::Address && has_address(world, &flyout.accounts);
        }
        if plan.support_address {
            sheet.words(("flyout", serial, 4), "p", "Questions? Write to support@contoso.com.");
            sheet.truth.named = true;
        }
        if flyout.busy {
            let attrs = [("role", "progressbar"), ("aria-label", "Working")];
            sheet.node(("flyout", serial, 5), "div", BLOCK, true, &attrs, "");
        }
        sheet.words(("flyout", serial, 6), "p", "Recommendations");
        let attrs = [("href", "")];
        let link = sheet.node(("flyout", serial, 7), "a", NONE, true, &attrs, words.reset_password);
        sheet.thing(link, Thing::Decoy, reachable);
        let last = flyout.page + 1 >= if flyout.connector { 1 } else { plan.pages() };
        let (name, thing) = match (last, flyout.connector, plan.generation) {
            (false, ..) => (words.next, Thing::Next),
            (true, true, _) => (words.unblock, Thing::Final),
            (true, false, Generation::Y2021 | Generation::Now) => (words.submit, Thing::Submit),
            (true, false, _) => (words.unblock_user, Thing::Final),
        };
        if flyout.page > 0 {
            sheet.button(("back", serial, 0), "Back", flyout.busy, Thing::Back, reachable);
        }
        // The next page's button is another node, or the same with another name.
        let number = flyout.page * usize::from(serial % 2 == 0);
        sheet.button(("primary", serial, number), name, flyout.busy, thing, reachable);
        if plan.two_submits && thing != Thing::Next {
            sheet.button(("primary", serial, 100), name, flyout.busy, thing, reachable);
        }
        if plan.hidden_twins {
            sheet.twins(serial, 0, name);
        }
        sheet.button(("cancel", serial, 0), words.cancel, flyout.busy, Thing::Cancel, reachable);
        sheet.button(("close", serial, 0), words.close, false, Thing::Close, reachable);
        sheet.close();
        sheet.close();
    }
    if let Some(warning) = &world.warning {
        let covered = plan.covers && (world.survey.is_some() || world.unknown.is_some() || world.session_over);
        let (serial, reachable) = (warning.serial, !covered);
        let hidden: &[(&str, &str)] = if covered { &[("aria-hidden", "true")] } else { &[] };
        sheet.open(("warning", serial, 0), "div", false, hidden);
        let attrs = [("role", if serial % 3 == 0 { "alertdialog" } else { "dialog" }), ("aria-modal", "true")];
        sheet.open(("warning", serial, 1), "div", true, &attrs);
        sheet.words(("warning", serial, 2), "h2", "Warning");
        match called(world, &warning.accounts, plan.dialog_names) {
            Some(who) => {
                let text = format!("{who} will be able to send again. Go on?");
                let handle = sheet.words(("warning", serial, 3), "p", &text);
                sheet.names(handle, &warning.accounts, plan.dialog_names);
                sheet.truth.named |= plan.dialog_names == Naming::Address && has_address(world, &warning.accounts);
            }
            None => drop(sheet.words(("warning", serial, 3), "p", "The user will be able to send again. Go on?")),
        }
        if warning.busy {
            let attrs = [("role", "progressbar"), ("aria-label", "Working")];
            sheet.node(("warning", serial, 4), "div", BLOCK, true, &attrs, "");
        }
        sheet.button(("yes", serial, 0), words.yes, warning.busy, Thing::Yes, reachable);
        if plan.hidden_twins {
            sheet.twins(serial, 50, words.yes);
        }
        sheet.button(("no", serial, 0), words.no, warning.busy, Thing::No, reachable);
        sheet.close();
        sheet.close();
    }
    for (serial, strange) in [(world.survey, false), (world.unknown, true)] {
        let Some(serial) = serial else { continue };
        sheet.open(("survey", serial, 0), "div", true, &[("role", "dialog"), ("aria-modal", "true")]);
        sheet.words(("survey", serial, 1), "h2", if strange { "What is new" } else { "Your opinion" });
        sheet.words(("survey", serial, 2), "p", "Do you like this portal?");
        if strange {
            sheet.button(("survey", serial, 3), "Show me", false, Thing::OtherYes, true);
        } else {
            sheet.button(("survey", serial, 3), words.yes, false, Thing::OtherYes, true);
        }
        sheet.button(("survey", serial, 4), if strange { words.close } else { words.no }, false, Thing::OtherNo, true);
        sheet.close();
    }
    if world.session_over {
        sheet.open(("session", 0, 0), "div", true, &[("role", "dialog"), ("aria-modal", "true")]);
        sheet.words(("session", 0, 1), "h2", "Your session has ended");
        sheet.button(("session", 0, 2), "Sign in", false, Thing::Decoy, true);
        sheet.close();
    }
}

fn has_address(world: &World, accounts: &[Id]) -> bool {
    accounts.iter().any(|id| world.people.get(*id).is_none_or(|person| person.shown.contains('@')))
}
