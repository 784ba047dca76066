// What ran where: the table at the end of `make test-hosts`. Fails where a claimed way is missing.
// Usage: node table.js REPORT

import { existsSync, readFileSync } from "node:fs";
import { RUNTIMES } from "./runtimes.js";

const [file = ""] = process.argv.slice(2);
/** @type {{ name: string, version: string, way: string, passed: number, absent: number, overflows: number, traps: number, firstMs: number | null }[]} */
const ran = existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line)) : [];

const rows = [["runtime", "version", "way", "cases", "not in it", "overflows", "traps", "first call"]];
let missing = 0;
for (const { name, versions, ways } of RUNTIMES) {
  for (const version of versions.length > 0 ? versions : [undefined]) {
    for (const way of ways) {
      const one = ran.find((other) => other.name === name && other.way === way && (version === undefined || other.version === version));
      if (one === undefined) missing += 1;
      const cells = one ? [one.passed, one.absent, one.overflows, one.traps, one.firstMs === null ? "no clock" : `${one.firstMs.toFixed(0)} ms`] : ["FAILED", "", "", "", ""];
      rows.push([name, one?.version ?? version ?? "", way.replaceAll("`", ""), ...cells.map(String)]);
    }
  }
}
const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
for (const row of rows) console.log(row.map((cell, column) => (column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  "));
if (missing > 0) {
  console.error(`${missing} of ${rows.length - 1} did not pass`);
  process.exitCode = 1;
}
