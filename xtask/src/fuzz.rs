//! `cargo xtask fuzz`: every parser on damaged copies of its corpus, for a while.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use lexopt::{Arg, ValueExt};

use crate::{demo, process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str = "feed every parser with damaged inputs; prints target, runs and outcome, and fails on any broken promise: \
     [--seconds 60] [--seed N] [--only TARGET] [--input FILE]";

/// How long each target runs, in seconds.
const SECONDS: u32 = 60;

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    let mut cargo = process::command(repo::cargo(), &repo::root());
    cargo.env("FUZZ_SECONDS", SECONDS.to_string());
    let mut parser = lexopt::Parser::from_args(words);
    while let Some(word) = parser.next()? {
        let name = match word {
            Arg::Long("seconds") => "FUZZ_SECONDS",
            Arg::Long("seed") => "FUZZ_SEED",
            Arg::Long("only") => "FUZZ_ONLY",
            Arg::Long("input") => "FUZZ_INPUT",
            _ => return Err(word.unexpected().into()),
        };
        cargo.env(name, parser.value()?.string()?);
    }
    cargo.args(["test", "--quiet", "--locked", "--test", "tests", "fuzz::no_parser", "--", "--nocapture"]);
    Ok(demo::exit_code(process::status(&mut cargo)?))
}
