// Invoices. Sources: the Invoices page (GET, PUT, POST, status codes, editing paid invoices), the specification,
// freakboy3742/pyxero#328 for numbers.
import { numberOf, sum } from "../decimal.js";
import { checkLocks, creditedOf, documentFields, documentJson, isTouched, openOf, paidOf, paymentsJson, placesOf, readDocument, settle, touch } from "./documents.js";
import { msDate, today } from "./dates.js";
import { notFound, refused } from "./errors.js";
import { isFound, list, listed, matches, ok } from "./list.js";
import { ours, says } from "./messages.js";
import { elementsOf, saveEach } from "./save.js";
import { plain } from "./where.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */
/** @typedef {import("../http.js").Request} Request */
/** @typedef {import("./world.js").World} World */
/** @typedef {import("./documents.js").Document} Document */
/** @typedef {import("./documents.js").Status} Status */

/** From which status to which. @type {{ [from in Status]: Status[] }} */
export const TRANSITIONS = Object.freeze({
  DRAFT: ["DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"],
  SUBMITTED: ["SUBMITTED", "AUTHORISED", "DRAFT", "DELETED"],
  AUTHORISED: ["AUTHORISED", "VOIDED"],
  PAID: [], VOIDED: [], DELETED: [],
});

/** What may still be changed of an invoice that money or credits stand against. */
const LATE = ["Reference", "DueDate", "DueDateString", "InvoiceNumber", "BrandingThemeID", "Contact", "Url", "InvoiceID", "LineItems", "Type", "Status"];
const LATE_LINE = ["LineItemID", "Description", "AccountCode", "AccountID", "Tracking"];

/** @param {World} world @param {Document} invoice @param {{ places?: number, hasLines?: boolean, isSummary?: boolean }} [how] @returns {Json} */
export function invoiceJson(world, invoice, { places = 2, hasLines = true, isSummary = false } = {}) {
  const isOpen = invoice.status !== "VOIDED" && invoice.status !== "DELETED";
  const { LineItems, ...shown } = documentJson(world, invoice, { places, hasLines });
  const from = (/** @type {string} */ kind) => world.allocations.filter((one) => one.invoice === invoice.id && one.kind === kind);
  const credits = (/** @type {string} */ kind, /** @type {string} */ name) => from(kind).map((one) => ({ [`${name}ID`]: one.from, AppliedAmount: numberOf(one.amount), Date: msDate(one.date) }));
  return {
    ...shown,
    InvoiceID: invoice.id, InvoiceNumber: invoice.number, Prepayments: credits("prepayment", "Prepayment"), Overpayments: credits("overpayment", "Overpayment"),
    AmountDue: numberOf(isOpen ? openOf(world, invoice) : 0n), AmountPaid: numberOf(paidOf(world, invoice)),
    AmountCredited: numberOf(creditedOf(world, invoice)), SentToContact: invoice.isSent, HasErrors: false,
    IsDiscounted: invoice.lines.some(({ discount }) => discount !== 0n),
    TotalDiscount: numberOf(sum(invoice.lines.map(({ discount }) => discount))),
    ...(invoice.url === undefined ? {} : { Url: invoice.url }), ...(invoice.template === undefined ? {} : { RepeatingInvoiceID: invoice.template }),
    ...(invoice.expected === undefined ? {} : { ExpectedPaymentDate: msDate(invoice.expected) }),
    ...(isSummary ? {} : { Payments: paymentsJson(world, invoice), CreditNotes: credits("credit-note", "CreditNote"), HasAttachments: false, LineItems }),
  };
}

/** The next number of the organisation's own sequence. @param {World} world */
export function nextNumber(world) {
  for (;;) {
    const number = `INV-${String(++world.numbers.invoice).padStart(4, "0")}`;
    if (!taken(world, number)) return number;
  }
}

/** Who has a number; bills may share one. @param {World} world @param {string} number */
const taken = (world, number) => [...world.invoices.values()].find((one) => one.type === "ACCREC" && one.number === number && !(one.status === "DELETED" && world.behaviour.reusesDeletedNumbers));

