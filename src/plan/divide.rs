//! The lines of a deal over the documents of its schedule.

use super::credit;
use super::issue::{Common, REVISION};
use super::lines::{Facts, LinesMade};
use super::slots::{Claim, Slot};
use super::split::{Line, Measure, Parts, Ruler, split_in};
use super::stage::{Deduction, deduct};
use super::stock;
use super::token;
use crate::config::schedule::{DepositTax, Form, Named, Schedule, ScheduleKind};
use crate::finding::Code;
use crate::gather::Gather;
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::read::{Findings, Given};
use crate::xero::currency;
use crate::xero::invoice::{LineItem, MAX_DESCRIPTION};
use crate::xero::totals::{AmountTypes, Totals, TwinDiscount, TwinLine, line_amount, line_tax};

/// The lines of one document.
#[derive(Debug, Default)]
pub(super) struct SlotLines<'a> {
    /// As they are sent.
    pub items: Vec<LineItem>,
    /// As the twin computes them.
    pub twins: Vec<TwinLine<'a>>,
    /// What each was made of.
    pub pieces: Vec<Piece>,
}

/// What a line of a document was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// The deal's line of that index, as it is.
    Whole(usize),
    /// A part of the deal's line of that index.
    Part(usize),
    /// A stage of the deal, or its deduction.
    Stage,
}

impl<'a> SlotLines<'a> {
    pub(super) fn push(&mut self, item: LineItem, twin: TwinLine<'a>, piece: Piece) {
        self.items.push(item);
        self.twins.push(twin);
        self.pieces.push(piece);
    }
}

/// How the lines were divided so that everything adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// Nothing was split.
    Whole,
    /// Each line by shares.
    Shares,
    /// Each line, to amounts that are named.
    Amounts,
    /// Stages as lines of their own, which the last document deducts.
    Deducted,
    /// With a line's tax set by hand.
    Adjusted,
    /// With a residue of tax.
    Residue,
}

impl Method {
    /// Its word in a plan.
    pub fn word(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Shares => "shares",
            Self::Amounts => "amounts",
            Self::Deducted => "deducted",
            Self::Adjusted => "adjusted",
            Self::Residue => "residue",
        }
    }
}

/// What is known of a deal whose lines are divided.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole<'w, 'a> {
    pub slots: &'w [Slot<'a>],
    pub made: &'w LinesMade<'a>,
    pub totals: &'w Totals,
    pub types: AmountTypes,
    pub common: Common<'w, 'a>,
    /// The line of an untaxed deposit, without its amount.
    pub security: Option<(&'w LineItem, TwinLine<'a>)>,
}

