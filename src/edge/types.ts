// Generated from Rust by `make types`; do not edit.

/** An operation by name. */
export type Operation = "validate" | "mapDealToInvoice" | "mapMany" | "localTime" | "matchContact" | "decideVerdict" | "paymentStatus" | "lookups" | "contactLookups" | "writes" | "predictTotals" | "compareTotals" | "handoffStart" | "handoffStep" | "batchWrites" | "splitBatch" | "alignContact" | "compactSnapshot" | "findDuplicates" | "diffConfig" | "draftConfig" | "checkConfig" | "shadow" | "reconcile" | "audit";

/** What somebody answers for. */
export type Area = "default" | "hold" | "alert" | "data" | "contact" | "tax" | "accounts" | "money" | "currency" | "schedule" | "documents" | "config";

/**
 * The lines that have an account: any, or those that one of the tables knows.
 */
export type AccountCover = { 
/**
 * Whether every line has one.
 */
any: boolean, 
/**
 * Product codes.
 */
productCodes: Array<string>, 
/**
 * Billing frequencies.
 */
billingFrequencies: Array<string>, 
/**
 * Product categories.
 */
categories: Array<string>, 
/**
 * Pipelines.
 */
pipelines: Array<string>, };

/**
 * Which accounts the lines go to: the first table that knows the line decides.
 */
export type AccountSettings = { 
/**
 * By the product's code.
 */
byProductCode?: { [name: string]: string }, 
/**
 * By how often the product is billed.
 */
byBillingFrequency?: { [name: string]: string }, 
/**
 * By the product's category.
 */
byCategory?: { [name: string]: string }, 
/**
 * By the id of the deal's pipeline, or by its name where the input says it.
 */
byPipeline?: { [name: string]: string }, 
/**
 * For every other line.
 */
default?: string | null, };

/**
 * What to do about a slot.
 */
export type Action = "create" | "scheduled" | "already-there" | "update-draft" | "delete-draft" | "void" | "credit" | "credit-and-reissue" | "ask" | "refuse" | "unknown";

/**
 * The body of `POST /api/v2/activities`.
 */
export type Activity = { 
/**
 * The deal.
 */
deal_id: number, 
/**
 * The deal's owner, where the deal names one.
 */
owner_id: number, 
/**
 * The key of its type.
 */
type: string, 
/**
 * Its subject.
 */
subject: string, 
/**
 * The day it is due.
 */
due_date: string, 
/**
 * HTML.
 */
note: string, };

/**
 * An address as Xero takes it.
 */
export type Address = { 
/**
 * `POBOX` is the address that invoices print, `STREET` where goods go.
 */
AddressType: string, 
/**
 * Street and number, or the whole text where its parts are not known.
 */
AddressLine1?: string, 
/**
 * The part of the building.
 */
AddressLine2?: string, 
/**
 * The town.
 */
City?: string, 
/**
 * The state or county.
 */
Region?: string, 
/**
 * The postal code.
 */
PostalCode?: string, 
/**
 * The country's English name, in plain letters.
 */
Country?: string, };

/**
 * What is due to an entity in a currency.
 */
export type AgeingLine = { 
/**
 * ISO 4217 code.
 */
currency: string, 
/**
 * The entity.
 */
entity: string, 
/**
 * Not past the due date.
 */
current: number, 
/**
 * Since less than a month.
 */
under1Month: number, 
/**
 * Since a month and less than two.
 */
oneMonth: number, 
/**
 * Since two months and less than three.
 */
twoMonths: number, 
/**
 * Since three months and less than four.
 */
threeMonths: number, 
/**
 * Longer.
 */
older: number, 
/**
 * What is left of credit notes, over- and prepayments, below zero.
 */
credits: number, 
/**
 * All of it.
 */
total: number, 
/**
 * How many documents.
 */
documents: number, };

/**
 * What is told, and where.
 */
export type Alert = { 
/**
 * Where it is told, such as a chat channel or an address; by default the owner's of the area `alert`.
 */
channel?: string | null, 
/**
 * What is told; fields stand in braces.
 */
text?: string, };

/**
 * A party and its contact, to be compared.
 */
export type AlignInput = { 
/**
 * The deal, for what API v1 embeds in it.
 */
deal?: Body, 
/**
 * `GET /organizations/{id}`
 */
organization?: Body, 
/**
 * `GET /persons/{id}`
 */
person?: Body, 
/**
 * The party, already read, as in `ContactQuery`; then there is no patch for Pipedrive.
 */
party?: ContactQuery["party"], 
/**
 * The fields' metadata, as in `HandoffInput`: what is written to a custom field needs it.
 */
fields?: HandoffInput["fields"], 
/**
 * The contact of Xero's.
 */
contact: Body, 
/**
 * The config: `party`, and each entity's `contact.ownership`.
 */
config?: Config | string, 
/**
 * The entity whose ownership counts, of several.
 */
entity?: string, 
/**
 * Who has the say, above what the config says.
 */
ownership?: { [field: string]: FieldOwner }, 
/**
 * When each side was changed, for `newest`; by default `update_time` and `UpdatedDateUTC`.
 */
updated?: { crm?: string, ledger?: string }, };

/**
 * Which side is right about a field.
 */
export type AlignVerdict = "same" | "crm" | "ledger" | "ask" | "unknown";

/**
 * A field on both sides.
 */
export type AlignedField = { 
/**
 * Which field, by its name in `contact.ownership`.
 */
field: string, 
/**
 * What Pipedrive says.
 */
crm?: string, 
/**
 * What Xero says.
 */
ledger?: string, 
/**
 * Who has the say, by the config.
 */
owner: FieldOwner, 
/**
 * Which side is right.
 */
verdict: AlignVerdict, 
/**
 * Why, in words.
 */
why: string, };

/**
 * The answer of `alignContact`.
 */
export type Alignment = { 
/**
 * Whether the two can be compared; where they cannot, there is no patch.
 */
ok: boolean, 
/**
 * The fields that at least one side has, in a fixed order.
 */
fields: Array<AlignedField>, 
/**
 * The body of `POST /Contacts/{ContactID}`: the ContactID and what changes; absent when nothing does. Xero
 * replaces lists, so they are whole.
 */
ledgerPatch: { ContactID: string, [field: string]: unknown }, 
/**
 * The body of `PATCH /api/v2/organizations/{id}` or `/persons/{id}`; absent when nothing changes.
 */
crmPatch: { [field: string]: unknown }, 
/**
 * The same bodies with the values of before.
 */
undo: Undo, 
/**
 * What stands in the way, and what is worth knowing; errors first.
 */
findings: Array<Finding>, };

/**
 * Whether prices are with tax or without it; Xero's `LineAmountTypes`.
 */
export type Amounts = "Exclusive" | "Inclusive" | "NoTax";

/**
 * Whose credentials a request needs.
 */
export type Api = "xero" | "pipedrive";

/**
 * How many of the rules count whose conditions hold.
 */
export type Apply = "all" | "first";

/**
 * The data of both sides. What is not passed is not looked at, and never counts as fine.
 */
export type AuditInput = { 
/**
 * Deals, each as `HandoffInput` without config and snapshot, or the deal alone; those that are not won are counted
 * and passed over.
 */
deals: (DealInput | object)[] | object, 
/**
 * The config, under which deals are replayed.
 */
config?: Config | string, 
/**
 * The one snapshot, for a config with one entity.
 */
snapshot?: SnapshotInput | string, 
/**
 * The snapshots, in a list or by entity; or one alone.
 */
snapshots?: SnapshotInput | SnapshotInput[] | { [entity: string]: SnapshotInput } | string, 
/**
 * Where there is no snapshot: `GET /Organisation`.
 */
organisation?: object | string, 
/**
 * `GET /Accounts`
 */
accounts?: object | string, 
/**
 * `GET /TaxRates`
 */
taxRates?: object | string, 
/**
 * `GET /Currencies`
 */
currencies?: object | string, 
/**
 * `GET /Items`
 */
items?: object | string, 
/**
 * Pipedrive's organisations: a list, an answer, or a list of answers; deals find theirs among them.
 */
organizations?: object | object[] | string, 
/**
 * Its people.
 */
persons?: object | object[] | string, 
/**
 * Its products.
 */
products?: object | object[] | string, 
/**
 * Its users.
 */
users?: object | object[] | string, 
/**
 * Its field metadata.
 */
fields?: HandoffInput["fields"], 
/**
 * Xero's contacts, by entity where there are several.
 */
contacts?: object | object[] | { [entity: string]: object | object[] } | string, 
/**
 * Xero's invoices and repeating invoices, by entity where there are several.
 */
documents?: object | object[] | { [entity: string]: object | object[] } | string, 
/**
 * The day to judge on, as `2026-07-14`; by default the last win.
 */
asOf?: string, 
/**
 * Minutes that one item of a check takes, by the check's id, where ours are not yours.
 */
minutes?: { [check: string]: number }, 
/**
 * Examples of each check; 5 unless said.
 */
examples?: number, };

/**
 * The rest of a deal with a deposit.
 */
export type Balance = { 
/**
 * When it is billed.
 */
date?: When | null, 
/**
 * What it is called on its lines.
 */
label?: string | null, };

/**
 * What established the basis.
 */
export type BasisBy = "plan" | "products" | "document" | "others" | "unknown";

/**
 * How many deals there are of each basis.
 */
export type BasisCounts = { 
/**
 * Values without tax.
 */
net: number, 
/**
 * Values with tax.
 */
gross: number, 
/**
 * Values without any tax.
 */
same: number, 
/**
 * Values of which it is not known.
 */
unknown: number, };

/**
 * What an amount is.
 */
export type BasisKind = "net" | "gross" | "same" | "unknown";

/**
 * Requests that are sent as one.
 */
export type Batch = { 
/**
 * The one request, to be sent like those of a step; absent where fewer than two documents go together.
 */
request?: Call, 
/**
 * The requests that are in it.
 */
members: Array<BatchMember>, 
/**
 * The places of those that are not: of another organisation, no creates, made before, or too many. Send them by
 * themselves, or in another batch.
 */
left: Array<number>, 
/**
 * What is wrong.
 */
findings: Array<Finding>, };

/**
 * The answer of a batch, for each of its members.
 */
export type BatchAnswer = { 
/**
 * What each handoff's own request is answered with.
 */
responses: (HandoffResponse & { of: number })[], 
/**
 * Whether nobody knows what came of the batch: then send the same request with the same key once more, within
 * five minutes of the first time, and hand these responses on only where that comes to nothing either.
 */
again: boolean, 
/**
 * What is wrong.
 */
findings: Array<Finding>, };

/**
 * A request in a batch.
 */
export type BatchMember = { 
/**
 * Its place among the requests that were passed.
 */
of: number, 
/**
 * Its id, by which it is answered.
 */
id: string, 
/**
 * The place of its document in the batch; two requests for the same document share it.
 */
place: number, 
/**
 * What its document is told from the others by: its number, or its reference.
 */
known: string, };

/**
 * A document of people's, and why it is the deal's.
 */
export type BilledDocument = { 
/**
 * Where it stands in the input.
 */
at: string, 
/**
 * Its id.
 */
id: string, 
/**
 * Its number.
 */
number?: string, 
/**
 * With tax.
 */
total: number, 
/**
 * How sure it is.
 */
confidence: PairingConfidence, 
/**
 * Why, the heaviest first.
 */
evidence: Array<PairingEvidence>, };

/**
 * A product, and what says whose it is.
 */
export type BilledRow = { 
/**
 * Where it stands, as a JSON pointer.
 */
row: string, 
/**
 * Where the share of the config stands that takes it.
 */
by: string, };

/**
 * What an entity bills of a deal that is split.
 */
export type BilledShare = { 
/**
 * The entity's name in the config.
 */
entity: string, 
/**
 * Its tenant id. The deal's documents are looked up in every one, also where it bills nothing.
 */
tenantId?: string, 
/**
 * The products it bills.
 */
rows: Array<BilledRow>, 
/**
 * What they come to as the deal has them, with their part of its discounts, recurring ones once; the shares
 * add up to the deal. Absent where a product has no price.
 */
amount: number, 
/**
 * What the documents of its schedule come to together.
 */
schedule?: Ledger, };

/**
 * Any body an API answers: the object, its envelope, a webhook, or JSON text of one of these.
 */
export type Body = object | string;

/**
 * What a page brought.
 */
export type BooksAdded = { 
/**
 * Whether all of it could be read.
 */
ok: boolean, 
/**
 * How many rows it had.
 */
rows: number, 
/**
 * What could not be read; of each code the first 100 of all pages.
 */
findings: Array<Finding>, };

/**
 * Where the buyer is, and what it has shown.
 */
export type Buyer = { 
/**
 * A country's ISO code, or `EU`; or a list of them.
 */
in?: string | string[] | null, 
/**
 * Where it is not.
 */
notIn?: string | string[] | null, 
/**
 * The evidence it must have given.
 */
with?: Evidence | null, };

/**
 * What decided a field.
 */
export type By = "input" | "rule" | "default" | "snapshot";

/**
 * How long an answer may be kept.
 */
export type Cache = { 
/**
 * The name to keep it by, the same in every handoff.
 */
key: string, 
/**
 * For how many seconds.
 */
seconds: number, };

/**
 * A request to be sent with the caller's own credentials: `Authorization`, or `x-api-token` for Pipedrive.
 */
export type Call = { 
/**
 * Its name in this handoff, the same whenever it is handed out again: journal by it.
 */
id: string, 
/**
 * What it does, in a person's words.
 */
name: string, 
/**
 * Whose credentials it needs.
 */
api: Api, 
/**
 * `GET`, `PUT`, `POST` or `PATCH`.
 */
method: string, 
/**
 * The whole address.
 */
url: string, 
/**
 * Every header but the credentials.
 */
headers: { [name: string]: string }, 
/**
 * What is sent, as JSON.
 */
body: { [field: string]: unknown }, 
/**
 * Of what changes seldom: an answer that the caller kept serves as well.
 */
cache?: Cache, };

/**
 * Requests that were made; answers that a caller had kept are not counted.
 */
export type Calls = { 
/**
 * Of Xero.
 */
xero: number, 
/**
 * Of Pipedrive.
 */
pipedrive: number, };

/**
 * A contact that may be the party.
 */
export type Candidate = { 
/**
 * Its ContactID; empty when it was passed without one.
 */
contactId: string, 
/**
 * Its name in Xero.
 */
name: string, 
/**
 * How likely it is the party, in thousandths: of two that are equally likely, each has half.
 */
probability: number, 
/**
 * What speaks for it and against it.
 */
evidence: Array<Evidence>, };

/**
 * What happens to documents when their deal changes after they were written. By default a person is asked.
 */
export type Changes = { 
/**
 * A draft that does not say what the deal says.
 */
draft?: DraftChange, 
/**
 * An approved invoice that does not say what the deal says.
 */
issued?: IssuedChange, 
/**
 * The documents of a deal that was lost or deleted.
 */
lost?: LostChange, };

