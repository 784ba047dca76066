// The creates of many deals as few requests, for backfills: `wonvoice.writer`, one for each organisation, so that what
// became of a batch is known in one place. A batch whose answer is lost is sent again with the same bytes and key, as
// long as this machine knows that Xero knows the key; what stays unknown each deal looks up for itself, later than a
// worker that died can still send it. What goes together, and who is answered what, is decided in Rust.

import * as restate from "@restatedev/restate-sdk";
import { createAge } from "../age.js";
import { WRITER } from "./names.js";
import { PATIENT, tell } from "./tell.js";

/** @typedef {import("@restatedev/restate-sdk").ObjectContext} ObjectContext */
/** @typedef {import("./transport.js").Call} Call */
/** @typedef {import("./transport.js").Came} Came */
/** @typedef {import("./turnstile.js").Later} Later */
/** `id` is the awakeable that is answered, `deal` the key of whose create it is, `decided` when the write was. @typedef {{ id: string, call: Call, decided: string, deal?: string }} Entry */
/**
 * `seen` is how many there were at the last look, `turn` which timer counts, `out` how many of the first are being sent.
 * @typedef {{ v: 1, queue: Entry[], isDue: boolean, seen?: number, turn?: number, out?: number }} State
 */
/** @typedef {{ batchWrites(input: any): any, splitBatch(input: any): any }} Batching */

const STATE = "queue";
/** Requests of one batch, as Xero takes them. */
const MOST = 50;
/**
 * Milliseconds without another create after which a batch goes out, and those after which it does though more come: a
 * deal is looked up in three calls, which are three seconds of an organisation's minute.
 */
const GATHER = 10_000;
const LONGEST = 150_000;
/** How often a batch is sent whose answer is lost, and milliseconds between. */
const TRIES = 3;
const AGAIN = 2_000;
/** Milliseconds after which what a write was decided by is too old. */
const STALE = 240_000;
/** Milliseconds after its first sending in which a batch is sent again: Xero knows its key for six minutes. */
const KNOWN = 240_000;
/** Milliseconds after which a worker sends nothing any more that it was to send; well before SETTLED is over. */
const LATEST = 60_000;

/** Why a batch is not sent any more: each of its deals finds out for itself. */
const UNKNOWN = "nobody knows whether it was made before, or how long ago";
/** Why one was not sent at all. */
const OLD = "it was not sent: what it was decided by is too old";

/**
 * @param {object} given
 * @param {Batching} given.operations
 * @param {(call: Call, began?: number, may?: () => boolean) => Promise<Came | Later>} given.send
 * @param {import("./clock.js").Clock} given.clock
 */
