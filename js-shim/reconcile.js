// `wonvoice reconcile`: what was won, billed and paid. The core decides; here it is read, written and printed.

import { join } from "node:path";
import { once } from "node:events";
import { lookFor } from "./print.js";
import { printReconciliation } from "./print-reconcile.js";
import { isForReading, reportCommand } from "./report-command.js";
import { writeTable } from "./report-files.js";
import { writePage } from "./report-page.js";
import { codeOf, complainOf, readBooks, withInputs } from "./report-input.js";
import { FACTS, SUMMARY } from "./report-tables.js";

/** @param {string} text */
async function write(text) {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

/** The result as one object, written as its rows come. @param {import("./report-books.js").OpenBooks} books @param {any} summary */
async function writeJson(books, summary) {
  await write(`${JSON.stringify(summary).slice(0, -1)},"deals":[`);
  let mark = "";
  for (const row of books.deals()) {
    await write(mark + JSON.stringify(row));
    mark = ",";
  }
  await write('],"documents":[');
  mark = "";
  for (const row of books.documents()) {
    await write(mark + JSON.stringify(row));
    mark = ",";
  }
  await write("]}\n");
}

/** @param {Record<string, any>} options */
async function run(options) {
  const { books, summary, complaints } = await readBooks(options);
  if (complaints.length > 0) summary["unread"] = complaints.map(({ isGrave, ...one }) => one);
  const folder = options["csv"];
  if (folder !== undefined) {
    await writeTable(join(folder, "deals.csv"), FACTS.deal.columns, "csv", books.deals());
    await writeTable(join(folder, "documents.csv"), FACTS.document.columns, "csv", books.documents());
    for (const { name, columns, rows } of SUMMARY) await writeTable(join(folder, `${name}.csv`), columns, "csv", rows(summary));
  }
  if (options["html"] !== undefined) await writePage(options["html"], books, summary);
  complainOf(complaints);
  if (!isForReading(options)) await writeJson(books, summary);
  else await write(`${printReconciliation(summary, lookFor(process.stdout))}\n`);
  books.free();
  return codeOf(summary, complaints);
}

/** @param {(code: number) => void} exit what takes the exit code */
export function reconcileCommand(exit) {
  return withInputs(reportCommand(
    "reconcile",
    "tell what was won, billed and paid: what was never invoiced, and what was twice",
    `  wonvoice reconcile --deals deals.ndjson --documents invoices.json --config config.json --as-of 2026-12-31
  wonvoice reconcile --books books/ --config config.json --snapshot snapshot.json --as-of 2026-12-31 --html report.html
  wonvoice reconcile --deals deals.csv --documents invoices.csv --as-of 2026-12-31 --csv out/
  wonvoice reconcile --books books/ --config config.json --as-of 2026-12-31 --json | jq '.deals[] | select(.class == "never-invoiced")'

Exports are read as they come: decimal commas, days before months and the encoding are told from the whole file, and
asked for where no cell tells. What cannot be read is told with its line, and the rest is read.`,
    `  0  done
  1  done, and something could not be read, which is said
  2  the command was called wrongly
  3  an input could not be read`,
  ))
    .option("--csv <folder>", "write every table as CSV into a folder")
    .option("--html <file>", "write one self-contained page, with charts and tables that sort and filter")
    .action(async (options) => exit(await run(options)));
}
