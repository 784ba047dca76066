// Make Code: the code is the body of a function that gets `input`, whose values are what was mapped.

import vm from "node:vm";

/**
 * @param {string} code @param {Record<string, any>} input
 * @returns {Promise<any>} what the modules behind know as `result`
 */
export async function run(code, input) {
  const { Buffer, URL, URLSearchParams, TextEncoder, TextDecoder, crypto } = globalThis;
  const sandbox = vm.createContext({ Buffer, URL, URLSearchParams, TextEncoder, TextDecoder, crypto, console: { log() {} } });
  const result = await vm.runInContext(`(async function (input) {\n${code}\n})`, sandbox)(JSON.parse(JSON.stringify(input)));
  const text = JSON.stringify(result);
  if (text === undefined) throw new Error("the code gave no result");
  return JSON.parse(text);
}
