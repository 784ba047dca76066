// The labelled sets that lie beside the repository: restaurants and organisations.

import { readFileSync } from "node:fs";
import { sharedPath, skip } from "../../contract/shared.js";
import { judged } from "./judge.js";
import { groupsOf, matcherOf, matchOnce } from "./matcher.js";
import { uuid } from "./random.js";

/** For `test(name, { skip }, …)`: false, or why the sets are not there. */
export { skip };

/** Rows of a file of comma-separated values with a head. @param {string} name @returns {Record<string, string>[]} */
function rows(name) {
  const [head, ...lines] = cells(readFileSync(sharedPath(`data/${name}`), "utf8"));
  return lines.map((line) => Object.fromEntries(head.map((column, at) => [column, line[at] ?? ""])));
}

/** RFC 4180. @param {string} text */
function cells(text) {
  /** @type {string[][]} */
  const lines = [];
  let line = [];
  const cell = /("((?:[^"]|"")*)"|[^",\r\n]*)(,|\r?\n|$)/gy;
  for (let found = cell.exec(text); found && cell.lastIndex <= text.length; found = cell.exec(text)) {
    line.push(found[2] === undefined ? found[1] : found[2].replaceAll('""', '"'));
    if (found[3] !== ",") {
      if (line.length > 1 || line[0] !== "") lines.push(line);
      line = [];
      if (found[3] === "") break;
    }
  }
  return lines;
}

/**
 * The restaurants of two guides as trials: each of one guide is sought among all of the other; each of the other
 * that is in it `alone` is sought among the rest.
 * @returns {{ contacts: Record<string, any>[], trials: import("./trials.js").Trial[], alone: { id: string, trial: import("./trials.js").Trial }[] }}
 */
export function restaurants() {
  const all = rows("restaurants.csv");
  const ledger = all.filter(({ side }) => side === "ledger");
  const crm = all.filter(({ side }) => side === "crm");
  const idOf = (row) => uuid("restaurant", row.true_id, row.name, row.address);
  const contacts = ledger.map((row) => ({
    ContactID: idOf(row), ContactStatus: "ACTIVE", Name: row.name,
    Addresses: [{ AddressType: "STREET", AddressLine1: row.address, City: row.city }],
  }));
  const partyOf = ({ name, address, city }) => ({ kind: "organization", name, address: { value: `${address}, ${city}`, route: address, locality: city } });
  const trialOf = (row, ids) => ({ id: `restaurant ${row.true_id}`, kind: ids.length ? "restaurant in both guides" : "restaurant in one guide", party: partyOf(row), ids, verdict: ids.length ? "match" : "none", ambiguous: false });
  const trials = crm.map((row) => trialOf(row, ledger.filter(({ true_id }) => true_id === row.true_id).map(idOf)));
  const partnered = new Set(crm.map(({ true_id }) => true_id));
  const alone = ledger.filter(({ true_id }) => !partnered.has(true_id)).map((row) => ({ id: idOf(row), trial: trialOf(row, []) }));
  return { contacts, trials, alone };
}

/**
 * Every restaurant's result by that protocol.
 * @returns {import("./judge.js").Result[]}
 */
export function runRestaurants() {
  const { contacts, trials, alone } = restaurants();
  const whole = matcherOf(contacts);
  const texts = contacts.map((contact) => [contact.ContactID, JSON.stringify(contact)]);
  const without = (id) => `[${texts.filter(([other]) => other !== id).map(([, text]) => text).join(",")}]`;
  const results = [
    ...trials.map((trial) => judged(trial, whole.match(trial.party))),
    ...alone.map(({ id, trial }) => judged(trial, matchOnce(trial.party, without(id)))),
  ];
  whole.free();
  return results;
}

