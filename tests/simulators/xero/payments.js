// Payments of invoices, and refunds of credit notes. Sources: the Payments page and specification.
import { numberOf, unitsOf } from "../decimal.js";
import { checkLocks, openOf, settle, touch } from "./documents.js";
import { isoSeconds, msDate, msInstant, readDay, today } from "./dates.js";
import { notFound, refused } from "./errors.js";
import { list, ok } from "./list.js";
import { ours, says } from "./messages.js";
import { elementsOf, saveEach } from "./save.js";
import { visibleFrom } from "./world.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */
/** @typedef {import("../http.js").Request} Request */
/** @typedef {import("./world.js").World} World */
/**
 * @typedef {object} Payment
 * @property {string} id
 * @property {string} document
 * @property {Json} account
 * @property {string} date
 * @property {bigint} amount in cents of the document's currency
 * @property {string} rate
 * @property {string | undefined} reference
 * @property {"AUTHORISED" | "DELETED"} status
 * @property {number} updated
 * @property {number} visible
 */

/** What was paid: an invoice or a credit note. @param {World} world @param {string} id */
const documentOf = (world, id) => world.invoices.get(id) ?? world.creditNotes.get(id);

/** @param {World} world @param {Payment} payment @returns {Json} */
export function paymentJson(world, payment) {
  const document = documentOf(world, payment.document);
  const isCredit = document?.kind === "credit-note";
  const short = {
    Contact: {
      ContactID: document?.contact, Name: world.contacts.get(document?.contact ?? "")?.data.Name, Addresses: [], Phones: [], ContactGroups: [],
      ContactPersons: [], HasValidationErrors: false,
    },
    LineItems: [], CurrencyCode: document?.currency,
  };
  return {
    PaymentID: payment.id, Date: msDate(payment.date), BankAmount: numberOf(payment.amount), Amount: numberOf(payment.amount), Reference: payment.reference ?? "", CurrencyRate: Number(payment.rate),
    PaymentType: isCredit ? "ARCREDITPAYMENT" : document?.type === "ACCPAY" ? "ACCPAYPAYMENT" : "ACCRECPAYMENT", Status: payment.status,
    UpdatedDateUTC: msInstant(payment.updated), UpdatedDateUTCString: isoSeconds(payment.updated), HasAccount: true, IsReconciled: false,
    Account: { AccountID: payment.account.AccountID, Code: payment.account.Code },
    Invoice: {
      Type: document?.type, InvoiceID: document?.id, InvoiceNumber: document?.number, Payments: [], CreditNotes: [], Prepayments: [],
      Overpayments: [], HasErrors: false, IsDiscounted: false, ...short,
    }, HasValidationErrors: false,
  };
}

/** What a payment changes on its document: its status, and its place in lists of changes. @param {World} world @param {Payment} payment */
function apply(world, payment) {
  const document = documentOf(world, payment.document);
  if (document === undefined) return;
  settle(world, document, payment.date);
  if (world.behaviour.paymentFiresInvoiceUpdate) touch(world, document, "UPDATE");
  else document.updated = world.stamp();
}

/**
 * Pays so much of an invoice or refunds so much of a credit note from a bank account, or one that payments are enabled for.
 * @param {World} world @param {{ document: import("./documents.js").Document | undefined, amount: bigint | undefined, account: Json | undefined, date: string | undefined, reference?: string, rate?: string }} given @param {string[]} errors
 * @returns {() => Payment} to be run when nothing was refused
 */
export function pay(world, { document, amount, account, date, reference, rate }, errors) {
  if (document === undefined) errors.push(ours("The document to pay was not found."));
  else if (document.status !== "AUTHORISED") errors.push(ours("Payments can only be made against Authorised documents"));
  if (account === undefined || account.Status !== "ACTIVE" || (account.Type !== "BANK" && account.EnablePaymentsToAccount !== true)) errors.push(ours("The account to pay from is missing, or takes no payments."));
  if (amount === undefined || amount <= 0n) errors.push(ours("Amount must be above zero."));
  else if (document && amount > openOf(world, document)) errors.push(ours("Payment amount exceeds the amount outstanding on this document"));
  if (date === undefined) errors.push(ours("Date is no date."));
  else checkLocks(world, date, errors);
  return () => {
    const payment = {
      id: world.newId(), document: document?.id ?? "", account: account ?? {}, date: date ?? "", amount: amount ?? 0n,
      rate: rate ?? document?.rate ?? "1", reference, status: /** @type {const} */ ("AUTHORISED"), updated: world.stamp(),
      visible: visibleFrom(world),
    };
    world.payments.set(payment.id, payment);
    apply(world, payment);
    return payment;
  };
}

