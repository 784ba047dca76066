// How well contacts are matched: what a controller trusts the ledger with. Times are for `make bench`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { percent, withInterval } from "../bench/contacts/figures.js";
import { byKind, run, tally } from "../bench/contacts/judge.js";
import { runRestaurants, skip as noSets } from "../bench/contacts/labelled.js";
import { DEVELOPMENT, ledgers } from "../bench/contacts/trials.js";

/** @param {import("../bench/contacts/judge.js").Result[]} results */
const listed = (results) => results.slice(0, 10).map(({ trial, answer }) => `\n  [${trial.kind}] ${JSON.stringify(trial.party)}\n    ${answer.decision}: ${answer.candidates[0]?.name} at ${answer.candidates[0]?.probability}`).join("");

test("restaurants of two guides", { skip: noSets }, () => {
  const results = runRestaurants();
  const { wrong, matched, provable, found, present, absent, absentReviewed } = tally(results);
  assert.equal(wrong, 0, `wrong matches:${listed(results.filter((one) => one.wrong))}`);
  assert.ok(matched / provable >= 0.9, `${percent(matched / provable)} of the ${provable} matched, at least 90 % are to be:${listed(results.filter((one) => one.trial.ids.length && !one.matched))}`);
  assert.ok(found / present >= 0.99, `${percent(found / present)} of the ${present} matched or shown, at least 99 % are to be:${listed(results.filter((one) => one.trial.ids.length && !one.found))}`);
  assert.ok(absentReviewed / absent <= 0.045, `${percent(absentReviewed / absent)} of the ${absent} without a partner in review, at most 4.5 % may be`);
});

test("generated trials of the development seed", () => {
  const results = run(ledgers(DEVELOPMENT));
  const { wrong, matches, trials, matched, provable, found, present } = tally(results);
  assert.ok(trials >= 5000, `${trials} trials`);
  assert.ok(wrong / matches < 1 / 400, `wrong matches ${withInterval(wrong, matches)}, under 1 in 400 may be:${listed(results.filter((one) => one.wrong))}`);
  // Below these, it would be safe because it finds nothing.
  assert.ok(matched / provable >= 0.9, `${percent(matched / provable)} of the provable contacts matched; least of all ${worst(results)}`);
  assert.ok(found / present >= 0.985, `${percent(found / present)} of the contacts matched or shown; least of all ${worst(results)}`);
});

/** The kinds in which the fewest are found. @param {import("../bench/contacts/judge.js").Result[]} results */
function worst(results) {
  const kinds = [...byKind(results)].map(([kind, list]) => ({ kind, ...tally(list) })).filter(({ present }) => present > 0);
  return kinds.sort((one, other) => one.matched / (one.provable || 1) - other.matched / (other.provable || 1)).slice(0, 8).map(({ kind, matched, provable, found, present }) => `\n  ${kind}: ${matched} of ${provable} matched, ${found} of ${present} found`).join("");
}
