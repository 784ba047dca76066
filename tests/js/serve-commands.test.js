// `wonvoice admin`, against a server whose engine is a list.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { KEY, TENANT, fakeIngress, intake, listen } from "./serve-parts.js";

const cli = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));

const HELD = { deal: "acme/42", status: "held", at: "2026-07-15T06:00:00Z", text: "held: over 10,000\u001b[2J", due: "2026-07-17T06:00:00Z", holds: [{ rule: "over 10,000", reason: "the total is over 10,000", owner: { role: "the controller" } }], findings: [] };
const DEAL = { deal: "acme/42", status: "done", text: "done: PD-42 created", events: [{ at: "2026-07-15T06:00:00Z", what: "approved", by: "alice", says: "over 10,000" }], approvals: [{ rule: "over 10,000", of: "abc", by: "alice" }], outcome: { documents: [{ id: "1", number: "INV-1", status: "DRAFT" }], holds: [], findings: [{ code: "CONTACT_AMBIGUOUS", message: "two may be it", remedy: "merge them" }] } };
const ingress = fakeIngress({ answers: (service, key, handler) => (handler === "list" ? [HELD] : service === "wonvoice.deal" ? (key === "acme/42" ? DEAL : { deal: key, status: "unknown" }) : { used: 3 }) });

/** @type {Awaited<ReturnType<typeof listen>>} */
let server;
before(async () => void (server = await listen((await intake({ ingress })).handler)));
after(() => server.close());

/** @param {string[]} args @param {Record<string, string>} [env] @returns {Promise<{ status: number | null, stdout: string, stderr: string }>} */
const run = (args, env = {}) => new Promise((resolve) => {
  const child = spawn(process.execPath, [cli, "admin", ...args], { env: { PATH: process.env["PATH"], WONVOICE_URL: server.url, WONVOICE_ADMIN_TOKEN: "token-of-alice", ...env } });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data) => (stdout += data));
  child.stderr.on("data", (data) => (stderr += data));
  child.on("close", (status) => resolve({ status, stdout, stderr }));
});

