// What was found out about contacts, as a person reads it. Prints what the core gave, and decides nothing.

import { clean, hang, left, paint, printFindings, right, table, width, widthOf } from "./print.js";

/** @typedef {import("./print.js").Look} Look */
/** @typedef {import("./print.js").Finding} Finding */

const DECISIONS = /** @type {Record<string, string>} */ ({ match: "this contact is billed", review: "a person has to choose", create: "no contact of Xero's is this party" });

/**
 * @param {{ decision: string, contactId?: string, candidates: { contactId: string, name?: string, probability: number, evidence: { says: string }[] }[], proposed?: object, findings: Finding[] }} match
 * @param {Look} look
 */
export function printMatch(match, look = {}) {
  const { bold, dim, green, yellow } = paint(look);
  const style = match.decision === "match" ? green : yellow;
  const out = [`${style(bold(clean(match.decision)))}: ${DECISIONS[match.decision] ?? ""}${match.contactId ? ` ${dim(clean(match.contactId))}` : ""}`];
  for (const { contactId, name, probability, evidence } of match.candidates) {
    out.push(`  ${share(probability)}  ${bold(clean(name))} ${dim(clean(contactId))}`);
    for (const { says } of evidence) out.push(...hang(" ".repeat(11), 11, [[clean(says), String]], widthOf(look)));
  }
  if (match.proposed) {
    out.push(dim("  to create:"));
    for (const [name, value] of Object.entries(match.proposed)) out.push(...hang(`    ${left(clean(name), 15)} `, 20, [[clean(typeof value === "object" ? JSON.stringify(value) : value), String]], widthOf(look)));
  }
  if (match.findings.length > 0) out.push("", printFindings(match.findings, look));
  return out.join("\n");
}

/** @typedef {{ between: [number, number], probability: number, weakest: boolean, evidence: { says: string }[] }} Link */
/** @typedef {{ probability: number, contacts: { contactId: string, name: string }[], links: Link[] }} Group */

const share = (/** @type {number} */ probability) => `${right((probability / 10).toFixed(1), 5)} %`;

/**
 * @param {{ groups: Group[], findings: Finding[] }} duplicates
 * @param {Look} look
 */
export function printDuplicates({ groups, findings }, look = {}) {
  const { bold, dim, green, yellow } = paint(look);
  const out = groups.map(({ probability, contacts, links }) => {
    const lines = [`${yellow(bold(`${share(probability).trim()} the same:`))} ${contacts.length} contacts`];
    contacts.forEach(({ contactId, name }, place) => lines.push(`  ${right(String(place + 1), 3)}  ${bold(clean(name) || "(without a name)")} ${dim(clean(contactId))}`));
    for (const { between: [one, other], probability: likely, weakest, evidence } of links) {
      const head = `  ${left(`${one + 1} and ${other + 1}`, 9)} ${share(likely)}  `;
      const weak = weakest && links.length > 1 ? "the weakest link: " : "";
      lines.push(...hang(dim(head), head.length, [[weak + evidence.map(({ says }) => clean(says)).join("; "), String]], widthOf(look)));
    }
    return lines.join("\n");
  });
  if (findings.length > 0) out.push(printFindings(findings, look));
  const count = groups.reduce((sum, { contacts }) => sum + contacts.length, 0);
  out.push(groups.length > 0 ? bold(`${groups.length === 1 ? "1 group" : `${groups.length} groups`}, ${count} contacts in all`) : green(bold("no contact is there twice")));
  return out.join("\n\n");
}

const RIGHT_SIDES = /** @type {Record<string, string>} */ ({ same: "both", crm: "Pipedrive", ledger: "Xero", ask: "ask a person", unknown: "unknown" });

/**
 * @param {{ ok: boolean, fields: { field: string, crm?: string, ledger?: string, verdict: string, why: string }[], ledgerPatch?: Record<string, unknown>, crmPatch?: Record<string, unknown>, findings: Finding[] }} alignment
 * @param {Look} look
 */
export function printAlignment({ ok, fields, ledgerPatch, crmPatch, findings }, look = {}) {
  const { bold, dim, green, red } = paint(look);
  const out = [];
  if (fields.length > 0) {
    // Field and verdict beside them.
    const most = Math.min(40, Math.max(10, Math.floor((widthOf(look) - 34) / 2)));
    const short = (/** @type {string | undefined} */ text) => {
      const shown = clean(text);
      return width(shown) > most ? `${[...shown].slice(0, most - 1).join("")}…` : shown;
    };
    const [head = "", ...rows] = table(["Field", "Pipedrive", "Xero", "Right"], fields.map(({ field, crm, ledger, verdict }) => [clean(field), short(crm), short(ledger), RIGHT_SIDES[verdict] ?? clean(verdict)]), "llll", dim);
    out.push([head, ...rows.flatMap((row, place) => [row, ...hang("      ", 6, [[clean(fields[place]?.why), dim]], widthOf(look))])].join("\n"));
  }
  const written = (/** @type {string} */ title, /** @type {Record<string, unknown> | undefined} */ patch) => {
    const members = Object.entries(patch ?? {}).filter(([name]) => name !== "ContactID");
    if (members.length === 0) return;
    const lines = members.flatMap(([name, value]) => hang(`    ${left(clean(name), 15)} `, 20, [[clean(value !== null && typeof value === "object" ? JSON.stringify(value) : value), String]], widthOf(look)));
    out.push([bold(title), ...lines].join("\n"));
  };
  written("To write to Xero:", ledgerPatch);
  written("To write to Pipedrive:", crmPatch);
  if (findings.length > 0) out.push(printFindings(findings, look));
  if (!ok) out.push(red(bold("not compared: nothing to write until the errors above are mended")));
  else if (!ledgerPatch && !crmPatch) out.push(green(bold("nothing to write")));
  return out.join("\n\n");
}
