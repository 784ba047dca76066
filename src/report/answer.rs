//! What `reconcile` answers.

use serde::Serialize;

use super::ageing::AgeingLine;
use super::funnel::Funnel;
use super::lists::ListLine;
use super::proof::ProofLine;
use super::sums::Sums;
use crate::finding::Finding;
use crate::money::Decimal;

/// What became of deals and documents.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Reconciliation {
    /// Everything but the rows.
    #[serde(flatten)]
    pub summary: ReconciliationSummary,
    /// The deals: by id, each that was passed.
    pub deals: Vec<ReconciledDeal>,
    /// The documents: by entity, date and id, each that was passed.
    pub documents: Vec<ReconciledDocument>,
}

/// Sums, funnel, ageing, lists, and the proof that the classes come to the total.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReconciliationSummary {
    /// Whether everything could be read.
    pub ok: bool,
    /// The version of this form: 1.
    pub version: u32,
    /// The day as of which it is told.
    pub as_of: String,
    /// How many rows there are.
    pub counts: RowCounts,
    /// How many deals there are of each class that occurs.
    pub deal_classes: Vec<ReconciledDealCount>,
    /// How many documents there are of each class that occurs.
    pub document_classes: Vec<ReconciledDocumentCount>,
    /// Sums by class, currency, month, pipeline, owner and entity.
    pub sums: Sums,
    /// From open deals to money.
    pub funnel: Funnel,
    /// What is due, by currency and entity.
    pub ageing: Vec<AgeingLine>,
    /// Won deals of which something should have been billed and is not: the most first, at most 1000.
    pub won_not_billed: Vec<ListLine>,
    /// Documents that stand without a won deal: the most first, at most 1000.
    pub billed_not_won: Vec<ListLine>,
    /// That the classes come to the totals.
    pub proof: Vec<ProofLine>,
    /// What could not be read, and what is worth knowing.
    pub findings: Vec<Finding>,
}

/// How many rows there are.
#[derive(Debug, Default, Clone, Copy, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RowCounts {
    /// Deals that were passed.
    pub deals: usize,
    /// Documents that were passed.
    pub documents: usize,
}

/// How many deals there are of a class.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReconciledDealCount {
    /// The class.
    pub class: ReconciledDealClass,
    /// How many.
    pub count: usize,
}

/// How many documents there are of a class.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReconciledDocumentCount {
    /// The class.
    pub class: ReconciledDocumentClass,
    /// How many.
    pub count: usize,
}

