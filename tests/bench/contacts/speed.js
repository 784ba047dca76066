// How fast contacts are found among many: the package, beside what developers reach for otherwise, with the same
// contacts and the same queries in one run.

import Fuse from "fuse.js";
import { hasIndex, matcherOf } from "./matcher.js";
import { random, uuid } from "./random.js";
import { World } from "./firms.js";
import { contactOf, partyOf } from "./write.js";

/** A ledger of so many contacts, and queries of which half have a contact. @param {number} size @param {number} queries */
export function book(size, queries) {
  const world = new World(`speed ${size}`);
  const chance = random("speed", size);
  // Names that differ are drawn up to here; beyond, firms are taken again, each time with numbers of its own.
  const different = Math.min(size, 20_000);
  const firms = Array.from({ length: different }, () => world.firm(chance));
  const contacts = firms.map((firm) => contactOf(firm, chance).contact);
  for (let at = different; at < size; at += 1) {
    const firm = world.keep({ ...firms[at % different], parts: [...firms[at % different].parts, { role: "town", text: ` ${chance.like("@@")}${at}` }] }, chance);
    contacts.push({ ...contactOf(firm, chance).contact, ContactID: uuid("speed", at) });
  }
  const parties = Array.from({ length: queries }, (_, at) => partyOf(at % 2 ? world.keep(world.firm(chance), chance) : firms[chance.below(different)], chance).party);
  return { contacts, parties };
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
  const { contacts, parties } = book(size, 1000);
  const few = (budget) => parties.slice(0, Math.max(5, Math.min(200, Math.floor(budget / size))));
  /** @type {import("./matcher.js").Matcher | undefined} */
  let matcher;
  const rows = [];
  if (hasIndex || size <= 1000) {
    const row = measure(() => {
      matcher = matcherOf(contacts);
      return matcher.match;
    }, hasIndex ? parties : few(50_000));
    rows.push({ name: hasIndex ? "ContactIndex" : "matchContact over the list", ...row, bytes: matcher?.bytes?.() });
  }
  rows.push({ name: "fuse.js, names only", ...measure(() => fuse(contacts), few(1_000_000)) });
  rows.push({ name: "loop over a Levenshtein, names only", ...measure(() => loop(contacts), few(2_000_000)) });
  return rows;
}
