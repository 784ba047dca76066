// Comparing secrets in a time that does not tell how much of one was right. Digests are compared, so that lengths do
// not tell either.

import { bytesOf } from "./vault.js";

const utf8 = new TextEncoder();

/** @param {string} text */
const digest = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", utf8.encode(text)));

/**
 * Which of the known secrets was given; all of them are compared.
 * @param {string} given @param {readonly string[]} known
 * @returns {Promise<number>} its place, or -1
 */
export async function whichSecret(given, known) {
  const [asked, ...digests] = await Promise.all([given, ...known].map(digest));
  let found = -1;
  for (const [place, one] of digests.entries()) {
    let difference = known[place] === "" ? 1 : 0;
    for (const [at, byte] of one.entries()) difference |= byte ^ (asked?.[at] ?? 0);
    if (difference === 0) found = place;
  }
  return found;
}

/** What basic authentication says, `user:password`; nothing that fits anything where it says none. @param {Request} request */
export function basicOf({ headers }) {
  const bytes = bytesOf(/^Basic +([\w+/=-]{1,1024})$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "!");
  return bytes === undefined ? "" : new TextDecoder().decode(bytes);
}
