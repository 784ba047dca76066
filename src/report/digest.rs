//! What tells two rows of one deal, or of one document, from each other, wherever they stand in the input.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

use crate::read::{Kind, Node};

/// How many values a row holds, then a number made of them. Of two, the one that says more is the greater.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Digest(u32, u64);

impl Digest {
    pub(super) fn of(row: Node<'_>) -> Self {
        // Its keys are fixed: the same values come to the same number on every run.
        let mut hasher = DefaultHasher::new();
        let mut count = 0;
        walk(row, &mut hasher, &mut count);
        Self(count, hasher.finish())
    }
}

/// The reader bounds how deep values stand in each other.
fn walk(node: Node<'_>, hasher: &mut DefaultHasher, count: &mut u32) {
    *count = count.saturating_add(1);
    match node.kind() {
        Kind::Object => node.members().for_each(|(name, value)| {
            name.hash(hasher);
            walk(value, hasher, count);
        }),
        Kind::Array => node.items().for_each(|value| walk(value, hasher, count)),
        kind => (kind as u8, node.raw()).hash(hasher),
    }
    0xFF_u8.hash(hasher);
}
