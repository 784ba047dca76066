// The wasm out of the single file's text. A tiny wasm of its own does it: see unpack.wat.

import { WonvoiceError } from "./error.js";
import { HostTextEncoder, fromBase91 } from "./text.js";

/** @typedef {{ text: string, size: number, code: number, functions: number }} Packed the text; how many bytes it is, where the bodies of functions begin in them, and how many there are */

/** Where the text lies in the unpacker's memory, and how many bytes it leaves behind it, as in unpack.wat. */
const TEXT = 1318912;
const GAP = 64;
const PAGE = 1 << 16;

/**
 * The unpacker's memory with room for both, and where what it unpacks begins.
 * @param {WebAssembly.Memory} memory @param {number} length the text's @param {number} size
 */
export function memoryFor(memory, length, size) {
  const from = TEXT + length + GAP;
  memory.grow(Math.max(0, Math.ceil((from + size) / PAGE) - memory.buffer.byteLength / PAGE));
  return { bytes: new Uint8Array(/** @type {ArrayBuffer} */ (memory.buffer)), from };
}

/**
 * @param {string} unpacker unpack.wat as wasm, in base91
 * @param {Packed} packed
 * @throws {WonvoiceError} where the text is not what the build packed
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function unpack(unpacker, { text, size, code, functions }) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(fromBase91(unpacker)));
  const { bytes, from } = memoryFor(/** @type {WebAssembly.Memory} */ (exports["memory"]), text.length, size);
  const run = /** @type {(length: number, size: number, code: number, functions: number) => void} */ (exports["unpack"]);
  new HostTextEncoder().encodeInto(text, bytes.subarray(TEXT));
  try {
    run(text.length, size, code, functions);
  } catch (trap) {
    // A trap ends what goes astray.
    throw new WonvoiceError("INTERNAL_NOT_LOADED", `the file is damaged, and has to be copied again as a whole (${/** @type {Error} */ (trap).message})`);
  }
  return bytes.subarray(from, from + size);
}
