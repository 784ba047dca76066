// Sweeps on the real engine: what no webhook announced is found, and what one announced is nothing new.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { program } from "./program.js";
import { pause, until, world } from "./world.js";

describe("without webhooks", { timeout: 240_000 }, () => {
  test("a won deal becomes its invoice, and its payment comes back to the deal", async () => {
    const whole = await program();
    const sweep = async () => assert.equal((await whole.admin("POST", "sweeps")).sweeps.length, 2);
    const state = async () => (await whole.admin("GET", "sweeps")).sweeps;
    try {
      await until(state, (sweeps) => sweeps.every((/** @type {any} */ { status }) => status.isOn && status.last !== undefined));
      const told = whole.win({ organization: "Told Ltd" });
      await whole.ends(told, "done");
      whole.crm.webhooks.stop();
      whole.ledger.webhooks.stop();
      const missed = whole.win({ organization: "Missed Ltd" });
      await pause(300);
      assert.equal((await whole.status(missed)).status, "unknown");
      await sweep();
      await whole.ends(missed, "done");
      assert.equal(whole.ledger.ledger().invoices().length, 2);
      // What a webhook tells and a sweep finds is handed on by both, and the engine takes the second as a repeat.
      const wins = async (/** @type {number} */ deal) => (await whole.status(deal)).events.filter((/** @type {any} */ { what }) => what === "won").map((/** @type {any} */ { says }) => says.split(" ")[0]);
      assert.equal((await wins(told)).length, 1);
      assert.deepEqual(await wins(missed), ["sweep"]);

      const invoice = whole.ledger.ledger().invoices().find((/** @type {any} */ one) => one.reference?.includes(`PD-${missed}`) ?? false);
      assert.ok(invoice);
      whole.ledger.ledger().approve(invoice.id);
      whole.ledger.ledger().pay(invoice.id);
      await sweep();
      await until(() => whole.status(missed), ({ outcome }) => outcome?.dealUpdate?.label === "Paid");

      // While an organisation is away its sweep says so, and goes on afterwards from where it was.
      const { tenantId } = whole.ledger.ledger();
      const ofXero = async () => (await state()).find((/** @type {any} */ { key }) => key === tenantId).status;
      const { since } = await ofXero();
      whole.ledger.offline(tenantId);
      await sweep();
      await until(ofXero, ({ failures }) => failures === 1);
      assert.deepEqual([(await ofXero()).why, (await ofXero()).since], ["the answer was 503", since]);
      whole.ledger.offline(tenantId, false);
      await sweep();
      await until(ofXero, ({ failures }) => failures === 0);

      // What was handed on was handed on once.
      assert.equal((await wins(told)).length, 1);
      assert.deepEqual(await wins(missed), ["sweep"]);
      assert.equal(whole.ledger.ledger().invoices().length, 2);
    } finally {
      await whole.end();
    }
  });
});

test("sweeps come round by themselves, and twice started is started once", { timeout: 240_000 }, async () => {
  const all = await world();
  const { tenantId } = all.ledger.ledger();
  const second = await all.worker({ sweeps: { tenants: [tenantId], every: 300, since: "2025-02-01T00:00:00.000Z" } });
  try {
    // Won before this was started first, one since the day that the settings name.
    const [before_, since_] = ["2025-01-31T23:59:59Z", "2025-02-01T00:00:00Z"].map((won_time) => {
      const id = all.deal({ name: `Won at ${won_time} Ltd` });
      Object.assign(all.crm.crm.rows.deals.get(id) ?? {}, { won_time, first_won_time: won_time });
      return id;
    });
    const status = () => all.engine.client.call("wonvoice.sweeper", "acme", "status");
    for (let count = 0; count < 3; count++) await all.engine.client.send("wonvoice.sweeper", "acme", "start");
    await until(status, ({ last }) => last !== undefined);
    const deal = all.deal();
    for (const one of [deal, since_ ?? 0]) await all.ends(one, "done");
    assert.equal((await all.status(before_ ?? 0)).status, "unknown");
    const seen = () => all.crm.seen.filter(({ path, query }) => path === "/api/v2/deals" && query.has("updated_since")).length;
    const [before, from] = [seen(), performance.now()];
    await until(seen, (count) => count >= before + 5);
    // One each 300 ms at most, however often it was started; and the archive was looked at once.
    const most = (performance.now() - from) / 300 + 2;
    assert.ok(seen() - before <= most, `${seen() - before} sweeps, and not ${most}`);
    assert.equal(all.crm.seen.filter(({ path }) => path === "/api/v2/deals/archived").length, 1);
    // What the handoff wrote to the deal is found too, and is nothing new.
    assert.equal((await all.status(deal)).run, 1);
    // One that fails at once has begun all the same: what happens before the next is found then.
    all.ledger.offline(tenantId);
    await all.engine.client.call("wonvoice.sweeper", tenantId, "now");
    const { failures, since } = await all.engine.client.call("wonvoice.sweeper", tenantId, "status");
    assert.deepEqual([failures, Object.keys(since)], [1, ["invoices", "credit-notes"]]);
    // Somebody is told of the third, once; and once more when it fails anew.
    const told = () => all.alerts.filter(({ sweep }) => sweep === tenantId).map(({ text }) => text);
    const sweeps = async (/** @type {number} */ count) => {
      for (let round = 0; round < count; round++) await all.engine.client.call("wonvoice.sweeper", tenantId, "now");
    };
    assert.deepEqual(told(), []);
    await sweeps(4);
    assert.deepEqual(told(), ["nothing is found that no webhook announces: 3 sweeps in a row failed (the answer was 503)"]);
    all.ledger.offline(tenantId, false);
    await sweeps(1);
    all.ledger.offline(tenantId);
    await sweeps(3);
    assert.equal(told().length, 2);
    await all.engine.client.call("wonvoice.sweeper", "acme", "stop");
    const stopped = seen();
    await pause(800);
    assert.equal(seen(), stopped);
  } finally {
    await second.close();
    await all.end();
  }
});
