// The command line. Reads, hands over, prints: every decision is the core's.

import { once } from "node:events";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { InputError, inputsOf, readJsonFile, withParts } from "./cli-input.js";
import { auditCommand } from "./audit.js";
import { callJson, Mapper, WonvoiceError } from "./node.js";
import { missingDates } from "./local-dates.js";
import { checkCommand, diffCommand, initCommand, moment, snapshotsOf } from "./rehearse.js";
import { factsCommand } from "./facts.js";
import { previewCommand } from "./preview-command.js";
import { pullCommand } from "./pull.js";
import { reconcileCommand } from "./reconcile.js";
import { shadowCommand } from "./shadow.js";
import { adminCommand } from "./serve/admin-commands.js";
import { serveCommand } from "./serve/serve.js";
import { snapshotCommand } from "./snapshot.js";
import { snippetCommand } from "./snippet.js";
import { lookFor, printFindings, printPlan, printStatus, printTotals, printValidation, printVerdicts } from "./print.js";
import { printAlignment, printDuplicates, printMatch } from "./print-contacts.js";

const EXIT = { ok: 0, findings: 1, usage: 2, unreadable: 3, internal: 4 };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const EXIT_HELP = `
Exit codes:
  0  done, no finding of severity error
  1  done, and at least one finding of severity error (then there is nothing to send)
  2  the command was called wrongly
  3  an input could not be read
  4  a failure inside wonvoice
  Of several inputs the worst counts.`;

/** @typedef {{ json?: boolean, pretty?: boolean, trace?: boolean, ndjson?: boolean } & Record<string, any>} Options */

/**
 * @typedef {object} Task
 * @property {"mapDealToInvoice" | "validate" | "matchContact" | "decideVerdict" | "paymentStatus" | "predictTotals" | "findDuplicates" | "alignContact"} operation
 * @property {string[]} parts options that name the file of a part, in the words of the input
 * @property {(result: any, look: import("./print.js").Look) => string} print
 * @property {string[]} [whole] parts of which each makes the input whole without a file or standard input
 * @property {boolean} [handle] whether a Mapper can do it
 * @property {(text: string) => string} [before] what is done with the whole input before it is answered
 * @property {boolean} [clock] whether it needs `now`
 * @property {(result: string) => string} [after] what is done with the result before it is printed
 */

/** @param {Error} error */
function exitCodeOf(error) {
  if (error instanceof InputError) return EXIT.unreadable;
  if (error instanceof WonvoiceError) return error.code.startsWith("INTERNAL_") ? EXIT.internal : EXIT.unreadable;
  return EXIT.internal;
}

/** @param {any} result */
function hasErrors(result) {
  const findings = Array.isArray(result) ? result.flatMap((each) => each.findings ?? each) : (result.findings ?? []);
  return result.ok === false || findings.some((/** @type {any} */ finding) => finding.severity === "error");
}

/** @param {string} text */
async function write(text) {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, "drain");
}

/** @param {string} where @param {Error} error */
function complain(where, error) {
  const message = error instanceof InputError || where === "" ? error.message : `${where}: ${error.message}`;
  process.stderr.write(`wonvoice: ${message}\n`);
}

/** How far a long run is, for whoever watches. */
function progress() {
  const shown = process.stderr.isTTY && !process.stdout.isTTY;
  let done = 0;
  let refused = 0;
  let last = Date.now();
  const show = (/** @type {string} */ end) => process.stderr.write(`\r${done} read, ${refused} with errors${end}`);
  return {
    count(/** @type {boolean} */ failed) {
      done++;
      if (failed) refused++;
      if (shown && Date.now() - last > 200) {
        last = Date.now();
        show("");
      }
    },
    end() {
      if (shown && done > 1) show("\n");
    },
  };
}

/**
 * An input with what the core does not have: the clock, and the dates where the organisation is.
 * @param {Task} task @param {string} text
 * @param {(operation: "localTime", text: string) => string} ask
 */
