//! Several documents become one state and one sum.

use super::Amounts;
use super::rows::Row;
use crate::config::feedback::DealStatus;
use crate::finding::{Code, Severity};
use crate::money::Decimal;
use crate::read::{Findings, Given};
use crate::xero::currency::XERO_DECIMALS;

/// What must hold besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// More money came than was paid back.
    Money,
    /// Credit notes took back all that was invoiced, and that was something.
    TakenBack,
}

const fn bit(status: DealStatus) -> u16 {
    1 << status as u16
}

/// What the money for is still to come.
const OPEN: u16 = bit(DealStatus::AwaitingPayment)
    | bit(DealStatus::NotInvoiced)
    | bit(DealStatus::Draft)
    | bit(DealStatus::AwaitingApproval)
    | bit(DealStatus::Scheduled);

/// The state of a deal: the first row of which one document at least has a status, and the condition holds.
///
/// Late money comes first, then money that came, then money that is asked for. Of what is not asked for yet,
/// the least advanced counts, since somebody has to do something about it: a part that is due and has no
/// invoice, a draft, an approval. What is only scheduled counts when nothing else does. Dead documents count
/// when there are no others: of those, what was in the books before what never was.
const STATES: [(u16, When, DealStatus); 13] = [
    (bit(DealStatus::Overdue), When::Always, DealStatus::Overdue),
    (bit(DealStatus::PartPaid), When::Always, DealStatus::PartPaid),
    // A deposit is paid and the balance is to come, whether invoiced, drafted or scheduled.
    (OPEN, When::Money, DealStatus::PartPaid),
    (bit(DealStatus::AwaitingPayment), When::Always, DealStatus::AwaitingPayment),
    (bit(DealStatus::NotInvoiced), When::Always, DealStatus::NotInvoiced),
    (bit(DealStatus::Draft), When::Always, DealStatus::Draft),
    (bit(DealStatus::AwaitingApproval), When::Always, DealStatus::AwaitingApproval),
    (bit(DealStatus::Scheduled), When::Always, DealStatus::Scheduled),
    // Paid, and taken back by a credit note that was refunded or is open: the money is not ours to keep.
    (bit(DealStatus::Paid) | bit(DealStatus::Credited), When::TakenBack, DealStatus::Credited),
    (bit(DealStatus::Paid), When::Always, DealStatus::Paid),
    (bit(DealStatus::Credited), When::Always, DealStatus::Credited),
    (bit(DealStatus::Voided), When::Always, DealStatus::Voided),
    (bit(DealStatus::Deleted), When::Always, DealStatus::Deleted),
];

/// The state of the deal, and since how many days its longest overdue document is.
pub(super) fn state(rows: &[Row<'_>], amounts: &Amounts) -> (DealStatus, Option<u32>) {
    let (mut has, mut days_overdue) = (0, None);
    for row in rows.iter().filter(|row| row.counts) {
        has |= bit(row.shown.status);
        days_overdue = days_overdue.max(row.shown.days_overdue);
    }
    (of(has, amounts), days_overdue)
}

fn of(has: u16, amounts: &Amounts) -> DealStatus {
    let holds = |when: When| match when {
        When::Always => true,
        When::Money => amounts.paid > Decimal::ZERO,
        When::TakenBack => amounts.invoiced > Decimal::ZERO && amounts.credited >= amounts.invoiced,
    };
    let row = STATES.iter().find(|(any, when, _)| has & any != 0 && holds(*when));
    row.map_or(DealStatus::NotInvoiced, |(_, _, status)| *status)
}

/// Refuses documents that count and have another currency than the deal or than each other.
pub(super) fn same_currency<'r>(
    rows: &'r [Row<'_>],
    deal: Option<Given<&'r str>>,
    findings: &mut Findings<'_>,
) {
    let mut expected = deal.map(|currency| currency.value);
    for row in rows {
        let is_dead = matches!(row.shown.status, DealStatus::Voided | DealStatus::Deleted);
        let Some(currency) = row.shown.currency.as_deref().filter(|_| !is_dead) else { continue };
        let known = *expected.get_or_insert(currency);
        if known != currency {
            findings.add(
                Code::StatusCurrencyDiffers,
                row.at,
                format_args!(
                    "a document is in `{}`, and the deal in `{}`",
                    crate::read::clipped(currency),
                    crate::read::clipped(known)
                ),
            );
        }
    }
}

/// The sums in the documents' currency, and in that of the books, `base`; `None` when one is beyond all bounds.
pub(super) fn sums(
    rows: &[Row<'_>],
    deal: Option<Given<&str>>,
    base: Option<&str>,
    findings: &mut Findings<'_>,
) -> Option<(Amounts, Option<Amounts>)> {
    let currency = match deal {
        Some(currency) => currency.value.to_owned(),
        None => rows.iter().find_map(|row| row.shown.currency.clone()).unwrap_or_default(),
    };
    let amounts = add_up(rows, currency, false)?;
    let base = match base {
        Some(base) if base == amounts.currency => Some(amounts.clone()),
        Some(base) if have_rates(rows, base, findings) => Some(add_up(rows, base.to_owned(), true)?),
        _ => None,
    };
    Some((amounts, base))
}

/// Without a rate there is no amount in the currency of the books: 1 would be a guess.
fn have_rates(rows: &[Row<'_>], base: &str, findings: &mut Findings<'_>) -> bool {
    let lacks = |row: &&Row<'_>| row.rate.is_none_or(|rate| rate <= Decimal::ZERO);
    let lacking = rows.iter().filter(|row| row.is_booked || is_drafted(row)).find(lacks);
    if let Some(row) = lacking {
        findings.add_as(
            Code::StatusAnswerIncomplete,
            Severity::Warning,
            row.at,
            format_args!(
                "a document in a foreign currency has no CurrencyRate: there are no amounts in `{base}`"
            ),
        );
    }
    lacking.is_none()
}

fn is_drafted(row: &Row<'_>) -> bool {
    let is_draft = matches!(row.shown.status, DealStatus::Draft | DealStatus::AwaitingApproval);
    row.shown.kind == "invoice" && is_draft
}

/// In the currency of the books, each document is taken at its own rate: so much of its currency is one of
/// the books'. What is planned has none.
fn add_up(rows: &[Row<'_>], currency: String, in_base: bool) -> Option<Amounts> {
    // Invoiced, paid, credited, due, drafted, planned.
    let mut sums = [Decimal::ZERO; 6];
    for row in rows {
        let shown = &row.shown;
        let total = shown.total.unwrap_or(Decimal::ZERO);
        let is_invoice = shown.kind == "invoice";
        let nothing = Decimal::ZERO;
        let amounts = match shown.status {
            _ if row.is_booked => [
                if is_invoice { total } else { nothing },
                shown.paid,
                shown.credited,
                shown.due,
                nothing,
                nothing,
            ],
            _ if is_drafted(row) => [nothing, nothing, nothing, nothing, total, nothing],
            DealStatus::NotInvoiced | DealStatus::Scheduled if is_invoice && !in_base => {
                [nothing, nothing, nothing, nothing, nothing, total]
            }
            _ => continue,
        };
        for (sum, amount) in sums.iter_mut().zip(amounts) {
            let amount = match row.rate.filter(|_| in_base) {
                Some(rate) => amount.divided_by(rate, XERO_DECIMALS)?,
                None => amount,
            };
            *sum = sum.plus(amount).filter(|sum| sum.is_writable())?;
        }
    }
    let [invoiced, paid, credited, due, drafted, planned] = sums;
    Some(Amounts { currency, invoiced, paid, credited, due, drafted, planned })
}
