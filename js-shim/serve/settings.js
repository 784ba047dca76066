// What `wonvoice serve` goes by: a JSON file for what may be read by anybody, the environment for secrets.

import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { tenantsOf } from "./names.js";
import { createVault } from "./vault.js";

/** @typedef {import("./access.js").Credential} Credential */
/** @typedef {import("./handler.js").IntakeSettings} IntakeSettings */
/**
 * @typedef {object} Settings
 * @property {any} config how deals become invoices
 * @property {string} company
 * @property {string[]} tenants
 * @property {any} [snapshots]
 * @property {boolean} history
 * @property {IntakeSettings} intake
 * @property {Record<"xero" | "pipedrive", Credential>} credentials
 * @property {Readonly<Record<string, import("./handler.js").Connection>>} connections
 * @property {string | undefined} vaultKey
 * @property {{ xero?: Partial<import("./permits.js").Limits>, pipedrive?: Partial<import("./permits.js").Limits> }} limits
 * @property {{ every?: number, since?: string }} sweeps milliseconds between them, and the instant before which nothing is looked for
 * @property {{ xero?: string, pipedrive?: string }} instead
 * @property {{ host: string, port: number }} listen
 * @property {{ folder: string, ports: { ingress?: number, admin?: number, node?: number }, environment: Record<string, string> } | { ingress: string, admin: string }} engine
 * @property {{ host: string, port: number, advertised?: string, identityKeys?: string[] }} worker
 * @property {string[]} secrets that no log may hold
 */

/** What is wrong with the settings, for whoever starts the program. */
export class SettingsError extends Error {
  /** @override */
  name = "SettingsError";
}

/** A day: what is found later than that is no sweep any more. */
const MOST_MINUTES = 1_440;
const MEMBERS = new Set(["config", "snapshots", "history", "host", "port", "publicUrl", "openMetrics", "proxies", "pipedrive", "xero", "limits", "sweeps", "engine", "worker"]);

/** @param {unknown} value @param {string} what @returns {any} */
function object(value, what) {
  if (value === undefined) return {};
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new SettingsError(`${what} is no object`);
  return value;
}

/** @param {unknown} value @param {string} what @param {number} other @returns {number} */
function port(value, what, other) {
  if (value === undefined) return other;
  if (!Number.isInteger(value) || Number(value) < 0 || Number(value) > 65_535) throw new SettingsError(`${what} is no port: ${JSON.stringify(value)}`);
  return Number(value);
}

/** @param {unknown} value @param {string} what */
function url(value, what) {
  if (typeof value !== "string" || !/^https?:\/\/[^\s]+$/.test(value) || !URL.canParse(value)) throw new SettingsError(`${what} is no address: ${JSON.stringify(value)}`);
  return value.replace(/\/+$/, "");
}

/** A JSON file, or what stands in its place. @param {unknown} value @param {string} folder @param {string} what */
async function fileOr(value, folder, what) {
  if (typeof value !== "string") return value;
  const path = resolve(folder, value);
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new SettingsError(`${what}: ${path} cannot be read: ${/** @type {Error} */ (error).message}`);
  }
}

/** `name:token,name:token`. @param {string} text */
function adminsOf(text) {
  return text.split(",").filter((one) => one.trim() !== "").map((one) => {
    const [, name, token] = /^\s*([\w.@ -]{1,64}):([!-+.-~-]{16,512})\s*$/.exec(one) ?? [];
    if (name === undefined || token === undefined) throw new SettingsError("WONVOICE_ADMINS is a list of `name:token` with commas between them, each token at least 16 characters: make one with `openssl rand -hex 24`");
    return { name, token };
  });
}

/** @param {unknown} value */
function proxiesOf(value) {
  if (!Number.isInteger(value) || Number(value) < 0 || Number(value) > 9) throw new SettingsError(`proxies is how many of your own proxies stand in front, as in 1, not ${JSON.stringify(value)}`);
  return Number(value);
}

/** How often is swept, and from when on. @param {any} own @returns {Settings["sweeps"]} */
function sweepsOf({ minutes, since, from, ...others }) {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new SettingsError(`sweeps has no member \`${unknown}\`: there are minutes, since`);
  if (minutes !== undefined && !(typeof minutes === "number" && minutes >= 1 && minutes <= MOST_MINUTES)) throw new SettingsError(`sweeps.minutes is a number of minutes from 1 to ${MOST_MINUTES}, not ${JSON.stringify(minutes)}`);
  // Its name in the first version.
  const start = since ?? from;
  const isTime = typeof start === "string" && /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.test(start) && !Number.isNaN(Date.parse(start));
  if (start !== undefined && !isTime) throw new SettingsError(`sweeps.since is a day as in 2026-07-01, or an instant as in 2026-07-01T00:00:00Z, not ${JSON.stringify(start)}`);
  return { ...(minutes === undefined ? {} : { every: minutes * 60_000 }), ...(isTime ? { since: new Date(start).toISOString() } : {}) };
}

