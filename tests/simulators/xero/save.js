// One call, several documents: what happens when some are refused. Sources: "Requests and responses", creating many
// resources; the specification's StatusAttributeString; stackoverflow 52706101 for what is saved all the same.
import { invalid } from "./errors.js";
import { ok } from "./list.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */

/** The documents of a body: in their wrapper, or one alone. @param {Json} sent @param {string} many @returns {Json[]} */
export function elementsOf(sent, many) {
  if (Array.isArray(sent)) return sent;
  return Array.isArray(sent?.[many]) ? sent[many] : sent?.[many] === undefined ? [sent ?? {}] : [sent[many]];
}

const messages = (/** @type {string[]} */ errors) => [...new Set(errors)].map((Message) => ({ Message }));

/** What a refused element is recognised by. @param {Json} body @returns {Json} */
export const echo = (body) => Object.fromEntries([
  "Type", "InvoiceNumber", "CreditNoteNumber", "Reference", "Name", "ContactNumber", "AccountNumber", "EmailAddress",
].flatMap((name) => (typeof body[name] === "string" ? [[name, body[name]]] : [])));

/**
 * Reads every element, saves those that may be, and answers as `summarizeErrors` asks: without it, or with true, 400
 * with the failed ones alone, which hides the ids of those that were saved; with false, 200 with every one and its status.
 * @param {import("./world.js").World} world @param {import("../http.js").Request} request @param {string} many @param {Json[]} elements
 * @param {(body: Json, errors: string[]) => { element: Json, save: () => Json }} read
 * @returns {Answer}
 */
export function saveEach(world, request, many, elements, read) {
  const isSummarised = request.query.get("summarizeErrors") !== "false";
  /** @type {{ isGood: boolean, json: Json }[]} */
  const done = elements.map((body) => {
    /** @type {string[]} */
    const errors = [];
    const { element, save } = read(body, errors);
    if (errors.length > 0) return { isGood: false, json: {
      ...echo(body), ...element, ...(many === "Contacts" || many === "Payments" ? { HasValidationErrors: true } : { HasErrors: true }),
      StatusAttributeString: "ERROR", ValidationErrors: messages(errors),
    } };
    return { isGood: true, json: save() };
  });
  const failed = done.filter(({ isGood }) => !isGood).map(({ json }) => json);
  if (isSummarised && failed.length > 0) return invalid(failed);
  return ok(world, { [many]: done.map(({ isGood, json }) => (isGood && many !== "RepeatingInvoices" ? { ...json, StatusAttributeString: "OK" } : json)) });
}
