// The way into the engine from outside, over its HTTP ingress.

/** @typedef {{ idempotencyKey?: string, delaySeconds?: number }} Manner */
/**
 * @typedef {object} Ingress
 * @property {(service: string, key: string, handler: string, payload?: unknown, manner?: Manner) => Promise<{ invocationId: string, isNew: boolean }>} send leaves a message; it is kept when this resolves
 * @property {(service: string, key: string, handler: string, payload?: unknown, manner?: Manner) => Promise<any>} call waits for the answer
 */

/** What the engine, or a service on it, refused. */
export class IngressError extends Error {
  /** @override */
  name = "IngressError";

  /** @param {number} status 0 where nothing came back @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * @param {object} given
 * @param {string} given.url of the ingress, as in http://127.0.0.1:8080
 * @param {typeof globalThis.fetch} [given.fetch]
 * @param {number} [given.timeout] milliseconds
 * @returns {Ingress}
 */
export function createIngress({ url, fetch = globalThis.fetch, timeout = 30_000 }) {
  const base = url.replace(/\/+$/, "");

  /** @param {string} path @param {unknown} payload @param {Manner} manner */
  async function post(path, payload, { idempotencyKey }) {
    /** @type {Response} */
    let response;
    try {
      response = await fetch(`${base}/${path}`, {
        method: "POST",
        headers: { ...(payload === undefined ? {} : { "content-type": "application/json" }), ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }) },
        ...(payload === undefined ? {} : { body: JSON.stringify(payload) }),
        signal: AbortSignal.timeout(timeout),
      });
    } catch (error) {
      throw new IngressError(0, `the engine at ${base} did not answer: ${/** @type {Error} */ (error).message}`);
    }
    const text = await response.text();
    if (response.ok) return text === "" ? undefined : JSON.parse(text);
    throw new IngressError(response.status, `the engine refused ${path} (${response.status}): ${text.slice(0, 300)}`);
  }
  const path = (/** @type {string[]} */ ...parts) => parts.map(encodeURIComponent).join("/");
  return {
    async send(service, key, handler, payload, manner = {}) {
      const delay = manner.delaySeconds === undefined ? "" : `?delay=${Math.ceil(manner.delaySeconds * 1000)}ms`;
      const { invocationId, status } = await post(`${path(service, key, handler)}/send${delay}`, payload, manner);
      return { invocationId, isNew: status !== "PreviouslyAccepted" };
    },
    call: (service, key, handler, payload, manner = {}) => post(path(service, key, handler), payload, manner),
  };
}
