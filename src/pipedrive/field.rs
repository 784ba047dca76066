//! Custom and standard fields, by label or by hash, in each form their values come in.
//!
//! Forms of values: Pipedrive's migration guide to API v2, and real webhook v2 deliveries.

use std::borrow::Cow;

use time::Date;

use super::payload;
use super::product::DealProduct;
use super::reference::{FieldName, FieldRef, Owner, is_hash};
use crate::finding::Code;
use crate::gather::Gather;
use crate::read::date::write_date;
use crate::read::letters::is_same;
use crate::read::{At, Findings, Given, Kind, Node, nearest, trimmed};

/// The metadata of fields, as `GET /dealFields` and its sisters answer it.
#[derive(Debug, Clone, Copy, Default)]
pub struct FieldDefinitions<'a> {
    deal: Option<Node<'a>>,
    organization: Option<Node<'a>>,
    person: Option<Node<'a>>,
    product: Option<Node<'a>>,
}

/// A field that was found: its key, and what its metadata says.
#[derive(Debug, Clone, Copy)]
struct Found<'a> {
    key: &'a str,
    definition: Option<Node<'a>>,
}

impl<'a> FieldDefinitions<'a> {
    /// Reads `fields`: the deal's fields alone, or an object with `deal`, `organization`, `person` and
    /// `product`, each bare or in its envelope.
    #[must_use]
    pub fn read(part: Option<Node<'a>>) -> Self {
        let Some(part) = part else { return Self::default() };
        let inner = payload(part);
        if inner.kind() != Kind::Object {
            return Self { deal: Some(inner), ..Self::default() };
        }
        let list = |name: &str| inner.get(name).map(payload);
        Self {
            deal: list("deal").or_else(|| list("dealFields")),
            organization: list("organization").or_else(|| list("organizationFields")),
            person: list("person").or_else(|| list("personFields")),
            product: list("product").or_else(|| list("productFields")),
        }
    }

    pub(super) fn of(self, owner: Owner) -> Option<Node<'a>> {
        match owner {
            Owner::Deal => self.deal,
            Owner::Organization => self.organization,
            Owner::Person => self.person,
            Owner::Product => self.product,
            Owner::Period => None,
        }
    }

    fn resolve(
        self,
        owner: Owner,
        label: &str,
        hash: Option<&'a str>,
        at: At,
        findings: &mut Findings<'_>,
    ) -> Option<Found<'a>> {
        let whose = owner.word();
        let Some(definitions) = self.of(owner) else {
            if hash.is_none() {
                findings.add(
                    Code::ConfigFieldsMissing,
                    at,
                    format_args!("the field `{label}` cannot be found without the {whose}'s field metadata"),
                );
            }
            return hash.map(|key| Found { key, definition: None });
        };
        if let Some(hash) = hash {
            let definition = definitions.items().find(|definition| key_of(*definition) == Some(hash));
            if let Some(now) = definition.and_then(label_of)
                && !label.is_empty()
                && now.trim() != label
            {
                findings.add(
                    Code::ConfigFieldRenamed,
                    at,
                    format_args!("the field `{label}` is now called `{now}`"),
                );
            }
            return Some(Found { key: hash, definition });
        }
        let named = |exact: bool| {
            definitions.items().filter(move |definition| {
                label_of(*definition).is_some_and(|name| match exact {
                    true => name.trim() == label,
                    false => is_same(name.trim(), label),
                })
            })
        };
        let mut matching = named(true).peekable();
        let mut loosely = named(false);
        let (first, second) = match matching.peek() {
            Some(_) => (matching.next(), matching.next()),
            None => (loosely.next(), loosely.next()),
        };
        if second.is_some() {
            findings.add(
                Code::ConfigFieldAmbiguous,
                at,
                format_args!("several fields of the {whose} are called `{label}`"),
            );
            return None;
        }
        let found = first
            .and_then(|definition| Some(Found { key: key_of(definition)?, definition: Some(definition) }));
        if found.is_none() {
            let near = nearest(label, definitions.items().filter_map(label_of));
            findings.add_near(
                Code::ConfigFieldUnknown,
                at,
                format_args!("no field of the {whose} is called `{label}`"),
                near,
            );
        }
        found
    }
}

