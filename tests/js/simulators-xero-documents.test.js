// The simulated Xero's documents: what it takes, what it makes of it, what it refuses.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { sharedPath, skip } from "../contract/shared.js";
import { PUBLISHED } from "../simulators/xero/messages.js";
import { componentsOf, taxOf } from "../simulators/xero/totals.js";
import { messages, query, xero } from "./simulated.js";

/** @typedef {{ [key: string]: any }} Json */

const line = (/** @type {Json} */ changes = {}) => ({ Description: "Work", Quantity: 2, UnitAmount: 12.5, AccountCode: "200", TaxType: "OUTPUT2", ...changes });
const fixture = (/** @type {string} */ name) => JSON.parse(readFileSync(sharedPath(`spec/fixtures/${name}`), "utf8"));

/** @type {Awaited<ReturnType<typeof xero>>} */
let here;
/** @type {string} */
let contact;
before(async () => {
  here = await xero({ limits: { perMinute: 1e9, perDay: 1e9, appPerMinute: 1e9 } });
  contact = here.ledger.addContact({ Name: "Acme Ltd", EmailAddress: "pay@acme.example" });
});
after(() => here.done());

const invoice = (/** @type {Json} */ changes = {}) => ({ Type: "ACCREC", Contact: { ContactID: contact }, Date: "2026-07-15", DueDate: "2026-08-14", LineItems: [line()], ...changes });
/** @param {Json} body @param {string} [more] */
const put = async (body, more = "?unitdp=4") => here.ask("PUT", `Invoices${more}`, { Invoices: [body] });
/** @param {Json} body @param {string} [more] @returns {Promise<Json>} */
const made = async (body, more) => {
  const answer = await put(body, more);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.Invoices[0];
};
/** @param {string} id @param {Json} body */
const post = (id, body) => here.ask("POST", `Invoices/${id}?unitdp=4`, { Invoices: [body] });

