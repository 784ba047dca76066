// Everything that stands in one simulated organisation.
import { settingsOf } from "./organisation.js";

/** @typedef {import("../http.js").Json} Json */
/**
 * @typedef {object} Behaviour
 * @property {number} searchLag
 * @property {number} whereLag
 * @property {"part" | "word" | "prefix" | "whole"} searchMatches
 * @property {boolean} refusesUnoptimised
 * @property {boolean} reusesDeletedNumbers
 * @property {boolean} zeroTotalIsPaid
 * @property {boolean} paymentFiresInvoiceUpdate
 * @property {number} batch
 * @property {number} bodyBytes
 * @property {number} approvals
 * @property {number} emailsPerDay
 * @property {string[]} notAllowed
 * @property {{ [currency: string]: string }} rates
 */
/** @typedef {ReturnType<typeof createWorld>} World */

/** What Xero does where nobody wrote it down, or where it is a matter of plan or size: settings, with what is taken by default. @type {Behaviour} */
export const BEHAVIOUR = Object.freeze({
  /** Milliseconds until `searchTerm`, and `where` with the other filters, find what was written: not documented. */
  searchLag: 0, whereLag: 0,
  /** What part of a Reference `searchTerm` finds: not documented. */
  searchMatches: /** @type {const} */ ("part"),
  /** Filters that are not optimised are refused for large organisations. */
  refusesUnoptimised: false,
  /** Whether the number of a deleted draft is free again. */
  reusesDeletedNumbers: true,
  /** Whether an approved invoice of 0.00 is PAID at once. */
  zeroTotalIsPaid: true,
  /** Whether a payment makes an INVOICE webhook: not documented. */
  paymentFiresInvoiceUpdate: false,
  /** Documents a call, and bytes ("batch in bundles of up to 50", 3.5 MB): refused above, so that nobody relies on more. */
  batch: 50, bodyBytes: 3_500_000,
  /** Invoices that the plan lets be approved. */
  approvals: Infinity,
  emailsPerDay: 1_000,
  /** What Organisation/Actions says that the app may not do, such as `UseMulticurrency`. */
  notAllowed: [],
  /** The day's rate of a currency that a document names without one. */
  rates: { EUR: "1.164512", USD: "1.271000" },
});

/**
 * @param {object} given
 * @param {string} given.tenantId
 * @param {() => string} given.newId
 * @param {import("../clock.js").Clock} given.clock
 * @param {Partial<Behaviour>} [given.behaviour]
 * @param {(event: { category: string, type: "CREATE" | "UPDATE", id: string, data?: Json }) => void} [given.onEvent]
 * @param {Omit<Parameters<typeof settingsOf>[0], "tenantId" | "newId" | "now">} [given.settings]
 */
export function createWorld({ tenantId, newId, clock, behaviour = {}, onEvent = () => {}, settings = {} }) {
  const { rows, zone } = settingsOf({ tenantId, newId, now: clock.now(), ...settings });
  let stamped = 0;
  return {
    tenantId, newId, clock, zone, rows,
    /** When something is written now, as its UpdatedDateUTC says: never before what was written before it. */
    stamp: () => (stamped = Math.max(stamped, clock.now())),
    behaviour: { ...BEHAVIOUR, ...behaviour },
    /** @type {Map<string, import("./contacts.js").Contact>} */
    contacts: new Map(),
    /** @type {Json[]} */
    contactGroups: [],
    /** @type {Map<string, import("./documents.js").Document>} */
    invoices: new Map(),
    /** @type {Map<string, import("./documents.js").Document>} */
    creditNotes: new Map(),
    /** Money from customers that belongs to no invoice yet. @type {Map<string, import("./documents.js").Document>} */
    overpayments: new Map(),
    /** @type {Map<string, import("./documents.js").Document>} */
    prepayments: new Map(),
    /** @type {Map<string, import("./repeating.js").Template>} */
    templates: new Map(),
    /** @type {Map<string, import("./payments.js").Payment>} */
    payments: new Map(),
    /** @type {import("./allocations.js").Allocation[]} */
    allocations: [],
    /** Notes on a document's page, oldest first. @type {Map<string, Json[]>} */
    history: new Map(),
    /** Mails that left. @type {{ invoice: string, to: string, at: number }[]} */
    emails: [],
    numbers: { invoice: 0, credit: 0 },
    /** How much longer than usual what is written now is not found; a fault sets it. */
    extraLag: 0,
    /** How often something was not found because it was too new. */
    lagged: 0,
    onEvent,
  };
}

/** When a document that is written now is found by searches. @param {World} world */
export const visibleFrom = (world) => world.clock.ticks() + world.extraLag;
