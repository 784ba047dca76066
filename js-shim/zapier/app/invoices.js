// Invoice Status Changed. Xero's webhooks are set up by hand in an app's page and not by an API, so this one is polled.

import { readXero } from "./connection.js";
import { CHANGED } from "./samples.js";

/** @param {import("./connection.js").Z} z @param {import("./connection.js").Bundle} bundle */
async function perform(z, bundle) {
  const { tenant, reference } = /** @type {Record<string, any>} */ (bundle.inputData);
  const query = new URLSearchParams({ where: 'Type=="ACCREC"', order: "UpdatedDateUTC DESC", page: "1", pageSize: "100", unitdp: "4" });
  const { Invoices = [] } = Object(await readXero(z, `api.xro/2.0/Invoices?${query}`, tenant));
  return Invoices.filter((/** @type {any} */ one) => !reference || String(one.Reference ?? "").includes(reference)).map((/** @type {any} */ one) => ({
    // What is new is the state, not the invoice: a second note on it is none.
    id: `${one.InvoiceID}-${one.Status}-${one.AmountDue}`, invoice_id: one.InvoiceID, invoice_number: one.InvoiceNumber, reference: one.Reference, status: one.Status, contact_id: one.Contact?.ContactID, contact_name: one.Contact?.Name,
    total: one.Total, amount_due: one.AmountDue, amount_paid: one.AmountPaid, currency: one.CurrencyCode, due_date: one.DueDateString ?? one.DueDate, url: one.Url, invoice_json: JSON.stringify(one),
  }));
}

export const invoices = {
  key: "invoice_status_changed",
  noun: "Invoice",
  display: { label: "Invoice Status Changed", description: "Triggers when an invoice is made, approved, paid, in part or in full, or voided in Xero." },
  operation: {
    type: "polling",
    perform,
    inputFields: [
      { key: "tenant", label: "Xero organisation", type: "string", required: true, dynamic: "tenants.id.name" },
      { key: "reference", label: "Only where the reference has", type: "string", required: false, placeholder: "PD-", helpText: "The prefix of your tokens, so that invoices of other origin are left out." },
    ],
    sample: CHANGED,
    outputFields: [{ key: "id", label: "State", primary: true }, { key: "invoice_id", label: "Invoice id" }, { key: "invoice_number", label: "Invoice number" }, { key: "reference", label: "Reference" }, { key: "status", label: "Status" }, { key: "total", label: "Total", type: "number" }, { key: "amount_due", label: "Amount due", type: "number" }, { key: "invoice_json", label: "Invoice (JSON)" }],
  },
};
