//! Phone numbers to compare by: country and significant digits.

use super::words::{kept, words};
use crate::gather::Gather;
use crate::read::letters::{parted, split};

/// Digits that a number needs at least to say anything.
const LEAST: usize = 7;
/// Digits at the end that two numbers are compared by, of those that both have.
const MOST: usize = 9;
/// Numbers of one text that are read.
const NUMBERS: usize = 4;

/// A phone number to compare by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PhoneKey {
    /// The country's calling code.
    country: Option<u64>,
    /// The digits behind it, without the trunk's zero.
    digits: String,
}

/// How alike two phone numbers are; the more, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PhoneLikeness {
    /// One ends in the other: an area code is missing, or it is another area's.
    Tail,
    /// The numbers are the same.
    Same,
}

impl PhoneKey {
    /// Reads the numbers of a text, at most four, in the order in which they are written; none of a placeholder. The
    /// country is that of the party, an ISO code, for numbers that do not say theirs.
    pub(super) fn all(text: &str, country: Option<&str>) -> Vec<Self> {
        let mut numbers: Vec<Self> = Vec::new();
        for line in words(text, |c| !matches!(c, ',' | ';' | '\n' | '|')) {
            for part in split_slash(line) {
                let number = Self::of(part, country).filter(|number| !numbers.contains(number));
                if numbers.len() < NUMBERS {
                    number.into_iter().gather_into(&mut numbers);
                }
            }
        }
        numbers
    }

    /// Joins what Xero keeps apart.
    pub(super) fn of_parts(code: &str, area: &str, number: &str, country: Option<&str>) -> Vec<Self> {
        let code = code.trim().trim_start_matches(['+', '0']);
        let is_whole = code.is_empty() || number.trim_start().starts_with('+');
        let plus = if is_whole { "" } else { "+" };
        let area = if is_whole { area } else { area.trim_start_matches(['0', '(']) };
        let is_twice = is_whole && area.trim().is_empty();
        match is_twice {
            true => Self::all(number, country),
            false => {
                let code = if is_whole { "" } else { code };
                Self::all(&[plus, code, " ", area, " ", number].concat(), country)
            }
        }
    }

    fn of(text: &str, country: Option<&str>) -> Option<Self> {
        let text = without_extension(text);
        let has_plus = text.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '+').starts_with('+');
        // `+44 (0)20`: the zero is for calls from within.
        let whole: String = match parted(text, "(0)") {
            Some((before, after)) if before.bytes().any(|byte| byte.is_ascii_digit()) => {
                [before, after].concat()
            }
            _ => text.to_owned(),
        };
        let digits = kept(&whole, |c| c.is_ascii_digit());
        let home = country.and_then(calling_code);
        let abroad = match digits.strip_prefix("00") {
            _ if has_plus => Some(digits.as_str()),
            // From North America.
            None if home == Some(1) => digits.strip_prefix("011").filter(|rest| rest.len() > 9),
            rest => rest.filter(|rest| rest.len() > 8),
        };
        let (country, national) = match abroad {
            Some(number) => split_code(number),
            None => (home, digits.as_str()),
        };
        let national = match (country, national.len()) {
            (Some(1) | None, 11) => national.strip_prefix('1').unwrap_or(national),
            (Some(7), 11) => national.strip_prefix('8').unwrap_or(national),
            // Without `+`, and with the country's code all the same.
            (Some(code), 10..) if abroad.is_none() => {
                national.strip_prefix(&code.to_string()).filter(|rest| rest.len() >= 8).unwrap_or(national)
            }
            _ => national,
        };
        let national = national.trim_start_matches('0');
        let is_one = (LEAST..=15).contains(&national.len()) && !is_placeholder(national);
        is_one.then(|| Self { country, digits: national.to_owned() })
    }

    /// How alike two numbers are; `None` when they differ, which says little: firms have many.
    pub(super) fn likeness(&self, other: &Self) -> Option<PhoneLikeness> {
        let countries = self.country.zip(other.country);
        if countries.is_some_and(|(one, two)| one != two) {
            return None;
        }
        let length = self.digits.len().min(other.digits.len()).min(MOST);
        if tail(&self.digits, length) != tail(&other.digits, length) {
            return None;
        }
        let is_whole = self.digits.len() == other.digits.len() && (length > LEAST || countries.is_some());
        Some(if is_whole || length == MOST { PhoneLikeness::Same } else { PhoneLikeness::Tail })
    }

    /// The last seven digits, to find others by.
    pub(super) fn block(&self) -> &str {
        tail(&self.digits, LEAST)
    }
}

fn tail(digits: &str, length: usize) -> &str {
    digits.get(digits.len().saturating_sub(length)..).unwrap_or(digits)
}

/// Two numbers with a slash between: each is long enough. `030/1234567` is one.
fn split_slash(text: &str) -> Vec<&str> {
    let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
    let parts: Vec<&str> = text.split('/').flat_map(|part| split(part, " or ")).gather();
    if parts.iter().all(|part| digits(part) >= LEAST) { parts } else { vec![text] }
}

/// `x12`, `ext. 12`, `#12` and the like, behind enough digits.
fn without_extension(text: &str) -> &str {
    let mut count = 0;
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            count += 1;
        } else if count >= LEAST && (c.is_alphabetic() || c == '#') {
            return text.get(..at).unwrap_or(text);
        }
    }
    text
}

/// `0000000`, `1234567`, one digit again and again.
fn is_placeholder(digits: &str) -> bool {
    let bytes = || digits.bytes();
    let is_run = |step: u8| bytes().zip(bytes().skip(1)).all(|(one, next)| (next + 10 - one) % 10 == step);
    is_run(0) || is_run(1) || is_run(9) || bytes().skip(1).all(|byte| byte == b'0')
}

