//! Which documents a deal becomes: the slots of its schedule, each with what it bills and when.

use time::{Date, Duration};

use super::input::Handoff;
use super::settings::Chosen;
use crate::config::schedule::{DepositTax, NumberFrom, ScheduleKind, Stage, When, WhenFrom};
use crate::finding::Code;
use crate::gather::Gather;
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::pipedrive::discount::Installment;
use crate::pipedrive::field::Scope;
use crate::pipedrive::reference::{FieldName, FieldRef};
use crate::read::date::{day_of_month, months_later};
use crate::read::{At, Findings, Given, decimal};

/// The one document of a schedule that bills everything at once.
const FULL: &str = "full";

/// One document of a schedule.
#[derive(Debug)]
pub(super) struct Slot<'a> {
    /// Its name within the deal, part of its token.
    pub name: String,
    /// What it is called on its lines.
    pub label: String,
    /// What it bills.
    pub claim: Claim<'a>,
    /// When it is billed.
    pub day: Day,
    /// Where it was said.
    pub at: At,
}

impl Slot<'_> {
    /// The one document of a deal without a schedule.
    pub fn full() -> Self {
        Self {
            name: FULL.to_owned(),
            label: String::new(),
            claim: Claim::Rest,
            day: Day::AsDocument,
            at: At::NOWHERE,
        }
    }
}

/// What a document bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim<'a> {
    /// A share in percent.
    Share(Decimal),
    /// An amount that the contract names, in cents.
    Amount(i64),
    /// The products of these codes.
    Products(&'a [Given<String>]),
    /// What the others leave.
    Rest,
}

/// When a document is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// As `document.date` says.
    AsDocument,
    /// On a day of its own.
    On(Given<Date>),
    /// On a day that no field says yet.
    Open,
}

/// The slots of a deal's schedule; `None` when they cannot be told.
pub(super) fn slots<'a>(
    handoff: &Handoff<'a>,
    chosen: Chosen<'a>,
    findings: &mut Findings<'_>,
) -> Option<Vec<Slot<'a>>> {
    let schedule = &chosen.entity.schedule;
    let before = findings.errors();
    let reader = Reader { handoff, chosen };
    let found = match schedule.kind.value {
        ScheduleKind::Full => return Some(vec![Slot::full()]),
        ScheduleKind::Deposit => {
            let (deposit, balance) = (schedule.deposit.as_ref()?, schedule.balance.as_ref()?);
            let claim = reader.claim(deposit, findings)?;
            let is_security = schedule.deposit_tax.is_some_and(|tax| tax.value == DepositTax::Security);
            if claim == Claim::Share(Decimal::HUNDRED) && !is_security {
                // Nothing would be left for a balance.
                return Some(vec![Slot { at: deposit.at, ..Slot::full() }]);
            }
            let label = |label: Option<&Given<String>>, default: &str| {
                label.map_or_else(|| default.to_owned(), |label| label.value.clone())
            };
            vec![
                Slot {
                    name: "deposit".to_owned(),
                    label: label(deposit.label.as_ref(), "deposit"),
                    claim,
                    day: reader.day(deposit.date.as_ref(), findings),
                    at: deposit.at,
                },
                Slot {
                    name: "balance".to_owned(),
                    label: label(balance.label.as_ref(), "balance"),
                    claim: Claim::Rest,
                    day: reader.day(balance.date.as_ref(), findings),
                    at: balance.at,
                },
            ]
        }
        ScheduleKind::Milestones => {
            let count = schedule.milestones.len();
            let stages = schedule.milestones.iter().enumerate();
            let slots = stages.filter_map(|(index, stage)| {
                let default = || format!("stage {} of {count}", index + 1);
                Some(Slot {
                    name: format!("{}of{count}", index + 1),
                    label: stage.label.as_ref().map_or_else(default, |label| label.value.clone()),
                    claim: reader.claim(stage, findings)?,
                    day: reader.day(stage.date.as_ref(), findings),
                    at: stage.at,
                })
            });
            slots.gather()
        }
        ScheduleKind::Installments if chosen.is_share => {
            return of_the_whole_deal("its installments", schedule.kind.at, findings);
        }
        ScheduleKind::Installments => installments(handoff, schedule.kind.at, findings)?,
    };
    (findings.errors() == before && !found.is_empty()).then_some(found)
}

/// A slot for each installment, by date; of the same date, by id.
fn installments<'a>(handoff: &Handoff<'a>, at: At, findings: &mut Findings<'_>) -> Option<Vec<Slot<'a>>> {
    let mut rows: Vec<&Installment<'a>> = handoff.installments.iter().gather();
    if rows.is_empty() {
        findings.add(Code::ScheduleInstallmentsMissing, at, format_args!("no installments were passed"));
        return None;
    }
    sort_by_key(&mut rows, |row| (row.billing_date.map(|date| date.value), row.id.map(|id| id.value)));
    let count = rows.len();
    let mut slots = Vec::with_capacity(count);
    for (index, row) in rows.into_iter().enumerate() {
        let (Some(amount), Some(date)) = (row.amount, row.billing_date) else {
            findings.add(
                Code::ScheduleInstallmentsMissing,
                row.at,
                format_args!("an installment has no amount, or no billing_date"),
            );
            return None;
        };
        let described = row.description.map(|text| text.value.trim()).filter(|text| !text.is_empty());
        slots.push(Slot {
            name: format!("{}of{count}", index + 1),
            label: described.map_or_else(|| format!("installment {} of {count}", index + 1), str::to_owned),
            claim: Claim::Amount(in_cents(amount, findings)?),
            day: Day::On(date),
            at: row.at,
        });
    }
    if let [one] = slots.as_mut_slice() {
        one.name = FULL.to_owned();
    }
    Some(slots)
}

