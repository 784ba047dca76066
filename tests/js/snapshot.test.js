// `wonvoice snapshot`, against Xero's settings endpoints as they are documented.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { callJson, compactSnapshot } from "../../pkg/node.js";
import { good } from "./inputs.js";
import { instead, organisation, startXero } from "./xero-settings-server.js";

const cli = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));
const ENDPOINTS = ["Organisation", "TaxRates", "Accounts", "Currencies", "TrackingCategories", "Items", "BrandingThemes"];

/** @type {Awaited<ReturnType<typeof startXero>>} */
let xero;
/** @type {string} */
let folder;
/** Everything that any run wrote anywhere. */
let written = "";

/**
 * @param {string[]} args @param {Record<string, string>} [env] by default, with a token
 * @returns {Promise<{ status: number | null, stdout: string, stderr: string }>}
 */
function run(args, env = { XERO_ACCESS_TOKEN: xero.state.token }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, "snapshot", ...args], { cwd: folder, env: { PATH: process.env.PATH, WONVOICE_XERO_URL: xero.url, ...env } });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data) => (stdout += data));
    child.stderr.on("data", (data) => (stderr += data));
    child.on("close", (status) => {
      written += stdout + stderr;
      resolve({ status, stdout, stderr });
    });
  });
}

const file = (/** @type {string} */ name) => readFileSync(join(folder, name), "utf8");
const json = (/** @type {string} */ name) => JSON.parse(file(name));
const put = (/** @type {string} */ name, /** @type {unknown} */ content) => writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
/** The snapshot that the organisation's bodies make. */
const expected = (/** @type {any} */ bodies, /** @type {any} */ more = {}) =>
  compactSnapshot({ ...more, organisation: bodies.Organisation, taxRates: bodies.TaxRates, accounts: bodies.Accounts, currencies: bodies.Currencies, trackingCategories: bodies.TrackingCategories, items: bodies.Items, brandingThemes: bodies.BrandingThemes }).snapshot;
const custom = () => ({ XERO_CLIENT_ID: xero.state.client.id, XERO_CLIENT_SECRET: xero.state.client.secret });

beforeEach(async () => {
  xero = await startXero();
  folder = mkdtempSync(join(tmpdir(), "wonvoice-snapshot-"));
});
afterEach(() => {
  for (const name of readdirSync(folder)) if (name.endsWith(".json")) written += file(name);
  xero.close();
  rmSync(folder, { recursive: true, force: true });
});
after(() => {
  assert.ok(written.length > 10_000);
  for (const secret of ["nobody-may-see", "nobody+may/see", "Bearer", "SECRETOFANOLDAPI"]) assert.ok(!written.includes(secret), `${secret} was written`);
});

