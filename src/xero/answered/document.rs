//! One document as Xero answered it.

use time::Date;

use super::{AnsweredKind, AnsweredPayment, SHAPES, Shape};
use crate::gather::Gather;
use crate::money::Decimal;
use crate::read::date::{date, parse_instant, parse_xero_instant};
use crate::read::{At, Findings, Given, Items, Node, boolean, decimal, text_of, whole};
use crate::xero::invoice::TrackingRef;

/// A document's status; an open list, of which these are documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Editable, in nobody's books.
    Draft,
    /// Waiting for approval.
    Submitted,
    /// In the books.
    Authorised,
    /// Fully settled, by whatever.
    Paid,
    /// Taken back after approval.
    Voided,
    /// Thrown away before it.
    Deleted,
    /// Missing, or none that Xero documents.
    Unknown,
}

/// An invoice, a credit note, a template of invoices, an overpayment or a prepayment.
#[derive(Debug, Clone)]
pub struct AnsweredDocument<'a> {
    /// What it is.
    pub kind: AnsweredKind,
    /// The row itself.
    pub node: Node<'a>,
    /// Its own id: InvoiceID, CreditNoteID, RepeatingInvoiceID, OverpaymentID or PrepaymentID.
    pub id: Given<&'a str>,
    /// InvoiceNumber or CreditNoteNumber.
    pub number: Option<Given<&'a str>>,
    /// Reference.
    pub reference: Option<Given<&'a str>>,
    /// Url.
    pub url: Option<Given<&'a str>>,
    /// Status, as Xero wrote it; see [`AnsweredDocument::state`].
    pub status: Option<Given<&'a str>>,
    /// The contact's ContactID.
    pub contact_id: Option<Given<&'a str>>,
    /// The day of issue.
    pub date: Option<Given<Date>>,
    /// The day it is due.
    pub due_date: Option<Given<Date>>,
    /// ISO 4217 code.
    pub currency: Option<Given<&'a str>>,
    /// How much of this currency one unit of the base currency is.
    pub currency_rate: Option<Given<Decimal>>,
    /// `Exclusive`, `Inclusive` or `NoTax`.
    pub line_amount_types: Option<Given<&'a str>>,
    /// Without tax.
    pub sub_total: Option<Given<Decimal>>,
    /// The tax.
    pub total_tax: Option<Given<Decimal>>,
    /// With tax.
    pub total: Option<Given<Decimal>>,
    /// What is still to be paid.
    pub amount_due: Option<Given<Decimal>>,
    /// What payments that count have paid.
    pub amount_paid: Option<Given<Decimal>>,
    /// What credit notes, overpayments **and prepayments** have settled; see [`AnsweredDocument::settled`].
    pub amount_credited: Option<Given<Decimal>>,
    /// The day it was settled.
    pub fully_paid_on: Option<Given<Date>>,
    /// Of a credit note, overpayment or prepayment: what is left to allocate.
    pub remaining_credit: Option<Given<Decimal>>,
    /// Minutes since 1970 of the last change that Xero noted.
    pub updated: Option<Given<i64>>,
    /// The payments, reversed ones too.
    pub payments: Vec<AnsweredPayment<'a>>,
    /// Of an invoice: what was allocated to it.
    pub credits: Vec<Applied<'a>>,
    /// Of a credit note, overpayment or prepayment: what of it was allocated.
    pub allocations: Vec<Allocation<'a>>,
    /// Of an invoice: the template that made it.
    pub repeating_invoice_id: Option<Given<&'a str>>,
    /// Whether it was sent.
    pub sent_to_contact: Option<Given<bool>>,
    /// Of a template: when it makes invoices.
    pub schedule: Option<Schedule<'a>>,
    /// Whether the answer has its lines: a list read without `page` leaves them out, or empty.
    ///
    /// An empty list counts as lines only on a document of 0.00.
    pub has_lines: bool,
}

/// A credit allocated to an invoice, as the invoice or the credit tells it.
#[derive(Debug, Clone, Copy)]
pub struct Applied<'a> {
    /// What was allocated.
    pub kind: AnsweredKind,
    /// Its id.
    pub id: &'a str,
    /// How much of it, in the invoice's currency.
    pub amount: Decimal,
    /// Where it stands.
    pub at: At,
}

/// A part of a credit note, overpayment or prepayment that was allocated to an invoice.
#[derive(Debug, Clone, Copy)]
pub struct Allocation<'a> {
    /// The InvoiceID.
    pub invoice: &'a str,
    /// How much.
    pub amount: Decimal,
    /// The day.
    pub date: Option<Given<Date>>,
    /// Where it stands.
    pub at: At,
}

