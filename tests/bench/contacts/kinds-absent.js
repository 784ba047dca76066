// Trials whose party is not in the ledger, though something like it is: near-namesakes, neighbours, shared hosts.

import { coreOf, legalName, withForm } from "./firms.js";
import { distance, plain } from "./plain.js";
import { languages } from "./words/languages.js";
import { contactOf, partyOf } from "./write.js";

/** @typedef {import("./kinds-present.js").Kit} Kit */
/** @typedef {import("./kinds-present.js").Made} Made */
/** @typedef {import("./firms.js").Firm} Firm */

const languageOf = (firm) => languages[firm.country.language];

/**
 * Another firm that resembles one: the parts as given, everything else its own unless `shared`.
 * @param {Kit} kit @param {Firm} firm @param {Partial<Firm>} changes
 * @returns {Firm}
 */
export function relative({ world, random }, firm, changes) {
  return { ...world.keep({ ...firm, ...changes }, random) };
}

/** @param {Kit} kit @param {Firm} known in the ledger @param {Firm} sought @returns {Made} */
function none({ random, add }, known, sought, { ours = {}, theirs = {}, ...rest } = {}) {
  add(contactOf(known, random, { name: legalName(known), ...theirs }));
  return { query: partyOf(sought, random, { name: legalName(sought), ...ours }), ids: [], level: "other", isPerson: sought.isPerson, ...rest };
}

/** The name with one of its parts replaced. @param {string} role @param {(firm: Firm, kit: Kit) => string | undefined} other */
function namesake(role, other, want = {}) {
  return (kit) => {
    const fit = (firm) => firm.parts.length > 1 && firm.parts.some((part) => part.role === role) && (role !== "town" || new Set(firm.country.towns.map(({ name }) => name)).size > 1);
    const known = kit.world.firm(kit.random, { ...want, having: fit });
    for (;;) {
      const text = other(known, kit);
      let done = false;
      const parts = known.parts.map((part) => (part.role === role && !done && (done = true) ? { role, text } : part));
      if (plain(parts.map((part) => part.text).join("")) === plain(coreOf(known))) continue;
      // As often as not it says no more than its name.
      const lack = kit.random.chance(0.3) ? ["tax", "phone", "address", "website"] : [];
      return none(kit, known, relative(kit, known, { parts }), { ours: { lack } });
    }
  };
}

/** Both carry an addition, each its own. @param {"directions" | "phases"} which */
function apart(which) {
  return (kit) => {
    const { world, random } = kit;
    const base = world.firm(random, { person: false, having: (firm) => firm.form !== undefined && firm.parts.every(({ role }) => role !== "num") });
    const [one, other] = random.pick(languageOf(base)[which]);
    const gap = base.country.script === "none" ? "" : " ";
    const with_ = (text) => [...base.parts, { role: which, text: `${gap}${text}` }];
    const known = relative(kit, base, { parts: with_(one) });
    const sought = relative(kit, base, { parts: with_(other) });
    const sibling = random.chance(0.4);
    if (sibling) Object.assign(sought, { domain: known.domain, emails: known.emails.slice(0, 1), address: known.address, phone: known.phone });
    return none(kit, known, sought);
  };
}

/** The same words in another order, which is another name; both say enough to be told apart. */
function otherOrder(kit) {
  const { world, random } = kit;
  const pattern = random.pick(["{sur} {sur2}", "{noun} {noun2} {trade}", "{first} {sur}"]);
  const known = world.firm(random, { country: random.pick(["GB", "US", "AU", "IE", "ZA", "NZ"]), person: false, pattern, having: (firm) => new Set(firm.parts.map(({ text }) => text)).size > 2 });
  const parts = [known.parts[2], known.parts[1], known.parts[0], ...known.parts.slice(3)];
  const sought = relative(kit, known, { parts });
  const need = ["tax", "phone", "email"];
  return none(kit, known, sought, { ours: { need }, theirs: { need }, verdict: "none" });
}

