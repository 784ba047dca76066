// How the package's own requests are made here: by Zapier's client, which logs them in the Zap's history.

/** @typedef {import("./connection.js").Z} Z */

/**
 * A transport for `runHandoffWith`. An access token that has run out is no answer of a deal's: it ends the run after
 * this, so that Zapier fetches another and runs it again, which finds what was written.
 * @param {Z} z
 */
export function transportOf(z) {
  const seen = { isStale: false };
  /** @type {import("../../init-types.js").HandoffTransport} */
  const send = async ({ api, method, url, headers, body }) => {
    try {
      const response = await z.request(/** @type {any} */ ({
        method, url, headers, redirect: "manual", skipThrowForStatus: true, throwForThrottlingEarly: false,
        // Texts of a deal are no templates.
        merge: false,
        ...(body === undefined ? {} : { body }),
      }));
      return { status: response.status, headers: response.headers, body: /** @type {any} */ (response).content };
    } catch (thrown) {
      if (/** @type {Error} */ (thrown).name !== "RefreshAuthError") throw thrown;
      seen.isStale ||= api === "xero";
      return { status: 401, body: "" };
    }
  };
  return { send, seen };
}

/**
 * The answers to queries, one after the other. What cannot be read ends the run: without it nobody has looked.
 * @param {Z} z @param {{ url: string, headers?: Record<string, string> }[]} queries
 * @returns {Promise<any[]>}
 */
export async function answersTo(z, queries) {
  /** @type {any[]} */
  const answers = [];
  for (const { url, headers = {} } of queries) {
    const response = await z.request(/** @type {any} */ ({ url, headers, skipThrowForStatus: true, merge: false }));
    if (response.status !== 200) throw new z.errors.Error(`Xero answered ${response.status} to a look-up: check the connection's credentials and what they may read`, "HANDOFF_FORBIDDEN", response.status);
    answers.push(response.json);
  }
  return answers;
}
