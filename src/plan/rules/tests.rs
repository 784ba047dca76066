//! Every operator over every kind of value.

use super::*;
use crate::config::condition::Condition;
use crate::plan::input::Parts;
use crate::read::{Source, Sources, parse};

const INPUT: &str = r#""deal": { "meta": { "action": "change" },
      "data": { "id": 1, "title": "Harbour signs", "status": "won", "value": "1500.50", "currency": "GBP",
        "pipeline_id": 3, "stage_id": 7, "owner_id": 9, "expected_close_date": "2026-07-20", "org_id": 5,
        "custom_fields": { "1111111111111111111111111111111111111111": { "id": 12 },
          "2222222222222222222222222222222222222222": [{ "id": 21 }, { "id": 22 }],
          "3333333333333333333333333333333333333333": { "value": 900, "currency": "EUR" },
          "4444444444444444444444444444444444444444": null } },
      "previous": { "stage_id": 6, "custom_fields": { "1111111111111111111111111111111111111111": { "id": 11 } } } },
    "products": [
      { "id": 1, "name": "Sign", "item_price": 100, "quantity": 10, "discount": 25, "tax": 20, "comments": "blue" },
      { "id": 2, "name": "Service plan", "item_price": 500, "quantity": 1, "discount": 0, "tax": 20 }],
    "organization": { "id": 5, "name": "Kai GmbH", "address": { "value": "Hamburg", "country": "Germany" } },
    "fields": { "deal": [
      { "field_name": "Region", "field_code": "1111111111111111111111111111111111111111", "field_type": "enum",
        "options": [{ "id": 11, "label": "South" }, { "id": 12, "label": "North" }] },
      { "field_name": "Lines", "field_code": "2222222222222222222222222222222222222222", "field_type": "set",
        "options": [{ "id": 21, "label": "Signs" }, { "id": 22, "label": "Service" }] },
      { "field_name": "Budget", "field_code": "3333333333333333333333333333333333333333", "field_type": "monetary" },
      { "field_name": "PO", "field_code": "4444444444444444444444444444444444444444", "field_type": "varchar" },
      { "field_name": "Pipeline", "field_code": "pipeline_id", "field_type": "pipeline",
        "options": [{ "id": 3, "label": "Renewals" }] }] },
    "contact": { "ContactID": "430fa14a-f945-44d3-9f97-5df5e28441b8", "IsCustomer": false },
    "localDates": { "today": "2026-07-15" }"#;

