// Calls go to the two APIs and nowhere else, with credentials that nobody else sees; settings are right or say why not.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Refused } from "../../js-shim/serve/refused.js";
import { createTransport } from "../../js-shim/serve/transport.js";
import { readSettings } from "../../js-shim/serve/settings.js";
import { KEY } from "./serve-parts.js";

/** @typedef {import("../../js-shim/serve/transport.js").Call} Call */

/** @type {import("node:http").Server} */
let server;
let url = "";
/** @type {import("node:http").IncomingMessage[]} */
const seen = [];
/** @type {(response: import("node:http").ServerResponse) => void} */
let answer = (response) => void response.end("{}");
before(async () => {
  server = createServer((request, response) => (seen.push(request), answer(response)));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  url = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
});
after(() => (server.closeAllConnections(), server.close()));

/** @param {Partial<Parameters<typeof createTransport>[0]>} [given] */
const transport = (given = {}) => createTransport({ company: "acme", access: async () => ({ header: ["authorization", "Bearer secret"] }), instead: { xero: url, pipedrive: url }, timeout: 300, most: 1_000, ...given });
/** @param {Partial<Call>} [given] @returns {Call} */
const call = (given = {}) => ({ id: "x", api: "xero", method: "GET", url: "https://api.xero.com/api.xro/2.0/Organisation", headers: {}, ...given });

test("a call goes where it should, and only headers that somebody reads come back", async () => {
  answer = (response) => void response.writeHead(200, { "retry-after": "3", "set-cookie": "a=b", "x-minlimit-remaining": "59" }).end('{"a":1}');
  const came = await transport()(call());
  assert.deepEqual(came, { id: "x", status: 200, headers: { "retry-after": "3", "x-minlimit-remaining": "59" }, body: '{"a":1}' });
  assert.deepEqual([seen.at(-1)?.url, seen.at(-1)?.headers.authorization], ["/api.xro/2.0/Organisation", "Bearer secret"]);
});

describe("nowhere else", () => {
  for (const other of ["https://evil.example/api.xro/2.0/Organisation", "https://api.xero.com.evil.example/", "https://api.xero.com@evil.example/", "http://api.xero.com/", "https://api.xero.com:8443/", "https://globex.pipedrive.com/api/v2/deals/1", "https://acme.pipedrive.com/api/v2/deals/1"]) {
    test(other, async () => {
      const before = seen.length;
      assert.match(/** @type {{ error: string }} */ (await transport()(call({ url: other }))).error, /neither of the two APIs/);
      assert.equal(seen.length, before);
    });
  }
});

test("a token that ends in this moment is made anew once, and the call made with it; without another the refusal stands", async () => {
  for (const [next, statuses] of /** @type {const} */ ([["second", ["first", "second"]], ["first", ["first"]]])) {
    const [before, refused] = [seen.length, /** @type {string[]} */ ([])];
    let token = "first";
    const access = async () => ({ header: /** @type {[string, string]} */ (["authorization", token]), refused: () => void (refused.push(token), (token = next)) });
    answer = (response) => void response.writeHead(seen.at(-1)?.headers.authorization === "second" ? 200 : 401).end("{}");
    const came = await transport({ access })(call());
    assert.deepEqual([seen.slice(before).map(({ headers }) => headers.authorization), refused], [statuses, ["first"]]);
    assert.equal("status" in came && came.status, next === "second" ? 200 : 401);
  }
});

describe("an answer that is none", () => {
  /** @type {[string, (response: import("node:http").ServerResponse) => void, RegExp][]} */
  const rows = [
    ["that leads elsewhere", (response) => void response.writeHead(302, { location: "https://evil.example/" }).end(), /leads elsewhere/],
    ["that never ends", (response) => void setInterval(() => response.write("x".repeat(400)), 5).unref(), /longer than 1000/],
    ["that never comes", () => {}, /no answer within 0.3 s/],
    ["that breaks", (response) => void (response.writeHead(200, { "content-length": "100" }), response.write("x"), setTimeout(() => response.destroy(), 20)), /./],
  ];
  for (const [name, how, error] of rows) {
    test(name, async () => {
      answer = how;
      assert.match(/** @type {{ error: string }} */ (await transport()(call())).error, error);
    });
  }
  test("for want of a connection", async () => {
    const came = await transport({ access: () => Promise.reject(new Refused("connect Xero again (a user)")) })(call());
    assert.deepEqual([/** @type {any} */ (came).status, JSON.parse(/** @type {any} */ (came).body).Detail], [401, "connect Xero again (a user)"]);
  });
});