/// The calling code in front of an international number; `None` for one that no country has.
fn split_code(number: &str) -> (Option<u64>, &str) {
    // Codes of the world's zones, as ITU-T E.164 assigns them: 1 and 7, these of two digits, the others of three.
    let length = match number.get(..2).and_then(|two| two.parse().ok()) {
        Some(10..=19 | 70..=79) => 1,
        Some(
            20
            | 27
            | 30..=34
            | 36
            | 39..=41
            | 43..=49
            | 51..=58
            | 60..=66
            | 81
            | 82
            | 84
            | 86
            | 90..=95
            | 98_u8,
        ) => 2,
        _ => 3,
    };
    match number.split_at_checked(length) {
        Some((code, rest)) => (code.parse().ok(), rest),
        None => (None, number),
    }
}

/// The calling code of an ISO country.
fn calling_code(country: &str) -> Option<u64> {
    // Two letters stand together where an entry begins, and nowhere else.
    let at = CODES.as_bytes().windows(2).position(|two| two == country.as_bytes())?;
    CODES.get(at + 2..)?.split(' ').next()?.parse().ok()
}

/// Countries and their calling codes (ITU-T E.164): those where invoices go.
const CODES: &str = "AE971 AR54 AT43 AU61 BA387 BD880 BE32 BG359 BH973 BR55 CA1 CH41 CL56 CN86 CO57 CR506 CY357 CZ420 DE49 \
     DK45 EC593 EE372 EG20 ES34 FI358 FJ679 FR33 GB44 GG44 GH233 GI350 GR30 HK852 HR385 HU36 ID62 IE353 IL972 IM44 \
     IN91 IS354 IT39 JE44 JP81 KE254 KR82 KW965 KZ7 LI423 LK94 LT370 LU352 LV371 MA212 MC377 MT356 MU230 MX52 MY60 \
     NG234 NL31 NO47 NZ64 OM968 PA507 PE51 PG675 PH63 PK92 PL48 PT351 QA974 RO40 RS381 RU7 SA966 SE46 SG65 SI386 \
     SK421 TH66 TN216 TR90 TW886 TZ255 UA380 UG256 US1 UY598 VN84 ZA27 ZM260 ZW263";

#[cfg(test)]
mod tests {
    use super::PhoneLikeness::{Same, Tail};
    use super::*;

    #[test]
    fn compares_numbers_as_they_are_written() {
        for (one, other, expected) in [
            ("+44 20 7946 0958", "020 7946 0958", Some(Same)),
            ("+44 (0)20 7946 0958", "0044 20 79460958", Some(Same)),
            ("+1 (212) 555-0188", "212.555.0188", Some(Same)),
            ("1-212-555-0188 ext. 4", "+12125550188", Some(Same)),
            ("555 0188", "+1 212 555 0188", Some(Tail)),
            ("555 0188", "555-0188", Some(Tail)),
            ("+39 06 6982 1234", "06 6982 1234", Some(Same)),
            ("8 (495) 739-00-22", "+7 495 739 00 22", Some(Same)),
            ("030/9018 2050", "+49 30 90182050", Some(Same)),
            ("+45 33 92 33 92", "33923392", Some(Same)),
            ("+44 20 7946 0958", "+1 207 946 0958", None),
            ("+44 20 7946 0958", "+44 20 7946 0959", None),
        ] {
            let (a, b) = (PhoneKey::all(one, None), PhoneKey::all(other, None));
            let (a, b) = (a.first().unwrap(), b.first().unwrap());
            assert_eq!(a.likeness(b), expected, "{one} / {other}: {a:?} {b:?}");
            assert_eq!(b.likeness(a), expected);
            assert!(expected.is_none() || a.block() == b.block());
        }
    }

    #[test]
    fn takes_the_country_from_elsewhere() {
        let one = |text, country| PhoneKey::all(text, country).first().cloned().unwrap();
        assert_eq!(one("020 7946 0958", Some("GB")), one("+44 20 7946 0958", None));
        assert_eq!(one("44 20 7946 0958", Some("GB")), one("+44 20 7946 0958", None));
        assert_eq!(one("09 379 0000", Some("NZ")).likeness(&one("+61 9 379 0000", None)), None);
        let parts =
            |code, area, number| PhoneKey::of_parts(code, area, number, None).first().cloned().unwrap();
        assert_eq!(parts("64", "09", "379 0000"), one("+64 9 3790000", None));
        assert_eq!(parts("", "", "+64 9 3790000"), one("+64 9 3790000", None));
        assert_eq!(parts("", "(020)", "7946 0958"), one("020 7946 0958", None));
    }

    #[test]
    fn a_phone_book_is_four_numbers_and_a_placeholder_none() {
        let book = "020 7946 0001, 020 7946 0002; 020 7946 0003 / 020 7946 0004\n020 7946 0005 020 7946 0006";
        assert_eq!(PhoneKey::all(book, None).len(), 4);
        for nothing in [
            "",
            "n/a",
            "0000000000",
            "123456",
            "1234567890",
            "9999999",
            "+44",
            "ext. 12",
            "12345678901234567",
            "٠٢٠",
        ] {
            assert_eq!(PhoneKey::all(nothing, Some("GB")), [], "{nothing}");
        }
    }

    #[test]
    fn every_code_is_found_again() {
        for entry in CODES.split(' ') {
            let (country, code) = entry.split_at(2);
            let number = format!("+{code} 612345678");
            let key = PhoneKey::all(&number, None).first().cloned().unwrap();
            assert_eq!((key.country, key.digits.as_str()), (calling_code(country), "612345678"), "{entry}");
        }
    }
}
