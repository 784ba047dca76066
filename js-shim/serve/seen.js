// What a handoff saw of both sides, by their own times: what comes back of its own reading and writing is nothing new.

import { toSecond } from "./event.js";
import { isSame } from "./edits.js";

/** @typedef {import("./transport.js").Call} Call */
/** @typedef {import("./transport.js").Came} Came */
/**
 * `deal` is the time of the deal's last change that was seen, to the second, and `status` what it was then; `own` the codes of fields that were
 * written to it; `documents` the times of documents' last changes, in milliseconds, by their ids in lower case.
 * @typedef {{ deal?: string, status?: string, own: string[], documents: { [id: string]: number } }} Seen
 */

/** @returns {Seen} */
export const nothingSeen = () => ({ own: [], documents: {} });

const LISTS = /** @type {const} */ ([["Invoices", "InvoiceID"], ["CreditNotes", "CreditNoteID"], ["RepeatingInvoices", "RepeatingInvoiceID"]]);
/** Requests whose answers have documents. */
const OF_DOCUMENTS = /^(?:invoices-|credit-notes|repeating-invoices|(?:create|update|delete|void|credit)-(?!contact))/;

/** Milliseconds of a date as Xero writes them, `/Date(…)/`. @param {unknown} date */
export const ofXero = (date) => (/^\/Date\((\d{1,14})(?:[+-]\d{4})?\)\/$/.exec(String(date ?? ""))?.[1] ?? undefined);

/** @param {Came} came @returns {any} */
function bodyOf(came) {
  if (!("status" in came) || came.status !== 200) return undefined;
  try {
    // What a batch answered is taken apart already.
    return typeof came.body === "string" ? JSON.parse(came.body) : came.body;
  } catch {
    return undefined;
  }
}

/** Follows a handoff, request by request. */
export function watcher() {
  const seen = nothingSeen();
  /** @type {any} */
  let deal;
  return {
    seen,
    /** @param {Call} call @param {Came} came */
    look({ id, api, body: sent }, came) {
      if (api === "xero") {
        const body = OF_DOCUMENTS.test(id) ? bodyOf(came) : undefined;
        for (const [list, name] of LISTS) {
          for (const row of Array.isArray(body?.[list]) ? body[list] : []) {
            const [document, at] = [String(row?.[name] ?? "").toLowerCase(), Number(ofXero(row?.UpdatedDateUTC) ?? NaN)];
            if (document !== "" && !(at <= (seen.documents[document] ?? -1)) && !Number.isNaN(at)) seen.documents[document] = at;
          }
        }
        return;
      }
      const isUpdate = id.startsWith("deal-update");
      if (id !== "deal" && !isUpdate) return;
      const own = /** @type {{ custom_fields?: object }} */ (isUpdate ? sent : undefined)?.custom_fields ?? {};
      seen.own = [...new Set([...seen.own, ...Object.keys(own)])];
      const row = bodyOf(came)?.data;
      const isGone = row?.is_deleted === true || ("status" in came && (came.status === 404 || came.status === 410));
      if (isGone || typeof row?.status === "string") seen.status = isGone ? "deleted" : row.status;
      const at = toSecond(row?.update_time);
      if (at === undefined) return;
      // What somebody else changed between reading and writing was not seen.
      if (!isUpdate || (deal !== undefined && isSame(deal, row, seen.own))) seen.deal = at;
      if (!isUpdate) deal = row;
    },
  };
}

/** Documents of a deal that are known at most. */
const MOST = 100;

/**
 * What is kept of it: of the documents those that are the deal's, or were.
 * @param {Seen | undefined} before @param {Seen} now @param {readonly string[]} documents their ids
 * @returns {Seen}
 */
export function keptOf(before = nothingSeen(), now, documents) {
  const ids = [...new Set([...Object.keys(before.documents), ...documents.map((id) => id.toLowerCase())])].slice(-MOST);
  const times = Object.entries(now.documents).concat(Object.entries(before.documents));
  const at = (/** @type {string} */ id) => Math.max(...times.flatMap(([known, time]) => (known === id ? [time] : [])));
  const [deal, status] = [now.deal ?? before.deal, now.status ?? before.status];
  return {
    ...(deal === undefined ? {} : { deal }), ...(status === undefined ? {} : { status }), own: [...new Set([...before.own, ...now.own])].slice(-50),
    documents: Object.fromEntries(ids.filter((id) => times.some(([known]) => known === id)).map((id) => [id, at(id)])),
  };
}

/** An instant of Xero's, which is UTC and does not say so. @param {string | undefined} at @returns {number} */
export const instantOf = (at) => Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(at ?? "") ? (at ?? "") : `${at}Z`);
