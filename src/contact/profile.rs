//! The form in which parties and contacts are compared: what each can be recognised by.

use super::address::part_of;
use super::address_key::{AddressKey, AddressText};
use super::company_key::CompanyKey;
use super::domain::{Domain, DomainLikeness, EmailKey};
use super::key::{company_number, contact_number};
use super::known::{Known, PostalText};
use super::name::NameKey;
use super::person_key::PersonKey;
use super::phone::PhoneKey;
use super::tax_key::TaxKey;
use crate::gather::Gather;
use crate::pipedrive::party::{GivenText, Party, PartyKind};
use crate::read::{At, Given, Kind, Node, country};

/// What a party or a contact can be recognised by.
#[derive(Debug, Default)]
pub(super) struct Profile<'a> {
    /// Where it stands.
    pub at: At,
    /// Its names, its own first; then the one it trades under.
    pub names: Vec<(NameKey, &'a str)>,
    /// The ContactNumber: of a party, the one that its contact has where we made it.
    pub number: Option<Given<String>>,
    /// Of a party, its bare id, which says less: other systems count too.
    pub id: Option<String>,
    /// The tax number.
    pub tax: Option<(TaxKey, Given<&'a str>)>,
    /// The company number.
    pub company: Option<(CompanyKey, Given<&'a str>)>,
    /// The account number.
    pub account: Option<(String, Given<&'a str>)>,
    /// The e-mail addresses, its own first.
    pub emails: Vec<(EmailKey, At)>,
    /// The domains of its website and its e-mail addresses, except those that everybody shares.
    pub domains: Vec<Domain>,
    /// The phone numbers.
    pub phones: Vec<(PhoneKey, String)>,
    /// The addresses.
    pub addresses: Vec<(AddressKey, String)>,
    /// The people there, or the person it is.
    pub people: Vec<(PersonKey, String)>,
    /// The countries: ISO code and as written.
    pub countries: Vec<(&'static str, Given<&'a str>)>,
    /// Whether it is a person, whose name alone says less.
    pub is_person: bool,
}

/// Phone numbers, addresses or people that are compared.
const MOST: usize = 12;

impl<'a> Profile<'a> {
    /// Of a contact.
    pub(super) fn of_contact(contact: &Known<'a>) -> Self {
        let mut profile = Self { at: contact.at, ..Self::default() };
        for address in &contact.addresses {
            profile.add_country(address.country);
        }
        let country = profile.country();
        profile.add_name(contact.name.map(|name| name.value));
        profile.number = contact.number.map(|number| Given { value: number.value.to_owned(), at: number.at });
        profile.set_numbers(contact.tax, contact.company, contact.account);
        for address in &contact.emails {
            profile.add_email(address.value, address.at);
        }
        profile.add_website(contact.website.map(|site| site.value));
        for phone in &contact.phones {
            let [code, area, number] = phone;
            profile.add_phones(PhoneKey::of_parts(code, area, number, country), phone);
        }
        for address in &contact.addresses {
            profile.add_postal(address);
        }
        for [first, last] in &contact.people {
            profile.add_person(&[first, " ", last].concat(), "");
        }
        profile
    }

    /// Of a party, and of the deal's person where that is somebody there.
    pub(super) fn of_party(party: &'a Party<'_>, person: Option<Node<'a>>) -> Self {
        let mut profile = Self { is_person: party.kind == Some(PartyKind::Person), ..Self::default() };
        let of_country = |code: Given<&'static str>| (code.value, Given { value: code.value, at: code.at });
        party.country.map(of_country).into_iter().gather_into(&mut profile.countries);
        let country = profile.country();
        profile.add_name(text(&party.name).map(|name| name.value));
        profile.add_name(text(&party.trading_name).map(|name| name.value));
        let id = party.id;
        profile.number =
            party.kind.zip(id).map(|(kind, id)| Given { value: contact_number(kind, id.value), at: id.at });
        profile.id = id.map(|id| id.value.to_string());
        let numbers = (text(&party.tax_number), text(&party.company_number), text(&party.account_number));
        profile.set_numbers(numbers.0, numbers.1, numbers.2);
        if let Some(address) = text(&party.email) {
            profile.add_email(address.value, address.at);
        }
        profile.add_website(text(&party.website).map(|site| site.value));
        if let Some(phone) = text(&party.phone) {
            profile.add_phones(PhoneKey::all(phone.value, country), &[phone.value]);
        }
        profile.add_party_address(party, country);
        if profile.is_person {
            let name = text(&party.name).map_or("", |name| name.value);
            let email = text(&party.email).map_or("", |address| address.value);
            profile.add_person(name, email);
        }
        let people = party.node.map(|node| node.items_of("people")).unwrap_or_default();
        for one in people.take(MOST).chain(person.into_iter().flat_map(Node::alone)) {
            let addresses = values(one, ["email", "emails"]);
            let name = one.get("name").and_then(Node::text).unwrap_or("");
            profile.add_person(name, addresses.first().map_or("", |address| address.raw()));
            for address in addresses {
                profile.add_email(address.raw(), address.at());
            }
            for phone in values(one, ["phone", "phones"]) {
                profile.add_phones(PhoneKey::all(phone.raw(), country), &[phone.raw()]);
            }
        }
        profile
    }

    fn country(&self) -> Option<&'static str> {
        self.countries.first().map(|(code, _)| *code)
    }

    fn add_name(&mut self, name: Option<&'a str>) {
        name.and_then(|name| Some((NameKey::of(name)?, name))).into_iter().gather_into(&mut self.names);
    }

    fn set_numbers(
        &mut self,
        tax: Option<Given<&'a str>>,
        company: Option<Given<&'a str>>,
        account: Option<Given<&'a str>>,
    ) {
        let country = self.country();
        self.tax = tax.and_then(|given| Some((TaxKey::of(given.value, country)?, given)));
        self.company = company.and_then(|given| Some((CompanyKey::of(given.value, country)?, given)));
        self.account = account.and_then(|given| Some((company_number(given.value)?, given)));
    }

    fn add_email(&mut self, address: &str, at: At) {
        let Some(key) = EmailKey::of(address) else { return };
        self.add_domain(key.domain().cloned());
        if !self.emails.iter().any(|(known, _)| *known == key) {
            self.emails.push((key, at));
        }
    }

    fn add_website(&mut self, site: Option<&str>) {
        self.add_domain(site.and_then(Domain::of_website));
    }

    fn add_domain(&mut self, domain: Option<Domain>) {
        let is_new = |domain: &Domain| {
            !self.domains.iter().any(|known| known.likeness(domain) == Some(DomainLikeness::Same))
        };
        let domain = domain.filter(is_new);
        domain.into_iter().gather_into(&mut self.domains);
    }

    fn add_phones(&mut self, keys: Vec<PhoneKey>, parts: &[&str]) {
        for key in keys {
            if self.phones.len() < MOST && !self.phones.iter().any(|(known, _)| *known == key) {
                self.phones.push((key, parts.iter().filter(|part| !part.is_empty()).joined(" ")));
            }
        }
    }

    fn add_postal(&mut self, postal: &PostalText<'_>) {
        let [lines @ .., city, region, postal_code] = postal.parts;
        let lines = in_one_line(&lines);
        let country = postal.country.map_or("", |country| country.value);
        let key = AddressKey::of(&AddressText { lines: &lines, city, region, postal_code, country });
        key.map(|key| (key, in_one_line(&postal.parts))).into_iter().gather_into(&mut self.addresses);
    }

    fn add_party_address(&mut self, party: &Party<'_>, country: Option<&'static str>) {
        let part = |name: &str| party.node.and_then(|node| part_of(node, name)).map_or("", |part| part.value);
        let [number, route, unit] = [part("street_number"), part("route"), part("subpremise")];
        let whole = text(&party.address).map_or("", |line| line.value);
        let street = in_one_line(&[unit, number, route]);
        // The line has the town in it, which is told by itself only where its parts are known.
        let lines = if route.is_empty() { whole } else { street.as_str() };
        let key = AddressKey::of(&AddressText {
            lines,
            city: part("locality"),
            region: part("admin_area_level_1"),
            postal_code: part("postal_code"),
            country: country.unwrap_or(""),
        });
        let shown = if whole.is_empty() { street.as_str() } else { whole };
        key.map(|key| (key, shown.to_owned())).into_iter().gather_into(&mut self.addresses);
    }

    fn add_country(&mut self, country: Option<Given<&'a str>>) {
        let country = country.and_then(|given| Some((country::code_of(given.value)?, given)));
        country.into_iter().gather_into(&mut self.countries);
    }

    fn add_person(&mut self, name: &str, email: &str) {
        let person = PersonKey::of(name, email).map(|key| (key, name.trim().to_owned()));
        person.into_iter().gather_into(&mut self.people);
    }
}

/// The e-mail addresses or phone numbers of a person: a text, or a list of texts or of `{ value }`.
fn values<'a>(person: Node<'a>, names: [&str; 2]) -> Vec<Node<'a>> {
    let mut found = Vec::new();
    for list in names.iter().filter_map(|name| person.get(name)) {
        for entry in list.items().take(MOST) {
            found.push(entry.get("value").unwrap_or(entry));
        }
        if list.kind() != Kind::Array {
            found.push(list);
        }
    }
    found.retain(|value| value.text().is_some());
    found
}

fn text<'a>(given: &'a Option<GivenText<'_>>) -> Option<Given<&'a str>> {
    given.as_ref().map(|given| Given { value: given.value.as_ref(), at: given.at })
}

/// Parts as a person would write them in one line.
fn in_one_line(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).joined(", ")
}
