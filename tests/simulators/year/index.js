// A generated year of business, as raw bodies of both APIs with the truth beside them. From a seed, of any size, one
// chapter after another: nothing of it is kept. It knows nothing of how documents are brought together with deals.
import { createDice } from "./dice.js";
import { customer } from "./people.js";
import { STORIES } from "./stories.js";

export { setting, AS_OF } from "./setting.js";

const SHARES = Object.fromEntries(Object.entries(STORIES).map(([name, { share }]) => [name, share]));
/** Deals of one customer, about. */
const EACH = 5;

/**
 * @param {{ seed?: string | number, deals?: number, only?: (keyof typeof STORIES)[] }} [given]
 * @returns {Generator<import("./stories.js").Chapter>}
 */
export function* year({ seed = 1, deals = 2_000, only } = {}) {
  let [id, number] = [1_000, 0];
  const shares = only === undefined ? SHARES : Object.fromEntries(only.map((name) => [name, SHARES[name] ?? 1]));
  for (let at = 0; id - 1_000 < deals; at++) {
    const dice = createDice(seed, "chapter", at);
    const story = STORIES[dice.by(shares)];
    if (story === undefined) throw new Error("no such story");
    const told = story.tell({ dice, id: id + 1, customer: customer(seed, dice.whole(0, Math.max(20, Math.floor(deals / EACH)))), number: () => ++number });
    if (told.row !== undefined) id += 1;
    yield told;
  }
}

/**
 * A whole year at once: what an API would answer, and the truth by id.
 * @param {Parameters<typeof year>[0]} [given]
 */
export function whole(given) {
  /** @type {NonNullable<import("./stories.js").Chapter["row"]>[]} */
  const deals = [];
  /** @type {Record<"uk" | "ie", { Invoices: any[], CreditNotes: any[] }>} */
  const documents = { uk: { Invoices: [], CreditNotes: [] }, ie: { Invoices: [], CreditNotes: [] } };
  /** @type {{ deals: Map<number, { class: string, story: string }>, documents: Map<string, { class: string, deal?: number, isSecond?: true, story: string }> }} */
  const truth = { deals: new Map(), documents: new Map() };
  for (const { row, class: kind, story, documents: written } of year(given)) {
    if (row !== undefined) {
      deals.push(row);
      truth.deals.set(row.deal.id, { class: kind ?? "", story });
    }
    for (const { id, entity, body, total, ...told } of written) {
      documents[entity][body.CreditNoteID === undefined ? "Invoices" : "CreditNotes"].push(body);
      truth.documents.set(id, { ...told, story });
    }
  }
  return { deals, documents, truth };
}
