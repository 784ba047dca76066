// What Xero says when it refuses, word for word where somebody published it. `ours` are sentences of this simulator
// for refusals whose wording nobody did: a client may rely on the refusal, not on the words.

const fill = (/** @type {string} */ text) => (/** @type {{ [name: string]: unknown }} */ values = {}) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** The published ones, named as in the reference material's `xero_error_messages.json`, which names their sources. */
export const PUBLISHED = Object.freeze({
  contact_name_duplicate: "The contact name {name} is already assigned to another contact. The contact name must be unique across all active contacts.",
  account_code_invalid: "Account code '{code}' is not a valid code for this document.",
  account_code_archived: "Account code '{code}' has been archived, or has been deleted. Each line item must reference a valid account.",
  account_code_missing: "Account code must be specified",
  tax_type_unknown: "The TaxType code {code} does not exist or cannot be used for this type of transaction.",
  tax_type_account_mismatch: "The TaxType code '{tax}' cannot be used with account code '{account}'.",
  tax_type_missing: "The TaxType field is mandatory",
  line_total_mismatch: "The line total {sent} does not match the expected line total {expected}",
  document_total_mismatch: "The document total does not equal the sum of the lines.",
  tax_exceeds_line: "Tax amount cannot be greater than the line amount",
  discount_exceeds_line: "The discount rate '{x}' is invalid. Discount must not be greater than the line total.",
  email_invalid: "Email address must be valid.",
  contact_unknown: "Unknown contact details, please provide a valid ContactID or Contact Number",
  contact_missing: "A Contact must be specified for this type of transaction",
  invoice_number_duplicate: "Invoice # must be unique.",
  document_locked_by_payment: "This document cannot be edited as it has a payment or credit note allocated to it.",
  document_not_editable: "This document cannot be edited as it has a status of {status}.",
  period_locked: "The document date cannot be before the period lock date, currently set at {date}",
  year_locked: "The document date cannot be before the end of year lock date, currently set at {date}",
  currency_not_subscribed: "Organisation is not subscribed to currency {code}",
  approval_limit: "You have reached the limit of invoices you can approve",
  idempotency_reused: "Idempotency Key {key} is used with a different request",
  history_wrong_id: "The document with the supplied id was not found for this endpoint.",
});

/** XeroAPI/Xero-Java#353: what a number in scientific notation is answered with. */
export const MISREAD_NUMBER = ["Account must be valid.", "Tax rate must be valid."];
/** XeroAPI/xero-mcp-server PR#192, a live test. */
export const TEMPLATE_FIXED = "Repeating invoice status must be set to DELETED";
/** XeroAPI/Xero-OpenAPI#163: an answer of plain text. */
export const NOT_FOUND = "The resource you're looking for cannot be found";

/** @type {{ [name in keyof typeof PUBLISHED]: (values?: { [name: string]: unknown }) => string }} */
export const says = /** @type {any} */ (Object.fromEntries(Object.entries(PUBLISHED).map(([name, text]) => [name, fill(text)])));

/** A refusal in words of our own. @param {string} text */
export const ours = (text) => text;
