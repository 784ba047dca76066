//! Who is billed for won deals: organisations and people of Pipedrive's, each once.

use std::collections::BTreeMap;

use super::super::deals::Won;
use super::super::kind::{
    CONTACT_ARCHIVED, CONTACT_UNSURE, ORGANIZATION_DUPLICATES, PARTY_EMAIL, PARTY_TAX, PARTY_TAX_WRONG,
};
use super::super::replay::{Matched, Matcher};
use super::super::tally::{Hit, Key, Tally, key};
use super::Looked;
use crate::contact::decide::Decision;
use crate::contact::survey::{Named, same, tax_number};
use crate::finding::{Code, Severity};
use crate::pipedrive::field::{FieldDefinitions, Owners};
use crate::pipedrive::party::{Party, PartyKind, PartyRefs, People};
use crate::pipedrive::reference::{FieldName, FieldRef};
use crate::read::tax_number::Checked;
use crate::read::{Findings, Node};

/// The organisations and people who are billed, each with the first of its deals.
fn billed<'c, 'a>(looked: &'c Looked<'_, 'a>) -> BTreeMap<(bool, Key), &'c Won<'a>> {
    let mut found = BTreeMap::new();
    for deal in looked.won() {
        let Some(party) = deal.party() else { continue };
        let id = party.get("id").or_else(|| party.get("value")).map_or("", Node::raw);
        let name = if id.is_empty() { deal.party_name } else { "" };
        found.entry((deal.organization.is_none(), key(id, name))).or_insert(deal);
    }
    found
}

fn hit<'a>(looked: &Looked<'_, 'a>, party: Node<'a>, name: &'a str) -> Hit<'a> {
    let id = party.get("id").or_else(|| party.get("value")).map_or("", Node::raw);
    Hit { id, name, at: party.at(), user: looked.inputs.user_of(party) }
}

pub(super) fn check<'i, 'a>(looked: &Looked<'i, 'a>, matcher: &mut Matcher<'i, 'a>) -> Vec<Tally> {
    let inputs = looked.inputs;
    let mut email = looked.tally(&PARTY_EMAIL);
    let [mut tax, mut wrong] = [&PARTY_TAX, &PARTY_TAX_WRONG].map(|kind| looked.tally(kind));
    let [mut unsure, mut archived] = [&CONTACT_UNSURE, &CONTACT_ARCHIVED].map(|kind| looked.tally(kind));
    let refs = inputs.config.map(|config| &config.party);
    let tax_ref = refs.and_then(|refs| refs.tax_number.as_ref());
    let reads_tax = tax_ref.is_some_and(|field| is_readable(looked, &field.value));
    for deal in billed(looked).into_values() {
        let Some(node) = deal.party() else { continue };
        let read = read(looked, deal, |party| {
            let country = party.country.map(|country| country.value);
            let number = party.tax_number.as_ref().map(|number| number.value.trim().to_owned());
            let checked = number.as_deref().and_then(|number| tax_number(number, country));
            (party.kind, party.email.is_some(), number, checked)
        });
        let Some((kind, has_email, number, checked)) = read else { continue };
        let hit = hit(looked, node, deal.party_name);
        // A person who was not passed may have one.
        let is_known = has_email || !deal.names_person || deal.person.is_some();
        email.look(usize::from(is_known));
        if is_known && !has_email {
            email.hit(hit, looked.sources, || match kind {
                Some(PartyKind::Organization) if deal.person.is_none() => {
                    "neither a field nor a person of its deals says one".to_owned()
                }
                _ => "has no e-mail address".to_owned(),
            });
        }
        if reads_tax {
            if kind == Some(PartyKind::Organization) {
                tax.look(1);
                if checked.is_none() {
                    tax.hit(hit, looked.sources, || match &number {
                        Some(number) => format!("`{}` says nothing", crate::read::clipped(number)),
                        None => "has none".to_owned(),
                    });
                }
            }
            wrong.look(usize::from(checked.is_some()));
            if checked == Some(Checked::Wrong) {
                let number = number.as_deref().unwrap_or("");
                wrong.hit(hit, looked.sources, || format!("`{}`", crate::read::clipped(number)));
            }
        }
        if let Some(Matched { decision, findings, .. }) = matched(looked, deal, matcher) {
            unsure.look(1);
            archived.look(1);
            let is_inactive = |code: Code| matches!(code, Code::ContactArchived | Code::ContactMerged);
            if let Some(finding) = findings.iter().find(|finding| is_inactive(finding.code)) {
                archived.hit(hit, looked.sources, || finding.message.clone());
            }
            if decision == Decision::Review {
                let why = findings.iter().find(|finding| finding.severity == Severity::Error);
                let what =
                    || why.map_or_else(|| "a person is to choose".to_owned(), |why| why.message.clone());
                unsure.hit(hit, looked.sources, what);
            }
        }
    }
    let unseen = looked.won().find_map(Won::lacks);
    email = email.lacks_where_empty(unseen);
    let lacks = match (refs.is_some(), tax_ref.is_some(), reads_tax) {
        (false, ..) => Some("config"),
        (true, false, _) => Some("config.party.taxNumber"),
        (true, true, false) => Some("fields"),
        (true, true, true) => None,
    };
    (tax, wrong) = match lacks {
        Some(part) => (tax.lacks(part), wrong.lacks(part)),
        None => (tax.lacks_where_empty(unseen), wrong.lacks_where_empty(unseen)),
    };
    if inputs.contacts.is_empty() {
        (unsure, archived) = (unsure.lacks("contacts"), archived.lacks("contacts"));
    } else {
        (unsure, archived) = (unsure.lacks_where_empty(unseen), archived.lacks_where_empty(unseen));
    }
    vec![email, tax, wrong, unsure, archived, duplicates(looked)]
}

