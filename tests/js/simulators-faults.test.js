// Faults between a client and the simulators: each kind does what it says, counts, and comes again for the same seed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runningClock } from "../simulators/clock.js";
import { KINDS, createFaults } from "../simulators/faults.js";
import { createTransport } from "../simulators/transport.js";
import { pipedrive, subscriber, xero } from "./simulated.js";

/** @typedef {{ [key: string]: any }} Json */
/** @typedef {import("../simulators/faults.js").Kind} Kind */

const free = { perMinute: 1e9, perDay: 1e9, appPerMinute: 1e9 };
const invoice = (/** @type {Json} */ changes = {}) => ({ Type: "ACCREC", Contact: { Name: "Acme Ltd" }, Date: "2026-07-15", LineItems: [{ Description: "Work", Quantity: 1, UnitAmount: 100, AccountCode: "200", TaxType: "OUTPUT2" }], ...changes });

/** Both simulators with the same faults, and the way to them. @param {Parameters<typeof createFaults>[0]} [given] */
async function both(given) {
  const faults = createFaults(given);
  // What they answer is watched in the tests of their rules; here it is broken on the way.
  const ours = await xero({ faults, limits: free, hang: 20, isWatched: false });
  const theirs = await pipedrive({ faults, limits: { plan: "ultimate" }, hang: 20, isWatched: false });
  ours.ledger.addContact({ Name: "Acme Ltd" });
  const send = createTransport({ xero: ours, pipedrive: theirs, timeout: 1_000 });
  const put = (/** @type {string} */ key, /** @type {Json} */ changes = {}) => send({ id: key, method: "PUT", url: "https://api.xero.com/api.xro/2.0/Invoices?unitdp=4", headers: { "xero-tenant-id": ours.ledger.tenantId, accept: "application/json", "idempotency-key": key }, body: { Invoices: [invoice(changes)] } });
  return { faults, ours, theirs, send, put, made: () => ours.ledger.invoices().length, done: async () => (await ours.done(), await theirs.done()) };
}

describe("a write meets a fault, and the same key mends it", () => {
  // Whether the write was done the first time; what the answer was; whether the same key then gets through.
  /** @type {[Kind, { isDone: boolean, came: number | "nothing" | "broken", sameKey: number }][]} */
  const cases = [
    ["429", { isDone: false, came: 429, sameKey: 200 }],
    ["429-concurrent", { isDone: false, came: 429, sameKey: 200 }],
    // The service's own failure is remembered under the key: only a new one gets through.
    ["500", { isDone: false, came: 500, sameKey: 500 }],
    ["503", { isDone: false, came: 503, sameKey: 200 }],
    ["timeout-before", { isDone: false, came: "nothing", sameKey: 200 }],
    ["timeout-after", { isDone: true, came: "nothing", sameKey: 200 }],
    ["reset-before", { isDone: false, came: "nothing", sameKey: 200 }],
    ["reset-after", { isDone: true, came: "nothing", sameKey: 200 }],
    ["cut", { isDone: true, came: "nothing", sameKey: 200 }],
    ["truncated", { isDone: true, came: "broken", sameKey: 200 }],
    ["malformed", { isDone: true, came: "broken", sameKey: 200 }],
    ["expired-token", { isDone: false, came: 401, sameKey: 200 }],
    ["clock-jump", { isDone: true, came: 200, sameKey: 200 }],
  ];
  for (const [kind, { isDone, came, sameKey }] of cases) {
    test(kind, async () => {
      const { faults, put, made, done } = await both();
      faults.plan(kind);
      const first = await put("a");
      assert.equal("error" in first ? "nothing" : typeof came === "string" ? "broken" : first.status, came);
      if (came === "broken") assert.throws(() => JSON.parse("body" in first ? first.body : "{}"));
      assert.equal(made(), isDone ? 1 : 0);
      const again = await put("a");
      assert.equal("status" in again && again.status, sameKey);
      if (sameKey === 500) await put("b");
      assert.equal(made(), 1);
      assert.deepEqual([faults.counts()[kind], faults.log.length], [1, 1]);
      await done();
    });
  }

  test("lag: the write is done, a search does not find it yet", async () => {
    const { faults, ours, send, put, made, done } = await both();
    faults.plan("lag");
    await put("a", { Reference: "PD-7" });
    const search = async () => JSON.parse(/** @type {any} */ (await send({ method: "GET", url: "https://api.xero.com/api.xro/2.0/Invoices?searchTerm=PD-7", headers: { "xero-tenant-id": ours.ledger.tenantId, accept: "application/json" } })).body).Invoices.length;
    assert.deepEqual([made(), await search()], [1, 0]);
    ours.clock.advance(1_500);
    assert.deepEqual([await search(), ours.ledger.lagged()], [1, 1]);
    await done();
  });
});