/** @param {World} world @param {Json} body @param {Document | undefined} existing @param {string[]} errors */
function numberOfBody(world, body, existing, errors) {
  const given = body.InvoiceNumber;
  if (given === undefined) return existing?.number;
  if (!/^[\x20-\x7e]{1,255}$/.test(given)) errors.push(ours("InvoiceNumber is not 1 to 255 characters of printable ASCII."));
  const other = taken(world, given);
  if ((body.Type ?? existing?.type) === "ACCREC" && other !== undefined && other !== existing) errors.push(says.invoice_number_duplicate());
  return given;
}

/** Whether an existing invoice may become what is asked. @param {World} world @param {Document} invoice @param {Json} body @param {Status} status @param {string[]} errors */
function checkEdit(world, invoice, body, status, errors) {
  if (invoice.status === "VOIDED" || invoice.status === "DELETED") return void errors.push(says.document_not_editable({ status: invoice.status }));
  const isLate = isTouched(world, invoice);
  if (status !== invoice.status && (isLate || !TRANSITIONS[invoice.status].includes(status))) {
    return void errors.push(isLate ? says.document_locked_by_payment() : says.document_not_editable({ status: invoice.status }));
  }
  if (invoice.status === "PAID" && !isLate) errors.push(says.document_not_editable({ status: invoice.status }));
  if (!isLate) return;
  const lines = /** @type {Json[]} */ (body.LineItems ?? []);
  const isLateLine = (/** @type {Json} */ line) => line.LineItemID !== undefined && Object.keys(line).every((key) => LATE_LINE.includes(key));
  const isSameLines = body.LineItems === undefined || lines.length === invoice.lines.length;
  const isAllowed = Object.keys(body).every((key) => LATE.includes(key)) && lines.every(isLateLine) && isSameLines;
  if (!isAllowed) errors.push(says.document_locked_by_payment());
}

/**
 * One invoice, created or changed. PUT creates; POST recognises one by its InvoiceID, or by the number of a sale,
 * and overwrites it.
 * @param {World} world @param {Json} body @param {{ isPut: boolean, id?: string | undefined, places: number, errors: string[] }} given
 */
function readInvoice(world, body, { isPut, id, places, errors }) {
  const wanted = id ?? body.InvoiceID;
  const existing = isPut ? undefined : wanted !== undefined ? world.invoices.get(String(wanted).toLowerCase()) : body.InvoiceNumber === undefined || body.Type !== "ACCREC" ? undefined : taken(world, body.InvoiceNumber);
  if (isPut && wanted !== undefined && world.invoices.has(wanted)) errors.push(ours("An invoice with this InvoiceID exists already."));
  if (!isPut && wanted !== undefined && existing === undefined) errors.push(says.history_wrong_id());
  const status = /** @type {Status} */ (body.Status ?? existing?.status ?? "DRAFT");
  if (existing) checkEdit(world, existing, body, status, errors);
  else if (!["DRAFT", "SUBMITTED", "AUTHORISED"].includes(status)) errors.push(ours(`An invoice cannot be created with a status of ${status}.`));
  const number = numberOfBody(world, body, existing, errors);
  const isApproval = status === "AUTHORISED" && existing?.status !== "AUTHORISED";
  const approved = [...world.invoices.values()].filter((one) => one.type === "ACCREC" && ["AUTHORISED", "PAID", "VOIDED"].includes(one.status)).length;
  if (isApproval && approved >= world.behaviour.approvals) errors.push(says.approval_limit());
  // Deleting and voiding look at nothing else.
  const isEnd = existing !== undefined && (status === "DELETED" || status === "VOIDED");
  // "Nothing in a locked period": what was approved there stays; a draft was never in the books.
  if (existing !== undefined && status === "VOIDED") checkLocks(world, existing.date, errors);
  const save = isEnd ? () => Object.assign(existing, { status }) : readDocument(world, body, {
    kind: "invoice", ...(existing ? { existing } : {}), status: existing && isTouched(world, existing) ? existing.status : status, places, errors,
  });
  return {
    element: { InvoiceID: existing?.id ?? "00000000-0000-0000-0000-000000000000" },
    save: () => {
      const invoice = save();
      invoice.number = number ?? (invoice.type === "ACCREC" ? nextNumber(world) : "");
      world.invoices.set(invoice.id, invoice);
      settle(world, invoice, today(world.zone, world.clock.now()));
      touch(world, invoice, existing ? "UPDATE" : "CREATE");
      return invoice;
    },
  };
}

