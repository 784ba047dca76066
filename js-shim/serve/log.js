// Lines of JSON for whoever watches, one an event. Secrets that are known are struck out wherever they stand, and
// members whose names say that they hold one are not written at all.

/** @typedef {"debug" | "info" | "warn" | "error"} Level */
/** @typedef {{ [name: string]: unknown }} Fields */
/** @typedef {{ [level in Level]: (event: string, fields?: Fields) => void } & { hide: (...secrets: (string | undefined)[]) => void, clean: (text: string) => string }} Log */

const LEVELS = /** @type {const} */ (["debug", "info", "warn", "error"]);
const STRUCK = "[secret]";
/** Shorter ones would strike out words that are none. */
const SHORTEST = 6;
const LONGEST_LINE = 8_192;
/** Secrets that are kept: the first, of the settings, for ever, and of those learnt later the last. */
const KEPT = Object.freeze({ first: 200, last: 200 });
const SECRET_NAME = /^(?:authorization|cookie|set-cookie|x-api-token|api_?token|(?:client_?)?secret|password|code|state|code_?verifier|(?:access|refresh|id)_?token|sealed)$/i;
/** What looks like a credential, whether it is known or not. */
const LIKELY = [/\b(Bearer|Basic) [\w.~+/=-]{6,}/gi, /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, /([?&#](?:code|state|api_token|access_token|refresh_token|ticket)=)[^&\s"\\]+/gi];

/** As a secret may stand in a text: itself, in a URL, in JSON, in base64. @param {string} secret */
function forms(secret) {
  const bytes = Array.from(new TextEncoder().encode(secret), (byte) => String.fromCharCode(byte)).join("");
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), btoa(bytes), btoa(bytes).replace(/=+$/, "")];
}

/** @param {unknown} value @param {number} depth @returns {unknown} */
function without(value, depth = 0) {
  if (value instanceof Error) return { name: value.name, message: value.message };
  if (value === null || typeof value !== "object") return typeof value === "bigint" ? String(value) : value;
  if (depth > 6) return "…";
  if (Array.isArray(value)) return value.map((one) => without(one, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, SECRET_NAME.test(name) ? STRUCK : without(one, depth + 1)]));
}

/**
 * @param {object} [given]
 * @param {(line: string) => void} [given.write] takes a line without its end
 * @param {Level} [given.least] what is written at all
 * @param {readonly (string | undefined)[]} [given.secrets] known from the beginning
 * @param {() => Date} [given.now]
 * @returns {Log}
 */
export function createLog({ write = (line) => void process.stderr.write(`${line}\n`), least = "info", secrets = [], now = () => new Date() } = {}) {
  /** Each with its forms, in the order in which they were learnt. @type {Map<string, string[]>} */
  const known = new Map();
  /** The longest first: one may be a part of another. @type {string[]} */
  let struck = [];
  /** @param {readonly (string | undefined)[]} more */
  const hide = (...more) => {
    for (const secret of more) if (secret !== undefined && secret.length >= SHORTEST && !known.has(secret)) known.set(secret, forms(secret));
    for (const [place, secret] of [...known.keys()].entries()) if (place >= KEPT.first && known.size > KEPT.first + KEPT.last) known.delete(secret);
    struck = [...new Set([...known.values()].flat())].sort((one, other) => other.length - one.length);
  };
  hide(...secrets);
  const clean = (/** @type {string} */ text) => {
    let cleaned = text;
    for (const secret of struck) cleaned = cleaned.replaceAll(secret, STRUCK);
    for (const likely of LIKELY) cleaned = cleaned.replace(likely, (_, kept) => (typeof kept === "string" ? `${kept}${/=$/.test(kept) ? "" : " "}${STRUCK}` : STRUCK));
    return cleaned;
  };
  /** @param {Level} level */
  const at = (level) => (/** @type {string} */ event, /** @type {Fields} */ fields = {}) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
    const line = clean(JSON.stringify({ at: now().toISOString(), level, event, .../** @type {Fields} */ (without(fields)) }));
    write(line.length <= LONGEST_LINE ? line : JSON.stringify({ at: now().toISOString(), level, event, cut: line.slice(0, LONGEST_LINE / 2) }));
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), hide, clean };
}
