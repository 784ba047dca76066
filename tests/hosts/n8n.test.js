// n8n's own JavaScript task runner, started with the flags that n8n starts it with. The other end of its socket, n8n's
// broker, is played here: it hands out a task, and the items that reach the Code node.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { join } from "node:path";
import { WebSocketServer } from "ws";
import { RUNNER, check, hosts, nodeOf, pasted, project } from "./project.js";

const user = project({ after });
const runner = join(hosts, "node_modules/@n8n/task-runner");
const { version } = JSON.parse(readFileSync(join(runner, "package.json"), "utf8"));

/** What the runner asks for before it runs a node's code: the workflow, and the items. @param {object[]} items */
function taskData(items) {
  const node = { id: "code", name: "Code", type: "n8n-nodes-base.code", typeVersion: 2, position: [0, 0], parameters: {} };
  return {
    workflow: { id: "1", name: "wonvoice", active: false, nodes: [node], connections: {}, settings: {}, staticData: {}, pinData: {} },
    inputData: { main: [items] },
    connectionInputSource: null,
    node,
    runExecutionData: { version: 1, startData: {}, resultData: { runData: {}, pinData: {} }, executionData: { contextData: {}, nodeExecutionStack: [], metadata: {}, waitingExecution: {}, waitingExecutionSource: {} } },
    runIndex: 0,
    itemIndex: 0,
    activeNodeName: "Code",
    contextNodeName: "Code",
    siblingParameters: {},
    mode: "manual",
    defaultReturnRunIndex: -1,
    selfData: {},
    envProviderState: { env: {}, isEnvAccessBlocked: true, isProcessAvailable: true },
    additionalData: { executionId: "1", restApiUrl: "", instanceBaseUrl: "", formWaitingBaseUrl: "", webhookBaseUrl: "", webhookWaitingBaseUrl: "", webhookTestBaseUrl: "", variables: {} },
  };
}

/**
 * Runs a Code node once for all items.
 * @param {string} code @param {object[]} items @param {NodeJS.ProcessEnv} [settings] of a self-hosted n8n
 * @returns {Promise<any>} what the node returned
 */
async function codeNode(code, items, settings = {}) {
  const broker = new WebSocketServer({ port: 0, host: "127.0.0.1", maxPayload: 1 << 28 });
  await new Promise((resolve) => broker.once("listening", resolve));
  const { port } = /** @type {import("node:net").AddressInfo} */ (broker.address());
  const child = spawn(nodeOf(24), ["--disallow-code-generation-from-strings", "--disable-proto=delete", join(runner, "dist/start.js")], {
    env: { PATH: process.env["PATH"], HOME: user.folder, N8N_RUNNERS_TASK_BROKER_URI: `http://127.0.0.1:${port}`, N8N_RUNNERS_GRANT_TOKEN: "token", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (log += part));
  /** @type {NodeJS.Timeout | undefined} */
  let late;
  try {
    return await new Promise((resolve, reject) => {
      const fail = (/** @type {string} */ why) => reject(new Error(`${why}\n${log}`));
      late = setTimeout(() => fail("the task did not end"), 60_000);
      child.on("exit", (status) => fail(`the runner ended with ${status}`));
      broker.on("connection", (socket) => {
        const send = (/** @type {object} */ message) => socket.send(JSON.stringify(message));
        let isTaken = false;
        socket.on("message", (data) => {
          const message = JSON.parse(String(data));
          if (message.type === "runner:info") send({ type: "broker:runnerregistered" });
          if (message.type === "runner:taskoffer" && !isTaken) {
            isTaken = true;
            send({ type: "broker:taskofferaccept", taskId: "task", offerId: message.offerId });
          }
          if (message.type === "runner:taskaccepted") send({ type: "broker:tasksettings", taskId: "task", settings: { code, nodeMode: "runOnceForAllItems", continueOnFail: false, workflowMode: "manual" } });
          if (message.type === "runner:taskdatarequest") send({ type: "broker:taskdataresponse", taskId: "task", requestId: message.requestId, data: taskData(items) });
          if (message.type === "runner:nodetypesrequest") send({ type: "broker:nodetypes", taskId: "task", requestId: message.requestId, nodeTypes: [] });
          if (message.type === "runner:taskerror") fail(JSON.stringify(message.error));
          if (message.type === "runner:taskdone") resolve(message.data.result);
        });
        send({ type: "broker:inforequest" });
      });
    });
  } finally {
    clearTimeout(late);
    child.kill("SIGKILL");
    broker.close();
  }
}

test("a Code node", async () => {
  const code = `const suite = $input.first().json;\n${pasted(user.step())}return [{ json: outcome }];`;
  const [{ json }] = await codeNode(code, [{ json: user.suite }]);
  check("n8n's task runner", version, "single file in a Code node", json, { isSingleFile: true });
});

test("a Code node of an n8n that allows the package", async () => {
  const code = `const suite = $input.first().json;\nconst wonvoice = require("wonvoice");\n${RUNNER}\nreturn [{ json: await runPackage(wonvoice, suite) }];`;
  const [{ json }] = await codeNode(code, [{ json: user.suite }], { NODE_FUNCTION_ALLOW_EXTERNAL: "wonvoice", NODE_PATH: join(user.folder, "node_modules") });
  check("n8n's task runner", version, "`require` in a Code node, where NODE_FUNCTION_ALLOW_EXTERNAL names `wonvoice`", json);
});

test("is the sandbox that n8n describes: no fetch, no process, property definitions that do nothing", async () => {
  const [{ json }] = await codeNode(`const probe = {}; Object.defineProperty(probe, "x", { value: 1 }); return [{ json: { types: [typeof fetch, typeof process, typeof WebAssembly], x: probe.x ?? null } }];`, [{ json: {} }]);
  assert.deepEqual(json, { types: ["undefined", "undefined", "object"], x: null });
});
