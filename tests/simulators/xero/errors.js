// The bodies of Xero's refusals (reference material: xero_errors.json).
import { NOT_FOUND } from "./messages.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */

/** "A validation exception occurred": the elements that failed, each with its messages. @param {Json[]} elements @returns {Answer} */
export const invalid = (elements) => ({ status: 400, body: { ErrorNumber: 10, Type: "ValidationException", Message: "A validation exception occurred", Elements: elements } });

/** One refusal that belongs to no element of the request. @param {string} message @param {Json} [element] @returns {Answer} */
export const refused = (message, element = {}) => invalid([{ ...element, ValidationErrors: [{ Message: message }] }]);

/** XeroAPI/xero-php-oauth2#205. @returns {Answer} */
export const unreadable = () => ({ status: 400, body: { ErrorNumber: 14, Type: "PostDataInvalidException", Message: "JSON request body could not be read", Elements: [] } });

/** XeroAPI/Xero-NetStandard#512. @param {string} message @returns {Answer} */
export const unparsed = (message) => ({ status: 400, body: { ErrorNumber: 16, Type: "QueryParseException", Message: message, Elements: [] } });

/** @returns {Answer} */
export const notFound = () => ({ status: 404, body: NOT_FOUND });

/** A problem object, as everything before the API proper answers. @param {number} status @param {string} title @param {string} [detail] @returns {Answer} */
export const problem = (status, title, detail) => ({ status, body: {
  Type: null, Title: title, Status: status,
  ...(detail === undefined ? {} : { Detail: detail, Instance: "e82ac4eb-2b08-4d75-b612-f460ccabe4a8", Extensions: {} }),
} });

/** @returns {Answer} */
export const failed = () => ({ status: 500, body: {
  Title: "An error occurred",
  Detail: "An error occurred in Xero. Check the API Status page http://status.developer.xero.com for current service status.", Status: 500,
} });

/** @returns {Answer} */
export const offline = () => ({ status: 503, body: "The Organisation is currently offline. Please try again later." });
