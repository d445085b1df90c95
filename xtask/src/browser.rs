//! The browser the demo and the end-to-end tests run in.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::{repo, system};

/// Browsers that take an unpacked extension from the command line; branded Chrome and Edge no longer do.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome-for-testing"];

/// Chromium with the fonts for every writing system that the portal speaks.
const PACKAGES: &[&str] = &["chromium", "fonts-noto-core", "fonts-noto-cjk"];

/// The same for Firefox: it takes an extension from whoever drives it.
const FIREFOX_NAMES: &[&str] = &["firefox-esr", "firefox"];
const FIREFOX_PACKAGES: &[&str] = &["firefox-esr", "fonts-noto-core", "fonts-noto-cjk"];

/// Finds Chromium, or installs it.
pub fn ensure() -> Result<PathBuf> {
    there("CHROMIUM", NAMES, PACKAGES)
}

/// Finds Firefox, or installs it.
pub fn ensure_firefox() -> Result<PathBuf> {
    there("FIREFOX", FIREFOX_NAMES, FIREFOX_PACKAGES)
}

/// The browser that the variable names, or one of these names on `PATH`, or what these packages install.
fn there(variable: &str, names: &[&str], packages: &[&str]) -> Result<PathBuf> {
    if let Some(given) = std::env::var_os(variable) {
        let path = PathBuf::from(given);
        if !path.is_file() {
            bail!("{variable} is {}, and there is no such file", path.display());
        }
        return Ok(path);
    }
    let find = || names.iter().find_map(|name| repo::on_path(name));
    if let Some(found) = find() {
        return Ok(found);
    }
    system::install(&format!("{} (or set {variable} to one)", names[0]), packages)?;
    find().with_context(|| format!("{} was installed but is not on PATH", names[0]))
}
