// Sweeps: whatever happens between pages and between sweeps, nothing that was won is passed over, and little is told
// twice.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { callOf, cursorFrom, pageOf, sweep } from "../../js-shim/serve/sweep.js";
import { sweeper } from "../../js-shim/serve/sweeper.js";
import { chance } from "../simulators/random.js";
import { objectOf } from "./serve-object.js";
import { pipedrive, xero } from "./simulated.js";
import { TENANT } from "./serve-parts.js";

/** @typedef {import("../../js-shim/serve/sweep.js").List} List */
/** @typedef {import("../../js-shim/serve/sweep.js").Cursor} Cursor */

const START = "2026-07-15T06:00:00Z";
const CREATED = /** @type {Cursor} */ ({ since: "2026-07-15T05:00:00Z", seen: {} });

/**
 * Sweeps to the end, or as far as it goes.
 * @param {List} list @param {Cursor} cursor @param {(place: any) => Promise<any>} read @param {{ overlap?: number, most?: number }} [given]
 */
async function swept(list, cursor, read, { overlap = 600_000, most = Infinity } = {}) {
  /** @type {string[]} */
  const found = [];
  let pages = 0;
  const steps = sweep(list, cursor, { read, overlap });
  for (;;) {
    if (pages === most) return { found, cursor, pages };
    const step = await steps.next();
    if (step.done) return { found, cursor, pages, stopped: step.value };
    pages++;
    found.push(...step.value.fresh.map(({ id }) => id));
    cursor = step.value.cursor;
  }
}

/** A reader over a simulator. @param {{ rewrite: (url: string) => string, auth: { issue: () => string } }} server @param {List} list @param {string} key @param {{ [query: string]: string }} [smaller] pages that a test can fill */
const over = (server, list, key, smaller = {}) => async (/** @type {any} */ place) => {
  const { url, headers } = callOf(list, key, place);
  const at = new URL(server.rewrite(url));
  for (const [name, value] of Object.entries(smaller)) at.searchParams.set(name, value);
  const response = await fetch(at, { headers: { ...headers, authorization: `Bearer ${server.auth.issue()}` } });
  return pageOf(list, { id: "", status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() });
};

describe("of Pipedrive", () => {
  test("deals that are won or were are found, once, in pages; open ones are not", async () => {
    const server = await pipedrive();
    const ids = Array.from({ length: 7 }, () => server.crm.addDeal({ title: "Deal", org_id: 1 }));
    for (const id of ids.slice(0, 6)) (server.clock.advance(1_000), server.crm.win(id));
    server.crm.lose(ids[6] ?? 0);
    const read = over(server, "deals", "acme", { limit: "2" });
    const first = await swept("deals", cursorFrom(START), read);
    assert.deepEqual([first.found, first.pages], [ids.slice(0, 6).map(String), 4]);
    // What happened since: an edit, a loss, a deletion, a win; and an edit of what was never won, which is nothing.
    const edited = ids.slice(0, 4);
    for (const id of edited) server.clock.advance(1_000), id === edited[1] ? server.crm.lose(id) : id === edited[2] ? server.crm.deleteDeal(id) : id === edited[3] ? server.crm.reopen(id) : await server.ask("PATCH", `v2/deals/${id}`, { title: "Other" });
    const open = server.crm.addDeal({ title: "Open", org_id: 1 });
    server.crm.change(open, { title: "Other" });
    server.clock.advance(1_000);
    server.crm.win(ids[6] ?? 0);
    const second = await swept("deals", first.cursor, read);
    assert.deepEqual(second.found, [...edited, ids[6]].map(String));
    assert.deepEqual((await swept("deals", second.cursor, read)).found, []);
    await server.done();
  });

  test("a deal that was won and put into the archive is found there", async () => {
    const server = await pipedrive();
    const id = server.crm.addDeal({ title: "Deal", org_id: 1 });
    server.crm.win(id);
    server.crm.archive(id);
    assert.deepEqual((await swept("deals", CREATED, over(server, "deals", "acme"))).found, []);
    assert.deepEqual((await swept("archived", CREATED, over(server, "archived", "acme"))).found, [String(id)]);
    await server.done();
  });

  test("a deal that is won anew is new", async () => {
    const server = await pipedrive();
    const id = server.crm.addDeal({ title: "Deal", org_id: 1 });
    server.crm.win(id);
    const read = over(server, "deals", "acme");
    const { cursor } = await swept("deals", CREATED, read);
    server.clock.advance(2_000);
    server.crm.reopen(id);
    server.crm.win(id);
    assert.deepEqual((await swept("deals", cursor, read)).found, [String(id)]);
    await server.done();
  });

  test("what fails keeps the cursor where everything before was handed on", async () => {
    const server = await pipedrive();
    const ids = Array.from({ length: 6 }, () => server.crm.addDeal({ title: "Deal", org_id: 1 }));
    for (const id of ids) (server.clock.advance(900_000), server.crm.win(id));
    const read = over(server, "deals", "acme", { limit: "2" });
    let left = 2;
    const first = await swept("deals", CREATED, async (place) => (left-- > 0 ? read(place) : { failed: "the answer was 503", after: 9 }));
    assert.deepEqual([first.found.length, first.stopped], [4, { failed: "the answer was 503", after: 9 }]);
    const second = await swept("deals", first.cursor, read);
    assert.deepEqual(second.found, ids.slice(4).map(String));
    // A program that ends between handing on and keeping the cursor tells again; none is lost.
    const cut = await swept("deals", CREATED, read, { most: 1 });
    assert.deepEqual(cut.found, ids.slice(0, 2).map(String));
    assert.deepEqual(new Set([...cut.found, ...(await swept("deals", cut.cursor, read)).found]), new Set(ids.map(String)));
    await server.done();
  });
});

