//! Generated Xero invoice bodies and the tax rates they use.

use crate::oracle::number::{Exact, round, scaled, show, whole};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A decimal as a mantissa and its decimals, so that it shrinks towards whole and small.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    pub mantissa: i64,
    pub dp: u32,
}

impl Decimal {
    pub fn exact(self) -> Exact {
        scaled(self.mantissa, self.dp)
    }

    pub fn text(self) -> String {
        show(&self.exact())
    }
}

/// Decimals of 0 to `max_dp` decimals and at most `max` in size.
pub fn decimal(max: i64, max_dp: u32) -> impl Strategy<Value = Decimal> {
    (0..=max_dp).prop_flat_map(move |dp| {
        (1..=max * 10_i64.pow(dp)).prop_map(move |mantissa| Decimal { mantissa, dp })
    })
}

/// A decimal as a JSON number, or as a string where `as_text`.
pub fn number(text: &str, as_text: bool) -> Value {
    if as_text { Value::String(text.to_owned()) } else { serde_json::from_str(text).expect("a JSON number") }
}

/// A tax rate in Xero's own shape; a component is its rate and whether it is compound.
fn rate(tax_type: &str, effective: &str, components: &[(&str, bool)]) -> Value {
    let components: Vec<Value> = components
        .iter()
        .enumerate()
        .map(|(at, (rate, compound))| {
            json!({ "Name": format!("part {at}"), "Rate": number(rate, false), "IsCompound": compound,
                    "IsNonRecoverable": false })
        })
        .collect();
    json!({
        "Name": format!("{effective}% ({tax_type})"), "TaxType": tax_type, "ReportTaxType": "OUTPUT",
        "CanApplyToAssets": true, "CanApplyToEquity": true, "CanApplyToExpenses": false,
        "CanApplyToLiabilities": true, "CanApplyToRevenue": true, "DisplayTaxRate": number(effective, false),
        "EffectiveRate": number(effective, false), "Status": "ACTIVE", "TaxComponents": components
    })
}

/// Tax types of [`tax_rates`] that a line may use, the plainest first.
pub const TAX_TYPES: [&str; 12] = [
    "OUTPUT2",
    "ZERORATEDOUTPUT",
    "RROUTPUT",
    "NONE",
    "TAX001",
    "TAX002",
    "TAX003",
    "TAX004",
    "TAX005",
    "TAX006",
    "TAX007",
    "DRCHARGE20",
];

/// A table with every kind of rate: one component, several, compound ones in both orders, three parts, an
/// odd fraction, no components listed, and one whose effective rate is not its component's.
pub fn tax_rates() -> Value {
    let mut reverse = rate("DRCHARGE20", "0", &[("20", false)]);
    reverse["DisplayTaxRate"] = json!(20);
    json!([
        rate("OUTPUT2", "20", &[("20", false)]),
        rate("ZERORATEDOUTPUT", "0", &[("0", false)]),
        rate("RROUTPUT", "5", &[("5", false)]),
        rate("NONE", "0", &[("0", false)]),
        rate("TAX001", "12.5", &[("12.5", false)]),
        rate("TAX002", "14.975", &[("5", false), ("9.975", false)]),
        rate("TAX003", "15.5", &[("5", false), ("10", true)]),
        rate("TAX004", "13.3", &[("10", true), ("3", false)]),
        rate("TAX005", "7.625", &[("4", false), ("2.5", false), ("1.125", false)]),
        rate("TAX006", "8.1", &[("8.1", false)]),
        rate("TAX007", "8.25", &[]),
        reverse,
    ])
}

/// A snapshot that holds just what totals need, its lists bare or in the API's envelope.
pub fn snapshot(enveloped: bool) -> Value {
    let (rates, organisation) = (tax_rates(), json!({ "BaseCurrency": "GBP", "PaysTax": true }));
    let accounts = json!([{ "Code": "200", "Type": "REVENUE", "Class": "REVENUE", "Status": "ACTIVE", "TaxType": "OUTPUT2" }]);
    if enveloped {
        json!({ "organisation": { "Organisations": [organisation] }, "taxRates": { "TaxRates": rates },
                "accounts": { "Accounts": accounts } })
    } else {
        json!({ "organisation": organisation, "taxRates": rates, "accounts": accounts })
    }
}

/// A line's discount.
#[derive(Clone, Copy, Debug)]
enum Discount {
    None,
    /// Hundredths of a percent.
    Rate(i64),
    /// Thousandths of the line.
    Amount(i64),
    /// A rate and an amount: the rate counts.
    Both(i64, i64),
}

