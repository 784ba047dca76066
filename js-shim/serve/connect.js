// Connecting an API: an admin makes a link, a person opens it, agrees at Xero or Pipedrive, and comes back with a
// code. Between the two stands a sealed cookie of ten minutes, so that only the browser which began can end it; the
// link keeps strangers from connecting an organisation of their own. Tokens are sealed before the engine sees them.

import { empty, json, page, parsed, readBody, refusal } from "./answers.js";
import { basicOf, whichSecret } from "./constant-time.js";
import { CONNECTION } from "./names.js";
import { authorize, exchange, failure, tenantsOf } from "./oauth.js";

/** @typedef {import("./handler.js").Given} Given */
/** @typedef {import("./oauth.js").Provider} Provider */

const LINK = 15 * 60_000;
const COOKIE = 10 * 60_000;
const TITLE = Object.freeze({ xero: "Xero", pipedrive: "Pipedrive" });

/** @param {Given} given */
const publicUrl = ({ settings }) => (settings.publicUrl ?? "").replace(/\/+$/, "");
/** Browsers take a cookie of this name over TLS only, from this host only. @param {Given} given */
const cookieName = (given) => (publicUrl(given).startsWith("https://") ? "__Host-wonvoice-connect" : "wonvoice-connect");
/** @param {Provider} provider @param {Given} given */
const redirectUri = (provider, given) => `${publicUrl(given)}/connect/${provider}/callback`;

/** @param {Given} given @param {string} value @param {number} age seconds */
const cookie = (given, value, age) => `${cookieName(given)}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${publicUrl(given).startsWith("https://") ? "; Secure" : ""}`;

/** Something sealed with the time it is good for. @param {Given} given @param {string} about @param {object} value @param {number} life milliseconds */
const issue = ({ vault, now }, about, value, life) => vault?.seal(JSON.stringify({ ...value, until: now().getTime() + life }), about) ?? Promise.resolve("");

