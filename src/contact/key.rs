//! Numbers and addresses as they are compared: nothing is ever found by an empty or a placeholder value.

use crate::pipedrive::party::PartyKind;
use crate::read::country;
use crate::read::letters::lowered;
use crate::read::tax_number::normalized;

/// Digits and letters that a number needs at least to say anything.
const LEAST: usize = 4;

/// A tax number to compare by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TaxKey {
    /// The country that the number begins with, in one spelling.
    country: Option<&'static str>,
    /// The number without country, label and suffix.
    core: String,
}

/// How alike two tax numbers are; the more, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TaxLikeness {
    /// The numbers are the same, and at least one does not say its country.
    WithoutCountry,
    /// Countries and numbers are the same.
    Same,
}

impl TaxKey {
    /// Reads a tax number; `None` for a placeholder such as `n/a` or `0`.
    pub(super) fn of(number: &str) -> Option<Self> {
        let whole = normalized(number);
        let mut core = whole.as_str();
        for label in
            ["VATNO", "VATID", "VAT", "GSTIN", "GSTNO", "GST", "ABN", "NZBN", "EIN", "TVA", "UID", "USTIDNR"]
        {
            core = core.strip_prefix(label).filter(|rest| is_telling(rest)).unwrap_or(core);
        }
        let (country, rest) = split_country(core);
        core = rest;
        for suffix in ["MWST", "TVA", "IVA", "MVA"] {
            core = core.strip_suffix(suffix).filter(|rest| is_telling(rest)).unwrap_or(core);
        }
        is_telling(core).then(|| Self { country, core: core.to_owned() })
    }

    /// How alike two tax numbers are; `None` when they differ.
    pub(super) fn likeness(&self, other: &Self) -> Option<TaxLikeness> {
        if self.core != other.core {
            return None;
        }
        match (self.country, other.country) {
            (Some(a), Some(b)) => (a == b).then_some(TaxLikeness::Same),
            _ => Some(TaxLikeness::WithoutCountry),
        }
    }
}

/// The country in front of a VAT number. Greece writes `EL`, Northern Ireland `XI`, Switzerland `CHE`, and people `UK`.
fn split_country(number: &str) -> (Option<&'static str>, &str) {
    let Some((prefix, rest)) = number.split_at_checked(2) else { return (None, number) };
    let country = match prefix {
        "EL" => Some("GR"),
        "XI" | "UK" => Some("GB"),
        _ => country::code_of(prefix).filter(|code| *code == prefix),
    };
    let rest = if prefix == "CH" { rest.strip_prefix('E').unwrap_or(rest) } else { rest };
    match country {
        Some(country) if is_telling(rest) => (Some(country), rest),
        _ => (None, number),
    }
}

/// Whether a number is long enough, and none of nothing but zeros and letters.
fn is_telling(number: &str) -> bool {
    number.len() >= LEAST && number.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

/// A company's registration number to compare by; `None` for a placeholder.
///
/// Leading zeros do not matter: spreadsheets lose them.
pub(super) fn company_number(number: &str) -> Option<String> {
    let whole = normalized(number);
    is_telling(&whole).then(|| whole.trim_start_matches('0').to_owned())
}

/// An e-mail address to compare by; `None` when it is none.
pub(super) fn email(address: &str) -> Option<String> {
    let address = lowered(address.trim());
    let (local, domain) = address.rsplit_once('@')?;
    let is_one = !local.is_empty() && !domain.is_empty() && !address.contains(char::is_whitespace);
    is_one.then_some(address)
}

/// The ContactNumber of a party: says both whose number it is and that it is Pipedrive's.
pub(super) fn contact_number(kind: PartyKind, id: u64) -> String {
    match kind {
        PartyKind::Organization => format!("pd-org-{id}"),
        PartyKind::Person => format!("pd-person-{id}"),
    }
}

/// Whether a ContactNumber is one that [`contact_number`] makes.
pub(super) fn is_of_pipedrive(number: &str) -> bool {
    ["pd-org-", "pd-person-"].iter().any(|prefix| {
        let (start, id) = number.split_at_checked(prefix.len()).unwrap_or(("", ""));
        start.eq_ignore_ascii_case(prefix) && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use TaxLikeness::{Same, WithoutCountry};

    fn likeness(a: &str, b: &str) -> Option<TaxLikeness> {
        let (a, b) = (TaxKey::of(a)?, TaxKey::of(b)?);
        assert_eq!(a.likeness(&b), b.likeness(&a));
        a.likeness(&b)
    }

    #[test]
    fn compares_tax_numbers_without_their_dress() {
        for (a, b, expected) in [
            ("GB 220 4302 31", "gb220430231", Some(Same)),
            ("GB 220 4302 31", "220430231", Some(WithoutCountry)),
            ("GB 220 4302 31", "DE220430231", None),
            ("XI220430231", "GB220430231", Some(Same)),
            ("EL123456783", "GR 123456783", Some(Same)),
            ("CHE-107.787.577 MWST", "CHE107787577", Some(Same)),
            ("CHE-107.787.577 MWST", "107787577", Some(WithoutCountry)),
            ("NO 923 609 016 MVA", "923609016", Some(WithoutCountry)),
            ("ABN 51 824 753 556", "51824753556", Some(WithoutCountry)),
            ("VAT no. GB220430231", "GB 220430231", Some(Same)),
            ("51 824 753 556", "51 824 753 557", None),
            ("n/a", "N/A", None),
            ("00000000", "00000000", None),
            ("GB", "GB", None),
            ("", "", None),
        ] {
            assert_eq!(likeness(a, b), expected, "{a} / {b}");
        }
    }

    #[test]
    fn compares_other_keys() {
        assert_eq!(company_number("01234567"), company_number("1234567"));
        assert_eq!(company_number("none"), None);
        assert_eq!(email(" Jo@Acme.Example "), Some("jo@acme.example".to_owned()));
        for no_address in ["", "@", "jo", "jo@", "@acme.example", "a b@c.example"] {
            assert_eq!(email(no_address), None, "{no_address}");
        }
        assert_eq!(contact_number(PartyKind::Person, 9), "pd-person-9");
        assert!(is_of_pipedrive("PD-org-7") && is_of_pipedrive("pd-person-9"));
        assert!(!is_of_pipedrive("pd-org-") && !is_of_pipedrive("pd-org-x") && !is_of_pipedrive("7"));
    }
}
