//! Where things are, from the root of the repository.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::Result;

/// The root of the repository: the directory above this crate.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// The npm directory: the practice portal, the end-to-end tests and every npm package live there.
pub fn tests() -> PathBuf {
    root().join("tests")
}

/// The sources of the extension.
pub fn extension() -> PathBuf {
    root().join("extension")
}

/// The unpacked extension of one browser.
pub fn unpacked(browser: &str) -> PathBuf {
    target().join("extension").join(browser)
}

/// The cargo that runs us, so that every nested call uses the same toolchain.
pub fn cargo() -> PathBuf {
    env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

/// The file of this name on `PATH`, if there is one.
pub fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// The files that are sources, by their path from `root`: those under version control; in an unpacked source archive,
/// where there is none, all but what the commands write.
pub fn sources(root: &Path) -> Result<Vec<String>> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root).stderr(Stdio::null()).output();
    if let Ok(listed) = listed.map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        && !listed.is_empty()
    {
        let there = |path: &&str| !path.is_empty() && root.join(path).is_file();
        return Ok(listed.split('\0').filter(there).map(str::to_owned).collect());
    }
    let written = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        matches!(path, "target" | ".git")
            || name == "node_modules"
            || (path.starts_with("pkg/") && path != "pkg/README.md")
    };
    let (mut found, mut open) = (Vec::new(), vec![String::new()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let path = format!("{folder}{}", entry.file_name().to_string_lossy());
            if written(&path) {
            } else if entry.file_type()?.is_dir() {
                open.push(path + "/");
            } else {
                found.push(path);
            }
        }
    }
    Ok(found)
}
