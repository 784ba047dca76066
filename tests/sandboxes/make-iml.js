// Make's template language, as far as our blueprint and app use it: `{{…}}` with paths, texts, numbers, `=` and the
// functions below. What is not here is an error, so that nothing unknown passes as text.

/** @typedef {Record<string, any>} Scope */

const ABSENT = [undefined, null, ""];

/** @type {Record<string, (...args: any[]) => any>} */
const FUNCTIONS = {
  base64: (text) => Buffer.from(String(text)).toString("base64"),
  encodeURL: (text) => encodeURIComponent(String(text)),
  lower: (text) => String(text).toLowerCase(),
  first: (list) => list?.[0],
  if: (condition, yes, no) => (condition ? yes : no),
  ifempty: (value, other) => (ABSENT.includes(value) ? other : value),
  map: (list, key, by, wanted) => (list ?? []).filter((/** @type {any} */ one) => by === undefined || one?.[by] === wanted).map((/** @type {any} */ one) => one?.[key]),
};

/** @param {string} text the inside of the braces */
function parse(text) {
  const tokens = [...text.matchAll(/\s*("[^"]*"|[A-Za-z0-9_$.]+|[=();])/gy)].map(([, token]) => token ?? "");
  if (tokens.join("") !== text.replace(/"[^"]*"|\s/g, (part) => (part.startsWith('"') ? part : ""))) throw new Error(`Make would not read \`${text}\``);
  let at = 0;
  /** @returns {(scope: Scope) => any} */
  const one = () => {
    const token = tokens[at++] ?? "";
    if (token.startsWith('"')) return () => token.slice(1, -1);
    if (token === "emptystring") return () => "";
    if (/^\d+$/.test(token)) return () => Number(token);
    if (!/^[A-Za-z0-9_$.]+$/.test(token)) throw new Error(`\`${token}\` is not expected in \`${text}\``);
    if (tokens[at] !== "(") return (scope) => token.split(".").reduce((value, name) => value?.[name], /** @type {any} */ (scope));
    const call = FUNCTIONS[token];
    if (call === undefined) throw new Error(`there is no function \`${token}\` in \`${text}\``);
    /** @type {((scope: Scope) => any)[]} */
    const args = [];
    at++;
    while (tokens[at] !== ")") {
      args.push(whole());
      if (tokens[at] === ";") at++;
      else if (tokens[at] !== ")") throw new Error(`\`${text}\` is not closed`);
    }
    at++;
    return (scope) => call(...args.map((arg) => arg(scope)));
  };
  const whole = () => {
    const left = one();
    if (tokens[at] !== "=") return left;
    at++;
    const right = one();
    return (/** @type {Scope} */ scope) => left(scope) === right(scope);
  };
  const made = whole();
  if (at < tokens.length) throw new Error(`\`${tokens[at]}\` is left over in \`${text}\``);
  return made;
}

/** A value with its templates filled: a template alone keeps its type. @param {any} value @param {Scope} scope @returns {any} */
export function filled(value, scope) {
  if (Array.isArray(value)) return value.map((one) => filled(one, scope));
  if (value !== null && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, scope)]));
  if (typeof value !== "string") return value;
  const [, alone] = /^\{\{((?:(?!\}\}).)*)\}\}$/.exec(value) ?? [];
  if (alone !== undefined) return parse(alone)(scope);
  return value.replace(/\{\{(.*?)\}\}/g, (_, inner) => String(parse(inner)(scope) ?? ""));
}

/** Each template of a value, read. @param {any} value */
export function readAll(value) {
  filled(JSON.parse(JSON.stringify(value)), {});
}
