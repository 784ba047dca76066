// What stands in a simulated organisation, and what its people do there while nobody looks. Amounts are text ("12.50").
import { numberOf, shown, unitsOf } from "../decimal.js";
import { allocate } from "./allocations.js";
import { saveContacts } from "./contacts.js";
import { saveCreditNotes } from "./credits.js";
import { creditedOf, openOf, paidOf, touch } from "./documents.js";
import { today } from "./dates.js";
import { saveInvoices } from "./invoices.js";
import { lineJson } from "./lines.js";
import { deletePayment, pay } from "./payments.js";
import { runTemplates } from "./repeating.js";
import { visibleFrom } from "./world.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("./world.js").World} World */
/** @typedef {import("./documents.js").Document} Document */

/** @param {import("../http.js").Answer} answer @param {string} many @returns {Json} the one that was saved */
function saved({ status, body }, many) {
  if (status !== 200) throw new Error(`refused: ${JSON.stringify(body)}`);
  return /** @type {Json} */ (body)[many][0];
}

/** @param {string} method */
const byHand = (method) => /** @type {import("../http.js").Request} */ ({ method, path: "", query: new URLSearchParams("unitdp=4"), headers: {}, text: "", alongside: () => [] });

/** @param {World} world */
export function ledgerOf(world) {
  const now = () => today(world.zone, world.clock.now());
  const invoice = (/** @type {string} */ id) => {
    const found = world.invoices.get(id);
    if (found === undefined) throw new Error(`no invoice ${id}`);
    return found;
  };
  const checked = (/** @type {string[]} */ errors) => {
    if (errors.length > 0) throw new Error(`refused: ${errors.join(" ")}`);
  };
  /** @param {Document} document */
  const summary = (document) => ({
    id: document.id, type: document.type, number: document.number, reference: document.reference ?? "", status: document.status,
    contact: document.contact, date: document.date, dueDate: document.dueDate, currency: document.currency,
    amounts: document.amounts, subTotal: shown(document.subTotal), totalTax: shown(document.totalTax), total: shown(document.total),
    due: shown(openOf(world, document)), paid: shown(paidOf(world, document)), credited: shown(creditedOf(world, document)),
    isSent: document.isSent, isOfApp: document.isOfApp, template: document.template, lines: document.lines.map((line) => lineJson(line, 4)),
  });

  const people = {
    /** @param {Json} data as the API takes it @returns {string} its id */
    addContact: (data) => saved(saveContacts(world, byHand("PUT"), { Contacts: [data] }), "Contacts").ContactID,
    /** @param {string} id @param {Json} data */
    editContact: (id, data) => void saved(saveContacts(world, byHand("POST"), { Contacts: [{ ContactID: id, ...data }] }), "Contacts"),
    /** @param {string} id */
    archiveContact: (id) => people.editContact(id, { ContactStatus: "ARCHIVED" }),
    /** The first becomes the second: it is archived and points there, its documents move. @param {string} from @param {string} into */
    mergeContacts(from, into) {
      people.archiveContact(from);
      const contact = world.contacts.get(from);
      if (contact) contact.mergedTo = into;
      for (const rows of [world.invoices, world.creditNotes, world.overpayments, world.prepayments]) for (const one of rows.values()) if (one.contact === from) one.contact = into;
    },
    /** An invoice that a person typed. @param {Json} body @returns {string} its id */
    createInvoice(body) {
      const { InvoiceID } = saved(saveInvoices(world, byHand("PUT"), { Invoices: [body] }), "Invoices");
      invoice(InvoiceID).isOfApp = false;
      return InvoiceID;
    },
    /** @param {string} id @param {Json} changes as the API takes them */
    edit: (id, changes) => void saved(saveInvoices(world, byHand("POST"), { Invoices: [{ InvoiceID: id, ...changes }] }, id), "Invoices"),
    /** @param {string} id */
    submit: (id) => people.edit(id, { Status: "SUBMITTED" }),
    /** @param {string} id @param {Json} [changes] */
    approve: (id, changes = {}) => people.edit(id, { Status: "AUTHORISED", ...(invoice(id).dueDate === undefined ? { DueDate: invoice(id).date } : {}), ...changes }),
    /** @param {string} id */
    void: (id) => people.edit(id, { Status: "VOIDED" }),
    /** @param {string} id */
    delete: (id) => people.edit(id, { Status: "DELETED" }),
    /** Money arrives. @param {string} id @param {string | number} [amount] all that is open, unless it is said @param {{ date?: string, reference?: string }} [how] @returns {string} the payment's id */
    pay(id, amount, { date = now(), reference } = {}) {
      /** @type {string[]} */
      const errors = [];
      const account = world.rows.Accounts.find(({ Type }) => Type === "BANK");
      const save = pay(world, {
        document: invoice(id), amount: amount === undefined ? openOf(world, invoice(id)) : unitsOf(amount), account, date,
        ...(reference === undefined ? {} : { reference }),
      }, errors);
      checked(errors);
      return save().id;
    },
    /** @param {string} payment */
    unpay: (payment) => void saved(deletePayment(world, payment, { Status: "DELETED" }), "Payments"),
    /** A credit note of one line against an invoice. @param {string} id @param {string | number} [amount] gross @returns {string} the note's id */
    credit(id, amount) {
      const { contact, currency, lines } = invoice(id);
      const gross = amount === undefined ? openOf(world, invoice(id)) : unitsOf(amount) ?? 0n;
      const note = saved(saveCreditNotes(world, byHand("PUT"), { CreditNotes: [{
        Type: "ACCRECCREDIT", Contact: { ContactID: contact }, CurrencyCode: currency, Date: now(), Status: "AUTHORISED",
        LineAmountTypes: "Inclusive",
        LineItems: [{ Description: "Credit", Quantity: "1", UnitAmount: shown(gross), AccountCode: lines[0]?.account?.Code ?? "200", TaxType: lines[0]?.taxType ?? "NONE" }],
      }] }), "CreditNotes");
      people.allocate(note.CreditNoteID, id, shown(gross));
      return note.CreditNoteID;
    },
    /** @param {string} credit @param {string} id @param {string | number} amount */
    allocate(credit, id, amount) {
      /** @type {string[]} */
      const errors = [];
      const from = world.creditNotes.get(credit) ?? world.overpayments.get(credit) ?? world.prepayments.get(credit);
      if (from === undefined) throw new Error(`no credit ${credit}`);
      const save = allocate(world, from, invoice(id), unitsOf(amount) ?? 0n, now(), errors);
      checked(errors);
      return save().id;
    },
    /** Money that belongs to no invoice yet. @param {"overpayment" | "prepayment"} kind @param {string} contact @param {string | number} amount @returns {string} its id */
    receive(kind, contact, amount) {
      const total = unitsOf(amount) ?? 0n;
      /** @type {Document} */
      const document = {
        kind, id: world.newId(), type: `RECEIVE-${kind.toUpperCase()}`, number: "", reference: "", contact, date: now(), dueDate: undefined,
        status: "AUTHORISED", amounts: "NoTax", currency: world.rows.Organisations[0]?.BaseCurrency, rate: "1", theme: undefined, url: undefined,
        expected: undefined, isSent: false,
        lines: [], subTotal: total, totalTax: 0n, total, template: undefined, isOfApp: false, fullyPaidOn: undefined, updated: world.stamp(), visible: visibleFrom(world),
      };
      world[kind === "overpayment" ? "overpayments" : "prepayments"].set(document.id, document);
      touch(world, document, "CREATE");
      return document.id;
    },
    /** @param {string} name @param {string[]} contacts ids */
    addGroup: (name, contacts) => void world.contactGroups.push({
      ContactGroupID: world.newId(), Name: name, Status: "ACTIVE",
      Contacts: contacts.map((id) => ({ ContactID: id, Name: world.contacts.get(id)?.data.Name })),
    }),
    /** Closes the books up to a day. @param {string} day @param {"PeriodLockDate" | "EndOfYearLockDate"} [which] */
    lock: (day, which = "PeriodLockDate") => void Object.assign(world.rows.Organisations[0] ?? {}, { [which]: `/Date(${Date.parse(day)}+0000)/` }),
  };

  return {
    ...people,
    tenantId: world.tenantId,
    rows: world.rows,
    behaviour: world.behaviour,
    today: now,
    contacts: () => [...world.contacts.values()].map(({ id, status, data, mergedTo }) => ({ id, status, mergedTo, ...data })),
    invoices: () => [...world.invoices.values()].map(summary),
    creditNotes: () => [...world.creditNotes.values()].map(summary),
    templates: () => [...world.templates.values()].map(({ id, status, reference, contact, schedule, total }) => ({ id, status, reference: reference ?? "", contact, schedule, total: shown(total) })),
    payments: () => [...world.payments.values()].map(({ id, document, amount, status, date }) => ({ id, document, amount: shown(amount), status, date })),
    allocations: () => world.allocations.map(({ id, from, invoice: to, amount }) => ({ id, from, invoice: to, amount: numberOf(amount) })),
    notes: (/** @type {string} */ id) => (world.history.get(id) ?? []).map(({ Details }) => /** @type {string} */ (Details)),
    emails: () => world.emails,
    lagged: () => world.lagged,
    /** What templates make up to today. */
    runTemplates: () => runTemplates(world).map(summary),
  };
}

/** @typedef {ReturnType<typeof ledgerOf>} Ledger */