describe("totals", () => {
  test("a line is rounded, then its tax, then they are added up", async () => {
    const { SubTotal, TotalTax, Total, AmountDue, Status, InvoiceNumber, LineItems } = await made(invoice({ LineItems: [line({ Quantity: 3, UnitAmount: 0.3333 }), line({ Quantity: 1, UnitAmount: 10.03 })] }));
    assert.deepEqual([SubTotal, TotalTax, Total, AmountDue, Status], [11.03, 2.21, 13.24, 13.24, "DRAFT"]);
    assert.match(InvoiceNumber, /^INV-\d{4}$/);
    assert.deepEqual(LineItems.map((/** @type {Json} */ one) => [one.LineAmount, one.TaxAmount, one.UnitAmount]), [[1, 0.2, 0.3333], [10.03, 2.01, 10.03]]);
  });

  test("without unitdp=4 a price keeps two decimals, when it is written and when it is read", async () => {
    assert.equal((await made(invoice({ LineItems: [line({ Quantity: 100, UnitAmount: 0.1648 })] }), "")).SubTotal, 16);
    const { InvoiceID, SubTotal } = await made(invoice({ LineItems: [line({ Quantity: 100, UnitAmount: 0.1648 })] }));
    assert.equal(SubTotal, 16.48);
    const shown = async (/** @type {string} */ more) => (await here.get(`Invoices/${InvoiceID}${more}`)).body.Invoices[0].LineItems[0].UnitAmount;
    assert.deepEqual([await shown(""), await shown("?unitdp=4")], [0.16, 0.1648]);
  });

  // Prices and rates as text, so that nothing is a float on the way.
  /** @type {[string, Json, string, [number, number, number]][]} */
  const cases = [
    ["inclusive", line({ Quantity: "1", UnitAmount: "100.00" }), "Inclusive", [83.33, 16.67, 100]],
    ["without tax", line(), "NoTax", [25, 0, 25]],
    ["half a cent goes up", line({ Quantity: 1, UnitAmount: "2.165", TaxType: "NONE" }), "Exclusive", [2.17, 0, 2.17]],
    ["half a cent goes away from zero, which nobody documented for a negative", line({ Quantity: 1, UnitAmount: "-2.165", TaxType: "NONE" }), "Exclusive", [-2.17, 0, -2.17]],
    ["a discount rate", line({ Quantity: 3, UnitAmount: "33.33", DiscountRate: 12.5, TaxType: "NONE" }), "Exclusive", [87.49, 0, 87.49]],
    ["a discount in money", line({ Quantity: 3, UnitAmount: "33.33", DiscountAmount: "0.01", TaxType: "NONE" }), "Exclusive", [99.98, 0, 99.98]],
    ["a rate goes before an amount", line({ Quantity: 1, UnitAmount: 100, DiscountAmount: 50, DiscountRate: 10, TaxType: "NONE" }), "Exclusive", [90, 0, 90]],
    ["a tax by hand", line({ TaxAmount: 4.99 }), "Exclusive", [25, 4.99, 29.99]],
    ["LineAmount alone", { Description: "x", LineAmount: 12, AccountCode: "200", TaxType: "NONE" }, "Exclusive", [12, 0, 12]],
    ["the account's own tax", { Description: "x", Quantity: 1, UnitAmount: 100, AccountCode: "200" }, "Exclusive", [100, 20, 120]],
    ["an item's price, account and tax", { ItemCode: "HOST", Quantity: 2 }, "Exclusive", [180, 36, 216]],
    ["words alone", { Description: "Reverse charge" }, "Exclusive", [0, 0, 0]],
  ];
  for (const [name, one, amounts, expected] of cases) {
    test(name, async () => {
      const { SubTotal, TotalTax, Total } = (await here.ask("PUT", "Invoices?unitdp=4", JSON.stringify(invoice({ LineItems: [one], LineAmountTypes: amounts })))).body.Invoices[0];
      assert.deepEqual([SubTotal, TotalTax, Total], expected);
    });
  }

  test("each component of a rate is rounded by itself, a compound one on top of the others", () => {
    const two = (/** @type {boolean} */ IsCompound) => componentsOf({ EffectiveRate: 10, TaxComponents: [{ Rate: 5, IsCompound: false }, { Rate: 5, IsCompound }] });
    assert.equal(taxOf(10n, "Exclusive", two(false)), 2n);
    assert.equal(taxOf(10_000n, "Exclusive", two(true)), 500n + 525n);
    assert.equal(taxOf(11_025n, "Inclusive", two(true)), 500n + 525n);
  });

  test("the vectors of the rounding guide and of public threads, 11.44 among them", { skip }, async () => {
    const vectors = fixture("xero_rounding_vectors.json").filter((/** @type {Json} */ one) => one.rate !== undefined);
    assert.ok(vectors.some((/** @type {Json} */ one) => one.total_tax === "11.44"));
    for (const { id, mode, rate, lines, sub_total, total_tax, total } of vectors) {
      const type = `V${rate}`;
      here.ledger.rows.TaxRates.push({ Name: type, TaxType: type, EffectiveRate: Number(rate), DisplayTaxRate: Number(rate), Status: "ACTIVE", ReportTaxType: "OUTPUT", CanApplyToRevenue: true, TaxComponents: [] });
      const answer = await made(invoice({ LineAmountTypes: mode, LineItems: lines.map((/** @type {Json} */ one) => line({ Quantity: Number(one.qty ?? 1), UnitAmount: Number(one.unit ?? one.amount), TaxType: type })) }));
      assert.deepEqual(answer.LineItems.map((/** @type {Json} */ one) => [one.LineAmount, one.TaxAmount]), lines.map((/** @type {Json} */ one) => [Number(one.amount), Number(one.tax)]), id);
      for (const [name, value] of Object.entries({ SubTotal: sub_total, TotalTax: total_tax, Total: total })) if (value !== undefined) assert.equal(answer[name], Number(value), id);
    }
  });

  test("the documentation's invoices come to what it says", { skip }, async () => {
    const [full] = fixture("xero_docs_invoice_inclusive_full.json").Invoices;
    here.ledger.rows.TaxRates.push({ Name: "12.5%", TaxType: "OUTPUT", EffectiveRate: 12.5, DisplayTaxRate: 12.5, Status: "ACTIVE", ReportTaxType: "OUTPUT", CanApplyToRevenue: true, TaxComponents: [] });
    const lines = full.LineItems.map((/** @type {Json} */ { ItemCode, Tracking, Quantity, UnitAmount, LineAmount, TaxAmount, ...one }) => ({ ...one, Quantity: Number(Quantity), UnitAmount: Number(UnitAmount) }));
    const { SubTotal, TotalTax, Total } = await made(invoice({ LineAmountTypes: "Inclusive", LineItems: lines }));
    assert.deepEqual([SubTotal, TotalTax, Total].map((one) => one.toFixed(2)), [full.SubTotal, full.TotalTax, full.Total]);
    const minimal = { ...fixture("xero_docs_invoice_minimal_authorised.json"), Contact: { ContactID: contact } };
    assert.equal((await here.ask("PUT", "Invoices", JSON.stringify(minimal))).body.Invoices[0].Total, 480);
  });
});

