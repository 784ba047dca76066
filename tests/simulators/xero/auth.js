// Who may ask: codes (PKCE), access tokens of 30 minutes, refresh tokens that rotate, the tenant header, scopes.
// Sources: OAuth 2.0 pages of developer.xero.com; scopes of each operation from the specification, and the granular
// ones (apps made since 2 March 2026) beside them.
import { createHash } from "node:crypto";
import { problem } from "./errors.js";

/** @typedef {import("../http.js").Request} Request */
/** @typedef {import("../http.js").Answer} Answer */
/** @typedef {{ scopes: string[], tenants: string[], until: number, isCustom: boolean }} Token */

const SETTINGS = ["accounting.settings"];
const TRANSACTIONS = ["accounting.transactions", "accounting.invoices"];
/** What an endpoint needs, one of them; `.read` behind it is enough to read. @type {{ [endpoint: string]: string[] }} */
export const SCOPES = Object.freeze({
  Organisation: SETTINGS, TaxRates: SETTINGS, Accounts: SETTINGS, Currencies: SETTINGS, TrackingCategories: SETTINGS, Items: SETTINGS, BrandingThemes: SETTINGS,
  Contacts: ["accounting.contacts"], ContactGroups: ["accounting.contacts"],
  Invoices: TRANSACTIONS, RepeatingInvoices: TRANSACTIONS, CreditNotes: TRANSACTIONS,
  Payments: ["accounting.transactions", "accounting.payments"],
  // Which granular scope these need was not established: either is taken.
  Overpayments: [...TRANSACTIONS, "accounting.banktransactions"], Prepayments: [...TRANSACTIONS, "accounting.banktransactions"],
});
export const ALL_SCOPES = ["accounting.settings", "accounting.contacts", "accounting.transactions"];

/**
 * @param {object} given
 * @param {import("../clock.js").Clock} given.clock
 * @param {() => string} given.newId
 * @param {() => string[]} given.tenants
 * @param {{ id: string, secret: string }} given.client
 * @param {{ access?: number, refresh?: number, grace?: number }} [given.lifetimes] milliseconds: 30 minutes, 60 days, and 30 minutes for a refresh token that was used
 */
