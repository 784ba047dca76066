//! What a party and its contact say, field by field, and whether it is the same but for how it is written.

use super::address::part_of;
use super::address_key::{AddressKey, AddressText};
use super::align::FIELDS;
use super::company_key::{CompanyKey, CompanyLikeness};
use super::person_key::PersonKey;
use super::phone::{PhoneKey, PhoneLikeness};
use super::query::Query;
use super::tax_key::{TaxKey, TaxLikeness};
use crate::gather::Gather;
use crate::pipedrive::party::GivenText;
use crate::read::letters::lowered;
use crate::read::tax_number::{Checked, normalized};
use crate::read::{Kind, Node};

/// A field on both sides.
#[derive(Debug)]
pub(super) struct Side {
    /// Which field.
    pub field: &'static str,
    /// What Pipedrive says; empty for nothing.
    pub crm: String,
    /// What Xero says; empty for nothing.
    pub ledger: String,
    /// Whether they say the same.
    pub is_same: bool,
    /// Whether Pipedrive's, and Xero's, is a number whose check digits are wrong.
    pub slips: (bool, bool),
}

/// The fields that at least one side has.
pub(super) fn sides(query: &Query<'_>, contact: Node<'_>) -> Vec<Side> {
    let party = &query.party;
    let given = |text: &Option<GivenText<'_>>| {
        text.as_ref().map_or(String::new(), |text| text.value.trim().to_owned())
    };
    let theirs = |name: &str| contact.get(name).map_or(String::new(), |node| node.raw().trim().to_owned());
    let country = party.country.map(|country| country.value);
    let mut all: Vec<Side> = Vec::new();
    for field in FIELDS {
        let (crm, ledger) = match field {
            "name" => (query.name.clone().unwrap_or_default(), theirs("Name")),
            "email" => (given(&party.email), theirs("EmailAddress")),
            "phone" => (given(&party.phone), phone_of(contact)),
            "website" => (given(&party.website), theirs("Website")),
            "taxNumber" => (given(&party.tax_number), theirs("TaxNumber")),
            "companyNumber" => (given(&party.company_number), theirs("CompanyNumber")),
            "accountNumber" => (given(&party.account_number), theirs("AccountNumber")),
            "address" => (line_of(&crm_address(query)), line_of(&xero_address(contact))),
            _ => (names_of(&crm_people(query)), names_of(&people_of(contact))),
        };
        if crm.is_empty() && ledger.is_empty() {
            continue;
        }
        let (mine, xeros) = (crm.as_str(), ledger.as_str());
        let both = !crm.is_empty() && !ledger.is_empty();
        let is_same = both
            && (plain(mine) == plain(xeros)
                || match field {
                    "phone" => is_phone(mine, contact, country),
                    "website" => site(mine) == site(xeros),
                    "taxNumber" => {
                        let keys = TaxKey::of(mine, country).zip(TaxKey::of(xeros, country));
                        let like = keys.and_then(|(one, two)| one.likeness(&two));
                        like >= Some(TaxLikeness::WithoutCountry) || normalized(mine) == normalized(xeros)
                    }
                    "companyNumber" => {
                        let keys = CompanyKey::of(mine, country).zip(CompanyKey::of(xeros, country));
                        let like = keys.and_then(|(one, two)| one.likeness(&two));
                        like == Some(CompanyLikeness::Same) || normalized(mine) == normalized(xeros)
                    }
                    "address" => is_address(query, contact),
                    "people" => crm_people(query).iter().all(|one| has_person(contact, one)),
                    _ => false,
                });
        let is_slip = |text: &str| {
            let key = if field == "taxNumber" { TaxKey::of(text, country) } else { None };
            key.is_some_and(|key| key.checked() == Checked::Wrong)
        };
        let slips = (is_slip(mine), is_slip(xeros));
        all.push(Side { field, is_same, slips, crm, ledger });
    }
    all
}

/// Lower case, single blanks.
fn plain(text: &str) -> String {
    lowered(text).split_whitespace().joined(" ")
}

/// A website without what every website has.
fn site(text: &str) -> String {
    let text = lowered(text.trim());
    let text = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    text.strip_prefix("www.").unwrap_or(text).trim_end_matches('/').to_owned()
}

/// The text of a member.
pub(super) fn member<'a>(node: Node<'a>, name: &str) -> &'a str {
    node.get(name).map_or("", |value| value.raw().trim())
}

/// The number of a phone of Xero's in one: with a country's code, as it is dialled from abroad.
fn whole(phone: Node<'_>) -> String {
    let [code, area, number] =
        ["PhoneCountryCode", "PhoneAreaCode", "PhoneNumber"].map(|name| member(phone, name));
    let code = code.trim_start_matches(['+', '0']);
    let is_abroad = !code.is_empty() && !number.starts_with('+');
    // Italian numbers keep their zero.
    let area = if is_abroad && code != "39" { area.trim_start_matches('0') } else { area };
    let code = if is_abroad { ["+", code].concat() } else { String::new() };
    [code.as_str(), area, number].iter().filter(|part| !part.is_empty()).joined(" ")
}

/// The main number of a contact: the `DEFAULT` one, else the first that is no fax.
fn phone_of(contact: Node<'_>) -> String {
    let numbers = || contact.items_of("Phones").filter(|phone| !member(*phone, "PhoneNumber").is_empty());
    let main = numbers().find(|phone| member(*phone, "PhoneType") == "DEFAULT");
    let other = || numbers().find(|phone| member(*phone, "PhoneType") != "FAX");
    main.or_else(other).map_or(String::new(), whole)
}

