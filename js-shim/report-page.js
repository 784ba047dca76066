// A reconciliation as one page that needs nothing else: the package's template, and the data in a block of JSON.

import { createWriteStream } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { InputError } from "./cli-input.js";

/** Rows of a table that a browser still holds with ease. */
const MOST = 20_000;
const MARK = "/*DATA*/";
/** What a page shows of a row, in this order. */
const DEAL = ["id", "title", "organization", "owner", "pipeline", "wonOn", "entity", "currency", "class", "reason", "todo"];
const AMOUNTS = ["won", "dueByNow", "billed", "paid", "due", "difference"];
const DOCUMENT = ["number", "reference", "contact", "kind", "entity", "status", "date", "dueOn", "currency", "total", "due", "daysOverdue", "class", "deal", "by", "confidence", "reason"];

/** JSON that ends no script and opens no comment, whatever stands in it. @param {unknown} value */
export const embedded = (value) => JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Settled ones go first where not all have room. @param {Iterable<any>} rows @param {(row: any) => unknown[]} shown */
function held(rows, shown) {
  const [settled, others] = [/** @type {unknown[][]} */ ([]), /** @type {unknown[][]} */ ([])];
  let count = 0;
  for (const row of rows) {
    count++;
    const list = row.class === "settled" || row.class === "not-won" ? settled : others;
    if (list.length < MOST) list.push(shown(row));
  }
  return { count, rows: [...others, ...settled].slice(0, MOST) };
}

/**
 * @param {string} path @param {import("./report-books.js").OpenBooks} books @param {any} summary
 */
export async function writePage(path, books, summary) {
  const template = await readFile(new URL("./report.html", import.meta.url), "utf8");
  const at = template.indexOf(MARK);
  const deals = held(books.deals(), (row) => [...DEAL.map((name) => row[name] ?? null), ...AMOUNTS.map((name) => row.amounts?.[name] ?? null)]);
  const documents = held(books.documents(), (row) => DOCUMENT.map((name) => row[name] ?? null));
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.tmp`;
  const file = createWriteStream(beside);
  const done = finished(file).catch((error) => Promise.reject(new InputError(`${path}: cannot be written (${error.code})`)));
  const put = async (/** @type {string} */ text) => void (file.write(text) || (await Promise.race([done, once(file, "drain")])));
  try {
    await put(template.slice(0, at));
    await put(`{"summary":${embedded(summary)},"dealColumns":${embedded([...DEAL, ...AMOUNTS])},"documentColumns":${embedded(DOCUMENT)},"dealCount":${deals.count},"documentCount":${documents.count}`);
    for (const [name, rows] of /** @type {const} */ ([["deals", deals.rows], ["documents", documents.rows]])) {
      await put(`,"${name}":[`);
      for (let from = 0; from < rows.length; from += 1_000) await put(`${from === 0 ? "" : ","}${embedded(rows.slice(from, from + 1_000)).slice(1, -1)}`);
      await put("]");
    }
    await put(`}${template.slice(at + MARK.length)}`);
    file.end();
    await done;
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
