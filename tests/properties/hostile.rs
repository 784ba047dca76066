//! Anything at all: good inputs with nodes spoilt, random trees, texts that are no JSON.

use crate::call::{OPERATIONS, call, error_is_one_coded_line, plan_totals_hold, promises};
use crate::document::invoice;
use crate::generate::{config, contacts, handoff, parties};
use crate::json::{Change, Json};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The answer keeps every promise, or the error is one coded line.
fn survives(operation: &str, text: &str) -> Result<Option<Value>, String> {
    let context = |error: String| {
        format!("{operation}: {error}\ninput: {}", text.chars().take(6000).collect::<String>())
    };
    match call(operation, text) {
        Ok(answer) => {
            promises(&answer).map_err(context)?;
            Ok(Some(answer))
        }
        Err(error) => error_is_one_coded_line(&error).map(|()| None).map_err(context),
    }
}

/// Things that stand where they should not.
fn odd() -> impl Strategy<Value = Json> {
    let numbers = [
        "0",
        "-0",
        "-1",
        "1e400",
        "-1e400",
        "1e-400",
        "9007199254740993",
        "123456789012345678901234567890",
        "0.1234567890123456789",
        "-79.5",
        "1.005",
        "100",
        "101",
        "2.5e-7",
        "99999999999.99",
        "18446744073709551616",
    ];
    let texts = [
        "",
        " ",
        "NaN",
        "Infinity",
        "1e400",
        "1,000.00",
        "12.5",
        "-3",
        "null",
        "{}",
        "[1]",
        "{\"a\":",
        "2026-02-30",
        "won",
        "deleted",
        "inclusive",
        "amount",
        "EUR",
        "JPY",
        "\u{0}",
        "\u{202e}x",
        "😀",
        "/~1~0",
        "{deal.nope}",
        "{field:",
        "OUTPUT2",
        "monthly",
    ];
    prop_oneof![
        2 => Just(Json::Null),
        2 => any::<bool>().prop_map(Json::Bool),
        4 => prop::sample::select(numbers.to_vec()).prop_map(|text| Json::Number(text.to_owned())),
        4 => prop::sample::select(texts.to_vec()).prop_map(|text| Json::Text(text.to_owned())),
        1 => Just(Json::Text("x".repeat(5000))),
        1 => ".{0,12}".prop_map(Json::Text),
        1 => Just(Json::List(Vec::new())),
        1 => Just(Json::Object(Vec::new())),
        1 => Just(Json::Object(vec![("value".into(), Json::Null), ("nope".into(), Json::Number("1".into()))])),
    ]
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, Change)>> {
    let change = prop_oneof![
        3 => Just(Change::Delete),
        1 => Just(Change::Twice),
        1 => Just(Change::Wrap),
        6 => odd().prop_map(Change::To),
    ];
    prop::collection::vec((any::<prop::sample::Index>(), change), 1..=3)
}

fn spoil(json: &Json, changes: &[(prop::sample::Index, Change)]) -> Json {
    let mut json = json.clone();
    for (at, change) in changes {
        let nodes = json.nodes();
        if nodes > 1 {
            json.change(1 + at.index(nodes - 1), change);
        }
    }
    json
}

/// A random tree whose keys are often ones that the library knows.
fn tree() -> impl Strategy<Value = Json> {
    let key = prop_oneof![
        4 => prop::sample::select(vec![
            "deal", "products", "discounts", "organization", "person", "fields", "contact", "contacts", "config", "snapshot",
            "snapshots", "localDates", "now", "data", "success", "document", "LineItems", "UnitAmount", "Quantity", "TaxType",
            "LineAmountTypes", "predicted", "answered", "inputs", "party", "entities", "version", "meta", "current", "previous",
        ]).prop_map(str::to_owned),
        1 => ".{0,6}",
    ];
    odd().prop_recursive(5, 60, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::List),
            prop::collection::vec((key.clone(), inner), 0..8).prop_map(Json::Object),
        ]
    })
}

