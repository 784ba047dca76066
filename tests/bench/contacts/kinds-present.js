// Trials whose party is in the ledger: the same firm, written down twice with what happens to records.

import { addressIn, coreOf, legalName, withForm } from "./firms.js";
import { bare, plain } from "./plain.js";
import { otherName, slips } from "./slips.js";
import { schemes } from "./tax-numbers.js";
import { addressLine, contactOf, partyOf, phoneText, shortStreet, taxText } from "./write.js";

/**
 * @typedef {import("./firms.js").Firm} Firm
 * @typedef {{ world: import("./firms.js").World, random: import("./random.js").Random, add: (record: ReturnType<typeof contactOf>) => ReturnType<typeof contactOf> }} Kit
 * @typedef {{ query: ReturnType<typeof partyOf>, ids: string[], level: "same" | "near" | "part" | "other", isPerson: boolean, verdict?: string }} Made
 */

const EVERYTHING = ["email", "tax", "company", "address", "phone", "people", "website", "country"];

/**
 * The firm in both, the names as given.
 * @param {Kit} kit @param {Firm} firm
 * @param {{ level?: Made["level"], ours?: Parameters<typeof partyOf>[2], theirs?: Parameters<typeof contactOf>[2] }} how
 * @returns {Made}
 */
export function pair({ random, add }, firm, { level = "same", ours = {}, theirs = {} }) {
  const { contact } = add(contactOf(firm, random, theirs));
  return { query: partyOf(firm, random, ours), ids: [contact.ContactID], level, isPerson: firm.isPerson };
}

/** A slip of the name on one side; what else the records say is as it happens, with something in common in most. */
function slipped(slip) {
  return (kit) => {
    const { world, random } = kit;
    const firm = world.firm(random, { having: (one) => slip.write(one, random) !== undefined });
    let text;
    while (text === undefined) text = slip.write(firm, random);
    const proper = random.chance(0.8) ? legalName(firm) : undefined;
    const [ours, theirs] = random.chance(0.7) ? [text, proper] : [proper, text];
    const common = random.chance(slip.level === "same" ? 0.35 : 0.7) ? [random.pick(["email", "email", "phone", "address", "tax"])] : [];
    const level = slip.level === "same" && plain(text) !== plain(coreOf(firm)) && !text.includes(" ") ? "near" : slip.level;
    return pair(kit, firm, { level, ours: { name: ours, need: common }, theirs: { name: theirs, need: common } });
  };
}

const wrongLetter = (firm, random) => slips["a letter wrong"].write(firm, random);
/** A firm whose name has room for the slip. */
const firmWith = ({ world, random }, want = {}) => world.firm(random, { ...want, having: (one) => (want.having?.(one) ?? true) && wrongLetter(one, random) !== undefined });

/** Fields that agree in another form, beside a name with a slip: they have to be read to find the contact. */
function fieldIn(fields, rewrite, lack = EVERYTHING.filter((field) => !fields.includes(field)), want = {}) {
  return (kit) => {
    const firm = firmWith(kit, want);
    const made = pair(kit, firm, { level: "near", ours: { name: wrongLetter(firm, kit.random), need: fields, lack }, theirs: { need: fields, lack } });
    rewrite(made.query.party, firm, kit.random, made);
    return made;
  };
}

