// Delivery and backfills against the simulated Xero: an e-mail goes out once, and creates go out 50 a request.
import assert from "node:assert/strict";
import { test } from "node:test";
import { batchWrites, handoffStart, handoffStep, runHandoffWith, splitBatch } from "../../pkg/node.js";
import { missingDates } from "../../js-shim/local-dates.js";
import { manualClock } from "../simulators/clock.js";
import { createFaults } from "../simulators/faults.js";
import { createTransport } from "../simulators/transport.js";
import { pipedrive, xero } from "./simulated.js";

/** @typedef {{ [key: string]: any }} Json */

/** Both simulators, and won deals of one organisation. @param {number} count @param {Json} [document] settings of it */
async function won(count, document = {}) {
  const clock = manualClock();
  const faults = createFaults();
  const [crm, ledger] = [await pipedrive({ clock, faults, isWatched: false, hang: 20 }), await xero({ clock, faults, isWatched: false, hang: 20 })];
  const organization = crm.crm.addOrganization({ name: "Acme Ltd" });
  ledger.ledger.addContact({ Name: "Acme Ltd", ContactNumber: `pd-org-${organization}`, EmailAddress: "bills@acme.example" });
  const deals = Array.from({ length: count }, () => {
    const deal = crm.crm.addDeal({ org_id: organization });
    crm.crm.attach(deal, { item_price: 33.33, quantity: 3, tax: 20 });
    crm.crm.win(deal);
    return deal;
  });
  const config = {
    version: 1, source: { company: "acme" },
    entities: { uk: { tenantId: ledger.ledger.tenantId, document: { due: { term: "DAYSAFTERBILLDATE", days: 30 }, ...document }, lines: { account: { default: "200" }, tax: { byRate: { 20: "OUTPUT2" } } } } },
  };
  const send = createTransport({ xero: ledger, pipedrive: crm, timeout: 1_000 });
  return { clock, crm, ledger, faults, deals, config, send, end: async () => (await crm.done(), await ledger.done()) };
}

for (const kind of /** @type {const} */ (["500", "timeout-before", "timeout-after", "reset-after", "expired-token"])) {
  test(`an invoice is e-mailed at most once: ${kind}`, async () => {
    const { clock, ledger, faults, deals: [deal], config, send, end } = await won(1, { status: "AUTHORISED", deliver: "email" });
    faults.plan(kind, (/** @type {any} */ asked) => String(asked.url ?? asked.path).endsWith("/Email"));
    const hand = () => runHandoffWith({ deal: /** @type {number} */ (deal), config }, send, { cache: null, maxWait: 3_600_000, now: () => clock.now(), sleep: async (ms) => void clock.advance(ms) });
    const outcome = await hand();
    assert.deepEqual([outcome.status, faults.counts()[kind]], ["done", 1], JSON.stringify(outcome.findings));
    const isSent = /** @type {Json} */ (outcome.documents[0]).delivered === "email";
    assert.deepEqual([ledger.ledger.emails().length, outcome.alerts.length], isSent ? [1, 0] : [0, 1]);
    await hand();
    assert.equal(ledger.ledger.emails().length, isSent ? 1 : 0);
    await end();
  });
}

/** A backfill: every handoff a step at a time, their creates in batches. @param {Awaited<ReturnType<typeof won>>} world */
async function backfill({ clock, deals, config, send }) {
  const now = () => new Date(clock.now()).toISOString();
  let writes = 0;
  /** @type {Json[]} */
  let steps = deals.map((deal) => handoffStart({ deal, config, batched: true, now: now() }));
  /** @type {Map<string, Promise<Json>>} */
  const kept = new Map();
  /** Waits for the minute's limit, as its own permit dispenser would. @param {any} request */
  const patiently = async (request) => {
    for (;;) {
      const response = /** @type {Json} */ (await send(request));
      if (response.status !== 429) return response;
      clock.advance(1_000 * Number(response.headers["retry-after"] ?? 1));
    }
  };
  /** @param {any} request */
  const asked = async (request) => {
    if (request.cache === undefined) return patiently(request);
    if (!kept.has(request.cache.key)) kept.set(request.cache.key, patiently(request));
    return { ...(await kept.get(request.cache.key)), id: request.id, cached: true };
  };
  for (let round = 0; round < 200 && steps.some((step) => step.outcome === undefined); round += 1) {
    /** @type {Json[][]} */
    const responses = steps.map(() => []);
    /** @type {{ at: number, request: any }[]} */
    let creates = [];
    for (const [at, step] of steps.entries()) {
      if (step.outcome !== undefined) continue;
      if (step.dates !== undefined) responses[at]?.push({ id: "local-dates", body: missingDates(step.dates, now()).localDates });
      for (const request of step.requests) {
        if (request.id.startsWith("create-")) creates.push({ at, request });
        else responses[at]?.push(await asked(request));
      }
    }
    while (creates.length > 0) {
      const batch = batchWrites({ requests: creates.map(({ request }) => request) });
      if (batch.request === undefined) {
        for (const { at, request } of creates) responses[at]?.push(((writes += 1), await patiently(request)));
        break;
      }
      let told;
      for (let tries = 0; tries < 4 && told?.again !== false; tries += 1) {
        writes += 1;
        told = splitBatch({ batch, response: await patiently(batch.request), wasLost: tries > 0 });
      }
      for (const one of told?.responses ?? []) responses[/** @type {{ at: number }} */ (creates[one.of]).at]?.push(one);
      creates = batch.left.map((of) => /** @type {(typeof creates)[number]} */ (creates[of]));
    }
    const waits = steps.filter((step) => step.outcome === undefined).map((step) => (step.notBefore === undefined ? 0 : Date.parse(step.notBefore) - clock.now()));
    clock.advance(Math.max(0, Math.min(...waits)));
    steps = steps.map((step, at) => (step.outcome === undefined ? handoffStep(step.state, /** @type {any} */ (responses[at]), now()) : step));
  }
  return { writes, outcomes: steps.map(({ outcome }) => outcome) };
}

for (const kind of /** @type {const} */ ([undefined, "500", "timeout-after", "truncated"])) {
  test(`60 deals are written in two requests${kind === undefined ? "" : `, or once more after ${kind}`}`, async () => {
    const world = await won(60);
    if (kind !== undefined) world.faults.plan(kind, (/** @type {any} */ asked) => asked.method === "PUT" && String(asked.url ?? asked.path).includes("Invoices"));
    const { writes, outcomes } = await backfill(world);
    assert.deepEqual(outcomes.filter((outcome) => outcome?.status !== "done").map((outcome) => outcome?.text), []);
    assert.equal(world.ledger.ledger.invoices().length, 60);
    if (kind === undefined || kind === "timeout-after") assert.equal(writes, kind === undefined ? 2 : 3);
    await world.end();
  });
}
