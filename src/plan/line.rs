//! A priced row as a line of Xero's: its quantity, price, discount and text.

use crate::config::lines::{DiscountStyle, Lines};
use crate::config::template::Template;
use crate::finding::Code;
use crate::money::Decimal;
use crate::pipedrive::field::{Owners, Scope};
use crate::plan::price::{OwnDiscount, PricedRow};
use crate::plan::text::fill;
use crate::plan::trace::{By, Trace};
use crate::read::{At, Findings, trimmed, writable};
use crate::xero::invoice::{MAX_DESCRIPTION, MAX_LINE_AMOUNT, MAX_QUANTITY, QUANTITY_PLACES, RATE_PLACES};
use crate::xero::totals::{TwinDiscount, line_amount};

/// How a line's amount is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// How many.
    pub quantity: Decimal,
    /// The price of one.
    pub unit: Decimal,
    /// In percent.
    pub rate: Option<Decimal>,
    /// Whether the amount was folded into a quantity of one.
    pub is_folded: bool,
}

/// Writes a row's amount so that Xero computes exactly what is billed.
#[must_use]
pub fn write(row: &PricedRow<'_, '_>, style: DiscountStyle, unit_dp: u32) -> Written {
    let (quantity, unit) = (row.quantity.value, row.price.value);
    let billed = Decimal::from_cents(row.billed());
    let fits =
        unit.places() <= unit_dp && quantity.places() <= QUANTITY_PLACES && quantity.length() <= MAX_QUANTITY;
    let gives = |rate: Option<Decimal>| {
        let discount = rate.map_or(TwinDiscount::None, TwinDiscount::Rate);
        line_amount(quantity, unit, discount, unit_dp) == Some(billed)
    };
    let plain = row.own_discount == OwnDiscount::None && row.deal_discount == 0;
    if fits && plain && gives(None) {
        return Written { quantity, unit, rate: None, is_folded: false };
    }
    if fits
        && !plain
        && style == DiscountStyle::Rate
        && let Some(rate) = rate_for(row, billed).filter(|rate| gives(Some(*rate)))
    {
        return Written { quantity, unit, rate: Some(rate), is_folded: false };
    }
    Written { quantity: Decimal::ONE, unit: billed, rate: None, is_folded: true }
}

/// A rate of two decimals that may give the amount; none for a line that is free or a credit, on which
/// Xero's own checks of discounts have been seen to fail.
fn rate_for(row: &PricedRow<'_, '_>, billed: Decimal) -> Option<Decimal> {
    let full = row.quantity.times(row.price.value)?;
    if full <= Decimal::ZERO || billed <= Decimal::ZERO {
        return None;
    }
    if let (OwnDiscount::Percent(percent), 0) = (row.own_discount, row.deal_discount)
        && percent.places() <= RATE_PLACES
    {
        return Some(percent);
    }
    let off = full.minus(billed)?.times(Decimal::HUNDRED)?;
    let rate = off.divided_by(full, RATE_PLACES)?;
    (rate > Decimal::ZERO && rate < Decimal::HUNDRED).then_some(rate)
}

/// Checks what Xero would refuse of an amount.
pub fn check_amount(row: &PricedRow<'_, '_>, findings: &mut Findings<'_>) {
    let billed = Decimal::from_cents(row.billed());
    if billed.magnitude() > MAX_LINE_AMOUNT {
        findings.add(
            Code::LineAmountTooLarge,
            row.row.node.at(),
            format_args!(
                "{} comes to `{}`, and Xero takes at most `{}` a line",
                row.row.called(),
                billed.to_money(),
                MAX_LINE_AMOUNT.to_money()
            ),
        );
    }
}

