// Xero, as far as a handoff meets it: https://api.xero.com and https://identity.xero.com in one, answering from memory
// over real HTTP. Each rule stands in xero/, in the file of its subject, with the page of Xero's that it comes from.
import { runningClock } from "./clock.js";
import { serve } from "./http.js";
import { uuids } from "./random.js";
import { SCOPES, createAuth } from "./xero/auth.js";
import { failed, notFound, offline, problem } from "./xero/errors.js";
import { createKeys } from "./xero/keys.js";
import { ledgerOf } from "./xero/ledger.js";
import { createLimits } from "./xero/limits.js";
import { route, segmentsOf } from "./xero/routes.js";
import { createWebhooks } from "./xero/webhooks.js";
import { createWorld } from "./xero/world.js";

/** @typedef {import("./http.js").Answer} Answer */
/** @typedef {import("./http.js").Request} Request */

export const TENANT = "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f";
export const CLIENT = Object.freeze({ id: "CLIENT0ID", secret: "client-secret" });

/**
 * Starts a simulated Xero.
 *
 *     const clock = manualClock("2026-07-15T06:00:00Z");
 *     const xero = await startXero({ clock, limits: { minute: 300 }, behaviour: { searchLag: 5_000 } });
 *     const contact = xero.ledger().addContact({ Name: "Acme Ltd" });
 *     // … a client writes to xero.url, or to xero.rewrite("https://api.xero.com/…"), with xero.auth.issue() …
 *     xero.ledger().pay(xero.ledger().invoices()[0].id);
 *     await xero.close();
 *
 * @param {object} [given]
 * @param {import("./clock.js").Clock} [given.clock]
 * @param {import("./faults.js").Faults} [given.faults]
 * @param {string | number} [given.seed] of the ids it makes
 * @param {({ tenantId: string, behaviour?: Partial<import("./xero/world.js").Behaviour> } & NonNullable<Parameters<typeof createWorld>[0]["settings"]>)[]} [given.organisations]
 * @param {Partial<import("./xero/world.js").Behaviour>} [given.behaviour] of all organisations
 * @param {Partial<import("./xero/limits.js").Limits>} [given.limits] in tests a minute may have 300 milliseconds
 * @param {number} [given.keyLife] milliseconds that a request key is remembered
 * @param {Parameters<typeof createAuth>[0]["lifetimes"]} [given.lifetimes] of tokens
 * @param {{ retries?: readonly number[], timeout?: number }} [given.webhooks]
 * @param {number} [given.faultLag] milliseconds that the fault `lag` adds
 * @param {number} [given.latency] milliseconds an answer takes
 * @param {number} [given.hang] milliseconds after which a connection without an answer is cut
 * @param {boolean} [given.isGuest] does not keep the process alive
 * @param {(exchange: import("./http.js").Exchange) => void} [given.onExchange]
 */
export async function startXero({
  clock = runningClock(), faults, seed = "xero", organisations = [{ tenantId: TENANT }], behaviour = {}, limits = {}, keyLife, lifetimes = {},
  webhooks: delivery = {}, faultLag = 1_500, latency = 0, hang = 60_000, isGuest = false, onExchange,
} = {}) {
  const newId = uuids(seed);
  const webhooks = createWebhooks({ clock, newId, ...(faults ? { faults } : {}), ...delivery });
  const worlds = new Map(organisations.map(({ tenantId, behaviour: own = {}, ...settings }) => [tenantId, createWorld({
    tenantId, newId, clock, behaviour: { ...behaviour, ...own }, settings, onEvent: (event) => webhooks.tell({ tenantId, ...event }),
  })]));
  const auth = createAuth({ clock, newId, client: CLIENT, tenants: () => [...worlds.keys()], lifetimes });
  const limiter = createLimits({ clock, limits });
  const keys = createKeys({ clock, ...(keyLife === undefined ? {} : { life: keyLife }) });
  /** @type {Set<string>} */
  const down = new Set();

  /** @param {Request} request @param {import("./faults.js").Kind | undefined} fault @returns {Answer} */
  function answer(request, fault) {
    if (request.path === "/identity/connect/authorize") return auth.authorize(request);
    if (request.path === "/connect/token") return request.method === "POST" ? auth.connect(request) : notFound();
    if (fault === "503") return offline();
    if (fault === "expired-token") auth.expire(String(request.headers.authorization ?? "").replace(/^Bearer /, ""));
    const token = auth.token(request);
    if ("status" in token) return token;
    if (request.path === "/connections") return { status: 200, body: token.tenants.map((tenantId) => ({
      id: tenantId, authEventId: tenantId, tenantId, tenantType: "ORGANISATION", tenantName: worlds.get(tenantId)?.rows.Organisations[0]?.Name,
      createdDateUtc: "2026-01-01T00:00:00.0000000", updatedDateUtc: "2026-01-01T00:00:00.0000000",
    })) };
    const [endpoint = ""] = segmentsOf(request.path);
    if (SCOPES[endpoint] === undefined) return notFound();
    const found = auth.tenant(request, token, endpoint);
    if ("status" in found) return found;
    const world = worlds.get(found.tenant);
    if (world === undefined) return problem(403, "Forbidden", "AuthenticationUnsuccessful");
    if (down.has(found.tenant)) return offline();
    const refusal = fault === "429-concurrent" ? { "x-rate-limit-problem": "concurrent", ...limiter.headers(found.tenant) } : fault === "429" ? { "x-rate-limit-problem": "minute", "retry-after": "1", ...limiter.headers(found.tenant) } : limiter.admit(found.tenant, request);
    if (refusal) return { status: 429, headers: refusal, body: { Status: 429 } };
    const answered = keys.once(found.tenant, request, () => {
      if (fault === "500") return failed();
      world.extraLag = fault === "lag" ? faultLag : 0;
      return route(world, request);
    });
    return inTheFormAskedFor(request, { ...answered, headers: { ...answered.headers, ...limiter.headers(found.tenant) } });
  }

  const server = await serve({ api: "xero", answer, clock, latency, hang, isGuest, ...(faults ? { faults } : {}), ...(onExchange ? { onExchange } : {}) });
  return {
    url: server.url,
    /** Where this stands for the real hosts. @param {string} url */
    rewrite: (url) => url.replace(/^https:\/\/(?:api|identity|login)\.xero\.com/, server.url),
    seen: server.seen,
    clock, auth, webhooks, keys,
    limits: limiter,
    /** @param {string} [tenantId] */
    ledger(tenantId = organisations[0]?.tenantId ?? TENANT) {
      const world = worlds.get(tenantId);
      if (world === undefined) throw new Error(`no organisation ${tenantId}`);
      return ledgerOf(world);
    },
    /** Takes an organisation off the air, or puts it back. @param {string} tenantId @param {boolean} [isDown] */
    offline: (tenantId, isDown = true) => void (isDown ? down.add(tenantId) : down.delete(tenantId)),
    close: async () => (webhooks.stop(), server.close()),
  };
}

/** XML unless JSON is asked for ("Requests and responses"); nobody here reads XML. @param {Request} request @param {Answer} answer @returns {Answer} */
function inTheFormAskedFor(request, answer) {
  if (typeof answer.body !== "object" || /json/.test(String(request.headers.accept ?? ""))) return answer;
  return { ...answer, headers: { ...answer.headers, "content-type": "text/xml; charset=utf-8" }, body: "<Response />" };
}

/** @typedef {Awaited<ReturnType<typeof startXero>>} Xero */
