// From texts to what the page shows. The core decides everything; here its answers are only put side by side.

import { missingDates } from "../local-dates.js";
import { call, callText } from "./core.js";
import { members, objectOf, parsed, sliceOf } from "./json.js";

/** @typedef {import("./json.js").Parsed} Parsed */
/** @typedef {Record<"deal" | "config" | "snapshot" | "contacts" | "existing", string>} Texts */

/** Parts that the core is handed by their own names. */
const WITHOUT = new Set(["localDates", "now", "contact", "options"]);

/** @type {Map<string, Parsed>} */
const read = new Map();

/** The same text is read once. @param {string} name @param {string} text */
export function parsedOf(name, text) {
  const before = read.get(name);
  if (before?.text === text) return before;
  const now = parsed(text);
  read.set(name, now);
  return now;
}

/** A snapshot, or several. @param {Parsed} snapshot @returns {"snapshot" | "snapshots"} */
const snapshotName = (snapshot) => (members(snapshot).some(([name]) => /^(tenantId|takenAt|organisation|taxRates|accounts)$/.test(name)) ? "snapshot" : "snapshots");

/** Config and snapshot, as members of an input. @param {Texts} texts @returns {[string, string][]} */
export function settingsOf(texts) {
  return [
    ...(texts.config.trim() === "" ? [] : [/** @type {[string, string]} */ (["config", texts.config])]),
    ...(texts.snapshot.trim() === "" ? [] : [/** @type {[string, string]} */ ([snapshotName(parsedOf("snapshot", texts.snapshot)), texts.snapshot])]),
  ];
}

/** The members of the deal's text. @param {Texts} texts @returns {Map<string, string>} */
export function dealParts(texts) {
  return new Map(members(parsedOf("deal", texts.deal)).map(([name, node]) => [name, sliceOf(texts.deal, node)]));
}

/** Contacts, for `matchContact`. @param {Texts} texts @returns {string} */
export function contactQuery(texts) {
  const deal = dealParts(texts);
  const own = ["organization", "person", "fields", "deal"].flatMap((name) => (deal.has(name) ? [/** @type {[string, string]} */ ([name, deal.get(name) ?? ""])] : []));
  return objectOf([...own, ...settingsOf(texts).filter(([name]) => name === "config"), ["contacts", texts.contacts]]);
}

/**
 * The tax of each rate, and what the documents come to: Xero's own arithmetic on the lines of one rate.
 * @param {any} document @param {string} snapshotText
 */
function taxesOf({ body, unitDp }, snapshotText) {
  const types = [...new Set((body.LineItems ?? []).map((/** @type {any} */ line) => line.TaxType))];
  return types.map((taxType) => {
    const lines = body.LineItems.filter((/** @type {any} */ line) => line.TaxType === taxType);
    const part = { Type: "ACCREC", LineAmountTypes: body.LineAmountTypes, CurrencyCode: body.CurrencyCode, LineItems: lines };
    return { taxType, ...call("predictTotals", objectOf([["document", JSON.stringify(part)], ["snapshot", snapshotText], ["unitDp", String(unitDp ?? 4)]])) };
  });
}

/**
 * The sum of amounts, as the core adds them; each as the decimal that it is.
 * @param {(number | string)[]} amounts @param {string} snapshotText
 * @returns {number | undefined}
 */
export function sumOf(amounts, snapshotText) {
  const lines = amounts.map((amount) => ({ Quantity: 1, UnitAmount: amount }));
  const { ok, total } = call("predictTotals", objectOf([["document", JSON.stringify({ Type: "ACCREC", LineAmountTypes: "NoTax", LineItems: lines })], ["snapshot", snapshotText]]));
  return ok ? total : undefined;
}

/** What the one is above the other, by the core. @param {number} after @param {number} before @param {string} snapshotText */
export const differenceOf = (after, before, snapshotText) => sumOf([after, String(before).startsWith("-") ? String(before).slice(1) : `-${before}`], snapshotText);

