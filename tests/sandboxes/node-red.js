// Node-RED's function node: a bare context with a few globals, the message by value, outputs by place.

import util from "node:util";
import vm from "node:vm";

/** A copy, but for what belongs to an open request, which is handed on as it is. @param {any} msg */
function cloned(msg) {
  const { req, res, ...rest } = msg;
  const copy = structuredClone(rest);
  if (req !== undefined) copy.req = req;
  if (res !== undefined) copy.res = res;
  return copy;
}

/** @param {Record<string, any>} values */
const store = (values) => ({ get: (/** @type {string} */ name) => values[name], set: (/** @type {string} */ name, /** @type {any} */ value) => void (values[name] = value), keys: () => Object.keys(values) });

/**
 * @param {string} code @param {Record<string, any>} msg
 * @param {{ outputs?: number, flow?: Record<string, any>, global?: Record<string, any> }} [node]
 * @returns {Promise<any[][]>} the messages of each output
 */
export async function run(code, msg, { outputs = 2, flow = {}, global = {} } = {}) {
  const _msgid = msg._msgid ?? "a1b2c3d4e5f60718";
  const contexts = { context: store({}), flow: store(flow), global: store(global), env: store({}) };
  const RED = { util: { cloneMessage: cloned } };
  const __node__ = { id: "1", name: "wonvoice", outputCount: outputs, log() {}, error() {}, warn() {}, debug() {}, trace() {}, status() {}, send() {}, done() {}, on() {} };
  const sandbox = vm.createContext({ console, util, Buffer, URL, URLSearchParams, Date, Promise, RED, __node__, ...contexts, setTimeout, clearTimeout, setInterval, clearInterval });
  const body = `(async function (msg, __send__, __done__) { var __msgid__ = msg._msgid; var node = __node__;\n${code}\n})`;
  const result = await new vm.Script(body).runInContext(sandbox)({ ...cloned(msg), _msgid }, () => {}, () => {});
  /** @type {any[][]} */
  const sent = Array.from({ length: outputs }, () => []);
  if (result === null || result === undefined) return sent;
  const list = Array.isArray(result) || util.types.isProxy(result) ? result : [result];
  if (list.length > outputs) throw new Error(`the function has ${outputs} outputs and answered ${list.length}`);
  list.forEach((output, place) => {
    for (const one of Array.isArray(output) ? output : [output]) {
      if (one === null || one === undefined) continue;
      if (typeof one !== "object" || Buffer.isBuffer(one)) throw new Error(`Function tried to send a message of type ${typeof one}`);
      one._msgid = _msgid;
      // The first wire gets the message itself, any other a copy: whatever is in it must be copyable.
      sent[place]?.push(cloned(one));
    }
  });
  return sent;
}
