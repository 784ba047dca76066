// Chance that repeats: everything follows from a seed and a name, so that requests which overtake each other do not
// change what happens to them.
import { createHash } from "node:crypto";

/** @param {...(string | number)} parts */
const digest = (...parts) => createHash("sha256").update(parts.join("\u0000")).digest();

/** A number from 0 up to 1 that belongs to these parts. @param {...(string | number)} parts */
export const chance = (...parts) => digest(...parts).readUInt32BE(0) / 2 ** 32;

/** One of a list. @template T @param {readonly T[]} list @param {...(string | number)} parts @returns {T} */
export const pick = (list, ...parts) => /** @type {T} */ (list[Math.floor(chance(...parts) * list.length)]);

/** Ids in the form of a random UUID, one after another. @param {string | number} seed @returns {() => string} */
export function uuids(seed) {
  let count = 0;
  return () => {
    const hex = digest("uuid", seed, ++count).toString("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
}
