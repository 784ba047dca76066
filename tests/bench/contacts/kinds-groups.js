// Trials among relatives: parents, subsidiaries, branches, franchisees, duplicates, people of one name.

import { coreOf, legalName, withForm } from "./firms.js";
import { relative } from "./kinds-absent.js";
import { countries } from "./words/countries.js";
import { languages } from "./words/languages.js";
import { slug } from "./plain.js";
import { contactOf, partyOf } from "./write.js";

/** @typedef {import("./kinds-present.js").Kit} Kit */
/** @typedef {import("./kinds-present.js").Made} Made */
/** @typedef {import("./firms.js").Firm} Firm */

/** They share the domain, each has its own mailbox there. @param {Firm} head @param {Firm} firm */
function under(head, firm, mailbox) {
  const people = firm.people.map((person) => ({ ...person, email: `${person.email.split("@")[0]}@${head.domain}` }));
  return { ...firm, domain: head.domain, people, emails: [`${mailbox}@${head.domain}`] };
}

const LATIN = countries.filter(({ script }) => !script);
const headOf = ({ world, random }, want = {}) => world.firm(random, { person: false, country: random.pick(LATIN).code, domain: true, ...want });

/** A parent and its subsidiaries in other countries, all with the group's domain. @param {Kit} kit */
function group(kit) {
  const { random } = kit;
  const head = headOf(kit, { pattern: random.pick(["{inv}", "{inv} {gen}", "{sur} & {sur2}"]) });
  const word = random.pick(languages[head.country.language].parent);
  // One mailbox for all in half of the groups.
  const box = random.chance(0.5) ? "accounts" : undefined;
  const parent = under(head, relative(kit, head, { parts: [...head.parts, { role: "gen", text: ` ${word}` }] }), box ?? "group");
  const others = random.some(LATIN.filter(({ code }) => code !== head.country.code), 3);
  const subsidiaries = others.map((country) => {
    const place = random.pick(country.towns);
    const named = relative(kit, { ...head, country }, { place, form: random.pick(country.forms), parts: random.chance(0.6) ? [...head.parts, { role: "town", text: ` ${country.names[0]}` }] : head.parts });
    return under(head, named, box ?? country.code.toLowerCase());
  });
  return [parent, under(head, head, box ?? "info"), ...subsidiaries];
}

/** @param {boolean} known whether the sought one is in the ledger */
function inGroup(known) {
  return (kit) => {
    const { random, add } = kit;
    const members = group(kit);
    const [sought, ...rest] = random.some(members, members.length);
    // What tells them apart stands in both records: the legal name, and the country or the tax number.
    const need = [random.pick(["tax", "address"]), "email"];
    const records = (known ? [sought, ...rest.slice(0, 2)] : rest.slice(0, 2)).map((firm) => add(contactOf(firm, random, { name: legalName(firm), need })));
    const query = partyOf(sought, random, { name: legalName(sought), need });
    return { query, ids: known ? [records[0].contact.ContactID] : [], level: "same", isPerson: false };
  };
}

/** One firm, a contact for each of its branches, as ledgers keep them for delivery. @param {"named" | "unnamed" | "absent"} which */
function branches(which) {
  return (kit) => {
    const { random, add } = kit;
    const firm = headOf(kit, { country: random.pick(LATIN.filter(({ towns }) => towns.length > 3)).code, having: (one) => one.form !== undefined });
    const places = random.some(firm.country.towns, 3);
    const language = languages[firm.country.language];
    const named = (place) => language.branch.replace("{name}", random.chance(0.5) ? coreOf(firm) : legalName(firm)).replace("{town}", place.name);
    const at = (place) => ({ ...firm, key: `${firm.key}/${place.name}/${place.zip}`, address: relative(kit, firm, { place }).address });
    const lack = ["phone", "people"];
    // Where the branch is not said, nothing else may say it.
    const silent = which === "unnamed" ? { email: firm.emails[0], lack: ["tax", "company", "website", ...lack] } : {};
    const records = places.slice(0, 2).map((place) => add(contactOf(at(place), random, { name: named(place), need: ["email", "address"], ...silent })));
    if (which === "unnamed") {
      return { query: partyOf(firm, random, { name: legalName(firm), email: firm.emails[0], lack: ["address", "company", ...lack] }), ids: records.map(({ contact }) => contact.ContactID), level: "part", isPerson: false, verdict: "review" };
    }
    const place = places[which === "named" ? 0 : 2];
    // With its tax number it would be one firm with the other branches in the law's eyes.
    const query = partyOf(at(place), random, { name: named(place), need: ["email", "address"], lack: ["tax", "company", ...lack] });
    return { query, ids: which === "named" ? [records[0].contact.ContactID] : [], level: "same", isPerson: false };
  };
}

