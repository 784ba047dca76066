// The admin API, health, metrics; and the two adapters.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Hono } from "hono";
import { toHono } from "../../js-shim/serve/hono.js";
import { TENANT, fakeIngress, intake, listen } from "./serve-parts.js";

const ALICE = { authorization: "Bearer token-of-alice" };

/** @param {string} method @param {string} path @param {{ body?: unknown, headers?: Record<string, string> }} [given] */
const ask = (method, path, { body, headers = ALICE } = {}) => new Request(`http://localhost${path}`, {
  method, headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers }, ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
});

/** What the engine's objects say of themselves. @param {string} service @param {string} key @param {string} handler */
const answers = (service, key, handler) => (handler === "list" ? [{ deal: "acme/42", text: "held" }] : { said: `${service} ${key}` });

describe("reading", () => {
  for (const [path, expected] of /** @type {[string, any][]} */ ([
    ["/admin/held", { held: [{ deal: "acme/42", text: "held" }] }],
    ["/admin/deals/acme/42", { deal: "acme/42", status: { said: "wonvoice.deal acme/42" } }],
    ["/admin/apis", { organisations: [{ tenantId: TENANT, status: { said: `wonvoice.organisation ${TENANT}` } }], companies: [{ company: "acme", status: { said: "wonvoice.pipedrive acme" } }] }],
    ["/admin/connections", { connections: [{ name: "books", provider: "xero", kind: "custom", status: { said: "wonvoice.connection books" } }] }],
    ["/admin/sweeps", { sweeps: [{ key: "acme", api: "pipedrive", status: { said: "wonvoice.sweeper acme" } }, { key: TENANT, api: "xero", status: { said: `wonvoice.sweeper ${TENANT}` } }] }],
  ])) {
    test(path, async () => {
      const { handler } = await intake({ ingress: fakeIngress({ answers }), settings: { connections: { books: { provider: "xero", kind: "custom", clientId: "id", clientSecret: "secret-of-books" } } } });
      const response = await handler(ask("GET", path));
      const text = await response.text();
      assert.deepEqual([response.status, JSON.parse(text)], [200, expected]);
      assert.equal(response.headers.get("cache-control"), "no-store");
      assert.doesNotMatch(text, /secret-of/);
    });
  }
});

/** A deal that is held, as the engine's object tells of it. */
const HELD = { deal: "acme/42", status: "held", text: "held: over 10,000", approvals: [], outcome: { holds: [{ rule: "over 10,000", of: "abc", reason: "big" }] } };
/** @param {{ [name: string]: unknown }} state */
const standing = (state) => fakeIngress({ answers: (_, __, handler) => (handler === "status" ? state : null) });
/** @param {{ handler: string }[]} sent */
const left = (sent) => sent.filter(({ handler }) => handler !== "status");

