// Connecting both APIs, against the simulators: links, cookies, codes, tokens; and every way in which it fails.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { clientCredentials, exchange, refresh, tenantsOf, authorize } from "../../js-shim/serve/oauth.js";
import { manualClock } from "../simulators/clock.js";
import { CLIENT as PIPEDRIVE, startPipedrive } from "../simulators/pipedrive.js";
import { CLIENT as XERO, TENANT, startXero } from "../simulators/xero.js";
import { NOW, basic, intake } from "./serve-parts.js";

const PUBLIC = "https://wonvoice.example.com";
const ALICE = { authorization: "Bearer token-of-alice" };

/** @type {Awaited<ReturnType<typeof startXero>>} */
let xero;
/** @type {Awaited<ReturnType<typeof startPipedrive>>} */
let pipedrive;
/** @type {{ xero: string, pipedrive: string }} */
let origins;
const clock = manualClock(NOW);
const OTHER = "00000000-0000-4000-8000-00000000000c";
const now = () => new Date(clock.now());

before(async () => {
  [xero, pipedrive] = await Promise.all([startXero({ clock, isGuest: true }), startPipedrive({ clock, isGuest: true })]);
  origins = { xero: xero.url, pipedrive: pipedrive.url };
});
after(() => Promise.all([xero.close(), pipedrive.close()]));

const OF_XERO = /** @type {const} */ ({ provider: "xero", clientId: XERO.id, clientSecret: XERO.secret });
const OF_PIPEDRIVE = /** @type {const} */ ({ provider: "pipedrive", clientId: PIPEDRIVE.id, clientSecret: PIPEDRIVE.secret });
const CONNECTIONS = {
  books: { ...OF_XERO, kind: "code", tenants: [TENANT] },
  deals: { ...OF_PIPEDRIVE, kind: "code", company: "acme" },
  custom: { ...OF_XERO, kind: "custom", tenants: [TENANT] },
};

/** A server that can connect. @param {any} [given] */
const server = ({ settings = {}, ...given } = {}) => intake({ settings: { publicUrl: PUBLIC, connections: CONNECTIONS, ...settings }, origins, now, ...given });
/** @param {Awaited<ReturnType<typeof server>>} made @param {string} name */
const linkOf = async ({ handler }, name) => /** @type {any} */ (await (await handler(new Request(`${PUBLIC}/admin/connections/${name}/link`, { method: "POST", headers: ALICE }))).json()).url;

/** A browser that opens a link, agrees, and comes back. @param {Awaited<ReturnType<typeof server>>} made @param {string} name */
async function back(made, name) {
  const opened = await made.handler(new Request(await linkOf(made, name)));
  const [cookie = ""] = opened.headers.getSetCookie();
  const agreed = await fetch(opened.headers.get("location") ?? "", { redirect: "manual" });
  return { cookie: cookie.split(";")[0] ?? "", whole: cookie, url: agreed.headers.get("location") ?? "", asked: new URL(opened.headers.get("location") ?? "") };
}

