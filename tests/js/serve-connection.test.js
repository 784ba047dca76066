// A connection whose vault has lost its key: what needs no person mends itself, what does says so.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { accessOf, connection } from "../../js-shim/serve/connection.js";
import { createVault } from "../../js-shim/serve/vault.js";
import { objectOf } from "./serve-object.js";
import { KEY } from "./serve-parts.js";

const OTHER = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 101 + 7) % 256)).toString("hex");
const NOW = "2026-07-15T06:00:00.000Z";
const clock = { now: () => Date.parse(NOW), instant: () => NOW, real: (/** @type {number} */ ms) => ms };

/** @param {"custom" | "code"} kind @param {string} keys of the vault */
async function made(kind, keys) {
  const vault = await createVault(keys);
  /** @type {string[]} */
  const asked = [];
  const fetch = async (/** @type {any} */ _, /** @type {any} */ { body }) => (asked.push(String(new URLSearchParams(String(body)).get("grant_type"))), Response.json({ access_token: `token-${asked.length}-${kind}`, token_type: "Bearer", expires_in: 1_800, ...(kind === "code" ? { refresh_token: "refresh-2" } : {}) }));
  const object = objectOf(connection({ connections: { xero: { provider: "xero", kind, clientId: "id", clientSecret: "secret", tenants: ["t-1"] } }, vault, clock, way: { fetch: /** @type {any} */ (fetch) } }), "xero");
  return { ...object, vault, asked };
}
/** Connected under one key, then the program has others. @param {"custom" | "code"} kind @param {string} keys */
async function changed(kind, keys) {
  const before = await made(kind, KEY);
  if (kind === "code") await before.call("connect", { sealed: await before.vault.seal(JSON.stringify({ accessToken: "token-0", refreshToken: "refresh-1", expiresAt: "2026-07-15T06:30:00.000Z", scopes: [] }), "xero"), by: "ann" });
  else await before.call("access");
  const after = await made(kind, keys);
  after.keep("connection", before.state("connection"));
  return after;
}

describe("the key of the vault is lost", () => {
  test("a custom connection gets a new token by itself, at once", async () => {
    const { call, asked, vault } = await changed("custom", OTHER);
    assert.deepEqual(await call("status"), { status: "not used yet" });
    const { ok, access } = await call("access");
    assert.deepEqual([ok, await vault.open(access, accessOf("xero")), asked], [true, "token-1-custom", ["client_credentials"]]);
    assert.equal((await call("status")).status, "connected");
    await call("access");
    assert.equal(asked.length, 1);
  });

  test("one by consent says what is to be done, and by whom; connecting again mends it", async () => {
    const { call, asked, vault, state, sent } = await changed("code", OTHER);
    const kept = state("connection");
    for (const answer of [await call("access"), (await call("status")).why]) {
      assert.deepEqual([answer.reason, answer.isLasting, answer.who], ["locked", true, "whoever runs wonvoice"]);
      assert.match(answer.text, /a key of the vault that is not there: .*WONVOICE_VAULT_KEY.* or where it is lost, connect again by the link that `wonvoice admin connect xero` makes/);
    }
    assert.deepEqual([(await call("status")).status, asked, state("connection")], ["locked", [], kept]);
    await call("connect", { sealed: await vault.seal(JSON.stringify({ accessToken: "token-9", refreshToken: "refresh-9", expiresAt: "2026-07-15T06:30:00.000Z", scopes: [] }), "xero"), by: "bob" });
    // What failed meanwhile goes on, and what no webhook told meanwhile is looked for.
    assert.deepEqual(sent.map(({ service, key, method }) => `${service} ${key} ${method}`), ["wonvoice.held all again", "wonvoice.sweeper t-1 now"]);
    assert.deepEqual([(await call("status")).status, await vault.open((await call("access")).access, accessOf("xero"))], ["connected", "token-9"]);
  });

  for (const kind of /** @type {const} */ (["custom", "code"])) {
    test(`and is there again, behind the new one: ${kind}`, async () => {
      const { call, asked } = await changed(kind, `${OTHER},${KEY}`);
      assert.deepEqual([(await call("status")).status, (await call("access")).ok, asked], ["connected", true, []]);
    });
  }
});
