//! The sentences of the panel: one flat file per language in the package, chosen by the language of the page.

use crate::core::panel::Text;
use crate::core::policy::{LANGUAGES, Settings, nearest};
use crate::core::sorted::sorted;
use crate::shell::log;
use crate::shell::watch;
use js_sys::{Array, Object};
use std::cell::OnceCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The languages written from right to left.
const RIGHT_TO_LEFT: [&str; 1] = ["ar"];

/// Key and sentence, ordered by the key.
type Table = Vec<(String, String)>;

thread_local! {
    /// What is said where a language has no sentence. Read once per document.
    static ENGLISH: OnceCell<Rc<Table>> = const { OnceCell::new() };
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words of the sentence itself.
    Words(String),
    /// What a placeholder stands for: an address, the name of a control.
    Value(String),
}

/// The sentences in one language.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    language: &'static str,
    table: Table,
    fallback: Rc<Table>,
}

impl Texts {
    /// Reads the sentences for a page in the language `tag`, and hands them over.
    pub fn read(tag: &str, then: Box<dyn FnOnce(Texts)>) {
        let language = nearest(tag);
        spawn_local(async move {
            match Texts::load(language).await {
                Ok(texts) => then(texts),
                // The package is not readable any more: the extension was updated or removed under a living page.
                Err(error) => log::error("the texts could not be read:", &error),
            }
        });
    }

    /// Reads what every language falls back on, before it is known which one is asked for.
    pub fn expect() {
        Texts::read(LANGUAGES[0], Box::new(drop));
    }

    /// Reads the sentences for a page of the extension, in the language that was chosen or else the browser's; `read` is
    /// given them, and the document is told which language it is in.
    pub fn for_page(settings: &Settings, read: impl FnOnce(Texts) + 'static) {
        let language = settings.language_for(&watch::language());
        let then = move |texts: Texts| {
            watch::set_language(texts.language(), texts.direction());
            read(texts);
        };
        Texts::read(&language, Box::new(then));
    }

    async fn load(language: &'static str) -> Result<Texts, JsValue> {
        let fallback = match ENGLISH.with(|table| table.get().cloned()) {
            Some(known) => known,
            None => {
                let table = Rc::new(fetch(LANGUAGES[0]).await?);
                ENGLISH.with(|known| known.get_or_init(|| table).clone())
            }
        };
        let table = if language == LANGUAGES[0] { Table::new() } else { fetch(language).await? };
        Ok(Texts { language, table, fallback })
    }

    /// Which language they are in.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// `ltr` or `rtl`.
    pub fn direction(&self) -> &'static str {
        if RIGHT_TO_LEFT.contains(&self.language) { "rtl" } else { "ltr" }
    }

    /// A sentence without placeholders. An unknown key is shown as it is, so that it is noticed.
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        find(&self.table, key).or_else(|| find(&self.fallback, key)).unwrap_or(key)
    }

    /// A sentence in pieces, with the placeholders filled.
    pub fn pieces(&self, text: &Text) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut rest = self.say(text.key);
        while let Some((before, (name, after))) = rest.split_once('{').and_then(|(b, a)| Some((b, a.split_once('}')?)))
        {
            if !before.is_empty() {
                pieces.push(Piece::Words(before.to_owned()));
            }
            let value = text.args.iter().find(|(arg, _)| *arg == name).map(|(_, value)| value.clone());
            pieces.push(Piece::Value(value.unwrap_or_default()));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        pieces
    }

    /// A sentence as one string.
    pub fn sentence(&self, text: &Text) -> String {
        self.pieces(text).into_iter().map(|(Piece::Words(piece) | Piece::Value(piece))| piece).collect()
    }
}

fn find<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    let at = table.binary_search_by(|(known, _)| known.as_str().cmp(key)).ok()?;
    table.get(at).map(|(_, sentence)| sentence.as_str())
}

async fn fetch(language: &str) -> Result<Table, JsValue> {
    let address = format!("texts/{language}.json");
    let response: web_sys::Response =
        JsFuture::from(gloo::utils::window().fetch_with_str(&address)).await?.dyn_into()?;
    let json: Object = JsFuture::from(response.json()?).await?.dyn_into()?;
    let pair = |entry: JsValue| {
        let pair: Array = entry.unchecked_into();
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    let entries: Table = Object::entries(&json).iter().filter_map(pair).collect();
    Ok(sorted(entries, |a, b| a.0.cmp(&b.0)))
}
