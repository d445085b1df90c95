//! The guide against a synthetic portal: random sequences of everything that admin, page, agent, worker and clock can
//! do, judged by the generator's truth. See [`play`] for a sequence and [`oracle`] for what must never happen.
//!
//! `SIMULATION_COUNT` sets how many sequences are played, `SIMULATION_SEED` the first seed; a failure prints its seed, and
//! the shortest version of the sequence that still fails. `SIMULATION_ONLY` plays one seed and prints it.

mod damage;
mod mutation;
mod oracle;
mod paint;
mod play;
pub mod random;
mod words;
mod worker;
mod world;

use play::{Fault, Seen, play};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// A number of the environment.
pub fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// What all sequences saw together.
#[derive(Default)]
struct Tally {
    sequences: u64,
    events: usize,
    snapshots: usize,
    proven: u64,
    amber: u64,
    picks: u64,
    rings: BTreeMap<&'static str, u64>,
    refusals: BTreeMap<&'static str, u64>,
    lost: BTreeMap<&'static str, u64>,
    faults: Vec<(u64, Fault)>,
}

impl Tally {
    fn add(&mut self, seed: u64, seen: Seen, fault: Option<Fault>) {
        self.sequences += 1;
        self.events += seen.events;
        self.snapshots += seen.snapshots;
        self.proven += u64::from(seen.proven);
        self.amber += u64::from(seen.amber);
        self.picks += seen.picks;
        for (into, from) in
            [(&mut self.rings, &seen.rings), (&mut self.refusals, &seen.refusals), (&mut self.lost, &seen.lost)]
        {
            from.iter().for_each(|&name| *into.entry(name).or_default() += 1);
        }
        self.faults.extend(fault.map(|fault| (seed, fault)));
    }

    fn merge(&mut self, other: Tally) {
        self.sequences += other.sequences;
        self.events += other.events;
        self.snapshots += other.snapshots;
        self.proven += other.proven;
        self.amber += other.amber;
        self.picks += other.picks;
        for (into, from) in
            [(&mut self.rings, other.rings), (&mut self.refusals, other.refusals), (&mut self.lost, other.lost)]
        {
            from.into_iter().for_each(|(name, count)| *into.entry(name).or_default() += count);
        }
        self.faults.extend(other.faults);
    }

    fn print(&self) {
        println!(
            "{} sequences, {} events, {} snapshots; {} proven, {} with an amber ring, {} picks",
            self.sequences, self.events, self.snapshots, self.proven, self.amber, self.picks
        );
        println!("rings: {:?}", self.rings);
        println!("refusals: {:?}", self.refusals);
        println!("lost: {:?}", self.lost);
    }
}

/// Plays `count` sequences on all cores; stops early once `faults` have been found.
fn play_all(first: u64, count: u64, faults: usize) -> Tally {
    let next = AtomicU64::new(0);
    let all = Mutex::new(Tally::default());
    let found = AtomicU64::new(0);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                let mut tally = Tally::default();
                while found.load(Ordering::Relaxed) < faults as u64 {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count {
                        break;
                    }
                    let seed = first.wrapping_add(index);
                    let (seen, fault) = play(seed, &BTreeSet::new(), None);
                    if fault.is_some() {
                        found.fetch_add(1, Ordering::Relaxed);
                    }
                    tally.add(seed, seen, fault);
                }
                all.lock().expect("no thread panicked").merge(tally);
            });
        }
    });
    let mut tally = all.into_inner().expect("no thread panicked");
    tally.faults.sort_by_key(|(seed, fault)| (fault.step, *seed));
    tally
}

/// The kind of a fault: its words without numbers.
fn kind(fault: &Fault) -> String {
    fault.what.chars().filter(|c| !c.is_ascii_digit()).take(60).collect()
}

/// Leaves out every step that is not needed for the same kind of fault.
fn shortened(seed: u64, fault: &Fault) -> BTreeSet<usize> {
    let mut left_out: BTreeSet<usize> = (fault.step + 1..play::STEPS).collect();
    for step in (0..fault.step).rev() {
        left_out.insert(step);
        let (_, again) = play(seed, &left_out, None);
        if again.is_none_or(|again| kind(&again) != kind(fault)) {
            left_out.remove(&step);
        }
    }
    left_out
}

fn trace(seed: u64, left_out: &BTreeSet<usize>) -> String {
    let mut lines = Vec::new();
    let _ = play(seed, left_out, Some(&mut lines));
    lines.join("\n")
}

#[test]
fn whatever_happens_the_guide_keeps_its_invariants() {
    if let Some(seed) = std::env::var("SIMULATION_ONLY").ok().and_then(|text| text.parse().ok()) {
        let left_out = match play(seed, &BTreeSet::new(), None).1 {
            Some(fault) => shortened(seed, &fault),
            None => BTreeSet::new(),
        };
        println!("{}", trace(seed, &left_out));
        return;
    }
    let (first, count) = (number("SIMULATION_SEED", 1), number("SIMULATION_COUNT", 100_000));
    let tally = play_all(first, count, number("SIMULATION_FAULTS", 1) as usize);
    tally.print();
    if !tally.faults.is_empty() {
        let mut kinds: BTreeMap<String, (u64, u64, &Fault)> = BTreeMap::new();
        for (seed, fault) in &tally.faults {
            kinds.entry(kind(fault)).or_insert((0, *seed, fault)).0 += 1;
        }
        for (times, seed, fault) in kinds.values() {
            println!("{times} times, first with seed {seed}: {}", fault.what);
        }
        let (seed, fault) = &tally.faults[0];
        println!("\nseed {seed}, shortened:\n{}", trace(*seed, &shortened(*seed, fault)));
        panic!("oracle: seed {seed}: {}", fault.what);
    }
    if count < 100_000 {
        return;
    }
    for control in ["Submit", "Final", "Yes"] {
        let reached = tally.rings.get(control).copied().unwrap_or(0);
        assert!(reached >= 5_000, "only {reached} sequences reached {control}");
    }
    for refusal in [
        "SubjectLookAlike",
        "LookAlike",
        "OtherRow",
        "SeveralRows",
        "HiddenSelection",
        "Duplicate",
        "FlyoutOther",
        "DialogOther",
        "Connector",
        "BrokenChain",
        "SelectedBefore",
        "UnblockDisabled",
    ] {
        let met = tally.refusals.get(refusal).copied().unwrap_or(0);
        assert!(met >= 100, "only {met} sequences met the refusal {refusal}");
    }
    assert!(tally.picks >= count / 1000, "only {} rows were picked under another name", tally.picks);
    assert!(tally.proven >= count / 20, "only {} sequences came to a proof", tally.proven);
}
