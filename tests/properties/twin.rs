//! `predictTotals` and `compareTotals` against the oracle.

use crate::call::{call, twin};
use crate::document::{invoice, snapshot};
use crate::oracle::{self, number, totals::Totals};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Both the library's totals and the oracle's must be these, given as decimal texts.
#[track_caller]
pub fn both_say(document: &Value, snapshot: &Value, unit_dp: u32, expected: &Expected) {
    let exact = oracle::totals(document, snapshot, unit_dp).unwrap_or_else(|error| panic!("oracle: {error}"));
    expected.check("the oracle", &exact);
    let said = twin(document, snapshot, unit_dp).unwrap_or_else(|error| panic!("predictTotals: {error}"));
    expected.check("the library", &said);
    assert_eq!(said, exact, "of {document}");
}

/// Totals that a source gives; what it does not give is not compared.
#[derive(Debug, Default)]
pub struct Expected {
    pub lines: Vec<Option<String>>,
    pub taxes: Vec<Option<String>>,
    pub sub_total: Option<String>,
    pub total_tax: Option<String>,
    pub total: Option<String>,
}

impl Expected {
    #[track_caller]
    fn check(&self, who: &str, totals: &Totals) {
        let same = |what: &str, given: &Option<String>, found: &number::Exact| {
            if let Some(given) = given {
                let given = number::parse(given).unwrap_or_else(|| panic!("{what}: `{given}` is no number"));
                assert_eq!(number::show(&given), number::show(found), "{who}: {what}");
            }
        };
        for (at, line) in totals.lines.iter().enumerate() {
            same(&format!("line {at}"), self.lines.get(at).unwrap_or(&None), &line.line_amount);
            same(&format!("tax of line {at}"), self.taxes.get(at).unwrap_or(&None), &line.tax_amount);
        }
        same("SubTotal", &self.sub_total, &totals.sub_total);
        same("TotalTax", &self.total_tax, &totals.total_tax);
        same("Total", &self.total, &totals.total);
    }
}

/// A document of lines in one tax type.
fn document(mode: &str, tax_type: &str, lines: &[Value]) -> Value {
    let lines: Vec<Value> = lines
        .iter()
        .map(|line| {
            let mut line = line.clone();
            line["TaxType"] = json!(tax_type);
            line
        })
        .collect();
    json!({ "Type": "ACCREC", "LineAmountTypes": mode, "LineItems": lines })
}

fn expected(lines: &[&str], taxes: &[&str], [sub_total, total_tax, total]: [&str; 3]) -> Expected {
    let texts = |texts: &[&str]| texts.iter().map(|text| Some((*text).to_owned())).collect();
    let text = |text: &str| Some(text.to_owned());
    Expected {
        lines: texts(lines),
        taxes: texts(taxes),
        sub_total: text(sub_total),
        total_tax: text(total_tax),
        total: text(total),
    }
}

/// A snapshot with one tax rate, `T`, of `percent` and nothing else.
pub fn one_rate(tax_type: &str, percent: &str) -> Value {
    let percent = json!(percent);
    json!({ "organisation": { "BaseCurrency": "NZD" },
            "taxRates": [{ "Name": "the rate", "TaxType": tax_type, "Status": "ACTIVE", "CanApplyToRevenue": true,
                           "DisplayTaxRate": percent, "EffectiveRate": percent,
                           "TaxComponents": [{ "Name": "GST", "Rate": percent, "IsCompound": false }] }] })
}

#[test]
fn the_rounding_guides_case_is_eleven_forty_four() {
    let lines = ["25.06", "25.61", "25.63"].map(|unit| json!({ "Quantity": 1, "UnitAmount": unit }));
    let totals =
        expected(&["25.06", "25.61", "25.63"], &["3.76", "3.84", "3.84"], ["76.30", "11.44", "87.74"]);
    both_say(&document("Exclusive", "T", &lines), &one_rate("T", "15"), 4, &totals);
}

