//! The reader against `serde_json`: what one accepts the other accepts, as the same tree.
//!
//! The reference never makes a double of a number nor a text of half a surrogate pair: it takes the
//! text apart level by level, as raw values.

use core::fmt;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use wonvoice::read::{Kind, MAX_DEPTH, Node, Source, Sources, parse};

use crate::promises::is_too_deep;

/// Reads the text both ways; what differs is the error.
pub fn check(text: &str) -> Result<(), String> {
    let ours = parse(text.to_owned(), Source::Input);
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match (&ours, raw(text)) {
        (Err(_), None) => Ok(()),
        (Err(error), Some(_)) => Err(format!("refused: {error}")),
        (Ok(document), Some(reference)) => {
            let root = document.root();
            same(root, reference, 0, String::new(), &Sources::of(root))
        }
        (Ok(document), None) => is_explained(document.root(), text),
    }
}

fn raw(text: &str) -> Option<&RawValue> {
    serde_json::from_str(text).ok()
}

/// Only the four words, and brackets below the depth that is read, are taken beyond JSON.
fn is_explained(ours: Node<'_>, text: &str) -> Result<(), String> {
    let mut plain = text.to_owned();
    for word in ["-Infinity", "Infinity", "NaN", "undefined"] {
        plain = plain.replace(word, "null");
    }
    let is_explained = raw(&plain).is_some() || any(ours, &is_too_deep);
    if is_explained { Ok(()) } else { Err(format!("accepted: {}", crate::promises::written(ours))) }
}

fn any(node: Node<'_>, holds: &impl Fn(Node<'_>) -> bool) -> bool {
    holds(node)
        || node.items().any(|item| any(item, holds))
        || node.members().any(|(_, value)| any(value, holds))
}

/// `depth` is that of the value; what stands in text near the outside of an input may be read in place.
fn same(
    ours: Node<'_>,
    reference: &RawValue,
    depth: usize,
    pointer: String,
    sources: &Sources<'_>,
) -> Result<(), String> {
    let text = reference.get();
    let differs = |what: &str| Err(format!("{what} at `{pointer}`: {ours:?}, the reference {text}"));
    if pointer != sources.pointer(ours.at()) {
        return differs("another pointer");
    }
    match text.as_bytes().first() {
        Some(b'{' | b'[') if depth >= MAX_DEPTH => {
            if is_too_deep(ours) {
                Ok(())
            } else {
                differs("deeper than what is read")
            }
        }
        Some(b'{') if ours.kind() == Kind::Object => {
            let members = serde_json::from_str::<Members<'_>>(text).map_err(|error| error.to_string())?.0;
            if ours.members().count() != members.len() {
                return differs("other members");
            }
            ours.members().zip(members).try_for_each(|((key, value), (name, reference))| {
                if as_text(&name).unwrap_or_else(|| key.to_owned()) != key {
                    return differs("another key");
                }
                let pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                same(value, reference, depth + 1, pointer, sources)
            })
        }
        Some(b'[') if ours.kind() == Kind::Array => {
            let items: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| error.to_string())?;
            if ours.items().count() != items.len() {
                return differs("other items");
            }
            ours.items().zip(items).enumerate().try_for_each(|(index, (item, reference))| {
                same(item, reference, depth + 1, format!("{pointer}/{index}"), sources)
            })
        }
        Some(b'"') => {
            let bytes = serde_json::from_str::<Bytes>(text).map_err(|error| error.to_string())?;
            let Some(content) = as_text(&bytes) else {
                return if ours.kind() == Kind::Unreadable {
                    Ok(())
                } else {
                    differs("half a surrogate pair")
                };
            };
            let unmarked = content.strip_prefix('\u{feff}').unwrap_or(&content);
            let may_be_part = (1..=3).contains(&depth) && unmarked.trim_start().starts_with(['{', '[']);
            let inner = raw(unmarked).filter(|_| may_be_part);
            match (ours.text(), inner) {
                (Some(ours), None) if ours == content => Ok(()),
                // Deeper down a part is known by its name.
                (Some(ours), Some(_)) if ours == content && depth > 1 => Ok(()),
                (None, Some(inner)) if ours.kind() != Kind::NotJson => {
                    same(ours, inner, depth, pointer, sources)
                }
                (None, None) if may_be_part && depth == 1 && ours.kind() == Kind::NotJson => Ok(()),
                (None, None) if may_be_part => is_explained(ours, unmarked),
                _ => differs("another text"),
            }
        }
        Some(b'-' | b'0'..=b'9') if ours.number() == Some(text) => Ok(()),
        Some(b't' | b'f') if ours.kind() == Kind::Boolean && ours.raw() == text => Ok(()),
        Some(b'n') if ours.is_null() => Ok(()),
        _ => differs("another value"),
    }
}

/// None for what holds half a surrogate pair.
fn as_text(bytes: &Bytes) -> Option<String> {
    String::from_utf8(bytes.0.clone()).ok()
}

/// A string that may hold half a surrogate pair.
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Bytes;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
            fn visit_str<E>(self, text: &str) -> Result<Bytes, E> {
                Ok(Bytes(text.as_bytes().to_vec()))
            }
        }
        deserializer.deserialize_bytes(Reader)
    }
}

/// The members of an object in their order, those of one name too.
struct Members<'de>(Vec<(Bytes, &'de RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}