/// The text of a line: the template, the period of a recurring product, and what was folded.
pub fn description<'a>(
    row: &PricedRow<'_, 'a>,
    written: Written,
    lines: &'a Lines,
    owners: &Owners<'a>,
    period: Option<(time::Date, time::Date)>,
    trace: &mut Trace<'_>,
    findings: &mut Findings<'_>,
) -> Option<String> {
    let scope = Scope { row: Some(row.row), period };
    let mut from = Vec::with_capacity(8);
    let mut text = match &lines.description {
        Some(template) => part(template, "description", owners, scope, &mut from, findings)?,
        None => {
            let Some(name) = row.row.name else {
                findings.add(
                    Code::LineDescriptionMissing,
                    row.row.node.at(),
                    format_args!("{} has no name", row.row.called()),
                );
                return None;
            };
            from.push(name.at);
            let called = || format!("the name of {}", row.row.called());
            trimmed(&writable(name.value, &called, name.at, findings)).to_owned()
        }
    };
    if let (Some(template), Some(_)) = (&lines.service_period, period) {
        // A literal blank at the template's start joins the two.
        let joint = if template_starts_blank(template) { " " } else { "" };
        text.push_str(joint);
        text.push_str(&part(template, "servicePeriod", owners, scope, &mut from, findings)?);
        from.extend([
            row.row.starts.map_or(At::NOWHERE, |starts| starts.at),
            row.row.frequency.at,
            template.at,
        ]);
    }
    if written.is_folded {
        push_folded(row, &mut text);
        from.extend(row.amounts_at());
    }
    if trimmed(&text).is_empty() {
        findings.add(
            Code::LineDescriptionMissing,
            row.row.node.at(),
            format_args!("the description of {} is empty", row.row.called()),
        );
        return None;
    }
    // As .NET counts, which Xero runs on: in UTF-16 units.
    let length = text.encode_utf16().count();
    if length > MAX_DESCRIPTION {
        findings.add(
            Code::LineDescriptionTooLong,
            from.first().copied().unwrap_or(row.row.node.at()),
            format_args!(
                "the description of {} has {length} characters, and Xero takes {MAX_DESCRIPTION}",
                row.row.called()
            ),
        );
        return None;
    }
    let (by, rule) = match &lines.description {
        Some(template) => {
            from.push(template.at);
            (By::Rule, "lines.description")
        }
        None => (By::Input, "the product's name"),
    };
    trace.note("Description", &from, by, Some(rule));
    Some(text)
}

fn template_starts_blank(template: &Template) -> bool {
    matches!(template.parts.first(), Some(crate::config::template::Part::Text(text)) if text.starts_with(' '))
}

fn part<'a>(
    template: &'a Template,
    name: &str,
    owners: &Owners<'a>,
    scope: Scope<'_, 'a>,
    from: &mut Vec<At>,
    findings: &mut Findings<'_>,
) -> Option<String> {
    let filled = fill(template, name, owners, scope, findings)?;
    from.extend(filled.from);
    Some(filled.text)
}

/// A line's text with its original quantity, price and discount, for parts of it, which show neither.
pub fn in_full(text: &str, row: &PricedRow<'_, '_>, written: Written) -> String {
    let is_plain = row.quantity.value == Decimal::ONE
        && row.billed() == row.cents
        && row.own_discount == OwnDiscount::None;
    let mut text = text.to_owned();
    if !written.is_folded && !is_plain {
        push_folded(row, &mut text);
    }
    text
}

/// The original quantity, price and discount of an amount that was folded.
fn push_folded(row: &PricedRow<'_, '_>, text: &mut String) {
    text.reserve(64);
    text.push_str(" (");
    row.quantity.push_to(text);
    text.push_str(" × ");
    row.price.push_to(text);
    match row.own_discount {
        OwnDiscount::None => {}
        OwnDiscount::Percent(percent) => {
            text.push_str(", less ");
            percent.push_to(text);
            text.push_str(" %");
        }
        OwnDiscount::Amount(amount) => {
            text.push_str(", less ");
            text.push_str(&amount.to_money());
        }
    }
    if row.deal_discount != 0 {
        text.push_str(", less ");
        text.push_str(&Decimal::from_cents(row.deal_discount).to_money());
        text.push_str(" of the deal's discount");
    }
    text.push(')');
}
