//! What of a deal a condition looks at, found.

use std::borrow::Cow;

use super::{Scene, Undecided, worth};
use crate::config::Config;
use crate::config::condition::{Derived, Is, Subject, Test};
use crate::finding::Code;
use crate::money::Decimal;
use crate::pipedrive::field::{FieldValue, Scope};
use crate::pipedrive::party::{Party, PartyKind};
use crate::pipedrive::payload;
use crate::pipedrive::product::DealProduct;
use crate::pipedrive::reference::{FieldName, FieldRef, Owner};
use crate::plan::settings::{Settings, is_by_entity};
use crate::read::{At, Findings, Kind, Node, Sources};

/// A value to compare with; a field that says nothing has none.
#[derive(Debug)]
pub(super) struct Fact<'a> {
    /// As a person reads it.
    pub text: Cow<'a, str>,
    /// As it is stored, where that differs: the id of a pipeline, an amount without its currency.
    pub plain: Option<&'a str>,
    /// Of a custom field, its value, which knows its ids.
    pub value: Option<FieldValue<'a>>,
    /// Of what an amount is.
    pub unit: FactUnit<'a>,
    /// Where it stands.
    pub at: At,
}

/// Of what an amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FactUnit<'a> {
    /// Nothing says it.
    Plain,
    /// Percent.
    Percent,
    /// A currency.
    Currency(&'a str),
}

impl<'a> Fact<'a> {
    pub(super) fn of(text: impl Into<Cow<'a, str>>, at: At) -> Self {
        Self { text: text.into(), plain: None, value: None, unit: FactUnit::Plain, at }
    }

    /// The number it is.
    pub(super) fn number(&self) -> Option<Decimal> {
        Decimal::parse(self.plain.unwrap_or(&self.text).trim()).ok()
    }
}

/// Finds what a test looks at: one value, or nothing, of each product where it looks at products, of each contact where
/// it looks at contacts, else of the deal.
pub(super) fn facts<'a>(
    test: &'a Test,
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Result<Vec<Option<Fact<'a>>>, Undecided> {
    let at = test.subject.at;
    let mut found = Vec::new();
    match &test.subject.value {
        Subject::Field(field) if field.owner == Owner::Product => {
            for row in scene.one.map_or(scene.rows, core::slice::from_ref) {
                found.push(of_field(field, Some(row), at, scene, findings)?);
            }
        }
        Subject::Field(field) => {
            let fact = of_field(field, None, at, scene, findings)?;
            has_name(field, test, fact.as_ref(), findings)?;
            let is_amount = !matches!(test.is, Is::Empty | Is::NotEmpty);
            if is_amount && field.owner == Owner::Deal && field.name == FieldName::Standard("value") {
                let beside = worth::beside(fact.as_ref(), at, scene, findings)?;
                // A deal that says no value has that of its products.
                if beside.is_none() || fact.is_some() {
                    found.push(fact);
                }
                found.extend(beside.map(Some));
                return Ok(found);
            }
            found.push(fact);
        }
        Subject::Derived(
            derived @ (Derived::ContactIsNew | Derived::ContactOverdue | Derived::ContactOutstanding),
        ) => {
            for contact in scene.contacts {
                found.push(of_contact(*derived, at, *contact, scene, findings)?);
            }
        }
        Subject::Derived(derived) => found.push(of_derived(*derived, at, scene, findings)?),
    }
    Ok(found)
}

/// The id of what people know by a name.
fn id_of<'a>(name: &str, deal: Node<'a>) -> Option<Node<'a>> {
    let id = match name {
        "pipeline" => deal.get("pipeline_id"),
        "stage" => deal.get("stage_id"),
        "owner" => deal.get("owner_id").or_else(|| deal.get("user_id")),
        _ => None,
    }?;
    id.get("id").or_else(|| id.get("value")).or(Some(id)).filter(|id| !id.is_null())
}

