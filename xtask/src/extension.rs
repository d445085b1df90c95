//! The extension of one browser: its sources, the Wasm module and the merged manifest.

use std::path::Path;

use anyhow::Result;

use crate::bundle::{Bundle, tree};
use crate::{manifest, repo};

/// Everything that ships, for one browser.
pub fn bundle(browser: &str) -> Result<Bundle> {
    bundle_at(&repo::root(), browser)
}

/// The same, from the sources in `root`.
pub fn bundle_at(root: &Path, browser: &str) -> Result<Bundle> {
    let sources = root.join("extension");
    let mut bundle = Bundle::default();
    bundle.add_tree(&sources, "", |path| ships(path) && !is_agent(path))?;
    for (path, source) in tree(&sources.join("page"))?.into_iter().filter(|(path, _)| ships(path)) {
        bundle.add(format!("page/{path}"), without_comments(&path, &String::from_utf8(source)?).into_bytes());
    }
    bundle.add_tree(&root.join("pkg"), "pkg/", |path| path.ends_with(".js") || path.ends_with(".wasm"))?;
    bundle.add("manifest.json", manifest::merged(&sources, browser)?.into_bytes());
    Ok(bundle)
}

/// What is brought into pages.
fn is_agent(path: &str) -> bool {
    path.starts_with("page/")
}

/// The same code, line by line. A page that the agent is brought into has no use for what explains it to readers, which is a
/// quarter of it; they have the sources, and the first line says where.
fn without_comments(path: &str, source: &str) -> String {
    let mut shipped = format!("// extension/page/{path} of the sources, without its comments.\n");
    let mut inside = false;
    for line in source.lines() {
        let text = line.trim();
        let opens = text.starts_with("/*");
        if inside || opens {
            inside = !text.contains("*/");
            // Code may follow upon a comment of one line, a type.
            if !opens || inside || text.ends_with("*/") {
                continue;
            }
        } else if text.starts_with("//") || text.is_empty() {
            continue;
        }
        shipped.push_str(line);
        shipped.push('\n');
    }
    shipped
}

/// Manifest parts, type declarations and notes for readers stay at home.
fn ships(path: &str) -> bool {
    let name = Path::new(path).file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    !manifest::is_part(&name) && !name.ends_with(".d.ts") && !name.ends_with(".md") && !name.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn code_ships_line_by_line_and_comments_do_not() {
        let source = "// @ts-check\n(() => {\n  /** What it\n   * means. */\n  const a = '//';\n\n  /** @type {X} */ (a).b = 1; // why\n  /* all */\n})();\n";
        let shipped = "// extension/page/a.js of the sources, without its comments.\n(() => {\n  const a = '//';\n  /** @type {X} */ (a).b = 1; // why\n})();\n";
        assert_eq!(without_comments("a.js", source), shipped);
    }
}
