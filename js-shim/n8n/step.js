// n8n's Code node, in either mode: a list of items in and out, or one item. What the node does not know at the
// top of an item it refuses, so everything stands in `json`.

import { decide } from "../code-step.js";

const HOST = { before: () => "json.", code: "n8n node", flow: "n8n workflow" };

/** @param {import("../code-step.js").Settings} settings @param {any} item @param {number} index */
function answered(settings, item, index) {
  const answer = decide(settings, item?.json ?? {}, HOST);
  const [first] = answer.requests ?? [];
  const json = first ? { ...answer, method: first.method, url: first.url, headers: first.headers, body: first.body } : answer;
  return { json, pairedItem: { item: index } };
}

/** @param {import("../code-step.js").Settings} settings @param {any} given the item, or all of them */
result.run = (settings, given) => (Array.isArray(given) ? given.map((item, index) => answered(settings, item, index)) : { json: answered(settings, given, 0).json });
