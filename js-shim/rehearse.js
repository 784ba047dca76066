// `wonvoice check`, `wonvoice diff` and `wonvoice init`: a config tried out, compared and drafted. The core decides.

import { writeFile } from "node:fs/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { InputError, inputsOf, readJsonFile, withParts } from "./cli-input.js";
import { missingDates } from "./local-dates.js";
import { callJson, Mapper } from "./node.js";
import { lookFor } from "./print.js";
import { printCheck, printDifference, printDraft } from "./print-rehearse.js";

const EXIT_HELP = `
Exit codes:
  0  nothing stands in the way
  1  at least one finding of severity error; with --strict also of severity warning
  2  the command was called wrongly
  3  an input could not be read`;

/** @typedef {Record<string, any>} Options */
/** @typedef {[name: string, json: string]} Part */

/** @param {string} value @param {string[]} [earlier] */
export const another = (value, earlier = []) => [...earlier, value];

/**
 * The snapshots of the organisations: one, or a list that the core tells apart by their tenant ids.
 * @param {string[]} paths
 * @returns {Promise<Part>}
 */
export async function snapshotsOf(paths) {
  const texts = await Promise.all(paths.map(readJsonFile));
  return texts.length === 1 ? ["snapshots", texts[0] ?? "null"] : ["snapshots", `[${texts.join(",")}]`];
}

/** @param {Options} options @param {string[]} names @returns {Promise<Part[]>} */
export async function partsOf(options, names) {
  const given = names.filter((name) => options[name] !== undefined);
  return Promise.all(given.map(async (name) => /** @type {Part} */ ([name, await readJsonFile(options[name])])));
}

/** Deals after which the counter moves on. */
const STEP = 500;

