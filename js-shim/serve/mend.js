// After an upgrade: what a newer program cannot go on with, since it does things in another order, is ended and begun
// anew with what it was given. A deal's handoff then finds what was written; nothing is written twice.
// Source: "Journal mismatch", RT0016, and the admin API of docs.restate.dev.

/** @typedef {import("./log.js").Log} Log */

/** Of one look. */
const MOST = 200;
const STUCK = `SELECT id, target FROM sys_invocation WHERE status = 'backing-off' AND last_failure_error_code = 'RT0016' AND target_service_name LIKE 'wonvoice.%' LIMIT ${MOST}`;
const TIMEOUT = 20_000;

/** @param {string} url @param {string} method @param {unknown} [body] @returns {Promise<any>} */
async function asked(url, method, body) {
  const response = await fetch(url, {
    method, headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) }, signal: AbortSignal.timeout(TIMEOUT),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} was answered ${response.status}: ${text.slice(0, 200)}`);
  return text === "" ? undefined : JSON.parse(text);
}

/**
 * Ends what is stuck and begins it anew.
 * @param {string} admin of the engine @param {Pick<Log, "warn">} log
 * @returns {Promise<number>} how many
 */
export async function mend(admin, log) {
  const { rows } = await asked(`${admin}/query`, "POST", { query: STUCK });
  let count = 0;
  for (const { id, target } of rows) {
    try {
      // Of several programs that look, one ends it.
      await asked(`${admin}/invocations/${id}/kill`, "PATCH");
      await asked(`${admin}/invocations/${id}/restart-as-new`, "PATCH");
      count += 1;
      log.warn("begun-anew", { target, invocation: id });
    } catch (error) {
      // What is not begun anew here is by whoever waits for it, or by the deal's own watch.
      log.warn("not-begun-anew", { target, invocation: id, error });
    }
  }
  return count;
}

/**
 * Looks again and again.
 * @param {string} admin @param {Log} log @param {number} every milliseconds
 * @returns {() => void} ends it
 */
export function keepMending(admin, log, every) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isOver = false;
  /** @param {number} ms */
  const later = (ms) => {
    if (!isOver) timer = setTimeout(() => void mend(admin, log).catch((error) => log.debug("mend", { error })).finally(() => later(every)), ms).unref();
  };
  later(Math.min(every, 3_000));
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
