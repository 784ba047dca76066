//! Registration numbers of companies to compare by.

use super::fold::fold;
use super::number::{is_nothing, is_telling};
use super::words::{Words, words};
use crate::read::tax_number::{Checked, check_of};

/// A company's registration number to compare by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CompanyKey {
    country: Option<&'static str>,
    /// Letters in front and digits, without leading zeros: `sc123456`, `hrb12345`.
    core: String,
    /// What else is written: the court of a register.
    court: Vec<String>,
}

/// How alike two company numbers are; the more, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CompanyLikeness {
    /// They are numbers of two.
    Different,
    /// An establishment of the company.
    Related,
    /// The numbers are the same.
    Same,
}

impl CompanyKey {
    /// Reads a company number; `None` for a placeholder. Leading zeros do not matter: spreadsheets lose them.
    pub(super) fn of(number: &str, country: Option<&'static str>) -> Option<Self> {
        let folded = fold(number);
        if is_nothing(&folded) {
            return None;
        }
        let mut core = String::new();
        let mut court: Vec<String> = Vec::new();
        for word in words(&folded, |c| c.is_ascii_alphanumeric()) {
            if LABELS.has(word) {
                continue;
            }
            let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
            let is_mark = word.len() <= 3 || core.is_empty() && matches!(word, "hrb" | "hra");
            match has_digit || is_mark && !COURTS.has(word) {
                true => core.push_str(word),
                false => court.push(word.to_owned()),
            }
        }
        let letters: String = core.chars().take_while(char::is_ascii_alphabetic).collect();
        let rest = core.get(letters.len()..).unwrap_or("").trim_start_matches('0');
        let letters = letters.strip_prefix("che").map_or(letters.as_str(), |_| "");
        let core = [letters, rest].concat();
        let is_one = is_telling(&core.to_ascii_uppercase()) || rest.len() >= 3 && rest.len() <= core.len();
        // Behind the mark of its register a short number may be any: `HRB 12345`.
        let is_registered = matches!(letters, "hrb" | "hra" | "gnr" | "vr") && rest.len() < 6;
        let is_placeholder = !is_telling(&core.to_ascii_uppercase()) && rest.len() > 3 && !is_registered;
        (is_one && !is_placeholder).then_some(Self { country, core, court })
    }

    /// How alike two company numbers are; `None` between two countries, whose numbers say nothing of each other.
    pub(super) fn likeness(&self, other: &Self) -> Option<CompanyLikeness> {
        if let (Some(one), Some(two)) = (self.country, other.country)
            && one != two
        {
            return None;
        }
        let country = self.country.or(other.country);
        if self.core == other.core {
            let shared = |court: &String| other.court.contains(court);
            let is_other_court =
                !self.court.is_empty() && !other.court.is_empty() && !self.court.iter().any(shared);
            return Some(if is_other_court { CompanyLikeness::Different } else { CompanyLikeness::Same });
        }
        let (short, long) = match self.core.len() <= other.core.len() {
            true => (&self.core, &other.core),
            false => (&other.core, &self.core),
        };
        // SIRET is SIREN and the establishment; an ABN ends in the ACN; a register's letters are left out.
        let is_part = match (country, short.len(), long.len()) {
            (Some("FR") | None, 9, 14) => long.starts_with(short.as_str()),
            (Some("FR") | None, 14, 14) => {
                long.get(..9) == short.get(..9) && is_siret(long) && is_siret(short)
            }
            (Some("AU") | None, 7..=9, 11) => long.ends_with(short.as_str()),
            _ => false,
        };
        if is_part {
            return Some(CompanyLikeness::Related);
        }
        let digits = |text: &'_ str| text.bytes().all(|byte| byte.is_ascii_digit());
        let bare = |text: &str| text.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        // `HRB 12345` and `12345` may be one; GB's `SC123456` and `123456` are two.
        let lacks_letters = digits(short) != digits(long) && country != Some("GB");
        if lacks_letters && long.ends_with(short.as_str()) && bare(long) == short.len() {
            return Some(CompanyLikeness::Related);
        }
        let is_any_length = matches!(country, Some("GB" | "DE"));
        let is_one_kind = country == Some("GB")
            || digits(short) == digits(long) && (is_any_length || bare(short) == bare(long));
        is_one_kind.then_some(CompanyLikeness::Different)
    }

    /// The number as it is compared, to find others by and to look for it in tax numbers.
    pub(super) fn block(&self) -> &str {
        match self.core.len() {
            14 if is_siret(&self.core) => self.core.get(..9).unwrap_or(&self.core),
            11 if check_of(&self.core, "AU") == Checked::Right => {
                self.core.get(2..).unwrap_or(&self.core).trim_start_matches('0')
            }
            _ => self.core.trim_start_matches(|c: char| c.is_ascii_alphabetic()),
        }
    }
}

fn is_siret(core: &str) -> bool {
    core.get(..9).is_some_and(|siren| check_of(siren, "SIREN") == Checked::Right)
}

/// What stands before the number on papers.
static LABELS: Words = Words::of(
    "no nr num number company reg registration registered registry crn acn abn siren siret rcs kvk cvr \
     org orgnr nzbn uen brn cro ein uid nummer numero registernummer handelsregister",
);

/// Little words of a court's name.
static COURTS: Words = Words::of("ag am an of the de in");

#[cfg(test)]
mod tests {
    use super::CompanyLikeness::{Different, Related, Same};
    use super::*;

    #[test]
    fn compares_company_numbers() {
        for (one, other, country, expected) in [
            ("01234568", "1234568", "GB", Some(Same)),
            ("SC 123457", "sc123457", "GB", Some(Same)),
            ("SC123457", "123457", "GB", Some(Different)),
            ("SC123457", "NI123457", "GB", Some(Different)),
            ("Company no. 01234568", "01234568", "GB", Some(Same)),
            ("HRB 12346 B", "hrb 12346b", "DE", Some(Same)),
            ("HRB 12346, Amtsgericht München", "HRB 12346", "DE", Some(Same)),
            ("HRB 12346, Amtsgericht München", "HRB 12346 AG Berlin", "DE", Some(Different)),
            ("HRB 12346", "HRA 12346", "DE", Some(Different)),
            ("HRB 12346", "12346", "DE", Some(Related)),
            ("HRB 12345", "HRB12345", "DE", Some(Same)),
            ("303 265 045", "30326504500012", "FR", Some(Related)),
            ("RCS Paris 303 265 045", "SIREN 303265045", "FR", Some(Same)),
            ("51 824 753 556", "824 753 556", "AU", Some(Related)),
            ("CHE-107.787.577", "107787577", "CH", Some(Same)),
            ("KvK 33031431", "33031431", "NL", Some(Same)),
            ("22756214", "22756215", "DK", Some(Different)),
        ] {
            let of = |text| CompanyKey::of(text, Some(country)).unwrap_or_else(|| panic!("{text}"));
            let (a, b) = (of(one), of(other));
            assert_eq!(
                (a.likeness(&b), b.likeness(&a)),
                (expected, expected),
                "{one} / {other}: {a:?} {b:?}"
            );
            if expected > Some(Different) {
                assert_eq!(a.block(), b.block(), "{one} / {other}");
            }
        }
        let of = |country| CompanyKey::of("22756214", Some(country)).unwrap();
        assert_eq!(of("DK").likeness(&of("GB")), None);
        for nothing in ["", "none", "n/a", "0", "00000000", "12345678", "99999999", "-", "tbc", "12"] {
            assert_eq!(CompanyKey::of(nothing, None), None, "{nothing}");
        }
    }
}
