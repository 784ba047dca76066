// Milliseconds that a code step waits for its first invoice: the single file parsed, unpacked, compiled and called,
// in a fresh context of a fresh process. `--json` prints the figures alone.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { hosts } from "../js/contexts.js";
import { config, dealOf, snapshot } from "./input.js";

const LIMITS = { first: 60, further: 2 };
const ROUNDS = 9;
const child = fileURLToPath(new URL("first-call.js", import.meta.url));
const input = JSON.stringify({ ...dealOf(5), config, snapshot });

/** Hosts take turns, so that what else the machine does meets all of them. */
const measured = Object.keys(hosts).map((host) => ({ host, runs: [] }));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const { host, runs } of measured) runs.push(JSON.parse(execFileSync(process.execPath, [child, host], { input, encoding: "utf8" })));
}

const goals = measured.flatMap(({ host, runs }) =>
  Object.entries(LIMITS).map(([what, limit]) => {
    const sorted = runs.map((run) => run[what]).sort((a, b) => a - b);
    const median = sorted[(ROUNDS - 1) / 2];
    return { goal: `${what === "first" ? "first call" : "each further one"}, ${host}`, median, least: sorted[0], limit, met: median <= limit };
  }),
);

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ unit: "milliseconds", node: process.version, goals }, null, 2));
} else {
  console.log(`\nthe single file, five lines, trace (milliseconds: median and least of ${ROUNDS} fresh processes), Node ${process.version}`);
  const shown = (value) => value.toFixed(value < 10 ? 2 : 1).padStart(6);
  for (const { goal, median, least, limit, met } of goals) console.log(`  ${met ? "met   " : "MISSED"} ${shown(median)} ${shown(least)} of ${String(limit).padStart(2)}  ${goal}`);
}
