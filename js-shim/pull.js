// `wonvoice pull`: both sides' data into a folder, page by page, within the limits of both APIs; what stopped goes on.

import { InvalidArgumentError } from "commander";
import { InputError, readJsonFile } from "./cli-input.js";
import { createCalls, Forbidden } from "./pull-calls.js";
import { openFolder } from "./pull-folder.js";
import { dealLists, dealNames, documentLists } from "./pull-lists.js";
import { counter, isForReading, reportCommand } from "./report-command.js";
import { clientCredentials } from "./serve/oauth.js";
import { createTransport } from "./serve/transport.js";

/** @typedef {import("./serve/transport.js").Access} Access */

/** A page of a thousand documents with their lines. */
const LONGEST = 128 << 20;
/** Milliseconds before its end at which a token is not used any more. */
const MARGIN = 60_000;

const HELP = `
Credentials come from the environment, and are neither printed nor written:
  PIPEDRIVE_API_TOKEN or PIPEDRIVE_ACCESS_TOKEN   of a user who sees all deals
  XERO_ACCESS_TOKEN                               with the scopes accounting.invoices and accounting.contacts
  XERO_CLIENT_ID and XERO_CLIENT_SECRET           those of a Xero custom connection

The folder gets one JSON object a line: deals.ndjson (each with its products, installments, organization and person),
deals-archived.ndjson, and invoices-ENTITY.ndjson, credit-notes-ENTITY.ndjson, overpayments-ENTITY.ndjson,
prepayments-ENTITY.ndjson for each entity of the config; and stages.json, pipelines.json, users.json, fields.json.
A page counts once it is written whole. Run the same command again: it goes on where it stopped, and once all is read
it adds what changed since; of two rows with one id, the later counts. 100 deals are 40 to 50 tokens of Pipedrive's
day, 1,000 documents one call of Xero's.`;

/** @param {string} text */
function number(text) {
  const value = Number(text);
  if (!(value >= 0) || text.trim() === "") throw new InvalidArgumentError("It is a number.");
  return value;
}

/** @param {string} text */
function instant(text) {
  const found = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(found)) throw new InvalidArgumentError("Write it as 2026-01-31 or 2026-01-31T00:00:00Z.");
  return `${new Date(found).toISOString().slice(0, 19)}Z`;
}

/** The credentials of calls. @returns {(api: "xero" | "pipedrive") => Promise<Access>} */
function accesses() {
  const env = (/** @type {string} */ name) => process.env[name]?.trim() || undefined;
  const [apiToken, pipedrive, xero, clientId, clientSecret, url] = ["PIPEDRIVE_API_TOKEN", "PIPEDRIVE_ACCESS_TOKEN", "XERO_ACCESS_TOKEN", "XERO_CLIENT_ID", "XERO_CLIENT_SECRET", "WONVOICE_XERO_URL"].map(env);
  /** @type {{ token: string, until: number } | undefined} */
  let kept;
  return async (api) => {
    if (api === "pipedrive") {
      if (apiToken !== undefined) return { header: ["x-api-token", apiToken] };
      if (pipedrive !== undefined) return { header: ["authorization", `Bearer ${pipedrive}`] };
      throw new InputError("no credentials: set PIPEDRIVE_API_TOKEN or PIPEDRIVE_ACCESS_TOKEN (see --help)");
    }
    if (xero !== undefined) return { header: ["authorization", `Bearer ${xero}`] };
    if (clientId === undefined || clientSecret === undefined) throw new InputError("no credentials: set XERO_ACCESS_TOKEN, or XERO_CLIENT_ID and XERO_CLIENT_SECRET (see --help)");
    if (kept === undefined || kept.until < Date.now()) {
      const granted = await clientCredentials({ provider: "xero", clientId, clientSecret }, url === undefined ? {} : { origins: { xero: url } });
      if (!granted.ok) throw new InputError(`${granted.text} (${granted.who})`);
      kept = { token: granted.tokens.accessToken, until: Date.parse(granted.tokens.expiresAt) - MARGIN };
    }
    return { header: ["authorization", `Bearer ${kept.token}`], refused: () => void (kept = undefined) };
  };
}

/** Where simulators are, in tests: a secret leaves the machine over TLS or not at all. */
function instead() {
  /** @type {Partial<Record<"xero" | "pipedrive", string>>} */
  const found = {};
  for (const [api, name] of /** @type {const} */ ([["xero", "WONVOICE_XERO_URL"], ["pipedrive", "WONVOICE_PIPEDRIVE_URL"]])) {
    const url = process.env[name];
    if (!url) continue;
    const { protocol, hostname, origin } = URL.canParse(url) ? new URL(url) : { protocol: "", hostname: "", origin: "" };
    if (protocol !== "https:" && !(protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname))) throw new InputError(`${name}: must begin with https://`);
    found[api] = origin;
  }
  return found;
}

/**
 * Who is read: the company, and each entity's organisation.
 * @param {Record<string, any>} options
 */
