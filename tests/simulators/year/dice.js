// Chance for a year of business: quick, and every deal has dice of its own, so that a year can be cut anywhere.

/** @typedef {ReturnType<typeof createDice>} Dice */

/** FNV-1a. @param {string} text */
function hashed(text) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** @param {...(string | number)} parts what the chance belongs to */
export function createDice(...parts) {
  let state = hashed(parts.join("\u0000"));
  /** From 0 up to 1 (mulberry32). */
  const roll = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (/** @type {number} */ from, /** @type {number} */ to) => from + Math.floor(roll() * (to - from + 1));
  return {
    roll, whole,
    /** Whether something happens that does so in that share of cases. @param {number} share */
    is: (share) => roll() < share,
    /** @template T @param {readonly T[]} list @returns {T} */
    of: (list) => /** @type {T} */ (list[Math.floor(roll() * list.length)]),
    /** One of a table of shares. @template {string} K @param {Readonly<Record<K, number>>} shares @returns {K} */
    by(shares) {
      const entries = /** @type {[K, number][]} */ (Object.entries(shares));
      let left = roll() * entries.reduce((sum, [, share]) => sum + share, 0);
      for (const [name, share] of entries) if ((left -= share) < 0) return name;
      return /** @type {[K, number]} */ (entries.at(-1))[0];
    },
    uuid() {
      const hex = (/** @type {number} */ digits) => Array.from({ length: digits }, () => whole(0, 15).toString(16)).join("");
      return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
    },
  };
}