/** The snapshot of an organisation, of several. @param {Texts} texts @param {string} [tenantId] @param {string} [entity] */
export function snapshotOf(texts, tenantId, entity) {
  const one = parsedOf("snapshot", texts.snapshot);
  if (one.root === undefined || texts.snapshot.trim() === "") return "null";
  if (snapshotName(one) === "snapshot") return texts.snapshot;
  const nodes = one.root.type === "array" ? (one.root.children ?? []).map((node) => /** @type {const} */ (["", node])) : members(one);
  const found = nodes.find(([name, node]) => name === entity || (tenantId !== undefined && sliceOf(texts.snapshot, node).includes(tenantId)));
  return found === undefined ? "null" : sliceOf(texts.snapshot, found[1]);
}

const NOTHING = { Invoices: [], RepeatingInvoices: [], CreditNotes: [] };

/** No document at all, in each organisation that may bill. @param {{ entity: string }[]} [entities] */
const nothingOf = (entities = []) => JSON.stringify(entities.length === 0 ? NOTHING : Object.fromEntries(entities.map(({ entity }) => [entity, NOTHING])));

/** @param {string} what @param {() => any} run */
function asked(what, run) {
  try {
    return run();
  } catch (error) {
    return { ok: false, findings: [{ code: what, severity: "error", path: "", message: /** @type {Error} */ (error).message, remedy: "correct the input" }] };
  }
}

/**
 * Everything that the page shows of one deal.
 * @param {Texts} texts @param {boolean} isNothingThere whether Xero is taken to have no document of the deal
 */
export function computed(texts, isNothingThere) {
  const began = performance.now();
  const parts = dealParts(texts);
  const settings = settingsOf(texts);
  /** @type {[string, string][]} */
  const own = [...parts].filter(([name]) => !WITHOUT.has(name));
  const given = ["localDates", "now"].flatMap((name) => (parts.has(name) ? [/** @type {[string, string]} */ ([name, parts.get(name) ?? ""])] : []));
  const time = asked("INPUT_NOT_A_DEAL", () => call("localTime", objectOf([...own, ...given, ...settings])));
  const dates = time.localDates === undefined ? {} : { ...(parts.has("now") ? { now: JSON.parse(parts.get("now") ?? "null") } : {}), ...missingDates(time, new Date()) };
  const match = parts.has("contact") || texts.contacts.trim() === "" ? undefined : asked("CONTACT_MISSING", () => call("matchContact", contactQuery(texts)));
  const contact = parts.get("contact") ?? (match === undefined ? undefined : JSON.stringify(match));
  const existing = texts.existing.trim() !== "" ? texts.existing : isNothingThere ? nothingOf(time.entities) : undefined;
  /** @type {[string, string][]} */
  const input = [...own, ...Object.entries(dates).map(([name, value]) => /** @type {[string, string]} */ ([name, JSON.stringify(value)])), ...settings];
  if (contact !== undefined) input.push(["contact", contact]);
  if (existing !== undefined) input.push(["existing", existing]);
  const planText = asked("INPUT_NOT_A_DEAL", () => callText("mapDealToInvoice", objectOf(input)));
  const plan = typeof planText === "string" ? JSON.parse(planText) : { documents: [], ...planText };
  const verdicts = typeof planText !== "string" ? [] : asked("HANDOFF_FAILED", () => call("decideVerdict", objectOf([...input, ["plan", planText]])));
  const documents = [...plan.documents, ...(plan.scheduled ?? [])].map((document) => ({ ...document, taxes: document.totals === undefined ? [] : taxesOf(document, snapshotOf(texts, document.tenantId, document.entity)) }));
  return { plan, planText: typeof planText === "string" ? planText : "", match, verdicts: Array.isArray(verdicts) ? verdicts : [], documents, inputText: objectOf(input), localDates: dates, took: performance.now() - began };
}
