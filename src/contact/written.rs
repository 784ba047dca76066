//! What makes one side say what the other does: a member of a patch, and what it was before.

use super::address;
use super::align::contact_fields;
use super::body::Body;
use super::proposal::{MAX_NUMBER, MAX_PEOPLE, MAX_TEXT, is_email, is_within};
use super::query::Query;
use super::sides::{Person, Side, address_for_crm, crm_address, crm_people, has_person, member};
use crate::finding::Code;
use crate::gather::Gather;
use crate::pipedrive::field::{FieldDefinitions, Owners};
use crate::pipedrive::party::PartyKind;
use crate::pipedrive::reference::{FieldRef, Owner};
use crate::read::{At, Findings, Given, Kind, Node, clipped};

/// A member of a patch.
#[derive(Debug)]
pub(super) struct Change {
    /// Its name; for a custom field its key.
    pub key: String,
    /// Whether it is a custom field of Pipedrive's.
    pub is_custom: bool,
    /// What it becomes.
    pub new: Body,
    /// What it was.
    pub old: Body,
}

impl Change {
    fn of(key: &str, new: Body, old: Body) -> Result<Self, String> {
        match new == old {
            true => Err("it is written as well as it can be".to_owned()),
            false => Ok(Self { key: key.to_owned(), is_custom: false, new, old }),
        }
    }
}

/// What gives the contact Pipedrive's value; else why nothing does.
pub(super) fn for_ledger(
    side: &Side,
    query: &Query<'_>,
    contact: Node<'_>,
    findings: &mut Findings<'_>,
) -> Result<Change, String> {
    let party = &query.party;
    let at = |given: &Option<Given<_>>| given.as_ref().map_or(At::NOWHERE, |given| given.at);
    let (key, longest, at) = match side.field {
        "name" => ("Name", MAX_TEXT, at(&party.name)),
        "email" => ("EmailAddress", MAX_TEXT, at(&party.email)),
        "taxNumber" => ("TaxNumber", MAX_NUMBER, at(&party.tax_number)),
        "companyNumber" => ("CompanyNumber", MAX_NUMBER, at(&party.company_number)),
        "accountNumber" => ("AccountNumber", MAX_NUMBER, at(&party.account_number)),
        "phone" => ("Phones", MAX_NUMBER, at(&party.phone)),
        "address" => return address_for_ledger(query, contact, findings),
        "people" => return people_for_ledger(query, contact, findings),
        _ => return Err("Xero takes no website over its API".to_owned()),
    };
    if !is_within(&side.crm, longest) || side.field == "email" && !is_email(&side.crm) {
        let (what, shown) = (side.field, clipped(&side.crm));
        findings.add(Code::ContactValueUnusable, at, format_args!("the {what} `{shown}` is left out"));
        return Err("Xero does not take it".to_owned());
    }
    match side.field {
        "phone" => phone_for_ledger(&side.crm, contact),
        _ => Change::of(key, Body::text(&side.crm), Body::text(contact.get(key).map_or("", Node::raw))),
    }
}

/// The list of a contact as it is, and with its first item of a kind changed or one more of it.
fn with_item(
    contact: Node<'_>,
    list: &str,
    kind: (&str, &str),
    members: &[(&str, &str)],
    emptied: &[&str],
) -> Result<Change, String> {
    let is_it = |item: &Node<'_>| member(*item, kind.0) == kind.1;
    let mut old: Vec<Body> = contact.items_of(list).map(Body::copy).gather();
    let place = contact.items_of(list).position(|item| is_it(&item));
    let found = contact.items_of(list).find(is_it);
    let mut item =
        found.map_or_else(|| Body::Object(vec![(kind.0.to_owned(), Body::text(kind.1))]), Body::copy);
    for (name, value) in members {
        item.set(name, Body::text(value));
    }
    // What belonged to the old value does not belong to the new one.
    for name in emptied.iter().filter(|name| found.is_some_and(|item| !member(item, name).is_empty())) {
        item.set(name, Body::text(""));
    }
    let mut new = old.clone();
    match place.and_then(|place| new.get_mut(place)) {
        Some(here) => *here = item,
        None => {
            // An empty one, so that the undo empties it again.
            let mut empty = item.clone();
            members.iter().for_each(|(name, _)| empty.set(name, Body::text("")));
            old.push(empty);
            new.push(item);
        }
    }
    Change::of(list, Body::List(new), Body::List(old))
}

fn phone_for_ledger(number: &str, contact: Node<'_>) -> Result<Change, String> {
    let emptied = ["PhoneAreaCode", "PhoneCountryCode"];
    with_item(contact, "Phones", ("PhoneType", "DEFAULT"), &[("PhoneNumber", number)], &emptied)
}

