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

/// Builds `pkg/guided_unblock.js` and `pkg/guided_unblock_bg.wasm`, and returns the path of the module.
/// When cargo has nothing new, nothing is done.
pub fn build() -> Result<PathBuf> {
    let compiled = compile()?;
    let input = fs::read(&compiled).with_context(|| compiled.display().to_string())?;
    let module = repo::pkg().join(format!("{CRATE}_bg.wasm"));
    let glue = repo::pkg().join(format!("{CRATE}.js"));
    let stamp = repo::target().join("xtask").join("pkg.stamp");
    let old = fs::read_to_string(&stamp).unwrap_or_default();
    if module.is_file() && glue.is_file() && old == fingerprint(&input, &module, &glue)? {
        return Ok(module);
    }
    bind(&compiled)?;
    optimise(&module)?;
    fs::create_dir_all(repo::target().join("xtask"))?;
    fs::write(&stamp, fingerprint(&input, &module, &glue)?)?;
    Ok(module)
}

/// Compiles the crate, without a trace of where it was compiled: stores rebuild it and compare.
fn compile() -> Result<PathBuf> {
    let sources = rust::sysroot()?.join("lib/rustlib/src/rust");
    let flags = [
        remap(&rust::cargo_home()?, "/cargo"),
        remap(&repo::target(), "/guided-unblock/target"),
        remap(&repo::root(), "/guided-unblock"),
        remap(&sources, &format!("/rustc/{}", rust::commit()?)),
    ];
    let mut cargo = process::command(repo::cargo(), &repo::root());
    cargo.args(["build", "--quiet", "--profile", "wasm", "--target", rust::TARGET, "--lib", "--locked"]);
    // One flag per unit separator: a path may contain spaces.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join(&OsString::from("\u{1f}")));
    process::run(&mut cargo)?;
    Ok(repo::target().join(rust::TARGET).join("wasm").join(format!("{CRATE}.wasm")))
}

fn remap(from: &Path, to: &str) -> OsString {
    let mut flag = OsString::from("--remap-path-prefix=");
    flag.push(from);
    flag.push("=");
    flag.push(to);
    flag
}

fn bind(compiled: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(compiled)
        .out_name(CRATE)
        .web(true)?
        // For the type check of the files that load it; declarations do not ship.
        .typescript(true)
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(repo::pkg())
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