/** Two departments of one house, which share its tax number. @param {boolean} known */
function departments(known) {
  return (kit) => {
    const { random, add } = kit;
    const { code, language } = random.pick(LATIN);
    const head = headOf(kit, { country: code, pattern: languages[language].house });
    const [one, other] = random.some(languages[head.country.language].division, 2);
    const house = { ...head, form: undefined };
    const of = (division, box) => ({ ...house, key: `${head.key}/${division}`, parts: [...head.parts, { role: "town", text: ` ${division}` }], emails: [`${box}@${head.domain}`] });
    const [first, second] = [of(one, "office1"), of(other, "office2")];
    const lack = ["tax", "company", "phone"];
    const record = add(contactOf(first, random, { name: coreOf(first), need: ["email"], lack: [...lack, "people"] }));
    if (known) add(contactOf(second, random, { name: coreOf(second), need: ["email"], lack: [...lack, "people"] }));
    const query = partyOf(known ? first : second, random, { name: coreOf(known ? first : second), need: ["email"], lack: [...lack, "people"] });
    return { query, ids: known ? [record.contact.ContactID] : [], level: "same", isPerson: false };
  };
}

/** The same brand and site, another owner in each town. @param {boolean} known */
function franchise(known) {
  return (kit) => {
    const { random, add } = kit;
    const brand = headOf(kit, { country: random.pick(["GB", "US", "AU", "DE", "FR", "NL", "ES", "IT"]), pattern: "{inv}" });
    const towns = random.some([...new Set(brand.country.towns.map(({ name }) => name))], 3);
    const owned = towns.map((name) => {
      const place = brand.country.towns.find((town) => town.name === name);
      const firm = relative(kit, brand, { place, parts: [...brand.parts, { role: "town", text: ` ${name}` }], form: random.chance(0.4) ? brand.form : undefined });
      return under(brand, firm, slug(name));
    });
    const [sought, ...rest] = owned;
    const need = ["email"];
    const records = (known ? [sought, ...rest] : rest).map((firm) => add(contactOf(firm, random, { need, name: legalName(firm) })));
    return { query: partyOf(sought, random, { need, name: legalName(sought) }), ids: known ? [records[0].contact.ContactID] : [], level: "same", isPerson: false };
  };
}

/** The same firm twice in the ledger, neither better than the other. */
function duplicates(kit) {
  const { world, random, add } = kit;
  const firm = world.firm(random);
  const fields = random.some(["email", "phone", "address", "tax"], 2);
  const lack = ["email", "phone", "address", "tax", "company", "people", "website"].filter((field) => !fields.includes(field));
  const email = firm.emails[0];
  // Xero takes no name twice, to the letter.
  const again = firm.form?.others.length ? withForm(coreOf(firm), firm, random.pick(firm.form.others)) : `${coreOf(firm)}.`;
  const records = [legalName(firm), again].map((name, at) => add(contactOf(firm, random, { copy: String(at), email, name, need: fields, lack })));
  const query = partyOf(firm, random, { email, name: random.pick([coreOf(firm), coreOf(firm).toUpperCase()]), need: fields, lack });
  return { query, ids: records.map(({ contact }) => contact.ContactID), level: "same", isPerson: firm.isPerson, verdict: "review" };
}

