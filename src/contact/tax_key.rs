//! Tax numbers to compare by: of one firm or not, whatever their dress, and never by a slip of the pen.

use crate::read::country;
use crate::read::tax_number::{Checked, check_of, normalized};

use super::number::{self, is_telling};

/// A tax number to compare by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TaxKey {
    /// The country that it begins with, or else that of its party.
    country: Option<&'static str>,
    /// Whether the number itself says its country.
    says_country: bool,
    /// Letters and digits without country, label and suffix.
    core: String,
}

/// How alike two tax numbers are; the more, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TaxLikeness {
    /// They are numbers of two.
    Different,
    /// One of them is a slip of the pen, and they are the same or a slip apart: no evidence by itself.
    Slip,
    /// One firm's, of a branch, a group or another registration.
    Related,
    /// The numbers are the same, and at least one does not say its country.
    WithoutCountry,
    /// Countries and numbers are the same.
    Same,
}

impl TaxKey {
    /// Reads a tax number; `None` for a placeholder such as `n/a` or `0`. The country of its party counts where the
    /// number says none and has a form of that country.
    pub(super) fn of(number: &str, of_party: Option<&'static str>) -> Option<Self> {
        let whole = normalized(number);
        let mut core = whole.as_str();
        for label in LABELS.split(' ') {
            core = core.strip_prefix(label).filter(|rest| is_telling(rest)).unwrap_or(core);
        }
        for suffix in ["MWST", "TVA", "IVA", "MVA"] {
            core = core.strip_suffix(suffix).filter(|rest| is_telling(rest)).unwrap_or(core);
        }
        let (country, rest) = split_country(core);
        let core = rest.to_owned();
        let says_country = country.is_some();
        let country = country.or_else(|| of_party.filter(|code| check(&core, code) != Checked::NoForm));
        is_telling(&core).then_some(Self { country, says_country, core })
    }

    /// What its check digits say, as far as its country is known.
    #[cfg(any(test, feature = "full"))]
    pub(super) fn checked(&self) -> Checked {
        self.country.map_or(Checked::Unknown, |country| check(&self.core, country))
    }

    /// How alike two tax numbers are; `None` when they say nothing about each other: they are of two kinds, as New
    /// Zealand's GST number and NZBN, or differ where one is a slip of the pen.
    pub(super) fn likeness(&self, other: &Self) -> Option<TaxLikeness> {
        let (Some(one), Some(two)) = (self.country.or(other.country), other.country.or(self.country)) else {
            return self.without_country(other);
        };
        if one != two {
            // A country that is only the party's may be that of a branch.
            let is_sure = self.says_country && other.says_country;
            return if is_sure { Some(TaxLikeness::Different) } else { self.without_country(other) };
        }
        let (mine, theirs) = (Parts::of(&self.core, one), Parts::of(&other.core, one));
        let is_wrong = [self, other].iter().any(|key| check(&key.core, one) == Checked::Wrong);
        if mine.root == theirs.root {
            return Some(match mine.branch == theirs.branch {
                _ if is_wrong => TaxLikeness::Slip,
                false => TaxLikeness::Related,
                true if self.country.is_some() && other.country.is_some() => TaxLikeness::Same,
                true => TaxLikeness::WithoutCountry,
            });
        }
        if is_wrong {
            return number::is_slip(mine.root, theirs.root).then_some(TaxLikeness::Slip);
        }
        let has_form = |key: &Self| check(&key.core, one) != Checked::NoForm;
        let is_one_kind = has_form(self) == has_form(other) && (mine.kind == theirs.kind);
        is_one_kind.then_some(TaxLikeness::Different)
    }

    fn without_country(&self, other: &Self) -> Option<TaxLikeness> {
        if self.core == other.core {
            return Some(TaxLikeness::WithoutCountry);
        }
        (self.core.len() == other.core.len()).then_some(TaxLikeness::Different)
    }

    /// Whether a company number, as it is compared, is part of it: many countries make the one of the other.
    pub(super) fn has_company(&self, company: &str) -> bool {
        let root = self.country.map_or(self.core.as_str(), |country| Parts::of(&self.core, country).root);
        company.len() >= 7 && root.trim_start_matches('0').eq_ignore_ascii_case(company)
    }

    /// What the numbers that are like it share one of, to find them by: what names the firm, and the whole.
    pub(super) fn blocks(&self) -> [&str; 2] {
        let root = self.country.map_or(self.core.as_str(), |country| Parts::of(&self.core, country).root);
        [root.trim_start_matches('0'), self.core.trim_start_matches('0')]
    }
}

