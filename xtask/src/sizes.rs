//! Where the bytes of the Wasm module are: its functions by what they do, before wasm-opt, while they still have names.

use std::collections::HashMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// Kinds of functions, and what in their names tells them; the first that fits counts. wasm-bindgen takes the first kind out again.
const KINDS: [(&str, &[&str]); 10] = [
    (REMOVED, &["describe"]),
    ("reading messages and what is stored", &["Deserialize", "Visitor", "__Field", "SeqAccess", "MapAccess"]),
    ("writing them", &["Serialize", "serde_wasm_bindgen"]),
    ("`src/shell`: what is drawn, asked and stored", &["guided_unblock5shell", "guided_unblock..shell"]),
    ("`src/core`: what is recognised and decided", &["guided_unblock"]),
    ("sorting", &["slice4sort", "5slice4sort"]),
    ("trees and queues of the library", &["btree", "vec_deque", "hashbrown"]),
    ("lists and iterators of the library", &["4iter", "..iter..", "3vec", "..vec..", "raw_vec"]),
    ("promises", &["futures"]),
    ("text and numbers of the library", &["3fmt", "3num", "flt2dec", "3str", "..str..", "unicode", "6string"]),
];
const REMOVED: &str = "";
const REST: &str = "the rest";

/// What `docs/wasm-size.md` says of this module, which ships with this `size`.
pub fn document(module: &Path, size: &str) -> Result<String> {
    let table = table(module)?;
    Ok(format!(
        "# What the Wasm module is made of\n\n\
         Written by `cargo xtask build --sizes`; nothing in here is typed by hand.\n\n\
         The module that ships has {size}. Below are its functions as the compiler leaves them, before wasm-opt, told apart by their \
         names.\n\n{table}\n\
         Lists and iterators of the library are compiled anew for every type, and for everything that is done with their items; most of \
         what they hold is in truth what `src/core` and `src/shell` do.\n"
    ))
}

/// A table of it, in Markdown.
fn table(module: &Path) -> Result<String> {
    let bytes = fs::read(module).with_context(|| module.display().to_string())?;
    let (mut imports, mut lengths, mut names, mut data) = (0, Vec::new(), HashMap::new(), 0);
    for payload in Parser::new(0).parse_all(&bytes) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imports += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => lengths.push(body.range().len()),
            Payload::DataSection(section) => data = section.range().len(),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(section) = section.as_known() else { continue };
                for part in section {
                    let Name::Function(functions) = part? else { continue };
                    for named in functions {
                        let named = named?;
                        names.insert(named.index, named.name);
                    }
                }
            }
            _ => {}
        }
    }
    let mut rows: Vec<(&str, usize, usize)> =
        KINDS.iter().map(|(kind, _)| (*kind, 0, 0)).chain([(REST, 0, 0)]).collect();
    for (length, index) in lengths.into_iter().zip(imports..) {
        let name = names.get(&index).copied().unwrap_or_default();
        let kind = KINDS.iter().find(|(_, parts)| parts.iter().any(|part| name.contains(part)));
        let kind = kind.map_or(REST, |(kind, _)| kind);
        if let Some((_, count, sum)) = rows.iter_mut().find(|(known, ..)| *known == kind) {
            *count += 1;
            *sum += length;
        }
    }
    rows.retain(|(kind, ..)| *kind != REMOVED);
    rows.sort_by_key(|(_, _, sum)| std::cmp::Reverse(*sum));
    let mut table = "| what | functions | bytes |\n| --- | ---: | ---: |\n".to_owned();
    for (kind, count, sum) in rows {
        writeln!(table, "| {kind} | {count} | {sum} |")?;
    }
    writeln!(table, "| data: texts, labels, tables | | {data} |")?;
    Ok(table)
}
