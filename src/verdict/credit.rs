//! The credit note that takes an issued invoice back, built from what Xero answered.
//!
//! Credit notes have no discount fields: a line whose quantity and price do not give its amount is written
//! as one of that amount. Whatever cannot be reproduced to the cent is not credited.

use serde::Serialize;
use time::Date;

use super::input::given;
use super::lines::{number, rows};
use super::value::Value;
use crate::finding::Code;
use crate::gather::Gather;
use crate::money::Decimal;
use crate::plan::dates::closed_by;
use crate::plan::settings::Chosen;
use crate::plan::token::{self, Belongs, Names, belongs};
use crate::read::date::write_date;
use crate::read::letters::parted;
use crate::read::{Findings, Node, clipped};
use crate::write::to_bytes;
use crate::xero::answered::{Answered, AnsweredDocument, AnsweredKind, Life, State};
use crate::xero::invoice::{MAX_DESCRIPTION, MAX_REFERENCE, RATE_DECIMALS};
use crate::xero::totals::{
    AmountTypes, TwinDiscount, TwinLine, amount_types, line_amount, line_tax, tax_of, totals,
};

/// A credit note and what it is allocated to. It is approved when it is written, then allocated.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct CreditNote<'a> {
    /// The note that is there already, unallocated: then nothing is written but the allocation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_note_id: Option<String>,
    /// What is PUT to `/CreditNotes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "{ [field: string]: unknown }"))]
    pub body: Option<Value<'a>>,
    /// SHA-256 of the body, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_hash: Option<String>,
    /// The value of the header `Idempotency-Key` of that write.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_key: Option<String>,
    /// What is PUT to `/CreditNotes/{CreditNoteID}/Allocations`, inside `{ Allocations: [ … ] }`.
    #[cfg_attr(
        feature = "ts",
        ts(type = "{ Invoice: { InvoiceID: string }, Amount: number, Date: string }")
    )]
    pub allocation: Value<'a>,
    /// The value of the header `Idempotency-Key` of that write.
    pub allocation_key: String,
}

/// Why a note is written, as its reference says between the invoice's number and the token.
const REASONS: [&str; 4] = ["deal lost", "deal deleted", "deal changed", "billed otherwise"];
const SEPARATOR: &str = " | ";

/// Whether a credit note's reference is one that is written here for the invoice of that number.
///
/// Whose deal its token names is for [`belongs`] to tell.
pub fn is_reference_of_ours(reference: &str, number: &str) -> bool {
    let said = reference.strip_prefix(number).and_then(|rest| rest.strip_prefix(' '));
    let reason = said.and_then(|said| parted(said, SEPARATOR)).map(|(reason, _)| reason);
    reason.is_some_and(|reason| REASONS.contains(&reason))
}

