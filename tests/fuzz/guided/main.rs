//! One target of `tests/fuzz/targets.rs` under libFuzzer, which keeps every input that leads where no input led before.
//!
//! `FUZZ_ONLY` says which; without it, what there is to be fuzzed is listed. `cargo xtask fuzz --guided` knows the rest.

#![no_main]

#[path = "../targets.rs"]
mod targets;

use std::sync::LazyLock;
use targets::{TARGETS, Target, WORDS};

static TARGET: LazyLock<&Target> = LazyLock::new(|| {
    let Ok(name) = std::env::var("FUZZ_ONLY") else { list() };
    TARGETS.iter().find(|target| target.name == name).unwrap_or_else(|| panic!("there is no target {name}"))
});

/// A line for each target, with its folders of fixtures, and one for each word of the dictionary, as libFuzzer reads it.
fn list() -> ! {
    for target in TARGETS {
        println!("target {} {}", target.name, target.fixtures.join(" "));
    }
    for word in WORDS {
        let bytes: String = word.bytes().map(|byte| format!("\\x{byte:02x}")).collect();
        println!("word \"{bytes}\"");
    }
    std::process::exit(0)
}

libfuzzer_sys::fuzz_target!(init: LazyLock::force(&TARGET), |input: &[u8]| {
    if let Err(why) = (TARGET.run)(input) {
        panic!("{why}");
    }
});
