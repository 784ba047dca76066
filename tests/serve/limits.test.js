// Many deals at once, within the limits of both APIs, whose minute has 600 milliseconds here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { until, world } from "./world.js";

const DEALS = 50;

test(`${DEALS} deals at once: never more than Xero's five, and nothing asked in vain`, { timeout: 240_000 }, async () => {
  const made = await world({ xero: { limits: { minute: 600, perMinute: 60 }, latency: 5 }, limits: { xero: { window: 800, perWindow: 60 } } });
  try {
    const deals = Array.from({ length: DEALS }, (_, place) => made.deal({ name: `Customer ${place} Ltd`, title: `Deal ${place}` }));
    await Promise.all(deals.map(made.won));
    await until(() => Promise.all(deals.map(made.status)), (all) => all.every(({ status }) => status === "done"));
    const refused = made.calls.filter(({ came }) => came.status === 429).map(({ call, came }) => [call.api, call.id, came.headers["x-rate-limit-problem"]]);
    assert.deepEqual(made.ledger.ledger().invoices().map(({ reference }) => reference).sort(), deals.map((deal) => `PD-${deal}`).sort());
    assert.ok(made.ledger.limits.mostAtOnce(made.ledger.ledger().tenantId) <= 5);
    assert.deepEqual(refused, []);
  } finally {
    await made.end();
  }
});
