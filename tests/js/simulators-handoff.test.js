// The package between the two simulators: what Pipedrive answers is read, what is planned is taken, and Xero's answer
// is the one that was predicted.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { callJson } from "../../pkg/node.js";
import { pipedrive, xero } from "./simulated.js";

/** @typedef {{ [key: string]: any }} Json */

/** @param {string} operation @param {Json} input @returns {any} */
const call = (operation, input) => JSON.parse(callJson(operation, JSON.stringify(input)));

/** @type {[string, Json[], Json[], string][]} the rows of a deal, its discounts, and the total that its invoice has */
const DEALS = [
  ["one row", [{ item_price: 100, quantity: 1, tax: 20 }], [], "120.00"],
  ["a price of four decimals, and a discount", [{ item_price: 0.1648, quantity: 7000, tax: 20, discount: 12.5 }], [], "1211.28"],
  ["two rates", [{ item_price: 33.33, quantity: 3, tax: 20 }, { item_price: 10.01, quantity: 7, tax: 5 }], [], "193.56"],
  ["inclusive, and a row that is switched off", [{ item_price: 99.99, quantity: 1, tax: 20, tax_method: "inclusive" }, { item_price: 5, quantity: 1, tax: 20, is_enabled: false }], [], "99.99"],
];

describe("a won deal becomes its invoice", () => {
  for (const [name, rows, discounts, total] of DEALS) {
    test(name, async () => {
      const [crm, ledger] = [await pipedrive(), await xero()];
      const contact = ledger.ledger.addContact({ Name: "Acme Ltd" });
      crm.crm.addField("deal", { name: "PO number", type: "varchar" });
      const organization = crm.crm.addOrganization({ name: "Acme Ltd" });
      const deal = crm.crm.addDeal({ org_id: organization, custom_fields: { "PO number": "PO-7781" } });
      for (const row of rows) crm.crm.attach(deal, row);
      for (const discount of discounts) crm.crm.discount(deal, /** @type {any} */ (discount));
      crm.crm.win(deal);
      const part = async (/** @type {string} */ path) => (await crm.get(path)).text;
      const setting = async (/** @type {string} */ path) => (await ledger.get(path)).text;
      const input = {
        deal: await part(`deals/${deal}`), products: await part(`deals/${deal}/products`), discounts: await part(`deals/${deal}/discounts`), organization: await part(`organizations/${organization}`), fields: await part("dealFields"), contact,
        snapshot: { tenantId: ledger.ledger.tenantId, takenAt: "2026-07-15T06:00:00Z", organisation: await setting("Organisation"), taxRates: await setting("TaxRates"), accounts: await setting("Accounts"), currencies: await setting("Currencies"), trackingCategories: await setting("TrackingCategories"), items: await setting("Items"), brandingThemes: await setting("BrandingThemes") },
        config: { version: 1, source: { company: "acme" }, entities: { uk: { tenantId: ledger.ledger.tenantId, document: { due: { term: "DAYSAFTERBILLDATE", days: 30 }, reference: "{field:PO number}" }, lines: { account: { default: "200" }, tax: { byRate: { 20: "OUTPUT2", 5: "RROUTPUT" }, whenDealHasNoTax: { amounts: "Exclusive", from: "account" } } } } } },
        localDates: { today: "2026-07-15", won: "2026-07-15" }, now: "2026-07-15T06:00:00Z",
      };
      const plan = call("mapDealToInvoice", input);
      assert.deepEqual([plan.ok, plan.findings.filter((/** @type {Json} */ one) => one.severity === "error")], [true, []], JSON.stringify(plan.findings));
      const [{ body, totals, requestKey }] = plan.documents;
      const { status, body: answered, text } = await ledger.ask("PUT", "Invoices?unitdp=4", { Invoices: [body] }, { "idempotency-key": requestKey });
      assert.equal(status, 200, text);
      const compared = call("compareTotals", { predicted: totals, answered });
      assert.deepEqual(compared.findings ?? compared, []);
      const [stands] = ledger.ledger.invoices();
      assert.deepEqual([stands?.reference, stands?.total, ledger.ledger.invoices().length], [`PO-7781 | PD-${deal}`, total, 1]);
      await crm.done();
      await ledger.done();
    });
  }
});
