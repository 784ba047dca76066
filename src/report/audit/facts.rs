//! What is counted of the won deals.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::answer::{CurrencyCount, Custom, Facts};
use super::coverage::{Amounts, add};
use super::deals::Won;
use super::input::Inputs;
use super::replay::Replay;
use super::tally::thousandths;
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::pipedrive::rows;
use crate::plan::settings::is_by_entity;
use crate::read::date::write_date;
use crate::read::{Findings, Node};
use crate::xero::answered::{Answered, AnsweredKind};

/// Counts what there is of the won deals.
pub(super) fn count<'a>(
    inputs: &Inputs<'a>,
    deals: &[(Won<'a>, Option<Replay>)],
    facts: &mut Facts,
    findings: &mut Findings<'_>,
) {
    facts.won = deals.len();
    let days = || deals.iter().filter_map(|(deal, _)| deal.won_on);
    let (first, last) = (days().min(), days().max());
    facts.first_won = first.map(write_date);
    facts.last_won = last.map(write_date);
    facts.months = first.zip(last).map_or(0, |(first, last)| months(first, last));
    let dated = Decimal::from(u32::try_from(days().count()).unwrap_or(u32::MAX));
    let months = Decimal::from(u32::try_from(facts.months).unwrap_or(u32::MAX));
    facts.per_month = dated.divided_by(months, 1).unwrap_or(Decimal::ZERO);
    let entities = inputs.config.map(|config| config.entities.0.len());
    facts.entities = entities.or(Some(inputs.snapshots.len())).filter(|count| *count > 0);
    facts.currencies = currencies(deals);
    facts.foreign = foreign(inputs, deals);
    let products = || deals.iter().filter_map(|(deal, _)| deal.products.as_ref());
    facts.several_lines =
        products().next().is_some().then(|| products().filter(|rows| rows.len() > 1).count());
    facts.custom = custom(deals);
    facts.owners =
        deals.iter().filter_map(|(deal, _)| deal.owner).map(|user| user.id).collect::<BTreeSet<_>>().len();
    let documents = documents(inputs, findings);
    facts.invoices = documents.map(|[invoices, _]| invoices);
    facts.repeating_invoices = documents.map(|[_, repeating]| repeating);
}

/// Calendar months from one day to another, both of them counted.
fn months(first: Date, last: Date) -> usize {
    let of = |day: Date| day.year() * 12 + i32::from(u8::from(day.month()));
    usize::try_from(of(last) - of(first) + 1).unwrap_or(0)
}

fn currencies(deals: &[(Won<'_>, Option<Replay>)]) -> Vec<CurrencyCount> {
    let (mut counts, mut amounts) = (BTreeMap::new(), Amounts::new());
    for (deal, _) in deals {
        *counts.entry(deal.currency).or_insert(0) += 1;
        add(&mut amounts, deal);
    }
    let mut found: Vec<CurrencyCount> = counts
        .into_iter()
        .map(|(currency, deals)| CurrencyCount {
            currency: currency.to_owned(),
            deals,
            amount: amounts.get(currency).copied().unwrap_or(Decimal::ZERO),
        })
        .collect();
    sort_by_key(&mut found, |one| usize::MAX - one.deals);
    found
}

/// Deals in another currency than the books of who bills them; `None` where those of none are known.
fn foreign(inputs: &Inputs<'_>, deals: &[(Won<'_>, Option<Replay>)]) -> Option<usize> {
    let mut found = None;
    for (deal, replay) in deals {
        let entity = replay.as_ref().and_then(|replay| replay.entity.as_deref()).or(inputs.lone_entity());
        let base = inputs.snapshot_of(entity.unwrap_or("")).and_then(|snapshot| snapshot.base_currency());
        if let Some(base) = base {
            *found.get_or_insert(0) += usize::from(base.value != deal.currency);
        }
    }
    found
}

fn custom(deals: &[(Won<'_>, Option<Replay>)]) -> Custom {
    let mut custom = Custom::default();
    for (deal, replay) in deals {
        let is_recurring = |row: &Node<'_>| {
            let often = row.get("billing_frequency").map_or("", Node::raw).trim();
            !often.is_empty() && often != "one-time"
        };
        let has = |part: &str| deal.input.get(part).is_some_and(|part| rows(part).next().is_some());
        let replay = replay.as_ref();
        let is = [
            deal.products.iter().flatten().any(is_recurring),
            has("installments"),
            has("discounts"),
            replay.is_some_and(|replay| replay.documents > replay.entities),
            replay.is_some_and(|replay| replay.entities > 1),
        ];
        let counts = [
            &mut custom.recurring,
            &mut custom.installments,
            &mut custom.discounts,
            &mut custom.schedules,
            &mut custom.split,
        ];
        for (count, is) in counts.into_iter().zip(is) {
            *count += usize::from(is);
        }
        let [recurring, installments, _, schedules, _] = is;
        custom.scheduled += usize::from(recurring || installments || schedules);
        custom.deals += usize::from(is.contains(&true));
    }
    custom.share = thousandths(custom.deals, deals.len());
    custom
}

/// Invoices and repeating invoices of Xero's, where documents were passed.
fn documents(inputs: &Inputs<'_>, findings: &mut Findings<'_>) -> Option<[usize; 2]> {
    let part = inputs.root.get("documents")?;
    let parts: Vec<Node<'_>> = match inputs.config.filter(|config| is_by_entity(part, config)) {
        Some(config) => config.entities.0.iter().filter_map(|(name, _)| part.get(name)).collect(),
        None => vec![part],
    };
    let (mut invoices, mut repeating) = (0, 0);
    for part in parts {
        let Some(answered) = Answered::read(Some(part), findings) else { continue };
        for document in &answered.documents {
            match document.kind {
                AnsweredKind::Invoice => invoices += 1,
                AnsweredKind::RepeatingInvoice => repeating += 1,
                _ => {}
            }
        }
    }
    Some([invoices, repeating])
}
