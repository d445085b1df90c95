//! `cargo xtask package --check`: builds the packages once more, from the source archive alone, in another directory and
//! with another `CARGO_HOME`, and looks into what came out. Each check prints one line; any surprise fails the command.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{ExitCode, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use zip::ZipArchive;

use crate::bundle::Bundle;
use crate::package::{self, Artifact};
use crate::wasm::{self, Site};
use crate::{deny, npm, process, repo, rust};

/// The most a package may have, in bytes: a little above what it has. The aim for the Wasm file is 80 kB with brotli;
/// see "What is not reached yet" in ARCHITECTURE.md.
pub const PACKAGE: usize = 530_000;
/// The most the Wasm file may have with brotli, in bytes.
pub const MODULE: usize = 254_000;
/// The most the page agent may have with brotli, in bytes, without the sentinel.
pub const AGENT: usize = 12_000;

/// What a package may hold.
const KINDS: [&str; 6] = [".html", ".css", ".js", ".json", ".png", ".svg"];
const WASM: &str = "pkg/guided_unblock_bg.wasm";

/// What no script of a package may say: presses, other origins, code from text, markup from text.
const FORBIDDEN: [&str; 21] = [
    ".click(",
    ".submit(",
    "requestSubmit",
    "PointerEvent(",
    "MouseEvent(",
    "TouchEvent(",
    "createEvent(",
    "XMLHttpRequest",
    "WebSocket",
    "EventSource",
    "sendBeacon",
    "RTCPeerConnection",
    "importScripts",
    "serviceWorker",
    "eval(",
    "new Function",
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "http://",
];

/// Runs the checks on what was just built.
pub fn run(artifacts: &[Artifact]) -> Result<ExitCode> {
    let packages: Vec<(&str, Bundle)> =
        artifacts.iter().filter_map(|one| unpacked(one).transpose()).collect::<Result<_>>()?;
    let mut failed = 0;
    let mut say = |name: &str, outcome: Result<String>| match outcome {
        Ok(said) => println!("ok    {name}: {said}"),
        Err(error) => {
            failed += 1;
            println!("FAIL  {name}: {error:#}");
        }
    };
    say("the same bytes from another directory and another CARGO_HOME", twice(artifacts));
    for (name, package) in &packages {
        say(&format!("{name}: size"), size(artifacts, name, package));
        say(&format!("{name}: only files of known kinds"), kinds(package));
        say(&format!("{name}: no source map"), no_source_map(package));
        say(&format!("{name}: no forbidden call, glue included"), no_forbidden_call(package));
        say(&format!("{name}: no trace of this machine"), no_trace(package));
        say(&format!("{name}: manifest as documented"), documented(package));
    }
    say("web-ext lint", lint(artifacts));
    say(
        "cargo deny",
        deny::checked().and_then(|found| match found {
            Some(true) => Ok("licences, bans and sources as deny.toml says".to_owned()),
            Some(false) => bail!("see above"),
            None => Ok("not installed here (`cargo xtask deny` builds it); the tests read the same rules".to_owned()),
        }),
    );
    println!("{failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The files of a package of a store; `None` for what is no package.
fn unpacked(artifact: &Artifact) -> Result<Option<(&str, Bundle)>> {
    let package = artifact.name.strip_suffix(".zip").filter(|name| !name.ends_with("source"));
    let Some(name) = package else { return Ok(None) };
    Ok(Some((name, files(artifact)?)))
}

fn files(artifact: &Artifact) -> Result<Bundle> {
    let mut zip = ZipArchive::new(Cursor::new(&artifact.bytes))?;
    let mut bundle = Bundle::default();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at)?;
        let mut contents = Vec::new();
        file.read_to_end(&mut contents)?;
        let name = file.name()?.into_owned();
        bundle.add(name, contents);
    }
    Ok(bundle)
}

fn twice(first: &[Artifact]) -> Result<String> {
    let base = repo::target().join("package-check");
    let elsewhere =
        Site { root: base.join("other place/sources"), target: base.join("build"), cargo_home: base.join("cargo") };
    let archive = first.iter().find(|one| one.name.ends_with("source.zip")).context("there is no source archive")?;
    files(archive)?.write_to(&elsewhere.root)?;
    share_downloads(&elsewhere.cargo_home)?;
    wasm::build_at(&elsewhere)?;
    let second = package::all(&elsewhere)?;
    let hashes = |all: &[Artifact]| all.iter().map(|one| (one.name.clone(), one.hash())).collect::<BTreeSet<_>>();
    let other: Vec<String> =
        hashes(first).symmetric_difference(&hashes(&second)).map(|(name, hash)| format!("{name} {hash}")).collect();
    if !other.is_empty() {
        bail!("they differ: {}", other.join(", "));
    }
    Ok(format!("{} files, built from the source archive alone", second.len()))
}

/// Another `CARGO_HOME` that has downloaded the same crates: they need not come twice, only lie elsewhere.
fn share_downloads(home: &Path) -> Result<()> {
    let own = rust::cargo_home()?;
    fs::create_dir_all(home)?;
    for name in ["registry", "config.toml"] {
        let (from, to) = (own.join(name), home.join(name));
        if from.exists() && !to.exists() {
            #[cfg(unix)]
            std::os::unix::fs::symlink(&from, &to)?;
            #[cfg(not(unix))]
            process::run(process::command("cargo", home).arg("fetch"))?;
        }
    }
    Ok(())
}

