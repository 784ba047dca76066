// The Zapier integration. It says what Zapier asks, hands on and answers; what a deal becomes is decided in the core.

import zapier from "zapier-platform-core";
import { choices } from "./choices.js";
import { authentication, withCredentials } from "./connection.js";
import { contact } from "./contact.js";
import { deal } from "./deal.js";
import { handOver } from "./handover.js";
import { invoices } from "./invoices.js";
import { map } from "./map.js";
import { operation } from "./operation.js";
import { won } from "./won.js";

/** @template {{ key: string }} One @param {readonly One[]} list @returns {Record<string, One>} */
const byKey = (list) => Object.fromEntries(list.map((one) => [one.key, one]));

export default {
  version: WONVOICE_VERSION,
  platformVersion: zapier.version,
  authentication,
  beforeRequest: [withCredentials],
  // Nothing that was mapped is dropped before it is read: an empty part is the core's to judge.
  flags: { cleanInputData: false },
  triggers: byKey([won, invoices, ...choices]),
  searches: byKey([deal, contact]),
  creates: byKey([/** @type {any} */ (map), handOver, operation]),
};
