//! `cargo xtask attack`: hostile pages that know the source code, each with its expected outcome.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;

use crate::{browser, builder, demo, process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str = "play the job beside pages that try to drive, read, cover, mislead and exhaust the guide; \
     prints attack, outcome and time, and fails on any surprise: [-g TEXT]";

/// Runs the verb; what the quick part of `cargo xtask test` leaves out is in.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    table(&["attack.spec.mjs"], words)
}

/// End-to-end tests of these files, or of all, as a table.
pub fn table(files: &[&str], words: Vec<OsString>) -> Result<ExitCode> {
    builder::build()?;
    let mut node = process::command("node", &repo::root());
    node.arg(repo::tests().join("e2e/run.mjs")).args(files).arg("--reporter");
    node.arg(repo::tests().join("e2e/table.mjs")).args(words);
    node.env("CHROMIUM", browser::ensure()?).env("GU_TARGET", repo::target()).env("GU_LONG", "1");
    Ok(demo::exit_code(process::status(&mut node)?))
}
