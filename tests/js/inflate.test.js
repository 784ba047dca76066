import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { constants, deflateRawSync } from "node:zlib";
import { inflate } from "../../js-shim/inflate.js";

const noise = (size, seed) => Uint8Array.from({ length: size }, () => (seed = (seed * 1103515245 + 12345) >>> 0) >>> 24);
const samples = {
  nothing: new Uint8Array(0),
  "one byte": Uint8Array.of(7),
  "a run": new Uint8Array(70_000).fill(65),
  text: new TextEncoder().encode("the quick brown fox ".repeat(5000)),
  noise: noise(100_000, 1),
  "noise of few values": noise(100_000, 2).map((byte) => byte & 3),
  wasm: readFileSync(new URL("../../pkg/wonvoice.wasm", import.meta.url)),
};

for (const [name, bytes] of Object.entries(samples)) {
  test(`${name} comes back, however it was packed`, () => {
    for (const level of [0, 1, 6, 9]) {
      for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE]) {
        const packed = deflateRawSync(bytes, { level, strategy });
        assert.ok(Buffer.from(bytes).equals(inflate(packed, bytes.length)), `level ${level}, strategy ${strategy}`);
      }
    }
  });
}
