//! One document as Xero answered it.

use time::Date;

use super::{AnsweredKind, AnsweredPayment, SHAPES, Shape};
use crate::money::Decimal;
use crate::read::date::{date, parse_instant, parse_xero_instant};
use crate::read::{At, Findings, Given, Node, boolean, decimal, text_of, whole};
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
            reference: None,
            url: None,
            status: None,
            contact_id: None,
            date: None,
            due_date: None,
            currency: None,
            currency_rate: None,
            line_amount_types: None,
            sub_total: None,
            total_tax: None,
            total: None,
            amount_due: None,
            amount_paid: None,
            amount_credited: None,
            fully_paid_on: None,
            remaining_credit: None,
            updated: None,
            payments: Vec::new(),
            credits: Vec::new(),
            allocations: Vec::new(),
            repeating_invoice_id: None,
            sent_to_contact: None,
            schedule: None,
            has_lines: false,
        };
        for (key, value) in row.members().filter(|(_, value)| !value.is_null()) {
            match key {
                "Reference" => read.reference = text_of(value, key, findings),
                "Url" => read.url = text_of(value, key, findings),
                "Status" => read.status = text_of(value, key, findings),
                "Contact" => {
                    read.contact_id =
                        value.get("ContactID").and_then(|id| text_of(id, "ContactID", findings));
                }
                "Date" | "DateString" => read.date = date(value, key, findings).or(read.date),
                "DueDate" | "DueDateString" => read.due_date = date(value, key, findings).or(read.due_date),
                "CurrencyCode" => read.currency = text_of(value, key, findings),
                "CurrencyRate" => read.currency_rate = decimal(value, key, findings),
                "LineAmountTypes" => read.line_amount_types = text_of(value, key, findings),
                "SubTotal" => read.sub_total = decimal(value, key, findings),
                "TotalTax" => read.total_tax = decimal(value, key, findings),
                "Total" => read.total = decimal(value, key, findings),
                "AmountDue" => read.amount_due = decimal(value, key, findings),
                "AmountPaid" => read.amount_paid = decimal(value, key, findings),
                "AmountCredited" => read.amount_credited = decimal(value, key, findings),
                "FullyPaidOnDate" => read.fully_paid_on = date(value, key, findings),
                "RemainingCredit" => read.remaining_credit = decimal(value, key, findings),
                "UpdatedDateUTC" | "UpdatedDateUTCString" => {
                    let minutes = parse_xero_instant(value.raw()).or_else(|| parse_instant(value.raw()));
                    read.updated = minutes.map(|value_| Given { value: value_, at: value.at() });
                }
                "RepeatingInvoiceID" => read.repeating_invoice_id = text_of(value, key, findings),
                "SentToContact" => read.sent_to_contact = boolean(value, key, findings),
                "Schedule" => read.schedule = Some(Schedule::read(value, findings)),
                "Payments" => {
                    read.payments = value.items().map(|row| AnsweredPayment::read(row, findings)).collect();
                }
                "CreditNotes" | "Overpayments" | "Prepayments" => read.applied(key, value, findings),
                "Allocations" => {
                    let rows = value.items();
                    read.allocations = rows.filter_map(|row| Allocation::read(row, findings)).collect();
                }
                _ => {}
            }
        }
        let is_nothing = |amount: Option<Given<Decimal>>| amount.is_none_or(|amount| amount.is_zero());
        let is_zero = [read.sub_total, read.total_tax, read.total].into_iter().all(is_nothing);
        read.has_lines = row
            .get("LineItems")
            .is_some_and(|lines| lines.items().next().is_some() || (is_zero && read.total.is_some()));
        read
    }

    fn applied(&mut self, key: &str, list: Node<'a>, findings: &mut Findings<'_>) {
        let Some(Shape(kind, _, id, ..)) = SHAPES.iter().find(|shape| shape.1 == key) else { return };
        for row in list.items() {
            let amount =
                row.get("AppliedAmount").and_then(|amount| decimal(amount, "AppliedAmount", findings));
            if let (Some(id), Some(amount)) = (row.get(id), amount) {
                self.credits.push(Applied { kind: *kind, id: id.raw(), amount: amount.value, at: amount.at });
            }
        }
    }

    /// Whether this is its id.
    #[must_use]
    pub fn is(&self, id: &str) -> bool {
        self.id.value.eq_ignore_ascii_case(id)
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
        let rows = self.node.get("LineItems").into_iter().flat_map(Node::items);
        rows.map(|row| AnsweredLine::read(row, findings)).collect()
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
        let amount = decimal(row.get("Amount")?, "Amount of an allocation", findings)?;
        Some(Self {
            invoice: row.get("Invoice")?.get("InvoiceID")?.raw(),
            amount: amount.value,
            date: row.get("Date").and_then(|day| date(day, "Date of an allocation", findings)),
            at: row.at(),
        })
    }
}

impl<'a> Schedule<'a> {
    fn read(node: Node<'a>, findings: &mut Findings<'_>) -> Self {
        let mut read = Self::default();
        for (key, value) in node.members() {
            match key {
                "Period" => read.period = whole(value, key, findings),
                "Unit" => read.unit = text_of(value, key, findings),
                "DueDate" => read.due_date = whole(value, key, findings),
                "DueDateType" => read.due_date_type = text_of(value, key, findings),
                "StartDate" => read.start_date = date(value, key, findings),
                "EndDate" => read.end_date = date(value, key, findings),
                "NextScheduledDate" => read.next_date = date(value, key, findings),
                _ => {}
            }
        }
        read
    }
}

impl<'a> AnsweredLine<'a> {
    fn read(row: Node<'a>, findings: &mut Findings<'_>) -> Self {
        let mut text = |name: &str| row.get(name).and_then(|value| text_of(value, name, findings));
        let [id, description, item_code, account_code, tax_type] =
            ["LineItemID", "Description", "ItemCode", "AccountCode", "TaxType"].map(&mut text);
        let mut number = |name: &str| row.get(name).and_then(|value| decimal(value, name, findings));
        let [quantity, unit_amount, discount_rate, discount_amount, tax_amount, line_amount] =
            ["Quantity", "UnitAmount", "DiscountRate", "DiscountAmount", "TaxAmount", "LineAmount"]
                .map(&mut number);
        let tracked = row.get("Tracking").into_iter().flat_map(Node::items);
        let name = |node: Node<'_>, name: &str| {
            node.get(name).map_or_else(String::new, |name| name.raw().to_owned())
        };
        Self {
            at: row.at(),
            id,
            description,
            quantity,
            unit_amount,
            discount_rate,
            discount_amount,
            item_code,
            account_code,
            tax_type,
            tax_amount,
            line_amount,
            tracking: tracked
                .map(|row| TrackingRef { name: name(row, "Name"), option: name(row, "Option") })
                .collect(),
        }
    }
}
