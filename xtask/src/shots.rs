//! `cargo xtask shots`: the pictures of README and documents, from the real thing.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;

use crate::{browser, builder, demo, process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str = "make the pictures of README and documents in docs/images/: [NAME…]";

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    builder::build()?;
    let mut node = process::command("node", &repo::root());
    node.arg(repo::tests().join("e2e/shots.mjs")).arg(repo::root().join("docs/images")).args(words);
    node.env("CHROMIUM", browser::ensure()?).env("GU_TARGET", repo::target());
    Ok(demo::exit_code(process::status(&mut node)?))
}
