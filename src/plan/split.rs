//! Lines over the slots of a schedule, so that net, tax and gross all add up to the whole.
//!
//! Xero rounds the tax of every line, so the tax of two parts need not be the tax of the whole. A part is
//! therefore only taken where it is: of a line with the remaining amount `R`, an amount `x` for which
//! `tax(x) + tax(R - x) = tax(R)`, for each component of its rate. `0` and `R` always qualify. The last slot
//! takes what is left, so nothing has to be mended there.

use core::cmp::Reverse;

use crate::gather::Gather;
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::xero::snapshot::TaxRate;
use crate::xero::totals::{AmountTypes, component_tax};

/// How far from its target a part is looked for, in cents, before the whole or nothing is taken.
const REACH: i64 = 400;
/// Lines that are moved to reach an exact amount, and by how many cents each.
const MOVED_LINES: usize = 12;
const MOVED_CENTS: i64 = 9;
/// The largest gap, in cents, that is closed by moving lines.
const WIDEST_GAP: i64 = 40;
/// The same where the tax is to be met too: by how many cents each line is moved, and the largest gaps.
const FINE_CENTS: i64 = 4;
const NARROW_GAP: i64 = 8;
const TAX_GAP: i64 = 3;
/// How far from its share a slot may be, in units of a currency without decimals, so that its tax is whole too.
const NEAR_UNITS: i64 = 25;

/// A line to be split.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// Its amount, as the document's `LineAmountTypes` mean it.
    pub amount: i64,
    /// Its tax.
    pub rate: Option<&'t TaxRate>,
}

/// What a target counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Amounts as they stand on the lines.
    AsWritten,
    /// Amounts without tax.
    Net,
    /// Amounts with tax.
    Gross,
}

/// Which parts of a line are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    /// Only those that conserve its tax.
    Conserving,
    /// Those of them whose tax is whole in the amounts' unit.
    WholeTax,
    /// Any.
    Any,
}

/// How amounts are meant and counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ruler {
    pub types: AmountTypes,
    pub measure: Measure,
    pub parts: Parts,
    /// The unit of all amounts, in cents. Taxes are in cents whatever it is.
    pub unit: i64,
}

impl Ruler {
    /// What an amount of a line counts.
    pub fn count(self, amount: i64, rate: Option<&TaxRate>) -> Option<i64> {
        match (self.measure, self.types) {
            (Measure::Net, AmountTypes::Inclusive) => {
                amount.checked_sub(self.in_units(self.tax(amount, rate)?)?)
            }
            (Measure::Gross, AmountTypes::Exclusive) => {
                amount.checked_add(self.in_units(self.tax(amount, rate)?)?)
            }
            _ => Some(amount),
        }
    }

    /// Cents in the amounts' unit; none where they are no whole number of it.
    fn in_units(self, cents: i64) -> Option<i64> {
        let units = cents.checked_div(self.unit)?;
        (units.checked_mul(self.unit)? == cents).then_some(units)
    }

    /// The tax on or in an amount of a line.
    pub fn tax(self, amount: i64, rate: Option<&TaxRate>) -> Option<i64> {
        self.taxes(amount, rate).try_fold(0_i64, |sum, tax| sum.checked_add(tax?))
    }

    fn taxes(self, amount: i64, rate: Option<&TaxRate>) -> impl Iterator<Item = Option<i64>> {
        let cents = amount.checked_mul(self.unit);
        taxes(cents.unwrap_or_default(), rate, self.types).map(move |tax| cents.and(tax))
    }

