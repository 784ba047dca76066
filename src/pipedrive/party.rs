//! Who is billed: the deal's organisation, or its person where it has none.

use std::borrow::Cow;

use super::deal::Deal;
use super::field::{Owners, Scope};
use super::payload;
use super::reference::FieldRef;
use crate::finding::Code;
use crate::read::{At, Findings, Given, Kind, Node, country, identifier};

/// Whether a party is an organisation or a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartyKind {
    /// An organisation.
    Organization,
    /// A person.
    Person,
}

/// Which fields say who is billed, where the standard ones do not.
#[derive(Debug, Clone, Copy, Default)]
pub struct PartyRefs<'a> {
    /// The tax number.
    pub tax_number: Option<&'a Given<FieldRef>>,
    /// The company number.
    pub company_number: Option<&'a Given<FieldRef>>,
    /// The account number.
    pub account_number: Option<&'a Given<FieldRef>>,
    /// The country.
    pub country: Option<&'a Given<FieldRef>>,
    /// Whether the country is not asked for: it is looked up in a long table.
    pub without_country: bool,
    /// The e-mail address.
    pub email: Option<&'a Given<FieldRef>>,
}

/// A text with its origin.
pub type GivenText<'a> = Given<Cow<'a, str>>;

/// Who is billed.
#[derive(Debug, Default)]
pub struct Party<'a> {
    /// An organisation or a person; absent when the caller passed the party already read.
    pub kind: Option<PartyKind>,
    /// Its id in Pipedrive.
    pub id: Option<Given<u64>>,
    /// Its name.
    pub name: Option<GivenText<'a>>,
    /// The name it trades under, where that is another.
    pub trading_name: Option<GivenText<'a>>,
    /// The address invoices go to.
    pub email: Option<GivenText<'a>>,
    /// Its phone number.
    pub phone: Option<GivenText<'a>>,
    /// Its website.
    pub website: Option<GivenText<'a>>,
    /// Its tax number, as written.
    pub tax_number: Option<GivenText<'a>>,
    /// Its company number, as written.
    pub company_number: Option<GivenText<'a>>,
    /// Its account number, as written.
    pub account_number: Option<GivenText<'a>>,
    /// Its country's ISO code.
    pub country: Option<Given<&'static str>>,
    /// Its address in one line.
    pub address: Option<GivenText<'a>>,
    /// The object that Pipedrive sent.
    pub node: Option<Node<'a>>,
}

/// The organisation and the person of a deal, wherever they were passed.
#[derive(Debug, Clone, Copy, Default)]
pub struct People<'a> {
    /// The organisation.
    pub organization: Option<Node<'a>>,
    /// The person.
    pub person: Option<Node<'a>>,
}

impl<'a> People<'a> {
    /// Finds them: the parts, else what v1 embeds in the deal. A part that is somebody else is refused.
    pub fn of(
        deal: Option<&Deal<'a>>,
        organization: Option<Node<'a>>,
        person: Option<Node<'a>>,
        findings: &mut Findings<'_>,
    ) -> Self {
        let one = |part: Option<Node<'a>>| part.map(payload).filter(|node| node.kind() == Kind::Object);
        let organization = one(organization);
        let person = one(person);
        check_same("organization", organization, deal.and_then(|deal| deal.org_id), findings);
        check_same("person", person, deal.and_then(|deal| deal.person_id), findings);
        Self {
            organization: organization.or_else(|| deal.and_then(|deal| deal.organization)),
            person: person.or_else(|| deal.and_then(|deal| deal.person)),
        }
    }
}

fn check_same(what: &str, part: Option<Node<'_>>, expected: Option<Given<u64>>, findings: &mut Findings<'_>) {
    let (Some(part), Some(expected)) = (part, expected) else { return };
    let id = part.get("id").and_then(|id| identifier(id, "id", findings));
    if let Some(id) = id
        && id.value != expected.value
    {
        findings.add(
            Code::PartyNotTheDeals,
            id.at,
            format_args!("{what} `{}` was passed, and the deal is with `{}`", id.value, expected.value),
        );
    }
}

impl<'a> Party<'a> {
    /// Reads who is billed and how to reach them; `None` when there is neither an organisation nor a person.
    pub fn read(
        people: People<'a>,
        owners: &Owners<'a>,
        refs: PartyRefs<'a>,
        findings: &mut Findings<'_>,
    ) -> Option<Self> {
        let party = Self::identify(people, owners, refs, findings)?;
        let node = party.node?;
        let of_person = |list, v1| people.person.and_then(|person| channel(person, list, v1));
        Some(Self {
            name: node.get("name").and_then(plain),
            email: party.email.or_else(|| of_person("emails", "email")),
            phone: channel(node, "phones", "phone").or_else(|| of_person("phones", "phone")),
            website: node.get("website").and_then(plain),
            address: address_line(node),
            ..party
        })
    }

