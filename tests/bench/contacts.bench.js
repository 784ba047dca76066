// How well contacts are matched, and how fast: the restaurants of two guides, generated trials from the seed that
// is held out, organisations with noisy labels; then speed beside two references.
//
// Options: `--restaurants`, `--trials`, `--organisations`, `--speed`, only these; `--json`, figures alone;
// `--examples`, the worst answers; `--disagreements`, where the organisations' labels and the matcher differ;
// `--development`, the other seed, for whoever works on the matcher.

import { calibration, percent, printCalibration, withInterval } from "./contacts/figures.js";
import { byKind, run, shown, tally } from "./contacts/judge.js";
import { asPairs, organisations, runRestaurants, skip, soughtAmongOthers } from "./contacts/labelled.js";
import { speeds } from "./contacts/speed.js";
import { DEVELOPMENT, HELD_OUT, ledgers } from "./contacts/trials.js";

const option = (name) => process.argv.includes(`--${name}`);
const asJson = option("json");
const some = ["restaurants", "trials", "organisations", "speed"].some(option);
const wanted = (part) => !some || option(part);
const say = (text) => process.stderr.write(`· ${text}\n`);
const print = asJson ? () => {} : console.log;
/** @type {Record<string, any>} */
const figures = {};
/** @type {{ goal: string, value: string, met: boolean }[]} */
const goals = [];
const goal = (text, value, met) => goals.push({ goal: text, value, met });

print(`contacts are matched by ContactIndex, Node ${process.version}`);

/** @param {import("./contacts/judge.js").Result} result */
function example({ trial, answer }) {
  const candidate = answer.candidates[0];
  const verdict = { match: "its contact", either: "its contact, or a person", review: "a person", none: "no contact" }[trial.verdict];
  print(`  [${trial.kind}] ${answer.decision}, right is ${verdict}\n    sought ${JSON.stringify(trial.party)}`);
  if (candidate) print(`    first  ${candidate.name}, ${candidate.probability}: ${candidate.evidence.map(({ says }) => says).join("; ")}`);
}

if (skip && (wanted("restaurants") || wanted("organisations"))) print(`\nrestaurants and organisations are skipped: ${skip}`);

if (!skip && wanted("restaurants")) {
  say("restaurants …");
  const results = runRestaurants();
  const counts = tally(results);
  const [recall, found, asked_] = [counts.matched / counts.provable, counts.found / counts.present, counts.absentReviewed / counts.absent];
  figures.restaurants = { ...counts, calibration: calibration(shown(results)) };
  print(`\nrestaurants: ${counts.present} in both guides, ${counts.absent} in one`);
  print(`  wrong matches ${withInterval(counts.wrong, counts.matches)}`);
  print(`  right ones matched ${percent(recall)}, matched or among the candidates of a review ${percent(found)}; of those without a partner ${percent(asked_)} in review`);
  goal("restaurants: no wrong match", String(counts.wrong), counts.wrong === 0);
  goal("restaurants: matched, at least 90 %", percent(recall), recall >= 0.9);
  goal("restaurants: matched or shown, at least 99 %", percent(found), found >= 0.99);
  goal("restaurants: without a partner in review, at most 5 %", percent(asked_), asked_ <= 0.05);
  printUnlessJson(calibration(shown(results)), "restaurants: what was said of candidates, and what came true");
  if (option("examples")) for (const result of results.filter((one) => one.wrong || (one.trial.ids.length ? !one.matched : one.answer.decision !== "create")).slice(0, 20)) example(result);
}

if (wanted("trials")) {
  const seed = option("development") ? DEVELOPMENT : HELD_OUT;
  say("generated trials …");
  const made = ledgers(seed);
  const results = run(made, (done) => say(`ledger ${done} of ${made.length}`));
  const counts = tally(results);
  const kinds = byKind(results);
  figures.trials = { seed, ...counts, byKind: Object.fromEntries([...kinds].map(([kind, list]) => [kind, tally(list)])), calibration: calibration(shown(results)) };
  print(`\ngenerated trials, seed \`${seed}\`: ${counts.trials} in ${made.length} ledgers of ${made.map(({ contacts }) => contacts.length).join(", ")} contacts; ${counts.absent} parties have no contact, ${results.filter(({ trial }) => trial.ambiguous).length} only a person may decide`);
  print(`  wrong matches, of all matches  ${withInterval(counts.wrong, counts.matches)}`);
  print(`  wrong matches, of all trials   ${withInterval(counts.wrong, counts.trials)}`);
  print(`  of them to another firm, of all matches ${withInterval(counts.otherFirm, counts.matches)}; the rest is where only a person may decide`);
  print(`  provable ones matched ${percent(counts.matched / counts.provable)}; matched or among the candidates of a review ${percent(counts.found / counts.present)}; created although there: ${counts.created}`);
  print(`  in review: ${percent(counts.reviews / counts.trials)} of all, ${percent(counts.absentReviewed / counts.absent)} of those without a contact`);
  print(`\n  ${"by kind".padEnd(46)}${"trials".padStart(7)}${"wrong".padStart(7)}${"matched".padStart(10)}${"found".padStart(9)}${"review".padStart(9)}${"create".padStart(9)}`);
  for (const [kind, list] of kinds) {
    const one = tally(list);
    const share = (hits, of) => (of ? percent(hits / of, 0) : "");
    const created = list.filter(({ answer }) => answer.decision === "create").length;
    print(`  ${kind.padEnd(46)}${String(one.trials).padStart(7)}${String(one.wrong || "").padStart(7)}${share(one.matched, one.provable).padStart(10)}${share(one.found, one.present).padStart(9)}${share(one.reviews, one.trials).padStart(9)}${share(created, one.trials).padStart(9)}`);
  }
  goal("trials: wrong matches, of all matches, under 1 in 200", withInterval(counts.wrong, counts.matches), counts.wrong / Math.max(counts.matches, 1) < 0.005);
  goal("trials: at least 5,000", String(counts.trials), counts.trials >= 5000);
  printUnlessJson(calibration(shown(results)), "trials: what was said of candidates, and what came true");
  if (option("examples")) {
    print("\nwrong matches, then provable contacts for which another would be created; at most 20");
    for (const result of [...results.filter(({ wrong }) => wrong), ...results.filter(({ trial, answer }) => trial.verdict === "match" && answer.decision === "create")].slice(0, 20)) example(result);
  }
}

