//! Results to JSON text, the same bytes everywhere.
//!
//! A writer of its own: `serde_json`'s carries errors that writing to memory never meets through every field of
//! every result, which makes the code twice as large. This one has no errors, so that nothing is checked for them.

use core::fmt::Display;

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use thiserror::Error;

use crate::money::{LONGEST, from_double, plain};

/// The compact JSON text of a result. Numbers are written as plain decimals, never in exponents.
#[must_use]
pub fn to_text<T: Serialize + ?Sized>(value: &T) -> String {
    String::from_utf8(to_bytes(value)).unwrap_or_default()
}

/// The bytes of [`to_text`].
#[must_use]
pub fn to_bytes<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(4096);
    append(value, &mut bytes);
    bytes
}

/// The compact JSON text of a list, each item written before the next is made.
#[must_use]
pub fn to_list<T: Serialize>(items: impl Iterator<Item = T>) -> String {
    let mut bytes = Vec::with_capacity(4096);
    for item in items {
        bytes.push(if bytes.is_empty() { b'[' } else { b',' });
        append(&item, &mut bytes);
    }
    if bytes.is_empty() {
        bytes.push(b'[');
    }
    bytes.push(b']');
    String::from_utf8(bytes).unwrap_or_default()
}

fn append<T: Serialize + ?Sized>(value: &T, bytes: &mut Vec<u8>) {
    let Ok(()) = value.serialize(Json(bytes));
}

/// The error that writing to memory has: none.
#[derive(Debug, Error)]
enum Never {}

impl serde::ser::Error for Never {
    #[expect(clippy::panic, reason = "a result that refused to be written would be a mistake in its type")]
    fn custom<T: Display>(why: T) -> Self {
        panic!("{why}")
    }
}

type Written = Result<(), Never>;
type Opened<'b> = Result<Open<'b>, Never>;

struct Json<'b>(&'b mut Vec<u8>);

impl<'b> Json<'b> {
    fn raw(self, text: &str) -> Written {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }

    #[inline(never)]
    fn open(self, bracket: u8) -> Opened<'b> {
        self.0.push(bracket);
        // The closing one follows two places after the opening one.
        Ok(Open { bytes: self.0, end: bracket + 2 })
    }
}

fn write_text(text: &str, bytes: &mut Vec<u8>) {
    bytes.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| *byte < b' ' || matches!(byte, b'"' | b'\\')) {
        let Some((before, [special, after @ ..])) = rest.split_at_checked(at) else { break };
        bytes.extend_from_slice(before);
        let short = match special {
            b'\x08' => b'b',
            b'\t' => b't',
            b'\n' => b'n',
            b'\x0c' => b'f',
            b'\r' => b'r',
            other => *other,
        };
        if short >= b' ' {
            bytes.extend_from_slice(&[b'\\', short]);
        } else {
            let digit = if short & 15 < 10 { b'0' } else { b'a' - 10 };
            bytes.extend_from_slice(&[b'\\', b'u', b'0', b'0', b'0' + (short >> 4), digit + (short & 15)]);
        }
        rest = after;
    }
    bytes.extend_from_slice(rest);
    bytes.push(b'"');
}

/// Of an enum only what it holds is written: every result's are untagged.
impl<'b> Serializer for Json<'b> {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Open<'b>;
    type SerializeTuple = Open<'b>;
    type SerializeTupleStruct = Open<'b>;
    type SerializeTupleVariant = Open<'b>;
    type SerializeMap = Open<'b>;
    type SerializeStruct = Open<'b>;
    type SerializeStructVariant = Open<'b>;