export type Code = "INPUT_NOT_JSON" | "INPUT_NOT_AN_OBJECT" | "INPUT_OPERATION_UNKNOWN" | "INPUT_PART_MISSING" | "INPUT_PART_WRONG" | "INPUT_PART_EMPTY" | "INPUT_PART_LARGE" | "INPUT_COLUMNS_DIFFER" | "INPUT_PART_INCOMPLETE" | "INPUT_ROWS_DIFFER" | "INPUT_OTHER_DEAL" | "INPUT_PART_UNKNOWN" | "INPUT_NOT_A_NUMBER" | "INPUT_NUMBER_TOO_LONG" | "INPUT_NOT_A_WHOLE_NUMBER" | "INPUT_NOT_AN_ID" | "INPUT_NOT_A_TEXT" | "INPUT_TEXT_UNWRITABLE" | "INPUT_NOT_A_BOOLEAN" | "INPUT_NOT_A_DATE" | "DEAL_NOT_WON" | "DEAL_DELETED" | "DEAL_ID_MISSING" | "DEAL_WON_BEFORE" | "DEAL_VALUE_DIFFERS" | "DEAL_VALUE_ROUNDED" | "DEAL_VALUE_NOT_COMPARED" | "DEAL_VALUE_MISSING" | "DEAL_DISCOUNT_UNCLEAR" | "DEAL_DISCOUNT_EXCEEDS_DEAL" | "DEAL_REFERENCE_TOO_LONG" | "DEAL_URL_INVALID" | "PARTY_MISSING" | "PARTY_NAME_MISSING" | "PARTY_NOT_THE_DEALS" | "PARTY_COUNTRY_UNKNOWN" | "PARTY_COUNTRY_MISSING" | "LINE_NONE" | "LINE_DISABLED" | "LINE_RECURRING" | "LINE_FIRST_PERIOD" | "LINE_PERIOD_UNKNOWN" | "LINE_PRICE_MISSING" | "LINE_QUANTITY_MISSING" | "LINE_QUANTITY_NEGATIVE" | "LINE_QUANTITY_ZERO" | "LINE_SUM_DIFFERS" | "LINE_DISCOUNT_NEGATIVE" | "LINE_DISCOUNT_EXCEEDS_LINE" | "LINE_DISCOUNT_UNCLEAR" | "LINE_FREQUENCY_UNKNOWN" | "LINE_PRODUCT_UNREAD" | "LINE_ENTITY_MISSING" | "LINE_ITEM_UNREAD" | "LINE_ITEM_UNKNOWN" | "LINE_ITEM_FOLDED" | "LINE_DESCRIPTION_MISSING" | "LINE_DESCRIPTION_TOO_LONG" | "LINE_AMOUNT_DIFFERS" | "LINE_AMOUNT_TOO_LARGE" | "MONEY_TOO_LARGE" | "MONEY_TOO_FINE" | "MONEY_TOTAL_NEGATIVE" | "MONEY_TOTAL_ZERO" | "MONEY_SUB_TOTAL_DIFFERS" | "MONEY_TAX_DIFFERS" | "MONEY_TOTAL_DIFFERS" | "MONEY_LINES_DIFFER" | "MONEY_LINE_DIFFERS" | "MONEY_LINE_TAX_DIFFERS" | "MONEY_NOT_COMPARABLE" | "TAX_METHOD_UNKNOWN" | "TAX_METHODS_MIXED" | "TAX_NOT_STATED" | "TAX_LEFT_OUT" | "TAX_NOT_REGISTERED" | "TAX_RATE_UNMAPPED" | "TAX_RATE_AMBIGUOUS" | "TAX_RATE_CHANGED" | "TAX_RATE_DIFFERS" | "TAX_RATE_IGNORED" | "TAX_AMOUNT_STATED" | "TAX_TYPE_MISSING" | "TAX_TYPE_UNKNOWN" | "TAX_TYPE_INACTIVE" | "TAX_TYPE_NOT_FOR_ACCOUNT" | "TAX_EVIDENCE_MISSING" | "TAX_SUPPLY_UNKNOWN" | "TAX_TREATMENT_INCLUSIVE" | "ACCOUNT_UNMAPPED" | "ACCOUNT_UNKNOWN" | "ACCOUNT_ARCHIVED" | "ACCOUNT_NOT_FOR_SALES" | "TRACKING_CATEGORY_UNKNOWN" | "TRACKING_OPTION_UNKNOWN" | "TRACKING_VALUE_MISSING" | "CURRENCY_MISSING" | "CURRENCY_UNKNOWN" | "CURRENCY_NOT_ENABLED" | "CURRENCY_MIXED" | "CURRENCY_DIFFERS" | "CONTACT_MISSING" | "CONTACT_ID_INVALID" | "CONTACT_ARCHIVED" | "CONTACT_MERGED" | "CONTACT_AMBIGUOUS" | "CONTACT_CONFLICT" | "CONTACT_UNCERTAIN" | "CONTACT_NOT_CREATED" | "CONTACT_PAGES_MISSING" | "CONTACT_VALUE_UNUSABLE" | "SCHEDULE_INSTALLMENTS" | "SCHEDULE_INSTALLMENTS_MISSING" | "SCHEDULE_RECURRING_MIXED" | "SCHEDULE_SHARES_WRONG" | "SCHEDULE_SLOT_EMPTY" | "SCHEDULE_PRODUCT_UNPLACED" | "SCHEDULE_AMOUNT_UNREACHABLE" | "SCHEDULE_TAX_RESIDUE" | "SCHEDULE_DEDUCTED" | "SCHEDULE_DEDUCTED_FOREIGN" | "SCHEDULE_DEPOSIT_TAX_POINT" | "SCHEDULE_STOCK_SLOT" | "SCHEDULE_STOCK_TEMPLATE" | "SCHEDULE_DATE_BEFORE_WIN" | "SCHEDULE_SLOT_LATE" | "SCHEDULE_SLOT_UNDATED" | "SCHEDULE_CYCLES_WRONG" | "SCHEDULE_START_UNKNOWN" | "SCHEDULE_START_PAST" | "SCHEDULE_ENDLESS" | "SCHEDULE_BRACKETS_REPLACED" | "SCHEDULE_TODAY_UNKNOWN" | "SCHEDULE_DATE_UNKNOWN" | "SCHEDULE_DATE_TOO_OLD" | "SCHEDULE_DATE_AHEAD" | "SCHEDULE_DATE_LOCKED" | "SCHEDULE_DUE_MISSING" | "SCHEDULE_DUE_BEFORE_ISSUE" | "STATUS_DOCUMENT_IGNORED" | "STATUS_UNKNOWN" | "STATUS_ANSWER_INCOMPLETE" | "STATUS_AMOUNTS_DIFFER" | "STATUS_CREDIT_UNCLEAR" | "STATUS_CURRENCY_DIFFERS" | "STATUS_DUPLICATE" | "STATUS_PLAN_REFUSED" | "STATUS_FIELD_UNSUITED" | "STATUS_OPTION_MISSING" | "HANDOFF_NOT_LOOKED_UP" | "HANDOFF_WRITTEN_MISSING" | "HANDOFF_PLAN_REFUSED" | "HANDOFF_DEAL_NOT_WON" | "HANDOFF_HELD" | "HANDOFF_APPROVED" | "HANDOFF_APPROVAL_UNUSED" | "HANDOFF_SKIPPED" | "HANDOFF_SKIPPED_STANDS" | "HANDOFF_WAITS" | "HANDOFF_RULE_UNDECIDED" | "HANDOFF_SLOT_GONE" | "HANDOFF_IN_QUESTION" | "HANDOFF_SEVERAL_LIVE" | "HANDOFF_LOOKALIKE" | "HANDOFF_REMOVED" | "HANDOFF_OBSERVED" | "HANDOFF_NOT_DELIVERED" | "HANDOFF_STOPPED" | "HANDOFF_LINES_MISSING" | "HANDOFF_EDITED" | "HANDOFF_CHANGED" | "HANDOFF_UNATTRIBUTED" | "HANDOFF_DIFFERS" | "HANDOFF_SUBMITTED" | "HANDOFF_PAID" | "HANDOFF_PART_CREDITED" | "HANDOFF_UNCLEAR" | "HANDOFF_RUNNING" | "HANDOFF_CREDIT_DIFFERS" | "HANDOFF_CREDIT_PENDING" | "CONFIG_MISSING" | "CONFIG_VERSION_UNKNOWN" | "CONFIG_KEY_UNKNOWN" | "CONFIG_VALUE_UNKNOWN" | "CONFIG_VALUE_WRONG" | "CONFIG_NOT_SUPPORTED" | "CONFIG_COMPANY_MISSING" | "CONFIG_ENTITY_MISSING" | "CONFIG_ENTITY_UNDECIDED" | "CONFIG_ENTITY_UNKNOWN" | "CONFIG_RULE_INCOMPLETE" | "CONFIG_UNCONFIRMED" | "CONFIG_TENANT_INVALID" | "CONFIG_TRACKING_TOO_MANY" | "CONFIG_COUNTRY_UNKNOWN" | "CONFIG_BRANDING_UNKNOWN" | "CONFIG_FIELD_INVALID" | "CONFIG_FIELD_UNKNOWN" | "CONFIG_FIELD_AMBIGUOUS" | "CONFIG_FIELD_RENAMED" | "CONFIG_FIELDS_MISSING" | "CONFIG_FIELD_NAMELESS" | "CONFIG_OPTION_UNKNOWN" | "CONFIG_TEMPLATE_INVALID" | "CONFIG_TEMPLATE_EMPTY" | "CONFIG_SCHEDULE_INCOMPLETE" | "CONFIG_SNAPSHOT_MISSING" | "CONFIG_SNAPSHOT_OTHER" | "CONFIG_SNAPSHOT_INCOMPLETE" | "CONFIG_SNAPSHOT_STALE" | "CONFIG_SNAPSHOT_UNDATED" | "INTERNAL_PANIC" | "INTERNAL_STALE_HANDLE" | "INTERNAL_NOT_LOADED" | "HANDOFF_STATE_UNKNOWN" | "HANDOFF_STOPPED_EARLY" | "HANDOFF_HOST_INVALID" | "HANDOFF_NO_ANSWER" | "HANDOFF_LIMITED" | "HANDOFF_DENIED" | "HANDOFF_FORBIDDEN" | "HANDOFF_NOT_FOUND" | "HANDOFF_REJECTED" | "HANDOFF_KEY_USED" | "HANDOFF_NUMBER_TAKEN" | "HANDOFF_IN_DOUBT" | "HANDOFF_NOT_WRITTEN_BACK" | "HANDOFF_HELD_BACK" | "CONFIG_RULE_NEVER" | "CONFIG_RULE_VALUE_UNKNOWN" | "CONFIG_FIELD_UNFIT" | "CONFIG_VALUE_UNLIKELY" | "CONFIG_NAME_UNRESOLVED" | "CONFIG_NAME_UNKNOWN" | "CONFIG_TREATMENT_OPEN" | "CONFIG_RULES_CONTRADICT" | "CONFIG_RULES_INTERTWINED" | "CONFIG_FIELD_CIRCULAR" | "CONFIG_OWNER_MISSING" | "CONFIG_POLICY_BROKEN" | "CONFIG_ENTITY_LEFT" | "CONFIG_NOT_COMPARED" | "CONFIG_CHANGE_NOT_SHOWN" | "CONFIG_IDENTITY_CHANGED" | "CONFIG_AGREEMENT_LOW" | "CONFIG_NOT_COVERED" | "REPORT_ROW_REPEATED" | "REPORT_FINDINGS_LEFT_OUT";

/**
 * What a small snapshot keeps.
 */
export type CompactOptions = { 
/**
 * `none` leaves the organisation's items out, for configs whose `lines.items` is `none`.
 */
items?: "known" | "none", };

/**
 * A snapshot made small.
 */
export type Compaction = { 
/**
 * Whether the snapshot can be used.
 */
ok: boolean, 
/**
 * The snapshot, with what is read of it and nothing else; absent unless `ok`.
 */
snapshot: SnapshotInput, 
/**
 * What stands in the way, and what the snapshot lacks; errors first.
 */
findings: Array<Finding>, };

/**
 * Where the deals come from.
 */
export type CompanySource = { 
/**
 * The Pipedrive company, as in its address: part of every identity, so it must never change.
 */
company?: string | null, };

/**
 * A condition: `all`, `any` or `not` of others, or a test of a field.
 */
export type Condition = { all: Condition[], } | { any: Condition[], } | { not: Condition, } | { 
/**
 * A field as in templates, or what is found out from several, such as `deal.discount`.
 */
field: string, 
/**
 * How it is compared.
 */
is: Is, to?: string | number | boolean, values?: (string | number | boolean)[], text?: string, than?: string | number | (string | number)[], from?: string | number, };

/**
 * A whole config.
 */
export type Config = { 
/**
 * The version of this form: 1.
 */
version?: number | null, 
/**
 * `observe` decides and writes nothing; `act` writes.
 */
mode?: Mode, 
/**
 * Where the deals come from.
 */
source?: CompanySource, 
/**
 * How a document is found again.
 */
token?: TokenSettings, 
/**
 * Which fields say who is billed.
 */
party?: PartyFields, 
/**
 * Who answers for what is held, for alerts and for findings, by area.
 */
owners?: Owners, 
/**
 * The Xero organisations and how each is invoiced.
 */
entities?: { [name: string]: Entity }, 
/**
 * The entity that bills a deal which no rule gives to another; with one entity, that one.
 */
entity?: string | null, 
/**
 * Which entity bills which products of a deal that several bill: of each product, the first share that takes
 * it. A deal without products is `entity`'s, and one that a rule gives to an entity is that one's.
 */
split?: Array<Share>, 
/**
 * What is otherwise for some deals, in order: a later rule has the last word.
 */
rules?: Array<Rule>, 
/**
 * Whether every rule that applies counts, or the first alone.
 */
apply?: Apply, 
/**
 * What was guessed and nobody confirmed, by its path (`/entities/uk/lines/account/default`), with what it was
 * guessed from: while an entry is here, no document is made. Take it away when the guess is right.
 */
unconfirmed?: { [name: string]: string }, };

/**
 * What came of trying a config out.
 */
export type ConfigCheck = { 
/**
 * Whether every combination that the config can produce is legal in the organisation that it is for.
 */
ok: boolean, 
/**
 * What is wrong, each at its place in the config; errors first.
 */
findings: Array<Finding>, 
/**
 * The deals of which it is proved, by entity; none unless `ok`.
 */
covers: Array<Cover>, 
/**
 * What would become of the deals that were passed.
 */
coverage?: Coverage, };

/**
 * A config and what it is tried with.
 */
export type ConfigCheckInput = { 
/**
 * The config.
 */
config: Config | string, 
/**
 * The one snapshot, for a config with one entity.
 */
snapshot?: SnapshotInput | string, 
/**
 * The snapshots, in a list or by entity; or one alone.
 */
snapshots?: SnapshotInput | SnapshotInput[] | { [entity: string]: SnapshotInput } | string, 
/**
 * The fields' metadata, as in `HandoffInput`: without it, labels and options are not looked up.
 */
fields?: HandoffInput["fields"], 
/**
 * The tax rates in use in Pipedrive, in percent; or a list for each entity.
 */
taxRates?: (number | string)[] | { [entity: string]: (number | string)[] }, 
/**
 * The currencies in use in Pipedrive; or a list for each entity.
 */
currencies?: string[] | { [entity: string]: string[] }, 
/**
 * `GET /pipelines`; by default those that the metadata of the deal's fields knows.
 */
pipelines?: Body, 
/**
 * Deals that were won, each as `HandoffInput` without config and snapshot.
 */
deals?: (DealInput | object)[], 
/**
 * The least share of them that must be covered, in thousandths; 950 by default.
 */
leastShare?: number, 
/**
 * What all deals share that do not have it themselves: the products with their codes and categories.
 */
productDetails?: Body, 
/**
 * The same: today, where the organisation is.
 */
localDates?: LocalDates, 
/**
 * The instant of the call, as `2026-07-14T18:16:56Z`: how old the snapshots are.
 */
now?: string, };

/**
 * A rule as it was considered; why, where the trace is wanted.
 */
export type Considered = { 
/**
 * Its name.
 */
rule: string, 
/**
 * What came of it.
 */
outcome: RuleOutcome, 
/**
 * Of one that does not apply, what its condition looked at and found; of one that cannot be decided, why.
 */
because?: string, 
/**
 * Of one that applies, what it decides: `hold`, `entity`, `document.status`. What a later rule decides otherwise
 * is left out.
 */
decides?: Array<string>, };

/**
 * What to do when no contact matches.
 */
export type ContactCreation = "ask" | "always" | "never";

/**
 * An overpayment, a prepayment or a credit note of which something is left to allocate.
 */
export type ContactCredit = { 
/**
 * `overpayment`, `prepayment` or `credit-note`.
 */
kind: string, 
/**
 * Its id in Xero.
 */
id: string, 
/**
 * ISO 4217 code.
 */
currency: string, 
/**
 * What is left of it.
 */
remaining: number, };

/**
 * The answer of `matchContact`.
 */
export type ContactMatch = { 
/**
 * What to do; `match` and `create` only without a finding that is an error.
 */
decision: Decision, 
/**
 * The ContactID to bill, when the decision is `match`.
 */
contactId?: string, 
/**
 * What an invoice needs of that contact, when it was passed with it: `contact` of a plan may be this
 * whole answer.
 */
contact?: MatchedContact, 
/**
 * The contacts that may be the party, best first.
 */
candidates: Array<Candidate>, 
/**
 * The contact to create, when the decision is `create`.
 */
proposed?: ProposedContact, 
/**
 * Why nothing was matched or created, and what is worth knowing.
 */
findings: Array<Finding>, };

/**
 * A person at an organisation.
 */
export type ContactPerson = { 
/**
 * The first name; the whole name where Pipedrive has not split it.
 */
FirstName?: string, 
/**
 * The last name.
 */
LastName?: string, 
/**
 * The person's address.
 */
EmailAddress?: string, 
/**
 * Always false: invoices go to the contact's own address.
 */
IncludeInEmails: boolean, };

/**
 * A party and the contacts it may be.
 */
export type ContactQuery = { 
/**
 * The deal, for what API v1 embeds in it.
 */
deal?: Body, 
/**
 * `GET /organizations/{id}`
 */
organization?: Body, 
/**
 * `GET /persons/{id}`
 */
person?: Body, 
/**
 * The party, already read.
 */
party?: PartyInput, 
/**
 * As in `HandoffInput`.
 */
fields?: Body, 
/**
 * The contacts it may be: `GET /Contacts`
 */
contacts: Body, 
/**
 * The config.
 */
config?: Config | string, };

/**
 * What happens to contacts.
 */
export type ContactSettings = { 
/**
 * What to do when no contact matches.
 */
create?: ContactCreation, 
/**
 * When a contact is taken for the party.
 */
match?: MatchSettings, 
/**
 * What the name of a new contact gets behind it when another has it: ` ({city})`, also with `{region}`,
 * `{country}`, `{id}` (Pipedrive's) and `{n}` (2, 3, …). Without it such a contact is not proposed.
 */
suffix?: string | null, 
/**
 * For each field of a contact, who has the say: `name`, `email`, `phone`, `website`, `taxNumber`,
 * `companyNumber`, `accountNumber`, `address`, `people`. A field that is not named is asked about.
 */
ownership?: { [name: string]: FieldOwner }, };

