//! What the extension says in the browser's console: whatever goes there leaves the addresses out.

use crate::core::redact::redacted;
use wasm_bindgen::{JsCast, JsValue};

/// Something is missing that can be done without.
pub fn warn(what: &str, error: &JsValue) {
    gloo::console::warn!(what, words(error));
}

/// Something did not work.
pub fn error(what: &str, error: &JsValue) {
    gloo::console::error!(what, words(error));
}

/// An error of the browser in its own words; of anything else that was thrown, nothing.
fn words(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map(|error| redacted(&String::from(error.to_string()))).unwrap_or_default()
}
