// What happens to a deal after its win, on the real engine: edited, lost, deleted, paid; and that what is written from
// here and comes back as news starts nothing.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { asked } from "./journal.js";
import { program } from "./program.js";
import { configFor, pause, until } from "./world.js";

/** @typedef {Awaited<ReturnType<typeof program>>} Whole */

/** @type {Whole} */
let whole;
before(async () => void (whole = await program({
  xero: { behaviour: { paymentFiresInvoiceUpdate: true }, limits: { perMinute: 6_000 } }, limits: { xero: { perWindow: 6_000 } },
  config: (ledger) => configFor(ledger, { changes: { draft: "update", lost: "undo" } }),
})));
after(() => whole.end());

/** Calls of both APIs so far, but for sweeps. */
const calls = () => [...whole.crm.seen, ...whole.ledger.seen].filter(({ path, query }) => !(path === "/api/v2/deals" || path === "/api/v2/deals/archived" || query.has("order"))).length;
/** Whether anything is on its way in the engine that is not to be looked at in minutes. */
const isBusy = async () => (await asked(`http://127.0.0.1:${whole.adminPort}`, "SELECT id FROM sys_invocation WHERE status <> 'completed' AND target_service_name IN ('wonvoice.deal', 'wonvoice.invoices') AND (status <> 'scheduled' OR target_handler_name IN ('settled', 'feedback'))")).length > 0;
/** Until nothing is asked any more for so long, and nobody is about to. @param {number} [ms] */
async function quiet(ms = 900) {
  for (let last = -1; last !== calls() || (await isBusy()); await pause(ms)) last = calls();
  return calls();
}
const invoiceOf = (/** @type {number} */ deal) => whole.ledger.ledger().invoices().filter(({ reference }) => reference === `PD-${deal}`).at(-1);
const swept = async () => {
  const found = async () => (await whole.admin("GET", "sweeps")).sweeps.map((/** @type {any} */ { status }) => status.last);
  const last = await found();
  await whole.admin("POST", "sweeps");
  await until(found, (now) => now.every((/** @type {string} */ at, /** @type {number} */ place) => at !== last[place]));
};
/** A deal that has its draft, and everything that follows of it. @param {string} organization */
async function handedOver(organization) {
  const deal = whole.win({ organization });
  await whole.ends(deal, "done");
  await quiet();
  return deal;
}

test("a handoff ends quiet: what it wrote comes back by webhook and by sweep, and starts nothing", { timeout: 240_000 }, async () => {
  const deal = await handedOver("Quiet Ltd");
  assert.ok(whole.crm.webhooks.log.length >= 2 && whole.ledger.webhooks.log.length >= 1);
  const before = calls();
  await swept();
  await quiet();
  assert.deepEqual([calls() - before, (await whole.status(deal)).run, whole.shown(deal)], [0, 1, "Draft"]);
  // What is no part of the bill is none either.
  whole.crm.crm.change(deal, { custom_fields: { "Invoice status": "by hand" } });
  assert.equal(await quiet(), before);
});