fn address_for_ledger(
    query: &Query<'_>,
    contact: Node<'_>,
    findings: &mut Findings<'_>,
) -> Result<Change, String> {
    let [_, city, _, postal_code, _] = crm_address(query);
    if city.is_empty() && postal_code.is_empty() {
        return Err("Pipedrive knows neither the town nor the postal code of its address".to_owned());
    }
    let address = address::of(query.party, findings);
    let address = address.first().ok_or("Xero does not take it")?;
    let parts = [
        ("AddressLine1", &address.address_line1),
        ("AddressLine2", &address.address_line2),
        ("AddressLine3", &None),
        ("AddressLine4", &None),
        ("City", &address.city),
        ("Region", &address.region),
        ("PostalCode", &address.postal_code),
        ("Country", &address.country),
    ];
    let (mut members, mut emptied) = (Vec::new(), Vec::new());
    for (name, value) in parts {
        match value {
            Some(value) => members.push((name, value.as_str())),
            None => emptied.push(name),
        }
    }
    with_item(contact, "Addresses", ("AddressType", "POBOX"), &members, &emptied)
}

/// The people of the contact, with those of the party that it has not, as far as Xero takes them.
fn people_for_ledger(
    query: &Query<'_>,
    contact: Node<'_>,
    findings: &mut Findings<'_>,
) -> Result<Change, String> {
    let old: Vec<Body> = contact.items_of("ContactPersons").map(Body::copy).gather();
    let mut new = old.clone();
    let missing: Vec<Person> =
        crm_people(query).into_iter().filter(|person| !has_person(contact, person)).gather();
    let mut more = 0;
    for (name, email) in missing {
        let is_name = !name.is_empty() && is_within(&name, MAX_TEXT) && !name.contains(['<', '>']);
        for (what, text, is_right) in [("name", &name, is_name), ("e-mail address", &email, is_email(&email))]
        {
            if !text.is_empty() && !is_right {
                let shown = clipped(text);
                let at = query.person.or(query.party.node).map_or(At::NOWHERE, Node::at);
                findings.add(
                    Code::ContactValueUnusable,
                    at,
                    format_args!("the {what} `{shown}` is left out"),
                );
            }
        }
        if !is_name && !is_email(&email) {
            continue;
        }
        if new.len() >= MAX_PEOPLE {
            more += 1;
            continue;
        }
        let mut person = Body::Object(Vec::new());
        if is_name {
            person.set("FirstName", Body::text(&name));
        }
        if is_email(&email) {
            person.set("EmailAddress", Body::text(&email));
        }
        person.set("IncludeInEmails", Body::Flag(false));
        new.push(person);
    }
    if more > 0 {
        let says = format_args!("people beyond the {MAX_PEOPLE} that Xero takes are left out: {more}");
        findings.add(Code::ContactValueUnusable, contact.at(), says);
    }
    Change::of("ContactPersons", Body::List(new), Body::List(old))
}

/// What gives the organisation or the person Xero's value; else why nothing does.
pub(super) fn for_crm(
    side: &Side,
    query: &Query<'_>,
    input: Node<'_>,
    findings: &mut Findings<'_>,
) -> Result<Change, String> {
    let party = &query.party;
    let (Some(kind), Some(node), None) = (party.kind, party.node, input.get("party")) else {
        return Err(
            "only an organisation or a person that was passed as Pipedrive has it can be written".to_owned()
        );
    };
    let is_person = kind == PartyKind::Person;
    let old = |key: &str| Body::text(node.get(key).map_or("", Node::raw));
    let text = |key: &str| Change::of(key, Body::text(&side.ledger), old(key));
    if let Some(change) = custom_field(side, kind, node, input, findings) {
        return change;
    }
    match side.field {
        "name" => text("name"),
        "website" if !is_person => text("website"),
        "email" if is_person => channel(node, ["emails", "email"], &side.ledger),
        "phone" if is_person => channel(node, ["phones", "phone"], &side.ledger),
        "email" | "phone" => Err("it is the person's in Pipedrive, and not the organisation's".to_owned()),
        "website" => Err("a person has no website in Pipedrive".to_owned()),
        "people" => Err("people are records of their own in Pipedrive".to_owned()),
        "address" => address_of_crm(node, if is_person { "postal_address" } else { "address" }, input),
        _ => Err("the config's `party` names no field of the party for it".to_owned()),
    }
}

