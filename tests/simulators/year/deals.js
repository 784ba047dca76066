// Deals as API v2 answers them, with the rows that hang on them. Amounts are whole cents here.
import { BILLED_BY, ORDER_NUMBER, STAGES, STANDARD, TAXES, TERMS, USERS, YEAR } from "./setting.js";

/** @typedef {import("./dice.js").Dice} Dice */
/** @typedef {import("./people.js").Customer} Customer */
/** `price` is a unit's, `off` percent of discount, `sum` what the row comes to in its own tax mode, all in cents. @typedef {{ name: string, price: number, quantity: number, off: number, tax: number, sum: number }} Item */
/**
 * What was sold. `mode` is how the rows take tax; `isGross` whether the deal's value has tax in it.
 * @typedef {{ id: number, title: string, customer: Customer, currency: string, items: Item[], mode: "exclusive" | "inclusive", net: number, gross: number, isGross: boolean, hasRows: boolean, won: string, added: string, order: string, dice: Dice }} Sale
 */

const WORK = ["Website relaunch", "Brand guide", "Annual report", "Packaging", "Photo shoot", "Product film", "Trade fair stand", "Newsletter", "Shop extension", "Audit of accessibility", "Workshop", "Illustrations", "Hosting, one year", "Search campaign", "Intranet", "Signage", "Type licence", "Translation", "Prototype", "Support hours"];
const DAY = 86_400_000;

/** @param {string} day @param {number} days */
export const addDays = (day, days) => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
/** Whole numbers only, half away from zero. @param {number} above @param {number} below */
export const divided = (above, below) => Math.sign(above) * Math.floor((2 * Math.abs(above) + below) / (2 * below));
/** Cents as the number an answer carries. @param {number} cents */
export const money = (cents) => Number(`${cents < 0 ? "-" : ""}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, "0")}`);

/** Rates may have one decimal: everything by tenths. @param {number} cents @param {number} rate @param {"exclusive" | "inclusive"} mode */
export const taxOf = (cents, rate, mode) => (mode === "exclusive" ? divided(cents * rate * 10, 1000) : divided(cents * rate * 10, 1000 + rate * 10));
/** @param {{ price: number, quantity: number, off: number }} row */
export const sumOf = ({ price, quantity, off }) => divided(price * quantity * (1000 - off * 10), 1000);

/** Net and gross of rows. @param {Item[]} items @param {"exclusive" | "inclusive"} mode */
export function totalsOf(items, mode) {
  const sum = items.reduce((all, item) => all + item.sum, 0);
  const tax = items.reduce((all, item) => all + taxOf(item.sum, item.tax, mode), 0);
  return mode === "exclusive" ? { net: sum, gross: sum + tax } : { net: sum - tax, gross: sum };
}

/**
 * @param {Dice} dice @param {number} id @param {Customer} customer @param {{ won?: string, isShop?: boolean, isPlain?: boolean }} [given] `isPlain`: one rate of tax, and rows on the deal
 * @returns {Sale}
 */
export function sell(dice, id, customer, { won = addDays(`${YEAR}-01-01`, dice.whole(0, 330)), isShop = dice.is(0.3), isPlain = false } = {}) {
  const rates = Object.keys(TAXES[customer.entity] ?? {}).map(Number);
  const mode = isShop ? "inclusive" : "exclusive";
  const items = Array.from({ length: Number(dice.by({ 1: 5, 2: 3, 3: 2, 5: 1 })) }, (_, at) => {
    const rate = isPlain || dice.is(0.9) ? STANDARD[customer.entity] : dice.of(rates);
    // Prices people ask: round ones, hours, and those a computer made.
    const price = dice.by({ round: 4, hours: 3, odd: 3 });
    const item = { name: WORK[(id + at * 7) % WORK.length] ?? "", price: { round: dice.whole(4, 240) * 5_000, hours: dice.whole(60, 180) * 50, odd: dice.whole(4_001, 899_999) }[price], quantity: price === "hours" ? dice.whole(2, 60) : dice.by({ 1: 6, 2: 1, 3: 1 }), off: dice.is(0.15) ? dice.of([5, 10, 12.5]) : 0, tax: rate };
    const row = { ...item, quantity: Number(item.quantity) };
    return { ...row, sum: sumOf(row) };
  });
  return {
    id, title: `${items[0]?.name} ${customer.name.split(" ")[0]}${dice.is(0.4) ? ` ${dice.of(["spring", "summer", "autumn", "phase 2", "north", "2026"])}` : ""}`,
    customer, currency: customer.currency, items, mode, ...totalsOf(items, mode), isGross: isShop, hasRows: isPlain || dice.is(0.85), won, added: addDays(won, -dice.whole(3, 120)),
    order: dice.is(0.6) ? `${dice.of(["PO-", "45000", "BE/", ""])}${dice.whole(10_000, 99_999)}` : "", dice,
  };
}

