// The way from a workflow's requests to the simulators: requests to the real hosts go to the simulated ones, with the
// credentials that no request carries itself. Anything else is refused, so that nothing goes anywhere but there.

/** @typedef {{ id?: string, method: string, url: string, headers?: { [name: string]: string }, body?: unknown }} Asked */
/** @typedef {{ id?: string, status: number, headers: { [name: string]: string }, body: string } | { id?: string, error: string }} Came */

/**
 * @param {object} given
 * @param {Pick<import("./xero.js").Xero, "auth" | "rewrite">} given.xero
 * @param {Pick<import("./pipedrive.js").Pipedrive, "auth" | "rewrite" | "company">} given.pipedrive
 * @param {number} [given.timeout] milliseconds
 * @param {() => string} [given.xeroToken] asked anew for every request
 * @param {() => string} [given.pipedriveToken]
 */
export function createTransport({ xero, pipedrive, timeout = 2_000, xeroToken, pipedriveToken = pipedrive.auth.issue }) {
  let [tokenOfXero, tokenOfPipedrive] = ["", ""];
  /** @param {Asked} asked @returns {Promise<Came>} */
  return async function send({ id, method, url, headers = {}, body }) {
    const named = id === undefined ? {} : { id };
    const isXero = url.startsWith("https://api.xero.com/");
    if (!isXero && !url.startsWith(`https://${pipedrive.company}.pipedrive.com/`) && !url.startsWith("https://api.pipedrive.com/")) return { ...named, error: `no request goes to ${new URL(url).host}` };
    const token = isXero ? xeroToken?.() ?? (tokenOfXero ||= xero.auth.issue()) : (tokenOfPipedrive ||= pipedriveToken());
    try {
      const response = await fetch((isXero ? xero : pipedrive).rewrite(url), {
        method, headers: { ...headers, authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(timeout), redirect: "manual",
        ...(body === undefined || body === null ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      // A driver whose token was refused fetches another for the next request.
      if (response.status === 401) isXero ? (tokenOfXero = "") : (tokenOfPipedrive = "");
      return { ...named, status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    } catch (error) {
      return { ...named, error: error instanceof Error ? error.message : String(error) };
    }
  };
}
