// Permits: never more than the limits allow, whatever is asked, given back, lost and learnt.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createTurnstile } from "../../js-shim/serve/turnstile.js";
import { dueAfter } from "../../js-shim/serve/within.js";
import { giveBack, grant, learn, noPermits, toldBy, together } from "../../js-shim/serve/permits.js";
import { chance } from "../simulators/random.js";

const LIMITS = { window: 1_000, perWindow: 6, atOnce: 3, day: 20_000, perDay: 60, lease: 300 };
/** A day of twenty windows, which is used up before it is over. */
const SHORT = { ...LIMITS, perDay: 40 };

/**
 * The API's own count, which knows nothing of ours: whether a call is one too many in any time of that length.
 * @param {number} length @param {number} most
 */
function counter(length, most) {
  /** @type {number[]} */
  let came = [];
  return (/** @type {number} */ at) => {
    came = came.filter((one) => at - one < length);
    came.push(at);
    return came.length > most;
  };
}

for (let seed = 0; seed < 60; seed++) {
  const limits = seed % 3 === 0 ? SHORT : LIMITS;
  test(`limits hold by chance ${seed}: whenever a call comes to the API between its permit and its answer`, () => {
    let permits = noPermits();
    let [now, count, most] = [1_000_000, 0, 0];
    // Theirs begin with any call: what holds in every time of that length holds in those.
    const [minute, day] = [counter(limits.window, limits.perWindow), counter(limits.day, limits.perDay)];
    /** Calls on their way: when they come to the API, and when back. @type {Map<string, { arrives: number, ends: number, isDead: boolean }>} */
    const out = new Map();
    // Some seeds have an API that answers at once, some one that takes longer than a permit is good for.
    const slow = [20, 200, 900][seed % 3] ?? 0;
    let arrived = 0;
    for (let step = 0; step < 4_000; step++) {
      const draw = (/** @type {string} */ what) => chance(what, seed, step);
      now += Math.floor(draw("time") * 12);
      for (const [id, call] of out) {
        if (call.arrives <= now) {
          arrived += 1;
          assert.equal(minute(call.arrives), false, "too many in a window");
          assert.equal(day(call.arrives), false, "too many in a day");
          call.arrives = Infinity;
        }
        // A worker that died gives nothing back, and has its calls no longer than its permits are good for.
        if (call.ends <= now && call.isDead) out.delete(id);
      }
      const back = [...out].filter(([, { ends, isDead }]) => ends <= now && !isDead).map(([id]) => id);
      if (draw("back") < 0.5) {
        for (const id of back) out.delete(id);
        permits = giveBack(permits, limits, now, back);
      }
      // What it says is as old as the answer.
      if (draw("told") < 0.1) permits = learn(permits, limits, now, { left: limits.perWindow, leftToday: limits.perDay });
      const ids = Array.from({ length: Math.floor(draw("asked") * 5) }, () => `p${++count}`);
      const { permits: next, answer } = grant(permits, limits, now, [...[...out].filter(([, { isDead }]) => !isDead).map(([id]) => id), ...ids]);
      permits = next;
      for (const id of answer.granted.filter((one) => ids.includes(one))) {
        const isDead = chance("dies", seed, id) < 0.03;
        const ends = now + Math.floor(chance("ends", seed, id) * (isDead ? limits.lease : slow));
        out.set(id, { arrives: now + Math.floor(chance("arrives", seed, id) * (ends - now + 1)), ends, isDead });
      }
      assert.ok(Object.keys(permits.leases).length <= limits.atOnce);
      most = Math.max(most, permits.back.length + permits.day.length);
      if (answer.again !== undefined) assert.ok(answer.again > now);
      permits = JSON.parse(JSON.stringify(permits));
    }
    assert.ok(arrived >= Math.min(limits.perDay, 40), `${arrived} calls`);
    assert.ok(most <= limits.perWindow + 30, `${most} instants in a state`);
  });
}

test("a call holds its place until one window after it came back", () => {
  const limits = { ...LIMITS, perWindow: 2 };
  const { permits } = grant(noPermits(), limits, 0, ["a", "b"]);
  // Both were on their way for long: the first to come back is the first whose place is free.
  const both = giveBack(giveBack(permits, limits, 250, ["a"]), limits, 280, ["b"]);
  assert.deepEqual(grant(both, limits, 1_249, ["c", "d"]).answer, { granted: [], again: 1_250, apart: 500 });
  assert.deepEqual(grant(both, limits, 1_250, ["c", "d"]).answer, { granted: ["c"], again: 1_280, apart: 500 });
  assert.deepEqual(grant(both, limits, 1_280, ["c", "d"]).answer, { granted: ["c", "d"] });
});

