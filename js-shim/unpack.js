// The wasm out of the single file's text. A tiny wasm of its own does it: see unpack.wat.

import { fromBase91 } from "./text.js";

/** Where the text lies in the unpacker's memory, and how many bytes it leaves behind it, as in unpack.wat. */
const TEXT = 1 << 16;
const GAP = 8;
const PAGE = 1 << 16;

/**
 * @param {string} unpacker unpack.wat as wasm, in base91
 * @param {string} text what the build packed, of even length and trusted
 * @param {number} size its bytes when unpacked
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function unpack(unpacker, text, size) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(fromBase91(unpacker)));
  const memory = /** @type {WebAssembly.Memory} */ (exports["memory"]);
  const run = /** @type {(length: number, size: number) => void} */ (exports["unpack"]);
  const from = TEXT + text.length + GAP;
  memory.grow(Math.ceil((from + size) / PAGE) - 1);
  const bytes = new Uint8Array(/** @type {ArrayBuffer} */ (memory.buffer));
  for (let at = 0; at < text.length; at++) bytes[TEXT + at] = text.charCodeAt(at);
  run(text.length, size);
  return bytes.subarray(from, from + size);
}
