// The golden cases as one list of texts: what `callJson` takes, and what it must answer to the byte.

import { readdirSync, readFileSync } from "node:fs";
import { inputs } from "../js/inputs.js";

const folder = new URL("../fixtures/", import.meta.url);
const FIRST = "mapDealToInvoice/five-products";

/**
 * Members by name, as the native tests' reader hands them to the core: their order reaches some bodies.
 * @param {any} value @returns {any}
 */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}

/** A text of JSON without the blanks between its parts: the native tests hold that this is what the core wrote. @param {string} text */
function compact(text) {
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string) => string ?? "");
}

/**
 * Every case, an invoice of five lines first.
 * @returns {import("./runner.js").Case[]}
 */
export function goldenCases() {
  const operations = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && readdirSync(new URL(`${entry.name}/`, folder)).includes("out"));
  const cases = operations.flatMap(({ name: operation }) =>
    inputs(operation).map(([name, input]) => ({
      name: `${operation}/${name}`,
      operation,
      input: JSON.stringify(sorted(input)),
      output: compact(readFileSync(new URL(`${operation}/out/${name}.json`, folder), "utf8")),
    })),
  );
  return cases.sort((one, other) => Number(other.name === FIRST) - Number(one.name === FIRST));
}
