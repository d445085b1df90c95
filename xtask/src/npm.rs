//! Node.js and the npm packages in `tests/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{process, repo, system};

/// The oldest Node.js that everything here has been seen to run on.
const OLDEST_NODE: u32 = 20;

/// Makes sure that Node.js and exactly the packages of the lock file are there.
pub fn ensure() -> Result<()> {
    if repo::on_path("node").is_none() || repo::on_path("npm").is_none() {
        system::install("Node.js with npm", &["nodejs", "npm"])?;
    }
    let version = process::output(process::command("node", &repo::root()).arg("--version"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        eprintln!("setup: this is Node.js {version}; {OLDEST_NODE} is the oldest that is known to work");
    }
    if matches_lock(&repo::tests())? {
        return Ok(());
    }
    eprintln!("setup: npm ci");
    process::run(process::command("npm", &repo::tests()).args(["ci", "--no-audit", "--no-fund"]))
        .context("the npm packages of tests/ could not be installed")?;
    if !matches_lock(&repo::tests())? {
        bail!("npm ci left packages in tests/node_modules that the lock file does not name");
    }
    Ok(())
}

/// A file inside `tests/node_modules`.
pub fn module(path: &str) -> PathBuf {
    repo::tests().join("node_modules").join(path)
}

/// Whether what is installed is what the lock file names. Contents are compared, not times: a fresh checkout has
/// new times and old contents.
fn matches_lock(dir: &Path) -> Result<bool> {
    let Ok(installed) = fs::read_to_string(dir.join("node_modules/.package-lock.json")) else {
        return Ok(false);
    };
    let wanted = fs::read_to_string(dir.join("package-lock.json")).context("tests/package-lock.json")?;
    Ok(same_packages(&serde_json::from_str(&wanted)?, &serde_json::from_str(&installed)?))
}

fn same_packages(wanted: &Value, installed: &Value) -> bool {
    let (Some(wanted), Some(installed)) = (wanted["packages"].as_object(), installed["packages"].as_object()) else {
        return false;
    };
    // The empty name is the project itself; packages for other systems are optional and not installed.
    let missing = wanted.iter().any(|(path, package)| {
        !path.is_empty() && !package["optional"].as_bool().unwrap_or(false) && !installed.contains_key(path)
    });
    let other =
        installed.iter().any(|(path, package)| wanted.get(path).is_none_or(|w| w["version"] != package["version"]));
    !missing && !other
}

#[cfg(test)]
mod tests {
    use super::same_packages;
    use serde_json::json;

    #[test]
    fn packages_are_compared_by_version() {
        let lock = json!({"packages": {"": {}, "a": {"version": "1"}, "b": {"version": "2", "optional": true}}});
        assert!(same_packages(&lock, &json!({"packages": {"a": {"version": "1"}}})));
        assert!(!same_packages(&lock, &json!({"packages": {"a": {"version": "2"}}})));
        assert!(!same_packages(&lock, &json!({"packages": {}})));
        assert!(!same_packages(&lock, &json!({"packages": {"a": {"version": "1"}, "c": {"version": "1"}}})));
    }
}
