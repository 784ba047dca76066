//! The totals twin: what Xero will compute, before it is asked.
//!
//! Rules: Xero's guide "Rounding in Xero", the Invoices page of its API documentation and the
//! specification's examples. The unit price is rounded to `unitDp`, the line amount to cents, tax to
//! cents on every line and component; totals are sums of rounded lines. Half away from zero.

use serde::Serialize;

use super::currency::XERO_DECIMALS;
use super::rows;
use super::snapshot::{Snapshot, TaxRate};
use crate::finding::{Code, Finding};
use crate::money::Decimal;
use crate::read::{At, Findings, Kind, Node, decimal};

/// What Xero will compute for a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// The lines, in the document's order.
    pub lines: Vec<LineTotals>,
    /// Without tax.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub sub_total: Decimal,
    /// The tax.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total_tax: Decimal,
    /// With tax.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total: Decimal,
    /// What the lines' discounts take off.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total_discount: Decimal,
    /// ISO 4217 code, where the document says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// What Xero will compute for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LineTotals {
    /// After its discount; with tax where amounts are inclusive.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub line_amount: Decimal,
    /// The tax on it, or in it.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub tax_amount: Decimal,
    /// What its discount takes off.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub discount: Decimal,
}

/// The answer of `predictTotals`: the totals, or the findings that say why there are none.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(type = "({ ok: true } & Totals | { ok: false }) & { findings: Finding[] }"))]
pub struct Prediction {
    /// Whether there are totals.
    pub ok: bool,
    /// The totals.
    #[serde(flatten)]
    pub totals: Option<Totals>,
    /// What stands in the way, and what is worth knowing.
    pub findings: Vec<Finding>,
}

/// How amounts are meant; Xero's `LineAmountTypes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountTypes {
    /// Tax is added.
    Exclusive,
    /// Tax is inside.
    Inclusive,
    /// There is none.
    NoTax,
}

impl AmountTypes {
    /// Xero's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Exclusive => "Exclusive",
            Self::Inclusive => "Inclusive",
            Self::NoTax => "NoTax",
        }
    }
}

/// A line as the twin needs it.
#[derive(Debug, Clone, Copy)]
pub struct TwinLine<'t> {
    /// Quantity and unit price; absent on a line that has only an amount, or only a text.
    pub priced: Option<(Decimal, Decimal)>,
    /// The amount of a line without quantity and price.
    pub amount: Decimal,
    /// The discount.
    pub discount: TwinDiscount,
    /// The tax rate; absent without tax.
    pub tax: Option<&'t TaxRate>,
    /// The tax that the document states for the line, which Xero keeps in place of its own unless
    /// amounts have none.
    pub stated_tax: Option<Decimal>,
}

impl TwinLine<'_> {
    /// After its discount, and before it.
    fn amounts(&self, unit_dp: u32) -> Option<(Decimal, Decimal)> {
        let Some((quantity, unit)) = self.priced else {
            let amount = self.amount.rounded(XERO_DECIMALS);
            return Some((amount, amount));
        };
        let full = line_amount(quantity, unit, TwinDiscount::None, unit_dp)?;
        match self.discount {
            TwinDiscount::None => Some((full, full)),
            discount => Some((line_amount(quantity, unit, discount, unit_dp)?, full)),
        }
    }

    /// What its rate gives of an amount.
    fn computed_tax(&self, amount: Decimal, types: AmountTypes) -> Option<Decimal> {
        self.tax.map_or(Some(Decimal::ZERO), |rate| line_tax(amount, rate, types))
    }
}

/// A line's discount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TwinDiscount {
    /// None.
    None,
    /// In percent.
    Rate(Decimal),
    /// As an amount.
    Amount(Decimal),
}

/// The amount of a line: unit price rounded, times quantity, less discount, rounded to cents.
#[must_use]
pub fn line_amount(
    quantity: Decimal,
    unit: Decimal,
    discount: TwinDiscount,
    unit_dp: u32,
) -> Option<Decimal> {
    let full = quantity.times(unit.rounded(unit_dp))?;
    let exact = match discount {
        TwinDiscount::None => full,
        TwinDiscount::Rate(rate) => Decimal::HUNDRED.minus(rate)?.percent_of(full)?,
        TwinDiscount::Amount(amount) => full.minus(amount)?,
    };
    Some(exact.rounded(XERO_DECIMALS))
}

/// The tax on (or in) a line amount, each component rounded by itself.
#[must_use]
pub fn line_tax(amount: Decimal, rate: &TaxRate, types: AmountTypes) -> Option<Decimal> {
    let mut taxes =
        rate.components.iter().map(|component| component_tax(amount, *component, rate.rate, types));
    taxes.try_fold(Decimal::ZERO, |sum, tax| sum.plus(tax?))
}

