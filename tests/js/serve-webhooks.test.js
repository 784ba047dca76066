// Webhooks of both APIs: what is handed on, once; and everything that is refused.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { sharedPath, skip } from "../contract/shared.js";
import { createThrottle } from "../../js-shim/serve/throttle.js";
import { manualClock } from "../simulators/clock.js";
import { startPipedrive } from "../simulators/pipedrive.js";
import { startXero } from "../simulators/xero.js";
import { NOW, TENANT, basic, fakeIngress, intake, listen } from "./serve-parts.js";

const USER = basic("wonvoice:new-password-of-it");
const AT = "2026-07-15T05:59:58Z";

/** A delivery of version 2. @param {any} [own] */
const v2 = ({ meta = {}, data = {}, previous = { status: "open" } } = {}) => ({
  meta: { version: "2.0", action: "change", entity: "deal", entity_id: "42", id: "e-1", webhook_id: "1", company_id: "6000001", host: "acme.pipedrive.com", timestamp: AT, attempt: 1, ...meta },
  data: data && { id: 42, status: "won", won_time: AT, ...data }, previous,
});
/** A delivery of version 1. @param {any} [own] */
const v1 = ({ meta = {}, current = {}, previous = { id: 42, status: "open" } } = {}) => ({
  v: 1, event: "updated.deal", retry: 0, previous,
  meta: { v: 1, action: "updated", object: "deal", id: 42, company_id: 6000001, host: "acme.pipedrive.com", timestamp: Date.parse(AT) / 1000, timestamp_micro: Date.parse(AT) * 1000, webhook_id: "2", ...meta },
  current: current && { id: 42, status: "won", won_time: AT.replace("T", " ").replace("Z", ""), ...current },
});

/** @param {unknown} body @param {Record<string, string>} [headers] @param {string} [path] */
const pipedrive = (body, headers = {}, path = "/webhooks/pipedrive") => new Request(`http://localhost${path}`, {
  method: "POST", body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body), headers: { "content-type": "application/json", authorization: USER, ...headers },
});
/** @param {unknown} body @param {string} [key] @param {Record<string, string>} [headers] */
function xero(body, key = "xero-webhook-key", headers = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Request("http://localhost/webhooks/xero", { method: "POST", body: text, headers: { "content-type": "application/json", "x-xero-signature": createHmac("sha256", key).update(text).digest("base64"), ...headers } });
}
/** @param {any} [own] */
const event = (own) => ({ resourceId: "717f2bfc-c6d4-41fd-b238-3f2f0c0cf777", tenantId: TENANT, eventCategory: "INVOICE", eventType: "UPDATE", eventDateUtc: "2026-07-15T01:15:39.902", ...own });
const delivery = (/** @type {any[]} */ ...events) => ({ events, firstEventSequence: 1, lastEventSequence: events.length, entropy: "S0m3r4Nd0mt3xt" });

