// The golden tests as texts: what a host is given, and what it must answer byte for byte.

import { readdirSync, readFileSync } from "node:fs";
import { inputs } from "../js/inputs.js";

const folder = new URL("../fixtures/", import.meta.url);

/** JSON with the members of every object by name, as the golden tests write their inputs. @param {any} value @returns {string} */
function sorted(value) {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${names.map((name) => `${JSON.stringify(name)}:${sorted(value[name])}`).join(",")}}`;
}

/** Folders that hold no operation of the single file. */
const OTHERS = ["base", "crashers", "examples", "alignContact", "batchWrites", "splitBatch", "handoff", "handoffStart", "handoffStep", "compactSnapshot", "findDuplicates", "checkConfig", "diffConfig", "draftConfig", "shadow", "reconcile", "audit"];
const operations = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !OTHERS.includes(entry.name)).map(({ name }) => name);

/** @type {{ name: string, operation: string, text: string, expected: string }[]} */
export const goldens = operations.flatMap((operation) =>
  inputs(operation).map(([name, input]) => ({ name: `${operation}/${name}`, operation, text: sorted(input), expected: readFileSync(new URL(`${operation}/out/${name}.json`, folder), "utf8") })),
);

/** An answer as the golden tests keep it. @param {string} json */
export const pretty = (json) => `${JSON.stringify(JSON.parse(json), null, 2)}\n`;
