// What waits for a person or for a day, on the real engine.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { runningClock } from "../simulators/clock.js";
import { createFaults } from "../simulators/faults.js";
import { configFor, engine, pause, until, world } from "./world.js";

/** @typedef {{ [key: string]: any }} Json */

const HOUR = 3_600_000;
let customers = 0;

/** A clock that a test moves, with those of the simulators. */
function movable() {
  const others = runningClock();
  const { now } = others;
  return { others, now, instant: () => new Date(now()).toISOString(), real: (/** @type {number} */ ms) => ms, move: others.jump };
}

/** @type {Awaited<ReturnType<typeof engine>>} */
let shared;
before(async () => void (shared = await engine()));
after(() => shared.end());

/** @param {Json} rule @param {Json} [given] */
async function worldWith(rule, given = {}) {
  const clock = movable();
  const made = await world({
    engine: shared, clock, xero: { clock: clock.others }, pipedrive: { clock: clock.others }, settings: { longest: 100 },
    config: (ledger) => configFor(ledger, {}, { owners: { hold: { role: "finance", within: "2 business days", then: "controller" } }, rules: [{ name: "big", ...rule }] }), ...given,
  });
  const held = (/** @type {number} */ deal) => shared.client.call("wonvoice.held", "all", "list").then((/** @type {Json[]} */ all) => all.find((one) => one["deal"] === `acme/${deal}`));
  const tell = (/** @type {number} */ deal, /** @type {string} */ what, /** @type {Json} */ said = {}) => shared.client.call("wonvoice.deal", `acme/${deal}`, what, { by: "ann", ...said });
  const invoices = (/** @type {number} */ deal) => made.ledger.ledger().invoices().filter(({ reference }) => reference === `PD-${deal}`).length;
  return { ...made, clock, held, tell, invoices };
}

/** Deals of one test have ids that no other's have: the engine is the same. @param {Awaited<ReturnType<typeof worldWith>>} made @param {number} from */
function dealFrom(made, from) {
  for (;;) {
    const id = made.deal({ name: `Customer ${++customers} Ltd` });
    if (id >= from) return id;
  }
}

describe("a deal that a rule holds", () => {
  /** @type {Awaited<ReturnType<typeof worldWith>>} */
  let made;
  before(async () => void (made = await worldWith({ when: { field: "deal.value", is: "greater", than: "50 GBP" }, then: { hold: "a person looks at big ones" } })));
  after(() => made.end());

  test("is listed with who answers and until when, and goes on when it is approved", { timeout: 240_000 }, async () => {
    const deal = dealFrom(made, 1);
    await made.won(deal);
    await made.ends(deal, "held");
    const entry = await until(() => made.held(deal), (one) => one !== undefined);
    assert.deepEqual([entry?.["holds"][0].rule, entry?.["holds"][0].owner.role, made.invoices(deal)], ["big", "finance", 0]);
    assert.ok(Date.parse(entry?.["due"]) - made.clock.now() > 40 * HOUR);
    await made.tell(deal, "approve", { rule: "big" });
    const { approvals } = await made.ends(deal, "done");
    assert.deepEqual([approvals[0].by, made.invoices(deal)], ["ann", 1]);
    assert.equal(approvals[0].of, entry?.["holds"][0].of);
    assert.match(approvals[0].of, / GBP$/);
    await until(() => made.held(deal), (one) => one === undefined);
    // Who got no answer says it again: what was approved stays so.
    await made.tell(deal, "approve", { rule: "big" });
    await made.tell(deal, "approve");
    const { approvals: after, events } = await made.status(deal);
    assert.deepEqual([after, events.map((/** @type {Json} */ { what }) => what).slice(-2)], [approvals, ["approved again", "approved again"]]);
    await made.tell(deal, "replay");
    await until(() => made.status(deal), ({ status, run }) => status === "done" && run > 2);
    assert.equal(made.invoices(deal), 1);
  });

  test("is told to the next where nobody answers, once", { timeout: 240_000 }, async () => {
    const deal = dealFrom(made, 1);
    await made.won(deal);
    await made.ends(deal, "held");
    await until(() => made.held(deal), (one) => one !== undefined);
    const before = made.alerts.length;
    await pause(300);
    assert.equal(made.alerts.length, before);
    made.clock.move(5 * 24 * HOUR);
    const { escalated } = /** @type {Json} */ (await until(() => made.held(deal), (one) => one?.["escalated"] !== undefined));
    assert.equal(escalated.to, "controller");
    await pause(300);
    assert.deepEqual(made.alerts.slice(before).map(({ deal, to }) => [deal, to]), [[`acme/${deal}`, "controller"]]);
  });

  test("is rejected for good: an old webhook wakes it no more, a new win does", { timeout: 240_000 }, async () => {
    const deal = dealFrom(made, 1);
    const old = made.clock.instant();
    await made.won(deal);
    await made.ends(deal, "held");
    // Whoever approved it before has no say in it any more.
    await made.tell(deal, "pause");
    await made.tell(deal, "approve", { rule: "big" });
    await made.tell(deal, "reject", { why: "billed by hand" });
    assert.deepEqual([(await made.status(deal)).text, await until(() => made.held(deal), (one) => one === undefined)], ["rejected by ann: billed by hand", undefined]);
    // Nor does it come back by being paused and resumed.
    await made.tell(deal, "pause");
    assert.equal((await made.status(deal)).status, "paused");
    await made.tell(deal, "resume");
    assert.deepEqual([(await made.status(deal)).text, made.invoices(deal)], ["rejected by ann: billed by hand", 0]);
    const win = (/** @type {string} */ at) => shared.client.call("wonvoice.deal", `acme/${deal}`, "won", { source: "test", at });
    await win(old);
    assert.equal((await made.status(deal)).status, "rejected");
    await win(new Date(made.clock.now() + HOUR).toISOString());
    assert.equal((await made.status(deal)).status, "held");
  });

  test("keeps while it is paused what happens, and looks at it afterwards", { timeout: 240_000 }, async () => {
    const deal = dealFrom(made, 1);
    await made.tell(deal, "pause");
    await made.won(deal);
    assert.deepEqual([(await made.status(deal)).status, made.invoices(deal)], ["paused", 0]);
    await made.tell(deal, "resume");
    assert.deepEqual([(await made.status(deal)).status, made.invoices(deal)], ["held", 0]);
    await made.tell(deal, "approve", { rule: "big" });
    assert.deepEqual([(await made.status(deal)).status, made.invoices(deal)], ["done", 1]);
  });
});

