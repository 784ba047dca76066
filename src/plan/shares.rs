//! A deal that several entities bill, share by share: each its own products, with their part of the deal's discounts.

use serde::Serialize;

use super::document::{self, Made, Purpose};
use super::input::{Handoff, local_days};
use super::price::{PricedRow, price, spread};
use super::rules::Ruling;
use super::settings::{Chosen, Settings, is_by_entity, of_entity};
use super::{Ledger, worth};
use crate::config::Config;
use crate::config::lines::{DealValue, Recurring};
use crate::gather::Gather;
use crate::money::Decimal;
use crate::pipedrive::product::DealProduct;
use crate::read::{Findings, Node};
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
/// alone has them. The one whose settings count for the deal as a whole comes first.
///
/// They are those that its plan shares the deal among, or else the one that the plan bills with, and those in
/// `existing`. Without a plan, every entity that the config's shares name may have some; and where its rules choose
/// the entity, only `existing` by entity can tell which.
#[must_use]
pub fn taking_part<'c>(input: Node<'_>, settings: &'c Settings, ruling: &Ruling<'_>) -> Vec<&'c str> {
    let mut names = Vec::new();
    let Some(config) = &settings.config else { return names };
    let plan = input.get("plan");
    let existing = input.get("existing").filter(|part| is_by_entity(*part, config));
    let shares = plan.map(|plan| plan.items_of("shares")).unwrap_or_default();
    let is_split = shares.clone().next().is_some();
    let is_by_rule = |name: &str| {
        let mut chosen = config.rules.iter().filter_map(|rule| rule.then.entity.as_ref());
        chosen.any(|one| name.is_empty() || one.value == name)
    };
    let is_open = plan.is_none() && (!config.split.is_empty() || is_by_rule(""));
    if existing.is_none() && !is_split && !is_open {
        return names;
    }
    let leads = ruling.entity.or(config.entity.as_ref()).map_or("", |entity| entity.value.as_str());
    for (name, _) in &config.entities.0 {
        let is_passed = existing.is_some_and(|part| part.has(name));
        let takes_part = match plan {
            Some(_) if is_split => {
                shares.clone().any(|share| share.get("entity").is_some_and(|one| one.raw() == name))
            }
            Some(_) => leads == name,
            None => is_named(config, name) || (existing.is_none() && (leads == name || is_by_rule(name))),
        };
        if takes_part || is_passed {
            let place = if leads == name { 0 } else { names.len() };
            names.insert(place, name.as_str());
        }
    }
    names
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
    if ruling.shares.is_empty() {
        let one = chosen.first().map(|chosen| document::make(handoff, *chosen, purpose, findings));
        return one.unwrap_or_default();
    }
    let (contact, existing, dates) = (handoff.contact, handoff.existing, handoff.local_dates);
    let (today, won_on) = (handoff.today, handoff.owners.won_on);
    let all = core::mem::take(&mut handoff.products);
    let mut whole = Made { shares: all_shares(&all, handoff, ruling, chosen, findings), ..Made::default() };
    let (mut in_order, mut worth, mut repeats) = (Vec::with_capacity(all.len()), DealValue::Ignore, false);
    let mut totals: Option<Totals> = None;
    for chosen in chosen {
        let (config, name) = (chosen.config, chosen.name);
        (handoff.products, handoff.others) = (Vec::new(), Vec::new());
        for (row, taken) in all.iter().zip(&ruling.shares) {
            let is_own = taken.is_some_and(|taken| taken.entity == name);
            if is_own { &mut handoff.products } else { &mut handoff.others }.push(*row);
        }
        // A contact has another id in every organisation.
        let by_entity = |part: &Node<'_>| is_by_entity(*part, config);
        handoff.contact = of_entity(contact.filter(by_entity), config, name);
        handoff.existing = of_entity(existing, config, name);
        let [own_today, own_won] = local_days(dates.and_then(|dates| dates.get(name)), findings);
        (handoff.today, handoff.owners.won_on) = (own_today.or(today), own_won.or(won_on));
        let mut made = document::make(handoff, *chosen, purpose, findings);
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
    if repeats {
        handoff.products.clone_from(&all);
    }
    if let Some(totals) = totals.filter(|totals| repeats || totals.lines.len() == all.len()) {
        worth::compare(handoff, &totals, worth, repeats, findings);
    }
    handoff.products = all;
    whole
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
