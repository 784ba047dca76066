//! `diffConfig`: what a change changes, and what each policy forbids; `draftConfig`: what it drafts is right once confirmed.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{EXAMPLES, check, example};
use crate::cases;

fn diff(before: &Value, after: &Value, of: &Value, policies: Value) -> Value {
    let mut input = of.clone();
    let members = input.as_object_mut().unwrap();
    members.remove("config");
    let deals = members.remove("deals").unwrap();
    members.extend([
        ("before".to_owned(), before.clone()),
        ("after".to_owned(), after.clone()),
        ("inputs".to_owned(), deals),
        ("policies".to_owned(), policies),
    ]);
    serde_json::from_str(&wonvoice::call_json("diffConfig", &input.to_string()).unwrap()).unwrap()
}

/// A config with other settings of its entity.
fn with(config: &Value, pointer: &str, value: Value) -> Value {
    let mut config = config.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    config.pointer_mut(parent).unwrap()[key] = value;
    config
}

const POLICIES: [&str; 9] = [
    "taxTypeNeverNone",
    "amountsStay",
    "accountsStay",
    "taxTypesStay",
    "contactsStay",
    "datesStay",
    "statusStays",
    "entitiesStay",
    "nothingRefused",
];

#[test]
fn each_change_breaks_the_policies_that_forbid_it() {
    let agency = example("agency");
    let group = example("group");
    let base = "/entities/uk";
    let changes: [(&Value, String, Value, &[&str]); 9] = [
        (&agency, format!("{base}/lines/account/byCategory/Hosting"), json!("200"), &["accountsStay"]),
        (&agency, format!("{base}/document/status"), json!("SUBMITTED"), &["statusStays"]),
        (
            &agency,
            format!("{base}/document/due"),
            json!({ "term": "DAYSAFTERBILLDATE", "days": 7 }),
            &["datesStay"],
        ),
        (
            &agency,
            format!("{base}/lines/tax/whenDealHasNoTax"),
            json!({ "amounts": "Exclusive", "from": "type", "taxType": "NONE" }),
            &["taxTypeNeverNone", "amountsStay", "taxTypesStay"],
        ),
        (
            &agency,
            format!("{base}/lines/tax/whenDealHasNoTax"),
            json!({ "amounts": "Exclusive", "from": "type", "taxType": "RROUTPUT" }),
            &["amountsStay", "taxTypesStay"],
        ),
        (
            &agency,
            format!("{base}/lines/tax/whenDealHasNoTax"),
            Value::Null,
            // A deal that would be refused has no document to be looked at.
            &POLICIES,
        ),
        (&agency, format!("{base}/document/reference"), json!("{deal.title}"), &[]),
        (&agency, "/source/company".to_owned(), json!("other"), &POLICIES),
        (&group, "/rules/1/when/to".to_owned(), json!("nowhere"), &POLICIES),
    ];
    for (input, pointer, value, broken) in changes {
        let after = with(&input["config"], &pointer, value);
        for policy in POLICIES {
            let found = diff(&input["config"], &after, input, json!([policy]));
            let changed =
                found["changed"].as_u64().unwrap() as usize + found["settings"].as_array().unwrap().len();
            assert!(changed > 0, "{pointer}");
            assert_eq!(
                found["ok"],
                json!(!broken.contains(&policy)),
                "{policy} {pointer}: {:#}",
                found["findings"]
            );
        }
    }
}

/// What a policy is asked about is looked at for every deal, or said not to be: deals without contact and held ones
/// have documents to compare, and those that are refused are counted.
#[test]
fn no_policy_holds_for_want_of_documents() {
    let agency = example("agency");
    let after = with(&agency["config"], "/entities/uk/document/status", json!("SUBMITTED"));
    let mut without = agency.clone();
    for deal in without["deals"].as_array_mut().unwrap() {
        deal.as_object_mut().unwrap().remove("contact");
    }
    for input in [&agency, &without] {
        let found = diff(&agency["config"], &after, input, json!(["statusStays"]));
        let broken =
            found["findings"].as_array().unwrap().iter().filter(|one| one["code"] == "CONFIG_POLICY_BROKEN");
        assert_eq!((broken.count(), &found["notCompared"]), (5, &json!(0)), "{:#}", found["findings"]);
    }
    // Whose contact it is cannot be told without one.
    let found = diff(&agency["config"], &agency["config"], &without, json!(["contactsStay"]));
    assert_eq!((&found["ok"], &found["notCompared"]), (&json!(false), &json!(5)));
    let mut refused = agency.clone();
    refused.as_object_mut().unwrap().remove("fields");
    for (policies, ok) in
        [(json!([]), true), (json!(["datesStay"]), false), (json!(["nothingRefused"]), true)]
    {
        let found = diff(&agency["config"], &after, &refused, policies);
        assert_eq!((&found["ok"], &found["notCompared"]), (&json!(ok), &json!(5)), "{:#}", found["findings"]);
    }
}

