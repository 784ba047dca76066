//! The TypeScript types of the surface. The results' types are written from the results themselves; the
//! inputs' are described here, since the readers take more forms than a type could list.

use std::collections::BTreeMap;

use ts_rs::{Config as Settings, TS, TypeVisitor};

use crate::config::Config;
use crate::config::condition::{Condition, Is};
use crate::config::document::{DateFrom, Day, DueFrom};
use crate::config::field::FieldRef;
use crate::config::lines::AccountCode;
use crate::config::rule::{Patch, Until};
use crate::config::schedule::{NumberFrom, WhenFrom};
use crate::config::setting::Table;
use crate::config::suffix::NameSuffix;
use crate::config::tax::{Region, TaxType};
use crate::config::template::Template;
use crate::contact::ContactMatch;
use crate::feedback::{DealUpdate, PatchValue};
use crate::finding::Finding;
use crate::gather::Gather;
use crate::handoff::{Filled, Headers, Lookups, Query, Request, Writes};
use crate::money::Decimal;
use crate::plan::Plan;
use crate::plan::local_time::LocalTime;
use crate::read::Given;
use crate::validate::Validation;
use crate::verdict::Verdict;
use crate::xero::terms::Term;
use crate::xero::totals::{Prediction, Totals};

/// One of the names that `callJson` takes.
fn operation() -> String {
    let names: Vec<_> = super::operations::OPERATIONS.iter().map(|(name, _)| format!("\"{name}\"")).gather();
    format!("/** An operation by name. */\nexport type Operation = {};\n", names.join(" | "))
}

/// One of the areas that somebody answers for.
fn area() -> String {
    let names: Vec<_> = crate::finding::AREAS.lines().map(|area| format!("\"{area}\"")).gather();
    format!("\n/** What somebody answers for. */\nexport type Area = {};\n", names.join(" | "))
}

/// Any body an API answers: the object, its envelope, a webhook, or JSON text of one of these.
#[derive(Debug, TS)]
#[ts(type = "object | string")]
struct Body(());

/// An invoice of Xero's, bare or in `{ Invoices: [ … ] }`, or JSON text of it.
#[derive(Debug, TS)]
#[ts(type = "object | string")]
struct InvoiceLike(());

/// How a plan is made.
#[derive(Debug, TS)]
#[ts(optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct MapOptions {
    /// Whether documents carry the origin of every field; they do unless this is false.
    trace: Option<bool>,
}

/// A party and its contact, to be compared.
#[cfg(feature = "full")]
#[derive(Debug, TS)]
#[ts(optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct AlignInput {
    /// The deal, for what API v1 embeds in it.
    deal: Option<Body>,
    /// `GET /organizations/{id}`
    organization: Option<Body>,
    /// `GET /persons/{id}`
    person: Option<Body>,
    /// The party, already read, as in `ContactQuery`; then there is no patch for Pipedrive.
    #[ts(optional, type = "ContactQuery[\"party\"]")]
    party: Option<Body>,
    /// The fields' metadata, as in `HandoffInput`: what is written to a custom field needs it.
    #[ts(optional, type = "HandoffInput[\"fields\"]")]
    fields: Option<Body>,
    /// The contact of Xero's.
    contact: Body,
    /// The config: `party`, and each entity's `contact.ownership`.
    #[ts(optional, type = "Config | string")]
    config: Option<Body>,
    /// The entity whose ownership counts, of several.
    entity: Option<String>,
    /// Who has the say, above what the config says.
    #[ts(optional, type = "{ [field: string]: FieldOwner }")]
    ownership: Option<Body>,
    /// When each side was changed, for `newest`; by default `update_time` and `UpdatedDateUTC`.
    #[ts(optional, type = "{ crm?: string, ledger?: string }")]
    updated: Option<Body>,
}

/// What a small snapshot keeps.
#[derive(Debug, TS)]
#[ts(optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct CompactOptions {
    /// `none` leaves the organisation's items out, for configs whose `lines.items` is `none`.
    #[ts(optional, type = "\"known\" | \"none\"")]
    items: Option<String>,
}

/// Dates where the organisation is, as `2026-07-14`.
#[derive(Debug, TS)]
#[ts(optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct LocalDates {
    /// Today.
    today: Option<String>,
    /// The day the deal was won.
    won: Option<String>,
}

