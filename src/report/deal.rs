//! What is kept of a deal.

use time::Date;

use super::digest::Digest;
use super::names::Names;
use super::planned::{Expectation, Expects};
use super::texts::{NONE, Text, Texts};
use crate::money::Decimal;
use crate::pipedrive::among::{deal_of, name_of, won_on};
use crate::pipedrive::deal::Deal;
use crate::pipedrive::webhook::Win;
use crate::pipedrive::{payload, rows};
use crate::plan::Plan;
use crate::read::date::{date_at, parse_date, parse_instant};
use crate::read::{Findings, Node, decimal};

/// Where a deal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    Open,
    Won,
    Lost,
    Deleted,
}

impl Status {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Deleted => "deleted",
        }
    }
}

/// A deal.
#[derive(Debug)]
pub(super) struct DealFacts {
    pub(super) at: Box<str>,
    pub(super) id: u64,
    pub(super) title: Box<str>,
    /// Who is billed: the organisation, else the person.
    pub(super) who: Text,
    /// The person, where the organisation is billed.
    pub(super) person: Text,
    /// The ContactID that was chosen for it.
    pub(super) contact: Text,
    pub(super) owner: Text,
    pub(super) pipeline: Text,
    pub(super) stage: Text,
    /// Percent with which it is won.
    pub(super) probability: Option<Decimal>,
    pub(super) status: Status,
    pub(super) added_on: Option<Date>,
    pub(super) won_on: Option<Date>,
    pub(super) expected_close: Option<Date>,
    /// Minutes since 1970 of its last change, and of the last change of what it is worth.
    pub(super) changed: Option<i64>,
    pub(super) value_changed: Option<i64>,
    pub(super) currency: Text,
    pub(super) value: Option<Decimal>,
    /// The entity that bills it.
    pub(super) entity: Text,
    /// What it is to be billed with.
    pub(super) expects: Expects,
    /// Of two rows that were changed last at the same time, which counts.
    digest: Digest,
    /// Whether another row of the same deal counts.
    pub(super) is_repeated: bool,
}

impl DealFacts {
    /// Reads a deal; `None` where there is none or it has no id, which is a finding.
    pub(super) fn read(
        input: Node<'_>,
        at: &str,
        plan: impl FnOnce(&Deal<'_>) -> Option<Plan>,
        names: &Names,
        texts: &mut Texts,
        findings: &mut Findings<'_>,
    ) -> Option<Self> {
        let part = input.get("deal").unwrap_or(input);
        let deal = Deal::read(part, findings)?;
        let Some(id) = deal.id else {
            findings.add(crate::finding::Code::DealIdMissing, part.at(), format_args!("the deal has no id"));
            return None;
        };
        let node = deal_of(input);
        let text = |name: &str| node.get(name);
        let day = |name: &str| text(name).and_then(|node| parse_date(node.raw()));
        let instant = |name: &str| text(name).and_then(|node| parse_instant(node.raw()));
        let status = match deal.status.map_or("", |status| status.value) {
            _ if deal.is_deleted.is_some() || deal.win == Win::Deleted => Status::Deleted,
            "deleted" => Status::Deleted,
            "won" => Status::Won,
            "lost" => Status::Lost,
            _ => Status::Open,
        };
        let owner = text("owner_id").or_else(|| text("user_id"));
        let stage = text("stage_id").map_or("", Node::raw);
        let owner_name = match owner {
            Some(owner) => match owner.get("name") {
                Some(name) => name.raw().to_owned(),
                None => names.user(owner.get("id").or_else(|| owner.get("value")).unwrap_or(owner).raw()),
            },
            None => String::new(),
        };
        let probability = text("probability").and_then(|node| decimal(node, "probability", findings));
        let is_won = status == Status::Won;
        let plan = if is_won { plan(&deal) } else { None };
        let expects = Expectation { input, deal: &deal, plan: plan.as_ref() }.read(texts, findings);
        let who = name_of(input, node);
        let person = input.get("person").map(payload).and_then(|person| person.get("name"));
        let person =
            person.or_else(|| deal.person.and_then(|person| person.get("name"))).map_or("", Node::raw);
        let contact = input.get("contact");
        let contact = contact.and_then(|one| {
            let one = payload(one);
            one.text().map(|_| one).or_else(|| one.get("contactId")).or_else(|| one.get("ContactID"))
        });
        let value_changed = value_changed(input);
        Some(Self {
            at: at.into(),
            id: id.value,
            title: deal.title.map_or("", |title| title.value).into(),
            who: texts.keep(who),
            person: if person == who { NONE } else { texts.keep(person) },
            contact: contact.map_or(NONE, |id| texts.keep(&id.raw().to_ascii_lowercase())),
            owner: texts.keep(&owner_name),
            pipeline: texts.keep(&names.pipeline(deal.pipeline.map_or("", |pipeline| pipeline.value))),
            stage: texts.keep(&names.stage(stage)),
            probability: probability.map(|given| given.value).or_else(|| names.probability(stage)),
            status,
            added_on: instant("add_time").and_then(|minutes| date_at(minutes, 0)).or_else(|| day("add_time")),
            won_on: if is_won { won_on(input, node) } else { None },
            expected_close: day("expected_close_date"),
            changed: instant("update_time"),
            value_changed,
            currency: texts.keep(deal.currency.map_or("", |currency| currency.value)),
            value: deal.value.map(|value| value.value),
            entity: expects.entity,
            expects,
            digest: Digest::of(input),
            is_repeated: false,
        })
    }

    /// Of two rows of one deal, whether this one counts: that of the later change, then the one that says more.
    pub(super) fn beats(&self, other: &Self) -> bool {
        self.rank() > other.rank()
    }

    /// What tells rows of one deal from each other, whatever their order.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        (self.changed, self.digest)
    }
}

/// Minutes since 1970 of the last change of what a deal is worth: of its value in what is told of its changes, or of a
/// product that was added or edited.
fn value_changed(input: Node<'_>) -> Option<i64> {
    let told = input.get("changes").into_iter().flat_map(rows).filter(|row| {
        let key = row.get("field_key").or_else(|| row.get("field")).map_or("", Node::raw);
        matches!(key, "value" | "currency" | "products_count" | "product_amount")
    });
    let told = told.filter_map(|row| {
        row.get("time").or_else(|| row.get("log_time")).and_then(|time| parse_instant(time.raw()))
    });
    let rows = input.get("products").into_iter().flat_map(rows);
    let rows = rows.filter_map(|row| {
        let time = ["last_edit", "update_time", "add_time"].iter().find_map(|name| row.get(name))?;
        parse_instant(time.raw())
    });
    told.chain(rows).max()
}
