// Lists in pages: `limit`, and a cursor that says where the next page begins (core-api-concepts-pagination).
import { refused } from "./errors.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */

export const PAGE = 100;
export const LARGEST_PAGE = 500;

/** @param {Json} value */
const pack = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** @param {string} cursor @returns {Json | undefined} */
function unpack(cursor) {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    return undefined;
  }
}

/** @param {unknown} a @param {unknown} b */
const order = (a, b) => (a === b ? 0 : /** @type {any} */ (a) < /** @type {any} */ (b) ? -1 : 1);

/**
 * The page that is asked for, sorted by a member and by id.
 * @param {URLSearchParams} query @param {Json[]} rows @param {{ sorts?: string[], json?: (row: Json) => Json }} [how] @returns {Answer}
 */
export function page(query, rows, { sorts = ["id"], json = (row) => row } = {}) {
  const limit = Number(query.get("limit") ?? PAGE);
  const field = query.get("sort_by") ?? "id";
  const way = query.get("sort_direction") ?? "asc";
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE) return refused(400, `querystring/limit must be from 1 to ${LARGEST_PAGE}`);
  if (!sorts.includes(field) || !["asc", "desc"].includes(way)) return refused(400, "querystring/sort_by must be equal to one of the allowed values");
  const sign = way === "desc" ? -1 : 1;
  const by = (/** @type {Json} */ a, /** @type {Json} */ b) => sign * (order(a[field], b[field]) || order(a.id, b.id));
  const given = query.get("cursor");
  const after = given === null ? undefined : unpack(given);
  if (given !== null && after === undefined) return refused(400, "Invalid cursor");
  const left = rows.toSorted(by).filter((row) => after === undefined || by(row, { [field]: after.fieldValue, id: after.id }) >= 0);
  const next = left[limit];
  return { status: 200, body: {
    success: true, data: left.slice(0, limit).map(json),
    additional_data: { next_cursor: next ? pack({ field, fieldValue: next[field], sortDirection: way, id: next.id }) : null },
  } };
}