describe("refusals", () => {
  const approved = { Status: "AUTHORISED" };
  /** @type {[string, Json, string | RegExp][]} */
  const cases = [
    ["no contact", { Contact: undefined }, PUBLISHED.contact_missing],
    ["a contact that nobody knows", { Contact: { ContactID: "00000000-0000-4000-8000-00000000dead" } }, PUBLISHED.contact_unknown],
    ["no account to approve", { ...approved, LineItems: [line({ AccountCode: undefined })] }, PUBLISHED.account_code_missing],
    ["no such account", { LineItems: [line({ AccountCode: "999" })] }, "Account code '999' is not a valid code for this document."],
    ["the debtors' account", { LineItems: [line({ AccountCode: "610", TaxType: "NONE" })] }, /'610' is not a valid code/],
    ["a bank account", { LineItems: [line({ AccountCode: "090", TaxType: "NONE" })] }, /'090' is not a valid code/],
    ["an archived account", { LineItems: [line({ AccountCode: "260" })] }, /'260' has been archived/],
    ["no such tax type", { LineItems: [line({ TaxType: "20% (VAT on Income)" })] }, /does not exist or cannot be used/],
    ["a tax type of purchases", { LineItems: [line({ TaxType: "INPUT2" })] }, "The TaxType code 'INPUT2' cannot be used with account code '200'."],
    ["an item that is none", { LineItems: [line({ ItemCode: "NONE-SUCH" })] }, /Item code 'NONE-SUCH'/],
    ["a line amount that is wrong", { LineItems: [line({ LineAmount: 25.01 })] }, "The line total 25.01 does not match the expected line total 25.00"],
    ["a right line amount, where a discount leaves nothing", { LineItems: [line({ DiscountRate: 100, LineAmount: 0 })] }, "The line total -25.00 does not match the expected line total 0.00"],
    ["more tax than line", { LineItems: [line({ TaxAmount: 25.01 })] }, PUBLISHED.tax_exceeds_line],
    ["a discount above the line", { LineItems: [line({ DiscountAmount: 25.01 })] }, /Discount must not be greater/],
    ["a discount of 0 on a negative price", { LineItems: [line({ UnitAmount: -1, DiscountAmount: 0 })] }, "The discount rate '0.00' is invalid. Discount must not be greater than the line total."],
    ["a discount rate above 100", { LineItems: [line({ DiscountRate: 100.01 })] }, /Discount must not be greater/],
    ["three tracking categories", { LineItems: [line({ Tracking: [{}, {}, {}] })] }, /at most 2/],
    ["no description to approve", { ...approved, LineItems: [line({ Description: undefined })] }, /Description/],
    ["a description that is too long", { LineItems: [line({ Description: "x".repeat(4001) })] }, /Description/],
    ["no due date to approve", { ...approved, DueDate: undefined }, /DueDate/],
    ["no lines to approve", { ...approved, LineItems: [] }, /at least one line/],
    ["a total that is wrong", { Total: 30.01 }, PUBLISHED.document_total_mismatch],
    ["a currency that is not subscribed", { CurrencyCode: "JPY" }, "Organisation is not subscribed to currency JPY"],
    ["a status to create with that is none", { Status: "PAID" }, /cannot be created with a status of PAID/],
    ["sent before it is approved", { SentToContact: true }, /SentToContact/],
    ["a date that is none", { Date: "2026-02-30" }, /Date is no date/],
    ["a link to Xero", { Url: "https://go.xero.com/x" }, /Url/],
    ["a reference that is too long", { Reference: "x".repeat(256) }, /Reference/],
    ["a number outside ASCII", { InvoiceNumber: "PD–42" }, /ASCII/],
    ["no such theme", { BrandingThemeID: "00000000-0000-4000-8000-00000000dead" }, /BrandingThemeID/],
    ["a quantity of five decimals", { LineItems: [line({ Quantity: 0.33333 })] }, /Quantity/],
    ["an amount beyond the maximum", { LineItems: [line({ Quantity: 1, UnitAmount: 1e10, TaxType: "NONE" })] }, /9,999,999,999\.99/],
    ["a discount on a bill", { Type: "ACCPAY", LineItems: [line({ AccountCode: "310", TaxType: "INPUT2", DiscountRate: 10 })] }, /Discounts/],
  ];
  for (const [name, changes, expected] of cases) {
    test(name, async () => {
      const answer = await put(invoice(changes));
      assert.equal(answer.status, 400, answer.text);
      const { ErrorNumber, Type, Message } = answer.body;
      assert.deepEqual([ErrorNumber, Type, Message], [10, "ValidationException", "A validation exception occurred"]);
      assert.ok(messages(answer).some((one) => (typeof expected === "string" ? one === expected : expected.test(one))), messages(answer).join(" | "));
    });
  }

  test("a number in scientific notation is misread", async () => {
    const text = JSON.stringify(invoice()).replace('"UnitAmount":12.5', '"UnitAmount":2.9104E-5');
    assert.deepEqual(messages(await here.ask("PUT", "Invoices?unitdp=4", text)), ["Account must be valid.", "Tax rate must be valid."]);
  });

  test("a body that is no JSON", async () => {
    const answer = await here.ask("PUT", "Invoices", '{"Invoices":[');
    assert.deepEqual([answer.status, answer.body.ErrorNumber, answer.body.Type], [400, 14, "PostDataInvalidException"]);
  });

  test("the messages are those that were published", { skip }, () => {
    const published = Object.fromEntries(fixture("xero_error_messages.json").map((/** @type {string[]} */ [name, text]) => [name, text]));
    for (const [name, text] of Object.entries(PUBLISHED)) assert.equal(text, published[name], name);
  });

  test("a lock date closes the days up to it", async () => {
    here.ledger.lock("2026-03-31");
    assert.match(messages(await put(invoice({ Date: "2026-03-31" })))[0] ?? "", /^The document date cannot be before the period lock date, currently set at 31 March 2026$/);
    await made(invoice({ Date: "2026-04-01" }));
    here.ledger.lock("2026-04-01", "EndOfYearLockDate");
    assert.match(messages(await put(invoice({ Date: "2026-04-01" })))[0] ?? "", /end of year lock date/);
    const { InvoiceID } = await made(invoice({ Date: "2026-04-02", Status: "AUTHORISED" }));
    here.ledger.lock("2026-04-02");
    assert.match(messages(await post(InvoiceID, { Status: "VOIDED" })).join(), /period lock date/);
    assert.match(messages(await post(InvoiceID, { Reference: "x" })).join(), /period lock date/);
    here.ledger.lock("2026-03-31");
  });

  test("tracking that does not exist is left off without a word", async () => {
    const Tracking = [{ Name: "Region", Option: "north" }, { Name: "Team", Option: "A" }];
    const { LineItems } = await made(invoice({ LineItems: [line({ Tracking })] }));
    assert.deepEqual(LineItems[0].Tracking.map((/** @type {Json} */ { Name, Option }) => [Name, Option]), [["Region", "North"]]);
  });

  test("a plan's limit of approved invoices", async () => {
    const small = await xero({ behaviour: { approvals: 0 } });
    small.ledger.addContact({ Name: "Acme" });
    const answer = await small.ask("PUT", "Invoices", { Invoices: [invoice({ Contact: { Name: "Acme" }, Status: "AUTHORISED" })] });
    assert.deepEqual(messages(answer), [PUBLISHED.approval_limit]);
    await small.done();
  });
});

