//! `cargo xtask firefox`: the main job in Firefox.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::{browser, builder, demo, process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str = "play the main job in Firefox, with the extension installed in it, in English and Norwegian";

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    Ok(demo::exit_code(process::status(command()?.args(words))?))
}

/// The command, everything it needs being there.
pub fn command() -> Result<Command> {
    builder::build()?;
    let mut node = process::command("node", &repo::root());
    node.arg(repo::tests().join("e2e/firefox.mjs"));
    node.env("FIREFOX", browser::ensure_firefox()?).env("GU_TARGET", repo::target());
    Ok(node)
}
