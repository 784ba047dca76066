// What came of it: every deal beside what the model of the ledger says, and the same as a table for people.
import { compared, expected, tokenOf } from "./ledger-model.js";

/** @typedef {{ [key: string]: any }} Json */
/** @typedef {import("./deals.js").Deal} Deal */
/** @typedef {import("./deals.js").Ledger} Ledger */
/** @typedef {import("./ledger-model.js").Found} Found */
/** @typedef {ReturnType<typeof import("./chaos-setting.js").prepare>} Prepared */

/** Each organisation's documents by the deal that their token names, and those that name none. @param {Record<Ledger, Json>} ledgers */
function documentsOf(ledgers) {
  /** @type {Map<number, Found[]>} */
  const byDeal = new Map();
  /** @type {Found[]} */
  const strange = [];
  for (const [name, one] of /** @type {[Ledger, Json][]} */ (Object.entries(ledgers))) {
    const whole = [...one.invoices().map((/** @type {Json} */ row) => ({ ...row, isTemplate: false })), ...one.templates().map((/** @type {Json} */ row) => ({ ...row, isTemplate: true, currency: "" }))];
    for (const row of whole) {
      const found = { ...row, ledger: name };
      const id = Number(/^PD-(\d+)/.exec(tokenOf(row.reference) ?? "")?.[1]);
      if (Number.isNaN(id)) strange.push(found);
      else byDeal.set(id, [...(byDeal.get(id) ?? []), found]);
    }
  }
  return { byDeal, strange };
}

/**
 * @param {object} given
 * @param {{ deals: Deal[], buyers: import("./deals.js").Buyer[] }} given.made
 * @param {Prepared} given.prepared
 * @param {Record<Ledger, Json>} given.ledgers
 * @param {Map<number, Json>} given.states what the engine keeps
 */
export function judged({ made, prepared: { known, ids }, ledgers, states }) {
  const { byDeal, strange } = documentsOf(ledgers);
  const numbers = new Map(Object.entries(ledgers).map(([name, ledger]) => [name, new Map(ledger.contacts().map((/** @type {Json} */ one) => [one["id"], one["ContactNumber"]]))]));
  const isBuyer = (/** @type {string} */ contact, /** @type {Deal} */ { buyer }) => {
    const whom = known.get(buyer.key);
    return whom?.contact === undefined ? numbers.get(buyer.ledger)?.get(contact) === `pd-org-${whom?.organization}` : contact === whom.contact;
  };
  const wrong = strange.map((one) => `a document that is no deal's: ${one.reference} in ${one.ledger}`);
  const sums = { expected: 0, found: 0, missing: 0, doubled: 0 };
  /** @type {Record<string, number>} */
  const ends = {};
  /** @type {number[]} */
  const suspects = [];
  for (const deal of made.deals) {
    const { id, rows } = /** @type {{ id: number, rows: number[] }} */ (ids.get(deal.key));
    const must = expected(deal, id, rows);
    const state = states.get(id);
    const what = `deal ${id} (${deal.terms}, ${deal.story}, ${deal.buyer.known})`;
    const { missing, doubled, wrong: others } = compared(deal, must, byDeal.get(id) ?? [], isBuyer);
    sums.expected += must.documents.length;
    sums.found += must.documents.length - missing.length;
    sums.missing += missing.length;
    sums.doubled += doubled.length;
    const isUnheard = deal.story === "lost" && state === undefined;
    const end = isUnheard ? "lost before it was told" : (state?.["status"] ?? "never heard of");
    ends[end] = (ends[end] ?? 0) + 1;
    const codes = (state?.["outcome"]?.findings ?? []).map((/** @type {Json} */ one) => one["code"]);
    const said = [
      ...(isUnheard ? [] : end !== must.ends ? [`${end} (${state?.["text"]} ${codes.join(", ")}), and not ${must.ends}`] : must.codes !== undefined && !must.codes.some((code) => codes.includes(code)) ? [`${end} for ${codes.join(", ")}, and not for ${must.codes.join(" or ")}`] : []),
      ...missing.map(({ token }) => `${token} is missing; ${state?.["text"]}`), ...doubled.map((one) => `${one.reference} stands once too often (${one.total}, ${one.status})`), ...others,
    ];
    wrong.push(...said.map((one) => `${what}: ${one}`));
    if (said.length > 0) suspects.push(id);
  }
  for (const buyer of made.buyers) {
    const number = `pd-org-${known.get(buyer.key)?.organization}`;
    const twins = [...(numbers.get(buyer.ledger)?.values() ?? [])].filter((one) => one === number);
    if (twins.length > 1) wrong.push(`${buyer.name} is ${twins.length} contacts`);
  }
  return { ends, sums, wrong, suspects };
}

/** How often each kind fired, limits by whose they are. @param {import("../simulators/faults.js").Faults} faults @returns {Record<string, number>} */
export function firedOf(faults) {
  const { "429": _, "429-concurrent": __, ...others } = faults.counts();
  const byApi = (/** @type {string} */ kind, /** @type {string} */ api) => faults.log.filter((one) => one.kind === kind && one.target.api === api).length;
  return { "429 of Xero, minute": byApi("429", "xero"), "429 of Xero, concurrent": byApi("429-concurrent", "xero"), "429 of Pipedrive": byApi("429", "pipedrive"), ...others };
}

/** @param {{ deals: number, seed: number | string, seconds: number, ends: Record<string, number>, sums: Record<string, number>, wrong: string[], calls: Record<string, number>, fired: Record<string, number>, memory: Record<string, number> }} result */
export function table({ deals, seed, seconds, ends, sums, wrong, calls, fired, memory }) {
  const rows = (/** @type {Record<string, number>} */ of) => Object.entries(of).map(([name, value]) => `  ${name.padEnd(26)}${String(value).padStart(8)}`);
  return [
    `${deals} deals, seed ${seed}`, "faults that fired", ...rows(fired), "deals by their end", ...rows(ends), "documents", ...rows(sums), "calls", ...rows(calls), "most memory, MB", ...rows(memory),
    "time", `  ${"seconds".padEnd(26)}${seconds.toFixed(1).padStart(8)}`, `  ${"deals a second".padEnd(26)}${(deals / seconds).toFixed(1).padStart(8)}`,
    wrong.length === 0 ? "nothing is wrong" : `${wrong.length} things are wrong:`, ...wrong.slice(0, 40).map((one) => `  ${one}`),
  ].join("\n");
}
