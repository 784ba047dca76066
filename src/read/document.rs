//! A whole input as a flat list of entries, each with its text and its place.

use core::fmt;

use super::columns::NO_PLACE;
use super::{Items, Kind, MAX_BYTES, MAX_NODES, Node, Source};
use crate::money::{LONGEST, plain};

#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    /// Where its text starts; of a container, the container around it.
    pub(super) start: u32,
    /// How long its text is; of a container, its place among the values beside it.
    pub(super) length: u32,
    /// The entry after this one and everything inside it.
    pub(super) next: u32,
}

/// A whole input, read once.
pub struct Document {
    pub(super) source: Source,
    /// What the caller calls it, before its pointers, unless it is the input.
    pub(super) name: &'static str,
    pub(super) text: String,
    /// Texts that do not stand in `text` as they are: unescaped ones, and those from objects.
    pub(super) extra: String,
    pub(super) entries: Vec<Entry>,
    /// The containers that are being filled, and how many values each has so far.
    pub(super) open: Vec<(u32, u32)>,
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("source", &self.source)
            .field("entries", &self.entries.len())
            .finish()
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

    /// Appends a copy of a value without its members of those names, however deep they lie.
    #[cfg(feature = "full")]
    pub(crate) fn copy_without(&mut self, node: Node<'_>, names: &[&str]) {
        if !matches!(node.kind(), Kind::Array | Kind::Object) {
            return self.copy(node);
        }
        self.push(node.kind());
        for (key, value) in node.members().filter(|(key, _)| !names.contains(key)) {
            self.push_text(Kind::Key, key);
            self.copy_without(value, names);
        }
        node.items().for_each(|item| self.copy_without(item, names));
        self.close();
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

    pub(super) fn push_entry(&mut self, kind: Kind, start: usize, length: usize) -> u32 {
        let id = self.entries.len() as u32;
        self.add(Entry { kind, start: start as u32, length: length as u32, next: id + 1 });
        id
    }

    pub(super) fn add(&mut self, entry: Entry) {
        if entry.kind != Kind::Key
            && let Some((_, count)) = self.open.last_mut()
        {
            *count += 1;
        }
        self.entries.push(entry);
    }

    pub(super) fn entry(&self, id: u32) -> Entry {
        const NULL: Entry = Entry { kind: Kind::Null, start: 0, length: 0, next: u32::MAX };
        self.entries.get(id as usize).copied().unwrap_or(NULL)
    }

    pub(super) fn slice(&self, entry: Entry) -> &str {
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
    pub(super) fn is_called(&self, key: &Entry, name: &str) -> bool {
        key.length as usize == name.len() && self.begins(key.start as usize, name.as_bytes())
    }

    /// Whether a text that starts there begins so.
    pub(super) fn begins(&self, start: usize, text: &[u8]) -> bool {
        let here = match start.checked_sub(self.text.len()) {
            None => self.text.as_bytes().get(start..),
            Some(start) => self.extra.as_bytes().get(start..),
        };
        here.is_some_and(|here| here.starts_with(text))
    }

    /// The RFC 6901 pointer from `root` to the entry `target`, found from within: what lies beside the
    /// way is not looked at. Goes no deeper than [`super::MAX_DEPTH`].
    pub(super) fn write_pointer(&self, target: u32, root: u32, path: &mut String) {
        if target <= root {
            return;
        }
        let parent = self.parent(target);
        self.write_pointer(parent, root, path);
        if self.entry(target).length == NO_PLACE {
            return;
        }
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
        let items = Items { document: Some(self), next: list + 1, end: id };
        items.fold(0, |count, _| count + 1)
    }
}
