// Every operation, through the one guard. No rules here: what an input means is decided in Rust.

import { guarded, guardedText, isLive } from "./engine.js";
import { WonvoiceError } from "./error.js";
import { dated } from "./local-dates.js";
import { handOver, memoryCache, over } from "./run-handoff.js";
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

/** @type {Api["handoffStart"]} */
export function handoffStart(input) {
  const dated = input !== null && typeof input === "object" && input.now === undefined ? { ...input, now: new Date().toISOString() } : input;
  return guarded("handoffStart", ({ api }) => api.handoffStart(dated));
}

/** @type {Api["handoffStep"]} */
export function handoffStep(state, responses, now = new Date(), stop = false) {
  const instant = typeof now === "string" ? now : now.toISOString();
  return guarded("handoffStep", ({ api }) => api.handoffStep(state, responses, instant, stop));
}

/** @type {Api["batchWrites"]} */
export function batchWrites(input) {
  return guarded("batchWrites", ({ api }) => api.batchWrites(input));
}

/** @type {Api["splitBatch"]} */
export function splitBatch(input) {
  return guarded("splitBatch", ({ api }) => api.splitBatch(input));
}

/** What runs in one process knows, for as long as it lives. */
const kept = memoryCache();

/** @type {typeof import("./init-types.js").runHandoffWith} */
export function runHandoffWith(input, send, options = {}) {
  return handOver({ handoffStart, handoffStep }, input, over(send), { cache: kept, ...options });
}

