//! A small snapshot answers as the one it was made from, to the byte.

use std::fs;

use proptest::prelude::*;
use serde_json::{Value, json};
use wonvoice::call_json;

use crate::cases;
use crate::files::{fixtures, load};
use crate::generate;

/// The operations that read a snapshot.
const READERS: [&str; 6] =
    ["validate", "mapDealToInvoice", "localTime", "decideVerdict", "paymentStatus", "predictTotals"];

/// The snapshot made small, whether or not it could be used.
fn compact(snapshot: &Value) -> Result<Value, String> {
    let answer = call_json("compactSnapshot", &json!({ "snapshot": snapshot }).to_string()).unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    match answer.get("snapshot") {
        Some(small) => Ok(small.clone()),
        None => Err(answer["findings"].to_string()),
    }
}

fn assert_same(operation: &str, input: &Value, small: &Value, what: &str) {
    let mut other = input.clone();
    other["snapshot"] = small.clone();
    let before = call_json(operation, &input.to_string()).unwrap();
    assert_eq!(call_json(operation, &other.to_string()).unwrap(), before, "{operation} of {what}");
}

#[test]
fn every_case_answers_the_same() {
    let (mut same, mut refused) = (0, 0);
    for operation in READERS {
        for entry in fs::read_dir(fixtures().join(operation)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                continue;
            }
            let input = load(&path);
            // Of several snapshots each is one; a text that is no JSON cannot be kept.
            let Some(snapshot) = input.get("snapshot").filter(|snapshot| snapshot.is_object()) else {
                continue;
            };
            // A snapshot without its organisation is refused, and some cases need none.
            let mut whole = snapshot.clone();
            if whole.get("organisation").is_none() {
                whole["organisation"] = json!({ "BaseCurrency": "GBP" });
            }
            let Ok(mut small) = compact(&whole) else {
                refused += 1;
                continue;
            };
            if snapshot.get("organisation").is_none() {
                small.as_object_mut().unwrap().remove("organisation");
            }
            assert_same(operation, &input, &small, &path.display().to_string());
            same += 1;
        }
    }
    assert!(same > 250 && refused < 10, "{same} the same, {refused} refused");
}

/// Every value below `node`, by its pointer.
fn places(node: &Value, at: String, found: &mut Vec<String>) {
    let mut inner = |key: String, value: &Value| places(value, format!("{at}/{key}"), found);
    match node {
        Value::Object(members) => members.iter().for_each(|(key, value)| inner(key.clone(), value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, value)| inner(at.to_string(), value)),
        _ => {}
    }
    found.push(at);
}

/// What stands in a snapshot that another program wrote, or a person.
fn odd() -> impl Strategy<Value = Value> {
    let values = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(20),
        json!(12.5),
        json!("20"),
        json!("1234567890.123456789"),
        json!("true"),
        json!("false"),
        json!("0"),
        json!(""),
        json!(" "),
        json!("ACTIVE"),
        json!("active"),
        json!("ARCHIVED"),
        json!("NONE"),
        json!("OUTPUT2"),
        json!("BANK"),
        json!("DEBTORS"),
        json!("REVENUE"),
        json!("EXPENSE"),
        json!("200"),
        json!("HOST"),
        json!([]),
        json!({}),
        json!([{}]),
        json!({ "Rate": 20 }),
        json!([{ "Rate": 12.5 }, { "Rate": 7.5, "IsCompound": true }]),
    ];
    prop::sample::select(values.to_vec())
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn a_spoilt_one_answers_the_same(
        spoilt in prop::collection::vec((any::<prop::sample::Index>(), odd()), 0..6),
        handoff in generate::handoff(3),
    ) {
        let mut input = handoff.input;
        // Fields that Xero answers and the samples do without.
        let rate = &mut input["snapshot"]["taxRates"]["TaxRates"][0];
        rate["DisplayTaxRate"] = json!(21);
        rate["TaxComponents"] = json!([{ "Name": "VAT", "Rate": 20, "IsCompound": false }]);
        for (place, value) in spoilt {
            let mut found = Vec::new();
            places(&input["snapshot"], String::new(), &mut found);
            let at = place.get(&found).clone();
            *input["snapshot"].pointer_mut(&at).unwrap() = value;
        }
        if let Ok(small) = compact(&input["snapshot"]) {
            assert_same("mapDealToInvoice", &input, &small, "a spoilt snapshot");
            // What is small already stays as it is.
            prop_assert_eq!(compact(&small).unwrap(), small);
        }
    }
}
