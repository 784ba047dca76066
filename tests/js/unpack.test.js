import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { packed, unpacker } from "../../.ci/pack.js";
import { unpack } from "../../js-shim/unpack.js";

const noise = (size, seed) => Uint8Array.from({ length: size }, () => (seed = (seed * 1103515245 + 12345) >>> 0) >>> 24);
const samples = {
  "one byte": Uint8Array.of(7),
  "a run": new Uint8Array(70_000).fill(65),
  text: new TextEncoder().encode("the quick brown fox ".repeat(5000)),
  noise: noise(60_000, 1),
  "noise of few values": noise(60_000, 2).map((byte) => byte & 3),
  wasm: readFileSync(new URL("../../pkg/wonvoice.wasm", import.meta.url)).subarray(0, 200_000),
};
const wasm = unpacker();

for (const [name, bytes] of Object.entries(samples)) {
  test(`${name} comes back, however it was packed`, () => {
    for (const level of [1, 5, 9]) assert.ok(Buffer.from(bytes).equals(unpack(wasm, packed(bytes, level), bytes.length)), `level ${level}`);
  });
}
