//! The Wasm module: cargo, then wasm-bindgen (as a library), then wasm-opt, into `pkg/`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::{npm, process, repo, rust};

/// The name of the library crate, as a file.
const CRATE: &str = "guided_unblock";

/// What wasm-opt may use: what rustc uses by default. `--all-features` makes a module that browsers refuse.
const OPTIONS: &[&str] = &[
    // What is added to an address goes into the instruction. That is right unless the first kilobyte is used, which is the end
    // of the stack here: what has come so far is about to overflow.
    "--low-memory-unused",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

/// A tree of sources, and where cargo works on it.
pub struct Site {
    /// The root of the sources.
    pub root: PathBuf,
    /// Where cargo puts what it builds.
    pub target: PathBuf,
    /// Where cargo keeps the sources of other crates.
    pub cargo_home: PathBuf,
}

impl Site {
    /// This repository.
    pub fn here() -> Result<Site> {
        Ok(Site { root: repo::root(), target: repo::target(), cargo_home: rust::cargo_home()? })
    }

    /// What wasm-bindgen writes.
    fn pkg(&self) -> PathBuf {
        self.root.join("pkg")
    }
}

/// Builds `pkg/guided_unblock.js` and `pkg/guided_unblock_bg.wasm`, and returns the path of the module.
/// When cargo has nothing new, nothing is done.
pub fn build() -> Result<PathBuf> {
    build_at(&Site::here()?)
}

/// The same, anywhere.
pub fn build_at(site: &Site) -> Result<PathBuf> {
    let compiled = compile(site)?;
    let input = fs::read(&compiled).with_context(|| compiled.display().to_string())?;
    let module = site.pkg().join(format!("{CRATE}_bg.wasm"));
    let glue = site.pkg().join(format!("{CRATE}.js"));
    let stamp = site.target.join("xtask").join("pkg.stamp");
    let old = fs::read_to_string(&stamp).unwrap_or_default();
    if module.is_file() && glue.is_file() && old == fingerprint(&input, &module, &glue)? {
        return Ok(module);
    }
    bind(&compiled, &site.pkg())?;
    optimise(&module)?;
    fs::create_dir_all(site.target.join("xtask"))?;
    fs::write(&stamp, fingerprint(&input, &module, &glue)?)?;
    Ok(module)
}

/// Compiles the crate, without a trace of where it was compiled: stores rebuild it and compare.
fn compile(site: &Site) -> Result<PathBuf> {
    let sources = rust::sysroot()?.join("lib/rustlib/src/rust");
    let flags = [
        remap(&site.cargo_home, "/cargo"),
        remap(&site.target, "/guided-unblock/target"),
        remap(&site.root, "/guided-unblock"),
        remap(&sources, &format!("/rustc/{}", rust::commit()?)),
    ];
    let mut cargo = process::command(repo::cargo(), &site.root);
    cargo.args(["build", "--quiet", "--profile", "wasm", "--target", rust::TARGET, "--lib", "--locked"]);
    cargo.env("CARGO_TARGET_DIR", &site.target).env("CARGO_HOME", &site.cargo_home);
    // One flag per unit separator: a path may contain spaces.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join(&OsString::from("\u{1f}")));
    process::run(&mut cargo)?;
    Ok(site.target.join(rust::TARGET).join("wasm").join(format!("{CRATE}.wasm")))
}

fn remap(from: &Path, to: &str) -> OsString {
    let mut flag = OsString::from("--remap-path-prefix=");
    flag.push(from);
    flag.push("=");
    flag.push(to);
    flag
}

fn bind(compiled: &Path, pkg: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(compiled)
        .out_name(CRATE)
        .web(true)?
        // For the type check of the files that load it; declarations do not ship.
        .typescript(true)
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(pkg)
        .context("wasm-bindgen")
}

fn optimise(module: &Path) -> Result<()> {
    let mut command = process::command("node", &repo::root());
    command.arg(npm::module("binaryen/bin/wasm-opt")).args(OPTIONS).arg(module).arg("-o").arg(module);
    process::run(&mut command)?;
    if !fs::read(module)?.starts_with(b"\0asm") {
        bail!("wasm-opt did not write a module");
    }
    Ok(())
}

/// What went in, how it is made (this file) and what came out: a change of any of them makes it differ, and so does
/// a `pkg/` that somebody touched.
fn fingerprint(input: &[u8], module: &Path, glue: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(input);
    hash.update(include_str!("wasm.rs"));
    hash.update(fs::read(module)?);
    hash.update(fs::read(glue)?);
    Ok(hex(&hash.finalize()))
}

/// Bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