#[test]
fn the_documentations_inclusive_case_with_a_return() {
    let lines =
        [json!({ "Quantity": 3, "UnitAmount": "59.00" }), json!({ "Quantity": 1, "UnitAmount": "-79.00" })];
    let totals = expected(&["177.00", "-79.00"], &["19.67", "-8.78"], ["87.11", "10.89", "98.00"]);
    both_say(&document("Inclusive", "T", &lines), &one_rate("T", "12.5"), 4, &totals);
}

#[test]
fn half_cents_go_away_from_zero() {
    let lines = ["2.165", "2.164", "-2.165", "0.005", "0.0049"]
        .map(|unit| json!({ "Quantity": 1, "UnitAmount": unit }));
    let amounts = ["2.17", "2.16", "-2.17", "0.01", "0.00"];
    let totals = expected(&amounts, &["0.22", "0.22", "-0.22", "0", "0"], ["2.17", "0.22", "2.39"]);
    both_say(&document("Exclusive", "T", &lines), &one_rate("T", "10"), 4, &totals);
    // 0.50 at 5 % is 0.025 of tax, on either side of zero; 1.05 holds 0.05 of it.
    let tie = ["0.50", "-0.50"].map(|unit| json!({ "Quantity": 1, "UnitAmount": unit }));
    let totals = expected(&["0.5", "-0.5"], &["0.03", "-0.03"], ["0", "0", "0"]);
    both_say(&document("Exclusive", "T", &tie), &one_rate("T", "5"), 4, &totals);
}

#[test]
fn unit_amounts_are_rounded_before_anything_else() {
    let line = [json!({ "Quantity": 7000, "UnitAmount": 0.1648 })];
    let of = |unit_dp, total: &str| {
        let totals = expected(&[total], &["0"], [total, "0", total]);
        both_say(&document("NoTax", "NONE", &line), &one_rate("NONE", "0"), unit_dp, &totals);
    };
    of(4, "1153.60");
    of(2, "1120.00");
}

#[test]
fn discounts_are_a_rate_or_an_amount() {
    let rate = |rate: &str| json!({ "Quantity": 1, "UnitAmount": "2120.44", "DiscountRate": rate });
    let amount = json!({ "Quantity": 3, "UnitAmount": "500.00", "DiscountAmount": "100.07" });
    let lines = [rate("10"), rate("100"), rate("0"), amount];
    let amounts = ["1908.40", "0", "2120.44", "1399.93"];
    let totals = expected(&amounts, &["286.26", "0", "318.07", "209.99"], ["5428.77", "814.32", "6243.09"]);
    let document = document("Exclusive", "T", &lines);
    both_say(&document, &one_rate("T", "15"), 4, &totals);
    let off = twin(&document, &one_rate("T", "15"), 4).unwrap().total_discount;
    assert_eq!(number::show(&off), "2432.55");
}

#[test]
fn each_component_of_a_rate_is_rounded_by_itself() {
    // 5 % and 9.975 %: 14.975 % of 8.10 is 1.21, its parts are 0.41 and 0.81.
    let line = [json!({ "Quantity": 1, "UnitAmount": "8.10" })];
    let totals = expected(&["8.10"], &["1.22"], ["8.10", "1.22", "9.32"]);
    both_say(&document("Exclusive", "TAX002", &line), &snapshot(true), 4, &totals);
    // A compound part has its base in the net and the other parts: 10 % of 105.
    let line = [json!({ "Quantity": 1, "UnitAmount": "100" })];
    for (tax_type, tax, total) in [("TAX003", "15.5", "115.5"), ("TAX004", "13.3", "113.3")] {
        let totals = expected(&["100"], &[tax], ["100", tax, total]);
        both_say(&document("Exclusive", tax_type, &line), &snapshot(false), 4, &totals);
    }
    let line = [json!({ "Quantity": 1, "UnitAmount": "115.50" })];
    let totals = expected(&["115.5"], &["15.5"], ["100", "15.5", "115.5"]);
    both_say(&document("Inclusive", "TAX003", &line), &snapshot(false), 4, &totals);
}

