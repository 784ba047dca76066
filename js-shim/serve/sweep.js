// What no webhook announced: deals of Pipedrive that are won or were (by `updated_since`), documents of Xero by
// If-Modified-Since. Pure
// over a `read`; which pages there are, what of them is new, and how far the cursor may go once that was handed on.
// Windows overlap: lists lag, clocks jump, and what changes while pages are read moves between them.
// Sources: the operations' parameters in both specifications; "Requests and responses" of developer.xero.com.

import { DEAL_ID, UUID, toSecond } from "./event.js";
import { ofXero } from "./seen.js";

/**
 * How far a list was handed on. `seen` has the mark of what was handed on within the overlap, and its time.
 * @typedef {{ since: string, seen: { [id: string]: [mark: string, at: string] } }} Cursor
 */
/**
 * One of a list: `mark` is what makes it new, `at` when it was changed, to the second. `isOther` is one that is not
 * handed on: a deal that was never won. Of a deal also what became of it, and when it was won.
 * @typedef {{ id: string, mark: string, at: string, isOther?: true, status?: string, wonTime?: string }} Row
 */
/** @typedef {{ rows: Row[], next?: string }} Page */
/** @typedef {{ failed: string, after?: number }} NoPage why, and seconds to wait */
/** @typedef {import("./transport.js").Call} Call */
/** @typedef {"deals" | "archived" | "invoices" | "credit-notes"} List */
/** @typedef {{ since: string, next: string | undefined }} Place where a page begins */

/** Milliseconds. */
export const OVERLAP = 3_600_000;
const SIZES = Object.freeze({ pipedrive: 500, xero: 1_000 });
/** Pages of one sweep; what is left comes with the next. */
const MOST_PAGES = 1_000;
/** Which lists are swept of each API, and how often at most, in milliseconds: one of archived deals costs 20 tokens. */
export const LISTS = Object.freeze({
  pipedrive: Object.freeze({ deals: 0, archived: 3_600_000 }),
  xero: Object.freeze({ invoices: 0, "credit-notes": 0 }),
});

/** @param {number} at milliseconds */
const second = (at) => `${new Date(at).toISOString().slice(0, 19)}Z`;
/** @param {string} at @param {number} by milliseconds */
const earlier = (at, by) => second(Date.parse(at) - by);

/** Where a list that was never swept begins. @param {string} now @returns {Cursor} */
export const cursorFrom = (now) => ({ since: earlier(now, 0), seen: {} });

/**
 * @param {List} list @param {string} key of the company or the organisation @param {Place} place
 * @returns {Call}
 */
export function callOf(list, key, { since, next }) {
  const accept = { accept: "application/json" };
  if (list === "deals" || list === "archived") {
    const query = new URLSearchParams({ status: "open,won,lost,deleted", ...(list === "deals" ? { include_fields: "first_won_time" } : {}), updated_since: since, sort_by: "update_time", sort_direction: "asc", limit: String(SIZES.pipedrive), ...(next === undefined ? {} : { cursor: next }) });
    return { id: `sweep-${list}`, api: "pipedrive", method: "GET", url: `https://${key}.pipedrive.com/api/v2/deals${list === "archived" ? "/archived" : ""}?${query}`, headers: accept };
  }
  const [endpoint, more] = list === "invoices" ? ["Invoices", { where: 'Type=="ACCREC"', summaryOnly: "true" }] : ["CreditNotes", { where: 'Type=="ACCRECCREDIT"' }];
  const query = new URLSearchParams({ ...more, order: "UpdatedDateUTC ASC", page: next ?? "1", pageSize: String(SIZES.xero) });
  return { id: `sweep-${list}`, api: "xero", method: "GET", url: `https://api.xero.com/api.xro/2.0/${endpoint}?${query.toString().replaceAll("+", "%20")}`, headers: { ...accept, "xero-tenant-id": key, "if-modified-since": since } };
}

/** @param {any} row @returns {Row | undefined} */
function dealRow(row) {
  const [id, at] = [String(row?.id ?? ""), toSecond(row?.update_time)];
  if (!DEAL_ID.test(id) || at === undefined) return undefined;
  const [status, wonTime] = [row.is_deleted === true ? "deleted" : String(row.status ?? ""), toSecond(row.won_time)];
  const isOther = status !== "won" && wonTime === undefined && row.first_won_time === null;
  return { id, mark: [status, wonTime ?? "", at].join(" "), at, status, ...(wonTime === undefined ? {} : { wonTime }), ...(isOther ? { isOther } : {}) };
}

