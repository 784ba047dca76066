//! The repeating invoice as Xero takes it: a template from which Xero makes invoices by itself.
//!
//! A template cannot be edited through the API: a change is its deletion and a new one. Square brackets in
//! its texts are placeholders for dates. Source: Xero's Repeating Invoices page and specification.

use serde::Serialize;
use time::Date;

use super::invoice::{ContactRef, LineItem};
use super::terms::Term;
use crate::read::Node;
use crate::read::date::{parse_date, parse_xero_date};

/// Decimals of a unit price on a template: its requests have no `unitdp`.
pub const TEMPLATE_UNIT_DP: u32 = 2;

/// A template of sales invoices.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "PascalCase")]
pub struct RepeatingInvoice {
    /// Always `ACCREC`.
    #[serde(rename = "Type")]
    pub kind: &'static str,
    /// `DRAFT` makes drafts, `AUTHORISED` approved invoices.
    pub status: &'static str,
    /// Who they go to, by id alone.
    pub contact: ContactRef,
    /// When they are made and due.
    pub schedule: Schedule,
    /// The customer's reference and the token, which Xero passes on to every invoice.
    pub reference: String,
    /// The branding theme's id.
    #[serde(rename = "BrandingThemeID", skip_serializing_if = "Option::is_none")]
    pub branding_theme_id: Option<String>,
    /// ISO 4217 code.
    pub currency_code: String,
    /// `Exclusive`, `Inclusive` or `NoTax`.
    pub line_amount_types: &'static str,
    /// The lines of each invoice.
    pub line_items: Vec<LineItem>,
    /// Whether Xero e-mails each invoice on the day it makes it.
    pub approved_for_sending: bool,
    /// Whether the sender gets a copy.
    pub send_copy: bool,
    /// Whether invoices are shown as sent.
    pub mark_as_sent: bool,
    /// Whether the e-mail has the invoice attached.
    #[serde(rename = "IncludePDF")]
    pub include_pdf: bool,
}

/// When invoices are made and due.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "RepeatingSchedule"), ts(optional_fields))]
#[serde(rename_all = "PascalCase")]
pub struct Schedule {
    /// Every so many units.
    pub period: u32,
    /// `WEEKLY` or `MONTHLY`.
    pub unit: &'static str,
    /// Days, or the day of a month.
    pub due_date: u32,
    /// What the number counts.
    pub due_date_type: &'static str,
    /// The date of the first invoice.
    pub start_date: String,
    /// The date of the last; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<String>,
}

/// Xero's word for a term on a template of sales invoices.
#[must_use]
pub fn due_date_type(term: Term) -> &'static str {
    match term {
        Term::DaysAfterBillDate => "DAYSAFTERINVOICEDATE",
        Term::DaysAfterBillMonth => "DAYSAFTERINVOICEMONTH",
        Term::OfCurrentMonth => "OFCURRENTMONTH",
        Term::OfFollowingMonth => "OFFOLLOWINGMONTH",
    }
}

/// A day of a template's schedule, as we write it or as Xero answers it.
#[must_use]
pub fn scheduled(template: Node<'_>, name: &str) -> Option<Date> {
    let text = template.get("Schedule")?.get(name)?.raw();
    parse_date(text).or_else(|| parse_xero_date(text))
}

/// How many invoices a template makes in all; none where it has no end.
#[must_use]
pub fn makes(template: Node<'_>) -> Option<usize> {
    let (start, end) = (scheduled(template, "StartDate")?, scheduled(template, "EndDate")?);
    let schedule = template.get("Schedule")?;
    let period: i32 = schedule.get("Period")?.raw().parse().ok()?;
    let months = |day: Date| day.year() * 12 + i32::from(u8::from(day.month()));
    let units = match schedule.get("Unit")?.raw() {
        "WEEKLY" => i32::try_from((end - start).whole_weeks()).ok()?,
        _ => months(end) - months(start),
    };
    usize::try_from(units.checked_div(period)?).ok()?.checked_add(1)
}
