//! The project's own commands. Every verb is one entry of [`VERBS`]; `cargo xtask` alone prints the table.
//!
//! Each verb does the set-up it needs by itself, and says what it does on standard error; standard output belongs
//! to what a verb was asked for.

mod attack;
mod behaviours;
mod bench;
mod browser;
mod builder;
mod bundle;
mod demo;
mod deny;
mod explore;
mod extension;
mod faults;
mod firefox;
mod fixture;
mod fuzz;
mod guided;
mod manifest;
mod matrix;
mod npm;
mod package;
mod package_check;
mod part;
mod planted;
mod portal;
mod process;
mod repo;
mod rust;
mod sbom;
mod setup;
mod shots;
mod sizes;
mod system;
mod tester;
mod wasm;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;

/// One word after `cargo xtask`.
struct Verb {
    name: &'static str,
    about: &'static str,
    run: fn(Vec<OsString>) -> Result<ExitCode>,
}

/// Everything `cargo xtask` can do.
const VERBS: &[Verb] = &[
    Verb { name: "setup", about: setup::ABOUT, run: setup::run },
    Verb { name: "build", about: builder::ABOUT, run: builder::run },
    Verb { name: "portal", about: portal::ABOUT, run: portal::run },
    Verb { name: "demo", about: demo::ABOUT, run: demo::run },
    Verb { name: "test", about: tester::ABOUT, run: tester::run },
    Verb { name: "planted", about: planted::ABOUT, run: planted::run },
    Verb { name: "matrix", about: matrix::ABOUT, run: matrix::run },
    Verb { name: "attack", about: attack::ABOUT, run: attack::run },
    Verb { name: "behaviours", about: behaviours::ABOUT, run: behaviours::run },
    Verb { name: "bench", about: bench::ABOUT, run: bench::run },
    Verb { name: "firefox", about: firefox::ABOUT, run: firefox::run },
    Verb { name: "shots", about: shots::ABOUT, run: shots::run },
    Verb { name: "explore", about: explore::ABOUT, run: explore::run },
    Verb { name: "faults", about: faults::ABOUT, run: faults::run },
    Verb { name: "fuzz", about: fuzz::ABOUT, run: fuzz::run },
    Verb { name: "deny", about: deny::ABOUT, run: deny::run },
    Verb { name: "fixture", about: fixture::ABOUT, run: fixture::run },
    Verb { name: "package", about: package::ABOUT, run: package::run },
];

fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    let Some(name) = words.next() else {
        println!("cargo xtask VERB\n");
        print_table();
        return ExitCode::SUCCESS;
    };
    let Some(verb) = VERBS.iter().find(|verb| name == verb.name) else {
        eprintln!("there is no verb {}; there are:\n", name.display());
        print_table();
        return ExitCode::from(2);
    };
    match (verb.run)(words.collect()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("cargo xtask {}: {error:#}", verb.name);
            ExitCode::FAILURE
        }
    }
}

fn print_table() {
    for verb in VERBS {
        println!("  {:<10} {}", verb.name, verb.about);
    }
}
