//! The bill of materials of a package, in CycloneDX 1.5: the crates whose code is in the Wasm file, and those that wrote
//! some of it while it was compiled (procedural macros: scope `excluded`). No time and no random number: the same sources
//! are the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::wasm::Site;
use crate::{process, repo, rust};

/// A crate: its name and its version.
type Crate = (String, String);

/// The bill of the package that is the file `name` with this hash.
pub fn of(site: &Site, name: &str, sha256: &str) -> Result<String> {
    let cargo = |words: &[&str]| {
        let mut cargo = process::command(repo::cargo(), &site.root);
        process::output(cargo.args(words).arg("--locked").env("CARGO_HOME", &site.cargo_home))
    };
    let tree = |edges: &str| -> Result<BTreeSet<Crate>> {
        let words =
            ["tree", "--package", "guided-unblock", "--target", rust::TARGET, "--prefix", "none", "--edges", edges];
        Ok(cargo(&words)?.lines().filter_map(of_line).collect())
    };
    let metadata = cargo(&["metadata", "--format-version", "1", "--filter-platform", rust::TARGET])?;
    let lock = std::fs::read_to_string(site.root.join("Cargo.lock"))?;
    let bill = bill(
        &serde_json::from_str(&metadata)?,
        &lock,
        &Crates { shipping: tree("normal,no-proc-macro")?, all: tree("normal")? },
        name,
        sha256,
    )?;
    Ok(serde_json::to_string_pretty(&bill)? + "\n")
}

/// `serde v1.0.229 (*)`
fn of_line(line: &str) -> Option<Crate> {
    let mut words = line.split(' ');
    Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned()))
}

/// What is in the file, and that with what wrote some of it.
struct Crates {
    shipping: BTreeSet<Crate>,
    all: BTreeSet<Crate>,
}

fn bill(metadata: &Value, lock: &str, crates: &Crates, name: &str, sha256: &str) -> Result<Value> {
    let key = |package: &Value| (text(&package["name"]).to_owned(), text(&package["version"]).to_owned());
    let packages: BTreeMap<&str, &Value> = list(&metadata["packages"])
        .filter(|package| crates.all.contains(&key(package)))
        .map(|package| (text(&package["id"]), package))
        .collect();
    let (own, others): (Vec<&Value>, Vec<&Value>) =
        packages.values().copied().partition(|package| package["name"] == "guided-unblock");
    let own = own.first().context("cargo does not know the crate")?;

    let checksums = checksums(lock);
    let mut components = Vec::new();
    for package in others {
        let (purl, key) = (purl(package), key(package));
        let mut component = json!({
            "type": "library",
            "bom-ref": purl,
            "name": package["name"],
            "version": package["version"],
            "purl": purl,
            "scope": if crates.shipping.contains(&key) { "required" } else { "excluded" },
            "licenses": [{ "expression": text(&package["license"]).replace('/', " OR ") }],
        });
        if let Some(checksum) = checksums.get(&(key.0.as_str(), key.1.as_str())) {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
        }
        components.push(component);
    }
    let graph: Vec<Value> = list(&metadata["resolve"]["nodes"])
        .filter_map(|node| {
            let package = packages.get(text(&node["id"]))?;
            let wanted: BTreeSet<String> = dependencies(node).filter_map(|id| Some(purl(packages.get(id)?))).collect();
            Some(json!({ "ref": purl(package), "dependsOn": wanted }))
        })
        .collect();
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": purl(own),
                "name": name,
                "version": own["version"],
                "hashes": [{ "alg": "SHA-256", "content": sha256 }],
                "licenses": [{ "expression": own["license"] }],
            },
        },
        "components": components,
        "dependencies": graph,
    }))
}

/// The ordinary dependencies of a resolved crate: what builds or tests it is not in the file.
fn dependencies(node: &Value) -> impl Iterator<Item = &str> {
    list(&node["deps"])
        .filter(|dependency| list(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null()))
        .map(|dependency| text(&dependency["pkg"]))
}

fn purl(package: &Value) -> String {
    format!("pkg:cargo/{}@{}", text(&package["name"]), text(&package["version"]))
}

/// Name and version of every crate of the lock file, with its SHA-256.
fn checksums(lock: &str) -> BTreeMap<(&str, &str), &str> {
    fn field<'b>(block: &'b str, name: &str) -> Option<&'b str> {
        block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \"")?.strip_suffix('"'))
    }
    let read = |block| Some(((field(block, "name")?, field(block, "version")?), field(block, "checksum")?));
    lock.split("[[package]]").filter_map(read).collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Crates, bill, of_line};
    use serde_json::{Value, json};

    fn package(name: &str) -> Value {
        json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0" })
    }

    #[test]
    fn lists_what_ships_and_marks_what_only_helped() {
        let metadata = json!({
            "packages": [package("guided-unblock"), package("used"), package("macro"), package("tests")],
            "resolve": { "nodes": [
                { "id": "guided-unblock", "deps": [
                    { "pkg": "used", "dep_kinds": [{ "kind": null }] },
                    { "pkg": "macro", "dep_kinds": [{ "kind": null }] },
                    { "pkg": "tests", "dep_kinds": [{ "kind": "dev" }] },
                ] },
                { "id": "used", "deps": [] },
                { "id": "tests", "deps": [] },
            ] },
        });
        let crates = |lines: &[&str]| lines.iter().filter_map(|line| of_line(line)).collect();
        let own = "guided-unblock v1.0.0 (here)";
        let crates = Crates {
            shipping: crates(&[own, "used v1.0.0 (*)"]),
            all: crates(&[own, "used v1.0.0", "macro v1.0.0 (proc-macro)"]),
        };
        let lock = "[[package]]\nname = \"used\"\nversion = \"1.0.0\"\nchecksum = \"abc\"\n";
        let bill = bill(&metadata, lock, &crates, "x.zip", "00").expect("a bill");
        let said = |at: usize| format!("{} {}", bill["components"][at]["name"], bill["components"][at]["scope"]);
        assert_eq!([said(0), said(1)], ["\"macro\" \"excluded\"", "\"used\" \"required\""]);
        assert_eq!(bill["components"].as_array().map(Vec::len), Some(2));
        assert_eq!(bill["components"][1]["hashes"][0]["content"], "abc");
        assert_eq!(bill["components"][1]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(bill["metadata"]["component"]["hashes"][0]["content"], "00");
        let graph = json!([
            { "ref": "pkg:cargo/guided-unblock@1.0.0", "dependsOn": ["pkg:cargo/macro@1.0.0", "pkg:cargo/used@1.0.0"] },
            { "ref": "pkg:cargo/used@1.0.0", "dependsOn": [] },
        ]);
        assert_eq!(bill["dependencies"], graph);
    }
}
