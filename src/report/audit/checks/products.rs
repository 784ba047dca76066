//! Pipedrive's products: codes, prices, Xero's items.

use std::collections::BTreeMap;

use super::super::kind::{PRODUCT_CODE, PRODUCT_ITEM, PRODUCT_PRICE};
use super::super::tally::{Hit, Key, Tally, key};
use super::Looked;
use crate::money::Decimal;
use crate::pipedrive::payload;
use crate::read::{Kind, Node};

/// The products, each once: the list, else those that rows of deals bring.
fn known<'a>(looked: &Looked<'_, 'a>) -> BTreeMap<Key, Node<'a>> {
    let mut found = BTreeMap::new();
    let of_deals = looked.won().flat_map(|deal| deal.products.iter().flatten());
    let of_rows = of_deals.filter_map(|row| row.get("product")).map(payload);
    for product in looked.inputs.products.all.iter().copied().chain(of_rows) {
        let id = product.get("id").map_or("", Node::raw);
        let name = product.get("name").map_or("", Node::raw);
        found.entry(key(id, if id.is_empty() { name } else { "" })).or_insert(product);
    }
    found
}

fn hit<'a>(looked: &Looked<'_, 'a>, product: Node<'a>) -> Hit<'a> {
    let text = |name: &str| product.get(name).map_or("", |value| value.raw().trim());
    Hit { id: text("id"), name: text("name"), at: product.at(), user: looked.inputs.user_of(product) }
}

/// Whether a product has a price in any currency: v2 lists them, v1 may have them by currency.
fn has_price(prices: Node<'_>) -> bool {
    let is_price = |row: Node<'_>| {
        row.get("price")
            .and_then(|price| Decimal::parse(price.raw()).ok())
            .is_some_and(|price| !price.is_zero())
    };
    match prices.kind() {
        Kind::Object => prices.members().any(|(_, row)| is_price(row)),
        _ => prices.items().any(is_price),
    }
}

pub(super) fn check(looked: &Looked<'_, '_>) -> Vec<Tally> {
    let [mut code, mut price, mut item] =
        [&PRODUCT_CODE, &PRODUCT_PRICE, &PRODUCT_ITEM].map(|kind| looked.tally(kind));
    let products = known(looked);
    if products.is_empty() && !looked.inputs.products.is_given {
        return [code, price, item].map(|tally| tally.lacks("products")).into();
    }
    let snapshots = || looked.inputs.snapshots.iter().map(|(_, snapshot)| snapshot);
    let has_items = snapshots().next().is_some() && snapshots().all(|snapshot| snapshot.items.is_some());
    let mut has_prices = products.is_empty();
    for product in products.into_values() {
        let hit = hit(looked, product);
        let own = product.get("code").map_or("", |code| code.raw().trim());
        code.look(1);
        if own.is_empty() {
            code.hit(hit, looked.sources, || "has no code".to_owned());
        } else if has_items {
            item.look(1);
            if !snapshots().any(|snapshot| snapshot.item(own).is_some()) {
                item.hit(hit, looked.sources, || format!("no item is `{}`", crate::read::clipped(own)));
            }
        }
        // A product that a row of a deal brings may come without.
        if let Some(prices) = product.get("prices") {
            has_prices = true;
            price.look(1);
            if !has_price(prices) {
                price.hit(hit, looked.sources, || "has no price in any currency".to_owned());
            }
        }
    }
    if !has_items {
        item = item.lacks("items");
    }
    if !has_prices {
        price = price.lacks("products[].prices");
    }
    vec![code, price, item]
}
