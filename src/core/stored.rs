//! What comes out of the browser's storage: anybody may have edited it, and another version may have written it.
//!
//! A value is taken apart piece by piece. What can be read goes on; what cannot is handed back as it was, to be kept aside.

use serde::de::DeserializeOwned;

/// A value of the browser, which the core can look into without knowing the browser.
pub trait Stored: Sized + Clone {
    /// The names it holds, if it is an object.
    fn names(&self) -> Option<Vec<String>>;
    /// What it holds under a name.
    fn field(&self, name: &str) -> Option<Self>;
    /// What it holds, if it is a list.
    fn items(&self) -> Option<Vec<Self>>;
    /// The whole value as something known.
    fn read<T: DeserializeOwned>(&self) -> Option<T>;
}

/// The pieces of a list that can be read and are sound; the others go to `aside`. What is no list goes there whole.
pub fn pieces<S: Stored, T: DeserializeOwned>(
    value: Option<S>,
    mut is_sound: impl FnMut(&T) -> bool,
    aside: &mut Vec<S>,
) -> Vec<T> {
    let Some(value) = value else { return Vec::new() };
    let Some(items) = value.items() else {
        aside.push(value);
        return Vec::new();
    };
    let mut read = Vec::new();
    for item in items {
        match item.read::<T>().filter(&mut is_sound) {
            Some(known) => read.push(known),
            None => aside.push(item),
        }
    }
    read
}

/// Where there is no browser, a value is JSON.
#[cfg(not(target_arch = "wasm32"))]
impl Stored for serde_json::Value {
    fn names(&self) -> Option<Vec<String>> {
        Some(self.as_object()?.keys().cloned().collect())
    }

    fn field(&self, name: &str) -> Option<Self> {
        self.get(name).cloned()
    }

    fn items(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }

    fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_value(self.clone()).ok()
    }
}
