//! Snapshots of synthetic portals, damaged at random: what is located must be what the generator meant, or nothing.
//!
//! `MUTATION_COUNT` and `MUTATION_SEED` set how many cases there are and where they begin;
//! `MUTATION_ONLY` prints the page of one.

use super::damage::{NOBODY, Sheet};
use super::number;
use super::paint::{Handles, paint};
use super::random::Random;
use super::world::{HERO, Id, Thing, World};
use guided_unblock::core::account::Account;
use guided_unblock::core::fold::Native;
use guided_unblock::core::labels::{Matcher, Term};
use guided_unblock::core::recognise::{language_of, recognise};
use guided_unblock::core::snapshot::Snapshot;
use guided_unblock::core::verdict::{Identity, Naming};
use guided_unblock::core::view::{Search, View};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is looked for on a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
enum Target {
    Search,
    /// The check box, radio button or row that selects the hero.
    Pick,
    RowUnblock,
    Unblock,
    Next,
    /// *Submit*, or the final button.
    Last,
    Yes,
}

struct Case {
    target: Target,
    sheet: Sheet,
    damage: Vec<&'static str>,
    hero: String,
}

/// A page on which one control of the job is due, and then damaged.
fn case(seed: u64) -> Option<Case> {
    let mut random = Random::new(seed ^ 0x6d75_7461_7465);
    let mut world = World::new(&mut random);
    world.plan.fails = false;
    world.plan.disabled = false;
    world.plan.read_only = false;
    world.plan.deaf_search = false;
    world.listed[HERO] = true;
    let hero = world.people[HERO].shown.clone();
    for id in 1..world.people.len() {
        // What is the hero's in every letter and is not the hero cannot be told from it once a cell is lost.
        let person = &world.people[id];
        world.listed[id] &= !person.connector || !person.shown.eq_ignore_ascii_case(&hero);
    }
    let settle = |world: &mut World| {
        for _ in 0..20 {
            if world.timers.is_empty() {
                break;
            }
            world.fire();
        }
    };
    settle(&mut world);
    let query = hero.split('@').next().unwrap_or_default().to_lowercase();
    let mut target = Target::Search;
    if world.search_open && random.chance(90) {
        world.type_text(&query, true);
        settle(&mut world);
        let rows = world.plan.picks == super::world::Picks::Nothing;
        target = if rows { Target::RowUnblock } else { Target::Pick };
        let stage = random.below(5);
        if stage > 0 && rows {
            world.press(Thing::RowUnblock(HERO), &mut random);
            target = Target::Next;
        } else if stage > 0 {
            world.toggle(HERO);
            target = Target::Unblock;
            if stage > 1 {
                world.press(Thing::Unblock, &mut random);
                target = Target::Next;
            }
        }
        settle(&mut world);
        if target == Target::Next && world.plan.pages() == 0 {
            target = Target::Yes;
        }
        if target == Target::Next && stage > 2 {
            world.press(Thing::Next, &mut random);
            settle(&mut world);
            target = Target::Last;
            if stage > 3 {
                world.press(Thing::Submit, &mut random);
                settle(&mut world);
                target = Target::Yes;
            }
        }
    }
    let mut handles = Handles::default();
    let needles = [query];
    let (text, mut truth) = paint(&mut world, &mut handles, 1, &needles);
    for (_, id) in &mut truth.addresses {
        // A second row of the same account names the same account.
        *id = if world.same(*id, HERO) { HERO } else { *id };
    }
    // The bare name of a connector is no address: nobody can tell it from any other text.
    truth.addresses.retain(|(_, id)| world.people.get(*id).is_none_or(|person| person.shown.contains('@')));
    let mut sheet = Sheet::new(&text, &truth);
    let damage = (0..1 + random.below(3)).map(|_| sheet.damage(&world.words, &hero, &mut random)).collect();
    Some(Case { target, sheet, damage, hero })
}

/// The nodes that may be pointed at, by the truth; more than one means that nobody may be.
fn right(case: &Case, matcher: &Matcher) -> Vec<usize> {
    let sheet = &case.sheet;
    let only_hero = |named: &[Id]| matches!(named, [HERO]);
    // Words of a third language cannot be read, so what carries them is nothing that could be confused.
    let reads = |at: usize, terms: &[Term]| {
        // *Unblock rob@contoso.com* says *Unblock* as well.
        let said = sheet.said(at);
        let own =
            said.to_lowercase().find(&case.hero.to_lowercase()).filter(|_| said.to_lowercase().len() == said.len());
        let words = own.map_or(said.clone(), |from| said[..from].to_owned() + &said[from + case.hero.len()..]);
        terms.iter().any(|&term| matcher.matches(term, &words, &Native).is_some())
    };
    let fits = |&at: &usize| {
        if !sheet.is_there(at) {
            return false;
        }
        let Some(thing) = sheet.records[at].thing else { return false };
        let own_row = || sheet.row(at).is_some_and(|row| sheet.is_in_grid(row) && only_hero(&sheet.named_in(row)));
        let whose = || {
            let named = sheet.dialog(at).map(|dialog| sheet.named_in(dialog)).unwrap_or_default();
            named.iter().all(|id| *id == HERO)
        };
        match (case.target, thing) {
            (Target::Search, Thing::SearchBox) => true,
            (Target::Search, Thing::SearchIcon) => reads(at, &[Term::Search]),
            (Target::Pick, Thing::Selector(_) | Thing::Row(_)) => own_row(),
            (Target::RowUnblock, Thing::RowUnblock(_)) => own_row() && reads(at, &[Term::Unblock]),
            (Target::Unblock, Thing::Unblock) => reads(at, &[Term::Unblock]),
            (Target::Next, Thing::Next) => whose() && reads(at, &[Term::Next]),
            (Target::Last, Thing::Submit | Thing::Final) => whose() && reads(at, &[Term::Submit, Term::UnblockUser]),
            (Target::Yes, Thing::Yes) => whose() && reads(at, &[Term::Yes]),
            _ => false,
        }
    };
    (0..sheet.records.len()).filter(fits).collect()
}

