//! `cargo xtask fuzz --guided`: the same targets under libFuzzer, which sees what code an input reaches and goes on from those
//! that reach more. Its package, `tests/fuzz/guided`, is no member of the workspace: no other verb builds it. What rustc has to
//! write into the code for it, it writes on stable, too; libFuzzer itself needs a C++ compiler.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::{process, repo, rust, wasm};

/// What a run is asked for.
pub struct Wanted {
    /// One target, or all.
    pub only: Option<String>,
    /// How long each runs.
    pub seconds: u32,
    /// Where chance begins.
    pub seed: u32,
    /// How many new inputs of each may go into the committed corpus.
    pub keep: usize,
}

/// No input is longer; the targets on stable have the same limit.
const LONGEST: usize = 20_000;
/// No input that is kept is longer, in bytes: it is run in every test from then on, and read by people.
const KEPT: usize = 2_000;
/// How many inputs, of all lengths, are tried for each one that may be kept.
const TRIED: usize = 12;
/// An input that takes longer, in seconds, never ends.
const HANGS: u32 = 20;
/// What rustc is to write into the code, so that libFuzzer sees where an input leads. There is no sanitizer for addresses: it
/// looks for what code without `unsafe` cannot do, and is nightly's alone.
const COVERAGE: [&str; 8] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
    "--cfg",
    "fuzzing",
];

/// Runs the targets, and prints a line for each.
pub fn run(wanted: &Wanted) -> Result<ExitCode> {
    let fuzzer = Fuzzer::build()?;
    let chosen = |target: &&Target| wanted.only.as_ref().is_none_or(|only| *only == target.name);
    if !fuzzer.targets.iter().any(|target| chosen(&target)) {
        bail!("there is no target {}", wanted.only.as_deref().unwrap_or_default());
    }
    println!("target            runs  seconds        edges reached  corpus  kept  crashes  outcome");
    let (mut passed, mut failed) = (0, 0);
    for target in fuzzer.targets.iter().filter(chosen) {
        let start = process::now();
        let ran = fuzzer.fuzz(target, wanted)?;
        let seconds = start.elapsed().as_secs();
        let kept = if ran.crash.is_none() { fuzzer.keep(target, wanted.keep)? } else { 0 };
        let (crashes, outcome) = match &ran.crash {
            None => (0, "every promise kept".to_owned()),
            Some(crash) => (1, format!("BROKEN: {crash}")),
        };
        *(if ran.crash.is_none() { &mut passed } else { &mut failed }) += 1;
        let edges = format!("{} + {}", ran.first.edges, ran.last.edges.saturating_sub(ran.first.edges));
        let Reach { runs, corpus, .. } = ran.last;
        println!(
            "{:<11} {runs:>10} {seconds:>8} {edges:>20} {corpus:>7} {kept:>5} {crashes:>8}  {outcome}",
            target.name
        );
    }
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The program, and what there is to be fuzzed.
struct Fuzzer {
    program: PathBuf,
    targets: Vec<Target>,
}

struct Target {
    name: String,
    /// Folders of committed inputs: its own first, then fixtures of other tests.
    corpus: Vec<PathBuf>,
}

/// One run of a target.
struct Ran {
    first: Reach,
    last: Reach,
    /// Which promise was broken, and by what.
    crash: Option<String>,
}

/// How far libFuzzer has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Reach {
    runs: u64,
    /// Edges of the program's flow that some input has taken.
    edges: u64,
    /// Inputs of which each leads somewhere else.
    corpus: u64,
}

/// Its package.
pub fn package() -> PathBuf {
    repo::tests().join("fuzz/guided")
}

/// Where everything of it is that is not committed.
fn folder() -> PathBuf {
    repo::target().join("fuzz")
}

fn dictionary() -> PathBuf {
    folder().join("words.dict")
}

impl Fuzzer {
    fn build() -> Result<Fuzzer> {
        let (host, target) = (rust::host()?, repo::target().join("guided"));
        let mut cargo = process::command(repo::cargo(), &package());
        cargo.args(["build", "--quiet", "--release", "--locked", "--target", &host, "--target-dir"]).arg(&target);
        // With a target of its own the flags are for the code alone, and not for what runs while it is built.
        cargo.env("CARGO_ENCODED_RUSTFLAGS", COVERAGE.join("\u{1f}")).env_remove("RUSTFLAGS");
        process::run(&mut cargo).context(
            "the guided fuzzer could not be built: it needs a C++ compiler, for libFuzzer; \
             without --guided the same targets run on damaged inputs, and need none",
        )?;
        let program = target.join(host).join("release/guided-fuzz");
        let (mut targets, mut words) = (Vec::new(), String::new());
        for line in process::output(&mut process::command(&program, &repo::root()))?.lines() {
            match line.split_once(' ') {
                Some(("target", names)) => targets.push(Target::of(names)?),
                Some(("word", word)) => words += &format!("{word}\n"),
                _ => bail!("the fuzzer lists {line:?}"),
            }
        }
        fs::create_dir_all(folder())?;
        fs::write(dictionary(), words)?;
        Ok(Fuzzer { program, targets })
    }