/** A surname or word of one letter more or less that is another surname or word. */
const LOOKALIKES = [["Marlin", "Martin"], ["Bauer", "Brauer"], ["Weber", "Weeber"], ["Harper", "Hamper"], ["Carlton", "Charlton"], ["Clarke", "Clark"], ["Stevens", "Steven"], ["Thompson", "Thomson"], ["Nelson", "Neilson"], ["Allan", "Allen"], ["Hanson", "Hansen"], ["Morton", "Norton"], ["Barton", "Burton"], ["Dalton", "Walton"], ["Reed", "Reid"], ["Meyer", "Mayer"], ["Preston", "Weston"], ["Halton", "Hatton"], ["Larsen", "Carlsen"], ["Petersen", "Peterson"], ["Fischer", "Fisher"], ["Roth", "Rothe"], ["Keller", "Kehler"], ["Winter", "Wintzer"]];
function oneLetter(kit) {
  const { world, random } = kit;
  const [one, other] = random.pick(LOOKALIKES);
  const like = world.firm(random, { person: false, country: random.pick(["GB", "US", "AU", "NZ", "DE", "AT", "CH", "CA"]), pattern: "{sur} {trade}" });
  const as = (sur) => [{ role: "sur", text: sur }, ...like.parts.slice(1)];
  const known = relative(kit, like, { parts: as(one) });
  const sought = relative(kit, like, { parts: as(other) });
  return none(kit, known, sought);
}

/** Exactly one name, two firms: told apart by tax numbers, or by place, phone and domain together. */
function sameNameElsewhere(telling) {
  return (kit) => {
    const { world, random } = kit;
    // A name that nobody else would think of is hardly given twice, where only the place tells.
    const common = (firm) => telling === "tax" || firm.parts.every(({ role }) => role !== "inv" && role !== "abc");
    const known = world.firm(random, { person: false, having: (firm) => firm.country.towns.length > 2 && common(firm) });
    const sought = relative(kit, known, { place: random.pick(known.country.towns.filter((town) => town.name !== known.address.town)) });
    const need = telling === "tax" ? ["tax"] : ["address", "phone", "email", "website"];
    return none(kit, known, sought, { ours: { need, lack: telling === "tax" ? ["website"] : [] }, theirs: { need }, verdict: "none" });
  };
}

/** Nothing but the place, the phone or the mailbox is the same. @param {("address" | "phone" | "email")[]} fields */
function neighbours(fields) {
  return (kit) => {
    const { world, random } = kit;
    const known = world.firm(random, { person: false });
    const sought = world.firm(random, { person: false, country: known.country.code, having: (firm) => distance(coreOf(firm), coreOf(known)) > 5 });
    Object.assign(sought, Object.fromEntries(fields.map((field) => (field === "email" ? ["emails", known.emails] : [field, known[field]]))));
    const lack = fields.includes("email") ? [] : ["people"];
    return none(kit, known, sought, { ours: { need: fields, lack: ["website", ...lack] }, theirs: { need: fields } });
  };
}

/** Without an own domain, at the same public host. */
function publicHost(kit) {
  const { world, random } = kit;
  const known = world.firm(random, { domain: false });
  const sought = relative(kit, known, { parts: world.firm(random, { country: known.country.code, person: known.isPerson }).parts });
  sought.domain = undefined;
  sought.emails = [`${random.pick(["info", "office", "kontakt", "mail"])}${random.between(100, 999)}@${known.emails[0].split("@")[1]}`];
  return none(kit, known, sought, { ours: { need: ["email"], lack: ["website", "people"] }, theirs: { need: ["email"] } });
}

/** Both carry the same nonsense where something was required. */
function placeholders(kit) {
  const { world, random } = kit;
  const known = world.firm(random);
  const sought = world.firm(random, { country: known.country.code });
  const nothing = random.pick([
    { party: { taxNumber: "n/a" }, contact: { TaxNumber: "N/A" } },
    { party: { email: "none@none.com" }, contact: { EmailAddress: "none@none.com" } },
    { party: { email: "noreply@example.com" }, contact: { EmailAddress: "noreply@example.com" } },
    { party: { phone: "000000000" }, contact: { Phones: [{ PhoneType: "DEFAULT", PhoneNumber: "000000000" }] } },
    { party: { phone: "-", email: "-" }, contact: { EmailAddress: "-" } },
    { party: { taxNumber: "000000000" }, contact: { TaxNumber: "000000000" } },
    { party: { address: "tbc" }, contact: { Addresses: [{ AddressType: "STREET", AddressLine1: "TBC" }] } },
    { party: { companyNumber: "0" }, contact: { CompanyNumber: "0" } },
  ]);
  const lack = ["email", "phone", "tax", "address", "company", "website", "people"];
  const record = contactOf(known, random, { name: legalName(known), lack });
  Object.assign(record.contact, nothing.contact);
  kit.add(record);
  const query = partyOf(sought, random, { name: legalName(sought), lack });
  Object.assign(query.party, nothing.party);
  return { query, ids: [], level: "other", isPerson: sought.isPerson };
}

