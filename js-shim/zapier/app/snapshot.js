// What the organisations of a config allow, where no snapshot was mapped: read by the connection, and kept for a while.

import { PARTS } from "../../snapshot-parts.js";
import { cacheOf, readXero } from "./connection.js";

/** Seconds for which settings are kept. */
const KEPT = 900;

/** @param {import("./connection.js").Z} z @param {import("./connection.js").Bundle} bundle @param {string} tenantId @returns {Promise<Record<string, unknown>>} */
async function snapshotOf(z, bundle, tenantId) {
  const cache = cacheOf(z, bundle);
  const known = /** @type {Record<string, unknown> | undefined} */ (cache.get(`settings-${tenantId}`));
  if (known !== undefined) return known;
  /** @type {Record<string, unknown>} */
  const snapshot = { tenantId, takenAt: new Date().toISOString() };
  for (const { part, endpoint } of PARTS) snapshot[part] = await readXero(z, `api.xro/2.0/${endpoint}`, tenantId);
  cache.set(`settings-${tenantId}`, snapshot, KEPT);
  return snapshot;
}

/** @param {import("./connection.js").Z} z @param {import("./connection.js").Bundle} bundle @param {readonly string[]} tenants */
export async function snapshotsOf(z, bundle, tenants) {
  const made = [];
  for (const tenant of tenants) made.push(await snapshotOf(z, bundle, tenant));
  return made;
}