function withDates(task, text, ask) {
  if (!(task.handle || task.clock) || !text.startsWith("{")) return text;
  const added = Object.entries(missingDates(JSON.parse(ask("localTime", text)), new Date()));
  return withParts(text, added.map(([name, value]) => [name, JSON.stringify(value)]));
}

/**
 * @param {Task} task @param {Map<string, string>} parts
 * @returns {(text: string) => string}
 */
function answererOfOne(task, parts) {
  return (text) => {
    const whole = withDates(task, withParts(text, parts), callJson);
    return callJson(task.operation, task.before ? task.before(whole) : whole);
  };
}

/**
 * A way to answer many inputs: with a handle where config and snapshots are the same for all of them.
 * @param {Task} task @param {Map<string, string>} parts
 * @returns {(text: string) => string}
 */
function answerer(task, parts) {
  const config = parts.get("config");
  const snapshots = parts.get("snapshots") ?? parts.get("snapshot");
  if (!task.handle || task.before || config === undefined || snapshots === undefined) return answererOfOne(task, parts);
  const operation = /** @type {"mapDealToInvoice" | "validate"} */ (task.operation);
  const rest = [...parts].filter(([name]) => name !== "config" && name !== "snapshots" && name !== "snapshot");
  /** @type {Mapper | undefined} */
  let mapper;
  return (text) => {
    try {
      const handle = (mapper ??= new Mapper(config, snapshots));
      return handle.callJson(operation, withDates(task, withParts(text, rest), (name, whole) => handle.callJson(name, whole)));
    } catch (error) {
      // After a failure inside, the handle is gone; the next input gets a new one.
      if (error instanceof WonvoiceError && error.code.startsWith("INTERNAL_")) mapper = undefined;
      throw error;
    }
  };
}

/**
 * The same task, ending in the differences to what Xero answered.
 * @param {Task} task @param {string} path
 * @returns {Promise<Task>}
 */
async function comparedWith(task, path) {
  const answered = await readJsonFile(path);
  return {
    ...task,
    print: (findings, look) => (Array.isArray(findings) ? printFindings(findings, look) || "no difference" : task.print(findings, look)),
    // Without a prediction there is nothing to compare: its findings say why.
    after: (prediction) => (JSON.parse(prediction).ok ? callJson("compareTotals", `{"predicted":${prediction},"answered":${answered}}`) : prediction),
  };
}

/**
 * @param {Task} usual @param {string[]} files @param {Options} options
 * @returns {Promise<number>} the exit code
 */
async function run(usual, files, options) {
  const task = options["answered"] === undefined ? usual : await comparedWith(usual, options["answered"]);
  /** @type {Map<string, string>} */
  const parts = new Map();
  for (const name of task.parts) {
    const given = options[name];
    if (given === undefined) continue;
    if (Array.isArray(given)) {
      if (given.length > 1 && options["snapshots"] !== undefined) throw new InputError("--snapshot: several stand beside --snapshots; pass one or the other");
      const [, text] = await snapshotsOf(given);
      parts.set(given.length > 1 ? "snapshots" : name, text);
      continue;
    }
    // A contact may be named by its id, without a file around it.
    parts.set(name, name === "contact" && UUID.test(given) ? JSON.stringify(given) : await readJsonFile(given));
  }
  if (options["now"] !== undefined) parts.set("now", JSON.stringify(options["now"]));
  if (options["today"] !== undefined || options["won"] !== undefined) parts.set("localDates", JSON.stringify({ today: options["today"], won: options["won"] }));
  if (options["unitDp"] !== undefined) parts.set("unitDp", options["unitDp"]);
  if (options.trace === false) parts.set("options", '{"trace":false}');

  const readable = options.pretty ?? (options.json ? false : process.stdout.isTTY === true);
  const look = { ...lookFor(process.stdout), trace: options.trace !== false };
  const isComplete = (task.whole ?? ["deal", "document", "plan"]).some((name) => parts.has(name)) && files.length === 0;
  if (files.length === 0 && !isComplete && process.stdin.isTTY) {
    process.stderr.write("wonvoice: no input: name a file, or pipe JSON into the command (see --help)\n");
    return EXIT.usage;
  }

  const single = answererOfOne(task, parts);
  /** @type {((text: string) => string) | undefined} */
  let many;
  let worst = EXIT.ok;
  const bar = progress();

  /** @param {import("./cli-input.js").Input} input */
  const answer = async ({ where, text, isLine }) => {
    let code = EXIT.ok;
    try {
      const first = isLine ? (many ??= answerer(task, parts))(text) : single(text);
      const resultText = task.after ? task.after(first) : first;
      const result = JSON.parse(resultText);
      if (hasErrors(result)) code = EXIT.findings;
      if (readable) await write(`${isLine ? `── ${where}\n` : ""}${task.print(result, look)}${isLine ? "\n" : ""}`);
      else await write(process.stdout.isTTY && !isLine ? JSON.stringify(result, null, 2) : resultText);
    } catch (thrown) {
      const error = /** @type {Error} */ (thrown);
      code = exitCodeOf(error);
      complain(where, error);
      // One line in, one line out, so that results stay beside their inputs.
      if (isLine && !readable) await write(JSON.stringify({ ok: false, error: error.message }));
    }
    worst = Math.max(worst, code);
    bar.count(code !== EXIT.ok);
  };

  if (isComplete) {
    await answer({ where: "", text: "{}", isLine: false });
  } else {
    for (const file of files.length > 0 ? files : ["-"]) {
      try {
        for await (const input of inputsOf(file, options.ndjson ?? false)) await answer(input);
      } catch (thrown) {
        const error = /** @type {Error} */ (thrown);
        complain(file, error);
        worst = Math.max(worst, exitCodeOf(error));
      }
    }
  }
  bar.end();
  return worst;
}

