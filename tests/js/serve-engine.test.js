// The engine's admin side: it is waited for, and what a newer program cannot go on with is begun anew.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { claim, joinEngine, register } from "../../js-shim/serve/engine.js";
import { mend } from "../../js-shim/serve/mend.js";
import { startWorker } from "../../js-shim/serve/worker.js";

/** An engine that answers so. @param {(method: string, path: string, body: any) => [status: number, body?: unknown] | undefined} answers nothing breaks the connection */
async function fake(answers) {
  /** @type {string[]} */
  const seen = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    seen.push(`${request.method} ${request.url}`);
    const answer = answers(request.method ?? "", request.url ?? "", text === "" ? undefined : JSON.parse(text));
    if (answer === undefined) return void response.destroy();
    response.writeHead(answer[0], { "content-type": "application/json" }).end(answer[1] === undefined ? "" : JSON.stringify(answer[1]));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { seen, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => (server.closeAllConnections(), void (await new Promise((resolve) => server.close(resolve)))) };
}

describe("services are made known", () => {
  for (const [name, first, tries] of /** @type {[string, ([number, unknown?] | undefined)[], number][]} */ ([
    ["at once", [], 1], ["to one that is only just there", [[503], undefined, [500, { message: "no leader" }]], 4],
  ])) {
    test(name, { timeout: 20_000 }, async () => {
      await using engine = await fake(() => (first.length > 0 ? first.shift() : [201, { id: "dp_1" }]));
      assert.equal(await register(engine.url, "http://127.0.0.1:9080"), "dp_1");
      assert.deepEqual(engine.seen, Array.from({ length: tries }, () => "POST /deployments"));
    });
  }
  test("not to one that refuses them, however long it is asked", async () => {
    await using engine = await fake(() => [400, { message: "no such thing" }]);
    await assert.rejects(register(engine.url, "http://127.0.0.1:9080"), /does not take the services at http:\/\/127\.0\.0\.1:9080 \(400\): .*no such thing/);
    assert.equal(engine.seen.length, 1);
  });
  test("not for ever", async () => {
    await using engine = await fake(() => [503]);
    await assert.rejects(register(engine.url, "http://127.0.0.1:9080", 700), /\(503\)/);
    assert.ok(engine.seen.length >= 2);
  });
});

test("an engine that is there is waited for, ingress and admin", { timeout: 20_000 }, async () => {
  let left = 2;
  await using engine = await fake(() => [left-- > 0 ? 503 : 200]);
  await joinEngine({ ingress: engine.url, admin: engine.url });
  assert.deepEqual(engine.seen, ["GET /health", "GET /health", "GET /health", "GET /restate/health"]);
  left = Infinity;
  await assert.rejects(joinEngine({ ingress: engine.url, admin: engine.url }, 300), /is not ready at .*\/health after 0\.3 s/);
});

test("what is stuck is ended and begun anew; what is over is not begun twice", async () => {
  /** @type {string[]} */
  const told = [];
  const log = { warn: (/** @type {string} */ event, /** @type {any} */ { target }) => void told.push(`${event} ${target}`) };
  /** @type {string} */
  let query = "";
  await using engine = await fake((_, path, body) => {
    if (path === "/query") return (query = body.query), [200, { rows: [{ id: "inv_1", target: "wonvoice.deal/acme/1/won" }, { id: "inv_2", target: "wonvoice.deal/acme/2/won" }] }];
    return path === "/invocations/inv_1/kill" ? [409, { message: "completed" }] : path.endsWith("/kill") ? [200] : [200, { new_invocation_id: "inv_3" }];
  });
  assert.equal(await mend(engine.url, log), 1);
  assert.match(query, /status = 'backing-off' AND last_failure_error_code = 'RT0016' AND target_service_name LIKE 'wonvoice\.%'/);
  assert.deepEqual(engine.seen.slice(1), ["PATCH /invocations/inv_1/kill", "PATCH /invocations/inv_2/kill", "PATCH /invocations/inv_2/restart-as-new"]);
  assert.deepEqual(told, ["not-begun-anew wonvoice.deal/acme/1/won", "begun-anew wonvoice.deal/acme/2/won"]);
});

test("a folder is claimed unless another program that lives has it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wonvoice-claim-"));
  const file = join(folder, "process.json");
  try {
    for (const text of [undefined, "", '{"owner":1', "{}", JSON.stringify({ owner: process.pid, engine: 2 ** 22 + 1 })]) {
      if (text !== undefined) writeFileSync(file, text);
      await claim(file, folder);
    }
    writeFileSync(file, JSON.stringify({ owner: process.ppid }));
    // The parent is Node's test runner.
    if (process.env["NODE_TEST_CONTEXT"]) await assert.rejects(claim(file, folder), /is in use by process \d+: another wonvoice serve/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a port that is taken is said to be, and which setting it is", async () => {
  const worker = await startWorker({ services: [] });
  const port = Number(new URL(worker.url).port);
  await assert.rejects(startWorker({ services: [], port }), new RegExp(`port ${port} of 127\\.0\\.0\\.1 is taken by another program: .* worker\\.port`));
  await worker.close();
});

test("a worker that others reach says so, and one that nobody else reaches says nothing at its start", async () => {
  for (const [host, identityKeys, count] of /** @type {[string, string[] | undefined, number][]} */ ([["127.0.0.1", undefined, 0], ["0.0.0.0", undefined, 1]])) {
    /** @type {string[]} */
    const lines = [];
    const worker = await startWorker({ services: [], host, ...(identityKeys === undefined ? {} : { identityKeys }), onLog: (level, message) => void lines.push(`${level}: ${message}`) });
    await worker.close();
    assert.equal(lines.length, count, lines.join());
    for (const line of lines) assert.match(line, /^warn: whoever reaches port \d+ of this machine .* worker\.identityKeys/);
  }
});
