//! Invariants 2 and 3: nothing clicks, and the one function that dispatches events is known by name.

use super::{below, files, lines_with, read, root};

/// What presses, submits, or makes an event of the pointer.
const PRESSES: [&str; 9] = [
    ".click()",
    ".submit(",
    "requestSubmit",
    "request_submit",
    "PointerEvent(",
    "MouseEvent(",
    "TouchEvent(",
    "initMouseEvent",
    "createEvent(",
];

fn sources() -> Vec<String> {
    let mut all = files("extension", &[".js"]);
    all.extend(files("src", &[".rs"]));
    all
}

#[test]
fn nothing_clicks() {
    let found = lines_with(&sources(), &PRESSES);
    assert!(found.is_empty(), "{found:#?}");
}

/// Two calls, both in `announce` of the hand: `input`, and the keys of one Enter.
#[test]
fn one_function_dispatches_events() {
    let found = lines_with(&sources(), &["dispatchEvent", "dispatch_event"]);
    assert!(found.iter().all(|line| line.starts_with("extension/page/hand.js:")), "{found:#?}");
    assert_eq!(found.len(), 2, "{found:#?}");
    let hand = read("extension/page/hand.js");
    let announce = hand.split("const announce").nth(1).expect("hand.js has the function");
    let body = announce.split("\n  };").next().unwrap_or_default();
    assert_eq!(body.matches("dispatchEvent").count(), 2, "{body}");
    assert!(body.contains("new Event('input'") && body.contains("['keydown', 'keyup']"), "{body}");
}

#[test]
fn the_hand_refuses_passwords_and_flyouts_by_itself() {
    let hand = read("extension/page/hand.js");
    for word in ["[role=dialog]", "[role=alertdialog]", "dialog,", "password", "mayType(box)"] {
        assert!(hand.contains(word), "hand.js lost {word}");
    }
}

/// What was built says the same as the sources, the glue of the Wasm file included. Nothing is built in a fresh
/// checkout: `cargo xtask package --check` reads the packages themselves.
#[test]
fn nothing_built_clicks() {
    let built = below(&root().join("target/extension"), &[".js"]);
    let found = lines_with(&built, &PRESSES);
    assert!(found.is_empty(), "{found:#?}");
    let found = lines_with(&built, &["dispatchEvent"]);
    assert!(found.iter().all(|line| line.contains("/page/") && line.contains("box.dispatchEvent")), "{found:#?}");
}

#[test]
fn no_message_can_ask_for_a_click() {
    let protocol = read("src/protocol.rs");
    let to_agent = protocol.split("pub enum ToAgent").nth(1).and_then(|rest| rest.split("\n}\n").next());
    let variants: Vec<&str> = to_agent
        .expect("the protocol has ToAgent")
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(char::is_uppercase))
        .map(|line| line.trim_end_matches([',', ' ', '{']))
        .collect();
    assert_eq!(variants, ["Watch", "Look", "Ring", "Clear", "Fill", "Reload", "Frame", "Yield"]);
}