describe("Pipedrive", () => {
  for (const [name, body, result, what, fields] of /** @type {[string, any, string, string?, string[]?][]} */ ([
    ["v2, became won", v2(), "handed-on", "won"],
    ["v2, won again", v2({ data: { first_won_time: "2026-01-01T00:00:00Z" } }), "handed-on", "won"],
    ["v2, made as won", v2({ meta: { action: "create" }, previous: null }), "handed-on", "won"],
    ["v2, edited while won", v2({ previous: { title: "Before", update_time: AT, custom_fields: { abc: null } } }), "handed-on", "edited", ["title", "abc"]],
    ["v2, edited in more ways than count", v2({ previous: Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`f${at}`, 1])) }), "handed-on", "edited"],
    ["v2, a call on a won deal", v2({ previous: { last_activity_id: 7, activities_count: 1, update_time: AT } }), "win-was"],
    ["v2, edited while open", v2({ data: { status: "open" }, previous: { title: "Before" } }), "win-is-not"],
    ["v2, lost from the beginning", v2({ data: { status: "lost" } }), "win-is-not"],
    ["v2, lost", v2({ data: { status: "lost" }, previous: { status: "won" } }), "handed-on", "lost"],
    ["v2, reopened", v2({ data: { status: "open" }, previous: { status: "won" } }), "handed-on", "reopened"],
    ["v2, deleted", v2({ meta: { action: "delete" }, data: null, previous: { status: "won" } }), "handed-on", "deleted"],
    ["v2, a product of it", v2({ meta: { entity: "deal_product", entity_id: "7" }, data: { id: 7, deal_id: 42 }, previous: { quantity: 1 } }), "handed-on", "edited"],
    ["v2, a person", v2({ meta: { entity: "person" } }), "other-entity"],
    ["v2, of another company", v2({ meta: { host: "other.pipedrive.com" } }), "other-company"],
    ["v2, nested without end where nobody reads", JSON.stringify(v2({ data: { channel: 0 } })).replace('"channel":0', `"channel":${"[".repeat(100_000)}${"]".repeat(100_000)}`), "handed-on", "won"],
    ["v1, became won", v1(), "handed-on", "won"],
    ["v1, made as won", v1({ meta: { action: "added" }, previous: null }), "handed-on", "won"],
    ["v1, edited while won", v1({ current: { value: 2 }, previous: { id: 42, status: "won", value: 1, won_time: "2026-07-15 05:59:58", notes_count: 3 } }), "handed-on", "edited", ["value"]],
    ["v1, a note on a won deal", v1({ current: { notes_count: 4 }, previous: { id: 42, status: "won", won_time: "2026-07-15 05:59:58", notes_count: 3 } }), "win-was"],
    ["v1, edited while open", v1({ current: { status: "open" }, previous: { id: 42, status: "open", value: 1 } }), "win-is-not"],
    ["v1, lost", v1({ current: { status: "lost" }, previous: { id: 42, status: "won" } }), "handed-on", "lost"],
    ["v1, deleted", v1({ meta: { action: "deleted" }, current: null }), "handed-on", "deleted"],
  ])) {
    test(name, async () => {
      const { handler, sent, metrics } = await intake();
      const response = await handler(pipedrive(body));
      assert.equal(response.status, 200);
      assert.equal(await response.text(), "");
      assert.match(metrics.text(), new RegExp(`wonvoice_webhooks_total\\{api="pipedrive",result="${result}"\\} 1`));
      const expected = what === undefined ? [] : [["wonvoice.deal", "acme/42", what === "won" ? "won" : "changed", what === "won" ? undefined : what, fields]];
      assert.deepEqual(sent.map(({ service, key, handler: to, payload }) => [service, key, to, payload.what, payload.fields]), expected);
    });
  }

  test("an edit that is told twice is handed on once, with its time and that of the win", async () => {
    const { handler, sent } = await intake();
    const edit = (/** @type {any} */ meta) => v2({ meta, data: { update_time: "2026-07-15T05:59:59.123Z" }, previous: { title: "Before" } });
    for (const body of [edit({}), edit({ attempt: 2 }), edit({ id: "e-2" })]) await handler(pipedrive(body));
    assert.deepEqual(sent.map(({ payload }) => [payload.event, payload.updated, payload.wonTime]), [["e-1", "2026-07-15T05:59:59Z", AT], ["e-2", "2026-07-15T05:59:59Z", AT]]);
  });

  test("a win is handed on once, by whichever webhook it is told", async () => {
    const { handler, sent } = await intake();
    for (const body of [v2(), v2({ meta: { attempt: 2 } }), v2({ meta: { id: "e-2", webhook_id: "3" } }), v1()]) assert.equal((await handler(pipedrive(body))).status, 200);
    assert.equal(sent.length, 1);
    assert.deepEqual(sent[0]?.payload, { source: "webhook", event: "e-1", at: "2026-07-15T05:59:58.000Z" });
    await handler(pipedrive(v2({ meta: { id: "e-3" }, data: { won_time: "2026-07-15T05:59:59Z" } })));
    assert.equal(sent.length, 2);
  });

  test("without a time of the win, its webhook's id tells it apart", async () => {
    const { handler, sent } = await intake();
    for (const id of ["e-1", "e-1", "e-2"]) await handler(pipedrive(v2({ meta: { id }, data: { won_time: null } })));
    assert.equal(sent.length, 2);
  });

  test("an engine that starts anew costs no webhook, one that stays away makes Pipedrive come again", async () => {
    const short = await intake({ ingress: fakeIngress({ away: 3 }) });
    assert.equal((await short.handler(pipedrive(v2()))).status, 200);
    assert.equal(short.sent.length, 1);
    const long = await intake({ within: 300, ingress: { ...fakeIngress(), send: () => new Promise(() => {}) } });
    const began = performance.now();
    assert.equal((await long.handler(pipedrive(v2()))).status, 503);
    assert.ok(performance.now() - began < 1_000);
  });

  for (const [name, request, status] of /** @type {[string, () => Request, number][]} */ ([
    ["no credentials", () => pipedrive(v2(), { authorization: "" }), 401],
    ["a wrong password", () => pipedrive(v2(), { authorization: basic("wonvoice:wrong") }), 401],
    ["a wrong user", () => pipedrive(v2(), { authorization: basic("other:new-password-of-it") }), 401],
    ["nobody's empty password", () => pipedrive(v2(), { authorization: basic(":") }), 401],
    ["a bearer token", () => pipedrive(v2(), { authorization: "Bearer token-of-alice" }), 401],
    ["no base64", () => pipedrive(v2(), { authorization: "Basic !!!" }), 401],
    ["text", () => pipedrive(v2(), { "content-type": "text/plain" }), 415],
    ["a form", () => pipedrive("a=b", { "content-type": "application/x-www-form-urlencoded" }), 415],
    ["another charset", () => pipedrive(v2(), { "content-type": "application/json; charset=utf-16" }), 415],
    ["a bomb", () => pipedrive(gzipSync(Buffer.alloc(8 << 20, "x")), { "content-encoding": "gzip" }), 415],
    ["no JSON", () => pipedrive("{"), 400],
    ["a list", () => pipedrive("[]"), 400],
    ["no UTF-8", () => pipedrive(Uint8Array.of(0x7b, 0xff, 0x7d)), 400],
    ["no meta", () => pipedrive({ data: { id: 42, status: "won" } }), 400],
    ["an id that leads elsewhere", () => pipedrive(v2({ meta: { entity_id: "../../wonvoice.held/all" }, data: { id: "../../wonvoice.held/all" } })), 400],
    ["two ids", () => pipedrive(v2({ meta: { entity_id: "43" } })), 400],
    ["an id with a fraction", () => pipedrive(v2({ meta: { entity_id: "4.2" }, data: { id: 4.2 } })), 400],
    ["a delivery of the day before yesterday", () => pipedrive(v2({ meta: { timestamp: "2026-07-13T05:00:00Z" } })), 409],
    ["one of the day after tomorrow", () => pipedrive(v2({ meta: { timestamp: "2026-07-17T07:00:00Z" } })), 409],
    ["one without a time", () => pipedrive(v2({ meta: { timestamp: null } })), 409],
    ["a company that nobody knows", () => pipedrive(v2(), {}, "/webhooks/pipedrive/other"), 404],
    ["a path that leads up", () => pipedrive(v2(), {}, "/webhooks/pipedrive/..%2f..%2fadmin"), 400],
    ["GET", () => new Request("http://localhost/webhooks/pipedrive", { headers: { authorization: USER } }), 405],
  ])) {
    test(`refused: ${name}`, async () => {
      const { handler, sent, lines } = await intake();
      const response = await handler(request());
      assert.deepEqual([response.status, await response.text(), sent], [status, "", []]);
      assert.doesNotMatch(lines.join("\n"), /password-of-it|token-of/);
    });
  }

  test("the former password is still good", async () => {
    const { handler } = await intake();
    assert.equal((await handler(pipedrive(v2(), { authorization: basic("wonvoice:old-password-of-it") }))).status, 200);
  });
});

