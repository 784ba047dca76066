//! Decimals as text and as JSON numbers, read and written.

use core::fmt;

use serde::{Serialize, Serializer};
use thiserror::Error;

use super::decimal::Decimal;
use super::double::to_double;

/// Significant digits that an amount may have: what a double carries without loss.
pub const MAX_DIGITS: usize = 15;

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

    /// With two decimals, as a person reads an amount.
    #[must_use]
    pub fn to_money(self) -> String {
        let (digits, _, scale) = self.beside(Self::CENT);
        written(digits, scale, &mut [0; LONGEST]).to_owned()
    }

    /// The characters of its plain text, sign and point included.
    #[must_use]
    pub fn length(self) -> usize {
        let (digits, scale) = self.shortest();
        written(digits, scale, &mut [0; LONGEST]).len()
    }

    /// Appends its plain text.
    pub fn push_to(self, text: &mut String) {
        let (digits, scale) = self.shortest();
        text.push_str(written(digits, scale, &mut [0; LONGEST]));
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

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (digits, scale) = self.shortest();
        f.write_str(written(digits, scale, &mut [0; LONGEST]))
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// As a JSON number whose shortest text is this decimal; as a text where that is beyond what numbers hold exactly.
impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (digits, scale) = self.shortest();
        match (i64::try_from(digits), scale) {
            (Ok(digits), 0) => serializer.serialize_i64(digits),
            (Ok(digits), scale) => serializer.serialize_f64(to_double(digits, scale)),
            (Err(_), _) => serializer.serialize_str(&self.to_string()),
        }
    }
}

/// Bytes of the longest plain text: 28 decimals, digits before the point, the point and a sign.
pub(crate) const LONGEST: usize = 52;

/// Digits of a part, of which a long number has two.
const PART: u32 = 18;

/// The plain text of `digits / 10^scale`.
pub(crate) fn plain(digits: i64, scale: u32, buffer: &mut [u8; LONGEST]) -> &str {
    from_end(digits < 0, [digits.unsigned_abs(), 0], scale, buffer)
}

fn written(digits: i128, scale: u32, buffer: &mut [u8; LONGEST]) -> &str {
    match i64::try_from(digits) {
        Ok(digits) => plain(digits, scale, buffer),
        Err(_) => {
            let (size, part) = (digits.unsigned_abs(), 10_u128.pow(PART));
            from_end(digits < 0, [(size % part) as u64, (size / part) as u64], scale, buffer)
        }
    }
}

/// Writes the number's last digits, and before them the others.
fn from_end(
    mut is_negative: bool,
    [mut rest, mut others]: [u64; 2],
    scale: u32,
    buffer: &mut [u8; LONGEST],
) -> &str {
    // A digit stands before the point where nothing else does.
    let least = if scale == 0 { 1 } else { scale + 2 };
    let mut length = 0;
    let mut left = PART;
    for (place, slot) in (0..).zip(buffer.iter_mut().rev()) {
        *slot = if scale > 0 && place == scale {
            b'.'
        } else if place < least || rest > 0 || others > 0 {
            let digit = b'0' + (rest % 10) as u8;
            rest /= 10;
            left = left.saturating_sub(1);
            if left == 0 && others > 0 {
                rest = core::mem::take(&mut others);
            }
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
