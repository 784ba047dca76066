//! Fixed point: whole digits and the number of decimals among them.

use core::cmp::Ordering;
use core::num::NonZeroU64;

use super::text::MAX_DIGITS;

/// Decimals that a number may have.
const MAX_SCALE: u32 = 28;

/// Bits of the digits of any number.
const MAX_BITS: u32 = 96;

/// Bits of a result that certainly has no more than 28 digits: 2^93 is below 10^28.
const EXACT_BITS: u32 = 93;

/// Bits of digits that stay exact beside any other such of up to nine decimals more: 10^9 is below 2^30.
const NEAR_BITS: u32 = 59;

/// Digits that two numbers of far different scales stay below when they are brought to one.
const BESIDE_DIGITS: u32 = 27;

/// An exact decimal number: an amount, a price, a quantity or a percentage.
///
/// It keeps the scale that it came about with; equal numbers are equal whatever their scales.
#[derive(Clone, Copy)]
pub struct Decimal {
    /// The digits' lower 64 bits.
    low: u64,
    /// The digits' upper bits with the sign, then the scale, then a bit that is always set: a number that may be
    /// absent takes no more room, and two words are all that is ever copied.
    top: NonZeroU64,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self::from_parts(0, 0);
    /// One.
    pub const ONE: Self = Self::from_parts(1, 0);
    /// One hundred, the base of every percentage.
    pub const HUNDRED: Self = Self::from_parts(100, 0);
    /// One cent.
    pub const CENT: Self = Self::from_parts(1, 2);

    /// `digits` divided by ten to the power of `scale`.
    ///
    /// # Panics
    /// When `scale` is above 28, as nothing is that is read or computed.
    #[must_use]
    pub const fn from_parts(digits: i64, scale: u32) -> Self {
        assert!(scale <= MAX_SCALE, "more decimals than a decimal has");
        Self::new(digits as i128, scale)
    }

    /// `digits` of at most [`MAX_BITS`] bits, `scale` within its bounds.
    const fn new(digits: i128, scale: u32) -> Self {
        let top = ((digits >> 64) as u64) << 8 | (scale as u64) << 1 | 1;
        let top = match NonZeroU64::new(top) {
            Some(top) => top,
            None => NonZeroU64::MIN,
        };
        Self { low: digits as u64, top }
    }

    /// The digits with their sign.
    pub(super) fn digits(self) -> i128 {
        i128::from(self.top.get() as i64 >> 8) << 64 | i128::from(self.low)
    }

    /// How many of the digits are decimals.
    pub(super) fn scale(self) -> u32 {
        (self.top.get() as u32 & 0xff) >> 1
    }

    fn bits(self) -> u32 {
        u128::BITS - self.digits().unsigned_abs().leading_zeros()
    }