describe("a person connects", () => {
  for (const [name, path] of /** @type {const} */ ([["books", "/connect/xero/callback"], ["deals", "/connect/pipedrive/callback"]])) {
    test(name, async () => {
      const made = await server();
      const { cookie, whole, url, asked } = await back(made, name);
      assert.match(whole, /^__Host-wonvoice-connect=v1\.[\w.-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/);
      assert.equal(new URL(url).pathname, path);
      assert.equal(asked.searchParams.get("code_challenge_method"), "S256");
      assert.equal(asked.searchParams.get("scope"), name === "books" ? "offline_access accounting.settings.read accounting.contacts accounting.invoices" : null);
      const response = await made.handler(new Request(url, { headers: { cookie } }));
      assert.deepEqual([response.status, response.headers.get("set-cookie")?.includes("Max-Age=0")], [200, true]);
      const [{ service, key, handler: to, payload } = assert.fail()] = made.sent;
      assert.deepEqual([service, key, to, payload.by], ["wonvoice.connection", name, "connect", "alice"]);
      const tokens = JSON.parse(await made.vault.open(payload.sealed, name));
      assert.deepEqual(Object.keys(tokens).sort(), [...(name === "deals" ? ["apiDomain"] : []), "accessToken", "expiresAt", "refreshToken", "scopes"].sort());
      assert.equal(tokens.expiresAt, new Date(clock.now() + (name === "books" ? 30 : 60) * 60_000).toISOString());
      // Neither the engine nor the log saw a secret.
      const seen = JSON.stringify(made.sent) + made.lines.join() + (await response.text());
      for (const secret of [tokens.accessToken, tokens.refreshToken, XERO.secret, PIPEDRIVE.secret, new URL(url).searchParams.get("code")]) assert.equal(seen.includes(secret), false);
      // The code works once.
      assert.match(await (await made.handler(new Request(url, { headers: { cookie } }))).text(), /begin again/);
    });
  }

  for (const [name, change, said] of /** @type {[string, (way: { cookie: string, url: string }) => [string, string] | Promise<[string, string]>, RegExp][]} */ ([
    ["without the cookie", ({ url }) => [url, ""], /does not belong/],
    ["with another browser's cookie", async ({ url }) => [url, (await back(await server(), "books")).cookie], /does not belong/],
    ["with a changed state", ({ url, cookie }) => [url.replace(/state=[\w-]+/, "state=x"), cookie], /does not belong/],
    ["with a changed cookie", ({ url, cookie }) => [url, `${cookie.slice(0, -2)}AA`], /does not belong/],
    ["with a changed code", ({ url, cookie }) => [url.replace(/code=[\w-]+/, "code=x"), cookie], /used before or is too old/],
    ["after eleven minutes", ({ url, cookie }) => (clock.advance(11 * 60_000), [url, cookie]), /ten minutes/],
    ["having said no", ({ url, cookie }) => [url.replace(/code=[\w-]+/, "error=access_denied"), cookie], /not given access/],
    ["as the other API", ({ url, cookie }) => [url.replace("/xero/", "/pipedrive/"), cookie], /does not belong/],
  ])) {
    test(`and comes back ${name}`, async () => {
      const made = await server();
      const [url, cookie] = await change(await back(made, "books"));
      const response = await made.handler(new Request(url, { headers: cookie === "" ? {} : { cookie } }));
      assert.equal(response.status, 400);
      assert.match(await response.text(), said);
      assert.deepEqual(made.sent, []);
    });
  }

  test("for another organisation, or another company", async () => {
    for (const [name, connection, said] of /** @type {const} */ ([
      ["books", { ...CONNECTIONS.books, tenants: [TENANT, OTHER] }, /does not cover the organisation 00000000/],
      ["deals", { ...CONNECTIONS.deals, company: "other" }, /another company than other/],
    ])) {
      const made = await server({ settings: { connections: { [name]: connection } } });
      const { cookie, url } = await back(made, name);
      const response = await made.handler(new Request(url, { headers: { cookie } }));
      assert.equal(response.status, 409);
      assert.match(await response.text(), said);
      assert.deepEqual(made.sent, []);
    }
  });
});

describe("links", () => {
  test("are made by admins, are for one API, and last fifteen minutes", async () => {
    const made = await server();
    const url = await linkOf(made, "books");
    const open = async (/** @type {string} */ at) => (await made.handler(new Request(at))).status;
    assert.equal(await open(`${PUBLIC}/connect/xero`), 403);
    assert.equal(await open(`${PUBLIC}/connect/xero?ticket=v1.000000000000.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA`), 403);
    assert.equal(await open(url.replace("/xero?", "/pipedrive?")), 403);
    assert.equal(await open(url), 303);
    clock.advance(16 * 60_000);
    assert.equal(await open(url), 403);
    const link = async (/** @type {string} */ name) => (await made.handler(new Request(`${PUBLIC}/admin/connections/${name}/link`, { method: "POST", headers: ALICE }))).status;
    assert.deepEqual([await link("custom"), await link("nobody")], [409, 404]);
  });

  test("need a public URL and a key of the vault", async () => {
    const made = await intake({ settings: { connections: CONNECTIONS }, vault: undefined });
    assert.equal((await made.handler(new Request("http://localhost/admin/connections/books/link", { method: "POST", headers: ALICE }))).status, 409);
    assert.equal((await made.handler(new Request("http://localhost/connect/xero"))).status, 404);
  });

  test("Pipedrive tells that a user removed its app: whether consent is gone, the next refresh tells", async () => {
    const made = await server();
    const tell = async (/** @type {string} */ who) => (await made.handler(new Request(`${PUBLIC}/connect/pipedrive/callback`, { method: "DELETE", headers: { authorization: who }, body: '{"company_id":6000001,"user_id":7}' }))).status;
    assert.deepEqual([await tell(basic(`${PIPEDRIVE.id}:wrong`)), await tell(basic(`${PIPEDRIVE.id}:${PIPEDRIVE.secret}`))], [401, 200]);
    assert.deepEqual(made.sent, []);
    assert.match(made.lines.join(), /"app-removed","connection":"deals","company":"6000001","user":"7"/);
  });
});

describe("tokens", () => {
  const way = () => ({ origins, now });

  test("Xero's refresh tokens rotate, and the old one is good for half an hour more", async () => {
    const first = xero.auth.consent();
    const next = await refresh(OF_XERO, first, way());
    assert.ok(next.ok && next.tokens.refreshToken !== first);
    clock.advance(29 * 60_000);
    assert.equal((await refresh(OF_XERO, first, way())).ok, true);
    clock.advance(2 * 60_000);
    const late = await refresh(OF_XERO, first, way());
    assert.ok(!late.ok);
    assert.deepEqual([late.reason, late.isLasting], ["revoked", true]);
    assert.match(late.text, /Xero no longer accepts the consent .* connect it again/);
    assert.match(late.who, /may manage its connected apps/);
  });

  test("Pipedrive's stay", async () => {
    const token = pipedrive.auth.consent();
    const answer = await refresh(OF_PIPEDRIVE, token, way());
    assert.ok(answer.ok && answer.tokens.refreshToken === token && answer.tokens.apiDomain === "https://acme.pipedrive.com");
  });

  test("a custom connection, and what it sees", async () => {
    const answer = await clientCredentials(OF_XERO, way());
    assert.ok(answer.ok && answer.tokens.refreshToken === undefined && !answer.tokens.scopes.includes("offline_access"));
    const seen = await tenantsOf(answer.tokens.accessToken, way());
    assert.ok(seen.ok && seen.tenants[0]?.tenantId === TENANT);
    assert.equal((await tenantsOf("wrong", way())).ok, false);
  });

  /** @param {number} status @param {unknown} body @param {Record<string, string>} [headers] */
  const answering = (status, body, headers = {}) => async () => new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
  for (const [name, fetch, reason, isLasting] of /** @type {[string, any, string, boolean][]} */ ([
    ["consent withdrawn", answering(400, { error: "invalid_grant" }), "revoked", true],
    ["consent withdrawn, in Pipedrive's words", answering(400, { success: "false", message: "Invalid grant: refresh_token is invalid", error: "invalid_grant" }), "revoked", true],
    ["a wrong secret", answering(400, { error: "invalid_client" }), "client", true],
    ["a wrong secret, by status", answering(401, { error: "x" }, { "www-authenticate": 'Basic realm="x"' }), "client", true],
    ["scopes that the app lacks", answering(400, { error: "invalid_scope" }), "scope", true],
    ["something else", answering(400, { error: "unsupported_grant_type" }), "refused", true],
    ["a limit", answering(429, { error: "slow" }), "unavailable", false],
    ["trouble", answering(503, "<html>"), "unavailable", false],
    ["half an answer", answering(200, '{"access_token":"a'), "unavailable", false],
    ["an answer that is none", answering(200, { access_token: 1 }), "unavailable", false],
    ["no answer", () => Promise.reject(new TypeError("fetch failed")), "unavailable", false],
    ["an answer that never comes", (/** @type {string} */ _, /** @type {any} */ { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))), "unavailable", false],
    ["one that leads elsewhere", answering(302, "", { location: "https://evil.example" }), "unavailable", false],
  ])) {
    test(`refused: ${name}`, async () => {
      const keep = setTimeout(() => {}, 5_000);
      for (const client of [OF_XERO, OF_PIPEDRIVE]) {
        const answer = await refresh(client, "secret-refresh-token", { fetch, timeout: 50 });
        assert.ok(!answer.ok);
        assert.deepEqual([answer.reason, answer.isLasting], [reason, isLasting]);
        assert.doesNotMatch(JSON.stringify(answer), /secret-refresh|client-secret|pipedrive-secret/);
      }
      clearTimeout(keep);
    });
  }

  test("secrets go over TLS", async () => {
    /** @type {string[]} */
    const asked = [];
    const fetch = /** @type {any} */ (async (/** @type {string} */ url) => (asked.push(url), new Response("{}", { status: 500 })));
    await refresh(OF_XERO, "t", { fetch, origins: { xero: "http://example.com" } });
    assert.deepEqual(asked, []);
    await refresh(OF_XERO, "t", { fetch });
    await refresh(OF_PIPEDRIVE, "t", { fetch });
    assert.deepEqual(asked, ["https://identity.xero.com/connect/token", "https://oauth.pipedrive.com/oauth/token"]);
  });

  test("a code is exchanged with the proof that it was asked for", async () => {
    const { url, state, verifier } = await authorize(OF_XERO, { redirectUri: `${PUBLIC}/connect/xero/callback` }, way());
    const query = new URL((await fetch(url, { redirect: "manual" })).headers.get("location") ?? "").searchParams;
    const given = { query, state, redirectUri: `${PUBLIC}/connect/xero/callback` };
    const wrong = await exchange(OF_XERO, { ...given, verifier: `${verifier.slice(1)}x` }, way());
    assert.ok(!wrong.ok && wrong.reason === "code");
  });
});
