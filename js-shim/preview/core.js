// The core in the page: the small module, which has what one deal needs.

import { guardedText, useModule } from "../engine.js";
import { initFrom } from "../init.js";
import { escapeLoneSurrogates } from "../text.js";

export const init = initFrom(new URL("./preview.wasm", import.meta.url));
export { useModule };

/** @param {string} operation @param {string} text @returns {string} JSON */
export function callText(operation, text) {
  const name = /** @type {any} */ (operation);
  return guardedText(operation, ({ api }) => {
    const answer = api.callJson(name, escapeLoneSurrogates(text));
    // JSON begins otherwise; an error with its code.
    if (/^[A-Z]/.test(answer)) throw new Error(answer);
    return answer;
  });
}

/** @param {string} operation @param {string} text @returns {any} */
export const call = (operation, text) => JSON.parse(callText(operation, text));
