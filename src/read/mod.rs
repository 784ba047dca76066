//! JSON to values that know where they came from.
//!
//! Whatever the caller passed (text, JavaScript objects, objects with JSON text inside) becomes one
//! [`Document`]: a flat list of entries. A [`Node`] is a place in it, an [`At`] remembers that place
//! in four bytes, and only a finding or a trace turns it into a JSON pointer.

pub mod country;
pub mod date;
mod findings;
mod near;
pub mod tax_number;
mod text;
mod value;

use core::fmt;

pub use findings::Findings;
pub use near::nearest;
#[cfg(feature = "full")]
pub(crate) use text::TOO_DEEP;
pub use text::{TextError, parse, parse_or_say};
pub use value::{Given, boolean, decimal, identifier, is_uuid, text_of, whole};
pub(crate) use value::{clipped, ends_line, is_unwritable, one_line, shown, trimmed, writable};

use crate::money::{LONGEST, plain};

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
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    kind: Kind,
    /// Where its text starts; of a container, the container around it.
    start: u32,
    /// How long its text is; of a container, its place among the values beside it.
    length: u32,
    /// The entry after this one and everything inside it.
    next: u32,
}

/// A whole input, read once.
pub struct Document {
    source: Source,
    /// What the caller calls it, before its pointers, unless it is the input.
    name: &'static str,
    text: String,
    /// Texts that do not stand in `text` as they are: unescaped ones, and those from objects.
    extra: String,
    entries: Vec<Entry>,
    /// The containers that are being filled, and how many values each has so far.
    open: Vec<(u32, u32)>,
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("source", &self.source)
            .field("entries", &self.entries.len())
            .finish()
    }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct At {
    source: Source,
    /// Zero means nowhere; the root is one.
    entry: u32,
}

impl At {
    /// Not from the input.
    pub const NOWHERE: Self = Self { source: Source::Input, entry: 0 };

    /// Whether this names a place.
    #[must_use]
    pub fn is_somewhere(self) -> bool {
        self.entry != 0
    }
}

/// A value in a document.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    document: &'a Document,
    id: u32,
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {}", self.kind(), Sources::of(self.document.root()).pointer(self.at()))
    }
}

impl Document {
    /// An empty document that a reader fills with [`Document::push`].
    #[must_use]
    pub fn new(source: Source) -> Self {
        Self {
            source,
            name: source.name(),
            text: String::new(),
            extra: String::new(),
            entries: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Names it otherwise than its source does.
    pub(crate) fn set_name(&mut self, name: &'static str) {
        self.name = name;
    }

    /// The outermost value.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node { document: self, id: 0 }
    }

    /// Appends a null, or begins a container, to be ended with [`Document::close`].
    pub fn push(&mut self, kind: Kind) -> u32 {
        let (parent, place) = self.open.last().copied().unwrap_or_default();
        let id = self.push_entry(kind, parent as usize, place as usize);
        if matches!(kind, Kind::Object | Kind::Array) {
            self.open.push((id, 0));
        }
        id
    }

    /// Appends a value that is (or is named by) a text.
    pub fn push_text(&mut self, kind: Kind, text: &str) -> u32 {
        let start = self.text.len() + self.extra.len();
        self.extra.push_str(text);
        self.push_entry(kind, start, text.len())
    }

    /// Takes back a key that was appended last: its value is left out.
    pub fn drop_key(&mut self) {
        if let Some(key) = self.entries.pop() {
            self.extra.truncate((key.start as usize).saturating_sub(self.text.len()));
        }
    }

    /// Appends a copy of a value of another document.
    pub fn copy(&mut self, node: Node<'_>) {
        match node.kind() {
            Kind::Null => {
                self.push(Kind::Null);
            }
            kind @ (Kind::Array | Kind::Object) => {
                self.push(kind);
                for (key, value) in node.members() {
                    self.push_text(Kind::Key, key);
                    self.copy(value);
                }
                node.items().for_each(|item| self.copy(item));
                self.close();
            }
            kind => {
                self.push_text(kind, node.raw());
            }
        }
    }

    /// Ends the container that was begun last.
    pub fn close(&mut self) {
        let next = self.entries.len() as u32;
        if let Some((container, _)) = self.open.pop()
            && let Some(entry) = self.entries.get_mut(container as usize)
        {
            entry.next = next;
        }
    }

    /// Whether the input is within its budgets.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.entries.len() < MAX_NODES && self.text.len() + self.extra.len() < MAX_BYTES
    }

