// Labelled trials for a contact matcher: ledgers of firms of many countries, and parties to be found in them.
//
// Everything hangs on a seed. `DEVELOPMENT` is for whoever works on the matcher; `HELD_OUT` is for the figures of
// the benchmark, and nobody looks into its trials before the matcher stands.

import { World } from "./firms.js";
import { absent } from "./kinds-absent.js";
import { groups } from "./kinds-groups.js";
import { present } from "./kinds-present.js";
import { Book, verdict } from "./labels.js";
import { random } from "./random.js";
import { contactOf } from "./write.js";

export const DEVELOPMENT = "development 1";
export const HELD_OUT = "held out 7";

/** Kinds of trial by their names. */
export const kinds = { ...present, ...absent, ...groups };

/**
 * @typedef {object} Trial
 * @property {string} id
 * @property {string} kind
 * @property {Record<string, any>} party the query
 * @property {string[]} ids the contacts that are the party; none, where it has no contact
 * @property {"match" | "either" | "review" | "none"} verdict see labels.js
 * @property {boolean} ambiguous whether only a person may decide
 */

/**
 * One ledger with its trials.
 * @param {string} seed @param {{ perKind?: number, contacts?: number }} [size]
 * @returns {{ contacts: Record<string, any>[], trials: Trial[] }}
 */
export function ledger(seed, { perKind = 29, contacts = 3000 } = {}) {
  const world = new World(seed);
  const book = new Book();
  const made = [];
  for (const [kind, make] of Object.entries(kinds)) {
    for (let index = 0; index < perKind; index += 1) {
      const kit = { world, random: random(seed, kind, index), add: (record) => book.add(record) };
      made.push({ id: `${seed}/${kind}/${index}`, kind, ...make(kit) });
    }
  }
  const others = random(seed, "others");
  while (book.records.length < contacts) {
    const firm = world.firm(others);
    book.add(contactOf(firm, others, { status: others.chance(0.06) ? "ARCHIVED" : "ACTIVE" }));
  }
  const trials = made.flatMap(({ id, kind, query, ids, ...rest }) => {
    const right = verdict({ query, ids, ...rest }, book);
    return right === undefined ? [] : [{ id, kind, party: query.party, ids, verdict: right, ambiguous: right === "review" }];
  });
  return { contacts: shuffled(book.records.map(({ contact }) => contact), random(seed, "order")), trials };
}

/**
 * Several ledgers, so that there are enough trials for an interval.
 * @param {string} seed @param {number} [count] @param {Parameters<typeof ledger>[1]} [size]
 */
export const ledgers = (seed, count = 3, size = {}) => Array.from({ length: count }, (_, at) => ledger(`${seed}/${at}`, size));

function shuffled(list, chance) {
  return chance.some(list, list.length);
}
