//! What Pipedrive sends, in any of its historic shapes, read into one.
//!
//! REST v2, REST v1 as it was until 2026, and webhooks v1 and v2; bare or in the API's envelope.
//! Shapes follow Pipedrive's OpenAPI files and its guide to webhooks v2.

#[cfg(feature = "full")]
pub(crate) mod among;
pub mod deal;
pub mod discount;
pub mod field;
#[cfg(feature = "full")]
pub mod metadata;
pub mod party;
pub mod product;
pub mod reference;
pub mod webhook;

use crate::read::{Items, Kind, Node};

/// The object itself, out of `{success, data}`, a webhook, or nothing around it.
#[must_use]
pub fn payload(node: Node<'_>) -> Node<'_> {
    if node.kind() != Kind::Object {
        return node;
    }
    let (mut data, mut current, mut wrapped) = (None, None, false);
    for (key, value) in node.members() {
        match key {
            "data" => data = Some(value),
            "current" => current = Some(value),
            "success" | "meta" | "additional_data" | "related_objects" | "event" => wrapped = true,
            _ => {}
        }
    }
    match (data, current) {
        (Some(data), _) if wrapped || data.kind() == Kind::Array => data,
        (_, Some(current)) if wrapped => current,
        // An envelope that lost everything but its content.
        (Some(data), _) if node.members().count() == 1 => data,
        _ => node,
    }
}

/// The rows of a list, or the one row of an object.
#[must_use]
pub fn rows(node: Node<'_>) -> Items<'_> {
    let inner = payload(node);
    match inner.kind() {
        Kind::Object => inner.alone(),
        _ => inner.items(),
    }
}
