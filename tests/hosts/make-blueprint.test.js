// The scenario for Make, run by a twin of Make between the simulators, and the custom app's calls against the admin API.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, test } from "node:test";
import { join } from "node:path";
import { platform } from "./platforms.js";
import { load } from "../js/inputs.js";
import { goldens, pretty } from "../sandboxes/goldens.js";
import { filled, readAll } from "../sandboxes/make-iml.js";
import { run as runCode } from "../sandboxes/make.js";
import { runScenario } from "../sandboxes/make-scenario.js";
import { startPipedrive } from "../simulators/pipedrive.js";
import { CLIENT, TENANT, startXero } from "../simulators/xero.js";

/** @typedef {{ [key: string]: any }} Json */

/** By its address: it loads the built package, which has no types of its own there. @type {any} */
const { TENANT: OF_SERVE, fakeIngress, intake, listen } = await import(new URL("../js/serve-parts.js", import.meta.url).href);
const folder = platform("make", { after });
const read = (/** @type {string} */ path) => JSON.parse(readFileSync(join(folder, path), "utf8"));
const BLUEPRINT = read("blueprint.json");
const decide = BLUEPRINT.flow.find((/** @type {Json} */ { metadata }) => metadata.designer.name === "Decide");

describe("the blueprint", () => {
  const CONFIG = { version: 1, source: { company: "acme" }, entities: { uk: { tenantId: TENANT, document: { due: { term: "DAYSAFTERBILLDATE", days: 30 } }, lines: { account: { default: "200" }, tax: { byRate: { 20: "OUTPUT2" } } } } } };

  /** Both simulators, a won deal, and the scenario with its second module filled in. @param {Json} [values] */
  async function world(values = {}) {
    const [xero, pipedrive] = [await startXero({ isGuest: true }), await startPipedrive({ isGuest: true })];
    const organization = pipedrive.crm.addOrganization({ name: "Acme Ltd" });
    const deal = pipedrive.crm.addDeal({ org_id: organization });
    pipedrive.crm.attach(deal, { item_price: 33.33, quantity: 3, tax: 20 });
    pipedrive.crm.win(deal);
    xero.ledger().addContact({ Name: "Acme Ltd", ContactNumber: `pd-org-${organization}` });
    const token = xero.auth.issue();
    /** @type {Json} */
    const snapshot = { tenantId: TENANT, takenAt: new Date().toISOString() };
    for (const [part, endpoint] of [["organisation", "Organisation"], ["taxRates", "TaxRates"], ["accounts", "Accounts"], ["currencies", "Currencies"]]) snapshot[String(part)] = await (await fetch(`${xero.url}/api.xro/2.0/${endpoint}`, { headers: { authorization: `Bearer ${token}`, accept: "application/json", "xero-tenant-id": TENANT } })).json();
    const given = /** @type {Json} */ ({ company: "acme", pipedriveToken: "api-token-of-the-company", xeroClient: `${CLIENT.id}:${CLIENT.secret}`, config: JSON.stringify(CONFIG), snapshot: JSON.stringify(snapshot), halt: "true", ...values });
    const blueprint = structuredClone(BLUEPRINT);
    for (const variable of blueprint.flow[1].mapper.variables) variable.value = given[variable.name] ?? assert.fail(variable.name);
    const send = async (/** @type {import("../sandboxes/make-scenario.js").Asked} */ { url, method, headers, body }) => {
      const response = await fetch(pipedrive.rewrite(xero.rewrite(url)), { method, headers, ...(body === undefined ? {} : { body }) });
      return { status: response.status, body: await response.text() };
    };
    const hook = (status = "won") => ({ meta: { action: "change", entity: "deal", version: "2.0" }, data: { id: deal, status } });
    return { xero, pipedrive, deal, run: (/** @type {string} */ status = "won") => runScenario(blueprint, hook(status), send), end: () => Promise.all([xero.close(), pipedrive.close()]) };
  }

  test("every module has a place and a number, every template can be read, and no code holds one", () => {
    assert.deepEqual(BLUEPRINT.flow.map((/** @type {Json} */ { id }) => id), BLUEPRINT.flow.map((/** @type {Json} */ _, /** @type {number} */ index) => index + 1));
    for (const { mapper, module, filter, metadata } of BLUEPRINT.flow) {
      assert.ok(metadata.designer.name);
      const { codeEditorJavascript: code = "", ...rest } = mapper;
      assert.doesNotMatch(code, /\{\{/, module);
      readAll([rest, filter ?? {}]);
      for (const [, id = ""] of JSON.stringify([rest, filter ?? {}]).matchAll(/[{( ](\d+)\.[a-z]/gi)) assert.ok(Number(id) < BLUEPRINT.flow.length, id);
    }
    assert.doesNotMatch(JSON.stringify(BLUEPRINT.flow[1].mapper), /at-|CLIENT0ID/);
    assert.ok(JSON.stringify(BLUEPRINT).length < 3_000_000);
  });

  test("a won deal becomes its draft, once; the next run finds it", async () => {
    const { xero, run, end } = await world();
    const [done] = await run();
    assert.equal(done?.["18"].statusCode, 200);
    assert.deepEqual(xero.ledger().invoices().map(({ total }) => String(total)), ["119.99"]);
    const [write] = xero.seen.filter(({ method }) => method === "PUT");
    assert.ok(write?.headers["idempotency-key"]);
    assert.deepEqual([await run(), xero.ledger().invoices().length], [[], 1]);
    assert.deepEqual([await run("open"), xero.ledger().invoices().length], [[], 1]);
    await end();
  });

  test("a config that observes writes nothing", async () => {
    const { xero, run, end } = await world({ config: JSON.stringify({ ...CONFIG, mode: "observe" }) });
    assert.deepEqual([await run(), xero.ledger().invoices().length], [[], 0]);
    assert.ok(xero.seen.some(({ path }) => path.endsWith("/Invoices")) && xero.seen.every(({ method, path }) => method === "GET" || path === "/connect/token"));
    await end();
  });

  test("what is refused ends the run with its reason, or is left where nobody wants that", async () => {
    const config = { ...CONFIG, entities: { uk: { tenantId: TENANT, document: CONFIG.entities.uk.document } } };
    const halting = await world({ config: JSON.stringify(config) });
    await assert.rejects(halting.run(), /^WonvoiceError: [A-Z_]+: |^Error: [A-Z_]+: /);
    assert.equal(halting.xero.ledger().invoices().length, 0);
    await halting.end();
    const quiet = await world({ config: JSON.stringify(config), halt: "false" });
    assert.deepEqual(await quiet.run(), []);
    await quiet.end();
  });

  test("a missing connection ends the run before anything is written", async () => {
    for (const [values, says] of /** @type {[Json, RegExp][]} */ ([[{ xeroClient: "wrong:wrong" }, /\[400\].*invalid_client/], [{ pipedriveToken: "wrong" }, /\[401\]/], [{ snapshot: "{" }, /snapshot/], [{ config: "[]" }, /config/i]])) {
      const { xero, run, end } = await world(values);
      await assert.rejects(run(), says);
      assert.equal(xero.ledger().invoices().length, 0);
      await end();
    }
  });
});

describe("the code of its modules", () => {
  const good = load("mapDealToInvoice/five-products.json");
  const input = (/** @type {Json} */ more = {}) => ({ ...Object.fromEntries(Object.entries(good).map(([key, value]) => [key, typeof value === "object" ? JSON.stringify(value) : value])), existing: JSON.stringify({ Invoices: [] }), ...more });

  test("all golden cases of the single file", async () => {
    const code = decide.mapper.codeEditorJavascript;
    const engine = code.slice(code.indexOf("var wonvoice = "), code.indexOf("var wonvoiceStep"));
    assert.ok(goldens.length > 200 && engine.length > 100_000);
    const { answers } = await runCode(`${engine}\nreturn { answers: input.calls.map(function (call) { try { return wonvoice.callJson(call[0], call[1]); } catch (error) { return error.message; } }) };`, { calls: goldens.map(({ operation, text }) => [operation, text]) });
    goldens.forEach(({ name, expected }, index) => assert.equal(pretty(answers[index]), expected, name));
  });

  test("a field of the wrong type and an empty list say which field", async () => {
    for (const [more, says] of /** @type {[Json, RegExp][]} */ ([[{ products: "Workshop" }, /products/], [{ deal: "[object Object]" }, /deal/], [{ products: "[]" }, /^[A-Z_]+: /], [{ existing: "" }, /existing/]])) {
      const { status, text } = await runCode(decide.mapper.codeEditorJavascript, input(more));
      assert.ok(["refused", "held"].includes(status), status);
      assert.match(text, says);
    }
  });

  // A run of the code is one deal: a batch is as many runs, as an iterator before it makes them.
  test("of a batch of which 3 are bad, the others go through and 3 say why", async () => {
    const bad = new Map([[2, { products: "not a list" }], [9, { contact: "" }], [19, { deal: JSON.stringify({ ...good.deal.data, status: "lost" }) }]]);
    const results = [];
    for (let index = 0; index < 20; index++) results.push(await runCode(decide.mapper.codeEditorJavascript, input({ ...bad.get(index), halt: "true" })).then(({ status }) => status, (error) => String(error.message)));
    assert.equal(results.filter((status) => status === "ready").length, 17);
    for (const index of bad.keys()) assert.match(String(results[index]), /^[A-Z_]+: .*; /);
  });
});

describe("the custom app", () => {
  const manifest = read("app/makecomapp.json");
  const base = read(`app/${manifest.generalCodeFiles.base}`);
  const part = (/** @type {string} */ id, /** @type {string} */ name) => read(`app/${manifest.components.module[id].codeFiles[name]}`);
  const ERRORS = ["RuntimeError", "DataError", "RateLimitError", "OutOfSpaceError", "ConnectionError", "InvalidConfigurationError", "InvalidAccessTokenError"];

  /** A module's call, as the communication says. @param {Json} communication @param {Json} scope @param {Json} [own] the base's */
  async function call(communication, scope, own = base) {
    const { url, method, headers = {}, body } = filled({ ...communication, response: undefined, log: undefined, headers: { ...own["headers"], ...communication["headers"] } }, scope);
    const response = await fetch(url.startsWith("/") ? `${filled(own["baseUrl"], scope)}${url}` : url, { method, headers, ...(body === undefined || method === "GET" ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    const answered = { ...scope, statusCode: response.status, headers: Object.fromEntries(response.headers), body: text === "" ? undefined : JSON.parse(text) };
    const { error = {}, ...gives } = { ...own["response"], ...communication["response"] };
    if (!response.ok) {
      const { message, type } = { ...error, ...error[response.status] };
      throw Object.assign(new Error(filled(message, answered)), { type });
    }
    if (gives.iterate === undefined) return filled(gives.output ?? "{{body}}", answered);
    return filled(gives.iterate, answered).map((/** @type {any} */ item) => filled(gives.output, { ...answered, item }));
  }

  /** A deal that is held, as the engine's object tells of it. */
  const HELD = { deal: "acme/42", status: "held", text: "held: over 10,000", approvals: [], outcome: { holds: [{ rule: "over 10,000", of: "PD-42: 119.99 GBP", reason: "big" }] } };

  /** @param {Json} [given] */
  async function server(given = {}) {
    const answers = (/** @type {string} */ service, /** @type {string} */ key, /** @type {string} */ handler) => (handler === "list" ? [{ deal: "acme/42", text: "held" }, { deal: "acme/43", text: "held" }] : service === "wonvoice.deal" ? HELD : { said: `${service} ${key}` });
    const ingress = fakeIngress({ answers, ...given });
    const { handler } = await intake({ ingress });
    const { url, close } = await listen(handler);
    return { ingress, close, scope: (/** @type {Json} */ parameters = {}, token = "token-of-alice") => ({ connection: { url, token }, parameters: { url, token, ...parameters } }) };
  }

  test("every file that it names is there, every template can be read, every error has a type of Make's, every field a name", () => {
    assert.deepEqual(Object.keys(manifest).sort(), ["components", "fileVersion", "generalCodeFiles", "origins"]);
    const { connection, module } = manifest.components;
    for (const { codeFiles } of [...Object.values(connection), ...Object.values(module)]) for (const path of Object.values(codeFiles)) if (path !== null) readAll(read(`app/${path}`));
    readAll(base);
    assert.deepEqual(read(`app/${manifest.generalCodeFiles.groups}`).flatMap((/** @type {Json} */ { modules }) => modules).sort(), Object.keys(module).sort());
    for (const [id, { moduleType, label, description }] of /** @type {[string, Json][]} */ (Object.entries(module))) {
      assert.ok(["action", "search", "universal"].includes(moduleType) && label && description, id);
      const names = part(id, "mappableParams").map((/** @type {Json} */ { name }) => name);
      for (const [, name = ""] of JSON.stringify(part(id, "communication")).matchAll(/parameters\.(\w+)/g)) assert.ok(names.includes(name), `${id}: ${name}`);
      assert.ok(Array.isArray(part(id, "interface")) && part(id, "interface").every((/** @type {Json} */ { name, type }) => name && type));
    }
    for (const one of Object.values(base.response.error)) if (typeof one === "object") assert.ok(ERRORS.includes(one.type), one.type);
    assert.ok(base.log.sanitize.includes("request.headers.authorization"));
  });

  test("each module's call is one that the server takes", async () => {
    const { ingress, scope, close } = await server();
    const deal = { company: "acme", deal: "42" };
    assert.deepEqual(await call(part("listHeld", "communication"), scope({ limit: 10 })), [{ deal: "acme/42", text: "held" }, { deal: "acme/43", text: "held" }]);
    assert.deepEqual(await call(part("getDeal", "communication"), scope(deal)), { deal: "acme/42", status: HELD });
    for (const [id, more, expected] of /** @type {[string, Json, unknown[]][]} */ ([
      ["approveDeal", { rule: "over 10,000", of: "PD-42: 119.99 GBP" }, ["approve", { rule: "over 10,000", of: "PD-42: 119.99 GBP", by: "alice" }]], ["rejectDeal", { why: "it was a test" }, ["reject", { why: "it was a test", by: "alice" }]],
      ["replayDeal", {}, ["replay", { by: "alice" }]], ["changeDeal", { what: "pause" }, ["pause", { by: "alice" }]],
    ])) {
      const answer = await call(part(id, "communication"), scope({ ...deal, ...more }));
      assert.deepEqual([answer.accepted, answer.by], [true, "alice"]);
      const { service, key, handler, payload } = /** @type {any} */ (ingress.sent.at(-1));
      assert.deepEqual([service, key, handler, payload], ["wonvoice.deal", "acme/42", ...expected]);
      assert.deepEqual(Object.keys(answer).sort(), part(id, "interface").map((/** @type {Json} */ { name }) => name).sort());
    }
    assert.deepEqual((await call(part("getApis", "communication"), scope())).organisations, [{ tenantId: OF_SERVE, status: { said: `wonvoice.organisation ${OF_SERVE}` } }]);
    assert.equal((await call(part("makeApiCall", "communication"), scope({ url: "sweeps", method: "POST" }))).statusCode, 202);
    const { response } = read(`app/${manifest.components.connection.wonvoice.codeFiles.communication}`);
    assert.deepEqual(Object.keys(response.data), ["url", "token"]);
    await call(read(`app/${manifest.components.connection.wonvoice.codeFiles.communication}`), scope(), {});
    await close();
  });

  test("a wrong token, a deal that is none and an engine that is away are errors of Make's kinds", async () => {
    const { scope, close } = await server();
    const deal = part("getDeal", "communication");
    await assert.rejects(call(deal, scope({ company: "acme", deal: "42" }, "wrong")), { type: "InvalidAccessTokenError", message: "the server does not know this token" });
    await assert.rejects(call(deal, scope({ company: "acme", deal: "x/../43" })), { type: "DataError" });
    await assert.rejects(call(deal, scope({ company: "other", deal: "42" })), { type: "DataError" });
    await assert.rejects(call(part("rejectDeal", "communication"), scope({ company: "acme", deal: "42", why: " " })), { type: "DataError", message: "`why` says why it is rejected" });
    await close();
    const away = await server({ away: 100 });
    await assert.rejects(call(part("replayDeal", "communication"), away.scope({ company: "acme", deal: "42" })), { type: "ConnectionError" });
    await away.close();
  });
});