/**
 * More about a finding.
 */
export type Context = { 
/**
 * The known name nearest to one that is unknown.
 */
didYouMean: string, };

/**
 * The deals of an entity that are covered: those of which every value is among these.
 *
 * A deal has one currency and one tax method: the values are told each by itself, and a deal whose products are in
 * several currencies, or of several tax methods, is refused. One that is billed by its value is a line of it without a
 * product: see `byValue`.
 */
export type Cover = { 
/**
 * The entity's name in the config.
 */
entity: string, 
/**
 * The currencies.
 */
currencies: Array<string>, 
/**
 * Which lines have an account.
 */
accounts: AccountCover, 
/**
 * The rates of lines, by the treatment that the buyer and what is sold come under.
 */
taxes: Array<TaxCover>, 
/**
 * Whether each line must say that it is goods or services.
 */
needsSupply: boolean, 
/**
 * Whether the buyer's country must be known.
 */
needsCountry: boolean, 
/**
 * The contacts' default tax types, where the tax of lines without one comes from them.
 */
contactTaxTypes?: Array<string>, 
/**
 * What the fields may say that tracking options come from.
 */
tracking: Array<TrackingCover>, 
/**
 * Whether deals that are billed by their value (`lines.from`) may be among them: absent where none is. Such a deal
 * is one line of the tax method `none` and without a rate, which has an account by its pipeline or since every
 * line has one; it has no product, and no field of one counts, neither for tables nor for tracking.
 */
byValue?: boolean, };

/**
 * What would become of deals.
 */
export type Coverage = { 
/**
 * How many there are.
 */
deals: number, 
/**
 * How many the config says what to do with: all but the refused.
 */
covered: number, 
/**
 * The same in thousandths of them.
 */
share: number, 
/**
 * What would become of them.
 */
outcomes: Outcomes, 
/**
 * How many each entity would bill, alone or a share of them.
 */
entities: Array<EntityShare>, 
/**
 * What came of each rule.
 */
rules: Array<RuleShare>, 
/**
 * Why deals are refused, held, waiting or skipped: the most frequent reason first.
 */
reasons: Array<Reason>, };

/**
 * Which documents of a schedule are planned for creation.
 */
export type Creation = "when-due" | "all-as-drafts";

/**
 * A credit note and what it is allocated to. It is approved when it is written, then allocated.
 */
export type CreditNote = { 
/**
 * The note that is there already, unallocated: then nothing is written but the allocation.
 */
creditNoteId?: string, 
/**
 * What is PUT to `/CreditNotes`.
 */
body: { [field: string]: unknown }, 
/**
 * SHA-256 of the body, in hexadecimal.
 */
contentHash?: string, 
/**
 * The value of the header `Idempotency-Key` of that write.
 */
requestKey?: string, 
/**
 * What is PUT to `/CreditNotes/{CreditNoteID}/Allocations`, inside `{ Allocations: [ … ] }`.
 */
allocation: { Invoice: { InvoiceID: string }, Amount: number, Date: string }, 
/**
 * The value of the header `Idempotency-Key` of that write.
 */
allocationKey: string, };

/**
 * What a currency's documents come to, with tax.
 */
export type CurrencyTotals = { 
/**
 * The currency.
 */
currency: string, 
/**
 * As planned, of what people billed too.
 */
planned: number, 
/**
 * What people billed of it.
 */
invoiced: number, 
/**
 * As planned, of what nobody billed.
 */
unbilled: number, 
/**
 * What was billed without a deal.
 */
withoutDeal: number, };

/**
 * A deal's amounts, in its currency.
 */
export type DealAmounts = { 
/**
 * Its value as it stands.
 */
won: number, 
/**
 * What is to be billed in all, in the deal's basis.
 */
planned: number, 
/**
 * What of it is due by the day as of which it is told.
 */
dueByNow: number, 
/**
 * What stands billed, less credit notes, in the deal's basis.
 */
billed: number, 
/**
 * What stands billed, with tax.
 */
invoiced: number, 
/**
 * The money that came, with tax.
 */
paid: number, 
/**
 * What credit notes took back, with tax.
 */
credited: number, 
/**
 * What is still to be paid, with tax.
 */
due: number, 
/**
 * What of `invoiced` is not approved.
 */
drafted: number, 
/**
 * What is billed too much, or below zero what is missing, in the deal's basis.
 */
difference: number, };

/**
 * What a deal's value is, and how that was established.
 */
export type DealBasis = { 
/**
 * Without tax, with it, or both where there is none.
 */
kind: BasisKind, 
/**
 * What established it.
 */
by: BasisBy, };

/**
 * What would be different of a deal.
 */
export type DealChange = { 
/**
 * Where it stands in the input.
 */
at: string, 
/**
 * Its id.
 */
id?: string, 
/**
 * Its title.
 */
title?: string, 
/**
 * What becomes of it: `invoiced`, `held`, `waiting`, `skipped` or `refused`.
 */
before: string, 
/**
 * What would become of it.
 */
after: string, 
/**
 * Its documents that would be others.
 */
documents: Array<DocumentChange>, 
/**
 * What would be said of it and is not now.
 */
says?: Array<Remark>, };

/**
 * What a deal is.
 */
export type DealClass = "agrees" | "differs" | "unbilled" | "not-due" | "held" | "waiting" | "skipped" | "refused" | "not-looked-up" | "not-won" | "outside" | "repeated";

/**
 * How many deals there are of a class.
 */
export type DealClassCount = { 
/**
 * The class.
 */
class: DealClass, 
/**
 * How many.
 */
count: number, };

/**
 * A won deal and what belongs to it.
 */
export type DealInput = { 
/**
 * The deal: `GET /deals/{id}`, v2 or v1, or the body of a webhook.
 */
deal: Body, 
/**
 * `GET /deals/{id}/products`
 */
products?: Body, 
/**
 * The products themselves, for their codes and categories: `GET /products`
 */
productDetails?: Body, 
/**
 * `GET /deals/{id}/discounts`
 */
discounts?: Body, 
/**
 * `GET /deals/installments`
 */
installments?: Body, 
/**
 * `GET /organizations/{id}`
 */
organization?: Body, 
/**
 * `GET /persons/{id}`
 */
person?: Body, 
/**
 * `GET /dealFields`, or `{ deal, organization, person, product }` with one of each.
 */
fields?: Body, 
/**
 * A ContactID, a contact of Xero's, or an answer of `matchContact` that decided `match`; of a deal that is split,
 * an object with one for each entity.
 */
contact?: string | object, 
/**
 * Every document of the deal, where some are there: by it a plan knows which repeating invoices have
 * begun, and at which rate stages were booked. Where several entities may have some, by entity.
 */
existing?: object | object[] | string, 
/**
 * What people approved of what rules hold.
 */
approvals?: { rule: string, by: string, of: string }[] | string, 
/**
 * Today and the day of the win, where the organisation is; of a deal that is split, also by entity.
 */
localDates?: LocalDates | { [entity: string]: LocalDates | string }, 
/**
 * The instant of the call, as `2026-07-14T18:16:56Z`.
 */
now?: string, };

/**
 * The state of a deal's invoices, or of one of them.
 */
export type DealStatus = "not-invoiced" | "scheduled" | "draft" | "awaiting-approval" | "awaiting-payment" | "part-paid" | "paid" | "credited" | "voided" | "deleted" | "overdue";

/**
 * What became of a deal, and what of it is to be written to the deal.
 */
export type DealUpdate = { 
/**
 * Whether the state could be told.
 */
ok: boolean, 
/**
 * The state of the whole deal; absent unless `ok`.
 */
status?: DealStatus, 
/**
 * What the config calls it.
 */
label?: string, 
/**
 * Since how many days the longest overdue invoice is due.
 */
daysOverdue?: number, 
/**
 * The documents of the deal, and the parts of it that have none yet; none unless `ok`.
 */
documents: Array<DocumentStatus>, 
/**
 * The sums, in the currency of the documents.
 */
amounts?: Amounts, 
/**
 * The sums in the currency of the books, each document at its own rate.
 */
base?: Amounts, 
/**
 * What the contact has open with us, whatever deal it came from; no part of the sums.
 */
contactCredit?: Array<ContactCredit>, 
/**
 * The body of `PATCH /api/v2/deals/{id}`: the fields that change; absent when none does.
 */
patch?: Patch, 
/**
 * The body of `POST /api/v1/notes`, where the config wants one and something changes.
 */
note?: Note, 
/**
 * The body of `POST /api/v2/activities`, where the config wants one and the status changes to one that
 * calls for it.
 */
activity?: Activity, 
/**
 * The state in one line, for a chat or an alert.
 */
text: string, 
/**
 * What stands in the way, and what is worth knowing; errors first.
 */
findings: Array<Finding>, };

/**
 * What it means when the deal's value is not what its products add up to; the strictest first.
 */
export type DealValue = "must-agree" | "warn" | "ignore";

/**
 * What to do about a party.
 */
export type Decision = "match" | "review" | "create";

/**
 * How the customer gets the invoice.
 */
export type Deliver = "none" | "mark-as-sent" | "email";

/**
 * What a deposit is for the tax office.
 */
export type DepositTax = "part-payment" | "security";

/**
 * What would be different.
 */
export type Difference = { 
/**
 * Whether both configs can be read, no policy is broken, and none was asked for that could not be looked at.
 */
ok: boolean, 
/**
 * How many deals were replayed.
 */
deals: number, 
/**
 * Of how many something would be different.
 */
changed: number, 
/**
 * Of how many it cannot be told whole: those that are refused under one of the configs, so that they have no
 * document to compare.
 */
notCompared: number, 
/**
 * Why, the most frequent reason first.
 */
reasons: Array<Reason>, 
/**
 * Settings that would be others and show in no document: who is asked, what is written back, what happens to
 * documents whose deal changes.
 */
settings: Array<FieldChange>, 
/**
 * What would be different, deal by deal: the first thousand.
 */
changes: Array<DealChange>, 
/**
 * How often each field would be another, the most frequent first.
 */
fields: Array<FieldCount>, 
/**
 * What the documents come to, by currency.
 */
totals: Array<TotalChange>, 
/**
 * Which policies are broken, and what is wrong with the configs.
 */
findings: Array<Finding>, };

/**
 * Two configs, and the deals that tell them apart.
 */
export type DifferenceInput = { 
/**
 * The config as it is.
 */
before: Config | string, 
/**
 * The config as it would be.
 */
after: Config | string, 
/**
 * The one snapshot, for configs with one entity.
 */
snapshot?: SnapshotInput | string, 
/**
 * The snapshots, in a list or by entity; or one alone.
 */
snapshots?: SnapshotInput | SnapshotInput[] | { [entity: string]: SnapshotInput } | string, 
/**
 * Deals that were won, each as `HandoffInput` without config and snapshot.
 */
inputs: (DealInput | object)[], 
/**
 * What may not change.
 */
policies?: DifferencePolicy[], 
/**
 * What all deals share, as in `ConfigCheckInput`.
 */
fields?: HandoffInput["fields"], 
/**
 * The same.
 */
productDetails?: Body, 
/**
 * The same.
 */
localDates?: LocalDates, 
/**
 * The same.
 */
now?: string, };

/**
 * A policy: by name, or about one field of documents.
 */
export type DifferencePolicy = PolicyName | { 
/**
 * The field's name in Xero, such as `AccountCode`.
 */
field: string, 
/**
 * What it may not become, in whatever case.
 */
never: Array<string>, };

/**
 * How a discount is shown.
 */
export type DiscountStyle = "rate" | "fold";

/**
 * What becomes of a document.
 */
export type DocumentChange = { 
/**
 * Which document of the deal; `preview` for the lines of a deal that would not be invoiced.
 */
slot: string, 
/**
 * `added`, `removed` or `changed`.
 */
change: string, 
/**
 * Its fields that would be others; of a document that is added or removed, those that tell it.
 */
fields: Array<FieldChange>, };

/**
 * What a document is.
 */
export type DocumentClass = "paired" | "further" | "without-deal" | "from-template" | "taken-back" | "other" | "outside";

/**
 * How many documents there are of a class.
 */
export type DocumentClassCount = { 
/**
 * The class.
 */
class: DocumentClass, 
/**
 * How many.
 */
count: number, };

/**
 * How an invoice looks, when it is dated and when it is due.
 */
export type DocumentSettings = { 
/**
 * The status it is created with.
 */
status?: Status, 
/**
 * Which day it is dated.
 */
date?: "issue" | "won" | "close" | string, 
/**
 * When it is due.
 */
due?: Due | null, 
/**
 * The customer's own reference, beside the token.
 */
reference?: string | null, 
/**
 * Decimals of a unit price: 4 where the write can say `unitdp=4`, 2 where it cannot.
 */
unitDp?: number, 
/**
 * How many days before today an invoice may be dated.
 */
maxBackdateDays?: number, 
/**
 * The last day for which a tax return was filed; nothing is dated on or before it.
 */
taxFiledTo?: string | null, 
/**
 * What becomes of a deal worth nothing.
 */
zeroTotal?: ZeroTotal, 
/**
 * How the customer gets it.
 */
deliver?: Deliver, 
/**
 * The branding theme, by name or id.
 */
brandingTheme?: string | null, 
/**
 * The link back to the deal, such as `https://acme.pipedrive.com/deal/{deal.id}`.
 */
url?: string | null, };

/**
 * A document of the deal, or a part of the deal that has none yet.
 */
export type DocumentStatus = { 
/**
 * Which part of the deal's schedule it bills.
 */
slot: string, 
/**
 * The entity it is of, where documents were passed by entity.
 */
entity?: string, 
/**
 * `invoice`, `credit-note` or `repeating-invoice`.
 */
kind: string, 
/**
 * Its state. A credit note that was approved is `credited`.
 */
status: DealStatus, 
/**
 * Since how many days it is due.
 */
daysOverdue?: number, 
/**
 * Its id in Xero.
 */
id?: string, 
/**
 * Its number.
 */
number?: string, 
/**
 * An invoice's page in Xero.
 */
link?: string, 
/**
 * The day of issue; of what does not exist yet, the day it is to be issued.
 */
date?: string, 
/**
 * The day it is due.
 */
dueDate?: string, 
/**
 * The day on which it was settled.
 */
settledOn?: string, 
/**
 * ISO 4217 code.
 */
currency?: string, 
/**
 * With tax.
 */
total: number, 
/**
 * The money that came for it: payments that count, overpayments and prepayments allocated to it. Of a
 * credit note, what was paid back, below zero.
 */
paid: number, 
/**
 * What credit notes took back of it.
 */
credited: number, 
/**
 * What is still due; nothing before it is approved, or after it was voided or deleted.
 */
due: number, };

/**
 * A config to begin with.
 */
export type Draft = { 
/**
 * Whether there was enough to draft from.
 */
ok: boolean, 
/**
 * The config; each guess in it is named under `unconfirmed`.
 */
config: Config, 
/**
 * What could not be drafted.
 */
findings: Array<Finding>, };

/**
 * What happens to a draft when its deal changes.
 */
export type DraftChange = "ask" | "update";

/**
 * What a config is drafted from.
 */
export type DraftInput = { 
/**
 * What the Xero organisation allows.
 */
snapshot: SnapshotInput | string, 
/**
 * The Pipedrive company, as in its address.
 */
company?: string, 
/**
 * What the entity is called; by default `main`.
 */
entity?: string, 
/**
 * Deals that were won, each as `HandoffInput` without config and snapshot.
 */
deals?: (DealInput | object)[], 
/**
 * Invoices of Xero's, by whose lines it is told which accounts are used: `GET /Invoices`
 */
invoices?: Body, 
/**
 * The fields' metadata, as in `HandoffInput`.
 */
fields?: HandoffInput["fields"], 
/**
 * The products with their codes and categories.
 */
productDetails?: Body, };

/**
 * When an invoice is due: from the contact or a field, else by a term.
 */
export type Due = { 
/**
 * Where to look first.
 */
from?: "contact" | string | null, 
/**
 * One of Xero's terms.
 */
term?: "DAYSAFTERBILLDATE" | "DAYSAFTERBILLMONTH" | "OFCURRENTMONTH" | "OFFOLLOWINGMONTH" | null, 
/**
 * Days after, or the day of the month, as the term says.
 */
days?: number, };

/**
 * A contact of a group.
 */
export type Duplicate = { 
/**
 * Its ContactID; empty when it was passed without one.
 */
contactId: string, 
/**
 * Its name.
 */
name: string, };

/**
 * Contacts that are probably the same.
 */
export type DuplicateGroup = { 
/**
 * How likely they all are one, in thousandths: no more than the weakest of the links that hold them together.
 */
probability: number, 
/**
 * The contacts, by ContactID.
 */
contacts: Array<Duplicate>, 
/**
 * The links, the strongest first; the group falls apart without the weakest of those it needs.
 */
links: Array<DuplicateLink>, };

/**
 * Two contacts that are probably the same.
 */
export type DuplicateLink = { 
/**
 * Their places in the group.
 */
between: [number, number], 
/**
 * How likely they are one, in thousandths.
 */
probability: number, 
/**
 * Whether the group needs it to hold together, and it is the weakest of those.
 */
weakest: boolean, 
/**
 * What speaks for it and against it.
 */
evidence: Array<Evidence>, };

