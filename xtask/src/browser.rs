//! The browser the demo and the end-to-end tests run in.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::{repo, system};

/// Browsers that take an unpacked extension from the command line; branded Chrome and Edge no longer do.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome-for-testing"];

/// Chromium with the fonts for every writing system that the portal speaks.
const PACKAGES: &[&str] = &["chromium", "fonts-noto-core", "fonts-noto-cjk"];

/// Finds Chromium, or installs it.
pub fn ensure() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os("CHROMIUM") {
        let path = PathBuf::from(given);
        if !path.is_file() {
            bail!("CHROMIUM is {}, and there is no such file", path.display());
        }
        return Ok(path);
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    system::install("Chromium (or set CHROMIUM to one)", PACKAGES)?;
    find().context("Chromium was installed but is not on PATH")
}

fn find() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| repo::on_path(name))
}
