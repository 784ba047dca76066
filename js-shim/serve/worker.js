// The worker: where the engine runs the services. As many as are wanted, on one machine or several; none keeps anything
// that another needs.

import { createServer } from "node:http2";
import * as restate from "@restatedev/restate-sdk";
import { listening } from "./node.js";

/** What the engine's library warns of at each start, of which there is something to do only where others reach the worker. */
const UNSIGNED = /without validating request signatures/;
const LOCAL = ["127.0.0.1", "::1", "localhost"];

/** @typedef {{ url: string, close: () => Promise<void> }} Worker */

/**
 * @param {object} given
 * @param {any[]} given.services
 * @param {number} [given.port] 0 takes any
 * @param {string} [given.host]
 * @param {string} [given.advertised] the address at which the engine reaches it, where that is another
 * @param {string[]} [given.identityKeys] of the engine: only what it signed is run
 * @param {(level: string, message: string) => void} [given.onLog]
 * @returns {Promise<Worker>}
 */
export async function startWorker({ services, port = 0, host = "127.0.0.1", advertised, identityKeys, onLog }) {
  const handler = restate.createEndpointHandler({
    services,
    ...(identityKeys === undefined ? {} : { identityKeys }),
    logger: ({ level, replaying }, message, ...more) => {
      if (UNSIGNED.test(String(message))) return;
      if (!replaying && level !== "trace" && level !== "debug") onLog?.(level, [message, ...more.map((one) => (one instanceof Error ? one.message : String(one)))].join(" "));
    },
  });
  const server = createServer(handler);
  /** @type {Set<import("node:http2").ServerHttp2Session>} */
  const sessions = new Set();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  await listening(server, port, host, "worker.port");
  if (identityKeys === undefined && !LOCAL.includes(host)) onLog?.("warn", `whoever reaches port ${port} of this machine can decide about deals: let none but the engine, or set worker.identityKeys to the keys that it signs with`);
  const bound = /** @type {import("node:net").AddressInfo} */ (server.address()).port;
  return {
    url: advertised ?? `http://${host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of sessions) session.close();
        // What is under way is the engine's, which takes it elsewhere.
        setTimeout(() => sessions.forEach((session) => session.destroy()), 2_000).unref();
      }),
  };
}
