// `wonvoice facts`: deals, slots, documents and payments as tables for business-intelligence tools.

import { InvalidArgumentError } from "commander";
import { join } from "node:path";
import { openTable } from "./report-files.js";
import { isForReading, reportCommand } from "./report-command.js";
import { codeOf, complainOf, readBooks, withInputs } from "./report-input.js";
import { FACTS, SCHEMA_VERSION } from "./report-tables.js";

/** What was set against a document, as Xero lists it. */
const KINDS = /** @type {const} */ ([["Payments", "payment"], ["CreditNotes", "credit-note"], ["Prepayments", "prepayment"], ["Overpayments", "overpayment"]]);

/** A day of Xero's. @param {unknown} value */
const dayOf = (value) => {
  const [, at] = /\/Date\((-?\d+)/.exec(String(value ?? "")) ?? [];
  return at === undefined ? /^\d{4}-\d{2}-\d{2}/.exec(String(value ?? ""))?.[0] : new Date(Number(at)).toISOString().slice(0, 10);
};

/** @param {any} row @param {string} entity @returns {any[]} */
function paymentsOf(row, entity) {
  if (row.InvoiceID === undefined) return [];
  return KINDS.flatMap(([list, kind]) => (row[list] ?? []).filter((/** @type {any} */ one) => one.Status !== "DELETED").map((/** @type {any} */ payment) => ({
    payment, kind, document: row.InvoiceID, entity: entity === "" ? undefined : entity, date: dayOf(payment.Date), currency: row.CurrencyCode, amount: kind === "payment" ? payment.Amount : payment.AppliedAmount ?? payment.Total,
  })));
}

/** @param {Record<string, any>} options */
async function run(options) {
  const forms = /** @type {("csv" | "ndjson")[]} */ (options["format"] === "both" ? ["csv", "ndjson"] : [options["format"]]);
  const open = async (/** @type {keyof typeof FACTS} */ name) => {
    const tables = await Promise.all(forms.map((form) => openTable(join(options["out"], `${name}.${form}`), FACTS[name].columns, form)));
    return {
      rows: () => tables[0]?.rows() ?? 0,
      put: async (/** @type {any} */ row) => { for (const table of tables) await table.put(row); },
      close: async () => { for (const table of tables) await table.close(); },
    };
  };
  const payments = await open("payment");
  const { books, summary, complaints } = await readBooks(options, async (row, entity) => {
    for (const one of paymentsOf(row, entity)) await payments.put(one);
  });
  const [deals, slots, documents] = [await open("deal"), await open("slot"), await open("document")];
  for (const deal of books.deals()) {
    // Another of the same deal, and what is none, have no key of their own.
    if (deal.class === "repeated" || deal.class === "unreadable") continue;
    await deals.put(deal);
    for (const slot of deal.slots ?? []) await slots.put({ deal, slot });
  }
  for (const one of books.documents()) if (one.class !== "repeated" && one.class !== "unreadable") await documents.put(one);
  for (const table of [deals, slots, documents, payments]) await table.close();
  books.free();
  complainOf(complaints);
  const counts = { deal: deals.rows(), slot: slots.rows(), document: documents.rows(), payment: payments.rows() };
  if (!isForReading(options)) process.stdout.write(`${JSON.stringify({ ok: summary["ok"], version: SCHEMA_VERSION, asOf: summary["asOf"], rows: counts, findings: summary["findings"] })}\n`);
  else process.stdout.write(`${Object.entries(counts).map(([name, rows]) => `${String(rows).padStart(9)}  ${forms.map((form) => join(options["out"], `${name}.${form}`)).join(", ")}`).join("\n")}\n`);
  return codeOf(summary, complaints);
}

/** @param {(code: number) => void} exit what takes the exit code */
export function factsCommand(exit) {
  return withInputs(reportCommand(
    "facts",
    "write deals, slots, documents and payments as tables for business intelligence",
    `  wonvoice facts --books books/ --config config.json --as-of 2026-12-31 --out facts/
  wonvoice facts --deals deals.csv --documents invoices.csv --as-of 2026-12-31 --out facts/ --format csv

The schema of the tables is \`facts.schema.json\` in the package, with its version; keys are stable from run to run.`,
    `  0  done
  1  done, and something could not be read, which is said
  2  the command was called wrongly
  3  an input could not be read`,
  ))
    .requiredOption("--out <folder>", "where the tables go; made if it is not there")
    .option("--format <form>", "csv, ndjson or both", (/** @type {string} */ form) => {
      if (!["csv", "ndjson", "both"].includes(form)) throw new InvalidArgumentError("It is csv, ndjson or both.");
      return form;
    }, "both")
    .action(async (options) => exit(await run(options)));
}
