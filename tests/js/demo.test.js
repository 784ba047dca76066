// What `make demo` shows, to the cent.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const demo = fileURLToPath(new URL("../../js-shim/demo.js", import.meta.url));
const run = (args = [], env = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [demo, ...args], { encoding: "utf8", env: { PATH: process.env.PATH, ...env } });
  assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
  return stdout;
};

describe("as JSON", () => {
  /** @type {any[]} */
  let deals;
  /** @type {any} */
  let later;
  before(() => {
    ({ deals, later } = JSON.parse(run(["--json"])));
  });

  test("a document that is there is not written again, and what is paid is told", () => {
    assert.deepEqual([later.unchanged, later.changed].map((verdicts) => verdicts.map(({ slot, action }) => [slot, action])), [[["full", "already-there"]], [["full", "credit-and-reissue"]]]);
    assert.deepEqual([later.status.status, later.status.ok], ["part-paid", true]);
    assert.ok(later.status.amounts.paid > 0 && later.status.patch.custom_fields !== undefined);
  });

  test("five products become one invoice for the contact that was matched", () => {
    const [{ match, plan }] = deals;
    assert.equal(match.decision, "match");
    assert.equal(plan.ok, true);
    assert.equal(plan.documents.length, 1);
    const [{ body, totals }] = plan.documents;
    assert.equal(body.Contact.ContactID, match.contactId);
    assert.equal(body.LineItems.length, 5);
    assert.deepEqual(totals.lines.map(({ lineAmount, taxAmount }) => [lineAmount, taxAmount]), [[2292, 458.4], [4924.93, 984.99], [408.93, 20.45], [257.85, 51.57], [1551.88, 310.38]]);
    // 9,880.20 of products, less 4.5 %, which is 444.61.
    assert.deepEqual([totals.subTotal, totals.totalTax, totals.total, totals.currency], [9435.59, 1825.79, 11261.38, "GBP"]);
    assert.deepEqual([...new Set(body.LineItems.map(({ TaxType }) => TaxType))], ["OUTPUT2", "RROUTPUT"]);
  });

  test("the deal in euros is billed in euros, with the words of the reverse charge", () => {
    const { match, plan } = deals[1];
    assert.equal(match.decision, "match");
    const [{ body, totals }] = plan.documents;
    assert.equal(body.Contact.ContactID, match.contactId);
    assert.equal(body.CurrencyCode, "EUR");
    assert.deepEqual([totals.subTotal, totals.totalTax, totals.total], [4788, 0, 4788]);
    assert.equal(body.LineItems.at(-1).Description, "Reverse charge: customer to account for VAT");
  });

  test("the deal with a deposit has a document now and one later, and templates beside them", () => {
    const { match, plan } = deals[2];
    assert.equal(match.decision, "match");
    assert.deepEqual(plan.documents.map(({ slot, kind, totals }) => [slot, kind, totals.total]), [
      ["deposit", "invoice", 324], ["monthly-302-305", "repeating-invoice", 69.61], ["semi-annually-303", "repeating-invoice", 600], ["quarterly-304", "repeating-invoice", 144],
    ]);
    assert.deepEqual(plan.scheduled.map(({ slot, issueOn, totals }) => [slot, issueOn, totals.total]), [["balance", "2026-08-13", 756]]);
    // 1,000.00 less 10 %, at 20 %.
    assert.deepEqual(plan.schedule, { kind: "deposit", method: "shares", subTotal: 900, totalTax: 180, total: 1080, taxResidue: 0 });
  });

  test("the refused deal has no document, and says everything that stands in the way", () => {
    const { match, plan } = deals[3];
    assert.equal(match.decision, "review");
    assert.equal(match.contactId, undefined);
    assert.equal(plan.ok, false);
    assert.deepEqual(plan.documents, []);
    assert.deepEqual(plan.findings.filter(({ severity }) => severity === "error").map(({ code }) => code).sort(), ["CONTACT_MISSING", "CURRENCY_MIXED", "LINE_RECURRING", "TAX_RATE_UNMAPPED", "TRACKING_OPTION_UNKNOWN"]);
  });

  test("every field of a body has its reason", () => {
    for (const { plan } of deals) {
      for (const { body, trace } of plan.documents) {
        const explained = new Set(trace.map(({ at }) => at));
        const fields = (value, at) => {
          if (explained.has(at) || value === null || typeof value !== "object") return [at];
          return Object.entries(value).flatMap(([name, inner]) => fields(inner, `${at}/${name}`));
        };
        for (const at of fields(body, "")) assert.ok(explained.has(at), `${at} has no reason`);
      }
    }
  });
});

describe("for reading", () => {
  const count = (text, part) => text.split(part).length - 1;

  test("shows invoices, findings, reasons and bodies, and closes with what to do next", () => {
    const text = run();
    for (const part of ["Total GBP      11,261.38", "Total EUR       4,788.00", "match: this contact is billed", "review: a person has to choose", "Why each field of PD-42", "Why each field of PD-43", "✗ `Data plan` is billed monthly", "→ map the rate in tax.byRate", '"Reference": "PO-7781 | PD-42"']) assert.ok(text.includes(part), `${part} in\n${text}`);
    assert.equal(count(text, "\nPUT /Invoices?unitdp=4"), 3, "the refused deal has no body");
    assert.equal(count(text, "\nPUT /RepeatingInvoices\n"), 3, "templates take no unitdp");
    assert.ok(text.includes("4 documents to send, 1 scheduled"));
    assert.ok(!text.includes("PD-44"), "nor a document");
    assert.match(text.trimEnd().split("\n").at(-1) ?? "", /^Next: /);
  });

  test("has colours only where they are wanted, and the same words then", () => {
    const plain = run();
    assert.ok(!plain.includes("\u001b"));
    assert.equal(run([], { FORCE_COLOR: "1", NO_COLOR: "1" }), plain);
    const colored = run([], { FORCE_COLOR: "1" });
    assert.ok(colored.includes("\u001b["));
    assert.equal(colored.replace(/\u001b\[\d+m/g, ""), plain);
  });
});
