//! What a deal is worth, by what it says and by its products.

use super::facts::{Fact, FactUnit, undecided};
use super::{Scene, Undecided};
use crate::gather::Gather;
use crate::money::Decimal;
use crate::pipedrive::product::{DealProduct, TaxMethod};
use crate::plan::price::{PricedRow, price, spread};
use crate::read::{At, Findings};

/// What the products of a deal come to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sums {
    /// Without any discount.
    full: Decimal,
    /// After all discounts, as they are priced.
    billed: Decimal,
    /// The same, with the tax that Pipedrive adds.
    taxed: Decimal,
}

/// Adds up the products, once for all rules.
fn sums(what: &str, at: At, scene: Scene<'_, '_>, findings: &mut Findings<'_>) -> Result<Sums, Undecided> {
    if let Some(sums) = scene.sums.get() {
        return Ok(sums);
    }
    let handoff = scene.handoff;
    let before = findings.errors();
    let mut rows: Vec<PricedRow<'_, '_>> =
        handoff.products.iter().filter_map(|row| price(row, findings)).gather();
    let is_spread = spread(&mut rows, &handoff.discounts, findings).is_some();
    if !is_spread || findings.errors() > before {
        return Err(Undecided);
    }
    let zero = Sums { full: Decimal::ZERO, billed: Decimal::ZERO, taxed: Decimal::ZERO };
    let add = |sums: Sums, row: &PricedRow<'_, '_>| {
        let billed = Decimal::from_cents(row.billed());
        let is_added = row.row.tax_method.is_some_and(|method| method.value == TaxMethod::Exclusive);
        let tax = row.row.tax.filter(|_| is_added).map_or(Decimal::ZERO, |tax| tax.value);
        Some(Sums {
            full: sums.full.plus(row.price.times(row.quantity.value)?)?,
            billed: sums.billed.plus(billed)?,
            taxed: sums.taxed.plus(Decimal::HUNDRED.plus(tax)?.percent_of(billed)?)?,
        })
    };
    let Some(sums) = rows.iter().try_fold(zero, add) else {
        return undecided(at, what, "its amounts are too large", findings);
    };
    scene.sums.set(Some(sums));
    Ok(sums)
}

/// All discounts in percent of what the products cost without, to two decimals.
pub(super) fn discount<'a>(
    at: At,
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Result<Option<Fact<'a>>, Undecided> {
    let Sums { full, billed, .. } = sums("deal.discount", at, scene, findings)?;
    if full.is_zero() {
        return Ok(None);
    }
    let off = full.minus(billed).and_then(|off| off.times(Decimal::HUNDRED));
    let Some(percent) = off.and_then(|off| off.divided_by(full, 2)) else {
        return undecided(at, "deal.discount", "its amounts are too large", findings);
    };
    let mut text = String::new();
    percent.push_to(&mut text);
    Ok(Some(Fact { unit: FactUnit::Percent, ..Fact::of(text, scene.handoff.deal.node.at()) }))
}

/// What the products come to; what the deal says where it has none, or none is billed.
pub(super) fn billed<'a>(
    at: At,
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Result<Option<Fact<'a>>, Undecided> {
    let deal = &scene.handoff.deal;
    let unit = deal.currency.map_or(FactUnit::Plain, |currency| FactUnit::Currency(currency.value));
    if !scene.bills_products || scene.handoff.products.is_empty() {
        return Ok(deal.value.map(|value| Fact { unit, ..Fact::of(value.to_money(), value.at) }));
    }
    let Sums { billed, .. } = sums("deal.billed", at, scene, findings)?;
    Ok(Some(Fact { unit, ..Fact::of(billed.to_money(), deal.node.at()) }))
}

/// What the products come to, where that is not what the deal says it is worth. Pipedrive does not document whether a
/// value has its tax in it, nor how many periods of a recurring product.
pub(super) fn beside<'a>(
    said: Option<&Fact<'a>>,
    at: At,
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Result<Option<Fact<'a>>, Undecided> {
    let rows = &scene.handoff.products;
    if !scene.bills_products || rows.is_empty() {
        return Ok(None);
    }
    let Sums { billed, taxed, .. } = sums("deal.value", at, scene, findings)?;
    let agrees = said.and_then(Fact::number).is_some_and(|value| {
        // More than rounding moves all rows of a deal.
        let is_near =
            |amount: Decimal| amount.minus(value).is_some_and(|gap| gap.magnitude() <= Decimal::ONE);
        is_near(billed) || is_near(taxed) || (value >= billed && rows.iter().any(DealProduct::is_recurring))
    });
    if agrees { Ok(None) } else { self::billed(at, scene, findings) }
}
