// The life of the wasm instance: made at the first call, dropped after a trap, made again at the next call.

import { makeGlue } from "wonvoice:glue";
import { WonvoiceError } from "./error.js";
import { HostTextDecoder, ReusingTextEncoder } from "./text.js";

/** @typedef {{ api: import("wonvoice:glue").Api, glue: import("wonvoice:glue").Glue, exports: Record<string, any> }} Live */

/** @type {(() => WebAssembly.Module) | undefined} */
let provide;
/** @type {WebAssembly.Module | undefined} */
let module;
/** @type {Live | undefined} */
let live;

/**
 * Says where the compiled module comes from; it is asked for once, at the first call.
 * @param {() => WebAssembly.Module} source
 */
export function useModule(source) {
  provide = source;
  module = undefined;
  live = undefined;
}

/** Whether a call can be answered, or `init` has to come first. */
export function isReady() {
  return provide !== undefined;
}

/** @returns {Live} */
function start() {
  if (module === undefined) {
    if (provide === undefined) throw new WonvoiceError("INTERNAL_NOT_LOADED", "the wasm is not loaded yet: call init, and wait for it, before the first operation");
    module = provide();
  }
  // A new factory call as well as a new instance: the old glue keeps views of the old memory.
  const glue = makeGlue(ReusingTextEncoder, HostTextDecoder);
  // A copy, since the instance's own object is frozen (see `guardedText`).
  const exports = { ...new WebAssembly.Instance(module, { "./wonvoice_bg.js": glue.foreign }).exports };
  glue.setWasm(exports);
  /** @type {Record<string, any>} */ (exports)["__wbindgen_start"]();
  return { api: glue.api, glue, exports };
}

/** @param {Live} dead */
function drop(dead) {
  // Finalizers of its handles may still run: they must find functions that do nothing, not a broken memory.
  /** @type {Record<string, () => void>} */
  const silent = {};
  for (const name of Object.keys(dead.exports)) if (name.endsWith("_free")) silent[name] = () => {};
  dead.glue.setWasm(silent);
}

/** @param {unknown} thrown @returns {string} */
function lineOf(thrown) {
  try {
    const text = typeof thrown === "string" ? thrown : /** @type {Error} */ (thrown).message;
    return String(text).replace(/\s+/g, " ").slice(0, 300);
  } catch {
    return "an unreadable error";
  }
}

const CODED = /^([A-Z]+(?:_[A-Z0-9]+)+): (.*)$/;

/** What the core threw on purpose; nothing for all else. @param {unknown} thrown */
function asDomainError(thrown) {
  if (thrown instanceof WonvoiceError) return thrown;
  const coded = thrown instanceof WebAssembly.RuntimeError ? null : CODED.exec(lineOf(thrown));
  return coded ? new WonvoiceError(coded[1] ?? "", coded[2] ?? "") : undefined;
}

/**
 * The one way into the wasm. A domain error comes out as `WonvoiceError`; anything else (a trap, above all)
 * means that the instance can be trusted no longer.
 * @template T
 * @param {string} what what is being done, for the message
 * @param {(now: Live) => T} run
 * @returns {T}
 */
export function guarded(what, run) {
  const now = (live ??= start());
  try {
    return run(now);
  } catch (thrown) {
    // First, and without a call: where it was the stack that ran out, any call below may throw again, and the instance
    // must be gone by then.
    const wasLive = live === now;
    if (wasLive) live = undefined;
    const error = asDomainError(thrown);
    if (error !== undefined) {
      if (wasLive) live = now;
      throw error;
    }
    drop(now);
    const line = lineOf(thrown);
    throw new WonvoiceError("INTERNAL_PANIC", `${what} failed inside (${line}); the engine starts afresh with the next call, please report the input`);
  }
}

/**
 * The same for text to text. With `__wbindgen_realloc` at hand the glue copies a string character by character,
 * which suits the short strings in objects and takes 40 times as long for whole inputs; without it, it asks its
 * `TextEncoder`.
 * @template T
 * @param {string} what
 * @param {(now: Live) => T} run must not call back into JavaScript
 * @returns {T}
 */
export function guardedText(what, run) {
  return guarded(what, (now) => {
    const realloc = now.exports["__wbindgen_realloc"];
    now.exports["__wbindgen_realloc"] = undefined;
    try {
      return run(now);
    } finally {
      now.exports["__wbindgen_realloc"] = realloc;
    }
  });
}

/**
 * Whether a handle's instance is the one in use.
 * @param {Live} maker
 */
export function isLive(maker) {
  return live === maker;
}