describe("Xero", () => {
  test("events of documents go to their deals, each once", async () => {
    const { handler, sent } = await intake();
    const other = event({ resourceId: "00000000-0000-4000-8000-00000000000a", eventCategory: "CREDITNOTE" });
    for (let round = 0; round < 2; round++) {
      const response = await handler(xero(delivery(event({}), event({ eventDateUtc: "2026-07-15T01:15:40.000" }), other, event({ eventCategory: "CONTACT" }))));
      assert.deepEqual([response.status, await response.text(), [...response.headers.keys()].includes("set-cookie")], [200, "", false]);
    }
    assert.deepEqual(sent.map(({ service, key, handler: to, payload }) => [service, key, to, payload.at]), [
      ["wonvoice.invoices", `${TENANT}/717f2bfc-c6d4-41fd-b238-3f2f0c0cf777`, "changed", "2026-07-15T01:15:40.000"],
      ["wonvoice.invoices", `${TENANT}/00000000-0000-4000-8000-00000000000a`, "changed", "2026-07-15T01:15:39.902"],
    ]);
  });

  for (const [name, request, status, result] of /** @type {[string, () => Request, number, string][]} */ ([
    ["intent to receive", () => xero(delivery()), 200, "nothing"],
    ["intent to receive, with the former key", () => xero(delivery(), "former-webhook-key"), 200, "nothing"],
    ["another organisation", () => xero(delivery(event({ tenantId: "00000000-0000-4000-8000-00000000000b" }))), 200, "other-tenant"],
    ["an id that leads elsewhere", () => xero(delivery(event({ resourceId: "../../wonvoice.held/all" }))), 200, "nothing"],
    ["a wrong key", () => xero(delivery(event({})), "wrong"), 401, "unauthorized"],
    ["an empty key", () => xero(delivery(event({})), ""), 401, "unauthorized"],
    ["no signature", () => xero(delivery(event({})), undefined, { "x-xero-signature": "" }), 401, "unauthorized"],
    ["half a signature", () => xero(delivery(event({})), undefined, { "x-xero-signature": "BliCoqBVe1yagQ1XkGYaIdLyTq" }), 401, "unauthorized"],
    ["a signature of another body", () => xero(delivery(event({})), undefined, { "x-xero-signature": "BliCoqBVe1yagQ1XkGYaIdLyTq+hRS0vVpVeoBQyu7A=" }), 401, "unauthorized"],
    ["text", () => xero(delivery(event({})), undefined, { "content-type": "text/plain" }), 415, "not-json"],
    ["no JSON", () => xero("{"), 400, "unreadable"],
    ["compressed", () => xero(delivery(event({})), undefined, { "content-encoding": "gzip" }), 415, "bad-body"],
  ])) {
    test(name, async () => {
      const { handler, sent, metrics } = await intake();
      const response = await handler(request());
      assert.deepEqual([response.status, await response.text(), sent], [status, "", []]);
      assert.match(metrics.text(), new RegExp(`wonvoice_webhooks_total\\{api="xero",result="${result}"\\} 1`));
    });
  }

  test("the official example's signature", { skip }, async () => {
    const { webhook_key: key, raw_body: body, x_xero_signature: signature } = JSON.parse(await readFile(sharedPath("spec/fixtures/xero_webhook_signature_vector.json"), "utf8"));
    const { handler } = await intake({ settings: { xero: { webhookKeys: [key], tenants: [TENANT] } } });
    assert.equal((await handler(xero(body, key, { "x-xero-signature": signature }))).status, 200);
  });

  test("an engine that is away makes Xero come again, in time for all events together", async () => {
    const { handler } = await intake({ within: 300, ingress: { ...fakeIngress(), send: () => Promise.reject(new Error("away")) } });
    const began = performance.now();
    assert.equal((await handler(xero(delivery(...Array.from({ length: 60 }, (_, at) => event({ resourceId: `00000000-0000-4000-8000-${String(at).padStart(12, "0")}` })))))).status, 503);
    assert.ok(performance.now() - began < 1_000);
  });
});

