//! Bodies that are made of parts of the input and of new values.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::gather::Gather;
use crate::money::Decimal;
use crate::read::{Kind, Node};

/// A JSON value. Parts of the input stay what they are, in their order.
#[derive(Debug, Clone)]
pub enum Value<'a> {
    /// A part of the input.
    Given(Node<'a>),
    /// A text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// An object, by its members in order.
    Object(Vec<(&'a str, Value<'a>)>),
    /// A list.
    List(Vec<Value<'a>>),
}

impl<'a> Value<'a> {
    /// A text.
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// The members of an object of the input, to be changed.
    pub fn members(node: Node<'a>) -> Vec<(&'a str, Self)> {
        node.members().map(|(key, value)| (key, Self::Given(value))).gather()
    }
}

/// Whether every value of a body can be written as it is.
#[must_use]
pub fn is_writable(node: Node<'_>) -> bool {
    match node.kind() {
        Kind::Unreadable | Kind::Null => false,
        Kind::Number => Decimal::parse(node.raw()).is_ok(),
        _ => node.items().chain(node.members().map(|(_, value)| value)).all(is_writable),
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Given(node) => node.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => number.serialize(serializer),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(None)?;
                for (key, value) in members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Self::List(items) => {
                let mut list = serializer.serialize_seq(None)?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
        }
    }
}
