// An organisation's settings as Xero answers them, over HTTP or from files. Bodies are handed on as they are.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import * as oauth from "oauth4webapi";
import { InputError, readJsonFile } from "./cli-input.js";
import { PARTS } from "./snapshot-parts.js";

/** The scope that every endpoint here needs, and no other. */
const SCOPE = "accounting.settings.read";
/** How often a call without an answer, or with one of a server in trouble, is made again. */
const RETRIES = 2;

/** @typedef {Record<string, any>} Body */
/** @typedef {{ bodies: Record<string, Body>, bytes: number, takenAt: string, tenantId?: string }} Settings */
/**
 * @typedef {object} Access
 * @property {string | undefined} [token] an access token
 * @property {string | undefined} [clientId] of a custom connection, with its secret
 * @property {string | undefined} [clientSecret]
 * @property {string | undefined} [tenant] the organisation's tenant id, where the token sees several
 * @property {string | undefined} [url] where Xero is, for tests: it takes the place of both hosts
 * @property {number} timeout of each call, in milliseconds
 * @property {number} maxWait for limits of calls, in milliseconds, all waits together
 * @property {string[]} skip parts that are not wanted
 * @property {(line: string) => void} log
 */

/** @param {unknown} text */
const shown = (text) => String(text).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").slice(0, 200);

