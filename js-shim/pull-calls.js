// Calls within the limits of both APIs: waits where they say when, stops where a day's limit is near, so that what runs
// beside this has some left. Sources: limits of developer.xero.com, rate limiting of pipedrive.readme.io.

import { InputError } from "./cli-input.js";

/** @typedef {import("./serve/transport.js").Call} Call */
/** @typedef {import("./serve/transport.js").Came} Came */

/** The day's limit is near, or a wait would be too long: nothing is lost, and a later run goes on. */
export class Pause extends InputError {}

/** The credentials do not reach that far. */
export class Forbidden extends InputError {}

const RETRIES = 4;
/** Seconds to wait where the answer says none. */
const UNSAID = 2;

/** @param {string | undefined} header */
const number = (header) => (header === undefined || header.trim() === "" || !Number.isFinite(Number(header)) ? undefined : Number(header));
/** @param {number} seconds */
const inWords = (seconds) => (seconds < 120 ? `${seconds} s` : seconds < 7200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`);
/** What an answer says went wrong. @param {string} body */
const said = (body) => /"(?:Detail|Message|Title|error)"\s*:\s*"((?:[^"\\]|\\.){1,160})/.exec(body)?.[1] ?? "";
const NAMES = { xero: "Xero", pipedrive: "Pipedrive" };

/**
 * @param {object} given
 * @param {(call: Call) => Promise<Came>} given.transport
 * @param {Record<"xero" | "pipedrive", number>} given.leave calls of Xero's day, and tokens of Pipedrive's, that are left to others
 * @param {number} given.maxWait milliseconds, of each wait
 * @param {(line: string) => void} given.log
 * @param {(ms: number) => Promise<unknown>} [given.sleep]
 */
export function createCalls({ transport, leave, maxWait, log, sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms)) }) {
  let count = 0;
  /** What is left, as the last answer said. @type {Record<string, { moment?: number | undefined, seconds: number, day?: number | undefined }>} */
  const left = {};

  /** @param {string} name @param {number} seconds @param {string} why */
  async function wait(name, seconds, why) {
    if (seconds * 1000 > maxWait) throw new Pause(`${name}: ${why}, and free again in ${inWords(seconds)}, longer than --max-wait allows; run the same command then, and it goes on`);
    if (seconds > 5) log(`${name}: ${why}; waiting ${inWords(seconds)}`);
    await sleep(seconds * 1000);
  }

  /**
   * An answer as JSON. @param {"xero" | "pipedrive"} api @param {string} url @param {Record<string, string>} [headers]
   * @returns {Promise<any>}
   */
  async function get(api, url, headers = {}) {
    const name = NAMES[api];
    const key = headers["xero-tenant-id"] ?? api;
    for (let failures = 0; ; ) {
      const known = left[key];
      if (known?.day !== undefined && known.day <= leave[api]) throw new Pause(`${name}: ${known.day} of the day's ${api === "xero" ? "calls" : "tokens"} are left, and are left to others (--leave${api === "xero" ? "" : "-tokens"}); run the same command tomorrow, and it goes on`);
      if (known?.moment === 0) {
        left[key] = { ...known, moment: undefined };
        await wait(name, known.seconds, "the limit of calls is used up");
      }
      const came = await transport({ id: `pull-${++count}`, api, method: "GET", url, headers: { accept: "application/json", ...headers } });
      const again = async (/** @type {string} */ why) => {
        if (failures++ >= RETRIES) throw new Pause(`${name}: ${why}; run the same command later, and it goes on`);
        await sleep(500 * 2 ** failures);
      };
      if ("error" in came) {
        await again(came.error);
        continue;
      }
      const { status, headers: answered, body } = came;
      left[key] = {
        // Xero says when a minute ends only to who asks too much in it, which costs nothing.
        moment: number(answered["x-ratelimit-remaining"]), seconds: number(answered["x-ratelimit-reset"]) ?? UNSAID,
        day: number(answered["x-daylimit-remaining"] ?? answered["x-daily-ratelimit-token-remaining"] ?? answered["x-daily-requests-left"]),
      };
      if (status === 429) {
        const which = answered["x-rate-limit-problem"];
        left[key] = { ...left[key], moment: undefined, seconds: UNSAID, day: undefined };
        await wait(name, number(answered["retry-after"]) ?? number(answered["x-ratelimit-reset"]) ?? UNSAID, `the limit of calls${which === undefined ? "" : ` (${which.slice(0, 20)})`} is used up`);
        continue;
      }
      if (status >= 500) {
        await again(`the answer was ${status}`);
        continue;
      }
      if (status === 401) throw new InputError(`${name}: the credentials were refused (401${said(body) === "" ? "" : `, ${said(body)}`}); check them, and run the same command again`);
      if (status === 403) throw new Forbidden(`${name}: access was refused (403${said(body) === "" ? "" : `, ${said(body)}`}); give the credentials what they need (see --help)`);
      if (status !== 200) throw new InputError(`${name}: the answer to ${new URL(url).pathname} was ${status}${said(body) === "" ? "" : ` (${said(body)})`}`);
      try {
        return JSON.parse(body);
      } catch {
        await again("the answer is no JSON");
      }
    }
  }
  return { get, count: () => count };
}
