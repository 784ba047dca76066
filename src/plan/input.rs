//! The parts of a handoff, found and read.

use time::Date;

use crate::finding::Code;
use crate::gather::Gather;
use crate::order::{ByName, sort_by_key};
use crate::pipedrive::deal::Deal;
use crate::pipedrive::discount::{DealDiscount, Installment};
use crate::pipedrive::field::{FieldDefinitions, Owners};
use crate::pipedrive::party::People;
use crate::pipedrive::product::DealProduct;
use crate::pipedrive::{payload, rows};
use crate::read::columns::{Uneven, uneven};
use crate::read::date::{date, names_zone, parse_instant};
use crate::read::{At, Findings, Given, Kind, Node, clipped, identifier, nearest, shown, text_of};

/// The parts of a handoff, as the caller passed them.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// The whole input.
    pub at: At,
    /// The deal.
    pub deal: Option<Node<'a>>,
    /// The products on it.
    pub products: Option<Node<'a>>,
    /// The products themselves, with their codes and categories.
    pub product_details: Option<Node<'a>>,
    /// The discounts on it.
    pub discounts: Option<Node<'a>>,
    /// Its installments.
    pub installments: Option<Node<'a>>,
    /// Its organisation.
    pub organization: Option<Node<'a>>,
    /// Its person.
    pub person: Option<Node<'a>>,
    /// The metadata of fields.
    pub fields: Option<Node<'a>>,
    /// The chosen contact.
    pub contact: Option<Node<'a>>,
    /// The documents that Xero has.
    pub existing: Option<Node<'a>>,
    /// The config.
    pub config: Option<Node<'a>>,
    /// The snapshots, by entity or in a list.
    pub snapshots: Option<Node<'a>>,
    /// The one snapshot.
    pub snapshot: Option<Node<'a>>,
    /// Today and the day of the win, where the organisation is.
    pub local_dates: Option<Node<'a>>,
    /// The instant of the call.
    pub now: Option<Node<'a>>,
    /// What people approved of what rules hold.
    pub approvals: Option<Node<'a>>,
}

/// Bytes of a part that hosts pass on.
const LARGE: usize = 5_000_000;

/// The names of the parts, for near names.
pub(crate) const PARTS: [&str; 17] = [
    "deal",
    "products",
    "productDetails",
    "discounts",
    "installments",
    "organization",
    "person",
    "fields",
    "contact",
    "existing",
    "plan",
    "config",
    "snapshots",
    "snapshot",
    "localDates",
    "now",
    "approvals",
];

impl<'a> Parts<'a> {
    /// Finds the parts of an input. A name that is nearly a part's is a finding; others are ignored.
    pub fn find(input: Node<'a>, findings: &mut Findings<'_>) -> Self {
        let mut parts = Self {
            at: input.at(),
            deal: None,
            products: None,
            product_details: None,
            discounts: None,
            installments: None,
            organization: None,
            person: None,
            fields: None,
            contact: None,
            existing: None,
            config: None,
            snapshots: None,
            snapshot: None,
            local_dates: None,
            now: None,
            approvals: None,
        };
        for (key, value) in input.members() {
            let part = (!value.is_null()).then_some(value);
            if value.size() > LARGE {
                let (whole, tenth) = (value.size() / 1_000_000, value.size() / 100_000 % 10);
                let name = clipped(key);
                findings.add(Code::InputPartLarge, value.at(), format_args!("{name} has {whole}.{tenth} MB"));
            }
            match key {
                "deal" => parts.deal = Some(value),
                "products" => parts.products = part,
                "productDetails" => parts.product_details = part,
                "discounts" => parts.discounts = part,
                "installments" => parts.installments = part,
                "organization" | "organisation" => parts.organization = part,
                "person" => parts.person = part,
                "fields" => parts.fields = part,
                "contact" => parts.contact = part,
                "config" => parts.config = part,
                "snapshots" => parts.snapshots = part,
                "snapshot" => parts.snapshot = part,
                "localDates" => parts.local_dates = part,
                "now" => parts.now = part,
                "existing" => parts.existing = part,
                "approvals" => parts.approvals = part,
                // Parts of other operations on the same input.
                "plan" | "contacts" | "options" => {}
                other => {
                    if let Some(near) = nearest(other, PARTS).filter(|near| near.len() > 3) {
                        // Passed over, what Xero has already would be made again.
                        let is_grave = near == "existing";
                        let other = crate::read::clipped(other);
                        let message = format_args!("there is no part `{other}`");
                        findings.add_near_as(
                            Code::InputPartUnknown,
                            is_grave,
                            value.at(),
                            message,
                            Some(near),
                        );
                    }
                }
            }
        }
        parts
    }