test("a clock that jumps comes back, and durations do not notice", async () => {
  const { faults, ours, put, done } = await both();
  const [now, ticks] = [ours.clock.now(), ours.clock.ticks()];
  faults.plan("clock-jump", () => true, 2);
  await put("a");
  assert.equal(Math.abs(ours.clock.now() - now), 17 * 60_000);
  await put("b");
  assert.deepEqual([ours.clock.now(), ours.clock.ticks()], [now, ticks]);
  await done();
});

test("Pipedrive's side of each", async () => {
  const { faults, theirs, send, done } = await both();
  const id = theirs.crm.addDeal();
  const patch = (/** @type {string} */ title) => send({ method: "PATCH", url: `https://acme.pipedrive.com/api/v2/deals/${id}`, headers: { "content-type": "application/json" }, body: { title } });
  /** @type {[Kind, number | undefined, boolean][]} */
  const cases = [["429", 429, false], ["500", 500, false], ["503", 503, false], ["expired-token", 401, false], ["timeout-before", undefined, false], ["timeout-after", undefined, true], ["reset-before", undefined, false], ["reset-after", undefined, true], ["truncated", 200, true]];
  for (const [kind, status, isDone] of cases) {
    faults.plan(kind);
    const came = await patch(kind);
    assert.deepEqual(["status" in came ? came.status : undefined, theirs.crm.rows.deals.get(id)?.title === kind], [status, isDone], kind);
    assert.equal(/** @type {any} */ (await patch("fine")).status, 200);
  }
  await done();
});

test("webhooks come twice, in another order, or never", async () => {
  const { faults, theirs, done } = await both();
  const to = await subscriber();
  theirs.webhooks.subscribe({ url: to.url });
  const [a, b, c] = [theirs.crm.addDeal(), theirs.crm.addDeal(), theirs.crm.addDeal()];
  faults.plan("webhook-reorder");
  faults.plan("webhook-duplicate", ({ path }) => path === "2");
  faults.plan("webhook-lost", ({ path }) => path === "3");
  await theirs.webhooks.pump();
  const got = to.got.map(({ text }) => JSON.parse(text).data.id).sort();
  assert.deepEqual(got, [a, b, b]);
  assert.ok(!got.includes(c));
  assert.deepEqual([faults.counts()["webhook-reorder"], faults.counts()["webhook-duplicate"], faults.counts()["webhook-lost"]], [1, 1, 1]);
  to.close();
  await done();
});

