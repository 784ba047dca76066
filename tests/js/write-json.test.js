// The writer that takes objects to text for code steps: nothing may crash it, nothing may change silently.

import assert from "node:assert/strict";
import { test } from "node:test";
import { writeJson } from "../../js-shim/write-json.js";

test("what JSON can say is written as JSON.stringify writes it", () => {
  const values = [null, true, 1, -1.5, 1e21, 5e-7, "", 'quote " back \\ line \n', "👍", [], {}, [1, [2, { a: null }]], { a: { b: [] }, "": 0, 'k"': 1 }];
  for (const value of values) assert.equal(writeJson(value), JSON.stringify(value));
});

test("what JSON cannot say is written as a bare word or kept exactly", () => {
  assert.equal(writeJson({ a: NaN, b: Infinity, c: -Infinity, d: -0 }), '{"a":NaN,"b":Infinity,"c":-Infinity,"d":-0}');
  assert.equal(writeJson({ big: 2n ** 64n }), '{"big":18446744073709551616}');
  assert.equal(writeJson({ s: Symbol("s"), list: [Symbol("s")] }), '{"s":undefined,"list":[undefined]}');
});

test("what is not there stays not there", () => {
  assert.equal(writeJson({ a: undefined, b: 1, c() {} }), '{"b":1}');
  assert.equal(writeJson([undefined, , 1, () => {}]), "[null,null,1,null]");
});

test("unpaired surrogates are escaped, in values and in names", () => {
  assert.equal(writeJson({ "\ud800": "a\udfffb" }), '{"\\ud800":"a\\udfffb"}');
});

test("dates and the like are their JSON form, boxed values are unboxed", () => {
  assert.equal(writeJson({ at: new Date(0), n: new Number(5), s: new String("x"), b: new Boolean(false) }), '{"at":"1970-01-01T00:00:00.000Z","n":5,"s":"x","b":false}');
  assert.equal(writeJson({ bad: new Date(NaN), worse: { toJSON() { throw new Error("no"); } } }), '{"bad":undefined,"worse":undefined}');
});

test("a cycle is unreadable where it closes, a value that is used twice is not", () => {
  const cycle = { name: "x" };
  cycle.self = cycle;
  assert.equal(writeJson(cycle), '{"name":"x","self":undefined}');
  const twice = { a: 1 };
  assert.equal(writeJson([twice, twice]), '[{"a":1},{"a":1}]');
});

test("depth beyond 64 is unreadable there, and 20,000 levels do no harm", () => {
  let deep = {};
  for (let i = 0; i < 20_000; i++) deep = { deep };
  const text = writeJson(deep);
  assert.equal(text.match(/deep/g)?.length, 64);
  assert.ok(text.includes('"deep":undefined'));
});

test("a getter that throws is unreadable, its neighbours are read", () => {
  assert.equal(writeJson({ a: 1, get b() { throw new Error("no"); }, c: 2 }), '{"a":1,"b":undefined,"c":2}');
});

test("Proxies that throw or lie are unreadable", () => {
  const thrower = new Proxy({}, { ownKeys() { throw new Error("no"); } });
  assert.equal(writeJson({ p: thrower, q: 1 }), '{"p":undefined,"q":1}');
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  assert.equal(writeJson([proxy]), "[undefined]");
});

test("what grows without end is refused, and quickly", () => {
  let doubling = [];
  for (let i = 0; i < 60; i++) doubling = [doubling, doubling];
  assert.throws(() => writeJson(doubling), { name: "WonvoiceError", code: "INPUT_NOT_JSON" });
  const huge = "x".repeat(1 << 20);
  assert.throws(() => writeJson(Array.from({ length: 1000 }, () => huge)), { name: "WonvoiceError", code: "INPUT_NOT_JSON" });
  assert.throws(() => writeJson(Object.assign([], { length: 2 ** 32 - 1 })), { name: "WonvoiceError", code: "INPUT_NOT_JSON" });
});
