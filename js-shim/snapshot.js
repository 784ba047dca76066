// `wonvoice snapshot`: an organisation's settings into one small file. What is kept of them, the core decides.

import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { InputError, readJsonFile } from "./cli-input.js";
import { callJson } from "./node.js";
import { lookFor, printFindings } from "./print.js";
import { PARTS } from "./snapshot-parts.js";
import { settingsFromFiles, settingsFromXero } from "./xero-settings.js";

const EXIT = { ok: 0, findings: 1, usage: 2 };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const HELP = `
Credentials come from the environment, and are neither printed nor written:
  XERO_ACCESS_TOKEN                       a token with the scope accounting.settings.read
  XERO_CLIENT_ID and XERO_CLIENT_SECRET   those of a Xero custom connection with that scope
  XERO_TENANT_ID                          as --tenant

Examples:
  XERO_ACCESS_TOKEN=… wonvoice snapshot --out snapshot.json
  wonvoice snapshot --tenant 00000000-0000-4000-8000-000000000000 --items none > snapshot.json
  wonvoice snapshot --from answers/ --out snapshot.json
      answers/Organisation.json, TaxRates.json, Accounts.json, … as Xero answered them
  wonvoice snapshot --check snapshot.json --out snapshot.json
      each week: takes it anew, prints what changed in Xero, and exits with 1 if something did

Seven calls to Xero, one after the other. When one fails nothing is written.

Exit codes:
  0  done; with --check: and nothing changed
  1  with --check: something changed; otherwise: the settings cannot be used, and nothing was written
  2  the command was called wrongly, or there are no credentials
  3  Xero or a file could not be read`;

/** @typedef {{ ok: boolean, snapshot?: Record<string, any>, findings: any[] }} Compaction */
/** @typedef {{ part: string, entry: string, change: "added" | "removed" | "changed", field?: string, before?: unknown, after?: unknown }} Change */

/** @param {string} line */
const log = (line) => void process.stderr.write(`wonvoice: ${line}\n`);

/** @param {unknown} snapshot @param {string} items @returns {Compaction} */
const compact = (snapshot, items) => JSON.parse(callJson("compactSnapshot", JSON.stringify({ snapshot, options: { items } })));

/** @param {string} most */
function seconds(most) {
  const value = Number(most);
  if (!(value >= 0 && value <= 86400) || most.trim() === "") throw new InvalidArgumentError("It is a number of seconds.");
  return value * 1000;
}

/** @param {string} id */
function tenantId(id) {
  if (!UUID.test(id)) throw new InvalidArgumentError("It is a UUID: GET https://api.xero.com/connections tells it.");
  return id;
}

/** @param {string} time */
function instant(time) {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/.test(time) || Number.isNaN(Date.parse(time))) throw new InvalidArgumentError("Write it as 2026-07-14T18:16:56Z.");
  return time;
}

/**
 * Writes a file whole or not at all: whoever reads it meanwhile sees the old one.
 * @param {string} path @param {string} text
 */
async function writeWhole(path, text) {
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(beside, text);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw new InputError(`${path}: cannot be written (${/** @type {NodeJS.ErrnoException} */ (error).code})`);
  }
}

/** The rows of a small part. @param {any} body @param {string} envelope @returns {any[]} */
const rowsOf = (body, envelope) => (Array.isArray(body) ? body : (body?.[envelope] ?? [body]));

/**
 * The fields of each row by what tells it apart; a category's options are fields too.
 * @param {any} body @param {(typeof PARTS)[number]} part
 * @returns {Map<string, Record<string, unknown>>}
 */
function entries(body, { part, envelope, key }) {
  /** @type {Map<string, Record<string, unknown>>} */
  const found = new Map();
  for (const row of rowsOf(body, envelope)) {
    // Of the organisation there is one, whose name may change.
    const name = part === "organisation" ? "" : typeof row === "string" ? row : row[key];
    if (name === undefined) continue;
    const { Options, ...fields } = typeof row === "string" ? { [key]: row } : row;
    for (const option of Options ?? []) fields[`option ${option.Name}`] = option.Status ?? "ACTIVE";
    found.set(String(name), fields);
  }
  return found;
}

