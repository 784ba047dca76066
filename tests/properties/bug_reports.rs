//! The deposits and halves that other systems are known to get wrong, each as its users reported it.

use crate::call::call;
use crate::generate::{config, parties, snapshot};
use crate::oracle::number::{parse, show, sum};
use crate::oracle::{Totals, totals};
use num_traits::{Signed, Zero};
use serde_json::{Value, json};

/// Quantity, price, percent off and tax percent of each row.
type Rows = &'static [(&'static str, &'static str, u32, u32)];

struct Case {
    name: &'static str,
    method: &'static str,
    rows: Rows,
    schedule: Value,
    /// Amounts of Pipedrive's installments.
    installments: &'static [&'static str],
    /// What each document comes to with tax.
    gross: &'static [&'static str],
    divided: &'static str,
}

fn deposit(deposit: Value) -> Value {
    json!({ "kind": "deposit", "depositTax": "part-payment", "amounts": "gross", "deposit": deposit,
            "balance": { "date": { "months": 1 } } })
}

fn halves(first: u32, second: u32) -> Value {
    json!({ "kind": "milestones", "milestones": [{ "percent": first }, { "percent": second, "date": { "months": 1 } }] })
}

fn cases() -> Vec<Case> {
    let installments = json!({ "kind": "installments", "amounts": "gross" });
    let case = |name, method, rows, schedule, gross, divided| Case {
        name,
        method,
        rows,
        schedule,
        installments: &[],
        gross,
        divided,
    };
    vec![
        case(
            "12,870.59 in halves, with tax in it",
            "inclusive",
            &[("1", "12870.59", 0, 20)],
            halves(50, 50),
            &["6435.30", "6435.29"],
            "shares",
        ),
        case(
            "12,870.59 in halves, tax on top",
            "exclusive",
            &[("1", "12870.59", 0, 20)],
            halves(50, 50),
            &["7722.36", "7722.35"],
            "shares",
        ),
        case(
            "145.05 at 30 and 70 %",
            "exclusive",
            &[("1", "145.05", 0, 0)],
            halves(30, 70),
            &["43.52", "101.53"],
            "shares",
        ),
        case(
            "a deposit of 550.00 at 21 % inclusive over 900, 2 × 90 and 4 × 49",
            "inclusive",
            &[("1", "900", 0, 21), ("2", "90", 0, 21), ("4", "49", 0, 21)],
            deposit(json!({ "amount": 550 })),
            &["550.00", "726.00"],
            "amounts",
        ),
        case(
            "a deposit of 840.00 on 3 × 10,000 and 50 at 20 %",
            "exclusive",
            &[("1", "10000", 0, 20), ("1", "10000", 0, 20), ("1", "10000", 0, 20), ("1", "50", 0, 20)],
            deposit(json!({ "amount": 840 })),
            &["840.00", "35220.00"],
            "amounts",
        ),
        case(
            "0.5 × 1.01 with a deposit of all of it",
            "exclusive",
            &[("0.5", "1.01", 0, 20)],
            deposit(json!({ "percent": 100 })),
            &["0.61"],
            "",
        ),
        case(
            "1000.10 less 15 %, in halves",
            "exclusive",
            &[("1", "1000.10", 15, 20)],
            halves(50, 50),
            &["510.06", "510.05"],
            "shares",
        ),
        Case {
            installments: &["50", "50"],
            ..case(
                "100.00 inclusive at 20 % as 2 × 50.00",
                "inclusive",
                &[("1", "100", 0, 20)],
                installments,
                &["50.00", "50.00"],
                "deducted",
            )
        },
    ]
}

fn input(case: &Case) -> Value {
    let rows = case.rows.iter().enumerate().map(|(at, (quantity, price, off, tax))| {
        json!({ "id": 300 + at, "deal_id": 42, "product_id": null, "name": format!("Product {at}"), "item_price": price,
                "quantity": quantity, "discount": off, "discount_type": "percentage", "tax": tax,
                "tax_method": case.method, "currency": "GBP", "is_enabled": true, "billing_frequency": "one-time" })
    });
    let rows: Vec<Value> = rows.collect();
    let (organization, _) = parties();
    let (mut config, mut snapshot) = (config(4, "rate"), snapshot());
    let entity = &mut config["entities"]["uk"];
    entity["schedule"] = case.schedule.clone();
    entity["lines"]["dealValue"] = json!("ignore");
    entity["lines"]["tax"]["byRate"]["21"] = json!("TAX021");
    entity["lines"]["tax"]["whenDealHasNoTax"] =
        json!({ "amounts": "Exclusive", "from": "type", "taxType": "ZERORATEDOUTPUT" });
    snapshot["taxRates"]["TaxRates"].as_array_mut().unwrap().push(json!({
        "Name": "21% income", "TaxType": "TAX021", "Status": "ACTIVE", "CanApplyToRevenue": true, "EffectiveRate": 21,
        "TaxComponents": [{ "Name": "VAT", "Rate": 21 }] }));
    let installments = case.installments.iter().zip(1..).map(|(amount, at): (_, u32)| {
        json!({ "id": at, "deal_id": 42, "amount": amount, "billing_date": format!("2026-12-{at:02}") })
    });
    json!({ "deal": { "id": 42, "title": "Deal", "value": 1, "currency": "GBP", "status": "won", "org_id": 7 },
            "products": rows, "installments": installments.collect::<Vec<Value>>(), "organization": organization,
            "contact": "eaa28f49-6028-4b6e-bb12-d8f6278073fc", "config": config, "snapshot": snapshot,
            "localDates": { "today": "2026-11-22", "won": "2026-11-22" }, "now": "2026-11-22T12:00:00Z" })
}

#[test]
fn the_cases_that_others_get_wrong() {
    for case in cases() {
        let input = input(&case);
        let plan = call("mapDealToInvoice", &input.to_string()).unwrap();
        let mut full = input.clone();
        full["config"]["entities"]["uk"]["schedule"] = json!({ "kind": "full" });
        full["installments"] = json!([]);
        let full = call("mapDealToInvoice", &full.to_string()).unwrap();
        let of = |document: &Value| totals(&document["body"], &input["snapshot"], 4).unwrap();
        let whole = of(&full["documents"][0]);
        let all =
            ["documents", "scheduled"].into_iter().flat_map(|key| plan[key].as_array().into_iter().flatten());
        let documents: Vec<Totals> = all.map(of).collect();
        let gross: Vec<String> = documents.iter().map(|one| show(&one.total)).collect();
        println!("{}: {} as {:?}, {}", case.name, show(&whole.total), gross, plan["schedule"]["method"]);
        assert_eq!(plan["ok"], true, "{}: {}", case.name, plan["findings"]);
        let expected: Vec<_> = case.gross.iter().map(|text| parse(text).unwrap()).collect();
        assert_eq!(
            documents.iter().map(|one| one.total.clone()).collect::<Vec<_>>(),
            expected,
            "{}",
            case.name
        );
        assert_eq!(plan["schedule"]["method"].as_str().unwrap_or(""), case.divided, "{}", case.name);
        for of in [
            |one: &Totals| one.sub_total.clone(),
            |one: &Totals| one.total_tax.clone(),
            |one: &Totals| one.total.clone(),
        ] {
            let amounts: Vec<_> = documents.iter().map(of).collect();
            assert_eq!(sum(&amounts), of(&whole), "{}", case.name);
            assert!(
                amounts.iter().all(|amount| amount.is_positive() || of(&whole).is_zero()),
                "{}",
                case.name
            );
        }
    }
}
