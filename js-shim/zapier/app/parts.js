// The parts of a deal as fields of a step, and the steps that the adapter of code steps runs over them.

import { result } from "../../step-globals.js";
import "../step.js";
import { configOf, tenantsOf } from "./config.js";
import { snapshotsOf } from "./snapshot.js";

/** @typedef {import("./connection.js").Z} Z */
/** @typedef {import("./connection.js").Bundle} Bundle */

/** @param {string} key @param {string} label @param {string} helpText @param {boolean} [required] */
const json = (key, label, helpText, required = false) => ({ key, label, type: "text", required, helpText });

export const PARTY_FIELDS = [
  json("organization", "Organisation (JSON)", "Who is billed, as Pipedrive answers it: *Organisation JSON* of *Find Deal*."),
  json("person", "Person (JSON)", "Who is billed, or whom the organisation's invoice goes to: *Person JSON* of *Find Deal*."),
];

export const DEAL_FIELDS = [
  json("deal", "Deal (JSON)", "The won deal, as Pipedrive answers it: *Deal JSON* of *Deal Won* or *Find Deal*.", true),
  json("products", "Products (JSON)", "The deal's products, as Pipedrive answers them: *Products JSON* of *Find Deal*. Or the rows below."),
  { key: "rows", label: "Products, row by row", children: ["name", "item_price", "quantity", "tax", "tax_method", "discount", "discount_type", "code"].map((key) => ({ key, label: key.replace("_", " "), type: "string" })) },
  json("productDetails", "Product details (JSON)", "Where accounts or tax depend on codes or categories: *Product details JSON* of *Find Deal*."),
  ...PARTY_FIELDS,
  json("discounts", "Discounts (JSON)", "Discounts on the whole deal, where it has some."),
  json("installments", "Installments (JSON)", "Where a schedule bills by them."),
  json("fields", "Deal fields (JSON)", "Where the config names fields by their labels: *Fields JSON* of *Find Deal*."),
  { key: "contact", label: "Contact", type: "string", required: false, helpText: "The ContactID in Xero: *Contact id* of *Match Contact*." },
  json("snapshot", "Snapshot (JSON)", "What the organisation allows, as `wonvoice snapshot` wrote it. Without it, it is read from Xero: seven calls, kept for a quarter of an hour."),
];

/**
 * Runs one step of the adapter over the fields of this one.
 * @param {Z} z @param {Bundle} bundle @param {"map" | "match"} step @param {Record<string, unknown>} [more] parts that were read here
 * @returns {Promise<Record<string, any>>}
 */
export async function runStep(z, bundle, step, more = {}) {
  const { rows, snapshot, config: _, ...fields } = /** @type {Record<string, any>} */ (bundle.inputData);
  const lines = (Array.isArray(rows) ? rows : []).filter((row) => Object.values(Object(row)).some((value) => value !== undefined && value !== null && value !== ""));
  const config = configOf(bundle);
  // Both is for the adapter to refuse: one of them would be dropped.
  const products = lines.length === 0 ? {} : fields["products"] ? { "products.name": lines.map((row) => row.name) } : { products: lines };
  const isMapped = snapshot !== undefined && snapshot !== "";
  const snapshots = step === "map" && !isMapped ? await snapshotsOf(z, bundle, tenantsOf(config)) : [];
  const settings = { step, halt: false, config, snapshots, snapshotFrom: isMapped ? ["snapshot"] : [] };
  return result["run"]?.(settings, { ...fields, ...products, ...more, ...(isMapped ? { snapshot } : {}) });
}
