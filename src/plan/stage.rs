//! Stages as lines of their own, which the last document deducts from the deal's lines.
//!
//! A deduction is its stage negated, and Xero rounds a negative amount as its positive one, so net, tax and
//! gross of all documents are those of the deal, whatever the amounts.

use super::divide::{Piece, SlotLines, Whole};
use super::split::{Line, Measure, Parts, Ruler, split_in};
use crate::gather::Gather;
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::xero::invoice::LineItem;
use crate::xero::totals::{TwinDiscount, TwinLine};

/// What is deducted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deduction {
    /// Stages, taxed as the lines they are a part of.
    Stages {
        /// What their amounts count.
        measure: Measure,
        /// Whether they must be reached to the cent.
        is_exact: bool,
    },
    /// An untaxed deposit.
    Security,
}

/// Lines that are booked alike.
struct Group<'w, 'a> {
    item: &'w LineItem,
    twin: TwinLine<'a>,
    amount: i64,
    key: u64,
}

/// The lines of every slot, or `None` where an amount that must be exact is not reached.
pub(super) fn deduct<'a>(
    whole: Whole<'_, 'a>,
    targets: &[i64],
    deduction: Deduction,
) -> Option<Vec<SlotLines<'a>>> {
    let groups = match (deduction, &whole.security) {
        (Deduction::Security, Some((item, twin))) => {
            vec![Group { item, twin: *twin, amount: targets.iter().sum(), key: 0 }]
        }
        _ => groups(whole)?,
    };
    let lines: Vec<Line<'a>> =
        groups.iter().map(|group| Line { amount: group.amount, rate: group.twin.tax }).gather();
    let (measure, is_exact) = match deduction {
        Deduction::Stages { measure, is_exact } => (measure, is_exact),
        Deduction::Security => (Measure::AsWritten, true),
    };
    let ruler = Ruler { types: whole.types, measure, parts: Parts::Any, unit: 1 };
    let parts = stages(whole.unit(), &lines, targets, ruler, is_exact)?;
    let (_, earlier) = whole.slots.split_last()?;
    let title = whole.common.handoff.deal.title.map(|title| title.value.trim());
    let title = title.filter(|title| !title.is_empty()).map(|title| format!("{title}, ")).unwrap_or_default();
    let mut slots = Vec::with_capacity(whole.slots.len());
    let mut end = SlotLines::default();
    whole.copy_lines(&mut end);
    for (slot, parts) in earlier.iter().zip(&parts) {
        let mut lines = SlotLines::default();
        let token = whole.token(slot);
        for (group, part) in groups.iter().zip(parts).filter(|(_, part)| **part != 0) {
            let (of_stage, of_group) = (Decimal::from_cents(*part), Decimal::from_cents(group.amount));
            let says = format!("{title}{}: {} of {}", slot.label, of_stage.to_money(), of_group.to_money());
            lines.push(line(group, *part, says), twin(group, *part), Piece::Stage);
            let less = format!("less {} ({token})", slot.label);
            end.push(line(group, -part, less), twin(group, -part), Piece::Stage);
        }
        slots.push(lines);
    }
    slots.push(end);
    Some(slots)
}

/// What each stage but the last takes of each group.
fn stages(
    unit: i64,
    lines: &[Line<'_>],
    targets: &[i64],
    ruler: Ruler,
    is_exact: bool,
) -> Option<Vec<Vec<i64>>> {
    // What the last document comes to follows from the deductions, so only the others must be reached.
    let mut parts = Vec::with_capacity(targets.len());
    let mut rest = lines.to_vec();
    let (_, earlier) = targets.split_last()?;
    for target in earlier {
        let left = ruler.sum(&rest)?.checked_sub(*target)?;
        let taken = |unit: i64| {
            let taken = split_in(unit, &rest, &[*target, left], ruler, false)?.into_iter().next()?;
            let counted = taken
                .iter()
                .zip(lines)
                .try_fold(0_i64, |sum, (part, line)| sum.checked_add(ruler.count(*part, line.rate)?))?;
            (!is_exact || counted == *target).then_some(taken)
        };
        let taken = taken(unit).or_else(|| taken(1))?;
        for (line, part) in rest.iter_mut().zip(&taken) {
            line.amount -= part;
        }
        parts.push(taken);
    }
    Some(parts)
}

/// The lines that have account, tax type and tracking in common, in an order that the input's does not decide.
fn groups<'w, 'a>(whole: Whole<'w, 'a>) -> Option<Vec<Group<'w, 'a>>> {
    let mut groups: Vec<Group<'w, 'a>> = Vec::new();
    let facts = whole.made.facts.iter().zip(&whole.made.items).zip(&whole.made.twins);
    for (index, ((facts, item), twin)) in facts.enumerate() {
        let amount = whole.line(index)?.amount;
        let alike = |known: &LineItem| {
            known.account_code == item.account_code
                && known.tax_type == item.tax_type
                && known.tracking == item.tracking
        };
        match groups.iter_mut().find(|group| alike(group.item)) {
            Some(group) => {
                group.amount += amount;
                group.key = group.key.min(facts.key);
            }
            None => groups.push(Group { item, twin: *twin, amount, key: facts.key }),
        }
    }
    sort_by_key(&mut groups, |group| group.key);
    Some(groups)
}

fn line(group: &Group<'_, '_>, part: i64, description: String) -> LineItem {
    LineItem {
        description,
        quantity: Some(Decimal::ONE),
        unit_amount: Some(Decimal::from_cents(part)),
        discount_rate: None,
        item_code: None,
        ..group.item.clone()
    }
}

fn twin<'a>(group: &Group<'_, 'a>, part: i64) -> TwinLine<'a> {
    TwinLine {
        priced: Some((Decimal::ONE, Decimal::from_cents(part))),
        discount: TwinDiscount::None,
        ..group.twin
    }
}
