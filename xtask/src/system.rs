//! The operating system's packages: installed where that is possible without asking anybody, explained elsewhere.

use std::path::Path;

use anyhow::{Result, bail};

use crate::{process, repo};

/// Installs Debian packages as root on a Debian-like system; otherwise says what a person has to do.
///
/// `what` names the missing thing in that message.
pub fn install(what: &str, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if !Path::new("/etc/debian_version").exists() || repo::on_path("apt-get").is_none() {
        bail!("{what} is missing: install it with the packages of your system (on Debian they are called {list})");
    }
    if !is_root()? {
        bail!("{what} is missing, and only root may install it: sudo apt-get install {list}");
    }
    eprintln!("setup: installing {list}");
    // The index of a fresh machine is empty, and an old one names packages that are gone.
    apt_get(&["update", "-qq"])?;
    let mut words = vec!["install", "-y", "-qq", "--no-install-recommends"];
    words.extend(packages);
    apt_get(&words)
}

fn apt_get(words: &[&str]) -> Result<()> {
    let mut command = process::command("apt-get", &repo::root());
    process::run(command.args(words).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_root() -> Result<bool> {
    Ok(process::output(process::command("id", &repo::root()).arg("-u"))? == "0")
}
