//! A deal.

use time::Date;

use super::payload;
use super::webhook::{self, Win};
use crate::finding::Code;
use crate::money::Decimal;
use crate::read::date::{date, parse_instant};
use crate::read::{At, Findings, Given, Kind, Node, boolean, decimal, identifier, text_of};

/// A deal as any of Pipedrive's interfaces gives it.
#[derive(Debug)]
pub struct Deal<'a> {
    /// The object itself, for fields addressed by name.
    pub node: Node<'a>,
    /// Its number in its company.
    pub id: Option<Given<u64>>,
    /// Its title.
    pub title: Option<Given<&'a str>>,
    /// `open`, `won`, `lost` or `deleted`; an open list.
    pub status: Option<Given<&'a str>>,
    /// Its value, typed by hand or summed from its products.
    pub value: Option<Given<Decimal>>,
    /// ISO 4217 code of the value and of the products.
    pub currency: Option<Given<&'a str>>,
    /// When it was won: an instant in UTC.
    pub won_time: Option<Given<&'a str>>,
    /// The day it was won, where Pipedrive says it in the user's own zone.
    pub local_won_date: Option<Given<Date>>,
    /// When it was closed: an instant in UTC.
    pub close_time: Option<Given<&'a str>>,
    /// The organisation it is with.
    pub org_id: Option<Given<u64>>,
    /// The person it is with.
    pub person_id: Option<Given<u64>>,
    /// The organisation as v1 embeds it.
    pub organization: Option<Node<'a>>,
    /// The person as v1 embeds it.
    pub person: Option<Node<'a>>,
    /// The pipeline's number, or its name.
    pub pipeline: Option<Given<&'a str>>,
    /// Whether it was deleted.
    pub is_deleted: Option<At>,
    /// What the webhook around it says about the win.
    pub win: Win,
}

impl<'a> Deal<'a> {
    /// Reads a deal; what it has not is absent, what cannot be read is a finding.
    pub fn read(part: Node<'a>, findings: &mut Findings<'_>) -> Option<Self> {
        let node = payload(part);
        let win = webhook::win(part);
        if node.is_null() && win == Win::Deleted {
            findings.add(Code::DealDeleted, part.at(), format_args!("the deal was deleted"));
            return None;
        }
        if node.kind() != Kind::Object {
            findings.wrong_part(node, "deal", "an object");
            return None;
        }
        let mut deal = Self {
            node,
            id: None,
            title: None,
            status: None,
            value: None,
            currency: None,
            won_time: None,
            local_won_date: None,
            close_time: None,
            org_id: None,
            person_id: None,
            organization: None,
            person: None,
            pipeline: None,
            is_deleted: None,
            win,
        };
        for (key, value) in node.members() {
            match key {
                "id" => deal.id = identifier(value, "the deal's id", findings),
                "title" => deal.title = text_of(value, "the deal's title", findings),
                "status" => deal.status = text_of(value, "the deal's status", findings),
                "value" => deal.value = decimal(value, "the deal's value", findings),
                "currency" => deal.currency = text_of(value, "the deal's currency", findings),
                "won_time" => deal.won_time = instant(value, "won_time", findings),
                "close_time" => deal.close_time = instant(value, "close_time", findings),
                "local_won_date" => deal.local_won_date = date(value, "local_won_date", findings),
                "org_id" => (deal.org_id, deal.organization) = reference(value, "org_id", findings),
                "person_id" => (deal.person_id, deal.person) = reference(value, "person_id", findings),
                "pipeline_id" => deal.pipeline = text_of(value, "pipeline_id", findings),
                "is_deleted" | "deleted" => {
                    deal.is_deleted = boolean(value, key, findings).filter(|is| is.value).map(|is| is.at);
                }
                _ => {}
            }
        }
        Some(deal)
    }

    /// Whether its status is `won`.
    #[must_use]
    pub fn is_won(&self) -> bool {
        self.status.is_some_and(|status| status.value == "won")
    }
}

/// An instant; v1 writes "never" as an empty text.
fn instant<'a>(node: Node<'a>, name: &str, findings: &mut Findings<'_>) -> Option<Given<&'a str>> {
    let given = text_of(node, name, findings)?;
    if given.starts_with("0000") {
        return None;
    }
    if parse_instant(given.value).is_none() {
        let shown = crate::read::clipped(given.value);
        findings.add(Code::InputNotADate, given.at, format_args!("{name} `{shown}` is no time"));
        return None;
    }
    Some(given)
}

/// A plain id (v2), or the object that v1 embeds, whose id is called `value`.
fn reference<'a>(
    node: Node<'a>,
    name: &str,
    findings: &mut Findings<'_>,
) -> (Option<Given<u64>>, Option<Node<'a>>) {
    match node.kind() {
        Kind::Object => {
            let id = node.get("value").or_else(|| node.get("id"));
            (id.and_then(|id| identifier(id, name, findings)), Some(node))
        }
        _ => (identifier(node, name, findings), None),
    }
}
