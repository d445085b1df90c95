//! `cargo xtask setup`: everything that the other verbs need. Nothing to do takes no time.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;

use crate::{browser, npm, rust};

/// The line in the table of verbs.
pub const ABOUT: &str =
    "install what is missing: wasm target, npm packages, Chromium, Firefox (every verb does this by itself)";

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    lexopt::Parser::from_args(words).next()?.map_or(Ok(()), |word| Err(word.unexpected()))?;
    rust::ensure_target()?;
    rust::ensure_components()?;
    npm::ensure()?;
    let (chromium, firefox) = (browser::ensure()?, browser::ensure_firefox()?);
    eprintln!("setup: all there; the browsers are {} and {}", chromium.display(), firefox.display());
    Ok(ExitCode::SUCCESS)
}
