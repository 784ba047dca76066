//! Documents of a contact that come to one expected amount together.

use super::judge::{Evidence, EvidenceKind, Judge};
use super::{Confidence, Pair, Pairing, is, take};
use crate::money::Decimal;
use crate::order::sort_by_key;

/// The most documents that one amount is billed in.
const MOST_PARTS: usize = 12;
/// Days before the expected date, and after it, that they lie in.
const BEFORE: i32 = 45;
const AFTER: i32 = 400;

/// Brings together what is left: an expected document with several in a row by date, of the same contact and
/// currency, whose amounts sum up to its own. The first is its pair, the others are further ones.
pub(super) fn bring_together(
    judge: &Judge<'_, '_>,
    ranks: &[Vec<usize>; 2],
    taken: &mut [Vec<bool>; 2],
    pairing: &mut Pairing,
) {
    let rank = |side: usize, place: usize| ranks.get(side).and_then(|list| list.get(place)).copied();
    let mut order: Vec<usize> = (0..judge.expected.len()).filter(|place| !is(taken, 0, *place)).collect();
    sort_by_key(&mut order, |place| rank(0, *place));
    for expected in order {
        let Some(run) = run(judge, expected, taken, &|place| rank(1, place)) else { continue };
        let count = run.len();
        for (index, found) in run.into_iter().enumerate() {
            take(taken, expected, found);
            let says = format!("{count} documents come to the amount together");
            let evidence = vec![Evidence { kind: EvidenceKind::Sum, says, weight: 60 }];
            let list = if index == 0 { &mut pairing.pairs } else { &mut pairing.further };
            list.push(Pair { expected, found, confidence: Confidence::Probable, evidence });
        }
    }
}

/// The first of the shortest runs that come to the amount.
fn run(
    judge: &Judge<'_, '_>,
    expected: usize,
    taken: &[Vec<bool>; 2],
    rank: &dyn Fn(usize) -> Option<usize>,
) -> Option<Vec<usize>> {
    let ours = judge.expected.get(expected)?;
    let day = ours.date?.to_julian_day();
    let mut places = judge.of_contact(expected);
    places.retain(|place| {
        let near = |day_of: i32| day_of >= day - BEFORE && day_of <= day + AFTER;
        let one = judge.found.get(*place);
        !is(taken, 1, *place)
            && one.is_some_and(|one| {
                ours.entity.is_none_or(|entity| entity == one.found.entity)
                    && one.currency() == ours.currency
                    && near(one.day)
                    && !one.names_another(ours.deal)
            })
    });
    sort_by_key(&mut places, |place| (judge.found.get(*place).map(|one| one.day), rank(*place)));
    for length in 2..=MOST_PARTS.min(places.len()) {
        for window in places.windows(length) {
            let found = || window.iter().filter_map(|place| judge.found.get(*place));
            let sum = |mut amounts: &mut dyn Iterator<Item = Option<Decimal>>| {
                (&mut amounts).try_fold(Decimal::ZERO, |sum, amount| sum.plus(amount?))
            };
            let sums = [
                (sum(&mut found().map(|one| one.gross())), ours.gross),
                (sum(&mut found().map(|one| one.net())), ours.net),
            ];
            if sums.iter().any(|(sum, wanted)| sum.is_some() && sum == wanted) {
                return Some(window.to_vec());
            }
        }
    }
    None
}
