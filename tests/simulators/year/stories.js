// What becomes of a deal in a year, told with both sides' bodies and with the truth about them. Nothing here knows how
// anybody would find that out.
import { addDays, dealRow, divided, sell, sumOf, totalsOf, valueOf } from "./deals.js";
import { creditNote, invoice, oneRow, shares } from "./ledger.js";
import { mistyped, stranger } from "./people.js";
import { AS_OF, STANDARD, YEAR } from "./setting.js";

/** @typedef {import("./deals.js").Sale} Sale */
/** @typedef {import("./deals.js").Item} Item */
/** @typedef {import("./ledger.js").Written} Written */
/** @typedef {import("./ledger.js").Order} Order */
/** @typedef {import("./people.js").Customer} Customer */
/** @typedef {import("./dice.js").Dice} Dice */
/** A document, what it is in truth, and whose. @typedef {Written & { class: string, deal?: number, isSecond?: true }} Told */
/** @typedef {{ row?: ReturnType<typeof dealRow>, class?: string, story: string, documents: Told[] }} Chapter */
/** @typedef {{ dice: Dice, id: number, customer: Customer, number: () => number }} Scene */

/** How a person writes down what a document is for: by the token that a machine gave, or from memory. `clear` ones tell the deal by themselves. */
const HABITS = { any: { token: 45, sloppy: 12, title: 18, order: 13, nothing: 12 }, named: { token: 50, sloppy: 15, title: 20, order: 15 }, clear: { token: 70, sloppy: 20, order: 10 } };

/** @param {Sale} sale @param {keyof typeof HABITS} [habit] @param {string} [slot] @returns {string} */
function reference({ dice, id, title, order }, habit = "any", slot = "") {
  switch (dice.by(/** @type {Record<string, number>} */ (HABITS[habit]))) {
    case "sloppy": return dice.of([`pd-${id}${slot}`, `PD ${id}${slot}`, `PD${id}${slot}`, `PD–${id}${slot}`, `Deal ${id}`, `deal no. ${id}`, `#${id}`]);
    case "title": return dice.is(0.35) ? mistyped(dice, title) : title;
    case "order": return order === "" ? `PD-${id}${slot}` : dice.is(0.3) ? mistyped(dice, order) : dice.of([order, order.toLowerCase(), `Your order ${order}`]);
    case "nothing": return "";
    default: return `PD-${id}${slot}${order === "" ? "" : ` ${order}`}`;
  }
}

/** @param {Sale} sale @param {Partial<Order> & { habit?: keyof typeof HABITS, slot?: string }} [given] @returns {Order} */
function order(sale, { habit, slot, ...given } = {}) {
  const { dice, customer, currency, items, mode, won } = sale;
  return {
    dice, entity: customer.entity, contact: { contact: customer.contact, name: customer.called }, currency, items, mode,
    date: addDays(won, dice.by({ 0: 4, 1: 2, 3: 2, 8: 1, 20: 1 }) === "0" ? 0 : dice.whole(1, 20)), reference: reference(sale, habit, slot), ...given,
  };
}

/** Nothing is dated later than what is known. @param {string} day */
const upTo = (day) => (day > AS_OF ? AS_OF : day);

/** All of it, at once or in parts. @param {Dice} dice @param {number} total @param {string} date */
function paidIn(dice, total, date) {
  const first = addDays(date, dice.whole(2, 45));
  if (total < 200 || dice.is(0.75)) return [{ amount: total, on: upTo(first) }];
  const part = divided(total * dice.whole(20, 80), 100);
  const second = addDays(first, dice.whole(1, 30));
  return [{ amount: part, on: upTo(first) }, { amount: total - part, on: upTo(second) }];
}

/** What an order comes to. @param {Order} one */
const totalOf = ({ items, mode }) => totalsOf(items, mode).gross;

/** A document of any state that is alive, and the word for it. @param {Scene} scene @param {Order} one @param {number} deal @returns {Told} */
function alive({ dice, number }, one, deal) {
  const total = totalOf(one);
  if (dice.is(0.6)) return { ...invoice({ ...one, payments: paidIn(dice, total, one.date) }, number()), class: "settled", deal };
  const isLate = addDays(one.date, 30) < AS_OF;
  const payments = dice.is(0.3) ? [{ amount: divided(total, 3), on: upTo(addDays(one.date, 1)) }] : [];
  return { ...invoice({ ...one, payments }, number()), class: isLate ? "overdue" : "open", deal };
}

