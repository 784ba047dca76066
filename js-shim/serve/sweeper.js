// Sweeps on the engine: `wonvoice.sweeper`, one object for the company and one for each organisation. Sweeps by a
// timer of its own and whenever it is asked to; what it finds goes where webhooks go. Deals that were won before this
// program answers for it are nobody's here, whoever edits them.

import * as restate from "@restatedev/restate-sdk";
import { keyOf } from "./event.js";
import { DEAL, INVOICES, SWEEPER, dealKey, documentKey } from "./names.js";
import { LISTS, OVERLAP, callOf, cursorFrom, pageOf, sweep } from "./sweep.js";
import { PATIENT, tell } from "./tell.js";

/** @typedef {import("@restatedev/restate-sdk").ObjectContext} ObjectContext */
/** @typedef {import("./sweep.js").Cursor} Cursor */
/** @typedef {import("./sweep.js").List} List */
/**
 * What is kept, under the key `sweeper`; instants.
 * @typedef {object} State
 * @property {1} v
 * @property {number} turn which timer counts
 * @property {boolean} isOn
 * @property {string} [begun] what was won before is not looked for
 * @property {string} [from] the setting by which that was so
 * @property {boolean} [isTold] whether somebody was told that sweeps fail
 * @property {string} [last] when it last swept
 * @property {string} [next] when it will
 * @property {string} [why] what stopped the last sweep
 * @property {number} failures in a row
 * @property {number} found by the last sweep, and handed on
 * @property {number} total
 * @property {{ [list: string]: { cursor: Cursor, at: string } }} lists how far each was handed on, and when it was last read to its end
 */
/** @typedef {{ found: number, why?: string, after?: number }} Swept */

/** @type {import("@restatedev/restate-sdk").Serde<any>} */
const JSON_SERDE = /** @type {any} */ (restate.serde.json);
const STATE = "sweeper";
/** Milliseconds. */
const EVERY = 10 * 60_000;
/** How many times the interval a sweep that fails again and again is put off at most. */
const MOST_PUT_OFF = 6;
/** Milliseconds that a sweep waits for a permit where it stands, and how often; what takes longer ends it. */
const PATIENCE = 150_000;
const WAITS = 4;
/** Sweeps that fail in a row before somebody is told. */
const TOLD_AFTER = 3;

/**
 * @param {object} given
 * @param {(call: import("./transport.js").Call, began?: number) => Promise<import("./transport.js").Came | import("./turnstile.js").Later>} given.send through a turnstile
 * @param {import("./clock.js").Clock} given.clock
 * @param {readonly string[]} given.tenants the keys that are organisations; every other is a company
 * @param {number} [given.every] milliseconds from sweep to sweep
 * @param {number} [given.overlap] milliseconds
 * @param {string} [given.since] the instant before which nothing is looked for, instead of that of the first sweep
 * @param {(key: string, swept: Swept) => void} [given.onSweep]
 * @param {(alert: { sweep: string, text: string }) => void} [given.alert]
 */
