//! What Xero allows, takes and computes.
//!
//! Shapes and names are those of Xero's Accounting API 2.0, specification 16.1.0.

pub mod answered;
pub mod compare;
pub mod contact;
pub mod currency;
pub mod invoice;
pub mod repeating;
pub mod snapshot;
pub mod terms;
pub mod totals;
pub mod zone;

use crate::read::{Items, Kind, Node};

/// The rows of a list in Xero's envelope (`{ "TaxRates": [ … ] }`), of a bare list, or the one bare object.
pub(crate) fn rows<'a>(node: Node<'a>, envelope: &str) -> Items<'a> {
    if node.kind() == Kind::Array {
        return node.items();
    }
    match node.get(envelope) {
        Some(list) => list.items(),
        None if node.kind() == Kind::Object => node.alone(),
        None => node.items(),
    }
}
