// `wonvoice audit`: whether the data of both sides is fit to automate. The core decides.

import { InvalidArgumentError, Option } from "commander";
import { inputsOf, readJsonFile } from "./cli-input.js";
import { callJson, Mapper } from "./node.js";
import { printAudit } from "./print-audit.js";
import { another, command, inputOf, partsOf, show, snapshotsOf, tell } from "./rehearse.js";
import { answersOf, dealsOf } from "./shadow.js";

/** @typedef {[name: string, json: string]} Part */

/** Lists of Pipedrive's, each from one answer or several. */
const LISTS = ["organizations", "persons", "products", "users"];
/** Answers that stand for a snapshot. */
const LOOSE = ["organisation", "accounts", "taxRates", "currencies", "items"];

/** Answers as a list of them, the files in their order. @param {string[]} files */
async function listOf(files) {
  const found = [];
  for (const file of files) for await (const { text } of inputsOf(file, false)) found.push(text);
  return `[${found.join(",")}]`;
}

/** Minutes of a check: `deal-value-differs=15`. @param {string} value @param {Record<string, number>} [earlier] */
function minutes(value, earlier = {}) {
  const [, check = "", count = ""] = /^([a-z-]+)=(\d+)$/.exec(value) ?? [];
  if (count === "") throw new InvalidArgumentError("Minutes of a check are expected, as in deal-value-differs=15.");
  return { ...earlier, [check]: Number(count) };
}

/** @param {string} value */
function wholeNumber(value) {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("It is a whole number.");
  return Number(value);
}

/** @param {(code: number) => void} exit what takes the exit code */
export function auditCommand(exit) {
  return command(
    "audit",
    "say whether the data of both sides is fit to automate, and which way to go",
    `  wonvoice audit --deals won.ndjson
  wonvoice audit --deals won.ndjson --contacts contacts.json --organisation organisation.json \\
    --currencies currencies.json --tax-rates tax-rates.json
  wonvoice audit --deals won.ndjson --config config.json --snapshot snapshot.json --contacts contacts.json \\
    --organizations organizations.json --persons persons.json --products products.json \\
    --users users.json --fields fields.json
  wonvoice audit --deals won.ndjson --config config.json --snapshot snapshot.json --json | jq '.recommendation.route'

Only the deals are needed. What is not passed is told as not looked at, and never counts as fine. With a config and a
snapshot each won deal is replayed on the day it was won. The exit code is 1 while a blocker is open too.`,
  )
    .requiredOption("--deals <file>", "deals: inputs of `wonvoice map` or deals alone, as a list or one a line; - is standard input", another)
    .option("--config <file>", "the config, under which deals are replayed")
    .option("--snapshot <file>", "what a Xero organisation allows; one for each organisation", another)
    .option("--contacts <file>", "contacts of Xero's; ENTITY=FILE for several entities", another)
    .option("--invoices <file>", "invoices of Xero's; ENTITY=FILE for several entities", another)
    .option("--organizations <file>", "organisations of Pipedrive's; several for several pages", another)
    .option("--persons <file>", "people of Pipedrive's", another)
    .option("--products <file>", "products of Pipedrive's, with codes and prices", another)
    .option("--users <file>", "users of Pipedrive's, who own deals", another)
    .option("--fields <file>", "field metadata of Pipedrive, so that custom fields are looked at")
    .addOption(new Option("--organisation <file>", "without a snapshot: GET /Organisation of Xero").conflicts("snapshot"))
    .addOption(new Option("--accounts <file>", "without a snapshot: GET /Accounts").conflicts("snapshot"))
    .addOption(new Option("--tax-rates <file>", "without a snapshot: GET /TaxRates").conflicts("snapshot"))
    .addOption(new Option("--currencies <file>", "without a snapshot: GET /Currencies").conflicts("snapshot"))
    .addOption(new Option("--items <file>", "without a snapshot: GET /Items").conflicts("snapshot"))
    .option("--as-of <date>", "the day to judge on; otherwise the last win")
    .option("--minutes <check=minutes>", "minutes that one item of a check takes you, instead of our estimate", minutes)
    .option("--examples <count>", "examples of each check; 5 unless said", wholeNumber)
    .option("--ndjson", "take each line of the deals' file as one deal")
    .action(async (options) => {
      /** @type {Part[]} */
      const parts = await partsOf(options, ["config", "fields", ...LOOSE]);
      const config = options["config"] === undefined ? undefined : await readJsonFile(options["config"]);
      const entities = Object.keys(JSON.parse(config ?? "null")?.entities ?? {});
      if (options["snapshot"]) parts.push(await snapshotsOf(options["snapshot"]));
      const answers = async (/** @type {string[]} */ files, /** @type {string} */ list) => (entities.length > 0 ? answersOf(files, entities, list) : listOf(files));
      if (options["contacts"]) parts.push(["contacts", await answers(options["contacts"], "Contacts")]);
      if (options["invoices"]) parts.push(["documents", await answers(options["invoices"], "Invoices")]);
      for (const name of LISTS) if (options[name]) parts.push([name, await listOf(options[name])]);
      const snapshots = parts.find(([name]) => name === "snapshots")?.[1];
      const mapper = config !== undefined && snapshots !== undefined ? new Mapper(config, snapshots) : undefined;
      const deals = await dealsOf(options["deals"], options["ndjson"] ?? false, mapper);
      mapper?.free();
      parts.push(["deals", `[${deals.join(",")}]`]);
      for (const name of ["asOf", "minutes", "examples"]) if (options[name] !== undefined) parts.push([name, JSON.stringify(options[name])]);
      tell(`looking at ${deals.length} deal${deals.length === 1 ? "" : "s"}…`);
      exit(show(callJson("audit", inputOf(parts)), options, printAudit));
    });
}