/**
 * The answer of `findDuplicates`.
 */
export type Duplicates = { 
/**
 * Contacts that are probably the same, the surest first.
 */
groups: Array<DuplicateGroup>, 
/**
 * What could not be read.
 */
findings: Array<Finding>, };

/**
 * Contacts to find duplicates among.
 */
export type DuplicatesInput = { 
/**
 * `GET /Contacts`, one page or several, or a list.
 */
contacts: Body, 
/**
 * The config.
 */
config?: Config | string, };

/**
 * A Xero organisation and how it invoices.
 */
export type Entity = { 
/**
 * The organisation's tenant id.
 */
tenantId?: string | null, 
/**
 * How old what is known of the organisation may be.
 */
snapshot?: SnapshotSettings, 
/**
 * How invoices look and when they are due.
 */
document?: DocumentSettings, 
/**
 * How products become lines.
 */
lines?: Lines, 
/**
 * Which documents a deal becomes, and when.
 */
schedule?: Schedule, 
/**
 * What happens to documents when their deal changes.
 */
changes?: Changes, 
/**
 * What happens to contacts.
 */
contact?: ContactSettings, 
/**
 * What is written back to the deal.
 */
feedback?: Feedback, };

/**
 * The deals of an entity.
 */
export type EntityShare = { 
/**
 * Its name.
 */
entity: string, 
/**
 * How many of the deals that would be invoiced.
 */
deals: number, };

/**
 * Where an entity is that bills a share of a deal.
 */
export type EntityTime = { 
/**
 * Its name in the config.
 */
entity: string, 
/**
 * The IANA name of its organisation's time zone.
 */
timeZone: string, 
/**
 * The dates that were passed for it.
 */
localDates: PassedDates, };

/**
 * Evidence that a treatment needs.
 */
export type Evidence = "tax number";

/**
 * What an evidence is about.
 */
export type EvidenceKind = "contactNumber" | "taxNumber" | "companyNumber" | "accountNumber" | "email" | "domain" | "name" | "address" | "phone" | "person" | "country";

/**
 * A document in Xero, in short.
 */
export type Existing = { 
/**
 * InvoiceID, RepeatingInvoiceID or CreditNoteID.
 */
id: string, 
/**
 * `invoice`, `repeating-invoice` or `credit-note`.
 */
kind: string, 
/**
 * InvoiceNumber or CreditNoteNumber.
 */
number?: string, 
/**
 * Xero's status.
 */
status?: string, 
/**
 * With tax.
 */
total: number, 
/**
 * What is still to be paid.
 */
amountDue: number, 
/**
 * Whether it stands: neither voided nor deleted nor fully credited.
 */
isLive: boolean, 
/**
 * Where it stands in the input.
 */
at: string, 
/**
 * The entity that has it, where that is another than the verdict's.
 */
entity?: string, };

/**
 * What is written back to the deal. Each field is a custom field of the deal, such as `field:Amount due`.
 */
export type Feedback = { 
/**
 * The field that takes the status: one with options, or a text.
 */
status?: string | null, 
/**
 * The field that takes what is due: a monetary one, or a number.
 */
due?: string | null, 
/**
 * The field that takes what was paid: a monetary one, or a number.
 */
paid?: string | null, 
/**
 * The field that takes what was invoiced: a monetary one, or a number.
 */
invoiced?: string | null, 
/**
 * The date field that takes the earliest day on which something is due.
 */
dueDate?: string | null, 
/**
 * The date field that takes the day on which all was paid.
 */
paidDate?: string | null, 
/**
 * The text field that takes the numbers of the invoices.
 */
invoiceNumber?: string | null, 
/**
 * The text field that takes the link to the invoice that decides the status.
 */
invoiceLink?: string | null, 
/**
 * What a status is called, in the field and in texts, where not by its own name.
 */
labels?: Labels, 
/**
 * Whether a note is added to the deal when something changed.
 */
note?: boolean, 
/**
 * The activity that is added to the deal when its status becomes one of some.
 */
activity?: FeedbackActivity | null, };

/**
 * An activity on the deal.
 */
export type FeedbackActivity = { 
/**
 * The statuses that call for it; `overdue` alone if absent.
 */
on?: Array<DealStatus>, 
/**
 * Its type, by the key that Pipedrive has for it, such as `task` or `call`.
 */
type?: string, 
/**
 * Its subject; the status if absent.
 */
subject?: string | null, 
/**
 * In how many days it is due.
 */
days?: number, };

/**
 * How far a field agrees.
 */
export type FieldAgreement = { 
/**
 * Its name in Xero; `Documents` is how many there are of a deal, `Lines` how many of a document.
 */
field: string, 
/**
 * How many times both sides say it.
 */
compared: number, 
/**
 * How many times they agree.
 */
agreed: number, 
/**
 * The same in thousandths, rounded down.
 */
share: number, };

/**
 * A value that would be another.
 */
export type FieldChange = { 
/**
 * Where it stands in the document: `/body/LineItems/0/AccountCode`.
 */
at: string, 
/**
 * What it is; absent where there is nothing.
 */
before?: string, 
/**
 * What it would be; absent where there would be nothing.
 */
after?: string, };

/**
 * How often a field would be another.
 */
export type FieldCount = { 
/**
 * The field.
 */
field: string, 
/**
 * How often.
 */
changes: number, };

/**
 * Who has the say about a contact's field.
 */
export type FieldOwner = "crm" | "ledger" | "newest" | "ask";

/**
 * A part of an address that an earlier request answers.
 */
export type Filled = { 
/**
 * What stands in braces in the address.
 */
name: string, 
/**
 * The request whose answer has it.
 */
of: string, 
/**
 * Where in the answer.
 */
at: string, };

/**
 * A finding.
 */
export type Finding = { 
/**
 * A word that never changes.
 */
code: Code, 
/**
 * How much it weighs.
 */
severity: Severity, 
/**
 * A JSON pointer (RFC 6901) into what the caller passed; empty for the whole of it.
 */
path: string, 
/**
 * What is wrong, in one line.
 */
message: string, 
/**
 * What to do.
 */
remedy: string, 
/**
 * More about it, by name, such as the name that was probably meant.
 */
context?: Context, };

/**
 * Open deals.
 */
export type ForecastLine = { 
/**
 * Their pipeline.
 */
pipeline: string, 
/**
 * Their stage.
 */
stage: string, 
/**
 * The month in which they are expected to be closed; empty where no day is.
 */
month: string, 
/**
 * ISO 4217 code.
 */
currency: string, 
/**
 * How many.
 */
deals: number, 
/**
 * Their values.
 */
value: number, 
/**
 * The values times the probabilities; absent where no deal and no stage has one.
 */
weighted: number, };

/**
 * How the documents of a schedule share the lines.
 */
export type Form = "split" | "split-only" | "deduct";

/**
 * From open deals to money.
 */
export type Funnel = { 
/**
 * Open deals by pipeline, stage and month of the expected close.
 */
forecast: Array<ForecastLine>, 
/**
 * What has come how far.
 */
steps: Array<FunnelStep>, 
/**
 * Days between.
 */
days: Array<FunnelDays>, };

/**
 * Whole days between two steps, of the deals that took both.
 */
export type FunnelDays = { 
/**
 * `added`, `won` or `invoiced`.
 */
from: string, 
/**
 * `won`, `invoiced` or `paid`.
 */
to: string, 
/**
 * How many deals.
 */
deals: number, 
/**
 * Half of them took no longer.
 */
median: number, 
/**
 * The mean, rounded.
 */
mean: number, 
/**
 * Nine of ten took no longer.
 */
p90: number, };

/**
 * What has come so far.
 */
export type FunnelStep = { 
/**
 * `open`, `won`, `scheduled`, `invoiced` or `paid`.
 */
step: string, 
/**
 * ISO 4217 code.
 */
currency: string, 
/**
 * How many deals.
 */
deals: number, 
/**
 * Of the first three in the deals' basis, of the others with tax.
 */
value: number, };

/**
 * What is promised about a second document of the same deal.
 */
export type Guarantee = "exactly-once" | "once-per-process" | "nothing-written";

/**
 * What requests are made with. None of it enters a state.
 */
export type HandoffCredentials = { 
/**
 * Of Xero; `url` takes the place of the host, for tests.
 */
xero: { accessToken: string, url?: string }, 
/**
 * Of Pipedrive; `url` takes the place of the host, for tests.
 */
pipedrive: { accessToken?: string, apiToken?: string, url?: string }, };

/**
 * A deal with the config and the snapshots it is billed with.
 */
export type HandoffInput = { 
/**
 * The config.
 */
config: Config | string, 
/**
 * The one snapshot, for a config with one entity.
 */
snapshot?: SnapshotInput | string, 
/**
 * The snapshots, in a list or by entity.
 */
snapshots?: SnapshotInput[] | { [entity: string]: SnapshotInput } | string, 
/**
 * The deal: `GET /deals/{id}`, v2 or v1, or the body of a webhook.
 */
deal: Body, 
/**
 * `GET /deals/{id}/products`
 */
products?: Body, 
/**
 * The products themselves, for their codes and categories: `GET /products`
 */
productDetails?: Body, 
/**
 * `GET /deals/{id}/discounts`
 */
discounts?: Body, 
/**
 * `GET /deals/installments`
 */
installments?: Body, 
/**
 * `GET /organizations/{id}`
 */
organization?: Body, 
/**
 * `GET /persons/{id}`
 */
person?: Body, 
/**
 * `GET /dealFields`, or `{ deal, organization, person, product }` with one of each.
 */
fields?: Body, 
/**
 * A ContactID, a contact of Xero's, or an answer of `matchContact` that decided `match`; of a deal that is split,
 * an object with one for each entity.
 */
contact?: string | object, 
/**
 * Every document of the deal, where some are there: by it a plan knows which repeating invoices have
 * begun, and at which rate stages were booked. Where several entities may have some, by entity.
 */
existing?: object | object[] | string, 
/**
 * What people approved of what rules hold.
 */
approvals?: { rule: string, by: string, of: string }[] | string, 
/**
 * Today and the day of the win, where the organisation is; of a deal that is split, also by entity.
 */
localDates?: LocalDates | { [entity: string]: LocalDates | string }, 
/**
 * The instant of the call, as `2026-07-14T18:16:56Z`.
 */
now?: string, };

/**
 * What came of a request of a step.
 */
export type HandoffResponse = { 
/**
 * The request's own.
 */
id: string, 
/**
 * The status; absent where nothing came back.
 */
status?: number, 
/**
 * The headers.
 */
headers?: { [name: string]: string }, 
/**
 * The body, as text or read.
 */
body?: object | string, 
/**
 * Why nothing came back.
 */
error?: string, 
/**
 * Whether it is an answer that was kept from an earlier handoff.
 */
cached?: boolean, 
/**
 * When an answer that was kept was taken, as `2026-07-14T18:16:56Z`.
 */
at?: string, 
/**
 * Whether the request went out with others, as `splitBatch` says.
 */
batch?: boolean, 
/**
 * Whether it is known that the request was not sent: then it is looked up anew what there is, and decided again.
 */
unsent?: boolean, };

/**
 * A deal to be handed over. Whatever is passed is not read; `deal` alone may be a number.
 */
export type HandoffStart = { 
/**
 * The deal's number, the deal as `GET /deals/{id}` answers it, or the body of a webhook.
 */
deal: number | object | string, 
/**
 * The config.
 */
config: Config | string, 
/**
 * The instant of the call, as `2026-07-14T18:16:56Z`; the wrapper fills in the clock's.
 */
now?: string, 
/**
 * What people approved of what rules hold.
 */
approvals?: { rule: string, by: string, of: string }[], 
/**
 * As in `VerdictInput`.
 */
written?: WrittenDocument[], 
/**
 * Whether a line is added to the history of each document: one more call of Xero each.
 */
history?: boolean, 
/**
 * Whether a durable engine runs it, one handoff of a deal at a time: then the outcome promises more.
 */
durable?: boolean, 
/**
 * Whether its creates may go out with those of others (`batchWrites`): then one that is not answered is looked
 * up, and not sent by itself before it is known that it was not made.
 */
batched?: boolean, 
/**
 * Only shows the deal what became of its documents, and writes none: those in `written` are read by their ids,
 * and `plan`, as the last outcome had it, says what is still to be invoiced.
 */
only?: "feedback", 
/**
 * See `only`.
 */
plan?: { ok: boolean, documents: { [field: string]: unknown }[], scheduled?: { [field: string]: unknown }[] }, products?: Body, productDetails?: Body, discounts?: Body, installments?: Body, organization?: Body, person?: Body, fields?: Body, contact?: string | object, localDates?: LocalDates, snapshot?: SnapshotInput | string, snapshots?: SnapshotInput[] | { [entity: string]: SnapshotInput } | string, };

/**
 * What a handoff knows between two steps: to be kept and passed on as it is. It holds no credential.
 */
export type HandoffState = { v: 1, [part: string]: unknown };

/**
 * The headers of a request.
 */
export type Headers = { 
/**
 * JSON: without it Xero answers XML.
 */
Accept: string, 
/**
 * JSON, where there is a body.
 */
"Content-Type"?: string, 
/**
 * The organisation.
 */
"xero-tenant-id"?: string, 
/**
 * By it Xero knows a request that it has had already, for some minutes.
 */
"Idempotency-Key"?: string, };

/**
 * A deal that waits for a person, or for a day.
 */
export type Hold = { 
/**
 * The rule that says so.
 */
rule: string, 
/**
 * Why.
 */
reason: string, 
/**
 * What an approval is of: the deal, and the total of its documents, such as `PD-42: 1071.84 GBP`. Absent where
 * that is not known, since other errors stand in the way.
 */
of?: string, 
/**
 * What was approved of it, before that changed.
 */
was?: string, 
/**
 * Who answers for it: as the rule says, or the config's `owners`.
 */
owner?: Owner, };

/**
 * What an index holds.
 */
export type IndexMemory = { 
/**
 * Contacts.
 */
contacts: number, 
/**
 * Pairs of a contact and something that it is found by.
 */
keys: number, 
/**
 * Bytes that all of it takes.
 */
bytes: number, };

/**
 * What an update did.
 */
export type IndexUpdate = { 
/**
 * Whether everything could be read.
 */
ok: boolean, 
/**
 * Contacts that are new.
 */
added: number, 
/**
 * Contacts that were there already.
 */
changed: number, 
/**
 * What could not be read.
 */
findings: Array<Finding>, };

/**
 * An invoice of Xero's, bare or in `{ Invoices: [ … ] }`, or JSON text of it.
 */
export type InvoiceLike = object | string;

/**
 * How a field is compared.
 */
export type Is = "equal" | "not equal" | "in" | "not in" | "contains" | "not contains" | "starts with" | "greater" | "less" | "at least" | "at most" | "between" | "before" | "after" | "empty" | "not empty" | "changed";

/**
 * What happens to an approved invoice when its deal changes.
 */
export type IssuedChange = "ask" | "credit-and-reissue";

/**
 * Whether lines name Xero's items.
 */
export type Items = "known" | "none";

/**
 * What each status is called, by its word.
 */
export type Labels = { [status in DealStatus]?: string };

/**
 * What the documents of a schedule come to together.
 */
export type Ledger = { 
/**
 * The kind of schedule.
 */
kind: string, 
/**
 * How the lines were divided: `whole`, `shares`, `amounts`, `deducted`, `adjusted` or `residue`.
 */
method: string, 
/**
 * Without tax.
 */
subTotal: number, 
/**
 * The tax.
 */
totalTax: number, 
/**
 * With tax.
 */
total: number, 
/**
 * By how much the tax is off that of the whole deal; a finding says so too.
 */
taxResidue: number, };

/**
 * A line of an invoice.
 */
export type LineItem = { 
/**
 * The text, 1 to 4000 characters.
 */
Description: string, 
/**
 * How many, at most 4 decimals; absent on a line of text alone.
 */
Quantity: number, 
/**
 * The price of one, at most `unitDp` decimals.
 */
UnitAmount: number, 
/**
 * In percent, at most 2 decimals.
 */
DiscountRate: number, 
/**
 * The code of an item the organisation has.
 */
ItemCode?: string, 
/**
 * The account.
 */
AccountCode?: string, 
/**
 * The tax type.
 */
TaxType?: string, 
/**
 * The tax, where a schedule sets it by hand.
 */
TaxAmount: number, 
/**
 * At most two.
 */
Tracking?: Array<TrackingRef>, };

/**
 * A line of the body and the line of the document that it is.
 */
export type LineKept = { 
/**
 * The line's id in Xero; none for a new one.
 */
LineItemID?: string, 
/**
 * How it was recognised.
 */
by: By, };

/**
 * What Xero will compute for a line.
 */
export type LineTotals = { 
/**
 * After its discount; with tax where amounts are inclusive.
 */
lineAmount: number, 
/**
 * The tax on it, or in it.
 */
taxAmount: number, 
/**
 * What its discount takes off.
 */
discount: number, };

/**
 * How products become lines.
 */
