//! From the browser's plain objects to the types of messages and of what is stored.
//!
//! `serde_wasm_bindgen` reads whatever JavaScript may hold, iterables, maps and byte arrays too, and explains what it could not
//! read: every type is compiled once for each of these ways. What is read here is as plain as JSON, and nobody reads an explanation.

use js_sys::{Array, JsString, Object, Reflect, Uint8Array};
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};
use std::fmt::Display;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type TextEncoder;
    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;
    #[wasm_bindgen(method)]
    fn encode(this: &TextEncoder, text: &JsValue) -> Uint8Array;
}

/// The value as a `T`, or nothing where it is none.
pub fn read<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    T::deserialize(Plain(value.clone())).ok()
}

/// The variant `name` of an enum, with the fields that this object has among others.
pub fn read_variant<T: DeserializeOwned>(name: JsValue, fields: JsValue) -> Option<T> {
    T::deserialize(Variant { name, fields }).ok()
}

/// It is something else. That is all there is to say.
#[derive(Debug, thiserror::Error)]
#[error("not what was expected")]
struct Other;

impl de::Error for Other {
    fn custom<T: Display>(_: T) -> Other {
        Other
    }

    // The defaults would write sentences for `custom`.
    fn invalid_type(_: de::Unexpected, _: &dyn de::Expected) -> Other {
        Other
    }

    fn invalid_value(_: de::Unexpected, _: &dyn de::Expected) -> Other {
        Other
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Other {
        Other
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Other {
        Other
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Other {
        Other
    }

    fn missing_field(_: &'static str) -> Other {
        Other
    }

    fn duplicate_field(_: &'static str) -> Other {
        Other
    }
}

/// How many characters are a long text.
const LONG: u32 = 1 << 14;

/// A text. A long one is copied in one piece: the usual way makes room for thrice as much as soon as one character is not
/// ASCII, and what a Wasm module has asked for once the browser never takes back.
fn text(value: &JsValue) -> Option<String> {
    let is_long = value.dyn_ref::<JsString>()?.length() > LONG;
    if is_long { String::from_utf8(TextEncoder::new().encode(value).to_vec()).ok() } else { value.as_string() }
}

/// A value of the browser.
struct Plain(JsValue);

impl Plain {
    fn is_nothing(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }

    /// Where it is a whole number.
    fn whole(&self) -> Result<i64, Other> {
        self.0.as_f64().filter(|number| *number as i64 as f64 == *number).map(|number| number as i64).ok_or(Other)
    }

    fn items(self) -> Result<Items, Other> {
        let items = self.0.dyn_into().map_err(|_| Other)?;
        Ok(Items { items, at: 0 })
    }

    fn fields(self, names: &'static [&'static str]) -> Result<Fields, Other> {
        if self.0.is_object() {
            Ok(Fields { object: self.0, names, at: 0, value: JsValue::UNDEFINED })
        } else {
            Err(Other)
        }
    }

    /// A text is a variant without fields, and an object with one entry is one with fields.
    fn variant(self) -> Result<Variant, Other> {
        if self.0.is_string() {
            return Ok(Variant { name: self.0, fields: JsValue::UNDEFINED });
        }
        let object: &Object = self.0.dyn_ref().ok_or(Other)?;
        let entries = Object::entries(object);
        let entry: Array = entries.get(0).dyn_into().map_err(|_| Other)?;
        if entries.length() == 1 { Ok(Variant { name: entry.get(0), fields: entry.get(1) }) } else { Err(Other) }
    }
}

/// Whole numbers are all read in one way; the visitor knows which of them fit.
macro_rules! whole {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Other> {
            visitor.visit_i64(self.whole()?)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Plain {
    type Error = Other;

    whole!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64);
    whole!(deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64);

    serde::forward_to_deserialize_any! { char bytes byte_buf unit_struct map }

    /// None of the types asks for whatever there is.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Other> {
        Err(Other)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Other> {
        visitor.visit_unit()
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Other> {
        if self.is_nothing() { visitor.visit_unit() } else { Err(Other) }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Other> {
        visitor.visit_bool(self.0.as_bool().ok_or(Other)?)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Other> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Other> {
        visitor.visit_f64(self.0.as_f64().ok_or(Other)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Other> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Other> {
        visitor.visit_string(text(&self.0).ok_or(Other)?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Other> {
        visitor.visit_str(&self.0.as_string().ok_or(Other)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Other> {
        if self.is_nothing() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Other> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Other> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Other> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Other> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Other> {
        visitor.visit_map(self.fields(names)?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Other> {
        visitor.visit_enum(self.variant()?)
    }
}

/// The items of a list.
struct Items {
    items: Array,
    at: u32,
}

impl Items {
    fn next(&mut self) -> Option<Plain> {
        let at = self.at;
        self.at += 1;
        (at < self.items.length()).then(|| Plain(self.items.get(at)))
    }
}

impl<'de> de::SeqAccess<'de> for Items {
    type Error = Other;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Other> {
        self.next().map(|item| seed.deserialize(item)).transpose()
    }
}

/// The fields of a struct that an object has.
struct Fields {
    object: JsValue,
    names: &'static [&'static str],
    at: usize,
    value: JsValue,
}

impl Fields {
    /// Which field comes next, by its place among the names.
    fn next(&mut self) -> Result<Option<u64>, Other> {
        while let Some(name) = self.names.get(self.at) {
            self.at += 1;
            self.value = Reflect::get(&self.object, &JsValue::from_str(name)).map_err(|_| Other)?;
            if !self.value.is_undefined() {
                return Ok(Some(self.at as u64 - 1));
            }
        }
        Ok(None)
    }
}

impl<'de> de::MapAccess<'de> for Fields {
    type Error = Other;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Other> {
        // Serde knows fields by their place as well, and to compare numbers takes less code than names.
        self.next()?.map(|place| seed.deserialize(place.into_deserializer())).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Other> {
        seed.deserialize(Plain(std::mem::take(&mut self.value)))
    }
}

/// A variant of an enum.
struct Variant {
    name: JsValue,
    fields: JsValue,
}

impl<'de> de::Deserializer<'de> for Variant {
    type Error = Other;

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }

    /// It is an enum and nothing else.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Other> {
        Err(Other)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Other> {
        visitor.visit_enum(self)
    }
}

impl<'de> de::EnumAccess<'de> for Variant {
    type Error = Other;
    type Variant = Plain;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Plain), Other> {
        Ok((seed.deserialize(Plain(self.name))?, Plain(self.fields)))
    }
}

impl<'de> de::VariantAccess<'de> for Plain {
    type Error = Other;

    /// What stands beside the name does not matter to a variant that has nothing.
    fn unit_variant(self) -> Result<(), Other> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Other> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Other> {
        de::Deserializer::deserialize_seq(self, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Other> {
        de::Deserializer::deserialize_struct(self, "", names, visitor)
    }
}
