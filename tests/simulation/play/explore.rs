//! Every state that can be reached, breadth first: the same portal, page agent and worker as the random sequences have, but with
//! nothing left to chance. From each state every move is tried; a state is known by all that decides what happens next.
//!
//! Moves that the job itself is made of are free: messages and answers arrive, timers go off, the guide's own time comes, and
//! the admin does what the panel asks for. Everything else is a surprise. What is explored is *every* sequence of any length
//! with at most so many surprises: `EXPLORE_SURPRISES`, or what the portal's line in [`PORTALS`] says for the quick run.
//!
//! Time is counted in classes: two states that differ only in how long ago something was, on the same side of all the guide's
//! patiences, are one state, and of such states the first is followed. A list that gives no sign of loading answers, and messages
//! arrive, before the guide's own time comes. `EXPLORE_ONLY` explores one portal, and `EXPLORE_STATES` says where to give up.

use super::super::random::Random;
use super::super::words::{Words, languages};
use super::super::world::{Generation, Loading, Naming, Person, Plan};
use super::*;
use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::fmt::Write;
use std::hash::Hasher;

/// Numbers from here on are names of nodes, documents and revisions: only whether two are equal counts.
const NAMES: u32 = 1_000_000;
/// Numbers from here on are times.
const TIMES: f64 = 1.0e11;
/// The guide's patiences, in milliseconds: between two of them nothing changes by itself.
const PATIENCES: [f64; 13] =
    [20.0, 300.0, 400.0, 1_000.0, 1_500.0, 2_000.0, 3_000.0, 5_000.0, 6_000.0, 10_000.0, 15_000.0, 20_000.0, 80_000.0];
/// A timer of the guide's comes later and later until something changes: how much, in milliseconds.
const LATE: [f64; 8] = [0.0, 0.0, 300.0, 1_000.0, 3_000.0, 10_000.0, 30_000.0, 100_000.0];
/// Times that are written down and decide nothing.
const SAID_ONLY: [&str; 7] = [
    "opened_at: ",
    "reset_at: Some(",
    "blocked_at: Some(",
    "proven_at: Some(",
    "still_gone_at: Some(",
    "back_at: Some(",
    "since: ",
];

/// A portal, how many surprises a sequence on it has in the quick run, and whether messages wait until somebody fetches them.
struct Portal {
    name: &'static str,
    quick: u8,
    late: bool,
    plan: fn(&mut Plan),
}

/// One portal a line; the first is what the others differ from.
const PORTALS: &[Portal] = &[
    Portal { name: "names the account", quick: 0, late: false, plan: |_| {} },
    Portal { name: "names nobody", quick: 0, late: false, plan: silent },
    Portal { name: "messages cross", quick: 0, late: true, plan: silent },
    Portal {
        name: "radio buttons, refuses",
        quick: 0,
        late: false,
        plan: |plan| {
            silent(plan);
            (plan.picks, plan.outcome) = (Picks::Radio, Outcome::Refused);
        },
    },
    Portal {
        name: "whole rows, lies",
        quick: 0,
        late: false,
        plan: |plan| {
            (plan.generation, plan.picks) = (Generation::Y2021, Picks::Row);
            (plan.flyout_names, plan.outcome) = (Naming::Nobody, Outcome::Lies);
        },
    },
    Portal {
        name: "Unblock in the row, late",
        quick: 0,
        late: false,
        plan: |plan| {
            silent(plan);
            plan.loading = Loading::Stale;
            (plan.generation, plan.picks, plan.outcome) = (Generation::Y2020, Picks::Nothing, Outcome::Late);
        },
    },
    Portal {
        name: "no flyout",
        quick: 1,
        late: false,
        plan: |plan| {
            silent(plan);
            (plan.generation, plan.picks) = (Generation::Y2018, Picks::Nothing);
        },
    },
    Portal {
        name: "hides a selection",
        quick: 0,
        late: false,
        plan: |plan| {
            silent(plan);
            (plan.hides_selection, plan.keeps_selection, plan.keeps_on_navigation) = (true, true, true);
        },
    },
    Portal {
        name: "ignores Yes, covers nothing",
        quick: 0,
        late: false,
        plan: |plan| {
            (plan.outcome, plan.covers, plan.as_you_type) = (Outcome::Ignored, false, true);
        },
    },
    Portal {
        name: "an icon, works slowly",
        quick: 0,
        late: false,
        plan: |plan| {
            (plan.icon, plan.step_ms, plan.loading, plan.empty_keeps_list) = (true, 1.0, Loading::Silent, false);
        },
    },
];

