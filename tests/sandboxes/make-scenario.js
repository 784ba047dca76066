// A scenario of Make's, module by module, as its blueprint says: bundles in their order, filters, iterators and the
// aggregators that end them. What a module is called and takes is as in blueprints that people published.

import { filled } from "./make-iml.js";
import { run as runCode } from "./make.js";

/** @typedef {Record<string, any>} Bundle what each module answered, by its id */
/** @typedef {{ method: string, url: string, headers: Record<string, string>, body?: string }} Asked */

const TESTS = /** @type {Record<string, (a: any, b: any) => boolean>} */ ({ "text:equal": (a, b) => String(a ?? "") === String(b ?? "") });

/** Any group of conditions of which all hold. @param {any} filter @param {Bundle} bundle */
const passes = (filter, bundle) => filter === undefined || filter.conditions.some((/** @type {any[]} */ all) => all.every(({ a, b, o }) => {
  const test = TESTS[o];
  if (test === undefined) throw new Error(`there is no operator ${o}`);
  return test(filled(a, bundle), filled(b, bundle));
}));

/**
 * @param {any} module @param {Bundle} bundle @param {(asked: Asked) => Promise<{ status: number, body: string }>} send
 * @returns {Promise<any[]>} its answers, each a bundle of its own
 */
async function answersOf(module, bundle, send) {
  const { mapper } = module;
  switch (module.module) {
    case "util:SetVariables": return [Object.fromEntries(filled(mapper.variables, bundle).map((/** @type {any} */ { name, value }) => [name, value]))];
    case "builtin:BasicFeeder": return filled(mapper.array, bundle) ?? [];
    case "code:ExecuteCode": return [{ result: await runCode(mapper.codeEditorJavascript, Object.fromEntries(filled(mapper.input, bundle).map((/** @type {any} */ { name, value }) => [name, value]))) }];
    case "http:ActionSendData": {
      const { url, method, headers, data, contentType, bodyType } = filled(mapper, bundle);
      const own = Object.fromEntries(headers.map((/** @type {any} */ { name, value }) => [name, String(value ?? "")]));
      const { status, body } = await send({ url, method: method.toUpperCase(), headers: { ...own, ...(bodyType === "raw" ? { "content-type": contentType } : {}) }, ...(bodyType === "raw" ? { body: data } : {}) });
      if (module.parameters.handleErrors && status >= 400) throw new Error(`[${status}] ${body}`);
      return [{ statusCode: status, data: body === "" ? "" : JSON.parse(body) }];
    }
    default: throw new Error(`there is no module ${module.module}`);
  }
}

/**
 * Runs a scenario for one bundle of its trigger.
 * @param {any} blueprint @param {any} trigger @param {(asked: Asked) => Promise<{ status: number, body: string }>} send
 * @returns {Promise<Bundle[]>} what reached the end
 */
export async function runScenario(blueprint, trigger, send) {
  const [first, ...modules] = blueprint.flow;
  /** @type {Bundle[]} */
  let bundles = [{ [first.id]: trigger }];
  for (const module of modules) {
    const open = bundles.filter((bundle) => passes(module.filter, bundle));
    if (module.module === "builtin:BasicAggregator") {
      // One for each bundle that its iterator was given; here that is one, or none.
      const source = blueprint.flow.findIndex((/** @type {any} */ { id }) => id === module.parameters.feeder);
      const before = blueprint.flow.slice(0, source).map((/** @type {any} */ { id }) => id);
      const [one] = bundles;
      bundles = one === undefined ? [] : [{ ...Object.fromEntries(before.map((/** @type {any} */ id) => [id, one[id]])), [module.id]: { array: open.map((bundle) => filled(module.mapper, bundle)) } }];
      continue;
    }
    const next = [];
    for (const bundle of open) for (const answer of await answersOf(module, bundle, send)) next.push({ ...bundle, [module.id]: answer });
    bundles = next;
  }
  return bundles;
}