    /// What a deal among others lacks, and all of them share; an input without a deal is the deal itself.
    #[cfg(feature = "full")]
    pub(crate) fn shared(mut self, root: Node<'a>, input: Node<'a>) -> Self {
        let [details, fields, dates, now] = root.pick(["productDetails", "fields", "localDates", "now"]);
        self.deal = self.deal.or(Some(input));
        self.product_details = self.product_details.or(details);
        self.fields = self.fields.or(fields);
        self.local_dates = self.local_dates.or(dates);
        self.now = self.now.or(now);
        self
    }
}

/// A handoff, read.
#[derive(Debug)]
pub struct Handoff<'a> {
    /// The whole input.
    pub at: At,
    /// The deal.
    pub deal: Deal<'a>,
    /// The deal as it was passed, with the webhook around it.
    pub body: Node<'a>,
    /// The products that are part of its value, in their order.
    pub products: Vec<DealProduct<'a>>,
    /// Of a share of a deal: the products of the other shares.
    pub others: Vec<DealProduct<'a>>,
    /// How many rows are switched off.
    pub disabled: usize,
    /// The discounts on it.
    pub discounts: Vec<DealDiscount<'a>>,
    /// Its installments.
    pub installments: Vec<Installment<'a>>,
    /// Its organisation and its person.
    pub people: People<'a>,
    /// Where fields are read from.
    pub owners: Owners<'a>,
    /// Today, where the organisation is.
    pub today: Option<Given<Date>>,
    /// Today and the day of the win as they were passed, or those of each entity.
    pub local_dates: Option<Node<'a>>,
    /// The instant of the call.
    pub now: Option<Given<&'a str>>,
    /// The chosen contact, unread.
    pub contact: Option<Node<'a>>,
    /// The documents that Xero has, unread.
    pub existing: Option<Node<'a>>,
    /// What people approved of what rules hold: a list.
    pub approvals: Option<Node<'a>>,
}

