// What a code step finds around it, in each of the hosts that the single file must survive.

import vm from "node:vm";

/** What n8n does to a context before a person's code runs there. */
const POISON = `
  const lie = () => ({});
  Object.getPrototypeOf = lie; Reflect.getPrototypeOf = lie;
  Object.setPrototypeOf = () => false; Reflect.setPrototypeOf = () => false;
  Object.defineProperty = lie; Object.defineProperties = lie; Reflect.defineProperty = () => false;
  delete Error.prepareStackTrace; delete Error.captureStackTrace;
  delete Object.prototype.__proto__;
  for (const built of [Object, Function, Array, String, Number, Boolean, RegExp, Error, TypeError, RangeError, SyntaxError, Promise, Map, Set, Date, ArrayBuffer, Uint8Array, Int32Array, DataView]) {
    Object.freeze(built); Object.freeze(built.prototype);
  }
  Object.freeze(JSON); Object.freeze(Math);
`;

/** Fresh contexts, by the host that gives code such a one. */
export const hosts = {
  "WebAssembly alone": () => vm.createContext({}),
  "n8n's code node": () => {
    const context = vm.createContext({ atob, btoa, TextEncoder, TextDecoder, Buffer, console }, { codeGeneration: { strings: false, wasm: true } });
    vm.runInContext(POISON, context);
    return context;
  },
  "Node-RED's function node": () => vm.createContext({ Buffer, URL, URLSearchParams, console, setTimeout, clearTimeout, setInterval, clearInterval, msg: {}, node: {} }),
};