/// Refuses an amount of which nobody says how much is whose.
fn of_the_whole_deal<T>(what: &str, at: At, findings: &mut Findings<'_>) -> Option<T> {
    let what = format_args!("several entities bill the deal, and nothing says how much of {what} is whose");
    findings.add(Code::ScheduleSharesWrong, at, what);
    None
}

/// An amount of a contract in cents.
fn in_cents(amount: Given<Decimal>, findings: &mut Findings<'_>) -> Option<i64> {
    let cents = amount.cents().filter(|cents| *cents > 0);
    if cents.is_none() {
        findings.add(
            Code::ScheduleSharesWrong,
            amount.at,
            format_args!("a stage bills `{}`, which is no amount above 0 in cents", amount.value),
        );
    }
    cents
}

struct Reader<'h, 'a> {
    handoff: &'h Handoff<'a>,
    chosen: Chosen<'a>,
}

impl<'a> Reader<'_, 'a> {
    fn claim(&self, stage: &'a Stage, findings: &mut Findings<'_>) -> Option<Claim<'a>> {
        if let Some(percent) = &stage.percent {
            let share = self.number(percent, "percent", findings)?;
            if share.value <= Decimal::ZERO || share.value > Decimal::HUNDRED {
                findings.add(
                    Code::ScheduleSharesWrong,
                    share.at,
                    format_args!("a stage bills `{}` %", share.value),
                );
                return None;
            }
            return Some(Claim::Share(share.value));
        }
        if let Some(amount) = &stage.amount {
            if self.chosen.is_share && matches!(amount.value, NumberFrom::Field(_)) {
                return of_the_whole_deal("the amount in a field", amount.at, findings);
            }
            let amount = self.number(amount, "amount", findings)?;
            return in_cents(amount, findings).map(Claim::Amount);
        }
        Some(if stage.products.is_empty() { Claim::Rest } else { Claim::Products(&stage.products) })
    }

    fn number(
        &self,
        given: &'a Given<NumberFrom>,
        name: &str,
        findings: &mut Findings<'_>,
    ) -> Option<Given<Decimal>> {
        let field = match &given.value {
            NumberFrom::Is(number) => return Some(Given { value: *number, at: given.at }),
            NumberFrom::Field(field) => field,
        };
        let before = findings.errors();
        let found = self.in_field(field, given.at, findings);
        if found.is_none() && findings.errors() == before {
            findings.add(
                Code::ScheduleSharesWrong,
                given.at,
                format_args!("the {name} of a stage comes from `{}`, which is empty", field.shown()),
            );
        }
        found
    }

    fn in_field(&self, field: &'a FieldRef, at: At, findings: &mut Findings<'_>) -> Option<Given<Decimal>> {
        let owners = &self.handoff.owners;
        if let FieldName::Standard(_) = field.name {
            let text = owners.text(field, Scope::default(), at, findings)?;
            let value = Decimal::parse(&text.value).ok();
            if value.is_none() {
                let shown = crate::read::clipped(&text.value);
                findings.add(
                    Code::InputNotANumber,
                    text.at,
                    format_args!("{} is `{shown}`, not a number", field.shown()),
                );
            }
            return value.map(|value| Given { value, at: text.at });
        }
        let value = owners.value(field, None, at, findings)?;
        let deal = self.handoff.deal.currency.map(|currency| currency.value.trim());
        let other = value.currency().filter(|other| {
            let code = other.raw().trim();
            !code.is_empty() && Some(code) != deal
        });
        if let Some(other) = other {
            findings.add(
                Code::CurrencyMixed,
                other.at(),
                format_args!(
                    "{} is in `{}`, and the deal is in `{}`",
                    field.shown(),
                    crate::read::clipped(other.raw()),
                    deal.unwrap_or("")
                ),
            );
            return None;
        }
        decimal(value.plain(), &field.shown(), findings)
    }

    fn day(&self, when: Option<&'a Given<When>>, findings: &mut Findings<'_>) -> Day {
        let Some(when) = when else { return Day::AsDocument };
        let before = findings.errors();
        let from = match &when.from {
            WhenFrom::Win => super::dates::won(self.handoff, self.chosen.snapshot, findings),
            WhenFrom::Field(field) => super::dates::if_in_field(self.handoff, field, when.at, findings),
        };
        let moved = from.and_then(|from| {
            let month = months_later(from.value, i32::try_from(when.months).ok()?)?;
            let day = if when.months == 0 { from.value } else { day_of_month(month, from.day()) };
            let days = Duration::days(i64::from(when.days) - i64::from(when.days_before));
            Some(Given { value: day.checked_add(days)?, at: from.at })
        });
        if from.is_some() && moved.is_none() && findings.errors() == before {
            findings.add(
                Code::ScheduleDateUnknown,
                when.at,
                format_args!("the day of a stage lies beyond the calendar"),
            );
        }
        moved.map_or(Day::Open, Day::On)
    }
}
