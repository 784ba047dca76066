// The durable middleware whole, engine and one worker as processes of their own, between simulators that answer at once
// and limit nothing: handoffs a second, webhooks taken a second, memory, the calls of a handoff whose organisation is
// known, and a backfill with its calls. `--json` prints the figures alone.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngine } from "../../js-shim/serve/engine.js";
import { fleet, megabytes } from "../serve/fleet.js";
import { PASSWORD } from "../serve/program.js";
import { configFor, freePort, until } from "../serve/world.js";
import { startPipedrive } from "../simulators/pipedrive.js";
import { startXero } from "../simulators/xero.js";

const DEALS = Number(process.env["SERVE_BENCH_DEALS"] ?? 200);
const BACKFILL = Number(process.env["SERVE_BENCH_BACKFILL"] ?? 1_000);
const ORGANIZATIONS = 20;
const WEBHOOKS = 1_000;
const AT_ONCE = 16;
const MANY = 1_000_000;
/** Calls that a handoff of a known organisation makes at most, and documents that a write of a backfill has at least. */
const MOST = { xero: 3, pipedrive: 4 };
const LEAST = 40;
const asJson = process.argv.includes("--json");
const basic = `Basic ${Buffer.from(`wonvoice:${PASSWORD}`).toString("base64")}`;

/** Engine, worker and simulators for one measurement. */
async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), "wonvoice-bench-"));
  const crm = await startPipedrive({ isGuest: true, limits: { plan: "ultimate", seats: 100 } });
  const ledger = await startXero({ isGuest: true, limits: { perMinute: MANY, perDay: MANY, appPerMinute: MANY, atOnce: MANY } });
  crm.crm.addField("deal", { name: "Invoice status", type: "varchar" });
  crm.limits.admit = () => ({ isOver: false, isBlocked: false, headers: /** @type {any} */ ({}) });
  const engine = await startEngine({ folder: join(folder, "engine"), ports: { ingress: await freePort(), admin: await freePort(), node: await freePort() } });
  const workers = await fleet({
    count: 1, folder, engine: { ingress: engine.ingress, admin: engine.admin }, crm, ledger,
    settings: { config: configFor(ledger.ledger()), limits: { xero: { perWindow: MANY, perDay: MANY, atOnce: 20 }, pipedrive: { perWindow: MANY, atOnce: 20 } }, sweeps: { from: "2026-01-01T00:00:00Z" } },
  });
  return {
    crm, ledger, workers,
    invoices: () => ledger.ledger().invoices().length,
    organization(/** @type {string} */ name) {
      const id = crm.crm.addOrganization({ name });
      ledger.ledger().addContact({ Name: name, ContactNumber: `pd-org-${id}` });
      return id;
    },
    won(/** @type {number} */ organization, /** @type {string} */ title) {
      const id = crm.crm.addDeal({ title, org_id: organization });
      crm.crm.attach(id, { item_price: 33.33, quantity: 3, tax: 20 });
      crm.crm.win(id);
      return id;
    },
    /** @param {number} deal @param {string} id of the event */
    async tell(deal, id) {
      const data = /** @type {any} */ (crm.crm.rows.deals.get(deal));
      const response = await fetch(`${workers.url}/webhooks/pipedrive`, {
        method: "POST", headers: { "content-type": "application/json", authorization: basic },
        body: JSON.stringify({ data, previous: { status: "open" }, meta: { version: "2.0", action: "change", entity: "deal", entity_id: String(deal), id, timestamp: new Date().toISOString(), host: "acme.pipedrive.com", company_id: "1" } }),
      });
      if (!response.ok) throw new Error(`a webhook was answered with ${response.status}`);
      await response.arrayBuffer();
    },
    memory: () => ({ "MB of the worker": megabytes(workers.pids()[0]), "MB of the engine": megabytes(engine.pid()) }),
    async end() {
      await workers.end();
      await engine.stop();
      await crm.close();
      await ledger.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @param {number} times @param {(place: number) => Promise<unknown>} what */
async function together(times, what) {
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < times) await what(next++);
  }));
}