describe("a deal that has its invoice", () => {
  test("is edited: one run after the last of many edits, and the draft is as it should be", { timeout: 240_000 }, async () => {
    const deal = await handedOver("Edited Ltd");
    const [row] = whole.crm.crm.productsOf(deal);
    let edits = 0;
    for (let price = 40; price <= 50; price += 2) {
      whole.crm.crm.editAttached(row?.["id"], { item_price: price });
      edits += 1;
    }
    await until(() => invoiceOf(deal)?.total, (total) => total === "180.00");
    await quiet();
    const { run, events } = await whole.status(deal);
    // A machine that is slow enough hears of some of them later than of others.
    assert.ok(run > 1 && run - 1 < edits, `${run} runs`);
    assert.ok(events.some((/** @type {any} */ { what }) => what === "edited"));
    assert.equal(whole.ledger.ledger().invoices().filter(({ reference }) => reference === `PD-${deal}`).length, 1);
  });

  test("is edited while no webhook comes: a sweep finds it", { timeout: 240_000 }, async () => {
    const deal = await handedOver("Unheard Ltd");
    whole.crm.webhooks.stop();
    // Sweeps know times to the second.
    await pause(1_100);
    whole.crm.crm.editAttached(whole.crm.crm.productsOf(deal)[0]?.["id"], { item_price: 10 });
    await swept();
    await until(() => invoiceOf(deal)?.total, (total) => total === "36.00");
    whole.crm.webhooks.start();
    await quiet();
  });

  test("is lost, and what can be taken back is", { timeout: 240_000 }, async () => {
    const deal = await handedOver("Lost Ltd");
    whole.crm.crm.lose(deal);
    await until(() => invoiceOf(deal)?.status, (status) => status === "DELETED");
    await quiet();
    assert.equal((await whole.status(deal)).run, 2);
    assert.match((await whole.status(deal)).text, /PD-\d+ deleted/);
    // Whatever is edited of it now is nothing to it, though a sweep finds it.
    whole.crm.crm.change(deal, { title: "Other" });
    await swept();
    await quiet();
    assert.equal((await whole.status(deal)).run, 2);
  });

  test("is deleted: what cannot be taken back stands, and a person is asked", { timeout: 240_000 }, async () => {
    const deal = await handedOver("Gone Ltd");
    const { id } = /** @type {{ id: string }} */ (invoiceOf(deal));
    whole.ledger.ledger().approve(id);
    whole.ledger.ledger().pay(id);
    await until(() => whole.shown(deal), (label) => label === "Paid");
    await quiet();
    whole.crm.crm.deleteDeal(deal);
    const { outcome } = await whole.ends(deal, "held");
    assert.match(JSON.stringify(outcome.findings), /`INV-\d+` should change, and `119\.99` of it is paid.*credit the invoice by hand/);
    assert.ok(outcome.holds.length > 0 && outcome.alerts.length > 0);
    assert.ok((await whole.admin("GET", "held")).held.some((/** @type {any} */ one) => one.deal === `acme/${deal}`));
    await quiet();
    assert.deepEqual([invoiceOf(deal)?.status, (await whole.status(deal)).run], ["PAID", 2]);
  });

  test("is paid: its invoice is read and the deal is written, and no more", { timeout: 240_000 }, async () => {
    const deal = await handedOver("Paid Ltd");
    const { id } = /** @type {{ id: string }} */ (invoiceOf(deal));
    const before = [whole.crm.seen.length, whole.ledger.seen.length];
    whole.ledger.ledger().approve(id);
    await until(() => whole.shown(deal), (label) => label === "Awaiting payment");
    await quiet();
    const made = [...whole.crm.seen.slice(before[0]), ...whole.ledger.seen.slice(before[1])].map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(made, [`GET /api/v2/deals/${deal}`, `PATCH /api/v2/deals/${deal}`, "GET /api.xro/2.0/Invoices"]);
    const { run, outcome } = await whole.status(deal);
    assert.deepEqual([run, outcome.documents[0].status, outcome.dealUpdate.label], [1, "AUTHORISED", "Awaiting payment"]);
  });
});

test("deals that are nobody's here start nothing: open ones, and those won before this began", { timeout: 240_000 }, async () => {
  const before = await quiet();
  const open = whole.crm.crm.addDeal({ org_id: whole.crm.crm.addOrganization({ name: "Open Ltd" }) });
  whole.crm.crm.change(open, { title: "Other" });
  const old = whole.crm.crm.addDeal({ org_id: whole.crm.crm.addOrganization({ name: "Old Ltd" }) });
  Object.assign(whole.crm.crm.rows.deals.get(old) ?? {}, { status: "won", won_time: "2025-01-31T10:00:00Z", first_won_time: "2025-01-31T10:00:00Z" });
  whole.crm.crm.attach(old, { item_price: 100, quantity: 1, tax: 20 });
  whole.crm.crm.lose(open);
  await swept();
  assert.equal(await quiet(), before);
  whole.crm.crm.change(old, { title: "Other" });
  assert.equal(await quiet(), before);
  for (const deal of [open, old]) assert.equal((await whole.status(deal)).status, "unknown");
  // One whose win nobody told is known by its next edit.
  const missed = whole.crm.crm.addDeal({ org_id: whole.crm.crm.addOrganization({ name: "Missed Ltd" }) });
  whole.crm.crm.attach(missed, { item_price: 100, quantity: 1, tax: 20 });
  const won_time = whole.crm.crm.now();
  Object.assign(whole.crm.crm.rows.deals.get(missed) ?? {}, { status: "won", won_time, first_won_time: won_time });
  whole.crm.crm.change(missed, { title: "Other" });
  await whole.ends(missed, "done");
});
