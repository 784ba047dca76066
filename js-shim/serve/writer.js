// The creates of many deals as few requests, for backfills: `wonvoice.writer`, one for each organisation, so that what
// became of a batch is known in one place. A batch whose answer is lost is sent again with the same bytes and key; what
// stays unknown each deal looks up for itself. What goes together, and who is answered what, is decided in Rust.

import * as restate from "@restatedev/restate-sdk";
import { WRITER } from "./names.js";
import { PATIENT, tell } from "./tell.js";

/** @typedef {import("@restatedev/restate-sdk").ObjectContext} ObjectContext */
/** @typedef {import("./transport.js").Call} Call */
/** @typedef {import("./transport.js").Came} Came */
/** @typedef {import("./turnstile.js").Later} Later */
/** `id` is the awakeable that is answered, `decided` when the write was. @typedef {{ id: string, call: Call, decided: string }} Entry */
/** @typedef {{ v: 1, queue: Entry[], isDue: boolean }} State */
/** @typedef {{ batchWrites(input: any): any, splitBatch(input: any): any }} Batching */

const STATE = "queue";
/** Requests of one batch, as Xero takes them. */
const MOST = 50;
/** Milliseconds in which creates are gathered. */
const GATHER = 1_000;
/** How often a batch is sent whose answer is lost, and milliseconds between. */
const TRIES = 3;
const AGAIN = 2_000;
/** Milliseconds after which what a write was decided by is too old. */
const STALE = 240_000;

/**
 * @param {object} given
 * @param {Batching} given.operations
 * @param {(call: Call, began?: number) => Promise<Came | Later>} given.send
 * @param {import("./clock.js").Clock} given.clock
 */
export function writer({ operations, send, clock }) {
  /** A request, with the patience that a batch is worth. @param {ObjectContext} ctx @param {string} name @param {Call} call @param {string} decided @returns {Promise<Came | Later>} */
  async function sent(ctx, name, call, decided) {
    for (let round = 1; ; round++) {
      const came = await ctx.run(`${name}, ${round}`, async () => {
        if (clock.now() - Date.parse(decided) > STALE) return /** @type {Came} */ ({ id: call.id, error: "it was not made within four minutes, and nobody knows whether it was before" });
        const one = await send(call, Date.parse(decided));
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
      if (first !== undefined) ctx.resolveAwakeable(first.id, await sent(ctx, "alone", first.call, first.decided));
      return others;
    }
    const left = batch.left.flatMap((/** @type {number} */ of) => entries[of] ?? []);
    const members = /** @type {{ of: number, id: string }[]} */ (batch.members);
    let wasLost = false;
    for (let round = 1; ; round++) {
      const response = await sent(ctx, `send ${round}`, batch.request, decided);
      if ("notBefore" in response && !wasLost) {
        for (const { of, id } of members) ctx.resolveAwakeable(entries[of]?.id ?? "", { ...response, id });
        return left;
      }
      const given = "notBefore" in response ? { id: response.id, error: response.why } : response;
      const { responses, again } = await ctx.run(`split ${round}`, () => operations.splitBatch({ batch, response: given, ...(wasLost ? { wasLost } : {}) }));
      if (again && round < TRIES) {
        wasLost = true;
        await ctx.sleep(clock.real(AGAIN), "again");
        continue;
      }
      for (const { of, ...answer } of responses) ctx.resolveAwakeable(entries[of]?.id ?? "", answer);
      return left;
    }
  }

  return restate.object({
    name: WRITER,
    handlers: {
      /** A create that may go with others. @param {ObjectContext} ctx @param {Entry} entry */
      add: async (ctx, entry) => {
        const { queue, isDue } = /** @type {State | null} */ (await ctx.get(STATE)) ?? { queue: [], isDue: false };
        ctx.set(STATE, { v: 1, queue: [...queue, entry], isDue: true });
        if (!isDue) tell(ctx, WRITER, ctx.key, "flush", {}, clock.real(GATHER));
      },
      /** What has gathered goes out. @param {ObjectContext} ctx */
      flush: async (ctx) => {
        const { queue } = /** @type {State | null} */ (await ctx.get(STATE)) ?? { queue: [] };
        const left = queue.length === 0 ? [] : await flush(ctx, queue.slice(0, MOST));
        const rest = [...left, ...queue.slice(MOST)];
        ctx.set(STATE, { v: 1, queue: rest, isDue: rest.length > 0 });
        if (rest.length > 0) tell(ctx, WRITER, ctx.key, "flush", {});
      },
      status: restate.handlers.object.shared(
        /** @param {import("@restatedev/restate-sdk").ObjectSharedContext} ctx */
        async (ctx) => ({ waiting: /** @type {State | null} */ (await ctx.get(STATE))?.queue.length ?? 0 }),
      ),
    },
    options: PATIENT,
  });
}