/** @type {Record<string, number>} */
const figures = {};

async function webhooks() {
  const world = await setUp();
  const { crm, ledger, invoices, tell, won } = world;
  try {
    const organizations = Array.from({ length: ORGANIZATIONS }, (_, place) => world.organization(`Customer ${place} Ltd`));
    const first = organizations.map((one, place) => won(one, `First ${place}`));
    await together(ORGANIZATIONS, (place) => tell(first[place] ?? 0, `first-${place}`));
    const isShown = () => [...crm.crm.rows.deals.values()].filter((/** @type {any} */ deal) => Object.values(deal.custom_fields).some((value) => value !== null)).length;
    await until(isShown, (count) => count >= ORGANIZATIONS, 120_000);

    const deals = Array.from({ length: DEALS }, (_, place) => won(organizations[place % ORGANIZATIONS] ?? 0, `Deal ${place}`));
    const before = { xero: ledger.seen.length, pipedrive: crm.seen.length };
    let began = performance.now();
    await together(DEALS, (place) => tell(deals[place] ?? 0, `win-${place}`));
    await until(isShown, (count) => count >= ORGANIZATIONS + DEALS, 600_000);
    figures["handoffs a second"] = DEALS / ((performance.now() - began) / 1000);
    figures["Xero calls a warm handoff"] = (ledger.seen.length - before.xero) / DEALS;
    figures["Pipedrive calls a warm handoff"] = (crm.seen.length - before.pipedrive) / DEALS;

    // The same wins once more under other ids: taken, and known to the engine.
    began = performance.now();
    await together(WEBHOOKS, (place) => tell(deals[place % DEALS] ?? 0, `again-${place}`));
    figures["webhooks taken a second"] = WEBHOOKS / ((performance.now() - began) / 1000);
    Object.assign(figures, world.memory());
    if (invoices() !== ORGANIZATIONS + DEALS) throw new Error(`${invoices()} invoices of ${ORGANIZATIONS + DEALS} deals`);
  } finally {
    await world.end();
  }
}

async function backfill() {
  const world = await setUp();
  const { ledger, workers, invoices, won } = world;
  try {
    for (let place = 0; place < BACKFILL; place++) won(world.organization(`Customer ${place} Ltd`), `Old ${place}`);
    const from = ledger.seen.length;
    const began = performance.now();
    await workers.admin("POST", "sweeps");
    await until(invoices, (count) => count >= BACKFILL, 1_200_000);
    const during = ledger.seen.slice(from);
    const writes = during.filter(({ method, path }) => method === "PUT" && path.endsWith("/Invoices")).length;
    Object.assign(figures, {
      "backfill, deals a second": BACKFILL / ((performance.now() - began) / 1000),
      "backfill, writes": writes, "backfill, documents a write": BACKFILL / Math.max(1, writes), "backfill, Xero calls a deal": during.length / BACKFILL,
    });
    if (invoices() !== BACKFILL) throw new Error(`${invoices()} invoices of ${BACKFILL} deals`);
  } finally {
    await world.end();
  }
}

await webhooks();
await backfill();
if (asJson) console.log(JSON.stringify({ deals: DEALS, backfill: BACKFILL, figures }));
else console.log([`\nwonvoice serve: ${DEALS} deals by webhook, ${BACKFILL} by a sweep`, ...Object.entries(figures).map(([name, value]) => `  ${name.padEnd(34)}${value.toFixed(value < 100 ? 1 : 0).padStart(8)}`)].join("\n"));
const failed = [
  ...((figures["Xero calls a warm handoff"] ?? 0) > MOST.xero || (figures["Pipedrive calls a warm handoff"] ?? 0) > MOST.pipedrive ? ["a warm handoff makes more calls than it may"] : []),
  ...(BACKFILL >= 1_000 && (figures["backfill, documents a write"] ?? 0) < LEAST ? ["a backfill writes fewer documents a call than it may"] : []),
];
for (const one of failed) console.error(one);
process.exit(failed.length === 0 ? 0 : 1);