/**
 * How an API is called: the first that the environment has what it needs for.
 * @param {"xero" | "pipedrive"} api @param {any} own its settings @param {NodeJS.ProcessEnv} environment
 * @param {{ tenants: string[], company: string }} reaches
 * @returns {{ credential: Credential, connection?: import("./handler.js").Connection }}
 */
function credentialOf(api, own, environment, { tenants, company }) {
  const name = api.toUpperCase();
  const of = (/** @type {string} */ what) => environment[`${name}_${what}`]?.trim() || undefined;
  const [clientId, clientSecret, apiToken, accessToken] = [of("CLIENT_ID"), of("CLIENT_SECRET"), of("API_TOKEN"), of("ACCESS_TOKEN")];
  if (clientId !== undefined && clientSecret !== undefined) {
    const kind = own.kind ?? (api === "xero" ? "custom" : "code");
    if (kind !== "code" && !(kind === "custom" && api === "xero")) throw new SettingsError(`${api}.kind is \`code\`${api === "xero" ? " or `custom`" : ""}, not ${JSON.stringify(kind)}`);
    if (kind === "custom" && tenants.length > 1) throw new SettingsError(`a custom connection reaches one organisation, and config.entities names ${tenants.length}: set xero.kind to \`code\` and connect them`);
    return { credential: { connection: api }, connection: { provider: api, kind, clientId, clientSecret, ...(Array.isArray(own.scopes) ? { scopes: own.scopes } : {}), ...(api === "xero" ? { tenants } : { company }) } };
  }
  if (api === "pipedrive" && apiToken !== undefined) return { credential: { apiToken } };
  // It is over after half an hour: for a trial.
  if (accessToken !== undefined) return { credential: { accessToken } };
  throw new SettingsError(api === "pipedrive" ? "no access to Pipedrive: set PIPEDRIVE_CLIENT_ID and PIPEDRIVE_CLIENT_SECRET, or PIPEDRIVE_API_TOKEN" : "no access to Xero: set XERO_CLIENT_ID and XERO_CLIENT_SECRET, or XERO_ACCESS_TOKEN for a trial");
}

/**
 * @param {string} file
 * @param {object} given
 * @param {NodeJS.ProcessEnv} given.environment
 * @param {{ port?: number, engine?: string, admin?: string, worker?: string, data?: string }} [given.options] of the command line, which have the last word
 * @returns {Promise<Settings>}
 */
