// What the handlers of the server meet in tests: an engine that only keeps what it is sent, and settings.
import { createServer } from "node:http";
import { callJson } from "../../pkg/node.js";
import { createHandler } from "../../js-shim/serve/handler.js";
import { createLog } from "../../js-shim/serve/log.js";
import { createMetrics } from "../../js-shim/serve/metrics.js";
import { LIMITS, toNode } from "../../js-shim/serve/node.js";
import { createVault } from "../../js-shim/serve/vault.js";

export const KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 37 + 11) % 256)).toString("base64");
export const TENANT = "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f";
export const NOW = "2026-07-15T06:00:00Z";

export const SETTINGS = Object.freeze({
  companies: [{ company: "acme", webhook: [{ user: "wonvoice", password: "new-password-of-it" }, { user: "wonvoice", password: "old-password-of-it" }] }],
  xero: { webhookKeys: ["xero-webhook-key", "former-webhook-key"], tenants: [TENANT] },
  admins: [{ name: "alice", token: "token-of-alice" }, { name: "bob", token: "token-of-bob" }],
  isMetricsOpen: true,
});

/**
 * Keeps what it is sent, once a key, as the engine does.
 * @param {{ away?: number, answers?: (service: string, key: string, handler: string) => unknown }} [given] it fails so many times first
 */
export function fakeIngress({ away = 0, answers = () => null } = {}) {
  /** @type {{ service: string, key: string, handler: string, payload: any, idempotencyKey?: string }[]} */
  const sent = [];
  /** @type {Set<string>} */
  const known = new Set();
  let left = away;
  const fail = () => {
    if (left-- > 0) throw new Error("the engine is away");
  };
  return {
    sent,
    /** @param {string} service @param {string} key @param {string} handler @param {any} payload @param {any} manner */
    async send(service, key, handler, payload, { idempotencyKey } = {}) {
      fail();
      const whole = `${service}/${key}/${handler}/${idempotencyKey}`;
      const isNew = idempotencyKey === undefined || !known.has(whole);
      known.add(whole);
      if (isNew) sent.push({ service, key, handler, payload, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
      return { invocationId: `inv_${sent.length}`, isNew };
    },
    /** @param {string} service @param {string} key @param {string} handler @param {any} payload */
    async call(service, key, handler, payload) {
      fail();
      sent.push({ service, key, handler, payload });
      return answers(service, key, handler);
    },
  };
}

/** A handler with everything around it. @param {any} [given] */
export async function intake({ settings = {}, ingress = fakeIngress(), now = () => new Date(NOW), ...more } = {}) {
  /** @type {string[]} */
  const lines = [];
  const metrics = createMetrics();
  const log = createLog({ write: (line) => void lines.push(line), least: "debug" });
  const vault = await createVault(KEY);
  const handler = createHandler({ ingress, settings: { ...SETTINGS, ...settings }, metrics, log, callJson, vault, now, ...more });
  return { handler, ingress, sent: ingress.sent, metrics, log, lines, vault };
}

/** Stands on a port of this machine. @param {(request: Request) => Promise<Response>} handler */
export async function listen(handler) {
  const server = createServer(LIMITS, toNode(handler));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  server.unref().on("connection", (socket) => socket.unref());
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, port, close: () => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve))) };
}

/** @param {string} text */
export const basic = (text) => `Basic ${Buffer.from(text).toString("base64")}`;
