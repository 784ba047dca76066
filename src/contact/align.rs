//! Field by field, which side of a party and its contact is right, and what would make the other the same:
//! `alignContact`.
//!
//! Nothing is cleared, nothing is written that the other side does not take, and a contact is renamed only where the
//! config gives the CRM its name in so many words: Xero renames a contact as soon as an id and a name are sent together.

use serde::Serialize;

use super::body::Body;
use super::key::is_of_pipedrive;
use super::query::{Query, with_query};
use super::sides::{Side, sides};
use super::written::{Change, for_crm, for_ledger};
use crate::config::setting::{Setting, Table};
use crate::config::{FieldOwner, PartyFields};
use crate::finding::{Code, Finding};
use crate::gather::Gather;
use crate::pipedrive::payload;
use crate::read::date::{parse_instant, parse_xero_instant};
use crate::read::{Findings, Kind, Node, Sources, clipped, is_uuid, nearest};
use crate::xero::rows;

/// The answer of `alignContact`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Alignment {
    /// Whether the two can be compared; where they cannot, there is no patch.
    pub ok: bool,
    /// The fields that at least one side has, in a fixed order.
    pub fields: Vec<AlignedField>,
    /// The body of `POST /Contacts/{ContactID}`: the ContactID and what changes; absent when nothing does. Xero
    /// replaces lists, so they are whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "{ ContactID: string, [field: string]: unknown }"))]
    pub ledger_patch: Option<Body>,
    /// The body of `PATCH /api/v2/organizations/{id}` or `/persons/{id}`; absent when nothing changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "{ [field: string]: unknown }"))]
    pub crm_patch: Option<Body>,
    /// The same bodies with the values of before.
    pub undo: Undo,
    /// What stands in the way, and what is worth knowing; errors first.
    pub findings: Vec<Finding>,
}

/// What undoes the patches.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Undo {
    /// Of the contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "{ ContactID: string, [field: string]: unknown }"))]
    pub ledger: Option<Body>,
    /// Of the organisation or the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "{ [field: string]: unknown }"))]
    pub crm: Option<Body>,
}

/// A field on both sides.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct AlignedField {
    /// Which field, by its name in `contact.ownership`.
    pub field: &'static str,
    /// What Pipedrive says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crm: Option<String>,
    /// What Xero says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ledger: Option<String>,
    /// Who has the say, by the config.
    pub owner: FieldOwner,
    /// Which side is right.
    pub verdict: AlignVerdict,
    /// Why, in words.
    pub why: String,
}

/// Which side is right about a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum AlignVerdict {
    /// Both: they say the same, perhaps written otherwise.
    Same,
    /// Pipedrive.
    Crm,
    /// Xero.
    Ledger,
    /// A person is to say.
    Ask,
    /// Nobody knows: the owner's side is empty, or it is not known which side was changed last.
    Unknown,
}

/// The fields that are compared.
pub(super) const FIELDS: [&str; 9] =
    ["name", "email", "phone", "website", "taxNumber", "companyNumber", "accountNumber", "address", "people"];

/// Compares a party and its contact field by field.
///
/// ```
/// let input = r#"{ "party": { "name": "ACME Ltd", "email": "pay@acme.example" },
///     "contact": { "ContactID": "430fa14a-f945-44d3-9f97-5df5e28441b8", "Name": "Acme Ltd" },
///     "ownership": { "email": "crm" } }"#;
/// let answer = wonvoice::call_json("alignContact", input)?;
/// assert!(answer.contains(
///     r#""ledgerPatch":{"ContactID":"430fa14a-f945-44d3-9f97-5df5e28441b8","EmailAddress":"pay@acme.example"}"#
/// ));
/// # Ok::<(), wonvoice::WonvoiceError>(())
/// ```
#[must_use]
pub fn align_contact(input: Node<'_>) -> Alignment {
    let mut findings = Findings::new(Sources::of(input));
    let contact = read_contact(input, &mut findings);
    let owners = read_owners(input, &mut findings);
    let newest = newest(input, contact);
    let aligned = contact.and_then(|contact| {
        with_query(input, &mut findings, |query, findings| {
            align(&Both { input, query, contact, owners: &owners, newest }, findings)
        })
    });
    let ok = findings.is_ok();
    let (fields, changes) = aligned.unwrap_or_default();
    let changes = if ok { changes } else { Changes::default() };
    let id = contact.and_then(|contact| contact.get("ContactID")).map_or("", Node::raw);
    let ledger = |place: fn(&Change) -> &Body| {
        let mut body = Body::Object(vec![("ContactID".to_owned(), Body::text(id))]);
        changes.ledger.iter().for_each(|change| body.set(&change.key, place(change).clone()));
        (!changes.ledger.is_empty()).then_some(body)
    };
    let crm = |place: fn(&Change) -> &Body| {
        let (mut body, mut custom) = (Body::Object(Vec::new()), Body::Object(Vec::new()));
        for change in &changes.crm {
            let part = if change.is_custom { &mut custom } else { &mut body };
            part.set(&change.key, place(change).clone());
        }
        if changes.crm.iter().any(|change| change.is_custom) {
            body.set("custom_fields", custom);
        }
        (!changes.crm.is_empty()).then_some(body)
    };
    Alignment {
        ok,
        fields,
        ledger_patch: ledger(|change| &change.new),
        crm_patch: crm(|change| &change.new),
        undo: Undo { ledger: ledger(|change| &change.old), crm: crm(|change| &change.old) },
        findings: findings.finish(),
    }
}