export async function readSettings(file, { environment, options = {} }) {
  const folder = dirname(resolve(file));
  const whole = object(await fileOr(resolve(file), folder, "the settings"), "the settings");
  // A config alone is settings enough.
  const read = whole.entities !== undefined && whole.config === undefined ? { config: whole } : whole;
  for (const name of Object.keys(read)) if (!MEMBERS.has(name)) throw new SettingsError(`the settings have no member \`${name}\`: there are ${[...MEMBERS].join(", ")}`);
  const config = await fileOr(read.config, folder, "config");
  const company = config?.source?.company;
  if (typeof company !== "string" || !/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(company)) throw new SettingsError("config.source.company is the company's own name in its Pipedrive address, as in `acme` of acme.pipedrive.com");
  object(config?.entities, "config.entities");
  const tenants = tenantsOf(config);
  if (tenants.length === 0) throw new SettingsError("config.entities names no organisation: give each its tenantId");
  const [ofPipedrive, ofXero, ofEngine, ofWorker, limits, ofSweeps] = [object(read.pipedrive, "pipedrive"), object(read.xero, "xero"), object(read.engine, "engine"), object(read.worker, "worker"), object(read.limits, "limits"), object(read.sweeps, "sweeps")];
  const pipedrive = credentialOf("pipedrive", ofPipedrive, environment, { tenants, company });
  const xero = credentialOf("xero", ofXero, environment, { tenants, company });
  const vaultKey = environment["WONVOICE_VAULT_KEY"]?.trim() || undefined;
  if (vaultKey === undefined && (pipedrive.connection ?? xero.connection) !== undefined) throw new SettingsError("tokens need a key to be sealed with: set WONVOICE_VAULT_KEY to the answer of `openssl rand -base64 32`");
  // Before anything is started.
  if (vaultKey !== undefined) await createVault(vaultKey).catch((error) => { throw new SettingsError(`WONVOICE_VAULT_KEY: ${error.message}`); });
  const { PIPEDRIVE_WEBHOOK_USER: user = "wonvoice", PIPEDRIVE_WEBHOOK_PASSWORD: passwords = "", XERO_WEBHOOK_KEY: keys = "", WONVOICE_ADMINS: admins = "" } = environment;
  const words = (/** @type {string} */ text) => text.split(",").map((one) => one.trim()).filter((one) => one !== "");
  const publicUrl = read.publicUrl === undefined ? undefined : url(read.publicUrl, "publicUrl");
  const connections = { ...(xero.connection ? { xero: xero.connection } : {}), ...(pipedrive.connection ? { pipedrive: pipedrive.connection } : {}) };
  const [ingress, admin, advertised] = [options.engine ?? ofEngine.ingress, options.admin ?? ofEngine.admin, options.worker ?? ofWorker.url];
  if ((ingress === undefined) !== (admin === undefined)) throw new SettingsError("an engine that is there already has two addresses: --engine for its ingress (as in http://engine:8080) and --admin (as in http://engine:9070)");
  if (ingress !== undefined && advertised === undefined) throw new SettingsError("an engine that is there already must reach this program: give its address with --worker (as in http://this-host:9080)");
  const secrets = [...Object.entries(environment).filter(([name, value]) => value && /^(?:XERO|PIPEDRIVE|WONVOICE)_.*(?:SECRET|TOKEN|PASSWORD|KEY)$/.test(name)).map(([, value]) => value ?? ""), ...words(passwords), ...words(keys), ...(vaultKey === undefined ? [] : words(vaultKey))];
  return {
    sweeps: sweepsOf(ofSweeps),
    config, company, tenants, history: read.history === true, connections, vaultKey, limits, secrets,
    ...(read.snapshots === undefined ? {} : { snapshots: await fileOr(read.snapshots, folder, "snapshots") }),
    credentials: { xero: xero.credential, pipedrive: pipedrive.credential },
    intake: {
      companies: [{ company, ...(ofPipedrive.companyId === undefined ? {} : { companyId: String(ofPipedrive.companyId) }), webhook: words(passwords).map((password) => ({ user, password })) }],
      xero: { webhookKeys: words(keys), tenants },
      admins: adminsOf(admins),
      connections,
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(read.openMetrics === true ? { isMetricsOpen: true } : {}),
      ...(read.proxies === undefined ? {} : { proxies: proxiesOf(read.proxies) }),
    },
    instead: { ...(environment["WONVOICE_XERO_URL"] ? { xero: url(environment["WONVOICE_XERO_URL"], "WONVOICE_XERO_URL") } : {}), ...(environment["WONVOICE_PIPEDRIVE_URL"] ? { pipedrive: url(environment["WONVOICE_PIPEDRIVE_URL"], "WONVOICE_PIPEDRIVE_URL") } : {}) },
    listen: { host: typeof read.host === "string" ? read.host : "127.0.0.1", port: options.port ?? port(read.port, "port", 8787) },
    engine: ingress === undefined ? { folder: resolve(folder, options.data ?? ofEngine.folder ?? ".wonvoice"), ports: { ingress: port(ofEngine.ingressPort, "engine.ingressPort", 8080), admin: port(ofEngine.adminPort, "engine.adminPort", 9070), node: port(ofEngine.nodePort, "engine.nodePort", 5122) }, environment: Object.fromEntries(Object.entries(object(ofEngine.environment, "engine.environment")).filter(([name]) => name.startsWith("RESTATE_")).map(([name, value]) => [name, String(value)])) } : { ingress: url(ingress, "the engine's ingress"), admin: url(admin, "the engine's admin address") },
    worker: {
      host: ingress === undefined ? "127.0.0.1" : (ofWorker.host ?? "0.0.0.0"),
      port: port(ofWorker.port, "worker.port", advertised === undefined ? 9080 : Number(new URL(url(advertised, "the worker's address")).port) || 9080),
      ...(advertised === undefined ? {} : { advertised: url(advertised, "the worker's address") }),
      ...(Array.isArray(ofWorker.identityKeys) ? { identityKeys: ofWorker.identityKeys.map(String) } : {}),
    },
  };
}
