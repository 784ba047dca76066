// A handoff as journaled steps: what is decided by is in the engine's journal before anything follows from it, so a
// worker may die anywhere and another goes on. No rules here: what is asked, how often and when again is decided in Rust.

import * as restate from "@restatedev/restate-sdk";
import { missingDates } from "../local-dates.js";
import { WRITER } from "./names.js";
import { watcher } from "./seen.js";
import { tell } from "./tell.js";

/** @typedef {import("@restatedev/restate-sdk").Context} Context */
/** @typedef {import("./transport.js").Call & { cache?: { key: string, seconds: number } }} Call */
/** @typedef {import("./transport.js").Came} Came */
/** @typedef {import("./turnstile.js").Later} Later */
/** @typedef {{ state: any, requests: Call[], dates?: any, notBefore?: string, findings?: any[], outcome?: any }} Step */
/** @typedef {{ now: string, requests: Call[], notBefore?: string, outcome?: any, state?: any, cached: string[] }} Kept what the journal keeps of a step */
/** @typedef {{ handoffStart(input: any): any, handoffStep(state: any, responses: any, now: string, stop?: boolean): any }} Operations */
/** @typedef {{ seen: import("./seen.js").Seen } & ({ outcome: any, calls: number } | { parked: { state: any, notBefore: string, why: string } })} End */

/**
 * @typedef {object} Means
 * @property {Operations} operations
 * @property {(call: Call, began: number) => Promise<Came | Later>} send
 * @property {import("../init-types.js").HandoffCache} cache
 * @property {Map<string, Promise<Came | Later>>} fetching what is on its way into the cache
 * @property {import("./clock.js").Clock} clock
 * @property {() => void} [forget] empties the cache
 * @property {number} [patience] milliseconds that are waited for here; longer waits are the caller's
 */

/** Milliseconds after which a write that was decided on is not made any more: what it was decided by is too old. */
const STALE = 240_000;
/** What is at hand where a step is told again: only what the journal has. */
const NOTHING = { get: () => undefined, set: () => {}, delete: () => {} };
/** Steps of a handoff, far beyond what any takes. */
const MOST = 500;
/** Whether a write would stand twice in Xero if it were made twice, and its handoff looks up what became of it. @param {Call} call */
const isOnce = ({ id, api, method }) => api === "xero" && method === "PUT" && /^(?:create|credit|allocate)-(?!contact)/.test(id);
/** A success without a document: nobody knows, so it is looked up before anything else is sent. @param {Call} call @returns {Came} */
const doubted = ({ id }) => ({ id, status: 200, headers: {}, body: "{}" });

/**
 * One step, and all that follow from answers which are at hand: kept ones, and the host's calendar.
 * @param {Pick<Means, "operations" | "cache">} means @param {any} input @param {any} state @param {Came[]} responses @param {string} now
 * @returns {{ step: Step, cached: string[] }}
 */
function advance({ operations, cache }, input, state, responses, now) {
  /** @type {string[]} */
  const cached = [];
  /** @type {Step} */
  let step = state === undefined ? operations.handoffStart({ ...input, now }) : operations.handoffStep(state, responses, now);
  for (;;) {
    /** @type {any[]} */
    const given = step.dates === undefined ? [] : [{ id: "local-dates", body: missingDates(step.dates, now).localDates }];
    for (const { id, cache: hint } of step.requests) {
      const kept = hint === undefined ? undefined : cache.get(hint.key);
      if (hint === undefined || kept === undefined) continue;
      given.push({ .../** @type {object} */ (kept), id, cached: true });
      cached.push(hint.key);
    }
    if (given.length === 0) return { step, cached };
    step = operations.handoffStep(step.state, given, now);
  }
}

/**
 * A request, once: what came of it stands in the journal.
 * @param {Context} ctx @param {Means} means @param {Call} call @param {string} decided when it was asked for @param {number} began when the handoff did
 * @param {boolean} isNew whether nobody can have made it before
 */
function made(ctx, { send, cache, clock, fetching }, call, decided, began, isNew) {
  const { cache: hint, ...request } = call;
  return ctx.run(call.id, async () => {
    const isWrite = call.method !== "GET";
    // A worker that died may have made it. For minutes its key keeps it from standing twice, but how long ago that was
    // nobody knows: the clocks of two workers may differ by as much.
    if (!isNew && isOnce(call)) return doubted(call);
    // The worker that was to make it died, and this one came long after.
    if (isWrite && clock.now() - Date.parse(decided) > STALE) return /** @type {Came} */ ({ id: call.id, error: "it was not made within four minutes, and nobody knows whether it was before" });
    const known = hint === undefined ? undefined : fetching.get(hint.key);
    // Another deal asks for the same just now.
    const other = known === undefined ? undefined : await known;
    if (other !== undefined && "status" in other && other.status === 200) return { ...other, id: call.id, cached: true };
    const coming = send(request, began);
    if (hint !== undefined) fetching.set(hint.key, coming);
    const came = await coming.finally(() => hint !== undefined && fetching.delete(hint.key));
    if (hint !== undefined && "status" in came && came.status === 200) cache.set(hint.key, { status: came.status, body: came.body, at: clock.instant() }, clock.real(hint.seconds * 1000) / 1000);
    return came;
  });
}

