// Credits put against invoices. Sources: Credit Notes, Overpayments, Prepayments: Allocations.
import { numberOf, unitsOf } from "../decimal.js";
import { checkLocks, openOf, settle, touch } from "./documents.js";
import { msDate, readDay, today } from "./dates.js";
import { invalid, notFound } from "./errors.js";
import { ok } from "./list.js";
import { ours } from "./messages.js";
import { elementsOf } from "./save.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */
/** @typedef {import("./world.js").World} World */
/** @typedef {import("./documents.js").Document} Document */
/** `from` is the credit, `amount` in cents. @typedef {{ id: string, kind: "credit-note" | "overpayment" | "prepayment", from: string, invoice: string, amount: bigint, date: string }} Allocation */

/** @param {World} world @param {Allocation} allocation @returns {Json} */
export const allocationJson = (world, { id, invoice, amount, date }) => ({
  AllocationID: id, Amount: numberOf(amount), Date: msDate(date),
  Invoice: {
    InvoiceID: invoice, InvoiceNumber: world.invoices.get(invoice)?.number, Payments: [], CreditNotes: [], Prepayments: [], Overpayments: [],
    HasErrors: false, IsDiscounted: false, LineItems: [],
  },
});

/**
 * Puts an amount of a credit against an invoice of the same contact and currency, both approved, as far as both are open.
 * @param {World} world @param {Document} credit @param {Document} invoice @param {bigint} amount in cents @param {string} date @param {string[]} errors @returns {() => Allocation} to be run when nothing was refused
 */
export function allocate(world, credit, invoice, amount, date, errors) {
  if (credit.status !== "AUTHORISED") errors.push(ours(`Credit of a document with a status of ${credit.status} cannot be allocated.`));
  if (invoice.status !== "AUTHORISED") errors.push(ours(`Credit cannot be allocated to an invoice with a status of ${invoice.status}.`));
  if (credit.contact !== invoice.contact) errors.push(ours("Credit can be allocated to documents of the same contact only."));
  if (credit.currency !== invoice.currency) errors.push(ours("Credit can be allocated to documents in the same currency only."));
  if (amount <= 0n || amount > openOf(world, credit) || amount > openOf(world, invoice)) errors.push(ours("The allocated amount is above what is outstanding."));
  checkLocks(world, date, errors);
  return () => {
    const allocation = { id: world.newId(), kind: /** @type {Allocation["kind"]} */ (credit.kind), from: credit.id, invoice: invoice.id, amount, date };
    world.allocations.push(allocation);
    for (const document of [credit, invoice]) {
      settle(world, document, date);
      touch(world, document, "UPDATE");
    }
    return allocation;
  };
}

/** @param {World} world @param {Document | undefined} credit @param {Json} sent @returns {Answer} */
export function putAllocations(world, credit, sent) {
  if (credit === undefined) return notFound();
  /** @type {Json[]} */
  const failed = [];
  const made = elementsOf(sent, "Allocations").flatMap((body) => {
    /** @type {string[]} */
    const errors = [];
    const invoice = world.invoices.get(String(body.Invoice?.InvoiceID).toLowerCase());
    const amount = unitsOf(body.Amount);
    const date = body.Date === undefined ? today(world.zone, world.clock.now()) : readDay(body.Date);
    if (invoice === undefined) errors.push(ours("The invoice to allocate to was not found."));
    if (amount === undefined) errors.push(ours("Amount is missing."));
    if (date === undefined) errors.push(ours("Date is no date."));
    const save = invoice && amount !== undefined && date ? allocate(world, credit, invoice, amount, date, errors) : undefined;
    if (errors.length > 0 || save === undefined) {
      failed.push({ ...body, ValidationErrors: errors.map((Message) => ({ Message })) });
      return [];
    }
    return [allocationJson(world, save())];
  });
  return failed.length > 0 ? invalid(failed) : ok(world, { Allocations: made });
}

/** @param {World} world @param {Document | undefined} credit @param {string} id @returns {Answer} */
export function deleteAllocation(world, credit, id) {
  const at = world.allocations.findIndex((one) => one.id === id && one.from === credit?.id);
  const allocation = world.allocations[at];
  if (credit === undefined || allocation === undefined) return notFound();
  world.allocations.splice(at, 1);
  for (const document of [credit, world.invoices.get(allocation.invoice)]) {
    if (document === undefined) continue;
    settle(world, document, allocation.date);
    touch(world, document, "UPDATE");
  }
  return ok(world, { ...allocationJson(world, allocation), IsDeleted: true });
}
