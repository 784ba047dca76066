//! The documents of a deal as Xero answered them.
//!
//! Shapes follow the Accounting API 2.0: the answers of `GET /Invoices`, `/CreditNotes`,
//! `/RepeatingInvoices`, `/Overpayments`, `/Prepayments` and `/Payments`, several of them in one object, a
//! list of such answers, or a bare list of documents, told apart by the id that each carries.

mod document;
mod settled;

pub use document::{Allocation, AnsweredDocument, AnsweredLine, Applied, Schedule, State};
pub use settled::{Life, Settled};

use crate::finding::Code;
use crate::money::Decimal;
use crate::read::{At, Findings, Given, Kind, Node, is_uuid, shown, whole};

/// What a row of an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnsweredKind {
    /// A sales invoice.
    Invoice,
    /// A credit note for a customer.
    CreditNote,
    /// A template that makes invoices.
    RepeatingInvoice,
    /// Money received beyond an invoice.
    Overpayment,
    /// Money received before an invoice.
    Prepayment,
    /// Money received for an invoice, or paid back for one of the others.
    Payment,
}

/// How a kind is called in an answer: it, its envelope, its id, its number, and the types that are sales.
struct Shape(AnsweredKind, &'static str, &'static str, &'static str, &'static [&'static str]);

/// In the order in which a row is told by its id: an invoice may name the template it came from too.
const SHAPES: [Shape; 6] = [
    Shape(AnsweredKind::Payment, "Payments", "PaymentID", "Reference", &[]),
    Shape(AnsweredKind::Invoice, "Invoices", "InvoiceID", "InvoiceNumber", &["ACCREC"]),
    Shape(AnsweredKind::CreditNote, "CreditNotes", "CreditNoteID", "CreditNoteNumber", &["ACCRECCREDIT"]),
    Shape(
        AnsweredKind::Overpayment,
        "Overpayments",
        "OverpaymentID",
        "InvoiceNumber",
        &["RECEIVE-OVERPAYMENT", "AROVERPAYMENT"],
    ),
    Shape(
        AnsweredKind::Prepayment,
        "Prepayments",
        "PrepaymentID",
        "InvoiceNumber",
        &["RECEIVE-PREPAYMENT", "ARPREPAYMENT"],
    ),
    Shape(
        AnsweredKind::RepeatingInvoice,
        "RepeatingInvoices",
        "RepeatingInvoiceID",
        "InvoiceNumber",
        &["ACCREC"],
    ),
];

/// A payment. A reversed one has the status `DELETED` and does not count.
#[derive(Debug, Clone, Copy)]
pub struct AnsweredPayment<'a> {
    /// Where it stands.
    pub at: At,
    /// Its PaymentID.
    pub id: &'a str,
    /// What it pays, by id; empty where it stands inside that document.
    pub of: &'a str,
    /// The day it was made.
    pub date: Option<Given<time::Date>>,
    /// In the document's currency.
    pub amount: Option<Given<Decimal>>,
    /// Whether it counts.
    pub counts: bool,
}

impl<'a> AnsweredPayment<'a> {
    fn read(row: Node<'a>, findings: &mut Findings<'_>) -> Self {
        // A refund names the credit note, overpayment or prepayment that it pays back.
        let mut of = "";
        for Shape(_, list, id, ..) in &SHAPES {
            let paid = list.strip_suffix('s').and_then(|name| row.get(name));
            of = paid.and_then(|paid| paid.get(id)).map_or(of, Node::raw);
        }
        Self {
            at: row.at(),
            id: row.get("PaymentID").map_or("", Node::raw),
            of,
            date: document::day(row, "Date", findings),
            amount: document::amount(row, "Amount", findings),
            counts: row.get("Status").is_none_or(|status| status.raw() != "DELETED"),
        }
    }
}

/// What an answer's pagination counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Rows,
    Pages,
}

/// Everything that was found for a deal. That nothing was looked up is no `Answered` at all.
#[derive(Debug, Default)]
pub struct Answered<'a> {
    /// Where it stands.
    pub at: At,
    /// The sales documents, each once.
    pub documents: Vec<AnsweredDocument<'a>>,
    /// The kinds that were asked for, found or not, a bit each.
    looked_up: u8,
    payments: Vec<AnsweredPayment<'a>>,
    /// Of each page: where it says how many rows, or else how many pages, there are in all, and of which kinds.
    counted: Vec<(Given<u64>, Unit, u8)>,
    /// How many rows there are of each kind.
    rows: [u64; SHAPES.len()],
    /// What is no sales document: the first type and how many.
    ignored: Option<(Given<&'a str>, usize)>,
}

impl<'a> Answered<'a> {
    /// Reads `existing`; `None` when it is absent, or no answer of Xero's, which is an error.
    pub fn read(part: Option<Node<'a>>, findings: &mut Findings<'_>) -> Option<Self> {
        let part = part?;
        let mut answered = Self { at: part.at(), ..Self::default() };
        match part.kind() {
            // A bare list may be the answer to any question: it tells only of the kinds that are in it.
            Kind::Array => {
                for row in part.items() {
                    answered.part(row, findings)?;
                }
            }
            _ => answered.part(part, findings)?,
        }
        answered.finish(findings);
        Some(answered)
    }

    /// Whether documents of a kind were asked for; where not, that there is none proves nothing.
    #[must_use]
    pub fn is_looked_up(&self, kind: AnsweredKind) -> bool {
        self.looked_up & kind.bit() != 0
    }

