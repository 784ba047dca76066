//! What Xero must know before deals are billed: currencies, tax rates, accounts.

use std::collections::BTreeMap;

use super::super::kind::{DEAL_ACCOUNT, DEAL_CURRENCY, DEAL_TAX, Kind, TAX_RATE};
use super::super::tally::{Hit, Tally};
use super::Looked;
use super::deals::hit;
use crate::finding::Severity;
use crate::money::Decimal;
use crate::read::{At, Node};
use crate::xero::snapshot::Snapshot;

pub(super) fn check(looked: &Looked<'_, '_>) -> Vec<Tally> {
    vec![
        currencies(looked),
        rates(looked),
        unsettled(looked, &DEAL_TAX, "TAX_"),
        unsettled(looked, &DEAL_ACCOUNT, "ACCOUNT_"),
    ]
}

/// Something that deals have in common: how many, and the first of them.
struct Common<'a> {
    deals: usize,
    at: At,
    first: &'a str,
}

fn common<'a, K: Ord>(found: &mut BTreeMap<K, Common<'a>>, key: K, at: At, first: &'a str) {
    found.entry(key).or_insert(Common { deals: 0, at, first }).deals += 1;
}

fn deals_of(common: &Common<'_>) -> String {
    let s = if common.deals == 1 { "" } else { "s" };
    format!("{} deal{s}, the first is `{}`", common.deals, crate::read::clipped(common.first))
}

/// The organisations whose snapshot has a part; all of them must, or a deal of the others would pass unseen.
fn whole<'s>(looked: &Looked<'_, 's>, has: impl Fn(&Snapshot) -> bool) -> Option<Vec<&'s Snapshot>> {
    let all: Vec<&Snapshot> = looked.inputs.snapshots.iter().map(|(_, snapshot)| snapshot).collect();
    (!all.is_empty() && all.iter().all(|snapshot| has(snapshot))).then_some(all)
}

/// Whether any organisation is subscribed to the currencies of deals.
fn currencies(looked: &Looked<'_, '_>) -> Tally {
    let mut tally = looked.tally(&DEAL_CURRENCY);
    let Some(all) = whole(looked, |snapshot| snapshot.currencies.is_some()) else {
        return tally.lacks("currencies");
    };
    let mut found: BTreeMap<&str, Common<'_>> = BTreeMap::new();
    for deal in looked.won().filter(|deal| !deal.currency.is_empty()) {
        common(&mut found, deal.currency, deal.at, deal.name());
    }
    tally.look(found.len());
    for (code, common) in &found {
        let is_enabled = all.iter().any(|snapshot| {
            let base = snapshot.base_currency().into_iter();
            base.chain(snapshot.currencies.iter().flatten()).any(|known| known.value == *code)
        });
        if !is_enabled {
            tally.hit(Hit { id: code, name: code, at: common.at, user: None }, looked.sources, || {
                deals_of(common)
            });
        }
    }
    tally
}

/// Whether any active rate has the percentages on rows of deals. None and 0 say nothing: the config settles those.
fn rates(looked: &Looked<'_, '_>) -> Tally {
    let mut tally = looked.tally(&TAX_RATE);
    let all = whole(looked, |snapshot| snapshot.tax_rates.is_some());
    let has_products = looked.won().any(|deal| deal.products.is_some());
    let (Some(all), true) = (all, has_products || looked.deals.is_empty()) else {
        if looked.inputs.snapshots.iter().all(|(_, snapshot)| snapshot.tax_rates.is_none()) {
            tally = tally.lacks("taxRates");
        }
        return if has_products { tally } else { tally.lacks("deals[].products") };
    };
    let mut found: BTreeMap<Decimal, Common<'_>> = BTreeMap::new();
    for deal in looked.won() {
        let mut own: Vec<Decimal> = Vec::new();
        for row in deal.products.iter().flatten() {
            let is_none = row.get("tax_method").is_some_and(|method| method.raw() == "none");
            let rate = row.get("tax").map(Node::raw).and_then(|text| Decimal::parse(text.trim()).ok());
            own.extend(rate.filter(|rate| !is_none && !rate.is_zero() && !own.contains(rate)));
        }
        for rate in own {
            common(&mut found, rate, deal.at, deal.name());
        }
    }
    tally.look(found.len());
    for (rate, common) in &found {
        let has = |snapshot: &&Snapshot| {
            let mut rates = snapshot.tax_rates.iter().flatten();
            rates.any(|known| {
                known.is_active && known.rate == *rate && (known.on_revenue || known.on_liabilities)
            })
        };
        if !all.iter().any(has) {
            let name = format!("{rate} %");
            let hit = Hit { id: &name, name: &name, at: common.at, user: None };
            tally.hit(hit, looked.sources, || deals_of(common));
        }
    }
    tally
}

/// Whether plans have an error of one area.
fn unsettled(looked: &Looked<'_, '_>, kind: &'static Kind, area: &str) -> Tally {
    let mut tally = looked.lacks_replay(looked.tally(kind));
    for (deal, replay) in looked.deals.iter().filter_map(|(deal, replay)| Some((deal, replay.as_ref()?))) {
        tally.look(1);
        let mut said = replay.said.iter();
        let is_one = |(code, severity, _): &&(crate::finding::Code, Severity, String)| {
            *severity == Severity::Error && code.word().starts_with(area)
        };
        if let Some((.., message)) = said.find(is_one) {
            tally.hit(hit(deal), looked.sources, || message.clone());
        }
    }
    tally
}
