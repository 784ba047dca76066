//! Deals that several entities bill: the shares against the deal that one bills.

use crate::call::{call, promises};
use crate::generate::{Handoff, handoff};
use crate::json::Json;
use proptest::prelude::*;
use serde_json::{Value, json};

const TENANTS: [(&str, &str); 3] = [
    ("uk", "8be9db36-3598-4755-ba5c-c2dbc8c4a7a2"),
    ("ie", "0b1a2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"),
    ("au", "11111111-2222-4333-8444-555555555555"),
];

fn map(input: &Value) -> Value {
    call("mapDealToInvoice", &input.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

/// The same deal with its rows over three entities, each with the settings and the snapshot of the one; whose a row
/// is its name says, and the shares stand in an order that `turn` decides.
fn split(handoff: &Handoff, whose: &[usize], turn: usize) -> Value {
    let mut input = handoff.input.clone();
    let rows = if input["products"].is_array() { &input["products"] } else { &input["products"]["data"] };
    let count = rows.as_array().unwrap().len();
    let mut shares: Vec<Value> = Vec::new();
    for (index, (name, tenant)) in TENANTS.iter().enumerate() {
        let mut entity = input["config"]["entities"]["uk"].clone();
        entity["tenantId"] = json!(tenant);
        input["config"]["entities"][name] = entity;
        let mut snapshot = handoff.snapshot().clone();
        snapshot["tenantId"] = json!(tenant);
        input["snapshots"][name] = snapshot;
        let own =
            (0..count).filter(|row| whose[row % whose.len()] == index).map(|row| format!("Product {row}"));
        let own: Vec<String> = own.collect();
        if !own.is_empty() {
            let when = json!({ "field": "product.name", "is": "in", "values": own });
            shares.push(json!({ "when": when, "entity": name }));
        }
    }
    let turns = turn % shares.len();
    shares.rotate_left(turns);
    let contact = input["contact"].take();
    for (name, _) in TENANTS {
        input["contact"][name] = contact.clone();
    }
    input["config"]["split"] = json!(shares);
    input.as_object_mut().unwrap().remove("snapshot");
    input
}

/// Lines as a multiset, each with what is predicted of it.
fn lines(plan: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for document in plan["documents"].as_array().unwrap() {
        let items = document["body"]["LineItems"].as_array().unwrap();
        let totals = document["totals"]["lines"].as_array().unwrap();
        lines.extend(items.iter().zip(totals).map(|(item, totals)| format!("{item} {totals}")));
    }
    lines.sort();
    lines
}

fn cents(value: &Value) -> i64 {
    let text = value.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let magnitude: i64 = format!("{}{part:0<2}", whole.trim_start_matches('-')).parse().unwrap();
    if text.starts_with('-') { -magnitude } else { magnitude }
}

fn sum_of<'v>(plan: &'v Value, list: &str, of: impl Fn(&'v Value) -> &'v Value) -> i64 {
    plan[list].as_array().into_iter().flatten().map(|one| cents(of(one))).sum()
}

fn codes(plan: &Value) -> Vec<&str> {
    let mut codes: Vec<_> =
        plan["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    codes.sort_unstable();
    codes
}

/// What a share alone may be and the deal is not: nothing, or a credit.
fn is_of_a_share(plan: &Value) -> bool {
    codes(plan).iter().any(|code| ["MONEY_TOTAL_NEGATIVE", "MONEY_TOTAL_ZERO"].contains(code))
}

proptest! {
    #![proptest_config(crate::cases(120))]

    #[test]
    fn shares_have_the_lines_and_the_cents_of_the_deal(
        handoff in handoff(20),
        whose in prop::collection::vec(0..3_usize, 1..9),
        turn in 0..3_usize,
    ) {
        let (one, split) = (map(&handoff.input), map(&split(&handoff, &whose, turn)));
        prop_assert_eq!(promises(&split), Ok(()));
        let amount = sum_of(&split, "shares", |share| &share["amount"]);
        if one["ok"] == true && !is_of_a_share(&one) {
            let net = |document: &Value| -> i64 {
                document["totals"]["lines"].as_array().unwrap().iter().map(|line| cents(&line["lineAmount"])).sum()
            };
            prop_assert_eq!(amount, one["documents"].as_array().unwrap().iter().map(net).sum::<i64>());
        }
        if is_of_a_share(&one) || is_of_a_share(&split) {
            return Ok(());
        }
        prop_assert_eq!(&one["ok"], &split["ok"], "{:?} {:?}", codes(&one), codes(&split));
        prop_assert_eq!(codes(&one), codes(&split));
        prop_assert_eq!(lines(&one), lines(&split));
        for key in ["subTotal", "totalTax", "total"] {
            let of = |plan| sum_of(plan, "documents", |document| &document["totals"][key]);
            prop_assert_eq!(of(&one), of(&split), "{}", key);
        }
        // Each is told from the others by its slot, its token and its identity.
        for document in split["documents"].as_array().unwrap() {
            let entity = document["entity"].as_str().unwrap();
            let slot = format!("{entity}_full");
            prop_assert_eq!(document["slot"].as_str(), Some(slot.as_str()));
            let token = format!("PD-42/{slot}");
            prop_assert_eq!(document["token"].as_str(), Some(token.as_str()));
        }
    }

    #[test]
    fn the_order_of_entities_and_shares_changes_nothing(
        handoff in handoff(9),
        whose in prop::collection::vec(0..3_usize, 1..9),
        turn in 1..3_usize,
        seed in any::<u64>(),
    ) {
        let answer = |text: &str| call("mapDealToInvoice", text).unwrap();
        let one = answer(&split(&handoff, &whose, 0).to_string());
        let other = answer(&Json::from(&split(&handoff, &whose, turn)).shuffled(seed).text());
        let documents = |plan: &Value| {
            let mut all: Vec<String> = plan["documents"].as_array().unwrap().iter().map(|document| {
                let mut document = document.clone();
                // Where it came from is another place where the order is another.
                document.as_object_mut().unwrap().remove("trace");
                document.to_string()
            }).collect();
            all.sort();
            all
        };
        prop_assert_eq!(documents(&one), documents(&other));
        prop_assert_eq!(codes(&one), codes(&other));
    }
}