/// The tax of one component on (or in) a line amount; `all` is what every component together takes.
#[must_use]
pub fn component_tax(
    amount: Decimal,
    component: Decimal,
    all: Decimal,
    types: AmountTypes,
) -> Option<Decimal> {
    let base = match types {
        AmountTypes::NoTax => return Some(Decimal::ZERO),
        AmountTypes::Exclusive => Decimal::HUNDRED,
        AmountTypes::Inclusive => Decimal::HUNDRED.plus(all)?,
    };
    amount.times(component)?.divided_by(base, XERO_DECIMALS)
}

/// The totals of lines; `None` when an amount is beyond all bounds.
#[must_use]
pub fn totals(
    lines: &[TwinLine<'_>],
    types: AmountTypes,
    unit_dp: u32,
    currency: Option<String>,
) -> Option<Totals> {
    let mut computed = Vec::with_capacity(lines.len());
    let (mut sum, mut tax, mut discounts) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    for line in lines {
        let (amount, full) = line.amounts(unit_dp)?;
        let tax_amount = match line.stated_tax {
            Some(stated) if types != AmountTypes::NoTax => stated,
            _ => line.computed_tax(amount, types)?,
        };
        let discount = full.minus(amount)?;
        sum = sum.plus(amount)?;
        tax = tax.plus(tax_amount)?;
        discounts = discounts.plus(discount)?;
        computed.push(LineTotals { line_amount: amount, tax_amount, discount });
    }
    let (sub_total, total) = match types {
        AmountTypes::Inclusive => (sum.minus(tax)?, sum),
        AmountTypes::Exclusive | AmountTypes::NoTax => (sum, sum.plus(tax)?),
    };
    let writable = |amounts: &[Decimal]| amounts.iter().copied().all(Decimal::is_writable);
    let are_writable =
        computed.iter().all(|line| writable(&[line.line_amount, line.tax_amount, line.discount]))
            && writable(&[sub_total, tax, total, discounts]);
    are_writable.then_some(Totals {
        lines: computed,
        sub_total,
        total_tax: tax,
        total,
        total_discount: discounts,
        currency,
    })
}

/// The totals of any invoice body: bare, in Xero's envelope, ours or somebody else's.
pub fn predict(
    document: Node<'_>,
    snapshot: &Snapshot,
    unit_dp: u32,
    findings: &mut Findings<'_>,
) -> Option<Totals> {
    let invoice = the_invoice(document, findings)?;
    let types = amount_types(invoice, findings)?;
    if invoice.get("LineItems").is_none() {
        findings.add(
            Code::InputPartWrong,
            invoice.at(),
            format_args!("the document has no LineItems, which a list of invoices leaves out"),
        );
        return None;
    }
    let mut lines = Vec::new();
    let mut complete = true;
    for row in invoice.items_of("LineItems") {
        match twin_line(row, types, snapshot, findings) {
            Some(line) => {
                check_stated(row, &line, types, unit_dp, findings);
                lines.push(line);
            }
            None => complete = false,
        }
    }
    if !complete {
        return None;
    }
    let currency = invoice.get("CurrencyCode").and_then(Node::text).map(str::to_owned);
    let totals = totals(&lines, types, unit_dp, currency);
    if totals.is_none() {
        findings.add(
            Code::MoneyTooLarge,
            invoice.at(),
            format_args!("the document's amounts are too large to compute exactly"),
        );
    }
    totals
}

/// The one invoice of a body.
pub(super) fn the_invoice<'a>(document: Node<'a>, findings: &mut Findings<'_>) -> Option<Node<'a>> {
    let mut found = rows(document, "Invoices");
    let invoice = found.next().filter(|invoice| invoice.kind() == Kind::Object);
    if invoice.is_none() || found.next().is_some() {
        findings.add(Code::InputPartWrong, document.at(), format_args!("the document is not one invoice"));
        return None;
    }
    invoice
}

/// How the amounts of an invoice are meant; a word that is none of Xero's is a finding.
pub fn amount_types(invoice: Node<'_>, findings: &mut Findings<'_>) -> Option<AmountTypes> {
    let Some(given) = invoice.get("LineAmountTypes") else { return Some(AmountTypes::Exclusive) };
    match given.raw().to_ascii_lowercase().as_str() {
        "exclusive" => Some(AmountTypes::Exclusive),
        "inclusive" => Some(AmountTypes::Inclusive),
        "notax" => Some(AmountTypes::NoTax),
        _ => {
            let shown = crate::read::shown(given);
            findings.add(
                Code::TaxMethodUnknown,
                given.at(),
                format_args!("LineAmountTypes is {shown}, none of `Exclusive`, `Inclusive`, `NoTax`"),
            );
            None
        }
    }
}

fn twin_line<'s>(
    row: Node<'_>,
    types: AmountTypes,
    snapshot: &'s Snapshot,
    findings: &mut Findings<'_>,
) -> Option<TwinLine<'s>> {
    let before = findings.errors();
    let mut number =
        |name: &str| row.get(name).and_then(|node| decimal(node, name, findings)).map(|given| given.value);
    let (quantity, unit, amount) = (number("Quantity"), number("UnitAmount"), number("LineAmount"));
    let stated_tax = number("TaxAmount");
    let rate = number("DiscountRate").filter(|rate| !rate.is_zero());
    let off = number("DiscountAmount").filter(|off| !off.is_zero());
    let priced = match (quantity, unit) {
        (Some(quantity), Some(unit)) => Some((quantity, unit)),
        (None, None) => None,
        // Xero takes the amount where one of the two is missing.
        _ if amount.is_some() => None,
        (None, Some(_)) => {
            findings.add(
                Code::LineQuantityMissing,
                row.at(),
                format_args!("a line has a UnitAmount and no Quantity"),
            );
            None
        }
        (Some(_), None) => {
            findings.add(
                Code::LinePriceMissing,
                row.at(),
                format_args!("a line has a Quantity and no UnitAmount"),
            );
            None
        }
    };
    let is_text = priced.is_none() && amount.is_none();
    let tax = match types {
        AmountTypes::NoTax => None,
        _ if is_text => None,
        _ => tax_of(row, snapshot, findings),
    };
    (findings.errors() == before).then_some(TwinLine {
        priced,
        amount: amount.unwrap_or(Decimal::ZERO),
        discount: match (rate, off) {
            (Some(rate), _) => TwinDiscount::Rate(rate),
            (None, Some(off)) => TwinDiscount::Amount(off),
            (None, None) => TwinDiscount::None,
        },
        tax,
        stated_tax: stated_tax.map(|tax| tax.rounded(XERO_DECIMALS)),
    })
}