    /// The exact sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let bits = self.bits().max(other.bits());
        let (a, b, scale) = self.beside(other);
        let exact = match self.scale().abs_diff(other.scale()) {
            0 => bits <= EXACT_BITS,
            1..=9 if bits <= NEAR_BITS => true,
            _ => {
                let limit = power(BESIDE_DIGITS)?.unsigned_abs();
                bits == 0 || scale < MAX_SCALE && a.unsigned_abs() < limit && b.unsigned_abs() < limit
            }
        };
        match (exact, self.is_zero(), other.is_zero()) {
            (false, _, _) => None,
            (true, true, _) => Some(other),
            (true, _, true) => Some(self),
            _ => Some(Self::new(a.checked_add(b)?, scale)),
        }
    }

    /// The exact difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated())
    }

    /// The exact product.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        if let Some(product) = self.product(other) {
            return Some(product);
        }
        self.normalised().product(other.normalised())
    }

    /// The product, where it certainly needs no more than 28 digits as both are.
    fn product(self, other: Self) -> Option<Self> {
        let (bits, scale) = (self.bits() + other.bits(), self.scale() + other.scale());
        if bits > EXACT_BITS || scale > MAX_SCALE {
            return None;
        }
        if self.is_zero() || other.is_zero() {
            return Some(Self::ZERO);
        }
        let product = match (i64::try_from(self.digits()), i64::try_from(other.digits())) {
            (Ok(a), Ok(b)) => i128::from(a) * i128::from(b),
            _ => self.digits().checked_mul(other.digits())?,
        };
        Some(Self::new(product, scale))
    }

    /// This share in percent of `amount`, exact.
    #[must_use]
    pub fn percent_of(self, amount: Self) -> Option<Self> {
        self.times(amount)?.times(Self::CENT)
    }

    /// The quotient rounded once, half away from zero, to `places` decimals.
    #[must_use]
    pub fn divided_by(self, divisor: Self, places: u32) -> Option<Self> {
        let (up, down) = (divisor.scale().checked_add(places)?, self.scale());
        let dividend = scaled(self.digits(), up.saturating_sub(down))?;
        let quotient = quotient(dividend, scaled(divisor.digits(), down.saturating_sub(up))?)?;
        let fits = places <= MAX_SCALE && quotient.unsigned_abs() >> MAX_BITS == 0;
        fits.then(|| Self::new(quotient, places))
    }

    /// Rounded to `places` decimals, half away from zero, as Xero does.
    #[must_use]
    pub fn rounded(self, places: u32) -> Self {
        match self.scale().checked_sub(places) {
            None | Some(0) => self,
            Some(down) => power(down)
                .and_then(|power| quotient(self.digits(), power))
                .map_or(self, |digits| Self::new(digits, places)),
        }
    }

    /// Rounded down to `places` decimals, toward zero.
    #[must_use]
    pub fn truncated(self, places: u32) -> Self {
        match self.scale().checked_sub(places) {
            None | Some(0) => self,
            Some(down) => power(down)
                .and_then(|power| self.digits().checked_div(power))
                .map_or(self, |digits| Self::new(digits, places)),
        }
    }

    /// The number of decimals that are not zero at the end.
    #[must_use]
    pub fn places(self) -> u32 {
        self.shortest().1
    }

    /// Whether it is written as it is: with no more digits than a double carries.
    #[must_use]
    pub fn is_writable(self) -> bool {
        let limit = 10_u128.pow(MAX_DIGITS as u32);
        let few = |digits: i128| digits.unsigned_abs() < limit;
        few(self.digits()) || few(self.shortest().0)
    }

    /// With the sign turned.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::new(-self.digits(), self.scale())
    }

    /// Without its sign.
    #[must_use]
    pub fn magnitude(self) -> Self {
        if self.is_negative() { self.negated() } else { self }
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.digits() < 0
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.digits() == 0
    }

    /// The amount in cents; `None` when it has finer decimals or is too large.
    #[must_use]
    pub fn cents(self) -> Option<i64> {
        let it = if self.scale() > 2 { self.normalised() } else { self };
        let (digits, _, scale) = it.beside(Self::CENT);
        (scale == 2).then(|| i64::try_from(digits).ok())?
    }

    /// An amount from cents.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Self::from_parts(cents, 2)
    }

    /// Digits and scale without zeros at the end.
    pub(super) fn shortest(self) -> (i128, u32) {
        let (mut digits, mut scale) = (self.digits(), self.scale());
        while i64::try_from(digits).is_err() {
            if scale == 0 || digits % 10 != 0 {
                return (digits, scale);
            }
            (digits, scale) = (digits / 10, scale - 1);
        }
        // Divided in 64 bits, which is far quicker.
        let mut digits = digits as i64;
        while scale > 0 && digits % 10 == 0 {
            (digits, scale) = (digits / 10, scale - 1);
        }
        (digits.into(), scale)
    }

    fn normalised(self) -> Self {
        let (digits, scale) = self.shortest();
        Self::new(digits, scale)
    }

    /// The digits of both at the scale of the finer; too many for that, they are the most there are.
    pub(super) fn beside(self, other: Self) -> (i128, i128, u32) {
        let scale = self.scale().max(other.scale());
        let at = |it: Self| {
            scaled(it.digits(), scale - it.scale()).unwrap_or(if it.is_negative() {
                i128::MIN
            } else {
                i128::MAX
            })
        };
        (at(self), at(other), scale)
    }
}

/// Powers of ten that fit into 64 bits.
const POWERS: [u64; 20] = [
    1,
    10,
    100,
    1000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
    1_000_000_000,
    10_000_000_000,
    100_000_000_000,
    1_000_000_000_000,
    10_000_000_000_000,
    100_000_000_000_000,
    1_000_000_000_000_000,
    10_000_000_000_000_000,
    100_000_000_000_000_000,
    1_000_000_000_000_000_000,
    10_000_000_000_000_000_000,
];

/// Ten to the power of `exponent`.
fn power(exponent: u32) -> Option<i128> {
    let (one, other) = (exponent.min(19), exponent.saturating_sub(19));
    let of = |exponent: u32| POWERS.get(exponent as usize).copied().map(u128::from);
    // At most 10^38, which is below 2^127.
    Some((of(one)? * of(other)?) as i128)
}

/// `digits` times ten to the power of `up`.
fn scaled(digits: i128, up: u32) -> Option<i128> {
    if up == 0 {
        return Some(digits);
    }
    match (i64::try_from(digits), POWERS.get(up as usize)) {
        (Ok(digits), Some(power)) => Some(i128::from(digits) * i128::from(*power)),
        _ => digits.checked_mul(power(up)?),
    }
}

/// The quotient, rounded half away from zero.
fn quotient(dividend: i128, divisor: i128) -> Option<i128> {
    // Most are small, and divided far quicker in 64 bits.
    let small = match (i64::try_from(dividend), i64::try_from(divisor)) {
        (Ok(a), Ok(b)) => a.checked_div(b).zip(a.checked_rem(b)),
        _ => None,
    };
    let (whole, rest) = match small {
        Some((whole, rest)) => (whole.into(), rest.into()),
        None => (dividend.checked_div(divisor)?, dividend.checked_rem(divisor)?),
    };
    let rest = rest.unsigned_abs();
    match rest < divisor.unsigned_abs() - rest {
        true => Some(whole),
        false => whole.checked_add(if (dividend < 0) == (divisor < 0) { 1 } else { -1 }),
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<u32> for Decimal {
    fn from(value: u32) -> Self {
        Self::from_parts(value.into(), 0)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.is_zero() || other.is_zero() {
            // Whatever the scales, the signs decide.
            return self.digits().cmp(&other.digits());
        }
        // Digits that had no room stay the larger ones: those of the finer have far fewer bits.
        let (a, b, _) = self.beside(*other);
        a.cmp(&b)
    }
}
