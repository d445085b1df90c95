//! One sequence: a portal, an admin who does right and wrong things, a page agent, a worker and a clock, all driven by
//! one seed. After every event the oracle looks at what the guide did.

use super::oracle;
use super::paint::{self, Handles, Truth};
use super::random::Random;
use super::worker::Worker;
use super::world::{HERO, Id, Outcome, Picks, Status, Thing, Timer, World};
use guided_unblock::core::case::{Case, Gate, SCHEMA};
use guided_unblock::core::decide::Act;
use guided_unblock::core::fold::Native;
use guided_unblock::core::guide::{Effect, Event, Guide};
use guided_unblock::core::panel::{Button, Input, Mark, State, Step};
use guided_unblock::core::recorder::{Environment, Recorder};
use guided_unblock::core::verdict::Refused;
use guided_unblock::protocol::{FromAgent, ToAgent, ToWorker, Tone, Unpaintable, VERSION};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

/// What a sequence saw.
#[derive(Default, Clone)]
pub struct Seen {
    /// Painted rings, by the control they stood on.
    pub rings: BTreeSet<&'static str>,
    pub amber: bool,
    pub refusals: BTreeSet<&'static str>,
    pub proven: bool,
    /// Rows that the admin picked as the account under another name.
    pub picks: u64,
    pub lost: BTreeSet<&'static str>,
    pub events: usize,
    pub snapshots: usize,
}

/// Something that must never happen.
#[derive(Debug, Clone)]
pub struct Fault {
    pub step: usize,
    pub what: String,
}

#[derive(Clone, Debug)]
struct Standing {
    handle: u32,
    tone: Tone,
}

#[derive(Clone, Debug)]
struct Message {
    /// When it arrives at the latest.
    due: f64,
    message: FromAgent,
    truth: Rc<Truth>,
    /// A press, and the accounts behind it.
    press: Option<(Thing, Option<Vec<Id>>)>,
}

/// How the admin of this sequence is.
#[derive(Clone)]
pub struct Temper {
    /// Of a hundred steps, how many do what the guide asks for.
    obedient: usize,
    /// Of a hundred messages of the agent, how many arrive at once.
    prompt: usize,
    /// Of a hundred rings, how many the agent cannot paint.
    unpaintable: usize,
    mischief: bool,
}

#[derive(Clone)]
pub struct Sim {
    pub world: World,
    pub guide: Guide,
    /// What a maintainer would get to see; the exploration needs none.
    recorder: Option<Recorder>,
    random: Random,
    temper: Temper,
    handles: Handles,
    worker: Worker,
    /// The agent is there and reports.
    watching: bool,
    needles: Vec<String>,
    epoch: u32,
    printed: String,
    latest: Rc<Truth>,
    /// Of the newest snapshot that the guide has taken in.
    known: Rc<Truth>,
    press: Option<(Thing, Option<Vec<Id>>)>,
    queue: VecDeque<Message>,
    replies: VecDeque<(f64, guided_unblock::protocol::Reply)>,
    wake: Option<f64>,
    ring: Option<Standing>,
    reload_at: Option<f64>,
    reloads: usize,
    /// The admin pressed *Reload the page*.
    reload_pressed: bool,
    /// Whom the admin means by what they typed.
    meant: BTreeMap<String, Option<Id>>,
    /// Whom the admin means by another name of the account that they gave.
    taken: BTreeMap<String, Option<Id>>,
    /// Cases whose gate was opened by the admin at some time.
    attested: BTreeSet<String>,
    paused: bool,
    step: usize,
    pub seen: Seen,
    pub fault: Option<Fault>,
    pub trace: Option<Vec<String>>,
}

/// Longest sequence, in steps.
pub const STEPS: usize = 40;

/// Plays the sequence of this seed without the steps in `left_out`.
pub fn play(seed: u64, left_out: &BTreeSet<usize>, trace: Option<&mut Vec<String>>) -> (Seen, Option<Fault>) {
    let mut random = Random::new(seed);
    let world = World::new(&mut random);
    let temper = Temper::choose(&mut random);
    let mut sim = Sim::new(world, temper, random, trace.is_some());
    sim.recorder = Some(Recorder::default());
    sim.begin();
    for step in 0..STEPS {
        if sim.fault.is_some() {
            break;
        }
        sim.step = step;
        if left_out.contains(&step) {
            continue;
        }
        sim.random = Random::of_step(seed, step);
        sim.act();
        // A job that is done has little more to show.
        if sim.seen.proven && step % 3 == 0 {
            break;
        }
    }
    if sim.fault.is_none() && seed.is_multiple_of(3) {
        sim.step = STEPS;
        sim.random = Random::of_step(seed, STEPS);
        sim.stand_still();
    }
    sim.check_diagnostics();
    if let Some(trace) = trace {
        *trace = sim.trace.unwrap_or_default();
    }
    (sim.seen, sim.fault)
}

macro_rules! note {
    ($sim:expr, $($words:tt)*) => {
        if let Some(trace) = $sim.trace.as_mut() {
            trace.push(format!($($words)*));
        }
    };
}

mod explore;

impl Temper {
    fn choose(random: &mut Random) -> Temper {
        Temper {
            obedient: *random.pick(&[55, 75, 90, 97]),
            prompt: *random.pick(&[70, 95, 100]),
            unpaintable: *random.pick(&[0, 0, 3, 20]),
            mischief: random.chance(25),
        }
    }
}

