// Code by Zapier: the code is the body of an async function in Node 18, every input is a text, and what comes out
// is an object or a list of them.

import vm from "node:vm";

/** A value as a field of Input Data hands it over. @param {any} value */
function asText(value) {
  if (value === undefined || value === null) return "";
  return Array.isArray(value) ? value.map(asText).join(",") : String(value);
}

/**
 * @param {string} code @param {Record<string, any>} fields
 * @returns {Promise<any>}
 */
export async function run(code, fields) {
  const inputData = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, asText(value)]));
  const { Buffer, URL, URLSearchParams, TextEncoder, TextDecoder, atob, btoa, fetch, AbortController, Headers, Request, Response, structuredClone, performance, queueMicrotask } = globalThis;
  const sandbox = vm.createContext({ Buffer, URL, URLSearchParams, TextEncoder, TextDecoder, atob, btoa, fetch, AbortController, Headers, Request, Response, structuredClone, performance, queueMicrotask, setTimeout, clearTimeout, setInterval, clearInterval, console: { log() {} } });
  const output = await vm.runInContext(`(async function (inputData) { let output;\n${code}\n; return output; })`, sandbox)(inputData);
  const items = Array.isArray(output) ? output : [output];
  if (items.some((item) => item === null || typeof item !== "object" || Array.isArray(item))) throw new Error("You must return a single object or array of objects");
  return JSON.parse(JSON.stringify(output));
}
