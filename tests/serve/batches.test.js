// A backfill writes many deals by few requests, and each once, whatever becomes of an answer.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createFaults } from "../simulators/faults.js";
import { engine, until, world } from "./world.js";

const DEALS = 24;

/** @type {Awaited<ReturnType<typeof engine>>} */
let shared;
before(async () => void (shared = await engine()));
after(() => shared.end());

describe(`${DEALS} deals that a sweep found`, () => {
  let last = 0;
  for (const kind of /** @type {const} */ (["none", "timeout-after", "cut"])) {
    test(kind === "none" ? "undisturbed" : `a batch meets ${kind}`, { timeout: 240_000 }, async () => {
      const faults = createFaults();
      // The same engine: deals of one test have ids that no other's have.
      const made = await world({ engine: shared, xero: { faults, hang: 50, limits: { perMinute: 6_000 } }, limits: { xero: { perWindow: 6_000 } } });
      try {
        while (last > 0 && made.deal({ name: "Somebody Else Ltd" }) < last);
        const deals = Array.from({ length: DEALS }, (_, place) => made.deal({ name: `Customer ${place} Ltd`, title: `Deal ${place}` }));
        last = deals.at(-1) ?? last;
        const isBatch = (/** @type {{ method: string, path: string }} */ { method, path }) => method === "PUT" && path.endsWith("/Invoices");
        if (kind !== "none") faults.plan(kind, (target) => target.api === "xero" && isBatch(target));
        await Promise.all(deals.map((deal) => shared.client.send("wonvoice.deal", `acme/${deal}`, "won", { source: "sweep", at: new Date().toISOString() })));
        await until(() => Promise.all(deals.map(made.status)), (all) => all.every(({ status }) => status === "done"), 150_000);
        assert.deepEqual(made.ledger.ledger().invoices().map(({ reference }) => reference).sort(), deals.map((deal) => `PD-${deal}`).sort());
        const writes = made.ledger.seen.filter(isBatch).length;
        assert.ok(writes < DEALS, `${writes} requests`);
        if (kind !== "none") assert.equal(faults.counts()[kind], 1);
      } finally {
        await made.end();
      }
    });
  }
});