/** @type {typeof import("./init-types.js").runHandoff} */
export function runHandoff(input, credentials, options = {}) {
  const secrets = /** @type {Parameters<Api["sendRequest"]>[1]} */ (credentials);
  /** @type {import("./run-handoff.js").Make} */
  const make = (request, signal) => guarded("sendRequest", ({ api }) => api.sendRequest(request, secrets, signal));
  return handOver({ handoffStart, handoffStep }, input, make, { cache: kept, ...options });
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

/** @type {Api["checkConfig"]} */
export function checkConfig(input) {
  return guarded("checkConfig", ({ api }) => api.checkConfig(input));
}

/** @type {Api["diffConfig"]} */
export function diffConfig(input) {
  return guarded("diffConfig", ({ api }) => api.diffConfig(input));
}

/** @type {Api["draftConfig"]} */
export function draftConfig(input) {
  return guarded("draftConfig", ({ api }) => api.draftConfig(input));
}

/** @type {Api["shadow"]} */
export function shadow(input) {
  return guarded("shadow", ({ api }) => api.shadow(input));
}

/** @type {Api["reconcile"]} */
export function reconcile(input) {
  return guarded("reconcile", ({ api }) => api.reconcile(input));
}

/** @type {Api["audit"]} */
export function audit(input) {
  return guarded("audit", ({ api }) => api.audit(input));
}

/** @type {Api["findDuplicates"]} */
export function findDuplicates(input) {
  return guarded("findDuplicates", ({ api }) => api.findDuplicates(input));
}

/**
 * A handle of the engine that made it: used through the guard, and no more once that engine failed or it was freed.
 *
 * @template {{ free(): void }} Handle
 * @param {string} what
 * @param {(api: Api) => Handle} make
 */
function held(what, make) {
  const [made, maker] = guarded(`new ${what}`, (now) => /** @type {const} */ ([make(now.api), now]));
  /** @type {Handle | undefined} */
  let handle = made;
  return {
    /**
     * @template T
     * @param {string} name
     * @param {(handle: Handle) => T} use
     * @param {(what: string, run: () => T) => T} [guard]
     * @returns {T}
     */
    use(name, use, guard = guarded) {
      const now = handle;
      if (now === undefined) throw new WonvoiceError("INTERNAL_STALE_HANDLE", `this ${what} was freed: make a new one`);
      if (!isLive(maker)) throw new WonvoiceError("INTERNAL_STALE_HANDLE", `this ${what} belongs to an engine that failed and was replaced: make a new one`);
      return guard(`${what}.${name}`, () => use(now));
    },
    free() {
      const now = handle;
      handle = undefined;
      if (now !== undefined && isLive(maker)) guarded(`${what}.free`, () => now.free());
    },
  };
}

/** @typedef {InstanceType<Api["Mapper"]>} Handle */

/** A handle that has read config and snapshots once. */
export class Mapper {
  #held;

  /** @param {ConstructorParameters<Api["Mapper"]>} parts */
  constructor(...parts) {
    this.#held = held("Mapper", (api) => new api.Mapper(...parts));
  }

  /** @type {Handle["validate"]} */
  validate(input) {
    return this.#held.use("validate", (handle) => handle.validate(input));
  }

  /** @type {Handle["map"]} */
  map(input, options) {
    return this.#held.use("map", (handle) => handle.map(input, options));
  }

  /** @type {Handle["localTime"]} */
  localTime(input) {
    return this.#held.use("localTime", (handle) => handle.localTime(input));
  }

  /** @type {Handle["mapMany"]} */
  mapMany(inputs, options) {
    return this.#held.use("mapMany", (handle) => handle.mapMany(inputs, options));
  }

  /** @type {Handle["callJson"]} */
  callJson(operation, input) {
    const text = jsonText("Mapper.callJson", input);
    const name = /** @type {typeof operation} */ (String(operation));
    return this.#held.use(`callJson ${name}`, (handle) => handle.callJson(name, text), guardedText);
  }

  /** Gives its memory back at once; without it, that happens when the garbage collector comes round. */
  free() {
    this.#held.free();
  }
}

/** @typedef {InstanceType<Api["ContactIndex"]>} IndexHandle */

/** A handle that has read contacts once, to find those a party may be. */
export class ContactIndex {
  #held;

  /** @param {ConstructorParameters<Api["ContactIndex"]>[0]} contacts */
  constructor(contacts) {
    const given = typeof contacts === "string" ? jsonText("ContactIndex", contacts) : contacts;
    this.#held = held("ContactIndex", (api) => new api.ContactIndex(given));
  }

  /** @type {IndexHandle["match"]} */
  match(query) {
    return this.#held.use("match", (handle) => handle.match(query));
  }

  /** @type {IndexHandle["update"]} */
  update(changes) {
    const given = typeof changes === "string" ? jsonText("ContactIndex.update", changes) : changes;
    return this.#held.use("update", (handle) => handle.update(given));
  }

  /** @type {IndexHandle["memory"]} */
  memory() {
    return this.#held.use("memory", (handle) => handle.memory());
  }

  /** @type {IndexHandle["callJson"]} */
  callJson(operation, input) {
    const text = jsonText("ContactIndex.callJson", input);
    const name = /** @type {typeof operation} */ (String(operation));
    return this.#held.use(`callJson ${name}`, (handle) => handle.callJson(name, text), guardedText);
  }

  /** Gives its memory back at once; without it, that happens when the garbage collector comes round. */
  free() {
    this.#held.free();
  }
}

/** @typedef {InstanceType<Api["Books"]>} BooksHandle */

/** A handle that takes deals and documents page by page, and tells what became of them. */
export class Books {
  #held;

  /** @param {ConstructorParameters<Api["Books"]>[0]} settings */
  constructor(settings) {
    const given = typeof settings === "string" ? jsonText("Books", settings) : settings;
    this.#held = held("Books", (api) => new api.Books(given));
  }

  /** @type {BooksHandle["addDeals"]} */
  addDeals(page) {
    return this.#held.use("addDeals", (handle) => handle.addDeals(page));
  }

  /** @type {BooksHandle["addDocuments"]} */
  addDocuments(page, entity) {
    return this.#held.use("addDocuments", (handle) => handle.addDocuments(page, entity));
  }

  /** @type {BooksHandle["close"]} */
  close() {
    return this.#held.use("close", (handle) => handle.close());
  }

  /** @type {BooksHandle["deals"]} */
  deals(offset, count) {
    return this.#held.use("deals", (handle) => handle.deals(offset, count));
  }

  /** @type {BooksHandle["documents"]} */
  documents(offset, count) {
    return this.#held.use("documents", (handle) => handle.documents(offset, count));
  }

  /** @type {BooksHandle["dealsJson"]} */
  dealsJson(offset, count) {
    return this.#held.use("dealsJson", (handle) => handle.dealsJson(offset, count));
  }

  /** @type {BooksHandle["documentsJson"]} */
  documentsJson(offset, count) {
    return this.#held.use("documentsJson", (handle) => handle.documentsJson(offset, count));
  }

  /** Gives its memory back at once; without it, that happens when the garbage collector comes round. */
  free() {
    this.#held.free();
  }
}

if (Symbol.dispose) {
  for (const handle of [Mapper, ContactIndex, Books]) {
    Object.defineProperty(handle.prototype, Symbol.dispose, { value: handle.prototype.free, writable: true, configurable: true });
  }
}
