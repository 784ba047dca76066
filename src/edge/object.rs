//! JavaScript values to a document: bounded, and every read guarded.
//!
//! A getter that throws, a Proxy, a cycle, NaN or half a surrogate pair becomes an unreadable value in
//! its place; nothing is thrown through the frames of this module, and no value changes silently.

use core::ops::Range;

use js_sys::{Array, BigInt, Date, JSON, Number, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::money::{Decimal, from_double};
use crate::read::{Document, Kind, MAX_DEPTH, MAX_NODES, Source, parse};

/// Reads a value.
pub(super) fn read(value: &JsValue, source: Source) -> Document {
    let mut document = Document::new(source);
    Reader { document: &mut document, open: Vec::new() }.value(value);
    document.settle();
    document
}

/// Reads several values as the members of one object.
pub(super) fn read_parts(parts: &[(&str, &JsValue)]) -> Document {
    let mut document = Document::new(Source::Input);
    document.push(Kind::Object);
    for (name, value) in parts {
        document.push_text(Kind::Key, name);
        Reader { document: &mut document, open: Vec::new() }.value(value);
    }
    document.close();
    document.settle();
    document
}

/// Reads rows of any number, some of them at a time: of a list, or of an object whose member `name` is one.
pub(super) fn read_rows(value: &JsValue, name: &str, each: &mut dyn FnMut(&Document)) {
    let member = |name: &str| Reflect::get(value, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
    let (rows, around) = match Array::is_array(value) {
        true => (value.clone(), None),
        false if value.is_object() => (member(name), Some(member("pagination"))),
        false => (JsValue::UNDEFINED, None),
    };
    let length = match Array::is_array(&rows) {
        true => Reflect::get(&rows, &JsValue::from_str("length")).ok().and_then(|length| length.as_f64()),
        false => None,
    };
    let Some(length) = length.filter(|length| (1000.0..=f64::from(u32::MAX)).contains(length)) else {
        return each(&read(value, Source::Input));
    };
    if let Some(pagination) = around {
        each(&read_parts(&[("pagination", &pagination), (name, &Array::new())]));
    }
    let length = length as u32;
    for from in (0..length).step_by(AT_ONCE as usize) {
        let part = Array::new();
        let mut is_whole = true;
        for index in from..length.min(from + AT_ONCE) {
            match Reflect::get_u32(&rows, index) {
                Ok(row) => _ = part.push(&row),
                Err(_) => is_whole = false,
            }
        }
        // As text, rows cross in one call. What JSON cannot say is read value by value, which names the place.
        let text =
            if is_whole { JSON::stringify(&part).ok().and_then(|text| text.as_string()) } else { None };
        match text.and_then(|text| parse(text, Source::Input).ok()) {
            Some(document) => each(&document),
            None => walk(&rows, from..length.min(from + AT_ONCE), each),
        }
    }
}

/// Rows that are read at a time.
const AT_ONCE: u32 = 1000;

/// Reads rows value by value.
fn walk(rows: &JsValue, range: Range<u32>, each: &mut dyn FnMut(&Document)) {
    let mut document = Document::new(Source::Input);
    document.push(Kind::Array);
    for index in range {
        let mut reader = Reader { document: &mut document, open: Vec::new() };
        match Reflect::get_u32(rows, index) {
            Ok(item) => reader.value(&item),
            Err(_) => reader.unreadable("an item that throws when read"),
        }
    }
    document.close();
    each(&document);
}

/// What a function or a symbol is called where a value was expected.
const NOT_JSON: &str = "a function or a symbol";

struct Reader<'d> {
    document: &'d mut Document,
    /// The containers around the value, to know a cycle.
    open: Vec<JsValue>,
}

impl Reader<'_> {
    fn value(&mut self, value: &JsValue) {
        if self.member(value) {
        } else if value.is_undefined() {
            self.document.push(Kind::Null);
        } else {
            self.unreadable(NOT_JSON);
        }
    }

    /// Reads a value, unless it is one that JSON leaves out of an object. What is frequent comes first:
    /// every question is a call into JavaScript.
    fn member(&mut self, value: &JsValue) -> bool {
        if let Some(text) = value.as_string() {
            self.text(value, &text);
        } else if let Some(number) = value.as_f64() {
            self.number(value, number);
        } else if value.is_object() {
            self.container(value);
        } else if let Some(boolean) = value.as_bool() {
            self.document.push_text(Kind::Boolean, if boolean { "true" } else { "false" });
        } else if value.is_null() {
            self.document.push(Kind::Null);
        } else if value.is_undefined() || value.is_function() {
            return false;
        } else if value.is_bigint() {
            let text = big_integer(value);
            self.document.push_text(Kind::Number, &text);
        } else {
            self.unreadable(NOT_JSON);
        }
        true
    }

    fn unreadable(&mut self, why: &str) {
        self.document.push_text(Kind::Unreadable, why);
    }

    fn number(&mut self, value: &JsValue, number: f64) {
        match from_double(number) {
            Some((digits, scale)) => {
                let text = Decimal::from_parts(digits, scale).to_string();
                self.document.push_text(Kind::Number, &text);
            }
            None => {
                let kind = if number.is_finite() { Kind::Number } else { Kind::Unreadable };
                let text = shown(value);
                self.document.push_text(kind, &text);
            }
        }
    }

    fn text(&mut self, value: &JsValue, text: &str) {
        // Half a surrogate pair is replaced on the way in; the way back shows it.
        if text.contains('\u{fffd}') && JsValue::from_str(text) != *value {
            return self.unreadable("a text with half a character");
        }
        self.document.push_part(text);
    }

    fn container(&mut self, value: &JsValue) {
        if self.open.len() >= MAX_DEPTH {
            return self.unreadable(crate::read::TOO_DEEP);
        }
        if !self.document.has_room() {
            return self.unreadable("beyond 4 million values or 64 MiB");
        }
        if self.open.contains(value) {
            return self.unreadable("a cycle");
        }
        // A revoked Proxy throws whatever is asked of it; what follows asks unguarded.
        if Reflect::has(value, &JsValue::from_str("length")).is_err() {
            return self.unreadable("an object that throws when read");
        }
        if let Some(date) = value.dyn_ref::<Date>() {
            let text = if date.get_time().is_nan() { None } else { date.to_iso_string().as_string() };
            return match text {
                Some(text) => {
                    self.document.push_text(Kind::Text, &text);
                }
                None => self.unreadable("an invalid date"),
            };
        }
        self.open.push(value.clone());
        if Array::is_array(value) {
            self.array(value)
        } else {
            self.object(value)
        }
        self.open.pop();
    }

    fn array(&mut self, value: &JsValue) {
        let length =
            Reflect::get(value, &JsValue::from_str("length")).ok().and_then(|length| length.as_f64());
        let length = length.filter(|length| *length <= MAX_NODES as f64).map(|length| length as u32);
        let Some(length) = length else { return self.unreadable("a list without end") };
        self.document.push(Kind::Array);
        for index in 0..length {
            match Reflect::get_u32(value, index) {
                Ok(item) => self.value(&item),
                Err(_) => self.unreadable("an item that throws when read"),
            }
        }
        self.document.close();
    }

    fn object(&mut self, value: &JsValue) {
        let Ok(keys) = Reflect::own_keys(value) else {
            return self.unreadable("an object that throws when read");
        };
        self.document.push(Kind::Object);
        for key in keys.iter() {
            let Some(name) = key.as_string() else { continue };
            self.document.push_text(Kind::Key, &name);
            match Reflect::get(value, &key) {
                Ok(member) if self.member(&member) => {}
                Ok(_) => self.document.drop_key(),
                Err(_) => self.unreadable("a getter that throws"),
            }
        }
        self.document.close();
    }
}

fn big_integer(value: &JsValue) -> String {
    let integer: &BigInt = value.unchecked_ref();
    integer.to_string(10).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// `String(value)` of a number.
fn shown(value: &JsValue) -> String {
    let number: &Number = value.unchecked_ref();
    number.to_string_with_radix(10).ok().and_then(|text| text.as_string()).unwrap_or_default()
}
