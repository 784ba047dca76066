//! A deal that several entities bill, share by share: each its own products, with their part of the deal's discounts.

use serde::Serialize;
use time::Date;

use super::document::{self, Made, Purpose};
use super::input::{Handoff, local_days};
use super::price::{PricedRow, price, spread};
use super::rules::Ruling;
use super::settings::{Chosen, Settings, is_by_entity, of_entity};
use super::{Body, Ledger, worth};
use crate::config::lines::{DealValue, Recurring};
use crate::config::{Config, Entity};
use crate::gather::Gather;
use crate::money::Decimal;
use crate::pipedrive::product::DealProduct;
use crate::read::{Findings, Given, Node};
use crate::xero::totals::Totals;

/// What an entity bills of a deal that is split.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct BilledShare {
    /// The entity's name in the config.
    pub entity: String,
    /// Its tenant id. The deal's documents are looked up in every one, also where it bills nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// The products it bills.
    pub rows: Vec<BilledRow>,
    /// What they come to as the deal has them, with their part of its discounts, recurring ones once; the shares
    /// add up to the deal. Absent where a product has no price.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub amount: Option<Decimal>,
    /// What the documents of its schedule come to together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Ledger>,
}

/// A product, and what says whose it is.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BilledRow {
    /// Where it stands, as a JSON pointer.
    pub row: String,
    /// Where the share of the config stands that takes it.
    pub by: String,
}

/// The entities that may bill a share of a deal, in the config's order.
#[must_use]
pub fn sharing(config: &Config) -> Vec<&str> {
    let mut names = Vec::new();
    for (name, _) in &config.entities.0 {
        if is_named(config, name) {
            names.push(name.as_str());
        }
    }
    names
}

/// Those of them that bill one.
#[must_use]
pub fn billing<'a>(ruling: &Ruling<'_>, config: &'a Config) -> Vec<&'a str> {
    let mut names = sharing(config);
    names.retain(|name| ruling.shares.iter().flatten().any(|taken| taken.entity == *name));
    names
}

/// The entities that may have documents of a deal, where those are passed by entity or have to be; none where one
/// alone can have them. The one whose settings count for the deal as a whole comes first.
///
/// They are all of the config's: a deal may go from one to another after it was billed, also from one that nothing names
/// any more. Of several for one organisation, one has its documents: that of the plan.
#[must_use]
pub fn taking_part<'c>(input: Node<'_>, settings: &'c Settings, ruling: &Ruling<'_>) -> Vec<&'c str> {
    let mut names = Vec::new();
    let Some(config) = &settings.config else { return names };
    let existing = input.get("existing").filter(|part| is_by_entity(*part, config));
    let leads = ruling.entity.or(config.entity.as_ref()).map_or("", |entity| entity.value.as_str());
    let shares = input.get("plan").map(|plan| plan.items_of("shares")).unwrap_or_default();
    let is_sure = |name: &str| {
        leads == name || shares.clone().any(|share| share.get("entity").is_some_and(|one| one.raw() == name))
    };
    let tenant = |entity: &'c Given<Entity>| entity.tenant_id.as_ref().map(|tenant| tenant.value.as_str());
    let entities = &config.entities.0;
    let mut tenants: Vec<_> =
        entities.iter().filter(|(name, _)| is_sure(name)).map(|(_, entity)| tenant(entity)).gather();
    for (name, entity) in entities {
        let name = name.as_str();
        if is_sure(name) || !tenants.contains(&tenant(entity)) {
            tenants.push(tenant(entity));
            let place = if leads == name { 0 } else { names.len() };
            names.insert(place, name);
        }
    }
    if names.len() < 2 && existing.is_none() {
        names.clear();
    }
    names
}

/// What was passed by entity for the organisation of one, whichever of its entities it was passed for.
#[must_use]
pub fn of_organisation<'a>(part: Node<'a>, config: &Config, name: &str) -> Option<Node<'a>> {
    let given = |name: &str| part.get(name).filter(|part| !part.is_null());
    let entities = &config.entities.0;
    let tenant = |wanted: &str| {
        let (_, entity) = entities.iter().find(|(known, _)| known == wanted)?;
        entity.tenant_id.as_ref().map(|tenant| tenant.value.as_str())
    };
    given(name).or_else(|| {
        let own = tenant(name)?;
        entities.iter().filter(|(other, _)| tenant(other) == Some(own)).find_map(|(other, _)| given(other))
    })
}

/// Whether a share of the config names an entity.
fn is_named(config: &Config, name: &str) -> bool {
    let mut named = config.split.iter().filter_map(|share| share.entity.as_ref());
    named.any(|entity| entity.value == name)
}

