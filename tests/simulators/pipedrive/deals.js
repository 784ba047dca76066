// Deals over API v2: reading and changing one, lists, and what hangs on them. Source: the specification.
import { valueFault, withLabel } from "./fields.js";
import { notFound, refused } from "./errors.js";
import { page } from "./pages.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */
/** @typedef {import("../http.js").Request} Request */
/** @typedef {import("./crm.js").Crm} Crm */

/** What PATCH takes, and as what; null where the specification lets it be. @type {{ [name: string]: string }} */
const WRITABLE = {
  title: "string", owner_id: "integer", person_id: "integer", org_id: "integer", pipeline_id: "integer", stage_id: "integer", value: "number",
  currency: "string", is_deleted: "boolean", is_archived: "boolean", archive_time: "string", status: "string", probability: "number?",
  lost_reason: "string?", visible_to: "integer",
  close_time: "string?", won_time: "string", lost_time: "string", expected_close_date: "string", label_ids: "array",
};
const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})$/;

/** Types are strict: `item_price must be number` (pipedrive/client-php#178). @param {string} type @param {unknown} value */
function isOfType(type, value) {
  if (value === null) return type.endsWith("?");
  switch (type.replace("?", "")) {
    case "integer": return Number.isInteger(value);
    case "array": return Array.isArray(value);
    default: return typeof value === type.replace("?", "");
  }
}

/** Members that only `include_fields` brings, as far as they are kept here. @type {{ [name: string]: (crm: Crm, row: Json) => unknown }} */
const OPTIONAL = { first_won_time: (_, row) => row.first_won_time, products_count: (crm, row) => crm.productsOf(row.id).length };

/** A row as it is asked for: some custom fields of it, with labels. @param {Crm} crm @param {import("./fields.js").Entity} entity @param {URLSearchParams} query @param {Json} row @returns {Json} */
export function asked(crm, entity, query, row) {
  const wanted = query.get("custom_fields")?.split(",");
  const labels = query.get("include_option_labels") === "true";
  const known = (/** @type {string} */ code) => crm.fields[entity].find((one) => one.field_code === code) ?? {};
  const custom = Object.entries(row.custom_fields).filter(([code]) => wanted?.includes(code) ?? true);
  const { first_won_time, ...usual } = row;
  const included = entity === "deal" ? (query.get("include_fields")?.split(",") ?? []).flatMap((name) => (OPTIONAL[name] ? [[name, OPTIONAL[name](crm, row)]] : [])) : [];
  return { ...usual, ...Object.fromEntries(included), custom_fields: Object.fromEntries(custom.map(([code, value]) => [code, labels ? withLabel(known(code), value) : value])) };
}

/** What is wrong with the parameters that lists share. @param {URLSearchParams} query @returns {Answer | undefined} */
export function listFault(query) {
  if ((query.get("custom_fields")?.split(",").length ?? 0) > 15) return refused(400, "querystring/custom_fields must have at most 15 items");
  if ((query.get("ids")?.split(",").length ?? 0) > 100) return refused(400, "querystring/ids must have at most 100 items");
  for (const name of ["updated_since", "updated_until"]) if (query.has(name) && !STAMP.test(query.get(name) ?? "")) return refused(400, `querystring/${name} must match format "date-time" without milliseconds`);
  return query.has("filter_id") ? refused(400, "filters are not simulated") : undefined;
}

/** @param {URLSearchParams} query @param {Json} row */
export function isAsked(query, row) {
  const [since, until] = ["updated_since", "updated_until"].map((name) => Date.parse(query.get(name) ?? ""));
  const at = Date.parse(row.update_time);
  const ids = query.get("ids")?.split(",").map(Number);
  const equal = ["owner_id", "person_id", "org_id", "pipeline_id", "stage_id"].every((name) => !query.has(name) || Number(query.get(name)) === row[name]);
  return equal && (ids?.includes(row.id) ?? true) && !(at < (since ?? NaN)) && !(at >= (until ?? NaN));
}

/** What the specification does not have of archived deals in a list. */
const NOT_OF_ARCHIVED = new Set(["creator_user_id", "archive_time", "local_won_date", "local_lost_date", "local_close_date"]);

