// The labelled sets that lie beside the repository: restaurants and organisations.

import { readFileSync } from "node:fs";
import { sharedPath, skip } from "../../contract/shared.js";
import { judged } from "./judge.js";
import { matcherOf, matchOnce } from "./matcher.js";
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

/** The column also holds answers to another question. @param {string} text */
const isSite = (text) => text.includes(".");