    /// The documents of a kind.
    pub fn of(&self, kind: AnsweredKind) -> impl Iterator<Item = &AnsweredDocument<'a>> {
        self.documents.iter().filter(move |document| document.kind == kind)
    }

    /// Whether a template made invoices.
    #[must_use]
    pub fn has_children(&self, template: &str) -> bool {
        self.documents.iter().any(|document| document.is_child_of(template))
    }

    /// An answer with its envelopes, or a document.
    fn part(&mut self, part: Node<'a>, findings: &mut Findings<'_>) -> Option<()> {
        if let Some(shape) = shape_of(part) {
            self.looked_up |= shape.0.bit();
            self.row(part, shape, findings);
            return Some(());
        }
        let mut kinds = 0;
        for shape in &SHAPES {
            let Some(list) = part.get(shape.1) else { continue };
            if list.kind() != Kind::Array {
                break;
            }
            kinds |= shape.0.bit();
            for row in list.items() {
                self.row(row, shape, findings);
            }
        }
        if kinds == 0 {
            findings.wrong_part(part, "existing", "what Xero answers: there are no Invoices in it");
            return None;
        }
        self.looked_up |= kinds;
        let count = |name: &str, unit: Unit, findings: &mut Findings<'_>| {
            let count = part.get("pagination").and_then(|pagination| pagination.get(name));
            Some((whole(count?, name, findings)?, unit, kinds))
        };
        let rows = count("itemCount", Unit::Rows, findings);
        self.counted.extend(rows.or_else(|| count("pageCount", Unit::Pages, findings)));
        Some(())
    }

    fn row(&mut self, row: Node<'a>, shape: &Shape, findings: &mut Findings<'_>) {
        if let Some(count) = self.rows.get_mut(shape.0 as usize) {
            *count += 1;
        }
        let id = row.get(shape.2);
        // What Xero refused to write is no document, and has an id of zeros.
        let is_refused = row.get("HasErrors").is_some_and(|has| has.raw() == "true");
        let Some(id) = id.filter(|id| is_uuid(id.raw()) && !is_refused) else {
            let shown = id.map_or_else(|| "missing".to_owned(), shown);
            findings.add(
                Code::InputPartWrong,
                row.at(),
                format_args!("a document in existing is none: its {} is {shown}", shape.2),
            );
            return;
        };
        if shape.0 == AnsweredKind::Payment {
            self.payments.push(AnsweredPayment::read(row, findings));
            return;
        }
        let kind = document::text(row, "Type", findings);
        if let Some(kind) = kind.filter(|kind| !shape.4.contains(&kind.value)) {
            self.ignored.get_or_insert((kind, 0)).1 += 1;
            return;
        }
        let number = row.get(shape.3);
        let read = AnsweredDocument::read(shape.0, row, id, number, findings);
        // Two look-ups may have found the same document: the later answer counts, and the fuller of two alike.
        if let Some(known) = self.documents.iter_mut().find(|known| known.is(read.id.value)) {
            if known.freshness() <= read.freshness() {
                *known = read;
            }
            return;
        }
        self.documents.push(read);
    }

    /// Whether some of it is a page of a list, and no document that was asked for by its id.
    #[must_use]
    pub fn is_of_pages(&self) -> bool {
        !self.counted.is_empty()
    }

    /// Brings together what stands in several answers.
    fn finish(&mut self, findings: &mut Findings<'_>) {
        for (count, unit, kinds) in &self.counted {
            let mut found = 0;
            match unit {
                Unit::Rows => {
                    for Shape(kind, ..) in &SHAPES {
                        found +=
                            self.rows.get(*kind as usize).filter(|_| kinds & kind.bit() != 0).unwrap_or(&0);
                    }
                }
                Unit::Pages => found = self.counted.iter().filter(|other| other.2 == *kinds).count() as u64,
            }
            if found < count.value {
                let unit = if *unit == Unit::Rows { "rows" } else { "pages" };
                findings.add(
                    Code::InputPartIncomplete,
                    count.at,
                    format_args!(
                        "existing has {found} {unit} of `{}`: other pages were not passed",
                        count.value
                    ),
                );
            }
        }
        if let Some((kind, count)) = self.ignored {
            findings.add(
                Code::StatusDocumentIgnored,
                kind.at,
                format_args!(
                    "{count} of the documents in existing are no sales (the first is of type `{}`)",
                    crate::read::clipped(kind.value)
                ),
            );
        }
        for payment in core::mem::take(&mut self.payments) {
            if let Some(document) = self.documents.iter_mut().find(|document| document.is(payment.of)) {
                document.payments.retain(|known| known.id != payment.id);
                document.payments.push(payment);
            }
        }
        // A credit may be told by the invoice or by the credit; where both tell it, it is the same.
        let mut told = Vec::new();
        for source in &self.documents {
            for Allocation { invoice, amount, at, .. } in &source.allocations {
                let known = self.documents.iter().find(|document| document.is(invoice));
                let is_told =
                    |known: &AnsweredDocument<'_>| known.credits.iter().any(|credit| source.is(credit.id));
                if !known.is_some_and(is_told) {
                    told.push((
                        *invoice,
                        Applied { kind: source.kind, id: source.id.value, amount: *amount, at: *at },
                    ));
                }
            }
        }
        for (invoice, credit) in told {
            if let Some(document) = self.documents.iter_mut().find(|document| document.is(invoice)) {
                document.credits.push(credit);
            }
        }
    }
}

impl AnsweredKind {
    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// What a row is, by the id it carries.
fn shape_of(row: Node<'_>) -> Option<&'static Shape> {
    SHAPES.iter().find(|shape| row.has(shape.2))
}

#[cfg(test)]
mod tests;