/// Divides the lines; `None`, with a finding, when the schedule does not fit the deal.
pub(super) fn divide<'a>(
    whole: Whole<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Option<(Vec<SlotLines<'a>>, Method)> {
    let by_product = whole.slots.iter().any(|slot| matches!(slot.claim, Claim::Products(_)));
    if by_product {
        return by_products(whole, findings).map(|slots| (slots, Method::Whole));
    }
    let order = whole.order();
    let lines: Option<Vec<Line<'a>>> = order.iter().map(|index| whole.line(*index)).whole();
    let lines = lines?;
    let (targets, measure, is_exact) = targets(whole, findings)?;
    if targets.len() == 1 {
        let mut all = SlotLines::default();
        whole.copy_lines(&mut all);
        return Some((vec![all], Method::Whole));
    }
    let schedule = &whole.common.chosen.entity.schedule;
    let form = schedule.form.value;
    if !stock::fits(whole, form, findings) {
        return None;
    }
    let ruler = Ruler { types: whole.types, measure, parts: Parts::Conserving, unit: 1 };
    let unit = whole.unit();
    if whole.security.is_some() {
        let slots = deduct(whole, &targets, Deduction::Security)?;
        return Some((slots, Method::Deducted));
    }
    // No document may take back what the deal does not.
    let ends_well = |parts: &Vec<Vec<i64>>| credit::in_parts(&lines, parts, ruler).is_none();
    let freely = Ruler { parts: Parts::Any, ..ruler };
    if form != Form::Deduct
        && let Some(parts) = split_in(unit, &lines, &targets, ruler, is_exact).filter(ends_well)
    {
        let method = if is_exact { Method::Amounts } else { Method::Shares };
        return Some((write(whole, &order, &parts, findings)?, method));
    }
    let is_sound = |slots: &Vec<SlotLines<'a>>| credit::in_documents(whole, slots).is_none();
    if form == Form::SplitOnly && schedule.adjust_tax {
        let parts = split_in(unit, &lines, &targets, freely, is_exact);
        if let Some(parts) = parts.or_else(|| split_in(unit, &lines, &targets, freely, false)) {
            let mut slots = write(whole, &order, &parts, findings)?;
            if adjust(whole, &mut slots, measure, &targets).is_some() && is_sound(&slots) {
                return Some((slots, Method::Adjusted));
            }
        }
        refuse(whole, is_exact, findings);
        return None;
    }
    if form != Form::SplitOnly {
        if !stock::fits(whole, Form::Deduct, findings) {
            return None;
        }
        if let Some(slots) = deduct(whole, &targets, Deduction::Stages { measure, is_exact }).filter(is_sound)
        {
            return Some((slots, Method::Deducted));
        }
        if schedule.adjust_tax {
            let kind = Deduction::Stages { measure, is_exact: false };
            let adjusted = deduct(whole, &targets, kind).and_then(|mut slots| {
                adjust(whole, &mut slots, measure, &targets)?;
                Some(slots)
            });
            if let Some(slots) = adjusted.filter(is_sound) {
                return Some((slots, Method::Adjusted));
            }
        }
    }
    if form != Form::Deduct
        && let Some(parts) = split_in(unit, &lines, &targets, freely, is_exact).filter(ends_well)
    {
        return Some((write(whole, &order, &parts, findings)?, Method::Residue));
    }
    refuse(whole, is_exact, findings);
    None
}

fn refuse(whole: Whole<'_, '_>, is_exact: bool, findings: &mut Findings<'_>) {
    let (Some(first), Some(last)) = (whole.slots.first(), whole.slots.last()) else { return };
    if is_exact {
        findings.add(
            Code::ScheduleAmountUnreachable,
            first.at,
            format_args!("the lines of a stage cannot come to its amount with tax, to the cent"),
        );
    } else {
        below_zero(last, findings);
    }
}

fn below_zero(slot: &Slot<'_>, findings: &mut Findings<'_>) {
    findings.add(
        Code::ScheduleSlotEmpty,
        slot.at,
        format_args!("`{}` would be below zero at a tax rate", slot.name),
    );
}

impl<'a> Whole<'_, 'a> {
    /// The lines in an order that the order of the input does not decide.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.made.facts.len()).gather();
        let amount = |index: usize| self.line(index).map_or(0, |line| line.amount);
        sort_by_key(&mut order, |index| (self.made.facts.get(*index).map(|facts| facts.key), amount(*index)));
        order
    }

    pub(super) fn line(&self, index: usize) -> Option<Line<'a>> {
        let amount = self.totals.lines.get(index)?.line_amount.cents()?;
        Some(Line { amount, rate: self.made.twins.get(index)?.tax })
    }

    /// The smallest unit of the deal's currency, in hundredths.
    pub(super) fn unit(&self) -> i64 {
        let currency = self.common.currency.map_or("", |currency| currency.value);
        if currency::decimals(currency) == Some(0) { 100 } else { 1 }
    }

    /// What amounts of its schedule count.
    fn measure(&self) -> Measure {
        let names = self.slots.iter().any(|slot| matches!(slot.claim, Claim::Amount(_)));
        let named = self.common.chosen.entity.schedule.amounts.map_or(Named::Gross, |named| named.value);
        match (names, named) {
            // What is owed until it is applied has no tax in it.
            _ if self.security.is_some() => Measure::Gross,
            (false, _) => Measure::AsWritten,
            (true, Named::Net) => Measure::Net,
            (true, Named::Gross) => Measure::Gross,
        }
    }

    /// What the whole deal comes to in a measure.
    fn sum(&self, measure: Measure) -> Option<i64> {
        let lines: Option<Vec<Line<'a>>> = (0..self.made.facts.len()).map(|index| self.line(index)).whole();
        Ruler { types: self.types, measure, parts: Parts::Any, unit: 1 }.sum(&lines?)
    }

    /// Whether a deposit is a named amount that is all of the deal: then nothing would be left for a balance.
    pub(super) fn is_deposit_of_all(&self) -> bool {
        let is_deposit = self.common.chosen.entity.schedule.kind.value == ScheduleKind::Deposit;
        let named = self.slots.iter().find_map(|slot| match slot.claim {
            Claim::Amount(amount) => Some(amount),
            _ => None,
        });
        is_deposit && self.security.is_none() && named.is_some() && named == self.sum(self.measure())
    }

    /// What the document of a slot is found by.
    pub(super) fn token(&self, slot: &Slot<'_>) -> String {
        let Common { handoff, chosen, .. } = self.common;
        let deal = handoff.deal.id.map_or(0, |id| id.value);
        token::names(chosen.config, deal, chosen.name, &chosen.slot(&slot.name), REVISION).token
    }

    /// Every line as it is.
    pub(super) fn copy_lines(&self, into: &mut SlotLines<'a>) {
        let lines = self.made.items.iter().zip(&self.made.twins).take(self.made.facts.len());
        for (index, (item, twin)) in lines.enumerate() {
            into.push(item.clone(), *twin, Piece::Whole(index));
        }
    }
}

