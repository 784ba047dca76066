//! What the deals of a call bring along, and what is among them that is no deal.

use serde_json::{Value, json};

use super::{EXAMPLES, check, example};

/// A config with keys and values that no product has, and a label that no field has.
fn misspelt(name: &str) -> Value {
    let mut input = example(name);
    let entity = input["config"]["entities"].as_object_mut().unwrap().values_mut().next().unwrap();
    entity["lines"]["account"]["byProductCode"] = json!({ "HOTS": "200" });
    entity["lines"]["account"]["byCategory"] = json!({ "Hostng": "200" });
    entity["document"]["reference"] = json!("{field:PO numbr|none}");
    let rule = |field: &str, to: &str| json!({ "name": field, "when": { "field": field, "is": "equal", "to": to }, "then": { "hold": "look" } });
    let rules = input["config"]["rules"].as_array_mut().unwrap();
    rules.extend([rule("product.code", "HOTS"), rule("product.category", "Hostng")]);
    input
}

#[test]
fn what_each_deal_brings_counts_as_what_all_of_them_share() {
    for name in EXAMPLES {
        let shared = misspelt(name);
        let mut each = shared.clone();
        let members = each.as_object_mut().unwrap();
        let parts = ["productDetails", "fields"].map(|part| (part, members.remove(part)));
        for deal in each["deals"].as_array_mut().unwrap() {
            for (part, value) in &parts {
                deal[part] = value.clone().unwrap_or(json!([]));
            }
        }
        let [shared, each] = [shared, each].map(|input| check(&input));
        assert_eq!(shared["findings"], each["findings"], "{name}");
        assert_eq!(shared["coverage"], each["coverage"], "{name}");
        let told = shared["findings"].to_string();
        assert!(told.contains("PO numbr"), "{name}: {told}");
    }
    let told = check(&misspelt("agency"))["findings"].to_string();
    assert_eq!(told.matches("did you mean `HOST`?").count(), 2, "{told}");
    assert_eq!(told.matches("did you mean `Hosting`?").count(), 2, "{told}");
}

/// Products as the rows of API v1 have them, with `include_product_data`.
#[test]
fn products_in_the_rows_are_known() {
    let mut input = misspelt("agency");
    let details = input.as_object_mut().unwrap().remove("productDetails").unwrap();
    for row in
        input["deals"].as_array_mut().unwrap().iter_mut().flat_map(|deal| match &mut deal["products"] {
            Value::Array(rows) => rows.iter_mut().collect::<Vec<_>>(),
            _ => Vec::new(),
        })
    {
        row["product"] = details["data"].get(0).unwrap_or(&details[0]).clone();
    }
    assert!(check(&input)["findings"].to_string().contains("did you mean `HOST`?"));
}

#[test]
fn what_is_no_deal_is_counted_and_named() {
    let mut input = example("agency");
    let deals = input["deals"].as_array_mut().unwrap();
    let count = deals.len();
    deals.insert(1, Value::Null);
    deals.push(json!(1));
    let found = check(&input);
    assert_eq!(found["coverage"]["deals"], count + 2);
    assert_eq!(found["coverage"]["outcomes"]["refused"], 2);
    let reasons = found["coverage"]["reasons"].as_array().unwrap();
    let first = reasons.iter().flat_map(|reason| reason["first"].as_array().unwrap());
    let named: Vec<_> = first.filter_map(Value::as_str).collect();
    assert!(
        named.contains(&"/deals/1") && named.contains(&format!("/deals/{}", count + 1).as_str()),
        "{named:?}"
    );
    assert!(found["findings"].to_string().contains("/deals/1`"), "{}", found["findings"]);

    let members = input.as_object_mut().unwrap();
    let (config, deals) = (members.remove("config").unwrap(), members.remove("deals").unwrap());
    members.extend([("before".into(), config.clone()), ("after".into(), config), ("inputs".into(), deals)]);
    let found: Value =
        serde_json::from_str(&wonvoice::call_json("diffConfig", &input.to_string()).unwrap()).unwrap();
    assert_eq!((&found["deals"], &found["notCompared"]), (&json!(count + 2), &json!(2)));
    assert!(found["findings"].to_string().contains("/inputs/1`"), "{}", found["findings"]);
}