export function sweeper({ send, clock, tenants, every = EVERY, overlap = OVERLAP, since, onSweep, alert }) {
  const known = new Set(tenants.map((one) => one.toLowerCase()));
  /** @param {string} key @returns {"xero" | "pipedrive"} */
  const apiOf = (key) => (known.has(key.toLowerCase()) ? "xero" : "pipedrive");
  /** @param {ObjectContext} ctx @returns {Promise<State>} */
  const load = async (ctx) => /** @type {State | null} */ (await ctx.get(STATE)) ?? { v: 1, turn: 0, isOn: false, failures: 0, found: 0, total: 0, lists: {} };
  /** @param {ObjectContext} ctx */
  const now = (ctx) => ctx.run("now", () => clock.instant());

  /** A page. Of its rows the journal keeps what is read of them. @param {ObjectContext} ctx @param {List} list @param {import("./sweep.js").Place} place */
  async function read(ctx, list, place) {
    for (let wait = 1; ; wait++) {
      const page = await ctx.run(`read ${list}`, async () => {
        // Before all handoffs, as if it had begun before them: under load it would never get a turn, and it asks for little.
        const came = await send(callOf(list, ctx.key, place), 0);
        return "notBefore" in came ? { failed: came.why, after: Math.max(1, Math.ceil((Date.parse(came.notBefore) - clock.now()) / 1000)), isUnasked: true } : pageOf(list, came);
      });
      if (!("isUnasked" in page) || wait === WAITS || page.after * 1000 > PATIENCE) return page;
      await ctx.sleep(clock.real(page.after * 1000), "limit");
    }
  }

  /**
   * To where webhooks go. The deal knows what of it is new.
   * @param {ObjectContext} ctx @param {State} state @param {List} list @param {import("./sweep.js").Row} row
   */
  async function handOn(ctx, { begun = "" }, list, { id, mark, at, status, wonTime }) {
    if (list !== "deals" && list !== "archived") {
      const key = documentKey(ctx.key, id);
      return void ctx.genericSend({ service: INVOICES, key, method: "changed", parameter: { at: new Date(Number(mark)).toISOString() }, inputSerde: JSON_SERDE, idempotencyKey: await keyOf("swept", key, mark) });
    }
    const key = dealKey(ctx.key, id);
    const isWon = status === "won";
    const isOurs = isWon && (wonTime ?? at) >= begun;
    /** @type {import("./deal-state.js").News} */
    const news = {
      source: "sweep", what: isWon ? "edited" : status === "lost" || status === "deleted" ? status : "reopened", updated: at,
      ...(isWon ? { wonTime: wonTime ?? at, isOurs } : {}),
    };
    ctx.genericSend({ service: DEAL, key, method: "changed", parameter: news, inputSerde: JSON_SERDE, idempotencyKey: await keyOf("swept", key, mark, String(isOurs)) });
  }

  /** Sweeps every list that is due, and keeps how far it got after each page. @param {ObjectContext} ctx @param {State} before @param {boolean} isAsked @returns {Promise<State & { after?: number }>} */
  async function all(ctx, before, isAsked) {
    const began = await now(ctx);
    const { why: _, ...rest } = before;
    const names = /** @type {[List, number][]} */ (Object.entries(LISTS[apiOf(ctx.key)]));
    const { isAnew, ...start } = beginning(before, began);
    // A list begins at the first sweep, whatever becomes of that.
    const first = Object.fromEntries(names.map(([list]) => [list, { cursor: cursorFrom(start.begun), at: "" }]));
    /** @type {State} */
    let state = { ...rest, ...start, last: began, found: 0, lists: { ...first, ...(isAnew ? {} : before.lists) } };
    ctx.set(STATE, state);
    /** @type {import("./sweep.js").NoPage | undefined} */
    let stopped;
    for (const [list, often] of names) {
      const kept = state.lists[list];
      if (kept === undefined) continue;
      if (!isAsked && kept.at !== "" && Date.parse(began) - Date.parse(kept.at) < often) continue;
      const pages = sweep(list, kept.cursor, { overlap, read: (place) => read(ctx, list, place) });
      for (;;) {
        const next = await pages.next();
        if (next.done) {
          stopped = next.value;
          break;
        }
        const { fresh, cursor } = next.value;
        for (const row of fresh) await handOn(ctx, state, list, row);
        state = { ...state, found: state.found + fresh.length, total: state.total + fresh.length, lists: { ...state.lists, [list]: { cursor, at: kept.at } } };
        ctx.set(STATE, state);
      }
      if (stopped !== undefined) break;
      state = { ...state, lists: { ...state.lists, [list]: { cursor: state.lists[list]?.cursor ?? kept.cursor, at: began } } };
    }
    const swept = { found: state.found, ...(stopped === undefined ? {} : { why: stopped.failed, ...(stopped.after === undefined ? {} : { after: stopped.after }) }) };
    if (onSweep) await ctx.run("tell", () => onSweep(ctx.key, swept));
    const failures = stopped === undefined ? 0 : state.failures + 1;
    const { isTold, ...told } = state;
    const isAlarm = failures >= TOLD_AFTER && !isTold;
    if (isAlarm) await ctx.run("alert", () => alert?.({ sweep: ctx.key, text: `nothing is found that no webhook announces: ${failures} sweeps in a row failed (${stopped?.failed})` }));
    return { ...told, ...(failures > 0 && (isTold || isAlarm) ? { isTold: true } : {}), failures, ...swept };
  }

  /**
   * From when on this program answers for what is won: the setting's, or that of the first sweep.
   * @param {State} state @param {string} now @returns {{ begun: string, from?: string, isAnew: boolean }}
   */
  function beginning({ begun, from, lists }, now) {
    if (since !== undefined && since !== from) return { begun: since, from: since, isAnew: true };
    return { begun: begun ?? Object.values(lists)[0]?.cursor.since ?? now, ...(from === undefined ? {} : { from }), isAnew: false };
  }

  /** Sets the timer that counts from now on. @param {ObjectContext} ctx @param {State} state @param {string} from @param {number} wait milliseconds @returns {State} */
  function armed(ctx, state, from, wait) {
    const turn = state.turn + 1;
    tell(ctx, SWEEPER, ctx.key, "tick", { turn }, clock.real(wait));
    return { ...state, turn, next: new Date(Date.parse(from) + wait).toISOString() };
  }

  /** Sweeps; the next timer is set before, so that a sweep which ends without an end is not the last. @param {ObjectContext} ctx @param {State} before @param {string} at */
  async function sweepAndGoOn(ctx, before, at) {
    const set = armed(ctx, before, at, every);
    ctx.set(STATE, set);
    const { after = 0, ...state } = await all(ctx, set, false);
    const wait = Math.max(every * Math.min(1 + state.failures, MOST_PUT_OFF), after * 1000);
    ctx.set(STATE, wait > every ? armed(ctx, state, at, wait) : state);
  }

  return restate.object({
    name: SWEEPER,
    handlers: {
      /** Begins to sweep by itself, at once; one that does already goes on as it was. @param {ObjectContext} ctx */
      start: async (ctx) => {
        const state = await load(ctx);
        const at = await now(ctx);
        const isGoing = state.isOn && Date.parse(at) < Date.parse(state.next ?? "") + every;
        if (!isGoing) await sweepAndGoOn(ctx, { ...state, isOn: true }, at);
      },
      /** @param {ObjectContext} ctx */
      stop: async (ctx) => {
        const { next: _, ...state } = await load(ctx);
        ctx.set(STATE, { ...state, isOn: false, turn: state.turn + 1 });
      },
      /** A timer. @param {ObjectContext} ctx @param {{ turn: number }} due */
      tick: async (ctx, { turn }) => {
        const state = await load(ctx);
        if (state.isOn && state.turn === turn) await sweepAndGoOn(ctx, state, await now(ctx));
      },
      /**
       * A deal that nobody heard of says that it is won: it is handed on if it was won since.
       * @param {ObjectContext} ctx @param {{ deal: string, wonTime: string, updated?: string }} told
       */
      missed: async (ctx, { deal, wonTime, updated = wonTime }) => {
        const state = await load(ctx);
        if (state.begun !== undefined) await handOn(ctx, state, "deals", { id: deal, mark: `won ${wonTime} ${updated}`, at: updated, status: "won", wonTime });
      },
      /** A person wants it now, with every list. @param {ObjectContext} ctx @returns {Promise<Swept>} */
      now: async (ctx) => {
        const before = await load(ctx);
        const { after: _, ...state } = await all(ctx, before, true);
        // What failed is over: the next comes when it would have.
        const isMended = state.isOn && before.failures > 0 && state.failures === 0;
        ctx.set(STATE, isMended ? armed(ctx, state, state.last ?? "", every) : state);
        return { found: state.found, ...(state.why === undefined ? {} : { why: state.why }) };
      },
      status: restate.handlers.object.shared(
        /** @param {import("@restatedev/restate-sdk").ObjectSharedContext} ctx */
        async (ctx) => {
          const state = /** @type {State | null} */ (await ctx.get(STATE));
          if (state === null) return { isOn: false };
          const { isOn, last, next, why, failures, found, total, lists } = state;
          return { isOn, failures, found, total, ...(last === undefined ? {} : { last }), ...(next === undefined || !isOn ? {} : { next }), ...(why === undefined ? {} : { why }), since: Object.fromEntries(Object.entries(lists).map(([name, { cursor }]) => [name, cursor.since])) };
        },
      ),
    },
    options: PATIENT,
  });
}
