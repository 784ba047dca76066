// How long ago something was, by both of a machine's clocks: the wall's is set now and then, and the one that nobody
// sets stands still while some machines sleep. What either of them says counts.

/** An instant of both. @typedef {{ ticks: number, wall: number }} Instant */
/** @typedef {ReturnType<typeof createAge>} Age */

/**
 * @param {object} [given]
 * @param {(() => number) | undefined} [given.ticks] milliseconds, of a clock that only goes forward
 * @param {(() => number) | undefined} [given.wall] milliseconds of the machine's since 1970
 */
export function createAge({ ticks = () => performance.now(), wall = () => Date.now() } = {}) {
  return {
    /** @returns {Instant} */
    now: () => ({ ticks: ticks(), wall: wall() }),
    /** Milliseconds since then: the more of both, and a wall's clock that was set back went by, too. @param {Instant} then */
    of: (then) => Math.max(ticks() - then.ticks, Math.abs(wall() - then.wall)),
  };
}
