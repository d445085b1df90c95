//! Times as people of a language write them, by the browser's own `Intl`.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

const MINUTE: f64 = 60_000.0;
/// No moment of a browser is further from 1970, in milliseconds.
const FURTHEST: f64 = 8.64e15;

/// Writes times in one language.
#[derive(Debug, Clone)]
pub struct Times {
    locale: Array,
}

impl Times {
    /// Times in `language`, in the admin's own regional habit where the browser speaks the same language.
    pub fn new(language: &str) -> Times {
        let own = gloo::utils::window().navigator().language().filter(|own| own.split('-').next() == Some(language));
        Times { locale: Array::of1(&JsValue::from(own.as_deref().unwrap_or(language))) }
    }

    /// `14:05`, with the day of the week when `at` is not the day of `now`.
    pub fn moment(&self, at: f64, now: f64) -> String {
        self.span(at, at, now)
    }

    /// `14:05 – 15:05`, or one moment where both are the same; with the days when one of them is not the day of `now`.
    pub fn span(&self, from: f64, to: f64, now: f64) -> String {
        // The style alone writes `04:48` where people do; hour and minute by themselves are `4:48` everywhere.
        let options: &[_] = if [from, to].iter().all(|at| day(*at) == day(now)) {
            &[("timeStyle", "short")]
        } else {
            &[("weekday", "short"), ("hour", "numeric"), ("minute", "2-digit")]
        };
        let format = Intl::DateTimeFormat::new(&self.locale, &object(options));
        let [from, to] = [from, to].map(|at| Date::new(&JsValue::from_f64(at)));
        let range = Reflect::get(&format, &"formatRange".into()).unwrap_or_default();
        text(range.unchecked_into::<Function>().call2(&format, &from, &to))
    }

    /// `31 Jan 2026, 14:05:09`, for a record.
    pub fn date(&self, at: f64) -> String {
        let format =
            Intl::DateTimeFormat::new(&self.locale, &object(&[("dateStyle", "medium"), ("timeStyle", "medium")]));
        text(format.format().call1(&JsValue::UNDEFINED, &Date::new(&JsValue::from_f64(at))))
    }

    /// `in 25 minutes`, `3 hours ago`, `now`.
    pub fn distance(&self, at: f64, now: f64) -> String {
        let minutes = ((at - now) / MINUTE).round();
        let hours = (minutes / 60.0).round();
        let (value, unit) = match (minutes.abs(), hours.abs()) {
            (0.0, _) => (0.0, "second"),
            (minute, _) if minute < 60.0 => (minutes, "minute"),
            (_, hour) if hour < 48.0 => (hours, "hour"),
            _ => ((hours / 24.0).round(), "day"),
        };
        let format = Intl::RelativeTimeFormat::new(&self.locale, &object(&[("numeric", "auto")]));
        format.format(value, unit).into()
    }
}

/// The machine's way to write a moment, for `<time datetime>`.
pub fn machine(at: f64) -> String {
    // Beyond that the browser would throw.
    if at.is_nan() || at.abs() > FURTHEST {
        return String::new();
    }
    Date::new(&JsValue::from_f64(at)).to_iso_string().into()
}

fn day(at: f64) -> String {
    Date::new(&JsValue::from_f64(at)).to_date_string().into()
}

fn object(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from(*name), &JsValue::from(*value));
    }
    object
}

fn text(value: Result<JsValue, JsValue>) -> String {
    value.ok().and_then(|value| value.as_string()).unwrap_or_default()
}