    fn push_entry(&mut self, kind: Kind, start: usize, length: usize) -> u32 {
        let id = self.entries.len() as u32;
        self.add(Entry { kind, start: start as u32, length: length as u32, next: id + 1 });
        id
    }

    fn add(&mut self, entry: Entry) {
        if entry.kind != Kind::Key
            && let Some((_, count)) = self.open.last_mut()
        {
            *count += 1;
        }
        self.entries.push(entry);
    }

    fn entry(&self, id: u32) -> Entry {
        const NULL: Entry = Entry { kind: Kind::Null, start: 0, length: 0, next: u32::MAX };
        self.entries.get(id as usize).copied().unwrap_or(NULL)
    }

    fn slice(&self, entry: Entry) -> &str {
        if matches!(entry.kind, Kind::Object | Kind::Array | Kind::Null) {
            return if entry.kind == Kind::Null { "null" } else { "" };
        }
        let (start, length) = (entry.start as usize, entry.length as usize);
        let found = match start.checked_sub(self.text.len()) {
            None => self.text.get(start..start + length),
            Some(start) => self.extra.get(start..start + length),
        };
        found.unwrap_or("")
    }

    /// Whether a key is that name. Most differ in length already, which costs no look at the text.
    fn is_called(&self, key: &Entry, name: &str) -> bool {
        key.length as usize == name.len() && self.begins(key.start as usize, name.as_bytes())
    }

    /// Whether a text that starts there begins so.
    fn begins(&self, start: usize, text: &[u8]) -> bool {
        let here = match start.checked_sub(self.text.len()) {
            None => self.text.as_bytes().get(start..),
            Some(start) => self.extra.as_bytes().get(start..),
        };
        here.is_some_and(|here| here.starts_with(text))
    }

    /// The RFC 6901 pointer from `root` to the entry `target`, found from within: what lies beside the
    /// way is not looked at.
    /// Not deeper than [`MAX_DEPTH`].
    fn write_pointer(&self, target: u32, root: u32, path: &mut String) {
        if target <= root {
            return;
        }
        let parent = self.parent(target);
        self.write_pointer(parent, root, path);
        path.push('/');
        let before = target.checked_sub(1).map(|id| self.entry(id)).filter(|entry| entry.kind == Kind::Key);
        match before.map(|key| self.slice(key)) {
            Some(key) if key.contains(['~', '/']) => {
                path.push_str(&key.replace('~', "~0").replace('/', "~1"))
            }
            Some(key) => path.push_str(key),
            None => path.push_str(plain(self.place(target, parent).into(), 0, &mut [0; LONGEST])),
        }
    }

    /// The container around an entry.
    fn parent(&self, id: u32) -> u32 {
        let entry = self.entry(id);
        if matches!(entry.kind, Kind::Object | Kind::Array) {
            return entry.start;
        }
        let holds = |entry: &Entry| matches!(entry.kind, Kind::Object | Kind::Array) && entry.next > id;
        let before = self.entries.get(..id as usize).unwrap_or_default();
        before.iter().rposition(holds).unwrap_or_default() as u32
    }

    /// The place of an entry in the list around it.
    fn place(&self, id: u32, list: u32) -> u32 {
        let entry = self.entry(id);
        if matches!(entry.kind, Kind::Object | Kind::Array) {
            return entry.length;
        }
        let items = Items { document: self, next: list + 1, end: id };
        items.fold(0, |count, _| count + 1)
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
        At { source: self.document.source, entry: self.id + 1 }
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
        Items { document: self.document, next: self.id + 1, end }
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
        }
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
#[derive(Debug, Clone)]
pub struct Items<'a> {
    document: &'a Document,
    next: u32,
    end: u32,
}

impl<'a> Iterator for Items<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        (self.next < self.end).then(|| {
            let id = self.next;
            self.next = self.document.entry(id).next;
            Node { document: self.document, id }
        })
    }
}

/// Iterates over the rows of a list, or over the one row that stands for a list.
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    items: Items<'a>,
    single: Option<Node<'a>>,
}

impl<'a> Rows<'a> {
    /// The items of a list; of anything else, none.
    #[must_use]
    pub fn of(list: Node<'a>) -> Self {
        Self { items: list.items(), single: None }
    }

    /// One row.
    #[must_use]
    pub fn one(row: Node<'a>) -> Self {
        Self { items: Items { document: row.document, next: 0, end: 0 }, single: Some(row) }
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.single.take().or_else(|| self.items.next())
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

    /// Appends the pointer of a place.
    pub(crate) fn write_pointer(&self, at: At, text: &mut String) {
        let Some(entry) = at.entry.checked_sub(1) else { return };
        let (document, root) = match (at.source, self.kept) {
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