proptest! {
    #![proptest_config(crate::cases(256))]

    #[test]
    fn a_spoilt_hand_off_is_answered(handoff in handoff(4), changes in changes()) {
        let text = spoil(&Json::from(&handoff.input), &changes).text();
        prop_assert_eq!(survives("validate", &text).map(|_| ()), Ok(()));
        let plan = survives("mapDealToInvoice", &text);
        prop_assert!(plan.is_ok(), "{}", plan.unwrap_err());
        // What is still invoiced is still right. Of twin keys and of envelopes in lists the library may read
        // more than the oracle does.
        if let (Ok(Some(plan)), Ok(input)) = (plan, serde_json::from_str::<Value>(&text)) {
            let odd_form = changes.iter().any(|(_, change)| matches!(change, Change::Twice | Change::Wrap));
            if plan["ok"] == true && !odd_form {
                let held = plan_totals_hold(&plan, &input["snapshot"]);
                prop_assert!(held.is_ok(), "{}\ninput: {text}", held.unwrap_err());
            }
        }
    }

    #[test]
    fn a_spoilt_document_is_answered((document, snapshot, unit_dp) in invoice(), changes in changes()) {
        let good = json!({ "document": document, "snapshot": snapshot, "unitDp": unit_dp });
        let text = spoil(&Json::from(&good), &changes).text();
        prop_assert_eq!(survives("predictTotals", &text).map(|_| ()), Ok(()));
        if let Ok(predicted) = call("predictTotals", &good.to_string()) {
            let good = Json::from(&json!({ "predicted": predicted, "answered": document }));
            prop_assert_eq!(survives("compareTotals", &spoil(&good, &changes).text()).map(|_| ()), Ok(()));
        }
    }

    #[test]
    fn a_spoilt_contact_query_is_answered(changes in changes()) {
        let (organization, person) = parties();
        let good = json!({ "organization": organization, "person": person, "contacts": contacts(), "config": config(4, "rate") });
        let text = spoil(&Json::from(&good), &changes).text();
        prop_assert_eq!(survives("matchContact", &text).map(|_| ()), Ok(()));
    }

    #[test]
    fn any_tree_is_answered(tree in tree(), operation in prop::sample::select(OPERATIONS.to_vec())) {
        prop_assert_eq!(survives(operation, &tree.text()).map(|_| ()), Ok(()));
    }

    #[test]
    fn any_text_is_answered(text in ".{0,80}", operation in ".{0,12}") {
        for operation in OPERATIONS.iter().copied().chain([operation.as_str()]) {
            prop_assert_eq!(survives(operation, &text).map(|_| ()), Ok(()));
        }
    }
}

proptest! {
    #![proptest_config(crate::cases(48))]

    #[test]
    fn a_spoilt_batch_is_answered(first in handoff(3), second in handoff(3), changes in changes()) {
        let inputs: Vec<Value> = [first, second]
            .into_iter()
            .map(|mut handoff| {
                let map = handoff.input.as_object_mut().unwrap();
                map.remove("config");
                map.remove("snapshot");
                handoff.input
            })
            .collect();
        let good = json!({ "inputs": inputs, "config": config(4, "rate"), "snapshot": crate::generate::snapshot() });
        prop_assert_eq!(survives("mapMany", &spoil(&Json::from(&good), &changes).text()).map(|_| ()), Ok(()));
    }
}

#[test]
fn monsters_are_answered() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(20_000), close.repeat(20_000));
    let monsters = [
        String::new(),
        "null".into(),
        "[]".into(),
        "\"text\"".into(),
        "1e400".into(),
        "{\"deal\":1e400}".into(),
        "{\"deal\":\"\\ud800\"}".into(),
        "{\"deal\":".into(),
        "\u{feff}{}".into(),
        "{}{}".into(),
        deep("[", "]"),
        deep("{\"deal\":", "}").replace(":}", ":0}"),
        format!("{{\"deal\":\"{}\"}}", "x".repeat(10_000_000)),
        format!("{{\"products\":[{}0]}}", "0,".repeat(500_000)),
        format!("{{\"deal\":{}}}", "9".repeat(100_000)),
        // JSON text inside the input: ill-formed, deep, of another kind.
        format!("{{\"deal\":{}}}", Value::from(deep("[", "]"))),
        "{\"deal\":\"{\\\"id\\\":1e999}\",\"config\":\"[]\",\"snapshot\":\"null\"}".into(),
    ];
    for monster in &monsters {
        for operation in OPERATIONS {
            let answer = survives(operation, monster);
            let short: String = monster.chars().take(60).collect();
            assert!(
                answer.is_ok(),
                "{operation} of {short}: {}",
                answer.unwrap_err().chars().take(600).collect::<String>()
            );
        }
    }
}