describe("of Xero", () => {
  test("changed invoices and credit notes are found, once, while others change between the pages", async () => {
    const server = await xero();
    const contact = server.ledger.addContact({ Name: "Acme Ltd" });
    const body = { Type: "ACCREC", Contact: { ContactID: contact }, LineItems: [{ Description: "Work", Quantity: 1, UnitAmount: 10 }] };
    /** @type {string[]} */
    const ids = [];
    for (let count = 0; count < 6; count++) {
      server.clock.advance(60_000);
      const { body: made } = await server.ask("PUT", "Invoices", body);
      ids.push(made.Invoices[0].InvoiceID);
    }
    const read = over(server, "invoices", TENANT, { pageSize: "2" });
    /** @param {any} place */
    const small = async (place) => {
      const page = await read(place);
      return "failed" in page ? page : { rows: page.rows, ...(page.rows.length === 2 ? { next: "more" } : {}) };
    };
    let count = 0;
    const first = await swept("invoices", CREATED, async (place) => {
      const page = await small(place);
      // After the first page its first invoice changes, moves to the end, and all others move up.
      if (count++ === 0) (server.clock.advance(60_000), await server.ask("POST", `Invoices/${ids[0]}`, { Reference: "changed" }));
      return page;
    });
    assert.equal(first.stopped, undefined);
    assert.deepEqual(first.found, [...ids, ids[0]]);
    assert.deepEqual((await swept("invoices", first.cursor, small)).found, []);
    assert.deepEqual((await swept("credit-notes", CREATED, over(server, "credit-notes", TENANT))).found, []);
    await server.done();
  });
});

