// What Pipedrive tells who listens: the changed entity, over HTTP with basic authentication and nothing else to prove
// who sends it. Sources: guide-for-webhooks, guide-for-webhooks-v2; reference material: the two deliveries in fixtures.
import { createQueue, post } from "../webhooks.js";
import { flat, wrapped } from "./fields.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("./crm.js").Change} Change */
/** @typedef {{ id: string, url: string, version: "1.0" | "2.0", entity: string, action: string, user?: string, password?: string, failures: number, bannedUntil: number, since: number }} Subscription */
/** @typedef {{ subscription: Subscription, payload: Json, tried: number }} Delivery */
/** Milliseconds. @typedef {{ timeout: number, retries: readonly number[], banAt: number, ban: number, giveUp: number }} Manners */
/** @typedef {ReturnType<typeof createWebhooks>} Webhooks */

/**
 * Three retries; ten first attempts that failed ban a webhook for half an hour, and what happens meanwhile is never
 * told; three days without a success delete it. Whether a success clears the count is not written: it does here not.
 * @type {Manners}
 */
export const MANNERS = Object.freeze({ timeout: 10_000, retries: [3_000, 30_000, 150_000], banAt: 10, ban: 30 * 60_000, giveUp: 3 * 86_400_000 });

const OLD_ACTION = { create: "added", change: "updated", delete: "deleted" };
const spaced = (/** @type {string | null} */ stamp) => stamp?.replace("T", " ").replace("Z", "") ?? null;

/**
 * @param {object} given
 * @param {import("../clock.js").Clock} given.clock
 * @param {import("../faults.js").Faults} [given.faults]
 * @param {() => string} given.newId
 * @param {string} given.host the company's own
 * @param {() => import("./crm.js").Crm} given.crm
 * @param {Partial<Manners>} [given.manners]
 */
