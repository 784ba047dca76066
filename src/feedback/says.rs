//! The state in words.

use super::{DealUpdate, DocumentStatus};
use crate::money::Decimal;
use crate::plan::input::Handoff;
use crate::read::one_line;

/// One line for a chat: `Deal 42 Website relaunch: Overdue by 12 days; invoiced 360.00, paid 240.00, due 120.00 GBP`.
pub(super) fn line(told: &DealUpdate, handoff: &Handoff<'_>, deal: u64) -> String {
    let mut text = format!("Deal {deal}");
    if let Some(title) = handoff.deal.title {
        text.push(' ');
        text.push_str(title.value.trim());
    }
    text.push_str(": ");
    state(told, &mut text);
    one_line(text.chars())
}

/// The state and the amounts that are not nothing.
pub(super) fn state(told: &DealUpdate, text: &mut String) {
    text.push_str(told.label.as_deref().unwrap_or(""));
    if let Some(days) = told.days_overdue {
        text.push_str(&format!(" by {days} {}", if days == 1 { "day" } else { "days" }));
    }
    let Some(amounts) = &told.amounts else { return };
    let mut before = "; ";
    for (name, amount) in [
        ("invoiced", amounts.invoiced),
        ("paid", amounts.paid),
        ("credited", amounts.credited),
        ("due", amounts.due),
        ("in draft", amounts.drafted),
        ("still to invoice", amounts.planned),
    ] {
        if amount != Decimal::ZERO {
            text.push_str(&format!("{before}{name} {}", amount.to_money()));
            before = ", ";
        }
    }
    if before == ", " {
        text.push(' ');
        text.push_str(&amounts.currency);
    }
}

/// One line about a document: `INV-0012: overdue, due 120.00 of 120.00 GBP by 2026-06-15`.
pub(super) fn document(row: &DocumentStatus, label: &str) -> String {
    let name = row.number.as_deref().unwrap_or(&row.slot);
    let mut text = format!("{name}: {label}");
    if let (Some(total), Some(currency)) = (row.total, &row.currency) {
        match row.due > Decimal::ZERO {
            true => {
                text.push_str(&format!(", due {} of {} {currency}", row.due.to_money(), total.to_money()))
            }
            false => text.push_str(&format!(", {} {currency}", total.to_money())),
        }
    }
    if let Some(date) = row.due_date.as_ref().filter(|_| row.due > Decimal::ZERO) {
        text.push_str(" by ");
        text.push_str(date);
    }
    text
}