/// What stands before the number on papers.
const LABELS: &str = "VATREGNO VATNO VATID VAT TAXNO TAXID GSTIN GSTNO GSTREGNO GST ABN ACN NZBN IRD EIN FEIN TVA UID \
     USTIDNR USTID UID NIPUE NIP CIF NIF PIVA PARTITAIVA BTW BTWNR MOMS CVR ORGNR CNPJ CPF RFC INN UEN";

/// What the check digits of a number without country say.
fn check(core: &str, country: &str) -> Checked {
    let with = |prefix: &str| check_of(&[prefix, core].concat(), country);
    match (country, core.len()) {
        ("CH", 9) => with("CHE"),
        ("AT", 8) => with("U"),
        ("BE", 9) => with("0"),
        ("HU", 11) => check_of(core.get(..8).unwrap_or(core), "HU"),
        ("SE", 10) => check_of(&[core, "01"].concat(), "SE"),
        // SIREN, SIRET and ACN are no tax numbers, and stand in their place.
        ("FR" | "MC", 9 | 14) => check_of(core, "SIREN"),
        ("AU", 9) => check_of(core, "ACN"),
        ("FR" | "MC", 11) if core.bytes().take(2).all(|byte| byte.is_ascii_uppercase()) => {
            check_of(&["FR", core].concat(), "FR")
        }
        ("MC", _) => check_of(core, "FR"),
        ("IM", _) => check_of(core, "GB"),
        _ => check_of(core, country),
    }
}

/// A tax number in the parts that name the firm and one of its branches or registrations.
struct Parts<'k> {
    root: &'k str,
    branch: &'k str,
    /// Which of the country's numbers it is; those of two kinds do not compare.
    kind: usize,
}

impl<'k> Parts<'k> {
    fn of(core: &'k str, country: &str) -> Self {
        let cut = |from: usize, to: usize, branch: &'k str| Self {
            root: core.get(from..to).unwrap_or(core),
            branch,
            kind: to - from,
        };
        let behind = |from: usize| core.get(from..).unwrap_or("");
        match (country, core.len()) {
            ("AT", 9) => cut(1, 9, ""),
            ("BE", 10) => cut(1, 10, ""),
            ("FR" | "MC", 11) => cut(2, 11, ""),
            ("FR" | "MC", 14) => cut(0, 9, behind(9)),
            ("GB" | "IM" | "NL", 12) => cut(0, 9, behind(9)),
            ("CA", 10..) => cut(0, 9, ""),
            ("SE", 12) => cut(0, 10, Some(behind(10)).filter(|branch| *branch != "01").unwrap_or("")),
            ("HU", 11) => cut(0, 8, ""),
            ("IN", 15) => cut(2, 12, core.get(..2).unwrap_or("")),
            ("BR", 14) => cut(0, 8, core.get(8..12).unwrap_or("")),
            // The digits behind the check of an ABN are the ACN of a company.
            ("AU", 11) => cut(2, 11, "ABN"),
            ("NZ", 9) if core.starts_with('0') => cut(1, 9, ""),
            ("RO", _) => Self { root: core, branch: "", kind: 0 },
            _ => Self {
                root: core,
                branch: "",
                kind: if country == "NZ" { core.len() / 10 } else { core.len() },
            },
        }
    }
}

/// The country in front of a tax number. Greece writes `EL`, Northern Ireland `XI`, Switzerland `CHE`, and people `UK`.
fn split_country(number: &str) -> (Option<&'static str>, &str) {
    let Some((prefix, rest)) = number.split_at_checked(2) else { return (None, number) };
    let country = match prefix {
        "EL" => Some("GR"),
        "XI" | "UK" => Some("GB"),
        _ => country::code_of(prefix).filter(|code| *code == prefix),
    };
    let rest = if prefix == "CH" { rest.strip_prefix('E').unwrap_or(rest) } else { rest };
    // What only looks like a prefix belongs to the number: a Mexican RFC begins with four letters.
    let is_prefix = |code: &&'static str| {
        let is_number = rest.bytes().all(|byte| byte.is_ascii_digit());
        is_telling(rest) && (is_number || check(rest, code) != Checked::NoForm)
    };
    match country.filter(is_prefix) {
        Some(country) => (Some(country), rest),
        None => (None, number),
    }
}

#[cfg(test)]
mod tests {
    use super::TaxLikeness::{Different, Related, Same, Slip, WithoutCountry};
    use super::*;

