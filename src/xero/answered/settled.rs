//! What settled a document, and whether it is live.

use super::{AnsweredDocument, AnsweredKind, State};
use crate::money::Decimal;

/// What settled an invoice, in its currency.
///
/// Xero's AmountCredited is the sum of credit notes, overpayments and prepayments: only the first of them
/// takes anything back, the others are money that came before, or beside, the invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settled {
    /// By payments that count.
    pub paid: Decimal,
    /// By overpayments and prepayments: money of the customer's too.
    pub advanced: Decimal,
    /// By credit notes: no money.
    pub credited: Decimal,
    /// By credits of which the answer does not say what they were.
    pub unexplained: Decimal,
}

/// Whether a document still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// It stands: not voided, not deleted, not fully credited. Drafts stand too.
    Live,
    /// Credit notes took all of it back.
    Credited,
    /// It was voided.
    Voided,
    /// It was deleted.
    Deleted,
    /// Its status is none that Xero documents, or it cannot be told whether money or a credit note settled it.
    Unclear,
}

impl AnsweredDocument<'_> {
    /// What settled it; `None` when an amount is beyond all bounds.
    ///
    /// Where AmountPaid is missing, the payments that count are summed.
    #[must_use]
    pub fn settled(&self) -> Option<Settled> {
        let (mut credited, mut advanced) = (Decimal::ZERO, Decimal::ZERO);
        for credit in &self.credits {
            let sum = if credit.kind == AnsweredKind::CreditNote { &mut credited } else { &mut advanced };
            *sum = sum.plus(credit.amount)?;
        }
        let known = credited.plus(advanced)?;
        let total = self.amount_credited.map_or(known, |amount| amount.value);
        let rest = total.minus(known)?;
        Some(Settled {
            paid: match self.amount_paid {
                Some(amount) => amount.value,
                None => self.received()?,
            },
            advanced,
            credited,
            // Allocations that Xero had not yet counted are no surplus of the others.
            unexplained: if rest.is_negative() { Decimal::ZERO } else { rest },
        })
    }

    /// The sum of the payments that count.
    #[must_use]
    pub fn received(&self) -> Option<Decimal> {
        let mut sum = Decimal::ZERO;
        for payment in &self.payments {
            if let Some(amount) = payment.amount.filter(|_| payment.counts) {
                sum = sum.plus(amount.value)?;
            }
        }
        Some(sum)
    }

    /// Whether it still stands.
    ///
    /// An invoice of 0.00 is paid without money, and stands.
    #[must_use]
    pub fn life(&self) -> Life {
        match self.state() {
            State::Voided => return Life::Voided,
            State::Deleted => return Life::Deleted,
            State::Unknown => return Life::Unclear,
            State::Draft | State::Submitted => return Life::Live,
            State::Authorised | State::Paid => {}
        }
        let (Some(total), Some(settled)) = (self.total, self.settled()) else { return Life::Unclear };
        if self.kind != AnsweredKind::Invoice || !Decimal::ZERO.lt(&total.value) {
            return Life::Live;
        }
        let with_rest = settled.credited.plus(settled.unexplained);
        if settled.credited >= total.value {
            Life::Credited
        } else if with_rest.is_some_and(|sum| sum < total.value) {
            Life::Live
        } else {
            Life::Unclear
        }
    }
}
