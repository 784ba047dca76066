// What a file that was dropped is: a part of the input, by its shape alone.

import { members, objectOf, parsed, sliceOf, tidy } from "./json.js";

/** @typedef {"deal" | "config" | "snapshot" | "contacts" | "existing"} Part */
/** @typedef {Partial<Record<Part, string>>} Texts */

/** Members of an input that have a text of their own. @type {Record<string, Part>} */
const APART = { config: "config", snapshot: "snapshot", snapshots: "snapshot", contacts: "contacts", existing: "existing" };
/** @type {[Part | string, RegExp][]} */
const SHAPES = [
  ["contacts", /^Contacts$/],
  ["existing", /^(Invoices|CreditNotes|RepeatingInvoices)$/],
  ["snapshot", /^(taxRates|accounts|organisation|brandingThemes)$/],
  ["config", /^entities$/],
];

/** Deals in a list: those that are replayed. @param {string} text */
export const isMany = (text) => /^\s*\[\s*\{/.test(text) || /^\s*\{[^\n]*\}\s*\n\s*\{/.test(text);

/** @param {string} text @param {import("./json.js").Node} node */
const part = (text, node) => tidy(node.type === "string" && /^\s*[[{]/.test(String(node.value)) ? String(node.value) : sliceOf(text, node));

/**
 * The texts that a file brings.
 * @param {string} text @param {string} dealText what is there now: a part of the deal joins it
 * @returns {Texts & { broken?: import("./json.js").Broken }}
 */
export function textsOf(text, dealText) {
  const one = parsed(text);
  if (one.broken !== undefined) return { broken: one.broken };
  const own = members(one);
  const names = own.map(([name]) => name);
  if (names.includes("deal")) {
    /** @type {Texts} */
    const texts = {};
    for (const [name, node] of own) {
      const apart = APART[name];
      if (apart !== undefined) texts[apart] = part(text, node);
    }
    const rest = own.filter(([name]) => APART[name] === undefined && name !== "options");
    return { ...texts, deal: tidy(objectOf(rest.map(([name, node]) => [name, sliceOf(text, node)]))) };
  }
  for (const [kind, shape] of SHAPES) if (names.some((name) => shape.test(name))) return { [kind]: tidy(text) };
  const value = JSON.parse(text);
  const rows = Array.isArray(value) ? value : Array.isArray(value?.data) ? value.data : [];
  const joined = (/** @type {string} */ name) => {
    const now = members(parsed(dealText)).filter(([other]) => other !== name).map(([other, node]) => /** @type {[string, string]} */ ([other, sliceOf(dealText, node)]));
    return { deal: tidy(objectOf([...now, [name, text]])) };
  };
  if (rows.some((/** @type {any} */ row) => row?.item_price !== undefined)) return joined("products");
  if (rows.some((/** @type {any} */ row) => row?.field_code !== undefined || row?.field_type !== undefined)) return joined("fields");
  if (Array.isArray(value)) return {};
  const data = value?.data ?? value;
  if (data?.emails !== undefined || data?.first_name !== undefined) return joined("person");
  if (data?.people_count !== undefined || (data?.address !== undefined && data?.stage_id === undefined)) return joined("organization");
  // A deal of its own: what belonged to the one before would be wrong.
  return { deal: tidy(objectOf([["deal", text]])) };
}
