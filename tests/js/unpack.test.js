import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import binaryen from "binaryen";
import { packed, unpacker, withWideLengths } from "../../.ci/pack.js";
import { unpack } from "../../js-shim/unpack.js";

const noise = (size, seed) => Uint8Array.from({ length: size }, () => (seed = (seed * 1103515245 + 12345) >>> 0) >>> 24);
const file = (name) => readFileSync(new URL(`../../pkg/${name}`, import.meta.url));
const samples = {
  "no byte": new Uint8Array(0),
  "one byte": Uint8Array.of(7),
  "a run": new Uint8Array(70_000).fill(65),
  text: new TextEncoder().encode("the quick brown fox ".repeat(5000)),
  noise: noise(60_000, 1),
  "noise of few values": noise(60_000, 2).map((byte) => byte & 3),
  // The rarest would have ways of more steps than there may be.
  "bytes of which each is far rarer than the next": Uint8Array.from({ length: 20 }, (_, at) => at).reduce((all, at) => Buffer.concat([all, Buffer.alloc(1.7 ** at, 128 + at)]), Buffer.alloc(0)),
  "every byte": Uint8Array.from({ length: 512 }, (_, at) => at),
  "half a module, of which nobody knows the grammar": file("wonvoice.wasm").subarray(1, 200_000),
};
const wasm = unpacker();
const module = withWideLengths(file("wonvoice.wasm"));
const packedModule = packed(module);

for (const [name, bytes] of Object.entries(samples)) {
  test(`${name} comes back`, () => assert.ok(Buffer.from(bytes).equals(unpack(wasm, packed(bytes)))));
}

const textOf = (bytes) => {
  const read = binaryen.readBinary(bytes);
  const text = read.emitText().replace(/ align=\d+/g, "");
  read.dispose();
  return text;
};

test("a module comes back but for its alignments", () => {
  const back = unpack(wasm, packedModule);
  assert.ok(Buffer.from(packedModule.bytes).equals(back));
  assert.equal(back.length, module.length);
  assert.ok(textOf(back) === textOf(file("wonvoice.wasm")));
});

test("instructions of every kind of immediate come back", () => {
  const read = binaryen.parseText(`(module
    (type $two (func (param i32 i64) (result i32)))
    (import "host" "log" (func $log (param i32)))
    (memory 1) (table 2 funcref) (global $g (mut i64) (i64.const -5)) (elem (i32.const 0) $f $f)
    (func $f (type $two) (local f32 f64 f64)
      (block $out (block $in (br_table $in $out $in (local.get 0))) (call $log (i32.const -123456789)))
      (global.set $g (i64.const 0x7fffffffffffffff))
      (local.set 3 (f64.const 3.14)) (local.set 2 (f32.const -0.5))
      (f64.store offset=300 (i32.const 8) (local.get 3))
      (memory.fill (i32.const 0) (i32.const 1) (memory.size)) (memory.copy (i32.const 9) (i32.const 0) (i32.const 8))
      (drop (i32.trunc_sat_f32_s (local.get 2)))
      (if (result i32) (i64.eqz (local.get 1))
        (then (select (i32.load8_u (local.get 0)) (i32.const 2) (i32.const 3)))
        (else (call_indirect (type $two) (i32.const 1) (i64.const 0) (memory.grow (i32.const 1)))))))`);
  const bytes = withWideLengths(read.emitBinary());
  const back = unpack(wasm, packed(bytes));
  assert.equal(back.length, bytes.length);
  assert.ok(WebAssembly.validate(back));
  assert.equal(textOf(back), textOf(bytes));
});

test("the text can be pasted: printable, nothing to escape, no two braces of a kind in a row", () => {
  assert.match(packedModule.text, /^[ -~]+$/);
  assert.doesNotMatch(packedModule.text, /["\\]|\{\{|\}\}/);
});

test("packing is the same each time", () => assert.equal(packed(module).text, packedModule.text));

test("a damaged text says so, wherever the damage is", () => {
  const { text } = packedModule;
  const other = (/** @type {string} */ char) => (char === "a" ? "b" : "a");
  const damaged = {
    shortened: text.slice(0, -2000),
    halved: text.slice(0, text.length / 2),
    empty: "",
    "a character missing": text.slice(0, 1000) + text.slice(1001),
    "one character all along": "a".repeat(text.length),
    backwards: [...text].reverse().join(""),
    // Where the shapes of trees are told.
    ...Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`another character at ${at * 9}`, text.slice(0, at * 9) + other(text[at * 9]) + text.slice(at * 9 + 1)])),
    ...Object.fromEntries([0.001, 0.1, 0.5, 0.9, 0.999].map((part) => [`another character at ${part}`, Math.floor(part * text.length)]).map(([name, at]) => [name, text.slice(0, at) + other(text[at]) + text.slice(at + 1)])),
  };
  for (const [name, wrong] of Object.entries(damaged)) {
    assert.throws(() => unpack(wasm, { ...packedModule, text: wrong }), { code: "INTERNAL_NOT_LOADED", message: /the file is damaged/ }, name);
  }
});
