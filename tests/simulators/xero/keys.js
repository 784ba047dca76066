// Idempotency-Key: for six minutes the same key with the same request gives the first answer again, an error too;
// with another request it is refused. Sources: the idempotency guide, and the vendor's prompt library for the errors.
import { says } from "./messages.js";
import { refused } from "./errors.js";

/** @typedef {import("../http.js").Request} Request */
/** @typedef {import("../http.js").Answer} Answer */

export const KEY_LENGTH = 128;
export const KEY_LIFE = 6 * 60_000;

/** @param {{ clock: import("../clock.js").Clock, life?: number }} given `life` in milliseconds */
export function createKeys({ clock, life = KEY_LIFE }) {
  /** @type {Map<string, { what: string, answer: Answer, at: number }>} */
  const known = new Map();
  let replays = 0;
  return {
    /** How often an answer was given again. */
    replays: () => replays,
    /** Runs a request once per key. A key is an app's in an organisation. @param {string} tenant @param {Request} request @param {() => Answer} run @returns {Answer} */
    once(tenant, request, run) {
      const key = request.headers["idempotency-key"];
      if (typeof key !== "string" || request.method === "GET" || request.method === "DELETE") return run();
      if (key.length > KEY_LENGTH) return refused(`the Idempotency-Key is longer than ${KEY_LENGTH} characters`);
      const name = `${tenant} ${key}`;
      const what = `${request.method} ${request.path}?${request.query} ${request.text}`;
      const before = known.get(name);
      if (before !== undefined && clock.ticks() - before.at < life) {
        if (before.what !== what) return refused(says.idempotency_reused({ key }));
        replays += 1;
        return before.answer;
      }
      const answer = run();
      known.set(name, { what, answer, at: clock.ticks() });
      return answer;
    },
  };
}
