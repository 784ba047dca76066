// Rows into files: CSV that no spreadsheet runs as a formula, and NDJSON. Written as they come, whole or not at all.

import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { finished } from "node:stream/promises";
import { stringify } from "csv-stringify";
import { InputError } from "./cli-input.js";
import { projected } from "./report-tables.js";

/** @typedef {import("./report-tables.js").Column} Column */

/**
 * A file that rows are put into.
 * @param {string} path @param {Column[]} columns @param {"csv" | "ndjson"} form
 */
export async function openTable(path, columns, form) {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.tmp`;
  const file = createWriteStream(beside);
  // Texts that a spreadsheet would take for a formula get an apostrophe; numbers stay numbers. The mark at the front
  // tells Excel that it is UTF-8.
  const sheet = form === "csv" ? stringify({ header: true, bom: true, columns: columns.map(({ name }) => name), escape_formulas: true, cast: { boolean: (value) => (value ? "true" : "false"), number: (value) => String(value) } }) : undefined;
  sheet?.pipe(file);
  const done = finished(file).catch((error) => Promise.reject(new InputError(`${path}: cannot be written (${error.code})`)));
  done.catch(() => sheet?.destroy());
  let rows = 0;
  return {
    rows: () => rows,
    /** @param {any} row */
    async put(row) {
      rows++;
      const values = projected(columns, row);
      const room = sheet ? sheet.write(values) : file.write(`${JSON.stringify(values)}\n`);
      if (!room) await Promise.race([done, new Promise((resolve) => (sheet ?? file).once("drain", () => resolve(undefined)))]);
    },
    async close() {
      (sheet ?? file).end();
      try {
        await done;
        await rename(beside, path);
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
    },
  };
}

/** A whole table. @param {string} path @param {Column[]} columns @param {"csv" | "ndjson"} form @param {Iterable<any>} rows */
export async function writeTable(path, columns, form, rows) {
  const table = await openTable(path, columns, form);
  for (const row of rows) await table.put(row);
  await table.close();
  return table.rows();
}