/// What is decided of a party's contact, among those of who bills its first deal.
fn matched<'i, 'a>(
    looked: &Looked<'i, 'a>,
    deal: &Won<'a>,
    matcher: &mut Matcher<'i, 'a>,
) -> Option<Matched<'a>> {
    let replay =
        looked.deals.iter().find(|(own, _)| own.at == deal.at).and_then(|(_, replay)| replay.as_ref());
    let entity = replay.and_then(|replay| replay.entity.as_deref()).or(looked.inputs.lone_entity());
    matcher.matched(deal, entity.unwrap_or(""))
}

/// Whether the field can be found: by its hash, or by the metadata of its label.
fn is_readable(looked: &Looked<'_, '_>, field: &FieldRef) -> bool {
    let FieldName::Labelled { hash, .. } = &field.name else { return true };
    let of_deals = looked.won().find_map(|deal| deal.input.get("fields"));
    let definitions = FieldDefinitions::read(looked.inputs.root.get("fields").or(of_deals));
    let owners = Owners { definitions, deal: None, organization: None, person: None, won_on: None };
    hash.is_some() || owners.key_of(field).is_some()
}

/// Reads a deal's party as a plan does; what is wrong with it is told where deals are replayed.
fn read<'a, T>(looked: &Looked<'_, 'a>, deal: &Won<'a>, work: impl FnOnce(&Party<'_>) -> T) -> Option<T> {
    let config = looked.inputs.config.map(|config| &config.party);
    let people = People { organization: deal.organization, person: deal.person };
    let fields = deal.input.get("fields").or_else(|| looked.inputs.root.get("fields"));
    let owners = Owners {
        definitions: FieldDefinitions::read(fields),
        deal: Some(deal.node),
        organization: people.organization,
        person: people.person,
        won_on: None,
    };
    let refs = config.map_or(PartyRefs::default(), |config| PartyRefs {
        tax_number: config.tax_number.as_ref(),
        country: config.country.as_ref(),
        email: config.email.as_ref(),
        ..PartyRefs::default()
    });
    let mut aside = Findings::new(looked.sources);
    Party::read(people, &owners, refs, &mut aside).map(|party| work(&party))
}

/// Organisations that are probably there twice: the list, else those of deals.
fn duplicates(looked: &Looked<'_, '_>) -> Tally {
    let mut tally = looked.tally(&ORGANIZATION_DUPLICATES);
    let mut known: BTreeMap<u64, Node<'_>> = BTreeMap::new();
    let of_deals = looked.won().filter_map(|deal| deal.organization);
    for row in looked.inputs.organizations.all.iter().copied().chain(of_deals) {
        let id = row.get("id").or_else(|| row.get("value")).and_then(|id| id.raw().parse().ok());
        if let Some(id) = id {
            known.entry(id).or_insert(row);
        }
    }
    if known.is_empty() && !looked.inputs.organizations.is_given {
        return tally.lacks("organizations");
    }
    tally.look(known.len());
    let name = |row: Node<'_>| row.get("name").map_or("", Node::raw).trim().to_owned();
    let names: BTreeMap<u64, String> = known.iter().map(|(id, row)| (*id, name(*row))).collect();
    let named = known.iter().filter_map(|(id, row)| {
        let address = row.get("address");
        let line = address.and_then(|address| address.get("value").unwrap_or(address).text());
        let country = address.and_then(|address| address.get("country")).and_then(Node::text);
        Some(Named {
            id: *id,
            name: names.get(id).filter(|name| !name.is_empty())?,
            website: text(*row, "website"),
            tax: None,
            address: line.filter(|line| !line.trim().is_empty()),
            country: country.or_else(|| text(*row, "address_country")),
            phone: None,
        })
    });
    for (probability, ids) in same(named) {
        // The one that was there first stays.
        let Some((first, others)) = ids.split_first() else { continue };
        let stays = names.get(first).map_or("", String::as_str);
        for id in others {
            let Some(row) = known.get(id) else { continue };
            let (id, name) = (id.to_string(), names.get(id).map_or("", String::as_str));
            let hit = Hit { id: &id, name, at: row.at(), user: looked.inputs.user_of(*row) };
            tally.hit(hit, looked.sources, || {
                format!("probably `{}` ({first}), {} of 1000", crate::read::clipped(stays), probability)
            });
        }
    }
    tally
}

/// A text that says something.
fn text<'a>(row: Node<'a>, name: &str) -> Option<&'a str> {
    row.get(name).and_then(Node::text).filter(|text| !text.trim().is_empty())
}
