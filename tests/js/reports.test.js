// `wonvoice reconcile` and `wonvoice facts` over a generated year: what they write, and what they say of bad input.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { parse } from "csv-parse/sync";
import { setting, whole } from "../simulators/year/index.js";
import { embedded } from "../../js-shim/report-page.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cli = join(root, "pkg/cli.js");
const { deals, documents, truth } = whole({ seed: "reports", deals: 400 });
const { config, snapshots, asOf, ...names } = setting();
/** @type {string} */
let folder;
/** @param {string[]} args */
function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
}
const put = (/** @type {string} */ name, /** @type {unknown} */ content) => writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
const sheet = (/** @type {string} */ name) => parse(readFileSync(join(folder, name), "utf8"), { columns: true, bom: true });
const quoted = (/** @type {unknown} */ value) => `"${String(value ?? "").replaceAll('"', '""')}"`;
const all = Object.values(documents).flatMap(({ Invoices }) => Invoices);

before(() => {
  folder = mkdtempSync(join(tmpdir(), "wonvoice-reports-"));
  mkdirSync(join(folder, "books"));
  // A title that a spreadsheet would run.
  Object.assign(/** @type {any} */ (deals[0]).deal, { title: '=HYPERLINK("http://x","y")' });
  put("config.json", config);
  put("uk.json", snapshots[0]);
  put("ie.json", snapshots[1]);
  put("deals.ndjson", deals.map((row) => JSON.stringify(row)).join("\n"));
  put("books/deals.ndjson", deals.map((row) => JSON.stringify(row)).join("\n"));
  put("books/pull.json", { version: 1, source: "x", lists: {} });
  for (const [name, value] of Object.entries(names)) put(`books/${name}.json`, value);
  for (const [entity, lists] of Object.entries(documents)) {
    put(`${entity}-invoices.json`, lists);
    put(`books/invoices-${entity}.ndjson`, lists.Invoices.map((row) => JSON.stringify(row)).join("\n"));
    put(`books/credit-notes-${entity}.ndjson`, lists.CreditNotes.map((row) => JSON.stringify(row)).join("\n"));
  }
  put("deals.csv", `ID,Title,Value,Currency,Status,Won time,Organization\n${deals.map(({ deal, organization }) => [deal.id, deal.title, deal.value, deal.currency, deal.status, deal.won_time ?? "", organization.name].map(quoted).join(",")).join("\n")}\n`);
  put("invoices.csv", `InvoiceNumber,ContactName,Reference,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,Currency,Type,Status\n${all.map((one) => [one.InvoiceNumber, one.Contact.Name, one.Reference, one.DateString.slice(0, 10), one.DueDateString.slice(0, 10), one.Total, one.TotalTax, one.AmountPaid, one.AmountDue, one.CurrencyCode, one.Type === "ACCPAY" ? "Bill" : "Sales invoice", { AUTHORISED: "Awaiting Payment", SUBMITTED: "Awaiting Approval", PAID: "Paid", VOIDED: "Voided", DELETED: "Deleted", DRAFT: "Draft" }[/** @type {string} */ (one.Status)]].map(quoted).join(",")).join("\n")}\n`);
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe("the README's commands", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const lines = /<!-- commands: reports -->\n```sh\n([\s\S]*?)```/.exec(readme)?.[1]?.trimEnd().split("\n") ?? [];
  assert.equal(lines.length, 4);
  for (const line of lines) {
    test(line, () => {
      const { status, stdout, stderr } = run(...line.split(" ").slice(2));
      assert.deepEqual([status, stderr], [0, ""]);
      const answer = JSON.parse(stdout);
      assert.equal(answer.asOf, asOf);
      if (answer.deals !== undefined) assert.equal(answer.deals.length, deals.length);
    });
  }
  test("leave what they say: a page, tables, facts", () => {
    assert.match(readFileSync(join(folder, "report.html"), "utf8"), /^<!doctype html>[\s\S]*"asOf":"2026-12-31"/);
    assert.deepEqual(readdirSync(join(folder, "out")).sort(), ["ageing.csv", "billed-not-won.csv", "deals.csv", "documents.csv", "forecast.csv", "funnel.csv", "proof.csv", "sums.csv", "won-not-billed.csv"]);
    assert.deepEqual(readdirSync(join(folder, "facts")).sort(), ["deal", "document", "payment", "slot"].flatMap((name) => [`${name}.csv`, `${name}.ndjson`]));
    assert.ok(!readdirSync(folder).some((name) => name.endsWith(".tmp")));
  });
});

describe("tables", () => {
  test("formulas become text, and numbers stay numbers", () => {
    const rows = sheet("out/deals.csv");
    assert.equal(rows.find((/** @type {any} */ row) => row.deal_id === String(deals[0]?.deal.id)).title, '\'=HYPERLINK("http://x","y")');
    const below = rows.filter((/** @type {any} */ row) => Number(row.difference) < 0);
    assert.ok(below.length > 0 && below.every((/** @type {any} */ row) => /^-\d+(\.\d{1,2})?$/.test(row.difference)));
  });

  test("facts are as their schema says, keys are unique, and every reference leads somewhere", () => {
    const schema = JSON.parse(readFileSync(join(root, "pkg/facts.schema.json"), "utf8"));
    assert.equal(schema["x-version"], 1);
    const ajv = new Ajv2020({ allErrors: true, formats: fullFormats, keywords: ["x-key", "x-version"] });
    ajv.addSchema(schema, "facts");
    /** @type {Record<string, any[]>} */
    const facts = {};
    for (const name of ["deal", "slot", "document", "payment"]) {
      const rows = (facts[name] = readFileSync(join(folder, `facts/${name}.ndjson`), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line)));
      const validate = ajv.getSchema(`facts#/$defs/${name}`);
      for (const row of rows) assert.ok(validate?.(row), JSON.stringify([row, validate?.errors]));
      const [key = ""] = schema.$defs[name]["x-key"];
      assert.equal(new Set(rows.map((row) => row[key])).size, rows.length, `${key} is unique`);
      assert.equal(sheet(`facts/${name}.csv`).length, rows.length);
    }
    const of = (/** @type {string} */ name, /** @type {string} */ key) => new Set(facts[name]?.map((row) => row[key]));
    assert.equal(facts.deal?.length, deals.length);
    assert.ok(facts.slot?.every(({ deal_key }) => of("deal", "deal_key").has(deal_key)));
    assert.ok(facts.payment?.every(({ document_key }) => of("document", "document_key").has(document_key)));
    assert.ok(facts.document?.every(({ deal_key }) => deal_key === null || of("deal", "deal_key").has(deal_key)));
    const paid = all.reduce((sum, one) => sum + one.Payments.reduce((/** @type {number} */ each, /** @type {any} */ { Amount }) => each + Math.round(Amount * 100), 0), 0);
    assert.equal(facts.payment?.filter(({ kind }) => kind === "payment").reduce((sum, { amount }) => sum + Math.round(amount * 100), 0), paid);
  });
});