/// Of what is known by its id alone, no name can be told to be another.
fn has_name(
    field: &FieldRef,
    test: &Test,
    fact: Option<&Fact<'_>>,
    findings: &mut Findings<'_>,
) -> Result<(), Undecided> {
    let is_named = field.owner == Owner::Deal
        && matches!(field.name, FieldName::Standard("pipeline" | "stage" | "owner"));
    let mut texts = test.operands.iter().flat_map(|operand| &operand.texts);
    if !is_named || !texts.any(|text| text.bytes().any(|byte| !byte.is_ascii_digit())) {
        return Ok(());
    }
    match fact {
        None => undecided(test.subject.at, &field.shown(), "the deal does not say it", findings),
        Some(fact) if fact.plain == Some(&*fact.text) => {
            let why = "only its id is known, not its name: compare with ids, or pass the metadata of the deal's fields";
            undecided(fact.at, &field.shown(), why, findings)
        }
        Some(_) => Ok(()),
    }
}

fn of_field<'a>(
    field: &'a FieldRef,
    row: Option<&DealProduct<'a>>,
    at: At,
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Result<Option<Fact<'a>>, Undecided> {
    let owners = &scene.handoff.owners;
    let before = findings.errors();
    let is_lacking = match field.owner {
        Owner::Organization => owners.organization.is_none() && scene.handoff.deal.org_id.is_some(),
        Owner::Person => owners.person.is_none() && scene.handoff.deal.person_id.is_some(),
        _ => false,
    };
    if is_lacking {
        return undecided(at, &field.shown(), "its part of the input was not passed", findings);
    }
    let mut fact = match field.name {
        FieldName::Standard(_) => {
            let given = owners.text(field, Scope { row, period: None }, at, findings);
            given.map(|given| Fact::of(given.value, given.at))
        }
        FieldName::Labelled { .. } => {
            let value = owners.value(field, row, at, findings);
            let text = value.and_then(|value| value.text(field, findings));
            value.zip(text).map(|(value, text)| Fact {
                value: Some(value),
                plain: Some(value.plain()).filter(|plain| plain.kind() != Kind::Object).map(Node::raw),
                unit: value.currency().map_or(FactUnit::Plain, |code| FactUnit::Currency(code.raw())),
                ..Fact::of(text.value, text.at)
            })
        }
    };
    if findings.errors() > before {
        return Err(Undecided);
    }
    // What the product itself says is not empty where only the deal's row was passed.
    let is_of_product = match field.name {
        FieldName::Standard(name) => matches!(name, "code" | "category" | "unit"),
        FieldName::Labelled { .. } => true,
    };
    let is_unread = |row: &DealProduct<'_>| row.product.is_none() && row.product_id.is_some();
    if let Some(row) = row.filter(|row| fact.is_none() && is_of_product && is_unread(row)) {
        return undecided(
            row.node.at(),
            &field.shown(),
            "productDetails was not passed with the product",
            findings,
        );
    }
    if let FieldName::Standard(name @ ("won_date" | "close_date")) = field.name
        && let Some(instant) = match name {
            "won_date" => scene.handoff.deal.won_time,
            _ => scene.handoff.deal.close_time,
        }
        && fact.is_none()
    {
        return undecided(instant.at, &field.shown(), "localDates.won was not passed", findings);
    }
    let of_deal = scene.handoff.deal.currency.map(|currency| currency.value);
    if let (Some(fact), FieldName::Standard(name), Some(code)) = (&mut fact, &field.name, of_deal)
        && matches!((field.owner, *name), (Owner::Deal, "value") | (Owner::Product, "price"))
    {
        fact.unit = FactUnit::Currency(code);
    }
    if let (Owner::Deal, FieldName::Standard(name)) = (field.owner, &field.name)
        && let Some(id) = id_of(name, scene.handoff.deal.node)
    {
        // API v2 tells the id alone.
        let fact = fact.get_or_insert_with(|| Fact::of(id.raw(), id.at()));
        fact.plain = Some(id.raw());
        if let Some(known) = owners.pipeline_name().filter(|_| *name == "pipeline") {
            fact.text = Cow::Borrowed(known.value);
        }
    }
    Ok(fact)
}

