// Both APIs connected by a person, on the real engine: before, after, when a token ends, when consent is withdrawn.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CLIENT } from "../simulators/pipedrive.js";
import { program, secretsOf } from "./program.js";
import { until } from "./world.js";

/** @typedef {Awaited<ReturnType<typeof program>>} Whole */

/** @type {Whole} */
let whole;
// A token counts as new for 20 seconds, and a minute has 60 calls: both pass ten times as fast here.
before(async () => void (whole = await program({
  clock: { speed: 10, since: Date.now() }, xero: { limits: { minute: 6_000 } },
  settings: (port) => ({ publicUrl: `http://127.0.0.1:${port}`, xero: { kind: "code" } }),
  secrets: { PIPEDRIVE_CLIENT_ID: CLIENT.id, PIPEDRIVE_CLIENT_SECRET: CLIENT.secret },
})));
after(() => whole.end());

/** A browser: opens the link, agrees, comes back. @param {"xero" | "pipedrive"} name */
async function connect(name) {
  const { url } = await whole.admin("POST", `connections/${name}/link`);
  const opened = await fetch(url, { redirect: "manual" });
  const [cookie = ""] = opened.headers.getSetCookie();
  const agreed = await fetch(opened.headers.get("location") ?? "", { redirect: "manual" });
  const back = await fetch(agreed.headers.get("location") ?? "", { headers: { cookie: cookie.split(";")[0] ?? "" } });
  assert.deepEqual([back.status, /is connected/.test(await back.text())], [200, true]);
}
const statusOf = async (/** @type {string} */ name) => (await whole.admin("GET", "connections")).connections.find((/** @type {any} */ one) => one.name === name).status;
/** @param {Whole["ledger"] | Whole["crm"]} server */
const tokensOf = ({ seen }) => [...new Set(seen.flatMap(({ headers }) => /^Bearer (.+)$/.exec(String(headers.authorization ?? ""))?.[1] ?? []))];

/** A column of what the engine keeps. @param {string} query */
async function kept(query) {
  const response = await fetch(`http://127.0.0.1:${whole.adminPort}/query`, { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: JSON.stringify({ query }) });
  const { rows } = /** @type {{ rows: { text?: string, hex?: string }[] }} */ (await response.json());
  return rows.map(({ text, hex }) => text ?? Buffer.from(hex ?? "", "hex").toString("latin1")).join("\n");
}

test("a deal that is won before anybody connected says so, and goes on when they did", { timeout: 240_000 }, async () => {
  for (const name of ["xero", "pipedrive"]) assert.equal((await statusOf(name)).status, "never connected");
  const deal = whole.win();
  const state = await until(() => whole.status(deal), ({ status }) => status === "failed");
  assert.match(JSON.stringify(state.outcome.findings), /connect/);
  await connect("xero");
  await connect("pipedrive");
  await whole.admin("POST", `deals/acme/${deal}/replay`);
  await whole.ends(deal, "done");
  assert.equal(whole.ledger.ledger().invoices().length, 1);
  assert.deepEqual([(await statusOf("xero")).status, (await statusOf("xero")).by], ["connected", "ann"]);
});

test("a token that ends is made anew, by one for all", { timeout: 240_000 }, async () => {
  const asked = () => whole.ledger.seen.filter(({ path }) => path === "/connect/token").length;
  const count = asked();
  const used = tokensOf(whole.ledger);
  // One that is new is not doubted.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  for (const token of used) whole.ledger.auth.expire(token);
  const deals = Array.from({ length: 4 }, (_, place) => whole.win({ organization: `Company ${place}` }));
  for (const deal of deals) await whole.ends(deal, "done");
  assert.equal(asked(), count + 1);
  assert.equal(whole.ledger.ledger().invoices().length, 5);
});

test("withdrawn consent is said, with who should do what; then it goes on", { timeout: 240_000 }, async () => {
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  whole.ledger.auth.revoke();
  const deal = whole.win({ organization: "Late Ltd" });
  await until(() => whole.status(deal), ({ status }) => status === "failed");
  const { status, why } = await until(() => statusOf("xero"), (one) => one.status === "revoked");
  assert.equal(status, "revoked");
  assert.match(`${why.text} / ${why.who}`, /Xero no longer accepts the consent .* connect it again.* \/ a user of the Xero organisation/);
  assert.match(JSON.stringify((await whole.status(deal)).outcome.findings), /no longer accepts the consent/);
  await connect("xero");
  await whole.admin("POST", `deals/acme/${deal}/replay`);
  await whole.ends(deal, "done");
  assert.equal(whole.ledger.ledger().invoices().length, 6);
});

test("tokens stand in the engine sealed, and nowhere in the open", async () => {
  const tokens = [...tokensOf(whole.ledger), ...tokensOf(whole.crm)];
  const refreshes = [...whole.ledger.seen, ...whole.crm.seen].flatMap(({ path, text }) => (/\/token$/.test(path) ? [new URLSearchParams(text).get("refresh_token"), new URLSearchParams(text).get("code"), new URLSearchParams(text).get("code_verifier")] : [])).filter((one) => one !== null);
  assert.ok(tokens.length >= 4 && refreshes.length >= 4);
  const files = readdirSync(join(whole.folder, "engine"), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => readFileSync(join(one.parentPath, one.name)));
  // What the engine keeps is compressed in its files: so it is asked for it, too.
  const [state, journal, invocations] = await Promise.all([
    kept("SELECT value_utf8 AS text FROM state"), kept("SELECT raw AS hex FROM sys_journal"), kept("SELECT target || ' ' || coalesce(idempotency_key, '') || ' ' || coalesce(completion_failure, '') AS text FROM sys_invocation"),
  ]);
  assert.deepEqual([/"sealed":"v1\.\w{12}\./.test(state), journal.includes("Late Ltd"), invocations.includes("wonvoice.deal/acme/1/won")], [true, true, true]);
  const places = [...files, Buffer.from(`${state}\n${journal}\n${invocations}\n${whole.lines.join("\n")}`)];
  const secrets = [...tokens, ...refreshes, ...secretsOf(whole.crm), CLIENT.secret];
  assert.deepEqual(secrets.filter((secret) => places.some((bytes) => bytes.includes(secret))), []);
});