pub(super) fn key_of(definition: Node<'_>) -> Option<&str> {
    let [code, key] = definition.pick(["field_code", "key"]);
    code.or(key)?.text()
}

pub(super) fn label_of(definition: Node<'_>) -> Option<&str> {
    let [field_name, name] = definition.pick(["field_name", "name"]);
    field_name.or(name)?.text()
}

/// The objects that fields are read from.
#[derive(Debug, Clone, Copy)]
pub struct Owners<'a> {
    /// The metadata.
    pub definitions: FieldDefinitions<'a>,
    /// The deal.
    pub deal: Option<Node<'a>>,
    /// The organisation.
    pub organization: Option<Node<'a>>,
    /// The person.
    pub person: Option<Node<'a>>,
    /// The day the deal was won, where the organisation is.
    pub won_on: Option<Given<Date>>,
}

/// What else fields may be read from: the line at hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope<'s, 'a> {
    /// The product on the deal.
    pub row: Option<&'s DealProduct<'a>>,
    /// The first and the last day of the billing period.
    pub period: Option<(Date, Date)>,
}

/// A labelled field's value: the node, and the definition that explains it.
#[derive(Debug, Clone, Copy)]
pub struct FieldValue<'a> {
    /// The value.
    pub node: Node<'a>,
    definition: Option<Node<'a>>,
    /// The object that has it, for the sub-keys of v1.
    holder: Node<'a>,
    key: &'a str,
    /// Whether it stands on the object itself, as in v1.
    is_v1: bool,
}

impl<'a> Owners<'a> {
    /// What a field says, as a person reads it; `None` when it is empty or, with a finding, unknown.
    pub fn text(
        &self,
        field: &'a FieldRef,
        scope: Scope<'_, 'a>,
        at: At,
        findings: &mut Findings<'_>,
    ) -> Option<Given<Cow<'a, str>>> {
        match field.name {
            FieldName::Standard(name) => self.standard(field.owner, name, scope),
            FieldName::Labelled { .. } => self.value(field, scope.row, at, findings)?.text(field, findings),
        }
    }

    /// The name of the deal's pipeline, where the deal or the metadata of its fields says it.
    #[must_use]
    pub fn pipeline_name(&self) -> Option<Given<&'a str>> {
        let deal = self.deal?;
        let of_options = || {
            let id = deal.get("pipeline_id")?;
            let mut fields = self.definitions.deal?.items();
            let field = fields.find(|field| matches!(key_of(*field), Some("pipeline" | "pipeline_id")))?;
            field
                .get("options")?
                .items()
                .find(|option| option.get("id").is_some_and(|of| of.raw() == id.raw()))?
                .get("label")
        };
        let node = deal.get("pipeline_name").or_else(of_options)?;
        Some(Given { value: node.text()?, at: node.at() })
    }

    fn standard(
        &self,
        owner: Owner,
        name: &'static str,
        scope: Scope<'_, 'a>,
    ) -> Option<Given<Cow<'a, str>>> {
        let node = match owner {
            Owner::Period => {
                let (start, end) = scope.period?;
                return Some(Given::from_nowhere(Cow::Owned(write_date(if name == "start" {
                    start
                } else {
                    end
                }))));
            }
            Owner::Deal => {
                let deal = self.deal?;
                match name {
                    "close_date" if deal.get("local_close_date").is_some() => deal.get("local_close_date"),
                    "won_date" | "close_date" => {
                        // A deal is closed by its win.
                        let is_won_then = name == "won_date"
                            || deal.get("won_time")?.raw() == deal.get("close_time")?.raw();
                        let won = self.won_on.filter(|_| is_won_then)?;
                        return Some(Given { value: Cow::Owned(write_date(won.value)), at: won.at });
                    }
                    "owner" => deal.get("owner_name").or_else(|| deal.get("user_id")?.get("name")),
                    "pipeline" => deal.get("pipeline_name").or_else(|| deal.get("pipeline_id")),
                    "stage" => deal.get("stage_name").or_else(|| deal.get("stage_id")),
                    _ => deal.get(name),
                }
            }
            Owner::Organization => party_field(self.organization?, name),
            Owner::Person => party_field(self.person?, name),
            Owner::Product => {
                let row = scope.row?;
                let of_product = |name: &str| row.product.and_then(|product| product.get(name));
                match name {
                    "name" | "code" => row.node.get(name).or_else(|| of_product(name)),
                    "price" => row.node.get("item_price"),
                    "comments" | "quantity" | "billing_frequency" => row.node.get(name),
                    _ => of_product(name),
                }
            }
        }?;
        let text = trimmed(node.raw());
        (!text.is_empty()).then_some(Given { value: Cow::Borrowed(text), at: node.at() })
    }

    /// The value of a labelled field; `None` when it is empty or, with a finding, unknown.
    pub fn value(
        &self,
        field: &'a FieldRef,
        row: Option<&DealProduct<'a>>,
        at: At,
        findings: &mut Findings<'_>,
    ) -> Option<FieldValue<'a>> {
        let object = match field.owner {
            Owner::Deal => self.deal,
            Owner::Organization => self.organization,
            Owner::Person => self.person,
            Owner::Product => row.map(|row| row.product.unwrap_or(row.node)),
            Owner::Period => None,
        };
        let FieldName::Labelled { label, hash } = &field.name else { return None };
        let found = self.definitions.resolve(field.owner, label, hash.as_deref(), at, findings)?;
        held(object?, found)
    }
}