export type Lines = { 
/**
 * What the lines are made from.
 */
from?: LinesFrom, 
/**
 * The text of a line.
 */
description?: string | null, 
/**
 * How a discount is shown.
 */
discount?: DiscountStyle, 
/**
 * Whether lines name Xero's items.
 */
items?: Items, 
/**
 * Which accounts the lines go to.
 */
account?: AccountSettings, 
/**
 * Which tax types the lines have.
 */
tax?: TaxSettings, 
/**
 * Up to two tracking categories.
 */
tracking?: Array<Tracking>, 
/**
 * What becomes of recurring products.
 */
recurring?: Recurring, 
/**
 * What is added to the description of a recurring product, such as ` ({period.start} to {period.end})`.
 */
servicePeriod?: string | null, 
/**
 * What it means when the deal's value is not what its products add up to.
 */
dealValue?: DealValue, };

/**
 * What lines are made from.
 */
export type LinesFrom = "products" | "value" | "products-or-value";

/**
 * How a document was linked to its deal.
 */
export type LinkedBy = "token" | "link" | "evidence" | "invoice";

/**
 * A document of a deal.
 */
export type LinkedDocument = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its number.
 */
number?: string, 
/**
 * Where it stands in the input.
 */
at: string, 
/**
 * Its entity.
 */
entity?: string, 
/**
 * The part of the schedule that it bills.
 */
slot?: string, 
/**
 * `invoice`, `credit-note`, `prepayment`, `overpayment` or `repeating-invoice`.
 */
kind: string, 
/**
 * What became of it.
 */
class: ReconciledDocumentClass, 
/**
 * How it was linked.
 */
by: LinkedBy, 
/**
 * How sure it is, 0 to 1.
 */
confidence: number, 
/**
 * Why, the heaviest first.
 */
reasons: Array<string>, 
/**
 * With tax.
 */
total: number, 
/**
 * ISO 4217 code.
 */
currency?: string, 
/**
 * The day of issue.
 */
date?: string, 
/**
 * What is still to be paid.
 */
due: number, };

/**
 * Dates where the organisation is, as `2026-07-14`.
 */
export type LocalDates = { 
/**
 * Today.
 */
today?: string, 
/**
 * The day the deal was won.
 */
won?: string, };

/**
 * Where and when a deal is billed.
 */
export type LocalTime = { 
/**
 * The IANA name of the organisation's time zone, where its snapshot says it.
 */
timeZone: string, 
/**
 * The instant of the call as `2026-07-14T18:16Z`; as passed, where it is none.
 */
now?: string, 
/**
 * The instant of the win.
 */
won?: string, 
/**
 * The dates that were passed.
 */
localDates: PassedDates, 
/**
 * The zones of the entities, where several bill the deal.
 */
entities?: Array<EntityTime>, };

/**
 * What the documents of a deal are found by.
 */
export type LookupInput = { 
/**
 * The answer of `mapDealToInvoice`; one that has documents serves alone.
 */
plan?: Plan | string, 
/**
 * The deal, whose age bounds the search; without a plan also for its number.
 */
deal?: Body, 
/**
 * As in `HandoffInput`: wanted where the plan has no documents.
 */
contact?: string | object, 
/**
 * As in `VerdictInput`: these are looked up by their ids too.
 */
written?: WrittenDocument[], 
/**
 * The config.
 */
config?: Config | string, };

/**
 * The queries before a decision.
 */
export type Lookups = { 
/**
 * Whether they are enough to decide by.
 */
ok: boolean, 
/**
 * The queries, most telling first; none unless `ok`.
 */
queries: Array<Query>, 
/**
 * What is missing; errors first.
 */
findings: Array<Finding>, };

/**
 * What happens to the documents of a lost deal.
 */
export type LostChange = "ask" | "undo";

/**
 * How a plan is made.
 */
export type MapOptions = { 
/**
 * Whether documents carry the origin of every field; they do unless this is false.
 */
trace?: boolean, };

/**
 * When a contact is taken for the party: probabilities in thousandths.
 */
export type MatchSettings = { 
/**
 * The least probability with which it is matched; below, a person is asked.
 */
probability?: number, 
/**
 * How much more probable it must be than any other.
 */
margin?: number, 
/**
 * The probability below which a contact is taken for somebody else, and another is created.
 */
review?: number, };

/**
 * What a contact owes for sales, as it was passed.
 */
export type MatchedBalance = { 
/**
 * In all.
 */
Outstanding?: number, 
/**
 * Past its due date.
 */
Overdue?: number, };

/**
 * What a contact owes.
 */
export type MatchedBalances = { 
/**
 * For sales.
 */
AccountsReceivable: MatchedBalance, };

/**
 * What an invoice takes from its contact, as Xero writes it.
 */
export type MatchedContact = { 
/**
 * Its own payment terms.
 */
PaymentTerms?: MatchedTerms, 
/**
 * Its default tax type for sales.
 */
AccountsReceivableTaxType?: string, 
/**
 * Whether it has had an invoice. This and the balances only where a rule looks at the contact.
 */
IsCustomer?: boolean, 
/**
 * What it owes.
 */
Balances?: MatchedBalances, };

/**
 * A contact's payment terms.
 */
export type MatchedTerms = { 
/**
 * For sales.
 */
Sales: SalesTerms, };

/**
 * A step that would mend something.
 */
export type Mend = { 
/**
 * `handoff`: hand the deal off whose input stands at `at`; `deal`: `PATCH /api/v2/deals/{deal}` with `body`;
 * `document`: `POST /Invoices` with `body`, in the organisation of `entity`.
 */
kind: string, 
/**
 * The deal's id.
 */
deal: number, 
/**
 * Where the deal's input stands.
 */
at?: string, 
/**
 * The entity.
 */
entity?: string, 
/**
 * What is sent.
 */
body?: MendBody, 
/**
 * What it does.
 */
says: string, };

/**
 * What a mending step sends.
 */
export type MendBody = { 
/**
 * The status that the deal takes.
 */
status: string, } | { 
/**
 * The invoice.
 */
InvoiceID: string, 
/**
 * The status that it takes.
 */
Status: string, };

/**
 * Whether anything is written.
 */
export type Mode = "observe" | "act";

/**
 * Whether amounts that are named hold the tax.
 */
export type Named = "net" | "gross";

/**
 * What holds where Pipedrive is silent on tax.
 */
export type NoTaxRule = { 
/**
 * Whether the prices are with tax, without it, or outside it.
 */
amounts?: Amounts | null, 
/**
 * Where the tax type comes from.
 */
from?: TaxFrom | null, 
/**
 * The tax type, with `from: "type"`.
 */
taxType?: string | null, };

/**
 * The body of `POST /api/v1/notes`.
 */
export type Note = { 
/**
 * The deal.
 */
deal_id: number, 
/**
 * HTML.
 */
content: string, };

/**
 * The origin of one field.
 */
export type Origin = { 
/**
 * The field, as a JSON pointer into the body.
 */
at: string, 
/**
 * What it was made from, as JSON pointers into what the caller passed.
 */
from: Array<string>, 
/**
 * What decided it.
 */
by: By, 
/**
 * The rule or setting that decided it, in words.
 */
rule?: string, };

/**
 * What a handoff came to.
 */
export type Outcome = { 
/**
 * How it ended.
 */
status: Status, 
/**
 * The instant before which another run has nothing to do: a wait, a limit of calls, or the day of what is scheduled.
 */
notBefore?: string, 
/**
 * What is promised.
 */
guarantee: Guarantee, 
/**
 * The same in one line.
 */
text: string, 
/**
 * What was decided about each document, without bodies.
 */
verdicts: { slot: string, entity: string, action: Action, label: string, token?: string }[], 
/**
 * The plan in short.
 */
plan: { ok: boolean, documents: { [field: string]: unknown }[], scheduled?: { [field: string]: unknown }[] }, 
/**
 * What stands in Xero now.
 */
documents: (Existing & { slot: string, entity?: string, delivered?: "mark-as-sent" | "email" })[], 
/**
 * What was taken back, by this handoff or an earlier one: passed as `written`, it tells the next run that nobody
 * else did it.
 */
written: WrittenDocument[], 
/**
 * The contact, where it was looked up: what `matchContact` decided.
 */
contact: { decision: Decision, contactId?: string, candidates?: Candidate[], proposed?: ProposedContact }, 
/**
 * What stands in the way, and what is worth knowing; errors first.
 */
findings: Array<Finding>, 
/**
 * Whom to tell, and what; the host sends it.
 */
alerts: Array<OutcomeAlert>, 
/**
 * What a person must decide, with who answers for it.
 */
holds: { rule?: string, slot?: string, entity?: string, reason: string, of?: string, was?: string, owner?: Owner }[], 
/**
 * What became of the deal, as it was written to it.
 */
dealUpdate: { status?: DealStatus, label?: string, text: string }, 
/**
 * The evidence: hashes of what was decided by, what was predicted, what was answered.
 */
record: { [field: string]: unknown }, 
/**
 * How many requests were made.
 */
calls: Calls, };

/**
 * Somebody to tell.
 */
export type OutcomeAlert = { 
/**
 * Where to tell it, as the config's `owners` or the rule say.
 */
channel?: string, 
/**
 * What to tell.
 */
text: string, };

/**
 * Deals by what would become of them.
 */
export type Outcomes = { 
/**
 * Their documents would be written, now or on their day.
 */
invoiced: number, 
/**
 * A person would have to approve.
 */
held: number, 
/**
 * A rule would have them wait for a day.
 */
waiting: number, 
/**
 * A rule would leave them out.
 */
skipped: number, 
/**
 * Nothing would be written before something is corrected.
 */
refused: number, };

/**
 * Who answers for a hold, an alert or an area.
 */
export type Owner = { 
/**
 * The area, where it is one of several.
 */
area?: Area, 
/**
 * The role.
 */
role?: string, 
/**
 * Where it is told.
 */
channel?: string, 
/**
 * How soon it answers.
 */
within?: string, 
/**
 * Who is told next.
 */
then?: string, };

/**
 * Who answers for each area.
 */
export type Owners = { [area in Area]?: Responsible };

/**
 * How sure it is that the two are one.
 */
export type PairingConfidence = "possible" | "probable" | "strong" | "certain";

/**
 * A piece of evidence.
 */
export type PairingEvidence = { 
/**
 * What it is about.
 */
kind: PairingEvidenceKind, 
/**
 * In words.
 */
says: string, 
/**
 * How much it weighs; below zero it speaks against.
 */
weight: number, };

/**
 * What a piece of evidence is about.
 */
export type PairingEvidenceKind = "token" | "link" | "deal-number" | "number" | "order" | "title" | "contact" | "name" | "gross" | "net" | "whole" | "rare" | "date" | "alone" | "sum" | "currency" | "rival";

/**
 * Which fields say who is billed, where the standard ones do not.
 */
export type PartyFields = { 
/**
 * The party's tax number, such as `organization.field:VAT number`.
 */
taxNumber?: string | null, 
/**
 * The party's company number.
 */
companyNumber?: string | null, 
/**
 * The party's account number.
 */
accountNumber?: string | null, 
/**
 * The party's country; by default that of the organisation's address.
 */
country?: string | null, 
/**
 * The address invoices go to; by default the person's, else none.
 */
email?: string | null, };

/**
 * A party that is already read.
 */
export type PartyInput = { 
/**
 * Whether it is an organisation or a person.
 */
kind?: "organization" | "person", 
/**
 * Its id in Pipedrive.
 */
id?: number | string, 
/**
 * Its name.
 */
name?: string, 
/**
 * The name it trades under, where that is another.
 */
tradingName?: string, 
/**
 * The address invoices go to.
 */
email?: string, 
/**
 * Its phone number.
 */
phone?: string, 
/**
 * Its website.
 */
website?: string, 
/**
 * Its tax number.
 */
taxNumber?: string, 
/**
 * Its registration number.
 */
companyNumber?: string, 
/**
 * Its account number with us.
 */
accountNumber?: string, 
/**
 * Its country: an ISO code or an English name.
 */
country?: string, 
/**
 * Its address: a line, or Pipedrive's parts of it (`value`, `street_number`, `route`, `subpremise`, `locality`,
 * `admin_area_level_1`, `postal_code`, `country`).
 */
address?: string | { [part: string]: string }, 
/**
 * People there: `{ name, email, phone }`.
 */
people?: { name?: string, email?: string, phone?: string }[], };

/**
 * Dates where the organisation is, as they were passed.
 */
export type PassedDates = { 
/**
 * Today.
 */
today?: string, 
/**
 * The day the deal was won.
 */
won?: string, };

/**
 * The body of `PATCH /api/v2/deals/{id}`.
 */
export type Patch = { 
/**
 * Values by the keys of their fields.
 */
custom_fields: { [key: string]: PatchValue }, };

/**
 * A value as API v2 takes it.
 */
export type PatchValue = null | bigint | string | number | { 
/**
 * The amount.
 */
value: number, 
/**
 * ISO 4217 code.
 */
currency: string, };

/**
 * A phone number.
 */
export type Phone = { 
/**
 * `DEFAULT`, or `MOBILE` for one with that label.
 */
PhoneType: string, 
/**
 * The number as written.
 */
PhoneNumber: string, };

/**
 * Where somebody is.
 */
export type Place = { 
/**
 * A country's ISO code, or `EU`.
 */
in?: string | string[] | null, 
/**
 * Where it is not.
 */
notIn?: string | string[] | null, };

/**
 * What a deal becomes.
 */
export type Plan = { 
/**
 * Whether the documents may be written.
 */
ok: boolean, 
/**
 * The documents to be written now; none unless `ok`.
 */
documents: Array<PlannedDocument>, 
/**
 * The documents of a schedule whose day has not come; absent where there are none.
 */
scheduled?: Array<PlannedDocument>, 
/**
 * What the documents of a schedule come to together; absent where there is one document.
 */
schedule?: Ledger, 
/**
 * Who bills what of a deal that is split over several entities; absent where one bills all.
 */
shares?: Array<BilledShare>, 
/**
 * What has it wait: `held` for a person, `waiting` for a day, `skipped` for good; absent where nothing does.
 */
status?: string, 
/**
 * The day before which a rule has nothing written.
 */
notBefore?: string, 
/**
 * What a person must approve, with who answers for it.
 */
holds?: Array<Hold>, 
/**
 * Whom a rule wants told, and what.
 */
alerts?: Array<RuleAlert>, 
/**
 * The config's rules, and what came of each; absent where it has none.
 */
rules?: Array<Considered>, 
/**
 * What stands in the way, and what is worth knowing; errors first.
 */
findings: Array<Finding>, 
/**
 * Who answers for the areas of the errors and warnings, as the config's `owners` say.
 */
owners?: Array<Owner>, 
/**
 * What could be computed although not `ok`; never to be sent.
 */
preview?: Preview, };

/**
 * A document to be written.
 */
export type PlannedDocument = { 
/**
 * The entity's name in the config.
 */
entity: string, 
/**
 * Its tenant id, for the header `xero-tenant-id`.
 */
tenantId: string, 
/**
 * Which document of the deal's schedule it is.
 */
slot: string, 
/**
 * What it is in Xero.
 */
kind: string, 
/**
 * Its name for ever.
 */
identity: string, 
/**
 * What it is found by, part of the document itself.
 */
token: string, 
/**
 * SHA-256 of the body, in hexadecimal.
 */
contentHash: string, 
/**
 * The value of the header `Idempotency-Key` for the first attempt at creating it.
 */
requestKey: string, 
/**
 * Rises only with a reissue.
 */
revision: number, 
/**
 * The day it is to be written; absent while no field says it.
 */
issueOn?: string, 
/**
 * What is PUT to `/Invoices` or `/RepeatingInvoices`.
 */
body: Body, 
/**
 * The value of the query parameter `unitdp`.
 */
unitDp: number, 
/**
 * What Xero will compute.
 */
totals: Totals, 
/**
 * The origin of every field of the body.
 */
trace?: Array<Origin>, };

/**
 * A policy by name.
 */
export type PolicyName = "taxTypeNeverNone" | "amountsStay" | "accountsStay" | "taxTypesStay" | "contactsStay" | "datesStay" | "statusStays" | "entitiesStay" | "nothingRefused";

/**
 * The answer of `predictTotals`: the totals, or the findings that say why there are none.
 */
export type Prediction = ({ ok: true } & Totals | { ok: false }) & { findings: Finding[] };

/**
 * What could be computed of a document that must not be sent.
 */
export type Preview = { 
/**
 * The lines, as far as each could be made.
 */
lines: Array<LineItem>, 
/**
 * What Xero would compute, when every line could be made.
 */
totals?: Totals, };

/**
 * A contact as Xero takes it.
 */
export type ProposedContact = { 
/**
 * Its name, which no active contact that was passed has.
 */
Name: string, 
/**
 * The Pipedrive id, such as `pd-org-7`: by it the contact is found again.
 */
ContactNumber?: string, 
/**
 * The account number.
 */
AccountNumber?: string, 
/**
 * The company number.
 */
CompanyNumber?: string, 
/**
 * The tax number, as written.
 */
TaxNumber?: string, 
/**
 * The first name of a person.
 */
FirstName?: string, 
/**
 * The last name of a person.
 */
LastName?: string, 
/**
 * The address invoices go to.
 */
EmailAddress?: string, 
/**
 * The postal address, and the same as the address of the street where it has one.
 */
Addresses: Array<Address>, 
/**
 * The phone numbers, each of another kind.
 */
Phones: Array<Phone>, 
/**
 * The people of an organisation, at most five: the deal's person, or those that were passed.
 */
ContactPersons: Array<ContactPerson>, };

