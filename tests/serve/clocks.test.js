// A worker dies while it writes, and whoever goes on has a clock that stands behind: by it the request key is still
// remembered, and Xero has long forgotten it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runningClock } from "../simulators/clock.js";
import { createFaults } from "../simulators/faults.js";
import { program } from "./program.js";
import { until } from "./world.js";

const MINUTE = 60_000;
const SPEED = 20;

test("a write of which nobody knows whether it was made is looked up first, whatever the clock says", { timeout: 240_000 }, async () => {
  const began = Date.now();
  const faults = createFaults();
  const clock = runningClock();
  const world = await program({ xero: { clock, faults, hang: 60_000 }, clock: { speed: SPEED, since: began, began } });
  try {
    const invoices = () => world.ledger.ledger().invoices();
    faults.plan("timeout-after", ({ api, method, path }) => api === "xero" && method === "PUT" && path.endsWith("/Invoices"));
    const deal = world.win();
    await until(invoices, (all) => all.length === 1, 60_000);
    await world.kill();
    clock.advance(7 * MINUTE);
    await world.launch();
    await world.ends(deal, "done", 120_000);
    assert.deepEqual(invoices().map(({ reference }) => reference), [`PD-${deal}`]);
  } finally {
    await world.end();
  }
});
