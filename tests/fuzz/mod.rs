//! Every parser, fed with damaged copies of its corpus: what comes out is bounded, the same when read again, and never a panic.
//!
//! `FUZZ_SECONDS` says how long each target runs (default: a moment), `FUZZ_SEED` where the damage begins, `FUZZ_ONLY` which target,
//! `FUZZ_INPUT` a file with one input instead. An input that breaks a promise is written to `target/fuzz/`, and becomes part of
//! `tests/fuzz/corpus` with its mending.

mod targets;

use crate::simulation::random::Random;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use targets::{TARGETS, Target, WORDS};

/// No input is longer.
const LONGEST: usize = 20_000;
/// An input that takes longer than this never ends.
const HANGS: Duration = Duration::from_secs(20);

fn folder(target: &Target) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target.name)
}

/// The committed inputs, and the fixtures of other tests that are inputs of this target.
fn corpus(target: &Target) -> Vec<Vec<u8>> {
    let fixtures =
        target.fixtures.iter().map(|name| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name));
    let mut files: Vec<PathBuf> = std::iter::once(folder(target))
        .chain(fixtures)
        .flat_map(|folder| std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files.iter().map(|path| std::fs::read(path).expect("an input")).collect()
}

/// Another input, from one or two of the corpus.
fn damaged(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = random.pick(corpus).clone();
    for _ in 0..1 + random.below(6) {
        let at = random.below(input.len() + 1);
        let end = (at + random.below(40)).min(input.len());
        match random.below(9) {
            0 => drop(input.drain(at..end)),
            1 => {
                let word = random.pick(WORDS).bytes();
                input.splice(at..at, word);
            }
            2 => {
                let word = random.pick(WORDS).bytes();
                input.splice(at..end, word);
            }
            3 => {
                let piece = input[at..end].to_vec();
                let times = 1 + random.below(20);
                input.splice(at..at, piece.repeat(times));
            }
            4 => {
                let other = random.pick(corpus);
                let from = random.below(other.len() + 1);
                let to = (from + random.below(200)).min(other.len());
                input.splice(at..at, other[from..to].iter().copied());
            }
            5 => input.truncate(at),
            6 if at < input.len() => input[at] = random.next() as u8,
            7 if at < input.len() => input[at] ^= 1 << random.below(8),
            _ => {
                let number = random.next() % 1_000_000_000_000;
                input.splice(at..end.min(at + 3).max(at), number.to_string().into_bytes());
            }
        }
    }
    input.truncate(LONGEST);
    input
}

/// The input that is running, and since when.
static RUNNING: Mutex<Option<(Instant, &'static str, Vec<u8>)>> = Mutex::new(None);

/// Ends everything when an input never comes to an end.
fn watch() {
    // Nobody ever says anything on it: only the time passes.
    let (_silent, idle) = std::sync::mpsc::channel::<()>();
    while idle.recv_timeout(Duration::from_secs(1)).is_err() {
        if let Some((began, name, input)) = &*RUNNING.lock().expect("nobody panics with it")
            && began.elapsed() > HANGS
        {
            let path = keep(&format!("{name}-hangs"), input);
            println!("{name}: BROKEN: no end after {HANGS:?} ({})", path.display());
            std::process::abort();
        }
    }
}

/// Writes an input down.
fn keep(name: &str, input: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
    let path = folder.join(name);
    std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, input)).expect("the broken input");
    path
}

#[expect(
    clippy::disallowed_methods,
    reason = "the rule keeps clocks out of the core; a test that runs for a while has one"
)]
fn now() -> Instant {
    Instant::now()
}

/// Runs one input: `Err` says which promise is broken.
fn run(target: &Target, input: &[u8]) -> Result<(), String> {
    let began = now();
    *RUNNING.lock().expect("nobody panics with it") = Some((began, target.name, input.to_vec()));
    let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
    *RUNNING.lock().expect("nobody panics with it") = None;
    outcome
        .unwrap_or_else(|panic| {
            let said = panic.downcast_ref::<String>().cloned();
            Err(said.or(panic.downcast_ref::<&str>().map(|&said| said.to_owned())).unwrap_or_default())
        })
        .and_then(|()| match began.elapsed() {
            slow if slow > Duration::from_secs(5) => Err(format!("{slow:?} for {} bytes", input.len())),
            _ => Ok(()),
        })
}

#[test]
fn no_parser_breaks_its_promises() {
    let seconds: f64 = std::env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2.0);
    let (seed, only) = (crate::simulation::number("FUZZ_SEED", 1), std::env::var("FUZZ_ONLY").ok());
    let given = std::env::var_os("FUZZ_INPUT").map(|path| std::fs::read(path).expect("the file of FUZZ_INPUT"));
    println!("target      corpus       runs  runs/s  outcome");
    std::thread::spawn(watch);
    let (mut passed, mut failed) = (0, 0);
    for target in TARGETS.iter().filter(|target| only.as_ref().is_none_or(|only| target.name == only)) {
        let corpus = given.clone().map_or_else(|| corpus(target), |input| vec![input]);
        let (began, mut runs) = (now(), 0_u64);
        let mut broken = corpus.iter().find_map(|input| run(target, input).err().map(|why| (input.clone(), why)));
        let mut random = Random::new(seed);
        while broken.is_none() && given.is_none() && began.elapsed().as_secs_f64() < seconds {
            let input = damaged(&corpus, &mut random);
            runs += 1;
            broken = run(target, &input).err().map(|why| (input, why));
        }
        let speed = runs as f64 / began.elapsed().as_secs_f64().max(0.001);
        let outcome = match &broken {
            None => "every promise kept".to_owned(),
            Some((input, why)) => {
                let path = keep(&format!("{}-{seed}-{runs}", target.name), input);
                format!("BROKEN: {why} ({})", path.display())
            }
        };
        *(if broken.is_none() { &mut passed } else { &mut failed }) += 1;
        println!("{:<11} {:>6} {:>10} {:>7.0}  {outcome}", target.name, corpus.len(), runs, speed);
    }
    println!("{passed} passed, {failed} failed");
    assert!(passed + failed > 0, "there is no such target");
    assert_eq!(failed, 0, "a parser broke a promise");
}

/// Damaged copies of what nobody understands try nothing but the first line of a parser.
#[test]
fn the_messages_of_the_corpus_are_understood() {
    use guided_unblock::protocol::{FromAgent, Reply, ToAgent, ToWorker};
    let target = TARGETS.iter().find(|target| target.name == "protocol").expect("the target");
    let files = std::fs::read_dir(folder(target)).expect("the corpus").map(|entry| entry.expect("an entry").path());
    // What the guided fuzzer has found may be next to a message, on purpose.
    let ours = files.filter(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("guided-")));
    let messages: Vec<Vec<u8>> = ours.map(|path| std::fs::read(path).expect("an input")).collect();
    assert!(messages.len() > 10, "{} messages", messages.len());
    for input in messages {
        let message = serde_json::from_slice(&input).expect("JSON");
        let understood = targets::crossed::<ToWorker>(&message).is_some()
            || targets::crossed::<ToAgent>(&message).is_some()
            || targets::crossed::<Reply>(&message).is_some()
            || targets::crossed::<FromAgent>(&message).is_some();
        assert!(understood, "{message}");
    }
}
