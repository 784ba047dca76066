// How a firm is written down: by Xero's users as a contact, by Pipedrive's as a party. Realistic omissions included.
//
// Beside each record stand its facts: what a careful reader gets out of it, in one form. The labels are made of
// those, never of the text alone.

import { coreOf, legalName } from "./firms.js";
import { uuid } from "./random.js";

/**
 * @typedef {object} Facts
 * @property {string} firm
 * @property {string} core the name without legal form, as it is known
 * @property {string} [tax]
 * @property {string} [company]
 * @property {string[]} emails
 * @property {string[]} domains its own, never a public host
 * @property {string} [phone]
 * @property {string} [street]
 * @property {string} [town]
 * @property {string} [country]
 * @property {string[]} people
 * @property {string} [crmId]
 */

const digitsOf = (text) => text.replace(/[^0-9A-Z]/gi, "").toUpperCase();
export const taxKey = (text) => digitsOf(text).replace(/MWST$|MVA$/, "");
export const domainOf = (email) => email.slice(email.indexOf("@") + 1).toLowerCase();
export const phoneKey = ({ cc, area, local }) => `${cc}${area}${local}`;
export const streetKey = ({ zip, town, street, number }) => [zip || town, street, number].join("/").toLowerCase().replace(/\s/g, "");

/** @param {import("./firms.js").Firm["phone"]} phone @param {number} style */
export function phoneText({ cc, trunk, area, local }, style) {
  const half = Math.ceil(local.length / 2);
  const spaced = `${local.slice(0, half)} ${local.slice(half)}`;
  const inside = area.startsWith("0") || !area ? area : `${trunk}${area}`;
  return [
    `+${cc} ${area} ${spaced}`.replace("  ", " "),
    `${inside} ${spaced}`.trim(),
    `+${cc}${area}${local}`,
    area ? `(${inside}) ${local}` : local,
    `00${cc} ${area}-${local}`.replace(" -", " "),
    `+${cc} (${trunk || "0"})${area} ${spaced}`,
    `${inside}-${local.slice(0, half)}-${local.slice(half)}`.replace(/^-/, ""),
    `Tel. ${inside} ${spaced} (Büro)`,
  ][style];
}

/** A tax number as people type it. @param {string} tax @param {number} style */
export function taxText(tax, style) {
  const solid = taxKey(tax);
  const [, prefix = "", rest = solid] = /^((?:CHE|[A-Z]{2})(?=[A-Z]?\d))?(.+)$/.exec(solid) ?? [];
  const groups = rest.replace(/(.{3})(?=.{2})/g, "$1 ");
  return [tax, solid, `${prefix} ${groups}`.trim(), `${prefix}-${rest}`.replace(/^-/, ""), solid.toLowerCase(), rest, `VAT ${prefix} ${groups}`.replace("  ", " "), groups.replaceAll(" ", ".")][style];
}

const SHORT = [[/\bStreet\b/, "St"], [/\bRoad\b/, "Rd"], [/\bAvenue\b/, "Ave"], [/\bavenue\b/, "av."], [/\bBoulevard\b/, "Blvd"], [/\bboulevard\b/, "bd"], [/\bLane\b/, "Ln"], [/\bDrive\b/, "Dr"], [/\bCourt\b/, "Ct"], [/\bTerrace\b/, "Tce"], [/straße\b/, "str."], [/Straße\b/, "Str."], [/strasse\b/, "str."], [/\bCalle\b/, "C/"], [/\bAvenida\b/, "Avda."], [/\bPlaza\b/, "Pza."], [/\bVia\b/, "V."], [/\bPiazza\b/, "P.zza"], [/\bul\. /, ""], [/straat\b/, "str."], [/gatan\b/, "g."], [/\bplace\b/, "pl."], [/\brue\b/, "r."], [/\bRua\b/, "R."], [/\bHighway\b/, "Hwy"], [/Nieuwe\b/, "Nwe"], [/katu\b/, "k."]];
export const shortStreet = (street) => SHORT.reduce((text, [long, short]) => text.replace(long, short), street).trim();

