// What the platforms offer: a row an operation, in the words of their forms. Only what is the same for all of them
// stands here; the builder leaves out the rows whose `operation` the package does not have.

/** As the code steps call them. @typedef {"lookups" | "validate" | "match" | "map" | "verdict" | "status"} Step */

/**
 * @typedef {object} Row
 * @property {string} value stable for ever: workflows are saved with it
 * @property {"deal" | "contact" | "setup"} resource
 * @property {string} name
 * @property {string} action a whole phrase
 * @property {string} description
 * @property {string} operation the package's function
 * @property {Step} [step] answered as the code steps do: `status`, `text`, `findings`, `requests`
 * @property {string} [list] the member under which an answer stands that is a list
 * @property {boolean} [dated] whether it asks for the dates where the organisation is
 * @property {boolean} [isHandOver] reads and writes by itself
 */

/** @type {Row[]} */
export const ROWS = [
  {
    value: "handOver", resource: "deal", name: "Hand Over", action: "Hand over a deal", operation: "runHandoffWith", isHandOver: true,
    description: "Read what is missing from Pipedrive and Xero, write the invoice that is due, and show the deal what became of it",
  },
  { value: "lookUp", resource: "deal", name: "Look Up", action: "Say what to look up for a deal", operation: "lookups", step: "lookups", dated: true, description: "Say which requests find the contact and the documents of a deal in Xero" },
  { value: "validate", resource: "deal", name: "Validate", action: "Validate a deal", operation: "validate", step: "validate", dated: true, description: "Say what stands in the way of an invoice, and what to do about it" },
  { value: "map", resource: "deal", name: "Map Deal to Invoice", action: "Map a deal to its invoice", operation: "mapDealToInvoice", step: "map", dated: true, description: "Make the invoices that are due, without looking at what exists" },
  { value: "decide", resource: "deal", name: "Decide", action: "Decide what to do about what exists", operation: "decideVerdict", step: "verdict", list: "verdicts", dated: true, description: "Decide by what exists in Xero whether to create, change, replace or leave each document" },
  { value: "paymentStatus", resource: "deal", name: "Get Payment Status", action: "Get the payment status of a deal", operation: "paymentStatus", step: "status", dated: true, description: "Say from the deal's invoices whether it is paid, and what to write to the deal" },
  { value: "writes", resource: "deal", name: "Get Requests", action: "Get the requests of a plan or of verdicts", operation: "writes", description: "Turn a plan or verdicts into the requests that write them, in their order" },
  { value: "reconcile", resource: "deal", name: "Reconcile", action: "Reconcile deals with invoices", operation: "reconcile", description: "Say what was won, billed and paid, and what became of each deal and each invoice" },
  { value: "predictTotals", resource: "deal", name: "Predict Totals", action: "Predict the totals of a document", operation: "predictTotals", description: "Say what Xero will make of a document, to the cent" },
  { value: "compareTotals", resource: "deal", name: "Compare Totals", action: "Compare the totals of a document", operation: "compareTotals", list: "findings", description: "Hold Xero's answer against what was predicted" },
  { value: "match", resource: "contact", name: "Match", action: "Match a contact", operation: "matchContact", step: "match", description: "Find the one contact that is the deal's party, or say why none is certain" },
  { value: "contactLookups", resource: "contact", name: "Look Up", action: "Say what to look up for a contact", operation: "contactLookups", description: "Say which requests find the contacts that a deal's party may be" },
  { value: "align", resource: "contact", name: "Align", action: "Align a contact with its party", operation: "alignContact", description: "Say in what a contact and the organisation in Pipedrive differ" },
  { value: "findDuplicates", resource: "contact", name: "Find Duplicates", action: "Find duplicate contacts", operation: "findDuplicates", description: "Say which contacts may be one" },
  { value: "checkConfig", resource: "setup", name: "Check Config", action: "Check a config", operation: "checkConfig", description: "Prove a config against a snapshot before the first deal" },
  { value: "diffConfig", resource: "setup", name: "Compare Configs", action: "Compare two configs", operation: "diffConfig", description: "Say what a change of the config changes for deals" },
  { value: "draftConfig", resource: "setup", name: "Draft Config", action: "Draft a config", operation: "draftConfig", description: "Make a config to begin with, from what is known" },
  { value: "compactSnapshot", resource: "setup", name: "Compact Snapshot", action: "Compact a snapshot", operation: "compactSnapshot", description: "Keep of Xero's settings what a mapping needs" },
  { value: "audit", resource: "setup", name: "Audit", action: "Audit the data of both sides", operation: "audit", description: "Say whether the data of both sides is fit to automate, and which way to go" },
  { value: "shadow", resource: "setup", name: "Shadow", action: "Compare mapped and issued invoices", operation: "shadow", description: "Hold what would have been written against what people invoiced" },
];

/** The rows that a package has. @param {Record<string, any>} surface */
export const rowsOf = (surface) => ROWS.filter(({ operation }) => typeof surface[operation] === "function");
