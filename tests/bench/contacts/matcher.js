// The package's matcher, asked in the one way it offers for many parties: an index over the contacts.

import { ContactIndex, callJson, findDuplicates } from "../../../pkg/node.js";

/**
 * @typedef {{ contactId: string, name: string, probability: number, evidence: { kind: string, says: string, weight: number }[] }} Candidate
 * @typedef {{ decision: "match" | "review" | "create", contactId?: string, candidates: Candidate[], findings: { code: string }[] }} Answer
 * @typedef {{ match: (party: Record<string, any>) => Answer, matchWithout: (contact: Record<string, any>, party: Record<string, any>) => Answer, bytes: () => number, free: () => void }} Matcher
 */

/** @param {Record<string, any>[]} contacts @returns {Matcher} */
export function matcherOf(contacts) {
  const index = new ContactIndex(contacts);
  const match = (party) => /** @type {Answer} */ (index.match({ party }));
  return {
    match,
    matchWithout(contact, party) {
      index.update([{ ContactID: contact.ContactID, ContactStatus: "ARCHIVED", Name: "–" }]);
      const answer = match(party);
      index.update([contact]);
      return answer;
    },
    bytes: () => index.memory().bytes,
    free: () => index.free(),
  };
}

/** One question to one list, as a code step asks it. @param {Record<string, any>} party @param {string} contacts JSON @returns {Answer} */
export const matchOnce = (party, contacts) => JSON.parse(callJson("matchContact", `{"party":${JSON.stringify(party)},"contacts":${contacts}}`));

/** Contacts that are probably the same. @param {Record<string, any>[]} contacts */
export const groupsOf = (contacts) => findDuplicates({ contacts }).groups;
