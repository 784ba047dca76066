// The worker with the whole core: made when it is first needed, ended when somebody cancels.

/** @typedef {{ resolve(value: any): void, reject(error: Error): void, progress?: ((said: any) => void) | undefined }} Waiting */

/** @type {Worker | undefined} */
let worker;
/** @type {Map<number, Waiting>} */
const waiting = new Map();
let last = 0;

function started() {
  if (worker !== undefined) return worker;
  const made = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  made.addEventListener("message", ({ data: { id, value, error, progress } }) => {
    const one = waiting.get(id);
    if (progress !== undefined) return one?.progress?.(progress);
    waiting.delete(id);
    if (error === undefined) one?.resolve(value);
    else one?.reject(new Error(error));
  });
  made.addEventListener("error", () => end("the worker could not be loaded: are worker.js and wonvoice.wasm beside the page?"));
  return (worker = made);
}

/** @param {string} why */
function end(why) {
  worker?.terminate();
  worker = undefined;
  for (const { reject } of waiting.values()) reject(new Error(why));
  waiting.clear();
}

/** @param {object} message @param {(said: any) => void} [progress] @returns {Promise<any>} */
function ask(message, progress) {
  const id = ++last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject, progress });
    started().postMessage({ id, ...message });
  });
}

/** @param {string} operation @param {string} text */
export const callLater = (operation, text) => ask({ task: "call", operation, text });

/** So that it is there without the network. */
export const loadWorker = () => ask({ task: "load" });

/** @param {object} given @param {(said: any) => void} progress */
export const replayLater = (given, progress) => ask({ task: "replay", given }, progress);

export const cancel = () => end("cancelled");