    /// Reads of who is billed what an invoice depends on: numbers, country and what fields say.
    pub fn identify(
        people: People<'a>,
        owners: &Owners<'a>,
        refs: PartyRefs<'a>,
        findings: &mut Findings<'_>,
    ) -> Option<Self> {
        let (kind, node) = match (people.organization, people.person) {
            (Some(organization), _) => (PartyKind::Organization, organization),
            (None, Some(person)) => (PartyKind::Person, person),
            (None, None) => return None,
        };
        let id = node.get("id").or_else(|| node.get("value")).and_then(|id| identifier(id, "id", findings));
        let mut party = Self {
            kind: Some(kind),
            id,
            country: if refs.without_country { None } else { country_of(node, findings) },
            node: Some(node),
            ..Self::default()
        };
        let mut take = |field: Option<&'a Given<FieldRef>>| {
            let field = field?;
            owners.text(&field.value, Scope::default(), field.at, findings)
        };
        party.tax_number = take(refs.tax_number);
        party.company_number = take(refs.company_number);
        party.account_number = take(refs.account_number);
        party.email = take(refs.email);
        if let Some(text) = take(refs.country.filter(|_| !refs.without_country)) {
            party.country = known_country(&text.value, text.at, findings);
        }
        Some(party)
    }

    /// Reads the form that is already read: `{ name, email, taxNumber, … }`. Its `address` is a line or an
    /// object with Pipedrive's names of the parts.
    pub fn read_plain(node: Node<'a>, findings: &mut Findings<'_>) -> Self {
        let text = |name: &str| node.get(name).and_then(plain);
        let kind = match node.get("kind").and_then(Node::text) {
            Some("person") => Some(PartyKind::Person),
            Some("organization") => Some(PartyKind::Organization),
            _ => None,
        };
        Self {
            kind,
            id: node.get("id").and_then(|id| identifier(id, "id", findings)),
            name: text("name"),
            trading_name: text("tradingName"),
            email: text("email"),
            phone: text("phone"),
            website: text("website"),
            tax_number: text("taxNumber"),
            company_number: text("companyNumber"),
            account_number: text("accountNumber"),
            address: address_line(node),
            country: node
                .get("country")
                .and_then(|country| known_country(country.raw(), country.at(), findings))
                .or_else(|| country_of(node, findings)),
            node: Some(node),
        }
    }
}

fn plain(node: Node<'_>) -> Option<GivenText<'_>> {
    let text = node.text().or_else(|| node.number())?.trim();
    (!text.is_empty()).then(|| Given { value: Cow::Borrowed(text), at: node.at() })
}

/// The primary of several e-mail addresses or phone numbers, else the first that is not empty.
fn channel<'a>(node: Node<'a>, list: &str, v1: &str) -> Option<GivenText<'a>> {
    let entries = node.get(list).or_else(|| node.get(v1))?;
    if entries.kind() != Kind::Array {
        return plain(entries);
    }
    let value = |entry: Node<'a>| entry.get("value").and_then(plain);
    let is_primary =
        |entry: &Node<'a>| entry.get("primary").is_some_and(|primary| matches!(primary.raw(), "true" | "1"));
    entries
        .items()
        .find(|entry| is_primary(entry) && value(*entry).is_some())
        .and_then(value)
        .or_else(|| entries.items().find_map(value))
}

fn address_line(node: Node<'_>) -> Option<GivenText<'_>> {
    let address = node.get("address").or_else(|| node.get("postal_address"))?;
    match address.kind() {
        Kind::Object => address.get("formatted_address").or_else(|| address.get("value")).and_then(plain),
        _ => plain(address),
    }
}

fn country_of(node: Node<'_>, findings: &mut Findings<'_>) -> Option<Given<&'static str>> {
    let nested =
        node.get("address").or_else(|| node.get("postal_address")).and_then(|address| address.get("country"));
    let found =
        nested.or_else(|| node.get("address_country")).or_else(|| node.get("postal_address_country"))?;
    if found.raw().trim().is_empty() {
        return None;
    }
    known_country(found.raw(), found.at(), findings)
}

fn known_country(text: &str, at: At, findings: &mut Findings<'_>) -> Option<Given<&'static str>> {
    let found = country::code_of(text);
    if found.is_none() {
        let shown = crate::read::clipped(text);
        findings.add(Code::PartyCountryUnknown, at, format_args!("country `{shown}` is unknown"));
    }
    found.map(|value| Given { value, at })
}
