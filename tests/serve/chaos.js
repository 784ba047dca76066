// Thousands of deals through the whole of `wonvoice serve`, while everything fails that can: each must end with exactly
// the documents that a separate model expects, or wait for a person with the reason.
//
//     node tests/serve/chaos.js --deals 2000 --seed 1 --workers 2
//
// Where something is wrong, the folder is kept and named: in it are the engine's data, the workers' log, and what
// happened to the deals in question, call by call.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startEngine } from "../../js-shim/serve/engine.js";
import { createFaults } from "../simulators/faults.js";
import { startPipedrive } from "../simulators/pipedrive.js";
import { chance } from "../simulators/random.js";
import { startXero } from "../simulators/xero.js";
import { firedOf, judged, table } from "./chaos-end.js";
import { BEGIN, LAST_DAY, LEDGERS, MINUTE, SPEED, XERO_MINUTE, config, fastClock, prepare, rates } from "./chaos-setting.js";
import { dealsOf } from "./deals.js";
import { fleet, megabytes } from "./fleet.js";
import { briefsOf, historyOf, statesOf, underWay } from "./journal.js";
import { PASSWORD } from "./program.js";
import { freePort, pause, until } from "./world.js";

/** @typedef {{ [key: string]: any }} Json */
/** @typedef {import("./deals.js").Deal} Deal */
/** @typedef {import("./journal.js").Brief} Brief */

/** Ends that only a person, a day or news change. */
const ENDS = ["done", "held", "refused", "skipped", "rejected", "waiting"];
/** Milliseconds from look to look, and from line to line of what is said meanwhile. */
const LOOK = 2_000;
const SAID = 20_000;

