// What `check`, `diff` and `init` found, as a person reads it. Prints what the core gave, and decides nothing.

import { amount, clean, hang, paint, printFindings, table, widthOf } from "./print.js";

/** @typedef {import("./print.js").Look} Look */
/** @typedef {import("./print.js").Finding} Finding */

/** @param {number} count @param {string} one */
const counted = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;

/** @param {number} thousandths */
const percent = (thousandths) => `${(thousandths / 10).toFixed(1)} %`;

/**
 * @param {{ ok: boolean, findings: Finding[], covers: any[], coverage?: any }} check
 * @param {Look} look
 */
export function printCheck({ ok, findings, covers, coverage }, look = {}) {
  const { bold, dim, green, red } = paint(look);
  const share = coverage ? `, and covers ${percent(coverage.share)} of ${counted(coverage.deals, "deal")}` : "";
  const out = [ok ? green(bold(`The config is right${share}`)) : red(bold("The config is not right"))];
  if (!coverage) out.push(dim("  No won deals were passed: how many it covers is not known"));
  for (const { entity, currencies, taxes } of covers) {
    const rates = [...new Set(taxes.flatMap((/** @type {any} */ tax) => tax.exclusive))].sort((one, other) => one - other);
    const taxed = rates.length > 0 ? `tax of ${rates.join(", ")} %` : "lines without a tax rate";
    out.push(...hang(`  ${clean(entity)}: `, 4, [[`proved for ${currencies.map(clean).join(", ")}, and for ${taxed}`, dim]], widthOf(look)));
  }
  if (coverage) {
    const { deals, share, outcomes, rules, reasons } = coverage;
    out.push("", bold(`Of ${counted(deals, "deal")}, ${percent(share)} ${deals === 1 ? "is" : "are"} covered`));
    for (const [name, count] of Object.entries(outcomes)) if (count > 0) out.push(`  ${String(count).padStart(6)}  ${name}`);
    if (rules.length > 0) out.push("", ...table(["Rule", "applies", "does not", "unknown"], rules.map((/** @type {any} */ rule) => [clean(rule.rule), String(rule.applied), String(rule.notMet + rule.notConsidered), rule.undecided ? String(rule.undecided) : ""]), "lrrr", dim));
    for (const { code, deals: count, first, message, remedy } of reasons) {
      out.push("", ...hang(`  ${String(count).padStart(6)}  `, 10, [[clean(message), bold]], widthOf(look)), `          ${dim(`${clean(code)}, first at ${first.map(clean).join(", ")}`)}`);
      out.push(...hang("          → ", 12, [[clean(remedy), String]], widthOf(look)));
    }
  }
  if (findings.length > 0) out.push("", printFindings(findings, look));
  return out.join("\n");
}

/**
 * @param {{ ok: boolean, deals: number, changed: number, notCompared: number, settings: any[], changes: any[], fields: any[], totals: any[], findings: Finding[] }} difference
 * @param {Look} look
 */
export function printDifference({ ok, deals, changed, notCompared, settings, changes, fields, totals, findings }, look = {}) {
  const { bold, dim, green, red, yellow } = paint(look);
  const open = notCompared === 0 ? "" : `, and ${notCompared} could not be compared`;
  const headline = changed === 0 ? `${counted(deals, "deal")}: nothing would be different${open}` : `Of ${counted(deals, "deal")}, ${changed} would be different${open}`;
  const out = [(ok ? (changed + notCompared + settings.length === 0 ? green : yellow) : red)(bold(headline))];
  /** @param {any} field */
  const field = (field) => hang("    ", 6, [[`${clean(field.at.slice(1))}  ${clean(field.before ?? "–")} → ${clean(field.after ?? "–")}`, String]], widthOf(look));
  if (settings.length > 0) out.push("", bold("Settings that no document shows"), ...settings.flatMap(field));
  for (const { at, id, title, before, after, documents, says = [] } of changes) {
    const becomes = before === after ? "" : `: ${clean(before)} → ${clean(after)}`;
    out.push("", bold(`${clean(title ?? `deal ${id ?? ""}`)}${becomes}`) + dim(`  ${clean(id ?? "")} ${clean(at)}`));
    for (const document of documents) {
      out.push(`  ${clean(document.slot)} ${document.change === "changed" ? "" : `would be ${document.change}`}`.trimEnd());
      out.push(...document.fields.flatMap(field));
    }
    for (const { code, message } of says) out.push(...hang("    ", 6, [[`${clean(message)} (${clean(code)})`, yellow]], widthOf(look)));
  }
  if (changed > changes.length) out.push("", dim(`and ${changed - changes.length} more`));
  if (fields.length > 0) out.push("", ...table(["Field", "changes"], fields.map(({ field, changes: count }) => [clean(field), String(count)]), "lr", dim));
  if (totals.length > 0) out.push("", ...table(["Documents in", "before", "after"], totals.map(({ currency, before, after }) => [clean(currency), amount(before), amount(after)]), "lrr", dim));
  if (findings.length > 0) out.push("", printFindings(findings, look));
  return out.join("\n");
}

/**
 * @param {{ ok: boolean, config?: any, findings: Finding[] }} draft
 * @param {Look} look
 */
export function printDraft({ ok, config, findings }, look = {}) {
  const { bold, dim, red, yellow } = paint(look);
  const out = [];
  if (config) {
    out.push(JSON.stringify(config, null, 2));
    const guesses = Object.entries(config.unconfirmed ?? {});
    out.push("", yellow(bold(`${counted(guesses.length, "guess").replace("guesss", "guesses")} to confirm: take each out of \`unconfirmed\` when it is right`)));
    for (const [path, why] of guesses) out.push(...hang(`  ${clean(path)}  `, 4, [[clean(why), dim]], widthOf(look)));
  }
  if (!ok) out.push(red(bold("Nothing was drafted")));
  if (findings.length > 0) out.push("", printFindings(findings, look));
  return out.join("\n");
}
