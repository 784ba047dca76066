// Xero's webhooks: thin events, signed with HMAC-SHA256 over the body as it came. The same answers serve to prove that
// they are meant to be received: 200 for a right signature, 401 for a wrong one, within 5 s, without a body. What was
// not taken comes again for a day, and events may be as old as a month. Source: webhooks pages of developer.xero.com.

import { empty, isJson, parsed, readBody } from "./answers.js";
import { UUID, keyOf, persistently } from "./event.js";
import { INVOICES, documentKey } from "./names.js";
import { bytesOf } from "./vault.js";

/** @typedef {import("./pipedrive-webhook.js").Taken} Taken */

/** Of the five seconds that Xero waits. */
const WITHIN = Object.freeze({ body: 2_000, engine: 2_500 });
/** Messages on their way to the engine at once. */
const AT_ONCE = 16;
/** What can be a document of a deal. */
const CATEGORIES = new Set(["INVOICE", "CREDITNOTE"]);

/**
 * Whether one of the keys made the signature; compared by WebCrypto, whose time tells nothing.
 * @param {string} given in base64 @param {Uint8Array<ArrayBuffer>} body @param {readonly string[]} keys
 */
async function isSigned(given, body, keys) {
  const signature = /^[A-Za-z0-9+/]{43}=$/.test(given) ? bytesOf(given) : undefined;
  if (signature === undefined) return false;
  const checks = keys.filter((key) => key !== "").map(async (key) => {
    const own = await crypto.subtle.importKey("raw", new TextEncoder().encode(key), { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
    return crypto.subtle.verify("HMAC", own, signature, body);
  });
  return (await Promise.all(checks)).includes(true);
}

/** @typedef {{ tenant: string, id: string, at: string, type: string }} Event */

/**
 * The events of documents, of each document the last; and how many were left out.
 * @param {unknown} events @param {ReadonlySet<string>} tenants in lower case
 */
function ofInterest(events, tenants) {
  /** @type {Map<string, Event>} */
  const found = new Map();
  const left = { others: 0, tenants: 0, wrong: 0 };
  for (const one of Array.isArray(events) ? events : []) {
    const [id, tenant, at, type] = ["resourceId", "tenantId", "eventDateUtc", "eventType"].map((name) => String(one?.[name] ?? ""));
    if (id === undefined || tenant === undefined || at === undefined || type === undefined) continue;
    if (!CATEGORIES.has(String(one?.eventCategory))) left.others++;
    else if (!tenants.has(tenant.toLowerCase())) left.tenants++;
    else if (!UUID.test(id) || !/^[\dT:.Z+-]{19,35}$/.test(at)) left.wrong++;
    else {
      const key = documentKey(tenant, id);
      if ((found.get(key)?.at ?? "") <= at) found.set(key, { tenant, id, at, type });
    }
  }
  return { found: [...found], left };
}

/**
 * @param {Request} request
 * @param {object} given
 * @param {import("./ingress.js").Ingress} given.ingress
 * @param {readonly string[]} given.keys of the webhook, the former one behind the new
 * @param {readonly string[]} given.tenants of the organisations that are configured
 * @param {number} given.most bytes of a body
 * @param {number} [given.within] milliseconds for the engine to take all
 * @returns {Promise<Taken>}
 */
export async function xeroWebhook(request, { ingress, keys, tenants, most, within = WITHIN.engine }) {
  const body = await readBody(request, { most, within: WITHIN.body });
  if ("refused" in body) return { response: empty(body.refused), result: "bad-body" };
  if (!(await isSigned(request.headers.get("x-xero-signature") ?? "", body.bytes, keys))) return { response: empty(401), result: "unauthorized" };
  if (!isJson(request)) return { response: empty(415), result: "not-json" };
  const read = parsed(body.bytes);
  if (read === undefined) return { response: empty(400), result: "unreadable" };
  const { found, left } = ofInterest(read.value["events"], new Set(tenants.map((one) => one.toLowerCase())));
  const detail = { events: found.length, otherCategories: left.others, otherTenants: left.tenants, wrong: left.wrong };
  if (found.length === 0) return { response: empty(200), result: left.tenants > 0 ? "other-tenant" : "nothing", detail };
  const until = performance.now() + within;
  for (let first = 0; first < found.length; first += AT_ONCE) {
    const sent = await Promise.all(found.slice(first, first + AT_ONCE).map(async ([key, { at, type }]) => {
      const idempotencyKey = await keyOf("xero", key, at, type);
      return persistently(() => ingress.send(INVOICES, key, "changed", { at, type }, { idempotencyKey }), until - performance.now());
    }));
    // All come again; those that were taken are then repeats.
    if (sent.includes(undefined)) return { response: empty(503, { "retry-after": "5" }), result: "engine-away", detail };
  }
  return { response: empty(200), result: "handed-on", detail };
}
