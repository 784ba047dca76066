// RFC 1951, so that the single file can carry its wasm at half the size. Hosts have at best an asynchronous one.

/** @typedef {{ entries: Uint16Array, width: number }} Table a code's bits, as they come, to symbol * 16 + length */

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** @param {number[]} lengths of each symbol's code @returns {Table} */
function tableOf(lengths) {
  const width = Math.max(1, ...lengths);
  const entries = new Uint16Array(1 << width);
  let code = 0;
  for (let length = 1; length <= width; length++) {
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      // Codes are packed from their highest bit on, everything else from the lowest.
      let reversed = 0;
      for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
      for (let index = reversed; index < entries.length; index += 1 << length) entries[index] = symbol * 16 + length;
      code++;
    }
    code <<= 1;
  }
  return { entries, width };
}

/**
 * @param {Uint8Array} source raw deflate data, trusted: the build made it
 * @param {number} size of what comes out
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function inflate(source, size) {
  const out = new Uint8Array(size);
  let from = 0;
  let to = 0;
  let bits = 0;
  let held = 0;

  const need = (/** @type {number} */ count) => {
    for (; held < count; held += 8) bits |= (source[from++] ?? 0) << held;
  };
  const drop = (/** @type {number} */ count) => {
    bits >>>= count;
    held -= count;
  };
  const take = (/** @type {number} */ count) => {
    need(count);
    const value = bits & ((1 << count) - 1);
    drop(count);
    return value;
  };
  const symbol = (/** @type {Table} */ { entries, width }) => {
    need(width);
    const entry = entries[bits & ((1 << width) - 1)] ?? 0;
    drop(entry & 15);
    return entry >> 4;
  };

  /** @returns {[literals: Table, distances: Table]} */
  const readTables = () => {
    const literals = take(5) + 257;
    const distances = take(5) + 1;
    const codes = take(4) + 4;
    const codeLengths = new Array(19).fill(0);
    for (let i = 0; i < codes; i++) codeLengths[CODE_LENGTH_ORDER[i] ?? 0] = take(3);
    const codeTable = tableOf(codeLengths);
    /** @type {number[]} */
    const lengths = [];
    while (lengths.length < literals + distances) {
      const code = symbol(codeTable);
      if (code < 16) {
        lengths.push(code);
        continue;
      }
      const repeated = code === 16 ? (lengths[lengths.length - 1] ?? 0) : 0;
      const times = code === 16 ? 3 + take(2) : code === 17 ? 3 + take(3) : 11 + take(7);
      for (let i = 0; i < times; i++) lengths.push(repeated);
    }
    return [tableOf(lengths.slice(0, literals)), tableOf(lengths.slice(literals))];
  };
  /** @returns {[literals: Table, distances: Table]} */
  const fixedTables = () => {
    const lengths = Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
    return [tableOf(lengths), tableOf(new Array(30).fill(5))];
  };

  for (let isLast = 0; !isLast; ) {
    isLast = take(1);
    const kind = take(2);
    if (kind === 0) {
      drop(held & 7);
      const length = take(16);
      take(16);
      for (let i = 0; i < length; i++) out[to++] = take(8);
      continue;
    }
    const [literals, distances] = kind === 1 ? fixedTables() : readTables();
    for (;;) {
      const code = symbol(literals);
      if (code === 256) break;
      if (code < 256) {
        out[to++] = code;
        continue;
      }
      const length = (LENGTH_BASE[code - 257] ?? 0) + take(LENGTH_EXTRA[code - 257] ?? 0);
      const back = symbol(distances);
      const distance = (DISTANCE_BASE[back] ?? 0) + take(Math.max(0, (back >> 1) - 1));
      // Byte by byte: a copy may overlap what it writes.
      for (const end = to + length; to < end; to++) out[to] = out[to - distance] ?? 0;
    }
  }
  return out;
}