/// A custom field of the deal that is written: its key, what its metadata says, and what it holds.
#[derive(Debug, Clone, Copy)]
pub struct FieldTarget<'a> {
    /// The 40-character key.
    pub key: &'a str,
    definition: Node<'a>,
    value: Option<FieldValue<'a>>,
}

impl<'a> Owners<'a> {
    /// The key of a labelled field; `None`, with a finding, when it is unknown.
    pub fn key(&self, field: &'a FieldRef, at: At, findings: &mut Findings<'_>) -> Option<&'a str> {
        let FieldName::Labelled { label, hash } = &field.name else { return None };
        Some(self.definitions.resolve(field.owner, label, hash.as_deref(), at, findings)?.key)
    }

    /// A field of the deal, to be written; without its metadata nothing can be.
    pub fn target(
        &self,
        field: &'a FieldRef,
        at: At,
        findings: &mut Findings<'_>,
    ) -> Option<FieldTarget<'a>> {
        let FieldName::Labelled { label, hash } = &field.name else { return None };
        let found = self.definitions.resolve(field.owner, label, hash.as_deref(), at, findings)?;
        let Some(definition) = found.definition else {
            findings.add(
                Code::ConfigFieldsMissing,
                at,
                format_args!("the field `{}` cannot be written without its metadata", field.shown()),
            );
            return None;
        };
        let value = self.deal.and_then(|deal| held(deal, found));
        Some(FieldTarget { key: found.key, definition, value })
    }
}

impl<'a> FieldTarget<'a> {
    /// The type in the metadata, such as `enum` or `monetary`.
    #[must_use]
    pub fn kind(&self) -> &'a str {
        self.definition.get("field_type").map_or("", Node::raw)
    }

    /// The options: id and label of each.
    pub fn options(&self) -> impl Iterator<Item = (Node<'a>, &'a str)> {
        let options = self.definition.items_of("options");
        options.filter_map(|option| Some((option.get("id")?, option.get("label")?.raw())))
    }

    /// What it holds now, without its currency: an amount, a date, a text, the id of an option.
    #[must_use]
    pub fn now(&self) -> Option<Node<'a>> {
        let node = self.value?.node;
        let plain = node.get("value").or_else(|| node.get("id"));
        Some(plain.unwrap_or(node)).filter(|node| !node.is_null() && !node.raw().trim().is_empty())
    }

    /// The currency of what it holds now.
    #[must_use]
    pub fn currency_now(&self) -> Option<&'a str> {
        let value = self.value?;
        value.node.get("currency").or_else(|| value.sub_key("_currency")).map(Node::raw)
    }
}

