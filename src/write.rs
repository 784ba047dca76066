//! Results to JSON text, the same bytes everywhere.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::money::{LONGEST, from_double, plain};

/// The compact JSON text of a result. Numbers are written as plain decimals, never in exponents.
#[must_use]
pub fn to_text<T: Serialize + ?Sized>(value: &T) -> String {
    let mut bytes = Vec::with_capacity(2048);
    let mut serializer = Serializer::with_formatter(&mut bytes, Plain);
    match value.serialize(&mut serializer) {
        Ok(()) => String::from_utf8(bytes).unwrap_or_default(),
        // Only an amount beyond all bounds could get here, and each is checked where it is made.
        Err(_) => String::from("null"),
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
