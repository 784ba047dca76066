// The inputs of the golden tests, for tests that need realistic ones.

import { readdirSync, readFileSync } from "node:fs";

/**
 * @param {string} operation
 * @returns {[name: string, input: any][]}
 */
export function inputs(operation) {
  const folder = new URL(`../fixtures/${operation}/in/`, import.meta.url);
  const found = readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
  if (found.length === 0) throw new Error(`${folder.pathname} holds no inputs: a test over them would prove nothing`);
  return found.map((name) => [name.replace(/\.json$/, ""), JSON.parse(readFileSync(new URL(name, folder), "utf8"))]);
}
