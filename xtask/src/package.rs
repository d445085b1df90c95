//! `cargo xtask package`: one zip per browser, the same bytes from the same sources.

use std::ffi::OsString;
use std::fs;
use std::process::ExitCode;

use anyhow::Result;
use sha2::{Digest, Sha256};

use crate::{builder, extension, repo, wasm};

/// The line in the table of verbs.
pub const ABOUT: &str = "build, and write one zip per browser into target/package/, with its SHA-256";

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    lexopt::Parser::from_args(words).next()?.map_or(Ok(()), |word| Err(word.unexpected()))?;
    let dir = repo::target().join("package");
    fs::create_dir_all(&dir)?;
    for browser in builder::build()? {
        let zip = extension::bundle(&browser)?.zip()?;
        let name = format!("guided-unblock-{}-{browser}.zip", env!("CARGO_PKG_VERSION"));
        fs::write(dir.join(&name), &zip)?;
        println!("{}  {name}  {} bytes", wasm::hex(&Sha256::digest(&zip)), zip.len());
    }
    Ok(ExitCode::SUCCESS)
}
