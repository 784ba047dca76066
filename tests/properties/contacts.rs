//! The matcher of contacts: the same out of a list and an index, in any order, after any updates.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use wonvoice::contact::index::ContactIndex;
use wonvoice::read::{Source, parse_or_say};
use wonvoice::write::to_text;

use crate::call::call;
use crate::cases;

/// Words of names, few enough that contacts resemble each other.
const WORDS: [&str; 14] = [
    "Kestrel",
    "Kestral",
    "Zyxelon",
    "Brightwater",
    "Harbour",
    "Leeds",
    "Consulting",
    "Services",
    "Group",
    "Müller",
    "24",
    "7",
    "😀",
    "مؤسسة",
];
const FORMS: [&str; 5] = ["", "", " Ltd", " Limited", " GmbH"];

fn name() -> impl Strategy<Value = String> {
    (prop::collection::vec(select(WORDS.to_vec()), 1..4), select(FORMS.to_vec()))
        .prop_map(|(words, form)| words.join(" ") + form)
}

fn pick(texts: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    select(texts.to_vec())
}

/// What contacts are made of, besides id and name.
fn details() -> impl Strategy<Value = Value> {
    (
        pick(&["", "", "GB 220 4302 31", "GB999999973", "n/a"]),
        pick(&["", "", "04366849", "SC123457"]),
        pick(&["", "", "jo@kestrel.example", "info@zyxelon.example", "jo@gmail.com", "@"]),
        pick(&["", "", "020 7946 0018", "+44 20 7946 0019", "1, 2, 3"]),
        pick(&["", "", "1 High Street", "2 High St", "PO Box 7"]),
        pick(&["", "Leeds", "London"]),
        pick(&["", "United Kingdom", "Germany"]),
        pick(&["", "", "", "pd-org-7", "pd-org-8", "7"]),
        pick(&["ACTIVE", "ACTIVE", "ACTIVE", "ARCHIVED"]),
    )
        .prop_map(|(tax, company, email, phone, street, city, country, number, status)| {
            json!({ "TaxNumber": tax, "CompanyNumber": company, "EmailAddress": email, "ContactNumber": number,
                    "ContactStatus": status, "Phones": [{ "PhoneType": "DEFAULT", "PhoneNumber": phone }],
                    "Addresses": [{ "AddressLine1": street, "City": city, "Country": country }] })
        })
}

fn id(number: usize) -> String {
    format!("aaaaaaaa-0000-4000-8000-{number:012}")
}

fn contact(number: usize, name: &str, mut details: Value) -> Value {
    details["ContactID"] = id(number).into();
    details["Name"] = name.into();
    details
}

/// Contacts, some of them merged into others; more than are all compared, now and then.
fn contacts() -> impl Strategy<Value = Vec<Value>> {
    let many = prop_oneof![4 => 1..12_usize, 1 => 70..100_usize];
    let one = || (name(), details(), prop::option::weighted(0.1, 0..6_usize));
    many.prop_flat_map(move |count| prop::collection::vec(one(), count)).prop_map(|all| {
        let make = |(number, (name, details, merged)): (usize, (String, Value, Option<usize>))| {
            let mut made = contact(number, &name, details);
            if let Some(to) = merged {
                made["MergedToContactID"] = id(to).into();
            }
            made
        };
        all.into_iter().enumerate().map(make).collect()
    })
}

fn party() -> impl Strategy<Value = Value> {
    (name(), details()).prop_map(|(name, details)| {
        json!({ "kind": "organization", "id": 7, "name": name, "email": details["EmailAddress"],
                "taxNumber": details["TaxNumber"], "companyNumber": details["CompanyNumber"],
                "phone": details["Phones"][0]["PhoneNumber"],
                "address": { "value": details["Addresses"][0]["AddressLine1"],
                             "locality": details["Addresses"][0]["City"] } })
    })
}

fn of_list(party: &Value, contacts: &[Value]) -> Value {
    call("matchContact", &json!({ "party": party, "contacts": contacts }).to_string()).unwrap()
}

fn index_of(contacts: &[Value]) -> ContactIndex {
    let mut index = ContactIndex::default();
    index.build_text(json!(contacts).to_string());
    index
}

fn of_index(index: &ContactIndex, party: &Value) -> Value {
    let input = parse_or_say(json!({ "party": party }).to_string(), Source::Input);
    serde_json::from_str(&to_text(&index.matched(input.root()))).unwrap()
}

/// An answer without the places of its findings, which an index has not.
fn without_paths(mut answer: Value) -> Value {
    let mut findings: Vec<String> = Vec::new();
    for finding in answer["findings"].as_array().unwrap() {
        findings.push(format!("{} {}", finding["code"], finding["message"]));
    }
    findings.sort();
    // Places are all the same to an index, and what is said twice at one place is said once.
    findings.dedup();
    answer["findings"] = json!(findings);
    answer
}