/** @param {number} ms @returns {Promise<void>} */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {number} seconds */
const inWords = (seconds) => (seconds < 120 ? `${seconds} s` : seconds < 7200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`);

/**
 * Where the calls go. A secret leaves the machine over TLS or not at all.
 * @param {string | undefined} url
 */
function hosts(url) {
  if (url === undefined || url === "") return { api: "https://api.xero.com", identity: "https://identity.xero.com", insecure: false };
  const { protocol, hostname, origin } = URL.canParse(url) ? new URL(url) : { protocol: "", hostname: "", origin: "" };
  const insecure = protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  if (protocol !== "https:" && !insecure) throw new InputError("WONVOICE_XERO_URL: must begin with https://");
  return { api: origin, identity: origin, insecure };
}

/** The reason of a call that failed before an answer came. @param {unknown} thrown @param {number} timeout */
function why(thrown, timeout) {
  const error = /** @type {Error & { cause?: { code?: string, message?: string } }} */ (thrown);
  if (error.name === "TimeoutError") return `no answer within ${timeout / 1000} s`;
  return shown(error.cause?.code ?? error.cause?.message ?? error.message);
}

/**
 * An access token of a custom connection.
 * @param {Access & { clientId: string, clientSecret: string }} access
 */
async function tokenOf({ clientId, clientSecret, url, timeout }) {
  const { identity, insecure } = hosts(url);
  const server = { issuer: identity, token_endpoint: `${identity}/connect/token` };
  const client = { client_id: clientId };
  try {
    const signal = () => AbortSignal.timeout(timeout);
    const response = await oauth.clientCredentialsGrantRequest(server, client, oauth.ClientSecretBasic(clientSecret), { scope: SCOPE }, { signal, [oauth.allowInsecureRequests]: insecure });
    return (await oauth.processClientCredentialsResponse(server, client, response)).access_token;
  } catch (thrown) {
    const { error, status } = /** @type {{ error?: string, status?: number }} */ (thrown);
    const reason = error ?? (status === undefined ? why(thrown, timeout) : String(status));
    const remedy =
      error === "invalid_scope" || error === "unauthorized_client"
        ? `give the custom connection the scope ${SCOPE}, and have the organisation authorise it again`
        : "check XERO_CLIENT_ID and XERO_CLIENT_SECRET: they are those of a custom connection that an organisation has authorised";
    throw new InputError(`Xero gave no token (${shown(reason)}): ${remedy}`);
  }
}

/** What an answer of Xero's says went wrong. @param {string} text */
function detailOf(text) {
  try {
    const { Detail, Message, Title } = JSON.parse(text);
    return shown(Detail ?? Message ?? Title ?? "");
  } catch {
    return "";
  }
}

/** @param {string} what @param {number} status @param {string} text @param {string | undefined} tenant */
function refusal(what, status, text, tenant) {
  const detail = detailOf(text);
  const said = `${what}: Xero answered ${status}${detail === "" ? "" : ` (${detail})`}`;
  if (status === 401) return `${said}: the access token is wrong or has expired, they last 30 minutes; get a new one`;
  if (status === 403) return `${said}: the token needs the scope ${SCOPE}${tenant === undefined ? "" : `, and access to the organisation ${tenant}`}`;
  if (status >= 500) return `${said}: Xero is in trouble, or the organisation is offline; try again later`;
  return `${said}; nothing was written`;
}

/** @typedef {Access & { token: string, tenant: string | undefined, left: { wait: number } }} Caller */

/**
 * One answer, after as many waits as the limits ask for and `maxWait` allows.
 * @param {string} path @param {Caller} caller
 * @returns {Promise<{ body: any, bytes: number }>}
 */
async function get(path, caller) {
  const { token, tenant, timeout, left, log, url } = caller;
  const what = `GET ${path}`;
  const headers = { authorization: `Bearer ${token}`, accept: "application/json", ...(tenant === undefined ? {} : { "xero-tenant-id": tenant }) };
  for (let failures = 0; ; ) {
    let status, text, limit, after;
    try {
      const response = await fetch(hosts(url).api + path, { headers, redirect: "error", signal: AbortSignal.timeout(timeout) });
      [status, limit, after] = [response.status, response.headers.get("x-rate-limit-problem"), response.headers.get("retry-after")];
      text = await response.text();
    } catch (thrown) {
      if (failures++ >= RETRIES) throw new InputError(`${what}: ${why(thrown, timeout)}; check the connection and try again`);
      log(`${what}: ${why(thrown, timeout)}; once more`);
      await sleep(500 * failures);
      continue;
    }
    if (status === 429) {
      // A limit of concurrent calls comes without a time.
      const seconds = Number(after ?? 1) || 60;
      if (seconds * 1000 > left.wait) throw new InputError(`${what}: Xero's limit of calls${limit === null ? "" : ` a ${shown(limit)}`} is used up and free again in ${inWords(seconds)}, longer than --max-wait allows; try again then`);
      left.wait -= seconds * 1000;
      log(`${what}: Xero's limit of calls${limit === null ? "" : ` a ${shown(limit)}`} is used up; waiting ${inWords(seconds)}`);
      await sleep(seconds * 1000);
      continue;
    }
    if (status >= 500 && failures++ < RETRIES) {
      log(`${what}: Xero answered ${status}; once more`);
      await sleep(500 * failures);
      continue;
    }
    if (status !== 200) throw Object.assign(new InputError(refusal(what, status, text, tenant)), { status });
    try {
      return { body: JSON.parse(text), bytes: Buffer.byteLength(text) };
    } catch {
      throw new InputError(`${what}: the answer is no JSON; try again`);
    }
  }
}

/**
 * The one organisation that the token sees.
 * @param {Caller} caller @param {boolean} isCustom a custom connection is of one organisation and may not be asked
 * @returns {Promise<string | undefined>}
 */
async function tenantOf(caller, isCustom) {
  let connections;
  try {
    connections = (await get("/connections", caller)).body;
  } catch (error) {
    if (isCustom && [401, 403, 404].includes(/** @type {{ status?: number }} */ (error).status ?? 0)) return undefined;
    throw error;
  }
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const one of Array.isArray(connections) ? connections : []) if (one?.tenantType === "ORGANISATION") found.set(String(one.tenantId), shown(one.tenantName));
  const [[only] = []] = found;
  if (found.size === 1) return only;
  if (found.size === 0 && isCustom) return undefined;
  if (found.size === 0) throw new InputError("the token sees no organisation: connect one to the app in Xero");
  throw new InputError(`the token sees ${found.size} organisations; name one with --tenant: ${[...found].map(([id, name]) => `${id} (${name})`).join(", ")}`);
}

/**
 * Reads the settings from Xero, one call after the other.
 * @param {Access} access
 * @returns {Promise<Settings>}
 */