/// Makes the documents of a deal: those of the one entity that bills it, or of each share.
pub fn make<'a>(
    handoff: &mut Handoff<'a>,
    chosen: &[Chosen<'a>],
    ruling: &Ruling<'a>,
    purpose: Purpose,
    findings: &mut Findings<'a>,
) -> Made {
    let own = Own {
        contact: handoff.contact,
        existing: handoff.existing,
        days: [handoff.today, handoff.owners.won_on],
    };
    if ruling.shares.is_empty() {
        let Some(chosen) = chosen.first() else { return Made::default() };
        own.set(handoff, *chosen, findings);
        return one(handoff, *chosen, ruling, purpose, findings);
    }
    let all = core::mem::take(&mut handoff.products);
    let mut whole = Made { shares: all_shares(&all, handoff, ruling, chosen, findings), ..Made::default() };
    let (mut in_order, mut worth, mut repeats) = (Vec::with_capacity(all.len()), DealValue::Ignore, false);
    let mut totals: Option<Totals> = None;
    let mut sum = Some(Decimal::ZERO);
    for chosen in chosen {
        let name = chosen.name;
        (handoff.products, handoff.others) = (Vec::new(), Vec::new());
        for (row, taken) in all.iter().zip(&ruling.shares) {
            let is_own = taken.is_some_and(|taken| taken.entity == name);
            if is_own { &mut handoff.products } else { &mut handoff.others }.push(*row);
        }
        own.set(handoff, *chosen, findings);
        let mut made = one(handoff, *chosen, ruling, purpose, findings);
        sum = sum.zip(made.worth).and_then(|(sum, own)| sum.plus(own));
        if let Some(mut own) = made.totals {
            // Without the words that are printed below them.
            own.lines.truncate(handoff.products.len());
            totals = match totals {
                Some(sum) => add(sum, own),
                None => Some(own),
            };
        }
        in_order.extend_from_slice(&handoff.products);
        let lines = &chosen.entity.lines;
        worth = worth.min(lines.deal_value.value);
        repeats |= lines.recurring.value == Recurring::Repeat;
        if let Some(share) = whole.shares.iter_mut().find(|share| share.entity == name) {
            share.schedule = made.ledger;
        }
        whole.due.append(&mut made.due);
        whole.scheduled.append(&mut made.scheduled);
        whole.lines.append(&mut made.lines);
    }
    (handoff.products, handoff.others) = (in_order, Vec::new());
    whole.worth = sum;
    if repeats {
        handoff.products.clone_from(&all);
    }
    if let Some(totals) = totals.filter(|totals| repeats || totals.lines.len() == all.len()) {
        worth::compare(handoff, &totals, worth, repeats, findings);
    }
    handoff.products = all;
    whole
}

/// The documents of one entity. Of a deal that may be held, the lines are shown too.
#[inline(never)]
fn one<'a>(
    handoff: &Handoff<'a>,
    chosen: Chosen<'a>,
    ruling: &Ruling<'a>,
    purpose: Purpose,
    findings: &mut Findings<'a>,
) -> Made {
    let mut made = document::make(handoff, chosen, purpose, findings);
    if ruling.may_hold() && made.lines.is_empty() {
        for document in made.due.iter().chain(&made.scheduled) {
            if let Body::Invoice(body) = &document.body {
                made.lines.extend_from_slice(&body.line_items);
            }
        }
    }
    made
}

/// What may be passed by entity, as it was passed.
struct Own<'a> {
    contact: Option<Node<'a>>,
    existing: Option<Node<'a>>,
    days: [Option<Given<Date>>; 2],
}

impl<'a> Own<'a> {
    /// Gives an entity its own. A contact has another id in every organisation: one for several is none's.
    #[inline(never)]
    fn set(&self, handoff: &mut Handoff<'a>, chosen: Chosen<'a>, findings: &mut Findings<'_>) {
        let (config, name) = (chosen.config, chosen.name);
        let contact = self.contact.filter(|part| !chosen.is_share || is_by_entity(*part, config));
        handoff.contact = of_entity(contact, config, name);
        handoff.existing = of_entity(self.existing, config, name);
        let [today, won_on] = local_days(handoff.local_dates.and_then(|dates| dates.get(name)), findings);
        let [of_all, won_of_all] = self.days;
        (handoff.today, handoff.owners.won_on) = (today.or(of_all), won_on.or(won_of_all));
    }
}

/// The totals of two shares, their lines one after the other.
fn add(mut sum: Totals, mut own: Totals) -> Option<Totals> {
    sum.sub_total = sum.sub_total.plus(own.sub_total)?;
    sum.total_tax = sum.total_tax.plus(own.total_tax)?;
    sum.total = sum.total.plus(own.total)?;
    sum.total_discount = sum.total_discount.plus(own.total_discount)?;
    sum.lines.append(&mut own.lines);
    Some(sum)
}

/// Every entity that a share of the config names, with what it bills.
fn all_shares<'a>(
    all: &[DealProduct<'a>],
    handoff: &Handoff<'a>,
    ruling: &Ruling<'a>,
    chosen: &[Chosen<'a>],
    findings: &mut Findings<'a>,
) -> Vec<BilledShare> {
    let Some(config) = chosen.first().map(|chosen| chosen.config) else { return Vec::new() };
    let sources = findings.sources();
    // What is wrong with a price is said of its line.
    let mut aside = Findings::new(sources);
    let mut priced: Vec<PricedRow<'_, 'a>> = all.iter().filter_map(|row| price(row, &mut aside)).gather();
    let is_priced =
        spread(&mut priced, &handoff.discounts, &mut aside).is_some() && priced.len() == all.len();
    let mut shares = Vec::new();
    for (name, entity) in &config.entities.0 {
        if !is_named(config, name) {
            continue;
        }
        let (mut rows, mut cents) = (Vec::new(), 0);
        for (index, (row, taken)) in all.iter().zip(&ruling.shares).enumerate() {
            let Some(taken) = taken.filter(|taken| taken.entity == name) else { continue };
            cents += priced.get(index).filter(|_| is_priced).map_or(0, PricedRow::billed);
            rows.push(BilledRow { row: sources.pointer(row.node.at()), by: sources.pointer(taken.at) });
        }
        shares.push(BilledShare {
            entity: name.clone(),
            tenant_id: entity.tenant_id.as_ref().map(|tenant| tenant.value.clone()),
            rows,
            amount: is_priced.then(|| Decimal::from_cents(cents)),
            schedule: None,
        });
    }
    shares
}