/// What Xero would answer to `document` if it computed `totals`.
fn answered(document: &Value, totals: &Value) -> Value {
    let mut answer = document.clone();
    for (key, from) in [("SubTotal", "subTotal"), ("TotalTax", "totalTax"), ("Total", "total")] {
        answer[key] = totals[from].clone();
    }
    answer["TotalDiscount"] = totals["totalDiscount"].clone();
    answer["CurrencyCode"] = totals["currency"].clone();
    for (at, line) in totals["lines"].as_array().expect("lines").iter().enumerate() {
        answer["LineItems"][at]["LineAmount"] = line["lineAmount"].clone();
        answer["LineItems"][at]["TaxAmount"] = line["taxAmount"].clone();
    }
    answer
}

fn findings(answer: &Value) -> Vec<Value> {
    answer.as_array().unwrap_or_else(|| panic!("no list of findings: {answer}")).clone()
}

proptest! {
    #![proptest_config(crate::cases(400))]

    #[test]
    fn the_twin_is_the_oracle((document, snapshot, unit_dp) in invoice()) {
        let exact = oracle::totals(&document, &snapshot, unit_dp).unwrap();
        let said = twin(&document, &snapshot, unit_dp);
        prop_assert_eq!(said, Ok(exact), "unitDp {} of {}", unit_dp, document);
    }
}

proptest! {
    #![proptest_config(crate::cases(96))]

    #[test]
    fn a_stated_line_amount_is_the_computed_one_or_refused(
        (mut document, snapshot, unit_dp) in invoice(),
        line in any::<prop::sample::Index>(),
        cents in prop_oneof![Just(0_i64), Just(1), Just(-1)],
    ) {
        let exact = oracle::totals(&document, &snapshot, unit_dp).unwrap();
        let line = line.index(exact.lines.len());
        let stated = &exact.lines[line].line_amount + number::scaled(cents, 2);
        document["LineItems"][line]["LineAmount"] = json!(number::show(&stated));
        let (said, again) = (twin(&document, &snapshot, unit_dp), oracle::totals(&document, &snapshot, unit_dp));
        prop_assert_eq!(again.is_ok(), cents == 0);
        prop_assert_eq!(said.ok(), again.ok());
    }

    #[test]
    fn an_answer_as_predicted_has_no_difference_and_a_cent_is_one(
        (document, snapshot, unit_dp) in invoice(),
        which in 0..5_usize,
        line in any::<prop::sample::Index>(),
        cents in prop_oneof![Just(1_i64), Just(-1), Just(100)],
    ) {
        let input = json!({ "document": document, "snapshot": snapshot, "unitDp": unit_dp });
        let predicted = call("predictTotals", &input.to_string()).unwrap();
        let mut answer = answered(&document, &predicted);
        let compare = |answer: &Value| {
            let input = json!({ "predicted": predicted, "answered": answer });
            findings(&call("compareTotals", &input.to_string()).unwrap())
        };
        prop_assert_eq!(compare(&answer), Vec::<Value>::new());
        let lines = answer["LineItems"].as_array().unwrap().len();
        let at = format!("/LineItems/{}", line.index(lines));
        let at = match which {
            0 => "/SubTotal".to_owned(),
            1 => "/TotalTax".to_owned(),
            2 => "/Total".to_owned(),
            3 => format!("{at}/LineAmount"),
            _ => format!("{at}/TaxAmount"),
        };
        let place = answer.pointer_mut(&at).unwrap();
        let moved = number::read(place).unwrap() + number::scaled(cents, 2);
        *place = json!(number::show(&moved));
        prop_assert!(!compare(&answer).is_empty(), "{at} is off by {cents} cents, unseen");
    }
}
