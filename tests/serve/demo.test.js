// What `make demo` tells of the durable engine, in its order.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("the whole story", { timeout: 240_000 }, () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL("../../js-shim/demo-serve.js", import.meta.url))], { encoding: "utf8" });
  assert.deepEqual({ status, stderr }, { status: 0, stderr: "" }, stdout);
  let from = 0;
  for (const part of ["is won: 170.06 GBP", "= 193.56 GBP, draft", "PD-1 created", "the deal shows: Draft", "the deal shows: Awaiting payment", "pays 193.56", "the deal shows: Paid", "is won: 12500.00 GBP", "held: rule `big deal`", "Jo         approves it", "PD-2 created", "15000.00 GBP", "2 invoices for 2 deals"]) {
    const at = stdout.indexOf(part, from);
    assert.ok(at >= 0, `\`${part}\` in its place in\n${stdout}`);
    from = at;
  }
});