/// The note for an invoice; `None`, and a finding, when it cannot be made.
pub fn credit<'a>(
    invoice: &AnsweredDocument<'a>,
    of: &Names,
    replacement: Option<&Names>,
    why: &str,
    situation: Situation<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Option<CreditNote<'a>> {
    let Situation { answered, chosen, deal, today } = situation;
    let today = today?;
    if let Some((lock, what)) = closed_by(today, &chosen.entity.document, chosen.snapshot) {
        findings.add(
            Code::ScheduleDateLocked,
            lock.at,
            format_args!(
                "today is not after {what} `{}`, so nothing can be credited",
                write_date(lock.value)
            ),
        );
        return None;
    }
    if !answered.is_looked_up(AnsweredKind::CreditNote) {
        findings.add(
            Code::HandoffNotLookedUp,
            answered.at,
            format_args!("it was not looked up which credit notes the deal has"),
        );
        return None;
    }
    let total = given(invoice.total)?;
    let due = given(invoice.amount_due).unwrap_or(total);
    let settled = invoice.settled()?;
    let owed = total.minus(settled.paid)?.minus(settled.advanced)?.minus(settled.credited)?;
    if owed != due {
        // Such as a deduction at source: the note would take back more than can be allocated.
        findings.add(
            Code::HandoffCreditDiffers,
            invoice.amount_due.map_or(invoice.id.at, |due| due.at),
            format_args!(
                "AmountDue is `{}`, and the total less what was paid and credited is `{}`: something else was deducted, which a credit note does not undo",
                due.to_money(),
                owed.to_money()
            ),
        );
        return None;
    }
    // A note that was made before, when the answer or the allocation got lost.
    let names_it = |note: &&AnsweredDocument<'_>| {
        let Belongs::ToDeal(token) = belongs(note, &chosen.config.token, deal) else { return false };
        let ours = names_of(token.slot, token.revision, situation);
        [Some(of), replacement].into_iter().flatten().any(|names| names.token == ours.token)
    };
    let is_open = |note: &&AnsweredDocument<'_>| {
        note.life() == Life::Live
            && note.state() != State::Paid
            && note.remaining_credit.is_none_or(|rest| !rest.is_zero())
    };
    if let Some(note) = answered.of(AnsweredKind::CreditNote).filter(is_open).find(names_it) {
        let rest = given(note.remaining_credit.or(note.total));
        if note.state() != State::Authorised || rest != Some(total) {
            findings.add(
                Code::HandoffCreditPending,
                note.id.at,
                format_args!(
                    "there is a credit note of the deal with status `{}`",
                    note.status.map_or("", |status| status.value)
                ),
            );
            return None;
        }
        let (allocation, allocation_key) = allocation(invoice, of, total.min(due), today);
        let id = Some(note.id.value.to_owned());
        return Some(CreditNote {
            credit_note_id: id,
            body: None,
            content_hash: None,
            request_key: None,
            allocation,
            allocation_key,
        });
    }
    let body = body(invoice, replacement.unwrap_or(of), why, today, chosen, findings)?;
    let hash = token::hash(&to_bytes(&body));
    let (allocation, allocation_key) = allocation(invoice, of, total.min(due), today);
    Some(CreditNote {
        credit_note_id: None,
        request_key: Some(token::request_key("credit", &of.identity, &hash, 1)),
        content_hash: Some(hash),
        body: Some(body),
        allocation,
        allocation_key,
    })
}

/// What a credit note depends on besides its invoice.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'s, 'a> {
    /// Everything that was found.
    pub answered: &'s Answered<'a>,
    /// Config and snapshot.
    pub chosen: Chosen<'s>,
    /// The deal's number.
    pub deal: u64,
    /// Today, where the organisation is.
    pub today: Option<Date>,
}

fn names_of(slot: &str, revision: u32, situation: Situation<'_, '_>) -> Names {
    super::input::names(situation.chosen, situation.deal, slot, revision)
}

fn allocation<'a>(
    invoice: &AnsweredDocument<'a>,
    of: &Names,
    amount: Decimal,
    today: Date,
) -> (Value<'a>, String) {
    let allocation = Value::Object(vec![
        ("Invoice", Value::Object(vec![("InvoiceID", Value::text(invoice.id.value))])),
        ("Amount", Value::Number(amount)),
        ("Date", Value::Text(write_date(today))),
    ]);
    let key = token::request_key("allocate", &of.identity, &token::hash(&to_bytes(&allocation)), 1);
    (allocation, key)
}

