// The requests of a handoff by n8n's own helper, which adds the credentials and renews their tokens.

/** @typedef {"pipedrive" | "xero"} Side */
/** @typedef {import("../../init-types.js").HandoffTransport} Transport */

/** Milliseconds after which an answer counts as lost: as long as the handoff itself waits. */
const TIMEOUT = 30_000;

/** What n8n made of an answer that it took for an error. @param {any} thrown @returns {{ status: number, headers: object, body?: unknown } | undefined} */
function answerOf(thrown) {
  const { status, headers, data } = thrown?.response ?? thrown?.cause?.response ?? {};
  const known = Number(status ?? thrown?.httpCode);
  return Number.isInteger(known) && known >= 300 && known <= 599 ? { status: known, headers: { ...headers }, ...(data === undefined ? {} : { body: data }) } : undefined;
}

/**
 * @param {any} context of the node's run
 * @param {Record<Side, string>} types of the credentials
 * @returns {Transport}
 */
export function transportOf(context, types) {
  return async ({ api, method, url, headers, body }) => {
    const options = {
      method, url, headers, encoding: "text", returnFullResponse: true, disableFollowRedirect: true, timeout: TIMEOUT,
      // Only a 401 makes n8n renew a token.
      ignoreHttpStatusErrors: { ignore: true, except: [401] },
      ...(body === undefined ? {} : { body }),
    };
    try {
      const { statusCode, headers: answered, body: text } = await context.helpers.httpRequestWithAuthentication.call(context, types[api], options);
      return { status: statusCode, headers: { ...answered }, ...(text === undefined || text === "" ? {} : { body: text }) };
    } catch (thrown) {
      return answerOf(thrown) ?? { error: thrown };
    }
  };
}

/**
 * Why a credential cannot be used, before anything is asked with it: asked without, a handoff would wait for an answer.
 * @param {any} context @param {string} type @param {number} index
 */
export async function unconnected(context, type, index) {
  const { grantType, oauthTokenData } = await context.getCredentials(type, index);
  const isOpen = grantType === "authorizationCode" && (oauthTokenData === undefined || oauthTokenData === null);
  return isOpen ? `the credential of type \`${type}\` is not connected: open it in n8n, connect it, and run the workflow again` : undefined;
}
