//! Generated won deals: the whole of what is handed over, config and snapshot included.

use crate::document::{Decimal, decimal, number, tax_rates};
use crate::oracle::deal::{Off, row_sum, worth};
use crate::oracle::number::{Exact, round, scaled, show, whole};
use proptest::prelude::*;
use serde_json::{Value, json};

const TENANT: &str = "8be9db36-3598-4755-ba5c-c2dbc8c4a7a2";
const CONTACT: &str = "eaa28f49-6028-4b6e-bb12-d8f6278073fc";
const REGION: &str = "e2f2f732-e92a-4f3a-9c4d-ee4da0182a13";

/// The percents that rows carry and the tax types that the config gives them, the plainest first; 15.5 and
/// 14.975 have two components, one of them compound in the former.
const RATES: [(&str, &str); 5] =
    [("20", "OUTPUT2"), ("5", "RROUTPUT"), ("12.5", "TAX001"), ("15.5", "TAX003"), ("14.975", "TAX002")];

/// A row's discount; parts of the row are thousandths, so that it never exceeds it.
#[derive(Clone, Copy, Debug)]
enum RowDiscount {
    None,
    /// Percent.
    Percent(Decimal),
    /// An amount off the row.
    PerLine(i64),
    /// An amount off each unit.
    PerUnit(i64),
}

#[derive(Clone, Copy, Debug)]
struct Row {
    price: Decimal,
    quantity: Decimal,
    discount: RowDiscount,
    rate: usize,
    enabled: bool,
    /// A credit: the price is below zero, and the row has no discount of its own.
    credit: bool,
}

#[derive(Clone, Copy, Debug)]
enum DealDiscount {
    /// Hundredths of a percent.
    Percent(i64),
    /// Thousandths of the rows' sum.
    Amount(i64),
}

/// What the shape of a hand-off depends on, beside its rows.
#[derive(Clone, Copy, Debug)]
struct Shape {
    method: &'static str,
    unit_dp: u32,
    as_text: bool,
    enveloped: bool,
    matched: bool,
    one_rate: bool,
    /// Discounts go into the price, not into a rate.
    folded: bool,
    /// Every row has the first one's price, quantity and discount: only ids tell which gets an odd cent.
    twins: bool,
}

/// A won deal with its config and snapshot.
#[derive(Clone, Debug)]
pub struct Handoff {
    /// The input of `mapDealToInvoice`.
    pub input: Value,
}

impl Handoff {
    /// The snapshot in the input.
    pub fn snapshot(&self) -> &Value {
        &self.input["snapshot"]
    }

    /// The same deal with its product rows in an order that `seed` decides.
    pub fn permuted(&self, seed: u64) -> Self {
        let mut input = self.input.clone();
        let bare = input["products"].is_array();
        let rows = if bare { &mut input["products"] } else { &mut input["products"]["data"] };
        let rows = rows.as_array_mut().expect("a list of rows");
        // Fisher and Yates with a small generator: any order can come out.
        let mut state = seed | 1;
        for at in (1..rows.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let to = usize::try_from(state >> 33).unwrap_or(0) % (at + 1);
            rows.swap(at, to);
        }
        Self { input }
    }
}

fn cents_down(value: &Exact) -> Exact {
    Exact::from_integer((value * whole(100)).to_integer()) / whole(100)
}

fn row() -> impl Strategy<Value = Row> {
    let discount = prop_oneof![
        5 => Just(RowDiscount::None),
        3 => decimal(100, 3).prop_map(RowDiscount::Percent),
        2 => (1..=999_i64).prop_map(RowDiscount::PerLine),
        2 => (1..=999_i64).prop_map(RowDiscount::PerUnit),
    ];
    let quantity = prop_oneof![
        2 => (1..=40_i64).prop_map(|mantissa| Decimal { mantissa, dp: 0 }),
        1 => decimal(40, 2),
    ];
    let price =
        prop_oneof![6 => decimal(3000, 2), 2 => decimal(3000, 4), 2 => decimal(300, 6), 1 => decimal(2, 2)];
    let flags = (prop::bool::weighted(0.9), prop::bool::weighted(0.06));
    (price, quantity, discount, 0..RATES.len(), flags).prop_map(
        |(price, quantity, discount, rate, (enabled, credit))| {
            let discount = if credit { RowDiscount::None } else { discount };
            Row { price, quantity, discount, rate, enabled, credit }
        },
    )
}

