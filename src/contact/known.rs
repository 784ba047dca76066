//! Xero's contacts as they are passed: `GET /Contacts`, one page or several, or a list of them.

use super::fold::fold;
use super::query::name_for_xero;
use crate::finding::Code;
use crate::gather::Gather;
use crate::read::{At, Findings, Given, Kind, Node, is_uuid, shown};
use crate::xero::rows;

/// Bytes of a value that is compared: Xero's own values are shorter.
const LONGEST: usize = 4000;
/// Addresses, phones or persons of a contact that are compared.
const MOST: usize = 12;

/// A contact of Xero's, with what it is compared by.
#[derive(Debug, Clone, Default)]
pub(super) struct Known<'a> {
    /// Where it stands.
    pub at: At,
    /// Its ContactID; empty when it has none that Xero could have given.
    pub id: &'a str,
    /// `Name`
    pub name: Option<Given<&'a str>>,
    /// `ContactNumber`
    pub number: Option<Given<&'a str>>,
    /// `TaxNumber`
    pub tax: Option<Given<&'a str>>,
    /// `CompanyNumber`
    pub company: Option<Given<&'a str>>,
    /// `AccountNumber`
    pub account: Option<Given<&'a str>>,
    /// `Website`
    pub website: Option<Given<&'a str>>,
    /// `EmailAddress`, and those of the `ContactPersons`.
    pub emails: Vec<Given<&'a str>>,
    /// `Phones`
    pub phones: Vec<PhoneText<'a>>,
    /// `Addresses`
    pub addresses: Vec<PostalText<'a>>,
    /// `FirstName` with `LastName`, and those of the `ContactPersons`.
    pub people: Vec<[&'a str; 2]>,
    /// `ContactStatus` when it is not `ACTIVE`: `ARCHIVED` or `GDPRREQUEST`, an open list.
    pub inactive: Option<Given<&'a str>>,
    /// `MergedToContactID`: the contact that took its place.
    pub merged_to: Option<Given<&'a str>>,
    /// `PaymentTerms.Sales`: its `Day` and its `Type`, as written.
    pub terms: Option<[&'a str; 2]>,
    /// `AccountsReceivableTaxType`
    pub tax_type: Option<&'a str>,
}

/// A phone number of Xero's: country code, area code and number.
pub(super) type PhoneText<'a> = [&'a str; 3];

/// An address as it is written, in Xero's parts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PostalText<'a> {
    /// `AddressLine1` to `AddressLine4`, `City`, `Region` and `PostalCode`.
    pub parts: [&'a str; 7],
    /// `Country`
    pub country: Option<Given<&'a str>>,
}

/// Reads the contacts; `None` when none were passed, which is not the same as an empty list.
pub(super) fn read_contacts<'a>(input: Node<'a>, findings: &mut Findings<'_>) -> Option<Vec<Known<'a>>> {
    let Some(part) = input.get("contacts") else {
        findings.add(Code::InputPartMissing, input.at(), format_args!("no contacts were passed"));
        return None;
    };
    let mut contacts = Vec::new();
    let expected = each_contact(part, findings, &mut |contact| contacts.push(contact))?;
    if let Some((items, at)) = expected {
        say_missing(items, contacts.len(), at, findings);
    }
    Some(contacts)
}

/// Says that a look-up found more contacts than are there.
pub(super) fn say_missing(items: u64, passed: usize, at: At, findings: &mut Findings<'_>) {
    if items > passed as u64 {
        findings.add(
            Code::ContactPagesMissing,
            at,
            format_args!("the look-up found {items} contacts, and {passed} were passed"),
        );
    }
}

/// How many contacts a look-up found over all its pages, where it says so, and where.
pub(super) type Expected = Option<(u64, At)>;

/// Hands on each contact of `GET /Contacts`, of one page or several, or of a list; `None` when it is no such thing.
pub(super) fn each_contact<'a>(
    part: Node<'a>,
    findings: &mut Findings<'_>,
    each: &mut dyn FnMut(Known<'a>),
) -> Option<Expected> {
    if !matches!(part.kind(), Kind::Array | Kind::Object) {
        wrong(part, findings);
        return None;
    }
    let mut expected: Expected = None;
    let mut is_wrong = false;
    for page in pages(part) {
        if !matches!(page.kind(), Kind::Array | Kind::Object) {
            wrong(page, findings);
            continue;
        }
        let found = items_of(page);
        if found.map(|(items, _)| items) >= expected.map(|(items, _)| items) {
            expected = found;
        }
        for row in rows(page, "Contacts") {
            match Known::read(row) {
                Some(contact) => each(contact),
                // One is enough to say that the part is none: there may be ten thousand.
                None if is_wrong => {}
                None => {
                    wrong(row, findings);
                    is_wrong = true;
                }
            }
        }
    }
    Some(expected)
}

