//! From open deals to money, with the days between.

use std::collections::BTreeMap;

use serde::Serialize;

use super::amounts::{add, less};
use super::books::Books;
use super::deal::Status;
use super::standing::Told;
use super::sums::is_summed;
use crate::money::Decimal;
use crate::read::date::write_date;

/// From open deals to money.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Funnel {
    /// Open deals by pipeline, stage and month of the expected close.
    pub forecast: Vec<ForecastLine>,
    /// What has come how far.
    pub steps: Vec<FunnelStep>,
    /// Days between.
    pub days: Vec<FunnelDays>,
}

/// Open deals.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct ForecastLine {
    /// Their pipeline.
    pub pipeline: String,
    /// Their stage.
    pub stage: String,
    /// The month in which they are expected to be closed; empty where no day is.
    pub month: String,
    /// ISO 4217 code.
    pub currency: String,
    /// How many.
    pub deals: usize,
    /// Their values.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub value: Decimal,
    /// The values times the probabilities; absent where no deal and no stage has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub weighted: Option<Decimal>,
}

/// What has come so far.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FunnelStep {
    /// `open`, `won`, `scheduled`, `invoiced` or `paid`.
    pub step: &'static str,
    /// ISO 4217 code.
    pub currency: String,
    /// How many deals.
    pub deals: usize,
    /// Of the first three in the deals' basis, of the others with tax.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub value: Decimal,
}

/// Whole days between two steps, of the deals that took both.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FunnelDays {
    /// `added`, `won` or `invoiced`.
    pub from: &'static str,
    /// `won`, `invoiced` or `paid`.
    pub to: &'static str,
    /// How many deals.
    pub deals: usize,
    /// Half of them took no longer.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub median: i64,
    /// The mean, rounded.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub mean: i64,
    /// Nine of ten took no longer.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub p90: i64,
}

const STEPS: [&str; 5] = ["open", "won", "scheduled", "invoiced", "paid"];
const WAYS: [(&str, &str); 3] = [("added", "won"), ("won", "invoiced"), ("invoiced", "paid")];

/// The funnel of all deals.
pub(super) fn of(books: &Books, told: &Told) -> Funnel {
    let mut forecast: BTreeMap<[String; 4], (usize, Decimal, Option<Decimal>)> = BTreeMap::new();
    let mut steps: BTreeMap<(usize, String), (usize, Decimal)> = BTreeMap::new();
    let mut days: [Vec<i64>; 3] = [Vec::new(), Vec::new(), Vec::new()];
    for place in &told.deal_order {
        let Some((deal, judged)) = books.deals.get(*place).zip(told.deals.get(*place)) else { continue };
        if deal.is_repeated {
            continue;
        }
        let currency = books.texts.get(deal.currency);
        let value = deal.value.unwrap_or(Decimal::ZERO);
        let mut step = |place: usize, value: Decimal| {
            let (count, sum) = steps.entry((place, currency.to_owned())).or_default();
            *count += 1;
            add(sum, value);
        };
        if deal.status == Status::Open {
            step(0, value);
            let mut month = deal.expected_close.map(write_date).unwrap_or_default();
            month.truncate(7);
            let texts = [deal.pipeline, deal.stage].map(|text| books.texts.get(text).to_owned());
            let [pipeline, stage] = texts;
            let line = forecast.entry([currency.to_owned(), pipeline, stage, month]).or_default();
            line.0 += 1;
            add(&mut line.1, value);
            if let Some(weighted) = deal.probability.and_then(|percent| percent.percent_of(value)) {
                add(line.2.get_or_insert(Decimal::ZERO), weighted);
            }
        }
        let amounts = &judged.amounts;
        if deal.status == Status::Won {
            step(1, value);
            if let (Some(planned), Some(due)) = (amounts.planned, amounts.due_by_now)
                && planned > due
            {
                step(2, less(planned, due));
            }
        }
        if !is_summed(judged.class) {
            continue;
        }
        if !amounts.invoiced.is_zero() {
            step(3, amounts.invoiced);
        }
        if !amounts.paid.is_zero() {
            step(4, amounts.paid);
        }
        let is_paid = amounts.due.is_zero() && amounts.drafted.is_zero() && !amounts.paid.is_zero();
        let measure = &judged.measure;
        let ways = [
            (deal.added_on, deal.won_on),
            (deal.won_on, measure.first),
            (measure.first, measure.paid_on.filter(|_| is_paid)),
        ];
        for (list, (from, to)) in days.iter_mut().zip(ways) {
            list.extend(from.zip(to).map(|(from, to)| (to - from).whole_days()));
        }
    }
    let line = |([currency, pipeline, stage, month], (deals, value, weighted)): (
        [String; 4],
        (usize, Decimal, Option<Decimal>),
    )| {
        ForecastLine {
            pipeline,
            stage,
            month,
            currency,
            deals,
            value,
            weighted: weighted.map(|sum| sum.rounded(2)),
        }
    };
    let step = |((place, currency), (deals, value)): ((usize, String), (usize, Decimal))| FunnelStep {
        step: STEPS.get(place).copied().unwrap_or(""),
        currency,
        deals,
        value,
    };
    Funnel {
        forecast: forecast.into_iter().map(line).collect(),
        steps: steps.into_iter().map(step).collect(),
        days: WAYS.iter().zip(days).filter_map(|((from, to), list)| between(from, to, list)).collect(),
    }
}

fn between(from: &'static str, to: &'static str, mut list: Vec<i64>) -> Option<FunnelDays> {
    list.sort_unstable();
    let count = i64::try_from(list.len()).ok().filter(|count| *count > 0)?;
    // The least that so many of ten do not exceed.
    let at = |tenths: usize| list.get((list.len() * tenths).div_ceil(10).saturating_sub(1)).copied();
    let sum: i64 = list.iter().fold(0, |sum: i64, days| sum.saturating_add(*days));
    let mean = (2 * sum + count).div_euclid(2 * count);
    Some(FunnelDays { from, to, deals: list.len(), median: at(5)?, mean, p90: at(9)? })
}
