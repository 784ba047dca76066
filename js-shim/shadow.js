// `wonvoice shadow`: what would have been created, beside what people invoiced. The core decides.

import { InvalidArgumentError } from "commander";
import { InputError, inputsOf, itemsOf, readJsonFile, withParts } from "./cli-input.js";
import { missingDates } from "./local-dates.js";
import { callJson, Mapper } from "./node.js";
import { printShadow } from "./print-shadow.js";
import { another, command, inputOf, partsOf, show, snapshotsOf, tell } from "./rehearse.js";

/** @typedef {[name: string, json: string]} Part */

/** How far reading is, for whoever watches. @param {string} what */
function reading(what) {
  const shown = process.stderr.isTTY && !process.stdout.isTTY;
  let [count, last] = [0, Date.now()];
  const show = (/** @type {string} */ end) => process.stderr.write(`\r${count} ${what} read${end}`);
  return {
    count() {
      count++;
      if (shown && Date.now() - last > 200) {
        last = Date.now();
        show("");
      }
    },
    end() {
      if (shown) show("\n");
    },
  };
}

/**
 * The rows of a text: of a list, of `data` in Pipedrive's envelope, or the one that it is.
 * @param {string} text @param {string} where
 * @returns {string[]}
 */
function rowsOf(text, where) {
  if (text.startsWith("[")) return itemsOf(text);
  if (!text.startsWith("{")) throw new InputError(`${where}: is neither an object nor a list of them`);
  const value = JSON.parse(text);
  if (!Array.isArray(value.data)) return [text];
  const member = itemsOf(text).findLast((item) => /^"data"\s*:/.test(item)) ?? "[]";
  return itemsOf(member.slice(member.indexOf("[")));
}

/**
 * A deal with the dates of its win where its organisation is, unless it says some.
 * @param {string} text @param {Mapper} mapper
 */
function datedDeal(text, mapper) {
  const value = JSON.parse(text);
  if (value === null || typeof value !== "object") return text;
  const whole = value.deal === undefined ? `{"deal":${text}}` : text;
  const time = JSON.parse(mapper.callJson("localTime", whole));
  if (time.won === undefined || time.now !== undefined || time.localDates.today !== undefined) return whole;
  const { localDates } = missingDates(time, time.won);
  return withParts(whole, [["localDates", JSON.stringify(localDates)]]);
}

/**
 * The deals of files, each with the dates of its win where a mapper tells the organisation.
 * @param {string[]} files @param {boolean} ndjson @param {Mapper} [mapper]
 */
export async function dealsOf(files, ndjson, mapper) {
  const bar = reading("deals");
  /** @type {string[]} */
  const deals = [];
  for (const file of files) {
    for await (const { text, where } of inputsOf(file, ndjson)) {
      for (const row of rowsOf(text, where)) {
        deals.push(mapper ? datedDeal(row, mapper) : row);
        bar.count();
      }
    }
  }
  bar.end();
  return deals;
}

/**
 * Answers of Xero's by entity, from `FILE` or `ENTITY=FILE`.
 * @param {string[]} given @param {string[]} entities @param {string} list what an answer's list is called
 * @returns {Promise<string>}
 */
export async function answersOf(given, entities, list) {
  const bar = reading("documents");
  /** @type {Map<string, string[]>} */
  const pages = new Map();
  for (const one of given) {
    const name = entities.find((entity) => one.startsWith(`${entity}=`));
    if (name === undefined && entities.length > 1) throw new InputError(`${one}: say whose it is, as in ${entities[0]}=${one}; the config has the entities ${entities.join(", ")}`);
    const entity = name ?? entities[0] ?? "";
    const found = pages.get(entity) ?? [`{"${list}":[]}`];
    for await (const { text } of inputsOf(name === undefined ? one : one.slice(name.length + 1), false)) {
      found.push(...(text.startsWith("[") ? itemsOf(text) : [text]));
      bar.count();
    }
    pages.set(entity, found);
  }
  bar.end();
  return `{${[...pages].map(([entity, texts]) => `${JSON.stringify(entity)}:[${texts.join(",")}]`).join(",")}}`;
}

