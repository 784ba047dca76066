//! `alignContact`: its patches are done once, undone exactly, and clear nothing.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use crate::call::call;
use crate::cases;

const OWNERS: [&str; 4] = ["crm", "ledger", "newest", "ask"];
const FIELDS: [&str; 9] =
    ["name", "email", "phone", "website", "taxNumber", "companyNumber", "accountNumber", "address", "people"];
/// Texts of every kind of field, right and wrong, alike and not.
const TEXTS: [&str; 26] = [
    "",
    " ",
    "Acme Ltd",
    "ACME  ltd",
    "Acme <UK>",
    "Zyxelon GmbH",
    "pay@acme.example",
    "Pay@ACME.example",
    "no address",
    "jö@acme.example",
    "+44 20 7946 0018",
    "020 7946 0018 ext. 4",
    "0000000",
    "GB 220 4302 31",
    "GB220430232",
    "DE136695976",
    "01234568",
    "1234568",
    "A-1",
    "1 Leadenhall St.",
    "1 Leadenhall Street",
    "9 Old Road, Leeds",
    "Leeds",
    "EC3V 1AB",
    "United Kingdom",
    "Ünïcode \u{202e} 👍",
];

fn text() -> impl Strategy<Value = Value> {
    select(TEXTS.to_vec()).prop_map(Value::from)
}

/// An object with some of the members.
fn object(names: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let some = subsequence(names.to_vec(), 0..=names.len());
    some.prop_flat_map(|names| {
        let count = names.len();
        (Just(names), prop::collection::vec(text(), count))
    })
    .prop_map(|(names, values)| {
        names.into_iter().map(str::to_owned).zip(values).collect::<Map<_, _>>().into()
    })
}

fn list(
    kind: &'static str,
    kinds: &'static [&'static str],
    names: &'static [&'static str],
) -> impl Strategy<Value = Value> {
    let items = subsequence(kinds.to_vec(), 0..=kinds.len()).prop_flat_map(move |kinds| {
        let count = kinds.len();
        (Just(kinds), prop::collection::vec(object(names), count))
    });
    items.prop_map(move |(kinds, items)| {
        let with = |(name, mut item): (&str, Value)| {
            item[kind] = name.into();
            item
        };
        kinds.into_iter().zip(items).map(with).collect::<Vec<_>>().into()
    })
}

fn contact() -> impl Strategy<Value = Value> {
    let texts = object(&[
        "Name",
        "EmailAddress",
        "TaxNumber",
        "CompanyNumber",
        "AccountNumber",
        "Website",
        "FirstName",
        "LastName",
    ]);
    let phones = list(
        "PhoneType",
        &["DEFAULT", "MOBILE", "FAX"],
        &["PhoneNumber", "PhoneAreaCode", "PhoneCountryCode"],
    );
    let lines = &[
        "AddressLine1",
        "AddressLine2",
        "AddressLine4",
        "City",
        "Region",
        "PostalCode",
        "Country",
        "AttentionTo",
    ];
    let addresses = list("AddressType", &["STREET", "POBOX"], lines);
    let people = prop::collection::vec(object(&["FirstName", "LastName", "EmailAddress"]), 0..7);
    (texts, prop::option::of(phones), prop::option::of(addresses), prop::option::of(people)).prop_map(
        |(mut contact, phones, addresses, people)| {
            contact["ContactID"] = "430fa14a-f945-44d3-9f97-5df5e28441b8".into();
            contact["UpdatedDateUTC"] = "/Date(1793000000000+0000)/".into();
            let lists =
                [("Phones", phones), ("Addresses", addresses), ("ContactPersons", people.map(Value::from))];
            for (name, list) in lists {
                if let Some(list) = list {
                    contact[name] = list;
                }
            }
            contact
        },
    )
}