    fn serialize_bool(self, value: bool) -> Written {
        self.raw(if value { "true" } else { "false" })
    }
    fn serialize_i8(self, value: i8) -> Written {
        self.serialize_i64(value.into())
    }
    fn serialize_i16(self, value: i16) -> Written {
        self.serialize_i64(value.into())
    }
    fn serialize_i32(self, value: i32) -> Written {
        self.serialize_i64(value.into())
    }
    fn serialize_i64(self, value: i64) -> Written {
        self.raw(plain(value, 0, &mut [0; LONGEST]))
    }
    fn serialize_u8(self, value: u8) -> Written {
        self.serialize_i64(value.into())
    }
    fn serialize_u16(self, value: u16) -> Written {
        self.serialize_i64(value.into())
    }
    fn serialize_u32(self, value: u32) -> Written {
        self.serialize_i64(value.into())
    }
    fn serialize_u64(self, value: u64) -> Written {
        match i64::try_from(value) {
            Ok(value) => self.serialize_i64(value),
            Err(_) => self.raw(&value.to_string()),
        }
    }
    fn serialize_f32(self, value: f32) -> Written {
        self.serialize_f64(value.into())
    }
    fn serialize_f64(self, value: f64) -> Written {
        match from_double(value) {
            Some((digits, scale)) => self.raw(plain(digits, scale, &mut [0; LONGEST])),
            None => self.serialize_unit(),
        }
    }
    fn serialize_char(self, value: char) -> Written {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, value: &str) -> Written {
        write_text(value, self.0);
        Ok(())
    }
    fn serialize_bytes(self, value: &[u8]) -> Written {
        self.collect_seq(value)
    }
    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Written {
        self.raw("null")
    }
    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }
    fn collect_seq<I: IntoIterator<Item: Serialize>>(self, items: I) -> Written {
        let mut list = self.open(b'[')?;
        items.into_iter().for_each(|item| {
            let Ok(()) = item.serialize(list.item());
        });
        list.close()
    }
    fn serialize_seq(self, _: Option<usize>) -> Opened<'b> {
        self.open(b'[')
    }
    fn serialize_tuple(self, _: usize) -> Opened<'b> {
        self.open(b'[')
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Opened<'b> {
        self.open(b'[')
    }
    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Opened<'b> {
        self.open(b'[')
    }
    fn serialize_map(self, _: Option<usize>) -> Opened<'b> {
        self.open(b'{')
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Opened<'b> {
        self.open(b'{')
    }
    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Opened<'b> {
        self.open(b'{')
    }
}

/// A list or an object that is being written.
struct Open<'b> {
    bytes: &'b mut Vec<u8>,
    end: u8,
}

impl Open<'_> {
    /// Begins an item: texts end in a quote, so that only an opening bracket can stand before the first.
    #[inline(never)]
    fn item(&mut self) -> Json<'_> {
        if !matches!(self.bytes.last(), Some(b'[' | b'{')) {
            self.bytes.push(b',');
        }
        Json(self.bytes)
    }

    #[inline(never)]
    fn name(&mut self, name: &str) -> Json<'_> {
        write_text(name, self.item().0);
        self.bytes.push(b':');
        Json(self.bytes)
    }

    #[inline(never)]
    fn close(self) -> Written {
        self.bytes.push(self.end);
        Ok(())
    }
}

/// Lists and objects differ in whether their items have names.
macro_rules! items {
    (list $($trait:ident $write:ident,)*) => {$(
        impl $trait for Open<'_> {
            type Ok = ();
            type Error = Never;

            fn $write<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
                value.serialize(self.item())
            }
            fn end(self) -> Written {
                self.close()
            }
        }
    )*};
    (object $($trait:ident,)*) => {$(
        impl $trait for Open<'_> {
            type Ok = ();
            type Error = Never;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
                value.serialize(self.name(name))
            }
            fn end(self) -> Written {
                self.close()
            }
        }
    )*};
}

items! {
    list
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field,
}

items! { object SerializeStruct, SerializeStructVariant, }

impl SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Never;

    /// Names are texts in every result.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        key.serialize(self.item())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.bytes.push(b':');
        value.serialize(Json(self.bytes))
    }
    fn end(self) -> Written {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::to_text;

    #[test]
    fn writes_what_serde_json_writes() {
        let controls: String = ('\0'..='\u{a0}').collect();
        for value in [
            json!({}),
            json!([]),
            json!({ "a": [1, -2, true, false, null, "x"], "b": { "c": {} }, "d\"\\": [[], [[]]] }),
            json!([i64::MAX, i64::MIN, 0, u32::MAX, 0.5, -12.25]),
            json!(["[", "{", ",", "{\"a\":[", "é€👍", controls]),
        ] {
            assert_eq!(to_text(&value), value.to_string());
        }
    }

    #[test]
    fn writes_no_exponents_and_null_for_what_is_no_number() {
        assert_eq!(
            to_text(&[0.000_001, 1e14, f64::NAN, f64::INFINITY]),
            "[0.000001,100000000000000,null,null]"
        );
        assert_eq!(to_text(&u64::MAX), "18446744073709551615");
    }
}
