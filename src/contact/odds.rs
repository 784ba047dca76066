//! Weights to probabilities, in integers: the same in every host.

/// A whole, in the fixed point of this module.
const WHOLE: u64 = 1 << 40;

/// 2 to the power of minus 0, 1/16, … 16/16, in billionths: between two of them a straight line is near enough.
const POWERS: [u64; 17] = [
    1_000_000_000,
    957_603_281,
    917_004_043,
    878_126_080,
    840_896_415,
    805_245_166,
    771_105_413,
    738_413_073,
    707_106_781,
    677_127_773,
    648_419_777,
    620_928_906,
    594_603_558,
    569_394_317,
    545_253_866,
    522_136_891,
    500_000_000,
];

/// 2 to the power of `-weight / 1000`, of a [`WHOLE`].
fn power(weight: u32) -> u64 {
    let (bits, rest) = (weight / 1000, u64::from(weight % 1000) * 16);
    let place = (rest / 1000) as usize;
    let point = |place: usize| POWERS.get(place).copied().unwrap_or_default();
    let (from, to) = (point(place), point(place + 1));
    let billionths = from - (from - to) * (rest % 1000) / 1000;
    (billionths * (WHOLE / 1_000_000_000)).checked_shr(bits).unwrap_or(0)
}

/// How likely each is the one, in thousandths, where at most one of them is; `weights` are thousandths of a bit
/// above even odds. Nothing is certain: at most 999.
pub(super) fn shares(weights: &[i32]) -> Vec<u32> {
    let most = weights.iter().copied().max().unwrap_or(0).max(0);
    let parts: Vec<u64> = weights.iter().map(|weight| power(most.abs_diff(*weight))).collect();
    let all = parts.iter().sum::<u64>() + power(most.unsigned_abs());
    parts.iter().map(|part| ((part * 1000 / all.max(1)) as u32).min(999)).collect()
}

/// How likely one is it, where no other may be.
pub(super) fn share(weight: i32) -> u32 {
    shares(&[weight]).first().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bit_doubles_the_odds() {
        for (weight, expected) in [
            (0, 500),
            (1000, 666),
            (-1000, 333),
            (2000, 800),
            (10_000, 999),
            (-10_000, 0),
            (i32::MIN, 0),
            (i32::MAX, 999),
        ] {
            assert_eq!(share(weight), expected, "{weight}");
        }
        assert!((-12_000..12_000).all(|weight| share(weight) <= share(weight + 1)));
        assert_eq!(shares(&[20_000, 20_000, 10_000]), [499, 499, 0]);
        assert!(shares(&[]).is_empty());
    }

    #[test]
    fn the_table_is_that_of_powers() {
        for (place, entry) in POWERS.iter().enumerate() {
            let exact = 1e9 / (place as f64 / 16.0).exp2();
            assert!((exact - *entry as f64).abs() < 1.0, "{place}");
        }
    }
}
