//! What holds for the sources themselves. Each invariant that a reader could break without a test noticing is read
//! out of the files here; ARCHITECTURE.md names these tests beside the invariants.
//!
//! A file that is missing is a failure, never a reason to skip.

mod budget;
mod clicks;
mod contrast;
mod hygiene;
mod manifests;
mod policy;
mod purity;
mod schema;
mod supply;
mod texts;

use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file below `folder` whose name ends so, relative to the root, in order. There must be one.
fn files(folder: &str, ends: &[&str]) -> Vec<String> {
    let found = below(&root().join(folder), ends);
    assert!(!found.is_empty(), "nothing in {folder} ends in {ends:?}");
    found
}

fn below(folder: &Path, ends: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.expect("a readable folder").path()) {
            if path.is_dir() {
                if !path.ends_with("node_modules") {
                    open.push(path);
                }
            } else if ends.iter().any(|end| path.to_string_lossy().ends_with(end)) {
                found.push(relative(path));
            }
        }
    }
    found.sort();
    found
}

fn relative(path: PathBuf) -> String {
    path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().into_owned()
}

/// The lines that hold one of these words: `file:line: text`.
fn lines_with(files: &[String], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for (number, line) in read(file).lines().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{file}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    found
}

/// What is left of a source without its own tests.
fn without_tests(source: &str) -> &str {
    source.split("#[cfg(test)]").next().unwrap_or_default()
}