/// When a template makes invoices.
#[derive(Debug, Clone, Copy, Default)]
pub struct Schedule<'a> {
    /// Every how many units.
    pub period: Option<Given<u64>>,
    /// `WEEKLY` or `MONTHLY`.
    pub unit: Option<Given<&'a str>>,
    /// The number of the due date's rule.
    pub due_date: Option<Given<u64>>,
    /// The due date's rule, such as `DAYSAFTERBILLDATE`.
    pub due_date_type: Option<Given<&'a str>>,
    /// The first invoice's day.
    pub start_date: Option<Given<Date>>,
    /// The last day on which one may be made.
    pub end_date: Option<Given<Date>>,
    /// The next invoice's day.
    pub next_date: Option<Given<Date>>,
}

/// A line as Xero answered it.
#[derive(Debug, Clone)]
pub struct AnsweredLine<'a> {
    /// Where it stands.
    pub at: At,
    /// LineItemID; without it an update recreates the line.
    pub id: Option<Given<&'a str>>,
    /// Description.
    pub description: Option<Given<&'a str>>,
    /// Quantity.
    pub quantity: Option<Given<Decimal>>,
    /// UnitAmount.
    pub unit_amount: Option<Given<Decimal>>,
    /// DiscountRate, in percent.
    pub discount_rate: Option<Given<Decimal>>,
    /// DiscountAmount.
    pub discount_amount: Option<Given<Decimal>>,
    /// ItemCode.
    pub item_code: Option<Given<&'a str>>,
    /// AccountCode.
    pub account_code: Option<Given<&'a str>>,
    /// TaxType.
    pub tax_type: Option<Given<&'a str>>,
    /// TaxAmount.
    pub tax_amount: Option<Given<Decimal>>,
    /// LineAmount, after the discount.
    pub line_amount: Option<Given<Decimal>>,
    /// Tracking: category and option by name.
    pub tracking: Vec<TrackingRef>,
}

impl<'a> AnsweredDocument<'a> {
    pub(super) fn read(
        kind: AnsweredKind,
        row: Node<'a>,
        id: Node<'a>,
        number: Option<Node<'a>>,
        findings: &mut Findings<'_>,
    ) -> Self {
        let mut read = Self {
            kind,
            node: row,
            id: Given { value: id.raw(), at: id.at() },
            number: number.and_then(|number| text_of(number, "the number of a document", findings)),
            reference: text(row, "Reference", findings),
            url: text(row, "Url", findings),
            status: text(row, "Status", findings),
            contact_id: row.get("Contact").and_then(|contact| text(contact, "ContactID", findings)),
            date: day(row, "DateString", findings).or_else(|| day(row, "Date", findings)),
            due_date: day(row, "DueDateString", findings).or_else(|| day(row, "DueDate", findings)),
            currency: text(row, "CurrencyCode", findings),
            currency_rate: amount(row, "CurrencyRate", findings),
            line_amount_types: text(row, "LineAmountTypes", findings),
            sub_total: amount(row, "SubTotal", findings),
            total_tax: amount(row, "TotalTax", findings),
            total: amount(row, "Total", findings),
            amount_due: amount(row, "AmountDue", findings),
            amount_paid: amount(row, "AmountPaid", findings),
            amount_credited: amount(row, "AmountCredited", findings),
            fully_paid_on: day(row, "FullyPaidOnDate", findings),
            remaining_credit: amount(row, "RemainingCredit", findings),
            updated: row.get("UpdatedDateUTC").and_then(instant),
            payments: Vec::new(),
            credits: Vec::new(),
            allocations: Vec::new(),
            repeating_invoice_id: text(row, "RepeatingInvoiceID", findings),
            sent_to_contact: row
                .get("SentToContact")
                .and_then(|sent| boolean(sent, "SentToContact", findings)),
            schedule: row.get("Schedule").map(|schedule| Schedule::read(schedule, findings)),
            has_lines: false,
        };
        for payment in items(row, "Payments") {
            read.payments.push(AnsweredPayment::read(payment, findings));
        }
        for shape in &SHAPES {
            if !matches!(shape.0, AnsweredKind::Payment | AnsweredKind::Invoice) {
                read.applied(shape, findings);
            }
        }
        for allocation in items(row, "Allocations") {
            read.allocations.extend(Allocation::read(allocation, findings));
        }
        let is_zero = |amount: Option<Given<Decimal>>| amount.is_none_or(|amount| amount.is_zero());
        let is_nothing = is_zero(read.sub_total) && is_zero(read.total_tax) && is_zero(read.total);
        read.has_lines = items(row, "LineItems").next().is_some()
            || (row.get("LineItems").is_some() && is_nothing && read.total.is_some());
        read
    }

