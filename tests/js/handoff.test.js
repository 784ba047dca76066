// Whole handoffs through the built package: over a transport of the host's own, and over its `fetch`.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { handoffStart, handoffStep, runHandoff, runHandoffWith } from "../../pkg/node.js";
import { load } from "./inputs.js";

const { input, answers } = load("base/handoff.json");
const NOW = "2026-07-15T08:00:00Z";

/** A clock that only waiting moves. */
function clock() {
  let ms = Date.parse(NOW);
  return {
    now: () => new Date(ms),
    sleep: async (/** @type {number} */ wait) => void (ms += wait),
    waited: () => ms - Date.parse(NOW),
  };
}

/** Answers by the ids of requests, in turn where there are several. @param {Record<string, any>} own */
function script(own = {}) {
  /** @type {any[]} */
  const sent = [];
  const send = async (/** @type {any} */ request) => {
    sent.push(request);
    const known = own[request.id] ?? answers[request.id.replace(/-again-\d+$/, "")];
    const answer = Array.isArray(known) ? known.shift() : known;
    if (answer instanceof Error) throw answer;
    return { ...answer, body: typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body) };
  };
  return { send, sent };
}

describe("over a transport", () => {
  test("a deal becomes its invoice", async () => {
    const { send, sent } = script();
    const outcome = await runHandoffWith(input, send, { cache: null, ...clock() });
    assert.equal(outcome.text, "done: PD-42 created");
    assert.deepEqual(outcome.calls, { xero: sent.filter(({ api }) => api === "xero").length, pipedrive: sent.filter(({ api }) => api === "pipedrive").length });
    const create = sent.find(({ id }) => id === "create-full");
    assert.equal(JSON.parse(create.body).Reference, "PO-7781 | PD-42");
    assert.equal(sent.some(({ headers }) => "Authorization" in headers), false);
  });

  test("the second deal costs three calls of Xero and four of Pipedrive", async () => {
    /** @type {Map<string, unknown>} */
    const kept = new Map();
    const cache = { get: (/** @type {string} */ key) => kept.get(key), set: (/** @type {string} */ key, /** @type {unknown} */ value) => kept.set(key, value), delete: (/** @type {string} */ key) => kept.delete(key) };
    const first = await runHandoffWith(input, script().send, { cache, ...clock() });
    const second = await runHandoffWith(input, script().send, { cache, ...clock() });
    assert.deepEqual([first.calls, second.calls], [{ xero: 10, pipedrive: 6 }, { xero: 3, pipedrive: 4 }]);
    const refused = await runHandoffWith(input, script({ products: { status: 404, body: {} } }).send, { cache, ...clock() });
    assert.equal(refused.status, "failed");
    assert.equal(kept.has("pipedrive/northstar-studio/v2/dealFields?limit=500"), false);
  });

  test("what may have been made is looked up, and not found made again, with the same bytes and the same key", async () => {
    const { send, sent } = script({ "create-full": new TypeError("fetch failed"), "create-full-again-2": answers["create-full"] });
    const time = clock();
    const outcome = await runHandoffWith(input, send, { cache: null, ...time });
    assert.equal(outcome.status, "done");
    assert.deepEqual(sent.map(({ id }) => id).filter((id) => /^(invoices|create)-/.test(id)), [
      "invoices-of-contact", "invoices-by-token", "create-full", "invoices-of-contact-again-2", "invoices-by-token-again-2", "create-full-again-2",
    ]);
    const [one, two] = sent.filter(({ id }) => id.startsWith("create-full"));
    assert.deepEqual([one.body, one.headers["Idempotency-Key"]], [two.body, two.headers["Idempotency-Key"]]);
  });

  test("nothing is created by a look-up of another process, however young its clock says that it is", async () => {
    const limited = { status: 429, headers: { "Retry-After": "100", "X-Rate-Limit-Problem": "minute" }, body: {} };
    const time = clock();
    const first = await runHandoffWith(input, script({ "create-full": limited }).send, { cache: null, ...time });
    assert.equal(first.status, "waiting");
    await time.sleep(100_000);
    const { send, sent } = script();
    const second = await runHandoffWith(input, send, { cache: null, ...time, state: first.state });
    assert.equal(second.text, "done: PD-42 created");
    assert.deepEqual(sent.map(({ id }) => id).slice(0, 3), ["invoices-of-contact-again-2", "invoices-by-token-again-2", "create-full-again-2"]);
  });

  test("a wait that is too long is handed back, and gone on with", async () => {
    const limited = { status: 429, headers: { "Retry-After": "300", "X-Rate-Limit-Problem": "minute" }, body: {} };
    const time = clock();
    const first = await runHandoffWith(input, script({ "contact-by-number": limited }).send, { cache: null, ...time });
    assert.deepEqual([first.status, first.notBefore], ["waiting", "2026-07-15T08:05:00Z"]);
    await time.sleep(300_000);
    const second = await runHandoffWith(input, script().send, { cache: null, ...time, state: first.state });
    assert.equal(second.status, "done");
  });

  test("an answer that takes too long counts as lost", async () => {
    const { send } = script();
    let slow = 0;
    const stuck = (/** @type {any} */ request) => (request.id === "deal" && slow++ === 0 ? new Promise(() => {}) : send(request));
    const outcome = await runHandoffWith(input, stuck, { cache: null, timeout: 30, ...clock() });
    assert.equal(outcome.status, "done");
  });

  test("a create that nobody waits for any more is ended before it is looked up", async () => {
    const { send, sent } = script();
    /** @type {string[]} */
    const ended = [];
    const stuck = (/** @type {any} */ request) => (request.id !== "create-full" ? send(request) : new Promise((_, reject) => {
      request.signal.addEventListener("abort", () => {
        ended.push(...sent.map(({ id }) => id).filter((id) => /-again-/.test(id)), request.id);
        reject(request.signal.reason);
      });
    }));
    const outcome = await runHandoffWith(input, stuck, { cache: null, timeout: 1_000, ...clock() });
    assert.equal(outcome.status, "done");
    assert.deepEqual(ended, ["create-full"]);
  });

  test("nothing is created by a look-up after which the machine slept, though ticks stood still", async (t) => {
    t.mock.timers.enable({ apis: ["Date"], now: Date.parse(NOW) });
    t.mock.method(performance, "now", () => 0);
    const { send, sent } = script();
    const sleepy = async (/** @type {any} */ request) => {
      const answer = await send(request);
      if (request.id === "invoices-by-token") t.mock.timers.setTime(Date.parse(NOW) + 420_000);
      return answer;
    };
    const outcome = await runHandoffWith(input, sleepy, { cache: null, ...clock() });
    assert.equal(outcome.status, "done");
    assert.deepEqual(sent.map(({ id }) => id).filter((id) => /^create-/.test(id)), ["create-full-again-2"]);
  });

  test("steps are handed out as they come, without a secret", async () => {
    /** @type {any[]} */
    const steps = [];
    await runHandoffWith(input, script().send, { cache: null, ...clock(), onStep: (step) => steps.push(step) });
    assert.ok(steps.length > 5);
    assert.deepEqual(handoffStep(steps[1].state, [], steps[1].state.now === undefined ? NOW : "2026-07-15T08:00:00Z").requests.map(({ id }) => id), steps[1].requests.map((/** @type {any} */ one) => one.id));
  });

  test("a start without a time takes the clock's", () => {
    const { now, ...rest } = input;
    assert.equal(handoffStart(rest).outcome, undefined);
    assert.equal(now, NOW);
  });
});

