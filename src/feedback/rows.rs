//! The documents that exist, one row each.

use time::Date;

use super::DocumentStatus;
use crate::config::feedback::DealStatus;
use crate::finding::{Code, Severity};
use crate::money::Decimal;
use crate::plan::settings::Chosen;
use crate::plan::token::{Belongs, belongs_among};
use crate::read::date::write_date;
use crate::read::{At, Findings, Given};
use crate::xero::answered::{Answered, AnsweredDocument, AnsweredKind, Settled, State};

/// A row, and what the sums need of it.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub shown: DocumentStatus,
    /// Where it stands.
    pub at: At,
    /// Whether the state of the deal depends on it.
    pub counts: bool,
    /// Whether its amounts are in the books.
    pub is_booked: bool,
    /// Whether a template made it.
    pub is_child: bool,
    /// How much of its currency one unit of the base currency is.
    pub rate: Option<Decimal>,
    pub contact: Option<&'a str>,
}

impl Row<'_> {
    /// Whether it still stands for the part of the deal that it bills.
    pub fn is_live(&self) -> bool {
        use DealStatus::{Credited, Deleted, Voided};
        !matches!(self.shown.status, Credited | Deleted | Voided)
    }

    /// Whether it bills what it bills for good: what a credit note takes back is not billed again.
    pub fn is_kept(&self) -> bool {
        !matches!(self.shown.status, DealStatus::Deleted | DealStatus::Voided)
    }

    /// Whether it is an invoice that a slot has once.
    fn is_sole(&self) -> bool {
        self.is_live() && self.shown.kind == "invoice" && !self.is_child
    }
}

/// The documents of the deal. One that carries another deal's token, or none, is not the deal's: a contact's list has
/// such. Where nothing else was passed and it comes from no list, it is the wrong one, and refused.
pub(super) fn found<'a>(
    answered: &Answered<'a>,
    chosen: Chosen<'_>,
    deal: u64,
    today: Date,
    findings: &mut Findings<'_>,
) -> Vec<Row<'a>> {
    let mut of_deal: Vec<OfDeal<'_, 'a>> = Vec::new();
    let (mut others, mut of_others) = (0, Vec::new());
    for document in &answered.documents {
        if matches!(document.kind, AnsweredKind::Overpayment | AnsweredKind::Prepayment) {
            continue;
        }
        match belongs_among(document, answered, &chosen.config.token, deal) {
            Belongs::ToDeal(token) => of_deal.push((document, token.slot)),
            Belongs::ToAnother(token) => of_others.push(token),
            Belongs::ToNone => others += 1,
        }
    }
    if others > 0 {
        findings.add(
            Code::StatusDocumentIgnored,
            answered.at,
            format_args!("{others} of the documents in existing carry no token"),
        );
    }
    if let Some(token) = of_others.first() {
        let is_of_list = answered.is_of_pages() || !of_deal.is_empty();
        let count = of_others.len();
        if is_of_list {
            let what = format_args!("{count} of the documents in existing are of other deals");
            findings.add(Code::StatusDocumentIgnored, token.at, what);
        } else {
            let what =
                format_args!("existing has a document of deal `{}`, and the deal is `{deal}`", token.deal);
            findings.add(Code::InputOtherDeal, token.at, what);
        }
    }
    let mut rows: Vec<Row<'a>> = Vec::new();
    for (document, slot) in &of_deal {
        let Some(row) = row(document, slot, answered, &of_deal, chosen, today, findings) else { continue };
        let is_twin = |other: &Row<'_>| other.is_sole() && other.shown.slot == *slot;
        if row.is_sole() && rows.iter().any(is_twin) {
            findings.add(
                Code::StatusDuplicate,
                row.at,
                format_args!("slot `{}` has more than one live invoice", crate::read::clipped(slot)),
            );
        }
        rows.push(row);
    }
    rows
}

