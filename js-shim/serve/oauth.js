// Access to both APIs by OAuth 2.0, over oauth4webapi: authorisation codes with PKCE, refreshing, and Xero's custom
// connections. What can go wrong is an answer that says what to do and who should; secrets stand in none of them.
// Sources: "OAuth 2.0" and "Custom Connections" of developer.xero.com, "OAuth authorization" of pipedrive.readme.io.

import * as oauth from "oauth4webapi";

/** @typedef {"xero" | "pipedrive"} Provider */
/** @typedef {{ provider: Provider, clientId: string, clientSecret: string, scopes?: readonly string[] }} Client */
/**
 * `expiresAt` is an instant; `apiDomain` is what Pipedrive says of the company, compared and never called.
 * @typedef {{ accessToken: string, refreshToken?: string, expiresAt: string, scopes: string[], apiDomain?: string }} Tokens
 */
/** @typedef {"unconnected" | "locked" | "revoked" | "code" | "denied" | "state" | "client" | "scope" | "unavailable" | "refused"} Reason */
/** `text` says what to do, `who` who can. @typedef {{ ok: false, reason: Reason, isLasting: boolean, text: string, who: string }} Failure */
/** @typedef {{ ok: true, tokens: Tokens } | Failure} Granted */
/**
 * @typedef {object} Way
 * @property {typeof fetch} [fetch]
 * @property {number} [timeout] milliseconds
 * @property {() => Date} [now]
 * @property {Partial<Record<Provider, string>>} [origins] where the services are, for tests: https, or http on this machine
 */

/** Granular ones, which apps made since 2 March 2026 must name; the workflow needs no other. */
export const XERO_SCOPES = Object.freeze(["offline_access", "accounting.settings.read", "accounting.contacts", "accounting.invoices"]);

const NAMES = Object.freeze({ xero: "Xero", pipedrive: "Pipedrive" });
const WHO = Object.freeze({
  xero: "a user of the Xero organisation who may manage its connected apps",
  pipedrive: "a user of the Pipedrive company who may install apps",
  operator: "whoever runs wonvoice",
});
const LONGEST_CODE = 2_048;

/** Pipedrive takes id and secret as they are, Xero as the standard has them. @param {Client} client @returns {oauth.ClientAuth} */
function proof({ provider, clientId, clientSecret }) {
  if (provider === "xero") return oauth.ClientSecretBasic(clientSecret);
  return (_server, _client, _body, headers) => headers.set("authorization", `Basic ${btoa(`${clientId}:${clientSecret}`)}`);
}

/** @param {Provider} provider @param {Way} way @returns {oauth.AuthorizationServer} */
function serverOf(provider, { origins = {} }) {
  const own = origins[provider];
  if (provider === "pipedrive") {
    const origin = own ?? "https://oauth.pipedrive.com";
    return { issuer: origin, authorization_endpoint: `${origin}/oauth/authorize`, token_endpoint: `${origin}/oauth/token` };
  }
  return {
    issuer: own ?? "https://identity.xero.com", authorization_endpoint: `${own ?? "https://login.xero.com"}/identity/connect/authorize`,
    token_endpoint: `${own ?? "https://identity.xero.com"}/connect/token`,
  };
}

/** Secrets go over TLS, or stay on this machine. @param {Provider} provider @param {Way} way */
function options(provider, { fetch: own, timeout = 15_000, origins = {} }) {
  const origin = origins[provider];
  const isLocal = origin !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(new URL(origin).hostname);
  return { signal: () => AbortSignal.timeout(timeout), [oauth.allowInsecureRequests]: isLocal, ...(own === undefined ? {} : { [oauth.customFetch]: own }) };
}

