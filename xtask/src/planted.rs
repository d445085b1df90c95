//! `cargo xtask planted`: plants one bug after the other in a copy of the sources, and demands that the sequences of
//! `tests/simulation` catch each of them. A test that nothing can fail proves nothing.
//!
//! A bug is a file of `tests/fixtures/planted`: `breaks:` says what it breaks, `file:` where, the line after `-` is
//! what stands there, exactly once, and the line after `+` what stands there instead. `seed:`, where there is such a line,
//! says at which sequence the search in `cargo xtask test` begins: shortly before the first that catches a rare bug.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::part::Count;
use crate::{process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str = "plant bugs in a copy of the guide, one at a time; each must be caught by the sequences";

/// How many sequences a bug may survive: the rarest one takes about a tenth of them.
const SEQUENCES: &str = "60000";
/// What the sequences need: not the extension, not the npm packages.
const COPIED: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    "build.rs",
    "rust-toolchain.toml",
    "benches",
    "src",
    "xtask/Cargo.toml",
    "xtask/src",
    "tests/simulation",
];

/// Bugs that the exploration must find, too: a ring, a tick and a refusal without their reasons.
const EXPLORED: [&str; 3] = ["07", "08", "11"];

/// Runs the verb: all bugs, or those whose names contain one of the words, each from the first sequence on.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    let words: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let count = plant(Search::Sequences { from_start: true }, |name| {
        words.is_empty() || words.iter().any(|word| name.contains(word))
    })?;
    println!("{} caught, {} missed", count.passed, count.failed);
    Ok(if count.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The part of `cargo xtask test`.
pub fn part() -> Result<Count> {
    plant(Search::Sequences { from_start: false }, |_| true)
}

/// The exploration, on a few of the bugs.
pub fn explored() -> Result<Count> {
    plant(Search::Exploration, |name| EXPLORED.iter().any(|number| name.starts_with(number)))
}

/// What is to catch a bug.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Search {
    /// Random sequences: from the first, or from where the bug says.
    Sequences { from_start: bool },
    /// Every state that can be reached.
    Exploration,
}

fn plant(search: Search, wanted: impl Fn(&str) -> bool) -> Result<Count> {
    let tree = repo::target().join("planted/tree");
    let mut count = Count::default();
    for bug in bugs()?.iter().filter(|bug| wanted(&bug.name)) {
        copy_all(&tree)?;
        bug.plant(&tree)?;
        let start = process::now();
        let verdict = caught_by(search, bug, &tree)?;
        let seconds = start.elapsed().as_secs_f64();
        let said = match verdict {
            Ok(fault) => {
                count.passed += u32::from(!fault.is_empty());
                format!("caught  {fault}")
            }
            Err(why) => {
                count.failed += 1;
                count.said.push(format!("FAIL {}: {why}", bug.name));
                format!("MISSED  {why}; it breaks: {}", bug.breaks)
            }
        };
        println!("{:<32} {seconds:>6.1} s  {said}", bug.name);
    }
    if count == Count::default() {
        bail!("there is no such bug in {}", folder().display());
    }
    Ok(count)
}

impl Search {
    fn test(self) -> &'static str {
        match self {
            Search::Sequences { .. } => "simulation::whatever",
            Search::Exploration => "simulation::play::explore::every",
        }
    }

    fn found_nothing(self) -> String {
        match self {
            Search::Sequences { .. } => format!("{SEQUENCES} sequences found nothing"),
            Search::Exploration => "the exploration found nothing".to_owned(),
        }
    }
}

struct Bug {
    name: String,
    breaks: String,
    file: String,
    old: String,
    new: String,
    seed: u64,
}

fn folder() -> PathBuf {
    repo::tests().join("fixtures/planted")
}

fn bugs() -> Result<Vec<Bug>> {
    let mut bugs = Vec::new();
    for entry in fs::read_dir(folder()).with_context(|| format!("could not read {}", folder().display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "patch") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            bugs.push(Bug::parse(name, &fs::read_to_string(&path)?)?);
        }
    }
    bugs.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(bugs)
}

impl Bug {
    fn parse(name: String, text: &str) -> Result<Bug> {
        let after = |start: &str| {
            let mut lines = text.lines().filter_map(|line| line.strip_prefix(start));
            match (lines.next(), lines.next()) {
                (Some(only), None) => Ok(only.to_owned()),
                _ => bail!("{name}: one line must start with {start}"),
            }
        };
        let (breaks, file) = (after("breaks: ")?, after("file: ")?);
        let (old, new) = (after("-")?, after("+")?);
        let seed = text.lines().find_map(|line| line.strip_prefix("seed: ")).map_or(Ok(1), str::parse);
        let seed = seed.with_context(|| format!("{name}: the seed is no number"))?;
        Ok(Bug { name, breaks, file, old, new, seed })
    }

    fn plant(&self, tree: &Path) -> Result<()> {
        let path = tree.join(&self.file);
        let text = fs::read_to_string(&path).with_context(|| format!("{}: no {}", self.name, self.file))?;
        let found = text.lines().filter(|line| *line == self.old).count();
        if found != 1 {
            bail!("{}: {} has {found} lines that read {:?}", self.name, self.file, self.old);
        }
        let planted: Vec<&str> =
            text.lines().map(|line| if line == self.old { self.new.as_str() } else { line }).collect();
        fs::write(path, planted.join("\n") + "\n")?;
        Ok(())
    }
}

/// What the oracle said, or why nothing was caught.
fn caught_by(search: Search, bug: &Bug, tree: &Path) -> Result<Result<String, String>> {
    let seed = if search == (Search::Sequences { from_start: false }) { bug.seed } else { 1 };
    let mut cargo = process::command(repo::cargo(), tree);
    // One directory for all bugs, where only the crate itself is built anew. Not that of the tests: cargo would take the copy for the
    // crate that it is a copy of, and run the one for the other.
    cargo.env("CARGO_TARGET_DIR", repo::target().join("planted/build"));
    cargo.env("SIMULATION_SEED", seed.to_string()).env("SIMULATION_COUNT", SEQUENCES).env("SIMULATION_FAULTS", "1");
    cargo.args(["test", "--quiet", "--locked", "--test", "tests", search.test()]);
    let output = cargo.stdout(Stdio::piped()).stderr(Stdio::piped()).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        return Ok(Err(search.found_nothing()));
    }
    let fault = said.lines().find_map(|line| line.split_once("oracle: "));
    Ok(match fault {
        Some((_, fault)) => Ok(fault.chars().take(120).collect()),
        // Not to be taken for a catch: a bug that does not even compile.
        None => Err(said.lines().find(|line| line.starts_with("error")).unwrap_or("no word of the oracle").to_owned()),
    })
}

fn copy_all(tree: &Path) -> Result<()> {
    for name in COPIED {
        copy(&repo::root().join(name), &tree.join(name))?;
    }
    // Of the integration tests, the sequences alone.
    write(&tree.join("tests/main.rs"), "//! The sequences.\n\nmod simulation;\n")
}

/// Copies what has changed; equal files keep their time, so that cargo need not build them again.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    let bytes = fs::read(from).with_context(|| format!("could not read {}", from.display()))?;
    if fs::read(to).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(to, bytes)?;
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<()> {
    if !fs::read_to_string(path).is_ok_and(|there| there == text) {
        fs::write(path, text)?;
    }
    Ok(())
}
