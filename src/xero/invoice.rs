//! The invoice as Xero takes it, and the limits its documentation sets.
//!
//! LineAmount, SubTotal, TotalTax and Total are never sent: Xero computes them, a sent one can only
//! disagree (see [`super::totals`]). TaxAmount is sent only where a schedule says `adjustTax`.

use serde::Serialize;

use crate::money::Decimal;

/// Characters of a line's Description.
pub const MAX_DESCRIPTION: usize = 4000;
/// Characters of Reference and of InvoiceNumber.
pub const MAX_REFERENCE: usize = 255;
/// Characters of an ItemCode.
pub const MAX_ITEM_CODE: usize = 30;
/// Characters of an AccountCode.
pub const MAX_ACCOUNT_CODE: usize = 10;
/// Characters of a tracking category's or option's name.
pub const MAX_TRACKING: usize = 100;
/// Digits that a Quantity may have, its point included.
pub const MAX_QUANTITY: usize = 13;
/// Decimals of a Quantity.
pub const QUANTITY_PLACES: u32 = 4;
/// Decimals of a DiscountRate.
pub const RATE_PLACES: u32 = 2;
/// Decimals of a CurrencyRate.
pub const RATE_DECIMALS: u32 = 6;
/// The largest LineAmount.
pub const MAX_LINE_AMOUNT: Decimal = Decimal::from_parts(999_999_999_999, 2);

/// A sales invoice.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "PascalCase")]
pub struct Invoice {
    /// Always `ACCREC`.
    #[serde(rename = "Type")]
    pub kind: &'static str,
    /// The status it is created with.
    pub status: &'static str,
    /// Who it goes to, by id alone: a name would create or rename a contact.
    pub contact: ContactRef,
    /// The day of issue, `2026-07-14`; absent while nobody knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The day it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_date: Option<String>,
    /// Set when the token is the number; else Xero counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_number: Option<String>,
    /// The customer's reference and the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The branding theme's id.
    #[serde(rename = "BrandingThemeID", skip_serializing_if = "Option::is_none")]
    pub branding_theme_id: Option<String>,
    /// The link back to the deal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// ISO 4217 code.
    pub currency_code: String,
    /// Units of it for one of the organisation's; absent for Xero's rate of the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub currency_rate: Option<Decimal>,
    /// `Exclusive`, `Inclusive` or `NoTax`.
    pub line_amount_types: &'static str,
    /// The lines, in the deal's order.
    pub line_items: Vec<LineItem>,
}

/// A contact by its id.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ContactRef {
    /// The id.
    #[serde(rename = "ContactID")]
    pub contact_id: String,
}

/// A line of an invoice.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "PascalCase")]
pub struct LineItem {
    /// The text, 1 to 4000 characters.
    pub description: String,
    /// How many, at most 4 decimals; absent on a line of text alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub quantity: Option<Decimal>,
    /// The price of one, at most `unitDp` decimals.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub unit_amount: Option<Decimal>,
    /// In percent, at most 2 decimals.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub discount_rate: Option<Decimal>,
    /// The code of an item the organisation has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_code: Option<String>,
    /// The account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_code: Option<String>,
    /// The tax type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_type: Option<String>,
    /// The tax, where a schedule sets it by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub tax_amount: Option<Decimal>,
    /// At most two.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<TrackingRef>>"))]
    pub tracking: Vec<TrackingRef>,
}

impl LineItem {
    /// Whether each of its numbers is written as it is.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        let mut numbers = [self.quantity, self.unit_amount, self.discount_rate].into_iter().flatten();
        numbers.all(Decimal::is_writable)
    }
}

/// An option of a tracking category, both by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "PascalCase")]
pub struct TrackingRef {
    /// The category.
    pub name: String,
    /// The option.
    pub option: String,
}
