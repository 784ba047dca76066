//! Deals and documents of any kind: each in one class, the classes come to the totals, and order changes nothing.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::call::call;
use crate::cases;

const NAMES: [&str; 4] = ["Northwind Traders", "Contoso Bakery", "Harbour Logistics", "Fabrikam Studios"];

fn uuid(number: usize) -> String {
    format!("6b1f0000-0000-4000-8000-{number:012}")
}

fn deal() -> impl Strategy<Value = (u64, i64, usize, usize, u8)> {
    (1_u64..9, 0_i64..5, 0_usize..4, 0_usize..4, 1_u8..28)
}

fn deal_of((id, price, who, status, day): (u64, i64, usize, usize, u8)) -> Value {
    let status = ["won", "won", "lost", "open"][status];
    json!({ "id": id, "title": format!("Project {id}"), "value": price * 250, "currency": "GBP", "status": status,
        "org_id": { "value": who, "name": NAMES[who] }, "pipeline_id": who % 2,
        "won_time": format!("2026-03-{day:02} 10:00:00"), "update_time": format!("2026-03-{day:02} 11:00:00") })
}

fn invoice() -> impl Strategy<Value = (i64, usize, u64, usize, u8, i64)> {
    (0_i64..5, 0_usize..4, 0_u64..12, 0_usize..5, 1_u8..28, 0_i64..3)
}

fn invoice_of(
    number: usize,
    (price, who, token, status, day, paid): (i64, usize, u64, usize, u8, i64),
) -> Value {
    let status = ["AUTHORISED", "AUTHORISED", "DRAFT", "VOIDED", "PAID"][status];
    let total = price * 300;
    let paid = if status == "PAID" {
        total
    } else if status == "AUTHORISED" {
        (paid * 100).min(total)
    } else {
        0
    };
    let due = if status == "VOIDED" { 0 } else { total - paid };
    let reference = if token == 0 { String::new() } else { format!("PD-{token}") };
    json!({ "Type": "ACCREC", "InvoiceID": uuid(number), "InvoiceNumber": format!("INV-{number}"), "Reference": reference,
        "Contact": { "ContactID": format!("430fa14a-f945-44d3-9f97-{who:012}"), "Name": NAMES[who] },
        "DateString": format!("2026-03-{day:02}T00:00:00"), "DueDateString": format!("2026-04-{day:02}T00:00:00"),
        "Status": status, "CurrencyCode": if number % 7 == 6 { "EUR" } else { "GBP" }, "SubTotal": price * 250,
        "TotalTax": price * 50, "Total": total, "AmountPaid": paid, "AmountCredited": 0, "AmountDue": due })
}

fn told(deals: &[Value], documents: &[Value]) -> Value {
    call(
        "reconcile",
        &json!({ "asOf": "2026-04-15", "deals": deals, "documents": { "Invoices": documents } }).to_string(),
    )
    .unwrap()
}

/// Without the places in the input.
fn placeless(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept =
                members.iter().filter(|(name, _)| !["at", "dealAt", "findings"].contains(&name.as_str()));
            Value::Object(kept.map(|(name, value)| (name.clone(), placeless(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(placeless).collect()),
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn each_is_in_one_class_and_the_classes_prove(
        deals in prop::collection::vec(deal(), 0..12),
        documents in prop::collection::vec(invoice(), 0..12),
        turn in 0_usize..12,
    ) {
        let mut deals: Vec<Value> = deals.into_iter().map(deal_of).collect();
        let mut documents: Vec<Value> =
            documents.into_iter().enumerate().map(|(number, one)| invoice_of(number, one)).collect();
        let answer = told(&deals, &documents);
        for (rows, classes, passed) in
            [("deals", "dealClasses", deals.len()), ("documents", "documentClasses", documents.len())]
        {
            let counted: u64 = answer[classes].as_array().unwrap().iter().map(|one| one["count"].as_u64().unwrap()).sum();
            prop_assert_eq!(answer[rows].as_array().unwrap().len(), passed);
            prop_assert_eq!(usize::try_from(counted).unwrap(), passed);
        }
        for line in answer["proof"].as_array().unwrap() {
            prop_assert_eq!(&line["proves"], &json!(true), "{}", line);
        }
        for row in answer["documents"].as_array().unwrap() {
            let of = answer["deals"].as_array().unwrap().iter();
            let owners = of.filter(|deal| deal["documents"].as_array().unwrap().iter().any(|one| one["id"] == row["id"]));
            prop_assert_eq!(owners.count(), usize::from(row.get("deal").is_some()), "{}", row);
        }
        if !deals.is_empty() {
            let turn = turn % deals.len();
            deals.rotate_left(turn);
        }
        documents.reverse();
        prop_assert_eq!(placeless(&told(&deals, &documents)), placeless(&answer));
    }
}