/** @param {any} row @returns {Row | undefined} */
function documentRow(row) {
  const [id, time] = [String(row?.InvoiceID ?? row?.CreditNoteID ?? ""), ofXero(row?.UpdatedDateUTC)];
  return UUID.test(id) && time !== undefined ? { id: id.toLowerCase(), mark: time, at: second(Number(time)) } : undefined;
}

/** What a refusal of the credentials says of itself: Xero's, Pipedrive's, or that nobody connected it. @param {string} body */
function detailOf(body) {
  try {
    const { Detail, error } = JSON.parse(body);
    const said = Detail ?? error;
    return typeof said === "string" && said !== "" ? ` (${said.slice(0, 300)})` : "";
  } catch {
    return "";
  }
}

/**
 * An answer as a page; a row that cannot be read makes it none, since a cursor must not pass it.
 * @param {List} list @param {import("./transport.js").Came} came
 * @returns {Page | NoPage}
 */
export function pageOf(list, came) {
  if ("error" in came) return { failed: came.error };
  const { status, headers, body } = came;
  const seconds = Number(headers["retry-after"] ?? headers["x-ratelimit-reset"] ?? NaN);
  if (status !== 200) return { failed: `the answer was ${status}${status === 401 || status === 403 ? detailOf(body) : ""}`, ...(Number.isFinite(seconds) && seconds >= 0 ? { after: seconds } : {}) };
  /** @type {any} */
  let answer;
  try {
    answer = JSON.parse(body);
  } catch {
    return { failed: "the answer is no JSON" };
  }
  const isDeals = list === "deals" || list === "archived";
  const given = isDeals ? answer?.data : list === "invoices" ? answer?.Invoices : answer?.CreditNotes;
  // An empty list of Pipedrive's may be null.
  if (!Array.isArray(given) && !(isDeals && given === null)) return { failed: "the answer has no list" };
  const rows = (given ?? []).map(isDeals ? dealRow : documentRow);
  if (rows.includes(undefined)) return { failed: "the answer has rows that cannot be read" };
  const next = isDeals ? answer?.additional_data?.next_cursor : rows.length >= SIZES.xero ? "more" : undefined;
  return { rows, ...(typeof next === "string" && next !== "" ? { next } : {}) };
}

/**
 * Where the next page begins. Xero's pages are numbered, and what changes meanwhile moves behind the last: so each
 * begins anew from the time of the last row, as long as that goes on.
 * @param {Place} place @param {Page} page @param {boolean} isNumbered
 * @returns {Place}
 */
function following({ since, next }, page, isNumbered) {
  if (!isNumbered) return { since, next: page.next };
  const anchor = earlier(page.rows.at(-1)?.at ?? since, 1_000);
  return anchor > since ? { since: anchor, next: undefined } : { since, next: String(Number(next ?? "1") + 1) };
}

/**
 * Sweeps a list, page by page. Whoever takes one hands its `fresh` rows on and keeps its `cursor` then, in this order:
 * the cursor has passed nothing that was not in a page before.
 * @param {List} list @param {Cursor} cursor
 * @param {object} given
 * @param {(place: Place) => Promise<Page | NoPage>} given.read
 * @param {number} [given.overlap] milliseconds
 * @returns {AsyncGenerator<{ fresh: Row[], cursor: Cursor }, NoPage | undefined>} what stopped it, if anything did
 */
export async function* sweep(list, cursor, { read, overlap = OVERLAP }) {
  const isNumbered = list === "invoices" || list === "credit-notes";
  /** @type {Place} */
  let place = { since: cursor.since, next: undefined };
  let { since, seen } = cursor;
  let last = "";
  let isOrdered = true;
  for (let count = 0; count < MOST_PAGES; count++) {
    const page = await read(place);
    if ("failed" in page) return page;
    const own = page.rows.filter(({ isOther }) => !isOther);
    const fresh = own.filter(({ id, mark }, at) => seen[id]?.[0] !== mark && own.findIndex((one) => one.id === id && one.mark === mark) === at);
    for (const { at } of page.rows) {
      isOrdered &&= at >= last;
      last = at > last ? at : last;
    }
    const isLast = page.next === undefined;
    // In a list that is not in order, what is earlier may still come.
    if (last !== "" && (isOrdered || isLast)) since = earlier(last, overlap) > since ? earlier(last, overlap) : since;
    seen = { ...seen, ...Object.fromEntries(own.map(({ id, mark, at }) => [id, [mark, at]])) };
    seen = Object.fromEntries(Object.entries(seen).filter(([, [, at]]) => at >= since));
    yield { fresh, cursor: { since, seen } };
    if (isLast) return undefined;
    const after = following(place, page, isNumbered);
    if (after.since === place.since && after.next === place.next) return { failed: "the list does not go on" };
    place = after;
  }
  return { failed: `the list has more than ${MOST_PAGES} pages` };
}
