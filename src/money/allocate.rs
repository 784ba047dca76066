//! Whole cents over weights, none lost.

use core::cmp::Reverse;

use crate::order::sort_by_key;

/// Splits `total` cents over `weights` so that nothing is lost: each share is the proportional one
/// rounded down in magnitude, and the cents left over go to the largest remainders; of equal
/// remainders, the smaller `tie` comes first, so the order of the input decides nothing.
///
/// Returns `None` when every weight is zero, when weights differ in sign, or when a product overflows.
#[must_use]
pub fn allocate(total: i64, weights: &[(i64, u64)]) -> Option<Vec<i64>> {
    let sum: i128 = weights.iter().map(|(weight, _)| i128::from(*weight)).sum();
    let mixed = weights.iter().any(|(w, _)| *w < 0) && weights.iter().any(|(w, _)| *w > 0);
    if sum == 0 || mixed {
        return None;
    }
    let mut shares = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    let mut left = i128::from(total);
    for (index, (weight, tie)) in weights.iter().enumerate() {
        let product = i128::from(total).checked_mul(i128::from(*weight))?;
        let share = product / sum;
        left -= share;
        shares.push(i64::try_from(share).ok()?);
        remainders.push(((product % sum).abs(), *tie, index));
    }
    sort_by_key(&mut remainders, |(remainder, tie, index)| (Reverse(*remainder), *tie, *index));
    let step = if left < 0 { -1 } else { 1 };
    let count = usize::try_from(left.unsigned_abs()).ok()?;
    for (_, _, index) in remainders.iter().take(count) {
        if let Some(share) = shares.get_mut(*index) {
            *share += step;
        }
    }
    Some(shares)
}
