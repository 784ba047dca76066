// How well leaks are found over two generated years whose truth is known, class by class, beside what looking for the
// reference alone finds. `--json` prints the figures alone.

import { callJson } from "../../pkg/node.js";
import { setting, whole } from "../simulators/year/index.js";

const SEEDS = ["first year", "second year"];
const DEALS = 3_000;
const GOAL = 0.98;
/** What costs money when nobody sees it. */
const LEAKS = ["never-invoiced", "under-billed", "over-billed", "billed-twice", "wrong-currency", "wrong-contact", "voided-after-win", "credited", "changed-after-invoice", "draft-stuck", "overdue", "billed-not-won"];
const asJson = process.argv.includes("--json");

/** @typedef {{ truth: string, found: string }} Pair */
/** @typedef {{ of: string, count: number, precision: number, recall: number }} Score */

/** @param {Pair[]} pairs @param {string[]} classes @returns {Score[]} */
const scores = (pairs, classes) => classes.map((of) => {
  const right = pairs.filter(({ truth, found }) => truth === of && found === of).length;
  const [there, said] = [pairs.filter(({ truth }) => truth === of).length, pairs.filter(({ found }) => found === of).length];
  return { of, count: there, precision: said === 0 ? 1 : right / said, recall: there === 0 ? 1 : right / there };
});

/**
 * What looking for the reference alone finds: the invoices whose reference is the deal's token, in its currency.
 * @param {any} deal @param {any[]} invoices of that reference
 */
function naive({ status, value, currency, pipeline_id }, invoices) {
  const live = invoices.filter(({ Status }) => !["VOIDED", "DELETED"].includes(Status));
  if (status !== "won") return live.length > 0 ? "billed-not-won" : "not-won";
  if (value === 0) return "nothing-to-bill";
  if (live.length === 0) return invoices.length > 0 ? "voided-after-win" : "never-invoiced";
  if (live.length > 1) return "billed-twice";
  const [one] = live;
  if (one.CurrencyCode !== currency) return "wrong-currency";
  const billed = pipeline_id === 2 ? one.Total : one.SubTotal;
  if (Math.abs(billed - value) > 0.005) return billed < value ? "under-billed" : "over-billed";
  if (one.Status === "DRAFT" || one.Status === "SUBMITTED") return "draft-stuck";
  if (one.AmountDue === 0) return one.AmountCredited > 0 ? "credited" : "settled";
  return one.DueDateString.slice(0, 10) < setting().asOf ? "overdue" : "open";
}

/** @type {Pair[]} */
const ours = [];
/** @type {Pair[]} */
const theirs = [];
/** @type {Pair[]} */
const papers = [];
/** @type {Map<string, number>} */
const wrong = new Map();
let [links, rightLinks] = [0, 0];
for (const seed of SEEDS) {
  const { deals, documents, truth } = whole({ seed, deals: DEALS });
  const found = JSON.parse(callJson("reconcile", JSON.stringify({ ...setting(), deals, documents })));
  for (const row of found.deals) {
    const told = truth.deals.get(row.id);
    if (told === undefined) throw new Error(`no deal ${row.id}`);
    ours.push({ truth: told.class, found: row.class });
    if (told.class !== row.class) wrong.set(`${told.class} (${told.story}) taken for ${row.class}`, (wrong.get(`${told.class} (${told.story}) taken for ${row.class}`) ?? 0) + 1);
    if (process.env["BENCH_WRONG"] && told.class !== row.class) console.error(told.class, told.story, row.class, row.id, row.reason, JSON.stringify(row.documents.map((/** @type {any} */ one) => [one.number, one.by, one.class])));
  }
  for (const row of found.documents) {
    const told = truth.documents.get(row.id);
    if (told === undefined) throw new Error(`no document ${row.id}`);
    papers.push({ truth: told.class, found: row.class });
    links++;
    if (told.deal === row.deal) rightLinks++;
  }
  /** @type {Map<string, any[]>} */
  const byReference = new Map();
  for (const one of Object.values(documents).flatMap(({ Invoices }) => Invoices)) byReference.set(one.Reference, [...(byReference.get(one.Reference) ?? []), one]);
  for (const { deal } of deals) theirs.push({ truth: truth.deals.get(deal.id)?.class ?? "", found: naive(deal, byReference.get(`PD-${deal.id}`) ?? []) });
}
const classes = [...new Set([...LEAKS, ...ours.map(({ truth }) => truth)])];
const figures = { deals: ours.length, documents: papers.length, links: rightLinks / links, ours: scores(ours, classes), naive: scores(theirs, classes), orphans: scores(papers, ["orphan", "duplicate", "billed-not-won"]), wrong: [...wrong].sort((a, b) => b[1] - a[1]) };
if (asJson) console.log(JSON.stringify(figures, null, 2));
else {
  const percent = (/** @type {number} */ share) => share.toFixed(3).padStart(7);
  console.log(`\nLeaks found in ${SEEDS.length} generated years: ${figures.deals} deals, ${figures.documents} documents (reconcile), beside an exact match of the reference`);
  console.log(`  ${"".padEnd(24)}${"deals".padStart(7)} ${"prec.".padStart(7)} ${"recall".padStart(7)}   ${"reference alone".padStart(15)}`);
  for (const { of, count, precision, recall } of figures.ours) {
    const other = figures.naive.find((one) => one.of === of);
    const isLeak = LEAKS.includes(of);
    console.log(`  ${of.padEnd(24)}${String(count).padStart(7)} ${percent(precision)} ${percent(recall)}   ${percent(other?.precision ?? 0)} ${percent(other?.recall ?? 0)}  ${isLeak ? (precision >= GOAL && recall >= GOAL ? "met" : "MISSED") : ""}`);
  }
  for (const { of, count, precision, recall } of figures.orphans) console.log(`  ${`documents: ${of}`.padEnd(24)}${String(count).padStart(7)} ${percent(precision)} ${percent(recall)}`);
  console.log(`  documents with their own deal, or with none: ${(100 * figures.links).toFixed(2)} %`);
  for (const [what, count] of figures.wrong.slice(0, 12)) console.log(`    ${String(count).padStart(4)} ${what}`);
}
