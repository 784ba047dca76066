// A handoff as journaled steps: what is decided by is in the engine's journal before anything follows from it, so a
// worker may die anywhere and another goes on. No rules here: what is asked, how often and when again is decided in Rust.

import * as restate from "@restatedev/restate-sdk";
import { missingDates } from "../local-dates.js";
import { createLooks, isOnce } from "../looks.js";
import { WRITER } from "./names.js";
import { watcher } from "./seen.js";
import { tell } from "./tell.js";

/** @typedef {import("@restatedev/restate-sdk").Context} Context */
/** A deal's. @typedef {import("@restatedev/restate-sdk").ObjectContext} Keyed */
/** @typedef {import("./transport.js").Call & { cache?: { key: string, seconds: number } }} Call */
/** @typedef {import("./transport.js").Came} Came */
/** @typedef {import("./turnstile.js").Later} Later */
/** @typedef {{ state: any, requests: Call[], dates?: any, notBefore?: string, findings?: any[], outcome?: any }} Step */
/** What became of a request that is certain not to have gone out. @typedef {import("./transport.js").Unsent} Unsent */
/** @typedef {{ now: string, requests: Call[], notBefore?: string, outcome?: any, state?: any, cached: string[] }} Kept what the journal keeps of a step */
/** @typedef {{ handoffStart(input: any): any, handoffStep(state: any, responses: any, now: string, stop?: boolean): any }} Operations */
/** @typedef {{ seen: import("./seen.js").Seen } & ({ outcome: any, calls: number } | { parked: { state: any, notBefore: string, why: string } })} End */

/**
 * @typedef {object} Means
 * @property {Operations} operations
 * @property {(call: Call, began: number, may?: () => boolean) => Promise<Came | Later>} send `may` is asked right before it goes out
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
/** Milliseconds in which a request that went out with others is certain to have come to Xero, or never to. */
export const SETTLED = 180_000;

/** Nobody knows: it is looked up before anything else is sent. @param {Call} call @returns {Came} */
const doubted = ({ id }) => ({ id, error: "a worker died, and nobody knows whether it was made before" });
/** It is decided anew. @param {Call} call @param {string} error @returns {Unsent} */
const unsent = ({ id }, error) => ({ id, error, unsent: true });

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
 *
 * What makes a document goes out within minutes of the look-up that it was decided by, as both of this machine's clocks
 * count them: of two of them, either the later look-up saw the document, or Xero still knew the key.
 * @param {Context} ctx @param {Means} means @param {Call} call @param {string} decided when it was asked for @param {number} began when the handoff did
 * @param {import("../looks.js").Looks} looks @param {boolean} isNew whether nobody can have made it before
 */
function made(ctx, { send, cache, clock, fetching }, call, decided, began, looks, isNew) {
  const { cache: hint, ...request } = call;
  const { attemptCompletedSignal: over } = ctx.request();
  return ctx.run(call.id, async () => {
    if (isOnce(call)) {
      // A worker that died may have made it, or be about to.
      if (!isNew) return doubted(call);
      return send(request, began, () => !over.aborted && looks.mayWrite(call));
    }
    // The worker that was to make it died, and this one came long after.
    if (call.method !== "GET" && Math.abs(clock.now() - Date.parse(decided)) > STALE) return /** @type {Came} */ ({ id: call.id, error: "it was not made within four minutes, and nobody knows whether it was before" });
    looks.begun(call);
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

/** Whether a request may go out with those of other deals; what may have been made before goes alone. @param {Call} call */
const mayBeBatched = ({ id, api, method, url }) => api === "xero" && method === "PUT" && /^create-(?!.*-again-)/.test(id) && /\/Invoices(?:\?|$)/.test(url);

/** A create that the organisation's one writer makes with those of others. @param {Keyed} ctx @param {Call} call @param {string} decided @returns {import("@restatedev/restate-sdk").RestatePromise<Came | Later>} */
function withOthers(ctx, call, decided) {
  /** @type {{ id: string, promise: import("@restatedev/restate-sdk").RestatePromise<Came | Later> }} */
  const { id, promise } = ctx.awakeable();
  tell(ctx, WRITER, call.headers["xero-tenant-id"] ?? "", "add", { id, call, decided, deal: ctx.key });
  return promise;
}

/** Whether nobody knows what came of a request. @param {Came | Later | undefined} came */
const isLost = (came) => came !== undefined && "error" in came && !("unsent" in came);

/**
 * The state with answers filed. What the next step would send is not sent, and said to be so.
 * @param {Operations} operations @param {any} state @param {Came[]} responses @param {string} now
 */
function filed(operations, state, responses, now) {
  for (let [at, given] = [state, responses]; ;) {
    if (given.length === 0) return at;
    /** @type {Step} */
    const step = operations.handoffStep(at, given, now);
    [at, given] = [step.state ?? at, step.requests.filter(isOnce).map((call) => unsent(call, "the handoff waits"))];
  }
}

/**
 * Takes a handoff to its end, or to where it has to wait for long.
 * @param {Keyed} ctx
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
  const looks = createLooks({ within: clock.real(STALE), state, ticks: clock.ticks, wall: clock.wall });
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
    // Of a step that a worker before took, that one may have made the requests.
    const isNew = fresh !== undefined;
    const isWithOthers = (/** @type {Call} */ call) => input.batched && mayBeBatched(call);
    looks.asked(kept.requests);
    const answers = await restate.RestatePromise.all(kept.requests.map((call) =>
      isWithOthers(call) ? withOthers(ctx, call, kept.now) : made(ctx, means, call, kept.now, began, looks, isNew)));
    calls += answers.length;
    responses = kept.requests.flatMap((call, place) => {
      const came = answers[place];
      if (came === undefined || !("notBefore" in came)) return came ?? [];
      return isOnce(call) ? unsent(call, came.why) : [];
    });
    // What went out with others has a key of theirs, so a look-up must be able to see it, by then.
    if (kept.requests.some((call, place) => isWithOthers(call) && isLost(answers[place]))) await ctx.sleep(clock.real(SETTLED), "settle");
    for (const [place, call] of kept.requests.entries()) {
      const came = answers[place];
      if (came !== undefined && !("notBefore" in came)) look(call, came);
    }
    const late = answers.flatMap((one) => ("notBefore" in one ? one : []));
    if (late.length === 0) continue;
    // What was answered already is filed, so that it need not be asked again.
    const [last] = late.sort((a, b) => (a.notBefore < b.notBefore ? 1 : -1));
    return { seen, parked: { state: filed(operations, state, responses, kept.now), notBefore: last?.notBefore ?? kept.now, why: last?.why ?? "" } };
  }
  throw new restate.TerminalError(`the handoff does not end: ${MOST} steps`);
}
