//! Where things are, from the root of the repository.

use std::env;
use std::path::{Path, PathBuf};

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

/// What wasm-bindgen writes.
pub fn pkg() -> PathBuf {
    root().join("pkg")
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
