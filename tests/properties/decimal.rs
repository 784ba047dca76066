//! Decimals against another crate's, of which they give the same answers, and against exact fractions.

use std::cmp::Ordering;

use num_traits::{Signed, Zero};
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal as Other;
use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
use wonvoice::money::Decimal;
use wonvoice::write::to_text;

use crate::cases;
use crate::oracle::number::{Exact, parse, round, whole};

/// What is promised, in terms of a decimal of 96 bits and a scale that rounds where it has no room.
#[derive(Debug, Clone, Copy)]
struct Model(Other);

impl Model {
    fn plus(self, other: Self) -> Option<Self> {
        let scale = self.0.scale().max(other.0.scale());
        let whole = |d: Other| digits(d).saturating_sub(d.scale());
        let most = match self.0.scale().abs_diff(other.0.scale()) {
            0 => 93,
            1..=9 => 59,
            _ => 0,
        };
        let exact = bits(self.0).max(bits(other.0)) <= most || whole(self.0).max(whole(other.0)) + scale < 28;
        exact.then(|| self.0.checked_add(other.0).map(Self))?
    }

    fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self(-other.0))
    }

    fn times(self, other: Self) -> Option<Self> {
        let fits = |(a, b): (Other, Other)| bits(a) + bits(b) <= 93 && a.scale() + b.scale() <= 28;
        let both = [(self.0, other.0), (self.0.normalize(), other.0.normalize())];
        both.into_iter().find(|both| fits(*both)).and_then(|(a, b)| a.checked_mul(b)).map(Self)
    }

    fn percent_of(self, amount: Self) -> Option<Self> {
        self.times(amount)?.times(Self(Other::new(1, 2)))
    }

    fn divided_by(self, divisor: Self, places: u32) -> Option<Self> {
        let power = |exponent: u32| 10_i128.checked_pow(exponent);
        let (up, down) = (divisor.0.scale() + places, self.0.scale());
        let dividend = self.0.mantissa().checked_mul(power(up.saturating_sub(down))?)?;
        let divisor = divisor.0.mantissa().checked_mul(power(down.saturating_sub(up))?)?;
        let (whole, rest) = (dividend.checked_div(divisor)?, dividend.checked_rem(divisor)?.unsigned_abs());
        let away =
            if rest < divisor.unsigned_abs() - rest { 0 } else { dividend.signum() * divisor.signum() };
        Other::try_from_i128_with_scale(whole.checked_add(away)?, places).ok().map(Self)
    }

    fn rounded(self, places: u32) -> Self {
        Self(self.0.round_dp_with_strategy(places, MidpointAwayFromZero))
    }

    fn truncated(self, places: u32) -> Self {
        Self(if places < self.0.scale() { self.0.trunc_with_scale(places) } else { self.0 })
    }

    fn cents(self) -> Option<i64> {
        let cents = self.times(Self(Other::ONE_HUNDRED));
        let cents = if self.0.scale() <= 2 {
            self.0.mantissa().checked_mul(10_i128.pow(2 - self.0.scale()))
        } else {
            cents
                .map(|cents| cents.0.normalize())
                .filter(|cents| cents.scale() == 0)
                .map(|cents| cents.mantissa())
        };
        i64::try_from(cents?).ok()
    }

    /// Of zero there is but one.
    fn unsigned_zero(self) -> Other {
        if self.0.is_zero() { self.0.abs() } else { self.0 }
    }

    fn money(self) -> String {
        let places = self.0.scale().max(2) as usize;
        format!("{:.places$}", self.unsigned_zero())
    }

    #[expect(clippy::float_arithmetic, reason = "a JSON number is a double: the nearest")]
    fn json(self) -> String {
        let shown = self.0.normalize();
        match i64::try_from(shown.mantissa()) {
            Ok(digits) if shown.scale() == 0 => to_text(&digits),
            Ok(digits) if shown.scale() <= 22 => {
                to_text(&(digits as f64 / 10_f64.powi(shown.scale() as i32)))
            }
            Ok(_) => "0".to_owned(),
            Err(_) => to_text(&shown.to_string()),
        }
    }
}

fn bits(d: Other) -> u32 {
    u128::BITS - d.mantissa().unsigned_abs().leading_zeros()
}

fn digits(d: Other) -> u32 {
    d.mantissa().unsigned_abs().checked_ilog10().map_or(0, |log| log + 1)
}

/// A number as all three hold it.
#[derive(Clone)]
struct Three {
    ours: Decimal,
    model: Model,
    exact: Exact,
}

/// The same answer of ours and of the model, exact.
fn same(
    what: &str,
    ours: Option<Decimal>,
    model: Option<Model>,
    exact: impl Fn() -> Exact,
) -> Result<Option<Three>, TestCaseError> {
    prop_assert_eq!(ours.is_some(), model.is_some(), "{}: {:?}, {:?}", what, ours, model);
    let (Some(ours), Some(model)) = (ours, model) else { return Ok(None) };
    let three = Three { ours, model, exact: exact() };
    check_one(&three).map_err(|error| TestCaseError::fail(format!("{what}: {error}")))?;
    Ok(Some(three))
}

