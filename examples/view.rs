//! Prints what is recognised in a snapshot: `cargo run --example view < snapshot.txt`.

use guided_unblock::core::fold::Native;
use guided_unblock::core::labels::Matcher;
use guided_unblock::core::recognise::{language_of, recognise};
use guided_unblock::core::snapshot::Snapshot;
use std::io::Read;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let snapshot = Snapshot::parse(text)?;
    let matcher = Matcher::new(language_of(&snapshot));
    println!("{:#?}", recognise(&snapshot, &matcher, &Native));
    Ok(())
}
