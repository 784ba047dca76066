// Firms as they are in the world, before anybody writes them down: names from their parts, numbers, people, places.

import { countries, country as countryOf } from "./words/countries.js";
import { languages } from "./words/languages.js";
import { latin, plain, slug } from "./plain.js";
import { schemes } from "./tax-numbers.js";

/**
 * @typedef {{ role: string, text: string }} Part
 * @typedef {{ first: string, sur: string, email: string }} Person
 * @typedef {object} Firm
 * @property {string} key
 * @property {typeof countries[number]} country
 * @property {typeof countries[number]["towns"][number]} place
 * @property {string} first of a sole trader
 * @property {string} sur
 * @property {boolean} isPerson a sole trader under his own name
 * @property {Part[]} parts of the name without the legal form
 * @property {typeof countries[number]["forms"][number] | undefined} form
 * @property {string | undefined} domain its own
 * @property {string[]} emails
 * @property {{ cc: string, trunk: string, area: string, local: string }} phone
 * @property {{ number: string, street: string, unit: string, town: string, region: string, zip: string }} address
 * @property {string} tax
 * @property {string | undefined} company
 * @property {Person[]} people
 * @property {number} crmId
 */

const weighted = countries.flatMap((one) => Array(one.weight).fill(one));
const SYLLABLES = "zy xe lo ra ve ni ka mo tri dex lum or fi va qua ten bel cor an so pri mex tol gar hel syn ur pax no vi ster ly co me da".split(" ");
const ENDS = ["", "", "a", "o", "is", "ex", "on", "ia", "um", "ix"];

/** A word that no language knows. @param {import("./random.js").Random} random */
export function invented(random) {
  const made = random.some(SYLLABLES, random.between(2, 3)).join("") + random.pick(ENDS);
  return made[0].toUpperCase() + made.slice(1);
}

/** Initials that are said letter by letter. */
const initials = (random) => random.like(random.chance(0.7) ? "@@@" : "@@");

/** @param {string} pattern @param {Record<string, () => string>} fill @returns {Part[]} */
function parts(pattern, fill) {
  return pattern.split(/(\{\w+\})/).filter(Boolean).map((piece) => {
    const [, role] = /^\{(\w+)\}$/.exec(piece) ?? [];
    return role ? { role, text: fill[role]() } : { role: "text", text: piece };
  });
}

export const coreOf = (firm) => firm.parts.map(({ text }) => text).join("");

/** The name with the legal form where the country puts it. @param {string} core @param {Firm} firm @param {string} [spelling] */
export function withForm(core, { form, country }, spelling) {
  if (!form) return core;
  const written = spelling ?? form.usual;
  if (country.script === "none") return form.before ? `${written}${core}` : `${core}${written}`;
  if (!form.before) return `${core}${form.comma ? "," : ""} ${written}`;
  return country.script === "russian" || country.script === "ukrainian" ? `${written} «${core}»` : `${written} ${core}`;
}

export const legalName = (firm) => withForm(coreOf(firm), firm);

/** A world of firms: no two of them have the same name, domain, phone or number by accident. */
export class World {
  /** @param {string} seed */
  constructor(seed) {
    this.seed = seed;
    this.count = 0;
    this.names = new Set();
    this.domains = new Set();
    this.taken = new Set();
  }

  /**
   * @param {import("./random.js").Random} random
   * @param {{ country?: string, person?: boolean, pattern?: string, domain?: boolean, having?: (firm: Firm) => boolean }} [want]
   * @returns {Firm}
   */
  firm(random, want = {}) {
    for (let attempt = 0; attempt < 400; attempt += 1) {
      const made = this.#draw(random, want);
      if (this.names.has(plain(coreOf(made))) || (want.having && !want.having(made))) continue;
      return this.keep(made, random, want.domain);
    }
    throw new Error(`no firm could be made for ${JSON.stringify(want)}`);
  }

