//! The contact that is created where none was found: a body for `PUT /Contacts`.
//!
//! Limits: the Contact, Address and Phone schemas of Xero's Accounting API 16.1.0.

use serde::Serialize;

use super::Contacts;
use super::address::{self, Address};
use super::fold::fold;
use super::query::{Query, name_for_xero};
use super::tax_key::TaxKey;
use super::words::words;
use crate::config::suffix::NameSuffix;
use crate::finding::{Code, Severity};
use crate::gather::Gather;
use crate::pipedrive::party::{GivenText, PartyKind};
use crate::read::letters::{has, split};
use crate::read::{At, Findings, Given, Node, clipped, is_unwritable};

/// Characters of a name, an e-mail address, a city.
pub(super) const MAX_TEXT: usize = 255;
/// Characters of a number.
pub(super) const MAX_NUMBER: usize = 50;
/// People of a contact.
pub(super) const MAX_PEOPLE: usize = 5;

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
    /// The postal address, and the same as the address of the street where it has one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// The phone numbers, each of another kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// The people of an organisation, at most five: the deal's person, or those that were passed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contact_persons: Vec<ContactPerson>,
}

/// A phone number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "PascalCase")]
pub struct Phone {
    /// `DEFAULT`, or `MOBILE` for one with that label.
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

/// The body of a contact that does not exist yet; `None`, with a finding, where it can have no valid name that none
/// of the active contacts has.
pub(super) fn propose(
    query: &Query<'_>,
    contacts: &dyn Contacts,
    suffix: Option<&NameSuffix>,
    findings: &mut Findings<'_>,
) -> Option<ProposedContact> {
    let party = query.party;
    let (name, given) = (query.name.clone()?, party.name.as_ref()?);
    let addresses = address::of(party, findings);
    let name = free_name(name, query, contacts, suffix, addresses.first(), findings)?;
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
        let number = text.value.trim();
        usable(what, number, text.at, is_within(number, MAX_NUMBER), findings)
    };
    let account_number = number("account number", &party.account_number);
    let company_number = number("company number", &party.company_number);
    let phones = phones(query, &mut |given| number("phone number", &Some(given)));
    let tax_number = party.tax_number.as_ref().and_then(|text| {
        let number = text.value.trim();
        let is_one = is_within(number, MAX_NUMBER) && TaxKey::of(number, None).is_some();
        usable("tax number", number, text.at, is_one, findings)
    });
    let email = party.email.as_ref();
    let email_address = email.and_then(|text| usable_email(text.value.trim(), text.at, findings));
    let is_person = party.kind == Some(PartyKind::Person);
    let (first_name, last_name) = party.node.filter(|_| is_person).map(names).unwrap_or_default();
    Some(ProposedContact {
        name,
        contact_number: query.profile.number.as_ref().map(|number| number.value.clone()),
        account_number,
        company_number,
        tax_number,
        first_name,
        last_name,
        email_address,
        addresses,
        phones,
        contact_persons: contact_persons(query, findings),
    })
}

/// The name, or with the suffix of the config where an active contact has it: Xero keeps names apart without regard
/// to case and accents.
fn free_name(
    name: String,
    query: &Query<'_>,
    contacts: &dyn Contacts,
    suffix: Option<&NameSuffix>,
    address: Option<&Address>,
    findings: &mut Findings<'_>,
) -> Option<String> {
    let taken = |name: &str| contacts.named(&fold(name));
    let Some(at) = taken(&name) else { return Some(name) };
    let mut refuse = |why: core::fmt::Arguments<'_>| {
        let shown = clipped(&name);
        let says = format_args!("a contact is called `{shown}` already, {why}");
        findings.add(Code::ContactNotCreated, at, says);
        None
    };
    let Some(NameSuffix(suffix)) = suffix else {
        return refuse(format_args!("and contact.suffix is not set"));
    };
    let part = |part: fn(&Address) -> Option<&String>| address.and_then(part).cloned();
    let values = [
        ("{city}", part(|address| address.city.as_ref())),
        ("{region}", part(|address| address.region.as_ref())),
        ("{country}", part(|address| address.country.as_ref())),
        ("{id}", query.profile.id.clone()),
    ];
    let mut ending = suffix.clone();
    for (place, value) in values.iter().filter(|(place, _)| has(suffix, place)) {
        let Some(value) = value else {
            return refuse(format_args!("and the party has no {place} to tell it apart"));
        };
        ending = split(&ending, place).iter().joined(value);
    }
    let last = if has(&ending, "{n}") { contacts.contacts() + 2 } else { 2 };
    for n in 2..=last {
        let ending = split(&ending, "{n}").iter().joined(&n.to_string());
        let own = name_for_xero(&[&name, ending.as_str()].concat());
        if taken(&own).is_none() {
            return Some(own);
        }
    }
    refuse(format_args!("and so is one with the suffix"))
}

