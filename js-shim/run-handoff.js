// A handoff over any transport: makes the requests of each step and goes on, until its outcome. No rules here: what is
// asked, how often and when again is decided in Rust.

import { missingDates } from "./local-dates.js";
import { createLooks, isOnce } from "./looks.js";

/** @typedef {import("wonvoice:glue").Api} Api */
/** @typedef {ReturnType<Api["handoffStep"]>} Step */
/** @typedef {Step["requests"][number]} Call */
/** @typedef {Parameters<Api["handoffStep"]>[1][number]} Response */
/** @typedef {import("./init-types.js").HandoffCache} HandoffCache */
/** @typedef {import("./init-types.js").HandoffOptions} HandoffOptions */
/** `signal` ends a request that nobody waits for any more. @typedef {(request: Call, signal: AbortSignal) => Promise<Response>} Make */

/** Requests under way at once: Xero takes five. */
const AT_ONCE = 4;
/** Milliseconds after a look-up in which something is written by it. */
const FRESH = 240_000;
/** Answers that the built-in cache keeps. */
const MOST_KEPT = 500;

/** @param {number} ms @returns {Promise<void>} */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @returns {HandoffCache} answers in memory, the oldest forgotten first */
export function memoryCache() {
  /** @type {Map<string, { value: unknown, until: number }>} */
  const kept = new Map();
  return {
    get(key) {
      const found = kept.get(key);
      if (found !== undefined && found.until > Date.now()) return found.value;
      kept.delete(key);
      return undefined;
    },
    set(key, value, seconds) {
      kept.delete(key);
      kept.set(key, { value, until: Date.now() + seconds * 1000 });
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_KEPT) break;
        kept.delete(oldest);
      }
    },
    delete(key) {
      kept.delete(key);
    },
  };
}

/** @param {unknown} thrown */
function reason(thrown) {
  const { message, name } = /** @type {{ message?: unknown, name?: unknown }} */ (Object(thrown));
  return String(message ?? name ?? thrown).replace(/\s+/g, " ").slice(0, 200);
}

/** Headers of any host as a plain object. @param {any} headers @returns {Record<string, string>} */
function plain(headers) {
  if (headers === null || typeof headers !== "object") return {};
  const rows = typeof headers.entries === "function" ? [...headers.entries()] : Object.entries(headers);
  return Object.fromEntries(rows.map(([name, value]) => [String(name).toLowerCase(), String(value)]));
}

/**
 * An injected transport as what makes a request: `{ status, headers, body }` of it, or why there is none.
 * @param {import("./init-types.js").HandoffTransport} send
 * @returns {Make}
 */
export function over(send) {
  return async (request, signal) => {
    const { body, ...rest } = request;
    const answer = await send({ ...rest, headers: { ...rest.headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }), signal });
    if (answer.status === undefined) return { id: request.id, error: reason(answer.error ?? "no status") };
    const read = answer.body === undefined || answer.body === null ? {} : { body: answer.body };
    return /** @type {Response} */ ({ id: request.id, status: Number(answer.status), headers: plain(answer.headers), ...read });
  };
}

/**
 * One answer: a kept one, or what the transport comes back with; one that takes too long counts as lost, and its
 * request is ended, so that it does not go out after the look-up that follows.
 * @param {Call} request @param {Make} make @param {import("./looks.js").Looks} looks @param {Required<Pick<HandoffOptions, "timeout" | "sleep">> & { cache: HandoffCache | null }} options
 * @returns {Promise<Response>}
 */
async function answered(request, make, looks, { timeout, cache }) {
  const { id } = request;
  if (isOnce(request) && !looks.mayWrite(request)) return { id, error: "it was not sent: what it was decided by is too old", unsent: true };
  looks.begun(request);
  const kept = request.cache === undefined ? undefined : await cache?.get(request.cache.key);
  if (kept !== undefined) return /** @type {Response} */ ({ .../** @type {object} */ (kept), id, cached: true });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const ending = new AbortController();
  /** @type {Promise<Response>} */
  const late = new Promise((resolve) => {
    timer = setTimeout(() => {
      const error = `no answer within ${timeout / 1000} s`;
      resolve({ id, error });
      // An error of this realm: what a host's own reason is an instance of is not ours to say.
      ending.abort(new Error(error));
    }, timeout);
  });
  try {
    const response = await Promise.race([make(request, ending.signal), late]);
    if (request.cache !== undefined && response.status === 200) {
      const { status, body } = response;
      await cache?.set(request.cache.key, { status, body, at: new Date().toISOString() }, request.cache.seconds);
    }
    return response;
  } catch (thrown) {
    return { id, error: reason(thrown) };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * All of them, some at a time.
 * @template T, R
 * @param {readonly T[]} items @param {(item: T) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
async function inTurn(items, work) {
  /** @type {R[]} */
  const results = [];
  for (let start = 0; start < items.length; start += AT_ONCE) results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  return results;
}

/**
 * @param {Pick<Api, "handoffStart" | "handoffStep">} operations
 * @param {any} input
 * @param {Make} make
 * @param {HandoffOptions} options
 * @returns {Promise<any>}
 */
export async function handOver(operations, input, make, options) {
  const { now = () => new Date(), sleep = wait, maxWait = 60_000, timeout = 30_000, cache = null, state, onStep } = options;
  const instant = () => new Date(now()).toISOString();
  /** @type {Set<string>} */
  const used = new Set();
  const looks = createLooks({ within: FRESH, state });
  let left = maxWait;
  /** @type {Step} */
  let step = state === undefined ? operations.handoffStart({ now: instant(), ...input }) : operations.handoffStep(/** @type {Step["state"]} */ (state), [], instant());
  for (;;) {
    await onStep?.(step);
    if (step.outcome !== undefined) {
      // What was kept may be why: the next run reads it anew.
      if (!["done", "waiting", "skipped"].includes(step.outcome.status)) for (const key of used) await cache?.delete(key);
      return step.outcome;
    }
    if (step.notBefore !== undefined && step.requests.length === 0) {
      const ms = Date.parse(step.notBefore) - Date.parse(instant());
      if (ms > left) {
        const { state } = step;
        return { ...operations.handoffStep(state, [], instant(), true).outcome, state };
      }
      left -= Math.max(0, ms);
      if (ms > 0) await sleep(ms);
      step = operations.handoffStep(step.state, [], instant());
      continue;
    }
    for (const { cache: kept } of step.requests) if (kept !== undefined) used.add(kept.key);
    looks.asked(step.requests);
    const responses = await inTurn(step.requests, (request) => answered(request, make, looks, { timeout, sleep, cache }));
    if (step.dates !== undefined) responses.push({ id: "local-dates", body: missingDates(step.dates, instant()).localDates });
    step = operations.handoffStep(step.state, responses, instant());
  }
}
