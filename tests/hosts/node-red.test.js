// Node-RED itself, headless. The file is pasted into a function node, and the flow deployed as the editor does it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { after, test } from "node:test";
import { join } from "node:path";
import { cases, check, hosts, nodeOf, pasted, project } from "./project.js";
import { pinned } from "./runtimes.js";

const user = project({ after });

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

/** Starts Node-RED in a user folder of its own. @returns {Promise<string>} its address */
async function start() {
  const port = await freePort();
  user.write("node-red/settings.js", `module.exports = ${JSON.stringify({ uiPort: port, uiHost: "127.0.0.1", flowFile: "flows.json", credentialSecret: false, telemetry: { enabled: false }, externalModules: { palette: { allowInstall: false } }, logging: { console: { level: "info" } } })};`);
  user.write("node-red/package.json", JSON.stringify({ name: "node-red-user", private: true }));
  const child = spawn(nodeOf(24), [join(hosts, "node_modules/node-red/red.js"), "--userDir", join(user.folder, "node-red")], { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (log += part));
  after(() => void child.kill());
  const deadline = Date.now() + 60_000;
  while (!log.includes("Started flows")) {
    assert.ok(Date.now() < deadline && child.exitCode === null, `Node-RED did not start:\n${log}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return `http://127.0.0.1:${port}`;
}

test("a function node", async () => {
  const origin = await start();
  const settings = await (await fetch(`${origin}/settings`)).json();
  assert.equal(settings.version, pinned("node-red"));

  const func = `const suite = msg.payload;\n${pasted(user.step())}msg.payload = outcome;\nreturn msg;`;
  const flow = [
    { id: "tab", type: "tab", label: "wonvoice" },
    { id: "in", z: "tab", type: "http in", name: "", url: "/suite", method: "post", upload: false, wires: [["run"]] },
    { id: "run", z: "tab", type: "function", name: "", func, outputs: 1, noerr: 0, initialize: "", finalize: "", libs: [], wires: [["out"]] },
    { id: "out", z: "tab", type: "http response", name: "", statusCode: "", headers: {}, wires: [] },
    { id: "catch", z: "tab", type: "catch", name: "", scope: null, uncaught: false, wires: [["say"]] },
    { id: "say", z: "tab", type: "change", name: "", rules: [{ t: "set", p: "payload", pt: "msg", to: "error", tot: "msg" }], wires: [["out"]] },
  ];
  const headers = { "content-type": "application/json" };
  const deployed = await fetch(`${origin}/flows`, { method: "POST", headers: { ...headers, "node-red-deployment-type": "full" }, body: JSON.stringify(flow) });
  assert.equal(deployed.status, 204, await deployed.text());

  const answer = await fetch(`${origin}/suite`, { method: "POST", headers, body: JSON.stringify({ cases }) });
  const outcome = await answer.json();
  assert.equal(outcome.source, undefined, JSON.stringify(outcome));
  check("Node-RED", settings.version, "single file in a function node", outcome, { isSingleFile: true });
});
