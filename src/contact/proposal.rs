//! The contact that is created where none was found: a body for `PUT /Contacts`.
//!
//! Limits: the Contact, Address and Phone schemas of Xero's Accounting API 16.1.0.

use serde::Serialize;

use super::address::{self, Address};
use super::key::{TaxKey, email};
use super::query::Query;
use crate::finding::{Code, Severity};
use crate::gather::Gather;
use crate::pipedrive::party::{GivenText, PartyKind};
use crate::read::letters::has;
use crate::read::{At, Findings, Node, clipped, is_unwritable};

/// Characters of a name, an e-mail address, a city.
const MAX_TEXT: usize = 255;
/// Characters of a number.
const MAX_NUMBER: usize = 50;

/// A contact as Xero takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "PascalCase")]
pub struct ProposedContact {
    /// Its name, which no active contact that was passed has.
    pub name: String,
    /// The Pipedrive id, such as `pd-org-7`: by it the contact is found again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_number: Option<String>,
    /// The account number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_number: Option<String>,
    /// The company number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_number: Option<String>,
    /// The tax number, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<String>,
    /// The first name of a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name of a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The address invoices go to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
    /// The postal address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// The phone number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// The deal's person, at an organisation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contact_persons: Vec<ContactPerson>,
}

/// A phone number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "PascalCase")]
pub struct Phone {
    /// Always `DEFAULT`.
    pub phone_type: &'static str,
    /// The number as written.
    pub phone_number: String,
}

/// A person at an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "PascalCase")]
pub struct ContactPerson {
    /// The first name; the whole name where Pipedrive has not split it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The person's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
    /// Always false: invoices go to the contact's own address.
    pub include_in_emails: bool,
}

/// The body of a contact that does not exist yet; `None`, with a finding, where it can have no valid name.
pub(super) fn propose(query: &Query<'_>, findings: &mut Findings<'_>) -> Option<ProposedContact> {
    let party = &query.party;
    let (name, given) = (query.name.clone()?, party.name.as_ref()?);
    if name.chars().count() > MAX_TEXT {
        let says = format_args!("the name `{}` is longer than {MAX_TEXT} characters", clipped(&name));
        findings.add_as(Code::ContactValueUnusable, Severity::Error, given.at, says);
        return None;
    }
    if given.value.contains(['<', '>']) {
        let shown = clipped(&given.value);
        let says = format_args!("the name `{shown}` is written without angle brackets");
        findings.add(Code::ContactValueUnusable, given.at, says);
    }
    if given.value.chars().any(is_unwritable) {
        let shown = clipped(&given.value);
        let says = format_args!("the name `{shown}` is written without its control characters");
        findings.add(Code::ContactValueUnusable, given.at, says);
    }
    let mut number = |what: &str, text: &Option<GivenText<'_>>| {
        let text = text.as_ref()?;
        usable(what, text.value.trim(), text.at, |text| is_within(text, MAX_NUMBER), findings)
    };
    let account_number = number("account number", &party.account_number);
    let company_number = number("company number", &party.company_number);
    let phone_number = number("phone number", &party.phone);
    let tax_number = party.tax_number.as_ref().and_then(|text| {
        let is_one = |text: &str| is_within(text, MAX_NUMBER) && TaxKey::of(text).is_some();
        usable("tax number", text.value.trim(), text.at, is_one, findings)
    });
    let email_address = party
        .email
        .as_ref()
        .and_then(|text| usable("e-mail address", text.value.trim(), text.at, is_email, findings));
    let is_person = party.kind == Some(PartyKind::Person);
    let (first_name, last_name) = party.node.filter(|_| is_person).map(names).unwrap_or_default();
    Some(ProposedContact {
        name,
        contact_number: query.keys.contact_number.clone(),
        account_number,
        company_number,
        tax_number,
        first_name,
        last_name,
        email_address,
        addresses: address::of(party, findings).into_iter().gather(),
        phones: phone_number
            .map(|phone_number| Phone { phone_type: "DEFAULT", phone_number })
            .into_iter()
            .gather(),
        contact_persons: query
            .person
            .and_then(|person| contact_person(person, findings))
            .into_iter()
            .gather(),
    })
}

/// A value that Xero takes; one that it does not is left out with a finding, never cut.
pub(super) fn usable(
    what: &str,
    text: &str,
    at: At,
    is_usable: impl Fn(&str) -> bool,
    findings: &mut Findings<'_>,
) -> Option<String> {
    if is_usable(text) {
        return Some(text.to_owned());
    }
    let shown = clipped(text);
    findings.add(Code::ContactValueUnusable, at, format_args!("the {what} `{shown}` is left out"));
    None
}

/// Line breaks and tabs have no place in a contact's fields either.
pub(super) fn is_no_text(c: char) -> bool {
    c.is_control() || is_unwritable(c)
}

/// Whether a text is on one line and no longer than Xero takes.
pub(super) fn is_within(text: &str, longest: usize) -> bool {
    text.chars().count() <= longest && !text.chars().any(is_no_text)
}

/// Whether Xero takes an e-mail address: one `@`, a domain with a dot, no letters beyond ASCII.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let local_is_right = (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !has(local, "..")
        && local.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte));
    text.len() <= MAX_TEXT && local_is_right && has(domain, ".") && domain.split('.').all(is_label)
}

/// First and last name, as Pipedrive has them; they are never made by cutting a whole name.
fn names(person: Node<'_>) -> (Option<String>, Option<String>) {
    let name = |key: &str| {
        let text = person.get(key).and_then(Node::text)?.split_whitespace().joined(" ");
        (!text.is_empty() && is_within(&text, MAX_TEXT) && !text.contains(['<', '>'])).then_some(text)
    };
    (name("first_name"), name("last_name"))
}

fn contact_person(person: Node<'_>, findings: &mut Findings<'_>) -> Option<ContactPerson> {
    let (mut first_name, last_name) = names(person);
    if first_name.is_none() && last_name.is_none() {
        let whole = person.get("name").and_then(Node::text)?.trim();
        if !whole.is_empty() && is_within(whole, MAX_TEXT) && !whole.contains(['<', '>']) {
            first_name = Some(whole.to_owned());
        }
    }
    let emails = person.get("emails").or_else(|| person.get("email")).unwrap_or(person);
    let mut addresses = emails.items().filter_map(|entry| entry.get("value")).chain([emails]);
    let address = addresses.find(|node| node.text().is_some_and(|text| email(text).is_some()));
    let email_address =
        address.and_then(|node| usable("e-mail address", node.raw().trim(), node.at(), is_email, findings));
    let is_somebody = first_name.is_some() || last_name.is_some() || email_address.is_some();
    is_somebody.then_some(ContactPerson { first_name, last_name, email_address, include_in_emails: false })
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn knows_addresses_that_xero_takes() {
        for right in ["jo@acme.example", "Jo.O'Neill+x@mail.acme-uk.co"] {
            assert!(is_email(right), "{right}");
        }
        for wrong in [
            "",
            "jo",
            "jo@acme",
            "jö@acme.example",
            "jo@a b.c",
            "a@b@c.de",
            ".jo@acme.de",
            "jo@-a.de",
            "Jo <jo@a.de>",
        ] {
            assert!(!is_email(wrong), "{wrong}");
        }
    }
}