export function createAuth({ clock, newId, tenants, client, lifetimes = {} }) {
  const { access = 30 * 60_000, refresh = 60 * 86_400_000, grace = 30 * 60_000 } = lifetimes;
  /** @type {Map<string, Token>} */
  const tokens = new Map();
  /** @type {Map<string, { scopes: string[], tenants: string[], until: number }>} */
  const refreshes = new Map();
  /** What a person agreed to, until the code is used. @type {Map<string, { scopes: string[], redirect: string, challenge: string | null }>} */
  const codes = new Map();

  const api = {
    /** A token that is valid now. @param {{ scopes?: string[], tenants?: string[], isCustom?: boolean }} [given] */
    issue({ scopes = ALL_SCOPES, tenants: allowed = tenants(), isCustom = false } = {}) {
      const token = `at-${newId()}`;
      tokens.set(token, { scopes, tenants: allowed, until: clock.ticks() + access, isCustom });
      return token;
    },
    /** A refresh token, as a person's consent gives one. @param {{ scopes?: string[], tenants?: string[] }} [given] */
    consent({ scopes = ALL_SCOPES, tenants: allowed = tenants() } = {}) {
      const token = `rt-${newId()}`;
      refreshes.set(token, { scopes, tenants: allowed, until: clock.ticks() + refresh });
      return token;
    },
    /** @param {string} token */
    expire(token) {
      const known = tokens.get(token);
      if (known) known.until = clock.ticks();
    },
    /** Consent withdrawn: nothing of it works any more. */
    revoke: () => (tokens.clear(), refreshes.clear()),

    /** Where a person is asked, and agrees at once: back with a code, which works once. @param {Request} request @returns {Answer} */
    authorize({ query }) {
      const redirect = query.get("redirect_uri") ?? "";
      if (query.get("client_id") !== client.id || query.get("response_type") !== "code" || !URL.canParse(redirect)) return { status: 400, body: { error: "invalid_request" } };
      const code = newId();
      codes.set(code, { scopes: (query.get("scope") ?? "").split(" "), redirect, challenge: query.get("code_challenge_method") === "S256" ? query.get("code_challenge") : null });
      const back = new URL(redirect);
      back.searchParams.set("code", code);
      if (query.has("state")) back.searchParams.set("state", query.get("state") ?? "");
      return { status: 302, headers: { location: back.href } };
    },
    /** `POST /connect/token`. @param {Request} request @returns {Answer} */
    connect(request) {
      const form = new URLSearchParams(request.text);
      const [user = "", secret = ""] = Buffer.from(String(request.headers.authorization ?? "").replace(/^Basic /, ""), "base64").toString().split(":").map(decodeURIComponent);
      const isClient = (user === client.id && secret === client.secret) || form.get("client_id") === client.id;
      if (!isClient) return { status: 400, body: { error: "invalid_client" } };
      const answer = (/** @type {string} */ token, /** @type {string[]} */ scopes, /** @type {object} */ more = {}) =>
        ({ status: 200, body: { access_token: token, expires_in: Math.ceil(access / 1000), token_type: "Bearer", scope: scopes.join(" "), ...more } });
      if (form.get("grant_type") === "client_credentials") {
        // A custom connection: one organisation, no refresh token.
        const scopes = (form.get("scope") ?? ALL_SCOPES.join(" ")).split(" ");
        return answer(api.issue({ scopes, tenants: tenants().slice(0, 1), isCustom: true }), scopes);
      }
      if (form.get("grant_type") === "authorization_code") {
        const agreed = codes.get(form.get("code") ?? "");
        codes.delete(form.get("code") ?? "");
        const proof = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
        if (agreed === undefined || agreed.redirect !== form.get("redirect_uri") || (agreed.challenge !== null && agreed.challenge !== proof)) return { status: 400, body: { error: "invalid_grant" } };
        const { scopes } = agreed;
        return answer(api.issue({ scopes }), scopes, scopes.includes("offline_access") ? { refresh_token: api.consent({ scopes }) } : {});
      }
      const given = form.get("refresh_token") ?? "";
      const known = refreshes.get(given);
      if (form.get("grant_type") !== "refresh_token") return { status: 400, body: { error: "unsupported_grant_type" } };
      if (known === undefined || known.until <= clock.ticks()) return { status: 400, body: { error: "invalid_grant" } };
      // It rotates; the old one works a while longer, for the client whose answer got lost.
      known.until = Math.min(known.until, clock.ticks() + grace);
      return answer(api.issue(known), known.scopes, { refresh_token: api.consent(known) });
    },

    /** The token of a request, or its refusal. @param {Request} request @returns {Token | Answer} */
    token(request) {
      const [, text = ""] = /^Bearer (.+)$/.exec(String(request.headers.authorization ?? "")) ?? [];
      const known = tokens.get(text);
      if (known === undefined) return problem(401, "Unauthorized", "AuthenticationUnsuccessful");
      return known.until <= clock.ticks() ? problem(401, "Unauthorized", "TokenExpired: token expired") : known;
    },
    /** Which organisation a request means, or why it may not ask there. @param {Request} request @param {Token} token @param {string} endpoint @returns {{ tenant: string } | Answer} */
    tenant(request, token, endpoint) {
      const given = request.headers["xero-tenant-id"];
      const tenant = given === undefined && token.isCustom ? token.tenants[0] : String(given ?? "");
      const needed = SCOPES[endpoint] ?? [];
      const may = token.scopes.some((scope) => needed.includes(scope) || (request.method === "GET" && needed.includes(scope.replace(/\.read$/, ""))));
      return tenant === undefined || !token.tenants.includes(tenant) || !may ? problem(403, "Forbidden", "AuthenticationUnsuccessful") : { tenant };
    },
  };
  return api;
}