/** @param {Provider} provider @param {Reason} reason @param {string} [detail] @returns {Failure} */
export function failure(provider, reason, detail) {
  const name = NAMES[provider];
  const said = detail === undefined ? "" : ` (\`${detail.replace(/[^\w .,:;-]+/g, " ").slice(0, 80)}\`)`;
  const one = (/** @type {string} */ text, /** @type {string} */ who, isLasting = true) => ({ ok: /** @type {const} */ (false), reason, isLasting, text: `${text}${said}`, who });
  switch (reason) {
    case "unconnected": return one(`${name} was never connected: open the link that \`wonvoice admin connect ${provider}\` makes; deals wait until then`, WHO[provider]);
    case "locked": return one(`the consent that was given to ${name} is sealed with a key of the vault that is not there: put it behind the new one in WONVOICE_VAULT_KEY, with a comma, or where it is lost, connect again by the link that \`wonvoice admin connect ${provider}\` makes; deals wait until then`, WHO.operator);
    case "revoked": return one(`${name} no longer accepts the consent that was given: connect it again; deals wait until then`, WHO[provider]);
    case "code": return one(`the answer of ${name} was used before or is too old: begin again`, WHO[provider]);
    case "denied": return one(`${name} was not given access: begin again and allow it`, WHO[provider]);
    case "state": return one("this answer does not belong to a question of this browser, or came more than ten minutes after it: begin again, from a new link", WHO[provider]);
    case "client": return one(`${name} does not know the client id and secret: compare them with the app's page`, WHO.operator);
    case "scope": return one(provider === "xero" ? `the app may not ask for the scopes ${XERO_SCOPES.join(" ")}: allow them in its page and connect it again` : "the app lacks scopes: choose them in its page and connect it again", WHO.operator);
    case "unavailable": return one(`${name} gave no answer that can be used: it is tried again`, "nobody", false);
    default: return one(`${name} refused`, WHO.operator);
  }
}

/** @param {Provider} provider @param {unknown} thrown @param {"revoked" | "code" | "client"} grant what it means that the grant is invalid */
function failed(provider, thrown, grant) {
  if (thrown instanceof oauth.AuthorizationResponseError) return failure(provider, thrown.error === "access_denied" ? "denied" : thrown.error === "invalid_scope" ? "scope" : "refused", thrown.error);
  if (thrown instanceof oauth.ResponseBodyError) {
    const { error, status } = thrown;
    if (error === "invalid_grant") return failure(provider, grant);
    if (error === "invalid_client" || error === "unauthorized_client") return failure(provider, "client");
    if (error === "invalid_scope") return failure(provider, "scope");
    return status === 429 || status >= 500 ? failure(provider, "unavailable", String(status)) : failure(provider, "refused", error);
  }
  const { cause } = /** @type {{ cause?: unknown }} */ (Object(thrown));
  const status = cause instanceof Response ? cause.status : undefined;
  if (thrown instanceof oauth.WWWAuthenticateChallengeError || status === 401 || status === 403) return failure(provider, "client");
  if (status !== undefined && status >= 400 && status < 500 && status !== 429 && status !== 408) return failure(provider, "refused", String(status));
  // Without an answer, or with half of one: the grant may have been used up, which the next attempt will tell.
  return failure(provider, "unavailable", status === undefined ? undefined : String(status));
}

/** @param {oauth.TokenEndpointResponse} answer @param {Way} way @param {string} [refreshToken] what goes on being valid where no other came @returns {Granted} */
function granted(answer, { now = () => new Date() }, refreshToken) {
  const refresh = answer.refresh_token ?? refreshToken;
  const apiDomain = answer["api_domain"];
  return { ok: true, tokens: {
    accessToken: answer.access_token, expiresAt: new Date(now().getTime() + (answer.expires_in ?? 1_800) * 1000).toISOString(),
    scopes: answer.scope?.split(/[\s,]+/) ?? [], ...(refresh === undefined ? {} : { refreshToken: refresh }), ...(typeof apiDomain === "string" ? { apiDomain } : {}),
  } };
}

/**
 * Where to send a person, and what must be kept until they come back.
 * @param {Client} client @param {{ redirectUri: string }} given @param {Way} [way]
 * @returns {Promise<{ url: string, state: string, verifier: string }>}
 */
