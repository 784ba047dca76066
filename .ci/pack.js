// How the single file carries its wasm: as a text, and a tiny wasm that unpacks it (js-shim/unpack.wat). The packer
// runs the unpacker, and puts itself in the place of what would read the text: so both know the same.

import { readFileSync } from "node:fs";
import binaryen from "binaryen";
import { BASE91 } from "../js-shim/text.js";
import { memoryFor, unpack } from "../js-shim/unpack.js";
import { toBase91 } from "./base91.js";

/** As in unpack.wat. */
const FIELDS = 32;
const CHECK = 0x57614d;
const NODES = 4096;
const OPCODE = 16;
const LENGTH = 32;
const LONGEST = 16;
const RADIX = 92;
const FOUR_DIGITS = RADIX ** 4;

/** A character for each number; of two for the last one, the first stands at even places only, the second at odd. */
const DIGITS = Array.from({ length: RADIX }, (_, digit) => String.fromCharCode({ 2: 126, 60: 124 }[digit] ?? digit + 32));

/** unpack.wat as wasm, with functions of the packer's instead of its own. @param {string[]} imported */
function unpackerWith(imported) {
  const text = readFileSync(new URL("../js-shim/unpack.wat", import.meta.url), "utf8");
  // Where bits are most, the unpacker has no time for a call.
  const asked = "(if (call $coded (local.get $chance) (i32.lt_u (local.get $before) (global.get $TREES)) (local.get $expected))";
  const calling = text.replace(/;; begin \$coded[^]*;; end \$coded/, () => asked);
  const wasm = binaryen.parseText(imported.length > 0 ? calling : text);
  for (const name of imported) {
    const { params, results } = binaryen.getFunctionInfo(wasm.getFunction(name));
    wasm.removeFunction(name);
    wasm.addFunctionImport(name, "packer", name, params, results);
  }
  // Small calls cost more than the few bytes that they save.
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setAlwaysInlineMaxSize(20);
  binaryen.setOneCallerInlineMaxSize(200);
  wasm.setFeatures(binaryen.Features.BulkMemory | binaryen.Features.BulkMemoryOpt | binaryen.Features.MutableGlobals);
  wasm.optimize();
  wasm.optimize();
  const bytes = wasm.emitBinary();
  wasm.dispose();
  return bytes;
}

/** unpack.wat as wasm, in base91. */
export const unpacker = () => toBase91(unpackerWith([]));

/** Reads a module's numbers. @param {Uint8Array} bytes @param {number} from */
function reader(bytes, from) {
  const cursor = { at: from, number, byte: () => bytes[cursor.at++] };
  function number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = cursor.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
  return cursor;
}

const MAGIC = "\0asm\x01\0\0\0";
const isModule = (bytes) => String.fromCharCode(...bytes.subarray(0, 8)) === MAGIC;
const CODE = 10;

/** The sections of a module: the id of each, where it begins, where its contents begin, and where it ends. */
function sectionsOf(bytes) {
  const sections = [];
  for (const cursor = reader(bytes, MAGIC.length); cursor.at < bytes.length; ) {
    const from = cursor.at;
    const id = cursor.byte();
    const length = cursor.number();
    sections.push({ id, from, at: cursor.at, to: cursor.at + length });
    cursor.at += length;
  }
  return sections;
}

/** So many bytes for a number that fewer would do for, or as few as will do. */
function numberOf(value, bytes = 1) {
  const low = [];
  for (; value > 127 || low.length < bytes - 1; value = Math.floor(value / 128)) low.push((value & 127) | 128);
  return [...low, value];
}

/** The bodies of a module's functions, in order, without their lengths. @param {Uint8Array} bytes */
export function bodies(bytes) {
  const cursor = reader(bytes, sectionsOf(bytes).find(({ id }) => id === CODE)?.at ?? bytes.length);
  return Array.from({ length: cursor.at < bytes.length ? cursor.number() : 0 }, () => {
    const length = cursor.number();
    cursor.at += length;
    return bytes.subarray(cursor.at - length, cursor.at);
  });
}

/**
 * The module with three bytes for the length of each function's body, as the unpacker writes them: it knows a length
 * only when the body is written.
 * @param {Uint8Array} bytes
 */
