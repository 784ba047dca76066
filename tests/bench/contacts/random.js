// Chance that is the same on every machine: a small generator (sfc32) seeded from text.

/**
 * @typedef {object} Random
 * @property {() => number} next from 0 up to, not including, 1
 * @property {(below: number) => number} below a whole number
 * @property {(from: number, to: number) => number} between a whole number, both ends included
 * @property {(share: number) => boolean} chance
 * @property {<T>(list: readonly T[]) => T} pick
 * @property {<T>(list: readonly T[], count: number) => T[]} some different ones
 * @property {(count: number) => string} digits
 * @property {(pattern: string) => string} like a hash becomes a digit, an at sign a letter, an exclamation mark a digit from 1 to 9
 */

/**
 * A stream of its own for each name: a kind of trial that is added leaves the others as they were.
 * @param {...(string | number)} names
 * @returns {Random}
 */
export function random(...names) {
  let [a, b, c, d] = seeds(names.join("\u0000"));
  const next = () => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round += 1) next();
  const below = (limit) => Math.floor(next() * limit);
  const pick = (list) => {
    if (list.length === 0) throw new Error("nothing to pick from");
    return list[below(list.length)];
  };
  const letters = "ABCDEFGHJKLMNPRSTUVWXYZ";
  return {
    next,
    below,
    between: (from, to) => from + below(to - from + 1),
    chance: (share) => next() < share,
    pick,
    some(list, count) {
      const rest = [...list];
      return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(below(rest.length), 1)[0]);
    },
    digits: (count) => Array.from({ length: count }, () => below(10)).join(""),
    like: (pattern) => pattern.replace(/[#@!]/g, (mark) => (mark === "#" ? String(below(10)) : mark === "!" ? String(1 + below(9)) : letters[below(letters.length)])),
  };
}

/** Four words of 32 bits from a text: FNV-1a four times, each stirred (the last step of MurmurHash3). */
function seeds(text) {
  return [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((start) => {
    let hash = start;
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) | 0;
  });
}

/**
 * A ContactID that depends on nothing but the names.
 * @param {...(string | number)} names
 */
export function uuid(...names) {
  const hex = seeds(`id\u0000${names.join("\u0000")}`).concat(seeds(`${names.join("\u0000")}\u0000id`)).map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
