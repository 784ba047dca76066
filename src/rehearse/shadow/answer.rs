//! What `shadow` answers.

use serde::Serialize;

use super::proposal::Proposal;
use crate::finding::Finding;
use crate::money::Decimal;
use crate::pairing::{Confidence, Evidence};
use crate::rehearse::diff::Remark;
use crate::rehearse::reasons::Reason;

/// What would have been created, beside what people invoiced.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Shadow {
    /// Whether everything could be read, and agreement is as high as was wanted.
    pub ok: bool,
    /// The day up to which documents were due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// How far the documents agree that could be compared.
    pub agreement: Agreement,
    /// How many deals there are of each class; none is in two.
    pub deal_classes: Vec<DealClassCount>,
    /// How many documents there are of each class; none is in two.
    pub document_classes: Vec<DocumentClassCount>,
    /// What it comes to, by currency.
    pub totals: Vec<CurrencyTotals>,
    /// One change of the config each, with which more would agree; the most telling first.
    pub proposals: Vec<Proposal>,
    /// Why deals of the period would be refused, held, waiting or skipped: the most frequent reason first.
    pub reasons: Vec<Reason>,
    /// The deals, in their order.
    pub deals: Vec<ShadowDeal>,
    /// The documents, in their order.
    pub documents: Vec<ShadowDocument>,
    /// What could not be read, and which fields agree too seldom.
    pub findings: Vec<Finding>,
}

/// How far documents agree.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ShadowAgreement"))]
pub struct Agreement {
    /// How many were compared with those that people made.
    pub documents: usize,
    /// How many of them agree in everything that was compared.
    pub whole: usize,
    /// The same in thousandths.
    pub share: usize,
    /// Field by field.
    pub fields: Vec<FieldAgreement>,
}

/// How far a field agrees.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FieldAgreement {
    /// Its name in Xero; `Documents` is how many there are of a deal, `Lines` how many of a document.
    pub field: &'static str,
    /// How many times both sides say it.
    pub compared: usize,
    /// How many times they agree.
    pub agreed: usize,
    /// The same in thousandths, rounded down.
    pub share: usize,
}

/// How many deals there are of a class.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DealClassCount {
    /// The class.
    pub class: DealClass,
    /// How many.
    pub count: usize,
}

/// How many documents there are of a class.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DocumentClassCount {
    /// The class.
    pub class: DocumentClass,
    /// How many.
    pub count: usize,
}

/// What a deal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum DealClass {
    /// People billed it as it would have been billed, as far as can be compared.
    Agrees,
    /// People billed it otherwise.
    Differs,
    /// It would have been billed, and nobody did.
    Unbilled,
    /// Nothing of it was due.
    NotDue,
    /// A person would have been asked.
    Held,
    /// A rule has it wait for a day.
    Waiting,
    /// A rule leaves it out.
    Skipped,
    /// Nothing would be written before something is corrected.
    Refused,
    /// The documents of its entity were not passed.
    NotLookedUp,
    /// It was not won.
    NotWon,
    /// It was won on another day than those of the period.
    Outside,
    /// It was passed before.
    Repeated,
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum DocumentClass {
    /// It is what a deal would have been billed with.
    Paired,
    /// It bills a deal beside another document.
    Further,
    /// No deal was found for it.
    WithoutDeal,
    /// A repeating invoice made it.
    FromTemplate,
    /// It was voided, deleted or credited.
    TakenBack,
    /// A credit note, a prepayment or an overpayment.
    Other,
    /// It is dated on another day than those of the period, and no deal was found for it.
    Outside,
}

/// What a currency's documents come to, with tax.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CurrencyTotals {
    /// The currency.
    pub currency: String,
    /// As planned, of what people billed too.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub planned: Decimal,
    /// What people billed of it.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub invoiced: Decimal,
    /// As planned, of what nobody billed.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub unbilled: Decimal,
    /// What was billed without a deal.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub without_deal: Decimal,
}

/// A deal.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ShadowDeal {
    /// Where it stands in the input.
    pub at: String,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The day it was won.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub won_on: Option<String>,
    /// What it is.
    pub class: DealClass,
    /// How its contact was chosen: `passed`, `matched`, or `review` and `create`, as a match decided; absent where no
    /// contacts were passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<&'static str>,
    /// What it would have been billed with.
    pub documents: Vec<ShadowSlot>,
    /// What people billed it with besides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Billed>>"))]
    pub further: Vec<Billed>,
    /// What differs of the deal as a whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<ShadowDifference>>"))]
    pub differences: Vec<ShadowDifference>,
    /// Errors and warnings of its plan.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Remark>>"))]
    pub says: Vec<Remark>,
}

/// A document that a deal would have been billed with.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ShadowSlot {
    /// Which document of the deal's schedule it is; `*` where the deal has no plan.
    pub slot: String,
    /// The entity that bills.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The day it would have been written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue_on: Option<String>,
    /// Its currency.
    pub currency: String,
    /// With tax, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total: Option<Decimal>,
    /// What people made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billed: Option<Billed>,
    /// How many fields agree.
    pub agreed: usize,
    /// What differs.
    pub differences: Vec<ShadowDifference>,
}

/// A document of people's, and why it is the deal's.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "BilledDocument", optional_fields))]
pub struct Billed {
    /// Where it stands in the input.
    pub at: String,
    /// Its id.
    pub id: String,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// With tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total: Option<Decimal>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Why, the heaviest first.
    pub evidence: Vec<Evidence>,
}

/// A value that people wrote otherwise.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct ShadowDifference {
    /// The field, as in `agreement`.
    pub field: &'static str,
    /// Where it stands in the planned body; absent for what Xero computes.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<String>"))]
    pub at: String,
    /// As planned.
    pub ours: String,
    /// As people wrote it.
    pub theirs: String,
    /// What ours was made from, as JSON pointers into the input.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<String>>"))]
    pub from: Vec<String>,
    /// What decided it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// A document of people's.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct ShadowDocument {
    /// Where it stands in the input.
    pub at: String,
    /// The entity in whose organisation it stands.
    pub entity: String,
    /// Its id.
    pub id: String,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The name of its contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Its currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// With tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total: Option<Decimal>,
    /// What it is.
    pub class: DocumentClass,
    /// Where its deal stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deal: Option<String>,
}
