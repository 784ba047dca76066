// The whole durable middleware as one program: the engine, a worker, and the handler for webhooks and people.

import { createServer } from "node:http";
import { batchWrites, callJson, handoffStart, handoffStep, splitBatch } from "../node.js";
import { memoryCache } from "../run-handoff.js";
import { createAccess } from "./access.js";
import { createClock } from "./clock.js";
import { joinEngine, register, startEngine } from "./engine.js";
import { persistently } from "./event.js";
import { createHandler } from "./handler.js";
import { createIngress } from "./ingress.js";
import { createLog } from "./log.js";
import { keepMending } from "./mend.js";
import { createMetrics } from "./metrics.js";
import { SWEEPER } from "./names.js";
import { LIMITS, listening, toNode } from "./node.js";
import { createServices } from "./services.js";
import { createTransport } from "./transport.js";
import { createTurnstile } from "./turnstile.js";
import { createVault } from "./vault.js";
import { startWorker } from "./worker.js";

/** @typedef {{ url: string, ingress: string, admin: string, stop: () => Promise<void> }} Running */

/** Milliseconds between looks for what a newer program cannot go on with. */
const MENDING = 30_000;

/** A cache that can be emptied. */
function emptyableCache() {
  let cache = memoryCache();
  return {
    cache: { get: (/** @type {string} */ key) => cache.get(key), set: (/** @type {string} */ key, /** @type {unknown} */ value, /** @type {number} */ seconds) => cache.set(key, value, seconds), delete: (/** @type {string} */ key) => cache.delete(key) },
    forget: () => void (cache = memoryCache()),
  };
}

/**
 * @param {import("./settings.js").Settings} settings
 * @param {object} [given]
 * @param {import("./log.js").Log} [given.log]
 * @param {import("./clock.js").Clock} [given.clock]
 * @param {Partial<import("./deal.js").Settings> & { patience?: number, mending?: number }} [given.timing] of deals, for tests
 * @param {(call: import("./transport.js").Call, came: import("./transport.js").Came, ms: number) => void} [given.onCall]
 * @param {(deal: string, outcome: any) => void} [given.onOutcome]
 * @returns {Promise<Running>}
 */
export async function start(settings, { log = createLog(), clock = createClock(), timing: { mending = MENDING, ...timing } = {}, onCall, onOutcome } = {}) {
  const { config, company, snapshots, history, intake, credentials, connections, vaultKey, limits, instead } = settings;
  log.hide(...settings.secrets);
  const metrics = createMetrics();
  const calls = metrics.counter("wonvoice_api_calls_total", "Calls to the two APIs by method and status; 0 is no answer.");
  const seconds = metrics.histogram("wonvoice_api_seconds", "Seconds until one of the two APIs answered.");
  const outcomes = metrics.counter("wonvoice_handoffs_total", "Handoffs by how they ended.");
  const alerts = metrics.counter("wonvoice_alerts_total", "Alerts that were told.");
  const sweeps = metrics.counter("wonvoice_sweeps_total", "Sweeps by what was swept and whether they came to their end.");
  const swept = metrics.counter("wonvoice_swept_total", "What sweeps found and handed on; webhooks may have announced it too.");
  const deaths = metrics.counter("wonvoice_engine_deaths_total", "Ends of the embedded engine that nobody asked for.");

  const engine = "folder" in settings.engine
    ? await startEngine({
        ...settings.engine,
        // That it ends well is no warning.
        onLine: (line) => log[/^\[rocksdb\] flushed /.test(line) ? "debug" : "warn"]("engine", { line }),
        onDeath: (code, signal) => {
          deaths.add();
          log.error("engine-died", { code, signal });
        },
      })
    : await joinEngine(settings.engine);
  /** @type {(() => Promise<void>)[]} */
  const ends = [() => engine.stop()];
  try {
    const vault = vaultKey === undefined ? undefined : await createVault(vaultKey);
    const ingress = createIngress({ url: engine.ingress });
    const access = createAccess({ credentials, ingress, vault, clock, hide: log.hide });
    const transport = createTransport({
      company, access, instead, timeout: clock.real(30_000),
      onCall: (call, came, ms) => {
        calls.add({ api: call.api, method: call.method, status: "status" in came ? String(came.status) : "0" });
        seconds.observe({ api: call.api }, ms / 1000);
        log.debug("call", { api: call.api, method: call.method, id: call.id, status: "status" in came ? came.status : 0, ...("error" in came ? { error: came.error } : {}), ms: Math.round(ms) });
        onCall?.(call, came, ms);
      },
    });
    const send = createTurnstile({ ingress, send: transport, clock, company });
    const services = createServices({
      operations: { handoffStart, handoffStep, batchWrites, splitBatch }, send, clock, limits,
      ...emptyableCache(),
      settings: { config, history, ...(snapshots === undefined ? {} : { snapshots }), ...timing },
      sweeps: { tenants: settings.tenants, ...settings.sweeps, onSweep: (key, { found, why }) => {
        sweeps.add({ key, result: why === undefined ? "done" : "stopped" });
        swept.add({ key }, found);
        log[why === undefined ? "debug" : "warn"]("sweep", { key, found, ...(why === undefined ? {} : { why }) });
      } },
      connections: { connections, vault, way: { origins: instead } },
      alert: (alert) => {
        alerts.add();
        log.warn("alert", alert);
      },
      onOutcome: (deal, outcome) => {
        outcomes.add({ status: outcome.status });
        log.info("handoff", { deal, status: outcome.status, text: outcome.text, calls: outcome.calls });
        onOutcome?.(deal, outcome);
      },
    });
    const worker = await startWorker({ services, ...settings.worker, onLog: (level, message) => log[level === "error" ? "error" : level === "warn" ? "warn" : "debug"]("worker", { message }) });
    ends.unshift(() => worker.close());
    await register(engine.admin, worker.url);
    const endMending = keepMending(engine.admin, log, mending);
    ends.unshift(async () => endMending());
    for (const key of [company, ...settings.tenants]) {
      // What nobody sweeps would be missed without a word.
      if ((await persistently(() => ingress.send(SWEEPER, key, "start"), 60_000)) === undefined) throw new Error(`the engine at ${engine.ingress} does not answer`);
    }

    const health = async () => (await fetch(`${engine.ingress}/restate/health`, { signal: AbortSignal.timeout(2_000) })).ok;
    const handler = createHandler({ ingress, settings: intake, metrics, log, callJson: (operation, input) => callJson(operation, input), ...(vault === undefined ? {} : { vault }), ready: health, now: () => new Date(clock.now()), origins: instead });
    const server = createServer(LIMITS, toNode(handler));
    await listening(server, settings.listen.port, settings.listen.host, "port (or --port)");
    ends.unshift(() => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 5_000).unref();
    }));
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const url = `http://${settings.listen.host}:${port}`;
    log.info("started", { url, engine: engine.ingress, worker: worker.url, company, organisations: settings.tenants.length });
    return { url, ingress: engine.ingress, admin: engine.admin, stop: async () => {
      // First nothing more comes in, then what is under way goes back to the engine, which ends last.
      for (const end of ends) await end();
      log.info("stopped");
    } };
  } catch (error) {
    for (const end of ends) await end().catch(() => {});
    throw error;
  }
}