describe("settings that are not right", () => {
  const folder = mkdtempSync(join(tmpdir(), "wonvoice-settings-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const config = { version: 1, source: { company: "acme" }, entities: { uk: { tenantId: "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f" } } };
  const environment = { PIPEDRIVE_API_TOKEN: "a-token-of-pipedrive", XERO_CLIENT_ID: "id", XERO_CLIENT_SECRET: "secret-of-xero", WONVOICE_VAULT_KEY: KEY };
  /** @param {unknown} settings @param {NodeJS.ProcessEnv} [more] @param {any} [options] */
  const read = (settings, more = {}, options = {}) => {
    const file = join(folder, "wonvoice.json");
    writeFileSync(file, typeof settings === "string" ? settings : JSON.stringify(settings));
    return readSettings(file, { environment: { ...environment, ...more }, options });
  };

  /** @type {[string, unknown, NodeJS.ProcessEnv, any, RegExp][]} */
  const rows = [
    ["no JSON", "{", {}, {}, /cannot be read/],
    ["a member that is none", { config, prot: 1 }, {}, {}, /no member `prot`/],
    ["no company", { config: { ...config, source: {} } }, {}, {}, /source\.company/],
    ["a company that is a host", { config: { ...config, source: { company: "acme.evil" } } }, {}, {}, /source\.company/],
    ["no organisation", { config: { ...config, entities: {} } }, {}, {}, /tenantId/],
    ["no access to Pipedrive", { config }, { PIPEDRIVE_API_TOKEN: "" }, {}, /no access to Pipedrive/],
    ["no access to Xero", { config }, { XERO_CLIENT_SECRET: "" }, {}, /no access to Xero/],
    ["no key of the vault", { config }, { WONVOICE_VAULT_KEY: "" }, {}, /WONVOICE_VAULT_KEY/],
    ["a key of the vault that is none", { config }, { WONVOICE_VAULT_KEY: "correct horse battery staple" }, {}, /WONVOICE_VAULT_KEY: a key of the vault is 32 bytes/],
    ["a former key of the vault that is none", { config }, { WONVOICE_VAULT_KEY: `${KEY},x` }, {}, /WONVOICE_VAULT_KEY/],
    ["a weak admin", { config }, { WONVOICE_ADMINS: "ann:short" }, {}, /at least 16/],
    ["half an engine", { config }, {}, { engine: "http://engine:8080" }, /--admin/],
    ["an engine that reaches nobody", { config }, {}, { engine: "http://engine:8080", admin: "http://engine:9070" }, /--worker/],
    ["a port that is none", { config, port: 70_000 }, {}, {}, /no port/],
    ["a custom connection to two organisations", { config: { ...config, entities: { ...config.entities, au: { tenantId: "5b8e21d4-0c9f-4e37-8f60-9a7d3c1e4b25" } } } }, {}, {}, /custom connection reaches one organisation, and config\.entities names 2: set xero\.kind to `code`/],
    ["a kind of connection that is none", { config, xero: { kind: "cert" } }, {}, {}, /xero\.kind is `code` or `custom`, not "cert"/],
    ["sweeps that never come", { config, sweeps: { minutes: 0 } }, {}, {}, /sweeps\.minutes is a number of minutes from 1 to 1440, not 0/],
    ["sweeps in words", { config, sweeps: { minutes: "10" } }, {}, {}, /sweeps\.minutes .* not "10"/],
    ["sweeps since no day", { config, sweeps: { since: "last week" } }, {}, {}, /sweeps\.since is a day as in 2026-07-01, .* not "last week"/],
    ["sweeps since a day that is none", { config, sweeps: { since: "2026-13-01" } }, {}, {}, /sweeps\.since/],
    ["sweeps of a kind that is none", { config, sweeps: { hours: 1 } }, {}, {}, /sweeps has no member `hours`/],
    ["proxies that are no number", { config, proxies: true }, {}, {}, /proxies is how many/],
    ["a config that is not there", { config: "other.json" }, {}, {}, /other\.json cannot be read/],
  ];
  for (const [name, settings, more, options, error] of rows) {
    test(name, () => assert.rejects(read(settings, more, options), (thrown) => {
      const { name: kind, message } = /** @type {Error} */ (thrown);
      for (const secret of ["secret-of-xero", "a-token-of-pipedrive"]) assert.ok(!message.includes(secret));
      return kind === "SettingsError" && error.test(message);
    }));
  }

  test("sweeps as they are set, by either name", async () => {
    for (const [sweeps, read_] of /** @type {[any, any][]} */ ([[{}, {}], [{ minutes: 5, since: "2026-07-01" }, { every: 300_000, since: "2026-07-01T00:00:00.000Z" }], [{ from: "2026-07-01T10:00:00+02:00" }, { since: "2026-07-01T08:00:00.000Z" }]])) assert.deepEqual((await read({ config, sweeps })).sweeps, read_);
  });

  test("a config alone is enough", async () => {
    const { company, tenants, credentials, engine } = await read(config);
    assert.deepEqual([company, tenants, credentials.xero, "folder" in engine], ["acme", ["c2cc9b6e-9458-4c7d-93cc-f02b81b0594f"], { connection: "xero" }, true]);
  });
});
