//! What became of a deal's documents, for the deal: `paymentStatus`.
//!
//! From what Xero answered and what is planned to one state, the amounts behind it, and what is to be written
//! to the deal. Nothing is written that does not change.

mod credit;
mod patch;
mod planned;
mod rows;
mod says;
mod table;

use serde::Serialize;

use crate::config::Entity;
use crate::config::feedback::DealStatus;
use crate::finding::{Code, Finding};
use crate::money::Decimal;
use crate::plan::dates;
use crate::plan::input::{Handoff, Parts, local_days};
use crate::plan::settings::{Chosen, Settings, is_by_entity};
use crate::plan::shares::{of_organisation, taking_part};
use crate::plan::token::has_documents;
use crate::read::{Findings, Node, Sources};
use crate::xero::answered::{Answered, AnsweredKind};
pub use credit::ContactCredit;
pub use patch::{Activity, Note, Patch, PatchValue};

/// What became of a deal, and what of it is to be written to the deal.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct DealUpdate {
    /// Whether the state could be told.
    pub ok: bool,
    /// The state of the whole deal; absent unless `ok`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<DealStatus>,
    /// What the config calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Since how many days the longest overdue invoice is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_overdue: Option<u32>,
    /// The documents of the deal, and the parts of it that have none yet; none unless `ok`.
    pub documents: Vec<DocumentStatus>,
    /// The sums, in the currency of the documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amounts: Option<Amounts>,
    /// The sums in the currency of the books, each document at its own rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Amounts>,
    /// What the contact has open with us, whatever deal it came from; no part of the sums.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<ContactCredit>>"))]
    pub contact_credit: Vec<ContactCredit>,
    /// The body of `PATCH /api/v2/deals/{id}`: the fields that change; absent when none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patch: Option<Patch>,
    /// The body of `POST /api/v1/notes`, where the config wants one and something changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// The body of `POST /api/v2/activities`, where the config wants one and the status changes to one that
    /// calls for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
    /// The state in one line, for a chat or an alert.
    pub text: String,
    /// What stands in the way, and what is worth knowing; errors first.
    pub findings: Vec<Finding>,
}

/// A document of the deal, or a part of the deal that has none yet.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct DocumentStatus {
    /// Which part of the deal's schedule it bills.
    pub slot: String,
    /// The entity it is of, where documents were passed by entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// `invoice`, `credit-note` or `repeating-invoice`.
    pub kind: &'static str,
    /// Its state. A credit note that was approved is `credited`.
    pub status: DealStatus,
    /// Since how many days it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_overdue: Option<u32>,
    /// Its id in Xero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// An invoice's page in Xero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The day of issue; of what does not exist yet, the day it is to be issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The day it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_date: Option<String>,
    /// The day on which it was settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_on: Option<String>,
    /// ISO 4217 code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// With tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total: Option<Decimal>,
    /// The money that came for it: payments that count, overpayments and prepayments allocated to it. Of a
    /// credit note, what was paid back, below zero.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub paid: Decimal,
    /// What credit notes took back of it.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub credited: Decimal,
    /// What is still due; nothing before it is approved, or after it was voided or deleted.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub due: Decimal,
}

impl DocumentStatus {
    fn new(slot: &str, kind: &'static str, status: DealStatus) -> Self {
        Self {
            slot: slot.to_owned(),
            entity: None,
            kind,
            status,
            days_overdue: None,
            id: None,
            number: None,
            link: None,
            date: None,
            due_date: None,
            settled_on: None,
            currency: None,
            total: None,
            paid: Decimal::ZERO,
            credited: Decimal::ZERO,
            due: Decimal::ZERO,
        }
    }
}

/// The sums of a deal's documents. Money and credit are never mixed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Amounts {
    /// ISO 4217 code.
    pub currency: String,
    /// The totals of approved invoices, credited ones too.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub invoiced: Decimal,
    /// The money that came for them, less what was paid back.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub paid: Decimal,
    /// What credit notes took back: those allocated to the invoices, and the deal's own, allocated or not.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub credited: Decimal,
    /// What is due on approved invoices.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub due: Decimal,
    /// The totals of invoices that are not approved yet.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub drafted: Decimal,
    /// What is planned and has no document yet; 0 in another currency than the documents', since no rate is known.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub planned: Decimal,
}

