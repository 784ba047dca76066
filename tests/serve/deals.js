// Deals of every kind, from a seed: what stands in Pipedrive and in Xero before, and what happens to each deal. Plain
// data; what must come of it says ledger-model.js, and chaos.js lets it happen.
import { chance, pick } from "../simulators/random.js";

/** @typedef {{ name: string, item_price: number, quantity: number, discount: number, tax: number, billing_frequency?: string, billing_frequency_cycles?: number, billing_start_date?: string }} Row */
/**
 * How Xero knows an organisation beforehand: by its number, by its name and address, not at all, as two that may be it,
 * or archived.
 * @typedef {"numbered" | "mailed" | "new" | "ambiguous" | "archived"} Known
 */
/** Organisations in Xero that bill, by the entity's name. @typedef {"uk" | "leeds" | "au"} Ledger */
/** @typedef {{ key: string, name: string, known: Known, ledger: Ledger }} Buyer */
/** What happens to it: `wins` how often it is won. @typedef {"won" | "won-again" | "lost" | "changed" | "approved" | "rejected"} Story */
/** @typedef {"full" | "deposit" | "milestones" | "recurring" | "empty" | "held"} Terms */
/** @typedef {{ key: number, title: string, buyer: Buyer, terms: Terms, story: Story, currency: string, method: "exclusive" | "inclusive", rows: Row[], later?: Row }} Deal */

/** Of a hundred deals; what is left is plain. @type {[share: number, own: { terms?: Terms, story?: Story, known?: Known, ledger?: Ledger, currency?: string }][]} */
const KINDS = [
  [8, { terms: "deposit" }], [6, { terms: "milestones" }], [6, { terms: "recurring" }], [4, { terms: "empty" }],
  [4, { terms: "held" }], [4, { terms: "held", story: "approved" }], [2, { terms: "held", story: "rejected" }],
  [4, { story: "won-again" }], [4, { story: "lost" }], [4, { story: "changed" }],
  [3, { known: "ambiguous" }], [3, { known: "archived" }], [8, { currency: "EUR" }], [12, { ledger: "au" }],
];
/** Which bill the others. @type {readonly Ledger[]} */
const AT_HOME = ["uk", "leeds"];
/** How Xero knows organisations otherwise. @type {readonly Known[]} */
const KNOWN = ["numbered", "numbered", "mailed", "new", "new"];
/** Deals that share an organisation, on average. */
const OF_ONE = 3;
const WORDS = ["Alder", "Birch", "Cedar", "Damson", "Fennel", "Gorse", "Hawthorn", "Ivy", "Juniper", "Kelp", "Larkspur", "Maple", "Nettle", "Oleander", "Poppy", "Quince", "Rowan", "Sorrel", "Tamarisk", "Umber", "Violet", "Willow", "Yarrow", "Zinnia",
  "Amber", "Basalt", "Cobalt", "Dolomite", "Emerald", "Flint", "Garnet", "Hematite", "Indigo", "Jasper", "Kyanite", "Lapis", "Malachite", "Nickel", "Onyx", "Pewter", "Quartz", "Ruby", "Sapphire", "Topaz", "Ultramarine", "Vermilion", "Wolfram", "Zircon"];
const TRADES = ["Analytics", "Bakery", "Ceramics", "Dental", "Engines", "Freight", "Gardens", "Hosting", "Imaging", "Joinery", "Kitchens", "Lighting", "Motors", "Nurseries", "Optics", "Printing", "Quarries", "Roofing", "Sails", "Textiles", "Umbrellas", "Vaccines", "Watches", "Xylophones", "Yachts", "Zips", "Archives", "Bicycles", "Candles", "Drones"];

/** A name that no other has, and none resembles. @param {number} place */
function nameOf(place) {
  const name = [WORDS[place % WORDS.length], TRADES[Math.floor(place / WORDS.length)]];
  // Two that share two words of three are rightly taken for one another.
  if (name.includes(undefined)) throw new Error("there are no more names");
  return `${name.join(" ")} Ltd`;
}

/**
 * @param {number} count @param {number | string} seed
 * @returns {{ deals: Deal[], buyers: Buyer[] }}
 */
export function dealsOf(count, seed) {
  /** @type {Buyer[]} */
  const buyers = [];
  /** @param {Known} known @param {Ledger} ledger @param {boolean} isShared @param {number} key @returns {Buyer} */
  function buyer(known, ledger, isShared, key) {
    const fitting = buyers.filter((one) => isShared && one.known === known && one.ledger === ledger);
    if (fitting.length > 0 && chance("shares", seed, key) > 1 / OF_ONE) return pick(fitting, "buyer", seed, key);
    const one = { key: `buyer-${buyers.length + 1}`, name: nameOf(buyers.length), known, ledger };
    buyers.push(one);
    return one;
  }

  const deals = Array.from({ length: count }, (_, place) => {
    const key = place + 1;
    let left = chance("kind", seed, key) * 100;
    const own = KINDS.find(([share]) => (left -= share) < 0)?.[1] ?? {};
    const ledger = own.ledger ?? pick(AT_HOME, "ledger", seed, key);
    const terms = own.terms ?? "full";
    const known = own.known ?? pick(KNOWN, "known", seed, key);
    const currency = own.currency ?? (ledger === "au" ? "AUD" : "GBP");
    const rates = ledger === "au" ? [10] : [20, 20, 5];
    const method = terms === "full" && chance("method", seed, key) < 0.2 ? "inclusive" : "exclusive";
    const isStaged = terms === "deposit" || terms === "milestones";
    const some = (/** @type {string} */ what, /** @type {number} */ row, /** @type {number} */ most) => Math.floor(chance(what, seed, key, row) * most);
    /** @param {number} row @returns {Row} */
    const rowOf = (row) => ({
      name: `${pick(["Discovery", "Training", "Support", "Migration", "Hosting"], "name", seed, key, row)} ${row + 1}`,
      // What is billed in stages divides without a rest: how a rest is shared is the plan's own subject.
      item_price: isStaged ? (1 + some("price", row, 90)) * 100 : (1 + some("price", row, 250_000)) / 100,
      quantity: isStaged ? 1 + some("quantity", row, 5) : (1 + some("quantity", row, 900)) / (chance("whole", seed, key, row) < 0.5 ? 100 : 1),
      discount: isStaged || chance("discounted", seed, key, row) < 0.7 ? 0 : some("discount", row, 40),
      tax: pick(rates, "tax", seed, key, row),
    });
    const rows = terms === "empty" ? [] : Array.from({ length: 1 + some("rows", 0, 4) }, (__, row) => rowOf(row));
    if (terms === "recurring") rows.push({ name: "Licence", item_price: (1 + some("fee", 0, 90_000)) / 100, quantity: 1 + some("seats", 0, 20), discount: 0, tax: 20, billing_frequency: "monthly", billing_frequency_cycles: 12, billing_start_date: "2026-09-01" });
    /** @type {Deal} */
    const deal = {
      key, title: `Deal ${key}`, buyer: buyer(known, ledger, own.known === undefined, key), terms, story: own.story ?? "won", currency, method, rows,
      ...(own.story === "changed" ? { later: rowOf(7) } : {}),
    };
    return deal;
  });
  return { deals, buyers };
}