describe("over fetch", () => {
  /** @type {import("node:http").Server} */
  let server;
  /** @type {string} */
  let url;
  /** @type {{ method: string, path: string, headers: import("node:http").IncomingHttpHeaders, body: string }[]} */
  const seen = [];
  /** @type {Promise<unknown> | undefined} a create that was left unanswered, until its connection is closed */
  let left;

  before(async () => {
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const path = request.url ?? "";
      seen.push({ method: request.method ?? "", path, headers: request.headers, body });
      if (path.startsWith("/moved")) return void response.writeHead(302, { location: "/elsewhere" }).end();
      if (path.startsWith("/slow") && request.method === "PUT" && left === undefined) return void (left = once(response, "close"));
      const step = [
        [/v2\/deals\/42$/, request.method === "PATCH" ? "deal-update" : "deal"],
        [/v2\/deals\/42\/products/, "products"],
        [/v2\/organizations\/7/, "organization"],
        [/dealFields/, "fields-deal"],
        [/organizationFields/, "fields-organization"],
        [/2\.0\/(Organisation|TaxRates|Accounts|Currencies|TrackingCategories|BrandingThemes)$/, "snapshot-" + path.split("/").pop()],
        [/2\.0\/Contacts/, "contact-by-number"],
        [/2\.0\/Invoices/, request.method === "PUT" ? "create-full" : "invoices-by-token"],
      ].find(([pattern]) => /** @type {RegExp} */ (pattern).test(path));
      const { status, body: answer } = answers[String(step?.[1])];
      response.writeHead(status, { "content-type": "application/json", "x-minlimit-remaining": "59" }).end(JSON.stringify(answer));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
  });

  after(() => server.close());

  test("credentials go where they belong", async () => {
    const outcome = await runHandoff(input, { xero: { accessToken: "x-secret", url: `${url}/xero` }, pipedrive: { apiToken: "p-secret", url: `${url}/pipedrive/` } }, { cache: null, ...clock() });
    assert.equal(outcome.text, "done: PD-42 created");
    assert.equal(JSON.stringify(outcome).includes("secret"), false);
    for (const { path, headers } of seen) {
      if (path.startsWith("/xero/api.xro/2.0/")) assert.deepEqual([headers.authorization, headers["x-api-token"]], ["Bearer x-secret", undefined]);
      else assert.deepEqual([path.startsWith("/pipedrive/api/v2/"), headers.authorization, headers["x-api-token"]], [true, undefined, "p-secret"]);
    }
    const create = seen.find(({ method, path }) => method === "PUT" && path.includes("Invoices"));
    assert.equal(JSON.parse(create?.body ?? "").Reference, "PO-7781 | PD-42");
    assert.match(String(create?.headers["idempotency-key"]), /^[0-9a-f]{64}$/);
  });

  test("a redirect is not followed", async () => {
    const before = seen.length;
    const outcome = await runHandoff(input, { xero: { accessToken: "x", url }, pipedrive: { apiToken: "p", url: `${url}/moved` } }, { cache: null, ...clock() });
    assert.equal(outcome.status, "failed");
    assert.equal(seen.slice(before).some(({ path }) => path.startsWith("/elsewhere")), false);
  });

  test("a request that nobody waits for any more is ended, and what it was to create looked up", async () => {
    const before = seen.length;
    const outcome = await runHandoff(input, { xero: { accessToken: "x", url: `${url}/slow` }, pipedrive: { apiToken: "p", url } }, { cache: null, timeout: 1_500, ...clock() });
    assert.equal(outcome.status, "done", outcome.text);
    assert.ok(left, "nothing was left unanswered");
    await left;
    const documents = seen.slice(before).filter(({ path }) => path.includes("Invoices")).map(({ method }) => method);
    assert.match(documents.slice(documents.indexOf("PUT")).join(" "), /^PUT (GET )+PUT$/);
  });

  test("without credentials nothing is sent", async () => {
    const before = seen.length;
    const outcome = await runHandoff(input, /** @type {any} */ ({}), { cache: null, ...clock() });
    assert.equal(outcome.status, "failed");
    assert.match(outcome.text, /no credentials were passed for it/);
    assert.equal(seen.length, before);
  });
});
