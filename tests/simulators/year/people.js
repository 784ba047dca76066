// Customers, what they are called on either side, and what people mistype.
import { createDice } from "./dice.js";

/** @typedef {import("./dice.js").Dice} Dice */
/** @typedef {import("./setting.js").Entity} Entity */
/** `name` is Pipedrive's, `called` Xero's. @typedef {{ id: number, name: string, called: string, contact: string, entity: Entity, currency: string, domain: string }} Customer */

const FIRST = ["Alder", "Beacon", "Cobalt", "Drift", "Ember", "Fathom", "Granite", "Harbour", "Indigo", "Juniper", "Kestrel", "Lantern", "Meridian", "Nimbus", "Orchard", "Pebble", "Quarry", "Rowan", "Sable", "Thistle", "Umber", "Vesper", "Willow", "Yarrow", "Zephyr", "Brannock", "Corrib", "Dunmore", "Elstow", "Fenwick"];
const SECOND = ["Foods", "Logistics", "Textiles", "Dental", "Robotics", "Travel", "Interiors", "Brewing", "Analytics", "Marine", "Energy", "Press", "Optics", "Pharma", "Timber", "Motors", "Legal", "Ceramics", "Media", "Farms"];
const FORMS = { uk: [["Ltd", "Limited"], ["Ltd", "Ltd."], ["plc", "PLC"], ["LLP", "LLP"]], ie: [["Ltd", "Limited"], ["DAC", "dac"], ["Teo", "Teoranta"]] };

/** Roman, so that no name is the other's with a typing error. @param {number} count */
function further(count) {
  if (count === 0) return "";
  let [text, left] = ["", count + 1];
  for (const [value, sign] of /** @type {[number, string][]} */ ([[100, "C"], [90, "XC"], [50, "L"], [40, "XL"], [10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]])) for (; left >= value; left -= value) text += sign;
  return ` ${text}`;
}

/** The customer of a number, always the same. @param {string | number} seed @param {number} index @returns {Customer} */
export function customer(seed, index) {
  const dice = createDice(seed, "customer", index);
  const entity = dice.is(0.25) ? "ie" : "uk";
  const [form = "", other = ""] = dice.of(FORMS[entity]);
  const base = `${FIRST[index % FIRST.length]} ${SECOND[Math.floor(index / FIRST.length) % SECOND.length]}${further(Math.floor(index / FIRST.length / SECOND.length))}`;
  const currency = entity === "ie" ? dice.by({ EUR: 9, USD: 1 }) : dice.by({ GBP: 8, EUR: 1, USD: 1 });
  const called = dice.by({ same: 6, form: 2, bare: 1, shout: 1 });
  const domain = `${base.toLowerCase().replaceAll(" ", "-")}.example`;
  const name = `${base} ${form}`;
  return { id: 5000 + index, name, called: { same: name, form: `${base} ${other}`, bare: base, shout: name.toUpperCase() }[called], contact: dice.uuid(), entity, currency, domain };
}

/** Somebody with nothing in common with any customer: a parent company, an agency, the accountant's card. @param {Dice} dice */
export const stranger = (dice) => ({ name: `${dice.of(["Holloway", "Prentice", "Ashdown", "Marlow", "Quigley", "Sefton"])} ${dice.of(["Group Services", "Shared Finance", "Treasury", "Holdings", "Procurement"])}`, contact: dice.uuid() });

/** A text as somebody in a hurry types it: one letter or digit of it is wrong. @param {Dice} dice @param {string} text @returns {string} */
export function mistyped(dice, text) {
  const spots = [...text].flatMap((letter, at) => (/[a-z0-9]/i.test(letter) ? [at] : []));
  const at = dice.of(spots);
  switch (dice.by({ left: 3, twice: 2, swapped: 3, near: 2 })) {
    case "left": return text.slice(0, at) + text.slice(at + 1);
    case "twice": return text.slice(0, at + 1) + text.slice(at);
    case "swapped": return text.slice(0, at) + (text[at + 1] ?? "") + text[at] + text.slice(at + 2);
    default: return text.slice(0, at) + (/\d/.test(text[at] ?? "") ? String((Number(text[at]) + 1) % 10) : dice.of([..."aeionrst"])) + text.slice(at + 1);
  }
}
