// n8n's Code node.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const process_ = fileURLToPath(new URL("./n8n-process.js", import.meta.url));

/**
 * @param {string} code @param {{ json: object }[]} items @param {"all" | "each"} [mode]
 * @returns {{ json: any, pairedItem?: any }[]}
 */
export function run(code, items, mode = "all") {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--disallow-code-generation-from-strings", "--disable-proto=delete", process_], { input: JSON.stringify({ code, mode, items }), encoding: "utf8", maxBuffer: 1 << 29 });
  if (status !== 0) throw new Error(`the twin of n8n failed: ${stderr}`);
  const { items: out, error } = JSON.parse(stdout);
  if (error) throw Object.assign(new Error(error.message), { description: error.description });
  return out;
}
