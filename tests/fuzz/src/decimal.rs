//! Decimals against exact fractions: the exact result or none, never another.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Pow, Signed, ToPrimitive, Zero};
use wonvoice::money::{Decimal, DecimalError, MAX_DIGITS, allocate, from_double};

/// Checks the numbers of a text, one a line, and what is computed from them.
pub fn check(text: &str) -> Result<(), String> {
    let mut numbers = Vec::new();
    for line in text.lines().take(4) {
        let ours = Decimal::parse(line);
        match (exact(line), ours) {
            (None, Err(_)) => {}
            (None, Ok(ours)) => return Err(format!("{line:?} is read as {ours}")),
            (Some(number), ours) => {
                of_parsed(&number, ours).map_err(|what| format!("{line:?} is {what}: {ours:?}"))?;
                numbers.extend(ours.ok().map(|ours| (ours, number.value)));
            }
        }
        of_double(line)?;
    }
    for one in &numbers {
        of_one(one)?;
        for other in &numbers {
            of_two(one, other)?;
        }
    }
    // As the twin chains them: a product, a share of it, a sum.
    if let [(a, x), (b, y), third, ..] = numbers.as_slice()
        && let Some(product) = a.times(*b)
    {
        let product = (product, x * y);
        of_one(&product)?;
        of_two(&product, third)?;
        of_two(third, &product)?;
    }
    of_allocation(&numbers)
}

type Both = (Decimal, BigRational);

fn is(ours: Option<Decimal>, exact: &BigRational, what: impl Fn() -> String) -> Result<(), String> {
    match ours {
        Some(ours) if value_of(ours) != *exact => Err(format!("{} is {ours}, exactly {exact}", what())),
        _ => Ok(()),
    }
}

fn of_one((a, x): &Both) -> Result<(), String> {
    is(Some(*a), x, || format!("{a}"))?;
    is(Some(a.negated()), &-x, || format!("-{a}"))?;
    is(Some(a.magnitude()), &x.abs(), || format!("|{a}|"))?;
    for places in 0..=10 {
        is(Some(a.rounded(places)), &rounded(x, places), || format!("{a} to {places}"))?;
        is(Some(a.truncated(places)), &truncated(x, places), || format!("{a} cut to {places}"))?;
    }
    if a.is_zero() != x.is_zero() || a.is_negative() != x.is_negative() {
        return Err(format!("the sign of {a}"));
    }
    if a.length() != a.to_string().len() {
        return Err(format!("{a} is not {} letters long", a.length()));
    }
    let places = (0..=60).find(|places| truncated(x, *places) == *x);
    if places != Some(a.places()) {
        return Err(format!("{a} has {} places", a.places()));
    }
    match a.cents() {
        Some(cents) if BigRational::from(BigInt::from(cents)) != x * BigInt::from(100) => {
            Err(format!("{a} is {cents} cents"))
        }
        Some(cents) => is(Some(Decimal::from_cents(cents)), x, || format!("{cents} cents")),
        None => Ok(()),
    }
}

fn of_two((a, x): &Both, (b, y): &Both) -> Result<(), String> {
    is(a.plus(*b), &(x + y), || format!("{a} + {b}"))?;
    is(a.minus(*b), &(x - y), || format!("{a} - {b}"))?;
    is(a.times(*b), &(x * y), || format!("{a} × {b}"))?;
    is(a.percent_of(*b), &(x * y / BigInt::from(100)), || format!("{a} % of {b}"))?;
    if a.cmp(b) != x.cmp(y) || (a == b) != (x == y) {
        return Err(format!("{a} compared with {b}"));
    }
    for places in [0, 2, 4, 8] {
        match (a.divided_by(*b, places), y.is_zero()) {
            (Some(quotient), false) => {
                is(Some(quotient), &rounded(&(x / y), places), || format!("{a} / {b} to {places}"))?
            }
            (Some(quotient), true) => return Err(format!("{a} / 0 is {quotient}")),
            (None, _) => {}
        }
    }
    Ok(())
}

