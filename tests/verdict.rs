//! Verdicts about every plan that the golden tests make: created with the plan's own hash and key, and
//! recognised once they are there.
#![cfg(not(target_family = "wasm"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "the limits are the library's; a test reads fixtures and fails by panicking"
)]

use std::fs;

use serde_json::{Value, json};
use wonvoice::config::Config;
use wonvoice::plan::token;
use wonvoice::read::{Findings, Source, Sources, parse};

#[path = "cases/mod.rs"]
mod cases;

/// The input of each case that becomes documents, and the text of its plan.
fn plans() -> Vec<(String, Value, String)> {
    let folder = cases::fixtures().join("mapDealToInvoice");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = files.filter(|path| path.is_file()).collect();
    paths.sort();
    let made = paths.iter().map(|path| {
        let input = cases::load(path);
        let plan = wonvoice::call_json("mapDealToInvoice", &input.to_string()).unwrap();
        (path.file_stem().unwrap().to_string_lossy().into_owned(), input, plan)
    });
    let found: Vec<_> =
        made.filter(|(_, _, plan)| plan.starts_with(r#"{"ok":true,"documents":[{"#)).collect();
    assert!(found.len() > 20, "only {} plans", found.len());
    found
}

/// The verdicts about a plan, given what became of its documents; its text is passed as it is, so that its keys keep
/// their order. What exists is passed by entity where several may bill the deal.
fn decide(input: &Value, plan: &str, existing: &[(Value, Value)]) -> Vec<Value> {
    let of = |entity: Option<&Value>| {
        let of_entity =
            |(document, _): &&(Value, Value)| entity.is_none_or(|name| document["entity"] == *name);
        let rows: Vec<_> = existing.iter().filter(of_entity).map(|(_, answer)| answer).collect();
        if rows.is_empty() { json!({ "Invoices": [], "RepeatingInvoices": [] }) } else { json!(rows) }
    };
    let entities = input["config"]["entities"].as_object().filter(|entities| entities.len() > 1);
    let existing = match entities {
        Some(entities) => entities.keys().map(|name| (name.clone(), of(Some(&json!(name))))).collect(),
        None => of(None),
    };
    let mut rest = json!({ "existing": existing });
    for part in ["config", "snapshot", "snapshots", "deal", "localDates", "now"] {
        if let Some(value) = input.get(part) {
            rest[part] = value.clone();
        }
    }
    let rest = rest.to_string();
    let text = format!(r#"{{"plan":{plan},{}"#, rest.strip_prefix('{').unwrap());
    serde_json::from_str(&wonvoice::call_json("decideVerdict", &text).unwrap()).unwrap()
}

fn documents(plan: &Value) -> Vec<(Value, bool)> {
    let list = |name: &str| plan.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let due = list("documents").into_iter().map(|one| (one, true));
    due.chain(list("scheduled").into_iter().map(|one| (one, false))).collect()
}

/// A planned document as Xero answers it.
fn answered(document: &Value, index: usize) -> Value {
    let mut body = document["body"].clone();
    let (lines, totals) = (body["LineItems"].as_array_mut().unwrap(), &document["totals"]);
    for (place, line) in lines.iter_mut().enumerate() {
        line["LineItemID"] = json!(format!("00000000-0000-4000-9000-{index:06}{place:06}"));
        line["LineAmount"] = totals["lines"][place]["lineAmount"].clone();
        line["TaxAmount"] = totals["lines"][place]["taxAmount"].clone();
    }
    lines.reverse();
    let id = if document["kind"] == "invoice" { "InvoiceID" } else { "RepeatingInvoiceID" };
    body[id] = json!(format!("00000000-0000-4000-8000-{index:012}"));
    for (name, amount) in [("SubTotal", "subTotal"), ("TotalTax", "totalTax"), ("Total", "total")] {
        body[name] = totals[amount].clone();
    }
    body
}

#[test]
fn a_new_plan_is_created_with_its_own_hash_and_key() {
    // What was planned beside documents that exist needs those.
    for (name, input, plan) in plans().into_iter().filter(|(_, input, _)| input.get("existing").is_none()) {
        let read: Value = serde_json::from_str(&plan).unwrap();
        let documents = documents(&read);
        let verdicts = decide(&input, &plan, &[]);
        assert_eq!(verdicts.len(), documents.len(), "{name}: {verdicts:?}");
        for (verdict, (document, is_due)) in verdicts.iter().zip(documents) {
            let action = if is_due { "create" } else { "scheduled" };
            assert_eq!(
                (&verdict["action"], &verdict["slot"]),
                (&json!(action), &document["slot"]),
                "{name}: {verdict}"
            );
            for part in ["identity", "token", "revision", "kind", "entity", "tenantId"] {
                assert_eq!(verdict[part], document[part], "{name}: {part}");
            }
            let parts = ["body", "contentHash", "requestKey", "unitDp"];
            for part in parts.into_iter().filter(|_| is_due) {
                assert_eq!(verdict[part], document[part], "{name}: {part}");
            }
        }
    }
}

#[test]
fn what_was_created_is_recognised() {
    for (name, input, plan) in plans() {
        let read: Value = serde_json::from_str(&plan).unwrap();
        let documents = documents(&read);
        let there = documents.iter().enumerate();
        let existing: Vec<_> = there.map(|(index, (one, _))| (one.clone(), answered(one, index))).collect();
        for verdict in decide(&input, &plan, &existing) {
            assert_eq!(verdict["action"], "already-there", "{name}: {verdict}");
        }
    }
}

/// The names and keys that another program can make too: see `tests/vectors/keys.json`.
#[test]
fn names_and_keys_are_those_of_the_vectors() {
    let vectors = cases::load(&cases::fixtures().join("../vectors/keys.json"));
    let list = |name: &str| vectors[name].as_array().unwrap().clone();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    for row in list("names") {
        let config = json!({
            "version": 1, "source": { "company": row["company"] }, "token": { "prefix": row["prefix"] },
            "entities": { "any": { "tenantId": "00000000-0000-4000-8000-000000000000" } },
        });
        let config = parse(config.to_string(), Source::Input).unwrap();
        let config = Config::read(config.root(), &mut Findings::new(Sources::of(config.root()))).unwrap();
        let (deal, revision) = (row["deal"].as_u64().unwrap(), row["revision"].as_u64().unwrap() as u32);
        let made = token::names(&config, deal, &text(&row, "entity"), &text(&row, "slot"), revision);
        assert_eq!((made.identity, made.token), (text(&row, "identity"), text(&row, "token")));
    }
    for row in list("contentHash") {
        assert_eq!(token::hash(text(&row, "text").as_bytes()), text(&row, "hash"));
    }
    for row in list("requestKey") {
        let attempt = row["attempt"].as_u64().unwrap() as u32;
        let (identity, hash) = (text(&row, "identity"), text(&row, "contentHash"));
        let key = token::request_key(&text(&row, "operation"), &identity, &hash, attempt);
        assert_eq!((key, token::hash(text(&row, "text").as_bytes())), (text(&row, "key"), text(&row, "key")));
    }
}
