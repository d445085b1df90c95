//! The truth: who is on the list, what is selected, whose flyout is open, what the server did. Nothing in here asks
//! the guide, or the recogniser, about anything.

use super::random::Random;
use super::words::{Words, languages};

/// A row of the list, for ever.
pub type Id = usize;
/// One of the many ordinary rows that nobody looks at.
pub const ANYBODY: Id = usize::MAX;
/// The account that most sequences are about.
pub const HERO: Id = 0;

#[derive(Debug, Clone)]
pub struct Person {
    /// As the list, the flyout and the warning print it.
    pub shown: String,
    pub name: String,
    pub connector: bool,
    /// The row looks exactly like the hero's.
    pub double: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Generation {
    Y2018,
    Y2019,
    Y2020,
    Y2021,
    Now,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Picks {
    /// No selection: every row has its own *Unblock*.
    Nothing,
    Row,
    Radio,
    Check,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Naming {
    Nobody,
    /// The display name, which proves nothing.
    Name,
    Address,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loading {
    /// The list says that it is busy.
    Busy,
    /// A spinner instead of the list.
    Spinner,
    /// Rows without text.
    Shimmer,
    /// The old rows stay until the answer comes.
    Stale,
    /// An empty list, without any sign.
    Silent,
}

/// What the server makes of *Yes*.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Done,
    /// Done, but the row leaves the list later.
    Late,
    /// Refused, with a message.
    Refused,
    /// Reported as done; the row leaves the page and stays on the list.
    Lies,
    /// Nothing happens at all; the warning stays.
    Ignored,
}

/// What does not change while a sequence runs.
#[derive(Clone, Debug)]
pub struct Plan {
    pub generation: Generation,
    pub picks: Picks,
    pub language: usize,
    pub english: usize,
    pub icon: bool,
    pub as_you_type: bool,
    pub loading: Loading,
    pub load_ms: f64,
    pub search_ms: f64,
    pub step_ms: f64,
    pub yes_ms: f64,
    pub late_ms: f64,
    pub toolbar_ms: f64,
    pub flyout_names: Naming,
    pub dialog_names: Naming,
    pub support_address: bool,
    pub outcome: Outcome,
    /// Rows that nobody looks at.
    pub others: u32,
    /// Of the named rows, those beyond the window of an unfiltered virtual list.
    pub below: u32,
    pub says_count: bool,
    pub keeps_selection: bool,
    pub hides_selection: bool,
    pub keeps_on_navigation: bool,
    pub covers: bool,
    pub hidden_twins: bool,
    pub two_unblocks: bool,
    pub two_submits: bool,
    pub two_lists: bool,
    pub disabled: bool,
    pub read_only: bool,
    pub banner_search: bool,
    pub deaf_search: bool,
    pub entity_column: bool,
    pub session_ends: bool,
    pub empty_keeps_list: bool,
    pub fails: bool,
}

impl Plan {
    pub fn choose(random: &mut Random) -> Plan {
        use Generation::*;
        let generation = *random.pick(&[Y2018, Y2019, Y2020, Y2021, Now, Now]);
        let picks = match generation {
            Y2018 | Y2019 | Y2020 => Picks::Nothing,
            Y2021 => Picks::Row,
            Now => *random.pick(&[Picks::Check, Picks::Check, Picks::Check, Picks::Radio]),
        };
        let naming = |random: &mut Random| {
            *random.pick(&[Naming::Nobody, Naming::Nobody, Naming::Name, Naming::Address, Naming::Address])
        };
        let english = |tag: &&str| *tag == "en-US";
        let known = |tag: &str| languages().iter().position(|known| *known == tag).unwrap_or(0);
        let language = match random.below(10) {
            0..5 => languages().iter().position(english).unwrap_or(0),
            5..7 => known("nb"),
            _ => random.below(languages().len()),
        };
        let ms = |random: &mut Random, choices: &[usize]| *random.pick(choices) as f64;
        Plan {
            generation,
            picks,
            language,
            english: *random.pick(&[0, 0, 30]),
            icon: random.chance(15),
            as_you_type: random.chance(50),
            loading: *random.pick(&[
                Loading::Busy,
                Loading::Spinner,
                Loading::Shimmer,
                Loading::Stale,
                Loading::Stale,
                Loading::Silent,
            ]),
            load_ms: ms(random, &[50, 300, 300, 900, 2_500]),
            search_ms: ms(random, &[20, 120, 120, 400, 900, 2_000]),
            step_ms: ms(random, &[0, 0, 300, 1_200]),
            yes_ms: ms(random, &[0, 300, 300, 2_500]),
            late_ms: ms(random, &[500, 3_000, 9_000, 25_000]),
            toolbar_ms: ms(random, &[0, 0, 0, 400, 2_000]),
            flyout_names: naming(random),
            dialog_names: naming(random),
            support_address: random.chance(2),
            outcome: match random.below(20) {
                0..12 => Outcome::Done,
                12..15 => Outcome::Late,
                15..17 => Outcome::Refused,
                17..19 => Outcome::Lies,
                _ => Outcome::Ignored,
            },
            others: *random.pick(&[0, 3, 40, 290]),
            below: if random.chance(35) { random.next() as u32 } else { 0 },
            says_count: random.chance(70),
            keeps_selection: random.chance(50),
            hides_selection: random.chance(35),
            keeps_on_navigation: random.chance(20),
            covers: random.chance(75),
            hidden_twins: random.chance(10),
            two_unblocks: random.chance(4),
            two_submits: random.chance(4),
            two_lists: random.chance(3),
            disabled: random.chance(4),
            read_only: random.chance(2),
            banner_search: random.chance(30),
            deaf_search: random.chance(3),
            entity_column: generation == Now && random.chance(80),
            session_ends: random.chance(2),
            empty_keeps_list: random.chance(50),
            fails: random.chance(2),
        }
    }

    /// How many pages the flyout has; the last one commits.
    pub fn pages(&self) -> usize {
        if self.generation == Generation::Y2018 { 0 } else { 2 }
    }
}

/// A part of the page that somebody could press or point at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Thing {
    SearchBox,
    SearchIcon,
    SelectAll,
    Selector(Id),
    Row(Id),
    RowUnblock(Id),
    Unblock,
    Next,
    Submit,
    Final,
    Yes,
    No,
    Back,
    Cancel,
    Close,
    Refresh,
    /// Another dialog's own.
    OtherYes,
    OtherNo,
    DismissToast,
    /// Looks like a control of the job and is not.
    Decoy,
    /// Leads to another page of the portal.
    Elsewhere,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    Loading,
    Ready,
    Failed,
}

#[derive(Clone)]
pub struct ListState {
    pub status: Status,
    pub items: Vec<Id>,
    pub query: String,
    pub request: u32,
}

#[derive(Clone)]
pub struct Flyout {
    pub accounts: Vec<Id>,
    pub connector: bool,
    pub page: usize,
    pub busy: bool,
    pub serial: u32,
}

#[derive(Clone)]
pub struct Warning {
    pub accounts: Vec<Id>,
    pub busy: bool,
    pub serial: u32,
}

/// A trusted press on *Yes*, or on the last button of a flyout that has no warning.
#[derive(Clone)]
pub struct Commit {
    pub accounts: Vec<Id>,
    pub document: u32,
    pub warned: bool,
}

/// What the world itself knows of clicks on this visit of the list.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Chain {
    /// Somebody pressed something, or something was selected, before the agent watched.
    pub touched: bool,
    /// The last press in the list: on whose row; `Some(None)` when on nobody's.
    pub row: Option<Option<Id>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Timer {
    Answer(u32),
    Toolbar,
    FlyoutReady(u32),
    Warn(u32),
    Sent(u32),
    Leaves(Id),
    Survey,
    Unknown,
    Rebuild,
}

#[derive(Clone)]
pub struct World {
    pub plan: Plan,
    pub words: Words,
    pub people: Vec<Person>,
    pub listed: Vec<bool>,
    pub order: Vec<Id>,
    pub now: f64,
    pub timers: Vec<(f64, Timer)>,
    pub document: u32,
    /// Of the list, in this document.
    pub visits: u32,
    pub on_list: bool,
    pub serial: u32,
    /// Grows when the main region is thrown away and built anew.
    pub mount: u32,
    pub list: ListState,
    pub search_text: String,
    pub search_open: bool,
    pub selected: Vec<Id>,
    pub flyout: Option<Flyout>,
    pub warning: Option<Warning>,
    pub survey: Option<u32>,
    pub unknown: Option<u32>,
    pub session_over: bool,
    pub toolbar: bool,
    pub toast: bool,
    /// Loud (an alert) or not, and what.
    pub message: Option<(bool, &'static str)>,
    pub focused: Option<Id>,
    pub chain: Chain,
    pub looked: bool,
    pub commits: Vec<Commit>,
    /// Rows that the page hides although the server lists them.
    pub pretended: Vec<Id>,
}

/// Accounts around `hero` that exist because somebody can confuse them with it.
fn neighbours(hero: &str) -> Vec<String> {
    let (local, domain) = hero.split_once('@').unwrap_or((hero, "contoso.com"));
    let twisted: String = hero
        .chars()
        .scan(false, |done, c| {
            let twin = match c {
                'o' => 'о',
                'a' => 'а',
                'e' => 'е',
                other => other,
            };
            let c = if *done { c } else { twin };
            *done |= !c.is_ascii();
            Some(c)
        })
        .collect();
    vec![
        format!("{local}ert@{domain}"),
        format!("{local}.b@{domain}"),
        format!("{local}2@{domain}"),
        format!("x{local}@{domain}"),
        format!("{local}+news@{domain}"),
        format!("{local}@fabrikam.com"),
        format!("{local}@{}", domain.get(..domain.len() - 1).unwrap_or(domain)),
        twisted,
        format!("{local}@{}…", domain.get(..4).unwrap_or(domain)),
        format!("{local}\u{200b}@{domain}"),
    ]
}

const HEROES: [(&str, &str); 5] = [
    ("rob@contoso.com", "Rob Young"),
    ("user4@contoso.com", "User 4"),
    ("anna.berg@contoso.com", "Anna Berg"),
    ("rob@bücher.example", "Rob Book"),
    ("o'neil@contoso.com", "Shaun O'Neil"),
];

const STRANGERS: [(&str, &str); 5] = [
    ("adele.vance@contoso.com", "Adele Vance"),
    ("alex.wilber@contoso.com", "Alex Wilber"),
    ("megan.bowen@contoso.com", "Megan Bowen"),
    ("lee.gu@contoso.com", "Lee Gu"),
    ("joni.sherman@contoso.com", "Joni Sherman"),
];

impl World {
    pub fn new(random: &mut Random) -> World {
        let plan = Plan::choose(random);
        let words = Words::choose(languages()[plan.language], plan.english, random);
        let (hero, hero_name) = *random.pick(&HEROES);
        let shown = if random.chance(15) { hero.to_uppercase() } else { hero.to_owned() };
        let person = |shown: String, name: &str| Person { shown, name: name.into(), connector: false, double: false };
        let mut people = vec![person(shown, hero_name)];
        let mut near = neighbours(hero);
        random.shuffle(&mut near);
        people.extend(near.into_iter().take(random.below(4)).map(|address| person(address, hero_name)));
        for _ in 0..1 + random.below(3) {
            let (address, name) = *random.pick(&STRANGERS);
            if people.iter().all(|other| other.shown != address) {
                people.push(person(address.to_owned(), name));
            }
        }
        if random.chance(25) {
            let name = match random.below(4) {
                0 => "5f2c8a1e-3b7d-4c60-9e15-8d4a7b20f6c3".to_owned(),
                1 => format!("{hero_name} relay"),
                2 if plan.entity_column => hero.to_owned(),
                _ => format!("connector-{hero}"),
            };
            people.push(Person { name: name.clone(), shown: name, connector: true, double: false });
        }
        if random.chance(4) {
            people.push(Person { shown: hero.to_owned(), name: hero_name.into(), connector: false, double: true });
        }
        let listed = people.iter().enumerate().map(|(id, _)| id != HERO || !random.chance(10)).collect();
        let mut order: Vec<Id> = (0..people.len()).collect();
        random.shuffle(&mut order);
        World::of(plan, words, people, listed, order)
    }

    /// A portal on which these accounts are or are not listed, in this order; its first document begins to load.
    pub fn of(plan: Plan, words: Words, people: Vec<Person>, listed: Vec<bool>, order: Vec<Id>) -> World {
        let mut world = World {
            plan,
            words,
            people,
            listed,
            order,
            now: 1.0e12,
            timers: Vec::new(),
            document: 0,
            visits: 0,
            on_list: true,
            serial: 1,
            mount: 0,
            list: ListState { status: Status::Loading, items: Vec::new(), query: String::new(), request: 0 },
            search_text: String::new(),
            search_open: false,
            selected: Vec::new(),
            flyout: None,
            warning: None,
            survey: None,
            unknown: None,
            session_over: false,
            toolbar: false,
            toast: false,
            message: None,
            focused: None,
            chain: Chain::default(),
            looked: false,
            commits: Vec::new(),
            pretended: Vec::new(),
        };
        world.load();
        world
    }

    /// Whether these two rows are the same account, as the portal counts.
    pub fn same(&self, a: Id, b: Id) -> bool {
        a == b
            || match (self.people.get(a), self.people.get(b)) {
                (Some(one), Some(other)) => (one.double || other.double) && (a == HERO || b == HERO),
                _ => false,
            }
    }

    /// Whether eyes would take the row for another account: it holds a letter of another alphabet, or is cut off.
    pub fn deceives(&self, id: Id) -> bool {
        self.people[id].shown.contains(['о', 'а', 'е', '\u{200b}', '…'])
    }

    /// Whether the server lists the account.
    pub fn lists(&self, id: Id) -> bool {
        (0..self.people.len()).any(|row| self.listed[row] && self.same(row, id))
    }

    fn later(&mut self, ms: f64, timer: Timer) {
        self.timers.push((self.now + ms, timer));
    }

    fn fresh(&mut self) -> u32 {
        self.serial += 1;
        self.serial
    }

    /// A new document.
    pub fn load(&mut self) {
        self.document += 1;
        self.visits = 0;
        self.timers.retain(|(_, timer)| matches!(timer, Timer::Leaves(_) | Timer::Sent(_)));
        self.selected.clear();
        self.pretended.clear();
        self.session_over = false;
        self.enter();
    }

    /// A new visit of the list, by a load or within the document.
    fn enter(&mut self) {
        self.mount = self.fresh();
        self.flyout = None;
        self.warning = None;
        self.survey = None;
        self.unknown = None;
        self.message = None;
        self.toast = false;
        self.focused = None;
        self.search_text.clear();
        self.search_open = !self.plan.icon;
        self.toolbar = self.plan.toolbar_ms == 0.0;
        self.chain = Chain::default();
        self.looked = false;
        self.list = ListState { items: Vec::new(), query: String::new(), ..self.list.clone() };
        if !self.on_list {
            return;
        }
        self.visits += 1;
        if !self.toolbar {
            self.later(self.plan.toolbar_ms, Timer::Toolbar);
        }
        self.ask(String::new(), self.plan.load_ms);
    }

    /// In-app navigation.
    pub fn go(&mut self, on_list: bool) {
        if !self.plan.keeps_on_navigation {
            self.selected.clear();
        }
        self.on_list = on_list;
        self.enter();
    }

    /// Asks the server for a list.
    fn ask(&mut self, query: String, ms: f64) {
        let request = self.list.request + 1;
        self.list.request = request;
        self.list.status = Status::Loading;
        if query != self.list.query && !self.plan.keeps_selection {
            self.selected.clear();
        }
        self.list.query = query;
        self.later(ms, Timer::Answer(request));
    }

    fn answer(&mut self) {
        if self.plan.fails {
            self.list.status = Status::Failed;
            self.list.items.clear();
            return;
        }
        let query = if self.plan.deaf_search { String::new() } else { self.list.query.to_lowercase() };
        let fits = |id: &Id| {
            let person = &self.people[*id];
            self.listed[*id]
                && !self.pretended.contains(id)
                && (person.shown.to_lowercase().contains(&query) || person.name.to_lowercase().contains(&query))
        };
        self.list.items = self.order.iter().copied().filter(fits).collect();
        self.list.status = Status::Ready;
        if !self.plan.hides_selection {
            let items = &self.list.items;
            let all = self.unfiltered();
            self.selected.retain(|id| items.contains(id) || *id == ANYBODY && all);
        }
    }

    /// The list holds every row, as far as the search goes.
    pub fn unfiltered(&self) -> bool {
        self.list.query.is_empty() || self.plan.deaf_search
    }

    /// Rows of the list that nobody looks at.
    pub fn anybody(&self) -> u32 {
        if self.unfiltered() && self.list.status == Status::Ready { self.plan.others } else { 0 }
    }

    /// The next thing that happens by itself.
    pub fn next_timer(&self) -> Option<f64> {
        self.timers.iter().map(|(at, _)| *at).min_by(f64::total_cmp)
    }

    /// Lets the earliest timer go off; the time must have come.
    pub fn fire(&mut self) {
        let first = (0..self.timers.len()).min_by(|&a, &b| self.timers[a].0.total_cmp(&self.timers[b].0));
        if let Some(first) = first {
            self.now = self.now.max(self.timers[first].0);
            self.fire_one(first);
        }
    }

    /// Lets this timer go off, whatever the time.
    pub fn fire_one(&mut self, index: usize) {
        let (_, timer) = self.timers.remove(index);
        match timer {
            Timer::Answer(request) if request == self.list.request && self.on_list => self.answer(),
            Timer::Answer(_) => {}
            Timer::Toolbar => self.toolbar = true,
            Timer::FlyoutReady(serial) => {
                if let Some(flyout) = self.flyout.as_mut().filter(|flyout| flyout.serial == serial) {
                    flyout.busy = false;
                }
            }
            Timer::Warn(serial) => {
                if let Some(flyout) = self.flyout.as_mut().filter(|flyout| flyout.serial == serial) {
                    flyout.busy = false;
                    let accounts = flyout.accounts.clone();
                    self.warn(accounts);
                }
            }
            Timer::Sent(index) => self.sent(index as usize),
            Timer::Leaves(id) => self.listed[id] = false,
            Timer::Survey => {
                let serial = self.fresh();
                self.survey = Some(serial);
            }
            Timer::Unknown => {
                let serial = self.fresh();
                self.unknown = Some(serial);
            }
            Timer::Rebuild => self.mount = self.fresh(),
        }
    }

    fn warn(&mut self, accounts: Vec<Id>) {
        let serial = self.fresh();
        self.warning = Some(Warning { accounts, busy: false, serial });
    }

    /// The server has taken the confirmation.
    fn sent(&mut self, index: usize) {
        let Some(commit) = self.commits.get(index).cloned() else { return };
        let here = commit.document == self.document;
        match self.plan.outcome {
            Outcome::Done => {
                commit.accounts.iter().filter(|id| **id != ANYBODY).for_each(|&id| self.listed[id] = false)
            }
            Outcome::Late => {
                for &id in commit.accounts.iter().filter(|id| **id != ANYBODY) {
                    self.timers.push((self.now + self.plan.late_ms, Timer::Leaves(id)));
                }
            }
            Outcome::Lies if here => self.pretended.extend(&commit.accounts),
            Outcome::Refused if here => self.message = Some((true, "The user could not be unblocked.")),
            Outcome::Refused | Outcome::Lies | Outcome::Ignored => {}
        }
        if !here {
            return;
        }
        if self.plan.outcome == Outcome::Ignored {
            if let Some(warning) = &mut self.warning {
                warning.busy = false;
            }
            return;
        }
        self.warning = None;
        self.flyout = None;
        if self.plan.session_ends {
            self.session_over = true;
        }
        if self.plan.outcome != Outcome::Refused {
            self.message = Some((false, "Done."));
            self.selected.clear();
            self.ask(self.list.query.clone(), self.plan.search_ms);
        }
    }

    // ---- what people do ------------------------------------------------------------------------------------

    /// A trusted press, as the page takes it.
    pub fn press(&mut self, thing: Thing, random: &mut Random) {
        match thing {
            Thing::SelectAll => self.chain.row = Some(None),
            Thing::Selector(id) | Thing::Row(id) | Thing::RowUnblock(id) => self.chain.row = Some(Some(id)),
            _ => {}
        }
        match thing {
            Thing::SearchIcon => self.search_open = true,
            Thing::SearchBox | Thing::Decoy => {}
            Thing::SelectAll => {
                let all: Vec<Id> = self.list.items.clone();
                if self.selected.len() >= all.len() {
                    self.selected.clear();
                } else {
                    self.selected = all;
                    if self.anybody() > 0 {
                        self.selected.push(ANYBODY);
                    }
                }
            }
            Thing::Selector(id) => {
                self.focused = Some(id);
                self.toggle(id);
            }
            Thing::Row(id) => {
                self.focused = Some(id);
                match self.plan.picks {
                    Picks::Nothing => {}
                    _ if random.chance(20) => self.toggle(id),
                    _ => self.choose(id),
                }
            }
            Thing::RowUnblock(id) => {
                self.focused = Some(id);
                self.start(vec![id]);
            }
            Thing::Unblock => {
                if !self.plan.disabled && !self.selected.is_empty() {
                    self.start(self.selected.clone());
                }
            }
            Thing::Next => {
                if let Some(flyout) = &mut self.flyout {
                    flyout.page += 1;
                    self.flyout_works();
                }
            }
            Thing::Back => {
                if let Some(flyout) = &mut self.flyout {
                    flyout.page = flyout.page.saturating_sub(1);
                }
            }
            Thing::Submit | Thing::Final => self.finish(),
            Thing::Yes => {
                if let Some(warning) = &mut self.warning {
                    warning.busy = true;
                    let accounts = warning.accounts.clone();
                    self.commit(accounts, true);
                }
            }
            Thing::No => self.warning = None,
            Thing::Cancel | Thing::Close => {
                if self.warning.is_some() && thing == Thing::Close {
                    self.warning = None;
                } else if self.flyout.as_ref().is_some_and(|flyout| !flyout.busy) {
                    self.flyout = None;
                }
            }
            Thing::Refresh => self.ask(self.list.query.clone(), self.plan.search_ms),
            Thing::OtherYes | Thing::OtherNo => {
                self.survey = None;
                self.unknown = None;
            }
            Thing::DismissToast => self.toast = false,
            Thing::Elsewhere => self.go(false),
        }
    }

    /// Turns the selection of one row, by pointer or by key.
    pub fn toggle(&mut self, id: Id) {
        match self.plan.picks {
            Picks::Nothing => {}
            Picks::Row | Picks::Radio => self.choose(id),
            Picks::Check => match self.selected.iter().position(|other| *other == id) {
                Some(at) => drop(self.selected.remove(at)),
                None => self.selected.push(id),
            },
        }
    }

    fn choose(&mut self, id: Id) {
        let items = &self.list.items;
        // What a filter hides is not always let go of.
        self.selected
            .retain(|other| self.plan.hides_selection && self.plan.picks == Picks::Check && !items.contains(other));
        self.selected.push(id);
    }

    fn start(&mut self, accounts: Vec<Id>) {
        if self.plan.disabled {
            return;
        }
        self.message = None;
        let connector = matches!(accounts[..], [only] if only != ANYBODY && self.people[only].connector);
        if self.plan.pages() == 0 && !connector {
            self.flyout = None;
            self.warn(accounts);
            return;
        }
        let serial = self.fresh();
        self.flyout = Some(Flyout { accounts, connector, page: 0, busy: false, serial });
        self.flyout_works();
    }

    fn flyout_works(&mut self) {
        let ms = self.plan.step_ms;
        if let Some(flyout) = self.flyout.as_mut().filter(|_| ms > 0.0) {
            flyout.busy = true;
            let serial = flyout.serial;
            self.later(ms, Timer::FlyoutReady(serial));
        }
    }

    fn finish(&mut self) {
        let Some(flyout) = &mut self.flyout else { return };
        let (accounts, serial) = (flyout.accounts.clone(), flyout.serial);
        if flyout.connector {
            flyout.busy = true;
            return self.commit(accounts, false);
        }
        if self.plan.step_ms > 0.0 {
            flyout.busy = true;
            return self.later(self.plan.step_ms, Timer::Warn(serial));
        }
        self.warn(accounts);
    }

    fn commit(&mut self, accounts: Vec<Id>, warned: bool) {
        self.commits.push(Commit { accounts, document: self.document, warned });
        self.later(self.plan.yes_ms, Timer::Sent(self.commits.len() as u32 - 1));
    }

    /// The search box changes, by keys or by the guide's hand.
    pub fn type_text(&mut self, text: &str, enter: bool) {
        if self.search_text == text && !enter {
            return;
        }
        self.search_text = text.to_owned();
        if enter || self.plan.as_you_type {
            self.ask(text.trim().to_owned(), self.plan.search_ms);
        }
    }
}