fn silent(plan: &mut Plan) {
    (plan.flyout_names, plan.dialog_names) = (Naming::Nobody, Naming::Nobody);
}

impl Portal {
    fn start(&self, surprises: u8, trace: bool) -> Reached {
        let mut random = Random::steady();
        let english = languages().iter().position(|tag| *tag == "en-US").expect("the label data has English");
        let mut plan = Plan {
            generation: Generation::Now,
            picks: Picks::Check,
            language: english,
            english: 0,
            icon: false,
            as_you_type: false,
            loading: Loading::Busy,
            load_ms: 0.0,
            search_ms: 0.0,
            step_ms: 0.0,
            yes_ms: 0.0,
            late_ms: 0.0,
            toolbar_ms: 0.0,
            flyout_names: Naming::Address,
            dialog_names: Naming::Address,
            support_address: false,
            outcome: Outcome::Done,
            others: 3,
            below: 0,
            says_count: true,
            keeps_selection: false,
            hides_selection: false,
            keeps_on_navigation: false,
            covers: true,
            hidden_twins: false,
            two_unblocks: false,
            two_submits: false,
            two_lists: false,
            disabled: false,
            read_only: false,
            banner_search: false,
            deaf_search: false,
            entity_column: true,
            session_ends: false,
            empty_keeps_list: true,
            fails: false,
        };
        (self.plan)(&mut plan);
        let person = |shown: &str, name: &str| Person {
            shown: shown.into(),
            name: name.into(),
            connector: false,
            double: false,
        };
        // The second is found by the same search, the third is not.
        let people = vec![
            person("rob@contoso.com", "Rob Young"),
            person("robert@contoso.com", "Robert Old"),
            person("adele.vance@contoso.com", "Adele Vance"),
        ];
        let words = Words::choose(languages()[english], 0, &mut random);
        let mut world = World::of(plan, words, people, vec![true; 3], vec![1, 0, 2]);
        (world.serial, world.document) = (NAMES, NAMES);
        world.load();
        let prompt = if self.late { 0 } else { 100 };
        let temper = Temper { obedient: 100, prompt, unpaintable: 0, mischief: false };
        let mut sim = Sim::new(world, temper, random, trace);
        sim.handles = Handles::above(NAMES);
        sim.connect();
        sim.come_to_rest();
        Reached { sim, surprises, opened: false, found: false }
    }
}

/// One step from one state to another.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Move {
    // ---- free ----
    Start,
    Attest,
    PressRing,
    TryAgain,
    OpenPanel,
    BackToTheList,
    Dismiss,
    LoadAnew,
    Message,
    Answer,
    Wake,
    Timer(usize),
    // ---- surprises ----
    Press(u32),
    Keyboard(Id),
    Reload,
    Wander,
    Sort,
    Rebuild,
    TakenOff,
    Deselected,
    PopUp(bool),
    Stolen,
    Scribbled,
    NotStored,
    NotPainted,
    HalfAPage,
    OwnSearch,
    TakeBack,
    CloseGuide,
    StartOver,
    Recheck,
    OnceMore,
    Away,
}

#[derive(Clone)]
struct Reached {
    sim: Sim,
    surprises: u8,
    /// The page of the list was seen, and a row of the account in it.
    opened: bool,
    found: bool,
}

impl Reached {
    /// The case has ended: what follows is another sequence.
    fn is_over(&self) -> bool {
        self.sim.worker.cases.iter().any(|case| case.closed.is_some())
    }