test("a state of the form before is read, as if all had come back now", () => {
  const old = /** @type {const} */ ({ v: 1, window: { began: 900, used: 6 }, day: { began: 0, used: 30 }, free: 0, leases: { a: 1_100 } });
  assert.deepEqual(grant(old, LIMITS, 1_000, ["a", "b"]), {
    permits: { v: 2, back: [1_000, 1_000, 1_000, 1_000, 1_000], day: [[Math.ceil(1_001 / (20_000 / 24)) * (20_000 / 24) + 20_000, 29]], free: 0, leases: { a: 1_300 } },
    answer: { granted: ["a"], again: 2_000, apart: 167 },
  });
  assert.deepEqual(grant(old, LIMITS, 30_000, ["b"]).permits, { v: 2, back: [], day: [], free: 0, leases: { b: 30_300 } });
});

test("others may have used the day up: they are asked again long before ours is over", () => {
  const told = learn(noPermits(), LIMITS, 5_000, { leftToday: 0 });
  const { again = 0 } = grant(told, LIMITS, 5_000, ["a"]).answer;
  assert.ok(again > 5_000 && again <= 6_000, String(again));
  assert.deepEqual(grant(told, LIMITS, again, ["a"]).answer.granted, ["a"]);
});

test("what the API says is left is all that goes out in a window", () => {
  for (const left of [0, 1, 2]) {
    const told = learn(noPermits(), LIMITS, 5_000, { left });
    assert.equal(grant(told, LIMITS, 5_500, ["a", "b", "c"]).answer.granted.length, left);
    assert.equal(grant(told, LIMITS, 6_000, ["a", "b", "c"]).answer.granted.length, 3);
  }
});

test("a permit that is asked for again stays out, one that is not ends", () => {
  const first = grant(noPermits(), LIMITS, 0, ["a", "b", "c", "d"]);
  assert.deepEqual(first.answer, { granted: ["a", "b", "c"] });
  const renewed = grant(first.permits, LIMITS, 250, ["a"]);
  assert.deepEqual([Object.keys(renewed.permits.leases), renewed.permits.back], [["a", "b", "c"], []]);
  assert.deepEqual(grant(renewed.permits, LIMITS, 350, ["a", "d", "e"]).answer.granted, ["a", "d", "e"]);
});

test("what a clock that went back said of the future counts no more; a little earlier is another worker's clock", () => {
  const [now, hour] = [10_000_000, 3_600_000];
  const { permits: full } = grant(noPermits(), { ...LIMITS, perWindow: 2, window: 60_000 }, now, ["a", "b"]);
  const limits = { ...LIMITS, perWindow: 2, window: 60_000 };
  assert.deepEqual(grant(giveBack(full, limits, now, ["a", "b"]), limits, now - 500, ["c"]).answer.granted, [], "the window goes on");
  assert.deepEqual(grant(full, limits, now - hour, ["c", "d"]).answer.granted, ["c", "d"], "window and leases are of a time that is not yet");
  const limited = learn(noPermits(), LIMITS, now, { limited: { seconds: 3_000 } });
  assert.equal(grant(limited, LIMITS, now - 500, ["c"]).answer.again, now + 3_000_000);
  assert.deepEqual(grant(limited, LIMITS, now - hour, ["c"]).answer.granted, ["c"]);
});

describe("what the APIs say of their limits", () => {
  /** @type {[string, "xero" | "pipedrive", number, Record<string, string>, object][]} */
  const rows = [
    ["Xero, well", "xero", 200, { "x-minlimit-remaining": "12", "x-daylimit-remaining": "800" }, { left: 12, leftToday: 800 }],
    ["Xero's minute", "xero", 429, { "retry-after": "13", "x-rate-limit-problem": "minute" }, { left: undefined, leftToday: undefined, limited: { seconds: 13, problem: "minute" } }],
    ["Pipedrive's burst", "pipedrive", 429, { "x-ratelimit-reset": "2", "x-ratelimit-remaining": "0" }, { left: 0, limited: { seconds: 2, problem: undefined } }],
    ["Pipedrive's day", "pipedrive", 429, { "x-daily-requests-left": "0" }, { left: undefined, limited: { seconds: 3_600 } }],
    ["no number", "xero", 200, { "x-minlimit-remaining": "-1", "x-daylimit-remaining": "many" }, { left: undefined, leftToday: undefined }],
  ];
  for (const [name, api, status, headers, expected] of rows) test(name, () => assert.deepEqual(toldBy(api, { id: "x", status, headers, body: "" }), expected));

  test("of several the least, and the longest wait", () => {
    assert.deepEqual(together([{ left: 4 }, { left: 2, leftToday: 9 }, { limited: { seconds: 3 } }, { limited: { seconds: 8 } }]), { left: 2, leftToday: 9, limited: { seconds: 8 } });
    assert.deepEqual(together([]), { left: undefined, leftToday: undefined });
  });

  test("a limit without a time is waited for all the same", () => {
    assert.equal(learn(noPermits(), LIMITS, 0, { limited: { problem: "concurrent" } }).free, 1_000);
    assert.equal(learn(noPermits(), LIMITS, 0, { limited: {} }).free, 60_000);
  });
});

