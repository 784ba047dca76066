//! What the value of each deal is, without tax or with it: established, never assumed.

use std::collections::BTreeMap;

use super::amounts::{Measure, tolerance, wanted};
use super::answer::{Basis, BasisBy, BasisKind};
use super::books::Books;
use super::deal::{DealFacts, Status};
use super::texts::Text;
use crate::money::Decimal;
use time::Date;

/// Deals that must agree, and how many of ten that were established, before others are taken to be like them.
const LEAST: usize = 5;
const OF_TEN: usize = 8;

/// The basis of every deal.
pub(super) fn establish(books: &Books, measures: &[Measure], as_of: Date) -> Vec<Basis> {
    let own: Vec<Option<Basis>> =
        books.deals.iter().zip(measures).map(|(deal, measure)| of_deal(deal, measure, as_of)).collect();
    let mut votes: BTreeMap<Option<Text>, [usize; 2]> = BTreeMap::new();
    for (deal, basis) in books.deals.iter().zip(&own) {
        let side = match basis.map(|basis| basis.kind) {
            Some(BasisKind::Net) => 0,
            Some(BasisKind::Gross) => 1,
            _ => continue,
        };
        if deal.status == Status::Won && !deal.is_repeated {
            for key in [None, Some(deal.pipeline)] {
                if let Some(count) = votes.entry(key).or_default().get_mut(side) {
                    *count += 1;
                }
            }
        }
    }
    let most = |key: Option<Text>| {
        let [net, gross] = votes.get(&key).copied().unwrap_or_default();
        let is_most = |count: usize| count >= LEAST && count * 10 >= (net + gross) * OF_TEN;
        match () {
            () if is_most(net) => Some(BasisKind::Net),
            () if is_most(gross) => Some(BasisKind::Gross),
            () => None,
        }
    };
    let of_others = |deal: &DealFacts| {
        let kind = most(Some(deal.pipeline)).or_else(|| most(None))?;
        Some(Basis { kind, by: BasisBy::Others })
    };
    let none = Basis { kind: BasisKind::Unknown, by: BasisBy::Unknown };
    books
        .deals
        .iter()
        .zip(own)
        .map(|(deal, basis)| basis.or_else(|| of_others(deal)).unwrap_or(none))
        .collect()
}

fn of_deal(deal: &DealFacts, measure: &Measure, as_of: Date) -> Option<Basis> {
    let by = if deal.expects.is_planned { BasisBy::Plan } else { BasisBy::Products };
    if let (Some(net), Some(gross)) = (deal.expects.net, deal.expects.gross) {
        if let Some(kind) = side(deal.value.unwrap_or(net), net, gross, 1) {
            return Some(Basis { kind, by });
        }
        if deal.expects.is_planned {
            // A value that is neither says nothing; the plan is what is billed.
            return Some(Basis { kind: BasisKind::Net, by });
        }
    }
    if let Some(kind) = measure.seen {
        return Some(Basis { kind, by: BasisBy::Document });
    }
    if measure.issued.gross.is_zero() {
        return None;
    }
    let (net, gross) = (measure.issued.net, measure.issued.gross);
    let due = wanted(deal, measure, BasisKind::Net, as_of).1;
    let kind =
        [deal.value, due].into_iter().flatten().find_map(|value| side(value, net, gross, measure.live))?;
    Some(Basis { kind, by: BasisBy::Document })
}

/// Which of two amounts a value is: the nearer, within what rounding moves.
fn side(value: Decimal, net: Decimal, gross: Decimal, documents: usize) -> Option<BasisKind> {
    let most = tolerance(documents);
    let gap = |amount: Decimal| amount.minus(value).map(Decimal::magnitude);
    let (to_net, to_gross) = (gap(net)?, gap(gross)?);
    match () {
        () if net == gross => Some(BasisKind::Same),
        () if to_net <= most && to_net <= to_gross => Some(BasisKind::Net),
        () if to_gross <= most => Some(BasisKind::Gross),
        () => None,
    }
}
