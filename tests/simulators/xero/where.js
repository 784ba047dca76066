// The `where` filter: a small language of comparisons (developer.xero.com, "Requests and responses", filtering).
// Text compares without case and accents; text in double quotes, `guid("…")`, `DateTime(2026, 07, 15)`, numbers,
// true, false, null; ==, !=, <, <=, >, >=; AND, OR, && and ||; brackets; Contains, StartsWith, EndsWith.

/** Reads a member of a row: text, a number, a day's instant, or nothing. @typedef {(row: any) => string | number | boolean | null | undefined} Getter */
/** @typedef {{ kind: "text" | "number" | "date" | "guid" | "boolean", get: Getter, optimised?: boolean, isRange?: boolean }} Field */
/** @typedef {{ [name: string]: Field }} Fields names in lower case */
/** @typedef {{ test: (row: any) => boolean, isOptimised: boolean }} Filter */

/** Not understood; the message goes out as a QueryParseException. */
export class QueryError extends Error {}

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([A-Za-z_][\w.]*)|(-?\d+(?:\.\d+)?)|(==|!=|<=|>=|<|>|=|&&|\|\||[(),!]))/y;

/** Text for comparing. @param {unknown} value */
export function plain(value) {
  const text = String(value ?? "").toLowerCase();
  return /^[ -~]*$/.test(text) ? text : text.normalize("NFD").replace(/\p{M}/gu, "");
}

/** @param {string} text */
function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (match === null) throw new QueryError("Syntax error in the where clause");
    found.push(match[0].trim());
  }
  return found;
}

/** @param {string} text @param {Fields} fields @param {string} entity @returns {Filter} */
export function parseWhere(text, fields, entity) {
  const list = tokens(text);
  let at = 0;
  let isOptimised = true;
  const peek = () => list[at] ?? "";
  const next = () => list[at++] ?? "";
  const expect = (/** @type {string} */ token) => {
    if (next() !== token) throw new QueryError(`'${token}' expected`);
  };
  const is = (/** @type {string[]} */ ...words) => words.includes(peek().toUpperCase());

  /** @returns {Filter["test"]} */
  function either() {
    let left = both();
    while (is("OR", "||")) {
      next();
      const [a, b] = [left, both()];
      // Only lists of ids are optimised with OR.
      if (!/^invoiceid /i.test(text)) isOptimised = false;
      left = (row) => a(row) || b(row);
    }
    return left;
  }
  /** @returns {Filter["test"]} */
  function both() {
    let left = one();
    while (is("AND", "&&")) {
      next();
      const [a, b] = [left, one()];
      left = (row) => a(row) && b(row);
    }
    return left;
  }
  /** @returns {Filter["test"]} */
  function one() {
    if (peek() === "!") {
      next();
      const inner = one();
      return (row) => !inner(row);
    }
    if (peek() === "(") {
      next();
      const inner = either();
      expect(")");
      return inner;
    }
    return comparison();
  }
  /** @returns {Filter["test"]} */
  function comparison() {
    const word = next();
    const [, path = word, method] = /^(.*)\.(Contains|StartsWith|EndsWith|ToLower|ToUpper)$/i.exec(word) ?? [];
    const field = fields[path.toLowerCase()];
    if (field === undefined) throw new QueryError(`No property or field '${path}' exists in type '${entity}'`);
    if (method !== undefined) return called(field, method);
    const operator = next();
    if (!["==", "=", "!=", "<", "<=", ">", ">="].includes(operator)) throw new QueryError("Operator expected");
    const wanted = value();
    if (!field.optimised || (operator !== "==" && operator !== "=" && !field.isRange)) isOptimised = false;
    return (row) => compare(field, field.get(row), operator, wanted);
  }
  /** @param {Field} field @param {string} method @returns {Filter["test"]} */
  function called(field, method) {
    expect("(");
    isOptimised = false;
    if (/^to/i.test(method)) {
      expect(")");
      const operator = next();
      const wanted = value();
      return (row) => compare(field, field.get(row), operator, wanted);
    }
    const part = plain(value());
    expect(")");
    const test = { contains: "includes", startswith: "startsWith", endswith: "endsWith" }[method.toLowerCase()];
    return (row) => /** @type {any} */ (plain(field.get(row)))[test ?? "includes"](part);
  }
  /** @returns {string | number | boolean | null} */
  function value() {
    const token = next();
    if (token.startsWith('"')) return JSON.parse(token);
    if (/^-?\d/.test(token)) return Number(token);
    const word = token.toLowerCase();
    if (word === "null") return null;
    if (word === "true" || word === "false") return word === "true";
    if (word === "guid" || word === "datetime") {
      expect("(");
      const parts = [];
      while (peek() !== ")" && at < list.length) if (next() !== "," ) parts.push(list[at - 1] ?? "");
      expect(")");
      if (word === "guid") return JSON.parse(parts[0] ?? '""').toLowerCase();
      const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number);
      return Date.UTC(year, month - 1, day, hour, minute, second);
    }
    throw new QueryError(`Unexpected '${token}'`);
  }

  const test = either();
  if (at !== list.length) throw new QueryError(`Unexpected '${peek()}'`);
  return { test, isOptimised };
}

/** @param {Field} field @param {ReturnType<Getter>} found @param {string} operator @param {string | number | boolean | null} wanted */
function compare(field, found, operator, wanted) {
  if (wanted !== null && (field.kind === "date" || field.kind === "number") !== (typeof wanted === "number")) throw new QueryError(`Operator '${operator}' incompatible with operand types`);
  const isNothing = found === undefined || found === null;
  if (wanted === null) return operator === "!=" ? !isNothing : isNothing;
  if (isNothing) return operator === "!=";
  const [a, b] = typeof wanted === "string" ? [plain(found), plain(wanted)] : [Number(found), Number(wanted)];
  if (operator === "==" || operator === "=") return a === b;
  if (operator === "!=") return a !== b;
  return operator === "<" ? a < b : operator === "<=" ? a <= b : operator === ">" ? a > b : a >= b;
}
