//! What an organisation can fix, as the browser's schema, the documentation and the core say it; and the form of the export.

use super::read;
use super::schema::violations;
use guided_unblock::core::case::Case;
use guided_unblock::core::history::{Entry, What};
use guided_unblock::core::policy::{CHECKS, LANGUAGES, Options, Policy};
use guided_unblock::core::report;
use serde_json::{Value, json};

fn json_of(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn policy_schema() -> Value {
    json_of("extension/policy.schema.json")
}

fn names() -> Vec<String> {
    policy_schema()["properties"].as_object().expect("properties").keys().cloned().collect()
}

/// Chrome refuses to load an extension whose schema it does not like: an object at the top, nothing said of other
/// properties, and for every property a type, for every list a type of what is in it.
#[test]
fn the_browser_accepts_the_schema() {
    let schema = policy_schema();
    assert_eq!(schema["type"], "object");
    let words: Vec<&String> = schema.as_object().expect("an object").keys().collect();
    assert_eq!(words, ["properties", "type"]);
    let known = ["string", "integer", "boolean", "array"];
    for (name, property) in schema["properties"].as_object().expect("properties") {
        let kind = property["type"].as_str().unwrap_or_default();
        assert!(known.contains(&kind), "{name} is {kind:?}");
        assert_eq!(property["items"]["type"].is_string(), kind == "array", "{name}");
    }
    assert_eq!(json_of("extension/manifest.chromium.json")["storage"]["managed_schema"], "policy.schema.json");
}

#[test]
fn the_schema_and_the_core_know_the_same_values() {
    let schema = policy_schema();
    let listed = |name: &str| -> Vec<String> {
        let all = schema["properties"][name]["items"]["enum"].as_array().expect("a list");
        all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    assert_eq!(listed("RequiredChecks"), CHECKS);
    assert_eq!(listed("Languages"), LANGUAGES);
    let whole = json!({
        "RequiredChecks": CHECKS, "AllowSkipping": true, "MayWorkHours": 1, "ExpectedHours": 2, "OverdueHours": 3,
        "RetentionDays": 366, "Languages": LANGUAGES, "AllowedTenants": ["11111111-2222-3333-4444-555555555555"],
        "AllowedHosts": listed("AllowedHosts"), "SupportContact": "5555", "SupportLink": "https://help.example/",
    });
    assert_eq!(violations(&schema, &whole), Vec::<String>::new());
    let mut all: Vec<&String> = whole.as_object().expect("an object").keys().collect();
    let mut known = names();
    all.sort();
    known.sort();
    assert_eq!(all, known.iter().collect::<Vec<_>>());
    assert_eq!(Policy::read(&whole).settings(&Options::default()).problems, []);
}

/// The schema and the core refuse the same: nothing that one of them lets through surprises the other.
#[test]
fn what_the_schema_refuses_the_core_refuses() {
    let schema = policy_schema();
    for bad in [
        json!({ "RetentionDays": 0 }),
        json!({ "RetentionDays": 367 }),
        json!({ "RetentionDays": "90" }),
        json!({ "AllowSkipping": 1 }),
        json!({ "Languages": ["xx"] }),
        json!({ "RequiredChecks": "mfa_methods" }),
        json!({ "AllowedHosts": ["login.microsoftonline.com"] }),
        json!({ "SupportContact": 5 }),
        json!({ "OverdueHours": 200 }),
    ] {
        assert_eq!(violations(&schema, &bad).len(), 1, "{bad}");
        assert_eq!(Policy::read(&bad).settings(&Options::default()).problems.len(), 1, "{bad}");
    }
}

/// The blocks of the documentation that begin with these words.
fn examples(kind: &str) -> Vec<String> {
    let deploy = read("docs/deploy.md");
    let blocks = deploy.split("```").skip(1).step_by(2);
    let found: Vec<String> =
        blocks.filter_map(|block| block.strip_prefix(kind)?.strip_prefix('\n')).map(str::to_owned).collect();
    assert!(!found.is_empty(), "docs/deploy.md has no example {kind}");
    found
}

fn accepted(example: &Value) {
    assert!(example.as_object().is_some_and(|example| example.len() > 3), "{example}");
    assert_eq!(violations(&policy_schema(), example), Vec::<String>::new(), "{example}");
    assert!(example.as_object().expect("an object").keys().all(|name| names().contains(name)), "{example}");
    assert_eq!(Policy::read(example).settings(&Options::default()).problems, [], "{example}");
}

#[test]
fn the_examples_for_chromium_and_firefox_are_accepted() {
    for example in examples("json chromium") {
        let file: Value = serde_json::from_str(&example).expect("JSON");
        accepted(&file["3rdparty"]["extensions"]["EXTENSION_ID"]);
    }
    let id = json_of("extension/manifest.firefox.json")["browser_specific_settings"]["gecko"]["id"].clone();
    for example in examples("json firefox") {
        let file: Value = serde_json::from_str(&example).expect("JSON");
        accepted(&file["policies"]["3rdparty"]["Extensions"][id.as_str().expect("an id")]);
    }
}

/// Reads a `.reg` file as Chrome reads the registry: numbers are integers, or yes and no where the schema says so, and a key
/// whose values are numbered is a list.
#[test]
fn the_example_for_the_registry_is_accepted() {
    let schema = policy_schema();
    for example in examples("reg") {
        let mut policy = serde_json::Map::new();
        let mut list: Option<String> = None;
        for line in example.lines().skip(1).filter(|line| !line.is_empty()) {
            if let Some(key) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                let (_, below) = key.split_once("\\EXTENSION_ID\\policy").expect("the key of the extension");
                list = below.strip_prefix('\\').map(str::to_owned);
                continue;
            }
            let (name, value) = line.split_once('=').expect("a value");
            let name = name.trim_matches('"');
            let value = match value.strip_prefix("dword:") {
                Some(number) => {
                    let number = u32::from_str_radix(number, 16).expect("a number");
                    let is_flag = schema["properties"][name]["type"] == "boolean";
                    if is_flag { json!(number != 0) } else { json!(number) }
                }
                None => json!(value.trim_matches('"')),
            };
            match &list {
                Some(list) => {
                    let all = policy.entry(list).or_insert_with(|| json!([])).as_array_mut().expect("a list");
                    all.push(value);
                    assert_eq!(name, all.len().to_string());
                }
                None => drop(policy.insert(name.to_owned(), value)),
            }
        }
        accepted(&Value::Object(policy));
    }
}

#[test]
fn the_example_for_group_policy_names_what_there_is() {
    let schema = policy_schema();
    for example in examples("admx") {
        let values: Vec<&str> = example
            .split("valueName=\"")
            .skip(1)
            .chain(example.split("EXTENSION_ID\\policy\\").skip(1))
            .filter_map(|rest| rest.split('"').next())
            .collect();
        for value in &values {
            assert!(names().iter().any(|name| name == value), "{value}");
        }
        let mut kinds: Vec<&str> =
            values.iter().filter_map(|value| schema["properties"][*value]["type"].as_str()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["array", "boolean", "integer", "string"], "one setting of each kind");
    }
}

/// Group Policy refuses a file whose strings or presentations it does not find.
#[test]
fn the_strings_of_the_example_for_group_policy_are_there() {
    let (admx, adml) = (examples("admx").concat(), examples("adml").concat());
    for (kind, tag) in [("string", "<string id="), ("presentation", "<presentation id=")] {
        let start = format!("$({kind}.");
        let mut used: Vec<&str> = admx.split(&start).skip(1).filter_map(|rest| rest.split(')').next()).collect();
        let mut known: Vec<&str> = adml.split(tag).skip(1).filter_map(|rest| rest.split('"').nth(1)).collect();
        used.sort_unstable();
        known.sort_unstable();
        assert_eq!(used, known, "{kind}");
        assert!(used.len() > 2);
    }
    let elements: Vec<&str> = adml.split("refId=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(elements.iter().all(|id| admx.contains(&format!(" id=\"{id}\""))), "{elements:?}");
}

