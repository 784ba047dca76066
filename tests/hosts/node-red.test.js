// Node-RED itself, headless. The file is pasted into a function node, and the flow deployed as the editor does it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { after, test } from "node:test";
import { join } from "node:path";
import { RUNNER, check, hosts, nodeOf, pasted, project } from "./project.js";
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

/** Starts Node-RED with the project as its user folder, where the package is installed. @returns {Promise<string>} its address */
async function start() {
  const port = await freePort();
  const settings = user.write("settings.cjs", `module.exports = ${JSON.stringify({ uiPort: port, uiHost: "127.0.0.1", flowFile: "flows.json", credentialSecret: false, apiMaxLength: "20mb", telemetry: { enabled: false }, externalModules: { palette: { allowInstall: false } }, logging: { console: { level: "info" } } })};`);
  const child = spawn(nodeOf(24), [join(hosts, "node_modules/node-red/red.js"), "--userDir", user.folder, "--settings", settings], { stdio: ["ignore", "pipe", "pipe"] });
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

const origin = await start();
const { version } = await (await fetch(`${origin}/settings`)).json();
assert.equal(version, pinned("node-red"));

/**
 * Deploys a flow around a function node, and sends it the cases.
 * @param {string} func @param {{ var: string, module: string }[]} libs
 */
async function functionNode(func, libs) {
  const flow = [
    { id: "tab", type: "tab", label: "wonvoice" },
    { id: "in", z: "tab", type: "http in", name: "", url: "/suite", method: "post", upload: false, wires: [["run"]] },
    { id: "run", z: "tab", type: "function", name: "", func, outputs: 1, noerr: 0, initialize: "", finalize: "", libs, wires: [["out"]] },
    { id: "out", z: "tab", type: "http response", name: "", statusCode: "", headers: {}, wires: [] },
    { id: "catch", z: "tab", type: "catch", name: "", scope: null, uncaught: false, wires: [["say"]] },
    { id: "say", z: "tab", type: "change", name: "", rules: [{ t: "set", p: "payload", pt: "msg", to: "error", tot: "msg" }], wires: [["out"]] },
  ];
  const body = JSON.stringify(flow);
  assert.ok(body.length < 5_000_000, "more than Node-RED takes as it comes");
  const headers = { "content-type": "application/json" };
  const deployed = await fetch(`${origin}/flows`, { method: "POST", headers: { ...headers, "node-red-deployment-type": "full" }, body });
  assert.equal(deployed.status, 204, await deployed.text());

  const answer = await fetch(`${origin}/suite`, { method: "POST", headers, body: JSON.stringify(user.suite) });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  const outcome = JSON.parse(text);
  assert.equal(outcome.source, undefined, text);
  return outcome;
}

test("a function node", async () => {
  const outcome = await functionNode(`const suite = msg.payload;\n${pasted(user.step())}msg.payload = outcome;\nreturn msg;`, []);
  check("Node-RED", version, "single file in a function node", outcome, { isSingleFile: true });
});

test("a function node with the package in its set-up", async () => {
  const outcome = await functionNode(`${RUNNER}\nmsg.payload = await runPackage(wonvoice, msg.payload);\nreturn msg;`, [{ var: "wonvoice", module: "wonvoice" }]);
  check("Node-RED", version, "module of a function node", outcome);
});
