// What the goldens say that Xero will compute, computed by the simulator, which shares no code with the core: every
// planned document is put, taken, and comes to the predicted cent.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, test } from "node:test";
import { Decimal } from "decimal.js";
import { manualClock } from "../simulators/clock.js";
import { parseExactly } from "../simulators/http.js";
import { chance, pick, uuids } from "../simulators/random.js";
import { saveInvoices } from "../simulators/xero/invoices.js";
import { saveTemplates } from "../simulators/xero/repeating.js";
import { createWorld } from "../simulators/xero/world.js";
import { load } from "./inputs.js";
import { xero } from "./simulated.js";

/** @typedef {{ [key: string]: any }} Json */

const folder = new URL("../fixtures/mapDealToInvoice/", import.meta.url);
/** A part of a snapshot: rows, or the API's envelope. @param {any} part @returns {Json[]} */
const rows = (part) => (Array.isArray(part) ? part : typeof part === "string" ? rows(JSON.parse(part)) : Object.values(part ?? {}).find(Array.isArray) ?? (part === undefined || part === null ? [] : [part]));
/** Snapshots of cases are sparse: what they leave out is as in a usual organisation. @param {Json} snapshot */
function worldOf(snapshot) {
  const parts = {
    Organisations: [{ BaseCurrency: "GBP", ...rows(snapshot.organisation)[0] }],
    TaxRates: rows(snapshot.taxRates).map((row) => ({ Status: "ACTIVE", ...row })),
    Accounts: rows(snapshot.accounts).map((row) => ({ Status: "ACTIVE", Class: "REVENUE", ...row })),
    Currencies: rows(snapshot.currencies),
    TrackingCategories: rows(snapshot.trackingCategories).map((row) => ({ Status: "ACTIVE", ...row, Options: (row.Options ?? []).map((/** @type {Json} */ one) => ({ Status: "ACTIVE", ...one })) })),
    Items: rows(snapshot.items), BrandingThemes: rows(snapshot.brandingThemes),
  };
  return createWorld({ tenantId: snapshot.tenantId, newId: uuids(1), clock: manualClock(), settings: { parts } });
}

describe("the goldens' documents come to what they predict", () => {
  let documents = 0;
  for (const file of readdirSync(new URL("out/", folder)).filter((name) => name.endsWith(".json"))) {
    const plan = JSON.parse(readFileSync(new URL(`out/${file}`, folder), "utf8"));
    for (const { kind, slot, entity, body, unitDp, totals, tenantId } of plan.documents ?? []) {
      documents += 1;
      test(`${file}: ${entity} ${slot}`, () => {
        const input = load(new URL(file, folder).pathname);
        const whole = (/** @type {any} */ part) => (typeof part === "string" ? JSON.parse(part) : part);
        const snapshots = /** @type {Json[]} */ (input.snapshot ? [input.snapshot] : Object.values(input.snapshots)).map(whole);
        const world = worldOf(snapshots.find((one) => one.tenantId === tenantId) ?? {});
        const id = body.Contact.ContactID;
        world.contacts.set(id, { id, status: "ACTIVE", data: { Name: "Somebody" }, updated: 0, visible: 0 });
        const request = /** @type {import("../simulators/http.js").Request} */ ({ method: "PUT", path: "", query: new URLSearchParams(unitDp === 4 ? "unitdp=4" : ""), headers: {}, text: "", alongside: () => [] });
        const sent = parseExactly(JSON.stringify({ [kind === "invoice" ? "Invoices" : "RepeatingInvoices"]: [body] }));
        const answer = kind === "invoice" ? saveInvoices(world, request, sent) : saveTemplates(world, request, sent);
        assert.equal(answer.status, 200, JSON.stringify(answer.body));
        const [made] = /** @type {Json} */ (answer.body)[kind === "invoice" ? "Invoices" : "RepeatingInvoices"];
        assert.deepEqual([made.SubTotal, made.TotalTax, made.Total], [totals.subTotal, totals.totalTax, totals.total]);
        assert.deepEqual(made.LineItems.map((/** @type {Json} */ line) => [line.LineAmount, line.TaxAmount]), totals.lines.map((/** @type {Json} */ line) => [line.lineAmount, line.taxAmount]));
        assert.deepEqual(made.LineItems.map((/** @type {Json} */ line) => [line.TaxType, line.AccountCode, line.Tracking.length]), body.LineItems.map((/** @type {Json} */ line) => [line.TaxType, line.AccountCode, line.Tracking?.length ?? 0]));
      });
    }
  }
  test("there are goldens", () => assert.ok(documents > 80, String(documents)));
});

/** Half away from zero, as the library that reads "half up" does it. @param {import("decimal.js").Decimal} value */
const cents = (value) => value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);