/// Whether this node may be pointed at. A second one beside it that nobody could tell from it forbids both; one that was
/// moved away, or lost its role, or says something else since a part of the page was moved into it, does not. A row may be picked by its check box or anywhere in it.
fn is_right(case: &Case, right: &[usize], picked: u32) -> bool {
    let sheet = &case.sheet;
    let kind = |at: usize| sheet.records[at].thing.map(|thing| std::mem::discriminant(&thing));
    let Some(at) = right.iter().copied().find(|&at| sheet.records[at].handle == picked) else { return false };
    let alike = right
        .iter()
        .filter(|&&other| kind(other) == kind(at) && !sheet.is_displaced(other) && !sheet.has_grown(other))
        .count();
    alike <= 1
}

/// What the product locates.
fn located(case: &Case, view: &View) -> Option<u32> {
    let subject = Account::parse(&case.hero.to_lowercase(), &Native).ok()?;
    let identity = Identity { subject: &subject, listed: None, platform: &Native };
    let own = || {
        let mut own = view.list.rows.iter().filter(|row| identity.owns(row) && !row.connector);
        own.next().filter(|_| own.next().is_none())
    };
    let clear = |addresses: &[String]| matches!(identity.naming(addresses), Naming::Nobody | Naming::Subject);
    let flyout = || view.flyout.as_ref().filter(|flyout| view.confirm.is_none() && clear(&flyout.addresses));
    let target = match case.target {
        _ if view.partial => None,
        // Without a list and its title there is nothing to search in, and the guide says so before it looks for a box.
        Target::Search if !view.list.present && !view.heading => None,
        Target::Search => match &view.search {
            Search::Box(target, _) | Search::Icon(target) => Some(target),
            Search::Missing | Search::Ambiguous(_) => None,
        },
        Target::Pick => own().and_then(|row| {
            row.selector.unique().or_else(|| row.itself.unique().filter(|_| row.selector.is_missing()))
        }),
        Target::RowUnblock => own().and_then(|row| row.unblock.unique()),
        Target::Unblock => own().filter(|row| row.selected).and(view.unblock.unique()),
        Target::Next => flyout().and_then(|flyout| flyout.next.unique()),
        Target::Last => flyout().filter(|flyout| flyout.next.is_missing()).and_then(|flyout| {
            flyout.submit.unique().or_else(|| flyout.last.unique().filter(|_| flyout.submit.is_missing()))
        }),
        Target::Yes => {
            let behind = view.flyout.as_ref().is_none_or(|flyout| clear(&flyout.addresses));
            view.confirm
                .as_ref()
                .filter(|confirm| behind && clear(&confirm.addresses))
                .and_then(|confirm| confirm.yes.unique())
        }
    };
    target.map(|target| target.control().handle)
}

/// What a first match would take: the first node with the words, in the first row with the name.
fn first_match(case: &Case, matcher: &Matcher) -> Option<u32> {
    let sheet = &case.sheet;
    let means = |at: usize, term: Term| matcher.matches(term, sheet.records[at].label(), &Native).is_some();
    let all = || 0..sheet.records.len();
    let labelled = |terms: &[Term]| {
        let button = |at: &usize| matches!(sheet.records[*at].tag.as_str(), "button" | "input");
        all().filter(button).find(|&at| terms.iter().any(|&term| means(at, term)))
    };
    let name = case.hero.split('@').next().unwrap_or_default().to_lowercase();
    let row = || {
        all().find(|&at| {
            sheet.records[at].attr("role") == Some("row")
                && (at..sheet.end(at)).any(|inside| sheet.records[inside].text.to_lowercase().contains(&name))
        })
    };
    let found = match case.target {
        Target::Search => labelled(&[Term::Search]),
        Target::Pick => row().and_then(|row| {
            (row..sheet.end(row))
                .find(|&at| matches!(sheet.records[at].attr("role"), Some("checkbox" | "radio")))
                .or(Some(row))
        }),
        Target::RowUnblock => row().and_then(|row| (row..sheet.end(row)).find(|&at| means(at, Term::Unblock))),
        Target::Unblock => labelled(&[Term::Unblock]),
        Target::Next => labelled(&[Term::Next]),
        Target::Last => labelled(&[Term::Submit, Term::UnblockUser]),
        Target::Yes => labelled(&[Term::Yes]),
    };
    found.map(|at| sheet.records[at].handle)
}

