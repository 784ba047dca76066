// The config's JSON Schema, as far as a form and completion ask it.

/** @typedef {{ kind: "object" | "map" | "list" | "choice" | "text" | "number" | "yes-no" | "any", description?: string, properties: Record<string, any>, required: string[], items?: any, values?: any, choices: { value: any, description?: string }[], fallback?: any }} Shape */

/** @param {any} root @param {any} node */
function followed(root, node) {
  let now = node;
  for (let turn = 0; now?.$ref !== undefined && turn < 8; turn++) now = { ...root.$defs[now.$ref.split("/").pop()], ...(now.description === undefined ? {} : { description: now.description }), ...(now.default === undefined ? {} : { default: now.default }) };
  return now;
}

/** @param {any} one */
const isNull = (one) => one?.type === "null";

/** @param {any} root @param {any} node @returns {Shape} */
export function shapeOf(root, node) {
  const own = followed(root, node) ?? {};
  const several = own.anyOf ?? own.oneOf;
  const base = { ...(own.description === undefined ? {} : { description: own.description }), ...(own.default === undefined ? {} : { fallback: own.default }), properties: {}, required: [], choices: [] };
  if (several !== undefined) {
    const real = several.filter((/** @type {any} */ one) => !isNull(one));
    const constants = real.filter((/** @type {any} */ one) => one.const !== undefined);
    if (constants.length === real.length) return { ...base, kind: "choice", choices: constants.map((/** @type {any} */ one) => ({ value: one.const, description: one.description })) };
    if (real.length === 1) return { ...shapeOf(root, real[0]), ...base_(base) };
    const enums = real.flatMap((/** @type {any} */ one) => followed(root, one)?.enum ?? []);
    return { ...base, kind: "any", choices: enums.map((/** @type {any} */ value) => ({ value })) };
  }
  if (own.enum !== undefined) return { ...base, kind: "choice", choices: own.enum.filter((/** @type {any} */ one) => one !== null).map((/** @type {any} */ value) => ({ value })) };
  const type = Array.isArray(own.type) ? own.type.find((/** @type {string} */ one) => one !== "null") : own.type;
  if (own.properties !== undefined) return { ...base, kind: "object", properties: own.properties, required: own.required ?? [] };
  if (type === "object") return { ...base, kind: "map", values: own.additionalProperties };
  if (type === "array") return { ...base, kind: "list", items: own.items };
  if (type === "boolean") return { ...base, kind: "yes-no" };
  if (type === "integer" || type === "number") return { ...base, kind: "number" };
  return { ...base, kind: type === "string" ? "text" : "any" };
}

/** What was said where it is used goes before what its kind says. @param {any} base */
const base_ = (base) => Object.fromEntries(["description", "fallback"].filter((name) => base[name] !== undefined).map((name) => [name, base[name]]));

/** The shape of a place. @param {any} root @param {string[]} steps @returns {Shape | undefined} */
export function schemaAt(root, steps) {
  let node = root;
  for (const step of steps) {
    const shape = shapeOf(root, node);
    node = shape.kind === "object" ? shape.properties[step] : shape.kind === "map" ? shape.values : shape.kind === "list" ? shape.items : undefined;
    if (node === undefined) return undefined;
  }
  return shapeOf(root, node);
}
