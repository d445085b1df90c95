//! `cargo xtask build`: the unpacked extension of every browser, in `target/extension/`.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::Arg;

use crate::{extension, manifest, npm, process, repo, rust, sizes, wasm};

/// The line in the table of verbs.
pub const ABOUT: &str =
    "build the extension into target/extension/<browser>, ready to be loaded unpacked: [--sizes: docs/wasm-size.md]";

/// Runs the verb.
pub fn run(words: Vec<OsString>) -> Result<ExitCode> {
    let mut with_sizes = false;
    let mut words = lexopt::Parser::from_args(words);
    while let Some(word) = words.next()? {
        match word {
            Arg::Long("sizes") => with_sizes = true,
            _ => return Err(word.unexpected().into()),
        }
    }
    for browser in build()? {
        println!("{}", repo::unpacked(&browser).display());
    }
    if with_sizes {
        let named = repo::target().join(rust::TARGET).join("wasm").join("guided_unblock.wasm");
        fs::write(repo::root().join("docs/wasm-size.md"), sizes::document(&named, &size(&wasm::build()?)?)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds everything that is not up to date, and returns the browsers it was built for.
pub fn build() -> Result<Vec<String>> {
    rust::ensure_target()?;
    npm::ensure()?;
    let module = wasm::build()?;
    eprintln!("build: the Wasm module has {}", size(&module)?);
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
fn size(module: &Path) -> Result<String> {
    let raw = fs::metadata(module)?.len();
    let script = "process.stdout.write(String(zlib.brotliCompressSync(fs.readFileSync(process.argv[1])).length))";
    let brotli = process::output(process::command("node", &repo::root()).arg("-e").arg(script).arg(module))?;
    Ok(format!("{raw} bytes, {brotli} with brotli"))
}