describe("deciding", () => {
  for (const [path, body, expected] of /** @type {[string, any, any][]} */ ([
    ["/admin/deals/acme/42/approve", { rule: "over 10,000", of: "abc" }, ["wonvoice.deal", "acme/42", "approve", { rule: "over 10,000", of: "abc", by: "alice" }]],
    ["/admin/deals/acme/42/approve", undefined, ["wonvoice.deal", "acme/42", "approve", { by: "alice" }]],
    ["/admin/deals/acme/42/reject", { why: "it was a test" }, ["wonvoice.deal", "acme/42", "reject", { why: "it was a test", by: "alice" }]],
    ["/admin/deals/acme/42/replay", {}, ["wonvoice.deal", "acme/42", "replay", { by: "alice" }]],
    ["/admin/deals/acme/42/cancel", undefined, ["wonvoice.deal", "acme/42", "cancel", { by: "alice" }]],
    ["/admin/deals/acme/42/approve", { rule: "over 10,000" }, ["wonvoice.deal", "acme/42", "approve", { rule: "over 10,000", by: "alice" }]],
    ["/admin/deals/acme/42/pause", undefined, ["wonvoice.deal", "acme/42", "pause", { by: "alice" }]],
    [`/admin/organisations/${TENANT}/pause`, undefined, ["wonvoice.organisation", TENANT, "pause", { by: "alice" }]],
    ["/admin/companies/acme/resume", undefined, ["wonvoice.pipedrive", "acme", "resume", { by: "alice" }]],
    ["/admin/sweeps/acme", undefined, ["wonvoice.sweeper", "acme", "now", { by: "alice" }]],
  ])) {
    test(`${path} ${JSON.stringify(body) ?? ""}`, async () => {
      const { handler, sent, lines } = await intake({ ingress: standing(HELD) });
      const response = await handler(ask("POST", path, { body }));
      assert.equal(response.status, 202);
      const { accepted, by } = /** @type {any} */ (await response.json());
      assert.deepEqual([accepted, by], [true, "alice"]);
      assert.deepEqual(left(sent).map((/** @type {any} */ { service, key, handler: to, payload }) => [service, key, to, payload]), [expected]);
      assert.match(lines.join(), /"by":"alice"/);
    });
  }

  test("an idempotency key makes two requests one, of one person", async () => {
    const { handler, sent } = await intake({ ingress: standing(HELD) });
    const again = (/** @type {string} */ token) => handler(ask("POST", "/admin/deals/acme/42/replay", { headers: { authorization: `Bearer ${token}`, "idempotency-key": "k" } }));
    for (const token of ["token-of-alice", "token-of-alice", "token-of-bob"]) assert.equal((await again(token)).status, 202);
    assert.equal(left(sent).length, 2);
  });

  const paused = { ...HELD, status: "paused", text: "paused by ann", was: { status: "held", text: HELD.text } };
  const rejected = { ...HELD, status: "rejected", text: "rejected by ann: a test" };
  const stuck = { ...HELD, text: "held: its contact is one of two", outcome: { holds: [{ slot: "full", reason: "one of two" }] } };
  const approved = { ...HELD, status: "done", text: "done: PD-42 created", approvals: [{ rule: "over 10,000", by: "ann", of: "abc" }], outcome: { holds: [] } };
  const unknown = { deal: "acme/42", status: "unknown" };
  for (const [name, state, action, body, status, said] of /** @type {[string, any, string, any, number, RegExp][]} */ ([
    ...["approve", "reject", "replay", "cancel", "resume"].map((action) => [`${action} a deal that nobody told of`, unknown, action, action === "reject" ? { why: "x" } : {}, 404, /nothing was heard of the deal acme\/42.*another number/]),
    ["pause one before it is won", unknown, "pause", {}, 202, /./],
    ["resume what is not paused", HELD, "resume", {}, 409, /acme\/42 is not paused: it is held: over 10,000/],
    ["resume what is", paused, "resume", {}, 202, /./],
    ["approve while it is paused", paused, "approve", {}, 202, /./],
    ["approve by a rule that does not hold it", HELD, "approve", { rule: "over 10.000" }, 409, /not held by the rule `over 10\.000`: it is by `over 10,000` at `abc`/],
    ["approve at another amount", HELD, "approve", { rule: "over 10,000", of: "abd" }, 409, /the rule `over 10,000` at `abd`: it is by `over 10,000` at `abc`/],
    ["approve where nothing is held", { ...approved, approvals: [] }, "approve", {}, 409, /nothing of acme\/42 is held: it is done: PD-42 created/],
    ["approve what no rule holds", stuck, "approve", {}, 409, /no rule holds acme\/42: mend what it waits for/],
    ["approve what was rejected", rejected, "approve", {}, 409, /decided about \(rejected by ann: a test\): `replay` takes that back/],
    ["approve what was rejected, and paused then", { ...rejected, status: "paused", text: "paused by ann", was: { status: "rejected", text: rejected.text } }, "approve", {}, 409, /rejected by ann: a test/],
    ["approve once more", approved, "approve", { rule: "over 10,000" }, 202, /./],
    ["approve what a run that failed was held by", { ...HELD, status: "failed", text: "failed", outcome: { holds: [] }, asked: HELD.outcome.holds }, "approve", {}, 202, /./],
  ])) {
    test(`${name}: ${status}`, async () => {
      const { handler, sent } = await intake({ ingress: standing(state) });
      const response = await handler(ask("POST", `/admin/deals/acme/42/${action}`, { body }));
      const answer = /** @type {any} */ (await response.json());
      assert.equal(response.status, status, JSON.stringify(answer));
      assert.match(JSON.stringify(answer.error?.message ?? answer).replaceAll("\\", ""), said);
      assert.equal(left(sent).length, status === 202 ? 1 : 0);
    });
  }

  test("said again with its key, it is as it was, though it could not be decided now", async () => {
    let state = /** @type {any} */ (paused);
    const { handler, sent } = await intake({ ingress: fakeIngress({ answers: () => state }) });
    const resume = (/** @type {string} */ key) => handler(ask("POST", "/admin/deals/acme/42/resume", { headers: { ...ALICE, "idempotency-key": key } }));
    assert.equal((await resume("one")).status, 202);
    state = HELD;
    assert.deepEqual([(await resume("one")).status, (await resume("other")).status], [202, 409]);
    assert.equal(left(sent).length, 2);
  });

  test("a deal that nobody told of is not found", async () => {
    const { handler } = await intake({ ingress: standing(unknown) });
    const response = await handler(ask("GET", "/admin/deals/acme/42"));
    const { error, status } = /** @type {any} */ (await response.json());
    assert.deepEqual([response.status, error.code, status], [404, "unknown-deal", unknown]);
  });
});

