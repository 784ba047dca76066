//! What would have become of each deal on the day it was won: planned and matched as a handoff does it.

use std::collections::BTreeMap;

use super::answer::Class;
use super::deals::Won;
use super::input::Inputs;
use crate::config::Config;
use crate::contact::decide::Decision;
use crate::finding::{Code, Finding, Severity};
use crate::mapper::Beside;
use crate::pipedrive::reference::Owner;
use crate::plan::{Options, Plan};
use crate::read::{Document, Kind, Node, Source};
use crate::rehearse::contacts::Sought;
use crate::rehearse::coverage::outcome;
use crate::rehearse::reasons::is_rule;

/// What would have become of a deal.
#[derive(Debug)]
pub(super) struct Replay {
    pub(super) class: Class,
    /// Why it would not hand off by itself: each code once, and each rule that holds it.
    pub(super) reasons: Vec<(Code, String)>,
    /// Errors and warnings of its plan, with what the first of each says.
    pub(super) said: Vec<(Code, Severity, String)>,
    pub(super) contact: Choice,
    /// How many documents it would have.
    pub(super) documents: usize,
    /// How many entities bill it.
    pub(super) entities: usize,
    /// Who bills it, or the first of them.
    pub(super) entity: Option<String>,
}

/// How a contact is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    Passed,
    Matched,
    Created,
    Asked,
    NotLookedAt,
}

/// What a match says of a party.
#[derive(Debug, Clone)]
pub(super) struct Matched<'a> {
    pub(super) decision: Decision,
    pub(super) chosen: Option<Node<'a>>,
    /// Its errors and warnings.
    pub(super) findings: Vec<Finding>,
}

/// Matches parties, each once.
#[derive(Debug)]
pub(super) struct Matcher<'i, 'a> {
    inputs: &'i Inputs<'a>,
    /// Whether a field of the deal says who is billed.
    reads_deal: bool,
    known: BTreeMap<(String, String, String), Option<Matched<'a>>>,
}

/// The ContactID that stands in for one that is not chosen or not yet made. No organisation has it.
const STAND_IN: &str = "00000000-0000-4000-8000-000000000000";

impl<'i, 'a> Matcher<'i, 'a> {
    pub(super) fn new(inputs: &'i Inputs<'a>) -> Self {
        let party = inputs.config.map(|config| &config.party);
        let reads_deal = party.is_some_and(|party| {
            let fields = [
                &party.tax_number,
                &party.company_number,
                &party.account_number,
                &party.country,
                &party.email,
            ];
            fields.into_iter().flatten().any(|field| field.value.owner == Owner::Deal)
        });
        Self { inputs, reads_deal, known: BTreeMap::new() }
    }

    /// What is decided of a deal's contact among those of an entity; `None` where they are not known.
    pub(super) fn matched(&mut self, deal: &Won<'a>, entity: &str) -> Option<Matched<'a>> {
        if self.inputs.contacts.is_empty() {
            return None;
        }
        // Of an organisation that was not passed the deal tells that it has one.
        let needs_deal = self.reads_deal || deal.names_organization && deal.organization.is_none();
        let id = |part: Option<Node<'a>>| {
            part.and_then(|part| part.get("id").or_else(|| part.get("value")))
                .map_or("", Node::raw)
                .to_owned()
        };
        let key = (entity.to_owned(), id(deal.organization), id(deal.person));
        let is_known = !needs_deal && (!key.1.is_empty() || !key.2.is_empty());
        if is_known && let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let sought = Sought {
            deal: Some(deal.node).filter(|_| needs_deal),
            organization: deal.organization,
            person: deal.person,
            fields: deal.input.get("fields").or_else(|| self.inputs.root.get("fields")),
        };
        let found = self.inputs.contacts.matched(entity, sought).map(|(answer, chosen)| Matched {
            decision: answer.decision,
            chosen,
            findings: answer
                .findings
                .into_iter()
                .filter(|finding| finding.severity != Severity::Info)
                .collect(),
        });
        if is_known {
            self.known.insert(key, found.clone());
        }
        found
    }
}

/// A document with the ContactID that stands in.
pub(super) fn stand_in() -> Document {
    let mut document = Document::new(Source::Input);
    document.push_text(Kind::Text, STAND_IN);
    document
}

