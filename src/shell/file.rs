//! Text that the admin can save as a file: a link that they follow, made beforehand.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, Url};

/// A file to be saved; its address is given back to the browser when it is dropped.
pub struct File(String);

impl File {
    /// A file of this text and MIME type.
    pub fn new(text: &str, kind: &str) -> Result<File, JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(kind);
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
        Ok(File(Url::create_object_url_with_blob(&blob)?))
    }

    /// Where a link to it leads, while it is kept.
    pub fn address(&self) -> &str {
        &self.0
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // An address that is not known any more needs no giving back.
        let _ = Url::revoke_object_url(&self.0);
    }
}
