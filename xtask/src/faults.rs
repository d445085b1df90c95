//! `cargo xtask faults`: everything that can break around the job, each fault with its expected outcome.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;

use crate::attack;

/// The line in the table of verbs.
pub const ABOUT: &str = "break worker, extension, tab, browser, storage, permission, clock, session and network in mid-job; \
     prints fault, outcome and time, and fails on any surprise: [-g TEXT]";

/// Runs the verb: the tests that carry the tag, whatever file they are in.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    let chosen = if words.is_empty() { vec!["--grep".into(), "@fault".into()] } else { words };
    attack::table(&[], chosen)
}