/// Every field that a document of the goldens has can be named by a policy.
#[test]
fn policies_know_every_field_of_documents() {
    fn names(value: &Value, found: &mut std::collections::BTreeSet<String>) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, value)| match value {
                Value::Object(_) | Value::Array(_) if value.get(0).is_none_or(|first| !first.is_string()) => {
                    names(value, found);
                }
                _ => drop(found.insert(name.clone())),
            }),
            Value::Array(items) => items.iter().for_each(|item| names(item, found)),
            _ => {}
        }
    }
    let mut found = std::collections::BTreeSet::new();
    for file in std::fs::read_dir(crate::files::fixtures().join("mapDealToInvoice/out")).unwrap() {
        let plan = crate::files::load(&file.unwrap().path());
        for document in plan["documents"].as_array().into_iter().flatten() {
            let mut document = document.clone();
            for passed in ["contentHash", "requestKey", "identity", "token", "revision", "trace", "tenantId"]
            {
                document.as_object_mut().unwrap().remove(passed);
            }
            names(&document, &mut found);
        }
    }
    let policies: Vec<Value> = found.iter().map(|field| json!({ "field": field, "never": ["x"] })).collect();
    assert!(policies.len() > 30);
    let agency = example("agency");
    let said = diff(&agency["config"], &agency["config"], &agency, json!(policies));
    assert_eq!(said["findings"], json!([]));
}

proptest! {
    #![proptest_config(cases(24))]

    /// Nothing changes under the same config, and back is the opposite of there.
    #[test]
    fn a_difference_has_two_sides(name in prop::sample::select(EXAMPLES.to_vec()), days in 0_u32..60, other in any::<bool>()) {
        let input = example(name);
        let config = &input["config"];
        let entity = config["entities"].as_object().unwrap().keys().next().unwrap();
        let due = json!({ "term": if other { "DAYSAFTERBILLDATE" } else { "DAYSAFTERBILLMONTH" }, "days": days });
        let after = with(config, &format!("/entities/{entity}/document/due"), due);
        let all = json!(POLICIES);
        for one in [config, &after] {
            let same = diff(one, one, &input, all.clone());
            prop_assert_eq!((&same["ok"], &same["changed"], &same["changes"]), (&json!(true), &json!(0), &json!([])));
        }
        let (there, back) = (diff(config, &after, &input, json!([])), diff(&after, config, &input, json!([])));
        prop_assert_eq!(&there["changed"], &back["changed"]);
        let flat = |found: &Value, one: &str, other: &str| -> Vec<String> {
            let documents = found["changes"].as_array().unwrap().iter().flat_map(|change| change["documents"].as_array().unwrap());
            let fields = documents.flat_map(|document| document["fields"].as_array().unwrap());
            fields.map(|field| format!("{} {} {}", field["at"], field[one], field[other])).collect()
        };
        prop_assert_eq!(flat(&there, "before", "after"), flat(&back, "after", "before"));
    }
}

#[test]
fn what_is_drafted_is_refused_until_it_is_confirmed_and_right_then() {
    for name in EXAMPLES {
        let mut input = example(name);
        let snapshot = input.get("snapshot").unwrap_or(&input["snapshots"]["uk"]).clone();
        let deals: Vec<Value> = input["deals"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|deal| deal["deal"]["pipeline_id"] == 1)
            .cloned()
            .collect();
        let wanted =
            json!({ "snapshot": snapshot, "company": "acme", "deals": deals, "fields": input["fields"] });
        let draft: Value =
            serde_json::from_str(&wonvoice::call_json("draftConfig", &wanted.to_string()).unwrap()).unwrap();
        let members = input.as_object_mut().unwrap();
        members.remove("snapshots");
        for part in ["taxRates", "currencies"] {
            members.remove(part);
        }
        members.insert("snapshot".into(), snapshot);
        members.insert("deals".into(), json!(deals));
        members.insert("config".into(), draft["config"].clone());
        members.insert("leastShare".into(), json!(750));
        let guesses = draft["config"]["unconfirmed"].as_object().unwrap();
        for path in guesses.keys() {
            assert!(draft["config"].pointer(path).is_some(), "{name}: {path} is a guess about nothing");
        }
        let refused = check(&input);
        let unconfirmed =
            refused["findings"].as_array().unwrap().iter().filter(|one| one["code"] == "CONFIG_UNCONFIRMED");
        assert_eq!((&refused["ok"], unconfirmed.count()), (&json!(false), guesses.len()), "{name}");
        assert_eq!(
            refused["coverage"]["outcomes"]["refused"],
            json!(deals.len()),
            "{name}: guesses make no document"
        );
        input["config"].as_object_mut().unwrap().remove("unconfirmed");
        let confirmed = check(&input);
        assert_eq!(confirmed["ok"], json!(true), "{name}: {:#}", confirmed["findings"]);
        assert!(
            confirmed["coverage"]["share"].as_u64().unwrap() >= 750,
            "{name}: {:#}",
            confirmed["coverage"]
        );
    }
}
