//! `paymentStatus` over every pair of states that two documents can be in, against rules written anew; and
//! that an update, once written, has nothing more to write.

use serde_json::{Value, json};

use crate::call::{call, promises};

const CONTACT: &str = "430fa14a-f945-44d3-9f97-5df5e28441b8";
const KEYS: [&str; 5] = [
    "5a1c0e6f7b8d9a2b3c4d5e6f708192a3b4c5d601",
    "5a1c0e6f7b8d9a2b3c4d5e6f708192a3b4c5d602",
    "5a1c0e6f7b8d9a2b3c4d5e6f708192a3b4c5d603",
    "5a1c0e6f7b8d9a2b3c4d5e6f708192a3b4c5d604",
    "5a1c0e6f7b8d9a2b3c4d5e6f708192a3b4c5d605",
];

/// What one part of a deal may be in: its name, its invoice or else its day in the plan, its own state, and
/// what it is paid, credited and due, in cents of 100.00.
struct Form {
    name: &'static str,
    invoice: Option<(&'static str, i64, i64, i64, &'static str)>,
    planned: Option<&'static str>,
    state: &'static str,
}

const fn invoice(
    name: &'static str,
    status: &'static str,
    amounts: (i64, i64, i64),
    due_on: &'static str,
    state: &'static str,
) -> Form {
    Form { name, invoice: Some((status, amounts.0, amounts.1, amounts.2, due_on)), planned: None, state }
}

/// A part whose invoice is dead and that is planned again.
const fn again(
    name: &'static str,
    invoice: (&'static str, i64, i64, i64, &'static str),
    day: &'static str,
    state: &'static str,
) -> Form {
    Form { name, invoice: Some(invoice), planned: Some(day), state }
}

/// Paid, credited, total; due on or before the day of the test, 2026-07-15, or after it.
const FORMS: [Form; 23] = [
    invoice("a draft", "DRAFT", (0, 0, 100), "2026-07-01", "draft"),
    invoice("submitted", "SUBMITTED", (0, 0, 100), "2026-07-01", "awaiting-approval"),
    invoice("open", "AUTHORISED", (0, 0, 100), "2026-08-01", "awaiting-payment"),
    invoice("due today", "AUTHORISED", (0, 0, 100), "2026-07-15", "awaiting-payment"),
    invoice("late by a day", "AUTHORISED", (0, 0, 100), "2026-07-14", "overdue"),
    invoice("late, part paid", "AUTHORISED", (99, 0, 100), "2026-06-15", "overdue"),
    invoice("part paid", "AUTHORISED", (1, 0, 100), "2026-08-01", "part-paid"),
    invoice("part paid and credited", "AUTHORISED", (30, 30, 100), "2026-08-01", "part-paid"),
    invoice("part credited", "AUTHORISED", (0, 30, 100), "2026-08-01", "awaiting-payment"),
    invoice("late, part credited", "AUTHORISED", (0, 30, 100), "2026-07-01", "overdue"),
    invoice("paid", "PAID", (100, 0, 100), "2026-07-01", "paid"),
    invoice("paid before it is marked", "AUTHORISED", (100, 0, 100), "2026-07-01", "paid"),
    invoice("paid and credited", "PAID", (40, 60, 100), "2026-07-01", "paid"),
    invoice("credited", "PAID", (0, 100, 100), "2026-07-01", "credited"),
    invoice("of nothing", "PAID", (0, 0, 0), "2026-07-01", "paid"),
    invoice("voided", "VOIDED", (0, 0, 100), "2026-07-01", "voided"),
    invoice("deleted", "DELETED", (0, 0, 100), "2026-07-01", "deleted"),
    Form { name: "to be billed now", invoice: None, planned: Some("2026-07-15"), state: "not-invoiced" },
    Form { name: "to be billed later", invoice: None, planned: Some("2026-07-16"), state: "scheduled" },
    again("voided, to be billed again", ("VOIDED", 0, 0, 100, "2026-07-01"), "2026-07-15", "not-invoiced"),
    again("deleted, to be billed later", ("DELETED", 0, 0, 100, "2026-07-01"), "2026-07-16", "scheduled"),
    again("credited, to be billed again", ("PAID", 0, 100, 100, "2026-07-01"), "2026-07-01", "not-invoiced"),
    Form { name: "not there", invoice: None, planned: None, state: "" },
];