/// The value of a field, nested as in v2 or on the object itself as in v1.
fn held<'a>(object: Node<'a>, found: Found<'a>) -> Option<FieldValue<'a>> {
    let custom = object.get("custom_fields");
    let nested = custom.and_then(|custom| Some((custom, custom.get(found.key)?)));
    let is_v1 = nested.is_none();
    let (holder, node) = nested.or_else(|| Some((object, object.get(found.key)?)))?;
    Some(FieldValue { node, definition: found.definition, holder, key: found.key, is_v1 })
}

impl<'a> FieldValue<'a> {
    /// The value as a person reads it: labels instead of option ids; `None` when it is empty.
    pub fn text(&self, field: &FieldRef, findings: &mut Findings<'_>) -> Option<Given<Cow<'a, str>>> {
        let text = match self.node.kind() {
            Kind::Null => None,
            Kind::Array => {
                let labels: Vec<_> =
                    self.node.items().filter_map(|item| self.one(item, field, findings)).gather();
                (!labels.is_empty()).then(|| Cow::Owned(labels.iter().joined(", ")))
            }
            Kind::Text if self.kind() == Some("set") => {
                let ids = self.node.raw().split(',').map(str::trim).filter(|id| !id.is_empty());
                let labels: Vec<_> = ids.filter_map(|id| self.option(id, field, findings)).gather();
                (!labels.is_empty()).then(|| Cow::Owned(labels.iter().joined(", ")))
            }
            _ => self.one(self.node, field, findings),
        };
        text.filter(|text| !trimmed(text).is_empty()).map(|value| Given { value, at: self.node.at() })
    }

    /// The node that holds the plain value: a date, an amount, a text.
    #[must_use]
    pub fn plain(&self) -> Node<'a> {
        self.node.get("value").unwrap_or(self.node)
    }

    /// Whether it is that id of an option, a user or another thing, or has it among several.
    #[must_use]
    pub fn has_id(&self, id: &str) -> bool {
        let mut nodes = if self.node.kind() == Kind::Array { self.node.items() } else { self.node.alone() };
        let is_set = self.kind() == Some("set");
        nodes.any(|node| {
            let raw = node.get("id").unwrap_or(node).raw();
            raw.trim() == id || (is_set && raw.split(',').any(|one| one.trim() == id))
        })
    }

