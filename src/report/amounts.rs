//! What stands for a deal: its documents, summed.

use time::Date;

use super::answer::{BasisKind, DealAmounts};
use super::books::Books;
use super::deal::{DealFacts, Status};
use super::document::DocFacts;
use crate::money::Decimal;
use crate::xero::answered::{AnsweredKind, State};

/// Cents that rounding may move each document by.
const ROUNDING: i64 = 5;

/// What a deal's documents come to. Those in another currency are no part of any amount.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measure {
    /// What stands billed, without tax and with it, less credit notes; but for what templates make.
    pub(super) billed: Sides,
    /// The same before credit notes, of live documents or else of those that were.
    pub(super) issued: Sides,
    /// What credit notes took back, and what was voided or deleted.
    pub(super) credited: Sides,
    pub(super) gone: Sides,
    pub(super) invoiced: Decimal,
    pub(super) paid: Decimal,
    pub(super) due: Decimal,
    pub(super) drafted: Decimal,
    /// How many live invoices there are, templates too.
    pub(super) live: usize,
    pub(super) has_template: bool,
    pub(super) has_credited: bool,
    pub(super) has_gone: bool,
    pub(super) is_foreign: bool,
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
    pub(super) paid_on: Option<Date>,
    /// What the deal's value is by a document that comes to it.
    pub(super) seen: Option<BasisKind>,
}

/// An amount without tax and with it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sides {
    pub(super) net: Decimal,
    pub(super) gross: Decimal,
}

impl Sides {
    pub(super) fn of(self, kind: BasisKind) -> Decimal {
        if kind == BasisKind::Gross { self.gross } else { self.net }
    }

    fn add(&mut self, net: Decimal, gross: Decimal) {
        add(&mut self.net, net);
        add(&mut self.gross, gross);
    }
}

/// Adds to a sum; what would be too large for any amount is left out.
pub(super) fn add(sum: &mut Decimal, amount: Decimal) {
    *sum = sum.plus(amount).unwrap_or(*sum);
}

pub(super) fn less(one: Decimal, other: Decimal) -> Decimal {
    one.minus(other).unwrap_or(one)
}

/// What rounding may move so many documents by.
pub(super) fn tolerance(documents: usize) -> Decimal {
    Decimal::from_cents(ROUNDING.saturating_mul(i64::try_from(documents.max(1)).unwrap_or(1)))
}

/// Whether a document is in the deal's currency, as far as both are known.
pub(super) fn is_in(deal: &DealFacts, document: &DocFacts) -> bool {
    use super::texts::NONE;
    deal.currency == NONE || document.currency == NONE || deal.currency == document.currency
}

/// Sums the documents of a deal.
pub(super) fn measure(books: &Books, deal: &DealFacts, documents: &[usize]) -> Measure {
    let mut sum = Measure::default();
    let (mut issued, mut once) = (Sides::default(), Sides::default());
    for document in documents.iter().filter_map(|place| books.documents.get(*place)) {
        let total = document.total.unwrap_or(Decimal::ZERO);
        let net = document.net.unwrap_or(total);
        // A part of it without tax.
        let net_of = |part: Decimal| {
            let share = part.times(net).and_then(|product| product.divided_by(total, 2));
            if part == total && !part.is_zero() { net } else { share.unwrap_or(part) }
        };
        if document.is_live() {
            sum.live += 1;
            if !is_in(deal, document) {
                sum.is_foreign = true;
                continue;
            }
        }
        if !is_in(deal, document) {
            sum.has_gone |= document.is_gone();
            sum.has_credited |= document.is_credited();
            continue;
        }
        let is_child = document.template.is_some();
        if document.kind == AnsweredKind::Invoice && !is_child && !total.is_zero() {
            let parts = deal.expects.slots.iter().filter_map(|slot| slot.value);
            let is_value = |amount: Decimal| {
                let mut values = deal.value.into_iter().chain(parts.clone());
                values.any(|value| less(amount, value).magnitude() <= tolerance(1))
            };
            sum.seen = sum.seen.or(match () {
                () if net == total => None,
                () if is_value(net) => Some(BasisKind::Net),
                () if is_value(total) => Some(BasisKind::Gross),
                () => None,
            });
        }
        match document.kind {
            AnsweredKind::RepeatingInvoice => sum.has_template |= document.is_live(),
            AnsweredKind::Invoice if document.is_live() => {
                add(&mut sum.invoiced, total);
                if document.is_draft() {
                    add(&mut sum.drafted, total);
                }
                add(&mut sum.due, document.due);
                add(&mut sum.paid, document.paid);
                add(&mut sum.paid, document.advanced);
                sum.credited.add(net_of(document.credited), document.credited);
                sum.has_credited |= !document.credited.is_zero();
                if !is_child {
                    sum.billed.add(less(net, net_of(document.credited)), less(total, document.credited));
                    issued.add(net, total);
                }
                sum.first = [sum.first, document.date].into_iter().flatten().min();
                sum.last = sum.last.max(document.date);
                sum.paid_on = sum.paid_on.max(document.paid_on);
            }
            AnsweredKind::Invoice if document.is_gone() => {
                sum.has_gone = true;
                sum.gone.add(net, total);
                once.add(net, total);
            }
            AnsweredKind::Invoice if document.is_credited() => {
                sum.has_credited = true;
                sum.credited.add(net, total);
                add(&mut sum.paid, document.paid);
                once.add(net, total);
            }
            // What invoices tell of it is told there.
            AnsweredKind::CreditNote if matches!(document.state, State::Authorised | State::Paid) => {
                let told = document
                    .allocations
                    .iter()
                    .fold(Decimal::ZERO, |told, (_, amount)| told.plus(*amount).unwrap_or(told));
                let left = less(total, told);
                sum.paid = less(sum.paid, document.paid);
                if left > Decimal::ZERO {
                    sum.has_credited = true;
                    sum.credited.add(net_of(left), left);
                    sum.billed.add(net_of(left).negated(), left.negated());
                }
            }
            _ => {}
        }
    }
    sum.issued = if issued.gross.is_zero() { once } else { issued };
    sum
}