/// The decision, and who it is.
fn decided(answer: &Value) -> (Value, Value) {
    (answer["decision"].clone(), answer["contactId"].clone())
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn an_index_answers_as_a_list_does(contacts in contacts(), party in party()) {
        let index = index_of(&contacts);
        prop_assert_eq!(without_paths(of_index(&index, &party)), without_paths(of_list(&party, &contacts)));
    }

    #[test]
    fn the_order_of_contacts_decides_nothing(contacts in contacts().prop_shuffle(), party in party()) {
        let mut sorted = contacts.clone();
        sorted.sort_by_key(|contact| contact["ContactID"].to_string());
        prop_assert_eq!(without_paths(of_list(&party, &contacts)), without_paths(of_list(&party, &sorted)));
    }

    #[test]
    fn an_index_is_what_its_contacts_have_become(
        before in contacts(), updates in prop::collection::vec((0..20_usize, name(), details()), 0..12), party in party(),
    ) {
        let mut index = index_of(&before);
        let mut now = before;
        for (at, (number, name, details)) in updates.into_iter().enumerate() {
            let number = if number < 15 { number % now.len() } else { 1000 + at };
            let changed = contact(number, &name, details);
            match now.iter_mut().find(|known| known["ContactID"] == changed["ContactID"]) {
                Some(known) => *known = changed.clone(),
                None => now.push(changed.clone()),
            }
            prop_assert!(index.update_text(json!([changed]).to_string()).ok);
        }
        let fresh = index_of(&now);
        prop_assert_eq!(of_index(&index, &party), of_index(&fresh, &party));
        prop_assert_eq!(index.memory().keys, fresh.memory().keys);
        prop_assert_eq!(index.memory().contacts as usize, now.len());
    }

    #[test]
    fn a_contact_matches_itself_or_is_reviewed(name in name(), details in details(), others in contacts()) {
        let mut own = contact(5000, &name, details);
        own["ContactStatus"] = "ACTIVE".into();
        own["ContactNumber"] = "pd-org-7".into();
        let party = json!({ "kind": "organization", "id": 7, "name": name, "email": own["EmailAddress"],
                            "taxNumber": own["TaxNumber"], "companyNumber": own["CompanyNumber"] });
        prop_assert_eq!(decided(&of_list(&party, &[own.clone()])), (json!("match"), json!(id(5000))));
        let mut all = others;
        all.push(own);
        let (decision, found) = decided(&of_list(&party, &all));
        prop_assert!(decision == "review" || found == id(5000), "{} {}", decision, found);
    }

    #[test]
    fn an_unrelated_contact_turns_no_match_into_another(contacts in contacts(), party in party()) {
        let before = of_list(&party, &contacts);
        let mut all = contacts;
        all.push(json!({ "ContactID": id(7000), "ContactStatus": "ACTIVE", "Name": "Quorndale Pumps plc" }));
        let after = of_list(&party, &all);
        let is_another = before["decision"] == "match" && after["decision"] == "match"
            && before["contactId"] != after["contactId"];
        prop_assert!(!is_another, "{} {}", before, after);
        prop_assert!(after["contactId"] != id(7000));
    }

    #[test]
    fn nothing_is_matched_by_emptiness(contacts in contacts()) {
        for party in [json!({ "name": "", "email": "", "taxNumber": "n/a" }), json!({ "name": "Quorndale", "email": " ", "phone": "0" })] {
            prop_assert!(of_list(&party, &contacts)["decision"] != "match");
        }
    }

    #[test]
    fn two_contacts_are_as_alike_from_either_side(one in (name(), details()), other in (name(), details()), are_near in any::<bool>()) {
        let other_name = if are_near { format!("{}s", one.0) } else { other.0 };
        let alike = |first: usize, second: usize| {
            let contacts = [contact(first, &one.0, one.1.clone()), contact(second, &other_name, other.1.clone())];
            let contacts = contacts.map(|mut contact| { contact["ContactStatus"] = "ACTIVE".into(); contact });
            let answer = call("findDuplicates", &json!({ "contacts": contacts }).to_string()).unwrap();
            let links = &answer["groups"][0]["links"][0];
            let weights: Vec<_> = links["evidence"].as_array().into_iter().flatten().map(|one| (one["kind"].clone(), one["weight"].clone())).collect();
            (links["probability"].clone(), weights)
        };
        prop_assert_eq!(alike(1, 2), alike(2, 1));
    }

    #[test]
    fn groups_hold_together(contacts in contacts().prop_shuffle()) {
        let found = |contacts: &[Value]| call("findDuplicates", &json!({ "contacts": contacts }).to_string()).unwrap();
        let answer = found(&contacts);
        let mut sorted = contacts.clone();
        sorted.sort_by_key(|contact| contact["ContactID"].to_string());
        prop_assert_eq!(&answer, &found(&sorted));
        let mut seen = Vec::new();
        for group in answer["groups"].as_array().unwrap() {
            let members = group["contacts"].as_array().unwrap();
            let links = group["links"].as_array().unwrap();
            prop_assert!(members.len() > 1 && links.len() + 1 >= members.len());
            prop_assert_eq!(links.iter().filter(|link| link["weakest"] == true).count(), 1);
            for member in members {
                prop_assert!(!seen.contains(member));
                seen.push(member.clone());
            }
        }
    }
}
