//! Doubles: what JSON and JavaScript have for numbers.

/// The double nearest to `digits / 10^scale`: one division of two exactly represented numbers.
#[expect(
    clippy::float_arithmetic,
    reason = "JSON and JavaScript have no other number; one exact-operand division"
)]
pub(super) fn to_double(digits: i64, scale: u32) -> f64 {
    digits as f64 / POWERS.get(scale as usize).copied().unwrap_or(f64::INFINITY)
}

/// Powers of ten that a double represents exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// The shortest decimal text of a double, as `(digits, scale)`; `None` when it needs more than
/// 15 significant digits, or is not finite.
#[must_use]
#[expect(
    clippy::float_arithmetic,
    reason = "a JavaScript number is turned into its decimal here and nowhere else"
)]
pub fn from_double(double: f64) -> Option<(i64, u32)> {
    const LIMIT: f64 = 1e15;
    for (scale, power) in (0_u32..).zip(POWERS) {
        let scaled = double * power;
        if scaled.is_nan() || scaled.abs() >= LIMIT {
            return None;
        }
        // Ties to even or away make no difference: a candidate is taken only if it divides back.
        let digits = if scaled < 0.0 { scaled - 0.5 } else { scaled + 0.5 } as i64;
        if to_double(digits, scale) == double {
            return Some((digits, scale));
        }
    }
    None
}
