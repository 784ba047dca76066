// The tables that a reconciliation is written as: for spreadsheets, and as facts with a published schema. Columns are
// projections of what the core answered; none is computed here.

/** @typedef {"text" | "number" | "integer" | "day" | "flag"} Kind */
/** @typedef {{ name: string, kind: Kind, says: string, isKey?: boolean, from: (row: any) => unknown }} Column */
/** @typedef {{ name: string, says: string, columns: Column[] }} Table */

/** Rises when a column changes its meaning or goes; one that is added leaves it. */
export const SCHEMA_VERSION = 1;

/** @param {string} name @param {Kind} kind @param {string} says @param {(row: any) => unknown} [from] @returns {Column} */
const column = (name, kind, says, from = (row) => row[name]) => ({ name, kind, says, from });
/** @param {string} name @param {Kind} kind @param {string} says @param {(row: any) => unknown} from @returns {Column} */
const key = (name, kind, says, from) => ({ name, kind, says, isKey: true, from });

/** What a deal is called by in every table: its id, and where it stood if it has none. @param {any} row */
const dealKey = (row) => (row.id === undefined ? row.at : `deal-${row.id}`);
/** @param {any} row */
const documentKey = (row) => (row.id ? row.id : row.at);
const amounts = /** @type {[string, string][]} */ ([
  ["won", "the deal's value as it stands"], ["planned", "what is to be billed in all, in the deal's basis"], ["dueByNow", "of it, by the day of the report"], ["billed", "live documents less credit notes, in the deal's basis"],
  ["invoiced", "live documents, with tax"], ["paid", "money that came, with tax"], ["credited", "taken back, with tax"], ["due", "still to be paid, with tax"], ["drafted", "not approved yet, of what is invoiced"],
  ["difference", "billed less what should be, in the deal's basis; below 0 is missing"],
]);
/** `dueByNow` as `due_by_now`. @param {string} name */
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** @type {Record<"deal" | "slot" | "document" | "payment", Table>} */
export const FACTS = {
  deal: { name: "deal", says: "a deal", columns: [
    key("deal_key", "text", "the deal, stable: `deal-` and its id", dealKey), column("deal_id", "integer", "Pipedrive's id", ({ id }) => id), column("title", "text", "the deal's title"),
    column("organization", "text", "the customer in Pipedrive"), column("owner", "text", "whose deal it is"), column("pipeline", "text", "the pipeline"), column("stage", "text", "the stage"),
    column("status", "text", "open, won, lost or deleted"), column("won_on", "day", "the day of the win", ({ wonOn }) => wonOn), column("expected_close", "day", "when it should close", ({ expectedClose }) => expectedClose),
    column("entity", "text", "who bills it"), column("currency", "text", "of every amount of the row"), column("class", "text", "what became of it"),
    column("basis", "text", "what the value is: net, gross, same or unknown", ({ basis }) => basis?.kind), column("basis_by", "text", "by what that was established", ({ basis }) => basis?.by),
    ...amounts.map(([name, says]) => column(snake(name), "number", says, (row) => row.amounts?.[name])),
    column("documents", "integer", "how many documents are linked to it", (row) => row.documents?.length ?? 0), column("reason", "text", "why it is of that class"), column("todo", "text", "what to do"),
  ] },
  slot: { name: "slot", says: "a document that a deal's schedule names", columns: [
    key("slot_key", "text", "the slot, stable: its deal's key and its name", ({ deal, slot }) => `${dealKey(deal)}/${slot.slot}`), column("deal_key", "text", "its deal", ({ deal }) => dealKey(deal)), column("slot", "text", "its name", ({ slot }) => slot.slot),
    column("entity", "text", "who bills it", ({ slot, deal }) => slot.entity ?? deal.entity), column("currency", "text", "of its amount", ({ deal }) => deal.currency), column("issue_on", "day", "when it is due to be written", ({ slot }) => slot.issueOn),
    column("amount", "number", "what it bills, in the deal's basis", ({ slot }) => slot.amount), column("is_due", "flag", "whether its day has come", ({ slot }) => slot.isDue), column("is_billed", "flag", "whether a document bills it", ({ slot }) => slot.billed),
  ] },
  document: { name: "document", says: "a document of Xero's", columns: [
    key("document_key", "text", "the document, stable: Xero's id", documentKey), column("number", "text", "as people call it"), column("reference", "text", "its reference"), column("kind", "text", "invoice, credit-note, …"), column("entity", "text", "whose organisation it is of"),
    column("contact", "text", "who it is for"), column("status", "text", "Xero's status"), column("date", "day", "its date"), column("due_on", "day", "when it is due", ({ dueOn }) => dueOn), column("paid_on", "day", "when it was fully paid", ({ paidOn }) => paidOn),
    column("currency", "text", "of every amount of the row"), column("net", "number", "without tax"), column("total", "number", "with tax"), column("paid", "number", "money that came"), column("credited", "number", "taken back"), column("due", "number", "still to be paid"),
    column("days_overdue", "integer", "days since it was due", ({ daysOverdue }) => daysOverdue), column("class", "text", "what it is"), column("deal_key", "text", "the deal that it bills", ({ deal }) => (deal === undefined ? undefined : `deal-${deal}`)),
    column("linked_by", "text", "token, link, evidence or invoice", ({ by }) => by), column("confidence", "number", "of the link, from 0 to 1"), column("reason", "text", "why it is of that class"), column("todo", "text", "what to do"),
  ] },
  payment: { name: "payment", says: "money that came for a document, or a credit that was set against it", columns: [
    key("payment_key", "text", "the payment, stable: Xero's id of it; of a credit, its id and the document's", ({ payment, document }) => payment.PaymentID ?? `${payment.CreditNoteID ?? payment.PrepaymentID ?? payment.OverpaymentID}/${document}`),
    column("document_key", "text", "the document that it pays", ({ document }) => document), column("entity", "text", "whose organisation it is of"), column("kind", "text", "payment, credit-note, prepayment or overpayment"),
    column("date", "day", "its day"), column("currency", "text", "of its amount"), column("amount", "number", "in the document's currency"), column("reference", "text", "its reference", ({ payment }) => payment.Reference || undefined),
  ] },
};

