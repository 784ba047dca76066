// What time it is, for everything that waits. Tests make hours pass in seconds; nobody else sets anything.

/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds since 1970
 * @property {() => string} instant the same as in 2026-07-14T18:16:56.000Z
 * @property {() => number} [ticks] milliseconds of the machine that nobody sets: they only go forward, and mean nothing elsewhere
 * @property {() => number} [wall] milliseconds of the machine's since 1970, as somebody set them
 * @property {(ms: number) => number} real how many milliseconds of the machine's so many of this clock are
 */

/**
 * @param {object} [given]
 * @param {number} [given.speed] so many times as fast as the machine's
 * @param {number} [given.since] the instant at which both showed the same, in milliseconds: the same for every worker
 * @param {() => number} [given.machine]
 * @returns {Clock}
 */
export function createClock({ speed = 1, since = 0, machine = Date.now } = {}) {
  const now = () => (speed === 1 ? machine() : since + (machine() - since) * speed);
  return { now, instant: () => new Date(now()).toISOString(), ticks: () => performance.now(), wall: machine, real: (ms) => Math.max(0, Math.ceil(ms / speed)) };
}