impl<'a> Handoff<'a> {
    /// Reads a handoff; `None` when there is no deal to speak of.
    pub fn read(parts: Parts<'a>, findings: &mut Findings<'_>) -> Option<Self> {
        let Some(part) = parts.deal else {
            findings.add(Code::InputPartMissing, parts.at, format_args!("no deal was passed"));
            return None;
        };
        let deal = answered(part, "deal", findings).and_then(|part| Deal::read(part, findings));
        let id = deal.as_ref().and_then(|deal| deal.id);
        let parts = Parts {
            products: billed(parts.products, "products", id, findings),
            discounts: billed(parts.discounts, "discounts", id, findings),
            installments: billed(parts.installments, "installments", id, findings),
            product_details: list(parts.product_details, "productDetails", findings),
            organization: parts.organization.and_then(|part| object(part, "organization", findings)),
            person: parts.person.and_then(|part| object(part, "person", findings)),
            fields: parts.fields.and_then(|part| fields(part, findings)),
            ..parts
        };
        let deal = deal?;
        let details = parts.product_details.map(rows).unwrap_or_default();
        let by_id = ByName::new(details.filter_map(|detail| Some((detail.get("id")?.raw(), detail))));
        let mut disabled = 0;
        let product_rows = parts.products.map(rows).unwrap_or_default();
        let mut products = Vec::with_capacity(product_rows.clone().count());
        for node in product_rows {
            let Some(mut row) = DealProduct::read(node, findings) else { continue };
            if !row.is_enabled {
                disabled += 1;
                continue;
            }
            let detail = node.get("product_id").and_then(|id| by_id.get(id.raw()));
            if let Some(product) = row.product.or(detail.copied()) {
                row.complete(product, findings);
            }
            products.push(row);
        }
        let discounts = parts.discounts.map(rows).unwrap_or_default();
        let discounts = discounts.filter_map(|node| DealDiscount::read(node, findings)).gather();
        let installments = parts.installments.map(rows).unwrap_or_default();
        let installments = installments.map(|node| Installment::read(node, findings)).gather();
        let people = People::of(Some(&deal), parts.organization, parts.person, findings);
        let [today, won_on] = local_days(parts.local_dates, findings);
        let won_on = won_on.or(deal.local_won_date);
        let owners = Owners {
            definitions: FieldDefinitions::read(parts.fields),
            deal: Some(deal.node),
            organization: people.organization,
            person: people.person,
            won_on,
        };
        Some(Self {
            at: parts.at,
            products,
            others: Vec::new(),
            local_dates: parts.local_dates,
            disabled,
            discounts,
            installments,
            people,
            owners,
            today,
            now: parts.now.and_then(|now| instant(now, findings)),
            contact: parts.contact,
            existing: parts.existing,
            approvals: super::rules::approvals(parts.approvals, findings),
            body: part,
            deal,
        })
    }
}

#[cfg(feature = "full")]
impl Handoff<'_> {
    /// Puts a deal back to the day it was won, unless its input says another day.
    pub(crate) fn go_back(&mut self) {
        if self.today.is_none() && self.now.is_none() {
            self.today = self.owners.won_on;
            self.now = self.deal.won_time.filter(|_| self.today.is_none());
        }
    }

    /// Has a deal wait: today is that day, for every entity.
    pub(crate) fn go_on(&mut self, day: Date) {
        self.today = Some(Given { value: day, at: self.today.map_or(self.at, |today| today.at) });
        (self.now, self.local_dates) = (None, None);
    }
}

/// Today and the day of the win.
pub fn local_days(dates: Option<Node<'_>>, findings: &mut Findings<'_>) -> [Option<Given<Date>>; 2] {
    let Some(dates) = dates else { return [None, None] };
    let [today, won] = dates.pick(["today", "won"]);
    let today = today.and_then(|today| date(today, "localDates.today", findings));
    [today, won.and_then(|won| date(won, "localDates.won", findings))]
}

/// The instant of the call, which must say its zone.
pub fn instant<'a>(node: Node<'a>, findings: &mut Findings<'_>) -> Option<Given<&'a str>> {
    let given = text_of(node, "now", findings)?;
    if parse_instant(given.value).is_none() || !names_zone(given.value) {
        let shown = clipped(given.value);
        findings.add(Code::InputNotADate, given.at, format_args!("now `{shown}` is no time with its zone"));
    }
    Some(given)
}

/// A part, unless it is Pipedrive's answer that there is none.
fn answered<'a>(part: Node<'a>, name: &str, findings: &mut Findings<'_>) -> Option<Node<'a>> {
    let failed = part.get("success").is_some_and(|success| success.raw() == "false");
    if failed {
        let why = part.get("error").map_or_else(|| "without a reason".to_owned(), shown);
        findings.add(
            Code::InputPartWrong,
            part.at(),
            format_args!("{name} is an answer of Pipedrive that failed: {why}"),
        );
    }
    (!failed).then_some(part)
}

/// A part that is one object.
fn object<'a>(part: Node<'a>, name: &str, findings: &mut Findings<'_>) -> Option<Node<'a>> {
    let part = answered(part, name, findings)?;
    let inner = payload(part);
    if inner.kind() != Kind::Object && !inner.is_null() {
        findings.wrong_part(inner, name, "an object");
        return None;
    }
    Some(part)
}