/// The custom field that the config names for a field of the party, if it names one.
fn custom_field(
    side: &Side,
    kind: PartyKind,
    node: Node<'_>,
    input: Node<'_>,
    findings: &mut Findings<'_>,
) -> Option<Result<Change, String>> {
    let fields = contact_fields(input)?;
    let field: &Given<FieldRef> = match side.field {
        "email" => fields.email.as_ref(),
        "taxNumber" => fields.tax_number.as_ref(),
        "companyNumber" => fields.company_number.as_ref(),
        "accountNumber" => fields.account_number.as_ref(),
        _ => None,
    }?;
    let owner = if kind == PartyKind::Person { Owner::Person } else { Owner::Organization };
    if field.value.owner != owner {
        return Some(Err("its field in Pipedrive is another object's".to_owned()));
    }
    let owners = Owners {
        definitions: FieldDefinitions::read(input.get("fields")),
        deal: None,
        organization: None,
        person: None,
        won_on: None,
    };
    let target = owners.target(&field.value, field.at, findings)?;
    if !matches!(target.kind(), "varchar" | "varchar_auto" | "text") {
        return Some(Err("its field in Pipedrive takes no text".to_owned()));
    }
    let held =
        node.get("custom_fields").and_then(|custom| custom.get(target.key)).or_else(|| node.get(target.key));
    let old = held.map_or(Body::Nothing, |held| Body::text(held.raw()));
    let change = Change { key: target.key.to_owned(), is_custom: true, new: Body::text(&side.ledger), old };
    Some(Ok(change))
}

/// The list of a person's addresses or numbers, with another primary one.
fn channel(node: Node<'_>, names: [&str; 2], value: &str) -> Result<Change, String> {
    let entries =
        names.iter().find_map(|name| node.get(name)).filter(|entries| entries.kind() == Kind::Array);
    let entry = |value: &str, label: &str, is_primary: bool| {
        Body::Object(vec![
            ("value".to_owned(), Body::text(value)),
            ("primary".to_owned(), Body::Flag(is_primary)),
            ("label".to_owned(), Body::text(label)),
        ])
    };
    let is_primary = |entry: &Node<'_>| matches!(member(*entry, "primary"), "true" | "1");
    let listed = || entries.into_iter().flat_map(Node::items);
    let filled = || listed().filter(|entry| !member(*entry, "value").is_empty());
    let main = filled().position(|entry| is_primary(&entry)).unwrap_or(0);
    let as_it_is = |item: Node<'_>| {
        let value = item.get("value").map_or("", Node::raw);
        entry(value, member(item, "label"), is_primary(&item))
    };
    let old: Vec<Body> = listed().map(as_it_is).gather();
    let mut new: Vec<Body> = Vec::new();
    for (place, item) in filled().enumerate() {
        let text = if place == main { value } else { member(item, "value") };
        new.push(entry(text, member(item, "label"), place == main));
    }
    if new.is_empty() {
        new.push(entry(value, "work", true));
    }
    Change::of(names[0], Body::List(new), Body::List(old))
}

/// Pipedrive's address: the line that it looks up again, and the parts that Xero knows.
fn address_of_crm(node: Node<'_>, key: &str, input: Node<'_>) -> Result<Change, String> {
    let contact = input.get("contact").ok_or("no contact was passed")?;
    let contact = crate::xero::rows(contact, "Contacts").next().unwrap_or(contact);
    let (line, [_, city, region, postal_code, country]) = address_for_crm(contact);
    let parts = [
        ("value", line),
        ("country", country),
        ("admin_area_level_1", region),
        ("locality", city),
        ("postal_code", postal_code),
    ];
    let mut new = Body::Object(Vec::new());
    for (name, text) in parts.iter().filter(|(_, text)| !text.is_empty()) {
        new.set(name, Body::text(text));
    }
    let old = match node.get(key) {
        Some(address) if address.kind() == Kind::Object => {
            let mut old = Body::Object(Vec::new());
            for (name, value) in PARTS.iter().filter_map(|name| Some((name, address.get(name)?))) {
                old.set(name, Body::text(value.raw()));
            }
            old
        }
        Some(line) => Body::Object(vec![("value".to_owned(), Body::text(line.raw()))]),
        None => Body::Object(vec![("value".to_owned(), Body::text(""))]),
    };
    Change::of(key, new, old)
}

/// The parts of an address that API v2 takes.
const PARTS: [&str; 10] = [
    "value",
    "country",
    "admin_area_level_1",
    "admin_area_level_2",
    "locality",
    "sublocality",
    "route",
    "street_number",
    "subpremise",
    "postal_code",
];