describe("bodies", () => {
  /** A body that goes on for so many bytes. @param {number} bytes @param {{ chunks: number }} [seen] */
  const endless = (bytes, seen = { chunks: 0 }) => new ReadableStream({
    pull(controller) {
      seen.chunks++;
      if (seen.chunks * 65_536 > bytes) controller.close();
      else controller.enqueue(new Uint8Array(65_536).fill(0x20));
    },
  });
  for (const [name, path, headers, status] of /** @type {[string, string, Record<string, string>, number][]} */ ([
    ["of Pipedrive", "pipedrive", { authorization: USER }, 413],
    ["of Pipedrive, with a length that is a lie", "pipedrive", { authorization: USER, "content-length": "10" }, 413],
    ["of Xero, before its signature is looked at", "xero", { "x-xero-signature": "BliCoqBVe1yagQ1XkGYaIdLyTq+hRS0vVpVeoBQyu7A=" }, 413],
    ["of nobody, which is not read at all", "pipedrive", {}, 401],
  ])) {
    test(`too long: ${name}`, async () => {
      const { handler } = await intake();
      const seen = { chunks: 0 };
      const request = new Request(`http://localhost/webhooks/${path}`, /** @type {RequestInit} */ ({ method: "POST", body: endless(1 << 30, seen), duplex: "half", headers: { "content-type": "application/json", ...headers } }));
      assert.equal((await handler(request)).status, status);
      assert.ok(seen.chunks < 20, `${seen.chunks} chunks were read`);
    });
  }

  test("over a connection: one that says too much, one that never ends, one that says less than it sends", async () => {
    const { handler, sent } = await intake();
    const server = await listen(handler);
    /** @param {string} head @param {string} body @returns {Promise<string>} the first line of the answer */
    const raw = (head, body) => new Promise((resolve, reject) => {
      const socket = connect(server.port, "127.0.0.1", () => socket.write(`POST /webhooks/pipedrive HTTP/1.1\r\nHost: evil.example\r\nAuthorization: ${USER}\r\nContent-Type: application/json\r\n${head}\r\n\r\n${body}`));
      socket.once("data", (data) => (resolve(data.toString().split("\r\n")[0] ?? ""), socket.destroy())).once("error", reject);
    });
    assert.match(await raw("Content-Length: 999999999", "{"), /413/);
    assert.match(await raw("Content-Length: 2", '{}{"meta":{}}'), /400/);
    assert.match(await raw("Transfer-Encoding: chunked", `100000\r\n${" ".repeat(0x100000)}\r\n10\r\n${" ".repeat(16)}\r\n`), /413/);
    assert.match(await raw("Content-Length: 10\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), /400/);
    assert.deepEqual(sent, []);
    await server.close();
  });

  test("one that stops halfway is waited for, but not long", async () => {
    const { handler } = await intake();
    const stuck = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("{")) });
    const request = new Request("http://localhost/webhooks/xero", /** @type {RequestInit} */ ({ method: "POST", body: stuck, duplex: "half", headers: { "content-type": "application/json" } }));
    assert.equal((await handler(request)).status, 408);
  });
});

