//! How a config is read: every key known, every value checked, every mistake named.
//!
//! The macros below declare a setting once; its reader, its JSON Schema and its TypeScript type follow.

use crate::finding::Code;
use crate::gather::Gather;
use crate::read::{
    At, Findings, Given, Kind, Names, Node, boolean, decimal, nearest, text_of, trimmed, whole,
};

/// Something a config can hold.
pub trait Setting: Sized {
    /// Reads it; a mistake is a finding and `None`. `name` is the key as the user knows it.
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self>;

    /// Reads it over what holds already: of an object of settings only the members that are written change.
    fn merge(&mut self, node: Node<'_>, name: &str, findings: &mut Findings<'_>) {
        if let Some(value) = Self::read(node, name, findings) {
            *self = value;
        }
    }
}

/// Says that a key is unknown and which was probably meant.
pub(super) fn unknown_key(key: &str, known: Names, node: Node<'_>, findings: &mut Findings<'_>) {
    // Editors put it there.
    if key == "$schema" {
        return;
    }
    findings.add_near(
        Code::ConfigKeyUnknown,
        node.at(),
        format_args!("there is no setting `{key}`"),
        nearest(key, known.iter()),
    );
}

/// Says that a value is none of the words a setting takes.
pub(super) fn unknown_word(
    word: &str,
    known: Names,
    name: &str,
    node: Node<'_>,
    findings: &mut Findings<'_>,
) {
    let list = known.iter().map(|word| ["`", word, "`"].concat()).joined(", ");
    let near = nearest(word, known.iter());
    #[cfg(feature = "full")]
    let near = super::operator_meant::word_meant(word).filter(|meant| known.has(meant)).or(near);
    findings.add_near(
        Code::ConfigValueUnknown,
        node.at(),
        format_args!("{name} is `{word}`, not one of {list}"),
        near,
    );
}

/// Says that a value has the wrong shape.
pub(super) fn wrong_shape(expected: &str, name: &str, node: Node<'_>, findings: &mut Findings<'_>) {
    findings.add(
        Code::ConfigValueWrong,
        node.at(),
        format_args!("{name} is {}, not {expected}", node.describe()),
    );
}

/// Reads the members of an object of settings, each that is known and not null with `read`, by its
/// place among the keys.
pub(super) fn read_members(
    node: Node<'_>,
    name: &str,
    known: Names,
    findings: &mut Findings<'_>,
    read: &mut dyn FnMut(usize, &str, Node<'_>, &mut Findings<'_>),
) {
    if node.kind() != Kind::Object {
        wrong_shape("an object", name, node, findings);
    }
    for (key, value) in node.members() {
        match known.place_of(key) {
            None => unknown_key(key, known, value, findings),
            Some(place) if findings.counts(value) => read(place, key, value, findings),
            Some(_) => {}
        }
    }
}

/// Reads the items of a list, each with `read`; whether it is a list.
fn read_items(
    node: Node<'_>,
    name: &str,
    findings: &mut Findings<'_>,
    read: &mut dyn FnMut(Node<'_>, &mut Findings<'_>),
) -> bool {
    let is_list = node.kind() == Kind::Array;
    if !is_list {
        wrong_shape("a list", name, node, findings);
    }
    node.items().for_each(|item| read(item, findings));
    is_list
}

/// Reads a setting to its place; what is wrong leaves there what held before.
#[inline(never)]
pub(super) fn set<T: Setting>(place: &mut T, node: Node<'_>, name: &str, findings: &mut Findings<'_>) {
    place.merge(node, name, findings);
}

/// Reads one of some words: its place among them.
pub(super) fn read_word(
    node: Node<'_>,
    name: &str,
    known: Names,
    findings: &mut Findings<'_>,
) -> Option<usize> {
    let Some(word) = node.text() else {
        wrong_shape("a text", name, node, findings);
        return None;
    };
    let place = known.place_of(word);
    if place.is_none() {
        unknown_word(word, known, name, node, findings);
    }
    place
}