/// What is compared, and who has the say.
struct Both<'c, 'a> {
    input: Node<'a>,
    query: &'c Query<'c>,
    contact: Node<'a>,
    owners: &'c Owners,
    /// The side that was changed last, where that is known.
    newest: Option<FieldOwner>,
}

/// What is to be written to each side.
#[derive(Debug, Default)]
struct Changes {
    ledger: Vec<Change>,
    crm: Vec<Change>,
}

fn align(both: &Both<'_, '_>, findings: &mut Findings<'_>) -> (Vec<AlignedField>, Changes) {
    if let Some(number) = both.contact.get("ContactNumber")
        && let Some(own) = both.query.profile.number.as_ref().map(|number| &number.value)
        && is_of_pipedrive(number.raw())
        && !own.eq_ignore_ascii_case(number.raw().trim())
    {
        let shown = clipped(number.raw());
        let says = format_args!("the contact carries the id of another party in Pipedrive, `{shown}`");
        findings.add(Code::ContactConflict, number.at(), says);
    }
    let mut fields = Vec::new();
    let mut changes = Changes::default();
    for side in sides(both.query, both.contact) {
        let (owner, is_named) = both.owners.of(side.field);
        let (verdict, mut why) = judge(&side, owner, is_named, both.newest);
        let wanted = match verdict {
            AlignVerdict::Crm => {
                Some((&mut changes.ledger, for_ledger(&side, both.query, both.contact, findings)))
            }
            AlignVerdict::Ledger => {
                Some((&mut changes.crm, for_crm(&side, both.query, both.input, findings)))
            }
            _ => None,
        };
        if let Some((changes, written)) = wanted {
            match written {
                Ok(change) => changes.push(change),
                Err(hindrance) => why = [why, hindrance].iter().joined(", but "),
            }
        }
        fields.push(AlignedField {
            field: side.field,
            crm: Some(side.crm).filter(|text| !text.is_empty()),
            ledger: Some(side.ledger).filter(|text| !text.is_empty()),
            owner,
            verdict,
            why,
        });
    }
    (fields, changes)
}

/// Which side is right, and why.
fn judge(
    side: &Side,
    owner: FieldOwner,
    is_named: bool,
    newest: Option<FieldOwner>,
) -> (AlignVerdict, String) {
    use AlignVerdict::{Ask, Crm, Ledger, Same, Unknown};
    let decided = if owner == FieldOwner::Newest { newest } else { Some(owner) };
    let (verdict, why) = match (decided, owner) {
        _ if side.is_same && side.crm == side.ledger => (Same, "both sides say the same"),
        _ if side.is_same => (Same, "the same but for how it is written"),
        (Some(FieldOwner::Ask), _) if is_named => (Ask, "the config asks about it"),
        (Some(FieldOwner::Ask), _) => (Ask, "contact.ownership does not name it"),
        (Some(FieldOwner::Crm), _) if side.crm.is_empty() => {
            (Unknown, "Pipedrive has the say and is empty, and nothing is cleared")
        }
        (Some(FieldOwner::Ledger), _) if side.ledger.is_empty() => {
            (Unknown, "Xero has the say and is empty, and nothing is cleared")
        }
        (Some(FieldOwner::Crm), FieldOwner::Newest) if side.field == "name" => {
            (Ask, "Pipedrive was changed last, and a contact is renamed only where ownership.name is `crm`")
        }
        (Some(FieldOwner::Crm), FieldOwner::Newest) => (Crm, "Pipedrive was changed last"),
        (Some(FieldOwner::Ledger), FieldOwner::Newest) => (Ledger, "Xero was changed last"),
        (Some(FieldOwner::Crm), _) => (Crm, "Pipedrive has the say"),
        (Some(FieldOwner::Ledger), _) => (Ledger, "Xero has the say"),
        _ => (Unknown, "it is not known which side was changed last"),
    };
    let slip = match verdict {
        Crm => side.slips.0,
        Ledger => side.slips.1,
        _ => false,
    };
    if slip {
        return (Ask, [why, "but the check digits of its number are wrong"].iter().joined(", "));
    }
    (verdict, why.to_owned())
}