async function sources(options) {
  const config = options["config"] === undefined ? {} : JSON.parse(await readJsonFile(options["config"]));
  const company = options["company"] ?? config?.source?.company;
  /** @type {[string, string][]} */
  const entities = Object.entries(config?.entities ?? {}).map(([name, entity]) => [name, String(/** @type {any} */ (entity)?.tenantId ?? "")]);
  if (options["tenant"] !== undefined) entities.splice(0, Infinity, ["xero", options["tenant"]]);
  if (typeof company !== "string" || !/^[a-z0-9][a-z0-9-]*$/i.test(company)) throw new InputError("no company: name it with --company, as in https://COMPANY.pipedrive.com, or in the config's source.company");
  if (entities.length === 0) throw new InputError("no organisation: name it with --tenant, or give a config with entities");
  for (const [name, tenant] of entities) if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(tenant)) throw new InputError(`the tenant id of ${name} is no UUID; GET https://api.xero.com/connections tells it`);
  return { company, entities };
}

/** @param {Record<string, any>} options */
async function run(options) {
  const { company, entities } = await sources(options);
  const folder = await openFolder(options["out"], [company, ...entities.map(([, tenant]) => tenant)].join(" "));
  const access = accesses();
  const wanted = (/** @type {string} */ side) => options["only"] === undefined || options["only"] === side;
  if (wanted("deals")) await access("pipedrive");
  if (wanted("documents")) await access("xero");
  const transport = createTransport({ company, access, instead: instead(), most: LONGEST, timeout: options["timeout"] * 1000 });
  const calls = createCalls({ transport, leave: { xero: options["leave"], pipedrive: options["leaveTokens"] }, maxWait: options["maxWait"] * 1000, log: (line) => process.stderr.write(`wonvoice: ${line}\n`) });
  if (wanted("deals")) for (const { name, read } of dealNames(calls.get, company)) await folder.put(name, await read());
  const lists = [...(wanted("deals") ? dealLists(calls.get, company, { since: options["since"] }) : []), ...(wanted("documents") ? entities.flatMap(([entity, tenant]) => documentLists(calls.get, entity, tenant, { since: options["since"], size: options["pageSize"] })) : [])];
  /** @type {[string, number, number][]} */
  const done = [];
  for (const list of lists) {
    const file = await folder.list(list.name);
    const before = file.rows();
    const bar = counter(options, `${list.what} read`, before);
    try {
      for (let place = file.place; ; ) {
        const page = await list.page(place);
        await file.add(page.rows, page.place, page.isDone);
        bar.to(file.rows());
        place = page.place;
        if (page.isDone) break;
      }
    } catch (error) {
      if (!(error instanceof Forbidden && list.isOptional)) throw error;
      process.stderr.write(`wonvoice: ${list.what} are left out: ${error.message}\n`);
    } finally {
      bar.end();
      await file.close();
    }
    done.push([list.name, file.rows(), file.rows() - before]);
  }
  if (!isForReading(options)) process.stdout.write(`${JSON.stringify({ ok: true, folder: options["out"], calls: calls.count(), lists: done.map(([name, rows, added]) => ({ name, rows, added })) })}\n`);
  else process.stdout.write(`${done.map(([name, rows, added]) => `${String(rows).padStart(9)}  ${name}.ndjson${added === rows ? "" : ` (${added} new)`}`).join("\n")}\n`);
  return 0;
}

/** @param {(code: number) => void} exit what takes the exit code */
export function pullCommand(exit) {
  return reportCommand(
    "pull",
    "read deals and documents of both APIs into a folder, within their limits",
    `  wonvoice pull --config config.json --out books/
  wonvoice pull --company acme --tenant 00000000-0000-4000-8000-000000000000 --out books/
  wonvoice pull --config config.json --out books/ --since 2026-01-01
  wonvoice pull --config config.json --out books/ --only documents --leave 2000
  wonvoice reconcile --books books/ --config config.json --as-of 2026-12-31
${HELP}`,
    `  0  all is read
  2  the command was called wrongly
  3  it stopped before the end, for a reason that it says; the same command goes on`,
  )
    .requiredOption("--out <folder>", "where what is read goes; made if it is not there")
    .option("--config <file>", "the config: its company and the organisations of its entities")
    .option("--company <name>", "the company in Pipedrive, where the config does not say it")
    .option("--tenant <id>", "the organisation's tenant id, instead of those of the config")
    .option("--since <time>", "only what changed since, as in 2026-01-31", instant)
    .option("--only <side>", "`deals` or `documents`", (/** @type {string} */ side) => {
      if (side !== "deals" && side !== "documents") throw new InvalidArgumentError("It is `deals` or `documents`.");
      return side;
    })
    .option("--leave <calls>", "calls of Xero's day to leave to others", number, 200)
    .option("--leave-tokens <tokens>", "tokens of Pipedrive's day to leave to others", number, 5_000)
    .option("--page-size <rows>", "documents of a page, at most 1000", number, 1_000)
    .option("--max-wait <seconds>", "how long to wait at most when a limit of calls is used up", number, 300)
    .option("--timeout <seconds>", "how long to wait for each answer", number, 60)
    .action(async (options) => exit(await run(options)));
}
