//! `audit`: counts add up, the order of the input changes nothing, and what was not passed is never fine.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cases;
use crate::files::{fixtures, load};

fn audit(input: &Value) -> Value {
    serde_json::from_str(&wonvoice::call_json("audit", &input.to_string()).unwrap()).unwrap()
}

fn example() -> Value {
    load(&fixtures().join("base/audit.json"))
}

/// An answer without the places in the input, which move with it.
fn placeless(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(name, _)| !matches!(name.as_str(), "path" | "first"));
            kept.map(|(name, value)| (name.clone(), placeless(value))).collect()
        }
        Value::Array(items) => items.iter().map(placeless).collect(),
        other => other.clone(),
    }
}

fn number(value: &Value, name: &str) -> u64 {
    value[name].as_u64().unwrap_or_else(|| panic!("{name} of {value}"))
}

/// What must hold of every answer.
fn add_up(answer: &Value) {
    let facts = &answer["facts"];
    let told: u64 = ["won", "notWon", "repeated", "unread"].iter().map(|name| number(facts, name)).sum();
    assert_eq!(told, number(facts, "deals"));
    let currencies = facts["currencies"].as_array().unwrap();
    assert_eq!(currencies.iter().map(|one| number(one, "deals")).sum::<u64>(), number(facts, "won"));
    for check in answer["checks"].as_array().unwrap() {
        let (of, found) = (number(check, "of"), number(check, "found"));
        let needs = check["needs"] != json!([]) || of == 0;
        let state = if needs {
            "not-looked-at"
        } else if found > 0 {
            "to-mend"
        } else {
            "fine"
        };
        assert_eq!(check["state"], state, "{check}");
        assert!(found <= of && check["examples"].as_array().unwrap().len() as u64 <= found, "{check}");
        let users: u64 = check["users"].as_array().unwrap().iter().map(|user| number(user, "found")).sum();
        assert!(users <= found, "{check}");
        assert_eq!(number(check, "minutes"), found * number(check, "minutesEach"));
        let task =
            answer["checklist"].as_array().unwrap().iter().find(|task| task["check"] == check["id"]).unwrap();
        let done = if needs {
            "not-looked-at"
        } else if found > 0 {
            "not-done"
        } else {
            "done"
        };
        assert_eq!(task["state"], done, "{task}");
    }
    let Some(coverage) = answer.get("coverage") else { return };
    let sum =
        |name: &str| coverage["classes"].as_array().unwrap().iter().map(|one| number(one, name)).sum::<u64>();
    assert_eq!(sum("deals"), number(facts, "won"));
    assert_eq!(sum("share"), if number(facts, "won") == 0 { 0 } else { 1000 });
    let contacts = coverage["contacts"].as_object().unwrap();
    assert_eq!(contacts.values().map(|count| count.as_u64().unwrap()).sum::<u64>(), number(facts, "won"));
    for reason in coverage["reasons"].as_array().unwrap() {
        let class =
            coverage["classes"].as_array().unwrap().iter().find(|one| one["class"] == reason["class"]);
        assert!(number(reason, "deals") <= number(class.unwrap(), "deals"), "{reason}");
    }
}

const PARTS: [&str; 10] = [
    "config",
    "snapshot",
    "organizations",
    "persons",
    "products",
    "users",
    "fields",
    "contacts",
    "documents",
    "asOf",
];

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn order_is_irrelevant_and_counts_add_up(
        copies in prop::collection::vec((0_usize..14, 0_u32..180), 0..12),
        kept in prop::collection::vec(any::<bool>(), PARTS.len()),
        by in 0_usize..30,
        turn in any::<bool>(),
    ) {
        let mut input = example();
        for (name, kept) in PARTS.iter().zip(kept) {
            if !kept {
                input.as_object_mut().unwrap().remove(*name);
            }
        }
        let deals = input["deals"].as_array_mut().unwrap();
        for (number, (place, days)) in copies.iter().enumerate() {
            let mut deal = deals[*place].clone();
            deal["deal"]["id"] = json!(900 + number);
            for row in deal["products"].as_array_mut().unwrap() {
                row["deal_id"] = json!(900 + number);
            }
            let day = format!("2026-{:02}-{:02}", days / 30 + 1, days % 28 + 1);
            deal["deal"]["local_won_date"] = json!(day);
            deal["deal"]["won_time"] = json!(format!("{day}T10:00:00Z"));
            deals.push(deal);
        }
        let straight = audit(&input);
        add_up(&straight);
        let deals = input["deals"].as_array_mut().unwrap();
        let count = deals.len();
        deals.rotate_left(by % count);
        if turn {
            deals.reverse();
        }
        for part in ["/organizations/data", "/persons/data", "/products/data", "/users/data", "/contacts/Contacts"] {
            if let Some(rows) = input.pointer_mut(part).and_then(Value::as_array_mut) {
                rows.reverse();
            }
        }
        prop_assert_eq!(placeless(&straight), placeless(&audit(&input)));
    }

    /// Whatever part is missing, what depends on it is not looked at, and the rest is as it was.
    #[test]
    fn what_was_not_passed_is_never_fine(missing in 0_usize..PARTS.len()) {
        let mut input = example();
        let name = PARTS[missing];
        input.as_object_mut().unwrap().remove(name);
        let (whole, found) = (audit(&example()), audit(&input));
        add_up(&found);
        for (before, after) in whole["checks"].as_array().unwrap().iter().zip(found["checks"].as_array().unwrap()) {
            prop_assert_eq!(&before["id"], &after["id"]);
            // Fewer are found only where fewer were looked at.
            let is_fine = after["state"] == "fine" && before["state"] == "to-mend";
            prop_assert!(!is_fine || number(after, "of") < number(before, "of") || ["users", "products"].contains(&name), "{} without {name}", after["id"]);
        }
        let needs = found["checks"].as_array().unwrap().iter().flat_map(|check| check["needs"].as_array().unwrap());
        let is_needed = needs.filter_map(Value::as_str).any(|part| part.starts_with(name));
        let is_optional = ["persons", "users", "documents", "asOf", "organizations", "products"].contains(&name);
        prop_assert!(is_needed || is_optional || name == "snapshot", "nothing needs {name}");
    }
}

#[test]
fn our_own_estimates_give_way() {
    let mut input = example();
    input["minutes"] = json!({ "deal-party-missing": 60 });
    let found = audit(&input);
    let check =
        found["checks"].as_array().unwrap().iter().find(|check| check["id"] == "deal-party-missing").unwrap();
    assert_eq!(
        (&check["minutesEach"], &check["minutes"], &check["estimate"]),
        (&json!(60), &json!(60), &json!("yours"))
    );
}
