//! The page of a frame as plain data, and the one function that makes the real one like it.
//!
//! [`patch`] compares with what stands in the document and touches only what differs. So a text box keeps its
//! focus, its caret and what was typed; a live region speaks only when its words change; and nothing is ever
//! parsed as markup: there is text, and there are elements.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement, Node};

const SVG: &str = "http://www.w3.org/2000/svg";

/// What an element shall be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct El {
    tag: &'static str,
    key: Option<String>,
    attributes: Vec<(&'static str, String)>,
    checked: Option<bool>,
    value: Option<String>,
    inside: Inside,
}

/// What is inside of an element: never text and elements side by side, which keeps [`patch`] simple.
#[derive(Debug, Clone, Default, PartialEq)]
enum Inside {
    #[default]
    Nothing,
    Text(String),
    Elements(Vec<El>),
}

/// An element without anything.
pub fn el(tag: &'static str) -> El {
    El { tag, ..El::default() }
}

impl El {
    /// Names the element among its siblings: the same key is the same element, wherever it stands.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// An attribute; a second value replaces the first.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.retain(|(known, _)| *known != name);
        self.attributes.push((name, value.into()));
        self
    }

    /// An attribute, if there is a value for it.
    pub fn with_some(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// A class.
    pub fn class(self, name: impl Into<String>) -> Self {
        self.with("class", name)
    }

    /// The hook by which events (and tests) know the element.
    pub fn hook(self, name: impl Into<String>) -> Self {
        self.with("data-gu", name)
    }

    /// The state of a check box.
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }

    /// What a text box starts with. While somebody types in it, the box is left alone.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Its text.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.inside = Inside::Text(text.into());
        self
    }

    /// Its child elements.
    pub fn children(mut self, children: impl IntoIterator<Item = El>) -> Self {
        self.inside = Inside::Elements(children.into_iter().collect());
        self
    }

    fn is_drawing(&self) -> bool {
        matches!(self.tag, "svg" | "path" | "circle" | "rect" | "line")
    }

    fn create(&self) -> Result<Element, JsValue> {
        let document = gloo::utils::document();
        if self.is_drawing() {
            document.create_element_ns(Some(SVG), self.tag)
        } else {
            document.create_element(self.tag)
        }
    }

    fn fits(&self, there: &Element) -> bool {
        there.local_name() == self.tag && there.get_attribute("data-key") == self.key
    }

    fn apply(&self, there: &Element) -> Result<(), JsValue> {
        self.apply_attributes(there)?;
        self.apply_state(there);
        match &self.inside {
            Inside::Nothing => set_text(there, ""),
            Inside::Text(text) => set_text(there, text),
            Inside::Elements(children) => patch(there, children)?,
        }
        Ok(())
    }

    fn apply_attributes(&self, there: &Element) -> Result<(), JsValue> {
        let key = self.key.iter().map(|key| ("data-key", key));
        let wanted: Vec<(&str, &String)> =
            self.attributes.iter().map(|(name, value)| (*name, value)).chain(key).collect();
        for name in there.get_attribute_names().iter().filter_map(|name| name.as_string()) {
            // The attribute `value` is the starting value, which `apply_state` looks after.
            if name != "value" && !wanted.iter().any(|(wanted, _)| *wanted == name) {
                there.remove_attribute(&name)?;
            }
        }
        for (name, value) in wanted {
            if there.get_attribute(name).as_ref() != Some(value) {
                there.set_attribute(name, value)?;
            }
        }
        Ok(())
    }

    fn apply_state(&self, there: &Element) {
        if let (Some(checked), Some(input)) = (self.checked, there.dyn_ref::<HtmlInputElement>())
            && input.checked() != checked
        {
            input.set_checked(checked);
        }
        let Some(value) = &self.value else { return };
        // The starting value remembers what the box was last given, so only news reaches the box.
        if let Some(input) = there.dyn_ref::<HtmlInputElement>()
            && input.default_value() != *value
        {
            input.set_default_value(value);
            if !is_active(there) {
                input.set_value(value);
            }
        }
        if let Some(area) = there.dyn_ref::<HtmlTextAreaElement>()
            && area.default_value().is_ok_and(|given| given != *value)
            && area.set_default_value(value).is_ok()
            && !is_active(there)
        {
            area.set_value(value);
        }
    }
}

/// Makes the children of `parent` what is wanted. Elements that fit stay; the others go first, so that those which stay need not move.
pub fn patch(parent: &Element, wanted: &[El]) -> Result<(), JsValue> {
    let mut spare: Vec<Element> = Vec::new();
    let mut next = parent.first_child();
    while let Some(node) = next {
        next = node.next_sibling();
        match node.dyn_into::<Element>() {
            Ok(element) => spare.push(element),
            Err(node) => {
                parent.remove_child(&node)?;
            }
        }
    }
    let kept: Vec<Option<Element>> =
        wanted.iter().map(|el| spare.iter().position(|there| el.fits(there)).map(|at| spare.remove(at))).collect();
    for element in spare {
        element.remove();
    }
    let mut cursor: Option<Node> = parent.first_child();
    for (el, kept) in wanted.iter().zip(kept) {
        let element = match kept {
            Some(element) => element,
            None => el.create()?,
        };
        if cursor.as_ref().is_some_and(|cursor| element.is_same_node(Some(cursor))) {
            cursor = element.next_sibling();
        } else {
            parent.insert_before(&element, cursor.as_ref())?;
        }
        el.apply(&element)?;
    }
    Ok(())
}

/// The hook (`data-gu`) of the element in which something happened, or of its nearest ancestor that has one.
pub fn hook_of(event: &web_sys::Event) -> Option<(String, Element)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let hooked = target.closest("[data-gu]").ok()??;
    Some((hooked.get_attribute("data-gu")?, hooked))
}

/// What a text box holds now.
pub fn value_of(element: &Element) -> Option<String> {
    match element.dyn_ref::<HtmlInputElement>() {
        Some(input) => Some(input.value()),
        None => element.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value),
    }
}

/// Puts the keyboard focus on the first element that fits the selector; says whether there was one.
pub fn focus(selector: &str) -> bool {
    let found = gloo::utils::document().query_selector(selector).ok().flatten();
    found
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// Copies a text by way of a text area that is gone again at once, and says whether it worked.
///
/// The clipboard interface is closed to a frame whose page forbids it, and the portal's does; this old way is not.
/// It has to be called while a click is being handled.
pub fn copy(text: &str) -> Result<bool, JsValue> {
    let document = gloo::utils::document();
    let before = document.active_element();
    let area: HtmlTextAreaElement = document.create_element("textarea")?.unchecked_into();
    area.set_attribute("class", "unseen")?;
    area.set_attribute("aria-hidden", "true")?;
    area.set_value(text);
    gloo::utils::body().append_child(&area)?;
    area.select();
    let worked = document.unchecked_into::<web_sys::HtmlDocument>().exec_command("copy").unwrap_or(false);
    area.remove();
    if let Some(before) = before.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        before.focus()?;
    }
    Ok(worked)
}

fn is_active(element: &Element) -> bool {
    gloo::utils::document().active_element().is_some_and(|active| active.is_same_node(Some(element)))
}

fn set_text(element: &Element, text: &str) {
    // A text area's child text is its starting value: what people typed is never touched from here.
    if element.local_name() != "textarea" && element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}