/** Archived deals have a list of their own; deleted ones are listed only where they are asked for. @param {Crm} crm @param {Request} request @param {boolean} [isArchive] @returns {Answer} */
export function getDeals(crm, { query }, isArchive = false) {
  const fault = listFault(query);
  if (fault) return fault;
  const statuses = query.get("status")?.split(",") ?? ["open", "won", "lost"];
  const json = (/** @type {Json} */ row) => {
    const shown = asked(crm, "deal", query, row);
    return isArchive ? Object.fromEntries(Object.entries(shown).filter(([name]) => !NOT_OF_ARCHIVED.has(name))) : shown;
  };
  const rows = [...crm.rows.deals.values()].filter((row) => row.is_archived === isArchive && statuses.includes(row.status) && isAsked(query, row));
  return page(query, rows, { sorts: ["id", "update_time", "add_time"], json });
}

/** A deleted deal is still answered, and says so. @param {Crm} crm @param {Request} request @param {number} id @returns {Answer} */
export function getDeal(crm, { query }, id) {
  const row = crm.rows.deals.get(id);
  return listFault(query) ?? (row === undefined ? notFound("Deal") : { status: 200, body: { success: true, data: asked(crm, "deal", query, row) } });
}

/** @param {Crm} crm @param {Json} body @param {Json} row @returns {string | undefined} */
function patchFault(crm, body, row) {
  for (const [name, value] of Object.entries(body)) {
    if (name === "custom_fields") continue;
    const type = WRITABLE[name];
    if (type === undefined) return `body must NOT have additional properties: ${name}`;
    if (!isOfType(type, value)) return `body/${name} must be ${type.replace("?", "")}`;
  }
  const status = body.status ?? row.status;
  if (!["open", "won", "lost"].includes(status)) return "body/status must be equal to one of the allowed values";
  if (body.won_time !== undefined && status !== "won") return "won_time can only be set if deal status is won";
  if (body.lost_time !== undefined && status !== "lost") return "lost_time can only be set if deal status is lost";
  if (body.lost_reason && status !== "lost") return "lost_reason can only be set if deal status is lost";
  for (const [code, value] of Object.entries(body.custom_fields ?? {})) {
    const known = crm.fields.deal.find((one) => one.is_custom_field && one.field_code === code);
    const fault = known === undefined ? `body/custom_fields must NOT have additional properties: ${code}` : valueFault(known, value);
    if (fault) return fault;
  }
  return undefined;
}

/** @param {Crm} crm @param {Request} request @param {number} id @returns {Answer} */
export function patchDeal(crm, request, id) {
  const row = crm.rows.deals.get(id);
  if (row === undefined || row.is_deleted) return notFound("Deal");
  let body;
  try {
    body = JSON.parse(request.text);
  } catch {
    return refused(400, "Body is not valid JSON");
  }
  if (body === null || typeof body !== "object" || Array.isArray(body)) return refused(400, "body must be object");
  const fault = patchFault(crm, body, row);
  if (fault) return refused(400, fault);
  return { status: 200, body: { success: true, data: asked(crm, "deal", request.query, crm.change(id, body, "api")) } };
}

const ROW_SORTS = ["id", "add_time", "update_time", "order_nr", "deal_id"];

/** @param {Crm} crm @param {Request} request @param {number} id @returns {Answer} */
export const getDealProducts = (crm, { query }, id) => (crm.rows.deals.has(id) ? page(query, crm.productsOf(id), { sorts: ROW_SORTS }) : notFound("Deal"));

/** Of several deals, a hundred at most; `sorts` beside id. @param {Request} request @param {Json[]} rows @param {string[]} sorts @returns {Answer} */
export function getOfDeals({ query }, rows, sorts) {
  const ids = query.get("deal_ids")?.split(",").map(Number);
  if (ids === undefined) return refused(400, "querystring must have required property 'deal_ids'");
  if (ids.length > 100) return refused(400, "querystring/deal_ids must have at most 100 items");
  return page(query, rows.filter((row) => ids.includes(row.deal_id)), { sorts: ["id", ...sorts] });
}

/** @param {Crm} crm @param {number} id @returns {Answer} */
export const getDiscounts = (crm, id) => (crm.rows.deals.has(id) ? { status: 200, body: { success: true, data: crm.discountsOf(id) } } : notFound("Deal"));
