// Seconds for 10,000 won deals beside 10,000 documents of people's in the built package: planned, brought together and
// compared field by field. Seconds are the process's own. `--json` prints the figures alone.

import { cpuUsage } from "node:process";
import { callJson } from "../../pkg/node.js";
import { load } from "../js/inputs.js";

const COUNT = 10_000;
const CONTACTS = 2_000;
const asJson = process.argv.includes("--json");
const month = load("base/shadow.json");
const [model] = month.deals;
const [page] = month.documents.uk.Invoices;

const uuid = (/** @type {string} */ head, /** @type {number} */ n) => `${head}-0000-4000-8000-${String(n).padStart(12, "0")}`;
const day = (/** @type {number} */ n) => new Date(Date.UTC(2026, 0, 1 + (n % 360))).toISOString().slice(0, 10);
const contactOf = (/** @type {number} */ n) => uuid("430fa14a", n % CONTACTS);
const priceOf = (/** @type {number} */ n) => 100 + ((n * 37) % 900);

const deals = Array.from({ length: COUNT }, (_, n) => ({
  ...structuredClone(model),
  deal: { ...structuredClone(model.deal), id: n + 1, value: priceOf(n) + model.products[1].item_price, title: `Project ${n + 1}`, won_time: `${day(n)}T10:00:00Z`, local_won_date: day(n), custom_fields: { ...model.deal.custom_fields, d4de1c1518b4531717c676029a45911c340390a6: `PO-${n + 1}` } },
  products: model.products.map((/** @type {any} */ row, /** @type {number} */ index) => ({ ...row, deal_id: n + 1, item_price: index ? row.item_price : priceOf(n) })),
  contact: contactOf(n),
}));
/** Every third is called by its order number, every third by the deal's; the others by nothing. @param {number} n */
const referenceOf = (n) => ["", `PO-${n + 1}`, `Deal ${n + 1}`][n % 3];
const documents = Array.from({ length: COUNT }, (_, n) => {
  const [first, second] = structuredClone(page.LineItems);
  Object.assign(first, { UnitAmount: priceOf(n), LineAmount: priceOf(n) });
  const net = first.LineAmount + second.LineAmount;
  const tax = Math.round(net * 20) / 100;
  return { ...page, InvoiceID: uuid("6b1f0000", n), InvoiceNumber: `INV-${n}`, Reference: referenceOf(n), Contact: { ContactID: contactOf(n), Name: "Somebody" }, DateString: `${day(n + 2)}T00:00:00`, SubTotal: net, TotalTax: tax, Total: net + tax, LineItems: [first, second] };
});
const text = JSON.stringify({ ...month, from: undefined, to: undefined, deals, documents: { uk: { Invoices: documents } } });
const began = cpuUsage();
const found = JSON.parse(callJson("shadow", text));
const { user, system } = cpuUsage(began);
// The documents were made of the deals: which is which is known.
const right = found.deals.filter((/** @type {any} */ deal, /** @type {number} */ n) => deal.documents[0]?.billed?.number === `INV-${n}`).length;
const figures = { seconds: (user + system) / 1e6, megabytes: text.length / 2 ** 20, compared: found.agreement.documents, right, findings: found.findings.length };
if (asJson) console.log(JSON.stringify(figures, null, 2));
else {
  console.log(`\n${COUNT} won deals beside ${COUNT} documents (shadow), ${figures.megabytes.toFixed(0)} MB`);
  console.log(`  ${figures.seconds.toFixed(1)} s, ${figures.compared} compared, ${right} with the document that was made of them`);
  console.log(`  ${figures.seconds < 10 ? "met   " : "MISSED"} in under 10 s`);
}
