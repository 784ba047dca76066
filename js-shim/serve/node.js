// The handler under Node's own server: `http.createServer(LIMITS, toNode(handler))`.

import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";

/** @typedef {(request: Request, from?: { address?: string | undefined }) => Response | Promise<Response>} Handler */

/** For `createServer`: nobody may take long to say little. */
export const LIMITS = Object.freeze({ headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 5_000, maxHeaderSize: 16_384 });

/**
 * Listens.
 * @param {import("node:net").Server} server @param {number} port @param {string} host @param {string} setting by which the port is another
 * @returns {Promise<void>}
 */
export const listening = (server, port, host, setting) => new Promise((resolve, reject) => {
  server.once("error", (error) => reject(/** @type {NodeJS.ErrnoException} */ (error).code === "EADDRINUSE" ? new Error(`port ${port} of ${host} is taken by another program: end that one, or set ${setting} to another`) : error));
  server.listen(port, host, () => resolve());
});

/** Hosts and schemes that a request names are not believed: only its path counts. @param {string} target */
function pathOf(target) {
  if (target.startsWith("/")) return target.replace(/^\/+/, "/");
  return URL.canParse(target) ? `${new URL(target).pathname}${new URL(target).search}` : undefined;
}

/** @param {import("node:http").IncomingMessage} incoming @returns {Request | undefined} */
function requestOf(incoming) {
  const path = pathOf(incoming.url ?? "/");
  const method = incoming.method ?? "GET";
  if (path === undefined || ["CONNECT", "TRACE", "TRACK"].includes(method)) return undefined;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) for (const value of values) headers.append(name, value);
  const body = method === "GET" || method === "HEAD" ? {} : { body: /** @type {ReadableStream} */ (Readable.toWeb(incoming)), duplex: "half" };
  try {
    return new Request(new URL(path, "http://localhost"), /** @type {RequestInit} */ ({ method, headers, ...body }));
  } catch {
    return undefined;
  }
}

/**
 * @param {Handler} handler
 * @returns {(incoming: import("node:http").IncomingMessage, outgoing: import("node:http").ServerResponse) => Promise<void>}
 */
export function toNode(handler) {
  return async (incoming, outgoing) => {
    try {
      const request = requestOf(incoming);
      const response = request === undefined ? new Response(null, { status: 400 }) : await handler(request, { address: incoming.socket.remoteAddress });
      // What was refused before it was read is not read for politeness.
      const headers = incoming.complete || incoming.method === "GET" ? {} : { connection: "close" };
      outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), ...headers, ...(response.headers.getSetCookie().length > 0 ? { "set-cookie": response.headers.getSetCookie() } : {}) });
      if (response.body === null || incoming.method === "HEAD") outgoing.end();
      else await pipeline(Readable.fromWeb(/** @type {import("node:stream/web").ReadableStream} */ (response.body)), outgoing);
    } catch {
      // The other side is gone, or the answer broke: there is nobody to tell.
      if (!outgoing.headersSent) outgoing.writeHead(500).end();
      else outgoing.destroy();
    }
  };
}
