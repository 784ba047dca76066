// The text that people paste: a comment that says how to use it, config and snapshot, the single file, the
// host's adapter, and the line that runs it.

/** @typedef {"zapier" | "make" | "n8n" | "node-red"} HostName */
/** @typedef {import("./code-step.js").Settings} Settings */

/** @type {[string, string]} */
const APPROVALS = ["approvals", "what people approved of what rules hold: a list of { rule, by, of }, or approvals.rule, approvals.by and approvals.of for one; rule and of as `holds` has them"];
/** @type {[string, string][]} */
const TOLD = [
  ["notBefore", "of what is waiting: the day; run the workflow again then"],
  ["holds", "what a person must approve: rule, reason, of (the deal and its total, which an approval repeats) and who answers for it"],
  ["alerts", "what rules want told: rule, channel, text and who answers for it; send them whatever the status is"],
  ["owners", "who answers for the findings, by area"],
];

/** @type {Record<Settings["step"], { does: string, needs: [name: string, what: string][], may: [name: string, what: string][], gives: [name: string, what: string][] }>} */
const STEPS = {
  lookups: {
    does: "what to look up in Xero before anything is decided",
    needs: [["deal", "the won deal: a webhook's body, or GET /api/v2/deals/ID"]],
    may: [["organization", "the deal's organisation: GET /api/v2/organizations/ID"], ["person", "the deal's person: GET /api/v2/persons/ID"], ["fields", "GET /api/v2/dealFields, for fields by their label"], ["contact", "the Xero contact, where it is known: its id, or the answer of the step `match`"], ["contacts", "what was looked up in Xero, to match the contact here: GET /Contacts"], ["written", "what was written last"]],
    gives: [["status", "ready, or refused"], ["requests", "without a contact, the queries that find it, and the deal's documents by their token; with `contact` or `contacts`, the queries that find the deal's documents. `part` is the field of the next code step that an answer goes into (contacts, existing); those that are `optional` may be left out, and `why` says what that costs"]],
  },
  validate: {
    does: "whether a won deal could be invoiced, and what stands in the way",
    needs: [["deal", "the won deal: a webhook's body, or GET /api/v2/deals/ID"]],
    may: [["products", "GET /api/v2/deals/ID/products"], ["productDetails", "GET /api/v2/products, for codes and categories"], ["discounts", "GET /api/v2/deals/ID/discounts"], ["installments", "GET /api/v2/deals/installments"], ["organization", "GET /api/v2/organizations/ID"], ["person", "GET /api/v2/persons/ID"], ["fields", "GET /api/v2/dealFields, for fields by their label"]],
    gives: [["status", "ready, or refused"], ...TOLD.slice(-1)],
  },
  match: {
    does: "which Xero contact is billed",
    needs: [["contacts", "what was looked up in Xero: GET /Contacts"]],
    may: [["organization", "the deal's organisation: GET /api/v2/organizations/ID"], ["person", "the deal's person: GET /api/v2/persons/ID"], ["deal", "the won deal"], ["fields", "GET /api/v2/dealFields, for fields by their label"]],
    gives: [["status", "match, review (a person has to choose), or create (nobody matches)"], ["contact", "pass it on as `contact` of the next step"], ["proposed", "the contact to create, when the status is create"]],
  },
  map: {
    does: "a won deal as invoices, to the cent; it does not look at what Xero has already",
    needs: [["deal", "the won deal: a webhook's body, or GET /api/v2/deals/ID"], ["contact", "the Xero contact: its id, or the answer of the step `match`; or `contacts` instead"]],
    may: [["products", "GET /api/v2/deals/ID/products"], ["productDetails", "GET /api/v2/products, for codes and categories"], ["discounts", "GET /api/v2/deals/ID/discounts"], ["installments", "GET /api/v2/deals/installments"], ["organization", "GET /api/v2/organizations/ID"], ["person", "GET /api/v2/persons/ID"], ["fields", "GET /api/v2/dealFields, for fields by their label"], ["contacts", "what was looked up in Xero, to match the contact here: GET /Contacts"], APPROVALS],
    gives: [["status", "ready, observed (ready, and the config's mode is observe), scheduled (not due yet), skipped (nothing to bill), held (until a person approves) or waiting (until a day) where a rule says so, refused; with `contacts` also review or create"], ["requests", "what to write"], ...TOLD],
  },
  verdict: {
    does: "what to do about a won deal, given what Xero has already: create, update, leave, ask",
    needs: [["deal", "the won deal: a webhook's body, or GET /api/v2/deals/ID"], ["contact", "the Xero contact: its id, or the answer of the step `match`; or `contacts` instead"], ["existing", "the deal's documents: what was looked up in Xero by the queries of the step `lookups`"]],
    may: [["products", "GET /api/v2/deals/ID/products"], ["productDetails", "GET /api/v2/products, for codes and categories"], ["discounts", "GET /api/v2/deals/ID/discounts"], ["installments", "GET /api/v2/deals/installments"], ["organization", "GET /api/v2/organizations/ID"], ["person", "GET /api/v2/persons/ID"], ["fields", "GET /api/v2/dealFields, for fields by their label"], ["contacts", "what was looked up in Xero, to match the contact here: GET /Contacts"], ["plan", "the answer of mapDealToInvoice, instead of products"], ["written", "what was written last"], APPROVALS],
    gives: [["status", "ready (write it), observed (ready, and the config's mode is observe), held (a person has to look), waiting (until a day, where a rule says so), scheduled, already-there, skipped, refused; with `contacts` also review or create"], ["requests", "what to write now; none of them waits for another"], ["more", "how many requests come after those: while it is not 0, run the workflow again, from the lookups on, once they succeeded"], ...TOLD],
  },
  status: {
    does: "what became of a deal in Xero, and what to write to the deal",
    needs: [["deal", "the deal: GET /api/v2/deals/ID"], ["existing", "the deal's documents: GET /Invoices, /CreditNotes, /RepeatingInvoices"]],
    may: [["organization", "GET /api/v2/organizations/ID"], ["fields", "GET /api/v2/dealFields, for fields by their label"], ["plan", "the answer of mapDealToInvoice, for what has no document yet"]],
    gives: [["status", "the deal's state, such as paid, overdue, scheduled; refused when it cannot be told"], ["patch", "the body of PATCH /api/v2/deals/ID; empty when nothing changes"], ["note", "the body of POST /api/v1/notes, if the config wants one"], ["activity", "the body of POST /api/v2/activities, if the config wants one"]],
  },
};

