// What reports read: answers of both APIs as JSON or one a line, exports as CSV, and folders that `wonvoice pull` fills.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { InvalidArgumentError } from "commander";
import { InputError, inputsOf, itemsOf, readJsonFile } from "./cli-input.js";
import { readCsv } from "./csv-read.js";
import { openBooks } from "./report-books.js";
import { another, partsOf, snapshotsOf } from "./rehearse.js";
import { counter } from "./report-command.js";

/** @typedef {import("./csv-read.js").Complaint} Complaint */
/** @typedef {{ from: number, file: string, line: number | undefined }} Place where rows from a number on stand */
/** @typedef {(row: any, entity: string) => void | Promise<void>} Watch */

/** Rows that go to the core at once. */
const BATCH = 1_000;
/** What makes an object a row: an invoice has lists of its own, of credit notes and the like. */
const ROW = /^(Invoice|CreditNote|Overpayment|Prepayment|RepeatingInvoice)ID$|^(Contact|LineItems|deal|id)$/;
const LISTS = ["Invoices", "CreditNotes", "Overpayments", "Prepayments", "RepeatingInvoices"];

/** The rows of a text, as texts: of a list, of an envelope of either API, or the one that it is. @param {string} text @returns {string[]} */
function rowsOf(text) {
  if (text.startsWith("[")) return itemsOf(text).flatMap((item) => (LISTS.some((name) => item.includes(`"${name}"`)) ? rowsOf(item) : [item]));
  if (!text.startsWith("{")) return [text];
  const members = itemsOf(text).flatMap((item) => {
    const [, name = ""] = /^"((?:[^"\\]|\\.)*)"\s*:/.exec(item) ?? [];
    return [[name, item.slice(item.indexOf(":", name.length + 2) + 1).trim()]];
  });
  if (members.some(([name = ""]) => ROW.test(name))) return [text];
  const lists = members.filter(([name = "", value = ""]) => value.startsWith("[") && (LISTS.includes(name) || (name === "data" && members.some(([other]) => other === "success" || other === "additional_data"))));
  return lists.length > 0 ? lists.flatMap(([, value = ""]) => itemsOf(value)) : [text];
}

/** @param {string} value */
function day(value) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || new Date(`${value}T00:00:00Z`).toISOString().slice(0, 10) !== value) throw new InvalidArgumentError("Write it as 2026-12-31.");
  return value;
}

/** @param {string[]} words @returns {(value: string) => string} */
const oneOf = (words) => (value) => {
  if (!words.includes(value)) throw new InvalidArgumentError(`It is one of ${words.join(", ")}.`);
  return value;
};

/** The options by which reports are told what to read. @param {import("commander").Command} made */
export const withInputs = (made) =>
  made
    .option("--deals <file>", "deals: inputs of `wonvoice map`, answers of GET /deals, or Pipedrive's export (.csv); several are read one after the other", another)
    .option("--documents <file>", "documents: answers of GET /Invoices and /CreditNotes, or Xero's export (.csv); ENTITY=FILE for several entities", another)
    .option("--books <folder>", "what `wonvoice pull` read, instead of both")
    .requiredOption("--as-of <date>", "the day as of which everything is told, as in 2026-12-31", day)
    .option("--config <file>", "the config: its entities, tokens and rules")
    .option("--snapshot <file>", "what a Xero organisation allows, so that deals are planned; one for each organisation", another)
    .option("--stages <file>", "GET /stages of Pipedrive, for their names and probabilities")
    .option("--pipelines <file>", "GET /pipelines of Pipedrive, for their names")
    .option("--users <file>", "GET /users of Pipedrive, for the owners' names")
    .option("--fields <file>", "field metadata of Pipedrive, so that fields can be named by label")
    .option("--dates <order>", "how exports write days, where no cell tells: dmy or mdy", oneOf(["dmy", "mdy"]))
    .option("--decimal <mark>", "how exports write decimals, where no cell tells: point or comma", oneOf(["point", "comma"]))
    .option("--currency <code>", "the currency of exports that have no column of it", (/** @type {string} */ code) => {
      if (!/^[A-Za-z]{3}$/.test(code)) throw new InvalidArgumentError("It is three letters, as in GBP.");
      return code.toUpperCase();
    })
    .option("--draft-days <days>", "days after which a draft is stuck (7)", (/** @type {string} */ text) => {
      if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError("It is a number of days.");
      return Number(text);
    });

/** The files of a folder that `pull` filled, as options. @param {Record<string, any>} options @returns {Record<string, any>} */
function withFolder(options) {
  const folder = options["books"];
  if (folder === undefined) return options;
  if (!existsSync(join(folder, "pull.json"))) throw new InputError(`${folder}: was not filled by \`wonvoice pull\`: there is no pull.json in it`);
  const names = readdirSync(folder).sort();
  const file = (/** @type {string} */ name) => join(folder, name);
  const small = Object.fromEntries(["stages", "pipelines", "users", "fields"].filter((name) => names.includes(`${name}.json`)).map((name) => [name, file(`${name}.json`)]));
  const entityOf = (/** @type {string} */ name) => /^(?:invoices|credit-notes|overpayments|prepayments)-(.+)\.ndjson$/.exec(name)?.[1];
  const documents = names.filter((name) => entityOf(name) !== undefined);
  const entities = new Set(documents.map(entityOf));
  return {
    ...small, ...options, deals: [...(options["deals"] ?? []), ...names.filter((name) => /^deals(-archived)?\.ndjson$/.test(name)).map(file)],
    documents: [...(options["documents"] ?? []), ...documents.map((name) => (entities.size > 1 || options["config"] !== undefined ? `${entityOf(name)}=${file(name)}` : file(name)))],
  };
}

