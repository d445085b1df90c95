//! The parts of `cargo xtask test`: one table, each part a way to fail.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::{behaviours, bench, browser, builder, firefox, guided, matrix, npm, planted, process, repo, rust};

/// One part of the tests.
pub struct Part {
    /// How it is called on the command line.
    pub name: &'static str,
    /// What it shows.
    pub about: &'static str,
    /// Runs it.
    pub run: fn() -> Result<Count>,
}

/// All of them, the quick ones first.
pub const PARTS: &[Part] = &[
    Part { name: "fmt", about: "the sources are formatted", run: fmt },
    Part { name: "clippy", about: "clippy, native, warnings are errors", run: clippy },
    Part { name: "clippy-wasm", about: "clippy, wasm32, warnings are errors", run: clippy_wasm },
    Part { name: "unit", about: "the Rust tests: core, tidy, properties, commands", run: unit },
    Part { name: "planted", about: "bugs planted in the guide are caught by its tests", run: planted::part },
    Part { name: "build", about: "the extension builds", run: build },
    Part { name: "types", about: "the type check of the agent and of the end-to-end tests", run: types },
    Part { name: "portal", about: "the practice portal works without the extension", run: portal },
    Part { name: "e2e", about: "the extension in Chromium, end to end", run: e2e },
    Part { name: "behaviours", about: "what people ask of a tour; Fluent's surfaces, in Firefox too", run: behaviours },
    Part { name: "bench", about: "the benchmark runs, and sizes stay within their limits", run: bench },
    Part { name: "firefox", about: "the main job in Firefox", run: firefox },
    Part { name: "matrix", about: "the main job on a good dozen of different portals", run: matrix },
];

/// How many passed and failed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// Passed.
    pub passed: u32,
    /// Failed.
    pub failed: u32,
    /// What was said of those that failed, shortened: to be read at the end, where nothing comes after it.
    pub said: Vec<String>,
}

impl Count {
    /// A part without counts of its own.
    fn one(ok: bool) -> Self {
        Count { passed: u32::from(ok), failed: u32::from(!ok), said: Vec::new() }
    }
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.said.extend(other.said);
    }
}

fn fmt() -> Result<Count> {
    rust::ensure_components()?;
    let mut count = plain(cargo().args(["fmt", "--all", "--check"]))?;
    // No member of the workspace.
    count += plain(cargo().args(["fmt", "--check", "--manifest-path"]).arg(guided::package().join("Cargo.toml")))?;
    Ok(count)
}