describe("from Xero", () => {
  test("one call an endpoint, one after the other, and the file holds what is read of the answers", async () => {
    const began = Date.now();
    const { status, stdout, stderr } = await run(["--out", "snapshot.json"]);
    assert.deepEqual([status, stdout], [0, ""], stderr);
    assert.deepEqual(xero.seen.map(({ method, path, tenant, open }) => [method, path, tenant, open]), [["GET", "/connections", undefined, 1], ...ENDPOINTS.map((name) => ["GET", `/api.xro/2.0/${name}`, xero.tenant, 1])]);
    const { takenAt, ...rest } = json("snapshot.json");
    assert.ok(Date.parse(takenAt) >= began && Date.parse(takenAt) <= Date.now());
    assert.deepEqual(rest, expected(xero.state.bodies, { tenantId: xero.tenant }));
    assert.deepEqual(readdirSync(folder), ["snapshot.json"], "nothing is left beside it");
    assert.match(stderr, /Accounts: 60 read/);
  });

  test("an organisation of the usual size becomes small", async (context) => {
    const { stderr } = await run(["--out", "snapshot.json"]);
    context.diagnostic(stderr.trim().split("\n").at(-1) ?? "");
    const size = file("snapshot.json").length;
    const { stderr: less } = await run(["--out", "few.json", "--items", "none"]);
    context.diagnostic(`without items: ${less.trim().split("\n").at(-1)}`);
    const all = JSON.stringify(xero.state.bodies).length;
    assert.ok(size < all / 8, `${size} of ${all}`);
    assert.ok(file("few.json").length < 15_000);
  });

  test("a deal is planned from it as from the answers", async () => {
    await run(["--out", "snapshot.json"]);
    const snapshot = json("snapshot.json");
    const { bodies } = xero.state;
    const config = { version: 1, source: { company: "k" }, entities: { uk: { tenantId: xero.tenant, lines: { account: { default: "200" }, tax: { byRate: { 20: "OUTPUT2" } }, tracking: [{ category: "Region", from: "field:Region", default: "Region 3" }] } } } };
    const deal = { id: 42, title: "A", status: "won", value: 100, currency: "GBP", won_time: "2026-07-14T18:16:56Z", org_id: 7 };
    const products = [{ id: 1, deal_id: 42, product_id: 5, name: "B", item_price: 100, quantity: 1, tax: 20, tax_method: "exclusive", sum: 100, currency: "GBP", product: { id: 5, code: "ITEM-0003" } }];
    const plan = (/** @type {any} */ snapshot) => callJson("mapDealToInvoice", JSON.stringify({ deal, products, organization: { id: 7, name: "N" }, fields: [], contact: "430fa14a-f945-44d3-9f97-5df5e28441b8", config, snapshot, localDates: { today: snapshot.takenAt.slice(0, 10) } }));
    const raw = { tenantId: xero.tenant, takenAt: snapshot.takenAt, organisation: bodies.Organisation, taxRates: bodies.TaxRates, accounts: bodies.Accounts, currencies: bodies.Currencies, trackingCategories: bodies.TrackingCategories, items: bodies.Items, brandingThemes: bodies.BrandingThemes };
    assert.equal(plan(snapshot), plan(raw));
  });

  test("to standard output, over many lines, without items", async () => {
    const { status, stdout } = await run(["--pretty", "--items", "none", "--tenant", xero.tenant]);
    assert.equal(status, 0);
    assert.deepEqual(Object.keys(JSON.parse(stdout)), ["tenantId", "takenAt", "organisation", "taxRates", "accounts", "currencies", "trackingCategories", "brandingThemes"]);
    assert.ok(stdout.split("\n").length > 100);
    assert.ok(!xero.seen.some(({ path }) => /Items|connections/.test(path)));
  });

  test("of several organisations none is guessed", async () => {
    const [one] = xero.state.connections;
    xero.state.connections.push({ ...one, tenantId: "11111111-0000-4000-8000-000000000000", tenantName: "Another\u001b[31m Ltd" });
    const { status, stdout, stderr } = await run([]);
    assert.deepEqual([status, stdout], [3, ""]);
    assert.match(stderr, /sees 2 organisations; name one with --tenant: c2cc9b6e.*\(Northstar Studio Ltd\), 11111111.*\(Another \[31m Ltd\)/);
    assert.equal((await run([], { XERO_ACCESS_TOKEN: xero.state.token, XERO_TENANT_ID: xero.tenant })).status, 0);
    // A practice is no organisation, and one connected twice is one.
    xero.state.connections = [one, one, { ...one, tenantId: "2", tenantType: "PRACTICE" }];
    assert.equal((await run([])).status, 0);
    xero.state.connections = [];
    assert.match((await run([])).stderr, /sees no organisation/);
  });

  test("a list that comes in pages is read to its end", async () => {
    const { Items: rows } = organisation({ items: 250 }).Items ?? {};
    const page = (/** @type {number} */ at) => ({ pagination: { page: at + 1, pageSize: 100, pageCount: 3, itemCount: 250 }, Items: rows.slice(100 * at, 100 * at + 100) });
    xero.state.bodies.Items = { pages: [page(0), page(1), page(2)] };
    await run(["--out", "snapshot.json"]);
    assert.equal(json("snapshot.json").items.Items.length, 250);
  });
});

describe("a custom connection", () => {
  test("gets its token and is of one organisation", async () => {
    const { status, stderr } = await run(["--out", "snapshot.json"], custom());
    assert.equal(status, 0, stderr);
    assert.deepEqual(xero.seen[0], { method: "POST", path: "/connect/token", tenant: undefined, open: 1 });
    assert.equal(json("snapshot.json").tenantId, xero.tenant);
  });

  test("that may not list connections is read without a tenant, and says that it is missing", async () => {
    xero.state.hidesConnections = true;
    const { status, stderr } = await run(["--out", "snapshot.json"], custom());
    assert.equal(status, 0, stderr);
    assert.ok(xero.seen.slice(1).every(({ tenant }) => tenant === undefined));
    assert.equal(json("snapshot.json").tenantId, undefined);
    assert.match(stderr, /the snapshot has no tenantId/);
    await run(["--out", "snapshot.json", "--tenant", xero.tenant], custom());
    assert.equal(json("snapshot.json").tenantId, xero.tenant);
  });

  test("that is not let in is told why", async () => {
    const { status, stderr } = await run([], { ...custom(), XERO_CLIENT_SECRET: "wrong" });
    assert.equal(status, 3);
    assert.match(stderr, /gave no token \(invalid_client\): check XERO_CLIENT_ID/);
    xero.state.scopes = ["accounting.contacts.read"];
    assert.match((await run([], custom())).stderr, /invalid_scope\): give the custom connection the scope accounting\.settings\.read/);
    xero.state.next.token = [instead.status(503, "down")];
    assert.match((await run([], custom())).stderr, /gave no token/);
  });
});