/**
 * What is different between two small snapshots, their dates apart.
 * @param {Record<string, any>} before @param {Record<string, any>} after
 * @returns {Change[]}
 */
export function changesBetween(before, after) {
  /** @type {Change[]} */
  const changes = [];
  for (const each of PARTS) {
    const { part } = each;
    const [old, fresh] = [before[part], after[part]];
    if (old === undefined && fresh === undefined) continue;
    if (old === undefined || fresh === undefined) {
      changes.push({ part, entry: "", change: old === undefined ? "added" : "removed" });
      continue;
    }
    const [was, is] = [entries(old, each), entries(fresh, each)];
    for (const [entry, fields] of was) {
      const now = is.get(entry);
      if (now === undefined) changes.push({ part, entry, change: "removed" });
      for (const field of now === undefined ? [] : new Set([...Object.keys(fields), ...Object.keys(now)])) {
        if (JSON.stringify(fields[field]) !== JSON.stringify(now?.[field])) changes.push({ part, entry, change: "changed", field, before: fields[field], after: now?.[field] });
      }
    }
    for (const entry of is.keys()) if (!was.has(entry)) changes.push({ part, entry, change: "added" });
  }
  return changes;
}

/** @param {Change} change */
function line({ part, entry, change, field, before, after }) {
  const clean = (/** @type {unknown} */ value) => String(value).replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
  const said = (/** @type {unknown} */ value) => (value === undefined ? "nothing" : typeof value === "string" ? `\`${clean(value)}\`` : JSON.stringify(value));
  const sign = { added: "+", removed: "-", changed: "~" }[change];
  const where = entry === "" ? part : `${part} \`${clean(entry)}\``;
  return `${sign} ${where}${field === undefined ? "" : `: ${clean(field)} ${said(before)} → ${said(after)}`}`;
}

/** @param {Record<string, any>} options */
async function read(options) {
  const skip = options["items"] === "none" ? ["items"] : [];
  /** @type {Record<string, string>} */
  const files = {};
  for (const { part } of PARTS) if (typeof options[part] === "string" && part !== "items") files[part] = options[part];
  if (options["itemsFile"] !== undefined) files["items"] = options["itemsFile"];
  const tenant = options["tenant"] ?? (process.env["XERO_TENANT_ID"]?.trim() || undefined);
  if (tenant !== undefined && !UUID.test(tenant)) throw new InputError("XERO_TENANT_ID: is no UUID; GET https://api.xero.com/connections tells it");
  if (options["from"] !== undefined || Object.keys(files).length > 0) return settingsFromFiles(files, options["from"], { skip, takenAt: options["takenAt"], tenant });
  const { XERO_ACCESS_TOKEN: token, XERO_CLIENT_ID: clientId, XERO_CLIENT_SECRET: clientSecret, WONVOICE_XERO_URL: url } = process.env;
  if (!token && !(clientId && clientSecret)) return undefined;
  // What cannot stand in a header would be quoted by the error that says so.
  if (token && !/^[!-~]+$/.test(token.trim())) throw new InputError("XERO_ACCESS_TOKEN: holds more than a token; pass the access_token alone");
  return settingsFromXero({ ...(token ? { token: token.trim() } : { clientId, clientSecret }), tenant, url, timeout: options["timeout"], maxWait: options["maxWait"], skip, log });
}

/**
 * @param {Record<string, any>} options
 * @returns {Promise<number>} the exit code
 */