describe("several in one call", () => {
  const bad = line({ AccountCode: "999" });
  test("summarizeErrors=false answers 200, with a status each", async () => {
    const { status, body } = await here.ask("PUT", "Invoices?summarizeErrors=false", { Invoices: [invoice(), invoice({ LineItems: [bad] })] });
    assert.deepEqual([status, body.Invoices.map((/** @type {Json} */ one) => [one.StatusAttributeString, one.HasErrors])], [200, [["OK", false], ["ERROR", true]]]);
  });
  test("otherwise it answers 400 with the failed ones alone, and has saved the others", async () => {
    const reference = "one of two";
    const answer = await here.ask("PUT", "Invoices", { Invoices: [invoice({ Reference: reference }), invoice({ LineItems: [bad] })] });
    assert.deepEqual([answer.status, answer.body.Elements.length], [400, 1]);
    assert.equal(here.ledger.invoices().filter((one) => one.reference === reference).length, 1);
  });
  test("50 pass, 51 do not", async () => {
    const many = (/** @type {number} */ count) => here.ask("PUT", "Invoices", { Invoices: Array.from({ length: count }, () => invoice()) });
    assert.deepEqual([(await many(50)).status, (await many(51)).status], [200, 400]);
  });
});

describe("numbers", () => {
  test("a sale's number is unique, within a call too; a bill's is not", async () => {
    await made(invoice({ InvoiceNumber: "PD-1" }));
    assert.deepEqual(messages(await put(invoice({ InvoiceNumber: "PD-1" }))), ["Invoice # must be unique."]);
    assert.deepEqual(messages(await here.ask("PUT", "Invoices", { Invoices: [invoice({ InvoiceNumber: "PD-2" }), invoice({ InvoiceNumber: "PD-2" })] })), ["Invoice # must be unique."]);
    const bill = invoice({ Type: "ACCPAY", InvoiceNumber: "B-1", LineItems: [line({ AccountCode: "310", TaxType: "INPUT2" })] });
    await made(bill);
    await made(bill);
  });
  test("POST of a number that is there overwrites that invoice", async () => {
    const { InvoiceID } = await made(invoice({ InvoiceNumber: "PD-3" }));
    const { body } = await here.ask("POST", "Invoices", { Invoices: [invoice({ InvoiceNumber: "PD-3", LineItems: [line({ UnitAmount: 1 })] })] });
    assert.deepEqual([body.Invoices[0].InvoiceID, body.Invoices[0].Total], [InvoiceID, 2.4]);
  });
  test("the number of a deleted draft is free again; a setting says otherwise", async () => {
    const { InvoiceID } = await made(invoice({ InvoiceNumber: "PD-4" }));
    here.ledger.delete(InvoiceID);
    await made(invoice({ InvoiceNumber: "PD-4" }));
    here.ledger.behaviour.reusesDeletedNumbers = false;
    const other = await made(invoice({ InvoiceNumber: "PD-5" }));
    here.ledger.delete(other.InvoiceID);
    assert.equal((await put(invoice({ InvoiceNumber: "PD-5" }))).status, 400);
    here.ledger.behaviour.reusesDeletedNumbers = true;
  });
});