/** What was sealed, while it is good. @param {Given} given @param {string} about @param {string} sealed @returns {Promise<any>} */
async function redeem({ vault, now }, about, sealed) {
  try {
    const value = JSON.parse((await vault?.open(sealed, about)) ?? "null");
    return value !== null && value.until > now().getTime() ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A link for the person who may give consent.
 * @param {string} name @param {string} by @param {Given} given
 */
export async function linkTo(name, by, given) {
  const connection = given.settings.connections?.[name];
  if (connection === undefined || connection.kind === "custom") return refusal(409, "needs-nobody", "a custom connection is authorised in Xero; there is nobody to send a link to");
  if (given.vault === undefined || publicUrl(given) === "") return refusal(409, "not-set-up", "connecting needs a key of the vault and the public URL of this server");
  const ticket = await issue(given, "link", { name, by }, LINK);
  return json(200, { url: `${publicUrl(given)}/connect/${connection.provider}?ticket=${ticket}`, until: new Date(given.now().getTime() + LINK).toISOString() });
}

/** @param {Provider} provider @param {import("./oauth.js").Failure} failed @param {Given} given */
function sorry(provider, { reason, text, who }, given) {
  const isAway = reason === "unavailable";
  const said = isAway ? ["No answer came that can be used. Open the link again in a minute."] : [`${text}.`, `Who can do that: ${who}.`];
  return page(isAway ? 502 : 400, `${TITLE[provider]} is not connected`, said, { "set-cookie": cookie(given, "", 0) });
}

/** @param {Provider} provider @param {URLSearchParams} query @param {Given} given */
async function begin(provider, query, given) {
  const ticket = await redeem(given, "link", query.get("ticket") ?? "");
  const connection = given.settings.connections?.[ticket?.name ?? ""];
  if (connection?.provider !== provider) return page(403, "This link is not good", ["It is too old, or was never made here. Whoever runs wonvoice can make another."]);
  const client = { ...connection, provider };
  const { url, state, verifier } = await authorize(client, { redirectUri: redirectUri(provider, given) }, given);
  const kept = await issue(given, `connect ${provider}`, { name: ticket.name, by: ticket.by, state, verifier }, COOKIE);
  return empty(303, { location: url, "set-cookie": cookie(given, kept, COOKIE / 1000), "referrer-policy": "no-referrer" });
}

/**
 * Whether the consent is one for what is configured.
 * @param {import("./handler.js").Connection} connection @param {import("./oauth.js").Tokens} tokens @param {Given} given
 * @returns {Promise<string | import("./oauth.js").Failure | undefined>} what is wrong
 */
async function mismatch({ provider, tenants = [], company }, { accessToken, apiDomain }, given) {
  if (provider === "pipedrive") {
    const isOther = company !== undefined && apiDomain !== undefined && apiDomain.toLowerCase() !== `https://${company.toLowerCase()}.pipedrive.com`;
    return isOther ? `The consent is for another company than ${company}: sign in there and begin again` : undefined;
  }
  const seen = await tenantsOf(accessToken, given);
  if (!seen.ok) return seen;
  const missing = tenants.filter((tenant) => !seen.tenants.some(({ tenantId }) => tenantId.toLowerCase() === tenant.toLowerCase()));
  const names = seen.tenants.map(({ name }) => name).join(", ");
  return missing.length === 0 ? undefined : `The consent does not cover the organisation ${missing.join(", ")}; it covers ${names === "" ? "none" : names}: begin again and choose the right one`;
}

/** @param {Provider} provider @param {Request} request @param {URLSearchParams} query @param {Given} given */
async function end(provider, request, query, given) {
  const { vault, ingress, log, settings } = given;
  const sealed = new RegExp(`(?:^|;\\s*)${cookieName(given)}=([\\w.-]+)`).exec(request.headers.get("cookie") ?? "")?.[1] ?? "";
  const kept = await redeem(given, `connect ${provider}`, sealed);
  const connection = settings.connections?.[kept?.name ?? ""];
  if (vault === undefined || connection?.provider !== provider) return sorry(provider, failure(provider, "state"), given);
  log.hide(kept.verifier, query.get("code") ?? undefined);
  const answer = await exchange({ ...connection, provider }, { query, state: kept.state, verifier: kept.verifier, redirectUri: redirectUri(provider, given) }, given);
  if (!answer.ok) {
    log.warn("connect-failed", { connection: kept.name, reason: answer.reason });
    return sorry(provider, answer, given);
  }
  const { tokens } = answer;
  log.hide(tokens.accessToken, tokens.refreshToken);
  const wrong = await mismatch(connection, tokens, given);
  if (wrong !== undefined) {
    log.warn("connect-mismatch", { connection: kept.name });
    return typeof wrong === "string" ? page(409, `${TITLE[provider]} is not connected`, [`${wrong}.`], { "set-cookie": cookie(given, "", 0) }) : sorry(provider, wrong, given);
  }
  await ingress.call(CONNECTION, kept.name, "connect", { sealed: await vault.seal(JSON.stringify(tokens), kept.name), by: kept.by });
  log.info("connected", { connection: kept.name, by: kept.by });
  return page(200, `${TITLE[provider]} is connected`, ["Deals that waited for it go on. This window can be closed."], { "set-cookie": cookie(given, "", 0) });
}

/**
 * Pipedrive tells here that a user removed the app, by a DELETE with the client's own id and secret ("Handling user
 * app uninstallation" of pipedrive.readme.io). That user need not be the one who connected it: the next refresh tells.
 * @param {Request} request @param {Given} given
 */
async function removed(request, { settings, log, bodyLimit }) {
  const own = Object.entries(settings.connections ?? {}).filter(([, { provider }]) => provider === "pipedrive");
  const place = await whichSecret(basicOf(request), own.map(([, { clientId, clientSecret }]) => `${clientId}:${clientSecret}`));
  const name = own[place]?.[0];
  if (name === undefined) return empty(401, { "www-authenticate": 'Basic realm="wonvoice"' });
  const body = await readBody(request, { most: Math.min(bodyLimit, 16_384), within: 5_000 });
  const { company_id: company, user_id: user } = ("bytes" in body ? parsed(body.bytes)?.value : undefined) ?? {};
  log.warn("app-removed", { connection: name, company: String(company), user: String(user) });
  return empty(200);
}

/**
 * @param {Request} request @param {URL} url @param {readonly string[]} path behind `/connect` @param {Given} given
 * @returns {Promise<Response>}
 */
export async function connect(request, { searchParams }, [provider = "", part, ...more], given) {
  if ((provider !== "xero" && provider !== "pipedrive") || more.length > 0 || (part !== undefined && part !== "callback")) return empty(404);
  if (provider === "pipedrive" && part === "callback" && request.method === "DELETE") return removed(request, given);
  if (request.method !== "GET") return empty(405, { allow: "GET" });
  if (given.vault === undefined || publicUrl(given) === "") return page(404, "Nothing can be connected here", ["This server has no key of the vault, or no public URL."]);
  return part === undefined ? begin(provider, searchParams, given) : end(provider, request, searchParams, given);
}