describe("limits of calls", () => {
  test("are waited for, and the waiting is told", async () => {
    xero.state.next.Accounts = [instead.limit("minute", 1), instead.limit("concurrent", undefined)];
    const began = Date.now();
    const { status, stderr } = await run(["--out", "snapshot.json"]);
    assert.equal(status, 0, stderr);
    assert.ok(Date.now() - began >= 2000);
    assert.match(stderr, /GET \/api\.xro\/2\.0\/Accounts: Xero's limit of calls a minute is used up; waiting 1 s/);
  });

  for (const [which, seconds, args, said] of /** @type {const} */ ([["day", 40_000, [], /limit of calls a day is used up and free again in 12 hours/], ["minute", 2, ["--max-wait", "3"], /a minute is used up and free again in 2 s, longer than --max-wait/]])) {
    test(`are not waited for longer than asked (${which})`, async () => {
      xero.state.next.Items = [instead.limit(which, seconds), instead.limit(which, seconds)];
      const { status, stderr } = await run(["--out", "snapshot.json", ...args]);
      assert.equal(status, 3);
      assert.match(stderr, said);
      assert.ok(!existsSync(join(folder, "snapshot.json")));
    });
  }
});

describe("what fails writes nothing, and says where and what to do", () => {
  const trouble = instead.status(500);
  for (const [name, answers, args, said] of /** @type {[string, any[], string[], RegExp][]} */ ([
    ["a token that has expired", [instead.status(401, '{"Title":"Unauthorized","Status":401,"Detail":"TokenExpired"}')], [], /Xero answered 401 \(TokenExpired\): the access token is wrong or has expired.*get a new one/],
    ["a scope that is missing", [instead.status(403, '{"Title":"Forbidden","Status":403,"Detail":"AuthenticationUnsuccessful"}')], [], /Xero answered 403 \(AuthenticationUnsuccessful\): the token needs the scope accounting\.settings\.read, and access to the organisation c2cc9b6e/],
    ["a server in trouble", [trouble, trouble, trouble], [], /answered 500 \(An error occurred in Xero\.\): Xero is in trouble.*try again later/],
    ["an answer that is no JSON", [instead.status(200, "<html>")], [], /the answer is no JSON/],
    ["an error with the status of an answer", [instead.status(200, '{"Type":"ValidationException"}')], [], /brandingThemes is not what Xero answers/],
    ["a connection that breaks", [instead.broken, instead.broken, instead.broken], [], /check the connection and try again/],
    ["half an answer", [instead.halted, instead.halted, instead.halted], ["--timeout", "0.3"], /no answer within 0\.3 s/],
    ["no answer", [instead.silence, instead.silence, instead.silence], ["--timeout", "0.3"], /no answer within 0\.3 s/],
    ["another address", [instead.elsewhere("https://example.com/"), instead.elsewhere("https://example.com/"), instead.elsewhere("https://example.com/")], [], /check the connection/],
    ["a request that is wrong", [instead.status(400, '{"Message":"A bad\\nthing"}')], [], /Xero answered 400 \(A bad thing\); nothing was written/],
  ])) {
    test(name, async () => {
      put("snapshot.json", "as it was");
      xero.state.next.BrandingThemes = answers;
      const { status, stdout, stderr } = await run(["--out", "snapshot.json", ...args]);
      assert.equal(stdout, "");
      assert.match(stderr, said);
      assert.ok(/BrandingThemes/i.test(stderr), stderr);
      assert.equal(status, stderr.includes("is not what") ? 1 : 3);
      assert.deepEqual([readdirSync(folder), file("snapshot.json")], [["snapshot.json"], "as it was"]);
    });
  }

  test("a line break behind the token is no part of it", async () => {
    assert.equal((await run([], { XERO_ACCESS_TOKEN: `${xero.state.token}\n`, XERO_TENANT_ID: "" })).status, 0);
  });

  test("what fails once is asked once more", async () => {
    xero.state.next.Items = [instead.broken, instead.status(503)];
    xero.state.next.Organisation = [instead.status(500)];
    const { status, stderr } = await run(["--out", "snapshot.json"]);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /Items: .*once more\n.*Items: Xero answered 503; once more/);
  });

  test("no credentials, no such folder to write to, no address to send a secret to", async () => {
    const none = await run([], {});
    assert.deepEqual([none.status, none.stdout], [2, ""]);
    assert.match(none.stderr, /set XERO_ACCESS_TOKEN, or XERO_CLIENT_ID and XERO_CLIENT_SECRET; or pass Xero's answers as files/);
    assert.equal((await run(["--tenant", "Acme"])).status, 2);
    assert.equal((await run(["--max-wait", "soon"])).status, 2);
    for (const [env, said] of /** @type {const} */ ([[{ XERO_ACCESS_TOKEN: `${xero.state.token}\nand more` }, /XERO_ACCESS_TOKEN: holds more than a token/], [{ XERO_ACCESS_TOKEN: "t", XERO_TENANT_ID: "Acme" }, /XERO_TENANT_ID: is no UUID/]])) {
      const { status, stderr } = await run([], env);
      assert.deepEqual([status, said.test(stderr)], [3, true], stderr);
    }
    assert.equal(xero.seen.length, 0);
    for (const url of ["http://example.com", "ftp://localhost", "nonsense"]) {
      const { status, stderr } = await run([], { XERO_ACCESS_TOKEN: xero.state.token, WONVOICE_XERO_URL: url });
      assert.deepEqual([status, stderr.includes("must begin with https://")], [3, true], stderr);
    }
    const { status, stderr } = await run(["--out", "no/such/folder.json"]);
    assert.deepEqual([status, /folder\.json: cannot be written \(ENOENT\)/.test(stderr)], [3, true], stderr);
  });
});

describe("--check", () => {
  beforeEach(() => run(["--out", "snapshot.json"]));

  test("says that nothing changed", async () => {
    const before = file("snapshot.json");
    const { status, stdout, stderr } = await run(["--check", "snapshot.json"]);
    assert.deepEqual([status, stdout, file("snapshot.json")], [0, "", before]);
    assert.match(stderr, /nothing changed since 20/);
    // The answers themselves are as good as what was made of them.
    put("raw.answers", { tenantId: xero.tenant.toUpperCase(), takenAt: "2026-07-15", organisation: xero.state.bodies.Organisation, taxRates: xero.state.bodies.TaxRates, accounts: xero.state.bodies.Accounts, currencies: xero.state.bodies.Currencies, trackingCategories: xero.state.bodies.TrackingCategories, items: xero.state.bodies.Items, brandingThemes: xero.state.bodies.BrandingThemes });
    assert.deepEqual((await run(["--check", "raw.answers"])).status, 0);
  });

  test("says what changed, and with --out takes it over", async () => {
    const { bodies } = xero.state;
    bodies.TaxRates?.TaxRates.reverse();
    Object.assign(bodies.TaxRates?.TaxRates.find((/** @type {any} */ rate) => rate.TaxType === "OUTPUT2"), { EffectiveRate: 17.5, DisplayTaxRate: 17.5 });
    bodies.Accounts?.Accounts.push({ AccountID: "x", Code: "999", Name: "New", Type: "REVENUE", Class: "REVENUE", Status: "ACTIVE", TaxType: "OUTPUT2" });
    bodies.Accounts.Accounts[0].Status = "ARCHIVED";
    bodies.Items?.Items.shift();
    bodies.TrackingCategories?.TrackingCategories[0].Options.pop();
    bodies.Organisation.Organisations[0].PeriodLockDate = "/Date(1782777600000+0000)/";
    bodies.Currencies?.Currencies.push({ Code: "JPY", Description: "Japanese Yen" });
    delete bodies.BrandingThemes?.BrandingThemes[0].LogoUrl;
    const told = [
      "~ organisation: PeriodLockDate `/Date(1774915200000+0000)/` → `/Date(1782777600000+0000)/`",
      "~ taxRates `OUTPUT2`: EffectiveRate 20 → 17.5",
      "~ accounts `200`: Status nothing → `ARCHIVED`",
      "+ accounts `999`",
      "+ currencies `JPY`",
      "~ trackingCategories `Region`: option Region 11 `ACTIVE` → nothing",
      "- items `ITEM-0000`",
      "",
    ].join("\n");
    const shown = await run(["--check", "snapshot.json"]);
    assert.deepEqual([shown.status, shown.stdout], [1, told]);
    const changes = JSON.parse((await run(["--check", "snapshot.json", "--json"])).stdout);
    assert.deepEqual(changes[1], { part: "taxRates", entry: "OUTPUT2", change: "changed", field: "EffectiveRate", before: 20, after: 17.5 });
    const taken = await run(["--check", "snapshot.json", "--out", "snapshot.json"]);
    assert.deepEqual([taken.status, taken.stdout], [1, told]);
    assert.equal((await run(["--check", "snapshot.json"])).status, 0);
  });

  test("parts that one of both lacks are one change, and another organisation is none", async () => {
    const { items, ...rest } = json("snapshot.json");
    put("few.json", rest);
    assert.equal((await run(["--check", "few.json"])).stdout, "+ items\n");
    assert.equal((await run(["--check", "few.json", "--items", "none"])).status, 0);
    put("other.json", { ...rest, items, tenantId: "11111111-0000-4000-8000-000000000000" });
    const { status, stderr } = await run(["--check", "other.json", "--out", "other.json"]);
    assert.deepEqual([status, /is of the organisation 11111111/.test(stderr)], [3, true], stderr);
    assert.equal(json("other.json").tenantId, "11111111-0000-4000-8000-000000000000");
  });

  test("what is no snapshot is refused before a call is made", async () => {
    const calls = xero.seen.length;
    for (const [content, said] of /** @type {const} */ ([["{", /is no JSON/], ["[]", /is no snapshot that can be used: a snapshot is a list/], ['{"a":1}', /has no organisation/]])) {
      put("wrong.json", content);
      const { status, stderr } = await run(["--check", "wrong.json"]);
      assert.deepEqual([status, said.test(stderr)], [3, true], stderr);
    }
    assert.equal((await run(["--check", "none.json"])).status, 3);
    assert.equal(xero.seen.length, calls);
  });
});

describe("the README's weekly processes keep what the code step reads", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const code = (/** @type {string} */ name) => new RegExp(`<!-- snippet: ${name} -->\n\`\`\`js\n(.*?)\`\`\``, "s").exec(readme)?.[1] ?? assert.fail(`no snippet ${name}`);
  const step = vm.createContext({});
  vm.runInContext(readFileSync(new URL("../../pkg/wonvoice.step.js", import.meta.url), "utf8"), step);
  const parts = (/** @type {any} */ bodies) => ({ organisation: bodies.Organisation, taxRates: bodies.TaxRates, accounts: bodies.Accounts, currencies: bodies.Currencies, trackingCategories: bodies.TrackingCategories, items: bodies.Items, brandingThemes: bodies.BrandingThemes });
  /** The plan that the code step makes, without the instants. @param {unknown} snapshot */
  const plan = (snapshot) => {
    const { config, ...deal } = good;
    const { entities, ...rest } = config;
    const input = { ...deal, config: { ...rest, entities: { uk: { ...entities.uk, document: {}, lines: { account: { default: "200" }, tax: { byRate: { 20: "OUTPUT2", 5: "RROUTPUT" } } } } } }, snapshot, localDates: { today: new Date().toISOString().slice(0, 10) }, now: undefined };
    const answer = JSON.parse(vm.runInContext(`wonvoice.callJson("mapDealToInvoice", ${JSON.stringify(JSON.stringify(input))})`, step));
    assert.equal(answer.ok, true, JSON.stringify(answer.findings));
    assert.ok(!JSON.stringify(answer.findings).includes("CONFIG_SNAPSHOT"), JSON.stringify(answer.findings));
    return answer.documents.map((/** @type {any} */ { body }) => body);
  };

  test("n8n, Make, Node-RED and Zapier alike", () => {
    const { bodies } = xero.state;
    const [{ json }] = Function("$", code("n8n snapshot"))((/** @type {string} */ name) => ({ first: () => ({ json: bodies[name] ?? assert.fail(name) }) }));
    assert.equal(json.key, "snapshot");
    const { value } = Function("input", code("make snapshot"))(parts(bodies));
    // Node-RED keeps objects; Zapier's steps answer texts, typed into one.
    const object = { tenantId: xero.tenant, takenAt: new Date().toISOString(), ...parts(bodies) };
    const typed = `{ "tenantId": "${xero.tenant}", "takenAt": "${object.takenAt}", ${Object.entries(parts(bodies)).map(([name, body]) => `"${name}": ${JSON.stringify(body)}`).join(", ")} }`;
    const wanted = plan(compactSnapshot(object).snapshot);
    for (const kept of [json.value, value, object, typed]) assert.deepEqual(plan(kept), wanted);
  });

  test("the sizes it states", async () => {
    const kilo = (/** @type {string} */ text) => `${Math.round(Buffer.byteLength(text) / 1000)} KB`;
    const all = Object.values(xero.state.bodies).map((body) => JSON.stringify(body)).join("");
    const { stdout } = await run([]);
    assert.ok(readme.includes(`| with 500 items | ${kilo(all)} | ${kilo(stdout)} |`), `${kilo(all)} ${kilo(stdout)}`);
    const few = await run(["--items", "none"]);
    assert.ok(readme.includes(`| ${kilo(all.replace(JSON.stringify(xero.state.bodies.Items), ""))} | ${kilo(few.stdout)} |`), kilo(few.stdout));
  });
});