fn wrong(node: Node<'_>, findings: &mut Findings<'_>) {
    let what = match node.kind() {
        Kind::NotJson | Kind::Nothing => return findings.wrong_part(node, "contacts", "a list"),
        Kind::Object => "an object without ContactID and Name".to_owned(),
        _ => shown(node),
    };
    findings.add(Code::InputPartWrong, node.at(), format_args!("a contact is {what}"));
}

/// The answers of several look-ups or pages, in a list, or the one.
fn pages(part: Node<'_>) -> Vec<Node<'_>> {
    let is_answer = |node: Node<'_>| node.get("Contacts").is_some();
    if part.kind() == Kind::Array && part.items().any(is_answer) {
        return part.items().gather();
    }
    vec![part]
}

/// How many contacts a look-up found, over all its pages.
fn items_of(page: Node<'_>) -> Option<(u64, At)> {
    let count = page.get("pagination")?.get("itemCount")?;
    Some((count.raw().parse().ok()?, count.at()))
}

/// Where a text of a contact is kept.
type Place = for<'k, 'a> fn(&'k mut Known<'a>) -> &'k mut Option<Given<&'a str>>;

/// The members that are texts.
const TEXTS: [(&str, Place); 8] = [
    ("Name", |known| &mut known.name),
    ("ContactNumber", |known| &mut known.number),
    ("TaxNumber", |known| &mut known.tax),
    ("CompanyNumber", |known| &mut known.company),
    ("AccountNumber", |known| &mut known.account),
    ("Website", |known| &mut known.website),
    ("ContactStatus", |known| &mut known.inactive),
    ("MergedToContactID", |known| &mut known.merged_to),
];

impl<'a> Known<'a> {
    /// Reads a contact; `None` when it is none.
    pub(super) fn read(row: Node<'a>) -> Option<Self> {
        let mut contact = Self { at: row.at(), ..Self::default() };
        for (key, value) in row.members() {
            if let Some((_, place)) = TEXTS.iter().find(|(name, _)| *name == key) {
                *place(&mut contact) = written(value);
                continue;
            }
            match key {
                "ContactID" => {
                    contact.id = Some(value.raw()).filter(|id| is_uuid(id)).unwrap_or("");
                }
                "EmailAddress" => written(value).into_iter().gather_into(&mut contact.emails),
                "ContactPersons" => {
                    for person in value.items().take(MOST) {
                        let email = person.get("EmailAddress").and_then(written);
                        email.into_iter().gather_into(&mut contact.emails);
                        person_of(person).into_iter().gather_into(&mut contact.people);
                    }
                }
                "Phones" => {
                    for phone in value.items().take(MOST) {
                        let parts = texts(phone, &["PhoneCountryCode", "PhoneAreaCode", "PhoneNumber"]);
                        let parts = parts.filter(|[_, _, number]| !number.is_empty());
                        parts.into_iter().gather_into(&mut contact.phones);
                    }
                }
                "Addresses" => {
                    for address in value.items().take(MOST) {
                        PostalText::read(address).into_iter().gather_into(&mut contact.addresses);
                    }
                }
                "PaymentTerms" => {
                    let raw = |node: Option<Node<'a>>| node.map_or("", Node::raw);
                    let sales = value.get("Sales");
                    contact.terms = sales.map(|sales| [raw(sales.get("Day")), raw(sales.get("Type"))]);
                }
                "AccountsReceivableTaxType" => {
                    contact.tax_type = Some(value.raw()).filter(|tax| !tax.is_empty() && !value.is_null());
                }
                _ => {}
            }
        }
        person_of(row).into_iter().gather_into(&mut contact.people);
        contact.inactive = contact.inactive.filter(|status| status.value != "ACTIVE");
        contact.merged_to = contact.merged_to.filter(|to| {
            is_uuid(to.value) && !is_nil(to.value) && !to.value.eq_ignore_ascii_case(contact.id)
        });
        (!contact.id.is_empty() || contact.name.is_some()).then_some(contact)
    }

    /// Whether Xero takes it on an invoice.
    pub(super) fn is_usable(&self) -> bool {
        self.inactive.is_none() && self.merged_to.is_none()
    }

    /// Its name, or its id where it has none.
    pub(super) fn shown(&self) -> &'a str {
        self.name.map_or(self.id, |name| name.value)
    }

    /// Where it stands, if it is active and has a name, [`folded`]: no other may have it.
    pub(super) fn named(&self, name: &str) -> Option<At> {
        let own = self.name.filter(|own| self.is_usable() && folded(own.value) == name)?;
        Some(if own.at.is_somewhere() { own.at } else { self.at })
    }

    /// Whether it is the contact of an id; ids differ in case from host to host.
    pub(super) fn has_id(&self, id: &str) -> bool {
        !self.id.is_empty() && self.id.eq_ignore_ascii_case(id)
    }
}

