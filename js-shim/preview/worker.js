// What takes long or needs the whole core, away from the page.

import { guardedText } from "../engine.js";
import { initFrom } from "../init.js";
import { escapeLoneSurrogates } from "../text.js";
import { replay } from "./replay.js";

const init = initFrom(new URL("../wonvoice.wasm", import.meta.url));

/** @param {string} operation @param {string} text */
function call(operation, text) {
  return JSON.parse(guardedText(operation, ({ api }) => api.callJson(/** @type {any} */ (operation), escapeLoneSurrogates(text))));
}

self.addEventListener("message", async ({ data: { id, task, operation, text, given } }) => {
  const tell = (/** @type {object} */ said) => self.postMessage({ id, ...said });
  try {
    await init();
    const value = task === "replay" ? await replay(given, call, (/** @type {unknown} */ progress) => tell({ progress })) : task === "load" ? true : call(operation, text);
    tell({ value });
  } catch (error) {
    tell({ error: /** @type {Error} */ (error).message });
  }
});