macro_rules! classes {
    ($(#[$about:meta])* $name:ident { $( $(#[$doc:meta])* $variant:ident = $word:literal, )* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $( $(#[$doc])* $variant, )* }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its word.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

classes! {
    /// What became of a deal.
    ReconciledDealClass {
        /// Billed and paid.
        Settled = "settled",
        /// Billed, and not yet due, or a draft of the last days.
        Open = "open",
        /// Billed, and past its due date.
        Overdue = "overdue",
        /// A draft that nobody approves.
        DraftStuck = "draft-stuck",
        /// What was due by its schedule is billed and paid, and more is to come; or nothing was due.
        NotYetDue = "not-yet-due",
        /// Won, and nothing was billed.
        NeverInvoiced = "never-invoiced",
        /// Less was billed than was due.
        UnderBilled = "under-billed",
        /// More was billed than the deal is worth.
        OverBilled = "over-billed",
        /// The same was billed twice.
        BilledTwice = "billed-twice",
        /// Billed in another currency.
        WrongCurrency = "wrong-currency",
        /// Somebody else was billed.
        WrongContact = "wrong-contact",
        /// What was billed was voided or deleted, and not billed again.
        VoidedAfterWin = "voided-after-win",
        /// Credit notes took it back.
        Credited = "credited",
        /// The deal was changed after it was billed, and is worth another amount now.
        ChangedAfterInvoice = "changed-after-invoice",
        /// A deal that is not won, and was billed.
        BilledNotWon = "billed-not-won",
        /// Won, and worth nothing.
        NothingToBill = "nothing-to-bill",
        /// Not won, and not billed.
        NotWon = "not-won",
        /// It was passed again; the later change counts.
        Repeated = "repeated",
        /// It could not be read.
        Unreadable = "unreadable",
    }
}

classes! {
    /// What became of a document.
    ReconciledDocumentClass {
        /// Paid, or of 0.00.
        Settled = "settled",
        /// Not yet due.
        Open = "open",
        /// Past its due date.
        Overdue = "overdue",
        /// A draft of the last days.
        Draft = "draft",
        /// A draft that nobody approves.
        DraftStuck = "draft-stuck",
        /// Bills what another document bills.
        Duplicate = "duplicate",
        /// In another currency than its deal.
        WrongCurrency = "wrong-currency",
        /// To somebody else than its deal is with.
        WrongContact = "wrong-contact",
        /// Voided or deleted.
        Voided = "voided",
        /// Wholly taken back by credit notes.
        Credited = "credited",
        /// A credit note.
        CreditNote = "credit-note",
        /// A prepayment or an overpayment.
        Prepayment = "prepayment",
        /// A repeating invoice, which has no money of its own.
        Template = "template",
        /// Of a deal that is not won.
        BilledNotWon = "billed-not-won",
        /// Of no deal that was passed.
        Orphan = "orphan",
        /// No sales document; no part of any sum.
        NotSales = "not-sales",
        /// It was passed again; the later answer counts.
        Repeated = "repeated",
        /// It could not be read.
        Unreadable = "unreadable",
    }
}

/// What a deal's value is, and how that was established.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "DealBasis"))]
pub struct Basis {
    /// Without tax, with it, or both where there is none.
    pub kind: BasisKind,
    /// What established it.
    pub by: BasisBy,
}

/// What an amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum BasisKind {
    /// Without tax.
    Net,
    /// With tax.
    Gross,
    /// Both: there is no tax.
    Same,
    /// It is not known.
    #[default]
    Unknown,
}

/// What established the basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum BasisBy {
    /// The value is what the plan comes to.
    Plan,
    /// The value is what the products come to.
    Products,
    /// The value is what was billed.
    Document,
    /// The value is either in most deals of the pipeline, or of all.
    Others,
    /// Nothing.
    #[default]
    Unknown,
}

/// A deal's amounts, in its currency.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct DealAmounts {
    /// Its value as it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub won: Option<Decimal>,
    /// What is to be billed in all, in the deal's basis.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub planned: Option<Decimal>,
    /// What of it is due by the day as of which it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub due_by_now: Option<Decimal>,
    /// What stands billed, less credit notes, in the deal's basis.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub billed: Decimal,
    /// What stands billed, with tax.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub invoiced: Decimal,
    /// The money that came, with tax.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub paid: Decimal,
    /// What credit notes took back, with tax.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub credited: Decimal,
    /// What is still to be paid, with tax.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub due: Decimal,
    /// What of `invoiced` is not approved.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub drafted: Decimal,
    /// What is billed too much, or below zero what is missing, in the deal's basis.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub difference: Decimal,
}

/// A deal.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ReconciledDeal {
    /// Where it stands in the input, or how many came before it: `/deals/3`.
    pub at: String,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub id: Option<u64>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The organisation's name, else the person's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Its owner: the name where one was passed, else the id. Likewise pipeline and stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Its pipeline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pipeline: Option<String>,
    /// Its stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// `open`, `won`, `lost` or `deleted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    /// The day it was won.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub won_on: Option<String>,
    /// The day it is expected to be closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_close: Option<String>,
    /// The entity that bills it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// ISO 4217 code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What became of it.
    pub class: ReconciledDealClass,
    /// What its value is.
    pub basis: Basis,
    /// Its amounts.
    pub amounts: DealAmounts,
    /// Of a schedule: every part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<ReconciledSlot>>"))]
    pub slots: Vec<ReconciledSlot>,
    /// Its documents.
    pub documents: Vec<LinkedDocument>,
    /// Why it is of that class.
    pub reason: String,
    /// What to do; absent where nothing is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub todo: Option<String>,
    /// The step that would mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mend: Option<Mend>,
}

