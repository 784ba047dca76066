// What n8n's task runner is to a person's code: a process of its own that makes no code from texts and has no
// `__proto__`, a context with few globals, and built-ins that lie. Reads a task on standard input, prints the
// outcome.

import { readFileSync } from "node:fs";
import vm from "node:vm";

/** What a context has before a person's code runs in it. */
const POISON = `
  for (const owner of [Object, Reflect]) {
    owner.getPrototypeOf = () => ({});
    owner.setPrototypeOf = () => false;
    owner.defineProperty = () => ({});
  }
  Object.defineProperties = () => ({});
  delete Error.prepareStackTrace;
  delete Error.captureStackTrace;
  for (const built of [
    Object, Function, Array, String, Number, Boolean, RegExp, Symbol, BigInt, Promise, Map, Set, WeakMap, WeakSet, Date,
    Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError, ArrayBuffer, DataView,
    Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array,
  ]) {
    Object.freeze(built);
    Object.freeze(built.prototype);
  }
  Object.freeze(JSON); Object.freeze(Math); Object.freeze(Reflect);
`;

const ITEM_KEYS = ["json", "binary", "pairedItem", "error", "index"];
const isPlain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** Without the identifier in its code, n8n sends a step no items. */
const readsInput = (code) => /\$(input|json)\b/.test(code.replace(/\/\*[\s\S]*?\*\//g, ""));

function contextFor(mode, items) {
  const { Buffer, atob, btoa, TextEncoder, TextDecoder, TextEncoderStream, TextDecoderStream, FormData } = globalThis;
  const context = vm.createContext(
    {
      Buffer, atob, btoa, TextEncoder, TextDecoder, TextEncoderStream, TextDecoderStream, FormData,
      setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate,
      console: Object.fromEntries(["log", "warn", "error", "info", "debug"].map((name) => [name, () => {}])),
      require: (name) => {
        throw new Error(`Module '${name}' is disallowed`);
      },
      module: {}, exports: {}, DateTime: class {}, Duration: class {}, Interval: class {},
    },
    { codeGeneration: { strings: false, wasm: true } },
  );
  vm.runInContext(POISON, context);
  const refuse = (name) => {
    throw new Error(`Can't use .${name} here`);
  };
  if (mode === "all") {
    context.items = items;
    context.$input = { all: () => items, first: () => items[0], last: () => items.at(-1), get item() { return refuse("item"); } };
    context.$json = items[0]?.json;
  }
  return context;
}

/** Any of the lists of items that n8n takes, as it hands them on. */
function checkedList(result) {
  if (typeof result !== "object") throw new Error("Code doesn't return items properly");
  const list = Array.isArray(result) ? result : result === null ? [] : [result];
  list.forEach((item, index) => {
    if (!isPlain(item)) throw new Error(`Code doesn't return items properly [item ${index}]`);
  });
  const isStrict = list.some((item) => Object.keys(item).some((key) => ITEM_KEYS.includes(key)));
  return list.map((item, index) => {
    const unknown = isStrict ? Object.keys(item).find((key) => !ITEM_KEYS.includes(key)) : undefined;
    if (unknown !== undefined) throw new Error(`Unknown top-level item key: ${unknown} [item ${index}]`);
    const whole = isStrict ? item : { json: item };
    if (!isPlain(whole.json)) throw new Error(`A 'json' property isn't an object [item ${index}]`);
    return whole;
  });
}

function checkedItem(result, index) {
  if (typeof result !== "object") throw new Error(`Code doesn't return an object [item ${index}]`);
  if (Array.isArray(result)) throw new Error(`Code doesn't return a single object [item ${index}]`);
  if (result === null) return [];
  return [{ json: "json" in result ? result.json : result, pairedItem: { item: index } }];
}

async function run({ code, mode, items }) {
  if (mode === "each" && /\$input\.(?:first|last|all|itemMatching)/.test(code)) throw new Error("Can't use .all() here");
  const given = readsInput(code) ? items : items.map(() => ({ json: {} }));
  const context = contextFor(mode, given);
  const wrapped = `(async function VmCodeWrapper() {${code}\n})()`;
  if (mode === "all") return checkedList(await vm.runInContext(wrapped, context));
  const out = [];
  for (const [index, item] of given.entries()) {
    Object.assign(context, { item, $json: item.json, $input: { item, first: () => { throw new Error("Can't use .first() here"); } } });
    out.push(...checkedItem(await vm.runInContext(wrapped, context), index));
  }
  return out;
}

const task = JSON.parse(readFileSync(0, "utf8"));
let outcome;
try {
  // Through JSON, as between the runner and n8n: dates become texts, what is undefined goes.
  outcome = { items: await run(task) };
} catch (error) {
  // Nothing else of an error gets through.
  outcome = { error: { message: String(error?.message ?? JSON.stringify(error)).split("\n")[0], description: error?.name } };
}
process.stdout.write(JSON.stringify(outcome));
