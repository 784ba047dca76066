// Map Deal to Invoice: what would be written, from what is mapped. Nothing is written.

import { configFields } from "./config.js";
import { endUnlessWell } from "./errors.js";
import { DEAL_FIELDS, runStep } from "./parts.js";
import { PLANNED } from "./samples.js";

/** @param {import("./connection.js").Z} z @param {import("./connection.js").Bundle} bundle */
async function perform(z, bundle) {
  const answer = await runStep(z, bundle, "map");
  endUnlessWell(z, { status: String(answer["status"]), findings: [] }, String(answer["text"]));
  return answer;
}

export const map = {
  key: "map_deal",
  noun: "Invoice",
  display: { label: "Map Deal to Invoice", description: "Makes the invoice of a won deal, to the cent, without writing it. What is wrong halts the Zap and says what to do." },
  operation: {
    perform,
    inputFields: [...DEAL_FIELDS, configFields],
    sample: PLANNED,
    outputFields: [
      { key: "status", label: "Status" }, { key: "text", label: "In a line" }, { key: "token", label: "Token" }, { key: "total", label: "Total", type: "number" }, { key: "total_tax", label: "Tax", type: "number" },
      { key: "sub_total", label: "Subtotal", type: "number" }, { key: "currency", label: "Currency" }, { key: "due_date", label: "Due date" }, { key: "contact_id", label: "Contact id" },
      { key: "xero_invoice_json", label: "Invoice body (JSON)" }, { key: "request_method", label: "Request: method" }, { key: "request_url", label: "Request: URL" },
      { key: "request_headers", label: "Request: headers (JSON)" }, { key: "request_body", label: "Request: body" }, { key: "request_count", label: "Requests", type: "integer" },
      { key: "line_items[]description", label: "Line: description" }, { key: "line_items[]quantity", label: "Line: quantity", type: "number" }, { key: "line_items[]unit_amount", label: "Line: unit amount", type: "number" },
    ],
  },
};