/// What one Xero organisation allows, each part as the API answers it.
#[derive(Debug, TS)]
#[ts(rename_all = "camelCase", optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct SnapshotInput {
    /// The organisation's tenant id.
    tenant_id: Option<String>,
    /// When it was taken, as `2026-07-14T18:16:56Z`.
    taken_at: Option<String>,
    /// `GET /Organisation`
    organisation: Option<Body>,
    /// `GET /TaxRates`
    tax_rates: Option<Body>,
    /// `GET /Accounts`
    accounts: Option<Body>,
    /// `GET /Currencies`
    currencies: Option<Body>,
    /// `GET /TrackingCategories`
    tracking_categories: Option<Body>,
    /// `GET /Items`
    items: Option<Body>,
    /// `GET /BrandingThemes`
    branding_themes: Option<Body>,
}

/// A won deal and what belongs to it.
#[derive(Debug, TS)]
#[ts(rename_all = "camelCase", optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct DealInput {
    /// The deal: `GET /deals/{id}`, v2 or v1, or the body of a webhook.
    deal: Body,
    /// `GET /deals/{id}/products`
    products: Option<Body>,
    /// The products themselves, for their codes and categories: `GET /products`
    product_details: Option<Body>,
    /// `GET /deals/{id}/discounts`
    discounts: Option<Body>,
    /// `GET /deals/installments`
    installments: Option<Body>,
    /// `GET /organizations/{id}`
    organization: Option<Body>,
    /// `GET /persons/{id}`
    person: Option<Body>,
    /// `GET /dealFields`, or `{ deal, organization, person, product }` with one of each.
    fields: Option<Body>,
    /// A ContactID, a contact of Xero's, or an answer of `matchContact` that decided `match`; of a deal that is split,
    /// an object with one for each entity.
    #[ts(optional, type = "string | object")]
    contact: Option<Body>,
    /// Every document of the deal, where some are there: by it a plan knows which repeating invoices have
    /// begun, and at which rate stages were booked. Where several entities may have some, by entity.
    #[ts(optional, type = "object | object[] | string")]
    existing: Option<Body>,
    /// What people approved of what rules hold.
    #[ts(optional, type = "{ rule: string, by: string, of: string }[] | string")]
    approvals: Option<Body>,
    /// Today and the day of the win, where the organisation is; of a deal that is split, also by entity.
    #[ts(optional, type = "LocalDates | { [entity: string]: LocalDates | string }")]
    local_dates: Option<Body>,
    /// The instant of the call, as `2026-07-14T18:16:56Z`.
    now: Option<String>,
}

/// A deal with the config and the snapshots it is billed with.
#[derive(Debug, TS)]
#[ts(optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct HandoffInput {
    /// The deal and what belongs to it.
    #[ts(flatten)]
    deal: DealInput,
    /// The config.
    #[ts(type = "Config | string")]
    config: Body,
    /// The one snapshot, for a config with one entity.
    #[ts(optional, type = "SnapshotInput | string")]
    snapshot: Option<Body>,
    /// The snapshots, in a list or by entity.
    #[ts(optional, type = "SnapshotInput[] | { [entity: string]: SnapshotInput } | string")]
    snapshots: Option<Body>,
}

/// A deal, what Xero has of it and what is planned.
#[derive(Debug, TS)]
#[ts(rename_all = "camelCase", optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct StatusInput {
    /// The deal: `GET /deals/{id}`, v2 or v1, or the body of a webhook.
    deal: Body,
    /// `GET /organizations/{id}`
    organization: Option<Body>,
    /// `GET /dealFields`, where the config names fields to write.
    fields: Option<Body>,
    /// Every document of the deal: the answers of `GET /Invoices`, `/CreditNotes`, `/RepeatingInvoices`,
    /// `/Overpayments`, `/Prepayments` and `/Payments`, in one object, a list, or a bare list of documents; by entity
    /// where several may have some.
    #[ts(type = "object | object[] | string")]
    existing: Body,
    /// The answer of `mapDealToInvoice`, for what has no document yet.
    #[ts(optional, type = "Plan | object | string")]
    plan: Option<Body>,
    /// The config.
    #[ts(type = "Config | string")]
    config: Body,
    /// The one snapshot, for a config with one entity.
    #[ts(optional, type = "SnapshotInput | string")]
    snapshot: Option<Body>,
    /// The snapshots, in a list or by entity.
    #[ts(optional, type = "SnapshotInput[] | { [entity: string]: SnapshotInput } | string")]
    snapshots: Option<Body>,
    /// Today, where the organisation is; also by entity.
    #[ts(optional, type = "LocalDates | { [entity: string]: LocalDates | string }")]
    local_dates: Option<Body>,
    /// The instant of the call, as `2026-07-14T18:16:56Z`.
    now: Option<String>,
}