/// A product row as Pipedrive's v2 gives it, its `sum` consistent.
fn product(at: usize, row: &Row, shape: Shape) -> Value {
    let (mut price, quantity) = (row.price.exact(), row.quantity.exact());
    if row.credit {
        price = -price;
    }
    let (off, amount, kind) = match row.discount {
        RowDiscount::None => (Off::Nothing, "0".to_owned(), "percentage"),
        RowDiscount::Percent(rate) => (Off::Percent(rate.exact()), rate.text(), "percentage"),
        RowDiscount::PerLine(part) => {
            let amount = cents_down(&(&price * &quantity * scaled(part, 3)));
            let text = show(&amount);
            (Off::PerLine(amount), text, "amount")
        }
        RowDiscount::PerUnit(part) => {
            let amount = cents_down(&(&price * scaled(part, 3)));
            let text = show(&amount);
            (Off::PerUnit(amount), text, "amount")
        }
    };
    let sum = row_sum(&price, &quantity, &off);
    let (percent, rate) = (RATES[if shape.one_rate { 0 } else { row.rate }].0, shape.as_text);
    let tax = if shape.method == "none" { "0" } else { percent };
    json!({
        // Ids run against the order of the rows, so that no tie is broken by position unseen.
        "id": 9000 - at, "deal_id": 42, "product_id": if at % 7 == 3 { Value::Null } else { json!(100 + at) },
        "product_variation_id": null, "name": format!("Product {at}"), "order_nr": at + 1,
        "item_price": number(&show(&price), rate), "quantity": number(&row.quantity.text(), rate),
        "discount": number(&amount, rate), "discount_type": kind, "tax": number(tax, rate),
        "tax_method": shape.method, "sum": number(&show(&sum), rate), "currency": "GBP", "comments": "",
        "is_enabled": row.enabled, "billing_frequency": "one-time", "billing_frequency_cycles": null,
        "billing_start_date": null, "add_time": "2026-11-01T09:00:00Z", "update_time": "2026-11-01T09:00:00Z"
    })
}

/// A config in the form of version 1, as a small firm would write it.
pub fn config(unit_dp: u32, discount: &str) -> Value {
    let by_rate: serde_json::Map<String, Value> =
        RATES.iter().map(|(percent, tax_type)| ((*percent).to_owned(), json!(tax_type))).collect();
    json!({
        "version": 1, "mode": "act", "source": { "company": "acme" },
        "token": { "prefix": "PD", "in": "Reference" },
        "entities": { "uk": {
            "tenantId": TENANT,
            "document": { "status": "DRAFT", "date": "issue",
                          "due": { "term": "DAYSAFTERBILLDATE", "days": 30 }, "reference": "{deal.title}",
                          "unitDp": unit_dp, "maxBackdateDays": 0, "zeroTotal": "skip", "deliver": "none" },
            "lines": { "from": "products", "description": "{product.name}", "discount": discount, "items": "known",
                       "account": { "default": "200" },
                       "tax": { "whenDealHasNoTax": { "amounts": "Exclusive", "from": "account" },
                                "byRate": by_rate } },
            "schedule": { "kind": "full" },
            "contact": { "create": "ask" } } }
    })
}