export function writer({ operations, send, clock }) {
  const age = createAge({ ticks: clock.ticks, wall: clock.wall });
  /**
   * A request, with the patience that a batch is worth; `tried` keeps how often it was sent, and since when from here.
   * @param {ObjectContext} ctx @param {string} name @param {Call} call @param {string} decided @param {{ since?: import("../age.js").Instant, times: number }} tried
   * @returns {Promise<Came | Later>}
   */
  async function sent(ctx, name, call, decided, tried) {
    tried.times += 1;
    const isRepeat = tried.times > 1;
    const { attemptCompletedSignal: over } = ctx.request();
    for (let round = 1; ; round++) {
      // A worker that died may have made it, and how long ago that was no clock of another's says.
      let isNew = false;
      await ctx.run(`${name}, ${round}, begun`, () => void (isNew = true));
      const came = await ctx.run(`${name}, ${round}`, async () => {
        const begun = age.now();
        const isKnown = () => tried.since !== undefined && age.of(tried.since) < clock.real(KNOWN);
        if (!isNew || (isRepeat && !isKnown())) return /** @type {Came} */ ({ id: call.id, error: UNKNOWN });
        if (!isRepeat && Math.abs(clock.now() - Date.parse(decided)) > STALE) return /** @type {Came} */ ({ id: call.id, error: OLD, unsent: true });
        const one = await send(call, Date.parse(decided), () => {
          if (over.aborted || age.of(begun) > clock.real(LATEST)) return false;
          tried.since ??= age.now();
          return true;
        });
        return "notBefore" in one ? { ...one, wait: Date.parse(one.notBefore) - clock.now() } : one;
      });
      if (!("notBefore" in came)) return came;
      const { wait, ...later } = /** @type {Later & { wait: number }} */ (came);
      // Elsewhere they wait without holding up others.
      if (wait > STALE / 2 || round > TRIES) return later;
      await ctx.sleep(clock.real(Math.max(wait, 1)), "limit");
    }
  }

  /** Sends what goes together, and answers everybody but those who have to go in another batch. @param {ObjectContext} ctx @param {Entry[]} entries @returns {Promise<Entry[]>} */
  async function flush(ctx, entries) {
    const batch = await ctx.run("batch", () => operations.batchWrites({ requests: entries.map(({ call }) => call) }));
    const decided = entries.map((entry) => entry.decided).sort()[0] ?? "";
    if (batch.request === undefined) {
      const [first, ...others] = entries;
      if (first !== undefined) ctx.resolveAwakeable(first.id, await sent(ctx, "alone", first.call, first.decided, { times: 0 }));
      return others;
    }
    const left = batch.left.flatMap((/** @type {number} */ of) => entries[of] ?? []);
    const members = /** @type {{ of: number, id: string }[]} */ (batch.members);
    /** @type {{ since?: import("../age.js").Instant, times: number }} */
    const tried = { times: 0 };
    let wasLost = false;
    for (let round = 1; ; round++) {
      const response = await sent(ctx, `send ${round}`, batch.request, decided, tried);
      if ("notBefore" in response && !wasLost) {
        for (const { of, id } of members) ctx.resolveAwakeable(entries[of]?.id ?? "", { ...response, id });
        return left;
      }
      const given = "notBefore" in response ? { id: response.id, error: response.why } : response;
      const { responses, again } = await ctx.run(`split ${round}`, () => operations.splitBatch({ batch, response: given, ...(wasLost ? { wasLost } : {}) }));
      const isOver = "error" in given && given.error === UNKNOWN;
      if (again && round < TRIES && !isOver) {
        wasLost = true;
        await ctx.sleep(clock.real(AGAIN), "again");
        continue;
      }
      for (const { of, ...answer } of responses) ctx.resolveAwakeable(entries[of]?.id ?? "", answer);
      return left;
    }
  }

  /** @param {ObjectContext} ctx @returns {Promise<Required<State>>} */
  const load = async (ctx) => ({ v: 1, queue: [], isDue: false, seen: 0, turn: 0, out: 0, .../** @type {State | null} */ (await ctx.get(STATE)) });

  return restate.object({
    name: WRITER,
    handlers: {
      /** A create that may go with others. @param {ObjectContext} ctx @param {Entry} entry */
      add: async (ctx, entry) => {
        const { queue, isDue, ...state } = await load(ctx);
        const all = [...queue, entry];
        ctx.set(STATE, { ...state, queue: all, isDue: true, ...(isDue ? {} : { seen: all.length }) });
        if (all.length === MOST) tell(ctx, WRITER, ctx.key, "flush", { turn: state.turn });
        else if (!isDue) tell(ctx, WRITER, ctx.key, "flush", { turn: state.turn }, clock.real(GATHER));
      },
      /** What has gathered goes out, unless more comes. @param {ObjectContext} ctx @param {{ turn?: number }} [timer] */
      flush: async (ctx, { turn } = {}) => {
        const state = await load(ctx);
        const { seen, out, turn: counts } = state;
        if (turn !== undefined && turn !== counts) return;
        // A flush that was ended, and begun anew, may have sent them.
        for (const { id, call } of state.queue.slice(0, out)) ctx.resolveAwakeable(id, { id: call.id, error: UNKNOWN, batch: true });
        const queue = state.queue.slice(out);
        const oldest = Math.min(...queue.map(({ decided }) => Date.parse(decided)));
        const now = await ctx.run("now", () => clock.now());
        if (queue.length > seen && queue.length < MOST && now - oldest < LONGEST) {
          ctx.set(STATE, { ...state, queue, seen: queue.length, out: 0 });
          return tell(ctx, WRITER, ctx.key, "flush", { turn: counts }, clock.real(GATHER));
        }
        ctx.set(STATE, { ...state, queue, out: Math.min(queue.length, MOST) });
        const left = queue.length === 0 ? [] : await flush(ctx, queue.slice(0, MOST));
        const rest = [...left, ...queue.slice(MOST)];
        ctx.set(STATE, { v: 1, queue: rest, isDue: rest.length > 0, seen: 0, turn: counts + 1 });
        if (rest.length > 0) tell(ctx, WRITER, ctx.key, "flush", { turn: counts + 1 });
      },
      /**
       * A deal that begins anew, or was ended, wants none made any more of what it asked for before. What is being sent is
       * over when this is answered, and a worker that was given up sends it for a minute at most.
       * @param {ObjectContext} ctx @param {{ deal: string }} which
       */
      drop: async (ctx, { deal }) => {
        const state = await load(ctx);
        const isGone = (/** @type {Entry} */ entry, /** @type {number} */ place) => place >= state.out && entry.deal === deal;
        for (const { id, call } of state.queue.filter(isGone)) ctx.resolveAwakeable(id, { id: call.id, error: "it was not sent: its deal begins anew", unsent: true });
        const queue = state.queue.filter((entry, place) => !isGone(entry, place));
        if (queue.length < state.queue.length) ctx.set(STATE, { ...state, queue, seen: Math.min(state.seen, queue.length) });
      },
      status: restate.handlers.object.shared(
        /** @param {import("@restatedev/restate-sdk").ObjectSharedContext} ctx */
        async (ctx) => ({ waiting: /** @type {State | null} */ (await ctx.get(STATE))?.queue.length ?? 0 }),
      ),
    },
    options: PATIENT,
  });
}
