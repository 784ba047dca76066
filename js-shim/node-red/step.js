// Node-RED's Function node with two outputs: what is ready, one message a request, and everything else, so that no
// message without a request reaches an http request node. Whatever else the message holds stays in it.

import { decide, PARTS } from "../code-step.js";

/** Statuses of the second output, and steps whose first one is for requests alone. */
const OTHER = ["refused", "held", "review", "failed"];
const ASKING = ["lookups", "map", "verdict"];

/** @param {unknown} value */
const isEmpty = (value) => value === undefined || value === null || value === "";

/** @param {string} key */
const isPart = (key) => key === "halt" || PARTS.includes(key.split(".")[0] ?? "");

/** A payload that holds parts, as an object or as its JSON text. @param {any} payload @returns {Record<string, any>} */
function partsIn(payload) {
  let value = payload;
  try {
    if (typeof payload === "string" && /^\s*\{/.test(payload)) value = JSON.parse(payload);
  } catch {
    return {};
  }
  return value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).some(isPart) ? value : {};
}

/**
 * @param {import("../code-step.js").Settings} settings @param {any} msg
 * @param {{ get(name: string): any }} flow @param {{ get(name: string): any }} global
 */
result.run = (settings, msg, flow, global) => {
  const payload = partsIn(msg.payload);
  /** @type {Record<string, any>} */
  const fields = {};
  for (const source of [payload, msg]) for (const key of Object.keys(source)) if (isPart(key) && !(isEmpty(source[key]) && key in fields)) fields[key] = source[key];
  for (const name of settings.snapshotFrom) {
    const [, store, key = ""] = /^(flow|global)\.(.*)$/.exec(name) ?? [];
    fields[name] = store === undefined ? (isEmpty(msg[name]) ? payload[name] : msg[name]) : (store === "flow" ? flow : global).get(key);
  }
  const isAllInPayload = Object.keys(payload).length > 0 && !Object.keys(msg).some((key) => isPart(key) && !isEmpty(msg[key]));
  const before = (/** @type {string} */ field) => (isEmpty(msg[field]) && (isAllInPayload || field in payload) ? "msg.payload." : "msg.");
  const answer = decide(settings, fields, { before, code: "Node-RED node", flow: "Node-RED flow" });
  const { requests = [] } = answer;
  if (OTHER.includes(answer.status) || (ASKING.includes(settings.step) && requests.length === 0)) return [null, { ...msg, wonvoice: answer, payload: answer.text }];
  if (requests.length === 0) return [{ ...msg, wonvoice: answer, payload: answer.update?.patch ?? answer.contact ?? answer.text }, null];
  return [requests.map((request) => ({ ...msg, wonvoice: { ...answer, request }, method: request.method, url: request.url, headers: request.headers, payload: request.body })), null];
};