test("any lines come to what another arithmetic makes of them", () => {
  const world = createWorld({ tenantId: "t", newId: uuids(2), clock: manualClock() });
  const types = [["OUTPUT2", "20"], ["RROUTPUT", "5"], ["NONE", "0"]];
  for (const [at, rate] of ["12.5", "7.7", "8.875", "33.33"].entries()) {
    types.push([`TAX00${at}`, rate]);
    world.rows.TaxRates.push({ Name: rate, TaxType: `TAX00${at}`, EffectiveRate: rate, Status: "ACTIVE", CanApplyToRevenue: true, TaxComponents: [] });
  }
  world.contacts.set("c", { id: "c", status: "ACTIVE", data: { Name: "Somebody" }, updated: 0, visible: 0 });
  for (let at = 0; at < 400; at++) {
    const part = (/** @type {string} */ name, /** @type {number} */ most) => Math.floor(chance(at, name) * most);
    const mode = pick(["Exclusive", "Inclusive", "NoTax"], at, "mode");
    const places = pick([2, 4], at, "places");
    const lines = Array.from({ length: 1 + part("lines", 6) }, (_, line) => {
      const [TaxType = "", rate = ""] = pick(types, at, line, "type");
      const quantity = new Decimal(part(`q${line}`, 50_000)).div(pick([1, 10, 10_000], at, line));
      const unit = new Decimal(part(`u${line}`, 100_000)).div(10 ** pick([0, 2, 4, 5], at, line, "scale"));
      const discount = pick([undefined, "10", "33.33", "100", "0.01"], at, line, "discount");
      const amount = cents(quantity.times(unit.toDecimalPlaces(places, Decimal.ROUND_HALF_UP)).times(new Decimal(100).minus(discount ?? 0)).div(100));
      const tax = mode === "NoTax" ? new Decimal(0) : cents(mode === "Exclusive" ? amount.times(rate).div(100) : amount.times(rate).div(new Decimal(100).plus(rate)));
      return { amount, tax, sent: { Description: "x", Quantity: quantity.toFixed(), UnitAmount: unit.toFixed(), AccountCode: "200", TaxType, ...(discount === undefined ? {} : { DiscountRate: discount }) } };
    });
    const request = /** @type {import("../simulators/http.js").Request} */ ({ method: "PUT", path: "", query: new URLSearchParams(places === 4 ? "unitdp=4" : ""), headers: {}, text: "", alongside: () => [] });
    const answer = saveInvoices(world, request, { Invoices: [{ Type: "ACCREC", Contact: { ContactID: "c" }, LineAmountTypes: mode, LineItems: lines.map(({ sent }) => sent) }] });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    const [{ LineItems, SubTotal, TotalTax, Total }] = /** @type {Json} */ (answer.body).Invoices;
    assert.deepEqual(LineItems.map((/** @type {Json} */ line) => [line.LineAmount, line.TaxAmount]), lines.map(({ amount, tax }) => [amount.toNumber(), tax.toNumber()]), String(at));
    const [all, tax] = [Decimal.sum(...lines.map((line) => line.amount)), Decimal.sum(...lines.map((line) => line.tax))];
    assert.deepEqual([SubTotal, TotalTax, Total], (mode === "Inclusive" ? [all.minus(tax), tax, all] : [all, tax, all.plus(tax)]).map((value) => value.toNumber()));
  }
});

test("every query and request that the goldens expect is one that is answered", async () => {
  /** @type {Json[]} */
  const asked = ["lookups", "contactLookups", "writes"].flatMap((operation) => {
    const out = new URL(`../fixtures/${operation}/out/`, import.meta.url);
    return readdirSync(out).flatMap((file) => {
      const { queries, requests } = JSON.parse(readFileSync(new URL(file, out), "utf8"));
      return queries ?? requests ?? [];
    });
  });
  const tenants = new Set(asked.map((one) => one.headers["xero-tenant-id"]).filter((one) => one !== undefined));
  const here = await xero({ organisations: [...tenants].map((tenantId) => ({ tenantId })), limits: { perMinute: 1e9, appPerMinute: 1e9, perDay: 1e9 } });
  const [tenant = ""] = tenants;
  let reads = 0;
  for (const { method, url, headers, body } of asked) {
    const path = url.replace("https://api.xero.com/api.xro/2.0/", "");
    const answer = await here.ask(method, path, body, { "xero-tenant-id": tenant, ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])) });
    if (method !== "GET") {
      // What they write to is not there, but each is understood.
      assert.ok([200, 400, 404].includes(answer.status) && answer.body.ErrorNumber !== 14, `${method} ${path}: ${answer.text}`);
      continue;
    }
    reads += 1;
    assert.equal(answer.status, 200, `${path}: ${answer.text}`);
  }
  assert.ok(reads > 20);
  await here.done();
});
