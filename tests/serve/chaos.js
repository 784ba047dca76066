// Thousands of deals through the whole of `wonvoice serve`, while everything fails that can: each must end with exactly
// the documents that a separate model expects, or wait for a person with the reason.
//
//     node tests/serve/chaos.js --deals 2000 --seed 1 --workers 2
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startEngine } from "../../js-shim/serve/engine.js";
import { createFaults } from "../simulators/faults.js";
import { startPipedrive } from "../simulators/pipedrive.js";
import { chance } from "../simulators/random.js";
import { TENANT, startXero } from "../simulators/xero.js";
import { dealsOf } from "./deals.js";
import { fleet } from "./fleet.js";
import { compared, expected, tokenOf } from "./ledger-model.js";
import { PASSWORD } from "./program.js";
import { freePort, pause, until } from "./world.js";

/** @typedef {{ [key: string]: any }} Json */
/** @typedef {import("./deals.js").Deal} Deal */
/** @typedef {import("./ledger-model.js").Found} Found */

/** The second organisation. */
const AU = "5b8e21d4-0c9f-4e37-8f60-9a7d3c1e4b25";
/** So many times as fast as the machine's clock everybody's is: an hour has three minutes. */
const SPEED = 20;
const BEGIN = Date.parse("2026-07-15T07:00:00Z");
const MINUTE = 60_000;
const DAY = 86_400_000;
/** Xero's minute, in milliseconds of that clock: 300 of the machine's. */
const XERO_MINUTE = 300 * SPEED;
/** When the last document of every schedule is due. */
const LAST_DAY = 32 * DAY;

/** Of all that a kind can hit, the share that it hits. @param {number} share */
const rates = (share) => ({
  "429": share, "429-concurrent": share, "500": share, "503": share, "timeout-before": share, "timeout-after": share, "reset-before": share, "reset-after": share,
  cut: share, truncated: share, malformed: share, "expired-token": share, lag: share * 4, "clock-jump": share,
  "webhook-duplicate": 0.04, "webhook-reorder": 0.04, "webhook-lost": 0.04,
});

/** A clock that runs fast, and whose jumps go to and fro. @param {number} began */
function fastClock(began) {
  const ticked = performance.now();
  let [off, jumped] = [0, 0];
  return {
    now: () => BEGIN + (Date.now() - began) * SPEED + off + jumped,
    ticks: () => (performance.now() - ticked) * SPEED,
    jump: (/** @type {number} */ ms) => void (jumped = jumped === 0 ? ms : 0),
    advance: (/** @type {number} */ ms) => void (off += ms),
    isManual: false,
  };
}

/** The config: what a deal's own field says decides its terms and who bills. @param {Json} tenants */
const configOf = ({ uk, au }) => ({
  version: 1, source: { company: "acme" }, entity: "uk",
  owners: { hold: { role: "finance", within: "2 business days", then: "controller" } },
  entities: Object.fromEntries(/** @type {[string, string, Json][]} */ ([["uk", uk, { 20: "OUTPUT2", 5: "RROUTPUT" }], ["au", au, { 10: "OUTPUT" }]]).map(([name, tenantId, byRate]) => [name, {
    tenantId, document: { due: { term: "DAYSAFTERBILLDATE", days: 30 } },
    lines: { account: { default: "200" }, tax: { byRate }, recurring: "repeating-invoice" },
    contact: { create: "always" }, changes: { draft: "update", lost: "undo" }, feedback: { status: "field:Invoice status" },
  }])),
  rules: [
    { name: "billed in Australia", when: { field: "field:Billed by", is: "equal", to: "au" }, then: { entity: "au" } },
    { name: "deposit", when: { field: "field:Terms", is: "equal", to: "deposit" }, then: { set: { schedule: { kind: "deposit", deposit: { percent: 40 }, balance: { date: { from: "win", days: 30 } }, depositTax: "part-payment" } } } },
    { name: "milestones", when: { field: "field:Terms", is: "equal", to: "milestones" }, then: { set: { schedule: { kind: "milestones", milestones: [{ percent: 50 }, { percent: 30, date: { from: "win", days: 10 } }, { rest: true, date: { from: "win", days: 20 } }] } } } },
    { name: "asked about", when: { field: "field:Terms", is: "equal", to: "held" }, then: { hold: "a person is asked" } },
  ],
});

