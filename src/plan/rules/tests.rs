//! Every operator over every kind of value.

use super::*;
use crate::config::condition::Condition;
use crate::pipedrive::reference::Owner;
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
      { "id": 1, "product_id": 31, "name": "Sign", "code": "S1", "item_price": 100, "quantity": 10, "discount": 25, "tax": 20, "comments": "blue" },
      { "id": 2, "product_id": 32, "name": "Service plan", "item_price": 750.5, "quantity": 1, "discount": 0, "tax": 20 }],
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

fn decided(condition: &str) -> Option<bool> {
    decided_of(INPUT, condition)
}

/// Whether a condition holds; `None` when it cannot be decided, which a finding explains.
fn decided_of(input: &str, condition: &str) -> Option<bool> {
    let document = parse(format!(r#"{{ {input}, "when": {condition} }}"#), Source::Input).unwrap();
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
        one: None,
        party: None,
        contacts: &contacts,
        bills_products: true,
        sums: &Cell::default(),
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
        // 250 off 1,750.50.
        (r#"{ "field": "deal.discount", "is": "greater", "than": "14.27%" }"#, yes),
        (r#"{ "field": "deal.discount", "is": "greater", "than": "14.28%" }"#, no),
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
        // Products: any of them; `not` says that none is.
        (r#"{ "field": "product.name", "is": "equal", "to": "sign" }"#, yes),
        (r#"{ "field": "product.name", "is": "not equal", "to": "sign" }"#, yes),
        (r#"{ "not": { "field": "product.name", "is": "equal", "to": "sign" } }"#, no),
        (r#"{ "field": "product.name", "is": "not in", "values": ["sign", "service plan"] }"#, no),
        (r#"{ "field": "product.name", "is": "not contains", "text": "sign" }"#, yes),
        (r#"{ "field": "product.quantity", "is": "greater", "than": 9 }"#, yes),
        (r#"{ "field": "product.comments", "is": "empty" }"#, yes),
        (r#"{ "field": "product.comments", "is": "not empty" }"#, yes),
        (r#"{ "not": { "field": "product.quantity", "is": "greater", "than": 9 } }"#, no),
        // Those side by side in one `all`: one product.
        (
            r#"{ "all": [{ "field": "product.name", "is": "equal", "to": "sign" },
                { "field": "deal.title", "is": "not empty" },
                { "field": "product.price", "is": "less", "than": "200 GBP" }] }"#,
            yes,
        ),
        (
            r#"{ "all": [{ "field": "product.name", "is": "equal", "to": "sign" },
                { "field": "product.price", "is": "greater", "than": "200 GBP" }] }"#,
            no,
        ),
        (
            r#"{ "all": [{ "field": "product.name", "is": "not equal", "to": "sign" },
                { "field": "product.comments", "is": "empty" }] }"#,
            yes,
        ),
        (
            r#"{ "all": [{ "all": [{ "field": "product.name", "is": "equal", "to": "sign" }] },
                { "field": "product.price", "is": "greater", "than": "200 GBP" }] }"#,
            yes,
        ),
        (
            r#"{ "all": [{ "not": { "field": "product.name", "is": "equal", "to": "sign" } },
                { "field": "product.price", "is": "greater", "than": "200 GBP" }] }"#,
            no,
        ),
        // An `any` beside them is of the same product, and what stands together in it.
        (
            r#"{ "all": [{ "field": "product.name", "is": "equal", "to": "sign" },
                { "any": [{ "field": "product.price", "is": "greater", "than": "200 GBP" },
                          { "field": "product.comments", "is": "empty" }] }] }"#,
            no,
        ),
        (
            r#"{ "all": [{ "field": "product.name", "is": "equal", "to": "sign" },
                { "any": [{ "field": "product.price", "is": "greater", "than": "200 GBP" },
                          { "field": "deal.title", "is": "empty" },
                          { "any": [{ "field": "product.comments", "is": "equal", "to": "blue" }] }] }] }"#,
            yes,
        ),
        (
            r#"{ "all": [{ "field": "product.name", "is": "equal", "to": "sign" },
                { "any": [{ "all": [{ "field": "product.price", "is": "greater", "than": "200 GBP" },
                                    { "field": "deal.title", "is": "not empty" }] }] }] }"#,
            no,
        ),
        (
            r#"{ "all": [{ "any": [{ "field": "product.name", "is": "equal", "to": "sign" },
                                   { "field": "deal.title", "is": "empty" }] },
                { "any": [{ "field": "product.price", "is": "greater", "than": "200 GBP" },
                          { "field": "deal.title", "is": "not empty" }] }] }"#,
            yes,
        ),
        // One in an `all` or a `not` of its own is of another.
        (
            r#"{ "all": [{ "field": "product.name", "is": "equal", "to": "sign" },
                { "any": [{ "all": [{ "all": [{ "field": "product.price", "is": "greater", "than": "200 GBP" }] }] },
                          { "field": "product.comments", "is": "empty" }] }] }"#,
            yes,
        ),
        (
            r#"{ "all": [{ "field": "product.name", "is": "equal", "to": "sign" },
                { "all": [{ "any": [{ "field": "product.price", "is": "greater", "than": "200 GBP" }] }] }] }"#,
            yes,
        ),
        (
            r#"{ "all": [{ "field": "product.name", "is": "equal", "to": "sign" },
                { "any": [{ "not": { "field": "product.price", "is": "greater", "than": "200 GBP" } },
                          { "field": "product.comments", "is": "empty" }] }] }"#,
            no,
        ),
        // What one product says decides, whatever is not known of another.
        (r#"{ "field": "product.code", "is": "equal", "to": "S1" }"#, yes),
        (r#"{ "field": "product.code", "is": "equal", "to": "S2" }"#, open),
        (
            r#"{ "all": [{ "field": "product.code", "is": "equal", "to": "S2" },
                { "field": "product.name", "is": "equal", "to": "sign" }] }"#,
            no,
        ),
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