/** What a long run does now, for whoever watches: one line, written over by the next. @param {string} text */
export function tell(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

/** @param {number} count */
const deals = (count) => `${count.toLocaleString("en")} deal${count === 1 ? "" : "s"}`;

/**
 * The deals of files: a list, one deal, or one a line; each that says no dates gets those of the clock.
 * @param {string[]} files @param {Options} options @param {Mapper} mapper @param {string} now
 * @returns {Promise<string[]>}
 */
async function dealsOf(files, options, mapper, now) {
  /** @type {string[]} */
  const found = [];
  for (const file of files) {
    for await (const { text, where } of inputsOf(file, options["ndjson"] ?? false)) {
      if (found.length > 0 && found.length % STEP === 0) tell(`reading: ${deals(found.length)}`);
      if (text.startsWith("[")) {
        const list = text.slice(1, -1).trim();
        if (list !== "") found.push(list);
      } else if (text.startsWith("{")) {
        const time = JSON.parse(mapper.callJson("localTime", text));
        const dates = Object.entries(missingDates(time, now)).map(([name, value]) => /** @type {Part} */ ([name, JSON.stringify(value)]));
        found.push(withParts(text, dates));
      } else {
        throw new InputError(`${where}: is neither a deal nor a list of deals`);
      }
    }
  }
  return found;
}

/** The moment, and today where the organisation is. @param {Options} options @param {Mapper} mapper @returns {Part[]} */
function clock(options, mapper) {
  const now = options["now"] ?? new Date().toISOString();
  const time = JSON.parse(mapper.callJson("localTime", JSON.stringify({ deal: {}, now })));
  const { localDates } = missingDates(time, now);
  return [["now", JSON.stringify(now)], ["localDates", JSON.stringify(localDates)]];
}

/**
 * Prints a result, for reading or as JSON.
 * @param {string} text @param {Options} options @param {(result: any, look: import("./print.js").Look) => string} print
 * @returns {number} the exit code
 */
export function show(text, options, print) {
  const result = JSON.parse(text);
  const readable = options["pretty"] ?? (options["json"] ? false : process.stdout.isTTY === true);
  tell("");
  const shown = readable ? print(result, lookFor(process.stdout)) : process.stdout.isTTY ? JSON.stringify(result, null, 2) : text;
  process.stdout.write(`${shown}\n`);
  const isGrave = (/** @type {{ severity: string }} */ { severity }) => severity === "error" || (options["strict"] && severity === "warning");
  return result.ok && !result.findings.some(isGrave) ? 0 : 1;
}

/** @param {string} percent */
function thousandths(percent) {
  const value = Number(percent) * 10;
  if (!(value >= 0 && value <= 1000) || percent.trim() === "") throw new InvalidArgumentError("It is a number from 0 to 100.");
  return Math.ceil(value);
}

/** The option `--now`: the core says what is none. @param {string} now @returns {string} */
export function moment(now) {
  const { findings } = JSON.parse(callJson("validate", JSON.stringify({ deal: { id: 1 }, now })));
  const wrong = findings.find((/** @type {{ path: string }} */ { path }) => path === "/now");
  if (wrong !== undefined || now.trim() === "") throw new InvalidArgumentError(`${wrong?.message ?? "it is empty"}; write one as 2026-11-22T09:30:00Z.`);
  return now;
}

/** @param {Part[]} parts */
export const inputOf = (parts) => withParts("{}", parts);

/** @param {string} name @param {string} summary @param {string} examples */
export function command(name, summary, examples) {
  return new Command(name)
    .summary(summary)
    .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
    .option("--strict", "fail on warnings too")
    .addOption(new Option("--json", "print JSON, also on a terminal").conflicts("pretty"))
    .option("--pretty", "print for reading, also into a pipe")
    .addHelpText("after", `\nExamples:\n${examples}\n${EXIT_HELP}`)
    .showHelpAfterError(`(\`wonvoice ${name} --help\` lists what there is)`)
    .exitOverride();
}

const DEALS = "won deals to replay: inputs of `wonvoice map`, as a list or one a line; - is standard input";

/** @param {(code: number) => void} exit what takes the exit code */
export function checkCommand(exit) {
  return command(
    "check",
    "prove that a config is right, before any deal arrives",
    `  wonvoice check --config config.json --snapshot snapshot.json
  wonvoice check --config config.json --snapshot uk.json --snapshot nz.json --fields fields.json
  wonvoice check --config config.json --snapshot snapshot.json won-last-year.ndjson
  echo '[20, 5, 0]' > rates.json && wonvoice check --config config.json --snapshot snapshot.json --tax-rates rates.json`,
  )
    .argument("[deals...]", DEALS)
    .requiredOption("--config <file>", "the config")
    .requiredOption("--snapshot <file>", "what a Xero organisation allows; one for each organisation", another)
    .option("--fields <file>", "field metadata of Pipedrive, so that labels and options are looked up")
    .option("--tax-rates <file>", "the tax rates in use in Pipedrive: [20, 5, 0], or a list by entity")
    .option("--currencies <file>", "the currencies in use in Pipedrive: [\"GBP\"], or a list by entity")
    .option("--pipelines <file>", "GET /pipelines of Pipedrive")
    .option("--product-details <file>", "the products with their codes and categories, for the deals")
    .addOption(new Option("--covered <percent>", "how many of the deals must be covered, at least").argParser(thousandths).default(undefined, "95"))
    .option("--ndjson", "take each line of the deals' file as one deal")
    .option("--now <time>", "the moment to look from, as in 2026-11-22T09:30:00Z; otherwise the clock", moment)
    .action(async (files, options) => {
      const config = await readJsonFile(options["config"]);
      const snapshots = await snapshotsOf(options["snapshot"]);
      const mapper = new Mapper(config, snapshots[1]);
      const instant = clock(options, mapper);
      const won = await dealsOf(files, options, mapper, JSON.parse(instant[0]?.[1] ?? "null"));
      mapper.free();
      if (won.length > 0) tell(`replaying ${deals(won.length)}…`);
      const more = await partsOf(options, ["fields", "taxRates", "currencies", "pipelines", "productDetails"]);
      const parts = [/** @type {Part} */ (["config", config]), snapshots, ...more, ...instant];
      if (files.length > 0) parts.push(["deals", `[${won.join(",")}]`]);
      if (options["covered"] !== undefined) parts.push(["leastShare", JSON.stringify(options["covered"])]);
      exit(show(callJson("checkConfig", inputOf(parts)), options, printCheck));
    });
}

/** @param {(code: number) => void} exit what takes the exit code */
export function diffCommand(exit) {
  return command(
    "diff",
    "replay won deals under a config and under another, and show what would be different",
    `  wonvoice diff before.json after.json won-last-year.ndjson --snapshot snapshot.json
  wonvoice diff before.json after.json won.ndjson --snapshot snapshot.json --policy taxTypeNeverNone --policy amountsStay
  git show main:config.json | wonvoice diff - config.json won.ndjson --snapshot snapshot.json

Policies: taxTypeNeverNone, amountsStay, accountsStay, taxTypesStay, contactsStay, datesStay, statusStays,
entitiesStay, nothingRefused; more of them, such as { "field": "AccountCode", "never": ["200"] }, from a file.`,
  )
    .argument("<before>", "the config as it is; - is standard input")
    .argument("<after>", "the config as it would be")
    .argument("<deals...>", DEALS)
    .requiredOption("--snapshot <file>", "what a Xero organisation allows; one for each organisation", another)
    .option("--policy <name>", "what may not change", another, [])
    .option("--policies <file>", "what may not change: a list of policies")
    .option("--fields <file>", "field metadata of Pipedrive, for deals that do not bring it")
    .option("--product-details <file>", "the products with their codes and categories, for the deals")
    .option("--ndjson", "take each line of the deals' file as one deal")
    .option("--now <time>", "the moment to plan for, as in 2026-11-22T09:30:00Z; otherwise the clock", moment)
    .action(async (before, after, files, options) => {
      const [old, fresh] = [await readWhole(before), await readWhole(after)];
      const snapshots = await snapshotsOf(options["snapshot"]);
      const mapper = new Mapper(fresh, snapshots[1]);
      const instant = clock(options, mapper);
      const won = await dealsOf(files, options, mapper, JSON.parse(instant[0]?.[1] ?? "null"));
      mapper.free();
      tell(`replaying ${deals(won.length)} twice…`);
      const listed = options["policies"] === undefined ? [] : JSON.parse(await readJsonFile(options["policies"]));
      if (!Array.isArray(listed)) throw new InputError(`${options["policies"]}: is no list of policies`);
      const more = await partsOf(options, ["fields", "productDetails"]);
      /** @type {Part[]} */
      const parts = [["before", old], ["after", fresh], snapshots, ...more, ...instant, ["inputs", `[${won.join(",")}]`], ["policies", JSON.stringify([...options["policy"], ...listed])]];
      exit(show(callJson("diffConfig", inputOf(parts)), options, printDifference));
    });
}

/** A whole file, or standard input. @param {string} path */
async function readWhole(path) {
  if (path !== "-") return readJsonFile(path);
  for await (const { text } of inputsOf(path, false)) return text;
  throw new InputError("standard input: is empty; JSON is expected");
}

/** @param {(code: number) => void} exit what takes the exit code */
export function initCommand(exit) {
  return command(
    "init",
    "draft a config from a snapshot and won deals; each guess is marked until you confirm it",
    `  wonvoice init --company acme --snapshot snapshot.json --out config.json
  wonvoice init --company acme --snapshot snapshot.json --fields fields.json --invoices invoices.json won.ndjson

Each guess stands under \`unconfirmed\`, with what it was guessed from. Look at it, correct it, take its entry away:
while one is there, \`wonvoice check\` fails and no invoice is made.`,
  )
    .argument("[deals...]", DEALS)
    .requiredOption("--snapshot <file>", "what the Xero organisation allows")
    .option("--company <name>", "the Pipedrive company, the first part of its address")
    .option("--entity <name>", "what to call the organisation in the config")
    .option("--fields <file>", "field metadata of Pipedrive, to look for order numbers and the like")
    .option("--invoices <file>", "invoices of Xero's, to see which accounts and terms are used")
    .option("--product-details <file>", "the products with their codes and categories")
    .option("--ndjson", "take each line of the deals' file as one deal")
    .option("--out <file>", "write the config to a file")
    .action(async (files, options) => {
      const snapshot = await readJsonFile(options["snapshot"]);
      /** @type {string[]} */
      const won = [];
      for (const file of files) {
        for await (const { text } of inputsOf(file, options["ndjson"] ?? false)) won.push(text.startsWith("[") ? text.slice(1, -1) : text);
      }
      const more = await partsOf(options, ["fields", "invoices", "productDetails"]);
      const named = ["company", "entity"].filter((name) => options[name] !== undefined).map((name) => /** @type {Part} */ ([name, JSON.stringify(options[name])]));
      const parts = [/** @type {Part} */ (["snapshot", snapshot]), ...more, ...named, /** @type {Part} */ (["deals", `[${won.filter((text) => text.trim() !== "").join(",")}]`])];
      const text = callJson("draftConfig", inputOf(parts));
      const { ok, config } = JSON.parse(text);
      if (options["out"] !== undefined && ok) {
        const whole = `${JSON.stringify(config, null, 2)}\n`;
        await writeFile(options["out"], whole, { flag: "wx" }).catch((error) => {
          throw new InputError(error.code === "EEXIST" ? `${options["out"]}: exists; name another file, or remove it first` : `${options["out"]}: could not be written: ${error.message}`);
        });
      }
      exit(show(text, options, printDraft));
    });
}
