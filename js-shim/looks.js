// How old the look-ups are that a write was decided by, counted by both of the machine's clocks. Between two writes of
// one document either the later look-up saw it, or Xero still knew the key: for that a write must follow its look-ups
// within minutes, whatever one of the two says.

import { createAge } from "./age.js";

/** @typedef {{ id: string, api: string, method: string }} Call */
/** @typedef {ReturnType<typeof createLooks>} Looks */

/** Whether a write would stand twice in Xero if it were made twice, and its handoff looks up what became of it. @param {Call} call */
export const isOnce = ({ id, api, method }) => api === "xero" && method === "PUT" && /^(?:create|credit|allocate)-(?!contact)/.test(id);
/** @param {string} id */
const isLook = (id) => /^(?:invoices|repeating-invoices|credit-notes)/.test(id);
/** The round of a look-up or a write. @param {string} id */
const roundOf = (id) => /-again-\d+/.exec(id)?.[0] ?? "";

/**
 * @param {object} given
 * @param {number} given.within milliseconds of the machine's after a look-up in which something is written by it
 * @param {any} [given.state] of a handoff that was begun elsewhere: how old its look-ups are nobody knows
 * @param {(() => number) | undefined} [given.ticks] milliseconds, of a clock that only goes forward
 * @param {(() => number) | undefined} [given.wall] milliseconds of the machine's since 1970
 */
export function createLooks({ within, state, ...clocks }) {
  const age = createAge(clocks);
  /** When each look-up went out; unknown, where it was not from here or was too old once. @type {Map<string, import("./age.js").Instant | undefined>} */
  const went = new Map();
  for (const id of [...Object.keys(state?.answers ?? {}), ...Object.keys(state?.open ?? {})]) if (isLook(id)) went.set(id, undefined);
  return {
    /** Somebody makes these requests. @param {readonly Call[]} calls */
    asked(calls) {
      for (const { id } of calls) if (isLook(id)) went.set(id, undefined);
    },
    /** It goes out from here, now. @param {Call} call */
    begun({ id }) {
      if (isLook(id)) went.set(id, age.now());
    },
    /** Whether all that it was decided by is known here, and young enough. @param {Call} call */
    mayWrite({ id }) {
      const own = [...went].filter(([look]) => roundOf(look) === roundOf(id));
      // A clock that goes back makes none young again.
      for (const [look, at] of own) if (at !== undefined && !(age.of(at) < within)) went.set(look, undefined);
      return own.length > 0 && own.every(([look]) => went.get(look) !== undefined);
    },
  };
}