export function withWideLengths(bytes) {
  const parts = sectionsOf(bytes).flatMap(({ id, from, to }) => {
    if (id !== CODE) return [bytes.subarray(from, to)];
    const all = bodies(bytes);
    const wide = all.flatMap((body) => {
      if (body.length >= 1 << 21) throw new Error("a function too long for three bytes of length");
      return [Uint8Array.from(numberOf(body.length, 3)), body];
    });
    const code = Buffer.concat([Uint8Array.from(numberOf(all.length)), ...wide]);
    return [Uint8Array.from([CODE, ...numberOf(code.length)]), code];
  });
  return new Uint8Array(Buffer.concat([bytes.subarray(0, MAGIC.length), ...parts]));
}

/** Where the bodies of functions lie, and how many; none in what is no module. */
function bodiesOf(bytes) {
  const section = isModule(bytes) ? sectionsOf(bytes).find(({ id }) => id === CODE) : undefined;
  if (section === undefined) return { code: bytes.length, functions: 0 };
  const cursor = reader(bytes, section.at);
  return { functions: cursor.number(), code: cursor.at };
}

/** Runs the unpacker, asking `packer`, over a text of no characters; what comes out. */
function run(imports, { size, code, functions }, packer) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(unpackerWith(imports)), { packer });
  const { bytes, from } = memoryFor(exports.memory, 0, size);
  exports.unpack(0, size, code, functions);
  return bytes.slice(from, from + size);
}

/** Each byte that is asked for, with its field, first the lengths of ways: lengths of bodies and alignments are not. */
function symbolsOf(bytes, form) {
  const symbols = [];
  let start = 0;
  const walk = (field, at) => {
    if (field === LENGTH) {
      // The trees are of no use yet: two leaves each.
      const byte = symbols.length % 256 < 2 ? 1 : 0;
      symbols.push({ field, byte });
      return byte;
    }
    start ||= at;
    const byte = bytes[at - start];
    symbols.push({ field, byte });
    return byte;
  };
  let bit = 24;
  const out = run(["walk", "coded"], form, { walk, coded: () => (CHECK >> --bit) & 1 });
  return { symbols, out };
}

/** The lengths of ways in the best of all trees of such counts (Huffman's). */
function lengthsAtBest(counts) {
  let nodes = counts.flatMap((times, byte) => (times > 0 ? [{ times, bytes: [byte] }] : []));
  const lengths = new Array(256).fill(0);
  while (nodes.length > 1) {
    nodes = nodes.sort((a, b) => a.times - b.times);
    const [rare, other] = nodes.splice(0, 2);
    const bytes = [...rare.bytes, ...other.bytes];
    for (const byte of bytes) lengths[byte]++;
    nodes.push({ times: rare.times + other.times, bytes });
  }
  return lengths;
}

/** And in the best of those whose bytes are in their order. */
function lengthsInOrder(counts) {
  const bytes = counts.flatMap((times, byte) => (times > 0 ? [byte] : []));
  const before = [0];
  for (const byte of bytes) before.push(before.at(-1) + counts[byte]);
  // Of the bytes from one to before another, how many steps at least, and where the root parts them.
  const best = bytes.map((_, from) => ({ [from + 1]: { steps: 0, parted: from } }));
  for (let many = 2; many <= bytes.length; many++) {
    for (let from = 0, to = many; to <= bytes.length; from++, to++) {
      let least = { steps: Infinity, parted: from };
      for (let parted = from + 1; parted < to; parted++) {
        const steps = best[from][parted].steps + best[parted][to].steps;
        if (steps < least.steps) least = { steps, parted };
      }
      best[from][to] = { ...least, steps: least.steps + before[to] - before[from] };
    }
  }
  const lengths = new Array(256).fill(0);
  const part = (from, to, length) => {
    if (to - from === 1) return void (lengths[bytes[from]] = length);
    part(from, best[from][to].parted, length + 1);
    part(best[from][to].parted, to, length + 1);
  };
  part(0, bytes.length, 0);
  return lengths;
}

/** For each byte the length of its way, the shorter, the more often it is met; 0 for one that never is. */
function lengthsOf(counts, field) {
  // Without one of two leaves, there would be no tree.
  const few = counts.filter((count) => count > 0).length < 2;
  // Nearly alike at the rare end, lengths take less to tell, and steps learn more; but there are more steps.
  const times = counts.map((count, byte) => (count > 0 ? count + 16 : few && byte < 2 ? 1 : 0));
  const lengths = (field < OPCODE ? lengthsInOrder : lengthsAtBest)(times);
  // Rare bytes are taken to be still less rare until no way is too long.
  return Math.max(...lengths) > LONGEST ? lengthsOf(times.map((count) => Math.ceil(count / 2)), field) : lengths;
}