    /// What parts lack of the tax that their share of the whole has.
    fn tax_gap(self, lines: &[Line<'_>], parts: &[i64], target: i64, whole: i64) -> Option<i64> {
        let (mut all, mut taken) = (0_i64, 0_i64);
        for (line, part) in lines.iter().zip(parts) {
            all = all.checked_add(self.tax(line.amount, line.rate)?)?;
            taken = taken.checked_add(self.tax(*part, line.rate)?)?;
        }
        Some(nearest_quotient(i128::from(all) * i128::from(target), whole.into())? - taken)
    }

    /// What lines count together.
    pub fn sum(self, lines: &[Line<'_>]) -> Option<i64> {
        lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(self.count(line.amount, line.rate)?))
    }

    /// Whether a part may be taken of a line.
    fn allows(self, line: Line<'_>, part: i64) -> bool {
        let whole: Vec<_> = self.taxes(line.amount, line.rate).gather();
        self.allows_of(line, &whole, part)
    }

    /// The same, where the taxes of the whole line are known.
    fn allows_of(self, line: Line<'_>, whole: &[Option<i64>], part: i64) -> bool {
        let within =
            if line.amount < 0 { line.amount <= part && part <= 0 } else { 0 <= part && part <= line.amount };
        within
            && (self.parts == Parts::Any || {
                let rest = self.taxes(line.amount - part, line.rate);
                let both = self.taxes(part, line.rate).zip(rest);
                let is_fine = |tax| self.parts == Parts::WholeTax && self.in_units(tax).is_none();
                whole.iter().zip(both).all(|(whole, (part, rest))| {
                    whole.is_some()
                        && part.zip(rest).and_then(|(part, rest)| part.checked_add(rest)) == *whole
                        && !part.is_some_and(is_fine)
                })
            })
    }

    /// The part nearest to a wanted one; of two as near, the smaller.
    fn nearest(self, line: Line<'_>, wanted: i64) -> i64 {
        let wanted = wanted.clamp(line.amount.min(0), line.amount.max(0));
        let near = (0..=REACH).flat_map(|off| [wanted - off, wanted + off]);
        let whole: Vec<_> = self.taxes(line.amount, line.rate).gather();
        near.into_iter().find(|part| self.allows_of(line, &whole, *part)).unwrap_or(0)
    }
}

fn taxes(amount: i64, rate: Option<&TaxRate>, types: AmountTypes) -> impl Iterator<Item = Option<i64>> {
    let components = rate.map_or(&[][..], |rate| rate.components.as_slice());
    let all = rate.map_or(Decimal::ZERO, |rate| rate.rate);
    components
        .iter()
        .map(move |component| component_tax(Decimal::from_cents(amount), *component, all, types)?.cents())
}

/// What one slot takes of every line: parts near their share of `target`, which together count `target`
/// where that can be reached.
///
/// Returns the parts and by how many cents they miss it. `lines` come in an order that the input's order does
/// not decide: what is left of a line's rounding goes to the next.
pub(super) fn take(lines: &[Line<'_>], target: i64, ruler: Ruler) -> Option<(Vec<i64>, i64)> {
    let whole = ruler.sum(lines)?;
    if target == whole {
        return Some((lines.iter().map(|line| line.amount).gather(), 0));
    }
    if whole == 0 {
        return None;
    }
    let mut parts = Vec::with_capacity(lines.len());
    let (mut counted, mut taken) = (0_i64, 0_i64);
    for line in lines {
        let counts = ruler.count(line.amount, line.rate)?;
        counted += counts;
        let due = nearest_quotient(i128::from(target) * i128::from(counted), whole.into())? - taken;
        let wanted = match counts {
            0 => 0,
            counts => nearest_quotient(i128::from(due) * i128::from(line.amount), counts.into())?,
        };
        let part = ruler.nearest(*line, wanted);
        taken += ruler.count(part, line.rate)?;
        parts.push(part);
    }
    let gap = narrow(lines, &mut parts, target - taken, ruler)?;
    let tax = ruler.tax_gap(lines, &parts, target, whole)?;
    match mend(lines, &parts, gap, tax, ruler) {
        Some(mended) => Some((mended, 0)),
        None => Some((parts, gap)),
    }
}

/// Moves whole lines, one after the other, while that narrows a gap that is too wide to be mended: where a rate
/// has many components, the parts that conserve its tax lie far from what is wanted. The gap that is left.
fn narrow(lines: &[Line<'_>], parts: &mut [i64], mut gap: i64, ruler: Ruler) -> Option<i64> {
    for (line, part) in lines.iter().zip(parts) {
        if gap.abs() <= WIDEST_GAP {
            break;
        }
        let other = ruler.nearest(*line, part.checked_add(gap)?);
        let rest = gap - (ruler.count(other, line.rate)? - ruler.count(*part, line.rate)?);
        if rest.abs() < gap.abs() {
            (*part, gap) = (other, rest);
        }
    }
    Some(gap)
}

/// A way to move lines: what the amounts and the taxes gain, what it costs, and the moves.
struct Way {
    gain: i64,
    tax: i64,
    cost: i64,
    moves: Vec<i64>,
}

/// Moves a few lines by a few cents, as little as can be, so that a gap closes; if it can be, the gap to the
/// tax of the same share too.
fn mend(lines: &[Line<'_>], parts: &[i64], gap: i64, tax_gap: i64, ruler: Ruler) -> Option<Vec<i64>> {
    if gap == 0 && tax_gap == 0 {
        return Some(parts.to_vec());
    }
    let mut largest: Vec<usize> = (0..lines.len()).gather();
    sort_by_key(&mut largest, |index| {
        (Reverse(lines.get(*index).map_or(0, |line| line.amount.abs())), *index)
    });
    largest.truncate(MOVED_LINES);
    let both = (gap.abs() <= NARROW_GAP && tax_gap.abs() <= TAX_GAP)
        .then(|| ways(lines, parts, &largest, ruler, true))
        .flatten()
        .and_then(|ways| ways.into_iter().find(|way| way.gain == gap && way.tax == tax_gap));
    let way = match both {
        Some(way) => way,
        None if gap == 0 => return Some(parts.to_vec()),
        None if gap.abs() > WIDEST_GAP => return None,
        None => ways(lines, parts, &largest, ruler, false)?.into_iter().find(|way| way.gain == gap)?,
    };
    let mut mended = parts.to_vec();
    for (index, by) in largest.into_iter().zip(way.moves) {
        *mended.get_mut(index)? += by;
    }
    Some(mended)
}

/// The cheapest way to each gain, with regard to the tax or without.
fn ways(
    lines: &[Line<'_>],
    parts: &[i64],
    moved: &[usize],
    ruler: Ruler,
    with_tax: bool,
) -> Option<Vec<Way>> {
    let (by_most, gap_most) = if with_tax { (FINE_CENTS, NARROW_GAP) } else { (MOVED_CENTS, WIDEST_GAP) };
    let width = usize::try_from(4 * gap_most + 1).ok()?;
    let mut reached = vec![Way { gain: 0, tax: 0, cost: 0, moves: Vec::new() }];
    for index in moved {
        let (line, part) = (*lines.get(*index)?, *parts.get(*index)?);
        let (counted, taxed) = (ruler.count(part, line.rate)?, ruler.tax(part, line.rate)?);
        let moves: Vec<(i64, i64, i64)> = (-by_most..=by_most)
            .filter(|by| *by == 0 || ruler.allows(line, part + by))
            .filter_map(|by| {
                let tax = if with_tax { ruler.tax(part + by, line.rate)? - taxed } else { 0 };
                Some((by, ruler.count(part + by, line.rate)? - counted, tax))
            })
            .gather();
        let mut next: Vec<Way> = Vec::new();
        // Where in `next` the way to a gain and a tax is.
        let mut places = vec![None; width * usize::try_from(4 * TAX_GAP + 1).ok()?];
        for way in &reached {
            for (by, gain, tax) in &moves {
                let (gain, tax, cost) = (way.gain + gain, way.tax + tax, way.cost + by * by);
                if gain.abs() > 2 * gap_most || tax.abs() > 2 * TAX_GAP {
                    continue;
                }
                let cell = usize::try_from(gain + 2 * gap_most).ok()?
                    + width * usize::try_from(tax + 2 * TAX_GAP).ok()?;
                let place = places.get_mut(cell)?;
                let known = place.and_then(|place: usize| next.get_mut(place));
                if known.as_ref().is_some_and(|known| known.cost <= cost) {
                    continue;
                }
                let way = Way { gain, tax, cost, moves: way.moves.iter().copied().chain([*by]).gather() };
                match known {
                    Some(known) => *known = way,
                    None => {
                        *place = Some(next.len());
                        next.push(way);
                    }
                }
            }
        }
        reached = next;
    }
    Some(reached)
}

/// Takes every slot after the other; the last takes what is left. The parts of each slot, or `None` where an
/// amount that must be exact is not reached.
pub(super) fn split(
    lines: &[Line<'_>],
    targets: &[i64],
    ruler: Ruler,
    is_exact: bool,
) -> Option<Vec<Vec<i64>>> {
    let mut rest = lines.to_vec();
    let mut slots = Vec::with_capacity(targets.len());
    let (last, earlier) = targets.split_last()?;
    let mut missed = 0;
    for target in earlier {
        let (parts, gap) = take(&rest, target + missed, ruler)?;
        if is_exact && gap != 0 {
            return None;
        }
        missed = gap;
        for (line, part) in rest.iter_mut().zip(&parts) {
            line.amount -= part;
        }
        slots.push(parts);
    }
    if is_exact && ruler.sum(&rest)? != *last {
        return None;
    }
    slots.push(rest.iter().map(|line| line.amount).gather());
    Some(slots)
}

/// The same in whole units of the currency, a unit being `unit` cents, where its lines and targets are such:
/// with taxes that are whole too, else with any, else in cents.
pub(super) fn split_in(
    unit: i64,
    lines: &[Line<'_>],
    targets: &[i64],
    ruler: Ruler,
    is_exact: bool,
) -> Option<Vec<Vec<i64>>> {
    let coarse = Ruler { unit, ..ruler };
    let in_units = || {
        let lines = lines.iter().map(|line| Some(Line { amount: coarse.in_units(line.amount)?, ..*line }));
        let targets = targets.iter().map(|target| coarse.in_units(*target));
        let (lines, targets) = (lines.whole()?, targets.whole()?);
        let near = |slots: &Vec<Vec<i64>>| is_near(&lines, &targets, slots, coarse) == Some(true);
        let whole = split(&lines, &targets, Ruler { parts: Parts::WholeTax, ..coarse }, is_exact);
        let mut slots =
            whole.filter(near).or_else(|| split(&lines, &targets, coarse, is_exact).filter(near))?;
        for part in slots.iter_mut().flatten() {
            *part = part.checked_mul(unit)?;
        }
        Some(slots)
    };
    let found = if unit > 1 { in_units() } else { None };
    found.or_else(|| split(lines, targets, ruler, is_exact))
}

/// Whether every slot comes near what it should.
fn is_near(lines: &[Line<'_>], targets: &[i64], slots: &[Vec<i64>], ruler: Ruler) -> Option<bool> {
    for (parts, target) in slots.iter().zip(targets) {
        let mut sum = 0_i64;
        for (part, line) in parts.iter().zip(lines) {
            sum = sum.checked_add(ruler.count(*part, line.rate)?)?;
        }
        if sum.abs_diff(*target) > NEAR_UNITS.unsigned_abs() {
            return Some(false);
        }
    }
    Some(true)
}

/// The quotient rounded half away from zero.
pub(super) fn nearest_quotient(dividend: i128, divisor: i128) -> Option<i64> {
    let (whole, rest) = (dividend.checked_div(divisor)?, dividend.checked_rem(divisor)?);
    let away = i128::from(2 * rest.unsigned_abs() >= divisor.unsigned_abs());
    i64::try_from(whole + away * dividend.signum() * divisor.signum()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::At;
    use proptest::prelude::*;

    fn rate(components: &[&str]) -> TaxRate {
        let components: Vec<Decimal> = components.iter().map(|text| Decimal::parse(text).unwrap()).collect();
        let rate = components.iter().fold(Decimal::ZERO, |sum, one| sum.plus(*one).unwrap());
        TaxRate {
            at: At::NOWHERE,
            tax_type: String::new(),
            name: String::new(),
            is_active: true,
            rate,
            components,
            on_revenue: true,
            on_liabilities: true,
            report_type: String::new(),
        }
    }

    fn tax(amount: i64, rate: &TaxRate, types: AmountTypes) -> i64 {
        super::taxes(amount, Some(rate), types).map(Option::unwrap).sum()
    }

    fn ruler(types: AmountTypes, measure: Measure) -> Ruler {
        Ruler { types, measure, parts: Parts::Conserving, unit: 1 }
    }

    #[test]
    fn the_cases_that_others_get_wrong() {
        let (twenty, twenty_one) = (rate(&["20"]), rate(&["21"]));
        // 12,870.59 in halves: the last document must not be a credit of a cent.
        let whole = [Line { amount: 1_287_059, rate: Some(&twenty_one) }];
        let halves =
            split(&whole, &[643_530, 643_529], ruler(AmountTypes::Inclusive, Measure::AsWritten), false);
        let halves = halves.unwrap();
        assert_eq!(halves.iter().flatten().sum::<i64>(), 1_287_059);
        assert!(halves.iter().flatten().all(|part| (643_500..643_560).contains(part)), "{halves:?}");
        // A deposit of 550.00 at 21 % inclusive over 900, 2 × 90 and 4 × 49 stays 550.00.
        let lines = [90_000, 18_000, 19_600].map(|amount| Line { amount, rate: Some(&twenty_one) });
        let slots =
            split(&lines, &[55_000, 72_600], ruler(AmountTypes::Inclusive, Measure::Gross), true).unwrap();
        assert_eq!(slots[0].iter().sum::<i64>(), 55_000);
        // 840.00 with tax over 3 × 10,000 and 50 at 20 %.
        let lines =
            [1_000_000, 1_000_000, 1_000_000, 5_000].map(|amount| Line { amount, rate: Some(&twenty) });
        let gross = ruler(AmountTypes::Exclusive, Measure::Gross);
        let slots = split(&lines, &[84_000, 3_606_000 - 84_000], gross, true).unwrap();
        let first: i64 = slots[0].iter().map(|part| part + tax(*part, &twenty, AmountTypes::Exclusive)).sum();
        assert_eq!(first, 84_000);
        // 100.00 inclusive at 20 % as 2 × 50.00 on one line: 8.33 + 8.33 is not 16.67.
        let one = [Line { amount: 10_000, rate: Some(&twenty) }];
        let halves =
            |exact| split(&one, &[5_000, 5_000], ruler(AmountTypes::Inclusive, Measure::Gross), exact);
        assert_eq!(halves(true), None);
        assert_eq!(halves(false), Some(vec![vec![4_999], vec![5_001]]));
    }

    /// The parts that conserve all three components lie dollars apart.
    #[test]
    fn named_amounts_are_reached_over_lines_of_three_components() {
        let three = rate(&["7.25", "1.5", "0.125"]);
        let lines: Vec<Line<'_>> =
            (0..20).map(|index| Line { amount: 1_230_019 + 41_377 * index, rate: Some(&three) }).collect();
        for (types, measure) in
            [(AmountTypes::Exclusive, Measure::Gross), (AmountTypes::Inclusive, Measure::Net)]
        {
            let ruler = ruler(types, measure);
            let whole = ruler.sum(&lines).unwrap();
            let mut targets = vec![whole / 12; 12];
            targets[11] += whole % 12;
            assert!(split(&lines, &targets, ruler, true).is_some(), "{types:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn net_and_tax_of_every_component_add_up(
            amounts in prop::collection::vec((-50_000_i64..2_000_000, 0_usize..4), 1..40),
            shares in prop::collection::vec(1_i64..100, 1..12),
            is_inclusive: bool,
        ) {
            let rates = [rate(&["20"]), rate(&["5", "9.975"]), rate(&["0"]), rate(&["7.25", "1.5", "0.125"])];
            let types = if is_inclusive { AmountTypes::Inclusive } else { AmountTypes::Exclusive };
            let lines: Vec<Line<'_>> =
                amounts.iter().map(|(amount, index)| Line { amount: *amount, rate: rates.get(*index) }).collect();
            let ruler = ruler(types, Measure::AsWritten);
            let whole = ruler.sum(&lines).unwrap();
            prop_assume!(whole > 0);
            let all: i64 = shares.iter().sum();
            let targets: Vec<i64> = shares.iter().map(|share| whole * share / all).collect();
            let slots = split(&lines, &targets, ruler, false).unwrap();
            for (index, line) in lines.iter().enumerate() {
                let parts: Vec<i64> = slots.iter().map(|slot| slot[index]).collect();
                prop_assert_eq!(parts.iter().sum::<i64>(), line.amount);
                prop_assert!(parts.iter().all(|part| part.signum() * line.amount.signum() >= 0));
                let rate = line.rate.unwrap();
                for component in 0..rate.components.len() {
                    let of = |amount: i64| taxes(amount, Some(rate), types).nth(component).unwrap().unwrap();
                    prop_assert_eq!(parts.iter().map(|part| of(*part)).sum::<i64>(), of(line.amount));
                }
            }
        }
    }
}