/// A name as Xero keeps names apart: without regard to case, accents and blanks.
pub(super) fn folded(name: &str) -> String {
    fold(&name_for_xero(name))
}

fn is_nil(id: &str) -> bool {
    id.bytes().all(|byte| matches!(byte, b'0' | b'-'))
}

/// A value that says something.
fn written(node: Node<'_>) -> Option<Given<&str>> {
    let is_plain = matches!(node.kind(), Kind::Text | Kind::Number);
    let value = node.raw().trim();
    let value = value.get(..value.floor_char_boundary(LONGEST)).unwrap_or(value);
    (is_plain && !value.is_empty()).then_some(Given { value, at: node.at() })
}

/// Values by their names, empty where there is none; `None` where all are empty.
fn texts<'a, const N: usize>(node: Node<'a>, names: &[&str; N]) -> Option<[&'a str; N]> {
    let mut texts = [""; N];
    fill(&mut texts, node, names).then_some(texts)
}

fn fill<'a>(texts: &mut [&'a str], node: Node<'a>, names: &[&str]) -> bool {
    let mut is_some = false;
    for (text, name) in texts.iter_mut().zip(names) {
        if let Some(given) = node.get(name).and_then(written) {
            *text = given.value;
            is_some = true;
        }
    }
    is_some
}

fn person_of(node: Node<'_>) -> Option<[&str; 2]> {
    texts(node, &["FirstName", "LastName"])
}

impl<'a> PostalText<'a> {
    const PARTS: [&'static str; 7] =
        ["AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4", "City", "Region", "PostalCode"];

    fn read(node: Node<'a>) -> Option<Self> {
        let country = node.get("Country").and_then(written);
        let parts = texts(node, &Self::PARTS);
        (parts.is_some() || country.is_some()).then(|| Self { parts: parts.unwrap_or_default(), country })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Source, Sources, parse};

    fn read(contacts: &str) -> (Option<Vec<String>>, Vec<&'static str>) {
        let document = parse(format!(r#"{{ "contacts": {contacts} }}"#), Source::Input).unwrap();
        let mut findings = Findings::new(Sources::of(document.root()));
        let names = read_contacts(document.root(), &mut findings).map(|contacts| {
            contacts.iter().map(|contact| contact.name.map_or("", |name| name.value).to_owned()).collect()
        });
        (names, findings.finish().iter().map(|finding| finding.code.word()).collect())
    }

    #[test]
    fn reads_whatever_a_look_up_answers() {
        let names = |list: &[&str]| Some(list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        for (contacts, expected) in [
            (r#"{ "Contacts": [{ "Name": "A" }, { "Name": "B" }] }"#, names(&["A", "B"])),
            (r#"[{ "Name": "A" }, { "ContactID": "x", "Name": "B" }]"#, names(&["A", "B"])),
            (r#"{ "Name": "A" }"#, names(&["A"])),
            (r#"[{ "Contacts": [{ "Name": "A" }] }, { "Contacts": [] }]"#, names(&["A"])),
            (r#""{\"Contacts\":[]}""#, names(&[])),
            (r#"{ "pagination": { "itemCount": 1 }, "Contacts": [{ "Name": "A" }] }"#, names(&["A"])),
        ] {
            assert_eq!(read(contacts), (expected, vec![]), "{contacts}");
        }
    }

    #[test]
    fn never_takes_a_failed_look_up_for_an_empty_one() {
        for (contacts, code) in [
            ("null", "INPUT_PART_MISSING"),
            ("5", "INPUT_PART_WRONG"),
            ("{}", "INPUT_PART_WRONG"),
            (r#"{ "Title": "Unauthorized", "Status": 401 }"#, "INPUT_PART_WRONG"),
            ("[1, 2, 3]", "INPUT_PART_WRONG"),
            (r#"[{ "ContactID": "x" }]"#, "INPUT_PART_WRONG"),
            (
                r#"{ "pagination": { "itemCount": 101 }, "Contacts": [{ "Name": "A" }] }"#,
                "CONTACT_PAGES_MISSING",
            ),
        ] {
            assert_eq!(read(contacts).1, [code], "{contacts}");
        }
    }
}
