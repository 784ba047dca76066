// What the engine keeps, asked with its own queries: how deals stand, and what happened to one.

/** @typedef {{ [key: string]: any }} Json */
/**
 * How a deal stands, as far as a look from outside needs it: `isTimed` is whether it goes on by itself at an instant,
 * `isLooking` whether a change in Xero waits to be looked at.
 * @typedef {{ status: string, text: string, isTimed: boolean, isLooking: boolean }} Brief
 */

/** @param {string} admin @param {string} query @returns {Promise<Json[]>} */
export async function asked(admin, query) {
  const response = await fetch(`${admin}/query`, { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: JSON.stringify({ query }), signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()).rows;
}

/** @param {string} key */
const idOf = (key) => Number(key.split("/")[1]);

/** All that the engine keeps of every deal. @param {string} admin @returns {Promise<Map<number, Json>>} */
export async function statesOf(admin) {
  const rows = await asked(admin, "SELECT service_key, value_utf8 FROM state WHERE service_name = 'wonvoice.deal' AND key = 'deal'");
  return new Map(rows.map(({ service_key, value_utf8 }) => [idOf(service_key), JSON.parse(value_utf8)]));
}

/** The same in short: thousands of whole states every few seconds are work for both. @param {string} admin @returns {Promise<Map<number, Brief>>} */
export async function briefsOf(admin) {
  const has = (/** @type {string} */ what, /** @type {string} */ name) => `strpos(value_utf8, '${what}') > 0 AS ${name}`;
  const rows = await asked(admin, `SELECT service_key, substr(value_utf8, 1, 200) AS head, ${has('"notBefore":', "timed")}, ${has('"looks":', "looks")} FROM state WHERE service_name = 'wonvoice.deal' AND key = 'deal'`);
  return new Map(rows.map(({ service_key, head, timed, looks }) => {
    const part = (/** @type {string} */ name) => new RegExp(`"${name}":"([^"]*)`).exec(head)?.[1] ?? "";
    return [idOf(service_key), { status: part("status"), text: part("text"), isTimed: timed, isLooking: looks }];
  }));
}

/** How many invocations are under way, those that wait for their time apart. @param {string} admin @returns {Promise<number>} */
export async function underWay(admin) {
  const [row] = await asked(admin, "SELECT count(*) AS n FROM sys_invocation WHERE status NOT IN ('completed', 'scheduled') AND target_service_name IN ('wonvoice.deal', 'wonvoice.invoices', 'wonvoice.writer', 'wonvoice.sweeper')");
  return Number(row?.["n"] ?? 0);
}

/** All that happened to some deals, as far as journals are kept. @param {string} admin @param {readonly number[]} ids */
export async function historyOf(admin, ids) {
  const keys = ids.map((id) => `'acme/${id}'`).join(", ");
  const invocations = await asked(admin, `SELECT id, target, status, completion_result, completion_failure, created_at, modified_at FROM sys_invocation WHERE target_service_name = 'wonvoice.deal' AND target_service_key IN (${keys}) ORDER BY created_at`);
  // One after the other: of all journals at once, the engine's query runs out of memory.
  /** @type {{ [key: string]: any }[]} */
  const journal = [];
  for (const { id } of invocations) journal.push(...(await asked(admin, `SELECT id, index, entry_type, name, completed, entry_json, appended_at FROM sys_journal WHERE id = '${id}' ORDER BY index`)));
  return invocations.map((one) => ({ ...one, journal: journal.filter(({ id }) => id === one["id"]) }));
}
