//! `cargo xtask matrix`: the main job on every generation, library, language and variant of the practice portal.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::{browser, builder, demo, process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str = "play the main job on every portal that the practice portal can be: \
     [--quick] [--only TEXT]… [--workers N] [--json]";

/// Runs the verb; the flags are read where they are used, in `tests/e2e/matrix.mjs`.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    Ok(demo::exit_code(process::status(command()?.args(words))?))
}

/// The matrix over a built extension, without its flags.
pub fn command() -> Result<Command> {
    builder::build()?;
    let mut node = process::command("node", &repo::root());
    node.arg(repo::tests().join("e2e/matrix.mjs")).env("CHROMIUM", browser::ensure()?).env("GU_TARGET", repo::target());
    Ok(node)
}