/** What stands in both before anything is won. @param {Json} crm @param {Record<"uk" | "au", Json>} ledgers @param {ReturnType<typeof dealsOf>} given */
function prepare(crm, ledgers, { deals, buyers }) {
  for (const name of ["Invoice status", "Terms", "Billed by"]) crm.addField("deal", { name, type: "varchar" });
  const known = new Map(buyers.map((buyer, place) => {
    const mail = `billing@${buyer.name.toLowerCase().replace(/ ltd$/, "").replace(/\W+/g, "-")}.example`;
    const organization = crm.addOrganization({ name: buyer.name, address: { value: `${place + 1} High Street, London`, country: "United Kingdom", locality: "London", postal_code: `E${1 + (place % 20)} ${place % 10}AB` } });
    const person = crm.addPerson({ name: `Jo Number${place + 1}`, org_id: organization, emails: [{ value: mail, primary: true, label: "work" }] });
    const ledger = ledgers[buyer.ledger];
    const contact = buyer.known === "numbered" ? ledger.addContact({ Name: `${buyer.name} (billing)`, ContactNumber: `pd-org-${organization}` })
      : buyer.known === "mailed" ? ledger.addContact({ Name: buyer.name, EmailAddress: mail })
      : buyer.known === "archived" ? ledger.addContact({ Name: buyer.name, ContactNumber: `pd-org-${organization}` }) : undefined;
    if (buyer.known === "archived") ledger.archiveContact(contact);
    if (buyer.known === "ambiguous") for (const name of [buyer.name, buyer.name.replace(/ Ltd$/, " Limited")]) ledger.addContact({ Name: name, EmailAddress: mail });
    return [buyer.key, { organization, person, contact }];
  }));
  const ids = new Map(deals.map((deal) => {
    const { organization, person } = known.get(deal.buyer.key) ?? { organization: null, person: null };
    const id = crm.addDeal({ title: deal.title, org_id: organization, person_id: person, currency: deal.currency, custom_fields: { Terms: deal.terms, "Billed by": deal.buyer.ledger } });
    const rows = deal.rows.map((row) => crm.attach(id, { ...row, tax_method: deal.method }));
    return [deal.key, { id, rows }];
  }));
  return { known, ids };
}