describe("statuses", () => {
  /** @type {{ [from: string]: string[] }} */
  const allowed = { DRAFT: ["DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"], SUBMITTED: ["SUBMITTED", "AUTHORISED", "DRAFT", "DELETED"], AUTHORISED: ["AUTHORISED", "VOIDED"], VOIDED: [], DELETED: [] };
  for (const [from, targets] of Object.entries(allowed)) {
    test(`from ${from} to ${targets.join(", ") || "nothing"}`, async () => {
      for (const to of ["DRAFT", "SUBMITTED", "AUTHORISED", "PAID", "VOIDED", "DELETED"]) {
        const { InvoiceID } = await made(invoice({ Status: from === "VOIDED" ? "AUTHORISED" : from === "DELETED" ? "DRAFT" : from }));
        if (from === "VOIDED") here.ledger.void(InvoiceID);
        if (from === "DELETED") here.ledger.delete(InvoiceID);
        const answer = await post(InvoiceID, { Status: to });
        assert.equal(answer.status, targets.includes(to) ? 200 : 400, `${from} to ${to}: ${answer.text}`);
        if (targets.includes(to)) assert.equal(answer.body.Invoices[0].Status, to);
        else assert.deepEqual(messages(answer), [`This document cannot be edited as it has a status of ${from}.`]);
      }
    });
  }

  test("payments make it PAID, take it back, and close it to most changes", async () => {
    const { InvoiceID, LineItems } = await made(invoice({ Status: "AUTHORISED" }));
    const first = here.ledger.pay(InvoiceID, "10.00");
    const read = async () => (await here.get(`Invoices/${InvoiceID}`)).body.Invoices[0];
    assert.deepEqual([(await read()).AmountPaid, (await read()).AmountDue, (await read()).Status], [10, 20, "AUTHORISED"]);
    assert.deepEqual(messages(await post(InvoiceID, { Status: "VOIDED" })), [PUBLISHED.document_locked_by_payment]);
    assert.deepEqual(messages(await post(InvoiceID, { LineItems: [line()] })), [PUBLISHED.document_locked_by_payment]);
    assert.equal((await post(InvoiceID, { Reference: "late", LineItems: [{ LineItemID: LineItems[0].LineItemID, Description: "Late words" }] })).status, 200);
    here.ledger.pay(InvoiceID);
    const { Status, AmountDue, FullyPaidOnDate, Payments, Reference, LineItems: late } = await read();
    assert.deepEqual([Status, AmountDue, Payments.length, Reference, late[0].Description, late[0].LineAmount], ["PAID", 0, 2, "late", "Late words", 25]);
    assert.match(FullyPaidOnDate, /^\/Date\(\d+\+0000\)\/$/);
    here.ledger.unpay(first);
    assert.deepEqual([(await read()).Status, (await read()).AmountDue], ["AUTHORISED", 10]);
  });

  test("a line without its id is made anew, one that is left out goes", async () => {
    const { InvoiceID, LineItems } = await made(invoice({ LineItems: [line(), line({ Description: "Second" })] }));
    const { body } = await post(InvoiceID, { LineItems: [{ LineItemID: LineItems[1].LineItemID, Quantity: 3 }, line({ Description: "Third" })] });
    const [kept, fresh] = body.Invoices[0].LineItems;
    assert.deepEqual([kept.LineItemID, kept.Description, kept.LineAmount, body.Invoices[0].LineItems.length], [LineItems[1].LineItemID, "Second", 37.5, 2]);
    assert.ok(!LineItems.some((/** @type {Json} */ one) => one.LineItemID === fresh.LineItemID));
  });

  test("a line takes another account by its code", async () => {
    const { InvoiceID, LineItems } = await made(invoice());
    const { body } = await post(InvoiceID, { LineItems: [{ LineItemID: LineItems[0].LineItemID, AccountCode: "205" }] });
    assert.deepEqual([body.Invoices[0].LineItems[0].AccountCode, body.Invoices[0].Total], ["205", 30]);
  });

  test("people submit, approve, edit and void", async () => {
    const id = here.ledger.createInvoice(invoice({ Reference: "by hand" }));
    const one = () => here.ledger.invoices().find((each) => each.id === id);
    here.ledger.submit(id);
    assert.deepEqual([one()?.status, one()?.isOfApp], ["SUBMITTED", false]);
    here.ledger.approve(id, { Reference: "approved" });
    here.ledger.edit(id, { LineItems: [line({ UnitAmount: 50 })] });
    assert.deepEqual([one()?.status, one()?.reference, one()?.total, one()?.due], ["AUTHORISED", "approved", "120.00", "120.00"]);
    here.ledger.void(id);
    assert.equal(one()?.status, "VOIDED");
    assert.throws(() => here.ledger.edit(id, { Reference: "x" }), /status of VOIDED/);
    assert.throws(() => here.ledger.pay(id), /Authorised/);
  });

  test("a discount in money comes back as a rate of two decimals, and does not pass again", async () => {
    const { InvoiceID, LineItems } = await made(invoice({ LineItems: [line({ Quantity: 1, UnitAmount: 3000, DiscountAmount: 1499.5, TaxType: "NONE" })] }));
    assert.deepEqual([LineItems[0].LineAmount, LineItems[0].DiscountRate], [1500.5, 49.98]);
    const { ValidationErrors, DiscountAmount, ...echo } = LineItems[0];
    assert.deepEqual(messages(await post(InvoiceID, { LineItems: [echo] })), ["The line total 1500.5 does not match the expected line total 1500.60".replace("1500.5 ", "1500.50 ")]);
  });

  test("an invoice of nothing is paid when it is approved; a setting says otherwise", async () => {
    const free = invoice({ Status: "AUTHORISED", LineItems: [line({ UnitAmount: 0 })] });
    assert.equal((await made(free)).Status, "PAID");
    here.ledger.behaviour.zeroTotalIsPaid = false;
    assert.equal((await made(free)).Status, "AUTHORISED");
    here.ledger.behaviour.zeroTotalIsPaid = true;
  });
});

