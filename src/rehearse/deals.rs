//! What the deals of an input bring along: each its own, or all of them together.

use std::collections::BTreeSet;

use crate::pipedrive::{payload, rows};
use crate::read::Node;

/// The deals of an input.
pub(super) fn deals(input: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    input.get("deals").map(rows).unwrap_or_default()
}

/// The metadata of fields: what stands beside the deals, else what the first deal brings that has any.
pub(super) fn fields(input: Node<'_>) -> Option<Node<'_>> {
    input.get("fields").or_else(|| deals(input).find_map(|deal| deal.get("fields")))
}

/// What is known of products, beside the deals, in each of them and in its rows; and the currencies of the deals.
pub(super) struct Seen<'a> {
    /// Codes of products.
    pub codes: Vec<&'a str>,
    /// Categories of products.
    pub categories: Vec<&'a str>,
    /// Currencies of deals.
    pub currencies: Vec<&'a str>,
}

impl<'a> Seen<'a> {
    /// Reads what is passed.
    pub(super) fn of(input: Node<'a>) -> Self {
        let details = |node: Node<'a>| node.get("productDetails").map(rows).unwrap_or_default();
        let [mut codes, mut categories, mut currencies] = [const { BTreeSet::new() }; 3];
        let add = |node: Node<'a>, name: &str, found: &mut BTreeSet<&'a str>| {
            let value = node.get(name).and_then(Node::text).map(str::trim);
            found.extend(value.filter(|text| !text.is_empty()));
        };
        let mut add_product = |product: Node<'a>| {
            add(product, "code", &mut codes);
            add(product, "category", &mut categories);
        };
        details(input).for_each(&mut add_product);
        for deal in deals(input) {
            details(deal).for_each(&mut add_product);
            let of_rows = deal.get("products").map(rows).unwrap_or_default();
            of_rows.filter_map(|row| row.get("product")).for_each(&mut add_product);
            add(payload(deal.get("deal").unwrap_or(deal)), "currency", &mut currencies);
        }
        let [codes, categories, currencies] =
            [codes, categories, currencies].map(|found| found.into_iter().collect());
        Self { codes, categories, currencies }
    }
}
