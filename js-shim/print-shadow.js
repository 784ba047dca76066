// What `shadow` found, as a person reads it. Prints what the core gave, and decides nothing.

import { amount, clean, hang, paint, printFindings, table, widthOf } from "./print.js";

/** @typedef {import("./print.js").Look} Look */

/** Rows that are shown of a list; `--json` has all. */
const MOST = 40;

/** @param {number} thousandths */
const percent = (thousandths) => `${(thousandths / 10).toFixed(1)} %`;

/** What the classes of deals and documents are called, in the order in which they are told. */
const DEALS = {
  agrees: "billed by people as it would have been",
  differs: "billed by people otherwise",
  unbilled: "billed by nobody",
  "not-due": "not due yet",
  held: "would be held for a person",
  waiting: "would wait for a day",
  skipped: "would be left out by a rule",
  refused: "would be refused",
  "not-looked-up": "whose entity's documents were not passed",
  "not-won": "not won",
  outside: "won outside the period",
  repeated: "passed twice",
};
const DOCUMENTS = {
  paired: "of a deal",
  further: "of a deal that has another",
  "without-deal": "without a deal",
  "from-template": "made by a repeating invoice",
  "taken-back": "voided, deleted or credited",
  other: "no invoices",
  outside: "outside the period",
};

/**
 * @param {any} shadow
 * @param {Look} look
 */
export function printShadow({ ok, asOf, agreement, dealClasses, documentClasses, totals, proposals, reasons, deals, documents, findings }, look = {}) {
  const { bold, dim, green, red, yellow } = paint(look);
  const most = widthOf(look);
  const { documents: compared, whole, share, fields } = agreement;
  const headline = compared === 0 ? "No documents could be compared" : `${whole} of ${compared} documents agree in everything, ${percent(share)}`;
  const out = [(ok ? (whole === compared && compared > 0 ? green : yellow) : red)(bold(headline)) + (asOf ? dim(`  as of ${clean(asOf)}`) : "")];
  /** @param {string} title @param {{ class: string, count: number }[]} classes @param {Record<string, string>} words */
  const counts = (title, classes, words) => {
    if (classes.length === 0) return;
    out.push("", bold(title), ...classes.map((one) => `  ${String(one.count).padStart(6)}  ${words[one.class] ?? clean(one.class)}`));
  };
  counts("Deals", dealClasses, DEALS);
  counts("Documents", documentClasses, DOCUMENTS);
  if (fields.length > 0) {
    const rows = fields.map((/** @type {any} */ one) => [clean(one.field), String(one.agreed), String(one.compared), percent(one.share)]);
    out.push("", ...table(["Field", "agree", "of", ""], rows, "lrrr", dim).map((line) => line.trimEnd()));
  }
  if (totals.length > 0) {
    const rows = totals.map((/** @type {any} */ one) => [clean(one.currency), amount(one.planned), amount(one.invoiced), amount(one.unbilled), amount(one.withoutDeal)]);
    out.push("", ...table(["With tax", "as planned", "as invoiced", "not billed", "without a deal"], rows, "lrrrr", dim));
  }
  if (proposals.length > 0) out.push("", bold("One change each, with which more would agree"));
  for (const { at, field, from, to, of, agree, wouldAgree } of proposals) {
    out.push(...hang("  ", 4, [[`${clean(at)}: ${clean(from ?? "nothing")} → ${clean(to)}`, String]], most), `    ${dim(`${clean(field)}: ${wouldAgree} of ${of} would agree, not ${agree}`)}`);
  }
  /** @param {any[]} list @param {(one: any) => string[]} each */
  const some = (list, each) => {
    out.push(...list.slice(0, MOST).flatMap(each));
    if (list.length > MOST) out.push(dim(`  and ${list.length - MOST} more (--json has all)`));
  };
  const called = (/** @type {any} */ deal) => `${clean(deal.title ?? `deal ${deal.id ?? ""}`)}${dim(`  ${clean(deal.id ?? "")}${deal.wonOn ? `, won ${clean(deal.wonOn)}` : ""}`)}`;
  const shown = (/** @type {any} */ one) => hang("      ", 8, [[`${clean(one.field)}  ${clean(one.ours || "–")} → ${clean(one.theirs || "–")}`, String], ...(one.rule ? [/** @type {[string, (text: string) => string]} */ ([`(${clean(one.rule)})`, dim])] : [])], most);
  const billed = (/** @type {any} */ one) => `${clean(one.number ?? one.id)} ${dim(`${one.confidence}: ${one.evidence.slice(0, 3).map((/** @type {any} */ piece) => clean(piece.says)).join(", ")}`)}`;
  const of = (/** @type {string} */ name) => deals.filter((/** @type {any} */ deal) => deal.class === name);

  if (of("differs").length > 0) out.push("", bold("As planned → as people billed it"));
  some(of("differs"), (deal) => [
    `  ${called(deal)}`,
    ...(deal.differences ?? []).flatMap(shown),
    ...deal.documents.flatMap((/** @type {any} */ slot) => (slot.billed ? [`    ${clean(slot.slot)} = ${billed(slot.billed)}`, ...slot.differences.flatMap(shown)] : [`    ${clean(slot.slot)}: not billed`])),
    ...(deal.further ?? []).map((/** @type {any} */ one) => `    and ${billed(one)}`),
  ]);
  if (of("unbilled").length > 0) out.push("", bold("Billed by nobody"));
  some(of("unbilled"), (deal) => [`  ${called(deal)}  ${deal.documents.map((/** @type {any} */ slot) => `${amount(slot.total)} ${clean(slot.currency)}`).join(", ")}`]);
  const alone = documents.filter((/** @type {any} */ one) => one.class === "without-deal");
  if (alone.length > 0) out.push("", bold("Without a deal"));
  some(alone, (one) => [`  ${clean(one.number ?? one.id)}  ${clean(one.contact ?? "")}  ${amount(one.total)} ${clean(one.currency ?? "")}  ${dim(clean(one.date ?? ""))}`]);
  if (reasons.length > 0) out.push("", bold("What would stand in the way"));
  some(reasons, ({ code, deals: count, first, message, remedy }) => [
    ...hang(`  ${String(count).padStart(4)}  `, 8, [[clean(message), String]], most),
    dim(`        ${clean(code)}, first at ${first.map(clean).join(", ")}`),
    ...hang("        → ", 10, [[clean(remedy), String]], most),
  ]);
  if (findings.length > 0) out.push("", printFindings(findings, look));
  return out.join("\n");
}