/** @param {World} world @param {Request} request @param {Json} sent @param {string} [id] from the path @returns {Answer} */
export function saveInvoices(world, request, sent, id) {
  const places = placesOf(request);
  const elements = elementsOf(sent, "Invoices");
  if (elements.length > world.behaviour.batch) return refused(`At most ${world.behaviour.batch} invoices a call.`);
  const known = id === undefined ? undefined : world.invoices.get(id.toLowerCase()) ?? taken(world, id);
  if (id !== undefined && known === undefined) return notFound();
  return saveEach(world, request, "Invoices", elements, (body, errors) => {
    const { element, save } = readInvoice(world, body, { isPut: request.method === "PUT", id: known?.id, places, errors });
    return { element, save: () => invoiceJson(world, save(), { places }) };
  });
}

/** @param {World} world @param {Request} request @returns {Answer} */
export function getInvoices(world, request) {
  const { query } = request;
  const [ids, numbers, contacts, statuses] = ["IDs", "InvoiceNumbers", "ContactIDs", "Statuses"].map((name) => listed(request, name));
  const term = query.get("searchTerm");
  const isSummary = query.get("summaryOnly") === "true";
  const fields = documentFields(world, "invoiceid");
  return list(world, request, {
    entity: "Invoice", many: "Invoices", rows: [...world.invoices.values()], fields: { ...fields, invoicenumber: { kind: "text", get: (row) => row.number, optimised: true } },
    keep: (row) =>
      (ids?.includes(row.id) ?? true) && (numbers?.includes(plain(row.number)) ?? true) && (contacts?.includes(row.contact) ?? true) && (statuses?.includes(plain(row.status)) ?? true) &&
      (query.get("createdByMyApp") !== "true" || row.isOfApp) &&
      (term === null || (matches(world, term, [row.number, row.reference]) && isFound(world, row, world.behaviour.searchLag))),
    json: (row, isPaged) => invoiceJson(world, row, { places: placesOf(request), hasLines: isPaged && !isSummary, isSummary }),
  });
}

/** By id or number. @param {World} world @param {Request} request @param {string} name @returns {Answer} */
export function getInvoice(world, request, name) {
  const invoice = world.invoices.get(name.toLowerCase()) ?? [...world.invoices.values()].find((one) => one.number === name);
  return invoice === undefined ? notFound() : ok(world, { Invoices: [invoiceJson(world, invoice, { places: placesOf(request) })] });
}

/**
 * Mails it to the contact: sales only, submitted, approved or paid (Invoices, Email).
 * @param {World} world @param {string} id @returns {Answer}
 */
export function emailInvoice(world, id) {
  const invoice = world.invoices.get(id.toLowerCase());
  if (invoice === undefined) return notFound();
  const to = world.contacts.get(invoice.contact)?.data.EmailAddress ?? "";
  const since = world.clock.now() - 86_400_000;
  if (invoice.type !== "ACCREC" || !["SUBMITTED", "AUTHORISED", "PAID"].includes(invoice.status)) return refused(ours(`An invoice with a status of ${invoice.status} cannot be emailed.`));
  if (to === "") return refused(ours("The contact has no email address."));
  if (world.emails.filter(({ at }) => at > since).length >= world.behaviour.emailsPerDay) return refused(ours("The daily limit of emails is reached."));
  world.emails.push({ invoice: invoice.id, to, at: world.clock.now() });
  invoice.isSent = true;
  touch(world, invoice, "UPDATE");
  return { status: 204 };
}