/** Organisations with their labels, which are noisy. */
export function organisations() {
  return rows("organisations.csv").map((row) => ({
    label: row.true_id,
    row,
    contact: {
      ContactID: uuid("organisation", row.id), ContactStatus: "ACTIVE", Name: row.name,
      ...(row.phone ? { Phones: [{ PhoneType: "DEFAULT", PhoneNumber: row.phone }] } : {}),
      ...(isSite(row.website) ? { Website: row.website } : {}),
      Addresses: [{ AddressType: "STREET", AddressLine1: row.address, ...(row.zip ? { PostalCode: row.zip } : {}) }],
    },
    party: { kind: "organization", name: row.name, ...(row.phone ? { phone: row.phone } : {}), ...(isSite(row.website) ? { website: row.website } : {}), address: row.zip ? { value: `${row.address}, ${row.zip}`, route: row.address, postal_code: row.zip } : row.address },
  }));
}

const BY_OTHERS = "in one group by what links others";

/**
 * Which pairs `findDuplicates` says are one, beside those of one label.
 * @param {ReturnType<typeof organisations>} records
 */
export function asPairs(records) {
  const at = new Map(records.map(({ contact }, place) => [contact.ContactID, place]));
  const key = (one, other) => (one < other ? `${one} ${other}` : `${other} ${one}`);
  /** @type {Map<string, string>} */
  const said = new Map();
  for (const { contacts, links, probability } of groupsOf(records.map(({ contact }) => contact))) {
    const places = contacts.map(({ contactId }) => at.get(contactId));
    for (const [index, one] of places.entries()) for (const other of places.slice(0, index)) said.set(key(one, other), `${BY_OTHERS}, ${probability}`);
    for (const link of links) said.set(key(...link.between.map((place) => places[place])), `said to be one, ${link.probability}: ${link.evidence.map(({ says }) => says).join("; ")}`);
  }
  /** @type {Map<string, number[]>} */
  const labels = new Map();
  for (const [place, { label }] of records.entries()) labels.set(label, [...(labels.get(label) ?? []), place]);
  const labelled = new Set([...labels.values()].flatMap((places) => places.flatMap((one, index) => places.slice(0, index).map((other) => key(one, other)))));
  const listed = (pairs, label) => pairs.map((pair) => {
    const [one, other] = pair.split(" ").map((place) => records[Number(place)]);
    return { one, other, says: said.get(pair), label };
  });
  const disagreements = [...listed([...said.keys()].filter((pair) => !labelled.has(pair)), "different"), ...listed([...labelled].filter((pair) => !said.has(pair)), "the same")];
  const linked = [...said].filter(([, says]) => !says.startsWith(BY_OTHERS)).map(([pair]) => pair);
  return { pairs: [...said.keys()], linked: linked.length, linkedRight: linked.filter((pair) => labelled.has(pair)).length, labelled: labelled.size, disagreements };
}

/**
 * Each record sought among all others.
 * @param {ReturnType<typeof organisations>} records
 */
export function soughtAmongOthers(records) {
  const labels = new Map(records.map(({ contact, label }) => [contact.ContactID, label]));
  const sizes = new Map();
  for (const { label } of records) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const matcher = matcherOf(records.map(({ contact }) => contact));
  const counts = { matches: 0, agreed: 0, reviews: 0, shown: 0, creates: 0, missed: 0 };
  for (const { contact, label, party } of records) {
    const { decision, contactId, candidates } = matcher.matchWithout(contact, party);
    const isOne = (id) => labels.get(id) === label;
    if (decision === "match") {
      counts.matches += 1;
      counts.agreed += Number(isOne(contactId));
    } else if (decision === "review") {
      counts.reviews += 1;
      counts.shown += Number(candidates.some((one) => isOne(one.contactId)));
    } else {
      counts.creates += 1;
      counts.missed += Number(sizes.get(label) > 1);
    }
  }
  matcher.free();
  return counts;
}

/** The column also holds answers to another question. @param {string} text */
const isSite = (text) => text.includes(".");
