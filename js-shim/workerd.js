// Workers: the runtime refuses to compile bytes, but hands a ready module to a static import.

import module from "./wonvoice.wasm";
import { useModule } from "./engine.js";
import { initFrom } from "./init.js";

export * from "./surface.js";

useModule(() => module);

export const init = initFrom();