/// What the organisation of [`config`] allows, each part as Xero's API gives it.
pub fn snapshot() -> Value {
    json!({
        "tenantId": TENANT, "takenAt": "2026-11-22T08:00:00Z",
        "organisation": { "Organisations": [{
            "OrganisationID": "b2c885a9-4bb9-4a00-9b6e-6c2bf60b1a2b", "Name": "Acme UK", "LegalName": "Acme UK Ltd",
            "PaysTax": true, "Version": "UK", "BaseCurrency": "GBP", "CountryCode": "GB", "TaxNumber": "GB123456789",
            "OrganisationStatus": "ACTIVE", "SalesTaxBasis": "ACCRUALS", "DefaultSalesTax": "Tax Exclusive",
            "Timezone": "GMTSTANDARDTIME", "ShortCode": "!mBdtL", "Edition": "BUSINESS", "Class": "PREMIUM",
            "PaymentTerms": {} }] },
        "taxRates": { "TaxRates": tax_rates() },
        "accounts": { "Accounts": [
            { "AccountID": "7d05a53d-613d-4eb2-a2fc-dcb6adb80b80", "Code": "200", "Name": "Sales",
              "Type": "REVENUE", "Class": "REVENUE", "Status": "ACTIVE", "TaxType": "OUTPUT2",
              "EnablePaymentsToAccount": false },
            { "AccountID": "ebd06280-af70-4bed-97c6-7451a454ad85", "Code": "091", "Name": "Bank", "Type": "BANK",
              "Class": "ASSET", "Status": "ACTIVE", "TaxType": "NONE", "EnablePaymentsToAccount": false,
              "CurrencyCode": "GBP" }] },
        "currencies": { "Currencies": [{ "Code": "GBP", "Description": "British Pound" }] },
        "trackingCategories": { "TrackingCategories": [{
            "Name": "Region", "Status": "ACTIVE", "TrackingCategoryID": REGION,
            "Options": [{ "TrackingOptionID": "7e2f2f73-e92a-4f3a-9c4d-ee4da0182a13", "Name": "North",
                          "Status": "ACTIVE" }] }] },
        "items": { "Items": [{ "ItemID": "c8c54d65-f3f2-452d-926e-bf450b12fb07", "Code": "HOST", "Name": "Hosting",
                               "IsSold": true, "SalesDetails": { "AccountCode": "200", "TaxType": "OUTPUT2" } }] },
        "brandingThemes": { "BrandingThemes": [{ "BrandingThemeID": "dabc7637-62c1-4941-8a6e-ee44fa5090e7",
                                                 "Name": "Standard", "SortOrder": 0 }] }
    })
}

/// The organisation and person that are billed.
pub fn parties() -> (Value, Value) {
    let address = json!({ "value": "1 High St, Leeds", "country": "United Kingdom", "locality": "Leeds",
                          "postal_code": "LS1 1AA" });
    (
        json!({ "id": 7, "name": "Northern Tools Ltd", "owner_id": 1, "address": address,
                "website": "https://northern-tools.example", "custom_fields": {} }),
        json!({ "id": 9, "name": "Ann Lee", "first_name": "Ann", "last_name": "Lee", "org_id": 7,
                "emails": [{ "value": "ann@northern-tools.example", "primary": true, "label": "work" }],
                "phones": [], "custom_fields": {} }),
    )
}

/// Contacts as Xero lists them, the billed organisation among them.
pub fn contacts() -> Value {
    json!({ "Contacts": [
        { "ContactID": CONTACT, "ContactStatus": "ACTIVE", "Name": "Northern Tools Limited", "ContactNumber": "org-7",
          "EmailAddress": "accounts@northern-tools.example", "TaxNumber": "GB987654321" },
        { "ContactID": "5cc8cf28-567e-4d43-b287-687cfcaec47c", "ContactStatus": "ARCHIVED", "Name": "Southern Tools",
          "EmailAddress": "ann@southern-tools.example" }] })
}

