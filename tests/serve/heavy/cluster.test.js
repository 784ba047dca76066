// Three nodes of the engine and two workers; one of each is killed for good in mid-run, and nothing is lost or doubled.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chaos } from "../chaos.js";
import { table } from "../chaos-end.js";
import { nodes } from "../nodes.js";

const DEALS = 60;

test(`${DEALS} deals on a cluster that loses a node, and a worker`, { timeout: 480_000 }, async (context) => {
  const result = await chaos({ deals: DEALS, seed: 3, share: 0, kills: 1, engineKills: 1, isForGood: true, perSecond: 5, startEngines: nodes });
  context.diagnostic(table(result));
  assert.deepEqual(result.wrong, []);
  assert.deepEqual([result.sums.missing, result.sums.doubled, result.fired["worker SIGKILL"], result.fired["engine SIGKILL"]], [0, 0, 1, 1]);
});