/**
 * A reading request, and where its answer goes.
 */
export type Query = { 
/**
 * The part of the next input that its answer belongs to, beside those of the other queries: `existing`
 * or `contacts`.
 */
part: string, 
/**
 * Of several organisations: the entity that the answer is of. `existing` and `contact` are passed by entity then.
 */
entity?: string, 
/**
 * What it is good for.
 */
why: string, 
/**
 * Whether the next step can do without it, at the price that `why` names.
 */
optional: boolean, 
/**
 * Its name among the others, such as `create-deposit`.
 */
id: string, 
/**
 * What it does, in a person's words.
 */
name: string, 
/**
 * `GET`, `PUT` or `POST`.
 */
method: string, 
/**
 * The whole address; `{CreditNoteID}` in it is filled from an earlier answer.
 */
url: string, 
/**
 * Every header but `Authorization`.
 */
headers: Headers, 
/**
 * What is sent, as JSON.
 */
body: { [field: string]: unknown }, 
/**
 * What the address lacks.
 */
fill?: Filled, };

/**
 * At which rate deductions in a foreign currency are booked.
 */
export type RateOf = "day" | "stages";

/**
 * Whether the data of both sides is fit to automate.
 */
export type Readiness = { 
/**
 * Whether everything could be read, nothing to mend blocks, and as many deals are covered as must be.
 */
ok: boolean, 
/**
 * The day it is judged on: `asOf`, or the last win.
 */
asOf?: string, 
/**
 * What was counted.
 */
facts: ReadinessFacts, 
/**
 * Every check, in the same order always.
 */
checks: Array<ReadinessCheck>, 
/**
 * What mending takes, by who does it.
 */
effort: Array<ReadinessEffort>, 
/**
 * How far custom fields are filled, in the order of their owners and labels.
 */
fields: Array<ReadinessField>, 
/**
 * What would become of the won deals; absent without a config and a snapshot.
 */
coverage?: ReadinessCoverage, 
/**
 * Which way to go; absent without a won deal.
 */
recommendation?: ReadinessRecommendation, 
/**
 * What is to be done before going live, in this order.
 */
checklist: Array<ReadinessTask>, 
/**
 * What could not be read.
 */
findings: Array<Finding>, };

/**
 * What would lead to another route.
 */
export type ReadinessChange = { 
/**
 * The route.
 */
to: ReadinessRouteName, 
/**
 * When.
 */
when: string, };

/**
 * What was looked at of one thing.
 */
export type ReadinessCheck = { 
/**
 * A word that never changes.
 */
id: string, 
/**
 * What is wrong with what is found.
 */
title: string, 
/**
 * Whether it was looked at, and whether anything was found.
 */
state: ReadinessState, 
/**
 * How much it weighs.
 */
severity: ReadinessWeight, 
/**
 * What is counted.
 */
unit: ReadinessUnit, 
/**
 * How many were looked at.
 */
of: number, 
/**
 * How many are to be mended.
 */
found: number, 
/**
 * The same in thousandths, rounded down.
 */
share: number, 
/**
 * The parts of the input without which it was not looked at.
 */
needs: Array<string>, 
/**
 * Who mends it.
 */
owner: ReadinessRole, 
/**
 * The Pipedrive users whose they are, as far as that is known; most first.
 */
users: Array<ReadinessUser>, 
/**
 * Minutes that one takes.
 */
minutesEach: number, 
/**
 * Minutes that all take.
 */
minutes: bigint, 
/**
 * Whether the minutes are our estimate or the input's.
 */
estimate: string, 
/**
 * Some of them.
 */
examples: Array<ReadinessExample>, 
/**
 * What to do.
 */
remedy: string, };

/**
 * What would become of a deal.
 */
export type ReadinessClass = "alone" | "held" | "waiting" | "skipped" | "refused";

/**
 * What the deals with a reason are worth.
 */
export type ReadinessCodeAmount = { 
/**
 * What becomes of the deals.
 */
class: ReadinessClass, 
/**
 * The finding's code.
 */
code: Code, 
/**
 * How much.
 */
amount: number, };

/**
 * How contacts would be chosen.
 */
export type ReadinessContacts = { 
/**
 * The deal came with one.
 */
passed: number, 
/**
 * One was matched.
 */
matched: number, 
/**
 * None matches, and one would be created.
 */
created: number, 
/**
 * A person would be asked.
 */
asked: number, 
/**
 * It was not looked at: there are no contacts of the entity, or none that bills.
 */
notLookedAt: number, };

/**
 * What would become of the won deals under the config, each on the day it was won.
 */
export type ReadinessCoverage = { 
/**
 * How many there are.
 */
deals: number, 
/**
 * What would become of them; the counts sum to all of them, and the shares to 1000.
 */
classes: Array<ReadinessShare>, 
/**
 * How their contacts would be chosen.
 */
contacts: ReadinessContacts, 
/**
 * How many are refused for what they or their parties lack, which no setting mends.
 */
unfit: number, 
/**
 * How many a rule of the config holds for a person.
 */
heldByRules: number, 
/**
 * Why deals would not hand off by themselves: the reason of most deals first.
 */
reasons: Array<ReadinessReason>, 
/**
 * The same reasons for each currency, that of the greatest amount first.
 */
byAmount: Array<ReadinessCurrencyReasons>, };

/**
 * The deals of a currency.
 */
export type ReadinessCurrency = { 
/**
 * The currency; empty where deals have none.
 */
currency: string, 
/**
 * How many.
 */
deals: number, 
/**
 * Their values, as the deals have them.
 */
amount: number, };

/**
 * The reasons of a currency's deals.
 */
export type ReadinessCurrencyReasons = { 
/**
 * The currency.
 */
currency: string, 
/**
 * The codes and what the deals with each are worth.
 */
reasons: Array<ReadinessCodeAmount>, };

/**
 * Deals that one plain invoice does not bill; a deal may count for several reasons.
 */
export type ReadinessCustom = { 
/**
 * How many, for whatever reason.
 */
deals: number, 
/**
 * The same in thousandths of the won deals.
 */
share: number, 
/**
 * With a product that is billed again and again.
 */
recurring: number, 
/**
 * With installments.
 */
installments: number, 
/**
 * With a discount on the whole deal.
 */
discounts: number, 
/**
 * With several documents, as the config's schedule has it.
 */
schedules: number, 
/**
 * With any of recurring products, installments and several documents.
 */
scheduled: number, 
/**
 * Billed by several entities.
 */
split: number, };

/**
 * What mending takes.
 */
export type ReadinessEffort = { 
/**
 * Who mends.
 */
role: ReadinessRole, 
/**
 * How many things.
 */
items: number, 
/**
 * How long.
 */
minutes: bigint, };

/**
 * One that is to be mended.
 */
export type ReadinessExample = { 
/**
 * Its id where it comes from.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Where it stands, as a JSON pointer into the input.
 */
path: string, 
/**
 * What is wrong with it.
 */
what: string, 
/**
 * The Pipedrive user whose it is.
 */
user?: string, };

/**
 * What was counted.
 */
export type ReadinessFacts = { 
/**
 * Deals that were passed.
 */
deals: number, 
/**
 * Those of them that are won, each once: everything else here is about these.
 */
won: number, 
/**
 * Those that are not won, or were deleted.
 */
notWon: number, 
/**
 * Those that were passed before.
 */
repeated: number, 
/**
 * Rows that are no deal.
 */
unread: number, 
/**
 * The day of the first win.
 */
firstWon?: string, 
/**
 * The day of the last.
 */
lastWon?: string, 
/**
 * Calendar months from the first to the last.
 */
months: number, 
/**
 * Won deals a month.
 */
perMonth: number, 
/**
 * Xero organisations that bill: the config's entities, else the snapshots; absent where neither was passed.
 */
entities?: number, 
/**
 * The deals by currency, the most frequent first.
 */
currencies: Array<ReadinessCurrency>, 
/**
 * Deals in another currency than the books of the organisation; absent where those are not known.
 */
foreign?: number, 
/**
 * Deals with more than one product; absent where no products were passed.
 */
severalLines?: number, 
/**
 * Deals that one plain invoice does not bill.
 */
custom: ReadinessCustom, 
/**
 * Invoices of Xero's that were passed.
 */
invoices?: number, 
/**
 * Repeating invoices among them.
 */
repeatingInvoices?: number, 
/**
 * Pipedrive's users who own the deals.
 */
owners: number, };

/**
 * How far a custom field is filled.
 */
export type ReadinessField = { 
/**
 * Whose field: `deal`, `organization`, `person` or `product`.
 */
owner: string, 
/**
 * Its key.
 */
key: string, 
/**
 * Its label.
 */
label: string, 
/**
 * How many could have it: won deals, their organisations and people, the products.
 */
of: number, 
/**
 * How many do.
 */
filled: number, 
/**
 * The same in thousandths, rounded down.
 */
share: number, 
/**
 * Whether the config reads it.
 */
used: boolean, };

/**
 * An amount of money.
 */
export type ReadinessMoney = { 
/**
 * The currency; empty where deals have none.
 */
currency: string, 
/**
 * How much.
 */
amount: number, };

/**
 * Why deals would not hand off by themselves.
 */
export type ReadinessReason = { 
/**
 * What becomes of the deals.
 */
class: ReadinessClass, 
/**
 * The finding's code.
 */
code: Code, 
/**
 * How many deals have it; one may have several.
 */
deals: number, 
/**
 * Their values by currency.
 */
amounts: Array<ReadinessMoney>, 
/**
 * Where the first of them stand, by their ids.
 */
first: Array<string>, 
/**
 * What is said of the first.
 */
message: string, 
/**
 * What to do.
 */
remedy: string, };

/**
 * Which way to go, and why.
 */
export type ReadinessRecommendation = { 
/**
 * The way.
 */
route: ReadinessRouteName, 
/**
 * The row of the table that decided: the first that holds.
 */
decidedBy: string, 
/**
 * Every row of the table, in order, with what was measured for it.
 */
rows: Array<ReadinessRow>, 
/**
 * Each route with what speaks for it and against it.
 */
routes: Array<ReadinessRoute>, 
/**
 * What would lead elsewhere.
 */
wouldChange: Array<ReadinessChange>, };

/**
 * Who mends.
 */
export type ReadinessRole = "sales" | "finance" | "admin";

/**
 * A route, and what speaks for it and against it.
 */
export type ReadinessRoute = { 
/**
 * The route.
 */
route: ReadinessRouteName, 
/**
 * Whether it is the one.
 */
chosen: boolean, 
/**
 * What speaks for it.
 */
pro: Array<string>, 
/**
 * What speaks against it.
 */
contra: Array<string>, };

/**
 * A way to bill deals.
 */
export type ReadinessRouteName = "mend-data-first" | "reporting-only" | "native-connector" | "automation-step" | "custom-middleware";

/**
 * A row of the table, and what was measured for it.
 */
export type ReadinessRow = { 
/**
 * Its name.
 */
row: string, 
/**
 * Where it leads.
 */
to: ReadinessRouteName, 
/**
 * When it holds.
 */
when: string, 
/**
 * What was measured.
 */
measured: string, 
/**
 * Whether it holds; absent where what it needs was not looked at, so that it does not decide.
 */
holds?: boolean, };

/**
 * The deals of a class.
 */
export type ReadinessShare = { 
/**
 * The class.
 */
class: ReadinessClass, 
/**
 * How many.
 */
deals: number, 
/**
 * In thousandths of all.
 */
share: number, 
/**
 * Their values by currency, as the deals have them.
 */
amounts: Array<ReadinessMoney>, };

/**
 * What became of a check.
 */
export type ReadinessState = "fine" | "to-mend" | "not-looked-at";

/**
 * Something to be done before going live.
 */
export type ReadinessTask = { 
/**
 * The check that it is made from, or `config`, `snapshot`, `coverage`, `observe`.
 */
check: string, 
/**
 * How far it is.
 */
state: ReadinessTaskState, 
/**
 * How much it weighs.
 */
severity: ReadinessWeight, 
/**
 * Who does it.
 */
owner: ReadinessRole, 
/**
 * What it is.
 */
title: string, 
/**
 * What was measured.
 */
what: string, };

/**
 * How far a task is.
 */
export type ReadinessTaskState = "done" | "not-done" | "not-looked-at";

/**
 * What a check counts.
 */
export type ReadinessUnit = "deals" | "parties" | "organizations" | "products" | "contacts" | "rates" | "currencies" | "fields";

/**
 * What a Pipedrive user has to mend.
 */
export type ReadinessUser = { 
/**
 * The user's id.
 */
id: string, 
/**
 * The user's name, where it is known.
 */
name?: string, 
/**
 * How many.
 */
found: number, };

/**
 * How much a check weighs.
 */
export type ReadinessWeight = "blocker" | "warning" | "note";

/**
 * Why deals are not invoiced.
 */
export type Reason = { 
/**
 * The finding's code.
 */
code: Code, 
/**
 * How many deals have it.
 */
deals: number, 
/**
 * The deals that had it first: where they stand in the input.
 */
first: Array<string>, 
/**
 * What was said of the first of them.
 */
message: string, 
/**
 * What to do.
 */
remedy: string, };

/**
 * Deals and documents, and what they are called.
 */
export type ReconcileInput = { 
/**
 * The config. Without one tokens begin with `PD`, nothing is planned, and entities are called as `documents` does.
 */
config?: Config | string, 
/**
 * The one snapshot, for a config with one entity. With config and snapshots every won deal is planned, as on the
 * day it was won.
 */
snapshot?: SnapshotInput | string, 
/**
 * The snapshots, in a list or by entity; or one alone.
 */
snapshots?: SnapshotInput | SnapshotInput[] | { [entity: string]: SnapshotInput } | string, 
/**
 * The day as of which it is told, as `2026-07-14`.
 */
asOf: string, 
/**
 * Deals of any status: bare, or each as `HandoffInput` without config and snapshot; `changes` may stand beside a
 * deal, the rows of `GET /deals/{id}/changelog`.
 */
deals: (DealInput | object)[] | object, 
/**
 * Invoices, credit notes, over- and prepayments and repeating invoices: answers of Xero's, by entity where there
 * are several.
 */
documents: object | object[] | { [entity: string]: object | object[] } | string, 
/**
 * Stages with their names and probabilities: rows of `GET /stages`, or names by id.
 */
stages?: object | object[], 
/**
 * Pipelines likewise.
 */
pipelines?: object | object[], 
/**
 * Users likewise.
 */
users?: object | object[], 
/**
 * What all deals share, as in `ConfigCheckInput`.
 */
fields?: HandoffInput["fields"], 
/**
 * The same.
 */
productDetails?: Body, 
/**
 * Days after which a draft is stuck: 7 unless it is said.
 */
draftDays?: number, };

/**
 * A deal.
 */
export type ReconciledDeal = { 
/**
 * Where it stands in the input, or how many came before it: `/deals/3`.
 */
at: string, 
/**
 * Its id.
 */
id: number, 
/**
 * Its title.
 */
title?: string, 
/**
 * The organisation's name, else the person's.
 */
organization?: string, 
/**
 * Its owner: the name where one was passed, else the id. Likewise pipeline and stage.
 */
owner?: string, 
/**
 * Its pipeline.
 */
pipeline?: string, 
/**
 * Its stage.
 */
stage?: string, 
/**
 * `open`, `won`, `lost` or `deleted`.
 */
status?: string, 
/**
 * The day it was won.
 */
wonOn?: string, 
/**
 * The day it is expected to be closed.
 */
expectedClose?: string, 
/**
 * The entity that bills it.
 */
entity?: string, 
/**
 * ISO 4217 code.
 */
currency?: string, 
/**
 * What became of it.
 */
class: ReconciledDealClass, 
/**
 * What its value is.
 */
basis: DealBasis, 
/**
 * Its amounts.
 */
amounts: DealAmounts, 
/**
 * Of a schedule: every part.
 */
slots?: Array<ReconciledSlot>, 
/**
 * Its documents.
 */
documents: Array<LinkedDocument>, 
/**
 * Why it is of that class.
 */
reason: string, 
/**
 * What to do; absent where nothing is to be done.
 */
todo?: string, 
/**
 * The step that would mend it.
 */
mend?: Mend, };

/**
 * What became of a deal.
 */
export type ReconciledDealClass = "settled" | "open" | "overdue" | "draft-stuck" | "not-yet-due" | "never-invoiced" | "under-billed" | "over-billed" | "billed-twice" | "wrong-currency" | "wrong-contact" | "voided-after-win" | "credited" | "changed-after-invoice" | "billed-not-won" | "nothing-to-bill" | "not-won" | "repeated" | "unreadable";

/**
 * How many deals there are of a class.
 */
export type ReconciledDealCount = { 
/**
 * The class.
 */
class: ReconciledDealClass, 
/**
 * How many.
 */
count: number, };

/**
 * A document.
 */
