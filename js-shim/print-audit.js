// What `audit` found, as a person reads it. Prints what the core gave, and decides nothing.

import { amount, clean, hang, paint, printFindings, table, widthOf } from "./print.js";

/** @typedef {import("./print.js").Look} Look */

/** Rows that are shown of a list; `--json` has all. */
const MOST = 40;

/** @param {number} thousandths */
const percent = (thousandths) => `${(thousandths / 10).toFixed(1)} %`;

/** @param {number} minutes */
const time = (minutes) => (minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`);

/** @type {Record<string, string>} */
const ROUTES = {
  "mend-data-first": "mend the data first",
  "reporting-only": "invoice by hand, and let reports say what is missing",
  "native-connector": "the invoice action of the automation host",
  "automation-step": "a code step in an automation",
  "custom-middleware": "a program of your own, or the durable engine",
};
/** @type {Record<string, string>} */
const CLASSES = { alone: "hand off by themselves", held: "are held for a person", waiting: "wait for a day", skipped: "are left out by a rule", refused: "are refused" };

/** @param {{ currency: string, amount: number }[]} amounts */
const money = (amounts) => amounts.map((one) => `${amount(one.amount)} ${clean(one.currency || "without a currency")}`).join(", ");

/**
 * @param {any} readiness
 * @param {Look} look
 */
export function printAudit({ ok, asOf, facts, checks, effort, fields, coverage, recommendation, checklist, findings }, look = {}) {
  const { bold, dim, green, red, yellow } = paint(look);
  const most = widthOf(look);
  const open = checklist.filter((/** @type {any} */ task) => task.state === "not-done").length;
  const unknown = checklist.filter((/** @type {any} */ task) => task.state === "not-looked-at").length;
  const headline = `${ok ? "Nothing blocks" : "Not ready"}: ${open} of ${checklist.length} steps open, ${unknown} not looked at`;
  const out = [(ok ? (open + unknown === 0 ? green : yellow) : red)(bold(headline)) + (asOf ? dim(`  as of ${clean(asOf)}`) : "")];
  const { won, notWon, repeated, perMonth, months, currencies } = facts;
  const others = [[notWon, "not won"], [repeated, "passed twice"]].filter(([count]) => Number(count) > 0).map(([count, what]) => `${count} ${what}`);
  out.push(dim(`  ${won} won deals in ${months} month${months === 1 ? "" : "s"}, ${perMonth} a month${others.length > 0 ? `; ${others.join(", ")}` : ""}`));
  if (currencies.length > 0) out.push(dim(`  ${money(currencies)}`));

  if (recommendation) {
    const { route, decidedBy, rows, routes, wouldChange } = recommendation;
    out.push("", bold(`Recommended: ${ROUTES[route] ?? clean(route)}`));
    const decided = rows.find((/** @type {any} */ row) => row.row === decidedBy);
    if (decided) out.push(...hang("  since ", 8, [[`${clean(decided.when)}${decided.measured ? ` (${clean(decided.measured)})` : ""}`, String]], most));
    for (const { pro, contra, chosen, route: other } of routes) {
      if (pro.length + contra.length === 0) continue;
      out.push(`  ${chosen ? bold(clean(other)) : clean(other)}`);
      for (const [mark, list] of [["+", pro], ["-", contra]]) for (const one of list) out.push(...hang(`    ${mark} `, 6, [[clean(one), dim]], most));
    }
    for (const { to, when } of wouldChange) out.push(...hang("  would change: ", 4, [[`${clean(to)}, if ${clean(when)}`, String]], most));
  }

  if (coverage) {
    out.push("", bold(`Under this config, of ${coverage.deals} won deals`));
    for (const { class: name, deals, share, amounts } of coverage.classes) if (deals > 0) out.push(`  ${String(deals).padStart(6)}  ${percent(share).padStart(7)}  ${CLASSES[name] ?? clean(name)}${dim(`  ${money(amounts)}`)}`);
    for (const { code, class: name, deals, amounts, first, message, remedy } of coverage.reasons.slice(0, MOST)) {
      out.push(...hang(`  ${String(deals).padStart(6)}  `, 10, [[clean(message), String]], most));
      out.push(dim(`          ${clean(name)} by ${clean(code)}, first at ${first.map(clean).join(", ")}; ${money(amounts)}`));
      out.push(...hang("          → ", 12, [[clean(remedy), String]], most));
    }
  }

  const found = checks.filter((/** @type {any} */ check) => check.state === "to-mend");
  if (found.length > 0) {
    const rows = found.map((/** @type {any} */ check) => [clean(check.title), String(check.found), String(check.of), percent(check.share), clean(check.severity), clean(check.owner), time(check.minutes)]);
    out.push("", ...table(["To mend", "", "of", "", "", "who", "effort"], rows, "lrrrllr", dim).map((line) => line.trimEnd()));
  }
  for (const { title, examples, users, remedy } of found) {
    out.push("", bold(clean(title)), ...hang("  → ", 4, [[clean(remedy), String]], most));
    for (const { id, name, what, user, path } of examples) out.push(...hang("    ", 6, [[`${clean(name || id)}: ${clean(what)}`, String], [`(${[id, user, path].filter(Boolean).map(clean).join(", ")})`, dim]], most));
    if (users.length > 0) out.push(dim(`    by owner: ${users.slice(0, MOST).map((/** @type {any} */ user) => `${clean(user.name ?? user.id)} ${user.found}`).join(", ")}`));
  }
  if (effort.some((/** @type {any} */ one) => one.items > 0)) {
    out.push("", bold("Effort to mend all of it"), ...effort.map((/** @type {any} */ one) => `  ${clean(one.role).padEnd(8)} ${String(one.items).padStart(6)} ${one.items === 1 ? "item" : "items"}, ${time(one.minutes)}`));
    out.push(dim("  Minutes an item are our estimates, unless you gave yours with --minutes."));
  }
  if (fields.length > 0) {
    const rows = fields.map((/** @type {any} */ field) => [clean(field.label), clean(field.owner), `${field.filled} of ${field.of}`, percent(field.share), field.used ? "read by the config" : ""]);
    out.push("", ...table(["Custom field", "of the", "filled", "", ""], rows.slice(0, MOST), "llrrl", dim).map((line) => line.trimEnd()));
    if (rows.length > MOST) out.push(dim(`  and ${rows.length - MOST} more (--json has all)`));
  }

  out.push("", bold("Before going live"));
  for (const { check, state, severity, owner, title, what } of checklist) {
    const mark = state === "done" ? green("✓") : state === "not-done" ? (severity === "blocker" ? red : yellow)("✗") : dim("?");
    out.push(...hang(`  ${mark} `, 6, [[clean(title), String], [`(${[check, what, ...(state === "done" ? [] : [owner])].map(clean).join("; ")})`, dim]], most));
  }
  if (findings.length > 0) out.push("", printFindings(findings, look));
  return out.join("\n");
}