/// Tells what became of a deal.
///
/// Where several entities bill it, or may have, `existing` says whose each answer is, and the sums are of all.
#[must_use]
pub fn payment_status(input: Node<'_>) -> DealUpdate {
    let mut findings = Findings::new(Sources::of(input));
    let parts = Parts::find(input, &mut findings);
    let snapshots = parts.snapshots.or(parts.snapshot);
    let settings = Settings::read(parts.config, snapshots, input.at(), Findings::new(Sources::of(input)));
    findings.extend(&settings.findings);
    // What is billed is the plan's affair.
    let parts = Parts { products: None, product_details: None, discounts: None, installments: None, ..parts };
    let handoff = Handoff::read(parts, &mut findings);
    let existing = input.get("existing");
    let ruling = settings.ruling(input.get("plan"));
    let names = taking_part(input, &settings, &ruling);
    let mut places: Vec<Option<Entity>> = Vec::new();
    places.resize_with(names.len().max(1), || None);
    let mut count = places.len();
    let mut parts = Vec::with_capacity(count);
    let deal = handoff.as_ref().and_then(|handoff| handoff.deal.id).map_or(0, |id| id.value);
    for (index, place) in places.iter_mut().enumerate() {
        let name = names.get(index).copied();
        let mut why = Findings::new(Sources::of(input));
        let chosen = ruling.choose(&settings, name, input.at(), place, &mut why);
        let part = match (name, &settings.config) {
            (Some(name), Some(config)) => existing
                .filter(|part| is_by_entity(*part, config))
                .and_then(|part| of_organisation(part, config, name)),
            _ => existing,
        };
        let answered = Answered::read(part, &mut findings);
        let is_looked_up = |answered: &Answered<'_>| answered.is_looked_up(AnsweredKind::Invoice);
        // Of an organisation that has nothing of the deal, no more need be known.
        if let (None, 1.., Some(answered), Some(config)) = (chosen, index, &answered, &settings.config)
            && is_looked_up(answered)
            && !has_documents(answered, &config.token, deal)
        {
            count -= 1;
            continue;
        }
        findings.extend(&why.finish());
        if part.is_none() || answered.as_ref().is_some_and(|answered| !is_looked_up(answered)) {
            let whose = name.map(|name| format!(", by entity, for `{name}`")).unwrap_or_default();
            findings.add(
                Code::InputPartMissing,
                part.map_or(input.at(), Node::at),
                format_args!("no invoices were passed in `existing`{whose}: that nothing was looked up is not that there is nothing"),
            );
        }
        if let (Some(chosen), Some(answered)) = (chosen, answered.filter(is_looked_up)) {
            parts.push((chosen, answered));
        }
    }
    let told = handoff
        .as_ref()
        .filter(|_| parts.len() == count)
        .and_then(|handoff| tell(handoff, &parts, !names.is_empty(), input, &mut findings));
    match told {
        Some(told) if findings.is_ok() => DealUpdate { findings: findings.finish(), ..told },
        _ => {
            let findings = findings.finish();
            let why = findings.first().map_or("", |finding| finding.message.as_str());
            DealUpdate { text: format!("The status cannot be told: {why}"), findings, ..nothing() }
        }
    }
}

fn nothing() -> DealUpdate {
    DealUpdate {
        ok: false,
        status: None,
        label: None,
        days_overdue: None,
        documents: Vec::new(),
        amounts: None,
        base: None,
        contact_credit: Vec::new(),
        patch: None,
        note: None,
        activity: None,
        text: String::new(),
        findings: Vec::new(),
    }
}

fn tell<'a>(
    handoff: &Handoff<'a>,
    parts: &[(Chosen<'a>, Answered<'a>)],
    by_entity: bool,
    input: Node<'a>,
    findings: &mut Findings<'_>,
) -> Option<DealUpdate> {
    if let Some(at) = handoff.deal.is_deleted {
        findings.add(Code::DealDeleted, at, format_args!("the deal was deleted"));
    }
    let Some(deal) = handoff.deal.id else {
        findings.add(Code::DealIdMissing, handoff.deal.node.at(), format_args!("the deal has no id"));
        return None;
    };
    // Its settings say what is written to the deal.
    let (chosen, answered) = parts.first().map(|(chosen, answered)| (*chosen, answered))?;
    let (mut rows, mut first_day, mut bases) = (Vec::new(), None, Vec::new());
    for (chosen, answered) in parts {
        let dates = handoff.local_dates.and_then(|dates| dates.get(chosen.name));
        let [passed, _] = local_days(dates, findings);
        let passed = passed.or(handoff.today);
        let today = dates::today_of(passed, handoff.now, handoff.at, chosen.snapshot, findings)?.value;
        first_day.get_or_insert(today);
        let mut own = rows::found(answered, *chosen, deal.value, today, findings);
        if by_entity {
            own.iter_mut().for_each(|row| row.shown.entity = Some(chosen.name.to_owned()));
        }
        let base = chosen.snapshot.base_currency().map(|base| base.value.as_str());
        let is_its = |one: Node<'_>| one.get("entity").is_some_and(|entity| entity.raw() == chosen.name);
        let plan = input.get("plan").into_iter();
        let mut planned =
            plan.flat_map(|plan| ["documents", "scheduled"].map(|list| plan.items_of(list))).flatten();
        bases.extend((!own.is_empty() || planned.any(is_its)).then_some(base));
        rows.append(&mut own);
    }
    let today = first_day?;
    let has_templates =
        parts.iter().all(|(_, answered)| answered.is_looked_up(AnsweredKind::RepeatingInvoice));
    planned::read(input.get("plan"), chosen, deal.value, today, has_templates, &mut rows, findings);
    let mut contact_credit = Vec::new();
    parts.iter().for_each(|(_, answered)| contact_credit.append(&mut credit::open(answered, &rows)));
    table::same_currency(&rows, handoff.deal.currency, findings);
    if !findings.is_ok() {
        return None;
    }
    // Amounts in several currencies of books are not added up.
    let own = chosen.snapshot.base_currency().map(|base| base.value.as_str());
    let base =
        bases.first().copied().unwrap_or(own).filter(|first| bases.iter().all(|base| *base == Some(first)));
    let Some((amounts, base)) = table::sums(&rows, handoff.deal.currency, base, findings) else {
        let at = answered.at;
        findings.add(Code::MoneyTooLarge, at, format_args!("the sum of the documents is too large"));
        return None;
    };
    let (status, days_overdue) = table::state(&rows, &amounts);
    let feedback = &chosen.entity.feedback;
    let told = DealUpdate {
        ok: true,
        status: Some(status),
        label: Some(feedback.labels.of(status).to_owned()),
        days_overdue,
        documents: rows::shown(rows),
        // Without any currency there is nothing that could be an amount.
        amounts: Some(amounts).filter(|amounts| !amounts.currency.is_empty()),
        base: base.filter(|base| !base.currency.is_empty()),
        contact_credit,
        ..nothing()
    };
    let text = says::line(&told, handoff, deal.value);
    Some(patch::complete(DealUpdate { text, ..told }, handoff, feedback, deal.value, today, findings))
}
