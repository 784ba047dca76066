// Both simulators, a real engine and workers, for tests of the durable middleware.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClock } from "../../js-shim/serve/clock.js";
import { register, startEngine } from "../../js-shim/serve/engine.js";
import { createIngress } from "../../js-shim/serve/ingress.js";
import { memoryCache } from "../../js-shim/run-handoff.js";
import { createServices } from "../../js-shim/serve/services.js";
import { createTransport } from "../../js-shim/serve/transport.js";
import { createTurnstile } from "../../js-shim/serve/turnstile.js";
import { startWorker } from "../../js-shim/serve/worker.js";
import { startPipedrive } from "../simulators/pipedrive.js";
import { startXero } from "../simulators/xero.js";

/** @typedef {{ [key: string]: any }} Json */

// Named here, so that the type checker does not look into what was built.
const PKG = new URL("../../pkg/node.js", import.meta.url).href;
/** @type {import("../../js-shim/serve/workflow.js").Operations & import("../../js-shim/serve/writer.js").Batching} */
const operations = await import(PKG);

/** A port that nobody listens on. @returns {Promise<number>} */
export const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks until the answer is as wanted. @template T @param {() => T | Promise<T>} ask @param {(answer: T) => boolean} is @param {number} [patience] milliseconds, many: machines are busy @returns {Promise<T>} */
export async function until(ask, is, patience = 120_000) {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (is(answer)) return answer;
    if (Date.now() > end) throw new Error(`it did not come to that within ${patience / 1000} s: ${JSON.stringify(answer)?.slice(0, 2000)}`);
    await pause(100);
  }
}

/** An engine of its own, gone at the end. @param {Json} [given] */
export async function engine(given = {}) {
  const folder = mkdtempSync(join(tmpdir(), "wonvoice-engine-"));
  const [ingress, admin, node] = [await freePort(), await freePort(), await freePort()];
  /** @type {string[]} */
  const lines = [];
  const started = await startEngine({ folder, ports: { ingress, admin, node }, onLine: (line) => lines.push(line), ...given });
  return { ...started, folder, lines, client: createIngress({ url: started.ingress }), end: async () => (await started.stop(), rmSync(folder, { recursive: true, force: true })) };
}

/** The config that the tests go by. @param {Json} ledger @param {Json} [own] of the entity @param {Json} [more] */
export const configFor = (ledger, own = {}, more = {}) => ({
  version: 1, source: { company: "acme" },
  entities: { uk: { tenantId: ledger.tenantId, document: { due: { term: "DAYSAFTERBILLDATE", days: 30 } }, lines: { account: { default: "200" }, tax: { byRate: { 20: "OUTPUT2", 5: "RROUTPUT" } } }, contact: { create: "always" }, feedback: { status: "field:Invoice status" }, ...own } },
  ...more,
});

/**
 * A world: simulators, engine, one worker in this process.
 * @param {{ engine?: Json, xero?: Json, pipedrive?: Json, config?: (ledger: Json) => Json, settings?: Json, limits?: Json, clock?: Json, deals?: number }} [given]
 */
export async function world(given = {}) {
  const clock = /** @type {import("../../js-shim/serve/clock.js").Clock} */ (given.clock ?? createClock());
  const [crm, ledger] = [await startPipedrive({ isGuest: true, limits: { plan: "ultimate", seats: 100 }, ...given.pipedrive }), await startXero({ isGuest: true, ...given.xero })];
  crm.crm.addField("deal", { name: "Invoice status", type: "varchar" });
  crm.crm.addField("deal", { name: "PO number", type: "varchar" });
  const own = given.engine === undefined ? await engine() : undefined;
  const at = /** @type {Awaited<ReturnType<typeof engine>>} */ (given.engine ?? own);
  const config = (given.config ?? ((one) => configFor(one)))(ledger.ledger());
  /** @type {Json[]} */
  const alerts = [];
  /** @type {{ call: Json, came: Json }[]} */
  const calls = [];
  /** @param {Json} [more] */
  async function worker(more = {}) {
    const cache = memoryCache();
    let token = "";
    const transport = createTransport({
      company: "acme", timeout: 2_000,
      access: async (api) => (api === "pipedrive" ? { header: ["x-api-token", crm.auth.apiToken] } : { header: ["authorization", `Bearer ${(token ||= ledger.auth.issue())}`], refused: () => void (token = "") }),
      instead: { xero: ledger.url, pipedrive: crm.url },
      onCall: (call, came) => calls.push({ call, came }),
    });
    const send = createTurnstile({ ingress: at.client, send: transport, clock, company: "acme" });
    const services = createServices({ operations, send, cache, clock, settings: { config, settle: 50, ...given.settings }, limits: { pipedrive: { perWindow: 480 }, ...given.limits }, alert: (alert) => alerts.push(alert), ...more });
    const started = await startWorker({ services, onLog: (level, message) => process.env["WONVOICE_LOG"] && console.log(level, message) });
    await register(at.admin, started.url);
    return started;
  }
  const first = await worker();
  const status = (/** @type {number} */ deal) => at.client.call("wonvoice.deal", `acme/${deal}`, "status");
  return {
    crm, ledger, engine: at, clock, alerts, calls, config, worker, status,
    /** A won deal, which somebody is told of or not. @param {Json} [deal] @param {Json[]} [products] */
    deal(deal = {}, products = [{ item_price: 33.33, quantity: 3, tax: 20 }]) {
      const id = crm.crm.addDeal({ org_id: crm.crm.addOrganization({ name: deal.name ?? "Acme Ltd" }), ...deal });
      for (const product of products) crm.crm.attach(id, product);
      crm.crm.win(id);
      return id;
    },
    won: (/** @type {number} */ deal) => at.client.send("wonvoice.deal", `acme/${deal}`, "won", { source: "test", at: new Date().toISOString() }),
    ends: (/** @type {number} */ deal, /** @type {string} */ as, /** @type {number} */ patience = 120_000) => until(() => status(deal), (state) => state.status === as, patience),
    end: async () => {
      await own?.end();
      await first.close();
      await crm.close();
      await ledger.close();
    },
  };
}
