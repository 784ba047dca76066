//! Deals, planned as they would have been on the day they were won.

use time::Date;

use super::answer::DealClass;
use super::fields::own_reference;
use super::period::Period;
use crate::config::Config;
use crate::contact::decide::Decision;
use crate::finding::Code;
use crate::mapper::{Beside, Mapper};
use crate::money::Decimal;
use crate::pairing::Expected;
use crate::pipedrive::among::{deal_of, name_of, won_on};
use crate::pipedrive::rows;
use crate::plan::{Body, Options, Plan, PlannedDocument};
use crate::read::date::parse_date;
use crate::read::{At, Document, Kind, Node, Source};
use crate::rehearse::contacts::{Contacts, Sought};
use crate::rehearse::coverage::outcome;
use crate::rehearse::past::repeated;
use crate::write::to_text;

/// A deal and its plan.
#[derive(Debug)]
pub(super) struct Planned<'a> {
    pub(super) at: At,
    /// The deal itself.
    pub(super) node: Node<'a>,
    pub(super) id: Option<u64>,
    /// Who is billed.
    name: &'a str,
    pub(super) won_on: Option<Date>,
    /// What it is, whatever was billed.
    pub(super) class: Option<DealClass>,
    pub(super) outcome: &'static str,
    /// How its contact was chosen.
    pub(super) contact: Option<&'static str>,
    /// Whether its documents are for a contact that stands in for the unknown one.
    pub(super) has_stand_in: bool,
    pub(super) plan: Plan,
    /// Tells it from others, whatever their order.
    key: String,
}

impl Planned<'_> {
    /// What it would have been billed with, and later.
    pub(super) fn documents(&self) -> impl Iterator<Item = &PlannedDocument> {
        self.plan.documents.iter().chain(&self.plan.scheduled)
    }
}

/// The ContactID that stands in for a contact that is not known. No organisation has it.
const STAND_IN: &str = "00000000-0000-4000-8000-000000000000";

/// Plans every deal of the input, in its order.
pub(super) fn plan_all<'a>(
    mapper: &'a Mapper,
    root: Node<'a>,
    config: &'a Config,
    period: &Period,
) -> Vec<Planned<'a>> {
    let mut stand_in = Document::new(Source::Input);
    stand_in.push_text(Kind::Text, STAND_IN);
    let contacts = Contacts::read(root, Some(config));
    let inputs: Vec<Node<'_>> =
        root.get("deals").map(rows).unwrap_or_default().filter(|deal| deal.kind() == Kind::Object).collect();
    let repeated = repeated(&inputs);
    let mut planned = Vec::with_capacity(inputs.len());
    for (place, input) in inputs.into_iter().enumerate() {
        let node = deal_of(input);
        let won_on = won_on(input, node);
        let id = node.get("id").and_then(|id| id.raw().parse().ok());
        let is_open = node.get("status").is_some_and(|status| status.raw() != "won");
        let class = match () {
            () if is_open => Some(DealClass::NotWon),
            () if repeated.contains(&place) => Some(DealClass::Repeated),
            () if !period.has(won_on) => Some(DealClass::Outside),
            () => None,
        };
        let mut one = Planned {
            at: input.at(),
            node,
            id,
            name: name_of(input, node),
            won_on,
            class,
            outcome: "",
            contact: None,
            has_stand_in: false,
            plan: Plan::default(),
            key: id.map_or_else(|| to_text(&input), |id| format!("{id:020}")),
        };
        if !matches!(class, Some(DealClass::NotWon | DealClass::Repeated)) {
            one.make(mapper, root, input, stand_in.root(), &contacts);
        }
        planned.push(one);
    }
    planned
}