/// A part of a schedule.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ReconciledSlot {
    /// Its name.
    pub slot: String,
    /// The entity that bills it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The day it is to be billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue_on: Option<String>,
    /// In the deal's basis.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub amount: Decimal,
    /// Whether its day has come.
    pub is_due: bool,
    /// Whether a document stands for it.
    pub billed: bool,
}

/// How a document was linked to its deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum LinkedBy {
    /// It carries the deal's token.
    Token,
    /// It links to the deal.
    Link,
    /// Contact, amount, date and reference.
    Evidence,
    /// Through the invoice that it credits, or the template that made it.
    Invoice,
}

/// A document of a deal.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct LinkedDocument {
    /// Its id.
    pub id: String,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Where it stands in the input.
    pub at: String,
    /// Its entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The part of the schedule that it bills.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slot: Option<String>,
    /// `invoice`, `credit-note`, `prepayment`, `overpayment` or `repeating-invoice`.
    pub kind: &'static str,
    /// What became of it.
    pub class: ReconciledDocumentClass,
    /// How it was linked.
    pub by: LinkedBy,
    /// How sure it is, 0 to 1.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub confidence: Decimal,
    /// Why, the heaviest first.
    pub reasons: Vec<String>,
    /// With tax.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total: Decimal,
    /// ISO 4217 code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The day of issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What is still to be paid.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub due: Decimal,
}

/// A step that would mend something.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Mend {
    /// `handoff`: hand the deal off whose input stands at `at`; `deal`: `PATCH /api/v2/deals/{deal}` with `body`;
    /// `document`: `POST /Invoices` with `body`, in the organisation of `entity`.
    pub kind: &'static str,
    /// The deal's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub deal: Option<u64>,
    /// Where the deal's input stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// What is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<MendBody>,
    /// What it does.
    pub says: String,
}

/// What a mending step sends.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum MendBody {
    /// To Pipedrive.
    Deal {
        /// The status that the deal takes.
        status: &'static str,
    },
    /// To Xero.
    Document {
        /// The invoice.
        #[serde(rename = "InvoiceID")]
        #[cfg_attr(feature = "ts", ts(rename = "InvoiceID"))]
        id: String,
        /// The status that it takes.
        #[serde(rename = "Status")]
        #[cfg_attr(feature = "ts", ts(rename = "Status"))]
        status: &'static str,
    },
}

/// A document.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ReconciledDocument {
    /// Where it stands in the input, or how many came before it: `/documents/3`.
    pub at: String,
    /// Its id; empty where it has none.
    pub id: String,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// As in [`LinkedDocument`].
    pub kind: &'static str,
    /// Its entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The name of its contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Its status in Xero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The day of issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The day it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<String>,
    /// The day it was settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_on: Option<String>,
    /// ISO 4217 code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Without tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub net: Option<Decimal>,
    /// With tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total: Option<Decimal>,
    /// The money that came for it.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub paid: Decimal,
    /// What credit notes took back.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub credited: Decimal,
    /// What is still to be paid.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub due: Decimal,
    /// Since how many days it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_overdue: Option<u32>,
    /// What became of it.
    pub class: ReconciledDocumentClass,
    /// The id of its deal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub deal: Option<u64>,
    /// Where its deal stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deal_at: Option<String>,
    /// How it was linked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<LinkedBy>,
    /// How sure it is, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub confidence: Option<Decimal>,
    /// Why it is of that class.
    pub reason: String,
    /// What to do; absent where nothing is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub todo: Option<String>,
    /// The step that would mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mend: Option<Mend>,
}
