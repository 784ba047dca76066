// Anything at all may come in: as an object into the full package, as an object into the single file, as text.
// None of it may crash, change a value silently, or lead to a document when `ok` is false.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import * as full from "../../pkg/node.js";
import { good, inputs } from "./inputs.js";

const step = new Function(`${readFileSync(new URL("../../pkg/wonvoice.step.js", import.meta.url), "utf8")}; return wonvoice`)();
const expected = full.mapDealToInvoice(good);

/** The deal itself, inside its envelope where there is one. */
const dealOf = (input) => input.deal.data ?? input.deal.current ?? input.deal;
const dealPath = good.deal.data ? "/deal/data" : good.deal.current ? "/deal/current" : "/deal";

/** @param {(deal: any, input: any) => void} change */
function changed(change) {
  const input = structuredClone(good);
  change(dealOf(input), input);
  return input;
}

/** A plan without its wording: what an unreadable value is called differs with what each build can know of it. */
const alike = ({ ok, documents, findings }) => ({ ok, documents, findings: findings.map(({ code, severity, path }) => ({ code, severity, path })) });

function checkSane(plan) {
  assert.equal(typeof plan.ok, "boolean");
  assert.ok(Array.isArray(plan.documents) && Array.isArray(plan.findings));
  if (!plan.ok) assert.deepEqual(plan.documents, []);
  if (!plan.ok) assert.ok(plan.findings.some(({ severity, remedy }) => severity === "error" && remedy));
}

const cycle = () => {
  const value = { name: "x" };
  value.self = value;
  return value;
};
const deep = (levels) => {
  let value = {};
  for (let i = 0; i < levels; i++) value = { deep: value };
  return value;
};

/** Values that stand where an amount is expected: each must be refused by name. */
const amounts = {
  NaN: NaN, Infinity: Infinity, "-Infinity": -Infinity, "1e400 as text": "1e400", "2^53+1 as BigInt": 2n ** 53n + 1n, "an object": {}, "a list": [1], "a cycle": cycle(), "20,000 levels": deep(20_000), true: true, "no number": "ten",
  "an unpaired surrogate": "1\ud800", "a symbol": Symbol("1"), "a Proxy that throws": new Proxy({}, { get() { throw new Error("no"); }, ownKeys() { throw new Error("no"); } }),
};

describe("in the deal's value", () => {
  for (const [name, value] of Object.entries(amounts)) {
    test(`${name} is refused by name, and the same in both builds`, () => {
      const input = changed((deal) => (deal.value = value));
      const plan = full.mapDealToInvoice(input);
      checkSane(plan);
      assert.equal(plan.ok, false, JSON.stringify(plan.findings));
      assert.ok(plan.findings.some(({ path }) => path === `${dealPath}/value`), JSON.stringify(plan.findings));
      assert.deepEqual(alike(step.mapDealToInvoice(input)), alike(plan));
      assert.deepEqual(full.mapDealToInvoice(good), expected);
    });
  }

  test("a getter that throws", () => {
    const input = changed((deal) => Object.defineProperty(deal, "value", { enumerable: true, get() { throw new Error("no"); } }));
    const plan = full.mapDealToInvoice(input);
    assert.equal(plan.ok, false);
    assert.deepEqual(alike(step.mapDealToInvoice(input)), alike(plan));
    assert.deepEqual(full.mapDealToInvoice(good), expected);
  });

  test("a getter that calls the engine again", () => {
    const input = changed((deal) => {
      const { value } = deal;
      Object.defineProperty(deal, "value", { enumerable: true, get: () => (full.validate(good), full.callJson("validate", "{}"), value) });
    });
    assert.deepEqual(full.mapDealToInvoice(input).documents.map(({ body }) => body), expected.documents.map(({ body }) => body));
  });
});

describe("where nothing is read", () => {
  for (const [name, value] of Object.entries(amounts)) {
    test(`${name} changes nothing`, () => {
      const input = changed((deal, whole) => {
        deal.something_unknown = value;
        whole.somethingUnknown = value;
      });
      const plan = full.mapDealToInvoice(input);
      assert.deepEqual(plan.documents.map(({ body }) => body), expected.documents.map(({ body }) => body), JSON.stringify(plan.findings));
      assert.deepEqual(step.mapDealToInvoice(input), plan);
    });
  }
});