describe("deliveries of the simulators", () => {
  test("a won deal of Pipedrive, v1 and v2, with a duplicate; nothing goes to hosts of the payload", async () => {
    const clock = manualClock(NOW);
    const simulated = await startPipedrive({ clock, isGuest: true });
    const { handler, sent } = await intake();
    const server = await listen(handler);
    const url = `${server.url}/webhooks/pipedrive/acme`;
    for (const version of /** @type {const} */ (["1.0", "2.0", "2.0"])) simulated.webhooks.subscribe({ url, version, user: "wonvoice", password: "new-password-of-it" });
    const deal = simulated.crm.addDeal({ title: "Website", org_id: simulated.crm.addOrganization() });
    simulated.crm.win(deal);
    await simulated.webhooks.pump();
    assert.deepEqual(simulated.webhooks.log.map(({ status }) => status).filter((status) => status !== 200), []);
    assert.deepEqual(sent.map(({ key, handler: to }) => [key, to]), [[`acme/${deal}`, "won"]]);
    assert.deepEqual(simulated.seen, []);
    await Promise.all([server.close(), simulated.close()]);
  });

  test("Xero's intent to receive, and a payment", async () => {
    const clock = manualClock(NOW);
    const simulated = await startXero({ clock, isGuest: true });
    const { handler, sent } = await intake();
    const server = await listen(handler);
    simulated.webhooks.subscribe({ url: `${server.url}/webhooks/xero` });
    assert.equal(await simulated.webhooks.confirm(), true);
    simulated.webhooks.tell({ tenantId: TENANT, category: "INVOICE", type: "UPDATE", id: "717f2bfc-c6d4-41fd-b238-3f2f0c0cf777" });
    await simulated.webhooks.pump();
    assert.deepEqual(sent.map(({ key, handler: to }) => [key, to]), [[`${TENANT}/717f2bfc-c6d4-41fd-b238-3f2f0c0cf777`, "changed"]]);
    await Promise.all([server.close(), simulated.close()]);
  });
});

