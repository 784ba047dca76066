// A server that answers from memory, and what can go wrong on the way to it and back.
import { createServer } from "node:http";

/** @typedef {{ [key: string]: any }} Json */
/** @typedef {{ method: string, path: string, query: URLSearchParams, headers: import("node:http").IncomingHttpHeaders, text: string, alongside: () => Request[] }} Request */
/** `body` is sent as it is when it is text, as JSON otherwise; `undefined` is no body. @typedef {{ status: number, headers?: { [name: string]: string }, body?: unknown }} Answer */
/** @typedef {{ request: Request, answer: Answer, fault: import("./faults.js").Kind | undefined }} Exchange */

const TRANSPORT = new Set(["timeout-before", "timeout-after", "reset-before", "reset-after", "cut", "truncated", "malformed"]);

/** An answer's text. @param {Answer} answer */
export const textOf = ({ body }) => (body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body));

/** @param {string} path */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Which fault, if any, this request meets. @param {string} api @param {Request} request */
export const targetOf = (api, { method, path, query, headers }) => ({ api, method, path, query: query.toString(), key: String(headers["idempotency-key"] ?? "") });

/**
 * @param {object} given
 * @param {string} given.api its name
 * @param {(request: Request, fault: import("./faults.js").Kind | undefined) => Answer} given.answer decides and commits, in one go
 * @param {import("./clock.js").Clock} given.clock
 * @param {import("./faults.js").Faults} [given.faults]
 * @param {number} [given.latency] milliseconds from deciding to answering
 * @param {number} [given.hang] milliseconds after which a connection without an answer is cut
 * @param {boolean} [given.isGuest] does not keep the process alive
 * @param {(exchange: Exchange) => void} [given.onExchange] is told of every answer as it was decided
 */
export async function serve({ api, answer, clock, faults, latency = 0, hang = 60_000, isGuest = false, onExchange }) {
  /** @type {Request[]} */
  const seen = [];
  /** @type {Set<Request>} */
  const open = new Set();

  const server = createServer(async (incoming, outgoing) => {
    const url = new URL(incoming.url ?? "/", "http://localhost");
    const chunks = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk);
    } catch {
      return;
    }
    /** @type {Request} */
    const request = {
      method: incoming.method ?? "GET",
      path: decoded(url.pathname),
      query: url.searchParams,
      headers: incoming.headers,
      text: Buffer.concat(chunks).toString("utf8"),
      alongside: () => [...open],
    };
    seen.push(request);
    open.add(request);
    outgoing.on("close", () => open.delete(request));

    const fault = faults?.draw(targetOf(api, request));
    const stuck = () => void setTimeout(() => outgoing.destroy(), hang).unref();
    if (fault === "timeout-before") return stuck();
    if (fault === "reset-before") return void outgoing.destroy();
    if (fault === "clock-jump") clock.jump((seen.length % 2 === 0 ? 1 : -1) * 17 * 60_000);
    const decided = answer(request, fault !== undefined && TRANSPORT.has(fault) ? undefined : fault);
    onExchange?.({ request, answer: decided, fault });
    if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
    if (fault === "timeout-after") return stuck();
    if (fault === "reset-after") return void outgoing.destroy();
    const whole = textOf(decided);
    const headers = { ...(decided.body === undefined ? {} : { "content-type": typeof decided.body === "string" ? "text/plain; charset=utf-8" : "application/json; charset=utf-8" }), ...decided.headers };
    // A proxy that was cut off closes in good order: the length is that of what came through.
    const text = fault === "truncated" ? whole.slice(0, Math.floor(whole.length / 2)) : fault === "malformed" ? `<html>${whole.slice(0, 20)}` : whole;
    if (fault === "cut") {
      outgoing.writeHead(decided.status, { ...headers, "content-length": String(Buffer.byteLength(whole) + 1) });
      return void outgoing.write(`${whole.slice(0, Math.floor(whole.length / 2))} `, () => outgoing.destroy());
    }
    outgoing.writeHead(decided.status, headers);
    outgoing.end(text === "" ? undefined : text);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  if (isGuest) server.unref().on("connection", (socket) => socket.unref());
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, seen, close: () => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve))) };
}

/**
 * JSON with every number as its own text: 0.1 stays what was written, and 2.9e-5 can be told from 0.000029.
 * Texts that were strings stay strings, so a reader takes both alike, as Xero does.
 * @param {string} text @returns {any}
 */
export function parseExactly(text) {
  JSON.parse(text);
  return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}
