//! `cargo xtask portal`: the practice portal alone, for people.

use std::ffi::OsString;
use std::process::{ExitCode, Stdio};

use anyhow::Result;

use crate::{browser, demo, npm, process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str =
    "serve the practice portal; --open (default with a display) opens it in a browser without the extension";

/// Runs the verb. What is not ours goes to the portal: `--page`, `--language`, `--set key=value`.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    npm::ensure()?;
    let asked = words.iter().any(|word| word == "--open");
    let words = words.into_iter().filter(|word| word != "--open");
    let mut node = process::command("node", &repo::root());
    if asked || demo::has_display() {
        node.arg(repo::tests().join("e2e/browse.mjs")).env("CHROMIUM", browser::ensure()?);
    } else {
        // Without a browser it serves until its standard input ends.
        node.arg(repo::tests().join("portal/server.mjs")).stdin(Stdio::inherit());
    }
    let status = process::status(node.args(words))?;
    Ok(demo::exit_code(status))
}
