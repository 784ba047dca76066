// LZMA, as the LZMA specification of 2015 describes its decoder, so that the single file can carry its wasm at a
// third of the size: deflate leaves it a quarter larger. Hosts have at best an asynchronous inflate, and no LZMA.

const STATES = 12;
const MATCH_MIN = 2;
const LITERAL_SIZE = 0x300;
const TOP = 2 ** 24;
const HEADER = 13;

/** @typedef {{ choice: Uint16Array, low: Uint16Array[], mid: Uint16Array[], high: Uint16Array }} Lengths */

/** @param {number} count probabilities, each one half */
const halves = (count) => new Uint16Array(count).fill(1024);

/** @param {number} count @param {number} size */
const tables = (count, size) => Array.from({ length: count }, () => halves(size));

/** @param {number} positions @returns {Lengths} */
const lengthsOf = (positions) => ({ choice: halves(2), low: tables(positions, 8), mid: tables(positions, 8), high: halves(256) });

/**
 * @param {Uint8Array} source an .lzma file, trusted: the build made it
 * @param {number} size its bytes when unpacked
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function unlzma(source, size) {
  const properties = source[0] ?? 0;
  const literalContext = properties % 9;
  const literalMask = (1 << Math.floor(properties / 9) % 5) - 1;
  const positionMask = (1 << Math.floor(properties / 45)) - 1;

  const out = new Uint8Array(size);
  let at = HEADER;
  let filled = 0;
  let range = 0xffffffff;
  let code = 0;
  for (let count = 0; count < 5; count++) code = ((code << 8) | (source[at++] ?? 0)) >>> 0;

  const normalise = () => {
    if (range >= TOP) return;
    range = (range << 8) >>> 0;
    code = ((code << 8) | (source[at++] ?? 0)) >>> 0;
  };

  /** @param {Uint16Array} table @param {number} index */
  const bit = (table, index) => {
    normalise();
    const half = table[index] ?? 0;
    const bound = (range >>> 11) * half;
    if (code < bound) {
      range = bound;
      table[index] = half + ((2048 - half) >>> 5);
      return 0;
    }
    range -= bound;
    code -= bound;
    table[index] = half - (half >>> 5);
    return 1;
  };

  /** @param {Uint16Array} table @param {number} bits highest first */
  const tree = (table, bits) => {
    let node = 1;
    for (let count = 0; count < bits; count++) node = node * 2 + bit(table, node);
    return node - (1 << bits);
  };

  /** @param {Uint16Array} table @param {number} offset @param {number} bits lowest first */
  const reverseTree = (table, offset, bits) => {
    let node = 1;
    let value = 0;
    for (let count = 0; count < bits; count++) {
      const next = bit(table, offset + node);
      node = node * 2 + next;
      value |= next << count;
    }
    return value;
  };

  /** @param {number} bits of even chance */
  const direct = (bits) => {
    let value = 0;
    for (let count = 0; count < bits; count++) {
      normalise();
      range >>>= 1;
      const next = code >= range ? 1 : 0;
      if (next) code -= range;
      value = value * 2 + next;
    }
    return value;
  };

  const literals = halves(LITERAL_SIZE << (literalContext + Math.floor(properties / 9) % 5));
  const isMatch = tables(STATES, positionMask + 1);
  const isRepeat = halves(STATES);
  const isRepeat0 = halves(STATES);
  const isRepeat1 = halves(STATES);
  const isRepeat2 = halves(STATES);
  const isLongRepeat0 = tables(STATES, positionMask + 1);
  const slots = tables(4, 64);
  const specials = halves(128);
  const aligned = halves(16);
  const matchLengths = lengthsOf(positionMask + 1);
  const repeatLengths = lengthsOf(positionMask + 1);

  /** @param {Lengths} lengths @param {number} position */
  const lengthOf = (lengths, position) => {
    if (!bit(lengths.choice, 0)) return tree(lengths.low[position] ?? halves(8), 3);
    if (!bit(lengths.choice, 1)) return 8 + tree(lengths.mid[position] ?? halves(8), 3);
    return 16 + tree(lengths.high, 8);
  };

  /** @param {number} length */
  const distanceOf = (length) => {
    const slot = tree(slots[Math.min(length, 3)] ?? halves(64), 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    if (slot < 14) return base + reverseTree(specials, base - slot, bits);
    return base + direct(bits - 4) * 16 + reverseTree(aligned, 0, 4);
  };

  let state = 0;
  let [distance0, distance1, distance2, distance3] = [0, 0, 0, 0];
  while (filled < size) {
    const position = filled & positionMask;
    if (!bit(isMatch[state] ?? isRepeat, position)) {
      const before = filled > 0 ? (out[filled - 1] ?? 0) : 0;
      const offset = LITERAL_SIZE * (((filled & literalMask) << literalContext) + (before >> (8 - literalContext)));
      let symbol = 1;
      if (state >= 7) {
        let matched = out[filled - distance0 - 1] ?? 0;
        while (symbol < 256) {
          const expected = (matched >> 7) & 1;
          matched <<= 1;
          const next = bit(literals, offset + ((1 + expected) << 8) + symbol);
          symbol = symbol * 2 + next;
          if (next !== expected) break;
        }
      }
      while (symbol < 256) symbol = symbol * 2 + bit(literals, offset + symbol);
      out[filled++] = symbol;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length = 0;
    if (bit(isRepeat, state)) {
      if (!bit(isRepeat0, state)) {
        if (!bit(isLongRepeat0[state] ?? isRepeat, position)) {
          out[filled] = out[filled - distance0 - 1] ?? 0;
          filled++;
          state = state < 7 ? 9 : 11;
          continue;
        }
      } else {
        let distance = distance1;
        if (bit(isRepeat1, state)) {
          distance = distance2;
          if (bit(isRepeat2, state)) {
            distance = distance3;
            distance3 = distance2;
          }
          distance2 = distance1;
        }
        distance1 = distance0;
        distance0 = distance;
      }
      length = lengthOf(repeatLengths, position);
      state = state < 7 ? 8 : 11;
    } else {
      [distance3, distance2, distance1] = [distance2, distance1, distance0];
      length = lengthOf(matchLengths, position);
      state = state < 7 ? 7 : 10;
      distance0 = distanceOf(length);
    }
    // An end mark, or a distance before the beginning: nothing the build makes.
    if (distance0 >= filled) break;
    for (let left = length + MATCH_MIN; left > 0 && filled < size; left--, filled++) out[filled] = out[filled - distance0 - 1] ?? 0;
  }
  return out;
}