/** Whether a request may go out with those of other deals. @param {Call} call */
const mayBeBatched = ({ id, api, method, url }) => api === "xero" && method === "PUT" && id.startsWith("create-") && /\/Invoices(?:\?|$)/.test(url);

/** A create that the organisation's one writer makes with those of others. @param {Context} ctx @param {Call} call @param {string} decided @returns {import("@restatedev/restate-sdk").RestatePromise<Came | Later>} */
function withOthers(ctx, call, decided) {
  /** @type {{ id: string, promise: import("@restatedev/restate-sdk").RestatePromise<Came | Later> }} */
  const { id, promise } = ctx.awakeable();
  tell(ctx, WRITER, call.headers["xero-tenant-id"] ?? "", "add", { id, call, decided });
  return promise;
}

/**
 * Takes a handoff to its end, or to where it has to wait for long.
 * @param {Context} ctx
 * @param {Means} means
 * @param {{ input: any, began: string, state?: any }} given when it began, and `state` of a handoff that was parked
 * @returns {Promise<End>}
 */
export async function handOff(ctx, means, { input, began: beginning, state: before }) {
  const began = Date.parse(beginning);
  const { operations, clock, cache, patience = 8_000 } = means;
  /** @type {any} */
  let state = before;
  /** @type {Came[]} */
  let responses = [];
  /** @type {Set<string>} */
  const used = new Set();
  const { seen, look } = watcher();
  // What was asked for, and of that what was made here and not by a worker before.
  const [asked, here] = [new Set(), new Set()];
  let calls = 0;
  for (let count = 1; count <= MOST; count++) {
    /** @type {Step | undefined} */
    let fresh;
    const [from, answered] = [state, responses];
    /** @type {Kept} */
    const kept = await ctx.run(`step ${count}`, () => {
      const now = clock.instant();
      const { step, cached } = advance(means, input, from, answered, now);
      fresh = step;
      const { requests, notBefore, outcome } = step;
      // What is read can be told again from the answers in the journal; what was at hand in this program is in no
      // other's, and by what is written another program may judge otherwise: those go on from what this one knew.
      const isAnchor = cached.length > 0 || outcome !== undefined || notBefore !== undefined || requests.some(({ method }) => method !== "GET");
      return { now, requests, cached, ...(notBefore === undefined ? {} : { notBefore }), ...(outcome === undefined ? {} : { outcome }), ...(isAnchor ? { state: step.state } : {}) };
    });
    state = kept.state ?? (fresh ?? advance({ operations, cache: NOTHING }, input, from, answered, kept.now).step).state;
    responses = [];
    for (const key of kept.cached) used.add(key);
    for (const { cache: hint } of kept.requests) if (hint !== undefined) used.add(hint.key);
    if (kept.outcome !== undefined) {
      // What was kept may be why: the next run reads it anew.
      if (!["done", "waiting", "skipped"].includes(kept.outcome.status)) for (const key of used) cache.delete(key);
      return { seen, outcome: kept.outcome, calls };
    }
    if (kept.requests.length === 0) {
      const wait = Date.parse(kept.notBefore ?? kept.now) - Date.parse(kept.now);
      if (wait > patience) return { seen, parked: { state, notBefore: kept.notBefore ?? kept.now, why: "it waits for one of the two APIs" } };
      await ctx.sleep(clock.real(Math.max(wait, 1)), "wait");
      continue;
    }
    const isDecidedHere = fresh !== undefined;
    const answers = await restate.RestatePromise.all(kept.requests.map((call) => {
      const isNew = isDecidedHere && (!asked.has(call.id) || here.has(call.id));
      asked.add(call.id);
      if (isDecidedHere) here.add(call.id);
      return input.batched && mayBeBatched(call) ? withOthers(ctx, call, kept.now) : made(ctx, means, call, kept.now, began, isNew);
    }));
    calls += answers.length;
    responses = answers.flatMap((one) => ("notBefore" in one ? [] : one));
    for (const [place, call] of kept.requests.entries()) {
      const came = answers[place];
      if (came !== undefined && !("notBefore" in came)) look(call, came);
    }
    const late = answers.flatMap((one) => ("notBefore" in one ? one : []));
    if (late.length === 0) continue;
    // What was answered already is filed, so that it need not be asked again.
    const [last] = late.sort((a, b) => (a.notBefore < b.notBefore ? 1 : -1));
    const filed = responses.length === 0 ? state : operations.handoffStep(state, responses, kept.now).state;
    return { seen, parked: { state: filed, notBefore: last?.notBefore ?? kept.now, why: last?.why ?? "" } };
  }
  throw new restate.TerminalError(`the handoff does not end: ${MOST} steps`);
}
