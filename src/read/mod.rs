//! JSON to values that know where they came from.
//!
//! Whatever the caller passed (text, JavaScript objects, objects with JSON text inside) becomes one
//! [`Document`]: a flat list of entries. A [`Node`] is a place in it, an [`At`] remembers that place
//! in four bytes, and only a finding or a trace turns it into a JSON pointer.

use core::num::NonZeroU32;

pub mod columns;
pub mod country;
pub mod date;
mod document;
mod findings;
pub mod letters;
mod names;
mod near;
mod node;
mod part;
#[cfg(feature = "full")]
mod split;
pub mod tax_number;
mod text;
mod value;

pub use document::Document;
use document::Entry;
pub use findings::Findings;
pub use names::Names;
pub(crate) use near::few;
pub use near::nearest;
pub use node::{Items, Members, Node};
#[cfg(feature = "full")]
pub use split::split;
#[cfg(feature = "full")]
pub(crate) use text::TOO_DEEP;
pub use text::{TextError, parse, parse_or_say};
pub use value::{Given, boolean, decimal, identifier, is_uuid, text_of, whole};
pub(crate) use value::{clipped, ends_line, is_unwritable, one_line, shown, trimmed, writable};

/// Levels of nesting that are read; what lies deeper is unreadable.
pub const MAX_DEPTH: usize = 64;
/// Values that one input may hold.
pub const MAX_NODES: usize = 4_000_000;
/// Bytes of text that one input may hold.
pub const MAX_BYTES: usize = 64 << 20;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number, kept as its text.
    Number,
    /// A string.
    Text,
    /// An array.
    Array,
    /// An object.
    Object,
    /// The name of an object's member; stands before the member's value.
    Key,
    /// Something JSON cannot say (NaN, a cycle, a getter that throws); its text says what.
    Unreadable,
    /// A text that begins as JSON and is none, where a part was expected; its text says why.
    NotJson,
    /// A text such as `undefined`, which a host writes where it had nothing.
    Nothing,
}

/// Which of the things a caller passed a document holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Source {
    /// The input of the call.
    #[default]
    Input,
    /// The config a [`crate::Mapper`] was made from.
    Config,
    /// The snapshots a [`crate::Mapper`] was made from.
    Snapshots,
}

impl Source {
    fn name(self) -> &'static str {
        match self {
            Self::Input => "",
            Self::Config => "config",
            Self::Snapshots => "snapshots",
        }
    }
}

/// Where a value came from.
///
/// Results carry one with every value, so it is one number, and an absent one takes no room of its own: the source
/// from bit 28 on, below it one for nowhere, two for a document's root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At(NonZeroU32);

const _: () = assert!(MAX_NODES + 2 < 1 << At::SOURCE);

impl At {
    const SOURCE: u32 = 28;

    /// Not from the input.
    pub const NOWHERE: Self = Self(NonZeroU32::MIN);

    fn new(source: Source, entry: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(((source as u32) << Self::SOURCE) | (entry + 1)))
    }

    /// Whether this names a place.
    #[must_use]
    pub fn is_somewhere(self) -> bool {
        self != Self::NOWHERE
    }

    /// Its source and its entry there.
    fn place(self) -> Option<(Source, u32)> {
        let entry = (self.0.get() & ((1 << Self::SOURCE) - 1)).checked_sub(2)?;
        let source = match self.0.get() >> Self::SOURCE {
            0 => Source::Input,
            1 => Source::Config,
            _ => Source::Snapshots,
        };
        Some((source, entry))
    }
}

impl Default for At {
    fn default() -> Self {
        Self::NOWHERE
    }
}

/// The documents of one call, to turn places into pointers.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    input: Node<'a>,
    kept: Option<(&'a Document, &'a Document)>,
}

impl<'a> Sources<'a> {
    /// A call that passed everything in one input.
    #[must_use]
    pub fn of(input: Node<'a>) -> Self {
        Self { input, kept: None }
    }

    /// A call of a mapper that keeps config and snapshots.
    #[must_use]
    pub fn kept(input: Node<'a>, config: &'a Document, snapshots: &'a Document) -> Self {
        Self { input, kept: Some((config, snapshots)) }
    }

    /// The RFC 6901 pointer of a place; empty for nowhere.
    #[must_use]
    pub fn pointer(&self, at: At) -> String {
        let mut pointer = String::new();
        self.write_pointer(at, &mut pointer);
        pointer
    }

    /// The value at a place.
    #[must_use]
    pub fn node(&self, at: At) -> Option<Node<'a>> {
        let (source, id) = at.place()?;
        let document = match (source, self.kept) {
            (Source::Config, Some((config, _))) => config,
            (Source::Snapshots, Some((_, snapshots))) => snapshots,
            _ => self.input.document,
        };
        Some(Node { document, id })
    }

    /// Appends the pointer of a place.
    pub(crate) fn write_pointer(&self, at: At, text: &mut String) {
        let Some((source, entry)) = at.place() else { return };
        let (document, root) = match (source, self.kept) {
            (Source::Config, Some((config, _))) => (config, 0),
            (Source::Snapshots, Some((_, snapshots))) => (snapshots, 0),
            _ => (self.input.document, self.input.id),
        };
        if !document.name.is_empty() {
            text.push('/');
            text.push_str(document.name);
        }
        document.write_pointer(entry, root, text);
    }
}
