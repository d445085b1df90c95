//! What the project is made of: every direct dependency has a reason, and every crate the licence, the source and the
//! purpose that deny.toml allows. cargo-deny reads the same file (`cargo xtask deny`); this needs no program of its own.

use super::{read, root};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The guided fuzzer: a package with a lock file of its own, which no other build reads.
const GUIDED: &str = "tests/fuzz/guided";

/// The names in the dependency sections of a Cargo.toml.
fn crates(manifest: &str) -> BTreeSet<String> {
    let (mut found, mut wanted) = (BTreeSet::new(), false);
    for line in read(manifest).lines() {
        if let Some(section) = line.strip_prefix('[') {
            wanted = section.trim_end_matches(']').ends_with("dependencies") && !section.starts_with("workspace");
        } else if let (true, Some((name, _))) = (wanted, line.split_once(" = ")) {
            found.insert(name.to_owned());
        }
    }
    assert!(!found.is_empty(), "{manifest} has no dependencies");
    found
}

#[test]
fn every_direct_dependency_has_a_reason() {
    let mut direct = crates("Cargo.toml");
    direct.extend(crates("xtask/Cargo.toml"));
    direct.extend(crates(&format!("{GUIDED}/Cargo.toml")).into_iter().filter(|name| name != "guided-unblock"));
    let package: Value = serde_json::from_str(&read("tests/package.json")).expect("JSON");
    for section in ["dependencies", "devDependencies"] {
        direct.extend(package[section].as_object().into_iter().flatten().map(|(name, _)| name.clone()));
    }
    let mut reasons = BTreeMap::new();
    for row in read("docs/dependencies.md").lines().filter_map(|line| line.strip_prefix("| `")) {
        let (name, reason) = row.split_once("` | ").expect("a row is a name and a reason");
        assert!(reason.trim_end_matches(" |").len() > 5, "{name} has no reason");
        assert!(reasons.insert(name.to_owned(), reason.to_owned()).is_none(), "{name} is listed twice");
    }
    let listed: BTreeSet<String> = reasons.into_keys().collect();
    let difference: Vec<_> = direct.symmetric_difference(&listed).collect();
    assert!(difference.is_empty(), "docs/dependencies.md and the manifests differ in {difference:?}");
}