/// Who has the say about each field.
#[derive(Debug, Default)]
struct Owners(Vec<(&'static str, FieldOwner)>);

impl Owners {
    /// The owner, and whether he is named.
    fn of(&self, field: &str) -> (FieldOwner, bool) {
        let found = self.0.iter().rfind(|(known, _)| *known == field);
        found.map_or((FieldOwner::Ask, false), |(_, owner)| (*owner, true))
    }
}

/// Reads the config's `contact.ownership`, and `ownership` above it. Of several entities, the one that `entity` names;
/// where none is named, a field has the owner that they all give it.
fn read_owners(input: Node<'_>, findings: &mut Findings<'_>) -> Owners {
    let mut owners = Owners::default();
    let entities = input.get("config").and_then(|config| config.get("entities"));
    let named = input.get("entity").map(Node::raw);
    let settings = entities.into_iter().flat_map(Node::members);
    let settings = settings.filter(|(name, _)| named.is_none_or(|named| named.trim() == *name));
    let mut tables: Vec<Vec<(&str, FieldOwner)>> = Vec::new();
    for (_, entity) in settings {
        let node = entity.get("contact").and_then(|contact| contact.get("ownership"));
        tables.push(node.map(|node| table(node, findings)).unwrap_or_default());
    }
    if let Some((first, others)) = tables.split_first() {
        let agreed = first.iter().filter(|row| others.iter().all(|table| table.contains(row)));
        agreed.copied().gather_into(&mut owners.0);
    }
    if let Some(node) = input.get("ownership") {
        table(node, findings).into_iter().gather_into(&mut owners.0);
    }
    owners
}

/// The fields that the config names for the party; what is wrong with them is said where the party is read.
pub(super) fn contact_fields(input: Node<'_>) -> Option<PartyFields> {
    let mut said = Findings::new(Sources::of(input));
    PartyFields::read(input.get("config")?.get("party")?, "party", &mut said)
}

fn table(node: Node<'_>, findings: &mut Findings<'_>) -> Vec<(&'static str, FieldOwner)> {
    let mut owners = Vec::new();
    for (name, owner) in Table::<FieldOwner>::read(node, "ownership", findings).unwrap_or_default().0 {
        match FIELDS.iter().find(|field| field.eq_ignore_ascii_case(&name)) {
            Some(field) => owners.push((*field, owner.value)),
            None => findings.add_near(
                Code::ConfigKeyUnknown,
                owner.at,
                format_args!("a contact has no field `{}`", clipped(&name)),
                nearest(&name, FIELDS),
            ),
        }
    }
    owners
}

/// The side that was changed last: by `updated`, else by what the objects themselves say.
fn newest(input: Node<'_>, contact: Option<Node<'_>>) -> Option<FieldOwner> {
    let instant = |node: Node<'_>| parse_xero_instant(node.raw()).or_else(|| parse_instant(node.raw()));
    let told = |side: &str| input.get("updated")?.get(side);
    let of_part = |name: &str| input.get(name).map(payload)?.get("update_time");
    let crm = told("crm").or_else(|| of_part("organization")).or_else(|| of_part("organisation"));
    let crm = instant(crm.or_else(|| of_part("person"))?)?;
    let ledger = instant(told("ledger").or_else(|| contact?.get("UpdatedDateUTC"))?)?;
    match crm.cmp(&ledger) {
        core::cmp::Ordering::Greater => Some(FieldOwner::Crm),
        core::cmp::Ordering::Less => Some(FieldOwner::Ledger),
        core::cmp::Ordering::Equal => None,
    }
}

/// The contact, bare or as Xero answers it; one that cannot be written is a finding.
fn read_contact<'a>(input: Node<'a>, findings: &mut Findings<'_>) -> Option<Node<'a>> {
    let Some(part) = input.get("contact") else {
        findings.add(Code::InputPartMissing, input.at(), format_args!("no contact was passed"));
        return None;
    };
    let mut listed = rows(part, "Contacts");
    let node = listed.next().unwrap_or(part);
    if node.kind() != Kind::Object || listed.next().is_some() {
        findings.wrong_part(part, "contact", "a contact of Xero's");
        return None;
    }
    let id = node.get("ContactID");
    if !id.is_some_and(|id| is_uuid(id.raw())) {
        let says = format_args!("the contact has no ContactID that Xero could have given");
        findings.add(Code::ContactIdInvalid, id.unwrap_or(node).at(), says);
    }
    if let Some(status) = node.get("ContactStatus").filter(|status| status.raw() != "ACTIVE") {
        let says = format_args!("the status of the contact is `{}`", clipped(status.raw()));
        findings.add(Code::ContactArchived, status.at(), says);
    }
    Some(node)
}