/// A party and the contacts it may be.
#[derive(Debug, TS)]
#[ts(optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct ContactQuery {
    /// The deal, for what API v1 embeds in it.
    deal: Option<Body>,
    /// `GET /organizations/{id}`
    organization: Option<Body>,
    /// `GET /persons/{id}`
    person: Option<Body>,
    /// The party, already read.
    party: Option<PartyInput>,
    /// As in `HandoffInput`.
    fields: Option<Body>,
    /// The contacts it may be: `GET /Contacts`
    contacts: Body,
    /// The config.
    #[ts(optional, type = "Config | string")]
    config: Option<Body>,
}

/// A party that is already read.
#[derive(Debug, TS)]
#[ts(rename_all = "camelCase", optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct PartyInput {
    /// Whether it is an organisation or a person.
    #[ts(optional, type = "\"organization\" | \"person\"")]
    kind: Option<String>,
    /// Its id in Pipedrive.
    #[ts(optional, type = "number | string")]
    id: Option<u32>,
    /// Its name.
    name: Option<String>,
    /// The name it trades under, where that is another.
    trading_name: Option<String>,
    /// The address invoices go to.
    email: Option<String>,
    /// Its phone number.
    phone: Option<String>,
    /// Its website.
    website: Option<String>,
    /// Its tax number.
    tax_number: Option<String>,
    /// Its registration number.
    company_number: Option<String>,
    /// Its account number with us.
    account_number: Option<String>,
    /// Its country: an ISO code or an English name.
    country: Option<String>,
    /// Its address: a line, or Pipedrive's parts of it (`value`, `street_number`, `route`, `subpremise`, `locality`,
    /// `admin_area_level_1`, `postal_code`, `country`).
    #[ts(optional, type = "string | { [part: string]: string }")]
    address: Option<Body>,
    /// People there: `{ name, email, phone }`.
    #[ts(optional, type = "{ name?: string, email?: string, phone?: string }[]")]
    people: Option<Body>,
}

/// Contacts to find duplicates among.
#[derive(Debug, TS)]
#[ts(optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct DuplicatesInput {
    /// `GET /Contacts`, one page or several, or a list.
    contacts: Body,
    /// The config.
    #[ts(optional, type = "Config | string")]
    config: Option<Body>,
}

/// A config and what it is tried with.
#[cfg(feature = "full")]
#[derive(Debug, TS)]
#[ts(rename_all = "camelCase", optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct ConfigCheckInput {
    /// The config.
    #[ts(type = "Config | string")]
    config: Body,
    /// The one snapshot, for a config with one entity.
    #[ts(optional, type = "SnapshotInput | string")]
    snapshot: Option<Body>,
    /// The snapshots, in a list or by entity; or one alone.
    #[ts(optional, type = "SnapshotInput | SnapshotInput[] | { [entity: string]: SnapshotInput } | string")]
    snapshots: Option<Body>,
    /// The fields' metadata, as in `HandoffInput`: without it, labels and options are not looked up.
    #[ts(optional, type = "HandoffInput[\"fields\"]")]
    fields: Option<Body>,
    /// The tax rates in use in Pipedrive, in percent; or a list for each entity.
    #[ts(optional, type = "(number | string)[] | { [entity: string]: (number | string)[] }")]
    tax_rates: Option<Body>,
    /// The currencies in use in Pipedrive; or a list for each entity.
    #[ts(optional, type = "string[] | { [entity: string]: string[] }")]
    currencies: Option<Body>,
    /// `GET /pipelines`; by default those that the metadata of the deal's fields knows.
    pipelines: Option<Body>,
    /// Deals that were won, each as `HandoffInput` without config and snapshot.
    #[ts(optional, type = "(DealInput | object)[]")]
    deals: Option<Body>,
    /// The least share of them that must be covered, in thousandths; 950 by default.
    least_share: Option<u32>,
    /// What all deals share that do not have it themselves: the products with their codes and categories.
    product_details: Option<Body>,
    /// The same: today, where the organisation is.
    local_dates: Option<LocalDates>,
    /// The instant of the call, as `2026-07-14T18:16:56Z`: how old the snapshots are.
    now: Option<String>,
}