/** @param {Scene} scene @param {Parameters<typeof sell>[3]} [given] */
const sale = ({ dice, id, customer }, given) => sell(dice, id, customer, given);
/** @param {Item} item @param {Partial<Item>} change @returns {Item} */
const otherwise = (item, change) => ({ ...item, ...change, sum: sumOf({ ...item, ...change }) });
/** A price whose last typing changed it for sure. @param {Dice} dice @param {number} price @param {1 | -1} way */
const slipped = (dice, price, way) => Math.max(1, price + way * Math.max(100, divided(price * dice.whole(6, 40), 100)));
/** @param {Dice} dice @param {number} from @param {number} to days before the last */
const late = (dice, from, to) => addDays(AS_OF, -dice.whole(from, to));

/** @type {Record<string, { share: number, tell: (scene: Scene) => Chapter }>} */
export const STORIES = {
  settled: { share: 32, tell(scene) {
    const [sold, { dice, number }] = [sale(scene), scene];
    const one = order(sold);
    const payments = paidIn(dice, totalOf(one), one.date);
    const deal = sold.id;
    /** @type {Told[]} */
    const before = [];
    // Some were written wrongly first, and taken back.
    if (dice.is(0.05)) before.push({ ...invoice({ ...order(sold, { habit: "named" }), date: one.date, status: dice.of(["VOIDED", "DELETED"]) }, number()), class: "voided", deal });
    else if (dice.is(0.04)) before.push(...tookBack(scene, sold, one.date));
    return { row: dealRow(sold), class: "settled", story: before.length > 0 ? "settled in the end" : payments.length > 1 ? "paid in parts" : "settled", documents: [...before, { ...invoice({ ...one, payments }, number()), class: "settled", deal }] };
  } },
  open: { share: 7, tell(scene) {
    const sold = sale(scene, { won: late(scene.dice, 8, 26) });
    const one = order(sold, { date: addDays(sold.won, scene.dice.whole(0, 5)) });
    const payments = scene.dice.is(0.2) ? [{ amount: divided(totalOf(one), 2), on: AS_OF }] : [];
    return { row: dealRow(sold), class: "open", story: payments.length > 0 ? "part paid" : "open", documents: [{ ...invoice({ ...one, payments }, scene.number()), class: "open", deal: sold.id }] };
  } },
  overdue: { share: 8, tell(scene) {
    const sold = sale(scene, { won: late(scene.dice, 60, 330) });
    const one = order(sold);
    const payments = scene.dice.is(0.25) ? [{ amount: divided(totalOf(one), 3), on: addDays(one.date, 20) }] : [];
    return { row: dealRow(sold), class: "overdue", story: payments.length > 0 ? "overdue, part paid" : "overdue", documents: [{ ...invoice({ ...one, payments }, scene.number()), class: "overdue", deal: sold.id }] };
  } },
  draftStuck: { share: 4, tell(scene) {
    const sold = sale(scene, { won: late(scene.dice, 40, 300) });
    return { row: dealRow(sold), class: "draft-stuck", story: "draft stuck", documents: [{ ...invoice(order(sold, { status: scene.dice.of(["DRAFT", "SUBMITTED"]) }), scene.number()), class: "draft-stuck", deal: sold.id }] };
  } },
  notYetDue: { share: 5, tell: (scene) => inInstallments(scene, "none missing") },
  slotMissing: { share: 2, tell: (scene) => inInstallments(scene, "one missing") },
  neverInvoiced: { share: 6, tell(scene) {
    return { row: dealRow(sale(scene, { won: late(scene.dice, 5, 360) })), class: "never-invoiced", story: "never invoiced", documents: [] };
  } },
  underBilled: { share: 4, tell(scene) {
    const [sold, { dice }] = [sale(scene), scene];
    const { items } = sold;
    const [first, ...rest] = /** @type {[Item, ...Item[]]} */ (items);
    const way = items.length > 1 && dice.is(0.5) ? "a row left out" : first.quantity > 1 && dice.is(0.5) ? "too few" : "a price too low";
    const less = way === "a row left out" ? rest : [otherwise(first, way === "too few" ? { quantity: first.quantity - 1 } : { price: slipped(dice, first.price, -1) }), ...rest];
    return { row: dealRow(sold), class: "under-billed", story: way, documents: [alive(scene, order(sold, { items: less, habit: "named" }), sold.id)] };
  } },
  overBilled: { share: 4, tell(scene) {
    const [sold, { dice }] = [sale(scene), scene];
    const [first, ...rest] = /** @type {[Item, ...Item[]]} */ (sold.items);
    const way = dice.of(["a row too many", "too much of it", "a price too high"]);
    const extra = { ...first, name: "Travel", price: dice.whole(50, 900) * 100, quantity: 1, off: 0 };
    const more = way === "a row too many" ? [first, ...rest, { ...extra, sum: sumOf(extra) }] : [otherwise(first, way === "too much of it" ? { quantity: first.quantity + 1 } : { price: slipped(dice, first.price, 1) }), ...rest];
    return { row: dealRow(sold), class: "over-billed", story: way, documents: [alive(scene, order(sold, { items: more, habit: "named" }), sold.id)] };
  } },
  billedTwice: { share: 4, tell(scene) {
    const sold = sale(scene);
    const one = order(sold, { habit: "named" });
    const again = order(sold, { habit: "named", date: upTo(addDays(one.date, scene.dice.whole(0, 25))) });
    return { row: dealRow(sold), class: "billed-twice", story: "billed twice", documents: [alive(scene, one, sold.id), { ...alive(scene, again, sold.id), class: "duplicate", isSecond: true }] };
  } },
  wrongCurrency: { share: 3, tell(scene) {
    const sold = sale(scene);
    const currency = scene.dice.of(["GBP", "EUR", "USD"].filter((one) => one !== sold.currency));
    return { row: dealRow(sold), class: "wrong-currency", story: "wrong currency", documents: [{ ...alive(scene, order(sold, { currency, habit: "named" }), sold.id), class: "wrong-currency" }] };
  } },
  wrongContact: { share: 3, tell(scene) {
    const sold = sale(scene);
    return { row: dealRow(sold), class: "wrong-contact", story: "under another contact", documents: [{ ...alive(scene, order(sold, { contact: stranger(scene.dice), habit: "clear" }), sold.id), class: "wrong-contact" }] };
  } },
  voided: { share: 3, tell(scene) {
    const sold = sale(scene);
    return { row: dealRow(sold), class: "voided-after-win", story: "voided", documents: [{ ...invoice(order(sold, { habit: "named", status: scene.dice.by({ VOIDED: 3, DELETED: 1 }) }), scene.number()), class: "voided", deal: sold.id }] };
  } },
  credited: { share: 3, tell(scene) {
    const sold = sale(scene);
    return { row: dealRow(sold), class: "credited", story: "credited", documents: tookBack(scene, sold, addDays(sold.won, scene.dice.whole(0, 20))) };
  } },
  changed: { share: 4, tell(scene) {
    const [sold, { dice }] = [sale(scene), scene];
    const one = order(sold, { habit: "named" });
    const on = addDays(one.date, dice.whole(2, 12));
    const [first, ...rest] = /** @type {[Item, ...Item[]]} */ (sold.items);
    const items = dice.is(0.5) ? [...sold.items, otherwise(first, { name: "Addition", quantity: 1 })] : [otherwise(first, { price: slipped(dice, first.price, dice.of([1, -1])) }), ...rest];
    const now = { ...sold, items, ...totalsOf(items, sold.mode) };
    const changes = [{ field_key: "value", old_value: valueOf(sold) / 100, new_value: valueOf(now) / 100, actor_user_id: 1001, time: `${on} 11:20:00`, change_source: "app", change_source_user_agent: null, is_bulk_update_flag: "0" }];
    return { row: dealRow(now, { changes, updated: on }), class: "changed-after-invoice", story: "changed after the invoice", documents: [alive(scene, one, sold.id)] };
  } },
  billedNotWon: { share: 3, tell(scene) {
    const sold = sale(scene);
    const status = scene.dice.of(["open", "lost"]);
    return { row: dealRow(sold, { status }), class: "billed-not-won", story: `billed while ${status}`, documents: [{ ...alive(scene, order(sold, { habit: "clear" }), sold.id), class: "billed-not-won" }] };
  } },
  worthNothing: { share: 1, tell(scene) {
    const sold = sale(scene);
    const items = sold.items.map((item) => otherwise(item, { price: 0 }));
    return { row: dealRow({ ...sold, items, net: 0, gross: 0 }), class: "nothing-to-bill", story: "worth nothing", documents: [] };
  } },
  notWon: { share: 12, tell(scene) {
    const isOpen = scene.dice.is(0.7);
    const sold = sale(scene, isOpen ? { won: addDays(AS_OF, scene.dice.whole(5, 200)) } : {});
    const shown = isOpen ? { ...sold, added: late(scene.dice, 5, 120) } : sold;
    return { row: dealRow(shown, { status: isOpen ? "open" : "lost", updated: AS_OF }), class: "not-won", story: isOpen ? "open" : "lost", documents: [] };
  } },
  orphan: { share: 6, tell(scene) {
    const { dice, customer, number } = scene;
    const who = dice.is(0.4) ? stranger(dice) : { contact: customer.contact, name: customer.called };
    const items = [{ name: "Other", price: dice.whole(1_001, 2_000_000), quantity: 1, off: 0, tax: STANDARD[customer.entity], sum: 0 }].map((item) => otherwise(item, {}));
    /** @type {Order} */
    const one = { dice, entity: customer.entity, contact: who, currency: customer.currency, items, mode: "exclusive", date: addDays(`${YEAR}-01-01`, dice.whole(0, 330)), reference: dice.of(["", "Ad hoc support", "Expenses recharged", "Deposit returned", `SO-${dice.whole(100, 999)}`, "Rent of equipment"]) };
    const { deal, ...told } = alive(scene, one, 0);
    const kind = dice.by({ sale: 7, bill: 2, received: 1 });
    if (kind === "bill") return { story: "a bill", documents: [{ ...invoice({ ...one, type: "ACCPAY" }, number()), class: "not-sales" }] };
    if (kind === "received") return { story: "a note nobody used", documents: [{ ...creditNote({ ...one, reference: "Goodwill" }, number()), class: "credit-note" }] };
    return { story: "orphan", documents: [{ ...told, class: "orphan" }] };
  } },
};