fn body<'a>(
    invoice: &AnsweredDocument<'a>,
    token: &Names,
    why: &str,
    today: Date,
    chosen: Chosen<'_>,
    findings: &mut Findings<'_>,
) -> Option<Value<'a>> {
    let before = findings.errors();
    let types = amount_types(invoice.node, findings)?;
    let mut lines = Vec::new();
    let mut twins = Vec::new();
    for row in rows(invoice.node) {
        let (line, twin) = credited(row, types, chosen, findings);
        lines.push(line);
        twins.push(twin);
    }
    if findings.errors() > before {
        return None;
    }
    let made = totals(&twins, types, 4, None);
    let answered = [invoice.sub_total, invoice.total_tax, invoice.total].map(given);
    let is_exact = made.is_some_and(|made| {
        [made.sub_total, made.total_tax, made.total]
            .into_iter()
            .zip(answered)
            .all(|(ours, theirs)| Some(ours) == theirs)
    });
    if !is_exact {
        let total = given(invoice.total).unwrap_or(Decimal::ZERO);
        findings.add(
            Code::HandoffCreditDiffers,
            invoice.id.at,
            format_args!(
                "a credit note made of the lines does not come to the invoice's `{}`",
                total.to_money()
            ),
        );
        return None;
    }
    let number = invoice.number.map_or(invoice.id.value, |number| number.value);
    let reference = format!("{number} {why}{SEPARATOR}{}", token.token);
    debug_assert!(is_reference_of_ours(&reference, number), "{why} is none of the reasons");
    if reference.encode_utf16().count() > MAX_REFERENCE {
        findings.add(
            Code::DealReferenceTooLong,
            invoice.id.at,
            format_args!("the credit note's reference would be longer than {MAX_REFERENCE} characters"),
        );
        return None;
    }
    let (Some(contact), Some(currency)) = (invoice.contact_id, invoice.currency) else {
        findings.add(
            Code::InputPartMissing,
            invoice.node.at(),
            format_args!("the invoice was passed without its contact or its currency"),
        );
        return None;
    };
    let mut body = vec![
        ("Type", Value::text("ACCRECCREDIT")),
        ("Status", Value::text("AUTHORISED")),
        ("Contact", Value::Object(vec![("ContactID", Value::text(contact.value))])),
        ("Date", Value::Text(write_date(today))),
        ("Reference", Value::Text(reference)),
    ];
    if let Some(theme) = invoice.node.get("BrandingThemeID").filter(|theme| !theme.raw().is_empty()) {
        body.push(("BrandingThemeID", Value::Given(theme)));
    }
    body.push(("CurrencyCode", Value::text(currency.value)));
    let is_base = chosen.snapshot.base_currency().is_some_and(|base| base.value == currency.value);
    if !is_base {
        // At the day's own rate, part of the sale would stay in the books.
        let rate = given(invoice.currency_rate).map(|rate| rate.rounded(RATE_DECIMALS));
        let Some(rate) = rate.filter(|rate| *rate > Decimal::ZERO) else {
            findings.add(
                Code::InputPartMissing,
                invoice.node.at(),
                format_args!(
                    "the invoice is in `{}` and was passed without its CurrencyRate",
                    clipped(currency.value)
                ),
            );
            return None;
        };
        body.push(("CurrencyRate", Value::Number(rate)));
    }
    body.push(("LineAmountTypes", Value::text(types.word())));
    body.push(("LineItems", Value::List(lines)));
    Some(Value::Object(body))
}