export async function authorize(client, { redirectUri }, way = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const url = new URL(serverOf(client.provider, way).authorization_endpoint ?? "");
  const scopes = client.scopes ?? (client.provider === "xero" ? XERO_SCOPES : []);
  const query = {
    response_type: "code", client_id: client.clientId, redirect_uri: redirectUri, state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
    // Pipedrive's scopes stand in the app.
    ...(scopes.length === 0 ? {} : { scope: scopes.join(" ") }),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return { url: url.href, state, verifier };
}

/**
 * What a person came back with, as tokens.
 * @param {Client} client @param {{ query: URLSearchParams, state: string, verifier: string, redirectUri: string }} given @param {Way} [way]
 * @returns {Promise<Granted>}
 */
export async function exchange(client, { query, state, verifier, redirectUri }, way = {}) {
  const { provider } = client;
  const [server, own] = [serverOf(provider, way), { client_id: client.clientId }];
  if (query.get("state") !== state || (query.get("code") ?? "").length > LONGEST_CODE) return failure(provider, "state");
  try {
    const checked = oauth.validateAuthResponse(server, own, query, state);
    const response = await oauth.authorizationCodeGrantRequest(server, own, proof(client), checked, redirectUri, verifier, options(provider, way));
    return granted(await oauth.processAuthorizationCodeResponse(server, own, response), way);
  } catch (thrown) {
    return failed(provider, thrown, "code");
  }
}

/**
 * New tokens for a refresh token. Xero's rotate: keep the new one before using the access token; the old one is good
 * for 30 minutes more, for when this answer gets lost. Pipedrive's stay.
 * @param {Client} client @param {string} refreshToken @param {Way} [way]
 * @returns {Promise<Granted>}
 */
export async function refresh(client, refreshToken, way = {}) {
  const { provider } = client;
  const [server, own] = [serverOf(provider, way), { client_id: client.clientId }];
  try {
    const response = await oauth.refreshTokenGrantRequest(server, own, proof(client), refreshToken, options(provider, way));
    return granted(await oauth.processRefreshTokenResponse(server, own, response), way, refreshToken);
  } catch (thrown) {
    return failed(provider, thrown, "revoked");
  }
}

/**
 * A token of a custom connection: of one organisation, without a person and without a refresh token.
 * @param {Client} client @param {Way} [way]
 * @returns {Promise<Granted>}
 */
export async function clientCredentials(client, way = {}) {
  const [server, own] = [serverOf("xero", way), { client_id: client.clientId }];
  const scope = (client.scopes ?? XERO_SCOPES).filter((one) => one !== "offline_access").join(" ");
  try {
    const response = await oauth.clientCredentialsGrantRequest(server, own, proof(client), { scope }, options("xero", way));
    return granted(await oauth.processClientCredentialsResponse(server, own, response), way);
  } catch (thrown) {
    return failed("xero", thrown, "client");
  }
}

/**
 * The organisations that an access token of Xero's sees.
 * @param {string} accessToken @param {Way} [way]
 * @returns {Promise<{ ok: true, tenants: { tenantId: string, name: string }[] } | Failure>}
 */
export async function tenantsOf(accessToken, { fetch: own = fetch, timeout = 15_000, origins = {} } = {}) {
  try {
    const response = await own(`${origins.xero ?? "https://api.xero.com"}/connections`, {
      headers: { accept: "application/json", authorization: `Bearer ${accessToken}` }, redirect: "manual", signal: AbortSignal.timeout(timeout),
    });
    if (response.status !== 200) return failure("xero", response.status === 401 || response.status === 403 ? "revoked" : "unavailable", String(response.status));
    const rows = /** @type {unknown} */ (await response.json());
    const tenants = (Array.isArray(rows) ? rows : []).filter((row) => row?.tenantType === "ORGANISATION").map((row) => ({ tenantId: String(row.tenantId), name: String(row.tenantName ?? "") }));
    return { ok: true, tenants };
  } catch {
    return failure("xero", "unavailable");
  }
}
