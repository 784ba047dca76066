// The twins of the hosts' sandboxes are as narrow as the hosts, and the single file gives in each of them, byte
// for byte, what the golden tests expect.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { goldens, pretty } from "../sandboxes/goldens.js";
import { make, n8n, nodeRed, sandboxes, zapier } from "../sandboxes/index.js";

const source = readFileSync(new URL("../../pkg/wonvoice.step.js", import.meta.url), "utf8");
/** Code that answers the calls it is given, each as its text or the line of its error. */
const answering = (/** @type {string} */ fields, /** @type {(value: string) => string} */ give) => `
  var calls = ${fields}.calls;
  if (typeof calls === "string") calls = JSON.parse(calls);
  var answers = calls.map(function (call) { try { return wonvoice.callJson(call[0], call[1]); } catch (error) { return error.message; } });
  ${give("{ answers: answers }")}`;

/** Makes the core really fail inside at each call of that length: with pointers that lead out of its memory. */
const TRAPPING = `
  var RealInstance = WebAssembly.Instance;
  WebAssembly.Instance = function (module, imports) {
    var exports = Object.assign({}, new RealInstance(module, imports).exports);
    var call = exports.callJson;
    exports.callJson = function (a, b, c, length) { return length === 4242 ? call(a, b, 4294900000, length) : call(a, b, c, length); };
    return { exports: exports };
  };`;

