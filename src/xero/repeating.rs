//! The repeating invoice as Xero takes it: a template from which Xero makes invoices by itself.
//!
//! A template cannot be edited through the API: a change is its deletion and a new one. Square brackets in
//! its texts are placeholders for dates. Source: Xero's Repeating Invoices page and specification.

use serde::Serialize;

use super::invoice::{ContactRef, LineItem};
use super::terms::Term;

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
