// What goes wrong between two programs, on purpose and again in the same way for the same seed.
import { chance } from "./random.js";

/**
 * Every kind, and what happens then. `before` means that the other side did nothing, `after` that it did all.
 */
export const KINDS = Object.freeze({
  "429": "a limit is said to be reached",
  "429-concurrent": "too many are said to be under way, in Xero",
  "500": "the service fails, before it did anything; Xero remembers that under the request's key",
  "503": "a gateway answers that the service is not there",
  "timeout-before": "no answer ever comes, nothing was done",
  "timeout-after": "no answer ever comes, all was done",
  "reset-before": "the connection breaks, nothing was done",
  "reset-after": "the connection breaks, all was done",
  cut: "all was done, the connection breaks in the middle of the answer",
  truncated: "all was done, the answer ends too early and in good order",
  malformed: "all was done, the answer is no JSON",
  "expired-token": "the token has expired in this moment",
  lag: "what this request writes is found later than usual",
  "clock-jump": "the other side's clock jumps, to and fro",
  "webhook-duplicate": "a webhook comes twice",
  "webhook-reorder": "a webhook overtakes the one before it",
  "webhook-lost": "a webhook never comes",
});

/** @typedef {keyof typeof KINDS} Kind */
/** @typedef {{ api: string, method: string, path: string, query: string, key?: string }} Target what is hit: a request, or a webhook (method `WEBHOOK`) */
/** @typedef {{ kind: Kind, target: Target }} Fired */

/** Whether a kind can hit a target at all. @param {Kind} kind @param {Target} target */
function fits(kind, { api, method, path }) {
  if (kind === "429-concurrent" && api !== "xero") return false;
  if (kind.startsWith("webhook-")) return method === "WEBHOOK";
  if (method === "WEBHOOK" || /^\/(connect|oauth|identity)\//.test(path)) return false;
  return kind === "lag" ? method !== "GET" : true;
}

/**
 * @param {object} [given]
 * @param {number | string} [given.seed]
 * @param {{ [kind in Kind]?: number }} [given.rates] of all that a kind can hit, the share that it hits
 * @param {number} [given.inARow] how often the same target is hit at most before it gets through
 */
export function createFaults({ seed = 1, rates = {}, inARow = 3 } = {}) {
  const kinds = /** @type {Kind[]} */ (Object.keys(KINDS));
  for (const kind of Object.keys(rates)) if (!kinds.includes(/** @type {Kind} */ (kind))) throw new Error(`no fault is called \`${kind}\``);
  /** @type {{ kind: Kind, match: (target: Target) => boolean, times: number }[]} */
  const planned = [];
  /** @type {Map<string, number>} */
  const met = new Map();
  /** @type {Map<string, number>} */
  const row = new Map();
  /** @type {Fired[]} */
  const log = [];
  let paused = false;

  /** @param {Target} target @param {string} name @returns {Kind | undefined} */
  function drawn(target, name) {
    const time = met.get(name) ?? 0;
    met.set(name, time + 1);
    if (paused || (row.get(name) ?? 0) >= inARow) return undefined;
    let left = chance("fault", seed, name, time);
    for (const kind of kinds) {
      if (!fits(kind, target)) continue;
      left -= rates[kind] ?? 0;
      if (left < 0) return kind;
    }
    return undefined;
  }

  return {
    /** What happens to a target now: the first plan that fits, otherwise what the seed says. @param {Target} target */
    draw(target) {
      const name = [target.api, target.method, target.path, target.query, target.key ?? ""].join(" ");
      const plan = planned.find(({ kind, match, times }) => times > 0 && fits(kind, target) && match(target));
      if (plan) plan.times -= 1;
      const kind = plan?.kind ?? drawn(target, name);
      row.set(name, kind === undefined ? 0 : (row.get(name) ?? 0) + 1);
      if (kind !== undefined) log.push({ kind, target });
      return kind;
    },
    /** A fault for the next targets that match. @param {Kind} kind @param {(target: Target) => boolean} [match] @param {number} [times] */
    plan(kind, match = () => true, times = 1) {
      if (!kinds.includes(kind)) throw new Error(`no fault is called \`${kind}\``);
      planned.push({ kind, match, times });
    },
    /** What was planned and has not happened does not happen. */
    cancel: () => void planned.splice(0),
    /** How often each kind fired. @returns {{ [kind: string]: number }} */
    counts: () => Object.fromEntries(kinds.map((kind) => [kind, log.filter((fired) => fired.kind === kind).length])),
    log,
    /** No more by chance; plans stay. */
    pause: () => void (paused = true),
    resume: () => void (paused = false),
  };
}

/** @typedef {ReturnType<typeof createFaults>} Faults */
