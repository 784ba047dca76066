//! Which document moves the stock of tracked items: exactly one, or the stock would move several times.

use super::divide::{Whole, part_of};
use super::lines::Facts;
use super::slots::Slot;
use crate::config::schedule::Form;
use crate::finding::Code;
use crate::gather::Gather;
use crate::money::Decimal;
use crate::read::Findings;
use crate::xero::invoice::LineItem;
use crate::xero::totals::{TwinDiscount, line_amount};

/// Whether the document that moves the stock is one of the schedule's, and can.
pub(super) fn fits(whole: Whole<'_, '_>, form: Form, findings: &mut Findings<'_>) -> bool {
    let Some(wanted) = &whole.common.chosen.entity.schedule.stock_in else { return true };
    let is_last = whole.slots.last().is_some_and(|slot| slot.name == wanted.value);
    let is_known = whole.slots.iter().any(|slot| slot.name == wanted.value);
    let has_stock = whole.made.facts.iter().any(|facts| facts.is_tracked);
    let deducts = form == Form::Deduct || whole.security.is_some();
    if !has_stock || is_last || (is_known && !deducts) {
        return true;
    }
    let names = whole.slots.iter().map(|slot| format!("`{}`", slot.name)).joined(", ");
    findings.add(
        Code::ScheduleStockSlot,
        wanted.at,
        format_args!("stockIn is `{}`, and the documents are {names}", wanted.value),
    );
    false
}

/// Says so when a tracked item is billed whole in another document than the one that the config names.
pub(super) fn is_there(
    whole: Whole<'_, '_>,
    facts: &Facts<'_>,
    slot: &Slot<'_>,
    findings: &mut Findings<'_>,
) {
    let Some(wanted) = &whole.common.chosen.entity.schedule.stock_in else { return };
    if facts.is_tracked && wanted.value != slot.name {
        findings.add(
            Code::ScheduleStockSlot,
            wanted.at,
            format_args!("stockIn is `{}`, and `{}` bills a tracked item whole", wanted.value, slot.name),
        );
    }
}

/// A part of a line with the real quantity of its item, which moves the stock. Where no price of that quantity
/// gives the part, a line worth nothing moves it.
pub(super) fn sell(
    item: &LineItem,
    facts: &Facts<'_>,
    label: &str,
    (part, amount): (i64, i64),
    unit_dp: u32,
) -> Vec<LineItem> {
    let worth = Decimal::from_cents(part);
    let gives =
        |unit: &Decimal| line_amount(facts.quantity, *unit, TwinDiscount::None, unit_dp) == Some(worth);
    let moves = |part: i64, unit: Decimal| LineItem {
        quantity: Some(facts.quantity),
        unit_amount: Some(unit),
        ..part_of(item, facts, label, (part, amount))
    };
    match worth.divided_by(facts.quantity, unit_dp).filter(gives) {
        Some(unit) => vec![moves(part, unit)],
        None => vec![
            LineItem { item_code: None, ..part_of(item, facts, label, (part, amount)) },
            moves(0, Decimal::ZERO),
        ],
    }
}
