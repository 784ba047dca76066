// A trap must poison nothing: the next call is right, old handles say what they are.
// The package's own module is rebuilt for it, see trapping.js.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { good as input } from "./inputs.js";
import * as shipped from "../../pkg/node.js";
import { LENGTH, deadly, withTrap } from "./trapping.js";

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

  test("a stack that runs out inside a call leaves nothing behind, as often as it happens", () => {
    const expected = shipped.callJson("mapDealToInvoice", text);
    /** One call, so many levels above the bottom of the stack. @param {number} room */
    const isEnough = (room) => {
      let answer;
      const dive = () => {
        try {
          dive();
        } catch {
          // The bottom.
        }
        if (answer !== undefined || room-- > 0) return;
        answer = "";
        try {
          answer = shipped.callJson("mapDealToInvoice", text);
        } catch (error) {
          assert.match(String(error), /^RangeError: |INTERNAL_PANIC: /);
        }
      };
      dive();
      return answer === expected;
    };
    let overflows = 0;
    while (overflows < 1000) {
      for (let room = 0; !isEnough(room); room++) {
        overflows++;
        assert.equal(shipped.callJson("mapDealToInvoice", text), expected);
      }
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