/** An invoice that a credit note takes back whole. @param {Scene} scene @param {Sale} sold @param {string} date @returns {Told[]} */
function tookBack({ dice, number }, sold, date) {
  const one = order(sold, { habit: "named", date });
  const id = dice.uuid();
  const nth = number();
  const total = totalOf(one);
  const on = addDays(date, dice.whole(1, 9));
  const note = creditNote({ ...one, date: on, reference: dice.of([one.reference, "", `Credits INV-${String(nth).padStart(5, "0")}`]), to: [{ id, number: `INV-${String(nth).padStart(5, "0")}`, amount: total }] }, number());
  return [{ ...invoice({ ...one, id, credits: [{ note, amount: total, on }] }, nth), class: "credited", deal: sold.id }, { ...note, class: "credit-note", deal: sold.id }];
}

/** Billed by the calendar: what is due is billed and paid, unless a month was forgotten. @param {Scene} scene @param {"none missing" | "one missing"} way @returns {Chapter} */
function inInstallments(scene, way) {
  const { dice, number } = scene;
  const sold = sale(scene, { won: late(dice, 70, 100), isShop: false, isPlain: true });
  const count = dice.whole(4, 6);
  const parts = shares(sold.net, count).map((amount, at) => ({ amount, on: addDays(sold.won, 10 + at * 30) }));
  const due = parts.filter(({ on }) => on <= addDays(AS_OF, -5));
  const missing = way === "one missing" ? dice.whole(0, due.length - 1) : -1;
  const documents = due.flatMap(({ amount, on }, at) => {
    if (at === missing) return [];
    const one = order(sold, { items: oneRow(`${sold.title}, ${at + 1} of ${count}`, amount, STANDARD[sold.customer.entity]), date: on, habit: "named", slot: `/${at + 1}of${count}` });
    return [{ ...invoice({ ...one, payments: [{ amount: totalOf(one), on: addDays(on, 4) }] }, number()), class: "settled", deal: sold.id }];
  });
  return {
    row: dealRow(sold, { terms: "installments", installments: parts }), documents,
    class: way === "none missing" ? "not-yet-due" : documents.length === 0 ? "never-invoiced" : "under-billed", story: way === "none missing" ? "by installments" : "an installment forgotten",
  };
}
