// Where each value of a document came from, and what each part of the input feeds.

import { stepsOf } from "./json.js";

/** @typedef {{ at: string, from: string[], by: string, rule?: string }} Origin */

/** Whether one pointer is the other, or stands inside it. @param {string} one @param {string} other */
const within = (one, other) => one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);

/** The origin of a value: its own, or that of what it stands in. @param {Origin[] | undefined} trace @param {string} at */
export function originOf(trace = [], at = "") {
  for (let pointer = at; pointer !== ""; pointer = pointer.slice(0, pointer.lastIndexOf("/"))) {
    const found = trace.find((one) => one.at === pointer);
    if (found !== undefined) return found;
  }
  return trace.find((one) => one.at.startsWith(`${at}/`));
}

/** What a part of the input feeds. @param {Origin[] | undefined} trace @param {string} pointer @returns {Origin[]} */
export const fedBy = (trace = [], pointer = "") => (pointer === "" ? [] : trace.filter(({ from }) => from.some((one) => within(one, pointer))));

const NAMES = /** @type {Record<string, string>} */ ({
  ContactID: "contact", DueDate: "due date", LineAmountTypes: "amounts are", CurrencyCode: "currency", BrandingThemeID: "branding theme", AccountCode: "account", TaxType: "tax", UnitAmount: "unit price", DiscountRate: "discount", ItemCode: "item", Url: "link",
});

/** A place in a document, in words: line 2, unit price. @param {string} at */
export function fieldName(at) {
  const steps = stepsOf(at);
  const lines = steps.indexOf("LineItems");
  const last = [...steps].reverse().find((step) => !/^\d+$/.test(step)) ?? "";
  const name = NAMES[last] ?? last.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return lines >= 0 && steps[lines + 1] !== undefined ? `line ${Number(steps[lines + 1]) + 1}, ${name === "line items" ? "all" : name}` : name;
}

const BY = /** @type {Record<string, string>} */ ({ input: "taken from the deal", rule: "decided by the config", default: "a default", snapshot: "as the Xero organisation has it" });

/** @param {Origin} origin */
export const byWords = ({ by, rule }) => (rule === undefined ? (BY[by] ?? by) : `${BY[by] ?? by}: ${rule}`);