/** Whether there was a process to kill. @param {number | undefined} pid */
function killed(pid) {
  try {
    return pid !== undefined && process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

/** @param {string} admin @param {string} query @returns {Promise<Json[]>} */
async function asked(admin, query) {
  const response = await fetch(`${admin}/query`, { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: JSON.stringify({ query }), signal: AbortSignal.timeout(20_000) });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()).rows;
}

/** What the engine keeps of every deal. @param {string} admin @returns {Promise<Map<number, Json>>} */
export async function statesOf(admin) {
  const rows = await asked(admin, "SELECT service_key, value_utf8 FROM state WHERE service_name = 'wonvoice.deal' AND key = 'deal'");
  return new Map(rows.map(({ service_key, value_utf8 }) => [Number(service_key.split("/")[1]), JSON.parse(value_utf8)]));
}

/** Whether nothing more happens to a deal by itself before its next day. @param {Json | undefined} state */
const isSettled = (state) => state !== undefined && ["done", "held", "refused", "skipped", "rejected", "waiting"].includes(state.status);

/**
 * @param {{ deals?: number, seed?: number | string, workers?: number, perSecond?: number, share?: number, kills?: number, engineKills?: number, patience?: number, isForGood?: boolean, startEngines?: typeof import("./nodes.js").nodes, say?: (line: string) => void }} [given]
 */
export async function chaos({ deals: count = 200, seed = 1, workers: size = 2, perSecond = 12, share = 0.01, kills = 4, engineKills = 4, patience = 120_000, isForGood = false, startEngines, say = () => {} } = {}) {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "wonvoice-chaos-"));
  const began = Date.now();
  const faults = createFaults({ seed, rates: rates(share) });
  const clocks = { crm: fastClock(began), ledger: fastClock(began) };
  const hang = 3_000;
  const crm = await startPipedrive({ isGuest: true, clock: clocks.crm, faults, hang, limits: { plan: "ultimate", seats: 100 } });
  const ledger = await startXero({
    isGuest: true, clock: clocks.ledger, faults, hang, limits: { minute: XERO_MINUTE, perDay: 1_000_000 },
    organisations: [{ tenantId: TENANT }, { tenantId: AU, version: "AU", name: "Southstar Studio Pty Ltd" }], behaviour: { searchLag: 1_000 }, faultLag: 20_000,
  });
  const ledgers = { uk: ledger.ledger(TENANT), au: ledger.ledger(AU) };
  const made = dealsOf(count, seed);
  const { known, ids } = prepare(crm.crm, ledgers, made);
  /** @type {{ ingress: string, admin: string, pid?: () => number | undefined, kill?: () => Promise<void>, stop?: () => Promise<void>, end?: () => Promise<void> }} */
  const engine = startEngines ? await startEngines(folder) : await startEngine({ folder: join(folder, "engine"), ports: { ingress: await freePort(), admin: await freePort(), node: await freePort() } });
  const clockFile = join(folder, "clock");
  let month = 0;
  const setClocks = (/** @type {number} */ jump) => writeFileSync(clockFile, String(month + jump));
  setClocks(0);
  const workers = await fleet({
    count: size, folder, engine: { ingress: engine.ingress, admin: engine.admin }, crm, ledger,
    settings: { xero: { kind: "code" }, config: configOf({ uk: TENANT, au: AU }), limits: { xero: { window: XERO_MINUTE, perDay: 1_000_000 } }, sweeps: { minutes: 3, from: "2026-07-15T06:00:00Z" } },
    timing: { longest: 10 * MINUTE }, clock: { speed: SPEED, since: BEGIN, began, file: clockFile },
  });
  const fired = { worker: 0, engine: 0, clock: 0 };
  let isOver = false;
  try {
    faults.pause();
    await workers.connect();
    faults.resume();
    crm.webhooks.subscribe({ url: `${workers.url}/webhooks/pipedrive`, action: "change", user: "wonvoice", password: PASSWORD });
    ledger.webhooks.subscribe({ url: `${workers.url}/webhooks/xero` });
    crm.webhooks.start();
    ledger.webhooks.start();
    say(`${count} deals of ${made.buyers.length} organisations, ready after ${Math.round((performance.now() - started) / 1000)} s`);
    const from = performance.now();

    /** Again until it was taken. @param {string} path @param {Json} [body] */
    const decide = async (path, body = {}) => {
      for (let tries = 0; (await workers.admin("POST", path, body).then(({ status }) => status, () => 0)) !== 202; tries++) {
        if (tries > 400) throw new Error(`nobody takes ${path}`);
        await pause(300);
      }
    };
    const spread = 1000 / perSecond;
    const stories = made.deals.map(async (deal, place) => {
      const { id, rows } = /** @type {{ id: number, rows: number[] }} */ (ids.get(deal.key));
      await pause(place * spread);
      crm.crm.win(id);
      if (deal.story === "lost") return void crm.crm.lose(id);
      if (deal.story === "won-again") {
        await pause(1_000 + 7_000 * chance("again", seed, id));
        crm.crm.lose(id);
        await pause(200 + 3_000 * chance("after", seed, id));
        crm.crm.win(id);
      }
      if (deal.story === "changed") {
        await pause(8_000 * chance("changed", seed, id));
        crm.crm.editAttached(rows[0] ?? 0, deal.later ?? {});
        await decide(`deals/acme/${id}/replay`);
      }
    });
    // People answer what they are asked, when they see it.
    const answered = new Set();
    const people = (async () => {
      for (; !isOver; await pause(1_500)) {
        const held = await workers.admin("GET", "held").then(({ body }) => body.held ?? [], () => []);
        for (const one of held) {
          const id = Number(one.deal.split("/")[1]);
          const deal = made.deals.find(({ key }) => ids.get(key)?.id === id);
          if (deal === undefined || answered.has(id) || one.status !== "held" || !["approved", "rejected"].includes(deal.story)) continue;
          answered.add(id);
          await (deal.story === "approved" ? decide(`deals/acme/${id}/approve`, { rule: "asked about" }) : decide(`deals/acme/${id}/reject`, { why: "a courtesy" }));
        }
      }
    })();
    const length = count * spread;
    /** So many times, at even distances while deals are won. @param {number} times @param {() => Promise<void>} what */
    const often = async (times, what) => {
      for (let time = 0; time < times; time++) {
        await pause(length / times);
        await what();
      }
    };
    const killing = [
      often(kills, async () => {
        await workers.kill(fired.worker % size);
        fired.worker += 1;
        if (!isForGood) await workers.launch((fired.worker - 1) % size);
      }),
      often(engineKills, async () => {
        if (engine.kill) await engine.kill();
        else {
          // Not while it is on its way back from the last time: it would never get to anything.
          await until(() => fetch(`${engine.admin}/health`).then(({ ok }) => ok, () => false), Boolean, 120_000);
          await pause(1_000);
          await until(() => killed(engine.pid?.()), Boolean, 60_000);
        }
        fired.engine += 1;
      }),
      often(Math.max(kills, 2), async () => {
        setClocks(fired.clock % 2 === 0 ? (fired.clock % 4 === 0 ? 6 : -6) * MINUTE : 0);
        workers.tell("SIGUSR2");
        fired.clock += 1;
      }),
    ];
    /** Until every deal is where only a person or a day moves it. @param {(state: Json | undefined, deal: Deal) => boolean} is @param {number} patience */
    async function settled(is, patience) {
      const end = Date.now() + patience;
      let loud = 0;
      for (let steady = 0; steady < 2; await pause(1_500)) {
        const states = await statesOf(engine.admin).catch(() => new Map());
        const left = made.deals.filter((deal) => !is(states.get(ids.get(deal.key)?.id ?? 0), deal));
        steady = left.length === 0 ? steady + 1 : 0;
        if (process.env["CHAOS_LOUD"] && (loud += 1) % 6 === 0) say(`${JSON.stringify(await workers.admin("GET", "apis").then(({ body }) => [...body.organisations, ...body.companies].map(({ status: { used, out, waiting, free } }) => [used, out, waiting, free]), () => "none"))} ${ledger.seen.length} ${crm.seen.length} calls, ${((performance.now() - from) / 1000).toFixed(0)} s: ${left.length} left: ${left.slice(0, 8).map((deal) => `${ids.get(deal.key)?.id} ${states.get(ids.get(deal.key)?.id ?? 0)?.status} ${String(states.get(ids.get(deal.key)?.id ?? 0)?.text).slice(0, 60)}`).join("; ")}`);
        if (Date.now() > end) return left.map((deal) => ids.get(deal.key)?.id);
      }
      return [];
    }
    /** What no webhook told is looked for now, to the end. */
    const swept = async () => {
      await decide("sweeps");
      await pause(500);
    };
    await Promise.all([...stories, ...killing]);
    setClocks(0);
    workers.tell("SIGUSR2");
    say(`all is won after ${((performance.now() - from) / 1000).toFixed(0)} s; worker killed ${fired.worker} times, engine ${fired.engine} times`);
    const isLost = (/** @type {Deal} */ deal) => deal.story === "lost";
    const isAnswered = (/** @type {Deal} */ deal) => !["approved", "rejected"].includes(deal.story) || deal.terms !== "held" || answered.has(ids.get(deal.key)?.id);
    await swept();
    const unsettled = await settled((state, deal) => (isSettled(state) && isAnswered(deal)) || (isLost(deal) && state === undefined), patience);
    // The days pass on which the rest is billed.
    month = LAST_DAY;
    setClocks(0);
    clocks.crm.advance(month);
    clocks.ledger.advance(month);
    workers.tell("SIGUSR2");
    say(`the last day has come after ${((performance.now() - from) / 1000).toFixed(0)} s; unsettled: ${unsettled.length}`);
    await settled((state, deal) => (isSettled(state) && state?.notBefore === undefined) || (isLost(deal) && state === undefined), 1.5 * patience);
    isOver = true;
    await people;
    const seconds = (performance.now() - from) / 1000;

    const states = await statesOf(engine.admin);
    /** @type {Map<number, Found[]>} */
    const byDeal = new Map();
    /** @type {Found[]} */
    const strange = [];
    for (const [name, one] of /** @type {["uk" | "au", Json][]} */ (Object.entries(ledgers))) {
      const whole = [...one.invoices().map((/** @type {Json} */ row) => ({ ...row, isTemplate: false })), ...one.templates().map((/** @type {Json} */ row) => ({ ...row, isTemplate: true, currency: "" }))];
      for (const row of whole) {
        const found = { ...row, ledger: name };
        const id = Number(/^PD-(\d+)/.exec(tokenOf(row.reference) ?? "")?.[1]);
        if (Number.isNaN(id)) strange.push(found);
        else byDeal.set(id, [...(byDeal.get(id) ?? []), found]);
      }
    }
    const numberOf = (/** @type {"uk" | "au"} */ name, /** @type {string} */ contact) => /** @type {Json[]} */ (ledgers[name].contacts()).find((one) => one.id === contact)?.ContactNumber;
    const isBuyer = (/** @type {string} */ contact, /** @type {Deal} */ { buyer }) => {
      const whom = known.get(buyer.key);
      return whom?.contact === undefined ? numberOf(buyer.ledger, contact) === `pd-org-${whom?.organization}` : contact === whom.contact;
    };
    /** @type {string[]} */
    const wrong = strange.map((one) => `a document that is no deal's: ${one.reference} in ${one.ledger}`);
    const sums = { expected: 0, found: 0, missing: 0, doubled: 0 };
    /** @type {Record<string, number>} */
    const ends = {};
    for (const deal of made.deals) {
      const { id, rows } = /** @type {{ id: number, rows: number[] }} */ (ids.get(deal.key));
      const must = expected(deal, id, rows);
      const state = states.get(id);
      const what = `deal ${id} (${deal.terms}, ${deal.story}, ${deal.buyer.known})`;
      const found = byDeal.get(id) ?? [];
      const { missing, doubled, wrong: others } = compared(deal, must, found, isBuyer);
      sums.expected += must.documents.length;
      sums.found += must.documents.length - missing.length;
      sums.missing += missing.length;
      sums.doubled += doubled.length;
      const end = state?.status ?? "never heard of";
      ends[end] = (ends[end] ?? 0) + 1;
      const codes = (state?.outcome?.findings ?? []).map((/** @type {Json} */ one) => one.code);
      if (end !== must.ends && !(isLost(deal) && state === undefined)) wrong.push(`${what}: ${end} (${state?.text} ${codes.join(", ")}), and not ${must.ends}`);
      else if (must.codes !== undefined && !must.codes.some((code) => codes.includes(code))) wrong.push(`${what}: ${end} for ${codes.join(", ")}, and not for ${must.codes.join(" or ")}`);
      wrong.push(...missing.map(({ token }) => `${what}: ${token} is missing; ${state?.text}`), ...doubled.map((one) => `${what}: ${one.reference} stands once too often (${one.total}, ${one.status})`), ...others.map((one) => `${what}: ${one}`));
    }
    for (const buyer of made.buyers) {
      const twins = /** @type {Json[]} */ (ledgers[buyer.ledger].contacts()).filter((one) => one.ContactNumber === `pd-org-${known.get(buyer.key)?.organization}`);
      if (twins.length > 1) wrong.push(`${buyer.name} is ${twins.length} contacts`);
    }
    const counts = { ...faults.counts(), "worker SIGKILL": fired.worker, "engine SIGKILL": fired.engine, "worker's clock jumps": fired.clock };
    /** @type {Record<string, number>} */
    const limited = { "429 of Xero, minute": byApi("429", "xero"), "429 of Xero, concurrent": byApi("429-concurrent", "xero"), "429 of Pipedrive": byApi("429", "pipedrive") };
    /** @param {string} kind @param {string} api */
    function byApi(kind, api) {
      return faults.log.filter((one) => one.kind === kind && one.target.api === api).length;
    }
    const { "429": _, "429-concurrent": __, ...others } = /** @type {Record<string, number>} */ (counts);
    const calls = { xero: ledger.seen.length, pipedrive: crm.seen.length };
    if (process.env["CHAOS_STATES"]) writeFileSync(process.env["CHAOS_STATES"], JSON.stringify({ states: [...states], sweeps: await workers.admin("GET", "sweeps"), invocations: await asked(engine.admin, "SELECT * FROM sys_invocation WHERE target_service_name = 'wonvoice.deal'") }));
    return { deals: count, seconds, ends, sums, wrong, calls, fired: { ...limited, ...others }, lines: workers.lines, states, ids };
  } finally {
    isOver = true;
    if (process.env["CHAOS_LOG"]) writeFileSync(process.env["CHAOS_LOG"], workers.lines.join("\n"));
    await workers.end();
    await (engine.end ?? engine.stop)?.();
    await crm.close();
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As a table for people. @param {Awaited<ReturnType<typeof chaos>>} result */
export function table({ deals, seconds, ends, sums, wrong, calls, fired }) {
  const rows = (/** @type {Record<string, number>} */ of) => Object.entries(of).map(([name, value]) => `  ${name.padEnd(26)}${String(value).padStart(8)}`);
  return [
    "faults that fired", ...rows(fired), "deals by their end", ...rows(ends), "documents", ...rows(sums),
    "calls", ...rows(calls), "time", `  ${"seconds".padEnd(26)}${seconds.toFixed(1).padStart(8)}`, `  ${"deals a second".padEnd(26)}${(deals / seconds).toFixed(1).padStart(8)}`,
    wrong.length === 0 ? "nothing is wrong" : `${wrong.length} things are wrong:`, ...wrong.slice(0, 40).map((one) => `  ${one}`),
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: Object.fromEntries(["deals", "seed", "workers", "per-second", "share", "kills", "engine-kills", "patience"].map((name) => [name, { type: "string" }])) });
  const number = (/** @type {string} */ name) => (values[name] === undefined ? {} : { [name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())]: Number(values[name]) });
  const result = await chaos({ ...number("deals"), ...number("seed"), ...number("workers"), ...number("per-second"), ...number("share"), ...number("kills"), ...number("engine-kills"), ...number("patience"), say: (line) => console.log(line) });
  console.log(table(result));
  process.exitCode = result.wrong.length === 0 ? 0 : 1;
}
