// Three nodes of the engine on this machine: one cluster, as many use it on many.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { balance } from "./balance.js";
import { freePort, until } from "./world.js";

const NODES = 3;

/** @param {string} folder */
export async function nodes(folder) {
  const require = createRequire(import.meta.url);
  const program = createRequire(require.resolve("@restatedev/restate-server/package.json")).resolve(`@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`);
  const all = await Promise.all(Array.from({ length: NODES }, async (_, place) => ({ name: `node-${place + 1}`, bind: await freePort(), ingress: await freePort(), admin: await freePort(), child: /** @type {import("node:child_process").ChildProcess | undefined} */ (undefined) })));
  const addresses = all.map(({ bind }) => `"http://127.0.0.1:${bind}"`).join(", ");

  for (const [place, node] of all.entries()) {
    const base = join(folder, node.name);
    mkdirSync(base, { recursive: true });
    const file = join(base, "restate.toml");
    writeFileSync(file, `cluster-name = "wonvoice"
node-name = "${node.name}"
auto-provision = ${place === 0}
roles = ["http-ingress", "admin", "worker", "log-server", "metadata-server"]
listen-mode = "tcp"
bind-address = "127.0.0.1:${node.bind}"
advertised-address = "http://127.0.0.1:${node.bind}"
default-replication = 2
default-num-partitions = 8
base-dir = "${join(base, "data")}"
disable-telemetry = true
log-filter = "warn"
rocksdb-total-memory-size = "256MiB"
[metadata-client]
addresses = [${addresses}]
[metadata-server]
type = "replicated"
[bifrost]
default-provider = "replicated"
[ingress]
bind-address = "127.0.0.1:${node.ingress}"
[admin]
bind-address = "127.0.0.1:${node.admin}"
disable-web-ui = true
`);
    node.child = spawn(program, ["--no-logo", "--config-file", file], { cwd: base, stdio: "ignore", env: { PATH: process.env["PATH"] ?? "", HOME: base } });
  }
  const [ingress, admin] = [await balance(() => all.map((node) => node.ingress)), await balance(() => all.map((node) => node.admin))];
  const isReady = async () => (await Promise.all(all.flatMap((node) => [`http://127.0.0.1:${node.admin}/health`, `http://127.0.0.1:${node.ingress}/restate/health`]).map((url) => fetch(url).then(({ ok }) => ok, () => false)))).every(Boolean);
  await until(isReady, Boolean, 90_000);

  /** @param {number} place @param {NodeJS.Signals} [signal] */
  async function end(place, signal = "SIGKILL") {
    const child = all[place]?.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await gone;
  }
  return {
    ingress: ingress.url, admin: admin.url, pids: () => all.flatMap(({ child }) => child?.pid ?? []),
    /** For good: nobody starts it again. */
    kill: () => end(NODES - 1),
    async end() {
      await Promise.all(all.map((_, place) => end(place)));
      await ingress.close();
      await admin.close();
    },
  };
}
