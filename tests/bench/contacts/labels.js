// What is right to do in a trial, judged from the facts that stand in the records, not from what the generator
// knows beside them: who cannot be told apart on paper is not to be told apart.
//
// A trial's verdict is one of
// - `match`: the records prove it, whoever reads them;
// - `either`: the right contact may be matched or shown to a person;
// - `review`: several contacts are as good, or the evidence is at odds: only a person may decide. A match is wrong;
// - `none`: the party has no contact. Creating one is right, asking does no harm, a match is wrong.

import { distance, inOrder, latin, plain } from "./plain.js";

/**
 * @typedef {import("./write.js").Facts} Facts
 * @typedef {"crmId" | "tax" | "company" | "email" | "phone" | "street" | "domain" | "people" | "town"} Fact
 */

/** What agrees and what differs where both sides say something. @param {Facts} one @param {Facts} other */
export function compare(one, other) {
  /** @type {Set<Fact>} */
  const agree = new Set();
  /** @type {Set<Fact>} */
  const differ = new Set();
  for (const field of /** @type {const} */ (["tax", "company", "phone", "crmId"])) {
    if (one[field] !== undefined && other[field] !== undefined) (one[field] === other[field] ? agree : differ).add(field);
  }
  const common = (list, others) => list.some((item) => others.includes(item));
  if (common(one.emails, other.emails)) agree.add("email");
  else if (common(one.domains, other.domains)) agree.add("domain");
  else if (one.domains.length && other.domains.length) differ.add("domain");
  if (one.street && other.street) (one.street === other.street ? agree : differ).add("street");
  if (one.town && other.town && one.town !== other.town) differ.add("town");
  if (common(one.people, other.people)) agree.add("people");
  return { agree, differ };
}

const count = (set, fields) => fields.filter((field) => set.has(field)).length;
const STRONG = ["crmId", "tax", "company"];
const MEDIUM = ["email", "phone", "street"];
const WEAK = ["domain", "people"];

/**
 * For the right contact alone, rivals aside.
 * @param {"same" | "near" | "part" | "other"} level of the name
 * @param {ReturnType<typeof compare>} facts @param {boolean} isPerson
 * @returns {"match" | "either" | "review"}
 */
export function provable(level, { agree, differ }, isPerson) {
  const [strong, medium, weak] = [STRONG, MEDIUM, WEAK].map((fields) => count(agree, fields));
  if (count(differ, ["tax", "company"]) > 0) return "review";
  const doubts = count(differ, ["domain", "phone", "town"]);
  if (level === "same") {
    if (strong + medium > 0) return "match";
    return isPerson || doubts > (weak > 0 ? 1 : 0) ? "either" : "match";
  }
  if (level === "near") return strong + medium > 0 || (weak > 0 && doubts === 0) ? "match" : "either";
  if (level === "part") return strong > 0 || medium + weak > 1 || (medium > 0 && doubts === 0) ? "match" : "either";
  // Sister firms share mailbox, phone and roof, in tax groups the number too: only our own mark proves it.
  return agree.has("crmId") ? "match" : "either";
}

const readable = (text) => latin(latin(inOrder(text), "russian"), "greek");
/** @type {Map<string, [string, string]>} */
const read = new Map();
/** The words in their order, and sorted. @param {string} text @returns {[string, string]} */
function bothWays(text) {
  const known = read.get(text);
  if (known) return known;
  const words = readable(text);
  const both = /** @type {[string, string]} */ ([words, words.split(" ").sort().join(" ")]);
  read.set(text, both);
  return both;
}

/** From 0 to 1, over the words in their order and sorted. @param {string} one @param {string} other */
export function alike(one, other) {
  // Below a half nothing is gained from knowing how little.
  const share = (left, right) => {
    const longest = Math.max(left.length, right.length, 1);
    return 1 - distance(left, right, Math.floor(longest / 2)) / longest;
  };
  const [ordered, sorted] = bothWays(one);
  const [others, sortedOthers] = bothWays(other);
  return Math.max(share(ordered, others), share(sorted, sortedOthers), share(ordered.replaceAll(" ", ""), others.replaceAll(" ", "")));
}

