import assert from "node:assert/strict";
import { test } from "node:test";
import { amount, printFindings, printPlan } from "../../js-shim/print.js";

test("amounts have at least two decimals and lose none", () => {
  const cases = [[0, "0.00"], [-0.5, "-0.50"], [1234.5, "1,234.50"], [1.005, "1.005"], [0.0001, "0.0001"], [1234567.891, "1,234,567.891"], [-1000, "-1,000.00"], [1.15, "1.15"], [99999999999.99, "99,999,999,999.99"], [undefined, ""]];
  for (const [value, text] of cases) assert.equal(amount(value), text);
});

const finding = { code: "TAX_RATE_UNMAPPED", severity: "error", path: "/products/0/tax", message: "no tax type for `17.5`", remedy: "add it to `tax.byRate`" };
const document = {
  entity: "uk", slot: "full", kind: "invoice", token: "PD-42", issueOn: "2026-11-22",
  body: { Type: "ACCREC", Status: "DRAFT", CurrencyCode: "GBP", Date: "2026-11-22", DueDate: "2026-12-22", Reference: "PD-42 PO 7", LineAmountTypes: "Exclusive", Contact: { ContactID: "c-1" },
    LineItems: [{ Description: "Hosting for a whole year, with backups every night and a person on the phone", Quantity: 2, UnitAmount: 1250.125, DiscountRate: 10, AccountCode: "200", TaxType: "OUTPUT2", Tracking: [{ Name: "Region", Option: "North" }] }, { Description: "a note" }] },
  totals: { lines: [{ lineAmount: 2250.23, taxAmount: 450.05, discount: 250.02 }, { lineAmount: 0, taxAmount: 0, discount: 0 }], subTotal: 2250.23, totalTax: 450.05, total: 2700.28, totalDiscount: 250.02, currency: "GBP" },
  trace: [{ at: "/Reference", from: ["/deal/id"], by: "rule", rule: "token" }],
};

test("a plan shows its lines, totals, reasons and findings", () => {
  const text = printPlan({ ok: true, documents: [document], findings: [{ ...finding, severity: "warning" }] });
  for (const part of ["Invoice PD-42 · uk · slot full · DRAFT · GBP", "Due        2026-12-22", "1,250.125", "10 %", "2,250.23", "Region: North", "Total GBP", "2,700.28", "Why", "/deal/id", "(token)", "! no tax type", "→ add it", "1 document to send"]) assert.ok(text.includes(part), `${part} in\n${text}`);
  assert.ok(!text.includes("\u001b"), "no colours unless asked");
  assert.ok(Math.max(...text.split("\n").map((line) => line.length)) <= 130, text);
});

test("a refused plan shows its preview as such", () => {
  const text = printPlan({ ok: false, documents: [], findings: [finding], preview: { lines: document.body.LineItems, totals: document.totals } }, { color: true, trace: false });
  assert.ok(text.includes("Preview of what could be computed"));
  assert.ok(text.includes("refused"));
  assert.ok(text.includes("\u001b[31m✗\u001b[0m"));
  assert.ok(!text.includes("Why"));
});

test("control characters from outside do not reach the terminal", () => {
  const text = printFindings([{ ...finding, message: "a\u001b[2Jb\u202ec\nd\u0007" }]);
  assert.ok(!/[\u0000-\u0009\u000b-\u001f\u202e]/.test(text));
  assert.ok(text.startsWith("✗ a [2Jb c d"));
});
