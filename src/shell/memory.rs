//! What lives as long as the browser, or in a private window as long as the private windows.
//!
//! Chromium gives ordinary and private windows the same `storage.session`, also where the extension runs in two halves
//! (`incognito: split`). A cache is each half's own, and that of private windows is in memory and ends with them.

use crate::shell::port::is_private;
use js_sys::{JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = get)]
    async fn session_get() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = set)]
    async fn session_set(items: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = clear)]
    async fn session_clear() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getManifest)]
    fn manifest() -> JsValue;

    type Cache;
    #[wasm_bindgen(catch, js_namespace = caches, js_name = open)]
    async fn open(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, js_name = match)]
    fn find(this: &Cache, name: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn put(this: &Cache, name: &str, value: &Response) -> Promise;
    #[wasm_bindgen(method)]
    fn delete(this: &Cache, name: &str) -> Promise;
}

/// The cache's only entry. It has to look like an address, and nobody ever asks the network for it.
const ENTRY: &str = "https://memory.invalid/";

/// Whether this is the half of the extension that serves private windows alone.
pub fn is_private_half() -> bool {
    is_private() && Reflect::get(&manifest(), &"incognito".into()).is_ok_and(|how| how == "split")
}

/// Everything in it, by name.
///
/// # Errors
/// The browser does not give its storage.
pub async fn get() -> Result<JsValue, JsValue> {
    if !is_private_half() {
        return session_get().await;
    }
    match JsFuture::from(cache().await?.find(ENTRY)).await?.dyn_into::<Response>() {
        Ok(found) => JsFuture::from(found.json()?).await,
        Err(_) => Ok(Object::new().into()),
    }
}

/// Puts these items into it, beside the others.
///
/// # Errors
/// The browser did not store it.
pub async fn set(items: &JsValue) -> Result<(), JsValue> {
    if !is_private_half() {
        return session_set(items).await.map(drop);
    }
    let all = get().await?;
    Object::assign(all.unchecked_ref::<Object>(), items.unchecked_ref::<Object>());
    let text = JSON::stringify(&all)?.as_string();
    let written = Response::new_with_opt_str(text.as_deref())?;
    JsFuture::from(cache().await?.put(ENTRY, &written)).await.map(drop)
}

/// Removes everything from it.
///
/// # Errors
/// The browser did not remove it.
pub async fn clear() -> Result<(), JsValue> {
    if !is_private_half() {
        return session_clear().await.map(drop);
    }
    JsFuture::from(cache().await?.delete(ENTRY)).await.map(drop)
}

async fn cache() -> Result<Cache, JsValue> {
    Ok(open("memory").await?.unchecked_into())
}
