// The Zapier app as it is pushed, under Zapier's own core: its validation, its tester, its packer, and both services
// played by the simulators.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { after, describe, test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { goldenCases } from "./golden.js";
import { platform } from "./platforms.js";
import { load } from "../js/inputs.js";
import { startPipedrive } from "../simulators/pipedrive.js";
import { CLIENT, TENANT, startXero } from "../simulators/xero.js";

/** @typedef {{ [key: string]: any }} Json */

const require = createRequire(import.meta.url);
const zapier = /** @type {any} */ (require("zapier-platform-core"));
/** The packer of the command line, whose parts have no types. @param {string} name @returns {any} */
const ofCommandLine = (name) => require(`zapier-platform-cli/src/utils/${name}.js`);
const folder = platform("zapier", { after });
const { default: app } = await import(pathToFileURL(join(folder, "index.js")).href);

const AUTH = { company: "acme", pipedrive_api_token: "api-token-of-the-company", xero_client_id: CLIENT.id, xero_client_secret: CLIENT.secret };

let worlds = 0;

/** Both simulators, and the app with its requests led to them. @param {Json} [given] */
async function world({ xero: ofXero = {}, pipedrive: ofPipedrive = {} } = {}) {
  const [xero, pipedrive] = [await startXero({ isGuest: true, ...ofXero }), await startPipedrive({ isGuest: true, ...ofPipedrive })];
  const led = { ...app, beforeRequest: [...app.beforeRequest, (/** @type {any} */ request) => ({ ...request, url: pipedrive.rewrite(xero.rewrite(request.url)) })] };
  const tester = zapier.createAppTester(led);
  // Every world is a connection of its own: what one keeps is none of another's.
  const authData = { ...AUTH, world: worlds++, ...(await tester(led.authentication.sessionConfig.perform, { authData: AUTH })) };
  /** @param {"creates" | "searches" | "triggers"} kind @param {string} key @param {Json} inputData @param {string} [method] @param {Json} [more] */
  const run = (kind, key, inputData, method = "perform", more = {}) => tester(led[kind][key].operation[method], { authData, inputData, ...more });
  return { xero, pipedrive, led, tester, authData, run, end: () => Promise.all([xero.close(), pipedrive.close()]) };
}

/** A won deal of Acme Ltd, who is known in Xero. @param {Awaited<ReturnType<typeof world>>} given @param {Json} [own] */
function sold({ xero, pipedrive }, own = {}) {
  const organization = pipedrive.crm.addOrganization({ name: "Acme Ltd" });
  const deal = pipedrive.crm.addDeal({ title: "{{bundle.authData.sessionKey}} Website", org_id: organization, ...own });
  pipedrive.crm.attach(deal, { name: "Workshop {{bundle.authData.sessionKey}}", item_price: 33.33, quantity: 3, tax: 20 });
  xero.ledger().addContact({ Name: "Acme Ltd", ContactNumber: `pd-org-${organization}` });
  return { deal, organization };
}

/** What the fields of a step say. */
const FORM = { tenant: TENANT, account: "200", due_days: 30, tax_rates: [{ percent: "20%", tax_type: "OUTPUT2" }] };

/** @param {Promise<unknown>} running @param {string} name */
async function thrownBy(running, name) {
  const thrown = await running.then((value) => assert.fail(`it answered ${JSON.stringify(value)}`), (error) => error);
  assert.equal(thrown.name, name, thrown.message);
  return String(thrown.message);
}

test("Zapier's own validation finds nothing", async () => {
  const { results } = await zapier.createAppHandler(app)({ command: "validate" });
  assert.deepEqual(results, []);
  assert.equal(app.platformVersion, zapier.version);
});

test("all golden cases, through the step that runs an operation", async () => {
  const tester = zapier.createAppTester(app);
  const cases = goldenCases();
  assert.ok(cases.length > 300);
  for (const { name, operation, input, output } of cases) {
    const answer = await tester(app.creates.run_operation.operation.perform, { authData: AUTH, inputData: { operation, input } }).then(
      (/** @type {any} */ { answer_json: json }) => json,
      (/** @type {any} */ thrown) => JSON.stringify(thrown.name === "AppError" ? JSON.parse(thrown.message.split("\n")[0]).message : thrown.message),
    );
    assert.equal(answer, output, name);
  }
});

