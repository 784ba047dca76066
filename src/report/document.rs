//! What is kept of a document of Xero's.

use time::Date;

use super::digest::Digest;
use super::texts::{NONE, Text, Texts};
use crate::config::TokenSettings;
use crate::finding::{Code, Severity};
use crate::money::Decimal;
use crate::pairing::Found;
use crate::plan::token::{Belongs, whose};
use crate::read::{Findings, Given, Node};
use crate::xero::answered::{Answered, AnsweredDocument, AnsweredKind, Settled, State};

/// A document.
#[derive(Debug)]
pub(super) struct DocFacts {
    pub(super) at: Box<str>,
    /// As Xero writes it.
    pub(super) id: Box<str>,
    pub(super) key: u128,
    pub(super) kind: AnsweredKind,
    pub(super) state: State,
    pub(super) number: Box<str>,
    pub(super) reference: Box<str>,
    pub(super) url: Text,
    pub(super) entity: Text,
    pub(super) contact: Text,
    pub(super) name: Text,
    pub(super) currency: Text,
    pub(super) date: Option<Date>,
    pub(super) due_on: Option<Date>,
    pub(super) paid_on: Option<Date>,
    pub(super) updated: Option<i64>,
    pub(super) net: Option<Decimal>,
    pub(super) total: Option<Decimal>,
    pub(super) due: Decimal,
    pub(super) paid: Decimal,
    /// What credit notes took back; of what the answer does not explain, as it is told by credit notes.
    pub(super) credited: Decimal,
    pub(super) advanced: Decimal,
    pub(super) unexplained: Decimal,
    /// Of a credit note, prepayment or overpayment: what is left of it.
    pub(super) remaining: Decimal,
    /// Of an invoice: the ids of what was allocated to it. Of a credit: the invoices, and how much.
    pub(super) credits: Vec<u128>,
    pub(super) allocations: Vec<(u128, Decimal)>,
    /// The template that made it.
    pub(super) template: Option<u128>,
    /// The deal and the slot that its token names, and the deal that it links to.
    pub(super) token: Option<(u64, Text)>,
    has_lines: bool,
    /// Of two rows that were updated last at the same time, which counts.
    digest: Digest,
    pub(super) is_repeated: bool,
    /// No sales document.
    pub(super) is_foreign: bool,
}

/// The token in the texts of a document's lines.
fn in_lines<'a>(row: Node<'a>, prefix: &str) -> Option<(u64, &'a str)> {
    row.items_of("LineItems").find_map(|line| {
        let text = line.get("Description")?;
        let given = Given { value: text.raw(), at: text.at() };
        match whose(given, prefix, 0) {
            Belongs::ToDeal(token) | Belongs::ToAnother(token) => Some((token.deal, token.slot)),
            Belongs::ToNone => None,
        }
    })
}

/// A UUID as a number.
pub(super) fn number_of(id: &str) -> u128 {
    id.bytes()
        .filter_map(|byte| char::from(byte).to_digit(16))
        .fold(0, |number: u128, digit| number << 4 | u128::from(digit))
}

