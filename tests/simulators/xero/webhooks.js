// What Xero tells a subscriber: thin events, signed, many in one delivery, again until they are taken. Sources:
// xero-webhooks.yaml; developer.xero.com, webhooks (intent to receive, retries of 24 hours, 5 seconds to answer).
import { createHmac } from "node:crypto";
import { createQueue, post } from "../webhooks.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {{ url: string, key: string, categories: string[] }} Subscription */

/** The x-xero-signature of a body. @param {string} body @param {string} key */
export const signature = (body, key) => createHmac("sha256", key).update(body).digest("base64");

/** When it is tried again, in milliseconds: "with decreasing frequency for 24 hours"; the steps are of our own. */
export const RETRIES = Object.freeze([1, 5, 30, 60, 300, 1_800, 7_200, 21_600, 43_200].map((seconds) => seconds * 1000));

const CATEGORIES = ["CONTACT", "INVOICE", "CREDITNOTE"];

/**
 * @param {object} given
 * @param {import("../clock.js").Clock} given.clock
 * @param {import("../faults.js").Faults} [given.faults]
 * @param {() => string} given.newId
 * @param {readonly number[]} [given.retries]
 * @param {number} [given.timeout] milliseconds
 */
export function createWebhooks({ clock, faults, newId, retries = RETRIES, timeout = 5_000 }) {
  /** @type {Subscription | undefined} */
  let subscription;
  let isActive = false;
  let sequence = 0;
  /** @type {Json[]} */
  let gathered = [];
  /** @type {{ status: number, events: number, attempt: number }[]} */
  const log = [];
  /** @type {() => void} */
  let stop = () => {};

  /** @typedef {{ body: string, events: number, tried: number }} Delivery */
  const queue = createQueue({
    api: "xero", clock, ...(faults ? { faults } : {}),
    attempt: async (/** @type {Delivery} */ delivery) => {
      if (subscription === undefined || !isActive) return;
      const { status } = await post(subscription.url, { body: delivery.body, headers: { "x-xero-signature": signature(delivery.body, subscription.key) }, timeout });
      log.push({ status, events: delivery.events, attempt: delivery.tried + 1 });
      if (status === 200) return;
      const wait = retries[delivery.tried];
      if (wait === undefined) isActive = false;
      else queue.later({ ...delivery, tried: delivery.tried + 1 }, wait);
    },
  });

  /** What has gathered becomes one delivery. */
  function seal() {
    if (gathered.length === 0) return;
    const events = gathered;
    gathered = [];
    const firstEventSequence = sequence + 1;
    sequence += events.length;
    const body = JSON.stringify({ events, firstEventSequence, lastEventSequence: sequence, entropy: newId().replaceAll("-", "").slice(0, 20).toUpperCase() });
    queue.later({ body, events: events.length, tried: 0 });
  }

  return {
    log,
    isActive: () => isActive,
    waiting: () => queue.waiting() + gathered.length,
    /** Subscribes without asking whether the receiver means it. @param {Partial<Subscription> & { url: string }} given */
    subscribe({ url, key = "xero-webhook-key", categories = CATEGORIES }) {
      subscription = { url, key, categories };
      isActive = true;
      return subscription;
    },
    /**
     * Intent to receive: the receiver must answer 200 to a right signature and 401 to wrong ones, with an empty body.
     * @returns {Promise<boolean>}
     */
    async confirm() {
      if (subscription === undefined) return false;
      const body = (/** @type {number} */ round) => JSON.stringify({ events: [], firstEventSequence: 0, lastEventSequence: 0, entropy: `S0m3r4Nd0mt3xt${round}` });
      const { url, key } = subscription;
      const asked = [key, `${key}x`, key, "wrong"].map(async (used, round) => {
        const answer = await post(url, { body: body(round), headers: { "x-xero-signature": signature(body(round), used) }, timeout });
        return answer.body === "" && answer.status === (used === key ? 200 : 401);
      });
      isActive = (await Promise.all(asked)).every(Boolean);
      return isActive;
    },
    /** @param {{ tenantId: string, category: string, type: "CREATE" | "UPDATE", id: string, data?: Json }} event */
    tell({ tenantId, category, type, id, data }) {
      if (subscription === undefined || !subscription.categories.includes(category)) return;
      const path = { CONTACT: "Contacts", INVOICE: "Invoices", CREDITNOTE: "CreditNotes", OVERPAYMENT: "Overpayments", PREPAYMENT: "Prepayments" }[category];
      gathered.push({
        resourceUrl: `https://api.xero.com/api.xro/2.0/${path}/${id}`, resourceId: id, tenantId, tenantType: "ORGANISATION", eventCategory: category,
        eventType: type, eventDateUtc: new Date(clock.now()).toISOString().slice(0, -1), ...(data ? { data } : {}),
      });
    },
    /** Delivers what is due now. */
    pump: async () => (seal(), queue.pump()),
    start: (/** @type {number} */ every = 5) => {
      const timer = setInterval(seal, every).unref();
      queue.start(every);
      stop = () => (clearInterval(timer), queue.stop());
    },
    stop: () => stop(),
  };
}
