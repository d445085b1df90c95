//! Invariant 8: the least it can ask for, and everything from the package.

use super::{files, lines_with, read};
use serde_json::Value;

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
    let worker = read("src/shell/worker.rs");
    assert!(worker.contains("files"), "the injection names files");
    for word in ["func:", "\"func\"", "\"args\"", "\"code\""] {
        assert!(!worker.contains(word), "the injection has {word}");
    }
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
