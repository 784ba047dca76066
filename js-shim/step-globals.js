// What the adapters of code steps take from the script around them, for the platforms' apps, which bundle them: the
// build puts these names where an adapter has none of its own.

import * as surface from "./surface.js";

export const wonvoice = surface;
/** Where an adapter leaves `run`. @type {Record<string, (...args: any[]) => any>} */
export const result = {};
