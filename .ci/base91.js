// Bytes to base91, for the single file; js-shim/text.js reads it.

import { BASE91 } from "../js-shim/text.js";

/** @param {Uint8Array} bytes */
export function toBase91(bytes) {
  let text = "";
  let bits = 0;
  let count = 0;
  const put = (/** @type {number} */ pair) => (text += (BASE91[pair % 91] ?? "") + (BASE91[Math.floor(pair / 91)] ?? ""));
  for (const byte of bytes) {
    bits |= byte << count;
    count += 8;
    if (count <= 13) continue;
    // Fourteen bits where the lower thirteen leave room in two characters.
    const wide = (bits & 8191) <= 88;
    put(bits & (wide ? 16383 : 8191));
    count -= wide ? 14 : 13;
    bits >>= wide ? 14 : 13;
  }
  if (count === 0) return text;
  return count > 7 || bits > 90 ? (put(bits), text) : text + BASE91[bits];
}
