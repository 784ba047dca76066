// How fast contacts are found among many: the package, beside what developers reach for otherwise, with the same
// contacts and the same queries in one run.

import Fuse from "fuse.js";
import { matcherOf } from "./matcher.js";
import { random, uuid } from "./random.js";
import { invented, World } from "./firms.js";
import { contactOf, partyOf } from "./write.js";

const LARGEST = 100_000;
/** Firms that are drawn whole; the other contacts are made of them, with a word and numbers of their own. */
const DRAWN = 8_000;
/** @type {{ contacts: Record<string, any>[], parties: Record<string, any>[] } | undefined} */
let made;

/** The ledger of which the smaller ones are the beginning. */
function largest() {
  if (made) return made;
  const world = new World("speed");
  const chance = random("speed");
  const firms = Array.from({ length: DRAWN }, () => world.firm(chance));
  const contacts = firms.map((firm) => contactOf(firm, chance).contact);
  const other = (text) => text?.replace(/\d/g, () => chance.digits(1));
  for (let at = DRAWN; at < LARGEST; at += 1) {
    const like = contacts[at % DRAWN];
    const word = invented(chance);
    contacts.push({
      ...like,
      ContactID: uuid("speed", at),
      Name: `${word} ${like.Name}`,
      ...(like.EmailAddress ? { EmailAddress: `${word.toLowerCase()}${at}.${like.EmailAddress}` } : {}),
      ...(like.TaxNumber ? { TaxNumber: other(like.TaxNumber) } : {}),
      ...(like.CompanyNumber ? { CompanyNumber: other(like.CompanyNumber) } : {}),
      ...(like.Phones ? { Phones: like.Phones.map((phone) => ({ ...phone, PhoneNumber: other(phone.PhoneNumber) })) } : {}),
      ...(like.Addresses ? { Addresses: like.Addresses.map((address) => ({ ...address, AddressLine1: other(address.AddressLine1), PostalCode: other(address.PostalCode) })) } : {}),
    });
  }
  // Half of the queries have a contact, in the smallest ledger too.
  const parties = Array.from({ length: 1000 }, (_, at) => partyOf(at % 2 ? world.firm(chance) : firms[chance.below(1000)], chance).party);
  made = { contacts, parties };
  return made;
}

const now = () => performance.now();

/** @param {number[]} times in milliseconds */
function spread(times) {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { median: at(0.5), p99: at(0.99) };
}

/** @param {() => (party: Record<string, any>) => unknown} build @param {Record<string, any>[]} parties */
function measure(build, parties) {
  const began = now();
  const ask = build();
  const built = now() - began;
  for (const party of parties.slice(0, Math.ceil(parties.length / 10))) ask(party);
  const times = parties.map((party) => {
    const from = now();
    ask(party);
    return now() - from;
  });
  return { built, ...spread(times), queries: parties.length };
}

/** One row of two, without which no distance is counted. @param {string} one @param {string} other */
function levenshtein(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    let diagonal = row[0];
    row[0] = i;
    for (let j = 1; j <= other.length; j += 1) {
      const above = row[j];
      row[j] = Math.min(above + 1, row[j - 1] + 1, diagonal + (one.charCodeAt(i - 1) === other.charCodeAt(j - 1) ? 0 : 1));
      diagonal = above;
    }
  }
  return row[other.length];
}

function loop(contacts) {
  const names = contacts.map(({ Name }) => Name.toLowerCase());
  return ({ name }) => {
    const sought = name.toLowerCase();
    let best = Infinity;
    let found = -1;
    for (let at = 0; at < names.length; at += 1) {
      const distance = levenshtein(sought, names[at]);
      if (distance < best) [best, found] = [distance, at];
    }
    return contacts[found];
  };
}

function fuse(contacts) {
  const index = new Fuse(contacts, { keys: ["Name"], includeScore: true, threshold: 0.4, ignoreLocation: true });
  return ({ name }) => index.search(name.trim(), { limit: 5 });
}

/**
 * @param {number} size
 * @returns {{ name: string, built: number, median: number, p99: number, queries: number, bytes?: number }[]}
 */
export function speeds(size) {
  const { parties } = largest();
  const contacts = largest().contacts.slice(0, size);
  const few = (budget) => parties.slice(0, Math.max(3, Math.min(200, Math.floor(budget / size))));
  const matcher = { bytes: 0, free: () => {} };
  const ours = measure(() => {
    const made = matcherOf(contacts);
    [matcher.bytes, matcher.free] = [made.bytes(), made.free];
    return made.match;
  }, parties);
  matcher.free();
  const rows = [{ name: "ContactIndex", ...ours, bytes: matcher.bytes }];
  rows.push({ name: "fuse.js, names only", ...measure(() => fuse(contacts), few(300_000)) });
  rows.push({ name: "loop over a Levenshtein, names only", ...measure(() => loop(contacts), few(1_000_000)) });
  return rows;
}