/// What each slot comes to, in which measure, and whether it must be exact.
fn targets(whole: Whole<'_, '_>, findings: &mut Findings<'_>) -> Option<(Vec<i64>, Measure, bool)> {
    let schedule = &whole.common.chosen.entity.schedule;
    let names = whole.slots.iter().any(|slot| matches!(slot.claim, Claim::Amount(_)));
    let has_share = whole.slots.iter().any(|slot| matches!(slot.claim, Claim::Share(_)));
    let has_rest = whole.slots.iter().any(|slot| slot.claim == Claim::Rest);
    let measure = whole.measure();
    let sum = whole.sum(measure)?;
    let at = whole.slots.first().map(|slot| slot.at).unwrap_or_default();
    let unit = whole.unit();
    let mut claimed = Vec::with_capacity(whole.slots.len());
    let (mut percents, mut upto) = (Decimal::ZERO, 0);
    for slot in whole.slots {
        claimed.push(match slot.claim {
            Claim::Share(percent) => {
                percents = percents.plus(percent)?;
                // Cumulated, so that the rounding of one share is made good by the next.
                let until = percents.percent_of(Decimal::from_cents(sum))?;
                let until = until.rounded(if unit == 1 { 2 } else { 0 }).cents()?;
                let share = until - upto;
                upto = until;
                share
            }
            Claim::Amount(amount) => amount,
            Claim::Products(_) | Claim::Rest => 0,
        });
    }
    let total: i64 = claimed.iter().try_fold(0_i64, |sum, one| sum.checked_add(*one))?;
    let mixed = names && has_share;
    let over = percents > Decimal::HUNDRED || total > sum;
    let short = !has_rest && (if has_share { percents != Decimal::HUNDRED } else { total != sum });
    if mixed || over || short {
        let shown = |cents: i64| Decimal::from_cents(cents).to_money();
        if mixed {
            let what = "some stages name a percentage, others an amount";
            findings.add(Code::ScheduleSharesWrong, at, format_args!("{what}"));
        } else if has_share {
            findings.add(Code::ScheduleSharesWrong, at, format_args!("the stages come to `{percents}` %"));
        } else {
            let (kind, other) = match measure {
                Measure::Net => ("without tax", Measure::Gross),
                Measure::AsWritten | Measure::Gross => ("with tax", Measure::Net),
            };
            let fits = whole.sum(other).is_some_and(|other| other == total);
            let hint = match fits && !has_rest {
                true => ", and they are those of the deal in the other: see schedule.amounts",
                false => "",
            };
            findings.add(
                Code::ScheduleSharesWrong,
                at,
                format_args!(
                    "the stages come to `{}`, and the deal to `{}` {kind}{hint}",
                    shown(total),
                    shown(sum)
                ),
            );
        }
        return None;
    }
    for (target, slot) in claimed.iter_mut().zip(whole.slots) {
        if slot.claim == Claim::Rest {
            *target = sum - total;
        }
        if *target <= 0 {
            findings.add(
                Code::ScheduleSlotEmpty,
                slot.at,
                format_args!("`{}` would come to `{}`", slot.name, Decimal::from_cents(*target).to_money()),
            );
            return None;
        }
    }
    let is_exact = names || schedule.kind.value == ScheduleKind::Installments;
    Some((claimed, measure, is_exact))
}

