// The bodies of Pipedrive's refusals (reference material: pipedrive_errors.json). Where none was published, the shape
// is theirs and the words are of our own.

/** @typedef {import("../http.js").Answer} Answer */

const INFO = "Please check developers.pipedrive.com for more information about Pipedrive API.";

/** @param {number} status @param {string} error @returns {Answer} */
export const refused = (status, error) => ({ status, body: { success: false, error, error_info: INFO, data: null, additional_data: null } });

/** @returns {Answer} */
export const unauthorized = () => ({ status: 401, body: { success: false, error: "unauthorized access", errorCode: 401, error_info: "Please check developers.pipedrive.com" } });

/** @param {string} what @returns {Answer} */
export const notFound = (what) => refused(404, `${what} not found`);

/** What guards the service from who goes on after a 429 with an API token: a page, not JSON. @returns {Answer} */
export const cloudflare = () => ({
  status: 403, headers: { "content-type": "text/html; charset=UTF-8" },
  body: "<!DOCTYPE html><html><head><title>Access denied</title></head><body>Cloudflare</body></html>",
});

/** @returns {Answer} */
export const failed = () => refused(500, "Internal server error");
/** @returns {Answer} */
export const offline = () => ({ status: 503, headers: { "content-type": "text/html" }, body: "<html><body>503 Service Temporarily Unavailable</body></html>" });
