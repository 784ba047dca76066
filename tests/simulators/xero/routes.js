// Which path and method is which operation of the Accounting API.
import { parseExactly } from "../http.js";
import { deleteAllocation, putAllocations } from "./allocations.js";
import { getContact, getContactGroup, getContactGroups, getContacts, saveContacts } from "./contacts.js";
import { CREDITS, getCredit, getCredits, saveCreditNotes } from "./credits.js";
import { notFound, refused, unreadable } from "./errors.js";
import { getHistory, putHistory } from "./history.js";
import { emailInvoice, getInvoice, getInvoices, saveInvoices } from "./invoices.js";
import { deletePayment, getPayment, getPayments, savePayments } from "./payments.js";
import { getTemplate, getTemplates, saveTemplates } from "./repeating.js";
import { SETTINGS, getActions, getSettings } from "./settings.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */
/** @typedef {import("../http.js").Request} Request */
/** @typedef {import("./world.js").World} World */

export const BASE = "/api.xro/2.0/";

/** @param {string} path */
export const segmentsOf = (path) => (path.startsWith(BASE) ? path.slice(BASE.length).split("/").filter((one) => one !== "") : []);

/** @param {World} world @param {Request} request @returns {Answer} */
export function route(world, request) {
  const [endpoint = "", id, part, partId] = segmentsOf(request.path);
  const { method } = request;
  if (method === "GET") return read(world, request, endpoint, id, part);
  if (method === "DELETE") {
    const credits = endpoint in CREDITS && part === "Allocations" ? CREDITS[/** @type {keyof typeof CREDITS} */ (endpoint)].rows(world) : undefined;
    return deleteAllocation(world, credits?.get(id ?? ""), partId ?? "");
  }
  if (method !== "PUT" && method !== "POST") return { status: 405, body: "Method not allowed" };
  if (Buffer.byteLength(request.text) > world.behaviour.bodyBytes) return refused("The request is larger than 3.5 MB.");
  let sent;
  try {
    sent = parseExactly(request.text);
  } catch {
    return unreadable();
  }
  if (sent === null || typeof sent !== "object") return unreadable();
  return write(world, request, sent, [endpoint, id, part]);
}

/** @param {World} world @param {Request} request @param {string} endpoint @param {string | undefined} id @param {string | undefined} part @returns {Answer} */
function read(world, request, endpoint, id, part) {
  if (endpoint === "Organisation" && id === "Actions") return getActions(world);
  if (id !== undefined && part === "History") return getHistory(world, endpoint, id);
  if (part !== undefined) return notFound();
  if (endpoint in SETTINGS) return getSettings(world, request, endpoint, id);
  if (endpoint in CREDITS) {
    const many = /** @type {keyof typeof CREDITS} */ (endpoint);
    return id === undefined ? getCredits(world, request, many) : getCredit(world, request, many, id);
  }
  switch (endpoint) {
    case "Contacts": return id === undefined ? getContacts(world, request) : getContact(world, id);
    case "ContactGroups": return id === undefined ? getContactGroups(world) : getContactGroup(world, id);
    case "Invoices": return id === undefined ? getInvoices(world, request) : getInvoice(world, request, id);
    case "RepeatingInvoices": return id === undefined ? getTemplates(world, request) : getTemplate(world, id);
    case "Payments": return id === undefined ? getPayments(world, request) : getPayment(world, id);
    default: return notFound();
  }
}

/** @param {World} world @param {Request} request @param {Json} sent @param {(string | undefined)[]} path @returns {Answer} */
function write(world, request, sent, [endpoint = "", id, part]) {
  const isPut = request.method === "PUT";
  if (id !== undefined && part === "History") return putHistory(world, endpoint, id, sent);
  if (id !== undefined && part === "Allocations" && isPut && endpoint in CREDITS) return putAllocations(world, CREDITS[/** @type {keyof typeof CREDITS} */ (endpoint)].rows(world).get(id), sent);
  if (id !== undefined && part === "Email" && !isPut && endpoint === "Invoices") return emailInvoice(world, id);
  if (part !== undefined || (id !== undefined && isPut)) return notFound();
  switch (endpoint) {
    case "Contacts": return saveContacts(world, request, sent, id);
    case "Invoices": return saveInvoices(world, request, sent, id);
    case "CreditNotes": return saveCreditNotes(world, request, sent, id);
    case "RepeatingInvoices": return saveTemplates(world, request, sent, id);
    case "Payments": return id === undefined ? savePayments(world, request, sent) : deletePayment(world, id, sent);
    default: return notFound();
  }
}
