//! `cargo xtask explore`: every state of the guide that can be reached on a small portal, breadth first, and how often it is wrong
//! on pages damaged at random; or the former with bugs planted in the guide, each of which must be found.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::Result;
use lexopt::{Arg, ValueExt};

use crate::{demo, planted, process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str = "explore every reachable state of the guide, breadth first: states, transitions, depth, and whether \
     the frontier was emptied; and wrong rings on damaged pages: [--surprises N] [--only PORTAL] [--pages N] [--planted]";

/// How many surprises a sequence has: every further one takes about thirty times as long.
const SURPRISES: u8 = 1;
/// How many pages are damaged.
const PAGES: u32 = 100_000;

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    let mut parser = lexopt::Parser::from_args(words);
    let (mut surprises, mut only, mut pages, mut plants) = (SURPRISES, None, PAGES, false);
    while let Some(word) = parser.next()? {
        match word {
            Arg::Long("surprises") => surprises = parser.value()?.parse()?,
            Arg::Long("only") => only = Some(parser.value()?),
            Arg::Long("pages") => pages = parser.value()?.parse()?,
            Arg::Long("planted") => plants = true,
            _ => return Err(word.unexpected().into()),
        }
    }
    if plants {
        let count = planted::explored()?;
        println!("{} passed, {} failed", count.passed, count.failed);
        return Ok(if count.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let part = only.is_some();
    let mut every = tests("simulation::play::explore::every");
    every.env("EXPLORE_SURPRISES", surprises.to_string()).envs(only.map(|only| ("EXPLORE_ONLY", only)));
    let explored = process::status(&mut every)?;
    // One portal alone is looked into to find something out; the figure is of none of them.
    if part || !explored.success() {
        return Ok(demo::exit_code(explored));
    }
    let mut damaged = tests("simulation::mutation::no_damaged");
    Ok(demo::exit_code(process::status(damaged.env("MUTATION_COUNT", pages.to_string()))?))
}

/// Tests whose names begin so, with what they print.
fn tests(name: &str) -> Command {
    let mut cargo = process::command(repo::cargo(), &repo::root());
    cargo.args(["test", "--quiet", "--locked", "--test", "tests", name, "--", "--nocapture"]);
    cargo
}
