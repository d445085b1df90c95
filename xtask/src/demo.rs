//! `cargo xtask demo`: a real browser, the real extension, the practice portal, and somebody who plays the admin.

use std::env;
use std::ffi::OsString;
use std::process::{ExitCode, ExitStatus};

use anyhow::Result;

use crate::{browser, builder, process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str = "play the whole job in a browser: [--headless] [--page seed|now] [--language nb|en] \
     [--user ADDRESS | --users 2..12] [--set key=value] [--json]";

/// Runs the verb; the flags are read where they are used, in `tests/e2e/demo.mjs`.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    builder::build()?;
    let mut node = process::command("node", &repo::root());
    node.arg(repo::tests().join("e2e/demo.mjs")).env("CHROMIUM", browser::ensure()?).env("GU_TARGET", repo::target());
    if !has_display() {
        node.arg("--headless");
    }
    let status = process::status(node.args(words))?;
    Ok(exit_code(status))
}

/// Whether a person can see a window from here.
pub fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    set("DISPLAY") || set("WAYLAND_DISPLAY") || cfg!(any(target_os = "macos", windows))
}

/// Hands on how a program ended; one that was killed counts as failed.
pub fn exit_code(status: ExitStatus) -> ExitCode {
    status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}
