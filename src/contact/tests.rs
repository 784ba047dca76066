use super::*;
use crate::read::{Source, parse};

const A: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const B: &str = "bbbbbbbb-0000-4000-8000-000000000002";

fn matched(party: &str, contacts: &str) -> ContactMatch {
    let input = format!(r#"{{ "party": {party}, "contacts": [{contacts}] }}"#);
    match_contact(parse(input, Source::Input).unwrap().root())
}

/// The decision, which contact for `match`, else the codes of the errors.
fn answer(party: &str, contacts: &[&str]) -> String {
    let forth = matched(party, &contacts.join(","));
    let backwards: Vec<_> = contacts.iter().rev().copied().collect();
    let back = matched(party, &backwards.join(","));
    assert_eq!((forth.decision, &forth.contact_id), (back.decision, &back.contact_id), "{party}");
    assert_eq!(forth.candidates, back.candidates, "{party}");
    assert_eq!(forth.contact_id.is_some(), forth.decision == Decision::Match);
    assert_eq!(forth.proposed.is_some(), forth.decision == Decision::Create);
    match forth.decision {
        Decision::Match if forth.contact_id.as_deref() == Some(A) => "A".to_owned(),
        Decision::Match => "B".to_owned(),
        Decision::Create => "create".to_owned(),
        Decision::Review => {
            forth.findings.iter().map(|finding| finding.code.word()).collect::<Vec<_>>().join(" ")
        }
    }
}

fn contact(id: &str, rest: &str) -> String {
    format!(r#"{{ "ContactID": "{id}", "ContactStatus": "ACTIVE", {rest} }}"#)
}

const PARTY: &str = r#"{ "kind": "organization", "id": 7, "name": "Acme Ltd", "email": "jo@acme.example",
    "taxNumber": "GB220430231", "companyNumber": "04366849", "country": "GB" }"#;

#[test]
fn one_contact_is_matched_by_proof_alone() {
    for (rest, expected) in [
        (r#""Name": "Zyx", "ContactNumber": "pd-org-7""#, "A"),
        (r#""Name": "Zyx", "TaxNumber": "gb 220 4302 31""#, "A"),
        (r#""Name": "Zyx", "TaxNumber": "220430231""#, "A"),
        (r#""Name": "ACME", "EmailAddress": "Jo@Acme.example ""#, "A"),
        (r#""Name": "ACME", "ContactPersons": [{ "EmailAddress": "jo@acme.example" }]"#, "A"),
        (r#""Name": "ACME", "CompanyNumber": "4366849""#, "A"),
        (r#""Name": "The Acme, Limited""#, "A"),
        (r#""Name": "Acme""#, "CONTACT_UNCERTAIN"),
        (r#""Name": "Acme GmbH""#, "CONTACT_CONFLICT"),
        (r#""Name": "Acme GmbH", "EmailAddress": "jo@acme.example""#, "CONTACT_CONFLICT"),
        (r#""Name": "Zyx", "EmailAddress": "jo@acme.example""#, "CONTACT_UNCERTAIN"),
        (r#""Name": "Zyx", "ContactNumber": "7""#, "CONTACT_UNCERTAIN"),
        (r#""Name": "Acme Ltd", "TaxNumber": "GB999999973""#, "CONTACT_CONFLICT"),
        (r#""Name": "Acme Ltd", "CompanyNumber": "7521234""#, "CONTACT_CONFLICT"),
        (r#""Name": "Acme Ltd", "ContactNumber": "pd-org-8""#, "CONTACT_CONFLICT"),
        (r#""Name": "Acme Ltd", "Addresses": [{ "Country": "Ireland" }]"#, "CONTACT_CONFLICT"),
        (r#""Name": "Zyx", "TaxNumber": "GB220430231", "Addresses": [{ "Country": "Ireland" }]"#, "A"),
        (r#""Name": "Zyx", "ContactNumber": "pd-org-7", "TaxNumber": "GB999999973""#, "CONTACT_CONFLICT"),
        (r#""Name": "Acme Ltd", "ContactStatus": "ARCHIVED""#, "CONTACT_ARCHIVED"),
        (r#""Name": "Zyx", "ContactNumber": "pd-person-7""#, "create"),
        (r#""Name": "", "EmailAddress": "", "TaxNumber": "n/a", "ContactNumber": """#, "create"),
    ] {
        assert_eq!(answer(PARTY, &[&contact(A, rest)]), expected, "{rest}");
    }
    assert_eq!(answer(PARTY, &[r#"{ "Name": "Acme Ltd" }"#]), "CONTACT_ID_INVALID");
    assert_eq!(answer(PARTY, &[]), "create");
}

#[test]
fn a_town_in_brackets_speaks_against_another_town() {
    let weight = |name: &str| {
        let party = r#"{ "kind": "organization", "name": "Palmeira Grill", "address": { "value": "9 High St, Leeds", "route": "High St", "street_number": "9", "locality": "Leeds" } }"#;
        let details = format!(
            r#""Name": "{name}", "Addresses": [{{ "AddressLine1": "3391 Peachtree Rd", "City": "Atlanta" }}]"#
        );
        let found = matched(party, &contact(A, &details));
        found.candidates[0].evidence.iter().map(|one| one.weight).min()
    };
    assert_eq!([weight("Palmeira Grill"), weight("Palmeira Grill (USA)")], [Some(-5500); 2]);
    assert_eq!(weight("Palmeira Grill (Atlanta)"), Some(-8500));
}

#[test]
fn a_company_number_with_letters_is_found_in_the_tax_number() {
    let party = r#"{ "kind": "organization", "name": "Koh Trading", "country": "SG", "companyNumber": "197401143c" }"#;
    let of = |rest: &str| answer(party, &[&contact(A, rest)]);
    assert_eq!(of(r#""Name": "Koh Trading Pte Ltd", "TaxNumber": "UEN 197401143C""#), "A");
    assert_eq!(of(r#""Name": "Koh Trading Pte Ltd", "CompanyNumber": "UEN: 197401143-C""#), "A");
}

#[test]
fn of_several_contacts_one_must_stand_above_all_others() {
    let number = r#""ContactNumber": "pd-org-7", "Name": "Zyx""#;
    let both = r#""Name": "Acme Ltd", "EmailAddress": "jo@acme.example""#;
    let tax = r#""Name": "Zyx", "TaxNumber": "GB220430231""#;
    let name = r#""Name": "Acme Ltd""#;
    for (a, b, expected) in [
        (number, both, "A"),
        (number, tax, "CONTACT_AMBIGUOUS"),
        (number, number, "CONTACT_AMBIGUOUS"),
        (tax, name, "CONTACT_AMBIGUOUS"),
        (tax, r#""Name": "B", "EmailAddress": "jo@acme.example""#, "A"),
        (both, name, "A"),
        (name, r#""Name": "Acme GmbH""#, "A"),
        (name, name, "CONTACT_AMBIGUOUS"),
        (name, r#""Name": "B", "EmailAddress": "jo@acme.example""#, "CONTACT_AMBIGUOUS"),
        (name, r#""Name": "Acme Ltd", "ContactStatus": "ARCHIVED""#, "A"),
        (name, r#""Name": "Acme Ltd", "TaxNumber": "GB999999973""#, "CONTACT_AMBIGUOUS CONTACT_CONFLICT"),
    ] {
        assert_eq!(answer(PARTY, &[&contact(A, a), &contact(B, b)]), expected, "{a} / {b}");
    }
    // Two look-ups answer one contact twice.
    assert_eq!(answer(PARTY, &[&contact(A, name), &contact(A, both)]), "A");
}

#[test]
fn merged_contacts_are_followed() {
    let merged = contact(
        B,
        &format!(r#""Name": "Acme Ltd", "ContactNumber": "pd-org-7", "MergedToContactID": "{A}""#),
    );
    assert_eq!(answer(PARTY, &[&merged]), "CONTACT_MERGED");
    assert_eq!(answer(PARTY, &[&merged, &contact(A, r#""Name": "Zyx""#)]), "A");
    let circle = contact(A, &format!(r#""Name": "Zyx", "MergedToContactID": "{B}""#));
    assert_eq!(answer(PARTY, &[&merged, &circle]), "CONTACT_MERGED");
}

#[test]
fn two_people_of_one_name_are_told_apart() {
    let party = r#"{ "kind": "person", "id": 9, "name": "Jo Smith", "email": "jo@a.example" }"#;
    assert_eq!(answer(party, &[&contact(A, r#""Name": "Jo Smith""#)]), "A");
    let other = contact(A, r#""Name": "Jo Smith", "EmailAddress": "jo@b.example""#);
    assert_eq!(answer(party, &[&other]), "CONTACT_CONFLICT");
}

#[test]
fn many_contacts_of_one_name_are_listed_in_part() {
    let all: Vec<String> = (0..3000)
        .map(|n| contact(&format!("aaaaaaaa-0000-4000-8000-{n:012}"), r#""Name": "Acme Ltd""#))
        .collect();
    let answer = matched(PARTY, &all.join(","));
    assert_eq!((answer.decision, answer.candidates.len()), (Decision::Review, 20));
    assert!(answer.findings[0].message.starts_with("64 contacts or more may be the party: `Acme Ltd`, "));
}

#[test]
fn nothing_is_ever_thrown() {
    for input in [
        "{}",
        r#"{ "party": { "name": 5, "id": "x", "taxNumber": {}, "email": [], "country": 7 }, "contacts": [null, [], {}] }"#,
        r#"{ "organization": { "id": -1, "name": "\ud800" }, "contacts": { "Contacts": "x" } }"#,
        r#"{ "party": { "name": "𝕏\u0000\u202e" }, "contacts": [{ "Name": {}, "ContactID": 5, "Addresses": 1 }] }"#,
    ] {
        let answer = match_contact(parse(input.to_owned(), Source::Input).unwrap().root());
        assert_eq!(answer.decision, Decision::Review, "{input}");
    }
}