/// Two configs, and the deals that tell them apart.
#[cfg(feature = "full")]
#[derive(Debug, TS)]
#[ts(rename_all = "camelCase", optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct DifferenceInput {
    /// The config as it is.
    #[ts(type = "Config | string")]
    before: Body,
    /// The config as it would be.
    #[ts(type = "Config | string")]
    after: Body,
    /// The one snapshot, for configs with one entity.
    #[ts(optional, type = "SnapshotInput | string")]
    snapshot: Option<Body>,
    /// The snapshots, in a list or by entity; or one alone.
    #[ts(optional, type = "SnapshotInput | SnapshotInput[] | { [entity: string]: SnapshotInput } | string")]
    snapshots: Option<Body>,
    /// Deals that were won, each as `HandoffInput` without config and snapshot.
    #[ts(type = "(DealInput | object)[]")]
    inputs: Body,
    /// What may not change.
    #[ts(optional, type = "DifferencePolicy[]")]
    policies: Option<Body>,
    /// What all deals share, as in `ConfigCheckInput`.
    #[ts(optional, type = "HandoffInput[\"fields\"]")]
    fields: Option<Body>,
    /// The same.
    product_details: Option<Body>,
    /// The same.
    local_dates: Option<LocalDates>,
    /// The same.
    now: Option<String>,
}

/// The data of both sides. What is not passed is not looked at, and never counts as fine.
#[cfg(feature = "full")]
#[derive(Debug, TS)]
#[ts(rename_all = "camelCase", optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct AuditInput {
    /// Deals, each as `HandoffInput` without config and snapshot, or the deal alone; those that are not won are counted
    /// and passed over.
    #[ts(type = "(DealInput | object)[] | object")]
    deals: Body,
    /// The config, under which deals are replayed.
    #[ts(optional, type = "Config | string")]
    config: Option<Body>,
    /// The one snapshot, for a config with one entity.
    #[ts(optional, type = "SnapshotInput | string")]
    snapshot: Option<Body>,
    /// The snapshots, in a list or by entity; or one alone.
    #[ts(optional, type = "SnapshotInput | SnapshotInput[] | { [entity: string]: SnapshotInput } | string")]
    snapshots: Option<Body>,
    /// Where there is no snapshot: `GET /Organisation`.
    #[ts(optional, type = "object | string")]
    organisation: Option<Body>,
    /// `GET /Accounts`
    #[ts(optional, type = "object | string")]
    accounts: Option<Body>,
    /// `GET /TaxRates`
    #[ts(optional, type = "object | string")]
    tax_rates: Option<Body>,
    /// `GET /Currencies`
    #[ts(optional, type = "object | string")]
    currencies: Option<Body>,
    /// `GET /Items`
    #[ts(optional, type = "object | string")]
    items: Option<Body>,
    /// Pipedrive's organisations: a list, an answer, or a list of answers; deals find theirs among them.
    #[ts(optional, type = "object | object[] | string")]
    organizations: Option<Body>,
    /// Its people.
    #[ts(optional, type = "object | object[] | string")]
    persons: Option<Body>,
    /// Its products.
    #[ts(optional, type = "object | object[] | string")]
    products: Option<Body>,
    /// Its users.
    #[ts(optional, type = "object | object[] | string")]
    users: Option<Body>,
    /// Its field metadata.
    #[ts(optional, type = "HandoffInput[\"fields\"]")]
    fields: Option<Body>,
    /// Xero's contacts, by entity where there are several.
    #[ts(optional, type = "object | object[] | { [entity: string]: object | object[] } | string")]
    contacts: Option<Body>,
    /// Xero's invoices and repeating invoices, by entity where there are several.
    #[ts(optional, type = "object | object[] | { [entity: string]: object | object[] } | string")]
    documents: Option<Body>,
    /// The day to judge on, as `2026-07-14`; by default the last win.
    as_of: Option<String>,
    /// Minutes that one item of a check takes, by the check's id, where ours are not yours.
    #[ts(optional, type = "{ [check: string]: number }")]
    minutes: Option<Body>,
    /// Examples of each check; 5 unless said.
    examples: Option<u32>,
}

/// Won deals, and what people invoiced.
#[cfg(feature = "full")]
#[derive(Debug, TS)]
#[ts(rename_all = "camelCase", optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct ShadowInput {
    /// The config.
    #[ts(type = "Config | string")]
    config: Body,
    /// The one snapshot, for a config with one entity.
    #[ts(optional, type = "SnapshotInput | string")]
    snapshot: Option<Body>,
    /// The snapshots, in a list or by entity; or one alone.
    #[ts(optional, type = "SnapshotInput | SnapshotInput[] | { [entity: string]: SnapshotInput } | string")]
    snapshots: Option<Body>,
    /// Deals that were won, each as `HandoffInput` without config and snapshot. Each is planned on the day it was won,
    /// unless it says `now` or `localDates`.
    #[ts(type = "(DealInput | object)[]")]
    deals: Body,
    /// The documents that people made: answers of Xero's, by entity where there are several.
    #[ts(type = "object | object[] | { [entity: string]: object | object[] } | string")]
    documents: Body,
    /// Xero's contacts, to choose those of deals that come without: by entity where there are several.
    #[ts(optional, type = "object | object[] | { [entity: string]: object | object[] } | string")]
    contacts: Option<Body>,
    /// The first day on which deals were won, as `2026-07-14`.
    from: Option<String>,
    /// The last.
    to: Option<String>,
    /// The day up to which documents are due; by default `to`, or the last day of any deal or document.
    as_of: Option<String>,
    /// Percent that must agree: of every field, or of those that are named.
    #[ts(optional, type = "number | { [field: string]: number }")]
    at_least: Option<Body>,
    /// What all deals share, as in `ConfigCheckInput`.
    #[ts(optional, type = "HandoffInput[\"fields\"]")]
    fields: Option<Body>,
    /// The same.
    product_details: Option<Body>,
}

