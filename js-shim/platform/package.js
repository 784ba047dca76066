// The package inside a platform's one file, with its wasm packed: unpacked at the first call, which takes a third of a
// second, and then never again in the process.

import { packed, unpacker } from "wonvoice:packed";
import * as wonvoice from "wonvoice:package";
import { unpack } from "../unpack.js";

export { wonvoice };

/** @type {Promise<void> | undefined} */
let loading;

/** Has to have been waited for before the first call. */
export function loaded() {
  loading ??= wonvoice.init(new WebAssembly.Module(unpack(unpacker, packed)));
  return loading;
}
