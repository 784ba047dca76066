// The config of a step: a whole one, or what its fields say.

import { companyOf } from "./connection.js";

/** @typedef {import("./connection.js").Bundle} Bundle */

const ENTITY = "xero";

/** @param {unknown} value */
const isEmpty = (value) => value === undefined || value === null || value === "";

/** Only members that say something. @param {Record<string, unknown>} values */
const said = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));

/** The fields: a whole config hides the others. @param {unknown} _ @param {Bundle} bundle */
export function configFields(_, { inputData = {} }) {
  const whole = { key: "config", label: "Config (JSON)", type: "text", required: false, altersDynamicFields: true, helpText: "The whole config, as `wonvoice check` proved it. Without it, the fields below say what invoices look like; with it, they count for nothing." };
  if (!isEmpty(inputData["config"])) return [whole];
  return [
    whole,
    { key: "tenant", label: "Xero organisation", type: "string", required: true, dynamic: "tenants.id.name", altersDynamicFields: true },
    { key: "account", label: "Account of the lines", type: "string", required: true, dynamic: "accounts.id.name", helpText: "For all lines; accounts by product or category are a matter of the whole config." },
    { key: "due_days", label: "Days to pay", type: "integer", required: false, helpText: "After the day of the invoice. Without it, Xero's own terms of the contact or the organisation count." },
    { key: "status", label: "Status of the invoice", type: "string", required: false, choices: { DRAFT: "Draft", SUBMITTED: "Waiting for approval", AUTHORISED: "Approved" } },
    { key: "create_contact", label: "Where no contact matches", type: "string", required: false, choices: { ask: "Halt and ask", always: "Create the contact" } },
    { key: "tax_rates", label: "Tax types by rate", children: [{ key: "percent", label: "Rate in Pipedrive (%)", type: "string" }, { key: "tax_type", label: "Tax type in Xero", type: "string", dynamic: "tax_types.id.name" }] },
    { key: "silent_amounts", label: "Where a deal has no tax, prices are", type: "string", required: false, choices: { Exclusive: "Without tax, and the account's own tax is added", Inclusive: "With the account's own tax in them", NoTax: "Not taxed" } },
  ];
}

/**
 * The config, a text where it came as one that is no JSON: the core says what is wrong with it.
 * @param {Bundle} bundle @returns {any}
 */
export function configOf({ inputData = {}, authData = {} }) {
  const { config, tenant, account, due_days: days, status, create_contact: create, tax_rates: rates, silent_amounts: silent, mode } = /** @type {Record<string, any>} */ (inputData);
  const observed = mode === "observe" ? { mode } : {};
  if (!isEmpty(config)) {
    try {
      return { ...(typeof config === "string" ? JSON.parse(config) : config), ...observed };
    } catch {
      return config;
    }
  }
  const byRate = Object.fromEntries((Array.isArray(rates) ? rates : []).filter(({ percent, tax_type }) => !isEmpty(percent) && !isEmpty(tax_type)).map(({ percent, tax_type }) => [String(percent).replace("%", "").trim(), tax_type]));
  const tax = { ...(Object.keys(byRate).length === 0 ? {} : { byRate }), ...(isEmpty(silent) ? {} : { whenDealHasNoTax: silent === "NoTax" ? { amounts: silent } : { amounts: silent, from: "account" } }) };
  return {
    version: 1, ...observed, source: { company: companyOf(authData["company"]) },
    entities: { [ENTITY]: {
      ...said({ tenantId: tenant }),
      document: { ...said({ status }), ...(isEmpty(days) ? {} : { due: { term: "DAYSAFTERBILLDATE", days: Number(days) } }) },
      lines: { ...(isEmpty(account) ? {} : { account: { default: String(account) } }), ...(Object.keys(tax).length === 0 ? {} : { tax }) },
      ...(isEmpty(create) ? {} : { contact: { create } }),
    } },
  };
}

/** The organisations that a config names. @param {any} config @returns {string[]} */
export const tenantsOf = (config) => Object.values(Object(Object(config).entities)).map((/** @type {any} */ entity) => entity?.tenantId).filter((tenant) => typeof tenant === "string");