  /**
   * Gives it numbers, a place and people of its own, and counts it in.
   * @param {any} firm @param {import("./random.js").Random} random @param {boolean} [domain] whether it has one of its own
   * @returns {Firm}
   */
  keep(firm, random, domain) {
    this.names.add(plain(coreOf(firm)));
    this.count += 1;
    const place = firm.place;
    const made = { ...firm, key: `${this.seed}/${this.count}`, crmId: 1000 + this.count * 3 };
    made.address = addressIn(random, firm.country, place);
    const { cc, trunk } = firm.country;
    made.phone = { cc, trunk, area: place.area, local: this.#own((local) => `${cc}${place.area}${local}`, () => String(random.between(2, 8)) + random.digits(firm.country.phone - 1)) };
    const scheme = schemes[firm.country.code];
    made.tax = this.#own(String, () => scheme.tax(random));
    made.company = made.isPerson ? undefined : scheme.company?.(random, made.tax);
    made.people = Array.from({ length: made.isPerson ? 1 : random.between(1, 3) }, () => this.#person(random, firm.country));
    if (made.isPerson) made.people = [{ ...made.people[0], first: made.first, sur: made.sur }];
    made.domain = domain ?? random.chance(made.isPerson ? 0.15 : 0.72) ? this.#domain(made, random) : undefined;
    const host = random.pick(firm.country.hosts);
    const local = slug(made.isPerson ? `${made.first} ${made.sur}` : coreOf(made)) || slug(made.people[0].sur) || "kontakt";
    for (const person of made.people) {
      const [first, last] = [slug(person.first) || random.like("@@").toLowerCase(), slug(person.sur) || random.like("@@@@").toLowerCase()];
      const box = random.pick([`${first}.${last}`, `${first[0]}${last}`, first]);
      person.email = made.domain ? `${box}@${made.domain}` : this.#own(String, () => `${first}.${last}${random.chance(0.5) ? random.between(1, 999) : ""}@${random.pick(firm.country.hosts)}`);
    }
    made.emails = made.domain
      ? [`${random.pick(["info", "accounts", "office", "hello", "billing", "sales"])}@${made.domain}`, made.people[0].email]
      : [this.#own(String, () => `${local.slice(0, 24)}${random.chance(0.4) ? random.between(1, 999) : ""}@${host}`)];
    return made;
  }

  /** Draws until nobody has it. @template T @param {(drawn: T) => string} key @param {() => T} draw @returns {T} */
  #own(key, draw) {
    for (;;) {
      const drawn = draw();
      if (this.taken.has(key(drawn))) continue;
      this.taken.add(key(drawn));
      return drawn;
    }
  }

  #draw(random, want) {
    const country = want.country ? countryOf.get(want.country) : random.pick(weighted);
    const language = languages[country.language];
    const isPerson = want.person ?? random.chance(0.09);
    const first = random.pick(country.first);
    const sur = random.pick(country.sur);
    const nouns = random.some(language.nouns, 2);
    const place = random.pick(country.towns);
    const fill = {
      sur: () => sur, sur2: () => random.pick(country.sur.filter((one) => one !== sur)), first: () => first,
      inv: () => invented(random), adj: () => random.pick(language.adjs), noun: () => nouns[0], noun2: () => nouns[1],
      abc: () => initials(random), num: () => String(random.pick([7, 12, 24, 33, 54, 88, 101, 360])), town: () => place.name, saint: () => random.pick(["Mary", "Peter", "Anne", "Patrick", "Mark"]),
      trade: () => random.pick(language.trades), gen: () => random.pick(language.gens), the: () => "The",
    };
    const pattern = want.pattern ?? random.pick(isPerson ? language.person : language.patterns);
    const body = /Council|Gemeinde|Gemeente|Mairie|School/.test(pattern);
    return { country, place, isPerson, first, sur, parts: parts(pattern, fill), form: isPerson || body ? undefined : random.pick(country.forms) };
  }

  #person(random, country) {
    return { first: random.pick(country.first), sur: random.pick(country.sur), email: "" };
  }

  #domain(firm, random) {
    const words = latin(coreOf(firm), firm.country.language).toLowerCase().match(/[a-z0-9]+/g) ?? [];
    const telling = words.filter((word) => word.length > 1 && !/^(and|the|und|et|y|e|og|i|a|de|du|do|del|of|van|den|der|ta)$/.test(word));
    const most = firm.parts[0].role === "inv" ? random.between(1, 2) : random.between(2, 3);
    const base = telling.length ? telling.slice(0, most).join(random.pick(["", "", "-"])) : invented(random).toLowerCase();
    for (const name of [base, `${base}${random.pick(["group", "online", "hq", "net"])}`, `${base}-${firm.country.code.toLowerCase()}`, `${base}${this.count}`]) {
      const domain = `${name.slice(0, 40)}.${random.pick(firm.country.tld)}`;
      if (!this.domains.has(domain.split(".")[0])) {
        this.domains.add(domain.split(".")[0]);
        return domain;
      }
    }
    return undefined;
  }
}

/** @param {import("./random.js").Random} random */
export function addressIn(random, country, place = random.pick(country.towns)) {
  const number = String(random.between(1, country.order === "us" ? 4999 : 180)) + (random.chance(0.1) ? random.pick(["a", "b"]) : "");
  return { number, street: random.pick(country.streets), unit: random.chance(0.2) ? String(random.between(1, 40)) : "", town: place.name, region: place.region, zip: random.like(place.zip) };
}
