// The whole program as people start it: a webhook comes in, the invoice stands in Xero, a payment comes, the deal
// shows it. And no secret stands anywhere but in the environment.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { program, secretsOf } from "./program.js";
import { until } from "./world.js";

/** @type {Awaited<ReturnType<typeof program>>} */
let world;
// What the engine keeps can be searched, so that it shows what it holds.
const environment = { RESTATE_WORKER__STORAGE__ROCKSDB_DISABLE_WAL_COMPRESSION: "true", RESTATE_WORKER__STORAGE__ROCKSDB_DISABLE_L0_L1_COMPRESSION: "true", RESTATE_LOG_SERVER__ROCKSDB_DISABLE_WAL_COMPRESSION: "true", RESTATE_LOG_SERVER__ROCKSDB_DISABLE_L0_L1_COMPRESSION: "true" };
before(async () => void (world = await program({ command: true, environment, xero: { behaviour: { paymentFiresInvoiceUpdate: true } } })));
after(() => world.end());

test("a win becomes an invoice, and a payment shows on the deal", { timeout: 240_000 }, async () => {
  const deal = world.win();
  const { text } = await world.ends(deal, "done");
  assert.equal(text, "done: PD-1 created");
  const [invoice] = world.ledger.ledger().invoices();
  assert.deepEqual([invoice?.total, invoice?.reference, world.ledger.ledger().invoices().length], ["119.99", "PD-1", 1]);
  assert.equal(world.shown(deal), "Draft");
  const { id } = /** @type {{ id: string }} */ (invoice);
  world.ledger.ledger().approve(id);
  await until(() => world.shown(deal), (label) => label === "Awaiting payment");
  world.ledger.ledger().pay(id);
  await until(() => world.shown(deal), (label) => label === "Paid");
  assert.equal(world.ledger.ledger().invoices().length, 1);
});

test("a win that is told again does nothing", { timeout: 240_000 }, async () => {
  const { events: before } = await world.status(1);
  await world.admin("POST", "deals/acme/1/replay");
  await until(() => world.status(1), ({ status, events }) => status === "done" && events.length > before.length + 1);
  assert.equal(world.ledger.ledger().invoices().length, 1);
});

test("no secret is in the engine's folder, in a log or in an answer", { timeout: 240_000 }, async () => {
  const tokens = [...world.ledger.seen, ...world.crm.seen].flatMap(({ headers }) => /^Bearer (.+)$/.exec(String(headers.authorization ?? ""))?.[1] ?? []);
  const secrets = [...new Set([...secretsOf(world.crm), ...tokens])];
  assert.ok(tokens.length > 0);
  /** @type {[string, Buffer][]} */
  const files = readdirSync(join(world.folder, "engine"), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => [one.name, readFileSync(join(one.parentPath, one.name))]);
  assert.ok(files.some(([, bytes]) => bytes.includes("PD-1 created")));
  const places = [...files, /** @type {[string, Buffer]} */ (["the log", Buffer.from(world.lines.join("\n"))]), /** @type {[string, Buffer]} */ (["the admin API", Buffer.from(JSON.stringify([await world.status(1), await world.admin("GET", "connections")]))])];
  const found = places.flatMap(([name, bytes]) => secrets.filter((secret) => bytes.includes(secret)).map((secret) => `${secret} in ${name}`));
  assert.deepEqual(found, []);
});
