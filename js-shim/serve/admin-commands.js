// `wonvoice admin …`: a person's side of the admin API of a running `wonvoice serve`. Asks it, and prints the answer.

import { Command, InvalidArgumentError, Option } from "commander";
import { InputError } from "../cli-input.js";
import { clean, lookFor, paint } from "../print.js";

/** @typedef {{ [name: string]: any }} Json */
/** @typedef {{ method: "GET" | "POST", path: string, body?: Json }} Ask */
/** @typedef {import("../print.js").Look} Look */

const HELP = `
Where the server is and who asks come from the environment:
  WONVOICE_URL           its address; otherwise http://127.0.0.1:8787
  WONVOICE_ADMIN_TOKEN   your token, one of those in the server's WONVOICE_ADMINS

Examples:
  wonvoice admin held
  wonvoice admin deal acme/42
  wonvoice admin approve acme/42 --rule "over 10,000"
  wonvoice admin reject acme/42 --why "it was a test"
  wonvoice admin connect xero          a link for whoever may connect it, good for 15 minutes
  wonvoice admin sweep                 look now for what no webhook announced
  wonvoice admin held --json | jq -r '.held[].deal'

Exit codes: 0 done, 1 the server refused, 2 called wrongly, 3 no token, or the server cannot be reached.`;

const TIMEOUT = 30_000;

/** Where it is. A token leaves the machine over TLS or not at all. @param {string | undefined} given */
function addressOf(given) {
  const { protocol, hostname, origin, pathname } = URL.canParse(given ?? "http://127.0.0.1:8787") ? new URL(given ?? "http://127.0.0.1:8787") : new URL("none:none");
  const isHere = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && isHere)) throw new InputError("WONVOICE_URL: must begin with https://, or be of this machine");
  return `${origin}${pathname.replace(/\/+$/, "")}`;
}

