//! JSON values in the making: parts of what is there, and new members beside them.

use crate::read::{Document, Kind, Node, Source, parse_or_say};

/// A value that is being made.
#[derive(Debug)]
pub(super) struct Build(Document);

impl Build {
    /// An object without members.
    pub fn object() -> Self {
        let mut document = Document::new(Source::Input);
        document.push(Kind::Object);
        Self(document)
    }

    /// A list without items.
    pub fn list() -> Self {
        let mut document = Document::new(Source::Input);
        document.push(Kind::Array);
        Self(document)
    }

    #[inline(never)]
    fn key(&mut self, name: &str) -> &mut Document {
        self.0.push_text(Kind::Key, name);
        &mut self.0
    }

    /// Adds a member that is there already.
    #[inline(never)]
    pub fn node(&mut self, name: &str, node: Node<'_>) -> &mut Self {
        self.key(name).copy(node);
        self
    }

    /// Adds members that are there, by their names; those that are not are left out.
    #[inline(never)]
    pub fn pick(&mut self, of: Node<'_>, names: &[&str]) -> &mut Self {
        for name in names {
            if let Some(node) = of.get(name) {
                self.node(name, node);
            }
        }
        self
    }

    /// Adds a text.
    #[inline(never)]
    pub fn text(&mut self, name: &str, text: &str) -> &mut Self {
        self.key(name).push_text(Kind::Text, text);
        self
    }

    /// Adds a whole number.
    #[inline(never)]
    pub fn number(&mut self, name: &str, number: i64) -> &mut Self {
        self.key(name).push_text(Kind::Number, &number.to_string());
        self
    }

    /// Adds true or false.
    #[inline(never)]
    pub fn flag(&mut self, name: &str, is: bool) -> &mut Self {
        self.key(name).push_text(Kind::Boolean, if is { "true" } else { "false" });
        self
    }

    /// Adds an object or a list that `fill` fills.
    pub fn within(&mut self, name: &str, kind: Kind, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.key(name).push(kind);
        fill(self);
        self.0.close();
        self
    }

    /// Adds an object to a list.
    pub fn item(&mut self, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.0.push(Kind::Object);
        fill(self);
        self.0.close();
        self
    }

    /// Adds an item that is there already.
    #[inline(never)]
    pub fn item_node(&mut self, node: Node<'_>) -> &mut Self {
        self.0.copy(node);
        self
    }

    /// The value.
    #[inline(never)]
    pub fn finish(mut self) -> Document {
        self.0.close();
        self.0
    }
}

/// Members of a value, looked for in one place: where speed counts, `Node` does it in many.
pub(super) trait Peek<'a> {
    /// The member of that name.
    fn peek(self, name: &str) -> Option<Node<'a>>;
    /// The text of the member of that name; empty where there is none.
    fn raw_of(self, name: &str) -> &'a str;
}

impl<'a> Peek<'a> for Node<'a> {
    #[inline(never)]
    fn peek(self, name: &str) -> Option<Self> {
        self.get(name)
    }

    #[inline(never)]
    fn raw_of(self, name: &str) -> &'a str {
        self.peek(name).map_or("", Node::raw)
    }
}

/// A part of an input: one that is there, or one that was made.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// As somebody passed or answered it.
    Given(Node<'a>),
    /// Put together.
    Made(Document),
}

impl Piece<'_> {
    /// The value.
    pub fn node(&self) -> Node<'_> {
        match self {
            Self::Given(node) => *node,
            Self::Made(document) => document.root(),
        }
    }
}

/// The parts of the operations' inputs, by name.
#[derive(Debug, Default)]
pub(super) struct Pieces<'a>(Vec<(&'static str, Piece<'a>)>);

impl<'a> Pieces<'a> {
    /// Sets a part, in the place of what it was.
    #[inline(never)]
    pub fn set(&mut self, name: &'static str, piece: Piece<'a>) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = piece,
            None => self.0.push((name, piece)),
        }
    }

    /// A part.
    #[inline(never)]
    pub fn get(&self, name: &str) -> Option<Node<'_>> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, piece)| piece.node())
    }

    /// The input of an operation, with those of the parts that are there.
    #[inline(never)]
    pub fn of(&self, names: &[&str]) -> Document {
        let mut input = Build::object();
        for (name, piece) in self.0.iter().filter(|(name, _)| names.contains(name)) {
            input.node(name, piece.node());
        }
        input.finish()
    }
}

/// An answer of an operation, to be read by the next.
#[inline(never)]
pub(super) fn read(text: String) -> Document {
    parse_or_say(text, Source::Input)
}
