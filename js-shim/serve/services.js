// All services of the engine, from settings and what the host has.

import { connection } from "./connection.js";
import { deal } from "./deal.js";
import { held } from "./held.js";
import { invoices } from "./invoices.js";
import { organisation, pipedrive } from "./organisation.js";
import { sweeper } from "./sweeper.js";
import { writer } from "./writer.js";

/**
 * @typedef {object} Given
 * @property {import("./workflow.js").Operations & import("./writer.js").Batching} operations
 * @property {(call: import("./transport.js").Call, began?: number, may?: () => boolean) => Promise<import("./transport.js").Came | import("./turnstile.js").Later>} send through a turnstile
 * @property {import("../init-types.js").HandoffCache} cache
 * @property {() => void} [forget] empties the cache
 * @property {import("./clock.js").Clock} clock
 * @property {Omit<import("./deal.js").Settings, "longest"> & { longest?: number, patience?: number }} settings
 * @property {{ xero?: Partial<import("./permits.js").Limits>, pipedrive?: Partial<import("./permits.js").Limits> }} [limits]
 * @property {Omit<Parameters<typeof connection>[0], "clock">} [connections]
 * @property {Omit<Parameters<typeof sweeper>[0], "send" | "clock" | "alert">} [sweeps]
 * @property {(alert: { deal?: string, sweep?: string, text: string, channel?: string, to?: string }) => void} alert
 * @property {(deal: string, outcome: any) => void} [onOutcome]
 */

/** How long a timer runs at most before it is looked at. */
const LONGEST = 6 * 3_600_000;

/** Who is told what is no deal's. @param {any} config */
function whomToTell({ owners = {} }) {
  const { channel, role } = owners.alert ?? owners.default ?? owners.hold ?? {};
  return { ...(channel === undefined ? {} : { channel }), ...(role === undefined ? {} : { to: role }) };
}

/** @param {Given} given */
export function createServices({ operations, send, cache, forget, clock, settings: { longest = LONGEST, patience, ...settings }, limits = {}, connections, sweeps = { tenants: [] }, alert, onOutcome }) {
  const means = { operations, send, cache, fetching: new Map(), clock, ...(forget === undefined ? {} : { forget }), ...(patience === undefined ? {} : { patience }) };
  return [
    deal({ ...settings, longest }, means, { alert, ...(onOutcome === undefined ? {} : { onOutcome }) }),
    organisation({ clock, ...(limits.xero === undefined ? {} : { limits: limits.xero }) }),
    pipedrive({ clock, ...(limits.pipedrive === undefined ? {} : { limits: limits.pipedrive }) }),
    held({ clock, alert, longest }),
    invoices({ clock }),
    writer({ operations, send, clock }),
    sweeper({ ...sweeps, send, clock, alert: (one) => alert({ ...one, ...whomToTell(settings.config) }) }),
    connection({ connections: {}, vault: undefined, ...connections, clock }),
  ];
}