/** @type {Record<HostName, { title: string, version: string, define: string[], out: string[], names: Record<string, string>, next: Record<"write" | "look" | "branch", string>, run: string }>} */
const HOSTS = {
  zapier: {
    title: "Code by Zapier (Run Javascript)",
    version: "",
    define: ["Define these under Input Data, each mapped to the whole answer of the step before, as JSON text:"],
    out: ["Flat fields, for a Filter or Paths: `status`, `text` (one line), `findings` (all of them, one text).", "JSON texts: xero_invoice_json, request_body, request_headers, contact_json, deal_patch_json.", "`line_items`, line_amount_types, date, due_date, reference, invoice_number and contact_id are those of the invoice", "that the first request creates, and empty where it creates none; `requests` and `documents` are line items too,",
      "and so are `holds`, `alerts` and `owners`, of which the first is flat: hold_rule, hold_reason, hold_of, alert_channel,", "alert_text, owner_area, owner_role, and whom it is for: hold_owner_role, hold_owner_channel, hold_owner_within, alert_owner_role."],
    names: { notBefore: "not_before", contact: "contact_json", proposed: "proposed_contact_json", patch: "deal_patch_json", note: "note_json", activity: "activity_json" },
    next: {
      write: "Filter: continue only if `status` is ready. Then Xero's API Request action (or Webhooks by Zapier, Custom Request) with request_method, request_url, request_headers and request_body as they are. If request_count is more than 1, loop over `requests`.",
      look: "Xero's API Request action with method, url and headers of each of `requests` (loop over them); map the answers to the field that `part` names.",
      branch: "Filter or Paths on `status`.",
    },
    run: "return wonvoiceStep(wonvoiceSettings, inputData);",
  },
  make: {
    title: "Make Code (JavaScript)",
    version: "",
    define: ["Add these under Input, each mapped to the whole answer of the module before, or its JSON text:"],
    out: ["`result.status` for a filter, `result.text` in one line, `result.findings` as a list.", "`result.requests` and `result.documents` are lists, ready for an Iterator; headers are lists of key and value."],
    names: { notBefore: "not_before", contact: "contact_json", proposed: "proposed_contact_json", patch: "deal_patch_json", note: "note_json", activity: "activity_json" },
    next: {
      write: "A filter on status = ready, an Iterator over `requests`, then Xero, Make an API Call (or HTTP, Make a request) with the method, url, headers and body of each.",
      look: "An Iterator over `requests`, then Xero, Make an API Call; map the answers to the fields that `part` names.",
      branch: "A filter or router on `status`.",
    },
    run: "return wonvoiceStep(wonvoiceSettings, input);",
  },
  n8n: {
    title: "n8n, Code node (JavaScript)",
    version: "Works in both modes: Run Once for All Items, and Run Once for Each Item.",
    define: ["Each item brings these in its json, as objects or as JSON text (a Merge or Edit Fields node before):"],
    out: ["One item for each item that came in, paired with it: `status`, `text`, `findings`, `documents`, `requests`.", "`method`, `url`, `headers` and `body` are those of the first request."],
    names: { patch: "update.patch", note: "update.note", activity: "update.activity" },
    next: {
      write: "An If or Switch node on status = ready, then HTTP Request with Xero's credential and method, url, headers and body (as JSON) from the item. Where a deal has several documents, Split Out `requests` before.",
      look: "Split Out `requests`, then HTTP Request with Xero's credential; put the answers into the fields that `part` names.",
      branch: "An If or Switch node on `status`.",
    },
    run: 'return typeof items === "undefined" ? wonvoiceStep(wonvoiceSettings, typeof item === "undefined" ? $input.item : item) : wonvoiceStep(wonvoiceSettings, items);',
  },
  "node-red": {
    title: "Node-RED, function node",
    version: "Set its Outputs (under Setup) to 2.",
    define: ["The message brings these, as msg.deal and so on, as objects or as JSON text (or in msg.payload):"],
    out: ["First output: what is ready, one message a request, with msg.method, msg.url, msg.headers and the body", "as msg.payload. Second output: everything else, with the reason as msg.payload.", "msg.wonvoice is the whole answer on both, msg.wonvoice.request this request; everything else in msg stays."],
    names: { status: "wonvoice.status", notBefore: "wonvoice.notBefore", holds: "wonvoice.holds", alerts: "wonvoice.alerts", owners: "wonvoice.owners", requests: "wonvoice.requests", contact: "wonvoice.contact", proposed: "wonvoice.proposed", patch: "wonvoice.update.patch", note: "wonvoice.update.note", activity: "wonvoice.update.activity" },
    next: {
      write: "First output: http request, method `set by msg.method`, with Xero's token added to msg.headers. Second output: switch on msg.wonvoice.status, and tell a person what is held or refused.",
      look: "First output: http request, method `set by msg.method`; join the answers in the msg property that msg.wonvoice.request.part names.",
      branch: "Switch on msg.wonvoice.status.",
    },
    run: 'return wonvoiceStep(wonvoiceSettings, msg, typeof flow === "undefined" ? null : flow, typeof global === "undefined" ? null : global);',
  },
};

