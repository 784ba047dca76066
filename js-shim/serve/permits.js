// Who may call an API now: so many calls in a window, so many at once, so many a day. Pure: a state goes in, another
// comes out, and everything that depends on the time is told it.

/**
 * @typedef {object} Limits
 * @property {number} window milliseconds of a window
 * @property {number} perWindow calls in it
 * @property {number} atOnce calls at once
 * @property {number} day milliseconds of a day
 * @property {number} perDay calls in it
 * @property {number} lease milliseconds after which a permit that nobody gave back is void
 * @property {number} patience milliseconds that an asker is kept waiting here, and not sent away to come again
 */
/** Somebody who waits: `id` names the permit, `calls` is how many it is for. @typedef {{ id: string, calls: number, at: number }} Asker */
/**
 * `until` and `free` are instants in milliseconds.
 * @typedef {object} Permits
 * @property {1} v
 * @property {{ began: number, used: number }} window
 * @property {{ began: number, used: number }} day
 * @property {number} free before which nothing goes out, since a limit was met
 * @property {Record<string, { calls: number, until: number }>} leases
 * @property {Asker[]} queue first come, first served
 * @property {number} booked until when those who were sent away have the windows to themselves
 * @property {{ by: string, at: number }} [paused]
 */
/** @typedef {{ id: string } & ({ until: number } | { notBefore: number, paused?: boolean })} Answer a permit until an instant, or when to ask again */
/** @typedef {{ left?: number | undefined, leftToday?: number | undefined, limited?: { seconds?: number | undefined, problem?: string | undefined } | undefined }} Told what an API's answer said of its limits */

/** Xero's, of one organisation. @type {Limits} */
export const XERO = Object.freeze({ window: 60_000, perWindow: 60, atOnce: 5, day: 86_400_000, perDay: 5_000, lease: 90_000, patience: 15_000 });
/** Pipedrive's, of one token on its smallest plan; its day is counted in tokens and known from its headers alone. @type {Limits} */
export const PIPEDRIVE = Object.freeze({ window: 2_000, perWindow: 20, atOnce: 10, day: 86_400_000, perDay: Infinity, lease: 90_000, patience: 15_000 });

/** How long a pause is waited for before it is asked again. */
const PAUSE = 300_000;
/** Seconds that a limit without a time is waited for: of calls at once, and any other. */
const UNSAID = { concurrent: 1, other: 60 };

/** @returns {Permits} */
export const noPermits = () => ({ v: 1, window: { began: 0, used: 0 }, day: { began: 0, used: 0 }, free: 0, leases: {}, queue: [], booked: 0 });

/** What goes out is never more than fits at all. @param {number} calls @param {Limits} limits */
const fitting = (calls, { atOnce, perWindow }) => Math.max(1, Math.min(calls, atOnce, perWindow));

/** A window in which now lies. @param {{ began: number, used: number }} one @param {number} length @param {number} now */
function turned(one, length, now) {
  return now - one.began >= length || now < one.began ? { began: now, used: 0 } : one;
}

/** Puts somebody at the end of the queue. @param {Permits} permits @param {Asker} asker @returns {Permits} */
export function ask(permits, asker) {
  return permits.queue.some(({ id }) => id === asker.id) || permits.leases[asker.id] !== undefined ? permits : { ...permits, queue: [...permits.queue, asker] };
}

/** Gives a permit back. @param {Permits} permits @param {string} id @returns {Permits} */
export function giveBack(permits, id) {
  const { [id]: _, ...leases } = permits.leases;
  return { ...permits, leases, queue: permits.queue.filter((asker) => asker.id !== id) };
}

/**
 * Learns from what an API said.
 * @param {Permits} permits @param {Limits} limits @param {number} now @param {Told} told
 * @returns {Permits}
 */
export function learn(permits, limits, now, { left, leftToday, limited }) {
  const learnt = { ...permits, window: turned(permits.window, limits.window, now), day: turned(permits.day, limits.day, now) };
  // Others of the same organisation call too: what is left is never more than the API says.
  if (left !== undefined && left >= 0) learnt.window = { ...learnt.window, used: Math.max(learnt.window.used, limits.perWindow - left) };
  if (leftToday !== undefined && leftToday >= 0 && Number.isFinite(limits.perDay)) learnt.day = { ...learnt.day, used: Math.max(learnt.day.used, limits.perDay - leftToday) };
  if (limited !== undefined) {
    const seconds = limited.seconds ?? (limited.problem === "concurrent" ? UNSAID.concurrent : UNSAID.other);
    learnt.free = Math.max(learnt.free, now + Math.max(1, seconds) * 1_000);
  }
  return learnt;
}

