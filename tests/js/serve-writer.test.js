// What waits to go out with others is sent once, or not at all: a deal that begins anew drops what it asked for before.
import assert from "node:assert/strict";
import { test } from "node:test";
import { writer } from "../../js-shim/serve/writer.js";
import { objectOf } from "./serve-object.js";

/** @typedef {{ [key: string]: any }} Json */

const NOW = "2026-07-15T06:00:00.000Z";
/** @param {string} id @param {string} [deal] */
const entry = (id, deal) => ({ id, decided: NOW, call: { id: `create-${id}`, api: "xero", method: "PUT", url: "https://api.xero.com/", headers: {} }, ...(deal === undefined ? {} : { deal }) });

/** A writer whose batches are lists of ids. */
function made() {
  /** @type {string[]} */
  const sent = [];
  const clock = { now: () => Date.parse(NOW), instant: () => NOW, ticks: () => 0, real: (/** @type {number} */ ms) => ms };
  const operations = {
    batchWrites: ({ requests }) => ({ request: { id: requests.map((/** @type {Json} */ { id }) => id).join(" ") }, members: requests.map((/** @type {Json} */ { id }, /** @type {number} */ of) => ({ of, id })), left: [] }),
    splitBatch: ({ batch }) => ({ responses: batch.members.map((/** @type {Json} */ { of, id }) => ({ of, id, status: 200 })), again: false }),
  };
  const send = async (/** @type {Json} */ { id }) => (sent.push(id), { id, status: 200, headers: {}, body: "" });
  return { ...objectOf(writer({ operations: /** @type {any} */ (operations), send: /** @type {any} */ (send), clock }), "t"), sent };
}

test("what a deal asked for before it begins anew is not sent with what others ask for, nor what it asks for now twice", async () => {
  const { sent, resolved, call, state } = made();
  for (const one of [entry("a", "acme/1"), entry("b", "acme/2"), entry("c", "acme/12"), entry("d")]) await call("add", one);
  await call("drop", { deal: "acme/1" });
  assert.equal(/** @type {Json} */ (resolved.get("a"))["unsent"], true);
  await call("add", entry("anew", "acme/1"));
  for (let times = 0; times < 3; times++) await call("flush");
  assert.deepEqual(sent, ["create-b create-c create-d create-anew"]);
  assert.deepEqual(state("queue")?.["queue"], []);
});

test("what may have been sent already is left to who knows of it", async () => {
  const { sent, resolved, call, keep, state } = made();
  // A flush was ended in between, with the first under way.
  keep("queue", { v: 1, queue: [entry("a", "acme/1"), entry("b", "acme/1"), entry("c", "acme/2")], isDue: true, seen: 3, turn: 0, out: 1 });
  await call("drop", { deal: "acme/1" });
  assert.deepEqual([[...resolved.keys()], state("queue")?.["queue"].map((/** @type {Json} */ { id }) => id)], [["b"], ["a", "c"]]);
  await call("flush");
  assert.deepEqual([sent, resolved.get("a")], [["create-c"], { id: "create-a", error: "nobody knows whether it was made before, or how long ago", batch: true }]);
});