describe("dates", () => {
  test("none is today in the organisation's zone; days are midnight UTC", async () => {
    const south = await xero({ clock: (await import("../simulators/clock.js")).manualClock("2026-07-15T13:00:00Z"), organisations: [{ tenantId: "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f", version: "NZ" }] });
    south.ledger.addContact({ Name: "Kiwi" });
    const { body } = await south.ask("PUT", "Invoices", { Invoices: [{ Type: "ACCREC", Contact: { Name: "Kiwi" }, LineItems: [line()] }] });
    const [{ DateString, Date: day, CurrencyCode, UpdatedDateUTCString }] = body.Invoices;
    assert.deepEqual([DateString, day, CurrencyCode, UpdatedDateUTCString], ["2026-07-16T00:00:00", `/Date(${Date.UTC(2026, 6, 16)}+0000)/`, "NZD", "2026-07-15T13:00:00Z"]);
    await south.done();
  });
  test("a foreign currency has the day's rate, or the one that is sent", async () => {
    assert.equal((await made(invoice({ CurrencyCode: "EUR" }))).CurrencyRate, 1.164512);
    assert.equal((await made(invoice({ CurrencyCode: "EUR", CurrencyRate: 1.2 }))).CurrencyRate, 1.2);
  });
});

describe("credits", () => {
  const note = (/** @type {Json} */ changes = {}) => ({ Type: "ACCRECCREDIT", Status: "AUTHORISED", Contact: { ContactID: contact }, Date: "2026-07-15", LineItems: [line()], ...changes });
  /** @param {Json} [changes] @returns {Promise<Json>} */
  const credited = async (changes) => (await here.ask("PUT", "CreditNotes?unitdp=4", { CreditNotes: [note(changes)] })).body.CreditNotes[0];
  /** @param {string} id @param {string} invoiceId @param {number} Amount @param {string} [endpoint] */
  const allocate = (id, invoiceId, Amount, endpoint = "CreditNotes") => here.ask("PUT", `${endpoint}/${id}/Allocations`, { Allocations: [{ Amount, Date: "2026-07-15", Invoice: { InvoiceID: invoiceId } }] });

  test("a note is put against an invoice, as far as both are open, and taken back", async () => {
    const { InvoiceID } = await made(invoice({ Status: "AUTHORISED" }));
    const { CreditNoteID, RemainingCredit, CreditNoteNumber } = await credited();
    assert.deepEqual([RemainingCredit, /^CN-\d{4}$/.test(CreditNoteNumber)], [30, true]);
    assert.match(messages(await allocate(CreditNoteID, InvoiceID, 30.01))[0] ?? "", /above what is outstanding/);
    const { body } = await allocate(CreditNoteID, InvoiceID, 30);
    const [{ AllocationID }] = body.Allocations;
    const read = async () => (await here.get(`Invoices/${InvoiceID}`)).body.Invoices[0];
    const { Status, AmountPaid, AmountCredited, CreditNotes } = await read();
    assert.deepEqual([Status, AmountPaid, AmountCredited, CreditNotes[0].CreditNoteID], ["PAID", 0, 30, CreditNoteID]);
    assert.equal((await here.get(`CreditNotes/${CreditNoteID}`)).body.CreditNotes[0].Status, "PAID");
    assert.equal((await here.ask("DELETE", `CreditNotes/${CreditNoteID}/Allocations/${AllocationID}`)).body.IsDeleted, true);
    assert.deepEqual([(await read()).Status, (await read()).AmountDue], ["AUTHORISED", 30]);
  });

  test("not against another contact's, a draft's, or with a discount", async () => {
    const other = here.ledger.addContact({ Name: "Other" });
    const { InvoiceID } = await made(invoice({ Status: "AUTHORISED", Contact: { ContactID: other } }));
    const { CreditNoteID } = await credited();
    assert.match(messages(await allocate(CreditNoteID, InvoiceID, 1)).join(), /same contact/);
    const draft = await made(invoice());
    assert.match(messages(await allocate(CreditNoteID, draft.InvoiceID, 1)).join(), /status of DRAFT/);
    assert.match(messages(await here.ask("PUT", "CreditNotes", { CreditNotes: [note({ LineItems: [line({ DiscountRate: 10 })] })] })).join(), /Discounts/);
  });

  test("money received in advance is read and allocated", async () => {
    for (const [kind, endpoint] of /** @type {const} */ ([["overpayment", "Overpayments"], ["prepayment", "Prepayments"]])) {
      const id = here.ledger.receive(kind, contact, "12.00");
      const { InvoiceID } = await made(invoice({ Status: "AUTHORISED" }));
      assert.equal((await allocate(id, InvoiceID, 12, endpoint)).status, 200);
      const { body } = await here.get(`${endpoint}${query({ where: `Contact.ContactID == guid("${contact}") AND Date >= DateTime(2026, 07, 01)`, page: 1 })}`);
      assert.deepEqual(body[endpoint].map((/** @type {Json} */ one) => [one.Status, one.RemainingCredit, one.AppliedAmount]), [["PAID", 0, 12]]);
      assert.equal((await here.get(`Invoices/${InvoiceID}`)).body.Invoices[0].AmountDue, 18);
      assert.equal((await here.get(`${endpoint}/${id}`)).body[endpoint][0].Allocations.length, 1);
    }
  });
});

