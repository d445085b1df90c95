//! `cargo xtask fixture FILE [NAME]`: turns a layout report, as the panel copies it, into a test.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::{process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str = "turn a layout report into a test: FILE [NAME]";

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    let Some(file) = words.first() else { bail!("which report? cargo xtask fixture FILE [NAME]") };
    let file = std::path::absolute(file)?;
    let mut command = process::command("cargo", &repo::root());
    command.args(["run", "--quiet", "--example", "fixture", "--"]).arg(file).args(words.get(1));
    let status = process::status(&mut command)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
