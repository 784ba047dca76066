// `wonvoice snippet`: one text, ready to be pasted into a code step.

import { readFile, writeFile } from "node:fs/promises";
import { adapters } from "wonvoice:adapters";
import { Argument, Command, Option } from "commander";
import { InputError, readJsonFile } from "./cli-input.js";
import { callJson } from "./node.js";
import { HOST_NAMES, snippet, STEP_LINES, STEP_NAMES } from "./snippet-text.js";

const HELP = `
Steps, in the order of a workflow:
${STEP_LINES.join("\n")}

A workflow has three parts: look up (\`lookups\`), decide (\`verdict\`, or \`match\` and \`map\` apart), write (the
host's own API request with what \`requests\` says). The comment at the top of the snippet names the fields to
define, what comes out, and what to do next.

Examples:
  wonvoice snippet zapier --step verdict --config config.json --snapshot snapshot.json --out step.js
  wonvoice snippet n8n --step lookups --config config.json --snapshot snapshot.json | pbcopy
  wonvoice snippet make --step map --config config.json --snapshot-from snapshot
  wonvoice snippet node-red --step status --config config.json --snapshot-from flow.snapshot
  wonvoice snippet zapier --step map --config config.json --snapshot uk.json --unit-dp 2

Zapier and Make state no limit for a step's code. A snippet has the single file's 240 KB and what it embeds;
what it came to is said on standard error. \`--snapshot-from\` leaves the snapshot out.

Exit codes:
  0  done
  1  config or snapshot have errors: nothing is printed
  2  the command was called wrongly
  3  an input could not be read`;

/** @param {string} value @param {string[]} earlier */
const another = (value, earlier) => [...earlier, value];

/** @param {string} word for a shell */
const quoted = (word) => (/^[\w./@:=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`);

/**
 * The config with prices of so many decimals, for every organisation.
 * @param {any} config @param {number} unitDp
 */
function withUnitDp(config, unitDp) {
  const entities = Object.entries(config?.entities ?? {}).map(([name, /** @type {any} */ entity]) => [name, { ...entity, document: { ...entity?.document, unitDp } }]);
  return { ...config, entities: Object.fromEntries(entities) };
}

/**
 * What is wrong with config and snapshots by themselves.
 * @param {any} config @param {any[]} snapshots
 */
function errorsOf(config, snapshots) {
  const given = snapshots.length === 1 ? { snapshot: snapshots[0] } : snapshots.length > 1 ? { snapshots } : {};
  const { findings } = JSON.parse(callJson("validate", JSON.stringify({ deal: {}, config, ...given })));
  const isMissing = (/** @type {any} */ { code }) => snapshots.length === 0 && code === "CONFIG_SNAPSHOT_MISSING";
  // Who bills, and what a text is filled with, is told of a deal, not of none.
  const isDecided = (/** @type {any} */ { code }) => code === "CONFIG_TEMPLATE_EMPTY" || (code === "CONFIG_ENTITY_UNDECIDED" && (config.split?.length > 0 || config.rules?.some((/** @type {any} */ rule) => rule?.then?.entity)));
  return findings.filter((/** @type {any} */ one) => one.severity === "error" && /^(\/config|\/snapshot|$)/.test(one.path) && /^(CONFIG|INPUT_NOT_A)/.test(one.code) && !isMissing(one) && !isDecided(one));
}

/** @param {string} host @param {Record<string, any>} options @returns {Promise<number>} the exit code */
async function make(host, options) {
  const read = async (/** @type {string} */ path) => JSON.parse(await readJsonFile(path));
  const given = options["config"] === undefined ? undefined : await read(options["config"]);
  const config = options["unitDp"] === undefined ? given : withUnitDp(given, Number(options["unitDp"]));
  const snapshots = await Promise.all(options["snapshot"].map(read));
  const errors = config === undefined ? [] : errorsOf(config, snapshots);
  for (const { code, path, message, remedy } of errors) process.stderr.write(`wonvoice: ${code}: ${message}${path === "" ? "" : ` (${path})`}; ${remedy}\n`);
  if (errors.length > 0) return 1;

  const parts = [host, "--step", options["step"], ...(options["config"] === undefined ? [] : ["--config", options["config"]]), ...options["snapshot"].flatMap((/** @type {string} */ path) => ["--snapshot", path]), ...options["snapshotFrom"].flatMap((/** @type {string} */ name) => ["--snapshot-from", name]), ...(options["unitDp"] === undefined ? [] : ["--unit-dp", options["unitDp"]]), ...(options["halt"] ? ["--halt"] : [])];
  const notes = snapshots.map((snapshot, index) => `Snapshot of ${snapshot.organisation?.Organisations?.[0]?.Name ?? options["snapshot"][index]}, taken ${snapshot.takenAt ?? "on an unknown day"}: refresh it when settings in Xero change.`);
  const small = snapshots.map((snapshot) => JSON.parse(callJson("compactSnapshot", JSON.stringify({ snapshot }))).snapshot ?? snapshot);
  const settings = { step: options["step"], halt: options["halt"] === true, config, snapshots: small, snapshotFrom: options["snapshotFrom"] };
  const singleFile = await readFile(new URL("./wonvoice.step.js", import.meta.url), "utf8");
  const text = snippet({ host: /** @type {import("./snippet-text.js").HostName} */ (host), settings, version: WONVOICE_VERSION, command: `npx wonvoice snippet ${parts.map(quoted).join(" ")}`, notes }, singleFile, adapters[host] ?? "");
  if (options["out"] === undefined) process.stdout.write(text);
  else await writeFile(options["out"], text).catch((error) => Promise.reject(new InputError(`${options["out"]}: could not be written: ${error.message}`)));
  process.stderr.write(`wonvoice: ${Math.ceil(text.length / 1024)} KB for ${host}, step ${options["step"]}${options["out"] === undefined ? "" : `, in ${options["out"]}`}\n`);
  return 0;
}

/** @param {(code: number) => void} exit what takes the exit code */
export function snippetCommand(exit) {
  return new Command("snippet")
    .summary("print a code step for Zapier, Make, n8n or Node-RED, ready to paste")
    .description("Prints a code step for Zapier, Make, n8n or Node-RED, ready to paste: config, snapshot and the whole of wonvoice in one text.")
    .addArgument(new Argument("<host>", "where it is pasted").choices(HOST_NAMES))
    .addOption(new Option("--step <step>", "what the step answers").choices(STEP_NAMES).makeOptionMandatory())
    .option("--config <file>", "the config, embedded; without it, the step reads a field `config`")
    .option("--snapshot <file>", "what a Xero organisation allows, embedded; one for each organisation", another, [])
    .option("--snapshot-from <field>", "read the snapshot from a field of the step instead (Node-RED: also flow.NAME, global.NAME)", another, [])
    .addOption(new Option("--unit-dp <digits>", "decimals of unit prices: 2 where the host's own Xero action writes the invoice").choices(["2", "4"]))
    .option("--halt", "end the run with an error, unless all is well")
    .option("--out <file>", "write it to a file")
    .addHelpText("after", HELP)
    .showHelpAfterError("(`wonvoice snippet --help` lists what there is)")
    .exitOverride()
    .action(async (host, options, command) => {
      if (options["snapshot"].length > 0 && options["snapshotFrom"].length > 0) command.error("error: --snapshot embeds the snapshot and --snapshot-from reads it from a field: use one of them");
      if (options["unitDp"] !== undefined && options["config"] === undefined) command.error("error: --unit-dp needs --config: without it, set document.unitDp in the config that the step reads");
      exit(await make(host, options));
    });
}