#[derive(Default)]
struct Score {
    cases: u64,
    /// Cases in which the target still exists once, as it was.
    whole: u64,
    located: u64,
    abstained: u64,
    wrong: Vec<(u64, String)>,
    /// Pages on which a control that commits was pointed at.
    commits: u64,
    /// Wrong picks of a first match, and those of them where a control that commits was due.
    first_wrong: u64,
    first_commits: u64,
    by: BTreeMap<Target, (u64, u64)>,
}

fn judge(seed: u64, score: &mut Score) {
    let Some(case) = case(seed) else { return };
    let Ok(snapshot) = Snapshot::parse(case.sheet.text()) else { panic!("seed {seed}: no snapshot") };
    let matcher = Matcher::new(language_of(&snapshot));
    let right = right(&case, &matcher);
    let is_right = |picked: u32| is_right(&case, &right, picked);
    let picked = located(&case, &recognise(&snapshot, &matcher, &Native));
    score.cases += 1;
    let whole = right.iter().any(|&at| is_right(case.sheet.records[at].handle) && !case.sheet.is_spoilt(at))
        && case.sheet.records.iter().all(|record| !record.spoilt || record.named.iter().all(|id| *id == NOBODY));
    if whole {
        let found = picked.is_some_and(is_right);
        score.whole += 1;
        score.located += u64::from(found);
        let by = score.by.entry(case.target).or_default();
        *by = (by.0 + 1, by.1 + u64::from(found));
    }
    let commits = matches!(case.target, Target::Last | Target::Yes);
    score.commits += u64::from(commits && picked.is_some());
    match picked {
        None => score.abstained += 1,
        Some(picked) if !is_right(picked) => {
            let what = case.sheet.records.iter().find(|record| record.handle == picked).cloned();
            let right: Vec<_> = right.iter().map(|&at| &case.sheet.records[at]).collect();
            score.wrong.push((
                seed,
                format!("{:?} after {:?}: picked {what:?}, and right were {right:?}", case.target, case.damage),
            ));
        }
        Some(_) => {}
    }
    if first_match(&case, &matcher).is_some_and(|picked| !is_right(picked)) {
        score.first_wrong += 1;
        score.first_commits += u64::from(commits);
    }
}

#[test]
fn no_damaged_page_gets_a_wrong_pick() {
    if let Some(seed) = std::env::var("MUTATION_ONLY").ok().and_then(|text| text.parse().ok()) {
        let case = case(seed).unwrap();
        println!("{:?} for {}, after {:?}\n{}", case.target, case.hero, case.damage, case.sheet.outline());
        return;
    }
    let (first, count) = (number("MUTATION_SEED", 1), number("MUTATION_COUNT", 100_000));
    let (next, total) = (AtomicU64::new(0), Mutex::new(Score::default()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut score = Score::default();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count || score.wrong.len() > 50 {
                        break;
                    }
                    judge(first.wrapping_add(index), &mut score);
                }
                let mut total = total.lock().unwrap();
                total.cases += score.cases;
                total.whole += score.whole;
                total.located += score.located;
                total.abstained += score.abstained;
                total.first_wrong += score.first_wrong;
                total.first_commits += score.first_commits;
                total.commits += score.commits;
                total.wrong.extend(score.wrong);
                for (target, (whole, located)) in score.by {
                    let by = total.by.entry(target).or_default();
                    *by = (by.0 + whole, by.1 + located);
                }
            });
        }
    });
    let score = total.into_inner().unwrap();
    println!(
        "{} damaged pages: {} wrong picks, {} abstained; located {} of {} whole targets; a first match picks {} wrongly",
        score.cases,
        score.wrong.len(),
        score.abstained,
        score.located,
        score.whole,
        score.first_wrong
    );
    println!(
        "wrong rings in {} adversarial pages: {}; {} pages came to a control that commits; a first match rings {} wrongly, {} where one that commits was due",
        score.cases,
        score.wrong.len(),
        score.commits,
        score.first_wrong,
        score.first_commits
    );
    println!("whole and located, by target: {:?}", score.by);
    for (seed, wrong) in score.wrong.iter().take(12) {
        println!("seed {seed}: {wrong}");
    }
    assert!(score.wrong.is_empty(), "{} wrong picks", score.wrong.len());
    assert!(score.located * 100 >= score.whole * 80, "only {} of {} were located", score.located, score.whole);
    assert!(score.commits * 100 >= score.cases, "only {} pages came to a control that commits", score.commits);
    assert!(score.first_wrong > 0, "a first match is never wrong: the pages are not damaged enough");
}