    fn applied(&mut self, Shape(kind, list, id, ..): &Shape, findings: &mut Findings<'_>) {
        for row in items(self.node, list) {
            if let (Some(id), Some(amount)) = (row.get(id), amount(row, "AppliedAmount", findings)) {
                self.credits.push(Applied { kind: *kind, id: id.raw(), amount: amount.value, at: amount.at });
            }
        }
    }

    /// Whether this is its id.
    #[must_use]
    pub fn is(&self, id: &str) -> bool {
        self.id.value.eq_ignore_ascii_case(id)
    }

    /// Whether this is an invoice that the template made.
    #[must_use]
    pub fn is_child_of(&self, template: &str) -> bool {
        self.kind == AnsweredKind::Invoice
            && self.repeating_invoice_id.is_some_and(|id| id.value.eq_ignore_ascii_case(template))
    }

    /// Its status as one of the documented ones.
    #[must_use]
    pub fn state(&self) -> State {
        match self.status.map(|status| status.value) {
            Some("DRAFT") => State::Draft,
            Some("SUBMITTED") => State::Submitted,
            Some("AUTHORISED") => State::Authorised,
            Some("PAID") => State::Paid,
            Some("VOIDED") => State::Voided,
            Some("DELETED") => State::Deleted,
            _ => State::Unknown,
        }
    }

    /// Its lines, in Xero's order, which need not be the order in which they were sent.
    pub fn lines(&self, findings: &mut Findings<'_>) -> Vec<AnsweredLine<'a>> {
        items(self.node, "LineItems").map(|row| AnsweredLine::read(row, findings)).gather()
    }

    /// Which of two answers about the same document tells more: the later one, then the one with lines.
    pub(super) fn freshness(&self) -> (i64, bool) {
        (self.updated.map_or(i64::MIN, |updated| updated.value), self.has_lines)
    }
}

impl<'a> Allocation<'a> {
    /// An allocation that was taken back does not count.
    fn read(row: Node<'a>, findings: &mut Findings<'_>) -> Option<Self> {
        if row.get("IsDeleted").is_some_and(|is| is.raw() == "true") {
            return None;
        }
        let amount = amount(row, "Amount", findings)?;
        let invoice = row.get("Invoice")?.get("InvoiceID")?.raw();
        Some(Self { invoice, amount: amount.value, date: day(row, "Date", findings), at: row.at() })
    }
}

impl<'a> Schedule<'a> {
    fn read(node: Node<'a>, findings: &mut Findings<'_>) -> Self {
        let count = |name: &str, findings: &mut Findings<'_>| {
            node.get(name).and_then(|value| whole(value, name, findings))
        };
        Self {
            period: count("Period", findings),
            unit: text(node, "Unit", findings),
            due_date: count("DueDate", findings),
            due_date_type: text(node, "DueDateType", findings),
            start_date: day(node, "StartDate", findings),
            end_date: day(node, "EndDate", findings),
            next_date: day(node, "NextScheduledDate", findings),
        }
    }
}

impl<'a> AnsweredLine<'a> {
    fn read(row: Node<'a>, findings: &mut Findings<'_>) -> Self {
        let mut tracking = Vec::new();
        for tracked in items(row, "Tracking") {
            let name = |name: &str| tracked.get(name).map_or("", Node::raw).to_owned();
            tracking.push(TrackingRef { name: name("Name"), option: name("Option") });
        }
        Self {
            at: row.at(),
            id: text(row, "LineItemID", findings),
            description: text(row, "Description", findings),
            quantity: amount(row, "Quantity", findings),
            unit_amount: amount(row, "UnitAmount", findings),
            discount_rate: amount(row, "DiscountRate", findings),
            discount_amount: amount(row, "DiscountAmount", findings),
            item_code: text(row, "ItemCode", findings),
            account_code: text(row, "AccountCode", findings),
            tax_type: text(row, "TaxType", findings),
            tax_amount: amount(row, "TaxAmount", findings),
            line_amount: amount(row, "LineAmount", findings),
            tracking,
        }
    }
}

// One function each, and no closures: the readers above call them fifty times.

pub(super) fn text<'a>(row: Node<'a>, name: &str, findings: &mut Findings<'_>) -> Option<Given<&'a str>> {
    text_of(row.get(name)?, name, findings)
}

pub(super) fn amount(row: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Given<Decimal>> {
    decimal(row.get(name)?, name, findings)
}

pub(super) fn day(row: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Given<Date>> {
    date(row.get(name)?, name, findings)
}

fn items<'a>(row: Node<'a>, name: &str) -> Items<'a> {
    row.get(name).unwrap_or(row).items()
}

fn instant(node: Node<'_>) -> Option<Given<i64>> {
    let minutes = parse_xero_instant(node.raw()).or_else(|| parse_instant(node.raw()))?;
    Some(Given { value: minutes, at: node.at() })
}
