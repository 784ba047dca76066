//! What each row costs: quantity, price, its own discount, and its share of the deal's.

use core::cmp::Ordering;

use crate::finding::Code;
use crate::gather::Gather;
use crate::money::{Decimal, allocate};
use crate::pipedrive::discount::DealDiscount;
use crate::pipedrive::product::{Called, DealProduct, DiscountType, TaxMethod};
use crate::read::{At, Findings, Given};

/// A row with its amounts.
#[derive(Debug)]
pub struct PricedRow<'r, 'a> {
    /// The row.
    pub row: &'r DealProduct<'a>,
    /// How many.
    pub quantity: Given<Decimal>,
    /// The price of one.
    pub price: Given<Decimal>,
    /// What the row's own discount takes off, exact.
    pub own_discount: OwnDiscount,
    /// The row's amount after its own discount, in cents.
    pub cents: i64,
    /// Its share of the deal's discounts, in cents.
    pub deal_discount: i64,
}

/// A row's own discount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnDiscount {
    /// None.
    None,
    /// In percent.
    Percent(Decimal),
    /// An amount off the whole line.
    Amount(Decimal),
}

impl PricedRow<'_, '_> {
    /// What is billed for it, in cents.
    #[must_use]
    pub fn billed(&self) -> i64 {
        self.cents - self.deal_discount
    }

    /// Where its amounts stand.
    #[must_use]
    pub fn amounts_at(&self) -> [At; 3] {
        [self.price.at, self.quantity.at, self.row.discount.map_or(At::NOWHERE, |discount| discount.at)]
    }
}

/// Prices a row; what is missing or contradicts itself is a finding.
pub fn price<'r, 'a>(row: &'r DealProduct<'a>, findings: &mut Findings<'_>) -> Option<PricedRow<'r, 'a>> {
    let called = row.called();
    let at = row.node.at();
    let before = findings.errors();
    // What is there and cannot be read has a finding of its own.
    if row.price.is_none() && !row.node.has("item_price") {
        findings.add(Code::LinePriceMissing, at, format_args!("{called} has no price"));
    }
    match row.quantity {
        None if row.node.has("quantity") => {}
        None => findings.add(Code::LineQuantityMissing, at, format_args!("{called} has no quantity")),
        Some(quantity) if quantity.is_negative() => {
            findings.add(
                Code::LineQuantityNegative,
                quantity.at,
                format_args!("the quantity of {called} is `{}`", quantity.value),
            );
        }
        Some(quantity) if quantity.is_zero() => {
            findings.add(Code::LineQuantityZero, quantity.at, format_args!("the quantity of {called} is 0"));
        }
        Some(_) => {}
    }
    if findings.errors() > before {
        return None;
    }
    let (price, quantity) = (row.price?, row.quantity?);
    let Some(full) = price.times(quantity.value) else {
        too_large(called, at, findings);
        return None;
    };
    let own_discount = own_discount(row, full, quantity.value, findings)?;
    let exact = match own_discount {
        OwnDiscount::None => Some(full),
        OwnDiscount::Percent(percent) => {
            Decimal::HUNDRED.minus(percent).and_then(|rest| rest.percent_of(full))
        }
        OwnDiscount::Amount(amount) => full.minus(amount),
    };
    let cents = exact.and_then(|exact| exact.rounded(2).cents());
    let (Some(exact), Some(cents)) = (exact, cents) else {
        too_large(called, at, findings);
        return None;
    };
    if let Some(sum) = row.sum
        && fit(sum.value, exact, row) == Fit::Not
    {
        findings.add(
            Code::LineSumDiffers,
            sum.at,
            format_args!(
                "Pipedrive's sum of {called} is `{}`, and price, quantity and discount give `{}`",
                sum.value,
                Decimal::from_cents(cents).to_money()
            ),
        );
    }
    Some(PricedRow { row, quantity, price, own_discount, cents, deal_discount: 0 })
}

fn too_large(called: Called<'_>, at: At, findings: &mut Findings<'_>) {
    findings.add(
        Code::MoneyTooLarge,
        at,
        format_args!("{called}: price times quantity is too large to compute exactly"),
    );
}

