// What must stand in Xero at the end, deal by deal, said by what was agreed and not by how it is done: whole cents,
// nothing of src/ and nothing of js-shim/.

/** @typedef {import("./deals.js").Deal} Deal */
/** @typedef {import("./deals.js").Row} Row */
/** @typedef {{ token: string, total: bigint, currency: string, status: string, isTemplate?: boolean }} Document amounts in cents */
/**
 * How a deal ends: `code` is the finding that says why, where it is not done. `buyer` is whom its documents bill.
 * @typedef {{ ends: "done" | "held" | "refused" | "skipped" | "rejected", codes?: string[], documents: Document[] }} Expected
 */

/** Half away from zero; nothing here is negative. @param {bigint} above @param {bigint} below */
const divided = (above, below) => (2n * above + below) / (2n * below);

/** A number of at most four decimals, in ten-thousandths. @param {number} value */
const fine = (value) => BigInt(Math.round(value * 10_000));

/** What a row comes to: each line and each line's tax by itself, then their sum. @param {Row} row @param {Deal["method"]} method @param {bigint} [share] of it, in percent */
function gross({ item_price, quantity, discount, tax }, method, share = 100n) {
  const line = divided(fine(item_price) * fine(quantity) * BigInt(100 - discount) * share, 10_000n * 1_000_000n);
  return method === "inclusive" ? line : line + divided(line * BigInt(tax), 100n);
}

/** @param {Row[]} rows @param {Deal["method"]} method @param {bigint} [share] */
const total = (rows, method, share) => rows.reduce((sum, row) => sum + gross(row, method, share), 0n);

/** Shares of the documents, in percent, by what was agreed. @type {Record<string, [slot: string, share: bigint][]>} */
const STAGES = {
  deposit: [["deposit", 40n], ["balance", 60n]],
  milestones: [["1of3", 50n], ["2of3", 30n], ["3of3", 20n]],
};

/**
 * What must stand of a deal when everything that was to happen has happened, the last billing day too.
 * @param {Deal} deal @param {number} id in Pipedrive @param {number[]} ids of its rows there
 * @returns {Expected}
 */
export function expected(deal, id, ids) {
  const { buyer, terms, story, currency, method, later } = deal;
  const rows = later === undefined ? deal.rows : [later, ...deal.rows.slice(1)];
  if (story === "lost") return { ends: "skipped", documents: [] };
  if (terms === "empty") return { ends: "refused", codes: ["LINE_NONE"], documents: [] };
  if (buyer.known === "ambiguous") return { ends: "held", codes: ["CONTACT_AMBIGUOUS", "CONTACT_UNCERTAIN"], documents: [] };
  if (buyer.known === "archived") return { ends: "held", codes: ["CONTACT_ARCHIVED"], documents: [] };
  if (terms === "held" && story === "rejected") return { ends: "rejected", documents: [] };
  if (terms === "held" && story !== "approved") return { ends: "held", codes: ["HANDOFF_HELD"], documents: [] };
  const document = (/** @type {string} */ token, /** @type {bigint} */ amount) => ({ token, total: amount, currency, status: "DRAFT" });
  const stages = STAGES[terms];
  if (stages !== undefined) return { ends: "done", documents: stages.map(([slot, share]) => document(`PD-${id}/${slot}`, total(rows, method, share))) };
  const once = rows.filter((row) => row.billing_frequency === undefined);
  const often = rows.filter((row) => row.billing_frequency !== undefined);
  return { ends: "done", documents: [document(`PD-${id}`, total(once, method)), ...often.map((row) => ({ ...document(`PD-${id}/monthly-${ids[rows.indexOf(row)]}`, gross(row, method)), isTemplate: true }))] };
}

/**
 * @typedef {object} Found in an organisation, of all that anybody made
 * @property {import("./deals.js").Ledger} ledger
 * @property {string} reference
 * @property {string} total
 * @property {string} currency
 * @property {string} status
 * @property {string} contact
 * @property {boolean} isTemplate
 */

/** The token at the end of a reference, behind the customer's own text. @param {string} reference */
export const tokenOf = (reference) => /(?:^|[ |])(PD-\d+(?:\/[\w-]+)?)$/.exec(reference)?.[1];

/** @param {string} amount */
const cents = (amount) => {
  const [whole = "0", rest = ""] = amount.split(".");
  return BigInt(whole) * 100n + BigInt(rest.padEnd(2, "0").slice(0, 2));
};

/** What is wrong with the documents of one deal. @param {Deal} deal @param {Expected} must @param {Found[]} found whose token is of the deal @param {(contact: string, deal: Deal) => boolean} isBuyer @returns {{ missing: Document[], doubled: Found[], wrong: string[] }} */
export function compared(deal, must, found, isBuyer) {
  const live = found.filter(({ status }) => !["VOIDED", "DELETED"].includes(status));
  /** @type {string[]} */
  const wrong = [];
  const left = [...live];
  const missing = must.documents.filter((document) => {
    const at = left.findIndex((one) => tokenOf(one.reference) === document.token && one.isTemplate === (document.isTemplate ?? false));
    const [one] = at < 0 ? [] : left.splice(at, 1);
    if (one === undefined) return true;
    if (cents(one.total) !== document.total) wrong.push(`${document.token}: ${one.total}, and not ${document.total} cents`);
    if (!one.isTemplate && one.currency !== document.currency) wrong.push(`${document.token}: ${one.currency}, and not ${document.currency}`);
    if (one.status !== document.status) wrong.push(`${document.token}: ${one.status}, and not ${document.status}`);
    if (one.ledger !== deal.buyer.ledger) wrong.push(`${document.token}: in ${one.ledger}, and not in ${deal.buyer.ledger}`);
    if (!isBuyer(one.contact, deal)) wrong.push(`${document.token}: billed to somebody else`);
    return false;
  });
  return { missing, doubled: left, wrong };
}