fn input(parts: [&Form; 2]) -> Value {
    let (mut invoices, mut planned) = (Vec::new(), Vec::new());
    for (index, form) in parts.iter().enumerate() {
        let slot = format!("{}of2", index + 1);
        if let Some((status, paid, credited, total, due_on)) = form.invoice {
            let due = if matches!(status, "VOIDED" | "DELETED") { 0 } else { total - paid - credited };
            let notes = json!([{ "CreditNoteID": CONTACT, "AppliedAmount": credited }]);
            invoices.push(json!({
                "InvoiceID": format!("0000000{index}-0000-4000-8000-000000000000"), "Type": "ACCREC",
                "InvoiceNumber": format!("INV-{index}"), "Reference": format!("PD-42/{slot}"), "Status": status,
                "Contact": { "ContactID": CONTACT }, "DateString": "2026-06-01T00:00:00",
                "DueDateString": format!("{due_on}T00:00:00"), "CurrencyCode": "GBP", "CurrencyRate": 1,
                "Total": total, "AmountPaid": paid, "AmountCredited": credited, "AmountDue": due,
                "CreditNotes": if credited > 0 { notes } else { json!([]) },
                "FullyPaidOnDate": if status == "PAID" { json!("2026-07-02") } else { Value::Null },
            }));
        }
        if let Some(day) = form.planned {
            planned.push(
                json!({ "slot": slot, "kind": "invoice", "token": format!("PD-42/{slot}"), "issueOn": day,
                "totals": { "total": 100, "currency": "GBP" } }),
            );
        }
    }
    let states = [
        "Not invoiced",
        "Scheduled",
        "Draft",
        "Awaiting approval",
        "Awaiting payment",
        "Part paid",
        "Paid",
        "Credited",
        "Voided",
        "Deleted",
        "Overdue",
    ];
    let options: Vec<_> =
        states.iter().enumerate().map(|(id, label)| json!({ "id": id + 80, "label": label })).collect();
    let field = |index: usize, name: &str, kind: &str| json!({ "field_name": name, "field_code": KEYS[index], "field_type": kind, "options": if kind == "enum" { json!(options) } else { Value::Null } });
    json!({
        "deal": { "id": 42, "currency": "GBP", "owner_id": 7, "custom_fields": {} },
        "fields": [field(0, "s", "enum"), field(1, "d", "monetary"), field(2, "p", "double"), field(3, "n", "varchar"), field(4, "o", "date")],
        "existing": { "Invoices": invoices }, "plan": { "ok": true, "documents": [], "scheduled": planned },
        "localDates": { "today": "2026-07-15" },
        "snapshot": { "tenantId": CONTACT, "organisation": { "BaseCurrency": "GBP" } },
        "config": { "version": 1, "source": { "company": "acme" }, "entities": { "uk": { "tenantId": CONTACT, "feedback": {
            "status": "field:s", "due": "field:d", "paid": "field:p", "invoiceNumber": "field:n", "paidDate": "field:o", "note": true,
            "activity": { "on": ["not-invoiced", "overdue", "paid", "draft"] } } } } },
    })
}

/// The state of the whole, in other words than the library's: what is most pressing about what still stands.
fn expected(parts: [&Form; 2]) -> &'static str {
    let has = |state: &str| parts.iter().any(|form| form.state == state);
    let sums = |of: fn((&str, i64, i64, i64)) -> i64| -> i64 {
        let booked =
            parts.iter().filter_map(|form| form.invoice).filter(|i| matches!(i.0, "AUTHORISED" | "PAID"));
        booked.map(|i| of((i.0, i.1, i.2, i.3))).sum()
    };
    let (paid, credited, total) = (sums(|i| i.1), sums(|i| i.2), sums(|i| i.3));
    let still_to_come = ["awaiting-payment", "not-invoiced", "draft", "awaiting-approval", "scheduled"];
    let waits = still_to_come.iter().any(|state| has(state));
    if has("overdue") {
        return "overdue";
    }
    if has("part-paid") || (waits && paid > 0) {
        return "part-paid";
    }
    if let Some(state) = still_to_come.into_iter().find(|state| has(state)) {
        return state;
    }
    if total > 0 && credited >= total {
        return "credited";
    }
    ["paid", "credited", "voided", "deleted"].into_iter().find(|state| has(state)).unwrap_or("not-invoiced")
}

