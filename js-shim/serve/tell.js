// Messages between the services, as the engine keeps them.

import * as restate from "@restatedev/restate-sdk";

/** @typedef {import("@restatedev/restate-sdk").Context} Context */

/** @type {import("@restatedev/restate-sdk").Serde<any>} */
const JSON_SERDE = restate.serde.json;

/**
 * Sends a message, to arrive once, and after a delay.
 * @param {Context} ctx @param {string} service @param {string} key @param {string} method @param {unknown} parameter @param {number} [delay] milliseconds of the machine's
 */
export function tell(ctx, service, key, method, parameter, delay = 0) {
  ctx.genericSend({ service, key, method, parameter, inputSerde: JSON_SERDE, ...(delay > 0 ? { delay } : {}) });
}

/**
 * Asks, and waits for the answer.
 * @param {Context} ctx @param {string} service @param {string} key @param {string} method @param {unknown} parameter @returns {Promise<any>}
 */
export const ask = (ctx, service, key, method, parameter) => ctx.genericCall({ service, key, method, parameter, inputSerde: JSON_SERDE, outputSerde: JSON_SERDE });

/** How every handler fares when the program is not there: the engine comes again until it is. @type {import("@restatedev/restate-sdk").ObjectOptions} */
export const PATIENT = {
  retryPolicy: { initialInterval: 50, exponentiationFactor: 2, maxInterval: 10_000, maxAttempts: 1_000_000 },
  // What a newer program cannot go on with, mend.js begins anew from its journal.
  journalRetention: { hours: 1 },
};
