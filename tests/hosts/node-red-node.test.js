// The nodes on Node-RED itself, by its own test helper, with both services played by the simulators.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { after, afterEach, before, describe, test } from "node:test";
import { join } from "node:path";
import { goldenCases } from "./golden.js";
import { platform } from "./platforms.js";
import { load } from "../js/inputs.js";
import { startPipedrive } from "../simulators/pipedrive.js";
import { CLIENT, TENANT, startXero } from "../simulators/xero.js";

/** @typedef {{ [key: string]: any }} Json */

const require = createRequire(import.meta.url);
const folder = platform("node-red", { after });
/** @type {any} */
const helper = require("node-red-node-test-helper");
helper.init(require.resolve("node-red"));
const wonvoice = require(join(folder, "nodes/wonvoice.js"));
const common = ["core/common/20-inject.js", "core/common/21-debug.js", "core/common/25-catch.js", "core/network/21-httpin.js", "core/function/15-change.js", "core/function/10-function.js"].map((name) => require(require.resolve(`@node-red/nodes/${name}`)));

const GOOD = load("mapDealToInvoice/five-products.json");
const { config: CONFIG, ...PARTS } = GOOD;

before(() => new Promise((resolve) => helper.startServer(resolve)));
after(() => new Promise((resolve) => helper.stopServer(resolve)));
afterEach(() => helper.unload());

/** @param {Json[]} flow @param {Json} [credentials] @returns {Promise<void>} */
const deploy = (flow, credentials = {}) => new Promise((resolve, reject) => {
  helper.load([wonvoice, ...common], flow, credentials, () => resolve());
  setTimeout(() => reject(new Error("the flow did not start")), 60_000).unref();
});

/** A flow around one node: helpers on both outputs and on a catch node. What has no place is taken for a config node. @param {Json} node @param {Json[]} [more] */
const around = (node, more = []) => [
  { id: "tab", type: "tab", label: "test" },
  { id: "node", z: "tab", wires: [["first"], ["second"]], ...node },
  { id: "first", z: "tab", type: "helper" }, { id: "second", z: "tab", type: "helper" },
  { id: "catch", z: "tab", type: "catch", scope: ["node"], wires: [["caught"]] }, { id: "caught", z: "tab", type: "helper" },
  ...more,
].map((one) => ("z" in one ? { x: 1, y: 1, ...one } : one));

