// `wonvoice pull`, against both simulators over HTTP, as a program that may be killed at any time.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { TENANT } from "../simulators/xero.js";
import { runningClock } from "../simulators/clock.js";
import { pipedrive as startPipedrive, xero as startXero } from "./simulated.js";

const cli = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));
const DEALS = 230;
const INVOICES = 130;
/** @type {string} */
let folder;
/** @type {string[]} */
const folders = [];
beforeEach(() => folders.push((folder = mkdtempSync(join(tmpdir(), "wonvoice-pull-")))));
after(() => folders.forEach((one) => rmSync(one, { recursive: true, force: true })));

/** Two services with something in them. @param {{ xeroLimits?: any, pipedriveLimits?: any, onExchange?: (count: number) => void }} [given] */
async function world({ xeroLimits = {}, pipedriveLimits = {}, onExchange = () => {} } = {}) {
  let count = 0;
  const told = () => onExchange(++count);
  // Their clocks run: limits are given back.
  const xero = await startXero({ clock: runningClock("2026-07-15T06:00:00Z"), limits: { perMinute: 5_000, ...xeroLimits }, onExchange: told });
  const pipedrive = await startPipedrive({ clock: runningClock("2026-07-15T06:00:00Z"), limits: { burstWindow: 20, ...pipedriveLimits }, onExchange: told });
  const { crm } = pipedrive;
  const org = crm.addOrganization({ name: "Acme Ltd" });
  for (let n = 0; n < DEALS; n++) {
    const deal = crm.addDeal({ title: `Deal ${n}`, org_id: org });
    crm.attach(deal, { item_price: 100 + n, quantity: 1, tax: 20 });
    if (n % 3 === 0) crm.change(deal, { status: "won" });
  }
  crm.change(crm.addDeal({ title: "Put away", org_id: org }), { is_archived: true });
  const contact = xero.ledger.addContact({ Name: "Acme Ltd" });
  const write = (/** @type {number} */ n) => xero.ledger.createInvoice({ Type: "ACCREC", Contact: { ContactID: contact.id ?? contact }, Date: "2026-07-01", DueDate: "2026-07-31", Status: "AUTHORISED", LineItems: [{ Description: "Work", Quantity: 1, UnitAmount: 100 + n, AccountCode: "200" }] });
  const ids = Array.from({ length: INVOICES }, (_, n) => write(n));
  xero.ledger.credit(ids[0] ?? "", 10);
  /** @param {string[]} args @param {(child: import("node:child_process").ChildProcess) => void} [during] @returns {Promise<{ status: number | null, stdout: string, stderr: string }>} */
  const run = (args, during = () => {}) => new Promise((resolve) => {
    const env = { PATH: process.env.PATH, WONVOICE_XERO_URL: xero.url, WONVOICE_PIPEDRIVE_URL: pipedrive.url, XERO_ACCESS_TOKEN: xero.token(), PIPEDRIVE_API_TOKEN: pipedrive.auth.apiToken };
    const child = spawn(process.execPath, [cli, "pull", "--company", "acme", "--tenant", TENANT, "--out", join(folder, "books"), ...args], { cwd: folder, env });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data) => (stdout += data));
    child.stderr.on("data", (data) => (stderr += data));
    child.on("close", (status) => resolve({ status, stdout, stderr }));
    during(child);
  });
  return { xero, pipedrive, ids, write, run, done: async () => (await pipedrive.done(), xero.done()) };
}

/** @param {string} name @returns {any[]} */
const rows = (name) => readFileSync(join(folder, "books", `${name}.ndjson`), "utf8").trimEnd().split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
const unique = (/** @type {unknown[]} */ list) => new Set(list).size === list.length;

/** What must be there, once each. @param {Awaited<ReturnType<typeof world>>} there */
function whole({ ids }) {
  const deals = rows("deals");
  assert.equal(deals.length, DEALS);
  assert.ok(unique(deals.map(({ deal }) => deal.id)), "no deal twice");
  assert.ok(deals.every(({ deal, products, organization }) => products.length === 1 && products[0].deal_id === deal.id && organization.name === "Acme Ltd"));
  assert.equal(rows("deals-archived").length, 1);
  const invoices = rows("invoices-xero");
  assert.deepEqual(new Set(invoices.map(({ InvoiceID }) => InvoiceID)), new Set(ids));
  assert.ok(unique(invoices.map(({ InvoiceID, UpdatedDateUTC }) => InvoiceID + UpdatedDateUTC)), "no state of an invoice twice");
  assert.ok(invoices.every(({ LineItems }) => LineItems.length === 1), "with their lines");
  assert.equal(rows("credit-notes-xero").length, 1);
}

