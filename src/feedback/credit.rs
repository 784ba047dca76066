//! What a contact has open, whatever deal it came from.

use serde::Serialize;

use super::rows::Row;
use crate::money::Decimal;
use crate::xero::answered::{Answered, AnsweredKind, State};

/// An overpayment, a prepayment or a credit note of which something is left to allocate.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ContactCredit {
    /// `overpayment`, `prepayment` or `credit-note`.
    pub kind: &'static str,
    /// Its id in Xero.
    pub id: String,
    /// ISO 4217 code.
    pub currency: String,
    /// What is left of it.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub remaining: Decimal,
}

/// The open credits of the contact that the deal's documents name. They belong to a deal only by allocation,
/// and are in no sum.
pub(super) fn open(answered: &Answered<'_>, rows: &[Row<'_>]) -> Vec<ContactCredit> {
    let mut open = Vec::new();
    for document in &answered.documents {
        let kind = match document.kind {
            AnsweredKind::Overpayment => "overpayment",
            AnsweredKind::Prepayment => "prepayment",
            AnsweredKind::CreditNote => "credit-note",
            _ => continue,
        };
        let contact = document.contact_id.map_or("", |id| id.value);
        let is_theirs = rows.iter().any(|row| row.contact.is_some_and(|id| id.eq_ignore_ascii_case(contact)));
        if let (true, State::Authorised, Some(left), Some(currency)) =
            (is_theirs, document.state(), document.remaining_credit, document.currency)
            && left.value > Decimal::ZERO
        {
            open.push(ContactCredit {
                kind,
                id: document.id.value.to_owned(),
                currency: currency.value.to_owned(),
                remaining: left.value,
            });
        }
    }
    open
}
