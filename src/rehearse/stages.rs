//! A deal that fits the stages of a schedule: what its plan says of them, it says of every deal, whatever the accounts
//! and taxes of lines are.

use crate::config::Entity;
use crate::config::lines::{AccountCode, AccountSettings, Lines};
use crate::config::schedule::{NumberFrom, ScheduleKind};
use crate::config::tax::{Amounts, NoTaxRule, TaxFrom, TaxSettings, TaxType};
use crate::finding::{Code, Finding};
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::pipedrive::product::{DealProduct, TaxMethod};
use crate::plan::account;
use crate::plan::input::Handoff;
use crate::plan::settings::Chosen;
use crate::read::{At, Findings, Given, Sources};
use crate::xero::snapshot::Snapshot;

/// What the deal is worth beside the amounts that stages name: no share of it is nothing.
const WORTH: i64 = 100_000_000;
/// What an amount in a field is, in cents.
const NAMED: i64 = 10_000;

/// The entity with its own schedule, its numbers from fields filled in, and lines that anybody can book; `None` where
/// there are no stages, or nothing can be booked at all.
pub(super) fn entity(chosen: Chosen<'_>, sources: Sources<'_>) -> Option<Entity> {
    if !has_stages(chosen.entity) {
        return None;
    }
    let mut entity = chosen.entity.clone();
    entity.lines = lines(chosen.snapshot, sources)?;
    // How much of it is whose, nobody says.
    if !chosen.is_share {
        let mut open = Open::of(&entity);
        for stage in entity.schedule.deposit.iter_mut().chain(&mut entity.schedule.milestones) {
            fill(&mut stage.value.amount, || Decimal::from_cents(NAMED));
            fill(&mut stage.value.percent, || open.next());
        }
    }
    Some(entity)
}

/// Whether the kind of schedule has stages of its own.
pub(super) fn has_stages(entity: &Entity) -> bool {
    matches!(entity.schedule.kind.value, ScheduleKind::Deposit | ScheduleKind::Milestones)
}

/// Makes a deal one that the schedule fits: with a product for each milestone, and worth what the stages name.
pub(super) fn fit<'a>(handoff: &mut Handoff<'a>, entity: &'a Entity) -> Option<()> {
    let row = DealProduct {
        tax: None,
        tax_method: Some(Given::from_nowhere(TaxMethod::None)),
        sum: None,
        code: None,
        ..*handoff.products.first()?
    };
    let stages = entity.schedule.stages();
    let codes = stages.iter().filter_map(|stage| stage.products.first());
    let mut rows: Vec<DealProduct<'a>> = codes
        .map(|code| DealProduct { code: Some(Given { value: code.value.as_str(), at: code.at }), ..row })
        .collect();
    if rows.is_empty() || stages.iter().any(|stage| stage.rest) {
        rows.push(row);
    }
    let mut named = Decimal::ZERO;
    for amount in stages.iter().filter_map(|stage| stage.amount.as_ref()) {
        if let NumberFrom::Is(amount) = amount.value {
            named = named.plus(amount)?;
        }
    }
    let is_all = stages.iter().all(|stage| stage.amount.is_some())
        && entity.schedule.kind.value == ScheduleKind::Milestones;
    let worth = if is_all { named } else { named.plus(Decimal::from_cents(WORTH))? };
    let (first, others) = rows.split_first_mut()?;
    first.price = Some(Given::from_nowhere(worth));
    for other in others {
        other.price = Some(Given::from_nowhere(Decimal::from_cents(WORTH)));
    }
    handoff.deal.value = None;
    handoff.products = rows;
    Some(())
}

/// Whether a finding is of the schedule, and not of the amounts that this deal happens to have.
pub(super) fn is_of_schedule(finding: &Finding) -> bool {
    !matches!(
        finding.code,
        Code::TaxNotRegistered | Code::ScheduleTaxResidue | Code::ScheduleAmountUnreachable
    )
}

/// What shares in percent may be that come from fields, beside those that are written.
struct Open {
    left: Decimal,
    count: i64,
}

impl Open {
    fn of(entity: &Entity) -> Self {
        let stages = entity.schedule.stages();
        let is_deposit = entity.schedule.kind.value == ScheduleKind::Deposit;
        let has_rest = is_deposit || stages.iter().any(|stage| stage.rest);
        let mut open = Self { left: Decimal::HUNDRED, count: i64::from(has_rest) };
        for percent in stages.iter().filter_map(|stage| stage.percent.as_ref()) {
            match percent.value {
                NumberFrom::Is(percent) => open.left = open.left.minus(percent).unwrap_or(open.left),
                NumberFrom::Field(_) => open.count += 1,
            }
        }
        open
    }

    /// The next one: all that is left for the last, so that they come to a hundred where they can.
    fn next(&mut self) -> Decimal {
        let share = if self.count == 1 {
            Some(self.left)
        } else {
            self.left.divided_by(Decimal::from_cents(self.count * 100), 4)
        };
        let share = share.filter(|share| *share > Decimal::ZERO).unwrap_or(Decimal::ONE);
        self.left = self.left.minus(share).unwrap_or(self.left);
        self.count -= 1;
        share
    }
}

fn fill(number: &mut Option<Given<NumberFrom>>, value: impl FnOnce() -> Decimal) {
    if let Some(number) = number.as_mut().filter(|number| matches!(number.value, NumberFrom::Field(_))) {
        number.value = NumberFrom::Is(value());
    }
}

/// Settings by which a line has an account and a tax type that fits it; of several rates the lowest, since 0 % splits
/// without a residue.
fn lines(snapshot: &Snapshot, sources: Sources<'_>) -> Option<Lines> {
    let accounts = snapshot.accounts.as_deref().unwrap_or_default().iter();
    let is_open =
        |code: &str| account::find(code, At::NOWHERE, snapshot, &mut Findings::new(sources)).is_some();
    let open: Vec<_> = accounts.filter(|account| is_open(&account.code)).collect();
    let mut rates: Vec<_> = snapshot.tax_rates.iter().flatten().filter(|rate| rate.is_active).collect();
    sort_by_key(&mut rates, |rate| rate.rate);
    let pair = rates.iter().find_map(|rate| {
        let account = open.iter().find(|account| rate.fits(account.class))?;
        Some((*account, Some(*rate)))
    });
    let (account, rate) = pair.or_else(|| Some((*open.first()?, None)))?;
    let amounts = if rate.is_some() { Amounts::Exclusive } else { Amounts::NoTax };
    let rule = NoTaxRule {
        amounts: Some(Given::from_nowhere(amounts)),
        from: Some(Given::from_nowhere(TaxFrom::Type)),
        tax_type: rate.map(|rate| Given::from_nowhere(TaxType(rate.tax_type.clone()))),
    };
    Some(Lines {
        account: AccountSettings {
            default: Some(Given::from_nowhere(AccountCode(account.code.clone()))),
            ..AccountSettings::default()
        },
        tax: TaxSettings { when_deal_has_no_tax: Some(Given::from_nowhere(rule)), ..TaxSettings::default() },
        ..Lines::default()
    })
}