/// A line of the invoice as one of the note; with whatever stands in the way as a finding.
fn credited<'a, 's>(
    row: Node<'a>,
    types: AmountTypes,
    chosen: Chosen<'s>,
    findings: &mut Findings<'_>,
) -> (Value<'a>, TwinLine<'s>) {
    let amount = number(row, "LineAmount").unwrap_or_default();
    let priced = number(row, "Quantity").zip(number(row, "UnitAmount"));
    let gives = |(quantity, unit): &(Decimal, Decimal)| {
        line_amount(*quantity, *unit, TwinDiscount::None, 4) == Some(amount)
    };
    let plain = priced.filter(gives);
    let member = |name: &'a str| row.get(name).filter(|value| !value.raw().is_empty());
    let (account, item) = (member("AccountCode"), member("ItemCode"));
    let is_text = amount.is_zero() && plain.is_none_or(|(_, unit)| unit.is_zero()) && account.is_none();
    let mut twin =
        TwinLine { priced: None, amount, discount: TwinDiscount::None, tax: None, stated_tax: None };
    let mut made: Vec<(&str, Value<'a>)> = Vec::new();
    if let Some(text) = member("Description") {
        let folded = priced.filter(|_| plain.is_none()).map(|priced| folded(text.raw(), priced));
        made.push(("Description", folded.map_or(Value::Given(text), Value::Text)));
    }
    if is_text {
        return (Value::Object(made), twin);
    }
    let (quantity, unit) = plain.unwrap_or((Decimal::ONE, amount));
    twin.priced = Some((quantity, unit));
    made.extend([("Quantity", Value::Number(quantity)), ("UnitAmount", Value::Number(unit))]);
    let keeps_stock = |code: &str| chosen.snapshot.item(code).is_none_or(|item| item.is_tracked);
    let loses_stock = item.filter(|code| plain.is_none() && keeps_stock(code.raw()));
    if let Some(code) = loses_stock {
        let (shown, at) = (clipped(code.raw()), code.at());
        findings.add(
            Code::LineItemFolded,
            at,
            format_args!(
                "a line of item `{shown}` is credited as one amount, so its stock does not come back"
            ),
        );
    }
    if let Some(code) =
        account.filter(|code| chosen.snapshot.account(code.raw()).is_some_and(|one| one.is_archived))
    {
        let shown = clipped(code.raw());
        findings.add(
            Code::AccountArchived,
            code.at(),
            format_args!("account `{shown}` of the invoice is archived"),
        );
    }
    let tax_type = member("TaxType");
    for (name, value) in [
        ("ItemCode", item.filter(|_| loses_stock.is_none())),
        ("AccountCode", account),
        ("TaxType", tax_type),
    ] {
        made.extend(value.map(|value| (name, Value::Given(value))));
    }
    if types != AmountTypes::NoTax {
        twin.tax = tax_of(row, chosen.snapshot, findings);
    }
    if let (Some(rate), Some(tax)) = (twin.tax.filter(|rate| !rate.is_active), tax_type) {
        findings.add(
            Code::TaxTypeInactive,
            tax.at(),
            format_args!("tax type `{}` of the invoice is not active", rate.tax_type),
        );
    }
    let computed = twin.tax.and_then(|rate| line_tax(amount, rate, types));
    if let (Some(tax), Some(answered)) = (computed, number(row, "TaxAmount"))
        && tax != answered
    {
        twin.stated_tax = Some(answered);
        made.push(("TaxAmount", Value::Number(answered)));
        if !chosen.entity.schedule.adjust_tax {
            findings.add(
                Code::HandoffCreditDiffers,
                row.get("TaxAmount").map_or(row.at(), Node::at),
                format_args!(
                    "the tax of a line is `{}` in Xero, and a credit note would have `{}`",
                    answered.to_money(),
                    tax.to_money()
                ),
            );
        }
    }
    let option = |option: Node<'a>| {
        let members = option.members().filter(|(name, _)| matches!(*name, "Name" | "Option"));
        Value::Object(members.map(|(name, value)| (name, Value::Given(value))).gather())
    };
    let options: Vec<_> = row.items_of("Tracking").map(option).gather();
    if !options.is_empty() {
        made.push(("Tracking", Value::List(options)));
    }
    (Value::Object(made), twin)
}

/// The text of a line that was folded, with the quantity and the price that it had.
fn folded(text: &str, (quantity, unit): (Decimal, Decimal)) -> String {
    let folded = format!("{text} ({quantity} × {unit}, less the discount)");
    if folded.encode_utf16().count() > MAX_DESCRIPTION { text.to_owned() } else { folded }
}

#[cfg(test)]
mod tests {
    use super::is_reference_of_ours;

    #[test]
    fn a_persons_note_is_not_taken_for_ours() {
        for (reference, number, expected) in [
            ("INV-1 deal changed | PD-42/deposit-r2", "INV-1", true),
            ("INV-1 deal lost | PD-42", "INV-1", true),
            ("INV-1 deal deleted | PD-42", "INV-1", true),
            ("INV-1 billed otherwise | PD-42", "INV-1", true),
            ("INV-1 refused | PD-42/deposit", "INV-1", false),
            ("INV-1 deal changed and refused | PD-42", "INV-1", false),
            ("INV-1 deal changed PD-42", "INV-1", false),
            ("INV-1 | PD-42", "INV-1", false),
            ("INV-12 deal changed | PD-42", "INV-1", false),
            ("deal changed | PD-42", "INV-1", false),
            ("", "", false),
        ] {
            assert_eq!(is_reference_of_ours(reference, number), expected, "{reference}");
        }
    }
}