describe("the connection", () => {
  test("a token for the custom connection, and who is connected", async () => {
    const { tester, led, authData, end } = await world();
    assert.match(authData.sessionKey, /^at-/);
    const label = await tester(led.authentication.test, { authData });
    assert.deepEqual([label.company, label.organisation], ["acme", "Northstar Studio Ltd"]);
    await end();
  });

  test("credentials go to the two hosts and no other", async () => {
    const seen = [];
    for (const url of ["https://api.xero.com/connections", "https://acme.pipedrive.com/api/v2/deals/1", "https://other.pipedrive.com/", "https://acme.pipedrive.com.evil.example/", "https://evil.example/?https://api.xero.com/"]) {
      const { headers } = app.beforeRequest[0]({ url, headers: {} }, {}, { authData: { ...AUTH, company: "https://acme.pipedrive.com/", sessionKey: "at-1" } });
      seen.push(headers);
    }
    assert.deepEqual(seen, [{ authorization: "Bearer at-1" }, { "x-api-token": AUTH.pipedrive_api_token }, {}, {}, {}]);
  });

  test("a missing one, or a secret that is wrong, says what to do", async () => {
    const { tester, led, run, end } = await world();
    assert.match(await thrownBy(tester(led.authentication.sessionConfig.perform, { authData: { ...AUTH, xero_client_secret: "wrong" } }), "AppError"), /invalid_client.*custom connection with the scopes/);
    assert.match(await thrownBy(run("searches", "deal", { deal: "1" }, "perform", { authData: { ...AUTH, pipedrive_api_token: "none" } }), "RefreshAuthError"), /./);
    await thrownBy(run("creates", "hand_over", { deal: "1", ...FORM }, "perform", { authData: {} }), "HaltedError");
    await end();
  });

  test("what fields offer is of the connected accounts", async () => {
    const { run, pipedrive, end } = await world();
    const [pipelines, tenants, accounts, types] = await Promise.all([run("triggers", "pipelines", {}), run("triggers", "tenants", {}), run("triggers", "accounts", { tenant: TENANT }), run("triggers", "tax_types", { tenant: TENANT })]);
    assert.deepEqual(pipelines.map((/** @type {Json} */ { id }) => id), pipedrive.crm.pipelines.map(({ id }) => id));
    assert.deepEqual(tenants, [{ id: TENANT, name: "Northstar Studio Ltd" }]);
    assert.ok(accounts.some((/** @type {Json} */ { id, name }) => id === "200" && /^200 .*\(revenue\)$/.test(name)), JSON.stringify(accounts));
    assert.ok(types.some((/** @type {Json} */ { id }) => id === "OUTPUT2"));
    await end();
  });

  test("a whole config hides the fields that say the same", async () => {
    const tester = zapier.createAppTester(app);
    const keys = async (/** @type {Json} */ inputData) => (await tester(app.creates.hand_over.operation.inputFields, { inputData, authData: AUTH })).map((/** @type {any} */ { key }) => key);
    assert.ok((await keys({})).includes("tenant"));
    assert.ok(!(await keys({ config: "{}" })).includes("tenant"));
  });
});