/// Whether a condition holds; `None` when it cannot be decided, which a finding explains.
fn decided(condition: &str) -> Option<bool> {
    let document = parse(format!(r#"{{ {INPUT}, "when": {condition} }}"#), Source::Input).unwrap();
    let root = document.root();
    let mut findings = Findings::new(Sources::of(root));
    let handoff = Handoff::read(Parts::find(root, &mut findings), &mut findings).unwrap();
    let condition = Condition::read(root.get("when").unwrap(), "when", &mut findings).unwrap();
    assert!(findings.is_ok(), "{:?}", findings.finish());
    let config = Config::default();
    let settings = Settings::read(None, None, root.at(), Findings::new(findings.sources()));
    let contacts = facts::contacts(handoff.contact, &settings, &config, findings.sources());
    let contacts: Vec<_> = contacts.into_iter().map(|(contact, _)| (contact, Some("GBP"))).collect();
    let early = Scene {
        handoff: &handoff,
        body: handoff.body,
        rows: &handoff.products,
        party: None,
        contacts: &contacts,
        is_early: false,
        notes: None,
    };
    let party = facts::party(early, &config, &mut findings);
    let scene = Scene { party: party.as_ref(), ..early };
    let outcome = test::holds(&condition, scene, &mut findings);
    assert!(outcome.is_ok() || !findings.is_ok(), "nothing says why {condition:?} is undecided");
    outcome.ok()
}

#[test]
fn decides_each_operator_for_each_kind_of_value() {
    let (yes, no, open) = (Some(true), Some(false), None);
    for (condition, expected) in [
        // Texts.
        (r#"{ "field": "deal.title", "is": "equal", "to": "HARBOUR signs" }"#, yes),
        (r#"{ "field": "deal.title", "is": "not equal", "to": "harbour" }"#, yes),
        (r#"{ "field": "deal.title", "is": "in", "values": ["a", "harbour signs"] }"#, yes),
        (r#"{ "field": "deal.title", "is": "not in", "values": ["a", "harbour signs"] }"#, no),
        (r#"{ "field": "deal.title", "is": "contains", "text": "HARB" }"#, yes),
        (r#"{ "field": "deal.title", "is": "not contains", "text": "test" }"#, yes),
        (r#"{ "field": "deal.title", "is": "starts with", "text": "signs" }"#, no),
        (r#"{ "field": "deal.title", "is": "greater", "than": 5 }"#, open),
        (r#"{ "field": "deal.title", "is": "before", "than": "today" }"#, open),
        // What is known by its id alone is no other name.
        (r#"{ "field": "deal.stage", "is": "equal", "to": 7 }"#, yes),
        (r#"{ "field": "deal.stage", "is": "equal", "to": "Won" }"#, open),
        (r#"{ "field": "deal.owner", "is": "in", "values": [9] }"#, yes),
        (r#"{ "field": "deal.owner", "is": "not equal", "to": "Jo" }"#, open),
        (r#"{ "field": "deal.owner", "is": "empty" }"#, no),
        // Amounts.
        (r#"{ "field": "deal.value", "is": "equal", "to": "1500.5 GBP" }"#, yes),
        (r#"{ "field": "deal.value", "is": "in", "values": ["1500.5 EUR", "3 GBP"] }"#, no),
        (r#"{ "field": "deal.value", "is": "greater", "than": "1500.50 GBP" }"#, no),
        (r#"{ "field": "deal.value", "is": "at least", "than": "1500.5 GBP" }"#, yes),
        (r#"{ "field": "deal.value", "is": "at most", "than": ["1 USD", "1500.49 GBP"] }"#, no),
        (r#"{ "field": "deal.value", "is": "less", "than": "2000 USD" }"#, open),
        (r#"{ "field": "deal.value", "is": "less", "than": 2000 }"#, open),
        (r#"{ "field": "deal.value", "is": "between", "from": "1000 GBP", "to": "1500.5 GBP" }"#, yes),
        (r#"{ "field": "deal.value", "is": "equal", "to": 1500.5 }"#, yes),
        (r#"{ "field": "field:Budget", "is": "greater", "than": "899 EUR" }"#, yes),
        (r#"{ "field": "field:Budget", "is": "greater", "than": "899 GBP" }"#, open),
        // 250 off 1,500.
        (r#"{ "field": "deal.discount", "is": "greater", "than": "16.66%" }"#, yes),
        (r#"{ "field": "deal.discount", "is": "greater", "than": "16.67%" }"#, no),
        (r#"{ "field": "deal.discount", "is": "greater", "than": "5 GBP" }"#, open),
        // Dates.
        (r#"{ "field": "deal.expected_close_date", "is": "after", "than": "today+4" }"#, yes),
        (r#"{ "field": "deal.expected_close_date", "is": "before", "than": "today+5" }"#, no),
        (
            r#"{ "field": "deal.expected_close_date", "is": "between", "from": "2026-07-20", "to": "today+30" }"#,
            yes,
        ),
        // Options, by label and by id; of several chosen, each.
        (r#"{ "field": "field:Region", "is": "equal", "to": "north" }"#, yes),
        (r#"{ "field": "field:Region", "is": "in", "values": [11, 13] }"#, no),
        (r#"{ "field": "field:Lines", "is": "equal", "to": "Service" }"#, yes),
        (r#"{ "field": "field:Lines", "is": "contains", "text": "signs, service" }"#, yes),
        (r#"{ "field": "deal.pipeline", "is": "equal", "to": "Renewals" }"#, yes),
        (r#"{ "field": "deal.pipeline", "is": "equal", "to": 3 }"#, yes),
        // Nothing.
        (r#"{ "field": "field:PO", "is": "empty" }"#, yes),
        (r#"{ "field": "field:PO", "is": "not empty" }"#, no),
        (r#"{ "field": "field:PO", "is": "equal", "to": "x" }"#, no),
        (r#"{ "field": "field:PO", "is": "not equal", "to": "x" }"#, yes),
        (r#"{ "field": "field:PO", "is": "greater", "than": 5 }"#, no),
        // Products: any of them.
        (r#"{ "field": "product.name", "is": "equal", "to": "sign" }"#, yes),
        (r#"{ "field": "product.name", "is": "not equal", "to": "sign" }"#, no),
        (r#"{ "field": "product.quantity", "is": "greater", "than": 9 }"#, yes),
        (r#"{ "field": "product.comments", "is": "empty" }"#, no),
        (r#"{ "not": { "field": "product.quantity", "is": "greater", "than": 9 } }"#, no),
        // Who is billed.
        (r#"{ "field": "party.kind", "is": "equal", "to": "organization" }"#, yes),
        (r#"{ "field": "party.country", "is": "in", "values": ["FR", "EU"] }"#, yes),
        (r#"{ "field": "party.taxNumber", "is": "empty" }"#, yes),
        (r#"{ "field": "person.name", "is": "empty" }"#, yes),
        // The contact.
        (r#"{ "field": "contact.isNew", "is": "equal", "to": true }"#, yes),
        (r#"{ "field": "contact.overdue", "is": "greater", "than": "0 GBP" }"#, no),
        // Changes.
        (r#"{ "field": "deal.stage", "is": "changed" }"#, yes),
        (r#"{ "field": "deal.title", "is": "changed" }"#, no),
        (r#"{ "field": "field:Region", "is": "changed" }"#, yes),
        (r#"{ "field": "organization.name", "is": "changed" }"#, open),
        // Several.
        (
            r#"{ "all": [{ "field": "deal.value", "is": "less", "than": 1 }, { "field": "deal.title", "is": "empty" }] }"#,
            no,
        ),
        (
            r#"{ "any": [{ "field": "deal.value", "is": "less", "than": 1 }, { "field": "deal.title", "is": "empty" }] }"#,
            open,
        ),
        (
            r#"{ "any": [{ "field": "deal.value", "is": "less", "than": 1 }, { "field": "deal.title", "is": "not empty" }] }"#,
            yes,
        ),
        (r#"{ "not": { "field": "deal.value", "is": "less", "than": 1 } }"#, open),
    ] {
        assert_eq!(decided(condition), expected, "{condition}");
    }
}
