// Documents as Xero answers them, with its arithmetic: tax on each rounded line, sums of rounded lines. In whole cents.
import { addDays, divided, money, taxOf } from "./deals.js";
import { AS_OF, TAXES } from "./setting.js";

/** @typedef {import("./dice.js").Dice} Dice */
/** @typedef {import("./deals.js").Item} Item */
/** @typedef {import("./setting.js").Entity} Entity */
/** @typedef {{ [name: string]: any }} Json */
/** @typedef {{ id: string, entity: Entity, body: Json, total: number }} Written */
/**
 * @typedef {object} Order what is to be written
 * @property {Dice} dice @property {Entity} entity @property {{ contact: string, name: string }} contact
 * @property {string} currency @property {Item[]} items @property {"exclusive" | "inclusive"} mode @property {string} date
 * @property {string} reference @property {"DRAFT" | "SUBMITTED" | "AUTHORISED" | "PAID" | "VOIDED" | "DELETED"} [status]
 * @property {number} [days] until it is due @property {{ amount: number, on: string }[]} [payments] in cents
 * @property {{ note: Written, amount: number, on: string }[]} [credits] @property {string} [type] @property {string} [id] @property {string} [updated]
 */

/** Midnight UTC of the day. @param {string} day */
const stamp = (day) => `/Date(${Date.parse(`${day}T00:00:00Z`)}+0000)/`;
/** @param {string} field @param {string} day */
const dates = (field, day) => ({ [`${field}String`]: `${day}T00:00:00`, [field]: stamp(day) });
/** What the year has already seen. @param {string} day */
const upTo = (day) => (day > AS_OF ? AS_OF : day);

/** @param {{ contact: string, name: string }} contact */
const contactJson = ({ contact, name }) => ({ ContactID: contact, Name: name, Addresses: [], Phones: [], ContactGroups: [], ContactPersons: [], HasValidationErrors: false });

/** @param {Order} order */
function sums({ dice, entity, items, mode }) {
  const lines = items.map((item) => {
    const tax = taxOf(item.sum, item.tax, mode);
    return { tax, sum: item.sum, json: {
      Description: item.name, Quantity: item.quantity, UnitAmount: money(item.price), ...(item.off ? { DiscountRate: item.off } : {}), TaxType: TAXES[entity]?.[item.tax] ?? "NONE",
      TaxAmount: money(tax), LineAmount: money(item.sum), AccountCode: "200", Tracking: [], LineItemID: dice.uuid(),
    } };
  });
  const [sum, tax] = [lines.reduce((all, line) => all + line.sum, 0), lines.reduce((all, line) => all + line.tax, 0)];
  return { lines: lines.map(({ json }) => json), net: mode === "exclusive" ? sum : sum - tax, tax, total: mode === "exclusive" ? sum + tax : sum };
}

/** @param {Order} order */
function common(order) {
  const { currency, contact, date, mode, status = "AUTHORISED", reference, updated = date } = order;
  const { lines, net, tax, total } = sums(order);
  return { total, json: {
    Reference: reference, CurrencyRate: currency === "GBP" ? 1 : 1.17, Contact: contactJson(contact), ...dates("Date", date), Status: status, LineAmountTypes: mode === "exclusive" ? "Exclusive" : "Inclusive",
    LineItems: lines, SubTotal: money(net), TotalTax: money(tax), Total: money(total), UpdatedDateUTC: `/Date(${Date.parse(`${upTo(updated)}T15:30:00Z`)}+0000)/`, CurrencyCode: currency, HasAttachments: false,
  } };
}

/** @param {Order} order @param {number} number @returns {Written} */
export function invoice(order, number) {
  const { dice, date, days = 30, payments = [], credits = [], entity, type = "ACCREC", id = dice.uuid() } = order;
  const { json, total } = common({ ...order, updated: order.updated ?? [date, ...payments.map(({ on }) => on), ...credits.map(({ on }) => on)].sort().at(-1) ?? date });
  const [paid, credited] = [payments, credits].map((list) => list.reduce((all, { amount }) => all + amount, 0));
  const isDead = json.Status === "VOIDED" || json.Status === "DELETED";
  const due = isDead ? 0 : total - (paid ?? 0) - (credited ?? 0);
  const last = [...payments, ...credits].map(({ on }) => on).sort().at(-1);
  const isPaid = json.Status === "AUTHORISED" && due === 0 && total > 0;
  return { id, entity, total, body: {
    Type: type, InvoiceID: id, InvoiceNumber: `${type === "ACCREC" ? "INV" : "BILL"}-${String(number).padStart(5, "0")}`, ...json, ...(isPaid ? { Status: "PAID" } : {}),
    ...dates("DueDate", addDays(date, days)), AmountDue: money(due), AmountPaid: money(paid ?? 0), AmountCredited: money(credited ?? 0), SentToContact: json.Status === "AUTHORISED", HasErrors: false, IsDiscounted: order.items.some(({ off }) => off > 0),
    Payments: payments.map(({ amount, on }) => ({ PaymentID: dice.uuid(), Date: stamp(on), Amount: money(amount), Reference: "", CurrencyRate: 1, HasAccount: false, HasValidationErrors: false })),
    CreditNotes: credits.map(({ note, amount, on }) => ({ CreditNoteID: note.id, CreditNoteNumber: note.body.CreditNoteNumber, ID: note.id, AppliedAmount: money(amount), Date: stamp(on), Total: money(note.total), HasErrors: false, LineItems: [], Allocations: [] })),
    Prepayments: [], Overpayments: [], ...(isPaid && last ? { FullyPaidOnDate: stamp(last) } : {}),
  } };
}

/** A credit note, allocated to invoices as far as `to` says. @param {Order & { to?: { id: string, number: string, amount: number }[] }} order @param {number} number @returns {Written} */
export function creditNote(order, number) {
  const { dice, date, entity, to = [] } = order;
  const { json, total } = common(order);
  const applied = to.reduce((all, { amount }) => all + amount, 0);
  const id = order.id ?? dice.uuid();
  const { Reference, ...rest } = json;
  return { id, entity, total, body: {
    CreditNoteID: id, CreditNoteNumber: `CN-${String(number).padStart(5, "0")}`, ID: id, Type: "ACCRECCREDIT", Reference, ...rest, Status: applied === total ? "PAID" : rest.Status, RemainingCredit: money(total - applied), Payments: [],
    Allocations: to.map((one) => ({ AllocationID: dice.uuid(), Amount: money(one.amount), Date: stamp(date), Invoice: { InvoiceID: one.id, InvoiceNumber: one.number, HasErrors: false, LineItems: [] }, IsDeleted: false })),
  } };
}

/** Rows of a part of what was sold, so that they come to that net exactly: one row a document, as people bill a share. @param {string} name @param {number} net @param {number} tax @returns {Item[]} */
export const oneRow = (name, net, tax) => [{ name, price: net, quantity: 1, off: 0, tax, sum: net }];

/** @param {number} whole @param {number} parts at least 1 @returns {number[]} */
export function shares(whole, parts) {
  const each = divided(whole, parts);
  return Array.from({ length: parts }, (_, at) => (at === parts - 1 ? whole - each * (parts - 1) : each));
}
