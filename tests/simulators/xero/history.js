// Notes on a document's page: written once, never changed, 250 characters (History and Notes).
import { msInstant } from "./dates.js";
import { refused } from "./errors.js";
import { ok } from "./list.js";
import { ours, says } from "./messages.js";
import { elementsOf } from "./save.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */
/** @typedef {import("./world.js").World} World */

export const NOTE_LENGTH = 250;

/** What can carry notes, by endpoint. @param {World} world @param {string} endpoint @param {string} id */
export function carries(world, endpoint, id) {
  const maps = /** @type {{ [name: string]: Map<string, unknown> }} */ ({
    Invoices: world.invoices, Contacts: world.contacts, CreditNotes: world.creditNotes, RepeatingInvoices: world.templates, Payments: world.payments,
    Overpayments: world.overpayments, Prepayments: world.prepayments,
  });
  return maps[endpoint]?.has(id) ?? world.rows.Items.some((one) => endpoint === "Items" && one.ItemID === id);
}

/** @param {World} world @param {string} endpoint @param {string} id @returns {Answer} */
export function getHistory(world, endpoint, id) {
  if (!carries(world, endpoint, id)) return refused(says.history_wrong_id());
  return ok(world, { HistoryRecords: (world.history.get(id) ?? []).toReversed() });
}

/** @param {World} world @param {string} endpoint @param {string} id @param {Json} sent @returns {Answer} */
export function putHistory(world, endpoint, id, sent) {
  if (!carries(world, endpoint, id)) return refused(says.history_wrong_id());
  const notes = elementsOf(sent, "HistoryRecords");
  const wrong = notes.find(({ Details }) => typeof Details !== "string" || Details === "" || Details.length > NOTE_LENGTH);
  if (notes.length === 0 || wrong !== undefined) return refused(ours(`Details must have 1 to ${NOTE_LENGTH} characters.`));
  const now = world.clock.now();
  const records = notes.map(({ Details }) => ({ DateUTCString: new Date(now).toISOString().slice(0, 19), DateUTC: msInstant(now), Details }));
  const before = world.history.get(id) ?? [];
  world.history.set(id, [...before, ...records.map((record) => ({ Changes: "Note", User: "System Generated", ...record }))]);
  return ok(world, { HistoryRecords: records.map((record) => ({ ...record, ValidationErrors: [] })) });
}