fn check_one(Three { ours, model, exact }: &Three) -> Result<(), TestCaseError> {
    let shown = model.0.normalize();
    let text = shown.to_string();
    prop_assert_eq!(&ours.to_string(), &text);
    prop_assert!(parse(&text).is_some_and(|read| read == *exact), "{} is not {}", text, exact);
    let mut pushed = "€ ".to_owned();
    ours.push_to(&mut pushed);
    prop_assert_eq!(pushed, format!("€ {text}"));
    // Shows the scale too.
    prop_assert_eq!(ours.to_money(), model.money());
    prop_assert_eq!(to_text(ours), model.json());
    prop_assert_eq!(ours.length(), text.len());
    prop_assert_eq!(ours.places(), shown.scale());
    prop_assert_eq!(ours.is_writable(), digits(shown) <= 15);
    prop_assert_eq!(ours.cents(), model.cents());
    prop_assert_eq!(ours.is_zero(), model.0.is_zero());
    prop_assert_eq!(ours.is_negative(), exact.is_negative());
    prop_assert_eq!(ours.magnitude().to_money(), Model(model.0.abs()).money());
    prop_assert_eq!(ours.negated().to_money(), Model(-model.0).money());
    prop_assert_eq!(ours.negated().is_negative(), exact.is_positive());
    Ok(())
}

/// Every answer about one number and about a pair, those that are numbers.
fn answers(a: &Three, b: &Three, places: u32) -> Result<Vec<Three>, TestCaseError> {
    let order = |three: &Three, other: &Three| -> [Ordering; 3] {
        [three.ours.cmp(&other.ours), three.model.0.cmp(&other.model.0), three.exact.cmp(&other.exact)]
    };
    let [ours, model, exact] = order(a, b);
    prop_assert_eq!((ours, ours), (model, exact));
    prop_assert_eq!(a.ours == b.ours, exact.is_eq());
    prop_assert_eq!(a.ours.max(b.ours) == b.ours, exact.is_le());

    let (x, y) = (&a.exact, &b.exact);
    // No fraction is computed of more places than a decimal ever has.
    let digits = places.min(30);
    let cut = || {
        let power = parse(&format!("1e{digits}")).unwrap();
        (x * &power).trunc() / power
    };
    let quotient = || if y.is_zero() { Exact::zero() } else { round(&(x / y), digits) };
    let all = [
        same("plus", a.ours.plus(b.ours), a.model.plus(b.model), || x + y)?,
        same("minus", a.ours.minus(b.ours), a.model.minus(b.model), || x - y)?,
        same("times", a.ours.times(b.ours), a.model.times(b.model), || x * y)?,
        same("percent", a.ours.percent_of(b.ours), a.model.percent_of(b.model), || x * y / whole(100))?,
        same("divided", a.ours.divided_by(b.ours, places), a.model.divided_by(b.model, places), quotient)?,
        same("rounded", Some(a.ours.rounded(places)), Some(a.model.rounded(places)), || round(x, digits))?,
        same("truncated", Some(a.ours.truncated(places)), Some(a.model.truncated(places)), cut)?,
    ];
    Ok(all.into_iter().flatten().collect())
}

fn three(digits: i64, scale: u32) -> Result<Three, TestCaseError> {
    let model = Model(Other::from_i128_with_scale(digits.into(), scale));
    let exact = parse(&format!("{digits}e-{scale}")).unwrap();
    let three = Three { ours: Decimal::from_parts(digits, scale), model, exact };
    check_one(&three)?;
    Ok(three)
}

fn power(exponent: u32) -> i64 {
    10_i64.pow(exponent)
}

/// Digits where something turns: around powers of ten and of two, and half of them.
fn edges() -> Vec<i64> {
    let tens = (0..=18).flat_map(|e| [power(e) - 1, power(e), power(e) + 1, power(e) / 2, power(e) / 2 + 1]);
    let twos = (28..=62).flat_map(|e| [(1 << e) - 1, 1 << e]);
    tens.chain(twos).chain([0, 3, i64::MAX]).flat_map(|size: i64| [size, -size]).chain([i64::MIN]).collect()
}

fn start() -> impl Strategy<Value = (i64, u32)> {
    let size = (any::<i64>(), 0_u32..64).prop_map(|(digits, shift)| digits >> shift);
    let amount = (-99_999_999_i64..=99_999_999, 0_u32..=4);
    let scale = prop_oneof![3 => 0_u32..=6, 2 => 0_u32..=28, 1 => 25_u32..=28];
    prop_oneof![2 => amount, 3 => (size, scale.clone()), 3 => (select(edges()), scale)]
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn chains_give_the_same_answers(
        starts in prop::collection::vec(start(), 2..4),
        steps in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_u32..=31), 1..8),
    ) {
        let mut known = Vec::new();
        for (digits, scale) in starts {
            known.push(three(digits, scale)?);
        }
        for (a, b, places) in steps {
            let (a, b) = (a.get(&known).clone(), b.get(&known).clone());
            known.extend(answers(&a, &b, places)?);
        }
    }
}

/// Pairs of edges at scales where something turns; those of the results that are long meet each other.
#[test]
fn edges_give_the_same_answers() {
    let digits: Vec<i64> = edges().into_iter().step_by(3).collect();
    let mut long: Vec<Three> = Vec::new();
    for (at, a) in digits.iter().enumerate() {
        for b in digits.iter().skip(at % 5).step_by(5) {
            for (of_a, of_b, places) in [
                (0, 0, 28),
                (2, 0, 2),
                (2, 4, 4),
                (0, 9, 0),
                (0, 10, 8),
                (28, 28, 29),
                (28, 1, 10),
                (14, 14, 6),
            ] {
                let found = answers(&three(*a, of_a).unwrap(), &three(*b, of_b).unwrap(), places).unwrap();
                let is_long = |one: &Three| bits(one.model.0) >= 88;
                long.extend(found.into_iter().filter(is_long));
            }
        }
    }
    assert!(long.iter().any(|one| bits(one.model.0) == 96), "none has 29 digits");
    let some: Vec<&Three> = long.iter().step_by(long.len().div_ceil(60)).collect();
    for a in &some {
        for (b, places) in some.iter().zip((0..=28).cycle()) {
            answers(a, b, places).unwrap();
        }
    }
}