test("payments are made, listed and deleted; more than is due is refused", async () => {
  const { InvoiceID, InvoiceNumber } = await made(invoice({ Status: "AUTHORISED" }));
  const pay = (/** @type {number} */ Amount, /** @type {string} */ Code = "090") => here.ask("PUT", "Payments", { Payments: [{ Invoice: { InvoiceID }, Account: { Code }, Date: "2026-07-16", Amount }] });
  assert.match(messages(await pay(30.01)).join(), /exceeds the amount outstanding/);
  assert.match(messages(await pay(1, "200")).join(), /takes no payments/);
  const [{ PaymentID }] = (await pay(30)).body.Payments;
  const { body } = await here.get(`Payments${query({ where: `Invoice.InvoiceID==guid("${InvoiceID}")`, page: 1 })}`);
  assert.deepEqual(body.Payments.map((/** @type {Json} */ one) => [one.PaymentID, one.Invoice.InvoiceNumber, one.Status]), [[PaymentID, InvoiceNumber, "AUTHORISED"]]);
  assert.match(messages(await pay(1)).join(), /Authorised documents/);
  assert.equal((await here.ask("POST", `Payments/${PaymentID}`, { Status: "DELETED" })).body.Payments[0].Status, "DELETED");
  assert.equal((await here.get(`Invoices/${InvoiceID}`)).body.Invoices[0].Status, "AUTHORISED");
  assert.equal((await here.get(`Payments/${PaymentID}`)).body.Payments[0].Status, "DELETED");
});

