// Whole handoffs between the two simulators: each deal becomes its invoice once, whatever happens to the write.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runHandoffWith } from "../../pkg/node.js";
import { manualClock } from "../simulators/clock.js";
import { createFaults } from "../simulators/faults.js";
import { createTransport } from "../simulators/transport.js";
import { pipedrive, xero } from "./simulated.js";

/** @typedef {{ [key: string]: any }} Json */

/** Both simulators and a won deal. @param {Json} [own] settings of the entity @param {string} [place] of the token */
async function won(own = {}, place = "Reference") {
  const clock = manualClock();
  const faults = createFaults();
  const [crm, ledger] = [await pipedrive({ clock, faults, isWatched: false, hang: 20 }), await xero({ clock, faults, isWatched: false, hang: 20 })];
  crm.crm.addField("deal", { name: "PO number", type: "varchar" });
  crm.crm.addField("deal", { name: "Invoice status", type: "varchar" });
  const organization = crm.crm.addOrganization({ name: "Acme Ltd" });
  const deal = crm.crm.addDeal({ org_id: organization, custom_fields: { "PO number": "PO-7781" } });
  crm.crm.attach(deal, { item_price: 33.33, quantity: 3, tax: 20 });
  crm.crm.attach(deal, { item_price: 10.01, quantity: 7, tax: 5 });
  crm.crm.win(deal);
  const config = {
    version: 1, source: { company: "acme" }, token: { in: place },
    entities: { uk: { tenantId: ledger.ledger.tenantId, document: { due: { term: "DAYSAFTERBILLDATE", days: 30 }, reference: "{field:PO number}" }, lines: { account: { default: "200" }, tax: { byRate: { 20: "OUTPUT2", 5: "RROUTPUT" } } }, feedback: { status: "field:Invoice status" }, ...own } },
  };
  const send = createTransport({ xero: ledger, pipedrive: crm, timeout: 1_000 });
  const hand = () => runHandoffWith({ deal, config }, send, { cache: null, maxWait: 3_600_000, now: () => clock.now(), sleep: async (ms) => void clock.advance(ms) });
  return { crm, ledger, faults, deal, organization, hand, end: async () => (await crm.done(), await ledger.done()) };
}

test("a deal, its contact made, its invoice, and the deal that shows it", async () => {
  const { ledger, hand, end } = await won({ contact: { create: "always" } });
  const outcome = await hand();
  assert.equal(outcome.status, "done", JSON.stringify(outcome.findings));
  const [stands] = ledger.ledger.invoices();
  assert.deepEqual([stands?.total, ledger.ledger.invoices().length, outcome.dealUpdate.label], ["193.56", 1, "Draft"]);
  const again = await hand();
  assert.deepEqual([again.status, again.verdicts[0].action, ledger.ledger.invoices().length], ["done", "already-there", 1], JSON.stringify(again.findings));
  await end();
});

describe("a fault at the write", () => {
  for (const kind of /** @type {const} */ (["429", "500", "503", "timeout-before", "timeout-after", "reset-before", "reset-after", "cut", "truncated", "malformed", "expired-token", "lag"])) {
    test(kind, async () => {
      const { ledger, faults, organization, hand, end } = await won();
      ledger.ledger.addContact({ Name: "Acme Ltd", ContactNumber: `pd-org-${organization}` });
      faults.plan(kind, (/** @type {any} */ asked) => asked.method === "PUT" && String(asked.url ?? asked.path).includes("Invoices"));
      const outcome = await hand();
      assert.equal(outcome.status, "done", JSON.stringify(outcome.findings));
      assert.deepEqual([ledger.ledger.invoices().length, faults.counts()[kind]], [1, 1]);
      await end();
    });
  }
});

for (const place of ["Reference", "InvoiceNumber"]) {
  test(`two runs of one deal at once, with the token in ${place}`, async () => {
    const { ledger, organization, hand, end } = await won({}, place);
    ledger.ledger.addContact({ Name: "Acme Ltd", ContactNumber: `pd-org-${organization}` });
    const outcomes = await Promise.all([hand(), hand(), hand()]);
    assert.deepEqual(outcomes.map(({ status }) => status), ["done", "done", "done"], JSON.stringify(outcomes.map(({ findings }) => findings)));
    assert.equal(ledger.ledger.invoices().length, 1);
    assert.equal(outcomes[0].guarantee, place === "Reference" ? "once-per-process" : "exactly-once");
    await end();
  });
}