/** The deal's value in cents. @param {Sale} sale */
export const valueOf = ({ isGross, gross, net }) => (isGross ? gross : net);

/**
 * @param {Sale} sale
 * @param {{ status?: string, value?: number, updated?: string, terms?: string, installments?: { amount: number, on: string }[], changes?: unknown[] }} [given]
 */
export function dealRow(sale, { status = "won", value = valueOf(sale), updated = sale.won, terms, installments, changes } = {}) {
  const { id, customer, dice, won, added, mode } = sale;
  const isShop = mode === "inclusive";
  const stages = STAGES.filter((stage) => stage.pipeline_id === (isShop ? 2 : 1));
  const stage = status === "won" ? stages.at(-1) : dice.of(stages);
  const at = (/** @type {string} */ day) => `${day}T${String(dice.whole(8, 17)).padStart(2, "0")}:${String(dice.whole(0, 59)).padStart(2, "0")}:00Z`;
  const wonAt = status === "won" ? at(won) : null;
  const lostAt = status === "lost" ? at(won) : null;
  const closed = wonAt ?? lostAt;
  const owner = dice.of(USERS).id;
  const deal = {
    id, title: sale.title, creator_user_id: owner, owner_id: owner, value: money(value), person_id: null, org_id: customer.id, stage_id: stage?.id ?? 1, pipeline_id: isShop ? 2 : 1,
    currency: sale.currency, archive_time: null, add_time: `${added}T09:00:00Z`, update_time: updated > won || !closed ? `${updated}T18:00:00Z` : closed, stage_change_time: closed ?? `${added}T09:00:00Z`,
    status, is_archived: false, is_deleted: false, probability: status === "open" && dice.is(0.3) ? dice.of([20, 50, 80]) : null, lost_reason: null, visible_to: 3,
    close_time: closed, won_time: wonAt, lost_time: lostAt, local_won_date: wonAt === null ? null : won, local_lost_date: lostAt === null ? null : won,
    local_close_date: closed === null ? null : won, expected_close_date: dice.is(0.8) ? won : null, label_ids: [], origin: "ManuallyCreated", origin_id: null, channel: null, channel_id: null,
    acv: null, arr: null, mrr: null,
    custom_fields: { [ORDER_NUMBER]: sale.order || null, [BILLED_BY]: customer.entity === "ie" ? "Ireland" : null, [TERMS]: terms ?? null },
  };
  const products = sale.items.map((item, index) => ({
    id: id * 10 + index, tax: item.tax, deal_id: id, name: item.name, product_id: 100 + (index % 20), product_variation_id: null, order_nr: index + 1, add_time: deal.add_time, update_time: deal.add_time,
    comments: "", currency: sale.currency, discount: item.off, quantity: item.quantity, item_price: money(item.price), tax_method: mode, discount_type: "percentage", is_enabled: true,
    billing_frequency: "one-time", billing_frequency_cycles: null, billing_start_date: null, sum: money(item.sum),
  }));
  return {
    deal, ...(sale.hasRows ? { products } : {}),
    ...(installments === undefined ? {} : { installments: installments.map(({ amount, on }, index) => ({ id: id * 10 + index, deal_id: id, amount: money(amount), billing_date: on, description: `Installment ${index + 1}` })) }),
    organization: { id: customer.id, name: customer.name, owner_id: owner, add_time: deal.add_time, update_time: deal.add_time, is_deleted: false, visible_to: 3, label_ids: [], address: null, website: `https://${customer.domain}`, custom_fields: {} },
    ...(dice.is(0.5) ? { contact: customer.contact } : {}),
    ...(changes === undefined ? {} : { changes }),
  };
}