    fn moves(&self) -> (Vec<Move>, Vec<Move>) {
        let sim = &self.sim;
        let (mut free, mut surprises) = (Vec::new(), Vec::new());
        if self.is_over() {
            return (free, surprises);
        }
        let asked = sim.queue.is_empty() && sim.replies.is_empty();
        // A list that shows no sign of loading answers before the guide's patience with it ends, and so do messages arrive.
        let silent = sim.world.list.status == Status::Loading && sim.world.plan.loading != Loading::Busy;
        let plan = sim.guide.plan();
        let can = [
            (!sim.queue.is_empty(), Move::Message),
            (!sim.replies.is_empty(), Move::Answer),
            (sim.wake.is_some() && !silent && sim.queue.is_empty(), Move::Wake),
            (sim.reload_at.is_some(), Move::LoadAnew),
            (asked && sim.paused, Move::OpenPanel),
            (asked && !sim.paused && sim.guide.case().is_none(), Move::Start),
            (asked && sim.ring.is_some(), Move::PressRing),
            (asked && !sim.world.on_list, Move::BackToTheList),
            (asked && (sim.world.survey.is_some() || sim.world.unknown.is_some()), Move::Dismiss),
        ];
        free.extend(can.into_iter().filter(|(can, _)| *can).map(|(_, this)| this));
        let stale = |timer: &Timer| matches!(timer, Timer::Answer(request) if *request != sim.world.list.request);
        free.extend((0..sim.world.timers.len()).filter(|&index| !stale(&sim.world.timers[index].1)).map(Move::Timer));
        if let Some(plan) = plan.filter(|_| asked && !sim.paused) {
            match (plan.state, plan.step) {
                (State::Asking, Step::Secure) => free.push(Move::Attest),
                (State::Asking | State::Lost | State::Refused, _) => {
                    free.push(Move::TryAgain);
                    if plan.reload {
                        free.push(Move::LoadAnew);
                    }
                }
                _ => {}
            }
        }
        if self.surprises == 0 {
            return (free, surprises);
        }
        let ringed = sim.ring.as_ref().map(|ring| ring.handle).filter(|_| asked);
        for &(handle, thing, reachable) in &sim.latest.things {
            let plain = matches!(thing, Thing::Decoy | Thing::SearchBox | Thing::Elsewhere | Thing::DismissToast);
            if reachable && !plain && Some(handle) != ringed {
                surprises.push(Move::Press(handle));
            }
        }
        let in_front = sim.world.flyout.is_none() && sim.world.warning.is_none() && sim.world.on_list;
        if in_front && sim.world.plan.picks != Picks::Nothing {
            surprises.extend(paint::in_dom(&sim.world).into_iter().take(2).map(Move::Keyboard));
        }
        let pops = sim.world.survey.is_none() && sim.world.unknown.is_none();
        // Where a warning is awaited a question that names nobody cannot be told from it.
        let awaited = sim.world.timers.iter().any(|(_, timer)| matches!(timer, Timer::Warn(_)));
        let can = [
            (true, Move::Reload),
            (sim.world.on_list, Move::Wander),
            (in_front, Move::Sort),
            (sim.world.on_list, Move::Rebuild),
            (sim.world.listed[HERO], Move::TakenOff),
            (!sim.world.selected.is_empty(), Move::Deselected),
            (pops && !awaited, Move::PopUp(false)),
            (pops, Move::PopUp(true)),
            (sim.guide.case().is_some(), Move::Stolen),
            (sim.guide.case().is_some(), Move::Scribbled),
            (!sim.worker.full, Move::NotStored),
            (sim.ring.is_some() && asked, Move::NotPainted),
            (!sim.printed.is_empty(), Move::HalfAPage),
            (in_front && sim.world.search_open, Move::OwnSearch),
            (sim.guide.case().is_some_and(|case| case.gate.is_open()), Move::TakeBack),
            (!sim.paused, Move::CloseGuide),
            (sim.guide.case().is_some() && !sim.paused, Move::StartOver),
            (sim.guide.case().is_some_and(|case| case.proven_at.is_some()), Move::Recheck),
            (asked && plan.is_some_and(guided_unblock::core::decide::Plan::offers_once_more), Move::OnceMore),
            (!silent && sim.queue.is_empty(), Move::Away),
        ];
        surprises.extend(can.into_iter().filter(|(can, _)| *can).map(|(_, this)| this));
        (free, surprises)
    }