impl Planned<'_> {
    fn make(
        &mut self,
        mapper: &Mapper,
        root: Node<'_>,
        input: Node<'_>,
        stand_in: Node<'_>,
        contacts: &Contacts<'_>,
    ) {
        let is_missing =
            |plan: &Plan| plan.findings.iter().any(|finding| finding.code == Code::ContactMissing);
        let has_own = input.get("contact").is_some();
        let (beside, trace) = (Beside::default(), Options { trace: true });
        self.plan = mapper.plan_as_won(
            root,
            input,
            Beside { contact: Some(stand_in).filter(|_| !has_own), ..beside },
            trace,
        );
        self.contact = Some("passed");
        if has_own && !is_missing(&self.plan) {
            self.outcome = outcome(&self.plan);
            return;
        }
        self.has_stand_in = true;
        self.contact = None;
        if has_own {
            self.plan = mapper.plan_as_won(root, input, Beside { contact: Some(stand_in), ..beside }, trace);
        }
        let entity = self.plan.documents.first().map(|document| document.entity.as_str());
        let sought = Sought {
            organization: input.get("organization"),
            person: input.get("person"),
            fields: input.get("fields").or_else(|| root.get("fields")),
            ..Sought::default()
        };
        if let Some((answer, chosen)) = entity.and_then(|entity| contacts.matched(entity, sought)) {
            self.contact = Some(match (answer.decision, chosen) {
                (Decision::Match, Some(_)) => "matched",
                (Decision::Create, _) => "create",
                _ => "review",
            });
            if let Some(contact) = chosen {
                self.plan =
                    mapper.plan_as_won(root, input, Beside { contact: Some(contact), ..beside }, trace);
                self.has_stand_in = false;
            }
        }
        self.outcome = outcome(&self.plan);
    }
}

/// Every document that a deal should have, with the deal's place and the document's among its own; of a deal without a
/// plan what is known of it.
pub(super) fn expected<'a>(
    planned: &'a [Planned<'a>],
    config: &'a Config,
) -> (Vec<Expected<'a>>, Vec<(usize, Option<usize>)>) {
    let lone = match config.entities.0.as_slice() {
        [(name, _)] => Some(name.as_str()),
        _ => None,
    };
    let (mut expected, mut owners) = (Vec::new(), Vec::new());
    for (place, deal) in planned.iter().enumerate() {
        if matches!(deal.class, Some(DealClass::NotWon | DealClass::Repeated)) {
            continue;
        }
        let text = |name: &str| deal.node.get(name).map_or("", Node::raw);
        let base = Expected {
            key: deal.key.clone(),
            deal: deal.id,
            title: text("title"),
            name: deal.name,
            date: deal.won_on,
            ..Expected::default()
        };
        for (index, document) in deal.documents().enumerate() {
            expected.push(of_document(&base, deal, document));
            owners.push((place, Some(index)));
        }
        if deal.documents().next().is_none() {
            let totals = deal.plan.preview.as_ref().and_then(|preview| preview.totals.as_ref());
            let value = deal.node.get("value").and_then(|value| Decimal::parse(value.raw()).ok());
            let value = value.filter(|value| !value.is_zero());
            // What the deal's value is with or without tax is not known.
            let gross = totals.map(|totals| totals.total).or(value);
            let net = totals.map(|totals| totals.sub_total).or(value);
            expected.push(Expected { entity: lone, currency: text("currency"), gross, net, ..base });
            owners.push((place, None));
        }
    }
    (expected, owners)
}

fn of_document<'a>(
    base: &Expected<'a>,
    deal: &'a Planned<'_>,
    document: &'a PlannedDocument,
) -> Expected<'a> {
    let whole = deal.plan.schedule.as_ref().map(|schedule| schedule.total);
    let date = document.issue_on.as_deref().and_then(parse_date);
    let mut one = Expected {
        key: format!("{} {} {}", base.key, document.entity, document.slot),
        slot: &document.slot,
        entity: Some(&document.entity),
        net: Some(document.totals.sub_total),
        gross: Some(document.totals.total),
        whole: whole.filter(|whole| *whole != document.totals.total),
        date: date.or(base.date),
        ..base.clone()
    };
    let (contact, reference) = match &document.body {
        Body::Invoice(body) => {
            one.link = body.url.as_deref().unwrap_or("");
            one.currency = &body.currency_code;
            (&body.contact, body.reference.as_deref().unwrap_or(""))
        }
        Body::Repeating(body) => {
            one.is_template = true;
            one.currency = &body.currency_code;
            (&body.contact, body.reference.as_str())
        }
    };
    one.contact = Some(contact.contact_id.as_str()).filter(|_| !deal.has_stand_in);
    one.order = own_reference(reference, &document.token);
    one
}
