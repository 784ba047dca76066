// What a code step is made of beside config and snapshot; fetched once.

import { adapters } from "wonvoice:adapters";

/** @type {Promise<string> | undefined} */
let file;

/** The single file's text. @returns {Promise<string>} */
export function loadParts() {
  file ??= fetch(new URL("../wonvoice.step.js", import.meta.url)).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(`wonvoice.step.js could not be fetched: status ${answer.status}`))));
  file.catch(() => (file = undefined));
  return file;
}

export { adapters };
