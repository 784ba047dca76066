//! Won deals: what the plan says against what the deal is worth.

use crate::call::{call, plan_totals_hold, promises};
use crate::generate::{Handoff, handoff};
use crate::json::Json;
use crate::oracle::deal::worth;
use crate::oracle::{Totals, number};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use std::collections::BTreeMap;

fn map(handoff: &Handoff) -> Value {
    call("mapDealToInvoice", &handoff.input.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

fn codes(plan: &Value) -> Vec<String> {
    let findings = plan["findings"].as_array().into_iter().flatten();
    let mut codes: Vec<String> =
        findings.map(|finding| format!("{}: {}", finding["severity"], finding["code"])).collect();
    codes.sort();
    codes
}

/// The documents of a plan, or nothing where it is refused.
fn documents(plan: &Value) -> &[Value] {
    if plan["ok"] == true { plan["documents"].as_array().map_or(&[], Vec::as_slice) } else { &[] }
}

/// Lines as a multiset, each with what is predicted of it.
fn lines(document: &Value) -> Vec<String> {
    let items = document["body"]["LineItems"].as_array().unwrap();
    let totals = document["totals"]["lines"].as_array().unwrap();
    assert_eq!(items.len(), totals.len(), "lines and their totals in {document}");
    let mut lines: Vec<String> =
        items.iter().zip(totals).map(|(item, totals)| format!("{item} {totals}")).collect();
    lines.sort();
    lines
}

/// A property of refused deals alone would prove nothing.
#[test]
fn most_generated_deals_are_invoiced() {
    let mut runner = TestRunner::new(crate::cases(1));
    let (mut invoiced, mut why) = (0, BTreeMap::new());
    let (tries, strategy) = (60, handoff(50));
    for _ in 0..tries {
        let plan = map(&strategy.new_tree(&mut runner).unwrap().current());
        invoiced += usize::from(documents(&plan).len() == 1);
        for code in codes(&plan) {
            *why.entry(code).or_insert(0) += 1;
        }
    }
    println!("{invoiced} of {tries} deals became an invoice; findings: {why:#?}");
    assert!(invoiced * 10 >= tries * 9, "only {invoiced} of {tries} deals became an invoice: {why:#?}");
}

proptest! {
    #![proptest_config(crate::cases(160))]

    #[test]
    fn predicted_totals_are_the_oracles_on_the_body(handoff in handoff(50)) {
        let plan = map(&handoff);
        prop_assert_eq!(promises(&plan), Ok(()));
        prop_assert_eq!(plan_totals_hold(&plan, handoff.snapshot()), Ok(()));
    }

    #[test]
    fn every_cent_of_the_deal_is_on_the_invoice(handoff in handoff(50)) {
        let plan = map(&handoff);
        let worth = worth(&handoff.input);
        for document in documents(&plan) {
            let totals = Totals::from_json(&document["totals"]).unwrap();
            let net = number::sum(totals.lines.iter().map(|line| &line.line_amount));
            // A worth between two cents may go to either; everything else is exact.
            let off = &net - &worth.exact;
            let either = number::is_half_cent(&worth.exact)
                && number::round(&(off.clone() * number::whole(200)), 0) == off.clone() * number::whole(200)
                && (off.clone() * off.clone()) == number::scaled(25, 6);
            prop_assert!(
                either || net == number::round(&worth.exact, 2),
                "the lines come to {}, the deal to {}", number::show(&net), number::show(&worth.exact)
            );
            prop_assert_eq!(totals.lines.len(), worth.rows.len(), "one line an enabled row");
            // Pro rata, cents by largest remainder: each line lies less than a cent from its exact share. Where
            // there are credits, which take no discount, the others' shares are larger.
            if worth.rows.iter().any(|row| row < &number::whole(0)) {
                continue;
            }
            for (line, row) in totals.lines.iter().zip(&worth.rows) {
                let off = &line.line_amount - worth.share(row);
                prop_assert!(
                    &off * &off < number::scaled(1, 4),
                    "a row of {} became a line of {}, its share is {}",
                    number::show(row), number::show(&line.line_amount), number::show(&worth.share(row))
                );
            }
        }
    }

    #[test]
    fn a_deal_that_adds_up_is_not_refused(handoff in handoff(12)) {
        let plan = map(&handoff);
        let errors: Vec<&Value> =
            plan["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error").collect();
        prop_assert!(plan["ok"] == true, "{errors:#?} in {}", handoff.input["products"]);
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing_but_order(handoff in handoff(30), seed in any::<u64>()) {
        let (one, other) = (map(&handoff), map(&handoff.permuted(seed)));
        prop_assert_eq!(codes(&one), codes(&other));
        prop_assert_eq!(documents(&one).len(), documents(&other).len());
        for (one, other) in documents(&one).iter().zip(documents(&other)) {
            prop_assert_eq!(lines(one), lines(other));
            for key in ["subTotal", "totalTax", "total", "totalDiscount", "currency"] {
                prop_assert_eq!(&one["totals"][key], &other["totals"][key], "{}", key);
            }
        }
    }

    #[test]
    fn the_order_of_keys_and_the_number_of_runs_change_no_byte(handoff in handoff(20), seed in any::<u64>()) {
        let json = Json::from(&handoff.input);
        let answer = |operation: &str, text: &str| {
            wonvoice::call_json(operation, text).map_err(|error| error.to_string())
        };
        for operation in ["mapDealToInvoice", "validate"] {
            let first = answer(operation, &json.text());
            prop_assert_eq!(&first, &answer(operation, &json.text()), "{} twice", operation);
            prop_assert_eq!(&first, &answer(operation, &json.shuffled(seed).text()), "{} shuffled", operation);
        }
    }

    #[test]
    fn validate_and_map_agree(handoff in handoff(8)) {
        let plan = map(&handoff);
        let validation = call("validate", &handoff.input.to_string()).unwrap();
        prop_assert_eq!(promises(&validation), Ok(()));
        prop_assert_eq!(&plan["ok"], &validation["ok"], "plan {:?}, validation {:?}", codes(&plan), codes(&validation));
    }

    #[test]
    fn a_batch_is_each_deal_by_itself(first in handoff(5), second in handoff(5)) {
        let mut inputs = vec![first.input.clone(), second.input];
        // One config serves a batch, so the second deal is mapped under the first one's.
        inputs[1]["config"] = first.input["config"].clone();
        for input in &mut inputs {
            let snapshot = input.as_object_mut().unwrap().remove("snapshot").unwrap();
            input["snapshots"] = serde_json::json!({ "uk": snapshot });
        }
        let alone: Vec<Value> = inputs.iter().map(|input| map(&Handoff { input: input.clone() })).collect();
        let parts = ["config", "snapshots"].map(|part| inputs[0][part].clone());
        for input in &mut inputs {
            let input = input.as_object_mut().unwrap();
            input.remove("config");
            input.remove("snapshots");
        }
        let batch = serde_json::json!({ "inputs": inputs, "config": parts[0], "snapshots": parts[1] });
        let together = call("mapMany", &batch.to_string()).unwrap();
        prop_assert_eq!(together, Value::Array(alone));
    }
}
