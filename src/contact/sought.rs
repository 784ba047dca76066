//! What to search Xero for, so that the contacts a party may be are among those that are found.

use super::key::{company_number, email};
use super::name::NameKey;
use super::query::with_query;
use super::words::words;
use crate::read::{Findings, Node};

/// What a party can be searched by, as it was written: each where it says something.
#[derive(Debug)]
pub struct Sought {
    /// The ContactNumber that a contact of ours has.
    pub contact_number: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The account number.
    pub account_number: Option<String>,
    /// The company's registration number.
    pub company_number: Option<String>,
    /// The domain of its website or its e-mail address, unless everybody shares it.
    pub domain: Option<String>,
    /// The longest word of the name that is no legal form.
    pub word: Option<String>,
}

/// Reads the party of an input as `matchContact` does; what is missing is a finding and `None`.
#[must_use]
pub fn sought(input: Node<'_>, findings: &mut Findings<'_>) -> Option<Sought> {
    with_query(input, findings, |query, _| {
        let (party, profile) = (query.party, &query.profile);
        Sought {
            contact_number: profile.number.as_ref().map(|number| number.value.clone()),
            email: party.email.as_ref().and_then(|address| email(&address.value)),
            account_number: party.account_number.as_ref().map(|number| number.value.trim().to_owned()),
            company_number: party
                .company_number
                .as_ref()
                .filter(|number| company_number(&number.value).is_some())
                .map(|number| number.value.trim().to_owned()),
            domain: profile.domains.first().map(|domain| domain.text().to_owned()),
            word: query.name.as_deref().and_then(telling_word),
        }
    })
}

/// The longest word that counts in a comparison, in its own spelling; the first of several. One with an
/// apostrophe only if need be: people leave those out.
fn telling_word(name: &str) -> Option<String> {
    let whole = NameKey::of(name)?;
    let (mut best, mut most) = ("", 0);
    for word in words(name, |c| c.is_alphanumeric() || matches!(c, '.' | '\'' | '’')) {
        let length = word.chars().count() * if word.chars().all(char::is_alphanumeric) { 3 } else { 1 };
        if length > most && NameKey::of(word).is_some_and(|word| whole.has(&word)) {
            (best, most) = (word, length);
        }
    }
    // A name of nothing but signs is searched for as it stands.
    Some(if best.is_empty() { name } else { best }.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_telling_word_is_no_legal_form() {
        for (name, word) in [
            ("Northwind Traders Ltd", "Northwind"),
            ("Acme International Services", "Acme"),
            ("The Old Incorporated Brewery Incorporated", "Incorporated"),
            ("Müller & Söhne GmbH", "Müller"),
            ("A B Limited", "A"),
            ("Gesellschaft mbH", "Gesellschaft"),
            ("O'Brien-Smythe plc", "Smythe"),
            ("Jo O'Neill", "O'Neill"),
            ("D. O'Neill", "O'Neill"),
            ("!!!", "!!!"),
            ("株式会社トヨタ", "株式会社トヨタ"),
        ] {
            assert_eq!(telling_word(name).as_deref(), Some(word), "{name}");
        }
        assert_eq!(telling_word(" "), None);
    }
}