describe("a text in the title", () => {
  for (const [name, title] of Object.entries({ "an unpaired surrogate": "a\ud800b", "another": "\udc00", "nulls": "a\u0000b", "ten thousand characters": "é".repeat(10_000), "right-to-left marks": "\u202eabc", "astral": "👍🏽" })) {
    test(`${name}: no crash, the same in both builds, nothing changed`, () => {
      const input = changed((deal) => (deal.title = title));
      const plan = full.mapDealToInvoice(input);
      checkSane(plan);
      assert.ok(!JSON.stringify(plan.documents).includes("\ufffd"), "a replacement character is a changed value");
      assert.deepEqual(alike(step.mapDealToInvoice(input)), alike(plan));
      assert.deepEqual(alike(JSON.parse(full.callJson("mapDealToInvoice", JSON.stringify(input)))), alike(plan));
    });
  }
});

describe("an input that is no object", () => {
  const thrown = (run) => {
    try {
      return { returned: run() };
    } catch (error) {
      return { name: error.name, code: error.code, isCoded: error.message.startsWith(`${error.code}: `) && !error.message.includes("\n") };
    }
  };
  for (const operation of ["validate", "mapDealToInvoice", "matchContact", "paymentStatus"]) {
    for (const value of [null, undefined, 5, NaN, true, "", "no json", "[]", "5", [], Symbol("x"), 5n, () => {}]) {
      test(`${operation}(${typeof value === "symbol" ? "Symbol" : typeof value === "function" ? "function" : typeof value === "bigint" ? `${value}n` : (JSON.stringify(value) ?? value)}) throws a WonvoiceError`, () => {
        const got = thrown(() => full[operation](value));
        assert.equal(got.name, "WonvoiceError", JSON.stringify(got));
        assert.ok(got.isCoded && got.code.startsWith("INPUT_"), JSON.stringify(got));
        assert.equal(thrown(() => step[operation](value)).name, "WonvoiceError");
      });
    }
  }

  for (const text of ["", " ", "null", "5", "[]", '"x"', "{", '{"a":}', "{}{}", "\ufeff", "\ud800", "{\"a\":1e999999999}", "[".repeat(100_000), '{"a":'.repeat(100_000)]) {
    test(`callJson with ${JSON.stringify(text.slice(0, 20))} throws or finds, and never panics`, () => {
      for (const call of [full.callJson, step.callJson]) {
        const got = thrown(() => call("mapDealToInvoice", text));
        if (got.returned === undefined) assert.ok(got.isCoded && got.code.startsWith("INPUT_"), JSON.stringify(got));
        else assert.equal(JSON.parse(got.returned).ok, false);
      }
    });
  }

  test("callJson wants text, and an operation that exists", () => {
    for (const value of [null, undefined, 5, {}, []]) assert.throws(() => full.callJson("validate", value), { name: "WonvoiceError", code: /^INPUT_/ });
    for (const operation of ["", "nothing", "constructor", null, undefined, "\ud800"]) assert.throws(() => full.callJson(operation, "{}"), { name: "WonvoiceError", code: /^INPUT_/ });
  });
});

describe("much", () => {
  test("a text of 10 MB where nothing is read, and where something is", () => {
    const long = "x".repeat(10_000_000);
    assert.deepEqual(full.mapDealToInvoice(changed((deal, input) => (input.somethingUnknown = long))).documents.length, expected.documents.length);
    const plan = full.mapDealToInvoice(changed((deal) => (deal.value = long)));
    checkSane(plan);
    assert.equal(plan.ok, false);
    assert.ok(JSON.stringify(plan).length < 100_000, "findings do not repeat it");
    assert.deepEqual(full.mapDealToInvoice(good), expected);
  });

  test("more values than there is room for", () => {
    const input = changed((deal, whole) => (whole.somethingUnknown = Array.from({ length: 5_000_000 }, () => 1)));
    // The object reader passes over a list of that size where nothing is read; text of that size is refused whole.
    assert.deepEqual(full.mapDealToInvoice(input).documents, expected.documents);
    assert.throws(() => step.mapDealToInvoice(input), { name: "WonvoiceError", code: "INPUT_NOT_JSON" });
    assert.throws(() => full.callJson("mapDealToInvoice", JSON.stringify(input)), { name: "WonvoiceError", code: "INPUT_NOT_JSON" });
    assert.deepEqual(full.mapDealToInvoice(good), expected);
  });
});

