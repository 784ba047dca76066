// What a person must decide or mend, of all deals: one list, kept by one writer, with who answers for each and until
// when. Whoever does not answer in time is passed over: the next is told.

import * as restate from "@restatedev/restate-sdk";
import { DEAL, HELD } from "./names.js";
import { PATIENT, tell } from "./tell.js";
import { dueAfter } from "./within.js";

/** @typedef {import("@restatedev/restate-sdk").ObjectContext} ObjectContext */
/** @typedef {{ role?: string, channel?: string, within?: string, then?: string }} Owner */
/** @typedef {{ rule?: string, slot?: string, reason: string, of?: string, was?: string, owner?: Owner }} Hold */
/** `status` is the deal's. @typedef {{ deal: string, status: "held" | "refused" | "failed", at: string, text: string, holds: Hold[], findings: any[] }} Added */
/** @typedef {Added & { v: 1, due?: string, escalated?: { at: string, to: string } }} Entry */

/** The one key. */
export const ALL = "all";

/** The first instant at which one of the owners should have answered. @param {Added} added */
function dueOf({ holds, at }) {
  const instants = holds.flatMap(({ owner }) => dueAfter(owner?.within, Date.parse(at)) ?? []);
  return instants.length === 0 ? undefined : Math.min(...instants);
}

/**
 * @param {object} given
 * @param {import("./clock.js").Clock} given.clock
 * @param {(alert: { deal: string, text: string, channel?: string, to?: string }) => void} given.alert
 * @param {number} given.longest milliseconds after which a timer is looked at, at the latest
 */
export function held({ clock, alert, longest }) {
  /** Looks again when it is due, or earlier. @param {ObjectContext} ctx @param {string} deal @param {string} at @param {number} due @param {number} now */
  const later = (ctx, deal, at, due, now) => tell(ctx, HELD, ALL, "escalate", { deal, at }, clock.real(Math.min(Math.max(due - now, 1), longest)));

  return restate.object({
    name: HELD,
    handlers: {
      /** @param {ObjectContext} ctx @param {Added} added */
      add: async (ctx, added) => {
        const before = /** @type {Entry | null} */ (await ctx.get(added.deal));
        // The same reason, found again by another run, is not held anew: its time goes on.
        const isSame = before !== null && before.text === added.text && before.status === added.status;
        const due = dueOf(isSame ? { ...added, at: before.at } : added);
        /** @type {Entry} */
        const entry = { v: 1, ...added, ...(due === undefined ? {} : { due: new Date(due).toISOString() }), ...(isSame ? { at: before.at, ...(before.escalated === undefined ? {} : { escalated: before.escalated }) } : {}) };
        ctx.set(added.deal, entry);
        if (!isSame && due !== undefined) later(ctx, added.deal, added.at, due, await ctx.run("now", () => clock.now()));
      },
      /** @param {ObjectContext} ctx @param {{ deal: string }} which */
      remove: async (ctx, { deal }) => ctx.clear(deal),
      /** Nobody answered in time: the next is told, once. @param {ObjectContext} ctx @param {{ deal: string, at: string }} which */
      escalate: async (ctx, { deal, at }) => {
        const entry = /** @type {Entry | null} */ (await ctx.get(deal));
        if (entry === null || entry.at !== at || entry.due === undefined || entry.escalated !== undefined) return;
        const now = await ctx.run("now", () => clock.now());
        const due = Date.parse(entry.due);
        if (now < due) return later(ctx, deal, at, due, now);
        const owner = entry.holds.find((hold) => dueAfter(hold.owner?.within, Date.parse(at)) === due)?.owner;
        const to = owner?.then ?? owner?.role ?? "whoever answers for it";
        ctx.set(deal, { ...entry, escalated: { at: new Date(now).toISOString(), to } });
        await ctx.run("alert", () => alert({ deal, to, text: `nobody answered within ${owner?.within}: ${entry.text}`, ...(owner?.channel === undefined ? {} : { channel: owner.channel }) }));
      },
      /** What failed for want of something is tried again, now that it is there. @param {ObjectContext} ctx @param {{ by: string }} who */
      again: async (ctx, { by }) => {
        for (const deal of (await ctx.stateKeys()).sort()) {
          const entry = /** @type {Entry | null} */ (await ctx.get(deal));
          if (entry?.status === "failed") tell(ctx, DEAL, deal, "replay", { by, only: "failed" });
        }
      },
      list: restate.handlers.object.shared(
        // All comes in one answer; who asks for one deal has no use for the others.
        { enableLazyState: false },
        /** Every entry, the oldest first. @param {import("@restatedev/restate-sdk").ObjectSharedContext} ctx @returns {Promise<Entry[]>} */
        async (ctx) => {
          const keys = await ctx.stateKeys();
          const entries = [];
          for (const key of keys.sort()) {
            const entry = /** @type {Entry | null} */ (await ctx.get(key));
            if (entry !== null) entries.push(entry);
          }
          return entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
        },
      ),
    },
    options: { ...PATIENT, enableLazyState: true },
  });
}