/** What comes of messages, and where: as many as `count`, in the order in which they came. @param {number} count @param {() => void} send @returns {Promise<[from: string, msg: any][]>} */
function come(count, send) {
  /** @type {[string, any][]} */
  const came = [];
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${came.length} of ${count} came`)), 120_000);
    for (const id of ["first", "second", "caught"]) {
      const node = helper.getNode(id);
      node.removeAllListeners("input");
      node.on("input", (/** @type {any} */ msg) => {
        came.push([id, msg]);
        if (came.length === count) (clearTimeout(late), setImmediate(() => resolve(came)));
      });
    }
    send();
  });
}

/** @param {Json} msg @returns {Promise<[from: string, msg: any]>} */
async function answer(msg) {
  const [one] = await come(1, () => helper.getNode("node").receive(structuredClone(msg)));
  return /** @type {[string, any]} */ (one);
}

/** What the node showed last. */
const shown = () => helper.getNode("node").status.lastCall?.args[0];

const CONFIG_NODE = { id: "config", type: "wonvoice-config", name: "", config: JSON.stringify(CONFIG) };
const MAP = { type: "wonvoice", step: "map", config: "config", snapshot: "snapshot", refused: "output" };

describe("the wonvoice node", () => {
  test("all golden cases, each operation a node", async () => {
    const cases = goldenCases();
    assert.ok(cases.length > 300);
    const operations = [...new Set(cases.map(({ operation }) => operation))];
    await deploy([
      { id: "tab", type: "tab", label: "test" },
      ...operations.map((operation) => ({ id: `run-${operation}`, z: "tab", x: 1, y: 1, type: "wonvoice", step: `operation:${operation}`, refused: "output", wires: [["first"], ["second"]] })),
      ...["first", "second", "caught"].map((id) => ({ id, z: "tab", x: 1, y: 1, type: "helper" })), { id: "catch", z: "tab", x: 1, y: 1, type: "catch", scope: null, wires: [["caught"]] },
    ]);
    const came = await come(cases.length, () => cases.forEach(({ operation, input, name }) => helper.getNode(`run-${operation}`).receive({ payload: input, name })));
    const given = new Map(came.map(([from, msg]) => [msg.name, from === "caught" ? JSON.stringify(msg.error.message.replace(/^\w*Error: /, "")) : msg.payload]));
    for (const { name, output } of cases) assert.equal(given.get(name), output, name);
  });

  test("an object is answered by an object, and goes by whether all is well", async () => {
    await deploy(around({ type: "wonvoice", step: "operation:mapDealToInvoice", refused: "output" }));
    const [from, msg] = await answer({ payload: GOOD, kept: 1 });
    assert.deepEqual([from, msg.payload.ok, msg.kept], ["first", true, 1]);
    const [second, other] = await answer({ payload: { ...GOOD, deal: { ...GOOD.deal.data, status: "lost" } } });
    assert.deepEqual([second, other.payload.ok], ["second", false]);
  });

  test("a deal becomes the request that writes it; the status says so", async () => {
    await deploy(around(MAP, [CONFIG_NODE]));
    const [from, msg] = await answer(PARTS);
    assert.deepEqual([from, msg.method, msg.wonvoice.status, new URL(msg.url).host], ["first", "PUT", "ready", "api.xero.com"]);
    assert.deepEqual([shown().fill, shown().shape], ["green", "dot"]);
  });

  test("what is refused goes to the second output, or to a Catch node with its code", async () => {
    await deploy(around(MAP, [CONFIG_NODE]));
    const [from, msg] = await answer({ ...PARTS, contact: "" });
    assert.equal(from, "second");
    assert.match(msg.payload, /^CONTACT_MISSING: .*; /);
    assert.deepEqual([shown().fill, shown().text], ["red", "refused: CONTACT_MISSING"]);
    await helper.unload();
    await deploy(around({ ...MAP, refused: "error" }, [CONFIG_NODE]));
    const [caught, error] = await answer({ ...PARTS, contact: "" });
    assert.deepEqual([caught, error.error.code, error.error.source.id], ["caught", "CONTACT_MISSING", "node"]);
    assert.match(error.error.message, /CONTACT_MISSING: /);
  });

  test("the snapshot of the flow", async () => {
    await deploy(around({ ...MAP, snapshot: "flow.snapshot" }, [CONFIG_NODE]));
    const { snapshot, ...rest } = PARTS;
    const [without, msg] = await answer(rest);
    assert.deepEqual([without, /snapshot/.test(msg.payload)], ["second", true]);
    helper.getNode("node").context().flow.set("snapshot", snapshot);
    assert.equal((await answer(rest))[0], "first");
  });

  test("fields of the wrong type, an empty list, no config: each says which field", async () => {
    await deploy(around(MAP, [CONFIG_NODE]));
    for (const [more, says] of /** @type {[Json, RegExp][]} */ ([[{ products: "Workshop" }, /products/], [{ products: 7 }, /products/], [{ deal: "[object Object]" }, /deal/], [{ products: [] }, /^[A-Z_]+: /], [{ snapshot: 42 }, /snapshot/]])) {
      const [from, { payload }] = await answer({ ...PARTS, ...more });
      assert.equal(from, "second", JSON.stringify(more));
      assert.match(payload, says);
    }
    await helper.unload();
    await deploy(around({ ...MAP, config: "" }));
    assert.match((await answer(PARTS))[1].payload, /config/);
    await helper.unload();
    await deploy(around({ type: "wonvoice", step: "operation:nothing", refused: "output" }));
    assert.equal((await answer({ payload: "{}" }))[1].error.code, "INPUT_OPERATION_UNKNOWN");
  });

  test("of 500 messages of which 3 are bad, 497 go through and 3 are caught", async () => {
    await deploy(around({ ...MAP, refused: "error" }, [CONFIG_NODE]));
    const bad = new Map([[17, { deal: { ...GOOD.deal.data, status: "lost" } }], [250, { products: "not a list" }], [499, { contact: "" }]]);
    const came = await come(500, () => {
      for (let index = 0; index < 500; index++) helper.getNode("node").receive({ ...structuredClone(PARTS), ...bad.get(index), index });
    });
    assert.equal(came.filter(([from]) => from === "first").length, 497);
    const caught = came.filter(([from]) => from === "caught").sort(([, a], [, b]) => a.index - b.index);
    assert.deepEqual(caught.map(([, { index }]) => index), [...bad.keys()]);
    for (const [, { error }] of caught) assert.match(error.message, new RegExp(`${error.code}: .*; `));
  });
});

describe("hand over", () => {
  /** Both simulators, a won deal, and Node-RED led to them. @param {Json} [own] */
  async function world(own = {}) {
    const [xero, pipedrive] = [await startXero({ isGuest: true, ...own }), await startPipedrive({ isGuest: true })];
    const organization = pipedrive.crm.addOrganization({ name: "Acme Ltd" });
    const deal = pipedrive.crm.addDeal({ org_id: organization });
    pipedrive.crm.attach(deal, { item_price: 33.33, quantity: 3, tax: 20 });
    pipedrive.crm.win(deal);
    xero.ledger().addContact({ Name: "Acme Ltd", ContactNumber: `pd-org-${organization}` });
    helper.settings({ wonvoice: { xeroUrl: xero.url, pipedriveUrl: pipedrive.url } });
    return { xero, pipedrive, deal, end: () => Promise.all([xero.close(), pipedrive.close()]) };
  }
  const OWN = { version: 1, source: { company: "acme" }, entities: { uk: { tenantId: TENANT, document: { due: { term: "DAYSAFTERBILLDATE", days: 30 } }, lines: { account: { default: "200" }, tax: { byRate: { 20: "OUTPUT2" } } } } } };
  const HELD = { ...OWN, rules: [{ name: "all", when: { field: "deal.value", is: "greater", than: "1 GBP" }, then: { hold: "everything is looked at" } }] };
  const CREDENTIALS = { connection: { pipedriveToken: "api-token-of-the-company", xeroClientId: CLIENT.id, xeroClientSecret: CLIENT.secret } };
  const nodes = (/** @type {Json} */ config, mode = "act") => around({ type: "wonvoice-handoff", connection: "connection", config: "config", mode }, [{ id: "connection", type: "wonvoice-connection", name: "" }, { id: "config", type: "wonvoice-config", config: JSON.stringify(config) }]);

  test("says what would be written, then writes it once", async () => {
    const { xero, deal, end } = await world();
    await deploy(nodes(OWN, "observe"), CREDENTIALS);
    assert.deepEqual([(await answer({ payload: deal }))[0], xero.ledger().invoices().length], ["first", 0]);
    await helper.unload();
    await deploy(nodes(OWN), CREDENTIALS);
    const [from, { payload }] = await answer({ payload: String(deal), kept: 1 });
    assert.deepEqual([from, payload.status, payload.documents[0].total, xero.ledger().invoices().length], ["first", "done", 119.99, 1]);
    assert.equal(shown().fill, "green");
    const [, again] = await answer({ payload: deal });
    assert.deepEqual([again.payload.verdicts[0].action, xero.ledger().invoices().length], ["already-there", 1]);
    await end();
  });

  test("what a person decides goes to the second output, and on with the approval", async () => {
    const { xero, deal, end } = await world();
    await deploy(nodes(HELD), CREDENTIALS);
    const [from, { payload }] = await answer({ payload: deal });
    assert.deepEqual([from, payload.status, xero.ledger().invoices().length], ["second", "held", 0]);
    const [{ rule, of }] = payload.holds;
    const [then] = await answer({ payload: deal, approvals: [{ rule, of, by: "alice" }] });
    assert.deepEqual([then, xero.ledger().invoices().length], ["first", 1]);
    await end();
  });

  test("no connection, no credentials, a wrong secret: caught, with what to do and without a secret", async () => {
    const { deal, end } = await world();
    for (const [flow, credentials, says] of /** @type {[Json[], Json, RegExp][]} */ ([
      [around({ type: "wonvoice-handoff", connection: "", config: "", mode: "act" }), {}, /no connection/],
      [nodes(OWN), {}, /API token of Pipedrive/],
      [nodes(OWN), { connection: { ...CREDENTIALS.connection, xeroClientSecret: "wrong-secret" } }, /does not know the client id and secret/],
      [nodes(OWN), { connection: { ...CREDENTIALS.connection, pipedriveToken: "wrong-token" } }, /HANDOFF_/],
    ])) {
      await deploy(flow, credentials);
      const [from, msg] = await answer({ payload: deal });
      assert.equal(from, "caught");
      assert.match(msg.error.message, says);
      assert.ok(msg.error.code, msg.error.message);
      assert.doesNotMatch(JSON.stringify(msg), /wrong-secret|wrong-token/);
      await helper.unload();
    }
    await end();
  });

  test("a deal of the wrong type", async () => {
    const { end } = await world();
    await deploy(nodes(OWN), CREDENTIALS);
    for (const payload of ["x", [], "", null]) {
      const [from, msg] = await answer({ payload });
      assert.ok(from === "second" ? msg.payload.status === "refused" : msg.error.code, JSON.stringify(payload));
    }
    await end();
  });

  test("a snapshot by the connection maps a deal", async () => {
    const { end } = await world();
    await deploy(around({ type: "wonvoice-snapshot", connection: "connection", tenant: "" }, [{ id: "connection", type: "wonvoice-connection" }]), CREDENTIALS);
    const [from, { payload }] = await answer({ payload: 1 });
    assert.deepEqual([from, payload.tenantId], ["first", TENANT]);
    assert.ok(JSON.stringify(payload).includes("OUTPUT2"));
    await end();
  });

  for (const name of readdirSync(join(folder, "examples"))) {
    test(`the example \`${name}\` runs as it is imported`, async () => {
      const { xero, pipedrive, deal, end } = await world();
      /** @type {Json[]} */
      const flow = JSON.parse(readFileSync(join(folder, "examples", name), "utf8"));
      assert.doesNotMatch(JSON.stringify(flow), /Secret|Token"/);
      const probes = flow.map((node) => (node["type"] === "debug" ? { id: node["id"], z: node["z"], x: 1, y: 1, type: "helper" } : node));
      // The example's deal is the company's 42; here it is another.
      const own = probes.map((node) => (node["type"] === "inject" ? { ...node, once: false, ...(node["payloadType"] === "num" ? { payload: String(deal) } : {}) } : node["type"] === "wonvoice-config" && name.startsWith("hand") ? { ...node, config: JSON.stringify(OWN) } : node));
      await deploy(own, { "wv-connection": CREDENTIALS.connection });
      /** @type {Promise<[string, any]>} */
      const first = new Promise((resolve) => {
        for (const { id, type } of own) if (type === "helper") helper.getNode(id).on("input", (/** @type {any} */ msg) => resolve([id, msg]));
      });
      helper.getNode("wv-in").receive();
      if (name.startsWith("weekly")) {
        const { flow: kept } = helper.getNode("wv-keep").context();
        for (let tries = 0; kept.get("snapshot") === undefined && tries < 600; tries++) await new Promise((resolve) => setTimeout(resolve, 100));
        assert.equal(kept.get("snapshot").tenantId, TENANT);
      } else {
        const [id, msg] = await first;
        if (name.startsWith("make")) assert.deepEqual([id, msg.method], ["wv-ready", "PUT"], JSON.stringify(msg.payload));
        else assert.deepEqual([id, msg.payload.status, xero.ledger().invoices().length], ["wv-done", "done", 0]);
      }
      assert.ok(pipedrive.seen.every(({ method }) => method === "GET"));
      await end();
    });
  }
});

describe("the package", () => {
  test("is one that the palette takes: a scoped name, a keyword, every node with a form and help, every label known", () => {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    assert.match(manifest.name, /^@[\w-]+\/node-red-[\w-]+$/);
    assert.ok(manifest.keywords.includes("node-red") && manifest.dependencies === undefined);
    const html = readFileSync(join(folder, "nodes/wonvoice.html"), "utf8");
    const help = readFileSync(join(folder, "nodes/locales/en-US/wonvoice.html"), "utf8");
    const catalog = JSON.parse(readFileSync(join(folder, "nodes/locales/en-US/wonvoice.json"), "utf8"));
    for (const type of ["wonvoice", "wonvoice-handoff", "wonvoice-snapshot", "wonvoice-config", "wonvoice-connection"]) {
      assert.ok(html.includes(`registerType("${type}"`) && html.includes(`data-template-name="${type}"`), type);
      assert.ok(help.includes(`data-help-name="${type}"`), type);
    }
    for (const [, key = ""] of html.matchAll(/data-i18n="([\w.]+)"/g)) assert.equal(typeof key.split(".").reduce((at, part) => at?.[part], catalog), "string", key);
  });
});
