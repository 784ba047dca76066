// The piece: an action for each operation, which answers, or throws one line that says why not.

import { PieceAuth, Property, createAction, createPiece } from "@activepieces/pieces-framework";
import { ROWS } from "wonvoice:rows";
import { LOGO } from "wonvoice:logo";
import { WonvoiceError } from "../error.js";
import { answered, fieldsOf, handedOver } from "../platform/answer.js";
import { loaded } from "../platform/package.js";

/** @typedef {import("../platform/operations.js").Row} Row */
/** @typedef {{ access_token?: string, props?: { pipedriveToken?: string } } | undefined} Auth */

const HOST = { before: () => "Parts → ", code: "Wonvoice piece", flow: "Activepieces flow" };

/** Names of resources before the names of actions that stand in one list. */
const PREFIX = { deal: "", contact: "Contact: ", setup: "Setup: " };

const auth = PieceAuth.OAuth2({
  displayName: "Xero and Pipedrive",
  description: "An app of Xero (authorisation code), or a custom connection of one organisation (client credentials), and an API token of Pipedrive.",
  required: true,
  authUrl: "https://login.xero.com/identity/connect/authorize",
  tokenUrl: "https://identity.xero.com/connect/token",
  // Granular ones, which apps made since 2 March 2026 must name.
  scope: ["offline_access", "accounting.settings.read", "accounting.contacts", "accounting.invoices"],
  grantType: "both_client_credentials_and_authorization_code",
  authorizationMethod: "HEADER",
  props: {
    pipedriveToken: PieceAuth.SecretText({ displayName: "API Token of Pipedrive", description: "In Pipedrive: Personal preferences, API.", required: true }),
  },
});

const json = (/** @type {string} */ displayName, /** @type {string} */ description, required = false) => Property.Json({ displayName, description, required });

const notReady = Property.StaticDropdown({
  displayName: "When It Is Not Ready", required: true, defaultValue: "fail",
  description: "Refused, held or to be reviewed: fail the step, or pass it on with its status and findings.",
  options: { options: [{ label: "Fail the step", value: "fail" }, { label: "Pass it on", value: "pass" }] },
});

/** @param {{ answer: any, problem?: { message: string } }} made @param {unknown} wanted */
function given({ answer, problem }, wanted) {
  if (problem === undefined || wanted === "pass") return answer;
  const line = problem.message.replace(/\s+/g, " ");
  const [, code = "HANDOFF_HELD", message = line] = /^([A-Z]+(?:_[A-Z0-9]+)+): (.*)$/.exec(line) ?? [];
  throw new WonvoiceError(code, message);
}

/** @param {Auth} auth @returns {import("../init-types.js").HandoffTransport} */
function transportOf(auth) {
  return async ({ api, method, url, headers, body }) => {
    const own = api === "xero" ? { authorization: `Bearer ${auth?.access_token}` } : { "x-api-token": String(auth?.props?.pipedriveToken) };
    const response = await fetch(url, { method, headers: { ...headers, ...own }, redirect: "manual", signal: AbortSignal.timeout(30_000), ...(body === undefined ? {} : { body }) });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  };
}

/** @param {Row} row */
const handOver = (row) => createAction({
  auth,
  name: row.value,
  displayName: row.name,
  description: row.description,
  requireAuth: true,
  // A step that is tried again would meet what it did: the handoff itself tries again what may be.
  errorHandlingOptions: { retryOnFailure: { hide: true, defaultValue: false }, continueOnFailure: { defaultValue: false } },
  props: {
    deal: json("Deal", "The deal's number, the deal as Pipedrive answers it, or the body of its webhook.", true),
    config: json("Config", "Your config.", true),
    further: json("Further Parts", "An object with whatever else is known: approvals, written and so on."),
    state: json("State", "The state of an outcome that was waiting, to go on with."),
    notReady,
  },
  async run({ auth, propsValue }) {
    const { access_token: token, props } = /** @type {NonNullable<Auth>} */ (auth ?? {});
    if (!token || !props?.pipedriveToken) throw new WonvoiceError("HANDOFF_DENIED", `the connection has no ${token ? "API token of Pipedrive" : "access to Xero"}: connect it again`);
    await loaded();
    const { deal, config, further, state } = /** @type {Record<string, any>} */ (propsValue);
    return given(await handedOver(fieldsOf(further, { deal, config }, "Further Parts"), transportOf(/** @type {Auth} */ (auth)), state ? { state: fieldsOf(state, {}, "State") } : {}), propsValue.notReady);
  },
});

/** @param {Row} row */
const operation = (row) => createAction({
  auth,
  name: row.value,
  displayName: PREFIX[row.resource] + row.name,
  description: row.description,
  requireAuth: false,
  errorHandlingOptions: { retryOnFailure: { hide: true, defaultValue: false }, continueOnFailure: { defaultValue: false } },
  props: {
    parts: json("Parts", "An object with what the operation reads: deal, products, organization, person, contact, contacts, existing and so on.", true),
    ...(row.resource === "setup" ? {} : { config: json("Config", "Your config; where it is empty, the config of the parts counts.") }),
    ...(row.step || row.dated ? { snapshot: json("Snapshot", "Xero's settings as they were kept; where it is empty, the snapshot of the parts counts.") } : {}),
    ...(row.dated ? { addDates: Property.Checkbox({ displayName: "Add Dates", required: false, defaultValue: true, description: "Whether to add the dates where the Xero organisation is, unless the parts say them." }) } : {}),
    ...(row.step ? { whole: Property.Checkbox({ displayName: "Whole Answer", required: false, defaultValue: false, description: "Whether to give the package's own answer as it is." }), notReady } : {}),
  },
  async run({ propsValue }) {
    await loaded();
    const { parts, config, snapshot, whole, addDates, notReady } = /** @type {Record<string, any>} */ (propsValue);
    return given(answered(row, { fields: fieldsOf(parts, { config, snapshot }, "Parts"), isWhole: whole === true, isDated: addDates !== false }, HOST), notReady);
  },
});

export const wonvoicePiece = createPiece({
  displayName: "Wonvoice",
  description: "Turns won Pipedrive deals into the right Xero invoices",
  logoUrl: LOGO,
  authors: ["wonvoice"],
  auth,
  actions: ROWS.map((row) => (row.isHandOver ? handOver(row) : operation(row))),
  triggers: [],
});