/// Every line whole, in the stage that names its product.
fn by_products<'a>(whole: Whole<'_, 'a>, findings: &mut Findings<'_>) -> Option<Vec<SlotLines<'a>>> {
    let mut slots: Vec<SlotLines<'a>> = whole.slots.iter().map(|_| SlotLines::default()).gather();
    let before = findings.errors();
    for (index, facts) in whole.made.facts.iter().enumerate() {
        let names = |slot: &Slot<'_>| match slot.claim {
            Claim::Products(codes) => {
                let code = facts.code.map(str::trim);
                code.is_some_and(|code| codes.iter().any(|known| known.value.eq_ignore_ascii_case(code)))
            }
            _ => false,
        };
        let mut named = whole.slots.iter().enumerate().filter(|(_, slot)| names(slot)).map(|(at, _)| at);
        let rest = || whole.slots.iter().position(|slot| slot.claim == Claim::Rest);
        let (first, second) = (named.next(), named.next());
        let place = first.or_else(rest);
        let (Some(place), None) = (place, second) else {
            let how = if second.is_some() { "several milestones" } else { "no milestone" };
            let shown = crate::read::clipped(facts.code.unwrap_or(""));
            findings.add(
                Code::ScheduleProductUnplaced,
                facts.at,
                format_args!("a product with the code `{shown}` belongs to {how}"),
            );
            continue;
        };
        stock::is_there(whole, facts, whole.slots.get(place)?, findings);
        let (item, twin) = (whole.made.items.get(index)?, whole.made.twins.get(index)?);
        slots.get_mut(place)?.push(item.clone(), *twin, Piece::Whole(index));
    }
    for (slot, lines) in whole.slots.iter().zip(&slots) {
        if lines.items.is_empty() && findings.errors() == before {
            findings.add(
                Code::ScheduleSlotEmpty,
                slot.at,
                format_args!("`{}` has none of the deal's products", slot.name),
            );
        }
    }
    if findings.errors() == before
        && let Some(slot) = credit::in_documents(whole, &slots).and_then(|below| whole.slots.get(below))
    {
        below_zero(slot, findings);
    }
    (findings.errors() == before).then_some(slots)
}

/// Writes the parts of each slot as lines.
fn write<'a>(
    whole: Whole<'_, 'a>,
    order: &[usize],
    parts: &[Vec<i64>],
    findings: &mut Findings<'_>,
) -> Option<Vec<SlotLines<'a>>> {
    let schedule = &whole.common.chosen.entity.schedule;
    let last = whole.slots.last()?;
    let stock_in = schedule.stock_in.as_ref().map_or(last.name.as_str(), |name| name.value.as_str());
    let mut slots = Vec::with_capacity(parts.len());
    for (slot, parts) in whole.slots.iter().zip(parts) {
        let mut by_line: Vec<(usize, i64)> = order.iter().copied().zip(parts.iter().copied()).gather();
        sort_by_key(&mut by_line, |(index, _)| *index);
        let mut lines = SlotLines::default();
        for (index, part) in by_line {
            let facts = whole.made.facts.get(index)?;
            let (item, twin) = (whole.made.items.get(index)?, whole.made.twins.get(index)?);
            let amount = whole.line(index)?.amount;
            let moves_stock = facts.is_tracked && slot.name == stock_in;
            let is_here = if facts.is_tracked { moves_stock } else { slot.name == last.name };
            if part == amount && (part != 0 || is_here) {
                let mut item = item.clone();
                if facts.is_tracked && !moves_stock {
                    item.item_code = None;
                }
                lines.push(item, *twin, Piece::Whole(index));
                continue;
            }
            // The stock moves where it should, even with a line of nothing.
            if part == 0 && !(moves_stock && amount != 0) {
                continue;
            }
            let unit_dp = whole.common.chosen.entity.document.unit_dp.value;
            let part = (part, amount);
            let parts = match facts.is_tracked {
                true if moves_stock => stock::sell(item, facts, &slot.label, part, unit_dp),
                true => vec![LineItem { item_code: None, ..part_of(item, facts, &slot.label, part) }],
                false => vec![part_of(item, facts, &slot.label, part)],
            };
            for item in parts {
                too_long(&item, facts, findings);
                let twin = TwinLine {
                    priced: item.quantity.zip(item.unit_amount),
                    discount: TwinDiscount::None,
                    ..*twin
                };
                lines.push(item, twin, Piece::Part(index));
            }
        }
        slots.push(lines);
    }
    Some(slots)
}