/** @param {Ask} ask @returns {Promise<{ status: number, answer: Json }>} */
async function asked({ method, path, body }) {
  const { WONVOICE_URL: url, WONVOICE_ADMIN_TOKEN: token = "" } = process.env;
  const address = addressOf(url || undefined);
  if (!/^[!-~]{1,512}$/.test(token.trim())) throw new InputError("no token: set WONVOICE_ADMIN_TOKEN to yours, of the server's WONVOICE_ADMINS");
  try {
    const response = await fetch(`${address}/admin/${path}`, {
      method, redirect: "error", signal: AbortSignal.timeout(TIMEOUT),
      headers: { authorization: `Bearer ${token.trim()}`, accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, answer: /** @type {Json} */ (await response.json()) };
  } catch (thrown) {
    const { message, cause } = /** @type {Error & { cause?: { code?: string } }} */ (thrown);
    throw new InputError(`${address} gave no answer that can be used (${cause?.code ?? message}): is \`wonvoice serve\` running there?`);
  }
}

/** @param {Json} answer @param {Look} look */
function printHeld({ held }, look) {
  const { bold, dim } = paint(look);
  if (held.length === 0) return "nothing is held";
  return held.map((/** @type {Json} */ { deal, at, text, due, holds = [], escalated }) => [
    `${bold(clean(deal))} ${clean(text)}`,
    ...holds.map((/** @type {Json} */ { rule, reason, owner }) => `  ${clean(reason)}${rule === undefined ? "" : dim(` (${clean(rule)})`)}${owner?.role === undefined ? "" : `, for ${clean(owner.role)}`}`),
    dim(`  since ${clean(at)}${due === undefined ? "" : `, due ${clean(due)}`}${escalated === undefined ? "" : `, passed on to ${clean(escalated.to)}`}`),
  ].join("\n")).join("\n");
}

/** @param {Json} answer @param {Look} look */
function printDeal({ deal, status: state }, look) {
  const { bold, dim } = paint(look);
  const { status, text = "", was, notBefore, events = [], outcome } = state ?? { status: "unknown" };
  // What ended says its status itself.
  const said = text === "" ? status : text.startsWith(status) ? text : `${status}: ${text}`;
  return [
    `${bold(clean(deal))} ${clean(said)}${was === undefined || was.text === "" ? "" : ` (before: ${clean(was.text)})`}${notBefore === undefined ? "" : `, until ${clean(notBefore)}`}`,
    ...(outcome?.documents ?? []).map((/** @type {Json} */ one) => `  ${clean(one.number ?? one.token ?? one.id)} ${clean(one.status ?? "")}`),
    ...(outcome?.findings ?? []).flatMap((/** @type {Json} */ { code, message, remedy }) => [`  ${clean(code)}: ${clean(message)}`, ...(remedy ? [`    ${clean(remedy)}`] : [])]),
    ...events.map((/** @type {Json} */ { at, what, by, says }) => dim(`  ${clean(at)} ${clean(what)}${by === undefined ? "" : ` by ${clean(by)}`}${says === undefined ? "" : `: ${clean(says.startsWith(`${what}: `) ? says.slice(what.length + 2) : says)}`}`)),
  ].join("\n");
}

/** Members of an object in one line. @param {Json} members */
const inLine = (members) => Object.entries(members ?? {}).map(([name, value]) => `${name} ${clean(typeof value === "object" ? JSON.stringify(value) : value)}`).join(", ");
/** @param {string} name of the list @param {(row: Json) => string} title @returns {(answer: Json, look: Look) => string} */
const printRows = (name, title) => (answer, look) => answer[name].map((/** @type {Json} */ row) => `${paint(look).bold(clean(title(row)))} ${inLine(row["status"])}`).join("\n") || "there are none";
/** @param {string} path of what was asked @returns {(answer: Json) => string} */
const printAccepted = (path) => ({ by, isNew }) => `${isNew === false ? "it was asked for before" : "accepted"}, by ${clean(by)}: \`wonvoice admin ${path.startsWith("deals/") ? `deal ${path.slice("deals/".length)}` : "apis"}\` shows what comes of it`;

/** @param {string} text */
function dealPath(text) {
  if (!/^[a-z0-9-]{1,63}\/[1-9]\d{0,15}$/i.test(text)) throw new InvalidArgumentError("Name the deal as in acme/42.");
  return `deals/${text}`;
}

/** A deal, or that to which all calls are paused: a company in Pipedrive, an organisation in Xero. @param {string} text */
function pausedPath(text) {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return `organisations/${text}`;
  return /^[a-z0-9-]{1,63}$/i.test(text) && !/^\d+$/.test(text) ? `companies/${text}` : dealPath(text);
}

/**
 * @param {(code: number) => void} finish takes the exit code
 */
export function adminCommand(finish) {
  const group = new Command("admin")
    .summary("see and decide what a running `wonvoice serve` holds")
    .description("Sees and decides what a running `wonvoice serve` holds: deals that wait for a person, connections, sweeps.")
    .addHelpText("after", HELP)
    .showHelpAfterError("(`wonvoice admin --help` lists what there is)")
    .exitOverride();

  /** @param {Ask} ask @param {{ json?: boolean, pretty?: boolean }} options @param {(answer: Json, look: Look) => string} print */
  async function run(ask, { json, pretty }, print) {
    const { status, answer } = await asked(ask);
    if (status >= 400) {
      process.stderr.write(`wonvoice: ${clean(answer["error"]?.message ?? `the server answered ${status}`)}\n`);
      return finish(1);
    }
    const isReadable = pretty ?? (json ? false : process.stdout.isTTY === true);
    process.stdout.write(`${isReadable ? print(answer, lookFor(process.stdout)) : JSON.stringify(answer)}\n`);
    finish(0);
  }
  /** @param {string} name @param {string} summary */
  const verb = (name, summary) => {
    const made = new Command(name).description(summary).addOption(new Option("--json", "print JSON, also on a terminal").conflicts("pretty")).option("--pretty", "print for reading, also into a pipe").exitOverride();
    group.addCommand(made);
    return made;
  };
  /** @param {string} name @param {string} summary */
  const verbOfDeal = (name, summary) => verb(name, summary).argument("<deal>", "its company and number, as in acme/42", dealPath);

  verb("held", "what waits for a person, the oldest first").action((options) => run({ method: "GET", path: "held" }, options, printHeld));
  verbOfDeal("deal", "what became of a deal").action((path, options) => run({ method: "GET", path }, options, printDeal));
  const decisions = /** @type {const} */ ([
    ["approve", "let go what a rule holds"], ["reject", "decide that nothing is invoiced"], ["replay", "hand the deal over again, with everything read anew"],
    ["cancel", "do nothing more about it, until it is won again or replayed"], ["pause", "keep whatever happens to it until `resume`"], ["resume", "go on with what was paused"],
  ]);
  for (const [name, summary] of decisions) {
    const isOfApis = name === "pause" || name === "resume";
    const made = (isOfApis ? verb(name, summary).argument("<what>", "a deal as in acme/42; or all calls to a company's Pipedrive, as in acme, or to an organisation in Xero, by its tenant id", pausedPath) : verbOfDeal(name, summary)).action((path, { rule, of, why, ...options }) => run({ method: "POST", path: `${path}/${name}`, body: { ...(rule === undefined ? {} : { rule }), ...(of === undefined ? {} : { of }), ...(why === undefined ? {} : { why }) } }, options, printAccepted(path)));
    if (name === "approve") made.option("--rule <name>", "only what this rule holds").option("--of <amount>", "only what was looked at, as the hold says it (`PD-42: 1071.84 GBP`)");
    if (name === "reject") made.requiredOption("--why <words>", "the reason, kept with the deal");
  }
  verb("apis", "how much of both APIs' limits is used, and what is paused").action((options) => run({ method: "GET", path: "apis" }, options, (answer, look) => ["organisations", "companies"].map((name) => printRows(name, ({ tenantId, company }) => tenantId ?? company)(answer, look)).join("\n")));
  verb("connections", "how both APIs are connected").action((options) => run({ method: "GET", path: "connections" }, options, printRows("connections", ({ name }) => name)));
  verb("connect", "make a link for whoever may connect an API").argument("<name>", "of the connection: xero or pipedrive").action((name, options) => run({ method: "POST", path: `connections/${encodeURIComponent(name)}/link` }, options, ({ url, until }) => `${clean(url)}\ngood until ${clean(until)}`));
  verb("sweeps", "how far sweeps got").action((options) => run({ method: "GET", path: "sweeps" }, options, printRows("sweeps", ({ key }) => key)));
  verb("sweep", "look now for what no webhook announced").argument("[key]", "a company or an organisation's tenant id; otherwise all").action((key, options) => run({ method: "POST", path: key === undefined ? "sweeps" : `sweeps/${encodeURIComponent(key)}` }, options, ({ sweeps }) => `sweeping ${sweeps.length}: \`wonvoice admin sweeps\` shows what comes of it`));
  return group;
}