describe("refused", () => {
  for (const [name, request, status] of /** @type {[string, () => Request, number][]} */ ([
    ["no token", () => ask("GET", "/admin/held", { headers: {} }), 401],
    ["a wrong token", () => ask("GET", "/admin/held", { headers: { authorization: "Bearer token-of-alic" } }), 401],
    ["an empty token", () => ask("GET", "/admin/held", { headers: { authorization: "Bearer " } }), 401],
    ["a token as basic authentication", () => ask("GET", "/admin/held", { headers: { authorization: `Basic ${btoa("alice:token-of-alice")}` } }), 401],
    ["a path that is none", () => ask("GET", "/admin/nothing"), 404],
    ["a connection that nobody knows", () => ask("POST", "/admin/connections/other/link"), 404],
    ["a sweep of what nobody knows", () => ask("POST", "/admin/sweeps/other"), 404],
    ["a member of every object", () => ask("GET", "/admin/constructor"), 404],
    ["a decision that is a member of every object", () => ask("POST", "/admin/deals/acme/42/constructor"), 404],
    ["a company that nobody knows", () => ask("POST", "/admin/deals/other/42/replay"), 404],
    ["an id that is none", () => ask("POST", "/admin/deals/acme/042/replay"), 404],
    ["an id that leads elsewhere", () => ask("GET", "/admin/deals/acme/..%2f43"), 400],
    ["an organisation that nobody knows", () => ask("POST", "/admin/organisations/00000000-0000-4000-8000-00000000000b/pause"), 404],
    ["a decision by GET", () => ask("GET", "/admin/deals/acme/42/approve"), 404],
    ["somebody else's name", () => ask("POST", "/admin/deals/acme/42/approve", { body: { by: "bob" } }), 400],
    ["a rejection without a reason", () => ask("POST", "/admin/deals/acme/42/reject", { body: { why: " " } }), 400],
    ["a number for a text", () => ask("POST", "/admin/deals/acme/42/approve", { body: { rule: 1 } }), 400],
    ["no JSON", () => ask("POST", "/admin/deals/acme/42/approve", { body: "{" }), 400],
    ["a form, as a page of another site may send", () => ask("POST", "/admin/deals/acme/42/reject", { body: "why=x", headers: { ...ALICE, "content-type": "application/x-www-form-urlencoded" } }), 415],
    ["too much", () => ask("POST", "/admin/deals/acme/42/reject", { body: { why: "x".repeat(20_000) } }), 413],
  ])) {
    test(name, async () => {
      const { handler, sent } = await intake();
      const response = await handler(request());
      assert.equal(response.status, status);
      assert.deepEqual(sent, []);
      if (status !== 400 || response.headers.has("content-type")) assert.equal(typeof /** @type {any} */ (await response.json()).error.code, "string");
    });
  }

  test("an engine that is away is said to be", async () => {
    const { handler } = await intake({ ingress: fakeIngress({ away: 9 }) });
    const response = await handler(ask("GET", "/admin/held"));
    assert.deepEqual([response.status, /** @type {any} */ (await response.json()).error.code], [503, "engine-away"]);
  });

  test("without tokens there is no admin API", async () => {
    const { handler } = await intake({ settings: { admins: [] } });
    assert.equal((await handler(ask("GET", "/admin/held"))).status, 404);
  });
});

