// The credentials of a call, found where they are needed: from the environment, or from the connection's one writer,
// kept in memory for as long as they are good.

import { accessOf } from "./connection.js";
import { CONNECTION } from "./names.js";
import { Refused } from "./refused.js";

/** @typedef {"xero" | "pipedrive"} Api */
/** What an API is called with: a token of the environment, or the name of a connection. @typedef {{ apiToken: string } | { accessToken: string } | { connection: string }} Credential */

/** Milliseconds before its end at which a token is asked for anew. */
const MARGIN = 60_000;

/**
 * @param {object} given
 * @param {Record<Api, Credential>} given.credentials
 * @param {import("./ingress.js").Ingress} given.ingress
 * @param {import("./vault.js").Vault | undefined} given.vault
 * @param {import("./clock.js").Clock} given.clock
 * @param {(...secrets: string[]) => void} given.hide from logs
 * @returns {(api: Api) => Promise<import("./transport.js").Access>}
 */
export function createAccess({ credentials, ingress, vault, clock, hide }) {
  /** @type {Map<string, { token: string, until: number, count: number }>} */
  const kept = new Map();
  /** @type {Map<string, number>} */
  const refused = new Map();
  /** @type {Map<string, Promise<{ token: string, until: number, count: number }>>} */
  const asked = new Map();

  /** @param {string} name */
  async function ask(name) {
    const count = refused.get(name);
    /** @type {import("./connection.js").Access} */
    const answer = await ingress.call(CONNECTION, name, "access", count === undefined ? {} : { refused: count });
    if (!answer.ok) {
      const said = `${answer.text} (${answer.who})`;
      throw answer.isLasting ? new Refused(said) : new Error(said);
    }
    if (vault === undefined) throw new Refused("there is no key of the vault: set WONVOICE_VAULT_KEY (whoever runs wonvoice)");
    const token = await vault.open(answer.access, accessOf(name));
    hide(token);
    const found = { token, until: Date.parse(answer.expiresAt), count: answer.count };
    kept.set(name, found);
    return found;
  }

  return async (api) => {
    const credential = credentials[api];
    if ("apiToken" in credential) return { header: ["x-api-token", credential.apiToken] };
    if ("accessToken" in credential) return { header: ["authorization", `Bearer ${credential.accessToken}`] };
    const { connection: name } = credential;
    const known = kept.get(name);
    let found = known !== undefined && known.until - clock.now() > MARGIN ? known : undefined;
    if (found === undefined) {
      // Many ask at once; one question is enough.
      const question = asked.get(name) ?? ask(name).finally(() => asked.delete(name));
      asked.set(name, question);
      found = await question;
    }
    const { token, count } = found;
    return {
      header: ["authorization", `Bearer ${token}`],
      refused: () => {
        refused.set(name, count);
        if (kept.get(name)?.count === count) kept.delete(name);
      },
    };
  };
}
