// Worker and engine are killed while deals are under way: each becomes its invoice once all the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { program } from "./program.js";
import { pause, until } from "./world.js";

const DEALS = 30;

test(`${DEALS} deals, the worker killed and the engine killed in their middle`, { timeout: 240_000 }, async () => {
  const world = await program({ xero: { latency: 15, limits: { perMinute: 6_000 } }, limits: { xero: { perWindow: 6_000 } }, timing: { watch: 5_000, retries: [500] } });
  try {
    const deals = Array.from({ length: DEALS }, (_, place) => world.win({ organization: `Customer ${place} Ltd`, title: `Deal ${place}` }));
    const invoices = () => world.ledger.ledger().invoices();
    await until(invoices, (all) => all.length >= 2);
    // With it the engine that it started loses its program; the next one ends it and starts its own on the same folder.
    await world.kill();
    assert.ok(invoices().length < DEALS);
    await world.launch();
    await until(invoices, (all) => all.length >= DEALS / 2);
    const engine = world.engine();
    process.kill(engine, "SIGKILL");
    await until(() => world.engine(), (now) => now !== engine);
    const ended = await until(() => Promise.all(deals.map(world.status)), (all) => all.every(({ status }) => status === "done"));
    assert.equal(ended.length, DEALS);
    await pause(500);
    assert.deepEqual(invoices().map(({ reference }) => reference).sort(), deals.map((deal) => `PD-${deal}`).sort());
  } finally {
    await world.end();
  }
});