export function createWebhooks({ clock, faults, newId, host, crm, manners = {} }) {
  const { timeout, retries, banAt, ban, giveUp } = { ...MANNERS, ...manners };
  /** @type {Map<string, Subscription>} */
  const subscriptions = new Map();
  /** @type {{ id: string, status: number, attempt: number }[]} */
  const log = [];
  let lost = 0;
  let count = 1_800_000;

  const queue = createQueue({
    api: "pipedrive", clock, ...(faults ? { faults } : {}),
    attempt: async (/** @type {Delivery} */ { subscription, payload, tried }) => {
      if (!subscriptions.has(subscription.id)) return;
      const { user, password } = subscription;
      const body = payload.v === 1 ? { ...payload, retry: tried } : { ...payload, meta: { ...payload.meta, attempt: tried + 1 } };
      const { status } = await post(subscription.url, {
        body: JSON.stringify(body), timeout,
        headers: user === undefined ? {} : { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` },
      });
      log.push({ id: subscription.id, status, attempt: tried + 1 });
      if (status >= 200 && status < 300) return void (subscription.since = clock.ticks());
      if (clock.ticks() - subscription.since >= giveUp) return void subscriptions.delete(subscription.id);
      if (tried === 0 && ++subscription.failures >= banAt) Object.assign(subscription, { failures: 0, bannedUntil: clock.ticks() + ban });
      const wait = retries[tried];
      if (wait !== undefined) queue.later({ subscription, payload, tried: tried + 1 }, wait);
    },
  });

  /** @param {Change} change @param {Json} row @returns {Json} */
  const inVersion2 = (change, row) => ({
    ...row, visible_to: String(row.visible_to),
    custom_fields: Object.fromEntries(Object.entries(row.custom_fields).map(([code, value]) => [code, wrapped(known(change, code), value)])),
  });
  /** @param {Change} change @param {string} code @returns {Json} */
  const known = (change, code) => crm().fields[change.entity].find((one) => one.field_code === code) ?? { field_code: code };

  /** What was there before, of all that is another now; custom fields one by one. @param {Json} old @param {Json} now @returns {Json} */
  function changed(old, now) {
    const other = (/** @type {Json} */ a, /** @type {Json} */ b) => Object.entries(a).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(b[key]));
    return Object.fromEntries(other(old, now).map(([key, value]) => [key, key === "custom_fields" ? Object.fromEntries(other(value, now[key])) : value]));
  }

  /** Version 2: `previous` has only what changed. @param {Change} change @param {Subscription} subscription */
  function version2(change, { id }) {
    const { before, after, entity, action, source } = change;
    const [old, now] = [before && inVersion2(change, before), after && inVersion2(change, after)];
    const previous = old === null ? null : now === null ? old : changed(old, now);
    const meta = {
      action, company_id: "6000001", correlation_id: newId(), entity_id: String((after ?? before)?.id), entity, id: newId(), is_bulk_edit: false,
      timestamp: new Date(clock.now()).toISOString(), type: "general", user_id: "1001", version: "2.0", webhook_id: id, webhook_owner_id: "1000",
      change_source: source, permitted_user_ids: ["1000", "1001"], attempt: 1, host,
    };
    return { data: now, previous, meta };
  }

  /** Version 1: flat, times without a zone. @param {Change} change @param {Json} row */
  function flatRow(change, row) {
    const { custom_fields, owner_id, label_ids = [], is_deleted, ...rest } = row;
    const plain = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, /_time$/.test(key) ? spaced(value) : value]));
    const names = { org_name: crm().rows.organizations.get(row.org_id)?.name ?? null, person_name: crm().rows.persons.get(row.person_id)?.name ?? null };
    return {
      ...plain, user_id: owner_id, label: label_ids.length > 0 ? label_ids.join(",") : null, visible_to: String(row.visible_to),
      active: row.status === "open", deleted: is_deleted,
      ...(change.entity === "deal" ? { ...names, products_count: crm().productsOf(row.id).length } : {}),
      ...Object.assign({}, ...Object.entries(custom_fields).map(([code, value]) => flat(known(change, code), value))),
    };
  }
  /** @param {Change} change @param {Subscription} subscription */
  function version1(change, { id }) {
    const { before, after, entity, action, source } = change;
    const old = OLD_ACTION[action];
    const stamp = Math.floor(clock.now() / 1000);
    const meta = {
      v: 1, action: old, object: entity, change_source: source, id: (after ?? before)?.id, company_id: 6_000_001, user_id: 1001, host,
      timestamp: stamp, timestamp_micro: clock.now() * 1000, prepublish_timestamp: clock.now(), permitted_user_ids: [1000, 1001],
      trans_pending: false, is_bulk_update: false, pipedrive_service_name: false, matches_filters: { current: [] }, webhook_id: id,
    };
    return { v: 1, matches_filters: { current: [] }, meta, current: after && flatRow(change, after), previous: before && flatRow(change, before), retry: 0, event: `${old}.${entity}` };
  }

  return {
    log,
    /** How much was never told for a ban. */
    lost: () => lost,
    waiting: queue.waiting,
    list: () => [...subscriptions.values()].map(({ id, url, version, entity, action }) => ({ id: Number(id), subscription_url: url, version, event_object: entity, event_action: action })),
    /** @param {string} id */
    remove: (id) => subscriptions.delete(id),
    isBanned: (/** @type {string} */ id) => (subscriptions.get(id)?.bannedUntil ?? 0) > clock.ticks(),
    /** @param {{ url: string, version?: "1.0" | "2.0", entity?: string, action?: string, user?: string, password?: string }} given */
    subscribe({ url, version = "2.0", entity = "deal", action = "*", user, password }) {
      const id = String(++count);
      subscriptions.set(id, { id, url, version, entity, action, ...(user === undefined ? {} : { user, password: password ?? "" }), failures: 0, bannedUntil: 0, since: clock.ticks() });
      return { id: Number(id), subscription_url: url, version, event_object: entity, event_action: action };
    },
    /** @param {Change} change */
    tell(change) {
      for (const subscription of subscriptions.values()) {
        const { version, entity, action, bannedUntil } = subscription;
        const name = version === "1.0" ? OLD_ACTION[change.action] : change.action;
        if ((entity !== "*" && entity !== change.entity) || (action !== "*" && action !== name)) continue;
        if (bannedUntil > clock.ticks()) lost += 1;
        else queue.later({ subscription, payload: version === "1.0" ? version1(change, subscription) : version2(change, subscription), tried: 0 });
      }
    },
    pump: queue.pump,
    start: queue.start,
    stop: queue.stop,
  };
}
