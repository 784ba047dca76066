//! Exact decimals, rounding and allocation.
//!
//! Nothing here is a float, and nothing rounds unless it is told to: an operation whose exact result
//! would need more than 28 digits returns `None`.

use core::cmp::Reverse;
use core::fmt;

use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::order::sort_by_key;

/// Significant digits that an amount may have: what a double carries without loss.
pub const MAX_DIGITS: usize = 15;

/// Digits that a product may have before `rust_decimal` would round it silently.
const MAX_PRODUCT_DIGITS: u32 = 28;

/// Bits of a product that certainly has no more digits than that: 2^93 is below 10^28.
const MAX_PRODUCT_BITS: u32 = 93;

/// Bits of digits that are certainly few enough to be written: 2^49 is below 10^15.
const WRITABLE_BITS: u32 = 49;

/// An exact decimal number: an amount, a price, a quantity or a percentage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Decimal(rust_decimal::Decimal);

/// Why a text is no usable decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DecimalError {
    /// Not a plain decimal number.
    #[error("is not a number")]
    NotANumber,
    /// More significant digits than a double can carry.
    #[error("has more than 15 significant digits")]
    TooManyDigits,
    /// Beyond 15 digits before the point.
    #[error("is too large")]
    TooLarge,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self(rust_decimal::Decimal::ZERO);
    /// One.
    pub const ONE: Self = Self(rust_decimal::Decimal::ONE);
    /// One hundred, the base of every percentage.
    pub const HUNDRED: Self = Self(rust_decimal::Decimal::ONE_HUNDRED);
    /// One cent.
    pub const CENT: Self = Self::from_parts(1, 2);

    /// `digits` divided by ten to the power of `scale`.
    #[must_use]
    pub const fn from_parts(digits: i64, scale: u32) -> Self {
        // Safe for any i64: 19 digits fit into the 28 that the representation holds.
        Self(rust_decimal::Decimal::from_parts(
            digits.unsigned_abs() as u32,
            (digits.unsigned_abs() >> 32) as u32,
            0,
            digits < 0,
            scale,
        ))
    }

    /// Reads a JSON number or a string that holds one; blanks around it are ignored.
    ///
    /// # Errors
    /// When the text is no decimal number, or has more than 15 significant digits.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let text = text.trim();
        let (negative, unsigned) = match text.as_bytes().first() {
            Some(b'-') => (true, text.get(1..).unwrap_or("")),
            Some(b'+') => (false, text.get(1..).unwrap_or("")),
            _ => (false, text),
        };
        let (number, exponent) = match unsigned.bytes().position(|byte| matches!(byte, b'e' | b'E')) {
            Some(i) => {
                let exponent = unsigned.get(i + 1..).unwrap_or("");
                (
                    unsigned.get(..i).unwrap_or(""),
                    exponent.parse::<i32>().map_err(|_| not_an_exponent(exponent))?,
                )
            }
            None => (unsigned, 0),
        };
        let (mut digits, mut count, mut scale) = (0_i64, 0_usize, 0_i32);
        // Zeros at the end count only when another digit follows.
        let mut zeros = 0_usize;
        let (mut point, mut any) = (false, false);
        for byte in number.bytes() {
            match byte {
                b'0'..=b'9' => {
                    any = true;
                    scale += i32::from(point);
                    if byte == b'0' {
                        zeros += 1;
                        continue;
                    }
                    if count > 0 {
                        count += zeros;
                        for _ in 0..zeros.min(MAX_DIGITS + 1) {
                            digits = digits.saturating_mul(10);
                        }
                    }
                    zeros = 0;
                    count += 1;
                    if count > MAX_DIGITS {
                        return Err(DecimalError::TooManyDigits);
                    }
                    digits = digits * 10 + i64::from(byte - b'0');
                }
                b'.' if !point => point = true,
                _ => return Err(DecimalError::NotANumber),
            }
        }
        if !any {
            return Err(DecimalError::NotANumber);
        }
        if digits == 0 {
            return Ok(Self::ZERO);
        }
        let zeros = i32::try_from(zeros).map_err(|_| DecimalError::TooLarge)?;
        // Saturated, it is as far beyond the bounds below as the exact one.
        let scale = scale.saturating_sub(zeros).saturating_sub(exponent);
        let magnitude = i32::try_from(count).unwrap_or(i32::MAX).saturating_sub(scale);
        if magnitude > 15 {
            return Err(DecimalError::TooLarge);
        }
        if scale > 28 {
            return Err(DecimalError::TooManyDigits);
        }
        let (digits, scale) = match u32::try_from(scale) {
            Ok(scale) => (digits, scale),
            Err(_) => (digits * 10_i64.pow(scale.unsigned_abs()), 0),
        };
        Ok(Self::from_parts(if negative { -digits } else { digits }, scale))
    }

    /// The exact sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        // Of the same scale, the digits are added as they are; else one is rescaled, and must have room.
        let most = match self.0.scale().abs_diff(other.0.scale()) {
            0 => MAX_PRODUCT_BITS,
            // Scaled up by 10^9, which is below 2^30, it has at most 27 digits.
            1..=9 => MAX_PRODUCT_BITS - 34,
            _ => 0,
        };
        let exact = bits(self.0).max(bits(other.0)) <= most || self.fits_beside(other);
        exact.then(|| self.0.checked_add(other.0).map(Self))?
    }

    /// The exact difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated())
    }

    /// The exact product.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        let fits = |a: rust_decimal::Decimal, b: rust_decimal::Decimal| {
            bits(a) + bits(b) <= MAX_PRODUCT_BITS && a.scale() + b.scale() <= MAX_PRODUCT_DIGITS
        };
        if fits(self.0, other.0) {
            return self.0.checked_mul(other.0).map(Self);
        }
        let (a, b) = (self.0.normalize(), other.0.normalize());
        fits(a, b).then(|| a.checked_mul(b).map(Self))?
    }

    /// This share in percent of `amount`, exact.
    #[must_use]
    pub fn percent_of(self, amount: Self) -> Option<Self> {
        self.times(amount)?.times(Self::CENT)
    }

    /// The quotient rounded once, half away from zero, to `places` decimals.
    #[must_use]
    pub fn divided_by(self, divisor: Self, places: u32) -> Option<Self> {
        // In whole numbers: a quotient of 28 digits may have too few places, or lie on a tie by rounding.
        let power = |exponent: u32| 10_i128.checked_pow(exponent);
        let (up, down) = (divisor.0.scale() + places, self.0.scale());
        let dividend = self.0.mantissa().checked_mul(power(up.saturating_sub(down))?)?;
        let divisor = divisor.0.mantissa().checked_mul(power(down.saturating_sub(up))?)?;
        let (whole, rest) = (dividend.checked_div(divisor)?, dividend.checked_rem(divisor)?.unsigned_abs());
        let away =
            if rest < divisor.unsigned_abs() - rest { 0 } else { dividend.signum() * divisor.signum() };
        rust_decimal::Decimal::try_from_i128_with_scale(whole.checked_add(away)?, places).ok().map(Self)
    }

    /// Rounded to `places` decimals, half away from zero, as Xero does.
    #[must_use]
    pub fn rounded(self, places: u32) -> Self {
        if self.0.scale() <= places {
            return self;
        }
        // Most are small, and one division is all they need.
        let power = 10_i64.checked_pow(self.0.scale() - places);
        if let (Ok(digits), Some(power)) = (i64::try_from(self.0.mantissa()), power) {
            let (whole, rest) = (digits / power, digits % power);
            let away = if rest.abs() < power - rest.abs() { 0 } else { digits.signum() };
            return Self::from_parts(whole + away, places);
        }
        Self(self.0.round_dp_with_strategy(places, MidpointAwayFromZero))
    }

    /// Rounded down to `places` decimals, toward zero.
    #[must_use]
    pub fn truncated(self, places: u32) -> Self {
        Self(self.0.trunc_with_scale(places))
    }

    /// The number of decimals that are not zero at the end.
    #[must_use]
    pub fn places(self) -> u32 {
        match self.shortest() {
            Some((_, scale)) => scale,
            None => self.0.normalize().scale(),
        }
    }

    /// Whether it is written as it is: with no more digits than a double carries.
    #[must_use]
    pub fn is_writable(self) -> bool {
        let few = |d: rust_decimal::Decimal| digit_count(d) as usize <= MAX_DIGITS;
        bits(self.0) <= WRITABLE_BITS || few(self.0) || few(self.0.normalize())
    }

    /// The characters of its plain text, sign and point included.
    #[must_use]
    pub fn length(self) -> usize {
        let shown = self.0.normalize();
        let (digits, scale) = (digit_count(shown) as usize, shown.scale() as usize);
        // A zero stands before the point where nothing else does.
        digits.max(scale + 1) + usize::from(scale > 0) + usize::from(shown.is_sign_negative())
    }

    /// With the sign turned.
    #[must_use]
    pub fn negated(self) -> Self {
        Self(-self.0)
    }

    /// Without its sign.
    #[must_use]
    pub fn magnitude(self) -> Self {
        Self(self.0.abs())
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self < Self::ZERO
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The amount in cents; `None` when it has finer decimals or is too large.
    #[must_use]
    pub fn cents(self) -> Option<i64> {
        if self.0.scale() <= 2 {
            let digits = i64::try_from(self.0.mantissa()).ok()?;
            return digits.checked_mul(10_i64.pow(2 - self.0.scale()));
        }
        let cents = self.times(Self::HUNDRED)?.0.normalize();
        (cents.scale() == 0).then(|| i64::try_from(cents.mantissa()).ok())?
    }

    /// An amount from cents.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Self::from_parts(cents, 2)
    }

    /// With two decimals, as a person reads an amount.
    #[must_use]
    pub fn to_money(self) -> String {
        match self.cents().filter(|_| self.0.scale() <= 2) {
            Some(cents) => plain(cents, 2, &mut [0; LONGEST]).to_owned(),
            None => {
                let mut shown = self.0;
                shown.rescale(shown.scale().max(2));
                shown.to_string()
            }
        }
    }

    /// Appends its plain text.
    pub fn push_to(self, text: &mut String) {
        match self.shortest() {
            Some((digits, scale)) => text.push_str(plain(digits, scale, &mut [0; LONGEST])),
            None => text.push_str(&self.to_string()),
        }
    }

    /// Digits and scale without zeros at the end, of what fits into 64 bits.
    fn shortest(self) -> Option<(i64, u32)> {
        let (mut digits, mut scale) = (i64::try_from(self.0.mantissa()).ok()?, self.0.scale());
        while scale > 0 && digits % 10 == 0 {
            (digits, scale) = (digits / 10, scale - 1);
        }
        Some((digits, scale))
    }

    fn fits_beside(self, other: Self) -> bool {
        let scale = self.0.scale().max(other.0.scale());
        let whole = |d: rust_decimal::Decimal| digit_count(d).saturating_sub(d.scale());
        whole(self.0).max(whole(other.0)) + scale < MAX_PRODUCT_DIGITS
    }
}