impl Sim {
    pub fn new(world: World, temper: Temper, random: Random, trace: bool) -> Sim {
        let mut sim = Sim {
            world,
            guide: Guide::new(&Native),
            recorder: None,
            random,
            temper,
            handles: Handles::default(),
            worker: Worker::default(),
            watching: false,
            needles: Vec::new(),
            epoch: 0,
            printed: String::new(),
            latest: Rc::default(),
            known: Rc::default(),
            press: None,
            queue: VecDeque::new(),
            replies: VecDeque::new(),
            wake: None,
            ring: None,
            reload_at: None,
            reloads: 0,
            reload_pressed: false,
            meant: BTreeMap::new(),
            taken: BTreeMap::new(),
            attested: BTreeSet::new(),
            paused: false,
            step: 0,
            seen: Seen::default(),
            fault: None,
            trace: trace.then(Vec::new),
        };
        for id in 0..sim.world.people.len() {
            let key = sim.world.people[id].shown.to_lowercase();
            sim.meant.entry(key).or_insert(Some(id));
        }
        if let Some(trace) = sim.trace.as_mut() {
            trace.push(format!("{:?}", sim.world.plan));
            for (id, person) in sim.world.people.iter().enumerate() {
                let listed = if sim.world.listed[id] { "listed" } else { "not listed" };
                trace.push(format!("{id}: {person:?}, {listed}"));
            }
        }
        sim
    }

    fn fail(&mut self, what: String) {
        if self.fault.is_none() {
            note!(self, "!! {what}");
            self.fault = Some(Fault { step: self.step, what });
        }
    }

    // ---- the document --------------------------------------------------------------------------------------

    fn begin(&mut self) {
        if self.random.chance(12) {
            self.stored_case();
        }
        self.connect();
    }

    /// A case of an earlier visit.
    fn stored_case(&mut self) {
        let hero = self.world.people[HERO].shown.to_lowercase();
        let mut case = Case { schema: SCHEMA, id: "earlier".into(), subject: hero.clone(), ..Case::default() };
        if self.random.chance(50) {
            case.gate = Gate { reset_at: Some(1.0), ..Gate::default() };
            self.attested.insert(case.id.clone());
        }
        if self.random.chance(40) {
            // The admin typed another address of the same person, and picked the row.
            case.subject = "bob.smith@fabrikam.example".into();
            case.listed = Some(hero);
            self.meant.insert(case.subject.clone(), Some(HERO));
        }
        note!(self, "stored case: {case:?}");
        self.worker.store(case);
    }

    /// The document is there; sooner or later the agent is, too.
    fn connect(&mut self) {
        self.watching = false;
        self.handles = self.handles.anew();
        self.queue.clear();
        self.replies.clear();
        self.ring = None;
        self.wake = None;
        self.reload_at = None;
        self.reloads = 0;
        self.reload_pressed = false;
        self.epoch = 0;
        self.printed.clear();
        self.needles.clear();
        self.latest = Rc::default();
        self.known = Rc::default();
        self.paused = false;
        self.guide = Guide::new(&Native);
        if self.random.chance(6) {
            // Somebody is quicker than the agent.
            self.pass(4_000.0, false);
            for _ in 0..1 + self.random.below(2) {
                self.press_anything();
            }
        } else if self.random.chance(50) {
            self.pass(300.0, false);
        }
        let document = format!("document {}", self.world.document);
        let stored = self.worker.confirm(&document);
        let first = self.random.chance(85);
        if first {
            self.update(Event::Worker(guided_unblock::protocol::Reply::Confirmed {
                case: stored.clone(),
                elsewhere: false,
                folded: None,
                settings: Box::default(),
            }));
        }
        self.watching = true;
        let hello = FromAgent::Hello {
            version: VERSION,
            document,
            untouched: !self.world.chain.touched,
            url: paint::url(&self.world).into(),
        };
        self.send(hello);
        self.flush();
        self.look(true);
        self.flush();
        if !first {
            self.update(Event::Worker(guided_unblock::protocol::Reply::Confirmed {
                case: stored.clone(),
                elsewhere: false,
                folded: None,
                settings: Box::default(),
            }));
        }
        self.flush();
        if let Some(stored) = stored {
            self.resumed(&stored);
        }
    }

    /// Nothing that was stored is lost.
    fn resumed(&mut self, stored: &Case) {
        let Some(case) = self.guide.case() else { return self.fail("the stored case was not taken up".into()) };
        let lost = [
            ("the gate", stored.gate.is_open() && !case.gate.is_open()),
            ("the confirmation", stored.committed.is_some() && case.committed.is_none()),
            ("the proof", stored.proven_at.is_some() && case.proven_at.is_none()),
        ];
        let step = self.guide.plan().map(|plan| plan.step);
        let least = match stored {
            Case { proven_at: Some(_), .. } => Step::Verify,
            case if !case.awaits_yes() => Step::Verify,
            case if case.gate.is_open() => Step::Open,
            _ => Step::Secure,
        };
        for (what, lost) in lost {
            if lost {
                self.fail(format!("lost on the way through a reload: {what}"));
            }
        }
        if step.is_some_and(|step| step < least) {
            self.fail(format!("after a reload at {step:?}, and it was at {least:?}"));
        }
    }

    fn reload(&mut self) {
        note!(self, "   the document is loaded anew");
        self.world.load();
        self.connect();
    }

    // ---- the agent -----------------------------------------------------------------------------------------

    fn send(&mut self, message: FromAgent) {
        let due = self.due();
        self.queue.push_back(Message { due, message, truth: self.latest.clone(), press: None });
    }

    /// When a message sent now arrives: at once, or a moment later.
    fn due(&mut self) -> f64 {
        let pause = if self.random.chance(self.temper.prompt) { 0.0 } else { self.random.below(200) as f64 };
        let at = self.world.now + pause;
        self.queue.back().map_or(at, |last| last.due.max(at))
    }

