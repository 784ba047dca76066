// The node: an operation for each item, and an answer or an error for each.

import { NodeOperationError, sleep } from "n8n-workflow";
import { ROWS } from "wonvoice:rows";
import { answered, fieldsOf, handedOver } from "../../platform/answer.js";
import { loaded } from "../../platform/package.js";
import { TYPES } from "./credentials.js";
import { descriptionOf } from "./description.js";
import { transportOf, unconnected } from "./transport.js";

/** @typedef {import("../../platform/operations.js").Row} Row */
/** @typedef {{ json: any, pairedItem: { item: number }, error?: Error }} Item */

const HOST = { before: () => "Parts → ", code: "Wonvoice node", flow: "n8n workflow" };
/** Items between two of which n8n does something else. */
const AT_ONCE = 20;

/** One line, as an error's message is shown. @param {unknown} thrown */
const lineOf = (thrown) => String(/** @type {Error} */ (thrown)?.message ?? thrown).replace(/\s+/g, " ");

/** @param {any} context @param {number} index @returns {Promise<{ answer: any, problem?: { message: string, lines: string[] } }>} */
async function handOver(context, index) {
  const value = (/** @type {string} */ name, /** @type {unknown} */ none = "") => context.getNodeParameter(name, index, none);
  const types = {
    pipedrive: TYPES.pipedrive[value("pipedriveAuthentication")] ?? "",
    xero: TYPES.xero[value("xeroAuthentication")] ?? "",
  };
  for (const type of Object.values(types)) {
    const why = await unconnected(context, type, index);
    if (why !== undefined) throw new NodeOperationError(context.getNode(), why, { itemIndex: index });
  }
  const { further, state, maxWait = 60 } = value("options", {});
  const input = fieldsOf(further, { deal: value("deal"), config: value("config") }, "Further Parts");
  return handedOver(input, transportOf(context, types), { sleep, maxWait: maxWait * 1000, ...(state ? { state: fieldsOf(state, {}, "State") } : {}) });
}

/** @param {any} context @param {Row} row @param {number} index */
function operate(context, row, index) {
  const value = (/** @type {string} */ name, /** @type {unknown} */ none = "") => context.getNodeParameter(name, index, none);
  const { whole = false, addDates = true } = value("options", {});
  const fields = fieldsOf(value("parts"), { config: value("config"), snapshot: value("snapshot") }, "Parts");
  return answered(row, { fields, isWhole: whole, isDated: addDates }, HOST);
}

/** An answer as items. @param {any} answer @param {boolean} perRequest @param {number} index @returns {Item[]} */
function itemsOf(answer, perRequest, index) {
  const pairedItem = { item: index };
  if (!perRequest) return [{ json: answer, pairedItem }];
  const { requests = [], ...rest } = answer;
  return requests.map((/** @type {any} */ request) => ({ json: { ...request, answer: rest }, pairedItem }));
}

export class Wonvoice {
  description = descriptionOf(ROWS);

  /** @this {any} @returns {Promise<Item[][]>} */
  async execute() {
    await loaded();
    /** @type {Item[]} */
    const out = [];
    /** @type {InstanceType<typeof NodeOperationError>[]} */
    const errors = [];
    const count = this.getInputData().length;
    for (let index = 0; index < count; index += 1) {
      if (index % AT_ONCE === AT_ONCE - 1) await sleep(0);
      /** @param {string | Error} error @param {string[]} lines @param {any} json */
      const failed = (error, lines, json) => {
        const made = error instanceof NodeOperationError ? error : new NodeOperationError(this.getNode(), error, { itemIndex: index, ...(lines.length > 0 ? { description: lines.join("\n") } : {}) });
        errors.push(made);
        out.push({ json: { ...json, error: made.message }, error: made, pairedItem: { item: index } });
      };
      try {
        const operation = this.getNodeParameter("operation", index);
        const row = ROWS.find(({ value }) => value === operation);
        if (row === undefined) throw new NodeOperationError(this.getNode(), `this version of the node has no operation \`${operation}\`: choose another, or update the package`, { itemIndex: index });
        const { answer, problem } = row.isHandOver ? await handOver(this, index) : operate(this, row, index);
        if (problem !== undefined && this.getNodeParameter("notReady", index, "fail") === "fail") failed(problem.message, problem.lines, answer);
        else {
          // What is passed on without being ready has no requests, and must not vanish for it.
          const perRequest = problem === undefined && row.step !== undefined && this.getNodeParameter("options", index, {}).perRequest === true;
          out.push(...itemsOf(answer, perRequest, index));
        }
      } catch (thrown) {
        failed(/** @type {any} */ (thrown)?.constructor?.name === "NodeOperationError" ? /** @type {Error} */ (thrown) : lineOf(thrown), [], {});
      }
    }
    const [first] = errors;
    // Only now: whatever could be handed over was.
    if (first !== undefined && !this.continueOnFail()) {
      if (errors.length > 1) throw new NodeOperationError(this.getNode(), `${first.message} (and ${errors.length - 1} more of ${count} items)`, { description: errors.map(({ message }) => message).join("\n") });
      throw first;
    }
    return [out];
  }
}
