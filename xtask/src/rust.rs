//! The Rust toolchain: what `rust-toolchain.toml` asks for, installed where rustup does not do it by itself.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{process, repo};

/// What the extension is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that the standard library for the browser is there.
pub fn ensure_target() -> Result<()> {
    if sysroot()?.join("lib/rustlib").join(TARGET).join("lib").is_dir() {
        return Ok(());
    }
    rustup(&["target", "add", TARGET])
}

/// Makes sure that rustfmt and clippy are there.
pub fn ensure_components() -> Result<()> {
    let bin = sysroot()?.join("bin");
    let there =
        |name: &str| bin.join(name).exists() || repo::on_path(name).is_some() && repo::on_path("rustup").is_none();
    if there("cargo-clippy") && there("rustfmt") {
        return Ok(());
    }
    rustup(&["component", "add", "clippy", "rustfmt"])
}

/// The directory of the toolchain in use.
pub fn sysroot() -> Result<PathBuf> {
    Ok(PathBuf::from(process::output(process::command("rustc", &repo::root()).args(["--print", "sysroot"]))?))
}

/// The commit rustc was built from: its own sources are named after it.
pub fn commit() -> Result<String> {
    about("commit-hash").context("rustc does not say its commit")
}

/// The system that rustc itself runs on.
pub fn host() -> Result<String> {
    about("host").context("rustc does not say its host")
}

fn about(what: &str) -> Result<String> {
    let text = process::output(process::command("rustc", &repo::root()).arg("-vV"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(": "));
    Ok(line.with_context(|| format!("there is no {what} in rustc -vV"))?.to_owned())
}

/// Where cargo keeps the sources of other crates.
pub fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = std::env::var_os("CARGO_HOME") {
        return Ok(PathBuf::from(home));
    }
    let home = std::env::home_dir().context("no home directory")?;
    Ok(Path::new(&home).join(".cargo"))
}

fn rustup(words: &[&str]) -> Result<()> {
    if repo::on_path("rustup").is_none() {
        bail!(
            "this Rust toolchain lacks a part, and there is no rustup to add it: \
             `rustup {}` would; install Rust with rustup, or the part with the packages of your system",
            words.join(" ")
        );
    }
    eprintln!("setup: rustup {}", words.join(" "));
    process::run(process::command("rustup", &repo::root()).args(words))
        .with_context(|| format!("could not fetch it; with a network, `rustup {}` does", words.join(" ")))
}
