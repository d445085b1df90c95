//! `cargo xtask test`: every part, or the named ones; the last line alone says how many passed and failed.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::Arg;

use crate::part::{Count, PARTS, Part};
use crate::process;

/// The line in the table of verbs.
pub const ABOUT: &str = "run every test, or the parts named: fmt, clippy, clippy-wasm, unit, planted, build, types, portal, e2e, behaviours, bench, firefox, matrix";

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    let parts = chosen(words)?;
    let mut total = Count::default();
    let mut summary = Vec::new();
    for part in parts {
        println!("== {}: {}", part.name, part.about);
        let (count, seconds) = timed(part);
        let line = format!("{:<12} {:>7.1} s  {} passed, {} failed", part.name, seconds, count.passed, count.failed);
        println!("== {line}\n");
        summary.push(line);
        total += count;
    }
    // Once more, where it is found: what went wrong may stand thousands of lines above.
    total.said.iter().for_each(|line| println!("{line}"));
    summary.iter().for_each(|line| println!("{line}"));
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn chosen(words: Vec<OsString>) -> Result<Vec<&'static Part>> {
    let mut parser = lexopt::Parser::from_args(words);
    let mut parts = Vec::new();
    while let Some(word) = parser.next()? {
        let Arg::Value(name) = word else { return Err(word.unexpected().into()) };
        let Some(part) = PARTS.iter().find(|part| name == part.name) else {
            bail!("there is no part {}; see `cargo xtask`", name.display());
        };
        parts.push(part);
    }
    Ok(if parts.is_empty() { PARTS.iter().collect() } else { parts })
}

/// A part that could not even run has failed, and the others still run.
fn timed(part: &Part) -> (Count, f64) {
    let start = process::now();
    let count = (part.run)().unwrap_or_else(|error| {
        println!("{error:#}");
        Count { passed: 0, failed: 1, said: vec![format!("FAIL {}: {error:#}", part.name)] }
    });
    (count, start.elapsed().as_secs_f64())
}
