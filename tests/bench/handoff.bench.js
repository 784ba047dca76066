// What a handoff costs: milliseconds of our own a step, the longest step, and calls, cold and warm. The other sides
// answer at once, from the script of the golden tests.

import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { handoffStart, handoffStep } from "../../pkg/node.js";
import { load } from "../js/inputs.js";

const asJson = process.argv.includes("--json");
const RUNS = 30;
const script = load("handoff/cold.json");
const webhook = { meta: { action: "change", entity: "deal", entity_id: "42", version: "2.0" }, data: script.answers.deal.body.data, previous: { status: "open" } };

/** One handoff: how long each step took, and the calls. @param {any} input @param {Map<string, unknown> | null} kept what is answered without a call */
function played(input, kept) {
  const times = [];
  const timed = (run) => {
    const from = performance.now();
    const step = run();
    times.push(performance.now() - from);
    return step;
  };
  let now = Date.parse(script.input.now);
  let step = timed(() => handoffStart({ ...input, now: new Date(now).toISOString() }));
  while (step.outcome === undefined) {
    const responses = step.requests.map((request) => {
      const known = request.cache && kept?.get(request.cache.key);
      const answer = [script.answers[request.id]].flat()[0];
      if (request.cache) kept?.set(request.cache.key, answer);
      return { ...answer, id: request.id, ...(known ? { cached: true } : {}) };
    });
    if (step.dates !== undefined) responses.push({ ...script.answers["local-dates"], id: "local-dates" });
    now += 50;
    const { state } = step;
    step = timed(() => handoffStep(state, responses, new Date(now).toISOString()));
  }
  return { times, outcome: step.outcome, bytes: JSON.stringify(step.state).length };
}

const median = (numbers) => numbers.toSorted((one, other) => one - other)[numbers.length >> 1];
const rows = [];
for (const [name, input, isWarm] of [
  ["from a number, cold", script.input, false],
  ["from a number, warm", script.input, true],
  ["from a webhook, warm", { ...script.input, deal: webhook }, true],
]) {
  const kept = new Map();
  if (isWarm) played(input, kept);
  const runs = Array.from({ length: RUNS }, () => played(input, isWarm ? kept : null));
  const [{ outcome, bytes }] = runs;
  if (outcome.status !== "done") throw new Error(outcome.text);
  rows.push({
    handoff: name, steps: runs[0].times.length, "ms a step": +median(runs.flatMap(({ times }) => times)).toFixed(2), "ms the longest": +median(runs.map(({ times }) => Math.max(...times))).toFixed(2),
    "ms in all": +median(runs.map(({ times }) => times.reduce((sum, time) => sum + time, 0))).toFixed(1), "calls of Xero": outcome.calls.xero, "of Pipedrive": outcome.calls.pipedrive, "KB of state": Math.round(bytes / 1024),
  });
}
if (asJson) console.log(JSON.stringify(rows));
else {
  const { version } = JSON.parse(readFileSync(new URL("../../pkg/package.json", import.meta.url), "utf8"));
  console.log(`\nHandoffs, wonvoice ${version}, the other sides answering at once`);
  console.table(rows);
}
const [, , warm] = rows;
if (warm["calls of Xero"] > 3 || warm["of Pipedrive"] > 4) throw new Error("a warm handoff makes more calls than it may");
