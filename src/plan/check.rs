//! Whether a deal may be billed at all, before its lines are looked at.

use crate::config::lines::{LinesFrom, Recurring};
use crate::config::schedule::ScheduleKind;
use crate::finding::Code;
use crate::gather::Gather;
use crate::pipedrive::webhook::Win;
use crate::plan::age;
use crate::plan::input::Handoff;
use crate::plan::settings::Chosen;
use crate::read::{Findings, Given, whole};
use crate::xero::currency;

/// Checks the deal's state and what it is billed in; returns its currency.
pub fn check<'a>(
    handoff: &Handoff<'a>,
    chosen: Chosen<'_>,
    findings: &mut Findings<'_>,
) -> Option<Given<&'a str>> {
    let deal = &handoff.deal;
    let at = deal.node.at();
    let by_webhook = (deal.win == Win::Deleted).then_some(at);
    if let Some(deleted) = deal.is_deleted.or(by_webhook) {
        findings.add(Code::DealDeleted, deleted, format_args!("the deal was deleted"));
    }
    match deal.status {
        _ if deal.is_won() => {}
        Some(status) => {
            let shown = crate::read::clipped(status.value);
            findings.add(Code::DealNotWon, status.at, format_args!("the deal's status is `{shown}`"));
        }
        None => findings.add(Code::DealNotWon, at, format_args!("the deal has no status")),
    }
    if deal.win == Win::Was {
        findings.add(
            Code::DealWonBefore,
            at,
            format_args!("the webhook reports a change of a deal that was won before"),
        );
    }
    if deal.id.is_none() && !deal.node.has("id") {
        findings.add(Code::DealIdMissing, at, format_args!("the deal has no id"));
    }
    if handoff.people.organization.is_none() && handoff.people.person.is_none() {
        let named = deal.org_id.or(deal.person_id);
        let what = if named.is_some() {
            "the deal's organisation or person was not passed"
        } else {
            "the deal has neither an organisation nor a person"
        };
        findings.add(Code::PartyMissing, named.map_or(at, |id| id.at), format_args!("{what}"));
    }
    if handoff.disabled > 0 {
        let what = match handoff.disabled {
            1 => "1 product is".to_owned(),
            several => format!("{several} products are"),
        };
        findings.add(Code::LineDisabled, at, format_args!("{what} switched off and not billed"));
    }
    if let Some(first) = handoff.installments.first() {
        if chosen.entity.schedule.kind.value != ScheduleKind::Installments {
            findings.add(
                Code::ScheduleInstallments,
                first.at,
                format_args!(
                    "the deal has {} installment{}",
                    handoff.installments.len(),
                    if handoff.installments.len() == 1 { "" } else { "s" }
                ),
            );
        }
        if let Some(row) = handoff.products.iter().find(|row| row.is_recurring()) {
            findings.add(
                Code::ScheduleRecurringMixed,
                row.frequency.at,
                format_args!(
                    "the deal has installments, and {} is billed {}",
                    row.called(),
                    row.frequency.value.word()
                ),
            );
        }
    }
    let recurring = chosen.entity.lines.recurring;
    for row in handoff.products.iter().filter(|row| row.is_recurring()) {
        let (called, often) = (row.called(), row.frequency.value.word());
        let at = row.frequency.at;
        match (recurring.value, row.cycles.map(|cycles| cycles.value)) {
            (Recurring::Refuse, _) => {
                findings.add(Code::LineRecurring, at, format_args!("{called} is billed {often}"));
            }
            (Recurring::FirstPeriod, Some(1)) | (Recurring::Repeat, _) => {}
            (Recurring::FirstPeriod, cycles) => {
                let later =
                    cycles.map_or_else(|| "all".to_owned(), |cycles| cycles.saturating_sub(1).to_string());
                findings.add(
                    Code::LineFirstPeriod,
                    at,
                    format_args!("{called} is billed {often}: its first period is on this invoice, {later} later ones are not"),
                );
            }
        }
    }
    check_count(handoff, chosen, findings);
    if chosen.snapshot.organisation.is_none() {
        let at = chosen.snapshot.at;
        findings.add(
            Code::ConfigSnapshotIncomplete,
            at,
            format_args!("the snapshot has no organisation, whose lock dates and currency count"),
        );
    }
    age::check(chosen, handoff.now.map(|now| now.value), handoff.today.map(|today| today.value), findings);
    check_currency(handoff, chosen, findings)
}

/// Compares the rows with how many the deal says it has, as API v1 always does and v2 when asked.
///
/// Whether Pipedrive counts rows that are switched off is not documented, so either agrees.
fn check_count(handoff: &Handoff<'_>, chosen: Chosen<'_>, findings: &mut Findings<'_>) {
    if chosen.entity.lines.from.value == LinesFrom::Value {
        return;
    }
    let count = handoff.deal.node.get("products_count");
    let Some(count) = count.and_then(|count| whole(count, "products_count", findings)) else { return };
    let enabled = handoff.products.len() + handoff.others.len();
    let all = enabled + handoff.disabled;
    if ![enabled as u64, all as u64].contains(&count.value) {
        findings.add(
            Code::InputRowsDiffer,
            count.at,
            format_args!("the deal counts `{}` products, and the rows passed are `{all}`", count.value),
        );
    }
}

fn check_currency<'a>(
    handoff: &Handoff<'a>,
    chosen: Chosen<'_>,
    findings: &mut Findings<'_>,
) -> Option<Given<&'a str>> {
    let Some(given) = handoff.deal.currency else {
        findings.add(Code::CurrencyMissing, handoff.deal.node.at(), format_args!("the deal has no currency"));
        return None;
    };
    let code = given.value.trim();
    for row in &handoff.products {
        if let Some(other) = row.currency.filter(|other| other.value.trim() != code) {
            findings.add(
                Code::CurrencyMixed,
                other.at,
                format_args!(
                    "{} is in `{}`, and the deal is in `{code}`",
                    row.called(),
                    crate::read::clipped(other.value)
                ),
            );
        }
    }
    let snapshot = chosen.snapshot;
    let is_base = snapshot.base_currency().is_some_and(|base| base.value == code);
    let is_subscribed =
        is_base || snapshot.currencies.as_deref().unwrap_or_default().iter().any(|known| known.value == code);
    // Xero still knows currencies that ISO has withdrawn: what the organisation has, it may use.
    let Some(decimals) = currency::decimals(code).or(is_subscribed.then_some(currency::XERO_DECIMALS)) else {
        let shown = crate::read::clipped(code);
        findings.add(Code::CurrencyUnknown, given.at, format_args!("`{shown}` is no ISO 4217 currency"));
        return None;
    };
    match &snapshot.currencies {
        Some(currencies) if !is_subscribed => {
            let names = currencies.iter().map(|known| format!("`{}`", crate::read::clipped(&known.value)));
            let names = names.joined(", ");
            findings.add(
                Code::CurrencyNotEnabled,
                given.at,
                format_args!("the organisation is not subscribed to `{code}`, only to {names}"),
            );
        }
        None if !is_base => {
            findings.add(
                Code::ConfigSnapshotIncomplete,
                snapshot.at,
                format_args!("the snapshot has no currencies"),
            );
        }
        _ => {}
    }
    if let Some(value) = handoff.deal.value
        && value.places() > decimals.min(2)
    {
        findings.add(
            Code::MoneyTooFine,
            value.at,
            format_args!("the deal's value is `{}`, finer than {code} has", value.value),
        );
    }
    Some(Given { value: code, at: given.at })
}