let exitCode = EXIT.ok;

/**
 * @param {string} name @param {string} summary @param {Task} task @param {string} examples
 * @param {Record<string, string>} partHelp
 */
function command(name, summary, task, examples, partHelp) {
  const made = new Command(name)
    .summary(summary)
    .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
    .argument("[files...]", "JSON, or NDJSON with one input a line; - or nothing is standard input");
  for (const part of task.parts) {
    const flag = `--${part.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const isMany = part === "snapshot" && task.parts.includes("snapshots");
    /** @param {string} file @param {any} before @returns {any} */
    const take = (file, before) => {
      if (before !== undefined && !isMany) throw new InvalidArgumentError(`${flag} is given twice, and takes one file.`);
      return isMany ? [...(before ?? []), file] : file;
    };
    made.option(`${flag} <file>`, partHelp[part] ?? `\`${part}\` of the input, from a file`, take);
  }
  made
    .addOption(new Option("--json", "print JSON, also on a terminal").conflicts("pretty"))
    .option("--pretty", "print for reading, also into a pipe")
    .option("--ndjson", "take each line of the input as one input")
    .addHelpText("after", `\nExamples:\n${examples}\n${EXIT_HELP}`)
    .showHelpAfterError(`(\`wonvoice ${name} --help\` lists what there is)`)
    .exitOverride()
    .action(async (files, options) => {
      exitCode = await run(task, files, options);
    });
  return made;
}

const HANDOFF = ["deal", "products", "productDetails", "discounts", "installments", "organization", "person", "fields", "contact", "existing", "config", "snapshot", "snapshots"];
const HANDOFF_HELP = {
  deal: "the deal, as the Pipedrive API or a webhook gives it",
  products: "the deal's products",
  productDetails: "the products themselves, with their codes and categories",
  discounts: "the deal's discounts",
  installments: "the deal's installments",
  organization: "the organization that is billed",
  person: "the person that is billed",
  fields: "field metadata, so that fields can be named by label",
  contact: "the Xero contact: its id, or a file with the result of `wonvoice match`",
  existing: "the deal's documents that Xero has already, kept with the input for what looks at them; this command plans without them",
  config: "the config (see config.schema.json in the package)",
  snapshot: "what a Xero organisation allows; one for each organisation",
  snapshots: "the same of several organisations in one file, by entity or in a list",
};