/** @param {World} world @param {Request} request @param {Json} sent @returns {Answer} */
export function savePayments(world, request, sent) {
  return saveEach(world, request, "Payments", elementsOf(sent, "Payments"), (body, errors) => {
    const { Invoice, CreditNote, Account, InvoiceNumber = Invoice?.InvoiceNumber, CreditNoteNumber = CreditNote?.CreditNoteNumber } = body;
    const byNumber = (/** @type {Iterable<import("./documents.js").Document>} */ rows, /** @type {string | undefined} */ number) => [...rows].find((one) => number !== undefined && one.number === number);
    const byId = world.invoices.get(Invoice?.InvoiceID) ?? world.creditNotes.get(CreditNote?.CreditNoteID);
    const document = byId ?? byNumber(world.invoices.values(), InvoiceNumber) ?? byNumber(world.creditNotes.values(), CreditNoteNumber);
    const account = world.rows.Accounts.find((one) => one.AccountID === Account?.AccountID || (Account?.Code !== undefined && one.Code === Account.Code) || (body.Code !== undefined && one.Code === body.Code));
    const date = body.Date === undefined ? today(world.zone, world.clock.now()) : readDay(body.Date);
    const save = pay(world, {
      document, amount: unitsOf(body.Amount), account, date, ...(body.Reference === undefined ? {} : { reference: body.Reference }),
      ...(body.CurrencyRate === undefined ? {} : { rate: String(body.CurrencyRate) }),
    }, errors);
    return { element: {}, save: () => paymentJson(world, save()) };
  });
}

/** A payment is deleted with POST and a status; it stays as DELETED. @param {World} world @param {string} id @param {Json} sent @returns {Answer} */
export function deletePayment(world, id, sent) {
  const payment = world.payments.get(id);
  if (payment === undefined) return notFound();
  const [body = {}] = elementsOf(sent, "Payments");
  if (body.Status !== "DELETED") return refused(ours("A payment can only be changed to a status of DELETED."));
  if (payment.status === "DELETED") return refused(says.document_not_editable({ status: "DELETED" }));
  Object.assign(payment, { status: "DELETED", updated: world.stamp() });
  apply(world, payment);
  return ok(world, { Payments: [paymentJson(world, payment)] });
}

/** @param {World} world @param {Request} request @returns {Answer} */
export function getPayments(world, request) {
  /** @param {(row: Payment) => string | number | undefined} get @param {import("./where.js").Field["kind"]} kind @returns {import("./where.js").Field} */
  const field = (get, kind) => ({ kind, get });
  const document = (/** @type {Payment} */ row) => documentOf(world, row.document);
  return list(world, request, {
    entity: "Payment", many: "Payments", rows: [...world.payments.values()], json: (row) => paymentJson(world, row),
    fields: {
      paymentid: field((row) => row.id, "guid"), status: field((row) => row.status, "text"), reference: field((row) => row.reference, "text"),
      "invoice.invoiceid": field((row) => row.document, "guid"), "invoice.invoicenumber": field((row) => document(row)?.number, "text"),
      "invoice.contact.contactid": field((row) => document(row)?.contact, "guid"), date: field((row) => Date.parse(`${row.date}T00:00:00Z`), "date"),
      amount: field((row) => numberOf(row.amount), "number"),
    },
  });
}

/** @param {World} world @param {string} id @returns {Answer} */
export function getPayment(world, id) {
  const payment = world.payments.get(id);
  return payment === undefined ? notFound() : ok(world, { Payments: [paymentJson(world, payment)] });
}
