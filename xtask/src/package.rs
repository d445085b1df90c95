//! `cargo xtask package`: what goes to a store. One zip per store with its bill of materials, and the sources that a
//! reviewer builds it from; the same bytes from the same sources.

use std::ffi::OsString;
use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use lexopt::Arg;
use sha2::{Digest, Sha256};

use crate::bundle::Bundle;
use crate::wasm::{self, Site};
use crate::{builder, extension, package_check, repo, sbom};

/// The line in the table of verbs.
pub const ABOUT: &str = "write the packages of all stores, their bills of materials and the source archive into \
     target/package/; --check: build them twice, in two places, and look into them";

/// The stores, and the browser whose package each takes: Edge is Chromium.
pub const STORES: [(&str, &str); 3] = [("chromium", "chromium"), ("edge", "chromium"), ("firefox", "firefox")];

/// One file that leaves this machine.
pub struct Artifact {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Artifact {
    /// Its SHA-256.
    pub fn hash(&self) -> String {
        wasm::hex(&Sha256::digest(&self.bytes))
    }
}

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    let (mut parser, mut check) = (lexopt::Parser::from_args(words), false);
    while let Some(word) = parser.next()? {
        match word {
            Arg::Long("check") => check = true,
            _ => return Err(word.unexpected().into()),
        }
    }
    builder::build()?;
    let artifacts = all(&Site::here()?)?;
    let dir = repo::target().join("package");
    fs::create_dir_all(&dir)?;
    for artifact in &artifacts {
        fs::write(dir.join(&artifact.name), &artifact.bytes)?;
        println!("{}  {}  {} bytes", artifact.hash(), artifact.name, artifact.bytes.len());
    }
    if check { package_check::run(&artifacts) } else { Ok(ExitCode::SUCCESS) }
}

/// Everything for every store, from a place where the Wasm module has been built.
pub fn all(site: &Site) -> Result<Vec<Artifact>> {
    let name = |end: &str| format!("guided-unblock-{}-{end}", env!("CARGO_PKG_VERSION"));
    let mut artifacts = Vec::new();
    for (store, browser) in STORES {
        let zip =
            Artifact { name: name(&format!("{store}.zip")), bytes: extension::bundle_at(&site.root, browser)?.zip()? };
        let bill = sbom::of(site, &zip.name, &zip.hash())?.into_bytes();
        artifacts.extend([zip, Artifact { name: name(&format!("{store}.cdx.json")), bytes: bill }]);
    }
    let mut sources = Bundle::default();
    for path in repo::sources(&site.root)? {
        let bytes = fs::read(site.root.join(&path)).with_context(|| path.clone())?;
        sources.add(path, bytes);
    }
    artifacts.push(Artifact { name: name("source.zip"), bytes: sources.zip()? });
    Ok(artifacts)
}
