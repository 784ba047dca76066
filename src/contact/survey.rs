//! Contacts and organisations looked at as a whole: what each lacks, and which are probably the same.

use super::duplicates::{DuplicateGroup, grouped_of};
use super::known::{Known, each_contact};
use super::tax_key::TaxKey;
use crate::read::tax_number::Checked;
use crate::read::{At, Document, Findings, Kind, Node, Source};

/// What a contact has of what an invoice needs.
#[derive(Debug, Clone, Copy)]
pub struct Surveyed<'a> {
    /// Where it stands.
    pub at: At,
    /// Its ContactID.
    pub id: &'a str,
    /// Its name, or its id where it has none.
    pub name: &'a str,
    /// Whether it has an e-mail address, its own or that of a person.
    pub has_email: bool,
    /// Its tax number, and what the check digits say.
    pub tax: Option<(&'a str, Checked)>,
}

/// What a tax number's check digits say; `None` of a placeholder. The country is that of its party, where that is known.
#[must_use]
pub fn tax_number(number: &str, country: Option<&'static str>) -> Option<Checked> {
    TaxKey::of(number, country).map(|key| key.checked())
}

/// The contacts that Xero takes on an invoice, each once and in the order of their ids, and groups of those that are
/// probably one.
#[must_use]
pub fn survey<'a>(part: Node<'a>, findings: &mut Findings<'_>) -> (Vec<Surveyed<'a>>, Vec<DuplicateGroup>) {
    let mut contacts: Vec<Known<'a>> = Vec::new();
    each_contact(part, findings, &mut |contact| contacts.push(contact));
    let contacts = super::duplicates::usable(contacts);
    let each = contacts.iter().map(|contact| {
        let mut countries = contact
            .addresses
            .iter()
            .filter_map(|address| crate::read::country::code_of(address.country?.value));
        let country = countries.next();
        let tax = contact.tax.and_then(|number| Some((number.value, tax_number(number.value, country)?)));
        let has_email = !contact.emails.is_empty();
        Surveyed { at: contact.at, id: contact.id, name: contact.shown(), has_email, tax }
    });
    let seen = each.collect();
    (seen, grouped_of(contacts))
}

/// Something else than a contact that may be there twice.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// Its number where it comes from.
    pub id: u64,
    /// What it is called.
    pub name: &'a str,
    /// Its website.
    pub website: Option<&'a str>,
    /// Its tax number.
    pub tax: Option<&'a str>,
    /// Its address in one line.
    pub address: Option<&'a str>,
    /// Its country.
    pub country: Option<&'a str>,
    /// Its phone number.
    pub phone: Option<&'a str>,
}

/// Groups of those that are probably one, by the same evidence as contacts; of each group the numbers.
#[must_use]
pub fn same<'a>(all: impl Iterator<Item = Named<'a>>) -> Vec<(u32, Vec<u64>)> {
    let mut document = Document::new(Source::Input);
    document.push(Kind::Array);
    for one in all {
        document.push(Kind::Object);
        let mut text = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                document.push_text(Kind::Key, name);
                document.push_text(Kind::Text, value);
            }
        };
        text("ContactID", Some(&uuid(one.id)));
        text("Name", Some(one.name));
        text("Website", one.website);
        text("TaxNumber", one.tax);
        let nested = [
            ("Phones", [("PhoneNumber", one.phone), ("", None)]),
            ("Addresses", [("AddressLine1", one.address), ("Country", one.country)]),
        ];
        for (list, members) in
            nested.into_iter().filter(|(_, members)| members.iter().any(|(_, text)| text.is_some()))
        {
            document.push_text(Kind::Key, list);
            document.push(Kind::Array);
            document.push(Kind::Object);
            for (name, value) in members.into_iter().filter_map(|(name, value)| Some((name, value?))) {
                document.push_text(Kind::Key, name);
                document.push_text(Kind::Text, value);
            }
            document.close();
            document.close();
        }
        document.close();
    }
    document.close();
    let root = document.root();
    let mut findings = Findings::new(crate::read::Sources::of(root));
    let (_, groups) = survey(root, &mut findings);
    let number = |id: &str| id.rsplit('-').next().and_then(|digits| digits.parse().ok());
    let of = |group: DuplicateGroup| {
        let ids = group.contacts.iter().filter_map(|contact| number(&contact.contact_id)).collect();
        (group.probability, ids)
    };
    groups.into_iter().map(of).collect()
}

/// A number in the form of a ContactID.
fn uuid(id: u64) -> String {
    format!("00000000-0000-4000-8000-{:012}", id % 1_000_000_000_000)
}