/// The metadata of fields: of the deal alone, or of each of the four.
fn fields<'a>(part: Node<'a>, findings: &mut Findings<'_>) -> Option<Node<'a>> {
    let part = answered(part, "fields", findings)?;
    let inner = payload(part);
    match inner.kind() {
        Kind::Array => list(Some(part), "fields", findings),
        Kind::Object => {
            for (name, part) in inner.members() {
                list((!part.is_null()).then_some(part), name, findings);
            }
            Some(part)
        }
        _ => {
            findings.wrong_part(inner, "fields", "a list");
            None
        }
    }
}

/// A list. What it lacks is missed when it is looked up.
fn list<'a>(part: Option<Node<'a>>, name: &str, findings: &mut Findings<'_>) -> Option<Node<'a>> {
    let part = answered(part?, name, findings)?;
    let inner = payload(part);
    if !matches!(inner.kind(), Kind::Array | Kind::Object | Kind::Null) {
        findings.wrong_part(inner, name, "a list");
        return None;
    }
    Some(part)
}

/// Refuses columns of which nobody knows what belongs together.
fn even<'a>(part: Node<'a>, name: &str, findings: &mut Findings<'_>) -> Option<Node<'a>> {
    let before = findings.errors();
    for Uneven { name: column, column: place, values, rows } in uneven(part) {
        let why = if values == rows { " with a blank behind a comma" } else { "" };
        let column = clipped(column);
        findings.add(
            Code::InputColumnsDiffer,
            place.at(),
            format_args!("`{column}` of {name} has {values} values{why}, and there are {rows} rows"),
        );
    }
    (findings.errors() == before).then_some(part)
}

/// A list of what is billed of the deal: whole, and of this deal.
fn billed<'a>(
    part: Option<Node<'a>>,
    name: &str,
    deal: Option<Given<u64>>,
    findings: &mut Findings<'_>,
) -> Option<Node<'a>> {
    let part = even(list(part, name, findings)?, name, findings)?;
    let [cursor, pagination] =
        part.get("additional_data").map_or([None; 2], |beside| beside.pick(["next_cursor", "pagination"]));
    let more = pagination
        .and_then(|pagination| pagination.get("more_items_in_collection"))
        .filter(|more| more.raw() == "true");
    if let Some(next) = cursor.filter(|cursor| !cursor.raw().is_empty()).or(more) {
        findings.add(
            Code::InputPartIncomplete,
            next.at(),
            format_args!("{name} is one page of several, and the others were not passed"),
        );
    }
    let rows = rows(part);
    let mut ids = Vec::new();
    for row in rows {
        let [id, deal_id] = row.pick(["id", "deal_id"]);
        ids.extend(id);
        let Some(of) = deal_id.and_then(|id| identifier(id, "deal_id", findings)) else {
            continue;
        };
        if let Some(deal) = deal.filter(|deal| deal.value != of.value) {
            findings.add(
                Code::InputOtherDeal,
                of.at,
                format_args!("{name} has a row of deal `{}`, and the deal is `{}`", of.value, deal.value),
            );
        }
    }
    for id in repeated(ids) {
        let shown = clipped(id.raw());
        findings.add(Code::InputPartWrong, id.at(), format_args!("{name} has the row `{shown}` twice"));
    }
    Some(part)
}

/// The ids that stand further up already, in their order.
fn repeated(ids: Vec<Node<'_>>) -> Vec<Node<'_>> {
    let mut ids: Vec<_> = ids.into_iter().enumerate().gather();
    sort_by_key(&mut ids, |(_, id)| id.raw());
    let same = |pair: &[(usize, Node<'_>)]| matches!(pair, [(_, a), (_, b)] if a.raw() == b.raw());
    let again = ids.windows(2).filter(|pair| same(pair)).filter_map(|pair| pair.last().copied());
    let mut again: Vec<_> = again.gather();
    sort_by_key(&mut again, |(place, _)| *place);
    again.into_iter().map(|(_, id)| id).gather()
}