describe("the turnstile", () => {
  const clock = { now: () => Date.now(), instant: () => new Date().toISOString(), real: (/** @type {number} */ ms) => ms };
  const call = (/** @type {string} */ id) => ({ id, api: /** @type {const} */ ("xero"), method: "GET", url: "https://api.xero.com/", headers: { "xero-tenant-id": "t" } });

  /** @param {(asked: any) => any} answer */
  function made(answer) {
    /** @type {any[]} */
    const asked = [];
    /** @type {string[]} */
    const sent = [];
    const ingress = { send: async () => ({ invocationId: "", isNew: true }), call: async (/** @type {any[]} */ ...[, , , given]) => (asked.push(given), answer(given)) };
    const send = async (/** @type {{ id: string }} */ { id }) => (sent.push(id), { id, status: 200, headers: {}, body: "" });
    return { asked, sent, pass: createTurnstile({ ingress, send, clock, company: "acme", patience: 200, newId: () => "w" }) };
  }

  test("asks once for many, and lets the oldest handoff through first", async () => {
    const { asked, sent, pass } = made(({ ids = [] }) => ({ granted: ids }));
    await Promise.all([pass(call("young"), 30), pass(call("old"), 10), pass(call("middle"), 20)]);
    assert.deepEqual(sent, ["old", "middle", "young"]);
    assert.deepEqual(asked[0].ids, ["w.2", "w.3", "w.1"]);
  });

  test("sends those away for whom it takes long, each to a time of its own", async () => {
    const again = Date.now() + 60_000;
    const { sent, pass } = made(() => ({ granted: [], again, apart: 100 }));
    const answers = /** @type {import("../../js-shim/serve/turnstile.js").Later[]} */ (await Promise.all([pass(call("a"), 1), pass(call("b"), 2)]));
    assert.deepEqual([sent, answers.map(({ notBefore }) => Date.parse(notBefore) - again)], [[], [0, 400]]);
  });

  test("what nobody answered keeps its place until its permit ends; what was answered, or never sent, gives it back", async () => {
    /** @type {any[]} */
    const asked = [];
    const ingress = { send: async () => ({ invocationId: "", isNew: true }), call: async (/** @type {any[]} */ ...[, , , given]) => (asked.push(given), { granted: given.ids ?? [] }) };
    const ends = /** @type {any} */ ({ answered: { status: 200, headers: {}, body: "" }, lost: { error: "no answer within 30 s" }, late: { error: "too old", unsent: true } });
    const pass = createTurnstile({ ingress, send: async ({ id }) => ({ id, ...ends[id] }), clock, company: "acme", patience: 200, newId: () => "w" });
    for (const id of ["lost", "answered", "late"]) await pass(call(id));
    for (let tries = 0; tries < 200 && asked.flatMap(({ done = [] }) => done).length < 2; tries++) await new Promise((resolve) => setTimeout(resolve, 25));
    assert.deepEqual(asked.flatMap(({ done = [] }) => done), ["w.2", "w.3"]);
    // Nor is it asked for again, which would keep it out.
    assert.deepEqual(asked.flatMap(({ ids = [] }) => ids), ["w.1", "w.2", "w.3"]);
  });

  test("asks again while the engine is away, and lets nothing through meanwhile", async () => {
    let tries = 0;
    const { sent, pass } = made(({ ids = [] }) => {
      if (++tries < 2) throw new Error("away");
      return { granted: ids };
    });
    await pass(call("a"));
    assert.deepEqual([sent, tries], [["a"], 2]);
  });
});

describe("when a person should have answered", () => {
  const friday = "2026-11-27T15:00:00Z";
  /** @type {[string | undefined, string | undefined][]} */
  const rows = [
    ["2 business days", "2026-12-01T15:00:00.000Z"],
    ["1 business day", "2026-11-30T15:00:00.000Z"],
    ["a week", "2026-12-04T15:00:00.000Z"],
    ["4 hours", "2026-11-27T19:00:00.000Z"],
    ["1 day", "2026-11-28T15:00:00.000Z"],
    ["soon", undefined],
    ["-1 days", undefined],
    [undefined, undefined],
  ];
  for (const [words, expected] of rows) {
    test(String(words), () => {
      const due = dueAfter(words, Date.parse(friday));
      assert.equal(due === undefined ? undefined : new Date(due).toISOString(), expected);
    });
  }
});