/** Whether there was a process to kill. @param {number | undefined} pid */
function killed(pid) {
  try {
    return pid !== undefined && process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

/**
 * `perSecond` deals are won, as long as no more than `most` wait for their first end; `kills` are spread evenly over
 * them. `patience` is how many milliseconds nothing may come to its end before what is left is given up.
 * @param {{ deals?: number, seed?: number | string, workers?: number, perSecond?: number, most?: number, share?: number, kills?: number, engineKills?: number, patience?: number, isForGood?: boolean, keep?: boolean, startEngines?: typeof import("./nodes.js").nodes, say?: (line: string) => void }} [given]
 */
export async function chaos({ deals: count = 200, seed = 1, workers: size = 2, perSecond = 12, most = 300, share = 0.01, kills = 4, engineKills = 4, patience = 240_000, isForGood = false, keep = false, startEngines, say = () => {} } = {}) {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "wonvoice-chaos-"));
  const began = Date.now();
  const faults = createFaults({ seed, rates: rates(share) });
  const clocks = { crm: fastClock(began), ledger: fastClock(began) };
  const hang = 5_000;
  /** @type {Json[]} */
  const exchanges = [];
  const onExchange = (/** @type {string} */ api) => (/** @type {import("../simulators/http.js").Exchange} */ { request: { method, path, query, headers, text }, answer: { status, body }, fault }) =>
    void exchanges.push({ at: Date.now() - began, api, method, path, query: query.toString(), key: headers["idempotency-key"], tenant: headers["xero-tenant-id"], fault, status, ...(method === "GET" ? {} : { text, body: JSON.stringify(body)?.slice(0, 2_000) }) });
  const crm = await startPipedrive({ isGuest: true, clock: clocks.crm, faults, hang, limits: { plan: "ultimate", seats: 100 }, onExchange: onExchange("pipedrive") });
  const ledger = await startXero({
    isGuest: true, clock: clocks.ledger, faults, hang, limits: { minute: XERO_MINUTE, perDay: 1_000_000 },
    organisations: Object.values(LEDGERS), behaviour: { searchLag: 1_000 }, faultLag: 20_000, onExchange: onExchange("xero"),
  });
  const ledgers = /** @type {Record<import("./deals.js").Ledger, Json>} */ (/** @type {Json} */ (Object.fromEntries(Object.entries(LEDGERS).map(([name, { tenantId }]) => [name, ledger.ledger(tenantId)]))));
  const made = dealsOf(count, seed);
  const prepared = prepare(crm.crm, ledgers, made);
  const { ids } = prepared;
  const idOf = (/** @type {Deal} */ { key }) => ids.get(key)?.id ?? 0;
  const byId = new Map(made.deals.map((deal) => [idOf(deal), deal]));
  /** @type {{ ingress: string, admin: string, pid?: () => number | undefined, kill?: () => Promise<void>, stop?: () => Promise<void>, end?: () => Promise<void> }} */
  const engine = startEngines ? await startEngines(folder) : await startEngine({ folder: join(folder, "engine"), ports: { ingress: await freePort(), admin: await freePort(), node: await freePort() } });
  const clockFile = join(folder, "clock");
  let month = 0;
  const setClocks = (/** @type {number} */ jump) => writeFileSync(clockFile, String(month + jump));
  setClocks(0);
  /** Deals that were won and did not come to an end yet. @type {Set<number>} */
  const open = new Set();
  let won = 0;
  const workers = await fleet({
    count: size, folder, engine: { ingress: engine.ingress, admin: engine.admin }, crm, ledger,
    settings: { xero: { kind: "code" }, config: config(), limits: { xero: { window: XERO_MINUTE, perDay: 1_000_000 } }, sweeps: { minutes: 3, from: "2026-07-15T06:00:00Z" } },
    timing: { longest: 10 * MINUTE }, clock: { speed: SPEED, since: BEGIN, began, file: clockFile },
    onLine: (line) => {
      const [, deal, status = ""] = /"event":"handoff","deal":"acme\/(\d+)","status":"(\w+)"/.exec(line) ?? [];
      if (ENDS.includes(status)) open.delete(Number(deal));
    },
  });
  const fired = { worker: 0, engine: 0, clock: 0 };
  const memory = { worker: 0, engine: 0, simulators: 0 };
  let isOver = false;
  // Until it is known that nothing is.
  let isWrong = true;
  let left = "";
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
    const seconds = () => (performance.now() - from) / 1000;

    const telling = (async () => {
      for (let at = 0; !isOver; await pause(500)) {
        memory.engine = Math.max(memory.engine, megabytes(engine.pid?.()));
        memory.worker = Math.max(memory.worker, ...workers.pids().map(megabytes));
        memory.simulators = Math.max(memory.simulators, megabytes(process.pid));
        if (performance.now() - at < SAID) continue;
        at = performance.now();
        say(`${seconds().toFixed(0)} s: ${won} won, ${open.size} on their way, ${ledger.seen.length} and ${crm.seen.length} calls, ${megabytes(engine.pid?.())} MB of the engine, ${workers.pids().map(megabytes).join(" and ")} of workers${left}`);
      }
    })();
    /** Again until it was taken. @param {string} path @param {Json} [body] */
    const decide = async (path, body = {}) => {
      for (let tries = 0; (await workers.admin("POST", path, body).then(({ status }) => status, () => 0)) !== 202; tries++) {
        if (tries > 400) throw new Error(`nobody takes ${path}`);
        await pause(300);
      }
    };
    /** What happens to a deal once it is won. @param {Deal} deal */
    async function story(deal) {
      const { id, rows } = /** @type {{ id: number, rows: number[] }} */ (ids.get(deal.key));
      crm.crm.win(id);
      if (deal.story === "lost") return void crm.crm.lose(id);
      open.add(id);
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
    }
    const winning = (async () => {
      const stories = [];
      for (const deal of made.deals) {
        for (let waits = 1; open.size >= most && !isOver; waits++) {
          await pause(50);
          // A worker that was killed may have said of none how it ended.
          if (waits % 100 === 0) for (const [id, { status }] of await briefsOf(engine.admin).catch(() => new Map())) if (ENDS.includes(status)) open.delete(id);
        }
        stories.push(story(deal));
        won += 1;
        await pause(1000 / perSecond);
      }
      await Promise.all(stories);
    })();
    // People answer what they are asked, when they see it.
    const answered = new Set();
    const people = (async () => {
      for (; !isOver; await pause(5_000)) {
        const held = await workers.admin("GET", "held").then(({ body }) => body.held ?? [], () => []);
        for (const one of held) {
          const id = Number(one.deal.split("/")[1]);
          const { story: how = "" } = byId.get(id) ?? {};
          if (answered.has(id) || one.status !== "held" || !["approved", "rejected"].includes(how)) continue;
          answered.add(id);
          await (how === "approved" ? decide(`deals/acme/${id}/approve`, { rule: "asked about" }) : decide(`deals/acme/${id}/reject`, { why: "a courtesy" }));
        }
      }
    })();
    /** So many times, evenly over the deals that are won; `turn` sets different ones apart. @param {number} times @param {number} turn @param {() => Promise<void>} what */
    const often = async (times, turn, what) => {
      for (let time = 0; time < times; time++) {
        while (won < ((time + turn) * count) / times && !isOver) await pause(100);
        await what();
      }
    };
    const killing = [
      often(kills, 0.9, async () => {
        await workers.kill(fired.worker % size);
        fired.worker += 1;
        if (!isForGood) await workers.launch((fired.worker - 1) % size);
      }),
      often(engineKills, 0.6, async () => {
        if (engine.kill) await engine.kill();
        else {
          // Not while it is on its way back from the last time: it would never get to anything.
          await until(() => fetch(`${engine.admin}/health`).then(({ ok }) => ok, () => false), Boolean, 120_000);
          await pause(1_000);
          await until(() => killed(engine.pid?.()), Boolean, 60_000);
        }
        fired.engine += 1;
      }),
      often(Math.max(kills, 2), 0.3, async () => {
        setClocks(fired.clock % 2 === 0 ? (fired.clock % 4 === 0 ? 6 : -6) * MINUTE : 0);
        workers.tell("SIGUSR2");
        fired.clock += 1;
      }),
    ];
    /**
     * Until every deal is where only a person or a day moves it, and nothing is under way.
     * @param {(brief: Brief, deal: Deal) => boolean} is @param {boolean} [isSwept] whether somebody looks for what no webhook told, again and again
     * @returns {Promise<number[]>} those that never came there
     */
    async function settled(is, isSwept = false) {
      let [fewest, since, steady, swept] = [Infinity, Date.now(), 0, 0];
      for (; ; await pause(LOOK)) {
        if (isSwept && Date.now() - swept > SAID) {
          await decide("sweeps");
          swept = Date.now();
        }
        const briefs = await briefsOf(engine.admin).catch(() => new Map());
        const others = made.deals.filter((deal) => {
          const brief = briefs.get(idOf(deal));
          return brief === undefined ? deal.story !== "lost" : !(ENDS.includes(brief.status) && !brief.isLooking && is(brief, deal));
        });
        left = `; ${others.length} left: ${others.slice(0, 4).map((deal) => `${idOf(deal)} ${briefs.get(idOf(deal))?.text.slice(0, 60)}`).join("; ")}`;
        const isQuiet = others.length === 0 && (await underWay(engine.admin).catch(() => 1)) === 0;
        steady = isQuiet ? steady + 1 : 0;
        if (steady === 2) return [];
        if (others.length < fewest) [fewest, since] = [others.length, Date.now()];
        if (Date.now() - since > patience) return others.map(idOf);
      }
    }
    /** How they all stand, at a moment at which none is on its way: sweeps go on, and what they find is looked at. */
    async function stood() {
      for (let tries = 0; ; tries++, await pause(500)) {
        const states = await statesOf(engine.admin);
        if (tries > 60 || [...states.values()].every(({ status, looks }) => ENDS.includes(status) && !looks)) return states;
      }
    }
    await Promise.all([winning, ...killing]);
    setClocks(0);
    workers.tell("SIGUSR2");
    say(`all are won after ${seconds().toFixed(0)} s; worker killed ${fired.worker} times, engine ${fired.engine} times`);
    const isAnswered = (/** @type {Deal} */ deal) => !["approved", "rejected"].includes(deal.story) || deal.terms !== "held" || answered.has(idOf(deal));
    const unsettled = await settled((_, deal) => isAnswered(deal), true);
    // The days pass on which the rest is billed.
    month = LAST_DAY;
    setClocks(0);
    clocks.crm.advance(month);
    clocks.ledger.advance(month);
    workers.tell("SIGUSR2");
    say(`the last day comes after ${seconds().toFixed(0)} s${unsettled.length === 0 ? "" : `, for ${unsettled.join(", ")} too early`}`);
    await settled(({ isTimed }) => !isTimed);
    isOver = true;
    await Promise.all([people, telling]);
    const took = seconds();

    const states = await stood();
    const { suspects, ...judgement } = judged({ made, prepared, ledgers, states });
    isWrong = keep || judgement.wrong.length > 0;
    if (isWrong) {
      writeFileSync(join(folder, "calls.ndjson"), exchanges.map((one) => JSON.stringify(one)).join("\n"));
      const evidence = await historyOf(engine.admin, suspects.slice(0, 40)).catch((error) => String(error));
      const tokens = suspects.map((id) => new RegExp(`PD-${id}(?!\\d)|/deals/${id}(?!\\d)`));
      writeFileSync(join(folder, "evidence.json"), JSON.stringify({ wrong: judgement.wrong, states: suspects.map((id) => states.get(id)), history: evidence, exchanges: exchanges.filter(({ path, query, text = "" }) => tokens.some((token) => token.test(`${path}?${query} ${text}`))) }, null, 1));
    }
    const counts = { ...firedOf(faults), "worker SIGKILL": fired.worker, "engine SIGKILL": fired.engine, "worker's clock jumps": fired.clock };
    return { deals: count, seed, seconds: took, ...judgement, calls: { xero: ledger.seen.length, pipedrive: crm.seen.length }, fired: counts, memory, states, ids };
  } finally {
    isOver = true;
    if (isWrong) {
      writeFileSync(join(folder, "workers.log"), workers.lines.join("\n"));
      say(`kept: ${folder}`);
    }
    await workers.end();
    await (engine.end ?? engine.stop)?.();
    await crm.close();
    await ledger.close();
    if (!isWrong) rmSync(folder, { recursive: true, force: true });
  }
}

/** Times that each kind must have fired where thousands of deals are won. */
const LEAST = 20;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values: { keep, ...values } } = parseArgs({ options: { keep: { type: "boolean" }, ...Object.fromEntries(["deals", "seed", "workers", "per-second", "most", "share", "kills", "engine-kills", "patience"].map((name) => [name, { type: /** @type {const} */ ("string") }])) } });
  const given = Object.fromEntries(Object.entries(values).map(([name, value]) => [name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()), Number(value)]));
  const result = await chaos({ ...given, keep: keep === true, say: (line) => console.log(line) });
  console.log(table(result));
  const rare = result.deals < 2_000 ? [] : Object.entries(result.fired).filter(([, times]) => times < LEAST);
  if (rare.length > 0) console.log(`fired less than ${LEAST} times: ${rare.map(([kind]) => kind).join(", ")}`);
  process.exitCode = result.wrong.length === 0 && rare.length === 0 ? 0 : 1;
}