/// Deals and documents, and what they are called.
#[cfg(feature = "full")]
#[derive(Debug, TS)]
#[ts(rename_all = "camelCase", optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct ReconcileInput {
    /// The config. Without one tokens begin with `PD`, nothing is planned, and entities are called as `documents` does.
    #[ts(optional, type = "Config | string")]
    config: Option<Body>,
    /// The one snapshot, for a config with one entity. With config and snapshots every won deal is planned, as on the
    /// day it was won.
    #[ts(optional, type = "SnapshotInput | string")]
    snapshot: Option<Body>,
    /// The snapshots, in a list or by entity; or one alone.
    #[ts(optional, type = "SnapshotInput | SnapshotInput[] | { [entity: string]: SnapshotInput } | string")]
    snapshots: Option<Body>,
    /// The day as of which it is told, as `2026-07-14`.
    as_of: String,
    /// Deals of any status: bare, or each as `HandoffInput` without config and snapshot; `changes` may stand beside a
    /// deal, the rows of `GET /deals/{id}/changelog`.
    #[ts(type = "(DealInput | object)[] | object")]
    deals: Body,
    /// Invoices, credit notes, over- and prepayments and repeating invoices: answers of Xero's, by entity where there
    /// are several.
    #[ts(type = "object | object[] | { [entity: string]: object | object[] } | string")]
    documents: Body,
    /// Stages with their names and probabilities: rows of `GET /stages`, or names by id.
    #[ts(optional, type = "object | object[]")]
    stages: Option<Body>,
    /// Pipelines likewise.
    #[ts(optional, type = "object | object[]")]
    pipelines: Option<Body>,
    /// Users likewise.
    #[ts(optional, type = "object | object[]")]
    users: Option<Body>,
    /// What all deals share, as in `ConfigCheckInput`.
    #[ts(optional, type = "HandoffInput[\"fields\"]")]
    fields: Option<Body>,
    /// The same.
    product_details: Option<Body>,
    /// Days after which a draft is stuck: 7 unless it is said.
    draft_days: Option<u32>,
}

/// What a config is drafted from.
#[cfg(feature = "full")]
#[derive(Debug, TS)]
#[ts(rename_all = "camelCase", optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct DraftInput {
    /// What the Xero organisation allows.
    #[ts(type = "SnapshotInput | string")]
    snapshot: Body,
    /// The Pipedrive company, as in its address.
    company: Option<String>,
    /// What the entity is called; by default `main`.
    entity: Option<String>,
    /// Deals that were won, each as `HandoffInput` without config and snapshot.
    #[ts(optional, type = "(DealInput | object)[]")]
    deals: Option<Body>,
    /// Invoices of Xero's, by whose lines it is told which accounts are used: `GET /Invoices`
    invoices: Option<Body>,
    /// The fields' metadata, as in `HandoffInput`.
    #[ts(optional, type = "HandoffInput[\"fields\"]")]
    fields: Option<Body>,
    /// The products with their codes and categories.
    product_details: Option<Body>,
}

/// A condition: `all`, `any` or `not` of others, or a test of a field.
#[derive(Debug, TS)]
#[ts(rename = "Condition", untagged, optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
enum ConditionInput {
    /// Every one holds.
    All {
        #[ts(type = "Condition[]")]
        all: Body,
    },
    /// At least one holds.
    Any {
        #[ts(type = "Condition[]")]
        any: Body,
    },
    /// It does not hold.
    Not {
        #[ts(type = "Condition")]
        not: Body,
    },
    /// A field is as it should be.
    Test {
        /// A field as in templates, or what is found out from several, such as `deal.discount`.
        field: String,
        /// How it is compared.
        is: Is,
        #[ts(optional, type = "string | number | boolean")]
        to: Option<Body>,
        #[ts(optional, type = "(string | number | boolean)[]")]
        values: Option<Body>,
        text: Option<String>,
        #[ts(optional, type = "string | number | (string | number)[]")]
        than: Option<Body>,
        #[ts(optional, type = "string | number")]
        from: Option<Body>,
    },
}

