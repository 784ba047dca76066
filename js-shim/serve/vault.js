// Secrets at rest: AES-256-GCM over WebCrypto, with a key from the environment. A sealed text names its key, so that
// keys can be changed: the first seals, all of them open.

/** @typedef {{ seal: (text: string, about?: string) => Promise<string>, open: (sealed: string, about?: string) => Promise<string>, isCurrent: (sealed: string) => boolean, knows: (sealed: string) => boolean }} Vault */

/** What cannot be opened, or a key that is none. Quotes neither texts nor keys. */
export class VaultError extends Error {}

const HOW = "make one with `openssl rand -base64 32`";
const FORM = /^v1\.([0-9a-f]{12})\.([\w-]{16})\.([\w-]{22,})$/;
const IV_BYTES = 12;

const utf8 = new TextEncoder();

/** @param {Uint8Array} bytes */
export const base64url = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** @param {string} text base64 or base64url @returns {Uint8Array<ArrayBuffer> | undefined} */
export function bytesOf(text) {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** 32 bytes in hex or base64; a word that a person made up is no key. @param {string} text */
function keyBytes(text) {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)) : bytesOf(text);
  if (bytes?.length !== 32) throw new VaultError(`a key of the vault is 32 bytes in base64 or hex: ${HOW}`);
  if (new Set(bytes).size < 8) throw new VaultError(`a key of the vault is made of chance: ${HOW}`);
  return bytes;
}

/** @param {string} text */
async function readKey(text) {
  const bytes = keyBytes(text);
  const named = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array([...utf8.encode("wonvoice vault key\0"), ...bytes])));
  const id = Array.from(named.subarray(0, 6), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { id, key: await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]) };
}

/**
 * `seal` gives `v1.<key id>.<iv>.<text and tag>`. What a text is `about` (the name of its connection) must be said
 * again to open it, so that a sealed text cannot stand in for another.
 *
 * @param {string} secret keys with commas between them, the one that seals first
 * @returns {Promise<Vault>}
 * @throws {VaultError} when a key is not 32 bytes
 */
export async function createVault(secret) {
  const keys = await Promise.all(secret.split(",").map((one) => readKey(one.trim())));
  const [first] = keys;
  if (first === undefined) throw new VaultError(`there is no key of the vault: ${HOW}`);
  return {
    async seal(text, about = "") {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8.encode(about) }, first.key, utf8.encode(text));
      return `v1.${first.id}.${base64url(iv)}.${base64url(new Uint8Array(sealed))}`;
    },
    async open(sealed, about = "") {
      const [, id, iv, body] = FORM.exec(sealed) ?? [];
      if (id === undefined) throw new VaultError("this is no sealed text");
      const found = keys.find((one) => one.id === id);
      if (found === undefined) throw new VaultError(`the text was sealed with the key ${id}, which is not there: keep a former key behind the new one, with a comma between them`);
      try {
        const given = { name: "AES-GCM", iv: bytesOf(iv ?? "") ?? new Uint8Array(), additionalData: utf8.encode(about) };
        return new TextDecoder().decode(await crypto.subtle.decrypt(given, found.key, bytesOf(body ?? "") ?? new Uint8Array()));
      } catch {
        throw new VaultError("the sealed text was changed, or is about something else");
      }
    },
    /** Whether the key is there that it was sealed with. */
    knows: (sealed) => keys.some(({ id }) => id === FORM.exec(sealed)?.[1]),
    /** Whether it was sealed with the key that seals now; otherwise it is time to seal it anew. */
    isCurrent: (sealed) => FORM.exec(sealed)?.[1] === first.id,
  };
}
