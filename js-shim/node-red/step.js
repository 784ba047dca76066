// Node-RED's Function node with two outputs: what is ready, one message a request, and everything else, so that no
// message without a request reaches an http request node. Whatever else the message holds stays in it.

import { decide, PARTS } from "../code-step.js";

/** Statuses of the second output, and steps whose first one is for requests alone. */
const OTHER = ["refused", "held", "review", "failed"];
const ASKING = ["lookups", "map", "verdict"];

/**
 * @param {import("../code-step.js").Settings} settings @param {any} msg
 * @param {{ get(name: string): any }} flow @param {{ get(name: string): any }} global
 */
result.run = (settings, msg, flow, global) => {
  const has = (/** @type {any} */ from) => from !== null && typeof from === "object" && ["deal", "deal.id", "plan", "organization", "person", "party"].some((part) => part in from);
  const isPayload = !has(msg) && has(msg.payload);
  const source = isPayload ? msg.payload : msg;
  /** @type {Record<string, any>} */
  const fields = {};
  for (const key of Object.keys(source)) if (key === "halt" || PARTS.includes(key.split(".")[0] ?? "")) fields[key] = source[key];
  for (const name of settings.snapshotFrom) {
    const [, store, key = ""] = /^(flow|global)\.(.*)$/.exec(name) ?? [];
    fields[name] = store === undefined ? source[name] : (store === "flow" ? flow : global).get(key);
  }
  const answer = decide(settings, fields, { before: isPayload ? "msg.payload." : "msg.", code: "Node-RED node", flow: "Node-RED flow" });
  const { requests = [] } = answer;
  if (OTHER.includes(answer.status) || (ASKING.includes(settings.step) && requests.length === 0)) return [null, { ...msg, wonvoice: answer, payload: answer.text }];
  if (requests.length === 0) return [{ ...msg, wonvoice: answer, payload: answer.update?.patch ?? answer.contact ?? answer.text }, null];
  return [requests.map((request) => ({ ...msg, wonvoice: { ...answer, request }, method: request.method, url: request.url, headers: request.headers, payload: request.body })), null];
};
