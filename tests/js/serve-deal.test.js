// How a deal stands, and all that can happen to it then: every status by every command, news and timer.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deal } from "../../js-shim/serve/deal.js";
import { objectOf } from "./serve-object.js";

/** @typedef {{ [key: string]: any }} Json */

const [MINUTE, HOUR] = [60_000, 3_600_000];
const TENANT = "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f";
const HOLD = { rule: "big", reason: "it is big", of: "PD-42: 119.99 GBP" };
const DOCUMENT = { id: "5d1e1d0e-0000-4000-8000-000000000001", slot: "full", kind: "invoice" };

/** An outcome in which everything is that the deal looks at. @param {string} status @param {Json} [own] */
const outcomeOf = (status, own = {}) => ({ status, text: `${status}: so it is`, verdicts: [], documents: [], findings: [], alerts: [], holds: [], plan: { ok: true }, ...own });

/** A deal, and a handoff that ends as it is told to: at once, `parked`, or never (`killed`). @param {Json} [settings] */
function world(settings = {}) {
  let at = Date.parse("2026-07-15T06:00:00Z");
  /** @type {Json[]} */
  const runs = [];
  let forgotten = 0;
  /** @type {Json | "parked" | "killed"} */
  let ends = outcomeOf("done");
  const step = () => {
    if (ends === "killed") throw new Error("killed");
    return ends === "parked" ? { state: { parked: true }, requests: [], notBefore: new Date(at + HOUR).toISOString() } : { state: {}, requests: [], outcome: ends };
  };
  const clock = { now: () => at, instant: () => new Date(at).toISOString(), real: (/** @type {number} */ ms) => ms };
  const operations = { handoffStart: (/** @type {Json} */ input) => (runs.push({ ...input, began: "anew" }), step()), handoffStep: () => (runs.push({ began: "parked" }), step()) };
  const means = /** @type {any} */ ({ operations, clock, cache: { get: () => undefined, set: () => {}, delete: () => {} }, fetching: new Map(), forget: () => void (forgotten += 1) });
  const definition = deal({ config: { entities: { uk: { tenantId: TENANT } } }, longest: 6 * HOUR, ...settings }, means, { alert: () => {} });
  const object = objectOf(definition, "acme/42");
  return {
    ...object, runs,
    forgotten: () => forgotten,
    now: () => new Date(at).toISOString(),
    pass: (/** @type {number} */ ms) => void (at += ms),
    will: (/** @type {typeof ends} */ end) => void (ends = end),
    won: (/** @type {Json} */ more = {}) => object.call("won", { source: "test", at: new Date(at).toISOString(), ...more }),
    status: () => object.state()?.["status"] ?? "unknown",
  };
}
/** @typedef {ReturnType<typeof world>} World */

/** @param {World} made @param {string} status @param {Json} [own] */
async function ended(made, status, own) {
  made.will(outcomeOf(status, own));
  await made.won();
}
const held = (/** @type {World} */ made) => ended(made, "held", { holds: [HOLD], documents: [DOCUMENT] });

/** How it comes to stand so, through what happens to it. @type {Record<string, (made: World) => Promise<unknown>>} */
const STATUSES = {
  unknown: async () => {},
  running: async (made) => {
    made.will("killed");
    await assert.rejects(made.won(), /killed/);
  },
  parked: async (made) => {
    made.will("parked");
    await made.won();
  },
  waiting: (made) => ended(made, "waiting", { notBefore: new Date(Date.parse(made.now()) + HOUR).toISOString() }),
  done: (made) => ended(made, "done", { documents: [DOCUMENT] }),
  skipped: (made) => ended(made, "skipped"),
  held,
  refused: (made) => ended(made, "refused"),
  failed: (made) => ended(made, "failed"),
  rejected: async (made) => (await held(made), made.pass(MINUTE), made.call("reject", { by: "ann", why: "a test" })),
  cancelled: async (made) => (await held(made), made.pass(MINUTE), made.call("cancel", { by: "ann" })),
};

const old = "2026-07-15T05:00:00Z";
/** @type {Record<string, (made: World) => Promise<unknown>>} */
const COMMANDS = {
  pause: (made) => made.call("pause", { by: "ann" }),
  resume: (made) => made.call("resume", { by: "ann" }),
  "pause and resume": async (made) => (await made.call("pause", { by: "ann" }), made.call("resume", { by: "ann" })),
  reject: (made) => made.call("reject", { by: "bob" }),
  cancel: (made) => made.call("cancel", { by: "bob" }),
  approve: (made) => made.call("approve", { by: "bob" }),
  replay: (made) => made.call("replay", { by: "bob" }),
  "an old win": (made) => made.won({ at: old }),
  "a new win": (made) => made.won(),
  "an edit, and the quiet after it": async (made) => {
    await made.call("changed", { source: "webhook", what: "edited", updated: made.now(), wonTime: old });
    made.pass(MINUTE);
    await made.call("settled");
  },
  "a change in Xero": async (made) => (await made.call("xeroChanged", { tenantId: TENANT, invoiceId: DOCUMENT.id, at: made.now() }), made.call("feedback")),
  "its timer": async (made) => {
    const due = made.last("wake");
    if (due === undefined) return;
    made.pass(2 * HOUR);
    await made.call("wake", due);
  },
  "its watch": async (made) => void (made.last("watch") && (await made.call("watch", made.last("watch")))),
};

