// The generated year is a year of both APIs: their schemas take its bodies, its sums are Xero's, and a seed repeats it.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { skip } from "../contract/shared.js";
import { rounded, decimal, divided, unitsOf } from "../simulators/decimal.js";
import { STORIES } from "../simulators/year/stories.js";
import { AS_OF, setting, whole, year } from "../simulators/year/index.js";

const { deals, documents, truth } = whole({ seed: "test", deals: 1_500 });
const all = Object.values(documents).flatMap(({ Invoices, CreditNotes }) => [...Invoices, ...CreditNotes]);
const of = (/** @type {string} */ name) => [...truth.deals].filter(([, told]) => told.class === name).map(([id]) => id);

test("a seed repeats a year, and another makes another", () => {
  const told = (/** @type {string} */ seed) => JSON.stringify([...year({ seed, deals: 40 })]);
  assert.equal(told("a"), told("a"));
  assert.notEqual(told("a"), told("b"));
});

test("a year is made as it is read: the first of a million deals comes at once", () => {
  const chapters = year({ seed: "long", deals: 1_000_000 });
  assert.ok(chapters.next().value.documents.length >= 0);
  chapters.return(undefined);
});

test("it knows nothing of the code that it tries", () => {
  const folder = new URL("../simulators/year/", import.meta.url);
  for (const name of readdirSync(folder)) {
    for (const [, from = ""] of readFileSync(new URL(name, folder), "utf8").matchAll(/from "(.*?)"/g)) assert.match(from, /^\.\/\w+\.js$/, `${name} imports ${from}`);
  }
});

test("every story is told, and every class of the truth comes from one", () => {
  const told = new Set([...year({ seed: "test", deals: 1_500 })].map(({ class: kind }) => kind));
  for (const kind of ["settled", "open", "overdue", "draft-stuck", "not-yet-due", "never-invoiced", "under-billed", "over-billed", "billed-twice", "wrong-currency", "wrong-contact", "voided-after-win", "credited", "changed-after-invoice", "billed-not-won", "nothing-to-bill", "not-won"]) {
    assert.ok(told.has(kind), kind);
  }
  assert.equal(Object.values(STORIES).reduce((sum, { share }) => sum + share, 0) > 99, true);
});

describe("as the specifications have it", { skip }, async () => {
  const watches = skip ? undefined : { xero: (await import("../contract/xero-exchange.js")).makeXeroWatch(), pipedrive: (await import("../contract/pipedrive-exchange.js")).makePipedriveWatch() };
  /** @param {string} method @param {string} path @param {string} query @param {any} body */
  const exchange = (method, path, query, body) => ({ request: { method, path, query: new URLSearchParams(query), headers: {}, text: "" }, answer: { status: 200, body } });
  test("deals, their products, installments and organizations", () => {
    const answer = (/** @type {unknown[]} */ data) => ({ success: true, data, additional_data: { next_cursor: null } });
    const faults = [
      ...(watches?.pipedrive(exchange("GET", "/api/v2/deals", "limit=500", answer(deals.map(({ deal }) => deal)))) ?? []),
      ...(watches?.pipedrive(exchange("GET", "/api/v2/deals/products", "deal_ids=1", answer(deals.flatMap(({ products = [] }) => products)))) ?? []),
      ...(watches?.pipedrive(exchange("GET", "/api/v2/deals/installments", "deal_ids=1", { success: true, data: deals.flatMap(({ installments = [] }) => installments) })) ?? []),
      ...(watches?.pipedrive(exchange("GET", "/api/v2/organizations", "limit=500", answer(deals.map(({ organization }) => organization)))) ?? []),
    ];
    assert.deepEqual(faults.slice(0, 5), []);
  });
  test("invoices and credit notes", () => {
    const around = { Id: "900c500b-e83c-4ce2-902a-b8ba04751748", Status: "OK", ProviderName: "Year", DateTimeUTC: "/Date(1552326816230)/" };
    const faults = Object.values(documents).flatMap((one) => [["Invoices", one.Invoices], ["CreditNotes", one.CreditNotes]]).flatMap(([name, rows]) => watches?.xero(exchange("GET", `/api.xro/2.0/${name}`, "page=1", { ...around, [/** @type {string} */ (name)]: rows })) ?? []);
    assert.deepEqual(faults.slice(0, 5), []);
  });
});

