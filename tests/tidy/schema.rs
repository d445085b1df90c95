//! As much of JSON Schema as the schemas of this project use; a word that is not known here is a failure.

use serde_json::Value;

/// What does not fit, each with its place; empty when the value is valid.
pub fn violations(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, value, "", &mut found);
    found
}

fn check(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let Some(rules) = schema.as_object() else {
        found.push(format!("{at}: the schema is no object"));
        return;
    };
    let mut fail = |why: String| found.push(format!("{at}: {why}"));
    for (word, rule) in rules {
        match word.as_str() {
            "$schema" | "title" | "description" => {}
            "type" => {
                let is_one = match rule {
                    Value::Array(kinds) => kinds.iter().any(|kind| is_a(value, kind)),
                    kind => is_a(value, kind),
                };
                if !is_one {
                    fail(format!("{value} is not {rule}"));
                }
            }
            "const" if rule != value => fail(format!("{value} is not {rule}")),
            "enum" if !rule.as_array().is_some_and(|all| all.contains(value)) => {
                fail(format!("{value} is not in {rule}"))
            }
            "minimum" if value.as_f64().is_some_and(|value| Some(value) < rule.as_f64()) => {
                fail(format!("{value} is less than {rule}"))
            }
            "maximum" if value.as_f64().is_some_and(|value| Some(value) > rule.as_f64()) => {
                fail(format!("{value} is more than {rule}"))
            }
            "required" => {
                for name in rule.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    if value.get(name).is_none() {
                        fail(format!("{name} is missing"));
                    }
                }
            }
            "additionalProperties" => {
                assert_eq!(rule, &Value::Bool(false), "only false is known here");
                for name in value.as_object().into_iter().flat_map(|object| object.keys()) {
                    if rules["properties"].get(name).is_none() {
                        fail(format!("{name} is not known"));
                    }
                }
            }
            "const" | "enum" | "minimum" | "maximum" | "properties" | "items" => {}
            other => fail(format!("the schema says {other}, which is not known here")),
        }
    }
    for (name, rule) in rules.get("properties").and_then(Value::as_object).into_iter().flatten() {
        if let Some(value) = value.get(name) {
            check(rule, value, &format!("{at}/{name}"), found);
        }
    }
    if let Some(rule) = rules.get("items") {
        for (number, value) in value.as_array().into_iter().flatten().enumerate() {
            check(rule, value, &format!("{at}/{number}"), found);
        }
    }
}

fn is_a(value: &Value, kind: &Value) -> bool {
    match kind.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        _ => false,
    }
}
