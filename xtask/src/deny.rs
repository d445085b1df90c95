//! `cargo xtask deny`: cargo-deny over the whole lock file, as deny.toml says. It is a program of its own, large and slow
//! to build, so nothing else waits for it: `cargo xtask test` reads the same rules with a test of the project
//! (`tests/tidy/supply.rs`), and `cargo xtask package --check` runs cargo-deny where there is one.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::{process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str = "check licences, bans and sources of all crates with cargo-deny, which is built into target/tools where there is none";

/// The version that is built where none is installed.
const VERSION: &str = "0.20.2";

/// What can be checked without fetching anything; `advisories` needs its database from the network.
const CHECKS: [&str; 3] = ["licenses", "bans", "sources"];

/// Runs the verb; words are checks instead of the usual ones (`advisories`, say).
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    let program = match find() {
        Some(program) => program,
        None => install()?,
    };
    Ok(if check(program, &words)? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether everything is as deny.toml says; `None` where there is no cargo-deny.
pub fn checked() -> Result<Option<bool>> {
    find().map(|program| check(program, &[])).transpose()
}

fn check(program: PathBuf, words: &[OsString]) -> Result<bool> {
    let mut command = process::command(program, &repo::root());
    command.args(["--locked", "check"]);
    if words.is_empty() {
        command.args(CHECKS)
    } else {
        command.args(words)
    };
    Ok(process::status(command.stdout(std::io::stderr()))?.success())
}

fn tools() -> PathBuf {
    repo::target().join("tools")
}

fn find() -> Option<PathBuf> {
    let own = tools().join("bin/cargo-deny");
    if own.is_file() { Some(own) } else { repo::on_path("cargo-deny") }
}

fn install() -> Result<PathBuf> {
    eprintln!("setup: cargo install cargo-deny {VERSION}: this takes several minutes, once");
    let mut cargo = process::command(repo::cargo(), &repo::root());
    cargo.args(["install", "--quiet", "--locked", "--version", VERSION, "cargo-deny", "--root"]).arg(tools());
    process::run(&mut cargo).context("cargo-deny could not be built")?;
    find().context("cargo-deny was built, and is not there")
}
