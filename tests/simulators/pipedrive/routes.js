// Which path and method is which operation of API v2.
import { asked, getDeal, getDealProducts, getDeals, getDiscounts, getOfDeals, isAsked, listFault, patchDeal } from "./deals.js";
import { notFound, refused } from "./errors.js";
import { page } from "./pages.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */
/** @typedef {import("../http.js").Request} Request */
/** @typedef {import("./crm.js").Crm} Crm */

const KINDS = /** @type {const} */ ({ persons: ["person", "Person"], organizations: ["organization", "Organization"], products: ["product", "Product"] });
const FIELDS = /** @type {const} */ ({ dealFields: "deal", personFields: "person", organizationFields: "organization", productFields: "product" });

/** The operation's name, as the table of costs has it. @param {string} method @param {string[]} path */
export const operationName = (method, path) => `${method} /${path.map((one, at) => (at === 1 && /^\d+$/.test(one) ? "{id}" : one)).join("/")}`;

/** @param {Crm} crm @param {Request} request @param {string[]} path @returns {Answer} */
export function routeV2(crm, request, path) {
  const { method, query } = request;
  const [what = "", second, third] = path;
  const id = Number(second);
  switch (operationName(method, path)) {
    case "GET /deals": return getDeals(crm, request);
    case "GET /deals/archived": return getDeals(crm, request, true);
    case "GET /deals/{id}": return getDeal(crm, request, id);
    case "PATCH /deals/{id}": return patchDeal(crm, request, id);
    case "GET /deals/products": return getOfDeals(request, crm.dealProducts, ["deal_id", "add_time", "update_time", "order_nr"]);
    case "GET /deals/installments": return getInstallments(crm, request);
    case "GET /deals/{id}/products": return getDealProducts(crm, request, id);
    case "GET /deals/{id}/discounts": return getDiscounts(crm, id);
  }
  if (method !== "GET" || third !== undefined) return refused(404, "Unknown method");
  if (what in FIELDS && second === undefined) return fieldPage(query, crm.fields[FIELDS[/** @type {keyof typeof FIELDS} */ (what)]], what === "dealFields");
  if (what === "pipelines" || what === "stages") return rowsOf(query, crm[what], second, what === "stages" ? "Stage" : "Pipeline");
  if (!(what in KINDS)) return notFound("Endpoint");
  const kind = /** @type {keyof typeof KINDS} */ (what);
  const [entity, title] = KINDS[kind];
  if (second === undefined) {
    const rows = [...crm.rows[kind].values()].filter((row) => !row.is_deleted && isAsked(query, row));
    return listFault(query) ?? page(query, rows, { sorts: ["id", "update_time", "add_time", "name"], json: (row) => asked(crm, entity, query, row) });
  }
  const row = crm.rows[kind].get(id);
  return row === undefined ? notFound(title) : { status: 200, body: { success: true, data: asked(crm, entity, query, row) } };
}

/** The specification takes a cursor here, and shows no answer that gives one: only one that goes on has it. @param {Crm} crm @param {Request} request @returns {Answer} */
function getInstallments(crm, request) {
  const { status, body } = getOfDeals(request, crm.installments, ["billing_date", "deal_id"]);
  const { additional_data, ...rest } = /** @type {Json} */ (body);
  return { status, body: additional_data?.next_cursor ? body : rest };
}

/** Fields have no id: they are listed in their own order. Those of a deal alone have a description. @param {URLSearchParams} query @param {Json[]} rows @param {boolean} isDescribed @returns {Answer} */
const fieldPage = (query, rows, isDescribed) => page(query, rows.map((row, id) => ({ ...row, id })), { json: ({ id, description, ...row }) => (isDescribed ? { ...row, description } : row) });

/** @param {URLSearchParams} query @param {Json[]} rows @param {string | undefined} id @param {string} title @returns {Answer} */
function rowsOf(query, rows, id, title) {
  if (id === undefined) return page(query, rows, { sorts: ["id", "update_time", "add_time", "order_nr"] });
  const row = rows.find((one) => String(one.id) === id);
  return row === undefined ? notFound(title) : { status: 200, body: { success: true, data: row } };
}
