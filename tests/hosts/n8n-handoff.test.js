// The node between the two simulators: handoffs with each credential, and the example workflows as they are shipped.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, describe, test } from "node:test";
import { startPipedrive } from "../simulators/pipedrive.js";
import { createFaults } from "../simulators/faults.js";
import { CLIENT, startXero } from "../simulators/xero.js";
import { installed, n8n, redirect } from "./n8n-engine.js";

/** @typedef {{ [key: string]: any }} Json */

const { folder } = installed();
const TYPE = "n8n-nodes-wonvoice.wonvoice";
const example = (/** @type {string} */ name) => JSON.parse(readFileSync(join(folder, `examples/${name}.json`), "utf8"));

/** @type {(() => unknown)[]} */
const ends = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
after(() => {
  // n8n's engine leaves handles of its services open.
  setTimeout(() => process.exit(), 1_000).unref();
});

/** Both sides, a won deal, and n8n with a credential of each type. @param {Json} [given] */
async function world({ limits } = /** @type {Json} */ ({})) {
  const faults = createFaults();
  const crm = await startPipedrive({ faults, isGuest: true });
  const ledger = await startXero({ faults, isGuest: true, ...(limits ? { limits } : {}) });
  const organization = crm.crm.addOrganization({ name: "Acme Ltd" });
  const deal = crm.crm.addDeal({ org_id: organization, title: "Website" });
  crm.crm.attach(deal, { item_price: 33.33, quantity: 3, tax: 20 });
  crm.crm.attach(deal, { item_price: 10.01, quantity: 7, tax: 5 });
  crm.crm.win(deal);
  /** @type {Json[]} */
  const asked = [];
  const back = redirect((url) => crm.rewrite(ledger.rewrite(url)), (options) => asked.push(options));
  ends.push(back, () => crm.close(), () => ledger.close());
  const host = await n8n(folder, {
    wonvoicePipedriveApi: { apiToken: crm.auth.apiToken },
    wonvoicePipedriveOAuth2Api: { clientId: "a", clientSecret: "b", oauthTokenData: { access_token: crm.auth.issue(), token_type: "Bearer" } },
    wonvoiceXeroOAuth2Api: { clientId: CLIENT.id, clientSecret: CLIENT.secret, oauthTokenData: { access_token: ledger.auth.issue(), token_type: "Bearer" } },
    wonvoiceXeroCustomConnectionOAuth2Api: { clientId: CLIENT.id, clientSecret: CLIENT.secret, accessTokenUrl: `${ledger.url}/connect/token` },
  });
  const handed = example("hand-over");
  const config = handed.nodes.find((/** @type {Json} */ one) => one["name"] === "Hand over").parameters.config;
  /** @param {unknown} [item] @param {Json} [parameters] @param {Json} [settings] of the node */
  const handOver = (item = { id: deal }, parameters = {}, settings = {}) => {
    const credentials = Object.fromEntries(Object.keys(host.stored).map((name, index) => [name, { id: String(index), name }]));
    return host.run({
      nodes: [{ name: "Start", type: "n8n-nodes-base.manualTrigger" }, { name: "Wonvoice", type: TYPE, credentials, parameters: { resource: "deal", operation: "handOver", deal: "={{ $json.id }}", config, ...parameters }, ...settings }],
      connections: { Start: { main: [[{ node: "Wonvoice", type: "main", index: 0 }]] } },
      pinData: { Start: (Array.isArray(item) ? item : [item]).map((json) => ({ json })) },
    });
  };
  return { crm, ledger, faults, deal, organization, host, asked, handOver, config };
}

/** @param {{ of(name: string): Json[][] }} run @param {string} [name] @returns {Json[]} */
const answersOf = ({ of }, name = "Wonvoice") => (of(name)[0] ?? []).map(({ json }) => /** @type {Json} */ (json));

