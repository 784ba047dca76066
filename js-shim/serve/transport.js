// The only place that calls out: to the two configured APIs and nowhere else, with their credentials, which no request
// carries before.

import { Refused } from "./refused.js";

/** @typedef {{ id: string, api: "xero" | "pipedrive", method: string, url: string, headers: Record<string, string>, body?: unknown }} Call */
/** @typedef {{ id: string, error: string, unsent: true }} Unsent */
/** @typedef {{ id: string, status: number, headers: Record<string, string>, body: string } | { id: string, error: string } | Unsent} Came */
/** @typedef {{ header: [name: string, value: string], refused?: () => void }} Access the credentials of a call, and whom to tell that they were refused */

/** Headers of an answer that somebody reads. */
const READ = /^(?:retry-after|x-rate-limit-problem|x-(?:day|min|appmin)limit-remaining|x-ratelimit-(?:limit|remaining|reset)|x-daily-ratelimit-token-remaining|x-daily-requests-left|xero-correlation-id)$/;

/** Why a call was not made that nobody may make any more. */
const LATE = "it was not sent: what it was decided by is too old, or another goes on with it";

/** Where the APIs are. @param {string} company @returns {Record<"xero" | "pipedrive", string>} */
export const origins = (company) => ({ xero: "https://api.xero.com", pipedrive: `https://${company}.pipedrive.com` });

/** A body as text, if it is not too long. @param {Response} response @param {number} most @returns {Promise<string | undefined>} */
async function textOf(response, most) {
  if (response.body === null) return "";
  const chunks = [];
  let length = 0;
  for await (const chunk of /** @type {AsyncIterable<Uint8Array>} */ (/** @type {unknown} */ (response.body))) {
    length += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * @param {object} given
 * @param {string} given.company in Pipedrive
 * @param {(api: "xero" | "pipedrive") => Promise<Access>} given.access
 * @param {Partial<Record<"xero" | "pipedrive", string>>} [given.instead] other origins, for simulators
 * @param {typeof globalThis.fetch} [given.fetch]
 * @param {number} [given.timeout] milliseconds
 * @param {number} [given.most] bytes of an answer
 * @param {(call: Call, came: Came, ms: number) => void} [given.onCall]
 * @returns {(call: Call, may?: () => boolean) => Promise<Came>} never rejects; `may` is asked right before it goes out
 */
export function createTransport({ company, access, instead = {}, fetch = globalThis.fetch, timeout = 30_000, most = 16 << 20, onCall }) {
  const real = origins(company);

  /** @param {Call} call @param {() => boolean} may @returns {Promise<Came>} */
  async function made({ id, api, method, url, headers, body }, may) {
    const origin = real[api];
    if (origin === undefined || new URL(url).origin !== origin || !url.startsWith(`${origin}/`)) return { id, error: "the request goes to neither of the two APIs, and was not made" };
    const ask = (/** @type {Access} */ { header: [name, value] }) => fetch(`${instead[api] ?? origin}${url.slice(origin.length)}`, {
      method,
      headers: { ...headers, [name]: value },
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
      ...(body === undefined || body === null ? {} : { body: JSON.stringify(body) }),
    });
    const first = await access(api);
    if (!may()) return { id, error: LATE, unsent: true };
    let response = await ask(first);
    if (response.status === 401 && first.refused !== undefined) {
      first.refused();
      // A token may end in this moment, for all calls at once. What was refused did nothing, so it is asked again with
      // another, if there is one.
      const second = await access(api);
      if (second.header[1] !== first.header[1] && may()) {
        await response.body?.cancel();
        response = await ask(second);
        if (response.status === 401) second.refused?.();
      }
    }
    if (response.status >= 300 && response.status < 400) return { id, error: `the answer leads elsewhere (${response.status}), and was not followed` };
    const text = await textOf(response, most);
    if (text === undefined) return { id, error: `the answer is longer than ${most} bytes` };
    return { id, status: response.status, headers: Object.fromEntries([...response.headers].filter(([header]) => READ.test(header))), body: text };
  }

  return async (call, may = () => true) => {
    const began = performance.now();
    /** @type {Came} */
    let came;
    try {
      came = await made(call, may);
    } catch (thrown) {
      if (thrown instanceof Refused) return { id: call.id, status: 401, headers: {}, body: JSON.stringify({ Detail: thrown.message }) };
      const { name, message, cause } = /** @type {Error & { cause?: { message?: string } }} */ (thrown);
      came = { id: call.id, error: name === "TimeoutError" ? `no answer within ${timeout / 1000} s` : String(cause?.message ?? message).replace(/\s+/g, " ").slice(0, 200) };
    }
    onCall?.(call, came, performance.now() - began);
    return came;
  };
}