const LIST = [
  column("deal", "integer", "Pipedrive's id"), column("document", "text", "the document"), column("title", "text", ""), column("who", "text", ""), column("owner", "text", ""), column("entity", "text", ""), column("date", "day", ""), column("currency", "text", ""), column("amount", "number", ""),
  column("class", "text", ""), column("reason", "text", ""),
];
const SUM = ["deals", "won", "planned", "dueByNow", "billed", "missing", "excess", "invoiced", "paid", "credited", "due", "drafted"].map((name) => column(snake(name), "number", "", (row) => row[name]));

/** Tables of the summary, by what they are read from. @type {{ name: string, columns: Column[], rows: (summary: any) => any[] }[]} */
export const SUMMARY = [
  { name: "won-not-billed", columns: LIST, rows: ({ wonNotBilled }) => wonNotBilled },
  { name: "billed-not-won", columns: LIST, rows: ({ billedNotWon }) => billedNotWon },
  { name: "sums", columns: [column("cut", "text", ""), column("key", "text", ""), column("currency", "text", ""), ...SUM], rows: ({ sums }) => Object.entries(sums).flatMap(([cut, lines]) => lines.map((/** @type {any} */ line) => ({ cut: cut.replace(/^by/, "").toLowerCase(), ...line }))) },
  { name: "funnel", columns: [column("step", "text", ""), column("currency", "text", ""), column("deals", "integer", ""), column("value", "number", "")], rows: ({ funnel }) => funnel.steps },
  { name: "forecast", columns: [...["pipeline", "stage", "month", "currency"].map((name) => column(name, "text", "")), column("deals", "integer", ""), column("value", "number", ""), column("weighted", "number", "")], rows: ({ funnel }) => funnel.forecast },
  { name: "ageing", columns: [column("currency", "text", ""), column("entity", "text", ""), ...["current", "under1Month", "oneMonth", "twoMonths", "threeMonths", "older", "credits", "total"].map((name) => column(snake(name), "number", "", (row) => row[name])), column("documents", "integer", "")], rows: ({ ageing }) => ageing },
  { name: "proof", columns: [column("of", "text", ""), column("currency", "text", ""), column("class", "text", ""), column("count", "integer", ""), column("amount", "number", ""), column("proves", "flag", "")], rows: ({ proof }) => proof.flatMap((/** @type {any} */ line) => [...line.parts.map((/** @type {any} */ part) => ({ ...line, ...part, proves: undefined })), { ...line, class: "sum", amount: line.sum }, { ...line, class: "total", amount: line.total }]) },
];

/** A row of a table as an object; what is empty is null. @param {Column[]} columns @param {any} row @returns {Record<string, unknown>} */
export const projected = (columns, row) => Object.fromEntries(columns.map(({ name, from }) => [name, from(row) ?? null]));

/** @type {Record<Kind, { type: string | string[], format?: string }>} */
const TYPES = { text: { type: ["string", "null"] }, number: { type: ["number", "null"] }, integer: { type: ["integer", "null"] }, day: { type: ["string", "null"], format: "date" }, flag: { type: ["boolean", "null"] } };

/** The published schema of the fact tables. */
export const factsSchema = () => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Fact tables of Wonvoice", description: `What \`wonvoice facts\` writes: a row of each table, as in its NDJSON; in CSV, what is null is an empty cell. Version ${SCHEMA_VERSION}.`, "x-version": SCHEMA_VERSION,
  $defs: Object.fromEntries(Object.values(FACTS).map(({ name, says, columns }) => [name, {
    type: "object", description: says, additionalProperties: false, required: columns.map((one) => one.name), "x-key": columns.filter(({ isKey }) => isKey).map((one) => one.name),
    properties: Object.fromEntries(columns.map((one) => [one.name, { ...TYPES[one.kind], ...(one.isKey ? { type: "string" } : {}), description: one.says }])),
  }])),
});