fn assemble(rows: &[Row], discounts: &[DealDiscount], shape: Shape) -> Handoff {
    let enveloped =
        |data: Value| if shape.enveloped { json!({ "success": true, "data": data }) } else { data };
    let products: Vec<Value> = rows.iter().enumerate().map(|(at, row)| product(at, row, shape)).collect();
    let mut input = json!({ "products": products });
    let rows_total = worth(&input).rows_total;
    let discounts: Vec<Value> = discounts
        .iter()
        .enumerate()
        .filter_map(|(at, discount)| {
            let (amount, kind) = match discount {
                DealDiscount::Percent(hundredths) => (scaled(*hundredths, 2), "percentage"),
                DealDiscount::Amount(part) => (cents_down(&(&rows_total * scaled(*part, 3))), "amount"),
            };
            (amount > whole(0)).then(|| {
                json!({ "id": format!("30195b0e-7577-4f52-a5cf-f3ee39b9d1e{at}"), "description": "agreed",
                        "amount": number(&show(&amount), shape.as_text), "type": kind, "deal_id": 42 })
            })
        })
        .collect();
    input["discounts"] = json!(discounts);
    let value = round(&worth(&input).exact, 2);
    let (organization, person) = parties();
    let contact = json!({ "decision": "match", "contactId": CONTACT, "candidates": [], "findings": [] });
    let input = json!({
        "deal": enveloped(json!({
            "id": 42, "title": "Tools for the north", "value": number(&show(&value), shape.as_text),
            "currency": "GBP", "status": "won", "won_time": "2026-11-20T10:00:00Z", "close_time": "2026-11-20T10:00:00Z",
            "add_time": "2026-10-01T10:00:00Z", "update_time": "2026-11-20T10:00:00Z", "org_id": 7, "person_id": 9,
            "owner_id": 1, "creator_user_id": 1, "pipeline_id": 1, "stage_id": 5, "is_deleted": false,
            "is_archived": false, "label_ids": [], "custom_fields": {} })),
        "products": enveloped(input["products"].take()),
        "discounts": enveloped(input["discounts"].take()),
        "organization": enveloped(organization), "person": enveloped(person),
        "contact": if shape.matched { contact } else { json!(CONTACT) },
        "config": config(shape.unit_dp, if shape.folded { "fold" } else { "rate" }), "snapshot": snapshot(),
        "localDates": { "today": "2026-11-22", "won": "2026-11-20" }, "now": "2026-11-22T12:00:00Z"
    });
    Handoff { input }
}

/// Won deals of 1 to `max_rows` rows that an invoice can be made of.
pub fn handoff(max_rows: usize) -> impl Strategy<Value = Handoff> {
    let discount = prop_oneof![
        (1..=9999_i64).prop_map(DealDiscount::Percent),
        (1..=400_i64).prop_map(DealDiscount::Amount)
    ];
    let discounts = prop_oneof![
        4 => Just(Vec::new()),
        4 => discount.prop_map(|discount| vec![discount]),
        1 => ((1..=3000_i64), (1..=300_i64))
            .prop_map(|(rate, amount)| vec![DealDiscount::Percent(rate), DealDiscount::Amount(amount)]),
    ];
    let shape =
        (
            prop_oneof![3 => Just("exclusive"), 3 => Just("inclusive"), 1 => Just("none")],
            prop_oneof![Just(4_u32), Just(2)],
            any::<[bool; 5]>(),
            prop::bool::weighted(0.25),
        )
            .prop_map(|(method, unit_dp, [as_text, enveloped, matched, one_rate, folded], twins)| {
                Shape { method, unit_dp, as_text, enveloped, matched, one_rate, folded, twins }
            });
    let rows = prop_oneof![
        3 => prop::collection::vec(row(), 1..=max_rows.min(6)),
        1 => prop::collection::vec(row(), 1..=max_rows),
    ];
    (rows, discounts, shape).prop_map(|(mut rows, discounts, shape)| {
        // A deal without an enabled row has nothing to invoice.
        rows[0].enabled = true;
        if shape.twins {
            let first = rows[0];
            for row in &mut rows {
                *row = Row { rate: row.rate, enabled: row.enabled, ..first };
            }
        }
        let handoff = assemble(&rows, &discounts, shape);
        let worth = worth(&handoff.input);
        let credits = worth.rows.iter().filter(|row| **row < whole(0)).fold(whole(0), |sum, row| sum - row);
        // What is below zero is a credit note, not an invoice; credits at a higher tax rate than the rest
        // need some room.
        if worth.exact >= credits / whole(4) {
            return handoff;
        }
        rows.iter_mut().for_each(|row| row.credit = false);
        assemble(&rows, &discounts, shape)
    })
}