describe("triggers", () => {
  test("a deal that is won: subscribed, told, listed, unsubscribed", async () => {
    const given = await world();
    const { pipedrive, run, end } = given;
    /** @type {Json[]} */
    const bodies = [];
    const hook = createServer((incoming, outgoing) => {
      let text = "";
      incoming.on("data", (part) => (text += part)).on("end", () => (bodies.push(JSON.parse(text)), outgoing.end("{}")));
    });
    await new Promise((resolve) => hook.listen(0, "127.0.0.1", () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (hook.address());
    const subscribeData = await run("triggers", "deal_won", {}, "performSubscribe", { targetUrl: `http://127.0.0.1:${port}/hook` });
    const { deal } = sold(given);
    pipedrive.crm.change(deal, { title: "Renamed" });
    pipedrive.crm.win(deal);
    pipedrive.crm.change(deal, { title: "Renamed again" });
    await pipedrive.webhooks.pump();
    assert.ok(bodies.length >= 3);
    const rows = (await Promise.all(bodies.map((cleanedRequest) => run("triggers", "deal_won", {}, "perform", { cleanedRequest })))).flat();
    assert.deepEqual(rows.map(({ deal_id }) => deal_id), [deal]);
    assert.deepEqual(await run("triggers", "deal_won", { pipeline: "99" }, "perform", { cleanedRequest: bodies.find(({ data }) => data?.status === "won") }), []);
    const [listed] = await run("triggers", "deal_won", {}, "performList");
    assert.equal(listed.id, rows[0].id);
    await run("triggers", "deal_won", {}, "performUnsubscribe", { subscribeData });
    assert.deepEqual(pipedrive.webhooks.list(), []);
    hook.close();
    await end();
  });

  test("an invoice whose status changes has a new id, and only then", async () => {
    const given = await world();
    const { xero, pipedrive, run, end } = given;
    const { deal } = sold(given);
    pipedrive.crm.win(deal);
    const { invoice_id: id } = await run("creates", "hand_over", { deal: String(deal), ...FORM });
    const ids = async () => (await run("triggers", "invoice_status_changed", { tenant: TENANT, reference: "PD-" })).map((/** @type {any} */ one) => one.id);
    const [draft] = await ids();
    assert.deepEqual(await ids(), [draft]);
    xero.ledger().approve(id);
    const [approved] = await ids();
    xero.ledger().pay(id, 19.99);
    const [paid] = await ids();
    assert.deepEqual([draft, approved, paid], [`${id}-DRAFT-119.99`, `${id}-AUTHORISED-119.99`, `${id}-AUTHORISED-100`]);
    assert.deepEqual(await run("triggers", "invoice_status_changed", { tenant: TENANT, reference: "OTHER-" }), []);
    await end();
  });
});

describe("from a won deal to its invoice", () => {
  test("step by step: find the deal, match the contact, map, and write what the request says", async () => {
    const given = await world();
    const { xero, pipedrive, run, tester, authData, end } = given;
    const { deal } = sold(given);
    pipedrive.crm.win(deal);
    const [found] = await run("searches", "deal", { deal: String(deal), with_details: true });
    const [matched] = await run("searches", "match_contact", { organization: found.organization_json, ...FORM });
    const plan = await run("creates", "map_deal", { deal: found.deal_json, products: found.products_json, productDetails: found.product_details_json, fields: found.fields_json, organization: found.organization_json, contact: matched.contact_id, ...FORM });
    assert.deepEqual([plan.status, plan.total, plan.token, plan.request_count], ["ready", 119.99, `PD-${deal}`, 1]);
    assert.equal(xero.ledger().invoices().length, 0);
    // As an API Request step sends it.
    const write = async (/** @type {any} */ z) => (await z.request({ method: plan.request_method, url: xero.rewrite(plan.request_url), headers: { ...JSON.parse(plan.request_headers), authorization: `Bearer ${authData.sessionKey}` }, body: plan.request_body, merge: false })).status;
    await tester(async (/** @type {any} */ z) => [{ id: await write(z) }], { authData });
    assert.deepEqual(xero.ledger().invoices().map(({ total }) => String(total)), ["119.99"]);
    await end();
  });

  test("in one step, once, whatever is in its texts; then it stands", async () => {
    const given = await world();
    const { xero, pipedrive, run, end } = given;
    const { deal } = sold(given);
    pipedrive.crm.win(deal);
    const observed = await run("creates", "hand_over", { deal: String(deal), mode: "observe", ...FORM });
    assert.deepEqual([observed.status, xero.ledger().invoices().length], ["done", 0]);
    const first = await run("creates", "hand_over", { deal: String(deal), ...FORM });
    assert.deepEqual([first.status, first.action, first.total, first.token, first.invoice_status], ["done", "create", 119.99, `PD-${deal}`, "DRAFT"]);
    const again = await run("creates", "hand_over", { deal: String(deal), ...FORM });
    assert.deepEqual([again.status, again.action, again.invoice_id, xero.ledger().invoices().length], ["done", "already-there", first.invoice_id, 1]);
    const [line] = JSON.parse(xero.seen.find(({ method, path }) => method === "PUT" && path.includes("Invoices"))?.text ?? "{}").LineItems ?? JSON.parse(xero.seen.find(({ method }) => method === "PUT")?.text ?? "{}").Invoices[0].LineItems;
    assert.equal(line.Description, "Workshop {{bundle.authData.sessionKey}}");
    await end();
  });

  test("a person's matter halts, and an approval lets it go", async () => {
    const given = await world();
    const { xero, pipedrive, run, end } = given;
    const { deal } = sold(given);
    const open = await run("creates", "hand_over", { deal: String(deal), ...FORM });
    assert.deepEqual([open.status, open.invoice_id], ["skipped", undefined]);
    pipedrive.crm.win(deal);
    const config = JSON.stringify({
      version: 1, source: { company: "acme" }, entities: { uk: { tenantId: TENANT, document: { due: { term: "DAYSAFTERBILLDATE", days: 30 } }, lines: { account: { default: "200" }, tax: { byRate: { 20: "OUTPUT2" } } } } },
      rules: [{ name: "all", when: { field: "deal.value", is: "greater", than: "1 GBP" }, then: { hold: "everything is looked at" } }],
    });
    const held = await thrownBy(run("creates", "hand_over", { deal: String(deal), config }), "HaltedError");
    assert.match(held, /everything is looked at/);
    assert.equal(xero.ledger().invoices().length, 0);
    const approved = await run("creates", "hand_over", { deal: String(deal), config, approval_rule: "all", approval_by: "alice", approval_of: /it is `([^`]+)`/.exec(held)?.[1] });
    assert.deepEqual([approved.status, xero.ledger().invoices().length], ["done", 1]);
    await end();
  });

  test("several contacts halt the search, none is found where none is", async () => {
    const given = await world();
    const { xero, pipedrive, run, end } = given;
    const nobody = pipedrive.crm.addOrganization({ name: "Nobody Known GmbH" });
    const party = async (/** @type {number} */ id) => JSON.stringify({ data: pipedrive.crm.rows.organizations.get(id) });
    assert.deepEqual(await run("searches", "match_contact", { organization: await party(nobody), ...FORM }), []);
    for (const Name of ["Twin Traders Ltd", "Twin Traders Limited"]) xero.ledger().addContact({ Name });
    const twin = pipedrive.crm.addOrganization({ name: "Twin Traders Ltd" });
    assert.match(await thrownBy(run("searches", "match_contact", { organization: await party(twin), ...FORM }), "HaltedError"), /CONTACT_/);
    await end();
  });

  test("a limit of calls is tried later, an expired token is fetched anew", async () => {
    const given = await world({ xero: { limits: { perMinute: 1 } } });
    const { xero, pipedrive, run, authData, end } = given;
    const { deal } = sold(given);
    pipedrive.crm.win(deal);
    const later = await thrownBy(run("creates", "hand_over", { deal: String(deal), ...FORM }), "ThrottledError");
    assert.ok(JSON.parse(later.split("\n")[0] ?? "").delay > 0, later);
    xero.auth.expire(authData.sessionKey);
    await thrownBy(run("creates", "hand_over", { deal: String(deal), ...FORM, account: "260" }, "perform", { authData: { ...authData, company: "acme" } }), "RefreshAuthError");
    assert.equal(xero.ledger().invoices().length, 0);
    await end();
  });
});

describe("bad input", () => {
  const good = load("mapDealToInvoice/five-products.json");
  const text = (/** @type {unknown} */ value) => (value === undefined ? undefined : typeof value === "string" ? value : JSON.stringify(value));
  const fields = (/** @type {Json} */ input) => Object.fromEntries(["deal", "products", "productDetails", "organization", "person", "fields", "contact", "config", "discounts"].map((part) => [part, text(input[part])]));
  const mapped = (/** @type {Json} */ more) => zapier.createAppTester(app)(app.creates.map_deal.operation.perform, { authData: AUTH, inputData: { ...fields(good), snapshot: text(good.snapshot ?? good.snapshots), now: good.now, localDates: text(good.localDates), ...more } });

  test("a field mapped to the wrong type names the field", async () => {
    for (const [more, says] of /** @type {[Json, RegExp][]} */ ([
      [{ products: "Workshop, Training" }, /products/], [{ deal: "[object Object]" }, /deal/], [{ deal: "" }, /deal/], [{ config: "{" }, /config/i], [{ snapshot: "42" }, /snapshot/], [{ products: 7 }, /products/],
      [{ rows: [{ name: "Workshop", item_price: "1" }] }, /products/],
    ])) assert.match(await thrownBy(mapped(more), "HaltedError"), says, JSON.stringify(more));
    const { run, end } = await world();
    for (const deal of ["x", "4.2", "", "{}", " "]) await thrownBy(run("searches", "deal", { deal }), "HaltedError");
    for (const deal of ["x", "", "[]"]) await thrownBy(run("creates", "hand_over", { deal, ...FORM }), "HaltedError");
    await end();
  });

  test("an empty list is no product", async () => {
    assert.match(await thrownBy(mapped({ products: "[]" }), "HaltedError"), /^[A-Z_]+: /);
  });

  test("of 500 deals of which 3 are bad, 497 go through and 3 say why", async () => {
    const bad = new Map([[17, { deal: text({ ...good.deal, data: { ...(good.deal.data ?? good.deal), status: "lost" } }) }], [250, { products: "not a list" }], [499, { contact: "" }]]);
    /** @type {Json[]} */
    const results = [];
    for (let index = 0; index < 500; index++) results.push(await mapped(bad.get(index) ?? {}).then((/** @type {any} */ { status, total }) => ({ status, total }), (/** @type {Error} */ { name, message }) => ({ name, message })));
    const through = results.filter(({ status }) => status === "ready");
    const stopped = results.flatMap(({ name, message }, index) => (name === undefined ? [] : [[index, name, /^[A-Z_]+: .+; .+/.test(message)]]));
    assert.equal(through.length, 497, JSON.stringify(results[0]));
    assert.equal(new Set(through.map(({ total }) => total)).size, 1);
    assert.deepEqual(stopped, [...bad.keys()].map((index) => [index, "HaltedError", true]));
  });
});

test("it packs as Zapier packs it, and loads from the zip", async (t) => {
  const { makeBuildZip } = ofCommandLine("build");
  const { copyZapierWrapper } = ofCommandLine("zapierwrapper");
  const decompress = ofCommandLine("decompress");
  const core = join(folder, "node_modules/zapier-platform-core");
  await copyZapierWrapper(core, folder);
  const zip = join(folder, "build.zip");
  await makeBuildZip(folder, zip, false);
  const out = join(folder, "unpacked");
  await decompress(zip, out);
  const began = performance.now();
  await promisify(execFile)(process.execPath, ["zapierwrapper.js"], { cwd: out });
  const ms = Math.round(performance.now() - began);
  writeFileSync(join(out, "probe.mjs"), 'import * as wrapper from "./zapierwrapper.js"; const { handler } = wrapper.default ?? wrapper; console.log(JSON.stringify((await handler({ command: "validate" })).results));');
  const { stdout } = await promisify(execFile)(process.execPath, ["probe.mjs"], { cwd: out });
  assert.deepEqual(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""), []);
  t.diagnostic(`build.zip ${(statSync(zip).size / 1e6).toFixed(2)} MB; loads in ${ms} ms (Zapier allows 5,000)`);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  assert.deepEqual(manifest.dependencies, { "zapier-platform-core": zapier.version });
});
