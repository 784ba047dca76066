// The definition of a custom app for Make: its modules are calls of the admin API of a `wonvoice serve` of your own.

const LOG = { sanitize: ["request.headers.authorization"] };
const FAULTS = {
  message: "[{{statusCode}}] {{ifempty(body.error.message; \"the server did not say why\")}}", type: "RuntimeError",
  400: { message: "{{body.error.message}}", type: "DataError" }, 404: { message: "{{body.error.message}}", type: "DataError" },
  401: { message: "the server does not know this token", type: "InvalidAccessTokenError" },
  429: { message: "too many requests: try again later", type: "RateLimitError" },
  503: { message: "the server's engine does not answer: try again", type: "ConnectionError" },
};

const COMPANY = { name: "company", type: "text", label: "Pipedrive company", required: true, help: "As the server's config has it." };
const DEAL = { name: "deal", type: "text", label: "Deal id", required: true };
const AT = "/admin/deals/{{encodeURL(parameters.company)}}/{{encodeURL(parameters.deal)}}";
const ACCEPTED = { accepted: true, by: "make", invocation: "inv_1", isNew: true };
const ACCEPTED_AS = [{ name: "accepted", type: "boolean", label: "Accepted" }, { name: "by", type: "text", label: "By" }, { name: "invocation", type: "text", label: "Invocation" }, { name: "isNew", type: "boolean", label: "Is new" }];

/** A decision on a deal. @param {string} label @param {string} description @param {string} path @param {object[]} [fields] @param {object} [body] */
const decision = (label, description, path, fields = [], body = undefined) => ({
  label, description, moduleType: "action", actionCrud: "update",
  communication: { url: `${AT}/${path}`, method: "POST", ...(body === undefined ? {} : { body }), response: { output: "{{body}}" } },
  mappable: [COMPANY, DEAL, ...fields], interface: ACCEPTED_AS, samples: ACCEPTED,
});

/** @type {Record<string, any>} */
export const MODULES = {
  listHeld: {
    label: "List what is held", description: "Lists what waits for a person, the oldest first, with who answers and until when.", moduleType: "search",
    communication: { url: "/admin/held", method: "GET", response: { iterate: "{{body.held}}", output: "{{item}}", limit: "{{parameters.limit}}" } },
    mappable: [{ name: "limit", type: "uinteger", label: "Limit", required: true, default: 10 }],
    interface: [{ name: "deal", type: "text", label: "Deal" }, { name: "text", type: "text", label: "In a line" }], samples: { deal: "acme/42", text: "held: over 10,000" },
  },
  getDeal: {
    label: "Get a deal", description: "Shows what became of a deal, its documents, and who decided what.", moduleType: "action", actionCrud: "read",
    communication: { url: AT, method: "GET", response: { output: "{{body}}" } },
    mappable: [COMPANY, DEAL], interface: [{ name: "deal", type: "text", label: "Deal" }, { name: "status", type: "collection", label: "Status" }], samples: { deal: "acme/42", status: {} },
  },
  approveDeal: decision("Approve a deal", "Lets go what a rule holds, at the amount that was looked at.", "approve",
    [{ name: "rule", type: "text", label: "Rule", required: true }, { name: "of", type: "text", label: "Of", required: true, help: "What the hold says, such as PD-42: 119.99 GBP: at another amount it is held again." }], { rule: "{{parameters.rule}}", of: "{{parameters.of}}" }),
  rejectDeal: decision("Reject a deal", "Decides that nothing is invoiced; what stands in Xero stays.", "reject", [{ name: "why", type: "text", label: "Why", required: true }], { why: "{{parameters.why}}" }),
  replayDeal: decision("Replay a deal", "Hands it over again, with everything read anew.", "replay"),
  changeDeal: decision("Cancel, pause or resume a deal", "Does nothing more about a deal, or goes on with it.", "{{parameters.what}}",
    [{ name: "what", type: "select", label: "What", required: true, options: [{ label: "Cancel", value: "cancel" }, { label: "Pause", value: "pause" }, { label: "Resume", value: "resume" }] }]),
  getApis: {
    label: "Get the use of both APIs", description: "Shows how much of both APIs' limits is used, and what is paused.", moduleType: "action", actionCrud: "read",
    communication: { url: "/admin/apis", method: "GET", response: { output: "{{body}}" } },
    mappable: [], interface: [{ name: "organisations", type: "array", label: "Organisations" }, { name: "companies", type: "array", label: "Companies" }], samples: { organisations: [], companies: [] },
  },
  makeApiCall: {
    label: "Make an API call", description: "Calls the admin API.", moduleType: "universal",
    communication: { url: "/admin/{{parameters.url}}", method: "{{parameters.method}}", body: "{{parameters.body}}", response: { output: { statusCode: "{{statusCode}}", headers: "{{headers}}", body: "{{body}}" } } },
    mappable: [{ name: "url", type: "text", label: "URL", required: true, help: "Behind /admin/, as in sweeps." }, { name: "method", type: "select", label: "Method", required: true, default: "GET", options: [{ label: "GET", value: "GET" }, { label: "POST", value: "POST" }] }, { name: "body", type: "any", label: "Body" }],
    interface: [{ name: "statusCode", type: "number", label: "Status" }, { name: "headers", type: "collection", label: "Headers" }, { name: "body", type: "any", label: "Body" }], samples: { statusCode: 200, headers: {}, body: {} },
  },
};

export const BASE = { baseUrl: "{{connection.url}}", headers: { authorization: "Bearer {{connection.token}}", accept: "application/json", "content-type": "application/json" }, response: { error: FAULTS }, log: LOG };

export const CONNECTION = {
  communication: { url: "{{parameters.url}}/admin/connections", method: "GET", headers: { authorization: "Bearer {{parameters.token}}", accept: "application/json" }, response: { error: { message: "[{{statusCode}}] {{body.error.message}}", type: "InvalidAccessTokenError" }, data: { url: "{{parameters.url}}", token: "{{parameters.token}}" } }, log: LOG },
  params: [{ name: "url", type: "url", label: "Address of your server", required: true, help: "Where wonvoice serve is reached, as in https://wonvoice.example.com." }, { name: "token", type: "password", label: "Admin token", required: true, help: "Its name in WONVOICE_ADMINS is who decided." }],
};
