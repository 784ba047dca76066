// The golden tests' inputs, for tests that need realistic ones.

import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../fixtures/", import.meta.url);

/**
 * A JSON merge patch (RFC 7396).
 * @param {any} target @param {any} patch @returns {any}
 */
function merged(target, patch) {
  if (patch === null || typeof patch !== "object" || Array.isArray(patch)) return patch;
  const result = target !== null && typeof target === "object" && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

/**
 * One case, whole: its patch applied to its base.
 * @param {string} path below tests/fixtures/
 * @returns {any}
 */
export function load(path) {
  const value = JSON.parse(readFileSync(new URL(path, folder), "utf8"));
  return typeof value.base === "string" ? merged(load(`base/${value.base}.json`), value.patch ?? {}) : value;
}

/**
 * @param {string} operation
 * @returns {[name: string, input: any][]}
 */
export function inputs(operation) {
  const found = readdirSync(new URL(`${operation}/`, folder)).filter((name) => name.endsWith(".json")).sort();
  if (found.length === 0) throw new Error(`tests/fixtures/${operation} holds no case: a test over them would prove nothing`);
  return found.map((name) => [name.replace(/\.json$/, ""), load(`${operation}/${name}`)]);
}

/** A deal that becomes an invoice. */
export const good = load("mapDealToInvoice/five-products.json");

/** The same, lost. */
export const bad = merged(good, { deal: { data: { status: "lost" } } });