/// Replays a deal.
pub(super) fn replay<'a>(
    inputs: &Inputs<'a>,
    config: &Config,
    deal: &Won<'a>,
    stand_in: Node<'_>,
    matcher: &mut Matcher<'_, 'a>,
) -> Replay {
    let details = deal.details(inputs);
    let product_details = details.as_ref().map(Document::root);
    let plan_with = |contact: Option<Node<'_>>| {
        let beside =
            Beside { contact, organization: deal.organization, person: deal.person, product_details };
        inputs.mapper.plan_as_won(inputs.root, deal.input, beside, Options { trace: false })
    };
    if deal.input.get("contact").is_some() {
        return told(plan_with(None), Choice::Passed, Vec::new());
    }
    // Who bills is known before the plan where there is but one.
    let alone = match config.entities.0.as_slice() {
        [(name, _)] => Some(name.as_str()),
        _ => None,
    };
    let mut first = alone.is_none().then(|| plan_with(Some(stand_in)));
    let entities: Vec<String> = match (alone, &first) {
        (Some(name), _) => vec![name.to_owned()],
        (None, Some(plan)) => billing(plan),
        (None, None) => Vec::new(),
    };
    let mut contacts = Document::new(Source::Input);
    contacts.push(Kind::Object);
    let (mut choice, mut asks, mut lone) = (Choice::NotLookedAt, Vec::new(), None);
    for (place, entity) in entities.iter().enumerate() {
        let Some(matched) = matcher.matched(deal, entity) else { continue };
        let create = config.entities.0.iter().find(|(name, _)| name == entity);
        let is_unasked = create.is_some_and(|(_, own)| own.value.contact.create.is_unasked());
        let (own, chosen) = match (matched.decision, matched.chosen) {
            (Decision::Match, Some(contact)) => (Choice::Matched, contact),
            (Decision::Create, _) if is_unasked => (Choice::Created, stand_in),
            (Decision::Create, _) => {
                let what =
                    format!("no contact of Xero's matches `{}`", crate::read::clipped(deal.party_name));
                asks.push((Code::ContactNotCreated, what));
                (Choice::Asked, stand_in)
            }
            _ => {
                let errors = matched.findings.iter().filter(|finding| finding.severity == Severity::Error);
                asks.extend(errors.map(|finding| (finding.code, finding.message.clone())));
                if asks.is_empty() {
                    asks.push((Code::ContactUncertain, "a person is to choose the contact".to_owned()));
                }
                (Choice::Asked, stand_in)
            }
        };
        contacts.push_text(Kind::Key, entity);
        contacts.copy(chosen);
        lone = Some(chosen);
        // The least sure of several entities' counts.
        let rank = |choice: Choice| match choice {
            Choice::Asked => 3,
            Choice::Created => 2,
            _ => 1,
        };
        if place == 0 || rank(own) > rank(choice) {
            choice = own;
        }
    }
    contacts.close();
    let by_entity = contacts.root();
    let contact = match (entities.len(), lone) {
        (_, None) => stand_in,
        (1, Some(chosen)) => chosen,
        _ => by_entity,
    };
    let plan = match first.take() {
        // Nothing else is known of the contact.
        Some(plan) if lone.is_none() || choice == Choice::Asked => plan,
        _ => plan_with(Some(contact)),
    };
    told(plan, choice, asks)
}

/// Who would bill.
fn billing(plan: &Plan) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for document in plan.documents.iter().chain(&plan.scheduled) {
        if !names.contains(&document.entity) {
            names.push(document.entity.clone());
        }
    }
    names
}

fn told(plan: Plan, contact: Choice, asks: Vec<(Code, String)>) -> Replay {
    let class = match outcome(&plan) {
        "refused" => Class::Refused,
        "held" => Class::Held,
        "waiting" => Class::Waiting,
        "skipped" => Class::Skipped,
        _ if contact == Choice::Asked => Class::Held,
        _ => Class::Alone,
    };
    let mut reasons: Vec<(Code, String)> = Vec::new();
    for hold in plan.holds.iter().filter(|_| class == Class::Held) {
        reasons.push((Code::HandoffHeld, format!("rule `{}`: {}", hold.rule, hold.reason)));
    }
    let mut said: Vec<(Code, Severity, String)> = Vec::new();
    for Finding { code, severity, message, .. } in &plan.findings {
        let is_known = said.iter().any(|(known, ..)| known == code);
        if *severity == Severity::Info || is_known {
            continue;
        }
        said.push((*code, *severity, message.clone()));
        let is_why = match class {
            Class::Refused => !is_rule(*code) && *code != Code::ContactMissing,
            Class::Waiting => *code == Code::HandoffWaits,
            Class::Skipped => *code == Code::HandoffSkipped,
            Class::Held | Class::Alone => false,
        };
        if is_why && *severity == Severity::Error {
            reasons.push((*code, message.clone()));
        }
    }
    if class == Class::Held {
        for (code, message) in asks {
            if !reasons.iter().any(|(known, _)| *known == code) {
                reasons.push((code, message));
            }
        }
    }
    let mut names = billing(&plan);
    let documents = plan.documents.len() + plan.scheduled.len();
    let entities = names.len();
    let entity = (!names.is_empty()).then(|| names.swap_remove(0));
    Replay { class, reasons, said, contact, documents, entities, entity }
}
