//! Xero's contacts as they are passed: `GET /Contacts`, one page or several, or a list of them.

use crate::finding::Code;
use crate::gather::Gather;
use crate::read::{At, Findings, Given, Kind, Node, country, is_uuid, shown};
use crate::xero::rows;

/// A contact of Xero's, with what it is compared by.
#[derive(Debug, Clone)]
pub(super) struct Known<'a> {
    /// The whole contact.
    pub node: Node<'a>,
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
    /// `EmailAddress`, and those of the `ContactPersons`.
    pub emails: Vec<Given<&'a str>>,
    /// The countries of its `Addresses`: ISO code and as written.
    pub countries: Vec<(&'static str, Given<&'a str>)>,
    /// `ContactStatus` when it is not `ACTIVE`: `ARCHIVED` or `GDPRREQUEST`, an open list.
    pub inactive: Option<Given<&'a str>>,
    /// `MergedToContactID`: the contact that took its place.
    pub merged_to: Option<Given<&'a str>>,
}

/// Reads the contacts; `None` when none were passed, which is not the same as an empty list.
pub(super) fn read_contacts<'a>(input: Node<'a>, findings: &mut Findings<'_>) -> Option<Vec<Known<'a>>> {
    let Some(part) = input.get("contacts") else {
        findings.add(Code::InputPartMissing, input.at(), format_args!("no contacts were passed"));
        return None;
    };
    if !matches!(part.kind(), Kind::Array | Kind::Object) {
        wrong(part, findings);
        return None;
    }
    let mut contacts = Vec::new();
    let mut expected: Option<(u64, At)> = None;
    let mut is_wrong = false;
    for page in pages(part) {
        if !matches!(page.kind(), Kind::Array | Kind::Object) {
            wrong(page, findings);
            continue;
        }
        expected = expected.into_iter().chain(items_of(page)).max_by_key(|(items, _)| *items);
        for row in rows(page, "Contacts") {
            match Known::read(row) {
                Some(contact) => contacts.push(contact),
                // One is enough to say that the part is none: there may be ten thousand.
                None if is_wrong => {}
                None => {
                    wrong(row, findings);
                    is_wrong = true;
                }
            }
        }
    }
    if let Some((items, at)) = expected
        && items > contacts.len() as u64
    {
        let passed = contacts.len();
        findings.add(
            Code::ContactPagesMissing,
            at,
            format_args!("the look-up found {items} contacts, and {passed} were passed"),
        );
    }
    Some(contacts)
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

impl<'a> Known<'a> {
    /// Reads a contact; `None` when it is none.
    fn read(row: Node<'a>) -> Option<Self> {
        let mut contact = Self {
            node: row,
            at: row.at(),
            id: "",
            name: None,
            number: None,
            tax: None,
            company: None,
            emails: Vec::new(),
            countries: Vec::new(),
            inactive: None,
            merged_to: None,
        };
        for (key, value) in row.members() {
            match key {
                "ContactID" => {
                    contact.id = Some(value.raw()).filter(|id| is_uuid(id)).unwrap_or("");
                }
                "Name" => contact.name = written(value),
                "ContactNumber" => contact.number = written(value),
                "TaxNumber" => contact.tax = written(value),
                "CompanyNumber" => contact.company = written(value),
                "EmailAddress" => contact.emails.extend(written(value)),
                "ContactPersons" => {
                    let addresses = value.items().filter_map(|person| person.get("EmailAddress"));
                    addresses.filter_map(written).gather_into(&mut contact.emails);
                }
                "Addresses" => {
                    let countries = value.items().filter_map(|address| written(address.get("Country")?));
                    let coded =
                        countries.filter_map(|country| Some((country::code_of(country.value)?, country)));
                    coded.gather_into(&mut contact.countries);
                }
                "ContactStatus" => {
                    contact.inactive = written(value).filter(|status| status.value != "ACTIVE");
                }
                "MergedToContactID" => {
                    contact.merged_to = written(value).filter(|id| is_uuid(id.value) && !is_nil(id.value));
                }
                _ => {}
            }
        }
        contact.merged_to = contact.merged_to.filter(|to| !to.value.eq_ignore_ascii_case(contact.id));
        (!contact.id.is_empty() || contact.name.is_some()).then_some(contact)
    }

    /// Whether Xero takes it on an invoice.
    pub(super) fn is_usable(&self) -> bool {
        self.inactive.is_none() && self.merged_to.is_none()
    }

    /// Whether it is the contact of an id; ids differ in case from host to host.
    pub(super) fn has_id(&self, id: &str) -> bool {
        !self.id.is_empty() && self.id.eq_ignore_ascii_case(id)
    }
}

fn is_nil(id: &str) -> bool {
    id.bytes().all(|byte| matches!(byte, b'0' | b'-'))
}

/// A value that says something.
fn written(node: Node<'_>) -> Option<Given<&str>> {
    let is_plain = matches!(node.kind(), Kind::Text | Kind::Number);
    let value = node.raw().trim();
    (is_plain && !value.is_empty()).then_some(Given { value, at: node.at() })
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