describe("templates", () => {
  const template = (/** @type {Json} */ changes = {}, /** @type {Json} */ schedule = {}) => ({ Type: "ACCREC", Contact: { ContactID: contact }, Status: "AUTHORISED", Reference: "PD-42/monthly [Month Year]", LineItems: [line()], Schedule: { Period: 1, Unit: "MONTHLY", DueDate: 20, DueDateType: "OFFOLLOWINGMONTH", StartDate: "2026-08-31", ...schedule }, ...changes });
  /** @param {Json} [changes] @param {Json} [schedule] */
  const create = (changes, schedule) => here.ask("PUT", "RepeatingInvoices", { RepeatingInvoices: [template(changes, schedule)] });

  test("children come on their days, months end where they end, and share the reference", async () => {
    const [{ RepeatingInvoiceID, Total, Schedule }] = (await create()).body.RepeatingInvoices;
    assert.deepEqual([Total, Schedule.NextScheduledDate], [30, `/Date(${Date.UTC(2026, 7, 31)}+0000)/`]);
    assert.deepEqual(here.ledger.runTemplates(), []);
    here.clock.jump(78 * 86_400_000);
    const children = here.ledger.runTemplates().filter((one) => one.template === RepeatingInvoiceID);
    here.clock.jump(-78 * 86_400_000);
    assert.deepEqual(children.map((one) => [one.date, one.dueDate, one.status, one.reference]), [["2026-08-31", "2026-09-20", "AUTHORISED", "PD-42/monthly August 2026"], ["2026-09-30", "2026-10-20", "AUTHORISED", "PD-42/monthly September 2026"]]);
    assert.equal((await here.get(`Invoices/${children[0]?.id}`)).body.Invoices[0].RepeatingInvoiceID, RepeatingInvoiceID);
  });
  test("nothing of it can be changed but that it ends; an id made up makes another", async () => {
    const [{ RepeatingInvoiceID }] = (await create({ RepeatingInvoiceID: "00000000-0000-4000-8000-00000000beef" })).body.RepeatingInvoices;
    assert.notEqual(RepeatingInvoiceID, "00000000-0000-4000-8000-00000000beef");
    const change = (/** @type {Json} */ body) => here.ask("POST", `RepeatingInvoices/${RepeatingInvoiceID}`, { RepeatingInvoices: [{ RepeatingInvoiceID, ...body }] });
    assert.deepEqual(messages(await change({ Reference: "new" })), ["Repeating invoice status must be set to DELETED"]);
    assert.equal((await change({ Status: "DELETED" })).body.RepeatingInvoices[0].Status, "DELETED");
    const { body } = await here.get(`RepeatingInvoices${query({ where: 'Status=="DELETED"' })}`);
    assert.equal(body.RepeatingInvoices.filter((/** @type {Json} */ one) => one.RepeatingInvoiceID === RepeatingInvoiceID).length, 1);
    assert.equal((await here.get(`RepeatingInvoices/${RepeatingInvoiceID}`)).status, 200);
  });
  /** @type {[string, Json, Json][]} */
  const refusals = [["no schedule", { Schedule: undefined }, {}], ["a term of bills", {}, { DueDateType: "DAYSAFTERBILLDATE" }], ["a period of 0", {}, { Period: 0 }], ["due on the 32nd", {}, { DueDate: 32 }], ["an end before its start", {}, { EndDate: "2026-08-01" }], ["a status that is none", { Status: "SUBMITTED" }, {}], ["sending a draft", { Status: "DRAFT", ApprovedForSending: true }, {}], ["no lines", { LineItems: [] }, {}]];
  for (const [name, changes, schedule] of refusals) test(`refused: ${name}`, async () => assert.equal((await create(changes, schedule)).status, 400));
});

describe("what goes with an invoice", () => {
  test("a note of 250 characters, no more, on what exists", async () => {
    const { InvoiceID } = await made(invoice());
    const note = (/** @type {string} */ Details, /** @type {string} */ id = InvoiceID) => here.ask("PUT", `Invoices/${id}/History`, { HistoryRecords: [{ Details }] });
    assert.equal((await note("x".repeat(251))).status, 400);
    assert.equal((await note("x".repeat(250))).status, 200);
    assert.deepEqual(messages(await note("x", contact)), [PUBLISHED.history_wrong_id]);
    assert.equal((await here.get(`Invoices/${InvoiceID}/History`)).body.HistoryRecords[0].User, "System Generated");
    assert.deepEqual(here.ledger.notes(InvoiceID), ["x".repeat(250)]);
  });
  test("mail: to sales that are submitted or approved, where there is an address, so many a day", async () => {
    const mail = async (/** @type {string} */ id) => (await here.ask("POST", `Invoices/${id}/Email`, {})).status;
    const draft = await made(invoice());
    assert.equal(await mail(draft.InvoiceID), 400);
    here.ledger.approve(draft.InvoiceID);
    assert.equal(await mail(draft.InvoiceID), 204);
    assert.equal((await here.get(`Invoices/${draft.InvoiceID}`)).body.Invoices[0].SentToContact, true);
    const nobody = await made(invoice({ Status: "AUTHORISED", Contact: { ContactID: here.ledger.addContact({ Name: "No mail" }) } }));
    assert.equal(await mail(nobody.InvoiceID), 400);
    here.ledger.behaviour.emailsPerDay = 1;
    assert.equal(await mail(draft.InvoiceID), 400);
    assert.equal(here.ledger.emails().length, 1);
  });
});