test("by themselves, when they are started; one that nothing follows waits to be overtaken", async () => {
  const faults = createFaults();
  const theirs = await pipedrive({ faults, clock: runningClock(), isWatched: false });
  const to = await subscriber();
  theirs.webhooks.subscribe({ url: to.url });
  theirs.webhooks.start(1);
  faults.plan("webhook-reorder");
  const first = theirs.crm.addDeal();
  while (faults.log.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  const second = theirs.crm.addDeal();
  while (to.got.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(to.got.map(({ text }) => JSON.parse(text).data.id), [second, first]);
  to.close();
  await theirs.done();
});

describe("by chance", () => {
  const rates = /** @type {{ [kind in Kind]: number }} */ (Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, 0.03])));
  const targets = Array.from({ length: 2_000 }, (_, at) => ({ api: "xero", method: ["GET", "PUT", "WEBHOOK"][at % 3] ?? "GET", path: `/x/${at % 700}`, query: "" }));
  /** @param {number} seed @param {typeof targets} list */
  const drawn = (seed, list) => {
    const faults = createFaults({ seed, rates });
    /** @type {Map<string, (string | undefined)[]>} */
    const by = new Map();
    for (const target of list) by.set(`${target.method} ${target.path}`, [...(by.get(`${target.method} ${target.path}`) ?? []), faults.draw(target)]);
    return { faults, by };
  };

  test("the same seed does the same to each request, whatever order they come in", () => {
    const { by: first } = drawn(1, targets);
    const { by: second } = drawn(1, targets.toSorted((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method)));
    assert.deepEqual([...first].sort(), [...second].sort());
    assert.notDeepEqual([...first].sort(), [...drawn(2, targets).by].sort());
  });
  test("every kind fires, about as often as it was told", () => {
    const counts = drawn(1, targets).faults.counts();
    for (const [kind, count] of Object.entries(counts)) {
      const hit = kind.startsWith("webhook-") ? 666 : kind === "lag" ? 667 : 1_334;
      assert.ok(count > hit * 0.01 && count < hit * 0.06, `${kind}: ${count}`);
    }
  });
  test("nobody is hit for ever; a pause ends it; a kind must be one", () => {
    const faults = createFaults({ rates: { "500": 1 }, inARow: 3 });
    const target = { api: "xero", method: "GET", path: "/", query: "" };
    assert.deepEqual([1, 2, 3, 4, 5].map(() => faults.draw(target)), ["500", "500", "500", undefined, "500"]);
    faults.pause();
    assert.equal(faults.draw({ ...target, path: "/other" }), undefined);
    faults.resume();
    assert.equal(faults.draw({ ...target, path: "/other" }), "500");
    assert.throws(() => createFaults({ rates: /** @type {any} */ ({ nonsense: 1 }) }), /nonsense/);
    assert.throws(() => faults.plan(/** @type {any} */ ("nonsense")), /nonsense/);
  });
});

test("300 writes under fire by a client that asks again with the same key: each is there once", async () => {
  const rates = { "429": 0.05, "503": 0.05, "timeout-before": 0.03, "timeout-after": 0.03, "reset-before": 0.05, "reset-after": 0.05, cut: 0.05, truncated: 0.05, malformed: 0.05, "expired-token": 0.05, lag: 0.05, "clock-jump": 0.02 };
  const { faults, ours, put, done } = await both({ seed: 7, rates });
  const once = async (/** @type {number} */ at) => {
    for (;;) {
      const came = await put(`key-${at}`, { Reference: `PD-${at}` });
      if ("status" in came && came.status === 200) {
        try {
          return JSON.parse(came.body).Invoices[0].InvoiceID;
        } catch {
          continue;
        }
      }
    }
  };
  const answered = new Set();
  for (let at = 0; at < 300; at += 5) for (const id of await Promise.all([0, 1, 2, 3, 4].map((more) => once(at + more)))) answered.add(id);
  assert.deepEqual(ours.ledger.invoices().map(({ id }) => id).sort(), [...answered].sort());
  assert.equal(new Set(ours.ledger.invoices().map(({ reference }) => reference)).size, 300);
  for (const kind of Object.keys(rates)) assert.ok((faults.counts()[kind] ?? 0) > 0, kind);
  await done();
});

test("no request goes anywhere but to the two services", async () => {
  const { send, done } = await both();
  const came = await send({ id: "x", method: "GET", url: "https://example.com/" });
  assert.deepEqual(came, { id: "x", error: "no request goes to example.com" });
  await done();
});
