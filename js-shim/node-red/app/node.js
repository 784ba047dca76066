// What all nodes share: how they show how it went, and how they end a message.

/** @typedef {any} Node */

const SHOWN = /** @type {Record<string, { fill: string, shape: string }>} */ ({
  ready: { fill: "green", shape: "dot" }, done: { fill: "green", shape: "dot" }, working: { fill: "blue", shape: "ring" },
  refused: { fill: "red", shape: "ring" }, failed: { fill: "red", shape: "dot" },
});
const OTHER = { fill: "yellow", shape: "ring" };
/** Characters of a status that the editor shows. */
const LONGEST = 60;

/** @param {Node} node @param {string} status @param {string} [text] */
export const show = (node, status, text = "") => node.status({ ...(SHOWN[status] ?? OTHER), text: `${status}${text === "" ? "" : `: ${text}`}`.slice(0, LONGEST) });

/**
 * Ends a message with an error, which the Catch node gets with its code.
 * @param {Node} node @param {(error?: unknown) => void} done @param {unknown} thrown
 */
export function fail(node, done, thrown) {
  show(node, "failed", /** @type {{ code?: string }} */ (Object(thrown)).code ?? "");
  done(thrown);
}

/** The first finding that stands in the way, as an error. @param {string} code @param {string} line */
export const errorOf = (code, line) => Object.assign(new Error(line.startsWith(`${code}: `) ? line : `${code}: ${line}`), { name: "WonvoiceError", code });