/** What comes of it: `run` is a handoff from its beginning, `on` one that goes on, `shown` the documents alone; then the status. @type {Record<string, Record<string, string>>} */
const TABLE = {
  pause: { unknown: "paused", running: "paused", parked: "paused", waiting: "paused", done: "paused", skipped: "paused", held: "paused", refused: "paused", failed: "paused", rejected: "paused", cancelled: "paused" },
  resume: { unknown: "unknown", running: "running", parked: "parked", waiting: "waiting", done: "done", skipped: "skipped", held: "held", refused: "refused", failed: "failed", rejected: "rejected", cancelled: "cancelled" },
  "pause and resume": { unknown: "unknown", running: "run done", parked: "on done", waiting: "run done", done: "run done", skipped: "run done", held: "run done", refused: "run done", failed: "run done", rejected: "rejected", cancelled: "cancelled" },
  reject: { unknown: "unknown", running: "rejected", parked: "rejected", waiting: "rejected", done: "rejected", skipped: "rejected", held: "rejected", refused: "rejected", failed: "rejected", rejected: "rejected", cancelled: "rejected" },
  cancel: { unknown: "unknown", running: "cancelled", parked: "cancelled", waiting: "cancelled", done: "cancelled", skipped: "cancelled", held: "cancelled", refused: "cancelled", failed: "cancelled", rejected: "cancelled", cancelled: "cancelled" },
  approve: { unknown: "unknown", running: "running", parked: "parked", waiting: "waiting", done: "done", skipped: "skipped", held: "run done", refused: "refused", failed: "failed", rejected: "rejected", cancelled: "cancelled" },
  replay: { unknown: "unknown", running: "run done", parked: "parked", waiting: "run done", done: "run done", skipped: "run done", held: "run done", refused: "run done", failed: "run done", rejected: "run done", cancelled: "run done" },
  "an old win": { unknown: "run done", running: "run done", parked: "parked", waiting: "run done", done: "run done", skipped: "run done", held: "run done", refused: "run done", failed: "run done", rejected: "rejected", cancelled: "cancelled" },
  "a new win": { unknown: "run done", running: "run done", parked: "parked", waiting: "run done", done: "run done", skipped: "run done", held: "run done", refused: "run done", failed: "run done", rejected: "run done", cancelled: "run done" },
  "an edit, and the quiet after it": { unknown: "unknown", running: "run done", parked: "parked", waiting: "run done", done: "run done", skipped: "run done", held: "run done", refused: "run done", failed: "run done", rejected: "rejected", cancelled: "cancelled" },
  "a change in Xero": { unknown: "run done", running: "run done", parked: "parked", waiting: "run done", done: "shown done", skipped: "run done", held: "shown held", refused: "run done", failed: "run done", rejected: "shown rejected", cancelled: "shown cancelled" },
  "its timer": { unknown: "unknown", running: "running", parked: "on done", waiting: "run done", done: "done", skipped: "skipped", held: "held", refused: "refused", failed: "run done", rejected: "rejected", cancelled: "cancelled" },
  "its watch": { unknown: "unknown", running: "run done", parked: "parked", waiting: "waiting", done: "done", skipped: "skipped", held: "held", refused: "refused", failed: "failed", rejected: "rejected", cancelled: "cancelled" },
};

/** What happened since. @param {World} made @param {number} before runs @returns {string} */
function came(made, before) {
  const runs = made.runs.slice(before).map(({ began, only }) => (only === "feedback" ? "shown" : began === "parked" ? "on" : "run"));
  return [...runs, made.status()].join(" ");
}

for (const [command, row] of Object.entries(TABLE)) {
  describe(command, () => {
    test("is tried of every status", () => assert.deepEqual(Object.keys(row), Object.keys(STATUSES)));
    for (const [status, expected] of Object.entries(row)) {
      test(`where it is ${status}: ${expected}`, async () => {
        const made = world();
        await STATUSES[status]?.(made);
        assert.equal(made.status(), status);
        made.pass(10 * MINUTE);
        made.will(outcomeOf("done"));
        const before = made.runs.length;
        await COMMANDS[command]?.(made);
        assert.equal(came(made, before), expected);
      });
    }
  });
}

