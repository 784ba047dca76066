//! What the deals of an input bring along: each its own, or all of them together.

use std::collections::BTreeSet;

use crate::pipedrive::rows;
use crate::read::Node;

/// The deals of an input.
pub(super) fn deals(input: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    input.get("deals").map(rows).unwrap_or_default()
}

/// The metadata of fields: what stands beside the deals, else what the first deal brings that has any.
pub(super) fn fields(input: Node<'_>) -> Option<Node<'_>> {
    input.get("fields").or_else(|| deals(input).find_map(|deal| deal.get("fields")))
}

/// The products that are known: those beside the deals, those of each deal, and those that stand in its rows.
pub(super) struct Products<'a> {
    /// Their codes.
    pub codes: Vec<&'a str>,
    /// Their categories.
    pub categories: Vec<&'a str>,
}

impl<'a> Products<'a> {
    /// Reads what is passed of them.
    pub(super) fn of(input: Node<'a>) -> Self {
        let details = |node: Node<'a>| node.get("productDetails").map(rows).unwrap_or_default();
        let (mut codes, mut categories) = (BTreeSet::new(), BTreeSet::new());
        let mut add = |product: Node<'a>| {
            for (name, found) in [("code", &mut codes), ("category", &mut categories)] {
                let value = product.get(name).and_then(Node::text).map(str::trim);
                found.extend(value.filter(|text| !text.is_empty()));
            }
        };
        details(input).for_each(&mut add);
        for deal in deals(input) {
            details(deal).for_each(&mut add);
            let of_rows = deal.get("products").map(rows).unwrap_or_default();
            of_rows.filter_map(|row| row.get("product")).for_each(&mut add);
        }
        Self { codes: codes.into_iter().collect(), categories: categories.into_iter().collect() }
    }
}
