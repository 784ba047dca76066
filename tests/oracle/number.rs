//! Decimals as exact fractions.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use serde_json::Value;

/// An exact fraction.
pub type Exact = BigRational;

/// The whole number `n`.
pub fn whole(n: i64) -> Exact {
    Exact::from_integer(BigInt::from(n))
}

/// Ten to the power `dp`.
fn ten_to(dp: u32) -> BigInt {
    num_traits::pow(BigInt::from(10), dp as usize)
}

/// `mantissa / 10^dp`.
pub fn scaled(mantissa: i64, dp: u32) -> Exact {
    Exact::new(BigInt::from(mantissa), ten_to(dp))
}

/// A decimal's text (`-12.50`, `1e-7`) as a fraction; nothing else is a number.
pub fn parse(text: &str) -> Option<Exact> {
    let text = text.trim();
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    if exponent.abs() > 400 {
        return None;
    }
    let (negative, digits) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{before}{after}");
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size = Exact::new(all.parse::<BigInt>().ok()?, ten_to(u32::try_from(after.len()).ok()?));
    let power = Exact::from_integer(ten_to(exponent.unsigned_abs()));
    let size = if exponent < 0 { size / power } else { size * power };
    Some(if negative { -size } else { size })
}

/// A JSON number by its shortest decimal text, or a string that holds a decimal.
pub fn read(value: &Value) -> Option<Exact> {
    match value {
        Value::Number(number) => parse(&number.to_string()),
        Value::String(text) => parse(text),
        _ => None,
    }
}

/// `value` to `dp` decimals, half away from zero.
pub fn round(value: &Exact, dp: u32) -> Exact {
    let scale = Exact::from_integer(ten_to(dp));
    let half = Exact::new(BigInt::one(), BigInt::from(2));
    let size = (value.abs() * &scale + half).floor() / scale;
    if value.is_negative() { -size } else { size }
}

/// For messages: the decimal where there is one, otherwise the fraction.
pub fn show(value: &Exact) -> String {
    for dp in 0..=12_u32 {
        let at_scale = value * Exact::from_integer(ten_to(dp));
        if at_scale.is_integer() {
            let sign = if value.is_negative() { "-" } else { "" };
            let digits = at_scale.to_integer().abs().to_string();
            let dp = dp as usize;
            if dp == 0 {
                return format!("{sign}{digits}");
            }
            let padded = format!("{digits:0>width$}", width = dp + 1);
            let (before, after) = padded.split_at(padded.len() - dp);
            return format!("{sign}{before}.{after}");
        }
    }
    value.to_string()
}

/// Whether `value` lies exactly between two cents.
pub fn is_half_cent(value: &Exact) -> bool {
    let cents = value * whole(100);
    !cents.is_integer() && (cents * whole(2)).is_integer()
}

/// The sum of `values`.
pub fn sum<'a>(values: impl IntoIterator<Item = &'a Exact>) -> Exact {
    values.into_iter().fold(Exact::zero(), |total, value| total + value)
}

#[test]
fn reads_and_rounds() {
    let of = |text: &str| parse(text).unwrap_or_else(|| panic!("`{text}` is a number"));
    assert_eq!(of("2.9104E-5"), of("0.000029104"));
    assert_eq!(of("-12.50"), scaled(-125, 1));
    for (text, cents) in [("2.165", 217), ("2.164", 216), ("-2.165", -217), ("0.005", 1), ("0.00499", 0)] {
        assert_eq!(round(&of(text), 2), scaled(cents, 2), "{text}");
    }
    for text in ["", "NaN", "1,5", "0x1", "--1", "1e999", "."] {
        assert_eq!(parse(text), None, "{text}");
    }
    for text in ["0", "-0.05", "12.345", "100"] {
        assert_eq!(show(&of(text)), text);
    }
    assert!(is_half_cent(&of("850.085")) && !is_half_cent(&of("850.08")) && !is_half_cent(&of("850.0851")));
}
