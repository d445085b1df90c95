//! `cargo xtask explore`: every state of the guide that can be reached on a small portal, breadth first; and the same with bugs
//! planted in the guide, each of which must be found.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use lexopt::{Arg, ValueExt};

use crate::{demo, planted, process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str = "explore every reachable state of the guide, breadth first: states, transitions, depth, and whether \
     the frontier was emptied: [--surprises N] [--only PORTAL] [--planted]";

/// How many surprises a sequence has: every further one takes about thirty times as long.
const SURPRISES: u8 = 1;

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    let mut parser = lexopt::Parser::from_args(words);
    let (mut surprises, mut only, mut plants) = (SURPRISES, None, false);
    while let Some(word) = parser.next()? {
        match word {
            Arg::Long("surprises") => surprises = parser.value()?.parse()?,
            Arg::Long("only") => only = Some(parser.value()?),
            Arg::Long("planted") => plants = true,
            _ => return Err(word.unexpected().into()),
        }
    }
    if plants {
        let count = planted::explored()?;
        println!("{} passed, {} failed", count.passed, count.failed);
        return Ok(if count.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let mut cargo = process::command(repo::cargo(), &repo::root());
    cargo.env("EXPLORE_SURPRISES", surprises.to_string()).envs(only.map(|only| ("EXPLORE_ONLY", only)));
    cargo.args([
        "test",
        "--quiet",
        "--locked",
        "--test",
        "tests",
        "simulation::play::explore::every",
        "--",
        "--nocapture",
    ]);
    Ok(demo::exit_code(process::status(&mut cargo)?))
}