fn not_an_exponent(text: &str) -> DecimalError {
    let digits = text.trim_start_matches(['+', '-']);
    match !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        true if text.starts_with('-') => DecimalError::TooManyDigits,
        true => DecimalError::TooLarge,
        false => DecimalError::NotANumber,
    }
}

fn bits(d: rust_decimal::Decimal) -> u32 {
    u128::BITS - d.mantissa().unsigned_abs().leading_zeros()
}

fn digit_count(d: rust_decimal::Decimal) -> u32 {
    d.mantissa().unsigned_abs().checked_ilog10().map_or(1, |log| log + 1)
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shortest() {
            Some((digits, scale)) => f.write_str(plain(digits, scale, &mut [0; LONGEST])),
            None => self.0.normalize().fmt(f),
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<u32> for Decimal {
    fn from(value: u32) -> Self {
        Self(value.into())
    }
}

/// As a JSON number whose shortest text is this decimal.
impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.shortest().or_else(|| Self(self.0.normalize()).shortest()) {
            Some((digits, 0)) => serializer.serialize_i64(digits),
            Some((digits, scale)) => serializer.serialize_f64(to_double(digits, scale)),
            None => Err(serde::ser::Error::custom("amount out of range")),
        }
    }
}

/// Bytes of the longest plain text: 28 decimals, digits before the point, the point and a sign.
pub(crate) const LONGEST: usize = 52;

