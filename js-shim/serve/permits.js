// Who may call an API now: so many calls in a window, so many at once, so many a day. Pure: a state goes in, another
// comes out, and everything that depends on the time is told it.
//
// A call has its place in the window until one window after its permit came back, however long it was on its way: when
// the last of some calls that come to the API within one window got its permit, all others still had their places. So
// no window of theirs, whenever it begins, sees more than there are places.

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
 * Everything is in milliseconds, instants since 1970.
 * @typedef {object} Permits
 * @property {2} v
 * @property {number[]} back when the permits came back, or ended, that still have a place in the window
 * @property {[until: number, count: number][]} day how many places of the day are free again from an instant on
 * @property {number} free before which nothing goes out, since a limit was met
 * @property {number} [met] when that was
 * @property {Record<string, number>} leases until when each permit that is out is good
 * @property {{ by: string, at: number }} [paused]
 */
/** The form before: fixed windows. @typedef {Omit<Permits, "v" | "back" | "day"> & { v: 1, window: { began: number, used: number }, day: { began: number, used: number } }} Before */
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
export const noPermits = () => ({ v: 2, back: [], day: [], free: 0, leases: {} });

/** Milliseconds by which the clocks of two workers may differ: a little earlier is no clock that went back. */
const SKEW = 10_000;
/** Parts of a day: what comes back in one is counted together, as if at its end. */
const PARTS = 24;

/** What is counted twice is left out: a state has no more instants than places. @param {number[]} back @param {Limits} limits */
const clipped = (back, { perWindow }) => (back.length > perWindow ? back.slice(back.length - perWindow) : back);

/** So many calls of the day, which end now. @param {Permits["day"]} day @param {Limits} limits @param {number} now @param {number} count @returns {Permits["day"]} */
function counted(day, limits, now, count) {
  if (count <= 0) return day;
  const part = limits.day / PARTS;
  const until = Math.ceil((now + 1) / part) * part + limits.day;
  const known = day.find((one) => one[0] === until);
  return known === undefined ? [...day, [until, count]] : day.map((one) => (one === known ? [until, one[1] + count] : one));
}

/** @param {Permits["day"]} day */
const today = (day) => day.reduce((sum, [, count]) => sum + count, 0);

/** A state of the form before: nobody knows when its calls came back, so it may have been now. @param {Permits | Before} permits @param {Limits} limits @param {number} now @returns {Permits} */
function read(permits, limits, now) {
  if (permits.v === 2) return permits;
  const { window, day, v: _, ...rest } = permits;
  const used = (/** @type {{ began: number, used: number }} */ one, /** @type {number} */ length) => (now - one.began >= length || now < one.began - Math.max(length, SKEW) ? 0 : Math.max(0, one.used - Object.keys(rest.leases).length));
  return { ...rest, v: 2, back: clipped(Array.from({ length: used(window, limits.window) }, () => now), limits), day: counted([], limits, now, used(day, limits.day)) };
}

/**
 * As it is now: permits that nobody asked for again have ended, and places are free again. What a clock that has since
 * gone back says of the future counts no more.
 * @param {Permits | Before} before @param {Limits} limits @param {number} now @returns {Permits}
 */
export function current(before, limits, now) {
  const permits = read(before, limits, now);
  const { free, met = 0, leases } = permits;
  const all = Object.entries(leases).filter(([, until]) => until <= now + limits.lease + SKEW);
  const ended = all.filter(([, until]) => until <= now).map(([, until]) => until);
  const back = [...permits.back, ...ended].filter((at) => now - at < limits.window && at <= now + SKEW);
  const day = ended.reduce((sum, until) => counted(sum, limits, until, 1), permits.day).filter(([until]) => now < until && until <= now + 2 * limits.day + SKEW);
  return { ...permits, free: now < met - SKEW ? 0 : free, leases: Object.fromEntries(all.filter(([, until]) => until > now)), back: clipped(back, limits), day };
}

/** Gives permits back. @param {Permits | Before} before @param {Limits} limits @param {number} now @param {readonly string[]} ids @returns {Permits} */
export function giveBack(before, limits, now, ids) {
  const { back, day, leases, ...rest } = current(before, limits, now);
  return {
    ...rest,
    leases: Object.fromEntries(Object.entries(leases).filter(([id]) => !ids.includes(id))),
    // One that had ended was on its way all the same.
    back: clipped([...back, ...ids.map(() => now)], limits),
    day: counted(day, limits, now, ids.length),
  };
}

/**
 * Learns from what an API said.
 * @param {Permits | Before} before @param {Limits} limits @param {number} now @param {Told} told
 * @returns {Permits}
 */
export function learn(before, limits, now, { left, leftToday, limited }) {
  const learnt = current(before, limits, now);
  const out = Object.keys(learnt.leases).length;
  // Others of the same organisation call too: what is left is never more than the API says.
  const others = left === undefined ? 0 : limits.perWindow - left - out - learnt.back.length;
  if (others > 0) learnt.back = [...learnt.back, ...Array.from({ length: others }, () => now)];
  // Their day may end at any time: they are asked again before ours does.
  const othersToday = leftToday === undefined ? 0 : limits.perDay - leftToday - out - today(learnt.day);
  if (othersToday > 0) learnt.day = [...learnt.day, [now + limits.day / PARTS, othersToday]];
  if (limited !== undefined) {
    const seconds = limited.seconds ?? (limited.problem === "concurrent" ? UNSAID.concurrent : UNSAID.other);
    const free = now + Math.max(1, seconds) * 1_000;
    if (free > learnt.free) Object.assign(learnt, { free, met: now });
  }
  return learnt;
}

/**
 * As many permits as there are, for whoever asked first.
 * @param {Permits | Before} before @param {Limits} limits @param {number} now @param {readonly string[]} ids
 * @returns {{ permits: Permits, answer: Answer }}
 */
export function grant(before, limits, now, ids) {
  const next = current(before, limits, now);
  if (next.paused !== undefined) return { permits: next, answer: { granted: [], again: now + PAUSE, paused: true } };
  /** @type {string[]} */
  const granted = [];
  for (const id of ids) {
    if (next.leases[id] === undefined) {
      const out = Object.keys(next.leases).length;
      const inWindow = out + next.back.length < limits.perWindow ? now : Math.min(...next.back) + limits.window;
      const inDay = out + today(next.day) < limits.perDay ? now : Math.min(...next.day.map(([until]) => until));
      const again = Math.max(next.free, inWindow, inDay);
      if (again > now && again < Infinity) return { permits: next, answer: { granted, again, apart: Math.ceil(limits.window / limits.perWindow) } };
      if (again > now || out >= limits.atOnce) return { permits: next, answer: { granted } };
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