impl DocFacts {
    /// Reads a document; `None` where there is none, which is a finding.
    pub(super) fn read(
        row: Node<'_>,
        at: &str,
        entity: Text,
        settings: &TokenSettings,
        texts: &mut Texts,
        findings: &mut Findings<'_>,
    ) -> Option<Self> {
        if let Some(foreign) = Self::foreign(row, at, entity, texts) {
            return Some(foreign);
        }
        let answered = Answered::read(Some(row), findings)?;
        let document = answered.documents.first()?;
        let mut found = Found::of("", document, settings);
        if found.token.is_none() {
            found.token = in_lines(row, &settings.prefix);
        }
        let settled = document.settled().unwrap_or_default();
        let read = Self { digest: Digest::of(row), ..Self::of(document, &found, settled, at, entity, texts) };
        let missing = |what: &str, findings: &mut Findings<'_>| {
            let name = crate::read::clipped(if read.number.is_empty() { &read.id } else { &read.number });
            findings.add(Code::StatusAnswerIncomplete, row.at(), format_args!("`{name}` has no {what}"));
        };
        if read.kind != AnsweredKind::RepeatingInvoice {
            if read.total.is_none() {
                missing("Total", findings);
            }
            if read.currency == NONE {
                missing("CurrencyCode", findings);
            }
        }
        if read.state == State::Unknown {
            let shown = document.status.map_or("", |status| status.value);
            let at = document.status.map_or(row.at(), |status| status.at);
            let name = crate::read::clipped(if read.number.is_empty() { &read.id } else { &read.number });
            let shown = crate::read::clipped(shown);
            findings.add(Code::StatusUnknown, at, format_args!("the status of `{name}` is `{shown}`"));
        }
        let is_booked = matches!(read.state, State::Authorised | State::Paid);
        if is_booked && read.kind == AnsweredKind::Invoice {
            let rest = read.total.and_then(|total| {
                total
                    .minus(settled.paid)?
                    .minus(settled.advanced)?
                    .minus(settled.credited)?
                    .minus(settled.unexplained)
            });
            if let (Some(due), Some(rest)) = (document.amount_due, rest)
                && due.value != rest
            {
                let what = format_args!(
                    "AmountDue of `{}` is `{}`, and its total less what settled it is `{}`",
                    crate::read::clipped(if read.number.is_empty() { &read.id } else { &read.number }),
                    due.value.to_money(),
                    rest.to_money()
                );
                findings.add_as(Code::StatusAmountsDiffer, Severity::Warning, due.at, what);
            }
        }
        Some(read)
    }

    /// A bill or the like.
    fn foreign(row: Node<'_>, at: &str, entity: Text, texts: &mut Texts) -> Option<Self> {
        let kind = row.get("Type")?.raw();
        if !matches!(
            kind,
            "ACCPAY"
                | "ACCPAYCREDIT"
                | "SPEND-OVERPAYMENT"
                | "SPEND-PREPAYMENT"
                | "APOVERPAYMENT"
                | "APPREPAYMENT"
        ) {
            return None;
        }
        let id = ["InvoiceID", "CreditNoteID", "OverpaymentID", "PrepaymentID"]
            .iter()
            .find_map(|name| row.get(name))?;
        let empty = Self::empty(at, id.raw(), AnsweredKind::Invoice, entity);
        let number = row.get("InvoiceNumber").or_else(|| row.get("CreditNoteNumber")).map_or("", Node::raw);
        let name = row.get("Contact").and_then(|contact| contact.get("Name")).map_or("", Node::raw);
        Some(Self {
            is_foreign: true,
            number: number.into(),
            name: texts.keep(name),
            digest: Digest::of(row),
            ..empty
        })
    }

    fn empty(at: &str, id: &str, kind: AnsweredKind, entity: Text) -> Self {
        Self {
            at: at.into(),
            id: id.into(),
            key: number_of(id),
            kind,
            state: State::Unknown,
            number: "".into(),
            reference: "".into(),
            url: NONE,
            entity,
            contact: NONE,
            name: NONE,
            currency: NONE,
            date: None,
            due_on: None,
            paid_on: None,
            updated: None,
            net: None,
            total: None,
            due: Decimal::ZERO,
            paid: Decimal::ZERO,
            credited: Decimal::ZERO,
            advanced: Decimal::ZERO,
            unexplained: Decimal::ZERO,
            remaining: Decimal::ZERO,
            credits: Vec::new(),
            allocations: Vec::new(),
            template: None,
            token: None,
            has_lines: false,
            digest: Digest::default(),
            is_repeated: false,
            is_foreign: false,
        }
    }

    fn of(
        document: &AnsweredDocument<'_>,
        found: &Found<'_>,
        settled: Settled,
        at: &str,
        entity: Text,
        texts: &mut Texts,
    ) -> Self {
        let state = document.state();
        let is_booked = matches!(state, State::Authorised | State::Paid);
        let last_payment =
            document.payments.iter().filter(|payment| payment.counts).filter_map(|payment| payment.date);
        let last_payment = last_payment.map(|date| date.value).max();
        let due = document.amount_due.map_or(Decimal::ZERO, |due| due.value);
        let is_invoice = document.kind == AnsweredKind::Invoice;
        Self {
            state,
            number: found.number.into(),
            reference: found.reference.into(),
            url: texts.keep(found.url),
            contact: texts.keep(&found.contact.to_ascii_lowercase()),
            name: texts.keep(found.name),
            currency: texts.keep(found.currency),
            date: found.date,
            due_on: document.due_date.map(|date| date.value),
            paid_on: document
                .fully_paid_on
                .map(|date| date.value)
                .or(last_payment.filter(|_| state == State::Paid)),
            updated: document.updated.map(|updated| updated.value),
            net: found.net,
            total: found.gross,
            due: if is_booked && is_invoice { due } else { Decimal::ZERO },
            paid: settled.paid,
            credited: settled.credited,
            advanced: settled.advanced,
            unexplained: settled.unexplained,
            remaining: document.remaining_credit.map_or(Decimal::ZERO, |rest| rest.value),
            credits: document.credits.iter().map(|credit| number_of(credit.id)).collect(),
            allocations: document
                .allocations
                .iter()
                .map(|one| (number_of(one.invoice), one.amount))
                .collect(),
            template: document.repeating_invoice_id.filter(|_| is_invoice).map(|id| number_of(id.value)),
            token: found.token.map(|(deal, slot)| (deal, texts.keep(slot))),
            has_lines: document.has_lines,
            ..Self::empty(at, document.id.value, document.kind, entity)
        }
    }

    /// Of two answers about one document, whether this one counts: the later, then the fuller.
    pub(super) fn beats(&self, other: &Self) -> bool {
        self.rank() > other.rank()
    }

    /// What tells rows of one document from each other, whatever their order.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        (self.updated, self.has_lines, self.digest)
    }

    /// What is compared of it.
    pub(super) fn found<'s>(&'s self, texts: &'s Texts, with_token: bool) -> Found<'s> {
        Found {
            entity: texts.get(self.entity),
            id: &self.id,
            number: &self.number,
            reference: &self.reference,
            url: texts.get(self.url),
            is_template: self.kind == AnsweredKind::RepeatingInvoice,
            contact: texts.get(self.contact),
            name: texts.get(self.name),
            currency: texts.get(self.currency),
            net: self.net,
            gross: self.total,
            date: self.date,
            token: self.token.filter(|_| with_token).map(|(deal, slot)| (deal, texts.get(slot))),
        }
    }

    /// Whether it is an invoice or a template, and stands: neither voided, deleted nor wholly credited.
    pub(super) fn is_live(&self) -> bool {
        matches!(self.kind, AnsweredKind::Invoice | AnsweredKind::RepeatingInvoice)
            && !self.is_gone()
            && !self.is_credited()
            && self.state != State::Unknown
    }

    /// Whether it was voided or deleted.
    pub(super) fn is_gone(&self) -> bool {
        matches!(self.state, State::Voided | State::Deleted)
    }

    /// Whether credit notes took all of it back.
    pub(super) fn is_credited(&self) -> bool {
        let is_booked = matches!(self.state, State::Authorised | State::Paid);
        let total = self.total.unwrap_or(Decimal::ZERO);
        self.kind == AnsweredKind::Invoice && is_booked && total > Decimal::ZERO && self.credited >= total
    }

    /// Whether it is not approved.
    pub(super) fn is_draft(&self) -> bool {
        matches!(self.state, State::Draft | State::Submitted)
    }

    /// Whether it counts: read, sales, and the answer of several that counts.
    pub(super) fn counts(&self) -> bool {
        !self.is_repeated && !self.is_foreign
    }
}
