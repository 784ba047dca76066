//! Conditions about products: what holds is what the README says, and what never holds holds for no deal.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{check, example};
use crate::cases;

/// A product: its code and its quantity.
type Product = (&'static str, u32);

#[derive(Debug, Clone)]
struct Deal {
    title: &'static str,
    products: Vec<Product>,
}

fn test(field: &str, is: &str, key: &str, value: impl Into<Value>) -> Value {
    json!({ "field": field, "is": is, key: value.into() })
}

fn condition() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        (prop::sample::select(vec!["equal", "not equal"]), prop::sample::select(vec!["A", "B"]))
            .prop_map(|(is, code)| test("product.code", is, "to", code)),
        (prop::sample::select(vec!["greater", "at most"]), 1..4_u32).prop_map(|(is, than)| test(
            "product.quantity",
            is,
            "than",
            than
        )),
        prop::sample::select(vec!["x", "y"]).prop_map(|title| test("deal.title", "equal", "to", title)),
    ];
    leaf.prop_recursive(4, 14, 3, |inner| {
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 1..4).prop_map(|several| json!({ "all": several })),
            3 => prop::collection::vec(inner.clone(), 1..4).prop_map(|several| json!({ "any": several })),
            1 => inner.prop_map(|one| json!({ "not": one })),
        ]
    })
}

fn deal() -> impl Strategy<Value = Deal> {
    let product = (prop::sample::select(vec!["A", "B", "C"]), 1..5_u32);
    (prop::sample::select(vec!["x", "y"]), prop::collection::vec(product, 0..4))
        .prop_map(|(title, products)| Deal { title, products })
}

/// Whether a condition looks at the product that others beside it look at.
fn is_of_product(condition: &Value) -> bool {
    match condition.get("any") {
        Some(several) => several.as_array().unwrap().iter().any(|one| match one.get("all") {
            Some(inner) => inner.as_array().unwrap().iter().any(is_of_product),
            None => is_of_product(one),
        }),
        None => condition["field"].as_str().is_some_and(|field| field.starts_with("product.")),
    }
}

/// Whether a condition holds for a deal; `one` is the product that the `all` around it is about.
fn holds(condition: &Value, deal: &Deal, one: Option<Product>) -> bool {
    if let Some(inner) = condition.get("not") {
        return !holds(inner, deal, None);
    }
    if let Some(several) = condition.get("any") {
        return several.as_array().unwrap().iter().any(|inner| holds(inner, deal, one));
    }
    if let Some(several) = condition.get("all") {
        let several = several.as_array().unwrap();
        let own = |inner: &Value| inner.get("all").is_some();
        if one.is_some() {
            return several.iter().all(|inner| holds(inner, deal, one.filter(|_| !own(inner))));
        }
        let (together, apart): (Vec<_>, Vec<_>) = several.iter().partition(|inner| is_of_product(inner));
        return apart.into_iter().all(|inner| holds(inner, deal, None))
            && (together.is_empty()
                || deal
                    .products
                    .iter()
                    .any(|product| together.iter().all(|inner| holds(inner, deal, Some(*product)))));
    }
    let passes = |(code, quantity): Product| match condition["is"].as_str().unwrap() {
        "equal" => condition["to"] == code,
        "not equal" => condition["to"] != code,
        "greater" => u64::from(quantity) > condition["than"].as_u64().unwrap(),
        _ => u64::from(quantity) <= condition["than"].as_u64().unwrap(),
    };
    match (condition["field"] == "deal.title", one) {
        (true, _) => condition["to"] == deal.title,
        (false, Some(product)) => passes(product),
        (false, None) => deal.products.iter().copied().any(passes),
    }
}

/// The deals as one call has them.
fn inputs(deals: &[Deal]) -> Vec<Value> {
    let of = |(place, deal): (usize, &Deal)| {
        let row = |(row, (code, quantity)): (usize, &Product)| {
            json!({ "id": row + 1, "product_id": row + 1, "name": "P", "item_price": 10,
            "quantity": quantity, "tax": 20, "tax_method": "exclusive", "product": { "id": row + 1, "code": code } })
        };
        let products: Vec<_> = deal.products.iter().enumerate().map(row).collect();
        json!({ "deal": { "id": place + 1, "title": deal.title, "status": "won", "value": 10, "currency": "GBP", "org_id": 5 },
            "products": products, "organization": { "id": 5, "name": "Org" } })
    };
    deals.iter().enumerate().map(of).collect()
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn what_holds_is_what_is_said_and_what_never_holds_holds_for_no_deal(
        when in condition(),
        deals in prop::collection::vec(deal(), 1..4),
    ) {
        let mut input = example("agency");
        input["config"]["rules"] = json!([{ "name": "it", "when": when, "then": { "hold": "look at it" } }]);
        input["deals"] = json!(inputs(&deals));
        input["leastShare"] = json!(0);
        let found = check(&input);
        let expected = deals.iter().filter(|deal| holds(&when, deal, None)).count();
        let rule = &found["coverage"]["rules"][0];
        prop_assert_eq!(&rule["applied"], &json!(expected), "{} of {:?}: {:#}", when, deals, found["coverage"]);
        prop_assert_eq!(&rule["undecided"], &json!(0));
        let is_never = found["findings"].to_string().contains("CONFIG_RULE_NEVER");
        prop_assert!(!is_never || expected == 0, "{} is told to never hold, and does for {:?}", when, deals);
    }
}
