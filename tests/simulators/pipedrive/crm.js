// What stands in a simulated Pipedrive account, and what its people do there. Rows are as API v2 answers them.
import { numberOf } from "../decimal.js";
import { STANDARD, customField } from "./fields.js";
import { dealValue, rowSum } from "./money.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("./fields.js").Entity} Entity */
/** What happened, to be told to who listens. @typedef {{ entity: Entity, action: "create" | "change" | "delete", after: Json | null, before: Json | null, source: "app" | "api" }} Change */
/** @typedef {ReturnType<typeof createCrm>} Crm */

/** @param {{ clock: import("../clock.js").Clock, newId: () => string, reading?: Partial<import("./money.js").Reading>, onChange?: (change: Change) => void }} given */
export function createCrm({ clock, newId, reading: given = {}, onChange = () => {} }) {
  /** @type {import("./money.js").Reading} */
  const reading = { amountDiscount: "row", taxInValue: false, ...given };
  const counts = new Map();
  const next = (/** @type {string} */ what) => (counts.set(what, (counts.get(what) ?? 0) + 1), counts.get(what));
  const now = () => `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
  /** @type {{ [kind in "deals" | "persons" | "organizations" | "products"]: Map<number, Json> }} */
  const rows = { deals: new Map(), persons: new Map(), organizations: new Map(), products: new Map() };
  /** @type {Json[]} */
  const dealProducts = [];
  /** @type {Json[]} */
  const discounts = [];
  /** @type {Json[]} */
  const installments = [];
  /** @type {Json[]} */
  const notes = [];
  const users = [{ id: 1001, name: "Owner", email: "owner@example.com", active_flag: true, is_you: true }];
  const fields = { deal: STANDARD.deal(), person: STANDARD.person(), organization: STANDARD.organization(), product: STANDARD.product() };
  const pipelines = [{ id: 1, name: "Sales", order_nr: 1, is_deleted: false, is_deal_probability_enabled: true, add_time: now(), update_time: now() }];
  const stages = [{
    id: 1, order_nr: 1, name: "Qualified", is_deleted: false, deal_probability: 50, pipeline_id: 1, is_deal_rot_enabled: false, days_to_rotten: null,
    add_time: now(), update_time: now(),
  }];
  const FRESH = /** @type {const} */ ({ persons: "person", organizations: "organization", products: "product" });

  /** @param {number} id */
  const deal = (id) => {
    const found = rows.deals.get(id);
    if (found === undefined) throw new Error(`no deal ${id}`);
    return found;
  };
  const productsOf = (/** @type {number} */ id) => dealProducts.filter((row) => row.deal_id === id);
  const discountsOf = (/** @type {number} */ id) => discounts.filter((row) => row.deal_id === id);

  /** Custom fields by their names become custom fields by their codes. @param {Entity} entity @param {Json} custom */
  const coded = (entity, custom) => Object.fromEntries(Object.entries(custom).map(([name, value]) => [fields[entity].find((one) => one.field_name === name)?.field_code ?? name, value]));
  /** What is empty unless it was filled. @param {Entity} entity @param {Json} custom */
  const filled = (entity, custom) => ({ ...Object.fromEntries(fields[entity].filter((one) => one.is_custom_field).map((one) => [one.field_code, null])), ...coded(entity, custom) });

  /** @param {number} id @param {Json} changes @param {"app" | "api"} [source] */
  function change(id, changes, source = "app") {
    const before = structuredClone(deal(id));
    const { custom_fields, status, ...rest } = changes;
    const after = deal(id);
    Object.assign(after, rest);
    if (custom_fields) Object.assign(after.custom_fields, coded("deal", custom_fields));
    if (status !== undefined && status !== before.status) become(after, status, rest);
    if (JSON.stringify(after) === JSON.stringify(before)) return after;
    after.update_time = now();
    onChange({ entity: "deal", action: "change", after: structuredClone(after), before, source });
    return after;
  }

  /** A deal that is won again keeps its first won time (specification; won_time is the last). @param {Json} row @param {string} status @param {Json} given */
  function become(row, status, given) {
    const at = now();
    Object.assign(row, {
      status, close_time: status === "open" ? null : given.close_time ?? at, won_time: status === "won" ? given.won_time ?? at : null,
      lost_time: status === "lost" ? given.lost_time ?? at : null,
    });
    if (status === "won") row.first_won_time ??= at;
    Object.assign(row, { local_won_date: row.won_time?.slice(0, 10) ?? null, local_lost_date: row.lost_time?.slice(0, 10) ?? null, local_close_date: row.close_time?.slice(0, 10) ?? null });
  }

  /** A deal's value follows its products and discounts. @param {number} id */
  const revalue = (id) => void change(id, productsOf(id).length > 0 ? { value: numberOf(dealValue(productsOf(id), discountsOf(id), reading)) } : {});

  /** @param {"persons" | "organizations" | "products"} kind @param {Json} row @param {Json} given @returns {number} */
  function add(kind, row, { custom_fields = {}, ...rest }) {
    const id = next(kind);
    const whole = { id, add_time: now(), update_time: now(), visible_to: 3, is_deleted: false, owner_id: 1001, ...row, ...rest, custom_fields: filled(FRESH[kind], custom_fields) };
    rows[kind].set(id, whole);
    onChange({ entity: FRESH[kind], action: "create", after: structuredClone(whole), before: null, source: "app" });
    return id;
  }

  return {
    rows, fields, users, pipelines, stages, notes, dealProducts, discounts, installments, reading, productsOf, discountsOf, coded,
    now, next, change,
    /** A custom field; its code is 40 characters of chance. @param {Entity} entity @param {import("./fields.js").Custom} custom @returns {string} the code */
    addField(entity, custom) {
      const code = custom.code ?? (newId() + newId()).replaceAll("-", "").slice(0, 40);
      fields[entity].push(customField(custom, code, () => next("option")));
      return code;
    },
    /** The id of an option. @param {Entity} entity @param {string} name @param {string} label @returns {number} */
    option: (entity, name, label) => fields[entity].find((one) => one.field_name === name)?.options.find((/** @type {Json} */ one) => one.label === label)?.id,
    /** @param {Json} [given] @returns {number} */
    addOrganization: (given = {}) => add("organizations", {
      name: "Acme Pty Ltd", address: null, label_ids: [], website: null, linkedin: null, industry: null, annual_revenue: null, employee_count: null,
    }, given),
    /** @param {Json} [given] @returns {number} */
    addPerson: (given = {}) => add("persons", { name: "Jo Citizen", first_name: "Jo", last_name: "Citizen", org_id: null, emails: [], phones: [], label_ids: [], picture_id: null }, given),
    /** @param {Json} [given] @returns {number} */
    addProduct: (given = {}) => add("products", {
      name: "Consulting", code: null, unit: null, tax: 0, is_linkable: true, category: null, description: null, prices: [],
      billing_frequency: "one-time", billing_frequency_cycles: null,
    }, given),
    /** @param {Json} [given] `custom_fields` by the names of the fields @returns {number} */
    addDeal({ custom_fields = {}, status = "open", ...given } = {}) {
      const id = next("deals");
      const row = {
        id, title: `Deal ${id}`, creator_user_id: 1001, owner_id: 1001, value: 0, person_id: null, org_id: null, stage_id: 1, pipeline_id: 1,
        currency: "GBP", archive_time: null, add_time: now(), update_time: now(), stage_change_time: now(), status: "open", is_archived: false,
        is_deleted: false,
        probability: null, lost_reason: null, visible_to: 3, close_time: null, won_time: null, first_won_time: null, lost_time: null,
        local_won_date: null, local_lost_date: null, local_close_date: null, expected_close_date: null, label_ids: [], origin: "ManuallyCreated",
        origin_id: null, channel: null, channel_id: null, acv: null, arr: null, mrr: null,
        ...given, custom_fields: filled("deal", custom_fields),
      };
      if (status !== "open") become(row, status, given);
      rows.deals.set(id, row);
      onChange({ entity: "deal", action: "create", after: structuredClone(row), before: null, source: "app" });
      return id;
    },
    /**
     * Attaches a product. One tax method for all that a deal has; recurring products and installments exclude each
     * other, twenty of the former at most (specification, deal products).
     * @param {number} id @param {Json} [given] @returns {number} the row's id
     */
    attach(id, given = {}) {
      const product = rows.products.get(given.product_id);
      const row = {
        id: next("dealProducts"), tax: product?.tax ?? 0, deal_id: id, name: product?.name ?? "Consulting", product_id: null,
        product_variation_id: null, order_nr: productsOf(id).length + 1, add_time: now(), update_time: now(), comments: "",
        currency: deal(id).currency, discount: 0, quantity: 1, item_price: 100,
        tax_method: productsOf(id)[0]?.tax_method ?? "exclusive", discount_type: "percentage", is_enabled: true, billing_frequency: "one-time",
        billing_frequency_cycles: null, billing_start_date: null, sum: 0, ...given,
      };
      const isRecurring = row.billing_frequency !== "one-time";
      if (isRecurring && installments.some((one) => one.deal_id === id)) throw new Error("a deal with installments takes no recurring products");
      if (isRecurring && productsOf(id).filter((one) => one.billing_frequency !== "one-time").length >= 20) throw new Error("a deal has at most 20 recurring products");
      const cycles = row.billing_frequency_cycles;
      const fits = cycles === null ? row.billing_frequency !== "weekly" : isRecurring && cycles >= 1 && cycles <= 208;
      if (!fits) throw new Error("billing_frequency_cycles does not fit");
      row.sum = numberOf(rowSum(row, reading));
      dealProducts.push(row);
      for (const other of productsOf(id)) other.tax_method = row.tax_method;
      revalue(id);
      return row.id;
    },
    /** @param {number} row @param {Json} changes */
    editAttached(row, changes) {
      const found = dealProducts.find((one) => one.id === row);
      if (found === undefined) throw new Error(`no row ${row}`);
      Object.assign(found, changes, { update_time: now() });
      found.sum = numberOf(rowSum(found, reading));
      for (const other of productsOf(found.deal_id)) other.tax_method = found.tax_method;
      revalue(found.deal_id);
    },
    /** @param {number} id @param {{ type?: "percentage" | "amount", amount: number, description?: string }} given */
    discount(id, { type = "percentage", amount, description = "Discount" }) {
      discounts.push({ id: newId(), type, amount, description, deal_id: id, created_at: now(), created_by: 1001, updated_at: now(), updated_by: 1001 });
      revalue(id);
    },
    /** @param {number} id @param {{ amount: number, billing_date: string, description?: string }} given */
    installment(id, { amount, billing_date, description = "Installment" }) {
      const frequencies = new Set(productsOf(id).map((row) => row.billing_frequency));
      if (!frequencies.has("one-time") || frequencies.size > 1) throw new Error("installments need one-time products, and no recurring ones");
      installments.push({ id: next("installments"), amount, billing_date, deal_id: id, description });
    },
    /** @param {number} id */
    win: (id) => change(id, { status: "won" }),
    /** @param {number} id */
    lose: (id) => change(id, { status: "lost", lost_reason: "price" }),
    /** @param {number} id */
    reopen: (id) => change(id, { status: "open" }),
    /** @param {number} id */
    archive: (id) => change(id, { is_archived: true, archive_time: now() }),
    /** @param {number} id */
    deleteDeal(id) {
      const before = structuredClone(deal(id));
      Object.assign(deal(id), { is_deleted: true, status: "deleted", update_time: now() });
      onChange({ entity: "deal", action: "delete", after: null, before, source: "app" });
    },
  };
}
