// How the single file carries its wasm: LZMA as text, and a tiny wasm that unpacks it (js-shim/unpack.wat).

import { readFileSync } from "node:fs";
import binaryen from "binaryen";
import LZMA from "lzma";
import { BASE91 } from "../js-shim/text.js";
import { toBase91 } from "./base91.js";

/** What unpack.wat takes for granted: three bits of the byte before, two of the position. */
const PROPERTIES = 0x5d;

/** @param {Uint8Array} bytes @param {1 | 5 | 9} [level] @returns {string} of even length */
export function packed(bytes, level = 9) {
  const file = Uint8Array.from(LZMA.compress(bytes, level));
  if (file[0] !== PROPERTIES) throw new Error(`LZMA with the properties ${file[0]}, which unpack.wat does not know`);
  const text = toBase91(file);
  return text.length % 2 === 0 ? text : text + BASE91[0];
}

/** unpack.wat as wasm, in base91. */
export function unpacker() {
  const wasm = binaryen.parseText(readFileSync(new URL("../js-shim/unpack.wat", import.meta.url), "utf8"));
  // Calls cost more than the few bytes that they save.
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setAlwaysInlineMaxSize(40);
  wasm.optimize();
  wasm.optimize();
  const text = toBase91(wasm.emitBinary());
  wasm.dispose();
  return text;
}