export async function settingsFromXero(access) {
  const { clientId, clientSecret, log } = access;
  const isCustom = access.token === undefined;
  const token = access.token ?? (await tokenOf({ ...access, clientId: clientId ?? "", clientSecret: clientSecret ?? "" }));
  /** @type {Caller} */
  const caller = { ...access, token, tenant: access.tenant, left: { wait: access.maxWait } };
  const takenAt = new Date().toISOString();
  caller.tenant ??= await tenantOf(caller, isCustom);
  /** @type {Record<string, Body>} */
  const bodies = {};
  let total = 0;
  for (const { part, endpoint, envelope } of PARTS) {
    if (access.skip.includes(part)) continue;
    const path = `/api.xro/2.0/${endpoint}`;
    const { body, bytes } = await get(path, caller);
    total += bytes;
    // None of these endpoints is documented to page; one that begins to must not be cut short.
    for (let page = 2; page <= (body?.pagination?.pageCount ?? 1); page++) {
      const more = await get(`${path}?page=${page}`, caller);
      total += more.bytes;
      body[envelope].push(...(more.body?.[envelope] ?? []));
    }
    log(`${endpoint}: ${body?.[envelope]?.length ?? 0} read`);
    bodies[part] = body;
  }
  return { bodies, bytes: total, takenAt, ...(caller.tenant === undefined ? {} : { tenantId: caller.tenant }) };
}

/** @param {string} name */
const letters = (name) => name.toLowerCase().replace(/[^a-z]/g, "");

/**
 * The files of a folder that are named after parts or endpoints, as in `tax-rates.json` and `TaxRates.json`.
 * @param {string} folder @param {string[]} skip
 * @returns {Promise<Record<string, string>>}
 */
async function filesIn(folder, skip) {
  const names = await readdir(folder).catch(() => {
    throw new InputError(`${folder}: is no folder that can be read`);
  });
  /** @type {Record<string, string>} */
  const found = {};
  for (const { part, endpoint, envelope } of PARTS.filter(({ part }) => !skip.includes(part))) {
    const known = [part, endpoint, envelope].map(letters);
    const [name, other] = names.filter((name) => /\.json$/i.test(name) && known.includes(letters(name.slice(0, -5))));
    if (other !== undefined) throw new InputError(`${folder}: ${name} and ${other} are both ${endpoint}; keep one`);
    if (name !== undefined) found[part] = join(folder, name);
  }
  return found;
}

/** When Xero gave an answer, as it says itself. @param {Body} body */
function answeredAt(body) {
  const [, millis] = /^\/Date\((\d+)/.exec(String(body?.["DateTimeUTC"] ?? "")) ?? [];
  return millis === undefined ? undefined : Number(millis);
}

/**
 * Reads the settings from files that hold Xero's answers. Their date is that of the oldest answer.
 * @param {Record<string, string>} files by part @param {string | undefined} folder where the others are
 * @param {{ skip: string[], takenAt?: string | undefined, tenant?: string | undefined }} given
 * @returns {Promise<Settings>}
 */
export async function settingsFromFiles(files, folder, { skip, takenAt, tenant }) {
  const paths = { ...(folder === undefined ? {} : await filesIn(folder, [...skip, ...Object.keys(files)])), ...files };
  if (Object.keys(paths).length === 0) throw new InputError(`${folder}: holds none of ${PARTS.map(({ endpoint }) => `${endpoint}.json`).join(", ")}`);
  /** @type {Record<string, Body>} */
  const bodies = {};
  let [bytes, oldest] = [0, Infinity];
  for (const { part } of PARTS) {
    const path = paths[part];
    if (path === undefined) continue;
    const text = await readJsonFile(path);
    const body = JSON.parse(text);
    bodies[part] = body;
    bytes += Buffer.byteLength(text);
    oldest = Math.min(oldest, answeredAt(body) ?? (await stat(path)).mtimeMs);
  }
  return { bodies, bytes, takenAt: takenAt ?? new Date(oldest).toISOString(), ...(tenant === undefined ? {} : { tenantId: tenant }) };
}
