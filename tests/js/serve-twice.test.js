// Every way in which a create may leave a worker twice. Of each one document comes, whatever the workers' clocks say,
// since each create follows within four minutes of look-ups that are younger than the create before it.
import assert from "node:assert/strict";
import { after, before, mock, test } from "node:test";
import { RestatePromise } from "@restatedev/restate-sdk";
import { createTransport } from "../../js-shim/serve/transport.js";
import { handOff } from "../../js-shim/serve/workflow.js";
import { manualClock } from "../simulators/clock.js";
import { createFaults } from "../simulators/faults.js";
import { startPipedrive } from "../simulators/pipedrive.js";
import { startXero } from "../simulators/xero.js";
import { configFor } from "../serve/world.js";

/** @typedef {{ [key: string]: any }} Json */
/** @typedef {import("../../js-shim/serve/transport.js").Call} Call */

const MINUTE = 60_000;
const FRESH = 4 * MINUTE;
/** Longer than Xero knows a key. */
const LONG = 7 * MINUTE;
const PKG = new URL("../../pkg/node.js", import.meta.url).href;
const operations = await import(PKG);

// Here a context is no engine's, and what it promises neither.
mock.method(RestatePromise, "all", (/** @type {Promise<unknown>[]} */ all) => Promise.all(all));
/** The time that all have. */
const clock = manualClock();

/** What a worker's clock shows, which is anything. */
let off = 0;
const faults = createFaults();
let count = 0;
/** @type {{ at: number, method: string, path: string }[]} */
const seen = [];
/** @type {Json} */
let ledger;
/** @type {Json} */
let crm;
before(async () => {
  crm = await startPipedrive({ isGuest: true, clock, faults, limits: { plan: "ultimate", seats: 100 } });
  ledger = await startXero({ isGuest: true, clock, faults, hang: 20, behaviour: { searchLag: MINUTE }, onExchange: ({ request: { method, path } }) => void seen.push({ at: clock.ticks(), method, path }) });
  crm.crm.addField("deal", { name: "Invoice status", type: "varchar" });
  crm.crm.addField("deal", { name: "PO number", type: "varchar" });
});
after(async () => {
  await crm.close();
  await ledger.close();
});

const isCreate = (/** @type {{ method: string, path: string }} */ { method, path }) => method === "PUT" && path.endsWith("/Invoices");
const isLook = (/** @type {{ method: string, path: string }} */ { method, path }) => method === "GET" && path.endsWith("/Invoices");

/** One attempt at an invocation, over the journal of those before. @param {unknown[]} journal @param {AbortSignal} signal @param {{ dies?: (name: string) => boolean, sleeps?: (ms: number) => void }} how */
function contextOver(journal, signal, { dies = () => false, sleeps = (ms) => clock.advance(ms) }) {
  let next = 0;
  /** @param {string} name @param {() => unknown} what */
  const run = async (name, what) => {
    const place = next++;
    if (place in journal) return journal[place];
    const came = JSON.parse(JSON.stringify((await what()) ?? null));
    // Done, and not in the journal.
    if (dies(name)) throw new Error("killed");
    return (journal[place] = came ?? undefined);
  };
  return /** @type {any} */ ({ run, request: () => ({ attemptCompletedSignal: signal }), sleep: (/** @type {number} */ ms, /** @type {string} */ name) => run(name, () => sleeps(ms)) });
}

/**
 * A won deal and its invocation; `attempt` goes on from the journal, `resume` in another invocation from where it was
 * parked.
 */
function handoff() {
  const deal = crm.crm.addDeal({ org_id: crm.crm.addOrganization({ name: `Customer ${count++} Ltd` }) });
  crm.crm.attach(deal, { item_price: 33.33, quantity: 3, tax: 20 });
  crm.crm.win(deal);
  const wall = { now: () => clock.now() + off, instant: () => new Date(clock.now() + off).toISOString(), ticks: clock.ticks, real: (/** @type {number} */ ms) => ms };
  const transport = createTransport({
    company: "acme", timeout: 1_000, instead: { xero: ledger.url, pipedrive: crm.url },
    access: async (api) => ({ header: api === "xero" ? ["authorization", `Bearer ${ledger.auth.issue()}`] : ["x-api-token", crm.auth.apiToken] }),
  });
  /** @type {unknown[]} */
  let journal = [];
  let ending = new AbortController();
  /** @type {any} */
  let state;
  /** @param {{ dies?: (name: string) => boolean, sleeps?: (ms: number) => void, send?: (call: Call, go: () => Promise<any>) => Promise<any>, isDeaf?: boolean }} [how] */
  async function attempt({ send = (_, go) => go(), isDeaf = false, ...how } = {}) {
    ending.abort();
    const own = (ending = new AbortController());
    const means = /** @type {any} */ ({
      operations, clock: wall, fetching: new Map(), cache: { get: () => undefined, set: () => {}, delete: () => {} },
      send: (/** @type {Call} */ call, /** @type {number} */ _, /** @type {() => boolean} */ may) => send(call, () => transport(call, may)),
    });
    const signal = isDeaf ? new AbortController().signal : own.signal;
    const end = /** @type {Json} */ (await handOff(contextOver(journal, signal, how), means, { input: { deal, config: configFor(ledger.ledger()), durable: true }, began: "2026-07-15T06:00:00Z", ...(state === undefined ? {} : { state }) }));
    if (end.parked) [state, journal] = [end.parked.state, []];
    return end;
  }
  return {
    attempt,
    /** Until it ends, however often it is parked. */
    async end() {
      for (let times = 0; times < 20; times++) {
        const { outcome, parked } = await attempt();
        if (outcome) return outcome;
        clock.advance(Math.max(0, Date.parse(parked.notBefore) - clock.now() - off));
      }
      throw new Error("no end");
    },
    own: () => ledger.ledger().invoices().filter((/** @type {Json} */ { reference }) => reference === `PD-${deal}`),
  };
}

