//! A won deal becomes its documents: `mapDealToInvoice`.

mod account;
mod check;
mod dates;
mod document;
pub mod input;
mod line;
mod lines;
pub mod local_time;
mod price;
mod reference;
pub mod settings;
mod tax;
mod text;
pub mod token;
pub mod trace;
mod tracking;
mod treatment;
mod worth;

use serde::Serialize;

use crate::finding::Finding;
use crate::read::Findings;
use crate::xero::invoice::{Invoice, LineItem};
use crate::xero::totals::Totals;
pub use document::{Made, Purpose, make};
use input::Handoff;
use settings::Chosen;
use trace::Origins;

/// What a deal becomes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Plan {
    /// Whether the documents may be written.
    pub ok: bool,
    /// The documents; none unless `ok`.
    pub documents: Vec<PlannedDocument>,
    /// What stands in the way, and what is worth knowing; errors first.
    pub findings: Vec<Finding>,
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
    pub slot: &'static str,
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
    /// The day it is to be written.
    pub issue_on: String,
    /// What is PUT to `/Invoices`.
    pub body: Invoice,
    /// The value of the query parameter `unitdp`.
    pub unit_dp: u32,
    /// What Xero will compute.
    pub totals: Totals,
    /// The origin of every field of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<trace::Origin<'static>>>"))]
    pub trace: Option<Origins>,
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
    handoff: Option<&Handoff<'a>>,
    chosen: Option<Chosen<'a>>,
    options: Options,
    mut findings: Findings<'a>,
) -> Plan {
    let made = handoff.zip(chosen).map(|(handoff, chosen)| {
        let purpose = Purpose::Write { trace: options.trace };
        document::make(handoff, chosen, purpose, &mut findings)
    });
    let ok = findings.is_ok();
    let (documents, preview) = match made {
        Some(made) if ok => (made.document.into_iter().collect(), None),
        Some(Made { mut lines, totals, .. }) => {
            lines.retain(LineItem::is_writable);
            (Vec::new(), (!lines.is_empty()).then_some(Preview { lines, totals }))
        }
        None => (Vec::new(), None),
    };
    Plan { ok, documents, findings: findings.finish(), preview }
}
