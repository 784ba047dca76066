// What the handlers answer with, and bodies read within a limit.

/** @typedef {{ bytes: Uint8Array<ArrayBuffer> } | { refused: 400 | 408 | 413 | 415 }} Body */

const PLAIN = Object.freeze({ "cache-control": "no-store", "x-content-type-options": "nosniff" });

/** Without a body: senders of webhooks want none. @param {number} status @param {Record<string, string>} [headers] */
export const empty = (status, headers = {}) => new Response(null, { status, headers: { ...PLAIN, ...headers } });

/** @param {number} status @param {unknown} body @param {Record<string, string>} [headers] */
export const json = (status, body, headers = {}) => Response.json(body, { status, headers: { ...PLAIN, ...headers } });

/** A refusal of the admin API: `{ error: { code, message } }`. @param {number} status @param {string} code @param {string} message @param {Record<string, string>} [headers] */
export const refusal = (status, code, message, headers) => json(status, { error: { code, message } }, headers);

const ENTITIES = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" });
/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);

/** A page for a person, that loads nothing and tells no other page where it was. @param {number} status @param {string} title @param {readonly string[]} paragraphs @param {Record<string, string>} [headers] */
export const page = (status, title, paragraphs, headers = {}) => new Response(
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><h1>${escaped(title)}</h1>${paragraphs.map((one) => `<p>${escaped(one)}</p>`).join("")}</html>\n`,
  { status, headers: { ...PLAIN, "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'; frame-ancestors 'none'", "referrer-policy": "no-referrer", ...headers } },
);

/** Whether it says that it is JSON, in UTF-8 where it says in what. @param {Request} request */
export function isJson({ headers }) {
  const [type = "", ...parameters] = (headers.get("content-type") ?? "").toLowerCase().split(";").map((one) => one.trim());
  return type === "application/json" && parameters.every((one) => !one.startsWith("charset=") || /^charset="?utf-8"?$/.test(one));
}

/**
 * A body as it came, counted while it comes: what it says of its length is believed only when that is too much.
 * Nothing is decompressed: no sender of ours compresses.
 * @param {Request} request @param {{ most: number, within: number }} limits bytes and milliseconds
 * @returns {Promise<Body>}
 */
export async function readBody(request, { most, within }) {
  const { body, headers } = request;
  if (!["", "identity"].includes((headers.get("content-encoding") ?? "").trim().toLowerCase())) return { refused: 415 };
  if (Number(headers.get("content-length") ?? 0) > most) return { refused: 413 };
  if (body === null) return { bytes: new Uint8Array() };
  const reader = body.getReader();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Promise<"late">} */
  const late = new Promise((resolve) => (timer = setTimeout(() => resolve("late"), within)));
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), late]);
      if (next === "late" || length + (next.value?.length ?? 0) > most) {
        // Not waited for: the sender may never end.
        reader.cancel().catch(() => {});
        return { refused: next === "late" ? 408 : 413 };
      }
      if (next.done) break;
      chunks.push(next.value);
      length += next.value.length;
    }
  } catch {
    return { refused: 400 };
  } finally {
    clearTimeout(timer);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { bytes };
}

/** Bytes as a JSON object with its text, or nothing. @param {Uint8Array} bytes @returns {{ text: string, value: { [name: string]: any } } | undefined} */
export function parsed(bytes) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const value = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? { text, value } : undefined;
  } catch {
    return undefined;
  }
}
