//! The exchange rate at which stages were booked, for the document that deducts them.

use super::issue::Common;
use super::slots::Slot;
use super::token::{Belongs, belongs};
use crate::config::schedule::RateOf;
use crate::money::Decimal;
use crate::read::{Findings, Given};
use crate::xero::answered::{Answered, AnsweredDocument, AnsweredKind, Life, State};
use crate::xero::invoice::RATE_DECIMALS;

/// The one rate of all stages that are in the books; none where they differ, are missing or are not asked for.
///
/// The rate of a draft is provisional, and that of a stage in another currency says nothing about this one.
pub(super) fn of_stages(
    common: Common<'_, '_>,
    slots: &[Slot<'_>],
    findings: &mut Findings<'_>,
) -> Option<Given<Decimal>> {
    let Common { handoff, chosen, .. } = common;
    let (_, currency) = common.foreign()?;
    if chosen.entity.schedule.currency_rate.value != RateOf::Stages {
        return None;
    }
    let deal = handoff.deal.id?.value;
    let answered = Answered::read(handoff.existing, findings)?;
    let (_, stages) = slots.split_last()?;
    let is_in_books = |document: &AnsweredDocument<'_>| {
        matches!(document.state(), State::Authorised | State::Paid)
            && document.currency.is_some_and(|code| code.value == currency.value.trim())
    };
    let mut rate: Option<Given<Decimal>> = None;
    for stage in stages {
        let is_its = |slot: &str| slot.eq_ignore_ascii_case(&stage.name);
        let mut live = answered.of(AnsweredKind::Invoice).filter(|document| {
            document.life() == Life::Live
                && matches!(belongs(document, &chosen.config.token, deal), Belongs::ToDeal(token) if is_its(token.slot))
        });
        let found = live.next().filter(|document| is_in_books(document))?.currency_rate?;
        let found = Given { value: found.value.rounded(RATE_DECIMALS), at: found.at };
        if found.value <= Decimal::ZERO || rate.is_some_and(|rate| rate.value != found.value) {
            return None;
        }
        rate = Some(found);
    }
    rate
}