fn size(artifacts: &[Artifact], name: &str, package: &Bundle) -> Result<String> {
    let zip = artifacts.iter().find(|one| one.name == format!("{name}.zip")).map_or(0, |one| one.bytes.len());
    let module = package.files().find(|(path, _)| *path == WASM).context("it has no Wasm file")?.1;
    let path = repo::target().join("package-check/module.wasm");
    fs::create_dir_all(repo::target().join("package-check"))?;
    fs::write(&path, module)?;
    let script = "process.stdout.write(String(zlib.brotliCompressSync(fs.readFileSync(process.argv[1])).length))";
    let brotli: usize =
        process::output(process::command("node", &repo::root()).arg("-e").arg(script).arg(&path))?.parse()?;
    let said = format!("{zip} of {PACKAGE} bytes; Wasm {} bytes, {brotli} of {MODULE} with brotli", module.len());
    if zip > PACKAGE || brotli > MODULE { bail!("{said}") } else { Ok(said) }
}

fn kinds(package: &Bundle) -> Result<String> {
    let known = |path: &str| path == WASM || KINDS.iter().any(|end| path.ends_with(end));
    let other: Vec<&str> = package.files().map(|(path, _)| path).filter(|path| !known(path)).collect();
    if other.is_empty() { Ok(format!("{} files", package.files().count())) } else { bail!("{}", other.join(", ")) }
}

fn no_source_map(package: &Bundle) -> Result<String> {
    none(package, |path, contents| {
        (path.ends_with(".map") || contents.contains("sourceMappingURL")).then(|| path.to_owned())
    })
}

fn no_forbidden_call(package: &Bundle) -> Result<String> {
    none(package, |path, contents| {
        // The names of markup languages look like addresses, and nothing is fetched from them.
        let contents = contents.replace("http://www.w3.org/", "");
        // The hand of the page agent has the one function that dispatches events; a test reads it.
        let dispatches = contents.contains("dispatchEvent") && path != "page/hand.js";
        let word = FORBIDDEN.iter().find(|word| path.ends_with(".js") && contents.contains(**word));
        let word = word.copied().or((path.ends_with(".js") && dispatches).then_some("dispatchEvent"));
        word.map(|word| format!("{path} has {word}"))
    })
}

fn no_trace(package: &Bundle) -> Result<String> {
    let own = [repo::root(), rust::cargo_home()?, rust::sysroot()?].map(|path| path.to_string_lossy().into_owned());
    none(package, |path, contents| {
        own.iter().find(|own| contents.contains(own.as_str())).map(|own| format!("{path} has {own}"))
    })
}

/// What `find` names in any file is one surprise.
fn none(package: &Bundle, find: impl Fn(&str, &str) -> Option<String>) -> Result<String> {
    let found: Vec<String> =
        package.files().filter_map(|(path, contents)| find(path, &String::from_utf8_lossy(contents))).collect();
    if found.is_empty() { Ok("none".to_owned()) } else { bail!("{}", found.join(", ")) }
}

/// Every permission and host of the manifest is in a table of README.md, and the manifest has no part that asks for more.
fn documented(package: &Bundle) -> Result<String> {
    let text = package.files().find(|(path, _)| *path == "manifest.json").context("it has no manifest")?.1;
    let manifest: Value = serde_json::from_slice(text)?;
    let readme = fs::read_to_string(repo::root().join("README.md"))?;
    let rows: Vec<&str> = readme.lines().filter(|line| line.starts_with("| ")).collect();
    let mut asked = Vec::new();
    for key in ["permissions", "host_permissions", "optional_host_permissions", "optional_permissions"] {
        asked.extend(manifest[key].as_array().into_iter().flatten().filter_map(Value::as_str));
    }
    let named = |what: &str| {
        let name = format!("`{}`", what.trim_start_matches("https://").trim_end_matches("/*"));
        rows.iter().any(|row| row.contains(&name))
    };
    let missing: Vec<&str> = asked.iter().copied().filter(|what| !named(what)).collect();
    if !missing.is_empty() {
        bail!("README.md does not explain {}", missing.join(", "));
    }
    Ok(format!("{} permissions and hosts", asked.len()))
}

/// The linter of the Firefox store: no error, no warning, no notice that is not explained here.
fn lint(artifacts: &[Artifact]) -> Result<String> {
    let program = npm::module("web-ext/bin/web-ext.js");
    if !program.is_file() {
        bail!("the npm packages of tests/ are not installed: `cargo xtask setup`");
    }
    let firefox = artifacts.iter().find(|one| one.name.ends_with("firefox.zip")).context("there is no such package")?;
    let path = repo::target().join("package").join(&firefox.name);
    let mut command = process::command("node", &repo::root());
    command.arg(program).args(["lint", "--output", "json", "--no-config-discovery", "--source-dir"]).arg(path);
    let output = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).output()?;
    let report: Value = serde_json::from_slice(&output.stdout).context("it printed no report")?;
    let count = |kind: &str| report["summary"][kind].as_u64().unwrap_or(u64::MAX);
    let said = format!("{} errors, {} warnings, {} notices", count("errors"), count("warnings"), count("notices"));
    if count("errors") + count("warnings") > 0 {
        bail!("{said}: {}", report);
    }
    Ok(said)
}
