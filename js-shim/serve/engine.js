// The durable engine: the program that npm ships, started beside this one with a folder of its own, or a cluster that
// is there already.

import { execFileSync, spawn } from "node:child_process";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

/** @typedef {{ ingress: string, admin: string }} Where */
/** @typedef {Where & { pid: () => number | undefined, stop: () => Promise<void> }} Engine */

/** What a person reads who has not installed it. */
export const MISSING = "wonvoice serve needs the engine's packages: npm install @restatedev/restate-sdk @restatedev/restate-server oauth4webapi";

/** Milliseconds before it is started again, the first time and at most. */
const AGAIN = [200, 10_000];
/** Milliseconds after which it did start. */
const STARTED = 10_000;

/** The engine's program. */
function program() {
  const require = createRequire(import.meta.url);
  try {
    const server = require.resolve("@restatedev/restate-server/package.json");
    return createRequire(server).resolve(`@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`);
  } catch {
    throw new Error(MISSING);
  }
}

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Asks until it is answered well. @param {string} url @param {number} patience milliseconds @param {() => string | undefined} [lost] why it never will be */
async function ready(url, patience, lost) {
  const until = performance.now() + patience;
  for (;;) {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    const why = lost?.();
    if (why !== undefined) throw new Error(why);
    if (performance.now() > until) throw new Error(`the engine is not ready at ${url} after ${patience / 1000} s`);
    await pause(100);
  }
}

/** Whether a process lives. @param {number | undefined} pid */
function lives(pid) {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** The name of a process's program. @param {number} pid */
function programOf(pid) {
  try {
    return execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}

/**
 * Who uses the folder: this process from now on. An engine whose program was killed is ended, since two on one folder
 * would do harm; where that program lives, nothing is started.
 * @param {string} file @param {string} folder
 */
export async function claim(file, folder) {
  // Half a file is of a machine that went off while it was written.
  /** @type {{ owner?: number, engine?: number }} */
  const { owner, engine } = await readFile(file, "utf8").then(JSON.parse).catch(() => ({}));
  if (owner !== undefined && owner !== process.pid && lives(owner) && /node|wonvoice|MainThread/.test(programOf(owner))) {
    throw new Error(`${folder} is in use by process ${owner}: another wonvoice serve. One company has one engine: give this one that one's with --engine, or a --data of its own where it is for another company`);
  }
  if (engine === undefined || !lives(engine) || !programOf(engine).includes("restate")) return;
  process.kill(engine, "SIGTERM");
  for (let tries = 0; lives(engine); tries++) {
    if (tries === 100) process.kill(engine, "SIGKILL");
    if (tries > 150) throw new Error(`the engine of before (process ${engine}) does not end`);
    await pause(100);
  }
}

/**
 * Starts the engine, and starts it again whenever it dies.
 * @param {object} given
 * @param {string} given.folder where it keeps everything
 * @param {{ ingress?: number, admin?: number, node?: number }} [given.ports]
 * @param {Record<string, string>} [given.environment] further settings of its own, `RESTATE_…`
 * @param {(line: string) => void} [given.onLine] of its log
 * @param {(code: number | null, signal: string | null) => void} [given.onDeath]
 * @param {number} [given.patience] milliseconds
 * @returns {Promise<Engine>}
 */
export async function startEngine({ folder, ports = {}, environment = {}, onLine, onDeath, patience = 60_000 }) {
  const { ingress = 8080, admin = 9070, node = 5122 } = ports;
  const base = resolve(folder);
  await mkdir(base, { recursive: true, mode: 0o700 });
  const file = program();
  const claimed = join(base, "process.json");
  await claim(claimed, base);
  const where = { ingress: `http://127.0.0.1:${ingress}`, admin: `http://127.0.0.1:${admin}` };
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let child;
  let isStopping = false;
  let last = "";
  let died = 0;

  function start() {
    child = spawn(file, ["--no-logo"], {
      cwd: base,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: base,
        RESTATE_BASE_DIR: join(base, "data"),
        RESTATE_NODE_NAME: "wonvoice",
        RESTATE_CLUSTER_NAME: "wonvoice",
        RESTATE_LISTEN_MODE: "tcp",
        RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
        RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}`,
        RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
        RESTATE_INGRESS__ADVERTISED_ADDRESS: `http://127.0.0.1:${ingress}`,
        RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
        RESTATE_ADMIN__ADVERTISED_ADDRESS: `http://127.0.0.1:${admin}`,
        RESTATE_DISABLE_TELEMETRY: "true",
        RESTATE_ADMIN__DISABLE_WEB_UI: "true",
        RESTATE_LOG_FORMAT: "json",
        // It asks whether there is a newer one of it, and where it may not, says so as a failure.
        RESTATE_LOG_FILTER: "warn,octocrab=off",
        RESTATE_ROCKSDB_TOTAL_MEMORY_SIZE: "512MiB",
        RESTATE_DEFAULT_NUM_PARTITIONS: "8",
        ...environment,
      },
    });
    const { pid } = child;
    const began = performance.now();
    // Whole or not at all, whenever somebody reads it.
    void writeFile(`${claimed}.new`, JSON.stringify({ owner: process.pid, engine: pid }), { mode: 0o600 }).then(() => rename(`${claimed}.new`, claimed)).catch(() => {});
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream?.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) if (line.trim() !== "") onLine?.((last = line));
      });
    }
    child.on("error", (error) => (last = error.message));
    child.on("exit", (code, signal) => {
      if (isStopping) return;
      onDeath?.(code, signal);
      died = performance.now() - began > STARTED ? 1 : died + 1;
      setTimeout(() => !isStopping && start(), Math.min(AGAIN[1] ?? 0, (AGAIN[0] ?? 0) * 2 ** Math.min(died, 6)));
    });
  }
  start();
  const lost = () => (died >= 5 ? `the engine does not start: ${last.slice(0, 300)}` : undefined);
  try {
    await ready(`${where.admin}/health`, patience, lost);
    await ready(`${where.ingress}/restate/health`, patience, lost);
  } catch (error) {
    isStopping = true;
    child?.kill("SIGKILL");
    throw error;
  }
  died = 0;
  return {
    ...where,
    pid: () => child?.pid,
    async stop() {
      isStopping = true;
      const ending = child;
      if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
      const gone = new Promise((done) => ending.once("exit", done));
      ending.kill("SIGTERM");
      const forced = setTimeout(() => ending.kill("SIGKILL"), 15_000);
      await gone;
      clearTimeout(forced);
      await rm(claimed, { force: true });
    },
  };
}