/// A plan and what exists in Xero.
#[derive(Debug, TS)]
#[ts(rename_all = "camelCase", optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct VerdictInput {
    /// The answer of `mapDealToInvoice`.
    #[ts(type = "Plan | string")]
    plan: Body,
    /// Every document of the deal: `GET /Invoices`, with `/CreditNotes` and `/RepeatingInvoices` where they
    /// matter, in one object or in a list. Absent means that nobody looked.
    #[ts(optional, type = "object | object[] | string")]
    existing: Option<Body>,
    /// The deal, which may have been lost, deleted or won again since.
    deal: Option<Body>,
    /// What was written last to each document: without it, nobody knows who changed what.
    #[ts(optional, type = "WrittenDocument[]")]
    written: Option<Vec<WrittenDocument>>,
    /// The config.
    #[ts(type = "Config | string")]
    config: Body,
    /// The one snapshot, for a config with one entity.
    #[ts(optional, type = "SnapshotInput | string")]
    snapshot: Option<Body>,
    /// The snapshots, in a list or by entity.
    #[ts(optional, type = "SnapshotInput[] | { [entity: string]: SnapshotInput } | string")]
    snapshots: Option<Body>,
    /// Today, where the organisation is; also by entity.
    #[ts(optional, type = "LocalDates | { [entity: string]: LocalDates | string }")]
    local_dates: Option<Body>,
    /// The instant of the call, as `2026-07-14T18:16:56Z`.
    now: Option<String>,
}

/// What the documents of a deal are found by.
#[derive(Debug, TS)]
#[ts(optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct LookupInput {
    /// The answer of `mapDealToInvoice`; one that has documents serves alone.
    #[ts(optional, type = "Plan | string")]
    plan: Option<Body>,
    /// The deal, whose age bounds the search; without a plan also for its number.
    deal: Option<Body>,
    /// As in `HandoffInput`: wanted where the plan has no documents.
    #[ts(optional, type = "string | object")]
    contact: Option<Body>,
    /// As in `VerdictInput`: these are looked up by their ids too.
    #[ts(optional, type = "WrittenDocument[]")]
    written: Option<Vec<WrittenDocument>>,
    /// The config.
    #[ts(optional, type = "Config | string")]
    config: Option<Body>,
}

/// What is to be written.
#[derive(Debug, TS)]
#[ts(optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct WritesInput {
    /// The answer of `decideVerdict`, or one of its verdicts.
    #[ts(optional, type = "Verdict[] | Verdict | string")]
    verdicts: Option<Body>,
    /// The answer of `mapDealToInvoice`: without verdicts, all its documents are created.
    #[ts(optional, type = "Plan | string")]
    plan: Option<Body>,
    /// The config: where its `mode` is `observe`, nothing is written.
    #[ts(optional, type = "Config | string")]
    config: Option<Body>,
}

/// A deal to be handed over. Whatever is passed is not read; `deal` alone may be a number.
#[cfg(feature = "full")]
#[derive(Debug, TS)]
#[ts(optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct HandoffStart {
    /// The deal's number, the deal as `GET /deals/{id}` answers it, or the body of a webhook.
    #[ts(type = "number | object | string")]
    deal: Body,
    /// The config.
    #[ts(type = "Config | string")]
    config: Body,
    /// The instant of the call, as `2026-07-14T18:16:56Z`; the wrapper fills in the clock's.
    now: Option<String>,
    /// Whatever else of the deal or of Xero is there already, as in `HandoffInput`.
    #[ts(flatten)]
    parts: HandoffParts,
    /// What people approved of what rules hold.
    #[ts(optional, type = "{ rule: string, by: string, of: string }[]")]
    approvals: Option<Body>,
    /// As in `VerdictInput`.
    #[ts(optional, type = "WrittenDocument[]")]
    written: Option<Vec<WrittenDocument>>,
    /// Whether a line is added to the history of each document: one more call of Xero each.
    history: Option<bool>,
    /// Whether a durable engine runs it, one handoff of a deal at a time: then the outcome promises more.
    durable: Option<bool>,
    /// Whether its creates may go out with those of others (`batchWrites`): then one that is not answered is looked
    /// up, and not sent by itself before it is known that it was not made.
    batched: Option<bool>,
    /// Only shows the deal what became of its documents, and writes none: those in `written` are read by their ids,
    /// and `plan`, as the last outcome had it, says what is still to be invoiced.
    #[ts(optional, type = "\"feedback\"")]
    only: Option<String>,
    /// See `only`.
    #[ts(
        optional,
        type = "{ ok: boolean, documents: { [field: string]: unknown }[], scheduled?: { [field: string]: unknown }[] }"
    )]
    plan: Option<Body>,
}