    fn after(&self, this: Move) -> Reached {
        let mut state = self.clone();
        let sim = &mut state.sim;
        note!(sim, "-- {this:?}");
        match this {
            Move::Start => {
                let typed = sim.world.people[HERO].shown.clone();
                sim.update(Event::Admin(Input::Start(typed)));
            }
            Move::Attest => sim.attest(),
            Move::PressRing => {
                if let Some(ring) = sim.ring.clone() {
                    sim.press_handle(ring.handle);
                }
            }
            Move::TryAgain => sim.update(Event::Admin(Input::Press(Button::TryAgain))),
            Move::OnceMore => sim.update(Event::Admin(Input::Press(Button::OnceMore))),
            Move::OpenPanel => {
                sim.paused = false;
                sim.update(Event::Admin(Input::Collapse(false)));
            }
            Move::BackToTheList | Move::Wander => sim.go(this == Move::BackToTheList),
            Move::Dismiss => {
                (sim.world.survey, sim.world.unknown) = (None, None);
                sim.after_change();
            }
            Move::LoadAnew | Move::Reload => sim.reload(),
            Move::Message => sim.deliver_one(),
            Move::Answer => {
                if let Some((_, reply)) = sim.replies.pop_front() {
                    sim.update(Event::Worker(reply));
                }
            }
            Move::Wake => {
                let mut text = String::new();
                let mut names = HashMap::new();
                self.canonical(&mut text);
                let before = hash(&text, &self.sim.world, &mut names);
                for late in LATE {
                    let Some(wake) = state.sim.wake.take() else { break };
                    state.sim.world.now = state.sim.world.now.max(wake) + late;
                    state.sim.update(Event::Tick);
                    if state.sim.temper.prompt == 100 {
                        state.sim.come_to_rest();
                    }
                    state.canonical(&mut text);
                    if hash(&text, &state.sim.world, &mut names) != before {
                        break;
                    }
                }
            }
            Move::Timer(index) => {
                sim.world.fire_one(index);
                sim.after_change();
            }
            Move::Press(handle) => sim.press_handle(handle),
            Move::Keyboard(id) => {
                sim.world.toggle(id);
                sim.after_change();
            }
            Move::Sort => {
                sim.world.order.reverse();
                sim.world.list.items.reverse();
                sim.after_change();
            }
            Move::Rebuild => {
                sim.world.timers.push((sim.world.now, Timer::Rebuild));
                sim.world.fire_one(sim.world.timers.len() - 1);
                sim.after_change();
            }
            Move::TakenOff => sim.world.listed[HERO] = false,
            Move::Deselected => {
                sim.world.selected.clear();
                sim.after_change();
            }
            Move::PopUp(strange) => {
                let timer = if strange { Timer::Unknown } else { Timer::Survey };
                sim.world.timers.push((sim.world.now, timer));
                sim.world.fire_one(sim.world.timers.len() - 1);
                sim.after_change();
            }
            Move::Stolen => sim.worker.steal(),
            Move::Scribbled => sim.worker.scribble(),
            Move::NotStored => sim.worker.full = true,
            Move::NotPainted => {
                if let Some(ring) = sim.ring.take() {
                    sim.send(FromAgent::NotPainted { handle: ring.handle, why: Unpaintable::Covered });
                }
            }
            Move::HalfAPage => sim.half_a_page(),
            Move::OwnSearch => {
                let text = if sim.world.search_text.is_empty() { "adele" } else { "" };
                sim.world.type_text(text, true);
                sim.after_change();
            }
            Move::TakeBack => sim.update(Event::Admin(Input::Reset(false))),
            Move::CloseGuide => {
                sim.paused = true;
                sim.update(Event::Admin(Input::Press(Button::CloseGuide)));
            }
            Move::StartOver => sim.update(Event::Admin(Input::Press(Button::StartOver))),
            Move::Recheck => sim.update(Event::Admin(Input::Press(Button::Recheck))),
            Move::Away => {
                sim.world.now += 200_000.0;
                sim.update(Event::Tick);
            }
        }
        let sim = &mut state.sim;
        if sim.temper.prompt == 100 {
            sim.come_to_rest();
        }
        let known = &state.sim.known;
        state.opened |= known.on_list;
        state.found |= known.things.iter().any(|(_, thing, _)| *thing == Thing::Row(HERO));
        state
    }

