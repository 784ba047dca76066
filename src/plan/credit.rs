//! Whether a document of a schedule would be below zero at a tax rate at which the deal is not.

use super::divide::{SlotLines, Whole};
use super::split::{Line, Ruler};
use crate::gather::Gather;
use crate::xero::snapshot::TaxRate;
use crate::xero::totals::totals;

/// Amounts and taxes in cents, summed over each tax rate.
struct ByRate<'a>(Vec<(Option<&'a TaxRate>, i64, i64)>);

impl<'a> ByRate<'a> {
    fn add(&mut self, rate: Option<&'a TaxRate>, amount: i64, tax: i64) -> Option<()> {
        match self.0.iter_mut().find(|(known, ..)| is_same(*known, rate)) {
            Some((_, amounts, taxes)) => {
                *amounts = amounts.checked_add(amount)?;
                *taxes = taxes.checked_add(tax)?;
            }
            None => self.0.push((rate, amount, tax)),
        }
        Some(())
    }

    fn of_lines(lines: &[Line<'a>], parts: &[i64], ruler: Ruler) -> Option<Self> {
        let mut rates = Self(Vec::new());
        for (line, part) in lines.iter().zip(parts) {
            rates.add(line.rate, *part, ruler.tax(*part, line.rate)?)?;
        }
        Some(rates)
    }

    fn of_document(whole: Whole<'_, 'a>, lines: &SlotLines<'a>) -> Option<Self> {
        let unit_dp = whole.common.chosen.entity.document.unit_dp.value;
        let computed = totals(&lines.twins, whole.types, unit_dp, None)?;
        let mut rates = Self(Vec::new());
        for (twin, line) in lines.twins.iter().zip(&computed.lines) {
            rates.add(twin.tax, line.line_amount.cents()?, line.tax_amount.cents()?)?;
        }
        Some(rates)
    }

    /// Whether an amount or a tax is below zero at a rate of which the deal has nothing below zero.
    fn is_credit_of(&self, deal: &Self) -> bool {
        let is_below = |(_, amount, tax): &&(Option<&TaxRate>, i64, i64)| *amount < 0 || *tax < 0;
        self.0.iter().filter(is_below).any(|(rate, ..)| {
            deal.0.iter().find(|(known, ..)| is_same(*known, *rate)).filter(is_below).is_none()
        })
    }
}

fn is_same(one: Option<&TaxRate>, other: Option<&TaxRate>) -> bool {
    one.map(|rate| &rate.tax_type) == other.map(|rate| &rate.tax_type)
}

/// The first of the slots with these parts of the lines that is a credit at some rate.
pub(super) fn in_parts(lines: &[Line<'_>], slots: &[Vec<i64>], ruler: Ruler) -> Option<usize> {
    let all: Vec<i64> = lines.iter().map(|line| line.amount).gather();
    let deal = ByRate::of_lines(lines, &all, ruler);
    slots.iter().position(|parts| is_credit(ByRate::of_lines(lines, parts, ruler), deal.as_ref()))
}

/// The first of these documents that is a credit at some rate.
pub(super) fn in_documents<'a>(whole: Whole<'_, 'a>, slots: &[SlotLines<'a>]) -> Option<usize> {
    let mut all = SlotLines::default();
    whole.copy_lines(&mut all);
    let deal = ByRate::of_document(whole, &all);
    slots.iter().position(|lines| is_credit(ByRate::of_document(whole, lines), deal.as_ref()))
}

/// What cannot be computed is none that may be sent.
fn is_credit(slot: Option<ByRate<'_>>, deal: Option<&ByRate<'_>>) -> bool {
    slot.zip(deal).is_none_or(|(slot, deal)| slot.is_credit_of(deal))
}
