// The permits of an API as virtual objects, one writer each: `wonvoice.organisation` for each organisation in Xero,
// `wonvoice.pipedrive` for the company. Workers ask for many at a time (turnstile.js), and give back as they ask.

import * as restate from "@restatedev/restate-sdk";
import { ORGANISATION, PIPEDRIVE } from "./names.js";
import * as permits from "./permits.js";
import { PATIENT } from "./tell.js";

/** @typedef {import("@restatedev/restate-sdk").ObjectContext} ObjectContext */
/** @typedef {import("./permits.js").Permits} Permits */
/** `ids` are asked for, `done` given back. @typedef {{ ids?: string[], done?: string[], told?: import("./permits.js").Told }} Asked */

const STATE = "permits";

/**
 * @param {string} name of the service
 * @param {import("./permits.js").Limits} limits
 * @param {import("./clock.js").Clock} clock
 */
function dispenser(name, limits, clock) {
  /** @param {ObjectContext} ctx */
  const begin = async (ctx) => ({ state: /** @type {Permits | null} */ (await ctx.get(STATE)) ?? permits.noPermits(), now: await ctx.run("now", () => clock.now()) });

  return restate.object({
    name,
    handlers: {
      /** @param {ObjectContext} ctx @param {Asked} asked @returns {Promise<import("./permits.js").Answer>} */
      acquire: async (ctx, { ids = [], done = [], told = {} }) => {
        const { state, now } = await begin(ctx);
        const { permits: next, answer } = permits.grant(permits.learn(permits.giveBack(state, limits, now, done), limits, now, told), limits, now, ids);
        ctx.set(STATE, next);
        return answer;
      },
      /** @param {ObjectContext} ctx @param {Asked} asked */
      release: async (ctx, { done = [], told = {} }) => {
        const { state, now } = await begin(ctx);
        ctx.set(STATE, permits.learn(permits.giveBack(state, limits, now, done), limits, now, told));
      },
      /** A limit was met by somebody without a permit. @param {ObjectContext} ctx @param {import("./permits.js").Told} told */
      limited: async (ctx, told) => {
        const { state, now } = await begin(ctx);
        ctx.set(STATE, permits.learn(state, limits, now, told));
      },
      /** Nothing goes out until `resume`. @param {ObjectContext} ctx @param {{ by: string }} who */
      pause: async (ctx, { by }) => {
        const { state, now } = await begin(ctx);
        ctx.set(STATE, { ...state, paused: { by, at: now } });
      },
      /** @param {ObjectContext} ctx */
      resume: async (ctx) => {
        const { paused: _, ...state } = /** @type {Permits | null} */ (await ctx.get(STATE)) ?? permits.noPermits();
        ctx.set(STATE, state);
      },
      status: restate.handlers.object.shared(
        /** @param {import("@restatedev/restate-sdk").ObjectSharedContext} ctx */
        async (ctx) => {
          const { back, day, free, leases, paused } = permits.current(/** @type {Permits | null} */ (await ctx.get(STATE)) ?? permits.noPermits(), limits, clock.now());
          const out = Object.keys(leases).length;
          const iso = (/** @type {number} */ at) => new Date(at).toISOString();
          return { used: out + back.length, usedToday: out + day.reduce((sum, [, count]) => sum + count, 0), out, ...(free > 0 ? { free: iso(free) } : {}), ...(paused === undefined ? {} : { paused: { by: paused.by, at: iso(paused.at) } }) };
        },
      ),
    },
    // Every call asks here: what is long over is of no use to anybody.
    options: { ...PATIENT, journalRetention: 0 },
  });
}

/** @param {{ clock: import("./clock.js").Clock, limits?: Partial<import("./permits.js").Limits> }} given */
export const organisation = ({ clock, limits = {} }) => dispenser(ORGANISATION, { ...permits.XERO, ...limits }, clock);
/** @param {{ clock: import("./clock.js").Clock, limits?: Partial<import("./permits.js").Limits> }} given */
export const pipedrive = ({ clock, limits = {} }) => dispenser(PIPEDRIVE, { ...permits.PIPEDRIVE, ...limits }, clock);