    /// What must never be, beyond what the sequences themselves look for: a tick that nothing has shown.
    fn fault(&self) -> Option<String> {
        if let Some(fault) = &self.sim.fault {
            return Some(fault.what.clone());
        }
        let sim = &self.sim;
        let panel = sim.guide.panel(sim.world.now);
        sim.guide.case()?;
        let own = |accounts: &[Id]| matches!(accounts, [HERO]);
        let committed = sim.world.commits.iter().any(|commit| commit.warned && own(&commit.accounts));
        panel.steps.iter().filter(|line| line.mark == Mark::Seen).find_map(|line| {
            let shown = match line.step {
                Step::Secure => false,
                Step::Open => self.opened || committed,
                Step::Find => self.found || committed,
                Step::Unblock => committed,
                Step::Verify => committed && !sim.world.lists(HERO) || sim.worker.cases.iter().any(was_proven),
            };
            (!shown).then(|| format!("{:?} is ticked, and nothing has shown it", line.step))
        })
    }

    /// The guide waits, and says nothing to be done.
    fn is_waiting(&self) -> bool {
        let plan = self.sim.guide.plan();
        !self.is_over() && self.sim.ring.is_none() && plan.is_some_and(|plan| plan.state == State::Waiting)
    }

    /// All that decides what can happen from here, with every name in the order in which it first occurs.
    fn canonical(&self, into: &mut String) {
        let (sim, world) = (&self.sim, &self.sim.world);
        into.clear();
        let flyout = world.flyout.as_ref().map_or(0, |flyout| flyout.serial);
        let warning = world.warning.as_ref().map_or(0, |warning| warning.serial);
        let (survey, unknown) = (world.survey.unwrap_or(0), world.unknown.unwrap_or(0));
        let alive = [0, world.mount, flyout, warning, survey, unknown];
        let mut nodes: Vec<_> = sim.handles.all().filter(|(_, serial, ..)| alive.contains(serial)).collect();
        nodes.sort_unstable();
        let timers: Vec<_> = world
            .timers
            .iter()
            .filter_map(|(_, timer)| match timer {
                Timer::Answer(request) => (*request == world.list.request).then_some("answer".to_owned()),
                Timer::Sent(index) => world
                    .commits
                    .get(*index as usize)
                    .map(|commit| format!("sent {:?} {}", commit.accounts, commit.document == world.document)),
                other => Some(format!("{other:?}")),
            })
            .collect();
        let commits: BTreeSet<_> = world
            .commits
            .iter()
            .map(|commit| format!("{:?}{}{}", commit.accounts, commit.warned, commit.document == world.document))
            .collect();
        let list = (&world.list.status, &world.list.items, &world.list.query);
        let open = (
            world.flyout.as_ref().map(|flyout| (&flyout.accounts, flyout.page, flyout.busy, flyout.serial)),
            world.warning.as_ref().map(|warning| (&warning.accounts, warning.busy, warning.serial)),
            // What a node is, and whether it stays the same on the next page, hangs on its serial number.
            (flyout % 2, warning % 3, world.survey, world.unknown, world.mount),
        );
        let page = (&world.listed, &world.order, world.document, world.visits.min(2), world.on_list, world.looked);
        let shown = (&world.search_text, world.search_open, &world.selected, world.toolbar, world.message, world.chain);
        let older = world.focused;
        let _ = write!(into, "{nodes:?}{timers:?}{commits:?}{list:?}{open:?}{page:?}{shown:?}{older:?}");
        let _ = write!(into, "{:?}", world.pretended);
        let _ = write!(into, "epoch: {} {}", sim.epoch, &sim.printed[body(&sim.printed)..]);
        let _ = write!(into, "{:?}{:?}{:?}", sim.latest, sim.ring, sim.worker);
        if !Rc::ptr_eq(&sim.latest, &sim.known) {
            let _ = write!(into, "{:?}", sim.known);
        }
        let waits = (sim.watching, &sim.needles, sim.wake, sim.reload_at.is_some(), sim.reloads, sim.paused);
        let _ = write!(into, "{waits:?}{:?}", sim.attested.len());
        for message in &sim.queue {
            match &message.message {
                FromAgent::Snapshot { epoch, text, .. } => {
                    let _ = write!(into, "epoch: {epoch} {}{:?}", &text[body(text)..], message.truth);
                }
                other => {
                    let _ = write!(into, "{other:?}{:?}{:?}", message.truth, message.press);
                }
            }
        }
        let replies: Vec<_> = sim.replies.iter().map(|(_, reply)| reply).collect();
        let _ = write!(into, "{replies:?}{:?}", sim.guide);
        let rest = (self.surprises, self.opened, self.found);
        let _ = write!(into, "{rest:?}");
    }
}