fn discount() -> impl Strategy<Value = Discount> {
    prop_oneof![
        4 => Just(Discount::None),
        4 => (0..=10_000_i64).prop_map(Discount::Rate),
        3 => (1..=1000_i64).prop_map(Discount::Amount),
        1 => (1..=10_000_i64, 1..=1000_i64).prop_map(|(rate, amount)| Discount::Both(rate, amount)),
    ]
}

/// One line: most are of everyday size, one in ten is as large as Xero takes.
fn line() -> impl Strategy<Value = (Value, Value)> {
    let size = prop_oneof![
        9 => (decimal(500, 4), decimal(20_000, 6)),
        1 => (decimal(90, 4), decimal(90_000_000, 4)),
    ];
    // One line in eight states its tax, whatever its rate says; thousandths, which Xero rounds.
    let stated = prop::option::weighted(0.125, -90_000..90_000_i64);
    (size, any::<bool>(), discount(), 0..TAX_TYPES.len(), stated).prop_map(
        |((quantity, unit), negative, discount, tax, stated)| {
            let negative = negative && matches!(discount, Discount::None | Discount::Rate(_));
            let unit_text = if negative { format!("-{}", unit.text()) } else { unit.text() };
            // Taken from the unit amount that every rounding keeps below, so that no discount exceeds its line.
            let floor = Exact::from_integer((unit.exact() * whole(100)).to_integer()) / whole(100);
            let amount = |thousandths: i64| {
                let share = quantity.exact() * &floor * scaled(thousandths, 3);
                show(&(Exact::from_integer((share * whole(100)).to_integer()) / whole(100)))
            };
            let mut fields = vec![("Quantity", quantity.text()), ("UnitAmount", unit_text)];
            fields.extend(stated.map(|tax| ("TaxAmount", show(&scaled(tax, 3)))));
            match discount {
                Discount::None => {}
                Discount::Rate(rate) => fields.push(("DiscountRate", show(&scaled(rate, 2)))),
                Discount::Amount(part) => fields.push(("DiscountAmount", amount(part))),
                Discount::Both(rate, part) => {
                    fields.push(("DiscountRate", show(&scaled(rate, 2))));
                    fields.push(("DiscountAmount", amount(part)));
                }
            }
            let with = |as_text: bool| {
                let mut line =
                    json!({ "Description": "a line", "AccountCode": "200", "TaxType": TAX_TYPES[tax] });
                for (key, text) in &fields {
                    // A zero discount amount is left out, as every writer must.
                    if *key != "DiscountAmount" || text != "0" {
                        line[*key] = number(text, as_text);
                    }
                }
                line
            };
            (with(false), with(true))
        },
    )
}

/// An invoice body, its snapshot and the decimals of its unit amounts.
pub fn invoice() -> impl Strategy<Value = (Value, Value, u32)> {
    let modes = prop_oneof![Just("Exclusive"), Just("Inclusive"), Just("NoTax"), Just("")];
    (prop::collection::vec(line(), 1..=30), modes, any::<[bool; 3]>(), prop_oneof![Just(4_u32), Just(2)])
        .prop_map(|(lines, mode, [as_text, enveloped, foreign], unit_dp)| {
            let lines: Vec<Value> =
                lines.into_iter().map(|(numbers, texts)| if as_text { texts } else { numbers }).collect();
            let mut body = json!({
                "Type": "ACCREC", "Contact": { "ContactID": "eaa28f49-6028-4b6e-bb12-d8f6278073fc" },
                "Date": "2026-11-22", "DueDate": "2026-12-22", "Status": "DRAFT", "LineItems": lines
            });
            if !mode.is_empty() {
                body["LineAmountTypes"] = json!(mode);
            }
            if foreign {
                body["CurrencyCode"] = json!("EUR");
            }
            (body, snapshot(enveloped), unit_dp)
        })
}

#[test]
fn effective_rates_are_the_components() {
    for rate in tax_rates().as_array().unwrap() {
        let of = |value: &Value| crate::oracle::number::read(value).unwrap();
        let components = rate["TaxComponents"].as_array().unwrap();
        if components.len() < 2 {
            continue;
        }
        let part = |compound: bool| {
            components
                .iter()
                .filter(|component| component["IsCompound"] == compound)
                .fold(whole(0), |total, component| total + of(&component["Rate"]))
        };
        let (simple, compound) = (part(false), part(true));
        let effective = &simple + (whole(100) + &simple) * compound / whole(100);
        assert_eq!(of(&rate["EffectiveRate"]), round(&effective, 4), "{rate}");
    }
}
