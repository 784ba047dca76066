// How a matcher does on trials: wrong matches first, then what it finds and what it asks a person about.

import { matcherOf } from "./matcher.js";

/**
 * @typedef {import("./trials.js").Trial} Trial
 * @typedef {{ trial: Trial, answer: import("./matcher.js").Answer, wrong: boolean, matched: boolean, found: boolean }} Result
 */

/**
 * `wrong`: a match to another than the right contact, to any where there is none, or where only a person may decide.
 * `matched`: the right one. `found`: matched, or among the candidates of a review.
 * @param {Trial} trial @param {import("./matcher.js").Answer} answer @returns {Result}
 */
export function judged(trial, answer) {
  const { decision, contactId = "", candidates } = answer;
  const right = trial.ids.includes(contactId);
  const matched = decision === "match" && right && trial.verdict !== "review";
  const found = matched || (decision === "review" && candidates.some((one) => trial.ids.includes(one.contactId)));
  return { trial, answer, wrong: decision === "match" && !matched, matched, found };
}

/** @param {{ contacts: Record<string, any>[], trials: Trial[] }[]} ledgers @param {(done: number) => void} [progress] @returns {Result[]} */
export function run(ledgers, progress) {
  return ledgers.flatMap(({ contacts, trials }, at) => {
    const matcher = matcherOf(contacts);
    const results = trials.map((trial) => judged(trial, matcher.match(trial.party)));
    matcher.free();
    progress?.(at + 1);
    return results;
  });
}

/** @param {Result[]} results */
export function tally(results) {
  const count = (test) => results.filter(test).length;
  const is = (verdict) => ({ trial }) => trial.verdict === verdict;
  const decided = (decision) => ({ answer }) => answer.decision === decision;
  const both = (one, other) => (result) => one(result) && other(result);
  return {
    trials: results.length,
    matches: count(decided("match")),
    wrong: count(({ wrong }) => wrong),
    /** Of these, to a firm that the party is not. */
    otherFirm: count(({ wrong, trial, answer }) => wrong && !trial.ids.includes(answer.contactId ?? "")),
    provable: count(is("match")),
    matched: count(both(is("match"), ({ matched }) => matched)),
    present: count(({ trial }) => trial.ids.length > 0),
    found: count(({ trial, found }) => trial.ids.length > 0 && found),
    absent: count(is("none")),
    absentReviewed: count(both(is("none"), decided("review"))),
    reviews: count(decided("review")),
    created: count(both(({ trial }) => trial.ids.length > 0, decided("create"))),
  };
}

/** Every candidate that was shown, with whether it was right. @param {Result[]} results */
export const shown = (results) => results.flatMap(({ trial, answer }) => answer.candidates.map(({ contactId, probability }) => ({ probability, right: trial.ids.includes(contactId) })));

/** By kind, in the order of their first trial. @param {Result[]} results @returns {Map<string, Result[]>} */
export function byKind(results) {
  /** @type {Map<string, Result[]>} */
  const kinds = new Map();
  for (const result of results) kinds.set(result.trial.kind, [...(kinds.get(result.trial.kind) ?? []), result]);
  return kinds;
}
