//! Results to JSON text, the same bytes everywhere.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

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
    let start = bytes.len();
    // Only an amount beyond all bounds could fail, and each is checked where it is made.
    if value.serialize(&mut Serializer::with_formatter(&mut *bytes, Plain)).is_err() {
        bytes.truncate(start);
        bytes.extend_from_slice(b"null");
    }
}

struct Plain;

impl Formatter for Plain {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        match from_double(value) {
            Some((digits, scale)) => writer.write_all(plain(digits, scale, &mut [0; LONGEST]).as_bytes()),
            None => writer.write_all(b"null"),
        }
    }
}