describe("who proves wrong again and again", () => {
  const wrong = () => pipedrive(v2(), { authorization: basic("wonvoice:guess") });
  const statusFrom = async (/** @type {any} */ { handler }, /** @type {Request} */ request, /** @type {string | undefined} */ address) => (await handler(request, { address })).status;

  test("is not listened to for a while, with right credentials either; others are", async () => {
    const one = await intake();
    const statuses = [];
    for (let count = 0; count < 22; count++) statuses.push(await statusFrom(one, wrong(), "203.0.113.7"));
    assert.deepEqual(statuses, [...Array.from({ length: 20 }, () => 401), 429, 429]);
    assert.equal(await statusFrom(one, pipedrive(v2()), "203.0.113.7"), 429);
    assert.equal(await statusFrom(one, pipedrive(v2()), "203.0.113.8"), 200);
    assert.equal((await one.handler(new Request("http://localhost/healthz"), { address: "203.0.113.7" })).status, 200);
    assert.match(one.metrics.text(), /wonvoice_throttled_total\{area="webhooks"\} 3/);
  });

  test("is told apart by the proxy in front, where there is one", async () => {
    const one = await intake({ settings: { proxies: 1 } });
    const from = (/** @type {string} */ address, /** @type {string} */ authorization) => pipedrive(v2(), { authorization, "x-forwarded-for": `10.9.9.9, ${address}` });
    for (let count = 0; count < 20; count++) await statusFrom(one, from("2001:db8:1:1::9", basic(":")), "127.0.0.1");
    assert.deepEqual([await statusFrom(one, from("2001:db8:1:1::a", USER), "127.0.0.1"), await statusFrom(one, from("2001:db8:1:2::a", USER), "127.0.0.1")], [429, 200]);
  });

  test("shuts out nobody who lately proved right from the same address, nor where none is known", async () => {
    for (const address of ["127.0.0.1", undefined]) {
      const one = await intake();
      await statusFrom(one, pipedrive(v2()), address);
      for (let count = 0; count < 25; count++) assert.equal(await statusFrom(one, wrong(), address), 401);
      assert.equal(await statusFrom(one, pipedrive(v2()), address), 200);
    }
  });

  test("is forgotten after a minute, and when there are many", () => {
    let now = 0;
    const throttle = createThrottle({ now: () => now, most: 2, kept: 3 });
    for (let count = 0; count < 2; count++) throttle.wrong("a");
    assert.equal(throttle.shut("a"), 60);
    now = 60_000;
    assert.equal(throttle.shut("a"), 0);
    throttle.wrong("a");
    assert.equal(throttle.shut("a"), 0);
    throttle.wrong("a");
    for (const other of ["b", "c", "d"]) throttle.wrong(other);
    assert.equal(throttle.shut("a"), 0);
  });
});