export type ReconciledDocument = { 
/**
 * Where it stands in the input, or how many came before it: `/documents/3`.
 */
at: string, 
/**
 * Its id; empty where it has none.
 */
id: string, 
/**
 * Its number.
 */
number?: string, 
/**
 * Its reference.
 */
reference?: string, 
/**
 * As in [`LinkedDocument`].
 */
kind: string, 
/**
 * Its entity.
 */
entity?: string, 
/**
 * The name of its contact.
 */
contact?: string, 
/**
 * Its status in Xero.
 */
status?: string, 
/**
 * The day of issue.
 */
date?: string, 
/**
 * The day it is due.
 */
dueOn?: string, 
/**
 * The day it was settled.
 */
paidOn?: string, 
/**
 * ISO 4217 code.
 */
currency?: string, 
/**
 * Without tax.
 */
net: number, 
/**
 * With tax.
 */
total: number, 
/**
 * The money that came for it.
 */
paid: number, 
/**
 * What credit notes took back.
 */
credited: number, 
/**
 * What is still to be paid.
 */
due: number, 
/**
 * Since how many days it is due.
 */
daysOverdue?: number, 
/**
 * What became of it.
 */
class: ReconciledDocumentClass, 
/**
 * The id of its deal.
 */
deal: number, 
/**
 * Where its deal stands.
 */
dealAt?: string, 
/**
 * How it was linked.
 */
by?: LinkedBy, 
/**
 * How sure it is, 0 to 1.
 */
confidence: number, 
/**
 * Why it is of that class.
 */
reason: string, 
/**
 * What to do; absent where nothing is to be done.
 */
todo?: string, 
/**
 * The step that would mend it.
 */
mend?: Mend, };

/**
 * What became of a document.
 */
export type ReconciledDocumentClass = "settled" | "open" | "overdue" | "draft" | "draft-stuck" | "duplicate" | "wrong-currency" | "wrong-contact" | "voided" | "credited" | "credit-note" | "prepayment" | "template" | "billed-not-won" | "orphan" | "not-sales" | "repeated" | "unreadable";

/**
 * How many documents there are of a class.
 */
export type ReconciledDocumentCount = { 
/**
 * The class.
 */
class: ReconciledDocumentClass, 
/**
 * How many.
 */
count: number, };

/**
 * A part of a schedule.
 */
export type ReconciledSlot = { 
/**
 * Its name.
 */
slot: string, 
/**
 * The entity that bills it.
 */
entity?: string, 
/**
 * The day it is to be billed.
 */
issueOn?: string, 
/**
 * In the deal's basis.
 */
amount: number, 
/**
 * Whether its day has come.
 */
isDue: boolean, 
/**
 * Whether a document stands for it.
 */
billed: boolean, };

/**
 * Sums of some deals, in one currency.
 */
export type ReconciledSum = { 
/**
 * What they have in common; empty where it is not known.
 */
key: string, 
/**
 * ISO 4217 code.
 */
currency: string, 
/**
 * How many deals.
 */
deals: number, 
/**
 * Their values, each in its own basis; likewise the next five.
 */
won: number, 
/**
 * What is to be billed in all.
 */
planned: number, 
/**
 * What of it is due by now.
 */
dueByNow: number, 
/**
 * What stands billed, less credit notes.
 */
billed: number, 
/**
 * What is missing of what is due by now.
 */
missing: number, 
/**
 * What is billed too much.
 */
excess: number, 
/**
 * What stands billed, with tax; likewise the others.
 */
invoiced: number, 
/**
 * The money that came.
 */
paid: number, 
/**
 * What credit notes took back.
 */
credited: number, 
/**
 * What is still to be paid.
 */
due: number, 
/**
 * What is not approved.
 */
drafted: number, 
/**
 * How many deals there are of each basis: what the first sums mix.
 */
bases: BasisCounts, };

/**
 * The same sums, cut six ways; of won deals and those that are billed without being won.
 */
export type ReconciledSums = { 
/**
 * By class, in the order of the classes.
 */
byClass: Array<ReconciledSum>, 
/**
 * By currency alone.
 */
byCurrency: Array<ReconciledSum>, 
/**
 * By the month of the win, `2026-07`.
 */
byMonth: Array<ReconciledSum>, 
/**
 * By pipeline.
 */
byPipeline: Array<ReconciledSum>, 
/**
 * By owner.
 */
byOwner: Array<ReconciledSum>, 
/**
 * By entity.
 */
byEntity: Array<ReconciledSum>, };

/**
 * What became of deals and documents.
 */
export type Reconciliation = { 
/**
 * The deals: by id, each that was passed.
 */
deals: Array<ReconciledDeal>, 
/**
 * The documents: by entity, date and id, each that was passed.
 */
documents: Array<ReconciledDocument>, 
/**
 * Whether everything could be read.
 */
ok: boolean, 
/**
 * The version of this form: 1.
 */
version: number, 
/**
 * The day as of which it is told.
 */
asOf: string, 
/**
 * How many rows there are.
 */
counts: RowCounts, 
/**
 * How many deals there are of each class that occurs.
 */
dealClasses: Array<ReconciledDealCount>, 
/**
 * How many documents there are of each class that occurs.
 */
documentClasses: Array<ReconciledDocumentCount>, 
/**
 * Sums by class, currency, month, pipeline, owner and entity.
 */
sums: ReconciledSums, 
/**
 * From open deals to money.
 */
funnel: Funnel, 
/**
 * What is due, by currency and entity.
 */
ageing: Array<AgeingLine>, 
/**
 * Won deals of which something should have been billed and is not: the most first, at most 1000.
 */
wonNotBilled: Array<ReconciliationLine>, 
/**
 * Documents that stand without a won deal: the most first, at most 1000.
 */
billedNotWon: Array<ReconciliationLine>, 
/**
 * That the classes come to the totals.
 */
proof: Array<ReconciliationProof>, 
/**
 * What could not be read, and what is worth knowing.
 */
findings: Array<Finding>, };

/**
 * A deal or a document of a list.
 */
export type ReconciliationLine = { 
/**
 * The deal's id.
 */
deal: number, 
/**
 * The document's id.
 */
document?: string, 
/**
 * Where it stands.
 */
at: string, 
/**
 * The deal's title, or the document's number.
 */
title: string, 
/**
 * Who is billed.
 */
who?: string, 
/**
 * The deal's owner.
 */
owner?: string, 
/**
 * The entity.
 */
entity?: string, 
/**
 * The day of the win, or of issue.
 */
date?: string, 
/**
 * ISO 4217 code.
 */
currency: string, 
/**
 * What is missing in the deal's basis, or what was billed with tax.
 */
amount: number, 
/**
 * The class.
 */
class: ReconciledDealClass | ReconciledDocumentClass, 
/**
 * Why.
 */
reason: string, };

/**
 * What the classes come to in a currency, and the total.
 */
export type ReconciliationProof = { 
/**
 * `deals`, values by class; `documents`, invoices with tax by class; `receivables`, what is due by class, against
 * the ageing; `links`, what is linked, deal by deal against document by document.
 */
of: string, 
/**
 * ISO 4217 code.
 */
currency: string, 
/**
 * Class by class.
 */
parts: Array<ReconciliationProofPart>, 
/**
 * What the classes come to.
 */
sum: number, 
/**
 * The total, counted without classes.
 */
total: number, 
/**
 * By how much they differ.
 */
difference: number, 
/**
 * Whether they do not.
 */
proves: boolean, };

/**
 * A class's part.
 */
export type ReconciliationProofPart = { 
/**
 * The class.
 */
class: string, 
/**
 * How many.
 */
count: number, 
/**
 * How much.
 */
amount: number, };

/**
 * Sums, funnel, ageing, lists, and the proof that the classes come to the total.
 */
export type ReconciliationSummary = { 
/**
 * Whether everything could be read.
 */
ok: boolean, 
/**
 * The version of this form: 1.
 */
version: number, 
/**
 * The day as of which it is told.
 */
asOf: string, 
/**
 * How many rows there are.
 */
counts: RowCounts, 
/**
 * How many deals there are of each class that occurs.
 */
dealClasses: Array<ReconciledDealCount>, 
/**
 * How many documents there are of each class that occurs.
 */
documentClasses: Array<ReconciledDocumentCount>, 
/**
 * Sums by class, currency, month, pipeline, owner and entity.
 */
sums: ReconciledSums, 
/**
 * From open deals to money.
 */
funnel: Funnel, 
/**
 * What is due, by currency and entity.
 */
ageing: Array<AgeingLine>, 
/**
 * Won deals of which something should have been billed and is not: the most first, at most 1000.
 */
wonNotBilled: Array<ReconciliationLine>, 
/**
 * Documents that stand without a won deal: the most first, at most 1000.
 */
billedNotWon: Array<ReconciliationLine>, 
/**
 * That the classes come to the totals.
 */
proof: Array<ReconciliationProof>, 
/**
 * What could not be read, and what is worth knowing.
 */
findings: Array<Finding>, };

/**
 * What becomes of recurring products.
 */
export type Recurring = "refuse" | "first-period" | "repeating-invoice";

/**
 * A finding that is new.
 */
export type Remark = { 
/**
 * The finding's code.
 */
code: Code, 
/**
 * How much it weighs.
 */
severity: Severity, 
/**
 * What it says.
 */
message: string, };

/**
 * Templates of recurring products.
 */
export type Repeating = { 
/**
 * `DRAFT` makes drafts, `AUTHORISED` approved invoices.
 */
status?: Status, 
/**
 * Whether Xero e-mails each invoice on the day it makes it.
 */
approvedForSending?: boolean, 
/**
 * Whether invoices are shown as sent.
 */
markAsSent?: boolean, 
/**
 * Whether the sender gets a copy.
 */
sendCopy?: boolean, 
/**
 * Whether the e-mail has the invoice attached.
 */
includePdf?: boolean, };

/**
 * A request to be sent with an access token of the host's own.
 */
export type Request = { 
/**
 * Its name among the others, such as `create-deposit`.
 */
id: string, 
/**
 * What it does, in a person's words.
 */
name: string, 
/**
 * `GET`, `PUT` or `POST`.
 */
method: string, 
/**
 * The whole address; `{CreditNoteID}` in it is filled from an earlier answer.
 */
url: string, 
/**
 * Every header but `Authorization`.
 */
headers: Headers, 
/**
 * What is sent, as JSON.
 */
body: { [field: string]: unknown }, 
/**
 * What the address lacks.
 */
fill?: Filled, };

/**
 * Who answers for an area.
 */
export type Responsible = { 
/**
 * The role, such as `finance`.
 */
role?: string | null, 
/**
 * Where it is told, such as a chat channel or an address.
 */
channel?: string | null, 
/**
 * How soon it answers, in words.
 */
within?: string | null, 
/**
 * Who is told next.
 */
then?: string | null, };

/**
 * How many rows there are.
 */
export type RowCounts = { 
/**
 * Deals that were passed.
 */
deals: number, 
/**
 * Documents that were passed.
 */
documents: number, };

/**
 * A rule: when a condition holds, then something is otherwise.
 */
export type Rule = { 
/**
 * What people call it; approvals name it, so it is part of no other rule.
 */
name?: string | null, 
/**
 * What must hold; a rule without it always applies.
 */
when?: Condition | null, 
/**
 * What is otherwise.
 */
then?: Then, };

/**
 * Somebody to tell.
 */
export type RuleAlert = { 
/**
 * The rule that says so.
 */
rule: string, 
/**
 * Where to tell it.
 */
channel?: string, 
/**
 * What to tell.
 */
text: string, 
/**
 * Who answers for it.
 */
owner?: Owner, };

/**
 * What came of a rule.
 */
export type RuleOutcome = "applied" | "not-met" | "undecided" | "not-considered";

/**
 * The deals of a rule.
 */
export type RuleShare = { 
/**
 * Its name.
 */
rule: string, 
/**
 * How many deals it applies to.
 */
applied: number, 
/**
 * How many do not meet it.
 */
notMet: number, 
/**
 * Of how many it cannot be told.
 */
undecided: number, 
/**
 * How many an earlier rule took.
 */
notConsidered: number, };

/**
 * Payment terms as they were passed, which the plan of an invoice reads and checks.
 */
export type SalesTerms = { 
/**
 * Days, or the day of a month.
 */
Day?: number, 
/**
 * One of Xero's four words.
 */
Type: string, };

/**
 * Which documents a deal becomes, and when.
 */
export type Schedule = { 
/**
 * One invoice for the whole deal, or several.
 */
kind?: ScheduleKind, 
/**
 * With `kind: "deposit"`, what is billed at once.
 */
deposit?: Stage | null, 
/**
 * With `kind: "deposit"`, when the rest is billed.
 */
balance?: Balance | null, 
/**
 * With `kind: "deposit"`, what a deposit is for the tax office; there is no default.
 */
depositTax?: DepositTax | null, 
/**
 * With `depositTax: "security"`, the liability account that holds the deposit.
 */
depositAccount?: string | null, 
/**
 * With `depositTax: "security"`, the tax type of an untaxed receipt, such as `NONE` or `BASEXCLUDED`.
 */
depositTaxType?: string | null, 
/**
 * With `kind: "milestones"`, the stages in their order.
 */
milestones?: Array<Stage>, 
/**
 * Whether amounts that are named (a fixed deposit, milestones, installments) are with tax or without.
 */
amounts?: Named | null, 
/**
 * How the documents share the lines.
 */
form?: Form, 
/**
 * At which rate the last document books deductions of stages in a foreign currency.
 */
currencyRate?: RateOf, 
/**
 * Whether a line's tax may be set by hand where an amount can be reached in no other way.
 */
adjustTax?: boolean, 
/**
 * Which documents are planned for creation.
 */
create?: Creation, 
/**
 * The document that moves the stock of tracked items, such as `deposit` or `1of3`; by default the last.
 */
stockIn?: string | null, 
/**
 * Templates of recurring products.
 */
repeating?: Repeating, };

/**
 * The kinds of schedule.
 */
export type ScheduleKind = "full" | "deposit" | "milestones" | "installments";

/**
 * How much a finding weighs.
 */
export type Severity = "error" | "warning" | "info";

/**
 * What would have been created, beside what people invoiced.
 */
export type Shadow = { 
/**
 * Whether everything could be read, and agreement is as high as was wanted.
 */
ok: boolean, 
/**
 * The day up to which documents were due.
 */
asOf?: string, 
/**
 * How far the documents agree that could be compared.
 */
agreement: ShadowAgreement, 
/**
 * How many deals there are of each class; none is in two.
 */
dealClasses: Array<DealClassCount>, 
/**
 * How many documents there are of each class; none is in two.
 */
documentClasses: Array<DocumentClassCount>, 
/**
 * What it comes to, by currency.
 */
totals: Array<CurrencyTotals>, 
/**
 * One change of the config each, with which more would agree; the most telling first.
 */
proposals: Array<ShadowProposal>, 
/**
 * Why deals of the period would be refused, held, waiting or skipped: the most frequent reason first.
 */
reasons: Array<Reason>, 
/**
 * The deals, in their order.
 */
deals: Array<ShadowDeal>, 
/**
 * The documents, in their order.
 */
documents: Array<ShadowDocument>, 
/**
 * What could not be read, and which fields agree too seldom.
 */
findings: Array<Finding>, };

/**
 * How far documents agree.
 */
export type ShadowAgreement = { 
/**
 * How many were compared with those that people made.
 */
documents: number, 
/**
 * How many of them agree in everything that was compared.
 */
whole: number, 
/**
 * The same in thousandths.
 */
share: number, 
/**
 * Field by field.
 */
fields: Array<FieldAgreement>, };

/**
 * A deal.
 */
export type ShadowDeal = { 
/**
 * Where it stands in the input.
 */
at: string, 
/**
 * Its id.
 */
id?: string, 
/**
 * Its title.
 */
title?: string, 
/**
 * The day it was won.
 */
wonOn?: string, 
/**
 * What it is.
 */
class: DealClass, 
/**
 * How its contact was chosen: `passed`, `matched`, or `review` and `create`, as a match decided; absent where no
 * contacts were passed.
 */
contact?: string, 
/**
 * What it would have been billed with.
 */
documents: Array<ShadowSlot>, 
/**
 * What people billed it with besides.
 */
further?: Array<BilledDocument>, 
/**
 * What differs of the deal as a whole.
 */
differences?: Array<ShadowDifference>, 
/**
 * Errors and warnings of its plan.
 */
says?: Array<Remark>, };

/**
 * A value that people wrote otherwise.
 */
export type ShadowDifference = { 
/**
 * The field, as in `agreement`.
 */
field: string, 
/**
 * Where it stands in the planned body; absent for what Xero computes.
 */
at?: string, 
/**
 * As planned.
 */
ours: string, 
/**
 * As people wrote it.
 */
theirs: string, 
/**
 * What ours was made from, as JSON pointers into the input.
 */
from?: Array<string>, 
/**
 * What decided it, in words.
 */
rule?: string, };

/**
 * A document of people's.
 */
export type ShadowDocument = { 
/**
 * Where it stands in the input.
 */
at: string, 
/**
 * The entity in whose organisation it stands.
 */
entity: string, 
/**
 * Its id.
 */
id: string, 
/**
 * Its number.
 */
number?: string, 
/**
 * Its reference.
 */
reference?: string, 
/**
 * The name of its contact.
 */
contact?: string, 
/**
 * Its date.
 */
date?: string, 
/**
 * Its currency.
 */
currency?: string, 
/**
 * With tax.
 */
total: number, 
/**
 * What it is.
 */
class: DocumentClass, 
/**
 * Where its deal stands.
 */
deal?: string, };