/// A document of the deal and its slot.
type OfDeal<'s, 'a> = (&'s AnsweredDocument<'a>, &'a str);

/// What is shown of the rows: by the day, and where that is the same in the order of the input.
pub(super) fn shown(rows: Vec<Row<'_>>) -> Vec<DocumentStatus> {
    let mut sorted: Vec<DocumentStatus> = Vec::with_capacity(rows.len());
    for row in rows {
        let place = sorted.iter().position(|other| other.date > row.shown.date);
        sorted.insert(place.unwrap_or(sorted.len()), row.shown);
    }
    sorted
}

fn row<'a>(
    document: &AnsweredDocument<'a>,
    slot: &str,
    answered: &Answered<'a>,
    of_deal: &[OfDeal<'_, 'a>],
    chosen: Chosen<'_>,
    today: Date,
    findings: &mut Findings<'_>,
) -> Option<Row<'a>> {
    let kind = match document.kind {
        AnsweredKind::CreditNote => "credit-note",
        AnsweredKind::RepeatingInvoice => "repeating-invoice",
        _ => "invoice",
    };
    let state = document.state();
    let is_invoice = document.kind == AnsweredKind::Invoice;
    let is_booked = matches!(state, State::Authorised | State::Paid);
    let mut settled = Settled::default();
    let mut due = Decimal::ZERO;
    let mut days_overdue = None;
    let status = match state {
        State::Unknown => {
            let status = document.status.map_or("", |status| status.value);
            let at = document.status.map_or(document.node.at(), |status| status.at);
            findings.add(
                Code::StatusUnknown,
                at,
                format_args!("the status of {} is `{}`", named(document), crate::read::clipped(status)),
            );
            return None;
        }
        State::Voided => DealStatus::Voided,
        State::Deleted => DealStatus::Deleted,
        _ if document.kind == AnsweredKind::RepeatingInvoice => DealStatus::Scheduled,
        State::Draft => DealStatus::Draft,
        State::Submitted => DealStatus::AwaitingApproval,
        _ if !is_invoice => {
            settled = of_note(document, of_deal)?;
            DealStatus::Credited
        }
        State::Authorised | State::Paid => {
            let open = booked(document, findings)?;
            (settled, due) = (open.settled, open.due);
            days_overdue = open.days(today);
            open.status(days_overdue)
        }
    };
    let (Some(total), Some(currency)) = (document.total, document.currency) else {
        incomplete(document, if document.total.is_none() { "Total" } else { "CurrencyCode" }, findings);
        return None;
    };
    let is_template = document.kind == AnsweredKind::RepeatingInvoice;
    let date = match document.schedule {
        Some(schedule) => schedule.next_date.or(schedule.start_date),
        None => document.date,
    };
    let shown = DocumentStatus {
        days_overdue,
        id: Some(document.id.value.to_owned()),
        number: document.number.map(|number| number.value.to_owned()),
        link: is_invoice.then(|| link(document.id.value, chosen)),
        date: written(date),
        due_date: written(document.due_date),
        settled_on: written(document.fully_paid_on.filter(|_| is_booked)),
        currency: Some(currency.value.to_owned()),
        total: Some(total.value),
        paid: settled.paid.plus(settled.advanced)?,
        credited: settled.credited,
        due,
        ..DocumentStatus::new(slot, kind, status)
    };
    Some(Row {
        shown,
        at: document.node.at(),
        // A template counts through the invoices it made.
        counts: is_invoice || (is_template && !answered.has_children(document.id.value)),
        is_booked: is_booked && !is_template,
        is_child: document.repeating_invoice_id.is_some(),
        rate: document.currency_rate.map(|rate| rate.value),
        contact: document.contact_id.map(|id| id.value),
    })
}

/// An approved invoice: what settled it and what is open.
struct Booked {
    settled: Settled,
    total: Decimal,
    due: Decimal,
    due_on: Option<Date>,
}

impl Booked {
    fn days(&self, today: Date) -> Option<u32> {
        let since = self.due_on.filter(|_| Decimal::ZERO < self.due)?;
        u32::try_from((today - since).whole_days()).ok().filter(|days| *days > 0)
    }