/**
 * Everything that a report is made of, in the core's books. `watch` sees each document as it was read.
 * @param {Record<string, any>} given @param {Watch} [watch]
 */
export async function readBooks(given, watch) {
  const options = withFolder(given);
  if (!options["deals"]?.length || !options["documents"]?.length) throw new InputError("nothing to read: name --deals and --documents, or a folder of `wonvoice pull` with --books");
  const config = options["config"] === undefined ? undefined : await readJsonFile(options["config"]);
  const entities = Object.keys(config === undefined ? {} : (JSON.parse(config)?.entities ?? {}));
  /** @type {[string, string][]} */
  const parts = [["asOf", JSON.stringify(options["asOf"])]];
  if (config !== undefined) parts.push(["config", config]);
  if (options["snapshot"]) parts.push(await snapshotsOf(options["snapshot"]));
  if (options["draftDays"] !== undefined) parts.push(["draftDays", String(options["draftDays"])]);
  parts.push(...(await partsOf(options, ["stages", "pipelines", "users", "fields"])));
  const books = openBooks(parts.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(","));
  /** @type {Complaint[]} */
  const complaints = [];
  /** @type {Record<"deals" | "documents", Place[]>} */
  const places = { deals: [], documents: [] };
  const counts = { deals: 0, documents: 0 };
  const told = { dates: options["dates"], decimal: options["decimal"], currency: options["currency"] };

  /** @param {"deals" | "documents"} side @param {string} file @param {string} entity */
  async function readFile(side, file, entity) {
    const bar = counter(options, `${side} read`, counts[side]);
    /** @type {string[]} */
    let batch = [];
    const flush = () => {
      if (batch.length === 0) return;
      if (side === "deals") books.addDeals(batch);
      else books.addDocuments(batch, entity);
      batch = [];
    };
    const add = async (/** @type {string} */ text, /** @type {number | undefined} */ line) => {
      places[side].push({ from: counts[side], file, line });
      counts[side]++;
      batch.push(text);
      if (watch !== undefined && side === "documents" && text.startsWith("{")) await watch(JSON.parse(text), entity);
      if (batch.length >= BATCH) {
        flush();
        bar.to(counts[side]);
      }
    };
    try {
      if (/\.(csv|tsv)$/i.test(file)) {
        for await (const { row, line } of readCsv(file, side, told, (one) => void complaints.push(one))) await add(JSON.stringify(row), line);
      } else {
        for await (const { text, where, isLine } of inputsOf(file, false)) {
          const line = isLine ? Number(where.slice(where.lastIndexOf(":") + 1)) : undefined;
          try {
            if (isLine) JSON.parse(text);
          } catch (error) {
            complaints.push({ file, line: line ?? 1, message: `is no JSON: ${/** @type {Error} */ (error).message.replace(/\s+/g, " ")}`, remedy: "the line is left out: write it anew", isGrave: true });
            continue;
          }
          for (const row of rowsOf(text)) await add(row, line);
        }
      }
    } finally {
      flush();
      bar.to(counts[side]);
      bar.end();
    }
  }
  for (const file of options["deals"]) await readFile("deals", file, "");
  for (const one of options["documents"]) {
    const entity = entities.find((name) => one.startsWith(`${name}=`)) ?? (/^\w+=/.test(one) && !existsSync(one) ? one.slice(0, one.indexOf("=")) : undefined);
    if (entity === undefined && entities.length > 1) throw new InputError(`${one}: say whose it is, as in ${entities[0]}=${one}; the config has the entities ${entities.join(", ")}`);
    await readFile("documents", entity === undefined ? one : one.slice(entity.length + 1), entity ?? entities[0] ?? "");
  }
  const summary = books.close();
  // A finding's path counts rows over all files; where that is, the files say.
  for (const finding of summary["findings"]) {
    const [, side, at] = /^\/(deals|documents)\/(?:[^/]+\/)?(\d+)/.exec(finding.path) ?? [];
    const place = at === undefined ? undefined : places[/** @type {"deals" | "documents"} */ (side)][Number(at)];
    if (place !== undefined) finding.where = place.line === undefined ? place.file : `${place.file}:${place.line}`;
  }
  return { books, summary, complaints };
}

/** Says what exports held that could not be read. @param {Complaint[]} complaints */
export function complainOf(complaints) {
  for (const { file, line, message, remedy } of complaints) process.stderr.write(`wonvoice: ${file}:${line}: ${message}; ${remedy}\n`);
}

/** The exit code of a report. @param {any} summary @param {Complaint[]} complaints */
export const codeOf = (summary, complaints) => (!summary.ok || complaints.some(({ isGrave }) => isGrave) || summary.findings.some((/** @type {any} */ one) => one.severity === "error") ? 1 : 0);