    /// Looks at the page, and reports it if it has changed.
    fn look(&mut self, anyway: bool) {
        if !self.watching {
            return;
        }
        let (text, truth) = paint::paint(&mut self.world, &mut self.handles, self.epoch + 1, &self.needles);
        let body = |text: &str| text.match_indices('\u{1f}').nth(1).map_or(0, |(at, _)| at);
        let same = text[body(&text)..] == self.printed[body(&self.printed)..];
        if same && !anyway {
            return;
        }
        self.epoch += 1;
        self.latest = Rc::new(truth);
        self.printed.clone_from(&text);
        self.seen.snapshots += 1;
        let settled = self.world.timers.is_empty();
        self.send(FromAgent::Snapshot { epoch: self.epoch, text, settled });
        let ringed = self.ring.as_ref().map(|ring| ring.handle);
        if let Some(handle) = ringed {
            // The agent watches what it has ringed.
            let before = self.known.thing(handle);
            let after = self.latest.thing(handle);
            if before != after {
                self.ring = None;
                let why = if after.is_none() { Unpaintable::Gone } else { Unpaintable::Changed };
                self.send(FromAgent::NotPainted { handle, why });
            }
        }
    }

    /// Lets the guide have everything that the agent has said.
    fn flush(&mut self) {
        self.deliver(f64::INFINITY);
    }

    /// Lets the guide have what has arrived by then.
    fn deliver(&mut self, until: f64) {
        for _ in 0..200 {
            if self.queue.front().is_none_or(|message| message.due > until) {
                return;
            }
            if self.fault.is_some() {
                return;
            }
            self.deliver_one();
        }
        self.fail("guide and agent talk without end".into());
    }

    /// Lets the guide have the next message.
    fn deliver_one(&mut self) {
        let Some(message) = self.queue.pop_front() else { return };
        match &message.message {
            FromAgent::Snapshot { .. } => self.known = message.truth,
            FromAgent::Click { .. } => {
                // The page of the moment before, and the click as the world counts it.
                self.known = message.truth;
                self.press = message.press;
            }
            _ => {}
        }
        self.update(Event::Agent(message.message));
        self.press = None;
    }

    fn after_change(&mut self) {
        self.look(false);
        self.deliver(self.world.now);
    }

    // ---- the guide -----------------------------------------------------------------------------------------

    fn update(&mut self, event: Event) {
        if self.fault.is_some() {
            return;
        }
        if self.trace.is_some() {
            let said = match &event {
                Event::Agent(FromAgent::Snapshot { epoch, text, .. }) => {
                    format!("snapshot {epoch} ({} bytes) {}", text.len(), summary(&self.known))
                }
                other => format!("{other:?}"),
            };
            note!(self, "   {:>7.0}  {said}", self.world.now % 1.0e7);
        }
        self.seen.events += 1;
        let committed = self.guide.case().is_some_and(|case| case.committed.is_some());
        let proven = self.guide.case().is_some_and(|case| case.proven_at.is_some());
        let adopts = matches!(event, Event::Worker(_));
        let id = self.guide.case().map(|case| case.id.clone());
        let now = self.world.now;
        let effects = match &mut self.recorder {
            Some(recorder) => recorder.update(&mut self.guide, event, now),
            None => self.guide.update(event, now),
        };
        let same_case = id == self.guide.case().map(|case| case.id.clone());
        let newly = |before: bool, after: bool| !before && after && !adopts;
        let forgot = |case: &Case| committed && case.committed.is_none() && !adopts;
        if self.guide.case().is_some_and(forgot) && self.world.plan.outcome != Outcome::Ignored && same_case {
            self.fail("forgot the confirmation, which the page had taken".into());
        }
        if newly(committed, self.guide.case().is_some_and(|case| case.committed.is_some())) {
            self.check_commit();
        }
        if newly(proven, self.guide.case().is_some_and(|case| case.proven_at.is_some())) {
            self.check_proof();
        }
        for effect in effects {
            note!(self, "            -> {effect:?}");
            self.carry_out(effect);
        }
        self.check();
    }

    /// What is copied for a diagnosis names nobody: not the account, not who else is on the page, not what was typed.
    fn check_diagnostics(&mut self) {
        let Some(recorder) = &self.recorder else { return };
        let environment = Environment { browser: ("Chromium", 1), panel: "en", is_side: false, is_private: false };
        let text = recorder.text(&self.guide, &environment, self.world.now).to_lowercase();
        let people = self.world.people.iter().flat_map(|person| [&person.shown, &person.name]);
        let typed = self.meant.keys().chain(self.taken.keys());
        let subject = self.guide.case().map(|case| &case.subject);
        let mut said = people.chain(typed).chain(subject).filter(|said| said.len() > 1).map(|said| said.to_lowercase());
        let named = said.find(|said| text.contains(said.as_str()));
        drop(said);
        if let Some(named) = named {
            self.fail(format!("the diagnostics name {named}"));
        } else if text.contains('@') || !text.contains("| epoch ") {
            self.fail(format!("the diagnostics hold an address, or no event: {text}"));
        }
    }

    fn subject(&self) -> Option<Id> {
        let case = self.guide.case()?;
        let typed = case.known_as.as_ref().map(|known| &known.name).filter(|name| name.contains('@'));
        if let Some(name) = case.picked.as_ref().map(|picked| &picked.listed).or(typed) {
            return self.taken.get(&name.to_lowercase()).copied().flatten();
        }
        self.meant.get(&case.subject.to_lowercase()).copied().flatten()
    }