/** A percentage, of every field or of one: `95`, `Total=100`. @param {string} value @param {Record<string, number>} [earlier] */
function percentage(value, earlier = {}) {
  const [, field = "", number = ""] = /^(?:([A-Za-z]+)=)?([\d.]+)$/.exec(value) ?? [];
  if (number === "" || !Number.isFinite(Number(number))) throw new InvalidArgumentError("A percentage is expected, as in 95 or Total=100.");
  return { ...earlier, [field]: Number(number) };
}

/** What the core takes: a number, or numbers by field. @param {Record<string, number>} given @returns {Part} */
function atLeast({ "": every, ...fields }) {
  if (every !== undefined && Object.keys(fields).length > 0) throw new InputError("--at-least: name the field of each percentage, or give one for all fields");
  return ["atLeast", JSON.stringify(every ?? fields)];
}

/** @param {(code: number) => void} exit what takes the exit code */
export function shadowCommand(exit) {
  return command(
    "shadow",
    "compare what would have been created with what people invoiced, before you go live",
    `  wonvoice shadow won.ndjson --config config.json --snapshot snapshot.json --invoices invoices.json
  wonvoice shadow won.ndjson --config config.json --snapshot snapshot.json --invoices page-1.json --invoices page-2.json \\
    --contacts contacts.json --from 2026-04-01 --to 2026-06-30 --as-of 2026-07-31
  wonvoice shadow won.ndjson --config config.json --snapshot uk.json --snapshot nz.json --invoices uk=uk.json --invoices nz=nz.json
  wonvoice shadow won.ndjson --config config.json --snapshot snapshot.json --invoices invoices.json --at-least Total=100 --at-least AccountCode=95

Each deal is planned on the day it was won. Deals without \`contact\` get theirs from --contacts, as \`wonvoice match\`
decides; without either, contacts are not compared. Read invoices with \`page\`, so that lines are with them.`,
  )
    .argument("<deals...>", "won deals: inputs of `wonvoice map`, as a list or one a line; - is standard input")
    .requiredOption("--config <file>", "the config")
    .requiredOption("--snapshot <file>", "what a Xero organisation allows; one for each organisation", another)
    .requiredOption("--invoices <file>", "invoices of Xero's: answers of GET /Invoices, or one a line; ENTITY=FILE for several entities", another)
    .option("--contacts <file>", "contacts of Xero's, for deals that come without one; ENTITY=FILE for several entities", another)
    .option("--from <date>", "the first day on which deals were won")
    .option("--to <date>", "the last")
    .option("--as-of <date>", "the day up to which documents are due; otherwise --to, or the last day of any deal or document")
    .option("--at-least <percent>", "percent that must agree, or the exit code is 1: of every field, or FIELD=PERCENT", percentage)
    .option("--fields <file>", "field metadata of Pipedrive, so that labels and options are looked up")
    .option("--product-details <file>", "the products with their codes and categories, for the deals")
    .option("--ndjson", "take each line of the deals' file as one deal")
    .action(async (files, options) => {
      const config = await readJsonFile(options["config"]);
      const snapshots = await snapshotsOf(options["snapshot"]);
      const entities = Object.keys(JSON.parse(config)?.entities ?? {});
      /** @type {Part[]} */
      const parts = [["config", config], snapshots, ["documents", await answersOf(options["invoices"], entities, "Invoices")]];
      if (options["contacts"]) parts.push(["contacts", await answersOf(options["contacts"], entities, "Contacts")]);
      const mapper = new Mapper(config, snapshots[1]);
      const deals = await dealsOf(files, options["ndjson"] ?? false, mapper);
      mapper.free();
      parts.push(...(await partsOf(options, ["fields", "productDetails"])), ["deals", `[${deals.join(",")}]`]);
      for (const name of ["from", "to", "asOf"]) if (options[name] !== undefined) parts.push([name, JSON.stringify(options[name])]);
      if (options["atLeast"]) parts.push(atLeast(options["atLeast"]));
      tell(`comparing ${deals.length} deal${deals.length === 1 ? "" : "s"}…`);
      exit(show(callJson("shadow", inputOf(parts)), options, printShadow));
    });
}
