//! The manifest: one base and one patch per browser, merged as RFC 7396 (JSON Merge Patch) says.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

const BASE: &str = "manifest.base.json";

/// Whether a file of `extension/` is a part of a manifest rather than of the extension.
pub fn is_part(name: &str) -> bool {
    name.starts_with("manifest.") && name.ends_with(".json")
}

/// The browsers that have a patch in `dir`, in alphabetical order.
pub fn browsers(dir: &Path) -> Result<Vec<String>> {
    let mut browsers = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| dir.display().to_string())? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let middle = name.strip_prefix("manifest.").and_then(|rest| rest.strip_suffix(".json"));
        if let Some(browser) = middle.filter(|_| name != BASE) {
            browsers.push(browser.to_owned());
        }
    }
    browsers.sort();
    Ok(browsers)
}

/// The manifest of one browser.
pub fn merged(dir: &Path, browser: &str) -> Result<String> {
    let mut manifest = read(&dir.join(BASE))?;
    merge(&mut manifest, read(&dir.join(format!("manifest.{browser}.json")))?);
    Ok(serde_json::to_string_pretty(&manifest)? + "\n")
}

fn read(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

/// RFC 7396: objects are merged name by name, `null` removes, everything else replaces.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(target) = target else { return };
    for (name, value) in patch {
        if value.is_null() {
            target.remove(&name);
        } else {
            merge(target.entry(name).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::merge;
    use serde_json::{Value, json};

    fn merged(mut target: Value, patch: Value) -> Value {
        merge(&mut target, patch);
        target
    }

    /// Cases from appendix A of RFC 7396.
    #[test]
    fn merges_as_the_rfc_says() {
        assert_eq!(merged(json!({"a": "b"}), json!({"a": "c"})), json!({"a": "c"}));
        assert_eq!(merged(json!({"a": "b", "b": "c"}), json!({"a": null})), json!({"b": "c"}));
        assert_eq!(merged(json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}})), json!({"a": {"b": "d"}}));
        assert_eq!(merged(json!({"a": [{"b": "c"}]}), json!({"a": [1]})), json!({"a": [1]}));
        assert_eq!(merged(json!([1, 2]), json!({"a": "b", "c": null})), json!({"a": "b"}));
        assert_eq!(merged(json!({}), json!({"a": {"bb": {"ccc": null}}})), json!({"a": {"bb": {}}}));
    }
}