/// Whether a number is one of the contact's, other than the fax.
fn is_phone(number: &str, contact: Node<'_>, country: Option<&str>) -> bool {
    let mine = PhoneKey::all(number, country);
    let mut phones = contact.items_of("Phones").filter(|phone| member(*phone, "PhoneType") != "FAX");
    phones.any(|phone| {
        let [code, area, number_of] =
            ["PhoneCountryCode", "PhoneAreaCode", "PhoneNumber"].map(|name| member(phone, name));
        let theirs = PhoneKey::of_parts(code, area, number_of, country);
        let is_like =
            |one: &PhoneKey| theirs.iter().any(|two| one.likeness(two) == Some(PhoneLikeness::Same));
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let is_plain = !digits(number).is_empty() && digits(number) == digits(&whole(phone));
        is_plain || !mine.is_empty() && mine.iter().all(is_like)
    })
}

/// An address by its parts: lines, town, region, postal code, country.
pub(super) type Parts = [String; 5];

/// The party's address.
pub(super) fn crm_address(query: &Query<'_>) -> Parts {
    let party = &query.party;
    let part = |name: &str| {
        party.node.and_then(|node| part_of(node, name)).map_or(String::new(), |given| given.value.to_owned())
    };
    let street = [part("street_number"), part("route")].iter().filter(|text| !text.is_empty()).joined(" ");
    let line = party.address.as_ref().map(|text| text.value.trim().to_owned());
    let line =
        line.filter(|line| !line.is_empty()).or_else(|| Some(part("value")).filter(|line| !line.is_empty()));
    [
        line.unwrap_or(street),
        part("locality"),
        part("admin_area_level_1"),
        part("postal_code"),
        part("country"),
    ]
}

/// The contact's address for invoices, else that of its street.
fn xero_address(contact: Node<'_>) -> Parts {
    let parts = |kind: &str| {
        let address =
            contact.items_of("Addresses").find(|address| member(*address, "AddressType") == kind)?;
        let lines = ["AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4"];
        let lines =
            lines.iter().map(|name| member(address, name)).filter(|line| !line.is_empty()).joined(", ");
        let part = |name: &str| member(address, name).to_owned();
        let parts = [lines, part("City"), part("Region"), part("PostalCode"), part("Country")];
        parts.iter().any(|part| !part.is_empty()).then_some(parts)
    };
    parts("POBOX").or_else(|| parts("STREET")).unwrap_or_default()
}

/// The contact's address by its parts, as Pipedrive names them.
pub(super) fn address_for_crm(contact: Node<'_>) -> (String, Parts) {
    let parts = xero_address(contact);
    (line_of(&parts), parts)
}

fn line_of(parts: &Parts) -> String {
    let [lines, rest @ ..] = parts;
    let known = lowered(lines);
    let rest =
        rest.iter().filter(|part| !part.is_empty() && !crate::read::letters::has(&known, &lowered(part)));
    [lines].into_iter().filter(|lines| !lines.is_empty()).chain(rest).joined(", ")
}

fn key_of(parts: &Parts) -> Option<AddressKey> {
    let [lines, city, region, postal_code, country] = parts;
    AddressKey::of(&AddressText { lines, city, region, postal_code, country })
}

fn is_address(query: &Query<'_>, contact: Node<'_>) -> bool {
    let keys = key_of(&crm_address(query)).zip(key_of(&xero_address(contact)));
    keys.is_some_and(|(one, two)| one.is_same_but_for_dress(&two))
}

/// A person: name, e-mail address.
pub(super) type Person = (String, String);

/// The people of the party, where it is no person itself.
pub(super) fn crm_people(query: &Query<'_>) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    let passed = query.party.node.into_iter().flat_map(|party| party.items_of("people"));
    for node in query.person.into_iter().chain(passed) {
        let emails = node.get("emails").or_else(|| node.get("email"));
        let first = emails.and_then(|emails| match emails.kind() {
            Kind::Array => {
                emails.items().find_map(|entry| entry.get("value")).filter(|value| !value.raw().is_empty())
            }
            _ => Some(emails),
        });
        let person = (
            member(node, "name").to_owned(),
            first.map_or(String::new(), |email| email.raw().trim().to_owned()),
        );
        if person != (String::new(), String::new()) {
            people.push(person);
        }
    }
    people
}

/// The people of the contact.
pub(super) fn people_of(contact: Node<'_>) -> Vec<Person> {
    let person = |node: Node<'_>| {
        let name = ["FirstName", "LastName"].map(|name| member(node, name));
        (name.iter().filter(|part| !part.is_empty()).joined(" "), member(node, "EmailAddress").to_owned())
    };
    contact.items_of("ContactPersons").map(person).gather()
}

/// Whether the contact has a person, among its people or as its own first and last name.
pub(super) fn has_person(contact: Node<'_>, person: &Person) -> bool {
    let own = ["FirstName", "LastName"].map(|name| member(contact, name)).iter().joined(" ");
    let own = (own.trim().to_owned(), member(contact, "EmailAddress").to_owned());
    let key = PersonKey::of(&person.0, &person.1);
    people_of(contact).iter().chain([&own]).any(|known| {
        let is_name = !person.0.is_empty() && plain(&known.0) == plain(&person.0);
        let is_email = !person.1.is_empty() && plain(&known.1) == plain(&person.1);
        let other = PersonKey::of(&known.0, &known.1);
        is_name || is_email || key.as_ref().zip(other).is_some_and(|(one, two)| one.likeness(&two).is_some())
    })
}

fn names_of(people: &[Person]) -> String {
    people.iter().map(|(name, email)| if name.is_empty() { email } else { name }).joined(", ")
}
