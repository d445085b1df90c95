//! Invariant 8: the least it can ask for, and everything from the package.

use super::{files, lines_with, read};
use guided_unblock::core::route::Cloud;
use serde_json::Value;
use std::collections::BTreeSet;

const WORLDWIDE: [&str; 4] = [
    "security.microsoft.com",
    "mto.security.microsoft.com",
    "transition.security.microsoft.com",
    "protection.office.com",
];
const SOVEREIGN: [&str; 4] =
    ["security.microsoft.us", "scc.office365.us", "security.apps.mil", "scc.protection.apps.mil"];
const PERMISSIONS: [&str; 4] = ["storage", "alarms", "notifications", "scripting"];

fn manifest(name: &str) -> Value {
    serde_json::from_str(&read(&format!("extension/manifest.{name}.json"))).expect("the manifest is JSON")
}

fn list(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn patterns(hosts: &[&str]) -> Vec<String> {
    hosts.iter().map(|host| format!("https://{host}/*")).collect()
}

#[test]
fn it_asks_for_the_least() {
    let base = manifest("base");
    assert_eq!(list(&base["permissions"]), PERMISSIONS);
    assert_eq!(list(&base["host_permissions"]), patterns(&WORLDWIDE));
    assert_eq!(list(&base["optional_host_permissions"]), patterns(&SOVEREIGN));
    assert!(base.get("optional_permissions").is_none());
    // The side panel exists in Chromium alone.
    for (name, more) in [("chromium", &["sidePanel"][..]), ("firefox", &[])] {
        let patch = manifest(name);
        for permission in list(&patch["permissions"]) {
            assert!(PERMISSIONS.contains(&permission) || more.contains(&permission), "{name} asks for {permission}");
        }
        for key in ["host_permissions", "optional_host_permissions", "optional_permissions", "content_scripts"] {
            assert!(patch.get(key).is_none(), "{name} changes {key}");
        }
    }
}

/// Chromium runs a second copy of the extension in private windows, with a memory of its own; Firefox knows no such thing.
#[test]
fn private_windows_have_a_copy_of_their_own_where_there_is_such_a_thing() {
    assert_eq!(manifest("chromium")["incognito"], "split");
    assert!(manifest("base").get("incognito").is_none() && manifest("firefox").get("incognito").is_none());
}

#[test]
fn manifests_ask_for_nothing_dangerous() {
    let manifests: Vec<String> =
        ["base", "chromium", "firefox"].map(|name| format!("extension/manifest.{name}.json")).into();
    let dangerous = [
        "\"tabs\"",
        "cookies",
        "webRequest",
        "<all_urls>",
        "\"MAIN\"",
        "\"world\"",
        "debugger",
        "nativeMessaging",
        "http://",
        "*://",
        "unlimitedStorage",
        "clipboardRead",
        "externally_connectable",
        "login.",
    ];
    let found = lines_with(&manifests, &dangerous);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn content_scripts_run_on_the_portal_alone() {
    let base = manifest("base");
    let scripts = base["content_scripts"].as_array().expect("content scripts");
    for script in scripts {
        assert_eq!(list(&script["matches"]), patterns(&WORLDWIDE));
        for file in list(&script["js"]) {
            read(&format!("extension/{file}"));
        }
    }
}

#[test]
fn the_overlay_alone_can_be_embedded() {
    let all: Vec<&str> = WORLDWIDE.into_iter().chain(SOVEREIGN).collect();
    for name in ["base", "chromium", "firefox"] {
        let manifest = manifest(name);
        for entry in manifest["web_accessible_resources"].as_array().into_iter().flatten() {
            assert_eq!(list(&entry["resources"]), ["overlay.html"], "{name}");
            assert_eq!(list(&entry["matches"]), patterns(&all), "{name}");
        }
    }
    assert_eq!(manifest("base")["web_accessible_resources"].as_array().map(Vec::len), Some(1));
}

#[test]
fn pages_of_the_extension_reach_nothing() {
    let base = manifest("base");
    let policy = base["content_security_policy"]["extension_pages"].as_str().expect("a policy");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    for directive in policy.split(';').map(str::trim) {
        let (name, sources) = directive.split_once(' ').unwrap_or((directive, ""));
        let allowed: Vec<String> = match name {
            "default-src" | "base-uri" | "form-action" => vec!["'none'".into()],
            "script-src" => vec!["'self'".into(), "'wasm-unsafe-eval'".into()],
            "frame-ancestors" => {
                let hosts = WORLDWIDE.iter().chain(&SOVEREIGN).map(|host| format!("https://{host}"));
                std::iter::once("'self'".into()).chain(hosts).collect()
            }
            "style-src" | "img-src" | "connect-src" | "font-src" => vec!["'self'".into()],
            other => panic!("the policy has {other}"),
        };
        for source in sources.split(' ') {
            assert!(allowed.iter().any(|one| one == source), "{name} allows {source}");
        }
    }
    for name in ["chromium", "firefox"] {
        assert!(manifest(name).get("content_security_policy").is_none(), "{name} has a policy of its own");
    }
}

/// One caller, and it takes names of packaged files: neither a function nor a text.
#[test]
fn scripts_are_injected_by_one_caller_from_the_package() {
    let mut sources = files("src", &[".rs"]);
    sources.extend(files("extension", &[".js"]));
    let found = lines_with(&sources, &["executeScript", "registerContentScripts", "insertCSS", "userScripts"]);
    assert!(found.iter().all(|line| line.starts_with("src/shell/worker.rs:")), "{found:#?}");
    assert_eq!(lines_with(&sources, &["executeScript"]).len(), 1, "{found:#?}");
    assert_eq!(lines_with(&sources, &["= registerContentScripts"]).len(), 1, "{found:#?}");
    assert_eq!(lines_with(&sources, &["register_scripts(&Array"]).len(), 1, "one caller registers");
    let worker = read("src/shell/worker.rs");
    assert!(worker.contains("files"), "the injection names files");
    for word in ["func:", "\"func\"", "\"args\"", "\"code\""] {
        assert!(!worker.contains(word), "the injection has {word}");
    }
}

/// What can be registered later is what the manifest names as optional, and the sentinel alone.
#[test]
fn only_the_hosts_that_the_manifest_names_can_be_allowed() {
    let optional: Vec<String> = Cloud::SOVEREIGN.into_iter().flat_map(Cloud::origins).collect();
    assert_eq!(optional, patterns(&SOVEREIGN));
    assert_eq!(Cloud::Worldwide.origins().collect::<Vec<_>>(), patterns(&WORLDWIDE));
    let worker = read("src/shell/worker.rs");
    assert!(worker.contains("const SENTINEL: [&str; 1] = [\"page/sentinel.js\"];"));
    let registration = worker.split("pub async fn worker_allowed").nth(1).and_then(|rest| rest.split("\n}\n").next());
    let registration = registration.expect("the worker registers in one function");
    assert!(registration.contains("SENTINEL.iter()") && registration.contains("Cloud::SOVEREIGN"), "{registration}");
}

#[test]
fn nothing_reaches_the_network() {
    let mut sources = files("src", &[".rs"]);
    sources.extend(files("extension", &[".js", ".html", ".css"]));
    let words = [
        "XMLHttpRequest",
        "WebSocket",
        "EventSource",
        "sendBeacon",
        "RTCPeerConnection",
        "importScripts(",
        "@import",
        "url(http",
        "src=\"http",
        "navigator.serviceWorker",
    ];
    let found = lines_with(&sources, &words);
    assert!(found.is_empty(), "{found:#?}");
}

/// Every permission and host of any manifest.
fn asked() -> BTreeSet<String> {
    let mut asked = BTreeSet::new();
    for name in ["base", "chromium", "firefox"] {
        let manifest = manifest(name);
        for key in ["permissions", "host_permissions", "optional_host_permissions", "optional_permissions"] {
            asked.extend(list(&manifest[key]).into_iter().map(str::to_owned));
        }
    }
    asked
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The rows of the tables below a heading of this kind: their cells.
fn rows<'t>(document: &'t str, heading: &str) -> Vec<Vec<&'t str>> {
    let (_, section) = document.split_once(heading).unwrap_or_else(|| panic!("there is no heading {heading}"));
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// README.md says of each permission why it is asked for and which functions need it; they exist.
#[test]
fn every_permission_leads_to_the_function_that_needs_it() {
    let readme = read("README.md");
    let mut explained = BTreeSet::new();
    for row in rows(&readme, "\n## Permissions, each with its reason") {
        let [what, why, places] = row[..] else { panic!("{row:?} is not what, why and where") };
        assert!(why.len() > 10, "{what} has no reason");
        for place in places.split(';') {
            let (file, functions) = place.split_once(':').unwrap_or_else(|| panic!("{place} names no function"));
            let source = read(file.trim().trim_matches('`'));
            assert!(!quoted(functions).is_empty(), "{place} names no function");
            for name in quoted(functions) {
                let known = [format!("fn {name}("), format!("fn {name}<"), format!("const {name} = ")];
                assert!(known.iter().any(|form| source.contains(form)), "{file} has no {name}");
            }
        }
        explained.extend(quoted(what).into_iter().map(str::to_owned));
    }
    let plain = |pattern: &String| pattern.trim_start_matches("https://").trim_end_matches("/*").to_owned();
    assert_eq!(explained, asked().iter().map(plain).collect());
}

#[test]
fn the_stores_are_told_every_permission() {
    let store = read("docs/store.md");
    let told = rows(&store, "\n## Permissions");
    let told: BTreeSet<String> = told.iter().flat_map(|row| quoted(row[0])).map(str::to_owned).collect();
    assert_eq!(told, asked());
}

/// In Chromium the frame has another address in every session, so that no page can recognise the extension by it.
#[test]
fn the_frame_has_a_random_address_where_browsers_know_that() {
    let chromium = manifest("chromium");
    let entries = chromium["web_accessible_resources"].as_array().expect("resources");
    assert!(!entries.is_empty() && entries.iter().all(|entry| entry["use_dynamic_url"] == true));
}
