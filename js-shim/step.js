// The single file for code steps: everything in one classic script, synchronous, and nothing of the host but
// WebAssembly. The build makes `var wonvoice = (function () { … return { … } })();` of it.

import { bytes } from "wonvoice:bytes";
import { guarded, guardedText, useModule } from "./engine.js";
import { WonvoiceError } from "./error.js";
import { escapeLoneSurrogates, fromBase64 } from "./text.js";
import { writeJson } from "./write-json.js";

useModule(() => new WebAssembly.Module(fromBase64(bytes)));

/**
 * @param {string} operation
 * @param {string} input
 * @returns {string}
 */
function callJson(operation, input) {
  if (typeof input !== "string") throw new WonvoiceError("INPUT_NOT_A_TEXT", `callJson takes JSON text, not ${input === null ? "null" : typeof input}`);
  return guardedText(String(operation), ({ api }) => api.callJson(String(operation), escapeLoneSurrogates(input)));
}

/** @param {unknown} part an object, or its JSON text */
const textOf = (part) => (typeof part === "string" ? part : writeJson(part));

/** @param {string} operation @param {string} text */
const call = (operation, text) => JSON.parse(callJson(operation, text));

result.validate = (input) => call("validate", textOf(input));
result.mapDealToInvoice = (input, options) => call("mapDealToInvoice", withOptions(textOf(input), options));
result.matchContact = (input) => call("matchContact", textOf(input));
result.predictTotals = (document, snapshot) => call("predictTotals", '{"document":' + textOf(document) + ',"snapshot":' + textOf(snapshot) + "}");
result.compareTotals = (predicted, answered) => call("compareTotals", '{"predicted":' + textOf(predicted) + ',"answered":' + textOf(answered) + "}");
result.callJson = callJson;
result.version = () => guarded("version", ({ api }) => api.version());

/** @param {string} input @param {unknown} options */
function withOptions(input, options) {
  return options === undefined ? input : '{"input":' + input + ',"options":' + writeJson(options) + "}";
}