const isOne = (/** @type {Call} */ { id }) => id.startsWith("create-full");
const killed = /killed/;

/** @type {Record<string, (one: ReturnType<typeof handoff>) => Promise<unknown>>} */
const WAYS = {
  "undisturbed": async () => {},
  ...Object.fromEntries(/** @type {const} */ (["reset-after", "timeout-after", "cut", "truncated", "malformed", "reset-before", "500", "503", "429"]).map((kind) => [`its answer is ${kind}, and the engine is away`, async (/** @type {ReturnType<typeof handoff>} */ one) => {
    faults.plan(kind, (target) => target.api === "xero" && isCreate(target));
    // The journal has the answer; the wait that follows it lasts for as long as the engine is away.
    let isAway = false;
    await assert.rejects(one.attempt({ send: async (call, go) => ((isAway ||= isOne(call)), go()), sleeps: () => { if (isAway) throw new Error("killed"); } }).then(({ outcome, parked }) => { if (outcome ?? parked) throw new Error("killed"); }), killed);
    clock.advance(LONG);
  }])),
  "the worker dies after it was made": async (one) => {
    await assert.rejects(one.attempt({ dies: (name) => name.startsWith("create-full") }), killed);
    clock.advance(LONG);
  },
  "the worker dies before it is sent": async (one) => {
    await assert.rejects(one.attempt({ send: async (call, go) => { if (isOne(call)) throw new Error("killed"); return go(); } }), killed);
    clock.advance(LONG);
  },
  "the worker dies between the look-up and the create": async (one) => {
    await assert.rejects(one.attempt({ dies: (name) => name.startsWith("invoices-by-token") }), killed);
    clock.advance(LONG);
  },
  "it waits for a permit longer than its look-up is good for": (one) => one.attempt({ send: async (call, go) => ((isOne(call) && !call.id.includes("again") && clock.advance(LONG)), go()) }),
  "it is sent away for want of a permit": (one) => one.attempt({ send: async (call, go) => (isOne(call) ? { id: call.id, notBefore: new Date(clock.now() + off + LONG).toISOString(), why: "no permits" } : go()) }).then(() => clock.advance(LONG)),
  ...Object.fromEntries([[false, false], [true, false], [true, true]].map(([isDeaf, isLong]) => [`a worker that was given up sends it after all${isDeaf ? ", not knowing" : ""}${isLong ? ", and long before the other" : ""}`, async (/** @type {ReturnType<typeof handoff>} */ one) => {
    // The first attempt waits for a permit while a second one goes on.
    /** @type {(value?: unknown) => void} */
    let permit = () => {};
    const waits = new Promise((resolve) => (permit = resolve));
    /** @type {(value?: unknown) => void} */
    let begun = () => {};
    const isWaiting = new Promise((resolve) => (begun = resolve));
    const first = one.attempt({ isDeaf, send: async (call, go) => (isOne(call) ? (begun(), waits.then(go)) : go()) }).catch(() => {});
    await isWaiting;
    await one.attempt({ send: async (call, go) => {
      const came = await go();
      if (call.id.startsWith("invoices-by-token")) {
        permit();
        await first;
        clock.advance(isLong ? LONG : 1_000);
      }
      return came;
    } });
  }])),
};

for (const [offset, clockSays] of /** @type {[number, string][]} */ ([[0, "is right"], [-LONG, "goes back"], [3_600_000, "jumps ahead"]])) {
  for (const [name, way] of Object.entries(WAYS)) {
    test(`${name}; the clock ${clockSays}`, async () => {
      off = 0;
      seen.length = 0;
      const one = handoff();
      await way(one);
      off = offset;
      const { status, text } = await one.end();
      assert.equal(status, "done", text);
      assert.equal(one.own().length, 1, "documents");
      // Each create by look-ups that came after the one before, and were young.
      let looked = -Infinity;
      for (const call of seen) {
        if (isLook(call)) looked = Math.max(looked, call.at);
        if (!isCreate(call)) continue;
        assert.ok(call.at - looked <= FRESH, `a create ${(call.at - looked) / 1000} s after the last look-up`);
        looked = -Infinity;
      }
      if (name === "undisturbed") assert.ok(seen.filter(isLook).length <= 2 && seen.filter(isCreate).length === 1);
    });
  }
}
