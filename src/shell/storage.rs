//! What is stored, and where: `storage.local` outlives the browser, `storage.session` only the worker.

use crate::core::journal::{Journal, Session};
use crate::shell::port::plain;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = get)]
    async fn local_get(key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = set)]
    async fn local_set(items: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = get)]
    async fn session_get(key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = set)]
    async fn session_set(items: &JsValue) -> Result<JsValue, JsValue>;
}

const JOURNAL: &str = "journal";
const SESSION: &str = "session";

/// Everything the worker keeps, read at the start of an event and written at its end.
pub struct Store {
    /// The cases.
    pub journal: Journal,
    /// Leases and tokens.
    pub session: Session,
    before: (Journal, Session),
    private: bool,
}

impl Store {
    /// Reads it. In a private window nothing is read from or written to what outlives the browser.
    ///
    /// # Errors
    /// The browser does not give its storage.
    pub async fn read(private: bool) -> Result<Store, JsValue> {
        let session = parsed(&session_get(SESSION).await?, SESSION);
        let journal = if private { session_get(JOURNAL).await? } else { local_get(JOURNAL).await? };
        let mut journal: Journal = parsed(&journal, JOURNAL);
        journal.cases = journal.cases.into_iter().map(|case| case.clone().migrated().unwrap_or(case)).collect();
        let before = (Journal::clone(&journal), Session::clone(&session));
        Ok(Store { journal, session, before, private })
    }

    /// Writes what has changed.
    ///
    /// # Errors
    /// The browser did not store it; then nothing counts as done.
    pub async fn write(&self) -> Result<(), JsValue> {
        if self.journal != self.before.0 {
            let items = item(JOURNAL, plain(&self.journal)?)?;
            if self.private {
                session_set(&items).await?
            } else {
                local_set(&items).await?
            };
        }
        if self.session != self.before.1 {
            session_set(&item(SESSION, plain(&self.session)?)?).await?;
        }
        Ok(())
    }
}

fn item(key: &str, value: JsValue) -> Result<JsValue, JsValue> {
    let items = Object::new();
    Reflect::set(&items, &key.into(), &value)?;
    Ok(items.into())
}

/// The value under `key`; an empty one where there is none or where it cannot be read.
fn parsed<T: serde::de::DeserializeOwned + Default>(items: &JsValue, key: &str) -> T {
    match Reflect::get(items, &key.into()) {
        Ok(value) if !value.is_undefined() => serde_wasm_bindgen::from_value(value).unwrap_or_default(),
        _ => T::default(),
    }
}