    /// The admin has said of this account, at some time, that it is secure.
    fn is_attested(&self) -> bool {
        self.guide.case().is_some_and(|case| self.attested.contains(&case.id))
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Wake(at) => self.wake = Some(at),
            Effect::Worker(message) => self.ask_worker(message),
            Effect::Agent(message) => match message {
                ToAgent::Watch { needles } => {
                    self.needles = needles;
                    self.look(true);
                }
                ToAgent::Look => self.look(true),
                ToAgent::Clear => self.ring = None,
                ToAgent::Ring { epoch, handle, tone } => self.paint(epoch, handle, tone),
                ToAgent::Fill { epoch, handle, text, .. } => self.fill(epoch, handle, &text),
                ToAgent::Reload => self.asked_to_reload(),
                ToAgent::Frame { .. } | ToAgent::Yield => self.fail(format!("the guide asks for {message:?}")),
            },
        }
    }

    fn ask_worker(&mut self, message: ToWorker) {
        let now = self.world.now;
        if self.temper.mischief && self.random.below(60) == 0 {
            if self.random.chance(50) { self.worker.steal() } else { self.worker.scribble() }
        }
        let reply = self.worker.ask(message, now, &mut self.random);
        let pause = if self.random.chance(10) { 2_500.0 } else { self.random.below(30) as f64 };
        let at = self.replies.back().map_or(now + pause, |(last, _)| last.max(now + pause));
        self.replies.push_back((at, reply));
    }

    fn paint(&mut self, epoch: u32, handle: u32, tone: Tone) {
        let subject = self.subject();
        if let Some(fault) = oracle::ring_fault(&self.world, &self.known, subject, handle, tone) {
            return self.fail(fault);
        }
        if !self.is_attested() {
            return self.fail("a ring before anybody said that the account is secure".into());
        }
        self.ring = None;
        let newest = epoch == self.epoch;
        let why = if !newest {
            Some(Unpaintable::Gone)
        } else if self.random.chance(self.temper.unpaintable) {
            Some(*self.random.pick(&[
                Unpaintable::Gone,
                Unpaintable::Changed,
                Unpaintable::Hidden,
                Unpaintable::Covered,
            ]))
        } else {
            None
        };
        match why {
            Some(why) => self.send(FromAgent::NotPainted { handle, why }),
            None => {
                self.ring = Some(Standing { handle, tone });
                self.send(FromAgent::Painted { handle });
            }
        }
    }

    fn fill(&mut self, epoch: u32, handle: u32, text: &str) {
        if !matches!(self.known.thing(handle), Some((Thing::SearchBox, true))) {
            return self.fail(format!("fill of {:?}, node {handle}", self.known.thing(handle)));
        }
        let Some(case) = self.guide.case() else { return self.fail("fill without a case".into()) };
        if !self.is_attested() {
            return self.fail("a search before anybody said that the account is secure".into());
        }
        let local = |address: &str| address.split('@').next().unwrap_or_default().to_owned();
        let (own, listed) = (local(&case.subject), case.listed.as_deref().map(local));
        let ladder = [
            Some(own.as_str()),
            Some(&case.subject),
            listed.as_deref(),
            case.listed.as_deref(),
            case.found_by.as_deref(),
            case.known_as.as_ref().map(|known| known.name.as_str()),
        ];
        let clears = text.is_empty() && case.committed.is_some();
        if !ladder.contains(&Some(text)) && !clears {
            return self.fail(format!("fill with {text:?}"));
        }
        let here = matches!(self.latest.thing(handle), Some((Thing::SearchBox, true)));
        let ok = epoch == self.epoch && here && !self.random.chance(2);
        if ok {
            self.world.type_text(text, true);
            if self.random.chance(2) {
                // The page builds its box anew, and the text is gone.
                self.world.search_text.clear();
            }
        }
        self.send(FromAgent::Filled { handle, ok });
        self.look(false);
    }

    fn asked_to_reload(&mut self) {
        self.reloads += 1;
        if self.reloads > 1 {
            return self.fail("a second reload of the same document".into());
        }
        let wished = std::mem::take(&mut self.reload_pressed);
        if wished && self.random.chance(92) {
            self.reload_at = Some(self.world.now + 20.0 + self.random.below(400) as f64);
        }
        if wished {
            return;
        }
        let Some(case) = self.guide.case() else { return self.fail("a reload without a case".into()) };
        let subject = self.subject();
        let mine =
            |accounts: &[Id]| subject.is_some_and(|subject| accounts.iter().any(|id| self.world.same(*id, subject)));
        if !self.world.commits.iter().any(|commit| commit.warned && mine(&commit.accounts)) {
            return self.fail("a reload before Yes".into());
        }
        if self.worker.find(&case.id).is_none_or(|stored| stored.committed.is_none()) {
            return self.fail("a reload before the confirmation was stored".into());
        }
        if self.random.chance(92) {
            self.reload_at = Some(self.world.now + 20.0 + self.random.below(400) as f64);
        }
    }

    // ---- the oracle ----------------------------------------------------------------------------------------

    fn check_commit(&mut self) {
        let subject = self.subject();
        let fits = match &self.press {
            Some((Thing::Yes, Some(accounts))) => {
                matches!(accounts[..], [only] if subject.is_some_and(|subject| self.world.same(only, subject)))
            }
            _ => false,
        };
        if !fits {
            let press = self.press.clone();
            self.fail(format!("took {press:?} for the confirmation of {subject:?}"));
        }
    }

    fn check_proof(&mut self) {
        let Some(subject) = self.subject() else { return self.fail("proof of an account that nobody meant".into()) };
        if self.world.lists(subject) {
            return self.fail("proof of an account that the server still lists".into());
        }
        let document = self.world.document;
        let before = |commit: &&super::world::Commit| {
            commit.warned
                && commit.document < document
                && commit.accounts.iter().any(|id| self.world.same(*id, subject))
        };
        let here = |commit: &super::world::Commit| {
            commit.warned
                && commit.document == document
                && commit.accounts.iter().any(|id| self.world.same(*id, subject))
        };
        if !self.world.commits.iter().any(|commit| before(&commit)) || self.world.commits.iter().any(here) {
            self.fail("proof in a document that was not loaded after Yes".into());
        }
    }

    fn check(&mut self) {
        if self.fault.is_some() {
            return;
        }
        let subject = self.subject();
        if let Some(ring) = &self.ring {
            let (handle, tone) = (ring.handle, ring.tone);
            if let Some(fault) = oracle::ring_fault(&self.world, &self.known, subject, handle, tone) {
                return self.fail(format!("still standing: {fault}"));
            }
            if let Some((thing, _)) = self.known.thing(handle) {
                self.seen.rings.insert(name_of(thing));
                self.seen.amber |= tone == Tone::Compare;
            }
        }
        let panel = self.guide.panel(self.world.now);
        let case = self.guide.case();
        if case.is_some() && !self.paused && self.guide.plan().is_none() {
            return self.fail("no plan".into());
        }
        let ringed = self.ring.is_some();
        let fault = match panel.state {
            _ if panel.instruction.key.is_empty() => Some("no instruction"),
            State::Refused if panel.refusal.is_none() => Some("a refusal without a reason"),
            State::Lost if case.is_some() && !self.paused && panel.manual.is_empty() => {
                Some("lost without the manual way")
            }
            State::Refused | State::Lost | State::Asking | State::Done | State::Idle if ringed => {
                Some("a ring while the panel does not ask for a press")
            }
            _ => None,
        };
        if let Some(fault) = fault {
            let (state, instruction) = (panel.state, panel.instruction);
            return self.fail(format!("{fault}: {state:?}, {instruction:?}, {:?}", panel.refusal));
        }
        let secure = panel.steps.first().map(|line| line.mark);
        let said = self.is_attested();
        if secure == Some(Mark::Seen) || secure == Some(Mark::SaidSo) && !said {
            return self.fail(format!("the first step is ticked as {secure:?}, and attested: {said}"));
        }
        let rows = panel.alias.iter().flat_map(|alias| &alias.rows);
        let whose = |listed: &String| self.world.people.iter().position(|person| person.shown == *listed);
        let trap = rows.clone().find(|row| whose(&row.listed).is_none_or(|id| self.world.deceives(id)));
        if let Some(row) = trap {
            return self.fail(format!("offers a row that deceives: {row:?}"));
        }
        if panel.state == State::Done {
            self.seen.proven = true;
        }
        if panel.state == State::Lost {
            self.seen.lost.insert(panel.instruction.key);
        }
        if let Some(refused) = self.guide.plan().and_then(|plan| plan.refused.as_ref()) {
            self.seen.refusals.insert(name_of_refusal(refused));
        }
        if panel.refusal.is_some_and(|text| text.key == "refused.subject_lookalike") {
            self.seen.refusals.insert("SubjectLookAlike");
        }
    }

    // ---- time ----------------------------------------------------------------------------------------------

    /// Lets time pass; ends early when `ends` says so and somebody has to do something. Returns whether it did.
    fn pass(&mut self, ms: f64, ends: bool) -> bool {
        let until = self.world.now + ms;
        for _ in 0..600 {
            if self.fault.is_some() {
                return true;
            }
            let wake = self.wake.unwrap_or(f64::INFINITY);
            let timer = self.world.next_timer().unwrap_or(f64::INFINITY);
            let reply = self.replies.front().map_or(f64::INFINITY, |(at, _)| *at);
            let reload = self.reload_at.unwrap_or(f64::INFINITY);
            let arrival = self.queue.front().filter(|_| self.watching).map_or(f64::INFINITY, |message| message.due);
            let next = wake.min(timer).min(reply).min(reload).min(arrival);
            if next > until {
                self.world.now = until;
                return false;
            }
            self.world.now = self.world.now.max(next);
            if next == arrival {
                self.deliver(self.world.now);
            } else if next == timer {
                self.world.fire();
                self.after_change();
            } else if next == reply {
                if let Some((_, reply)) = self.replies.pop_front() {
                    self.update(Event::Worker(reply));
                    self.deliver(self.world.now);
                }
            } else if next == reload {
                self.reload();
            } else {
                self.wake = None;
                self.update(Event::Tick);
                self.deliver(self.world.now);
            }
            if ends && self.is_asked() {
                return true;
            }
        }
        self.fail("the guide does not come to rest".into());
        true
    }

    /// The guide wants something of the admin, or has nothing more to say.
    fn is_asked(&self) -> bool {
        match self.guide.plan() {
            None => true,
            Some(plan) => plan.state != State::Waiting || self.ring.is_some() && self.queue.is_empty(),
        }
    }

    /// Nobody does anything any more: the guide must not be left waiting for what will never come.
    fn stand_still(&mut self) {
        note!(self, "-- everybody stands still");
        self.flush();
        self.pass(120_000.0, false);
        if self.fault.is_some() || !self.watching || self.paused || self.ring.is_some() || !self.queue.is_empty() {
            return;
        }
        let Some(plan) = self.guide.plan() else { return };
        let idle = plan.state == State::Waiting
            && matches!(plan.act, Act::Rest)
            && self.world.on_list
            && self.world.timers.is_empty()
            && self.replies.is_empty()
            && self.world.list.status != Status::Loading
            && self.world.flyout.as_ref().is_none_or(|flyout| !flyout.busy)
            && self.world.warning.as_ref().is_none_or(|warning| !warning.busy);
        if idle {
            let said = plan.instruction.clone();
            self.fail(format!("waits for ever on a page that does nothing: {said:?}"));
        }
    }

    // ---- the admin -----------------------------------------------------------------------------------------

    fn act(&mut self) {
        if self.random.chance(self.temper.obedient) {
            return self.obey();
        }
        match self.random.weighted(&[30, 8, 6, 6, 4, 4, 4, 3, 4, 4, 4, 3, 3, 6, 4, 3, 3]) {
            0 => self.press_anything(),
            1 => self.keyboard(),
            2 => self.own_search(),
            3 => self.misdirected(),
            4 => {
                note!(self, "-- the admin reloads");
                self.reload();
            }
            5 => self.wander(),
            6 => {
                note!(self, "-- the list is sorted anew");
                self.world.order.reverse();
                self.world.list.items.reverse();
                self.after_change();
            }
            7 => {
                note!(self, "-- the page is built anew");
                self.world.timers.push((self.world.now + 10.0, Timer::Rebuild));
                self.pass(20.0, false);
            }
            8 => self.toggle_gate(),
            9 => self.garbage(),
            10 => self.press_button(),
            11 => self.survey(),
            12 => {
                note!(self, "-- another tab is in front for a while");
                let ms = *self.random.pick(&[2_000.0, 30_000.0, 200_000.0]);
                let wake = self.wake.take();
                self.pass(ms, false);
                self.wake = self.wake.or(wake);
            }
            13 => {
                note!(self, "-- time passes");
                let ms = *self.random.pick(&[30.0, 200.0, 700.0, 1_600.0, 6_000.0]);
                self.pass(ms, false);
            }
            14 => self.elsewhere(),
            15 => self.not_painted(),
            _ => {
                note!(self, "-- the look is asked for, and the panel");
                self.send(FromAgent::Summon);
                self.send(FromAgent::Look { dark: true });
                self.flush();
            }
        }
    }

    /// Does what the guide asks for.
    fn obey(&mut self) {
        self.flush();
        if self.paused {
            note!(self, "-- the panel is opened");
            self.paused = false;
            self.update(Event::Admin(Input::Collapse(false)));
            return;
        }
        if self.guide.case().is_none() {
            return self.start();
        }
        if let Some(ring) = &self.ring {
            let handle = ring.handle;
            note!(self, "-- the admin presses the ringed {:?}", self.known.thing(handle));
            self.press_handle(handle);
            return;
        }
        let Some(plan) = self.guide.plan() else { return };
        if plan.alias.is_some() && self.random.chance(50) {
            return self.other_name();
        }
        match (plan.state, plan.step) {
            (State::Asking, Step::Secure) => self.open_gate(),
            (State::Done, _) => {
                if self.random.chance(30) {
                    let button = *self.random.pick(&[Button::NextUser, Button::MailWorks]);
                    note!(self, "-- {button:?}");
                    self.update(Event::Admin(Input::Press(button)));
                } else {
                    self.pass(60_000.0, true);
                }
            }
            (State::Refused | State::Lost | State::Asking, _) => match self.random.below(4) {
                0 if plan.offers_once_more() => {
                    note!(self, "-- once more");
                    self.update(Event::Admin(Input::Press(Button::OnceMore)));
                    self.flush();
                }
                0 => {
                    note!(self, "-- try again");
                    self.update(Event::Admin(Input::Press(Button::TryAgain)));
                    self.flush();
                }
                1 => {
                    note!(self, "-- the admin reloads, as advised");
                    self.reload();
                }
                2 => self.press_anything(),
                _ => drop(self.pass(2_000.0, false)),
            },
            _ if !self.world.on_list => self.wander(),
            _ => {
                note!(self, "-- the admin waits");
                self.pass(15_000.0, true);
            }
        }
    }

    fn start(&mut self) {
        let hero = self.world.people[HERO].shown.clone();
        let typed = match self.random.below(20) {
            0..15 => hero.to_lowercase(),
            15 => hero.to_uppercase(),
            16 => {
                let id = self.random.below(self.world.people.len());
                self.world.people[id].shown.clone()
            }
            17 => hero.replacen('o', "о", 1).replacen('e', "е", 1),
            18 => "nobody@contoso.com".to_owned(),
            _ => (*self.random.pick(&["rob", "rob@", "@x", "", "a@b.c d@e.f"])).to_owned(),
        };
        note!(self, "-- start with {typed:?}");
        self.meant.entry(typed.to_lowercase()).or_insert(None);
        self.update(Event::Admin(Input::Start(typed)));
        self.pass(200.0, true);
    }

    /// Says under which other name the list shows the account: rightly, wrongly, or not at all.
    fn other_name(&mut self) {
        let offered = self.guide.panel(self.world.now).alias.unwrap_or_default().rows;
        let anybody = self.random.below(self.world.people.len());
        let shown = self.world.people[anybody].shown.clone();
        if self.random.chance(50) {
            let listed = if offered.is_empty() || self.random.chance(15) {
                shown
            } else {
                self.random.pick(&offered).listed.clone()
            };
            let reason = *self.random.pick(&["I asked them", "I asked them", "I asked them", " "]);
            // By the list's own word, and only what was offered and explained.
            let whom = self.world.people.iter().position(|person| person.shown == listed);
            if offered.iter().any(|row| row.listed == listed) && reason != " " {
                self.taken.insert(listed.to_lowercase(), whom);
                self.seen.picks += 1;
            }
            note!(self, "-- picks {listed:?} because {reason:?}");
            self.update(Event::Admin(Input::Pick(listed, reason.into())));
        } else {
            let name = match self.random.below(4) {
                0 => self.world.people[HERO].name.clone(),
                1 => self.world.people[HERO].shown.to_lowercase(),
                2 => shown,
                _ => "?".into(),
            };
            let whom = self.world.people.iter().position(|person| person.shown.to_lowercase() == name.to_lowercase());
            self.taken.insert(name.to_lowercase(), whom);
            note!(self, "-- says that the name is {name:?}");
            self.update(Event::Admin(Input::KnownAs(name)));
        }
        self.flush();
    }

    fn open_gate(&mut self) {
        let input = match self.random.below(4) {
            0 => Input::SignInBlocked(true),
            1 => Input::Elsewhere("The service desk did it".into()),
            2 if self.random.chance(10) => Input::Elsewhere("  ".into()),
            _ => Input::Reset(true),
        };
        note!(self, "-- {input:?}");
        if let Some(case) = self.guide.case() {
            self.attested.insert(case.id.clone());
        }
        self.update(Event::Admin(input));
        self.flush();
    }

    fn toggle_gate(&mut self) {
        let input = match self.random.below(5) {
            0 => Input::Reset(true),
            1 => Input::Reset(false),
            2 => Input::SignInBlocked(true),
            3 => Input::SignInBlocked(false),
            _ => Input::Elsewhere((*self.random.pick(&["", " ", "not needed"])).into()),
        };
        note!(self, "-- {input:?}");
        let opens = match &input {
            Input::Reset(yes) | Input::SignInBlocked(yes) => *yes,
            Input::Elsewhere(reason) => !reason.trim().is_empty(),
            _ => false,
        };
        if let Some(case) = self.guide.case().filter(|_| opens) {
            self.attested.insert(case.id.clone());
        }
        self.update(Event::Admin(input));
        self.flush();
    }

    fn press_button(&mut self) {
        let button = *self.random.pick(&[
            Button::TryAgain,
            Button::TryAgain,
            Button::StartOver,
            Button::NextUser,
            Button::CloseGuide,
            Button::CopyPowershell,
            Button::MailWorks,
            Button::Reload,
            Button::Recheck,
        ]);
        note!(self, "-- {button:?}");
        if button == Button::Reload && !self.guide.panel(self.world.now).buttons.contains(&Button::Reload) {
            return;
        }
        self.reload_pressed |= button == Button::Reload;
        self.paused |= button == Button::CloseGuide;
        self.update(Event::Admin(Input::Press(button)));
        self.flush();
    }

    /// Presses the node as it is now, which may be another thing than it was.
    fn press_handle(&mut self, handle: u32) {
        self.look(false);
        match self.latest.thing(handle) {
            Some((thing, true)) => self.press_thing(handle, thing),
            _ => self.flush(),
        }
    }

    fn press_thing(&mut self, handle: u32, thing: Thing) {
        if self.watching {
            self.look(false);
            let mut chain = self.world.chain;
            match thing {
                Thing::SelectAll => chain.row = Some(None),
                Thing::Selector(id) | Thing::Row(id) | Thing::RowUnblock(id) => chain.row = Some(Some(id)),
                _ => {}
            }
            let whose = match thing {
                Thing::Yes => self.latest.warning.clone(),
                Thing::Submit | Thing::Final | Thing::Next => self.latest.flyout.clone(),
                _ => None,
            };
            let truth = Rc::new(Truth { chain, ..(*self.latest).clone() });
            let message = FromAgent::Click { epoch: self.epoch, path: self.handles.path(handle) };
            self.latest = truth.clone();
            let due = self.due();
            self.queue.push_back(Message { due, message, truth, press: Some((thing, whose)) });
        } else {
            self.world.chain.touched = true;
        }
        let was_on_list = self.world.on_list;
        self.world.press(thing, &mut self.random);
        if self.watching && was_on_list != self.world.on_list {
            let url = paint::url(&self.world).into();
            self.send(FromAgent::Route { url, untouched: true });
        }
        self.after_change();
    }

    /// Presses something of the page, whatever it is.
    fn press_anything(&mut self) {
        let truth = if self.watching {
            self.look(false);
            self.latest.clone()
        } else {
            let (_, truth) = paint::paint(&mut self.world, &mut self.handles, 0, &self.needles);
            // A look that nobody took.
            self.world.looked = false;
            Rc::new(truth)
        };
        let things: Vec<_> = truth.things.iter().filter(|(.., reachable)| *reachable).collect();
        if things.is_empty() {
            return;
        }
        let &&(handle, thing, _) = self.random.pick(&things);
        note!(self, "-- the admin presses {thing:?}");
        self.press_thing(handle, thing);
    }

    /// The list moves just before the press: another row lies under the ring.
    fn misdirected(&mut self) {
        self.flush();
        let Some(ring) = &self.ring else { return self.press_anything() };
        let Some((thing, _)) = self.known.thing(ring.handle) else { return };
        let other = |thing: Thing| matches!(thing, Thing::Selector(_) | Thing::Row(_) | Thing::RowUnblock(_));
        if !other(thing) {
            return self.press_anything();
        }
        self.world.list.items.reverse();
        self.world.order.reverse();
        self.look(false);
        let kind = |one: Thing| std::mem::discriminant(&one) == std::mem::discriminant(&thing);
        let latest = self.latest.clone();
        let near: Vec<_> = latest.things.iter().filter(|(_, other, reachable)| *reachable && kind(*other)).collect();
        if near.is_empty() {
            return;
        }
        let &&(handle, thing, _) = self.random.pick(&near);
        note!(self, "-- the list moves, and the press lands on {thing:?}");
        self.press_thing(handle, thing);
    }

    /// Selects with the keyboard, which no click tells of.
    fn keyboard(&mut self) {
        let reachable = self.world.flyout.is_none() && self.world.warning.is_none();
        let rows = paint::in_dom(&self.world);
        if self.world.plan.picks == Picks::Nothing || rows.is_empty() || !reachable || !self.world.on_list {
            return self.press_anything();
        }
        let id = *self.random.pick(&rows);
        note!(self, "-- by keyboard: row {id}");
        self.world.toggle(id);
        self.after_change();
    }

    fn own_search(&mut self) {
        if !self.world.on_list || !self.world.search_open {
            return;
        }
        let text = *self.random.pick(&["", "rob", "user", "a", "contoso", "zzz", "adele"]);
        note!(self, "-- the admin searches for {text:?}");
        self.world.type_text(text, true);
        self.after_change();
    }

    fn wander(&mut self) {
        let on_list = !self.world.on_list;
        note!(self, "-- the admin goes to {}", if on_list { "the list" } else { "another page" });
        if on_list && self.random.chance(30) {
            return self.reload_to(on_list);
        }
        self.go(on_list);
    }

    /// Goes to another page of the portal, or back.
    fn go(&mut self, on_list: bool) {
        self.world.go(on_list);
        let url = paint::url(&self.world).into();
        self.send(FromAgent::Route { url, untouched: true });
        self.after_change();
    }

    fn reload_to(&mut self, on_list: bool) {
        self.world.on_list = on_list;
        self.reload();
    }

    /// Something has happened on the server.
    fn elsewhere(&mut self) {
        if self.random.chance(50) {
            note!(self, "-- somebody else takes the account off the list");
            self.world.listed[HERO] = false;
        } else {
            note!(self, "-- the selection is lost");
            self.world.selected.clear();
        }
        self.after_change();
    }

    fn survey(&mut self) {
        // A question that pops up exactly where the warning is awaited, and names nobody either, cannot be told from it.
        if self.world.timers.iter().any(|(_, timer)| matches!(timer, Timer::Warn(_))) {
            return;
        }
        let timer = if self.random.chance(50) { Timer::Survey } else { Timer::Unknown };
        note!(self, "-- {timer:?} pops up");
        self.world.timers.push((self.world.now, timer));
        self.pass(1.0, false);
    }

    fn not_painted(&mut self) {
        self.flush();
        let Some(ring) = self.ring.take() else { return };
        let why =
            *self.random.pick(&[Unpaintable::Gone, Unpaintable::Changed, Unpaintable::Hidden, Unpaintable::Covered]);
        note!(self, "-- the ring is taken away: {why:?}");
        self.send(FromAgent::NotPainted { handle: ring.handle, why });
        self.flush();
    }

    /// Half a page, as when a limit cuts it short: nothing in it proves that anything else is missing.
    fn half_a_page(&mut self) {
        let cut = self.printed.match_indices('\u{1e}').nth(self.printed.matches('\u{1e}').count() / 2);
        let half = cut.and_then(|(at, _)| self.printed.get(..=at)).unwrap_or_default();
        let text = half.replacen("\u{1f}0\u{1f}0\u{1e}", "\u{1f}7\u{1f}0\u{1e}", 1);
        self.known = Rc::default();
        self.ring = None;
        self.update(Event::Agent(FromAgent::Snapshot { epoch: self.epoch, text, settled: false }));
        self.look(true);
        self.flush();
    }

    /// What no agent would send.
    fn garbage(&mut self) {
        note!(self, "-- garbage");
        self.flush();
        let any = self.random.next() as u32;
        match self.random.below(6) {
            0 => self.update(Event::Agent(FromAgent::Snapshot { epoch: 9, text: "nonsense".into(), settled: true })),
            1 => self.half_a_page(),
            2 => self.update(Event::Agent(FromAgent::Click { epoch: any, path: vec![any, 0, 3_000_000] })),
            3 => self.update(Event::Agent(FromAgent::Painted { handle: any })),
            4 => self.update(Event::Agent(FromAgent::Filled { handle: any, ok: false })),
            _ => self.update(Event::Agent(FromAgent::NotPainted { handle: any, why: Unpaintable::Gone })),
        }
        self.flush();
    }
}