describe("a deal that waits for a day", () => {
  /** @type {Awaited<ReturnType<typeof worldWith>>} */
  let made;
  before(async () => void (made = await worldWith({ then: { wait: { days: 3 } } })));
  after(() => made.end());

  test("goes on by itself when the day has come", { timeout: 240_000 }, async () => {
    const deal = dealFrom(made, 20);
    await made.won(deal);
    const { notBefore } = await made.ends(deal, "waiting");
    assert.ok(Date.parse(notBefore) - made.clock.now() > 24 * HOUR, notBefore);
    await pause(400);
    assert.deepEqual([(await made.status(deal)).status, made.invoices(deal)], ["waiting", 0]);
    made.clock.move(4 * 24 * HOUR);
    await made.ends(deal, "done");
    assert.equal(made.invoices(deal), 1);
  });

  test("is cancelled, and its timer does nothing any more", { timeout: 240_000 }, async () => {
    const deal = dealFrom(made, 20);
    await made.won(deal);
    await made.ends(deal, "waiting");
    await made.tell(deal, "cancel");
    made.clock.move(9 * 24 * HOUR);
    await pause(500);
    assert.deepEqual([(await made.status(deal)).status, made.invoices(deal)], ["cancelled", 0]);
    await made.tell(deal, "replay");
    assert.deepEqual([(await made.status(deal)).status, made.invoices(deal)], ["done", 1]);
  });
});

describe("a held deal whose next run fails", () => {
  const faults = createFaults();
  /** @type {Awaited<ReturnType<typeof worldWith>>} */
  let made;
  before(async () => void (made = await worldWith({ when: { field: "deal.value", is: "greater", than: "50 GBP" }, then: { hold: "a person looks at big ones" } }, { pipedrive: { faults }, settings: { longest: 100, retries: [HOUR] } })));
  after(() => made.end());

  test("is approved at the amount that was listed", { timeout: 240_000 }, async () => {
    const deal = dealFrom(made, 1_000);
    await made.won(deal);
    const { outcome } = await made.ends(deal, "held");
    faults.plan("expired-token", ({ path }) => path.endsWith(`/deals/${deal}`), 20);
    await made.tell(deal, "replay");
    await made.ends(deal, "failed");
    faults.cancel();
    await made.tell(deal, "approve", { rule: "big" });
    const { approvals } = await made.ends(deal, "done");
    assert.deepEqual([approvals.map((/** @type {Json} */ { of }) => of), made.invoices(deal)], [[outcome.holds[0].of], 1]);
  });
});
