// A tenth of what chaos.js does by itself (`make chaos`), with the same demands.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chaos } from "../chaos.js";
import { table } from "../chaos-end.js";

const DEALS = 200;
/** Times that each kind must have fired; what is done to processes is counted by the deal. */
const LEAST = { faults: 5, webhooks: 3, processes: 3 };

test(`${DEALS} deals while everything fails that can: each has its documents once, or waits for a person`, { timeout: 600_000 }, async (context) => {
  const result = await chaos({ deals: DEALS, seed: 1, share: 0.01, kills: 4, engineKills: 4 });
  context.diagnostic(table(result));
  assert.deepEqual(result.wrong, []);
  assert.deepEqual([result.sums.missing, result.sums.doubled], [0, 0]);
  const rare = Object.entries(result.fired).filter(([kind, times]) => times < (kind.startsWith("webhook-") ? LEAST.webhooks : /SIGKILL|worker's/.test(kind) ? LEAST.processes : LEAST.faults));
  assert.deepEqual(rare, [], "some kinds hardly fired");
});
