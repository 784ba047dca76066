// A reconciliation as a person reads it. Prints what the core gave, and decides nothing.

import { amount, clean, hang, paint, printFindings, table, widthOf } from "./print.js";

/** @typedef {import("./print.js").Look} Look */

/** Rows that are shown of a list; `--json`, `--csv` and `--html` have all. */
const MOST = 15;

/** @param {string} word */
export const inWords = (word) => word.replaceAll("-", " ");

/** @param {any} summary @param {Look} [look] */
export function printReconciliation({ ok, asOf, counts, dealClasses, documentClasses, sums, wonNotBilled, billedNotWon, ageing, proof, findings }, look = {}) {
  const { bold, dim, green, red, yellow } = paint(look);
  const most = widthOf(look);
  const missing = sums.byCurrency.filter((/** @type {any} */ line) => line.missing > 0);
  const headline = missing.length === 0 ? "Everything won is billed" : `Won and not billed: ${missing.map((/** @type {any} */ line) => `${amount(line.missing)} ${clean(line.currency)}`).join(", ")}`;
  const out = [(ok ? (missing.length > 0 ? yellow : green) : red)(bold(headline)) + dim(`  as of ${clean(asOf)}, ${counts.deals} deals, ${counts.documents} documents`)];
  /** @param {string} title @param {any[]} classes */
  const classes = (title, classes) => {
    if (classes.length > 0) out.push("", bold(title), ...classes.map((one) => `  ${String(one.count).padStart(7)}  ${inWords(one.class)}`));
  };
  classes("Deals", dealClasses);
  classes("Documents", documentClasses);
  if (sums.byCurrency.length > 0) {
    const rows = sums.byCurrency.map((/** @type {any} */ one) => [clean(one.currency), ...[one.won, one.dueByNow, one.billed, one.missing, one.excess].map(amount)]);
    out.push("", ...table(["", "won", "to be billed by now", "billed", "missing", "too much"], rows, "lrrrrr", dim));
    const taxed = sums.byCurrency.map((/** @type {any} */ one) => [clean(one.currency), ...[one.invoiced, one.paid, one.credited, one.due, one.drafted].map(amount)]);
    out.push("", ...table(["With tax", "invoiced", "paid", "credited", "due", "in drafts"], taxed, "lrrrrr", dim));
  }
  /** @param {string} title @param {any[]} lines */
  const list = (title, lines) => {
    if (lines.length === 0) return;
    out.push("", bold(title));
    for (const one of lines.slice(0, MOST)) {
      out.push(`  ${amount(one.amount).padStart(14)} ${clean(one.currency)}  ${clean(one.title)}${dim(`  ${[one.deal === undefined ? one.document : `deal ${one.deal}`, one.who, one.date].filter(Boolean).map(clean).join(", ")}`)}`);
      out.push(...hang("                      ", 24, [[`${inWords(one.class)}: ${clean(one.reason)}`, dim]], most));
    }
    if (lines.length > MOST) out.push(dim(`  and ${lines.length - MOST} more (--csv, --html and --json have them)`));
  };
  list("Won and not billed", wonNotBilled);
  list("Billed and not won", billedNotWon);
  if (ageing.length > 0) {
    const rows = ageing.map((/** @type {any} */ one) => [clean(`${one.entity} ${one.currency}`.trim()), ...[one.current, one.under1Month, one.oneMonth, one.twoMonths, one.threeMonths, one.older, one.credits, one.total].map(amount)]);
    out.push("", ...table(["Receivables", "not due", "< 1 month", "1 month", "2 months", "3 months", "older", "credits", "total"], rows, "lrrrrrrrr", dim));
  }
  const failed = proof.filter((/** @type {any} */ line) => !line.proves);
  if (proof.length > 0) out.push("", failed.length === 0 ? dim("The classes prove to the totals.") : red(`The classes do not prove: ${failed.map((/** @type {any} */ one) => `${one.of} ${clean(one.currency)} ${amount(one.difference)}`).join(", ")}`));
  if (findings.length > 0) out.push("", printFindings(findings.map((/** @type {any} */ one) => ({ ...one, path: one.where ?? one.path })), look));
  return out.join("\n");
}