    fn likeness(a: &str, b: &str) -> Option<TaxLikeness> {
        let of = |text: &str| match text.split_once(" of ") {
            Some((number, country)) => TaxKey::of(number, country::code_of(country)),
            None => TaxKey::of(text, None),
        };
        let (a, b) = (of(a)?, of(b)?);
        assert_eq!(a.likeness(&b), b.likeness(&a), "{a:?} {b:?}");
        if a.likeness(&b) > Some(Slip) {
            assert!(a.blocks().iter().any(|block| b.blocks().contains(block)), "{a:?} {b:?}");
        }
        a.likeness(&b)
    }

    #[test]
    fn compares_tax_numbers_without_their_dress() {
        for (a, b, expected) in [
            ("GB 220 4302 31", "gb220430231", Some(Same)),
            ("GB 220 4302 31", "220430231", Some(WithoutCountry)),
            ("GB 220 4302 31", "220430231 of GB", Some(Same)),
            ("GB 220 4302 31", "DE220430231", Some(Different)),
            ("XI220430231", "GB220430231", Some(Same)),
            ("EL094019245", "GR 094019245", Some(Same)),
            ("CHE-107.787.577 MWST", "CHE107787577", Some(Same)),
            ("CHE-107.787.577 MWST", "107787577", Some(WithoutCountry)),
            ("NO 923 609 016 MVA", "923609016", Some(WithoutCountry)),
            ("ABN 51 824 753 556", "51824753556", Some(WithoutCountry)),
            ("ABN 51 824 753 556", "51824753556 of AU", Some(WithoutCountry)),
            ("VAT no. GB220430231", "GB 220430231", Some(Same)),
            ("ATU33864707", "33864707 of AT", Some(Same)),
            ("BE 0403.170.701", "403170701 of BE", Some(Same)),
            ("119218832 of CA", "119218832RT0001 of CA", Some(Same)),
            ("SE556703748501", "556703-7485 of SE", Some(Same)),
            ("NZ 49-091-850", "049091850 of NZ", Some(Same)),
            // Branches, groups and other registrations of one firm.
            ("GB220430231", "GB220430231001", Some(Related)),
            ("NL852071589B01", "NL852071589B02", Some(Related)),
            ("53004085616 of AU", "004 085 616 of AU", Some(Related)),
            ("40303265045 of FR", "303265045 of FR", Some(Same)),
            ("FR40303265045", "30326504500012 of FR", Some(Related)),
            ("27AAPFU0939F1ZV of IN", "29AAPFU0939F1ZR of IN", Some(Related)),
            ("11222333000181 of BR", "11.222.333/0002-62 of BR", Some(Related)),
            // Slips of the pen are no evidence, neither for nor against.
            ("DE136695977", "DE136695977", Some(Slip)),
            ("DE136695977", "DE136695976", Some(Slip)),
            ("DE136695976", "DE136965976", Some(Slip)),
            ("DE136695976", "DE136695876", Some(Slip)),
            ("DE136695977", "DE129273398", None),
            // Two firms, or two kinds of number.
            ("DE136695976", "DE129273398", Some(Different)),
            ("51 824 753 556", "51 824 753 557", Some(Different)),
            ("136410132 of NZ", "9429000000000 of NZ", None),
            ("DE136695976", "12/345/67890 of DE", None),
            ("RO14399840", "RO18547290", Some(Different)),
            // Nothing.
            ("n/a", "N/A", None),
            ("00000000", "00000000", None),
            ("123456789", "123456789", None),
            ("GB999999999", "GB999999999", None),
            ("GB", "GB", None),
            ("", "", None),
        ] {
            assert_eq!(likeness(a, b), expected, "{a} / {b}");
        }
    }

    #[test]
    fn tells_a_slip_by_the_country_that_is_known() {
        for (number, of_party, checked) in [
            ("DE136695976", None, Checked::Right),
            ("DE136695977", None, Checked::Wrong),
            ("136695977", Some("DE"), Checked::Wrong),
            ("136695977", None, Checked::Unknown),
            ("91-1144442", Some("US"), Checked::Unknown),
            ("12/345/67891", Some("DE"), Checked::Unknown),
        ] {
            assert_eq!(TaxKey::of(number, of_party).unwrap().checked(), checked, "{number}");
        }
    }

    #[test]
    fn finds_the_company_number_in_it() {
        for (tax, country, company, is) in [
            ("FR40303265045", None, "303265045", true),
            ("BE0403170701", None, "403170701", true),
            ("51824753556", Some("AU"), "824753556", true),
            ("DK22756214", None, "22756214", true),
            ("197401143C", Some("SG"), "197401143c", true),
            ("UEN 197401143C", None, "197401143c", true),
            ("GB220430231", None, "1234567", false),
        ] {
            assert_eq!(TaxKey::of(tax, country).unwrap().has_company(company), is, "{tax}");
        }
    }
}
