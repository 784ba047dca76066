//! What Xero allows, takes and computes.
//!
//! Shapes and names are those of Xero's Accounting API 2.0, specification 16.1.0.

pub mod compare;
pub mod contact;
pub mod currency;
pub mod invoice;
pub mod snapshot;
pub mod terms;
pub mod totals;
pub mod zone;

use crate::read::{Items, Kind, Node};

/// The rows of a list in Xero's envelope (`{ "TaxRates": [ … ] }`), of a bare list, or the one bare object.
pub(crate) fn rows<'a>(node: Node<'a>, envelope: &str) -> Rows<'a> {
    if node.kind() == Kind::Array {
        return Rows { items: node.items(), single: None };
    }
    match node.get(envelope) {
        Some(list) => Rows { items: list.items(), single: None },
        None => Rows { items: node.items(), single: (node.kind() == Kind::Object).then_some(node) },
    }
}

/// Iterates over the rows of a list.
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    items: Items<'a>,
    single: Option<Node<'a>>,
}

impl<'a> Iterator for Rows<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.single.take().or_else(|| self.items.next())
    }
}
