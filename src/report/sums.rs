//! Sums of deals by class, currency, month, pipeline, owner and entity.

use std::collections::BTreeMap;

use serde::Serialize;

use super::amounts::add;
use super::answer::{BasisKind, ReconciledDealClass as Class};
use super::books::Books;
use super::deal::DealFacts;
use super::standing::{Judged, Told};
use super::texts::NONE;
use crate::money::Decimal;
use crate::read::date::write_date;

/// The same sums, cut six ways; of won deals and those that are billed without being won.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReconciledSums"))]
#[serde(rename_all = "camelCase")]
pub struct Sums {
    /// By class, in the order of the classes.
    pub by_class: Vec<SumLine>,
    /// By currency alone.
    pub by_currency: Vec<SumLine>,
    /// By the month of the win, `2026-07`.
    pub by_month: Vec<SumLine>,
    /// By pipeline.
    pub by_pipeline: Vec<SumLine>,
    /// By owner.
    pub by_owner: Vec<SumLine>,
    /// By entity.
    pub by_entity: Vec<SumLine>,
}

/// Sums of some deals, in one currency.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReconciledSum"))]
#[serde(rename_all = "camelCase")]
pub struct SumLine {
    /// What they have in common; empty where it is not known.
    pub key: String,
    /// ISO 4217 code.
    pub currency: String,
    /// How many deals.
    pub deals: usize,
    /// Their values, each in its own basis; likewise the next five.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub won: Decimal,
    /// What is to be billed in all.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub planned: Decimal,
    /// What of it is due by now.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub due_by_now: Decimal,
    /// What stands billed, less credit notes.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub billed: Decimal,
    /// What is missing of what is due by now.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub missing: Decimal,
    /// What is billed too much.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub excess: Decimal,
    /// What stands billed, with tax; likewise the others.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub invoiced: Decimal,
    /// The money that came.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub paid: Decimal,
    /// What credit notes took back.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub credited: Decimal,
    /// What is still to be paid.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub due: Decimal,
    /// What is not approved.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub drafted: Decimal,
    /// How many deals there are of each basis: what the first sums mix.
    pub bases: Bases,
}

/// How many deals there are of each basis.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "BasisCounts"))]
pub struct Bases {
    /// Values without tax.
    pub net: usize,
    /// Values with tax.
    pub gross: usize,
    /// Values without any tax.
    pub same: usize,
    /// Values of which it is not known.
    pub unknown: usize,
}

impl SumLine {
    fn take(&mut self, judged: &Judged) {
        let amounts = &judged.amounts;
        self.deals += 1;
        let zero = Decimal::ZERO;
        let missing = if amounts.difference.is_negative() { amounts.difference.negated() } else { zero };
        let excess = if amounts.difference.is_negative() { zero } else { amounts.difference };
        for (sum, amount) in [
            (&mut self.won, amounts.won.unwrap_or(zero)),
            (&mut self.planned, amounts.planned.unwrap_or(zero)),
            (&mut self.due_by_now, amounts.due_by_now.unwrap_or(zero)),
            (&mut self.billed, amounts.billed),
            (&mut self.missing, missing),
            (&mut self.excess, excess),
            (&mut self.invoiced, amounts.invoiced),
            (&mut self.paid, amounts.paid),
            (&mut self.credited, amounts.credited),
            (&mut self.due, amounts.due),
            (&mut self.drafted, amounts.drafted),
        ] {
            add(sum, amount);
        }
        *match judged.basis.kind {
            BasisKind::Net => &mut self.bases.net,
            BasisKind::Gross => &mut self.bases.gross,
            BasisKind::Same => &mut self.bases.same,
            BasisKind::Unknown => &mut self.bases.unknown,
        } += 1;
    }
}

/// Whether a deal is part of the sums.
pub(super) fn is_summed(class: Class) -> bool {
    !matches!(class, Class::NotWon | Class::Repeated | Class::Unreadable)
}

/// Sums of all deals.
pub(super) fn of(books: &Books, told: &Told) -> Sums {
    let by = |key: &dyn Fn(&DealFacts, &Judged) -> String| {
        let mut lines: BTreeMap<(String, String), SumLine> = BTreeMap::new();
        for place in &told.deal_order {
            let Some((deal, judged)) = books.deals.get(*place).zip(told.deals.get(*place)) else { continue };
            if is_summed(judged.class) {
                let currency = books.texts.get(deal.currency).to_owned();
                lines.entry((key(deal, judged), currency)).or_default().take(judged);
            }
        }
        let line = |((key, currency), line)| SumLine { key, currency, ..line };
        lines.into_iter().map(line).collect::<Vec<_>>()
    };
    let text = |text| books.texts.get(text).to_owned();
    let mut by_class = by(&|_, judged| format!("{:02}", judged.class as u8));
    for line in &mut by_class {
        let class = line.key.parse().ok().and_then(|place: usize| Class::ALL.get(place));
        line.key = class.map_or("", |class| class.word()).to_owned();
    }
    Sums {
        by_class,
        by_currency: by(&|_, _| String::new()),
        by_month: by(&|deal, _| {
            let mut month = deal.won_on.map(write_date).unwrap_or_default();
            month.truncate(7);
            month
        }),
        by_pipeline: by(&|deal, _| text(deal.pipeline)),
        by_owner: by(&|deal, _| text(deal.owner)),
        by_entity: by(&|deal, judged| text(entity_of(books, deal, judged))),
    }
}

/// The entity that bills a deal: as planned, else that of its documents.
pub(super) fn entity_of(books: &Books, deal: &DealFacts, judged: &Judged) -> super::texts::Text {
    if deal.entity != NONE {
        return deal.entity;
    }
    let first = judged.documents.first().and_then(|place| books.documents.get(*place));
    first.map_or_else(|| books.lone_entity(), |document| document.entity)
}