#[test]
fn the_table_of_the_documentation_names_every_value() {
    let deploy = read("docs/deploy.md");
    for name in names().iter().map(String::as_str).chain(CHECKS) {
        assert!(deploy.contains(&format!("`{name}`")), "docs/deploy.md lacks {name}");
    }
}

#[test]
fn the_export_is_as_its_schema_says() {
    let schema = json_of("docs/journal.schema.json");
    let found = Case {
        id: "1-rob@contoso.com".into(),
        subject: "rob@contoso.com".into(),
        listed: Some("ROB@contoso.com".into()),
        tenant: Some("t".into()),
        language: Some("nb".into()),
        design: Some("select_row".into()),
        ..Case::default()
    };
    let entries: Vec<Entry> =
        [Case { listed: None, tenant: None, language: None, design: None, ..found.clone() }, found]
            .iter()
            .flat_map(|case| What::ALL.map(|what| Entry { number: 1, ..Entry::about(case, what, "why", 1.0) }))
            .collect();
    let export = serde_json::to_value(report::export(&entries, 1.0, &|at| format!("{at}"))).expect("JSON");
    assert_eq!(violations(&schema, &export), Vec::<String>::new());
    let mut broken = export.clone();
    broken["entries"][0]["event"] = json!("clicked");
    broken["entries"][1].as_object_mut().expect("an object").remove("basis");
    broken["entries"][2]["surprise"] = json!(1);
    assert_eq!(violations(&schema, &broken).len(), 3);
    assert_eq!(schema["properties"]["schema"]["const"], report::EXPORT);
    let events = &schema["properties"]["entries"]["items"]["properties"]["event"]["enum"];
    assert_eq!(events, &json!(What::ALL.map(What::name)));
}
