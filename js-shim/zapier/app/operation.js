// Run an Operation: any operation of the package, its input and its answer as JSON.

import { callJson } from "../../surface.js";
import { coded } from "./errors.js";
import { ANSWERED } from "./samples.js";

/** As the package names them, with what each is for. */
const OPERATIONS = {
  validate: "Validate", mapDealToInvoice: "Map a deal to invoices", mapMany: "Map many deals", matchContact: "Match a contact", decideVerdict: "Decide what to do about what exists", paymentStatus: "Tell the payment status",
  lookups: "Say how to look up documents", contactLookups: "Say how to look up contacts", writes: "Say what to write", predictTotals: "Predict totals", compareTotals: "Compare totals", alignContact: "Align party and contact",
  findDuplicates: "Find duplicate contacts", checkConfig: "Check a config", diffConfig: "Compare two configs", draftConfig: "Draft a config", shadow: "Compare with what people invoiced", compactSnapshot: "Shorten a snapshot", localTime: "Tell the time zone",
};

/** @param {import("./connection.js").Z} z @param {import("./connection.js").Bundle} bundle */
async function perform(z, { inputData }) {
  const { operation, input } = /** @type {Record<string, string>} */ (inputData);
  const json = coded(z, () => callJson(/** @type {"validate"} */ (operation), input ?? ""));
  const answer = JSON.parse(json);
  const findings = Array.isArray(answer?.findings) ? answer.findings : [];
  return { ok: answer?.ok, decision: answer?.decision, status: answer?.status, findings: findings.map((/** @type {any} */ { code, message, remedy }) => `${code}: ${message}; ${remedy}`).join("\n"), answer_json: json };
}

export const operation = {
  key: "run_operation",
  noun: "Answer",
  display: { label: "Run an Operation", description: "Runs any operation of Wonvoice over JSON. It halts for nothing but an input that cannot be read: filter on what it answers." },
  operation: {
    perform,
    inputFields: [
      { key: "operation", label: "Operation", type: "string", required: true, choices: OPERATIONS },
      { key: "input", label: "Input (JSON)", type: "text", required: true, helpText: "The whole input, as the documentation has it." },
    ],
    sample: ANSWERED,
    outputFields: [{ key: "ok", label: "All is well", type: "boolean" }, { key: "decision", label: "Decision" }, { key: "status", label: "Status" }, { key: "findings", label: "Findings" }, { key: "answer_json", label: "Answer (JSON)" }],
  },
};