/// What a line states beside what it is computed from: an amount must agree, a tax counts.
///
/// `LineAmount`: Xero answers "The line total X does not match the expected line total Y".
/// `TaxAmount`: "This value can be overriden if the calculated TaxAmount is not correct", says the
/// specification.
fn check_stated(
    row: Node<'_>,
    line: &TwinLine<'_>,
    types: AmountTypes,
    unit_dp: u32,
    findings: &mut Findings<'_>,
) {
    let Some((computed, _)) = line.amounts(unit_dp) else { return };
    let at = |name: &str| row.get(name).map_or(row.at(), Node::at);
    let stated = row.get("LineAmount").and_then(|node| Decimal::parse(node.raw().trim()).ok());
    if let Some(stated) = stated.map(|stated| stated.rounded(XERO_DECIMALS)).filter(|it| *it != computed) {
        findings.add(
            Code::LineAmountDiffers,
            at("LineAmount"),
            format_args!(
                "the line's LineAmount is `{}`, and its quantity, price and discount give `{}`",
                stated.to_money(),
                computed.to_money()
            ),
        );
    }
    if let Some((stated, tax)) = line.stated_tax.zip(line.computed_tax(computed, types))
        && stated != tax
    {
        findings.add(
            Code::TaxAmountStated,
            at("TaxAmount"),
            format_args!(
                "the line's TaxAmount is `{}`, and its tax type gives `{}`",
                stated.to_money(),
                tax.to_money()
            ),
        );
    }
}

/// The line's tax rate, or its account's own where the line names none.
#[must_use]
pub fn tax_of<'s>(row: Node<'_>, snapshot: &'s Snapshot, findings: &mut Findings<'_>) -> Option<&'s TaxRate> {
    let (tax_type, at): (&str, At) = match row.get("TaxType").filter(|tax| !tax.raw().is_empty()) {
        Some(tax) => (tax.raw(), tax.at()),
        None => {
            let account = row.get("AccountCode").and_then(|code| snapshot.account(code.raw()));
            match account.and_then(|account| account.tax_type.as_ref()) {
                Some(tax) => (tax.value.as_str(), row.at()),
                None => {
                    findings.add(
                        Code::TaxTypeMissing,
                        row.at(),
                        format_args!("a line has no TaxType, and its account's is not known"),
                    );
                    return None;
                }
            }
        }
    };
    let rate = snapshot.tax_rate(tax_type);
    if rate.is_none() {
        findings.unknown_tax_type(tax_type, at, &mut snapshot.active_tax_types());
    }
    rate
}
