// How often an app may ask: in one organisation 5 at once, 60 a minute, 5,000 a day (1,000 on the Starter tier), and
// 10,000 a minute over all (developer.xero.com, limits). The windows are fixed, not sliding.

/** @typedef {import("../http.js").Request} Request */
/** @typedef {{ minute: number, day: number, atOnce: number, perMinute: number, perDay: number, appPerMinute: number }} Limits */

/** @type {Limits} `minute` and `day` in milliseconds */
export const LIMITS = Object.freeze({ minute: 60_000, day: 86_400_000, atOnce: 5, perMinute: 60, perDay: 5_000, appPerMinute: 10_000 });

/** Asked so often since a window began. @param {import("../clock.js").Clock} clock @param {number} length @param {number} most */
function windowOf(clock, length, most) {
  let began = -Infinity;
  let count = 0;
  const turn = () => {
    if (clock.ticks() - began >= length) [began, count] = [clock.ticks(), 0];
  };
  return {
    left: () => (turn(), most - count),
    take: () => void (turn(), (count += 1)),
    /** Seconds until it begins anew, a whole number as in the header. */
    seconds: () => Math.max(1, Math.ceil((began + length - clock.ticks()) / 1000)),
  };
}

/** @param {{ clock: import("../clock.js").Clock, limits?: Partial<Limits> }} given */
export function createLimits({ clock, limits = {} }) {
  const { minute, day, atOnce, perMinute, perDay, appPerMinute } = { ...LIMITS, ...limits };
  const app = windowOf(clock, minute, appPerMinute);
  /** @type {Map<string, { minute: ReturnType<typeof windowOf>, day: ReturnType<typeof windowOf>, most: number }>} */
  const tenants = new Map();
  /** @param {string} tenant */
  const of = (tenant) => {
    const known = tenants.get(tenant) ?? { minute: windowOf(clock, minute, perMinute), day: windowOf(clock, day, perDay), most: 0 };
    tenants.set(tenant, known);
    return known;
  };
  /** @param {string} tenant */
  const headers = (tenant) => ({
    "x-daylimit-remaining": String(Math.max(0, of(tenant).day.left())),
    "x-minlimit-remaining": String(Math.max(0, of(tenant).minute.left())),
    "x-appminlimit-remaining": String(Math.max(0, app.left())),
  });

  return {
    headers,
    /** The most that one organisation was asked at once. @param {string} tenant */
    mostAtOnce: (tenant) => of(tenant).most,
    /**
     * Lets a request in, or says with which headers it is refused. What is refused is not counted.
     * `minute` and `day` are values seen in X-Rate-Limit-Problem (xero-node#634, xero-python#74); `concurrent` and
     * `appminute` were not seen, and the first comes without Retry-After.
     * @param {string} tenant @param {Request} request
     */
    admit(tenant, request) {
      const { minute: minutes, day: days } = of(tenant);
      const open = request.alongside().filter((one) => one.headers["xero-tenant-id"] === request.headers["xero-tenant-id"]).length;
      const refusal = (/** @type {string} */ which, /** @type {number} */ seconds) => ({ "x-rate-limit-problem": which, "retry-after": String(seconds), ...headers(tenant) });
      if (open > atOnce) return { "x-rate-limit-problem": "concurrent", ...headers(tenant) };
      if (days.left() <= 0) return refusal("day", days.seconds());
      if (minutes.left() <= 0) return refusal("minute", minutes.seconds());
      if (app.left() <= 0) return refusal("appminute", app.seconds());
      for (const one of [minutes, days, app]) one.take();
      of(tenant).most = Math.max(of(tenant).most, open);
      return undefined;
    },
  };
}
