//! `cargo xtask build`: the unpacked extension of every browser, in `target/extension/`.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::{extension, manifest, npm, process, repo, rust, wasm};

/// The line in the table of verbs.
pub const ABOUT: &str = "build the extension into target/extension/<browser>, ready to be loaded unpacked";

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    lexopt::Parser::from_args(words).next()?.map_or(Ok(()), |word| Err(word.unexpected()))?;
    for browser in build()? {
        println!("{}", repo::unpacked(&browser).display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds everything that is not up to date, and returns the browsers it was built for.
pub fn build() -> Result<Vec<String>> {
    rust::ensure_target()?;
    npm::ensure()?;
    let module = wasm::build()?;
    eprintln!("build: the Wasm module has {}", sizes(&module)?);
    let browsers = manifest::browsers(&repo::extension())?;
    if browsers.is_empty() {
        bail!("extension/ has no manifest.<browser>.json: there is no browser to build for");
    }
    for browser in &browsers {
        extension::bundle(browser)?.write_to(&repo::unpacked(browser))?;
    }
    Ok(browsers)
}

/// The size as it is, and as a store or a web server would send it.
fn sizes(module: &Path) -> Result<String> {
    let raw = fs::metadata(module)?.len();
    let script = "process.stdout.write(String(zlib.brotliCompressSync(fs.readFileSync(process.argv[1])).length))";
    let brotli = process::output(process::command("node", &repo::root()).arg("-e").arg(script).arg(module))?;
    Ok(format!("{raw} bytes, {brotli} with brotli"))
}
