// Objects to text for hosts where the core takes only text. `JSON.stringify` will not do: it turns NaN into
// null, -0 into 0, and throws at cycles and BigInt. What JSON cannot say is written as a bare word that the
// core's reader takes for a value it must report: NaN, Infinity, -Infinity, undefined (unreadable).
//
// Texts are joined with `+`: a template literal here would put a double brace into the single file.

const MAX_DEPTH = 64;
const MAX_NODES = 5_000_000;

/**
 * @param {unknown} input
 * @returns {string}
 */
export function writeJson(input) {
  /** @type {object[]} */
  const above = [];
  let nodes = 0;

  /** @param {object} value @returns {string} */
  const compound = (value) => {
    if (above.length >= MAX_DEPTH || above.includes(value)) return "undefined";
    above.push(value);
    try {
      // As JSON.stringify does: a date is its text.
      const toJson = /** @type {any} */ (value).toJSON;
      if (typeof toJson === "function") return any(toJson.call(value, ""));
      const plain = value.valueOf;
      if (typeof plain === "function" && (value instanceof Number || value instanceof String || value instanceof Boolean)) return any(plain.call(value));
      /** @type {string[]} */
      const parts = [];
      if (Array.isArray(value)) {
        const { length } = value;
        for (let i = 0; i < length && nodes <= MAX_NODES; i++) parts.push(read(value, i) ?? "null");
        return "[" + parts.join(",") + "]";
      }
      for (const key of Object.keys(value)) {
        if (nodes > MAX_NODES) break;
        const text = read(value, key);
        if (text !== undefined) parts.push(JSON.stringify(key) + ":" + text);
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
    return value === undefined ? undefined : any(value);
  };

  /** @param {unknown} value @returns {string} */
  const any = (value) => {
    if (++nodes > MAX_NODES) return "undefined";
    switch (typeof value) {
      case "string":
        return JSON.stringify(value);
      case "number":
        return Object.is(value, -0) ? "-0" : String(value);
      case "boolean":
      case "bigint":
        return String(value);
      case "object":
        return value === null ? "null" : compound(value);
      default:
        return "undefined";
    }
  };

  return any(input);
}
