// Access to both sides, by what a connection node holds. Tokens stay in memory, and are in no message and no log.

import { clientCredentials } from "../../serve/oauth.js";
import { WonvoiceError } from "../../error.js";

/** @typedef {{ pipedriveToken?: string, xeroClientId?: string, xeroClientSecret?: string }} Credentials */
/** Where the services are instead, for tests: `wonvoice: { xeroUrl, pipedriveUrl }` in settings.js. @typedef {{ xeroUrl?: string, pipedriveUrl?: string }} Places */

/** Milliseconds before its end at which a token is fetched anew. */
const MARGIN = 120_000;

/** What a connection node can do. @param {Credentials} credentials @param {Places} places */
export function accessBy({ pipedriveToken = "", xeroClientId = "", xeroClientSecret = "" }, { xeroUrl, pipedriveUrl }) {
  /** @type {{ accessToken: string, expiresAt: string } | undefined} */
  let known;

  /** @returns {Promise<string>} */
  async function xeroToken() {
    if (known !== undefined && Date.parse(known.expiresAt) - Date.now() > MARGIN) return known.accessToken;
    if (xeroClientId === "" || xeroClientSecret === "") throw new WonvoiceError("HANDOFF_FORBIDDEN", "the connection has no client id and secret of a Xero custom connection: fill them in");
    const granted = await clientCredentials({ provider: "xero", clientId: xeroClientId, clientSecret: xeroClientSecret }, xeroUrl === undefined ? {} : { origins: { xero: xeroUrl } });
    if (!granted.ok) throw new WonvoiceError("HANDOFF_FORBIDDEN", granted.text);
    known = granted.tokens;
    return known.accessToken;
  }

  return {
    /** Another token next time: this one was refused, or what it was used for failed. */
    forget: () => void (known = undefined),
    xeroToken,
    xeroUrl,
    async credentials() {
      if (pipedriveToken === "") throw new WonvoiceError("HANDOFF_FORBIDDEN", "the connection has no API token of Pipedrive: fill it in");
      return { xero: { accessToken: await xeroToken(), ...(xeroUrl === undefined ? {} : { url: xeroUrl }) }, pipedrive: { apiToken: pipedriveToken, ...(pipedriveUrl === undefined ? {} : { url: pipedriveUrl }) } };
    },
  };
}
