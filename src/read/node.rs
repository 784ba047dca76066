//! A value in a document, its members and its items.

use core::fmt;

use serde::{Serialize, Serializer};

use super::{At, Document, Kind, Sources};
use crate::money::Decimal;

/// A value in a document.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    pub(super) document: &'a Document,
    pub(super) id: u32,
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {}", self.kind(), Sources::of(self.document.root()).pointer(self.at()))
    }
}

impl<'a> Node<'a> {
    /// What it is.
    #[must_use]
    pub fn kind(self) -> Kind {
        self.document.entry(self.id).kind
    }

    /// The place of this value.
    #[must_use]
    pub fn at(self) -> At {
        At::new(self.document.source, self.id)
    }

    /// The text of a string.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        (self.kind() == Kind::Text).then(|| self.raw())
    }

    /// The text of a number.
    #[must_use]
    pub fn number(self) -> Option<&'a str> {
        (self.kind() == Kind::Number).then(|| self.raw())
    }

    /// The text of anything that has one: a string, a number, a boolean, the reason of an unreadable value.
    #[must_use]
    pub fn raw(self) -> &'a str {
        self.document.slice(self.document.entry(self.id))
    }

    /// Of a member: the bytes that it takes of the text it came in.
    #[must_use]
    pub(crate) fn size(self) -> usize {
        let document = self.document;
        let start = document.entry(self.id.saturating_sub(1)).start as usize;
        let end = match document.entries.get(document.entry(self.id).next as usize) {
            Some(next) => next.start as usize,
            None if start < document.text.len() => document.text.len(),
            None => document.text.len() + document.extra.len(),
        };
        end.saturating_sub(start)
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// The members of an object, in order; of anything else, none.
    #[must_use]
    pub fn members(self) -> Members<'a> {
        let entry = self.document.entry(self.id);
        let end = if entry.kind == Kind::Object { entry.next } else { 0 };
        Members { document: self.document, next: self.id + 1, end }
    }

    /// The items of an array, in order; of anything else, none.
    #[must_use]
    pub fn items(self) -> Items<'a> {
        let entry = self.document.entry(self.id);
        let end = if entry.kind == Kind::Array { entry.next } else { 0 };
        Items { document: Some(self.document), next: self.id + 1, end }
    }

    /// The items of the member of that name: none where it is absent or no array.
    #[must_use]
    pub fn items_of(self, name: &str) -> Items<'a> {
        self.get(name).map(Node::items).unwrap_or_default()
    }

    /// Itself, as the only item of a list.
    #[must_use]
    pub fn alone(self) -> Items<'a> {
        Items { document: Some(self.document), next: self.id, end: self.id + 1 }
    }

    /// The member of that name, unless it is null; of several, the last, as in JavaScript.
    #[must_use]
    pub fn get(self, name: &str) -> Option<Node<'a>> {
        let object = self.document.entry(self.id);
        if object.kind != Kind::Object {
            return None;
        }
        let entries = self.document.entries.get(..object.next as usize).unwrap_or_default();
        let (mut found, mut key) = (None, self.id + 1);
        while let Some([entry, value, ..]) = entries.get(key as usize..) {
            if self.document.is_called(entry, name) {
                found = Some(key + 1);
            }
            key = value.next;
        }
        found.map(|id| Node { document: self.document, id }).filter(|node| !node.is_null())
    }

    /// The members of those names, each as [`Node::get`] finds it, in one look at the object.
    #[must_use]
    pub fn pick<const N: usize>(self, names: [&str; N]) -> [Option<Node<'a>>; N] {
        let mut found = [None; N];
        self.pick_into(&names, &mut found);
        found
    }

    fn pick_into(self, names: &[&str], found: &mut [Option<Node<'a>>]) {
        let document = self.document;
        let object = document.entry(self.id);
        if object.kind != Kind::Object {
            return;
        }
        let entries = document.entries.get(..object.next as usize).unwrap_or_default();
        let mut key = self.id + 1;
        while let Some([entry, value, ..]) = entries.get(key as usize..) {
            for (name, slot) in names.iter().zip(&mut *found) {
                if document.is_called(entry, name) {
                    *slot = (value.kind != Kind::Null).then_some(Node { document, id: key + 1 });
                }
            }
            key = value.next;
        }
    }

    /// Whether it has a member of that name that is neither null nor an empty text.
    #[must_use]
    pub fn has(self, name: &str) -> bool {
        self.get(name).is_some_and(|member| member.text().is_none_or(|text| !text.trim().is_empty()))
    }

    /// A word for what it is, for messages.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self.kind() {
            Kind::Null => "null",
            Kind::Boolean => "a boolean",
            Kind::Number => "a number",
            Kind::Text | Kind::Key => "a text",
            Kind::Array => "a list",
            Kind::Object => "an object",
            Kind::Unreadable => "unreadable",
            Kind::NotJson => "no JSON",
            Kind::Nothing => "nothing",
        }
    }
}

/// The value as it stood; what JSON cannot say is null, and a number that cannot be computed its text.
impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.kind() {
            Kind::Null | Kind::Unreadable | Kind::NotJson | Kind::Nothing => serializer.serialize_unit(),
            Kind::Boolean => serializer.serialize_bool(self.raw() == "true"),
            Kind::Number => match Decimal::parse(self.raw()) {
                Ok(number) => number.serialize(serializer),
                Err(_) => serializer.serialize_str(self.raw()),
            },
            Kind::Text | Kind::Key => serializer.serialize_str(self.raw()),
            Kind::Array => serializer.collect_seq(self.items()),
            Kind::Object => serializer.collect_map(self.members()),
        }
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.root().serialize(serializer)
    }
}

/// Iterates over the members of an object.
#[derive(Debug, Clone)]
pub struct Members<'a> {
    document: &'a Document,
    next: u32,
    end: u32,
}

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, Node<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let entries = self.document.entries.get(..self.end as usize)?;
        let [key, value, ..] = entries.get(self.next as usize..)? else { return None };
        let id = self.next + 1;
        self.next = value.next;
        Some((self.document.slice(*key), Node { document: self.document, id }))
    }
}

/// Iterates over the items of an array.
#[derive(Debug, Clone, Default)]
pub struct Items<'a> {
    pub(super) document: Option<&'a Document>,
    pub(super) next: u32,
    pub(super) end: u32,
}

impl<'a> Iterator for Items<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let document = self.document.filter(|_| self.next < self.end)?;
        let id = self.next;
        self.next = document.entry(id).next;
        Some(Node { document, id })
    }
}
