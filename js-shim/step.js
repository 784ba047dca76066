// The single file for code steps: everything in one classic script, synchronous, and nothing of the host but
// WebAssembly. The build makes `var wonvoice = (function () { … return { … } })();` of it.

import { packed, unpacker } from "wonvoice:packed";
import { guarded, guardedText, useModule } from "./engine.js";
import { WonvoiceError } from "./error.js";
import { dated, missingDates } from "./local-dates.js";
import { escapeLoneSurrogates } from "./text.js";
import { unpack } from "./unpack.js";
import { writeJson } from "./write-json.js";

useModule(() => new WebAssembly.Module(unpack(unpacker, packed)));

/**
 * @param {string} operation
 * @param {string} input
 * @returns {string}
 */
function callJson(operation, input) {
  const name = /** @type {Parameters<import("wonvoice:glue").Api["callJson"]>[0]} */ (String(operation));
  if (typeof input !== "string") throw new WonvoiceError("INPUT_NOT_A_TEXT", `callJson takes JSON text, not ${input === null ? "null" : typeof input}`);
  return guardedText(name, ({ api }) => {
    const answer = api.callJson(name, escapeLoneSurrogates(input));
    // JSON begins otherwise; an error with its code.
    if (/^[A-Z]/.test(answer)) throw new Error(answer);
    return answer;
  });
}

/** @param {string} operation @param {string} text */
const call = (operation, text) => JSON.parse(callJson(operation, text));

/** @param {unknown} input an object, or its JSON text */
const textOf = (input) => (typeof input === "string" ? input : writeJson(input));

/**
 * The input's text with more members, where the core looks for them.
 * @param {string} text @param {Record<string, unknown>} members
 */
function withMembers(text, members) {
  const own = text.trim();
  // What is no object is for the core to refuse.
  if (!own.startsWith("{") || !own.endsWith("}")) return text;
  const inner = own.slice(1, -1).trim();
  const added = Object.keys(members).map((name) => JSON.stringify(name) + ":" + writeJson(members[name]));
  return "{" + (inner === "" ? added : [inner, ...added]).join(",") + "}";
}

/** @param {string} text @param {unknown} options */
const withOptions = (text, options) => (options === undefined ? text : withMembers(text, { options }));

result.validate = (input) => call("validate", textOf(input));
result.mapDealToInvoice = (input, options) => call("mapDealToInvoice", withOptions(textOf(input), options));
result.matchContact = (input) => call("matchContact", textOf(input));
result.decideVerdict = (input) => call("decideVerdict", textOf(input));
result.paymentStatus = (input) => call("paymentStatus", textOf(input));
result.lookups = (input) => call("lookups", textOf(input));
result.contactLookups = (input) => call("contactLookups", textOf(input));
result.writes = (input) => call("writes", textOf(input));
result.predictTotals = (document, snapshot, unitDp) => call("predictTotals", writeJson({ document, snapshot, unitDp }));
result.compareTotals = (predicted, answered) => call("compareTotals", writeJson({ predicted, answered }));
result.localTime = (input) => call("localTime", textOf(input));
result.withLocalDates = (input, now = new Date()) => (typeof input === "string" ? withMembers(input, missingDates(call("localTime", input), now)) : dated(input, (parts) => call("localTime", writeJson(parts)), now));
result.callJson = callJson;
result.version = () => guarded("version", ({ api }) => api.version());
