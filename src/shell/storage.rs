//! What is stored, and where: `storage.local` outlives the browser, [`memory`] only the worker, and what the
//! organisation fixed is in `storage.managed`.

use crate::core::hints::Shelf;
use crate::core::journal::{Journal, Session};
use crate::core::policy::Policy;
use crate::core::stored::Stored;
use crate::shell::memory;
use crate::shell::port::plain;
use crate::shell::read::read;
use js_sys::{Array, Object, Promise, Reflect};
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = get)]
    fn local_get(keys: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = set)]
    async fn local_set(items: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = clear)]
    async fn local_clear() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "managed"], js_name = get)]
    fn managed_get() -> Result<Promise, JsValue>;
    // On the storage as a whole: a browser that knows no organisation may have no storage of its own for one.
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "onChanged"], js_name = addListener)]
    fn on_changed(heard: &Heard);
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "onChanged"], js_name = removeListener)]
    fn no_longer_on_changed(heard: &Heard);
}

type Heard = Closure<dyn Fn(JsValue, String)>;

/// Watches what the organisation fixed.
pub struct Rules(Heard);

impl Rules {
    /// Calls `changed` whenever the browser has another policy for the extension.
    pub fn watch(changed: impl Fn() + 'static) -> Rules {
        let heard = Heard::new(move |_, area: String| {
            if area == "managed" {
                changed();
            }
        });
        on_changed(&heard);
        Rules(heard)
    }
}

impl Drop for Rules {
    fn drop(&mut self) {
        no_longer_on_changed(&self.0);
    }
}

const JOURNAL: &str = "journal";
const HINTS: &str = "hints";
/// Hints that this version cannot read, as they were.
const HINTS_ASIDE: &str = "hints-aside";
const SESSION: &str = "session";
/// Pieces of a journal that could not be read, as they were.
const KEPT: &str = "kept";
/// Whoever breaks what is stored again and again does not fill the browser with it; the newest pieces stay.
const MOST_KEPT: u32 = 50;

/// Everything the worker keeps, read at the start of an event and written at its end.
pub struct Store {
    /// The cases and the record.
    pub journal: Journal,
    /// Leases and tokens.
    pub session: Session,
    /// What the organisation fixed.
    pub policy: Policy,
    before: (Journal, Session),
    kept: Array,
    found_bad: bool,
    private: bool,
}

impl Store {
    /// Reads it. In a private window nothing is read from or written to what outlives the browser.
    ///
    /// # Errors
    /// The browser does not give its storage.
    pub async fn read(private: bool) -> Result<Store, JsValue> {
        let keys: JsValue = Array::of3(&JOURNAL.into(), &HINTS.into(), &KEPT.into()).into();
        // All are asked at once: each takes the browser milliseconds in which an admin waits for the panel.
        let managed = managed_get();
        let outliving = if private { None } else { Some(local_get(&keys)?) };
        let in_session = memory::get().await?;
        let items = match outliving {
            Some(asked) => JsFuture::from(asked).await?,
            None => in_session.clone(),
        };
        let session: Session = in_session.field(SESSION).and_then(|session| session.read()).unwrap_or_default();
        let (mut journal, aside) = Journal::read(items.field(JOURNAL));
        let kept: Array = items
            .field(KEPT)
            .and_then(|kept| kept.items())
            .into_iter()
            .flatten()
            .chain(aside.iter().cloned())
            .collect();
        let kept = kept.slice(kept.length().saturating_sub(MOST_KEPT), kept.length());
        journal.kept = kept.length();
        if let Some(stored) = items.field(HINTS) {
            let shelf = stored.read().and_then(Shelf::checked);
            match shelf {
                Some(shelf) => journal.shelf = shelf,
                None => keep(private, &item(HINTS_ASIDE, stored)?).await?,
            }
        }
        // Without an organisation some browsers have no such storage, and say so by failing.
        let fixed = match managed {
            Ok(asked) => JsFuture::from(asked).await,
            Err(error) => Err(error),
        };
        let policy = fixed.map(|fixed| Policy::read(&fixed)).unwrap_or_default();
        let before = (journal.clone(), session.clone());
        Ok(Store { journal, session, policy, before, kept, found_bad: !aside.is_empty(), private })
    }

    /// Writes what has changed. What could not be read moves aside with the same write that would replace it.
    ///
    /// # Errors
    /// The browser did not store it; then nothing counts as done.
    pub async fn write(&self) -> Result<(), JsValue> {
        if self.journal != self.before.0 || self.found_bad {
            let items = item(JOURNAL, plain(&self.journal)?)?;
            if self.found_bad {
                Reflect::set(&items, &KEPT.into(), &self.kept)?;
            }
            keep(self.private, &items).await?;
        }
        if self.journal.shelf != self.before.0.shelf {
            keep(self.private, &item(HINTS, plain(&self.journal.shelf)?)?).await?;
        }
        if self.session != self.before.1 {
            memory::set(&item(SESSION, plain(&self.session)?)?).await?;
        }
        Ok(())
    }

    /// Removes everything, for good.
    ///
    /// # Errors
    /// The browser did not remove it.
    pub async fn erase(&self) -> Result<(), JsValue> {
        if !self.private {
            local_clear().await?;
        }
        memory::clear().await
    }
}

/// The pieces of what was stored that could not be read, as they were.
///
/// # Errors
/// The browser does not give its storage.
pub async fn kept(private: bool) -> Result<JsValue, JsValue> {
    let key: JsValue = KEPT.into();
    let items = if private { memory::get().await? } else { JsFuture::from(local_get(&key)?).await? };
    Ok(items.field(KEPT).unwrap_or_else(|| Array::new().into()))
}

/// Stores what outlives the browser; in a private window nothing does.
async fn keep(private: bool, items: &JsValue) -> Result<(), JsValue> {
    if private { memory::set(items).await } else { local_set(items).await.map(drop) }
}

fn item(key: &str, value: JsValue) -> Result<JsValue, JsValue> {
    let items = Object::new();
    Reflect::set(&items, &key.into(), &value)?;
    Ok(items.into())
}

/// A value of the browser as the core takes it apart.
impl Stored for JsValue {
    fn names(&self) -> Option<Vec<String>> {
        let object = self.dyn_ref::<Object>().filter(|_| !Array::is_array(self))?;
        Some(Object::keys(object).iter().filter_map(|name| name.as_string()).collect())
    }

    fn field(&self, name: &str) -> Option<JsValue> {
        let value = Reflect::get(self, &name.into()).ok()?;
        (!value.is_undefined()).then_some(value)
    }

    fn items(&self) -> Option<Vec<JsValue>> {
        Array::is_array(self).then(|| Array::from(self).iter().collect())
    }

    fn read<T: DeserializeOwned>(&self) -> Option<T> {
        read(self)
    }
}