/// What a handoff need not read.
#[cfg(feature = "full")]
#[derive(Debug, TS)]
#[ts(rename_all = "camelCase", optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct HandoffParts {
    products: Option<Body>,
    product_details: Option<Body>,
    discounts: Option<Body>,
    installments: Option<Body>,
    organization: Option<Body>,
    person: Option<Body>,
    fields: Option<Body>,
    #[ts(optional, type = "string | object")]
    contact: Option<Body>,
    local_dates: Option<LocalDates>,
    #[ts(optional, type = "SnapshotInput | string")]
    snapshot: Option<Body>,
    #[ts(optional, type = "SnapshotInput[] | { [entity: string]: SnapshotInput } | string")]
    snapshots: Option<Body>,
}

/// What a handoff knows between two steps: to be kept and passed on as it is. It holds no credential.
#[cfg(feature = "full")]
#[derive(Debug, TS)]
#[ts(type = "{ v: 1, [part: string]: unknown }")]
struct HandoffState(());

/// What came of a request of a step.
#[cfg(feature = "full")]
#[derive(Debug, TS)]
#[ts(optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct HandoffResponse {
    /// The request's own.
    id: String,
    /// The status; absent where nothing came back.
    #[ts(optional, type = "number")]
    status: Option<u32>,
    /// The headers.
    #[ts(optional, type = "{ [name: string]: string }")]
    headers: Option<Body>,
    /// The body, as text or read.
    #[ts(optional, type = "object | string")]
    body: Option<Body>,
    /// Why nothing came back.
    error: Option<String>,
    /// Whether it is an answer that was kept from an earlier handoff.
    cached: Option<bool>,
    /// When an answer that was kept was taken, as `2026-07-14T18:16:56Z`.
    at: Option<String>,
    /// Whether the request went out with others, as `splitBatch` says.
    batch: Option<bool>,
    /// Whether it is known that the request was not sent: then it is looked up anew what there is, and decided again.
    unsent: Option<bool>,
}

/// What requests are made with. None of it enters a state.
#[cfg(feature = "full")]
#[derive(Debug, TS)]
#[ts(optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct HandoffCredentials {
    /// Of Xero; `url` takes the place of the host, for tests.
    #[ts(type = "{ accessToken: string, url?: string }")]
    xero: Body,
    /// Of Pipedrive; `url` takes the place of the host, for tests.
    #[ts(type = "{ accessToken?: string, apiToken?: string, url?: string }")]
    pipedrive: Body,
}

/// What was written last to a document: a verdict that was carried out, with the document's id.
#[derive(Debug, TS)]
#[ts(optional_fields)]
#[expect(dead_code, reason = "only its type is wanted")]
struct WrittenDocument {
    /// InvoiceID or RepeatingInvoiceID; without it, the document is known by its token.
    id: Option<String>,
    /// The document's token.
    token: Option<String>,
    /// The body that was sent.
    #[ts(type = "{ [field: string]: unknown }")]
    body: Body,
    /// The document as Xero answered it when a person accepted what was changed in it.
    #[ts(optional, type = "{ [field: string]: unknown }")]
    accepted: Option<Body>,
}

macro_rules! written_as {
    ($($type:ty: $text:literal,)*) => {
        $(impl TS for $type {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;
            fn name(_: &Settings) -> String {
                $text.to_owned()
            }
            fn inline(_: &Settings) -> String {
                $text.to_owned()
            }
        })*
    };
}

written_as! {
    Decimal: "number | string",
    FieldRef: "string",
    NameSuffix: "string",
    Template: "string",
    Day: "string",
    Term: "\"DAYSAFTERBILLDATE\" | \"DAYSAFTERBILLMONTH\" | \"OFCURRENTMONTH\" | \"OFFOLLOWINGMONTH\"",
    DateFrom: "\"issue\" | \"won\" | \"close\" | string",
    DueFrom: "\"contact\" | string",
    WhenFrom: "\"win\" | string",
    NumberFrom: "number | string",
    Region: "string | string[]",
    AccountCode: "string",
    TaxType: "string",
    Condition: "Condition",
    Patch: "Entity",
    Until: "string",
}

impl<T: TS> TS for Given<T> {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;
    fn name(settings: &Settings) -> String {
        T::name(settings)
    }
    fn inline(settings: &Settings) -> String {
        T::inline(settings)
    }
    fn visit_dependencies(visitor: &mut impl TypeVisitor)
    where
        Self: 'static,
    {
        T::visit_dependencies(visitor);
    }
    fn visit_generics(visitor: &mut impl TypeVisitor)
    where
        Self: 'static,
    {
        T::visit_generics(visitor);
        visitor.visit::<T>();
    }
}

