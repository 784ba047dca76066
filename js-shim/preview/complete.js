// What may stand at the cursor, by the schema.

import { getLocation } from "jsonc-parser";
import { schemaAt } from "./schema.js";

/**
 * @param {import("@codemirror/autocomplete").CompletionContext} context @param {any} schema
 * @returns {import("@codemirror/autocomplete").CompletionResult | null}
 */
export function completions(context, schema) {
  if (schema === undefined) return null;
  const text = context.state.doc.toString();
  const { path, isAtPropertyKey, previousNode } = getLocation(text, context.pos);
  const from = previousNode !== undefined && previousNode.offset <= context.pos && context.pos <= previousNode.offset + previousNode.length ? previousNode.offset : (context.matchBefore(/[\w.$-]*/)?.from ?? context.pos);
  if (!context.explicit && from === context.pos) return null;
  const isInside = previousNode !== undefined && from === previousNode.offset && context.pos > from;
  const to = isInside ? previousNode.offset + previousNode.length : context.pos;
  if (isAtPropertyKey) {
    const own = schemaAt(schema, path.slice(0, -1).map(String));
    const options = Object.entries(own?.properties ?? {}).map(([name, one]) => ({ label: `"${name}"`, apply: isInside ? `"${name}"` : `"${name}": `, type: "property", info: /** @type {any} */ (one).description }));
    return options.length === 0 ? null : { from, to, options, filter: true };
  }
  const own = schemaAt(schema, path.map(String));
  const options = (own?.choices ?? []).map((/** @type {any} */ { value, description }) => ({ label: JSON.stringify(value), type: "enum", info: description }));
  return options.length === 0 ? null : { from, to, options, filter: true };
}
