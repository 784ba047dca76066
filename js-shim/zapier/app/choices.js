// What fields offer to choose from, out of the connected accounts.

import { readPipedrive, readXero } from "./connection.js";

/** @typedef {import("./connection.js").Z} Z */
/** @typedef {import("./connection.js").Bundle} Bundle */

/**
 * @param {string} key @param {string} noun @param {(z: Z, bundle: Bundle) => Promise<{ id: string | number, name: string }[]>} perform
 */
const choice = (key, noun, perform) => ({
  key, noun, display: { label: `List of ${noun}s`, description: `What a field offers to choose from.`, hidden: true },
  operation: { type: "polling", perform, sample: { id: "1", name: noun }, outputFields: [{ key: "id", label: "Id" }, { key: "name", label: "Name" }] },
});

/** @param {Bundle} bundle */
const tenantOf = ({ inputData = {} }) => String(inputData["tenant"] ?? "");

/** The rows of a part of an organisation's settings. @param {Z} z @param {Bundle} bundle @param {string} endpoint @returns {Promise<any[]>} */
const settings = async (z, bundle, endpoint) => Object(await readXero(z, `api.xro/2.0/${endpoint}`, tenantOf(bundle)))[endpoint] ?? [];

export const choices = [
  choice("pipelines", "Pipeline", async (z, bundle) => ((await readPipedrive(z, bundle, "v2/pipelines?limit=500"))?.data ?? []).map((/** @type {any} */ { id, name }) => ({ id, name }))),
  choice("tenants", "Organisation", async (z) => (await readXero(z, "connections")).filter((/** @type {any} */ one) => one.tenantType === "ORGANISATION").map((/** @type {any} */ one) => ({ id: one.tenantId, name: one.tenantName }))),
  choice("accounts", "Account", async (z, bundle) => (await settings(z, bundle, "Accounts")).filter((one) => one.Status === "ACTIVE" && one.Code).map((one) => ({ id: one.Code, name: `${one.Code} ${one.Name} (${String(one.Class).toLowerCase()})` }))),
  choice("tax_types", "Tax Type", async (z, bundle) => (await settings(z, bundle, "TaxRates")).filter((one) => one.Status === "ACTIVE").map((one) => ({ id: one.TaxType, name: one.Name }))),
];