const map = command(
  "map",
  "turn won deals into Xero invoices",
  { operation: "mapDealToInvoice", parts: HANDOFF, print: printPlan, handle: true },
  `  wonvoice map won.json                            one input that holds everything
  wonvoice map --deal deal.json --products products.json --organization org.json \\
    --contact match.json --config config.json --snapshot snapshot.json
  wonvoice map deals.ndjson --config config.json --snapshot snapshot.json > plans.ndjson
  curl … | wonvoice map - --config config.json --snapshot snapshot.json --no-trace`,
  HANDOFF_HELP,
);
const validate = command(
  "validate",
  "say what is wrong with deals, config and snapshot, before anything is planned",
  { operation: "validate", parts: HANDOFF, print: printValidation, handle: true },
  `  wonvoice validate won.json
  wonvoice validate deals.ndjson --config config.json --snapshot snapshot.json
  wonvoice validate won.json --json | jq '.findings[].code'`,
  HANDOFF_HELP,
);

const status = command(
  "status",
  "say what became of deals in Xero: invoiced, paid, overdue, and what to write to the deal",
  { operation: "paymentStatus", parts: ["deal", "organization", "fields", "existing", "plan", "config", "snapshot", "snapshots"], print: printStatus, clock: true },
  `  wonvoice status deal-and-invoices.json            one input that holds everything
  wonvoice status --deal deal.json --existing invoices.json --plan plan.json \\
    --config config.json --snapshot snapshot.json
  wonvoice status deals.ndjson --config config.json --snapshot snapshot.json | jq -c .patch`,
  { ...HANDOFF_HELP, existing: "every document of the deal, as Xero answers them", plan: "the result of `wonvoice map`, for what has no document yet" },
);

status
  .option("--now <time>", "the moment to look from, as in 2026-11-22T09:30:00Z; otherwise the input's `now`, or the clock", moment)
  .option("--today <date>", "today's date in the Xero organisation's time zone");

const match = command(
  "match",
  "find the Xero contact of whoever is billed",
  { operation: "matchContact", parts: ["organization", "person", "party", "fields", "contacts", "config"], print: printMatch },
  `  wonvoice match query.json
  wonvoice match query.json --contacts contacts.json
  echo '{"party":{"name":"Acme Ltd"}}' | wonvoice match --contacts contacts.json`,
  {
    organization: "the Pipedrive organization",
    person: "the Pipedrive person",
    party: "the party as already read: { name, email, taxNumber, … }",
    fields: "field metadata, so that fields can be named by label",
    contacts: "Xero's contacts, as its API gives them",
    config: "the config",
  },
);

/** What Xero answers, as an input: its contacts. @param {string} text */
function asContacts(text) {
  const value = JSON.parse(text);
  return Array.isArray(value) || value?.Contacts !== undefined ? `{"contacts":${text}}` : text;
}

const duplicates = command(
  "duplicates",
  "find the Xero contacts that are probably the same",
  { operation: "findDuplicates", parts: ["contacts"], print: printDuplicates, before: asContacts, whole: ["contacts"] },
  `  wonvoice duplicates contacts.json                the answer of GET /Contacts, or a list of them
  jq -s . page-*.json | wonvoice duplicates        pages, compared with each other
  wonvoice duplicates contacts.json --json | jq -r '.groups[] | [.contacts[].contactId] | @tsv'`,
  { contacts: "Xero's contacts, as its API gives them: one answer, a list of pages, or a list of contacts" },
);

const align = command(
  "align",
  "compare a party with its Xero contact, and say what to write to which side",
  { operation: "alignContact", parts: ["organization", "person", "party", "fields", "contact", "ownership", "config"], print: printAlignment, whole: ["organization", "person", "party"] },
  `  wonvoice align both.json                         one input that holds everything
  wonvoice align --organization org.json --contact contact.json --config config.json
  wonvoice align both.json --json | jq .ledgerPatch`,
  {
    organization: "the Pipedrive organization",
    person: "the Pipedrive person",
    party: "the party as already read: { name, email, taxNumber, … }",
    fields: "field metadata, so that fields can be named by label",
    contact: "the Xero contact, as GET /Contacts/{ContactID} gives it",
    ownership: "which side has the say, field by field: { \"email\": \"crm\", … }; otherwise the config's",
    config: "the config",
  },
);

