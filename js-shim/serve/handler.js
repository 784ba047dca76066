// What stands between the internet and the engine: a web-standard handler, from Request to Response. It hands on and
// answers; it calls nobody but the engine's ingress, and the token endpoints of both APIs when a person connects them.
//
//   POST /webhooks/pipedrive/<company>   `<company>` may be left out where there is one
//   POST /webhooks/xero
//   GET  /connect/xero, /connect/pipedrive, and their /callback   see connect.js
//        /admin/…                        see admin.js
//   GET  /metrics                        Prometheus's text; for admins, unless `isMetricsOpen`
//   GET  /healthz                        this program lives
//   GET  /readyz                         it can take events: the engine answers

import { admin, nameOf } from "./admin.js";
import { empty, json, refusal } from "./answers.js";
import { connect } from "./connect.js";
import { CONTENT_TYPE } from "./metrics.js";
import { pipedriveWebhook } from "./pipedrive-webhook.js";
import { createThrottle } from "./throttle.js";
import { xeroWebhook } from "./xero-webhook.js";

/** @typedef {import("./pipedrive-webhook.js").Company} Company */
/** @typedef {import("./oauth.js").Provider} Provider */
/**
 * Access to one of the two APIs. `code` asks a person, `custom` is a custom connection of Xero's. Of a connection to
 * Xero, `tenants` are the organisations that it must reach; of one to Pipedrive, `company` is the company.
 * @typedef {{ provider: Provider, kind: "code" | "custom", clientId: string, clientSecret: string, scopes?: readonly string[], tenants?: readonly string[], company?: string }} Connection
 */
/**
 * @typedef {object} IntakeSettings
 * @property {readonly Company[]} companies of Pipedrive, each with what its webhooks prove themselves by: the former password behind the new
 * @property {{ webhookKeys: readonly string[], tenants: readonly string[] }} xero
 * @property {readonly { name: string, token: string }[]} admins who may ask, decide and connect; a token is of one person
 * @property {Readonly<Record<string, Connection>>} [connections] by name
 * @property {string} [publicUrl] where people and both APIs reach this, as in https://wonvoice.example.com
 * @property {boolean} [isMetricsOpen]
 * @property {number} [proxies] how many of your own stand in front, each of which adds to X-Forwarded-For
 * @property {number} [bodyLimit] bytes
 * @property {number} [atOnce] requests worked on at the same time; more are asked to come again
 */
/**
 * @typedef {object} Means
 * @property {import("./ingress.js").Ingress} ingress
 * @property {IntakeSettings} settings
 * @property {import("./metrics.js").Metrics} metrics
 * @property {import("./log.js").Log} log
 * @property {(operation: "validate", input: string) => string} callJson the core's
 * @property {import("./vault.js").Vault} [vault] without it nothing can be connected
 * @property {() => Promise<boolean>} [ready] whether the engine takes events
 * @property {typeof fetch} [fetch] for the token endpoints
 * @property {Partial<Record<Provider, string>>} [origins] where those are, for tests
 * @property {() => Date} [now]
 * @property {number} [within] milliseconds for the engine to take a webhook, instead of what the senders' patience allows
 */
/** Where a request came from, where the host knows it. @typedef {{ address?: string | undefined }} From */
/** @typedef {Means & { settings: IntakeSettings, now: () => Date, bodyLimit: number }} Given */

const BODY_LIMIT = 1 << 20;
const AT_ONCE = 512;
const LONGEST_PATH = 2_048;

/** Who asks: what the last of your own proxies says, or whoever connected. @param {Request} request @param {From} from @param {number} proxies */
const addressOf = ({ headers }, { address }, proxies) => (proxies > 0 ? headers.get("x-forwarded-for")?.split(",").at(-proxies)?.trim() : undefined) ?? address;