/// An object of settings: each field with its key, its type and what holds when it is absent.
macro_rules! settings {
    ($(#[$meta:meta])* pub struct $name:ident { $( $(#[$doc:meta])* $key:literal $field:ident: $type:ty = $default:expr, )* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(default, deny_unknown_fields))]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub struct $name {
            $(
                $(#[$doc])*
                #[cfg_attr(feature = "schema", schemars(rename = $key))]
                #[cfg_attr(feature = "ts", ts(rename = $key, as = "Option<_>", optional))]
                pub $field: $type,
            )*
        }

        impl $name {
            /// The keys this object may have.
            pub const KEYS: $crate::read::Names = $crate::read::Names(concat!($($key, "\n"),*));
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $crate::config::setting::Setting for $name {
            fn read(node: $crate::read::Node<'_>, name: &str, findings: &mut $crate::read::Findings<'_>) -> Option<Self> {
                let mut settings = Self::default();
                settings.merge(node, name, findings);
                (node.kind() == $crate::read::Kind::Object).then_some(settings)
            }

            fn merge(&mut self, node: $crate::read::Node<'_>, name: &str, findings: &mut $crate::read::Findings<'_>) {
                type Reader<T> = fn(&mut T, $crate::read::Node<'_>, &str, &mut $crate::read::Findings<'_>);
                let readers: &[Reader<Self>] = &[$(|settings, value, key, findings| {
                    $crate::config::setting::set(&mut settings.$field, value, key, findings);
                },)*];
                $crate::config::setting::read_members(node, name, Self::KEYS, findings, &mut |place, key, value, findings| {
                    if let Some(read) = readers.get(place) {
                        read(self, value, key, findings);
                    }
                });
            }
        }
    };
}

/// A setting that is one of some words.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $( $(#[$doc:meta])* $variant:ident = $word:literal, )* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub enum $name {
            $(
                $(#[$doc])*
                #[cfg_attr(feature = "schema", schemars(rename = $word))]
                #[cfg_attr(feature = "ts", ts(rename = $word))]
                $variant,
            )*
        }

        impl $name {
            /// The words it may be.
            pub const WORDS: $crate::read::Names = $crate::read::Names(concat!($($word, "\n"),*));

            /// The variants, in the order of [`Self::WORDS`].
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word as it is written.
            #[must_use]
            pub fn word(self) -> &'static str {
                Self::WORDS.at(self as usize)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl $crate::config::setting::Setting for $name {
            fn read(node: $crate::read::Node<'_>, name: &str, findings: &mut $crate::read::Findings<'_>) -> Option<Self> {
                $crate::config::setting::read_word(node, name, Self::WORDS, findings)
                    .and_then(|place| Self::ALL.get(place).copied())
            }
        }
    };
}

pub(super) use {settings, words};

impl Setting for String {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        text_of(node, name, findings).map(|given| given.value.trim().to_owned())
    }
}

impl Setting for bool {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        boolean(node, name, findings).map(|given| given.value)
    }
}

impl Setting for u32 {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let given = whole(node, name, findings)?;
        let small = Self::try_from(given.value).ok().filter(|value| *value <= 100_000);
        if small.is_none() {
            findings.add(
                Code::ConfigValueWrong,
                node.at(),
                format_args!("{name} is `{}`, which is too large", given.value),
            );
        }
        small
    }
}

impl Setting for crate::money::Decimal {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        decimal(node, name, findings).map(|given| given.value)
    }
}

impl<T: Setting> Setting for Option<T> {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        T::read(node, name, findings).map(Some)
    }

    fn merge(&mut self, node: Node<'_>, name: &str, findings: &mut Findings<'_>) {
        match self {
            Some(value) => value.merge(node, name, findings),
            None => *self = T::read(node, name, findings),
        }
    }
}

impl<T: Setting> Setting for Given<T> {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        T::read(node, name, findings).map(|value| Self { value, at: node.at() })
    }

    fn merge(&mut self, node: Node<'_>, name: &str, findings: &mut Findings<'_>) {
        let before = findings.errors();
        self.value.merge(node, name, findings);
        if findings.errors() == before {
            self.at = node.at();
        }
    }
}

impl<T: Setting> Setting for Vec<T> {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let mut list = Vec::new();
        let is_list = read_items(node, name, findings, &mut |item, findings| {
            if let Some(read) = T::read(item, name, findings) {
                list.push(read);
            }
        });
        is_list.then_some(list)
    }
}

/// Names with a setting each, in the order in which they were written.
#[derive(Debug, Clone)]
pub struct Table<T>(pub Vec<(String, Given<T>)>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Table<T> {
    /// The setting of that name, without regard to case and outer blanks.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Given<T>> {
        let name = trimmed(name);
        let exact = self.0.iter().find(|(key, _)| key == name);
        exact
            .or_else(|| self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)))
            .map(|(_, value)| value)
    }

    /// Whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Setting> Setting for Table<T> {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let mut table = Self::default();
        table.merge(node, name, findings);
        (node.kind() == Kind::Object).then_some(table)
    }

    fn merge(&mut self, node: Node<'_>, name: &str, findings: &mut Findings<'_>) {
        if node.kind() != Kind::Object {
            wrong_shape("an object", name, node, findings);
        }
        for (key, value) in node.members() {
            if !findings.counts(value) {
                continue;
            }
            let Some(given) = Given::read(value, name, findings) else { continue };
            match self.0.iter_mut().find(|(known, _)| known == key.trim()) {
                Some((_, earlier)) => *earlier = given,
                None => self.0.push((key.trim().to_owned(), given)),
            }
        }
    }
}

/// A place for settings that were not given.
#[must_use]
pub fn absent<T>(value: T) -> Given<T> {
    Given { value, at: At::NOWHERE }
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use super::{Given, Table};

    impl<T: JsonSchema> JsonSchema for Given<T> {
        fn inline_schema() -> bool {
            true
        }
        fn schema_name() -> Cow<'static, str> {
            T::schema_name()
        }
        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            generator.subschema_for::<T>()
        }
    }

    impl<T: JsonSchema> JsonSchema for Table<T> {
        fn inline_schema() -> bool {
            true
        }
        fn schema_name() -> Cow<'static, str> {
            format!("Table_of_{}", T::schema_name()).into()
        }
        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            let inner = generator.subschema_for::<T>();
            json_schema!({ "type": "object", "additionalProperties": inner })
        }
    }

    impl JsonSchema for crate::money::Decimal {
        fn inline_schema() -> bool {
            true
        }
        fn schema_name() -> Cow<'static, str> {
            "Decimal".into()
        }
        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({ "type": ["number", "string"] })
        }
    }
}