if (!skip && wanted("organisations")) {
  say("organisations …");
  const records = organisations();
  const { pairs, linked, linkedRight, labelled, disagreements } = asPairs(records);
  const right = pairs.length - disagreements.filter(({ label }) => label === "different").length;
  const [precision, recall] = [right / pairs.length, right / labelled];
  const sought = soughtAmongOthers(records);
  figures.organisations = { records: records.length, labelled, said: pairs.length, right, linked, linkedRight, precision, recall, sought };
  print(`\norganisations (noisy labels), ${records.length} in one list`);
  print(`  findDuplicates puts ${pairs.length} pairs into one group: precision ${percent(precision)} (of the ${linked} that are linked themselves ${percent(linkedRight / linked)}), recall ${percent(recall)} of the ${labelled} labelled pairs; ${disagreements.length} disagreements${option("disagreements") ? "" : " (listed with --disagreements)"}, a sample of which is explained in tests/bench/contacts/notes.md`);
  print(`  each sought among the others: ${sought.matches} matched, ${percent(sought.agreed / sought.matches)} of them as labelled; ${sought.reviews} in review, with one of their label among the candidates ${percent(sought.shown / sought.reviews)}; ${sought.creates} created, of which ${sought.missed} have a namesake by their label`);
  if (option("disagreements")) {
    const text = ({ name, address, zip, phone }) => [name, address, zip, phone].filter(Boolean).join(" | ");
    for (const { one, other, says, label } of disagreements) print(`  labelled ${label}, ${says ?? "not found to be one"}\n    ${one.row.id}: ${text(one.row)}\n    ${other.row.id}: ${text(other.row)}`);
  }
}

if (wanted("speed")) {
  print(`\nspeed; queries with all their fields, references with the name alone`);
  print(`  ${"contacts".padEnd(10)}${"".padEnd(38)}${"build, ms".padStart(11)}${"median, ms".padStart(12)}${"p99, ms".padStart(11)}${"times ours".padStart(12)}${"MiB".padStart(8)}`);
  figures.speed = {};
  for (const size of [1000, 10_000, 100_000]) {
    say(`speed over ${size} contacts …`);
    const rows = speeds(size);
    figures.speed[size] = rows;
    const [ours] = rows;
    for (const { name, built, median, p99, bytes } of rows) {
      const ratio = name !== ours.name ? `${(median / ours.median).toFixed(median / ours.median < 10 ? 1 : 0)}×` : "";
      print(`  ${String(size).padEnd(10)}${name.padEnd(38)}${built.toFixed(0).padStart(11)}${median.toFixed(3).padStart(12)}${p99.toFixed(3).padStart(11)}${ratio.padStart(12)}${(bytes ? (bytes / 2 ** 20).toFixed(1) : "").padStart(8)}`);
    }
    if (size === 100_000) {
      goal("100,000 contacts: built in under 2 s", `${ours.built.toFixed(0)} ms`, ours.built < 2000);
      goal("100,000 contacts: a query under 1 ms at the median", `${ours.median.toFixed(3)} ms`, ours.median < 1);
      goal("100,000 contacts: a query under 5 ms at the 99th percentile", `${ours.p99.toFixed(3)} ms`, ours.p99 < 5);
    }
  }
}

figures.goals = goals;
if (asJson) console.log(JSON.stringify(figures, null, 2));
if (goals.length > 0) print("\ngoals for contacts");
for (const { goal: text, value, met } of goals) print(`  ${met ? "met   " : "MISSED"} ${text}: ${value}`);

function printUnlessJson(rows, title) {
  if (!asJson) printCalibration(rows, title);
}
