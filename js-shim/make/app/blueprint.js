// A scenario for Make, to be imported: look up, decide, write. The deciding is the snippet of `wonvoice snippet make`;
// the requests are Make's own HTTP modules, since its Xero modules send neither a request key nor four decimals.

const SCOPES = "accounting.settings.read accounting.contacts accounting.invoices";

/** What a person fills in, once, in the second module. */
const FILL_IN = {
  company: "what stands before .pipedrive.com",
  pipedriveToken: "API token of a Pipedrive user who sees all deals",
  xeroClient: "client id:client secret of a Xero custom connection",
  config: "the config, as JSON",
  snapshot: "the snapshot, as `npx wonvoice snapshot` wrote it; or map a data store's record here",
  halt: "true",
};

/** @typedef {{ name: string, value: string }} Pair */

/** @param {string} name @param {object} module */
const placed = (name, module) => ({ version: 1, parameters: {}, ...module, metadata: { designer: { x: 0, y: 0, name } } });

/**
 * An HTTP module, whose answer is read as JSON.
 * @param {string} name @param {string} method @param {string} url @param {Pair[]} headers @param {{ data?: string, contentType?: string, isStrict?: boolean }} [given] whether an error's status ends the run
 */
const http = (name, method, url, headers, { data, contentType, isStrict = true } = {}) => placed(name, {
  module: "http:ActionSendData", version: 3, parameters: { handleErrors: isStrict, useNewZLibDeCompress: true },
  mapper: {
    url, serializeUrl: false, method, headers, qs: [], ...(data === undefined ? { bodyType: "" } : { bodyType: "raw", contentType, data }), parseResponse: true, timeout: 40, shareCookies: false, rejectUnauthorized: true,
    followRedirect: false, followAllRedirects: false, useQuerystring: false, gzip: true, useMtls: false,
  },
});

/** @param {string} name @param {string} code @param {Pair[]} input */
const code = (name, code, input) => placed(name, { module: "code:ExecuteCode", mapper: { language: "javascript", inputFormat: "editor", dependencies: [], input, codeEditorJavascript: code } });

/** @param {string} name @param {string} array */
const each = (name, array) => placed(name, { module: "builtin:BasicFeeder", mapper: { array } });

/** @param {string} name @param {number} feeder @param {Record<string, string>} mapper */
const gathered = (name, feeder, mapper) => placed(name, { module: "builtin:BasicAggregator", parameters: { feeder }, mapper });

const PIPEDRIVE = [{ name: "x-api-token", value: "{{2.pipedriveToken}}" }, { name: "Accept", value: "application/json" }];

/** Headers of a request of Xero's that the iterator `id` hands out. @param {number} id @returns {Pair[]} */
const xero = (id) => [
  { name: "Authorization", value: "Bearer {{3.data.access_token}}" }, { name: "Accept", value: "application/json" },
  { name: "xero-tenant-id", value: `{{first(map(${id}.headers; "value"; "key"; "xero-tenant-id"))}}` },
];

/** Where a GET of a part is made that a deal may not have: nothing of it reaches the code then. @param {number} id */
const found = (id) => `{{if(${id}.statusCode = 200; ${id}.data; emptystring)}}`;

/** What every code step is given. @type {Pair[]} */
const PARTS = [
  { name: "deal", value: "{{4.data}}" }, { name: "products", value: "{{5.data}}" }, { name: "organization", value: found(6) }, { name: "person", value: found(7) },
  { name: "config", value: "{{2.config}}" }, { name: "snapshot", value: "{{2.snapshot}}" }, { name: "halt", value: "{{2.halt}}" },
];

/** The answers of an aggregator that belong to a part. @param {number} id @param {string} part */
const answers = (id, part) => `{{map(${id}.array; "data"; "part"; "${part}")}}`;

/** @param {{ lookups: string, verdict: string }} snippets */
export function blueprint({ lookups, verdict }) {
  const deal = "https://{{2.company}}.pipedrive.com/api/v2/deals/{{1.data.id}}";
  const party = (/** @type {string} */ many, /** @type {string} */ own) => `https://{{2.company}}.pipedrive.com/api/v2/${many}/{{ifempty(4.data.data.${own}; 0)}}`;
  const flow = [
    placed("Pipedrive tells of a deal", { module: "gateway:CustomWebHook", parameters: { hook: null, maxResults: 1 }, mapper: {} }),
    placed("Fill in", {
      module: "util:SetVariables", mapper: { variables: Object.entries(FILL_IN).map(([name, value]) => ({ name, value })), scope: "roundtrip" },
      filter: { name: "the deal is won", conditions: [[{ a: "{{1.data.status}}", b: "won", o: "text:equal" }]] },
    }),
    http("Xero's token", "post", "https://identity.xero.com/connect/token", [{ name: "Authorization", value: "Basic {{base64(2.xeroClient)}}" }, { name: "Accept", value: "application/json" }], { data: `grant_type=client_credentials&scope=${encodeURIComponent(SCOPES)}`, contentType: "application/x-www-form-urlencoded" }),
    http("The deal", "get", deal, PIPEDRIVE),
    http("Its products", "get", `${deal}/products?limit=500`, PIPEDRIVE),
    http("Its organisation", "get", party("organizations", "org_id"), PIPEDRIVE, { isStrict: false }),
    http("Its person", "get", party("persons", "person_id"), PIPEDRIVE, { isStrict: false }),
    code("Look up: the contact", lookups, PARTS),
    each("Each look-up", "{{8.result.requests}}"),
    http("Ask Xero", "get", "{{9.url}}", xero(9)),
    gathered("Answers", 9, { part: "{{9.part}}", data: "{{10.data}}" }),
    code("Look up: the contact's documents", lookups, [...PARTS, { name: "contacts", value: answers(11, "contacts") }]),
    each("Each look-up of documents", "{{12.result.requests}}"),
    http("Ask Xero for documents", "get", "{{13.url}}", xero(13)),
    gathered("Documents", 13, { part: "{{13.part}}", data: "{{14.data}}" }),
    code("Decide", verdict, [...PARTS, { name: "contacts", value: answers(11, "contacts") }, { name: "existing", value: answers(15, "existing") }]),
    { ...each("Each request", "{{16.result.requests}}"), filter: { name: "ready", conditions: [[{ a: "{{16.result.status}}", b: "ready", o: "text:equal" }]] } },
    http("Write to Xero", "{{lower(17.method)}}", "{{17.url}}", [...xero(17), { name: "Idempotency-Key", value: "{{17.request_key}}" }], { data: "{{17.body}}", contentType: "application/json" }),
  ];
  return {
    name: "Wonvoice: a won deal becomes its invoice",
    flow: flow.map((module, index) => ({ id: index + 1, ...module, metadata: { designer: { ...module.metadata.designer, x: index * 300 } } })),
    metadata: { instant: true, version: 1, scenario: { roundtrips: 1, maxErrors: 3, autoCommit: true, autoCommitTriggerLast: true, sequential: true, confidential: false, dataloss: false, dlq: true, freshVariables: false }, designer: { orphans: [] } },
  };
}