fn of_allocation(numbers: &[Both]) -> Result<(), String> {
    let cents: Vec<i64> = numbers.iter().filter_map(|(a, _)| a.cents()).collect();
    let Some((total, weights)) = cents.split_first() else { return Ok(()) };
    let weights: Vec<(i64, u64)> = weights.iter().zip(0..).map(|(weight, tie)| (*weight, tie)).collect();
    let Some(shares) = allocate(*total, &weights) else { return Ok(()) };
    let sum: i128 = weights.iter().map(|(weight, _)| i128::from(*weight)).sum();
    if shares.iter().map(|share| i128::from(*share)).sum::<i128>() != i128::from(*total) {
        return Err(format!("{total} over {weights:?} is {shares:?}"));
    }
    for (share, (weight, _)) in shares.iter().zip(&weights) {
        let exact = BigRational::new(BigInt::from(*total) * *weight, BigInt::from(sum));
        if (BigRational::from(BigInt::from(*share)) - exact).abs() >= BigRational::from(BigInt::from(1)) {
            return Err(format!("{total} over {weights:?}: {share} is a cent off"));
        }
    }
    Ok(())
}

/// A double is the decimal that reads back as it, or none.
fn of_double(line: &str) -> Result<(), String> {
    let Ok(double) = line.trim().parse::<f64>() else { return Ok(()) };
    match from_double(double) {
        Some((digits, scale)) => {
            let back: f64 = format!("{digits}e-{scale}").parse().map_err(|_| "no double")?;
            if back == double { Ok(()) } else { Err(format!("{double:?} became {digits}e-{scale}")) }
        }
        // What has at most 15 digits and lies between the bounds has to be found.
        None => {
            let shortest = format!("{:e}", double.abs());
            let digits = shortest.split('e').next().unwrap_or("").bytes().filter(u8::is_ascii_digit).count();
            let places = exact(&shortest).map_or(99, |number| number.scale);
            if double.abs() < 1e15 && digits <= MAX_DIGITS && places <= 15 && places + 15 < 28 {
                let scaled = double.abs() * 10_f64.powi(places as i32);
                if scaled < 1e15 {
                    return Err(format!("{double:?} is not found"));
                }
            }
            Ok(())
        }
    }
}

struct Exact {
    value: BigRational,
    digits: usize,
    /// Digits after the point, those at the end not zero.
    scale: i64,
}

/// The number of a text: sign, digits with at most one point, exponent.
fn exact(text: &str) -> Option<Exact> {
    let text = text.trim();
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            (mantissa, exponent.parse::<BigInt>().ok()?)
        }
        None => (unsigned, BigInt::zero()),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let significant = digits.trim_matches('0');
    if significant.is_empty() {
        return Some(Exact { value: BigRational::zero(), digits: 0, scale: 0 });
    }
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let scale = BigInt::from(fraction.len()) - BigInt::from(zeros) - exponent;
    // Beyond this no power is computed: both sides have to refuse it.
    let scale = scale.to_i64().unwrap_or(if scale.is_negative() { i64::MIN } else { i64::MAX });
    let magnitude: BigInt = significant.parse().ok()?;
    let value = match scale {
        0..=1000 => BigRational::new(magnitude, BigInt::from(10).pow(scale as u32)),
        -1000..=-1 => BigRational::from(magnitude * BigInt::from(10).pow(scale.unsigned_abs() as u32)),
        _ => BigRational::zero(),
    };
    Some(Exact { value: if negative { -value } else { value }, digits: significant.len(), scale })
}

fn of_parsed(number: &Exact, ours: Result<Decimal, DecimalError>) -> Result<(), &'static str> {
    let magnitude = i64::try_from(number.digits).unwrap_or(i64::MAX).saturating_sub(number.scale);
    let fits = number.digits <= MAX_DIGITS && magnitude <= 15 && number.scale <= 28;
    match ours {
        Ok(_) if !fits => Err("beyond the bounds, and read"),
        Ok(ours) if value_of(ours) != number.value => Err("read as another"),
        Ok(_) => Ok(()),
        Err(DecimalError::NotANumber) => Err("said to be no number"),
        // The exponent of a zero may be refused too.
        Err(_) if fits && number.digits > 0 => Err("within the bounds, and refused"),
        Err(_) => Ok(()),
    }
}

/// Through its text, which is written without exponents.
fn value_of(decimal: Decimal) -> BigRational {
    exact(&decimal.to_string()).map_or_else(|| panic!("{decimal} is no number"), |number| number.value)
}

fn truncated(x: &BigRational, places: u32) -> BigRational {
    let power = BigInt::from(10).pow(places);
    (x * &power).trunc() / power
}

fn rounded(x: &BigRational, places: u32) -> BigRational {
    let power = BigInt::from(10).pow(places);
    // `round` of a fraction takes halves away from zero.
    (x * &power).round() / power
}
