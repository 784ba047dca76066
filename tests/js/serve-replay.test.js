// A worker dies in mid-handoff and another goes on from the journal: it judges by what the first one knew, whatever it
// has at hand itself.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { RestatePromise } from "@restatedev/restate-sdk";
import { handOff } from "../../js-shim/serve/workflow.js";

/** @typedef {{ [key: string]: any }} Json */

/** The engine's side of a handoff: what is in the journal is not done again. @param {Map<string, string>} journal @param {number} [steps] after which the worker dies */
function contextOver(journal, steps = Infinity) {
  return /** @type {any} */ ({
    request: () => ({ attemptCompletedSignal: new AbortController().signal }),
    /** @param {string} name @param {() => unknown} what */
    async run(name, what) {
      const known = journal.get(name);
      if (known !== undefined) return JSON.parse(known);
      if (journal.size >= steps) throw new Error("killed");
      journal.set(name, JSON.stringify(await what()) ?? "null");
      return JSON.parse(journal.get(name) ?? "null");
    },
  });
}

// Here a context is no engine's, and what it promises neither.
mock.method(RestatePromise, "all", (/** @type {Promise<unknown>[]} */ all) => Promise.all(all));

/** A handoff that reads the fields, which may be at hand, then the deal, then ends with what it read. */
const operations = {
  handoffStart: () => ({ state: { read: {} }, requests: [{ id: "fields", api: "pipedrive", method: "GET", url: "", headers: {}, cache: { key: "fields", seconds: 60 } }] }),
  handoffStep: (/** @type {Json} */ { read: before }, /** @type {Json[]} */ answers) => {
    const read = { ...before, ...Object.fromEntries(answers.map(({ id, body }) => [id, body])) };
    const next = ["fields", "deal", "organisation"].find((name) => read[name] === undefined);
    if (next === undefined) return { state: { read }, requests: [], outcome: { status: "done", read } };
    return { state: { read }, requests: [{ id: next, api: "pipedrive", method: "GET", url: "", headers: {}, ...(next === "deal" ? {} : { cache: { key: next, seconds: 60 } }) }] };
  },
};

/** A worker with what it has at hand, and what it is answered. @param {Record<string, string>} atHand @param {string} answered */
const worker = (atHand, answered) => /** @type {any} */ ({
  operations, clock: { now: () => 0, instant: () => "2026-07-15T07:00:00.000Z", real: (/** @type {number} */ ms) => ms }, fetching: new Map(),
  cache: { get: (/** @type {string} */ key) => (atHand[key] === undefined ? undefined : { status: 200, body: atHand[key] }), set: () => {}, delete: () => {} },
  send: async (/** @type {Json} */ { id }) => ({ id, status: 200, headers: {}, body: `${id} ${answered}` }),
});

for (const [name, second] of /** @type {[string, Record<string, string>][]} */ ([["nothing", {}], ["newer fields", { fields: "fields of the second" }], ["what the first one had to ask for", { organisation: "organisation of the second" }]])) {
  for (const steps of [1, 2, 3, 4]) {
    test(`killed after ${steps} steps; the other has ${name} at hand`, async () => {
      /** @type {Map<string, string>} */
      const journal = new Map();
      const given = /** @type {any} */ ({ input: {}, company: "acme", began: 0, key: "acme/1" });
      await assert.rejects(handOff(contextOver(journal, steps), worker({ fields: "fields of the first" }, "by the first"), given), /killed/);
      const made = journal.size;
      const end = /** @type {Json} */ (await handOff(contextOver(journal), worker(second, "by the second"), given));
      assert.equal(made, steps);
      assert.equal(end.outcome.read.fields, "fields of the first");
      assert.equal(end.outcome.read.deal, `deal by the ${steps > 1 ? "first" : "second"}`);
    });
  }
}
