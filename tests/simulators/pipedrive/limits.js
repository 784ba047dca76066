// How much may be asked: a day's budget of tokens for the company, and bursts of two seconds for each token. What an
// operation costs stands in the specification (`x-token-cost`). Source: rate-limiting page, core-api-concepts.

/** @typedef {import("../http.js").Request} Request */
/** @typedef {"lite" | "growth" | "premium" | "ultimate"} Plan */
/** @typedef {{ plan: Plan, seats: number, burstWindow: number, day: number, patience: number }} Limits */

/** Milliseconds; `patience` is how many 429 in a row with an API token lead to the page of 403. @type {Limits} */
export const LIMITS = Object.freeze({ plan: "growth", seats: 5, burstWindow: 2_000, day: 86_400_000, patience: 10 });

/** By plan: times 30,000 tokens a seat and day; requests a burst with an API token, and with OAuth. */
const PLANS = Object.freeze({ lite: [1, 20, 80], growth: [2, 40, 160], premium: [5, 100, 400], ultimate: [7, 120, 480] });

/** Tokens of the operations that a simulator has; a test holds them against the specification. @type {{ [operation: string]: number }} */
export const COSTS = Object.freeze({
  "GET /deals": 10, "GET /deals/archived": 20, "GET /deals/{id}": 1, "PATCH /deals/{id}": 5, "GET /deals/products": 10, "GET /deals/{id}/products": 10, "GET /deals/{id}/discounts": 10, "GET /deals/installments": 10,
  "GET /dealFields": 10, "GET /personFields": 10, "GET /organizationFields": 10, "GET /productFields": 10,
  "GET /persons": 10, "GET /persons/{id}": 1, "GET /organizations": 10, "GET /organizations/{id}": 1, "GET /products": 10, "GET /products/{id}": 1,
  "GET /pipelines": 5, "GET /pipelines/{id}": 1, "GET /stages": 5, "GET /stages/{id}": 1,
});
/** v1 has no costs in the material at hand. */
const V1_COST = 10;

/** @param {{ clock: import("../clock.js").Clock, limits?: Partial<Limits> }} given */
export function createLimits({ clock, limits = {} }) {
  const { plan, seats, burstWindow, day, patience } = { ...LIMITS, ...limits };
  const [times, withToken, withOauth] = /** @type {[number, number, number]} */ (PLANS[plan]);
  const daily = 30_000 * times * seats;
  let spent = 0;
  let dayBegan = clock.ticks();
  /** @type {Map<string, { began: number, count: number, refusals: number }>} */
  const bursts = new Map();
  return {
    spent: () => spent,
    daily,
    /** Lets a request in, with the headers of its answer, or not. @param {{ token: string, isOauth: boolean }} who @param {string} operation */
    admit({ token, isOauth }, operation) {
      const now = clock.ticks();
      if (now - dayBegan >= day) [spent, dayBegan] = [0, now];
      const burst = bursts.get(token) ?? { began: now, count: 0, refusals: 0 };
      if (now - burst.began >= burstWindow) Object.assign(burst, { began: now, count: 0 });
      bursts.set(token, burst);
      const most = isOauth ? withOauth : withToken;
      const cost = COSTS[operation] ?? V1_COST;
      const isOver = burst.count >= most || spent + cost > daily;
      if (!isOver) {
        burst.count += 1;
        spent += cost;
      }
      burst.refusals = isOver ? burst.refusals + 1 : 0;
      const headers = {
        "x-ratelimit-limit": String(most), "x-ratelimit-remaining": String(most - burst.count), "x-ratelimit-reset": String(Math.max(1, Math.ceil((burst.began + burstWindow - now) / 1000))),
        "x-daily-ratelimit-token-limit": String(daily), "x-daily-ratelimit-token-remaining": String(daily - spent), "x-daily-requests-left": String(daily - spent),
      };
      return { isOver, isBlocked: isOver && !isOauth && burst.refusals > patience, headers };
    },
  };
}