    fn command(&self, target: &Target) -> Command {
        let mut command = process::command(&self.program, &repo::root());
        command.env("FUZZ_ONLY", &target.name).arg(format!("-max_len={LONGEST}"));
        command
    }

    /// Goes on for a while from the committed inputs and from what earlier runs have found.
    fn fuzz(&self, target: &Target, wanted: &Wanted) -> Result<Ran> {
        let found = target.found();
        fs::create_dir_all(&found)?;
        let mut command = self.command(target);
        command.arg(format!("-max_total_time={}", wanted.seconds)).arg(format!("-seed={}", wanted.seed));
        command.arg(format!("-timeout={HANGS}")).arg(format!("-dict={}", dictionary().display()));
        command.arg(format!("-artifact_prefix={}/{}-", folder().display(), target.name));
        let output = finished(command.arg(found).args(&target.corpus))?;
        let said = String::from_utf8_lossy(&output.stderr);
        let crash = (!output.status.success()).then(|| crash(&said));
        // Once everything that was there has been run, and at the end.
        let first = said.lines().find(|line| line.contains("\tINITED ")).and_then(Reach::read);
        let last = said.lines().filter_map(Reach::read).next_back();
        if crash.is_none() && last.is_none_or(|last| last.edges == 0) {
            bail!("{}: libFuzzer saw no edge: the code was built without them", target.name);
        }
        Ok(Ran { first: first.unwrap_or_default(), last: last.unwrap_or_default(), crash })
    }

    /// Copies what reaches most beyond the committed inputs into their folder; says how many that were.
    fn keep(&self, target: &Target, most: usize) -> Result<usize> {
        let (merged, trial) = (folder().join("merged"), folder().join("trial"));
        let corpus = target.corpus.first().context("a corpus")?;
        let mut kept = 0;
        if most == 0 {
            return Ok(kept);
        }
        empty(&merged)?;
        // The smallest inputs that together reach everything that was found.
        let mut merge = self.command(target);
        merge.arg("-set_cover_merge=1").arg(&merged).args(&target.corpus).arg(target.found());
        if !finished(&mut merge)?.status.success() {
            bail!("{}: libFuzzer could not merge its inputs", target.name);
        }
        let committed: BTreeSet<Vec<u8>> = target.inputs()?;
        // A committed input is text, as every file of the project; what is no text means the same as this.
        let text = |input: &Vec<u8>| String::from_utf8_lossy(input).into_owned();
        let mut new: Vec<String> = inputs(&merged)?.difference(&committed).map(text).collect();
        new.retain(|text| text.len() <= KEPT);
        new.sort_by_key(String::len);
        let mut gains = Vec::new();
        let mut reached = self.edges(target, None)?;
        for text in new.iter().step_by(new.len().div_ceil(most * TRIED).max(1)) {
            empty(&trial)?;
            fs::write(trial.join("input"), text)?;
            gains.push((self.edges(target, Some(&trial))?.saturating_sub(reached), text));
        }
        gains.sort_by(|(one, text), (other, longer)| other.cmp(one).then(text.len().cmp(&longer.len())));
        for (gain, text) in gains {
            if kept == most || gain == 0 {
                break;
            }
            let name = wasm::hex(&Sha256::digest(text)).chars().take(12).collect::<String>();
            let path = corpus.join(format!("guided-{name}"));
            fs::write(&path, text)?;
            let edges = self.edges(target, None)?;
            if edges > reached {
                (reached, kept) = (edges, kept + 1);
            } else {
                // Another one that is kept already leads there.
                fs::remove_file(path)?;
            }
        }
        Ok(kept)
    }

    /// How many edges the committed inputs reach, with those of another folder.
    fn edges(&self, target: &Target, more: Option<&Path>) -> Result<u64> {
        let mut command = self.command(target);
        let output = finished(command.arg("-runs=0").args(&target.corpus).args(more))?;
        let said = String::from_utf8_lossy(&output.stderr);
        said.lines().filter_map(Reach::read).next_back().map(|reach| reach.edges).context("libFuzzer says nothing")
    }
}