/** The way to each byte: from left to right in the order of bytes, of opcodes those of shorter ways first. */
function waysOf(lengths, field) {
  const bytes = lengths.map((_, byte) => byte).filter((byte) => lengths[byte] > 0);
  if (field >= OPCODE) bytes.sort((a, b) => lengths[a] - lengths[b]);
  const ways = [];
  let left = 0;
  for (const byte of bytes) {
    ways[byte] = bitsOf(left >> (LONGEST - lengths[byte]), lengths[byte]);
    left += 1 << (LONGEST - lengths[byte]);
  }
  return ways;
}

const bitsOf = (value, count) => Array.from({ length: count }, (_, at) => (value >> (count - 1 - at)) & 1);

/** Takes bits with their chances, and makes digits of them: an arithmetic coder. Its numbers stay below 2^53. */
function coder() {
  const WINDOW = FOUR_DIGITS ** 2;
  const digits = [];
  let low = 0;
  let range = FOUR_DIGITS;
  const shift = () => {
    const four = Math.floor(low / FOUR_DIGITS);
    for (let place = RADIX ** 3; place >= 1; place /= RADIX) digits.push(Math.floor(four / place) % RADIX);
    low = (low % FOUR_DIGITS) * FOUR_DIGITS;
  };
  const carry = () => {
    let at = digits.length - 1;
    while (digits[at] === RADIX - 1) digits[at--] = 0;
    digits[at]++;
  };
  return {
    put(bit, chance) {
      if (range < FOUR_DIGITS) {
        shift();
        range *= FOUR_DIGITS;
      }
      const bound = Math.floor(range / 65536) * chance;
      if (bit) {
        range = bound;
      } else {
        range -= bound;
        low -= WINDOW - bound;
        if (low >= 0) carry();
        else low += WINDOW;
      }
    },
    text() {
      shift();
      shift();
      // The first four are from before the first bit.
      const kept = digits.slice(4);
      return kept.map((digit, at) => (digit === RADIX - 1 && at % 2 === 1 ? "}" : DIGITS[digit])).join("");
    },
  };
}

/**
 * @param {Uint8Array} bytes any; a module whose functions' lengths have three bytes each is packed best
 * @returns {import("../js-shim/unpack.js").Packed & { bytes: Uint8Array }} and what it will be when it is unpacked,
 *   where a module's alignments are 0, which only hint
 */
export function packed(bytes) {
  const form = { size: bytes.length, ...bodiesOf(bytes) };
  const { symbols, out } = symbolsOf(bytes, form);
  const counts = Array.from({ length: FIELDS }, () => new Array(256).fill(0));
  for (const { field, byte } of symbols) if (field !== LENGTH) counts[field][byte]++;
  const lengths = counts.map(lengthsOf);
  lengths.flat().forEach((length, at) => (symbols[at].byte = length));
  // Each tree begins at a line of the cache, of sixteen nodes; that of the lengths is the first.
  const nodes = lengths.reduce((sum, one) => sum + Math.ceil((one.filter((length) => length > 0).length - 1) / 16) * 16, 16);
  if (nodes > NODES) throw new Error(`trees of ${nodes} nodes; the unpacker has room for ${NODES}`);
  const ways = lengths.map(waysOf);
  ways[LENGTH] = Array.from({ length: LONGEST + 1 }, (_, length) => (length === 0 ? [0] : [1, ...bitsOf(length - 1, 4)]));
  const { put, text } = coder();

  const behind = bitsOf(CHECK, 24);
  let next = 0;
  let step = 0;
  const answer = (asks, expected) => {
    if (next === symbols.length) return behind.shift();
    const { field, byte } = symbols[next];
    if (asks) {
      if (byte !== expected) return 0;
      next++;
      return 1;
    }
    const way = ways[field][byte];
    const bit = way[step++];
    if (step === way.length) {
      next++;
      step = 0;
    }
    return bit;
  };
  const again = run(["coded"], form, {
    coded(chance, asks, expected) {
      const bit = answer(asks, expected);
      put(bit, chance);
      return bit;
    },
  });
  if (!Buffer.from(out).equals(again)) throw new Error("the unpacker makes other bytes of the same answers");
  const made = { ...form, text: text() };
  if (!Buffer.from(out).equals(unpack(unpacker(), made))) throw new Error("the text does not unpack to what was packed");
  return { ...made, bytes: out };
}