describe("health and metrics", () => {
  test("alive is not ready", async () => {
    let isReady = false;
    const { handler } = await intake({ ready: async () => isReady });
    const status = async (/** @type {string} */ path) => (await handler(ask("GET", path, { headers: {} }))).status;
    assert.deepEqual([await status("/healthz"), await status("/readyz")], [200, 503]);
    isReady = true;
    assert.equal(await status("/readyz"), 200);
    assert.equal((await intake({ ready: () => Promise.reject(new Error("no")) }).then(({ handler: broken }) => broken(ask("GET", "/readyz")))).status, 503);
  });

  test("metrics are for admins unless they are opened", async () => {
    const { handler } = await intake({ settings: { isMetricsOpen: false } });
    assert.equal((await handler(ask("GET", "/metrics", { headers: {} }))).status, 401);
    const response = await handler(ask("GET", "/metrics"));
    assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
    assert.match(await response.text(), /^wonvoice_http_requests_total\{area="metrics",status="401"\} 1$/m);
  });

  test("more than it can hold is asked to come again", async () => {
    /** @type {(value: boolean) => void} */
    let go = () => {};
    const held = new Promise((resolve) => (go = resolve));
    const { handler } = await intake({ settings: { atOnce: 1 }, ready: () => held });
    const first = handler(ask("GET", "/readyz"));
    assert.equal((await handler(ask("GET", "/healthz"))).status, 503);
    go(true);
    assert.equal((await first).status, 200);
    assert.equal((await handler(ask("GET", "/healthz"))).status, 200);
  });

  test("a failure inside is an empty 500, and a line without secrets", async () => {
    const { handler, lines } = await intake({ ready: () => { throw new Error("token-of-alice"); } });
    const response = await handler(ask("GET", "/readyz"));
    assert.deepEqual([response.status, await response.text()], [500, ""]);
    assert.match(lines.join(), /handler-failed/);
    assert.doesNotMatch(lines.join(), /token-of/);
  });
});

describe("adapters", () => {
  test("Node: the path counts, not the host; several cookies; HEAD", async () => {
    const server = await listen(async (request) => {
      const { pathname, search, host } = new URL(request.url);
      const headers = new Headers({ "x-seen": `${host}${pathname}${search}` });
      headers.append("set-cookie", "a=1");
      headers.append("set-cookie", "b=2");
      return new Response(await request.text(), { status: 201, headers });
    });
    const answer = await fetch(`${server.url}/a/b?c=d`, { method: "POST", body: "there" });
    assert.deepEqual([answer.status, answer.headers.get("x-seen"), answer.headers.getSetCookie(), await answer.text()], [201, "localhost/a/b?c=d", ["a=1", "b=2"], "there"]);
    assert.equal((await fetch(server.url, { method: "HEAD" })).status, 201);
    await server.close();
  });

  test("Hono, beside other routes and mounted", async () => {
    const { handler } = await intake();
    const app = new Hono().get("/own", (context) => context.text("own")).mount("/wonvoice", handler).all("/*", toHono(handler));
    for (const [path, status] of /** @type {[string, number][]} */ ([["/own", 200], ["/healthz", 200], ["/wonvoice/healthz", 200], ["/nothing", 404]])) assert.equal((await app.request(path)).status, status, path);
  });
});