impl Target {
    /// `NAME FIXTURES…`
    fn of(names: &str) -> Result<Target> {
        let mut names = names.split_whitespace();
        let name = names.next().context("a target without a name")?.to_owned();
        let own = repo::tests().join("fuzz/corpus").join(&name);
        let fixtures = names.map(|fixture| repo::tests().join("fixtures").join(fixture));
        Ok(Target { name, corpus: std::iter::once(own).chain(fixtures).collect() })
    }

    /// What was found in this run and in earlier ones.
    fn found(&self) -> PathBuf {
        folder().join("found").join(&self.name)
    }

    fn inputs(&self) -> Result<BTreeSet<Vec<u8>>> {
        Ok(self.corpus.iter().map(|folder| inputs(folder)).collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
    }
}

impl Reach {
    /// `#4096  NEW    cov: 812 ft: 2000 corp: 37/1234b lim: 20000 …`
    fn read(line: &str) -> Option<Reach> {
        let mut words = line.strip_prefix('#')?.split_whitespace();
        let runs = words.next()?.parse().ok()?;
        let words: Vec<&str> = words.collect();
        let after = |name: &str| words.iter().skip_while(|word| **word != name).nth(1).copied();
        let edges = after("cov:")?.parse().ok()?;
        let corpus = after("corp:").and_then(|corpus| corpus.split('/').next()?.parse().ok()).unwrap_or_default();
        Some(Reach { runs, edges, corpus })
    }
}

/// What libFuzzer and the target said at the end.
fn crash(said: &str) -> String {
    let after = |start: &str| said.lines().find_map(|line| line.split_once(start).map(|(_, rest)| rest.trim()));
    let mut panic = said.lines().skip_while(|line| !line.contains("panicked at"));
    let place =
        panic.next().and_then(|line| line.split_once("panicked at ")).map(|(_, place)| place.trim_end_matches(':'));
    let why = match (place, panic.next()) {
        (Some(place), Some(why)) => format!("{why} ({place})"),
        _ => after("ERROR: libFuzzer: ").unwrap_or("libFuzzer ended without a word").to_owned(),
    };
    match after("Test unit written to ") {
        Some(path) => format!("{why}; again with --input {path}"),
        None => why,
    }
}

fn finished(command: &mut Command) -> Result<Output> {
    command.output().context("could not start the guided fuzzer")
}

fn inputs(folder: &Path) -> Result<BTreeSet<Vec<u8>>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    entries.map(|entry| Ok(fs::read(entry?.path())?)).collect()
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

#[cfg(test)]
mod tests {
    use super::{Reach, crash};

    #[test]
    fn the_reach_is_read_from_libfuzzers_lines() {
        let read = |line| Reach::read(line).map(|Reach { runs, edges, corpus }| (runs, edges, corpus));
        let line =
            "#4096\tNEW    cov: 812 ft: 2000 corp: 37/1234b lim: 20000 exec/s: 512 rss: 40Mb L: 12/90 MS: 1 CopyPart-";
        assert_eq!(read(line), Some((4096, 812, 37)));
        assert_eq!(read("#4097  DONE   cov: 813 ft: 2001 corp: 38/1250b"), Some((4097, 813, 38)));
        for other in ["INFO: Seed: 1", "#0 READ units: 3", "", "Done 4097 runs in 2 second(s)"] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn a_crash_says_what_broke_and_where_the_input_is() {
        let said = "#2 INITED cov: 3 ft: 3 corp: 1/1b\n\nthread '<unnamed>' (7) panicked at src/core/a.rs:1:2:\n\
             a node ends within the page\nnote: run with RUST_BACKTRACE\n==7== ERROR: libFuzzer: deadly signal\n\
             artifact_prefix='target/'; Test unit written to target/fuzz/snapshot-crash-1\n";
        let expected =
            "a node ends within the page (src/core/a.rs:1:2); again with --input target/fuzz/snapshot-crash-1";
        assert_eq!(crash(said), expected);
        let hangs = "==7== ERROR: libFuzzer: timeout after 20 seconds\nTest unit written to a/timeout-1";
        assert_eq!(crash(hangs), "timeout after 20 seconds; again with --input a/timeout-1");
        assert_eq!(crash(""), "libFuzzer ended without a word");
    }
}