fn was_proven(case: &Case) -> bool {
    case.proven_at.is_some()
}

/// Where the part of a snapshot begins that does not say its epoch.
fn body(text: &str) -> usize {
    text.match_indices('\u{1f}').nth(1).map_or(0, |(at, _)| at)
}

/// A number of a state: names by their first occurrence, times by their class.
fn hash(text: &str, world: &World, names: &mut HashMap<u64, u32>) -> u64 {
    names.clear();
    let (now, document) = (world.now, world.document);
    let rechecks = text.contains("recheck: Some");
    let mut hasher = DefaultHasher::new();
    let bytes = text.as_bytes();
    let (mut at, mut plain) = (0, 0);
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() || at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'.') {
            at += 1;
            continue;
        }
        let mut end = at;
        while end < bytes.len()
            && (bytes[end].is_ascii_digit() || bytes[end] == b'.' && bytes.get(end + 1).is_some_and(u8::is_ascii_digit))
        {
            end += 1;
        }
        let before = &text[..at];
        let counts = before.ends_with("epoch: ") || before.ends_with("revision: ");
        let id = before.ends_with('"');
        let lasts = before.ends_with("reaction: ") || before.ends_with("gone_after: ");
        if !counts && !lasts && end - at < 7 {
            at = end;
            continue;
        }
        let number: f64 = text[at..end].parse().unwrap_or(0.0);
        if counts || lasts || number >= f64::from(NAMES) {
            hasher.write(&bytes[plain..at]);
            plain = end;
            if lasts {
                hasher.write_u32(class(number.min(6_000.0)));
            } else if number >= TIMES && !id {
                hasher.write_u32(age(now - number, before, &text[end..], document, rechecks));
            } else {
                // A revision may have the number of an epoch, and they have nothing to do with each other.
                let kind = if before.ends_with("revision: ") { 1 } else { u64::from(counts) * 2 };
                let next = names.len() as u32;
                hasher.write_u32(*names.entry(number as u64 * 4 + kind).or_insert(next));
            }
        }
        at = end;
    }
    hasher.write(&bytes[plain..]);
    hasher.finish()
}

/// The class of a time that is `age` milliseconds ago, of which `before` and `after` are what is said around it.
fn age(age: f64, before: &str, after: &str, document: u32, rechecks: bool) -> u32 {
    let only_said = SAID_ONLY.iter().any(|key| before.ends_with(key)) && !(rechecks && before.ends_with("since: "));
    // Once the document is loaded anew it does not matter when Yes was pressed in the one before.
    let is_past =
        before.ends_with("Committed { at: ") && !after.starts_with(&format!(", document: \"document {document}\""));
    match () {
        () if age < 0.0 || only_said || is_past => 100,
        () if before.ends_with("Typed { at: ") => 200 + class(age.min(6_000.0)),
        () if before.ends_with("changed_at: ") => 200 + class(age.min(20_000.0)),
        () => 200 + class(age),
    }
}