/** When so many calls could go out, as far as windows say. @param {Permits} permits @param {Limits} limits @param {number} now @param {number} calls */
function earliest({ window, day, free }, limits, now, calls) {
  const ofWindow = window.used + calls > limits.perWindow && window.used > 0 ? window.began + limits.window : now;
  const ofDay = day.used + calls > limits.perDay && day.used > 0 ? day.began + limits.day : now;
  return Math.max(now, ofWindow, ofDay, free);
}

/**
 * Serves the queue as far as it goes.
 * @param {Permits} permits @param {Limits} limits @param {number} now
 * @returns {{ permits: Permits, answers: Answer[], again: number | undefined }} when to serve it again, if nothing happens before
 */
export function serve(permits, limits, now) {
  const next = { ...permits, leases: { ...permits.leases }, queue: [...permits.queue], window: turned(permits.window, limits.window, now), day: turned(permits.day, limits.day, now) };
  for (const [id, { until }] of Object.entries(next.leases)) if (until <= now) delete next.leases[id];
  /** @type {Answer[]} */
  const answers = [];
  if (next.paused !== undefined) {
    answers.push(...next.queue.map(({ id }) => ({ id, notBefore: now + PAUSE, paused: true })));
    return { permits: { ...next, queue: [] }, answers, again: undefined };
  }
  for (let asker = next.queue[0]; asker !== undefined; asker = next.queue[0]) {
    const calls = fitting(asker.calls, limits);
    const at = earliest(next, limits, now, calls);
    if (at - now > limits.patience) {
      // Each of those who are sent away has its own time: all of them at once would only be sent away again.
      const apart = limits.window / limits.perWindow;
      for (const { id, calls: wanted } of next.queue) {
        const notBefore = Math.max(at, next.booked);
        answers.push({ id, notBefore });
        next.booked = notBefore + Math.ceil(apart * fitting(wanted, limits));
      }
      next.queue = [];
      return { permits: next, answers, again: undefined };
    }
    if (at > now) return { permits: next, answers, again: at };
    const out = Object.values(next.leases).reduce((sum, lease) => sum + lease.calls, 0);
    if (out + calls > limits.atOnce) return { permits: next, answers, again: Math.min(...Object.values(next.leases).map(({ until }) => until)) };
    next.queue.shift();
    next.window.used += calls;
    next.day.used += calls;
    const until = now + limits.lease;
    next.leases[asker.id] = { calls, until };
    answers.push({ id: asker.id, until });
  }
  return { permits: next, answers, again: undefined };
}

/** What an API's headers say of its limits. @param {"xero" | "pipedrive"} api @param {import("./transport.js").Came} answer @returns {Told} */
export function toldBy(api, answer) {
  const { status, headers } = "status" in answer ? answer : { status: 0, headers: /** @type {Record<string, string>} */ ({}) };
  const number = (/** @type {string} */ name) => (headers[name] === undefined || !/^\d+(\.\d+)?$/.test(headers[name]) ? undefined : Number(headers[name]));
  const wait = number("retry-after") ?? (api === "pipedrive" ? number("x-ratelimit-reset") : undefined);
  const limited = status === 429 ? { limited: { seconds: wait, problem: headers["x-rate-limit-problem"] } } : {};
  if (api === "xero") return { left: number("x-minlimit-remaining"), leftToday: number("x-daylimit-remaining"), ...limited };
  const today = number("x-daily-ratelimit-token-remaining") ?? number("x-daily-requests-left");
  return { left: number("x-ratelimit-remaining"), ...(today === 0 && status === 429 && wait === undefined ? { limited: { seconds: 3_600 } } : limited) };
}

/** Several answers' at once: the least that is left, the longest wait. @param {Told[]} all @returns {Told} */
export function together(all) {
  const least = (/** @type {(number | undefined)[]} */ numbers) => numbers.reduce((a, b) => (a === undefined ? b : b === undefined ? a : Math.min(a, b)), undefined);
  const limits = all.flatMap(({ limited }) => limited ?? []);
  const limited = limits.sort((a, b) => (b.seconds ?? 0) - (a.seconds ?? 0))[0];
  return { left: least(all.map(({ left }) => left)), leftToday: least(all.map(({ leftToday }) => leftToday)), ...(limited === undefined ? {} : { limited }) };
}
