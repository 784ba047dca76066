// Objects to text for hosts where the core takes only text. `JSON.stringify` will not do: it turns NaN into
// null, -0 into 0, and throws at cycles and BigInt. What JSON cannot say is written as a bare word that the
// core's reader takes for a value it must report: NaN, Infinity, -Infinity, undefined (unreadable).
//
// Texts are joined with `+`: a template literal here would put a double brace into the single file.

import { WonvoiceError } from "./error.js";

// The core's own limits: what lies beyond them would be refused there, after memory was spent on it.
const MAX_DEPTH = 64;
const MAX_NODES = 4_000_000;
const MAX_LENGTH = 64 * 1024 * 1024;

/** Stands for a value that cannot be read. */
const unreadable = Symbol("unreadable");

/**
 * @param {unknown} input
 * @returns {string}
 */
export function writeJson(input) {
  /** @type {object[]} */
  const above = [];
  let nodes = 0;
  let length = 0;
  let isTooLarge = false;

  /** @param {string} piece */
  const counted = (piece) => {
    length += piece.length;
    nodes += 1;
    if (nodes > MAX_NODES || length > MAX_LENGTH) isTooLarge = true;
    return piece;
  };

  /** @param {object} value @returns {string} */
  const compound = (value) => {
    if (above.length >= MAX_DEPTH || above.includes(value)) return "undefined";
    above.push(value);
    counted("");
    try {
      // As JSON.stringify does: a date is its text. One that is no date would be null there.
      const toJson = /** @type {any} */ (value).toJSON;
      if (typeof toJson === "function") return any(toJson.call(value, "") ?? unreadable);
      const plain = value.valueOf;
      if (typeof plain === "function" && (value instanceof Number || value instanceof String || value instanceof Boolean)) return any(plain.call(value));
      /** @type {string[]} */
      const parts = [];
      if (Array.isArray(value)) {
        const size = value.length;
        for (let i = 0; i < size && !isTooLarge; i++) parts.push(read(value, i) ?? counted("null"));
        return "[" + parts.join(",") + "]";
      }
      for (const key of Object.keys(value)) {
        if (isTooLarge) break;
        const text = read(value, key);
        if (text !== undefined) parts.push(counted(JSON.stringify(key)) + ":" + text);
      }
      return "{" + parts.join(",") + "}";
    } catch {
      return "undefined";
    } finally {
      above.pop();
    }
  };

  /**
   * A member's text; nothing for one that is not there.
   * @param {any} owner @param {string | number} key @returns {string | undefined}
   */
  const read = (owner, key) => {
    let value;
    try {
      value = owner[key];
    } catch {
      return "undefined";
    }
    return value === undefined || typeof value === "function" ? undefined : any(value);
  };

  /** @param {unknown} value @returns {string} */
  const any = (value) => {
    switch (typeof value) {
      case "string":
        return counted(value.length > MAX_LENGTH ? value : JSON.stringify(value));
      case "number":
        return counted(Object.is(value, -0) ? "-0" : String(value));
      case "boolean":
      case "bigint":
        return counted(String(value));
      case "object":
        return value === null ? counted("null") : compound(value);
      // Symbols, and functions in lists.
      default:
        return counted("undefined");
    }
  };

  const text = any(input);
  if (isTooLarge) throw new WonvoiceError("INPUT_NOT_JSON", "the input holds more than 4,000,000 values or 64 MiB of text: pass fewer deals at a time");
  return text;
}
