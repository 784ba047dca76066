// What of a deal's news is any, and what a handoff saw before it came.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { changedBy, isOwn, isSame } from "../../js-shim/serve/edits.js";
import { instantOf, keptOf, watcher } from "../../js-shim/serve/seen.js";

const V2 = { version: "2.0" };

for (const [name, body, fields] of /** @type {[string, any, string[] | undefined][]} */ ([
  ["v2: what was before is what changed", { meta: V2, data: { title: "b" }, previous: { title: "a", update_time: "x", custom_fields: { abc: null, def: 1 } } }, ["title", "abc", "def"]],
  ["v2: activity is none", { meta: V2, data: {}, previous: { next_activity_id: 1, undone_activities_count: 2, notes_count: 1, weighted_value: 3, stage_change_time: "x" } }, []],
  ["v2: a stage is one, and so is how many products there are", { meta: V2, data: {}, previous: { stage_id: 1, products_count: 2 } }, ["stage_id", "products_count"]],
  ["v2: made", { meta: V2, data: {}, previous: null }, undefined],
  ["v1: what differs", { meta: {}, current: { id: 1, value: 2, abc: "x", abc_currency: "GBP", update_time: "y" }, previous: { id: 1, value: 1, abc: "w", abc_currency: "GBP", update_time: "x" } }, ["value", "abc"]],
  ["v1: what is there no more", { meta: {}, current: { id: 1 }, previous: { id: 1, lost_reason: "price" } }, ["lost_reason"]],
  ["v1: deleted", { meta: {}, current: null, previous: { id: 1 } }, undefined],
])) test(name, () => assert.deepEqual(changedBy(body), fields));

test("what was written from here is known by its codes", () => {
  for (const [fields, own, is] of /** @type {[string[], string[], boolean][]} */ ([[["abc"], ["abc"], true], [["abc", "abc_currency"], ["abc"], true], [["abc", "value"], ["abc"], false], [["abcd"], ["abc"], false], [["abc"], [], false]])) assert.equal(isOwn(fields, own), is, String(fields));
  const before = { id: 1, value: 5, update_time: "a", custom_fields: { abc: null, def: 1 } };
  for (const [after, is] of /** @type {[any, boolean][]} */ ([[{ update_time: "b", custom_fields: { abc: "Draft", def: 1 } }, true], [{ value: 6 }, false], [{ custom_fields: { abc: "Draft", def: 2 } }, false], [{ acv: 3 }, true]])) assert.equal(isSame(before, { ...before, ...after }, ["abc"]), is, JSON.stringify(after));
});

describe("a handoff saw", () => {
  const call = (/** @type {string} */ id, /** @type {any} */ body = undefined) => /** @type {any} */ ({ id, api: id.startsWith("deal") ? "pipedrive" : "xero", method: "GET", url: "", headers: {}, body });
  const came = (/** @type {any} */ body, status = 200) => ({ id: "", status, headers: {}, body: typeof body === "string" ? body : JSON.stringify(body) });
  const deal = (/** @type {any} */ own) => came({ data: { id: 1, value: 5, custom_fields: { abc: null }, update_time: "2026-07-15T06:00:00Z", ...own } });
  const written = deal({ custom_fields: { abc: "Draft" }, update_time: "2026-07-15T06:00:09Z" });
  const patch = call("deal-update", { custom_fields: { abc: "Draft" } });
  const invoice = (/** @type {number} */ at) => came({ Invoices: [{ InvoiceID: "A-1", UpdatedDateUTC: `/Date(${at}+0000)/` }] });

  for (const [name, steps, seen] of /** @type {[string, [any, any][], any][]} */ ([
    ["the deal as it was read", [[call("deal"), deal({})]], { deal: "2026-07-15T06:00:00Z", own: [], documents: {} }],
    ["what it wrote to it", [[call("deal"), deal({})], [patch, written]], { deal: "2026-07-15T06:00:09Z", own: ["abc"], documents: {} }],
    ["not what somebody changed in between", [[call("deal"), deal({ value: 4 })], [patch, written]], { deal: "2026-07-15T06:00:00Z", own: ["abc"], documents: {} }],
    ["not what was refused", [[call("deal"), deal({})], [patch, came({}, 400)]], { deal: "2026-07-15T06:00:00Z", own: ["abc"], documents: {} }],
    ["what it was then", [[call("deal"), deal({ status: "lost" })]], { deal: "2026-07-15T06:00:00Z", status: "lost", own: [], documents: {} }],
    ["that it is deleted", [[call("deal"), deal({ status: "won", is_deleted: true })]], { deal: "2026-07-15T06:00:00Z", status: "deleted", own: [], documents: {} }],
    ["that it is gone", [[call("deal"), came({}, 404)]], { status: "deleted", own: [], documents: {} }],
    ["documents at their latest", [[call("invoices-by-token"), invoice(5)], [call("create-full"), invoice(9)], [call("invoices-by-token-again-2"), invoice(7)]], { own: [], documents: { "a-1": 9 } }],
    ["documents that a batch answered", [[call("create-full"), { ...came(""), body: { Invoices: [{ InvoiceID: "a-1", UpdatedDateUTC: "/Date(5)/" }] } }]], { own: [], documents: { "a-1": 5 } }],
    ["nothing in what cannot be read", [[call("deal"), came("<html>")], [call("create-full"), came('{"Invoices":{}}')], [call("create-contact"), invoice(5)], [call("deal"), { id: "", error: "no answer" }]], { own: [], documents: {} }],
  ])) {
    test(name, () => {
      const { seen: found, look } = watcher();
      for (const [one, answer] of steps) look(one, answer);
      assert.deepEqual(found, seen);
    });
  }

  test("and keeps of it what is the deal's, or was", () => {
    const before = { deal: "2026-07-15T06:00:00Z", own: ["abc"], documents: { "a-1": 5, "b-2": 6 } };
    assert.deepEqual(keptOf(before, { own: ["def"], documents: { "a-1": 7, "c-3": 8, other: 9 } }, ["C-3"]), { deal: before.deal, own: ["abc", "def"], documents: { "a-1": 7, "b-2": 6, "c-3": 8 } });
    assert.deepEqual(keptOf(undefined, { own: [], documents: {} }, ["a"]), { own: [], documents: {} });
  });

  test("times of Xero's are UTC", () => {
    for (const at of ["2026-07-15T01:15:39.902", "2026-07-15T01:15:39.902Z", "2026-07-15T03:15:39.902+02:00"]) assert.equal(instantOf(at), Date.parse("2026-07-15T01:15:39.902Z"));
  });
});
