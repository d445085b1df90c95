//! Invariant 1: the core knows no browser, clock, randomness or network.

use super::{files, lines_with, read, without_tests};

#[test]
fn the_core_is_pure() {
    let foreign = [
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "gloo",
        "std::time",
        "Instant",
        "SystemTime",
        "rand::",
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "crate::shell",
        "println!",
        "eprintln!",
        "unsafe ",
    ];
    let core = files("src/core", &[".rs"]);
    let core: Vec<String> = core.into_iter().chain(["src/protocol.rs".to_owned()]).collect();
    let mut found = Vec::new();
    for file in core.iter().filter(|file| !file.ends_with("/tests.rs")) {
        let source = read(file);
        let lines = without_tests(&source).lines().filter(|line| foreign.iter().any(|word| line.contains(word)));
        found.extend(lines.map(|line| format!("{file}: {}", line.trim())));
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// A pure module that reaches for the browser does not even compile: those crates exist for wasm32 alone.
#[test]
fn the_browser_is_a_dependency_of_wasm_alone() {
    let manifest = read("Cargo.toml");
    let (_, rest) = manifest.split_once("[target.'cfg(target_arch = \"wasm32\")'.dependencies]").expect("the section");
    let (wasm, after) = rest.split_once("\n[").expect("another section");
    for name in ["web-sys", "js-sys", "wasm-bindgen", "gloo", "serde-wasm-bindgen"] {
        let line = format!("\n{name} = ");
        assert!(wasm.contains(&line), "{name} is not in the section of wasm32");
        assert!(!after.contains(&line), "{name} is elsewhere, too");
    }
}

#[test]
fn every_file_says_what_it_is() {
    for file in files("src", &[".rs"]).iter().filter(|file| !file.ends_with("/tests.rs")) {
        assert!(read(file).starts_with("//! "), "{file} does not begin with a sentence about itself");
    }
}

/// What goes to the browser's console has been through one place, which leaves the addresses out; the page agent says nothing there.
#[test]
fn one_place_speaks_to_the_console() {
    let mut found = lines_with(&files("src", &[".rs"]), &["console::", "console_"]);
    found.retain(|line| !line.starts_with("src/shell/log.rs:"));
    found.extend(lines_with(&files("extension/page", &[".js"]), &["console."]));
    // A page that does not load, and a worker that stops, say why: that is an error of the module and no message of anybody.
    let errors = |line: &String| line.ends_with("console.error(error);") || line.ends_with("console.error(error));");
    let pages = lines_with(&files("extension", &[".js"]), &["console."]);
    found.extend(pages.into_iter().filter(|line| !errors(line)));
    assert!(found.is_empty(), "{found:#?}");
}
