//! A won deal becomes its documents: `mapDealToInvoice`.

pub(crate) mod account;
pub mod age;
mod check;
mod credit;
pub mod dates;
mod deposit;
mod divide;
mod document;
pub mod input;
mod issue;
mod line;
mod lines;
pub mod local_time;
mod price;
mod rate;
mod reference;
mod repeat;
pub mod rules;
pub mod settings;
pub mod shares;
mod slots;
mod split;
mod stage;
mod stock;
pub(crate) mod tax;
mod text;
pub mod token;
pub mod trace;
pub(crate) mod tracking;
pub(crate) mod treatment;
mod worth;

use serde::Serialize;

use crate::finding::Finding;
use crate::money::Decimal;
use crate::read::Findings;
use crate::xero::invoice::{Invoice, LineItem};
use crate::xero::repeating::RepeatingInvoice;
use crate::xero::totals::Totals;
pub use document::{Made, Purpose};
use input::Handoff;
use rules::Ruling;
use settings::Chosen;
pub use shares::make;
use trace::Origins;

/// What a deal becomes.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Plan {
    /// Whether the documents may be written.
    pub ok: bool,
    /// The documents to be written now; none unless `ok`.
    pub documents: Vec<PlannedDocument>,
    /// The documents of a schedule whose day has not come; absent where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<PlannedDocument>>"))]
    pub scheduled: Vec<PlannedDocument>,
    /// What the documents of a schedule come to together; absent where there is one document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Ledger>,
    /// Who bills what of a deal that is split over several entities; absent where one bills all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<shares::BilledShare>>"))]
    pub shares: Vec<shares::BilledShare>,
    /// What has it wait: `held` for a person, `waiting` for a day, `skipped` for good; absent where nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    /// The day before which a rule has nothing written.
    #[serde(rename = "notBefore", skip_serializing_if = "Option::is_none")]
    pub not_before: Option<String>,
    /// What a person must approve, with who answers for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<rules::Hold>>"))]
    pub holds: Vec<rules::Hold>,
    /// Whom a rule wants told, and what.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<rules::RuleAlert>>"))]
    pub alerts: Vec<rules::RuleAlert>,
    /// The config's rules, and what came of each; absent where it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<rules::Considered>>"))]
    pub rules: Vec<rules::Considered>,
    /// What stands in the way, and what is worth knowing; errors first.
    pub findings: Vec<Finding>,
    /// Who answers for the areas of the errors and warnings, as the config's `owners` say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<rules::Owner>>"))]
    pub owners: Vec<rules::Owner>,
    /// What could be computed although not `ok`; never to be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<Preview>,
}

/// A document to be written.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PlannedDocument {
    /// The entity's name in the config.
    pub entity: String,
    /// Its tenant id, for the header `xero-tenant-id`.
    pub tenant_id: String,
    /// Which document of the deal's schedule it is.
    pub slot: String,
    /// What it is in Xero.
    pub kind: &'static str,
    /// Its name for ever.
    pub identity: String,
    /// What it is found by, part of the document itself.
    pub token: String,
    /// SHA-256 of the body, in hexadecimal.
    pub content_hash: String,
    /// The value of the header `Idempotency-Key` for the first attempt at creating it.
    pub request_key: String,
    /// Rises only with a reissue.
    pub revision: u32,
    /// The day it is to be written; absent while no field says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue_on: Option<String>,
    /// What is PUT to `/Invoices` or `/RepeatingInvoices`.
    pub body: Body,
    /// The value of the query parameter `unitdp`.
    pub unit_dp: u32,
    /// What Xero will compute.
    pub totals: Totals,
    /// The origin of every field of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<trace::Origin<'static>>>"))]
    pub trace: Option<Origins>,
}

/// The body of a document.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Body {
    /// Of an invoice.
    Invoice(Invoice),
    /// Of a template of invoices.
    Repeating(RepeatingInvoice),
}

/// What the documents of a schedule come to together.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Ledger {
    /// The kind of schedule.
    pub kind: &'static str,
    /// How the lines were divided: `whole`, `shares`, `amounts`, `deducted`, `adjusted` or `residue`.
    pub method: &'static str,
    /// Without tax.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub sub_total: Decimal,
    /// The tax.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total_tax: Decimal,
    /// With tax.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total: Decimal,
    /// By how much the tax is off that of the whole deal; a finding says so too.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub tax_residue: Decimal,
}

/// What could be computed of a document that must not be sent.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Preview {
    /// The lines, as far as each could be made.
    pub lines: Vec<LineItem>,
    /// What Xero would compute, when every line could be made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totals: Option<Totals>,
}

/// How a plan is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whether documents carry the origin of every field.
    pub trace: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { trace: true }
    }
}

/// Plans the documents of a deal.
#[must_use]
pub fn plan<'a>(
    handoff: Option<&mut Handoff<'a>>,
    chosen: &[Chosen<'a>],
    ruling: &mut Ruling<'a>,
    options: Options,
    mut findings: Findings<'a>,
) -> Plan {
    let purpose = Purpose::Write { trace: options.trace };
    let (mut made, mut holds) = (None, Vec::new());
    if let Some(handoff) = handoff {
        let own = make(handoff, chosen, ruling, purpose, &mut findings);
        holds = ruling.settle(handoff, own.worth, false, &mut findings);
        made = Some(own);
    }
    let ok = findings.is_ok();
    let mut plan = Plan {
        ok,
        documents: Vec::new(),
        scheduled: Vec::new(),
        schedule: None,
        shares: made.as_mut().map(|made| core::mem::take(&mut made.shares)).unwrap_or_default(),
        status: ruling.status(!holds.is_empty()),
        not_before: ruling.not_before.take(),
        holds,
        alerts: core::mem::take(&mut ruling.alerts),
        rules: core::mem::take(&mut ruling.considered),
        findings: Vec::new(),
        owners: Vec::new(),
        preview: None,
    };
    match made {
        Some(made) if ok => {
            (plan.documents, plan.scheduled, plan.schedule) = (made.due, made.scheduled, made.ledger);
        }
        Some(Made { mut lines, totals, .. }) => {
            for share in &mut plan.shares {
                share.schedule = None;
            }
            lines.retain(LineItem::is_writable);
            plan.preview = (!lines.is_empty()).then_some(Preview { lines, totals });
        }
        None => {}
    }
    plan.findings = findings.finish();
    plan.owners = rules::of_findings(&plan.findings, ruling.owners);
    plan
}