describe("wonvoice pull", () => {
  test("reads all of both sides; run again, it adds what changed since", async () => {
    const there = await world();
    const first = await there.run(["--page-size", "40", "--json"]);
    assert.deepEqual([first.status, first.stderr], [0, ""]);
    whole(there);
    const { data } = JSON.parse(readFileSync(join(folder, "books/stages.json"), "utf8"));
    assert.equal(data[0].name, "Qualified");
    assert.deepEqual(JSON.parse(first.stdout).lists.find((/** @type {any} */ one) => one.name === "deals"), { name: "deals", rows: DEALS, added: DEALS });

    const nothing = JSON.parse((await there.run(["--page-size", "40", "--json"])).stdout);
    assert.ok(nothing.lists.every((/** @type {any} */ one) => one.added === 0), JSON.stringify(nothing.lists));
    there.xero.clock.advance(5_000);
    there.pipedrive.clock.advance(5_000);
    there.write(999);
    there.xero.ledger.pay(there.ids[3] ?? "");
    there.pipedrive.crm.change(2, { status: "won" });
    const more = JSON.parse((await there.run(["--page-size", "40", "--json"])).stdout);
    assert.deepEqual(more.lists.filter((/** @type {any} */ one) => one.added > 0).map((/** @type {any} */ { name, added }) => [name, added]), [["deals", 1], ["invoices-xero", 2]]);
    assert.deepEqual(rows("deals").at(-1).deal.status, "won");
    await there.done();
  });

  for (const at of [6, 13, 24]) {
    test(`killed at call ${at}: the same command goes on, and nothing is there twice`, async () => {
      /** @type {import("node:child_process").ChildProcess | undefined} */
      let child;
      const there = await world({ onExchange: (count) => void (count === at && child?.kill("SIGKILL")) });
      const killed = await there.run(["--page-size", "20"], (one) => (child = one));
      assert.equal(killed.status, null);
      const again = await there.run(["--page-size", "20"]);
      assert.deepEqual([again.status, again.stderr], [0, ""]);
      whole(there);
      await there.done();
    });
  }

  test("the README's command", async () => {
    const there = await world();
    const [, line = ""] = /<!-- commands: pull -->\n```sh\nnpx wonvoice pull (.*)\n```/.exec(readFileSync(fileURLToPath(new URL("../../README.md", import.meta.url)), "utf8")) ?? [];
    writeFileSync(join(folder, "config.json"), JSON.stringify({ version: 1, source: { company: "acme" }, entities: { xero: { tenantId: TENANT } } }));
    const env = { PATH: process.env.PATH, WONVOICE_XERO_URL: there.xero.url, WONVOICE_PIPEDRIVE_URL: there.pipedrive.url, XERO_ACCESS_TOKEN: there.xero.token(), PIPEDRIVE_API_TOKEN: there.pipedrive.auth.apiToken };
    const child = spawn(process.execPath, [cli, "pull", ...line.split(" ")], { cwd: folder, env });
    assert.equal(await new Promise((resolve) => child.on("close", resolve)), 0);
    whole(there);
    await there.done();
  });

  test("half a page that was written before the machine died is taken away", async () => {
    const there = await world();
    assert.equal((await there.run([])).status, 0);
    const path = join(folder, "books/invoices-xero.ndjson");
    writeFileSync(path, `${readFileSync(path, "utf8")}{"InvoiceID":"half`);
    assert.equal((await there.run([])).status, 0);
    whole(there);
    await there.done();
  });

  test("waits as both limits say, and is never refused for long", async () => {
    const there = await world({ xeroLimits: { minute: 400, perMinute: 3 }, pipedriveLimits: { burstWindow: 50, plan: "lite" } });
    const { status, stderr } = await there.run(["--page-size", "20"]);
    assert.deepEqual([status, stderr], [0, ""]);
    whole(there);
    assert.ok(there.xero.limits.mostAtOnce(TENANT) <= 1, "one call after the other");
    await there.done();
  });

  test("stops before the day's last calls, says so, and goes on another day", async () => {
    const there = await world({ xeroLimits: { perDay: 20 } });
    const { status, stderr } = await there.run(["--page-size", "10", "--leave", "12"]);
    assert.equal(status, 3);
    assert.match(stderr, /12 of the day's calls are left, and are left to others .* goes on/);
    assert.ok(rows("invoices-xero").length >= 70);
    there.xero.clock.advance(86_400_000);
    there.xero.use(there.xero.auth.issue());
    const again = await there.run(["--page-size", "40", "--leave", "0"]);
    assert.deepEqual([again.status, again.stderr], [0, ""]);
    whole(there);
    await there.done();
  });

  test("a document that is found late is found", async () => {
    const there = await world();
    assert.equal((await there.run([])).status, 0);
    there.xero.ledger.behaviour.whereLag = 60_000;
    const late = there.write(5);
    there.xero.clock.advance(30_000);
    assert.equal((await there.run([])).status, 0);
    there.xero.clock.advance(60_000);
    assert.equal((await there.run([])).status, 0);
    assert.ok(rows("invoices-xero").some(({ InvoiceID }) => InvoiceID === late));
    await there.done();
  });

  test("another company's data is not added to a folder; wrong calls and wrong credentials say what to do", async () => {
    const there = await world();
    assert.equal((await there.run(["--only", "documents"])).status, 0);
    const other = await there.run(["--company", "other"]);
    assert.equal(other.status, 3);
    assert.match(other.stderr, /holds what was pulled from acme .*another folder/);
    assert.equal((await there.run(["--only", "people"])).status, 2);
    assert.equal((await there.run(["--since", "yesterday"])).status, 2);
    there.xero.use("wrong");
    const refused = await there.run([]);
    assert.equal(refused.status, 3);
    assert.match(refused.stderr, /Xero: the credentials were refused \(401.*run the same command again/);
    await there.done();
  });
});
