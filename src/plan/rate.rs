//! The exchange rate at which stages were booked, for the document that deducts them.

use super::issue::Common;
use super::slots::Slot;
use super::token::{Belongs, belongs};
use crate::config::schedule::RateOf;
use crate::money::Decimal;
use crate::read::{Findings, Given};
use crate::xero::answered::{Answered, AnsweredKind, Life};

/// The one rate of all stages that Xero has; none where they differ, are missing or are not asked for.
pub(super) fn of_stages(
    common: Common<'_, '_>,
    slots: &[Slot<'_>],
    findings: &mut Findings<'_>,
) -> Option<Given<Decimal>> {
    let Common { handoff, chosen, .. } = common;
    if chosen.entity.schedule.currency_rate.value != RateOf::Stages || common.foreign().is_none() {
        return None;
    }
    let deal = handoff.deal.id?.value;
    let answered = Answered::read(handoff.existing, findings)?;
    let (_, stages) = slots.split_last()?;
    let mut rate: Option<Given<Decimal>> = None;
    for stage in stages {
        let is_its = |slot: &str| slot.eq_ignore_ascii_case(&stage.name);
        let mut live = answered.of(AnsweredKind::Invoice).filter(|document| {
            document.life() == Life::Live
                && matches!(belongs(document, &chosen.config.token, deal), Belongs::ToDeal(token) if is_its(token.slot))
        });
        let found = live.next()?.currency_rate.filter(|rate| rate.value > Decimal::ZERO)?;
        if rate.is_some_and(|rate| rate.value != found.value) {
            return None;
        }
        rate = Some(found);
    }
    rate
}
