//! The extension of one browser: its sources, the Wasm module and the merged manifest.

use std::path::Path;

use anyhow::Result;

use crate::bundle::Bundle;
use crate::{manifest, repo};

/// Everything that ships, for one browser.
pub fn bundle(browser: &str) -> Result<Bundle> {
    bundle_at(&repo::root(), browser)
}

/// The same, from the sources in `root`.
pub fn bundle_at(root: &Path, browser: &str) -> Result<Bundle> {
    let sources = root.join("extension");
    let mut bundle = Bundle::default();
    bundle.add_tree(&sources, "", ships)?;
    bundle.add_tree(&root.join("pkg"), "pkg/", |path| path.ends_with(".js") || path.ends_with(".wasm"))?;
    bundle.add("manifest.json", manifest::merged(&sources, browser)?.into_bytes());
    Ok(bundle)
}

/// Manifest parts, type declarations and notes for readers stay at home.
fn ships(path: &str) -> bool {
    let name = Path::new(path).file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    !manifest::is_part(&name) && !name.ends_with(".d.ts") && !name.ends_with(".md") && !name.starts_with('.')
}
