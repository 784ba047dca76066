// The durable middleware whole, engine and one worker as processes of their own, against simulators that answer at
// once: handoffs a second, webhooks taken a second, memory, and what a backfill asks Xero. `--json` prints the figures
// alone.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngine } from "../../js-shim/serve/engine.js";
import { fleet } from "../serve/fleet.js";
import { PASSWORD } from "../serve/program.js";
import { configFor, freePort, until } from "../serve/world.js";
import { startPipedrive } from "../simulators/pipedrive.js";
import { startXero } from "../simulators/xero.js";

const DEALS = Number(process.env["SERVE_BENCH_DEALS"] ?? 200);
const BACKFILL = Number(process.env["SERVE_BENCH_BACKFILL"] ?? 1_000);
const WEBHOOKS = 1_000;
const AT_ONCE = 16;
const asJson = process.argv.includes("--json");

/** Megabytes that a process holds. @param {number | undefined} pid */
const megabytes = (pid) => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024);

const folder = mkdtempSync(join(tmpdir(), "wonvoice-bench-"));
const crm = await startPipedrive({ isGuest: true, limits: { plan: "ultimate", seats: 100 } });
// What limits give is Xero's and Pipedrive's affair; here is measured what they leave.
const ledger = await startXero({ isGuest: true, limits: { perMinute: 1_000_000, perDay: 1_000_000, appPerMinute: 1_000_000, atOnce: 1_000 } });
crm.crm.addField("deal", { name: "Invoice status", type: "varchar" });
const engine = await startEngine({ folder: join(folder, "engine"), ports: { ingress: await freePort(), admin: await freePort(), node: await freePort() } });
const workers = await fleet({
  count: 1, folder, engine: { ingress: engine.ingress, admin: engine.admin }, crm, ledger,
  settings: { config: configFor(ledger.ledger()), limits: { xero: { perWindow: 1_000_000, perDay: 1_000_000, atOnce: 20 }, pipedrive: { perWindow: 100_000, atOnce: 20 } } },
});
crm.limits.admit = () => ({ isOver: false, isBlocked: false, headers: /** @type {any} */ ({}) });

/** A won deal of a contact that Xero knows. @param {string} what @param {number} place */
function won(what, place) {
  const organization = crm.crm.addOrganization({ name: `${what} ${place} Ltd` });
  ledger.ledger().addContact({ Name: `${what} ${place} Ltd`, ContactNumber: `pd-org-${organization}` });
  const id = crm.crm.addDeal({ title: `${what} ${place}`, org_id: organization });
  crm.crm.attach(id, { item_price: 33.33, quantity: 3, tax: 20 });
  crm.crm.win(id);
  return id;
}
/** How many of these have their invoice. @param {number} before */
const written = (before) => () => ledger.ledger().invoices().length - before;
/** @param {(place: number) => Promise<unknown>} what @param {number} times */
async function together(what, times) {
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < times) await what(next++);
  }));
}
const basic = `Basic ${Buffer.from(`wonvoice:${PASSWORD}`).toString("base64")}`;
/** @param {Record<string, unknown>} data @param {string} id */
const tell = (data, id) => fetch(`${workers.url}/webhooks/pipedrive`, {
  method: "POST", headers: { "content-type": "application/json", authorization: basic },
  body: JSON.stringify({ data, previous: { status: "open" }, meta: { version: "2.0", action: "change", entity: "deal", entity_id: String(data["id"]), id, timestamp: new Date().toISOString(), host: "acme.pipedrive.com", company_id: "1" } }),
}).then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(new Error(`a webhook was answered with ${response.status}`))));

try {
  /** @type {Record<string, number>} */
  const figures = {};
  const warm = won("Warm", 0);
  await tell(/** @type {any} */ (crm.crm.rows.deals.get(warm)), "warm");
  await until(written(0), (count) => count === 1, 60_000);

  const deals = Array.from({ length: DEALS }, (_, place) => won("Customer", place + 1));
  const [calls, asked] = [ledger.seen.length, crm.seen.length];
  let began = performance.now();
  await together((place) => tell(/** @type {any} */ (crm.crm.rows.deals.get(deals[place] ?? 0)), `win-${place}`), DEALS);
  await until(written(1), (count) => count >= DEALS, 600_000);
  figures["handoffs a second"] = DEALS / ((performance.now() - began) / 1000);
  figures["Xero calls a handoff"] = (ledger.seen.length - calls) / DEALS;
  figures["Pipedrive calls a handoff"] = (crm.seen.length - asked) / DEALS;

  // The same wins again: taken, and known to the engine.
  began = performance.now();
  await together((place) => tell(/** @type {any} */ (crm.crm.rows.deals.get(deals[place % DEALS] ?? 0)), `again-${place}`), WEBHOOKS);
  figures["webhooks taken a second"] = WEBHOOKS / ((performance.now() - began) / 1000);

  const before = ledger.ledger().invoices().length;
  for (let place = 0; place < BACKFILL; place++) won("Backfill", place);
  const from = ledger.seen.length;
  began = performance.now();
  await workers.admin("POST", "sweeps");
  await until(written(before), (count) => count >= BACKFILL, 1_200_000);
  const seconds = (performance.now() - began) / 1000;
  const during = ledger.seen.slice(from);
  const writes = during.filter(({ method, path }) => method === "PUT" && path.endsWith("/Invoices")).length;
  Object.assign(figures, { "backfill, deals a second": BACKFILL / seconds, "backfill, documents a write": BACKFILL / Math.max(1, writes), "backfill, Xero calls a deal": during.length / BACKFILL });
  Object.assign(figures, { "MB of the worker": megabytes(workers.pids()[0]), "MB of the engine": megabytes(engine.pid()) });

  if (asJson) console.log(JSON.stringify({ deals: DEALS, backfill: BACKFILL, figures }));
  else console.log([`wonvoice serve: ${DEALS} deals by webhook, ${BACKFILL} by a sweep`, ...Object.entries(figures).map(([name, value]) => `  ${name.padEnd(34)}${value.toFixed(value < 100 ? 1 : 0).padStart(8)}`)].join("\n"));
} finally {
  await workers.end();
  await engine.stop();
  await crm.close();
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
