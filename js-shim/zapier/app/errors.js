// What became of a step, in Zapier's manner: what a person must mend or decide halts the run and never turns the Zap
// off, a limit of calls is tried again later, and what failed can be replayed.

import { lineOf } from "../../code-step.js";

/** @typedef {import("./connection.js").Z} Z */

/** Statuses that are for a person. */
const HALTS = ["refused", "held", "review"];

/** The first finding that stands in the way, or what is said in a line. @param {{ text?: string, findings?: any[] }} outcome */
function reasonOf({ text = "", findings = [] }) {
  const first = findings.find(({ severity }) => severity === "error") ?? findings.find(({ severity }) => severity === "warning");
  return { code: String(first?.code ?? "HANDOFF_HELD"), line: first ? lineOf(first) : text };
}

/**
 * Ends the run, unless all is well.
 * @param {Z} z @param {{ status: string, text?: string, findings?: any[] }} outcome @param {string} [line] what to say instead
 */
export function endUnlessWell(z, outcome, line) {
  const reason = reasonOf(outcome);
  if (HALTS.includes(outcome.status)) throw new z.errors.HaltedError(line ?? reason.line);
  if (outcome.status === "failed") throw new z.errors.Error(line ?? reason.line, reason.code, 500);
}

/** What the package throws about an input, with its code. @template T @param {Z} z @param {() => T} run @returns {T} */
export function coded(z, run) {
  try {
    return run();
  } catch (thrown) {
    const { code, message } = /** @type {{ code?: string, message: string }} */ (thrown);
    throw code === undefined ? thrown : new z.errors.Error(message, code, 400);
  }
}