/// A part of a line, as a quantity of one.
pub(super) fn part_of(
    item: &LineItem,
    facts: &Facts<'_>,
    label: &str,
    (part, amount): (i64, i64),
) -> LineItem {
    let (part, amount) = (Decimal::from_cents(part), Decimal::from_cents(amount));
    LineItem {
        description: format!("{}, {label}: {} of {}", facts.text, part.to_money(), amount.to_money()),
        quantity: Some(Decimal::ONE),
        unit_amount: Some(part),
        discount_rate: None,
        ..item.clone()
    }
}

pub(super) fn too_long(item: &LineItem, facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let length = item.description.encode_utf16().count();
    if length > MAX_DESCRIPTION {
        findings.add(
            Code::LineDescriptionTooLong,
            facts.at,
            format_args!(
                "the description of a part has {length} characters, and Xero takes {MAX_DESCRIPTION}"
            ),
        );
    }
}

/// Sets the tax of one line of a document by hand, so that the document comes to its amount, or the last one
/// to the tax that is left.
fn adjust(
    whole: Whole<'_, '_>,
    slots: &mut [SlotLines<'_>],
    measure: Measure,
    targets: &[i64],
) -> Option<()> {
    let mut left = whole.totals.total_tax.cents()?;
    let count = slots.len();
    for (index, (slot, target)) in slots.iter_mut().zip(targets).enumerate() {
        let (mut amount, mut tax) = (0, 0);
        let mut largest: Option<(i64, usize)> = None;
        for (place, twin) in slot.twins.iter().enumerate() {
            let (quantity, unit) = twin.priced?;
            let of_line = line_amount(
                quantity,
                unit,
                twin.discount,
                whole.common.chosen.entity.document.unit_dp.value,
            )?;
            let of_tax = twin.tax.map_or(Some(Decimal::ZERO), |rate| line_tax(of_line, rate, whole.types))?;
            amount += of_line.cents()?;
            tax += of_tax.cents()?;
            let size = of_tax.cents()?;
            if size > 0 && largest.is_none_or(|(known, _)| size > known) {
                largest = Some((size, place));
            }
        }
        let is_last = index + 1 == count;
        let wanted = match (measure, whole.types) {
            _ if is_last => left,
            (Measure::Gross, AmountTypes::Exclusive) => target - amount,
            (Measure::Net, AmountTypes::Inclusive) => amount - target,
            _ => tax,
        };
        left -= wanted;
        if wanted == tax {
            continue;
        }
        let (size, place) = largest?;
        let stated = Some(Decimal::from_cents(size + wanted - tax));
        slot.items.get_mut(place)?.tax_amount = stated;
        slot.twins.get_mut(place)?.stated_tax = stated;
    }
    Some(())
}

/// Says how the lines were divided where that is worth knowing.
pub(super) fn explain(
    method: Method,
    settings: &Schedule,
    common: Common<'_, '_>,
    rate: Option<Given<Decimal>>,
    findings: &mut Findings<'_>,
) {
    if method != Method::Deducted {
        return;
    }
    if settings.form.value == Form::Split
        && settings.deposit_tax.is_none_or(|tax| tax.value == DepositTax::PartPayment)
    {
        findings.add(
            Code::ScheduleDeducted,
            settings.kind.at,
            format_args!("the lines cannot be split so that amounts and tax both add up to the cent"),
        );
    }
    if let Some((base, currency)) = common.foreign().filter(|_| rate.is_none()) {
        findings.add(
            Code::ScheduleDeductedForeign,
            currency.at,
            format_args!("the deal is in `{}`, and the books are in `{base}`", currency.value.trim()),
        );
    }
}
