//! Exact decimals, rounding and allocation.
//!
//! Nothing here is a float, and nothing rounds unless it is told to: an operation whose exact result
//! would need more than 28 digits returns `None`.

mod allocate;
mod decimal;
mod double;
mod text;

pub use allocate::allocate;
pub use decimal::Decimal;
pub use double::from_double;
pub use text::{DecimalError, MAX_DIGITS};
pub(crate) use text::{LONGEST, plain};

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
