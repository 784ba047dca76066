// The wasm inside the JavaScript: for bundlers and hosts that carry no second file.

import { bytes } from "wonvoice:bytes";
import { useModule } from "./engine.js";
import { initFrom, notCompiled } from "./init.js";
import { fromBase64 } from "./text.js";

export * from "./surface.js";

useModule(() => {
  try {
    return new WebAssembly.Module(fromBase64(bytes));
  } catch (thrown) {
    throw notCompiled(thrown);
  }
});

export const init = initFrom();
