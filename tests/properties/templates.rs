//! Recurring products: the dates of the invoices that Xero will make of a template, by a calendar of their own.

use crate::call::{call, plan_totals_hold, promises};
use crate::generate::{config, parties, snapshot};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

type Day = (i64, i64, i64);

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn length(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn tomorrow((year, month, day): Day) -> Day {
    match (day < length(year, month), month < 12) {
        (true, _) => (year, month, day + 1),
        (false, true) => (year, month + 1, 1),
        (false, false) => (year + 1, 1, 1),
    }
}

fn after(day: Day, days: i64) -> Day {
    (0..days).fold(day, |day, _| tomorrow(day))
}

fn text((year, month, day): Day) -> String {
    format!("{year}-{month:02}-{day:02}")
}

/// The day of the invoice number `at`, counted from 0: as many months later as it says, and on a shorter
/// month's last day.
fn child((year, month, day): Day, period: i64, unit: &str, at: i64) -> Day {
    if unit == "WEEKLY" {
        return after((year, month, day), 7 * period * at);
    }
    let months = year * 12 + month - 1 + period * at;
    let (year, month) = (months / 12, months % 12 + 1);
    (year, month, day.min(length(year, month)))
}

const FREQUENCIES: [(&str, i64, &str); 5] = [
    ("weekly", 1, "WEEKLY"),
    ("monthly", 1, "MONTHLY"),
    ("quarterly", 3, "MONTHLY"),
    ("semi-annually", 6, "MONTHLY"),
    ("annually", 12, "MONTHLY"),
];

#[derive(Clone, Debug, PartialEq)]
struct Row {
    frequency: usize,
    /// Days after today; many starts are at the end of a month.
    start: Day,
    cycles: Option<i64>,
    price: i64,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let start = prop_oneof![
        2 => (0..36_i64).prop_map(|month| {
            let (year, month) = (2027 + month / 12, month % 12 + 1);
            (year, month, length(year, month))
        }),
        1 => (0..36_i64, 29..=31_i64).prop_map(|(month, day)| {
            let (year, month) = (2027 + month / 12, month % 12 + 1);
            (year, month, day.min(length(year, month)))
        }),
        1 => (0..800_i64).prop_map(|days| after((2026, 11, 22), days)),
    ];
    let cycles =
        prop_oneof![3 => (1..=24_i64).prop_map(Some), 1 => (1..=208_i64).prop_map(Some), 1 => Just(None)];
    let row = (0..FREQUENCIES.len(), start, cycles, 1..100_000_i64)
        .prop_map(|(frequency, start, cycles, price)| Row { frequency, start, cycles, price });
    // Some rows go into one template.
    (prop::collection::vec(row, 1..6), any::<bool>()).prop_map(|(mut rows, twice)| {
        if twice {
            let again = Row { price: 700, ..rows[0].clone() };
            rows.push(again);
        }
        rows
    })
}

fn input(rows: &[Row]) -> Value {
    let products = rows.iter().enumerate().map(|(at, row)| {
        json!({ "id": 300 + at, "deal_id": 42, "product_id": null, "name": format!("Care {at}"), "quantity": 1,
                "item_price": format!("{}.{:02}", row.price / 100, row.price % 100), "discount": 0,
                "discount_type": "percentage", "tax": 20, "tax_method": "exclusive", "currency": "GBP",
                "is_enabled": true, "billing_frequency": FREQUENCIES[row.frequency].0,
                "billing_frequency_cycles": row.cycles, "billing_start_date": text(row.start) })
    });
    let mut config = config(4, "rate");
    let lines = &mut config["entities"]["uk"]["lines"];
    lines["recurring"] = json!("repeating-invoice");
    lines["dealValue"] = json!("ignore");
    json!({ "deal": { "id": 42, "title": "Deal", "value": 1, "currency": "GBP", "status": "won", "org_id": 7 },
            "products": products.collect::<Vec<Value>>(), "organization": parties().0,
            "contact": "eaa28f49-6028-4b6e-bb12-d8f6278073fc", "config": config, "snapshot": snapshot(),
            "localDates": { "today": "2026-11-22", "won": "2026-11-22" }, "now": "2026-11-22T12:00:00Z" })
}

/// Templates by what distinguishes them, each with its descriptions; their slots are counted, not their order.
fn by_schedule(plan: &Value) -> BTreeMap<String, Vec<String>> {
    let of = |document: &Value| {
        let lines = document["body"]["LineItems"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["Description"].to_string());
        let mut lines: Vec<String> = lines.collect();
        lines.sort();
        (format!("{} {}", document["body"]["Schedule"], document["token"]), lines)
    };
    plan["documents"].as_array().unwrap().iter().map(of).collect()
}

proptest! {
    #![proptest_config(crate::cases(200))]

    #[test]
    fn a_template_makes_as_many_invoices_as_the_product_has_cycles(rows in rows(), seed in any::<usize>()) {
        let input = input(&rows);
        let plan = call("mapDealToInvoice", &input.to_string()).unwrap();
        prop_assert_eq!(promises(&plan), Ok(()));
        prop_assert!(plan["ok"] == true, "{}", plan["findings"]);
        prop_assert_eq!(plan_totals_hold(&plan, &input["snapshot"]), Ok(()));
        prop_assert!(plan["scheduled"].is_null() && plan["schedule"].is_null());
        let mut wanted: BTreeMap<(usize, Day, Option<i64>), usize> = BTreeMap::new();
        for row in &rows {
            *wanted.entry((row.frequency, row.start, row.cycles)).or_insert(0) += 1;
        }
        let documents = plan["documents"].as_array().unwrap();
        prop_assert_eq!(documents.len(), wanted.len());
        for ((frequency, start, cycles), count) in wanted {
            let (word, period, unit) = FREQUENCIES[frequency];
            let end = cycles.map(|cycles| child(start, period, unit, cycles - 1));
            let found = documents.iter().find(|document| {
                let schedule = &document["body"]["Schedule"];
                document["slot"].as_str().unwrap().starts_with(word) && schedule["Unit"] == unit && schedule["Period"] == period
                    && schedule["StartDate"] == text(start) && schedule["EndDate"].as_str() == end.map(text).as_deref()
            });
            let Some(found) = found else {
                return Err(TestCaseError::fail(format!("no template {word} from {start:?} to {end:?} in {:?}", by_schedule(&plan))));
            };
            prop_assert_eq!(found["body"]["LineItems"].as_array().unwrap().len(), count);
            prop_assert_eq!(&found["kind"], "repeating-invoice");
            let token = format!("PD-42/{}", found["slot"].as_str().unwrap());
            prop_assert_eq!(found["token"].as_str(), Some(token.as_str()));
            prop_assert!(found["body"]["Reference"].as_str().unwrap().ends_with(&token));
            // Xero makes an invoice on each day up to the last one.
            if let (Some(cycles), Some(end)) = (cycles, end) {
                let days = (0..=cycles).map(|at| child(start, period, unit, at));
                prop_assert_eq!(i64::try_from(days.filter(|day| *day <= end).count()).unwrap(), cycles);
            }
        }
        let mut turned = input.clone();
        turned["products"].as_array_mut().unwrap().rotate_left(seed % rows.len());
        let turned = call("mapDealToInvoice", &turned.to_string()).unwrap();
        prop_assert_eq!(by_schedule(&turned), by_schedule(&plan));
    }
}
