// Simulators for tests, each exchange of which is held against the official specification where that is at hand.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { skip } from "../contract/shared.js";
import { manualClock } from "../simulators/clock.js";
import { startPipedrive } from "../simulators/pipedrive.js";
import { TENANT, startXero } from "../simulators/xero.js";

/** @typedef {{ [key: string]: any }} Json */

/** @type {((exchange: any) => string[]) | undefined} */
let xeroWatch;

/**
 * A simulated Xero with a clock that stands, a token for all of it, and a client.
 * @param {Parameters<typeof startXero>[0] & { scopes?: string[], isWatched?: boolean }} [given] whether what it answers is held against the specification
 */
export async function xero({ scopes, isWatched = !skip, ...given } = {}) {
  if (isWatched) xeroWatch ??= (await import("../contract/xero-exchange.js")).makeXeroWatch();
  /** @type {string[]} */
  const wrong = [];
  const clock = given.clock ?? manualClock();
  const server = await startXero({ clock, isGuest: true, ...given, onExchange: (exchange) => (given.onExchange?.(exchange), wrong.push(...((isWatched && xeroWatch?.(exchange)) || []))) });
  let token = server.auth.issue(scopes ? { scopes } : {});
  /**
   * @param {string} method @param {string} path @param {unknown} [body] @param {{ [name: string]: string }} [headers]
   * @returns {Promise<{ status: number, headers: Headers, body: any, text: string }>}
   */
  async function ask(method, path, body, headers = {}) {
    const response = await fetch(`${server.url}/api.xro/2.0/${path}`, {
      method, headers: { accept: "application/json", authorization: `Bearer ${token}`, "xero-tenant-id": TENANT, ...headers }, ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text };
  }
  return {
    ...server, ask, clock, ledger: server.ledger(),
    /** Asks with another token from now on. @param {string} other */
    use: (other) => void (token = other),
    token: () => token,
    get: (/** @type {string} */ path, /** @type {{ [name: string]: string }} */ headers = {}) => ask("GET", path, undefined, headers),
    /** Ends it, and says what of its answers the specification does not have. */
    done: async () => {
      await server.close();
      assert.deepEqual(wrong, []);
    },
  };
}

/** The messages of a refusal. @param {{ body: Json }} answer @returns {string[]} */
export const messages = ({ body }) => (body.Elements ?? body.Invoices ?? body.Contacts ?? []).flatMap((/** @type {Json} */ one) => (one.ValidationErrors ?? []).map((/** @type {Json} */ error) => error.Message));

/** What a URL says for a query. @param {{ [name: string]: string | number }} query */
export const query = (query) => `?${Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;

/** @type {((exchange: any) => string[]) | undefined} */
let pipedriveWatch;

/**
 * A simulated Pipedrive with a clock that stands, and a client with an API token.
 * @param {Parameters<typeof startPipedrive>[0] & { isWatched?: boolean }} [given]
 */
export async function pipedrive({ isWatched = !skip, ...given } = {}) {
  if (isWatched) pipedriveWatch ??= (await import("../contract/pipedrive-exchange.js")).makePipedriveWatch();
  /** @type {string[]} */
  const wrong = [];
  const clock = given.clock ?? manualClock();
  const server = await startPipedrive({ clock, isGuest: true, ...given, onExchange: (exchange) => (given.onExchange?.(exchange), wrong.push(...((isWatched && pipedriveWatch?.(exchange)) || []))) });
  /** @param {string} method @param {string} path @param {unknown} [body] @param {{ [name: string]: string }} [headers] @returns {Promise<{ status: number, headers: Headers, body: any, text: string }>} */
  async function ask(method, path, body, headers = { "x-api-token": server.auth.apiToken }) {
    const response = await fetch(`${server.url}/api/${path}`, { method, headers: { "content-type": "application/json", ...headers }, ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text.startsWith("{") ? JSON.parse(text) : text };
  }
  return {
    ...server, ask, clock,
    get: (/** @type {string} */ path, /** @type {{ [name: string]: string } | undefined} */ headers = undefined) => ask("GET", `v2/${path}`, undefined, headers),
    done: async () => {
      await server.close();
      assert.deepEqual(wrong, []);
    },
  };
}

/**
 * A subscriber: keeps what it is sent, answers as it is told.
 * @param {(request: { headers: import("node:http").IncomingHttpHeaders, text: string }) => number} [answer] a status
 */
export async function subscriber(answer = () => 200) {
  /** @type {{ headers: import("node:http").IncomingHttpHeaders, text: string }[]} */
  const got = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const one = { headers: request.headers, text };
    got.push(one);
    response.writeHead(answer(one)).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  server.unref().on("connection", (socket) => socket.unref());
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/hook`, got, close: () => (server.closeAllConnections(), server.close()) };
}
