// Hand Deal Over: the whole of it for one deal, read, decided and written over Zapier's own client.

import { runHandoffWith } from "../../surface.js";
import { configFields, configOf } from "./config.js";
import { cacheOf } from "./connection.js";
import { coded, endUnlessWell } from "./errors.js";
import { HANDED } from "./samples.js";
import { transportOf } from "./transport.js";

/** Of the 30 seconds that a step has, as much as one answer and all waits may take. */
const TIMEOUT = 10_000;
const MAX_WAIT = 5_000;
/** Seconds until another try, where nobody says when. */
const LATER = 60;

/** An approval, which is none until somebody is named. @param {Record<string, any>} inputData @returns {{ [part: string]: unknown }} */
const approvalOf = ({ approval_rule: rule, approval_by: by, approval_of: of }) => (rule && by ? { approvals: [{ rule, by, ...(of ? { of } : {}) }] } : {});

/** @param {import("./connection.js").Z} z @param {import("./connection.js").Bundle} bundle */
async function perform(z, bundle) {
  const inputData = /** @type {Record<string, any>} */ (bundle.inputData);
  const { send, seen } = transportOf(z);
  const deal = /^\s*\d+\s*$/.test(String(inputData["deal"])) ? Number(inputData["deal"]) : inputData["deal"];
  const input = { deal, config: configOf(bundle), ...(inputData["history"] === true ? { history: true } : {}), ...approvalOf(inputData) };
  const options = { cache: cacheOf(z, bundle), maxWait: MAX_WAIT, timeout: TIMEOUT };
  const outcome = await Promise.resolve(coded(z, () => runHandoffWith(input, send, options))).catch((thrown) => coded(z, () => { throw thrown; }));
  if (seen.isStale) throw new z.errors.RefreshAuthError();
  if (outcome.status === "waiting" && outcome.state !== undefined) {
    const seconds = Math.ceil((Date.parse(String(outcome.notBefore)) - Date.now()) / 1000);
    throw new z.errors.ThrottledError(outcome.text, seconds > 0 ? seconds : LATER);
  }
  endUnlessWell(z, outcome);
  const [document] = outcome.documents;
  const [planned] = outcome.plan?.documents ?? [];
  const [verdict] = outcome.verdicts;
  return {
    status: outcome.status, text: outcome.text, guarantee: outcome.guarantee, not_before: outcome.notBefore,
    deal_label: outcome.dealUpdate?.label, action: verdict?.action, token: verdict?.token ?? planned?.token, contact_id: outcome.contact?.contactId,
    invoice_id: document?.id, invoice_number: document?.number, invoice_status: document?.status, total: document?.total ?? planned?.totals?.total, amount_due: document?.amountDue,
    currency: planned?.totals?.currency, issue_on: planned?.issueOn,
    documents: outcome.documents.map((/** @type {any} */ { id, kind, slot, number, status, total, amountDue }) => ({ id, kind, slot, number, status, total, amount_due: amountDue })),
    alerts: outcome.alerts, findings: outcome.findings.map((/** @type {any} */ { code, message, remedy }) => `${code}: ${message}; ${remedy}`).join("\n"),
    record_json: JSON.stringify(outcome.record),
  };
}

export const handOver = {
  key: "hand_over",
  noun: "Invoice",
  display: { label: "Hand Deal Over to Xero", description: "Reads the deal and what Xero has of it, decides, writes the invoice, compares it with what was predicted, and shows the deal what became of it." },
  operation: {
    perform,
    // Two runs of a connection at once could both find nothing: one after the other, the second finds the first's.
    lock: { key: "wonvoice-{{bundle.inputData.deal}}", scope: ["account"], timeout: 60 },
    inputFields: [
      { key: "deal", label: "Deal id", type: "string", required: true, helpText: "The deal's number in Pipedrive." },
      { key: "mode", label: "What to do", type: "string", required: false, choices: { act: "Write the invoice", observe: "Only say what would be written" }, default: "act" },
      { key: "history", label: "Add a line to the invoice's history", type: "boolean", required: false },
      { key: "approval_rule", label: "Approval: rule", type: "string", required: false, helpText: "Lets go what this rule of the config holds." },
      { key: "approval_by", label: "Approval: by", type: "string", required: false, helpText: "Who approved. An approval by nobody is none." },
      { key: "approval_of", label: "Approval: of", type: "string", required: false, helpText: "What was approved, as the hold says it, such as `PD-42: 119.99 GBP`: at another amount the deal is held again." },
      configFields,
    ],
    sample: HANDED,
    outputFields: [
      { key: "status", label: "Status" }, { key: "text", label: "In a line" }, { key: "guarantee", label: "Guarantee" }, { key: "not_before", label: "Not before" }, { key: "deal_label", label: "Shown on the deal" }, { key: "token", label: "Token" },
      { key: "contact_id", label: "Contact id" }, { key: "invoice_id", label: "Invoice id" }, { key: "invoice_number", label: "Invoice number" }, { key: "invoice_status", label: "Invoice status" },
      { key: "total", label: "Total", type: "number" }, { key: "amount_due", label: "Amount due", type: "number" }, { key: "currency", label: "Currency" }, { key: "findings", label: "Findings" },
    ],
  },
};