fn summary(truth: &Truth) -> String {
    let rows =
        truth.things.iter().filter_map(|(_, thing, _)| if let Thing::Row(id) = thing { Some(*id) } else { None });
    format!(
        "rows {:?}, selected {:?}, flyout {:?}, warning {:?}{}{}",
        rows.collect::<Vec<_>>(),
        truth.selected,
        truth.flyout,
        truth.warning,
        if truth.named { ", named" } else { "" },
        if truth.on_list { "" } else { ", elsewhere" }
    )
}

fn name_of(thing: Thing) -> &'static str {
    match thing {
        Thing::SearchIcon => "SearchIcon",
        Thing::Selector(_) => "Selector",
        Thing::Row(_) => "Row",
        Thing::RowUnblock(_) => "RowUnblock",
        Thing::Unblock => "Unblock",
        Thing::Next => "Next",
        Thing::Submit => "Submit",
        Thing::Final => "Final",
        Thing::Yes => "Yes",
        _ => "Other",
    }
}

fn name_of_refusal(refused: &Refused) -> &'static str {
    match refused {
        Refused::SubjectLookAlike(..) => "SubjectLookAlike",
        Refused::LookAlike(..) => "LookAlike",
        Refused::OtherRow(_) => "OtherRow",
        Refused::SeveralRows => "SeveralRows",
        Refused::HiddenSelection => "HiddenSelection",
        Refused::Duplicate => "Duplicate",
        Refused::FlyoutOther(_) => "FlyoutOther",
        Refused::DialogOther(_) => "DialogOther",
        Refused::Connector => "Connector",
        Refused::BrokenChain => "BrokenChain",
        Refused::SelectedBefore => "SelectedBefore",
        Refused::UnblockDisabled => "UnblockDisabled",
        Refused::Back => "Back",
        Refused::Tenant(_) => "Tenant",
        Refused::Host(_) => "Host",
        Refused::Taught(_) => "Taught",
    }
}