/// The texts in quotes of a list of deny.toml.
fn rule(name: &str) -> Vec<String> {
    let rules = read("deny.toml");
    let (_, rest) = rules.split_once(&format!("\n{name} = [")).unwrap_or_else(|| panic!("deny.toml has no {name}"));
    let (list, _) = rest.split_once(']').expect("the list ends");
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What cargo resolves for one target: id, name, licence and source of every crate, and what each needs to run.
fn resolved(target: &str) -> Value {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(["metadata", "--format-version", "1", "--locked", "--filter-platform", target]);
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo prints JSON")
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn host() -> String {
    let output = Command::new("rustc").arg("-vV").current_dir(root()).output().expect("rustc runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc says its host").to_owned()
}

const BROWSER: &str = "wasm32-unknown-unknown";

/// Whether one of the ways to read a licence expression consists of allowed licences alone.
fn allowed(expression: &str, licences: &[String]) -> bool {
    // No expression in use nests deeper than "(A OR B) AND C".
    expression.replace('/', " OR ").split(" AND ").all(|part| {
        let part = part.trim_matches(['(', ')']);
        part.split(" OR ").any(|licence| licences.iter().any(|known| known == licence.trim()))
    })
}

#[test]
fn expressions_of_licences_are_read_right() {
    let known = ["MIT".to_owned(), "Unicode-3.0".to_owned()];
    for good in ["MIT", "GPL-3.0 OR MIT", "MIT/Apache-2.0", "(MIT OR Apache-2.0) AND Unicode-3.0"] {
        assert!(allowed(good, &known), "{good}");
    }
    for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(GPL-3.0 OR X) AND MIT", "MIT WITH something"] {
        assert!(!allowed(bad, &known), "{bad}");
    }
}

#[test]
fn every_crate_has_an_allowed_licence_and_source() {
    let (licences, sources, bans) = (rule("allow"), rule("allow-registry"), rule("deny"));
    assert!(licences.len() > 1 && sources.len() == 1 && bans.len() > 5, "{licences:?} {sources:?} {bans:?}");
    let mut crates = BTreeSet::new();
    for target in [host().as_str(), BROWSER] {
        let resolved = resolved(target);
        let used: BTreeSet<&str> =
            items(&resolved["resolve"]["nodes"]).filter_map(|node| node["id"].as_str()).collect();
        for package in
            items(&resolved["packages"]).filter(|package| package["id"].as_str().is_some_and(|id| used.contains(id)))
        {
            let name = package["name"].as_str().unwrap_or_default();
            let licence = package["license"].as_str().unwrap_or_default();
            assert!(allowed(licence, &licences), "{name} is under {licence:?}");
            if let Some(source) = package["source"].as_str() {
                assert!(
                    sources.iter().any(|known| source == format!("registry+{known}")),
                    "{name} comes from {source}"
                );
            }
            crates.insert(name.to_owned());
        }
    }
    assert!(crates.len() > 50, "cargo resolved {} crates", crates.len());
    // The lock file holds what other systems need, too.
    let lock = read("Cargo.lock");
    for banned in bans {
        assert!(!lock.contains(&format!("name = \"{banned}\"\n")), "{banned} is in the lock file");
    }
}

/// Name and version of every crate in a lock file.
fn locked(file: &str) -> BTreeSet<(String, String)> {
    let text = read(file);
    let value = |line: Option<&str>, name: &str| -> Option<String> {
        Some(line?.strip_prefix(name)?.strip_prefix(" = \"")?.strip_suffix('"')?.to_owned())
    };
    let found: BTreeSet<_> = text
        .split("[[package]]\n")
        .filter_map(|block| {
            let mut lines = block.lines();
            Some((value(lines.next(), "name")?, value(lines.next(), "version")?))
        })
        .collect();
    assert!(found.len() > 10, "{file} has {} crates", found.len());
    found
}

/// What is fuzzed is what is shipped: the guided fuzzer is locked to the same crates, but for libFuzzer and what that needs.
#[test]
fn the_guided_fuzzer_is_locked_to_the_same_crates() {
    let (all, fuzzer) = (locked("Cargo.lock"), locked(&format!("{GUIDED}/Cargo.lock")));
    let own: BTreeSet<&str> = fuzzer.difference(&all).map(|(name, _)| name.as_str()).collect();
    let expected = ["arbitrary", "cc", "find-msvc-tools", "guided-fuzz", "jobserver", "libfuzzer-sys", "shlex"];
    assert_eq!(own, BTreeSet::from(expected));
    let needs = crates("Cargo.toml").into_iter().filter(|name| !["divan", "proptest"].contains(&name.as_str()));
    let missing: Vec<String> = needs.filter(|name| !fuzzer.iter().any(|(known, _)| known == name)).collect();
    assert!(missing.is_empty(), "{GUIDED}/Cargo.lock does not know {missing:?}");
}

/// What is in the Wasm file: nothing that reaches a network, a clock or chance, and no heavy table.
#[test]
fn nothing_heavy_or_foreign_ships() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(["tree", "--locked", "--package", "guided-unblock", "--target", BROWSER]);
    let output = cargo.args(["--edges", "normal,no-proc-macro", "--prefix", "none"]).output().expect("cargo runs");
    let tree = String::from_utf8_lossy(&output.stdout).into_owned();
    let ships: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(ships.contains("wasm-bindgen") && ships.contains("web-sys"), "{ships:?}");
    for foreign in ["regex", "url", "idna", "unicode-normalization", "rand", "getrandom", "tokio", "chrono", "time"] {
        assert!(!ships.contains(foreign), "{foreign} is in the Wasm file");
    }
}
