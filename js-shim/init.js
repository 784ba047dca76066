import { isReady, useModule } from "./engine.js";
import { WonvoiceError } from "./error.js";

/** @typedef {import("./init-types.js").InitSource} InitSource */

/** @param {unknown} thrown what a host threw that compiles no bytes */
export function notCompiled(thrown) {
  return new WonvoiceError("INTERNAL_NOT_LOADED", `the wasm could not be compiled (${/** @type {Error} */ (thrown).message}): a page needs 'wasm-unsafe-eval' in its policy's script-src; on Workers, import "wonvoice", not "wonvoice/inline"`);
}

/** @param {BufferSource} bytes */
const compiled = (bytes) => WebAssembly.compile(bytes).catch((thrown) => Promise.reject(notCompiled(thrown)));

/**
 * @param {InitSource} source
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return compiled(/** @type {BufferSource} */ (source));
  const isAddress = typeof source === "string" || "href" in source;
  const answer = isAddress ? await fetch(String(source)) : /** @type {{ ok: boolean, status: number, arrayBuffer(): Promise<ArrayBuffer> }} */ (source);
  if (typeof answer.arrayBuffer !== "function") throw new WonvoiceError("INTERNAL_NOT_LOADED", "init takes a URL, a Response, bytes or a WebAssembly.Module");
  if (!answer.ok) throw new WonvoiceError("INTERNAL_NOT_LOADED", `the wasm could not be fetched: status ${answer.status}`);
  // Not compileStreaming: servers that do not know the type of .wasm are common, and the file is small.
  return compiled(await answer.arrayBuffer());
}

/**
 * Makes an `init` for an entry.
 * @param {InitSource} [usual] what is loaded when the caller names nothing; absent where the entry has its module already
 * @returns {typeof import("./init-types.js").init}
 */
export function initFrom(usual) {
  /** @type {Promise<void> | undefined} */
  let running;

  return async (source) => {
    if (source === undefined && isReady()) return;
    running ??= (async () => {
      try {
        const module = await compile((await source) ?? usual ?? "");
        useModule(() => module);
      } finally {
        // So that a failed load can be tried again.
        running = undefined;
      }
    })();
    return running;
  };
}
