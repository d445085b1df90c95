//! `cargo xtask behaviours`: what people ask of a tour, measured on the extension in two browsers and on two libraries beside it.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::{browser, builder, demo, process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str = "measure twenty behaviours and eight Fluent surfaces on the extension in Chromium and Firefox, and on \
     driver.js and Joyride beside it; prints the table, and fails on the extension's own failures: [--quick] [-g TEXT]";

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    Ok(demo::exit_code(process::status(command()?.args(words))?))
}

/// The command, everything it needs being there; `--quick` leaves the libraries out, and Firefox but for the surfaces.
pub fn command() -> Result<Command> {
    builder::build()?;
    let mut node = process::command("node", &repo::root());
    node.arg(repo::tests().join("behaviours/behaviours.mjs"));
    node.env("CHROMIUM", browser::ensure()?).env("FIREFOX", browser::ensure_firefox()?);
    node.env("GU_TARGET", repo::target());
    Ok(node)
}
