//! One document: its names, its dates and its body, from lines that are made.

use super::dates::{self, Dates};
use super::input::Handoff;
use super::settings::Chosen;
use super::slots::Slot;
use super::tax::Meaning;
use super::trace::{By, Trace};
use super::{Body, PlannedDocument, reference, token};
use crate::config::document::Status;
use crate::config::schedule::Creation;
use crate::finding::Code;
use crate::money::Decimal;
use crate::read::date::write_date;
use crate::read::{Findings, Given};
use crate::xero::contact::ChosenContact;
use crate::xero::invoice::{ContactRef, Invoice, LineItem};
use crate::xero::totals::Totals;

/// Rises only with a reissue.
pub(super) const REVISION: u32 = 1;

/// What all documents of a deal have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Common<'c, 'a> {
    pub handoff: &'c Handoff<'a>,
    pub chosen: Chosen<'a>,
    pub meaning: Option<Meaning>,
    pub currency: Option<Given<&'a str>>,
    pub contact: Option<&'c ChosenContact<'a>>,
}

impl<'a> Common<'_, 'a> {
    /// The currency of the books and that of the deal, where they differ.
    pub fn foreign(&self) -> Option<(&'a str, Given<&'a str>)> {
        let base = self.chosen.snapshot.organisation.as_ref()?.base_currency.as_ref()?;
        self.currency
            .filter(|currency| base.value != currency.value.trim())
            .map(|currency| (base.value.as_str(), currency))
    }
}

/// A document and whether its day has come.
#[derive(Debug)]
pub(super) struct Issued {
    pub document: PlannedDocument,
    pub is_due: bool,
}

/// What a document is named and dated.
#[derive(Debug)]
pub(super) struct Head {
    pub names: token::Names,
    pub called: reference::Called,
    pub dates: Option<Dates>,
    /// The exchange rate, where it is not Xero's of the day.
    pub rate: Option<Given<Decimal>>,
}

/// Names and dates a document; all its findings, whether or not it can be written.
pub(super) fn head<'a>(
    common: Common<'_, 'a>,
    slot: &Slot<'_>,
    trace: &mut Trace<'_>,
    findings: &mut Findings<'_>,
) -> Option<Head> {
    let Common { handoff, chosen, contact, .. } = common;
    let settings = &chosen.entity.document;
    let dates =
        dates::decide(handoff, settings, chosen.snapshot, contact, Some(slot), trace.document(), findings);
    let id = handoff.deal.id?;
    let names = token::names(chosen.config, id.value, chosen.name, &chosen.slot(&slot.name), REVISION);
    let called = reference::call(handoff, chosen, &names.token, trace.document(), findings);
    Some(Head { names, called, dates, rate: None })
}

/// The document, or its lines back when something stands in the way.
pub(super) fn issue<'a>(
    common: Common<'_, 'a>,
    slot: &Slot<'_>,
    head: Option<Head>,
    lines: Vec<LineItem>,
    totals: &Totals,
    mut trace: Trace<'_>,
    findings: &Findings<'_>,
) -> Result<Issued, Vec<LineItem>> {
    let chosen = common.chosen;
    let settings = &chosen.entity.document;
    note_amounts(common, &mut trace);
    let rate = head.as_ref().and_then(|head| head.rate);
    if let Some(rate) = rate {
        trace.note("CurrencyRate", &[rate.at], By::Rule, Some("schedule.currencyRate: that of the stages"));
    }
    let all_as_drafts = chosen.entity.schedule.create.value == Creation::AllAsDrafts;
    let (by, rule) = match (all_as_drafts, settings.status.at.is_somewhere()) {
        (true, _) => (By::Rule, "schedule.create: all as drafts"),
        (false, true) => (By::Rule, "document.status"),
        (false, false) => (By::Default, "drafts, unless document.status says otherwise"),
    };
    trace.note("Status", &[settings.status.at], by, Some(rule));
    trace.note("Type", &[], By::Default, Some("a sales invoice"));
    let (Some(Head { names, called, dates: Some(dates), .. }), Some(contact)) = (head, common.contact) else {
        return Err(lines);
    };
    let (Some(currency), Some(meaning), Some(tenant), true) =
        (common.currency, common.meaning, &chosen.entity.tenant_id, findings.is_ok())
    else {
        return Err(lines);
    };
    trace.note("Contact/ContactID", &[contact.id.at], By::Input, None);
    let status = if all_as_drafts { Status::Draft } else { settings.status.value };
    let body = Invoice {
        kind: "ACCREC",
        status: status.word(),
        contact: ContactRef { contact_id: contact.id.value.to_owned() },
        date: dates.issue.map(write_date),
        due_date: dates.due.map(write_date),
        invoice_number: called.number,
        reference: called.reference,
        branding_theme_id: called.branding,
        url: called.url,
        currency_code: currency.value.to_owned(),
        currency_rate: rate.map(|rate| rate.value),
        line_amount_types: meaning.word(),
        line_items: lines,
    };
    let content_hash = token::hash(&crate::write::to_bytes(&body));
    let request_key = token::request_key("create", &names.identity, &content_hash, 1);
    let document = PlannedDocument {
        entity: chosen.name.to_owned(),
        tenant_id: tenant.value.clone(),
        slot: chosen.slot(&slot.name),
        kind: "invoice",
        identity: names.identity,
        token: names.token,
        content_hash,
        request_key,
        revision: REVISION,
        issue_on: body.date.clone(),
        body: Body::Invoice(body),
        unit_dp: settings.unit_dp.value,
        totals: totals.clone(),
        trace: trace.finish(),
    };
    Ok(Issued { document, is_due: dates.has_come || (all_as_drafts && dates.issue.is_some()) })
}

/// Notes what decided how amounts are meant.
pub(super) fn note_amounts(common: Common<'_, '_>, trace: &mut Trace<'_>) {
    if let (Some(meaning), Some(currency)) = (common.meaning, common.currency) {
        let by = if meaning.is_silent { By::Rule } else { By::Input };
        let rule =
            if meaning.is_silent { "tax.whenDealHasNoTax.amounts" } else { "the products' tax method" };
        trace.document().note("LineAmountTypes", &[meaning.at], by, Some(rule));
        trace.note("CurrencyCode", &[currency.at], By::Input, None);
    }
}

/// Says that amounts cannot be computed: it must not look as if there had been nothing to bill.
pub(super) fn too_large(handoff: &Handoff<'_>, findings: &mut Findings<'_>) {
    let at = handoff.deal.node.at();
    findings.add(
        Code::MoneyTooLarge,
        at,
        format_args!("the deal's amounts are too large to compute exactly"),
    );
}
