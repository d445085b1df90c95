//! `cargo xtask bench`: how fast the extension is, measured on the package beside libraries that do a part of the same.

use std::ffi::OsString;
use std::fs;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Result, bail};

use crate::package_check::{AGENT, MODULE, PACKAGE};
use crate::{browser, builder, demo, extension, process, repo};

/// The line in the table of verbs.
pub const ABOUT: &str = "measure how fast the extension is, beside driver.js, Shepherd.js, Joyride, Testing Library and \
     dom-accessibility-api: [--quick] [--json] [--write: docs/performance.md and its pictures]";

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    let mut node = command()?;
    if words.iter().any(|word| word == "--write") {
        node.env("GU_NATIVE", native()?);
    }
    Ok(demo::exit_code(process::status(node.args(words))?))
}

/// The command, everything it needs being there; `--quick` checks that it runs, and the sizes.
pub fn command() -> Result<Command> {
    builder::build()?;
    let zip = extension::bundle("chromium")?.zip()?.len();
    let mut node = process::command("node", &repo::root());
    node.arg(repo::tests().join("bench/bench.mjs"));
    node.env("CHROMIUM", browser::ensure()?).env("GU_TARGET", repo::target());
    node.env("GU_ZIP", zip.to_string());
    node.env("GU_CEILINGS", format!(r#"{{"agent":{AGENT},"wasm":{MODULE},"zip":{PACKAGE}}}"#));
    Ok(node)
}

/// Runs the benchmarks of the core, and answers with the file that says what they gave.
fn native() -> Result<std::path::PathBuf> {
    let mut cargo = process::command(repo::cargo(), &repo::root());
    cargo.args(["bench", "--quiet", "--locked", "--bench", "core"]).stderr(Stdio::inherit());
    let output = cargo.output()?;
    if !output.status.success() {
        bail!("cargo bench ended with {}", output.status);
    }
    let file = repo::target().join("bench").join("native.txt");
    fs::create_dir_all(repo::target().join("bench"))?;
    fs::write(&file, output.stdout)?;
    Ok(file)
}
