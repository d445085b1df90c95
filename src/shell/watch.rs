//! What a frame sees of its own window: events, its size, its focus, its look. Everything that listens stops when it is dropped.

use crate::shell::log;
use gloo::events::{EventListener, EventListenerOptions};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget, KeyboardEvent, MediaQueryList, ResizeObserver};

/// The listeners of a frame.
#[derive(Default)]
pub struct Listeners(Vec<EventListener>);

impl Listeners {
    /// Listens on the window.
    pub fn on_window(&mut self, name: &'static str, heard: impl Fn(&Event) + 'static) {
        self.listen(&gloo::utils::window(), name, heard);
    }

    /// Listens on the document, and may keep the browser from doing what it would do by itself.
    pub fn on_document(&mut self, name: &'static str, heard: impl Fn(&Event) + 'static) {
        self.listen(&gloo::utils::document(), name, heard);
    }

    /// Draws the frame dark or light as the system is, now and whenever that changes.
    pub fn follow_system(&mut self) {
        set_dark(prefers_dark());
        if let Some(query) = dark_query() {
            self.listen(&query, "change", |_| set_dark(prefers_dark()));
        }
    }

    fn listen(&mut self, target: &EventTarget, name: &'static str, heard: impl Fn(&Event) + 'static) {
        let options = EventListenerOptions::enable_prevent_default();
        self.0.push(EventListener::new_with_options(target, name, options, heard));
    }
}

/// Watches the size of one element.
pub struct Sizes {
    observer: ResizeObserver,
    _callback: Closure<dyn Fn(Array)>,
}

impl Sizes {
    /// Calls `changed` whenever the element that fits the selector has another size.
    pub fn watch(selector: &str, changed: impl Fn() + 'static) -> Option<Sizes> {
        let element = gloo::utils::document().query_selector(selector).ok()??;
        let callback = Closure::<dyn Fn(Array)>::new(move |_| changed());
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(&element);
        Some(Sizes { observer, _callback: callback })
    }
}

impl Drop for Sizes {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The height of an element, in whole CSS pixels, nothing cut off.
pub fn height_of(selector: &str) -> u32 {
    let element = gloo::utils::document().query_selector(selector).ok().flatten();
    element.map_or(0.0, |element| element.get_bounding_client_rect().height()).ceil() as u32
}

/// Whether this is Enter, pressed to say "go": not to choose among suggestions, and not for a new line.
pub fn is_enter(event: &Event) -> bool {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return false };
    key.key() == "Enter" && !key.is_composing() && !key.shift_key()
}

/// Whether the keyboard is in this frame.
pub fn has_focus() -> bool {
    gloo::utils::document().has_focus().unwrap_or(false)
}

/// Whether the keyboard is in this frame, but nowhere in particular.
pub fn nothing_focused() -> bool {
    gloo::utils::document().active_element().is_none_or(|active| active.local_name() == "body")
}

/// Brings the keyboard into this frame.
pub fn take_focus() {
    if let Err(error) = gloo::utils::window().focus() {
        log::warn("the frame did not get the focus:", &error);
    }
}

/// The language of the browser, as a tag.
pub fn language() -> String {
    gloo::utils::window().navigator().language().unwrap_or_default()
}

/// What the browser says of itself.
pub fn user_agent() -> String {
    gloo::utils::window().navigator().user_agent().unwrap_or_default()
}

/// Whether the system prefers dark.
pub fn prefers_dark() -> bool {
    dark_query().is_some_and(|query| query.matches())
}

fn dark_query() -> Option<MediaQueryList> {
    gloo::utils::window().match_media("(prefers-color-scheme: dark)").ok().flatten()
}

/// Draws the frame dark or light.
pub fn set_dark(dark: bool) {
    set("data-theme", if dark { "dark" } else { "light" });
}

/// Tells readers in which language, and in which direction, the frame is.
pub fn set_language(language: &str, direction: &str) {
    set("lang", language);
    set("dir", direction);
}

fn set(name: &str, value: &str) {
    if let Some(root) = gloo::utils::document().document_element()
        && let Err(error) = root.set_attribute(name, value)
    {
        log::warn("the document did not take what it is told:", &error);
    }
}
