//! Numbers and addresses as they are compared: nothing is ever found by an empty or a placeholder value.

use crate::pipedrive::party::PartyKind;
use crate::read::letters::lowered;
use crate::read::tax_number::normalized;

/// Digits and letters that a number needs at least to say anything.
const LEAST: usize = 4;

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
