// Who may call an API now: so many calls in a window, so many at once, so many a day. Pure: a state goes in, another
// comes out, and everything that depends on the time is told it.

/**
 * @typedef {object} Limits
 * @property {number} window milliseconds of a window
 * @property {number} perWindow calls in it
 * @property {number} atOnce calls at once
 * @property {number} day milliseconds of a day
 * @property {number} perDay calls in it
 * @property {number} lease milliseconds after which a permit that nobody asked for again is void
 */
/**
 * `free` and `until` are instants in milliseconds.
 * @typedef {object} Permits
 * @property {1} v
 * @property {{ began: number, used: number }} window
 * @property {{ began: number, used: number }} day
 * @property {number} free before which nothing goes out, since a limit was met
 * @property {number} [met] when that was
 * @property {Record<string, number>} leases until when each permit that is out is good
 * @property {{ by: string, at: number }} [paused]
 */
/** What an API's answers said of its limits. @typedef {{ left?: number | undefined, leftToday?: number | undefined, limited?: { seconds?: number | undefined, problem?: string | undefined } | undefined }} Told */
/**
 * `granted` are ids of permits; for the others it is worth asking `again` at an instant, or as soon as one is given
 * back, where there is none; `apart` is how many milliseconds a call takes of a window.
 * @typedef {{ granted: string[], again?: number, apart?: number, paused?: boolean }} Answer
 */

/** Xero's, of one organisation: a minute and a little, since nobody knows when theirs begins. @type {Limits} */
export const XERO = Object.freeze({ window: 61_000, perWindow: 60, atOnce: 5, day: 86_400_000, perDay: 5_000, lease: 12_000 });
/** Pipedrive's, of one token on its smallest plan; its day is counted in tokens and known from its headers alone. @type {Limits} */
export const PIPEDRIVE = Object.freeze({ window: 2_100, perWindow: 20, atOnce: 10, day: 86_400_000, perDay: Number.MAX_SAFE_INTEGER, lease: 12_000 });

/** How long a pause is waited for before it is asked again. */
const PAUSE = 300_000;
/** Seconds that a limit without a time is waited for: of calls at once, and any other. */
const UNSAID = { concurrent: 1, other: 60 };

/** @returns {Permits} */
export const noPermits = () => ({ v: 1, window: { began: 0, used: 0 }, day: { began: 0, used: 0 }, free: 0, leases: {} });

/** Milliseconds by which the clocks of two workers may differ: a little earlier is no clock that went back. */
const SKEW = 10_000;

/** A window in which now lies. @param {{ began: number, used: number }} one @param {number} length @param {number} now */
const turned = (one, length, now) => (now - one.began >= length || now < one.began - Math.max(length, SKEW) ? { began: now, used: 0 } : one);

/**
 * What a clock that has since gone back says of the future counts no more: of a limit that was met, and of leases that
 * are longer than any is.
 * @param {Permits} permits @param {Limits} limits @param {number} now @returns {Permits}
 */
function sobered(permits, { lease }, now) {
  const { free, met = 0, leases } = permits;
  return { ...permits, free: now < met - SKEW ? 0 : free, leases: Object.fromEntries(Object.entries(leases).filter(([, until]) => until > now && until <= now + lease + SKEW)) };
}

/** Gives permits back. @param {Permits} permits @param {readonly string[]} ids @returns {Permits} */
export function giveBack(permits, ids) {
  return { ...permits, leases: Object.fromEntries(Object.entries(permits.leases).filter(([id]) => !ids.includes(id))) };
}

/**
 * Learns from what an API said.
 * @param {Permits} permits @param {Limits} limits @param {number} now @param {Told} told
 * @returns {Permits}
 */
export function learn(permits, limits, now, { left, leftToday, limited }) {
  const learnt = { ...permits, window: turned(permits.window, limits.window, now), day: turned(permits.day, limits.day, now) };
  // Others of the same organisation call too: what is left is never more than the API says.
  if (left !== undefined) learnt.window = { ...learnt.window, used: Math.max(learnt.window.used, limits.perWindow - left) };
  if (leftToday !== undefined) learnt.day = { ...learnt.day, used: Math.max(learnt.day.used, limits.perDay - leftToday) };
  if (limited !== undefined) {
    const seconds = limited.seconds ?? (limited.problem === "concurrent" ? UNSAID.concurrent : UNSAID.other);
    const free = now + Math.max(1, seconds) * 1_000;
    if (free > learnt.free) Object.assign(learnt, { free, met: now });
  }
  return learnt;
}

/**
 * As many permits as there are, for whoever asked first.
 * @param {Permits} permits @param {Limits} limits @param {number} now @param {readonly string[]} ids
 * @returns {{ permits: Permits, answer: Answer }}
 */
export function grant(permits, limits, now, ids) {
  const next = { ...sobered(permits, limits, now), window: turned(permits.window, limits.window, now), day: turned(permits.day, limits.day, now) };
  if (next.paused !== undefined) return { permits: next, answer: { granted: [], again: now + PAUSE, paused: true } };
  /** @type {string[]} */
  const granted = [];
  for (const id of ids) {
    const isOut = next.leases[id] !== undefined;
    if (!isOut) {
      const { window, day, free } = next;
      const again = Math.max(free, window.used >= limits.perWindow ? window.began + limits.window : now, day.used >= limits.perDay ? day.began + limits.day : now);
      if (again > now) return { permits: next, answer: { granted, again, apart: Math.ceil(limits.window / limits.perWindow) } };
      if (Object.keys(next.leases).length >= limits.atOnce) return { permits: next, answer: { granted } };
      // A window begins with its first call, as theirs does.
      next.window = { began: window.used === 0 ? now : window.began, used: window.used + 1 };
      next.day = { began: day.used === 0 ? now : day.began, used: day.used + 1 };
    }
    next.leases[id] = now + limits.lease;
    granted.push(id);
  }
  return { permits: next, answer: { granted } };
}

/** What an API's headers say of its limits. @param {"xero" | "pipedrive"} api @param {import("./transport.js").Came} answer @returns {Told} */
export function toldBy(api, answer) {
  if (!("status" in answer)) return {};
  const { status, headers } = answer;
  const number = (/** @type {string} */ name) => (/^\d+(\.\d+)?$/.test(headers[name] ?? "") ? Number(headers[name]) : undefined);
  const wait = number("retry-after") ?? (api === "pipedrive" ? number("x-ratelimit-reset") : undefined);
  const limited = status === 429 ? { limited: { seconds: wait, problem: headers["x-rate-limit-problem"] } } : {};
  if (api === "xero") return { left: number("x-minlimit-remaining"), leftToday: number("x-daylimit-remaining"), ...limited };
  const today = number("x-daily-ratelimit-token-remaining") ?? number("x-daily-requests-left");
  // Without a time, a day's budget that is used up comes back at midnight, wherever that is.
  return { left: number("x-ratelimit-remaining"), ...(today === 0 && status === 429 && wait === undefined ? { limited: { seconds: 3_600 } } : limited) };
}

/** Several answers' at once: the least that is left, the longest wait. @param {readonly Told[]} all @returns {Told} */
export function together(all) {
  const least = (/** @type {(number | undefined)[]} */ numbers) => numbers.reduce((a, b) => (a === undefined ? b : b === undefined ? a : Math.min(a, b)), undefined);
  const [limited] = all.flatMap((one) => one.limited ?? []).sort((a, b) => (b.seconds ?? 0) - (a.seconds ?? 0));
  return { left: least(all.map(({ left }) => left)), leftToday: least(all.map(({ leftToday }) => leftToday)), ...(limited === undefined ? {} : { limited }) };
}
