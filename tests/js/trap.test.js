// A trap must poison nothing: the next call is right, old handles say what they are.
//
// The package's own module is rebuilt so that `callJson` really traps when its text has one certain length: after
// memory was allocated, with the stack pointer moved and not put back, as an overflow or a failed bound does it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import binaryen from "binaryen";
import { good as input } from "./inputs.js";

const LENGTH = 4242;
const deadly = "x".repeat(LENGTH);

/** @param {Uint8Array} bytes */
function withTrap(bytes) {
  const wasm = binaryen.readBinary(bytes);
  const { MutableGlobals, SignExt, NontrappingFPToInt, BulkMemory, BulkMemoryOpt, ReferenceTypes, Multivalue } = binaryen.Features;
  wasm.setFeatures(MutableGlobals | SignExt | NontrappingFPToInt | BulkMemory | BulkMemoryOpt | ReferenceTypes | Multivalue);
  for (const name of ["callJson", "mapper_callJson"]) {
    const exported = Array.from({ length: wasm.getNumExports() }, (_, i) => binaryen.getExportInfo(wasm.getExportByIndex(i))).find((info) => info.name === name);
    assert.ok(exported, `the module exports ${name}`);
    const original = exported.value;
    const { params, results } = binaryen.getFunctionInfo(wasm.getFunction(original));
    const types = binaryen.expandType(params);
    const { i32 } = binaryen;
    const length = wasm.local.get(types.length - 1, i32);
    const pointer = binaryen.getGlobalInfo(wasm.getGlobalByIndex(0)).name;
    const trap = wasm.block(null, [
      wasm.global.set(pointer, wasm.i32.sub(wasm.global.get(pointer, i32), wasm.i32.const(4096))),
      wasm.unreachable(),
    ]);
    const call = wasm.call(original, types.map((type, i) => wasm.local.get(i, type)), results);
    wasm.addFunction(`${name}-trapping`, params, results, [], wasm.block(null, [wasm.if(wasm.i32.eq(length, wasm.i32.const(LENGTH)), trap), call], results));
    wasm.removeExport(name);
    wasm.addFunctionExport(`${name}-trapping`, name);
  }
  const out = wasm.emitBinary();
  wasm.dispose();
  return out;
}

/** @type {string} */
let folder;
/** @type {typeof import("../../pkg/index.js")} */
let wonvoice;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "wonvoice-trap-"));
  cpSync(fileURLToPath(new URL("../../pkg", import.meta.url)), folder, { recursive: true });
  writeFileSync(join(folder, "wonvoice.wasm"), withTrap(readFileSync(join(folder, "wonvoice.wasm"))));
  wonvoice = await import(pathToFileURL(join(folder, "node.js")).href);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const panic = (what) => ({ name: "WonvoiceError", code: "INTERNAL_PANIC", message: new RegExp(`^INTERNAL_PANIC: ${what} [^\\n]*unreachable[^\\n]*$`) });
const stale = { name: "WonvoiceError", code: "INTERNAL_STALE_HANDLE", message: /^INTERNAL_STALE_HANDLE: / };

describe("after a trap", () => {
  const text = JSON.stringify(input);

  test("the next call is right, as text and as object, time and again", () => {
    const expected = wonvoice.callJson("mapDealToInvoice", text);
    const expectedObject = wonvoice.mapDealToInvoice(input);
    for (let round = 0; round < 20; round++) {
      assert.throws(() => wonvoice.callJson("validate", deadly), panic("validate"));
      assert.equal(wonvoice.callJson("mapDealToInvoice", text), expected);
      assert.deepEqual(wonvoice.mapDealToInvoice(input), expectedObject);
    }
  });

  test("a Mapper made before says that it is stale; a new one works", () => {
    const old = new wonvoice.Mapper(input.config, input.snapshots ?? input.snapshot);
    const expected = old.map(input);
    assert.throws(() => old.callJson("mapDealToInvoice", deadly), panic("Mapper.callJson mapDealToInvoice"));
    for (const use of [() => old.map(input), () => old.validate(input), () => old.mapMany([input]), () => old.callJson("validate", text)]) assert.throws(use, stale);
    old.free();
    assert.throws(() => old.map(input), stale);
    assert.deepEqual(new wonvoice.Mapper(input.config, input.snapshots ?? input.snapshot).map(input), expected);
  });

  test("a Mapper that was freed is stale, and freeing it again does nothing", () => {
    const mapper = new wonvoice.Mapper(input.config, input.snapshots ?? input.snapshot);
    mapper.free();
    mapper.free();
    assert.throws(() => mapper.map(input), stale);
    assert.deepEqual(wonvoice.mapDealToInvoice(input), JSON.parse(wonvoice.callJson("mapDealToInvoice", text)));
  });

  test("handles of the dead engine are collected without harm", async () => {
    setFlagsFromString("--expose-gc");
    const gc = runInNewContext("gc");
    for (let i = 0; i < 50; i++) new wonvoice.Mapper(input.config, input.snapshots ?? input.snapshot).validate(input);
    assert.throws(() => wonvoice.callJson("validate", deadly), panic("validate"));
    for (let i = 0; i < 5; i++) {
      gc();
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.deepEqual(wonvoice.mapDealToInvoice(input), JSON.parse(wonvoice.callJson("mapDealToInvoice", text)));
  });

  test("the command line reports it, goes on, and exits with 4", () => {
    const parts = ["config", "snapshots", "snapshot"].filter((name) => input[name] !== undefined);
    for (const name of parts) writeFileSync(join(folder, `${name}.json`), JSON.stringify(input[name]));
    const now = JSON.stringify(input.now);
    // The command line adds `now`, and asks for the dates first.
    const line = (size) => `{"pad":"${"x".repeat(size - `{"pad":"","now":${now}}`.length)}"}`;
    const options = [...parts.flatMap((name) => [`--${name}`, `${name}.json`]), "--now", input.now];
    const lines = [JSON.stringify(input), line(LENGTH), JSON.stringify(input)].join("\n");
    const { status, stdout, stderr } = spawnSync(process.execPath, ["cli.js", "map", ...options], { cwd: folder, input: lines, encoding: "utf8" });
    assert.equal(status, 4, stderr);
    assert.match(stderr, /^wonvoice: standard input:2: INTERNAL_PANIC: /);
    const [first, second, third] = stdout.trimEnd().split("\n").map((text) => JSON.parse(text));
    assert.equal(second.ok, false);
    assert.deepEqual(third, first);
    assert.deepEqual(first.documents.map(({ body }) => body), wonvoice.mapDealToInvoice(input).documents.map(({ body }) => body));
  });

  test("a handle freed by a getter of its own input poisons nothing", () => {
    const mapper = new wonvoice.Mapper(input.config, input.snapshots ?? input.snapshot);
    const evil = { ...input, get products() { mapper.free(); return input.products; } };
    try {
      mapper.map(evil);
    } catch (error) {
      assert.equal(error.name, "WonvoiceError");
    }
    assert.deepEqual(wonvoice.mapDealToInvoice(input), JSON.parse(wonvoice.callJson("mapDealToInvoice", text)));
  });
});
