// The whole program as processes of their own, which a test may kill, between simulators in this one.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startPipedrive } from "../simulators/pipedrive.js";
import { CLIENT, startXero } from "../simulators/xero.js";
import { configFor, freePort, until } from "./world.js";

/** @typedef {{ [key: string]: any }} Json */

export const PASSWORD = "pipedrive-webhook-password-1";
export const ADMIN = "an-admin-token-of-length-32-chars";
export const VAULT_KEY = Buffer.from(Array.from({ length: 32 }, (_, place) => (place * 37 + 11) % 256)).toString("base64");
const CHILD = fileURLToPath(new URL("./child.js", import.meta.url));

/** What must stand nowhere but in the environment. @param {Json} crm */
export const secretsOf = (crm) => [PASSWORD, ADMIN, VAULT_KEY, CLIENT.secret, crm.auth.apiToken, "xero-webhook-key"];

/**
 * @param {{ settings?: (port: number) => Json, secrets?: Json, environment?: Json, sweeps?: Json, xero?: Json, pipedrive?: Json, config?: (ledger: Json) => Json, timing?: Json, clock?: Json, limits?: Json, faults?: any, command?: boolean }} [given]
 */
export async function program(given = {}) {
  const { faults } = given;
  const crm = await startPipedrive({ isGuest: true, limits: { plan: "ultimate", seats: 100 }, ...(faults ? { faults } : {}), ...given.pipedrive });
  const ledger = await startXero({ isGuest: true, ...(faults ? { faults } : {}), ...given.xero });
  const shows = crm.crm.addField("deal", { name: "Invoice status", type: "varchar" });
  crm.crm.addField("deal", { name: "PO number", type: "varchar" });
  const folder = mkdtempSync(join(tmpdir(), "wonvoice-serve-"));
  const [port, ingressPort, adminPort, nodePort, workerPort] = [await freePort(), await freePort(), await freePort(), await freePort(), await freePort()];
  const settings = join(folder, "wonvoice.json");
  const config = (given.config ?? ((one) => configFor(one)))(ledger.ledger());
  writeFileSync(settings, JSON.stringify({ config, port, engine: { folder: "engine", ingressPort, adminPort, nodePort, environment: given.environment ?? {} }, sweeps: given.sweeps ?? {}, worker: { port: workerPort }, limits: { pipedrive: { perWindow: 480 }, ...given.limits }, ...given.settings?.(port) }));
  /** @type {string[]} */
  const lines = [];
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let child;

  /** @param {string} [other] another build of the program */
  async function launch(other) {
    const args = given.command ? [fileURLToPath(new URL("../../pkg/cli.js", import.meta.url)), "serve", "--config", settings] : [CHILD];
    child = spawn(process.execPath, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"], TEST_SERVE: JSON.stringify({ settings, timing: { settle: 100, edited: 300, ended: 300, ...given.timing }, ...(other ? { program: other } : {}), ...(given.clock ? { clock: given.clock } : {}) }),
        ...(given.secrets ?? { PIPEDRIVE_API_TOKEN: crm.auth.apiToken }), XERO_CLIENT_ID: CLIENT.id, XERO_CLIENT_SECRET: CLIENT.secret, WONVOICE_VAULT_KEY: VAULT_KEY, WONVOICE_ADMINS: `ann:${ADMIN}`,
        PIPEDRIVE_WEBHOOK_PASSWORD: PASSWORD, XERO_WEBHOOK_KEY: "xero-webhook-key", WONVOICE_XERO_URL: ledger.url, WONVOICE_PIPEDRIVE_URL: crm.url,
      },
    });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (/** @type {string} */ text) => lines.push(...text.split("\n").filter(Boolean)));
    await until(() => fetch(`http://127.0.0.1:${port}/readyz`).then((response) => response.status, () => 0), (status) => status === 200);
    return child;
  }
  await launch();

  /** @param {string} method @param {string} path @param {Json} [body] @returns {Promise<any>} */
  const admin = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}/admin/${path}`, { method, headers: { authorization: `Bearer ${ADMIN}`, "content-type": "application/json" }, ...(body ? { body: JSON.stringify(body) } : {}) });
    return response.json();
  };
  crm.webhooks.subscribe({ url: `http://127.0.0.1:${port}/webhooks/pipedrive`, user: "wonvoice", password: PASSWORD });
  ledger.webhooks.subscribe({ url: `http://127.0.0.1:${port}/webhooks/xero` });
  crm.webhooks.start();
  ledger.webhooks.start();

  const status = async (/** @type {number} */ deal) => (await admin("GET", `deals/acme/${deal}`).catch(() => ({})))?.status ?? {};
  return {
    crm, ledger, folder, port, adminPort, ingressPort, lines, admin, launch, status, config,
    child: () => child,
    /** What the deal shows of its invoice. @param {number} deal @returns {string} */
    shown: (deal) => crm.crm.rows.deals.get(deal)?.["custom_fields"][shows],
    /** The engine's process. @returns {number} */
    engine: () => JSON.parse(readFileSync(join(folder, "engine", "process.json"), "utf8")).engine,
    kill: async () => {
      const gone = new Promise((resolve) => child?.once("exit", resolve));
      child?.kill("SIGKILL");
      await gone;
    },
    /** A deal that is won now, and of which Pipedrive tells. @param {Json} [own] @param {Json[]} [products] @returns {number} */
    win(own = {}, products = [{ item_price: 33.33, quantity: 3, tax: 20 }]) {
      const { organization = "Acme Ltd", ...deal } = own;
      const id = crm.crm.addDeal({ org_id: crm.crm.addOrganization({ name: organization }), ...deal });
      for (const product of products) crm.crm.attach(id, product);
      crm.crm.win(id);
      return id;
    },
    ends: (/** @type {number} */ deal, /** @type {string} */ as, /** @type {number} */ patience = 120_000) => until(() => status(deal), (state) => state.status === as, patience),
    end: async () => {
      const gone = child?.exitCode === null && child.signalCode === null ? new Promise((resolve) => child?.once("exit", resolve)) : undefined;
      child?.kill("SIGTERM");
      await gone;
      await crm.close();
      await ledger.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