test("the input is not written to", () => {
  const frozen = structuredClone(good);
  const freeze = (value) => {
    if (value && typeof value === "object") Object.values(Object.freeze(value)).forEach(freeze);
  };
  freeze(frozen);
  assert.deepEqual(full.mapDealToInvoice(frozen), expected);
  assert.deepEqual(frozen, good);
});

test("object call, text call, Mapper and batch say the same", () => {
  for (const [name, input] of inputs("mapDealToInvoice")) {
    const plan = full.mapDealToInvoice(input);
    checkSane(plan);
    assert.deepEqual(JSON.parse(full.callJson("mapDealToInvoice", JSON.stringify(input))), plan, name);
    assert.deepEqual(step.mapDealToInvoice(input), plan, name);
    assert.deepEqual(full.validate(input), JSON.parse(full.callJson("validate", JSON.stringify(input))), name);
  }
  const { config, snapshot, snapshots, ...rest } = good;
  const mapper = new full.Mapper(config, snapshots ?? snapshot);
  const bodies = (plan) => plan.documents.map(({ body }) => body);
  assert.deepEqual(bodies(mapper.map(rest)), bodies(expected));
  assert.deepEqual(mapper.mapMany([rest, rest]).map(bodies), [bodies(expected), bodies(expected)]);
  assert.deepEqual(mapper.validate(rest), full.validate(good));
  mapper.free();
});

test("a function is as good as nothing, in both builds", () => {
  const plain = changed((deal) => delete deal.value);
  const input = changed((deal) => (deal.value = () => 1));
  assert.deepEqual(full.mapDealToInvoice(input), full.mapDealToInvoice(plain));
  assert.deepEqual(step.mapDealToInvoice(input), full.mapDealToInvoice(plain));
});

describe("parts as JSON text", () => {
  const calls = {
    validate: full.validate,
    mapDealToInvoice: full.mapDealToInvoice,
    matchContact: full.matchContact,
    predictTotals: ({ document, snapshot, unitDp }) => full.predictTotals(document, snapshot, unitDp),
    compareTotals: ({ predicted, answered }) => full.compareTotals(predicted, answered),
    compactSnapshot: ({ snapshot, options }) => full.compactSnapshot(snapshot, options),
  };
  const withTexts = (input, write) => Object.fromEntries(Object.entries(input).map(([name, part]) => [name, part !== null && typeof part === "object" ? write(JSON.stringify(part)) : part]));
  for (const [operation, call] of Object.entries(calls)) {
    test(`${operation} takes them alike as objects and as text, whole, marked and broken`, () => {
      for (const [name, input] of inputs(operation)) {
        for (const write of [(text) => text, (text) => `\ufeff${text}`, (text) => text.slice(0, -1)]) {
          const texts = withTexts(input, write);
          assert.deepEqual(call(texts), JSON.parse(full.callJson(operation, JSON.stringify(texts))), name);
        }
        assert.deepEqual(call(withTexts(input, (text) => `\ufeff${text}`)), call(input), name);
      }
    });
  }

  test("a Mapper takes config and snapshots as text, and says where one is none", () => {
    const { config, snapshot, ...deal } = good;
    const mapper = new full.Mapper(`\ufeff${JSON.stringify(config)}`, JSON.stringify(snapshot));
    assert.deepEqual(mapper.map(deal, { trace: false }).documents, full.mapDealToInvoice(good, { trace: false }).documents);
    const broken = new full.Mapper("{'version': 1}", JSON.stringify(snapshot)).map(deal);
    assert.deepEqual(broken.findings.map(({ code, path, message }) => [code, path, message]), [["INPUT_NOT_JSON", "/config", "config is no JSON: a name in double quotes was expected at line 1, column 2"]]);
  });
});
