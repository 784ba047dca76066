// An object of the engine in memory: its state, what it sent, one handler after the other. Nothing is delivered but what
// a test delivers.

/** @typedef {{ [key: string]: any }} Json */
/** @typedef {{ service: string, key: string, method: string, parameter: any, delay?: number }} Sent */

/**
 * @param {any} definition of `restate.object` @param {string} key
 * @param {{ answers?: (asked: Sent) => unknown }} [given] what other objects answer
 */
export function objectOf(definition, key, { answers = () => undefined } = {}) {
  /** @type {Map<string, string>} */
  const kept = new Map();
  /** @type {Sent[]} */
  const sent = [];
  /** @type {(Sent | { slept: number })[]} */
  const waited = [];
  /** @type {Map<string, unknown>} */
  const resolved = new Map();
  const ctx = {
    key,
    request: () => ({ attemptCompletedSignal: new AbortController().signal }),
    get: async (/** @type {string} */ name) => JSON.parse(kept.get(name) ?? "null"),
    set: (/** @type {string} */ name, /** @type {unknown} */ value) => void kept.set(name, JSON.stringify(value)),
    clear: (/** @type {string} */ name) => void kept.delete(name),
    stateKeys: async () => [...kept.keys()],
    run: async (/** @type {string} */ _, /** @type {() => unknown} */ what) => JSON.parse(JSON.stringify((await what()) ?? null)) ?? undefined,
    sleep: async (/** @type {number} */ ms) => void waited.push({ slept: ms }),
    genericSend: (/** @type {Sent} */ one) => void sent.push(one),
    genericCall: async (/** @type {Sent} */ one) => (waited.push(one), answers(one)),
    resolveAwakeable: (/** @type {string} */ id, /** @type {unknown} */ answer) => void resolved.set(id, answer),
  };
  return {
    sent, waited, resolved,
    /** @returns {Json | null} */
    state: (name = "deal") => JSON.parse(kept.get(name) ?? "null"),
    /** What the engine keeps, as if it had come to that. @param {string} name @param {unknown} value */
    keep: (name, value) => ctx.set(name, value),
    /** @param {string} handler @param {unknown} [parameter] @returns {Promise<any>} */
    call: (handler, parameter = {}) => definition.object[handler](ctx, parameter),
    /** The last message of a kind to itself. @param {string} method @returns {any} */
    last: (method) => sent.filter((one) => one.key === key && one.method === method).at(-1)?.parameter,
  };
}
