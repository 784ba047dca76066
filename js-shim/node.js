// Node, ESM and CJS (the build writes the CJS form from this file).

import { readFileSync } from "node:fs";
import { useModule } from "./engine.js";
import { WonvoiceError } from "./error.js";
import { initFrom } from "./init.js";

export * from "./surface.js";

const bytes = (() => {
  try {
    return readFileSync(new URL("./wonvoice.wasm", import.meta.url));
  } catch (error) {
    // Bundlers for Node move the code and leave the file behind.
    throw new WonvoiceError("INTERNAL_NOT_LOADED", `wonvoice.wasm is not beside the code (${/** @type {Error} */ (error).message}): import "wonvoice/inline" instead, or copy "wonvoice/wonvoice.wasm" there`);
  }
})();
useModule(() => new WebAssembly.Module(bytes));

export const init = initFrom();