/** The line with street and number. @param {import("./firms.js").Firm} firm */
function streetLine({ country, address }, street = address.street) {
  return country.order === "street" ? `${street} ${address.number}` : country.code === "FR" ? `${address.number} ${street}` : `${address.number} ${street}`;
}

/** In one line, as a map service writes it. @param {import("./firms.js").Firm} firm @param {{ short?: boolean }} [how] */
export function addressLine(firm, { short = false } = {}) {
  const { country, address } = firm;
  const street = streetLine(firm, short ? shortStreet(address.street) : address.street);
  const unit = address.unit ? (country.order === "street" ? `, ${address.unit}` : `, Unit ${address.unit}`) : "";
  if (country.code === "US" || country.code === "CA") return `${street}${address.unit ? ` #${address.unit}` : ""}, ${address.town}, ${address.region} ${address.zip}, ${country.names[1]}`;
  if (country.order === "number" && country.code !== "FR") return `${unit ? `Unit ${address.unit}, ` : ""}${street}, ${address.town} ${address.zip}, ${country.names[0]}`;
  return `${street}${unit}, ${address.zip} ${address.town}, ${country.names[0]}`;
}

function addressParts(firm) {
  const { country, address } = firm;
  const all = { value: addressLine(firm), street_number: address.number, route: address.street, subpremise: address.unit, locality: address.town, admin_area_level_1: address.region, postal_code: address.zip, country: country.names[0] };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

/** Whether a field is written: forced, forbidden, or by chance. */
function wants(random, want) {
  return (field, share) => {
    const drawn = random.chance(share);
    return want.lack?.includes(field) ? false : want.need?.includes(field) ? true : drawn;
  };
}

/**
 * A contact of Xero's.
 * @param {import("./firms.js").Firm} firm @param {import("./random.js").Random} random
 * @param {{ need?: string[], lack?: string[], name?: string, email?: string, copy?: string, status?: string }} [want]
 * @returns {{ contact: Record<string, any>, facts: Facts }}
 */
export function contactOf(firm, random, want = {}) {
  const has = wants(random, want);
  const { address, country } = firm;
  /** @type {Record<string, any>} */
  const contact = { ContactID: uuid(firm.key, want.copy ?? ""), ContactStatus: want.status ?? "ACTIVE", Name: want.name ?? usualName(firm, random, 0.75) };
  /** @type {Facts} */
  const facts = { firm: firm.key, core: coreOf(firm), emails: [], domains: [], people: [] };
  const isPerson = firm.isPerson && has("names", 0.6);
  if (isPerson) Object.assign(contact, { FirstName: firm.people[0].first, LastName: firm.people[0].sur });
  if (has("email", 0.72)) {
    contact.EmailAddress = want.email ?? random.pick(firm.emails);
    noteEmail(facts, contact.EmailAddress, firm);
  }
  if (has("tax", 0.28)) {
    contact.TaxNumber = taxText(firm.tax, random.pick([0, 0, 1, 2]));
    facts.tax = taxKey(firm.tax);
  }
  if (firm.company && has("company", 0.12)) {
    contact.CompanyNumber = firm.company;
    facts.company = digitsOf(firm.company);
  }
  if (has("account", 0.08)) contact.AccountNumber = `C${random.digits(5)}`;
  if (firm.domain && has("website", 0.1)) {
    contact.Website = `https://www.${firm.domain}`;
    facts.domains.push(firm.domain);
  }
  if (has("address", 0.42)) {
    const street = streetLine(firm, random.chance(0.3) ? shortStreet(address.street) : address.street);
    const lines = address.unit && country.order !== "street" ? [`Unit ${address.unit}`, street] : [address.unit ? `${street} / ${address.unit}` : street];
    const written = { AddressType: random.pick(["STREET", "POBOX"]) };
    lines.forEach((line, at) => { written[`AddressLine${at + 1}`] = line; });
    written.City = address.town;
    if (address.region && random.chance(0.5)) written.Region = address.region;
    if (random.chance(0.85)) written.PostalCode = address.zip;
    if (random.chance(0.6)) written.Country = random.pick(country.names);
    contact.Addresses = [written];
    Object.assign(facts, { street: streetKey(address), town: address.town, country: country.code });
  }
  if (has("phone", 0.34)) {
    const { cc, trunk, area, local } = firm.phone;
    contact.Phones = [random.chance(0.4)
      ? { PhoneType: "DEFAULT", PhoneNumber: local, PhoneAreaCode: area ? `${trunk}${area}`.replace(/^00/, "0") : "", PhoneCountryCode: cc }
      : { PhoneType: random.pick(["DEFAULT", "MOBILE"]), PhoneNumber: phoneText(firm.phone, random.pick([0, 1, 1, 3])), PhoneAreaCode: "", PhoneCountryCode: "" }];
    facts.phone = phoneKey(firm.phone);
  }
  if (!isPerson && has("people", 0.18)) {
    contact.ContactPersons = firm.people.slice(0, random.between(1, 2)).map(({ first, sur, email }) => ({ FirstName: first, LastName: sur, EmailAddress: email, IncludeInEmails: false }));
    for (const { FirstName, LastName, EmailAddress } of contact.ContactPersons) {
      facts.people.push(`${FirstName} ${LastName}`);
      noteEmail(facts, EmailAddress, firm);
    }
  }
  if (has("crmId", 0)) {
    contact.ContactNumber = `pd-${firm.isPerson ? "person" : "org"}-${firm.crmId}`;
    facts.crmId = contact.ContactNumber;
  }
  contact.UpdatedDateUTC = `/Date(${1600000000000 + random.below(180000) * 1000000}+0000)/`;
  return { contact, facts };
}

/**
 * The same firm in the CRM.
 * @param {import("./firms.js").Firm} firm @param {import("./random.js").Random} random
 * @param {{ need?: string[], lack?: string[], name?: string, email?: string }} [want]
 * @returns {{ party: Record<string, any>, facts: Facts }}
 */
export function partyOf(firm, random, want = {}) {
  const has = wants(random, want);
  /** @type {Record<string, any>} */
  const party = { kind: firm.isPerson ? "person" : "organization", id: firm.crmId, name: want.name ?? usualName(firm, random, 0.55) };
  /** @type {Facts} */
  const facts = { firm: firm.key, core: coreOf(firm), emails: [], domains: [], people: [], crmId: `pd-${firm.isPerson ? "person" : "org"}-${firm.crmId}` };
  if (has("email", 0.5)) {
    party.email = want.email ?? random.pick(firm.emails);
    noteEmail(facts, party.email, firm);
  }
  if (has("phone", 0.4)) {
    party.phone = phoneText(firm.phone, random.pick([0, 0, 1, 2]));
    facts.phone = phoneKey(firm.phone);
  }
  if (firm.domain && has("website", 0.35)) {
    party.website = random.pick([`https://www.${firm.domain}/`, firm.domain, `www.${firm.domain}`, `http://${firm.domain}/contact`]);
    facts.domains.push(firm.domain);
  }
  if (has("tax", 0.22)) {
    party.taxNumber = taxText(firm.tax, random.pick([0, 0, 1, 2]));
    facts.tax = taxKey(firm.tax);
  }
  if (firm.company && has("company", 0.08)) {
    party.companyNumber = firm.company;
    facts.company = digitsOf(firm.company);
  }
  if (has("address", 0.45)) {
    party.address = random.chance(0.5) ? addressLine(firm) : addressParts(firm);
    Object.assign(facts, { street: streetKey(firm.address), town: firm.address.town, country: firm.country.code });
  }
  if (has("country", 0.15)) {
    party.country = firm.country.code;
    facts.country = firm.country.code;
  }
  if (!firm.isPerson && has("people", 0.35)) {
    const { first, sur, email } = random.pick(firm.people);
    party.people = [{ name: `${first} ${sur}`, ...(random.chance(0.8) ? { email } : {}) }];
    facts.people.push(`${first} ${sur}`);
    if (party.people[0].email) noteEmail(facts, email, firm);
  }
  return { party, facts };
}

function noteEmail(facts, email, { domain }) {
  const address = email.toLowerCase();
  facts.emails.push(address);
  if (domain && domainOf(address) === domain) facts.domains.push(domain);
}

/** What is usually written as the name: with the legal form, or without. */
function usualName(firm, random, share) {
  return random.chance(share) ? legalName(firm) : coreOf(firm);
}