/// The deal after the update, in one of the forms in which Pipedrive hands it back.
fn written(input: &Value, update: &Value, form: usize) -> Value {
    let mut next = input.clone();
    for (key, value) in update["patch"]["custom_fields"].as_object().into_iter().flatten() {
        let deal = next["deal"].as_object_mut().unwrap();
        match form {
            // API v1: flat, options as texts, the currency beside the amount.
            0 => {
                let flat = value.get("value").unwrap_or(value);
                let is_option = *key == KEYS[0];
                let flat = if is_option { json!(flat.to_string()) } else { flat.clone() };
                deal.insert(key.clone(), flat);
                if let Some(currency) = value.get("currency") {
                    deal.insert(format!("{key}_currency"), currency.clone());
                }
            }
            // A webhook: wrapped with the type.
            1 if *key == KEYS[0] => deal["custom_fields"][key] = json!({ "type": "enum", "id": value }),
            1 if *key == KEYS[1] && value.is_object() => {
                deal["custom_fields"][key] =
                    json!({ "type": "monetary", "value": value["value"], "currency": value["currency"] });
            }
            // With `include_option_labels`.
            2 if *key == KEYS[0] => deal["custom_fields"][key] = json!({ "id": value, "label": "whatever" }),
            _ => deal["custom_fields"][key] = value.clone(),
        }
    }
    next
}

#[test]
fn every_pair_of_documents_has_its_state_and_is_written_once() {
    let mut seen = std::collections::BTreeSet::new();
    for first in &FORMS {
        for second in &FORMS {
            let parts = [first, second];
            let what = format!("{} and {}", first.name, second.name);
            let input = input(parts);
            let update = call("paymentStatus", &input.to_string()).unwrap();
            promises(&update).unwrap();
            assert_eq!(update["ok"], json!(true), "{what}: {}", update["findings"]);
            assert_eq!(update["status"], json!(expected(parts)), "{what}: {}", update["text"]);
            seen.insert(update["status"].to_string());
            let each: Vec<_> = update["documents"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["status"].as_str().unwrap())
                .collect();
            // What became of a part that is planned again is shown beside the plan.
            let again = parts.iter().filter(|form| form.planned.is_some()).filter_map(|form| form.invoice);
            let past = again.map(|invoice| match invoice.0 {
                "VOIDED" => "voided",
                "DELETED" => "deleted",
                _ => "credited",
            });
            let states = parts.iter().map(|form| form.state).filter(|state| !state.is_empty());
            let mut states: Vec<_> = states.chain(past).collect();
            let mut shown = each.clone();
            states.sort_unstable();
            shown.sort_unstable();
            assert_eq!(shown, states, "{what}");
            sums_hold(parts, &update, &what);
            // Written once, in whatever form it comes back, there is nothing more to write.
            assert!(update["patch"].is_object() && update["note"].is_object(), "{what}");
            for form in 0..4 {
                let again = call("paymentStatus", &written(&input, &update, form).to_string()).unwrap();
                assert_eq!(again["status"], update["status"], "{what}");
                for part in ["patch", "note", "activity"] {
                    assert_eq!(again[part], Value::Null, "{what}, form {form}");
                }
            }
        }
    }
    assert_eq!(seen.len(), 11, "{seen:?}");
}

fn sums_hold(parts: [&Form; 2], update: &Value, what: &str) {
    let booked =
        || parts.iter().filter_map(|form| form.invoice).filter(|i| matches!(i.0, "AUTHORISED" | "PAID"));
    let drafted =
        parts.iter().filter(|form| matches!(form.state, "draft" | "awaiting-approval")).count() as i64;
    let planned = parts.iter().filter(|form| form.planned.is_some()).count() as i64;
    let (paid, credited, total): (i64, i64, i64) =
        (booked().map(|i| i.1).sum(), booked().map(|i| i.2).sum(), booked().map(|i| i.3).sum());
    let expected = json!({ "currency": "GBP", "invoiced": total, "paid": paid, "credited": credited,
        "due": total - paid - credited, "drafted": drafted * 100, "planned": planned * 100 });
    assert_eq!(update["amounts"], expected, "{what}");
    assert_eq!(update["base"], expected, "{what}");
}