/** What happens to it while it is paused, and what comes of that when it is resumed: where it was decided about, and where it was not. @type {Record<string, [decided: string, done: string]>} */
const PAUSED = {
  pause: ["=", "run done"], reject: ["rejected", "rejected"], cancel: ["cancelled", "cancelled"], approve: ["=", "run done"], replay: ["run done", "run done"],
  "an old win": ["=", "run done"], "a new win": ["run done", "run done"], "an edit, and the quiet after it": ["=", "run done"], "a change in Xero": ["shown =", "run done"],
  "its timer": ["=", "run done"], "its watch": ["=", "run done"],
};
describe("paused, then", () => {
  for (const [command, [ofDecided, ofDone]] of Object.entries(PAUSED)) {
    for (const status of ["rejected", "cancelled", "done"]) {
      const expected = status === "done" ? ofDone : ofDecided.replace("=", status);
      test(`${command}, then resumed, where it was ${status}: ${expected}`, async () => {
        const made = world();
        await STATUSES[status]?.(made);
        made.pass(10 * MINUTE);
        await made.call("pause", { by: "ann" });
        made.will(outcomeOf("done"));
        const [before, text] = [made.runs.length, made.state()?.["was"].text];
        await COMMANDS[command]?.(made);
        assert.equal(made.runs.length, before, "nothing while it is paused");
        await made.call("resume", { by: "ann" });
        assert.equal(came(made, before), expected);
        if (expected.endsWith(status) && status !== "done" && !["reject", "cancel"].includes(command)) assert.equal(made.state()?.["text"], text);
      });
    }
  }

  test("what was edited while a handoff of it was parked is looked at after that", async () => {
    const made = world();
    await STATUSES["parked"]?.(made);
    await made.call("pause", { by: "ann" });
    await COMMANDS["an edit, and the quiet after it"]?.(made);
    made.will(outcomeOf("done"));
    const before = made.runs.length;
    await made.call("resume", { by: "ann" });
    assert.equal(came(made, before), "on run done");
  });

  test("a run that never ended is waited for before the next looks up", async () => {
    const made = world({ seenAfter: 1_234 });
    await STATUSES["running"]?.(made);
    await made.call("pause", { by: "ann" });
    made.will(outcomeOf("done"));
    await made.call("resume", { by: "ann" });
    assert.deepEqual([made.waited, made.status()], [[{ slept: 1_234 }], "done"]);
  });

  test("one that nobody told of yet is looked at when somebody does, if it is ours", async () => {
    for (const [isOurs, expected] of /** @type {const} */ ([[true, "run done"], [false, "unknown"]])) {
      const made = world();
      await made.call("pause", { by: "ann" });
      await made.call("changed", { source: "sweep", what: "edited", wonTime: old, updated: made.now(), isOurs });
      await made.call("resume", { by: "ann" });
      assert.equal(came(made, 0), expected);
    }
  });
});

test("what is paused before anybody told of it can be rejected, and stays so when somebody does", async () => {
  const made = world();
  await made.call("pause", { by: "ann" });
  await made.call("reject", { by: "ann", why: "billed by hand" });
  await made.call("changed", { source: "sweep", what: "edited", wonTime: old, updated: made.now(), isOurs: true });
  assert.deepEqual([came(made, 0), made.state()?.["text"]], ["rejected", "rejected by ann: billed by hand"]);
});

test("a replay reads everything anew, also where the handoff under way goes on first", async () => {
  const made = world();
  await STATUSES["parked"]?.(made);
  await made.call("replay", { by: "ann" });
  await made.call("changed", { source: "webhook", what: "edited", updated: made.now() });
  assert.equal(made.forgotten(), 0);
  made.will(outcomeOf("done"));
  await COMMANDS["its timer"]?.(made);
  assert.deepEqual([made.forgotten() > 0, came(made, 1)], [true, "on run done"]);
});

test("what failed for want of a connection is tried again, and nothing else", async () => {
  for (const [status, expected] of Object.entries({ failed: "run done", rejected: "rejected", held: "held", unknown: "unknown" })) {
    const made = world();
    await STATUSES[status]?.(made);
    made.will(outcomeOf("done"));
    const before = made.runs.length;
    await made.call("replay", { by: "ann", only: "failed" });
    assert.equal(came(made, before), expected);
  }
});

describe("a run that never ended, of one whose creates go out with others", () => {
  const killedOne = async () => {
    const made = world({ seenAfter: 1_234 });
    made.will("killed");
    await assert.rejects(made.won({ source: "sweep" }), /killed/);
    assert.equal(made.runs[0]?.["batched"], true);
    return made;
  };
  const dropped = { service: "wonvoice.writer", key: TENANT, method: "drop", parameter: { deal: "acme/42" } };
  /** @param {any} one */
  const known = ({ service, key, method, parameter, slept }) => (slept === undefined ? { service, key, method, parameter } : { slept });

  test("what waits for others is dropped, then the rest is waited for; and the next goes alone, by a key that Xero may know", async () => {
    const made = await killedOne();
    made.will(outcomeOf("done"));
    await COMMANDS["its watch"]?.(made);
    assert.deepEqual(made.waited.map(known), [dropped, { slept: 1_234 }]);
    assert.deepEqual([made.runs[1]?.["batched"], made.status()], [undefined, "done"]);
  });

  for (const command of ["reject", "cancel"]) {
    test(`it is ended by a person: ${command}`, async () => {
      const made = await killedOne();
      await COMMANDS[command]?.(made);
      assert.deepEqual(made.sent.filter(({ method }) => method === "drop").map(known), [dropped]);
    });
  }
});
