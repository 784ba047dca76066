//! The won deals, each once, with what belongs to them.

use time::Date;

use super::answer::Facts;
use super::input::{Inputs, User};
use super::tally::{Key, key};
use crate::finding::Code;
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::pipedrive::among::{deal_of, name_of, won_on};
use crate::pipedrive::{payload, rows};
use crate::read::{At, Document, Findings, Kind, Node, Source};
use crate::rehearse::past::repeated;
use crate::write::to_text;

/// A won deal.
#[derive(Debug)]
pub(super) struct Won<'a> {
    pub(super) input: Node<'a>,
    pub(super) at: At,
    pub(super) node: Node<'a>,
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    /// Who is billed, as the deal or its parties call them.
    pub(super) party_name: &'a str,
    pub(super) organization: Option<Node<'a>>,
    pub(super) person: Option<Node<'a>>,
    /// Whether it names an organisation or a person, passed or not.
    pub(super) names_organization: bool,
    pub(super) names_person: bool,
    pub(super) owner: Option<User<'a>>,
    /// Its products that count; absent where none were passed with it.
    pub(super) products: Option<Vec<Node<'a>>>,
    pub(super) value: Option<Decimal>,
    pub(super) currency: &'a str,
    pub(super) won_on: Option<Date>,
    key: Key,
}

impl<'a> Won<'a> {
    fn read(inputs: &Inputs<'a>, input: Node<'a>) -> Self {
        let node = deal_of(input);
        let text = |name: &str| node.get(name).map_or("", |value| value.raw().trim());
        // A plain id, or what v1 embeds; 0 and nothing are nobody.
        let linked = |name: &str| {
            let link = node.get(name)?;
            let id = link.get("value").or_else(|| link.get("id")).unwrap_or(link).raw().trim();
            (!id.is_empty() && id != "0" && link.kind() != Kind::Array).then_some((id, link))
        };
        let one = |part: Option<Node<'a>>| part.map(payload).filter(|part| part.kind() == Kind::Object);
        let (org, person) = (linked("org_id"), linked("person_id"));
        let embedded = |link: Option<(&str, Node<'a>)>| {
            link.map(|(_, link)| link).filter(|link| link.kind() == Kind::Object)
        };
        let part = |name: &str| input.get(name).filter(|part| part.at() != node.at());
        let organization = one(part("organization").or_else(|| part("organisation")))
            .or_else(|| inputs.organizations.get(org?.0))
            .or_else(|| embedded(org));
        let of_person =
            one(part("person")).or_else(|| inputs.persons.get(person?.0)).or_else(|| embedded(person));
        let is_on = |row: &Node<'_>| {
            let flag = row.get("is_enabled").or_else(|| row.get("enabled_flag"));
            flag.is_none_or(|flag| !matches!(flag.raw(), "false" | "0"))
        };
        let products = part("products")
            .map(|part| rows(part).filter(|row| row.kind() == Kind::Object).filter(is_on).collect());
        let (id, title) = (text("id"), text("title"));
        let whole = if id.is_empty() { to_text(&input) } else { String::new() };
        let name =
            |party: Node<'a>| party.get("name").map(|name| name.raw().trim()).filter(|name| !name.is_empty());
        let party_name = organization.or(of_person).and_then(name).unwrap_or_else(|| name_of(input, node));
        Self {
            input,
            at: input.at(),
            node,
            id,
            title,
            party_name,
            names_organization: organization.is_some() || org.is_some(),
            names_person: of_person.is_some() || person.is_some(),
            organization,
            person: of_person,
            owner: inputs.user_of(node),
            products,
            value: node.get("value").and_then(|value| Decimal::parse(value.raw()).ok()),
            currency: text("currency"),
            won_on: won_on(input, node),
            key: key(id, &whole),
        }
    }

    /// What a person calls it.
    pub(super) fn name(&self) -> &'a str {
        if self.title.is_empty() { self.party_name } else { self.title }
    }

    /// The part that would tell who is billed, where the deal names somebody who was not passed.
    pub(super) fn lacks(&self) -> Option<&'static str> {
        match () {
            () if self.names_organization && self.organization.is_none() => Some("organizations"),
            () if self.names_person && self.person.is_none() => Some("persons"),
            () => None,
        }
    }

    /// The products of its rows themselves, out of the list that was passed: of all of them only these, since each plan
    /// looks through them.
    pub(super) fn details(&self, inputs: &Inputs<'a>) -> Option<Document> {
        let of_row = |row: &Node<'a>| inputs.products.get(row.get("product_id")?.raw());
        let mut found = self.products.iter().flatten().filter_map(of_row).peekable();
        found.peek()?;
        let mut details = Document::new(Source::Input);
        details.push(Kind::Array);
        found.for_each(|product| details.copy(product));
        details.close();
        Some(details)
    }

    /// Who is billed: the organisation, else the person.
    pub(super) fn party(&self) -> Option<Node<'a>> {
        self.organization.or(self.person)
    }
}

/// The won deals in the order of their ids; what else was passed is counted.
pub(super) fn won<'a>(inputs: &Inputs<'a>, facts: &mut Facts, findings: &mut Findings<'_>) -> Vec<Won<'a>> {
    let Some(part) = inputs.root.get("deals") else {
        findings.add(Code::InputPartMissing, inputs.root.at(), format_args!("no deals were passed"));
        return Vec::new();
    };
    if !matches!(part.kind(), Kind::Array | Kind::Object) {
        findings.wrong_part(part, "deals", "a list");
    }
    let mut all = Vec::new();
    for row in rows(part) {
        match row.kind() {
            // A page of several.
            Kind::Object if payload(row).kind() == Kind::Array => {
                all.extend(payload(row).items().filter(|deal| deal.kind() == Kind::Object));
            }
            Kind::Object => all.push(row),
            _ => {
                facts.unread += 1;
                if facts.unread == 1 {
                    findings.wrong_part(row, "a deal", "an object");
                }
            }
        }
    }
    facts.deals = all.len() + facts.unread;
    let again = repeated(&all);
    facts.repeated = again.len();
    let mut again_at = again.into_iter().peekable();
    let mut won = Vec::new();
    let mut places: Vec<usize> = again_at.by_ref().collect();
    places.sort_unstable();
    for (place, input) in all.into_iter().enumerate() {
        if places.binary_search(&place).is_ok() {
            continue;
        }
        let node = deal_of(input);
        let is_deleted = node.get("is_deleted").or_else(|| node.get("deleted"));
        let is_deleted = is_deleted.is_some_and(|flag| matches!(flag.raw(), "true" | "1"));
        if is_deleted || node.get("status").is_none_or(|status| status.raw() != "won") {
            facts.not_won += 1;
            continue;
        }
        won.push(Won::read(inputs, input));
    }
    sort_by_key(&mut won, |deal| deal.key.clone());
    won
}