/**
 * An engine that is there already.
 * @param {Where} where @param {number} [patience] milliseconds
 * @returns {Promise<Engine>}
 */
export async function joinEngine({ ingress, admin }, patience = 60_000) {
  await ready(`${admin}/health`, patience);
  await ready(`${ingress}/restate/health`, patience);
  return { ingress, admin, pid: () => undefined, stop: async () => {} };
}

/**
 * Tells the engine where the services are.
 * @param {string} admin @param {string} uri as the engine reaches them @param {number} [patience] milliseconds
 * @returns {Promise<string>} the deployment's id
 */
export async function register(admin, uri, patience = 60_000) {
  const until = performance.now() + patience;
  for (;;) {
    // The same address with newer code takes the old one's place; what is under way there goes on in the newer code.
    const answer = await fetch(`${admin}/deployments`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ uri, force: true, breaking: true }), signal: AbortSignal.timeout(30_000) })
      .then(async (response) => ({ status: response.status, text: await response.text() }), (error) => ({ status: 0, text: /** @type {Error} */ (error).message }));
    if (answer.status >= 200 && answer.status < 300) return JSON.parse(answer.text).id;
    // One that is only just there, or has just died, will take them later.
    if ((answer.status > 0 && answer.status < 500) || performance.now() > until) throw new Error(`the engine does not take the services at ${uri} (${answer.status}): ${answer.text.slice(0, 300)}`);
    await pause(500);
  }
}
