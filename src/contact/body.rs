//! Bodies of patches: values of their own, which outlive what they were read from.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::gather::Gather;
use crate::read::{Kind, Node};

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Nothing: what empties a custom field of Pipedrive's.
    Nothing,
    /// A text.
    Text(String),
    /// A truth value.
    Flag(bool),
    /// A list.
    List(Vec<Body>),
    /// An object, by its members in order.
    Object(Vec<(String, Body)>),
}

impl Body {
    /// A part of the input; numbers become texts, and what is null is left out.
    pub(super) fn copy(node: Node<'_>) -> Self {
        match node.kind() {
            Kind::Object => {
                let members = node.members().filter(|(_, value)| !value.is_null());
                Self::Object(members.map(|(key, value)| (key.to_owned(), Self::copy(value))).gather())
            }
            Kind::Array => Self::List(node.items().filter(|item| !item.is_null()).map(Self::copy).gather()),
            Kind::Boolean => Self::Flag(node.raw() == "true"),
            _ => Self::Text(node.raw().to_owned()),
        }
    }

    /// A text.
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// Sets a member of an object, where it stands or behind the others.
    pub(super) fn set(&mut self, key: &str, value: Self) {
        let Self::Object(members) = self else { return };
        match members.iter_mut().find(|(known, _)| known == key) {
            Some((_, earlier)) => *earlier = value,
            None => members.push((key.to_owned(), value)),
        }
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(None)?;
                for (key, value) in members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}
