// Where the calls of this worker wait for their permits, those of the oldest handoff first. It asks the one who gives them for
// as many as are wanted, and gives back what is done in the same breath: under load one question serves many calls.

import { ORGANISATION, PIPEDRIVE } from "./names.js";
import { toldBy, together } from "./permits.js";

/** @typedef {import("./transport.js").Call} Call */
/** @typedef {import("./transport.js").Came} Came */
/** What is waited for too long here: when to come again, and why. @typedef {{ id: string, notBefore: string, why: string }} Later */
/** `began` is when its handoff did. @typedef {{ id: string, began: number, since: number, resolve: (later: { notBefore: number, why: string } | undefined) => void }} Waiting */

/** Permits asked for at once. */
const MOST = 50;
/** Calls that a handoff still needs, more or less: so far apart come back those who were sent away. */
const CALLS = 4;
/** Milliseconds between questions while all permits are out elsewhere, and after a question that nobody answered. */
const AGAIN = 50;
const TROUBLE = 500;
/** Milliseconds after which permits are given back, and after which those in use are asked for again, without another question. */
const IDLE = 50;
const RENEW = 4_000;

/**
 * @param {object} given
 * @param {import("./ingress.js").Ingress} given.ingress
 * @param {(call: Call, may?: () => boolean) => Promise<Came>} given.send
 * @param {import("./clock.js").Clock} given.clock
 * @param {string} given.company
 * @param {number} [given.patience] milliseconds of the machine's that a call waits here, and holds a worker
 * @param {() => string} [given.newId] different in every worker
 * @returns {(call: Call, began?: number, may?: () => boolean) => Promise<Came | Later>} `began` is when the handoff did that the call is part of; `may` is asked right before it goes out
 */
export function createTurnstile({ ingress, send, clock, company, patience = 15_000, newId = () => crypto.randomUUID() }) {
  const worker = newId();
  let count = 0;
  /** @type {Map<string, ReturnType<typeof queueOf>>} */
  const queues = new Map();

  /** @param {string} service @param {string} key @param {"xero" | "pipedrive"} api */
  function queueOf(service, key, api) {
    /** @type {Waiting[]} */
    let waiting = [];
    /** @type {{ id: string, came: Came }[]} */
    let done = [];
    /** @type {Set<string>} */
    const out = new Set();
    let isAsking = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const name = api === "xero" ? "Xero" : "Pipedrive";

    /** Asks soon, unless somebody asks already. @param {number} ms */
    function soon(ms) {
      if (isAsking) return;
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), ms);
      // Permits that nobody gave back end by themselves: nothing lives on for them.
      if (waiting.length === 0) timer.unref();
    }

    /** Sends them away, each with a time of its own: all at once would only be sent away again. @param {number} from @param {number} apart @param {string} why */
    function sendAway(from, apart, why) {
      for (const [place, { resolve }] of waiting.entries()) resolve({ notBefore: from + place * apart, why });
      waiting = [];
    }

    async function ask() {
      if (waiting.length + done.length + out.size === 0) return;
      isAsking = true;
      const wanted = waiting.slice(0, MOST).map(({ id }) => id);
      // What is out is asked for with it, and so stays out: permits of a worker that died do not.
      const ids = [...out, ...wanted];
      const back = done;
      done = [];
      let next = 0;
      try {
        const asked = { ...(ids.length === 0 ? {} : { ids }), ...(back.length === 0 ? {} : { done: back.map(({ id }) => id), told: together(back.map(({ came }) => toldBy(api, came))) }) };
        /** @type {import("./permits.js").Answer} */
        const { granted, again, apart = 1_000, paused } = await ingress.call(service, key, "acquire", asked);
        const allowed = new Set(granted);
        for (const { id, resolve } of waiting) {
          if (!allowed.has(id)) continue;
          out.add(id);
          resolve(undefined);
        }
        waiting = waiting.filter(({ id }) => !allowed.has(id));
        const wait = again === undefined ? 0 : again - clock.now();
        if (clock.real(wait) > patience) sendAway(again ?? 0, apart * CALLS, paused ? `calls to ${name} are paused` : `the limit of calls to ${name} is used up`);
        next = again === undefined ? (wanted.every((id) => allowed.has(id)) ? 0 : AGAIN) : clock.real(Math.max(wait, 1));
      } catch {
        done = [...back, ...done];
        next = TROUBLE;
      }
      isAsking = false;
      // Whoever waited long enough here waits elsewhere, and lets others at the worker.
      const late = waiting.filter(({ since }) => performance.now() - since > patience);
      if (late.length > 0) {
        waiting = waiting.filter((one) => !late.includes(one));
        for (const [place, { resolve }] of late.entries()) resolve({ notBefore: clock.now() + 2_000 + place * 250, why: `many calls to ${name} are waiting` });
      }
      if (waiting.length > 0) soon(next);
      else if (done.length > 0) soon(IDLE);
      else if (out.size > 0) soon(clock.real(RENEW));
    }

    return {
      /** @param {Call} call @param {number} began @param {(() => boolean) | undefined} may @returns {Promise<Came | Later>} */
      async pass(call, began, may) {
        const id = `${worker}.${++count}`;
        const later = await new Promise((/** @type {Waiting["resolve"]} */ resolve) => {
          // Who began first ends first: many half-done handoffs would all grow old.
          const place = waiting.findIndex((other) => other.began > began);
          waiting.splice(place < 0 ? waiting.length : place, 0, { id, began, since: performance.now(), resolve });
          if (waiting.length === 1) soon(0);
        });
        if (later !== undefined) return { id: call.id, notBefore: new Date(later.notBefore).toISOString(), why: later.why };
        const came = await send(call, may);
        out.delete(id);
        // Of what nobody answered nobody knows whether it is still worked on there: it keeps its place until the permit ends.
        if ("status" in came || "unsent" in came) done.push({ id, came });
        soon(waiting.length > 0 ? (done.length > 0 ? 0 : AGAIN) : IDLE);
        return came;
      },
    };
  }

  return (call, began = clock.now(), may = undefined) => {
    const [service, key] = call.api === "xero" ? [ORGANISATION, call.headers["xero-tenant-id"] ?? ""] : [PIPEDRIVE, company];
    const name = `${service}/${key}`;
    const queue = queues.get(name) ?? queueOf(service, key, call.api);
    queues.set(name, queue);
    return queue.pass(call, began, may);
  };
}
