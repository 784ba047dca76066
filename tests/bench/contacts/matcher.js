// The package's matcher, asked in the one way it offers: an index over the contacts, or, in a package that has none
// yet, the whole list with every question.

import * as wonvoice from "../../../pkg/node.js";

/**
 * @typedef {{ contactId: string, name: string, probability: number, evidence: { kind: string, says: string, weight: number }[] }} Candidate
 * @typedef {{ decision: "match" | "review" | "create", contactId?: string, candidates: Candidate[], findings: { code: string }[] }} Answer
 * @typedef {{ match: (party: Record<string, any>) => Answer, bytes?: () => number, free: () => void }} Matcher
 */

const ContactIndex = Reflect.get(wonvoice, "ContactIndex");

/** Whether the package has the index; without it, everything is slower and nothing is asserted. */
export const hasIndex = ContactIndex !== undefined;

/** What answers, for the head of a table. */
export const asked = hasIndex ? "ContactIndex" : "matchContact over the whole list (this package exports no ContactIndex yet)";

/** @param {Record<string, any>[]} contacts @returns {Matcher} */
export function matcherOf(contacts) {
  if (!hasIndex) {
    const list = JSON.stringify(contacts);
    return { match: (party) => matchOnce(party, list), free() {} };
  }
  const index = new ContactIndex(contacts);
  return { match: (party) => index.match({ party }), bytes: () => bytesOf(index.memory()), free: () => index.free() };
}

/** One question to one list, as a code step asks it. @param {Record<string, any>} party @param {string} contacts JSON @returns {Answer} */
export const matchOnce = (party, contacts) => JSON.parse(wonvoice.callJson("matchContact", `{"party":${JSON.stringify(party)},"contacts":${contacts}}`));

/** What `memory()` reports: a number of bytes, or an object with one. @param {any} memory @returns {number} */
function bytesOf(memory) {
  if (typeof memory === "number") return memory;
  const bytes = memory?.bytes ?? memory?.total;
  if (typeof bytes !== "number") throw new Error(`memory() answered ${JSON.stringify(memory)}: no bytes`);
  return bytes;
}