/** The path's parts, decoded; nothing where it is written in a way that nobody means. @param {string} path @returns {string[] | undefined} */
function partsOf(path) {
  if (path.length > LONGEST_PATH) return undefined;
  try {
    const parts = path.split("/").slice(1).map(decodeURIComponent);
    return parts.every((part) => /^[\w.@-]*$/.test(part) && !/^\.\.?$/.test(part)) ? parts : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {Means} means
 * @returns {(request: Request, from?: From) => Promise<Response>}
 */
export function createHandler(means) {
  const { settings, metrics, log, ingress, ready = async () => true } = means;
  /** @type {Given} */
  const given = { ...means, now: means.now ?? (() => new Date()), bodyLimit: settings.bodyLimit ?? BODY_LIMIT };
  log.hide(...settings.companies.flatMap(({ webhook }) => webhook.flatMap(({ user, password }) => [password, `${user}:${password}`])), ...settings.xero.webhookKeys,
    ...settings.admins.map(({ token }) => token), ...Object.values(settings.connections ?? {}).map(({ clientSecret }) => clientSecret));
  const webhooks = metrics.counter("wonvoice_webhooks_total", "Webhooks by what became of them.");
  const events = metrics.counter("wonvoice_webhook_events_total", "Events in Xero's webhooks, by whether they were handed on.");
  const seconds = metrics.histogram("wonvoice_webhook_seconds", "Seconds until a webhook was answered.");
  const requests = metrics.counter("wonvoice_http_requests_total", "Other requests by area and status.");
  const patience = means.within === undefined ? {} : { within: means.within };
  const throttle = createThrottle();
  const throttled = metrics.counter("wonvoice_throttled_total", "Requests that were not listened to, since too many before them were unauthorized.");
  let open = 0;

  /** @param {"pipedrive" | "xero"} api @param {Request} request @param {() => Promise<import("./pipedrive-webhook.js").Taken>} take */
  async function webhook(api, request, take) {
    if (request.method !== "POST") return empty(405, { allow: "POST" });
    const began = performance.now();
    const { response, result, detail = {} } = await take();
    webhooks.add({ api, result });
    seconds.observe({ api }, (performance.now() - began) / 1000);
    if (api === "xero") {
      for (const [kind, count] of Object.entries(detail)) if (typeof count === "number" && count > 0) events.add({ kind }, count);
    }
    const isTrouble = response.status >= 400 || result.startsWith("other-company") || result === "other-tenant";
    log[isTrouble ? "warn" : result === "handed-on" ? "info" : "debug"]("webhook", { api, result, status: response.status, ...detail });
    return response;
  }

  /** @param {Request} request @param {string} company */
  function ofPipedrive(request, company) {
    const found = company === "" && settings.companies.length === 1 ? settings.companies[0] : settings.companies.find((one) => one.company === company);
    if (found === undefined) return Promise.resolve(empty(404));
    return webhook("pipedrive", request, () => pipedriveWebhook(request, found, { ingress, callJson: means.callJson, now: given.now, most: given.bodyLimit, ...patience }));
  }

  /** @param {Request} request */
  async function scraped(request) {
    if (settings.isMetricsOpen !== true && (await nameOf(request, settings.admins)) === undefined) return refusal(401, "unauthorized", "a bearer token of an admin is needed", { "www-authenticate": "Bearer" });
    return new Response(metrics.text(), { headers: { "content-type": CONTENT_TYPE, "cache-control": "no-store" } });
  }

  /** @param {Request} request @param {URL} url @returns {Promise<Response>} */
  async function route(request, url) {
    const parts = partsOf(url.pathname);
    if (parts === undefined) return empty(400);
    const [area, ...rest] = parts;
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (area === "webhooks" && rest[0] === "pipedrive" && rest.length <= 2) return ofPipedrive(request, rest[1] ?? "");
    if (area === "webhooks" && rest[0] === "xero" && rest.length === 1) {
      const { webhookKeys: keys, tenants } = settings.xero;
      return webhook("xero", request, () => xeroWebhook(request, { ingress, keys, tenants, most: given.bodyLimit, ...patience }));
    }
    if (area === "admin") return admin(request, rest, given);
    if (area === "connect") return connect(request, url, rest, given);
    if (rest.length > 0 || !["healthz", "readyz", "metrics"].includes(area ?? "")) return empty(404);
    if (!isRead) return empty(405, { allow: "GET, HEAD" });
    if (area === "metrics") return scraped(request);
    const isWell = area === "healthz" || (await ready().catch(() => false));
    return json(isWell ? 200 : 503, { ok: isWell });
  }

  return async (request, from = {}) => {
    if (open >= (settings.atOnce ?? AT_ONCE)) return empty(503, { "retry-after": "3" });
    open++;
    try {
      const url = new URL(request.url);
      const area = /^\/(admin|connect|metrics|healthz|readyz|webhooks)\b/.exec(url.pathname)?.[1];
      const address = addressOf(request, from, settings.proxies ?? 0);
      const isProving = area === "webhooks" || area === "admin" || area === "metrics";
      const shut = isProving ? throttle.shut(address) : 0;
      if (shut > 0) {
        throttled.add({ area: area ?? "" });
        return empty(429, { "retry-after": String(shut) });
      }
      const response = await route(request, url);
      if (isProving && response.status === 401) throttle.wrong(address);
      else if (isProving && area !== "metrics" && response.ok) throttle.right(address);
      if (area !== undefined && area !== "webhooks") requests.add({ area, status: String(response.status) });
      return response;
    } catch (thrown) {
      log.error("handler-failed", { error: thrown });
      return empty(500);
    } finally {
      open--;
    }
  };
}
