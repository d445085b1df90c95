//! Reads a snapshot from standard input and prints handle, role and accessible name of every element, one per line,
//! separated by tabs: what `tests/e2e/accname.spec.mjs` compares with the browser's own accessibility tree.

use guided_unblock::core::role_name::Tree;
use guided_unblock::core::snapshot::Snapshot;
use std::io::{Read, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let snapshot = Snapshot::parse(text)?;
    let tree = Tree::new(&snapshot);
    let mut out = std::io::stdout().lock();
    for node in snapshot.nodes().filter(|node| node.is_element()) {
        writeln!(out, "{}\t{}\t{}", node.handle(), tree.role(node).as_str(), tree.name(node))?;
    }
    Ok(())
}