describe("lists of any kind", () => {
  const page = (/** @type {any[]} */ rows, /** @type {string | undefined} */ next = undefined) => ({ rows, ...(next === undefined ? {} : { next }) });
  const row = (/** @type {number} */ id, /** @type {string} */ at) => ({ id: String(id), mark: at, at });

  test("a list that is not in order moves the cursor at its end only", async () => {
    const pages = [page([row(1, "2026-07-15T09:00:00Z")], "a"), page([row(2, "2026-07-15T06:00:00Z")], "b"), page([row(3, "2026-07-15T10:00:00Z")])];
    const read = async () => pages.shift() ?? { failed: "no more" };
    const steps = sweep("deals", CREATED, { read, overlap: 0 });
    const since = [];
    for await (const { cursor } of steps) since.push(cursor.since);
    assert.deepEqual(since, ["2026-07-15T09:00:00Z", "2026-07-15T09:00:00Z", "2026-07-15T10:00:00Z"]);
  });

  test("one that leads in circles ends", async () => {
    const { stopped } = await swept("deals", CREATED, async () => page([row(1, "2026-07-15T06:00:00Z")], "same"));
    assert.deepEqual(stopped, { failed: "the list does not go on" });
  });

  for (const [name, list, came, expected] of /** @type {[string, List, any, any]} */ (/** @type {unknown} */ ([
    ["no answer", "deals", { id: "", error: "no answer" }, { failed: "no answer" }],
    ["a limit", "deals", { status: 429, headers: { "retry-after": "7" }, body: "" }, { failed: "the answer was 429", after: 7 }],
    ["a refusal of the credentials", "deals", { status: 401, headers: {}, body: '{"Detail":"Pipedrive was never connected"}' }, { failed: "the answer was 401 (Pipedrive was never connected)" }],
    ["one that says nothing", "deals", { status: 403, headers: {}, body: "<html>" }, { failed: "the answer was 403" }],
    ["no JSON", "invoices", { status: 200, headers: {}, body: "<html>" }, { failed: "the answer is no JSON" }],
    ["no list", "invoices", { status: 200, headers: {}, body: "{}" }, { failed: "the answer has no list" }],
    ["null for an empty list", "deals", { status: 200, headers: {}, body: '{"success":true,"data":null}' }, { rows: [] }],
    ["a row without a time", "deals", { status: 200, headers: {}, body: '{"data":[{"id":1}]}' }, { failed: "the answer has rows that cannot be read" }],
    ["an id that leads elsewhere", "deals", { status: 200, headers: {}, body: '{"data":[{"id":"../1","update_time":"2026-07-15T06:00:00Z"}]}' }, { failed: "the answer has rows that cannot be read" }],
    ["a deal", "deals", { status: 200, headers: {}, body: '{"data":[{"id":1,"update_time":"2026-07-15T06:00:01Z","won_time":"2026-07-15 06:00:00"}],"additional_data":{"next_cursor":"x"}}' }, { rows: [{ id: "1", mark: " 2026-07-15T06:00:00Z 2026-07-15T06:00:01Z", at: "2026-07-15T06:00:01Z", status: "", wonTime: "2026-07-15T06:00:00Z" }], next: "x" }],
    ["one that was never won", "deals", { status: 200, headers: {}, body: '{"data":[{"id":1,"status":"lost","update_time":"2026-07-15T06:00:01Z","won_time":null,"first_won_time":null}]}' }, { rows: [{ id: "1", mark: "lost  2026-07-15T06:00:01Z", at: "2026-07-15T06:00:01Z", status: "lost", isOther: true }] }],
    ["one that was won and is deleted", "deals", { status: 200, headers: {}, body: '{"data":[{"id":1,"status":"open","is_deleted":true,"update_time":"2026-07-15T06:00:01Z","won_time":null}]}' }, { rows: [{ id: "1", mark: "deleted  2026-07-15T06:00:01Z", at: "2026-07-15T06:00:01Z", status: "deleted" }] }],
  ]))) {
    test(`an answer: ${name}`, () => assert.deepEqual(pageOf(list, came), expected));
  }
});