impl<T: TS> TS for Table<T> {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;
    fn name(settings: &Settings) -> String {
        format!("{{ [name: string]: {} }}", T::name(settings))
    }
    fn inline(settings: &Settings) -> String {
        format!("{{ [name: string]: {} }}", T::inline(settings))
    }
    fn visit_dependencies(visitor: &mut impl TypeVisitor)
    where
        Self: 'static,
    {
        T::visit_dependencies(visitor);
    }
    fn visit_generics(visitor: &mut impl TypeVisitor)
    where
        Self: 'static,
    {
        T::visit_generics(visitor);
        visitor.visit::<T>();
    }
}

/// Declares a type and everything it names, once each.
struct Declarations {
    settings: Settings,
    /// Each type's text by its name, so that their order does not depend on who names whom first.
    found: BTreeMap<String, String>,
}

impl Declarations {
    fn add<T: TS + 'static + ?Sized>(&mut self) {
        // What has no file of its own is written out where it is used.
        if T::output_path().is_none() && T::name(&self.settings) != "Code" {
            return T::visit_dependencies(self);
        }
        let name = T::ident(&self.settings);
        if self.found.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        self.found.insert(name, format!("\n{docs}export {}\n", T::decl(&self.settings)));
        T::visit_dependencies(self);
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

/// The text of `types.ts`.
#[must_use]
pub fn declarations() -> String {
    let header =
        "// Generated from Rust by `make types`; do not edit.\n\n".to_owned() + &operation() + &area();
    let mut all = Declarations { settings: Settings::default(), found: BTreeMap::new() };
    all.add::<HandoffInput>();
    all.add::<MapOptions>();
    all.add::<ContactQuery>();
    all.add::<StatusInput>();
    all.add::<SnapshotInput>();
    all.add::<LocalDates>();
    all.add::<InvoiceLike>();
    all.add::<DealInput>();
    all.add::<Body>();
    all.add::<Config>();
    all.add::<ConditionInput>();
    all.add::<Validation>();
    all.add::<Plan>();
    all.add::<LocalTime>();
    all.add::<ContactMatch>();
    all.add::<VerdictInput>();
    all.add::<WrittenDocument>();
    all.add::<Verdict<'static>>();
    all.add::<DealUpdate>();
    all.add::<PatchValue>();
    all.add::<LookupInput>();
    all.add::<Lookups<'static>>();
    all.add::<Query<'static>>();
    all.add::<Request<'static>>();
    all.add::<Headers<'static>>();
    all.add::<Filled>();
    all.add::<WritesInput>();
    all.add::<Writes<'static>>();
    all.add::<Totals>();
    all.add::<Prediction>();
    all.add::<Finding>();
    #[cfg(feature = "full")]
    {
        all.add::<AlignInput>();
        all.add::<crate::contact::align::Alignment>();
        all.add::<CompactOptions>();
        all.add::<super::compaction::Compaction>();
        all.add::<ConfigCheckInput>();
        all.add::<crate::rehearse::ConfigCheck>();
        all.add::<DifferenceInput>();
        all.add::<crate::rehearse::Difference>();
        all.add::<crate::rehearse::policy::Policy>();
        all.add::<DraftInput>();
        all.add::<crate::rehearse::Draft>();
        all.add::<ShadowInput>();
        all.add::<crate::rehearse::shadow::answer::Shadow>();
        all.add::<AuditInput>();
        all.add::<crate::report::audit::answer::Readiness>();
        all.add::<ReconcileInput>();
        all.add::<crate::report::answer::Reconciliation>();
        all.add::<crate::report::answer::ReconciliationSummary>();
        all.add::<crate::report::books::BooksAdded>();
        all.add::<DuplicatesInput>();
        all.add::<crate::contact::duplicates::Duplicates>();
        all.add::<crate::contact::index::IndexUpdate>();
        all.add::<crate::contact::index::IndexMemory>();
        all.add::<HandoffStart>();
        all.add::<HandoffState>();
        all.add::<HandoffResponse>();
        all.add::<HandoffCredentials>();
        all.add::<crate::handoff::flow::Step>();
        all.add::<crate::handoff::flow::Outcome>();
        all.add::<crate::handoff::flow::Batch>();
        all.add::<crate::handoff::flow::BatchMember>();
        all.add::<crate::handoff::flow::BatchAnswer>();
    }
    all.found.into_values().fold(header, |text, declaration| text + &declaration)
}
