//! Schedules in a currency without decimals.

use crate::call::{call, promises};
use crate::generate::{config, parties, snapshot};
use crate::oracle::number::{Exact, read};
use num_traits::{Signed, Zero};
use proptest::prelude::*;
use serde_json::{Value, json};

fn deal(rows: &[(u32, u32, &str)], method: &str, schedule: Value) -> Value {
    let products = rows.iter().zip(1..).map(|((price, quantity, rate), id): (_, u32)| {
        json!({ "id": id, "deal_id": 42, "name": format!("Row {id}"), "item_price": price, "quantity": quantity,
                "tax": rate, "tax_method": method, "currency": "JPY" })
    });
    let products: Vec<Value> = products.collect();
    let mut config = config(4, "rate");
    config["entities"]["uk"]["schedule"] = schedule;
    config["entities"]["uk"]["lines"]["dealValue"] = json!("ignore");
    let mut snapshot = snapshot();
    snapshot["currencies"]["Currencies"].as_array_mut().unwrap().push(json!({ "Code": "JPY" }));
    json!({ "deal": { "id": 42, "title": "Deal", "value": 1, "currency": "JPY", "status": "won", "org_id": 7 },
            "products": products, "organization": parties().0, "contact": "eaa28f49-6028-4b6e-bb12-d8f6278073fc",
            "config": config, "snapshot": snapshot,
            "localDates": { "today": "2026-11-22", "won": "2026-11-22" }, "now": "2026-11-22T12:00:00Z" })
}

fn is_whole(amount: &Value) -> bool {
    read(amount).is_some_and(|amount: Exact| amount.is_integer())
}

/// The predicted lines of all documents.
fn lines(plan: &Value) -> Vec<Value> {
    let of = |key: &str| plan[key].as_array().cloned().unwrap_or_default();
    let documents = of("documents").into_iter().chain(of("scheduled"));
    documents
        .flat_map(|document| document["totals"]["lines"].as_array().cloned().unwrap_or_default())
        .collect()
}

proptest! {
    #![proptest_config(crate::cases(200))]

    #[test]
    fn parts_of_yen_are_whole_or_a_finding_says_so(
        rows in prop::collection::vec((1_000..200_000_u32, 1..6_u32, prop::sample::select(vec!["20", "5", "12.5"])), 1..6),
        is_inclusive: bool,
        shares in prop::collection::vec(100..2_000_u32, 1..5),
        named in prop::option::of(1..500_u32),
    ) {
        let stages: Vec<Value> = shares.iter().map(|share| match named {
            Some(named) => json!({ "amount": share / 4 + named }),
            None => json!({ "percent": format!("{}.{:02}", share / 100, share % 100) }),
        }).chain([json!({ "rest": true })]).zip(1..).map(|(mut stage, months): (Value, u32)| {
            stage["date"] = json!({ "from": "win", "months": months });
            stage
        }).collect();
        let schedule = json!({ "kind": "milestones", "amounts": "gross", "milestones": stages });
        let plan = call("mapDealToInvoice", &deal(&rows, if is_inclusive { "inclusive" } else { "exclusive" }, schedule).to_string()).unwrap();
        prop_assert_eq!(promises(&plan), Ok(()));
        let codes = plan["findings"].to_string();
        if plan["ok"] != true {
            prop_assert!(named.is_some() && codes.contains("SCHEDULE_"), "{codes}");
            return Ok(());
        }
        let lines = lines(&plan);
        let is_fine = lines.iter().any(|line| !is_whole(&line["lineAmount"]) || !is_whole(&line["taxAmount"]));
        prop_assert_eq!(is_fine, codes.contains("MONEY_TOO_FINE"), "{} {:?}", codes, lines);
        if named.is_none() {
            prop_assert!(lines.iter().all(|line| is_whole(&line["lineAmount"])), "{:?}", lines);
        }
        let sum = lines.iter().fold(Exact::zero(), |sum, line| sum + read(&line["lineAmount"]).unwrap());
        let whole: u32 = rows.iter().map(|(price, quantity, _)| price * quantity).sum();
        prop_assert!((sum - Exact::from_integer(whole.into())).abs().is_zero());
    }
}
