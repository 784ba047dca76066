//! What is due, as Xero's aged receivables tell it: by months since the due date.

use std::collections::BTreeMap;

use serde::Serialize;
use time::Date;

use super::amounts::add;
use super::books::Books;
use crate::money::Decimal;
use crate::read::date::{day_of_month, months_later};
use crate::xero::answered::{AnsweredKind, State};

/// What is due to an entity in a currency.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AgeingLine {
    /// ISO 4217 code.
    pub currency: String,
    /// The entity.
    pub entity: String,
    /// Not past the due date.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub current: Decimal,
    /// Since less than a month.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub under1_month: Decimal,
    /// Since a month and less than two.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub one_month: Decimal,
    /// Since two months and less than three.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub two_months: Decimal,
    /// Since three months and less than four.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub three_months: Decimal,
    /// Longer.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub older: Decimal,
    /// What is left of credit notes, over- and prepayments, below zero.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub credits: Decimal,
    /// All of it.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total: Decimal,
    /// How many documents.
    pub documents: usize,
}

/// What is due, by currency and entity.
pub(super) fn of(books: &Books, as_of: Date) -> Vec<AgeingLine> {
    let mut lines: BTreeMap<(&str, &str), AgeingLine> = BTreeMap::new();
    for document in books.documents.iter().filter(|document| document.counts()) {
        let is_booked = matches!(document.state, State::Authorised | State::Paid);
        let (amount, is_credit) = match document.kind {
            AnsweredKind::Invoice => (document.due, false),
            AnsweredKind::RepeatingInvoice => continue,
            _ if is_booked => (document.remaining.negated(), true),
            _ => continue,
        };
        if amount.is_zero() {
            continue;
        }
        let key = (books.texts.get(document.currency), books.texts.get(document.entity));
        let line = lines.entry(key).or_default();
        line.documents += 1;
        add(&mut line.total, amount);
        add(if is_credit { &mut line.credits } else { bucket(line, document.due_on, as_of) }, amount);
    }
    let line = |((currency, entity), line): ((&str, &str), AgeingLine)| AgeingLine {
        currency: currency.to_owned(),
        entity: entity.to_owned(),
        ..line
    };
    lines.into_iter().map(line).collect()
}

fn bucket(line: &mut AgeingLine, due_on: Option<Date>, as_of: Date) -> &mut Decimal {
    let Some(due_on) = due_on.filter(|day| *day < as_of) else { return &mut line.current };
    // The same day of a later month, or its last.
    let is_past = |months: i32| {
        months_later(due_on, months).is_some_and(|month| day_of_month(month, due_on.day()) <= as_of)
    };
    match () {
        () if is_past(4) => &mut line.older,
        () if is_past(3) => &mut line.three_months,
        () if is_past(2) => &mut line.two_months,
        () if is_past(1) => &mut line.one_month,
        () => &mut line.under1_month,
    }
}
