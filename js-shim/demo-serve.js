// The second half of `make demo`: the whole story on the durable engine, between a simulated Pipedrive and a simulated
// Xero, with a time line. The program is the one that `wonvoice serve` starts.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Named here, so that the type checker looks neither into what was built nor into the tests.
const from = (/** @type {string} */ path) => import(new URL(path, import.meta.url).href);
const { createLog, readSettings, start } = /** @type {typeof import("./serve/index.js")} */ (await from("../pkg/serve.js"));
const { startPipedrive } = await from("../tests/simulators/pipedrive.js");
const { CLIENT, startXero } = await from("../tests/simulators/xero.js");

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });

/** @type {[number, string, string][]} */
const line = [];
const began = performance.now();
/** @param {string} who @param {string} what */
function tell(who, what) {
  const at = (performance.now() - began) / 1000;
  line.push([at, who, what]);
  console.log(`${at.toFixed(2).padStart(6)} s  ${who.padEnd(10)} ${what}`);
}

/** @template T @param {() => T | Promise<T>} ask @param {(answer: T) => boolean} is @returns {Promise<T>} */
async function until(ask, is) {
  for (const end = Date.now() + 60_000; ; ) {
    const answer = await ask();
    if (is(answer)) return answer;
    if (Date.now() > end) throw new Error("the demonstration did not come to its end within a minute");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

console.log("\n── The whole story, on the durable engine\n");
const folder = mkdtempSync(join(tmpdir(), "wonvoice-demo-"));
const crm = await startPipedrive({ isGuest: true });
const xero = await startXero({ isGuest: true, behaviour: { paymentFiresInvoiceUpdate: true } });
const ledger = xero.ledger();
const shows = crm.crm.addField("deal", { name: "Invoice status", type: "varchar" });
crm.crm.addField("deal", { name: "PO number", type: "varchar" });
const config = {
  version: 1, source: { company: crm.company },
  owners: { hold: { role: "finance", channel: "#billing", within: "2 business days", then: "controller" } },
  entities: { uk: {
    tenantId: ledger.tenantId, document: { due: { term: "DAYSAFTERBILLDATE", days: 30 }, reference: "{field:PO number}" },
    lines: { account: { default: "200" }, tax: { byRate: { 20: "OUTPUT2", 5: "RROUTPUT" } } }, contact: { create: "always" }, feedback: { status: "field:Invoice status" },
  } },
  rules: [{ name: "big deal", when: { field: "deal.value", is: "greater", than: "10000 GBP" }, then: { hold: "over 10,000: finance looks first" } }],
};
const [port, ingressPort, adminPort, nodePort, workerPort] = [await freePort(), await freePort(), await freePort(), await freePort(), await freePort()];
const file = join(folder, "wonvoice.json");
writeFileSync(file, JSON.stringify({ config, port, engine: { ingressPort, adminPort, nodePort }, worker: { port: workerPort } }));
const [password, admin] = ["the-password-of-the-webhook", "the-token-of-an-admin-of-this-demo"];
const environment = {
  PIPEDRIVE_API_TOKEN: crm.auth.apiToken, XERO_CLIENT_ID: CLIENT.id, XERO_CLIENT_SECRET: CLIENT.secret, XERO_WEBHOOK_KEY: "the-key-of-the-webhook", PIPEDRIVE_WEBHOOK_PASSWORD: password,
  WONVOICE_VAULT_KEY: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64"), WONVOICE_ADMINS: `Jo:${admin}`, WONVOICE_XERO_URL: xero.url, WONVOICE_PIPEDRIVE_URL: crm.url,
};
const running = await start(await readSettings(file, { environment }), {
  log: createLog({ write: () => {} }), timing: { settle: 100 },
  onOutcome: (deal, { text, calls }) => tell("wonvoice", `${deal}: ${text} (${calls.pipedrive} calls to Pipedrive, ${calls.xero} to Xero)`),
});
try {
  tell("engine", "is ready, with a folder of its own");
  crm.webhooks.subscribe({ url: `${running.url}/webhooks/pipedrive`, user: "wonvoice", password });
  xero.webhooks.subscribe({ url: `${running.url}/webhooks/xero`, key: "the-key-of-the-webhook" });
  crm.webhooks.start();
  xero.webhooks.start();

  /** @param {string} title @param {object[]} products */
  const won = (title, products) => {
    const deal = crm.crm.addDeal({ title, org_id: crm.crm.addOrganization({ name: `${title} Ltd` }), custom_fields: { "PO number": "PO-7781" } });
    for (const product of products) crm.crm.attach(deal, product);
    tell("Pipedrive", `deal ${deal}, ${title}, is won: ${crm.crm.rows.deals.get(deal).value.toFixed(2)} GBP; its webhook goes out`);
    crm.crm.win(deal);
    return deal;
  };
  /** Until a run ended so. @param {string} text */
  const told = (text) => until(() => line.some(([, who, what]) => who === "wonvoice" && what.includes(text)), Boolean);
  const shown = (/** @type {number} */ deal) => crm.crm.rows.deals.get(deal).custom_fields[shows];
  const invoiceOf = (/** @type {number} */ deal) => ledger.invoices().find((/** @type {any} */ one) => one.reference.includes(`PD-${deal}`));

  const deal = won("Larkfield", [{ name: "Consulting", item_price: 33.33, quantity: 3, tax: 20 }, { name: "Handbook", item_price: 10.01, quantity: 7, tax: 5 }]);
  const invoice = await until(() => invoiceOf(deal), (one) => one !== undefined);
  tell("Xero", `${invoice.number}, ${invoice.reference}: ${invoice.subTotal} + ${invoice.totalTax} tax = ${invoice.total} ${invoice.currency}, ${invoice.status.toLowerCase()}`);
  await told("PD-1 created");
  tell("Pipedrive", `the deal shows: ${shown(deal)}`);
  ledger.approve(invoice.id);
  tell("a person", "approves the invoice in Xero");
  await told("shown: Awaiting payment");
  tell("Pipedrive", `the deal shows: ${shown(deal)}`);
  ledger.pay(invoice.id);
  tell("a customer", `pays ${invoice.total}; Xero's webhook goes out`);
  await told("shown: Paid");
  tell("Pipedrive", `the deal shows: ${shown(deal)}`);

  const big = won("Harbour", [{ name: "Refit", item_price: 12_500, quantity: 1, tax: 20 }]);
  const ask = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {object} */ body = {}) =>
    (await fetch(`${running.url}/admin/${path}`, { method, headers: { authorization: `Bearer ${admin}`, "content-type": "application/json" }, ...(method === "GET" ? {} : { body: JSON.stringify(body) }) })).json();
  const { held: [entry] } = await until(() => ask("GET", "held"), ({ held }) => held.length > 0);
  await told("held: rule");
  tell("held", `${entry.deal}: ${entry.holds[0].reason}; ${entry.holds[0].owner.role} answers until ${entry.due.slice(0, 16).replace("T", " ")}`);
  tell("Jo", "approves it");
  await ask("POST", `deals/${entry.deal}/approve`, { rule: "big deal" });
  await told("PD-2 created");
  const second = invoiceOf(big);
  tell("Xero", `${second.number}, ${second.reference}: ${second.total} ${second.currency}`);
  tell("Jo", "has the first deal looked at once more");
  await ask("POST", `deals/acme/${deal}/replay`);
  await told("already invoiced");
  tell("Xero", `${ledger.invoices().length} invoices for 2 deals, however often they are told`);
  console.log("\nWith your own: set the variables that `node pkg/cli.js serve --help` lists, and run: node pkg/cli.js serve --config wonvoice.json");
} finally {
  await running.stop();
  await crm.close();
  await xero.close();
  rmSync(folder, { recursive: true, force: true });
}