/// One number of each kind: the party's as `DEFAULT`, the first that is labelled so as `MOBILE`.
fn phones(query: &Query<'_>, usable: &mut dyn FnMut(GivenText<'_>) -> Option<String>) -> Vec<Phone> {
    let labelled = |node: Node<'_>| {
        let is_mobile = |entry: &Node<'_>| {
            entry.get("label").is_some_and(|label| matches!(&*fold(label.raw()), "mobile" | "cell" | "handy"))
        };
        let phones = node.get("phones").or_else(|| node.get("phone"));
        let entry = phones.into_iter().flat_map(Node::items).find(is_mobile)?;
        let value = entry.get("value")?;
        value
            .text()
            .filter(|text| !text.trim().is_empty())
            .map(|text| Given { value: text.trim().to_owned(), at: value.at() })
    };
    let party = query.party;
    let mobile = [party.node, query.person].into_iter().flatten().find_map(labelled);
    let main = party.phone.as_ref().map(|phone| Given { value: phone.value.trim().to_owned(), at: phone.at });
    let main = main.filter(|main| mobile.as_ref().is_none_or(|mobile| mobile.value != main.value));
    let kinds = [("DEFAULT", main), ("MOBILE", mobile)];
    let mut phones: Vec<Phone> = Vec::new();
    for (phone_type, given) in kinds {
        let number = given.and_then(|given| usable(Given { value: given.value.into(), at: given.at }));
        number.map(|phone_number| Phone { phone_type, phone_number }).into_iter().gather_into(&mut phones);
    }
    phones
}

/// The deal's person, and the `people` that were passed with the party; Xero takes five.
fn contact_persons(query: &Query<'_>, findings: &mut Findings<'_>) -> Vec<ContactPerson> {
    let passed = query.party.node.filter(|_| query.party.kind != Some(PartyKind::Person));
    let passed = passed.into_iter().flat_map(|party| party.items_of("people"));
    let mut people: Vec<ContactPerson> = Vec::new();
    let mut more = (0, At::NOWHERE);
    for node in query.person.into_iter().chain(passed) {
        if people.len() == MAX_PEOPLE {
            more = (more.0 + 1, if more.0 == 0 { node.at() } else { more.1 });
        } else if let Some(person) = contact_person(node, findings).filter(|person| !people.contains(person))
        {
            people.push(person);
        }
    }
    if more.0 > 0 {
        let says = format_args!("people beyond the {MAX_PEOPLE} that Xero takes are left out: {}", more.0);
        findings.add(Code::ContactValueUnusable, more.1, says);
    }
    people
}

/// A value that Xero takes; one that it does not is left out with a finding, never cut.
pub(super) fn usable(
    what: &str,
    text: &str,
    at: At,
    is_usable: bool,
    findings: &mut Findings<'_>,
) -> Option<String> {
    if is_usable {
        return Some(text.to_owned());
    }
    let shown = clipped(text);
    findings.add(Code::ContactValueUnusable, at, format_args!("the {what} `{shown}` is left out"));
    None
}

fn usable_email(text: &str, at: At, findings: &mut Findings<'_>) -> Option<String> {
    usable("e-mail address", text, at, is_email(text), findings)
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
pub(super) fn is_email(text: &str) -> bool {
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
        let text = words(person.get(key).and_then(Node::text)?, |c| !c.is_whitespace()).iter().joined(" ");
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
    let address = addresses.find(|node| node.text().is_some_and(|text| text.contains('@')));
    let email_address = address.and_then(|node| usable_email(node.raw().trim(), node.at(), findings));
    let is_somebody = first_name.is_some() || last_name.is_some() || email_address.is_some();
    is_somebody.then_some(ContactPerson { first_name, last_name, email_address, include_in_emails: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::List;
    use crate::contact::known::read_contacts;
    use crate::contact::query::with_query;
    use crate::read::{Source, Sources, parse};

    #[test]
    fn a_name_that_is_taken_gets_the_suffix() {
        let at_leeds = r#"{ "organization": { "id": 7, "name": "Acme", "address": { "locality": "Leeds" } }"#;
        let nowhere = r#"{ "party": { "name": "Acme" }"#;
        let active = r#"{ "Name": "ACMÉ " }"#;
        let archived = r#"{ "Name": "Acme", "ContactStatus": "ARCHIVED" }"#;
        let again = r#"{ "Name": "ACME" }, { "Name": "acme (Leeds)" }, { "Name": "Acme (2)" }"#;
        for (party, contacts, suffix, expected) in [
            (at_leeds, "", "", Ok("Acme")),
            (at_leeds, archived, "", Ok("Acme")),
            (at_leeds, active, " ({city})", Ok("Acme (Leeds)")),
            (at_leeds, active, " / {id}", Ok("Acme / 7")),
            (at_leeds, again, " ({n})", Ok("Acme (3)")),
            (
                at_leeds,
                again,
                " ({city})",
                Err("a contact is called `Acme` already, and so is one with the suffix"),
            ),
            (at_leeds, again, " ({city} {n})", Ok("Acme (Leeds 2)")),
            (at_leeds, active, "", Err("a contact is called `Acme` already, and contact.suffix is not set")),
            (
                nowhere,
                active,
                " ({city})",
                Err("a contact is called `Acme` already, and the party has no {city} to tell it apart"),
            ),
        ] {
            let document = parse(format!(r#"{party}, "contacts": [{contacts}] }}"#), Source::Input).unwrap();
            let mut findings = Findings::new(Sources::of(document.root()));
            let contacts = List::new(read_contacts(document.root(), &mut findings).unwrap());
            let suffix = Some(NameSuffix(suffix.to_owned())).filter(|_| !suffix.is_empty());
            let proposed = with_query(document.root(), &mut findings, |query, findings| {
                propose(query, &contacts, suffix.as_ref(), findings).map(|contact| contact.name)
            });
            let said = findings.finish().first().map(|finding| finding.message.clone());
            let answer = proposed.flatten().ok_or(said.unwrap_or_default());
            assert_eq!(answer.as_deref().map_err(String::as_str), expected, "{party} {suffix:?}");
        }
    }

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