    /// | due | money | taken back | |
    /// |---|---|---|---|
    /// | yes, before today | any | any | overdue |
    /// | yes | some | any | part-paid |
    /// | yes | none | any | awaiting-payment |
    /// | none | any | all of it | credited |
    /// | none | any, or none for a total of 0.00 | not all of it | paid |
    fn status(&self, days_overdue: Option<u32>) -> DealStatus {
        let has_money = self.settled.paid > Decimal::ZERO || self.settled.advanced > Decimal::ZERO;
        let is_taken_back = self.total > Decimal::ZERO && self.settled.credited >= self.total;
        match (self.due > Decimal::ZERO, has_money) {
            (true, _) if days_overdue.is_some() => DealStatus::Overdue,
            (true, true) => DealStatus::PartPaid,
            (true, false) => DealStatus::AwaitingPayment,
            (false, _) if is_taken_back => DealStatus::Credited,
            (false, _) => DealStatus::Paid,
        }
    }
}

/// Reads what is open on an approved invoice; amounts that contradict each other are refused.
fn booked(document: &AnsweredDocument<'_>, findings: &mut Findings<'_>) -> Option<Booked> {
    let (Some(total), Some(due)) = (document.total, document.amount_due) else {
        incomplete(document, if document.total.is_none() { "Total" } else { "AmountDue" }, findings);
        return None;
    };
    let settled = document.settled()?;
    let name = named(document);
    if !settled.unexplained.is_zero() {
        findings.add(
            Code::StatusCreditUnclear,
            document.amount_credited.map_or(document.node.at(), |amount| amount.at),
            format_args!(
                "{} of what was credited to {name} is neither a credit note nor a payment in advance that was passed",
                settled.unexplained.to_money()
            ),
        );
        return None;
    }
    let received = document.received()?;
    if !document.payments.is_empty() && received != settled.paid {
        findings.add(
            Code::StatusAmountsDiffer,
            document.amount_paid.map_or(document.node.at(), |amount| amount.at),
            format_args!(
                "AmountPaid of {name} is `{}`, and its payments that count come to `{}`",
                settled.paid.to_money(),
                received.to_money()
            ),
        );
        return None;
    }
    let rest = total.value.minus(settled.paid)?.minus(settled.advanced)?.minus(settled.credited)?;
    if rest != due.value {
        // A deduction at source is due to nobody; Xero's own amount counts.
        findings.add_as(
            Code::StatusAmountsDiffer,
            Severity::Warning,
            due.at,
            format_args!(
                "AmountDue of {name} is `{}`, and its total less what settled it is `{}`",
                due.value.to_money(),
                rest.to_money()
            ),
        );
    }
    let due_on = document.due_date.map(|date| date.value);
    if due_on.is_none() && due.value > Decimal::ZERO {
        incomplete(document, "DueDate", findings);
        return None;
    }
    Some(Booked { settled, total: total.value, due: due.value, due_on })
}

/// A credit note of the deal's own: what of it the deal's invoices do not tell already, and what was paid back.
fn of_note(note: &AnsweredDocument<'_>, of_deal: &[OfDeal<'_, '_>]) -> Option<Settled> {
    let mut credited = note.total.map_or(Decimal::ZERO, |total| total.value);
    for (document, _) in of_deal {
        for credit in document.credits.iter().filter(|credit| note.is(credit.id)) {
            credited = credited.minus(credit.amount)?;
        }
    }
    Some(Settled { paid: note.received()?.negated(), credited, ..Settled::default() })
}

fn written(date: Option<Given<Date>>) -> Option<String> {
    date.map(|date| write_date(date.value))
}

fn incomplete(document: &AnsweredDocument<'_>, what: &str, findings: &mut Findings<'_>) {
    let name = named(document);
    findings.add(Code::StatusAnswerIncomplete, document.node.at(), format_args!("{name} has no {what}"));
}

/// What a message calls it.
fn named(document: &AnsweredDocument<'_>) -> String {
    format!("`{}`", crate::read::clipped(document.number.unwrap_or(document.id).value))
}

/// An invoice's page, by Xero's guide to deep links; with the short code it opens in the right organisation.
fn link(id: &str, chosen: Chosen<'_>) -> String {
    let code =
        chosen.snapshot.organisation.as_ref().and_then(|organisation| organisation.short_code.as_deref());
    match code {
        Some(code) => format!(
            "https://go.xero.com/organisationlogin/default.aspx?shortcode={code}&redirecturl=/AccountsReceivable/View.aspx?InvoiceID={id}"
        ),
        None => format!("https://go.xero.com/AccountsReceivable/View.aspx?InvoiceID={id}"),
    }
}
