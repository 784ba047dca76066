// Every operation, through the one guard. No rules here: what an input means is decided in Rust.

import { guarded, guardedText, isLive } from "./engine.js";
import { WonvoiceError } from "./error.js";
import { dated } from "./local-dates.js";
import { escapeLoneSurrogates } from "./text.js";

export { WonvoiceError };

/** @typedef {import("wonvoice:glue").Api} Api */

/**
 * @param {string} what
 * @param {unknown} text
 * @returns {string}
 */
function jsonText(what, text) {
  if (typeof text !== "string") throw new WonvoiceError("INPUT_NOT_A_TEXT", `${what} takes JSON text, not ${text === null ? "null" : typeof text}`);
  return escapeLoneSurrogates(text);
}

/** @type {Api["callJson"]} */
export function callJson(operation, input) {
  const text = jsonText("callJson", input);
  const name = /** @type {Parameters<Api["callJson"]>[0]} */ (String(operation));
  return guardedText(name, ({ api }) => api.callJson(name, text));
}

/** @type {Api["version"]} */
export function version() {
  return guarded("version", ({ api }) => api.version());
}

/** @type {Api["validate"]} */
export function validate(input) {
  return guarded("validate", ({ api }) => api.validate(input));
}

/** @type {Api["mapDealToInvoice"]} */
export function mapDealToInvoice(input, options) {
  return guarded("mapDealToInvoice", ({ api }) => api.mapDealToInvoice(input, options));
}

/** @type {Api["localTime"]} */
export function localTime(input) {
  return guarded("localTime", ({ api }) => api.localTime(input));
}

/** @type {typeof import("./init-types.js").withLocalDates} */
export function withLocalDates(input, now = new Date()) {
  return dated(input, localTime, now);
}

/** @type {Api["matchContact"]} */
export function matchContact(input) {
  return guarded("matchContact", ({ api }) => api.matchContact(input));
}

/** @type {Api["decideVerdict"]} */
export function decideVerdict(input) {
  return guarded("decideVerdict", ({ api }) => api.decideVerdict(input));
}

/** @type {Api["paymentStatus"]} */
export function paymentStatus(input) {
  return guarded("paymentStatus", ({ api }) => api.paymentStatus(input));
}

/** @type {Api["lookups"]} */
export function lookups(input) {
  return guarded("lookups", ({ api }) => api.lookups(input));
}

/** @type {Api["contactLookups"]} */
export function contactLookups(input) {
  return guarded("contactLookups", ({ api }) => api.contactLookups(input));
}

/** @type {Api["writes"]} */
export function writes(input) {
  return guarded("writes", ({ api }) => api.writes(input));
}

/** @type {Api["predictTotals"]} */
export function predictTotals(document, snapshot, unitDp) {
  return guarded("predictTotals", ({ api }) => api.predictTotals(document, snapshot, unitDp));
}

/** @type {Api["compareTotals"]} */
export function compareTotals(predicted, answered) {
  return guarded("compareTotals", ({ api }) => api.compareTotals(predicted, answered));
}

/** @type {Api["alignContact"]} */
export function alignContact(input) {
  return guarded("alignContact", ({ api }) => api.alignContact(input));
}

/** @type {Api["compactSnapshot"]} */
export function compactSnapshot(snapshot, options) {
  return guarded("compactSnapshot", ({ api }) => api.compactSnapshot(snapshot, options));
}

/** @typedef {InstanceType<Api["Mapper"]>} Handle */

/** A handle that has read config and snapshots once. */
export class Mapper {
  /** @type {Handle | undefined} */
  #handle;
  /** @type {import("./engine.js").Live} */
  #maker;

  /** @param {ConstructorParameters<Api["Mapper"]>} parts */
  constructor(...parts) {
    const [handle, maker] = guarded("new Mapper", (now) => /** @type {const} */ ([new now.api.Mapper(...parts), now]));
    this.#handle = handle;
    this.#maker = maker;
  }

  /**
   * @template T
   * @param {string} what
   * @param {(handle: Handle) => T} use
   * @param {(what: string, run: () => T) => T} [guard]
   * @returns {T}
   */
  #use(what, use, guard = guarded) {
    const handle = this.#handle;
    if (handle === undefined) throw new WonvoiceError("INTERNAL_STALE_HANDLE", "this Mapper was freed: make a new one");
    if (!isLive(this.#maker)) throw new WonvoiceError("INTERNAL_STALE_HANDLE", "this Mapper belongs to an engine that failed and was replaced: make a new one");
    return guard(what, () => use(handle));
  }

  /** @type {Handle["validate"]} */
  validate(input) {
    return this.#use("Mapper.validate", (handle) => handle.validate(input));
  }

  /** @type {Handle["map"]} */
  map(input, options) {
    return this.#use("Mapper.map", (handle) => handle.map(input, options));
  }

  /** @type {Handle["localTime"]} */
  localTime(input) {
    return this.#use("Mapper.localTime", (handle) => handle.localTime(input));
  }

  /** @type {Handle["mapMany"]} */
  mapMany(inputs, options) {
    return this.#use("Mapper.mapMany", (handle) => handle.mapMany(inputs, options));
  }

  /** @type {Handle["callJson"]} */
  callJson(operation, input) {
    const text = jsonText("Mapper.callJson", input);
    const name = /** @type {typeof operation} */ (String(operation));
    return this.#use(`Mapper.callJson ${name}`, (handle) => handle.callJson(name, text), guardedText);
  }

  /** Gives its memory back at once; without it, that happens when the garbage collector comes round. */
  free() {
    const handle = this.#handle;
    this.#handle = undefined;
    if (handle !== undefined && isLive(this.#maker)) guarded("Mapper.free", () => handle.free());
  }
}

if (Symbol.dispose) Object.defineProperty(Mapper.prototype, Symbol.dispose, { value: Mapper.prototype.free, writable: true, configurable: true });
