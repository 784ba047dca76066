// `wonvoice shadow`, run as a person or a script runs it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { itemsOf } from "../../js-shim/cli-input.js";
import { callJson, shadow } from "../../pkg/node.js";
import { inputs, load } from "./inputs.js";

const cli = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));
const month = load("base/shadow.json");
const pages = month.documents.uk.Invoices;

/** @type {string} */
let folder;
const write = (/** @type {string} */ name, /** @type {any} */ content) => writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
const run = (/** @type {string[]} */ args, input = "") => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "shadow", ...args], { cwd: folder, input, encoding: "utf8", env: { PATH: process.env["PATH"] }, maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
};
const lines = (/** @type {any[]} */ rows) => rows.map((row) => JSON.stringify(row)).join("\n");
const parts = ["--config", "config.json", "--snapshot", "snapshot.json", "--fields", "fields.json", "--product-details", "details.json", "--from", "2026-06-01", "--to", "2026-06-30"];

before(() => {
  folder = mkdtempSync(join(tmpdir(), "wonvoice-shadow-"));
  write("config.json", month.config);
  write("snapshot.json", month.snapshot);
  write("fields.json", month.fields);
  write("details.json", month.productDetails);
  write("won.ndjson", lines(month.deals));
  write("won.json", month.deals);
  write("invoices.json", { Invoices: pages });
  write("first.json", { Invoices: pages.slice(0, 4), pagination: { page: 1, itemCount: pages.length } });
  write("second.json", { Invoices: pages.slice(4), pagination: { page: 2, itemCount: pages.length } });
  write("list.json", pages);
  write("invoices.ndjson", lines(pages));
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe("the same from files of every kind", () => {
  const { ok, findings: _, deals, agreement, documentClasses } = shadow(month);
  const expected = { ok, agreement, documentClasses, classes: deals.map((/** @type {any} */ deal) => deal.class) };
  for (const won of ["won.json", "won.ndjson"]) {
    for (const invoices of [["invoices.json"], ["first.json", "second.json"], ["list.json"], ["invoices.ndjson"], ["uk=invoices.json"]]) {
      test(`${won}, ${invoices.join(" and ")}`, () => {
        const { status, stdout, stderr } = run([won, ...parts, ...invoices.flatMap((file) => ["--invoices", file])]);
        assert.deepEqual([status, stderr], [0, ""]);
        const found = JSON.parse(stdout);
        assert.deepEqual({ ok: found.ok, agreement: found.agreement, documentClasses: found.documentClasses, classes: found.deals.map((/** @type {any} */ deal) => deal.class) }, expected);
      });
    }
  }
});

test("deals as Pipedrive lists them, from standard input", () => {
  const { status, stdout } = run(["-", ...parts, "--invoices", "invoices.json"], JSON.stringify({ success: true, data: month.deals.map((/** @type {any} */ { deal }) => deal) }));
  assert.equal(status, 0);
  assert.equal(JSON.parse(stdout).deals.length, month.deals.length);
});

test("the days are those of the organisation", () => {
  const [first] = month.deals;
  const late = { ...first, deal: { ...first.deal, won_time: "2026-06-02T23:30:00Z", local_won_date: undefined } };
  const { stdout } = run(["-", ...parts, "--invoices", "invoices.json"], JSON.stringify(late));
  const { deals } = JSON.parse(stdout);
  // In London it is summer.
  assert.deepEqual([deals[0].wonOn, deals[0].documents[0].issueOn, deals[0].class], ["2026-06-03", "2026-06-03", "agrees"]);
});

test("for reading", () => {
  const { stdout } = run(["won.json", ...parts, "--invoices", "invoices.json", "--pretty"]);
  for (const part of [/1 of 5 documents agree in everything, 20\.0 %/, /4 {2}billed by people otherwise/, /AccountCode +2 +5 +40\.0 %/, /lines\/account\/default: 200 → 205/, /3 of 4 would agree, not 1/, /Without a deal\n {2}INV-0109/, /Billed by nobody\n {2}Workshop/, /TAX_RATE_UNMAPPED/]) assert.match(stdout, part);
});

describe("what must agree", () => {
  for (const [args, status, codes] of /** @type {[string[], number, string[]][]} */ ([
    [["--at-least", "20"], 0, []],
    [["--at-least", "95"], 1, ["CONFIG_AGREEMENT_LOW"]],
    [["--at-least", "Contact=100", "--at-least", "TaxType=100"], 0, []],
    [["--at-least", "AccountCode=40.1"], 1, ["CONFIG_AGREEMENT_LOW"]],
    [["--at-least", "AccountCode=40"], 0, []],
    [["--at-least", "Acount=40"], 1, ["INPUT_PART_UNKNOWN"]],
    [["--at-least", "101"], 1, ["CONFIG_VALUE_WRONG"]],
  ])) {
    test(args.join(" "), () => {
      const found = run(["won.json", ...parts, "--invoices", "invoices.json", ...args]);
      assert.deepEqual([found.status, [...new Set(JSON.parse(found.stdout).findings.map((/** @type {any} */ one) => one.code))]], [status, codes]);
    });
  }
});

describe("bad input", () => {
  for (const [name, args, status, says] of /** @type {[string, string[], number, RegExp][]} */ ([
    ["no invoices", ["won.json", ...parts], 2, /--invoices/],
    ["no such file", ["won.json", ...parts, "--invoices", "nowhere.json"], 3, /nowhere\.json: there is no such file/],
    ["no percentage", ["won.json", ...parts, "--invoices", "invoices.json", "--at-least", "most"], 2, /percentage/],
    ["percentages of all and of one", ["won.json", ...parts, "--invoices", "invoices.json", "--at-least", "90", "--at-least", "Total=100"], 3, /--at-least/],
    ["deals that are none", ["fields.json", ...parts, "--invoices", "invoices.json"], 0, /^$/],
  ])) {
    test(name, () => {
      const found = run(args);
      assert.equal(found.status, status, found.stderr);
      assert.match(found.stderr, says);
    });
  }
  test("invoices of several entities without saying whose", () => {
    const group = load("base/group.json");
    write("group.json", group.config);
    write("snapshots.json", Object.values(group.snapshots));
    const { status, stderr } = run(["won.json", "--config", "group.json", "--snapshot", "snapshots.json", "--invoices", "invoices.json"]);
    assert.equal(status, 3);
    assert.match(stderr, /say whose it is/);
  });
});

test("lists are taken apart as they stand", () => {
  for (const [text, items] of /** @type {[string, string[]][]} */ ([
    ["[]", []],
    ["[ ]", []],
    ['[1, {"a":[1,2]}, "x,]\\"y"]', ["1", '{"a":[1,2]}', '"x,]\\"y"']],
    ['{"a": 12345678901234567890, "b": "\\\\"}', ['"a": 12345678901234567890', '"b": "\\\\"']],
  ])) assert.deepEqual(itemsOf(text), items);
});

test("objects and texts give the same", () => {
  for (const [name, input] of inputs("shadow")) assert.deepEqual(shadow(input), JSON.parse(callJson("shadow", JSON.stringify(input))), name);
});
