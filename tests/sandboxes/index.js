// The hosts that code steps run in, and how a step is given fields and gives its answer in each.

import * as make from "./make.js";
import * as n8n from "./n8n.js";
import * as nodeRed from "./node-red.js";
import * as zapier from "./zapier.js";

/**
 * @typedef {object} Sandbox
 * @property {string} name
 * @property {string} host as `wonvoice snippet` calls it
 * @property {(code: string, fields: Record<string, any>) => Promise<any>} run code over one set of fields
 * @property {string} fields where the code finds them
 * @property {(json: string) => string} give code that answers with an object
 */

const plain = (/** @type {string} */ value) => `return ${value};`;

/** @type {Sandbox[]} */
export const sandboxes = [
  { name: "Zapier", host: "zapier", fields: "inputData", give: plain, run: (code, fields) => zapier.run(code, fields) },
  { name: "Make", host: "make", fields: "input", give: plain, run: (code, fields) => make.run(code, fields) },
  { name: "n8n, all items", host: "n8n", fields: "$input.first().json", give: (value) => `return [{ json: ${value} }];`, run: async (code, json) => n8n.run(code, [{ json }])[0]?.json },
  { name: "n8n, each item", host: "n8n", fields: "$json", give: (value) => `return { json: ${value} };`, run: async (code, json) => n8n.run(code, [{ json }], "each")[0]?.json },
  {
    name: "Node-RED",
    host: "node-red",
    fields: "msg",
    give: (value) => `msg.wonvoice = ${value}; return msg;`,
    run: async (code, msg) => (await nodeRed.run(code, msg)).flat()[0]?.wonvoice,
  },
];

export { make, n8n, nodeRed, zapier };