/// Reads the row's discount; what an amount is off is taken from the row's sum, since Pipedrive's
/// documentation does not say whether it is the line or the unit.
fn own_discount(
    row: &DealProduct<'_>,
    full: Decimal,
    quantity: Decimal,
    findings: &mut Findings<'_>,
) -> Option<OwnDiscount> {
    let Some(discount) = row.discount.filter(|discount| !discount.is_zero()) else {
        return Some(OwnDiscount::None);
    };
    let called = row.called();
    if discount.is_negative() {
        findings.add(
            Code::LineDiscountNegative,
            discount.at,
            format_args!("the discount of {called} is `{}`", discount.value),
        );
        return None;
    }
    let found = match row.discount_type {
        DiscountType::Percentage if discount.value > Decimal::HUNDRED => None,
        DiscountType::Percentage => Some(OwnDiscount::Percent(discount.value)),
        DiscountType::Amount if full.is_negative() => {
            findings.add(
                Code::LineDiscountUnclear,
                discount.at,
                format_args!(
                    "the discount of {called} is the amount `{}` off a price below zero",
                    discount.value
                ),
            );
            return None;
        }
        DiscountType::Amount => {
            let per_unit = discount.times(quantity)?;
            let amount = if quantity == Decimal::ONE {
                discount.value
            } else {
                let Some(sum) = row.sum else {
                    findings.add(
                        Code::LineDiscountUnclear,
                        discount.at,
                        format_args!("the discount of {called} is an amount, and without the row's sum it may be off the line or off each unit"),
                    );
                    return None;
                };
                let fit = |amount: Decimal| full.minus(amount).map(|exact| fit(sum.value, exact, row));
                let (per_line, each) = (fit(discount.value)?, fit(per_unit)?);
                // What fits to the last digit goes before what fits by Pipedrive's rounding.
                match per_line.cmp(&each) {
                    Ordering::Greater => discount.value,
                    Ordering::Less => per_unit,
                    Ordering::Equal => {
                        let how = if per_line == Fit::Not {
                            "fits neither the line nor each unit"
                        } else {
                            "fits both the line and each unit"
                        };
                        findings.add(
                            Code::LineDiscountUnclear,
                            discount.at,
                            format_args!(
                                "the discount of {called} is `{}`, and Pipedrive's sum `{}` {how}",
                                discount.value, sum.value
                            ),
                        );
                        return None;
                    }
                }
            };
            (amount <= full).then_some(OwnDiscount::Amount(amount))
        }
    };
    if found.is_none() {
        findings.add(
            Code::LineDiscountExceedsLine,
            discount.at,
            format_args!("the discount of {called} is `{}`, more than the line", discount.value),
        );
    }
    found
}

/// How well Pipedrive's sum is an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is another.
    Not,
    /// It may be that amount, rounded either way.
    Rounded,
    /// It is that amount.
    Exact,
}

/// Compares Pipedrive's sum with an amount, without tax and with it: the samples of its API leave
/// exclusive tax out, its help suggests that totals may have it in.
fn fit(sum: Decimal, exact: Decimal, row: &DealProduct<'_>) -> Fit {
    let of = |amount: Option<Decimal>| match amount.and_then(|amount| amount.minus(sum)) {
        Some(gap) if gap.is_zero() => Fit::Exact,
        Some(gap) if gap.magnitude() < Decimal::CENT => Fit::Rounded,
        _ => Fit::Not,
    };
    let exclusive = row.tax_method.is_some_and(|method| method.value == TaxMethod::Exclusive);
    let gross =
        || row.tax.filter(|_| exclusive).and_then(|tax| Decimal::HUNDRED.plus(tax.value)?.percent_of(exact));
    match of(Some(exact)) {
        Fit::Exact => Fit::Exact,
        net => net.max(of(gross())),
    }
}

/// The deal's discounts over its one-time rows, to the cent: by amount, what is left over to the
/// largest remainders, of equal ones to the smaller id. Returns what the discounts take off in cents.
pub fn spread(
    rows: &mut [PricedRow<'_, '_>],
    discounts: &[DealDiscount<'_>],
    findings: &mut Findings<'_>,
) -> Option<i64> {
    let Some(first) = discounts.first() else { return Some(0) };
    let is_base = |row: &PricedRow<'_, '_>| !row.row.is_recurring();
    let base: i64 = rows.iter().filter(|row| is_base(row)).map(|row| row.cents).sum();
    let mut exact = Decimal::ZERO;
    for discount in discounts {
        let amount = discount.amount;
        if amount.is_negative() {
            findings.add(
                Code::DealDiscountUnclear,
                amount.at,
                format_args!("a discount on the deal is `{}`", amount.value),
            );
            return None;
        }
        let off = match discount.kind {
            DiscountType::Amount => Some(amount.value),
            DiscountType::Percentage => amount.percent_of(Decimal::from_cents(base)),
        };
        exact = exact.plus(off?)?;
    }
    // What is left is rounded, not what is taken off: a half cent goes as on any other amount.
    let left = Decimal::from_cents(base).minus(exact)?.rounded(2).cents()?;
    let total = base - left;
    if total == 0 {
        return Some(0);
    }
    let positive: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| is_base(row) && row.cents > 0)
        .map(|(index, _)| index)
        .gather();
    let weights: Vec<(i64, u64)> =
        positive.iter().filter_map(|index| rows.get(*index)).map(|row| (row.cents, tie(row))).gather();
    let room: i64 = weights.iter().map(|(cents, _)| *cents).sum();
    if total > base.min(room) {
        findings.add(
            Code::DealDiscountExceedsDeal,
            first.at,
            format_args!(
                "the discounts on the deal are `{}`, more than its one-time products `{}`",
                Decimal::from_cents(total).to_money(),
                Decimal::from_cents(base).to_money()
            ),
        );
        return None;
    }
    let shares = allocate(total, &weights)?;
    for (index, share) in positive.into_iter().zip(shares) {
        if let Some(row) = rows.get_mut(index) {
            row.deal_discount = share;
        }
    }
    Some(total)
}

/// What decides between equal remainders: the row's id, never its place; a row without one is known by
/// all that it says, in whatever order.
pub(super) fn tie(row: &PricedRow<'_, '_>) -> u64 {
    row.row.id.map_or_else(
        || row.row.node.members().fold(0, |sum, (key, value)| fnv(key, value.raw()).wrapping_add(sum)),
        |id| id.value,
    )
}

/// FNV-1a: small, and the same everywhere.
fn fnv(key: &str, value: &str) -> u64 {
    let bytes = key.bytes().chain([0]).chain(value.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