/// A limit is not passed by a value that nobody filled in, nor by one that is not what is billed.
#[test]
fn a_value_is_what_the_products_come_to() {
    let (yes, no, open) = (Some(true), Some(false), None);
    let row = |more: &str| {
        format!(
            r#"{{ "id": 1, "name": "A", "item_price": 6000, "quantity": 2, "discount": 10, "tax": 20, {more} }}"#
        )
    };
    let exclusive = row(r#""tax_method": "exclusive""#);
    let monthly = row(r#""tax_method": "none", "billing_frequency": "monthly""#);
    for (value, products, than, expected) in [
        // 10,800, and 12,960 with its tax.
        ("null", &*exclusive, "10000 GBP", yes),
        ("null", &exclusive, "10800 GBP", no),
        ("null", "", "10000 GBP", no),
        ("0", &exclusive, "10000 GBP", open),
        ("0", &exclusive, "20000 GBP", no),
        ("500", &exclusive, "10000 GBP", open),
        ("500", &exclusive, "100 GBP", yes),
        ("10800", &exclusive, "11000 GBP", no),
        ("12960", &exclusive, "11000 GBP", yes),
        ("12961", &exclusive, "11000 GBP", yes),
        ("12961.01", &exclusive, "11000 GBP", open),
        // A year of it, or whatever comes after the first period.
        ("129600", &monthly, "100000 GBP", yes),
        ("10000", &monthly, "10400 GBP", open),
    ] {
        let input = format!(
            r#""deal": {{ "id": 1, "status": "won", "value": {value}, "currency": "GBP" }}, "products": [{products}]"#
        );
        let condition = format!(r#"{{ "field": "deal.value", "is": "greater", "than": "{than}" }}"#);
        assert_eq!(decided_of(&input, &condition), expected, "{value} {products} {than}");
        let not = format!(r#"{{ "not": {condition} }}"#);
        assert_eq!(decided_of(&input, &not), expected.map(|holds| !holds), "{value} {products} {than}");
        let empty = r#"{ "field": "deal.value", "is": "empty" }"#;
        assert_eq!(decided_of(&input, empty), Some(value == "null"), "{value}");
        let billed = format!(r#"{{ "field": "deal.billed", "is": "equal", "to": "{}" }}"#, 10800);
        assert_eq!(decided_of(&input, &billed), Some(!products.is_empty()), "{value} {products}");
    }
}

/// The deal as REST v1, REST v2 and webhooks of both versions tell it.
fn shapes() -> [(&'static str, String); 4] {
    let plain = r#""id": 42, "title": "Acme rollout", "status": "won", "value": 1125.5, "currency": "AUD", "pipeline_id": 1,
      "stage_id": 5, "expected_close_date": "2026-07-23""#;
    let v1 = r#""won_time": "2026-07-14 18:16:56", "close_time": "2026-07-14 18:16:56",
      "1111111111111111111111111111111111111111": "12", "2222222222222222222222222222222222222222": "21,22",
      "3333333333333333333333333333333333333333": 900, "3333333333333333333333333333333333333333_currency": "EUR",
      "4444444444444444444444444444444444444444": "PO-7", "5555555555555555555555555555555555555555": "2026-08-01""#;
    let v2 = |one: &str, several: &str| {
        format!(
            r#""owner_id": 1001, "won_time": "2026-07-14T18:16:56Z", "close_time": "2026-07-14T18:16:56Z", "custom_fields": {{
          "1111111111111111111111111111111111111111": {one}, "2222222222222222222222222222222222222222": {several},
          "3333333333333333333333333333333333333333": {{ "value": 900, "currency": "EUR" }},
          "4444444444444444444444444444444444444444": "PO-7", "5555555555555555555555555555555555555555": "2026-08-01" }}"#
        )
    };
    let (rest, hook) =
        (v2("12", "[21, 22]"), v2(r#"{ "type": "enum", "id": 12 }"#, r#"[{ "id": 21 }, { "id": 22 }]"#));
    let before = r#""status": "open", "stage_id": 4, "won_time": null, "close_time": null"#;
    let fields = r#""fields": { "deal": [
      { "field_name": "Region", "field_code": "1111111111111111111111111111111111111111", "field_type": "enum",
        "options": [{ "id": 12, "label": "North" }] },
      { "field_name": "Lines", "field_code": "2222222222222222222222222222222222222222", "field_type": "set",
        "options": [{ "id": 21, "label": "Signs" }, { "id": 22, "label": "Service" }] },
      { "field_name": "Budget", "field_code": "3333333333333333333333333333333333333333", "field_type": "monetary" },
      { "field_name": "PO", "field_code": "4444444444444444444444444444444444444444", "field_type": "varchar" },
      { "field_name": "Start", "field_code": "5555555555555555555555555555555555555555", "field_type": "date" },
      { "field_name": "Pipeline", "field_code": "pipeline_id", "field_type": "pipeline",
        "options": [{ "id": 1, "label": "Projects" }] }] },
      "localDates": { "today": "2026-07-15", "won": "2026-07-15" }"#;
    let of = |deal: String| format!(r#""deal": {deal}, {fields}"#);
    [
        (
            "REST v1",
            of(format!(
                r#"{{ "success": true, "data": {{ {plain}, {v1}, "user_id": {{ "id": 1001, "name": "Jo Reid", "value": 1001 }} }} }}"#
            )),
        ),
        ("REST v2", of(format!(r#"{{ "success": true, "data": {{ {plain}, {rest} }} }}"#))),
        (
            "webhook v1",
            of(format!(
                r#"{{ "v": 1, "meta": {{ "action": "updated", "object": "deal" }}, "event": "updated.deal",
                "current": {{ {plain}, {v1}, "user_id": 1001, "owner_name": "Jo Reid" }},
                "previous": {{ "id": 42, "title": "Acme rollout", "value": 1125.5, "user_id": 1002, {before},
                  "4444444444444444444444444444444444444444": null, "3333333333333333333333333333333333333333": 900,
                  "3333333333333333333333333333333333333333_currency": "AUD",
                  "1111111111111111111111111111111111111111": "12", "5555555555555555555555555555555555555555": "" }} }}"#
            )),
        ),
        (
            "webhook v2",
            of(format!(
                r#"{{ "meta": {{ "action": "change", "entity": "deal", "version": "2.0" }}, "data": {{ {plain}, {hook} }},
                "previous": {{ {before}, "owner_id": 1002, "custom_fields": {{
                  "3333333333333333333333333333333333333333": {{ "value": 900, "currency": "AUD" }},
                  "5555555555555555555555555555555555555555": null, "4444444444444444444444444444444444444444": null }} }} }}"#
            )),
        ),
    ]
}

#[test]
fn decides_every_field_of_a_deal_in_every_shape() {
    let documented = Owner::Deal.standard();
    let conditions = [
        ("deal.id", r#""is": "equal", "to": 42"#),
        ("deal.title", r#""is": "equal", "to": "acme rollout""#),
        ("deal.value", r#""is": "greater", "than": "1125.49 AUD""#),
        ("deal.currency", r#""is": "equal", "to": "AUD""#),
        ("deal.won_date", r#""is": "between", "from": "2026-07-15", "to": "today""#),
        ("deal.close_date", r#""is": "between", "from": "2026-07-15", "to": "2026-07-15""#),
        ("deal.expected_close_date", r#""is": "after", "than": "today+7""#),
        ("deal.owner", r#""is": "equal", "to": 1001"#),
        ("deal.pipeline", r#""is": "equal", "to": "Projects""#),
        ("deal.pipeline", r#""is": "equal", "to": 1"#),
        ("deal.stage", r#""is": "equal", "to": 5"#),
        ("field:Region", r#""is": "equal", "to": "North""#),
        ("field:Region", r#""is": "in", "values": [12]"#),
        ("field:Lines", r#""is": "equal", "to": "Service""#),
        ("field:Lines", r#""is": "in", "values": [20, 22]"#),
        ("field:Budget", r#""is": "at least", "than": "900 EUR""#),
        ("field:PO", r#""is": "starts with", "text": "po-""#),
        ("field:PO#4444444444444444444444444444444444444444", r#""is": "not empty""#),
        ("field:Start", r#""is": "before", "than": "today+30""#),
    ];
    for name in documented {
        assert!(
            conditions.iter().any(|(field, _)| *field == format!("deal.{name}")),
            "deal.{name} is not tried"
        );
    }
    for (shape, input) in shapes() {
        for (field, test) in conditions {
            let condition = format!(r#"{{ "field": "{field}", {test} }}"#);
            assert_eq!(decided_of(&input, &condition), Some(true), "{shape}: {condition}");
            let not = format!(r#"{{ "not": {condition} }}"#);
            assert_eq!(decided_of(&input, &not), Some(false), "{shape}: {not}");
        }
        for (field, has_changed) in [
            ("deal.title", false),
            ("deal.value", false),
            ("deal.stage", true),
            ("deal.owner", true),
            ("deal.won_date", true),
            ("deal.close_date", true),
            ("deal.pipeline", false),
            ("field:PO", true),
            ("field:#4444444444444444444444444444444444444444", true),
            ("field:Start", true),
            ("field:Budget", true),
            ("field:Region", false),
        ] {
            let condition = format!(r#"{{ "field": "{field}", "is": "changed" }}"#);
            let expected = shape.starts_with("webhook").then_some(has_changed);
            assert_eq!(decided_of(&input, &condition), expected, "{shape}: {condition}");
        }
    }
}

#[test]
fn all_that_a_new_deal_says_has_changed() {
    let input = |meta: &str| {
        format!(
            r#""deal": {{ "meta": {{ {meta} }}, "data": {{ "id": 1, "status": "won", "title": "A", "value": null }}, "previous": null }}"#
        )
    };
    for (meta, field, expected) in [
        (r#""action": "create""#, "deal.title", Some(true)),
        (r#""action": "create""#, "deal.value", Some(false)),
        (r#""action": "change""#, "deal.title", None),
    ] {
        let condition = format!(r#"{{ "field": "{field}", "is": "changed" }}"#);
        assert_eq!(decided_of(&input(meta), &condition), expected, "{meta} {field}");
    }
}

/// The day of a win is told by the host where Pipedrive tells an instant alone.
#[test]
fn a_day_that_was_not_passed_is_not_empty() {
    let deal = r#""deal": { "id": 1, "status": "won", "won_time": "2026-07-14T18:16:56Z", "close_time": "2026-07-14T18:16:56Z" }"#;
    for field in ["deal.won_date", "deal.close_date"] {
        assert_eq!(decided_of(deal, &format!(r#"{{ "field": "{field}", "is": "empty" }}"#)), None, "{field}");
    }
    let open = r#""deal": { "id": 1, "status": "open", "won_time": null }"#;
    assert_eq!(decided_of(open, r#"{ "field": "deal.won_date", "is": "empty" }"#), Some(true));
}
