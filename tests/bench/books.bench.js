// Seconds and memory of `Books` for 2,000, 20,000 and 200,000 deals beside a quarter more documents: half of them with
// the deal's token, the others to be found by evidence, page by page as text. Each size runs in a process of its own;
// seconds are the process's own. `--json` prints the figures alone; a number as the first argument runs that size here.

import { execFileSync } from "node:child_process";
import { cpuUsage, resourceUsage } from "node:process";
import { fileURLToPath } from "node:url";
import { Books } from "../../pkg/node.js";

const PAGE = 500;
const SIZES = [2_000, 20_000, 200_000];
const size = Number(process.argv[2]);

const uuid = (/** @type {string} */ head, /** @type {number} */ n) => `${head}-0000-4000-8000-${String(n).padStart(12, "0")}`;
const day = (/** @type {number} */ n) => new Date(Date.UTC(2026, 0, 1 + (n % 360))).toISOString().slice(0, 10);
const priceOf = (/** @type {number} */ n) => 100 + ((n * 7919) % 90_000) / 10;

/** @param {number} n @param {number} customers */
function deal(n, customers) {
  return { id: n + 1, title: `Project ${n + 1}`, value: priceOf(n), currency: n % 5 ? "GBP" : "EUR", status: "won", org_id: { value: n % customers, name: `Customer ${n % customers} Trading` }, owner_id: { id: n % 40, name: `Owner ${n % 40}` }, pipeline_id: n % 4, stage_id: n % 9, add_time: `${day(n)} 08:00:00`, won_time: `${day(n)} 10:00:00`, update_time: `${day(n)} 10:00:00` };
}

/** Every fifth deal has a second document, of no deal's amount. @param {number} n @param {number} count @param {number} customers */
function invoice(n, count, customers) {
  const of = n % count;
  const net = n < count ? priceOf(of) : priceOf(of) * 3 + 1.17;
  const tax = Math.round(net * 20) / 100;
  const total = Math.round((net + tax) * 100) / 100;
  const reference = n >= count ? `Order ${n}` : of % 2 ? `PD-${of + 1}` : "";
  return { Type: "ACCREC", InvoiceID: uuid("6b1f0000", n), InvoiceNumber: `INV-${n}`, Reference: reference, Contact: { ContactID: uuid("430fa14a", of % customers), Name: `Customer ${of % customers} Trading` }, DateString: `${day(of + 2)}T00:00:00`, DueDateString: `${day(of + 32)}T00:00:00`, Status: "AUTHORISED", LineAmountTypes: "Exclusive", CurrencyCode: of % 5 ? "GBP" : "EUR", SubTotal: Math.round(net * 100) / 100, TotalTax: tax, Total: total, AmountDue: total, AmountPaid: 0, AmountCredited: 0, LineItems: [{ Description: "Work", Quantity: 1, UnitAmount: net, LineAmount: net, TaxType: "OUTPUT2", AccountCode: "200" }] };
}

/** @param {number} count */
function run(count) {
  const customers = Math.ceil(count / 5);
  const began = cpuUsage();
  const spent = () => ((used) => (used.user + used.system) / 1e6)(cpuUsage(began));
  let making = 0;
  const page = (/** @type {number} */ from, /** @type {number} */ to, /** @type {(n: number) => object} */ row) => {
    const before = spent();
    const text = JSON.stringify(Array.from({ length: Math.min(PAGE, to - from) }, (_, n) => row(from + n)));
    making += spent() - before;
    return text;
  };
  const books = new Books({ asOf: "2026-12-31" });
  for (let n = 0; n < count; n += PAGE) books.addDeals(page(n, count, (at) => deal(at, customers)));
  const documents = count + count / 4;
  for (let n = 0; n < documents; n += PAGE) books.addDocuments(page(n, documents, (at) => invoice(at, count, customers)));
  const read = spent() - making;
  const summary = books.close();
  const closed = spent() - making;
  let bytes = 0;
  for (let n = 0; n < count; n += 1000) bytes += books.dealsJson(n, 1000).length;
  for (let n = 0; n < documents; n += 1000) bytes += books.documentsJson(n, 1000).length;
  const proves = summary.proof.every((line) => line.proves);
  const missed = summary.dealClasses.find((one) => one.class === "never-invoiced")?.count ?? 0;
  return { deals: count, documents, seconds: spent() - making, reading: read, closing: closed - read, megabytes: Math.round(resourceUsage().maxRSS / 1024), rowsMegabytes: Math.round(bytes / 2 ** 20), missed, proves };
}

if (size > 0) console.log(JSON.stringify(run(size)));
else {
  const figures = SIZES.map((count) => JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), String(count)], { encoding: "utf8" })));
  if (process.argv.includes("--json")) console.log(JSON.stringify(figures, null, 2));
  else {
    console.log("\nDeals and a quarter more documents (Books), page by page to rows");
    for (const one of figures) console.log(`  ${String(one.deals).padStart(7)} deals: ${one.seconds.toFixed(1)} s (${one.reading.toFixed(1)} reading, ${one.closing.toFixed(1)} closing), ${one.megabytes} MB at most, ${one.missed} deals missed, the classes ${one.proves ? "prove" : "DO NOT PROVE"}`);
    const last = figures.at(-1);
    console.log(`  ${last.seconds < 30 && last.megabytes < 1500 ? "met   " : "MISSED"} under 30 s and 1,500 MB at 200,000 deals`);
  }
}