/// An organisation or a person as API v2 has it.
fn party() -> impl Strategy<Value = (&'static str, Value)> {
    let channels = || {
        prop::collection::vec((text(), any::<bool>()), 0..3).prop_map(|entries| {
        let entry = |(value, primary): (Value, bool)| json!({ "value": value, "primary": primary, "label": "work" });
        entries.into_iter().map(entry).collect::<Vec<_>>()
    })
    };
    let address = object(&["value", "locality", "postal_code", "country", "route", "street_number"]);
    (
        object(&["website"]),
        prop::option::of(address),
        channels(),
        channels(),
        text(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(mut party, address, emails, phones, tax, is_person, is_new)| {
            party["id"] = 7.into();
            party["name"] = "Acme Limited".into();
            party["update_time"] =
                if is_new { "2026-12-01T10:00:00Z" } else { "2020-12-01T10:00:00Z" }.into();
            party["custom_fields"] = json!({ "9dc80c50d78a15643bfc4ca79d76156a73a1ca0e": tax });
            if let Some(address) = address {
                party[if is_person { "postal_address" } else { "address" }] = address;
            }
            if is_person {
                (party["emails"], party["phones"]) = (emails.into(), phones.into());
            }
            (if is_person { "person" } else { "organization" }, party)
        })
}

fn ownership() -> impl Strategy<Value = Value> {
    let owners = prop::collection::vec(select(OWNERS.to_vec()), FIELDS.len());
    owners.prop_map(|owners| {
        FIELDS
            .iter()
            .map(|field| (*field).to_owned())
            .zip(owners.into_iter().map(Value::from))
            .collect::<Map<_, _>>()
            .into()
    })
}

/// What a service does with a patch: members are replaced, custom fields one by one.
fn apply(object: &Value, patch: &Value) -> Value {
    let mut object = object.clone();
    for (key, value) in patch.as_object().into_iter().flatten() {
        match (key.as_str(), value) {
            ("custom_fields", Value::Object(custom)) => {
                custom.iter().for_each(|(key, value)| object["custom_fields"][key] = value.clone());
            }
            _ => object[key] = value.clone(),
        }
    }
    object
}

/// Without what is empty: Xero answers a text that was never set as it answers an empty one.
fn told(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().map(|(key, value)| (key.clone(), told(value)));
            kept.filter(|(_, value)| {
                !matches!(value, Value::Null) && value != "" && value != &json!([]) && value != &json!({})
            })
            .collect::<Map<_, _>>()
            .into()
        }
        Value::Array(items) => {
            let is_empty = |item: &Value| {
                item.as_object().is_some_and(|item| item.keys().all(|key| key.ends_with("Type")))
            };
            items.iter().map(told).filter(|item| !is_empty(item)).collect::<Vec<_>>().into()
        }
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn patches_are_done_once_and_undone_exactly(contact in contact(), party in party(), ownership in ownership()) {
        let (kind, party) = party;
        let align = |party: &Value, contact: &Value| {
            let input = json!({
                kind: party, "contact": contact, "ownership": ownership,
                "config": { "party": { "taxNumber": format!("{kind}.field:VAT number") } },
                "fields": { kind: [{
                    "field_name": "VAT number", "field_code": "9dc80c50d78a15643bfc4ca79d76156a73a1ca0e", "field_type": "varchar",
                }] },
            });
            call("alignContact", &input.to_string()).unwrap()
        };
        let answer = align(&party, &contact);
        let (ledger, crm) = (&answer["ledgerPatch"], &answer["crmPatch"]);
        prop_assume!(answer["ok"] == true);

        let patched = (apply(&party, crm), apply(&contact, ledger));
        let again = align(&party, &patched.1);
        prop_assert!(again.get("ledgerPatch").is_none(), "{ledger} and again {}", again["ledgerPatch"]);
        let again = align(&patched.0, &contact);
        prop_assert!(again.get("crmPatch").is_none(), "{crm} and again {}", again["crmPatch"]);

        prop_assert_eq!(told(&apply(&patched.1, &answer["undo"]["ledger"])), told(&contact));
        prop_assert_eq!(told(&apply(&patched.0, &answer["undo"]["crm"])), told(&party));

        for (key, value) in [ledger, crm].into_iter().filter_map(Value::as_object).flatten() {
            prop_assert!(!value.is_null() && value.as_str().is_none_or(|text| !text.trim().is_empty()), "{key} is emptied");
        }
        prop_assert!(ledger.get("Name").is_none() || ownership["name"] == "crm" , "renamed: {ledger}");
        for list in ["Phones", "Addresses", "ContactPersons"] {
            let count = |value: &Value| value[list].as_array().map_or(0, Vec::len);
            prop_assert!(ledger.get(list).is_none() || count(ledger) >= count(&contact), "{list} is shorter");
        }
    }
}
