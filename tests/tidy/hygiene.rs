//! What must not be in any file that is kept.

use super::{files, lines_with, read, root};
use std::process::Command;

/// The files under version control; in a source archive, where there is none, the sources.
fn tracked() -> Vec<String> {
    let listed = Command::new("git").arg("ls-files").current_dir(root()).output();
    match listed {
        Ok(output) if output.status.success() && !output.stdout.is_empty() => {
            let listed = String::from_utf8_lossy(&output.stdout).into_owned();
            listed.lines().map(str::to_owned).filter(|file| root().join(file).is_file()).collect()
        }
        _ => ["src", "tests/simulation", "tests/tidy", "extension", "xtask"]
            .iter()
            .flat_map(|folder| files(folder, &[".rs", ".js", ".json", ".toml"]))
            .collect(),
    }
}

fn is_text(file: &str) -> bool {
    let pictures = [".png", ".webp", ".gif", ".jpg", ".ico", ".wasm", ".zip", ".woff2"];
    !pictures.iter().any(|end| file.ends_with(end))
}

/// Assembled here, so that this file does not hold what it looks for.
fn word(parts: &[&str]) -> String {
    parts.concat()
}

#[test]
fn no_machine_and_no_private_registry_is_named() {
    let words = [
        word(&["/work", "/main"]),
        word(&["/work", "/shared"]),
        word(&["/ro", "ot/"]),
        word(&["/ho", "me/"]),
        word(&["C:\\", "Users"]),
        word(&["127.0.0.1:48", "73"]),
        word(&["artifac", "tory"]),
        word(&["index.crates", ".io"]),
    ];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let texts: Vec<String> = tracked().into_iter().filter(|file| is_text(file)).collect();
    let found = lines_with(&texts, &words);
    assert!(found.is_empty(), "{found:#?}");
}

/// Where packages were downloaded from is no part of the project: the lock file of npm names the public registry or none.
#[test]
fn lock_files_name_public_registries_alone() {
    for file in tracked().iter().filter(|file| file.ends_with("package-lock.json")) {
        for line in read(file).lines().filter(|line| line.contains("\"resolved\"")) {
            assert!(line.contains("https://registry.npmjs.org/"), "{file}: {}", line.trim());
        }
    }
    for file in tracked().iter().filter(|file| file.ends_with("Cargo.lock")) {
        for line in read(file).lines().filter(|line| line.starts_with("source = ")) {
            assert_eq!(line, "source = \"registry+https://github.com/rust-lang/crates.io-index\"", "{file}");
        }
    }
}

/// A test waits for a state, never for a time; and no test is left out, or left alone.
#[test]
fn tests_wait_for_states_and_all_run() {
    let words = [
        word(&["waitFor", "Timeout"]),
        word(&["thread::", "sleep"]),
        word(&[".on", "ly("]),
        word(&["test.", "skip"]),
        word(&["test.", "fixme"]),
        word(&["describe.", "skip"]),
        word(&["#[ig", "nore"]),
    ];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut tests: Vec<String> = files("tests", &[".rs", ".mjs", ".js", ".jsx", ".ts"]);
    tests.extend(files("src", &[".rs"]));
    let found = lines_with(&tests, &words);
    assert!(found.is_empty(), "{found:#?}");
}

/// `cargo xtask attack` and `cargo xtask faults` print tables: what is tested, and the outcome that is expected.
#[test]
fn titles_of_attacks_and_faults_say_kind_case_and_outcome() {
    let tests = files("tests/e2e", &[".spec.mjs"]);
    let mut titles: Vec<String> = lines_with(&tests, &["@fault"]);
    titles.retain(|line| line.contains(" test("));
    let faults = titles.len();
    titles.extend(lines_with(&["tests/e2e/attack.spec.mjs".to_owned()], &["attack('", "attack(`"]));
    assert!(faults > 25 && titles.len() > faults + 20, "{faults} faults of {} titles", titles.len());
    titles.retain(|line| {
        let title = line.split(['\'', '`']).nth(1).unwrap_or_default();
        title.split(": ").count() < 3
    });
    assert!(titles.is_empty(), "not \"kind: case: outcome\": {titles:#?}");
}

/// Doubt is written down as an issue, not into a file.
#[test]
fn nothing_is_left_for_later() {
    let words = [word(&["TO", "DO"]), word(&["FIX", "ME"]), word(&["XX", "X"]), word(&["to", "do!("])];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut sources = files("src", &[".rs"]);
    sources.extend(files("extension", &[".js", ".html", ".css"]));
    sources.extend(files("xtask/src", &[".rs"]));
    let found = lines_with(&sources, &words);
    assert!(found.is_empty(), "{found:#?}");
}