async function run(options) {
  const { items, out, pretty, check, json } = options;
  // Read before the calls: a file that cannot be compared would waste them.
  const before = check === undefined ? undefined : compact(JSON.parse(await readJsonFile(check)), items);
  if (before !== undefined && before.snapshot === undefined) throw new InputError(`${check}: is no snapshot that can be used: ${before.findings[0]?.message}`);
  const settings = await read(options);
  if (settings === undefined) {
    log("no credentials: set XERO_ACCESS_TOKEN, or XERO_CLIENT_ID and XERO_CLIENT_SECRET; or pass Xero's answers as files, with --from (see --help)");
    return EXIT.usage;
  }
  const { bodies, bytes, takenAt, tenantId } = settings;
  const { snapshot, findings } = compact({ ...(tenantId === undefined ? {} : { tenantId }), takenAt, ...bodies }, items);
  if (findings.length > 0) process.stderr.write(`${printFindings(findings, lookFor(process.stderr))}\n`);
  if (snapshot === undefined) return EXIT.findings;
  const old = before?.snapshot?.["tenantId"];
  if (old !== undefined && tenantId !== undefined && String(old).toLowerCase() !== tenantId.toLowerCase()) throw new InputError(`${check}: is of the organisation ${old}, and ${tenantId} was read`);

  const text = `${JSON.stringify(snapshot, null, pretty ? 2 : undefined)}\n`;
  const size = Buffer.byteLength(text);
  log(`${bytes.toLocaleString("en")} bytes of answers became ${size.toLocaleString("en")} (${Math.round((size / bytes) * 100)} %), taken at ${takenAt}`);
  if (out !== undefined) await writeWhole(out, text);
  else if (before === undefined) process.stdout.write(text);
  if (before?.snapshot === undefined) return EXIT.ok;
  const changes = changesBetween(before.snapshot, snapshot);
  if (json) process.stdout.write(`${JSON.stringify(changes)}\n`);
  else process.stdout.write(changes.map((change) => `${line(change)}\n`).join(""));
  log(changes.length === 0 ? `nothing changed since ${before.snapshot["takenAt"] ?? check}` : `${changes.length} changed since ${before.snapshot["takenAt"] ?? check}`);
  return changes.length === 0 ? EXIT.ok : EXIT.findings;
}

/**
 * The command.
 * @param {(code: number) => void} finish takes the exit code
 */
export function snapshotCommand(finish) {
  const made = new Command("snapshot")
    .summary("take what a Xero organisation allows into one small file")
    .description("Takes what a Xero organisation allows (tax rates, accounts, currencies, tracking, items, themes, lock dates) into one small file with its date.")
    .option("--out <file>", "write to a file, whole or not at all, instead of standard output")
    .option("--check <file>", "print what changed since that snapshot was taken, and exit with 1 if something did")
    .option("--json", "with --check: print the changes as JSON")
    .option("--pretty", "write the snapshot over many lines")
    .addOption(new Option("--items <which>", "`none` leaves the items out, for configs whose lines.items is `none`").choices(["known", "none"]).default("known"))
    .option("--tenant <id>", "the organisation's tenant id, where the token sees several", tenantId)
    .addOption(new Option("--max-wait <seconds>", "how long to wait in all when Xero's limits of calls are used up").argParser(seconds).default(120_000, "120"))
    .addOption(new Option("--timeout <seconds>", "how long to wait for each answer").argParser(seconds).default(30_000, "30"))
    .option("--from <folder>", "take Xero's answers from the files of a folder instead of from Xero");
  for (const { part, endpoint } of PARTS) {
    const flag = part === "items" ? "items-file" : part.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    made.option(`--${flag} <file>`, `the answer of GET /${endpoint}, from a file`);
  }
  return made
    .option("--taken-at <time>", "when the files were answered, where they do not say it; otherwise their own time", instant)
    .addHelpText("after", HELP)
    .showHelpAfterError("(`wonvoice snapshot --help` lists what there is)")
    .exitOverride()
    .action(async (options) => finish(await run(options)));
}