for (const { name, host, fields, give, run } of sandboxes) {
  describe(name, () => {
    /** @param {[string, string][]} calls @param {string} [before] */
    const answers = async (calls, before = "") => (await run(before + source + answering(fields, give), { calls: host === "zapier" ? JSON.stringify(calls) : calls })).answers;

    test(`gives all ${goldens.length} golden outputs, byte for byte`, async () => {
      const given = await answers(goldens.map(({ operation, text }) => [operation, text]));
      assert.equal(given.length, goldens.length);
      goldens.forEach(({ name, expected }, index) => assert.equal(pretty(given[index]), expected, name));
    });

    test("a trap in one call leaves the next right", async () => {
      const deadly = "x".repeat(4242);
      const { operation, text, expected } = /** @type {typeof goldens[number]} */ (goldens.find((one) => one.name === "mapDealToInvoice/five-products"));
      const given = await answers([[operation, text], [operation, deadly], [operation, text], [operation, deadly], [operation, deadly], [operation, text]], TRAPPING);
      for (const place of [0, 2, 5]) assert.equal(pretty(given[place]), expected, `call ${place}`);
      for (const place of [1, 3, 4]) assert.match(given[place], /^INTERNAL_PANIC: mapDealToInvoice failed inside \(memory access out of bounds[^\n]*$/);
    });
  });
}

describe("the twins", () => {
  const has = (/** @type {string[]} */ names) => `[${names.map((name) => `"${name} " + typeof ${name}`).join(", ")}].filter(function (one) { return / undefined$/.test(one); })`;
  const ABSENT_IN_N8N = ["fetch", "crypto", "URL", "URLSearchParams", "performance", "structuredClone", "process", "queueMicrotask", "Response", "AbortController", "Event"];
  const ABSENT_IN_NODE_RED = ["TextDecoder", "TextEncoder", "atob", "fetch", "crypto", "require", "process", "performance", "structuredClone"];

  test("n8n: what is there, what is not, and built-ins that lie", () => {
    const present = ["WebAssembly", "Buffer", "atob", "btoa", "TextEncoder", "TextDecoder", "FormData", "setTimeout", "require", "console", "Intl", "BigInt", "FinalizationRegistry", "WeakRef", "DateTime", "$input", "$json", "items"];
    const code = `return { present: ${has(present)}, absent: ${has(ABSENT_IN_N8N)}, defined: Object.keys(Object.defineProperty({}, "a", { value: 1 })).length,
      prototype: Object.getPrototypeOf([]) === Array.prototype, proto: "__proto__" in {}, frozen: [Object, Error.prototype, JSON, Uint8Array.prototype].every(Object.isFrozen) }`;
    const [{ json }] = n8n.run(code, [{ json: {} }]);
    assert.deepEqual(json, { present: [], absent: ABSENT_IN_N8N.map((name) => `${name} undefined`), defined: 0, prototype: false, proto: false, frozen: true });
    assert.throws(() => n8n.run("new Function('return 1')", [{ json: {} }]), /Code generation from strings disallowed/);
    assert.throws(() => n8n.run("require('crypto')", [{ json: {} }]), { message: "Module 'crypto' is disallowed" });
  });

  test("n8n: items in and out, and what is left of an error", () => {
    const items = [{ json: { a: 1 } }, { json: { a: 2 } }];
    const out = (/** @type {string} */ code, /** @type {"all" | "each"} */ mode = "all") => n8n.run(code, items, mode);
    assert.deepEqual(out("return $input.all().map((item) => ({ b: item.json.a }))"), [{ json: { b: 1 } }, { json: { b: 2 } }]);
    assert.deepEqual(out("return { b: $json.a, c: undefined, d: NaN }", "each"), [{ json: { b: 1, d: null }, pairedItem: { item: 0 } }, { json: { b: 2, d: null }, pairedItem: { item: 1 } }]);
    assert.deepEqual(out("return []"), []);
    assert.deepEqual(out("return null"), []);
    // Nothing in the code says that it reads items: it gets none.
    assert.deepEqual(out("return items.map((item) => ({ json: item.json }))"), [{ json: {} }, { json: {} }]);
    for (const [code, message, mode] of /** @type {[string, string, "all" | "each"][]} */ ([
      ["return 'x'", "Code doesn't return items properly", "all"],
      ["return [{ json: {} }, { a: 1 }]", "Unknown top-level item key: a [item 1]", "all"],
      ["return [{ json: 1 }]", "A 'json' property isn't an object [item 0]", "all"],
      ["return []", "Code doesn't return a single object [item 0]", "each"],
      ["return $input.all()", "Can't use .all() here", "each"],
      ["return [{ json: items[0] }, $input.item]", "Can't use .item here", "all"],
    ])) assert.throws(() => out(code, mode), { message }, code);
    assert.throws(() => out("const error = new Error('one\\ntwo'); Object.assign(error, { code: 'X' }); throw error;"), (error) => error.message === "one" && error.description === "Error" && !("code" in error));
  });

  test("Node-RED: what is there, what is not, and where messages go", async () => {
    const present = ["WebAssembly", "Buffer", "URL", "URLSearchParams", "util", "console", "setTimeout", "RED", "env", "context", "flow", "global", "Intl", "node"];
    const [[{ payload }]] = await nodeRed.run(`msg.payload = { present: ${has(present)}, absent: ${has(ABSENT_IN_NODE_RED)} }; return msg;`, {});
    assert.deepEqual(payload, { present: [], absent: ABSENT_IN_NODE_RED.map((name) => `${name} undefined`) });
    const sent = await nodeRed.run("return [[{ payload: 1 }, { payload: 2 }], null]", { _msgid: "m" });
    assert.deepEqual(sent, [[{ payload: 1, _msgid: "m" }, { payload: 2, _msgid: "m" }], []]);
    await assert.rejects(nodeRed.run("return ['x', null]", {}), { message: "Function tried to send a message of type string" });
    await assert.rejects(nodeRed.run("return [null, null, msg]", {}), /has 2 outputs and answered 3/);
  });

  test("Zapier and Make: texts in, objects out", async () => {
    assert.deepEqual(await zapier.run("return inputData", { a: [1, "b,c"], b: { c: 1 }, d: null, e: 1.5 }), { a: "1,b,c", b: "[object Object]", d: "", e: "1.5" });
    assert.deepEqual(await zapier.run("output = [{ a: 1 }]", {}), [{ a: 1 }]);
    for (const code of ["return 'x'", "", "return [1]", "return null"]) await assert.rejects(zapier.run(code, {}), /must return a single object/, code);
    assert.deepEqual(await make.run("return { n: input.list.length, d: undefined }", { list: [1, 2] }), { n: 2 });
    await assert.rejects(make.run("", {}), /no result/);
    for (const { run } of [zapier, make]) await assert.rejects(run("return { a: 1n }", {}), /BigInt/);
  });
});
