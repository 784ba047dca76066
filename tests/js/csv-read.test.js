// Exports of both products, in the forms that offices and spreadsheets leave them in.

import assert from "node:assert/strict";
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { finished } from "node:stream/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { readAmount, readDay } from "../../js-shim/csv-locale.js";
import { readCsv } from "../../js-shim/csv-read.js";
import { InputError } from "../../js-shim/cli-input.js";

const folder = mkdtempSync(join(tmpdir(), "wonvoice-csv-"));
after(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

/** @param {string | Uint8Array} content @param {"deals" | "documents"} side @param {any} [told] */
async function read(content, side, told = {}) {
  const path = join(folder, `${++count}.csv`);
  writeFileSync(path, content);
  /** @type {any[]} */
  const complaints = [];
  const rows = [];
  for await (const one of readCsv(path, side, told, (complaint) => complaints.push(complaint))) rows.push(one);
  return { rows, complaints, lines: complaints.map(({ line }) => line) };
}
/** @param {string | Uint8Array} content @param {"deals" | "documents"} side @param {RegExp} message */
const refused = (content, side, message) => assert.rejects(read(content, side), (error) => error instanceof InputError && message.test(error.message));

const DEALS = "Deal - ID,Deal - Title,Deal - Organization,Deal - Value,Deal - Currency of Value,Deal - Status,Deal - Won time,Deal - Owner\n";
const INVOICES = "ContactName,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,Description,Quantity,UnitAmount,LineAmount,Currency,Type,Status\n";

describe("deals", () => {
  test("become the bodies of the API", async () => {
    const { rows, complaints } = await read(`${DEALS}42,"Website, relaunch",Northwind Ltd,"1,234.50",GBP,Won,2026-06-03 10:15:00,Ana\n43,Other,,99,EUR,Open,,Ben\n`, "deals");
    assert.deepEqual(complaints, []);
    const [{ row, line }] = rows;
    assert.equal(line, 2);
    assert.deepEqual([row.deal.id, row.deal.title, row.deal.value, row.deal.currency, row.deal.status, row.deal.won_time, row.organization.name], [42, "Website, relaunch", 1234.5, "GBP", "won", "2026-06-03T10:15:00Z", "Northwind Ltd"]);
    assert.deepEqual([rows[1].row.deal.won_time, rows[1].row.deal.value, rows[1].row.organization], [null, 99, undefined]);
  });

  test("with semicolons, decimal commas and days before months, in UTF-8 with a mark, and in UTF-16 both ways", async () => {
    const text = `${DEALS.replaceAll(",", ";")}1;Müller;Käse GmbH;1.234,50;EUR;won;03.04.2026 10:00;Ana\n2;B;C;77;EUR;won;25.04.2026;Ana\n`;
    const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
    for (const content of [text, `\ufeff${text}`, utf16, Buffer.from(utf16).swap16(), text.replaceAll("\n", "\r\n")]) {
      const { rows, complaints } = await read(content, "deals");
      assert.deepEqual(complaints, []);
      assert.deepEqual(rows.map(({ row: { deal } }) => [deal.id, deal.title, deal.value, deal.local_won_date]), [[1, "Müller", 1234.5, "2026-04-03"], [2, "B", 77, "2026-04-25"]]);
    }
  });

  test("what a cell does not say the column does, and what no cell says is asked", async () => {
    const two = (/** @type {string} */ value, /** @type {string} */ day) => `${DEALS.replaceAll(",", ";")}1;A;B;1,234;EUR;won;03/04/2026;x\n2;A;B;${value};EUR;won;${day};x\n`;
    const american = await read(two("99.5", "04/30/2026"), "deals");
    assert.deepEqual([american.rows[0].row.deal.value, american.rows[0].row.deal.local_won_date], [1234, "2026-03-04"]);
    const german = await read(two("99,5", "30/04/2026"), "deals");
    assert.deepEqual([german.rows[0].row.deal.value, german.rows[0].row.deal.local_won_date], [1.234, "2026-04-03"]);
    await refused(two("7", "05/06/2026"), "deals", /:2: whether `1,234` has decimals .*--decimal comma[\s\S]*:2: whether `03\/04\/2026` begins with the day or the month .*--dates dmy/);
    const told = await read(two("7", "05/06/2026"), "deals", { decimal: "point", dates: "mdy" });
    assert.deepEqual([told.rows[0].row.deal.value, told.rows[0].row.deal.local_won_date], [1234, "2026-03-04"]);
    await refused(two("99.5", "30/04/2026").replace("1,234", "1,5"), "deals", /decimals are written in two ways: `1,5` in line 2, `99\.5` in line 3/);
  });

  test("bad lines are told with their numbers, and the rest is read", async () => {
    const { rows, complaints, lines } = await read(`${DEALS}1,A,B,10.00,GBP,won,2026-01-31,x\n,A,B,10,GBP,won,,x\n3,A,B,ten,GBP,won,,x\n4,A,B,10,pounds,won,,x\n5,A,"B\nC",10,GBP,won,2026-13-01,x\n6,A,B,10,GBP,won,,x\n7,A\n`, "deals");
    assert.deepEqual(rows.map(({ row }) => row.deal.id), [1, 5, 6]);
    assert.deepEqual(lines, [3, 4, 5, 6, 9]);
    assert.deepEqual(complaints.map(({ message }) => message), ["`Deal - ID` is empty", "`Deal - Value` is `ten`, which is no amount", "the currency is `POUNDS`", "`Deal - Won time` is `2026-13-01`, which is no day", "the line has 2 cells, and the first has 8"]);
    assert.ok(complaints.every(({ remedy, file }) => remedy !== "" && file.endsWith(".csv")));
  });

  test("a file that ends in the middle of a record", async () => {
    const { rows, complaints } = await read(`${DEALS}1,A,B,10,GBP,won,,x\n2,A,"B and the file en`, "deals");
    assert.deepEqual(rows.map(({ row }) => row.deal.id), [1]);
    assert.match(complaints[0].message, /ends within quotation marks/);
    assert.equal(complaints[0].line, 3);
  });

  test("duplicate headers: the first counts, and that is said", async () => {
    const { rows, complaints } = await read(`${DEALS.trim()},Deal - Value\n1,A,B,10,GBP,won,,x,99\n`, "deals");
    assert.equal(rows[0].row.deal.value, 10);
    assert.match(complaints[0].message, /`Deal - Value` is there twice, in columns 4 and 9/);
  });

  test("no such export, nothing in it, no currency", async () => {
    await refused("a,b\n1,2\n", "deals", /is not Pipedrive's export of deals: there is no column `Deal - ID`, `Deal - Value`, `Deal - Status`; add it/);
    await refused("", "deals", /is empty/);
    await refused("ID,Value,Status\n1,2,won\n", "deals", /no column `Deal - Currency of Value`.*--currency/);
    assert.equal((await read("ID,Value,Status\n1,2,won\n", "deals", { currency: "nzd" })).rows[0].row.deal.currency, "NZD");
    await assert.rejects(async () => { for await (const _ of readCsv(join(folder, "none.csv"), "deals", {}, () => {})); }, /there is no such file/);
  });
});

describe("documents", () => {
  test("lines below each other are one document; credit notes, bills and dead ones are told apart", async () => {
    const { rows, complaints } = await read(`${INVOICES}Acme,INV-1,PD-42,13/06/2026,13/07/2026,120.00,20.00,20.00,100.00,Work,1,60,60,GBP,Sales invoice,Awaiting Payment
Acme,INV-1,PD-42,13/06/2026,13/07/2026,120.00,20.00,20.00,100.00,More,1,40,40,GBP,Sales invoice,Awaiting Payment
Acme,CN-1,PD-42,14/06/2026,,-120.00,-20.00,0,0,Back,1,100,100,EUR,Sales credit note,Paid
Beta,BILL-1,,14/06/2026,,7,1,0,7,Paper,1,6,6,GBP,Bill,Awaiting Payment
Acme,INV-2,,14/06/2026,,50,0,0,50,x,1,50,50,GBP,Sales invoice,Voided\n`, "documents");
    assert.deepEqual(complaints, []);
    const [invoice, credit, bill, dead] = rows.map(({ row }) => row);
    assert.deepEqual([invoice.LineItems.length, invoice.Total, invoice.SubTotal, invoice.AmountPaid, invoice.AmountDue, invoice.DateString, invoice.DueDateString, invoice.Status, invoice.Type], [2, 120, 100, 20, 100, "2026-06-13T00:00:00", "2026-07-13T00:00:00", "AUTHORISED", "ACCREC"]);
    assert.deepEqual([credit.CreditNoteNumber, credit.Type, credit.Total, credit.CurrencyCode], ["CN-1", "ACCRECCREDIT", 120, "EUR"]);
    assert.deepEqual([bill.Type, dead.Status, dead.AmountDue, rows.length], ["ACCPAY", "VOIDED", 0, 4]);
    assert.equal(invoice.Contact.ContactID, dead.Contact.ContactID, "one name, one contact");
  });

  test("a hundred megabytes pass through a small memory", async () => {
    const path = join(folder, "large.csv");
    const out = createWriteStream(path);
    out.write(INVOICES);
    const tail = `,13/06/2026,13/07/2026,120.00,20.00,20.00,100.00,${"Work ".repeat(40)},1,60,60,GBP,Sales invoice,Paid\n`;
    for (let n = 0; n < 300_000; n++) if (!out.write(`Acme ${n % 500},INV-${n},PD-${n}${tail}`)) await new Promise((resolve) => out.once("drain", () => resolve(undefined)));
    out.end();
    await finished(out);
    const before = process.memoryUsage().rss;
    let [read, most] = [0, 0];
    for await (const { row } of readCsv(path, "documents", {}, () => assert.fail("nothing is wrong with it"))) {
      read += row.LineItems.length;
      if (read % 50_000 === 0) most = Math.max(most, process.memoryUsage().rss - before);
    }
    assert.equal(read, 300_000);
    assert.ok(most < 300 << 20, `${most >> 20} MB more`);
  });
});

test("amounts and days", () => {
  /** @type {[string, "point" | "comma", string | undefined][]} */
  const amounts = [["1,234.50", "point", "1234.5"], ["£ 1 234.50", "point", "1234.5"], ["1.234,50 €", "comma", "1234.5"], ["EUR 12,00", "comma", "12"], ["(12.50)", "point", "-12.5"], ["12.50-", "point", "-12.5"], ["1'234.50", "point", "1234.5"], ["-0.10", "point", "-0.1"], ["12.34.56", "point", undefined], ["abc", "point", undefined], ["1,23,456", "point", undefined], ["0", "comma", "0"]];
  for (const [cell, mark, expected] of amounts) assert.equal(readAmount(cell, mark), expected, cell);
  /** @type {[string, "dmy" | "mdy", string | undefined][]} */
  const days = [["3/4/26", "dmy", "2026-04-03"], ["3/4/2026", "mdy", "2026-03-04"], ["2026-04-03 10:00", "mdy", "2026-04-03"], ["3 Apr 2026", "mdy", "2026-04-03"], ["31/02/2026", "dmy", undefined], ["soon", "dmy", undefined], ["30.04.2026", "dmy", "2026-04-30"]];
  for (const [cell, order, expected] of days) assert.equal(readDay(cell, order), expected, cell);
});