/// What is to be billed of a deal in all, and by a day.
pub(super) fn wanted(
    deal: &DealFacts,
    measure: &Measure,
    kind: BasisKind,
    as_of: Date,
) -> (Option<Decimal>, Option<Decimal>) {
    let expects = &deal.expects;
    let side =
        |net: Option<Decimal>, gross: Option<Decimal>| if kind == BasisKind::Gross { gross } else { net };
    let planned = match () {
        () if expects.is_planned => side(expects.net, expects.gross),
        // What a template is to bill over time no value says.
        () if measure.has_template => None,
        () => deal.value.or_else(|| side(expects.net, expects.gross)),
    };
    if expects.not_before.is_some_and(|day| as_of < day) || deal.won_on.is_some_and(|day| as_of < day) {
        return (planned, Some(Decimal::ZERO));
    }
    if expects.slots.is_empty() {
        return (planned, planned);
    }
    let mut due = Decimal::ZERO;
    for slot in expects.slots.iter().filter(|slot| !slot.is_template && slot.is_due(as_of)) {
        add(&mut due, side(slot.net, slot.gross).or(slot.value).unwrap_or(Decimal::ZERO));
    }
    (planned, Some(due))
}

/// A deal's amounts in its basis; where that is not known, in the one that comes nearer.
pub(super) fn amounts(deal: &DealFacts, measure: &Measure, kind: BasisKind, as_of: Date) -> DealAmounts {
    let is_won = deal.status == Status::Won && !deal.is_repeated;
    let in_basis = |kind: BasisKind| {
        let (planned, due_by_now) = wanted(deal, measure, kind, as_of);
        let billed = measure.billed.of(kind);
        let most = tolerance(measure.live);
        let difference = match planned.zip(due_by_now) {
            Some((planned, _)) if less(billed, planned) > most => less(billed, planned),
            Some((_, due)) if less(due, billed) > most => less(billed, due),
            _ => Decimal::ZERO,
        };
        DealAmounts {
            won: deal.value,
            planned,
            due_by_now: due_by_now.filter(|_| is_won),
            billed,
            invoiced: measure.invoiced,
            paid: measure.paid,
            credited: measure.credited.gross,
            due: measure.due,
            drafted: measure.drafted,
            // In another currency nothing can be compared, and what is not won is not due.
            difference: if measure.is_foreign || !is_won { Decimal::ZERO } else { difference },
        }
    };
    match kind {
        BasisKind::Unknown => {
            let [net, gross] = [BasisKind::Net, BasisKind::Gross].map(in_basis);
            if gross.difference.magnitude() < net.difference.magnitude() { gross } else { net }
        }
        kind => in_basis(kind),
    }
}