describe("a deal is handed over", () => {
  for (const [pipedriveAuthentication, xeroAuthentication] of [["apiToken", "oAuth2"], ["oAuth2", "oAuth2"], ["apiToken", "customConnection"], ["oAuth2", "customConnection"]]) {
    test(`${pipedriveAuthentication} of Pipedrive, ${xeroAuthentication} of Xero`, async () => {
      const { ledger, handOver, asked } = await world();
      const run = await handOver(undefined, { pipedriveAuthentication, xeroAuthentication });
      const [outcome] = answersOf(run);
      assert.deepEqual([run.status, outcome?.["status"]], ["success", "done"], String(run.error?.message));
      assert.deepEqual(ledger.ledger().invoices().map(({ total }) => total), ["193.56"]);
      for (const { url } of asked) assert.match(url, /^https:\/\/(api\.xero\.com|acme\.pipedrive\.com)\//);
      const again = await handOver(undefined, { pipedriveAuthentication, xeroAuthentication });
      assert.deepEqual([answersOf(again)[0]?.["verdicts"][0].action, ledger.ledger().invoices().length], ["already-there", 1]);
    });
  }

  for (const kind of /** @type {const} */ (["429", "reset-before", "reset-after"])) {
    test(`once, whatever happens to the write: ${kind}`, async () => {
      const { ledger, faults, handOver } = await world();
      faults.plan(kind, (/** @type {any} */ one) => one.method === "PUT" && String(one.url ?? one.path).includes("Invoices"));
      const run = await handOver();
      const [outcome] = answersOf(run);
      assert.deepEqual([outcome?.["status"], ledger.ledger().invoices().length, faults.counts()[kind]], ["done", 1, 1], String(run.error?.message));
    });
  }

  test("with a token that ends on the way: n8n makes another", async () => {
    const { ledger, host, handOver } = await world();
    host.stored["wonvoiceXeroCustomConnectionOAuth2Api"] = { ...host.stored["wonvoiceXeroCustomConnectionOAuth2Api"], oauthTokenData: { access_token: "an-old-one", token_type: "Bearer" } };
    const run = await handOver(undefined, { xeroAuthentication: "customConnection" });
    assert.deepEqual([answersOf(run)[0]?.["status"], ledger.ledger().invoices().length], ["done", 1], String(run.error?.message));
    assert.notEqual(host.stored["wonvoiceXeroCustomConnectionOAuth2Api"]?.["oauthTokenData"].access_token, "an-old-one");
  });

  test("several, of which one is gone and one is no deal: each says its own", async () => {
    const { ledger, deal, handOver } = await world();
    const { of } = await handOver([{ id: deal }, { id: 999_999 }, { id: "Website" }], {}, { onError: "continueErrorOutput" });
    const [ready = [], errors = []] = of("Wonvoice");
    assert.deepEqual([ready.map(({ json }) => /** @type {Json} */ (json).status), errors.map(({ pairedItem }) => /** @type {Json} */ (pairedItem).item)], [["done", "skipped"], [2]]);
    for (const { json } of errors) assert.match(/** @type {Json} */ (json).error, /^DEAL_ID_MISSING: .+; /);
    assert.equal(ledger.ledger().invoices().length, 1);
  });
});

test("what waits for longer ends so, and goes on with its state", async () => {
  const { ledger, faults, handOver } = await world();
  faults.plan("500", (/** @type {any} */ one) => one.method === "PUT" && String(one.url ?? one.path).includes("Invoices"));
  const [waiting] = answersOf(await handOver(undefined, { options: { maxWait: 0 } }));
  assert.deepEqual([waiting?.["status"], typeof waiting?.["state"], ledger.ledger().invoices()], ["waiting", "object", []], JSON.stringify(waiting).slice(0, 400));
  const { error } = await handOver(undefined, { options: { state: "{ not" } });
  assert.match(error.message, /INPUT_NOT_JSON: `State` is no JSON/);
  // Its time has not come: it says so again, and asks nothing.
  const [still] = answersOf(await handOver(undefined, { options: { maxWait: 0, state: JSON.stringify(waiting?.["state"]) } }));
  assert.deepEqual([still?.["status"], still?.["notBefore"], ledger.ledger().invoices()], ["waiting", waiting?.["notBefore"], []]);
});

describe("a credential that is missing", () => {
  test("altogether", async () => {
    const { handOver, ledger, asked } = await world();
    const { status, error } = await handOver(undefined, {}, { credentials: {} });
    assert.equal(status, "error");
    assert.match(error.message, /credential/i);
    assert.deepEqual([asked.length, ledger.ledger().invoices().length], [0, 0]);
  });

  test("on one side", async () => {
    const { handOver, asked } = await world();
    const { status, error } = await handOver(undefined, {}, { credentials: { wonvoicePipedriveApi: { id: "1", name: "Pipedrive" } } });
    assert.deepEqual([status, asked.length], ["error", 0]);
    assert.match(error.message, /credential/i);
  });

  test("not connected", async () => {
    const { host, handOver, asked } = await world();
    host.stored["wonvoiceXeroOAuth2Api"] = { clientId: "a", clientSecret: "b" };
    const { error } = await handOver();
    assert.match(error.message, /`wonvoiceXeroOAuth2Api` is not connected: open it in n8n/);
    assert.equal(asked.length, 0);
  });

  test("refused", async () => {
    const { host, handOver, ledger } = await world();
    host.stored["wonvoicePipedriveApi"] = { apiToken: "another" };
    const { status, error } = await handOver();
    assert.equal(status, "error");
    assert.match(error.message, /pipedrive|401|credential|token/i);
    assert.equal(ledger.ledger().invoices().length, 0);
  });
});

describe("the examples", () => {
  test("are these", () => assert.deepEqual(readdirSync(join(folder, "examples")).sort(), ["hand-over.json", "look-up-decide-write.json", "refresh-snapshot.json"]));

  test("hand over", async () => {
    const { host, ledger } = await world();
    const run = await host.run(example("hand-over"));
    assert.deepEqual([run.status, answersOf(run, "Invoiced").map(({ status }) => status), ledger.ledger().invoices().length], ["success", ["done"], 1], JSON.stringify(run.of("Ask somebody")).slice(0, 500));
  });

  test("hand over, watched first: what would be written is known, and nothing is", async () => {
    const { host, ledger } = await world();
    const workflow = example("hand-over");
    const { parameters } = workflow.nodes.find((/** @type {Json} */ { name }) => name === "Hand over");
    parameters.config = JSON.stringify({ ...JSON.parse(parameters.config), mode: "observe" });
    ledger.ledger().addContact({ Name: "Acme Ltd" });
    const [outcome] = answersOf(await host.run(workflow), "Invoiced");
    assert.deepEqual([outcome?.["status"], outcome?.["verdicts"][0].action, ledger.ledger().invoices()], ["done", "create", []], JSON.stringify(outcome?.["findings"]));
  });

  test("hand over, where somebody is asked", async () => {
    const { host, ledger, crm, deal } = await world();
    crm.crm.attach(deal, { item_price: 1, quantity: 1, tax: 17.3 });
    const run = await host.run(example("hand-over"));
    const [asked] = answersOf(run, "Ask somebody");
    assert.match(asked?.["error"], /TAX_RATE_UNMAPPED/);
    assert.deepEqual([run.of("Invoiced").flat(), ledger.ledger().invoices().length], [[], 0]);
  });

  test("keep Xero's settings, then look up, decide and write with them, once", async () => {
    const { host, ledger } = await world();
    ledger.ledger().addContact({ Name: "Acme Ltd" });
    const kept = await host.run(example("refresh-snapshot"));
    assert.equal(kept.status, "success", String(kept.error?.message));
    const [{ snapshot } = /** @type {Json} */ ({})] = answersOf(kept, "Compact");
    const workflow = example("look-up-decide-write");
    workflow.nodes.find((/** @type {Json} */ { name }) => name === "Snapshot").parameters.jsonOutput = JSON.stringify(snapshot);
    const first = await host.run(workflow);
    assert.equal(first.status, "success", String(first.error?.message));
    assert.deepEqual([ledger.ledger().invoices().map(({ total }) => total), answersOf(first, "Write").length], [["193.56"], 1]);
    const second = await host.run(workflow);
    assert.deepEqual([second.status, ledger.ledger().invoices().length, second.of("Write").flat()], ["success", 1, []], String(second.error?.message));
  });
});