/** Two slips at once. */
function twoSlips(kit) {
  const firm = firmWith(kit);
  const { random } = kit;
  const name = wrongLetter(firm, random) ?? legalName(firm);
  const again = random.pick([(text) => text.toUpperCase(), (text) => (firm.country.script ? text : bare(text)), (text) => text.replace(/ /g, "  "), (text) => text.replace(/[.,&'-]/g, " ")])(name);
  const common = [random.pick(["email", "phone", "address", "tax"])];
  return pair(kit, firm, { level: "near", ours: { name: again, need: common }, theirs: { need: common } });
}

/** @param {"trading as" | "in brackets" | "formerly" | "alone"} how */
function namedOtherwise(how) {
  return (kit) => {
    const { world, random } = kit;
    const firm = world.firm(random, { having: (one) => !one.isPerson && one.country.script !== "none" });
    const other = world.firm(random, { country: firm.country.code, person: false });
    const common = random.some(["email", "phone", "address", "tax"], how === "alone" ? 2 : 1);
    return pair(kit, firm, { level: how === "alone" ? "other" : "part", ours: { name: otherName(firm, other, how, random), need: common }, theirs: { name: legalName(firm), need: common } });
  };
}

/** The CRM has the trade name in a field of its own, and the ledger knows no other. */
function tradeNameField(kit) {
  const { world, random, add } = kit;
  const firm = world.firm(random, { person: false });
  const shop = world.firm(random, { person: false, country: firm.country.code });
  const need = [random.pick(["email", "phone", "address", "tax"])];
  const { contact } = add(contactOf(firm, random, { name: coreOf(shop), need }));
  const query = partyOf(firm, random, { name: legalName(firm), need });
  query.party.tradingName = coreOf(shop);
  return { query, ids: [contact.ContactID], level: "same", isPerson: false };
}

/** By its first letters. */
function acronym(kit) {
  const { world, random } = kit;
  const letters = (firm) => coreOf(firm).split(/[\s-]+/).filter((word) => /^\p{Lu}/u.test(word)).map((word) => [...word][0]).join("");
  const firm = world.firm(random, { having: (one) => !one.country.script && !one.isPerson && letters(one).length >= 3 });
  const common = random.some(["email", "phone", "address"], random.between(1, 2));
  return pair(kit, firm, { level: "part", ours: { name: withForm(letters(firm), firm), need: common }, theirs: { need: common } });
}

/** A digit of the tax number is wrong, and its check digit says so. */
function taxDigitWrong(kit) {
  const { world, random } = kit;
  const firm = world.firm(random, { having: (one) => schemes[one.country.code].checked });
  const made = pair(kit, firm, { ours: { need: ["tax", "email", "country"] }, theirs: { need: ["tax", "email"] } });
  const tax = taxText(firm.tax, 1);
  // Neither the prefix nor the country's letters: a digit of the number itself, away from fixed ones.
  const places = [...tax].map((_, at) => at).filter((at) => /\d/.test(tax[at]) && at > 3 && at < tax.length - 3);
  const at = random.pick(places);
  made.query.party.taxNumber = tax.slice(0, at) + String((Number(tax[at]) + random.between(1, 8)) % 10) + tax.slice(at + 1);
  delete made.query.facts.tax;
  return made;
}

/** New premises since one of the records was written. */
function moved(kit) {
  const { world, random } = kit;
  const firm = world.firm(random);
  const common = [random.pick(["email", "phone", "tax"])];
  const { contact } = kit.add(contactOf(firm, random, { need: ["address", ...common] }));
  const now = { ...firm, address: addressIn(random, firm.country) };
  return { query: partyOf(now, random, { need: ["address", ...common] }), ids: [contact.ContactID], level: "same", isPerson: firm.isPerson };
}

/** The contact carries the id that the CRM gave the party. @param {boolean} renamed */
function ourNumber(renamed) {
  return (kit) => {
    const { world, random } = kit;
    const firm = world.firm(random, { person: false });
    const name = renamed ? legalName(world.firm(random, { country: firm.country.code })) : undefined;
    return pair(kit, firm, { level: renamed ? "other" : "same", ours: { name }, theirs: { name: legalName(firm), need: ["crmId"] } });
  };
}

/** An archived or merged record of the same firm beside the living one. @param {boolean} merged */
function twin(merged) {
  return (kit) => {
    const { world, random, add } = kit;
    const firm = world.firm(random);
    const common = [random.pick(["email", "phone", "address"])];
    const made = pair(kit, firm, { ours: { name: merged ? coreOf(firm) : undefined, need: common, email: firm.emails[0] }, theirs: { need: common, email: firm.emails[0], name: legalName(firm) } });
    // It says no more than the living one: otherwise a person should look at both.
    const rest = EVERYTHING.filter((field) => !common.includes(field));
    const other = contactOf(firm, random, { copy: "twin", status: "ARCHIVED", name: coreOf(firm), email: firm.emails[0], lack: random.chance(0.5) ? rest : EVERYTHING });
    if (merged) other.contact.MergedToContactID = made.ids[0];
    add(other);
    return made;
  };
}

/** @type {Record<string, (kit: Kit) => Made>} */
export const present = {
  ...Object.fromEntries(Object.entries(slips).map(([name, slip]) => [`slip: ${name}`, slipped(slip)])),
  "slip: two at once": twoSlips,
  "by name alone": (kit) => {
    const firm = kit.world.firm(kit.random, { person: false });
    return pair(kit, firm, { ours: { lack: EVERYTHING }, theirs: { lack: EVERYTHING } });
  },
  "by name alone, a letter wrong": (kit) => {
    const firm = firmWith(kit, { person: false });
    return pair(kit, firm, { level: "near", ours: { name: wrongLetter(firm, kit.random), lack: EVERYTHING }, theirs: { lack: EVERYTHING } });
  },
  "name and e-mail": (kit) => {
    const firm = kit.world.firm(kit.random);
    const lack = EVERYTHING.filter((field) => field !== "email");
    return pair(kit, firm, { ours: { need: ["email"], lack }, theirs: { need: ["email"], lack } });
  },
  "phone in another form": fieldIn(["phone"], (party, firm, random) => { party.phone = phoneText(firm.phone, random.between(3, 6)); }),
  "address in another form": fieldIn(["address"], (party, firm, random) => {
    const { number, street, town, zip } = firm.address;
    party.address = random.pick([addressLine(firm, { short: true }), addressLine(firm).toUpperCase(), bare(addressLine(firm)), { route: shortStreet(street), street_number: number, locality: town, postal_code: zip }, { value: firm.country.order === "street" ? `${street} ${number}` : `${number} ${street}`, locality: town }]);
  }),
  "another mailbox of its domain": fieldIn(["email"], (party, firm, random, made) => {
    party.email = `${random.pick(["finance", "invoices", "team", "kontakt", "hr"])}@${firm.domain}`;
    made.query.facts.emails = [party.email];
    made.query.facts.domains = [firm.domain];
  }, undefined, { domain: true }),
  "website and e-mail's domain": (kit) => {
    const firm = firmWith(kit, { domain: true });
    const rest = EVERYTHING.filter((field) => !["website", "email"].includes(field));
    return pair(kit, firm, { level: "near", ours: { name: wrongLetter(firm, kit.random), need: ["website"], lack: ["email", ...rest] }, theirs: { need: ["email"], lack: ["website", ...rest] } });
  },
  "e-mail among the contact persons": (kit) => {
    const firm = firmWith(kit, { person: false });
    const { random, add } = kit;
    const { contact } = add(contactOf(firm, random, { need: ["people"], lack: ["email", "phone", "address", "tax"] }));
    const known = contact.ContactPersons[0].EmailAddress;
    const query = partyOf(firm, random, { name: wrongLetter(firm, random), email: known, need: ["email"], lack: EVERYTHING.filter((field) => field !== "email") });
    return { query, ids: [contact.ContactID], level: "near", isPerson: false };
  },
  "tax number in another dress": fieldIn(["tax", "country"], (party, firm, random) => { party.taxNumber = taxText(firm.tax, random.between(2, 7)); }),
  "tax number with a digit wrong": taxDigitWrong,
  "moved": moved,
  "new phone, new mailbox": (kit) => {
    const { world, random, add } = kit;
    const firm = world.firm(random, { person: false, domain: true });
    const { contact } = add(contactOf(firm, random, { need: ["phone", "email"] }));
    const now = { ...firm, phone: { ...firm.phone, local: `9${random.digits(firm.phone.local.length - 1)}` }, emails: [`neu${random.between(1, 9)}@${firm.domain}`] };
    return { query: partyOf(now, random, { need: ["phone", "email"], lack: ["people"] }), ids: [contact.ContactID], level: "same", isPerson: false };
  },
  "sole trader with e-mail": (kit) => {
    const firm = kit.world.firm(kit.random, { person: true });
    return pair(kit, firm, { ours: { need: ["email"] }, theirs: { need: ["email", "names"] } });
  },
  "sole trader by name alone": (kit) => {
    const firm = kit.world.firm(kit.random, { person: true });
    return pair(kit, firm, { ours: { lack: EVERYTHING }, theirs: { lack: EVERYTHING, need: ["names"] } });
  },
  "trading as": namedOtherwise("trading as"),
  "trade name, legal name in brackets": namedOtherwise("in brackets"),
  "trade name in its own field": tradeNameField,
  "formerly": namedOtherwise("formerly"),
  "another name, other evidence": namedOtherwise("alone"),
  "acronym": acronym,
  "our ContactNumber": ourNumber(false),
  "our ContactNumber, renamed": ourNumber(true),
  "beside its archived twin": twin(false),
  "beside what was merged into it": twin(true),
  "only archived": (kit) => {
    const firm = kit.world.firm(kit.random);
    return { ...pair(kit, firm, { ours: { need: ["email"] }, theirs: { status: "ARCHIVED", need: ["email"] } }), verdict: "review" };
  },
};
