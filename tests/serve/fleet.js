// Workers of `wonvoice serve` as processes of their own on an engine that is there already, behind one address.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CLIENT } from "../simulators/xero.js";
import { balance } from "./balance.js";
import { ADMIN, PASSWORD, VAULT_KEY } from "./program.js";
import { freePort, until } from "./world.js";

/** @typedef {{ [key: string]: any }} Json */

const CHILD = fileURLToPath(new URL("./child.js", import.meta.url));
const MOST_LINES = 200_000;

/** Megabytes that a process holds; none where it is gone. @param {number | undefined} pid */
export function megabytes(pid) {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/**
 * @param {object} given
 * @param {number} given.count
 * @param {string} given.folder
 * @param {{ ingress: string, admin: string }} given.engine
 * @param {Json} given.settings as in wonvoice.json
 * @param {Json} given.crm @param {Json} given.ledger the simulators
 * @param {Json} [given.timing] @param {Json} [given.clock]
 * @param {(line: string) => void} [given.onLine] of a worker's log
 */
export async function fleet({ count, folder, engine, settings, crm, ledger, timing = {}, clock = {}, onLine = () => {} }) {
  const workers = await Promise.all(Array.from({ length: count }, async () => ({ port: await freePort(), worker: await freePort(), child: /** @type {import("node:child_process").ChildProcess | undefined} */ (undefined) })));
  const [front, back] = [await balance(() => workers.map(({ port }) => port)), await balance(() => workers.map(({ worker }) => worker))];
  /** @type {string[]} */
  const lines = [];
  let isEnding = false;

  /** @param {number} place @param {number} [tries] @returns {Promise<void>} */
  async function launch(place, tries = 5) {
    const own = workers[place];
    if (own === undefined || isEnding) return;
    const file = join(folder, `worker-${place}.json`);
    writeFileSync(file, JSON.stringify({ ...settings, publicUrl: front.url, port: own.port, engine, worker: { url: back.url, port: own.worker, host: "127.0.0.1" } }));
    const child = spawn(process.execPath, [...(process.env["CHAOS_PROFILES"] ? ["--cpu-prof", `--cpu-prof-dir=${process.env["CHAOS_PROFILES"]}`] : []), CHILD], {
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        PATH: process.env["PATH"], TEST_SERVE: JSON.stringify({ settings: file, timing, clock }),
        PIPEDRIVE_API_TOKEN: crm.auth.apiToken, XERO_CLIENT_ID: CLIENT.id, XERO_CLIENT_SECRET: CLIENT.secret, WONVOICE_VAULT_KEY: VAULT_KEY, WONVOICE_ADMINS: `ann:${ADMIN}`,
        PIPEDRIVE_WEBHOOK_PASSWORD: PASSWORD, XERO_WEBHOOK_KEY: "xero-webhook-key", WONVOICE_XERO_URL: ledger.url, WONVOICE_PIPEDRIVE_URL: crm.url,
      },
    });
    own.child = child;
    let rest = "";
    child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      const whole = (rest + text).split("\n");
      rest = whole.pop() ?? "";
      lines.push(...whole.filter(Boolean));
      whole.forEach(onLine);
      if (lines.length > MOST_LINES) lines.splice(0, lines.length - MOST_LINES / 2);
    });
    await until(() => (child.exitCode !== null ? -1 : fetch(`http://127.0.0.1:${own.port}/healthz`).then((response) => response.status, () => 0)), (status) => status === 200 || status === -1, 180_000);
    // The engine died while it began: whoever runs it starts it again.
    if (child.exitCode === null || isEnding) return;
    if (tries === 0) throw new Error(`a worker ended by itself: ${lines.slice(-3).join("\n")}`);
    await launch(place, tries - 1);
  }
  for (const place of workers.keys()) await launch(place);

  return {
    url: front.url, lines,
    pids: () => workers.flatMap(({ child }) => child?.pid ?? []),
    launch,
    /** @param {number} place @param {NodeJS.Signals} [signal] */
    async kill(place, signal = "SIGKILL") {
      const child = workers[place]?.child;
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill(signal);
      await gone;
    },
    /** @param {NodeJS.Signals} signal */
    tell: (signal) => workers.forEach(({ child }) => child?.kill(signal)),
    /** @param {string} method @param {string} path @param {Json} [body] @returns {Promise<{ status: number, body: any }>} */
    async admin(method, path, body) {
      const response = await fetch(`${front.url}/admin/${path}`, { method, headers: { authorization: `Bearer ${ADMIN}`, "content-type": "application/json" }, signal: AbortSignal.timeout(10_000), ...(body ? { body: JSON.stringify(body) } : {}) });
      return { status: response.status, body: await response.json() };
    },
    /** A person opens the link and agrees at Xero. */
    async connect() {
      const { body: { url } } = await this.admin("POST", "connections/xero/link");
      const begun = await fetch(url, { redirect: "manual" });
      const agreed = await fetch(ledger.rewrite(begun.headers.get("location") ?? ""), { redirect: "manual" });
      const ended = await fetch(agreed.headers.get("location") ?? "", { headers: { cookie: begun.headers.get("set-cookie")?.split(";")[0] ?? "" } });
      if (ended.status !== 200) throw new Error(`not connected (${ended.status}): ${await ended.text()}`);
    },
    async end() {
      isEnding = true;
      await Promise.all(workers.map((_, place) => this.kill(place, "SIGTERM")));
      await front.close();
      await back.close();
    },
  };
}
