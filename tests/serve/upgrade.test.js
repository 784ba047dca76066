// A newer program, whose steps are others, takes over while deals are under way: each becomes its invoice once.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { program } from "./program.js";
import { until } from "./world.js";

const DEALS = 8;
const root = fileURLToPath(new URL("../../", import.meta.url));

/** The program as it is built, with other names of its steps. @param {string} folder */
function renamed(folder) {
  const built = readFileSync(join(root, "pkg/serve.js"), "utf8");
  const other = built.replaceAll("`step ${count}`", "`stage ${count}`");
  assert.notEqual(other, built);
  writeFileSync(join(folder, "serve.mjs"), other);
  symlinkSync(join(root, "pkg/wonvoice.wasm"), join(folder, "wonvoice.wasm"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return pathToFileURL(join(folder, "serve.mjs")).href;
}

test(`${DEALS} deals, begun by one version and ended by another`, { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "wonvoice-other-"));
  const whole = await program({ xero: { latency: 80, limits: { perMinute: 6_000 } }, limits: { xero: { perWindow: 6_000 } }, timing: { mending: 500, seenAfter: 500 } });
  try {
    const deals = Array.from({ length: DEALS }, (_, place) => whole.win({ organization: `Customer ${place} Ltd` }));
    const invoices = () => whole.ledger.ledger().invoices();
    await until(invoices, (all) => all.length >= 1);
    await whole.kill();
    assert.ok(invoices().length < DEALS);
    await whole.launch(renamed(folder));
    for (const deal of deals) await whole.ends(deal, "done");
    assert.deepEqual(invoices().map(({ reference }) => reference).sort(), deals.map((deal) => `PD-${deal}`).sort());
    assert.ok(whole.lines.some((line) => line.includes('"begun-anew"')), "nothing was in the way");
  } finally {
    await whole.end();
    rmSync(folder, { recursive: true, force: true });
  }
});
