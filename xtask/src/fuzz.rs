//! `cargo xtask fuzz`: every parser on damaged copies of its corpus, for a while; with `--guided` under libFuzzer.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::{Arg, ValueExt};

use crate::guided::{self, Wanted};
use crate::{demo, process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str = "feed every parser with damaged inputs; prints target, runs and outcome, and fails on any broken promise: \
     [TARGET] [--seconds 60] [--seed N] [--input FILE]; --guided: led by what code they reach, with libFuzzer; \
     --keep N: puts the N best of what that found into the corpus";

/// How long each target runs, in seconds.
const SECONDS: u32 = 60;

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    let mut wanted = Wanted { only: None, seconds: SECONDS, seed: 1, keep: 0 };
    let (mut guided, mut input) = (false, None);
    let mut parser = lexopt::Parser::from_args(words);
    while let Some(word) = parser.next()? {
        match word {
            Arg::Long("guided") => guided = true,
            Arg::Long("seconds") => wanted.seconds = parser.value()?.parse()?,
            Arg::Long("seed") => wanted.seed = parser.value()?.parse()?,
            Arg::Long("keep") => wanted.keep = parser.value()?.parse()?,
            Arg::Long("input") => input = Some(parser.value()?),
            Arg::Value(target) if wanted.only.is_none() => wanted.only = Some(target.string()?),
            _ => return Err(word.unexpected().into()),
        }
    }
    match (guided, input) {
        (true, None) => guided::run(&wanted),
        (true, Some(_)) => bail!("one input needs no guide: --input goes without --guided"),
        (false, _) if wanted.keep > 0 => bail!("--keep goes with --guided: only it knows which inputs are new"),
        (false, input) => damaged(&wanted, input),
    }
}

/// The test of `tests/fuzz`, for longer.
fn damaged(wanted: &Wanted, input: Option<OsString>) -> Result<ExitCode> {
    let mut cargo = process::command(repo::cargo(), &repo::root());
    cargo.env("FUZZ_SECONDS", wanted.seconds.to_string()).env("FUZZ_SEED", wanted.seed.to_string());
    cargo.envs(wanted.only.as_ref().map(|only| ("FUZZ_ONLY", only))).envs(input.map(|input| ("FUZZ_INPUT", input)));
    cargo.args(["test", "--quiet", "--locked", "--test", "tests", "fuzz::no_parser", "--", "--nocapture"]);
    Ok(demo::exit_code(process::status(&mut cargo)?))
}
