// Pipedrive, as far as a handoff meets it: https://{company}.pipedrive.com and https://oauth.pipedrive.com in one,
// answering from memory over real HTTP. Each rule stands in pipedrive/, in the file of its subject, with its source.
import { createHash } from "node:crypto";
import { runningClock } from "./clock.js";
import { serve } from "./http.js";
import { uuids } from "./random.js";
import { createCrm } from "./pipedrive/crm.js";
import { cloudflare, failed, notFound, offline, refused, unauthorized } from "./pipedrive/errors.js";
import { createLimits } from "./pipedrive/limits.js";
import { operationName, routeV2 } from "./pipedrive/routes.js";
import { routeV1 } from "./pipedrive/v1.js";
import { createWebhooks } from "./pipedrive/webhooks.js";

/** @typedef {import("./http.js").Answer} Answer */
/** @typedef {import("./http.js").Request} Request */

export const API_TOKEN = "api-token-of-the-company";
export const CLIENT = Object.freeze({ id: "pipedrive-client", secret: "pipedrive-secret" });

/**
 * Starts a simulated Pipedrive.
 *
 *     const pipedrive = await startPipedrive({ clock, webhooks: { retries: [3, 30, 150] } });
 *     const deal = pipedrive.crm.addDeal({ title: "Website", org_id: pipedrive.crm.addOrganization() });
 *     pipedrive.crm.attach(deal, { item_price: 100, quantity: 3, tax: 20 });
 *     pipedrive.webhooks.subscribe({ url: "http://127.0.0.1:8080/pipedrive", user: "u", password: "p" });
 *     pipedrive.crm.win(deal);
 *     await pipedrive.webhooks.pump(); // or webhooks.start(), which delivers by itself
 *
 * @param {object} [given]
 * @param {string} [given.company]
 * @param {import("./clock.js").Clock} [given.clock]
 * @param {import("./faults.js").Faults} [given.faults]
 * @param {string | number} [given.seed] of the ids it makes
 * @param {Partial<import("./pipedrive/money.js").Reading>} [given.reading] what nobody published
 * @param {Partial<import("./pipedrive/limits.js").Limits>} [given.limits]
 * @param {Partial<import("./pipedrive/webhooks.js").Manners>} [given.webhooks]
 * @param {number} [given.tokenLife] milliseconds of an OAuth access token
 * @param {number} [given.latency]
 * @param {number} [given.hang]
 * @param {boolean} [given.isGuest] does not keep the process alive
 * @param {(exchange: import("./http.js").Exchange) => void} [given.onExchange]
 */
