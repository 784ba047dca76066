//! `checkConfig`: what it proves holds, good configs pass, and each kind of mistake is found where it was made.

mod audit;
mod conditions;
mod deals;
mod difference;
mod mistakes;
mod proof;
mod shadow;

use serde_json::{Value, json};

use crate::files::{fixtures, load};

/// The complete examples, as the README shows them.
const EXAMPLES: [&str; 3] = ["agency", "saas", "group"];

fn example(name: &str) -> Value {
    load(&fixtures().join("base").join(format!("{name}.json")))
}

fn check(input: &Value) -> Value {
    serde_json::from_str(&wonvoice::call_json("checkConfig", &input.to_string()).unwrap()).unwrap()
}

#[test]
fn good_configs_pass_and_cover_their_deals() {
    for name in EXAMPLES {
        let found = check(&example(name));
        assert_eq!(found["findings"], json!([]), "{name}");
        assert!(found["coverage"]["share"].as_u64().unwrap() >= 950, "{name}: {}", found["coverage"]);
    }
}

/// The deal that stands for any has none, and that is not the config's fault.
#[test]
fn installments_are_the_deals() {
    let mut input = example("agency");
    input["config"]["entities"]["uk"]["schedule"] = json!({ "kind": "installments", "amounts": "gross" });
    input.as_object_mut().unwrap().remove("deals");
    assert_eq!(check(&input)["findings"], json!([]));
}

/// The configs that people read are those that are tried here.
#[test]
fn the_examples_are_those_of_the_cases() {
    for name in EXAMPLES {
        assert_eq!(load(&fixtures().join("examples").join(format!("{name}.json"))), example(name)["config"]);
    }
}

/// Rules that set one account each, for deals of a title each.
fn with_rules(count: usize, apply: &str) -> Value {
    let mut input = example("agency");
    input.as_object_mut().unwrap().remove("deals");
    let rule = |number: usize| {
        let account = ["200", "205"][number % 2];
        json!({ "name": format!("rule {number}"), "when": { "field": "deal.title", "is": "equal", "to": format!("title {number}") },
            "then": { "set": { "lines": { "account": { "default": account } } } } })
    };
    input["config"]["rules"] = (0..count).map(rule).collect();
    input["config"]["apply"] = json!(apply);
    input
}

#[test]
fn many_rules_are_looked_at_in_time() {
    for apply in ["all", "first"] {
        let found = check(&with_rules(10_000, apply));
        let [one] = found["findings"].as_array().unwrap().as_slice() else { panic!("{found:#}") };
        assert_eq!(
            (&one["code"], &one["path"]),
            (&json!("CONFIG_VALUE_WRONG"), &json!("/config/rules/1000"))
        );
        // Each excludes the others, so that the ways are as many as the rules.
        assert_eq!(check(&with_rules(400, apply))["findings"], json!([]));
    }
}