export const HOST_NAMES = /** @type {HostName[]} */ (Object.keys(HOSTS));
export const STEP_NAMES = /** @type {Settings["step"][]} */ (Object.keys(STEPS));
/** What each step answers, for the help. */
export const STEP_LINES = STEP_NAMES.map((step) => `  ${step.padEnd(10)}${STEPS[step].does}`);

/** A text that may stand in a comment of what is pasted. @param {string} text */
const plain = (text) => text.replace(/\*\//g, "* /").replace(/\{(?=\{)/g, "{ ").replace(/\}(?=\})/g, "} ").replace(/\$(?=input)/g, "$ ");

/**
 * JSON as a literal of a script, without what a host takes for its own: double braces, and the names of n8n's
 * input.
 * @param {unknown} value @param {number} [indent]
 */
export function literal(value, indent) {
  const apart = (/** @type {string} */ token) => {
    if (!token.startsWith('"')) return `${token} `;
    return token.replace(/\{(?=\{)/g, "\\u007b").replace(/\}(?=\})/g, "\\u007d").replace(/\$(?=input)/g, "\\u0024");
  };
  return JSON.stringify(value, null, indent).replace(/"(?:[^"\\]|\\.)*"|\{(?=\{)|\}(?=\})/g, apart);
}

/** @param {string} text @param {number} width @returns {string[]} */
function wrapped(text, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * @typedef {object} Made
 * @property {HostName} host
 * @property {Settings} settings
 * @property {string} version the package's
 * @property {string} command how it was made
 * @property {string[]} notes about config and snapshots
 */

/** @param {Made} made @returns {string[]} */
function header({ host, settings, version, command, notes }) {
  const { title, version: mode, define, out, names, next } = HOSTS[host];
  const { does, needs, may, gives } = STEPS[settings.step];
  const snapshots = settings.snapshotFrom.map((name) => /** @type {[string, string]} */ ([name, "the snapshot, as `npx wonvoice snapshot` wrote it"]));
  const config = settings.config === undefined ? [/** @type {[string, string]} */ (["config", "the config"])] : [];
  /** A name and what it is, in a column of their own. @param {[string, string]} entry @param {number} width */
  const entry = ([name, what], width) => wrapped(what, 106 - width).map((line, index) => `   ${(index === 0 ? name : "").padEnd(width)} ${line}`);
  const row = (/** @type {[string, string]} */ one) => entry(one, 15);
  const answers = gives.map(([name, what]) => /** @type {[string, string]} */ ([names[name] ?? name, what]));
  const width = Math.max(...answers.map(([name]) => name.length));
  const go = settings.step === "lookups" ? next.look : settings.step === "map" || settings.step === "verdict" ? next.write : next.branch;
  const columns = host === "zapier" || host === "make" ? ["   Rows without lists, a field each: products.name, products.item_price, products.quantity, products.discount", "   with products.discount_type (percentage or amount), products.tax, products.tax_method and so on.", "   Several answers for one field: existing, existing.1, existing.2 and so on."] : [];
  return [
    `Wonvoice ${version} for ${title}.`,
    `Says ${does}.`,
    ...(mode === "" ? [] : [mode]),
    "",
    `1. ${define[0]}`,
    ...[...needs, ...snapshots, ...config].flatMap(row),
    "   and where there are such:",
    ...may.flatMap(row),
    ...columns,
    `   ${"halt".padEnd(15)} true to end the run with an error, unless all is well${settings.halt ? " (so by default here)" : ""}`,
    "2. What comes out:",
    ...out.map((line) => `   ${line}`),
    ...answers.flatMap((one) => entry(one, width)),
    ...wrapped(`3. Next: ${go}`, 105).map((line, index) => (index === 0 ? line : `   ${line}`)),
    "",
    ...notes,
    `Made by: ${command}`,
  ];
}

/**
 * The whole text.
 * @param {Made} made
 * @param {string} singleFile the text of wonvoice.step.js
 * @param {string} adapter the script of the host's adapter
 */
export function snippet(made, singleFile, adapter) {
  const { step, halt, config, snapshots, snapshotFrom } = made.settings;
  const list = snapshots.length === 0 ? "[]" : `[\n${snapshots.map((one) => literal(one)).join(",\n")}\n]`;
  return [
    `/* ${header(made).map(plain).join("\n * ").replace(/ +$/gm, "")}\n */`,
    `var wonvoiceSettings = { step: ${literal(step)}, halt: ${halt}, snapshotFrom: ${literal(snapshotFrom)} };`,
    ...(config === undefined ? [] : [`wonvoiceSettings.config = ${literal(config, 2)};`]),
    `wonvoiceSettings.snapshots = ${list};`,
    singleFile.trim(),
    adapter.trim(),
    HOSTS[made.host].run,
    "",
  ].join("\n");
}