export async function startPipedrive({
  company = "acme", clock = runningClock(), faults, seed = "pipedrive", reading = {}, limits = {}, webhooks: manners = {}, tokenLife = 3_600_000,
  latency = 0, hang = 60_000, isGuest = false, onExchange,
} = {}) {
  const newId = uuids(seed);
  const webhooks = createWebhooks({ clock, newId, host: `${company}.pipedrive.com`, crm: () => crm, manners, ...(faults ? { faults } : {}) });
  const crm = createCrm({ clock, newId, reading, onChange: webhooks.tell });
  const limiter = createLimits({ clock, limits });
  /** @type {Map<string, number>} */
  const tokens = new Map();
  /** @type {Set<string>} */
  const refreshes = new Set();
  /** @type {Map<string, { redirect: string, challenge: string | null }>} */
  const codes = new Map();
  const auth = {
    apiToken: API_TOKEN,
    /** An OAuth access token that is valid now. */
    issue() {
      const token = `pd-${newId()}`;
      tokens.set(token, clock.ticks() + tokenLife);
      return token;
    },
    /** A refresh token, as a person's consent gives one. */
    consent() {
      const token = `pr-${newId()}`;
      refreshes.add(token);
      return token;
    },
    expire: (/** @type {string} */ token) => void (tokens.has(token) && tokens.set(token, clock.ticks())),
    revoke: () => (tokens.clear(), refreshes.clear()),
  };

  /** Who asks: an API token in a header or the query, or OAuth. @param {Request} request */
  function who({ headers, query }) {
    const bearer = /^Bearer (.+)$/.exec(String(headers.authorization ?? ""))?.[1];
    if (bearer !== undefined) return (tokens.get(bearer) ?? 0) > clock.ticks() ? { token: bearer, isOauth: true } : undefined;
    const token = headers["x-api-token"] ?? query.get("api_token");
    return token === API_TOKEN ? { token, isOauth: false } : undefined;
  }

  /** Where a person is asked, and agrees at once: back with a code, which works once. @param {Request} request @returns {Answer} */
  function authorize({ query }) {
    const redirect = query.get("redirect_uri") ?? "";
    if (query.get("client_id") !== CLIENT.id || !URL.canParse(redirect)) return refused(400, "invalid_request");
    const code = newId();
    codes.set(code, { redirect, challenge: query.get("code_challenge") });
    const back = new URL(redirect);
    back.searchParams.set("code", code);
    if (query.has("state")) back.searchParams.set("state", query.get("state") ?? "");
    return { status: 302, headers: { location: back.href } };
  }

  /** `POST /oauth/token`: refresh tokens stay the same. @param {Request} request @returns {Answer} */
  function connect({ text, headers }) {
    const form = new URLSearchParams(text);
    const basic = `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString("base64")}`;
    if (headers.authorization !== basic) return { status: 401, body: { success: false, error: "invalid_client" } };
    const agreed = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const proof = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
    const isAgreed = form.get("grant_type") === "authorization_code" && agreed?.redirect === form.get("redirect_uri") && (agreed?.challenge === null || agreed?.challenge === proof);
    const refresh = isAgreed ? auth.consent() : form.get("refresh_token") ?? "";
    if (!isAgreed && (form.get("grant_type") !== "refresh_token" || !refreshes.has(refresh))) return { status: 400, body: { success: false, error: "invalid_grant" } };
    return { status: 200, body: {
      access_token: auth.issue(), token_type: "bearer", refresh_token: refresh, scope: "base,deals:full", expires_in: Math.ceil(tokenLife / 1000),
      api_domain: `https://${company}.pipedrive.com`,
    } };
  }

  /** @param {Request} request @param {import("./faults.js").Kind | undefined} fault @returns {Answer} */
  function answer(request, fault) {
    if (request.path === "/oauth/authorize") return authorize(request);
    if (request.path === "/oauth/token" && request.method === "POST") return connect(request);
    if (fault === "503") return offline();
    if (fault === "expired-token") auth.expire(String(request.headers.authorization ?? "").replace(/^Bearer /, ""));
    // An API token does not expire; the fault then says once that it is none.
    const asker = fault === "expired-token" ? undefined : who(request);
    if (asker === undefined) return unauthorized();
    const [, version = "", rest = ""] = /^\/(?:api\/)?(v[12])\/(.*)$/.exec(request.path) ?? [];
    const path = rest.split("/").filter((one) => one !== "");
    const { isOver, isBlocked, headers } = limiter.admit(asker, version === "v2" ? operationName(request.method, path) : "v1");
    if (isBlocked) return cloudflare();
    if (isOver || fault === "429") return { ...refused(429, "request over limit"), headers };
    if (fault === "500") return failed();
    const answered = version === "v2" ? routeV2(crm, request, path) : version === "v1" ? routeV1(crm, request, path, webhooks) : notFound("Endpoint");
    return { ...answered, headers: { ...headers, ...answered.headers } };
  }

  const server = await serve({ api: "pipedrive", answer, clock, latency, hang, isGuest, ...(faults ? { faults } : {}), ...(onExchange ? { onExchange } : {}) });
  return {
    url: server.url, company,
    /** Where this stands for the real hosts; another company's has nothing. @param {string} url */
    rewrite: (url) => url.replace(/^https:\/\/([\w-]+)\.pipedrive\.com/, (_, host) => (["api", "oauth", company].includes(host) ? server.url : `${server.url}/elsewhere`)),
    seen: server.seen,
    clock, auth, crm, webhooks,
    limits: limiter,
    close: async () => (webhooks.stop(), server.close()),
  };
}

/** @typedef {Awaited<ReturnType<typeof startPipedrive>>} Pipedrive */