/** How good a contact looks to a careful reader, who reads more in a name than letters: at least so much. */
function looks(query, record, atLeast = 0) {
  const { agree, differ } = compare(query.facts, record.facts);
  const likeness = [query.party.name, query.party.tradingName].map((name) => (name ? alike(name, record.contact.Name ?? "") : 0));
  const name = Math.max(atLeast, (Math.max(...likeness) - 0.5) * 2);
  return 6 * count(agree, STRONG) + 3 * count(agree, MEDIUM) + 1.5 * count(agree, WEAK) + 6 * name - 6 * count(differ, ["tax", "company"]) - 1.5 * count(differ, ["domain", "phone", "town"]);
}

/** Whether the names are one, however they are written. */
const isSame = ({ contact }, { party }) => plain(contact.Name) === plain(party.name ?? "");

/** The contacts of a book by what they may be found under. */
export class Book {
  constructor() {
    /** @type {{ contact: Record<string, any>, facts: Facts }[]} */
    this.records = [];
    /** @type {Map<string, number[]>} */
    this.under = new Map();
  }

  /** @param {{ contact: Record<string, any>, facts: Facts }} record */
  add(record) {
    const at = this.records.push(record) - 1;
    for (const key of keysOf(record.contact.Name, record.facts)) this.under.set(key, [...(this.under.get(key) ?? []), at]);
    return record;
  }

  /** Those that share anything with the query. */
  near(query) {
    const found = new Set(keysOf(query.party.name ?? "", query.facts).flatMap((key) => {
      const under = this.under.get(key) ?? [];
      return under.length > 60 ? [] : under;
    }));
    return [...found].map((at) => this.records[at]);
  }
}

function keysOf(name, facts) {
  const words = bothWays(name)[0].split(" ").flatMap((word) => [word, word.slice(0, 4)]);
  return [...new Set([...words, ...facts.emails, ...facts.domains, ...facts.people, facts.tax, facts.company, facts.phone, facts.street, plain(name)].filter(Boolean))];
}

/**
 * The verdict on a trial once its book is complete, or nothing where the label would be a lie.
 * @param {{ query: { party: Record<string, any>, facts: Facts }, ids: string[], level: "same" | "near" | "part" | "other", isPerson: boolean, verdict?: string }} trial
 * @param {Book} book
 */
export function verdict({ query, ids, level, isPerson, verdict: given }, book) {
  const rivals = book.near(query).filter(({ contact }) => !ids.includes(contact.ContactID));
  if (ids.length === 0) {
    // A namesake with next to nothing to tell it apart could not be refused by anybody.
    const twin = rivals.some((record) => {
      const { differ } = compare(query.facts, record.facts);
      const apart = count(differ, ["tax", "company"]) > 0 || count(differ, ["domain", "phone", "town"]) > 1;
      return isSame(record, query) && !apart;
    });
    return twin && !given ? undefined : "none";
  }
  if (given) return given;
  const right = book.records.find(({ contact }) => contact.ContactID === ids[0]);
  const alone = provable(level, compare(query.facts, right.facts), isPerson);
  const best = looks(query, right, { same: 1, near: 0.9, part: 0.75, other: 0 }[level]);
  const exact = isSame(right, query);
  // Whoever has the very name is not outdone by one that has another.
  const others = rivals.filter(({ contact }) => contact.ContactStatus === "ACTIVE").map((record) => ({ looks: looks(query, record), beaten: exact && !isSame(record, query) }));
  if (others.some(({ looks: rival, beaten }) => rival >= best && !beaten)) return "review";
  return alone === "match" && others.some(({ looks: rival }) => rival > best - 1) ? "either" : alone;
}
