// One operation over the fields that a platform hands over. No rules here: what is judged is judged in Rust, and read
// into plain values by what the code steps share.

import { decide, lineOf } from "../code-step.js";
import { WonvoiceError } from "../error.js";
import { wonvoice } from "./package.js";

/** @typedef {import("./operations.js").Row} Row */
/** @typedef {import("../code-step.js").Host} Host */

/**
 * @typedef {object} Asked
 * @property {Record<string, any>} fields the parts, by their names
 * @property {boolean} isWhole whether the package's own answer is wanted, as it is
 * @property {boolean} isDated whether the dates that the fields lack are added
 */

/** @param {unknown} value */
const isEmpty = (value) => value === undefined || value === null || (typeof value === "string" && value.trim() === "");

/** JSON of a form, as text or as what an expression made of it. @param {unknown} given @param {string} label @returns {any} */
function objectOf(given, label) {
  let value = given;
  try {
    if (typeof given === "string") value = JSON.parse(given);
  } catch {
    throw new WonvoiceError("INPUT_NOT_JSON", `\`${label}\` is no JSON: map a whole object to it, not a part of its text`);
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new WonvoiceError("INPUT_NOT_AN_OBJECT", `\`${label}\` is ${Array.isArray(value) ? "a list" : `a ${typeof value}`}: map an object to it, such as the whole item`);
  return value;
}

/**
 * The fields of a form whose parts are one object, with the parts that have a place of their own.
 * @param {unknown} whole @param {Record<string, unknown>} own what is empty leaves the object's as it is @param {string} label the form's name of the object
 * @returns {Record<string, any>}
 */
export function fieldsOf(whole, own, label) {
  const fields = isEmpty(whole) ? {} : objectOf(whole, label);
  return { ...fields, ...Object.fromEntries(Object.entries(own).filter(([, value]) => !isEmpty(value))) };
}

/** @param {Row} row @param {Asked} asked @returns {any} */
function whole({ operation, list, dated }, { fields, isDated }) {
  const input = dated && isDated ? wonvoice.withLocalDates(fields) : fields;
  const answer = JSON.parse(wonvoice.callJson(/** @type {any} */ (operation), JSON.stringify(input)));
  return Array.isArray(answer) ? { [list ?? "answers"]: answer } : answer;
}

/**
 * What an operation answers. `problem` is why a flow should not go on with it.
 * @param {Row} row @param {Asked} asked @param {Host} host
 * @returns {{ answer: any, problem?: { message: string, lines: string[] } }}
 */
export function answered(row, asked, host) {
  if (row.step === undefined || asked.isWhole) return { answer: whole(row, asked) };
  const answer = decide({ step: row.step, halt: false, snapshots: [], snapshotFrom: ["snapshot"] }, asked.fields, host);
  return answer.ok ? { answer } : { answer, problem: { message: answer.text, lines: linesOf(answer.findings) } };
}

/** Findings that somebody has to read, a line each. @param {any[]} findings @returns {string[]} */
export const linesOf = (findings) => findings.filter(({ severity }) => severity !== "info").map(lineOf);

/** Outcomes of a handoff that somebody has to do something about. */
const STOPPED = ["refused", "failed", "held"];

/**
 * The same of a whole handoff.
 * @param {Record<string, any>} input @param {import("../init-types.js").HandoffTransport} send @param {import("../init-types.js").HandoffOptions} options
 * @returns {Promise<{ answer: any, problem?: { message: string, lines: string[] } }>}
 */
export async function handedOver(input, send, options) {
  const answer = await wonvoice.runHandoffWith(/** @type {any} */ (input), send, options);
  if (!STOPPED.includes(answer.status)) return { answer };
  const first = answer.findings.find((/** @type {any} */ { severity }) => severity === "error");
  return { answer, problem: { message: first ? lineOf(first) : answer.text, lines: linesOf(answer.findings) } };
}