describe("a person", () => {
  for (const [args, said] of /** @type {[string[], RegExp][]} */ ([
    [["held", "--pretty"], /^acme\/42 held: over 10,000 \[2J\n  the total is over 10,000 \(over 10,000\), for the controller\n  since 2026-07-15T06:00:00Z, due 2026-07-17T06:00:00Z\n$/],
    [["deal", "acme/42", "--pretty"], /^acme\/42 done: PD-42 created\n  INV-1 DRAFT\n  CONTACT_AMBIGUOUS: two may be it\n    merge them\n  2026-07-15T06:00:00Z approved by alice: over 10,000\n$/],
    [["held"], /^\{"held":\[\{"deal":"acme\/42"/],
    [["apis", "--pretty"], new RegExp(`^${TENANT} used 3\nacme used 3\n$`)],
    [["sweeps", "--pretty"], /^acme used 3\n/],
    [["connections", "--pretty"], /^there are none\n$/],
  ])) {
    test(`sees ${args.join(" ")}`, async () => {
      const { status, stdout, stderr } = await run(args);
      assert.deepEqual([status, stderr], [0, ""]);
      assert.match(stdout, said);
    });
  }

  for (const [args, expected] of /** @type {[string[], any][]} */ ([
    [["approve", "acme/42", "--rule", "over 10,000", "--of", "abc"], ["wonvoice.deal", "acme/42", "approve", { rule: "over 10,000", of: "abc", by: "alice" }]],
    [["reject", "acme/42", "--why", "a test"], ["wonvoice.deal", "acme/42", "reject", { why: "a test", by: "alice" }]],
    [["replay", "acme/42"], ["wonvoice.deal", "acme/42", "replay", { by: "alice" }]],
    [["pause", "acme/43"], ["wonvoice.deal", "acme/43", "pause", { by: "alice" }]],
    [["pause", "acme"], ["wonvoice.pipedrive", "acme", "pause", { by: "alice" }]],
    [["resume", TENANT], ["wonvoice.organisation", TENANT, "resume", { by: "alice" }]],
    [["sweep", "acme"], ["wonvoice.sweeper", "acme", "now", { by: "alice" }]],
  ])) {
    test(`decides ${args.join(" ")}`, async () => {
      ingress.sent.length = 0;
      const { status, stdout } = await run([...args, "--json"]);
      assert.equal(status, 0);
      assert.equal(JSON.parse(stdout).by, "alice");
      assert.deepEqual(ingress.sent.filter(({ handler }) => handler !== "status").map(({ service, key, handler, payload }) => [service, key, handler, payload]), [expected]);
    });
  }

  for (const [name, args, env, status, said] of /** @type {[string, string[], Record<string, string>, number, RegExp][]} */ ([
    ["no token", ["held"], { WONVOICE_ADMIN_TOKEN: "" }, 3, /WONVOICE_ADMIN_TOKEN/],
    ["a wrong token", ["held"], { WONVOICE_ADMIN_TOKEN: "token-of-nobody" }, 1, /bearer token of an admin/],
    ["a token over the open net", ["held"], { WONVOICE_URL: "http://example.com" }, 3, /must begin with https/],
    ["nobody there", ["held"], { WONVOICE_URL: "http://127.0.0.1:1" }, 3, /is `wonvoice serve` running there/],
    ["no deal", ["replay", "42"], {}, 2, /as in acme\/42/],
    ["no reason", ["reject", "acme/42"], {}, 2, /--why/],
    ["a company that nobody knows", ["replay", "other/42"], {}, 1, /no company `other` in the settings: `acme`/],
    ["a deal that nobody told of", ["deal", "acme/43"], {}, 1, /nothing was heard of the deal acme\/43/],
    ["the same, to be approved", ["approve", "acme/43"], {}, 1, /nothing was heard of the deal acme\/43/],
    ["a rule that does not hold it", ["approve", "acme/42", "--rule", "over 20,000"], {}, 1, /nothing of acme\/42 is held: it is done: PD-42 created/],
    ["an organisation that nobody knows", ["pause", TENANT.replace("c", "d")], {}, 1, /no organisation `d2cc9b6e.*` in the settings/],
  ])) {
    test(`is told: ${name}`, async () => {
      const answer = await run(args, env);
      assert.deepEqual([answer.status, answer.stdout], [status, ""]);
      assert.match(answer.stderr, said);
      assert.doesNotMatch(answer.stderr, /token-of/);
    });
  }
});

describe("serve, called wrongly, ends before anything is started", () => {
  const folder = mkdtempSync(join(tmpdir(), "wonvoice-serve-called-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const settings = join(folder, "wonvoice.json");
  writeFileSync(settings, JSON.stringify({ version: 1, source: { company: "acme" }, entities: { uk: { tenantId: TENANT } } }));
  for (const [name, args, env, said] of /** @type {[string, string[], Record<string, string>, RegExp][]} */ ([
    ["a port that is none", ["--port", "99999999"], {}, /--port.*99999999.*65535/],
    ["a port in words", ["--port", "http"], {}, /--port/],
    ["a key of the vault that is none", [], { WONVOICE_VAULT_KEY: "not-a-key" }, /WONVOICE_VAULT_KEY: a key of the vault is 32 bytes/],
    ["settings that are not there", ["--config", join(folder, "none.json")], {}, /none\.json cannot be read/],
  ])) {
    test(name, () => {
      const { status, stderr } = spawnSync(process.execPath, [cli, "serve", "--config", settings, ...args], { encoding: "utf8", env: { PATH: process.env["PATH"], PIPEDRIVE_API_TOKEN: "a-token-of-pipedrive", XERO_CLIENT_ID: "id", XERO_CLIENT_SECRET: "secret-of-xero", WONVOICE_VAULT_KEY: KEY, ...env } });
      assert.equal(status, 2, stderr);
      assert.match(stderr, said);
      assert.equal(existsSync(join(folder, ".wonvoice")), false);
    });
  }
});