describe("bad input", () => {
  test("a line that is no JSON, and what is no deal: told with their lines, the rest is told", () => {
    put("bad.ndjson", `${JSON.stringify(deals[1])}\n{"deal":\n${JSON.stringify(deals[2])}\n"text"\n`);
    const { status, stdout, stderr } = run("reconcile", "--deals", "bad.ndjson", "--documents", "uk=uk-invoices.json", "--config", "config.json", "--as-of", asOf);
    assert.equal(status, 1);
    assert.match(stderr, /bad\.ndjson:2: is no JSON.*; the line is left out/);
    const answer = JSON.parse(stdout);
    assert.equal(answer.counts.deals, 3);
    assert.deepEqual([answer.unread[0].line, answer.findings.find((/** @type {any} */ one) => one.where !== undefined)?.where], [2, "bad.ndjson:4"]);
  });

  test("an export whose days nobody can tell is asked about", () => {
    put("ask.csv", "ID,Title,Value,Currency,Status,Won time\n1,A,10,GBP,won,03/04/2026\n");
    const { status, stderr } = run("reconcile", "--deals", "ask.csv", "--documents", "invoices.csv", "--as-of", asOf);
    assert.equal(status, 3);
    assert.match(stderr, /ask\.csv:2: whether `03\/04\/2026` begins with the day or the month .*--dates dmy/);
    assert.equal(run("reconcile", "--deals", "ask.csv", "--documents", "invoices.csv", "--as-of", asOf, "--dates", "dmy").status, 0);
  });

  test("calls that make no sense", () => {
    for (const [args, code, says] of /** @type {[string[], number, RegExp][]} */ ([
      [["reconcile", "--deals", "deals.ndjson", "--documents", "uk-invoices.json"], 2, /--as-of/], [["reconcile", "--as-of", "31/12/2026"], 2, /2026-12-31/], [["reconcile", "--as-of", "2026-02-30"], 2, /2026-12-31/], [["reconcile", "--as-of", asOf], 3, /nothing to read/],
      [["reconcile", "--deals", "none.ndjson", "--documents", "uk-invoices.json", "--as-of", asOf], 3, /none\.ndjson: there is no such file/], [["reconcile", "--books", "out", "--as-of", asOf], 3, /was not filled by `wonvoice pull`/],
      [["reconcile", "--deals", "deals.ndjson", "--documents", "uk-invoices.json", "--config", "config.json", "--as-of", asOf], 3, /say whose it is, as in uk=uk-invoices\.json/], [["facts", "--books", "books", "--as-of", asOf], 2, /--out/],
      [["facts", "--books", "books", "--as-of", asOf, "--out", "f", "--format", "xlsx"], 2, /csv, ndjson or both/],
    ])) {
      const { status, stderr } = run(...args);
      assert.equal(status, code, `${args.join(" ")}: ${stderr}`);
      assert.match(stderr, says);
    }
  });
});

test("for reading: what was won and is not billed stands first", () => {
  const { status, stdout } = run("reconcile", "--books", "books", "--config", "config.json", "--as-of", asOf, "--pretty");
  assert.equal(status, 0);
  assert.match(stdout, /^Won and not billed: [\d,]+\.\d\d [A-Z]{3}/);
  assert.match(stdout, /The classes prove to the totals/);
  const answer = JSON.parse(run("reconcile", "--books", "books", "--config", "config.json", "--as-of", asOf).stdout);
  for (const { class: kind, count } of answer.dealClasses) assert.match(stdout, new RegExp(`^ +${count}  ${kind.replaceAll("-", " ")}$`, "m"));
  assert.equal(answer.deals.length, truth.deals.size);
});

test("data in a page ends no script", () => {
  const text = embedded({ a: "</script><!--\u2028&", b: ["<script>"] });
  assert.doesNotMatch(text, /[<>&\u2028]/);
  assert.deepEqual(JSON.parse(text), { a: "</script><!--\u2028&", b: ["<script>"] });
});