/** Two people of one name. @param {"one" | "neither" | "silent"} whose mailbox the party gives */
function people(whose) {
  return (kit) => {
    const { world, random, add } = kit;
    const person = world.firm(random, { person: true, country: random.pick(LATIN).code, pattern: "{first} {sur}" });
    const twin = relative(kit, person, {});
    const third = relative(kit, person, {});
    const alone = ["tax", "company", "address", "website", "people"];
    const records = [person, twin].map((one, at) => add(contactOf(one, random, { name: at === 0 ? coreOf(one) : `${one.sur}, ${one.first}`, email: mailbox(one, at), need: ["email", "names"], lack: alone })));
    for (const [at, record] of records.entries()) record.facts.emails = [mailbox([person, twin][at], at)];
    const sought = whose === "neither" ? third : person;
    const query = partyOf(sought, random, { name: coreOf(person), email: whose === "one" ? mailbox(person, 0) : mailbox(third, 2), need: whose === "silent" ? [] : ["email"], lack: whose === "silent" ? ["email", "phone", ...alone] : [...alone, "phone"] });
    const ids = { one: [records[0].contact.ContactID], neither: [], silent: records.map(({ contact }) => contact.ContactID) }[whose];
    return { query, ids, level: "same", isPerson: true, ...(whose === "one" ? {} : { verdict: whose === "silent" ? "review" : "none" }) };
  };
}
const mailbox = (person, at) => person.emails[0].replace("@", `.${["a", "b", "c"][at]}@`);

/** The name of one, the tax number of another: somebody has mixed them up. */
function mixedUp(kit) {
  const { world, random, add } = kit;
  const one = world.firm(random, { person: false });
  const other = world.firm(random, { person: false, country: one.country.code });
  const records = [one, other].map((firm) => add(contactOf(firm, random, { name: legalName(firm), need: ["tax", "email"] })));
  const query = partyOf({ ...one, tax: other.tax }, random, { name: legalName(one), need: ["tax", "email"], lack: ["company"] });
  return { query, ids: records.map(({ contact }) => contact.ContactID), level: "same", isPerson: false, verdict: "review" };
}

/** The contact of one firm carries the CRM's id of another. */
function wrongNumber(kit) {
  const { world, random, add } = kit;
  const one = world.firm(random, { person: false });
  const other = world.firm(random, { person: false, country: one.country.code });
  const need = ["tax"];
  const right = add(contactOf(one, random, { name: legalName(one), need }));
  const marked = contactOf(other, random, { name: legalName(other), need });
  marked.contact.ContactNumber = `pd-org-${one.crmId}`;
  marked.facts.crmId = marked.contact.ContactNumber;
  add(marked);
  return { query: partyOf(one, random, { name: legalName(one), need }), ids: [right.contact.ContactID, marked.contact.ContactID], level: "same", isPerson: false, verdict: "review" };
}

/** The number in ContactNumber is another system's, or another kind of party's. */
function foreignNumber(kit) {
  const { world, random, add } = kit;
  const known = world.firm(random, { person: false });
  const sought = world.firm(random, { person: false, country: known.country.code });
  const record = add(contactOf(known, random, { name: legalName(known) }));
  record.contact.ContactNumber = random.pick([String(sought.crmId), `CUST-${sought.crmId}`, `pd-person-${sought.crmId}`]);
  return { query: partyOf(sought, random, { name: legalName(sought) }), ids: [], level: "other", isPerson: false };
}

/** @type {Record<string, (kit: Kit) => Made>} */
export const groups = {
  "group: the right company": inGroup(true),
  "group: a company that is not there": inGroup(false),
  "branch: the right one": branches("named"),
  "branch: which is not said": branches("unnamed"),
  "branch: one that is not there": branches("absent"),
  "department: the right one": departments(true),
  "department: one that is not there": departments(false),
  "franchise: the right owner": franchise(true),
  "franchise: an owner who is not there": franchise(false),
  "twice in the ledger": duplicates,
  "people of one name: by mailbox": people("one"),
  "people of one name: another mailbox": people("neither"),
  "people of one name: nothing more": people("silent"),
  "name of one, tax number of another": mixedUp,
  "our ContactNumber on another firm": wrongNumber,
  "another system's number": foreignNumber,
};