describe("sums", () => {
  const cents = (/** @type {unknown} */ value) => /** @type {bigint} */ (unitsOf(value));
  const rates = new Map(setting().snapshots.flatMap(({ tenantId, taxRates }) => taxRates.TaxRates.map((rate) => [`${tenantId} ${rate.TaxType}`, rate.EffectiveRate])));
  const tenants = /** @type {Record<string, string>} */ ({ uk: setting().config.entities.uk.tenantId, ie: setting().config.entities.ie.tenantId });
  test("of each document are the sums of its rounded lines", () => {
    for (const [entity, { Invoices, CreditNotes }] of Object.entries(documents)) {
      for (const one of [...Invoices, ...CreditNotes]) {
        let [lines, taxes] = [0n, 0n];
        for (const line of one.LineItems) {
          const amount = rounded({ units: cents(line.UnitAmount) * BigInt(line.Quantity) * (1000n - BigInt(Math.round((line.DiscountRate ?? 0) * 10))), scale: 5 }, 2);
          const { units, scale } = /** @type {import("../simulators/decimal.js").Decimal} */ (decimal(rates.get(`${tenants[entity]} ${line.TaxType}`)));
          const hundred = 100n * 10n ** BigInt(scale);
          const tax = one.LineAmountTypes === "Exclusive" ? divided(amount * units, hundred) : divided(amount * units, hundred + units);
          assert.deepEqual([cents(line.LineAmount), cents(line.TaxAmount)], [amount, tax], JSON.stringify(line));
          lines += amount;
          taxes += tax;
        }
        const total = one.LineAmountTypes === "Exclusive" ? lines + taxes : lines;
        assert.deepEqual([cents(one.Total), cents(one.TotalTax), cents(one.SubTotal)], [total, taxes, total - taxes]);
      }
    }
  });
  test("what is due is what is not paid, and no day is later than what is known", () => {
    for (const one of all) {
      assert.ok(one.DateString.slice(0, 10) <= AS_OF, one.DateString);
      for (const { Date: at } of one.Payments) assert.ok(Number(/\d+/.exec(at)?.[0]) <= Date.parse(`${AS_OF}T00:00:00Z`), at);
      if (one.InvoiceID === undefined || ["VOIDED", "DELETED"].includes(one.Status)) continue;
      assert.equal(cents(one.AmountDue), cents(one.Total) - cents(one.AmountPaid) - cents(one.AmountCredited));
      assert.equal(one.Payments.reduce((/** @type {bigint} */ sum, /** @type {any} */ { Amount }) => sum + cents(Amount), 0n), cents(one.AmountPaid));
      assert.equal(one.Status === "PAID", cents(one.AmountDue) === 0n && cents(one.Total) !== 0n, one.InvoiceNumber);
    }
  });
});

describe("the truth", () => {
  const billed = (/** @type {number} */ id) => all.filter((one) => truth.documents.get(one.InvoiceID ?? one.CreditNoteID)?.deal === id);
  const row = (/** @type {number} */ id) => deals.find(({ deal }) => deal.id === id);
  /** Net with net, where the deal's value is that; gross otherwise. @param {number} id */
  const apart = (id) => {
    const { pipeline_id, value } = /** @type {any} */ (row(id)?.deal);
    return billed(id).reduce((sum, one) => sum + (pipeline_id === 2 ? one.Total : one.SubTotal) * (one.CreditNoteID ? -1 : 1) * (["VOIDED", "DELETED"].includes(one.Status) ? 0 : 1), 0) - value;
  };
  test("never invoiced: no document", () => of("never-invoiced").forEach((id) => assert.deepEqual(billed(id), [])));
  test("under-billed, over-billed, changed: amounts differ; settled, open, overdue: they do not", () => {
    for (const id of of("under-billed")) assert.ok(apart(id) < -0.5, `${id} ${apart(id)}`);
    for (const id of of("over-billed")) assert.ok(apart(id) > 0.5, `${id} ${apart(id)}`);
    for (const id of of("changed-after-invoice")) assert.ok(Math.abs(apart(id)) > 0.5, `${id} ${apart(id)}`);
    for (const kind of ["settled", "open", "overdue", "draft-stuck", "wrong-contact"]) for (const id of of(kind)) assert.ok(Math.abs(apart(id)) < 0.005, `${kind} ${id} ${apart(id)}`);
  });
  test("wrong contacts, currencies and duplicates are so", () => {
    for (const id of of("wrong-contact")) assert.ok(billed(id).every(({ Contact }) => !String(row(id)?.organization.name).startsWith(Contact.Name.split(" ")[0])));
    for (const id of of("wrong-currency")) assert.ok(billed(id).every(({ CurrencyCode }) => CurrencyCode !== row(id)?.deal.currency));
    for (const id of of("billed-twice")) assert.deepEqual(new Set(billed(id).map(({ Total }) => Total)).size + billed(id).length, 3);
  });
});