    /// The currency of a monetary value, beside it or within it.
    #[must_use]
    pub fn currency(&self) -> Option<Node<'a>> {
        self.node.get("currency").or_else(|| self.sub_key("_currency"))
    }

    /// The type in the metadata, such as `enum`.
    fn kind(&self) -> Option<&'a str> {
        self.definition?.get("field_type")?.text()
    }

    fn one(&self, node: Node<'a>, field: &FieldRef, findings: &mut Findings<'_>) -> Option<Cow<'a, str>> {
        match node.kind() {
            Kind::Object => self.object(node, field, findings),
            Kind::Text | Kind::Number => match self.kind() {
                Some("enum" | "set" | "status" | "visible_to") => self.option(node.raw(), field, findings),
                Some("user" | "org" | "people" | "person" | "organization") => {
                    self.unresolved(node, field, findings)
                }
                Some("monetary") => {
                    let currency = self.sub_key("_currency").map_or("", Node::raw);
                    Some(Cow::Owned(format!("{} {currency}", node.raw()).trim_end().to_owned()))
                }
                Some("daterange" | "timerange") => match self.sub_key("_until") {
                    Some(until) => Some(Cow::Owned(format!("{} – {}", node.raw(), until.raw()))),
                    None => Some(Cow::Borrowed(node.raw())),
                },
                Some("address") => {
                    let formatted = self.sub_key("_formatted_address").filter(|text| !text.raw().is_empty());
                    Some(Cow::Borrowed(formatted.unwrap_or(node).raw()))
                }
                None if is_hash(self.key) && self.may_be_options(node) => {
                    findings.add(
                        Code::ConfigFieldsMissing,
                        node.at(),
                        format_args!(
                            "{} is `{}`, which may be the id of an option: its field metadata is missing",
                            field.shown(),
                            node.raw()
                        ),
                    );
                    None
                }
                _ => Some(Cow::Borrowed(node.raw())),
            },
            Kind::Boolean => Some(Cow::Borrowed(node.raw())),
            Kind::Unreadable => {
                findings.add(Code::InputNotAText, node.at(), format_args!("{} is unreadable", field.shown()));
                None
            }
            _ => None,
        }
    }

    /// Whether a bare value may be the ids of options: a number, or in v1 a text of numbers.
    fn may_be_options(&self, node: Node<'a>) -> bool {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        node.number().is_some() || (self.is_v1 && node.raw().split(',').all(|id| digits(id.trim())))
    }

    fn object(&self, node: Node<'a>, field: &FieldRef, findings: &mut Findings<'_>) -> Option<Cow<'a, str>> {
        if let Some(label) = node.get("label").or_else(|| node.get("name")) {
            return Some(Cow::Borrowed(label.raw()));
        }
        if let Some(id) = node.get("id") {
            return match node.get("type").and_then(Node::text) {
                Some("user" | "people" | "person" | "org" | "organization") => {
                    self.unresolved(id, field, findings)
                }
                _ => self.option(id.raw(), field, findings),
            };
        }
        if let (Some(value), Some(currency)) = (node.get("value"), node.get("currency")) {
            return Some(Cow::Owned(format!("{} {}", value.raw(), currency.raw())));
        }
        if let (Some(value), Some(until)) = (node.get("value"), node.get("until")) {
            return Some(Cow::Owned(format!("{} – {}", value.raw(), until.raw())));
        }
        let address = node.get("formatted_address").filter(|text| !text.raw().is_empty());
        Some(Cow::Borrowed(address.or_else(|| node.get("value"))?.raw()))
    }

    fn sub_key(&self, suffix: &str) -> Option<Node<'a>> {
        let key = format!("{}{suffix}", self.key);
        self.holder.get(&key)
    }

    fn option(&self, id: &'a str, field: &FieldRef, findings: &mut Findings<'_>) -> Option<Cow<'a, str>> {
        let id = id.trim();
        let options = self.definition.and_then(|definition| definition.get("options"));
        let label = options.and_then(|options| {
            options
                .items()
                .find(|option| option.get("id").is_some_and(|known| known.raw() == id))?
                .get("label")
        });
        if label.is_none() {
            findings.add(
                Code::ConfigOptionUnknown,
                self.node.at(),
                format_args!(
                    "{} has the option `{}`, which its field metadata does not know",
                    field.shown(),
                    crate::read::clipped(id)
                ),
            );
        }
        label.map(|label| Cow::Borrowed(label.raw()))
    }

    fn unresolved(
        &self,
        node: Node<'a>,
        field: &FieldRef,
        findings: &mut Findings<'_>,
    ) -> Option<Cow<'a, str>> {
        findings.add(
            Code::ConfigFieldNameless,
            self.node.at(),
            format_args!(
                "{} is the id `{}`, and the name behind it was not passed",
                field.shown(),
                crate::read::clipped(node.raw())
            ),
        );
        None
    }
}

fn party_field<'a>(party: Node<'a>, name: &str) -> Option<Node<'a>> {
    let first = |list: &str, v1: &str| {
        let entries = party.get(list).or_else(|| party.get(v1))?;
        match entries.kind() {
            Kind::Array => {
                entries.items().filter_map(|entry| entry.get("value")).find(|value| !value.raw().is_empty())
            }
            _ => Some(entries),
        }
    };
    match name {
        "email" => first("emails", "email"),
        "phone" => first("phones", "phone"),
        "country" => party
            .get("address")
            .and_then(|address| address.get("country"))
            .or_else(|| party.get("address_country")),
        "address" => {
            let address = party.get("address")?;
            if address.kind() == Kind::Object { address.get("value") } else { Some(address) }
        }
        "id" => party.get("id").or_else(|| party.get("value")),
        _ => party.get(name),
    }
}