/**
 * Won deals, and what people invoiced.
 */
export type ShadowInput = { 
/**
 * The config.
 */
config: Config | string, 
/**
 * The one snapshot, for a config with one entity.
 */
snapshot?: SnapshotInput | string, 
/**
 * The snapshots, in a list or by entity; or one alone.
 */
snapshots?: SnapshotInput | SnapshotInput[] | { [entity: string]: SnapshotInput } | string, 
/**
 * Deals that were won, each as `HandoffInput` without config and snapshot. Each is planned on the day it was won,
 * unless it says `now` or `localDates`.
 */
deals: (DealInput | object)[], 
/**
 * The documents that people made: answers of Xero's, by entity where there are several.
 */
documents: object | object[] | { [entity: string]: object | object[] } | string, 
/**
 * Xero's contacts, to choose those of deals that come without: by entity where there are several.
 */
contacts?: object | object[] | { [entity: string]: object | object[] } | string, 
/**
 * The first day on which deals were won, as `2026-07-14`.
 */
from?: string, 
/**
 * The last.
 */
to?: string, 
/**
 * The day up to which documents are due; by default `to`, or the last day of any deal or document.
 */
asOf?: string, 
/**
 * Percent that must agree: of every field, or of those that are named.
 */
atLeast?: number | { [field: string]: number }, 
/**
 * What all deals share, as in `ConfigCheckInput`.
 */
fields?: HandoffInput["fields"], 
/**
 * The same.
 */
productDetails?: Body, };

/**
 * A change of the config.
 */
export type ShadowProposal = { 
/**
 * The setting, as a JSON pointer.
 */
at: string, 
/**
 * The field of documents that it decides.
 */
field: string, 
/**
 * What it is; absent where the config does not say it.
 */
from?: string, 
/**
 * What it would be; JSON where it is more than a text.
 */
to: string, 
/**
 * How many lines or documents it decides.
 */
of: number, 
/**
 * How many of them agree.
 */
agree: number, 
/**
 * How many would agree.
 */
wouldAgree: number, };

/**
 * A document that a deal would have been billed with.
 */
export type ShadowSlot = { 
/**
 * Which document of the deal's schedule it is; `*` where the deal has no plan.
 */
slot: string, 
/**
 * The entity that bills.
 */
entity?: string, 
/**
 * The day it would have been written.
 */
issueOn?: string, 
/**
 * Its currency.
 */
currency: string, 
/**
 * With tax, where it is known.
 */
total: number, 
/**
 * What people made.
 */
billed?: BilledDocument, 
/**
 * How many fields agree.
 */
agreed: number, 
/**
 * What differs.
 */
differences: Array<ShadowDifference>, };

/**
 * Products of a deal that an entity bills.
 */
export type Share = { 
/**
 * What must hold of a product; a share without it takes every product that is left.
 */
when?: Condition | null, 
/**
 * The entity that bills it.
 */
entity?: string | null, };

/**
 * What one Xero organisation allows, each part as the API answers it.
 */
export type SnapshotInput = { 
/**
 * The organisation's tenant id.
 */
tenantId?: string, 
/**
 * When it was taken, as `2026-07-14T18:16:56Z`.
 */
takenAt?: string, 
/**
 * `GET /Organisation`
 */
organisation?: Body, 
/**
 * `GET /TaxRates`
 */
taxRates?: Body, 
/**
 * `GET /Accounts`
 */
accounts?: Body, 
/**
 * `GET /Currencies`
 */
currencies?: Body, 
/**
 * `GET /TrackingCategories`
 */
trackingCategories?: Body, 
/**
 * `GET /Items`
 */
items?: Body, 
/**
 * `GET /BrandingThemes`
 */
brandingThemes?: Body, };

/**
 * How old what is known of the organisation may be.
 */
export type SnapshotSettings = { 
/**
 * Days after which a snapshot is to be taken again.
 */
maxAgeDays?: number, };

/**
 * One stage: a share, an amount, some of the products, or the rest.
 */
export type Stage = { 
/**
 * The share in percent, or the field that has it.
 */
percent?: number | string | null, 
/**
 * The amount, or the field that has it.
 */
amount?: number | string | null, 
/**
 * The codes of the products that are billed whole in this stage.
 */
products?: Array<string>, 
/**
 * Whatever the other stages leave.
 */
rest?: boolean, 
/**
 * When it is billed; by default the first at once.
 */
date?: When | null, 
/**
 * What the stage is called on its lines.
 */
label?: string | null, };

/**
 * The status an invoice is created with.
 */
export type Status = "DRAFT" | "SUBMITTED" | "AUTHORISED";

/**
 * A deal, what Xero has of it and what is planned.
 */
export type StatusInput = { 
/**
 * The deal: `GET /deals/{id}`, v2 or v1, or the body of a webhook.
 */
deal: Body, 
/**
 * `GET /organizations/{id}`
 */
organization?: Body, 
/**
 * `GET /dealFields`, where the config names fields to write.
 */
fields?: Body, 
/**
 * Every document of the deal: the answers of `GET /Invoices`, `/CreditNotes`, `/RepeatingInvoices`,
 * `/Overpayments`, `/Prepayments` and `/Payments`, in one object, a list, or a bare list of documents; by entity
 * where several may have some.
 */
existing: object | object[] | string, 
/**
 * The answer of `mapDealToInvoice`, for what has no document yet.
 */
plan?: Plan | object | string, 
/**
 * The config.
 */
config: Config | string, 
/**
 * The one snapshot, for a config with one entity.
 */
snapshot?: SnapshotInput | string, 
/**
 * The snapshots, in a list or by entity.
 */
snapshots?: SnapshotInput[] | { [entity: string]: SnapshotInput } | string, 
/**
 * Today, where the organisation is; also by entity.
 */
localDates?: LocalDates | { [entity: string]: LocalDates | string }, 
/**
 * The instant of the call, as `2026-07-14T18:16:56Z`.
 */
now?: string, };

/**
 * What to do next, or how it ended.
 */
export type Step = { 
/**
 * What the next step is called with; to be kept where a crash must lose nothing. It holds no credential.
 */
state: HandoffState, 
/**
 * The requests to be made, in any order or all at once, before the next step.
 */
requests: Array<Call>, 
/**
 * The dates to be answered under the id `local-dates`, as `{ today, won }`: what `localTime` answers.
 */
dates?: LocalTime, 
/**
 * The instant of the next step, where there is nothing to do before it.
 */
notBefore?: string, 
/**
 * Why there is nothing to do before it.
 */
findings?: Array<Finding>, 
/**
 * How it ended; then there is nothing more to do.
 */
outcome?: Outcome, };

/**
 * What is sold.
 */
export type Supply = "goods" | "services";

/**
 * The rates that lines may have.
 */
export type TaxCover = { 
/**
 * Where the treatment stands in the config; absent for deals that come under none.
 */
treatment?: string, 
/**
 * In percent, where the tax method is `exclusive`; 0 is a line without a rate.
 */
exclusive: number[], 
/**
 * The same where it is `inclusive`.
 */
inclusive: number[], 
/**
 * Whether the tax method may be `none`.
 */
none: boolean, };

/**
 * Where a tax type comes from when Pipedrive is silent.
 */
export type TaxFrom = "account" | "contact" | "type";

/**
 * Which tax types the lines have: the first of treatments, product code, rate that knows the line decides.
 */
export type TaxSettings = { 
/**
 * What holds where Pipedrive is silent: tax method `none`, or a rate of 0.
 */
whenDealHasNoTax?: NoTaxRule | null, 
/**
 * Tax types by the rate in percent that Pipedrive has on the line.
 */
byRate?: { [name: string]: string }, 
/**
 * Tax types by the product's code.
 */
byProductCode?: { [name: string]: string }, 
/**
 * Tax types by who sells what to whom, such as a reverse charge.
 */
treatments?: Array<Treatment>, 
/**
 * The field that says whether a product is goods or services.
 */
supplyFrom?: string | null, };

/**
 * What is otherwise when a rule's condition holds.
 */
export type Then = { 
/**
 * The entity that bills the deal.
 */
entity?: string | null, 
/**
 * Settings of the entity that are otherwise, in the form they have there; what is not named stays. Lists
 * are replaced whole, tables by key; `null` takes a setting away, so that its default counts. Neither
 * `tenantId` nor `contact` nor `feedback`, which are the entity's alone.
 */
set?: Entity | null, 
/**
 * Nothing is written until a person approves, for this reason.
 */
hold?: string | null, 
/**
 * Nothing is written at all, for this reason.
 */
skip?: string | null, 
/**
 * Nothing is written before a day.
 */
wait?: Wait | null, 
/**
 * Somebody is told; the host sends it.
 */
alert?: Alert | null, 
/**
 * Who answers for the hold or the alert, where that is not the owner of the area.
 */
owner?: Responsible | null, };

/**
 * Where a token stands.
 */
export type TokenPlace = "Reference" | "InvoiceNumber";

/**
 * How a document is found again.
 */
export type TokenSettings = { 
/**
 * What tokens begin with; `PD` makes `PD-42`.
 */
prefix?: string, 
/**
 * Where the token stands.
 */
in?: TokenPlace, };

/**
 * What the documents of a currency come to.
 */
export type TotalChange = { 
/**
 * The currency.
 */
currency: string, 
/**
 * With tax, as it is.
 */
before: number, 
/**
 * With tax, as it would be.
 */
after: number, };

/**
 * What Xero will compute for a document.
 */
export type Totals = { 
/**
 * The lines, in the document's order.
 */
lines: Array<LineTotals>, 
/**
 * Without tax.
 */
subTotal: number, 
/**
 * The tax.
 */
totalTax: number, 
/**
 * With tax.
 */
total: number, 
/**
 * What the lines' discounts take off.
 */
totalDiscount: number, 
/**
 * ISO 4217 code, where the document says it.
 */
currency?: string, };

/**
 * A tracking category and where its option comes from.
 */
export type Tracking = { 
/**
 * The category's name in Xero.
 */
category?: string, 
/**
 * The field that names the option.
 */
from?: string | null, 
/**
 * Options for values of the field that are called otherwise in Xero.
 */
map?: { [name: string]: string }, 
/**
 * The option when the field is empty.
 */
default?: string | null, };

/**
 * What a field may say that a tracking option comes from.
 */
export type TrackingCover = { 
/**
 * The category.
 */
category: string, 
/**
 * The field.
 */
field: string, 
/**
 * Whether it may say nothing.
 */
empty: boolean, 
/**
 * What it may say.
 */
values: Array<string>, };

/**
 * An option of a tracking category, both by name.
 */
export type TrackingRef = { 
/**
 * The category.
 */
Name: string, 
/**
 * The option.
 */
Option: string, };

/**
 * A tax treatment: who sells what to whom, and the tax type that follows.
 */
export type Treatment = { 
/**
 * Where the seller is; by default anywhere.
 */
seller?: Place | null, 
/**
 * Where the buyer is, and what it has shown.
 */
buyer?: Buyer | null, 
/**
 * Only goods, or only services.
 */
supply?: Supply | null, 
/**
 * The tax type.
 */
taxType?: string | null, 
/**
 * Words that the invoice must carry.
 */
print?: string | null, };

/**
 * What undoes the patches.
 */
export type Undo = { 
/**
 * Of the contact.
 */
ledger: { ContactID: string, [field: string]: unknown }, 
/**
 * Of the organisation or the person.
 */
crm: { [field: string]: unknown }, };

/**
 * What there is to say about a handoff.
 */
export type Validation = { 
/**
 * Whether nothing stands in the way.
 */
ok: boolean, 
/**
 * What the webhook, if the deal came in one, says about the win.
 */
win: Win, 
/**
 * What stands in the way, and what is worth knowing; errors first.
 */
findings: Array<Finding>, 
/**
 * Who answers for the areas of the errors and warnings, as the config's `owners` say.
 */
owners?: Array<Owner>, };

/**
 * What to do about one document of a deal.
 */
export type Verdict = { 
/**
 * Which document of the deal's schedule it is; `*` for the deal as a whole.
 */
slot: string, 
/**
 * The entity's name in the config.
 */
entity: string, 
/**
 * Its tenant id, for the header `xero-tenant-id`.
 */
tenantId: string, 
/**
 * What it is in Xero: `invoice` or `repeating-invoice`.
 */
kind: string, 
/**
 * What to do.
 */
action: Action, 
/**
 * The same in a person's words.
 */
label: string, 
/**
 * The documents in Xero that this is about.
 */
documents: Array<Existing>, 
/**
 * What is written: by `create` and `credit-and-reissue` PUT, by `update-draft`, `delete-draft` and `void`
 * POSTed to the document.
 */
body: { [field: string]: unknown }, 
/**
 * The value of the query parameter `unitdp`, where lines are written.
 */
unitDp?: number, 
/**
 * Of `update-draft`: which line of the document each line of the body is, and how that is known.
 */
lines?: Array<LineKept>, 
/**
 * Of `credit` and `credit-and-reissue`: the credit note, which is written first.
 */
creditNote?: CreditNote, 
/**
 * The document's name for ever.
 */
identity?: string, 
/**
 * What it is found by.
 */
token?: string, 
/**
 * Rises only with a reissue.
 */
revision?: number, 
/**
 * SHA-256 of the body, in hexadecimal.
 */
contentHash?: string, 
/**
 * The value of the header `Idempotency-Key` for the first attempt at writing the body.
 */
requestKey?: string, 
/**
 * Why, and what differs; errors first.
 */
findings: Array<Finding>, };

/**
 * A plan and what exists in Xero.
 */
export type VerdictInput = { 
/**
 * The answer of `mapDealToInvoice`.
 */
plan: Plan | string, 
/**
 * Every document of the deal: `GET /Invoices`, with `/CreditNotes` and `/RepeatingInvoices` where they
 * matter, in one object or in a list. Absent means that nobody looked.
 */
existing?: object | object[] | string, 
/**
 * The deal, which may have been lost, deleted or won again since.
 */
deal?: Body, 
/**
 * What was written last to each document: without it, nobody knows who changed what.
 */
written?: WrittenDocument[], 
/**
 * The config.
 */
config: Config | string, 
/**
 * The one snapshot, for a config with one entity.
 */
snapshot?: SnapshotInput | string, 
/**
 * The snapshots, in a list or by entity.
 */
snapshots?: SnapshotInput[] | { [entity: string]: SnapshotInput } | string, 
/**
 * Today, where the organisation is; also by entity.
 */
localDates?: LocalDates | { [entity: string]: LocalDates | string }, 
/**
 * The instant of the call, as `2026-07-14T18:16:56Z`.
 */
now?: string, };

/**
 * Until when nothing is written: the latest of what is said.
 */
export type Wait = { 
/**
 * A day such as `2026-12-01`, or a date field such as `field:Go live`.
 */
until?: string | null, 
/**
 * Days after the win, or after `from`.
 */
days?: number, 
/**
 * The date field that `days` count from, such as `field:Go live`; by default they count from the win.
 */
from?: string | null, 
/**
 * Which days count, and on which it may end.
 */
on?: WorkDays, };

/**
 * A day: counted from the win or from a field.
 */
export type When = { 
/**
 * `win`, or a date field. A field that is still empty leaves the document without a date.
 */
from?: "win" | string, 
/**
 * Months after it.
 */
months?: number, 
/**
 * Days after it.
 */
days?: number, 
/**
 * Days before it.
 */
daysBefore?: number, };

/**
 * What a webhook says about the win of its deal.
 */
export type Win = "unknown" | "became" | "became-again" | "was" | "is-not" | "deleted";

/**
 * Which days there are. Public holidays are not known.
 */
export type WorkDays = "any day" | "business days" | "next business day";

/**
 * The requests that carry a decision out.
 */
export type Writes = { 
/**
 * Whether they may be sent.
 */
ok: boolean, 
/**
 * The requests in their order, each only after the one before it succeeded; none unless `ok`.
 */
requests: Array<Request>, 
/**
 * What stands in the way, and what is worth knowing; errors first.
 */
findings: Array<Finding>, };

/**
 * What is to be written.
 */
export type WritesInput = { 
/**
 * The answer of `decideVerdict`, or one of its verdicts.
 */
verdicts?: Verdict[] | Verdict | string, 
/**
 * The answer of `mapDealToInvoice`: without verdicts, all its documents are created.
 */
plan?: Plan | string, 
/**
 * The config: where its `mode` is `observe`, nothing is written.
 */
config?: Config | string, };

/**
 * What was written last to a document: a verdict that was carried out, with the document's id.
 */
export type WrittenDocument = { 
/**
 * InvoiceID or RepeatingInvoiceID; without it, the document is known by its token.
 */
id?: string, 
/**
 * The document's token.
 */
token?: string, 
/**
 * The body that was sent.
 */
body: { [field: string]: unknown }, 
/**
 * The document as Xero answered it when a person accepted what was changed in it.
 */
accepted?: { [field: string]: unknown }, };

/**
 * What becomes of a deal worth nothing.
 */
export type ZeroTotal = "refuse" | "skip" | "create";