fn of_derived<'a>(
    derived: Derived,
    at: At,
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Result<Option<Fact<'a>>, Undecided> {
    let party = scene.party;
    let text = |given: Option<&crate::pipedrive::party::GivenText<'a>>| {
        given.map(|given| Fact::of(given.value.clone(), given.at))
    };
    Ok(match derived {
        Derived::Billed => return worth::billed(at, scene, findings),
        Derived::Discount => return worth::discount(at, scene, findings),
        Derived::PartyKind => party.and_then(|party| {
            let word = match party.kind? {
                PartyKind::Organization => "organization",
                PartyKind::Person => "person",
            };
            Some(Fact::of(word, party.node.map_or(At::NOWHERE, Node::at)))
        }),
        Derived::PartyName => text(party.and_then(|party| party.name.as_ref())),
        Derived::PartyCountry => {
            party.and_then(|party| party.country).map(|country| Fact::of(country.value, country.at))
        }
        Derived::PartyTaxNumber => text(party.and_then(|party| party.tax_number.as_ref())),
        Derived::PartyEmail => text(party.and_then(|party| party.email.as_ref())),
        // Found for each of the contacts.
        Derived::ContactIsNew | Derived::ContactOverdue | Derived::ContactOutstanding => None,
    })
}

/// What Xero says of the contact: `IsCustomer`, and `Balances.AccountsReceivable`.
fn of_contact<'a>(
    derived: Derived,
    at: At,
    (contact, base_currency): (Option<Node<'a>>, Option<&'a str>),
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Result<Option<Fact<'a>>, Undecided> {
    let found = contact.and_then(|contact| match derived {
        Derived::ContactIsNew => contact.get("IsCustomer"),
        _ => {
            let owed = contact.get("Balances").and_then(|balances| balances.get("AccountsReceivable"));
            owed?.get(if derived == Derived::ContactOverdue { "Overdue" } else { "Outstanding" })
        }
    });
    match (derived, found) {
        (Derived::ContactIsNew, Some(is_customer)) => {
            Ok(Some(Fact::of(if is_customer.raw() == "true" { "false" } else { "true" }, is_customer.at())))
        }
        (_, Some(amount)) => {
            let unit = base_currency.map_or(FactUnit::Plain, FactUnit::Currency);
            Ok(Some(Fact { unit, ..Fact::of(amount.raw(), amount.at()) }))
        }
        // Xero leaves out the balances of a contact that has no documents.
        (Derived::ContactOverdue | Derived::ContactOutstanding, None) if contact.is_some_and(is_whole) => {
            Ok(None)
        }
        _ if scene.is_early && contact.is_none() => Err(Undecided),
        _ => undecided(at, derived.word(), "the whole contact, as Xero answers it, was not passed", findings),
    }
}

/// Whether a contact was read by itself, and not found in a list that leaves fields out.
fn is_whole(contact: Node<'_>) -> bool {
    contact.get("IsCustomer").is_some()
}

/// The contact, or that of each entity, with the currency of its organisation.
pub(super) fn contacts<'a>(
    part: Option<Node<'a>>,
    settings: &'a Settings,
    config: &Config,
    sources: Sources<'_>,
) -> Vec<(Option<Node<'a>>, Option<&'a str>)> {
    let Some(several) = part.filter(|part| is_by_entity(*part, config)) else {
        return vec![(part.and_then(contact), settings.base_currency(None, sources))];
    };
    let mut contacts = Vec::new();
    for (name, part) in several.members() {
        contacts.push((contact(part), settings.base_currency(Some(name), sources)));
    }
    contacts
}

/// The contact as Xero answers it, or as a match hands it on.
fn contact(part: Node<'_>) -> Option<Node<'_>> {
    let part = payload(part);
    let listed = crate::xero::rows(part, "Contacts").next().unwrap_or(part);
    Some(listed.get("contact").unwrap_or(listed))
}

/// Says why a rule cannot be decided: the deal waits for it.
pub(super) fn undecided<T>(
    at: At,
    what: &str,
    why: &str,
    findings: &mut Findings<'_>,
) -> Result<T, Undecided> {
    findings.add(Code::HandoffRuleUndecided, at, format_args!("`{what}` is not known: {why}"));
    Err(Undecided)
}

/// Reads who is billed, once for all rules.
pub(super) fn party<'a>(
    scene: Scene<'_, 'a>,
    config: &'a Config,
    findings: &mut Findings<'_>,
) -> Option<Party<'a>> {
    let fields = &config.party;
    let refs = crate::pipedrive::party::PartyRefs {
        tax_number: fields.tax_number.as_ref(),
        company_number: None,
        account_number: None,
        country: fields.country.as_ref(),
        without_country: false,
        email: fields.email.as_ref(),
    };
    Party::read(scene.handoff.people, &scene.handoff.owners, refs, findings)
}
