// Both sides in one connection, since an app has one: the API token of a Pipedrive user, and a Xero custom connection,
// whose access token lasts half an hour and is what Zapier refreshes. Credentials go to these two hosts and no other.

import { memoryCache } from "../../run-handoff.js";

/** @typedef {import("zapier-platform-core").ZObject} Z */
/** @typedef {import("zapier-platform-core").Bundle<any>} Bundle */

const XERO = "https://api.xero.com";
const SCOPES = "accounting.settings.read accounting.contacts accounting.invoices";

/** The company's name in its address, whatever of the address was typed. @param {unknown} typed */
export const companyOf = (typed) => String(typed ?? "").trim().toLowerCase().replace(/^https?:\/\//, "").replace(/\.pipedrive\.com.*$/, "");

/** @param {Bundle} bundle */
export const pipedriveOf = ({ authData }) => `https://${companyOf(authData?.["company"])}.pipedrive.com`;

/** @param {import("zapier-platform-core").HttpRequestOptions & { url?: string }} request @param {Z} _ @param {Bundle} bundle */
export function withCredentials(request, _, bundle) {
  const { authData = {} } = bundle;
  const origin = URL.canParse(request.url ?? "") ? new URL(request.url ?? "").origin : "";
  const own = origin === XERO ? { authorization: `Bearer ${authData["sessionKey"]}` } : origin === pipedriveOf(bundle) ? { "x-api-token": String(authData["pipedrive_api_token"]) } : {};
  return { ...request, headers: { ...request.headers, ...own } };
}

/**
 * The rows of an answer, or why there is none, in a person's words.
 * @param {Z} z @param {string} what whom it is asked of @param {string} url @param {Record<string, string>} [headers]
 * @returns {Promise<any>}
 */
export async function read(z, what, url, headers = {}) {
  const response = await z.request({ url, headers: { Accept: "application/json", ...headers }, skipThrowForStatus: true });
  if (response.status === 200) return response.json;
  const { Detail, error } = /** @type {Record<string, unknown>} */ (Object(response.json));
  throw new z.errors.Error(`${what} answered ${response.status}${Detail || error ? ` (${Detail ?? error})` : ""}: check the connection's credentials and what they may read`, "HANDOFF_FORBIDDEN", response.status);
}

/** @param {Z} z @param {Bundle} bundle @param {string} path */
export const readPipedrive = (z, bundle, path) => read(z, "Pipedrive", `${pipedriveOf(bundle)}/api/${path}`);

/** @param {Z} z @param {string} path @param {string} [tenant] */
export const readXero = (z, path, tenant) => read(z, "Xero", `${XERO}/${path}`, tenant ? { "xero-tenant-id": tenant } : {});

/** @param {Z} z @param {Bundle} bundle */
async function session(z, bundle) {
  const { xero_client_id: id, xero_client_secret: secret } = /** @type {Record<string, string>} */ (bundle.authData ?? {});
  const response = await z.request({
    method: "POST", url: "https://identity.xero.com/connect/token", skipThrowForStatus: true,
    headers: { authorization: `Basic ${Buffer.from(`${encodeURIComponent(id ?? "")}:${encodeURIComponent(secret ?? "")}`).toString("base64")}`, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: SCOPES }).toString(),
  });
  const { access_token, error } = /** @type {Record<string, unknown>} */ (Object(response.json));
  if (typeof access_token === "string") return { sessionKey: access_token };
  throw new z.errors.Error(`Xero gave no token (${error ?? response.status}): the client id and secret are those of a custom connection with the scopes ${SCOPES} that an organisation has authorised`, "HANDOFF_FORBIDDEN", response.status);
}

/** @param {Z} z @param {Bundle} bundle */
async function test(z, bundle) {
  const [me, organisation] = [await readPipedrive(z, bundle, "v1/users/me"), await readXero(z, "api.xro/2.0/Organisation")];
  return { company: companyOf(bundle.authData?.["company"]), user: me?.data?.name, organisation: organisation?.Organisations?.[0]?.Name };
}

export const authentication = {
  type: "session",
  sessionConfig: { perform: session },
  test,
  connectionLabel: "{{company}}: {{organisation}}",
  fields: [
    { key: "company", label: "Pipedrive company", type: "string", required: true, helpText: "What stands before .pipedrive.com in your address, as in `acme`." },
    { key: "pipedrive_api_token", label: "Pipedrive API token", type: "password", required: true, helpText: "Of a user who sees all deals: Personal preferences, API." },
    { key: "xero_client_id", label: "Xero client id", type: "string", required: true, helpText: "Of a custom connection, made at developer.xero.com and authorised by the organisation." },
    { key: "xero_client_secret", label: "Xero client secret", type: "password", required: true, helpText: `Its scopes: ${SCOPES}.` },
    { key: "sessionKey", label: "Access token", type: "string", required: false, computed: true },
  ],
};

/** Connections whose answers a process keeps at once. */
const MOST_CONNECTIONS = 50;
/** @type {Map<string, ReturnType<typeof memoryCache>>} */
const caches = new Map();

/** What is kept for a while, for this connection alone: one process may serve several. @param {Z} z @param {Bundle} bundle */
export function cacheOf(z, { authData = {} }) {
  const { sessionKey, ...own } = /** @type {Record<string, unknown>} */ (authData);
  const key = z.hash("sha256", JSON.stringify(own));
  const cache = caches.get(key) ?? memoryCache();
  caches.delete(key);
  caches.set(key, cache);
  for (const oldest of caches.keys()) {
    if (caches.size <= MOST_CONNECTIONS) break;
    caches.delete(oldest);
  }
  return cache;
}