fn class(lasts: f64) -> u32 {
    PATIENCES.iter().filter(|patience| lasts >= **patience).count() as u32
}

/// What one exploration found.
#[derive(Default)]
struct Found {
    states: usize,
    transitions: usize,
    depth: usize,
    emptied: bool,
    /// States with a ring on a control that commits, and states in which the unblock is proven.
    commits: usize,
    proven: usize,
    fault: Option<(String, Vec<Move>)>,
}

fn explore(portal: &Portal, surprises: u8, limit: usize) -> Found {
    let start = portal.start(surprises, false);
    let (mut text, mut names) = (String::new(), HashMap::new());
    let mut known: HashMap<u64, u32> = HashMap::new();
    // How each state was reached first, whether the guide waits in it, and its free moves.
    let mut from: Vec<(u32, Move)> = vec![(0, Move::Start)];
    let mut waits = vec![start.is_waiting()];
    let mut edges: Vec<(u32, u32)> = Vec::new();
    let mut found = Found { states: 1, ..Found::default() };
    start.canonical(&mut text);
    known.insert(hash(&text, &start.sim.world, &mut names), 0);
    let mut frontier: Vec<(u32, Reached)> = vec![(0, start)];
    while !frontier.is_empty() && known.len() < limit {
        found.depth += 1;
        let mut next = Vec::new();
        for (index, state) in frontier {
            let (free, others) = state.moves();
            let all = free.iter().map(|this| (*this, 0)).chain(others.iter().map(|this| (*this, 1)));
            for (this, cost) in all {
                let mut after = state.after(this);
                after.surprises -= cost;
                found.transitions += 1;
                if let Some(fault) = after.fault() {
                    let mut path = vec![this];
                    path.extend(steps_to(&from, index));
                    path.reverse();
                    found.fault = Some((fault, path));
                    found.states = known.len();
                    return found;
                }
                after.canonical(&mut text);
                let count = known.len() as u32;
                let to = match known.entry(hash(&text, &after.sim.world, &mut names)) {
                    Entry::Occupied(there) => *there.get(),
                    Entry::Vacant(free) => {
                        free.insert(count);
                        from.push((index, this));
                        waits.push(after.is_waiting());
                        let ring = after.sim.ring.as_ref().and_then(|ring| after.sim.known.thing(ring.handle));
                        let commits = matches!(ring, Some((Thing::Submit | Thing::Final | Thing::Yes, _)));
                        found.commits += usize::from(commits);
                        found.proven += usize::from(after.sim.guide.case().is_some_and(was_proven));
                        next.push((count, after));
                        count
                    }
                };
                if cost == 0 {
                    edges.push((to, index));
                }
            }
        }
        frontier = next;
    }
    found.states = known.len();
    found.emptied = frontier.is_empty();
    if found.emptied {
        found.fault = dead_end(&waits, edges).map(|index| {
            let mut path: Vec<Move> = steps_to(&from, index).collect();
            path.reverse();
            ("waits, and nothing that is free leads anywhere".to_owned(), path)
        });
    }
    found
}

fn frontier(found: &Found) -> &'static str {
    if found.emptied { "emptied" } else { "LEFT" }
}

fn steps_to(from: &[(u32, Move)], index: u32) -> impl Iterator<Item = Move> {
    let mut at = index;
    std::iter::from_fn(move || {
        let (before, this) = from[at as usize];
        let here = at;
        at = before;
        (here != 0).then_some(this)
    })
}

