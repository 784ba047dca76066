//! `shadow`: what a deal and a document are does not depend on their order, and each is one thing.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cases;
use crate::files::{fixtures, load};

fn shadow(input: &Value) -> Value {
    serde_json::from_str(&wonvoice::call_json("shadow", &input.to_string()).unwrap()).unwrap()
}

fn example() -> Value {
    load(&fixtures().join("base/shadow.json"))
}

/// What was found without the places in the input: deals by id, documents by id.
fn facts(answer: &Value) -> (Vec<Value>, Vec<Value>, Value) {
    let mut deals: Vec<Value> = answer["deals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|deal| {
            let billed: Vec<Value> = deal["documents"]
                .as_array()
                .unwrap()
                .iter()
                .map(|slot| {
                    let fields = slot["differences"].as_array().unwrap().iter();
                    let fields: Vec<_> =
                        fields.map(|one| json!([one["field"], one["ours"], one["theirs"]])).collect();
                    json!([
                        slot["slot"],
                        slot["billed"]["id"],
                        slot["billed"]["confidence"],
                        slot["billed"]["evidence"],
                        fields
                    ])
                })
                .collect();
            let mut further: Vec<String> = deal["further"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|one| one["id"].as_str().unwrap().to_owned())
                .collect();
            further.sort();
            json!([deal["id"], deal["class"], billed, further])
        })
        .collect();
    deals.sort_by_key(Value::to_string);
    let documents = answer["documents"].as_array().unwrap().iter();
    let mut documents: Vec<Value> =
        documents.map(|one| json!([one["id"], one["class"], one["deal"].is_null()])).collect();
    documents.sort_by_key(Value::to_string);
    (
        deals,
        documents,
        json!([answer["agreement"], answer["totals"], answer["proposals"], answer["dealClasses"]]),
    )
}

/// The sum of the counts of classes.
fn counted(classes: &Value) -> u64 {
    classes.as_array().unwrap().iter().map(|one| one["count"].as_u64().unwrap()).sum()
}

proptest! {
    #![proptest_config(cases(24))]

    /// Deals of the example and copies of them under other ids, which compete for the same documents.
    #[test]
    fn order_is_irrelevant_and_classes_are_whole(
        copies in prop::collection::vec((0_usize..10, 0_usize..40), 0..8),
        kept in prop::collection::vec(any::<bool>(), 11),
        order in any::<prop::sample::Index>(),
        turn in any::<bool>(),
    ) {
        let mut input = example();
        let deals = input["deals"].as_array_mut().unwrap();
        for (number, (place, days)) in copies.iter().enumerate() {
            let mut deal = deals[*place].clone();
            let id = json!(900 + number);
            deal["deal"]["id"] = id.clone();
            for row in deal["products"].as_array_mut().unwrap() {
                row["deal_id"] = id.clone();
            }
            if deal["deal"]["status"] == "won" {
                deal["deal"]["local_won_date"] = json!(format!("2026-06-{:02}", days % 28 + 1));
                deal["deal"]["won_time"] = json!(format!("2026-06-{:02}T10:00:00Z", days % 28 + 1));
            }
            deals.push(deal);
        }
        let documents = input["documents"]["uk"]["Invoices"].as_array_mut().unwrap();
        let mut keep = kept.iter();
        documents.retain(|_| *keep.next().unwrap());
        let straight = shadow(&input);
        prop_assert_eq!(&straight["findings"], &json!([]));
        let (deals, documents) = (input["deals"].as_array().unwrap().len(), input["documents"]["uk"]["Invoices"].as_array().unwrap().len());
        prop_assert_eq!(straight["deals"].as_array().unwrap().len(), deals);
        prop_assert_eq!(counted(&straight["documentClasses"]), documents as u64);
        prop_assert_eq!(counted(&straight["dealClasses"]), deals as u64);
        // One document for each, at most.
        let mut ids: Vec<String> = straight["deals"].as_array().unwrap().iter().flat_map(|deal| {
            let own = deal["documents"].as_array().unwrap().iter().map(|slot| slot["billed"]["id"].clone());
            let further = deal["further"].as_array().into_iter().flatten().map(|one| one["id"].clone());
            own.chain(further).filter(|id| !id.is_null()).map(|id| id.to_string()).collect::<Vec<_>>()
        }).collect();
        let all = ids.len();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), all);
        let paired = straight["documents"].as_array().unwrap().iter().filter(|one| !one["deal"].is_null()).count();
        prop_assert_eq!(paired, all);
        let deals = input["deals"].as_array_mut().unwrap();
        let by = order.index(deals.len());
        deals.rotate_left(by);
        let list = input["documents"]["uk"]["Invoices"].as_array_mut().unwrap();
        if turn {
            list.reverse();
        } else if !list.is_empty() {
            let by = order.index(list.len());
            list.rotate_left(by);
        }
        prop_assert_eq!(facts(&straight), facts(&shadow(&input)));
    }
}