/**
 * The input with its plan: the one it holds, the one it is, or the one that its deal makes.
 * @param {string} text
 */
function withPlan(text) {
  if (!text.startsWith("{")) return text;
  const input = JSON.parse(text);
  if (input === null || input.plan !== undefined) return text;
  // What comes out of `map` holds documents and findings, and the options stand beside them.
  const plan = Array.isArray(input.documents) ? text : callJson("mapDealToInvoice", withParts(text, [["options", '{"trace":false}']]));
  return withParts(text, [["plan", plan]]);
}

const verdict = command(
  "verdict",
  "decide what to do about a plan, given what Xero has already",
  { operation: "decideVerdict", parts: ["plan", ...HANDOFF, "written"], print: printVerdicts, handle: true, before: withPlan },
  `  wonvoice verdict won.json --existing invoices.json
  wonvoice map won.json | wonvoice verdict --existing invoices.json \\
    --config config.json --snapshot snapshot.json
  wonvoice verdict --plan plan.json --deal deal.json --existing invoices.json \\
    --config config.json --snapshot snapshot.json
  wonvoice verdict won.json --existing invoices.json --json | jq -r '.[].action'

What \`existing\` holds: the answers of GET /Invoices, and of /CreditNotes and /RepeatingInvoices where
they matter, in one object or in a list; read them with \`page\`, so that lines are with them.
Without it nothing was looked up, and nothing is created.`,
  {
    ...HANDOFF_HELP,
    plan: "the result of `wonvoice map`; without it, the plan is made from the deal",
    existing: "the documents of the deal that Xero has already",
    written: "what was written last: a list of { id, token, body }",
  },
);

const totals = command(
  "totals",
  "predict what Xero will compute for a document, to the cent",
  { operation: "predictTotals", parts: ["document", "snapshot"], print: printTotals },
  `  wonvoice totals --document invoice.json --snapshot snapshot.json
  wonvoice totals both.json                        { "document": …, "snapshot": … }
  wonvoice totals --document sent.json --snapshot snapshot.json --answered answer.json`,
  { document: "an invoice body, as it is sent to Xero or as Xero gives it", snapshot: "what the Xero organisation allows" },
);
totals
  .option("--answered <file>", "Xero's answer: print how it differs from the prediction, instead of the prediction")
  .addOption(new Option("--unit-dp <digits>", "decimals of unit amounts, as in the query parameter `unitdp`").choices(["2", "4"]));

map.option("--no-trace", "leave out where each field came from");
for (const made of [map, validate, verdict]) {
  made
    .option("--now <time>", "the moment to plan for, as in 2026-11-22T09:30:00Z; otherwise the input's `now`, or the clock", moment)
    .option("--today <date>", "today's date in the Xero organisation's time zone, instead of the one the clock gives")
    .option("--won <date>", "the date the deal was won, in that zone, instead of the one its time gives");
}

const program = new Command("wonvoice")
  .description("Turns won Pipedrive deals into the right Xero invoices, to the cent.")
  .version(WONVOICE_VERSION, "-V, --version")
  .addHelpText("after", `\n\`wonvoice COMMAND --help\` has examples.\n${EXIT_HELP}`)
  .showHelpAfterError("(`wonvoice --help` lists what there is)")
  .exitOverride();
for (const made of [map, validate, match, align, duplicates, verdict, status, totals]) program.addCommand(made);
for (const made of [adminCommand, auditCommand, checkCommand, diffCommand, factsCommand, initCommand, previewCommand, pullCommand, reconcileCommand, serveCommand, shadowCommand, snapshotCommand, snippetCommand]) program.addCommand(made((code) => (exitCode = code)));

// Whoever reads may stop early, as `head` does.
process.stdout.on("error", (error) => {
  if (/** @type {NodeJS.ErrnoException} */ (error).code === "EPIPE") process.exit(exitCode);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  } else {
    complain("", /** @type {Error} */ (error));
    exitCode = exitCodeOf(/** @type {Error} */ (error));
  }
}
process.exitCode = exitCode;
