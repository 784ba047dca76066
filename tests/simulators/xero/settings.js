// The settings of an organisation, as the API answers them.
import { notFound } from "./errors.js";
import { list, ok } from "./list.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */
/** @typedef {import("../http.js").Request} Request */
/** @typedef {import("./world.js").World} World */

/** Endpoint, its envelope, the names of its ids. @type {{ [endpoint: string]: { many: keyof World["rows"], ids: string[] } }} */
export const SETTINGS = Object.freeze({
  Organisation: { many: "Organisations", ids: [] },
  TaxRates: { many: "TaxRates", ids: ["TaxType"] },
  Accounts: { many: "Accounts", ids: ["AccountID", "Code"] },
  Currencies: { many: "Currencies", ids: [] },
  TrackingCategories: { many: "TrackingCategories", ids: ["TrackingCategoryID"] },
  Items: { many: "Items", ids: ["ItemID", "Code"] },
  BrandingThemes: { many: "BrandingThemes", ids: ["BrandingThemeID"] },
});

/** What an app may do there (Organisation/Actions). */
const ACTIONS = ["CreateApprovedInvoice", "CreateDraftInvoice", "CreateRepeatingInvoice", "CreateContact", "UseMulticurrency"];

/** @param {World} world @returns {Answer} */
export const getActions = (world) => ok(world, { Actions: ACTIONS.map((Name) => ({ Name, Status: world.behaviour.notAllowed.includes(Name) ? "NOT-ALLOWED" : "ALLOWED" })) });

/** @param {World} world @param {Request} request @param {string} endpoint @param {string} [id] @returns {Answer} */
export function getSettings(world, request, endpoint, id) {
  const setting = SETTINGS[endpoint];
  if (setting === undefined) return notFound();
  const rows = /** @type {Json[]} */ (world.rows[setting.many]);
  if (id !== undefined) {
    const found = rows.filter((row) => setting.ids.some((name) => String(row[name]).toLowerCase() === id.toLowerCase()));
    return found.length === 0 ? notFound() : ok(world, { [setting.many]: found });
  }
  const showsArchived = endpoint !== "TrackingCategories" || request.query.get("includeArchived") === "true";
  const names = new Set(rows.flatMap((row) => Object.keys(row).filter((name) => typeof row[name] !== "object")));
  /** @param {string} name @returns {"number" | "text"} */
  const kindOf = (name) => (typeof rows.find((row) => row[name] !== undefined)?.[name] === "number" ? "number" : "text");
  return list(world, request, {
    entity: setting.many.replace(/ies$/, "y").replace(/s$/, ""), many: setting.many, hasPages: false,
    rows: rows.filter((row) => showsArchived || row.Status === "ACTIVE").map((row) => ({ row, updated: Number(/\d+/.exec(row.UpdatedDateUTC ?? "")?.[0] ?? Infinity), visible: -Infinity })),
    fields: Object.fromEntries([...names].map((name) => [name.toLowerCase(), { kind: kindOf(name), get: ({ row }) => row[name] }])),
    json: ({ row }) => row,
  });
}
