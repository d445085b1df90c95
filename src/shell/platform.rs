//! What the core needs from Unicode and a browser gives for free.

use crate::core::fold::Platform;
use js_sys::JsString;

/// The browser's own tables.
pub static BROWSER: Browser = Browser;

/// See [`BROWSER`].
#[derive(Debug, Clone, Copy)]
pub struct Browser;

impl Platform for Browser {
    fn nfkc(&self, text: &str) -> String {
        JsString::from(text).normalize("NFKC").into()
    }

    fn lower(&self, text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }

    fn upper(&self, text: &str) -> String {
        JsString::from(text).to_upper_case().into()
    }

    fn domain_to_ascii(&self, domain: &str) -> Option<String> {
        // An address is parsed with more in mind than its host: nothing but a host may get there.
        if domain.is_empty()
            || domain.contains(|c: char| c.is_whitespace() || c.is_control() || "/\\?#@:%[]".contains(c))
        {
            return None;
        }
        let host = web_sys::Url::new(&format!("https://{domain}/")).ok()?.hostname();
        Some(host).filter(|host| !host.is_empty())
    }
}
