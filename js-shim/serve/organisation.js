// The permits of an API as virtual objects, one writer each: `wonvoice.organisation` for each organisation in Xero,
// `wonvoice.pipedrive` for the company. Whoever calls asks first and is woken when it may.

import * as restate from "@restatedev/restate-sdk";
import { ORGANISATION, PIPEDRIVE } from "./names.js";
import * as permits from "./permits.js";
import { PATIENT, tell } from "./tell.js";

/** @typedef {import("@restatedev/restate-sdk").ObjectContext} ObjectContext */
/** @typedef {import("./permits.js").Permits} Permits */

const STATE = "permits";
const TIMER = "timer";

/**
 * @param {string} name of the service
 * @param {import("./permits.js").Limits} limits
 * @param {import("./clock.js").Clock} clock
 */
function dispenser(name, limits, clock) {
  /** The state, and the time that goes with it. @param {ObjectContext} ctx */
  async function begin(ctx) {
    const state = /** @type {Permits | null} */ (await ctx.get(STATE)) ?? permits.noPermits();
    return { state, now: await ctx.run("now", () => clock.now()) };
  }

  /** Serves the queue, wakes who was served, and sees to it that the rest is. @param {ObjectContext} ctx @param {Permits} state @param {number} now */
  async function serve(ctx, state, now) {
    const { permits: next, answers, again } = permits.serve(state, limits, now);
    ctx.set(STATE, next);
    for (const { id, ...answer } of answers) ctx.resolveAwakeable(id, answer);
    if (again === undefined) return;
    const timer = /** @type {number | null} */ (await ctx.get(TIMER));
    // One timer is enough, as long as it is not too late.
    if (timer !== null && timer > now && timer <= again) return;
    ctx.set(TIMER, again);
    tell(ctx, name, ctx.key, "turn", { at: again }, clock.real(again - now) + 1);
  }

  return restate.object({
    name,
    handlers: {
      /** Somebody asks; the permit comes to the awakeable that names it. @param {ObjectContext} ctx @param {{ id: string, calls: number }} asker */
      acquire: async (ctx, { id, calls }) => {
        const { state, now } = await begin(ctx);
        await serve(ctx, permits.ask(state, { id, calls, at: now }), now);
      },
      /** A permit comes back, with what the API said of its limits. @param {ObjectContext} ctx @param {{ id: string, told?: import("./permits.js").Told }} given */
      release: async (ctx, { id, told = {} }) => {
        const { state, now } = await begin(ctx);
        await serve(ctx, permits.learn(permits.giveBack(state, id), limits, now, told), now);
      },
      /** A limit was met by somebody without a permit. @param {ObjectContext} ctx @param {import("./permits.js").Told} told */
      limited: async (ctx, told) => {
        const { state, now } = await begin(ctx);
        await serve(ctx, permits.learn(state, limits, now, told), now);
      },
      /** The time has come for the next in the queue. @param {ObjectContext} ctx @param {{ at: number }} due */
      turn: async (ctx, { at }) => {
        const { state, now } = await begin(ctx);
        if (/** @type {number | null} */ (await ctx.get(TIMER)) === at) ctx.clear(TIMER);
        await serve(ctx, state, Math.max(now, at));
      },
      /** Nothing goes out until `resume`. @param {ObjectContext} ctx @param {{ by: string }} who */
      pause: async (ctx, { by }) => {
        const { state, now } = await begin(ctx);
        await serve(ctx, { ...state, paused: { by, at: now } }, now);
      },
      /** @param {ObjectContext} ctx */
      resume: async (ctx) => {
        const { state, now } = await begin(ctx);
        const { paused: _, ...rest } = state;
        await serve(ctx, rest, now);
      },
      status: restate.handlers.object.shared(
        /** @param {import("@restatedev/restate-sdk").ObjectSharedContext} ctx */
        async (ctx) => {
          const { window, day, free, leases, queue, booked, paused } = /** @type {Permits | null} */ (await ctx.get(STATE)) ?? permits.noPermits();
          const iso = (/** @type {number} */ at) => new Date(at).toISOString();
          return { used: window.used, usedToday: day.used, out: Object.keys(leases).length, waiting: queue.length, ...(free > 0 ? { free: iso(free) } : {}), ...(booked > 0 ? { booked: iso(booked) } : {}), ...(paused === undefined ? {} : { paused: { by: paused.by, at: iso(paused.at) } }) };
        },
      ),
    },
    options: PATIENT,
  });
}

/** @param {{ clock: import("./clock.js").Clock, limits?: Partial<import("./permits.js").Limits> }} given */
export const organisation = ({ clock, limits = {} }) => dispenser(ORGANISATION, { ...permits.XERO, ...limits }, clock);
/** @param {{ clock: import("./clock.js").Clock, limits?: Partial<import("./permits.js").Limits> }} given */
export const pipedrive = ({ clock, limits = {} }) => dispenser(PIPEDRIVE, { ...permits.PIPEDRIVE, ...limits }, clock);
