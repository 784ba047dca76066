//! JSON that can be changed: numbers as written, keys in order and as often as they stand.

use crate::promises::{quoted, written};
use wonvoice::read::{Kind, Node, Source, parse};

#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// A number, a word, or anything else that is written as it is.
    Raw(String),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    pub fn read(text: &str) -> Option<Self> {
        parse(text.to_owned(), Source::Input).ok().map(|document| Self::of(document.root()))
    }

    fn of(node: Node<'_>) -> Self {
        match node.kind() {
            Kind::Array => Self::List(node.items().map(Self::of).collect()),
            Kind::Object => {
                Self::Object(node.members().map(|(key, value)| (key.to_owned(), Self::of(value))).collect())
            }
            Kind::Text => Self::Text(node.raw().to_owned()),
            _ => Self::Raw(written(node)),
        }
    }

    pub fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        let mut comma = "";
        match self {
            Self::Raw(text) => out.push_str(text),
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::List(items) => {
                out.push('[');
                for item in items {
                    out.push_str(core::mem::replace(&mut comma, ","));
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (key, value) in members {
                    out.push_str(core::mem::replace(&mut comma, ","));
                    out.push_str(&quoted(key));
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }

    /// How many values it holds directly.
    pub fn width(&self) -> usize {
        match self {
            Self::List(items) => items.len(),
            Self::Object(members) => members.len(),
            _ => 0,
        }
    }

    pub fn child(&self, index: usize) -> Option<&Self> {
        match self {
            Self::List(items) => items.get(index),
            Self::Object(members) => members.get(index).map(|(_, value)| value),
            _ => None,
        }
    }

    fn child_mut(&mut self, index: usize) -> Option<&mut Self> {
        match self {
            Self::List(items) => items.get_mut(index),
            Self::Object(members) => members.get_mut(index).map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn at(&self, path: &[usize]) -> Option<&Self> {
        path.iter().try_fold(self, |tree, index| tree.child(*index))
    }

    pub fn at_mut(&mut self, path: &[usize]) -> Option<&mut Self> {
        path.iter().try_fold(self, |tree, index| tree.child_mut(*index))
    }
}