test("whatever changes when, each win is found, and twice only if the sweep was cut off", async () => {
  for (let seed = 0; seed < 60; seed++) {
    let drawn = 0;
    const pick = (/** @type {number} */ below) => Math.floor(chance("sweep", seed, ++drawn) * below);
    /** @type {Map<number, { at: number, won: number }>} */
    const deals = new Map();
    let now = Date.parse(START);
    const iso = (/** @type {number} */ at) => `${new Date(at).toISOString().slice(0, 19)}Z`;
    const happen = () => {
      now += pick(400) * 1_000;
      const id = pick(12) + 1;
      const known = deals.get(id);
      deals.set(id, { at: now, won: known === undefined || pick(4) === 0 ? now : known.won });
    };
    const size = 1 + pick(4);
    /** @param {any} place */
    const read = async ({ since, next }) => {
      const rows = [...deals].map(([id, { at, won }]) => ({ id: String(id), mark: iso(won), at: iso(at) })).filter(({ at }) => at >= since).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : Number(a.id) - Number(b.id)));
      const start = next === undefined ? 0 : rows.findIndex(({ at, id }) => `${at} ${id.padStart(4, "0")}` >= next);
      const shown = start < 0 ? [] : rows.slice(start, start + size);
      const following = start < 0 ? undefined : rows[start + size];
      if (pick(3) === 0) happen();
      return pick(9) === 0 ? { failed: "503" } : { rows: shown, ...(following === undefined ? {} : { next: `${following.at} ${following.id.padStart(4, "0")}` }) };
    };
    /** @type {Set<string>} */
    const told = new Set();
    let cursor = cursorFrom(iso(now));
    for (let round = 0; round < 12; round++) {
      for (let count = pick(4); count > 0; count--) happen();
      for await (const step of sweep("deals", cursor, { read, overlap: 1_800_000 })) {
        for (const { id, mark } of step.fresh) told.add(`${id} ${mark}`);
        cursor = step.cursor;
        if (pick(9) === 0) break;
      }
    }
    const quiet = async (/** @type {any} */ { since }) => ({ rows: [...deals].map(([id, { at, won }]) => ({ id: String(id), mark: iso(won), at: iso(at) })).filter(({ at }) => at >= since).sort((a, b) => (a.at < b.at ? -1 : 1)) });
    for await (const { fresh } of sweep("deals", cursor, { read: quiet, overlap: 1_800_000 })) for (const { id, mark } of fresh) told.add(`${id} ${mark}`);
    for (const [id, { won }] of deals) assert.ok(told.has(`${id} ${iso(won)}`), `seed ${seed}: the win of ${id} at ${iso(won)} was never told`);
  }
});

describe("under load", () => {
  const clock = { now: () => Date.parse(START), instant: () => START, real: (/** @type {number} */ ms) => ms };
  const later = (/** @type {number} */ ms) => ({ id: "", notBefore: new Date(Date.parse(START) + ms).toISOString(), why: "many calls to Pipedrive are waiting" });
  /** @param {any[]} answers */
  function made(answers) {
    /** @type {(number | undefined)[]} */
    const began = [];
    const send = async (/** @type {any} */ _, /** @type {number} */ from) => (began.push(from), answers.shift() ?? { id: "", status: 200, headers: {}, body: '{"data":[]}' });
    return { began, ...objectOf(sweeper({ send: /** @type {any} */ (send), clock, tenants: [] }), "acme") };
  }

  test("a sweep asks before every handoff, and waits for its turn", async () => {
    const { began, call, waited } = made([later(2_000), later(59_000)]);
    await call("start");
    assert.deepEqual(waited, [{ slept: 2_000 }, { slept: 59_000 }]);
    assert.deepEqual([...new Set(began)], [0]);
    assert.deepEqual([(await call("status")).failures, (await call("status")).why], [0, undefined]);
  });

  test("one that failed again and again comes as often as ever, once a person's does not", async () => {
    const { call, last, sent } = made(Array.from({ length: 3 }, () => ({ id: "", status: 503, headers: {}, body: "" })));
    await call("start");
    for (let times = 0; times < 2; times++) await call("tick", last("tick"));
    const put = (/** @type {any} */ one) => one.delay / 60_000;
    const ticks = () => sent.filter(({ method }) => method === "tick").map(put);
    assert.deepEqual([ticks().at(-1), (await call("status")).failures], [40, 3]);
    await call("now");
    assert.deepEqual([ticks().at(-1), (await call("status")).failures], [10, 0]);
  });

  test("what is paused, or free again in an hour only, ends it", async () => {
    for (const [answers, waits] of /** @type {[any[], number][]} */ ([[[later(3_600_000)], 0], [[2, 2, 2, 2].map(() => later(2_000)), 3]])) {
      const { call, waited } = made(answers);
      await call("start");
      assert.deepEqual([waited.length, (await call("status")).why], [waits, "many calls to Pipedrive are waiting"]);
    }
  });
});
