//! Turns a layout report into a test: `cargo xtask fixture FILE [NAME]`.
//!
//! Checks the report, recognises it with the hints it holds and without, and writes all three to
//! `tests/fixtures/layouts/NAME.json`; NAME is that of the file, if none is given.

use guided_unblock::core::fold::{self, Native};
use guided_unblock::core::hints::Found;
use guided_unblock::core::layout::Report;
use serde_json::json;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let file = PathBuf::from(words.next().ok_or("cargo xtask fixture FILE [NAME]")?);
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name = words.next().or(stem).ok_or("the file has no name")?;
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err(format!("a fixture's name is of letters, digits and hyphens, not {name:?}").into());
    }
    let shown = file.display();
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    let mut report: Report = serde_json::from_str(&text).map_err(|error| not_one(&shown, &error))?;
    report.check().map_err(|error| not_one(&shown, &error))?;
    // A report leaves out what a dialog is called, so a hint must not ask for it.
    let names: Vec<String> = report.nodes.iter().map(|node| fold::plain(&node.name, &Native)).collect();
    for hint in report.hints.iter_mut().filter(|hint| !names.contains(&hint.container_name)) {
        hint.container_name.clear();
    }
    let without_hints = report.recognise(&[], &Native)?;
    let with_hints = report.recognise(&report.hints, &Native)?;
    for (kind, found) in &with_hints {
        let then = report.recognised.get(kind);
        println!("{:<10} {found:?}", kind.as_str());
        if then != Some(found) && *found != Found::Shown {
            println!(
                "           it was {then:?} on the page itself: the report lost something, or the guide has changed"
            );
        }
    }
    let fixture = json!({ "report": report, "without_hints": without_hints, "with_hints": with_hints });
    let to = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/layouts").join(format!("{name}.json"));
    std::fs::create_dir_all(to.parent().ok_or("no folder")?)?;
    std::fs::write(&to, serde_json::to_string_pretty(&fixture)? + "\n")?;
    println!("{}", to.display());
    Ok(())
}

/// What is wrong with the file, and where a right one comes from.
fn not_one(file: &impl Display, error: &impl Display) -> String {
    format!(
        "{file} is not a layout report: {error}. Save one from the panel, with \"Layout report\"; see docs/layout-report.md."
    )
}
