// A worker dies while it writes, and whoever goes on has a clock that stands behind: by it the request key is still
// remembered, and Xero has long forgotten it. Every other way to send a create twice is in tests/js/serve-twice.test.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createIngress } from "../../js-shim/serve/ingress.js";
import { runningClock } from "../simulators/clock.js";
import { createFaults } from "../simulators/faults.js";
import { asked } from "./journal.js";
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

const DEALS = 6;

/** @typedef {Awaited<ReturnType<typeof program>>} World */
/** What happens to a batch that was made, and of which no answer came yet. @type {Record<string, (world: World) => Promise<unknown>>} */
const ENDS = {
  "its worker dies": async (world) => {
    await world.kill();
    await world.launch();
  },
  "its invocation is ended and begun anew": async (world) => {
    const admin = `http://127.0.0.1:${world.adminPort}`;
    const [flush] = await asked(admin, "SELECT id FROM sys_invocation WHERE target_service_name = 'wonvoice.writer' AND target_handler_name = 'flush' AND status = 'running'");
    for (const what of ["kill", "restart-as-new"]) assert.ok((await fetch(`${admin}/invocations/${flush?.["id"]}/${what}`, { method: "PATCH" })).ok, what);
  },
};
for (const [name, end] of Object.entries(ENDS)) {
  test(`a batch of which nobody knows whether it was made is not sent again: ${name}`, { timeout: 240_000 }, async () => {
    const began = Date.now();
    const faults = createFaults();
    const clock = runningClock();
    const world = await program({ xero: { clock, faults, hang: 60_000 }, clock: { speed: SPEED, since: began, began } });
    try {
      world.crm.webhooks.stop();
      const ingress = createIngress({ url: `http://127.0.0.1:${world.ingressPort}` });
      const invoices = () => world.ledger.ledger().invoices();
      faults.plan("timeout-after", ({ api, method, path }) => api === "xero" && method === "PUT" && path.endsWith("/Invoices"));
      const deals = Array.from({ length: DEALS }, (_, place) => world.win({ organization: `Customer ${place} Ltd` }));
      await Promise.all(deals.map((deal) => ingress.send("wonvoice.deal", `acme/${deal}`, "won", { source: "sweep", at: new Date().toISOString() })));
      await until(invoices, (all) => all.length > 1, 60_000);
      clock.advance(7 * MINUTE);
      await end(world);
      await Promise.all(deals.map((deal) => world.ends(deal, "done", 120_000)));
      assert.deepEqual(invoices().map(({ reference }) => reference).sort(), deals.map((deal) => `PD-${deal}`).sort());
    } finally {
      await world.end();
    }
  });
}
