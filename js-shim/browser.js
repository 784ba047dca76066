// Browsers and their bundlers: `await init()` first.

import { initFrom } from "./init.js";

export * from "./surface.js";

// Once and literal: bundlers look for exactly this expression, and ship a copy for each place they find it in.
export const init = initFrom(new URL("./wonvoice.wasm", import.meta.url));