/// A state in which the guide waits, and from which no sequence of free moves leads to one in which it does not.
fn dead_end(waits: &[bool], mut edges: Vec<(u32, u32)>) -> Option<u32> {
    edges.sort_unstable();
    edges.dedup();
    let mut leads: Vec<bool> = waits.iter().map(|waits| !waits).collect();
    let mut open: Vec<u32> = (0..waits.len() as u32).filter(|&index| leads[index as usize]).collect();
    while let Some(to) = open.pop() {
        let first = edges.partition_point(|edge| edge.0 < to);
        for &(_, before) in edges[first..].iter().take_while(|edge| edge.0 == to) {
            if !std::mem::replace(&mut leads[before as usize], true) {
                open.push(before);
            }
        }
    }
    leads.iter().position(|leads| !leads).map(|index| index as u32)
}

impl Sim {
    /// Everything that agent and worker have said arrives.
    fn come_to_rest(&mut self) {
        while self.fault.is_none() && !(self.queue.is_empty() && self.replies.is_empty()) {
            self.flush();
            if let Some((_, reply)) = self.replies.pop_front() {
                self.update(Event::Worker(reply));
            }
        }
    }

    fn attest(&mut self) {
        if let Some(case) = self.guide.case() {
            self.attested.insert(case.id.clone());
        }
        self.update(Event::Admin(Input::Reset(true)));
    }
}

#[test]
fn every_reachable_state_keeps_the_invariants() {
    let number = super::super::number;
    let only = std::env::var("EXPLORE_ONLY").ok();
    let limit = number("EXPLORE_STATES", 5_000_000) as usize;
    let wanted = |portal: &&Portal| only.as_ref().is_none_or(|only| portal.name.contains(only.as_str()));
    let portals: Vec<&Portal> = PORTALS.iter().filter(wanted).collect();
    let most: Option<u8> = std::env::var("EXPLORE_SURPRISES").ok().and_then(|text| text.parse().ok());
    let surprises = |portal: &Portal| most.unwrap_or(portal.quick);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let all = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(portal) = portals.get(index) else { break };
                    let found = explore(portal, surprises(portal), limit);
                    // It may take an hour until the last has ended: what is known by then is said.
                    println!("{}: {} states, {}", portal.name, found.states, frontier(&found));
                    all.lock().expect("no thread panicked").push((index, found));
                }
            });
        }
    });
    let mut all = all.into_inner().expect("no thread panicked");
    all.sort_by_key(|(index, _)| *index);
    assert!(!all.is_empty(), "there is no such portal");
    println!(
        "portal                        surprises    states  transitions  depth  frontier  rings on commit  proven"
    );
    let mut failed = 0;
    for (index, found) in &all {
        let portal = portals[*index];
        println!(
            "{:<29} {:>9} {:>9} {:>12} {:>6}  {:<8} {:>16} {:>7}",
            portal.name,
            surprises(portal),
            found.states,
            found.transitions,
            found.depth,
            frontier(found),
            found.commits,
            found.proven
        );
        let ends = portal.start(0, false).sim.world.plan.outcome;
        let proves = !matches!(ends, Outcome::Done | Outcome::Late) || found.proven > 0;
        failed += usize::from(found.fault.is_some() || !found.emptied || found.commits == 0 || !proves);
    }
    let sum = |of: fn(&Found) -> usize| all.iter().map(|(_, found)| of(found)).sum::<usize>();
    println!("{} states and {} transitions in all", sum(|found| found.states), sum(|found| found.transitions));
    if let Some((index, (fault, path))) =
        all.iter().find_map(|(index, found)| found.fault.as_ref().map(|fault| (*index, fault)))
    {
        let mut state = portals[index].start(surprises(portals[index]), true);
        for &this in path {
            state = state.after(this);
        }
        println!("{}", state.sim.trace.unwrap_or_default().join("\n"));
        println!("{}: {path:?}", portals[index].name);
        println!("{} passed, {failed} failed", all.len() - failed);
        panic!("oracle: {}: {fault}", portals[index].name);
    }
    println!("{} passed, {failed} failed", all.len() - failed);
    assert_eq!(failed, 0, "a frontier was left, or a portal never came to a commit control or a proof");
}
