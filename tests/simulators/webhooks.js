// What both services need to tell somebody: a queue in time, attempts over real HTTP, and faults on the way.

/** @typedef {import("./clock.js").Clock} Clock */
/** What an attempt came to; `status` 0 is none. @typedef {{ status: number, body: string }} Attempt */

/** Posts to a subscriber, who has so long to answer. @param {string} url @param {{ body: string, headers: { [name: string]: string }, timeout: number }} given @returns {Promise<Attempt>} */
export async function post(url, { body, headers, timeout }) {
  try {
    const response = await fetch(url, { method: "POST", body, headers: { "content-type": "application/json", ...headers }, redirect: "manual", signal: AbortSignal.timeout(timeout) });
    return { status: response.status, body: await response.text() };
  } catch {
    return { status: 0, body: "" };
  }
}

/** Milliseconds that a webhook waits to be overtaken. */
const OVERTAKING = 100;

/**
 * @template Job
 * @param {object} given
 * @param {string} given.api
 * @param {Clock} given.clock
 * @param {import("./faults.js").Faults} [given.faults]
 * @param {(job: Job) => Promise<void>} given.attempt delivers one, and puts it back with `later` if it must
 */
export function createQueue({ api, clock, faults, attempt }) {
  /** @type {{ job: Job, at: number, isSpared?: boolean }[]} */
  let waiting = [];
  let sent = 0;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<void>} */
  let running = Promise.resolve();

  async function pump() {
    const now = clock.ticks();
    const due = waiting.filter(({ at }) => at <= now);
    waiting = waiting.filter(({ at }) => at > now);
    /** @type {Job[]} */
    const order = [];
    /** @type {Job[]} */
    const held = [];
    for (const { job, isSpared } of due) {
      const fault = isSpared ? undefined : faults?.draw({ api, method: "WEBHOOK", path: String(++sent), query: "" });
      if (fault === "webhook-lost") continue;
      if (fault === "webhook-reorder") held.push(job);
      else order.push(job, ...(fault === "webhook-duplicate" ? [job] : []), ...held.splice(0));
    }
    // Nothing was there to overtake it: it waits for what comes.
    for (const job of held) waiting.push({ job, at: now + OVERTAKING, isSpared: true });
    // In the order of the queue, without waiting for one another.
    await Promise.all(order.map(attempt));
  }

  return {
    /** @param {Job} job @param {number} [delay] milliseconds */
    later: (job, delay = 0) => void waiting.push({ job, at: clock.ticks() + delay }),
    waiting: () => waiting.length,
    /** Delivers what is due now. */
    pump: () => (running = running.then(pump)),
    /** Delivers by itself from now on. @param {number} [every] milliseconds */
    start(every = 5) {
      timer ??= setInterval(() => void (waiting.length > 0 && pump()), every);
      timer.unref();
    },
    stop: () => void (clearInterval(timer), (timer = undefined)),
  };
}