/** Words that every second firm carries, and nothing else. */
function nothingTelling(kit) {
  const { world, random } = kit;
  const known = world.firm(random, { person: false, having: (firm) => firm.parts.some(({ role }) => role === "gen" || role === "trade") && !firm.country.script });
  const words = known.parts.filter(({ role }) => role === "gen" || role === "trade").map(({ text }) => text).join(" ");
  kit.add(contactOf(known, random, { name: legalName(known) }));
  const sought = relative(kit, known, { parts: [{ role: "trade", text: words }] });
  return { query: partyOf(sought, random, { name: withForm(words, known), lack: ["website"] }), ids: [], level: "other", isPerson: false };
}

/** The deal's person works elsewhere now, or has a namesake there. */
function samePersonElsewhere(kit) {
  const { world, random } = kit;
  const known = world.firm(random, { person: false });
  const sought = world.firm(random, { person: false, country: known.country.code });
  sought.people = [{ ...sought.people[0], first: known.people[0].first, sur: known.people[0].sur }];
  return none(kit, known, sought, { ours: { need: ["people"] }, theirs: { need: ["people"] } });
}

const another = (list, now, random) => random.pick(list.filter((one) => one !== now));

/** @type {Record<string, (kit: Kit) => Made>} */
export const absent = {
  "absent: nothing like it": (kit) => {
    const sought = kit.world.firm(kit.random);
    return { query: partyOf(sought, kit.random), ids: [], level: "other", isPerson: sought.isPerson };
  },
  "namesake: another surname": namesake("sur", (firm, { random }) => another(firm.country.sur, firm.parts.find(({ role }) => role === "sur")?.text, random), { person: false }),
  "namesake: another first name": namesake("first", (firm, { random }) => another(firm.country.first, firm.parts.find(({ role }) => role === "first")?.text, random)),
  "namesake: another trade": namesake("trade", (firm, { random }) => another(languageOf(firm).trades, firm.parts.find(({ role }) => role === "trade")?.text, random), { person: false }),
  "namesake: another town": namesake("town", (firm, { random }) => another(firm.country.towns.map(({ name }) => name), firm.parts.find(({ role }) => role === "town")?.text, random), { person: false }),
  "namesake: another ending": namesake("gen", (firm, { random }) => another(languageOf(firm).gens, firm.parts.find(({ role }) => role === "gen")?.text, random), { person: false }),
  "namesake: another partner": namesake("sur2", (firm, { random }) => another(firm.country.sur, firm.parts.find(({ role }) => role === "sur2")?.text, random)),
  "namesake: other initials": namesake("abc", (firm, { random }) => { const text = firm.parts.find(({ role }) => role === "abc")?.text ?? "ABC"; return random.like("@") + text.slice(1); }),
  "namesake: another number": namesake("num", (_firm, { random }) => String(random.between(2, 400)), { pattern: undefined }),
  "namesake: direction": apart("directions"),
  "namesake: phase, lot, year": apart("phases"),
  "namesake: other order": otherOrder,
  "namesake: one letter": oneLetter,
  "same name, other tax number": sameNameElsewhere("tax"),
  "same name, elsewhere altogether": sameNameElsewhere("place"),
  "shared: address": neighbours(["address"]),
  "shared: phone": neighbours(["phone"]),
  "shared: address and phone": neighbours(["address", "phone"]),
  "shared: mailbox": neighbours(["email"]),
  "shared: public mail host": publicHost,
  "shared: person's name": samePersonElsewhere,
  "placeholders on both sides": placeholders,
  "nothing telling in the name": nothingTelling,
};