describe("from files", () => {
  const answers = () => {
    mkdirSync(join(folder, "answers"));
    const names = { TaxRates: "tax-rates", Organisation: "organisation", TrackingCategories: "trackingCategories" };
    for (const [name, body] of Object.entries(xero.state.bodies)) put(`answers/${/** @type {any} */ (names)[name] ?? name}.json`, body);
  };

  test("a folder, dated by its oldest answer, without a call", async () => {
    answers();
    put("answers/Items.json", { ...xero.state.bodies.Items, DateTimeUTC: `/Date(${Date.UTC(2026, 5, 1)})/` });
    const { status, stdout, stderr } = await run(["--from", "answers", "--tenant", xero.tenant], {});
    assert.equal(status, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), { ...expected(xero.state.bodies, { tenantId: xero.tenant, takenAt: "2026-06-01T00:00:00.000Z" }) });
    assert.equal(xero.seen.length, 0);
  });

  test("files one by one, before those of the folder, and a date of one's own", async () => {
    answers();
    put("my-rates.json", [{ TaxType: "OUTPUT2", Name: "VAT", EffectiveRate: 20, CanApplyToRevenue: true }]);
    const { stdout, stderr } = await run(["--from", "answers", "--tax-rates", "my-rates.json", "--taken-at", "2026-07-01T00:00:00Z", "--items", "none"], {});
    const { taxRates, takenAt, items } = JSON.parse(stdout);
    assert.deepEqual([taxRates.length, takenAt, items], [1, "2026-07-01T00:00:00Z", undefined]);
    assert.match(stderr, /the snapshot has no tenantId/);
  });

  test("the files' own time, where the answers do not say theirs, and what is missing is said", async () => {
    put("org.json", { Organisations: [{ Name: "K", BaseCurrency: "NZD" }] });
    utimesSync(join(folder, "org.json"), 1_780_000_000, 1_780_000_000);
    const { status, stdout, stderr } = await run(["--organisation", "org.json"], {});
    assert.deepEqual([status, JSON.parse(stdout).takenAt], [0, "2026-05-28T20:26:40.000Z"]);
    for (const part of ["tax rates", "accounts", "currencies", "tracking categories", "items", "branding themes"]) assert.ok(stderr.includes(`the snapshot has no ${part}`), stderr);
  });

  test("what cannot be used writes nothing", async () => {
    answers();
    put("answers/Organisation.json", { Title: "Forbidden", Status: 403, Detail: "AuthenticationUnsuccessful" });
    const twice = await run(["--from", "answers"], {});
    assert.deepEqual([twice.status, /organisation\.json.*Organisation\.json.*keep one|Organisation\.json.*organisation\.json.*keep one/.test(twice.stderr)], [3, true], twice.stderr);
    rmSync(join(folder, "answers/organisation.json"));
    const { status, stderr } = await run(["--from", "answers", "--out", "snapshot.json"], {});
    assert.deepEqual([status, existsSync(join(folder, "snapshot.json"))], [1, false]);
    assert.match(stderr, /organisation is not what Xero answers/);
    mkdirSync(join(folder, "empty"));
    for (const [args, said] of /** @type {const} */ ([[["--from", "empty"], /holds none of Organisation\.json/], [["--from", "nowhere"], /is no folder that can be read/], [["--accounts", "nowhere.json"], /there is no such file/]])) {
      const refused = await run([...args], {});
      assert.deepEqual([refused.status, said.test(refused.stderr)], [3, true], refused.stderr);
    }
    assert.equal((await run(["--from", "answers", "--taken-at", "yesterday"], {})).status, 2);
  });
});