/// The plain text of `digits / 10^scale`, written from its end.
pub(crate) fn plain(digits: i64, scale: u32, buffer: &mut [u8; LONGEST]) -> &str {
    let (mut rest, mut is_negative) = (digits.unsigned_abs(), digits < 0);
    // A digit stands before the point where nothing else does.
    let least = if scale == 0 { 1 } else { scale + 2 };
    let mut length = 0;
    for (place, slot) in (0..).zip(buffer.iter_mut().rev()) {
        *slot = if scale > 0 && place == scale {
            b'.'
        } else if place < least || rest > 0 {
            let digit = b'0' + (rest % 10) as u8;
            rest /= 10;
            digit
        } else if core::mem::take(&mut is_negative) {
            b'-'
        } else {
            break;
        };
        length += 1;
    }
    let text = buffer.get(LONGEST - length..).unwrap_or_default();
    core::str::from_utf8(text).unwrap_or_default()
}

/// The double nearest to `digits / 10^scale`: one division of two exactly represented numbers.
#[expect(
    clippy::float_arithmetic,
    reason = "JSON and JavaScript have no other number; one exact-operand division"
)]
fn to_double(digits: i64, scale: u32) -> f64 {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn reads_what_json_and_people_write() {
        for (text, shown) in [
            ("0", "0"),
            ("-0", "0"),
            ("1125.50", "1125.5"),
            (" 12 ", "12"),
            ("\u{a0}1125.50\u{b}", "1125.5"),
            ("+3", "3"),
            ("1e3", "1000"),
            ("1.5E-3", "0.0015"),
            ("100000000000000", "100000000000000"),
            ("0.000029104", "0.000029104"),
            ("10.00000000000000000000", "10"),
            ("000123", "123"),
            (".5", "0.5"),
            ("5.", "5"),
        ] {
            assert_eq!(d(text).to_string(), shown, "{text}");
        }
    }

    #[test]
    fn refuses_what_it_would_have_to_change() {
        use DecimalError::*;
        for (text, error) in [
            ("", NotANumber),
            ("-", NotANumber),
            ("1,000.00", NotANumber),
            ("1.2.3", NotANumber),
            ("1e", NotANumber),
            ("0x10", NotANumber),
            ("NaN", NotANumber),
            ("1e400", TooLarge),
            ("1e99999999999", TooLarge),
            ("9007199254740993", TooManyDigits),
            ("0.30000000000000004", TooManyDigits),
            ("1e-400", TooManyDigits),
            ("1e-99999999999", TooManyDigits),
            ("1e-2147483648", TooManyDigits),
            ("10e2147483647", TooLarge),
            ("1e15", TooLarge),
        ] {
            assert_eq!(Decimal::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn rounds_half_away_from_zero() {
        for (exact, cents) in [("2.165", "2.17"), ("2.164", "2.16"), ("-2.165", "-2.17"), ("0.005", "0.01")] {
            assert_eq!(d(exact).rounded(2), d(cents));
        }
        assert_eq!(d("177").times(d("12.5")).unwrap().divided_by(d("112.5"), 2), Some(d("19.67")));
        assert_eq!(d("-1").divided_by(d("8"), 2), Some(d("-0.13")));
        assert_eq!(d("1").divided_by(d("0"), 2), None);
        assert_eq!(d("33.33").divided_by(d("0.0000000000000000000000010011"), 4), None);
    }

    #[test]
    fn never_rounds_silently() {
        let long = d("123456789012345");
        assert_eq!(long.times(d("12345678901234.1")), None);
        assert_eq!(d("1e-28").plus(d("100000000000000")), None);
    }

    #[test]
    fn doubles_become_their_shortest_decimal() {
        for text in ["0.1", "25.06", "1125.5", "-0.005", "123456789.123456", "200", "0.0001"] {
            let (digits, scale) = from_double(text.parse().unwrap()).unwrap();
            assert_eq!(Decimal::from_parts(digits, scale), d(text));
        }
        for double in [f64::NAN, f64::INFINITY, 0.1 + 0.2, 9_007_199_254_740_992.0, 1e300, 1e-300] {
            assert_eq!(from_double(double), None);
        }
    }

    #[test]
    fn allocation_loses_nothing() {
        assert_eq!(allocate(100, &[(1, 1), (1, 2), (1, 3)]), Some(vec![34, 33, 33]));
        assert_eq!(allocate(100, &[(1, 3), (1, 2), (1, 1)]), Some(vec![33, 33, 34]));
        assert_eq!(allocate(-5, &[(3, 1), (7, 2)]), Some(vec![-2, -3]));
        assert_eq!(allocate(5, &[(0, 1)]), None);
        assert_eq!(allocate(5, &[(1, 1), (-1, 2)]), None);
    }
}