fn clippy() -> Result<Count> {
    rust::ensure_components()?;
    plain(cargo().args(["clippy", "--quiet", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn clippy_wasm() -> Result<Count> {
    rust::ensure_components()?;
    rust::ensure_target()?;
    let words = ["clippy", "--quiet", "--locked", "--lib", "--target", rust::TARGET, "--", "-D", "warnings"];
    plain(cargo().args(words))
}

fn unit() -> Result<Count> {
    let mut count = counted(cargo().args(["test", "--quiet", "--locked", "--no-fail-fast"]), cargo_count)?;
    // In the profile in which these commands were just built, so that their dependencies are not compiled once more.
    count +=
        counted(cargo().args(["test", "--quiet", "--locked", "--package", "xtask", "--profile", "dev"]), cargo_count)?;
    Ok(count)
}

fn types() -> Result<Count> {
    // The worker imports what the build writes, so its types come from there.
    builder::build()?;
    let mut count = Count::default();
    for config in ["tests/tsconfig.json", "tests/e2e/tsconfig.json"] {
        count += plain(node(&npm::module("typescript/bin/tsc")).arg("--project").arg(repo::root().join(config)))?;
    }
    Ok(count)
}

fn build() -> Result<Count> {
    builder::build()?;
    Ok(Count::one(true))
}

fn portal() -> Result<Count> {
    npm::ensure()?;
    counted(node(&repo::tests().join("portal/smoke.mjs")).env("CHROMIUM", browser::ensure()?), script_count)
}

fn e2e() -> Result<Count> {
    builder::build()?;
    let mut node = node(&repo::tests().join("e2e/run.mjs"));
    node.env("CHROMIUM", browser::ensure()?).env("GU_TARGET", repo::target());
    counted(&mut node, script_count)
}

fn behaviours() -> Result<Count> {
    counted(behaviours::command()?.arg("--quick"), script_count)
}

fn bench() -> Result<Count> {
    counted(bench::command()?.arg("--quick"), script_count)
}

fn firefox() -> Result<Count> {
    counted(&mut firefox::command()?, script_count)
}

fn matrix() -> Result<Count> {
    counted(matrix::command()?.arg("--quick"), script_count)
}

fn cargo() -> Command {
    process::command(repo::cargo(), &repo::root())
}

fn node(script: &Path) -> Command {
    let mut node = process::command("node", &repo::root());
    node.arg(script);
    node
}

fn plain(command: &mut Command) -> Result<Count> {
    Ok(Count::one(process::status(command)?.success()))
}

/// `test result: ok. 12 passed; 3 failed; 0 ignored; …`
fn cargo_count(line: &str) -> Option<Count> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let (passed, rest) = counts.split_once(" passed; ")?;
    let (failed, _) = rest.split_once(" failed;")?;
    Some(Count { passed: passed.parse().ok()?, failed: failed.parse().ok()?, said: Vec::new() })
}

/// `12 passed, 3 failed`
fn script_count(line: &str) -> Option<Count> {
    let (passed, failed) = line.strip_suffix(" failed")?.split_once(" passed, ")?;
    Some(Count { passed: passed.parse().ok()?, failed: failed.parse().ok()?, said: Vec::new() })
}

/// Adds up what `read` finds in the lines; a failure that no line tells of is one more failure.
fn counted(command: &mut Command, read: fn(&str) -> Option<Count>) -> Result<Count> {
    let (status, lines) = process::tee(command)?;
    let mut count = Count::default();
    lines.iter().filter_map(|line| read(line)).for_each(|found| count += found);
    if count.failed == 0 && (!status.success() || count.passed == 0) {
        count.failed = 1;
    }
    if count.failed > 0 {
        count.said = failures(&lines);
    }
    Ok(count)
}

/// The lines that tell of a failure, each with the first ones that stand indented below it.
fn failures(lines: &[String]) -> Vec<String> {
    /// Beyond this a failure is read where it was printed.
    const BELOW: usize = 6;
    let mut said = Vec::new();
    let mut room = 0;
    for line in lines {
        if line.starts_with("FAIL") || line.contains("panicked at") {
            room = BELOW;
            said.push(line.clone());
        } else if room > 0
            && (line.starts_with("     ") || said.last().is_some_and(|last| last.contains("panicked at")))
        {
            room -= 1;
            said.push(line.clone());
        } else {
            room = 0;
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::{Count, cargo_count, failures, script_count};

    #[test]
    fn counts_are_read_from_closing_lines() {
        let both = Some(Count { passed: 12, failed: 3, said: Vec::new() });
        assert_eq!(
            cargo_count("test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 1 filtered out"),
            both
        );
        assert_eq!(script_count("12 passed, 3 failed"), both);
        assert_eq!(cargo_count("running 12 tests"), None);
        assert_eq!(script_count("ok  1.0 s a test that 12 passed, once failed"), None);
    }

    #[test]
    fn failures_are_said_with_what_stands_below_them() {
        let lines =
            ["ok    1.0 s  one", "FAIL  2.0 s  two", "       Error: what", "ok    1.0 s  three", "     of nothing"];
        let said = failures(&lines.map(str::to_owned));
        assert_eq!(said, ["FAIL  2.0 s  two", "       Error: what"]);
        let panic = ["thread 'a' panicked at src/lib.rs:1:1:", "left is not right", "", "ok"];
        assert_eq!(failures(&panic.map(str::to_owned))[..2], panic[..2]);
    }
}
