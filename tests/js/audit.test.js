// `wonvoice audit`, run as a person or a script runs it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { audit } from "../../pkg/node.js";
import { load } from "./inputs.js";

const cli = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));
const world = load("base/audit.json");

/** @type {string} */
let folder;
const write = (/** @type {string} */ name, /** @type {any} */ content) => writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
const run = (/** @type {string[]} */ args, input = "") => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "audit", ...args], { cwd: folder, input, encoding: "utf8", env: { PATH: process.env["PATH"] }, maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
};
const lines = (/** @type {any[]} */ rows) => rows.map((row) => JSON.stringify(row)).join("\n");
const both = ["--config", "config.json", "--snapshot", "snapshot.json"];
const rest = ["--contacts", "contacts.json", "--invoices", "documents.json", "--organizations", "organizations.json", "--persons", "persons.json", "--products", "products.json", "--users", "users.json", "--fields", "fields.json", "--as-of", "2026-06-30"];

before(() => {
  folder = mkdtempSync(join(tmpdir(), "wonvoice-audit-"));
  for (const [name, part] of Object.entries(world)) write(`${name}.json`, part);
  write("deals.ndjson", lines(world.deals));
  write("organisation.json", world.snapshot.organisation);
  write("currencies.json", world.snapshot.currencies);
  write("tax-rates.json", world.snapshot.taxRates);
  const { data } = world.organizations;
  write("page-1.json", { success: true, data: data.slice(0, 3) });
  write("page-2.json", { success: true, data: data.slice(3) });
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** What is told of checks, without the places, which differ from file to file. @param {any} readiness */
const told = ({ checks }) => checks.map((/** @type {any} */ check) => [check.id, check.state, check.of, check.found]);

describe("the same from files of every kind", () => {
  const expected = audit(world);
  for (const [name, deals, organizations] of /** @type {[string, string, string[]][]} */ ([
    ["a list", "deals.json", ["organizations.json"]],
    ["lines", "deals.ndjson", ["organizations.json"]],
    ["pages", "deals.json", ["page-1.json", "page-2.json"]],
  ])) {
    test(name, () => {
      const parts = rest.flatMap((part) => (part === "organizations.json" ? [organizations[0] ?? "", ...organizations.slice(1).flatMap((file) => ["--organizations", file])] : [part]));
      const { status, stdout, stderr } = run(["--deals", deals, ...both, ...parts]);
      assert.deepEqual([status, stderr], [1, ""]);
      const found = JSON.parse(stdout);
      assert.deepEqual(told(found), told(expected));
      assert.deepEqual([found.coverage.classes, found.recommendation, found.checklist], [expected.coverage?.classes, expected.recommendation, expected.checklist]);
    });
  }
});

test("deals alone, as Pipedrive lists them, from standard input", () => {
  const { status, stdout, stderr } = run(["--deals", "-"], JSON.stringify({ success: true, data: world.deals.map((/** @type {any} */ { deal }) => deal) }));
  assert.deepEqual([status, stderr], [1, ""]);
  const { facts, coverage, checks } = JSON.parse(stdout);
  assert.deepEqual([facts.won, coverage], [12, undefined]);
  for (const id of ["contact-duplicates", "currency-not-enabled", "deal-products-missing", "deal-value-differs"]) {
    assert.equal(checks.find((/** @type {any} */ check) => check.id === id).state, "not-looked-at", id);
  }
});

test("answers of Xero's in place of a snapshot", () => {
  const { stdout } = run(["--deals", "deals.json", "--organisation", "organisation.json", "--currencies", "currencies.json", "--tax-rates", "tax-rates.json"]);
  const of = (/** @type {string} */ id) => JSON.parse(stdout).checks.find((/** @type {any} */ check) => check.id === id);
  assert.deepEqual(["currency-not-enabled", "tax-rate-unmapped", "deal-period-closed"].map((id) => [of(id).found, of(id).examples[0].name]), [[1, "USD"], [1, "17.5 %"], [3, "Website relaunch"]]);
});

test("one deal that nothing is wrong with", () => {
  const [first] = world.deals;
  const { status, stdout } = run(["--deals", "-", ...both, "--fields", "fields.json", "--contacts", "contacts.json", "--organizations", "organizations.json", "--persons", "persons.json", "--products", "products.json"], JSON.stringify(first));
  assert.deepEqual([status, JSON.parse(stdout).coverage.classes[0]], [0, { class: "alone", deals: 1, share: 1000, amounts: [{ currency: "GBP", amount: 6400 }] }]);
});

test("minutes of one's own", () => {
  const { stdout } = run(["--deals", "deals.json", "--minutes", "deal-party-missing=60", "--minutes", "deal-owner-missing=0", "--examples", "1"]);
  const of = (/** @type {string} */ id) => JSON.parse(stdout).checks.find((/** @type {any} */ check) => check.id === id);
  assert.deepEqual([of("deal-party-missing").minutes, of("deal-owner-missing").minutes, of("deal-owner-missing").examples.length], [60, 0, 1]);
});

test("for reading", () => {
  const { stdout } = run(["--deals", "deals.json", ...both, ...rest, "--pretty"]);
  for (const part of [/^Not ready: \d+ of \d+ steps open, \d+ not looked at {2}as of 2026-06-30\n/, /12 won deals in 6 months, 2 a month; 1 not won, 1 passed twice/, /Recommended: /, /Under this config, of 12 won deals/, /CURRENCY_NOT_ENABLED/, /Won deals with neither an organisation nor a person/, /by owner: Ana Silva 1/, /Before going live/, /PO number +deal +3 of 12 +25\.0 % +read by the config/]) assert.match(stdout, part);
});

describe("called wrongly", () => {
  for (const [args, status, message] of /** @type {[string[], number, RegExp][]} */ ([
    [[], 2, /--deals/],
    [["--deals", "deals.json", "--minutes", "x"], 2, /deal-value-differs=15/],
    [["--deals", "deals.json", "--snapshot", "snapshot.json", "--tax-rates", "tax-rates.json"], 2, /cannot be used with option/],
    [["--deals", "nowhere.json"], 3, /nowhere\.json: there is no such file/],
    [["--deals", "deals.json", "--config", "nowhere.json"], 3, /nowhere\.json: there is no such file/],
  ])) {
    test(args.join(" ") || "nothing", () => {
      const found = run(args);
      assert.deepEqual([found.status, message.test(found.stderr)], [status, true], found.stderr);
    });
  }
});
